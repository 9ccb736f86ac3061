/** @file
 * Names for method tables that use the stock functions: elliptic curves.
 */
#ifndef NX_CRYPTO_EC_H
#define NX_CRYPTO_EC_H

#include "nx_crypto.h"

#ifdef __cplusplus
extern "C" {
#endif

NXS_CRYPTO_OPERATION(ec_secp192r1);
NXS_CRYPTO_OPERATION(ec_secp224r1);
NXS_CRYPTO_OPERATION(ec_secp256r1);
NXS_CRYPTO_OPERATION(ec_secp384r1);
NXS_CRYPTO_OPERATION(ec_secp521r1);
NXS_CRYPTO_OPERATION(ec_x25519);
NXS_CRYPTO_OPERATION(ec_x448);

#ifdef __cplusplus
}
#endif

#endif
