#include "crypto/rsa_padding.h"

#include <string.h>

#include "base/ct.h"

size_t nxs_rsa_modulus_bits(nxs_bytes modulus)
{
    if (modulus.len == 0 || modulus.data[0] == 0) {
        return 0;
    }
    size_t bits = 8 * modulus.len;
    for (unsigned top = modulus.data[0]; top < 0x80; top <<= 1) {
        bits--;
    }
    return bits;
}

/* ---- EMSA-PKCS1-v1_5 [RFC8017 9.2] ---- */

/* What stands behind the zero byte: the longest is DigestInfo with a SHA-512 digest. */
struct tail {
    uint8_t room[19 + NXS_MAX_DIGEST];
    nxs_bytes bytes;
};

static nxs_bytes digest_oid(uint32_t hash)
{
    static const uint8_t md5[] = {0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x02, 0x05};
    static const uint8_t sha1[] = {0x2B, 0x0E, 0x03, 0x02, 0x1A};
    static const uint8_t sha224[] = {0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x04};
    static const uint8_t sha256[] = {0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01};
    static const uint8_t sha384[] = {0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02};
    static const uint8_t sha512[] = {0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03};
    switch (hash) {
    case NX_CRYPTO_HASH_MD5:
        return nxs_bytes_of(md5, sizeof md5);
    case NX_CRYPTO_HASH_SHA1:
        return nxs_bytes_of(sha1, sizeof sha1);
    case NX_CRYPTO_HASH_SHA224:
        return nxs_bytes_of(sha224, sizeof sha224);
    case NX_CRYPTO_HASH_SHA256:
        return nxs_bytes_of(sha256, sizeof sha256);
    case NX_CRYPTO_HASH_SHA384:
        return nxs_bytes_of(sha384, sizeof sha384);
    case NX_CRYPTO_HASH_SHA512:
        return nxs_bytes_of(sha512, sizeof sha512);
    default:
        return nxs_bytes_of(NULL, 0);
    }
}

static void write_digest_info(struct nxs_writer *w, nxs_bytes oid, nxs_bytes digest)
{
    enum { OCTET_STRING = 0x04, NULL_VALUE = 0x05, OBJECT_IDENTIFIER = 0x06, SEQUENCE = 0x30 };
    nxs_write_u8(w, SEQUENCE);
    struct nxs_mark info = nxs_open_vec8(w);
    nxs_write_u8(w, SEQUENCE);
    struct nxs_mark algorithm = nxs_open_vec8(w);
    nxs_write_u8(w, OBJECT_IDENTIFIER);
    struct nxs_mark identifier = nxs_open_vec8(w);
    nxs_write_bytes(w, oid);
    nxs_close_vec(w, identifier);
    nxs_write_u8(w, NULL_VALUE);
    nxs_write_u8(w, 0);
    nxs_close_vec(w, algorithm);
    nxs_write_u8(w, OCTET_STRING);
    struct nxs_mark value = nxs_open_vec8(w);
    nxs_write_bytes(w, digest);
    nxs_close_vec(w, value);
    nxs_close_vec(w, info);
}

/* False when the digest has no such encoding or the modulus is too short for it. */
static bool make_tail(const struct nxs_rsa_padding *p, size_t block_len, struct tail *tail)
{
    enum { LEAST_PADDING = 11 }; /* 00 01, eight times FF, 00 */
    struct nxs_writer w = nxs_writer_of(nxs_room_of(tail->room, sizeof tail->room));
    if (p->scheme->signing == NXS_SIGN_PKCS1_MD5_SHA1) {
        nxs_write_bytes(&w, p->digest); /* [RFC4346 7.4.3] no DigestInfo around the two digests */
    } else {
        nxs_bytes oid = digest_oid(p->scheme->hash);
        if (oid.len == 0) {
            return false;
        }
        write_digest_info(&w, oid, p->digest);
    }
    return nxs_write_end(&w, &tail->bytes) && block_len >= tail->bytes.len + LEAST_PADDING;
}

/* Byte @p at of the one encoding that is right: 00 01 FF .. FF 00 tail. */
static uint8_t expected_byte(const struct tail *tail, size_t block_len, size_t at)
{
    size_t tail_at = block_len - tail->bytes.len;
    if (at >= tail_at) {
        return tail->bytes.data[at - tail_at];
    }
    if (at == 1) {
        return 0x01;
    }
    return at == 0 || at == tail_at - 1 ? 0x00 : 0xFF;
}

static enum nxs_status pad_pkcs1(const struct nxs_rsa_padding *p, nxs_room block)
{
    struct tail tail;
    if (!make_tail(p, block.len, &tail)) {
        return NXS_CRYPTO_FAILED;
    }
    for (size_t i = 0; i < block.len; i++) {
        block.data[i] = expected_byte(&tail, block.len, i);
    }
    return NXS_OK;
}

/* Nothing is parsed, so there is nothing to be lenient about. */
static enum nxs_status check_pkcs1(const struct nxs_rsa_padding *p, nxs_room block)
{
    struct tail tail;
    unsigned difference = 0;
    if (!make_tail(p, block.len, &tail)) {
        return NXS_BAD_SIGNATURE;
    }
    for (size_t i = 0; i < block.len; i++) {
        difference |= (unsigned)(block.data[i] ^ expected_byte(&tail, block.len, i));
    }
    return difference == 0 ? NXS_OK : NXS_BAD_SIGNATURE;
}

/* ---- EMSA-PSS [RFC8017 9.1], salt as long as the digest ---- */

