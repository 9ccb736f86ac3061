/** @file
 * Names for method tables that use the stock functions: MD5.
 */
#ifndef NX_CRYPTO_MD5_H
#define NX_CRYPTO_MD5_H

#include "nx_crypto.h"

#ifdef __cplusplus
extern "C" {
#endif

NXS_CRYPTO_FUNCTIONS(md5);

NXS_CRYPTO_STATE(NX_CRYPTO_MD5, 256);

#ifdef __cplusplus
}
#endif

#endif
