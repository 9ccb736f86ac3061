#include "provider.h"

#include <string.h>

#include <openssl/crypto.h>
#include <openssl/err.h>

/* The largest struct that a stock method keeps in its metadata. */
#define LARGEST_STATE 640u

UINT nxs_serve_unaligned(struct nxs_call *call, size_t size, nxs_serve *serve)
{
    union {
        max_align_t align;
        unsigned char bytes[LARGEST_STATE];
    } copy;
    if (size > sizeof copy.bytes) {
        return NX_CRYPTO_METADATA_UNALIGNED;
    }
    memcpy(copy.bytes, call->home, size);
    call->state = copy.bytes;
    UINT result = serve(call);
    memcpy(call->home, copy.bytes, size);
    OPENSSL_cleanse(copy.bytes, size);
    return result;
}

UINT nxs_libcrypto_failed(UINT answer)
{
    ERR_clear_error();
    return answer;
}
