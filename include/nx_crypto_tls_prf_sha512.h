/** @file
 * Names for method tables that use the stock functions: the PRF of TLS 1.2 with SHA-512.
 */
#ifndef NX_CRYPTO_TLS_PRF_SHA512_H
#define NX_CRYPTO_TLS_PRF_SHA512_H

#include "nx_crypto.h"

#ifdef __cplusplus
extern "C" {
#endif

NXS_CRYPTO_FUNCTIONS(prf_sha512);

NXS_CRYPTO_STATE(NX_CRYPTO_TLS_PRF_SHA512, 1024);

#ifdef __cplusplus
}
#endif

#endif
