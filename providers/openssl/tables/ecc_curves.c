#include "stock.h"

/* The curve of each group in ecc_groups.c. */
const NX_CRYPTO_METHOD *nx_crypto_ecc_curves[] = {
    &crypto_method_ec_x25519,
    &crypto_method_ec_secp256,
    &crypto_method_ec_secp384,
    &crypto_method_ec_secp521,
};
