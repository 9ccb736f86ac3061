/** @file
 * Names for method tables that use the stock functions: PKCS#1 v1.5 signatures.
 */
#ifndef NX_CRYPTO_PKCS1_V1_5_H
#define NX_CRYPTO_PKCS1_V1_5_H

#include "nx_crypto.h"

#ifdef __cplusplus
extern "C" {
#endif

NXS_CRYPTO_FUNCTIONS(pkcs1_v1_5);

NXS_CRYPTO_STATE(NX_CRYPTO_PKCS1, 1088);

#ifdef __cplusplus
}
#endif

#endif
