#include "base/ct.h"
#include "crypto/call.h"

#include <string.h>

size_t nxs_digest_size(const NX_CRYPTO_METHOD *method)
{
    static const struct {
        uint32_t hash, hmac;
        uint8_t size;
    } rows[] = {
        {NX_CRYPTO_HASH_MD5, NX_CRYPTO_AUTHENTICATION_HMAC_MD5_128, 16},
        {NX_CRYPTO_HASH_SHA1, NX_CRYPTO_AUTHENTICATION_HMAC_SHA1_160, 20},
        {NX_CRYPTO_HASH_SHA224, NX_CRYPTO_AUTHENTICATION_HMAC_SHA2_224, 28},
        {NX_CRYPTO_HASH_SHA256, NX_CRYPTO_AUTHENTICATION_HMAC_SHA2_256, 32},
        {NX_CRYPTO_HASH_SHA384, NX_CRYPTO_AUTHENTICATION_HMAC_SHA2_384, 48},
        {NX_CRYPTO_HASH_SHA512, NX_CRYPTO_AUTHENTICATION_HMAC_SHA2_512, 64},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].hash == method->nx_crypto_algorithm || rows[i].hmac == method->nx_crypto_algorithm) {
            return rows[i].size;
        }
    }
    size_t size = method->nx_crypto_ICV_size_in_bits / 8u;
    return size < NXS_MAX_DIGEST ? size : NXS_MAX_DIGEST;
}

static struct nxs_call call_of(const struct nxs_hash *hash)
{
    struct nxs_call call = {hash->method, hash->handler, hash->area};
    return call;
}

static enum nxs_status calculate(const struct nxs_call *call, uint8_t *digest)
{
    struct nxs_operation operation = {.op = NX_CRYPTO_HASH_CALCULATE, .output = digest};
    if (call->method == NULL) {
        return NXS_INVALID_STATE;
    }
    operation.output_len = nxs_digest_size(call->method);
    return nxs_call_do(call, &operation);
}

enum nxs_status nxs_hash_begin(struct nxs_hash *hash, const NX_CRYPTO_METHOD *method, struct nxs_area area)
{
    static const struct nxs_operation initialize = {.op = NX_CRYPTO_HASH_INITIALIZE};
    struct nxs_call call;
    hash->method = NULL;
    NXS_TRY(nxs_call_begin(&call, method, area, NULL, 0));
    enum nxs_status status = nxs_call_do(&call, &initialize);
    if (status != NXS_OK) {
        nxs_call_end(&call);
        return status;
    }
    hash->method = method;
    hash->handler = call.handler;
    hash->area = area;
    return NXS_OK;
}

enum nxs_status nxs_hash_add(struct nxs_hash *hash, nxs_bytes data)
{
    struct nxs_call call = call_of(hash);
    struct nxs_operation update = {.op = NX_CRYPTO_HASH_UPDATE, .input = data};
    if (call.method == NULL) {
        return NXS_INVALID_STATE;
    }
    return data.len == 0 ? NXS_OK : nxs_call_do(&call, &update);
}

enum nxs_status nxs_hash_fork(const struct nxs_hash *hash, struct nxs_area scratch, uint8_t *digest)
{
    struct nxs_call clone = call_of(hash);
    if (clone.method == NULL) {
        return NXS_INVALID_STATE;
    }
    uint32_t size = clone.method->nx_crypto_metadata_area_size;
    if (scratch.size < size) {
        return NXS_NO_ROOM;
    }
    clone.area = scratch;
    NX_SECURE_HASH_METADATA_CLONE(scratch.base, hash->area.base, size);
    enum nxs_status status = calculate(&clone, digest);
    NX_SECURE_HASH_CLONE_CLEANUP(scratch.base, size);
    nxs_wipe(scratch.base, size);
    return status;
}

enum nxs_status nxs_hash_end(struct nxs_hash *hash, uint8_t *digest)
{
    struct nxs_call call = call_of(hash);
    enum nxs_status status = calculate(&call, digest);
    nxs_hash_drop(hash);
    return status;
}

void nxs_hash_drop(struct nxs_hash *hash)
{
    struct nxs_call call = call_of(hash);
    nxs_call_end(&call);
    hash->method = NULL;
    hash->handler = NULL;
}

enum nxs_status nxs_hash_once(const NX_CRYPTO_METHOD *method, struct nxs_area area, const nxs_bytes *parts,
                              size_t count, uint8_t *digest)
{
    struct nxs_hash hash;
    NXS_TRY(nxs_hash_begin(&hash, method, area));
    for (size_t i = 0; i < count; i++) {
        enum nxs_status status = nxs_hash_add(&hash, parts[i]);
        if (status != NXS_OK) {
            nxs_hash_drop(&hash);
            return status;
        }
    }
    return nxs_hash_end(&hash, digest);
}
