/* After the services document: a server with two identities chooses by the name that the client asks for. */
#include "nx_secure_tls_api.h"

#define TLS_SNI_SERVER_NAME        "www.example.com"
#define TLS_DEFAULT_SERVER_CERT_ID 2
#define TLS_EXAMPLE_CERT_ID        3

extern const NX_SECURE_TLS_CRYPTO nx_crypto_tls_ciphers;

NX_SECURE_TLS_SESSION server_tls_session;
NX_SECURE_X509_CERT default_certificate, example_certificate;
UCHAR server_crypto_metadata[4500];
UCHAR server_packet_buffer[4000];
const UCHAR default_cert_der[] = {0}, default_cert_key_der[] = {0};
const UCHAR example_cert_der[] = {0}, example_cert_key_der[] = {0};

static ULONG tls_server_callback(NX_SECURE_TLS_SESSION *tls_session,
                                 NX_SECURE_TLS_HELLO_EXTENSION *extensions, UINT num_extensions)
{
    NX_SECURE_X509_DNS_NAME dns_name;
    INT compare_value;
    UINT status;
    NX_SECURE_X509_CERT *cert_ptr;

    nx_secure_tls_server_certificate_find(tls_session, &cert_ptr, TLS_DEFAULT_SERVER_CERT_ID);
    status = _nx_secure_tls_session_sni_extension_parse(tls_session, extensions, num_extensions, &dns_name);
    if (status == NX_SUCCESS) {
        compare_value =
            memcmp(dns_name.nx_secure_x509_dns_name, TLS_SNI_SERVER_NAME, strlen(TLS_SNI_SERVER_NAME));
        if (compare_value == 0 && dns_name.nx_secure_x509_dns_name_length == strlen(TLS_SNI_SERVER_NAME)) {
            _nx_secure_tls_server_certificate_find(tls_session, &cert_ptr, TLS_EXAMPLE_CERT_ID);
        } else {
            return (0x500);
        }
    }
    nx_secure_tls_active_certificate_set(tls_session, cert_ptr);
    return (NX_SUCCESS);
}

/* 0x112: there are no certificates in this program. */
int main(void)
{
    UINT status = nx_secure_tls_session_create(&server_tls_session, &nx_crypto_tls_ciphers,
                                               server_crypto_metadata, sizeof(server_crypto_metadata));
    if (status) {
        printf("Error in function nx_secure_tls_session_create: 0x%x\n", status);
        return 1;
    }
    nx_secure_tls_session_packet_buffer_set(&server_tls_session, server_packet_buffer,
                                            sizeof(server_packet_buffer));
    _nx_secure_tls_session_server_callback_set(&server_tls_session, tls_server_callback);
    status = nx_secure_x509_certificate_initialize(
        &default_certificate, default_cert_der, sizeof(default_cert_der), NX_NULL, 0, default_cert_key_der,
        sizeof(default_cert_key_der), NX_SECURE_X509_KEY_TYPE_RSA_PKCS1_DER);
    if (status == NX_SUCCESS) {
        nx_secure_tls_server_certificate_add(&server_tls_session, &default_certificate,
                                             TLS_DEFAULT_SERVER_CERT_ID);
    }
    status = nx_secure_x509_certificate_initialize(
        &example_certificate, example_cert_der, sizeof(example_cert_der), NX_NULL, 0, example_cert_key_der,
        sizeof(example_cert_key_der), NX_SECURE_X509_KEY_TYPE_RSA_PKCS1_DER);
    if (status == NX_SUCCESS) {
        nx_secure_tls_server_certificate_add(&server_tls_session, &example_certificate, TLS_EXAMPLE_CERT_ID);
    }
    return status == NX_SECURE_X509_INVALID_CERTIFICATE_SEQUENCE ? 0 : 1;
}
