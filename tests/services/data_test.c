/* Application data both ways: sizes, packets of all shapes, pools that run out. */
#include "services/net.h"

#include <stdlib.h>

#include "tls/hello/select.h"

static struct side client, server;

enum { LARGEST = 100 * 1024 };

static UCHAR sent[LARGEST], got[LARGEST];

static int setup(void **state)
{
    (void)state;
    pair_up(&client, &server, 200);
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

struct reception {
    struct side *side;
    ULONG length;
};

static UINT receive(void *context)
{
    struct reception *reception = context;
    return side_receive(reception->side, got, reception->length);
}

/* Sends from one side while the other receives in a thread. */
static void carry(struct side *from, struct side *to, NX_PACKET_POOL *pool, ULONG length, UCHAR seed)
{
    static struct reception reception;
    struct task task;
    reception.side = to;
    reception.length = length;
    pattern(sent, length, seed);
    memset(got, 0, length);
    task_run(&task, receive, &reception);
    assert_int_equal(side_send(from, pool, sent, length), NX_SUCCESS);
    assert_int_equal(task_result(&task), NX_SUCCESS);
    assert_memory_equal(got, sent, length);
}

static void test_sizes(void **state)
{
    (void)state;
    static const ULONG sizes[] = {1,    2,    15,   16,    17,    1000,  1443,  1444,
                                  1460, 1461, 3000, 16383, 16384, 16385, 40000, LARGEST};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        carry(&client, &server, &net_pool, sizes[i], (UCHAR)i);
        carry(&server, &client, &net_pool, sizes[i], (UCHAR)(i + 100));
    }
}

/* Every fill level around the end of a packet, so that the tag lies in the packet, across its end, or in
 * another. */
static void test_renegotiation_is_refused(void **state)
{
    (void)state;
    assert_int_equal(nx_secure_tls_session_renegotiate(&client.session, NX_NO_WAIT),
                     NX_SECURE_TLS_RENEGOTIATION_FAILURE);
    carry(&client, &server, &net_pool, 100, 1);
    carry(&server, &client, &net_pool, 100, 2);
}

static void test_every_tail(void **state)
{
    (void)state;
    NX_PACKET_POOL small;
    net_pool_create(&small, 200, 64);
    for (ULONG length = 60; length < 400; length += 1) {
        carry(&client, &server, &small, length, (UCHAR)length);
    }
    net_pool_delete(&small);
}

static void test_tiny_packets(void **state)
{
    (void)state;
    NX_PACKET_POOL small;
    net_pool_create(&small, 200, 400);
    carry(&client, &server, &small, 20000, 1);
    carry(&server, &client, &small, 50000, 2);
    net_pool_delete(&small);
}

/* Packets that hold several records each. */
static void test_giant_packets(void **state)
{
    (void)state;
    NX_PACKET_POOL giant;
    net_pool_create(&giant, 60000, 12);
    carry(&client, &server, &giant, 59000, 1);
    carry(&client, &server, &giant, 60000, 2);
    carry(&server, &client, &giant, LARGEST, 3);
    net_pool_delete(&giant);
}

static void test_many_records_in_one_packet(void **state)
{
    (void)state;
    enum { RECORDS = 20, SIZE = 30 };
    for (UCHAR i = 0; i < RECORDS; i++) {
        pattern(sent + i * SIZE, SIZE, i);
        assert_int_equal(side_send(&client, &net_pool, sent + i * SIZE, SIZE), NX_SUCCESS);
    }
    assert_int_equal(side_receive(&server, got, RECORDS * SIZE), NX_SUCCESS);
    assert_memory_equal(got, sent, RECORDS * SIZE);
}

