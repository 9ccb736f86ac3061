#include "cipher.h"

#include <string.h>

#include <openssl/crypto.h>

#include "digest.h"

/* What all records under one cipher share: the algorithm, fetched once, and the contexts. */
struct cipher {
    enum nxs_cipher_mode mode;
    uint8_t key_len;
    const char *name;
    _Atomic(EVP_CIPHER *) fetched;
    struct nxs_slot_table contexts;
};

static void destroy(void *context)
{
    EVP_CIPHER_CTX_free(context);
}

#define CIPHER(mode, key_len, name)                                                                          \
    {                                                                                                        \
        mode, key_len, name, NULL,                                                                           \
        {                                                                                                    \
            .segment = 64, .destroy = destroy                                                                \
        }                                                                                                    \
    }

static struct cipher ciphers[] = {
    CIPHER(NXS_MODE_GCM, 16, "AES-128-GCM"),
    CIPHER(NXS_MODE_GCM, 32, "AES-256-GCM"),
    CIPHER(NXS_MODE_CHACHA20, 32, "ChaCha20-Poly1305"),
    CIPHER(NXS_MODE_CCM, 16, "AES-128-CCM"),
    CIPHER(NXS_MODE_CBC, 16, "AES-128-CBC"),
    CIPHER(NXS_MODE_CBC, 32, "AES-256-CBC"),
    CIPHER(NXS_MODE_CCM, 32, "AES-256-CCM"),
    CIPHER(NXS_MODE_GCM, 24, "AES-192-GCM"),
    CIPHER(NXS_MODE_CCM, 24, "AES-192-CCM"),
    CIPHER(NXS_MODE_CBC, 24, "AES-192-CBC"),
    CIPHER(NXS_MODE_CTR, 16, "AES-128-CTR"),
    CIPHER(NXS_MODE_CTR, 24, "AES-192-CTR"),
    CIPHER(NXS_MODE_CTR, 32, "AES-256-CTR"),
    CIPHER(NXS_MODE_3DES, 24, "DES-EDE3-CBC"),
};

enum { CIPHERS = sizeof ciphers / sizeof ciphers[0] };

static struct cipher *cipher_of(enum nxs_cipher_mode mode, uint8_t key_len)
{
    for (size_t i = 0; i < CIPHERS; i++) {
        if (ciphers[i].mode == mode && ciphers[i].key_len == key_len) {
            return &ciphers[i];
        }
    }
    return NULL;
}

/* Fetched from the default library context, whose providers are the application's business. */
static EVP_CIPHER *fetch(struct cipher *cipher)
{
    EVP_CIPHER *known = atomic_load_explicit(&cipher->fetched, memory_order_acquire);
    if (known == NULL) {
        EVP_CIPHER *found = EVP_CIPHER_fetch(NULL, cipher->name, NULL);
        if (found != NULL && !atomic_compare_exchange_strong(&cipher->fetched, &known, found)) {
            EVP_CIPHER_free(found);
            return known;
        }
        return found;
    }
    return known;
}

/* Metadata does not say where it is, so a copy of it is told by its address. */
static uint32_t owner_of(const struct nxs_call *call)
{
    uint64_t address = (uintptr_t)call->home;
    return (uint32_t)(address ^ address >> 32);
}

static struct nxs_slot_hint hint_of(const struct nxs_cipher_state *state)
{
    struct nxs_slot_hint hint = {state->generation, state->slot};
    return hint;
}

/* The slot of the record that this metadata has open, or NULL. */
static struct nxs_slot *held_slot(const struct nxs_call *call, struct cipher *cipher)
{
    const struct nxs_cipher_state *state = call->state;
    struct nxs_slot_hint hint = hint_of(state);
    return state->open != NXS_NEITHER && state->owner == owner_of(call)
               ? nxs_slot_held(&cipher->contexts, &hint)
               : NULL;
}

/* Gives a slot whose context is of no more use back, without any secret in it. */
static void discard(struct nxs_slot *slot)
{
    if (slot->object != NULL) {
        EVP_CIPHER_CTX_reset(slot->object);
    }
    nxs_slot_forget(slot);
}

/* CCM must know both lengths before the key; the other modes have them right from the start. */
static bool set_ccm_lengths(EVP_CIPHER_CTX *context, size_t tag_len)
{
    return EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, (int)NXS_AEAD_NONCE, NULL) == 1 &&
           EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, (int)tag_len, NULL) == 1;
}

/* Makes the context in a slot this metadata's own; the key schedule of an earlier owner is overwritten. */
static bool set_key(struct nxs_slot *slot, struct cipher *cipher, const struct nxs_cipher_state *state,
                    bool encrypts, size_t tag_len, const UCHAR *iv)
{
    EVP_CIPHER *algorithm = fetch(cipher);
    if (slot->object == NULL) {
        slot->object = EVP_CIPHER_CTX_new();
    }
    EVP_CIPHER_CTX *context = slot->object;
    if (context == NULL || algorithm == NULL) {
        return false;
    }
    if (EVP_CIPHER_CTX_get0_cipher(context) == NULL &&
        EVP_CipherInit_ex(context, algorithm, NULL, NULL, NULL, encrypts) != 1) {
        return false;
    }
    if (cipher->mode == NXS_MODE_CCM && !set_ccm_lengths(context, tag_len)) {
        return false;
    }
    return EVP_CipherInit_ex(context, NULL, NULL, state->key, iv, encrypts) == 1;
}

