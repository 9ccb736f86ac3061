#include "platform.h"

#include <limits.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>

#include "nxs_posix.h"

bool nxs_tcp_created(const NX_TCP_SOCKET *socket)
{
    return socket != NULL && socket->nx_tcp_socket_id == NX_TCP_ID;
}

void nxs_tcp_state(NX_TCP_SOCKET *socket, UINT state)
{
    socket->nx_tcp_socket_state = state;
    nxs_wake_all(&socket->nx_tcp_socket_host.changes);
}

static void apply_options(const NX_TCP_SOCKET *socket)
{
    const struct nxs_tcp *host = &socket->nx_tcp_socket_host;
    int hops = (int)socket->nx_tcp_socket_time_to_live;
    if (hops != NX_IP_TIME_TO_LIVE) {
        (void)setsockopt(host->descriptor, IPPROTO_IP, IP_TTL, &hops, sizeof(hops));
        (void)setsockopt(host->descriptor, IPPROTO_IPV6, IPV6_UNICAST_HOPS, &hops, sizeof(hops));
    }
#ifdef TCP_USER_TIMEOUT
    unsigned int timeout = (unsigned int)host->user_timeout_ms;
    if (timeout != 0) {
        (void)setsockopt(host->descriptor, IPPROTO_TCP, TCP_USER_TIMEOUT, &timeout, sizeof(timeout));
    }
#endif
}

static ULONG host_mss(int descriptor)
{
    int mss = 0;
    socklen_t size = sizeof(mss);
    return getsockopt(descriptor, IPPROTO_TCP, TCP_MAXSEG, &mss, &size) == 0 && mss > 0 ? (ULONG)mss : 0;
}

void nxs_tcp_established(NX_TCP_SOCKET *socket)
{
    struct nxs_tcp *host = &socket->nx_tcp_socket_host;
    apply_options(socket);
    if (host->bound == NX_TCP_CLIENT) {
        socket->nx_tcp_socket_port = nxs_host_port(host->descriptor);
    }
    socket->nx_tcp_socket_connect_mss = host_mss(host->descriptor);
    host->background = 0;
    host->connected = 1;
    host->received_end = 0;
    host->readable_told = 0;
    host->more = 0;
    socket->nx_tcp_socket_ip_ptr->nx_ip_tcp_connections++;
    nxs_tcp_state(socket, NX_TCP_ESTABLISHED);
    nxs_events_due(socket, NXS_DUE_ESTABLISH);
    (void)nxs_events_look(socket->nx_tcp_socket_ip_ptr);
}

void nxs_tcp_peer_ended(NX_TCP_SOCKET *socket, bool reset)
{
    UINT before = socket->nx_tcp_socket_state;
    if (before != NX_TCP_ESTABLISHED && !(before == NX_TCP_CLOSE_WAIT && reset)) {
        return;
    }
    if (reset) {
        socket->nx_tcp_socket_ip_ptr->nx_ip_tcp_connections_dropped++;
    }
    nxs_tcp_state(socket, reset ? NX_TCP_CLOSED : NX_TCP_CLOSE_WAIT);
    if (before == NX_TCP_ESTABLISHED) {
        nxs_events_due(socket, NXS_DUE_DISCONNECT);
    }
}

void nxs_tcp_enter(NX_TCP_SOCKET *socket)
{
    socket->nx_tcp_socket_host.users++;
}

void nxs_tcp_leave(NX_TCP_SOCKET *socket)
{
    socket->nx_tcp_socket_host.users--;
    if (socket->nx_tcp_socket_host.users == 0) {
        nxs_wake_all(&socket->nx_tcp_socket_host.changes);
    }
}

void nxs_tcp_evict(NX_TCP_SOCKET *socket)
{
    struct nxs_tcp *host = &socket->nx_tcp_socket_host;
    host->closing = 1;
    nxs_wake_all(&host->receivers);
    nxs_wake_all(&host->senders);
    nxs_wake_all(&host->pollers);
    nxs_wake_all(&host->changes);
    while (host->users > 0) {
        nxs_wait_for_sure(&host->changes);
    }
}

