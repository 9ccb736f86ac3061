/* Handshakes that do not wait: start sends what it can, _nx_secure_tls_handshake_process() goes on. */
#include "services/net.h"

#include <stdlib.h>
#include <unistd.h>

static struct side client, server;

static void open_pair(void)
{
    side_client(&client, "ca", KEY_EC);
    side_server(&server, "ca", "one.example", KEY_EC);
    net_connect(&client.socket, &server.socket);
}

static void close_pair(void)
{
    net_disconnect(&client.socket, &server.socket);
    side_delete(&client);
    side_delete(&server);
}

/* Both sides take turns until both are done; each must say NX_SUCCESS exactly once. */
static void take_turns(bool server_is_done)
{
    bool client_is_done = false;
    for (int turn = 0; turn < 1000 && !(client_is_done && server_is_done); turn++) {
        if (!client_is_done) {
            UINT status = _nx_secure_tls_handshake_process(&client.session, NX_NO_WAIT);
            assert_true(status == NX_CONTINUE || status == NX_SUCCESS);
            client_is_done = status == NX_SUCCESS;
        }
        if (!server_is_done) {
            UINT status = _nx_secure_tls_handshake_process(&server.session, NX_NO_WAIT);
            assert_true(status == NX_CONTINUE || status == NX_SUCCESS);
            server_is_done = status == NX_SUCCESS;
        }
        net_pause(1);
    }
    assert_true(client_is_done && server_is_done);
    assert_int_equal(_nx_secure_tls_handshake_process(&client.session, NX_NO_WAIT),
                     NX_SECURE_TLS_INVALID_STATE);
}

static void exchange(void)
{
    UCHAR out[3000], in[3000];
    pattern(out, sizeof out, 1);
    assert_int_equal(side_send(&client, &net_pool, out, sizeof out), NX_SUCCESS);
    assert_int_equal(side_receive(&server, in, sizeof in), NX_SUCCESS);
    assert_memory_equal(in, out, sizeof in);
    assert_int_equal(side_send(&server, &net_pool, out, sizeof out), NX_SUCCESS);
    assert_int_equal(side_receive(&client, in, sizeof in), NX_SUCCESS);
    assert_memory_equal(in, out, sizeof in);
}

static void test_neither_waits(void **state)
{
    (void)state;
    open_pair();
    assert_int_equal(nx_secure_tls_session_start(&client.session, &client.socket, NX_NO_WAIT), NX_CONTINUE);
    assert_int_equal(nx_secure_tls_session_start(&server.session, &server.socket, NX_NO_WAIT), NX_CONTINUE);
    take_turns(false);
    exchange();
    assert_int_equal(nx_secure_tls_session_end(&client.session, NX_NO_WAIT), NX_SECURE_TLS_NO_CLOSE_RESPONSE);
    assert_int_equal(nx_secure_tls_session_end(&server.session, NET_WAIT), NX_SUCCESS);
    close_pair();
}

/* Nothing else works while the handshake runs, and nothing of it is lost. */
static void test_states_in_between(void **state)
{
    (void)state;
    static CHAR word[] = "word";
    NX_PACKET *packet, *none = (NX_PACKET *)&client;
    open_pair();
    assert_int_equal(nx_secure_tls_session_start(&server.session, &server.socket, NX_NO_WAIT), NX_CONTINUE);
    assert_int_equal(_nx_secure_tls_handshake_process(&server.session, NX_NO_WAIT), NX_CONTINUE);
    assert_int_equal(nx_secure_tls_session_start(&client.session, &client.socket, NX_NO_WAIT), NX_CONTINUE);
    assert_int_equal(nx_secure_tls_session_receive(&client.session, &none, NX_NO_WAIT),
                     NX_SECURE_TLS_INVALID_STATE);
    assert_null(none);
    assert_int_equal(nx_secure_tls_packet_allocate(&client.session, &net_pool, &packet, NX_NO_WAIT),
                     NX_SUCCESS);
    assert_int_equal(nx_packet_data_append(packet, word, 4, &net_pool, NX_NO_WAIT), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_send(&client.session, packet, NX_NO_WAIT),
                     NX_SECURE_TLS_INVALID_STATE);
    take_turns(false);
    /* Allocated before the keys were agreed, and good for them. */
    assert_int_equal(nx_secure_tls_session_send(&client.session, packet, NX_NO_WAIT), NX_SUCCESS);
    UCHAR in[4];
    assert_int_equal(side_receive(&server, in, 4), NX_SUCCESS);
    assert_memory_equal(in, word, 4);
    assert_int_equal(nx_secure_tls_session_end(&client.session, NX_NO_WAIT), NX_SECURE_TLS_NO_CLOSE_RESPONSE);
    assert_int_equal(nx_secure_tls_session_end(&server.session, NET_WAIT), NX_SUCCESS);
    close_pair();
}

