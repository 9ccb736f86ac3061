#include "stock.h"

NX_SECURE_TLS_CIPHERSUITE_INFO _nx_crypto_ciphersuite_lookup_table[] = {
#if (NX_SECURE_TLS_TLS_1_3_ENABLED)
#include "suites_13.def"
#endif
#include "suites_12.def"
};
const UINT _nx_crypto_ciphersuite_lookup_table_size = NXS_STOCK_SUITES;
