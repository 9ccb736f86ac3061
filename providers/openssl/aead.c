#include "cipher.h"

#include <limits.h>
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/params.h>

#include "nx_crypto_aes.h"
#include "nxsecure/ext.h"

enum { TAG_MAX = 16 };

/* Tag bytes of a method, or 0 when no AEAD here has such tags. */
static size_t tag_size(const NX_CRYPTO_METHOD *method)
{
    size_t size = method->nx_crypto_ICV_size_in_bits / 8u;
    return size == 8 || size == 12 || size == 16 ? size : 0;
}

static UINT fail(const struct nxs_call *call, struct nxs_slot *slot, UINT answer)
{
    nxs_cipher_close(call, slot, false);
    return nxs_libcrypto_failed(answer);
}

/* The lengths of CCM are part of its first block, so it wants the data's before the additional data. */
static bool add_authenticated(EVP_CIPHER_CTX *context, const struct nxs_call *call, enum nxs_cipher_mode mode)
{
    int done = 0;
    if (mode == NXS_MODE_CCM && EVP_CipherUpdate(context, NULL, &done, NULL, (int)call->out_len) != 1) {
        return false;
    }
    return call->in_len == 0 || EVP_CipherUpdate(context, NULL, &done, call->in, (int)call->in_len) == 1;
}

/* in = additional data; iv = the nonce behind a byte that says its length; out length = all bytes to come. */
static UINT begin(const struct nxs_call *call, enum nxs_cipher_mode mode, enum nxs_direction direction)
{
    struct nxs_cipher_state *state = call->state;
    size_t tag_len = tag_size(call->method);
    if (call->iv == NULL || (call->in == NULL && call->in_len > 0)) {
        return NX_CRYPTO_PTR_ERROR;
    }
    if (tag_len == 0 || call->iv[0] != NXS_AEAD_NONCE || call->in_len > INT_MAX || call->out_len > INT_MAX) {
        return NX_CRYPTO_INVALID_PARAMETER;
    }
    if (state->key_len == 0) {
        return NX_CRYPTO_INVALID_KEY;
    }
    struct nxs_slot *slot = nxs_cipher_open(call, mode, direction, tag_len, call->iv + 1);
    if (slot == NULL) {
        return nxs_libcrypto_failed(NX_CRYPTO_NOT_SUCCESSFUL);
    }
    if (!add_authenticated(nxs_cipher_context(slot), call, mode)) {
        return fail(call, slot, NX_CRYPTO_NOT_SUCCESSFUL);
    }
    state->pending = NULL;
    state->pending_len = mode == NXS_MODE_CCM ? call->out_len : 0;
    return NX_CRYPTO_SUCCESS;
}

/*
 * libcrypto's CCM takes all data at once, and for decryption not before the tag: data to be decrypted is only
 * remembered here, in place, and a second UPDATE is refused.
 */
static UINT update_ccm(struct nxs_slot *slot, const struct nxs_call *call, enum nxs_direction direction)
{
    struct nxs_cipher_state *state = call->state;
    int done = 0;
    if (state->pending != NULL || call->in_len != state->pending_len) {
        return fail(call, slot, NX_CRYPTO_INVALID_BUFFER_SIZE);
    }
    state->pending = call->out;
    if (direction == NXS_DECRYPT) {
        memmove(call->out, call->in, call->in_len);
    } else if (EVP_CipherUpdate(nxs_cipher_context(slot), call->out, &done, call->in, (int)call->in_len) !=
               1) {
        return fail(call, slot, NX_CRYPTO_NOT_SUCCESSFUL);
    }
    return NX_CRYPTO_SUCCESS;
}

static UINT update(const struct nxs_call *call, enum nxs_cipher_mode mode, enum nxs_direction direction)
{
    struct nxs_slot *slot = nxs_cipher_opened(call, mode, direction);
    if (slot == NULL) {
        return NX_CRYPTO_NOT_SUCCESSFUL;
    }
    if (call->in_len == 0) {
        return NX_CRYPTO_SUCCESS;
    }
    if (call->in == NULL || call->out == NULL || call->in_len > INT_MAX || call->out_len < call->in_len) {
        return fail(call, slot, NX_CRYPTO_INVALID_BUFFER_SIZE);
    }
    if (mode == NXS_MODE_CCM) {
        return update_ccm(slot, call, direction);
    }
    return EVP_Cipher(nxs_cipher_context(slot), call->out, call->in, call->in_len) == (int)call->in_len
               ? NX_CRYPTO_SUCCESS
               : fail(call, slot, NX_CRYPTO_NOT_SUCCESSFUL);
}

