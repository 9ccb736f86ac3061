#include "base/ct.h"
#include "crypto/call.h"
#include "crypto/rsa_padding.h"

enum { LONGEST_CURVE_SIGNATURE = 160 }; /* ECDSA over P-521 in DER has 139 bytes */

/* ---- the private key at work ---- */

/*
 * User-defined keys [contract 6]: the key type is the operation, the blob is the key, its size is in bytes;
 * no init, and so no cleanup. For RSA the result is a block, otherwise as long as the method says.
 */
static enum nxs_status use_user_key(const struct nxs_sign_methods *methods, const struct nxs_private_key *key,
                                    struct nxs_area area, nxs_bytes input, nxs_room *result)
{
    struct nxs_call call = {methods->cipher, NULL, area};
    struct nxs_operation operation = {
        .op = key->user_type, .key = key->blob.data, .key_size = key->blob.len, .input = input};
    enum nxs_status status;
    if (methods->cipher != NULL && area.size < methods->cipher->nx_crypto_metadata_area_size) {
        return NXS_NO_ROOM;
    }
    nxs_wipe(area.base, area.size);
    if (key->public.kind == NXS_KEY_RSA || key->public.kind == NXS_KEY_RSA_PSS) {
        operation.output = result->data;
        operation.output_len = result->len;
        status = nxs_call_do(&call, &operation);
    } else {
        status = nxs_call_extended(&call, operation, result);
    }
    nxs_wipe(area.base, area.size);
    return status;
}

static enum nxs_status set_primes(const struct nxs_call *call, const struct nxs_private_key *key)
{
    struct nxs_operation p = {.op = NX_CRYPTO_SET_PRIME_P, .input = key->prime_p};
    struct nxs_operation q = {.op = NX_CRYPTO_SET_PRIME_Q, .input = key->prime_q};
    if (key->prime_p.len == 0 || key->prime_q.len == 0) {
        return NXS_OK;
    }
    NXS_TRY(nxs_call_do(call, &p));
    return nxs_call_do(call, &q);
}

/*
 * The raw power [contract 5.5]: input and output are as long as the modulus. The method guards itself against
 * faults of the CRT, so the result is not checked again here.
 */
static enum nxs_status rsa_power(const struct nxs_sign_methods *methods, const struct nxs_private_key *key,
                                 struct nxs_area area, nxs_bytes input, nxs_room *result)
{
    nxs_bytes modulus = key->public.modulus;
    struct nxs_call call;
    struct nxs_operation power = {.op = NX_CRYPTO_DECRYPT,
                                  .key = key->exponent.data,
                                  .key_size = 8 * key->exponent.len,
                                  .input = input,
                                  .output = result->data,
                                  .output_len = result->len};
    NXS_TRY(nxs_call_begin(&call, methods->cipher, area, modulus.data, 8 * modulus.len));
    enum nxs_status status = set_primes(&call, key);
    if (status == NXS_OK) {
        status = nxs_call_do(&call, &power);
    }
    nxs_call_end(&call);
    return status;
}

/* ECDSA over a digest, with a curve [contract 5.6]; Ed25519 over a message, without one. */
static enum nxs_status curve_sign(const struct nxs_sign_methods *methods, const struct nxs_private_key *key,
                                  struct nxs_area area, nxs_bytes input, nxs_room *result)
{
    nxs_bytes point = key->public.point;
    struct nxs_call call;
    struct nxs_operation sign = {.op = NX_CRYPTO_AUTHENTICATE,
                                 .key = key->scalar.data,
                                 .key_size = 8 * key->scalar.len,
                                 .input = input};
    NXS_TRY(nxs_call_begin(&call, methods->cipher, area, point.data, 8 * point.len));
    enum nxs_status status = key->kind == NXS_KEY_EC ? nxs_call_set_curve(&call, methods->curve) : NXS_OK;
    if (status == NXS_OK) {
        status = nxs_call_extended(&call, sign, result);
    }
    nxs_call_end(&call);
    return status;
}

static enum nxs_status use_key(const struct nxs_sign_methods *methods, const struct nxs_private_key *key,
                               struct nxs_area area, nxs_bytes input, nxs_room *result)
{
    switch (key->kind) {
    case NXS_KEY_USER:
        return use_user_key(methods, key, area, input, result);
    case NXS_KEY_RSA:
    case NXS_KEY_RSA_PSS:
        return rsa_power(methods, key, area, input, result);
    case NXS_KEY_EC:
    case NXS_KEY_ED25519:
        return curve_sign(methods, key, area, input, result);
    default:
        return NXS_NO_CREDENTIAL;
    }
}

/* ---- signatures ---- */

