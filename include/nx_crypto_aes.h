/** @file
 * Names for method tables that use the stock functions: AES in all modes.
 */
#ifndef NX_CRYPTO_AES_H
#define NX_CRYPTO_AES_H

#include "nx_crypto.h"

#ifdef __cplusplus
extern "C" {
#endif

NXS_CRYPTO_INIT(aes);
NXS_CRYPTO_OPERATION(aes);
NXS_CRYPTO_OPERATION(aes_cbc);
NXS_CRYPTO_OPERATION(aes_ctr);
NXS_CRYPTO_OPERATION(aes_ccm);
NXS_CRYPTO_OPERATION(aes_gcm);

NXS_CRYPTO_STATE(NX_CRYPTO_AES, 128);

#ifdef __cplusplus
}
#endif

#endif
