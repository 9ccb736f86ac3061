/* Every packet, every read, every write and every operation of a crypto method fails once, in a handshake and
 * the exchange behind it: no packet is lost, nothing is taken for what it is not, and the same two sessions
 * go on to the next attempt. Nobody waits here, so that one thread plays both sides and the order is always
 * the same. */
#include "services/net.h"

#include "crypto/crypto.h"
#include "fault.h"

#ifdef NXS_FAULT_INJECTION

enum { LENGTH = 3000, TURNS = 3000 };

static struct side client, server;

/* Both show certificates, so that both sign and verify. */
static int setup(void **state)
{
    (void)state;
    const struct identity *identity = identity_of("ca", "client.example", KEY_EC);
    pair_up(&client, &server, 64);
    assert_int_equal(nx_secure_x509_certificate_initialize(
                         &client.certificates[0], identity->certificate, identity->certificate_length,
                         NX_NULL, 0, identity->key, identity->key_length, identity->key_type),
                     NX_SUCCESS);
    assert_int_equal(nx_secure_tls_local_certificate_add(&client.session, &client.certificates[0]),
                     NX_SUCCESS);
    assert_int_equal(nx_secure_tls_trusted_certificate_add(&server.session, &client.authority), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_client_verify_enable(&server.session), NX_SUCCESS);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    nxs_fault_clear();
    nxs_crypto_fault_set(0);
    pair_down(&client, &server);
    return 0;
}

/* ---- one conversation ------------------------------------------------------------------------------- */

/* What only says: not now. */
static bool is_passing(UINT status)
{
    return status == NX_CONTINUE || status == NX_NO_PACKET || status == NX_SECURE_TLS_ALLOCATE_PACKET_FAILED;
}

static void give_way(int turn)
{
    if (turn > 10) {
        net_pause(1);
    }
}

static UINT start(struct side *side)
{
    return nx_secure_tls_session_start(&side->session, &side->socket, NX_NO_WAIT);
}

static UINT go_on(struct side *side, UINT status)
{
    return is_passing(status) ? _nx_secure_tls_handshake_process(&side->session, NX_NO_WAIT) : status;
}

static bool shake_hands(void)
{
    UINT at_client = start(&client);
    UINT at_server = start(&server);
    for (int turn = 0; turn < TURNS && (is_passing(at_client) || is_passing(at_server)); turn++) {
        at_client = go_on(&client, at_client);
        at_server = go_on(&server, at_server);
        if ((!is_passing(at_client) && at_client != NX_SUCCESS) ||
            (!is_passing(at_server) && at_server != NX_SUCCESS)) {
            return false;
        }
        give_way(turn);
    }
    return at_client == NX_SUCCESS && at_server == NX_SUCCESS;
}

/* A packet chain with data; packets that are refused once are there the next time. */
static NX_PACKET *packet_of(struct side *side, UCHAR *data, ULONG length)
{
    NX_PACKET *packet = NX_NULL;
    UINT status = NX_NO_PACKET;
    for (int turn = 0; turn < 3 && status != NX_SUCCESS; turn++) {
        status = nx_secure_tls_packet_allocate(&side->session, &net_pool, &packet, NX_NO_WAIT);
    }
    assert_int_equal(status, NX_SUCCESS);
    status = NX_NO_PACKET;
    for (int turn = 0; turn < 3 && status != NX_SUCCESS; turn++) {
        status = nx_packet_data_append(packet, data, length, &net_pool, NX_NO_WAIT);
    }
    assert_int_equal(status, NX_SUCCESS);
    return packet;
}

static bool has_failed(struct side *side)
{
    const CHAR *words = NULL;
    assert_int_equal(nxs_tls_session_failure_get(&side->session, &words), NX_SUCCESS);
    return strcmp(words, "success") != 0;
}

static bool send_all(struct side *side, NX_PACKET *packet)
{
    UINT status = NX_NO_PACKET;
    for (int turn = 0; turn < 3 && status == NX_NO_PACKET; turn++) {
        status = nx_secure_tls_session_send(&side->session, packet, NX_NO_WAIT);
    }
    if (status != NX_SUCCESS) {
        assert_int_not_equal(status, NX_NO_PACKET);
        assert_int_equal(nx_packet_release(packet), NX_SUCCESS);
        assert_true(has_failed(side));
    }
    return status == NX_SUCCESS;
}

static bool receive_all(struct side *side, UCHAR *data, ULONG length)
{
    ULONG got = 0;
    for (int turn = 0; got < length; turn++) {
        NX_PACKET *packet = NX_NULL;
        ULONG copied;
        UINT status = nx_secure_tls_session_receive(&side->session, &packet, NX_NO_WAIT);
        if (status == NX_NO_PACKET && turn < TURNS) {
            assert_null(packet);
            give_way(turn);
            continue;
        }
        if (status != NX_SUCCESS) {
            assert_int_not_equal(status, NX_NO_PACKET);
            assert_null(packet);
            assert_true(has_failed(side));
            return false;
        }
        assert_true(packet->nx_packet_length > 0 && packet->nx_packet_length <= length - got);
        assert_int_equal(nx_packet_data_retrieve(packet, data + got, &copied), NX_SUCCESS);
        assert_int_equal(nx_packet_release(packet), NX_SUCCESS);
        got += copied;
    }
    return true;
}

