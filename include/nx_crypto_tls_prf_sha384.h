/** @file
 * Names for method tables that use the stock functions: the PRF of TLS 1.2 with SHA-384.
 */
#ifndef NX_CRYPTO_TLS_PRF_SHA384_H
#define NX_CRYPTO_TLS_PRF_SHA384_H

#include "nx_crypto.h"

#ifdef __cplusplus
extern "C" {
#endif

NXS_CRYPTO_FUNCTIONS(prf_sha384);

NXS_CRYPTO_STATE(NX_CRYPTO_TLS_PRF_SHA384, 1024);

#ifdef __cplusplus
}
#endif

#endif
