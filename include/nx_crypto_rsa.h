/** @file
 * Names for method tables that use the stock functions: RSA.
 */
#ifndef NX_CRYPTO_RSA_H
#define NX_CRYPTO_RSA_H

#include "nx_crypto.h"

#ifdef __cplusplus
extern "C" {
#endif

NXS_CRYPTO_FUNCTIONS(rsa);

NXS_CRYPTO_STATE(NX_CRYPTO_RSA, 128);

#ifdef __cplusplus
}
#endif

#endif
