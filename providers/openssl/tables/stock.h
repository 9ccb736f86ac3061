/** @file
 * The rows of the stock tables.
 *
 * Every table of public name has an object file of its own, together with its size only, so that an
 * application that defines some of them itself still links with the static library. The complete tables
 * therefore use rows of private names: a table that an application replaced can never meet the size of ours.
 */
#ifndef NXS_OPENSSL_STOCK_H
#define NXS_OPENSSL_STOCK_H

#include "nx_crypto.h"
#include "nxsecure/ext.h"
#include "nxsecure/private/tables.h"

/** Numbers that applications know from headers which need a NetX port: NX_SECURE_TLS_X509_TYPE_...,
 * NX_SECURE_APPLICATION_..., NX_SECURE_TLS_BITFIELD_VERSION_... */
enum {
    NXS_TYPE_RSA_MD5 = 2,
    NXS_TYPE_RSA_SHA_1 = 3,
    NXS_TYPE_RSA_SHA_256 = 4,
    NXS_TYPE_RSA_SHA_384 = 5,
    NXS_TYPE_RSA_SHA_512 = 6,
    NXS_TYPE_ECDSA_SHA_1 = 58,
    NXS_TYPE_ECDSA_SHA_224 = 59,
    NXS_TYPE_ECDSA_SHA_256 = 60,
    NXS_TYPE_ECDSA_SHA_384 = 61,
    NXS_TYPE_ECDSA_SHA_512 = 62,
    NXS_FOR_TLS = 1,
    NXS_FOR_X509 = 2,
    NXS_VERSION_1_2 = 0x4,
    NXS_VERSIONS_1_0_TO_1_2 = 0x7,
    NXS_VERSION_1_3 = 0x8,
    NXS_VERSION_X509_3 = 0x80,
};

/** How many rows there are. */
#define NXS_STOCK_SUITE(...)     +1
#define NXS_STOCK_SIGNATURE(...) +1
enum {
    NXS_STOCK_SUITES = 0
#if (NX_SECURE_TLS_TLS_1_3_ENABLED)
#include "suites_13.def"
#endif
#include "suites_12.def"
    ,
    NXS_STOCK_SIGNATURES = 0
#include "signatures.def"
};
#undef NXS_STOCK_SUITE
#undef NXS_STOCK_SIGNATURE

