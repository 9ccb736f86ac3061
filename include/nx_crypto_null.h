/** @file
 * Names for method tables that use the stock functions: the cipher that does nothing.
 */
#ifndef NX_CRYPTO_NULL_H
#define NX_CRYPTO_NULL_H

#include "nx_crypto.h"

#ifdef __cplusplus
extern "C" {
#endif

NXS_CRYPTO_FUNCTIONS(null);

#ifdef __cplusplus
}
#endif

#endif
