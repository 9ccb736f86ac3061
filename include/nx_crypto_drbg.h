/** @file
 * Names for method tables that use the stock functions: the random bit generator.
 */
#ifndef NX_CRYPTO_DRBG_H
#define NX_CRYPTO_DRBG_H

#include "nx_crypto.h"

#ifdef __cplusplus
extern "C" {
#endif

NXS_CRYPTO_FUNCTIONS(drbg);

NXS_CRYPTO_STATE(NX_CRYPTO_DRBG, 128);

#ifdef __cplusplus
}
#endif

#endif
