/** @file
 * Names for method tables that use the stock functions: ECDSA.
 */
#ifndef NX_CRYPTO_ECDSA_H
#define NX_CRYPTO_ECDSA_H

#include "nx_crypto.h"

#ifdef __cplusplus
extern "C" {
#endif

NXS_CRYPTO_FUNCTIONS(ecdsa);

NXS_CRYPTO_STATE(NX_CRYPTO_ECDSA, 128);

#ifdef __cplusplus
}
#endif

#endif