/** A row of suites_12.def or suites_13.def. */
#define NXS_STOCK_SUITE(number, exchange, auth, cipher, iv, key, mac, mac_len, prf)                          \
    {number,                                                                                                 \
     &crypto_method_##exchange,                                                                              \
     &crypto_method_##auth,                                                                                  \
     &crypto_method_##cipher,                                                                                \
     iv,                                                                                                     \
     key,                                                                                                    \
     &crypto_method_##mac,                                                                                   \
     mac_len,                                                                                                \
     &crypto_method_##prf},

/** A row of signatures.def. */
#define NXS_STOCK_SIGNATURE(type, public, hash) {type, &crypto_method_##public, &crypto_method_##hash},

/** All suites, TLS 1.3 first. */
extern NX_SECURE_TLS_CIPHERSUITE_INFO nxs_stock_suites[NXS_STOCK_SUITES];
/** All certificate signatures. */
extern NX_SECURE_X509_CRYPTO nxs_stock_signatures[NXS_STOCK_SIGNATURES];

/* The other tables that applications know; they declare them themselves. */
extern NX_SECURE_TLS_CIPHERSUITE_INFO _nx_crypto_ciphersuite_lookup_table[];
extern const UINT _nx_crypto_ciphersuite_lookup_table_size;
extern NX_SECURE_TLS_CIPHERSUITE_INFO _nx_crypto_ciphersuite_lookup_table_ecc[];
extern const UINT _nx_crypto_ciphersuite_lookup_table_ecc_size;
extern NX_SECURE_TLS_CIPHERSUITE_INFO _nx_crypto_ciphersuite_lookup_table_tls_1_3[];
extern const UINT _nx_crypto_ciphersuite_lookup_table_tls_1_3_size;
extern NX_SECURE_X509_CRYPTO _nx_crypto_x509_cipher_lookup_table[];
extern const UINT _nx_crypto_x509_cipher_lookup_table_size;
extern NX_SECURE_X509_CRYPTO _nx_crypto_x509_cipher_lookup_table_ecc[];
extern const UINT _nx_crypto_x509_cipher_lookup_table_ecc_size;
extern const NX_CRYPTO_METHOD *supported_crypto[];
extern const UINT supported_crypto_size;
extern const NX_CRYPTO_CIPHERSUITE *ciphersuite_map[];
extern const UINT ciphersuite_map_size;
extern const NX_CRYPTO_CIPHERSUITE nx_crypto_tls_rsa_with_aes_128_cbc_sha256;
extern const NX_CRYPTO_CIPHERSUITE nx_crypto_tls_ecdhe_rsa_with_aes_128_cbc_sha256;
extern const NX_CRYPTO_CIPHERSUITE nx_crypto_tls_ecdhe_rsa_with_aes_128_gcm_sha256;
extern const NX_CRYPTO_CIPHERSUITE nx_crypto_tls_ecdhe_ecdsa_with_aes_128_gcm_sha256;
extern const NX_CRYPTO_CIPHERSUITE nx_crypto_tls_aes_128_gcm_sha256;
extern const NX_CRYPTO_CIPHERSUITE nx_crypto_x509_rsa_md5;
extern const NX_CRYPTO_CIPHERSUITE nx_crypto_x509_rsa_sha_1;
extern const NX_CRYPTO_CIPHERSUITE nx_crypto_x509_rsa_sha_256;
extern const NX_CRYPTO_CIPHERSUITE nx_crypto_x509_rsa_sha_384;
extern const NX_CRYPTO_CIPHERSUITE nx_crypto_x509_rsa_sha_512;
extern const NX_CRYPTO_CIPHERSUITE nx_crypto_x509_ecdsa_sha_1;
extern const NX_CRYPTO_CIPHERSUITE nx_crypto_x509_ecdsa_sha_224;
extern const NX_CRYPTO_CIPHERSUITE nx_crypto_x509_ecdsa_sha_256;
extern const NX_CRYPTO_CIPHERSUITE nx_crypto_x509_ecdsa_sha_384;
extern const NX_CRYPTO_CIPHERSUITE nx_crypto_x509_ecdsa_sha_512;

/* The lines of an NX_SECURE_TLS_CRYPTO that depend on the configuration. */
#ifndef NX_SECURE_DISABLE_X509
#define NXS_STOCK_X509 nxs_stock_signatures, NXS_STOCK_SIGNATURES,
#else
#define NXS_STOCK_X509
#endif
#if (NX_SECURE_TLS_TLS_1_0_ENABLED || NX_SECURE_TLS_TLS_1_1_ENABLED)
#define NXS_STOCK_TLS_1_1 &crypto_method_md5, &crypto_method_sha1, &crypto_method_tls_prf_1,
#else
#define NXS_STOCK_TLS_1_1
#endif
#if (NX_SECURE_TLS_TLS_1_2_ENABLED)
#define NXS_STOCK_TLS_1_2 &crypto_method_sha256, &crypto_method_tls_prf_sha256,
#else
#define NXS_STOCK_TLS_1_2
#endif
#if (NX_SECURE_TLS_TLS_1_3_ENABLED)
#define NXS_STOCK_TLS_1_3 &crypto_method_hkdf, &crypto_method_hmac, &crypto_method_ecdhe,
#else
#define NXS_STOCK_TLS_1_3
#endif

/** The members of a complete table of all stock methods. */
#define NXS_STOCK_TLS_CRYPTO                                                                                 \
    {                                                                                                        \
        nxs_stock_suites, NXS_STOCK_SUITES,                                                                  \
            NXS_STOCK_X509 NXS_STOCK_TLS_1_1 NXS_STOCK_TLS_1_2 NXS_STOCK_TLS_1_3                             \
    }

#endif
