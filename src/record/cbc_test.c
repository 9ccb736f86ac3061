/* Records with a MAC, against records that libcrypto built here independently [RFC5246 6.2.3], [RFC7366]. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "nxsecure/ext.h"
#include "record/record.h"

enum { AREA = 512, ROOM = NXS_RECORD_MAX_HEAD + NXS_RECORD_MAX_PLAINTEXT + 512, BLOCK = 16 };

struct kind {
    const char *name;
    struct nxs_suite suite;
    const NX_CRYPTO_METHOD *cipher, *mac;
    const EVP_MD *(*md)(void);
    uint16_t version;
    bool etm;
};

#define SUITE(key, mac)                                                                                      \
    {                                                                                                        \
        0, NXS_KEX_ECDHE, NXS_AUTH_RSA, NXS_CIPHER_CBC, NX_CRYPTO_ENCRYPTION_AES_CBC, key, 16, 0, mac,       \
            NX_CRYPTO_HASH_SHA256, 0x0301, 0x0303, "test"                                                    \
    }
#define NO_CIPHER                                                                                            \
    {                                                                                                        \
        0, NXS_KEX_RSA, NXS_AUTH_RSA, NXS_CIPHER_NULL, NX_CRYPTO_ENCRYPTION_NULL, 0, 0, 0, 32,               \
            NX_CRYPTO_HASH_SHA256, 0x0301, 0x0303, "test"                                                    \
    }

static const struct kind kinds[] = {
    {"sha1", SUITE(16, 20), &crypto_method_aes_cbc_128, &crypto_method_hmac_sha1, EVP_sha1, 0x0303, false},
    {"sha256", SUITE(16, 32), &crypto_method_aes_cbc_128, &crypto_method_hmac_sha256, EVP_sha256, 0x0303,
     false},
    {"sha384", SUITE(32, 48), &crypto_method_aes_cbc_256, &crypto_method_hmac_sha384, EVP_sha384, 0x0303,
     false},
    {"sha1 1.1", SUITE(32, 20), &crypto_method_aes_cbc_256, &crypto_method_hmac_sha1, EVP_sha1, 0x0302,
     false},
    {"sha1 1.0", SUITE(16, 20), &crypto_method_aes_cbc_128, &crypto_method_hmac_sha1, EVP_sha1, 0x0301,
     false},
    {"sha256 1.0", SUITE(16, 32), &crypto_method_aes_cbc_128, &crypto_method_hmac_sha256, EVP_sha256, 0x0301,
     false},
    {"etm sha1", SUITE(16, 20), &crypto_method_aes_cbc_128, &crypto_method_hmac_sha1, EVP_sha1, 0x0303, true},
    {"etm sha384", SUITE(32, 48), &crypto_method_aes_cbc_256, &crypto_method_hmac_sha384, EVP_sha384, 0x0303,
     true},
    {"etm sha1 1.0", SUITE(16, 20), &crypto_method_aes_cbc_128, &crypto_method_hmac_sha1, EVP_sha1, 0x0301,
     true},
    {"null sha256", NO_CIPHER, NULL, &crypto_method_hmac_sha256, EVP_sha256, 0x0303, false},
};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

static uint64_t areas[4][AREA / 8];
static uint8_t key[32], mac_key[48], iv[16];
static uint8_t content[NXS_RECORD_MAX_PLAINTEXT + 1], wire[ROOM], copy[ROOM];

struct ends {
    const struct kind *kind;
    struct nxs_tx tx;
    struct nxs_rx rx;
    /* What the independent sender knows. */
    uint64_t sequence;
    uint8_t last[BLOCK];
};

static void fill(uint8_t *to, size_t len, unsigned seed)
{
    for (size_t i = 0; i < len; i++) {
        to[i] = (uint8_t)(seed + 13 * i + i / 251);
    }
}

static void start_half(struct nxs_record_half *half, int area, const struct kind *kind, bool decrypts)
{
    struct nxs_record_keys keys = {kind->cipher,
                                   kind->mac,
                                   nxs_bytes_of(key, kind->suite.key_len),
                                   nxs_bytes_of(iv, nxs_record_iv_len(&kind->suite, kind->version)),
                                   nxs_bytes_of(mac_key, kind->suite.mac_len),
                                   decrypts,
                                   kind->etm};
    nxs_record_half_begin(half, (struct nxs_area){areas[area], AREA});
    nxs_record_half_work(half, (struct nxs_area){areas[2], AREA}, (struct nxs_area){areas[3], AREA});
    nxs_record_half_version(half, kind->version);
    assert_int_equal(nxs_record_half_protect(half, &kind->suite, kind->version, &keys), NXS_OK);
}

