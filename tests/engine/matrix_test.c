/* Every suite of this release with every group and every kind of key: connects, agrees on keys, carries data
 * both ways. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "support/link.h"

static const uint16_t groups[] = {29, 23, 24, 25};
enum { GROUPS = sizeof groups / sizeof groups[0] };

static bool is_rsa(enum credential_kind kind)
{
    return kind == CREDENTIAL_RSA2048 || kind == CREDENTIAL_RSAPSS;
}

static void say_both_ways(struct link *link)
{
    static const char ping[] = "a word from the client";
    static const char pong[] = "and one from the server";
    link_send(&link->client, ping, sizeof ping);
    link_send(&link->server, pong, sizeof pong);
    assert_int_equal(link->server.received.len, sizeof ping);
    assert_memory_equal(link->server.received.data, ping, sizeof ping);
    assert_int_equal(link->client.received.len, sizeof pong);
    assert_memory_equal(link->client.received.data, pong, sizeof pong);
    assert_int_equal(link->client.traced_data[1], link->server.traced_data[0]);
    assert_int_equal(link->server.traced_data[1], link->client.traced_data[0]);
    assert_true(link->client.traced_data[1] > sizeof ping && link->server.traced_data[1] > sizeof pong);
}

/* The group named may bind the certificate's curve too, so it is offered beside the curve. */
static void only_groups(NX_SECURE_TLS_ECC *ecc, uint16_t first, uint16_t second)
{
    static USHORT numbers[2];
    static const NX_CRYPTO_METHOD *curves[2];
    uint16_t wanted[2] = {first, second};
    USHORT count = second != 0 && second != first ? 2 : 1;
    for (int i = 0; i < count; i++) {
        numbers[i] = wanted[i];
        curves[i] = nxs_methods_curve(NULL, wanted[i]);
        assert_non_null(curves[i]);
    }
    ecc->nx_secure_tls_ecc_supported_groups = numbers;
    ecc->nx_secure_tls_ecc_supported_groups_count = count;
    ecc->nx_secure_tls_ecc_curves = curves;
}

static void connect_one(uint16_t suite, uint16_t group, enum credential_kind kind)
{
    struct link link;
    NX_SECURE_TLS_ECC ecc;
    link_open(&link, link_table_of_suite(suite), kind);
    only_groups(&ecc, group, credential_of(kind)->key.public.group);
    link.client.engine.config.ecc = &ecc;
    link.server.engine.config.ecc = &ecc;
    link_handshake(&link);
    link_assert_connected(&link);
    assert_int_equal(link.client.engine.agreed.suite, suite);
    assert_int_equal(link.client.engine.agreed.group, group);
    assert_true(link.client.engine.agreed.extended_master_secret);
    assert_true(link.client.engine.agreed.secure_renegotiation &&
                link.server.engine.agreed.secure_renegotiation);
    assert_int_equal(link.client.key_usage, 0x8000);
    assert_false(link_side_holds_master(&link.client));
    assert_false(link_side_holds_master(&link.server));
    say_both_ways(&link);
    nxs_engine_close(&link.client.engine);
    link_run(&link);
    link_close(&link);
}

static void every_suite_group_and_key_connects(void **state)
{
    (void)state;
    struct link_suite suite;
    unsigned connected = 0;
    for (size_t s = 0; link_suite(s, &suite); s++) {
        for (size_t g = 0; g < GROUPS; g++) {
            for (int kind = 0; kind < CREDENTIAL_KINDS; kind++) {
                if (!suite.psk && is_rsa((enum credential_kind)kind) == suite.rsa) {
                    connect_one(suite.number, groups[g], (enum credential_kind)kind);
                    connected++;
                }
            }
        }
    }
    /* GCM twice, ChaCha20 and CBC four times for both kinds of keys, CCM twice for one. */
    assert_int_equal(connected, 9 * 4 * 4 + 7 * 4 * 2);
}

static void a_key_of_the_wrong_kind_has_no_suite(void **state)
{
    (void)state;
    struct link_suite suite;
    for (size_t s = 0; link_suite(s, &suite); s++) {
        struct link link;
        if (suite.psk) {
            continue;
        }
        link_open(&link, link_table_of_suite(suite.number), suite.rsa ? CREDENTIAL_P256 : CREDENTIAL_RSA2048);
        link_handshake(&link);
        assert_int_equal(link.server.event.status, NXS_NO_COMMON_SUITE);
        assert_int_equal(link.client.event.status, NXS_ALERT_RECEIVED);
        assert_int_equal(link.client.engine.alert_value, NXS_ALERT_HANDSHAKE_FAILURE);
        link_close(&link);
    }
}

/* Without extended_master_secret the older derivation is used, and both sides know it. */
static void forget_extended_master_secret(struct link_side *server)
{
    server->engine.agreed.extended_master_secret = false;
}

static void a_server_without_extended_master_secret_connects(void **state)
{
    (void)state;
    struct link_suite suite;
    for (size_t s = 0; link_suite(s, &suite); s++) {
        struct link link;
        link_open_suite(&link, &suite);
        link_watch_hello(&link.server);
        link.server.hello_action = forget_extended_master_secret;
        link_handshake(&link);
        link_assert_connected(&link);
        assert_false(link.client.engine.agreed.extended_master_secret);
        say_both_ways(&link);
        link_close(&link);
    }
}

static void megabytes_each_way(void **state)
{
    (void)state;
    enum { SIZE = 4 * 1024 * 1024 };
    struct link_suite suite;
    uint8_t *data = malloc(SIZE);
    uint32_t seed = 7;
    assert_non_null(data);
    for (size_t i = 0; i < SIZE; i++) {
        data[i] = (uint8_t)link_random(&seed);
    }
    for (size_t s = 0; link_suite(s, &suite); s++) {
        struct link link;
        if (suite.rsa || suite.psk) {
            continue; /* the same ciphers */
        }
        link_open(&link, link_table_of_suite(suite.number), CREDENTIAL_P256);
        link_handshake(&link);
        link_assert_connected(&link);
        link_send(&link.client, data, SIZE);
        link_send(&link.server, data, SIZE);
        assert_int_equal(link.server.received.len, SIZE);
        assert_int_equal(link.client.received.len, SIZE);
        assert_memory_equal(link.server.received.data, data, SIZE);
        assert_memory_equal(link.client.received.data, data, SIZE);
        assert_int_equal(link.server.engine.rx.half.sequence, 1 + SIZE / 16384);
        link_close(&link);
    }
    free(data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_suite_group_and_key_connects),
        cmocka_unit_test(a_key_of_the_wrong_kind_has_no_suite),
        cmocka_unit_test(a_server_without_extended_master_secret_connects),
        cmocka_unit_test(megabytes_each_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
