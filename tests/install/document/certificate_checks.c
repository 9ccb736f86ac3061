/* After the services document: what certificate callbacks look at. */
#include "nx_secure_tls_api.h"

static ULONG time_function(void)
{
    return 1500000000;
}

static const UCHAR crl_data[300];
static const UINT crl_length = 300;

/* The chain was good already; a list that cannot be used is no reason to refuse it here. */
static ULONG check_revocation(NX_SECURE_TLS_SESSION *session, NX_SECURE_X509_CERT *certificate)
{
    NX_SECURE_X509_CERTIFICATE_STORE *store =
        &session->nx_secure_tls_credentials.nx_secure_tls_certificate_store;
    UINT status = nx_secure_x509_crl_revocation_check(crl_data, crl_length, store, certificate);
    return (status == NX_SECURE_X509_CRL_CERTIFICATE_REVOKED ? status : NX_SUCCESS);
}

static ULONG certificate_verification_callback(NX_SECURE_TLS_SESSION *session,
                                               NX_SECURE_X509_CERT *certificate)
{
    const CHAR *dns_name = "www.example.com";
    USHORT key_usage_bitfield;
    NX_SECURE_X509_EXTENSION extension_data;
    UINT status;

    if (check_revocation(session, certificate) != NX_SUCCESS) {
        return (NX_SECURE_X509_CRL_CERTIFICATE_REVOKED);
    }
    status = nx_secure_x509_common_name_dns_check(certificate, (UCHAR *)dns_name, (UINT)strlen(dns_name));
    if (status != NX_SUCCESS) {
        printf("Error in certificate verification: DNS name did not match CN\n");
        return (status);
    }
    status = nx_secure_x509_key_usage_extension_parse(certificate, &key_usage_bitfield);
    if (status != NX_SUCCESS) {
        return (status);
    }
    if ((key_usage_bitfield & NX_SECURE_X509_KEY_USAGE_DIGITAL_SIGNATURE) == 0 ||
        (key_usage_bitfield & NX_SECURE_X509_KEY_USAGE_KEY_ENCIPHERMENT) == 0) {
        return (NX_SECURE_X509_KEY_USAGE_ERROR);
    }
    status = nx_secure_x509_extended_key_usage_extension_parse(certificate,
                                                               NX_SECURE_TLS_X509_TYPE_PKIX_KP_SERVER_AUTH);
    if (status == NX_SECURE_X509_EXT_KEY_USAGE_NOT_FOUND) {
        return (NX_SECURE_X509_KEY_USAGE_ERROR);
    }
    status = _nx_secure_x509_extension_find(certificate, &extension_data,
                                            NX_SECURE_TLS_X509_TYPE_BASIC_CONSTRAINTS);
    if (status == NX_SUCCESS && extension_data.nx_secure_x509_extension_data_length == 0) {
        return (NX_SECURE_X509_INVALID_EXTENSION_SEQUENCE);
    }
    return (status);
}

NX_SECURE_TLS_SESSION tls_session;
NX_SECURE_X509_DNS_NAME dns_name;
UCHAR crypto_metadata[4500];
NX_SECURE_X509_CERT certificate;
UCHAR certificate_buffer[2 * (sizeof(NX_SECURE_X509_CERT) + 2000)];
UCHAR raw_certificate_buffer[2000];

int main(void)
{
    const CHAR *sni = "www.example.com";
    UINT status = nx_secure_tls_session_create(&tls_session, &nx_crypto_tls_ciphers, crypto_metadata,
                                               sizeof(crypto_metadata));
    status |= nx_secure_tls_session_certificate_callback_set(&tls_session, certificate_verification_callback);
    status |= nx_secure_tls_session_time_function_set(&tls_session, time_function);
    status |= nx_secure_x509_dns_name_initialize(&dns_name, (UCHAR *)sni, (UINT)strlen(sni));
    status |= nx_secure_tls_session_sni_extension_set(&tls_session, &dns_name);
    status |= nx_secure_tls_remote_certificate_allocate(&tls_session, &certificate, raw_certificate_buffer,
                                                        sizeof(raw_certificate_buffer));
    status |= nx_secure_tls_remote_certificate_buffer_allocate(&tls_session, 2, certificate_buffer,
                                                               sizeof(certificate_buffer));
    status |= nx_secure_tls_remote_certificate_free_all(&tls_session);
    status |= nx_secure_tls_session_delete(&tls_session);
    return status == NX_SUCCESS ? 0 : 1;
}
