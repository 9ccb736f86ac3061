#include "platform.h"

#include <netinet/in.h>

static struct nxs_listen *slot_of(NX_IP *ip, UINT port)
{
    for (size_t i = 0; i < NXS_LISTEN_SLOTS; i++) {
        if (ip->nx_ip_listen[i].descriptor >= 0 && ip->nx_ip_listen[i].port == port) {
            return &ip->nx_ip_listen[i];
        }
    }
    return NULL;
}

static struct nxs_listen *free_slot(NX_IP *ip)
{
    for (size_t i = 0; i < NXS_LISTEN_SLOTS; i++) {
        if (ip->nx_ip_listen[i].descriptor < 0) {
            return &ip->nx_ip_listen[i];
        }
    }
    return NULL;
}

/* With IPv6: the first address of the NX_IP, when it has no IPv4 address; else all addresses of both
 * families. */
static bool ipv6_address_of(const NX_IP *ip, NXD_ADDRESS *address)
{
    const NXD_IPV6_ADDRESS *entry = &ip->nx_ip_ipv6_address[0];
    address->nxd_ip_version = NX_IP_VERSION_V6;
    memcpy(address->nxd_ip_address.v6, entry->nxd_ipv6_address, sizeof(entry->nxd_ipv6_address));
    return entry->nxd_ipv6_address_valid && ip->nx_ip_interface[0].nx_interface_ip_address == 0;
}

/* A descriptor that listens: on the address of the NX_IP when the host has it, else on all of them.
 * @return -1 with errno */
static int open_listener(const NX_IP *ip, UINT port, UINT queue_size)
{
    const NXD_ADDRESS address = {.nxd_ip_version = NX_IP_VERSION_V4,
                                 .nxd_ip_address.v4 = ip->nx_ip_interface[0].nx_interface_ip_address};
    int family = ip->nx_ip_ipv6_enabled ? AF_INET6 : AF_INET;
    int descriptor = nxs_host_socket(family);
    if (descriptor < 0 && errno == EAFNOSUPPORT) {
        family = AF_INET;
        descriptor = nxs_host_socket(family);
    }
    if (descriptor < 0) {
        return -1;
    }
    int queue = queue_size < SOMAXCONN ? (int)queue_size : SOMAXCONN;
    NXD_ADDRESS ipv6;
    const NXD_ADDRESS *where = &address;
    if (family == AF_INET6) {
        where = ipv6_address_of(ip, &ipv6) ? &ipv6 : NULL;
    }
    if (nxs_host_bind(descriptor, family, where, port, true) != 0 ||
        listen(descriptor, queue > 0 ? queue : 1) != 0) {
        int error = errno;
        nxs_host_close(descriptor);
        errno = error;
        return -1;
    }
    return descriptor;
}

static UINT listen_status(int error)
{
    if (nxs_errno_is_exhaustion(error)) {
        return NX_MAX_LISTEN;
    }
    return error == EADDRINUSE ? NX_DUPLICATE_LISTEN : NX_PORT_UNAVAILABLE;
}

static void offer(struct nxs_listen *slot, NX_TCP_SOCKET *socket)
{
    struct nxs_tcp *host = &socket->nx_tcp_socket_host;
    slot->socket = socket;
    host->bound = NX_TCP_SERVER;
    host->listen = slot->callback;
    socket->nx_tcp_socket_client_type = NX_FALSE;
    socket->nx_tcp_socket_port = slot->port;
    socket->nx_tcp_socket_bound_next = socket;
    nxs_tcp_state(socket, NX_TCP_LISTEN_STATE);
}

static UINT check_offered(const NX_TCP_SOCKET *socket)
{
    if (socket->nx_tcp_socket_state != NX_TCP_CLOSED) {
        return NX_NOT_CLOSED;
    }
    return socket->nx_tcp_socket_host.bound ? NX_ALREADY_BOUND : NX_SUCCESS;
}

