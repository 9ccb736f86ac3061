#include "mac.h"

#include <openssl/crypto.h>

#include "nx_crypto_hmac.h"

/* What @p method, a hash or HMAC method, says of its digest and block; known algorithms are known better. */
static UINT measure(struct nxs_mac *mac, const NX_CRYPTO_METHOD *method)
{
    const struct nxs_hash_kind *known = nxs_hash_kind_of(method->nx_crypto_algorithm);
    size_t icv = method->nx_crypto_ICV_size_in_bits / 8u;
    mac->digest = known != NULL ? known->digest : icv;
    mac->block = known != NULL ? known->block : method->nx_crypto_block_size_in_bytes;
    /* A truncated MAC cannot be built upon. */
    if ((icv != 0 && icv != mac->digest) || method->nx_crypto_operation == NULL || mac->digest == 0 ||
        mac->digest > NXS_DIGEST_MAX || mac->block < mac->digest || mac->block > NXS_MAC_BLOCK_MAX) {
        return NX_CRYPTO_INVALID_ALGORITHM;
    }
    return NX_CRYPTO_SUCCESS;
}

static bool is_generic(const NX_CRYPTO_METHOD *hmac)
{
    return hmac->nx_crypto_algorithm == NX_CRYPTO_HASH_HMAC;
}

UINT nxs_mac_choose(struct nxs_mac *mac, NX_CRYPTO_METHOD *hmac, NX_CRYPTO_METHOD *hash)
{
    bool ours = hmac == NULL || hmac->nx_crypto_operation == _nx_crypto_method_hmac_operation;
    *mac = (struct nxs_mac){0};
    mac->kind = ours ? (hash == NULL ? NULL : nxs_own_hash(hash)) : nxs_own_hmac(hmac);
    if (mac->kind != NULL) {
        mac->digest = mac->kind->digest;
        mac->block = mac->kind->block;
        return NX_CRYPTO_SUCCESS;
    }
    mac->hmac = ours ? NULL : hmac;
    mac->hash = hash;
    if (hash == NULL && (ours || is_generic(hmac))) {
        return NX_CRYPTO_INVALID_ALGORITHM;
    }
    return measure(mac, ours || is_generic(hmac) ? hash : hmac);
}

UINT nxs_mac_key(struct nxs_mac *mac, const UCHAR *key, size_t len)
{
    mac->key = key;
    mac->key_len = len;
    if (mac->kind != NULL && !nxs_hmac_key_set(mac->kind, &mac->keyed, key, len)) {
        return nxs_libcrypto_failed(NX_CRYPTO_NOT_SUCCESSFUL);
    }
    return NX_CRYPTO_SUCCESS;
}

static UINT own_hash(const struct nxs_hash_kind *kind, const UCHAR *data, size_t len, UCHAR *out)
{
    union nxs_digest_state state;
    nxs_digest_clear(kind, &state);
    bool done = nxs_digest_begin(kind, &state) && nxs_digest_add(kind, &state, data, len) &&
                nxs_digest_end(kind, &state, out);
    nxs_digest_drop(kind->family, &state);
    return done ? NX_CRYPTO_SUCCESS : nxs_libcrypto_failed(NX_CRYPTO_NOT_SUCCESSFUL);
}

UINT nxs_mac_hash(const struct nxs_mac *mac, const UCHAR *data, size_t len, UCHAR *out)
{
    if (mac->kind != NULL) {
        return own_hash(mac->kind, data, len, out);
    }
    _Alignas(8) unsigned char room[NXS_FOREIGN_ROOM];
    struct nxs_mac_work work = {room, sizeof room, NULL};
    struct nxs_part part = {data, len};
    UINT result = nxs_foreign_hash(mac, &work, part, out);
    OPENSSL_cleanse(room, sizeof room);
    return result;
}

UINT nxs_mac_begin(const struct nxs_mac *mac, struct nxs_mac_work *work)
{
    if (mac->kind == NULL) {
        return nxs_foreign_begin(mac, work);
    }
    if (!nxs_hmac_begin(mac->kind, &mac->keyed, work->area)) {
        nxs_digest_drop(mac->kind->family, work->area);
        return nxs_libcrypto_failed(NX_CRYPTO_NOT_SUCCESSFUL);
    }
    return NX_CRYPTO_SUCCESS;
}

UINT nxs_mac_add(const struct nxs_mac *mac, struct nxs_mac_work *work, const void *data, size_t len)
{
    if (mac->kind == NULL) {
        return nxs_foreign_add(mac, work, data, len);
    }
    return nxs_digest_add(mac->kind, work->area, data, len) ? NX_CRYPTO_SUCCESS
                                                            : nxs_libcrypto_failed(NX_CRYPTO_NOT_SUCCESSFUL);
}

UINT nxs_mac_end(const struct nxs_mac *mac, struct nxs_mac_work *work, UCHAR *out)
{
    if (mac->kind == NULL) {
        return nxs_foreign_end(mac, work, out);
    }
    bool done = nxs_hmac_end(mac->kind, &mac->keyed, work->area, out);
    nxs_digest_drop(mac->kind->family, work->area);
    return done ? NX_CRYPTO_SUCCESS : nxs_libcrypto_failed(NX_CRYPTO_NOT_SUCCESSFUL);
}

void nxs_mac_drop(const struct nxs_mac *mac, struct nxs_mac_work *work)
{
    if (mac->kind == NULL) {
        nxs_foreign_drop(mac, work);
    } else {
        nxs_digest_drop(mac->kind->family, work->area);
    }
}

static UINT mac_in(const struct nxs_mac *mac, struct nxs_mac_work *work, const struct nxs_part *parts,
                   size_t count, UCHAR *out)
{
    UINT result = nxs_mac_begin(mac, work);
    if (result != NX_CRYPTO_SUCCESS) {
        return result;
    }
    for (size_t i = 0; i < count; i++) {
        result = nxs_mac_add(mac, work, parts[i].data, parts[i].len);
        if (result != NX_CRYPTO_SUCCESS) {
            nxs_mac_drop(mac, work);
            return result;
        }
    }
    return nxs_mac_end(mac, work, out);
}

/* Apart, so that the usual way does not need this much stack. */
__attribute__((noinline)) static UINT foreign_mac_of(const struct nxs_mac *mac, const struct nxs_part *parts,
                                                     size_t count, UCHAR *out)
{
    _Alignas(8) unsigned char room[NXS_FOREIGN_ROOM];
    struct nxs_mac_work work = {room, sizeof room, NULL};
    UINT result = mac_in(mac, &work, parts, count, out);
    OPENSSL_cleanse(room, sizeof room);
    return result;
}

UINT nxs_mac_of(const struct nxs_mac *mac, const struct nxs_part *parts, size_t count, UCHAR *out)
{
    if (mac->kind == NULL) {
        return foreign_mac_of(mac, parts, count, out);
    }
    union nxs_digest_state state;
    struct nxs_mac_work work = {&state, sizeof state, NULL};
    nxs_digest_clear(mac->kind, &state);
    return mac_in(mac, &work, parts, count, out);
}
