#include "provider.h"

#include <string.h>

#include <openssl/crypto.h>
#include <openssl/err.h>

UINT nxs_serve_unaligned(struct nxs_call *call, size_t size, nxs_serve *serve)
{
    union {
        max_align_t align;
        unsigned char bytes[NXS_STATE_MAX];
    } copy;
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
