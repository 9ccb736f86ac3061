#include "record/protection.h"

static bool is_content_type(uint8_t type)
{
    return type >= NXS_CONTENT_CHANGE_CIPHER_SPEC && type <= NXS_CONTENT_APPLICATION_DATA;
}

/* Nothing of the connection has been read yet, so an unknown type need not be a faulty record: it may be no
 * record. */
static bool at_start(const struct nxs_record_half *half)
{
    return !half->protection->encrypts && half->sequence == 0 && half->version == 0;
}

/* Who fails before it has heard which version was agreed says so in a record of another. */
static bool is_early_alert(const struct nxs_record_half *half, const struct nxs_record_header *header)
{
    return !half->protection->encrypts && header->type == NXS_CONTENT_ALERT;
}

enum nxs_status nxs_record_header_read(const struct nxs_rx *rx, nxs_bytes bytes,
                                       struct nxs_record_header *header)
{
    const struct nxs_record_half *half = &rx->half;
    struct nxs_reader r = nxs_reader_of(bytes);
    if (!nxs_read_u8(&r, &header->type) || !nxs_read_u16(&r, &header->version) ||
        !nxs_read_u16(&r, &header->length)) {
        return NXS_WANT_BYTES;
    }
    if (!is_content_type(header->type)) {
        return at_start(half) ? NXS_NOT_TLS : NXS_RECORD_TYPE;
    }
    if (header->version >> 8 != 3) {
        return NXS_RECORD_VERSION_UNKNOWN;
    }
    if (half->version != 0 && header->version != half->version && !is_early_alert(half, header)) {
        return NXS_RECORD_VERSION_CHANGED;
    }
    return header->length > half->protection->longest_body(half) ? NXS_RECORD_OVERFLOW : NXS_OK;
}
