#include "x509/internal.h"

enum {
    RSA_EXPONENT_MAX =
        8, /* bytes: a longer one is no public exponent, and checking with it takes as long as signing */
    ED25519_KEY_LEN = 32,
};

bool nxs_rsa_numbers_possible(nxs_bytes modulus, nxs_bytes exponent)
{
    if (modulus.len == 0 || exponent.len == 0) {
        return false;
    }
    bool odd = (modulus.data[modulus.len - 1] & 1) != 0 && (exponent.data[exponent.len - 1] & 1) != 0;
    bool one = exponent.len == 1 && exponent.data[0] == 1;
    return odd && !one && exponent.len <= modulus.len;
}

enum nxs_status nxs_rsa_public_key_read(nxs_bytes der, struct nxs_public_key *key)
{
    struct nxs_reader outer = nxs_reader_of(der);
    struct nxs_reader r;
    NXS_TRY(nxs_der_enter(&outer, NXS_DER_SEQUENCE, &r));
    NXS_TRY(nxs_der_end(&outer));
    NXS_TRY(nxs_der_natural(&r, &key->modulus));
    NXS_TRY(nxs_der_natural(&r, &key->exponent));
    NXS_TRY(nxs_der_end(&r));
    if (!nxs_rsa_numbers_possible(key->modulus, key->exponent)) {
        return NXS_DER_VALUE;
    }
    bool usable = key->modulus.len <= NXS_MAX_MODULUS && key->exponent.len <= RSA_EXPONENT_MAX;
    return usable ? NXS_OK : NXS_CERT_KEY_UNSUPPORTED;
}

static enum nxs_status read_rsa(nxs_bytes parameters, nxs_bytes bits, struct nxs_public_key *key)
{
    struct nxs_reader r = nxs_reader_of(parameters);
    NXS_TRY(nxs_der_null(&r)); /* [RFC4055 1.2] */
    NXS_TRY(nxs_rsa_public_key_read(bits, key));
    key->kind = NXS_KEY_RSA;
    return NXS_OK;
}

static enum nxs_status read_rsa_pss(nxs_bytes parameters, nxs_bytes bits, struct nxs_public_key *key)
{
    NXS_TRY(nxs_rsa_public_key_read(bits, key));
    if (parameters.len > 0) { /* [RFC4055 3.3] absent: any hash */
        struct nxs_pss pss;
        NXS_TRY(nxs_pss_read(parameters, true, &pss));
        if (pss.hash == 0) {
            return NXS_CERT_KEY_UNSUPPORTED;
        }
        key->pss_hash = pss.hash;
    }
    key->kind = NXS_KEY_RSA_PSS;
    return NXS_OK;
}

bool nxs_point_fits(nxs_bytes point, uint16_t number)
{
    const struct nxs_group *group = nxs_group_find(number);
    return group != NULL && group->point && point.len == group->share && point.data[0] == 0x04;
}

enum nxs_status nxs_ec_parameters_read(nxs_bytes parameters, uint16_t *group)
{
    struct nxs_reader r = nxs_reader_of(parameters);
    struct nxs_der any;
    *group = 0;
    /* [RFC5480 2.1.1] Only a named curve; explicit and inherited parameters must not be used. Absent:
     * malformed. */
    if (nxs_der_is_next(&r, NXS_DER_OID)) {
        nxs_bytes oid;
        NXS_TRY(nxs_der_oid(&r, &oid));
        *group = nxs_oid_group(oid);
    } else {
        NXS_TRY(nxs_der_next(&r, &any));
    }
    return nxs_der_end(&r);
}

static enum nxs_status read_ec(nxs_bytes parameters, nxs_bytes bits, struct nxs_public_key *key)
{
    NXS_TRY(nxs_ec_parameters_read(parameters, &key->group));
    if (key->group == 0 || nxs_group_find(key->group) == NULL) {
        return NXS_CERT_KEY_UNSUPPORTED;
    }
    if (bits.len == 0 || bits.data[0] < 0x02 || bits.data[0] > 0x04) { /* [RFC5480 2.2] */
        return NXS_DER_VALUE;
    }
    if (bits.data[0] != 0x04) { /* compressed points may be supported, they are not */
        return NXS_CERT_KEY_UNSUPPORTED;
    }
    if (!nxs_point_fits(bits, key->group)) {
        return NXS_DER_VALUE;
    }
    key->point = bits;
    key->kind = NXS_KEY_EC;
    return NXS_OK;
}

static enum nxs_status read_ed25519(nxs_bytes parameters, nxs_bytes bits, struct nxs_public_key *key)
{
    if (parameters.len != 0 || bits.len != ED25519_KEY_LEN) { /* [RFC8410 3, 4] */
        return NXS_DER_VALUE;
    }
    key->point = bits;
    key->kind = NXS_KEY_ED25519;
    return NXS_OK;
}

static enum nxs_status read_key(uint16_t algorithm, nxs_bytes parameters, nxs_bytes bits,
                                struct nxs_public_key *key)
{
    switch (algorithm) {
    case NXS_OID_RSA:
        return read_rsa(parameters, bits, key);
    case NXS_OID_RSASSA_PSS:
        return read_rsa_pss(parameters, bits, key);
    case NXS_OID_EC:
        return read_ec(parameters, bits, key);
    case NXS_OID_ED25519:
        return read_ed25519(parameters, bits, key);
    default:
        return NXS_CERT_KEY_UNSUPPORTED;
    }
}

enum nxs_status nxs_spki_read(nxs_bytes spki, nxs_bytes *bits, struct nxs_public_key *key)
{
    struct nxs_reader outer = nxs_reader_of(spki);
    struct nxs_reader r;
    nxs_bytes algorithm, parameters;
    *bits = nxs_bytes_of(NULL, 0);
    *key = (struct nxs_public_key){0};
    NXS_TRY(nxs_der_enter(&outer, NXS_DER_SEQUENCE, &r));
    NXS_TRY(nxs_der_end(&outer));
    NXS_TRY(nxs_der_algorithm(&r, &algorithm, &parameters));
    NXS_TRY(nxs_der_bit_bytes(&r, bits));
    NXS_TRY(nxs_der_end(&r));
    enum nxs_status status = read_key(nxs_oid_find(algorithm), parameters, *bits, key);
    if (status != NXS_OK) {
        *key = (struct nxs_public_key){0};
    }
    return status;
}