static void forget_packets(NX_TCP_SOCKET *socket)
{
    struct nxs_tcp *host = &socket->nx_tcp_socket_host;
    while (host->queue_first != NULL) {
        NX_PACKET *packet = host->queue_first;
        host->queue_first = packet->nx_packet_queue_next;
        (void)nxs_chain_give(packet);
    }
    host->queue_last = NULL;
    socket->nx_tcp_socket_receive_queue_count = 0;
    if (host->unsent != NULL) {
        (void)nxs_chain_give(host->unsent);
        host->unsent = NULL;
    }
}

void nxs_tcp_drop(NX_TCP_SOCKET *socket, bool reset)
{
    struct nxs_tcp *host = &socket->nx_tcp_socket_host;
    forget_packets(socket);
    if (host->descriptor >= 0) {
        if (reset) {
            nxs_host_abort(host->descriptor);
        }
        nxs_host_close(host->descriptor);
        host->descriptor = -1;
        socket->nx_tcp_socket_ip_ptr->nx_ip_tcp_disconnections += host->connected;
    }
    host->connected = 0;
    host->background = 0;
    host->watched = 0;
    host->closing = 0;
    host->want_write = 0;
    host->received_end = 1;
    nxs_tcp_state(socket, NX_TCP_CLOSED);
    socket->nx_tcp_socket_ip_ptr->nx_ip_events_stale = 1;
}

UINT nx_tcp_socket_create(NX_IP *ip_ptr, NX_TCP_SOCKET *socket_ptr, CHAR *name, ULONG type_of_service,
                          ULONG fragment, UINT time_to_live, ULONG window_size,
                          VOID (*tcp_urgent_data_callback)(NX_TCP_SOCKET *socket_ptr),
                          VOID (*tcp_disconnect_callback)(NX_TCP_SOCKET *socket_ptr))
{
    if (!nxs_ip_created(ip_ptr) || socket_ptr == NULL) {
        return NX_PTR_ERROR;
    }
    const ULONG services = NX_IP_MIN_DELAY | NX_IP_MAX_DATA | NX_IP_MAX_RELIABLE | NX_IP_MIN_COST;
    if ((type_of_service & ~services) != 0 ||
        (fragment != NX_FRAGMENT_OKAY && fragment != NX_DONT_FRAGMENT) || time_to_live == 0 ||
        time_to_live > UCHAR_MAX || window_size == 0) {
        return NX_OPTION_ERROR;
    }
    UINT status = NX_SUCCESS;
    nxs_enter();
    for (const NX_TCP_SOCKET *at = ip_ptr->nx_ip_tcp_created_sockets_ptr; at != NULL;
         at = at->nx_tcp_socket_created_next) {
        if (at == socket_ptr) {
            status = NX_PTR_ERROR;
        }
    }
    if (status == NX_SUCCESS && (ip_ptr->nx_ip_enabled & NX_IP_TCP_ENABLED) == 0) {
        status = NX_NOT_ENABLED;
    }
    if (status == NX_SUCCESS) {
        *socket_ptr = (NX_TCP_SOCKET){.nx_tcp_socket_id = NX_TCP_ID,
                                      .nx_tcp_socket_name = name,
                                      .nx_tcp_socket_state = NX_TCP_CLOSED,
                                      .nx_tcp_socket_ip_ptr = ip_ptr,
                                      .nx_tcp_urgent_data_callback = tcp_urgent_data_callback,
                                      .nx_tcp_disconnect_callback = tcp_disconnect_callback,
                                      .nx_tcp_socket_type_of_service = type_of_service,
                                      .nx_tcp_socket_fragment_enable = fragment,
                                      .nx_tcp_socket_time_to_live = time_to_live,
                                      .nx_tcp_socket_rx_window_default = window_size,
                                      .nx_tcp_socket_created_next = ip_ptr->nx_ip_tcp_created_sockets_ptr,
                                      .nx_tcp_socket_host = {.descriptor = -1, .received_end = 1}};
        ip_ptr->nx_ip_tcp_created_sockets_ptr = socket_ptr;
        ip_ptr->nx_ip_tcp_created_sockets_count++;
        ip_ptr->nx_ip_events_stale = 1;
    }
    nxs_leave();
    return status;
}

