#include "stock.h"

#if (NX_SECURE_TLS_TLS_1_3_ENABLED)
NX_SECURE_TLS_CIPHERSUITE_INFO _nx_crypto_ciphersuite_lookup_table_tls_1_3[] = {
#include "suites_13.def"
};
const UINT _nx_crypto_ciphersuite_lookup_table_tls_1_3_size =
    sizeof _nx_crypto_ciphersuite_lookup_table_tls_1_3 /
    sizeof _nx_crypto_ciphersuite_lookup_table_tls_1_3[0];
#endif
