/** @file
 * Running hashes and HMACs as plain data.
 *
 * digest_low.c keeps libcrypto's flat hash structs in the state: it may be
 * copied, forgotten and wiped at will. digest_evp.c, the build without
 * deprecated calls, keeps a slot number, because libcrypto 3 has no other
 * copyable state; its deviations are told there.
 *
 * No function here needs the state to be sane: a state that was wiped or never
 * begun is refused.
 */
#ifndef NXS_PROVIDER_DIGEST_H
#define NXS_PROVIDER_DIGEST_H

#include "provider.h"

#ifdef NXS_OPENSSL_LOW_LEVEL
#include <openssl/md5.h>
#include <openssl/sha.h>
#endif

/** Longest digest and longest hash block of this provider's hashes, in bytes. */
enum { NXS_DIGEST_MAX = 64, NXS_BLOCK_MAX = 128 };

/** Hashes of one family share their state's type and their method's functions. */
enum nxs_hash_family { NXS_FAMILY_MD5, NXS_FAMILY_SHA1, NXS_FAMILY_SHA256, NXS_FAMILY_SHA512 };

/** How many hashes there are. */
enum { NXS_HASH_KINDS = 8 };

struct nxs_hash_kind {
    UCHAR number;        /**< from 0 on */
    UINT hash;           /**< NX_CRYPTO_HASH_... */
    UINT hmac;           /**< NX_CRYPTO_AUTHENTICATION_..., not truncated */
    UINT hmac_truncated; /**< the same with an ICV of 96 bits; 0: none */
    enum nxs_hash_family family;
    UCHAR digest; /**< bytes */
    UCHAR block;  /**< bytes */
    const char *name;
};

/** How one kind of method does the steps of a hash; sizes are checked by nxs_hash_serve(). */
struct nxs_hash_steps {
    UINT (*begin)(const struct nxs_hash_kind *kind, const struct nxs_call *call);
    UINT (*add)(const struct nxs_hash_kind *kind, const struct nxs_call *call);
    UINT (*end)(const struct nxs_hash_kind *kind, const struct nxs_call *call);
};

/** The operations that hash and HMAC methods have in common: step by step, and all in one. */
UINT nxs_hash_serve(const struct nxs_hash_kind *kind, const struct nxs_call *call,
                    const struct nxs_hash_steps *steps);

/** The hash with this hash or HMAC algorithm id, or NULL. */
const struct nxs_hash_kind *nxs_hash_kind_of(UINT algorithm);

#ifdef NXS_OPENSSL_LOW_LEVEL

typedef MD5_CTX nxs_md5_state;
typedef SHA_CTX nxs_sha1_state;
typedef SHA256_CTX nxs_sha256_state;
typedef SHA512_CTX nxs_sha512_state;

/** The two states of an HMAC after the first block of the inner and of the outer hash: chaining value and
 * count. */
struct nxs_hmac_key {
    _Alignas(8) unsigned char inner[80];
    unsigned char outer[80];
};

#else

/** A hash context in a slot. Words of 32 bits, since metadata may be aligned to 4 only. */
struct nxs_slot_state {
    uint32_t slot;
    uint32_t generation[2];
    uint32_t count[2]; /**< bytes hashed */
    uint32_t
        owner[2]; /**< address of the state that the slot belongs to; in any other state, this is a clone */
};

typedef struct nxs_slot_state nxs_md5_state;
typedef struct nxs_slot_state nxs_sha1_state;
typedef struct nxs_slot_state nxs_sha256_state;
typedef struct nxs_slot_state nxs_sha512_state;

/** The key, filled up to a block. */
struct nxs_hmac_key {
    unsigned char block[NXS_BLOCK_MAX];
};

#endif

/** Room for the state of any hash. */
union nxs_digest_state {
    nxs_md5_state md5;
    nxs_sha1_state sha1;
    nxs_sha256_state sha256;
    nxs_sha512_state sha512;
};

/** Makes a state that no hash runs in; what it held before is not read. */
void nxs_digest_clear(const struct nxs_hash_kind *kind, void *state);
/** Starts a hash in a state that was cleared once; a hash that runs in it is given up. */
bool nxs_digest_begin(const struct nxs_hash_kind *kind, void *state);
bool nxs_digest_add(const struct nxs_hash_kind *kind, void *state, const void *data, size_t len);
/** Writes kind->digest bytes and ends the hash. */
bool nxs_digest_end(const struct nxs_hash_kind *kind, void *state, unsigned char *out);
/** Gives up whatever hash may run, and wipes the state, which may have any address and any content. */
void nxs_digest_drop(enum nxs_hash_family family, void *state);

/** Frees the contexts behind states, where there are any. */
void nxs_digest_cache_empty(void);

/** Makes a key ready for any number of HMACs. */
bool nxs_hmac_key_set(const struct nxs_hash_kind *kind, struct nxs_hmac_key *key, const void *bytes,
                      size_t len);
/** An HMAC is a hash that starts with a key and ends with it: between these, use nxs_digest_add(). */
bool nxs_hmac_begin(const struct nxs_hash_kind *kind, const struct nxs_hmac_key *key, void *state);
bool nxs_hmac_end(const struct nxs_hash_kind *kind, const struct nxs_hmac_key *key, void *state,
                  unsigned char *out);

#endif
