/*
 * Hashes without deprecated calls. libcrypto 3 has no copyable hash state outside of them, so a context in a
 * slot stands behind the state, and the state says which one and how many bytes it has seen. Digests are
 * taken from a copy of the context, never from itself, so a state may be cloned, asked, and go on. What
 * differs from digest_low.c:
 *
 * - A hash whose slot somebody else got cannot be built again: its next step fails. The table therefore is
 * large.
 * - A clone may be asked for its digest, or go on on its own, only as long as the original has not gone on.
 * - A state that is dropped without cleanup keeps its slot until that is needed, also when the caches are
 * emptied.
 */
#include "digest.h"

#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "slot.h"

struct context {
    EVP_MD_CTX *running;
    EVP_MD_CTX *copy; /* for taking digests */
    const struct nxs_hash_kind *kind;
    uint64_t count;
};

static void destroy(void *object)
{
    struct context *context = object;
    EVP_MD_CTX_free(context->running);
    EVP_MD_CTX_free(context->copy);
    OPENSSL_free(context);
}

static struct nxs_slot_table contexts = {.segment = 256, .destroy = destroy, .keep = true};

/* One algorithm per kind, fetched once from the default library context. */
static const EVP_MD *fetch(const struct nxs_hash_kind *kind)
{
    static _Atomic(EVP_MD *) fetched[NXS_HASH_KINDS];
    EVP_MD *known = atomic_load_explicit(&fetched[kind->number], memory_order_acquire);
    if (known == NULL) {
        EVP_MD *found = EVP_MD_fetch(NULL, kind->name, NULL);
        if (found != NULL && !atomic_compare_exchange_strong(&fetched[kind->number], &known, found)) {
            EVP_MD_free(found);
            return known;
        }
        return found;
    }
    return known;
}

static uint64_t join(const uint32_t half[2])
{
    return (uint64_t)half[0] << 32 | half[1];
}

static void split(uint64_t value, uint32_t half[2])
{
    half[0] = (uint32_t)(value >> 32);
    half[1] = (uint32_t)value;
}

static bool owns(const struct nxs_slot_state *state)
{
    return join(state->owner) == (uintptr_t)state;
}

/* Checks out the context of a state, which must have seen as many bytes as the state says. */
static struct nxs_slot *check_out(const struct nxs_hash_kind *kind, const struct nxs_slot_state *state)
{
    struct nxs_slot_hint hint = {join(state->generation), state->slot};
    struct nxs_slot *slot = nxs_slot_find(&contexts, &hint);
    const struct context *context = slot == NULL ? NULL : slot->object;
    if (slot != NULL && (context->kind != kind || context->count != join(state->count))) {
        nxs_slot_give_back(slot);
        return NULL;
    }
    return slot;
}

static struct context *new_context(void)
{
    struct context *context = OPENSSL_zalloc(sizeof *context);
    if (context != NULL) {
        context->running = EVP_MD_CTX_new();
        context->copy = EVP_MD_CTX_new();
        if (context->running == NULL || context->copy == NULL) {
            destroy(context);
            context = NULL;
        }
    }
    return context;
}

/* A slot with a context of this state's own. */
static struct nxs_slot *take(const struct nxs_hash_kind *kind, struct nxs_slot_state *state)
{
    struct nxs_slot_hint hint;
    nxs_cache_empty_at_exit();
    struct nxs_slot *slot = nxs_slot_take(&contexts, &hint);
    if (slot != NULL && slot->object == NULL) {
        slot->object = new_context();
        if (slot->object == NULL) {
            nxs_slot_forget(slot);
            return NULL;
        }
    }
    if (slot != NULL) {
        ((struct context *)slot->object)->kind = kind;
        state->slot = hint.slot;
        split(hint.generation, state->generation);
        split((uintptr_t)state, state->owner);
    }
    return slot;
}

/* Gives a slot back whose context is of no more use, without anything secret in it. */
static void discard(struct nxs_slot *slot)
{
    struct context *context = slot->object;
    EVP_MD_CTX_reset(context->running);
    nxs_slot_forget(slot);
}

void nxs_digest_clear(const struct nxs_hash_kind *kind, void *state)
{
    (void)kind;
    memset(state, 0, sizeof(struct nxs_slot_state));
}

bool nxs_digest_begin(const struct nxs_hash_kind *kind, void *memory)
{
    struct nxs_slot_state *state = memory;
    struct nxs_slot_hint hint = {join(state->generation), state->slot};
    struct nxs_slot *slot = owns(state) ? nxs_slot_find(&contexts, &hint) : NULL;
    const EVP_MD *md = fetch(kind);
    if (slot == NULL) {
        slot = take(kind, state);
    }
    if (slot == NULL) {
        return false;
    }
    struct context *context = slot->object;
    context->kind = kind;
    context->count = 0;
    split(0, state->count);
    if (md == NULL || EVP_DigestInit_ex2(context->running, md, NULL) != 1) {
        discard(slot);
        return false;
    }
    nxs_slot_give_back(slot);
    return true;
}

