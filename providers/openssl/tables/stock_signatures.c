#include "stock.h"

NX_SECURE_X509_CRYPTO nxs_stock_signatures[NXS_STOCK_SIGNATURES] = {
#include "signatures.def"
};
