/* A TLS server that is first.example and second.example: the name that the client asks for chooses the
 * certificate. Usage: tls_server_two_identities PORT [CLIENTS] */
#include <stdlib.h>
#include <string.h>

#include "certificates.h"
#include "network.h"
#include "server.h"

enum { FIRST = 1, SECOND = 2 };

static NX_SECURE_TLS_SESSION session;
static NX_SECURE_X509_CERT first, second;
static UCHAR metadata[4500];
static UCHAR packet_buffer[18000];
static UINT port;
static int clients = 1;

static int is_name(const NX_SECURE_X509_DNS_NAME *name, const char *wanted)
{
    return name->nx_secure_x509_dns_name_length == strlen(wanted) &&
           memcmp(name->nx_secure_x509_dns_name, wanted, strlen(wanted)) == 0;
}

/* Called with the extensions of each ClientHello. */
static ULONG choose_identity(NX_SECURE_TLS_SESSION *tls_session, NX_SECURE_TLS_HELLO_EXTENSION *extensions,
                             UINT num_extensions)
{
    NX_SECURE_X509_DNS_NAME name;
    NX_SECURE_X509_CERT *chosen;
    UINT id = FIRST; /* also for clients that ask for no name */
    UINT status = nx_secure_tls_session_sni_extension_parse(tls_session, extensions, num_extensions, &name);
    if (status == NX_SUCCESS && is_name(&name, "second.example")) {
        id = SECOND;
    } else if (status != NX_SUCCESS && status != NX_SECURE_TLS_EXTENSION_NOT_FOUND) {
        return status;
    }
    status = nx_secure_tls_server_certificate_find(tls_session, &chosen, id);
    return status == NX_SUCCESS ? nx_secure_tls_active_certificate_set(tls_session, chosen) : status;
}

static int server(void)
{
    int good =
        succeeded("creating the session", nx_secure_tls_session_create(&session, &nx_crypto_tls_ciphers,
                                                                       metadata, sizeof metadata)) &&
        succeeded("setting the buffer",
                  nx_secure_tls_session_packet_buffer_set(&session, packet_buffer, sizeof packet_buffer)) &&
        succeeded("reading the first identity",
                  nx_secure_x509_certificate_initialize(
                      &first, first_certificate, sizeof first_certificate, NX_NULL, 0, first_private_key,
                      sizeof first_private_key, NX_SECURE_X509_KEY_TYPE_EC_DER)) &&
        succeeded("reading the second identity",
                  nx_secure_x509_certificate_initialize(
                      &second, second_certificate, sizeof second_certificate, NX_NULL, 0, second_private_key,
                      sizeof second_private_key, NX_SECURE_X509_KEY_TYPE_EC_DER)) &&
        succeeded("adding the first", nx_secure_tls_server_certificate_add(&session, &first, FIRST)) &&
        succeeded("adding the second", nx_secure_tls_server_certificate_add(&session, &second, SECOND)) &&
        succeeded("setting the callback",
                  nx_secure_tls_session_server_callback_set(&session, choose_identity));
    int result = good ? serve(&session, port, clients) : 1;
    nx_secure_tls_session_delete(&session);
    return result;
}

int main(int argc, char **argv)
{
    port = argc > 1 ? (UINT)atoi(argv[1]) : 0;
    clients = argc > 2 ? atoi(argv[2]) : 1;
    run_in_thread(server);
}
