#include "record/protection.h"

struct nxs_record_overhead nxs_record_overhead_for(const struct nxs_tx *tx, uint8_t type, size_t len)
{
    struct nxs_record_overhead over = tx->half.protection->overhead(&tx->half, type, len);
    over.head += NXS_RECORD_HEADER_LEN;
    return over;
}

struct nxs_record_overhead nxs_record_overhead(const struct nxs_tx *tx, size_t len)
{
    return nxs_record_overhead_for(tx, NXS_CONTENT_APPLICATION_DATA, len);
}

size_t nxs_record_limit(const struct nxs_tx *tx)
{
    return tx->half.max_plaintext;
}

size_t nxs_record_parts(const struct nxs_tx *tx)
{
    size_t parts = nxs_cipher_parts(&tx->half.cipher);
    return tx->half.mac != NULL && parts > NXS_MAC_PARTS ? NXS_MAC_PARTS : parts;
}

/* Bytes of all parts; one more than the limit when there are more. */
static size_t total_of(const nxs_room *parts, size_t count, size_t limit)
{
    size_t total = 0;
    for (size_t i = 0; i < count; i++) {
        if (parts[i].len > limit - total) {
            return limit + 1;
        }
        total += parts[i].len;
    }
    return total;
}

static enum nxs_status write_header(const struct nxs_record_header *header, nxs_room room)
{
    nxs_bytes written;
    struct nxs_writer w = nxs_writer_of(room);
    nxs_write_u8(&w, header->type);
    nxs_write_u16(&w, header->version);
    nxs_write_u16(&w, header->length);
    return nxs_write_end(&w, &written) ? NXS_OK : NXS_NO_ROOM;
}

enum nxs_status nxs_record_seal(struct nxs_tx *tx, uint8_t type, const nxs_room *parts, size_t count,
                                nxs_room head, nxs_room *tail)
{
    struct nxs_record_half *half = &tx->half;
    size_t limit = nxs_record_limit(tx);
    size_t total = total_of(parts, count, limit);
    if (total > limit) {
        return NXS_RECORD_OVERFLOW;
    }
    struct nxs_record_overhead over = nxs_record_overhead_for(tx, type, total);
    if (head.len != over.head || tail->len < over.tail) {
        return NXS_NO_ROOM;
    }
    if (half->sequence == UINT64_MAX) {
        return NXS_SEQUENCE_EXHAUSTED;
    }
    /* [RFC5246 E.1] what goes out before a version is agreed says 3.1. */
    uint16_t version = half->version != 0 ? half->version : 0x0301;
    struct nxs_record_header header = {type, version, (uint16_t)total};
    nxs_room behind_header = nxs_room_part(head, NXS_RECORD_HEADER_LEN, over.head - NXS_RECORD_HEADER_LEN);
    NXS_TRY(half->protection->seal(half, &header, parts, count, behind_header, tail));
    half->sequence++;
    return write_header(&header, nxs_room_part(head, 0, NXS_RECORD_HEADER_LEN));
}
