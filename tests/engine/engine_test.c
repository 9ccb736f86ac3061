/* The engine as its caller sees it: memory, states, closing, alerts, renegotiation, output that has to wait.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "support/link.h"
#include "tls/alert.h"
#include "tls/handshake.h"
#include "tls/message/message.h"

static void open_connected(struct link *link)
{
    link_open(link, &nx_crypto_tls_ciphers_ecc, CREDENTIAL_P256);
    link_handshake(link);
    link_assert_connected(link);
}

/* ---- memory ---- */

static void the_stock_tables_need_little_memory(void **state)
{
    (void)state;
    struct nxs_method_sizes sizes = nxs_methods_sizes(&nx_crypto_tls_ciphers_ecc);
    print_message(
        "engine memory: ecc table %zu, rsa table %zu; of it: handshake %zu, messages %d, RSA block %d,\n"
        "2 x cipher %zu, hash %zu, key agreement %zu, scratch %zu; struct nxs_engine %zu\n",
        nxs_engine_memory(&nx_crypto_tls_ciphers_ecc), nxs_engine_memory(&nx_crypto_tls_ciphers),
        sizeof(struct nxs_handshake), NXS_OUT_SCRATCH, NXS_MAX_MODULUS, sizes.cipher, sizes.hash, sizes.kex,
        sizes.scratch, sizeof(struct nxs_engine));
    assert_true(nxs_engine_memory(&nx_crypto_tls_ciphers_ecc) <= 4500);
    assert_true(nxs_engine_memory(&nx_crypto_tls_ciphers) <= 4500);
}

static void memory_may_have_any_address_and_no_byte_less(void **state)
{
    (void)state;
    struct nxs_engine engine;
    size_t size = nxs_engine_memory(&nx_crypto_tls_ciphers_ecc);
    uint8_t *memory = malloc(size + 16);
    assert_non_null(memory);
    for (size_t shift = 0; shift < 16; shift++) {
        assert_int_equal(nxs_engine_create(&engine, &nx_crypto_tls_ciphers_ecc, memory + shift, size),
                         NXS_OK);
        nxs_engine_destroy(&engine);
    }
    assert_int_equal(nxs_engine_create(&engine, &nx_crypto_tls_ciphers_ecc, memory, 0), NXS_NO_ROOM);
    assert_int_equal(nxs_engine_create(&engine, &nx_crypto_tls_ciphers_ecc, NULL, 0), NXS_NO_ROOM);
    size_t refused = 0;
    for (size_t shift = 0; shift < 8; shift++) {
        refused +=
            nxs_engine_create(&engine, &nx_crypto_tls_ciphers_ecc, memory + shift, size - 1) == NXS_NO_ROOM;
    }
    assert_true(refused > 0); /* at the worst address every byte is needed */
    free(memory);
}

/* ---- states ---- */

static void calls_have_their_time(void **state)
{
    (void)state;
    struct link link;
    struct nxs_event event;
    uint8_t head[64], tail_bytes[64];
    link_open(&link, &nx_crypto_tls_ciphers_ecc, CREDENTIAL_P256);
    struct nxs_engine *e = &link.client.engine;
    nxs_room tail = nxs_room_of(tail_bytes, sizeof tail_bytes);
    nxs_engine_run(e, NULL, NULL, &event);
    assert_int_equal(event.kind, NXS_EVENT_FAILED);
    assert_int_equal(event.status, NXS_INVALID_STATE);
    assert_int_equal(nxs_engine_start(e, NXS_ROLE_NONE), NXS_INVALID_STATE);
    assert_int_equal(nxs_engine_seal(e, NULL, 0, nxs_room_of(head, 5), &tail), NXS_INVALID_STATE);
    nxs_engine_close(e);
    assert_int_equal(e->pending_alert[0], 0);
    link_handshake(&link);
    link_assert_connected(&link);
    assert_int_equal(nxs_engine_start(e, NXS_ROLE_CLIENT), NXS_INVALID_STATE);
    nxs_engine_reset(e);
    assert_int_equal(e->phase, NXS_PHASE_IDLE);
    assert_int_equal(nxs_engine_start(e, NXS_ROLE_CLIENT), NXS_OK);
    nxs_engine_destroy(e);
    assert_int_equal(nxs_engine_start(e, NXS_ROLE_CLIENT), NXS_INVALID_STATE);
    link_close(&link);
}

