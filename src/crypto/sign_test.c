/* Signatures over the stock methods, judged by libcrypto's own high-level functions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "crypto/crypto.h"
#include "crypto/test_spy.h"
#include "nxsecure/ext.h"

static uint64_t memory[512];
static uint8_t block[NXS_MAX_MODULUS];
static const struct nxs_sign_scratch scratch = {{memory, sizeof memory}, {block, sizeof block}};
static uint8_t message[1000];

/* ---- keys of libcrypto, as the typed face wants them ---- */

struct test_key {
    EVP_PKEY *pkey;
    struct nxs_private_key key;
    uint8_t rooms[5][NXS_MAX_MODULUS];
};

static nxs_bytes number(const struct test_key *t, const char *name, uint8_t *room, int len)
{
    BIGNUM *value = NULL;
    assert_int_equal(EVP_PKEY_get_bn_param(t->pkey, name, &value), 1);
    len = len == 0 ? BN_num_bytes(value) : len;
    assert_int_equal(BN_bn2binpad(value, room, len), len);
    BN_free(value);
    return nxs_bytes_of(room, (size_t)len);
}

static void take_rsa(struct test_key *t, enum nxs_key_kind kind, EVP_PKEY *pkey)
{
    memset(t, 0, sizeof *t);
    assert_non_null(pkey);
    t->pkey = pkey;
    t->key.kind = t->key.public.kind = kind;
    t->key.public.modulus = number(t, OSSL_PKEY_PARAM_RSA_N, t->rooms[0], 0);
    t->key.public.exponent = number(t, OSSL_PKEY_PARAM_RSA_E, t->rooms[1], 0);
    t->key.exponent = number(t, OSSL_PKEY_PARAM_RSA_D, t->rooms[2], 0);
    t->key.prime_p = number(t, OSSL_PKEY_PARAM_RSA_FACTOR1, t->rooms[3], 0);
    t->key.prime_q = number(t, OSSL_PKEY_PARAM_RSA_FACTOR2, t->rooms[4], 0);
}

static void take_ec(struct test_key *t, const struct nxs_group *group, const char *curve)
{
    size_t len;
    memset(t, 0, sizeof *t);
    t->pkey = EVP_EC_gen(curve);
    assert_non_null(t->pkey);
    t->key.kind = t->key.public.kind = NXS_KEY_EC;
    t->key.public.group = group->number;
    assert_int_equal(EVP_PKEY_get_octet_string_param(t->pkey, OSSL_PKEY_PARAM_PUB_KEY, t->rooms[0],
                                                     sizeof t->rooms[0], &len),
                     1);
    t->key.public.point = nxs_bytes_of(t->rooms[0], len);
    t->key.scalar = number(t, OSSL_PKEY_PARAM_PRIV_KEY, t->rooms[1], group->secret);
}

static void take_ed25519(struct test_key *t)
{
    size_t len = 32;
    memset(t, 0, sizeof *t);
    t->pkey = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
    assert_non_null(t->pkey);
    t->key.kind = t->key.public.kind = NXS_KEY_ED25519;
    assert_int_equal(EVP_PKEY_get_raw_public_key(t->pkey, t->rooms[0], &len), 1);
    assert_int_equal(EVP_PKEY_get_raw_private_key(t->pkey, t->rooms[1], &len), 1);
    t->key.public.point = nxs_bytes_of(t->rooms[0], 32);
    t->key.scalar = nxs_bytes_of(t->rooms[1], 32);
}

static void drop(struct test_key *t)
{
    EVP_PKEY_free(t->pkey);
}

static const EVP_MD *md_of(uint32_t hash)
{
    switch (hash) {
    case NX_CRYPTO_HASH_MD5:
        return EVP_md5();
    case NX_CRYPTO_HASH_SHA1:
        return EVP_sha1();
    case NX_CRYPTO_HASH_SHA224:
        return EVP_sha224();
    case NX_CRYPTO_HASH_SHA256:
        return EVP_sha256();
    case NX_CRYPTO_HASH_SHA384:
        return EVP_sha384();
    case NX_CRYPTO_HASH_SHA512:
        return EVP_sha512();
    default:
        return NULL;
    }
}

