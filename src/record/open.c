#include "record/protection.h"

enum { MOST_EMPTY_RECORDS = 32 };

/* [RFC5246 6.2.1] only application data may be empty, and only so often that it is no way to keep us busy. */
static enum nxs_status count_empty(struct nxs_rx *rx, const struct nxs_record *record)
{
    if (record->plain.len > 0) {
        rx->empty_records = 0;
        return NXS_OK;
    }
    if (record->type != NXS_CONTENT_APPLICATION_DATA) {
        return NXS_RECORD_EMPTY;
    }
    if (rx->empty_records >= MOST_EMPTY_RECORDS) {
        return NXS_TOO_MANY_EMPTY_RECORDS;
    }
    rx->empty_records++;
    return NXS_OK;
}

enum nxs_status nxs_record_open(struct nxs_rx *rx, nxs_room record, struct nxs_record *out)
{
    struct nxs_record_half *half = &rx->half;
    struct nxs_record_header header;
    *out = (struct nxs_record){0, {NULL, 0}, half->protection->encrypts};
    NXS_TRY(nxs_record_header_read(rx, nxs_bytes_in(record), &header));
    if (record.len != NXS_RECORD_HEADER_LEN + (size_t)header.length) {
        return record.len < NXS_RECORD_HEADER_LEN + (size_t)header.length ? NXS_WANT_BYTES
                                                                          : NXS_INVALID_STATE;
    }
    if (half->sequence == UINT64_MAX) { /* [RFC5246 6.1] must not wrap */
        return NXS_SEQUENCE_EXHAUSTED;
    }
    nxs_room body = nxs_room_part(record, NXS_RECORD_HEADER_LEN, header.length);
    NXS_TRY(half->protection->open(half, &header, body, out));
    half->sequence++;
    return count_empty(rx, out);
}
