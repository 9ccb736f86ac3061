#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tls/message/message.h"

#define BYTES(array) nxs_bytes_of(array, sizeof(array))

static uint8_t ascending[256];

static int fill(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ascending; i++) {
        ascending[i] = (uint8_t)i;
    }
    return 0;
}

typedef enum nxs_status parse(nxs_bytes body);

/* The parser gets memory of exactly the message's length, so that a sanitizer sees every byte too far. */
static enum nxs_status parse_exactly(parse *function, nxs_bytes body)
{
    uint8_t *copy = malloc(body.len + 1);
    assert_non_null(copy);
    memcpy(copy + 1, body.data, body.len);
    enum nxs_status status = function(nxs_bytes_of(copy + 1, body.len));
    free(copy);
    return status;
}

/* Each shorter message but one (a message may end before its optional extensions) and one byte more are
 * refused. */
static void refuses_other_lengths(parse *function, nxs_bytes body, size_t valid_too)
{
    uint8_t longer[512];
    assert_int_equal(parse_exactly(function, body), NXS_OK);
    for (size_t len = 0; len < body.len; len++) {
        enum nxs_status status = parse_exactly(function, nxs_bytes_of(body.data, len));
        assert_int_equal(status, len == valid_too && len > 0 ? NXS_OK : NXS_DECODE_ERROR);
    }
    memcpy(longer, body.data, body.len);
    longer[body.len] = 0;
    assert_int_equal(parse_exactly(function, nxs_bytes_of(longer, body.len + 1)), NXS_DECODE_ERROR);
}

/* ---- ClientHello ---- */

static enum nxs_status parse_client_hello(nxs_bytes body)
{
    struct nxs_client_hello hello;
    return nxs_client_hello_read(body, &hello);
}

static struct nxs_client_hello some_client_hello(void)
{
    struct nxs_client_hello hello = {0};
    hello.version = 0x0303;
    hello.random = nxs_bytes_of(ascending, 32);
    hello.session_id = nxs_bytes_of(ascending + 100, 32);
    hello.suites = nxs_bytes_of(ascending + 10, 6);
    hello.compression = nxs_bytes_of(ascending, 1);
    hello.extensions = nxs_bytes_of(ascending + 40, 9);
    hello.has_extensions = true;
    return hello;
}

static nxs_bytes write_client_hello(const struct nxs_client_hello *hello, nxs_room room)
{
    nxs_bytes written;
    struct nxs_writer w = nxs_writer_of(room);
    nxs_client_hello_write(hello, &w);
    assert_true(nxs_write_end(&w, &written));
    return written;
}

static void client_hello_comes_back_as_written(void **state)
{
    (void)state;
    uint8_t room[256];
    struct nxs_client_hello sent = some_client_hello();
    struct nxs_client_hello got;
    nxs_bytes body = write_client_hello(&sent, nxs_room_of(room, sizeof room));
    assert_int_equal(nxs_client_hello_read(body, &got), NXS_OK);
    assert_int_equal(got.version, 0x0303);
    assert_true(nxs_bytes_equal(got.random, sent.random));
    assert_true(nxs_bytes_equal(got.session_id, sent.session_id));
    assert_true(nxs_bytes_equal(got.suites, sent.suites));
    assert_true(nxs_bytes_equal(got.compression, sent.compression));
    assert_true(got.has_extensions);
    assert_true(nxs_bytes_equal(got.extensions, sent.extensions));
    assert_true(nxs_client_hello_offers(&got, 0x0C0D));
    assert_false(nxs_client_hello_offers(&got, 0x0B0C)); /* astride two entries */
}

static void client_hello_of_other_lengths_is_refused(void **state)
{
    (void)state;
    uint8_t room[256];
    struct nxs_client_hello hello = some_client_hello();
    nxs_bytes body = write_client_hello(&hello, nxs_room_of(room, sizeof room));
    size_t without_extensions = body.len - 2 - hello.extensions.len;
    refuses_other_lengths(parse_client_hello, body, without_extensions);
}

static void an_empty_extensions_block_is_not_no_block(void **state)
{
    (void)state;
    uint8_t room[256];
    struct nxs_client_hello hello = some_client_hello();
    struct nxs_client_hello got;
    hello.extensions = nxs_bytes_of(NULL, 0);
    nxs_bytes body = write_client_hello(&hello, nxs_room_of(room, sizeof room));
    assert_int_equal(nxs_client_hello_read(body, &got), NXS_OK);
    assert_true(got.has_extensions);
    hello.has_extensions = false;
    body = write_client_hello(&hello, nxs_room_of(room, sizeof room));
    assert_int_equal(nxs_client_hello_read(body, &got), NXS_OK);
    assert_false(got.has_extensions);
}

