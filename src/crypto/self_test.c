#include "crypto/self_test_internal.h"

#include <string.h>

#include "base/ct.h"
#include "nxsecure/ext.h"

/* One row per test: which methods it is for, by algorithm and key size. */
static const struct {
    uint32_t algorithm;
    uint32_t key_bits; /* 0: of any size */
    const char *name;
    uint32_t detail; /* HMAC: the algorithm whose vectors are used; public keys: the vector's number */
    nxs_self_test_run *run;
} tests[] = {
    {NX_CRYPTO_HASH_MD5, 0, "MD5", 0, nxs_self_test_hash},
    {NX_CRYPTO_HASH_SHA1, 0, "SHA-1", 0, nxs_self_test_hash},
    {NX_CRYPTO_HASH_SHA224, 0, "SHA-224", 0, nxs_self_test_hash},
    {NX_CRYPTO_HASH_SHA256, 0, "SHA-256", 0, nxs_self_test_hash},
    {NX_CRYPTO_HASH_SHA384, 0, "SHA-384", 0, nxs_self_test_hash},
    {NX_CRYPTO_HASH_SHA512, 0, "SHA-512", 0, nxs_self_test_hash},
    {NX_CRYPTO_HASH_SHA512_224, 0, "SHA-512/224", 0, nxs_self_test_hash},
    {NX_CRYPTO_HASH_SHA512_256, 0, "SHA-512/256", 0, nxs_self_test_hash},
#define HMAC(algorithm, name, known)                                                                         \
    {                                                                                                        \
        NX_CRYPTO_AUTHENTICATION_##algorithm, 0, name, NX_CRYPTO_AUTHENTICATION_##known, nxs_self_test_hmac  \
    }
    HMAC(HMAC_MD5_96, "HMAC-MD5-96", HMAC_MD5_128),
    HMAC(HMAC_MD5_128, "HMAC-MD5", HMAC_MD5_128),
    HMAC(HMAC_SHA1_96, "HMAC-SHA1-96", HMAC_SHA1_160),
    HMAC(HMAC_SHA1_160, "HMAC-SHA1", HMAC_SHA1_160),
    HMAC(HMAC_SHA2_224, "HMAC-SHA224", HMAC_SHA2_224),
    HMAC(HMAC_SHA2_256, "HMAC-SHA256", HMAC_SHA2_256),
    HMAC(HMAC_SHA2_384, "HMAC-SHA384", HMAC_SHA2_384),
    HMAC(HMAC_SHA2_512, "HMAC-SHA512", HMAC_SHA2_512),
    HMAC(HMAC_SHA2_512_224, "HMAC-SHA512/224", HMAC_SHA2_512_224),
    HMAC(HMAC_SHA2_512_256, "HMAC-SHA512/256", HMAC_SHA2_512_256),
#undef HMAC
    {NX_CRYPTO_HASH_HMAC, 0, "HMAC over any hash", 0, nxs_self_test_generic_hmac},
    {NX_CRYPTO_PRF_HMAC_SHA1, 0, "TLS 1.0 PRF", 0, nxs_self_test_prf},
    {NX_CRYPTO_PRF_HMAC_SHA2_256, 0, "TLS 1.2 PRF with SHA-256", 0, nxs_self_test_prf},
    {NX_CRYPTO_PRF_HMAC_SHA2_384, 0, "TLS 1.2 PRF with SHA-384", 0, nxs_self_test_prf},
    {NX_CRYPTO_PRF_HMAC_SHA2_512, 0, "TLS 1.2 PRF with SHA-512", 0, nxs_self_test_prf},
    {NX_CRYPTO_HKDF_METHOD, 0, "HKDF", 0, nxs_self_test_hkdf},
    {NX_CRYPTO_ENCRYPTION_AES_CBC, 128, "AES-128-CBC", 128, nxs_self_test_cipher},
    {NX_CRYPTO_ENCRYPTION_AES_CBC, 192, "AES-192-CBC", 192, nxs_self_test_cipher},
    {NX_CRYPTO_ENCRYPTION_AES_CBC, 256, "AES-256-CBC", 256, nxs_self_test_cipher},
    {NX_CRYPTO_ENCRYPTION_AES_CTR, 128, "AES-128-CTR", 128, nxs_self_test_cipher},
    {NX_CRYPTO_ENCRYPTION_AES_CTR, 192, "AES-192-CTR", 192, nxs_self_test_cipher},
    {NX_CRYPTO_ENCRYPTION_AES_CTR, 256, "AES-256-CTR", 256, nxs_self_test_cipher},
    {NX_CRYPTO_ENCRYPTION_DES_CBC, 0, "DES-CBC", 64, nxs_self_test_cipher},
    {NX_CRYPTO_ENCRYPTION_3DES_CBC, 0, "3DES-CBC", 192, nxs_self_test_cipher},
    {NX_CRYPTO_ENCRYPTION_AES_GCM_16, 128, "AES-128-GCM", 128, nxs_self_test_aead},
    {NX_CRYPTO_ENCRYPTION_AES_GCM_16, 192, "AES-192-GCM", 192, nxs_self_test_aead},
    {NX_CRYPTO_ENCRYPTION_AES_GCM_16, 256, "AES-256-GCM", 256, nxs_self_test_aead},
    {NX_CRYPTO_ENCRYPTION_AES_CCM_8, 128, "AES-128-CCM-8", 128, nxs_self_test_aead},
    {NX_CRYPTO_ENCRYPTION_AES_CCM_8, 192, "AES-192-CCM-8", 192, nxs_self_test_aead},
    {NX_CRYPTO_ENCRYPTION_AES_CCM_8, 256, "AES-256-CCM-8", 256, nxs_self_test_aead},
    {NX_CRYPTO_ENCRYPTION_AES_CCM_16, 128, "AES-128-CCM", 128, nxs_self_test_aead},
    {NX_CRYPTO_ENCRYPTION_AES_CCM_16, 192, "AES-192-CCM", 192, nxs_self_test_aead},
    {NX_CRYPTO_ENCRYPTION_AES_CCM_16, 256, "AES-256-CCM", 256, nxs_self_test_aead},
    {NX_CRYPTO_ENCRYPTION_CHACHA20_POLY1305, 0, "ChaCha20-Poly1305", 256, nxs_self_test_aead},
    {NX_CRYPTO_KEY_EXCHANGE_RSA, 0, "RSA-1024", 0, nxs_self_test_rsa},
    {NX_CRYPTO_KEY_EXCHANGE_RSA, 0, "RSA-2048", 1, nxs_self_test_rsa},
    {NX_CRYPTO_KEY_EXCHANGE_RSA, 0, "RSA-4096", 2, nxs_self_test_rsa},
    {NX_CRYPTO_DIGITAL_SIGNATURE_ECDSA, 0, "ECDSA with P-256", 0, nxs_self_test_ecdsa},
    {NX_CRYPTO_DIGITAL_SIGNATURE_ECDSA, 0, "ECDSA with P-384", 1, nxs_self_test_ecdsa},
    {NX_CRYPTO_DIGITAL_SIGNATURE_ECDSA, 0, "ECDSA with P-521", 2, nxs_self_test_ecdsa},
    {NX_CRYPTO_KEY_EXCHANGE_ECDH, 0, "ECDH with P-256", 0, nxs_self_test_ecdh},
    {NX_CRYPTO_KEY_EXCHANGE_ECDH, 0, "ECDH with P-384", 1, nxs_self_test_ecdh},
    {NX_CRYPTO_KEY_EXCHANGE_ECDH, 0, "ECDH with P-521", 2, nxs_self_test_ecdh},
    {NX_CRYPTO_KEY_EXCHANGE_ECDH, 0, "X25519", 3, nxs_self_test_ecdh},
    {NX_CRYPTO_KEY_EXCHANGE_ECDHE, 0, "ECDHE with P-256", 0, nxs_self_test_ecdh},
    {NX_CRYPTO_KEY_EXCHANGE_ECDHE, 0, "ECDHE with P-384", 1, nxs_self_test_ecdh},
    {NX_CRYPTO_KEY_EXCHANGE_ECDHE, 0, "ECDHE with P-521", 2, nxs_self_test_ecdh},
    {NX_CRYPTO_KEY_EXCHANGE_ECDHE, 0, "X25519, ephemeral", 3, nxs_self_test_ecdh},
    {NXS_CRYPTO_SIGNATURE_ED25519, 0, "Ed25519", 0, nxs_self_test_ed25519},
};

