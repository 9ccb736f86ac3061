#include "mac.h"

#include <string.h>

#include <openssl/crypto.h>

#include "nx_crypto_tls_prf_1.h"
#include "nx_crypto_tls_prf_sha256.h"
#include "nx_crypto_tls_prf_sha384.h"
#include "nx_crypto_tls_prf_sha512.h"

/* Room for the secrets of all key exchanges: the longest of TLS is a Diffie-Hellman secret of 2048 bits. */
enum { SECRET_ROOM = 256 };

struct prf {
    NX_CRYPTO_METHOD *hash; /* a hash or HMAC method told by HASH_METHOD_SET; NULL: the PRF's own */
    uint32_t set;           /* SECRET_SET: there is a secret */
    uint32_t len;
    UCHAR secret[SECRET_ROOM];
};

#define SECRET_SET 0x50524653u

static UINT init(const struct nxs_call *call)
{
    struct prf *prf = call->state;
    memset(prf, 0, sizeof *prf);
    if (call->key == NULL) {
        return call->key_size == 0 ? NX_CRYPTO_SUCCESS : NX_CRYPTO_PTR_ERROR;
    }
    if (call->key_size > SECRET_ROOM) {
        return NX_CRYPTO_UNSUPPORTED_KEY_SIZE;
    }
    memcpy(prf->secret, call->key, call->key_size);
    prf->len = call->key_size;
    prf->set = SECRET_SET;
    return NX_CRYPTO_SUCCESS;
}

/*
 * P_hash [RFC5246 5], XORed into @p out:
 * HMAC(secret, A(1) + seed) + HMAC(secret, A(2) + seed) + ...; A(0) = seed, A(i) = HMAC(secret, A(i - 1)).
 */
static UINT p_hash(const struct nxs_mac *mac, const struct nxs_part seed[2], UCHAR *out, size_t len)
{
    UCHAR a[NXS_DIGEST_MAX];
    UCHAR block[NXS_DIGEST_MAX];
    UINT result = nxs_mac_of(mac, seed, 2, a);
    while (result == NX_CRYPTO_SUCCESS && len > 0) {
        struct nxs_part parts[3] = {{a, mac->digest}, seed[0], seed[1]};
        size_t take = len < mac->digest ? len : mac->digest;
        result = nxs_mac_of(mac, parts, 3, block);
        if (result != NX_CRYPTO_SUCCESS) {
            break;
        }
        for (size_t i = 0; i < take; i++) {
            out[i] ^= block[i];
        }
        out += take;
        len -= take;
        if (len > 0) {
            result = nxs_mac_of(mac, parts, 1, block);
            memcpy(a, block, mac->digest);
        }
    }
    OPENSSL_cleanse(a, sizeof a);
    OPENSSL_cleanse(block, sizeof block);
    return result;
}

/* P_hash with one hash and the bytes of the secret that belong to it. */
static UINT expand(NX_CRYPTO_METHOD *method, const UCHAR *secret, size_t len, const struct nxs_call *call)
{
    const struct nxs_part seed[2] = {{call->key, call->key_size}, {call->in, call->in_len}};
    bool is_hash = (method->nx_crypto_algorithm & 0xFFFF0000u) == NX_CRYPTO_HASH_MASK;
    struct nxs_mac mac;
    UINT result = nxs_mac_choose(&mac, is_hash ? NULL : method, is_hash ? method : NULL);
    if (result == NX_CRYPTO_SUCCESS) {
        result = nxs_mac_key(&mac, secret, len);
    }
    if (result == NX_CRYPTO_SUCCESS) {
        result = p_hash(&mac, seed, call->out, call->out_len);
    }
    OPENSSL_cleanse(&mac, sizeof mac);
    return result;
}

static UINT serve(const struct nxs_call *call, NX_CRYPTO_METHOD *own, NX_CRYPTO_METHOD *second)
{
    struct prf *prf = call->state;
    size_t half = (prf->len + 1) / 2;
    UINT result;
    if (call->op == NX_CRYPTO_PRF_SET_HASH) {
        prf->hash = call->method;
        return NX_CRYPTO_SUCCESS;
    }
    if (call->op != NX_CRYPTO_PRF) {
        return NXS_UNKNOWN_OPERATION;
    }
    if ((call->key == NULL && call->key_size > 0) || (call->in == NULL && call->in_len > 0) ||
        call->out == NULL) {
        return NX_CRYPTO_PTR_ERROR;
    }
    if (prf->set != SECRET_SET || prf->len > SECRET_ROOM) {
        return NX_CRYPTO_INVALID_KEY;
    }
    memset(call->out, 0, call->out_len);
    if (prf->hash != NULL || second == NULL) {
        result = expand(prf->hash != NULL ? prf->hash : own, prf->secret, prf->len, call);
    } else {
        /* [RFC4346 5]: both hashes, each with half of the secret; the halves share the middle byte of an odd
         * one. */
        result = expand(own, prf->secret, half, call);
        if (result == NX_CRYPTO_SUCCESS) {
            result = expand(second, prf->secret + prf->len - half, half, call);
        }
    }
    if (result != NX_CRYPTO_SUCCESS) {
        OPENSSL_cleanse(call->out, call->out_len);
    }
    return result;
}

/* The three functions of a PRF method and the method; @p second: its other hash, if it has two. */
#define DEFINE_PRF(name, method, algorithm, own, second)                                                     \
    static UINT prf_##name(const struct nxs_call *call)                                                      \
    {                                                                                                        \
        return serve(call, own, second);                                                                     \
    }                                                                                                        \
    NXS_DEFINE_INIT(_nx_crypto_method_prf_##name##_init, struct prf, init)                                   \
    NXS_DEFINE_OPERATION(_nx_crypto_method_prf_##name##_operation, struct prf, prf_##name)                   \
    NXS_DEFINE_WIPING_CLEANUP(_nx_crypto_method_prf_##name##_cleanup, struct prf)                            \
    NX_CRYPTO_METHOD method = {algorithm,                                                                    \
                               0,                                                                            \
                               0,                                                                            \
                               0,                                                                            \
                               0,                                                                            \
                               sizeof(struct prf),                                                           \
                               _nx_crypto_method_prf_##name##_init,                                          \
                               _nx_crypto_method_prf_##name##_cleanup,                                       \
                               _nx_crypto_method_prf_##name##_operation};

NXS_STATE_FITS(NX_CRYPTO_TLS_PRF_1, struct prf);
NXS_STATE_FITS(NX_CRYPTO_TLS_PRF_SHA256, struct prf);
NXS_STATE_FITS(NX_CRYPTO_TLS_PRF_SHA384, struct prf);
NXS_STATE_FITS(NX_CRYPTO_TLS_PRF_SHA512, struct prf);

DEFINE_PRF(1, crypto_method_tls_prf_1, NX_CRYPTO_PRF_HMAC_SHA1, &crypto_method_md5, &crypto_method_sha1)
DEFINE_PRF(sha_256, crypto_method_tls_prf_sha256, NX_CRYPTO_PRF_HMAC_SHA2_256, &crypto_method_sha256, NULL)
DEFINE_PRF(sha384, crypto_method_tls_prf_sha384, NX_CRYPTO_PRF_HMAC_SHA2_384, &crypto_method_sha384, NULL)
DEFINE_PRF(sha512, crypto_method_tls_prf_sha512, NX_CRYPTO_PRF_HMAC_SHA2_512, &crypto_method_sha512, NULL)
