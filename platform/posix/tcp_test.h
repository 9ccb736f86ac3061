/** @file
 * TCP helpers for the platform's tests: sockets of the platform, and plain host sockets as their peers.
 */
#ifndef NXS_TCP_TEST_H
#define NXS_TCP_TEST_H

#include "platform_test.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <sys/socket.h>

#include "nxs_posix.h"

static NX_TCP_SOCKET server;
static NX_TCP_SOCKET client;
static UINT port;

static inline void create_socket(NX_TCP_SOCKET *socket)
{
    assert_ok(nx_tcp_socket_create(&ip, socket, (CHAR[]){"socket"}, NX_IP_NORMAL, NX_FRAGMENT_OKAY,
                                   NX_IP_TIME_TO_LIVE, 8192, NX_NULL, NX_NULL));
}

/** Creates both sockets, and a port nobody uses. */
static inline int make_sockets(void **state)
{
    make_ip(state);
    create_socket(&server);
    create_socket(&client);
    assert_ok(nx_tcp_free_port_find(&ip, 20000 + (UINT)getpid() * 7 % 10000, &port));
    return 0;
}

static inline int end_sockets(void **state)
{
    assert_ok(nx_tcp_socket_delete(&client));
    assert_ok(nx_tcp_socket_delete(&server));
    return end_ip(state);
}

static inline void listen_on_port(void)
{
    assert_ok(nx_tcp_server_socket_listen(&ip, port, &server, 5, NX_NULL));
}

static inline void connect_client(const NXD_ADDRESS *where)
{
    NXD_ADDRESS address = *where;
    assert_ok(nx_tcp_client_socket_bind(&client, NX_ANY_PORT, NX_NO_WAIT));
    assert_ok(nxd_tcp_client_socket_connect(&client, &address, port, 5 * SECOND));
}

/** Both ends of one connection of the platform. */
static inline void connect_both(const NXD_ADDRESS *where)
{
    listen_on_port();
    connect_client(where);
    assert_ok(nx_tcp_server_socket_accept(&server, 5 * SECOND));
}

static inline void end_client(void)
{
    (void)nx_tcp_socket_disconnect(&client, NX_NO_WAIT);
    assert_ok(nx_tcp_client_socket_unbind(&client));
}

static inline void end_server(void)
{
    (void)nx_tcp_socket_disconnect(&server, NX_NO_WAIT);
    assert_ok(nx_tcp_server_socket_unaccept(&server));
    assert_ok(nx_tcp_server_socket_unlisten(&ip, port));
}

static inline void end_both(void)
{
    end_client();
    end_server();
}

static inline NX_PACKET *packet_with(const void *data, size_t size)
{
    NX_PACKET *packet;
    UCHAR copy[4096];
    assert_true(size <= sizeof(copy));
    memcpy(copy, data, size);
    assert_ok(nx_packet_allocate(&pool, &packet, NX_TCP_PACKET, SECOND));
    assert_ok(nx_packet_data_append(packet, copy, (ULONG)size, &pool, SECOND));
    return packet;
}

static inline void send_text(NX_TCP_SOCKET *socket, const char *text)
{
    assert_ok(nx_tcp_socket_send(socket, packet_with(text, strlen(text)), SECOND));
}

static inline void expect_text(NX_TCP_SOCKET *socket, const char *text)
{
    size_t size = strlen(text);
    UCHAR got[256];
    size_t have = 0;
    while (have < size) {
        NX_PACKET *packet;
        ULONG copied;
        assert_ok(nx_tcp_socket_receive(socket, &packet, 5 * SECOND));
        assert_true(packet->nx_packet_length <= size - have);
        assert_ok(nx_packet_data_retrieve(packet, got + have, &copied));
        assert_ok(nx_packet_release(packet));
        have += copied;
    }
    assert_memory_equal(got, text, size);
}

static inline UINT receive_status(NX_TCP_SOCKET *socket, ULONG wait)
{
    NX_PACKET *packet;
    UINT status = nx_tcp_socket_receive(socket, &packet, wait);
    if (status == NX_SUCCESS) {
        assert_ok(nx_packet_release(packet));
    } else {
        assert_null(packet);
    }
    return status;
}

/** Fills the way to the peer until the host takes no more. @return bytes on their way */
static inline size_t fill_up(NX_TCP_SOCKET *socket, UINT *status)
{
    static UCHAR data[3000];
    size_t total = 0;
    for (;;) {
        NX_PACKET *packet = packet_with(data, sizeof(data));
        *status = nx_tcp_socket_send(socket, packet, NX_NO_WAIT);
        if (*status != NX_SUCCESS) {
            assert_ok(nx_packet_release(packet));
            return total;
        }
        total += sizeof(data);
    }
}

/** A host socket that is connected to the port. */
static inline int host_connect(void)
{
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
    } where = {.v4 = {.sin_family = AF_INET,
                      .sin_port = htons((uint16_t)port),
                      .sin_addr.s_addr = htonl(INADDR_LOOPBACK)}};
    int descriptor = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(descriptor >= 0);
    assert_int_equal(connect(descriptor, &where.any, sizeof(where.v4)), 0);
    return descriptor;
}

/** A host socket that listens on a port of its own, which becomes @p port. */
static inline int host_listen(void)
{
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
    } where = {.v4 = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof(where.v4);
    int descriptor = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(descriptor >= 0);
    assert_int_equal(bind(descriptor, &where.any, size), 0);
    assert_int_equal(listen(descriptor, 5), 0);
    assert_int_equal(getsockname(descriptor, &where.any, &size), 0);
    port = ntohs(where.v4.sin_port);
    return descriptor;
}

static inline void host_reset(int descriptor)
{
    const struct linger now = {.l_onoff = 1, .l_linger = 0};
    assert_int_equal(setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, sizeof(now)), 0);
    assert_int_equal(close(descriptor), 0);
}

#define tcp_test(name) cmocka_unit_test_setup_teardown(name, make_sockets, end_sockets)

#endif
