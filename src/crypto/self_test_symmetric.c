#include "crypto/self_test_internal.h"

/* ---- hashes ---- */

/* The digest or MAC in one call. */
static enum nxs_status authenticate(const struct nxs_self_test *t, nxs_bytes key, nxs_bytes input,
                                    nxs_room out)
{
    struct nxs_call call;
    struct nxs_operation once = {.op = NX_CRYPTO_AUTHENTICATE,
                                 .key = key.data,
                                 .key_size = 8 * key.len,
                                 .input = input,
                                 .output = out.data,
                                 .output_len = out.len};
    NXS_TRY(nxs_call_begin(&call, t->method, t->area, key.data, 8 * key.len));
    enum nxs_status status = nxs_call_do(&call, &once);
    nxs_call_end(&call);
    return status;
}

static enum nxs_status test_hash(const struct nxs_self_test *t, const struct nxs_known_hash *known)
{
    struct nxs_decoded room = {.used = 0};
    nxs_bytes input = nxs_decode(&room, known->input);
    nxs_bytes digest = nxs_decode(&room, known->digest);
    nxs_room out = nxs_decoded_space(&room, NXS_MAX_DIGEST, 0);
    nxs_bytes parts[2] = {nxs_bytes_of(input.data, 2), nxs_bytes_of(input.data + 2, input.len - 2)};
    NXS_TRY(nxs_hash_once(t->method, t->area, parts, 2, out.data));
    NXS_TRY(nxs_expect(nxs_bytes_of(out.data, digest.len), digest));
    out = nxs_decoded_space(&room, digest.len, 0);
    NXS_TRY(authenticate(t, nxs_bytes_of(NULL, 0), input, out));
    return nxs_expect(nxs_bytes_in(out), digest);
}

enum nxs_status nxs_self_test_hash(const struct nxs_self_test *t)
{
    for (size_t i = 0; i < nxs_known_hashes_count; i++) {
        if (nxs_known_hashes[i].algorithm == t->method->nx_crypto_algorithm) {
            NXS_TRY(test_hash(t, &nxs_known_hashes[i]));
        }
    }
    return NXS_OK;
}

/* ---- HMAC ---- */

/* A method may send less than the whole MAC. */
static size_t mac_size(const NX_CRYPTO_METHOD *method, size_t whole)
{
    size_t size = method->nx_crypto_ICV_size_in_bits / 8u;
    return size > 0 && size < whole ? size : whole;
}

static enum nxs_status test_hmac(const struct nxs_self_test *t, const struct nxs_known_hmac *known)
{
    struct nxs_decoded room = {.used = 0};
    nxs_bytes key = nxs_decode(&room, known->key);
    nxs_bytes input = nxs_decode(&room, known->input);
    nxs_bytes mac = nxs_decode(&room, known->mac);
    nxs_room out = nxs_decoded_space(&room, NXS_MAX_DIGEST, 0);
    nxs_bytes parts[2] = {nxs_bytes_of(input.data, 5), nxs_bytes_of(input.data + 5, input.len - 5)};
    mac.len = mac_size(t->method, mac.len);
    NXS_TRY(nxs_hmac(t->method, t->area, key, parts, 2, out.data));
    NXS_TRY(nxs_expect(nxs_bytes_of(out.data, mac.len), mac));
    out = nxs_decoded_space(&room, mac.len, 0);
    NXS_TRY(authenticate(t, key, input, out));
    return nxs_expect(nxs_bytes_in(out), mac);
}

enum nxs_status nxs_self_test_hmac(const struct nxs_self_test *t)
{
    for (size_t i = 0; i < nxs_known_hmacs_count; i++) {
        if (nxs_known_hmacs[i].algorithm == t->detail) {
            NXS_TRY(test_hmac(t, &nxs_known_hmacs[i]));
        }
    }
    return NXS_OK;
}

