#include "crypto/call.h"

enum nxs_status nxs_hash_begin_hmac(struct nxs_hash *hmac, const NX_CRYPTO_METHOD *method,
                                    struct nxs_area area, nxs_bytes key)
{
    struct nxs_operation initialize = {
        .op = NX_CRYPTO_HASH_INITIALIZE, .key = key.data, .key_size = 8 * key.len};
    struct nxs_call call;
    hmac->method = NULL;
    NXS_TRY(nxs_call_begin(&call, method, area, key.data, 8 * key.len));
    enum nxs_status status = nxs_call_do(&call, &initialize);
    if (status != NXS_OK) {
        nxs_call_end(&call);
        return status;
    }
    hmac->method = method;
    hmac->handler = call.handler;
    hmac->area = area;
    return NXS_OK;
}

enum nxs_status nxs_hmac(const NX_CRYPTO_METHOD *method, struct nxs_area area, nxs_bytes key,
                         const nxs_bytes *parts, size_t count, uint8_t *mac)
{
    struct nxs_hash hmac;
    NXS_TRY(nxs_hash_begin_hmac(&hmac, method, area, key));
    for (size_t i = 0; i < count; i++) {
        enum nxs_status status = nxs_hash_add(&hmac, parts[i]);
        if (status != NXS_OK) {
            nxs_hash_drop(&hmac);
            return status;
        }
    }
    return nxs_hash_end(&hmac, mac);
}
