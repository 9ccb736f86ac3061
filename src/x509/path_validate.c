#include "x509/internal.h"

/* Duplicates are looked for in pairs, so the number is bounded. */
enum { EXTENSIONS_MAX = 64, KEY_CERT_SIGN = 0x0400 };

/*
 * [RFC5280 6.1.4 o, 6.1.5 f] The extensions that are processed, or that ask nothing of us. The rest of
 * section 6.1 has its place in nxs_path_validate(): until name constraints (6.1.3 b, c), policies (6.1.3 d to
 * f) and their constraints are there, they are not understood, and a certificate that makes them critical is
 * refused.
 */
static bool is_understood(uint16_t type)
{
    switch (type) {
    case NXS_OID_BASIC_CONSTRAINTS:
    case NXS_OID_KEY_USAGE:
    case NXS_OID_EXTENDED_KEY_USAGE:
    case NXS_OID_SUBJECT_ALT_NAME:
    case NXS_OID_SUBJECT_KEY_ID:
    case NXS_OID_AUTHORITY_KEY_ID:
        return true;
    default:
        return false;
    }
}

/* [RFC5280 4.2] No extension may come twice. */
static bool came_before(const struct nxs_cert *cert, nxs_bytes oid, unsigned position)
{
    struct nxs_reader r = nxs_reader_of(nxs_cert_part(cert, cert->extensions));
    struct nxs_extension earlier;
    for (unsigned i = 0; i < position && nxs_extension_next(&r, &earlier) == NXS_OK; i++) {
        if (nxs_bytes_equal(earlier.oid, oid)) {
            return true;
        }
    }
    return false;
}

static enum nxs_status check_alt_names(const struct nxs_cert *cert)
{
    struct nxs_reader names;
    struct nxs_der name;
    NXS_TRY(nxs_alt_names(cert, &names));
    while (!nxs_read_end(&names)) {
        if (nxs_der_next(&names, &name) != NXS_OK) {
            return NXS_EXTENSION_SEQUENCE;
        }
    }
    return NXS_OK;
}

static enum nxs_status check_extensions(const struct nxs_cert *cert)
{
    struct nxs_reader r = nxs_reader_of(nxs_cert_part(cert, cert->extensions));
    struct nxs_extension extension;
    for (unsigned count = 0; !nxs_read_end(&r); count++) {
        NXS_TRY(nxs_extension_next(&r, &extension));
        if (count >= EXTENSIONS_MAX || came_before(cert, extension.oid, count)) {
            return NXS_EXTENSION_SEQUENCE;
        }
        if (extension.critical && !is_understood(extension.type)) {
            return NXS_CERT_CRITICAL_EXTENSION;
        }
    }
    enum nxs_status status = check_alt_names(cert);
    return status == NXS_EXTENSION_NOT_FOUND ? NXS_OK : status;
}

/* [RFC5280 6.1.3 a 2] The period includes both its ends. */
static enum nxs_status check_dates(const struct nxs_path_request *request, const struct nxs_cert *cert)
{
    if (!request->has_time) {
        return NXS_OK;
    }
    if (cert->valid_from == INT64_MIN || cert->valid_to == INT64_MIN) {
        return NXS_CERT_DATE;
    }
    if (request->time < cert->valid_from) {
        return NXS_CERT_NOT_YET_VALID;
    }
    return request->time > cert->valid_to ? NXS_CERT_EXPIRED : NXS_OK;
}

static bool group_accepted(const NX_SECURE_TLS_ECC *ecc, uint16_t group)
{
    const USHORT *groups = nx_crypto_ecc_supported_groups;
    size_t count = nx_crypto_ecc_supported_groups_size;
    if (ecc != NULL && ecc->nx_secure_tls_ecc_supported_groups_count > 0) {
        groups = ecc->nx_secure_tls_ecc_supported_groups;
        count = ecc->nx_secure_tls_ecc_supported_groups_count;
    }
    for (size_t i = 0; i < count; i++) {
        if (groups[i] == group) {
            return true;
        }
    }
    return false;
}

static enum nxs_status check_key(const struct nxs_path_request *request, const struct nxs_cert *cert)
{
    struct nxs_public_key key = nxs_cert_public_key(cert);
    switch (key.kind) {
    case NXS_KEY_RSA:
    case NXS_KEY_RSA_PSS:
        return nxs_natural_bits(key.modulus) < request->min_rsa_bits ? NXS_CERT_KEY_WEAK : NXS_OK;
    case NXS_KEY_EC:
        return group_accepted(request->ecc, key.group) ? NXS_OK : NXS_CERT_KEY_UNSUPPORTED;
    case NXS_KEY_ED25519:
        return NXS_OK;
    default:
        return NXS_CERT_KEY_UNSUPPORTED;
    }
}

