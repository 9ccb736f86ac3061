/*
 * CBC with HMAC [RFC5246 6.2.3.2], in both orders [RFC7366]. TLS 1.1 and 1.2 send a random IV with each
 * record. TLS 1.0 goes on with the last block, which an attacker has seen: an empty record in front of
 * application data makes the block that counts one that nobody knew (BEAST).
 */
#include <string.h>

#include "base/ct.h"
#include "record/protection.h"

enum { BLOCK = NXS_CBC_BLOCK };

static size_t iv_len(const struct nxs_record_half *half)
{
    return half->chained_iv ? 0 : BLOCK;
}

/* Bytes of padding, its length byte included, behind @p len bytes: the fewest that fill a block. */
static size_t padding_of(size_t len)
{
    return BLOCK - len % BLOCK;
}

static size_t behind_mac_then_encrypt(const struct nxs_record_half *half, size_t len)
{
    return half->mac_len + padding_of(len + half->mac_len);
}

static size_t behind_encrypt_then_mac(const struct nxs_record_half *half, size_t len)
{
    return padding_of(len) + half->mac_len;
}

typedef size_t tail_len(const struct nxs_record_half *half, size_t len);

static bool needs_empty_record(const struct nxs_record_half *half, uint8_t type, size_t len)
{
    return half->chained_iv && type == NXS_CONTENT_APPLICATION_DATA && len > 0;
}

static struct nxs_record_overhead overhead_of(const struct nxs_record_half *half, uint8_t type, size_t len,
                                              tail_len *behind)
{
    size_t empty = needs_empty_record(half, type, len) ? behind(half, 0) + NXS_RECORD_HEADER_LEN : 0;
    return (struct nxs_record_overhead){iv_len(half) + empty, half->mac_len + BLOCK};
}

/* ---- blocks ---- */

/* The last block of what was encrypted, wherever its bytes lie. */
static void keep_last_block(struct nxs_record_half *half, const nxs_room *parts, size_t count)
{
    size_t missing = BLOCK;
    for (size_t i = count; i > 0 && missing > 0; i--) {
        for (size_t at = parts[i - 1].len; at > 0 && missing > 0; at--) {
            half->iv[--missing] = parts[i - 1].data[at - 1];
        }
    }
}

/* The IV for a record: random and written to @p head, or the block that was last. */
static enum nxs_status choose_iv(const struct nxs_record_half *half, nxs_room head, uint8_t iv[BLOCK])
{
    if (half->chained_iv) {
        memcpy(iv, half->iv, BLOCK);
        return NXS_OK;
    }
    NXS_TRY(nxs_random(iv, BLOCK));
    memcpy(head.data, iv, BLOCK);
    return NXS_OK;
}

static enum nxs_status encrypt(struct nxs_record_half *half, nxs_room head, const nxs_room *parts,
                               size_t count, nxs_room last)
{
    nxs_room all[NXS_MAC_PARTS + 1];
    uint8_t iv[BLOCK];
    memcpy(all, parts, count * sizeof all[0]);
    all[count] = last;
    NXS_TRY(choose_iv(half, head, iv));
    NXS_TRY(nxs_cbc_encrypt(&half->cipher, iv, all, count + 1));
    if (half->chained_iv) {
        keep_last_block(half, all, count + 1);
    }
    return NXS_OK;
}

static enum nxs_status decrypt(struct nxs_record_half *half, nxs_room body, nxs_room *plain)
{
    uint8_t iv[BLOCK];
    size_t front = iv_len(half);
    memcpy(iv, half->chained_iv ? half->iv : body.data, BLOCK);
    *plain = nxs_room_part(body, front, body.len - front);
    if (half->chained_iv) {
        keep_last_block(half, plain, 1);
    }
    return nxs_cbc_decrypt(&half->cipher, iv, *plain);
}

static void write_padding(nxs_room room)
{
    memset(room.data, (int)(room.len - 1), room.len);
}

/* The lists of parts are short, but for the caller's. */
static size_t gather(const nxs_room *parts, size_t count, nxs_room *filled)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        if (parts[i].len > 0 && n < NXS_MAC_PARTS) {
            filled[n++] = parts[i];
        }
    }
    return n;
}

