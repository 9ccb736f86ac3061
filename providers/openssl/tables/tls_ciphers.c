#include "stock.h"

const NX_SECURE_TLS_CRYPTO nx_crypto_tls_ciphers = NXS_STOCK_TLS_CRYPTO;
