/* The same handshake, delivered unkindly: in pieces, with little room for answers, cut off anywhere. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "support/link.h"

static const struct {
    uint16_t suite;
    enum credential_kind kind;
} ways[] = {{0xC02B, CREDENTIAL_P256}, {0xCCA8, CREDENTIAL_RSA2048}};
enum { WAYS = sizeof ways / sizeof ways[0] };

static void say_both_ways(struct link *link)
{
    uint8_t data[3000];
    for (size_t i = 0; i < sizeof data; i++) {
        data[i] = (uint8_t)(i * 7);
    }
    link_send(&link->client, data, sizeof data);
    link_send(&link->server, data, sizeof data);
    assert_int_equal(link->client.received.len, sizeof data);
    assert_int_equal(link->server.received.len, sizeof data);
    assert_memory_equal(link->client.received.data, data, sizeof data);
    assert_memory_equal(link->server.received.data, data, sizeof data);
}

static void connects_with(unsigned way, size_t fragment, bool random, uint32_t seed, enum link_sink sink,
                          bool apart)
{
    struct link link;
    link_open(&link, link_table_of_suite(ways[way].suite), ways[way].kind);
    link.fragment = fragment;
    link.random_fragments = random;
    link.seed = seed;
    link.client.sink = link.server.sink = sink;
    link.client.records_apart = link.server.records_apart = apart;
    link_handshake(&link);
    link_assert_connected(&link);
    say_both_ways(&link);
    nxs_engine_close(&link.server.engine);
    link.server.begun = false;
    link_run(&link);
    assert_int_equal(link.client.event.kind, NXS_EVENT_CLOSED);
    assert_int_equal(link.server.event.kind, NXS_EVENT_CLOSED);
    link_close(&link);
}

static void byte_by_byte(void **state)
{
    (void)state;
    for (unsigned way = 0; way < WAYS; way++) {
        connects_with(way, 1, false, 0, LINK_SINK_WIDE, false);
        connects_with(way, 1, false, 0, LINK_SINK_WIDE, true);
        connects_with(way, 1, false, 0, LINK_SINK_TINY, false);
        connects_with(way, 1, false, 0, LINK_SINK_SEPARATE, false);
    }
}

static void in_small_pieces_of_every_size(void **state)
{
    (void)state;
    for (size_t fragment = 2; fragment < 40; fragment++) {
        connects_with(0, fragment, false, 0, LINK_SINK_WIDE, fragment % 2 != 0);
    }
}

static void in_random_pieces(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= 40; seed++) {
        connects_with(seed % WAYS, 1 + seed * 9, true, seed, (enum link_sink)(seed % 3), seed % 2 != 0);
    }
}

static void with_little_room(void **state)
{
    (void)state;
    for (unsigned way = 0; way < WAYS; way++) {
        connects_with(way, 0, false, 0, LINK_SINK_TINY, false);
        connects_with(way, 0, false, 0, LINK_SINK_SEPARATE, false);
        connects_with(way, 0, false, 0, LINK_SINK_TINY, true);
    }
}

/* With an inbox of every size: either it is enough, or that is said, and no byte is written behind its end.
 */
static void with_an_inbox_of_every_size(void **state)
{
    (void)state;
    unsigned connected = 0, refused = 0;
    for (size_t size = 0; size < 700; size += size < 150 ? 1 : 23) {
        struct link link;
        link_open(&link, link_table_of_suite(ways[0].suite), ways[0].kind);
        uint8_t *inbox = malloc(size + 1);
        assert_non_null(inbox);
        nxs_engine_inbox_set(&link.client.engine, nxs_room_of(inbox + 1, size));
        link.client.records_apart = true;
        link.fragment = 100;
        link_handshake(&link);
        if (link.client.connected) {
            link_assert_connected(&link);
            connected++;
        } else {
            assert_int_equal(link.client.event.status, NXS_BUFFER_TOO_SMALL);
            assert_int_equal(link.client.sent_alert[1], NXS_ALERT_INTERNAL_ERROR);
            assert_int_equal(connected, 0); /* more room is never worse */
            refused++;
        }
        free(inbox);
        link_close(&link);
    }
    assert_true(connected > 0 && refused > 100);
}

/* Messages that are whole in their records need no inbox at all. */
static void without_an_inbox(void **state)
{
    (void)state;
    struct link link;
    link_open(&link, link_table_of_suite(ways[0].suite), ways[0].kind);
    struct link_side *sides[] = {&link.client, &link.server};
    for (int i = 0; i < 2; i++) {
        nxs_engine_inbox_set(&sides[i]->engine, nxs_room_of(NULL, 0));
        sides[i]->records_apart = true;
    }
    link_handshake(&link);
    link_assert_connected(&link);
    say_both_ways(&link);
    link_close(&link);
}

static size_t bytes_of_a_handshake(bool of_client)
{
    struct link link;
    link_open(&link, link_table_of_suite(ways[0].suite), ways[0].kind);
    link_handshake(&link);
    link_assert_connected(&link);
    size_t bytes = of_client ? link.client.carried : link.server.carried;
    link_close(&link);
    return bytes;
}

/* The side that gets less waits and is never connected by less than all; reset leaves no secret. */
static void cut_one(size_t cut, bool of_client)
{
    struct link link;
    link_open(&link, link_table_of_suite(ways[0].suite), ways[0].kind);
    *(of_client ? &link.cut_client : &link.cut_server) = cut;
    link_handshake(&link);
    struct link_side *deaf = of_client ? &link.server : &link.client;
    assert_int_equal(deaf->connected, 0);
    assert_int_equal(link.client.connected + link.client.failed + link.server.failed, 0);
    assert_int_equal(deaf->event.kind, NXS_EVENT_WANT_RECORD);
    struct link_side *sides[] = {&link.client, &link.server};
    for (int i = 0; i < 2; i++) {
        nxs_engine_reset(&sides[i]->engine);
        assert_false(link_side_holds_master(sides[i]));
    }
    link_close(&link);
}

static void cut_after_every_byte(void **state)
{
    (void)state;
    size_t client = bytes_of_a_handshake(true);
    size_t server = bytes_of_a_handshake(false);
    assert_true(client > 200 && server > 600);
    for (size_t cut = 0; cut < client - 2; cut++) { /* an ECDSA signature may be a byte or two shorter */
        cut_one(cut, true);
    }
    for (size_t cut = 0; cut < server - 4; cut++) {
        cut_one(cut, false);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(byte_by_byte),
        cmocka_unit_test(in_small_pieces_of_every_size),
        cmocka_unit_test(in_random_pieces),
        cmocka_unit_test(with_little_room),
        cmocka_unit_test(with_an_inbox_of_every_size),
        cmocka_unit_test(without_an_inbox),
        cmocka_unit_test(cut_after_every_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