/* Data that lies alone in the packet it came in is not copied: no other packet is taken. */
static void test_delivered_in_place(void **state)
{
    (void)state;
    NX_PACKET_POOL other;
    NX_PACKET *packet;
    net_pool_create(&other, 1536, 1);
    pattern(sent, 3000, 1);
    assert_int_equal(side_send(&client, &net_pool, sent, 100), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_packet_pool_set(&server.session, &other), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_receive(&server.session, &packet, NET_WAIT), NX_SUCCESS);
    assert_ptr_equal(packet->nx_packet_pool_owner, &net_pool);
    assert_int_equal(packet->nx_packet_length, 100);
    assert_memory_equal(packet->nx_packet_prepend_ptr, sent, 100);
    assert_int_equal(nx_packet_release(packet), NX_SUCCESS);
    /* A record that straddles packets comes in packets of the session's pool. */
    assert_int_equal(side_send(&client, &net_pool, sent, 3000), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_receive(&server.session, &packet, NET_WAIT), NX_SUCCESS);
    assert_ptr_equal(packet->nx_packet_pool_owner, &other);
    ULONG part = packet->nx_packet_length;
    assert_true(part > 1400 && part < 1536);
    assert_int_equal(nx_packet_release(packet), NX_SUCCESS);
    assert_int_equal(side_receive(&server, got, 3000 - part), NX_SUCCESS);
    assert_memory_equal(got, sent + part, 3000 - part);
    net_pool_delete(&other);
    server.session.nx_secure_tls_packet_pool = NX_NULL;
}

/* What was received can be sent back, whether it came in its packet or was copied. */
static void test_received_packets_can_be_sent_back(void **state)
{
    (void)state;
    static const ULONG sizes[] = {100, 1440, 3000, 16384};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        NX_PACKET *packet;
        pattern(sent, sizes[i], (UCHAR)i);
        assert_int_equal(side_send(&client, &net_pool, sent, sizes[i]), NX_SUCCESS);
        assert_int_equal(nx_secure_tls_session_receive(&server.session, &packet, NET_WAIT), NX_SUCCESS);
        assert_int_equal(packet->nx_packet_length, sizes[i]);
        assert_int_equal(nx_secure_tls_session_send(&server.session, packet, NET_WAIT), NX_SUCCESS);
        assert_int_equal(side_receive(&client, got, sizes[i]), NX_SUCCESS);
        assert_memory_equal(got, sent, sizes[i]);
    }
}

/* ---- packets that the application made itself ------------------------------------------------------- */

static NX_PACKET *packet_with(ULONG type, ULONG length)
{
    NX_PACKET *packet;
    assert_int_equal(nx_packet_allocate(&net_pool, &packet, type, NX_NO_WAIT), NX_SUCCESS);
    assert_int_equal(nx_packet_data_append(packet, sent, length, &net_pool, NX_NO_WAIT), NX_SUCCESS);
    return packet;
}

static void test_packet_without_room_in_front(void **state)
{
    (void)state;
    NX_PACKET *packet = packet_with(NX_RECEIVE_PACKET, 50);
    assert_int_equal(nx_secure_tls_session_send(&client.session, packet, NET_WAIT),
                     NX_SECURE_TLS_INVALID_PACKET);
    assert_int_equal(packet->nx_packet_length, 50);
    assert_memory_equal(packet->nx_packet_prepend_ptr, sent, 50);
    assert_int_equal(nx_packet_release(packet), NX_SUCCESS);
    carry(&client, &server, &net_pool, 50, 1);
}

static void test_packet_with_just_enough_room_in_front(void **state)
{
    (void)state;
    pattern(sent, 50, 9);
    NX_PACKET *packet = packet_with(NX_TCP_PACKET, 50);
    assert_int_equal(nx_secure_tls_session_send(&client.session, packet, NET_WAIT), NX_SUCCESS);
    assert_int_equal(side_receive(&server, got, 50), NX_SUCCESS);
    assert_memory_equal(got, sent, 50);
    /* One byte less than header and nonce of this connection need. */
    packet = packet_with(NX_RECEIVE_PACKET, 50);
    assert_int_equal(nx_packet_release(packet), NX_SUCCESS);
    assert_int_equal(nx_packet_allocate(&net_pool, &packet, NX_IPv4_TCP_PACKET, NX_NO_WAIT), NX_SUCCESS);
    packet->nx_packet_prepend_ptr += 12;
    packet->nx_packet_append_ptr += 12;
    assert_int_equal(nx_packet_data_append(packet, sent, 50, &net_pool, NX_NO_WAIT), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_send(&client.session, packet, NET_WAIT),
                     NX_SECURE_TLS_INVALID_PACKET);
    assert_int_equal(nx_packet_release(packet), NX_SUCCESS);
}

