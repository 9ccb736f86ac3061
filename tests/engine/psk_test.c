/* Pre-shared keys: every suite, which key is taken, and what those hear whose keys differ. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "support/change.h"
#include "tls/extension/extension.h"
#include "tls/facts.h"
#include "tls/tls12/psk.h"

static const uint16_t groups[] = {29, 23, 24, 25};
enum { GROUPS = sizeof groups / sizeof groups[0], PLAIN = 0x00A8, WITH_CURVE = 0xD001 };

/* 64 bytes: the longest. */
static const char long_key[] = "0123456789abcdef0123456789ABCDEF0123456789abcdef0123456789ABCDEF";

static void open_link(struct link *link, uint16_t suite)
{
    link_open(link, link_table_of_suite(suite), CREDENTIAL_P256);
    link->server.identity_count = 0;
    link->client.peer = NULL;
}

static void say_both_ways(struct link *link)
{
    link_send(&link->client, "ping", 4);
    link_send(&link->server, "pong!", 5);
    assert_int_equal(link->server.received.len, 4);
    assert_memory_equal(link->server.received.data, "ping", 4);
    assert_int_equal(link->client.received.len, 5);
    assert_memory_equal(link->client.received.data, "pong!", 5);
}

static bool has_sent(const struct link_side *side, uint8_t type)
{
    return memchr(side->sent_messages, type, side->sent_message_count) != NULL;
}

/* ---- suites ---- */

static void connect_one(const struct link_suite *suite, const NX_SECURE_TLS_ECC *ecc, const char *key,
                        const char *hint)
{
    struct link link;
    open_link(&link, suite->number);
    link_add_psk(&link.client, "me", NULL, key);
    link_add_psk(&link.server, "me", hint, key);
    link.client.engine.config.ecc = ecc;
    link.server.engine.config.ecc = ecc;
    link_handshake(&link);
    link_assert_connected(&link);
    assert_int_equal(link.client.engine.agreed.suite, suite->number);
    assert_int_equal(link.client.engine.agreed.group,
                     suite->group ? ecc->nx_secure_tls_ecc_supported_groups[0] : 0);
    assert_int_equal(link.client.engine.agreed.scheme, 0);
    assert_true(link.client.engine.agreed.extended_master_secret);
    assert_int_equal(link.client.verified, 0);
    assert_string_equal(link.server.peer_name, "me");
    assert_string_equal(link.client.peer_name, hint == NULL ? "" : hint);
    assert_int_equal(has_sent(&link.server, NXS_MSG_SERVER_KEY_EXCHANGE), suite->group || hint != NULL);
    assert_false(has_sent(&link.server, NXS_MSG_CERTIFICATE));
    assert_false(link_side_holds_master(&link.client));
    assert_false(link_side_holds_master(&link.server));
    say_both_ways(&link);
    nxs_engine_close(&link.client.engine);
    link_run(&link);
    link_close(&link);
}

static void every_suite_and_group_connects(void **state)
{
    (void)state;
    struct link_suite suite;
    unsigned plain = 0, with_curve = 0;
    for (size_t s = 0; link_suite(s, &suite); s++) {
        for (size_t g = 0; suite.psk && g < (suite.group ? GROUPS : 1); g++) {
            connect_one(&suite, link_only_group(groups[g]), "k", NULL);
            connect_one(&suite, link_only_group(groups[g]), long_key, "a hint");
            *(suite.group ? &with_curve : &plain) += 1;
        }
    }
    assert_int_equal(plain, 6);
    assert_int_equal(with_curve, 2 * GROUPS);
}