static enum nxs_status sign_rsa(const struct nxs_scheme *scheme, const struct nxs_sign_methods *methods,
                                const struct nxs_private_key *key, nxs_bytes digest,
                                const struct nxs_sign_scratch *scratch, struct nxs_writer *signature)
{
    nxs_bytes modulus = key->public.modulus;
    struct nxs_rsa_padding padding = {scheme, methods->hash, scratch->method, digest,
                                      nxs_rsa_modulus_bits(modulus)};
    nxs_room block = nxs_room_part(scratch->block, 0, modulus.len);
    if (padding.modulus_bits == 0 || block.data == NULL) {
        return NXS_PRIVATE_KEY_INVALID;
    }
    nxs_room out = nxs_room_of(nxs_write_space(signature, modulus.len), modulus.len);
    if (out.data == NULL) {
        return NXS_NO_ROOM;
    }
    NXS_TRY(nxs_rsa_pad(&padding, block));
    enum nxs_status status = use_key(methods, key, scratch->method, nxs_bytes_in(block), &out);
    if (status != NXS_OK) {
        nxs_wipe(out.data, modulus.len);
    }
    return status;
}

static enum nxs_status sign_on_curve(const struct nxs_sign_methods *methods,
                                     const struct nxs_private_key *key, nxs_bytes input, struct nxs_area area,
                                     struct nxs_writer *signature)
{
    uint8_t room[LONGEST_CURVE_SIGNATURE];
    nxs_room result = nxs_room_of(room, sizeof room);
    NXS_TRY(use_key(methods, key, area, input, &result));
    if (result.len == 0) {
        return NXS_CRYPTO_FAILED;
    }
    nxs_write_bytes(signature, nxs_bytes_in(result));
    return signature->failed ? NXS_NO_ROOM : NXS_OK;
}

enum nxs_status nxs_sign_digest(const struct nxs_scheme *scheme, const struct nxs_sign_methods *methods,
                                const struct nxs_private_key *key, nxs_bytes digest,
                                const struct nxs_sign_scratch *scratch, struct nxs_writer *signature)
{
    if (!nxs_scheme_allowed(scheme, &key->public) || scheme->signing == NXS_SIGN_ED25519) {
        return NXS_UNSUPPORTED_SCHEME;
    }
    if (scheme->signing == NXS_SIGN_ECDSA) {
        return sign_on_curve(methods, key, digest, scratch->method, signature);
    }
    return sign_rsa(scheme, methods, key, digest, scratch, signature);
}

enum nxs_status nxs_sign(const struct nxs_scheme *scheme, const struct nxs_sign_methods *methods,
                         const struct nxs_private_key *key, const nxs_bytes *parts, size_t count,
                         const struct nxs_sign_scratch *scratch, struct nxs_writer *signature)
{
    if (key->public.kind == scheme->kind && scheme->signing == NXS_SIGN_ED25519) {
        /* [RFC8032 5.1.6] reads the message twice, so the method needs it whole. */
        return count == 1 ? sign_on_curve(methods, key, parts[0], scratch->method, signature)
                          : NXS_UNSUPPORTED_SCHEME;
    }
    uint8_t digest[NXS_MAX_DIGEST];
    NXS_TRY(nxs_hash_once(methods->hash, scratch->method, parts, count, digest));
    return nxs_sign_digest(scheme, methods, key, nxs_bytes_of(digest, nxs_digest_size(methods->hash)),
                           scratch, signature);
}

/* ---- do the halves belong together? ---- */

static const struct nxs_scheme *scheme_for_check(const struct nxs_sign_methods *methods,
                                                 const struct nxs_public_key *key)
{
    size_t count;
    const struct nxs_scheme *rows = nxs_schemes(&count);
    for (size_t i = 0; i < count; i++) {
        bool hash_fits = rows[i].hash == 0 ||
                         (methods->hash != NULL && methods->hash->nx_crypto_algorithm == rows[i].hash);
        bool needless_pss = key->kind == NXS_KEY_RSA && rows[i].signing == NXS_SIGN_PSS;
        if (nxs_scheme_allowed(&rows[i], key) && hash_fits && !needless_pss) {
            return &rows[i];
        }
    }
    return NULL;
}

enum nxs_status nxs_key_pair_check(const struct nxs_sign_methods *methods, const struct nxs_private_key *key,
                                   const struct nxs_sign_scratch *scratch)
{
    static const uint8_t text[] = "do these two halves belong together?";
    nxs_bytes message = nxs_bytes_of(text, sizeof text - 1);
    uint8_t room[NXS_MAX_MODULUS];
    nxs_bytes signature;
    if (key->kind == NXS_KEY_USER) {
        return NXS_OK;
    }
    const struct nxs_scheme *scheme = scheme_for_check(methods, &key->public);
    if (scheme == NULL) {
        return NXS_UNSUPPORTED_CIPHER;
    }
    struct nxs_writer w = nxs_writer_of(nxs_room_of(room, sizeof room));
    enum nxs_status status = nxs_sign(scheme, methods, key, &message, 1, scratch, &w);
    if (status == NXS_OK) {
        status = nxs_write_end(&w, &signature)
                     ? nxs_verify(scheme, methods, &key->public, &message, 1, signature, scratch)
                     : NXS_NO_ROOM;
    }
    /* A method may find out by itself that the numbers do not fit each other. */
    return status == NXS_CRYPTO_FAILED || status == NXS_BAD_SIGNATURE ? NXS_KEY_MISMATCH : status;
}
