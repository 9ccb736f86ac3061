#include "platform.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

static bool port_is_taken(const NX_IP *ip, UINT port)
{
    for (const NX_TCP_SOCKET *socket = ip->nx_ip_tcp_created_sockets_ptr; socket != NULL;
         socket = socket->nx_tcp_socket_created_next) {
        if (socket->nx_tcp_socket_host.bound && socket->nx_tcp_socket_port == port) {
            return true;
        }
    }
    return false;
}

static UINT bind_status(int error)
{
    return nxs_errno_is_exhaustion(error) ? NX_NO_FREE_PORTS : NX_PORT_UNAVAILABLE;
}

/* Gives a bound socket a descriptor. A port the host may choose is chosen at connect, when the host also
 * knows the peer and so can share a port between peers. */
static UINT open_client(NX_TCP_SOCKET *socket)
{
    struct nxs_tcp *host = &socket->nx_tcp_socket_host;
    const NX_IP *ip = socket->nx_tcp_socket_ip_ptr;
    host->family = ip->nx_ip_ipv6_enabled ? AF_INET6 : AF_INET;
    int descriptor = nxs_host_socket(host->family);
    if (descriptor < 0 && errno == EAFNOSUPPORT) {
        host->family = AF_INET;
        descriptor = nxs_host_socket(host->family);
    }
    if (descriptor < 0) {
        return bind_status(errno);
    }
    if (!host->any_port &&
        nxs_host_bind(descriptor, host->family, NULL, socket->nx_tcp_socket_port, true) != 0) {
        int error = errno;
        nxs_host_close(descriptor);
        return bind_status(error);
    }
    host->descriptor = descriptor;
    return NX_SUCCESS;
}

static UINT bind_client(NX_TCP_SOCKET *socket, UINT port)
{
    struct nxs_tcp *host = &socket->nx_tcp_socket_host;
    if (port != NX_ANY_PORT && port_is_taken(socket->nx_tcp_socket_ip_ptr, port)) {
        return NX_PORT_UNAVAILABLE;
    }
    socket->nx_tcp_socket_port = port;
    host->any_port = port == NX_ANY_PORT;
    UINT status = open_client(socket);
    if (status == NX_SUCCESS) {
        host->bound = NX_TCP_CLIENT;
        socket->nx_tcp_socket_client_type = NX_TRUE;
        socket->nx_tcp_socket_bound_next = socket;
    }
    return status;
}

UINT nx_tcp_client_socket_bind(NX_TCP_SOCKET *socket_ptr, UINT port, ULONG wait_option)
{
    if (!nxs_tcp_created(socket_ptr)) {
        return NX_PTR_ERROR;
    }
    if (port > NX_MAX_PORT) {
        return NX_INVALID_PORT;
    }
    struct nxs_tcp *host = &socket_ptr->nx_tcp_socket_host;
    NX_IP *ip = socket_ptr->nx_tcp_socket_ip_ptr;
    struct nxs_deadline deadline = nxs_deadline(wait_option);
    enum nxs_wait result = NXS_WOKEN;
    nxs_enter();
    nxs_tcp_enter(socket_ptr);
    UINT status = host->bound ? NX_ALREADY_BOUND : bind_client(socket_ptr, port);
    while (status == NX_PORT_UNAVAILABLE && result == NXS_WOKEN && !host->closing) {
        socket_ptr->nx_tcp_socket_bind_in_progress = nxs_self();
        result = nxs_wait_briefly(&ip->nx_ip_changes, &deadline);
        socket_ptr->nx_tcp_socket_bind_in_progress = NULL;
        status = result == NXS_WOKEN ? bind_client(socket_ptr, port) : nxs_wait_nx(result, status);
    }
    nxs_tcp_leave(socket_ptr);
    nxs_leave();
    return status;
}

UINT nx_tcp_client_socket_unbind(NX_TCP_SOCKET *socket_ptr)
{
    if (!nxs_tcp_created(socket_ptr)) {
        return NX_PTR_ERROR;
    }
    struct nxs_tcp *host = &socket_ptr->nx_tcp_socket_host;
    UINT status = NX_SUCCESS;
    nxs_enter();
    if (host->bound != NX_TCP_CLIENT) {
        status = NX_NOT_BOUND;
    } else if (socket_ptr->nx_tcp_socket_state != NX_TCP_CLOSED || host->closing) {
        status = NX_NOT_CLOSED;
    } else {
        nxs_tcp_evict(socket_ptr);
        nxs_tcp_drop(socket_ptr, false);
        host->bound = 0;
        socket_ptr->nx_tcp_socket_port = 0;
        socket_ptr->nx_tcp_socket_bound_next = NULL;
        nxs_wake_all(&socket_ptr->nx_tcp_socket_ip_ptr->nx_ip_changes);
    }
    nxs_leave();
    return status;
}

