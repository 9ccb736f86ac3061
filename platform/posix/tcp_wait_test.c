#include "tcp_test.h"

static void a_packet_filled_to_its_end_is_no_end(void **state)
{
    (void)state;
    static UCHAR data[PAYLOAD - NX_TCP_PACKET];
    connect_both(&loopback_v4);
    for (int i = 0; i < 3; i++) {
        NX_PACKET *packet;
        assert_ok(nx_tcp_socket_send(&client, packet_with(data, sizeof(data)), SECOND));
        assert_ok(nx_tcp_socket_receive(&server, &packet, SECOND));
        assert_int_equal(packet->nx_packet_length, sizeof(data));
        assert_ok(nx_packet_release(packet));
        assert_int_equal(receive_status(&server, NX_NO_WAIT), NX_NO_PACKET);
        assert_ok(nx_tcp_socket_send(&client, packet_with(data, sizeof(data)), SECOND));
        assert_int_equal(receive_status(&server, SECOND), NX_SUCCESS);
        assert_int_equal(receive_status(&server, 2), NX_NO_PACKET);
    }
    end_both();
}

static void a_wait_for_data_takes_its_ticks(void **state)
{
    (void)state;
    connect_both(&loopback_v4);
    assert_int_equal(receive_status(&client, NX_NO_WAIT), NX_NO_PACKET);
    long before = milliseconds();
    assert_int_equal(receive_status(&client, 5), NX_NO_PACKET);
    assert_in_range(milliseconds() - before, 49, 1000);
    end_both();
}

static void *send_after_a_while(void *socket)
{
    sleep_ms(50);
    send_text(socket, "late");
    return NULL;
}

static void a_waiting_receiver_does_not_keep_a_sender_waiting(void **state)
{
    (void)state;
    connect_both(&loopback_v4);
    pthread_t sender = start_thread(send_after_a_while, &server);
    pthread_t answerer = start_thread(send_after_a_while, &client);
    expect_text(&server, "late");
    expect_text(&client, "late");
    join_thread(sender);
    join_thread(answerer);
    end_both();
}

static void a_full_way_is_told_and_nothing_is_lost(void **state)
{
    (void)state;
    connect_both(&loopback_v4);
    UINT status;
    size_t total = fill_up(&client, &status);
    assert_int_equal(status, NX_WINDOW_OVERFLOW);
    NX_PACKET *packet = packet_with("x", 1);
    long before = milliseconds();
    assert_int_equal(nx_tcp_socket_send(&client, packet, 5), NX_WINDOW_OVERFLOW);
    assert_in_range(milliseconds() - before, 49, 1000);
    assert_ok(nx_packet_release(packet));
    size_t got = 0;
    while (got < total) {
        assert_ok(nx_tcp_socket_receive(&server, &packet, 5 * SECOND));
        got += packet->nx_packet_length;
        assert_ok(nx_packet_release(packet));
    }
    assert_int_equal(got, total);
    send_text(&client, "room again");
    expect_text(&server, "room again");
    end_both();
}

static TX_THREAD waiter;
static UCHAR waiter_stack[1024];
static UINT waiter_status;

static VOID receive_forever(ULONG input)
{
    (void)input;
    waiter_status = receive_status(&client, NX_WAIT_FOREVER);
}

static VOID fill_forever(ULONG input)
{
    static UCHAR data[3000];
    (void)input;
    do {
        NX_PACKET *packet = packet_with(data, sizeof(data));
        waiter_status = nx_tcp_socket_send(&client, packet, NX_WAIT_FOREVER);
        if (waiter_status != NX_SUCCESS) {
            assert_ok(nx_packet_release(packet));
        }
    } while (waiter_status == NX_SUCCESS);
}

static UINT waiter_state(void)
{
    UINT state;
    assert_ok(tx_thread_info_get(&waiter, NULL, &state, NULL, NULL, NULL, NULL, NULL, NULL));
    return state;
}

/* Starts the thread and sees to it that it really waits. */
static void start_waiter(VOID (*entry)(ULONG input))
{
    assert_ok(tx_thread_create(&waiter, NULL, entry, 0, waiter_stack, sizeof(waiter_stack), 1, 1, 0,
                               TX_AUTO_START));
    int still = 0;
    for (int i = 0; i < 5000 && still < 30; i++) {
        still = waiter_state() == TX_TCP_IP ? still + 1 : 0;
        sleep_ms(2);
    }
    assert_int_equal(still, 30);
}

static void end_waiter(UINT status)
{
    for (int i = 0; i < 1000 && waiter_state() != TX_COMPLETED; i++) {
        sleep_ms(2);
    }
    assert_ok(tx_thread_delete(&waiter));
    assert_int_equal(waiter_status, status);
}

static void a_wait_for_data_is_aborted(void **state)
{
    (void)state;
    connect_both(&loopback_v4);
    start_waiter(receive_forever);
    assert_ok(tx_thread_wait_abort(&waiter));
    end_waiter(NX_WAIT_ABORTED);
    end_both();
}

static void disconnecting_ends_a_wait_for_data(void **state)
{
    (void)state;
    connect_both(&loopback_v4);
    start_waiter(receive_forever);
    assert_ok(nx_tcp_socket_disconnect(&client, NX_NO_WAIT));
    end_waiter(NX_NOT_CONNECTED);
    end_both();
}

static void disconnecting_ends_a_wait_for_room(void **state)
{
    (void)state;
    connect_both(&loopback_v4);
    start_waiter(fill_forever);
    assert_ok(nx_tcp_socket_disconnect(&client, NX_NO_WAIT));
    end_waiter(NX_NOT_CONNECTED);
    end_both();
}

static void a_pool_without_packets_delays_receiving(void **state)
{
    (void)state;
    connect_both(&loopback_v4);
    send_text(&server, "patience");
    NX_PACKET *held[PACKETS + 1];
    size_t count = 0;
    while (nx_packet_allocate(&pool, &held[count], 0, NX_NO_WAIT) == NX_SUCCESS) {
        count++;
    }
    assert_int_equal(receive_status(&client, 3), NX_NO_PACKET);
    start_waiter(receive_forever);
    for (size_t i = 0; i < count; i++) {
        assert_ok(nx_packet_release(held[i]));
    }
    end_waiter(NX_SUCCESS);
    end_both();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        tcp_test(a_packet_filled_to_its_end_is_no_end),
        tcp_test(a_wait_for_data_takes_its_ticks),
        tcp_test(a_waiting_receiver_does_not_keep_a_sender_waiting),
        tcp_test(a_full_way_is_told_and_nothing_is_lost),
        tcp_test(a_wait_for_data_is_aborted),
        tcp_test(disconnecting_ends_a_wait_for_data),
        tcp_test(disconnecting_ends_a_wait_for_room),
        tcp_test(a_pool_without_packets_delays_receiving),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
