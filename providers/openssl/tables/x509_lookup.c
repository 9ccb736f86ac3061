#include "stock.h"

NX_SECURE_X509_CRYPTO _nx_crypto_x509_cipher_lookup_table[] = {
#include "signatures.def"
};
const UINT _nx_crypto_x509_cipher_lookup_table_size = NXS_STOCK_SIGNATURES;
