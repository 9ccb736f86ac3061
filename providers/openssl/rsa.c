/* crypto_method_rsa: the raw power m^x mod n. Padding belongs to the caller, always [method contract 5.5]. */
#include "asym.h"

#include <string.h>

#include <openssl/crypto.h>

#include "key_table.h"
#include "nx_crypto_rsa.h"
#include "nxsecure/ext.h"
#include "rsa_key.h"

enum {
    /* An exponent that is longer, or comes with primes, is private. The contract does not say it. */
    PUBLIC_EXPONENT_BYTES = 8,
    MIN_MODULUS_BYTES = 64,
    MAX_MODULUS_BYTES = NX_CRYPTO_MAX_RSA_MODULUS_SIZE / 8,
    STATE_MARK = 0x41535223,
};

/* The metadata. The parts of the key are the caller's from init until the operation. */
struct rsa_state {
    uint32_t mark;
    uint32_t modulus_len;
    uint32_t p_len;
    uint32_t q_len;
    const uint8_t *modulus;
    const uint8_t *p;
    const uint8_t *q;
};

/* A peer's keys must not push out our own: two tables. */
static struct nxs_key_slot private_slots[8];
static struct nxs_key_slot public_slots[16];
static struct nxs_key_table private_keys = {.slots = private_slots, .count = 8};
static struct nxs_key_table public_keys = {.slots = public_slots, .count = 16};

void nxs_rsa_cache_empty(void)
{
    nxs_key_forget(&private_keys, NULL);
    nxs_key_forget(&public_keys, NULL);
}

static struct nxs_key_part part_of(const uint8_t *data, size_t len)
{
    while (len > 0 && data[0] == 0) {
        data++;
        len--;
    }
    return (struct nxs_key_part){data, len};
}

/* A whole power, and what it needs of the state. */
struct power {
    struct nxs_key_part modulus;
    struct nxs_key_part exponent;
    struct nxs_key_part p;
    struct nxs_key_part q;
    bool private;
};

static struct nxs_key *key_new(const struct power *power, const uint8_t digest[NXS_KEY_DIGEST])
{
    nxs_cache_empty_at_exit();
    struct nxs_key *key = OPENSSL_zalloc(sizeof *key);
    if (key == NULL) {
        return NULL;
    }
    memcpy(key->digest, digest, NXS_KEY_DIGEST);
    if (nxs_key_digest(&power->modulus, 1, key->name)) {
        key->ctx = power->private ? nxs_rsa_private_new(power->modulus, power->exponent, power->p, power->q)
                                  : nxs_rsa_public_new(power->modulus, power->exponent);
    }
    if (key->ctx == NULL) {
        nxs_key_destroy(key);
        return NULL;
    }
    return key;
}

static UINT power_raise(const struct power *power, const UCHAR *input, UCHAR *output, size_t room)
{
    const struct nxs_key_part parts[] = {power->modulus, power->exponent, power->p, power->q};
    struct nxs_key_table *table = power->private ? &private_keys : &public_keys;
    uint8_t digest[NXS_KEY_DIGEST];
    if (!nxs_key_digest(parts, 4, digest)) {
        return NX_CRYPTO_NOT_SUCCESSFUL;
    }
    struct nxs_key *key = nxs_key_take(table, digest);
    if (key == NULL) {
        key = key_new(power, digest);
    }
    OPENSSL_cleanse(digest, sizeof digest);
    if (key == NULL) {
        return NX_CRYPTO_INVALID_KEY;
    }
    /* Decryption is the private power that libcrypto hardens for secret results; whether this one signs or
     * decrypts cannot be told. */
    int (*raise)(EVP_PKEY_CTX *, unsigned char *, size_t *, const unsigned char *, size_t) =
        power->private ? EVP_PKEY_decrypt : EVP_PKEY_encrypt;
    size_t len = room;
    bool good = raise(key->ctx, output, &len, input, power->modulus.len) == 1 && len == power->modulus.len;
    nxs_key_give(table, key);
    return good ? NX_CRYPTO_SUCCESS : NX_CRYPTO_NOT_SUCCESSFUL;
}