static void a_start_judges_the_tables(void **state)
{
    (void)state;
    struct link link;
    static const USHORT unknown_group = 0x7F7F;
    NX_SECURE_TLS_ECC ecc = {0};
    NX_SECURE_TLS_CRYPTO table = nx_crypto_tls_ciphers_ecc;
    NX_SECURE_TLS_CIPHERSUITE_INFO row =
        link_table_of_suite(0xC02B)->nx_secure_tls_ciphersuite_lookup_table[0];
    link_open(&link, &nx_crypto_tls_ciphers_ecc, CREDENTIAL_P256);
    struct nxs_engine *e = &link.client.engine;
    table.nx_secure_tls_ciphersuite_lookup_table = &row;
    table.nx_secure_tls_ciphersuite_lookup_table_size = 0;
    e->config.table = &table;
    assert_int_equal(nxs_engine_start(e, NXS_ROLE_CLIENT), NXS_NO_COMMON_SUITE);
    table.nx_secure_tls_ciphersuite_lookup_table_size = 1;
    row.nx_secure_tls_ciphersuite = 0x0A0A;
    assert_int_equal(nxs_engine_start(e, NXS_ROLE_CLIENT), NXS_NO_COMMON_SUITE);
    row.nx_secure_tls_ciphersuite = 0xC02B;
    row.nx_secure_tls_prf = NULL;
    assert_int_equal(nxs_engine_start(e, NXS_ROLE_CLIENT), NXS_MISSING_ROUTINE);
    e->config.table = &nx_crypto_tls_ciphers_ecc;
    ecc.nx_secure_tls_ecc_supported_groups = &unknown_group;
    ecc.nx_secure_tls_ecc_supported_groups_count = 1;
    e->config.ecc = &ecc;
    assert_int_equal(nxs_engine_start(e, NXS_ROLE_CLIENT), NXS_NO_COMMON_GROUP);
    e->config.ecc = NULL;
    assert_int_equal(nxs_engine_start(e, NXS_ROLE_CLIENT), NXS_OK);
    link_close(&link);
}

/* The same two engines again and again: what one connection leaves does not reach the next. */
static void engines_can_be_used_again(void **state)
{
    (void)state;
    struct link link;
    link_open(&link, &nx_crypto_tls_ciphers_ecc, CREDENTIAL_P256);
    for (unsigned round = 0; round < 3; round++) {
        struct link_side *sides[] = {&link.client, &link.server};
        for (int i = 0; i < 2; i++) {
            nxs_engine_reset(&sides[i]->engine);
            sides[i]->begun = false;
            sides[i]->connected = 0;
            sides[i]->out.len = sides[i]->in.len = 0;
        }
        link_handshake(&link);
        link_assert_connected(&link);
    }
    link_close(&link);
}

/* ---- closing ---- */

static void closing_is_answered_and_ends_sending(void **state)
{
    (void)state;
    struct link link;
    uint8_t head[64], tail_bytes[64];
    nxs_room tail = nxs_room_of(tail_bytes, sizeof tail_bytes);
    open_connected(&link);
    nxs_engine_close(&link.client.engine);
    assert_int_equal(nxs_engine_seal(&link.client.engine, NULL, 0, nxs_room_of(head, 13), &tail),
                     NXS_INVALID_STATE);
    nxs_engine_close(&link.client.engine); /* once is enough */
    link.client.begun = link.server.begun = false;
    link_run(&link);
    assert_int_equal(link.server.event.kind, NXS_EVENT_CLOSED);
    assert_int_equal(link.client.event.kind, NXS_EVENT_CLOSED);
    assert_int_equal(link.server.engine.alert_level, 1);
    assert_int_equal(link.server.engine.alert_value, 0);
    assert_int_equal(link.client.closed, 1);
    assert_int_equal(nxs_engine_seal(&link.server.engine, NULL, 0, nxs_room_of(head, 13), &tail),
                     NXS_INVALID_STATE);
    assert_null(link.server.engine.tx.half.cipher.method);
    assert_null(link.server.engine.rx.half.cipher.method);
    link_close(&link);
}

