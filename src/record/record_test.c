#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include <openssl/evp.h>

#include "nxsecure/ext.h"
#include "record/record.h"

enum { AREA = 512, ROOM = NXS_RECORD_MAX_HEAD + NXS_RECORD_MAX_PLAINTEXT + 1 + NXS_RECORD_MAX_TAIL };

/* A suite, its method, and what libcrypto calls the same cipher. */
struct kind {
    uint16_t suite;
    const NX_CRYPTO_METHOD *method;
    const EVP_CIPHER *(*evp)(void);
    bool explicit_nonce;
    int tag_len;
};

static const struct kind kinds[] = {
    {0xC02B, &crypto_method_aes_128_gcm_16, EVP_aes_128_gcm, true, 16},
    {0xC030, &crypto_method_aes_256_gcm_16, EVP_aes_256_gcm, true, 16},
    {0xCCA8, &crypto_method_chacha20_poly1305, EVP_chacha20_poly1305, false, 16},
    {0xC0AC, &crypto_method_aes_ccm_16, EVP_aes_128_ccm, true, 16},
    {0xC0AE, &crypto_method_aes_ccm_8, EVP_aes_128_ccm, true, 8},
};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

/* Both ends of a connection, one direction. */
struct ends {
    struct nxs_tx tx;
    struct nxs_rx rx;
};

static uint64_t areas[2][AREA / 8];
static uint8_t key[32], iv[12];
static uint8_t content[NXS_RECORD_MAX_PLAINTEXT + 1];
static uint8_t wire[ROOM], copy[ROOM];

static void fill(uint8_t *to, size_t len, unsigned seed)
{
    for (size_t i = 0; i < len; i++) {
        to[i] = (uint8_t)(seed + 13 * i + i / 251);
    }
}

static struct ends ends_in_the_clear(void)
{
    struct ends ends;
    memset(&ends, 0, sizeof ends);
    nxs_record_half_begin(&ends.tx.half, (struct nxs_area){areas[0], AREA});
    nxs_record_half_begin(&ends.rx.half, (struct nxs_area){areas[1], AREA});
    return ends;
}

/* Installs keys without a MAC. */
static enum nxs_status protect_half(struct nxs_record_half *half, const struct nxs_suite *suite,
                                    uint16_t version, const NX_CRYPTO_METHOD *method, nxs_bytes key_bytes,
                                    nxs_bytes iv_bytes, bool decrypts)
{
    struct nxs_record_keys keys = {.cipher = method, .key = key_bytes, .iv = iv_bytes, .decrypts = decrypts};
    return nxs_record_half_protect(half, suite, version, &keys);
}

static void protect(struct ends *ends, const struct kind *kind)
{
    const struct nxs_suite *suite = nxs_suite_find(kind->suite);
    nxs_bytes key_bytes = nxs_bytes_of(key, suite->key_len);
    nxs_bytes iv_bytes = nxs_bytes_of(iv, suite->iv_len);
    nxs_record_half_version(&ends->tx.half, 0x0303);
    nxs_record_half_version(&ends->rx.half, 0x0303);
    assert_int_equal(protect_half(&ends->tx.half, suite, 0x0303, kind->method, key_bytes, iv_bytes, false),
                     NXS_OK);
    assert_int_equal(protect_half(&ends->rx.half, suite, 0x0303, kind->method, key_bytes, iv_bytes, true),
                     NXS_OK);
}

static struct ends ends_of(const struct kind *kind)
{
    struct ends ends = ends_in_the_clear();
    fill(key, sizeof key, 3);
    fill(iv, sizeof iv, 77);
    fill(content, sizeof content, 1);
    protect(&ends, kind);
    return ends;
}

static void end(struct ends *ends)
{
    static const uint64_t zeros[AREA / 8];
    nxs_record_half_wipe(&ends->tx.half);
    nxs_record_half_wipe(&ends->rx.half);
    assert_memory_equal(areas[0], zeros, AREA);
    assert_memory_equal(areas[1], zeros, AREA);
}