static void test_chain_with_empty_packets(void **state)
{
    (void)state;
    NX_PACKET *packet, *more[3];
    pattern(sent, 60, 5);
    assert_int_equal(nx_secure_tls_packet_allocate(&client.session, &net_pool, &packet, NX_NO_WAIT),
                     NX_SUCCESS);
    NX_PACKET *last = packet;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(nx_packet_allocate(&net_pool, &more[i], NX_RECEIVE_PACKET, NX_NO_WAIT), NX_SUCCESS);
        last->nx_packet_next = more[i];
        last = more[i];
    }
    /* Empty, empty, full, empty. */
    memcpy(more[1]->nx_packet_append_ptr, sent, 60);
    more[1]->nx_packet_append_ptr += 60;
    packet->nx_packet_last = last;
    packet->nx_packet_length = 60;
    assert_int_equal(nx_secure_tls_session_send(&client.session, packet, NET_WAIT), NX_SUCCESS);
    assert_int_equal(side_receive(&server, got, 60), NX_SUCCESS);
    assert_memory_equal(got, sent, 60);
}

/* ---- packet_allocate -------------------------------------------------------------------------------- */

static void test_packet_allocate(void **state)
{
    (void)state;
    NX_PACKET *packet;
    assert_int_equal(nx_secure_tls_packet_allocate(&client.session, &net_pool, &packet, NX_NO_WAIT),
                     NX_SUCCESS);
    assert_int_equal(packet->nx_packet_length, 0);
    assert_ptr_equal(packet->nx_packet_prepend_ptr, packet->nx_packet_append_ptr);
    /* Link, IPv4 and TCP headers, record header, explicit nonce. */
    assert_int_equal(packet->nx_packet_prepend_ptr - packet->nx_packet_data_start, 56 + 5 + 8);
    assert_int_equal(nx_packet_release(packet), NX_SUCCESS);
}

static void test_packet_allocate_from_an_empty_pool(void **state)
{
    (void)state;
    NX_PACKET_POOL small;
    NX_PACKET *packets[2];
    net_pool_create(&small, 200, 1);
    assert_int_equal(nx_secure_tls_packet_allocate(&client.session, &small, &packets[0], NX_NO_WAIT),
                     NX_SUCCESS);
    assert_int_equal(nx_secure_tls_packet_allocate(&client.session, &small, &packets[1], NX_NO_WAIT),
                     NX_SECURE_TLS_ALLOCATE_PACKET_FAILED);
    assert_int_equal(nx_packet_release(packets[0]), NX_SUCCESS);
    net_pool_delete(&small);
}

static void test_packet_allocate_from_a_pool_of_tiny_packets(void **state)
{
    (void)state;
    NX_PACKET_POOL small;
    NX_PACKET *packet;
    net_pool_create(&small, 64, 1);
    assert_int_equal(nx_secure_tls_packet_allocate(&client.session, &small, &packet, NX_NO_WAIT),
                     NX_SECURE_TLS_ALLOCATE_PACKET_FAILED);
    net_pool_delete(&small);
}

/* ---- pools that run out ----------------------------------------------------------------------------- */

