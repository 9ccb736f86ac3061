#include "x509/internal.h"

enum { ED25519_SEED_LEN = 32, ED25519_PUBLIC_LEN = 32 };

/* Looks at every byte, since they are secret. */
static bool is_zero(nxs_bytes number)
{
    unsigned any = 0;
    for (size_t i = 0; i < number.len; i++) {
        any |= number.data[i];
    }
    return any == 0;
}

/* What is wrong inside the key: a length has its own code, everything else is one. */
static enum nxs_status as_key_status(enum nxs_status status)
{
    if (status == NXS_OK) {
        return NXS_OK;
    }
    return status == NXS_DER_LENGTH ? NXS_PRIVATE_KEY_LENGTH : NXS_PRIVATE_KEY_INVALID;
}

/* The outermost SEQUENCE, whose faults the services document tells apart. */
static enum nxs_status enter_key(nxs_bytes der, struct nxs_reader *contents)
{
    struct nxs_reader r = nxs_reader_of(der);
    switch (nxs_der_enter(&r, NXS_DER_SEQUENCE, contents)) {
    case NXS_OK:
        return nxs_read_end(&r) ? NXS_OK : NXS_PRIVATE_KEY_LENGTH;
    case NXS_DER_CLASS:
        return NXS_PRIVATE_KEY_CLASS;
    case NXS_DER_LENGTH:
        return NXS_PRIVATE_KEY_LENGTH;
    default:
        return NXS_PRIVATE_KEY_SEQUENCE;
    }
}

/* ---- RSA ----------------------------------------------------------------------------------------- */

/* [RFC8017 A.1.2] dP, dQ and qInv must be there; they are not kept, the provider makes its own. */
static enum nxs_status read_rsa(struct nxs_reader r, struct nxs_private_key *key)
{
    uint32_t version;
    nxs_bytes crt;
    NXS_TRY(nxs_der_number(&r, &version));
    if (version != 0) { /* 1 would be more than two primes */
        return NXS_DER_VALUE;
    }
    NXS_TRY(nxs_der_natural(&r, &key->public.modulus));
    NXS_TRY(nxs_der_natural(&r, &key->public.exponent));
    NXS_TRY(nxs_der_natural(&r, &key->exponent));
    NXS_TRY(nxs_der_natural(&r, &key->prime_p));
    NXS_TRY(nxs_der_natural(&r, &key->prime_q));
    for (unsigned i = 0; i < 3; i++) {
        NXS_TRY(nxs_der_natural(&r, &crt));
    }
    NXS_TRY(nxs_der_end(&r));
    nxs_bytes modulus = key->public.modulus;
    bool sound = nxs_rsa_numbers_possible(modulus, key->public.exponent) && modulus.len <= NXS_MAX_MODULUS &&
                 key->exponent.len > 0 && key->exponent.len <= modulus.len && key->prime_p.len > 0 &&
                 key->prime_q.len > 0 && key->prime_p.len + key->prime_q.len <= modulus.len + 1;
    return sound ? NXS_OK : NXS_DER_VALUE;
}

enum nxs_status nxs_private_key_rsa(nxs_bytes der, struct nxs_private_key *key)
{
    struct nxs_reader r;
    *key = (struct nxs_private_key){0};
    NXS_TRY(enter_key(der, &r));
    enum nxs_status status = as_key_status(read_rsa(r, key));
    if (status != NXS_OK) {
        *key = (struct nxs_private_key){0};
        return status;
    }
    key->kind = NXS_KEY_RSA;
    key->public.kind = NXS_KEY_RSA;
    return NXS_OK;
}

/* ---- elliptic curves ----------------------------------------------------------------------------- */

/* [RFC5915 3] parameters: optional here, since the certificate names the curve too. */
static enum nxs_status read_curve(struct nxs_reader *r, uint16_t *group)
{
    struct nxs_reader field;
    if (!nxs_der_is_next(r, NXS_DER_CONSTRUCTED + 0)) {
        return NXS_OK;
    }
    NXS_TRY(nxs_der_enter(r, NXS_DER_CONSTRUCTED + 0, &field));
    NXS_TRY(nxs_ec_parameters_read(nxs_read_rest(&field), group));
    return *group != 0 && nxs_group_find(*group) != NULL ? NXS_OK : NXS_DER_VALUE;
}

static enum nxs_status read_point(struct nxs_reader *r, uint16_t group, nxs_bytes *point)
{
    struct nxs_reader field;
    if (!nxs_der_is_next(r, NXS_DER_CONSTRUCTED + 1)) {
        return NXS_OK;
    }
    NXS_TRY(nxs_der_enter(r, NXS_DER_CONSTRUCTED + 1, &field));
    NXS_TRY(nxs_der_bit_bytes(&field, point));
    NXS_TRY(nxs_der_end(&field));
    return group == 0 || nxs_point_fits(*point, group) ? NXS_OK : NXS_DER_VALUE;
}

static bool scalar_fits(nxs_bytes scalar, uint16_t number)
{
    const struct nxs_group *group = nxs_group_find(number);
    size_t longest = group == NULL ? NXS_MAX_SECRET : (group->bits + 7u) / 8u;
    return scalar.len > 0 && scalar.len <= longest && !is_zero(scalar);
}

static enum nxs_status read_ec(struct nxs_reader r, struct nxs_private_key *key)
{
    uint32_t version;
    NXS_TRY(nxs_der_number(&r, &version));
    if (version != 1) {
        return NXS_DER_VALUE;
    }
    NXS_TRY(nxs_der_octets(&r, &key->scalar));
    NXS_TRY(read_curve(&r, &key->public.group));
    NXS_TRY(read_point(&r, key->public.group, &key->public.point));
    NXS_TRY(nxs_der_end(&r));
    return scalar_fits(key->scalar, key->public.group) ? NXS_OK : NXS_DER_VALUE;
}

