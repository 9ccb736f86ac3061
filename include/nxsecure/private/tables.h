/** @file
 * The tables through which an application says which algorithms a session may use.
 */
#ifndef NXS_PRIVATE_TABLES_H
#define NXS_PRIVATE_TABLES_H

#include "nx_crypto.h"

#ifdef __cplusplus
extern "C" {
#endif

/** One cipher suite and its methods. */
typedef struct NX_SECURE_TLS_CIPHERSUITE_INFO_STRUCT {
    USHORT nx_secure_tls_ciphersuite;
    const NX_CRYPTO_METHOD *nx_secure_tls_public_cipher;  /**< key exchange */
    const NX_CRYPTO_METHOD *nx_secure_tls_public_auth;    /**< signature, or the PSK marker */
    const NX_CRYPTO_METHOD *nx_secure_tls_session_cipher; /**< record cipher */
    USHORT nx_secure_tls_iv_size;                         /**< informational */
    UCHAR nx_secure_tls_session_key_size;                 /**< informational */
    const NX_CRYPTO_METHOD *nx_secure_tls_hash; /**< CBC: HMAC; TLS 1.2 AEAD: null; TLS 1.3: plain hash */
    USHORT nx_secure_tls_hash_size;             /**< informational */
    const NX_CRYPTO_METHOD *nx_secure_tls_prf;  /**< PRF; HKDF in TLS 1.3 suites */
} NX_SECURE_TLS_CIPHERSUITE_INFO;

/** One certificate signature algorithm and its methods. */
typedef struct NX_SECURE_X509_CRYPTO_STRUCT {
    USHORT nx_secure_x509_crypto_identifier; /**< NX_SECURE_TLS_X509_TYPE_... */
    const NX_CRYPTO_METHOD *nx_secure_x509_public_cipher_method;
    const NX_CRYPTO_METHOD *nx_secure_x509_hash_method;
} NX_SECURE_X509_CRYPTO;

/** Everything a session may use. The order of members and their conditions are binding: applications repeat
 * them. */
typedef struct NX_SECURE_TLS_CRYPTO_STRUCT {
    NX_SECURE_TLS_CIPHERSUITE_INFO *nx_secure_tls_ciphersuite_lookup_table; /**< best first */
    USHORT nx_secure_tls_ciphersuite_lookup_table_size;
#ifndef NX_SECURE_DISABLE_X509
    NX_SECURE_X509_CRYPTO *nx_secure_tls_x509_cipher_table;
    USHORT nx_secure_tls_x509_cipher_table_size;
#endif
#if (NX_SECURE_TLS_TLS_1_0_ENABLED || NX_SECURE_TLS_TLS_1_1_ENABLED)
    const NX_CRYPTO_METHOD *nx_secure_tls_handshake_hash_md5_method;
    const NX_CRYPTO_METHOD *nx_secure_tls_handshake_hash_sha1_method;
    const NX_CRYPTO_METHOD *nx_secure_tls_prf_1_method;
#endif
#if (NX_SECURE_TLS_TLS_1_2_ENABLED)
    const NX_CRYPTO_METHOD *nx_secure_tls_handshake_hash_sha256_method;
    const NX_CRYPTO_METHOD *nx_secure_tls_prf_sha256_method;
#endif
#if (NX_SECURE_TLS_TLS_1_3_ENABLED)
    const NX_CRYPTO_METHOD *nx_secure_tls_hkdf_method;
    const NX_CRYPTO_METHOD *nx_secure_tls_hmac_method;
    const NX_CRYPTO_METHOD *nx_secure_tls_ecdhe_method;
#endif
} NX_SECURE_TLS_CRYPTO;

/** The groups of a session; the arrays are referenced. */
typedef struct NX_SECURE_TLS_ECC_STRUCT {
    const USHORT *nx_secure_tls_ecc_supported_groups; /**< TLS NamedGroups, best first */
    USHORT nx_secure_tls_ecc_supported_groups_count;
    const NX_CRYPTO_METHOD **nx_secure_tls_ecc_curves; /**< a curve method each */
} NX_SECURE_TLS_ECC;

/** An algorithm id and what it is used for in a suite description. */
typedef struct NX_CRYPTO_ROLE_ENTRY_STRUCT {
    UINT nx_crypto_role_cipher_id;
    UINT nx_crypto_role_id; /**< NX_CRYPTO_ROLE_... */
} NX_CRYPTO_ROLE_ENTRY;

/** NX_CRYPTO_CIPHERSUITE.nx_crypto_internal_id. */
#define NX_SECURE_APPLICATION_TLS  1
#define NX_SECURE_APPLICATION_X509 2

/** A suite described by algorithm ids, for _nx_secure_tls_session_create_ext(). */
typedef struct NX_CRYPTO_CIPHERSUITE_STRUCT {
    USHORT nx_crypto_ciphersuite_id;
    USHORT nx_crypto_internal_id; /**< NX_SECURE_APPLICATION_TLS or _X509 */
    UINT nx_crypto_symmetric_key_size;
    NX_CRYPTO_ROLE_ENTRY nx_crypto_ciphers[NX_CRYPTO_MAX_CIPHER_ROLES];
    UINT nx_crypto_version;
} NX_CRYPTO_CIPHERSUITE;

/* The stock tables. */
extern const NX_SECURE_TLS_CRYPTO nx_crypto_tls_ciphers;
extern const NX_SECURE_TLS_CRYPTO nx_crypto_tls_ciphers_ecc;
extern const USHORT nx_crypto_ecc_supported_groups[];
extern const UINT nx_crypto_ecc_supported_groups_size;
extern const NX_CRYPTO_METHOD *nx_crypto_ecc_curves[];

#ifdef __cplusplus
}
#endif

#endif
