/* ECDSA through EVP: a key object per operation. The twin of ecdsa_low_level.c. */
#include "ec.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

/* The import context is the engine. */
struct nxs_ecdsa_engine {
    EVP_PKEY_CTX *import;
};

struct nxs_ecdsa_engine *nxs_ecdsa_engine_new(const struct nxs_curve *curve)
{
    (void)curve;
    struct nxs_ecdsa_engine *engine = OPENSSL_zalloc(sizeof *engine);
    if (engine == NULL) {
        return NULL;
    }
    engine->import = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    if (engine->import == NULL || EVP_PKEY_fromdata_init(engine->import) != 1) {
        nxs_ecdsa_engine_free(engine);
        return NULL;
    }
    return engine;
}

void nxs_ecdsa_engine_free(struct nxs_ecdsa_engine *engine)
{
    if (engine != NULL) {
        EVP_PKEY_CTX_free(engine->import);
        OPENSSL_free(engine);
    }
}

/* A context for a key made of the curve and one part; NULL when libcrypto refuses it. */
static EVP_PKEY_CTX *key_open(struct nxs_ecdsa_engine *engine, const struct nxs_curve *curve, int selection,
                              const OSSL_PARAM *part)
{
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, (char *)(uintptr_t)curve->name, 0),
        *part, OSSL_PARAM_construct_end()};
    EVP_PKEY *key = NULL;
    EVP_PKEY_CTX *ctx = NULL;
    if (EVP_PKEY_fromdata(engine->import, &key, selection, params) == 1) {
        ctx = EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);
    }
    EVP_PKEY_free(key);
    return ctx;
}

UINT nxs_ecdsa_engine_sign(struct nxs_ecdsa_engine *engine, const struct nxs_curve *curve,
                           const BIGNUM *scalar, const uint8_t *hash, size_t hash_len, uint8_t *signature,
                           size_t *signature_len)
{
    uint8_t native[NXS_CURVE_SCALAR_MAX];
    *signature_len = NXS_CURVE_SIGNATURE_MAX;
    EVP_PKEY_CTX *ctx = NULL;
    if (BN_bn2nativepad(scalar, native, curve->scalar) == curve->scalar) {
        OSSL_PARAM part = OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_PRIV_KEY, native, curve->scalar);
        ctx = key_open(engine, curve, EVP_PKEY_KEYPAIR, &part);
    }
    OPENSSL_cleanse(native, sizeof native);
    bool good = ctx != NULL && EVP_PKEY_sign_init(ctx) == 1 &&
                EVP_PKEY_sign(ctx, signature, signature_len, hash, hash_len) == 1;
    EVP_PKEY_CTX_free(ctx);
    return good ? NX_CRYPTO_SUCCESS : NX_CRYPTO_NOT_SUCCESSFUL;
}

UINT nxs_ecdsa_engine_verify(struct nxs_ecdsa_engine *engine, const struct nxs_curve *curve,
                             const uint8_t *point, const uint8_t *hash, size_t hash_len,
                             const uint8_t *signature, size_t signature_len)
{
    OSSL_PARAM part =
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, (uint8_t *)(uintptr_t)point, curve->share);
    EVP_PKEY_CTX *ctx = key_open(engine, curve, EVP_PKEY_PUBLIC_KEY, &part);
    if (ctx == NULL) {
        return NX_CRYPTO_INVALID_KEY;
    }
    bool good =
        EVP_PKEY_verify_init(ctx) == 1 && EVP_PKEY_verify(ctx, signature, signature_len, hash, hash_len) == 1;
    EVP_PKEY_CTX_free(ctx);
    return good ? NX_CRYPTO_SUCCESS : NX_CRYPTO_AUTHENTICATION_FAILED;
}
