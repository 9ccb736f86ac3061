/** @file
 * What the asymmetric methods share.
 */
#ifndef NXS_OPENSSL_ASYM_H
#define NXS_OPENSSL_ASYM_H

#include "provider.h"

/** Bytes that hold @p bits bits. */
static inline size_t nxs_bits_to_bytes(UINT bits)
{
    return (size_t)bits / 8 + (bits % 8 != 0);
}

/** Hands a result of variable length to the caller's NX_CRYPTO_EXTENDED_OUTPUT, in call->out. */
UINT nxs_extended_output(const struct nxs_call *call, const uint8_t *data, size_t len);

/** Frees the key objects of the RSA method. */
void nxs_rsa_cache_empty(void);

#endif