static UINT start_waiting(void *context)
{
    struct side *side = context;
    return nx_secure_tls_session_start(&side->session, &side->socket, NET_WAIT);
}

/* A client that does not wait hears NX_CONTINUE even when the answer is there already. */
static void test_client_reads_nothing_at_start(void **state)
{
    (void)state;
    struct task task;
    open_pair();
    task_run(&task, start_waiting, &server);
    assert_int_equal(nx_secure_tls_session_start(&client.session, &client.socket, NX_NO_WAIT), NX_CONTINUE);
    take_turns(true);
    assert_int_equal(task_result(&task), NX_SUCCESS);
    exchange();
    assert_int_equal(nx_secure_tls_session_end(&client.session, NX_NO_WAIT), NX_SECURE_TLS_NO_CLOSE_RESPONSE);
    assert_int_equal(nx_secure_tls_session_end(&server.session, NET_WAIT), NX_SUCCESS);
    close_pair();
}

static void test_ended_half_way(void **state)
{
    (void)state;
    open_pair();
    assert_int_equal(nx_secure_tls_session_start(&client.session, &client.socket, NX_NO_WAIT), NX_CONTINUE);
    net_pause(20);
    assert_int_equal(nx_secure_tls_session_start(&server.session, &server.socket, NX_NO_WAIT), NX_CONTINUE);
    assert_int_equal(nx_secure_tls_session_end(&client.session, NX_WAIT_FOREVER), NX_SUCCESS);
    assert_int_equal(_nx_secure_tls_handshake_process(&client.session, NX_NO_WAIT),
                     NX_SECURE_TLS_INVALID_STATE);
    nx_tcp_socket_disconnect(&client.socket, NET_SECOND / 10);
    UINT status;
    for (int turn = 0; turn < 1000; turn++) {
        status = _nx_secure_tls_handshake_process(&server.session, NX_NO_WAIT);
        if (status != NX_CONTINUE) {
            break;
        }
        net_pause(1);
    }
    assert_int_equal(status, NX_NOT_CONNECTED);
    assert_int_equal(nx_secure_tls_session_end(&server.session, NX_WAIT_FOREVER), NX_SUCCESS);
    close_pair();
}

static ULONG refuse(NX_SECURE_TLS_SESSION *session, NX_SECURE_X509_CERT *certificate)
{
    (void)session;
    (void)certificate;
    return 0x777;
}

static void test_failure_without_waiting(void **state)
{
    (void)state;
    UINT client_status = NX_CONTINUE, server_status = NX_CONTINUE;
    open_pair();
    assert_int_equal(nx_secure_tls_session_certificate_callback_set(&client.session, refuse), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_start(&client.session, &client.socket, NX_NO_WAIT), NX_CONTINUE);
    assert_int_equal(nx_secure_tls_session_start(&server.session, &server.socket, NX_NO_WAIT), NX_CONTINUE);
    for (int turn = 0; turn < 1000 && (client_status == NX_CONTINUE || server_status == NX_CONTINUE);
         turn++) {
        if (client_status == NX_CONTINUE) {
            client_status = _nx_secure_tls_handshake_process(&client.session, NX_NO_WAIT);
        }
        if (server_status == NX_CONTINUE) {
            server_status = _nx_secure_tls_handshake_process(&server.session, NX_NO_WAIT);
        }
        net_pause(1);
    }
    assert_int_equal(client_status, 0x777);
    assert_int_equal(server_status, NX_SECURE_TLS_ALERT_RECEIVED);
    /* The same again. */
    assert_int_equal(_nx_secure_tls_handshake_process(&client.session, NX_NO_WAIT), 0x777);
    assert_int_equal(nx_secure_tls_session_end(&client.session, NX_NO_WAIT), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_end(&server.session, NX_NO_WAIT), NX_SUCCESS);
    close_pair();
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, net_setup, net_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_neither_waits),
        TEST(test_states_in_between),
        TEST(test_client_reads_nothing_at_start),
        TEST(test_ended_half_way),
        TEST(test_failure_without_waiting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