/* Suites that the stock table does not have: the key exchange does not care for the cipher. */
static void suites_of_an_applications_table_connect(void **state)
{
    (void)state;
#define CBC(number, kex, bits, mac, prf)                                                                     \
    {                                                                                                        \
        number, &crypto_method_##kex, &crypto_method_auth_psk, &crypto_method_aes_cbc_##bits, 16, bits / 8,  \
            &crypto_method_hmac_##mac, 0, &crypto_method_tls_prf_##prf                                       \
    }
    static NX_SECURE_TLS_CIPHERSUITE_INFO rows[] = {
        CBC(0x008C, null, 128, sha1, sha256),    CBC(0x008D, null, 256, sha1, sha256),
        CBC(0x00AF, null, 256, sha384, sha384),  CBC(0xC035, ecdhe, 128, sha1, sha256),
        CBC(0xC036, ecdhe, 256, sha1, sha256),   CBC(0xC037, ecdhe, 128, sha256, sha256),
        CBC(0xC038, ecdhe, 256, sha384, sha384),
    };
#undef CBC
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct link link;
        NX_SECURE_TLS_CRYPTO table = nx_crypto_tls_ciphers_ecc;
        table.nx_secure_tls_ciphersuite_lookup_table = &rows[i];
        table.nx_secure_tls_ciphersuite_lookup_table_size = 1;
        link_open(&link, &table, CREDENTIAL_P256);
        link_add_psk(&link.client, "me", NULL, long_key);
        link_add_psk(&link.server, "me", "hint", long_key);
        link_handshake(&link);
        link_assert_connected(&link);
        assert_int_equal(link.client.engine.agreed.suite, rows[i].nx_secure_tls_ciphersuite);
        say_both_ways(&link);
        link_close(&link);
    }
}

/* [RFC8422 4] a client without a suite for it says nothing of curves. */
static void ch_has_no_groups(struct nxs_client_hello *hello)
{
    struct nxs_hello_facts facts = {0};
    assert_int_equal(nxs_extensions_read_request(hello->extensions, &facts), NXS_OK);
    assert_false(facts.has_groups);
    assert_false(facts.has_point_formats);
}

static void a_client_without_curves_does_not_speak_of_them(void **state)
{
    (void)state;
    struct link link;
    struct changes changes = {.client_hello = ch_has_no_groups};
    open_link(&link, PLAIN);
    link_add_psk(&link.client, "me", NULL, "key");
    link_add_psk(&link.server, "me", NULL, "key");
    link.filter = change_apply;
    link.filter_context = &changes;
    link_handshake(&link);
    link_assert_connected(&link);
    link_close(&link);
}

/* ---- premaster secret ---- */

static void the_premaster_secret_is_that_of_the_rfcs(void **state)
{
    (void)state;
    static const uint8_t plain[] = {0, 3, 0, 0, 0, 0, 3, 'k', 'e', 'y'};
    static const uint8_t with_curve[] = {0, 2, 0xA1, 0xA2, 0, 3, 'k', 'e', 'y'};
    static struct nxs_handshake hs;
    static struct nxs_engine engine;
    uint8_t room[NXS_PSK_PREMASTER_MAX];
    nxs_bytes secret;
    engine.hs = &hs;
    hs.psk.key = nxs_bytes_of("key", 3);
    engine.facts = NXS_FACT_PSK;
    assert_int_equal(nxs_psk_premaster(&engine, nxs_room_of(room, sizeof room), &secret), NXS_OK);
    assert_true(nxs_bytes_equal(secret, nxs_bytes_of(plain, sizeof plain)));
    engine.facts |= NXS_FACT_EPHEMERAL;
    hs.premaster[0] = 0xA1;
    hs.premaster[1] = 0xA2;
    hs.premaster_len = 2;
    assert_int_equal(nxs_psk_premaster(&engine, nxs_room_of(room, sizeof room), &secret), NXS_OK);
    assert_true(nxs_bytes_equal(secret, nxs_bytes_of(with_curve, sizeof with_curve)));
    hs.psk.key = nxs_bytes_of(long_key, 64);
    hs.premaster_len = NXS_MAX_SECRET;
    assert_int_equal(nxs_psk_premaster(&engine, nxs_room_of(room, sizeof room), &secret), NXS_OK);
    assert_int_equal(secret.len, sizeof room);
    assert_int_equal(nxs_psk_premaster(&engine, nxs_room_of(room, sizeof room - 1), &secret), NXS_NO_ROOM);
}

/* ---- which key ---- */

static void the_server_finds_the_identity(void **state)
{
    (void)state;
    static const char *const names[] = {"zero", "one", "two", "three", ""};
    static const char *const keys[] = {"key 0", "key 1", "key 2", "key 3", "key 4"};
    for (size_t i = 0; i < LINK_PSKS; i++) {
        struct link link;
        open_link(&link, WITH_CURVE);
        for (size_t k = 0; k < LINK_PSKS; k++) {
            link_add_psk(&link.server, names[k], NULL, keys[k]);
        }
        link_add_psk(&link.client, names[i], NULL, keys[i]);
        link_handshake(&link);
        link_assert_connected(&link);
        assert_string_equal(link.server.peer_name, names[i]);
        say_both_ways(&link);
        link_close(&link);
    }
}

