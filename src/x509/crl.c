#include "x509/internal.h"

static enum nxs_status read_time(struct nxs_reader *r, int64_t *seconds)
{
    struct nxs_der date;
    NXS_TRY(nxs_der_next(r, &date));
    return nxs_der_time(date.tag, date.value, seconds);
}

/* [RFC5280 5.1.2.1] Absent means v1, which has no extensions anywhere. */
static enum nxs_status read_version(struct nxs_reader *r, bool *v2)
{
    uint32_t version;
    *v2 = nxs_der_is_next(r, NXS_DER_INTEGER);
    if (!*v2) {
        return NXS_OK;
    }
    NXS_TRY(nxs_der_number(r, &version));
    return version == 1 ? NXS_OK : NXS_CRL_MALFORMED;
}

/* [RFC5280 5.1.2.5] Optional in the syntax. */
static enum nxs_status read_next_update(struct nxs_reader *r, int64_t *seconds)
{
    *seconds = INT64_MAX;
    bool is_next = nxs_der_is_next(r, NXS_DER_UTC_TIME) || nxs_der_is_next(r, NXS_DER_GENERALIZED_TIME);
    return is_next ? read_time(r, seconds) : NXS_OK;
}

/* What an extension of the list or of an entry means for its use. Those that make a list less than complete
 * count even where they are not marked critical, which they must be [RFC5280 5.2.4, 5.2.5, 5.3.3]. */
static bool allows_use(const struct nxs_extension *extension)
{
    switch (extension->type) {
    case NXS_OID_CRL_DELTA:
    case NXS_OID_CRL_SCOPE:
    case NXS_OID_CRL_CERTIFICATE_ISSUER:
        return false;
    case NXS_OID_CRL_NUMBER:
    case NXS_OID_AUTHORITY_KEY_ID:
    case NXS_OID_CRL_REASON: /* whatever it is: a complete list names nobody who is not revoked */
    case NXS_OID_CRL_INVALIDITY_DATE:
        return true;
    default:
        return !extension->critical;
    }
}

static enum nxs_status read_extensions(struct nxs_reader *r, struct nxs_crl *crl)
{
    struct nxs_reader extensions;
    struct nxs_extension extension;
    NXS_TRY(nxs_der_enter(r, NXS_DER_SEQUENCE, &extensions));
    if (nxs_read_end(&extensions)) {
        return NXS_CRL_MALFORMED;
    }
    while (!nxs_read_end(&extensions)) {
        NXS_TRY(nxs_extension_next(&extensions, &extension));
        crl->not_usable_here = crl->not_usable_here || !allows_use(&extension);
    }
    return NXS_OK;
}

/* [RFC5280 5.1.2.6] */
static enum nxs_status read_entry(struct nxs_reader *entries, bool v2, struct nxs_crl *crl)
{
    struct nxs_reader r;
    nxs_bytes serial;
    int64_t when;
    NXS_TRY(nxs_der_enter(entries, NXS_DER_SEQUENCE, &r));
    NXS_TRY(nxs_der_integer(&r, &serial));
    NXS_TRY(read_time(&r, &when));
    if (nxs_read_end(&r)) {
        return NXS_OK;
    }
    NXS_TRY(read_extensions(&r, crl));
    NXS_TRY(nxs_der_end(&r));
    return v2 ? NXS_OK : NXS_CRL_MALFORMED;
}

static enum nxs_status read_entries(struct nxs_reader *r, bool v2, struct nxs_crl *crl)
{
    struct nxs_der list;
    if (!nxs_der_is_next(r, NXS_DER_SEQUENCE)) {
        return NXS_OK;
    }
    NXS_TRY(nxs_der_expect(r, NXS_DER_SEQUENCE, &list));
    struct nxs_reader entries = nxs_reader_of(list.value);
    while (!nxs_read_end(&entries)) {
        NXS_TRY(read_entry(&entries, v2, crl));
    }
    crl->revoked = list.value;
    return NXS_OK;
}

