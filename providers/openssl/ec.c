#include "ec.h"

#include <string.h>

#include <openssl/crypto.h>

#include "idle.h"

/* What one thread needs to compute on a curve. Between operations it holds no secret. */
struct tools {
    EC_GROUP *group;
    EC_POINT *point; /* public values only */
    BN_CTX *ctx;     /* for public values only: it does not wipe what it lent */
    BIGNUM *scalar;
    struct nxs_ecdsa_engine *ecdsa;
};

static struct nxs_idle pools[5];

static void tools_destroy(void *object)
{
    struct tools *tools = object;
    nxs_ecdsa_engine_free(tools->ecdsa);
    BN_clear_free(tools->scalar);
    BN_CTX_free(tools->ctx);
    EC_POINT_free(tools->point);
    EC_GROUP_free(tools->group);
    OPENSSL_free(tools);
}

static struct tools *tools_take(const struct nxs_curve *curve)
{
    struct tools *tools = nxs_idle_take(&pools[curve->slot]);
    if (tools != NULL) {
        return tools;
    }
    nxs_cache_empty_at_exit();
    tools = OPENSSL_zalloc(sizeof *tools);
    if (tools == NULL) {
        return NULL;
    }
    tools->group = EC_GROUP_new_by_curve_name(curve->nid);
    tools->point = tools->group == NULL ? NULL : EC_POINT_new(tools->group);
    tools->ctx = BN_CTX_new();
    tools->scalar = BN_secure_new();
    tools->ecdsa = nxs_ecdsa_engine_new(curve);
    if (tools->point == NULL || tools->ctx == NULL || tools->scalar == NULL || tools->ecdsa == NULL) {
        tools_destroy(tools);
        return NULL;
    }
    BN_set_flags(tools->scalar, BN_FLG_CONSTTIME);
    return tools;
}

static UINT tools_give(const struct nxs_curve *curve, struct tools *tools, UINT result)
{
    BN_clear(tools->scalar);
    nxs_idle_give(&pools[curve->slot], tools, tools_destroy);
    return result;
}

static void cache_empty(void)
{
    for (size_t i = 0; i < sizeof pools / sizeof pools[0]; i++) {
        nxs_idle_empty(&pools[i], tools_destroy);
    }
}

/* Reads a scalar and demands 1 <= scalar < n. */
static UINT scalar_load(struct tools *tools, const uint8_t *bytes, size_t len)
{
    if (len == 0 || len > NXS_CURVE_SCALAR_MAX) {
        return NX_CRYPTO_INVALID_KEY;
    }
    if (BN_bin2bn(bytes, (int)len, tools->scalar) == NULL) {
        return NX_CRYPTO_NOT_SUCCESSFUL;
    }
    bool in_range =
        !BN_is_zero(tools->scalar) && BN_cmp(tools->scalar, EC_GROUP_get0_order(tools->group)) < 0;
    return in_range ? NX_CRYPTO_SUCCESS : NX_CRYPTO_INVALID_KEY;
}

/* libcrypto reads compressed points and infinity too; TLS has neither [RFC8422 5.4.1]. */
static bool point_has_form(const struct nxs_curve *curve, const uint8_t *point, size_t len)
{
    return len == curve->share && point[0] == POINT_CONVERSION_UNCOMPRESSED;
}

static UINT pair(const struct nxs_curve *curve, uint8_t *scalar, uint8_t *share)
{
    struct tools *tools = tools_take(curve);
    if (tools == NULL) {
        return NX_CRYPTO_NOT_SUCCESSFUL;
    }
    const BIGNUM *order = EC_GROUP_get0_order(tools->group);
    bool good;
    do {
        good = BN_priv_rand_range_ex(tools->scalar, order, 0, NULL) == 1;
    } while (good && BN_is_zero(tools->scalar));
    /* Without a context of ours the multiplication uses one that it wipes. */
    good = good && EC_POINT_mul(tools->group, tools->point, tools->scalar, NULL, NULL, NULL) == 1 &&
           EC_POINT_point2oct(tools->group, tools->point, POINT_CONVERSION_UNCOMPRESSED, share, curve->share,
                              tools->ctx) == curve->share &&
           BN_bn2binpad(tools->scalar, scalar, curve->scalar) == curve->scalar;
    return tools_give(curve, tools, good ? NX_CRYPTO_SUCCESS : NX_CRYPTO_NOT_SUCCESSFUL);
}

