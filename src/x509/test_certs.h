/** @file
 * For the tests of this room: DER built bottom up, right or wrong at will, and certificates made of it,
 * signed with libcrypto. Everything lies in one arena that t_reset() empties.
 */
#ifndef NXS_X509_TEST_CERTS_H
#define NXS_X509_TEST_CERTS_H

#include <stdint.h>

#include "der/der.h"
#include "der/oid.h"
#include "x509/x509.h"

/* ---- DER ---- */

void t_reset(void);
/** One element: @p tag and the parts behind each other. */
nxs_bytes t_tlv(uint8_t tag, const nxs_bytes *parts, size_t count);
/** Parts behind each other. */
nxs_bytes t_join(const nxs_bytes *parts, size_t count);
nxs_bytes t_copy(nxs_bytes bytes);

#define T_PARTS(...)  ((nxs_bytes[]){__VA_ARGS__}), sizeof((nxs_bytes[]){__VA_ARGS__}) / sizeof(nxs_bytes)
#define TLV(tag, ...) t_tlv((uint8_t)(tag), T_PARTS(__VA_ARGS__))
#define SEQ(...)      TLV(NXS_DER_SEQUENCE, __VA_ARGS__)
#define SET(...)      TLV(NXS_DER_SET, __VA_ARGS__)
#define JOIN(...)     t_join(T_PARTS(__VA_ARGS__))
#define LIT(text)     nxs_bytes_of(text, sizeof(text) - 1)
#define NOTHING       LIT("")

nxs_bytes t_text(uint8_t tag, const char *text);
nxs_bytes t_oid(uint16_t number);
nxs_bytes t_int(uint32_t value);
/** BIT STRING of whole bytes. */
nxs_bytes t_bits(nxs_bytes bytes);
/** @p len bytes of value @p fill. */
nxs_bytes t_fill(uint8_t fill, size_t len);
/** AttributeTypeAndValue. */
nxs_bytes t_attribute(uint16_t type, uint8_t tag, const char *text);
/** A Name with one common name (UTF8String); NULL: the empty Name. */
nxs_bytes t_name(const char *common_name);

/* ---- extensions ---- */

nxs_bytes t_extension(uint16_t type, bool critical, nxs_bytes value);
/** basicConstraints; @p path_len below 0: none. */
nxs_bytes t_ca(int path_len);
nxs_bytes t_key_usage(uint16_t mask);
nxs_bytes t_purpose(uint16_t purpose);
/** subjectAltName with one dNSName. */
nxs_bytes t_dns(const char *name);

/* ---- certificates ---- */

enum t_key {
    T_NONE,
    T_P256_A,
    T_P256_B,
    T_P256_C,
    T_P384,
    T_P521,
    T_ED25519,
    T_RSA_2048,
    T_RSA_1024,
    T_RSA_PSS,        /**< id-RSASSA-PSS without parameters */
    T_RSA_PSS_SHA384, /**< bound to SHA-384 */
    T_P224,
    T_KEY_COUNT
};

/** How a certificate is signed; T_SIGN_USUAL picks by the key. */
enum t_signing {
    T_SIGN_USUAL,
    T_SIGN_MD5,
    T_SIGN_SHA1,
    T_SIGN_SHA384,
    T_SIGN_SHA512,
    T_SIGN_PSS_SHA256,
    T_SIGN_PSS_SHA384
};

/** What goes into a certificate. Members that are left zero have a sensible value. */
struct t_cert {
    const char *subject; /**< common name */
    const char *issuer;  /**< the same as the subject when NULL */
    enum t_key key;
    enum t_key signer; /**< the certificate's own key when T_NONE */
    enum t_signing signing;
    const char *from, *to; /**< UTCTime or GeneralizedTime text */
    nxs_bytes extensions;  /**< Extension elements behind each other */
    bool spoiled;          /**< a bit of the signature is flipped */
    /* Parts as DER, instead of those made from the above. */
    nxs_bytes version, serial, inner, issuer_name, validity, subject_name, spki, unique_ids, extensions_field,
        outer, signature, tail;
};

/** What goes into a revocation list; as above. */
struct t_crl {
    const char *issuer;
    enum t_key signer;
    enum t_signing signing;
    const char *this_update, *next_update; /**< next_update "": absent */
    nxs_bytes entries;                     /**< behind each other; none: the field is absent */
    nxs_bytes extensions;
    bool spoiled;
    nxs_bytes version, inner, issuer_name, dates, revoked, extensions_field, outer, tail;
};

nxs_bytes t_crl_der(const struct t_crl *what);
/** An entry of a list; @p extensions may be empty. */
nxs_bytes t_crl_entry(nxs_bytes serial, nxs_bytes extensions);

/** The certificate's DER. */
nxs_bytes t_cert_der(const struct t_cert *what);
/** The same, parsed; NULL when it does not parse. At most 64 until t_reset(). */
const struct nxs_cert *t_cert(const struct t_cert *what);
const struct nxs_cert *t_parse(nxs_bytes der);
/** The private key as libcrypto writes it: PKCS#1 or SEC1 when @p traditional, else PKCS#8. */
nxs_bytes t_private_key(enum t_key key, bool traditional);
/** SubjectPublicKeyInfo. */
nxs_bytes t_spki(enum t_key key);
/** Frees the keys. */
void t_end(void);

#endif