/* CCM with the data that is due: all of it, when it is decrypted; none, when there never was any. */
static bool process_ccm(EVP_CIPHER_CTX *context, struct nxs_cipher_state *state, bool decrypts)
{
    UCHAR none = 0;
    int done = 0;
    UCHAR *data = state->pending;
    if (data == NULL) {
        return state->pending_len == 0 && EVP_CipherUpdate(context, &none, &done, &none, 0) == 1;
    }
    return !decrypts || EVP_CipherUpdate(context, data, &done, data, (int)state->pending_len) == 1;
}

/*
 * The tag is made or checked. Not by EVP_Cipher() without data: for ChaCha20-Poly1305, libcrypto 3.0.20 does
 * nothing then, and answers that all is well.
 */
static bool process_tag(EVP_CIPHER_CTX *context, struct nxs_cipher_state *state, enum nxs_cipher_mode mode,
                        bool decrypts)
{
    UCHAR none[EVP_MAX_BLOCK_LENGTH];
    int len = 0;
    return mode == NXS_MODE_CCM ? process_ccm(context, state, decrypts)
                                : EVP_CipherFinal_ex(context, none, &len) == 1 && len == 0;
}

static UINT end_encryption(const struct nxs_call *call, enum nxs_cipher_mode mode)
{
    struct nxs_slot *slot = nxs_cipher_opened(call, mode, NXS_ENCRYPT);
    size_t tag_len = tag_size(call->method);
    if (slot == NULL) {
        return NX_CRYPTO_NOT_SUCCESSFUL;
    }
    if (call->out == NULL || call->out_len < tag_len || tag_len == 0) {
        return fail(call, slot, NX_CRYPTO_INVALID_BUFFER_SIZE);
    }
    OSSL_PARAM tag[] = {OSSL_PARAM_octet_string(OSSL_CIPHER_PARAM_AEAD_TAG, call->out, tag_len),
                        OSSL_PARAM_END};
    EVP_CIPHER_CTX *context = nxs_cipher_context(slot);
    if (!process_tag(context, call->state, mode, false) || EVP_CIPHER_CTX_get_params(context, tag) != 1) {
        return fail(call, slot, NX_CRYPTO_NOT_SUCCESSFUL);
    }
    nxs_cipher_close(call, slot, true);
    return NX_CRYPTO_SUCCESS;
}

/*
 * The tag is set for every record, and only in the method's length: libcrypto compares a shorter one just
 * that far, and would otherwise still have the one of the record before.
 */
static UINT end_decryption(const struct nxs_call *call, enum nxs_cipher_mode mode)
{
    struct nxs_slot *slot = nxs_cipher_opened(call, mode, NXS_DECRYPT);
    UCHAR expected[TAG_MAX];
    if (slot == NULL) {
        return NX_CRYPTO_NOT_SUCCESSFUL;
    }
    if (call->in == NULL || call->in_len == 0 || call->in_len != tag_size(call->method)) {
        return fail(call, slot, NX_CRYPTO_AUTHENTICATION_FAILED);
    }
    memcpy(expected, call->in, call->in_len);
    OSSL_PARAM tag[] = {OSSL_PARAM_octet_string(OSSL_CIPHER_PARAM_AEAD_TAG, expected, call->in_len),
                        OSSL_PARAM_END};
    EVP_CIPHER_CTX *context = nxs_cipher_context(slot);
    if (EVP_CIPHER_CTX_set_params(context, tag) != 1) {
        return fail(call, slot, NX_CRYPTO_NOT_SUCCESSFUL);
    }
    bool right = process_tag(context, call->state, mode, true);
    nxs_cipher_close(call, slot, true);
    return right ? NX_CRYPTO_SUCCESS : nxs_libcrypto_failed(NX_CRYPTO_AUTHENTICATION_FAILED);
}