UINT nx_tcp_socket_delete(NX_TCP_SOCKET *socket_ptr)
{
    if (socket_ptr == NULL) {
        return NX_PTR_ERROR;
    }
    if (!nxs_tcp_created(socket_ptr)) {
        return NX_NOT_CREATED;
    }
    NX_IP *ip = socket_ptr->nx_tcp_socket_ip_ptr;
    UINT status = NX_STILL_BOUND;
    nxs_enter();
    if (!socket_ptr->nx_tcp_socket_host.bound) {
        status = NX_SUCCESS;
        socket_ptr->nx_tcp_socket_host.events = 0;
        nxs_events_quiet(ip, socket_ptr);
        nxs_tcp_evict(socket_ptr);
        NX_TCP_SOCKET **at = &ip->nx_ip_tcp_created_sockets_ptr;
        while (*at != socket_ptr) {
            at = &(*at)->nx_tcp_socket_created_next;
        }
        *at = socket_ptr->nx_tcp_socket_created_next;
        ip->nx_ip_tcp_created_sockets_count--;
        ip->nx_ip_events_stale = 1;
        socket_ptr->nx_tcp_socket_id = 0;
    }
    nxs_leave();
    return status;
}

/* ---- ending a connection ---- */

static UINT disconnect(NX_TCP_SOCKET *socket, ULONG wait_option)
{
    struct nxs_tcp *host = &socket->nx_tcp_socket_host;
    UINT state = socket->nx_tcp_socket_state;
    bool began = host->connected || state == NX_TCP_SYN_SENT;
    if (!began || host->closing) {
        return NX_NOT_CONNECTED;
    }
    nxs_tcp_evict(socket);
    state = socket->nx_tcp_socket_state;
    UINT status = NX_SUCCESS;
    bool reset = wait_option == NX_NO_WAIT || state == NX_TCP_SYN_SENT || state == NX_TCP_SYN_RECEIVED;
    bool failed = state == NX_TCP_CLOSED;
    if (!reset && !failed) {
        struct nxs_deadline deadline = nxs_deadline(wait_option);
        status = nxs_tcp_finish(socket, &deadline);
    }
    bool clean = !reset && !failed && status == NX_SUCCESS;
    nxs_tcp_drop(socket, !clean);
    if (clean && state == NX_TCP_ESTABLISHED) {
        nxs_events_due(socket, NXS_DUE_TIMED_WAIT); /* whoever closes first waits, here the host does */
    }
    nxs_events_due(socket, NXS_DUE_DISCONNECT_COMPLETE);
    return failed ? NX_NOT_CONNECTED : status;
}

UINT nx_tcp_socket_disconnect(NX_TCP_SOCKET *socket_ptr, ULONG wait_option)
{
    if (!nxs_tcp_created(socket_ptr)) {
        return NX_PTR_ERROR;
    }
    nxs_enter();
    UINT status = disconnect(socket_ptr, wait_option);
    nxs_leave();
    return status;
}

/* ---- waiting for a state ---- */