/* Seals content[0..len) into wire; gives the record. */
static nxs_room seal(struct ends *ends, uint8_t type, size_t len)
{
    struct nxs_record_overhead over = nxs_record_overhead(&ends->tx, len);
    nxs_room plain = nxs_room_of(wire + over.head, len);
    nxs_room tail = nxs_room_of(wire + over.head + len, over.tail);
    memcpy(plain.data, content, len);
    assert_int_equal(nxs_record_seal(&ends->tx, type, &plain, 1, nxs_room_of(wire, over.head), &tail),
                     NXS_OK);
    return nxs_room_of(wire, over.head + len + tail.len);
}

static void assert_opens(struct ends *ends, nxs_room record, uint8_t type, size_t len)
{
    struct nxs_record out;
    assert_int_equal(nxs_record_open(&ends->rx, record, &out), NXS_OK);
    assert_int_equal(out.type, type);
    assert_int_equal(out.plain.len, len);
    if (len > 0) {
        assert_memory_equal(out.plain.data, content, len);
        assert_true(out.plain.data > record.data && out.plain.data + len <= record.data + record.len);
    }
}

/* Opens a copy, so that the record stays what it is. */
static enum nxs_status try_open(struct ends *ends, nxs_room record)
{
    struct nxs_record out;
    memcpy(copy, record.data, record.len);
    return nxs_record_open(&ends->rx, nxs_room_of(copy, record.len), &out);
}

static enum nxs_status read_header(const struct ends *ends, unsigned type, unsigned version, unsigned length)
{
    struct nxs_record_header header;
    uint8_t bytes[] = {(uint8_t)type, (uint8_t)(version >> 8), (uint8_t)version, (uint8_t)(length >> 8),
                       (uint8_t)length};
    return nxs_record_header_read(&ends->rx, nxs_bytes_of(bytes, sizeof bytes), &header);
}

/* ---- in the clear ---- */

static void every_content_type_passes_in_the_clear(void **state)
{
    (void)state;
    struct ends ends = ends_in_the_clear();
    fill(content, sizeof content, 9);
    for (uint8_t type = 20; type <= 23; type++) {
        const uint8_t header[] = {type, 3, 1, 0, 7};
        nxs_room record = seal(&ends, type, 7);
        assert_int_equal(record.len, 12);
        assert_memory_equal(record.data, header, sizeof header);
        assert_memory_equal(record.data + 5, content, 7);
        assert_opens(&ends, record, type, 7);
    }
    end(&ends);
}

static void a_header_is_judged_without_its_body(void **state)
{
    (void)state;
    struct ends ends = ends_in_the_clear();
    struct nxs_record_header header;
    const uint8_t bytes[] = {22, 3, 1, 1, 2};
    for (size_t len = 0; len < sizeof bytes; len++) {
        assert_int_equal(nxs_record_header_read(&ends.rx, nxs_bytes_of(bytes, len), &header), NXS_WANT_BYTES);
    }
    assert_int_equal(nxs_record_header_read(&ends.rx, nxs_bytes_of(bytes, 5), &header), NXS_OK);
    assert_int_equal(header.type, 22);
    assert_int_equal(header.version, 0x0301);
    assert_int_equal(header.length, 258);
    for (unsigned minor = 0; minor < 256; minor++) {
        assert_int_equal(read_header(&ends, 22, 0x0300 + minor, 10), NXS_OK);
    }
    for (unsigned major = 0; major < 256; major++) {
        assert_int_equal(read_header(&ends, 22, major << 8 | 3, 10),
                         major == 3 ? NXS_OK : NXS_RECORD_VERSION_UNKNOWN);
    }
    nxs_record_half_version(&ends.rx.half, 0x0303);
    assert_int_equal(read_header(&ends, 22, 0x0303, 10), NXS_OK);
    assert_int_equal(read_header(&ends, 22, 0x0301, 10), NXS_RECORD_VERSION_CHANGED);
    assert_int_equal(read_header(&ends, 22, 0x0304, 10), NXS_RECORD_VERSION_CHANGED);
    assert_int_equal(read_header(&ends, 22, 0x0203, 10), NXS_RECORD_VERSION_UNKNOWN);
    /* An alert may come from a peer that has not heard of the version; under keys it has. */
    assert_int_equal(read_header(&ends, 21, 0x0301, 2), NXS_OK);
    assert_int_equal(read_header(&ends, 21, 0x0203, 2), NXS_RECORD_VERSION_UNKNOWN);
    for (size_t i = 0; i < KINDS; i++) {
        ends = ends_of(&kinds[i]);
        assert_int_equal(read_header(&ends, 21, 0x0301, 26), NXS_RECORD_VERSION_CHANGED);
        end(&ends);
    }
}

