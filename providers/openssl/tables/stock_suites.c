#include "stock.h"

NX_SECURE_TLS_CIPHERSUITE_INFO nxs_stock_suites[NXS_STOCK_SUITES] = {
#if (NX_SECURE_TLS_TLS_1_3_ENABLED)
#include "suites_13.def"
#endif
#include "suites_12.def"
};
