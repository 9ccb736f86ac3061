#include "crypto/self_test_internal.h"

/* ---- RSA ---- */

struct rsa {
    nxs_bytes modulus, exponent, p, q, power, block;
    nxs_room out;
};

/* x ^ exponent modulo the key's modulus; NULL primes: without them [contract 5.5]. */
static enum nxs_status run_rsa(const struct nxs_call *call, const struct rsa *rsa, nxs_bytes exponent,
                               bool primes, nxs_bytes x)
{
    struct nxs_operation set_p = {.op = NX_CRYPTO_SET_PRIME_P, .input = rsa->p};
    struct nxs_operation set_q = {.op = NX_CRYPTO_SET_PRIME_Q, .input = rsa->q};
    struct nxs_operation power = {.op = NX_CRYPTO_DECRYPT,
                                  .key = exponent.data,
                                  .key_size = 8 * exponent.len,
                                  .input = x,
                                  .output = rsa->out.data,
                                  .output_len = rsa->out.len};
    if (primes) {
        NXS_TRY(nxs_call_do(call, &set_p));
        NXS_TRY(nxs_call_do(call, &set_q));
    }
    return nxs_call_do(call, &power);
}

static enum nxs_status power(const struct nxs_self_test *t, const struct rsa *rsa, nxs_bytes exponent,
                             bool primes, nxs_bytes x, nxs_bytes known)
{
    struct nxs_call call;
    NXS_TRY(nxs_call_begin(&call, t->method, t->area, rsa->modulus.data, 8 * rsa->modulus.len));
    enum nxs_status status = run_rsa(&call, rsa, exponent, primes, x);
    nxs_call_end(&call);
    return status == NXS_OK ? nxs_expect(nxs_bytes_in(rsa->out), known) : status;
}

enum nxs_status nxs_self_test_rsa(const struct nxs_self_test *t)
{
    static const uint8_t public_exponent[3] = {1, 0, 1};
    const struct nxs_known_rsa *known = &nxs_known_rsas[t->detail];
    struct nxs_decoded room = {.used = 0};
    struct rsa rsa = {.modulus = nxs_decode(&room, known->modulus)};
    rsa.exponent = nxs_decode(&room, known->exponent);
    rsa.p = nxs_decode(&room, known->p);
    rsa.q = nxs_decode(&room, known->q);
    rsa.power = nxs_decode(&room, known->power);
    nxs_room block = nxs_decoded_space(&room, rsa.modulus.len, 0);
    for (size_t i = 1; i < block.len; i++) {
        block.data[i] = (uint8_t)(7 * i + 1);
    }
    rsa.block = nxs_bytes_in(block);
    rsa.out = nxs_decoded_space(&room, rsa.modulus.len, 0);
    NXS_TRY(power(t, &rsa, nxs_bytes_of(public_exponent, 3), false, rsa.power, rsa.block));
    return power(t, &rsa, rsa.exponent, true, rsa.block, rsa.power);
}

/* ---- elliptic curves ---- */

static const NX_CRYPTO_METHOD *curve_method(uint32_t algorithm)
{
    return nxs_methods_curve(NULL, (uint16_t)(algorithm - NX_CRYPTO_EC_MASK));
}

static enum nxs_status run_ecdsa(const struct nxs_call *call, const struct nxs_known_ecdsa *known,
                                 nxs_bytes point, nxs_bytes digest, nxs_bytes signature)
{
    struct nxs_operation verify = {
        .op = NX_CRYPTO_VERIFY, .key = point.data, .key_size = 8 * point.len, .input = digest};
    NXS_TRY(nxs_call_set_curve(call, curve_method(known->curve)));
    return nxs_call_verify(call, verify, signature);
}

static enum nxs_status verify_ecdsa(const struct nxs_self_test *t, const struct nxs_known_ecdsa *known,
                                    nxs_bytes point, nxs_bytes digest, nxs_bytes signature)
{
    struct nxs_call call;
    NXS_TRY(nxs_call_begin(&call, t->method, t->area, point.data, 8 * point.len));
    enum nxs_status status = run_ecdsa(&call, known, point, digest, signature);
    nxs_call_end(&call);
    return status;
}

