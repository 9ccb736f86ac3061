/*
 * Padding and MAC of MAC-then-encrypt records, checked without telling which of them is wrong [RFC5246
 * 6.2.3.2], and without telling where the content ends: by nothing that is done or touched here, and by the
 * time of no method [Lucky Thirteen, AlFardan and Paterson 2013].
 *
 * The running MAC is forked behind every byte where the content may end, and each fork is compared with what
 * stands there; the verdict of the right one is selected. So methods see public lengths only. This costs up
 * to 256 ends of a hash for each record, which encrypt_then_mac saves.
 */
#include "base/ct.h"
#include "record/protection.h"

enum { LONGEST_PADDING = 255 }; /* its length byte not counted */

/* All ones when the last byte and as many bytes before it as it says are all the same. */
static uint32_t padding_is_right(nxs_room plain, size_t most)
{
    uint32_t pad = plain.data[plain.len - 1];
    uint32_t wrong = nxs_ct_mask_less((uint32_t)most, pad);
    for (size_t i = 1; i <= LONGEST_PADDING && i < plain.len; i++) {
        uint32_t is_padding = ~nxs_ct_mask_less(pad, (uint32_t)i);
        wrong |= is_padding & (plain.data[plain.len - 1 - i] ^ pad);
    }
    return nxs_ct_mask_equal(wrong, 0);
}

void nxs_cbc_check_padding(nxs_room plain, struct nxs_cbc_verdict *verdict)
{
    size_t most = plain.len - 1;
    verdict->good = padding_is_right(plain, most);
    verdict->len = (uint32_t)most - (plain.data[plain.len - 1] & verdict->good);
}

static uint32_t differs(const uint8_t *a, const uint8_t *b, size_t len)
{
    uint32_t difference = 0;
    for (size_t i = 0; i < len; i++) {
        difference |= (uint32_t)(a[i] ^ b[i]);
    }
    return difference;
}

/* Adds to the MAC up to each end that is possible; @p good keeps its ones only when the MAC at the secret end
 * @p len is right. */
static enum nxs_status try_ends(const struct nxs_record_half *half, struct nxs_hash *mac, nxs_room plain,
                                size_t most, struct nxs_cbc_verdict *verdict)
{
    uint8_t digest[NXS_MAX_DIGEST];
    size_t least = most > LONGEST_PADDING ? most - LONGEST_PADDING : 0;
    uint32_t found = 0;
    NXS_TRY(nxs_hash_add(mac, nxs_bytes_of(plain.data, least)));
    for (size_t end = least; end <= most; end++) {
        NXS_TRY(nxs_hash_fork(mac, half->work[1], digest));
        uint32_t is_end = nxs_ct_mask_equal((uint32_t)end, verdict->len);
        uint32_t is_equal = nxs_ct_mask_equal(differs(digest, plain.data + end, half->mac_len), 0);
        found |= is_end & is_equal;
        if (end < most) {
            NXS_TRY(nxs_hash_add(mac, nxs_bytes_of(plain.data + end, 1)));
        }
    }
    verdict->good &= found;
    return NXS_OK;
}

enum nxs_status nxs_cbc_check(const struct nxs_record_half *half, const struct nxs_record_header *header,
                              nxs_room plain, struct nxs_cbc_verdict *verdict)
{
    struct nxs_hash mac;
    size_t most = plain.len - 1 - half->mac_len;
    /* Wrong padding counts as none, so that a MAC is checked all the same. */
    verdict->good = padding_is_right(plain, most);
    verdict->len = (uint32_t)most - (plain.data[plain.len - 1] & verdict->good);
    NXS_TRY(nxs_record_mac_begin(half, &mac, header, verdict->len));
    enum nxs_status status = try_ends(half, &mac, plain, most, verdict);
    nxs_hash_drop(&mac);
    return status;
}
