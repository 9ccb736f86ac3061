/** @file
 * Names for method tables that use the stock functions: HMAC-SHA1.
 */
#ifndef NX_CRYPTO_HMAC_SHA1_H
#define NX_CRYPTO_HMAC_SHA1_H

#include "nx_crypto.h"

#ifdef __cplusplus
extern "C" {
#endif

NXS_CRYPTO_FUNCTIONS(hmac_sha1);

NXS_CRYPTO_STATE(NX_CRYPTO_SHA1_HMAC, 768);

#ifdef __cplusplus
}
#endif

#endif