static struct ends begin(const struct kind *kind)
{
    struct ends ends;
    memset(&ends, 0, sizeof ends);
    ends.kind = kind;
    fill(key, sizeof key, 3);
    fill(mac_key, sizeof mac_key, 5);
    fill(iv, sizeof iv, 77);
    fill(content, sizeof content, 1);
    memcpy(ends.last, iv, BLOCK);
    start_half(&ends.tx.half, 0, kind, false);
    start_half(&ends.rx.half, 1, kind, true);
    return ends;
}

static void end(struct ends *ends)
{
    static const uint64_t zeros[AREA / 8];
    nxs_record_half_wipe(&ends->tx.half);
    nxs_record_half_wipe(&ends->rx.half);
    for (int i = 0; i < 4; i++) {
        assert_memory_equal(areas[i], zeros, AREA);
    }
}

/* ---- the independent sender ---- */

static void mac_of(struct ends *ends, uint8_t type, const uint8_t *data, size_t len, uint8_t *out)
{
    static uint8_t input[ROOM + 13];
    unsigned out_len;
    for (int i = 0; i < 8; i++) {
        input[i] = (uint8_t)(ends->sequence >> (56 - 8 * i));
    }
    input[8] = type;
    input[9] = 3;
    input[10] = (uint8_t)ends->kind->version;
    input[11] = (uint8_t)(len >> 8);
    input[12] = (uint8_t)len;
    memcpy(input + 13, data, len);
    assert_non_null(
        HMAC(ends->kind->md(), mac_key, ends->kind->suite.mac_len, input, len + 13, out, &out_len));
}

static void encrypt(struct ends *ends, uint8_t *data, size_t len, const uint8_t *first)
{
    EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
    int out;
    assert_int_equal(
        EVP_EncryptInit_ex(c, ends->kind->suite.key_len == 16 ? EVP_aes_128_cbc() : EVP_aes_256_cbc(), NULL,
                           key, first),
        1);
    EVP_CIPHER_CTX_set_padding(c, 0);
    assert_int_equal(EVP_EncryptUpdate(c, data, &out, data, (int)len), 1);
    assert_int_equal(out, len);
    EVP_CIPHER_CTX_free(c);
    memcpy(ends->last, data + len - BLOCK, BLOCK);
}

/* A record with @p padding bytes of padding beside its length byte, xor @p flip over byte @p at of the blocks
 * before they are encrypted (at >= len: none). */
static nxs_room build(struct ends *ends, size_t len, size_t padding, size_t at, uint8_t flip)
{
    const struct kind *kind = ends->kind;
    bool chained = kind->version == 0x0301, null = kind->cipher == NULL;
    size_t front = chained || null ? 0 : BLOCK, mac_len = kind->suite.mac_len;
    uint8_t *body = wire + 5, *plain = body + front, mac[64];
    fill(body, front, 99);
    memcpy(plain, content, len);
    size_t total = len;
    if (!kind->etm) {
        mac_of(ends, 23, content, len, plain + total);
        total += mac_len;
    }
    if (!null) {
        memset(plain + total, (int)padding, padding + 1);
        total += padding + 1;
        if (at < total) {
            plain[at] ^= flip;
        }
        encrypt(ends, plain, total, chained ? ends->last : body);
    }
    if (kind->etm) {
        mac_of(ends, 23, body, front + total, mac);
        memcpy(plain + total, mac, mac_len);
        total += mac_len;
    }
    ends->sequence++;
    wire[0] = 23;
    wire[1] = 3;
    wire[2] = (uint8_t)kind->version;
    wire[3] = (uint8_t)((front + total) >> 8);
    wire[4] = (uint8_t)(front + total);
    return nxs_room_of(wire, 5 + front + total);
}

static size_t least_padding(const struct kind *kind, size_t len)
{
    size_t total = len + (kind->etm ? 0 : kind->suite.mac_len) + 1;
    return (BLOCK - total % BLOCK) % BLOCK;
}