static EVP_MD_CTX *their_context(const struct test_key *t, const struct nxs_scheme *scheme, bool signs)
{
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    EVP_PKEY_CTX *pctx;
    const EVP_MD *md = md_of(scheme->hash);
    assert_int_equal(signs ? EVP_DigestSignInit(ctx, &pctx, md, NULL, t->pkey)
                           : EVP_DigestVerifyInit(ctx, &pctx, md, NULL, t->pkey),
                     1);
    if (scheme->signing == NXS_SIGN_PSS) {
        assert_int_equal(EVP_PKEY_CTX_set_rsa_padding(pctx, RSA_PKCS1_PSS_PADDING), 1);
        assert_int_equal(EVP_PKEY_CTX_set_rsa_pss_saltlen(pctx, RSA_PSS_SALTLEN_DIGEST), 1);
    }
    return ctx;
}

static bool they_verify(const struct test_key *t, const struct nxs_scheme *scheme, nxs_bytes signature,
                        size_t len)
{
    EVP_MD_CTX *ctx = their_context(t, scheme, false);
    int ok = EVP_DigestVerify(ctx, signature.data, signature.len, message, len);
    EVP_MD_CTX_free(ctx);
    return ok == 1;
}

static nxs_bytes they_sign(const struct test_key *t, const struct nxs_scheme *scheme, size_t len,
                           uint8_t *room)
{
    EVP_MD_CTX *ctx = their_context(t, scheme, true);
    size_t used = NXS_MAX_MODULUS;
    assert_int_equal(EVP_DigestSign(ctx, room, &used, message, len), 1);
    EVP_MD_CTX_free(ctx);
    return nxs_bytes_of(room, used);
}

static struct nxs_sign_methods methods_for(const struct nxs_scheme *scheme, uint16_t group)
{
    struct nxs_sign_methods methods;
    assert_int_equal(nxs_methods_for_scheme(&nx_crypto_tls_ciphers_ecc, NULL, NULL, scheme, group, &methods),
                     NXS_OK);
    return methods;
}

static enum nxs_status check(const struct test_key *t, const struct nxs_scheme *scheme, nxs_bytes signature,
                             size_t len)
{
    struct nxs_sign_methods methods = methods_for(scheme, t->key.public.group);
    nxs_bytes part = nxs_bytes_of(message, len);
    return nxs_verify(scheme, &methods, &t->key.public, &part, 1, signature, &scratch);
}

/* ---- signatures ---- */

static nxs_bytes we_sign(const struct test_key *t, const struct nxs_scheme *scheme, size_t len, uint8_t *room)
{
    struct nxs_sign_methods methods = methods_for(scheme, t->key.public.group);
    nxs_bytes part = nxs_bytes_of(message, len), signature;
    struct nxs_writer w = nxs_writer_of(nxs_room_of(room, NXS_MAX_MODULUS));
    assert_int_equal(nxs_sign(scheme, &methods, &t->key, &part, 1, &scratch, &w), NXS_OK);
    assert_true(nxs_write_end(&w, &signature));
    return signature;
}

static void refuses_what_is_changed(const struct test_key *t, const struct nxs_scheme *scheme,
                                    nxs_bytes signature, uint8_t *room)
{
    size_t step = signature.len > 150 ? 37 : 1;
    assert_int_equal(check(t, scheme, signature, 99), NXS_BAD_SIGNATURE);
    assert_int_equal(check(t, scheme, nxs_bytes_of(room, signature.len - 1), 100), NXS_BAD_SIGNATURE);
    assert_int_equal(check(t, scheme, nxs_bytes_of(room, 0), 100), NXS_BAD_SIGNATURE);
    room[signature.len] = 0;
    assert_int_equal(check(t, scheme, nxs_bytes_of(room, signature.len + 1), 100), NXS_BAD_SIGNATURE);
    for (size_t at = 0; at < signature.len; at += step) {
        room[at] ^= 0x01;
        assert_int_equal(check(t, scheme, signature, 100), NXS_BAD_SIGNATURE);
        room[at] ^= 0x01;
    }
}