/* Bytes of a record besides header and content. */
static size_t added_by(const struct kind *kind)
{
    return (size_t)kind->tag_len + (kind->explicit_nonce ? 8 : 0);
}

static void lengths_are_limited_on_the_header(void **state)
{
    (void)state;
    struct ends ends = ends_in_the_clear();
    assert_int_equal(read_header(&ends, 22, 0x0303, 16384), NXS_OK);
    assert_int_equal(read_header(&ends, 22, 0x0303, 16385), NXS_RECORD_OVERFLOW);
    assert_int_equal(read_header(&ends, 22, 0x0303, 65535), NXS_RECORD_OVERFLOW);
    for (size_t i = 0; i < KINDS; i++) {
        unsigned added = (unsigned)added_by(&kinds[i]);
        ends = ends_of(&kinds[i]);
        assert_int_equal(read_header(&ends, 23, 0x0303, 16384 + added), NXS_OK);
        assert_int_equal(read_header(&ends, 23, 0x0303, 16385 + added), NXS_RECORD_OVERFLOW);
        assert_int_equal(read_header(&ends, 23, 0x0303, 65535), NXS_RECORD_OVERFLOW);
        end(&ends);
    }
}

static void unknown_types_are_told_from_other_protocols(void **state)
{
    (void)state;
    struct ends ends = ends_in_the_clear();
    for (unsigned type = 0; type < 256; type++) {
        bool known = type >= 20 && type <= 23;
        assert_int_equal(read_header(&ends, type, 0x0303, 10), known ? NXS_OK : NXS_NOT_TLS);
    }
    struct nxs_record_header header;
    assert_int_equal(nxs_record_header_read(&ends.rx, nxs_bytes_of("GET / HTTP/1.1\r\n", 16), &header),
                     NXS_NOT_TLS);
    static const uint8_t sslv2[] = {0x80, 0x2E, 0x01, 0x00, 0x02, 0x00};
    assert_int_equal(nxs_record_header_read(&ends.rx, nxs_bytes_of(sslv2, sizeof sslv2), &header),
                     NXS_NOT_TLS);
    assert_opens(&ends, seal(&ends, 22, 3), 22, 3);
    for (unsigned type = 0; type < 256; type++) {
        bool known = type >= 20 && type <= 23;
        assert_int_equal(read_header(&ends, type, 0x0303, 10), known ? NXS_OK : NXS_RECORD_TYPE);
    }
}

static void a_record_is_opened_when_it_is_whole(void **state)
{
    (void)state;
    struct ends ends = ends_of(&kinds[0]);
    nxs_room record = seal(&ends, 23, 40);
    for (size_t len = 0; len < record.len; len++) {
        assert_int_equal(try_open(&ends, nxs_room_of(record.data, len)), NXS_WANT_BYTES);
    }
    assert_int_not_equal(try_open(&ends, nxs_room_of(record.data, record.len + 1)), NXS_OK);
    assert_opens(&ends, record, 23, 40);
    end(&ends);
}

/* ---- protected ---- */

static void every_size_and_type_comes_back(void **state)
{
    (void)state;
    static const size_t sizes[] = {1, 2, 15, 16, 17, 255, 1000, 16383, 16384};
    for (size_t i = 0; i < KINDS; i++) {
        struct ends ends = ends_of(&kinds[i]);
        for (uint8_t type = 20; type <= 23; type++) {
            for (size_t j = 0; j < sizeof sizes / sizeof sizes[0]; j++) {
                nxs_room record = seal(&ends, type, sizes[j]);
                assert_int_equal(record.len, 5 + sizes[j] + added_by(&kinds[i]));
                assert_opens(&ends, record, type, sizes[j]);
            }
        }
        end(&ends);
    }
}