/* @param hint  of the server  @param wanted  the identity that the client takes; NULL: none fits */
static void client_takes(const char *hint, const char *wanted)
{
    struct link link;
    open_link(&link, PLAIN);
    link_add_psk(&link.client, "a", "hint a", "key a");
    link_add_psk(&link.client, "b", "hint b", "key b");
    if (wanted == NULL || wanted[0] != 'b') {
        link_add_psk(&link.client, "c", wanted == NULL ? "hint c" : NULL, "key c");
    }
    link_add_psk(&link.server, "a", hint, "key a");
    link_add_psk(&link.server, "b", NULL, "key b");
    link_add_psk(&link.server, "c", NULL, "key c");
    link_handshake(&link);
    if (wanted == NULL) {
        change_assert_fails(&link, false, NXS_NO_MATCHING_PSK);
        assert_int_equal(link.server.engine.alert_value, NXS_ALERT_UNKNOWN_PSK_IDENTITY);
    } else {
        link_assert_connected(&link);
        assert_string_equal(link.server.peer_name, wanted);
    }
    link_close(&link);
}

static void the_client_answers_the_hint(void **state)
{
    (void)state;
    client_takes(NULL, "a");
    client_takes("hint b", "b");
    client_takes("hint a", "a");
    client_takes("some other hint", "c");
    client_takes("some other hint", NULL);
    client_takes("hint", NULL);
}

/* ---- keys that differ ---- */

/* What a server says to a client, and when, does not depend on whether it knows the identity. */
static void fails_with(const char *identity, const char *key, uint16_t suite, enum nxs_status status)
{
    struct link link;
    open_link(&link, suite);
    link_add_psk(&link.client, identity, NULL, key);
    link_add_psk(&link.server, "me", NULL, "the key of mine");
    link_add_psk(&link.server, "you", NULL, "the key of yours");
    link_handshake(&link);
    assert_int_equal(link.server.event.status, status);
    assert_int_equal(link.server.sent_alert[0], 2);
    assert_int_equal(link.server.sent_alert[1], NXS_ALERT_BAD_RECORD_MAC);
    assert_int_equal(link.server.sent_message_count, link.server.engine.agreed.group == 0 ? 2 : 3);
    assert_int_equal(link.client.event.status, NXS_ALERT_RECEIVED);
    assert_int_equal(link.client.engine.alert_value, NXS_ALERT_BAD_RECORD_MAC);
    assert_int_equal(link.client.connected + link.server.connected, 0);
    assert_false(link_side_holds_master(&link.server));
    link_close(&link);
}

static void wrong_key_and_unknown_identity_look_the_same(void **state)
{
    (void)state;
    static const uint16_t suites[] = {PLAIN, WITH_CURVE, 0xC0A8, 0xCCAC};
    for (size_t i = 0; i < sizeof suites / sizeof suites[0]; i++) {
        fails_with("me", "the key of yours", suites[i], NXS_AEAD_FAILED);
        fails_with("you", "the key of mine", suites[i], NXS_AEAD_FAILED);
        fails_with("nobody", "the key of mine", suites[i], NXS_UNKNOWN_PSK_IDENTITY);
        fails_with("", "the key of mine", suites[i], NXS_UNKNOWN_PSK_IDENTITY);
        fails_with("m", "the key of mine", suites[i], NXS_UNKNOWN_PSK_IDENTITY);
        fails_with("me too", "the key of mine", suites[i], NXS_UNKNOWN_PSK_IDENTITY);
    }
}