/* HMAC over a hash method that it is told of [contract 5.2]. */
static enum nxs_status run_generic_hmac(const struct nxs_call *call, const NX_CRYPTO_METHOD *hash,
                                        nxs_bytes key, nxs_bytes input, nxs_room out)
{
    struct nxs_operation set = {.op = NX_CRYPTO_HMAC_SET_HASH, .other = hash};
    struct nxs_operation initialize = {
        .op = NX_CRYPTO_HASH_INITIALIZE, .key = key.data, .key_size = 8 * key.len};
    struct nxs_operation update = {.op = NX_CRYPTO_HASH_UPDATE, .input = input};
    struct nxs_operation calculate = {
        .op = NX_CRYPTO_HASH_CALCULATE, .output = out.data, .output_len = out.len};
    NXS_TRY(nxs_call_do(call, &set));
    NXS_TRY(nxs_call_do(call, &initialize));
    NXS_TRY(nxs_call_do(call, &update));
    return nxs_call_do(call, &calculate);
}

static enum nxs_status test_generic_hmac(const struct nxs_self_test *t, const NX_CRYPTO_METHOD *hash,
                                         const struct nxs_known_hmac *known)
{
    struct nxs_decoded room = {.used = 0};
    nxs_bytes key = nxs_decode(&room, known->key);
    nxs_bytes input = nxs_decode(&room, known->input);
    nxs_bytes mac = nxs_decode(&room, known->mac);
    nxs_room out = nxs_decoded_space(&room, mac.len, 0);
    struct nxs_call call;
    NXS_TRY(nxs_call_begin(&call, t->method, t->area, key.data, 8 * key.len));
    enum nxs_status status = run_generic_hmac(&call, hash, key, input, out);
    nxs_call_end(&call);
    return status == NXS_OK ? nxs_expect(nxs_bytes_in(out), mac) : status;
}

enum nxs_status nxs_self_test_generic_hmac(const struct nxs_self_test *t)
{
    static const uint32_t hashes[][2] = {
        {NX_CRYPTO_AUTHENTICATION_HMAC_SHA2_256, NX_CRYPTO_HASH_SHA256},
        {NX_CRYPTO_AUTHENTICATION_HMAC_SHA2_384, NX_CRYPTO_HASH_SHA384},
    };
    for (size_t i = 0; i < nxs_known_hmacs_count; i++) {
        for (size_t j = 0; j < sizeof hashes / sizeof hashes[0]; j++) {
            if (nxs_known_hmacs[i].algorithm == hashes[j][0]) {
                NXS_TRY(test_generic_hmac(t, nxs_methods_hash(t->table, hashes[j][1]), &nxs_known_hmacs[i]));
            }
        }
    }
    return NXS_OK;
}

/* ---- key derivation ---- */

static enum nxs_status test_prf(const struct nxs_self_test *t, const struct nxs_known_prf *known)
{
    struct nxs_decoded room = {.used = 0};
    nxs_bytes secret = nxs_decode(&room, known->secret);
    nxs_bytes label = nxs_decode(&room, known->label);
    nxs_bytes seed = nxs_decode(&room, known->seed);
    nxs_bytes output = nxs_decode(&room, known->output);
    nxs_room out = nxs_decoded_space(&room, output.len, 0);
    NXS_TRY(nxs_prf(t->method, t->area, secret, label, seed, nxs_bytes_of(NULL, 0), out));
    return nxs_expect(nxs_bytes_in(out), output);
}

enum nxs_status nxs_self_test_prf(const struct nxs_self_test *t)
{
    for (size_t i = 0; i < nxs_known_prfs_count; i++) {
        if (nxs_known_prfs[i].algorithm == t->method->nx_crypto_algorithm) {
            NXS_TRY(test_prf(t, &nxs_known_prfs[i]));
        }
    }
    return NXS_OK;
}

/* One of the two functions of HKDF [contract 5.9]: @p first is NULL or goes before @p last. */
static enum nxs_status run_hkdf(const struct nxs_self_test *t, const NX_CRYPTO_METHOD *hash,
                                nxs_bytes initial_key, const struct nxs_operation *first,
                                const struct nxs_operation *last)
{
    const NX_CRYPTO_METHOD *hmac = &crypto_method_hmac;
#if (NX_SECURE_TLS_TLS_1_3_ENABLED)
    if (t->table->nx_secure_tls_hmac_method != NULL) {
        hmac = t->table->nx_secure_tls_hmac_method;
    }
#endif
    struct nxs_operation set_hmac = {.op = NX_CRYPTO_HKDF_SET_HMAC, .other = hmac};
    struct nxs_operation set_hash = {.op = NX_CRYPTO_HASH_METHOD_SET, .other = hash};
    const struct nxs_operation *const steps[] = {&set_hmac, &set_hash, first, last};
    struct nxs_call call;
    enum nxs_status status = nxs_call_begin(&call, t->method, t->area, initial_key.data, 8 * initial_key.len);
    for (size_t i = 0; i < 4 && status == NXS_OK; i++) {
        status = steps[i] == NULL ? NXS_OK : nxs_call_do(&call, steps[i]);
    }
    nxs_call_end(&call);
    return status;
}