static void client_hello_fields_have_their_limits(void **state)
{
    (void)state;
    uint8_t room[256];
    struct nxs_client_hello hello;
    struct {
        size_t session_id, suites, compression;
    } wrong[] = {{33, 6, 1}, {32, 0, 1}, {32, 5, 1}, {32, 6, 0}};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        hello = some_client_hello();
        hello.session_id.len = wrong[i].session_id;
        hello.suites.len = wrong[i].suites;
        hello.compression.len = wrong[i].compression;
        nxs_bytes body = write_client_hello(&hello, nxs_room_of(room, sizeof room));
        assert_int_equal(parse_client_hello(body), NXS_DECODE_ERROR);
    }
}

/* ---- ServerHello ---- */

static enum nxs_status parse_server_hello(nxs_bytes body)
{
    struct nxs_server_hello hello;
    return nxs_server_hello_read(body, &hello);
}

static nxs_bytes write_server_hello(const struct nxs_server_hello *hello, nxs_room room)
{
    nxs_bytes written;
    struct nxs_writer w = nxs_writer_of(room);
    nxs_server_hello_write(hello, &w);
    assert_true(nxs_write_end(&w, &written));
    return written;
}

static void server_hello_comes_back_as_written(void **state)
{
    (void)state;
    uint8_t room[256];
    struct nxs_server_hello got;
    struct nxs_server_hello sent = {0x0303,
                                    nxs_bytes_of(ascending, 32),
                                    nxs_bytes_of(ascending, 5),
                                    0xC02B,
                                    0,
                                    nxs_bytes_of(ascending, 7),
                                    true};
    nxs_bytes body = write_server_hello(&sent, nxs_room_of(room, sizeof room));
    assert_int_equal(nxs_server_hello_read(body, &got), NXS_OK);
    assert_int_equal(got.version, sent.version);
    assert_int_equal(got.suite, sent.suite);
    assert_int_equal(got.compression, 0);
    assert_true(nxs_bytes_equal(got.random, sent.random));
    assert_true(nxs_bytes_equal(got.session_id, sent.session_id));
    assert_true(nxs_bytes_equal(got.extensions, sent.extensions));
    refuses_other_lengths(parse_server_hello, body, body.len - 2 - 7);
    sent.session_id.len = 33;
    body = write_server_hello(&sent, nxs_room_of(room, sizeof room));
    assert_int_equal(parse_server_hello(body), NXS_DECODE_ERROR);
}

/* ---- Certificate ---- */

static enum nxs_status parse_certificate_list(nxs_bytes body)
{
    struct nxs_reader list;
    return nxs_certificate_list_read(body, &list);
}

static void certificate_lists_are_checked_whole(void **state)
{
    (void)state;
    static const uint8_t two[] = {0, 0, 9, 0, 0, 2, 0xAA, 0xBB, 0, 0, 1, 0xCC};
    static const uint8_t none[] = {0, 0, 0};
    static const uint8_t empty_entry[] = {0, 0, 3, 0, 0, 0};
    static const uint8_t entry_too_long[] = {0, 0, 4, 0, 0, 2, 0xAA};
    static const uint8_t half_a_length[] = {0, 0, 6, 0, 0, 1, 0xAA, 0, 0};
    struct nxs_reader list, entry;
    refuses_other_lengths(parse_certificate_list, BYTES(two), 0);
    refuses_other_lengths(parse_certificate_list, BYTES(none), 0);
    assert_int_equal(parse_certificate_list(BYTES(empty_entry)), NXS_DECODE_ERROR);
    assert_int_equal(parse_certificate_list(BYTES(entry_too_long)), NXS_DECODE_ERROR);
    assert_int_equal(parse_certificate_list(BYTES(half_a_length)), NXS_DECODE_ERROR);
    assert_int_equal(nxs_certificate_list_read(BYTES(two), &list), NXS_OK);
    assert_true(nxs_read_vec24(&list, &entry));
    assert_int_equal(nxs_read_rest(&entry).len, 2);
    assert_true(nxs_read_vec24(&list, &entry));
    assert_int_equal(nxs_read_rest(&entry).len, 1);
    assert_true(nxs_read_end(&list));
}

/* ---- key exchange ---- */

static enum nxs_status parse_server_key_exchange(nxs_bytes body)
{
    struct nxs_server_key_exchange message;
    return nxs_server_key_exchange_read(body, &message);
}

static enum nxs_status parse_client_key_exchange(nxs_bytes body)
{
    nxs_bytes share;
    return nxs_client_key_exchange_read(body, &share);
}