UINT nx_tcp_client_socket_port_get(NX_TCP_SOCKET *socket_ptr, UINT *port_ptr)
{
    if (!nxs_tcp_created(socket_ptr) || port_ptr == NULL) {
        return NX_PTR_ERROR;
    }
    struct nxs_tcp *host = &socket_ptr->nx_tcp_socket_host;
    nxs_enter();
    UINT status = host->bound == NX_TCP_CLIENT ? NX_SUCCESS : NX_NOT_BOUND;
    if (status == NX_SUCCESS && socket_ptr->nx_tcp_socket_port == 0 && host->descriptor >= 0 &&
        nxs_host_bind(host->descriptor, host->family, NULL, 0, false) == 0) {
        socket_ptr->nx_tcp_socket_port = nxs_host_port(host->descriptor);
    }
    *port_ptr = socket_ptr->nx_tcp_socket_port;
    nxs_leave();
    return status;
}

/* ---- connecting ---- */

static UINT connect_status(int error)
{
    switch (error) {
    case ENETUNREACH:
    case EADDRNOTAVAIL:
        return NX_IP_ADDRESS_ERROR;
    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOMEM:
        return NX_NO_FREE_PORTS;
    default:
        return NX_NOT_CONNECTED;
    }
}

UINT nxs_tcp_connect_check(NX_TCP_SOCKET *socket)
{
    int descriptor = socket->nx_tcp_socket_host.descriptor;
    if (nxs_host_poll(descriptor, POLLOUT) == 0) {
        return NX_IN_PROGRESS;
    }
    int error = nxs_host_error(descriptor);
    if (error == 0) {
        nxs_tcp_established(socket);
        return NX_SUCCESS;
    }
    if (socket->nx_tcp_socket_host.background) {
        nxs_tcp_drop(socket, false);
        nxs_events_due(socket, NXS_DUE_DISCONNECT);
    }
    return connect_status(error);
}

/* Where the host connects to: an NX_IP with an address of a network that is only simulated is reached at
 * home. */
static socklen_t destination(union nxs_sockaddr *out, int family, const NXD_ADDRESS *address, UINT port)
{
    NXD_ADDRESS home = {.nxd_ip_version = address->nxd_ip_version};
    if (!nxs_ip_simulated(address)) {
        return nxs_host_address(out, family, address, port);
    }
    if (home.nxd_ip_version == NX_IP_VERSION_V4) {
        home.nxd_ip_address.v4 = IP_ADDRESS(127, 0, 0, 1);
    } else {
        home.nxd_ip_address.v6[3] = 1;
    }
    return nxs_host_address(out, family, &home, port);
}

static void set_mss(const NX_TCP_SOCKET *socket)
{
    int mss = (int)socket->nx_tcp_socket_host.mss;
    if (mss != 0) {
        (void)setsockopt(socket->nx_tcp_socket_host.descriptor, IPPROTO_TCP, TCP_MAXSEG, &mss, sizeof(mss));
    }
}

/* Starts connecting. @return NX_SUCCESS, NX_IN_PROGRESS, or why it cannot */
static UINT begin_connect(NX_TCP_SOCKET *socket, const NXD_ADDRESS *address, UINT port)
{
    struct nxs_tcp *host = &socket->nx_tcp_socket_host;
    if (host->descriptor < 0) {
        UINT status = open_client(socket);
        if (status != NX_SUCCESS) {
            return status;
        }
    }
    union nxs_sockaddr where;
    socklen_t size = destination(&where, host->family, address, port);
    if (size == 0) {
        return NX_NO_INTERFACE_ADDRESS;
    }
    set_mss(socket);
    socket->nx_tcp_socket_connect_ip = *address;
    socket->nx_tcp_socket_connect_port = port;
    if (connect(host->descriptor, &where.any, size) != 0 && errno != EINPROGRESS && errno != EINTR) {
        return connect_status(errno);
    }
    nxs_tcp_state(socket, NX_TCP_SYN_SENT);
    return nxs_tcp_connect_check(socket);
}

