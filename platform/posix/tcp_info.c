#include "platform.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>

#include "nxs_posix.h"

UINT nxs_tcp_socket_descriptor_get(NX_TCP_SOCKET *socket_ptr, int *descriptor)
{
    if (!nxs_tcp_created(socket_ptr) || descriptor == NULL) {
        return NX_PTR_ERROR;
    }
    NX_IP *ip = socket_ptr->nx_tcp_socket_ip_ptr;
    nxs_enter();
    *descriptor = socket_ptr->nx_tcp_socket_host.descriptor;
    for (size_t i = 0; *descriptor < 0 && i < NXS_LISTEN_SLOTS; i++) {
        if (ip->nx_ip_listen[i].socket == socket_ptr) {
            *descriptor = ip->nx_ip_listen[i].descriptor;
            socket_ptr->nx_tcp_socket_host.polled = 1;
            (void)nxs_events_look(ip);
        }
    }
    nxs_leave();
    return *descriptor >= 0 ? NX_SUCCESS : NX_NOT_BOUND;
}

UINT nx_tcp_socket_receive_queue_max_set(NX_TCP_SOCKET *socket_ptr, UINT receive_queue_maximum)
{
    if (!nxs_tcp_created(socket_ptr)) {
        return NX_PTR_ERROR;
    }
    nxs_enter();
    socket_ptr->nx_tcp_socket_receive_queue_maximum = receive_queue_maximum;
    nxs_leave();
    return NX_SUCCESS;
}

UINT nx_tcp_socket_bytes_available(NX_TCP_SOCKET *socket_ptr, ULONG *bytes_available)
{
    if (!nxs_tcp_created(socket_ptr) || bytes_available == NULL) {
        return NX_PTR_ERROR;
    }
    const struct nxs_tcp *host = &socket_ptr->nx_tcp_socket_host;
    *bytes_available = 0;
    nxs_enter();
    UINT status = host->connected ? NX_SUCCESS : NX_NOT_CONNECTED;
    for (const NX_PACKET *packet = host->queue_first; packet != NULL; packet = packet->nx_packet_queue_next) {
        *bytes_available += packet->nx_packet_length;
    }
    int waiting = 0;
    if (status == NX_SUCCESS && ioctl(host->descriptor, FIONREAD, &waiting) == 0) {
        *bytes_available += (ULONG)waiting;
    }
    nxs_leave();
    return status;
}

/* Fills the outputs somebody wants. */
static void tell(ULONG *const outputs[], const ULONG values[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (outputs[i] != NULL) {
            *outputs[i] = values[i];
        }
    }
}

UINT nx_tcp_socket_info_get(NX_TCP_SOCKET *socket_ptr, ULONG *tcp_packets_sent, ULONG *tcp_bytes_sent,
                            ULONG *tcp_packets_received, ULONG *tcp_bytes_received,
                            ULONG *tcp_retransmit_packets, ULONG *tcp_packets_queued,
                            ULONG *tcp_checksum_errors, ULONG *tcp_socket_state,
                            ULONG *tcp_transmit_queue_depth, ULONG *tcp_transmit_window,
                            ULONG *tcp_receive_window)
{
    if (!nxs_tcp_created(socket_ptr)) {
        return NX_PTR_ERROR;
    }
    const struct nxs_tcp *host = &socket_ptr->nx_tcp_socket_host;
    ULONG *const outputs[] = {tcp_packets_sent,    tcp_bytes_sent,         tcp_packets_received,
                              tcp_bytes_received,  tcp_retransmit_packets, tcp_packets_queued,
                              tcp_checksum_errors, tcp_socket_state,       tcp_transmit_queue_depth,
                              tcp_transmit_window, tcp_receive_window};
    nxs_enter();
    const ULONG values[] = {host->packets_sent,
                            host->bytes_sent,
                            host->packets_received,
                            host->bytes_received,
                            0,
                            socket_ptr->nx_tcp_socket_receive_queue_count,
                            0,
                            socket_ptr->nx_tcp_socket_state,
                            host->unsent != NULL,
                            0,
                            socket_ptr->nx_tcp_socket_rx_window_default};
    tell(outputs, values, sizeof(values) / sizeof(values[0]));
    nxs_leave();
    return NX_SUCCESS;
}

UINT nx_tcp_info_get(NX_IP *ip_ptr, ULONG *tcp_packets_sent, ULONG *tcp_bytes_sent,
                     ULONG *tcp_packets_received, ULONG *tcp_bytes_received, ULONG *tcp_invalid_packets,
                     ULONG *tcp_receive_packets_dropped, ULONG *tcp_checksum_errors, ULONG *tcp_connections,
                     ULONG *tcp_disconnections, ULONG *tcp_connections_dropped, ULONG *tcp_retransmit_packets)
{
    if (!nxs_ip_created(ip_ptr)) {
        return NX_PTR_ERROR;
    }
    ULONG *const outputs[] = {tcp_packets_sent,        tcp_bytes_sent,        tcp_packets_received,
                              tcp_bytes_received,      tcp_invalid_packets,   tcp_receive_packets_dropped,
                              tcp_checksum_errors,     tcp_connections,       tcp_disconnections,
                              tcp_connections_dropped, tcp_retransmit_packets};
    nxs_enter();
    const ULONG values[] = {ip_ptr->nx_ip_tcp_packets_sent,
                            ip_ptr->nx_ip_tcp_bytes_sent,
                            ip_ptr->nx_ip_tcp_packets_received,
                            ip_ptr->nx_ip_tcp_bytes_received,
                            0,
                            0,
                            0,
                            ip_ptr->nx_ip_tcp_connections,
                            ip_ptr->nx_ip_tcp_disconnections,
                            ip_ptr->nx_ip_tcp_connections_dropped,
                            0};
    tell(outputs, values, sizeof(values) / sizeof(values[0]));
    nxs_leave();
    return NX_SUCCESS;
}

