/* Key exchanges and Finished that were changed on their way, messages missing and doubled; what is chosen of
 * what both have. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "support/change.h"
#include "tls/extension/extension.h"
#include "tls/hello/select.h"
#include "tls/outgoing.h"

/* ---- key exchange ---- */

static size_t scheme_at(const struct link_message *m)
{
    return 4u + 4u + m->data[7];
}

static void ske_explicit_curve(struct link_message *m)
{
    m->data[4] = 1;
}

static void ske_unknown_group(struct link_message *m)
{
    m->data[6] = 99;
}

static void ske_another_group(struct link_message *m)
{
    m->data[6] = m->data[6] == 24 ? 25 : 24;
}

static void ske_scheme_never_offered(struct link_message *m)
{
    memcpy(m->data + scheme_at(m), "\2\3", 2);
}

static void ske_scheme_of_another_key(struct link_message *m)
{
    memcpy(m->data + scheme_at(m), "\10\4", 2);
}

static void ske_share(struct link_message *m)
{
    m->data[12] ^= 1;
}

static void ske_signature(struct link_message *m)
{
    m->data[m->len - 1] ^= 1;
}

static void bad_server_key_exchanges_are_refused(void **state)
{
    (void)state;
    static const struct {
        change_message *change;
        enum nxs_status status;
    } cases[] = {
        {ske_explicit_curve, NXS_UNSUPPORTED_CURVE_TYPE},
        {ske_unknown_group, NXS_UNSUPPORTED_GROUP},
        {ske_another_group, NXS_BAD_SIGNATURE},
        {ske_scheme_never_offered, NXS_UNSUPPORTED_SCHEME},
        {ske_scheme_of_another_key, NXS_UNSUPPORTED_SCHEME},
        {ske_share, NXS_BAD_SIGNATURE},
        {ske_signature, NXS_BAD_SIGNATURE},
    };
    for (int kind = 0; kind < CREDENTIAL_KINDS; kind++) {
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
            if (cases[i].change == ske_scheme_of_another_key && kind == CREDENTIAL_RSA2048) {
                continue; /* it is its own */
            }
            struct link link;
            struct changes changes = {.type = NXS_MSG_SERVER_KEY_EXCHANGE, .message = cases[i].change};
            change_run(&link, (enum credential_kind)kind, &changes);
            change_assert_fails(&link, false, cases[i].status);
            link_close(&link);
        }
    }
}

static void cke_short_share(struct link_message *m)
{
    m->data[3]--;
    m->data[4]--;
    m->len--;
}

static void cke_compressed_share(struct link_message *m)
{
    m->data[5] = 2;
}

static void cke_off_the_curve(struct link_message *m)
{
    m->data[m->len - 1] ^= 1;
}

static void cke_zero(struct link_message *m)
{
    memset(m->data + 5, 0, m->len - 5);
}

static void bad_client_shares_are_refused(void **state)
{
    (void)state;
    static const struct {
        uint16_t group;
        change_message *change;
    } cases[] = {
        {23, cke_short_share},   {23, cke_compressed_share}, {23, cke_off_the_curve}, {23, cke_zero},
        {24, cke_off_the_curve}, {25, cke_off_the_curve},    {29, cke_short_share},   {29, cke_zero}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct link link;
        struct changes changes = {.type = NXS_MSG_CLIENT_KEY_EXCHANGE, .message = cases[i].change};
        link_open(&link, &nx_crypto_tls_ciphers_ecc, CREDENTIAL_RSA2048);
        link.filter = change_apply;
        link.filter_context = &changes;
        link.server.engine.config.ecc = link_only_group(cases[i].group);
        link_handshake(&link);
        change_assert_fails(&link, true, NXS_BAD_KEY_SHARE);
        link_close(&link);
    }
}

static void finished_longer(struct link_message *m)
{
    m->data[3]++;
    m->data[m->len++] = 0;
}

static void finished_other(struct link_message *m)
{
    m->data[4] ^= 1;
}

static void finished_of_the_client(void *context, struct link_message *m)
{
    change_message *change = *(change_message **)context;
    if (m->from_client && m->content_type == NXS_CONTENT_HANDSHAKE && m->data[0] == NXS_MSG_FINISHED) {
        change(m);
    }
}

