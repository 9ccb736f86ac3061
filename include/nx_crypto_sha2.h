/** @file
 * Names for method tables that use the stock functions: SHA-224 and SHA-256.
 */
#ifndef NX_CRYPTO_SHA2_H
#define NX_CRYPTO_SHA2_H

#include "nx_crypto.h"

#ifdef __cplusplus
extern "C" {
#endif

NXS_CRYPTO_FUNCTIONS(sha256);

NXS_CRYPTO_STATE(NX_CRYPTO_SHA256, 256);

#ifdef __cplusplus
}
#endif

#endif