enum {
    HEADERS_V4 = 40, /* IPv4 and TCP */
};

UINT nx_tcp_socket_mss_get(NX_TCP_SOCKET *socket_ptr, ULONG *mss)
{
    if (!nxs_tcp_created(socket_ptr) || mss == NULL) {
        return NX_PTR_ERROR;
    }
    const NX_IP *ip = socket_ptr->nx_tcp_socket_ip_ptr;
    nxs_enter();
    ULONG whole = ip->nx_ip_interface[0].nx_interface_ip_mtu_size - HEADERS_V4;
    *mss = socket_ptr->nx_tcp_socket_host.mss != 0 ? socket_ptr->nx_tcp_socket_host.mss : whole;
    nxs_leave();
    return NX_SUCCESS;
}

UINT nx_tcp_socket_mss_peer_get(NX_TCP_SOCKET *socket_ptr, ULONG *peer_mss)
{
    if (!nxs_tcp_created(socket_ptr) || peer_mss == NULL) {
        return NX_PTR_ERROR;
    }
    nxs_enter();
    *peer_mss = socket_ptr->nx_tcp_socket_connect_mss;
    nxs_leave();
    return NX_SUCCESS;
}

UINT nx_tcp_socket_mss_set(NX_TCP_SOCKET *socket_ptr, ULONG mss)
{
    if (!nxs_tcp_created(socket_ptr)) {
        return NX_PTR_ERROR;
    }
    const NX_IP *ip = socket_ptr->nx_tcp_socket_ip_ptr;
    UINT status = NX_SUCCESS;
    nxs_enter();
    if (mss == 0 || mss > ip->nx_ip_interface[0].nx_interface_ip_mtu_size - HEADERS_V4) {
        status = NX_SIZE_ERROR;
    } else {
        socket_ptr->nx_tcp_socket_host.mss = mss;
    }
    nxs_leave();
    return status;
}

UINT nxd_tcp_socket_peer_info_get(NX_TCP_SOCKET *socket_ptr, NXD_ADDRESS *peer_ip_address, ULONG *peer_port)
{
    if (!nxs_tcp_created(socket_ptr) || peer_ip_address == NULL || peer_port == NULL) {
        return NX_PTR_ERROR;
    }
    UINT status = NX_NOT_CONNECTED;
    nxs_enter();
    if (socket_ptr->nx_tcp_socket_host.connected) {
        *peer_ip_address = socket_ptr->nx_tcp_socket_connect_ip;
        *peer_port = socket_ptr->nx_tcp_socket_connect_port;
        status = NX_SUCCESS;
    }
    nxs_leave();
    return status;
}

UINT nx_tcp_socket_peer_info_get(NX_TCP_SOCKET *socket_ptr, ULONG *peer_ip_address, ULONG *peer_port)
{
    if (peer_ip_address == NULL) {
        return NX_PTR_ERROR;
    }
    NXD_ADDRESS address;
    UINT status = nxd_tcp_socket_peer_info_get(socket_ptr, &address, peer_port);
    if (status == NX_SUCCESS && address.nxd_ip_version != NX_IP_VERSION_V4) {
        return NX_NOT_CONNECTED;
    }
    if (status == NX_SUCCESS) {
        *peer_ip_address = address.nxd_ip_address.v4;
    }
    return status;
}

/* Milliseconds until a segment is given up: the timeout, doubled (shift 1) or more for every retry. */
static ULONG give_up_after(ULONG timeout, ULONG retries, ULONG shift)
{
    const ULONG64 most = 24ULL * 3600 * 1000;
    ULONG64 one = (ULONG64)timeout * 1000 / NX_IP_PERIODIC_RATE;
    ULONG64 sum = 0;
    for (ULONG i = 0; i <= retries && sum < most; i++) {
        sum += one;
        one = shift < 32 && one < most ? one << shift : most;
    }
    return (ULONG)(sum < most ? sum : most);
}

UINT nx_tcp_socket_transmit_configure(NX_TCP_SOCKET *socket_ptr, ULONG max_queue_depth, ULONG timeout,
                                      ULONG max_retries, ULONG timeout_shift)
{
    if (!nxs_tcp_created(socket_ptr)) {
        return NX_PTR_ERROR;
    }
    if (max_queue_depth == 0 || timeout == 0) {
        return NX_OPTION_ERROR;
    }
    nxs_enter();
    socket_ptr->nx_tcp_socket_host.user_timeout_ms = give_up_after(timeout, max_retries, timeout_shift);
    nxs_leave();
    return NX_SUCCESS;
}
