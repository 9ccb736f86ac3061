/** @file
 * Names for method tables that use the stock functions: HKDF.
 */
#ifndef NX_CRYPTO_HKDF_H
#define NX_CRYPTO_HKDF_H

#include "nx_crypto.h"

#ifdef __cplusplus
extern "C" {
#endif

NXS_CRYPTO_FUNCTIONS(hkdf);

NXS_CRYPTO_STATE(NX_CRYPTO_HKDF, 1024);

#ifdef __cplusplus
}
#endif

#endif
