/** @file
 * HMAC over whichever methods the caller was given: the stock ones, then all
 * work is done on flat state; or an application's hash or HMAC method, then it
 * is called as TLS calls methods. PRF, HKDF and the generic HMAC are built on it.
 */
#ifndef NXS_PROVIDER_MAC_H
#define NXS_PROVIDER_MAC_H

#include "digest.h"

enum {
    NXS_MAC_BLOCK_MAX = 144, /**< longest block of a foreign hash, in bytes (SHA3-224) */
    NXS_FOREIGN_ROOM = 2048, /**< most metadata that a foreign method may need, in bytes */
};

/** An HMAC function. */
struct nxs_mac {
    const struct nxs_hash_kind *kind; /**< a hash of ours; NULL: foreign */
    NX_CRYPTO_METHOD *hmac;           /**< foreign: the HMAC method, or NULL to build HMAC on @ref hash */
    NX_CRYPTO_METHOD *hash;           /**< foreign: the hash method */
    size_t digest;                    /**< bytes of a MAC */
    size_t block;              /**< bytes of a hash block; foreign HMAC methods keep theirs to themselves */
    struct nxs_hmac_key keyed; /**< ours: the key made ready */
    const UCHAR *key;          /**< foreign: borrowed from nxs_mac_key() */
    size_t key_len;
};

/** Where a MAC is at work: the state of a hash of ours, or the metadata of a foreign method. */
struct nxs_mac_work {
    void *area;
    ULONG size;
    VOID *handler; /**< foreign: what its init stored */
};

struct nxs_part {
    const void *data;
    size_t len;
};

/** The hash of a stock hash method with our functions, or NULL. */
const struct nxs_hash_kind *nxs_own_hash(const NX_CRYPTO_METHOD *method);
/** The same of a stock HMAC method over one fixed hash. */
const struct nxs_hash_kind *nxs_own_hmac(const NX_CRYPTO_METHOD *method);

/**
 * Chooses the function: @p hmac over @p hash. @p hmac NULL means the stock generic HMAC; @p hash may be NULL
 * for an HMAC method with a hash of its own. NX_CRYPTO_INVALID_ALGORITHM when the two do not make an HMAC.
 */
UINT nxs_mac_choose(struct nxs_mac *mac, NX_CRYPTO_METHOD *hmac, NX_CRYPTO_METHOD *hash);
/** Sets the key of the MACs to come; it must stay where it is, unless the hash is ours. */
UINT nxs_mac_key(struct nxs_mac *mac, const UCHAR *key, size_t len);

/** The plain hash behind an HMAC built on a hash method; @p out has NXS_DIGEST_MAX bytes. */
UINT nxs_mac_hash(const struct nxs_mac *mac, const UCHAR *data, size_t len, UCHAR *out);

UINT nxs_mac_begin(const struct nxs_mac *mac, struct nxs_mac_work *work);
UINT nxs_mac_add(const struct nxs_mac *mac, struct nxs_mac_work *work, const void *data, size_t len);
/** Writes mac->digest bytes. Whatever the result, the work is over. */
UINT nxs_mac_end(const struct nxs_mac *mac, struct nxs_mac_work *work, UCHAR *out);
/** Gives up a MAC that was begun. */
void nxs_mac_drop(const struct nxs_mac *mac, struct nxs_mac_work *work);

/** The MAC of @p count parts in one go; @p out has NXS_DIGEST_MAX bytes. */
UINT nxs_mac_of(const struct nxs_mac *mac, const struct nxs_part *parts, size_t count, UCHAR *out);

/* ---- foreign.c: the same for methods that are not ours ---- */

UINT nxs_foreign_hash(const struct nxs_mac *mac, struct nxs_mac_work *work, struct nxs_part data, UCHAR *out);
UINT nxs_foreign_begin(const struct nxs_mac *mac, struct nxs_mac_work *work);
UINT nxs_foreign_add(const struct nxs_mac *mac, struct nxs_mac_work *work, const void *data, size_t len);
UINT nxs_foreign_end(const struct nxs_mac *mac, struct nxs_mac_work *work, UCHAR *out);
void nxs_foreign_drop(const struct nxs_mac *mac, struct nxs_mac_work *work);

#endif
