/* How connections end: in order, against the peer's will, twice, or not at all. */
#include "services/net.h"

#include "tls/handshake.h"

static struct side client, server;

static int setup(void **state)
{
    (void)state;
    pair_up(&client, &server, 64);
    pair_connect(&client, &server);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    net_disconnect(&client.socket, &server.socket);
    pair_down(&client, &server);
    return 0;
}

static UINT receive(struct side *side, ULONG wait)
{
    NX_PACKET *packet = (NX_PACKET *)side;
    UINT status = nx_secure_tls_session_receive(&side->session, &packet, wait);
    if (status == NX_SUCCESS) {
        nx_packet_release(packet);
    } else {
        assert_null(packet);
    }
    return status;
}

static UINT end_waiting(void *context)
{
    struct side *side = context;
    return nx_secure_tls_session_end(&side->session, NET_WAIT);
}

static void test_receive_delivers_all_before_the_close(void **state)
{
    (void)state;
    UCHAR data[50], in[50];
    struct task task;
    pattern(data, sizeof data, 1);
    assert_int_equal(side_send(&client, &net_pool, data, sizeof data), NX_SUCCESS);
    assert_int_equal(side_send(&client, &net_pool, data, sizeof data), NX_SUCCESS);
    task_run(&task, end_waiting, &client);
    assert_int_equal(side_receive(&server, in, sizeof in), NX_SUCCESS);
    assert_memory_equal(in, data, sizeof in);
    assert_int_equal(side_receive(&server, in, sizeof in), NX_SUCCESS);
    assert_int_equal(receive(&server, NET_WAIT), NX_SECURE_TLS_ALERT_RECEIVED);
    assert_alert(&server, NX_SECURE_TLS_ALERT_LEVEL_WARNING, NX_SECURE_TLS_ALERT_CLOSE_NOTIFY);
    assert_int_equal(task_result(&task), NX_SUCCESS);
    /* Again, and nothing can be sent any more. */
    assert_int_equal(receive(&server, NET_WAIT), NX_SECURE_TLS_ALERT_RECEIVED);
    assert_int_equal(side_send(&server, &net_pool, data, sizeof data), NX_NOT_CONNECTED);
    assert_int_equal(nx_secure_tls_session_end(&server.session, NX_WAIT_FOREVER), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_end(&server.session, NX_WAIT_FOREVER), NX_SUCCESS);
    assert_int_equal(receive(&server, NX_NO_WAIT), NX_SECURE_TLS_SESSION_UNINITIALIZED);
}

static void test_data_in_front_of_the_answer_is_discarded(void **state)
{
    (void)state;
    UCHAR data[3000];
    struct task task;
    pattern(data, sizeof data, 1);
    assert_int_equal(side_send(&server, &net_pool, data, sizeof data), NX_SUCCESS);
    task_run(&task, end_waiting, &client);
    assert_int_equal(receive(&server, NET_WAIT), NX_SECURE_TLS_ALERT_RECEIVED);
    assert_int_equal(task_result(&task), NX_SUCCESS);
    assert_int_equal(receive(&client, NX_NO_WAIT), NX_SECURE_TLS_SESSION_UNINITIALIZED);
}

/* Data that was read but not taken is discarded as well. */
static void test_data_that_was_not_taken_is_discarded(void **state)
{
    (void)state;
    UCHAR data[3000];
    NX_PACKET_POOL empty;
    NX_PACKET *held;
    struct task task;
    pattern(data, sizeof data, 1);
    net_pool_create(&empty, 200, 1);
    assert_int_equal(nx_packet_allocate(&empty, &held, NX_RECEIVE_PACKET, NX_NO_WAIT), NX_SUCCESS);
    assert_int_equal(side_send(&server, &net_pool, data, sizeof data), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_packet_pool_set(&client.session, &empty), NX_SUCCESS);
    assert_int_equal(receive(&client, 10), NX_NO_PACKET);
    client.session.nx_secure_tls_packet_pool = NX_NULL;
    task_run(&task, end_waiting, &client);
    assert_int_equal(receive(&server, NET_WAIT), NX_SECURE_TLS_ALERT_RECEIVED);
    assert_int_equal(task_result(&task), NX_SUCCESS);
    assert_int_equal(nx_packet_release(held), NX_SUCCESS);
    net_pool_delete(&empty);
}