static bool carry(struct side *from, struct side *to, UCHAR seed)
{
    static UCHAR sent[LENGTH], got[LENGTH];
    pattern(sent, sizeof sent, seed);
    memset(got, 0, sizeof got);
    if (!send_all(from, packet_of(from, sent, sizeof sent)) || !receive_all(to, got, sizeof got)) {
        return false;
    }
    assert_memory_equal(got, sent, sizeof got);
    return true;
}

/* The client says goodbye, the server hears it and answers. */
static bool part(void)
{
    UCHAR byte;
    UINT status = nx_secure_tls_session_end(&client.session, NX_NO_WAIT);
    if (status != NX_SECURE_TLS_NO_CLOSE_RESPONSE || has_failed(&client) || receive_all(&server, &byte, 1)) {
        return false;
    }
    return server.session.nx_secure_tls_received_alert_level == NX_SECURE_TLS_ALERT_LEVEL_WARNING &&
           nx_secure_tls_session_end(&server.session, NX_NO_WAIT) == NX_SUCCESS;
}

static void assert_idle(struct side *side)
{
    assert_null(side->session.nx_secure_tls_tcp_socket);
    assert_int_equal(side->session.nx_secure_tls_local_session_active, 0);
    assert_null(side->session.nx_secure_tls_private.engine.tx.half.cipher.method);
    assert_null(side->session.nx_secure_tls_private.engine.rx.half.cipher.method);
}

/* How far a conversation came. */
enum stage { NOTHING, CONNECTED, TALKED, PARTED };

static enum stage converse(void)
{
    if (!shake_hands()) {
        return NOTHING;
    }
    if (!carry(&client, &server, 1) || !carry(&server, &client, 2)) {
        return CONNECTED;
    }
    return part() ? PARTED : TALKED;
}

/* What has come to an end, well or not, leaves nothing behind. */
static void clean_up(void)
{
    nxs_fault_clear();
    nxs_crypto_fault_set(0);
    (void)nx_secure_tls_session_end(&client.session, NX_NO_WAIT);
    (void)nx_secure_tls_session_end(&server.session, NX_NO_WAIT);
    net_disconnect(&client.socket, &server.socket);
    assert_idle(&client);
    assert_idle(&server);
    assert_int_equal(net_pool.nx_packet_pool_available, net_pool.nx_packet_pool_total);
}

/* ---- every operation -------------------------------------------------------------------------------- */

/* Conversations in which the n-th operation of the platform fails, for all n. @return how many there are */
static unsigned fail_each(enum nxs_fault kind, unsigned ends[])
{
    unsigned n = 0;
    for (bool came = true; came;) {
        net_connect(&client.socket, &server.socket);
        nxs_fault_set(kind, ++n);
        enum stage stage = converse();
        came = nxs_fault_count(kind) >= n;
        assert_true(came || stage == PARTED);
        ends[stage]++;
        clean_up();
    }
    print_message("%u operations; ends: %u %u %u %u\n", n - 1, ends[NOTHING], ends[CONNECTED], ends[TALKED],
                  ends[PARTED]);
    return n - 1;
}

/* A packet that is not there now delays, and nothing else; only a goodbye cannot be repeated. */
static void test_every_packet_fails_once(void **state)
{
    (void)state;
    unsigned ends[4] = {0};
    assert_true(fail_each(NXS_FAULT_PACKET, ends) > 20);
    assert_int_equal(ends[NOTHING] + ends[CONNECTED], 0);
    assert_true(ends[TALKED] <= 2);
}

static void test_every_read_fails_once(void **state)
{
    (void)state;
    unsigned ends[4] = {0};
    assert_true(fail_each(NXS_FAULT_READ, ends) > 6);
    assert_true(ends[NOTHING] > 0 && ends[CONNECTED] > 0 && ends[TALKED] > 0);
}

static void test_every_write_fails_once(void **state)
{
    (void)state;
    unsigned ends[4] = {0};
    assert_true(fail_each(NXS_FAULT_WRITE, ends) >= 7);
    assert_true(ends[NOTHING] > 0 && ends[CONNECTED] > 0 && ends[TALKED] > 0);
}

static void test_every_crypto_operation_fails_once(void **state)
{
    (void)state;
    unsigned ends[4] = {0};
    uint32_t n = 0;
    while (ends[PARTED] == 0) {
        net_connect(&client.socket, &server.socket);
        nxs_crypto_fault_set(++n);
        ends[converse()]++;
        clean_up();
    }
    print_message("%u operations; ends: %u %u %u\n", n - 1, ends[NOTHING], ends[CONNECTED], ends[TALKED]);
    assert_true(ends[NOTHING] > 60 && ends[CONNECTED] > 10 && ends[TALKED] > 2);
}

/* ---- bytes ------------------------------------------------------------------------------------------ */

/* Every read and write carries a few bytes only: records come in packets of that size. */
static void test_trickle(void **state)
{
    (void)state;
    static const size_t sizes[] = {1, 2, 5, 100};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        net_connect(&client.socket, &server.socket);
        nxs_fault_trickle(sizes[i]);
        assert_int_equal(converse(), PARTED);
        clean_up();
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_every_packet_fails_once),
        TEST(test_every_read_fails_once),
        TEST(test_every_write_fails_once),
        TEST(test_every_crypto_operation_fails_once),
        TEST(test_trickle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

int main(void)
{
    print_message("skipped: this build has no NXS_FAULT_INJECTION\n");
    return 77;
}

#endif
