/* The public control block of a certificate: its members filled from the parsed form, and read back. */

#include <stddef.h>
#include <string.h>

#include "nx/certificates.h"

/* A public member is not const; nobody here writes through it. */
static UCHAR *unconst(const UCHAR *data)
{
    union {
        const UCHAR *in;
        UCHAR *out;
    } cast = {data};
    return cast.out;
}

NX_SECURE_X509_CERT *nxs_certificate_of(const struct nxs_cert *parsed)
{
    union {
        const struct nxs_cert *in;
        UCHAR *out;
    } cast = {parsed};
    return (NX_SECURE_X509_CERT *)(VOID *)(cast.out - offsetof(NX_SECURE_X509_CERT, nx_secure_x509_parsed));
}

/* ---- the certificate -------------------------------------------------------------------------------- */

static void set_attribute(nxs_bytes name, uint16_t type, const UCHAR **value, USHORT *length)
{
    nxs_bytes found = nxs_bytes_of(NULL, 0);
    bool is_there = nxs_name_attribute(name, type, &found, NULL);
    *value = is_there ? found.data : NX_NULL;
    *length = is_there ? (USHORT)found.len : 0;
}

static void set_name(NX_SECURE_X509_DISTINGUISHED_NAME *to, nxs_bytes name)
{
#define SET(member, type)                                                                                    \
    set_attribute(name, NX_SECURE_TLS_X509_TYPE_##type, &to->nx_secure_x509_##member,                        \
                  &to->nx_secure_x509_##member##_length)
    SET(country, COUNTRY);
    SET(organization, ORGANIZATION);
    SET(org_unit, ORG_UNIT);
    SET(distinguished_name_qualifier, DN_QUALIFIER);
    SET(state, STATE);
    SET(common_name, COMMON_NAME);
    SET(serial_number, SERIAL_NUMBER);
#ifdef NX_SECURE_X509_USE_EXTENDED_DISTINGUISHED_NAMES
    SET(locality, LOCALITY);
    SET(title, TITLE);
    SET(surname, SURNAME);
    SET(given_name, GIVEN_NAME);
    SET(initials, INITIALS);
    SET(pseudonym, PSEUDONYM);
    SET(generation_qualifier, GENERATION);
#endif
#undef SET
}

static void set_public_key(NX_SECURE_X509_CERT *certificate, const struct nxs_public_key *key)
{
    NX_SECURE_RSA_PUBLIC_KEY *rsa = &certificate->nx_secure_x509_public_key.rsa_public_key;
    NX_SECURE_EC_PUBLIC_KEY *ec = &certificate->nx_secure_x509_public_key.ec_public_key;
    switch (key->kind) {
    case NXS_KEY_RSA:
    case NXS_KEY_RSA_PSS:
        certificate->nx_secure_x509_public_algorithm =
            key->kind == NXS_KEY_RSA ? NX_SECURE_TLS_X509_TYPE_RSA : NXS_X509_TYPE_RSASSA_PSS;
        rsa->nx_secure_rsa_public_modulus = key->modulus.data;
        rsa->nx_secure_rsa_public_modulus_length = (USHORT)key->modulus.len;
        rsa->nx_secure_rsa_public_exponent = key->exponent.data;
        rsa->nx_secure_rsa_public_exponent_length = (USHORT)key->exponent.len;
        break;
    case NXS_KEY_EC:
    case NXS_KEY_ED25519:
        certificate->nx_secure_x509_public_algorithm =
            key->kind == NXS_KEY_EC ? NX_SECURE_TLS_X509_TYPE_EC : NXS_X509_TYPE_ED25519;
        ec->nx_secure_ec_public_key = key->point.data;
        ec->nx_secure_ec_public_key_length = (USHORT)key->point.len;
        ec->nx_secure_ec_named_curve = key->group == 0 ? 0 : NX_CRYPTO_EC_MASK + (UINT)key->group;
        break;
    default:
        certificate->nx_secure_x509_public_algorithm = NX_SECURE_TLS_X509_TYPE_UNKNOWN;
        break;
    }
}

static void publish(NX_SECURE_X509_CERT *certificate)
{
    const struct nxs_cert *cert = &certificate->nx_secure_x509_parsed;
#define PART(member, part, type)                                                                             \
    certificate->nx_secure_x509_##member = nxs_cert_part(cert, cert->part).data;                             \
    certificate->nx_secure_x509_##member##_length = (type)cert->part.len
    PART(serial_number, serial, USHORT);
    PART(not_before, not_before, USHORT);
    PART(not_after, not_after, USHORT);
    PART(certificate_data, tbs, UINT);
    PART(signature_data, signature, UINT);
    PART(extensions_data, extensions, ULONG);
#undef PART
    certificate->nx_secure_x509_version = cert->version;
    certificate->nx_secure_x509_validity_format = cert->before_tag;
    certificate->nx_secure_x509_signature_algorithm = cert->signature_type;
    certificate->nx_secure_x509_certificate_raw_data = unconst(cert->der.data);
    certificate->nx_secure_x509_certificate_raw_data_length = (UINT)cert->der.len;
    set_name(&certificate->nx_secure_x509_issuer, nxs_cert_part(cert, cert->issuer));
    set_name(&certificate->nx_secure_x509_distinguished_name, nxs_cert_part(cert, cert->subject));
    struct nxs_public_key key = nxs_cert_public_key(cert);
    set_public_key(certificate, &key);
}

enum nxs_status nxs_certificate_fill(NX_SECURE_X509_CERT *certificate, nxs_bytes der)
{
    NX_SECURE_X509_CERT fresh;
    memset(&fresh, 0, sizeof fresh);
    fresh.nx_secure_x509_certificate_raw_data = certificate->nx_secure_x509_certificate_raw_data;
    fresh.nx_secure_x509_certificate_raw_buffer_size =
        certificate->nx_secure_x509_certificate_raw_buffer_size;
    fresh.nx_secure_x509_user_allocated_cert = certificate->nx_secure_x509_user_allocated_cert;
    fresh.nx_secure_x509_holder = certificate->nx_secure_x509_holder;
    enum nxs_status status = nxs_cert_parse(&fresh.nx_secure_x509_parsed, der);
    if (status == NXS_OK || status == NXS_CERT_KEY_UNSUPPORTED) {
        publish(&fresh);
    }
    /* Others walk and change lists that this one may be in. */
    TX_INTERRUPT_SAVE_AREA
    TX_DISABLE
    fresh.nx_secure_x509_next_certificate = certificate->nx_secure_x509_next_certificate;
    *certificate = fresh;
    TX_RESTORE
    return status;
}

/* ---- the private key -------------------------------------------------------------------------------- */

static bool is_rsa(enum nxs_key_kind kind)
{
    return kind == NXS_KEY_RSA || kind == NXS_KEY_RSA_PSS;
}

static enum nxs_key_fit judge(bool is_equal)
{
    return is_equal ? NXS_KEY_FITS : NXS_KEY_FOREIGN;
}

/* A key that says it makes RSASSA-PSS signatures only must not be used for others [RFC4055 1.2], which a
 * certificate for any kind of RSA would ask of it. */
static enum nxs_key_fit compare_rsa(const struct nxs_private_key *key, const struct nxs_public_key *public)
{
    return judge(is_rsa(public->kind) && !(key->kind == NXS_KEY_RSA_PSS && public->kind == NXS_KEY_RSA) &&
                 nxs_bytes_equal(key->public.modulus, public->modulus) &&
                 nxs_bytes_equal(key->public.exponent, public->exponent));
}

static enum nxs_key_fit compare(const struct nxs_private_key *key, const struct nxs_public_key *public)
{
    if (key->kind == NXS_KEY_USER) {
        return NXS_KEY_FITS;
    }
    if (is_rsa(key->kind)) {
        return compare_rsa(key, public);
    }
    if (key->kind != public->kind || (key->public.group != 0 && key->public.group != public->group)) {
        return NXS_KEY_FOREIGN;
    }
    return key->public.point.len == 0 ? NXS_KEY_UNPROVEN
                                      : judge(nxs_bytes_equal(key->public.point, public->point));
}

static void set_private_key(NX_SECURE_X509_CERT *certificate, const struct nxs_private_key *key)
{
    NX_SECURE_RSA_PRIVATE_KEY *rsa = &certificate->nx_secure_x509_private_key.rsa_private_key;
    NX_SECURE_EC_PRIVATE_KEY *ec = &certificate->nx_secure_x509_private_key.ec_private_key;
    if (key->kind == NXS_KEY_USER) {
        certificate->nx_secure_x509_private_key.user_key.key_data = key->blob.data;
        certificate->nx_secure_x509_private_key.user_key.key_length = (ULONG)key->blob.len;
    } else if (is_rsa(key->kind)) {
        rsa->nx_secure_rsa_public_modulus = key->public.modulus.data;
        rsa->nx_secure_rsa_public_modulus_length = (USHORT)key->public.modulus.len;
        rsa->nx_secure_rsa_public_exponent = key->public.exponent.data;
        rsa->nx_secure_rsa_public_exponent_length = (USHORT)key->public.exponent.len;
        rsa->nx_secure_rsa_private_exponent = key->exponent.data;
        rsa->nx_secure_rsa_private_exponent_length = (USHORT)key->exponent.len;
        rsa->nx_secure_rsa_private_prime_p = key->prime_p.data;
        rsa->nx_secure_rsa_private_prime_p_length = (USHORT)key->prime_p.len;
        rsa->nx_secure_rsa_private_prime_q = key->prime_q.data;
        rsa->nx_secure_rsa_private_prime_q_length = (USHORT)key->prime_q.len;
    } else {
        ec->nx_secure_ec_private_key = key->scalar.data;
        ec->nx_secure_ec_private_key_length = (USHORT)key->scalar.len;
        ec->nx_secure_ec_named_curve =
            key->public.group == 0 ? 0 : NX_CRYPTO_EC_MASK + (UINT)key->public.group;
    }
}

static enum nxs_status read_private_key(nxs_bytes data, UINT type, struct nxs_private_key *key)
{
    switch (type) {
    case NX_SECURE_X509_KEY_TYPE_RSA_PKCS1_DER:
        return nxs_private_key_rsa(data, key);
    case NX_SECURE_X509_KEY_TYPE_EC_DER:
        return nxs_private_key_ec(data, key);
    case NXS_X509_KEY_TYPE_PKCS8:
        return nxs_private_key_pkcs8(data, key);
    default:
        memset(key, 0, sizeof *key);
        key->kind = NXS_KEY_USER;
        key->blob = data;
        return NXS_OK;
    }
}

enum nxs_status nxs_certificate_key_add(NX_SECURE_X509_CERT *certificate, nxs_bytes data, UINT type)
{
    struct nxs_private_key key;
    struct nxs_public_key public = nxs_cert_public_key(&certificate->nx_secure_x509_parsed);
    NXS_TRY(read_private_key(data, type, &key));
    set_private_key(certificate, &key);
    certificate->nx_secure_x509_private_key_type = type;
    certificate->nx_secure_x509_certificate_is_identity_cert = NX_TRUE;
    certificate->nx_secure_x509_key_kind = (UCHAR)key.kind;
    certificate->nx_secure_x509_key_fit = (UCHAR)compare(&key, &public);
    return NXS_OK;
}

/* Applications may take members away: what has no address has no bytes. */
static nxs_bytes member(const UCHAR *data, size_t length)
{
    return nxs_bytes_of(data, data == NX_NULL ? 0 : length);
}

struct nxs_private_key nxs_certificate_key(const NX_SECURE_X509_CERT *certificate)
{
    const NX_SECURE_RSA_PRIVATE_KEY *rsa = &certificate->nx_secure_x509_private_key.rsa_private_key;
    const NX_SECURE_EC_PRIVATE_KEY *ec = &certificate->nx_secure_x509_private_key.ec_private_key;
    struct nxs_private_key key;
    memset(&key, 0, sizeof key);
    key.public = nxs_cert_public_key(&certificate->nx_secure_x509_parsed);
    key.kind = (enum nxs_key_kind)certificate->nx_secure_x509_key_kind;
    if (key.kind == NXS_KEY_USER) {
        key.user_type = certificate->nx_secure_x509_private_key_type;
        key.blob = member(certificate->nx_secure_x509_private_key.user_key.key_data,
                          certificate->nx_secure_x509_private_key.user_key.key_length);
    } else if (is_rsa(key.kind)) {
        key.kind = key.public.kind;
        key.exponent =
            member(rsa->nx_secure_rsa_private_exponent, rsa->nx_secure_rsa_private_exponent_length);
        key.prime_p = member(rsa->nx_secure_rsa_private_prime_p, rsa->nx_secure_rsa_private_prime_p_length);
        key.prime_q = member(rsa->nx_secure_rsa_private_prime_q, rsa->nx_secure_rsa_private_prime_q_length);
        if (key.prime_p.len == 0 || key.prime_q.len == 0) { /* one alone is of no use */
            key.prime_p = key.prime_q = nxs_bytes_of(NULL, 0);
        }
    } else {
        key.scalar = member(ec->nx_secure_ec_private_key, ec->nx_secure_ec_private_key_length);
    }
    return key;
}
