#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tls/engine.h"
#include "tls/extension/extension.h"

#define BYTES(array) nxs_bytes_of(array, sizeof(array))

typedef enum nxs_status read_body(nxs_bytes body, struct nxs_hello_facts *facts);

/* The reader gets memory of exactly the body's length, so that a sanitizer sees every byte too far. */
static enum nxs_status read_exactly(read_body *function, const uint8_t *data, size_t len)
{
    struct nxs_hello_facts facts = {0};
    uint8_t *copy = malloc(len + 1);
    assert_non_null(copy);
    memcpy(copy + 1, data, len);
    enum nxs_status status = function(nxs_bytes_of(copy + 1, len), &facts);
    free(copy);
    return status;
}

struct sample {
    const struct nxs_extension_row *row;
    const char *request; /* NULL: there is none */
    size_t request_len;
    const char *answer;
    size_t answer_len;
};
#define TEXT(string) string, sizeof(string) - 1

static const struct sample samples[] = {
    {&nxs_extension_server_name, TEXT("\0\7\0\0\4host"), TEXT("")},
    {&nxs_extension_extended_master_secret, TEXT(""), TEXT("")},
    {&nxs_extension_encrypt_then_mac, TEXT(""), TEXT("")},
    {&nxs_extension_renegotiation_info, TEXT("\0"), TEXT("\0")},
    {&nxs_extension_supported_groups, TEXT("\0\4\0\35\0\27"), TEXT("\0\2\0\35")},
    {&nxs_extension_ec_point_formats, TEXT("\2\1\0"), TEXT("\1\0")},
    {&nxs_extension_signature_algorithms, TEXT("\0\4\4\3\10\4"), NULL, 0},
};
enum { SAMPLES = sizeof samples / sizeof samples[0] };

static void refuses_other_lengths(read_body *function, const char *text, size_t len)
{
    uint8_t body[64];
    if (function == NULL) {
        assert_null(text);
        return;
    }
    memcpy(body, text, len);
    body[len] = 0;
    assert_int_equal(read_exactly(function, body, len), NXS_OK);
    for (size_t cut = 0; cut < len; cut++) {
        assert_int_equal(nxs_status_alert(read_exactly(function, body, cut)), NXS_ALERT_DECODE_ERROR);
    }
    assert_int_equal(nxs_status_alert(read_exactly(function, body, len + 1)), NXS_ALERT_DECODE_ERROR);
}

static void every_extension_refuses_other_lengths(void **state)
{
    (void)state;
    for (size_t i = 0; i < SAMPLES; i++) {
        refuses_other_lengths(samples[i].row->read_request, samples[i].request, samples[i].request_len);
        refuses_other_lengths(samples[i].row->read_answer, samples[i].answer, samples[i].answer_len);
    }
}

static void every_row_is_in_the_table_once(void **state)
{
    (void)state;
    uint32_t all = 0;
    for (size_t i = 0; i < SAMPLES; i++) {
        uint32_t bit = nxs_extension_bit(samples[i].row->number);
        assert_true(bit != 0 && (bit & (bit - 1)) == 0 && (all & bit) == 0);
        assert_string_equal(nxs_extension_name(samples[i].row->number), samples[i].row->name);
        assert_non_null(samples[i].row->read_request);
        assert_true((samples[i].row->read_answer != NULL) ==
                    !!(samples[i].row->places & NXS_IN_SERVER_HELLO));
        all |= bit;
    }
    assert_int_equal(nxs_extension_bit(0x0A0A), 0);
    assert_null(nxs_extension_name(0x0A0A));
}

/* ---- blocks ---- */

static void put(struct nxs_writer *w, uint16_t number, const void *body, size_t len)
{
    nxs_write_u16(w, number);
    struct nxs_mark vector = nxs_open_vec16(w);
    nxs_write_bytes(w, nxs_bytes_of(body, len));
    nxs_close_vec(w, vector);
}

static nxs_bytes finish(const struct nxs_writer *w)
{
    nxs_bytes written;
    assert_true(nxs_write_end(w, &written));
    return written;
}

