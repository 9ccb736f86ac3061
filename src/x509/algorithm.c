#include "x509/internal.h"

/* The hashes that RSASSA-PSS may use here. */
static const struct pss_hash {
    uint16_t oid;
    uint16_t pkcs1_type;
    uint32_t hash;
    uint8_t len;
} pss_hashes[] = {
    {NXS_OID_SHA_256, NXS_OID_RSA_SHA_256, NX_CRYPTO_HASH_SHA256, 32},
    {NXS_OID_SHA_384, NXS_OID_RSA_SHA_384, NX_CRYPTO_HASH_SHA384, 48},
    {NXS_OID_SHA_512, NXS_OID_RSA_SHA_512, NX_CRYPTO_HASH_SHA512, 64},
};

static const struct pss_hash *pss_hash_find(uint16_t oid)
{
    for (size_t i = 0; i < sizeof pss_hashes / sizeof pss_hashes[0]; i++) {
        if (pss_hashes[i].oid == oid) {
            return &pss_hashes[i];
        }
    }
    return NULL;
}

static bool is_null(nxs_bytes parameters)
{
    struct nxs_reader r = nxs_reader_of(parameters);
    return nxs_der_null(&r) == NXS_OK && nxs_read_end(&r);
}

/* [RFC4055 2.1] The parameters of a hash are NULL or absent, both are right. */
static enum nxs_status read_hash(struct nxs_reader *r, uint16_t *oid)
{
    nxs_bytes id, parameters;
    NXS_TRY(nxs_der_algorithm(r, &id, &parameters));
    *oid = nxs_oid_find(id);
    return parameters.len == 0 || is_null(parameters) ? NXS_OK : NXS_DER_VALUE;
}

/* [RFC4055 2.2] MGF1 names its hash in its parameters. */
static enum nxs_status read_mgf(struct nxs_reader *r, uint16_t *hash_oid)
{
    nxs_bytes id, parameters;
    NXS_TRY(nxs_der_algorithm(r, &id, &parameters));
    if (nxs_oid_find(id) != NXS_OID_MGF1) {
        *hash_oid = NXS_OID_UNKNOWN;
        return NXS_OK;
    }
    struct nxs_reader inner = nxs_reader_of(parameters);
    NXS_TRY(read_hash(&inner, hash_oid));
    return nxs_der_end(&inner);
}

/* The optional field [number]; an absent one leaves its default. */
static enum nxs_status hash_field(struct nxs_reader *r, uint8_t number,
                                  enum nxs_status (*read)(struct nxs_reader *, uint16_t *), uint16_t *oid)
{
    uint8_t tag = (uint8_t)(NXS_DER_CONSTRUCTED + number);
    struct nxs_reader field;
    if (!nxs_der_is_next(r, tag)) {
        return NXS_OK;
    }
    NXS_TRY(nxs_der_enter(r, tag, &field));
    NXS_TRY(read(&field, oid));
    return nxs_der_end(&field);
}

static enum nxs_status number_field(struct nxs_reader *r, uint8_t number, uint32_t *value)
{
    uint8_t tag = (uint8_t)(NXS_DER_CONSTRUCTED + number);
    struct nxs_reader field;
    if (!nxs_der_is_next(r, tag)) {
        return NXS_OK;
    }
    NXS_TRY(nxs_der_enter(r, tag, &field));
    NXS_TRY(nxs_der_number(&field, value));
    return nxs_der_end(&field);
}

struct pss_fields {
    uint16_t hash, mgf_hash; /* SHA-1, the default of both, is not in our table: unknown */
    uint32_t salt, trailer;
};

static enum nxs_status read_pss_fields(nxs_bytes parameters, struct pss_fields *f)
{
    struct nxs_reader outer = nxs_reader_of(parameters);
    struct nxs_reader r;
    NXS_TRY(nxs_der_enter(&outer, NXS_DER_SEQUENCE, &r));
    NXS_TRY(nxs_der_end(&outer));
    NXS_TRY(hash_field(&r, 0, read_hash, &f->hash));
    NXS_TRY(hash_field(&r, 1, read_mgf, &f->mgf_hash));
    NXS_TRY(number_field(&r, 2, &f->salt));
    NXS_TRY(number_field(&r, 3, &f->trailer));
    return nxs_der_end(&r);
}

enum nxs_status nxs_pss_read(nxs_bytes parameters, bool of_key, struct nxs_pss *pss)
{
    struct pss_fields f = {.salt = 20, .trailer = 1};
    *pss = (struct nxs_pss){0};
    NXS_TRY(read_pss_fields(parameters, &f));
    const struct pss_hash *row = pss_hash_find(f.hash);
    if (row == NULL || f.mgf_hash != f.hash || f.trailer != 1) {
        return NXS_OK;
    }
    if (of_key ? f.salt > row->len : f.salt != row->len) {
        return NXS_OK;
    }
    *pss = (struct nxs_pss){row->pkcs1_type, row->hash};
    return NXS_OK;
}

enum nxs_status nxs_signature_algorithm_read(nxs_bytes oid, nxs_bytes parameters, uint16_t *type,
                                             uint16_t *pss_type)
{
    uint16_t found = nxs_oid_find(oid);
    struct nxs_pss pss;
    *type = NXS_OID_UNKNOWN;
    *pss_type = 0;
    bool fits = false;
    switch (found) {
    case NXS_OID_RSA_MD5:
    case NXS_OID_RSA_SHA_1:
    case NXS_OID_RSA_SHA_256:
    case NXS_OID_RSA_SHA_384:
    case NXS_OID_RSA_SHA_512:
        /* [RFC4055 5] NULL; absent must be accepted too. */
        fits = parameters.len == 0 || is_null(parameters);
        break;
    case NXS_OID_ECDSA_SHA_1:
    case NXS_OID_ECDSA_SHA_224:
    case NXS_OID_ECDSA_SHA_256:
    case NXS_OID_ECDSA_SHA_384:
    case NXS_OID_ECDSA_SHA_512:
    case NXS_OID_ED25519:
        fits = parameters.len == 0; /* [RFC5758 3.2], [RFC8410 3] */
        break;
    case NXS_OID_RSASSA_PSS:
        NXS_TRY(
            nxs_pss_read(parameters, false, &pss)); /* [RFC4055 3.1] with a signature they are never absent */
        *pss_type = pss.pkcs1_type;
        fits = true;
        break;
    default:
        break;
    }
    *type = fits ? found : (uint16_t)NXS_OID_UNKNOWN;
    return NXS_OK;
}
