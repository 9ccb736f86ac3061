#include "record/protection.h"

static struct nxs_record_overhead overhead(const struct nxs_record_half *half, uint8_t type, size_t len)
{
    (void)half;
    (void)type;
    (void)len;
    return (struct nxs_record_overhead){0, 0};
}

static size_t longest_body(const struct nxs_record_half *half)
{
    return half->max_plaintext;
}

static enum nxs_status open(struct nxs_record_half *half, const struct nxs_record_header *header,
                            nxs_room body, struct nxs_record *out)
{
    (void)half;
    out->type = header->type;
    out->plain = body;
    return NXS_OK;
}

static enum nxs_status seal(struct nxs_record_half *half, struct nxs_record_header *header,
                            const nxs_room *parts, size_t count, nxs_room head, nxs_room *tail)
{
    (void)half;
    (void)header;
    (void)parts;
    (void)count;
    (void)head;
    tail->len = 0;
    return NXS_OK;
}

const struct nxs_protection nxs_protection_null = {false, overhead, longest_body, open, seal};
