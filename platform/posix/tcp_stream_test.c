#include "tcp_test.h"

#include <errno.h>
#include <poll.h>

/* ---- small exchanges ---- */

static void echo_over(const NXD_ADDRESS *where)
{
    connect_both(where);
    assert_int_equal(client.nx_tcp_socket_client_type, NX_TRUE);
    assert_int_equal(server.nx_tcp_socket_client_type, NX_FALSE);
    assert_int_equal(client.nx_tcp_socket_state, NX_TCP_ESTABLISHED);
    assert_int_equal(server.nx_tcp_socket_state, NX_TCP_ESTABLISHED);
    assert_int_equal(server.nx_tcp_socket_connect_ip.nxd_ip_version, where->nxd_ip_version);
    assert_int_equal(client.nx_tcp_socket_connect_ip.nxd_ip_version, where->nxd_ip_version);
    send_text(&client, "hello");
    expect_text(&server, "hello");
    send_text(&server, "world");
    expect_text(&client, "world");
    NXD_ADDRESS peer;
    ULONG peer_port;
    UINT own_port;
    assert_ok(nxd_tcp_socket_peer_info_get(&server, &peer, &peer_port));
    assert_ok(nx_tcp_client_socket_port_get(&client, &own_port));
    assert_int_equal(peer_port, own_port);
    assert_int_equal(peer.nxd_ip_version, where->nxd_ip_version);
    assert_memory_equal(&peer.nxd_ip_address, &where->nxd_ip_address, where->nxd_ip_version == 4 ? 4 : 16);
    end_both();
}

static void echo_over_ipv4(void **state)
{
    (void)state;
    echo_over(&loopback_v4);
}

static void echo_over_ipv6(void **state)
{
    (void)state;
    echo_over(&loopback_v6);
}

static void a_received_packet_can_be_sent_back(void **state)
{
    (void)state;
    connect_both(&loopback_v4);
    send_text(&client, "there and back");
    NX_PACKET *packet;
    assert_ok(nx_tcp_socket_receive(&server, &packet, SECOND));
    assert_int_equal(packet->nx_packet_ip_version, 4);
    assert_ok(nx_tcp_socket_send(&server, packet, SECOND));
    expect_text(&client, "there and back");
    end_both();
}

/* ---- much data, both ways at once ---- */

enum {
    MUCH = 10 * 1000 * 1000,
};

struct stream {
    NX_TCP_SOCKET *socket;
    ULONG chunk;
    unsigned seed;
    bool failed;
};

/* The byte at a place of the stream. */
static UCHAR byte_at(unsigned seed, size_t place)
{
    uint32_t x = (uint32_t)place * 2654435761u + seed;
    return (UCHAR)(x >> 24);
}

static void *send_much(void *argument)
{
    struct stream *stream = argument;
    UCHAR bytes[4096];
    stream->failed = true;
    for (size_t at = 0; at < MUCH;) {
        size_t size = MUCH - at < stream->chunk ? MUCH - at : stream->chunk;
        for (size_t i = 0; i < size; i++) {
            bytes[i] = byte_at(stream->seed, at + i);
        }
        NX_PACKET *packet;
        if (nx_packet_allocate(&pool, &packet, NX_TCP_PACKET, NX_WAIT_FOREVER) != NX_SUCCESS ||
            nx_packet_data_append(packet, bytes, (ULONG)size, &pool, NX_WAIT_FOREVER) != NX_SUCCESS ||
            nx_tcp_socket_send(stream->socket, packet, NX_WAIT_FOREVER) != NX_SUCCESS) {
            return NULL;
        }
        at += size;
    }
    stream->failed = false;
    return NULL;
}

static void *receive_much(void *argument)
{
    struct stream *stream = argument;
    stream->failed = true;
    for (size_t at = 0; at < MUCH;) {
        NX_PACKET *packet;
        if (nx_tcp_socket_receive(stream->socket, &packet, NX_WAIT_FOREVER) != NX_SUCCESS) {
            return NULL;
        }
        for (const UCHAR *byte = packet->nx_packet_prepend_ptr; byte < packet->nx_packet_append_ptr;
             byte++, at++) {
            if (*byte != byte_at(stream->seed, at)) {
                (void)nx_packet_release(packet);
                return NULL;
            }
        }
        if (nx_packet_release(packet) != NX_SUCCESS) {
            return NULL;
        }
    }
    stream->failed = false;
    return NULL;
}

