#define _GNU_SOURCE /* POLLRDHUP */
#include "platform.h"

/* The event thread of an NX_IP: waits for what no application thread waits for, and calls back. */

static bool is_open(const NX_TCP_SOCKET *socket)
{
    return socket->nx_tcp_socket_state == NX_TCP_ESTABLISHED ||
           socket->nx_tcp_socket_state == NX_TCP_CLOSE_WAIT;
}

static bool wants_arrivals(const NX_TCP_SOCKET *socket)
{
    const struct nxs_tcp *host = &socket->nx_tcp_socket_host;
    return socket->nx_tcp_receive_callback != NULL && !host->readable_told && host->connected &&
           socket->nx_tcp_socket_state != NX_TCP_SYN_RECEIVED &&
           (!host->received_end || host->queue_first != NULL);
}

/* What poll() is asked for a socket; 0 for nothing. */
static short wanted(const NX_TCP_SOCKET *socket)
{
    const struct nxs_tcp *host = &socket->nx_tcp_socket_host;
    if (host->descriptor < 0 || host->closing) {
        return 0;
    }
    if (socket->nx_tcp_socket_state == NX_TCP_SYN_SENT) {
        return host->background ? POLLOUT : 0;
    }
    short events = 0;
    if (wants_arrivals(socket) && !host->received_end) {
        events |= POLLIN;
    }
    if (socket->nx_tcp_socket_state == NX_TCP_ESTABLISHED &&
        (socket->nx_tcp_disconnect_callback != NULL || host->watched)) {
        events |= NXS_POLL_END;
    }
    if (is_open(socket) && !host->sending && (host->unsent != NULL || host->want_write)) {
        events |= POLLOUT;
    }
    return events;
}

/* A connection that is accepted in the background is not left to be seen by a poll() of the application; so
 * that is not done for an application that polls, unless it has asked to be told. */
static bool accepts_in_background(const struct nxs_tcp *host)
{
    return host->watched || (host->background && (!host->polled || host->establish != NULL));
}

static bool wants_connection(const NX_IP *ip, const struct nxs_listen *listen)
{
    if (listen->descriptor < 0 || listen->socket == NULL || ip->nx_ip_events_pause) {
        return false;
    }
    const struct nxs_tcp *host = &listen->socket->nx_tcp_socket_host;
    return !host->closing && (listen->callback != NULL || accepts_in_background(host));
}

/* Whether there is anything to wait for, or to tell. */
static bool is_needed(const NX_IP *ip)
{
    for (size_t i = 0; i < NXS_LISTEN_SLOTS; i++) {
        if (wants_connection(ip, &ip->nx_ip_listen[i])) {
            return true;
        }
    }
    for (const NX_TCP_SOCKET *socket = ip->nx_ip_tcp_created_sockets_ptr; socket != NULL;
         socket = socket->nx_tcp_socket_created_next) {
        if (wanted(socket) != 0 || wants_arrivals(socket) || socket->nx_tcp_socket_host.events != 0) {
            return true;
        }
    }
    return false;
}

static bool callback_is_set(const NX_TCP_SOCKET *socket, UINT due)
{
    const struct nxs_tcp *host = &socket->nx_tcp_socket_host;
    switch (due) {
    case NXS_DUE_LISTEN:
        return host->listen != NULL;
    case NXS_DUE_ESTABLISH:
        return host->establish != NULL;
    case NXS_DUE_RECEIVE:
        return socket->nx_tcp_receive_callback != NULL;
    case NXS_DUE_DISCONNECT:
        return socket->nx_tcp_disconnect_callback != NULL;
    case NXS_DUE_DISCONNECT_COMPLETE:
        return host->disconnect_complete != NULL;
    case NXS_DUE_TIMED_WAIT:
        return host->timed_wait != NULL;
    case NXS_DUE_WINDOW:
        return host->window_update != NULL;
    default:
        return host->queue_depth != NULL;
    }
}

static VOID (*callback_for(const NX_TCP_SOCKET *socket, UINT due))(NX_TCP_SOCKET *)
{
    const struct nxs_tcp *host = &socket->nx_tcp_socket_host;
    switch (due) {
    case NXS_DUE_ESTABLISH:
        return host->establish;
    case NXS_DUE_RECEIVE:
        return socket->nx_tcp_receive_callback;
    case NXS_DUE_DISCONNECT:
        return socket->nx_tcp_disconnect_callback;
    case NXS_DUE_DISCONNECT_COMPLETE:
        return host->disconnect_complete;
    case NXS_DUE_TIMED_WAIT:
        return host->timed_wait;
    case NXS_DUE_WINDOW:
        return host->window_update;
    default:
        return host->queue_depth;
    }
}

