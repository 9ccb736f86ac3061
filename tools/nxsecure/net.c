#include "net.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PAYLOAD = 18432, CONNECT_SECONDS = 10 };

static bool to_nxd(const struct addrinfo *info, NXD_ADDRESS *address, UINT *port)
{
    if (info->ai_family == AF_INET) {
        struct sockaddr_in v4;
        memcpy(&v4, info->ai_addr, sizeof v4);
        address->nxd_ip_version = NX_IP_VERSION_V4;
        address->nxd_ip_address.v4 = ntohl(v4.sin_addr.s_addr);
        *port = ntohs(v4.sin_port);
        return true;
    }
    if (info->ai_family == AF_INET6) {
        struct sockaddr_in6 v6;
        memcpy(&v6, info->ai_addr, sizeof v6);
        address->nxd_ip_version = NX_IP_VERSION_V6;
        for (size_t i = 0; i < 4; i++) {
            uint32_t word;
            memcpy(&word, &v6.sin6_addr.s6_addr[4 * i], sizeof word);
            address->nxd_ip_address.v6[i] = ntohl(word);
        }
        *port = ntohs(v6.sin6_port);
        return true;
    }
    return false;
}

/* An address of this host, or all of them for NULL. */
static bool parse_local(const char *text, NXD_ADDRESS *address)
{
    struct addrinfo hints = {0};
    struct addrinfo *info;
    UINT port;
    memset(address, 0, sizeof *address);
    if (text == NULL) {
        return true;
    }
    hints.ai_flags = AI_NUMERICHOST | AI_PASSIVE;
    hints.ai_socktype = SOCK_STREAM;
    if (getaddrinfo(text, NULL, &hints, &info) != 0) {
        complain("'%s' is no IPv4 or IPv6 address", text);
        return false;
    }
    int probe = socket(info->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool good =
        probe >= 0 && bind(probe, info->ai_addr, info->ai_addrlen) == 0 && to_nxd(info, address, &port);
    if (!good) {
        complain("%s: %s", text, strerror(errno));
    }
    if (probe >= 0) {
        close(probe);
    }
    freeaddrinfo(info);
    return good;
}

/* An instance with an IPv4 address speaks IPv4 only; else it speaks both. */
static UINT create_ip(struct net *net, NXD_ADDRESS *address)
{
    ULONG v4 = address->nxd_ip_version == NX_IP_VERSION_V4 ? address->nxd_ip_address.v4 : 0;
    UINT status = nx_ip_create(&net->ip, (CHAR *)"nxsecure", v4, 0, &net->pool, _nx_linux_network_driver,
                               net->stack, sizeof net->stack, 1);
    if (status == NX_SUCCESS) {
        status = nx_tcp_enable(&net->ip);
    }
    if (status == NX_SUCCESS && v4 == 0) {
        status = nxd_ipv6_enable(&net->ip);
    }
    if (status == NX_SUCCESS && address->nxd_ip_version == NX_IP_VERSION_V6) {
        status = nxd_ipv6_address_set(&net->ip, 0, address, 128, NX_NULL);
    }
    return status;
}

bool net_start(struct net *net, unsigned packets, const char *address)
{
    NXD_ADDRESS local;
    if (!parse_local(address, &local)) {
        return false;
    }
    memset(net, 0, sizeof *net);
    size_t size = (size_t)packets * (PAYLOAD + sizeof(NX_PACKET) + 64);
    net->memory = take_memory(size, 1);
    nx_system_initialize();
    UINT status = nx_packet_pool_create(&net->pool, (CHAR *)"nxsecure", PAYLOAD, net->memory, (ULONG)size);
    if (status == NX_SUCCESS) {
        status = create_ip(net, &local);
    }
    if (status != NX_SUCCESS) {
        complain("starting the network failed (0x%X)", status);
        free(net->memory);
        return false;
    }
    nx_secure_tls_initialize();
    return true;
}

void net_stop(struct net *net)
{
    nx_secure_tls_shutdown();
    nx_ip_delete(&net->ip);
    nx_packet_pool_delete(&net->pool);
    free(net->memory);
}

bool target_parse(const char *text, struct target *target)
{
    const char *host = text;
    const char *end;
    const char *port;
    if (text[0] == '[') {
        host = text + 1;
        end = strchr(host, ']');
        port = end != NULL && end[1] == ':' ? end + 2 : NULL;
    } else {
        end = strrchr(text, ':');
        port = end == NULL ? NULL : end + 1;
    }
    size_t host_len = end == NULL ? 0 : (size_t)(end - host);
    if (port == NULL || host_len == 0 || host_len >= sizeof target->host || port[0] == 0 ||
        strlen(port) >= sizeof target->port) {
        complain("'%s' is not of the form HOST:PORT", text);
        return false;
    }
    memcpy(target->host, host, host_len);
    target->host[host_len] = 0;
    memcpy(target->port, port, strlen(port) + 1);
    return true;
}

static UINT connect_to(NX_TCP_SOCKET *socket, struct net *net, NXD_ADDRESS *address, UINT port)
{
    UINT status = nx_tcp_socket_create(&net->ip, socket, (CHAR *)"client", NX_IP_NORMAL, NX_FRAGMENT_OKAY,
                                       NX_IP_TIME_TO_LIVE, 65535, NX_NULL, NX_NULL);
    if (status != NX_SUCCESS) {
        return status;
    }
    status = nx_tcp_client_socket_bind(socket, NX_ANY_PORT, NX_NO_WAIT);
    if (status == NX_SUCCESS) {
        status = nxd_tcp_client_socket_connect(socket, address, port, SECONDS(CONNECT_SECONDS));
        if (status == NX_SUCCESS) {
            return status;
        }
        nx_tcp_client_socket_unbind(socket);
    }
    nx_tcp_socket_delete(socket);
    return status;
}

bool target_connect(const struct target *target, struct net *net, NX_TCP_SOCKET *socket)
{
    struct addrinfo hints = {0};
    struct addrinfo *list;
    hints.ai_socktype = SOCK_STREAM;
    int error = getaddrinfo(target->host, target->port, &hints, &list);
    if (error != 0) {
        complain("%s: %s", target->host, gai_strerror(error));
        return false;
    }
    UINT status = NX_IP_ADDRESS_ERROR;
    for (struct addrinfo *at = list; at != NULL && status != NX_SUCCESS; at = at->ai_next) {
        NXD_ADDRESS address;
        UINT port;
        if (to_nxd(at, &address, &port)) {
            status = connect_to(socket, net, &address, port);
        }
    }
    freeaddrinfo(list);
    if (status != NX_SUCCESS) {
        complain("%s:%s: no connection: %s (0x%X)", target->host, target->port,
                 status == NX_NOT_CONNECTED ? "refused" : code_words(status), status);
    }
    return status == NX_SUCCESS;
}