static void works_with_libcrypto(const struct test_key *t)
{
    size_t count;
    const struct nxs_scheme *schemes = nxs_schemes(&count);
    unsigned tried = 0;
    for (size_t i = 0; i < count; i++) {
        static uint8_t room[NXS_MAX_MODULUS + 1];
        struct nxs_sign_methods methods;
        const struct nxs_scheme *scheme = &schemes[i];
        if (!nxs_scheme_fits(scheme, t->key.public.kind, t->key.public.group, false) ||
            nxs_methods_for_scheme(&nx_crypto_tls_ciphers_ecc, NULL, NULL, scheme, t->key.public.group,
                                   &methods) != NXS_OK) {
            continue;
        }
        nxs_bytes signature = we_sign(t, scheme, 100, room);
        assert_true(they_verify(t, scheme, signature, 100));
        assert_int_equal(check(t, scheme, signature, 100), NXS_OK);
        signature = they_sign(t, scheme, 100, room);
        assert_int_equal(check(t, scheme, signature, 100), NXS_OK);
        refuses_what_is_changed(t, scheme, signature, room);
        assert_int_equal(nxs_key_pair_check(&methods, &t->key, &scratch), NXS_OK);
        tried++;
    }
    assert_true(tried > 0);
}

static void rsa_signatures(void **state)
{
    (void)state;
    /* Moduli of 8n, 8n+1 and 8n-1 bits: with the second a PSS encoding is a byte shorter than the modulus. */
    static const unsigned sizes[] = {2048, 2049, 2047};
    for (size_t i = 0; i < 3; i++) {
        static struct test_key t;
        take_rsa(&t, NXS_KEY_RSA, EVP_RSA_gen(sizes[i]));
        works_with_libcrypto(&t);
        t.key.prime_p = t.key.prime_q = nxs_bytes_of(NULL, 0);
        static uint8_t room[NXS_MAX_MODULUS];
        assert_true(
            they_verify(&t, nxs_scheme_find(0x0804), we_sign(&t, nxs_scheme_find(0x0804), 50, room), 50));
        drop(&t);
    }
}

static void rsa_pss_keys(void **state)
{
    (void)state;
    static struct test_key t;
    take_rsa(&t, NXS_KEY_RSA_PSS, EVP_RSA_gen(2048));
    works_with_libcrypto(&t);
    uint8_t room[300];
    struct nxs_writer w = nxs_writer_of(nxs_room_of(room, sizeof room));
    const struct nxs_scheme *pkcs1 = nxs_scheme_find(0x0401);
    struct nxs_sign_methods methods = methods_for(pkcs1, 0);
    nxs_bytes part = nxs_bytes_of(message, 10);
    assert_int_equal(nxs_sign(pkcs1, &methods, &t.key, &part, 1, &scratch, &w), NXS_UNSUPPORTED_SCHEME);
    assert_int_equal(nxs_verify(pkcs1, &methods, &t.key.public, &part, 1, part, &scratch),
                     NXS_UNSUPPORTED_SCHEME);

    static uint8_t signature[NXS_MAX_MODULUS]; /* a key that its certificate ties to SHA-384 */
    t.key.public.pss_hash = NX_CRYPTO_HASH_SHA384;
    const struct nxs_scheme *sha256 = nxs_scheme_find(0x0809), *sha384 = nxs_scheme_find(0x080A);
    assert_int_equal(check(&t, sha384, they_sign(&t, sha384, 50, signature), 50), NXS_OK);
    assert_int_equal(check(&t, sha256, they_sign(&t, sha256, 50, signature), 50), NXS_UNSUPPORTED_SCHEME);
    drop(&t);
}