static void server_key_exchange_is_taken_apart(void **state)
{
    (void)state;
    static const uint8_t wire[] = {3, 0, 29, 3, 0xA1, 0xA2, 0xA3, 8, 4, 0, 2, 0xB1, 0xB2};
    static const uint8_t explicit_prime[] = {1, 0, 29, 1, 0xA1, 8, 4, 0, 1, 0xB1};
    static const uint8_t no_share[] = {3, 0, 29, 0, 8, 4, 0, 1, 0xB1};
    static const uint8_t no_signature[] = {3, 0, 29, 1, 0xA1, 8, 4, 0, 0};
    struct nxs_server_key_exchange message;
    assert_int_equal(nxs_server_key_exchange_read(BYTES(wire), &message), NXS_OK);
    assert_int_equal(message.group, 29);
    assert_int_equal(message.scheme, 0x0804);
    assert_true(nxs_bytes_equal(message.share, nxs_bytes_of(wire + 4, 3)));
    assert_true(nxs_bytes_equal(message.params, nxs_bytes_of(wire, 7)));
    assert_true(nxs_bytes_equal(message.signature, nxs_bytes_of(wire + 11, 2)));
    refuses_other_lengths(parse_server_key_exchange, BYTES(wire), 0);
    assert_int_equal(parse_server_key_exchange(BYTES(explicit_prime)), NXS_UNSUPPORTED_CURVE_TYPE);
    assert_int_equal(parse_server_key_exchange(BYTES(no_share)), NXS_DECODE_ERROR);
    assert_int_equal(parse_server_key_exchange(BYTES(no_signature)), NXS_DECODE_ERROR);
}

static enum nxs_status parse_psk_server(nxs_bytes body)
{
    struct nxs_psk_server_key_exchange message;
    return nxs_psk_server_key_exchange_read(body, false, &message);
}

static enum nxs_status parse_ecdhe_psk_server(nxs_bytes body)
{
    struct nxs_psk_server_key_exchange message;
    return nxs_psk_server_key_exchange_read(body, true, &message);
}

static enum nxs_status parse_psk_client(nxs_bytes body)
{
    struct nxs_psk_client_key_exchange message;
    return nxs_psk_client_key_exchange_read(body, false, &message);
}

static enum nxs_status parse_ecdhe_psk_client(nxs_bytes body)
{
    struct nxs_psk_client_key_exchange message;
    return nxs_psk_client_key_exchange_read(body, true, &message);
}

static void psk_server_key_exchange_has_a_hint(void **state)
{
    (void)state;
    static const uint8_t plain[] = {0, 2, 'h', 'i'};
    static const uint8_t nothing[] = {0, 0};
    static const uint8_t curve[] = {0, 2, 'h', 'i', 3, 0, 29, 3, 0xA1, 0xA2, 0xA3};
    static const uint8_t explicit_prime[] = {0, 0, 1, 0, 29, 1, 0xA1};
    static const uint8_t no_share[] = {0, 0, 3, 0, 29, 0};
    struct nxs_psk_server_key_exchange message;
    assert_int_equal(nxs_psk_server_key_exchange_read(BYTES(plain), false, &message), NXS_OK);
    assert_true(nxs_bytes_equal(message.hint, nxs_bytes_of("hi", 2)));
    assert_int_equal(message.share.len, 0);
    assert_int_equal(nxs_psk_server_key_exchange_read(BYTES(curve), true, &message), NXS_OK);
    assert_true(nxs_bytes_equal(message.hint, nxs_bytes_of("hi", 2)));
    assert_int_equal(message.group, 29);
    assert_true(nxs_bytes_equal(message.share, nxs_bytes_of(curve + 8, 3)));
    refuses_other_lengths(parse_psk_server, BYTES(plain), 0);
    refuses_other_lengths(parse_psk_server, BYTES(nothing), 0);
    refuses_other_lengths(parse_ecdhe_psk_server, BYTES(curve), 0);
    assert_int_equal(parse_ecdhe_psk_server(BYTES(explicit_prime)), NXS_UNSUPPORTED_CURVE_TYPE);
    assert_int_equal(parse_ecdhe_psk_server(BYTES(no_share)), NXS_DECODE_ERROR);
}

static void psk_client_key_exchange_comes_back_as_written(void **state)
{
    (void)state;
    static const uint8_t no_share[] = {0, 1, 'i', 0};
    for (int ephemeral = 0; ephemeral < 2; ephemeral++) {
        uint8_t room[64];
        nxs_bytes body;
        struct nxs_psk_client_key_exchange got;
        struct nxs_psk_client_key_exchange sent = {nxs_bytes_of("my name", 7),
                                                   nxs_bytes_of(ascending + 4, ephemeral ? 9 : 0)};
        struct nxs_writer w = nxs_writer_of(nxs_room_of(room, sizeof room));
        nxs_psk_client_key_exchange_write(&sent, ephemeral, &w);
        assert_true(nxs_write_end(&w, &body));
        assert_int_equal(body.len, ephemeral ? 19 : 9);
        assert_int_equal(nxs_psk_client_key_exchange_read(body, ephemeral, &got), NXS_OK);
        assert_true(nxs_bytes_equal(got.identity, sent.identity));
        assert_true(nxs_bytes_equal(got.share, sent.share));
        refuses_other_lengths(ephemeral ? parse_ecdhe_psk_client : parse_psk_client, body, 0);
    }
    assert_int_equal(parse_ecdhe_psk_client(BYTES(no_share)), NXS_DECODE_ERROR);
}

