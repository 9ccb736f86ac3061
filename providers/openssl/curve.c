#include "curve.h"

#include <openssl/obj_mac.h>

static const struct nxs_curve curves[] = {
    {NX_CRYPTO_EC_SECP256R1, &nxs_curve_weierstrass, NID_X9_62_prime256v1, "P-256", 32, 65, 0},
    {NX_CRYPTO_EC_X25519, &nxs_curve_montgomery, NID_X25519, "X25519", 32, 32, 0},
    {NX_CRYPTO_EC_SECP384R1, &nxs_curve_weierstrass, NID_secp384r1, "P-384", 48, 97, 1},
    {NX_CRYPTO_EC_SECP521R1, &nxs_curve_weierstrass, NID_secp521r1, "P-521", 66, 133, 2},
    {NX_CRYPTO_EC_SECP224R1, &nxs_curve_weierstrass, NID_secp224r1, "P-224", 28, 57, 3},
    {NX_CRYPTO_EC_SECP192R1, &nxs_curve_weierstrass, NID_X9_62_prime192v1, "P-192", 24, 49, 4},
    {NX_CRYPTO_EC_X448, &nxs_curve_montgomery, NID_X448, "X448", 56, 56, 1},
};

const struct nxs_curve *nxs_curve_find(UINT algorithm)
{
    for (size_t i = 0; i < sizeof curves / sizeof curves[0]; i++) {
        if (curves[i].algorithm == algorithm) {
            return &curves[i];
        }
    }
    return NULL;
}

UINT nxs_curve_of_call(const struct nxs_call *call, const struct nxs_curve **curve)
{
    *curve = NULL;
    if (call->in == NULL) {
        return NX_CRYPTO_PTR_ERROR;
    }
    if (call->in_len != sizeof(NX_CRYPTO_METHOD *)) {
        return NX_CRYPTO_INVALID_BUFFER_SIZE;
    }
    const NX_CRYPTO_METHOD *method = (const void *)call->in;
    *curve = nxs_curve_find(method->nx_crypto_algorithm);
    return *curve == NULL ? NX_CRYTPO_MISSING_ECC_CURVE : NX_CRYPTO_SUCCESS;
}