enum nxs_status nxs_self_test_ecdsa(const struct nxs_self_test *t)
{
    const struct nxs_known_ecdsa *known = &nxs_known_ecdsas[t->detail];
    struct nxs_decoded room = {.used = 0};
    nxs_bytes point = nxs_decode(&room, known->point);
    nxs_bytes digest = nxs_decode(&room, known->digest);
    nxs_bytes signature = nxs_decode(&room, known->signature);
    nxs_room wrong = nxs_decoded_space(&room, digest.len, 0x5A);
    NXS_TRY(verify_ecdsa(t, known, point, digest, signature));
    return nxs_expect_refusal(verify_ecdsa(t, known, point, nxs_bytes_in(wrong), signature));
}

static enum nxs_status run_ecdh(const struct nxs_call *call, const struct nxs_known_ecdh *known,
                                nxs_bytes scalar, nxs_bytes peer, nxs_room *secret)
{
    struct nxs_operation import = {
        .op = NX_CRYPTO_DH_KEY_PAIR_IMPORT, .key = scalar.data, .key_size = 8 * scalar.len};
    struct nxs_operation derive = {.op = NX_CRYPTO_DH_CALCULATE, .input = peer};
    NXS_TRY(nxs_call_set_curve(call, curve_method(known->curve)));
    NXS_TRY(nxs_call_do(call, &import));
    return nxs_call_extended(call, derive, secret);
}

enum nxs_status nxs_self_test_ecdh(const struct nxs_self_test *t)
{
    const struct nxs_known_ecdh *known = &nxs_known_ecdhs[t->detail];
    struct nxs_decoded room = {.used = 0};
    nxs_bytes scalar = nxs_decode(&room, known->scalar);
    nxs_bytes peer = nxs_decode(&room, known->peer);
    nxs_bytes secret = nxs_decode(&room, known->secret);
    nxs_room out = nxs_decoded_space(&room, NXS_MAX_SECRET, 0);
    struct nxs_call call;
    NXS_TRY(nxs_call_begin(&call, t->method, t->area, NULL, 0));
    enum nxs_status status = run_ecdh(&call, known, scalar, peer, &out);
    nxs_call_end(&call);
    return status == NXS_OK ? nxs_expect(nxs_bytes_in(out), secret) : status;
}

/* ---- Ed25519 ---- */

/* Signing gives the same signature every time, so its answer is known too. */
static enum nxs_status run_ed25519(const struct nxs_call *call, const struct nxs_known_ed25519 *known)
{
    struct nxs_decoded room = {.used = 0};
    nxs_bytes seed = nxs_decode(&room, known->seed);
    nxs_bytes point = nxs_decode(&room, known->point);
    nxs_bytes message = nxs_decode(&room, known->message);
    nxs_bytes signature = nxs_decode(&room, known->signature);
    nxs_room out = nxs_decoded_space(&room, signature.len, 0);
    struct nxs_operation sign = {
        .op = NX_CRYPTO_AUTHENTICATE, .key = seed.data, .key_size = 8 * seed.len, .input = message};
    struct nxs_operation verify = {
        .op = NX_CRYPTO_VERIFY, .key = point.data, .key_size = 8 * point.len, .input = message};
    NXS_TRY(nxs_call_extended(call, sign, &out));
    NXS_TRY(nxs_expect(nxs_bytes_in(out), signature));
    NXS_TRY(nxs_call_verify(call, verify, signature));
    verify.input = nxs_bytes_of(message.data, message.len - 1);
    return nxs_expect_refusal(nxs_call_verify(call, verify, signature));
}

enum nxs_status nxs_self_test_ed25519(const struct nxs_self_test *t)
{
    const struct nxs_known_ed25519 *known = &nxs_known_ed25519s[t->detail];
    struct nxs_decoded room = {.used = 0};
    nxs_bytes point = nxs_decode(&room, known->point);
    struct nxs_call call;
    NXS_TRY(nxs_call_begin(&call, t->method, t->area, point.data, 8 * point.len));
    enum nxs_status status = run_ed25519(&call, known);
    nxs_call_end(&call);
    return status;
}