static void curve_signatures(void **state)
{
    (void)state;
    static struct test_key t;
    static const char *const names[] = {"P-256", "P-384", "P-521"};
    for (uint16_t i = 0; i < 3; i++) {
        take_ec(&t, nxs_group_find((uint16_t)(23 + i)), names[i]);
        works_with_libcrypto(&t);
        drop(&t);
    }
    take_ed25519(&t);
    works_with_libcrypto(&t);
    drop(&t);
}

static void halves_of_different_keys_are_told(void **state)
{
    (void)state;
    static struct test_key a, b;
    take_rsa(&a, NXS_KEY_RSA, EVP_RSA_gen(2048));
    take_rsa(&b, NXS_KEY_RSA, EVP_RSA_gen(2048));
    struct nxs_sign_methods methods = methods_for(nxs_scheme_find(0x0401), 0);
    a.key.public = b.key.public;
    assert_int_equal(nxs_key_pair_check(&methods, &a.key, &scratch), NXS_KEY_MISMATCH);
    drop(&a);
    drop(&b);
    take_ec(&a, nxs_group_find(23), "P-256");
    take_ec(&b, nxs_group_find(23), "P-256");
    methods = methods_for(nxs_scheme_find(0x0403), 23);
    a.key.public = b.key.public;
    assert_int_equal(nxs_key_pair_check(&methods, &a.key, &scratch), NXS_KEY_MISMATCH);
    drop(&a);
    drop(&b);
}

/* ---- forged paddings, signed with the real key ---- */

static nxs_bytes raw_signature(const struct test_key *t, const uint8_t *padded, uint8_t *room)
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(t->pkey, NULL);
    size_t used = NXS_MAX_MODULUS;
    assert_int_equal(EVP_PKEY_sign_init(ctx), 1);
    assert_int_equal(EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_NO_PADDING), 1);
    assert_int_equal(EVP_PKEY_sign(ctx, room, &used, padded, t->key.public.modulus.len), 1);
    EVP_PKEY_CTX_free(ctx);
    return nxs_bytes_of(room, used);
}

static void pkcs1_has_one_right_encoding(void **state)
{
    (void)state;
    static const uint8_t info[] = {0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                                   0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20};
    static const uint8_t without_null[] = {0x30, 0x2F, 0x30, 0x0B, 0x06, 0x09, 0x60, 0x86, 0x48,
                                           0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x04, 0x20};
    static struct test_key t;
    static uint8_t room[NXS_MAX_MODULUS];
    const struct nxs_scheme *scheme = nxs_scheme_find(0x0401);
    uint8_t good[256], bad[256];
    take_rsa(&t, NXS_KEY_RSA, EVP_RSA_gen(2048));
    memset(good, 0xFF, sizeof good);
    good[0] = 0;
    good[1] = 1;
    good[256 - 52] = 0;
    memcpy(good + 256 - 51, info, sizeof info);
    assert_int_equal(EVP_Digest(message, 100, good + 256 - 32, NULL, EVP_sha256(), NULL), 1);
    assert_int_equal(check(&t, scheme, raw_signature(&t, good, room), 100), NXS_OK);

    memcpy(bad, good, sizeof bad); /* without the NULL */
    memset(bad + 256 - 52, 0xFF, 3);
    bad[256 - 50] = 0;
    memcpy(bad + 256 - 49, without_null, sizeof without_null);
    assert_int_equal(check(&t, scheme, raw_signature(&t, bad, room), 100), NXS_BAD_SIGNATURE);

    memset(bad, 0, sizeof bad); /* short padding, garbage behind the digest */
    memcpy(bad, good, 2);
    memset(bad + 2, 0xFF, 8);
    memcpy(bad + 11, good + 256 - 51, 51);
    assert_int_equal(check(&t, scheme, raw_signature(&t, bad, room), 100), NXS_BAD_SIGNATURE);

    for (size_t at = 1; at < 256 - 32; at += 5) { /* any other padding */
        memcpy(bad, good, sizeof bad);
        bad[at] ^= (uint8_t)(1u << at % 8);
        assert_int_equal(check(&t, scheme, raw_signature(&t, bad, room), 100), NXS_BAD_SIGNATURE);
    }
    drop(&t);
}

