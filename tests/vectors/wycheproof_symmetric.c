#include "vectors/wycheproof.h"

#include <string.h>

#include "crypto/call.h"
#include "nxsecure/ext.h"

/* ---- AEAD ---- */

/* The stock functions under the key and tag sizes of the group, as an application may list them in tables of
 * its own. */
static const NX_CRYPTO_METHOD *aead_method(const char *algorithm, long key_bits, long tag_bits)
{
    static NX_CRYPTO_METHOD method;
    static const UINT ccm[] = {NX_CRYPTO_ENCRYPTION_AES_CCM_8, NX_CRYPTO_ENCRYPTION_AES_CCM_12,
                               NX_CRYPTO_ENCRYPTION_AES_CCM_16};
    if (strcmp(algorithm, "CHACHA20-POLY1305") == 0) {
        return tag_bits == 128 ? &crypto_method_chacha20_poly1305 : NULL;
    }
    if (strcmp(algorithm, "AES-GCM") == 0) {
        method = crypto_method_aes_128_gcm_16;
        method.nx_crypto_key_size_in_bits = (UINT)key_bits;
        return tag_bits == 128 ? &method : NULL;
    }
    if (tag_bits != 64 && tag_bits != 96 && tag_bits != 128) {
        return NULL;
    }
    method = crypto_method_aes_ccm_16;
    method.nx_crypto_algorithm = ccm[tag_bits / 32 - 2];
    method.nx_crypto_key_size_in_bits = (UINT)key_bits;
    method.nx_crypto_ICV_size_in_bits = (USHORT)tag_bits;
    return &method;
}

static bool seals(const NX_CRYPTO_METHOD *method, const json_t *test, nxs_bytes key, const uint8_t *nonce,
                  nxs_bytes aad)
{
    struct nxs_cipher cipher;
    nxs_bytes message = hex(test, "msg"), text = hex(test, "ct"), wanted = hex(test, "tag");
    nxs_room data = nxs_room_of(room(message.len), message.len);
    uint8_t tag[16];
    memcpy(data.data, message.data, message.len);
    bool ok = nxs_cipher_key(&cipher, method, method_area, key, false) == NXS_OK &&
              nxs_aead_seal(&cipher, nonce, aad, &data, 1, tag) == NXS_OK;
    nxs_cipher_drop(&cipher);
    return ok && same(nxs_bytes_in(data), text) && same(nxs_bytes_of(tag, wanted.len), wanted);
}

enum outcome run_aead(const json_t *group, const json_t *test)
{
    const NX_CRYPTO_METHOD *method =
        aead_method(string(group, "algorithm"), integer(group, "keySize"), integer(group, "tagSize"));
    nxs_bytes nonce = hex(test, "iv"), key = hex(test, "key"), aad = hex(test, "aad");
    nxs_bytes message = hex(test, "msg"), text = hex(test, "ct"), tag = hex(test, "tag");
    struct nxs_cipher cipher;
    if (method == NULL || nonce.len != NXS_NONCE_LEN || 8 * tag.len != method->nx_crypto_ICV_size_in_bits) {
        return NOT_APPLICABLE; /* the contract's nonces have 12 bytes, its tags the method's length */
    }
    nxs_room data = nxs_room_of(room(text.len), text.len);
    memcpy(data.data, text.data, text.len);
    if (nxs_cipher_key(&cipher, method, method_area, key, true) != NXS_OK) {
        return WRONG;
    }
    enum nxs_status status = nxs_aead_open(&cipher, nonce.data, aad, data, tag.data);
    nxs_cipher_drop(&cipher);
    if (status != NXS_OK) {
        return status == NXS_AEAD_FAILED ? REFUSED : WRONG;
    }
    return same(nxs_bytes_in(data), message) && seals(method, test, key, nonce.data, aad) ? ACCEPTED : WRONG;
}

/* ---- CBC: the method chains blocks, padding is not its business ---- */

static const NX_CRYPTO_METHOD *cbc_method(size_t key_len)
{
    return key_len == 16   ? &crypto_method_aes_cbc_128
           : key_len == 24 ? &crypto_method_aes_cbc_192
           : key_len == 32 ? &crypto_method_aes_cbc_256
                           : NULL;
}

static bool chain(const NX_CRYPTO_METHOD *method, nxs_bytes key, nxs_bytes iv, bool decrypts, nxs_bytes in,
                  uint8_t *out)
{
    struct nxs_call call;
    const struct nxs_operation steps[] = {
        {.op = decrypts ? NX_CRYPTO_DECRYPT_INITIALIZE : NX_CRYPTO_ENCRYPT_INITIALIZE,
         .iv = iv.data,
         .output_len = decrypts ? in.len : 0},
        {.op = decrypts ? NX_CRYPTO_DECRYPT_UPDATE : NX_CRYPTO_ENCRYPT_UPDATE,
         .input = in,
         .output = out,
         .output_len = in.len},
        {.op = decrypts ? NX_CRYPTO_DECRYPT_CALCULATE : NX_CRYPTO_ENCRYPT_CALCULATE},
    };
    if (nxs_call_begin(&call, method, method_area, key.data, 8 * key.len) != NXS_OK) {
        return false;
    }
    bool ok = true;
    for (size_t i = 0; i < 3; i++) {
        ok = ok && nxs_call_do(&call, &steps[i]) == NXS_OK;
    }
    nxs_call_end(&call);
    return ok;
}