/* Data that was under way when we closed is still given; behind the peer's close_notify all is ignored. */
static void data_crosses_a_close(void **state)
{
    (void)state;
    struct link link;
    open_connected(&link);
    nxs_engine_close(&link.client.engine);
    link_send(&link.server, "late", 4);
    assert_int_equal(link.client.received.len, 4);
    link.client.begun = false;
    link_run(&link);
    assert_int_equal(link.server.engine.phase, NXS_PHASE_CLOSED);
    static const uint8_t anything[] = {23, 3, 3, 0, 1, 0};
    link_give(&link.server, anything, sizeof anything);
    assert_int_equal(link.server.event.kind, NXS_EVENT_CLOSED);
    assert_int_equal(link.server.failed, 0);
    link_close(&link);
}

static void a_close_during_the_handshake_is_a_failure_and_answered(void **state)
{
    (void)state;
    static const uint8_t close[] = {21, 3, 3, 0, 2, 1, 0};
    struct link link;
    link_open(&link, &nx_crypto_tls_ciphers_ecc, CREDENTIAL_P256);
    link_start(&link);
    link_give(&link.server, close, sizeof close);
    assert_int_equal(link.server.event.kind, NXS_EVENT_FAILED);
    assert_int_equal(link.server.event.status, NXS_PEER_CLOSED);
    assert_int_equal(link.server.sent_alert[0], 1);
    assert_int_equal(link.server.sent_alert[1], NXS_ALERT_CLOSE_NOTIFY);
    link_close(&link);
}

/* ---- failing ---- */

static void the_first_failure_is_the_one_that_is_told(void **state)
{
    (void)state;
    struct link link;
    open_connected(&link);
    nxs_engine_fail(&link.server.engine, NXS_ABORTED);
    nxs_engine_fail(&link.server.engine, NXS_BAD_RECORD_MAC);
    link.server.begun = false;
    link_run(&link);
    assert_int_equal(link.server.event.kind, NXS_EVENT_FAILED);
    assert_int_equal(link.server.event.status, NXS_ABORTED);
    assert_int_equal(link.client.event.status, NXS_ALERT_RECEIVED);
    assert_int_equal(link.client.engine.alert_level, 2);
    assert_int_equal(link.client.engine.alert_value, NXS_ALERT_INTERNAL_ERROR);
    assert_null(link.server.engine.tx.half.cipher.method);
    assert_null(link.client.engine.tx.half.cipher.method);
    link_close(&link);
}

static void a_lost_network_is_told_nobody(void **state)
{
    (void)state;
    struct link link;
    open_connected(&link);
    nxs_engine_fail(&link.server.engine, NXS_SOCKET_CLOSED);
    link.server.begun = false;
    link_run(&link);
    assert_int_equal(link.server.event.status, NXS_SOCKET_CLOSED);
    assert_int_equal(link.client.failed, 0);
    link_close(&link);
}

static bool no_room(void *context, size_t min, nxs_room *room)
{
    (void)context;
    (void)min;
    (void)room;
    return false;
}

static void no_commit(void *context, size_t used)
{
    (void)context;
    (void)used;
    fail_msg("nothing can have been committed");
}

