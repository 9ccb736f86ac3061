/* After the services document: what a session is given before it starts, and what is taken away again. */
#include "nx_secure_tls_api.h"

extern const NX_SECURE_TLS_CRYPTO nx_crypto_tls_ciphers;

#define CERTIFICATE_NUMBER 2
#define CERTIFICATE_SIZE   2000
#define BUFFER_SIZE        (CERTIFICATE_NUMBER * (sizeof(NX_SECURE_X509_CERT) + CERTIFICATE_SIZE))

static NX_SECURE_TLS_SESSION tls_session;
static NX_SECURE_X509_CERT certificate, remote_certificate, *certificate_ptr;
static NX_SECURE_X509_DNS_NAME dns_name;
static NX_PACKET_POOL custom_packet_pool;
static UCHAR crypto_metadata[4500];
static UCHAR tls_packet_buffer[16384];
static UCHAR certificate_buffer[BUFFER_SIZE], client_buffer[BUFFER_SIZE], remote_buffer[2000],
    pool_memory[50000];
static const UCHAR certificate_data[500], private_key[64];

static ULONG get_gmt_time(void)
{
    return 1500000000;
}

static ULONG certificate_callback(NX_SECURE_TLS_SESSION *session, NX_SECURE_X509_CERT *peer)
{
    (VOID) session;
    (VOID) peer;
    return (NX_SUCCESS);
}

static ULONG tls_client_callback(NX_SECURE_TLS_SESSION *session, NX_SECURE_TLS_HELLO_EXTENSION *extensions,
                                 UINT num_extensions)
{
    (VOID) extensions;
    (VOID) num_extensions;
    nx_secure_tls_active_certificate_set(session, &certificate);
    return (NX_SUCCESS);
}

static UINT application_find_id_by_dns_name(const NX_SECURE_X509_DNS_NAME *name)
{
    if (strncmp((const CHAR *)name->nx_secure_x509_dns_name, "server_name",
                name->nx_secure_x509_dns_name_length) == 0) {
        return (0x12);
    }
    return (0);
}

static ULONG tls_server_callback(NX_SECURE_TLS_SESSION *session, NX_SECURE_TLS_HELLO_EXTENSION *extensions,
                                 UINT num_extensions)
{
    NX_SECURE_X509_DNS_NAME wanted;
    NX_SECURE_X509_CERT *found;
    UINT cert_id;
    UINT status = nx_secure_tls_session_sni_extension_parse(session, extensions, num_extensions, &wanted);
    if (status == NX_SECURE_TLS_EXTENSION_NOT_FOUND) {
        return (NX_SUCCESS);
    }
    if (status != NX_SUCCESS) {
        return (status);
    }
    cert_id = application_find_id_by_dns_name(&wanted);
    if (cert_id != 0) {
        status = nx_secure_tls_server_certificate_find(session, &found, cert_id);
        if (status != NX_SUCCESS) {
            return (NX_SECURE_TLS_CERTIFICATE_NOT_FOUND);
        }
        nx_secure_tls_active_certificate_set(session, found);
    }
    return (NX_SUCCESS);
}

static UINT failures;

static void expect(UINT status, UINT expected)
{
    failures += status != expected;
}

static void certificates(void)
{
    /* 0x186: the bytes of this program are no certificate, and so nothing is added or found. */
    expect(nx_secure_x509_certificate_initialize(&certificate, certificate_data, 500, NX_NULL, 0, private_key,
                                                 64, NX_SECURE_X509_KEY_TYPE_RSA_PKCS1_DER),
           NX_SECURE_X509_INVALID_CERTIFICATE_SEQUENCE);
    expect(nx_secure_tls_local_certificate_add(&tls_session, &certificate), NX_INVALID_PARAMETERS);
    expect(nx_secure_tls_trusted_certificate_add(&tls_session, &certificate), NX_INVALID_PARAMETERS);
    expect(nx_secure_tls_server_certificate_add(&tls_session, &certificate, 0x12), NX_INVALID_PARAMETERS);
    expect(nx_secure_tls_server_certificate_find(&tls_session, &certificate_ptr, 0x12),
           NX_SECURE_TLS_CERTIFICATE_NOT_FOUND);
    expect(nx_secure_tls_server_certificate_remove(&tls_session, 0x12), NX_SECURE_TLS_CERTIFICATE_NOT_FOUND);
    expect(nx_secure_tls_local_certificate_find(&tls_session, &certificate_ptr, (UCHAR *)"common name",
                                                strlen("common name")),
           NX_SECURE_TLS_CERTIFICATE_NOT_FOUND);
    expect(nx_secure_tls_local_certificate_remove(&tls_session, (UCHAR *)"www.example.com", 15),
           NX_SECURE_TLS_CERTIFICATE_NOT_FOUND);
    expect(nx_secure_tls_trusted_certificate_remove(&tls_session, (UCHAR *)"www.example.com", 15),
           NX_SECURE_TLS_CERTIFICATE_NOT_FOUND);
}