enum { TESTS = sizeof tests / sizeof tests[0] };

static uint8_t digit(char c)
{
    return (uint8_t)(c <= '9' ? c - '0' : c - 'a' + 10);
}

nxs_room nxs_decoded_space(struct nxs_decoded *room, size_t len, uint8_t fill)
{
    nxs_room space = nxs_room_part(nxs_room_of(room->room, sizeof room->room), room->used, len);
    room->used += space.len;
    if (space.len > 0) {
        memset(space.data, fill, space.len);
    }
    return space;
}

nxs_bytes nxs_decode(struct nxs_decoded *room, const char *text)
{
    nxs_room space = nxs_decoded_space(room, strlen(text) / 2, 0);
    for (size_t i = 0; i < space.len; i++) {
        space.data[i] = (uint8_t)(digit(text[2 * i]) << 4 | digit(text[2 * i + 1]));
    }
    return nxs_bytes_in(space);
}

static bool is_for(size_t test, const NX_CRYPTO_METHOD *method)
{
    uint32_t bits = method->nx_crypto_key_size_in_bits;
    if (tests[test].algorithm != method->nx_crypto_algorithm ||
        (tests[test].key_bits != 0 && bits != 0 && bits != tests[test].key_bits)) {
        return false;
    }
    /* There is CTR with a whole counter block for its IV, whose answers are known, and that of IPsec. */
    return method->nx_crypto_algorithm != NX_CRYPTO_ENCRYPTION_AES_CTR ||
           method->nx_crypto_IV_size_in_bits == 128;
}