static void finished_of_the_server(void *context, struct link_message *m)
{
    change_message *change = *(change_message **)context;
    if (!m->from_client && m->content_type == NXS_CONTENT_HANDSHAKE && m->data[0] == NXS_MSG_FINISHED) {
        change(m);
    }
}

static void a_wrong_finished_is_refused(void **state)
{
    (void)state;
    change_message *changes[] = {finished_longer, finished_other};
    const enum nxs_status statuses[] = {NXS_DECODE_ERROR, NXS_BAD_FINISHED};
    for (int i = 0; i < 4; i++) {
        struct link link;
        bool from_client = i % 2 == 0;
        link_open(&link, &nx_crypto_tls_ciphers_ecc, CREDENTIAL_P256);
        link.filter = from_client ? finished_of_the_client : finished_of_the_server;
        link.filter_context = &changes[i / 2];
        link_handshake(&link);
        change_assert_fails(&link, from_client, statuses[i / 2]);
        assert_false(link_side_holds_master(&link.client));
        assert_false(link_side_holds_master(&link.server));
        link_close(&link);
    }
}

/* ---- messages missing and doubled ---- */

struct nth {
    unsigned left; /* messages until the one that is meant */
    bool doubled;  /* else it is dropped */
    bool done;
};

static void drop_or_double_nth(void *context, struct link_message *m)
{
    struct nth *nth = context;
    bool counts =
        m->content_type == NXS_CONTENT_HANDSHAKE || m->content_type == NXS_CONTENT_CHANGE_CIPHER_SPEC;
    if (!counts || nth->done || nth->left-- > 0) {
        return;
    }
    nth->done = true;
    if (nth->doubled) {
        memcpy(m->data + m->len, m->data, m->len);
        m->len *= 2;
    } else {
        m->len = 0;
    }
}

/* ClientHello, ServerHello, Certificate, ServerKeyExchange, ServerHelloDone, ClientKeyExchange, and twice
 * ChangeCipherSpec and Finished: without any one of them, or with it twice, nobody is connected who should
 * not be. */
static void each_message_is_needed_once(void **state)
{
    (void)state;
    enum { MESSAGES = 10 };
    for (unsigned i = 0; i < 2 * MESSAGES; i++) {
        struct link link;
        struct nth nth = {i % MESSAGES, i >= MESSAGES, false};
        link_open(&link, &nx_crypto_tls_ciphers_ecc, CREDENTIAL_P256);
        link.filter = drop_or_double_nth;
        link.filter_context = &nth;
        link_handshake(&link);
        assert_true(nth.done);
        if (nth.doubled) { /* may be found out late */
            assert_true(link.client.failed && link.server.failed);
        } else {
            assert_int_equal(link.client.connected, 0);
            assert_int_equal(link.server.connected, i >= MESSAGES - 2);
        }
        if (link.client.failed) {
            assert_false(link_side_holds_master(&link.client));
        }
        link_close(&link);
    }
}

/* ---- choosing ---- */

static void the_servers_table_decides(void **state)
{
    (void)state;
    struct link link;
    link_open(&link, &nx_crypto_tls_ciphers_ecc, CREDENTIAL_RSA2048);
    link.server.identities[1] = credential_of(CREDENTIAL_P384);
    link.server.identity_count = 2;
    link.client.peer = NULL;
    link_handshake(&link);
    uint16_t first = 0;
    for (size_t i = 0; first == 0; i++) {
        const struct nxs_suite *suite = nxs_suite_find(
            nx_crypto_tls_ciphers_ecc.nx_secure_tls_ciphersuite_lookup_table[i].nx_secure_tls_ciphersuite);
        first = nxs_suite_usable(suite, 0x0303, 0x0303) ? suite->number : 0;
    }
    assert_int_equal(link.server.engine.agreed.suite, first);
    assert_int_equal(link.server.engine.agreed.scheme >> 8 == 8 ? NXS_AUTH_RSA : NXS_AUTH_ECDSA,
                     nxs_suite_find(first)->auth);
    link_close(&link);
}

/* A client that offers only the schemes of the second key gets the second key. */
static void ch_rsa_schemes_only(struct nxs_client_hello *h)
{
    h->extensions = change_extension(h->extensions, NXS_EXT_SIGNATURE_ALGORITHMS, "\0\4\10\4\4\1", 6);
}

