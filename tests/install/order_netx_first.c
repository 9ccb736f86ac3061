/* The order that is usual in programs. */
#include "tx_api.h"
#include "nx_api.h"
#include "nx_secure_tls_api.h"
#include "nx_secure_x509.h"
#include "nx_secure_tls.h"
#include "nx_crypto.h"
#include "nx_crypto_const.h"

extern const NX_SECURE_TLS_CRYPTO nx_crypto_tls_ciphers;
extern const NX_SECURE_TLS_CRYPTO nx_crypto_tls_ciphers_ecc;
extern const USHORT nx_crypto_ecc_supported_groups[];
extern const UINT nx_crypto_ecc_supported_groups_size;
extern const NX_CRYPTO_METHOD *nx_crypto_ecc_curves[];

int main(void)
{
    return nx_crypto_tls_ciphers.nx_secure_tls_ciphersuite_lookup_table_size > 0 &&
                   nx_crypto_tls_ciphers_ecc.nx_secure_tls_ciphersuite_lookup_table_size > 0 &&
                   nx_crypto_ecc_supported_groups[0] != 0 && nx_crypto_ecc_curves[0] != NX_NULL
               ? 0
               : 1;
}
