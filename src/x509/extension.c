#include "x509/internal.h"

/* The walker's four codes: anything else that is wrong makes the extension malformed. */
static enum nxs_status as_extension_status(enum nxs_status status)
{
    return status == NXS_DER_TAG || status == NXS_DER_VALUE ? NXS_EXTENSION_SEQUENCE : status;
}

static enum nxs_status read_extension(struct nxs_reader *extensions, struct nxs_extension *extension)
{
    struct nxs_reader r;
    NXS_TRY(nxs_der_enter(extensions, NXS_DER_SEQUENCE, &r));
    NXS_TRY(nxs_der_oid(&r, &extension->oid));
    /* [X.690 11.5] A critical of FALSE should not be written down; some CAs do, and it can only mean one
     * thing. */
    if (nxs_der_is_next(&r, NXS_DER_BOOLEAN)) {
        NXS_TRY(nxs_der_boolean(&r, &extension->critical));
    }
    NXS_TRY(nxs_der_octets(&r, &extension->value));
    NXS_TRY(nxs_der_end(&r));
    extension->type = nxs_oid_find(extension->oid);
    return NXS_OK;
}

enum nxs_status nxs_extension_next(struct nxs_reader *extensions, struct nxs_extension *extension)
{
    *extension = (struct nxs_extension){0};
    if (nxs_read_end(extensions)) {
        return NXS_EXTENSION_NOT_FOUND;
    }
    enum nxs_status status = read_extension(extensions, extension);
    if (status != NXS_OK) {
        *extension = (struct nxs_extension){0};
        *extensions = nxs_reader_of(nxs_bytes_of(NULL, 0));
    }
    return as_extension_status(status);
}

enum nxs_status nxs_extension_find(const struct nxs_cert *cert, uint16_t type,
                                   struct nxs_extension *extension)
{
    struct nxs_reader r = nxs_reader_of(nxs_cert_part(cert, cert->extensions));
    do {
        NXS_TRY(nxs_extension_next(&r, extension));
    } while (extension->type != type || type == NXS_OID_UNKNOWN);
    return NXS_OK;
}

static enum nxs_status find_value(const struct nxs_cert *cert, uint16_t type, struct nxs_reader *value)
{
    struct nxs_extension extension;
    enum nxs_status status = nxs_extension_find(cert, type, &extension);
    *value = nxs_reader_of(extension.value);
    return status;
}

/* [RFC5280 4.2.1.3] The first bit of the string is the highest of the mask. */
static enum nxs_status read_key_usage(struct nxs_reader r, uint16_t *usage)
{
    nxs_bytes bits;
    uint8_t unused;
    NXS_TRY(nxs_der_bits(&r, &bits, &unused));
    NXS_TRY(nxs_der_end(&r));
    if (bits.len < 1 || bits.len > 2) {
        return NXS_DER_VALUE;
    }
    *usage = (uint16_t)(bits.data[0] << 8 | (bits.len > 1 ? bits.data[1] : 0));
    return *usage != 0 ? NXS_OK : NXS_DER_VALUE; /* at least one bit must be set */
}

enum nxs_status nxs_key_usage(const struct nxs_cert *cert, uint16_t *bits)
{
    struct nxs_reader value;
    *bits = 0;
    NXS_TRY(find_value(cert, NXS_OID_KEY_USAGE, &value));
    return as_extension_status(read_key_usage(value, bits));
}

enum nxs_status nxs_extended_key_usage(const struct nxs_cert *cert, uint16_t purpose_type)
{
    struct nxs_reader value, purposes;
    NXS_TRY(find_value(cert, NXS_OID_EXTENDED_KEY_USAGE, &value));
    NXS_TRY(as_extension_status(nxs_der_enter(&value, NXS_DER_SEQUENCE, &purposes)));
    NXS_TRY(as_extension_status(nxs_der_end(&value)));
    bool found = false;
    while (!nxs_read_end(&purposes)) {
        nxs_bytes oid;
        if (nxs_der_oid(&purposes, &oid) != NXS_OK) {
            return NXS_EXT_KEY_USAGE_NOT_FOUND; /* a list that cannot be read names nothing */
        }
        found = found || (purpose_type != NXS_OID_UNKNOWN && nxs_oid_find(oid) == purpose_type);
    }
    return found ? NXS_OK : NXS_EXT_KEY_USAGE_NOT_FOUND;
}

static enum nxs_status read_basic_constraints(struct nxs_reader value,
                                              struct nxs_basic_constraints *constraints)
{
    struct nxs_reader r;
    NXS_TRY(nxs_der_enter(&value, NXS_DER_SEQUENCE, &r));
    NXS_TRY(nxs_der_end(&value));
    if (nxs_der_is_next(&r, NXS_DER_BOOLEAN)) { /* an explicit FALSE: as for critical above */
        NXS_TRY(nxs_der_boolean(&r, &constraints->ca));
    }
    if (nxs_read_end(&r)) {
        return NXS_OK;
    }
    NXS_TRY(nxs_der_number(&r, &constraints->path_len));
    constraints->has_path_len = true;
    return nxs_der_end(&r);
}

enum nxs_status nxs_basic_constraints(const struct nxs_cert *cert, struct nxs_basic_constraints *constraints)
{
    struct nxs_reader value;
    *constraints = (struct nxs_basic_constraints){0};
    NXS_TRY(find_value(cert, NXS_OID_BASIC_CONSTRAINTS, &value));
    enum nxs_status status = as_extension_status(read_basic_constraints(value, constraints));
    if (status != NXS_OK) {
        *constraints = (struct nxs_basic_constraints){0};
    }
    return status;
}