/* GREASE [RFC8701] and unknown numbers in front, between and behind; any order. */
static void a_request_is_read_among_unknown_extensions(void **state)
{
    (void)state;
    uint8_t room[256];
    struct nxs_hello_facts facts = {0};
    struct nxs_writer w = nxs_writer_of(nxs_room_of(room, sizeof room));
    put(&w, 0x0A0A, "", 0);
    for (size_t i = SAMPLES; i > 0; i--) {
        put(&w, samples[i - 1].row->number, samples[i - 1].request, samples[i - 1].request_len);
        put(&w, (uint16_t)(0x1A1A + 0x1010 * i), "\0", 1);
    }
    put(&w, 43, "\2\3\4", 3);
    assert_int_equal(nxs_extensions_read_request(finish(&w), &facts), NXS_OK);
    assert_int_equal(facts.seen, (1u << SAMPLES) - 1);
    assert_true(nxs_bytes_equal(facts.server_name, nxs_bytes_of("host", 4)));
    assert_int_equal(facts.groups.len, 4);
    assert_int_equal(facts.schemes.len, 4);
    assert_true(facts.extended_master_secret && facts.encrypt_then_mac && facts.secure_renegotiation &&
                facts.has_point_formats);
}

static void every_truncation_of_a_block_is_refused_or_shorter(void **state)
{
    (void)state;
    uint8_t room[256];
    struct nxs_writer w = nxs_writer_of(nxs_room_of(room, sizeof room));
    size_t ends[SAMPLES];
    for (size_t i = 0; i < SAMPLES; i++) {
        put(&w, samples[i].row->number, samples[i].request, samples[i].request_len);
        ends[i] = w.used;
    }
    nxs_bytes block = finish(&w);
    size_t next = 0;
    for (size_t len = 1; len <= block.len; len++) {
        enum nxs_status status = read_exactly(nxs_extensions_read_request, block.data, len);
        assert_int_equal(status, len == ends[next] ? NXS_OK : NXS_DECODE_ERROR);
        next += len == ends[next];
    }
    assert_int_equal(next, SAMPLES);
}

static void whatever_comes_twice_is_refused(void **state)
{
    (void)state;
    static const uint16_t unknown = 0x0A0A;
    uint8_t room[64];
    struct nxs_hello_facts facts = {0};
    for (size_t i = 0; i <= SAMPLES; i++) {
        uint16_t number = i < SAMPLES ? samples[i].row->number : unknown;
        const char *body = i < SAMPLES ? samples[i].request : "";
        size_t len = i < SAMPLES ? samples[i].request_len : 0;
        struct nxs_writer w = nxs_writer_of(nxs_room_of(room, sizeof room));
        put(&w, number, body, len);
        put(&w, 0x2A2A, "", 0);
        put(&w, number, body, len);
        assert_int_equal(nxs_extensions_read_request(finish(&w), &facts), NXS_DUPLICATE_EXTENSION);
        assert_int_equal(nxs_extensions_read_answer(finish(&w), ~0u, &facts), NXS_DUPLICATE_EXTENSION);
    }
}

static void a_flood_of_extensions_is_refused(void **state)
{
    (void)state;
    uint8_t room[1024];
    struct nxs_hello_facts facts = {0};
    struct nxs_writer w = nxs_writer_of(nxs_room_of(room, sizeof room));
    for (uint16_t i = 0; i < 100; i++) {
        put(&w, (uint16_t)(0x4000 + i), "", 0);
    }
    assert_int_equal(nxs_extensions_read_request(finish(&w), &facts), NXS_OK);
    put(&w, 0x5000, "", 0);
    assert_int_equal(nxs_extensions_read_request(finish(&w), &facts), NXS_DECODE_ERROR);
}

