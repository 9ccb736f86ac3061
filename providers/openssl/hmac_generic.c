#include "mac.h"

#include <string.h>

#include <openssl/crypto.h>

#include "nx_crypto_hmac.h"

/* A longer key is shortened by the hash, as HMAC would do itself [RFC2104 2]. */
enum { KEY_ROOM = 160 };

enum phase { EMPTY = 0, KEYED = 0x4B455944, RUNNING = 0x52554E47 };

struct generic_hmac {
    NX_CRYPTO_METHOD *hash; /* told by HMAC_SET_HASH */
    VOID *handler;          /* of a foreign hash that is running */
    uint32_t phase;         /* anything but these values: empty */
    uint32_t key_len;
    UCHAR key[KEY_ROOM];
    union {
        union nxs_digest_state own;
        _Alignas(8) UCHAR foreign[1]; /* a foreign hash also has whatever metadata comes behind */
    } running;
};

static struct nxs_mac_work work_of(const struct nxs_call *call)
{
    struct generic_hmac *hmac = call->state;
    size_t behind = call->state == call->home ? call->home_size - sizeof *hmac : 0;
    struct nxs_mac_work work = {&hmac->running, (ULONG)(sizeof hmac->running + behind), hmac->handler};
    return work;
}

/* The MAC function with the kept key. */
static UINT choose(struct generic_hmac *hmac, struct nxs_mac *mac)
{
    UINT result = nxs_mac_choose(mac, NULL, hmac->hash);
    if (result == NX_CRYPTO_SUCCESS) {
        result = nxs_mac_key(mac, hmac->key, hmac->key_len);
    }
    return result;
}

/* Keeps a key, or the hash of one that is too long to keep. */
static UINT keep_key(const struct nxs_call *call, struct generic_hmac *hmac)
{
    size_t len = call->key_size / 8;
    if (call->key_size % 8 != 0) {
        return NX_CRYPTO_UNSUPPORTED_KEY_SIZE;
    }
    if (len <= KEY_ROOM) {
        memcpy(hmac->key, call->key, len);
        hmac->key_len = (uint32_t)len;
    } else {
        struct nxs_mac mac;
        UINT result = nxs_mac_choose(&mac, NULL, hmac->hash);
        if (result == NX_CRYPTO_SUCCESS) {
            result = nxs_mac_hash(&mac, call->key, len, hmac->key);
        }
        if (result != NX_CRYPTO_SUCCESS) {
            return result;
        }
        hmac->key_len = (uint32_t)mac.digest;
    }
    hmac->phase = KEYED;
    return NX_CRYPTO_SUCCESS;
}

static UINT init(const struct nxs_call *call)
{
    struct generic_hmac *hmac = call->state;
    memset(hmac, 0, sizeof *hmac);
    /* The hash is not known yet, so a key that would need it has to come with HASH_INITIALIZE. */
    return call->key == NULL || call->key_size / 8 > KEY_ROOM ? NX_CRYPTO_SUCCESS : keep_key(call, hmac);
}

static UINT begin(const struct nxs_hash_kind *kind, const struct nxs_call *call)
{
    struct generic_hmac *hmac = call->state;
    struct nxs_mac mac;
    UINT result = NX_CRYPTO_SUCCESS;
    (void)kind;
    if (call->key != NULL) {
        result = keep_key(call, hmac);
    } else if (hmac->phase != KEYED && hmac->phase != RUNNING) {
        result = NX_CRYPTO_INVALID_KEY;
    }
    if (result != NX_CRYPTO_SUCCESS) {
        return result;
    }
    result = choose(hmac, &mac);
    if (result == NX_CRYPTO_SUCCESS) {
        struct nxs_mac_work work = work_of(call);
        result = nxs_mac_begin(&mac, &work);
        hmac->handler = work.handler;
        hmac->phase = result == NX_CRYPTO_SUCCESS ? RUNNING : KEYED;
    }
    OPENSSL_cleanse(&mac, sizeof mac);
    return result;
}

