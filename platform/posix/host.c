#define _GNU_SOURCE /* accept4 */
#include "platform.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

#include "fault.h"

static void set_flag(int descriptor, int level, int option, int value)
{
    (void)setsockopt(descriptor, level, option, &value, sizeof(value));
}

/* No Nagle: a service that sends a packet sends it now, as NetX does. */
static void set_up(int descriptor)
{
    set_flag(descriptor, IPPROTO_TCP, TCP_NODELAY, 1);
}

int nxs_host_socket(int family)
{
    if (nxs_fault_hits(NXS_FAULT_OPEN)) {
        return -1;
    }
    int descriptor = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) {
        return -1;
    }
    if (family == AF_INET6) {
        set_flag(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, 0);
    }
    set_up(descriptor);
    return descriptor;
}

int nxs_host_accept(int listener, union nxs_sockaddr *peer)
{
    int descriptor;
    if (nxs_fault_hits(NXS_FAULT_OPEN)) {
        return -1;
    }
    do {
        socklen_t size = sizeof(*peer);
        descriptor = accept4(listener, &peer->any, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    } while (descriptor < 0 && (errno == EINTR || errno == ECONNABORTED || errno == EPROTO));
    if (descriptor >= 0) {
        set_up(descriptor);
    }
    return descriptor;
}

/* Sockets are addressed through three types that share their memory by POSIX's own rule; void says so to the
 * compiler. */
static struct sockaddr_in *as_v4(union nxs_sockaddr *address)
{
    return (void *)address;
}

static struct sockaddr_in6 *as_v6(union nxs_sockaddr *address)
{
    return (void *)address;
}

static const UCHAR mapped_prefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

static void put_word(UCHAR *out, ULONG word)
{
    uint32_t wire = htonl(word);
    memcpy(out, &wire, sizeof(wire));
}

static ULONG get_word(const UCHAR *in)
{
    uint32_t wire;
    memcpy(&wire, in, sizeof(wire));
    return ntohl(wire);
}

static void put_v6(UCHAR out[16], const NXD_ADDRESS *address)
{
    if (address->nxd_ip_version == NX_IP_VERSION_V4) {
        memcpy(out, mapped_prefix, sizeof(mapped_prefix));
        put_word(out + sizeof(mapped_prefix), address->nxd_ip_address.v4);
        return;
    }
    for (size_t i = 0; i < 4; i++) {
        put_word(out + 4 * i, address->nxd_ip_address.v6[i]);
    }
}

socklen_t nxs_host_address(union nxs_sockaddr *out, int family, const NXD_ADDRESS *address, UINT port)
{
    memset(out, 0, sizeof(*out));
    if (family == AF_INET && address->nxd_ip_version != NX_IP_VERSION_V4) {
        return 0;
    }
    if (family == AF_INET) {
        struct sockaddr_in *v4 = as_v4(out);
        v4->sin_family = AF_INET;
        v4->sin_port = htons((uint16_t)port);
        v4->sin_addr.s_addr = htonl(address->nxd_ip_address.v4);
        return sizeof(*v4);
    }
    struct sockaddr_in6 *v6 = as_v6(out);
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons((uint16_t)port);
    put_v6(v6->sin6_addr.s6_addr, address);
    return sizeof(*v6);
}

void nxs_host_address_read(union nxs_sockaddr *in, NXD_ADDRESS *address, UINT *port)
{
    *address = (NXD_ADDRESS){.nxd_ip_version = NX_IP_VERSION_V4};
    if (in->any.sa_family == AF_INET) {
        *port = ntohs(as_v4(in)->sin_port);
        address->nxd_ip_address.v4 = ntohl(as_v4(in)->sin_addr.s_addr);
        return;
    }
    const UCHAR *bytes = as_v6(in)->sin6_addr.s6_addr;
    *port = ntohs(as_v6(in)->sin6_port);
    if (memcmp(bytes, mapped_prefix, sizeof(mapped_prefix)) == 0) {
        address->nxd_ip_address.v4 = get_word(bytes + sizeof(mapped_prefix));
        return;
    }
    address->nxd_ip_version = NX_IP_VERSION_V6;
    for (size_t i = 0; i < 4; i++) {
        address->nxd_ip_address.v6[i] = get_word(bytes + 4 * i);
    }
}

static int bind_to(int descriptor, int family, const NXD_ADDRESS *address, UINT port)
{
    union nxs_sockaddr where;
    socklen_t size = nxs_host_address(&where, family, address, port);
    if (size == 0) {
        errno = EADDRNOTAVAIL;
        return -1;
    }
    return bind(descriptor, &where.any, size);
}

int nxs_host_bind(int descriptor, int family, const NXD_ADDRESS *address, UINT port, bool reuse)
{
    const NXD_ADDRESS anywhere = {.nxd_ip_version = family == AF_INET ? NX_IP_VERSION_V4 : NX_IP_VERSION_V6};
    if (reuse) {
        set_flag(descriptor, SOL_SOCKET, SO_REUSEADDR, 1);
    }
    if (address != NULL && bind_to(descriptor, family, address, port) == 0) {
        return 0;
    }
    if (address != NULL && errno != EADDRNOTAVAIL) {
        return -1;
    }
    return bind_to(descriptor, family, &anywhere, port);
}

UINT nxs_host_port(int descriptor)
{
    union nxs_sockaddr local;
    socklen_t size = sizeof(local);
    NXD_ADDRESS address;
    UINT port = 0;
    if (getsockname(descriptor, &local.any, &size) == 0) {
        nxs_host_address_read(&local, &address, &port);
    }
    return port;
}

int nxs_host_error(int descriptor)
{
    int error = 0;
    socklen_t size = sizeof(error);
    return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

void nxs_host_abort(int descriptor)
{
    const struct linger now = {.l_onoff = 1, .l_linger = 0};
    (void)setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
}

void nxs_host_close(int descriptor)
{
    (void)close(descriptor);
}

bool nxs_host_owns(const NXD_ADDRESS *address)
{
    int family = address->nxd_ip_version == NX_IP_VERSION_V4 ? AF_INET : AF_INET6;
    int descriptor = socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) {
        return false;
    }
    bool owns = bind_to(descriptor, family, address, 0) == 0;
    nxs_host_close(descriptor);
    return owns;
}

/* For tests that want bytes to come in small pieces. */
static void trickle(struct iovec *pieces, size_t *count)
{
    if (nxs_fault_share(SIZE_MAX) != SIZE_MAX && *count > 0) {
        *count = 1;
        pieces[0].iov_len = nxs_fault_share(pieces[0].iov_len);
    }
}

ssize_t nxs_host_read(int descriptor, struct iovec *pieces, size_t count)
{
    ssize_t got;
    trickle(pieces, &count);
    do {
        got = nxs_fault_hits(NXS_FAULT_READ) ? -1 : readv(descriptor, pieces, (int)count);
    } while (got < 0 && errno == EINTR);
    return got >= 0 ? got : -errno;
}

ssize_t nxs_host_write(int descriptor, struct iovec *pieces, size_t count)
{
    ssize_t put;
    trickle(pieces, &count);
    const struct msghdr message = {.msg_iov = pieces, .msg_iovlen = count};
    do {
        put = nxs_fault_hits(NXS_FAULT_WRITE) ? -1 : sendmsg(descriptor, &message, MSG_NOSIGNAL);
    } while (put < 0 && errno == EINTR);
    return put >= 0 ? put : -errno;
}

bool nxs_errno_is_exhaustion(int error)
{
    return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

short nxs_host_poll(int descriptor, short events)
{
    struct pollfd polled = {.fd = descriptor, .events = events};
    int count;
    do {
        count = poll(&polled, 1, 0);
    } while (count < 0 && errno == EINTR);
    return count > 0 ? polled.revents : 0;
}
