/** @file
 * Names for method tables that use the stock functions: SHA-384, SHA-512, SHA-512/224 and SHA-512/256.
 */
#ifndef NX_CRYPTO_SHA5_H
#define NX_CRYPTO_SHA5_H

#include "nx_crypto.h"

#ifdef __cplusplus
extern "C" {
#endif

NXS_CRYPTO_FUNCTIONS(sha512);

NXS_CRYPTO_STATE(NX_CRYPTO_SHA512, 256);

#ifdef __cplusplus
}
#endif

#endif
