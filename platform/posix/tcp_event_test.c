#include "tcp_test.h"

#include <stdatomic.h>

/* What the callbacks have seen; semaphores, so that the tests can wait for it. */
static TX_SEMAPHORE established;
static TX_SEMAPHORE arrived;
static TX_SEMAPHORE disconnected;
static TX_SEMAPHORE completed;
static TX_SEMAPHORE offered;
static TX_SEMAPHORE writable;

static TX_SEMAPHORE *const all[] = {&established, &arrived, &disconnected, &completed, &offered, &writable};

static VOID on_established(NX_TCP_SOCKET *socket)
{
    (void)socket;
    (void)tx_semaphore_put(&established);
}

static VOID on_arrival(NX_TCP_SOCKET *socket)
{
    (void)socket;
    (void)tx_semaphore_put(&arrived);
}

static VOID on_disconnect(NX_TCP_SOCKET *socket)
{
    (void)socket;
    (void)tx_semaphore_put(&disconnected);
}

static VOID on_complete(NX_TCP_SOCKET *socket)
{
    (void)socket;
    (void)tx_semaphore_put(&completed);
}

static VOID on_writable(NX_TCP_SOCKET *socket)
{
    (void)socket;
    (void)tx_semaphore_put(&writable);
}

static VOID on_offer(NX_TCP_SOCKET *socket, UINT on_port)
{
    if (on_port == port && nx_tcp_server_socket_accept(socket, NX_NO_WAIT) == NX_SUCCESS) {
        (void)tx_semaphore_put(&offered);
    }
}

static void expect(TX_SEMAPHORE *semaphore)
{
    assert_int_equal(tx_semaphore_get(semaphore, 5 * SECOND), TX_SUCCESS);
}

static void expect_none(TX_SEMAPHORE *semaphore)
{
    assert_int_equal(tx_semaphore_get(semaphore, 3), TX_NO_INSTANCE);
}

static int make_events(void **state)
{
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        assert_int_equal(tx_semaphore_create(all[i], NULL, 0), TX_SUCCESS);
    }
    return make_sockets(state);
}

static int end_events(void **state)
{
    (void)end_sockets(state); /* no callback runs after the sockets are gone */
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        assert_int_equal(tx_semaphore_delete(all[i]), TX_SUCCESS);
    }
    return 0;
}

/* ---- connecting without waiting ---- */

static void a_connection_in_the_background_is_told(void **state)
{
    (void)state;
    assert_ok(nx_tcp_socket_establish_notify(&client, on_established));
    assert_ok(nx_tcp_socket_establish_notify(&server, on_established));
    listen_on_port();
    assert_int_equal(nx_tcp_server_socket_accept(&server, NX_NO_WAIT), NX_IN_PROGRESS);
    assert_ok(nx_tcp_client_socket_bind(&client, NX_ANY_PORT, NX_NO_WAIT));
    UINT status = nx_tcp_client_socket_connect(&client, IP_ADDRESS(127, 0, 0, 1), port, NX_NO_WAIT);
    assert_true(status == NX_IN_PROGRESS || status == NX_SUCCESS);
    expect(&established);
    expect(&established);
    assert_ok(nx_tcp_socket_state_wait(&client, NX_TCP_ESTABLISHED, SECOND));
    assert_ok(nx_tcp_socket_state_wait(&server, NX_TCP_ESTABLISHED, SECOND));
    assert_ok(nx_tcp_server_socket_accept(&server, NX_NO_WAIT));
    send_text(&client, "hello");
    expect_text(&server, "hello");
    end_both();
}

static void a_state_can_be_waited_for(void **state)
{
    (void)state;
    connect_both(&loopback_v4);
    assert_int_equal(nx_tcp_socket_state_wait(&client, 99, SECOND), NX_OPTION_ERROR);
    assert_int_equal(nx_tcp_socket_state_wait(&client, NX_TCP_CLOSE_WAIT, 3), NX_NOT_SUCCESSFUL);
    assert_ok(nx_tcp_socket_disconnect(&server, NX_NO_WAIT));
    assert_ok(nx_tcp_socket_state_wait(&client, NX_TCP_CLOSED, 5 * SECOND));
    end_both();
}

static void a_refusal_in_the_background_closes_the_socket(void **state)
{
    (void)state;
    assert_ok(nx_tcp_client_socket_bind(&client, NX_ANY_PORT, NX_NO_WAIT));
    UINT status = nx_tcp_client_socket_connect(&client, IP_ADDRESS(127, 0, 0, 1), port, NX_NO_WAIT);
    assert_true(status == NX_IN_PROGRESS || status == NX_NOT_CONNECTED);
    assert_ok(nx_tcp_socket_state_wait(&client, NX_TCP_CLOSED, 5 * SECOND));
    assert_ok(nx_tcp_client_socket_unbind(&client));
}

