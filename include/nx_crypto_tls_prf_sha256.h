/** @file
 * Names for method tables that use the stock functions: the PRF of TLS 1.2 with SHA-256.
 */
#ifndef NX_CRYPTO_TLS_PRF_SHA256_H
#define NX_CRYPTO_TLS_PRF_SHA256_H

#include "nx_crypto.h"

#ifdef __cplusplus
extern "C" {
#endif

NXS_CRYPTO_FUNCTIONS(prf_sha_256);

NXS_CRYPTO_STATE(NX_CRYPTO_TLS_PRF_SHA256, 1024);

#ifdef __cplusplus
}
#endif

#endif