static void much_data_both_ways(const NXD_ADDRESS *where, ULONG chunk)
{
    connect_both(where);
    struct stream streams[4] = {{&client, chunk, 1, true},
                                {&server, chunk, 1, true},
                                {&server, chunk, 2, true},
                                {&client, chunk, 2, true}};
    pthread_t threads[4];
    for (size_t i = 0; i < 4; i++) {
        threads[i] = start_thread(i % 2 == 0 ? send_much : receive_much, &streams[i]);
    }
    for (size_t i = 0; i < 4; i++) {
        join_thread(threads[i]);
        assert_false(streams[i].failed);
    }
    ULONG sent;
    ULONG received;
    assert_ok(nx_tcp_socket_info_get(&client, NULL, &sent, NULL, &received, NULL, NULL, NULL, NULL, NULL,
                                     NULL, NULL));
    assert_int_equal(sent, MUCH);
    assert_int_equal(received, MUCH);
    end_both();
}

static void much_data_in_chains(void **state)
{
    (void)state;
    much_data_both_ways(&loopback_v4, 4096);
}

static void much_data_over_ipv6(void **state)
{
    (void)state;
    much_data_both_ways(&loopback_v6, 1460);
}

static void much_data_in_tiny_packets(void **state)
{
    (void)state;
    much_data_both_ways(&loopback_v4, 97);
}

/* ---- turns ---- */

enum {
    MESSAGES = 200,
    MESSAGE = 3000,
};

static void *send_messages(void *argument)
{
    const UCHAR *fill = argument;
    UCHAR bytes[MESSAGE];
    memset(bytes, *fill, sizeof(bytes));
    for (int i = 0; i < MESSAGES; i++) {
        NX_PACKET *packet;
        if (nx_packet_allocate(&pool, &packet, NX_TCP_PACKET, NX_WAIT_FOREVER) != NX_SUCCESS ||
            nx_packet_data_append(packet, bytes, MESSAGE, &pool, NX_WAIT_FOREVER) != NX_SUCCESS ||
            nx_tcp_socket_send(&client, packet, NX_WAIT_FOREVER) != NX_SUCCESS) {
            return argument;
        }
    }
    return NULL;
}

static void messages_of_two_senders_do_not_mix(void **state)
{
    (void)state;
    const int small = 8192;
    int descriptor;
    connect_both(&loopback_v4);
    assert_ok(nxs_tcp_socket_descriptor_get(&client, &descriptor));
    assert_int_equal(setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &small, sizeof(small)), 0);
    UCHAR fills[2] = {'a', 'b'};
    pthread_t threads[2] = {start_thread(send_messages, &fills[0]), start_thread(send_messages, &fills[1])};
    UCHAR current = 0;
    for (size_t at = 0; at < 2 * MESSAGES * MESSAGE;) {
        NX_PACKET *packet;
        assert_ok(nx_tcp_socket_receive(&server, &packet, 5 * SECOND));
        for (const UCHAR *byte = packet->nx_packet_prepend_ptr; byte < packet->nx_packet_append_ptr;
             byte++, at++) {
            current = at % MESSAGE == 0 ? *byte : current;
            assert_int_equal(*byte, current);
        }
        assert_ok(nx_packet_release(packet));
    }
    for (size_t i = 0; i < 2; i++) {
        void *failed;
        assert_int_equal(pthread_join(threads[i], &failed), 0);
        assert_null(failed);
    }
    end_both();
}

/* ---- endings ---- */

static void disconnecting_gives_back_what_nobody_received(void **state)
{
    (void)state;
    static UCHAR data[3000];
    connect_both(&loopback_v4);
    assert_ok(nx_tcp_socket_send(&client, packet_with(data, sizeof(data)), SECOND));
    assert_int_equal(receive_status(&server, SECOND), NX_SUCCESS);
    assert_int_equal(receive_status(&server, SECOND), NX_SUCCESS);
    assert_true(server.nx_tcp_socket_receive_queue_count > 0);
    assert_true(packets_free() < PACKETS);
    end_both();
    assert_int_equal(server.nx_tcp_socket_receive_queue_count, 0);
}

static void disconnecting_gives_back_what_was_not_sent(void **state)
{
    (void)state;
    UINT status;
    connect_both(&loopback_v4);
    (void)fill_up(&client, &status);
    assert_int_equal(status, NX_WINDOW_OVERFLOW);
    end_both();
}