UINT nx_tcp_socket_state_wait(NX_TCP_SOCKET *socket_ptr, UINT desired_state, ULONG wait_option)
{
    if (!nxs_tcp_created(socket_ptr)) {
        return NX_PTR_ERROR;
    }
    if (desired_state < NX_TCP_CLOSED || desired_state > NX_TCP_LAST_ACK) {
        return NX_OPTION_ERROR;
    }
    struct nxs_tcp *host = &socket_ptr->nx_tcp_socket_host;
    struct nxs_deadline deadline = nxs_deadline(wait_option);
    enum nxs_wait result = NXS_WOKEN;
    nxs_enter();
    nxs_tcp_enter(socket_ptr);
    if (socket_ptr->nx_tcp_socket_state == NX_TCP_SYN_SENT) {
        (void)nxs_tcp_connect_check(socket_ptr);
    }
    if (socket_ptr->nx_tcp_socket_state != desired_state && wait_option != NX_NO_WAIT) {
        host->watched = 1;
        (void)nxs_events_look(socket_ptr->nx_tcp_socket_ip_ptr);
    }
    while (result == NXS_WOKEN && socket_ptr->nx_tcp_socket_state != desired_state) {
        result = nxs_wait(&host->changes, &deadline, TX_TCP_IP);
    }
    nxs_tcp_leave(socket_ptr);
    nxs_leave();
    return result == NXS_WOKEN ? NX_SUCCESS : nxs_wait_nx(result, NX_NOT_SUCCESSFUL);
}

/* ---- callbacks ---- */

typedef VOID (*socket_callback)(NX_TCP_SOCKET *socket);

static UINT set_callback(NX_TCP_SOCKET *socket, socket_callback *slot, socket_callback callback)
{
    nxs_enter();
    *slot = callback;
    bool served = nxs_events_look(socket->nx_tcp_socket_ip_ptr);
    nxs_leave();
    return served ? NX_SUCCESS : NX_NOT_SUPPORTED;
}

UINT nx_tcp_socket_receive_notify(NX_TCP_SOCKET *socket_ptr, VOID (*tcp_receive_notify)(NX_TCP_SOCKET *))
{
    if (!nxs_tcp_created(socket_ptr)) {
        return NX_PTR_ERROR;
    }
    return set_callback(socket_ptr, &socket_ptr->nx_tcp_receive_callback, tcp_receive_notify);
}

UINT nx_tcp_socket_establish_notify(NX_TCP_SOCKET *socket_ptr, VOID (*tcp_establish_notify)(NX_TCP_SOCKET *))
{
    if (!nxs_tcp_created(socket_ptr)) {
        return NX_PTR_ERROR;
    }
    return set_callback(socket_ptr, &socket_ptr->nx_tcp_socket_host.establish, tcp_establish_notify);
}

UINT nx_tcp_socket_disconnect_complete_notify(NX_TCP_SOCKET *socket_ptr,
                                              VOID (*tcp_disconnect_complete_notify)(NX_TCP_SOCKET *))
{
    if (!nxs_tcp_created(socket_ptr)) {
        return NX_PTR_ERROR;
    }
    return set_callback(socket_ptr, &socket_ptr->nx_tcp_socket_host.disconnect_complete,
                        tcp_disconnect_complete_notify);
}

UINT nx_tcp_socket_timed_wait_callback(NX_TCP_SOCKET *socket_ptr,
                                       VOID (*tcp_timed_wait_callback)(NX_TCP_SOCKET *))
{
    if (!nxs_tcp_created(socket_ptr)) {
        return NX_PTR_ERROR;
    }
    return set_callback(socket_ptr, &socket_ptr->nx_tcp_socket_host.timed_wait, tcp_timed_wait_callback);
}

UINT nx_tcp_socket_window_update_notify_set(NX_TCP_SOCKET *socket_ptr,
                                            VOID (*tcp_window_update_notify)(NX_TCP_SOCKET *))
{
    if (!nxs_tcp_created(socket_ptr)) {
        return NX_PTR_ERROR;
    }
    return set_callback(socket_ptr, &socket_ptr->nx_tcp_socket_host.window_update, tcp_window_update_notify);
}

UINT nx_tcp_socket_queue_depth_notify_set(NX_TCP_SOCKET *socket_ptr,
                                          VOID (*tcp_socket_queue_depth_notify)(NX_TCP_SOCKET *))
{
    if (!nxs_tcp_created(socket_ptr)) {
        return NX_PTR_ERROR;
    }
    return set_callback(socket_ptr, &socket_ptr->nx_tcp_socket_host.queue_depth,
                        tcp_socket_queue_depth_notify);
}