static void the_key_must_suit_the_clients_schemes(void **state)
{
    (void)state;
    struct link link;
    struct changes changes = {.client_hello = ch_rsa_schemes_only};
    link_open(&link, &nx_crypto_tls_ciphers_ecc, CREDENTIAL_P256);
    link.server.identities[1] = credential_of(CREDENTIAL_RSA2048);
    link.server.identity_count = 2;
    link.filter = change_apply;
    link.filter_context = &changes;
    link_handshake(&link);
    assert_int_equal(link.server.engine.agreed.scheme, 0x0804);
    assert_int_equal(nxs_suite_find(link.server.engine.agreed.suite)->auth, NXS_AUTH_RSA);
    link_close(&link);
}

static void a_server_without_keys_has_no_suite(void **state)
{
    (void)state;
    struct link link;
    link_open(&link, &nx_crypto_tls_ciphers_ecc, CREDENTIAL_P256);
    link.server.identity_count = 0;
    link_handshake(&link);
    change_assert_fails(&link, true, NXS_NO_COMMON_SUITE);
    link_close(&link);
}

static void the_servers_group_order_decides(void **state)
{
    (void)state;
    static const USHORT numbers[] = {25, 23, 29};
    const NX_CRYPTO_METHOD *curves[3];
    NX_SECURE_TLS_ECC ecc = {numbers, 3, curves};
    struct link link;
    for (int i = 0; i < 3; i++) {
        curves[i] = nxs_methods_curve(NULL, numbers[i]);
    }
    link_open(&link, &nx_crypto_tls_ciphers_ecc, CREDENTIAL_P256);
    link.server.engine.config.ecc = &ecc;
    link_handshake(&link);
    link_assert_connected(&link);
    assert_int_equal(link.client.engine.agreed.group, 25);
    link_close(&link);
}

/* ---- identities ---- */

static void chains_have_a_longest_length(void **state)
{
    (void)state;
    for (unsigned length = NXS_CHAIN_MAX - 1; length <= NXS_CHAIN_MAX + 1; length++) {
        struct link link;
        link_open(&link, &nx_crypto_tls_ciphers_ecc, CREDENTIAL_P256);
        link.server.chain_length = length;
        link_handshake(&link);
        if (length <= NXS_CHAIN_MAX) {
            link_assert_connected(&link);
            assert_int_equal(link.client.peer_chain_length, length);
        } else {
            change_assert_fails(&link, true, NXS_CHAIN_TOO_LONG);
        }
        link_close(&link);
    }
}

static void a_server_that_is_not_believed_is_refused(void **state)
{
    (void)state;
    struct link link;
    link_open(&link, &nx_crypto_tls_ciphers_ecc, CREDENTIAL_P256);
    link.client.peer = NULL;
    link_handshake(&link);
    change_assert_fails(&link, false, NXS_CERT_UNKNOWN_ISSUER);
    assert_int_equal(link.client.verified, 1);
    link_close(&link);
    link_open(&link, &nx_crypto_tls_ciphers_ecc, CREDENTIAL_P256);
    link.client.engine.config.verifier.verify_chain = NULL;
    link_handshake(&link);
    change_assert_fails(&link, false, NXS_CERT_UNKNOWN_ISSUER);
    link_close(&link);
    /* another key than the one that signs */
    link_open(&link, &nx_crypto_tls_ciphers_ecc, CREDENTIAL_P256);
    link.client.peer = credential_of(CREDENTIAL_P384);
    link_handshake(&link);
    change_assert_fails(&link, false, NXS_BAD_SIGNATURE);
    link_close(&link);
}

static void empty_list(struct link_message *m)
{
    memcpy(m->data + 1, "\0\0\3\0\0\0", 6);
    m->len = 7;
}

static void an_empty_certificate_of_the_server_is_refused(void **state)
{
    (void)state;
    struct link link;
    struct changes changes = {.type = NXS_MSG_CERTIFICATE, .message = empty_list};
    change_run(&link, CREDENTIAL_P256, &changes);
    change_assert_fails(&link, false, NXS_NO_PEER_CERTIFICATE);
    assert_int_equal(link.client.verified, 0);
    link_close(&link);
}

/* ---- hello callbacks, server_name ---- */