static void test_peer_does_not_answer(void **state)
{
    (void)state;
    assert_int_equal(nx_secure_tls_session_end(&client.session, 5), NX_SECURE_TLS_NO_CLOSE_RESPONSE);
    assert_int_equal(nx_secure_tls_session_end(&client.session, NX_WAIT_FOREVER), NX_SUCCESS);
    assert_int_equal(receive(&server, NET_WAIT), NX_SECURE_TLS_ALERT_RECEIVED);
    assert_int_equal(nx_secure_tls_session_end(&server.session, NX_WAIT_FOREVER), NX_SUCCESS);
}

static void test_end_without_waiting(void **state)
{
    (void)state;
    assert_int_equal(nx_secure_tls_session_end(&client.session, NX_NO_WAIT), NX_SECURE_TLS_NO_CLOSE_RESPONSE);
    assert_int_equal(receive(&server, NET_WAIT), NX_SECURE_TLS_ALERT_RECEIVED);
    assert_alert(&server, NX_SECURE_TLS_ALERT_LEVEL_WARNING, NX_SECURE_TLS_ALERT_CLOSE_NOTIFY);
    assert_int_equal(nx_secure_tls_session_end(&server.session, NX_NO_WAIT), NX_SUCCESS);
}

static void test_both_end_at_once(void **state)
{
    (void)state;
    struct task task;
    task_run(&task, end_waiting, &client);
    assert_int_equal(end_waiting(&server), NX_SUCCESS);
    assert_int_equal(task_result(&task), NX_SUCCESS);
}

static void test_connection_closed_without_a_word(void **state)
{
    (void)state;
    UCHAR byte = 1;
    nx_tcp_socket_disconnect(&client.socket, NET_SECOND / 10);
    assert_int_equal(receive(&server, NET_WAIT), NX_NOT_CONNECTED);
    assert_int_equal(receive(&server, NET_WAIT), NX_NOT_CONNECTED);
    assert_alert(&server, 0, 0);
    assert_int_equal(side_send(&server, &net_pool, &byte, 1), NX_NOT_CONNECTED);
    assert_int_equal(nx_secure_tls_session_end(&server.session, NX_WAIT_FOREVER), NX_SUCCESS);
    /* The side that disconnected finds out when it says goodbye. */
    assert_int_equal(nx_secure_tls_session_end(&client.session, NET_WAIT), NX_SECURE_TLS_TCP_SEND_FAILED);
    assert_int_equal(nx_secure_tls_session_end(&client.session, NET_WAIT), NX_SUCCESS);
}

static void test_connection_closed_while_waiting_for_the_answer(void **state)
{
    (void)state;
    struct task task;
    task_run(&task, end_waiting, &client);
    nx_tcp_socket_disconnect(&server.socket, NET_SECOND / 10);
    UINT status = task_result(&task);
    assert_true(status == NX_SECURE_TLS_NO_CLOSE_RESPONSE || status == NX_SECURE_TLS_TCP_SEND_FAILED);
    assert_int_equal(nx_secure_tls_session_end(&server.session, NX_NO_WAIT), NX_SECURE_TLS_TCP_SEND_FAILED);
}

/* A packet that the socket did not take stays the caller's, and the session says why it failed. */
static void test_send_on_a_closed_socket(void **state)
{
    (void)state;
    UCHAR data[40000];
    pattern(data, sizeof data, 1);
    nx_tcp_socket_disconnect(&client.socket, NET_SECOND / 10);
    assert_int_equal(side_send(&client, &net_pool, data, sizeof data), NX_NOT_CONNECTED);
    assert_int_equal(side_send(&client, &net_pool, data, 1), NX_NOT_CONNECTED);
    assert_int_equal(nx_secure_tls_session_end(&client.session, NX_WAIT_FOREVER), NX_SUCCESS);
}

