/* Several threads on one session: one receives while another sends, several send, nobody keeps another from
 * working. */
#include "services/net.h"

#include <stdlib.h>
#include <unistd.h>

static struct side client, server;

static int setup(void **state)
{
    (void)state;
    pair_up(&client, &server, 400);
    pair_connect(&client, &server);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    pair_end(&client, &server);
    pair_down(&client, &server);
    return 0;
}

/* ---- both directions at once ------------------------------------------------------------------------ */

enum { ROUNDS = 200, LARGEST = 5000 };

struct stream {
    struct side *side;
    UCHAR seed;
    UCHAR data[LARGEST];
};

static ULONG length_of(UCHAR seed, int round)
{
    return 1 + ((ULONG)round * 997u + seed) % LARGEST;
}

static UINT send_stream(void *context)
{
    struct stream *stream = context;
    UINT status = NX_SUCCESS;
    for (int round = 0; round < ROUNDS && status == NX_SUCCESS; round++) {
        ULONG length = length_of(stream->seed, round);
        NX_PACKET *packet;
        pattern(stream->data, length, (UCHAR)(stream->seed + round));
        status = nx_secure_tls_packet_allocate(&stream->side->session, &net_pool, &packet, NET_WAIT);
        if (status == NX_SUCCESS) {
            status = nx_packet_data_append(packet, stream->data, length, &net_pool, NET_WAIT);
        }
        if (status == NX_SUCCESS) {
            status = nx_secure_tls_session_send(&stream->side->session, packet, NET_WAIT);
        }
    }
    return status;
}

static UINT receive_stream(void *context)
{
    struct stream *stream = context;
    UCHAR *wanted = malloc(LARGEST);
    UINT status = NX_SUCCESS;
    for (int round = 0; round < ROUNDS && status == NX_SUCCESS; round++) {
        ULONG length = length_of(stream->seed, round);
        ULONG got = 0;
        pattern(wanted, length, (UCHAR)(stream->seed + round));
        while (got < length && status == NX_SUCCESS) {
            NX_PACKET *packet;
            ULONG copied;
            status = nx_secure_tls_session_receive(&stream->side->session, &packet, NET_WAIT);
            if (status == NX_SUCCESS) {
                if (packet->nx_packet_length > length - got) {
                    status = NX_OVERFLOW;
                } else {
                    nx_packet_data_retrieve(packet, stream->data + got, &copied);
                    got += copied;
                }
                nx_packet_release(packet);
            }
        }
        if (status == NX_SUCCESS && memcmp(stream->data, wanted, length) != 0) {
            status = NX_NOT_SUCCESSFUL;
        }
    }
    free(wanted);
    return status;
}

static void test_both_directions(void **state)
{
    (void)state;
    static struct stream streams[4];
    struct task tasks[4];
    struct side *sides[4] = {&client, &server, &server, &client};
    for (int i = 0; i < 4; i++) {
        streams[i].side = sides[i];
        streams[i].seed = i % 2 == 0 ? 10 : 60;
    }
    /* 0: client sends, 2: server receives it; 1: server sends, 3: client receives it. */
    streams[2].seed = streams[0].seed;
    streams[3].seed = streams[1].seed;
    task_run(&tasks[2], receive_stream, &streams[2]);
    task_run(&tasks[3], receive_stream, &streams[3]);
    task_run(&tasks[0], send_stream, &streams[0]);
    task_run(&tasks[1], send_stream, &streams[1]);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(task_result(&tasks[i]), NX_SUCCESS);
    }
}

/* ---- several senders -------------------------------------------------------------------------------- */

enum { SENDERS = 4, MESSAGES = 50, SIZE = 100 };

static UINT send_messages(void *context)
{
    UCHAR message[SIZE];
    memset(message, *(const UCHAR *)context, sizeof message);
    UINT status = NX_SUCCESS;
    for (int i = 0; i < MESSAGES && status == NX_SUCCESS; i++) {
        NX_PACKET *packet;
        status = nx_secure_tls_packet_allocate(&client.session, &net_pool, &packet, NET_WAIT);
        if (status == NX_SUCCESS) {
            nx_packet_data_append(packet, message, SIZE, &net_pool, NET_WAIT);
            status = nx_secure_tls_session_send(&client.session, packet, NX_NO_WAIT);
        }
    }
    return status;
}

