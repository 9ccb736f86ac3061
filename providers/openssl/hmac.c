#include "mac.h"

#include <string.h>

#include <openssl/crypto.h>

#include "nx_crypto_hmac_md5.h"
#include "nx_crypto_hmac_sha1.h"
#include "nx_crypto_hmac_sha2.h"
#include "nx_crypto_hmac_sha5.h"

/* The front of every HMAC method's metadata; the running hash follows. */
struct hmac_head {
    UINT algorithm; /* of the method that set the key; 0: no key */
    struct nxs_hmac_key key;
};

#define HMAC_STATE(name)                                                                                     \
    struct hmac_##name {                                                                                     \
        struct hmac_head head;                                                                               \
        nxs_##name##_state running;                                                                          \
    };                                                                                                       \
    _Static_assert(offsetof(struct hmac_##name, running) == sizeof(struct hmac_head),                        \
                   "found behind the head");

HMAC_STATE(md5)
HMAC_STATE(sha1)
HMAC_STATE(sha256)
HMAC_STATE(sha512)

static void *running(struct hmac_head *head)
{
    return head + 1;
}

/* The hash of a method, which must be one that this function's metadata is made for. */
static const struct nxs_hash_kind *kind_in(const NX_CRYPTO_METHOD *method, enum nxs_hash_family family)
{
    const struct nxs_hash_kind *kind = nxs_hash_kind_of(method->nx_crypto_algorithm);
    return kind != NULL && kind->hash != method->nx_crypto_algorithm && kind->family == family ? kind : NULL;
}

static UINT set_key(const struct nxs_hash_kind *kind, const struct nxs_call *call)
{
    struct hmac_head *head = call->state;
    if (call->key_size % 8 != 0) {
        return NX_CRYPTO_UNSUPPORTED_KEY_SIZE;
    }
    if (!nxs_hmac_key_set(kind, &head->key, call->key, call->key_size / 8)) {
        return nxs_libcrypto_failed(NX_CRYPTO_NOT_SUCCESSFUL);
    }
    head->algorithm = call->method->nx_crypto_algorithm;
    return NX_CRYPTO_SUCCESS;
}

static UINT init(const struct nxs_call *call, enum nxs_hash_family family)
{
    struct hmac_head *head = call->state;
    const struct nxs_hash_kind *kind = kind_in(call->method, family);
    if (kind == NULL) {
        return NX_CRYPTO_INVALID_ALGORITHM;
    }
    head->algorithm = 0;
    nxs_digest_clear(kind, running(head));
    return call->key == NULL ? NX_CRYPTO_SUCCESS : set_key(kind, call);
}

/* The key of this call counts, else that of init. */
static UINT begin(const struct nxs_hash_kind *kind, const struct nxs_call *call)
{
    struct hmac_head *head = call->state;
    if (call->key != NULL) {
        UINT result = set_key(kind, call);
        if (result != NX_CRYPTO_SUCCESS) {
            return result;
        }
    }
    if (head->algorithm != call->method->nx_crypto_algorithm) {
        return NX_CRYPTO_INVALID_KEY;
    }
    return nxs_hmac_begin(kind, &head->key, running(head)) ? NX_CRYPTO_SUCCESS
                                                           : nxs_libcrypto_failed(NX_CRYPTO_NOT_SUCCESSFUL);
}

static UINT add(const struct nxs_hash_kind *kind, const struct nxs_call *call)
{
    return nxs_digest_add(kind, running(call->state), call->in, call->in_len)
               ? NX_CRYPTO_SUCCESS
               : nxs_libcrypto_failed(NX_CRYPTO_NOT_SUCCESSFUL);
}

/* Bytes of MAC that the method promises: its ICV, and 96 bits for the truncated algorithms in any case. */
static size_t icv_size(const struct nxs_hash_kind *kind, const NX_CRYPTO_METHOD *method)
{
    size_t size = method->nx_crypto_ICV_size_in_bits / 8u;
    if (size == 0) {
        size = method->nx_crypto_algorithm == kind->hmac ? kind->digest : 12;
    }
    return size < kind->digest ? size : kind->digest;
}

static UINT end(const struct nxs_hash_kind *kind, const struct nxs_call *call)
{
    struct hmac_head *head = call->state;
    UCHAR mac[NXS_DIGEST_MAX];
    size_t size = icv_size(kind, call->method);
    if (call->out_len < size) {
        return NX_CRYPTO_INVALID_BUFFER_SIZE;
    }
    if (head->algorithm != call->method->nx_crypto_algorithm) {
        return NX_CRYPTO_INVALID_KEY;
    }
    bool done = nxs_hmac_end(kind, &head->key, running(head), mac);
    if (done) {
        memcpy(call->out, mac, size);
    }
    OPENSSL_cleanse(mac, sizeof mac);
    return done ? NX_CRYPTO_SUCCESS : nxs_libcrypto_failed(NX_CRYPTO_NOT_SUCCESSFUL);
}

static UINT operate(const struct nxs_call *call, enum nxs_hash_family family)
{
    static const struct nxs_hash_steps steps = {begin, add, end};
    const struct nxs_hash_kind *kind = kind_in(call->method, family);
    return kind == NULL ? NX_CRYPTO_INVALID_ALGORITHM : nxs_hash_serve(kind, call, &steps);
}

/* The three functions of one family's methods. */
#define DEFINE_HMAC(name, FAMILY)                                                                            \
    static UINT name##_init(const struct nxs_call *call)                                                     \
    {                                                                                                        \
        return init(call, FAMILY);                                                                           \
    }                                                                                                        \
    static UINT name##_operate(const struct nxs_call *call)                                                  \
    {                                                                                                        \
        return operate(call, FAMILY);                                                                        \
    }                                                                                                        \
    NXS_DEFINE_INIT(_nx_crypto_method_hmac_##name##_init, struct hmac_##name, name##_init)                   \
    NXS_DEFINE_OPERATION(_nx_crypto_method_hmac_##name##_operation, struct hmac_##name, name##_operate)      \
    UINT _nx_crypto_method_hmac_##name##_cleanup(VOID *crypto_metadata)                                      \
    {                                                                                                        \
        if (crypto_metadata != NULL) {                                                                       \
            nxs_digest_drop(FAMILY, (UCHAR *)crypto_metadata + sizeof(struct hmac_head));                    \
            OPENSSL_cleanse(crypto_metadata, sizeof(struct hmac_head));                                      \
        }                                                                                                    \
        return NX_CRYPTO_SUCCESS;                                                                            \
    }

DEFINE_HMAC(md5, NXS_FAMILY_MD5)
DEFINE_HMAC(sha1, NXS_FAMILY_SHA1)
DEFINE_HMAC(sha256, NXS_FAMILY_SHA256)
DEFINE_HMAC(sha512, NXS_FAMILY_SHA512)

NXS_STATE_FITS(NX_CRYPTO_MD5_HMAC, struct hmac_md5);
NXS_STATE_FITS(NX_CRYPTO_SHA1_HMAC, struct hmac_sha1);
NXS_STATE_FITS(NX_CRYPTO_SHA256_HMAC, struct hmac_sha256);
NXS_STATE_FITS(NX_CRYPTO_SHA512_HMAC, struct hmac_sha512);

#define HMAC_METHOD(name, algorithm, bits, block)                                                            \
    {                                                                                                        \
        algorithm, 0, 0, bits, block, sizeof(struct hmac_##name), _nx_crypto_method_hmac_##name##_init,      \
            _nx_crypto_method_hmac_##name##_cleanup, _nx_crypto_method_hmac_##name##_operation               \
    }

NX_CRYPTO_METHOD crypto_method_hmac_md5 = HMAC_METHOD(md5, NX_CRYPTO_AUTHENTICATION_HMAC_MD5_128, 128, 64);
NX_CRYPTO_METHOD crypto_method_hmac_sha1 = HMAC_METHOD(sha1, NX_CRYPTO_AUTHENTICATION_HMAC_SHA1_160, 160, 64);
NX_CRYPTO_METHOD crypto_method_hmac_sha224 =
    HMAC_METHOD(sha256, NX_CRYPTO_AUTHENTICATION_HMAC_SHA2_224, 224, 64);
NX_CRYPTO_METHOD crypto_method_hmac_sha256 =
    HMAC_METHOD(sha256, NX_CRYPTO_AUTHENTICATION_HMAC_SHA2_256, 256, 64);
NX_CRYPTO_METHOD crypto_method_hmac_sha384 =
    HMAC_METHOD(sha512, NX_CRYPTO_AUTHENTICATION_HMAC_SHA2_384, 384, 128);
NX_CRYPTO_METHOD crypto_method_hmac_sha512 =
    HMAC_METHOD(sha512, NX_CRYPTO_AUTHENTICATION_HMAC_SHA2_512, 512, 128);
NX_CRYPTO_METHOD crypto_method_hmac_sha512_224 =
    HMAC_METHOD(sha512, NX_CRYPTO_AUTHENTICATION_HMAC_SHA2_512_224, 224, 128);
NX_CRYPTO_METHOD crypto_method_hmac_sha512_256 =
    HMAC_METHOD(sha512, NX_CRYPTO_AUTHENTICATION_HMAC_SHA2_512_256, 256, 128);

const struct nxs_hash_kind *nxs_own_hmac(const NX_CRYPTO_METHOD *method)
{
    static NX_CRYPTO_METHOD *const own[] = {[NXS_FAMILY_MD5] = &crypto_method_hmac_md5,
                                            [NXS_FAMILY_SHA1] = &crypto_method_hmac_sha1,
                                            [NXS_FAMILY_SHA256] = &crypto_method_hmac_sha256,
                                            [NXS_FAMILY_SHA512] = &crypto_method_hmac_sha512};
    const struct nxs_hash_kind *kind = nxs_hash_kind_of(method->nx_crypto_algorithm);
    /* A truncated MAC cannot be built upon. */
    bool ours = kind != NULL && kind->hmac == method->nx_crypto_algorithm &&
                icv_size(kind, method) == kind->digest &&
                method->nx_crypto_init == own[kind->family]->nx_crypto_init &&
                method->nx_crypto_operation == own[kind->family]->nx_crypto_operation;
    return ours ? kind : NULL;
}
