#include "rsa_key.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>

/* The longest public exponent, in bits: longer ones are not in use, and keep a peer's from costing our time.
 */
enum { EXPONENT_BITS = 64, USUAL_EXPONENT = 65537 };

/* The numbers of a key. N and E alone make a public one. */
enum part { N, E, D, P, Q, DP, DQ, QINV, PARTS };

static const char *const part_names[PARTS] = {
    OSSL_PKEY_PARAM_RSA_N,         OSSL_PKEY_PARAM_RSA_E,
    OSSL_PKEY_PARAM_RSA_D,         OSSL_PKEY_PARAM_RSA_FACTOR1,
    OSSL_PKEY_PARAM_RSA_FACTOR2,   OSSL_PKEY_PARAM_RSA_EXPONENT1,
    OSSL_PKEY_PARAM_RSA_EXPONENT2, OSSL_PKEY_PARAM_RSA_COEFFICIENT1,
};

static BIGNUM *secret_new(void)
{
    BIGNUM *number = BN_secure_new();
    if (number != NULL) {
        BN_set_flags(number, BN_FLG_CONSTTIME);
    }
    return number;
}

static BIGNUM *secret_read(struct nxs_key_part part)
{
    BIGNUM *number = secret_new();
    if (number != NULL && BN_bin2bn(part.data, (int)part.len, number) == NULL) {
        BN_clear_free(number);
        return NULL;
    }
    return number;
}

static void parts_free(BIGNUM *parts[PARTS])
{
    for (size_t i = 0; i < PARTS; i++) {
        BN_clear_free(parts[i]);
    }
}

/* A context for the key of all parts that are not NULL. */
static EVP_PKEY_CTX *key_import(BIGNUM *const parts[PARTS])
{
    int selection = parts[D] == NULL ? EVP_PKEY_PUBLIC_KEY : EVP_PKEY_KEYPAIR;
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    bool good = builder != NULL;
    for (size_t i = 0; good && i < PARTS; i++) {
        good = parts[i] == NULL || OSSL_PARAM_BLD_push_BN(builder, part_names[i], parts[i]) == 1;
    }
    /* What comes from secure numbers is wiped by OSSL_PARAM_free. */
    OSSL_PARAM *params = good ? OSSL_PARAM_BLD_to_param(builder) : NULL;
    EVP_PKEY_CTX *import = params == NULL ? NULL : EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
    EVP_PKEY *key = NULL;
    EVP_PKEY_CTX *ctx = NULL;
    if (import != NULL && EVP_PKEY_fromdata_init(import) == 1 &&
        EVP_PKEY_fromdata(import, &key, selection, params) == 1) {
        ctx = EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);
    }
    EVP_PKEY_free(key);
    EVP_PKEY_CTX_free(import);
    OSSL_PARAM_free(params);
    OSSL_PARAM_BLD_free(builder);
    return ctx;
}

static bool public_ready(EVP_PKEY_CTX *ctx)
{
    return EVP_PKEY_encrypt_init(ctx) == 1 && EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_NO_PADDING) == 1;
}

static bool private_ready(EVP_PKEY_CTX *ctx)
{
    return EVP_PKEY_decrypt_init(ctx) == 1 && EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_NO_PADDING) == 1;
}

/* An exponent of 1 would make every block its own signature, an even one cannot be inverted. */
static bool exponent_is_sane(const BIGNUM *e)
{
    return BN_is_odd(e) && !BN_is_one(e) && BN_num_bits(e) <= EXPONENT_BITS;
}

EVP_PKEY_CTX *nxs_rsa_public_new(struct nxs_key_part modulus, struct nxs_key_part exponent)
{
    BIGNUM *parts[PARTS] = {NULL};
    parts[N] = BN_bin2bn(modulus.data, (int)modulus.len, NULL);
    parts[E] = BN_bin2bn(exponent.data, (int)exponent.len, NULL);
    EVP_PKEY_CTX *ctx = NULL;
    if (parts[N] != NULL && parts[E] != NULL && exponent_is_sane(parts[E])) {
        ctx = key_import(parts);
    }
    parts_free(parts);
    if (ctx != NULL && !public_ready(ctx)) {
        EVP_PKEY_CTX_free(ctx);
        return NULL;
    }
    return ctx;
}