static void settings(void)
{
    expect(
        nx_secure_tls_session_packet_buffer_set(&tls_session, tls_packet_buffer, sizeof(tls_packet_buffer)),
        NX_SUCCESS);
    expect(nx_secure_tls_remote_certificate_buffer_allocate(&tls_session, CERTIFICATE_NUMBER,
                                                            certificate_buffer, BUFFER_SIZE),
           NX_SUCCESS);
    expect(nx_secure_tls_remote_certificate_allocate(&tls_session, &remote_certificate, remote_buffer,
                                                     sizeof(remote_buffer)),
           NX_SUCCESS);
    expect(nx_secure_tls_session_time_function_set(&tls_session, get_gmt_time), NX_SUCCESS);
    expect(nx_secure_tls_timestamp_function_set(&tls_session, get_gmt_time), NX_SUCCESS);
    expect(
        nx_secure_x509_dns_name_initialize(&dns_name, (UCHAR *)"www.example.com", strlen("www.example.com")),
        NX_SUCCESS);
    expect(nx_secure_tls_session_sni_extension_set(&tls_session, &dns_name), NX_SUCCESS);
    expect(nx_secure_tls_session_certificate_callback_set(&tls_session, certificate_callback), NX_SUCCESS);
    expect(nx_secure_tls_session_client_callback_set(&tls_session, tls_client_callback), NX_SUCCESS);
    expect(nx_secure_tls_session_server_callback_set(&tls_session, tls_server_callback), NX_SUCCESS);
    expect(nx_secure_tls_session_protocol_version_override(&tls_session, NX_SECURE_TLS_VERSION_TLS_1_2),
           NX_SUCCESS);
    expect(nx_packet_pool_create(&custom_packet_pool, "TLS pool", 1536, pool_memory, sizeof(pool_memory)),
           NX_SUCCESS);
    expect(nx_secure_tls_session_packet_pool_set(&tls_session, &custom_packet_pool), NX_SUCCESS);
    expect(nx_secure_tls_remote_certificate_free_all(&tls_session), NX_SUCCESS);
    expect(nx_secure_tls_session_reset(&tls_session), NX_SUCCESS);
}

static void identities_of_clients(void)
{
    static UCHAR psk[] = {0x1a, 0x2b, 0x3c, 0x4d};
    expect(nx_secure_tls_psk_add(&tls_session, psk, sizeof(psk), (UCHAR *)"psk_1", 5,
                                 (UCHAR *)"Client_identity", 15),
           NX_SUCCESS);
    expect(nx_secure_tls_client_psk_set(&tls_session, psk, sizeof(psk), (UCHAR *)"psk_1", 5,
                                        (UCHAR *)"Client_identity", 15),
           NX_SUCCESS);
    expect(nx_secure_tls_session_client_verify_enable(&tls_session), NX_SUCCESS);
    expect(nx_secure_tls_session_client_verify_disable(&tls_session), NX_SUCCESS);
    expect(nx_secure_tls_session_x509_client_verify_configure(&tls_session, CERTIFICATE_NUMBER, client_buffer,
                                                              BUFFER_SIZE),
           NX_SUCCESS);
}

int main(void)
{
    ULONG crypto_metadata_size = 0;
    nx_secure_tls_initialize();
    expect(nx_secure_tls_metadata_size_calculate(&nx_crypto_tls_ciphers, &crypto_metadata_size), NX_SUCCESS);
    expect(nx_secure_tls_session_create(&tls_session, &nx_crypto_tls_ciphers, crypto_metadata,
                                        sizeof(crypto_metadata)),
           NX_SUCCESS);
    settings();
    certificates();
    identities_of_clients();
    expect(nx_secure_tls_session_delete(&tls_session), NX_SUCCESS);
    nx_packet_pool_delete(&custom_packet_pool);
    return (int)failures;
}