enum outcome run_cbc(const json_t *group, const json_t *test)
{
    nxs_bytes key = hex(test, "key"), iv = hex(test, "iv"), message = hex(test, "msg"),
              text = hex(test, "ct");
    const NX_CRYPTO_METHOD *method = cbc_method(key.len);
    (void)group;
    if (method == NULL || strcmp(string(test, "result"), "valid") != 0) {
        return NOT_APPLICABLE; /* what is invalid is the padding */
    }
    size_t padding = 16 - message.len % 16;
    uint8_t *padded = room(message.len + padding);
    memcpy(padded, message.data, message.len);
    memset(padded + message.len, (int)padding, padding);
    uint8_t *out = room(text.len);
    if (message.len + padding != text.len) {
        return WRONG;
    }
    bool ok = chain(method, key, iv, true, text, out) && memcmp(out, padded, text.len) == 0 &&
              chain(method, key, iv, false, nxs_bytes_of(padded, text.len), out) &&
              memcmp(out, text.data, text.len) == 0;
    return ok ? ACCEPTED : WRONG;
}

/* ---- HMAC ---- */

enum outcome run_hmac(const json_t *group, const json_t *test)
{
    static const struct {
        const char *algorithm;
        const NX_CRYPTO_METHOD *method;
    } rows[] = {
        {"HMACSHA1", &crypto_method_hmac_sha1},
        {"HMACSHA256", &crypto_method_hmac_sha256},
        {"HMACSHA384", &crypto_method_hmac_sha384},
        {"HMACSHA512", &crypto_method_hmac_sha512},
    };
    uint8_t mac[NXS_MAX_DIGEST];
    nxs_bytes message = hex(test, "msg"), tag = hex(test, "tag");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (strcmp(rows[i].algorithm, string(group, "algorithm")) != 0) {
            continue;
        }
        if (nxs_hmac(rows[i].method, method_area, hex(test, "key"), &message, 1, mac) != NXS_OK) {
            return WRONG;
        }
        return same(nxs_bytes_of(mac, tag.len), tag) ? ACCEPTED : REFUSED;
    }
    return NOT_APPLICABLE;
}

/* ---- HKDF [contract 5.9] ---- */

/* Operations in which another method stands in the method's place cannot be said with struct nxs_operation.
 */
static bool hkdf_step(const NX_CRYPTO_METHOD *other, UINT op, nxs_bytes key, nxs_bytes in, nxs_room out)
{
    NX_CRYPTO_METHOD *method = &crypto_method_hkdf;
    UCHAR *key_data = (UCHAR *)(uintptr_t)key.data, *in_data = (UCHAR *)(uintptr_t)in.data;
    return method->nx_crypto_operation(op, NULL, (NX_CRYPTO_METHOD *)(uintptr_t)other, key_data,
                                       (UINT)(8 * key.len), in_data, (ULONG)in.len, NULL, out.data,
                                       (ULONG)out.len, method_area.base, method_area.size, NULL,
                                       NULL) == NX_CRYPTO_SUCCESS;
}

static bool hkdf_begin(const NX_CRYPTO_METHOD *hash, nxs_bytes key)
{
    static const nxs_bytes none;
    static const nxs_room nowhere;
    NX_CRYPTO_METHOD *method = &crypto_method_hkdf;
    return method->nx_crypto_init(method, (UCHAR *)(uintptr_t)key.data, (UINT)(8 * key.len), NULL,
                                  method_area.base, method_area.size) == NX_CRYPTO_SUCCESS &&
           hkdf_step(&crypto_method_hmac, NX_CRYPTO_HKDF_SET_HMAC, none, none, nowhere) &&
           hkdf_step(hash, NX_CRYPTO_HASH_METHOD_SET, none, none, nowhere);
}

static bool hkdf(const NX_CRYPTO_METHOD *hash, const json_t *test, nxs_room out)
{
    static const nxs_bytes none;
    static const nxs_room nowhere;
    nxs_bytes ikm = hex(test, "ikm");
    nxs_room prk = nxs_room_of(room(NXS_MAX_DIGEST), nxs_digest_size(hash));
    return hkdf_begin(hash, ikm) &&
           hkdf_step(&crypto_method_hkdf, NX_CRYPTO_HKDF_EXTRACT, hex(test, "salt"), ikm, prk) &&
           hkdf_begin(hash, none) &&
           hkdf_step(&crypto_method_hkdf, NX_CRYPTO_HKDF_SET_PRK, nxs_bytes_in(prk), none, nowhere) &&
           hkdf_step(&crypto_method_hkdf, NX_CRYPTO_HKDF_EXPAND, hex(test, "info"), none, out);
}

enum outcome run_hkdf(const json_t *group, const json_t *test)
{
    const char *algorithm = string(group, "algorithm");
    const NX_CRYPTO_METHOD *hash = strcmp(algorithm, "HKDF-SHA-256") == 0   ? &crypto_method_sha256
                                   : strcmp(algorithm, "HKDF-SHA-384") == 0 ? &crypto_method_sha384
                                                                            : NULL;
    long size = integer(test, "size");
    if (hash == NULL || size < 0) {
        return NOT_APPLICABLE;
    }
    nxs_room out = nxs_room_of(room((size_t)size), (size_t)size);
    bool ok = hkdf(hash, test, out);
    (void)crypto_method_hkdf.nx_crypto_cleanup(method_area.base);
    if (!ok) {
        return REFUSED;
    }
    return same(nxs_bytes_in(out), hex(test, "okm")) ? ACCEPTED : WRONG;
}