static void test_several_senders(void **state)
{
    (void)state;
    static const UCHAR names[SENDERS] = {'a', 'b', 'c', 'd'};
    struct task tasks[SENDERS];
    int counts[SENDERS] = {0};
    for (int i = 0; i < SENDERS; i++) {
        union {
            const void *in;
            void *out;
        } cast = {&names[i]};
        task_run(&tasks[i], send_messages, cast.out);
    }
    for (int i = 0; i < SENDERS * MESSAGES; i++) {
        UCHAR message[SIZE];
        assert_int_equal(side_receive(&server, message, SIZE), NX_SUCCESS);
        for (int j = 1; j < SIZE; j++) {
            assert_int_equal(message[j], message[0]);
        }
        counts[message[0] - 'a']++;
    }
    for (int i = 0; i < SENDERS; i++) {
        assert_int_equal(task_result(&tasks[i]), NX_SUCCESS);
        assert_int_equal(counts[i], MESSAGES);
    }
}

/* ---- waiting ---------------------------------------------------------------------------------------- */

static UINT receive_one(void *context)
{
    struct side *side = context;
    NX_PACKET *packet;
    UINT status = nx_secure_tls_session_receive(&side->session, &packet, NET_WAIT);
    if (status == NX_SUCCESS) {
        nx_packet_release(packet);
    }
    return status;
}

static void test_waiting_receiver_does_not_block_a_sender(void **state)
{
    (void)state;
    struct task task;
    UCHAR in[1];
    task_run(&task, receive_one, &client);
    side_await_reader(&client);
    assert_int_equal(side_send(&client, &net_pool, "x", 1), NX_SUCCESS);
    assert_int_equal(side_receive(&server, in, 1), NX_SUCCESS);
    assert_int_equal(side_send(&server, &net_pool, "y", 1), NX_SUCCESS);
    assert_int_equal(task_result(&task), NX_SUCCESS);
}

static void test_two_receivers_share(void **state)
{
    (void)state;
    struct task tasks[2];
    task_run(&tasks[0], receive_one, &server);
    task_run(&tasks[1], receive_one, &server);
    net_pause(20);
    assert_int_equal(side_send(&client, &net_pool, "x", 1), NX_SUCCESS);
    assert_int_equal(side_send(&client, &net_pool, "y", 1), NX_SUCCESS);
    assert_int_equal(task_result(&tasks[0]), NX_SUCCESS);
    assert_int_equal(task_result(&tasks[1]), NX_SUCCESS);
}

/* ---- ending under load ------------------------------------------------------------------------------ */

static UINT send_until_it_fails(void *context)
{
    struct side *side = context;
    static UCHAR data[3000];
    UINT status = NX_SUCCESS;
    while (status == NX_SUCCESS) {
        NX_PACKET *packet;
        status = nx_secure_tls_packet_allocate(&side->session, &net_pool, &packet, NET_WAIT);
        if (status == NX_SUCCESS) {
            nx_packet_data_append(packet, data, sizeof data, &net_pool, NET_WAIT);
            status = nx_secure_tls_session_send(&side->session, packet, NET_WAIT);
            if (status != NX_SUCCESS) {
                nx_packet_release(packet);
            }
        }
    }
    return status;
}

static UINT receive_until_it_fails(void *context)
{
    struct side *side = context;
    UINT status = NX_SUCCESS;
    while (status == NX_SUCCESS) {
        NX_PACKET *packet;
        status = nx_secure_tls_session_receive(&side->session, &packet, NET_WAIT);
        if (status == NX_SUCCESS) {
            nx_packet_release(packet);
        }
    }
    return status;
}

static bool is_an_end(UINT status)
{
    return status == NX_NOT_CONNECTED || status == NX_SECURE_TLS_ALERT_RECEIVED ||
           status == NX_SECURE_TLS_SESSION_UNINITIALIZED || status == NX_SECURE_TLS_TCP_SEND_FAILED;
}

static void end_client(int round)
{
    switch (round % 3) {
    case 0:
        nx_secure_tls_session_end(&client.session, NET_WAIT);
        break;
    case 1:
        nx_secure_tls_session_end(&client.session, NX_NO_WAIT);
        break;
    default:
        nx_secure_tls_session_reset(&client.session);
        break;
    }
}

