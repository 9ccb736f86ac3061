#include "cipher.h"

#include <string.h>

#include <openssl/crypto.h>

#include "nx_crypto_3des.h"
#include "nx_crypto_aes.h"
#include "nx_crypto_des.h"

/* The one operation for all modes goes by the method's algorithm. */
static UINT serve_aes(const struct nxs_call *call)
{
    switch (call->method->nx_crypto_algorithm) {
    case NX_CRYPTO_ENCRYPTION_AES_CBC:
        return nxs_serve_cbc(call);
    case NX_CRYPTO_ENCRYPTION_AES_CTR:
        return nxs_serve_ctr(call);
    case NX_CRYPTO_ENCRYPTION_AES_GCM_8:
    case NX_CRYPTO_ENCRYPTION_AES_GCM_12:
    case NX_CRYPTO_ENCRYPTION_AES_GCM_16:
        return nxs_serve_gcm(call);
    case NX_CRYPTO_ENCRYPTION_AES_CCM:
    case NX_CRYPTO_ENCRYPTION_AES_CCM_8:
    case NX_CRYPTO_ENCRYPTION_AES_CCM_12:
    case NX_CRYPTO_ENCRYPTION_AES_CCM_16:
        return nxs_serve_ccm(call);
    default:
        return NX_CRYPTO_INVALID_ALGORITHM;
    }
}

/* libcrypto has single DES only among its legacy algorithms; three times the same key is the same function.
 */
static UINT init_des(const struct nxs_call *call)
{
    struct nxs_cipher_state *state = call->state;
    UINT result = nxs_cipher_init(call);
    if (result == NX_CRYPTO_SUCCESS && state->key_len != 8) {
        result = NX_CRYPTO_UNSUPPORTED_KEY_SIZE;
        state->key_len = 0;
    }
    if (result == NX_CRYPTO_SUCCESS) {
        memcpy(state->key + 8, state->key, 8);
        memcpy(state->key + 16, state->key, 8);
        state->key_len = 24;
    }
    return result;
}

NXS_DEFINE_INIT(_nx_crypto_method_aes_init, struct nxs_cipher_state, nxs_cipher_init)
NXS_DEFINE_OPERATION(_nx_crypto_method_aes_operation, struct nxs_cipher_state, serve_aes)
NXS_DEFINE_OPERATION(_nx_crypto_method_aes_cbc_operation, struct nxs_cipher_state, nxs_serve_cbc)
NXS_DEFINE_OPERATION(_nx_crypto_method_aes_ctr_operation, struct nxs_cipher_state, nxs_serve_ctr)

UINT _nx_crypto_method_aes_cleanup(VOID *crypto_metadata)
{
    return nxs_cipher_cleanup(crypto_metadata);
}

NXS_DEFINE_INIT(_nx_crypto_method_3des_init, struct nxs_cipher_state, nxs_cipher_init)
NXS_DEFINE_OPERATION(_nx_crypto_method_3des_operation, struct nxs_cipher_state, nxs_serve_3des)

UINT _nx_crypto_method_3des_cleanup(VOID *crypto_metadata)
{
    return nxs_cipher_cleanup(crypto_metadata);
}

NXS_DEFINE_INIT(_nx_crypto_method_des_init, struct nxs_cipher_state, init_des)
NXS_DEFINE_OPERATION(_nx_crypto_method_des_operation, struct nxs_cipher_state, nxs_serve_3des)

UINT _nx_crypto_method_des_cleanup(VOID *crypto_metadata)
{
    return nxs_cipher_cleanup(crypto_metadata);
}

NXS_STATE_FITS(NX_CRYPTO_AES, struct nxs_cipher_state);
NXS_STATE_FITS(NX_CRYPTO_DES, struct nxs_cipher_state);
NXS_STATE_FITS(NX_CRYPTO_3DES, struct nxs_cipher_state);

#define AES(algorithm, key_bits, iv_bits, icv_bits, operation)                                               \
    {                                                                                                        \
        algorithm, key_bits, iv_bits, icv_bits, 16, sizeof(struct nxs_cipher_state),                         \
            _nx_crypto_method_aes_init, _nx_crypto_method_aes_cleanup, operation                             \
    }

/* IV sizes of AEADs are what applications' tables have in that place; nothing computes with them. */
NX_CRYPTO_METHOD crypto_method_aes_cbc_128 =
    AES(NX_CRYPTO_ENCRYPTION_AES_CBC, 128, 128, 0, _nx_crypto_method_aes_cbc_operation);
NX_CRYPTO_METHOD crypto_method_aes_cbc_192 =
    AES(NX_CRYPTO_ENCRYPTION_AES_CBC, 192, 128, 0, _nx_crypto_method_aes_cbc_operation);
NX_CRYPTO_METHOD crypto_method_aes_cbc_256 =
    AES(NX_CRYPTO_ENCRYPTION_AES_CBC, 256, 128, 0, _nx_crypto_method_aes_cbc_operation);
NX_CRYPTO_METHOD crypto_method_aes_ccm_8 =
    AES(NX_CRYPTO_ENCRYPTION_AES_CCM_8, 128, 32, 64, _nx_crypto_method_aes_ccm_operation);
NX_CRYPTO_METHOD crypto_method_aes_ccm_16 =
    AES(NX_CRYPTO_ENCRYPTION_AES_CCM_16, 128, 32, 128, _nx_crypto_method_aes_ccm_operation);
NX_CRYPTO_METHOD crypto_method_aes_128_gcm_16 =
    AES(NX_CRYPTO_ENCRYPTION_AES_GCM_16, 128, 32, 128, _nx_crypto_method_aes_gcm_operation);
NX_CRYPTO_METHOD crypto_method_aes_256_gcm_16 =
    AES(NX_CRYPTO_ENCRYPTION_AES_GCM_16, 256, 32, 128, _nx_crypto_method_aes_gcm_operation);

NX_CRYPTO_METHOD crypto_method_des = {NX_CRYPTO_ENCRYPTION_DES_CBC,
                                      64,
                                      64,
                                      0,
                                      8,
                                      sizeof(struct nxs_cipher_state),
                                      _nx_crypto_method_des_init,
                                      _nx_crypto_method_des_cleanup,
                                      _nx_crypto_method_des_operation};
NX_CRYPTO_METHOD crypto_method_3des = {NX_CRYPTO_ENCRYPTION_3DES_CBC,
                                       192,
                                       64,
                                       0,
                                       8,
                                       sizeof(struct nxs_cipher_state),
                                       _nx_crypto_method_3des_init,
                                       _nx_crypto_method_3des_cleanup,
                                       _nx_crypto_method_3des_operation};
