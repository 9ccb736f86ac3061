/* The typed face over the stock methods, judged by libcrypto's own high-level functions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>

#include "crypto/crypto.h"
#include "crypto/test_spy.h"
#include "nxsecure/ext.h"

static uint64_t memory[512], more_memory[512];
static const struct nxs_area area = {memory, sizeof memory};
static const struct nxs_area scratch_area = {more_memory, sizeof more_memory};
static uint8_t message[1000];

/* ---- hashes and what is made of them ---- */

static const struct {
    const NX_CRYPTO_METHOD *hash, *hmac;
    const EVP_MD *(*md)(void);
} hashes[] = {
    {&crypto_method_md5, &crypto_method_hmac_md5, EVP_md5},
    {&crypto_method_sha1, &crypto_method_hmac_sha1, EVP_sha1},
    {&crypto_method_sha224, &crypto_method_hmac_sha224, EVP_sha224},
    {&crypto_method_sha256, &crypto_method_hmac_sha256, EVP_sha256},
    {&crypto_method_sha384, &crypto_method_hmac_sha384, EVP_sha384},
    {&crypto_method_sha512, &crypto_method_hmac_sha512, EVP_sha512},
};
enum { HASHES = sizeof hashes / sizeof hashes[0] };

static void digests(void **state)
{
    (void)state;
    for (size_t i = 0; i < HASHES; i++) {
        uint8_t ours[NXS_MAX_DIGEST], theirs[NXS_MAX_DIGEST];
        size_t size = (size_t)EVP_MD_get_size(hashes[i].md());
        assert_int_equal(nxs_digest_size(hashes[i].hash), size);
        assert_int_equal(nxs_digest_size(hashes[i].hmac), size);
        for (size_t len = 0; len < 300; len += 13) {
            nxs_bytes parts[] = {nxs_bytes_of(message, len / 3),
                                 nxs_bytes_of(message + len / 3, len - len / 3)};
            assert_int_equal(EVP_Digest(message, len, theirs, NULL, hashes[i].md(), NULL), 1);
            assert_int_equal(nxs_hash_once(hashes[i].hash, area, parts, 2, ours), NXS_OK);
            assert_memory_equal(ours, theirs, size);
            assert_non_null(HMAC(hashes[i].md(), "a key", 5, message, len, theirs, NULL));
            assert_int_equal(nxs_hmac(hashes[i].hmac, area, nxs_bytes_of("a key", 5), parts, 2, ours),
                             NXS_OK);
            assert_memory_equal(ours, theirs, size);
        }
    }
}

static void a_fork_leaves_the_hash_running(void **state)
{
    (void)state;
    for (size_t i = 0; i < HASHES; i++) {
        struct nxs_hash hash;
        uint8_t ours[NXS_MAX_DIGEST], theirs[NXS_MAX_DIGEST];
        size_t size = nxs_digest_size(hashes[i].hash);
        assert_int_equal(nxs_hash_begin(&hash, hashes[i].hash, area), NXS_OK);
        for (size_t len = 0; len < 400; len += 50) {
            for (int again = 0; again < 2; again++) {
                assert_int_equal(nxs_hash_fork(&hash, scratch_area, ours), NXS_OK);
                assert_int_equal(EVP_Digest(message, len, theirs, NULL, hashes[i].md(), NULL), 1);
                assert_memory_equal(ours, theirs, size);
            }
            assert_int_equal(nxs_hash_add(&hash, nxs_bytes_of(message + len, 50)), NXS_OK);
        }
        assert_int_equal(nxs_hash_end(&hash, ours), NXS_OK);
        assert_int_equal(EVP_Digest(message, 400, theirs, NULL, hashes[i].md(), NULL), 1);
        assert_memory_equal(ours, theirs, size);
    }
}

static void their_prf(const char *digest, uint8_t *out, size_t len)
{
    EVP_KDF *kdf = EVP_KDF_fetch(NULL, "TLS1-PRF", NULL);
    EVP_KDF_CTX *ctx = EVP_KDF_CTX_new(kdf);
    char name[16];
    strcpy(name, digest);
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, name, 0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SECRET, message, 48),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SEED, (char[]){"key expansion"}, 13),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SEED, message + 100, 64),
        OSSL_PARAM_construct_end(),
    };
    assert_int_equal(EVP_KDF_derive(ctx, out, len, params), 1);
    EVP_KDF_CTX_free(ctx);
    EVP_KDF_free(kdf);
}