/* One thread ends or resets the session while two others are busy with it: they come back, and it works
 * again. */
static void test_end_under_load(void **state)
{
    (void)state;
    for (int round = 0; round < 12; round++) {
        struct task tasks[4];
        UINT ends[4];
        task_run(&tasks[0], send_until_it_fails, &client);
        task_run(&tasks[1], receive_until_it_fails, &client);
        task_run(&tasks[2], send_until_it_fails, &server);
        task_run(&tasks[3], receive_until_it_fails, &server);
        net_pause(20);
        end_client(round);
        nx_tcp_socket_disconnect(&client.socket, NX_NO_WAIT);
        for (int i = 0; i < 4; i++) {
            ends[i] = task_result(&tasks[i]);
        }
        for (int i = 0; i < 4; i++) {
            if (!is_an_end(ends[i])) {
                fail_msg("round %d, thread %d: 0x%X", round, i, ends[i]);
            }
        }
        assert_int_equal(nx_secure_tls_session_end(&server.session, NX_WAIT_FOREVER), NX_SUCCESS);
        net_disconnect(&client.socket, &server.socket);
        pair_connect(&client, &server);
    }
}

/* ---- the next connection ---------------------------------------------------------------------------- */

struct next {
    struct side server;
    NX_TCP_SOCKET socket; /* of the client */
};

static UINT start_next(void *context)
{
    struct next *next = context;
    return nx_secure_tls_session_start(&client.session, &next->socket, NET_WAIT);
}

static UINT start_server(void *context)
{
    struct next *next = context;
    return nx_secure_tls_session_start(&next->server.session, &next->server.socket, NET_WAIT);
}

static UINT end_waiting(void *context)
{
    struct side *side = context;
    return nx_secure_tls_session_end(&side->session, NET_WAIT);
}

/* One thread waits to start a connection, another to end the one before, and mostly the first is faster: what
 * the new peer says is not taken for what was left of the old. */
static void end_and_start(void)
{
    static struct next next;
    struct task receiver, starter, other, ender;
    UCHAR in[4];
    side_server(&next.server, "ca", "one.example", KEY_EC);
    net_connect(&next.socket, &next.server.socket);
    task_run(&receiver, receive_one, &client);
    side_await_reader(&client);
    task_run(&starter, start_next, &next);
    net_pause(20);
    task_run(&ender, end_waiting, &client);
    assert_int_equal(receive_one(&server), NX_SECURE_TLS_ALERT_RECEIVED);
    task_run(&other, start_server, &next);
    assert_int_equal(task_result(&receiver), NX_SECURE_TLS_ALERT_RECEIVED);
    assert_int_equal(task_result(&starter), NX_SUCCESS);
    assert_int_equal(task_result(&other), NX_SUCCESS);
    assert_int_equal(side_send(&next.server, &net_pool, "word", 4), NX_SUCCESS);
    UINT status = task_result(&ender);
    assert_true(status == NX_SUCCESS || status == NX_SECURE_TLS_NO_CLOSE_RESPONSE);
    assert_int_equal(side_receive(&client, in, 4), NX_SUCCESS);
    assert_memory_equal(in, "word", 4);
    task_run(&ender, end_waiting, &next.server);
    assert_int_equal(end_waiting(&client), NX_SUCCESS);
    assert_int_equal(task_result(&ender), NX_SUCCESS);
    net_disconnect(&next.socket, &next.server.socket);
    side_delete(&next.server);
    assert_int_equal(nx_secure_tls_session_end(&server.session, NX_WAIT_FOREVER), NX_SUCCESS);
    net_disconnect(&client.socket, &server.socket);
    pair_connect(&client, &server);
}

static void test_end_and_the_next_connection(void **state)
{
    (void)state;
    for (int round = 0; round < 5; round++) {
        end_and_start();
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_both_directions),
        TEST(test_several_senders),
        TEST(test_waiting_receiver_does_not_block_a_sender),
        TEST(test_two_receivers_share),
        TEST(test_end_under_load),
        TEST(test_end_and_the_next_connection),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