/* [RFC5280 4.2.1.12] Also asked of CA certificates: one that is limited to other purposes issues for those
 * only. */
static enum nxs_status check_purpose(enum nxs_purpose purpose, const struct nxs_cert *cert)
{
    uint16_t type =
        purpose == NXS_PURPOSE_TLS_SERVER ? NXS_OID_PKIX_KP_SERVER_AUTH : NXS_OID_PKIX_KP_CLIENT_AUTH;
    enum nxs_status status = nxs_extended_key_usage(cert, type);
    if (status == NXS_EXT_KEY_USAGE_NOT_FOUND) {
        bool any = nxs_extended_key_usage(cert, NXS_OID_ANY_EXTENDED_KEY_USAGE) == NXS_OK;
        return any || purpose == NXS_PURPOSE_ANY ? NXS_OK : NXS_CERT_UNUSABLE;
    }
    return status == NXS_EXTENSION_NOT_FOUND ? NXS_OK : status;
}

/* [RFC5280 6.1.4 k] A certificate below the anchor must say that it is a CA; v1 and v2 cannot. An anchor is
 * one because the application says so (6.1.1 d), unless its certificate says otherwise. */
static enum nxs_status check_ca(const struct nxs_cert *cert, bool anchor)
{
    struct nxs_basic_constraints constraints;
    enum nxs_status status = nxs_basic_constraints(cert, &constraints);
    if (status == NXS_EXTENSION_NOT_FOUND) {
        return anchor ? NXS_OK : NXS_CERT_NOT_CA;
    }
    NXS_TRY(status);
    return constraints.ca ? NXS_OK : NXS_CERT_NOT_CA;
}

/* [RFC5280 6.1.4 n] */
static enum nxs_status check_cert_sign(const struct nxs_cert *cert)
{
    uint16_t usage;
    enum nxs_status status = nxs_key_usage(cert, &usage);
    if (status == NXS_EXTENSION_NOT_FOUND) {
        return NXS_OK;
    }
    NXS_TRY(status);
    return (usage & KEY_CERT_SIGN) != 0 ? NXS_OK : NXS_CERT_KEY_USAGE;
}

static enum nxs_status check_every(const struct nxs_path_request *request, const struct nxs_cert *cert)
{
    NXS_TRY(check_dates(request, cert));
    NXS_TRY(check_extensions(cert));
    NXS_TRY(check_key(request, cert));
    return check_purpose(request->purpose, cert);
}

enum nxs_status nxs_path_check_leaf(const struct nxs_path_request *request, const struct nxs_cert *cert)
{
    uint16_t usage;
    struct nxs_basic_constraints constraints;
    NXS_TRY(check_every(request, cert));
    /* Which usage is needed is asked by who uses the key; a recognized extension must at least be readable.
     */
    enum nxs_status status = nxs_key_usage(cert, &usage);
    if (status == NXS_OK || status == NXS_EXTENSION_NOT_FOUND) {
        status = nxs_basic_constraints(cert, &constraints);
    }
    return status == NXS_EXTENSION_NOT_FOUND ? NXS_OK : status;
}

enum nxs_status nxs_path_check_issuer(const struct nxs_path_request *request, const struct nxs_cert *cert,
                                      bool anchor)
{
    NXS_TRY(check_every(request, cert));
    NXS_TRY(check_ca(cert, anchor));
    return check_cert_sign(cert);
}

static bool is_self_issued(const struct nxs_cert *cert)
{
    return nxs_name_equal(nxs_cert_part(cert, cert->subject), nxs_cert_part(cert, cert->issuer));
}

/* A path length constraint lowers what may still follow [RFC5280 6.1.4 m]. */
static size_t lower_limit(const struct nxs_cert *cert, size_t limit)
{
    struct nxs_basic_constraints constraints;
    bool stated = nxs_basic_constraints(cert, &constraints) == NXS_OK && constraints.has_path_len;
    return stated && constraints.path_len < limit ? constraints.path_len : limit;
}

/* [RFC5280 6.1.2 k, 6.1.4 l, m] From the anchor down; self-issued certificates and the leaf do not count. */
static enum nxs_status check_path_length(const struct nxs_path *path)
{
    size_t limit = lower_limit(path->certs[path->count - 1], path->count);
    for (size_t i = path->count - 1; i-- > 1;) {
        if (!is_self_issued(path->certs[i])) {
            if (limit == 0) {
                return NXS_CERT_PATH_LENGTH;
            }
            limit--;
        }
        limit = lower_limit(path->certs[i], limit);
    }
    return NXS_OK;
}

enum nxs_status nxs_path_validate(const struct nxs_path *path)
{
    return check_path_length(path);
}