static void a_failure_without_room_is_still_told(void **state)
{
    (void)state;
    struct link link;
    struct nxs_event event;
    struct nxs_sink full = {NULL, no_room, no_commit};
    open_connected(&link);
    nxs_engine_fail(&link.server.engine, NXS_ABORTED);
    nxs_engine_run(&link.server.engine, NULL, NULL, &event);
    assert_int_equal(event.kind, NXS_EVENT_WANT_ROOM);
    nxs_engine_run(&link.server.engine, NULL, &full, &event);
    assert_int_equal(event.kind, NXS_EVENT_FAILED);
    assert_int_equal(event.status, NXS_ABORTED);
    assert_null(link.server.engine.tx.half.cipher.method);
    link_close(&link);
}

static void what_is_no_tls_gets_no_alert(void **state)
{
    (void)state;
    static const char http[] = "GET / HTTP/1.0\r\n\r\n";
    struct link link;
    link_open(&link, &nx_crypto_tls_ciphers_ecc, CREDENTIAL_P256);
    link_start(&link);
    struct nxs_record_header header;
    nxs_bytes bytes = nxs_bytes_of(http, sizeof http - 1);
    enum nxs_status status = nxs_record_header_read(&link.server.engine.rx, bytes, &header);
    assert_int_equal(status, NXS_NOT_TLS);
    nxs_engine_fail(&link.server.engine, status);
    link_run(&link);
    assert_int_equal(link.server.event.status, NXS_NOT_TLS);
    assert_int_equal(link.server.carried, 0);
    link_close(&link);
}

/* ---- output that has to wait ---- */

/* A record that comes while output waits is not lost: it is dealt with when the output went. */
static void a_record_given_while_output_waits_is_kept(void **state)
{
    (void)state;
    struct link link;
    struct nxs_event event;
    uint8_t record[64], tail_bytes[16];
    open_connected(&link);
    struct nxs_engine *from = &link.server.engine;
    struct nxs_record_overhead over = nxs_engine_overhead(from, 4);
    nxs_room part = nxs_room_of(record + over.head, 4);
    nxs_room tail = nxs_room_of(tail_bytes, sizeof tail_bytes);
    memcpy(part.data, "word", 4);
    assert_int_equal(nxs_engine_seal(from, &part, 1, nxs_room_of(record, over.head), &tail), NXS_OK);
    memcpy(record + over.head + 4, tail_bytes, tail.len);
    nxs_room whole = nxs_room_of(record, over.head + 4 + tail.len);
    nxs_alert_queue(&link.client.engine, NXS_LEVEL_WARNING, NXS_ALERT_NO_RENEGOTIATION);
    nxs_engine_run(&link.client.engine, &whole, NULL, &event);
    assert_int_equal(event.kind, NXS_EVENT_WANT_ROOM);
    link.client.begun = false;
    link_run(&link);
    assert_int_equal(link.client.received.len, 4);
    assert_memory_equal(link.client.received.data, "word", 4);
    assert_int_equal(link.server.engine.alert_value, NXS_ALERT_NO_RENEGOTIATION);
    link_close(&link);
}

/* What was built before a failure goes out, and before the alert. */
static void a_failure_does_not_swallow_what_was_built(void **state)
{
    (void)state;
    static const uint8_t fatal[] = {21, 3, 3, 0, 2, 2, NXS_ALERT_HANDSHAKE_FAILURE};
    struct link link;
    struct nxs_event event;
    uint8_t wire[4096];
    link_open(&link, &nx_crypto_tls_ciphers_ecc, CREDENTIAL_P256);
    link_start(&link);
    link_side_work(&link.client);
    size_t len = link_side_take(&link.client, wire, sizeof wire);
    nxs_room hello = nxs_room_of(wire, len);
    nxs_engine_run(&link.server.engine, &hello, NULL, &event);
    assert_int_equal(event.kind, NXS_EVENT_WANT_ROOM);
    link.server.begun = true;
    link_give(&link.server, fatal, sizeof fatal);
    assert_int_equal(link.server.event.kind, NXS_EVENT_FAILED);
    assert_int_equal(link.server.event.status, NXS_ALERT_RECEIVED);
    len = link_side_take(&link.server, wire, sizeof wire);
    assert_true(len > 100);
    assert_int_equal(wire[0], 22);
    assert_int_equal(wire[5], NXS_MSG_SERVER_HELLO);
    link_close(&link);
}

