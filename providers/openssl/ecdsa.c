/* crypto_method_ecdsa: DER signatures over a digest [method contract 5.6]. */
#include "asym.h"

#include <string.h>

#include <openssl/crypto.h>

#include "ec.h"
#include "nx_crypto_ecdsa.h"

enum { STATE_MARK = 0x41534345, MAX_HASH = 64 };

/* The metadata: every operation brings its key, so only the curve needs keeping. */
struct ecdsa_state {
    uint32_t mark;
    UINT curve; /* 0: not set */
};

static UINT init(const struct nxs_call *call)
{
    struct ecdsa_state *state = call->state;
    *state = (struct ecdsa_state){.mark = STATE_MARK};
    return NX_CRYPTO_SUCCESS;
}

static UINT curve_set(struct ecdsa_state *state, const struct nxs_call *call)
{
    const struct nxs_curve *curve;
    UINT result = nxs_curve_of_call(call, &curve);
    if (result == NX_CRYPTO_SUCCESS && curve->kind != &nxs_curve_weierstrass) {
        result = NX_CRYTPO_MISSING_ECC_CURVE;
    }
    state->curve = result == NX_CRYPTO_SUCCESS ? curve->algorithm : 0;
    return result;
}

static UINT sign(const struct nxs_curve *curve, const struct nxs_call *call)
{
    uint8_t signature[NXS_CURVE_SIGNATURE_MAX];
    size_t len = 0;
    UINT result = nxs_ec_sign(curve, call->key, nxs_bits_to_bytes(call->key_size), call->in, call->in_len,
                              signature, &len);
    return result == NX_CRYPTO_SUCCESS ? nxs_extended_output(call, signature, len)
                                       : nxs_libcrypto_failed(result);
}

/* The signature comes in the place of the output. */
static UINT verify(const struct nxs_curve *curve, const struct nxs_call *call)
{
    if (call->out_len > NXS_CURVE_SIGNATURE_MAX) {
        return NX_CRYPTO_AUTHENTICATION_FAILED;
    }
    UINT result = nxs_ec_verify(curve, call->key, nxs_bits_to_bytes(call->key_size), call->in, call->in_len,
                                call->out, call->out_len);
    return result == NX_CRYPTO_SUCCESS ? result : nxs_libcrypto_failed(result);
}

static UINT operate(const struct nxs_call *call)
{
    struct ecdsa_state *state = call->state;
    if (call->op != NX_CRYPTO_EC_CURVE_SET && call->op != NX_CRYPTO_AUTHENTICATE &&
        call->op != NX_CRYPTO_VERIFY) {
        return NXS_UNKNOWN_OPERATION;
    }
    if (state->mark != STATE_MARK) {
        return NX_CRYPTO_NO_INSTANCE;
    }
    if (call->op == NX_CRYPTO_EC_CURVE_SET) {
        return curve_set(state, call);
    }
    const struct nxs_curve *curve = nxs_curve_find(state->curve);
    if (curve == NULL) {
        return NX_CRYTPO_MISSING_ECC_CURVE;
    }
    if (call->key == NULL || call->in == NULL || call->out == NULL) {
        return NX_CRYPTO_PTR_ERROR;
    }
    if (call->in_len == 0 || call->in_len > MAX_HASH) {
        return NX_CRYPTO_INVALID_BUFFER_SIZE;
    }
    return call->op == NX_CRYPTO_AUTHENTICATE ? sign(curve, call) : verify(curve, call);
}

_Static_assert(sizeof(struct ecdsa_state) <= sizeof(NX_CRYPTO_ECDSA), "fits the public state type");

NXS_DEFINE_INIT(_nx_crypto_method_ecdsa_init, struct ecdsa_state, init)
NXS_DEFINE_OPERATION(_nx_crypto_method_ecdsa_operation, struct ecdsa_state, operate)
NXS_DEFINE_WIPING_CLEANUP(_nx_crypto_method_ecdsa_cleanup, struct ecdsa_state)

NX_CRYPTO_METHOD crypto_method_ecdsa = {
    NX_CRYPTO_DIGITAL_SIGNATURE_ECDSA,
    0,
    0,
    0,
    0,
    sizeof(struct ecdsa_state),
    _nx_crypto_method_ecdsa_init,
    _nx_crypto_method_ecdsa_cleanup,
    _nx_crypto_method_ecdsa_operation,
};
