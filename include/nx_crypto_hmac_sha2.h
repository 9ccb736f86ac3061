/** @file
 * Names for method tables that use the stock functions: HMAC-SHA224 and HMAC-SHA256.
 */
#ifndef NX_CRYPTO_HMAC_SHA2_H
#define NX_CRYPTO_HMAC_SHA2_H

#include "nx_crypto.h"

#ifdef __cplusplus
extern "C" {
#endif

NXS_CRYPTO_FUNCTIONS(hmac_sha256);

NXS_CRYPTO_STATE(NX_CRYPTO_SHA256_HMAC, 768);

#ifdef __cplusplus
}
#endif

#endif