static enum nxs_status test_hkdf(const struct nxs_self_test *t, const struct nxs_known_hkdf *known)
{
    struct nxs_decoded room = {.used = 0};
    nxs_bytes ikm = nxs_decode(&room, known->ikm);
    nxs_bytes salt = nxs_decode(&room, known->salt);
    nxs_bytes info = nxs_decode(&room, known->info);
    nxs_bytes prk = nxs_decode(&room, known->prk);
    nxs_bytes okm = nxs_decode(&room, known->okm);
    nxs_room out = nxs_decoded_space(&room, prk.len, 0);
    const NX_CRYPTO_METHOD *hash = nxs_methods_hash(t->table, known->hash);
    struct nxs_operation extract = {.op = NX_CRYPTO_HKDF_EXTRACT,
                                    .key = salt.data,
                                    .key_size = 8 * salt.len,
                                    .input = ikm,
                                    .output = out.data,
                                    .output_len = out.len};
    NXS_TRY(run_hkdf(t, hash, ikm, NULL, &extract));
    NXS_TRY(nxs_expect(nxs_bytes_in(out), prk));
    out = nxs_decoded_space(&room, okm.len, 0);
    struct nxs_operation set_prk = {.op = NX_CRYPTO_HKDF_SET_PRK, .key = prk.data, .key_size = 8 * prk.len};
    struct nxs_operation expand = {.op = NX_CRYPTO_HKDF_EXPAND,
                                   .key = info.data,
                                   .key_size = 8 * info.len,
                                   .output = out.data,
                                   .output_len = out.len};
    NXS_TRY(run_hkdf(t, hash, nxs_bytes_of(NULL, 0), &set_prk, &expand));
    return nxs_expect(nxs_bytes_in(out), okm);
}

enum nxs_status nxs_self_test_hkdf(const struct nxs_self_test *t)
{
    for (size_t i = 0; i < nxs_known_hkdfs_count; i++) {
        NXS_TRY(test_hkdf(t, &nxs_known_hkdfs[i]));
    }
    return NXS_OK;
}

/* ---- ciphers ---- */

/* The three operations of a direction. */
struct direction {
    UINT initialize, update, calculate;
};

/* A record in place, in two updates of whole blocks [contract 5.3]. */
static enum nxs_status run_cipher(const struct nxs_call *call, const struct direction *ops, nxs_bytes iv,
                                  nxs_room data)
{
    nxs_room first = nxs_room_part(data, 0, 16);
    nxs_room rest = nxs_room_part(data, 16, data.len - 16);
    struct nxs_operation initialize = {.op = ops->initialize, .iv = iv.data, .output_len = data.len};
    struct nxs_operation update1 = {
        .op = ops->update, .input = nxs_bytes_in(first), .output = first.data, .output_len = first.len};
    struct nxs_operation update2 = {
        .op = ops->update, .input = nxs_bytes_in(rest), .output = rest.data, .output_len = rest.len};
    struct nxs_operation calculate = {.op = ops->calculate, .input = nxs_bytes_of(data.data, 0)};
    NXS_TRY(nxs_call_do(call, &initialize));
    NXS_TRY(nxs_call_do(call, &update1));
    NXS_TRY(nxs_call_do(call, &update2));
    return nxs_call_do(call, &calculate);
}

