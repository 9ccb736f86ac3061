#include "stock.h"

/* Best first: X25519 and P-256 are fast and everywhere, the others are for peers that demand them. X448 is
 * for applications that list it themselves. ecc_curves.c has the same order. */
const USHORT nx_crypto_ecc_supported_groups[] = {29, 23, 24, 25};
const UINT nx_crypto_ecc_supported_groups_size =
    sizeof nx_crypto_ecc_supported_groups / sizeof nx_crypto_ecc_supported_groups[0];