/* Additional data for a one-shot call; borrowed until then. */
static UINT set_additional_data(const struct nxs_call *call, enum nxs_cipher_mode mode)
{
    struct nxs_cipher_state *state = call->state;
    if (call->in == NULL && call->in_len > 0) {
        return NX_CRYPTO_PTR_ERROR;
    }
    nxs_cipher_abandon(call, mode);
    state->pending = (UCHAR *)(uintptr_t)call->in;
    state->pending_len = call->in_len;
    return NX_CRYPTO_SUCCESS;
}

/* A whole message: in or out is the data with the tag behind it. */
static UINT once(const struct nxs_call *call, enum nxs_cipher_mode mode, enum nxs_direction direction)
{
    struct nxs_cipher_state *state = call->state;
    size_t tag_len = tag_size(call->method);
    bool encrypts = direction == NXS_ENCRYPT;
    struct nxs_call step = *call;
    if ((!encrypts && call->in_len < tag_len) || (call->in == NULL && call->in_len > 0) ||
        call->out == NULL) {
        return NX_CRYPTO_INVALID_BUFFER_SIZE;
    }
    ULONG data_len = call->in_len - (encrypts ? 0 : (ULONG)tag_len);
    if (call->out_len < data_len || (encrypts && call->out_len - data_len < tag_len)) {
        return NX_CRYPTO_INVALID_BUFFER_SIZE;
    }
    if (state->open == NXS_NEITHER) { /* what is pending in an open record is its data */
        step.in = state->pending;
        step.in_len = state->pending_len;
    } else {
        step.in_len = 0;
    }
    step.out_len = data_len;
    state->pending = NULL;
    state->pending_len = 0;
    UINT result = begin(&step, mode, direction);
    if (result == NX_CRYPTO_SUCCESS) {
        step.in = call->in;
        step.in_len = data_len;
        result = update(&step, mode, direction);
    }
    if (result == NX_CRYPTO_SUCCESS) {
        step.in = encrypts ? NULL : call->in + data_len;
        step.in_len = encrypts ? 0 : (ULONG)tag_len;
        step.out = call->out + data_len;
        step.out_len = (ULONG)tag_len;
        result = encrypts ? end_encryption(&step, mode) : end_decryption(&step, mode);
    }
    if (result != NX_CRYPTO_SUCCESS) {
        OPENSSL_cleanse(call->out, data_len);
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
        return end_encryption(call, mode);
    case NX_CRYPTO_DECRYPT_INITIALIZE:
        return begin(call, mode, NXS_DECRYPT);
    case NX_CRYPTO_DECRYPT_UPDATE:
        return update(call, mode, NXS_DECRYPT);
    case NX_CRYPTO_DECRYPT_CALCULATE:
        return end_decryption(call, mode);
    case NX_CRYPTO_SET_ADDITIONAL_DATA:
        return set_additional_data(call, mode);
    case NX_CRYPTO_ENCRYPT:
        return once(call, mode, NXS_ENCRYPT);
    case NX_CRYPTO_DECRYPT:
        return once(call, mode, NXS_DECRYPT);
    default:
        return NXS_UNKNOWN_OPERATION;
    }
}

UINT nxs_serve_gcm(const struct nxs_call *call)
{
    return serve(call, NXS_MODE_GCM);
}

UINT nxs_serve_ccm(const struct nxs_call *call)
{
    return serve(call, NXS_MODE_CCM);
}

static UINT serve_chacha20(const struct nxs_call *call)
{
    return serve(call, NXS_MODE_CHACHA20);
}

NXS_DEFINE_OPERATION(_nx_crypto_method_aes_gcm_operation, struct nxs_cipher_state, nxs_serve_gcm)
NXS_DEFINE_OPERATION(_nx_crypto_method_aes_ccm_operation, struct nxs_cipher_state, nxs_serve_ccm)

static NXS_DEFINE_INIT(init_chacha20, struct nxs_cipher_state, nxs_cipher_init)
static NXS_DEFINE_OPERATION(operate_chacha20, struct nxs_cipher_state, serve_chacha20)

NX_CRYPTO_METHOD crypto_method_chacha20_poly1305 = {NX_CRYPTO_ENCRYPTION_CHACHA20_POLY1305,
                                                    256,
                                                    32,
                                                    128,
                                                    64,
                                                    sizeof(struct nxs_cipher_state),
                                                    init_chacha20,
                                                    nxs_cipher_cleanup,
                                                    operate_chacha20};
