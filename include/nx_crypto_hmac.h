/** @file
 * Names for method tables that use the stock functions: HMAC over any hash method.
 */
#ifndef NX_CRYPTO_HMAC_H
#define NX_CRYPTO_HMAC_H

#include "nx_crypto.h"

#ifdef __cplusplus
extern "C" {
#endif

NXS_CRYPTO_FUNCTIONS(hmac);

NXS_CRYPTO_STATE(NX_CRYPTO_HMAC, 768);

#ifdef __cplusplus
}
#endif

#endif
