/** @file
 * A bounded table of key objects that are found by their content: a digest over all parts of the key, never
 * an address or a certificate, because applications copy and reuse the memory of both.
 *
 * As in a pool, an object is either in the table or owned by the thread that took it. A key that is busy in
 * another thread is simply not found; a second object is made and stays in the table beside the first. When
 * the table is full, the object that was used longest ago is destroyed.
 */
#ifndef NXS_OPENSSL_KEY_TABLE_H
#define NXS_OPENSSL_KEY_TABLE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <openssl/evp.h>

enum { NXS_KEY_DIGEST = 32 };

/** A key object; the context has its operation and padding set. */
struct nxs_key {
    uint8_t digest[NXS_KEY_DIGEST]; /**< SHA-256 over all parts of the key */
    uint8_t name[NXS_KEY_DIGEST];   /**< SHA-256 over the public part that a caller can name it by */
    EVP_PKEY_CTX *ctx;
};

struct nxs_key_slot {
    _Atomic(struct nxs_key *) key; /**< NULL: empty, or taken out */
    _Atomic uint64_t tag;  /**< first bytes of its digest: a hint, which may lag behind and cost a miss */
    _Atomic uint64_t used; /**< the table's clock when it came back last */
};

struct nxs_key_table {
    struct nxs_key_slot *slots;
    size_t count;
    _Atomic uint64_t clock;
};

/** One part of a key. */
struct nxs_key_part {
    const uint8_t *data;
    size_t len;
};

/** SHA-256 over @p count parts, each preceded by its length. False: libcrypto has no memory. */
bool nxs_key_digest(const struct nxs_key_part *parts, size_t count, uint8_t digest[NXS_KEY_DIGEST]);

/** Takes the key with this digest out of the table; NULL when it is not there or busy. */
struct nxs_key *nxs_key_take(struct nxs_key_table *table, const uint8_t digest[NXS_KEY_DIGEST]);
/** Brings a key into the table, in the place of the one unused longest when it is full. */
void nxs_key_give(struct nxs_key_table *table, struct nxs_key *key);
/** Destroys the idle keys with this name; all of them when @p name is NULL. */
void nxs_key_forget(struct nxs_key_table *table, const uint8_t *name);
/** Wipes and frees a key that no table has; NULL is allowed. */
void nxs_key_destroy(struct nxs_key *key);

/** Frees the hash contexts that nxs_key_digest() keeps. */
void nxs_key_digest_cache_empty(void);

#endif