static enum nxs_status try_open(struct ends *ends, nxs_room record, struct nxs_record *out)
{
    memcpy(copy, record.data, record.len);
    return nxs_record_open(&ends->rx, nxs_room_of(copy, record.len), out);
}

static void assert_opens(struct ends *ends, nxs_room record, size_t len)
{
    struct nxs_record out;
    assert_int_equal(try_open(ends, record, &out), NXS_OK);
    assert_int_equal(out.type, 23);
    assert_int_equal(out.plain.len, len);
    assert_memory_equal(out.plain.data, content, len);
}

/* ---- tests ---- */

static void known_records_are_opened(void **state)
{
    static const size_t more[] = {255, 256, 257, 300, 511, 512, 1000, 16383, 16384};
    (void)state;
    for (size_t k = 0; k < KINDS; k++) {
        struct ends ends = begin(&kinds[k]);
        for (size_t len = 1; len <= 130; len++) {
            assert_opens(&ends, build(&ends, len, least_padding(&kinds[k], len), SIZE_MAX, 0), len);
        }
        for (size_t i = 0; i < sizeof more / sizeof more[0]; i++) {
            assert_opens(&ends, build(&ends, more[i], least_padding(&kinds[k], more[i]), SIZE_MAX, 0),
                         more[i]);
        }
        end(&ends);
    }
}

static void every_length_of_padding_is_opened(void **state)
{
    (void)state;
    for (size_t k = 0; k < KINDS; k++) {
        if (kinds[k].cipher == NULL) {
            continue;
        }
        struct ends ends = begin(&kinds[k]);
        for (size_t len = 1; len < 40; len += 3) {
            for (size_t pad = least_padding(&kinds[k], len); pad < 256; pad += BLOCK) {
                assert_opens(&ends, build(&ends, len, pad, SIZE_MAX, 0), len);
            }
        }
        end(&ends);
    }
}

/* One byte that is wrong below the encryption: content, MAC, padding or its length. */
static void every_tampered_byte_is_one_failure(void **state)
{
    static const size_t paddings[] = {0, 16, 240};
    (void)state;
    for (size_t k = 0; k < KINDS; k++) {
        const struct kind *kind = &kinds[k];
        size_t mac_len = kind->suite.mac_len, len = 21;
        if (kind->etm || kind->cipher == NULL) {
            continue;
        }
        for (size_t p = 0; p < 3; p++) {
            size_t padding = least_padding(kind, len) + paddings[p];
            for (size_t at = 0; at < len + mac_len + padding + 1; at++) {
                for (unsigned flip = 1; flip < 256; flip = flip == 1 ? 0x80 : flip == 0x80 ? 0xFF : 256) {
                    struct ends ends = begin(kind);
                    struct nxs_record out;
                    nxs_room record = build(&ends, len, padding, at, (uint8_t)flip);
                    assert_int_equal(try_open(&ends, record, &out), NXS_BAD_RECORD_MAC);
                    assert_null(out.plain.data);
                    end(&ends);
                }
            }
        }
    }
}

static void every_tampered_byte_on_the_wire_is_one_failure(void **state)
{
    (void)state;
    for (size_t k = 0; k < KINDS; k++) {
        struct ends probe = begin(&kinds[k]);
        size_t record_len = build(&probe, 40, least_padding(&kinds[k], 40), SIZE_MAX, 0).len;
        for (size_t at = 5; at < record_len; at++) {
            struct ends ends = begin(&kinds[k]);
            struct nxs_record out;
            nxs_room record = build(&ends, 40, least_padding(&kinds[k], 40), SIZE_MAX, 0);
            record.data[at] ^= 0x10;
            assert_int_equal(try_open(&ends, record, &out), NXS_BAD_RECORD_MAC);
            end(&ends);
        }
        end(&probe);
    }
}

/* Blocks that are all padding, or whose padding says more than there is. */
static void lengths_that_cannot_be_are_one_failure(void **state)
{
    (void)state;
    for (size_t k = 0; k < KINDS; k++) {
        struct ends probe = begin(&kinds[k]);
        nxs_room whole = build(&probe, 70, least_padding(&kinds[k], 70), SIZE_MAX, 0);
        size_t whole_len = whole.len;
        for (size_t len = 0; len + 5 < whole_len; len++) {
            struct ends ends = begin(&kinds[k]);
            struct nxs_record out;
            nxs_room record = build(&ends, 70, least_padding(&kinds[k], 70), SIZE_MAX, 0);
            record.data[3] = (uint8_t)(len >> 8);
            record.data[4] = (uint8_t)len;
            assert_int_equal(try_open(&ends, nxs_room_of(record.data, 5 + len), &out), NXS_BAD_RECORD_MAC);
            end(&ends);
        }
        end(&probe);
    }
}