static enum nxs_status test_cipher(const struct nxs_self_test *t, const struct nxs_known_cipher *known)
{
    static const struct direction encrypt = {NX_CRYPTO_ENCRYPT_INITIALIZE, NX_CRYPTO_ENCRYPT_UPDATE,
                                             NX_CRYPTO_ENCRYPT_CALCULATE};
    static const struct direction decrypt = {NX_CRYPTO_DECRYPT_INITIALIZE, NX_CRYPTO_DECRYPT_UPDATE,
                                             NX_CRYPTO_DECRYPT_CALCULATE};
    struct nxs_decoded room = {.used = 0};
    nxs_bytes key = nxs_decode(&room, known->key);
    nxs_bytes iv = nxs_decode(&room, known->iv);
    nxs_bytes plain = nxs_decode(&room, known->plain);
    nxs_bytes cipher = nxs_decode(&room, known->cipher);
    nxs_bytes work = nxs_decode(&room, known->plain);
    nxs_room data = nxs_room_of(room.room + room.used - work.len, work.len);
    struct nxs_call call;
    if (8 * key.len != t->detail) {
        return NXS_OK;
    }
    NXS_TRY(nxs_call_begin(&call, t->method, t->area, key.data, 8 * key.len));
    enum nxs_status status = run_cipher(&call, &encrypt, iv, data);
    if (status == NXS_OK) {
        status = nxs_expect(work, cipher);
    }
    if (status == NXS_OK) {
        status = run_cipher(&call, &decrypt, iv, data);
    }
    nxs_call_end(&call);
    return status == NXS_OK ? nxs_expect(work, plain) : status;
}

enum nxs_status nxs_self_test_cipher(const struct nxs_self_test *t)
{
    for (size_t i = 0; i < nxs_known_ciphers_count; i++) {
        if (nxs_known_ciphers[i].algorithm == t->method->nx_crypto_algorithm) {
            NXS_TRY(test_cipher(t, &nxs_known_ciphers[i]));
        }
    }
    return NXS_OK;
}

struct aead {
    nxs_bytes key, nonce, aad, plain, cipher, tag;
    nxs_room data; /* holds the plaintext */
};

static enum nxs_status seal(const struct nxs_self_test *t, const struct aead *a)
{
    uint8_t tag[16] = {0};
    struct nxs_cipher cipher;
    NXS_TRY(nxs_cipher_key(&cipher, t->method, t->area, a->key, false));
    enum nxs_status status = nxs_aead_seal(&cipher, a->nonce.data, a->aad, &a->data, 1, tag);
    nxs_cipher_drop(&cipher);
    NXS_TRY(status);
    NXS_TRY(nxs_expect(nxs_bytes_in(a->data), a->cipher));
    return nxs_expect(nxs_bytes_of(tag, a->tag.len), a->tag);
}

/* Opens what was sealed; then opens its like with a wrong tag, which must fail. */
static enum nxs_status open(const struct nxs_self_test *t, const struct aead *a)
{
    uint8_t wrong[16] = {0};
    struct nxs_cipher cipher;
    for (size_t i = 0; i < a->tag.len; i++) {
        wrong[i] = a->tag.data[i] ^ (i + 1 == a->tag.len ? 1 : 0);
    }
    NXS_TRY(nxs_cipher_key(&cipher, t->method, t->area, a->key, true));
    enum nxs_status status = nxs_aead_open(&cipher, a->nonce.data, a->aad, a->data, a->tag.data);
    if (status == NXS_OK) {
        status = nxs_expect(nxs_bytes_in(a->data), a->plain);
    }
    if (status == NXS_OK) {
        status = nxs_expect_refusal(nxs_aead_open(&cipher, a->nonce.data, a->aad, a->data, wrong));
    }
    nxs_cipher_drop(&cipher);
    return status;
}

static enum nxs_status test_aead(const struct nxs_self_test *t, const struct nxs_known_aead *known)
{
    struct nxs_decoded room = {.used = 0};
    struct aead a = {.key = nxs_decode(&room, known->key)};
    a.nonce = nxs_decode(&room, known->nonce);
    a.aad = nxs_decode(&room, known->aad);
    a.cipher = nxs_decode(&room, known->cipher);
    a.tag = nxs_decode(&room, known->tag);
    a.plain = nxs_decode(&room, known->plain);
    nxs_bytes work = nxs_decode(&room, known->plain);
    a.data = nxs_room_of(room.room + room.used - work.len, work.len);
    if (8 * a.key.len != t->detail) {
        return NXS_OK;
    }
    NXS_TRY(seal(t, &a));
    return open(t, &a);
}

enum nxs_status nxs_self_test_aead(const struct nxs_self_test *t)
{
    for (size_t i = 0; i < nxs_known_aeads_count; i++) {
        if (nxs_known_aeads[i].algorithm == t->method->nx_crypto_algorithm) {
            NXS_TRY(test_aead(t, &nxs_known_aeads[i]));
        }
    }
    return NXS_OK;
}