static void content_in_parts_is_sealed_in_place(void **state)
{
    (void)state;
    static const size_t cuts[][4] = {
        {0, 1, 2, 3}, {5, 5, 21, 22}, {1, 16, 17, 40}, {10, 20, 30, 40}, {16, 32, 33, 64}};
    for (size_t i = 0; i < KINDS; i++) {
        struct ends ends = ends_of(&kinds[i]);
        if (nxs_record_parts(&ends.tx) == 1) {
            end(&ends);
            continue;
        }
        for (size_t j = 0; j < sizeof cuts / sizeof cuts[0]; j++) {
            enum { LEN = 70, PARTS = 5 };
            static uint8_t separate[PARTS][LEN];
            nxs_room parts[PARTS];
            size_t from = 0;
            for (size_t k = 0; k < PARTS; k++) {
                size_t to = k < 4 ? cuts[j][k] : LEN;
                parts[k] = nxs_room_of(separate[k], to - from);
                memcpy(separate[k], content + from, to - from);
                from = to;
            }
            struct nxs_record_overhead over = nxs_record_overhead(&ends.tx, LEN);
            nxs_room tail = nxs_room_of(wire + over.head + LEN, over.tail);
            assert_int_equal(nxs_record_seal(&ends.tx, 23, parts, PARTS, nxs_room_of(wire, over.head), &tail),
                             NXS_OK);
            uint8_t *at = wire + over.head;
            for (size_t k = 0; k < PARTS; k++) {
                memcpy(at, parts[k].data, parts[k].len);
                at += parts[k].len;
            }
            assert_opens(&ends, nxs_room_of(wire, over.head + LEN + tail.len), 23, LEN);
        }
        end(&ends);
    }
}

static void too_much_content_and_too_little_room_are_refused(void **state)
{
    (void)state;
    struct ends ends = ends_of(&kinds[0]);
    nxs_room plain[] = {{content, 16384}, {content, 1}};
    nxs_room head = nxs_room_of(copy, 13);
    nxs_room tail = nxs_room_of(copy + 100, 16);
    assert_int_equal(nxs_record_limit(&ends.tx), 16384);
    assert_int_equal(nxs_record_seal(&ends.tx, 23, plain, 2, head, &tail), NXS_RECORD_OVERFLOW);
    plain[1].len = SIZE_MAX;
    assert_int_equal(nxs_record_seal(&ends.tx, 23, plain, 2, head, &tail), NXS_RECORD_OVERFLOW);
    tail.len = 15;
    assert_int_equal(nxs_record_seal(&ends.tx, 23, plain, 1, head, &tail), NXS_NO_ROOM);
    tail.len = 16;
    head.len = 12;
    assert_int_equal(nxs_record_seal(&ends.tx, 23, plain, 1, head, &tail), NXS_NO_ROOM);
    head.len = 14;
    assert_int_equal(nxs_record_seal(&ends.tx, 23, plain, 1, head, &tail), NXS_NO_ROOM);
    assert_int_equal(content[0], 1); /* nothing was touched */
    assert_opens(&ends, seal(&ends, 23, 3), 23, 3);
    end(&ends);
}

/* A peer that seals 16385 bytes. */
static void an_overlong_plaintext_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < KINDS; i++) {
        struct ends ends = ends_of(&kinds[i]);
        ends.tx.half.max_plaintext = 16385;
        nxs_room record = seal(&ends, 23, 16385);
        assert_int_equal(try_open(&ends, record), NXS_RECORD_OVERFLOW);
        end(&ends);
    }
}

static void no_byte_may_change(void **state)
{
    (void)state;
    for (size_t i = 0; i < KINDS; i++) {
        struct ends ends = ends_of(&kinds[i]);
        nxs_room record = seal(&ends, 23, 33);
        for (size_t at = 0; at < record.len; at++) {
            for (unsigned bit = 0; bit < 8; bit++) {
                record.data[at] ^= (uint8_t)(1u << bit);
                enum nxs_status status = try_open(&ends, record);
                assert_int_not_equal(status, NXS_OK);
                if (at == 0 && record.data[0] >= 20 && record.data[0] <= 23) {
                    assert_int_equal(status, NXS_AEAD_FAILED);
                }
                if (at >= 5) {
                    assert_int_equal(status, NXS_AEAD_FAILED);
                }
                record.data[at] ^= (uint8_t)(1u << bit);
            }
        }
        assert_opens(&ends, record, 23, 33);
        end(&ends);
    }
}

