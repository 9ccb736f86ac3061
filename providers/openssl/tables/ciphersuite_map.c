#include "stock.h"

const NX_CRYPTO_CIPHERSUITE *ciphersuite_map[] = {
#if (NX_SECURE_TLS_TLS_1_3_ENABLED)
    &nx_crypto_tls_aes_128_gcm_sha256,
#endif
    &nx_crypto_tls_ecdhe_ecdsa_with_aes_128_gcm_sha256,
    &nx_crypto_tls_ecdhe_rsa_with_aes_128_gcm_sha256,
    &nx_crypto_tls_ecdhe_rsa_with_aes_128_cbc_sha256,
    &nx_crypto_tls_rsa_with_aes_128_cbc_sha256,
    &nx_crypto_x509_ecdsa_sha_256,
    &nx_crypto_x509_ecdsa_sha_384,
    &nx_crypto_x509_ecdsa_sha_512,
    &nx_crypto_x509_rsa_sha_256,
    &nx_crypto_x509_rsa_sha_384,
    &nx_crypto_x509_rsa_sha_512,
    &nx_crypto_x509_ecdsa_sha_224,
};
const UINT ciphersuite_map_size = sizeof ciphersuite_map / sizeof ciphersuite_map[0];