/* ---- messages that the peer sends when connected: the tap turns data into them ---- */

struct disguise {
    uint8_t content_type;
    nxs_bytes content;
};

static void disguise_data(void *context, struct link_message *message)
{
    const struct disguise *as = context;
    if (message->content_type == NXS_CONTENT_APPLICATION_DATA) {
        message->content_type = as->content_type;
        memcpy(message->data, as->content.data, as->content.len);
        message->len = as->content.len;
    }
}

static void open_disguised(struct link *link, struct disguise *as)
{
    link_open(link, &nx_crypto_tls_ciphers_ecc, CREDENTIAL_P256);
    link->filter = disguise_data;
    link->filter_context = as;
    link_handshake(link);
    link_assert_connected(link);
}

static void refuses_politely(const struct disguise *request, bool from_server)
{
    struct link link;
    struct disguise as = *request;
    open_disguised(&link, &as);
    struct link_side *asker = from_server ? &link.server : &link.client;
    struct link_side *asked = from_server ? &link.client : &link.server;
    for (unsigned i = 0; i < NXS_MAX_WARNINGS; i++) {
        link_send(asker, "x", 1);
        assert_int_equal(asked->sent_alert[0], 1);
        assert_int_equal(asked->sent_alert[1], NXS_ALERT_NO_RENEGOTIATION);
        assert_int_equal(asker->engine.alert_value, NXS_ALERT_NO_RENEGOTIATION);
        assert_int_equal(asked->engine.phase, NXS_PHASE_CONNECTED);
    }
    /* data in between: the peer may ask again */
    link.filter = NULL;
    link.fragment = 16384; /* the tap goes on: its sequence numbers are the connection's */
    link_send(asker, "data", 4);
    link_send(asked, "data", 4);
    assert_int_equal(asked->received.len, 4);
    link.filter = disguise_data;
    for (unsigned i = 0; i < NXS_MAX_WARNINGS; i++) {
        link_send(asker, "x", 1);
    }
    assert_int_equal(asked->failed, 0);
    link_send(asker, "x", 1);
    assert_int_equal(asked->event.status, NXS_TOO_MANY_WARNINGS);
    link_close(&link);
}

static void renegotiation_is_refused_politely(void **state)
{
    (void)state;
    static const uint8_t hello_request[] = {NXS_MSG_HELLO_REQUEST, 0, 0, 0};
    static const uint8_t client_hello[] = {NXS_MSG_CLIENT_HELLO, 0, 0, 2, 3, 3};
    struct disguise request = {NXS_CONTENT_HANDSHAKE, {hello_request, sizeof hello_request}};
    refuses_politely(&request, true);
    request.content = nxs_bytes_of(client_hello, sizeof client_hello);
    refuses_politely(&request, false);
}

static void fails_with(const struct disguise *sent, bool from_server, enum nxs_status status)
{
    struct link link;
    struct disguise as = *sent;
    open_disguised(&link, &as);
    struct link_side *liar = from_server ? &link.server : &link.client;
    struct link_side *victim = from_server ? &link.client : &link.server;
    for (unsigned i = 0; i <= NXS_MAX_WARNINGS && !victim->failed; i++) {
        link_send(liar, "x", 1);
    }
    assert_int_equal(victim->event.status, status);
    assert_int_equal(liar->event.status, NXS_ALERT_RECEIVED);
    assert_int_equal(liar->engine.alert_value, nxs_status_alert(status));
    link_close(&link);
}

