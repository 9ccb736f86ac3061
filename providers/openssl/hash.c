#include "mac.h"

#include <openssl/crypto.h>

#include "nx_crypto_md5.h"
#include "nx_crypto_sha1.h"
#include "nx_crypto_sha2.h"
#include "nx_crypto_sha5.h"

/* The hash of a method, which must be one that this function's metadata is made for. */
static const struct nxs_hash_kind *kind_in(const NX_CRYPTO_METHOD *method, enum nxs_hash_family family)
{
    const struct nxs_hash_kind *kind = nxs_hash_kind_of(method->nx_crypto_algorithm);
    return kind != NULL && kind->hash == method->nx_crypto_algorithm && kind->family == family ? kind : NULL;
}

static UINT init(const struct nxs_call *call, enum nxs_hash_family family)
{
    const struct nxs_hash_kind *kind = kind_in(call->method, family);
    if (kind == NULL) {
        return NX_CRYPTO_INVALID_ALGORITHM;
    }
    nxs_digest_clear(kind, call->state);
    return NX_CRYPTO_SUCCESS;
}

static UINT begin(const struct nxs_hash_kind *kind, const struct nxs_call *call)
{
    return nxs_digest_begin(kind, call->state) ? NX_CRYPTO_SUCCESS
                                               : nxs_libcrypto_failed(NX_CRYPTO_NOT_SUCCESSFUL);
}

static UINT add(const struct nxs_hash_kind *kind, const struct nxs_call *call)
{
    return nxs_digest_add(kind, call->state, call->in, call->in_len)
               ? NX_CRYPTO_SUCCESS
               : nxs_libcrypto_failed(NX_CRYPTO_NOT_SUCCESSFUL);
}

/* The room may be larger than the digest, and is not written beyond it. */
static UINT end(const struct nxs_hash_kind *kind, const struct nxs_call *call)
{
    if (call->out_len < kind->digest) {
        return NX_CRYPTO_INVALID_BUFFER_SIZE;
    }
    return nxs_digest_end(kind, call->state, call->out) ? NX_CRYPTO_SUCCESS
                                                        : nxs_libcrypto_failed(NX_CRYPTO_NOT_SUCCESSFUL);
}

static UINT operate(const struct nxs_call *call, enum nxs_hash_family family)
{
    static const struct nxs_hash_steps steps = {begin, add, end};
    const struct nxs_hash_kind *kind = kind_in(call->method, family);
    return kind == NULL ? NX_CRYPTO_INVALID_ALGORITHM : nxs_hash_serve(kind, call, &steps);
}

/* The three functions of one family's methods. */
#define DEFINE_HASH(name, FAMILY)                                                                            \
    static UINT name##_init(const struct nxs_call *call)                                                     \
    {                                                                                                        \
        return init(call, FAMILY);                                                                           \
    }                                                                                                        \
    static UINT name##_operate(const struct nxs_call *call)                                                  \
    {                                                                                                        \
        return operate(call, FAMILY);                                                                        \
    }                                                                                                        \
    NXS_DEFINE_INIT(_nx_crypto_method_##name##_init, nxs_##name##_state, name##_init)                        \
    NXS_DEFINE_OPERATION(_nx_crypto_method_##name##_operation, nxs_##name##_state, name##_operate)           \
    UINT _nx_crypto_method_##name##_cleanup(VOID *crypto_metadata)                                           \
    {                                                                                                        \
        if (crypto_metadata != NULL) {                                                                       \
            nxs_digest_drop(FAMILY, crypto_metadata);                                                        \
        }                                                                                                    \
        return NX_CRYPTO_SUCCESS;                                                                            \
    }

DEFINE_HASH(md5, NXS_FAMILY_MD5)
DEFINE_HASH(sha1, NXS_FAMILY_SHA1)
DEFINE_HASH(sha256, NXS_FAMILY_SHA256)
DEFINE_HASH(sha512, NXS_FAMILY_SHA512)

NXS_STATE_FITS(NX_CRYPTO_MD5, nxs_md5_state);
NXS_STATE_FITS(NX_CRYPTO_SHA1, nxs_sha1_state);
NXS_STATE_FITS(NX_CRYPTO_SHA256, nxs_sha256_state);
NXS_STATE_FITS(NX_CRYPTO_SHA512, nxs_sha512_state);

#define HASH_METHOD(name, algorithm, bits, block)                                                            \
    {                                                                                                        \
        algorithm, 0, 0, bits, block, sizeof(nxs_##name##_state), _nx_crypto_method_##name##_init,           \
            _nx_crypto_method_##name##_cleanup, _nx_crypto_method_##name##_operation                         \
    }

NX_CRYPTO_METHOD crypto_method_md5 = HASH_METHOD(md5, NX_CRYPTO_HASH_MD5, 128, 64);
NX_CRYPTO_METHOD crypto_method_sha1 = HASH_METHOD(sha1, NX_CRYPTO_HASH_SHA1, 160, 64);
NX_CRYPTO_METHOD crypto_method_sha224 = HASH_METHOD(sha256, NX_CRYPTO_HASH_SHA224, 224, 64);
NX_CRYPTO_METHOD crypto_method_sha256 = HASH_METHOD(sha256, NX_CRYPTO_HASH_SHA256, 256, 64);
NX_CRYPTO_METHOD crypto_method_sha384 = HASH_METHOD(sha512, NX_CRYPTO_HASH_SHA384, 384, 128);
NX_CRYPTO_METHOD crypto_method_sha512 = HASH_METHOD(sha512, NX_CRYPTO_HASH_SHA512, 512, 128);
NX_CRYPTO_METHOD crypto_method_sha512_224 = HASH_METHOD(sha512, NX_CRYPTO_HASH_SHA512_224, 224, 128);
NX_CRYPTO_METHOD crypto_method_sha512_256 = HASH_METHOD(sha512, NX_CRYPTO_HASH_SHA512_256, 256, 128);

const struct nxs_hash_kind *nxs_own_hash(const NX_CRYPTO_METHOD *method)
{
    static NX_CRYPTO_METHOD *const own[] = {[NXS_FAMILY_MD5] = &crypto_method_md5,
                                            [NXS_FAMILY_SHA1] = &crypto_method_sha1,
                                            [NXS_FAMILY_SHA256] = &crypto_method_sha256,
                                            [NXS_FAMILY_SHA512] = &crypto_method_sha512};
    const struct nxs_hash_kind *kind = nxs_hash_kind_of(method->nx_crypto_algorithm);
    bool ours = kind != NULL && kind->hash == method->nx_crypto_algorithm &&
                method->nx_crypto_init == own[kind->family]->nx_crypto_init &&
                method->nx_crypto_operation == own[kind->family]->nx_crypto_operation;
    return ours ? kind : NULL;
}