static size_t total_of(const nxs_room *parts, size_t count)
{
    size_t total = 0;
    for (size_t i = 0; i < count; i++) {
        total += parts[i].len;
    }
    return total;
}

typedef enum nxs_status seal_one(struct nxs_record_half *half, struct nxs_record_header *header,
                                 const nxs_room *parts, size_t count, nxs_room head, nxs_room *tail);

/* An empty record, but for its header, then the header of the record that follows. */
static enum nxs_status seal_behind_empty(struct nxs_record_half *half, struct nxs_record_header *header,
                                         const nxs_room *parts, size_t count, nxs_room head, nxs_room *tail,
                                         seal_one *seal)
{
    struct nxs_record_header empty = {header->type, header->version, 0};
    nxs_room body = nxs_room_part(head, 0, head.len - NXS_RECORD_HEADER_LEN);
    struct nxs_writer w = nxs_writer_of(nxs_room_part(head, body.len, NXS_RECORD_HEADER_LEN));
    nxs_bytes written;
    if (half->sequence >= UINT64_MAX - 1) {
        return NXS_SEQUENCE_EXHAUSTED;
    }
    NXS_TRY(seal(half, &empty, parts, 0, nxs_room_of(NULL, 0), &body));
    half->sequence++;
    NXS_TRY(seal(half, header, parts, count, nxs_room_of(NULL, 0), tail));
    nxs_write_u8(&w, header->type);
    nxs_write_u16(&w, header->version);
    nxs_write_u16(&w, header->length);
    header->length = empty.length;
    return nxs_write_end(&w, &written) ? NXS_OK : NXS_NO_ROOM;
}

static enum nxs_status seal_with(struct nxs_record_half *half, struct nxs_record_header *header,
                                 const nxs_room *parts, size_t count, nxs_room head, nxs_room *tail,
                                 seal_one *seal)
{
    nxs_room filled[NXS_MAC_PARTS];
    size_t n = gather(parts, count, filled);
    if (total_of(filled, n) != header->length) {
        return NXS_UNSUPPORTED_CIPHER; /* more parts than nxs_record_parts() */
    }
    if (needs_empty_record(half, header->type, header->length)) {
        return seal_behind_empty(half, header, filled, n, head, tail, seal);
    }
    return seal(half, header, filled, n, head, tail);
}

/* ---- MAC, then encryption ---- */

static struct nxs_record_overhead overhead_mte(const struct nxs_record_half *half, uint8_t type, size_t len)
{
    return overhead_of(half, type, len, behind_mac_then_encrypt);
}

static size_t longest_mte(const struct nxs_record_half *half)
{
    return iv_len(half) + (size_t)half->max_plaintext + half->mac_len + 256;
}

static enum nxs_status open_mte(struct nxs_record_half *half, const struct nxs_record_header *header,
                                nxs_room body, struct nxs_record *out)
{
    nxs_room plain;
    struct nxs_cbc_verdict verdict;
    if (body.len % BLOCK != 0 || body.len < iv_len(half) + half->mac_len + 1) {
        return NXS_BAD_RECORD_MAC;
    }
    NXS_TRY(decrypt(half, body, &plain));
    NXS_TRY(nxs_cbc_check(half, header, plain, &verdict));
    if (verdict.good == 0) {
        nxs_wipe(plain.data, plain.len);
        return NXS_BAD_RECORD_MAC;
    }
    out->type = header->type;
    out->plain = nxs_room_part(plain, 0, verdict.len);
    return verdict.len > half->max_plaintext ? NXS_RECORD_OVERFLOW : NXS_OK;
}

static enum nxs_status seal_one_mte(struct nxs_record_half *half, struct nxs_record_header *header,
                                    const nxs_room *parts, size_t count, nxs_room head, nxs_room *tail)
{
    uint8_t mac[NXS_MAX_DIGEST];
    size_t len = header->length;
    NXS_TRY(nxs_record_mac(half, header, parts, count, mac));
    nxs_room last = nxs_room_part(*tail, 0, behind_mac_then_encrypt(half, len));
    memcpy(last.data, mac, half->mac_len);
    write_padding(nxs_room_part(last, half->mac_len, last.len - half->mac_len));
    NXS_TRY(encrypt(half, head, parts, count, last));
    tail->len = last.len;
    header->length = (uint16_t)(iv_len(half) + len + last.len);
    return NXS_OK;
}

