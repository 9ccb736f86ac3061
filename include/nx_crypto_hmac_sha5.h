/** @file
 * Names for method tables that use the stock functions: HMAC-SHA384, HMAC-SHA512 and the truncated ones.
 */
#ifndef NX_CRYPTO_HMAC_SHA5_H
#define NX_CRYPTO_HMAC_SHA5_H

#include "nx_crypto.h"

#ifdef __cplusplus
extern "C" {
#endif

NXS_CRYPTO_FUNCTIONS(hmac_sha512);

NXS_CRYPTO_STATE(NX_CRYPTO_SHA512_HMAC, 768);

#ifdef __cplusplus
}
#endif

#endif
