#include <string.h>

#include "base/ct.h"
#include "crypto/call.h"

enum { BLOCK = 16 };

static bool is_ccm(uint32_t algorithm)
{
    return algorithm == NX_CRYPTO_ENCRYPTION_AES_CCM_8 || algorithm == NX_CRYPTO_ENCRYPTION_AES_CCM_12 ||
           algorithm == NX_CRYPTO_ENCRYPTION_AES_CCM_16 || algorithm == NX_CRYPTO_ENCRYPTION_AES_CCM;
}

/* Tag bytes by algorithm id, since tables carry odd sizes; an application's own AEAD must tell its own. 0: no
 * AEAD. */
static size_t tag_size(const NX_CRYPTO_METHOD *method)
{
    switch (method->nx_crypto_algorithm) {
    case NX_CRYPTO_ENCRYPTION_AES_CCM_8:
    case NX_CRYPTO_ENCRYPTION_AES_GCM_8:
        return 8;
    case NX_CRYPTO_ENCRYPTION_AES_CCM_12:
    case NX_CRYPTO_ENCRYPTION_AES_GCM_12:
        return 12;
    case NX_CRYPTO_ENCRYPTION_AES_CCM_16:
    case NX_CRYPTO_ENCRYPTION_AES_CCM:
    case NX_CRYPTO_ENCRYPTION_AES_GCM_16:
    case NX_CRYPTO_ENCRYPTION_CHACHA20_POLY1305:
        return 16;
    default:
        return NX_SECURE_AEAD_CIPHER_CHECK(method->nx_crypto_algorithm)
                   ? method->nx_crypto_ICV_size_in_bits / 8u
                   : 0;
    }
}

bool nxs_method_is_aead(const NX_CRYPTO_METHOD *method)
{
    return tag_size(method) > 0;
}

static struct nxs_call call_of(const struct nxs_cipher *cipher)
{
    struct nxs_call call = {cipher->method, cipher->handler, cipher->area};
    return call;
}

enum nxs_status nxs_cipher_key(struct nxs_cipher *cipher, const NX_CRYPTO_METHOD *method,
                               struct nxs_area area, nxs_bytes key, bool decrypts)
{
    struct nxs_call call;
    cipher->method = NULL;
    cipher->area = area;
    NXS_TRY(nxs_call_begin(&call, method, area, key.data, 8 * key.len));
    size_t tag = tag_size(method);
    if (tag > BLOCK) {
        nxs_call_end(&call);
        return NXS_UNSUPPORTED_CIPHER;
    }
    cipher->method = method;
    cipher->handler = call.handler;
    cipher->tag_len = (uint8_t)tag;
    cipher->decrypts = decrypts;
    return NXS_OK;
}

void nxs_cipher_drop(struct nxs_cipher *cipher)
{
    struct nxs_call call = call_of(cipher);
    nxs_call_end(&call);
    cipher->method = NULL;
    cipher->handler = NULL;
    cipher->tag_len = 0;
}

static enum nxs_status initialize(const struct nxs_call *call, UINT op, const uint8_t *nonce, nxs_bytes aad,
                                  size_t total)
{
    uint8_t iv[1 + NXS_NONCE_LEN] = {NXS_NONCE_LEN};
    memcpy(iv + 1, nonce, NXS_NONCE_LEN);
    struct nxs_operation operation = {.op = op, .input = aad, .iv = iv, .output_len = total};
    return nxs_call_do(call, &operation);
}

static enum nxs_status update(const struct nxs_call *call, UINT op, nxs_room data)
{
    struct nxs_operation operation = {
        .op = op, .input = nxs_bytes_in(data), .output = data.data, .output_len = data.len};
    return nxs_call_do(call, &operation);
}

/* A place in a list of parts; empty parts are stepped over. */
struct cursor {
    const nxs_room *parts;
    size_t count;
    size_t offset;
};

static bool more(struct cursor *c)
{
    while (c->count > 0 && c->offset == c->parts->len) {
        c->parts++;
        c->count--;
        c->offset = 0;
    }
    return c->count > 0;
}

static uint8_t *next_byte(struct cursor *c)
{
    return &c->parts->data[c->offset++];
}

/* Every update but the last must be whole blocks [contract 5.4], so a block that straddles parts is gathered.
 */
