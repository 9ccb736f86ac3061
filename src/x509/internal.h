/** @file
 * What the files of src/x509 share among themselves.
 */
#ifndef NXS_X509_INTERNAL_H
#define NXS_X509_INTERNAL_H

#include "der/der.h"
#include "der/oid.h"
#include "x509/x509.h"

/** An ASCII letter in lower case, anything else as it is. */
static inline uint8_t nxs_lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c - 'A' + 'a') : c;
}

/* ---- algorithm.c --------------------------------------------------------------------------------- */

/** The hash of an RSASSA-PSS signature or key. */
struct nxs_pss {
    uint16_t pkcs1_type; /**< X.509 type of the PKCS#1 v1.5 signature with that hash; 0: parameters we do not
                            support */
    uint32_t hash;       /**< NX_CRYPTO_HASH_...; 0 likewise */
};
/**
 * RSASSA-PSS-params [RFC4055 3.1]. Supported are SHA-256, SHA-384 and SHA-512, with MGF1 over the same hash,
 * trailer 1, and a salt as long as the digest (of a key's parameters, where the salt length is a minimum: at
 * most as long).
 * @return NXS_OK also for well-formed parameters that are not supported; a DER status otherwise
 */
NXS_CHECKED enum nxs_status nxs_pss_read(nxs_bytes parameters, bool of_key, struct nxs_pss *pss);
/**
 * Which signature an AlgorithmIdentifier (contents) means.
 * @param type      X.509 type; 0 when it is unknown or its parameters are not what the algorithm demands
 * @param pss_type  the PKCS#1 type with the hash of an RSASSA-PSS signature, else 0
 */
NXS_CHECKED enum nxs_status nxs_signature_algorithm_read(nxs_bytes oid, nxs_bytes parameters, uint16_t *type,
                                                         uint16_t *pss_type);

/* ---- key.c --------------------------------------------------------------------------------------- */

/** RSAPublicKey [RFC8017 A.1.1]. */
NXS_CHECKED enum nxs_status nxs_rsa_public_key_read(nxs_bytes der, struct nxs_public_key *key);
/** True when a modulus and an exponent without leading zeros can be those of an RSA key [RFC8017 3.1]. */
bool nxs_rsa_numbers_possible(nxs_bytes modulus, nxs_bytes exponent);
/** An uncompressed point [RFC5480 2.2] of the length that the group demands. */
bool nxs_point_fits(nxs_bytes point, uint16_t group);
/** The curve of ECParameters [RFC5480 2.1.1]; 0 when it is none of ours. */
NXS_CHECKED enum nxs_status nxs_ec_parameters_read(nxs_bytes parameters, uint16_t *group);
/**
 * SubjectPublicKeyInfo [RFC5280 4.1.2.7]. @param bits  the key bits, set as soon as the frame is sound
 * @return NXS_CERT_KEY_UNSUPPORTED for a sound frame around a key that we cannot use; a DER status otherwise
 */
NXS_CHECKED enum nxs_status nxs_spki_read(nxs_bytes spki, nxs_bytes *bits, struct nxs_public_key *key);

/* ---- name.c -------------------------------------------------------------------------------------- */

/** NXS_OK when @p name is a Name with every header in order [RFC5280 4.1.2.4]. */
NXS_CHECKED enum nxs_status nxs_name_check(nxs_bytes name);
/** True for a Name without attributes. */
bool nxs_name_is_empty(nxs_bytes name);

/* ---- attribute_text.c ---------------------------------------------------------------------------- */

/** Appends "type=value" of an AttributeTypeAndValue as text [RFC4514 2.3, 2.4]. Each character and its escape
 * is written whole or not at all. */
void nxs_attribute_write(struct nxs_writer *w, nxs_bytes oid, const struct nxs_der *value);

/* ---- ip_address.c -------------------------------------------------------------------------------- */

enum { NXS_IP_ADDRESS_MAX = 16 };
/** Bytes of the IPv4 (4) or IPv6 (16) literal that @p text is, written to @p address; 0 when it is none. */
size_t nxs_ip_address_read(nxs_bytes text, uint8_t *address);

/* ---- hostname.c ---------------------------------------------------------------------------------- */

/** The entries of subjectAltName [RFC5280 4.2.1.6]; NXS_EXTENSION_NOT_FOUND or as nxs_extension_next(). */
NXS_CHECKED enum nxs_status nxs_alt_names(const struct nxs_cert *cert, struct nxs_reader *names);

/* ---- signature.c --------------------------------------------------------------------------------- */

/** What an issuer signed: a certificate or a revocation list. */
struct nxs_signed {
    nxs_bytes message;
    nxs_bytes signature;
    uint16_t type;     /**< X.509 type of the signature */
    uint16_t pss_hash; /**< as in struct nxs_cert */
};
/** Checks that @p issuer's key made the signature, with an algorithm of the request's list. */
NXS_CHECKED enum nxs_status nxs_signature_check(const struct nxs_path_request *request,
                                                const struct nxs_signed *what, const struct nxs_cert *issuer);

/* ---- path_validate.c ----------------------------------------------------------------------------- */

/** What must hold for the certificate whose key the peer uses. */
NXS_CHECKED enum nxs_status nxs_path_check_leaf(const struct nxs_path_request *request,
                                                const struct nxs_cert *cert);
/** What must hold for a certificate above the leaf; of a trust anchor only what it says about itself is
 * asked. */
NXS_CHECKED enum nxs_status nxs_path_check_issuer(const struct nxs_path_request *request,
                                                  const struct nxs_cert *cert, bool anchor);
/** What only a whole path can show. */
NXS_CHECKED enum nxs_status nxs_path_validate(const struct nxs_path *path);

#endif
