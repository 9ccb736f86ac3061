/* crypto_method_ecdh and crypto_method_ecdhe [method contract 5.7]. */
#include "asym.h"

#include <string.h>

#include <openssl/crypto.h>

#include "curve.h"
#include "nx_crypto_ecdh.h"

enum { STATE_MARK = 0x41534448 };

/* The metadata: everything a key agreement is. */
struct ecdh_state {
    uint32_t mark;
    UINT curve; /* 0: not set */
    uint8_t has_scalar;
    uint8_t scalar[NXS_CURVE_SCALAR_MAX];
};

static void scalar_drop(struct ecdh_state *state)
{
    OPENSSL_cleanse(state->scalar, sizeof state->scalar);
    state->has_scalar = 0;
}

static UINT init(const struct nxs_call *call)
{
    struct ecdh_state *state = call->state;
    *state = (struct ecdh_state){.mark = STATE_MARK};
    return NX_CRYPTO_SUCCESS;
}

static UINT curve_set(struct ecdh_state *state, const struct nxs_call *call)
{
    const struct nxs_curve *curve;
    UINT result = nxs_curve_of_call(call, &curve);
    scalar_drop(state);
    state->curve = result == NX_CRYPTO_SUCCESS ? curve->algorithm : 0;
    return result;
}

static UINT setup(const struct nxs_curve *curve, struct ecdh_state *state, const struct nxs_call *call)
{
    uint8_t share[NXS_CURVE_PUBLIC_MAX];
    UINT result = curve->kind->pair(curve, state->scalar, share);
    if (result != NX_CRYPTO_SUCCESS) {
        scalar_drop(state);
        return nxs_libcrypto_failed(result);
    }
    state->has_scalar = 1;
    return nxs_extended_output(call, share, curve->share);
}

/* The public half that may come along is not needed, and not believed. */
static UINT import(const struct nxs_curve *curve, struct ecdh_state *state, const struct nxs_call *call)
{
    if (call->key == NULL) {
        return NX_CRYPTO_PTR_ERROR;
    }
    UINT result = curve->kind->import(curve, call->key, nxs_bits_to_bytes(call->key_size), state->scalar);
    if (result != NX_CRYPTO_SUCCESS) {
        scalar_drop(state);
        return nxs_libcrypto_failed(result);
    }
    state->has_scalar = 1;
    return NX_CRYPTO_SUCCESS;
}

static UINT calculate(const struct nxs_curve *curve, const struct ecdh_state *state,
                      const struct nxs_call *call)
{
    uint8_t secret[NXS_CURVE_SCALAR_MAX];
    if (call->in == NULL) {
        return NX_CRYPTO_PTR_ERROR;
    }
    UINT result = curve->kind->derive(curve, state->scalar, call->in, call->in_len, secret);
    result = result == NX_CRYPTO_SUCCESS ? nxs_extended_output(call, secret, curve->scalar)
                                         : nxs_libcrypto_failed(result);
    OPENSSL_cleanse(secret, sizeof secret);
    return result;
}

static UINT agree(struct ecdh_state *state, const struct nxs_call *call)
{
    const struct nxs_curve *curve = nxs_curve_find(state->curve);
    if (curve == NULL) {
        return NX_CRYTPO_MISSING_ECC_CURVE;
    }
    if (call->op == NX_CRYPTO_DH_SETUP) {
        return setup(curve, state, call);
    }
    if (call->op == NX_CRYPTO_DH_KEY_PAIR_IMPORT) {
        return import(curve, state, call);
    }
    if (!state->has_scalar) {
        return NX_CRYPTO_INVALID_KEY;
    }
    return call->op == NX_CRYPTO_DH_CALCULATE ? calculate(curve, state, call)
                                              : nxs_extended_output(call, state->scalar, curve->scalar);
}

static UINT operate(const struct nxs_call *call)
{
    struct ecdh_state *state = call->state;
    switch (call->op) {
    case NX_CRYPTO_EC_CURVE_SET:
    case NX_CRYPTO_DH_SETUP:
    case NX_CRYPTO_DH_KEY_PAIR_IMPORT:
    case NX_CRYPTO_DH_PRIVATE_KEY_EXPORT:
    case NX_CRYPTO_DH_CALCULATE:
        break;
    default:
        return NXS_UNKNOWN_OPERATION;
    }
    if (state->mark != STATE_MARK) {
        return NX_CRYPTO_NO_INSTANCE;
    }
    return call->op == NX_CRYPTO_EC_CURVE_SET ? curve_set(state, call) : agree(state, call);
}

_Static_assert(sizeof(struct ecdh_state) <= sizeof(NX_CRYPTO_ECDH), "fits the public state type");

NXS_DEFINE_INIT(_nx_crypto_method_ecdh_init, struct ecdh_state, init)
NXS_DEFINE_OPERATION(_nx_crypto_method_ecdh_operation, struct ecdh_state, operate)
NXS_DEFINE_WIPING_CLEANUP(_nx_crypto_method_ecdh_cleanup, struct ecdh_state)

NX_CRYPTO_METHOD crypto_method_ecdh = {
    NX_CRYPTO_KEY_EXCHANGE_ECDH,
    0,
    0,
    0,
    0,
    sizeof(struct ecdh_state),
    _nx_crypto_method_ecdh_init,
    _nx_crypto_method_ecdh_cleanup,
    _nx_crypto_method_ecdh_operation,
};

NX_CRYPTO_METHOD crypto_method_ecdhe = {
    NX_CRYPTO_KEY_EXCHANGE_ECDHE,
    0,
    0,
    0,
    0,
    sizeof(struct ecdh_state),
    _nx_crypto_method_ecdh_init,
    _nx_crypto_method_ecdh_cleanup,
    _nx_crypto_method_ecdh_operation,
};
