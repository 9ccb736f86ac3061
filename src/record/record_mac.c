/* The MAC of CBC and NULL suites [RFC5246 6.2.3.1]. */
#include "record/protection.h"

enum { PREFIX_LEN = 13 };

enum nxs_status nxs_record_mac_begin(const struct nxs_record_half *half, struct nxs_hash *mac,
                                     const struct nxs_record_header *header, uint32_t len)
{
    uint8_t room[PREFIX_LEN];
    nxs_bytes prefix;
    struct nxs_writer w = nxs_writer_of(nxs_room_of(room, sizeof room));
    nxs_write_u64(&w, half->sequence);
    nxs_write_u8(&w, header->type);
    nxs_write_u16(&w, header->version);
    nxs_write_u16(&w, (uint16_t)len);
    if (!nxs_write_end(&w, &prefix)) {
        return NXS_NO_ROOM;
    }
    NXS_TRY(nxs_hash_begin_hmac(mac, half->mac, half->work[0], nxs_bytes_of(half->mac_key, half->mac_len)));
    enum nxs_status status = nxs_hash_add(mac, prefix);
    if (status != NXS_OK) {
        nxs_hash_drop(mac);
    }
    return status;
}

enum nxs_status nxs_record_mac(const struct nxs_record_half *half, const struct nxs_record_header *header,
                               const nxs_room *parts, size_t count, uint8_t *out)
{
    struct nxs_hash mac;
    size_t total = 0;
    for (size_t i = 0; i < count; i++) {
        total += parts[i].len;
    }
    NXS_TRY(nxs_record_mac_begin(half, &mac, header, (uint32_t)total));
    for (size_t i = 0; i < count; i++) {
        enum nxs_status status = nxs_hash_add(&mac, nxs_bytes_in(parts[i]));
        if (status != NXS_OK) {
            nxs_hash_drop(&mac);
            return status;
        }
    }
    return nxs_hash_end(&mac, out);
}