/* ---- arrivals ---- */

static void every_arrival_is_told(void **state)
{
    (void)state;
    assert_ok(nx_tcp_socket_receive_notify(&server, on_arrival));
    connect_both(&loopback_v4);
    expect_none(&arrived);
    for (int i = 0; i < 20; i++) {
        send_text(&client, "ding");
        expect(&arrived);
        expect_text(&server, "ding");
        assert_int_equal(receive_status(&server, NX_NO_WAIT), NX_NO_PACKET);
    }
    expect_none(&arrived);
    end_both();
}

static void what_was_read_ahead_is_told_too(void **state)
{
    (void)state;
    static UCHAR data[3000];
    size_t got = 0;
    assert_ok(nx_tcp_socket_receive_notify(&server, on_arrival));
    connect_both(&loopback_v4);
    assert_ok(nx_tcp_socket_send(&client, packet_with(data, sizeof(data)), SECOND));
    /* One packet for each call, as an application does that receives once for each callback. */
    while (got < sizeof(data)) {
        NX_PACKET *packet;
        expect(&arrived);
        if (nx_tcp_socket_receive(&server, &packet, NX_NO_WAIT) == NX_SUCCESS) {
            got += packet->nx_packet_length;
            assert_ok(nx_packet_release(packet));
        }
    }
    assert_int_equal(got, sizeof(data));
    end_both();
}

static void the_end_is_told_as_an_arrival_and_as_a_disconnect(void **state)
{
    (void)state;
    assert_ok(nx_tcp_socket_delete(&server));
    assert_ok(nx_tcp_socket_create(&ip, &server, NULL, NX_IP_NORMAL, NX_FRAGMENT_OKAY, NX_IP_TIME_TO_LIVE,
                                   8192, NX_NULL, on_disconnect));
    assert_ok(nx_tcp_socket_receive_notify(&server, on_arrival));
    listen_on_port();
    int peer = host_connect();
    assert_ok(nx_tcp_server_socket_accept(&server, SECOND));
    assert_int_equal(write(peer, "end", 3), 3);
    assert_int_equal(close(peer), 0);
    expect(&arrived);
    expect(&disconnected);
    expect_text(&server, "end");
    assert_int_equal(receive_status(&server, NX_NO_WAIT), NX_NOT_CONNECTED);
    assert_ok(nx_tcp_socket_disconnect(&server, SECOND));
    expect_none(&disconnected);
    end_server();
}

static void a_reset_is_told(void **state)
{
    (void)state;
    assert_ok(nx_tcp_socket_delete(&server));
    assert_ok(nx_tcp_socket_create(&ip, &server, NULL, NX_IP_NORMAL, NX_FRAGMENT_OKAY, NX_IP_TIME_TO_LIVE,
                                   8192, NX_NULL, on_disconnect));
    listen_on_port();
    int peer = host_connect();
    assert_ok(nx_tcp_server_socket_accept(&server, SECOND));
    host_reset(peer);
    expect(&disconnected);
    assert_int_equal(receive_status(&server, SECOND), NX_NOT_CONNECTED);
    end_server();
}

static void our_own_end_is_told(void **state)
{
    (void)state;
    assert_ok(nx_tcp_socket_disconnect_complete_notify(&client, on_complete));
    assert_ok(nx_tcp_socket_timed_wait_callback(&client, on_complete));
    connect_both(&loopback_v4);
    assert_ok(nx_tcp_socket_disconnect(&server, NX_NO_WAIT));
    assert_int_equal(receive_status(&client, SECOND), NX_NOT_CONNECTED);
    (void)nx_tcp_socket_disconnect(&client, SECOND);
    expect(&completed);
    expect_none(&completed);
    end_both();
}

/* ---- offers ---- */

static void a_listen_callback_accepts(void **state)
{
    (void)state;
    assert_ok(nx_tcp_server_socket_listen(&ip, port, &server, 5, on_offer));
    int first = host_connect();
    int second = host_connect();
    expect(&offered);
    expect_none(&offered);
    assert_ok(nx_tcp_socket_disconnect(&server, NX_NO_WAIT));
    assert_ok(nx_tcp_server_socket_unaccept(&server));
    assert_int_equal(nx_tcp_server_socket_relisten(&ip, port, &server), NX_CONNECTION_PENDING);
    expect(&offered);
    assert_int_equal(write(second, "second", 6), 6);
    expect_text(&server, "second");
    assert_int_equal(close(first), 0);
    assert_int_equal(close(second), 0);
    end_server();
}

/* ---- what is left of a packet ---- */