static void what_fails_gives_nothing_away(void **state)
{
    (void)state;
    for (size_t i = 0; i < KINDS; i++) {
        struct ends ends = ends_of(&kinds[i]);
        struct nxs_record out;
        nxs_room record = seal(&ends, 23, 33);
        size_t head = kinds[i].explicit_nonce ? 13 : 5;
        static const uint8_t zeros[33];
        record.data[record.len - 1] ^= 1;
        assert_int_equal(nxs_record_open(&ends.rx, record, &out), NXS_AEAD_FAILED);
        assert_memory_equal(record.data + head, zeros, 33);
        assert_int_equal(out.plain.len, 0);
        end(&ends);
    }
}

static void short_bodies_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < KINDS; i++) {
        struct ends ends = ends_of(&kinds[i]);
        nxs_room record = seal(&ends, 23, 33);
        for (size_t body = 0; body < record.len - 5; body++) {
            uint8_t saved[2];
            memcpy(saved, record.data + 3, 2);
            record.data[3] = (uint8_t)(body >> 8);
            record.data[4] = (uint8_t)body;
            assert_int_equal(try_open(&ends, nxs_room_of(record.data, 5 + body)), NXS_AEAD_FAILED);
            memcpy(record.data + 3, saved, 2);
        }
        assert_opens(&ends, record, 23, 33);
        end(&ends);
    }
}

static void order_matters(void **state)
{
    (void)state;
    for (size_t i = 0; i < KINDS; i++) {
        static uint8_t first[100], second[100];
        struct ends ends = ends_of(&kinds[i]);
        nxs_room record = seal(&ends, 23, 10);
        memcpy(first, record.data, record.len);
        memcpy(second, seal(&ends, 23, 10).data, record.len);
        assert_int_equal(try_open(&ends, nxs_room_of(second, record.len)), NXS_AEAD_FAILED);
        assert_int_equal(try_open(&ends, nxs_room_of(first, record.len)), NXS_OK);
        assert_int_equal(try_open(&ends, nxs_room_of(first, record.len)), NXS_AEAD_FAILED);
        assert_int_equal(try_open(&ends, nxs_room_of(second, record.len)), NXS_OK);
        end(&ends);
    }
}

static void empty_records_are_rationed(void **state)
{
    (void)state;
    for (size_t i = 0; i <= KINDS; i++) {
        struct ends ends = i < KINDS ? ends_of(&kinds[i]) : ends_in_the_clear();
        for (uint8_t type = 20; type <= 22; type++) {
            assert_int_equal(try_open(&ends, seal(&ends, type, 0)), NXS_RECORD_EMPTY);
        }
        for (int round = 0; round < 2; round++) {
            for (int count = 0; count < 32; count++) {
                assert_opens(&ends, seal(&ends, 23, 0), 23, 0);
            }
            if (round == 0) {
                assert_opens(&ends, seal(&ends, 23, 1), 23, 1);
            }
        }
        assert_int_equal(try_open(&ends, seal(&ends, 23, 0)), NXS_TOO_MANY_EMPTY_RECORDS);
        end(&ends);
    }
}

static void sequence_numbers_do_not_wrap(void **state)
{
    (void)state;
    for (size_t i = 0; i < KINDS; i++) {
        struct ends ends = ends_of(&kinds[i]);
        ends.tx.half.sequence = ends.rx.half.sequence = UINT64_MAX - 1;
        nxs_room record = seal(&ends, 23, 3);
        assert_opens(&ends, record, 23, 3);
        assert_int_equal(try_open(&ends, record), NXS_SEQUENCE_EXHAUSTED);
        nxs_room plain = nxs_room_of(wire, 3);
        struct nxs_record_overhead over = nxs_record_overhead(&ends.tx, 3);
        nxs_room tail = nxs_room_of(copy + 100, over.tail);
        assert_int_equal(nxs_record_seal(&ends.tx, 23, &plain, 1, nxs_room_of(copy, over.head), &tail),
                         NXS_SEQUENCE_EXHAUSTED);
        end(&ends);
    }
}

/* ---- against libcrypto, from the words of the RFCs ---- */

static void put64(uint8_t *to, uint64_t value)
{
    for (int i = 7; i >= 0; i--) {
        to[i] = (uint8_t)value;
        value >>= 8;
    }
}

