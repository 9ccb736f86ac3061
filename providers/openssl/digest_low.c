/* The flat structs are deprecated, not gone: they are the only copyable hash states of libcrypto 3. */
#define OPENSSL_SUPPRESS_DEPRECATED

#include "digest.h"

#include <string.h>

#include <openssl/crypto.h>

/* [FIPS180-4 5.3.6]: the initial hash values of the truncated SHA-512 variants. */
static const uint64_t sha512_224_start[8] = {UINT64_C(0x8C3D37C819544DA2), UINT64_C(0x73E1996689DCD4D6),
                                             UINT64_C(0x1DFAB7AE32FF9C82), UINT64_C(0x679DD514582F9FCF),
                                             UINT64_C(0x0F6D2B697BD44DA8), UINT64_C(0x77E36F7304C48942),
                                             UINT64_C(0x3F9D85A86A1D36C8), UINT64_C(0x1112E6AD91D692A1)};
static const uint64_t sha512_256_start[8] = {UINT64_C(0x22312194FC2BF72C), UINT64_C(0x9F555FA3C84C64C2),
                                             UINT64_C(0x2393B86B6F53B151), UINT64_C(0x963877195940EABD),
                                             UINT64_C(0x96283EE2A88EFFE3), UINT64_C(0xBE5E1E2553863992),
                                             UINT64_C(0x2B0199FC2C85B8AA), UINT64_C(0x0EB72DDC81C52CA2)};

static bool begin_sha512(const struct nxs_hash_kind *kind, SHA512_CTX *sha)
{
    if (kind->hash == NX_CRYPTO_HASH_SHA384) {
        return SHA384_Init(sha) == 1;
    }
    if (SHA512_Init(sha) != 1) {
        return false;
    }
    if (kind->hash != NX_CRYPTO_HASH_SHA512) {
        const uint64_t *start = kind->hash == NX_CRYPTO_HASH_SHA512_224 ? sha512_224_start : sha512_256_start;
        for (size_t i = 0; i < 8; i++) {
            sha->h[i] = start[i];
        }
        sha->md_len = kind->digest;
    }
    return true;
}

static size_t state_size(enum nxs_hash_family family)
{
    static const size_t size[] = {[NXS_FAMILY_MD5] = sizeof(MD5_CTX),
                                  [NXS_FAMILY_SHA1] = sizeof(SHA_CTX),
                                  [NXS_FAMILY_SHA256] = sizeof(SHA256_CTX),
                                  [NXS_FAMILY_SHA512] = sizeof(SHA512_CTX)};
    return size[family];
}

void nxs_digest_clear(const struct nxs_hash_kind *kind, void *state)
{
    memset(state, 0, state_size(kind->family));
}

void nxs_digest_drop(enum nxs_hash_family family, void *state)
{
    OPENSSL_cleanse(state, state_size(family));
}

bool nxs_digest_begin(const struct nxs_hash_kind *kind, void *state)
{
    switch (kind->family) {
    case NXS_FAMILY_MD5:
        return MD5_Init(state) == 1;
    case NXS_FAMILY_SHA1:
        return SHA1_Init(state) == 1;
    case NXS_FAMILY_SHA256:
        return kind->hash == NX_CRYPTO_HASH_SHA224 ? SHA224_Init(state) == 1 : SHA256_Init(state) == 1;
    case NXS_FAMILY_SHA512:
        return begin_sha512(kind, state);
    }
    return false;
}

/* False for a state that was never begun: libcrypto would write where its num member says, or nothing at all.
 */
static bool is_running(const struct nxs_hash_kind *kind, const void *state)
{
    switch (kind->family) {
    case NXS_FAMILY_MD5: {
        const MD5_CTX *md5 = state;
        return md5->num < kind->block && (md5->A | md5->B | md5->C | md5->D) != 0;
    }
    case NXS_FAMILY_SHA1: {
        const SHA_CTX *sha = state;
        return sha->num < kind->block && (sha->h0 | sha->h1 | sha->h2 | sha->h3 | sha->h4) != 0;
    }
    case NXS_FAMILY_SHA256: {
        const SHA256_CTX *sha = state;
        return sha->num < kind->block && sha->md_len == kind->digest;
    }
    case NXS_FAMILY_SHA512: {
        const SHA512_CTX *sha = state;
        return sha->num < kind->block && sha->md_len == kind->digest;
    }
    }
    return false;
}

bool nxs_digest_add(const struct nxs_hash_kind *kind, void *state, const void *data, size_t len)
{
    if (!is_running(kind, state)) {
        return false;
    }
    switch (kind->family) {
    case NXS_FAMILY_MD5:
        return MD5_Update(state, data, len) == 1;
    case NXS_FAMILY_SHA1:
        return SHA1_Update(state, data, len) == 1;
    case NXS_FAMILY_SHA256:
        return SHA256_Update(state, data, len) == 1;
    case NXS_FAMILY_SHA512:
        return SHA512_Update(state, data, len) == 1;
    }
    return false;
}

