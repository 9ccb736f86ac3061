#include "cipher.h"

#include <limits.h>

/* iv = the first IV of the chain, or the first counter block; as long as a block. */
static UINT begin(const struct nxs_call *call, enum nxs_cipher_mode mode, enum nxs_direction direction)
{
    const struct nxs_cipher_state *state = call->state;
    if (call->iv == NULL) {
        return NX_CRYPTO_PTR_ERROR;
    }
    if (state->key_len == 0) {
        return NX_CRYPTO_INVALID_KEY;
    }
    return nxs_cipher_open(call, mode, direction, 0, call->iv) != NULL
               ? NX_CRYPTO_SUCCESS
               : nxs_libcrypto_failed(NX_CRYPTO_NOT_SUCCESSFUL);
}

/* Chained modes take whole blocks: TLS adds the padding itself. */
static UINT update(const struct nxs_call *call, enum nxs_cipher_mode mode, enum nxs_direction direction)
{
    struct nxs_slot *slot = nxs_cipher_opened(call, mode, direction);
    if (slot == NULL) {
        return NX_CRYPTO_NOT_SUCCESSFUL;
    }
    if (call->in_len == 0) {
        return NX_CRYPTO_SUCCESS;
    }
    if (call->in == NULL || call->out == NULL || call->in_len > INT_MAX || call->out_len < call->in_len ||
        call->in_len % (ULONG)EVP_CIPHER_CTX_get_block_size(nxs_cipher_context(slot)) != 0) {
        nxs_cipher_close(call, slot, false);
        return NX_CRYPTO_INVALID_BUFFER_SIZE;
    }
    /* Unlike EVP_CipherUpdate(), this knows nothing of padding. */
    if (EVP_Cipher(nxs_cipher_context(slot), call->out, call->in, call->in_len) <= 0) {
        nxs_cipher_close(call, slot, false);
        return nxs_libcrypto_failed(NX_CRYPTO_NOT_SUCCESSFUL);
    }
    return NX_CRYPTO_SUCCESS;
}

static UINT end(const struct nxs_call *call, enum nxs_cipher_mode mode, enum nxs_direction direction)
{
    struct nxs_slot *slot = nxs_cipher_opened(call, mode, direction);
    if (slot == NULL) {
        return NX_CRYPTO_NOT_SUCCESSFUL;
    }
    nxs_cipher_close(call, slot, true);
    return NX_CRYPTO_SUCCESS;
}

static UINT once(const struct nxs_call *call, enum nxs_cipher_mode mode, enum nxs_direction direction)
{
    UINT result = begin(call, mode, direction);
    if (result == NX_CRYPTO_SUCCESS) {
        result = update(call, mode, direction);
    }
    if (result == NX_CRYPTO_SUCCESS) {
        result = end(call, mode, direction);
    }
    return result;
}

static UINT serve(const struct nxs_call *call, enum nxs_cipher_mode mode)
{
    switch (call->op) {
    case NX_CRYPTO_ENCRYPT_INITIALIZE:
        return begin(call, mode, NXS_ENCRYPT);
    case NX_CRYPTO_ENCRYPT_UPDATE:
        return update(call, mode, NXS_ENCRYPT);
    case NX_CRYPTO_ENCRYPT_CALCULATE:
        return end(call, mode, NXS_ENCRYPT);
    case NX_CRYPTO_DECRYPT_INITIALIZE:
        return begin(call, mode, NXS_DECRYPT);
    case NX_CRYPTO_DECRYPT_UPDATE:
        return update(call, mode, NXS_DECRYPT);
    case NX_CRYPTO_DECRYPT_CALCULATE:
        return end(call, mode, NXS_DECRYPT);
    case NX_CRYPTO_ENCRYPT:
        return once(call, mode, NXS_ENCRYPT);
    case NX_CRYPTO_DECRYPT:
        return once(call, mode, NXS_DECRYPT);
    default:
        return NXS_UNKNOWN_OPERATION;
    }
}

UINT nxs_serve_cbc(const struct nxs_call *call)
{
    return serve(call, NXS_MODE_CBC);
}

UINT nxs_serve_ctr(const struct nxs_call *call)
{
    return serve(call, NXS_MODE_CTR);
}

UINT nxs_serve_3des(const struct nxs_call *call)
{
    return serve(call, NXS_MODE_3DES);
}