static void pss_takes_only_salts_of_the_digest_s_length(void **state)
{
    (void)state;
    static struct test_key t;
    static uint8_t room[NXS_MAX_MODULUS];
    static const int lengths[] = {0, 20, 31, 32, 33, 64, RSA_PSS_SALTLEN_MAX};
    take_rsa(&t, NXS_KEY_RSA, EVP_RSA_gen(2048));
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        for (int foreign_mgf = 0; foreign_mgf < 2; foreign_mgf++) {
            EVP_MD_CTX *ctx = EVP_MD_CTX_new();
            EVP_PKEY_CTX *pctx;
            size_t used = sizeof room;
            assert_int_equal(EVP_DigestSignInit(ctx, &pctx, EVP_sha256(), NULL, t.pkey), 1);
            assert_int_equal(EVP_PKEY_CTX_set_rsa_padding(pctx, RSA_PKCS1_PSS_PADDING), 1);
            assert_int_equal(EVP_PKEY_CTX_set_rsa_pss_saltlen(pctx, lengths[i]), 1);
            if (foreign_mgf) {
                assert_int_equal(EVP_PKEY_CTX_set_rsa_mgf1_md(pctx, EVP_sha1()), 1);
            }
            assert_int_equal(EVP_DigestSign(ctx, room, &used, message, 100), 1);
            EVP_MD_CTX_free(ctx);
            bool right = lengths[i] == 32 && !foreign_mgf;
            assert_int_equal(check(&t, nxs_scheme_find(0x0804), nxs_bytes_of(room, used), 100),
                             right ? NXS_OK : NXS_BAD_SIGNATURE);
        }
    }
    drop(&t);
}

/* [RFC4346 7.4.3] TLS 1.0 and 1.1 sign two digests without telling which. */
static void two_digests_are_signed_bare(void **state)
{
    (void)state;
    static struct test_key t;
    static const struct nxs_scheme scheme = {.kind = NXS_KEY_RSA, .signing = NXS_SIGN_PKCS1_MD5_SHA1};
    uint8_t digests[36] = {0}, room[256];
    struct nxs_sign_methods methods = {&crypto_method_rsa, NULL, NULL};
    nxs_bytes signature, digest = nxs_bytes_of(digests, sizeof digests);
    struct nxs_writer w = nxs_writer_of(nxs_room_of(room, sizeof room));
    take_rsa(&t, NXS_KEY_RSA, EVP_RSA_gen(2048));
    assert_int_equal(EVP_Digest(message, 100, digests, NULL, EVP_md5(), NULL), 1);
    assert_int_equal(EVP_Digest(message, 100, digests + 16, NULL, EVP_sha1(), NULL), 1);
    assert_int_equal(nxs_sign_digest(&scheme, &methods, &t.key, digest, &scratch, &w), NXS_OK);
    assert_true(nxs_write_end(&w, &signature));
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(t.pkey, NULL);
    assert_int_equal(EVP_PKEY_verify_init(ctx), 1);
    assert_int_equal(EVP_PKEY_CTX_set_signature_md(ctx, EVP_md5_sha1()), 1);
    assert_int_equal(EVP_PKEY_verify(ctx, room, signature.len, digests, sizeof digests), 1);
    EVP_PKEY_CTX_free(ctx);
    assert_int_equal(nxs_verify_digest(&scheme, &methods, &t.key.public, digest, signature, &scratch),
                     NXS_OK);
    nxs_bytes shorter = nxs_bytes_of(digests, sizeof digests - 1);
    assert_int_equal(nxs_verify_digest(&scheme, &methods, &t.key.public, shorter, signature, &scratch),
                     NXS_INVALID_STATE);
    digests[35] ^= 1;
    assert_int_equal(nxs_verify_digest(&scheme, &methods, &t.key.public, digest, signature, &scratch),
                     NXS_BAD_SIGNATURE);
    drop(&t);
}

