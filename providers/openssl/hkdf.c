#include "mac.h"

#include <string.h>

#include <openssl/crypto.h>

#include "nx_crypto_hkdf.h"

/* A pseudorandom key is as long as a digest, or longer when it comes from elsewhere [RFC5869 2.3]. */
enum { PRK_ROOM = 128 };

#define PRK_SET 0x50524B53u

struct hkdf {
    NX_CRYPTO_METHOD *hmac; /* told by HKDF_SET_HMAC; NULL: the stock one */
    NX_CRYPTO_METHOD *hash; /* told by HASH_METHOD_SET */
    uint32_t set;           /* PRK_SET: there is a key */
    uint32_t len;
    UCHAR prk[PRK_ROOM];
};

/* The input keying material comes again with HKDF_EXTRACT: init does not need it. */
static UINT init(const struct nxs_call *call)
{
    memset(call->state, 0, sizeof(struct hkdf));
    return NX_CRYPTO_SUCCESS;
}

static UINT set_prk(struct hkdf *hkdf, const UCHAR *prk, size_t len)
{
    if (prk == NULL || len == 0) {
        return NX_CRYPTO_INVALID_KEY;
    }
    if (len > PRK_ROOM) {
        return NX_CRYPTO_UNSUPPORTED_KEY_SIZE;
    }
    memcpy(hkdf->prk, prk, len);
    hkdf->len = (uint32_t)len;
    hkdf->set = PRK_SET;
    return NX_CRYPTO_SUCCESS;
}

/* [RFC5869 2.2]: PRK = HMAC(salt, IKM). The key is kept, so HKDF_EXPAND may follow at once. */
static UINT extract(struct hkdf *hkdf, struct nxs_mac *mac, const struct nxs_call *call)
{
    UCHAR prk[NXS_DIGEST_MAX];
    struct nxs_part ikm = {call->in, call->in_len};
    if ((call->in == NULL && call->in_len > 0) || (call->key == NULL && call->key_size > 0) ||
        call->out == NULL) {
        return NX_CRYPTO_PTR_ERROR;
    }
    if (call->out_len < mac->digest) {
        return NX_CRYPTO_INVALID_BUFFER_SIZE;
    }
    UINT result = nxs_mac_key(mac, call->key, call->key_size / 8);
    if (result == NX_CRYPTO_SUCCESS) {
        result = nxs_mac_of(mac, &ikm, 1, prk);
    }
    if (result == NX_CRYPTO_SUCCESS) {
        memcpy(call->out, prk, mac->digest);
        result = set_prk(hkdf, prk, mac->digest);
    }
    OPENSSL_cleanse(prk, sizeof prk);
    return result;
}

/* [RFC5869 2.3]: T(i) = HMAC(PRK, T(i - 1) + info + i); info comes as the key. */
static UINT expand(struct hkdf *hkdf, struct nxs_mac *mac, const struct nxs_call *call)
{
    UCHAR block[NXS_DIGEST_MAX];
    UCHAR counter = 0;
    if (call->out == NULL || (call->key == NULL && call->key_size > 0)) {
        return NX_CRYPTO_PTR_ERROR;
    }
    if (call->out_len > 255 * mac->digest) {
        return NX_CRYPTO_INVALID_BUFFER_SIZE;
    }
    if (hkdf->set != PRK_SET || hkdf->len > PRK_ROOM) {
        return NX_CRYPTO_INVALID_KEY;
    }
    UINT result = nxs_mac_key(mac, hkdf->prk, hkdf->len);
    size_t done = 0;
    while (result == NX_CRYPTO_SUCCESS && done < call->out_len) {
        size_t left = call->out_len - done;
        size_t take = left < mac->digest ? left : mac->digest;
        struct nxs_part parts[3] = {
            {block, counter == 0 ? 0 : mac->digest}, {call->key, call->key_size / 8}, {&counter, 1}};
        counter++;
        result = nxs_mac_of(mac, parts, 3, block);
        if (result == NX_CRYPTO_SUCCESS) {
            memcpy(call->out + done, block, take);
        }
        done += take;
    }
    if (result != NX_CRYPTO_SUCCESS) {
        OPENSSL_cleanse(call->out, call->out_len);
    }
    OPENSSL_cleanse(block, sizeof block);
    return result;
}

static UINT operate(const struct nxs_call *call)
{
    struct hkdf *hkdf = call->state;
    switch (call->op) {
    case NX_CRYPTO_HKDF_SET_HMAC:
        hkdf->hmac = call->method;
        return NX_CRYPTO_SUCCESS;
    case NX_CRYPTO_HKDF_SET_HASH:
        hkdf->hash = call->method;
        return NX_CRYPTO_SUCCESS;
    case NX_CRYPTO_HKDF_SET_PRK:
        return set_prk(hkdf, call->key, call->key_size / 8);
    case NX_CRYPTO_HKDF_EXTRACT:
    case NX_CRYPTO_HKDF_EXPAND:
        break;
    default:
        return NXS_UNKNOWN_OPERATION;
    }
    struct nxs_mac mac;
    UINT result = nxs_mac_choose(&mac, hkdf->hmac, hkdf->hash);
    if (result == NX_CRYPTO_SUCCESS) {
        result = call->op == NX_CRYPTO_HKDF_EXTRACT ? extract(hkdf, &mac, call) : expand(hkdf, &mac, call);
    }
    OPENSSL_cleanse(&mac, sizeof mac);
    return result;
}

NXS_DEFINE_INIT(_nx_crypto_method_hkdf_init, struct hkdf, init)
NXS_DEFINE_OPERATION(_nx_crypto_method_hkdf_operation, struct hkdf, operate)
NXS_DEFINE_WIPING_CLEANUP(_nx_crypto_method_hkdf_cleanup, struct hkdf)

NXS_STATE_FITS(NX_CRYPTO_HKDF, struct hkdf);

NX_CRYPTO_METHOD crypto_method_hkdf = {NX_CRYPTO_HKDF_METHOD,
                                       0,
                                       0,
                                       0,
                                       0,
                                       sizeof(struct hkdf),
                                       _nx_crypto_method_hkdf_init,
                                       _nx_crypto_method_hkdf_cleanup,
                                       _nx_crypto_method_hkdf_operation};