static UINT wait_connected(NX_TCP_SOCKET *socket, struct nxs_deadline *deadline)
{
    struct nxs_tcp *host = &socket->nx_tcp_socket_host;
    UINT status = NX_IN_PROGRESS;
    while (status == NX_IN_PROGRESS) {
        enum nxs_wait result = nxs_wait_descriptor(&host->pollers, host->descriptor, POLLOUT, deadline);
        if (host->closing) {
            return NX_NOT_CONNECTED;
        }
        status = result == NXS_WOKEN ? nxs_tcp_connect_check(socket) : nxs_wait_nx(result, NX_NOT_CONNECTED);
    }
    return status;
}

/* A failed attempt leaves the socket bound; the host's socket cannot be used again. */
static void give_up(NX_TCP_SOCKET *socket)
{
    if (!socket->nx_tcp_socket_host.closing) {
        nxs_tcp_drop(socket, false);
    }
}

static UINT connect_client(NX_TCP_SOCKET *socket, const NXD_ADDRESS *address, UINT port, ULONG wait_option)
{
    struct nxs_tcp *host = &socket->nx_tcp_socket_host;
    if (host->bound != NX_TCP_CLIENT) {
        return NX_NOT_BOUND;
    }
    if (socket->nx_tcp_socket_state != NX_TCP_CLOSED || host->closing) {
        return NX_NOT_CLOSED;
    }
    if (host->connected) {
        nxs_tcp_drop(socket, false); /* it was reset, and nobody has looked since */
    }
    UINT status = begin_connect(socket, address, port);
    if (status == NX_IN_PROGRESS && wait_option == NX_NO_WAIT) {
        host->background = 1;
        (void)nxs_events_look(socket->nx_tcp_socket_ip_ptr);
        return status;
    }
    if (status == NX_IN_PROGRESS) {
        struct nxs_deadline deadline = nxs_deadline(wait_option);
        status = wait_connected(socket, &deadline);
    }
    if (status != NX_SUCCESS) {
        give_up(socket);
    }
    return status;
}

static bool is_destination(const NXD_ADDRESS *address)
{
    if (address->nxd_ip_version == NX_IP_VERSION_V4) {
        return address->nxd_ip_address.v4 != 0;
    }
    const ULONG *words = address->nxd_ip_address.v6;
    return address->nxd_ip_version == NX_IP_VERSION_V6 && (words[0] | words[1] | words[2] | words[3]) != 0;
}

UINT nxd_tcp_client_socket_connect(NX_TCP_SOCKET *socket_ptr, NXD_ADDRESS *server_ip, UINT server_port,
                                   ULONG wait_option)
{
    if (!nxs_tcp_created(socket_ptr) || server_ip == NULL) {
        return NX_PTR_ERROR;
    }
    if (!is_destination(server_ip)) {
        return NX_IP_ADDRESS_ERROR;
    }
    if (server_port == 0 || server_port > NX_MAX_PORT) {
        return NX_INVALID_PORT;
    }
    nxs_enter();
    nxs_tcp_enter(socket_ptr);
    UINT status = connect_client(socket_ptr, server_ip, server_port, wait_option);
    nxs_tcp_leave(socket_ptr);
    nxs_leave();
    return status;
}

UINT nx_tcp_client_socket_connect(NX_TCP_SOCKET *socket_ptr, ULONG server_ip, UINT server_port,
                                  ULONG wait_option)
{
    NXD_ADDRESS address = {.nxd_ip_version = NX_IP_VERSION_V4, .nxd_ip_address.v4 = server_ip};
    return nxd_tcp_client_socket_connect(socket_ptr, &address, server_port, wait_option);
}

UINT nx_tcp_free_port_find(NX_IP *ip_ptr, UINT port, UINT *free_port_ptr)
{
    if (!nxs_ip_created(ip_ptr) || free_port_ptr == NULL) {
        return NX_PTR_ERROR;
    }
    if (port == 0 || port > NX_MAX_PORT) {
        return NX_INVALID_PORT;
    }
    UINT status = NX_NO_FREE_PORTS;
    nxs_enter();
    for (UINT tries = 0; status != NX_SUCCESS && tries < NX_MAX_PORT; tries++) {
        int probe = nxs_host_socket(AF_INET);
        if (probe < 0) {
            break;
        }
        if (!port_is_taken(ip_ptr, port) && nxs_host_bind(probe, AF_INET, NULL, port, true) == 0) {
            *free_port_ptr = port;
            status = NX_SUCCESS;
        }
        nxs_host_close(probe);
        port = port == NX_MAX_PORT ? NX_SEARCH_PORT_START : port + 1;
    }
    nxs_leave();
    return status;
}
