#include "crypto/call.h"

static enum nxs_status run(const struct nxs_call *call, nxs_bytes key, const nxs_bytes *parts, size_t count,
                           uint8_t *mac)
{
    struct nxs_operation initialize = {
        .op = NX_CRYPTO_HASH_INITIALIZE, .key = key.data, .key_size = 8 * key.len};
    struct nxs_operation update = {.op = NX_CRYPTO_HASH_UPDATE};
    struct nxs_operation calculate = {
        .op = NX_CRYPTO_HASH_CALCULATE, .output = mac, .output_len = nxs_digest_size(call->method)};
    NXS_TRY(nxs_call_do(call, &initialize));
    for (size_t i = 0; i < count; i++) {
        update.input = parts[i];
        if (update.input.len > 0) {
            NXS_TRY(nxs_call_do(call, &update));
        }
    }
    return nxs_call_do(call, &calculate);
}

enum nxs_status nxs_hmac(const NX_CRYPTO_METHOD *method, struct nxs_area area, nxs_bytes key,
                         const nxs_bytes *parts, size_t count, uint8_t *mac)
{
    struct nxs_call call;
    NXS_TRY(nxs_call_begin(&call, method, area, key.data, 8 * key.len));
    enum nxs_status status = run(&call, key, parts, count, mac);
    nxs_call_end(&call);
    return status;
}
