/** @file
 * Names for method tables that use the stock functions: ECDH and ECDHE.
 */
#ifndef NX_CRYPTO_ECDH_H
#define NX_CRYPTO_ECDH_H

#include "nx_crypto.h"

#ifdef __cplusplus
extern "C" {
#endif

NXS_CRYPTO_FUNCTIONS(ecdh);

NXS_CRYPTO_STATE(NX_CRYPTO_ECDH, 128);

#ifdef __cplusplus
}
#endif

#endif
