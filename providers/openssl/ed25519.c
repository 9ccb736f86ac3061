/* crypto_method_ed25519: pure Ed25519 [RFC8032 5.1] over the whole message, in the shape of the ECDSA method.
 */
#include "asym.h"

#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "nxsecure/ext.h"

enum { KEY_BYTES = 32, SIGNATURE_BYTES = 64 };

/* The metadata: every operation brings its key. */
struct ed25519_state {
    uint32_t unused;
};

static UINT init(const struct nxs_call *call)
{
    struct ed25519_state *state = call->state;
    state->unused = 0;
    return NX_CRYPTO_SUCCESS;
}

/* Ends a one-shot operation's context; it owned the key object. */
static UINT finish(EVP_MD_CTX *ctx, EVP_PKEY *key, bool good, UINT failure)
{
    EVP_MD_CTX_free(ctx);
    EVP_PKEY_free(key);
    return good ? NX_CRYPTO_SUCCESS : nxs_libcrypto_failed(failure);
}

/* Importing the seed computes the public key: signing with a foreign one would give the seed away. */
static UINT sign(const struct nxs_call *call)
{
    uint8_t signature[SIGNATURE_BYTES];
    size_t len = sizeof signature;
    EVP_PKEY *key = EVP_PKEY_new_raw_private_key_ex(NULL, "ED25519", NULL, call->key, KEY_BYTES);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    bool good = key != NULL && ctx != NULL &&
                EVP_DigestSignInit_ex(ctx, NULL, NULL, NULL, NULL, key, NULL) == 1 &&
                EVP_DigestSign(ctx, signature, &len, call->in, call->in_len) == 1 && len == sizeof signature;
    UINT result = finish(ctx, key, good, NX_CRYPTO_NOT_SUCCESSFUL);
    return result == NX_CRYPTO_SUCCESS ? nxs_extended_output(call, signature, sizeof signature) : result;
}

static UINT verify(const struct nxs_call *call)
{
    if (call->out_len != SIGNATURE_BYTES) {
        return NX_CRYPTO_AUTHENTICATION_FAILED;
    }
    EVP_PKEY *key = EVP_PKEY_new_raw_public_key_ex(NULL, "ED25519", NULL, call->key, KEY_BYTES);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    bool good = key != NULL && ctx != NULL &&
                EVP_DigestVerifyInit_ex(ctx, NULL, NULL, NULL, NULL, key, NULL) == 1 &&
                EVP_DigestVerify(ctx, call->out, call->out_len, call->in, call->in_len) == 1;
    return finish(ctx, key, good, NX_CRYPTO_AUTHENTICATION_FAILED);
}

static UINT operate(const struct nxs_call *call)
{
    if (call->op != NX_CRYPTO_AUTHENTICATE && call->op != NX_CRYPTO_VERIFY) {
        return NXS_UNKNOWN_OPERATION;
    }
    if (call->key == NULL || call->out == NULL || (call->in == NULL && call->in_len != 0)) {
        return NX_CRYPTO_PTR_ERROR;
    }
    if (nxs_bits_to_bytes(call->key_size) != KEY_BYTES) {
        return NX_CRYPTO_UNSUPPORTED_KEY_SIZE;
    }
    return call->op == NX_CRYPTO_AUTHENTICATE ? sign(call) : verify(call);
}

static NXS_DEFINE_INIT(ed25519_init, struct ed25519_state, init)
static NXS_DEFINE_OPERATION(ed25519_operation, struct ed25519_state, operate)
static NXS_DEFINE_WIPING_CLEANUP(ed25519_cleanup, struct ed25519_state)

NX_CRYPTO_METHOD crypto_method_ed25519 = {
    NXS_CRYPTO_SIGNATURE_ED25519,
    256,
    0,
    0,
    0,
    sizeof(struct ed25519_state),
    ed25519_init,
    ed25519_cleanup,
    ed25519_operation,
};