static void padding_alone_is_no_record(void **state)
{
    (void)state;
    for (size_t k = 0; k < KINDS; k++) {
        const struct kind *kind = &kinds[k];
        if (kind->etm || kind->cipher == NULL) {
            continue;
        }
        for (size_t blocks = 1; blocks <= 20; blocks++) {
            struct ends ends = begin(kind);
            struct nxs_record out;
            size_t front = kind->version == 0x0301 ? 0 : BLOCK, total = blocks * BLOCK;
            fill(wire + 5, front, 9);
            memset(wire + 5 + front, (int)(total > 256 ? 255 : total - 1), total);
            encrypt(&ends, wire + 5 + front, total, front == 0 ? iv : wire + 5);
            wire[0] = 23;
            wire[1] = 3;
            wire[2] = (uint8_t)kind->version;
            wire[3] = (uint8_t)((front + total) >> 8);
            wire[4] = (uint8_t)(front + total);
            assert_int_equal(try_open(&ends, nxs_room_of(wire, 5 + front + total), &out), NXS_BAD_RECORD_MAC);
            end(&ends);
        }
    }
}

/* ---- sealing ---- */

/* Opens what stands in wire, record by record; the content must be content[0..len). Gives the records. */
static size_t open_all(struct ends *ends, size_t used, size_t len)
{
    size_t at = 0, records = 0, seen = 0;
    while (at < used) {
        struct nxs_record out;
        size_t one = 5 + (size_t)(wire[at + 3] << 8 | wire[at + 4]);
        assert_true(at + one <= used);
        assert_int_equal(try_open(ends, nxs_room_of(wire + at, one), &out), NXS_OK);
        assert_memory_equal(out.plain.data, content + seen, out.plain.len);
        seen += out.plain.len;
        at += one;
        records++;
    }
    assert_int_equal(seen, len);
    return records;
}

static size_t seal(struct ends *ends, uint8_t type, size_t len, size_t step)
{
    struct nxs_record_overhead over = nxs_record_overhead_for(&ends->tx, type, len);
    nxs_room parts[64];
    size_t count = 0;
    assert_true(over.head <= NXS_RECORD_MAX_HEAD && over.tail <= NXS_RECORD_MAX_TAIL);
    memcpy(wire + over.head, content, len);
    for (size_t at = 0; at < len; at += step) {
        parts[count++] = nxs_room_of(wire + over.head + at, len - at < step ? len - at : step);
    }
    nxs_room tail = nxs_room_of(wire + over.head + len, over.tail);
    assert_int_equal(nxs_record_seal(&ends->tx, type, parts, count, nxs_room_of(wire, over.head), &tail),
                     NXS_OK);
    return over.head + len + tail.len;
}

static void what_is_sealed_is_opened(void **state)
{
    (void)state;
    for (size_t k = 0; k < KINDS; k++) {
        struct ends ends = begin(&kinds[k]);
        size_t data_records = kinds[k].version == 0x0301 ? 2 : 1;
        for (size_t len = 1; len <= 200; len++) {
            size_t step = len / 11 + 1;
            assert_int_equal(open_all(&ends, seal(&ends, 23, len, step), len), data_records);
            assert_int_equal(open_all(&ends, seal(&ends, 22, len, len), len), 1);
        }
        assert_int_equal(open_all(&ends, seal(&ends, 23, 16384, 1200), 16384), data_records);
        end(&ends);
    }
}