/* Calls back for the lowest bit that is due. The lock is given up meanwhile; the socket may be gone
 * afterwards. */
static void call_back(NX_IP *ip, NX_TCP_SOCKET *socket)
{
    UINT events = socket->nx_tcp_socket_host.events;
    UINT due = events & (0u - events);
    socket->nx_tcp_socket_host.events = (UCHAR)(events & ~due);
    VOID (*listen)(NX_TCP_SOCKET *, UINT) = socket->nx_tcp_socket_host.listen;
    VOID (*callback)(NX_TCP_SOCKET *) = callback_for(socket, due);
    UINT port = socket->nx_tcp_socket_port;
    ip->nx_ip_events_calling = socket;
    nxs_unlock();
    if (due == NXS_DUE_LISTEN && listen != NULL) {
        listen(socket, port);
    } else if (due != NXS_DUE_LISTEN && callback != NULL) {
        callback(socket);
    }
    nxs_lock();
    ip->nx_ip_events_calling = NULL;
    nxs_wake_all(&ip->nx_ip_changes);
}

static NX_TCP_SOCKET *next_due(const NX_IP *ip)
{
    NX_TCP_SOCKET *socket = ip->nx_ip_tcp_created_sockets_ptr;
    while (socket != NULL && socket->nx_tcp_socket_host.events == 0) {
        socket = socket->nx_tcp_socket_created_next;
    }
    return socket;
}

/* Packets that were read ahead need no poll() to be told of. */
static void look_at_queues(NX_IP *ip)
{
    for (NX_TCP_SOCKET *socket = ip->nx_ip_tcp_created_sockets_ptr; socket != NULL;
         socket = socket->nx_tcp_socket_created_next) {
        if (socket->nx_tcp_socket_host.queue_first != NULL && wants_arrivals(socket)) {
            socket->nx_tcp_socket_host.readable_told = 1;
            socket->nx_tcp_socket_host.events |= NXS_DUE_RECEIVE;
        }
    }
}

/* The array for poll() lies in the memory that nx_ip_create() was given: through void, since that is bytes.
 */
static struct pollfd *poll_room(const NX_IP *ip, size_t *room)
{
    size_t skip = (size_t)(-(uintptr_t)ip->nx_ip_events_memory % _Alignof(struct pollfd));
    void *start = (UCHAR *)ip->nx_ip_events_memory + skip;
    *room = (ip->nx_ip_events_memory_size - skip) / sizeof(struct pollfd);
    return start;
}

/* Fills the array for poll(); entry 0 is left free. With more sockets than room, every round takes others.
 * @return entries used */
static size_t collect(NX_IP *ip, struct pollfd *polled, size_t room, bool *partial)
{
    size_t count = 1;
    for (size_t i = 0; i < NXS_LISTEN_SLOTS; i++) {
        const struct nxs_listen *listen = &ip->nx_ip_listen[i];
        if (wants_connection(ip, listen)) {
            polled[count++] = (struct pollfd){.fd = listen->descriptor, .events = POLLIN};
        }
    }
    ULONG passed = 0;
    ULONG first = ip->nx_ip_events_first;
    ip->nx_ip_events_first = 0;
    for (const NX_TCP_SOCKET *socket = ip->nx_ip_tcp_created_sockets_ptr; socket != NULL;
         socket = socket->nx_tcp_socket_created_next) {
        short events = wanted(socket);
        if (events == 0 || passed++ < first) {
            continue;
        }
        if (count == room) {
            ip->nx_ip_events_first = passed - 1;
            break;
        }
        polled[count++] = (struct pollfd){.fd = socket->nx_tcp_socket_host.descriptor, .events = events};
    }
    *partial = first != 0 || ip->nx_ip_events_first != 0;
    return count;
}