static void connected_sides_take_nothing_odd(void **state)
{
    (void)state;
    static const uint8_t long_request[] = {NXS_MSG_HELLO_REQUEST, 0, 0, 1, 7};
    static const uint8_t finished[] = {NXS_MSG_FINISHED, 0, 0, 0};
    static const uint8_t unknown[] = {99, 0, 0, 0};
    static const uint8_t like_ccs[] = {0xFD, 0, 0, 0};
    static const uint8_t one[] = {1};
    static const uint8_t user_canceled[] = {1, 90};
    static const uint8_t level_three[] = {3, 90};
    static const uint8_t short_alert[] = {1};
    const struct disguise odd[] = {
        {NXS_CONTENT_HANDSHAKE, {finished, sizeof finished}},
        {NXS_CONTENT_HANDSHAKE, {unknown, sizeof unknown}},
        {NXS_CONTENT_HANDSHAKE, {like_ccs, sizeof like_ccs}},
        {NXS_CONTENT_CHANGE_CIPHER_SPEC, {one, sizeof one}},
        {NXS_CONTENT_ALERT, {user_canceled, sizeof user_canceled}},
        {NXS_CONTENT_ALERT, {level_three, sizeof level_three}},
        {NXS_CONTENT_ALERT, {short_alert, sizeof short_alert}},
    };
    const enum nxs_status statuses[] = {NXS_UNEXPECTED_MESSAGE, NXS_UNKNOWN_MESSAGE,   NXS_UNKNOWN_MESSAGE,
                                        NXS_UNEXPECTED_MESSAGE, NXS_TOO_MANY_WARNINGS, NXS_ILLEGAL_PARAMETER,
                                        NXS_BAD_ALERT};
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
        fails_with(&odd[i], true, statuses[i]);
        fails_with(&odd[i], false, statuses[i]);
    }
    const struct disguise request = {NXS_CONTENT_HANDSHAKE, {long_request, sizeof long_request}};
    fails_with(&request, true, NXS_DECODE_ERROR);
    fails_with(&request, false, NXS_UNEXPECTED_MESSAGE);
}

/* An alert between the parts of a message is heard; data there is an attack or a bug. */
static void half_a_message_may_be_followed_by_an_alert_only(void **state)
{
    (void)state;
    static const uint8_t half[] = {NXS_MSG_HELLO_REQUEST, 0};
    static const uint8_t fatal[] = {2, 80};
    for (int with_alert = 0; with_alert < 2; with_alert++) {
        struct link link;
        struct disguise as = {NXS_CONTENT_HANDSHAKE, {half, sizeof half}};
        open_disguised(&link, &as);
        link_send(&link.server, "x", 1);
        assert_int_equal(nxs_engine_inbox_used(&link.client.engine), sizeof half);
        as.content_type = with_alert ? NXS_CONTENT_ALERT : NXS_CONTENT_APPLICATION_DATA;
        as.content = nxs_bytes_of(fatal, sizeof fatal);
        link_send(&link.server, "x", 1);
        assert_int_equal(link.client.event.status, with_alert ? NXS_ALERT_RECEIVED : NXS_UNEXPECTED_MESSAGE);
        link_close(&link);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_stock_tables_need_little_memory),
        cmocka_unit_test(memory_may_have_any_address_and_no_byte_less),
        cmocka_unit_test(calls_have_their_time),
        cmocka_unit_test(a_start_judges_the_tables),
        cmocka_unit_test(engines_can_be_used_again),
        cmocka_unit_test(closing_is_answered_and_ends_sending),
        cmocka_unit_test(data_crosses_a_close),
        cmocka_unit_test(a_close_during_the_handshake_is_a_failure_and_answered),
        cmocka_unit_test(the_first_failure_is_the_one_that_is_told),
        cmocka_unit_test(a_lost_network_is_told_nobody),
        cmocka_unit_test(a_failure_without_room_is_still_told),
        cmocka_unit_test(what_is_no_tls_gets_no_alert),
        cmocka_unit_test(a_record_given_while_output_waits_is_kept),
        cmocka_unit_test(a_failure_does_not_swallow_what_was_built),
        cmocka_unit_test(renegotiation_is_refused_politely),
        cmocka_unit_test(connected_sides_take_nothing_odd),
        cmocka_unit_test(half_a_message_may_be_followed_by_an_alert_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