/* No packet for the tag: nothing was sealed, and the same packet goes when there is one. */
static void test_no_packet_for_the_tag(void **state)
{
    (void)state;
    NX_PACKET_POOL small;
    NX_PACKET *packet, *held;
    net_pool_create(&small, 200, 2);
    assert_int_equal(nx_secure_tls_packet_allocate(&client.session, &small, &packet, NX_NO_WAIT), NX_SUCCESS);
    ULONG length = (ULONG)(packet->nx_packet_data_end - packet->nx_packet_append_ptr);
    pattern(sent, length, 3);
    assert_int_equal(nx_packet_data_append(packet, sent, length, &small, NX_NO_WAIT), NX_SUCCESS);
    assert_int_equal(nx_packet_allocate(&small, &held, NX_RECEIVE_PACKET, NX_NO_WAIT), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_send(&client.session, packet, NX_NO_WAIT), NX_NO_PACKET);
    assert_int_equal(packet->nx_packet_length, length);
    assert_memory_equal(packet->nx_packet_prepend_ptr, sent, length);
    assert_int_equal(nx_packet_release(held), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_send(&client.session, packet, NX_NO_WAIT), NX_SUCCESS);
    assert_int_equal(side_receive(&server, got, length), NX_SUCCESS);
    assert_memory_equal(got, sent, length);
    net_pool_delete(&small);
}

/* No packet to deliver in: the data waits for the next call, and comes in parts when packets are few. */
static void test_no_packet_to_deliver_in(void **state)
{
    (void)state;
    NX_PACKET_POOL small;
    NX_PACKET *held, *packet;
    net_pool_create(&small, 1024, 2);
    pattern(sent, 10000, 4);
    assert_int_equal(side_send(&client, &net_pool, sent, 10000), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_packet_pool_set(&server.session, &small), NX_SUCCESS);
    assert_int_equal(nx_packet_allocate(&small, &packet, NX_RECEIVE_PACKET, NX_NO_WAIT), NX_SUCCESS);
    assert_int_equal(nx_packet_allocate(&small, &held, NX_RECEIVE_PACKET, NX_NO_WAIT), NX_SUCCESS);
    NX_PACKET *none = packet;
    assert_int_equal(nx_secure_tls_session_receive(&server.session, &none, 10), NX_NO_PACKET);
    assert_null(none);
    assert_int_equal(nx_packet_release(packet), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_receive(&server.session, &packet, 10), NX_SUCCESS);
    ULONG part = packet->nx_packet_length;
    assert_true(part > 850 && part <= 1024);
    assert_memory_equal(packet->nx_packet_prepend_ptr, sent, part);
    assert_int_equal(nx_packet_release(packet), NX_SUCCESS);
    assert_int_equal(nx_packet_release(held), NX_SUCCESS);
    assert_int_equal(side_receive(&server, got, 10000 - part), NX_SUCCESS);
    assert_memory_equal(got, sent + part, 10000 - part);
    server.session.nx_secure_tls_packet_pool = NX_NULL;
    net_pool_delete(&small);
}

/* ---- waiting ---------------------------------------------------------------------------------------- */

static void test_nothing_there(void **state)
{
    (void)state;
    NX_PACKET *packet = (NX_PACKET *)&client;
    assert_int_equal(nx_secure_tls_session_receive(&client.session, &packet, NX_NO_WAIT), NX_NO_PACKET);
    assert_null(packet);
    packet = (NX_PACKET *)&client;
    assert_int_equal(nx_secure_tls_session_receive(&client.session, &packet, 2), NX_NO_PACKET);
    assert_null(packet);
    carry(&server, &client, &net_pool, 10, 1);
}

/* ---- every suite ------------------------------------------------------------------------------------ */

/* Chains of many packets in each suite that there is: not every cipher takes a record in parts. */
static void carry_with(NX_SECURE_TLS_CIPHERSUITE_INFO *row, const struct nxs_suite *suite)
{
    enum key_kind kind = suite->auth == NXS_AUTH_RSA ? KEY_RSA : KEY_EC;
    UCHAR key[] = {1, 2, 3}, name[] = {'m', 'e'};
    NX_SECURE_TLS_CRYPTO table = nx_crypto_tls_ciphers;
    NX_PACKET_POOL small;
    table.nx_secure_tls_ciphersuite_lookup_table = row;
    table.nx_secure_tls_ciphersuite_lookup_table_size = 1;
    side_table = &table;
    side_client(&client, "ca", kind);
    side_server(&server, "ca", "one.example", kind);
    if (suite->auth == NXS_AUTH_PSK) {
        assert_int_equal(
            nx_secure_tls_client_psk_set(&client.session, key, sizeof key, name, sizeof name, NX_NULL, 0),
            NX_SUCCESS);
        assert_int_equal(
            nx_secure_tls_psk_add(&server.session, key, sizeof key, name, sizeof name, NX_NULL, 0),
            NX_SUCCESS);
    }
    net_pool_create(&small, 200, 400);
    pair_connect(&client, &server);
    assert_int_equal(client.session.nx_secure_tls_session_ciphersuite->nx_secure_tls_ciphersuite,
                     row->nx_secure_tls_ciphersuite);
    carry(&client, &server, &net_pool, 50000, 1);
    carry(&server, &client, &net_pool, 16384, 2);
    carry(&client, &server, &small, 20000, 3);
    carry(&server, &client, &small, 777, 4);
    pair_end(&client, &server);
    side_delete(&client);
    side_delete(&server);
    net_pool_delete(&small);
    side_table = &nx_crypto_tls_ciphers;
}