static void look_at_socket(NX_TCP_SOCKET *socket, short found)
{
    struct nxs_tcp *host = &socket->nx_tcp_socket_host;
    if (socket->nx_tcp_socket_state == NX_TCP_SYN_SENT) {
        (void)nxs_tcp_connect_check(socket);
        return;
    }
    if ((found & POLLOUT) != 0 && host->unsent != NULL && !host->sending) {
        nxs_tcp_flush(socket);
    }
    if ((found & POLLOUT) != 0 && host->unsent == NULL && host->want_write) {
        host->want_write = 0;
        nxs_events_due(socket, NXS_DUE_WINDOW);
        nxs_events_due(socket, NXS_DUE_QUEUE_DEPTH);
    }
    if ((found & (NXS_POLL_END | POLLHUP | POLLERR)) != 0) {
        nxs_tcp_peer_ended(socket, (found & POLLERR) != 0);
    }
    if ((found & (POLLIN | POLLHUP | POLLERR)) != 0 && wants_arrivals(socket)) {
        host->readable_told = 1;
        host->events |= NXS_DUE_RECEIVE;
    }
}

/* Goes through what poll() found. The lists are walked in the order of collect(), which nobody changed. */
static void look_at_found(NX_IP *ip, const struct pollfd *polled, size_t count)
{
    size_t at = 1;
    for (size_t i = 0; i < NXS_LISTEN_SLOTS && at < count; i++) {
        struct nxs_listen *listen = &ip->nx_ip_listen[i];
        if (listen->descriptor != polled[at].fd) {
            continue;
        }
        if (polled[at++].revents != 0 && wants_connection(ip, listen)) {
            if (nxs_errno_is_exhaustion(nxs_listen_attach(ip, listen))) {
                ip->nx_ip_events_pause = 1;
            }
        }
    }
    for (NX_TCP_SOCKET *socket = ip->nx_ip_tcp_created_sockets_ptr; socket != NULL && at < count;
         socket = socket->nx_tcp_socket_created_next) {
        if (socket->nx_tcp_socket_host.descriptor != polled[at].fd) {
            continue;
        }
        short found = polled[at++].revents;
        if (found != 0 && !socket->nx_tcp_socket_host.closing) {
            look_at_socket(socket, found);
        }
    }
}

static void wait_and_look(NX_IP *ip)
{
    size_t room;
    struct pollfd *polled = poll_room(ip, &room);
    ip->nx_ip_events_stale = 0;
    bool partial;
    size_t count = collect(ip, polled, room, &partial);
    struct nxs_deadline deadline = nxs_deadline(partial || ip->nx_ip_events_pause ? 1 : TX_WAIT_FOREVER);
    ip->nx_ip_events_pause = 0;
    enum nxs_wait result = nxs_wait_poll(&ip->nx_ip_events, polled, count, &deadline);
    if (result == NXS_WOKEN && !ip->nx_ip_events_stale) {
        look_at_found(ip, polled, count);
    }
}

static void *run_events(void *argument)
{
    NX_IP *ip = argument;
    nxs_lock();
    ip->nx_ip_events_thread = nxs_self();
    nxs_wake_all(&ip->nx_ip_changes);
    while (!ip->nx_ip_events_end) {
        look_at_queues(ip);
        NX_TCP_SOCKET *due = next_due(ip);
        if (due != NULL) {
            call_back(ip, due);
        } else {
            wait_and_look(ip);
        }
    }
    ip->nx_ip_events_thread = NULL;
    ip->nx_ip_events_running = 0;
    nxs_wake_all(&ip->nx_ip_changes);
    nxs_unlock();
    return NULL;
}

bool nxs_events_look(NX_IP *ip)
{
    ip->nx_ip_events_stale = 1;
    if (ip->nx_ip_events_running) {
        nxs_wake_all(&ip->nx_ip_events);
        return true;
    }
    if (!is_needed(ip)) {
        return true;
    }
    ip->nx_ip_events_running = nxs_host_thread(run_events, ip, false) == 0;
    return ip->nx_ip_events_running;
}

void nxs_events_due(NX_TCP_SOCKET *socket, UINT due)
{
    if (callback_is_set(socket, due)) {
        socket->nx_tcp_socket_host.events |= (UCHAR)due;
        (void)nxs_events_look(socket->nx_tcp_socket_ip_ptr);
    }
}

void nxs_events_quiet(NX_IP *ip, const NX_TCP_SOCKET *socket)
{
    while (ip->nx_ip_events_calling == socket && ip->nx_ip_events_thread != nxs_self()) {
        nxs_wait_for_sure(&ip->nx_ip_changes);
    }
}

bool nxs_events_end(NX_IP *ip)
{
    if (ip->nx_ip_events_running && ip->nx_ip_events_thread == nxs_self()) {
        return false;
    }
    ip->nx_ip_events_end = 1;
    nxs_wake_all(&ip->nx_ip_events);
    while (ip->nx_ip_events_running) {
        nxs_wait_for_sure(&ip->nx_ip_changes);
    }
    return true;
}
