#include "mac.h"

#include <string.h>

#include <openssl/crypto.h>

/* The contract has no const. */
static UCHAR *loose(const void *bytes)
{
    return (UCHAR *)(uintptr_t)bytes;
}

/* The method that works in the area. */
static NX_CRYPTO_METHOD *worker(const struct nxs_mac *mac)
{
    return mac->hmac != NULL ? mac->hmac : mac->hash;
}

static UINT start(const struct nxs_mac *mac, struct nxs_mac_work *work, const UCHAR *key, size_t key_len)
{
    NX_CRYPTO_METHOD *method = worker(mac);
    work->handler = NULL;
    if (method->nx_crypto_metadata_area_size > work->size) {
        return NX_CRYPTO_SIZE_ERROR;
    }
    if (method->nx_crypto_init == NULL) {
        return NX_CRYPTO_SUCCESS;
    }
    return method->nx_crypto_init(method, loose(key), (NX_CRYPTO_KEY_SIZE)(key_len * 8), &work->handler,
                                  work->area, work->size);
}

static void finish(const struct nxs_mac *mac, struct nxs_mac_work *work)
{
    NX_CRYPTO_METHOD *method = worker(mac);
    if (method->nx_crypto_cleanup != NULL) {
        (void)method->nx_crypto_cleanup(work->area);
    }
}

/* One operation of the worker, or, to tell it of another method, with that one as @p method. */
static UINT operate(const struct nxs_mac *mac, struct nxs_mac_work *work, UINT op, NX_CRYPTO_METHOD *method,
                    struct nxs_part key, struct nxs_part in, UCHAR *out)
{
    return worker(mac)->nx_crypto_operation(
        op, work->handler, method, loose(key.data), (NX_CRYPTO_KEY_SIZE)(key.len * 8), loose(in.data),
        (ULONG)in.len, NULL, out, out == NULL ? 0 : (ULONG)mac->digest, work->area, work->size, NULL, NULL);
}

static const struct nxs_part nothing = {NULL, 0};

static UINT begin_hmac(const struct nxs_mac *mac, struct nxs_mac_work *work)
{
    struct nxs_part key = {mac->key, mac->key_len};
    UINT result = start(mac, work, mac->key, mac->key_len);
    if (result != NX_CRYPTO_SUCCESS) {
        return result;
    }
    if (mac->hmac->nx_crypto_algorithm == NX_CRYPTO_HASH_HMAC) {
        result = operate(mac, work, NX_CRYPTO_HMAC_SET_HASH, mac->hash, nothing, nothing, NULL);
    }
    if (result == NX_CRYPTO_SUCCESS) {
        result = operate(mac, work, NX_CRYPTO_HASH_INITIALIZE, mac->hmac, key, nothing, NULL);
    }
    if (result != NX_CRYPTO_SUCCESS) {
        finish(mac, work);
    }
    return result;
}

/* Starts the hash and gives it @p first. */
static UINT begin_hash(const struct nxs_mac *mac, struct nxs_mac_work *work, struct nxs_part first)
{
    UINT result = start(mac, work, NULL, 0);
    if (result != NX_CRYPTO_SUCCESS) {
        return result;
    }
    result = operate(mac, work, NX_CRYPTO_HASH_INITIALIZE, mac->hash, nothing, nothing, NULL);
    if (result == NX_CRYPTO_SUCCESS) {
        result = operate(mac, work, NX_CRYPTO_HASH_UPDATE, mac->hash, nothing, first, NULL);
    }
    if (result != NX_CRYPTO_SUCCESS) {
        finish(mac, work);
    }
    return result;
}

static UINT end_hash(const struct nxs_mac *mac, struct nxs_mac_work *work, UCHAR *out)
{
    UINT result = operate(mac, work, NX_CRYPTO_HASH_CALCULATE, worker(mac), nothing, nothing, out);
    finish(mac, work);
    return result;
}

UINT nxs_foreign_hash(const struct nxs_mac *mac, struct nxs_mac_work *work, struct nxs_part data, UCHAR *out)
{
    UINT result = begin_hash(mac, work, data);
    return result == NX_CRYPTO_SUCCESS ? end_hash(mac, work, out) : result;
}

/* Starts the inner or the outer hash with the key XORed with @p pad [RFC2104 2]. */
static UINT begin_padded(const struct nxs_mac *mac, struct nxs_mac_work *work, UCHAR pad)
{
    UCHAR block[NXS_MAC_BLOCK_MAX] = {0};
    UINT result = NX_CRYPTO_SUCCESS;
    if (mac->key_len > mac->block) {
        struct nxs_part key = {mac->key, mac->key_len};
        result = nxs_foreign_hash(mac, work, key, block);
    } else if (mac->key_len > 0) {
        memcpy(block, mac->key, mac->key_len);
    }
    for (size_t i = 0; i < mac->block; i++) {
        block[i] ^= pad;
    }
    if (result == NX_CRYPTO_SUCCESS) {
        struct nxs_part padded = {block, mac->block};
        result = begin_hash(mac, work, padded);
    }
    OPENSSL_cleanse(block, sizeof block);
    return result;
}

UINT nxs_foreign_begin(const struct nxs_mac *mac, struct nxs_mac_work *work)
{
    return mac->hmac != NULL ? begin_hmac(mac, work) : begin_padded(mac, work, 0x36);
}

UINT nxs_foreign_add(const struct nxs_mac *mac, struct nxs_mac_work *work, const void *data, size_t len)
{
    struct nxs_part in = {data, len};
    return operate(mac, work, NX_CRYPTO_HASH_UPDATE, worker(mac), nothing, in, NULL);
}

UINT nxs_foreign_end(const struct nxs_mac *mac, struct nxs_mac_work *work, UCHAR *out)
{
    if (mac->hmac != NULL) {
        return end_hash(mac, work, out);
    }
    UCHAR inner[NXS_DIGEST_MAX];
    UINT result = end_hash(mac, work, inner);
    if (result == NX_CRYPTO_SUCCESS) {
        result = begin_padded(mac, work, 0x5C);
    }
    if (result == NX_CRYPTO_SUCCESS) {
        result = nxs_foreign_add(mac, work, inner, mac->digest);
        if (result == NX_CRYPTO_SUCCESS) {
            result = end_hash(mac, work, out);
        } else {
            finish(mac, work);
        }
    }
    OPENSSL_cleanse(inner, sizeof inner);
    return result;
}

void nxs_foreign_drop(const struct nxs_mac *mac, struct nxs_mac_work *work)
{
    finish(mac, work);
}