static void rsa_takes_only_digests_of_the_hash_s_length(void **state)
{
    (void)state;
    static struct test_key t;
    static const uint16_t numbers[] = {0x0401, 0x0804};
    uint8_t digest[NXS_MAX_DIGEST] = {0}, room[256] = {0};
    take_rsa(&t, NXS_KEY_RSA, EVP_RSA_gen(2048));
    for (size_t i = 0; i < 2; i++) {
        const struct nxs_scheme *scheme = nxs_scheme_find(numbers[i]);
        struct nxs_sign_methods methods = methods_for(scheme, 0);
        for (size_t len = 0; len <= sizeof digest; len++) {
            struct nxs_writer w = nxs_writer_of(nxs_room_of(room, sizeof room));
            nxs_bytes taken = nxs_bytes_of(digest, len);
            enum nxs_status status = nxs_sign_digest(scheme, &methods, &t.key, taken, &scratch, &w);
            assert_int_equal(status, len == 32 ? NXS_OK : NXS_INVALID_STATE);
            status = nxs_verify_digest(scheme, &methods, &t.key.public, taken,
                                       nxs_bytes_of(room, sizeof room), &scratch);
            assert_int_equal(status == NXS_INVALID_STATE, len != 32);
        }
    }
    drop(&t);
}

/* EMSA-PSS by the words of [RFC8017 9.1.1], with a fault of one's choice before DB is masked or after. */
struct pss_fault {
    size_t db_at;    /* byte of DB to change before masking; SIZE_MAX: none */
    size_t block_at; /* byte of the encoding to change afterwards; SIZE_MAX: none */
    uint8_t bits;
};

static void encode_pss(uint8_t *block256, const struct pss_fault *fault)
{
    enum { HASH = 32, DB = 256 - HASH - 1 };
    uint8_t input[8 + 2 * HASH] = {0}, mask[HASH], seed[HASH + 4] = {0};
    assert_int_equal(EVP_Digest(message, 100, input + 8, NULL, EVP_sha256(), NULL), 1);
    assert_int_equal(nxs_random(input + 8 + HASH, HASH), NXS_OK);
    memset(block256, 0, 256);
    block256[DB - HASH - 1] = 0x01;
    memcpy(block256 + DB - HASH, input + 8 + HASH, HASH);
    if (fault->db_at < DB) {
        block256[fault->db_at] ^= fault->bits;
    }
    assert_int_equal(EVP_Digest(input, sizeof input, seed, NULL, EVP_sha256(), NULL), 1);
    memcpy(block256 + DB, seed, HASH);
    for (size_t at = 0; at < DB; at++) {
        seed[HASH + 3] = (uint8_t)(at / HASH);
        assert_int_equal(EVP_Digest(seed, sizeof seed, mask, NULL, EVP_sha256(), NULL), 1);
        block256[at] ^= mask[at % HASH];
    }
    block256[0] &= 0x7F;
    block256[255] = 0xBC;
    if (fault->block_at < 256) {
        block256[fault->block_at] ^= fault->bits;
    }
}

static void pss_has_one_right_padding(void **state)
{
    (void)state;
    static struct test_key t;
    static uint8_t room[NXS_MAX_MODULUS];
    static const struct pss_fault faults[] = {
        {SIZE_MAX, SIZE_MAX, 0}, /* none: this one is right */
        {0, SIZE_MAX, 0x01},     /* in the zeros: first, middle, last */
        {100, SIZE_MAX, 0x80},   {189, SIZE_MAX, 0x40}, {190, SIZE_MAX, 0x01}, /* the one */
        {190, SIZE_MAX, 0x02},   {191, SIZE_MAX, 0x10},                        /* the salt */
        {SIZE_MAX, 255, 0x01},                                                 /* the trailer */
        {SIZE_MAX, 224, 0x20},                                                 /* the hash */
        {SIZE_MAX, 0, 0x80}, /* a bit that the modulus has and the encoding has not */
    };
    take_rsa(&t, NXS_KEY_RSA, EVP_RSA_gen(2048));
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        uint8_t encoded[256];
        do { /* until it is a number below the modulus */
            encode_pss(encoded, &faults[i]);
        } while (memcmp(encoded, t.key.public.modulus.data, 256) >= 0);
        assert_int_equal(check(&t, nxs_scheme_find(0x0804), raw_signature(&t, encoded, room), 100),
                         i == 0 ? NXS_OK : NXS_BAD_SIGNATURE);
    }
    drop(&t);
}