static enum nxs_status encrypt_straddling(const struct nxs_call *call, struct cursor *c)
{
    uint8_t block[BLOCK];
    struct cursor back = *c;
    size_t used = 0;
    while (used < BLOCK && more(c)) {
        block[used++] = *next_byte(c);
    }
    enum nxs_status status = update(call, NX_CRYPTO_ENCRYPT_UPDATE, nxs_room_of(block, used));
    for (size_t i = 0; i < used && more(&back); i++) {
        *next_byte(&back) = block[i];
    }
    nxs_wipe(block, sizeof block);
    return status;
}

enum nxs_status nxs_call_encrypt_parts(const struct nxs_call *call, const nxs_room *parts, size_t count)
{
    struct cursor c = {parts, count, 0};
    while (more(&c)) {
        struct cursor behind = {c.parts, c.count, c.parts->len};
        size_t whole = c.parts->len - c.offset;
        if (more(&behind)) {
            whole -= whole % BLOCK;
        }
        if (whole > 0) {
            NXS_TRY(update(call, NX_CRYPTO_ENCRYPT_UPDATE, nxs_room_part(*c.parts, c.offset, whole)));
            c.offset += whole;
        } else {
            NXS_TRY(encrypt_straddling(call, &c));
        }
    }
    return NXS_OK;
}

static size_t filled(const nxs_room *parts, size_t count)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        n += parts[i].len > 0;
    }
    return n;
}

/* CCM methods work on the whole message at once. */
static size_t most_parts(const NX_CRYPTO_METHOD *method)
{
    return method != NULL && is_ccm(method->nx_crypto_algorithm) ? 1 : SIZE_MAX;
}

size_t nxs_cipher_parts(const struct nxs_cipher *cipher)
{
    return most_parts(cipher->method);
}

static enum nxs_status seal(const struct nxs_call *call, size_t tag_len, const uint8_t *nonce, nxs_bytes aad,
                            const nxs_room *parts, size_t count, uint8_t *tag)
{
    size_t total = 0;
    for (size_t i = 0; i < count; i++) {
        total += parts[i].len;
    }
    if (filled(parts, count) > most_parts(call->method)) {
        return NXS_UNSUPPORTED_CIPHER;
    }
    struct nxs_operation calculate = {
        .op = NX_CRYPTO_ENCRYPT_CALCULATE, .output = tag, .output_len = tag_len};
    NXS_TRY(initialize(call, NX_CRYPTO_ENCRYPT_INITIALIZE, nonce, aad, total));
    NXS_TRY(nxs_call_encrypt_parts(call, parts, count));
    return nxs_call_do(call, &calculate);
}

enum nxs_status nxs_aead_seal(struct nxs_cipher *cipher, const uint8_t *nonce, nxs_bytes aad,
                              const nxs_room *parts, size_t count, uint8_t *tag)
{
    struct nxs_call call = call_of(cipher);
    if (call.method == NULL || cipher->decrypts || cipher->tag_len == 0) {
        return NXS_INVALID_STATE;
    }
    enum nxs_status status = seal(&call, cipher->tag_len, nonce, aad, parts, count, tag);
    if (status != NXS_OK) {
        /* Half a message is inside the method, and what it did to the parts is unknown: this key is not used
         * again. */
        nxs_cipher_drop(cipher);
    }
    return status;
}

static enum nxs_status decrypt(const struct nxs_call *call, const uint8_t *nonce, nxs_bytes aad,
                               nxs_room data)
{
    NXS_TRY(initialize(call, NX_CRYPTO_DECRYPT_INITIALIZE, nonce, aad, data.len));
    return data.len > 0 ? update(call, NX_CRYPTO_DECRYPT_UPDATE, data) : NXS_OK;
}

enum nxs_status nxs_aead_open(struct nxs_cipher *cipher, const uint8_t *nonce, nxs_bytes aad, nxs_room data,
                              const uint8_t *tag)
{
    struct nxs_call call = call_of(cipher);
    if (call.method == NULL || !cipher->decrypts || cipher->tag_len == 0) {
        return NXS_INVALID_STATE;
    }
    struct nxs_operation calculate = {.op = NX_CRYPTO_DECRYPT_CALCULATE,
                                      .input = nxs_bytes_of(tag, cipher->tag_len)};
    enum nxs_status status = decrypt(&call, nonce, aad, data);
    if (status != NXS_OK) {
        nxs_cipher_drop(cipher);
    } else if (nxs_call_do(&call, &calculate) != NXS_OK) {
        status = NXS_AEAD_FAILED;
    }
    if (status != NXS_OK) {
        nxs_wipe(data.data, data.len);
    }
    return status;
}
