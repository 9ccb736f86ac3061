#include "server.h"

#include <stdio.h>

#include "network.h"

static NX_TCP_SOCKET tcp_socket;

/* Sends back what comes until the client closes. */
static UINT answer(NX_SECURE_TLS_SESSION *session)
{
    NX_PACKET *received, *reply;
    UINT status;
    while ((status = nx_secure_tls_session_receive(session, &received, 10 * NX_IP_PERIODIC_RATE)) ==
           NX_SUCCESS) {
        status = nx_secure_tls_packet_allocate(session, &pool, &reply, NX_WAIT_FOREVER);
        for (NX_PACKET *part = received; part != NX_NULL && status == NX_SUCCESS;
             part = part->nx_packet_next) {
            status = nx_packet_data_append(reply, part->nx_packet_prepend_ptr,
                                           (ULONG)(part->nx_packet_append_ptr - part->nx_packet_prepend_ptr),
                                           &pool, NX_WAIT_FOREVER);
        }
        nx_packet_release(received);
        if (status == NX_SUCCESS) {
            status = nx_secure_tls_session_send(session, reply, NX_WAIT_FOREVER);
            if (status != NX_SUCCESS) {
                nx_packet_release(reply);
            }
        }
        if (status != NX_SUCCESS) {
            return status;
        }
    }
    return status;
}

static int serve_client(NX_SECURE_TLS_SESSION *session)
{
    UINT level = 0, value = 0;
    int good = succeeded("the handshake",
                         nx_secure_tls_session_start(session, &tcp_socket, 10 * NX_IP_PERIODIC_RATE));
    if (good) {
        UINT status = answer(session);
        nx_secure_tls_session_alert_value_get(session, &level, &value);
        good = status == NX_SECURE_TLS_ALERT_RECEIVED && value == NX_SECURE_TLS_ALERT_CLOSE_NOTIFY;
    }
    /* Also after a failure: the session can then be used for the next client. */
    nx_secure_tls_session_end(session, NX_IP_PERIODIC_RATE);
    return good;
}

int serve(NX_SECURE_TLS_SESSION *session, UINT port, int clients)
{
    int good = succeeded("creating the socket",
                         nx_tcp_socket_create(&ip, &tcp_socket, "server", NX_IP_NORMAL, NX_FRAGMENT_OKAY,
                                              NX_IP_TIME_TO_LIVE, 8192, NX_NULL, NX_NULL)) &&
               succeeded("listening", nx_tcp_server_socket_listen(&ip, port, &tcp_socket, 5, NX_NULL));
    printf("listening\n");
    fflush(stdout);
    for (int i = 0; good && i < clients; i++) {
        good = succeeded("accepting", nx_tcp_server_socket_accept(&tcp_socket, NX_WAIT_FOREVER)) &&
               serve_client(session);
        nx_tcp_socket_disconnect(&tcp_socket, NX_IP_PERIODIC_RATE);
        nx_tcp_server_socket_unaccept(&tcp_socket);
        nx_tcp_server_socket_relisten(&ip, port, &tcp_socket);
    }
    nx_tcp_server_socket_unlisten(&ip, port);
    nx_tcp_socket_delete(&tcp_socket);
    return good ? 0 : 1;
}