UINT nxs_cipher_init(const struct nxs_call *call)
{
    struct nxs_cipher_state *state = call->state;
    UINT wanted = call->method->nx_crypto_key_size_in_bits;
    memset(state, 0, sizeof *state);
    if (call->key == NULL) {
        return NX_CRYPTO_PTR_ERROR;
    }
    if ((wanted != 0 && call->key_size != wanted) || call->key_size % 8 != 0 ||
        call->key_size / 8 > sizeof state->key || call->key_size == 0) {
        return NX_CRYPTO_UNSUPPORTED_KEY_SIZE;
    }
    state->key_len = (uint8_t)(call->key_size / 8);
    memcpy(state->key, call->key, state->key_len);
    return NX_CRYPTO_SUCCESS;
}

struct nxs_slot *nxs_cipher_open(const struct nxs_call *call, enum nxs_cipher_mode mode,
                                 enum nxs_direction direction, size_t tag_len, const UCHAR *iv)
{
    struct nxs_cipher_state *state = call->state;
    struct cipher *cipher = cipher_of(mode, state->key_len);
    if (cipher == NULL) {
        return NULL;
    }
    struct nxs_slot_hint hint = hint_of(state);
    struct nxs_slot *slot = held_slot(call, cipher);
    if (slot == NULL) {
        slot = nxs_slot_find(&cipher->contexts, &hint);
    }
    bool keyed = slot != NULL && state->keyed == direction && state->tag_len == tag_len;
    if (slot == NULL) {
        nxs_cache_empty_at_exit();
        slot = nxs_slot_take(&cipher->contexts, &hint);
    }
    state->generation = hint.generation;
    state->slot = hint.slot;
    state->open = NXS_NEITHER;
    if (slot == NULL) {
        return NULL;
    }
    if (!(keyed ? EVP_CipherInit_ex(slot->object, NULL, NULL, NULL, iv, -1) == 1
                : set_key(slot, cipher, state, direction == NXS_ENCRYPT, tag_len, iv))) {
        discard(slot);
        return NULL;
    }
    state->open = (uint8_t)direction;
    state->keyed = (uint8_t)direction;
    state->tag_len = (uint8_t)tag_len;
    state->owner = owner_of(call);
    return slot;
}

struct nxs_slot *nxs_cipher_opened(const struct nxs_call *call, enum nxs_cipher_mode mode,
                                   enum nxs_direction direction)
{
    const struct nxs_cipher_state *state = call->state;
    struct cipher *cipher = cipher_of(mode, state->key_len);
    return cipher == NULL || state->open != direction ? NULL : held_slot(call, cipher);
}

void nxs_cipher_close(const struct nxs_call *call, struct nxs_slot *slot, bool good)
{
    struct nxs_cipher_state *state = call->state;
    state->open = NXS_NEITHER;
    state->pending = NULL;
    state->pending_len = 0;
    if (good) {
        nxs_slot_give_back(slot);
    } else {
        discard(slot);
    }
}

void nxs_cipher_abandon(const struct nxs_call *call, enum nxs_cipher_mode mode)
{
    const struct nxs_cipher_state *state = call->state;
    struct cipher *cipher = cipher_of(mode, state->key_len);
    struct nxs_slot *slot = cipher == NULL ? NULL : held_slot(call, cipher);
    if (slot != NULL) {
        nxs_cipher_close(call, slot, false);
    }
}

UINT nxs_cipher_cleanup(void *metadata)
{
    struct nxs_cipher_state state;
    if (metadata == NULL) {
        return NX_CRYPTO_SUCCESS;
    }
    memcpy(&state, metadata, sizeof state);
    struct nxs_call call = {.state = &state, .home = metadata};
    struct nxs_slot_hint hint = hint_of(&state);
    for (size_t i = 0; i < CIPHERS; i++) {
        struct nxs_slot *slot = held_slot(&call, &ciphers[i]);
        if (slot == NULL) {
            slot = nxs_slot_find(&ciphers[i].contexts, &hint);
        }
        if (slot != NULL) {
            discard(slot);
        }
    }
    OPENSSL_cleanse(&state, sizeof state);
    OPENSSL_cleanse(metadata, sizeof state);
    return NX_CRYPTO_SUCCESS;
}

void nxs_cipher_slots_set(uint32_t slots)
{
    for (size_t i = 0; i < CIPHERS; i++) {
        ciphers[i].contexts.segment = slots;
    }
}

void nxs_sym_cache_empty(void)
{
    for (size_t i = 0; i < CIPHERS; i++) {
        nxs_slot_table_empty(&ciphers[i].contexts);
    }
    nxs_digest_cache_empty();
}