static void only_what_was_asked_for_may_be_answered(void **state)
{
    (void)state;
    uint8_t room[64];
    for (size_t i = 0; i < SAMPLES; i++) {
        struct nxs_hello_facts facts = {0};
        uint32_t bit = nxs_extension_bit(samples[i].row->number);
        struct nxs_writer w = nxs_writer_of(nxs_room_of(room, sizeof room));
        put(&w, samples[i].row->number, samples[i].answer, samples[i].answer_len);
        assert_int_equal(nxs_extensions_read_answer(finish(&w), ~bit, &facts), NXS_UNSUPPORTED_EXTENSION);
        enum nxs_status asked = nxs_extensions_read_answer(finish(&w), bit, &facts);
        assert_int_equal(asked, samples[i].answer != NULL ? NXS_OK : NXS_UNSUPPORTED_EXTENSION);
    }
    struct nxs_hello_facts facts = {0};
    struct nxs_writer w = nxs_writer_of(nxs_room_of(room, sizeof room));
    put(&w, 0x0A0A, "", 0);
    assert_int_equal(nxs_extensions_read_answer(finish(&w), ~0u, &facts), NXS_UNSUPPORTED_EXTENSION);
}

/* ---- single extensions ---- */

static enum nxs_status server_name_of(const char *body, size_t len, nxs_bytes *name)
{
    struct nxs_hello_facts facts = {0};
    enum nxs_status status = nxs_extension_server_name.read_request(nxs_bytes_of(body, len), &facts);
    *name = facts.server_name;
    return status;
}

static void server_name_keeps_its_rules(void **state)
{
    (void)state;
    nxs_bytes name;
    assert_int_equal(server_name_of(TEXT("\0\0"), &name), NXS_SNI_INVALID);
    assert_int_equal(server_name_of(TEXT("\0\3\0\0\0"), &name), NXS_SNI_INVALID);
    assert_int_equal(server_name_of(TEXT("\0\10\0\0\1a\0\0\1b"), &name), NXS_SNI_INVALID);
    /* a name of an unknown type stands in front of the host name */
    assert_int_equal(server_name_of(TEXT("\0\11\7\0\2zz\0\0\1b"), &name), NXS_OK);
    assert_true(nxs_bytes_equal(name, nxs_bytes_of("b", 1)));
    /* only names of unknown types */
    assert_int_equal(server_name_of(TEXT("\0\5\7\0\2zz"), &name), NXS_OK);
    assert_int_equal(name.len, 0);
}

static void the_renegotiated_connection_is_told(void **state)
{
    (void)state;
    struct nxs_hello_facts facts = {0};
    nxs_bytes body = nxs_bytes_of("\2ab", 3);
    assert_int_equal(nxs_extension_renegotiation_info.read_request(body, &facts), NXS_OK);
    assert_int_equal(facts.renegotiated_connection.len, 2);
    assert_int_equal(nxs_extension_renegotiation_info.read_answer(nxs_bytes_of("\0", 1), &facts), NXS_OK);
    assert_int_equal(facts.renegotiated_connection.len, 0);
    assert_int_equal(nxs_extension_renegotiation_info.read_answer(nxs_bytes_of("\3ab", 3), &facts),
                     NXS_DECODE_ERROR);
}

static void points_must_be_allowed_uncompressed(void **state)
{
    (void)state;
    struct nxs_hello_facts facts = {0};
    nxs_bytes compressed = nxs_bytes_of("\2\1\2", 3);
    nxs_bytes none = nxs_bytes_of("\0", 1);
    assert_int_equal(nxs_extension_ec_point_formats.read_request(compressed, &facts), NXS_POINT_FORMAT);
    assert_int_equal(nxs_extension_ec_point_formats.read_answer(compressed, &facts), NXS_POINT_FORMAT);
    assert_int_equal(nxs_extension_ec_point_formats.read_request(none, &facts), NXS_DECODE_ERROR);
}