static enum nxs_status read_list_extensions(struct nxs_reader *r, bool v2, struct nxs_crl *crl)
{
    struct nxs_reader field;
    if (nxs_read_end(r)) {
        return NXS_OK;
    }
    NXS_TRY(nxs_der_enter(r, NXS_DER_CONSTRUCTED + 0, &field));
    NXS_TRY(read_extensions(&field, crl));
    NXS_TRY(nxs_der_end(&field));
    return v2 ? NXS_OK : NXS_CRL_MALFORMED;
}

/* [RFC5280 5.1.2] @param inner  the signature algorithm as the signed part states it */
static enum nxs_status read_tbs(struct nxs_reader r, struct nxs_crl *crl, nxs_bytes *inner)
{
    struct nxs_der part;
    bool v2;
    NXS_TRY(read_version(&r, &v2));
    NXS_TRY(nxs_der_expect(&r, NXS_DER_SEQUENCE, &part));
    *inner = part.whole;
    NXS_TRY(nxs_der_expect(&r, NXS_DER_SEQUENCE, &part));
    NXS_TRY(nxs_name_check(part.whole));
    crl->issuer = part.whole;
    NXS_TRY(read_time(&r, &crl->this_update));
    NXS_TRY(read_next_update(&r, &crl->next_update));
    NXS_TRY(read_entries(&r, v2, crl));
    NXS_TRY(read_list_extensions(&r, v2, crl));
    return nxs_der_end(&r);
}

static enum nxs_status read_signature(struct nxs_reader *r, nxs_bytes inner, struct nxs_crl *crl)
{
    struct nxs_reader before = *r;
    struct nxs_der algorithm;
    nxs_bytes oid, parameters, signature;
    uint8_t unused;
    NXS_TRY(nxs_der_expect(r, NXS_DER_SEQUENCE, &algorithm));
    if (!nxs_bytes_equal(algorithm.whole, inner)) { /* [RFC5280 5.1.1.2] */
        return NXS_CRL_MALFORMED;
    }
    NXS_TRY(nxs_der_algorithm(&before, &oid, &parameters));
    NXS_TRY(nxs_signature_algorithm_read(oid, parameters, &crl->signature_type, &crl->pss_hash));
    NXS_TRY(nxs_der_bits(r, &signature, &unused));
    if (unused == 0) {
        crl->signature = signature;
    }
    return NXS_OK;
}

static enum nxs_status parse(struct nxs_crl *crl, nxs_bytes der)
{
    struct nxs_reader file = nxs_reader_of(der);
    struct nxs_reader r;
    struct nxs_der tbs;
    nxs_bytes inner;
    NXS_TRY(nxs_der_enter(&file, NXS_DER_SEQUENCE, &r));
    NXS_TRY(nxs_der_end(&file));
    NXS_TRY(nxs_der_expect(&r, NXS_DER_SEQUENCE, &tbs));
    crl->tbs = tbs.whole;
    NXS_TRY(read_tbs(nxs_reader_of(tbs.value), crl, &inner));
    NXS_TRY(read_signature(&r, inner, crl));
    return nxs_der_end(&r);
}

enum nxs_status nxs_crl_parse(struct nxs_crl *crl, nxs_bytes der)
{
    *crl = (struct nxs_crl){0};
    enum nxs_status status = parse(crl, der);
    if (status == NXS_OK) {
        return NXS_OK;
    }
    *crl = (struct nxs_crl){0};
    return status == NXS_DER_LENGTH ? NXS_DER_LENGTH : NXS_CRL_MALFORMED;
}

bool nxs_crl_names(const struct nxs_crl *crl, nxs_bytes serial)
{
    struct nxs_reader entries = nxs_reader_of(crl->revoked);
    struct nxs_reader r;
    nxs_bytes listed;
    while (nxs_der_enter(&entries, NXS_DER_SEQUENCE, &r) == NXS_OK) {
        if (nxs_der_integer(&r, &listed) == NXS_OK && nxs_bytes_equal(listed, serial)) {
            return true;
        }
    }
    return false;
}
