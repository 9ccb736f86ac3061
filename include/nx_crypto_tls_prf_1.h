/** @file
 * Names for method tables that use the stock functions: the PRF of TLS 1.0 and 1.1.
 */
#ifndef NX_CRYPTO_TLS_PRF_1_H
#define NX_CRYPTO_TLS_PRF_1_H

#include "nx_crypto.h"

#ifdef __cplusplus
extern "C" {
#endif

NXS_CRYPTO_FUNCTIONS(prf_1);

NXS_CRYPTO_STATE(NX_CRYPTO_TLS_PRF_1, 1024);

#ifdef __cplusplus
}
#endif

#endif