bool nxs_digest_end(const struct nxs_hash_kind *kind, void *state, unsigned char *out)
{
    bool done = false;
    if (!is_running(kind, state)) {
        return false;
    }
    switch (kind->family) {
    case NXS_FAMILY_MD5:
        done = MD5_Final(out, state) == 1;
        break;
    case NXS_FAMILY_SHA1:
        done = SHA1_Final(out, state) == 1;
        break;
    case NXS_FAMILY_SHA256:
        done = SHA256_Final(out, state) == 1;
        break;
    case NXS_FAMILY_SHA512:
        done = SHA512_Final(out, state) == 1;
        break;
    }
    nxs_digest_drop(kind->family, state);
    return done;
}

/* In every struct the chaining value and the count come before the data: after whole blocks, that is all. */
static size_t mark_size(const struct nxs_hash_kind *kind)
{
    static const size_t size[] = {[NXS_FAMILY_MD5] = offsetof(MD5_CTX, data),
                                  [NXS_FAMILY_SHA1] = offsetof(SHA_CTX, data),
                                  [NXS_FAMILY_SHA256] = offsetof(SHA256_CTX, data),
                                  [NXS_FAMILY_SHA512] = offsetof(SHA512_CTX, u)};
    return size[kind->family];
}

_Static_assert(offsetof(SHA512_CTX, u) <= sizeof((struct nxs_hmac_key *)0)->inner,
               "the longest chaining value and count fit a key");

static void resume(const struct nxs_hash_kind *kind, const unsigned char *mark, void *state)
{
    memcpy(state, mark, mark_size(kind));
    switch (kind->family) {
    case NXS_FAMILY_MD5:
        ((MD5_CTX *)state)->num = 0;
        break;
    case NXS_FAMILY_SHA1:
        ((SHA_CTX *)state)->num = 0;
        break;
    case NXS_FAMILY_SHA256:
        ((SHA256_CTX *)state)->num = 0;
        ((SHA256_CTX *)state)->md_len = kind->digest;
        break;
    case NXS_FAMILY_SHA512:
        ((SHA512_CTX *)state)->num = 0;
        ((SHA512_CTX *)state)->md_len = kind->digest;
        break;
    }
}

/* Hashes one block, the key XORed with @p pad, and keeps where the hash stands after it. */
static bool mark_padded_key(const struct nxs_hash_kind *kind, const unsigned char *key, unsigned char pad,
                            union nxs_digest_state *state, unsigned char *mark)
{
    unsigned char block[NXS_BLOCK_MAX];
    for (size_t i = 0; i < kind->block; i++) {
        block[i] = key[i] ^ pad;
    }
    bool done = nxs_digest_begin(kind, state) && nxs_digest_add(kind, state, block, kind->block);
    memcpy(mark, state, mark_size(kind));
    OPENSSL_cleanse(block, sizeof block);
    return done;
}

bool nxs_hmac_key_set(const struct nxs_hash_kind *kind, struct nxs_hmac_key *key, const void *bytes,
                      size_t len)
{
    union nxs_digest_state state;
    unsigned char block[NXS_BLOCK_MAX] = {0};
    bool done = true;
    if (len > kind->block) {
        done = nxs_digest_begin(kind, &state) && nxs_digest_add(kind, &state, bytes, len) &&
               nxs_digest_end(kind, &state, block);
    } else if (len > 0) {
        memcpy(block, bytes, len);
    }
    /* [RFC2104 2]: the pads of the inner and the outer hash. */
    done = done && mark_padded_key(kind, block, 0x36, &state, key->inner) &&
           mark_padded_key(kind, block, 0x5C, &state, key->outer);
    OPENSSL_cleanse(block, sizeof block);
    OPENSSL_cleanse(&state, sizeof state);
    return done;
}

bool nxs_hmac_begin(const struct nxs_hash_kind *kind, const struct nxs_hmac_key *key, void *state)
{
    resume(kind, key->inner, state);
    return true;
}

bool nxs_hmac_end(const struct nxs_hash_kind *kind, const struct nxs_hmac_key *key, void *state,
                  unsigned char *out)
{
    unsigned char inner[NXS_DIGEST_MAX];
    if (!nxs_digest_end(kind, state, inner)) {
        return false;
    }
    resume(kind, key->outer, state);
    bool done = nxs_digest_add(kind, state, inner, kind->digest) && nxs_digest_end(kind, state, out);
    OPENSSL_cleanse(inner, sizeof inner);
    return done;
}

void nxs_digest_cache_empty(void)
{
}
