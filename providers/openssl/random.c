#include "provider.h"

#include <limits.h>

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include "nx_crypto_drbg.h"

static UINT fill(UCHAR *out, size_t len)
{
    if (out == NULL) {
        return len == 0 ? NX_CRYPTO_SUCCESS : NX_CRYPTO_PTR_ERROR;
    }
    if (len > INT_MAX) {
        return NX_CRYPTO_INVALID_BUFFER_SIZE;
    }
    if (RAND_bytes(out, (int)len) != 1) {
        OPENSSL_cleanse(out, len);
        return nxs_libcrypto_failed(NX_CRYPTO_NOT_SUCCESSFUL);
    }
    return NX_CRYPTO_SUCCESS;
}

UINT nxs_crypto_random(UINT bits, UCHAR *result)
{
    return fill(result, bits / 8u + (bits % 8u != 0));
}

/* The generator is libcrypto's own, seeded by the system: there is no state to keep. */
static UINT init(const struct nxs_call *call)
{
    (void)call;
    return NX_CRYPTO_SUCCESS;
}

static UINT operate(const struct nxs_call *call)
{
    switch (call->op) {
    case NX_CRYPTO_DRBG_OPTIONS_SET:
    case NX_CRYPTO_DRBG_INSTANTIATE:
        return NX_CRYPTO_SUCCESS;
    case NX_CRYPTO_DRBG_RESEED:
        /* The caller's bytes are mixed in and counted as no entropy at all. */
        if (call->in != NULL && call->in_len > 0 && call->in_len <= INT_MAX) {
            RAND_add(call->in, (int)call->in_len, 0.0);
        }
        return NX_CRYPTO_SUCCESS;
    case NX_CRYPTO_DRBG_GENERATE:
        return fill(call->out, call->out_len);
    default:
        return NXS_UNKNOWN_OPERATION;
    }
}

NXS_DEFINE_INIT(_nx_crypto_method_drbg_init, UCHAR, init)
NXS_DEFINE_OPERATION(_nx_crypto_method_drbg_operation, UCHAR, operate)
NXS_DEFINE_WIPING_CLEANUP(_nx_crypto_method_drbg_cleanup, UCHAR)

NXS_STATE_FITS(NX_CRYPTO_DRBG, UCHAR);

NX_CRYPTO_METHOD crypto_method_drbg = {NX_CRYPTO_NONE,
                                       0,
                                       0,
                                       0,
                                       0,
                                       sizeof(UCHAR),
                                       _nx_crypto_method_drbg_init,
                                       _nx_crypto_method_drbg_cleanup,
                                       _nx_crypto_method_drbg_operation};