static UINT power_of_call(const struct rsa_state *state, const struct nxs_call *call)
{
    if (call->key == NULL || call->in == NULL || call->out == NULL) {
        return NX_CRYPTO_PTR_ERROR;
    }
    struct power power = {
        .modulus = {state->modulus, state->modulus_len},
        .exponent = part_of(call->key, nxs_bits_to_bytes(call->key_size)),
        .p = part_of(state->p, state->p_len),
        .q = part_of(state->q, state->q_len),
    };
    power.private = power.exponent.len > PUBLIC_EXPONENT_BYTES || power.p.len > 0 || power.q.len > 0;
    if (call->in_len != power.modulus.len || call->out_len < power.modulus.len) {
        return NX_CRYPTO_INVALID_BUFFER_SIZE;
    }
    if (power.exponent.len == 0 || power.exponent.len > power.modulus.len ||
        power.p.len > power.modulus.len || power.q.len > power.modulus.len) {
        return NX_CRYPTO_INVALID_KEY;
    }
    UINT result = power_raise(&power, call->in, call->out, call->out_len);
    return result == NX_CRYPTO_SUCCESS ? result : nxs_libcrypto_failed(result);
}

static UINT forget(const UCHAR *modulus, ULONG len)
{
    if (modulus == NULL) {
        return NX_CRYPTO_PTR_ERROR;
    }
    struct nxs_key_part part = part_of(modulus, len);
    uint8_t name[NXS_KEY_DIGEST];
    if (!nxs_key_digest(&part, 1, name)) {
        return NX_CRYPTO_NOT_SUCCESSFUL;
    }
    nxs_key_forget(&private_keys, name);
    nxs_key_forget(&public_keys, name);
    return NX_CRYPTO_SUCCESS;
}

static UINT init(const struct nxs_call *call)
{
    if (call->key == NULL) {
        return NX_CRYPTO_PTR_ERROR;
    }
    struct nxs_key_part modulus = part_of(call->key, nxs_bits_to_bytes(call->key_size));
    if (modulus.len < MIN_MODULUS_BYTES || modulus.len > MAX_MODULUS_BYTES) {
        return NX_CRYPTO_UNSUPPORTED_KEY_SIZE;
    }
    struct rsa_state *state = call->state;
    *state =
        (struct rsa_state){.mark = STATE_MARK, .modulus = modulus.data, .modulus_len = (uint32_t)modulus.len};
    return NX_CRYPTO_SUCCESS;
}

static UINT prime_set(const uint8_t **prime, uint32_t *len, const struct nxs_call *call)
{
    *prime = call->in;
    *len = call->in == NULL ? 0 : call->in_len;
    return NX_CRYPTO_SUCCESS;
}

static UINT operate(const struct nxs_call *call)
{
    struct rsa_state *state = call->state;
    bool known = state->mark == STATE_MARK;
    switch (call->op) {
    case NX_CRYPTO_ENCRYPT:
    case NX_CRYPTO_DECRYPT:
        return known ? power_of_call(state, call) : NX_CRYPTO_NO_INSTANCE;
    case NX_CRYPTO_SET_PRIME_P:
        return known ? prime_set(&state->p, &state->p_len, call) : NX_CRYPTO_NO_INSTANCE;
    case NX_CRYPTO_SET_PRIME_Q:
        return known ? prime_set(&state->q, &state->q_len, call) : NX_CRYPTO_NO_INSTANCE;
    case NXS_CRYPTO_KEY_FORGET:
        return forget(call->in, call->in_len);
    default:
        return NXS_UNKNOWN_OPERATION;
    }
}

_Static_assert(sizeof(struct rsa_state) <= sizeof(NX_CRYPTO_RSA), "fits the public state type");

NXS_DEFINE_INIT(_nx_crypto_method_rsa_init, struct rsa_state, init)
NXS_DEFINE_OPERATION(_nx_crypto_method_rsa_operation, struct rsa_state, operate)
NXS_DEFINE_WIPING_CLEANUP(_nx_crypto_method_rsa_cleanup, struct rsa_state)

NX_CRYPTO_METHOD crypto_method_rsa = {
    NX_CRYPTO_KEY_EXCHANGE_RSA,
    0,
    0,
    0,
    0,
    sizeof(struct rsa_state),
    _nx_crypto_method_rsa_init,
    _nx_crypto_method_rsa_cleanup,
    _nx_crypto_method_rsa_operation,
};