/* e = 1/d mod lcm(p - 1, q - 1): the same whether d was made modulo the lcm or modulo (p - 1)(q - 1). */
static bool exponent_derive(BIGNUM *parts[PARTS], const BIGNUM *p1, const BIGNUM *q1, BN_CTX *ctx)
{
    BIGNUM *lcm = secret_new();
    BIGNUM *gcd = secret_new();
    BIGNUM *phi = secret_new();
    BIGNUM *e = secret_new();
    bool good = lcm != NULL && gcd != NULL && phi != NULL && e != NULL && BN_mul(phi, p1, q1, ctx) == 1 &&
                BN_gcd(gcd, p1, q1, ctx) == 1 && BN_div(lcm, NULL, phi, gcd, ctx) == 1 &&
                BN_mod_inverse(e, parts[D], lcm, ctx) != NULL;
    /* A copy without the secret flags. */
    parts[E] = good ? BN_new() : NULL;
    good = good && parts[E] != NULL && BN_copy(parts[E], e) != NULL;
    BN_clear_free(e);
    BN_clear_free(phi);
    BN_clear_free(gcd);
    BN_clear_free(lcm);
    return good;
}

/* The remainders and the coefficient of [RFC8017 3.2], and e. Demands p q = n. */
static bool primes_complete(BIGNUM *parts[PARTS], BN_CTX *ctx)
{
    if (BN_cmp(parts[P], parts[Q]) < 0) {
        BN_swap(parts[P], parts[Q]);
    }
    BIGNUM *p1 = secret_new();
    BIGNUM *q1 = secret_new();
    BIGNUM *product = secret_new();
    bool good = p1 != NULL && q1 != NULL && product != NULL &&
                BN_mul(product, parts[P], parts[Q], ctx) == 1 && BN_cmp(product, parts[N]) == 0 &&
                !BN_is_one(parts[Q]) && BN_sub(p1, parts[P], BN_value_one()) == 1 &&
                BN_sub(q1, parts[Q], BN_value_one()) == 1;
    if (good) {
        parts[DP] = secret_new();
        parts[DQ] = secret_new();
        parts[QINV] = secret_new();
        good = parts[DP] != NULL && parts[DQ] != NULL && parts[QINV] != NULL &&
               BN_mod(parts[DP], parts[D], p1, ctx) == 1 && BN_mod(parts[DQ], parts[D], q1, ctx) == 1 &&
               BN_mod_inverse(parts[QINV], parts[Q], parts[P], ctx) != NULL &&
               exponent_derive(parts, p1, q1, ctx);
    }
    BN_clear_free(product);
    BN_clear_free(q1);
    BN_clear_free(p1);
    return good;
}

static bool parts_read(BIGNUM *parts[PARTS], struct nxs_key_part modulus, struct nxs_key_part d,
                       struct nxs_key_part p, struct nxs_key_part q)
{
    parts[N] = BN_bin2bn(modulus.data, (int)modulus.len, NULL);
    parts[D] = secret_read(d);
    if (parts[N] == NULL || parts[D] == NULL || BN_is_zero(parts[D]) || BN_cmp(parts[D], parts[N]) >= 0) {
        return false;
    }
    if (p.len == 0 && q.len == 0) {
        parts[E] = BN_new();
        return parts[E] != NULL && BN_set_word(parts[E], USUAL_EXPONENT) == 1;
    }
    parts[P] = secret_read(p);
    parts[Q] = secret_read(q);
    BN_CTX *ctx = BN_CTX_secure_new();
    bool good = parts[P] != NULL && parts[Q] != NULL && ctx != NULL && !BN_is_zero(parts[P]) &&
                !BN_is_zero(parts[Q]) && primes_complete(parts, ctx);
    BN_CTX_free(ctx);
    return good && exponent_is_sane(parts[E]);
}

/* Raises a random value to e and back with d. A wrong e would give wrong results without an error, and no
 * shield. */
static bool key_proves_itself(EVP_PKEY_CTX *ctx, size_t len)
{
    uint8_t *blocks = OPENSSL_zalloc(3 * len);
    if (blocks == NULL) {
        return false;
    }
    uint8_t *value = blocks;
    uint8_t *power = blocks + len;
    uint8_t *back = blocks + 2 * len;
    size_t power_len = len;
    size_t back_len = len;
    /* The first byte stays 0, which makes the value less than the modulus. */
    bool good = RAND_bytes(value + 1, (int)len - 1) == 1 && public_ready(ctx) &&
                EVP_PKEY_encrypt(ctx, power, &power_len, value, len) == 1 && private_ready(ctx) &&
                EVP_PKEY_decrypt(ctx, back, &back_len, power, power_len) == 1 && back_len == len &&
                CRYPTO_memcmp(value, back, len) == 0;
    OPENSSL_free(blocks);
    return good;
}

EVP_PKEY_CTX *nxs_rsa_private_new(struct nxs_key_part modulus, struct nxs_key_part d, struct nxs_key_part p,
                                  struct nxs_key_part q)
{
    BIGNUM *parts[PARTS] = {NULL};
    EVP_PKEY_CTX *ctx = parts_read(parts, modulus, d, p, q) ? key_import(parts) : NULL;
    parts_free(parts);
    if (ctx != NULL && !key_proves_itself(ctx, modulus.len)) {
        EVP_PKEY_CTX_free(ctx);
        return NULL;
    }
    return ctx;
}