static void data_before_the_end_is_delivered(void **state)
{
    (void)state;
    listen_on_port();
    int peer = host_connect();
    assert_ok(nx_tcp_server_socket_accept(&server, SECOND));
    assert_int_equal(write(peer, "the last words", 14), 14);
    assert_int_equal(shutdown(peer, SHUT_WR), 0);
    sleep_ms(20);
    expect_text(&server, "the last words");
    assert_int_equal(receive_status(&server, NX_WAIT_FOREVER), NX_NOT_CONNECTED);
    assert_int_equal(receive_status(&server, NX_NO_WAIT), NX_NOT_CONNECTED);
    assert_int_equal(server.nx_tcp_socket_state, NX_TCP_CLOSE_WAIT);
    send_text(&server, "still open this way");
    char got[32];
    assert_int_equal(read(peer, got, sizeof(got)), 19);
    assert_memory_equal(got, "still open this way", 19);
    assert_ok(nx_tcp_socket_disconnect(&server, SECOND));
    assert_int_equal(server.nx_tcp_socket_state, NX_TCP_CLOSED);
    assert_int_equal(read(peer, got, sizeof(got)), 0);
    assert_int_equal(close(peer), 0);
    assert_int_equal(nx_tcp_socket_disconnect(&server, SECOND), NX_NOT_CONNECTED);
    end_server();
}

static void a_reset_by_the_peer_ends_both_ways(void **state)
{
    (void)state;
    listen_on_port();
    int peer = host_connect();
    assert_ok(nx_tcp_server_socket_accept(&server, SECOND));
    host_reset(peer);
    assert_int_equal(receive_status(&server, 5 * SECOND), NX_NOT_CONNECTED);
    assert_int_equal(server.nx_tcp_socket_state, NX_TCP_CLOSED);
    NX_PACKET *packet = packet_with("x", 1);
    assert_int_equal(nx_tcp_socket_send(&server, packet, SECOND), NX_NOT_CONNECTED);
    assert_ok(nx_packet_release(packet));
    assert_int_equal(nx_tcp_socket_disconnect(&server, SECOND), NX_NOT_CONNECTED);
    end_server();
}

static void sending_to_a_closed_peer_raises_no_signal(void **state)
{
    (void)state;
    listen_on_port();
    int peer = host_connect();
    assert_ok(nx_tcp_server_socket_accept(&server, SECOND));
    assert_int_equal(close(peer), 0);
    UINT status = NX_SUCCESS;
    for (int i = 0; i < 100 && status == NX_SUCCESS; i++) {
        NX_PACKET *packet = packet_with("x", 1);
        status = nx_tcp_socket_send(&server, packet, SECOND);
        if (status != NX_SUCCESS) {
            assert_ok(nx_packet_release(packet));
        }
        sleep_ms(5);
    }
    assert_int_equal(status, NX_NOT_CONNECTED);
    end_server();
}

static void *close_after_a_while(void *argument)
{
    const int *peer = argument;
    sleep_ms(60);
    (void)close(*peer);
    return NULL;
}

static void a_graceful_end_waits_for_the_peer(void **state)
{
    (void)state;
    int listener = host_listen();
    connect_client(&loopback_v4);
    int peer = accept(listener, NULL, NULL);
    assert_true(peer >= 0);
    send_text(&client, "bye");
    char got[4];
    assert_int_equal(read(peer, got, sizeof(got)), 3);
    pthread_t thread = start_thread(close_after_a_while, &peer);
    long before = milliseconds();
    assert_ok(nx_tcp_socket_disconnect(&client, 5 * SECOND));
    assert_in_range(milliseconds() - before, 50, 4000);
    join_thread(thread);
    assert_ok(nx_tcp_client_socket_unbind(&client));
    assert_int_equal(close(listener), 0);
}

static void a_peer_that_never_closes_is_reset(void **state)
{
    (void)state;
    int listener = host_listen();
    connect_client(&loopback_v4);
    int peer = accept(listener, NULL, NULL);
    assert_true(peer >= 0);
    assert_int_equal(nx_tcp_socket_disconnect(&client, 3), NX_DISCONNECT_FAILED);
    assert_int_equal(client.nx_tcp_socket_state, NX_TCP_CLOSED);
    char got[4];
    assert_int_equal(read(peer, got, sizeof(got)), 0); /* our end came first */
    assert_true(send(peer, "x", 1, MSG_NOSIGNAL) < 0);
    assert_int_equal(close(peer), 0);
    assert_int_equal(close(listener), 0);
    assert_ok(nx_tcp_client_socket_unbind(&client));
}

static void no_wait_disconnects_with_a_reset(void **state)
{
    (void)state;
    int listener = host_listen();
    connect_client(&loopback_v4);
    int peer = accept(listener, NULL, NULL);
    assert_ok(nx_tcp_socket_disconnect(&client, NX_NO_WAIT));
    char got[4];
    assert_int_equal(read(peer, got, sizeof(got)), -1);
    assert_int_equal(errno, ECONNRESET);
    assert_int_equal(close(peer), 0);
    assert_int_equal(close(listener), 0);
    assert_ok(nx_tcp_client_socket_unbind(&client));
}

