#include "tcp_test.h"

#include "fault.h"

#ifdef NXS_FAULT_INJECTION

enum {
    MESSAGE = 3000,
};

static void fill(UCHAR *bytes)
{
    for (size_t i = 0; i < MESSAGE; i++) {
        bytes[i] = (UCHAR)(i * 31 + i / 251);
    }
}

/* One exchange on a connection that stands; says where it failed. Nothing stays with the caller. */
static UINT exchange(void)
{
    UCHAR sent[MESSAGE];
    UCHAR got[MESSAGE];
    fill(sent);
    NX_PACKET *packet;
    UINT status = nx_packet_allocate(&pool, &packet, NX_TCP_PACKET, SECOND);
    if (status != NX_SUCCESS) {
        return status;
    }
    status = nx_packet_data_append(packet, sent, MESSAGE, &pool, SECOND);
    if (status == NX_SUCCESS) {
        status = nx_tcp_socket_send(&client, packet, SECOND);
    }
    if (status != NX_SUCCESS) {
        assert_ok(nx_packet_release(packet));
        return status;
    }
    for (size_t have = 0; have < MESSAGE;) {
        ULONG copied;
        status = nx_tcp_socket_receive(&server, &packet, SECOND);
        if (status != NX_SUCCESS) {
            assert_null(packet);
            return status;
        }
        assert_ok(nx_packet_data_retrieve(packet, got + have, &copied));
        assert_ok(nx_packet_release(packet));
        have += copied;
    }
    assert_memory_equal(sent, got, MESSAGE);
    return NX_SUCCESS;
}

/* Runs the exchange with every single operation of a kind failing once. @return how many there were */
static unsigned fail_each(enum nxs_fault kind, UINT expected)
{
    unsigned nth = 1;
    for (;; nth++) {
        connect_both(&loopback_v4);
        nxs_fault_set(kind, nth);
        UINT status = exchange();
        bool happened = nxs_fault_count(kind) >= nth;
        nxs_fault_clear();
        assert_int_equal(status, happened ? expected : NX_SUCCESS);
        end_both();
        assert_int_equal(packets_free(), PACKETS);
        if (!happened) {
            return nth - 1;
        }
    }
}

static void every_packet_may_be_missing(void **state)
{
    (void)state;
    assert_true(fail_each(NXS_FAULT_PACKET, NX_NO_PACKET) >= 3);
}

static void every_read_may_fail(void **state)
{
    (void)state;
    assert_true(fail_each(NXS_FAULT_READ, NX_NOT_CONNECTED) >= 1);
}

static void every_write_may_fail(void **state)
{
    (void)state;
    assert_int_equal(fail_each(NXS_FAULT_WRITE, NX_NOT_CONNECTED), 1);
}

static void bytes_may_come_one_by_one(void **state)
{
    (void)state;
    connect_both(&loopback_v4);
    for (size_t bytes = 1; bytes < 600; bytes += 199) {
        nxs_fault_trickle(bytes);
        assert_ok(exchange());
    }
    nxs_fault_clear();
    assert_ok(nx_tcp_socket_disconnect(&server, NX_NO_WAIT));
    end_both();
}

static void opening_may_fail(void **state)
{
    (void)state;
    nxs_fault_set(NXS_FAULT_OPEN, 1);
    assert_int_equal(nx_tcp_server_socket_listen(&ip, port, &server, 5, NX_NULL), NX_MAX_LISTEN);
    nxs_fault_set(NXS_FAULT_OPEN, 1);
    assert_int_equal(nx_tcp_client_socket_bind(&client, NX_ANY_PORT, NX_NO_WAIT), NX_NO_FREE_PORTS);
    listen_on_port();
    connect_client(&loopback_v4);
    nxs_fault_set(NXS_FAULT_OPEN, 1);
    assert_int_equal(nx_tcp_server_socket_accept(&server, NX_NO_WAIT), NX_NO_MORE_ENTRIES);
    nxs_fault_set(NXS_FAULT_OPEN, 1);
    assert_ok(nx_tcp_server_socket_accept(&server, SECOND));
    nxs_fault_clear();
    assert_ok(exchange());
    end_both();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        tcp_test(every_packet_may_be_missing), tcp_test(every_read_may_fail), tcp_test(every_write_may_fail),
        tcp_test(bytes_may_come_one_by_one),   tcp_test(opening_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

int main(void)
{
    puts("skipped: this build has no fault injection (NXS_FAULT_INJECTION)");
    return 77;
}

#endif
