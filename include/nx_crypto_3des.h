/** @file
 * Names for method tables that use the stock functions: Triple DES.
 */
#ifndef NX_CRYPTO_3DES_H
#define NX_CRYPTO_3DES_H

#include "nx_crypto.h"

#ifdef __cplusplus
extern "C" {
#endif

NXS_CRYPTO_FUNCTIONS(3des);

NXS_CRYPTO_STATE(NX_CRYPTO_3DES, 128);

#ifdef __cplusplus
}
#endif

#endif