enum nxs_status nxs_private_key_ec(nxs_bytes der, struct nxs_private_key *key)
{
    struct nxs_reader r;
    *key = (struct nxs_private_key){0};
    NXS_TRY(enter_key(der, &r));
    enum nxs_status status = as_key_status(read_ec(r, key));
    if (status != NXS_OK) {
        *key = (struct nxs_private_key){0};
        return status;
    }
    key->kind = NXS_KEY_EC;
    key->public.kind = NXS_KEY_EC;
    return NXS_OK;
}

/* ---- PKCS#8 -------------------------------------------------------------------------------------- */

/* OneAsymmetricKey [RFC5958 2]. */
struct package {
    nxs_bytes algorithm;
    nxs_bytes parameters;
    nxs_bytes private_key;
    nxs_bytes public_key; /* empty when absent */
};

static enum nxs_status read_package(struct nxs_reader r, struct package *package)
{
    uint32_t version;
    struct nxs_der field;
    uint8_t unused;
    NXS_TRY(nxs_der_number(&r, &version));
    NXS_TRY(nxs_der_algorithm(&r, &package->algorithm, &package->parameters));
    NXS_TRY(nxs_der_octets(&r, &package->private_key));
    if (nxs_der_is_next(&r, NXS_DER_CONSTRUCTED + 0)) { /* attributes: nothing of them concerns us */
        NXS_TRY(nxs_der_next(&r, &field));
    }
    if (version == 1 && nxs_der_is_next(&r, NXS_DER_CONTEXT + 1)) {
        NXS_TRY(nxs_der_next(&r, &field));
        NXS_TRY(nxs_der_bits_of(field.value, &package->public_key, &unused));
    }
    NXS_TRY(nxs_der_end(&r)); /* a public key in version 0, too */
    return version <= 1 ? NXS_OK : NXS_DER_VALUE;
}

static enum nxs_status unpack_rsa(const struct package *package, struct nxs_private_key *key)
{
    struct nxs_reader parameters = nxs_reader_of(package->parameters);
    if (nxs_der_null(&parameters) != NXS_OK) { /* [RFC8017 A.1] */
        return NXS_PRIVATE_KEY_INVALID;
    }
    return nxs_private_key_rsa(package->private_key, key);
}

static enum nxs_status unpack_rsa_pss(const struct package *package, struct nxs_private_key *key)
{
    struct nxs_pss pss = {0};
    if (package->parameters.len > 0 &&
        (nxs_pss_read(package->parameters, true, &pss) != NXS_OK || pss.hash == 0)) {
        return NXS_PRIVATE_KEY_INVALID;
    }
    NXS_TRY(nxs_private_key_rsa(package->private_key, key));
    key->kind = NXS_KEY_RSA_PSS;
    key->public.kind = NXS_KEY_RSA_PSS;
    key->public.pss_hash = pss.hash;
    return NXS_OK;
}

static enum nxs_status unpack_ec(const struct package *package, struct nxs_private_key *key)
{
    uint16_t group;
    if (nxs_ec_parameters_read(package->parameters, &group) != NXS_OK || group == 0 ||
        nxs_group_find(group) == NULL) {
        return NXS_PRIVATE_KEY_INVALID;
    }
    NXS_TRY(nxs_private_key_ec(package->private_key, key));
    nxs_bytes point = key->public.point;
    if ((key->public.group != 0 && key->public.group != group) || !scalar_fits(key->scalar, group) ||
        (point.len > 0 && !nxs_point_fits(point, group))) {
        return NXS_PRIVATE_KEY_INVALID;
    }
    key->public.group = group;
    return NXS_OK;
}

/* [RFC8410 7] CurvePrivateKey: an OCTET STRING inside the OCTET STRING. */
static enum nxs_status unpack_ed25519(const struct package *package, struct nxs_private_key *key)
{
    struct nxs_reader r = nxs_reader_of(package->private_key);
    if (package->parameters.len != 0 || nxs_der_octets(&r, &key->scalar) != NXS_OK || !nxs_read_end(&r) ||
        key->scalar.len != ED25519_SEED_LEN ||
        (package->public_key.len != 0 && package->public_key.len != ED25519_PUBLIC_LEN)) {
        return NXS_PRIVATE_KEY_INVALID;
    }
    key->kind = NXS_KEY_ED25519;
    key->public.kind = NXS_KEY_ED25519;
    key->public.point = package->public_key;
    return NXS_OK;
}

static enum nxs_status unpack(const struct package *package, struct nxs_private_key *key)
{
    switch (nxs_oid_find(package->algorithm)) {
    case NXS_OID_RSA:
        return unpack_rsa(package, key);
    case NXS_OID_RSASSA_PSS:
        return unpack_rsa_pss(package, key);
    case NXS_OID_EC:
        return unpack_ec(package, key);
    case NXS_OID_ED25519:
        return unpack_ed25519(package, key);
    default:
        return NXS_PRIVATE_KEY_INVALID;
    }
}

enum nxs_status nxs_private_key_pkcs8(nxs_bytes der, struct nxs_private_key *key)
{
    struct nxs_reader r;
    struct package package = {0};
    *key = (struct nxs_private_key){0};
    NXS_TRY(enter_key(der, &r));
    NXS_TRY(as_key_status(read_package(r, &package)));
    enum nxs_status status = unpack(&package, key);
    if (status != NXS_OK) {
        *key = (struct nxs_private_key){0};
    }
    return status;
}