/* The parts of an encoded message: DB (zeros, 01, salt), H, BC. */
struct pss {
    nxs_room lead; /* a byte of zero in front, when the encoding is a byte shorter than the modulus */
    nxs_room db;
    nxs_room zeros;
    nxs_room one;
    nxs_room salt;
    nxs_room h;
    nxs_room bc;
    uint8_t top_mask; /* of the bits of DB's first byte that are used */
};

static bool lay_out_pss(const struct nxs_rsa_padding *p, nxs_room block, struct pss *pss)
{
    size_t hash = p->digest.len;
    size_t bits = p->modulus_bits - 1;
    size_t len = (bits + 7) / 8;
    size_t lead = block.len - len;
    if (len < 2 * hash + 2) {
        return false;
    }
    size_t db = len - hash - 1;
    pss->lead = nxs_room_part(block, 0, lead);
    pss->db = nxs_room_part(block, lead, db);
    pss->zeros = nxs_room_part(pss->db, 0, db - hash - 1);
    pss->one = nxs_room_part(pss->db, db - hash - 1, 1);
    pss->salt = nxs_room_part(pss->db, db - hash, hash);
    pss->h = nxs_room_part(block, lead + db, hash);
    pss->bc = nxs_room_part(block, lead + db + hash, 1);
    pss->top_mask = (uint8_t)(0xFFu >> (8 * len - bits));
    return true;
}

/* [RFC8017 B.2.1] XORs MGF1(seed) onto @p onto. */
static enum nxs_status mask(const struct nxs_rsa_padding *p, nxs_room seed, nxs_room onto)
{
    uint8_t counter[4];
    uint8_t digest[NXS_MAX_DIGEST];
    for (size_t at = 0, round = 0; at < onto.len; round++) {
        nxs_bytes parts[] = {nxs_bytes_in(seed), nxs_bytes_of(counter, sizeof counter)};
        struct nxs_writer w = nxs_writer_of(nxs_room_of(counter, sizeof counter));
        nxs_write_u32(&w, (uint32_t)round);
        NXS_TRY(nxs_hash_once(p->hash, p->area, parts, 2, digest));
        for (size_t i = 0; i < p->digest.len && at < onto.len; i++) {
            onto.data[at++] ^= digest[i];
        }
    }
    return NXS_OK;
}

/* H = Hash(eight zeros, digest, salt). */
static enum nxs_status hash_salted(const struct nxs_rsa_padding *p, nxs_room salt, uint8_t *digest)
{
    static const uint8_t eight_zeros[8];
    nxs_bytes parts[] = {nxs_bytes_of(eight_zeros, sizeof eight_zeros), p->digest, nxs_bytes_in(salt)};
    return nxs_hash_once(p->hash, p->area, parts, 3, digest);
}

static enum nxs_status pad_pss(const struct nxs_rsa_padding *p, nxs_room block)
{
    struct pss pss;
    uint8_t digest[NXS_MAX_DIGEST];
    if (!lay_out_pss(p, block, &pss)) {
        return NXS_CRYPTO_FAILED;
    }
    memset(block.data, 0, block.len);
    pss.one.data[0] = 0x01;
    pss.bc.data[0] = 0xBC;
    NXS_TRY(nxs_random(pss.salt.data, pss.salt.len));
    NXS_TRY(hash_salted(p, pss.salt, digest));
    memcpy(pss.h.data, digest, pss.h.len);
    NXS_TRY(mask(p, pss.h, pss.db));
    pss.db.data[0] &= pss.top_mask;
    return NXS_OK;
}

static bool is_padding(const struct pss *pss)
{
    uint8_t wrong = pss->one.data[0] ^ 0x01;
    for (size_t i = 0; i < pss->zeros.len; i++) {
        wrong |= pss->zeros.data[i];
    }
    return wrong == 0;
}

static enum nxs_status check_pss(const struct nxs_rsa_padding *p, nxs_room block)
{
    struct pss pss;
    uint8_t digest[NXS_MAX_DIGEST];
    if (!lay_out_pss(p, block, &pss) || (pss.lead.len > 0 && pss.lead.data[0] != 0) ||
        pss.bc.data[0] != 0xBC || (pss.db.data[0] & ~pss.top_mask) != 0) {
        return NXS_BAD_SIGNATURE;
    }
    NXS_TRY(mask(p, pss.h, pss.db));
    pss.db.data[0] &= pss.top_mask;
    if (!is_padding(&pss)) {
        return NXS_BAD_SIGNATURE;
    }
    NXS_TRY(hash_salted(p, pss.salt, digest));
    return nxs_ct_equal(digest, pss.h.data, pss.h.len) ? NXS_OK : NXS_BAD_SIGNATURE;
}

/* ---- both ---- */

/* Nothing below here looks at the digest's length again. */
static bool digest_fits(const struct nxs_rsa_padding *p)
{
    enum { MD5_AND_SHA1 = 16 + 20 };
    return p->scheme->signing == NXS_SIGN_PKCS1_MD5_SHA1
               ? p->digest.len == MD5_AND_SHA1
               : p->hash != NULL && p->digest.len == nxs_digest_size(p->hash);
}

enum nxs_status nxs_rsa_pad(const struct nxs_rsa_padding *padding, nxs_room block)
{
    if (!digest_fits(padding)) {
        return NXS_INVALID_STATE;
    }
    return padding->scheme->signing == NXS_SIGN_PSS ? pad_pss(padding, block) : pad_pkcs1(padding, block);
}

enum nxs_status nxs_rsa_check(const struct nxs_rsa_padding *padding, nxs_room block)
{
    if (!digest_fits(padding)) {
        return NXS_INVALID_STATE;
    }
    return padding->scheme->signing == NXS_SIGN_PSS ? check_pss(padding, block) : check_pkcs1(padding, block);
}