/* The key in place of one that is not there is another one every time. */
static void nobody_can_guess_the_key_of_an_unknown_identity(void **state)
{
    (void)state;
    uint8_t masters[2][48];
    for (int i = 0; i < 2; i++) {
        struct link link;
        open_link(&link, PLAIN);
        link_add_psk(&link.client, "nobody", NULL, "\1\2\3");
        link_add_psk(&link.server, "me", NULL, "\1\2\3");
        link_handshake(&link);
        assert_true(link.server.has_master);
        memcpy(masters[i], link.server.master, sizeof masters[i]);
        assert_memory_not_equal(masters[i], link.client.master, sizeof masters[i]);
        link_close(&link);
    }
    assert_memory_not_equal(masters[0], masters[1], sizeof masters[0]);
}

/* ---- beside certificates ---- */

/* The stock table: certificates come before pre-shared keys, and with forward secrecy before without. */
static void each_side_uses_what_it_has(void **state)
{
    (void)state;
    for (unsigned have = 0; have < 16; have++) {
        struct link link;
        bool client_psk = have & 1, server_psk = have & 2, server_certificate = have & 4;
        bool client_trusts = have & 8;
        link_open(&link, &nx_crypto_tls_ciphers_ecc, CREDENTIAL_P256);
        link.client.engine.config.psk_only = !client_trusts;
        link.server.identity_count = server_certificate;
        if (client_psk) {
            link_add_psk(&link.client, "me", NULL, "key");
        }
        if (server_psk) {
            link_add_psk(&link.server, "me", NULL, "key");
        }
        if (!client_psk && !client_trusts) {
            assert_int_equal(nxs_engine_start(&link.client.engine, NXS_ROLE_CLIENT), NXS_NO_MATCHING_PSK);
            link_close(&link);
            continue;
        }
        link_handshake(&link);
        if (client_trusts && server_certificate) {
            link_assert_connected(&link);
            assert_int_equal(link.client.engine.agreed.suite, 0xC02B);
        } else if (client_psk && server_psk) {
            link_assert_connected(&link);
            assert_int_equal(link.client.engine.agreed.suite, 0xD001);
        } else {
            change_assert_fails(&link, true, NXS_NO_COMMON_SUITE);
        }
        link_close(&link);
    }
}

static void a_table_of_psk_suites_needs_a_key(void **state)
{
    (void)state;
    struct link link;
    open_link(&link, PLAIN);
    assert_int_equal(nxs_engine_start(&link.client.engine, NXS_ROLE_CLIENT), NXS_NO_MATCHING_PSK);
    link_add_psk(&link.client, "me", NULL, "key");
    link_handshake(&link);
    change_assert_fails(&link, true, NXS_NO_COMMON_SUITE);
    link_close(&link);
}

/* ---- messages that do not belong ---- */

static uint8_t wanted_type;

static void becomes(struct link_message *message)
{
    message->data[0] = wanted_type;
}

static void certificates_have_no_place(void **state)
{
    (void)state;
    static const uint8_t types[] = {NXS_MSG_CERTIFICATE, NXS_MSG_CERTIFICATE_REQUEST};
    for (size_t i = 0; i < sizeof types; i++) {
        for (int suite = 0; suite < 2; suite++) {
            struct link link;
            struct changes changes = {.type = suite ? NXS_MSG_SERVER_KEY_EXCHANGE : NXS_MSG_SERVER_HELLO_DONE,
                                      .message = becomes};
            wanted_type = types[i];
            open_link(&link, suite ? WITH_CURVE : PLAIN);
            link_add_psk(&link.client, "me", NULL, "key");
            link_add_psk(&link.server, "me", NULL, "key");
            link.filter = change_apply;
            link.filter_context = &changes;
            link_handshake(&link);
            change_assert_fails(&link, false, NXS_UNEXPECTED_MESSAGE);
            link_close(&link);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_suite_and_group_connects),
        cmocka_unit_test(suites_of_an_applications_table_connect),
        cmocka_unit_test(a_client_without_curves_does_not_speak_of_them),
        cmocka_unit_test(the_premaster_secret_is_that_of_the_rfcs),
        cmocka_unit_test(the_server_finds_the_identity),
        cmocka_unit_test(the_client_answers_the_hint),
        cmocka_unit_test(wrong_key_and_unknown_identity_look_the_same),
        cmocka_unit_test(nobody_can_guess_the_key_of_an_unknown_identity),
        cmocka_unit_test(each_side_uses_what_it_has),
        cmocka_unit_test(a_table_of_psk_suites_needs_a_key),
        cmocka_unit_test(certificates_have_no_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