/* Builds the record that [RFC5288 3] or [RFC7905 2] demands. */
static size_t expected_record(const struct kind *kind, uint64_t sequence, uint64_t explicit_nonce,
                              uint8_t type, size_t len, uint8_t *out)
{
    uint8_t nonce[12], aad[13];
    size_t head = kind->explicit_nonce ? 13 : 5;
    size_t body = head - 5 + len + (size_t)kind->tag_len;
    int n;
    put64(aad, sequence);
    memcpy(aad + 8, (uint8_t[]){type, 3, 3, (uint8_t)(len >> 8), (uint8_t)len}, 5);
    memcpy(out, (uint8_t[]){type, 3, 3, (uint8_t)(body >> 8), (uint8_t)body}, 5);
    if (kind->explicit_nonce) {
        memcpy(nonce, iv, 4);
        put64(nonce + 4, explicit_nonce);
        memcpy(out + 5, nonce + 4, 8);
    } else {
        memset(nonce, 0, 4);
        put64(nonce + 4, sequence);
        for (int i = 0; i < 12; i++) {
            nonce[i] ^= iv[i];
        }
    }
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    assert_int_equal(EVP_EncryptInit_ex(ctx, kind->evp(), NULL, NULL, NULL), 1);
    bool ccm = EVP_CIPHER_CTX_get_mode(ctx) == EVP_CIPH_CCM_MODE;
    assert_int_equal(EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_IVLEN, sizeof nonce, NULL), 1);
    assert_true(!ccm || EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, kind->tag_len, NULL) == 1);
    assert_int_equal(EVP_EncryptInit_ex(ctx, NULL, NULL, key, nonce), 1);
    assert_true(!ccm || EVP_EncryptUpdate(ctx, NULL, &n, NULL, (int)len) == 1);
    assert_int_equal(EVP_EncryptUpdate(ctx, NULL, &n, aad, sizeof aad), 1);
    assert_int_equal(EVP_EncryptUpdate(ctx, out + head, &n, content, (int)len), 1);
    assert_int_equal(EVP_EncryptFinal_ex(ctx, out + head + len, &n), 1);
    assert_int_equal(EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, kind->tag_len, out + head + len), 1);
    EVP_CIPHER_CTX_free(ctx);
    return 5 + body;
}

static void records_are_what_the_rfcs_say(void **state)
{
    (void)state;
    static uint8_t expected[ROOM];
    for (size_t i = 0; i < KINDS; i++) {
        struct ends ends = ends_of(&kinds[i]);
        for (uint64_t sequence = 0; sequence < 300; sequence++) {
            size_t len = (size_t)(sequence * 7 + 1);
            nxs_room record = seal(&ends, 22, len);
            assert_int_equal(expected_record(&kinds[i], sequence, sequence, 22, len, expected), record.len);
            assert_memory_equal(record.data, expected, record.len);
        }
        end(&ends);
    }
}

static void the_peer_may_choose_its_explicit_nonces(void **state)
{
    (void)state;
    struct ends ends = ends_of(&kinds[0]);
    for (uint64_t sequence = 0; sequence < 5; sequence++) {
        size_t len =
            expected_record(&kinds[0], sequence, 0xFEDCBA9876543210u - sequence * 7919, 23, 50, wire);
        assert_opens(&ends, nxs_room_of(wire, len), 23, 50);
    }
    end(&ends);
}

/* ---- keys ---- */

static void new_keys_start_at_zero(void **state)
{
    (void)state;
    struct ends ends = ends_of(&kinds[0]);
    for (int round = 0; round < 3; round++) {
        assert_opens(&ends, seal(&ends, 22, 20), 22, 20);
        key[0]++;
        protect(&ends, &kinds[(round + 1) % KINDS]);
        assert_int_equal(ends.tx.half.sequence, 0);
        assert_opens(&ends, seal(&ends, 22, 20), 22, 20);
    }
    end(&ends);
}

