/* A TLS server with one identity: sends back what its clients send.
 * Usage: tls_server PORT [CLIENTS] */
#include <stdlib.h>

#include "certificates.h"
#include "network.h"
#include "server.h"

static NX_SECURE_TLS_SESSION session;
static NX_SECURE_X509_CERT identity;
static UCHAR metadata[4500];
static UCHAR packet_buffer[18000];
static UINT port;
static int clients = 1;

static int server(void)
{
    int good =
        succeeded("creating the session", nx_secure_tls_session_create(&session, &nx_crypto_tls_ciphers,
                                                                       metadata, sizeof metadata)) &&
        succeeded("setting the buffer",
                  nx_secure_tls_session_packet_buffer_set(&session, packet_buffer, sizeof packet_buffer)) &&
        succeeded("reading certificate and key",
                  nx_secure_x509_certificate_initialize(
                      &identity, first_certificate, sizeof first_certificate, NX_NULL, 0, first_private_key,
                      sizeof first_private_key, NX_SECURE_X509_KEY_TYPE_EC_DER)) &&
        succeeded("adding them", nx_secure_tls_local_certificate_add(&session, &identity));
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
