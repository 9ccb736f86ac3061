/** @file
 * A parsed certificate: where its parts lie in the DER. Private: src/x509 reads the members.
 */
#ifndef NXS_PRIVATE_CERT_H
#define NXS_PRIVATE_CERT_H

#include <stdbool.h>

#include "nxsecure/private/bytes.h"

/** A part of the certificate's DER; certificates are at most 65535 bytes long. */
struct nxs_span {
    uint16_t at;
    uint16_t len;
};

/**
 * A certificate, parsed down to its extensions. Borrows @c der from whoever gave it; may be copied freely,
 * since the parts are offsets.
 */
struct nxs_cert {
    nxs_bytes der;
    struct nxs_span tbs;        /**< the TBSCertificate as signed, with its header */
    struct nxs_span serial;     /**< INTEGER contents */
    struct nxs_span issuer;     /**< Name as DER, with its header */
    struct nxs_span subject;    /**< Name as DER, with its header */
    struct nxs_span not_before; /**< the date's text */
    struct nxs_span not_after;
    struct nxs_span algorithm; /**< contents of the outer AlgorithmIdentifier */
    struct nxs_span signature; /**< BIT STRING contents without the unused-bits byte; len 0: no whole bytes */
    struct nxs_span spki;      /**< SubjectPublicKeyInfo, with its header */
    struct nxs_span key;       /**< key bits: RSAPublicKey DER, EC point, or Ed25519 key */
    struct nxs_span modulus;   /**< RSA */
    struct nxs_span exponent;  /**< RSA */
    struct nxs_span extensions; /**< contents of the Extensions SEQUENCE; len 0: none */
    int64_t valid_from;         /**< seconds since 1970; INT64_MIN when the date is malformed */
    int64_t valid_to;
    uint16_t signature_type; /**< NX_SECURE_TLS_X509_TYPE_... or NXS_X509_TYPE_...; 0 unknown */
    uint16_t
        pss_hash; /**< RSA-PSS signatures: X.509 type of the matching PKCS#1 row's hash (4, 5, 6); else 0 */
    uint32_t key_pss_hash;         /**< RSASSA-PSS keys with parameters: NX_CRYPTO_HASH_...; else 0 */
    uint16_t group;                /**< EC: TLS group number */
    uint8_t key_kind;              /**< enum nxs_key_kind; NXS_KEY_NONE when unsupported */
    uint8_t version;               /**< 0, 1, 2 for v1, v2, v3 */
    uint8_t before_tag, after_tag; /**< 23 UTCTime, 24 GeneralizedTime */
};

#endif