static void hello_callbacks_see_the_extensions(void **state)
{
    (void)state;
    struct link link;
    link_open(&link, &nx_crypto_tls_ciphers_ecc, CREDENTIAL_P256);
    link_watch_hello(&link.client);
    link_watch_hello(&link.server);
    link.client.engine.config.server_name = nxs_bytes_of("host.test", 9);
    link_handshake(&link);
    link_assert_connected(&link);
    assert_int_equal(link.server.hello_calls, 1);
    assert_int_equal(link.client.hello_calls, 1);
    assert_int_equal(link.server.hello_extension_count, 7);
    assert_int_equal(link.server.hello_extensions[0], NXS_EXT_SERVER_NAME);
    /* server_name (used, since somebody looked), extended_master_secret, renegotiation_info, ec_point_formats
     */
    assert_int_equal(link.client.hello_extension_count, 4);
    assert_int_equal(link.client.hello_extensions[0], NXS_EXT_SERVER_NAME);
    link_close(&link);
}

static void hello_callbacks_can_end_the_handshake(void **state)
{
    (void)state;
    for (int at_server = 0; at_server < 2; at_server++) {
        struct link link;
        link_open(&link, &nx_crypto_tls_ciphers_ecc, CREDENTIAL_P256);
        struct link_side *side = at_server ? &link.server : &link.client;
        link_watch_hello(side);
        side->hello_status = at_server ? NXS_UNRECOGNIZED_NAME : NXS_ABORTED;
        link_handshake(&link);
        change_assert_fails(&link, at_server, side->hello_status);
        link_close(&link);
    }
}

static void choose_rsa(struct link_side *server)
{
    server->identities[0] = credential_of(CREDENTIAL_RSA2048);
}

static void a_hello_callback_can_choose_the_identity(void **state)
{
    (void)state;
    struct link link;
    link_open(&link, &nx_crypto_tls_ciphers_ecc, CREDENTIAL_P256);
    link_watch_hello(&link.server);
    link.server.hello_action = choose_rsa;
    link.client.peer = credential_of(CREDENTIAL_RSA2048);
    link_handshake(&link);
    link_assert_connected(&link);
    assert_int_equal(nxs_suite_find(link.client.engine.agreed.suite)->auth, NXS_AUTH_RSA);
    link_close(&link);
}

/* ---- versions, by the selecting function: only one version is built, but the rule is there ---- */

static void fallback_is_noticed(void **state)
{
    (void)state;
    struct nxs_config config;
    struct nxs_client_hello hello = {0};
    uint16_t version;
    memset(&config, 0, sizeof config);
    config.min_version = 0x0303;
    config.max_version = 0x0304;
    hello.version = 0x0303;
    hello.suites = nxs_bytes_of("\300\53\126\0", 4);
    assert_int_equal(nxs_select_version(&config, &hello, &version), NXS_INAPPROPRIATE_FALLBACK);
    hello.suites.len = 2;
    assert_int_equal(nxs_select_version(&config, &hello, &version), NXS_OK);
    assert_int_equal(version, 0x0303);
    config.max_version = 0x0303;
    hello.suites.len = 4;
    assert_int_equal(nxs_select_version(&config, &hello, &version), NXS_OK);
}

/* A client that says it fell back is served by a server that has nothing newer. */
static void fallback_to_the_newest_is_none(void **state)
{
    (void)state;
    struct link link;
    link_open(&link, &nx_crypto_tls_ciphers_ecc, CREDENTIAL_P256);
    link.client.engine.config.fallback_scsv = true;
    link_handshake(&link);
    link_assert_connected(&link);
    link_close(&link);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_server_key_exchanges_are_refused),
        cmocka_unit_test(bad_client_shares_are_refused),
        cmocka_unit_test(a_wrong_finished_is_refused),
        cmocka_unit_test(each_message_is_needed_once),
        cmocka_unit_test(the_servers_table_decides),
        cmocka_unit_test(the_key_must_suit_the_clients_schemes),
        cmocka_unit_test(a_server_without_keys_has_no_suite),
        cmocka_unit_test(the_servers_group_order_decides),
        cmocka_unit_test(chains_have_a_longest_length),
        cmocka_unit_test(a_server_that_is_not_believed_is_refused),
        cmocka_unit_test(an_empty_certificate_of_the_server_is_refused),
        cmocka_unit_test(hello_callbacks_see_the_extensions),
        cmocka_unit_test(hello_callbacks_can_end_the_handshake),
        cmocka_unit_test(a_hello_callback_can_choose_the_identity),
        cmocka_unit_test(fallback_is_noticed),
        cmocka_unit_test(fallback_to_the_newest_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