static void client_key_exchange_is_one_share(void **state)
{
    (void)state;
    static const uint8_t wire[] = {3, 0xA1, 0xA2, 0xA3};
    static const uint8_t empty[] = {0};
    nxs_bytes share;
    assert_int_equal(nxs_client_key_exchange_read(BYTES(wire), &share), NXS_OK);
    assert_true(nxs_bytes_equal(share, nxs_bytes_of(wire + 1, 3)));
    refuses_other_lengths(parse_client_key_exchange, BYTES(wire), 0);
    assert_int_equal(parse_client_key_exchange(BYTES(empty)), NXS_DECODE_ERROR);
}

/* ---- CertificateRequest ---- */

static enum nxs_status parse_certificate_request(nxs_bytes body)
{
    struct nxs_certificate_request request;
    return nxs_certificate_request_read(body, &request);
}

static void certificate_request_is_checked_whole(void **state)
{
    (void)state;
    static const uint8_t wire[] = {2, 1, 64, 0, 4, 4, 3, 8, 4, 0, 7, 0, 2, 0x30, 0, 0, 1, 0x31};
    static const uint8_t no_types[] = {0, 0, 2, 4, 3, 0, 0};
    static const uint8_t no_schemes[] = {1, 1, 0, 0, 0, 0};
    static const uint8_t odd_schemes[] = {1, 1, 0, 3, 4, 3, 4, 0, 0};
    static const uint8_t empty_name[] = {1, 1, 0, 2, 4, 3, 0, 2, 0, 0};
    static const uint8_t name_too_long[] = {1, 1, 0, 2, 4, 3, 0, 3, 0, 2, 0x30};
    struct nxs_certificate_request request;
    assert_int_equal(nxs_certificate_request_read(BYTES(wire), &request), NXS_OK);
    assert_int_equal(request.types.len, 2);
    assert_int_equal(request.schemes.len, 4);
    assert_int_equal(request.authorities.len, 7);
    refuses_other_lengths(parse_certificate_request, BYTES(wire), 0);
    assert_int_equal(parse_certificate_request(BYTES(no_types)), NXS_DECODE_ERROR);
    assert_int_equal(parse_certificate_request(BYTES(no_schemes)), NXS_DECODE_ERROR);
    assert_int_equal(parse_certificate_request(BYTES(odd_schemes)), NXS_DECODE_ERROR);
    assert_int_equal(parse_certificate_request(BYTES(empty_name)), NXS_DECODE_ERROR);
    assert_int_equal(parse_certificate_request(BYTES(name_too_long)), NXS_DECODE_ERROR);
}

/* ---- CertificateVerify ---- */

static enum nxs_status parse_certificate_verify(nxs_bytes body)
{
    struct nxs_certificate_verify message;
    return nxs_certificate_verify_read(body, &message);
}

static void certificate_verify_is_checked_whole(void **state)
{
    (void)state;
    static const uint8_t wire[] = {4, 3, 0, 3, 9, 8, 7};
    static const uint8_t no_signature[] = {4, 3, 0, 0};
    struct nxs_certificate_verify message;
    assert_int_equal(nxs_certificate_verify_read(BYTES(wire), &message), NXS_OK);
    assert_int_equal(message.scheme, 0x0403);
    assert_int_equal(message.signature.len, 3);
    assert_ptr_equal(message.signature.data, wire + 4);
    refuses_other_lengths(parse_certificate_verify, BYTES(wire), 0);
    assert_int_equal(parse_certificate_verify(BYTES(no_signature)), NXS_DECODE_ERROR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(client_hello_comes_back_as_written),
        cmocka_unit_test(client_hello_of_other_lengths_is_refused),
        cmocka_unit_test(an_empty_extensions_block_is_not_no_block),
        cmocka_unit_test(client_hello_fields_have_their_limits),
        cmocka_unit_test(server_hello_comes_back_as_written),
        cmocka_unit_test(certificate_lists_are_checked_whole),
        cmocka_unit_test(server_key_exchange_is_taken_apart),
        cmocka_unit_test(psk_server_key_exchange_has_a_hint),
        cmocka_unit_test(psk_client_key_exchange_comes_back_as_written),
        cmocka_unit_test(client_key_exchange_is_one_share),
        cmocka_unit_test(certificate_request_is_checked_whole),
        cmocka_unit_test(certificate_verify_is_checked_whole),
    };
    return cmocka_run_group_tests(tests, fill, NULL);
}
