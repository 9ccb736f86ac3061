/* A TLS client: connects to a server on this machine, checks who answers, sends a line and prints the reply.
 * Usage: tls_client PORT [NAME] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nx_secure_tls_api.h"

#include "certificates.h"
#include "network.h"

static NX_SECURE_TLS_SESSION session;
static NX_TCP_SOCKET tcp_socket;
static NX_SECURE_X509_CERT trusted_ca;
static NX_SECURE_X509_DNS_NAME server_name;
static UCHAR metadata[4500];
static UCHAR packet_buffer[18000];
static UINT port;
static const char *name = "first.example";

/* Called when the server's certificates have proved to lead to the trusted CA: whose are they? */
static ULONG check_certificate(NX_SECURE_TLS_SESSION *tls_session, NX_SECURE_X509_CERT *certificate)
{
    NX_PARAMETER_NOT_USED(tls_session);
    return nx_secure_x509_common_name_dns_check(certificate, (const UCHAR *)name, (UINT)strlen(name));
}

static int set_up(void)
{
    return succeeded("creating the session", nx_secure_tls_session_create(&session, &nx_crypto_tls_ciphers,
                                                                          metadata, sizeof metadata)) &&
           succeeded("setting the buffer", nx_secure_tls_session_packet_buffer_set(&session, packet_buffer,
                                                                                   sizeof packet_buffer)) &&
           succeeded("reading the CA certificate",
                     nx_secure_x509_certificate_initialize(&trusted_ca, ca_certificate, sizeof ca_certificate,
                                                           NX_NULL, 0, NX_NULL, 0,
                                                           NX_SECURE_X509_KEY_TYPE_NONE)) &&
           succeeded("trusting it", nx_secure_tls_trusted_certificate_add(&session, &trusted_ca)) &&
           succeeded("setting the callback",
                     nx_secure_tls_session_certificate_callback_set(&session, check_certificate)) &&
           succeeded("naming the server", nx_secure_x509_dns_name_initialize(
                                              &server_name, (const UCHAR *)name, (UINT)strlen(name))) &&
           succeeded("asking for it", nx_secure_tls_session_sni_extension_set(&session, &server_name));
}

static int connect_to_server(void)
{
    return succeeded("creating the socket",
                     nx_tcp_socket_create(&ip, &tcp_socket, "client", NX_IP_NORMAL, NX_FRAGMENT_OKAY,
                                          NX_IP_TIME_TO_LIVE, 8192, NX_NULL, NX_NULL)) &&
           succeeded("binding", nx_tcp_client_socket_bind(&tcp_socket, NX_ANY_PORT, NX_WAIT_FOREVER)) &&
           succeeded("connecting", nx_tcp_client_socket_connect(&tcp_socket, IP_ADDRESS(127, 0, 0, 1), port,
                                                                10 * NX_IP_PERIODIC_RATE)) &&
           succeeded("the handshake",
                     nx_secure_tls_session_start(&session, &tcp_socket, 10 * NX_IP_PERIODIC_RATE));
}

static int send_line(void)
{
    static UCHAR line[] = "hello\n";
    NX_PACKET *packet;
    if (!succeeded("allocating", nx_secure_tls_packet_allocate(&session, &pool, &packet, NX_WAIT_FOREVER))) {
        return 0;
    }
    UINT status = nx_packet_data_append(packet, line, sizeof line - 1, &pool, NX_WAIT_FOREVER);
    if (status == NX_SUCCESS) {
        status = nx_secure_tls_session_send(&session, packet, NX_WAIT_FOREVER);
    }
    if (status != NX_SUCCESS) {
        nx_packet_release(packet); /* a packet that was not sent is still ours */
    }
    return succeeded("sending", status);
}

static int print_reply(void)
{
    UCHAR reply[200];
    ULONG length = 0;
    NX_PACKET *packet;
    if (!succeeded("receiving", nx_secure_tls_session_receive(&session, &packet, 10 * NX_IP_PERIODIC_RATE))) {
        return 0;
    }
    UINT status = nx_packet_data_extract_offset(packet, 0, reply, sizeof reply, &length);
    nx_packet_release(packet);
    printf("%.*s", (int)length, (const char *)reply);
    return succeeded("reading the packet", status);
}

static int client(void)
{
    int good = set_up() && connect_to_server() && send_line() && print_reply();
    nx_secure_tls_session_end(&session, NX_IP_PERIODIC_RATE);
    nx_tcp_socket_disconnect(&tcp_socket, NX_IP_PERIODIC_RATE);
    nx_secure_tls_session_delete(&session);
    return good ? 0 : 1;
}

int main(int argc, char **argv)
{
    port = argc > 1 ? (UINT)atoi(argv[1]) : 0;
    if (argc > 2) {
        name = argv[2];
    }
    run_in_thread(client);
}
