/* After the services document: a server, and the client's half of a connection. Compiled and linked; without
 * an argument nothing is started. */
#include "nx_secure_tls_api.h"

NX_IP ip_0;
NX_PACKET_POOL pool_0;
NX_TCP_SOCKET tcp_socket;
NX_SECURE_TLS_SESSION tls_session;
NX_PACKET *send_packet, *receive_packet_ptr;

static UINT start(void)
{
    UINT status, alert_level, alert_value;
    status = nx_secure_tls_session_start(&tls_session, &tcp_socket, NX_WAIT_FOREVER);
    if (status == NX_SECURE_TLS_ALERT_RECEIVED) {
        nx_secure_tls_session_alert_value_get(&tls_session, &alert_level, &alert_value);
        printf("alert %u, level %u\n", alert_value, alert_level);
    }
    return (status);
}

static UINT exchange(void)
{
    UINT status = nx_secure_tls_packet_allocate(&tls_session, &pool_0, &send_packet, NX_WAIT_FOREVER);
    if (status == NX_SUCCESS) {
        status = nx_packet_data_append(send_packet, "Hello there!\r\n", 14, &pool_0, NX_WAIT_FOREVER);
    }
    if (status == NX_SUCCESS) {
        status = nx_secure_tls_session_send(&tls_session, send_packet, NX_IP_PERIODIC_RATE);
    }
    if (status == NX_SUCCESS) {
        status = nx_secure_tls_session_receive(&tls_session, &receive_packet_ptr, NX_WAIT_FOREVER);
    }
    if (status == NX_SUCCESS) {
        nx_packet_release(receive_packet_ptr);
    }
    return (status);
}

static void serve(void)
{
    UINT status = nx_tcp_socket_create(&ip_0, &tcp_socket, "TLS Server Socket", NX_IP_NORMAL,
                                       NX_FRAGMENT_OKAY, NX_IP_TIME_TO_LIVE, 8192, NX_NULL, NX_NULL);
    if (status == NX_SUCCESS) {
        status = nx_tcp_server_socket_listen(&ip_0, 443, &tcp_socket, 5, NX_NULL);
    }
    while (status == NX_SUCCESS) {
        status = nx_tcp_server_socket_accept(&tcp_socket, NX_WAIT_FOREVER);
        if (status == NX_SUCCESS && start() == NX_SUCCESS) {
            exchange();
        }
        nx_secure_tls_session_end(&tls_session, NX_WAIT_FOREVER);
        nx_tcp_socket_disconnect(&tcp_socket, 200);
        nx_tcp_server_socket_unaccept(&tcp_socket);
        nx_tcp_server_socket_relisten(&ip_0, 443, &tcp_socket);
    }
    nx_secure_tls_session_delete(&tls_session);
    nx_tcp_socket_delete(&tcp_socket);
}

int main(int count, char **arguments)
{
    (VOID) arguments;
    if (count > 1) {
        serve();
    }
    return (0);
}