static UINT import(const struct nxs_curve *curve, const uint8_t *bytes, size_t len, uint8_t *scalar)
{
    struct tools *tools = tools_take(curve);
    if (tools == NULL) {
        return NX_CRYPTO_NOT_SUCCESSFUL;
    }
    UINT result = scalar_load(tools, bytes, len);
    if (result == NX_CRYPTO_SUCCESS && BN_bn2binpad(tools->scalar, scalar, curve->scalar) != curve->scalar) {
        result = NX_CRYPTO_NOT_SUCCESSFUL;
    }
    return tools_give(curve, tools, result);
}

/* x of scalar * tools->point, left-padded [RFC8422 5.10]. Infinity has no x: an error. */
static UINT multiply(const struct nxs_curve *curve, struct tools *tools, uint8_t *secret)
{
    EC_POINT *product = EC_POINT_new(tools->group);
    BIGNUM *x = BN_secure_new();
    bool good = product != NULL && x != NULL &&
                EC_POINT_mul(tools->group, product, NULL, tools->point, tools->scalar, NULL) == 1 &&
                EC_POINT_get_affine_coordinates(tools->group, product, x, NULL, NULL) == 1 &&
                BN_bn2binpad(x, secret, curve->scalar) == curve->scalar;
    BN_clear_free(x);
    EC_POINT_clear_free(product);
    return good ? NX_CRYPTO_SUCCESS : NX_CRYPTO_NOT_SUCCESSFUL;
}

static UINT derive(const struct nxs_curve *curve, const uint8_t *scalar, const uint8_t *peer, size_t peer_len,
                   uint8_t *secret)
{
    if (!point_has_form(curve, peer, peer_len)) {
        return NX_CRYPTO_INVALID_KEY;
    }
    struct tools *tools = tools_take(curve);
    if (tools == NULL) {
        return NX_CRYPTO_NOT_SUCCESSFUL;
    }
    UINT result = scalar_load(tools, scalar, curve->scalar);
    /* Reading the point checks that it lies on the curve; the cofactor is 1. */
    if (result == NX_CRYPTO_SUCCESS &&
        EC_POINT_oct2point(tools->group, tools->point, peer, peer_len, tools->ctx) != 1) {
        result = NX_CRYPTO_INVALID_KEY;
    }
    if (result == NX_CRYPTO_SUCCESS) {
        result = multiply(curve, tools, secret);
    }
    return tools_give(curve, tools, result);
}

UINT nxs_ec_sign(const struct nxs_curve *curve, const uint8_t *scalar, size_t scalar_len, const uint8_t *hash,
                 size_t hash_len, uint8_t *signature, size_t *signature_len)
{
    struct tools *tools = tools_take(curve);
    if (tools == NULL) {
        return NX_CRYPTO_NOT_SUCCESSFUL;
    }
    UINT result = scalar_load(tools, scalar, scalar_len);
    if (result == NX_CRYPTO_SUCCESS) {
        result = nxs_ecdsa_engine_sign(tools->ecdsa, curve, tools->scalar, hash, hash_len, signature,
                                       signature_len);
    }
    return tools_give(curve, tools, result);
}

UINT nxs_ec_verify(const struct nxs_curve *curve, const uint8_t *point, size_t point_len, const uint8_t *hash,
                   size_t hash_len, const uint8_t *signature, size_t signature_len)
{
    if (!point_has_form(curve, point, point_len)) {
        return NX_CRYPTO_INVALID_KEY;
    }
    struct tools *tools = tools_take(curve);
    if (tools == NULL) {
        return NX_CRYPTO_NOT_SUCCESSFUL;
    }
    UINT result =
        nxs_ecdsa_engine_verify(tools->ecdsa, curve, point, hash, hash_len, signature, signature_len);
    return tools_give(curve, tools, result);
}

const struct nxs_curve_kind nxs_curve_weierstrass = {pair, import, derive, cache_empty};