/* The slot to hash on in: a clone that goes on gets a context of its own. */
static struct nxs_slot *check_out_own(const struct nxs_hash_kind *kind, struct nxs_slot_state *state)
{
    struct nxs_slot *original = check_out(kind, state);
    if (original == NULL || owns(state)) {
        return original;
    }
    struct nxs_slot_state own = *state;
    struct nxs_slot *slot = take(kind, &own);
    if (slot != NULL) {
        struct context *from = original->object;
        struct context *to = slot->object;
        to->count = from->count;
        if (EVP_MD_CTX_copy_ex(to->running, from->running) == 1) {
            *state = own;
            split((uintptr_t)state, state->owner);
        } else {
            discard(slot);
            slot = NULL;
        }
    }
    nxs_slot_give_back(original);
    return slot;
}

bool nxs_digest_add(const struct nxs_hash_kind *kind, void *memory, const void *data, size_t len)
{
    struct nxs_slot_state *state = memory;
    struct nxs_slot *slot = check_out_own(kind, state);
    if (slot == NULL) {
        return false;
    }
    struct context *context = slot->object;
    bool done = EVP_DigestUpdate(context->running, data, len) == 1;
    if (done) {
        context->count += len;
        split(context->count, state->count);
        nxs_slot_give_back(slot);
    } else {
        discard(slot);
    }
    return done;
}

bool nxs_digest_end(const struct nxs_hash_kind *kind, void *memory, unsigned char *out)
{
    struct nxs_slot_state *state = memory;
    struct nxs_slot *slot = check_out(kind, state);
    if (slot == NULL) {
        return false;
    }
    struct context *context = slot->object;
    bool done = EVP_MD_CTX_copy_ex(context->copy, context->running) == 1 &&
                EVP_DigestFinal_ex(context->copy, out, NULL) == 1;
    EVP_MD_CTX_reset(context->copy);
    nxs_slot_give_back(slot);
    return done;
}

void nxs_digest_drop(enum nxs_hash_family family, void *memory)
{
    struct nxs_slot_state state;
    (void)family;
    memcpy(&state, memory, sizeof state);
    struct nxs_slot_hint hint = {join(state.generation), state.slot};
    if (join(state.owner) == (uintptr_t)memory) {
        struct nxs_slot *slot = nxs_slot_find(&contexts, &hint);
        if (slot != NULL) {
            discard(slot);
        }
    }
    OPENSSL_cleanse(memory, sizeof state);
}

void nxs_digest_cache_empty(void)
{
    nxs_slot_table_empty(&contexts);
}

bool nxs_hmac_key_set(const struct nxs_hash_kind *kind, struct nxs_hmac_key *key, const void *bytes,
                      size_t len)
{
    union nxs_digest_state state;
    memset(key->block, 0, sizeof key->block);
    if (len > kind->block) {
        nxs_digest_clear(kind, &state);
        bool done = nxs_digest_begin(kind, &state) && nxs_digest_add(kind, &state, bytes, len) &&
                    nxs_digest_end(kind, &state, key->block);
        nxs_digest_drop(kind->family, &state);
        return done;
    }
    if (len > 0) {
        memcpy(key->block, bytes, len);
    }
    return true;
}

/* [RFC2104 2]: starts the inner or the outer hash with the padded key. */
static bool begin_padded(const struct nxs_hash_kind *kind, const struct nxs_hmac_key *key, unsigned char pad,
                         void *state)
{
    unsigned char block[NXS_BLOCK_MAX];
    for (size_t i = 0; i < kind->block; i++) {
        block[i] = key->block[i] ^ pad;
    }
    bool done = nxs_digest_begin(kind, state) && nxs_digest_add(kind, state, block, kind->block);
    OPENSSL_cleanse(block, sizeof block);
    return done;
}

bool nxs_hmac_begin(const struct nxs_hash_kind *kind, const struct nxs_hmac_key *key, void *state)
{
    return begin_padded(kind, key, 0x36, state);
}

/* The outer hash has a state of its own: that of a clone must not disturb the original. */
bool nxs_hmac_end(const struct nxs_hash_kind *kind, const struct nxs_hmac_key *key, void *state,
                  unsigned char *out)
{
    unsigned char inner[NXS_DIGEST_MAX];
    union nxs_digest_state outer;
    nxs_digest_clear(kind, &outer);
    bool done = nxs_digest_end(kind, state, inner) && begin_padded(kind, key, 0x5C, &outer) &&
                nxs_digest_add(kind, &outer, inner, kind->digest) && nxs_digest_end(kind, &outer, out);
    nxs_digest_drop(kind->family, &outer);
    OPENSSL_cleanse(inner, sizeof inner);
    return done;
}