static UINT start_listening(NX_IP *ip, UINT port, NX_TCP_SOCKET *socket, UINT queue_size,
                            VOID (*callback)(NX_TCP_SOCKET *socket_ptr, UINT port))
{
    UINT status = check_offered(socket);
    if (status != NX_SUCCESS) {
        return status;
    }
    if (slot_of(ip, port) != NULL) {
        return NX_DUPLICATE_LISTEN;
    }
    struct nxs_listen *slot = free_slot(ip);
    if (slot == NULL) {
        return NX_MAX_LISTEN;
    }
    int descriptor = open_listener(ip, port, queue_size);
    if (descriptor < 0) {
        return listen_status(errno);
    }
    *slot = (struct nxs_listen){.descriptor = descriptor, .port = port, .callback = callback};
    offer(slot, socket);
    (void)nxs_events_look(ip);
    return NX_SUCCESS;
}

UINT nx_tcp_server_socket_listen(NX_IP *ip_ptr, UINT port, NX_TCP_SOCKET *socket_ptr, UINT listen_queue_size,
                                 VOID (*tcp_listen_callback)(NX_TCP_SOCKET *socket_ptr, UINT port))
{
    if (!nxs_ip_created(ip_ptr) || !nxs_tcp_created(socket_ptr)) {
        return NX_PTR_ERROR;
    }
    if (port == 0 || port > NX_MAX_PORT) {
        return NX_INVALID_PORT;
    }
    nxs_enter();
    UINT status = start_listening(ip_ptr, port, socket_ptr, listen_queue_size, tcp_listen_callback);
    nxs_leave();
    return status;
}

int nxs_listen_attach(NX_IP *ip, struct nxs_listen *listen)
{
    union nxs_sockaddr peer;
    int descriptor = nxs_host_accept(listen->descriptor, &peer);
    if (descriptor < 0) {
        return errno;
    }
    NX_TCP_SOCKET *socket = listen->socket;
    struct nxs_tcp *host = &socket->nx_tcp_socket_host;
    listen->socket = NULL;
    host->descriptor = descriptor;
    host->connected = 1;
    host->received_end = 0;
    host->family = peer.any.sa_family;
    nxs_host_address_read(&peer, &socket->nx_tcp_socket_connect_ip, &socket->nx_tcp_socket_connect_port);
    nxs_tcp_state(socket, NX_TCP_SYN_RECEIVED);
    nxs_wake_all(&host->pollers);
    nxs_events_due(socket, NXS_DUE_LISTEN);
    if (host->background) {
        nxs_tcp_established(socket);
    }
    ip->nx_ip_events_stale = 1;
    return 0;
}

/* ---- accepting ---- */

/* Waits for a connection on the listening port. */
static enum nxs_wait wait_for_connection(struct nxs_listen *slot, NX_TCP_SOCKET *socket, int error,
                                         struct nxs_deadline *deadline)
{
    NX_IP *ip = socket->nx_tcp_socket_ip_ptr;
    if (nxs_errno_is_exhaustion(error)) {
        return nxs_wait_briefly(&socket->nx_tcp_socket_host.pollers, deadline);
    }
    slot->users++;
    enum nxs_wait result =
        nxs_wait_descriptor(&socket->nx_tcp_socket_host.pollers, slot->descriptor, POLLIN, deadline);
    slot->users--;
    nxs_wake_all(&ip->nx_ip_changes);
    return result;
}

/* The code for "nobody came". */
static UINT nobody(int error, ULONG wait_option)
{
    if (nxs_errno_is_exhaustion(error)) {
        return NX_NO_MORE_ENTRIES;
    }
    return wait_option == NX_NO_WAIT ? NX_IN_PROGRESS : NX_NOT_CONNECTED;
}

static UINT accept_one(NX_TCP_SOCKET *socket, ULONG wait_option)
{
    struct nxs_tcp *host = &socket->nx_tcp_socket_host;
    NX_IP *ip = socket->nx_tcp_socket_ip_ptr;
    struct nxs_deadline deadline = nxs_deadline(wait_option);
    while (socket->nx_tcp_socket_state == NX_TCP_LISTEN_STATE && !host->closing) {
        struct nxs_listen *slot = slot_of(ip, socket->nx_tcp_socket_port);
        int error = slot != NULL ? nxs_listen_attach(ip, slot) : 0;
        if (error == 0) {
            break;
        }
        enum nxs_wait result = wait_for_connection(slot, socket, error, &deadline);
        if (result != NXS_WOKEN) {
            host->background = wait_option == NX_NO_WAIT;
            (void)nxs_events_look(ip);
            return nxs_wait_nx(result, nobody(error, wait_option));
        }
    }
    if (host->closing || !host->connected) {
        return NX_NOT_LISTEN_STATE;
    }
    if (socket->nx_tcp_socket_state == NX_TCP_SYN_RECEIVED) {
        nxs_tcp_established(socket);
    }
    return NX_SUCCESS;
}

