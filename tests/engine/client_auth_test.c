/* Client certificates: keys and suites, requests and answers that were changed, and which certificate a
 * client shows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "support/change.h"
#include "tls/handshake.h"
#include "tls/hello/select.h"
#include "x509/verifier.h"

static void open_asking(struct link *link, const NX_SECURE_TLS_CRYPTO *table, enum credential_kind client)
{
    link_open(link, table, CREDENTIAL_P256);
    link_ask_client(link, client);
}

static void every_key_with_either_hash(void **state)
{
    (void)state;
    static const uint16_t suites[] = {0xC02B, 0xC02C, 0xCCA9};
    for (size_t s = 0; s < sizeof suites / sizeof suites[0]; s++) {
        for (int kind = 0; kind < CREDENTIAL_ED25519; kind++) {
            struct link link;
            open_asking(&link, link_table_of_suite(suites[s]), (enum credential_kind)kind);
            link.client.chain_length = 1 + (unsigned)kind % 3;
            link_handshake(&link);
            link_assert_connected(&link);
            assert_int_equal(link.server.verified, 1);
            assert_int_equal(link.server.peer_chain_length, link.client.chain_length);
            assert_int_equal(link.server.key_usage, NXS_USAGE_DIGITAL_SIGNATURE);
            link_send(&link.client, "known", 5);
            assert_int_equal(link.server.received.len, 5);
            link_close(&link);
        }
    }
}

/* Byte by byte, and with sinks that have little room. */
static void under_way_in_pieces(void **state)
{
    (void)state;
    for (size_t fragment = 1; fragment < 300; fragment += 37) {
        struct link link;
        open_asking(&link, &nx_crypto_tls_ciphers_ecc, CREDENTIAL_P384);
        link.fragment = fragment;
        link.client.sink = link.server.sink = fragment % 2 ? LINK_SINK_TINY : LINK_SINK_SEPARATE;
        link_handshake(&link);
        link_assert_connected(&link);
        link_close(&link);
    }
}

static void a_server_that_does_not_ask_is_told_nothing(void **state)
{
    (void)state;
    struct link link;
    open_asking(&link, &nx_crypto_tls_ciphers_ecc, CREDENTIAL_P256);
    link.server.engine.config.client_auth = false;
    link_handshake(&link);
    link_assert_connected(&link);
    assert_int_equal(link.server.verified, 0);
    link_close(&link);
}

/* [RFC5246 7.4.6] */
static void no_certificate_is_a_handshake_failure(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct link link;
        open_asking(&link, &nx_crypto_tls_ciphers_ecc, CREDENTIAL_ED25519); /* which cannot be used */
        link.client.identity_count = i == 0 ? 0 : 1;
        link_handshake(&link);
        change_assert_fails(&link, true, NXS_NO_PEER_CERTIFICATE);
        assert_int_equal(link.server.verified, 0);
        assert_false(link_side_holds_master(&link.server));
        assert_false(link_side_holds_master(&link.client));
        link_close(&link);
    }
}

static void a_chain_that_is_not_believed(void **state)
{
    (void)state;
    struct link link;
    open_asking(&link, &nx_crypto_tls_ciphers_ecc, CREDENTIAL_P256);
    link.server.peer = NULL;
    link_handshake(&link);
    change_assert_fails(&link, true, NXS_CERT_UNKNOWN_ISSUER);
    link_close(&link);
    open_asking(&link, &nx_crypto_tls_ciphers_ecc, CREDENTIAL_P256);
    link.server.engine.config.verifier.verify_chain = NULL;
    link_handshake(&link);
    change_assert_fails(&link, true, NXS_CERT_UNKNOWN_ISSUER);
    link_close(&link);
}