static void keys_too_short_for_a_digest_sign_nothing(void **state)
{
    (void)state;
    static struct test_key t;
    uint8_t room[256];
    take_rsa(&t, NXS_KEY_RSA, EVP_RSA_gen(1024));
    const struct nxs_scheme *scheme = nxs_scheme_find(0x0806); /* 1024 bits cannot hold two SHA-512 digests */
    struct nxs_sign_methods methods = methods_for(scheme, 0);
    struct nxs_writer w = nxs_writer_of(nxs_room_of(room, sizeof room));
    nxs_bytes part = nxs_bytes_of(message, 10);
    assert_int_equal(nxs_sign(scheme, &methods, &t.key, &part, 1, &scratch, &w), NXS_CRYPTO_FAILED);
    assert_int_equal(check(&t, scheme, nxs_bytes_of(room, 128), 10), NXS_BAD_SIGNATURE);
    drop(&t);
}

/* ---- the n-th call fails ---- */

static struct test_key fault_rsa, fault_ec;

static enum nxs_status sign_and_verify(const struct test_key *t, uint16_t number_of_scheme)
{
    static uint8_t room[NXS_MAX_MODULUS];
    const struct nxs_scheme *scheme = nxs_scheme_find(number_of_scheme);
    struct nxs_sign_methods methods = methods_for(scheme, t->key.public.group);
    nxs_bytes part = nxs_bytes_of(message, 10), signature;
    struct nxs_writer w = nxs_writer_of(nxs_room_of(room, sizeof room));
    methods.cipher = spy_on(methods.cipher);
    methods.hash = spy_on(methods.hash);
    NXS_TRY(nxs_sign(scheme, &methods, &t->key, &part, 1, &scratch, &w));
    assert_true(nxs_write_end(&w, &signature));
    return nxs_verify(scheme, &methods, &t->key.public, &part, 1, signature, &scratch);
}

static enum nxs_status scene_pkcs1(void)
{
    return sign_and_verify(&fault_rsa, 0x0401);
}

static enum nxs_status scene_pss(void)
{
    return sign_and_verify(&fault_rsa, 0x0804);
}

static enum nxs_status scene_ecdsa(void)
{
    return sign_and_verify(&fault_ec, 0x0403);
}

static void every_failing_call_is_survived(void **state)
{
    (void)state;
    static enum nxs_status (*const scenes[])(void) = {scene_pkcs1, scene_pss, scene_ecdsa};
    if (!spy_can_fail()) {
        skip(); /* built without NXS_FAULT_INJECTION */
    }
    take_rsa(&fault_rsa, NXS_KEY_RSA, EVP_RSA_gen(2048));
    take_ec(&fault_ec, nxs_group_find(23), "P-256");
    for (size_t i = 0; i < sizeof scenes / sizeof scenes[0]; i++) {
        assert_true(spy_survives(scenes[i]));
    }
    drop(&fault_rsa);
    drop(&fault_ec);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rsa_signatures),
        cmocka_unit_test(rsa_pss_keys),
        cmocka_unit_test(curve_signatures),
        cmocka_unit_test(halves_of_different_keys_are_told),
        cmocka_unit_test(pkcs1_has_one_right_encoding),
        cmocka_unit_test(pss_takes_only_salts_of_the_digest_s_length),
        cmocka_unit_test(two_digests_are_signed_bare),
        cmocka_unit_test(rsa_takes_only_digests_of_the_hash_s_length),
        cmocka_unit_test(pss_has_one_right_padding),
        cmocka_unit_test(keys_too_short_for_a_digest_sign_nothing),
        cmocka_unit_test(every_failing_call_is_survived),
    };
    for (size_t i = 0; i < sizeof message; i++) {
        message[i] = (uint8_t)(i * 31 + 7);
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