static void room_is_told_and_the_rest_is_written(void **state)
{
    (void)state;
    static UCHAR data[3000];
    size_t sent = 0;
    size_t got = 0;
    assert_ok(nx_tcp_socket_window_update_notify_set(&client, on_writable));
    connect_both(&loopback_v4);
    for (;;) {
        NX_PACKET *packet = packet_with(data, sizeof(data));
        if (nx_tcp_socket_send(&client, packet, NX_NO_WAIT) != NX_SUCCESS) {
            assert_ok(nx_packet_release(packet));
            break;
        }
        sent += sizeof(data);
    }
    expect_none(&writable);
    while (got < sent) {
        NX_PACKET *packet;
        assert_ok(nx_tcp_socket_receive(&server, &packet, 5 * SECOND));
        got += packet->nx_packet_length;
        assert_ok(nx_packet_release(packet));
    }
    assert_int_equal(got, sent);
    expect(&writable);
    end_both();
}

/* ---- callbacks and the end of things ---- */

static atomic_bool in_callback;

static VOID slow_callback(NX_TCP_SOCKET *socket)
{
    (void)socket;
    in_callback = true;
    sleep_ms(100);
    in_callback = false;
}

static void deleting_waits_for_a_running_callback(void **state)
{
    (void)state;
    assert_ok(nx_tcp_socket_receive_notify(&server, slow_callback));
    connect_both(&loopback_v4);
    send_text(&client, "x");
    while (!in_callback) {
        sleep_ms(1);
    }
    end_both();
    assert_ok(nx_tcp_socket_delete(&server));
    assert_false(in_callback);
    create_socket(&server);
}

static VOID delete_ip_from_callback(NX_TCP_SOCKET *socket)
{
    if (nx_ip_delete(socket->nx_tcp_socket_ip_ptr) == NX_SOCKETS_BOUND) {
        (void)tx_semaphore_put(&arrived);
    }
}

static void a_callback_cannot_delete_what_is_in_use(void **state)
{
    (void)state;
    assert_ok(nx_tcp_socket_receive_notify(&server, delete_ip_from_callback));
    connect_both(&loopback_v4);
    send_text(&client, "x");
    expect(&arrived);
    end_both();
}

enum {
    CROWD = 40,
};

static void more_sockets_than_room_for_poll_are_all_served(void **state)
{
    (void)state;
    static NX_IP small;
    static UCHAR memory[200];
    static NX_TCP_SOCKET crowd[CROWD];
    int peers[CROWD];
    assert_ok(nx_ip_create(&small, NULL, 0, 0, &pool, _nx_ram_network_driver, memory, sizeof(memory), 1));
    assert_ok(nx_tcp_enable(&small));
    for (size_t i = 0; i < CROWD; i++) {
        assert_ok(nx_tcp_socket_create(&small, &crowd[i], NULL, NX_IP_NORMAL, NX_FRAGMENT_OKAY, 128, 100,
                                       NX_NULL, NX_NULL));
        assert_ok(nx_tcp_socket_receive_notify(&crowd[i], on_arrival));
        if (i == 0) {
            assert_ok(nx_tcp_server_socket_listen(&small, port, &crowd[0], 5, NX_NULL));
        } else {
            assert_ok(nx_tcp_server_socket_relisten(&small, port, &crowd[i]));
        }
        peers[i] = host_connect();
        assert_ok(nx_tcp_server_socket_accept(&crowd[i], SECOND));
    }
    for (size_t i = 0; i < CROWD; i++) {
        assert_int_equal(write(peers[i], "x", 1), 1);
        expect(&arrived);
    }
    for (size_t i = 0; i < CROWD; i++) {
        assert_ok(nx_tcp_socket_disconnect(&crowd[i], NX_NO_WAIT));
        assert_ok(nx_tcp_server_socket_unaccept(&crowd[i]));
        assert_ok(nx_tcp_socket_delete(&crowd[i]));
        assert_int_equal(close(peers[i]), 0);
    }
    assert_ok(nx_tcp_server_socket_unlisten(&small, port));
    assert_ok(nx_ip_delete(&small));
}

#define event_test(name) cmocka_unit_test_setup_teardown(name, make_events, end_events)

int main(void)
{
    const struct CMUnitTest tests[] = {
        event_test(a_connection_in_the_background_is_told),
        event_test(a_state_can_be_waited_for),
        event_test(a_refusal_in_the_background_closes_the_socket),
        event_test(every_arrival_is_told),
        event_test(what_was_read_ahead_is_told_too),
        event_test(the_end_is_told_as_an_arrival_and_as_a_disconnect),
        event_test(a_reset_is_told),
        event_test(our_own_end_is_told),
        event_test(a_listen_callback_accepts),
        event_test(room_is_told_and_the_rest_is_written),
        event_test(deleting_waits_for_a_running_callback),
        event_test(a_callback_cannot_delete_what_is_in_use),
        event_test(more_sockets_than_room_for_poll_are_all_served),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