/* BEAST: the block that carries the first content byte is chained to one that nobody knew before. */
static void an_empty_record_goes_before_data_in_tls_1_0(void **state)
{
    (void)state;
    struct ends ends = begin(&kinds[4]);
    size_t used = seal(&ends, 23, 5, 5);
    assert_int_equal(wire[4], 32);           /* MAC and padding of no content */
    assert_int_equal(used, 5 + 32 + 5 + 32); /* 5 + 20 + 7 */
    assert_int_equal(open_all(&ends, used, 5), 2);
    /* The independent sender does the same. */
    struct ends other = begin(&kinds[4]);
    uint8_t expected[2 * 37];
    nxs_room first = build(&other, 0, 11, SIZE_MAX, 0);
    memcpy(expected, first.data, 37);
    nxs_room second = build(&other, 5, 6, SIZE_MAX, 0);
    memcpy(expected + 37, second.data, 37);
    struct ends again = begin(&kinds[4]);
    assert_int_equal(seal(&again, 23, 5, 5), sizeof expected);
    assert_memory_equal(wire, expected, sizeof expected);
    end(&again);
}

static void a_new_handshake_keeps_encrypt_then_mac(void **state)
{
    (void)state;
    struct ends ends = begin(&kinds[6]);
    struct nxs_record_keys keys = {
        kinds[6].cipher, kinds[6].mac, nxs_bytes_of(key, 16), nxs_bytes_of(iv, 0), nxs_bytes_of(mac_key, 20),
        false,           false};
    assert_int_equal(nxs_record_half_protect(&ends.tx.half, &kinds[6].suite, 0x0303, &keys),
                     NXS_UNSUPPORTED_CIPHER);
    keys.encrypt_then_mac = true;
    assert_int_equal(nxs_record_half_protect(&ends.tx.half, &kinds[6].suite, 0x0303, &keys), NXS_OK);
    end(&ends);
}

static void ivs_are_not_repeated(void **state)
{
    (void)state;
    struct ends ends = begin(&kinds[0]);
    uint8_t first[BLOCK];
    seal(&ends, 23, 5, 5);
    memcpy(first, wire + 5, BLOCK);
    seal(&ends, 23, 5, 5);
    assert_memory_not_equal(first, wire + 5, BLOCK);
    end(&ends);
}

static void too_many_parts_are_refused(void **state)
{
    (void)state;
    for (size_t k = 0; k < KINDS; k++) {
        struct ends ends = begin(&kinds[k]);
        size_t most = nxs_record_parts(&ends.tx);
        if (kinds[k].cipher != NULL) {
            nxs_room parts[20];
            struct nxs_record_overhead over = nxs_record_overhead(&ends.tx, 20);
            for (size_t i = 0; i < 20; i++) {
                parts[i] = nxs_room_of(wire + over.head + i, 1);
            }
            nxs_room tail = nxs_room_of(wire + over.head + 20, over.tail);
            assert_true(most < 20);
            assert_int_equal(nxs_record_seal(&ends.tx, 23, parts, 20, nxs_room_of(wire, over.head), &tail),
                             NXS_UNSUPPORTED_CIPHER);
        }
        assert_int_equal(open_all(&ends, seal(&ends, 22, most, 1), most), 1);
        end(&ends);
    }
}

static void a_method_that_fails_fails_the_record(void **state)
{
    (void)state;
    for (uint32_t n = 1; n < 600; n++) {
        struct ends ends = begin(&kinds[0]);
        struct nxs_record out;
        nxs_room record = build(&ends, 300, least_padding(&kinds[0], 300), SIZE_MAX, 0);
        nxs_crypto_fault_set(n);
        enum nxs_status status = try_open(&ends, record, &out);
        nxs_crypto_fault_set(0);
        bool made = status == NXS_OK;
        if (!made) {
            assert_int_equal(status, NXS_CRYPTO_FAILED);
        }
        end(&ends);
        if (made) {
            assert_true(n > 256 || n == 1); /* n == 1: a build without faults */
            return;
        }
    }
    fail();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_records_are_opened),
        cmocka_unit_test(every_length_of_padding_is_opened),
        cmocka_unit_test(every_tampered_byte_is_one_failure),
        cmocka_unit_test(every_tampered_byte_on_the_wire_is_one_failure),
        cmocka_unit_test(lengths_that_cannot_be_are_one_failure),
        cmocka_unit_test(padding_alone_is_no_record),
        cmocka_unit_test(what_is_sealed_is_opened),
        cmocka_unit_test(an_empty_record_goes_before_data_in_tls_1_0),
        cmocka_unit_test(a_new_handshake_keeps_encrypt_then_mac),
        cmocka_unit_test(ivs_are_not_repeated),
        cmocka_unit_test(too_many_parts_are_refused),
        cmocka_unit_test(a_method_that_fails_fails_the_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
