/* ECDSA through a kept EC_KEY: deprecated since OpenSSL 3.0, and a third faster than key objects made per
 * operation. ecdsa_evp.c is its twin for builds without deprecated calls. */
#define OPENSSL_SUPPRESS_DEPRECATED

#include "ec.h"

#include <openssl/crypto.h>
#include <openssl/ecdsa.h>

struct nxs_ecdsa_engine {
    EC_KEY *key;
    BN_CTX *ctx; /* public values only */
};

struct nxs_ecdsa_engine *nxs_ecdsa_engine_new(const struct nxs_curve *curve)
{
    struct nxs_ecdsa_engine *engine = OPENSSL_zalloc(sizeof *engine);
    if (engine == NULL) {
        return NULL;
    }
    engine->key = EC_KEY_new_by_curve_name(curve->nid);
    engine->ctx = BN_CTX_new();
    if (engine->key == NULL || engine->ctx == NULL) {
        nxs_ecdsa_engine_free(engine);
        return NULL;
    }
    return engine;
}

void nxs_ecdsa_engine_free(struct nxs_ecdsa_engine *engine)
{
    if (engine != NULL) {
        EC_KEY_free(engine->key);
        BN_CTX_free(engine->ctx);
        OPENSSL_free(engine);
    }
}

UINT nxs_ecdsa_engine_sign(struct nxs_ecdsa_engine *engine, const struct nxs_curve *curve,
                           const BIGNUM *scalar, const uint8_t *hash, size_t hash_len, uint8_t *signature,
                           size_t *signature_len)
{
    (void)curve;
    unsigned len = 0;
    bool good = EC_KEY_set_private_key(engine->key, scalar) == 1 &&
                ECDSA_sign(0, hash, (int)hash_len, signature, &len, engine->key) == 1;
    /* Wipes the copy of the scalar; it answers 0 by design. */
    (void)EC_KEY_set_private_key(engine->key, NULL);
    *signature_len = len;
    return good ? NX_CRYPTO_SUCCESS : NX_CRYPTO_NOT_SUCCESSFUL;
}

UINT nxs_ecdsa_engine_verify(struct nxs_ecdsa_engine *engine, const struct nxs_curve *curve,
                             const uint8_t *point, const uint8_t *hash, size_t hash_len,
                             const uint8_t *signature, size_t signature_len)
{
    if (EC_KEY_oct2key(engine->key, point, curve->share, engine->ctx) != 1) {
        return NX_CRYPTO_INVALID_KEY;
    }
    bool good = ECDSA_verify(0, hash, (int)hash_len, signature, (int)signature_len, engine->key) == 1;
    return good ? NX_CRYPTO_SUCCESS : NX_CRYPTO_AUTHENTICATION_FAILED;
}