static void lists_of_numbers_are_even_and_not_empty(void **state)
{
    (void)state;
    struct nxs_hello_facts facts = {0};
    const struct nxs_extension_row *rows[] = {&nxs_extension_supported_groups,
                                              &nxs_extension_signature_algorithms};
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(rows[i]->read_request(nxs_bytes_of("\0\0", 2), &facts), NXS_DECODE_ERROR);
        assert_int_equal(rows[i]->read_request(nxs_bytes_of("\0\3\0\35\0", 5), &facts), NXS_DECODE_ERROR);
    }
}

/* A server's list in a TLS 1.2 ServerHello is tolerated and means nothing. */
static void groups_in_an_answer_mean_nothing(void **state)
{
    (void)state;
    struct nxs_hello_facts facts = {0};
    nxs_bytes body = nxs_bytes_of("\0\2\0\35", 4);
    assert_int_equal(nxs_extension_supported_groups.read_answer(body, &facts), NXS_OK);
    assert_false(facts.has_groups);
}

/* ---- writing ---- */

static void what_is_offered_can_be_read(void **state)
{
    (void)state;
    uint8_t room[512];
    uint32_t offered;
    struct nxs_hello_facts facts = {0};
    struct nxs_engine engine;
    memset(&engine, 0, sizeof engine);
    engine.config.table = &nx_crypto_tls_ciphers_ecc;
    engine.config.min_version = engine.config.max_version = 0x0303;
    engine.config.server_name = nxs_bytes_of("host", 4);
    struct nxs_writer w = nxs_writer_of(nxs_room_of(room, sizeof room));
    nxs_extensions_offer(&engine, &w, &offered);
    struct nxs_reader r = nxs_reader_of(finish(&w));
    struct nxs_reader block;
    assert_true(nxs_read_vec16(&r, &block) && nxs_read_end(&r));
    assert_int_equal(nxs_extensions_read_request(nxs_read_rest(&block), &facts), NXS_OK);
    assert_int_equal(facts.seen, offered);
    assert_int_equal(offered, (1u << SAMPLES) - 1);
    assert_true(nxs_bytes_equal(facts.server_name, nxs_bytes_of("host", 4)));
    engine.config.server_name = nxs_bytes_of(NULL, 0);
    w = nxs_writer_of(nxs_room_of(room, sizeof room));
    nxs_extensions_offer(&engine, &w, &offered);
    assert_int_equal(offered & nxs_extension_bit(NXS_EXT_SERVER_NAME), 0);
}

static void nothing_answered_is_no_block(void **state)
{
    (void)state;
    uint8_t room[64];
    struct nxs_engine engine;
    memset(&engine, 0, sizeof engine);
    struct nxs_writer w = nxs_writer_of(nxs_room_of(room, sizeof room));
    nxs_extensions_answer(&engine, nxs_extension_bit(NXS_EXT_SUPPORTED_GROUPS), &w);
    assert_int_equal(finish(&w).len, 0);
    engine.agreed.extended_master_secret = true;
    nxs_extensions_answer(&engine, nxs_extension_bit(NXS_EXT_EXTENDED_MASTER_SECRET), &w);
    nxs_bytes written = finish(&w);
    assert_true(nxs_bytes_equal(written, nxs_bytes_of("\0\4\0\27\0\0", 6)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_extension_refuses_other_lengths),
        cmocka_unit_test(every_row_is_in_the_table_once),
        cmocka_unit_test(a_request_is_read_among_unknown_extensions),
        cmocka_unit_test(every_truncation_of_a_block_is_refused_or_shorter),
        cmocka_unit_test(whatever_comes_twice_is_refused),
        cmocka_unit_test(a_flood_of_extensions_is_refused),
        cmocka_unit_test(only_what_was_asked_for_may_be_answered),
        cmocka_unit_test(server_name_keeps_its_rules),
        cmocka_unit_test(the_renegotiated_connection_is_told),
        cmocka_unit_test(points_must_be_allowed_uncompressed),
        cmocka_unit_test(lists_of_numbers_are_even_and_not_empty),
        cmocka_unit_test(groups_in_an_answer_mean_nothing),
        cmocka_unit_test(what_is_offered_can_be_read),
        cmocka_unit_test(nothing_answered_is_no_block),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