/* ---- what a send refuses ---- */

static void packets_that_cannot_be_sent_stay_the_callers(void **state)
{
    (void)state;
    NX_PACKET *packet = packet_with("x", 1);
    assert_int_equal(nx_tcp_socket_send(&client, packet, NX_NO_WAIT), NX_NOT_BOUND);
    assert_ok(nx_tcp_client_socket_bind(&client, NX_ANY_PORT, NX_NO_WAIT));
    assert_int_equal(nx_tcp_socket_send(&client, packet, NX_NO_WAIT), NX_NOT_CONNECTED);
    assert_int_equal(receive_status(&client, NX_NO_WAIT), NX_NOT_CONNECTED);
    assert_ok(nx_tcp_client_socket_unbind(&client));
    assert_int_equal(receive_status(&client, NX_NO_WAIT), NX_NOT_BOUND);
    connect_both(&loopback_v4);
    NX_PACKET *no_room;
    assert_ok(nx_packet_allocate(&pool, &no_room, 55, NX_NO_WAIT));
    assert_int_equal(nx_tcp_socket_send(&client, no_room, NX_NO_WAIT), NX_INVALID_PACKET);
    assert_ok(nx_packet_data_append(no_room, (UCHAR[]){1}, 1, &pool, NX_NO_WAIT));
    assert_int_equal(nx_tcp_socket_send(&client, no_room, NX_NO_WAIT), NX_UNDERFLOW);
    assert_ok(nx_packet_release(no_room));
    assert_int_equal(nx_tcp_socket_send(&client, no_room, NX_NO_WAIT), NX_INVALID_PACKET);
    assert_int_equal(nx_tcp_socket_send(&client, NULL, NX_NO_WAIT), NX_PTR_ERROR);
    assert_ok(nx_tcp_socket_send(&client, packet, NX_NO_WAIT));
    expect_text(&server, "x");
    end_both();
}

static void the_descriptor_serves_an_event_loop(void **state)
{
    (void)state;
    int listener;
    int descriptor;
    assert_int_equal(nxs_tcp_socket_descriptor_get(&server, &listener), NX_NOT_BOUND);
    listen_on_port();
    assert_ok(nxs_tcp_socket_descriptor_get(&server, &listener));
    struct pollfd polled = {.fd = listener, .events = POLLIN};
    assert_int_equal(nx_tcp_server_socket_accept(&server, NX_NO_WAIT), NX_IN_PROGRESS);
    assert_int_equal(poll(&polled, 1, 0), 0);
    connect_client(&loopback_v4);
    sleep_ms(50);
    assert_int_equal(poll(&polled, 1, 5000), 1);
    assert_ok(nx_tcp_server_socket_accept(&server, NX_NO_WAIT));
    assert_ok(nxs_tcp_socket_descriptor_get(&server, &descriptor));
    assert_int_not_equal(listener, descriptor);
    polled.fd = descriptor;
    assert_int_equal(poll(&polled, 1, 0), 0);
    send_text(&client, "ping");
    assert_int_equal(poll(&polled, 1, 5000), 1);
    ULONG available;
    assert_ok(nx_tcp_socket_bytes_available(&server, &available));
    assert_int_equal(available, 4);
    expect_text(&server, "ping");
    assert_ok(nx_tcp_socket_bytes_available(&server, &available));
    assert_int_equal(available, 0);
    end_both();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        tcp_test(echo_over_ipv4),
        tcp_test(echo_over_ipv6),
        tcp_test(a_received_packet_can_be_sent_back),
        tcp_test(much_data_in_chains),
        tcp_test(much_data_over_ipv6),
        tcp_test(much_data_in_tiny_packets),
        tcp_test(messages_of_two_senders_do_not_mix),
        tcp_test(disconnecting_gives_back_what_nobody_received),
        tcp_test(disconnecting_gives_back_what_was_not_sent),
        tcp_test(data_before_the_end_is_delivered),
        tcp_test(a_reset_by_the_peer_ends_both_ways),
        tcp_test(sending_to_a_closed_peer_raises_no_signal),
        tcp_test(a_graceful_end_waits_for_the_peer),
        tcp_test(a_peer_that_never_closes_is_reset),
        tcp_test(no_wait_disconnects_with_a_reset),
        tcp_test(packets_that_cannot_be_sent_stay_the_callers),
        tcp_test(the_descriptor_serves_an_event_loop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
