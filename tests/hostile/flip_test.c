/* Each byte of each handshake message of either flight is changed, before encryption and behind it: nobody is
 * connected to a peer that saw something else, the alert is of the right kind, and no secret stays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "support/link.h"
#include "tls/message/message.h"

enum { SUITE = 0xC02B, PSK = 0x00A8, ECDHE_PSK = 0xD001 };
static const enum credential_kind KIND = CREDENTIAL_P256;

/* Whether the client shows a certificate too. */
static bool asks;

/* Changes byte @c at of all the bytes that the filter sees of one side. */
struct flip {
    uint16_t suite;
    bool of_client;
    size_t at;
    uint8_t with;
    size_t seen;
    bool done;
    uint8_t content_type; /* of the message that was changed */
};

static void flip(void *context, struct link_message *message)
{
    struct flip *f = context;
    if (message->from_client != f->of_client || f->done) {
        return;
    }
    if (f->at < f->seen + message->len) {
        message->data[f->at - f->seen] ^= f->with;
        f->done = true;
        f->content_type = message->content_type;
    }
    f->seen += message->len;
}

static bool is_alert_for_nonsense(uint8_t alert)
{
    switch (alert) {
    case NXS_ALERT_UNEXPECTED_MESSAGE:
    case NXS_ALERT_BAD_RECORD_MAC:
    case NXS_ALERT_RECORD_OVERFLOW:
    case NXS_ALERT_HANDSHAKE_FAILURE:
    case NXS_ALERT_ILLEGAL_PARAMETER:
    case NXS_ALERT_DECODE_ERROR:
    case NXS_ALERT_DECRYPT_ERROR:
    case NXS_ALERT_PROTOCOL_VERSION:
    case NXS_ALERT_UNSUPPORTED_EXTENSION:
    case NXS_ALERT_UNKNOWN_PSK_IDENTITY: /* a hint that was changed */
        return true;
    default:
        return false;
    }
}

static void assert_side_is_sane(const struct link_side *side, const struct link_side *other)
{
    if (!side->failed) {
        assert_true(side->event.kind == NXS_EVENT_WANT_RECORD || side->event.kind == NXS_EVENT_CONNECTED ||
                    side->event.kind == NXS_EVENT_CLOSED);
        return;
    }
    assert_false(link_side_holds_master(side));
    if (side->event.status == NXS_ALERT_RECEIVED) {
        /* it reads the other's alert, unless the flip made the alert */
        assert_true(side->engine.alert_level == 2);
        return;
    }
    if (side->event.status == NXS_BUFFER_TOO_SMALL || side->event.status == NXS_NOT_TLS ||
        side->event.status == NXS_PEER_CLOSED) {
        return; /* a length that says megabytes; a first byte that is no record's; an alert that became a
                   close */
    }
    if (!is_alert_for_nonsense(side->sent_alert[1])) {
        fail_msg("alert %u for \"%s\"", side->sent_alert[1], nxs_status_words(side->event.status));
    }
    (void)other;
}

static void open_link(struct link *link, uint16_t suite)
{
    link_open(link, link_table_of_suite(suite), KIND);
    if (suite != SUITE) {
        link->server.identity_count = 0;
        link_add_psk(&link->client, "me", "a hint", "key");
        link_add_psk(&link->server, "you", NULL, "another key");
        link_add_psk(&link->server, "me", "a hint", "key");
    }
}

/* @return whether there was such a byte */
static bool flip_one(struct flip f, bool behind)
{
    struct link link;
    open_link(&link, f.suite);
    if (asks) {
        link_ask_client(&link, KIND);
    }
    if (behind) {
        link.wire_filter = flip;
    } else {
        link.filter = flip;
    }
    link.filter_context = &f;
    link_handshake(&link);
    /* The minor version of a side's first record means nothing [RFC5246 E.1]. */
    bool means_nothing = behind && f.at == 2;
    if (f.done && !means_nothing && link.client.connected && link.server.connected) {
        fail_msg("connected although byte %zu of the %s was changed", f.at,
                 f.of_client ? "client" : "server");
    }
    assert_side_is_sane(&link.client, &link.server);
    assert_side_is_sane(&link.server, &link.client);
    link_close(&link);
    return f.done;
}

/* @return how many bytes there were */
static size_t flip_all(uint16_t suite, bool of_client, bool behind)
{
    struct flip f = {.suite = suite, .of_client = of_client, .at = 0};
    for (f.at = 0;; f.at++) {
        f.with = (uint8_t)(1u << (f.at % 8));
        if (!flip_one(f, behind)) {
            break;
        }
        f.with = 0xFF;
        flip_one(f, behind);
    }
    return f.at;
}

static void each_byte_of_the_clients_messages(void **state)
{
    (void)state;
    assert_true(flip_all(SUITE, true, false) > 150);
}

static void each_byte_of_the_servers_messages(void **state)
{
    (void)state;
    assert_true(flip_all(SUITE, false, false) > 600);
}

static void each_byte_of_the_clients_records(void **state)
{
    (void)state;
    assert_true(flip_all(SUITE, true, true) > 150);
}

static void each_byte_of_the_servers_records(void **state)
{
    (void)state;
    assert_true(flip_all(SUITE, false, true) > 600);
}

static void each_byte_when_the_client_shows_a_certificate(void **state)
{
    (void)state;
    asks = true;
    assert_true(flip_all(SUITE, true, false) > 150);
    assert_true(flip_all(SUITE, false, false) > 600);
    asks = false;
}

static void each_byte_with_a_pre_shared_key(void **state)
{
    (void)state;
    static const uint16_t suites[] = {PSK, ECDHE_PSK};
    for (size_t i = 0; i < sizeof suites / sizeof suites[0]; i++) {
        for (int way = 0; way < 4; way++) {
            assert_true(flip_all(suites[i], way & 1, way & 2) > 80);
        }
    }
}

/* Application data: every byte of a record; the other side tells bad_record_mac or what the header deserves.
 */
static void each_byte_of_a_data_record(void **state)
{
    (void)state;
    for (size_t at = 0;; at++) {
        struct link link;
        struct flip f = {.of_client = true, .at = at, .with = 0x40};
        link_open(&link, link_table_of_suite(SUITE), KIND);
        link.fragment = 16384; /* the tap is there from the start */
        link_handshake(&link);
        link_assert_connected(&link);
        link.wire_filter = flip;
        link.filter_context = &f;
        link_send(&link.client, "some data", 9);
        if (!f.done) {
            assert_int_equal(link.server.received.len, 9);
            assert_true(at > 20);
            link_close(&link);
            return;
        }
        assert_int_equal(link.server.received.len, 0);
        if (at >= 5) {
            assert_int_equal(link.server.event.status, NXS_AEAD_FAILED);
            assert_int_equal(link.server.sent_alert[1], NXS_ALERT_BAD_RECORD_MAC);
            assert_int_equal(link.client.engine.alert_value, NXS_ALERT_BAD_RECORD_MAC);
        }
        link_close(&link);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_byte_of_the_clients_messages),
        cmocka_unit_test(each_byte_of_the_servers_messages),
        cmocka_unit_test(each_byte_when_the_client_shows_a_certificate),
        cmocka_unit_test(each_byte_of_the_clients_records),
        cmocka_unit_test(each_byte_of_the_servers_records),
        cmocka_unit_test(each_byte_with_a_pre_shared_key),
        cmocka_unit_test(each_byte_of_a_data_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