static enum nxs_status seal_mte(struct nxs_record_half *half, struct nxs_record_header *header,
                                const nxs_room *parts, size_t count, nxs_room head, nxs_room *tail)
{
    return seal_with(half, header, parts, count, head, tail, seal_one_mte);
}

/* ---- encryption, then MAC [RFC7366 3]: over the IV on the wire and the encrypted blocks ---- */

static struct nxs_record_overhead overhead_etm(const struct nxs_record_half *half, uint8_t type, size_t len)
{
    return overhead_of(half, type, len, behind_encrypt_then_mac);
}

static size_t longest_etm(const struct nxs_record_half *half)
{
    return iv_len(half) + (size_t)half->max_plaintext + 256 + half->mac_len;
}

static enum nxs_status open_etm(struct nxs_record_half *half, const struct nxs_record_header *header,
                                nxs_room body, struct nxs_record *out)
{
    uint8_t mac[NXS_MAX_DIGEST];
    nxs_room plain;
    struct nxs_cbc_verdict verdict;
    if (body.len < iv_len(half) + BLOCK + half->mac_len || (body.len - half->mac_len) % BLOCK != 0) {
        return NXS_BAD_RECORD_MAC;
    }
    nxs_room sealed = nxs_room_part(body, 0, body.len - half->mac_len);
    NXS_TRY(nxs_record_mac(half, header, &sealed, 1, mac));
    if (!nxs_ct_equal(mac, body.data + sealed.len, half->mac_len)) {
        return NXS_BAD_RECORD_MAC;
    }
    NXS_TRY(decrypt(half, sealed, &plain));
    nxs_cbc_check_padding(plain, &verdict);
    if (verdict.good == 0) {
        nxs_wipe(plain.data, plain.len);
        return NXS_BAD_RECORD_MAC;
    }
    out->type = header->type;
    out->plain = nxs_room_part(plain, 0, verdict.len);
    return verdict.len > half->max_plaintext ? NXS_RECORD_OVERFLOW : NXS_OK;
}

static enum nxs_status mac_over(const struct nxs_record_half *half, const struct nxs_record_header *header,
                                nxs_room iv, const nxs_room *parts, size_t count, nxs_room padding,
                                uint8_t *mac)
{
    nxs_room all[NXS_MAC_PARTS + 2];
    all[0] = iv;
    memcpy(all + 1, parts, count * sizeof all[0]);
    all[count + 1] = padding;
    return nxs_record_mac(half, header, all, count + 2, mac);
}

static enum nxs_status seal_one_etm(struct nxs_record_half *half, struct nxs_record_header *header,
                                    const nxs_room *parts, size_t count, nxs_room head, nxs_room *tail)
{
    uint8_t mac[NXS_MAX_DIGEST];
    size_t len = header->length;
    nxs_room padding = nxs_room_part(*tail, 0, padding_of(len));
    write_padding(padding);
    NXS_TRY(encrypt(half, head, parts, count, padding));
    NXS_TRY(
        mac_over(half, header, half->chained_iv ? nxs_room_of(NULL, 0) : head, parts, count, padding, mac));
    memcpy(tail->data + padding.len, mac, half->mac_len);
    tail->len = padding.len + half->mac_len;
    header->length = (uint16_t)(iv_len(half) + len + tail->len);
    return NXS_OK;
}

static enum nxs_status seal_etm(struct nxs_record_half *half, struct nxs_record_header *header,
                                const nxs_room *parts, size_t count, nxs_room head, nxs_room *tail)
{
    return seal_with(half, header, parts, count, head, tail, seal_one_etm);
}

const struct nxs_protection nxs_protection_mac_then_encrypt = {true, overhead_mte, longest_mte, open_mte,
                                                               seal_mte};
const struct nxs_protection nxs_protection_encrypt_then_mac = {true, overhead_etm, longest_etm, open_etm,
                                                               seal_etm};
