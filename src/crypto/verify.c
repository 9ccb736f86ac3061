#include "crypto/call.h"
#include "crypto/rsa_padding.h"

/* [RFC8017 8.1.2, 8.2.2] the raw power of the public exponent [contract 5.5], then the padding. */
static enum nxs_status verify_rsa(const struct nxs_scheme *scheme, const struct nxs_sign_methods *methods,
                                  const struct nxs_public_key *key, nxs_bytes digest, nxs_bytes signature,
                                  const struct nxs_sign_scratch *scratch)
{
    struct nxs_rsa_padding padding = {scheme, methods->hash, scratch->method, digest,
                                      nxs_rsa_modulus_bits(key->modulus)};
    nxs_room block = nxs_room_part(scratch->block, 0, key->modulus.len);
    if (padding.modulus_bits == 0 || key->exponent.len == 0 || block.data == NULL) {
        return NXS_CERT_KEY_UNSUPPORTED;
    }
    if (signature.len != key->modulus.len) {
        return NXS_BAD_SIGNATURE;
    }
    struct nxs_call call;
    struct nxs_operation power = {.op = NX_CRYPTO_DECRYPT,
                                  .key = key->exponent.data,
                                  .key_size = 8 * key->exponent.len,
                                  .input = signature,
                                  .output = block.data,
                                  .output_len = block.len};
    NXS_TRY(nxs_call_begin(&call, methods->cipher, scratch->method, key->modulus.data, 8 * key->modulus.len));
    enum nxs_status status = nxs_call_do(&call, &power);
    nxs_call_end(&call);
    if (status != NXS_OK) { /* a signature that is no number below the modulus */
        return status == NXS_CRYPTO_FAILED ? NXS_BAD_SIGNATURE : status;
    }
    return nxs_rsa_check(&padding, block);
}

static enum nxs_status ask_method(const struct nxs_call *call, const NX_CRYPTO_METHOD *curve,
                                  const struct nxs_public_key *key, nxs_bytes input, nxs_bytes signature)
{
    struct nxs_operation verify = {
        .op = NX_CRYPTO_VERIFY, .key = key->point.data, .key_size = 8 * key->point.len, .input = input};
    if (key->kind == NXS_KEY_EC) {
        NXS_TRY(nxs_call_set_curve(call, curve));
    }
    return nxs_call_verify(call, verify, signature);
}

/* ECDSA over a digest [contract 5.6], Ed25519 over a message. */
static enum nxs_status verify_on_curve(const struct nxs_sign_methods *methods,
                                       const struct nxs_public_key *key, nxs_bytes input, nxs_bytes signature,
                                       struct nxs_area area)
{
    struct nxs_call call;
    NXS_TRY(nxs_call_begin(&call, methods->cipher, area, key->point.data, 8 * key->point.len));
    enum nxs_status status = ask_method(&call, methods->curve, key, input, signature);
    nxs_call_end(&call);
    return status == NXS_CRYPTO_FAILED ? NXS_BAD_SIGNATURE : status;
}

enum nxs_status nxs_verify_digest(const struct nxs_scheme *scheme, const struct nxs_sign_methods *methods,
                                  const struct nxs_public_key *key, nxs_bytes digest, nxs_bytes signature,
                                  const struct nxs_sign_scratch *scratch)
{
    if (!nxs_scheme_allowed(scheme, key) || scheme->signing == NXS_SIGN_ED25519) {
        return NXS_UNSUPPORTED_SCHEME;
    }
    if (scheme->signing == NXS_SIGN_ECDSA) {
        const struct nxs_group *group = nxs_group_find(key->group);
        if (group == NULL || !nxs_group_share_is_formed(group, key->point)) {
            return NXS_CERT_KEY_UNSUPPORTED;
        }
        return verify_on_curve(methods, key, digest, signature, scratch->method);
    }
    return verify_rsa(scheme, methods, key, digest, signature, scratch);
}

enum nxs_status nxs_verify(const struct nxs_scheme *scheme, const struct nxs_sign_methods *methods,
                           const struct nxs_public_key *key, const nxs_bytes *parts, size_t count,
                           nxs_bytes signature, const struct nxs_sign_scratch *scratch)
{
    if (key->kind == scheme->kind && scheme->signing == NXS_SIGN_ED25519) {
        return count == 1 ? verify_on_curve(methods, key, parts[0], signature, scratch->method)
                          : NXS_UNSUPPORTED_SCHEME;
    }
    uint8_t digest[NXS_MAX_DIGEST];
    NXS_TRY(nxs_hash_once(methods->hash, scratch->method, parts, count, digest));
    return nxs_verify_digest(scheme, methods, key, nxs_bytes_of(digest, nxs_digest_size(methods->hash)),
                             signature, scratch);
}
