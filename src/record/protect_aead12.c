/* AEAD protection of TLS 1.2 [RFC5246 6.2.3.3]. */
#include "base/ct.h"
#include "record/protection.h"

enum {
    EXPLICIT_LEN = 8,
    AAD_LEN = 13,
};

/* seq_num + type + version + length of the plaintext. */
static nxs_bytes additional_data(const struct nxs_record_half *half, const struct nxs_record_header *header,
                                 size_t plain_len, uint8_t room[AAD_LEN])
{
    nxs_bytes aad;
    struct nxs_writer w = nxs_writer_of(nxs_room_of(room, AAD_LEN));
    nxs_write_u64(&w, half->sequence);
    nxs_write_u8(&w, header->type);
    nxs_write_u16(&w, header->version);
    nxs_write_u16(&w, (uint16_t)plain_len);
    return nxs_write_end(&w, &aad) ? aad : nxs_bytes_of(NULL, 0);
}

/* ---- explicit nonce: 4 bytes of key block, 8 bytes on the wire ---- */

static void nonce_explicit(const struct nxs_record_half *half, nxs_bytes wire, uint8_t nonce[NXS_NONCE_LEN])
{
    struct nxs_writer w = nxs_writer_of(nxs_room_of(nonce, NXS_NONCE_LEN));
    nxs_write_bytes(&w, nxs_bytes_of(half->iv, NXS_NONCE_LEN - EXPLICIT_LEN));
    nxs_write_bytes(&w, wire);
}

/* The sequence number is the one value that cannot come twice under a key [RFC5288 3]. */
static nxs_bytes choose_explicit(const struct nxs_record_half *half, nxs_room head)
{
    struct nxs_writer w = nxs_writer_of(head);
    nxs_write_u64(&w, half->sequence);
    return nxs_bytes_in(head);
}

/* ---- nonce from the sequence number [RFC7905 2] ---- */

static void nonce_xor(const struct nxs_record_half *half, uint8_t nonce[NXS_NONCE_LEN])
{
    struct nxs_writer w = nxs_writer_of(nxs_room_of(nonce, NXS_NONCE_LEN));
    nxs_write_u32(&w, 0);
    nxs_write_u64(&w, half->sequence);
    for (size_t i = 0; i < NXS_NONCE_LEN; i++) {
        nonce[i] ^= half->iv[i];
    }
}

/* ---- both ---- */

static struct nxs_record_overhead overhead_explicit(const struct nxs_record_half *half, uint8_t type,
                                                    size_t len)
{
    (void)type;
    (void)len;
    return (struct nxs_record_overhead){EXPLICIT_LEN, half->cipher.tag_len};
}

static struct nxs_record_overhead overhead_xor(const struct nxs_record_half *half, uint8_t type, size_t len)
{
    (void)type;
    (void)len;
    return (struct nxs_record_overhead){0, half->cipher.tag_len};
}

static size_t longest_explicit(const struct nxs_record_half *half)
{
    return EXPLICIT_LEN + (size_t)half->max_plaintext + half->cipher.tag_len;
}

static size_t longest_xor(const struct nxs_record_half *half)
{
    return (size_t)half->max_plaintext + half->cipher.tag_len;
}

/* Opens what stands behind the explicit nonce, if there is one. */
static enum nxs_status open_sealed(struct nxs_record_half *half, const struct nxs_record_header *header,
                                   const uint8_t *nonce, nxs_room sealed, struct nxs_record *out)
{
    uint8_t room[AAD_LEN];
    size_t tag_len = half->cipher.tag_len;
    if (sealed.len < tag_len) {
        return NXS_AEAD_FAILED;
    }
    nxs_room data = nxs_room_part(sealed, 0, sealed.len - tag_len);
    nxs_room tag = nxs_room_part(sealed, data.len, tag_len);
    nxs_bytes aad = additional_data(half, header, data.len, room);
    NXS_TRY(nxs_aead_open(&half->cipher, nonce, aad, data, tag.data));
    out->type = header->type;
    out->plain = data;
    return NXS_OK;
}

static enum nxs_status open_explicit(struct nxs_record_half *half, const struct nxs_record_header *header,
                                     nxs_room body, struct nxs_record *out)
{
    uint8_t nonce[NXS_NONCE_LEN];
    if (body.len < EXPLICIT_LEN) {
        return NXS_AEAD_FAILED;
    }
    nonce_explicit(half, nxs_bytes_of(body.data, EXPLICIT_LEN), nonce);
    return open_sealed(half, header, nonce, nxs_room_part(body, EXPLICIT_LEN, body.len - EXPLICIT_LEN), out);
}

static enum nxs_status open_xor(struct nxs_record_half *half, const struct nxs_record_header *header,
                                nxs_room body, struct nxs_record *out)
{
    uint8_t nonce[NXS_NONCE_LEN];
    nonce_xor(half, nonce);
    return open_sealed(half, header, nonce, body, out);
}

static enum nxs_status seal_with(struct nxs_record_half *half, struct nxs_record_header *header,
                                 const uint8_t *nonce, const nxs_room *parts, size_t count, size_t head_len,
                                 nxs_room *tail)
{
    uint8_t room[AAD_LEN];
    size_t tag_len = half->cipher.tag_len;
    nxs_bytes aad = additional_data(half, header, header->length, room);
    NXS_TRY(nxs_aead_seal(&half->cipher, nonce, aad, parts, count, tail->data));
    tail->len = tag_len;
    header->length = (uint16_t)(head_len + header->length + tag_len);
    return NXS_OK;
}

static enum nxs_status seal_explicit(struct nxs_record_half *half, struct nxs_record_header *header,
                                     const nxs_room *parts, size_t count, nxs_room head, nxs_room *tail)
{
    uint8_t nonce[NXS_NONCE_LEN];
    nonce_explicit(half, choose_explicit(half, head), nonce);
    return seal_with(half, header, nonce, parts, count, EXPLICIT_LEN, tail);
}

static enum nxs_status seal_xor(struct nxs_record_half *half, struct nxs_record_header *header,
                                const nxs_room *parts, size_t count, nxs_room head, nxs_room *tail)
{
    uint8_t nonce[NXS_NONCE_LEN];
    (void)head;
    nonce_xor(half, nonce);
    return seal_with(half, header, nonce, parts, count, 0, tail);
}

const struct nxs_protection nxs_protection_aead12_explicit = {true, overhead_explicit, longest_explicit,
                                                              open_explicit, seal_explicit};
const struct nxs_protection nxs_protection_aead12_xor = {true, overhead_xor, longest_xor, open_xor, seal_xor};