static UINT add(const struct nxs_hash_kind *kind, const struct nxs_call *call)
{
    struct generic_hmac *hmac = call->state;
    struct nxs_mac mac;
    (void)kind;
    if (hmac->phase != RUNNING) {
        return NX_CRYPTO_NOT_SUCCESSFUL;
    }
    UINT result = nxs_mac_choose(&mac, NULL, hmac->hash);
    if (result == NX_CRYPTO_SUCCESS) {
        struct nxs_mac_work work = work_of(call);
        result = nxs_mac_add(&mac, &work, call->in, call->in_len);
    }
    return result;
}

static UINT end(const struct nxs_hash_kind *kind, const struct nxs_call *call)
{
    struct generic_hmac *hmac = call->state;
    struct nxs_mac mac;
    UCHAR digest[NXS_DIGEST_MAX];
    (void)kind;
    if (hmac->phase != RUNNING) {
        return NX_CRYPTO_NOT_SUCCESSFUL;
    }
    UINT result = choose(hmac, &mac);
    if (result == NX_CRYPTO_SUCCESS && call->out_len < mac.digest) {
        result = NX_CRYPTO_INVALID_BUFFER_SIZE;
    } else if (result == NX_CRYPTO_SUCCESS) {
        struct nxs_mac_work work = work_of(call);
        hmac->phase = KEYED;
        result = nxs_mac_end(&mac, &work, digest);
        if (result == NX_CRYPTO_SUCCESS) {
            memcpy(call->out, digest, mac.digest);
        }
    }
    OPENSSL_cleanse(&mac, sizeof mac);
    OPENSSL_cleanse(digest, sizeof digest);
    return result;
}

static UINT set_hash(const struct nxs_call *call)
{
    struct generic_hmac *hmac = call->state;
    struct nxs_mac mac;
    UINT result = nxs_mac_choose(&mac, NULL, call->method);
    if (result == NX_CRYPTO_SUCCESS) {
        hmac->hash = call->method;
        hmac->phase = hmac->phase == RUNNING ? KEYED : hmac->phase;
    }
    return result;
}

static UINT operate(const struct nxs_call *call)
{
    static const struct nxs_hash_steps steps = {begin, add, end};
    return call->op == NX_CRYPTO_HMAC_SET_HASH ? set_hash(call) : nxs_hash_serve(NULL, call, &steps);
}

NXS_DEFINE_INIT(_nx_crypto_method_hmac_init, struct generic_hmac, init)
NXS_DEFINE_OPERATION(_nx_crypto_method_hmac_operation, struct generic_hmac, operate)

/* The metadata may have any address and any content. */
UINT _nx_crypto_method_hmac_cleanup(VOID *crypto_metadata)
{
    struct generic_hmac hmac;
    struct nxs_mac mac;
    if (crypto_metadata == NULL) {
        return NX_CRYPTO_SUCCESS;
    }
    UCHAR *running = (UCHAR *)crypto_metadata + offsetof(struct generic_hmac, running);
    memcpy(&hmac, crypto_metadata, sizeof hmac);
    if (hmac.phase == RUNNING && nxs_mac_choose(&mac, NULL, hmac.hash) == NX_CRYPTO_SUCCESS) {
        struct nxs_mac_work work = {running, sizeof hmac.running, hmac.handler};
        nxs_mac_drop(&mac, &work);
    }
    OPENSSL_cleanse(crypto_metadata, sizeof hmac);
    OPENSSL_cleanse(&hmac, sizeof hmac);
    return NX_CRYPTO_SUCCESS;
}

NXS_STATE_FITS(NX_CRYPTO_HMAC, struct generic_hmac);

NX_CRYPTO_METHOD crypto_method_hmac = {NX_CRYPTO_HASH_HMAC,
                                       0,
                                       0,
                                       0,
                                       0,
                                       sizeof(struct generic_hmac),
                                       _nx_crypto_method_hmac_init,
                                       _nx_crypto_method_hmac_cleanup,
                                       _nx_crypto_method_hmac_operation};