/* The peer has said all it had to say and is gone: what it said can be received although nothing can be sent.
 */
static void test_send_fails_and_receive_goes_on(void **state)
{
    (void)state;
    UCHAR data[2000], in[2000];
    UINT status = NX_SUCCESS;
    pattern(data, sizeof data, 1);
    assert_int_equal(side_send(&client, &net_pool, data, 10), NX_SUCCESS); /* never read */
    net_pause(20);
    assert_int_equal(side_send(&server, &net_pool, data, sizeof data), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_end(&server.session, NX_NO_WAIT), NX_SECURE_TLS_NO_CLOSE_RESPONSE);
    nx_tcp_socket_disconnect(&server.socket, NX_NO_WAIT);
    for (int i = 0; i < 100 && status == NX_SUCCESS; i++) {
        net_pause(2);
        status = side_send(&client, &net_pool, data, 10);
    }
    assert_int_equal(status, NX_NOT_CONNECTED);
    status = side_receive(&client, in, sizeof in);
    if (status == NX_SUCCESS) {
        assert_memory_equal(in, data, sizeof in);
        assert_int_equal(receive(&client, NET_WAIT), NX_SECURE_TLS_ALERT_RECEIVED);
    } else {
        assert_int_equal(status,
                         NX_NOT_CONNECTED); /* a host that forgets data when the connection is reset */
    }
    assert_int_equal(side_send(&client, &net_pool, data, 10), NX_NOT_CONNECTED);
    assert_int_equal(nx_secure_tls_session_end(&client.session, NX_WAIT_FOREVER), NX_SUCCESS);
}

static void test_no_packet_for_close_notify(void **state)
{
    (void)state;
    NX_PACKET_POOL empty;
    NX_PACKET *held;
    net_pool_create(&empty, 200, 1);
    assert_int_equal(nx_packet_allocate(&empty, &held, NX_RECEIVE_PACKET, NX_NO_WAIT), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_packet_pool_set(&client.session, &empty), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_end(&client.session, 5), NX_SECURE_TLS_ALLOCATE_PACKET_FAILED);
    assert_int_equal(nx_secure_tls_session_end(&client.session, NX_WAIT_FOREVER), NX_SUCCESS);
    assert_int_equal(nx_packet_release(held), NX_SUCCESS);
    net_pool_delete(&empty);
}

static UINT receive_waiting(void *context)
{
    return receive(context, NX_WAIT_FOREVER);
}

/* One thread waits for data, another ends the session: both come back, and the waiting one sees the close. */
static void test_end_while_another_thread_receives(void **state)
{
    (void)state;
    struct task client_task, server_task;
    task_run(&client_task, receive_waiting, &client);
    task_run(&server_task, receive_waiting, &server);
    side_await_reader(&client);
    side_await_reader(&server);
    assert_int_equal(nx_secure_tls_session_end(&client.session, NET_WAIT), NX_SUCCESS);
    UINT status = task_result(&client_task);
    assert_true(status == NX_SECURE_TLS_ALERT_RECEIVED || status == NX_NOT_CONNECTED);
    assert_int_equal(task_result(&server_task), NX_SECURE_TLS_ALERT_RECEIVED);
}

/* The peer never answers: end gives up, and the thread that still waits finds its connection gone. */
static void test_end_gives_up_while_another_thread_receives(void **state)
{
    (void)state;
    UCHAR byte = 1;
    struct task task;
    task_run(&task, receive_waiting, &client);
    side_await_reader(&client);
    assert_int_equal(nx_secure_tls_session_end(&client.session, 5), NX_SECURE_TLS_NO_CLOSE_RESPONSE);
    assert_int_equal(side_send(&server, &net_pool, &byte, 1), NX_SUCCESS);
    assert_int_equal(task_result(&task), NX_NOT_CONNECTED);
}

