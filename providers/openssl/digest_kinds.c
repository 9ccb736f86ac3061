#include "digest.h"

static const struct nxs_hash_kind kinds[NXS_HASH_KINDS] = {
    {0, NX_CRYPTO_HASH_SHA256, NX_CRYPTO_AUTHENTICATION_HMAC_SHA2_256, 0, NXS_FAMILY_SHA256, 32, 64,
     "SHA2-256"},
    {1, NX_CRYPTO_HASH_SHA384, NX_CRYPTO_AUTHENTICATION_HMAC_SHA2_384, 0, NXS_FAMILY_SHA512, 48, 128,
     "SHA2-384"},
    {2, NX_CRYPTO_HASH_SHA512, NX_CRYPTO_AUTHENTICATION_HMAC_SHA2_512, 0, NXS_FAMILY_SHA512, 64, 128,
     "SHA2-512"},
    {3, NX_CRYPTO_HASH_SHA1, NX_CRYPTO_AUTHENTICATION_HMAC_SHA1_160, NX_CRYPTO_AUTHENTICATION_HMAC_SHA1_96,
     NXS_FAMILY_SHA1, 20, 64, "SHA1"},
    {4, NX_CRYPTO_HASH_SHA224, NX_CRYPTO_AUTHENTICATION_HMAC_SHA2_224, 0, NXS_FAMILY_SHA256, 28, 64,
     "SHA2-224"},
    {5, NX_CRYPTO_HASH_SHA512_224, NX_CRYPTO_AUTHENTICATION_HMAC_SHA2_512_224, 0, NXS_FAMILY_SHA512, 28, 128,
     "SHA2-512/224"},
    {6, NX_CRYPTO_HASH_SHA512_256, NX_CRYPTO_AUTHENTICATION_HMAC_SHA2_512_256, 0, NXS_FAMILY_SHA512, 32, 128,
     "SHA2-512/256"},
    {7, NX_CRYPTO_HASH_MD5, NX_CRYPTO_AUTHENTICATION_HMAC_MD5_128, NX_CRYPTO_AUTHENTICATION_HMAC_MD5_96,
     NXS_FAMILY_MD5, 16, 64, "MD5"},
};

const struct nxs_hash_kind *nxs_hash_kind_of(UINT algorithm)
{
    for (size_t i = 0; i < NXS_HASH_KINDS; i++) {
        if (kinds[i].hash == algorithm || kinds[i].hmac == algorithm ||
            (kinds[i].hmac_truncated != 0 && kinds[i].hmac_truncated == algorithm)) {
            return &kinds[i];
        }
    }
    return NULL;
}

static UINT add(const struct nxs_hash_kind *kind, const struct nxs_call *call,
                const struct nxs_hash_steps *steps)
{
    return call->in == NULL && call->in_len > 0 ? NX_CRYPTO_PTR_ERROR : steps->add(kind, call);
}

static UINT end(const struct nxs_hash_kind *kind, const struct nxs_call *call,
                const struct nxs_hash_steps *steps)
{
    return call->out == NULL ? NX_CRYPTO_PTR_ERROR : steps->end(kind, call);
}

static UINT once(const struct nxs_hash_kind *kind, const struct nxs_call *call,
                 const struct nxs_hash_steps *steps)
{
    UINT result = steps->begin(kind, call);
    if (result == NX_CRYPTO_SUCCESS) {
        result = add(kind, call, steps);
    }
    if (result == NX_CRYPTO_SUCCESS) {
        result = end(kind, call, steps);
    }
    return result;
}

UINT nxs_hash_serve(const struct nxs_hash_kind *kind, const struct nxs_call *call,
                    const struct nxs_hash_steps *steps)
{
    switch (call->op) {
    case NX_CRYPTO_HASH_INITIALIZE:
        return steps->begin(kind, call);
    case NX_CRYPTO_HASH_UPDATE:
        return add(kind, call, steps);
    case NX_CRYPTO_HASH_CALCULATE:
        return end(kind, call, steps);
    case NX_CRYPTO_AUTHENTICATE:
    case NX_CRYPTO_VERIFY:
        /* Both mean the digest: TLS asks for the hash of a certificate by VERIFY. */
        return once(kind, call, steps);
    default:
        return NXS_UNKNOWN_OPERATION;
    }
}