static void keys_that_do_not_fit_are_refused(void **state)
{
    (void)state;
    struct ends ends = ends_in_the_clear();
    struct nxs_record_half *half = &ends.tx.half;
    const struct nxs_suite *gcm = nxs_suite_find(0xC02B);
    const NX_CRYPTO_METHOD *method = &crypto_method_aes_128_gcm_16;
    nxs_bytes k = nxs_bytes_of(key, 16), v = nxs_bytes_of(iv, 4);
    assert_int_equal(protect_half(half, gcm, 0x0302, method, k, v, false), NXS_UNSUPPORTED_CIPHER);
    assert_int_equal(protect_half(half, nxs_suite_find(0xC027), 0x0303, method, k, v, false),
                     NXS_UNSUPPORTED_CIPHER);
    assert_int_equal(protect_half(half, gcm, 0x0303, method, nxs_bytes_of(key, 15), v, false),
                     NXS_UNSUPPORTED_CIPHER);
    assert_int_equal(protect_half(half, gcm, 0x0303, method, k, nxs_bytes_of(iv, 12), false),
                     NXS_UNSUPPORTED_CIPHER);
    assert_int_equal(protect_half(half, gcm, 0x0303, &crypto_method_aes_ccm_8, k, v, false),
                     NXS_UNSUPPORTED_CIPHER);
    end(&ends);
}

/* After ChangeCipherSpec nothing goes out in the clear, whatever happens to the key. */
static void a_half_whose_key_failed_is_dead(void **state)
{
    (void)state;
    struct ends ends = ends_in_the_clear();
    NX_CRYPTO_METHOD broken = crypto_method_aes_128_gcm_16;
    broken.nx_crypto_operation = NULL;
    const struct nxs_suite *suite = nxs_suite_find(0xC02B);
    nxs_bytes k = nxs_bytes_of(key, 16), v = nxs_bytes_of(iv, 4);
    assert_int_equal(protect_half(&ends.tx.half, suite, 0x0303, &broken, k, v, false), NXS_MISSING_ROUTINE);
    assert_int_equal(protect_half(&ends.rx.half, suite, 0x0303, &broken, k, v, true), NXS_MISSING_ROUTINE);
    nxs_room plain = nxs_room_of(content, 3);
    nxs_room tail = nxs_room_of(copy + 100, 16);
    struct nxs_record_overhead over = nxs_record_overhead(&ends.tx, 3);
    assert_int_equal(nxs_record_seal(&ends.tx, 23, &plain, 1, nxs_room_of(copy, over.head), &tail),
                     NXS_INVALID_STATE);
    static uint8_t clear[] = {23, 3,  3,  0,  20, 1,  2,  3,  4,  5,  6,  7, 8,
                              9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20};
    assert_int_not_equal(try_open(&ends, nxs_room_of(clear, sizeof clear)), NXS_OK);
    end(&ends);
}

static void a_wiped_half_is_as_new(void **state)
{
    (void)state;
    struct ends ends = ends_of(&kinds[0]);
    static const uint8_t zeros[12];
    nxs_record_half_wipe(&ends.tx.half);
    nxs_record_half_wipe(&ends.rx.half);
    assert_memory_equal(ends.tx.half.iv, zeros, 12);
    nxs_room record = seal(&ends, 22, 4);
    assert_int_equal(record.len, 9);
    assert_opens(&ends, record, 22, 4);
    protect(&ends, &kinds[1]);
    assert_opens(&ends, seal(&ends, 22, 4), 22, 4);
    end(&ends);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_content_type_passes_in_the_clear),
        cmocka_unit_test(a_header_is_judged_without_its_body),
        cmocka_unit_test(lengths_are_limited_on_the_header),
        cmocka_unit_test(unknown_types_are_told_from_other_protocols),
        cmocka_unit_test(a_record_is_opened_when_it_is_whole),
        cmocka_unit_test(every_size_and_type_comes_back),
        cmocka_unit_test(content_in_parts_is_sealed_in_place),
        cmocka_unit_test(too_much_content_and_too_little_room_are_refused),
        cmocka_unit_test(an_overlong_plaintext_is_refused),
        cmocka_unit_test(no_byte_may_change),
        cmocka_unit_test(what_fails_gives_nothing_away),
        cmocka_unit_test(short_bodies_are_refused),
        cmocka_unit_test(order_matters),
        cmocka_unit_test(empty_records_are_rationed),
        cmocka_unit_test(sequence_numbers_do_not_wrap),
        cmocka_unit_test(records_are_what_the_rfcs_say),
        cmocka_unit_test(the_peer_may_choose_its_explicit_nonces),
        cmocka_unit_test(new_keys_start_at_zero),
        cmocka_unit_test(keys_that_do_not_fit_are_refused),
        cmocka_unit_test(a_half_whose_key_failed_is_dead),
        cmocka_unit_test(a_wiped_half_is_as_new),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
