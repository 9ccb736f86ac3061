/** @file
 * The contract of src/x509: certificates, keys, names, and whether to believe them [RFC5280].
 *
 * Nothing here allocates, waits or keeps state; every function may be called from any thread. Certificates
 * borrow their DER; results borrow from the certificate.
 */
#ifndef NXS_X509_X509_H
#define NXS_X509_X509_H

#include "base/bytes.h"
#include "base/status.h"
#include "crypto/crypto.h"
#include "nxsecure/private/cert.h"

/* ---- cert.c -------------------------------------------------------------------------------------- */

/**
 * Parses a certificate down to the frame of its extensions; strict DER, nothing may follow (compatibility:
 * what is wrong inside the extensions block is found by those who read it, not here).
 * @param der  the whole certificate; borrowed for the life of @p cert; at most 65535 bytes
 * @return NXS_CERT_SEQUENCE when the outermost element is no SEQUENCE, NXS_CERT_KEY_UNSUPPORTED (then
 * everything but the key is filled in), NXS_CERT_MALFORMED for everything else (then @p cert is empty).
 * Malformed dates do not fail here (valid_from/valid_to = INT64_MIN).
 */
NXS_CHECKED enum nxs_status nxs_cert_parse(struct nxs_cert *cert, nxs_bytes der);
/** Length of the first DER element of @p bytes (certificates followed by padding in files); 0 when malformed.
 */
size_t nxs_cert_length(nxs_bytes bytes);
/** A part of a certificate as bytes. */
nxs_bytes nxs_cert_part(const struct nxs_cert *cert, struct nxs_span span);
/** The certificate's public key, borrowed from its DER. */
struct nxs_public_key nxs_cert_public_key(const struct nxs_cert *cert);

/* ---- name.c -------------------------------------------------------------------------------------- */

/** Names equal [RFC5280 7.1]: case-insensitive, white space folded for PrintableString and UTF8String; DER
 * otherwise. */
bool nxs_name_equal(nxs_bytes a, nxs_bytes b);
/**
 * The value of the last (most specific) attribute of a Name whose OID is X.509 type @p type
 * (NX_SECURE_TLS_X509_TYPE_COMMON_NAME ...).
 * @param tag  set to the string's DER tag; may be NULL
 */
bool nxs_name_attribute(nxs_bytes name, uint16_t type, nxs_bytes *value, uint8_t *tag);
/** Writes a Name as text ("CN=..., O=..., C=..", most specific first, RFC 4514 escapes) into @p room, always
 * terminated. */
void nxs_name_text(nxs_bytes name, char *room, size_t size);

/* ---- extension.c --------------------------------------------------------------------------------- */

struct nxs_extension {
    uint16_t type; /**< X.509 type id; 0 for an unknown OID */
    bool critical;
    nxs_bytes oid;
    nxs_bytes value; /**< contents of the OCTET STRING */
};
/** Steps through the extensions; start with nxs_reader_of(nxs_cert_part(cert, cert->extensions)).
 * NXS_EXTENSION_NOT_FOUND at the end; NXS_DER_MULTIBYTE_TAG, NXS_DER_LENGTH, NXS_DER_CLASS,
 * NXS_EXTENSION_SEQUENCE when malformed. */
NXS_CHECKED enum nxs_status nxs_extension_next(struct nxs_reader *extensions,
                                               struct nxs_extension *extension);
/** Finds one by type; NXS_EXTENSION_NOT_FOUND or the codes of nxs_extension_next(). */
NXS_CHECKED enum nxs_status nxs_extension_find(const struct nxs_cert *cert, uint16_t type,
                                               struct nxs_extension *extension);
/** keyUsage as the 16-bit mask of the services document (bit 0 = 0x8000). */
NXS_CHECKED enum nxs_status nxs_key_usage(const struct nxs_cert *cert, uint16_t *bits);
/** NXS_OK when extendedKeyUsage names the purpose; NXS_EXTENSION_NOT_FOUND, NXS_EXT_KEY_USAGE_NOT_FOUND, or
 * malformed. */
NXS_CHECKED enum nxs_status nxs_extended_key_usage(const struct nxs_cert *cert, uint16_t purpose_type);
struct nxs_basic_constraints {
    bool ca;
    bool has_path_len;
    uint32_t path_len;
};
NXS_CHECKED enum nxs_status nxs_basic_constraints(const struct nxs_cert *cert,
                                                  struct nxs_basic_constraints *constraints);

/* ---- hostname.c ---------------------------------------------------------------------------------- */

/** [RFC9525 6]: NXS_OK when a dNSName (or iPAddress, when @p host is an IPv4/IPv6 literal) of subjectAltName
 * matches; whole labels, a wildcard is the whole leftmost label and covers one label, never directly above a
 * top-level label; the common name is never looked at. NXS_CERT_NAME_MISMATCH otherwise. */
NXS_CHECKED enum nxs_status nxs_host_check(const struct nxs_cert *cert, nxs_bytes host);
/** The services document's common_name_dns_check (common name first, then each dNSName; its wildcard rule,
 * with the leftmost wildcard covering exactly one label). NXS_CERT_NAME_MISMATCH otherwise, never a parse
 * error. */
NXS_CHECKED enum nxs_status nxs_common_name_check(const struct nxs_cert *cert, nxs_bytes host);

/* ---- private_key.c ------------------------------------------------------------------------------- */

/** PKCS#1 RSAPrivateKey [RFC8017 A.1.2]. Fills kind, exponent, primes, public modulus and exponent. @return
 *  NXS_PRIVATE_KEY_SEQUENCE (outer tag), _CLASS, _LENGTH, NXS_PRIVATE_KEY_INVALID. The same for the others.
 */
