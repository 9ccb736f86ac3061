/** @file
 * ECDSA on the Weierstrass curves, and the pooled objects it shares with ECDH.
 */
#ifndef NXS_OPENSSL_EC_H
#define NXS_OPENSSL_EC_H

#include <openssl/bn.h>
#include <openssl/ec.h>

#include "curve.h"

/** The half of a pool's object that signs and verifies: ecdsa_low_level.c or ecdsa_evp.c. */
struct nxs_ecdsa_engine;

struct nxs_ecdsa_engine *nxs_ecdsa_engine_new(const struct nxs_curve *curve);
void nxs_ecdsa_engine_free(struct nxs_ecdsa_engine *engine);
/** Signs with a scalar in range; DER into @p signature (NXS_CURVE_SIGNATURE_MAX bytes). */
UINT nxs_ecdsa_engine_sign(struct nxs_ecdsa_engine *engine, const struct nxs_curve *curve,
                           const BIGNUM *scalar, const uint8_t *hash, size_t hash_len, uint8_t *signature,
                           size_t *signature_len);
/** @p point has the right length and form; that it lies on the curve is checked here. */
UINT nxs_ecdsa_engine_verify(struct nxs_ecdsa_engine *engine, const struct nxs_curve *curve,
                             const uint8_t *point, const uint8_t *hash, size_t hash_len,
                             const uint8_t *signature, size_t signature_len);

/** Signs @p hash: NX_CRYPTO_INVALID_KEY for a scalar outside 1..n-1. */
UINT nxs_ec_sign(const struct nxs_curve *curve, const uint8_t *scalar, size_t scalar_len, const uint8_t *hash,
                 size_t hash_len, uint8_t *signature, size_t *signature_len);
/**
 * NX_CRYPTO_SUCCESS when the DER @p signature over @p hash is the key's, NX_CRYPTO_AUTHENTICATION_FAILED when
 * not, NX_CRYPTO_INVALID_KEY for a point that is not 04 x y on the curve.
 */
UINT nxs_ec_verify(const struct nxs_curve *curve, const uint8_t *point, size_t point_len, const uint8_t *hash,
                   size_t hash_len, const uint8_t *signature, size_t signature_len);

#endif