/* Somebody else's certificate, and a key that no scheme of the request can carry. */
static void a_certificate_without_its_key(void **state)
{
    (void)state;
    static const struct {
        enum credential_kind signs, claims;
        enum nxs_status status;
    } cases[] = {
        {CREDENTIAL_P256, CREDENTIAL_P384, NXS_BAD_CERTIFICATE_VERIFY},
        {CREDENTIAL_P256, CREDENTIAL_RSA2048, NXS_UNSUPPORTED_SCHEME},
        {CREDENTIAL_RSA2048, CREDENTIAL_P256, NXS_UNSUPPORTED_SCHEME},
        {CREDENTIAL_P256, CREDENTIAL_ED25519, NXS_CERT_KEY_UNSUPPORTED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct link link;
        open_asking(&link, &nx_crypto_tls_ciphers_ecc, cases[i].signs);
        link.server.peer = credential_of(cases[i].claims);
        link_handshake(&link);
        change_assert_fails(&link, true, cases[i].status);
        link_close(&link);
    }
}

/* ---- messages changed on their way ---- */

static void drop(struct link_message *m)
{
    m->len = 0;
}

static void verify_signature(struct link_message *m)
{
    m->data[m->len - 1] ^= 1;
}

static void verify_scheme_not_asked_for(struct link_message *m)
{
    memcpy(m->data + 4, "\6\3", 2); /* SHA-512: no suite has it */
}

static void verify_unknown_scheme(struct link_message *m)
{
    memcpy(m->data + 4, "\177\177", 2);
}

static void one_byte_too_long(struct link_message *m)
{
    m->data[3]++;
    m->data[m->len++] = 0;
}

static void first_list_too_long(struct link_message *m)
{
    m->data[4] = 0xFF;
}

static void changed_messages_are_refused(void **state)
{
    (void)state;
    static const struct {
        uint8_t type;
        change_message *change;
        bool server;
        enum nxs_status status;
    } cases[] = {
        {NXS_MSG_CERTIFICATE_VERIFY, verify_signature, true, NXS_BAD_CERTIFICATE_VERIFY},
        {NXS_MSG_CERTIFICATE_VERIFY, verify_scheme_not_asked_for, true, NXS_UNSUPPORTED_SCHEME},
        {NXS_MSG_CERTIFICATE_VERIFY, verify_unknown_scheme, true, NXS_UNSUPPORTED_SCHEME},
        {NXS_MSG_CERTIFICATE_VERIFY, one_byte_too_long, true, NXS_DECODE_ERROR},
        {NXS_MSG_CERTIFICATE_VERIFY, drop, true, NXS_UNEXPECTED_MESSAGE},
        {NXS_MSG_CERTIFICATE_REQUEST, drop, true, NXS_UNEXPECTED_MESSAGE},
        {NXS_MSG_CERTIFICATE_REQUEST, one_byte_too_long, false, NXS_DECODE_ERROR},
        {NXS_MSG_CERTIFICATE_REQUEST, first_list_too_long, false, NXS_DECODE_ERROR},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct link link;
        struct changes changes = {.type = cases[i].type, .message = cases[i].change};
        open_asking(&link, &nx_crypto_tls_ciphers_ecc, CREDENTIAL_P256);
        link.filter = change_apply;
        link.filter_context = &changes;
        link_handshake(&link);
        change_assert_fails(&link, cases[i].server, cases[i].status);
        link_close(&link);
    }
}

static void drop_clients_certificate(void *context, struct link_message *message)
{
    (void)context;
    if (message->from_client && message->content_type == NXS_CONTENT_HANDSHAKE &&
        message->data[0] == NXS_MSG_CERTIFICATE) {
        message->len = 0;
    }
}

static void the_clients_certificate_cannot_be_left_out(void **state)
{
    (void)state;
    struct link link;
    open_asking(&link, &nx_crypto_tls_ciphers_ecc, CREDENTIAL_P256);
    link.filter = drop_clients_certificate;
    link_handshake(&link);
    change_assert_fails(&link, true, NXS_UNEXPECTED_MESSAGE);
    link_close(&link);
}

/* ---- authorities ---- */

static uint8_t long_name[300] = {0x30, 0x82};

static nxs_bytes request_authorities;
static uint8_t request_copy[2048];

static void note_request(struct link_message *m)
{
    struct nxs_certificate_request request;
    assert_true(m->len - 4 <= sizeof request_copy);
    memcpy(request_copy, m->data + 4, m->len - 4);
    assert_int_equal(nxs_certificate_request_read(nxs_bytes_of(request_copy, m->len - 4), &request), NXS_OK);
    request_authorities = request.authorities;
    assert_memory_equal(request.types.data, "\100\1", 2);
    uint16_t scheme;
    struct nxs_reader r = nxs_reader_of(request.schemes);
    while (nxs_read_u16(&r, &scheme)) {
        assert_int_equal(nxs_scheme_find(scheme)->hash, NX_CRYPTO_HASH_SHA256);
    }
}

static void request_from(struct link *link, unsigned count, nxs_bytes name)
{
    struct changes changes = {.type = NXS_MSG_CERTIFICATE_REQUEST, .message = note_request};
    open_asking(link, link_table_of_suite(0xC02B), CREDENTIAL_P256);
    for (unsigned i = 0; i < LINK_IDENTITIES; i++) {
        link->server.authorities[i] = name;
    }
    link->server.authority_count = count;
    link->filter = change_apply;
    link->filter_context = &changes;
    link_handshake(link);
    link_assert_connected(link);
    link->filter = NULL;
}

static void authorities_are_named_if_all_fit(void **state)
{
    (void)state;
    struct link link;
    request_from(&link, 3, nxs_bytes_of("\x30\x03\x31\x01\x00", 5));
    assert_int_equal(request_authorities.len, 3 * 7);
    assert_memory_equal(request_authorities.data, "\0\5\x30\x03\x31\x01\0\0\5", 9);
    link_close(&link);
    request_from(&link, 3, nxs_bytes_of(long_name, sizeof long_name));
    assert_int_equal(request_authorities.len, 3 * 302);
    link_close(&link);
    request_from(&link, 40, nxs_bytes_of(long_name, sizeof long_name));
    assert_int_equal(request_authorities.len, 0);
    link_close(&link);
    request_from(&link, 0, nxs_bytes_of(NULL, 0));
    assert_int_equal(request_authorities.len, 0);
    link_close(&link);
}

/* The server believes one key only, so that a handshake tells which certificate was shown. */
static void the_named_authority_decides(void **state)
{
    (void)state;
    static const nxs_bytes first = {(const uint8_t *)"\x30\1\1", 3};
    static const nxs_bytes second = {(const uint8_t *)"\x30\1\2", 3};
    static const nxs_bytes other = {(const uint8_t *)"\x30\1\3", 3};
    const struct {
        nxs_bytes named;
        enum credential_kind shown;
    } cases[] = {{first, CREDENTIAL_P384}, {second, CREDENTIAL_P256}, {other, CREDENTIAL_P384}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct link link;
        open_asking(&link, &nx_crypto_tls_ciphers_ecc, cases[i].shown);
        link.client.identities[0] = credential_of(CREDENTIAL_P384);
        link.client.identities[1] = credential_of(CREDENTIAL_P256);
        link.client.identity_count = 2;
        link.client.issuers[0] = first;
        link.client.issuers[1] = second;
        link.server.authorities[0] = cases[i].named;
        link.server.authority_count = 1;
        link_handshake(&link);
        link_assert_connected(&link);
        link_close(&link);
    }
}

/* The authority likes a key that cannot be used: another one is shown. */
static void a_preferred_key_that_cannot_sign_is_passed_over(void **state)
{
    (void)state;
    static const nxs_bytes name = {(const uint8_t *)"\x30\1\1", 3};
    struct link link;
    open_asking(&link, &nx_crypto_tls_ciphers_ecc, CREDENTIAL_P256);
    link.client.identities[0] = credential_of(CREDENTIAL_ED25519);
    link.client.identities[1] = credential_of(CREDENTIAL_P256);
    link.client.identity_count = 2;
    link.client.issuers[0] = name;
    link.server.authorities[0] = name;
    link.server.authority_count = 1;
    link_handshake(&link);
    link_assert_connected(&link);
    link_close(&link);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_with_either_hash),
        cmocka_unit_test(under_way_in_pieces),
        cmocka_unit_test(a_server_that_does_not_ask_is_told_nothing),
        cmocka_unit_test(no_certificate_is_a_handshake_failure),
        cmocka_unit_test(a_chain_that_is_not_believed),
        cmocka_unit_test(a_certificate_without_its_key),
        cmocka_unit_test(changed_messages_are_refused),
        cmocka_unit_test(the_clients_certificate_cannot_be_left_out),
        cmocka_unit_test(authorities_are_named_if_all_fit),
        cmocka_unit_test(the_named_authority_decides),
        cmocka_unit_test(a_preferred_key_that_cannot_sign_is_passed_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
