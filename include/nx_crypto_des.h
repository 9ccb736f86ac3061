/** @file
 * Names for method tables that use the stock functions: DES.
 */
#ifndef NX_CRYPTO_DES_H
#define NX_CRYPTO_DES_H

#include "nx_crypto.h"

#ifdef __cplusplus
extern "C" {
#endif

NXS_CRYPTO_FUNCTIONS(des);

NXS_CRYPTO_STATE(NX_CRYPTO_DES, 128);

#ifdef __cplusplus
}
#endif

#endif
