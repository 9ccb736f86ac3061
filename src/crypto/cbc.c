#include "base/ct.h"
#include "crypto/call.h"

static enum nxs_status encrypt(const struct nxs_call *call, const uint8_t *iv, const nxs_room *parts,
                               size_t count)
{
    struct nxs_operation initialize = {.op = NX_CRYPTO_ENCRYPT_INITIALIZE, .iv = iv};
    struct nxs_operation calculate = {.op = NX_CRYPTO_ENCRYPT_CALCULATE};
    NXS_TRY(nxs_call_do(call, &initialize));
    NXS_TRY(nxs_call_encrypt_parts(call, parts, count));
    return nxs_call_do(call, &calculate);
}

static enum nxs_status decrypt(const struct nxs_call *call, const uint8_t *iv, nxs_room data)
{
    struct nxs_operation initialize = {.op = NX_CRYPTO_DECRYPT_INITIALIZE, .iv = iv, .output_len = data.len};
    struct nxs_operation update = {.op = NX_CRYPTO_DECRYPT_UPDATE,
                                   .input = nxs_bytes_in(data),
                                   .output = data.data,
                                   .output_len = data.len};
    struct nxs_operation calculate = {.op = NX_CRYPTO_DECRYPT_CALCULATE, .input = nxs_bytes_of(data.data, 0)};
    NXS_TRY(nxs_call_do(call, &initialize));
    NXS_TRY(nxs_call_do(call, &update));
    return nxs_call_do(call, &calculate);
}

/* Nobody knows what a failed method did to the data: its key is not used again. */
static enum nxs_status judge(struct nxs_cipher *cipher, enum nxs_status status)
{
    if (status != NXS_OK) {
        nxs_cipher_drop(cipher);
    }
    return status;
}

enum nxs_status nxs_cbc_encrypt(struct nxs_cipher *cipher, const uint8_t *iv, const nxs_room *parts,
                                size_t count)
{
    struct nxs_call call = {cipher->method, cipher->handler, cipher->area};
    if (call.method == NULL || cipher->decrypts || cipher->tag_len != 0) {
        return NXS_INVALID_STATE;
    }
    return judge(cipher, encrypt(&call, iv, parts, count));
}

enum nxs_status nxs_cbc_decrypt(struct nxs_cipher *cipher, const uint8_t *iv, nxs_room data)
{
    struct nxs_call call = {cipher->method, cipher->handler, cipher->area};
    if (call.method == NULL || !cipher->decrypts || cipher->tag_len != 0) {
        return NXS_INVALID_STATE;
    }
    return data.len == 0 ? NXS_OK : judge(cipher, decrypt(&call, iv, data));
}