/* True when the method at @p index stands in the table further up too. */
static bool came_before(const NX_SECURE_TLS_CRYPTO *table, size_t index, const NX_CRYPTO_METHOD *method)
{
    const NX_CRYPTO_METHOD *earlier;
    for (size_t i = 0; i < index && nxs_methods_at(table, i, &earlier); i++) {
        if (earlier == method) {
            return true;
        }
    }
    return false;
}

static enum nxs_status test_method(struct nxs_self_test *t, nxs_self_test_report *report, void *context)
{
    enum nxs_status first = NXS_OK;
    for (size_t i = 0; i < TESTS; i++) {
        if (!is_for(i, t->method)) {
            continue;
        }
        t->detail = tests[i].detail;
        enum nxs_status status = tests[i].run(t);
        first = first == NXS_OK ? status : first;
        if (report != NULL) {
            report(context, tests[i].name, status);
        }
    }
    return first;
}

enum nxs_status nxs_self_test(const NX_SECURE_TLS_CRYPTO *table, struct nxs_area area,
                              nxs_self_test_report *report, void *context)
{
    enum nxs_status first = NXS_OK;
    struct nxs_self_test t = {table, NULL, area, 0};
    for (size_t i = 0; nxs_methods_at(table, i, &t.method); i++) {
        if (t.method == NULL || came_before(table, i, t.method)) {
            continue;
        }
        enum nxs_status status = test_method(&t, report, context);
        first = first == NXS_OK ? status : first;
    }
    return first;
}

enum { DRAWS = 16, DRAW_LEN = 32 };

/* True when the last of @p count draws is more than one repeated byte and unlike those before it. */
static bool is_random(uint8_t draws[DRAWS][DRAW_LEN], size_t count)
{
    const uint8_t *last = draws[count - 1];
    uint8_t repeated[DRAW_LEN];
    memset(repeated, last[0], DRAW_LEN);
    bool fresh = !nxs_ct_equal(last, repeated, DRAW_LEN);
    for (size_t i = 0; i + 1 < count; i++) {
        fresh = fresh && !nxs_ct_equal(last, draws[i], DRAW_LEN);
    }
    return fresh;
}

enum nxs_status nxs_random_self_test(nxs_random_source *source, size_t count)
{
    uint8_t draws[DRAWS][DRAW_LEN];
    enum nxs_status status = NXS_OK;
    if (count < 2 || count > DRAWS) {
        count = DRAWS;
    }
    for (size_t i = 0; i < count && status == NXS_OK; i++) {
        status = source(draws[i], DRAW_LEN);
        if (status == NXS_OK && !is_random(draws, i + 1)) {
            status = NXS_RANDOM_FAILED;
        }
    }
    nxs_wipe(draws, sizeof draws);
    return status;
}