UINT nx_tcp_server_socket_accept(NX_TCP_SOCKET *socket_ptr, ULONG wait_option)
{
    if (!nxs_tcp_created(socket_ptr)) {
        return NX_PTR_ERROR;
    }
    UINT status = NX_NOT_LISTEN_STATE;
    nxs_enter();
    if (socket_ptr->nx_tcp_socket_host.bound == NX_TCP_SERVER) {
        nxs_tcp_enter(socket_ptr);
        status = accept_one(socket_ptr, wait_option);
        nxs_tcp_leave(socket_ptr);
    }
    nxs_leave();
    return status;
}

/* Takes the socket off its port, if it still waits there. */
static void withdraw(NX_TCP_SOCKET *socket)
{
    for (size_t i = 0; i < NXS_LISTEN_SLOTS; i++) {
        struct nxs_listen *slot = &socket->nx_tcp_socket_ip_ptr->nx_ip_listen[i];
        if (slot->socket == socket) {
            slot->socket = NULL;
        }
    }
}

static void unbind(NX_TCP_SOCKET *socket)
{
    struct nxs_tcp *host = &socket->nx_tcp_socket_host;
    nxs_tcp_evict(socket);
    withdraw(socket);
    nxs_tcp_drop(socket, socket->nx_tcp_socket_state != NX_TCP_CLOSED);
    host->bound = 0;
    host->polled = 0;
    host->listen = NULL;
    host->events = 0;
    socket->nx_tcp_socket_port = 0;
    socket->nx_tcp_socket_bound_next = NULL;
}

UINT nx_tcp_server_socket_unaccept(NX_TCP_SOCKET *socket_ptr)
{
    if (!nxs_tcp_created(socket_ptr)) {
        return NX_PTR_ERROR;
    }
    UINT status = NX_NOT_LISTEN_STATE;
    nxs_enter();
    if (socket_ptr->nx_tcp_socket_host.bound == NX_TCP_SERVER && !socket_ptr->nx_tcp_socket_host.closing) {
        unbind(socket_ptr);
        status = NX_SUCCESS;
    }
    nxs_leave();
    return status;
}

UINT nx_tcp_server_socket_relisten(NX_IP *ip_ptr, UINT port, NX_TCP_SOCKET *socket_ptr)
{
    if (!nxs_ip_created(ip_ptr) || !nxs_tcp_created(socket_ptr)) {
        return NX_PTR_ERROR;
    }
    if (port == 0 || port > NX_MAX_PORT) {
        return NX_INVALID_PORT;
    }
    nxs_enter();
    UINT status = check_offered(socket_ptr);
    struct nxs_listen *slot = slot_of(ip_ptr, port);
    if (status == NX_SUCCESS && (slot == NULL || slot->socket != NULL)) {
        status = NX_INVALID_RELISTEN;
    }
    if (status == NX_SUCCESS) {
        offer(slot, socket_ptr);
        if (nxs_listen_attach(ip_ptr, slot) == 0) {
            status = NX_CONNECTION_PENDING;
        }
        (void)nxs_events_look(ip_ptr);
    }
    nxs_leave();
    return status;
}

UINT nx_tcp_server_socket_unlisten(NX_IP *ip_ptr, UINT port)
{
    if (!nxs_ip_created(ip_ptr)) {
        return NX_PTR_ERROR;
    }
    if (port == 0 || port > NX_MAX_PORT) {
        return NX_INVALID_PORT;
    }
    nxs_enter();
    struct nxs_listen *slot = slot_of(ip_ptr, port);
    UINT status = slot != NULL ? NX_SUCCESS : NX_ENTRY_NOT_FOUND;
    if (slot != NULL) {
        slot->port = 0; /* nobody finds it any more */
        if (slot->socket != NULL) {
            unbind(slot->socket);
        }
        while (slot->users > 0) {
            nxs_wait_for_sure(&ip_ptr->nx_ip_changes);
        }
        nxs_host_close(slot->descriptor);
        *slot = (struct nxs_listen){.descriptor = -1};
        ip_ptr->nx_ip_events_stale = 1;
    }
    nxs_leave();
    return status;
}