NXS_CHECKED enum nxs_status nxs_private_key_rsa(nxs_bytes der, struct nxs_private_key *key);
/** SEC1 ECPrivateKey [RFC5915]; the curve may be absent (group 0), the public point too. */
NXS_CHECKED enum nxs_status nxs_private_key_ec(nxs_bytes der, struct nxs_private_key *key);
/** PKCS#8 [RFC5958] around RSA, RSASSA-PSS, EC, or Ed25519 [RFC8410] keys. */
NXS_CHECKED enum nxs_status nxs_private_key_pkcs8(nxs_bytes der, struct nxs_private_key *key);

/* ---- path_build.c, path_validate.c, signature.c ---------------------------------------------------- */

/** A list of certificates that the caller keeps. @c next gives the first for NULL, then the one after @p
 * previous, NULL at the end. Certificates of the list must stay where they are while a path is built. */
struct nxs_cert_list {
    void *context;
    const struct nxs_cert *(*next)(void *context, const struct nxs_cert *previous);
};

enum nxs_purpose { NXS_PURPOSE_ANY, NXS_PURPOSE_TLS_SERVER, NXS_PURPOSE_TLS_CLIENT };

enum { NXS_PATH_MAX = 10 };

/** What to verify, against what. Borrowed for the call. */
struct nxs_path_request {
    const struct nxs_cert *leaf;
    struct nxs_cert_list untrusted; /**< intermediates the peer sent */
    struct nxs_cert_list trusted;   /**< trust anchors: a name and a key each */
    bool has_time;                  /**< false: dates are not checked (services document) */
    int64_t time;                   /**< seconds since 1970 */
    enum nxs_purpose purpose;
    const NX_SECURE_X509_CRYPTO *algorithms; /**< signature algorithms that are accepted: the policy */
    size_t algorithm_count;
    const NX_SECURE_TLS_ECC *ecc; /**< curves that are accepted; NULL or empty: the stock groups */
    uint16_t min_rsa_bits;        /**< for leaf and chain */
    uint16_t signature_budget;    /**< most signature checks; 0: the default of 100 */
    struct nxs_sign_scratch scratch;
};

/** The path that was found: leaf first, trust anchor last. */
struct nxs_path {
    const struct nxs_cert *certs[NXS_PATH_MAX];
    size_t count;
};

/** Builds and validates a path from the leaf to a trust anchor; backtracks over candidate issuers. On failure
 * the status is that of the most telling dead end (a bad date or signature tells more than a missing issuer).
 * A leaf that is itself in the trusted list (same DER) is accepted as its own anchor after the checks that
 * every leaf gets. A trust anchor need not say that it is a CA (v1, or no basicConstraints). What its
 * certificate does say is heard: dates, CA:FALSE, a path length, keyUsage without keyCertSign, other
 * purposes, critical extensions that are not understood. Whether the leaf's keyUsage fits is the caller's
 * question: it depends on what the key is used for. */
NXS_CHECKED enum nxs_status nxs_path_verify(const struct nxs_path_request *request, struct nxs_path *path);

/** Checks one signature: that @p issuer's key signed @p cert, with an algorithm of the request's list. */
NXS_CHECKED enum nxs_status nxs_cert_signature_check(const struct nxs_path_request *request,
                                                     const struct nxs_cert *cert,
                                                     const struct nxs_cert *issuer);

/* ---- crl.c, crl_check.c -------------------------------------------------------------------------- */

/** A certificate revocation list [RFC5280 5]. Borrows its DER. */
struct nxs_crl {
    nxs_bytes tbs;       /**< as signed, with its header */
    nxs_bytes issuer;    /**< Name as DER, with its header */
    nxs_bytes revoked;   /**< the entries, behind each other */
    nxs_bytes signature; /**< BIT STRING contents without the unused-bits byte; len 0: no whole bytes */
    int64_t this_update; /**< seconds since 1970 */
    int64_t next_update; /**< INT64_MAX: not said */
    uint16_t signature_type;
    uint16_t pss_hash;    /**< as in struct nxs_cert */
    bool not_usable_here; /**< a delta, an indirect or a partial list, or one with a critical extension that
                             is not understood */
};

/**
 * Parses a list; strict DER, every entry is looked at once, nothing may follow.
 * @param der  of any length; borrowed for the life of @p crl
 * @return NXS_DER_LENGTH (a length is wrong: also a list that was cut off), NXS_CRL_MALFORMED; then @p crl is
 *         empty
 */
NXS_CHECKED enum nxs_status nxs_crl_parse(struct nxs_crl *crl, nxs_bytes der);
/** True when the list has an entry for the certificate with this serial number (INTEGER contents) of the
 * list's issuer. One pass over the entries. */
bool nxs_crl_names(const struct nxs_crl *crl, nxs_bytes serial);

/**
 * Whether a complete list of the issuer of @c request->leaf revokes it [RFC5280 6.3.3]. The signer is
 * searched in both lists of the request, and must have a path to a trust anchor: the leaf's own issuer, or a
 * certificate of that name under the same anchor. The purpose of the request is not asked of the signer.
 * @return NXS_OK (not revoked); NXS_CERT_REVOKED; NXS_CERT_UNKNOWN_ISSUER (nobody trusted issued the signer's
 *         certificate); NXS_DER_LENGTH and the NXS_CRL_ statuses
 */
NXS_CHECKED enum nxs_status nxs_crl_check(const struct nxs_path_request *request, nxs_bytes der);

#endif