static void test_every_suite(void **state)
{
    (void)state;
    NX_SECURE_TLS_CIPHERSUITE_INFO *rows = nx_crypto_tls_ciphers.nx_secure_tls_ciphersuite_lookup_table;
    UINT count = 0;
    for (UINT i = 0; i < nx_crypto_tls_ciphers.nx_secure_tls_ciphersuite_lookup_table_size; i++) {
        const struct nxs_suite *suite = nxs_suite_find(rows[i].nx_secure_tls_ciphersuite);
        if (nxs_suite_usable(suite, NX_SECURE_TLS_VERSION_TLS_1_2, NX_SECURE_TLS_VERSION_TLS_1_2)) {
            carry_with(&rows[i], suite);
            count++;
        }
    }
    assert_int_equal(count, 24);
}

static void test_ipv6(void **state)
{
    (void)state;
    NX_PACKET *packet;
    if (!net_up6(1536, 64)) {
        skip();
    }
    side_client(&client, "ca", KEY_EC);
    side_server(&server, "ca", "one.example", KEY_EC);
    pair_connect(&client, &server);
    assert_int_equal(nx_secure_tls_packet_allocate(&client.session, &net_pool, &packet, NX_NO_WAIT),
                     NX_SUCCESS);
    assert_int_equal(packet->nx_packet_prepend_ptr - packet->nx_packet_data_start,
                     NX_IPv6_TCP_PACKET + 5 + 8);
    assert_int_equal(nx_packet_release(packet), NX_SUCCESS);
    /* Room for IPv4 is not enough. */
    assert_int_equal(nx_packet_allocate(&net_pool, &packet, NX_IPv4_TCP_PACKET + 16, NX_NO_WAIT), NX_SUCCESS);
    assert_int_equal(nx_packet_data_append(packet, sent, 50, &net_pool, NX_NO_WAIT), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_send(&client.session, packet, NET_WAIT),
                     NX_SECURE_TLS_INVALID_PACKET);
    assert_int_equal(nx_packet_release(packet), NX_SUCCESS);
    carry(&client, &server, &net_pool, 20000, 1);
    carry(&server, &client, &net_pool, 20000, 2);
    teardown(state);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_sizes),
        TEST(test_renegotiation_is_refused),
        TEST(test_every_tail),
        TEST(test_tiny_packets),
        TEST(test_giant_packets),
        TEST(test_many_records_in_one_packet),
        TEST(test_delivered_in_place),
        TEST(test_received_packets_can_be_sent_back),
        TEST(test_packet_without_room_in_front),
        TEST(test_packet_with_just_enough_room_in_front),
        TEST(test_chain_with_empty_packets),
        TEST(test_packet_allocate),
        TEST(test_packet_allocate_from_an_empty_pool),
        TEST(test_packet_allocate_from_a_pool_of_tiny_packets),
        TEST(test_no_packet_for_the_tag),
        TEST(test_no_packet_to_deliver_in),
        TEST(test_nothing_there),
        cmocka_unit_test_setup_teardown(test_every_suite, net_setup, net_teardown),
        cmocka_unit_test(test_ipv6),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