/* ---- what stays ------------------------------------------------------------------------------------- */

static UCHAR master[48];

static VOID note_master(VOID *context, const CHAR *line)
{
    const CHAR *hex = strrchr(line, ' ') + 1;
    (void)context;
    for (size_t i = 0; i < sizeof master; i++) {
        unsigned byte;
        assert_int_equal(sscanf(hex + 2 * i, "%2x", &byte), 1);
        master[i] = (UCHAR)byte;
    }
}

static bool holds(const void *memory, size_t length, const void *secret, size_t secret_length)
{
    for (size_t i = 0; i + secret_length <= length; i++) {
        if (memcmp((const UCHAR *)memory + i, secret, secret_length) == 0) {
            return true;
        }
    }
    return false;
}

static bool side_holds(const struct side *side, const void *secret, size_t length)
{
    return holds(&side->session, sizeof side->session, secret, length) ||
           holds(side->metadata, side->metadata_size + 1, secret, length) ||
           holds(side->buffer, side->buffer_size, secret, length);
}

static size_t count_busy(const UCHAR *memory, size_t length)
{
    size_t busy = 0;
    for (size_t i = 0; i < length; i++) {
        busy += memory[i] != 0;
    }
    return busy;
}

/* The master secret goes with the handshake, the keys with the connection; then the metadata says nothing but
 * how it is divided. */
static void test_secrets_are_wiped(void **state)
{
    (void)state;
    UCHAR ivs[2][12];
    struct task task;
    pair_end(&client, &server);
    memset(master, 0, sizeof master);
    assert_int_equal(nxs_tls_session_keylog_set(&client.session, note_master, NX_NULL), NX_SUCCESS);
    pair_connect(&client, &server);
    const struct nxs_engine *engine = &client.session.nx_secure_tls_private.engine;
    memcpy(ivs[0], engine->tx.half.iv, sizeof ivs[0]);
    memcpy(ivs[1], engine->rx.half.iv, sizeof ivs[1]);
    assert_true(count_busy(master, sizeof master) > 0);
    assert_false(side_holds(&client, master, sizeof master));
    assert_false(side_holds(&server, master, sizeof master));
    assert_true(side_holds(&client, ivs[0], 4) && side_holds(&server, ivs[0], 4));
    task_run(&task, end_waiting, &server);
    assert_int_equal(end_waiting(&client), NX_SUCCESS);
    assert_int_equal(task_result(&task), NX_SUCCESS);
    assert_null(engine->tx.half.cipher.method);
    assert_null(engine->rx.half.cipher.method);
    assert_int_equal(count_busy(engine->tx.half.iv, sizeof engine->tx.half.iv), 0);
    assert_int_equal(count_busy(engine->rx.half.iv, sizeof engine->rx.half.iv), 0);
    assert_true(count_busy(client.metadata + 1, client.metadata_size) <= sizeof(struct nxs_handshake_rooms));
    assert_true(count_busy(server.metadata + 1, server.metadata_size) <= sizeof(struct nxs_handshake_rooms));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_receive_delivers_all_before_the_close),
        TEST(test_data_in_front_of_the_answer_is_discarded),
        TEST(test_data_that_was_not_taken_is_discarded),
        TEST(test_peer_does_not_answer),
        TEST(test_end_without_waiting),
        TEST(test_both_end_at_once),
        TEST(test_connection_closed_without_a_word),
        TEST(test_connection_closed_while_waiting_for_the_answer),
        TEST(test_send_on_a_closed_socket),
        TEST(test_send_fails_and_receive_goes_on),
        TEST(test_no_packet_for_close_notify),
        TEST(test_end_while_another_thread_receives),
        TEST(test_end_gives_up_while_another_thread_receives),
        TEST(test_secrets_are_wiped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