static void the_prf_of_tls12(void **state)
{
    (void)state;
    static const struct {
        const NX_CRYPTO_METHOD *method;
        const char *digest;
    } rows[] = {{&crypto_method_tls_prf_sha256, "SHA256"}, {&crypto_method_tls_prf_sha384, "SHA384"}};
    for (size_t i = 0; i < 2; i++) {
        for (size_t len = 1; len < 200; len += 33) {
            uint8_t ours[200], theirs[200];
            their_prf(rows[i].digest, theirs, len);
            assert_int_equal(nxs_prf(rows[i].method, area, nxs_bytes_of(message, 48),
                                     nxs_bytes_of("key expansion", 13), nxs_bytes_of(message + 100, 32),
                                     nxs_bytes_of(message + 132, 32), nxs_room_of(ours, len)),
                             NXS_OK);
            assert_memory_equal(ours, theirs, len);
        }
    }
}

static void random_bytes_are_not_always_the_same(void **state)
{
    (void)state;
    uint8_t a[700], b[700];
    memset(a, 0, sizeof a);
    memset(b, 0, sizeof b);
    assert_int_equal(nxs_random(a, sizeof a), NXS_OK);
    assert_int_equal(nxs_random(b, sizeof b), NXS_OK);
    for (size_t at = 0; at + 32 <= sizeof a; at += 32) {
        assert_memory_not_equal(a + at, b + at, 32);
    }
    assert_int_equal(nxs_random(a, 0), NXS_OK);
}

/* ---- key agreement ---- */

static const uint16_t all_groups[] = {23, 24, 25, 29};
enum { GROUPS = sizeof all_groups / sizeof all_groups[0] };

static const NX_CRYPTO_METHOD *curve_of(uint16_t group)
{
    const NX_CRYPTO_METHOD *curve = nxs_methods_curve(NULL, group);
    assert_non_null(curve);
    return curve;
}

static void both_sides_agree(void **state)
{
    (void)state;
    for (size_t i = 0; i < GROUPS; i++) {
        const struct nxs_group *group = nxs_group_find(all_groups[i]);
        struct nxs_kex kex;
        uint8_t offers[NXS_MAX_SHARE], answers[NXS_MAX_SHARE], one[NXS_MAX_SECRET], two[NXS_MAX_SECRET];
        nxs_room first = {one, sizeof one}, second = {two, sizeof two};
        struct nxs_writer offer = nxs_writer_of(nxs_room_of(offers, sizeof offers));
        struct nxs_writer answer = nxs_writer_of(nxs_room_of(answers, sizeof answers));
        assert_int_equal(
            nxs_kex_offer(&kex, group, &crypto_method_ecdhe, curve_of(group->number), area, &offer), NXS_OK);
        assert_int_equal(nxs_kex_answer(group, &crypto_method_ecdhe, curve_of(group->number), scratch_area,
                                        nxs_bytes_of(offers, offer.used), &answer, &first),
                         NXS_OK);
        assert_int_equal(nxs_kex_finish(&kex, nxs_bytes_of(answers, answer.used), &second), NXS_OK);
        assert_int_equal(first.len, group->secret);
        assert_int_equal(second.len, group->secret);
        assert_memory_equal(one, two, group->secret);
        assert_memory_not_equal(offers, answers, group->share);
    }
}

static enum nxs_status answer_to(const struct nxs_group *group, nxs_bytes share)
{
    uint8_t answers[NXS_MAX_SHARE], room[NXS_MAX_SECRET];
    nxs_room secret = {room, sizeof room};
    struct nxs_writer answer = nxs_writer_of(nxs_room_of(answers, sizeof answers));
    return nxs_kex_answer(group, &crypto_method_ecdhe, curve_of(group->number), area, share, &answer,
                          &secret);
}

static void bad_shares_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < GROUPS; i++) {
        const struct nxs_group *group = nxs_group_find(all_groups[i]);
        uint8_t share[NXS_MAX_SHARE + 1] = {4, 1};
        if (group->point) { /* off the curve, compressed, infinity, zero */
            assert_int_equal(answer_to(group, nxs_bytes_of(share, group->share)), NXS_BAD_KEY_SHARE);
            share[0] = 2;
            assert_int_equal(answer_to(group, nxs_bytes_of(share, group->share)), NXS_BAD_KEY_SHARE);
            assert_int_equal(answer_to(group, nxs_bytes_of(share, 1 + group->secret)), NXS_BAD_KEY_SHARE);
            share[0] = 0;
            assert_int_equal(answer_to(group, nxs_bytes_of(share, 1)), NXS_BAD_KEY_SHARE);
        } else { /* points of order one and two */
            memset(share, 0, sizeof share);
            assert_int_equal(answer_to(group, nxs_bytes_of(share, group->share)), NXS_BAD_KEY_SHARE);
            share[0] = 1;
            assert_int_equal(answer_to(group, nxs_bytes_of(share, group->share)), NXS_BAD_KEY_SHARE);
        }
        assert_int_equal(answer_to(group, nxs_bytes_of(share, group->share - 1u)), NXS_BAD_KEY_SHARE);
        assert_int_equal(answer_to(group, nxs_bytes_of(share, group->share + 1u)), NXS_BAD_KEY_SHARE);
        assert_int_equal(answer_to(group, nxs_bytes_of(share, 0)), NXS_BAD_KEY_SHARE);
    }
}

