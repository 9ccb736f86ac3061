/* Records with a MAC and no encryption: NULL suites [RFC5246 6.2.3.1]. */
#include <string.h>

#include "base/ct.h"
#include "record/protection.h"

static struct nxs_record_overhead overhead(const struct nxs_record_half *half, uint8_t type, size_t len)
{
    (void)type;
    (void)len;
    return (struct nxs_record_overhead){0, half->mac_len};
}

static size_t longest_body(const struct nxs_record_half *half)
{
    return (size_t)half->max_plaintext + half->mac_len;
}

static enum nxs_status open(struct nxs_record_half *half, const struct nxs_record_header *header,
                            nxs_room body, struct nxs_record *out)
{
    uint8_t mac[NXS_MAX_DIGEST];
    if (body.len < half->mac_len) {
        return NXS_BAD_RECORD_MAC;
    }
    nxs_room content = nxs_room_part(body, 0, body.len - half->mac_len);
    NXS_TRY(nxs_record_mac(half, header, &content, 1, mac));
    if (!nxs_ct_equal(mac, body.data + content.len, half->mac_len)) {
        return NXS_BAD_RECORD_MAC;
    }
    out->type = header->type;
    out->plain = content;
    return NXS_OK;
}

static enum nxs_status seal(struct nxs_record_half *half, struct nxs_record_header *header,
                            const nxs_room *parts, size_t count, nxs_room head, nxs_room *tail)
{
    uint8_t mac[NXS_MAX_DIGEST];
    (void)head;
    NXS_TRY(nxs_record_mac(half, header, parts, count, mac));
    memcpy(tail->data, mac, half->mac_len);
    tail->len = half->mac_len;
    header->length = (uint16_t)(header->length + half->mac_len);
    return NXS_OK;
}

const struct nxs_protection nxs_protection_mac_only = {true, overhead, longest_body, open, seal};