/* ---- the n-th call fails ---- */

static enum nxs_status scene_hash(void)
{
    struct nxs_hash hash;
    uint8_t digest[NXS_MAX_DIGEST];
    NXS_TRY(nxs_hash_begin(&hash, spy_on(&crypto_method_sha256), area));
    enum nxs_status status = nxs_hash_add(&hash, nxs_bytes_of(message, 100));
    if (status == NXS_OK) {
        status = nxs_hash_fork(&hash, scratch_area, digest);
    }
    if (status == NXS_OK) {
        status = nxs_hash_end(&hash, digest);
    }
    nxs_hash_drop(&hash);
    return status;
}

static enum nxs_status scene_mac_and_prf(void)
{
    uint8_t out[100];
    nxs_bytes parts[] = {nxs_bytes_of(message, 10), nxs_bytes_of(message, 20)};
    NXS_TRY(nxs_hmac(spy_on(&crypto_method_hmac_sha384), area, parts[0], parts, 2, out));
    return nxs_prf(spy_on(&crypto_method_tls_prf_sha256), area, parts[0], parts[0], parts[0], parts[1],
                   nxs_room_of(out, sizeof out));
}

static enum nxs_status scene_kex(void)
{
    struct nxs_kex kex;
    const struct nxs_group *group = nxs_group_find(23);
    const NX_CRYPTO_METHOD *method = spy_on(&crypto_method_ecdhe);
    uint8_t shares[2][NXS_MAX_SHARE], room[NXS_MAX_SECRET];
    nxs_room secret = {room, sizeof room};
    struct nxs_writer w = nxs_writer_of(nxs_room_of(shares[0], NXS_MAX_SHARE));
    NXS_TRY(nxs_kex_offer(&kex, group, method, curve_of(23), area, &w));
    struct nxs_writer answer = nxs_writer_of(nxs_room_of(shares[1], NXS_MAX_SHARE));
    enum nxs_status status = nxs_kex_answer(group, method, curve_of(23), scratch_area,
                                            nxs_bytes_of(shares[0], w.used), &answer, &secret);
    if (status != NXS_OK) {
        nxs_kex_drop(&kex);
        return status;
    }
    secret = nxs_room_of(room, sizeof room);
    return nxs_kex_finish(&kex, nxs_bytes_of(shares[1], answer.used), &secret);
}

static enum nxs_status scene_aead(void)
{
    struct nxs_cipher seals, opens;
    uint8_t data[40] = {0}, tag[16], nonce[NXS_NONCE_LEN] = {0};
    nxs_room parts[] = {{data, 3}, {data + 3, 37}};
    const NX_CRYPTO_METHOD *method = spy_on(&crypto_method_aes_128_gcm_16);
    nxs_bytes key = nxs_bytes_of(message, 16), aad = nxs_bytes_of(message, 13);
    NXS_TRY(nxs_cipher_key(&seals, method, area, key, false));
    enum nxs_status status = nxs_cipher_key(&opens, method, scratch_area, key, true);
    if (status == NXS_OK) {
        status = nxs_aead_seal(&seals, nonce, aad, parts, 2, tag);
        if (status == NXS_OK) {
            status = nxs_aead_open(&opens, nonce, aad, nxs_room_of(data, sizeof data), tag);
        }
        nxs_cipher_drop(&opens);
    }
    nxs_cipher_drop(&seals);
    return status;
}

static void every_failing_call_is_survived(void **state)
{
    (void)state;
    static enum nxs_status (*const scenes[])(void) = {scene_hash, scene_mac_and_prf, scene_kex, scene_aead};
    if (!spy_can_fail()) {
        skip(); /* built without NXS_FAULT_INJECTION */
    }
    for (size_t i = 0; i < sizeof scenes / sizeof scenes[0]; i++) {
        assert_true(spy_survives(scenes[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digests),
        cmocka_unit_test(a_fork_leaves_the_hash_running),
        cmocka_unit_test(the_prf_of_tls12),
        cmocka_unit_test(random_bytes_are_not_always_the_same),
        cmocka_unit_test(both_sides_agree),
        cmocka_unit_test(bad_shares_are_refused),
        cmocka_unit_test(every_failing_call_is_survived),
    };
    for (size_t i = 0; i < sizeof message; i++) {
        message[i] = (uint8_t)(i * 31 + 7);
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
