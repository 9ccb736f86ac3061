#include "key_table.h"

#include <string.h>

#include <openssl/crypto.h>

#include "idle.h"

static struct nxs_idle hashes;

static void hash_destroy(void *ctx)
{
    EVP_MD_CTX_free(ctx);
}

static EVP_MD_CTX *hash_take(void)
{
    EVP_MD_CTX *ctx = nxs_idle_take(&hashes);
    if (ctx != NULL) {
        return ctx;
    }
    EVP_MD *sha256 = EVP_MD_fetch(NULL, "SHA2-256", NULL);
    ctx = EVP_MD_CTX_new();
    if (sha256 == NULL || ctx == NULL || EVP_DigestInit_ex2(ctx, sha256, NULL) != 1) {
        EVP_MD_CTX_free(ctx);
        ctx = NULL;
    }
    EVP_MD_free(sha256);
    return ctx;
}

bool nxs_key_digest(const struct nxs_key_part *parts, size_t count, uint8_t digest[NXS_KEY_DIGEST])
{
    EVP_MD_CTX *ctx = hash_take();
    if (ctx == NULL) {
        return false;
    }
    bool good = EVP_DigestInit_ex2(ctx, NULL, NULL) == 1;
    for (size_t i = 0; good && i < count; i++) {
        good = EVP_DigestUpdate(ctx, &parts[i].len, sizeof parts[i].len) == 1 &&
               EVP_DigestUpdate(ctx, parts[i].data, parts[i].len) == 1;
    }
    good = good && EVP_DigestFinal_ex(ctx, digest, NULL) == 1;
    if (good) {
        nxs_idle_give(&hashes, ctx, hash_destroy);
    } else {
        hash_destroy(ctx);
    }
    return good;
}

void nxs_key_digest_cache_empty(void)
{
    nxs_idle_empty(&hashes, hash_destroy);
}

static uint64_t tag_of(const uint8_t digest[NXS_KEY_DIGEST])
{
    uint64_t tag;
    memcpy(&tag, digest, sizeof tag);
    return tag;
}

static void slot_label(struct nxs_key_slot *slot, uint64_t tag, uint64_t now)
{
    atomic_store_explicit(&slot->tag, tag, memory_order_relaxed);
    atomic_store_explicit(&slot->used, now, memory_order_relaxed);
}

/* Once the key is in a slot it is anybody's: it is not touched after that. */
void nxs_key_give(struct nxs_key_table *table, struct nxs_key *key)
{
    uint64_t tag = tag_of(key->digest);
    uint64_t now = atomic_fetch_add_explicit(&table->clock, 1, memory_order_relaxed) + 1;
    struct nxs_key_slot *oldest = &table->slots[0];
    for (size_t i = 0; i < table->count; i++) {
        struct nxs_key_slot *slot = &table->slots[i];
        struct nxs_key *none = NULL;
        if (atomic_compare_exchange_strong_explicit(&slot->key, &none, key, memory_order_release,
                                                    memory_order_relaxed)) {
            slot_label(slot, tag, now);
            return;
        }
        if (atomic_load_explicit(&slot->used, memory_order_relaxed) <
            atomic_load_explicit(&oldest->used, memory_order_relaxed)) {
            oldest = slot;
        }
    }
    nxs_key_destroy(atomic_exchange_explicit(&oldest->key, key, memory_order_acq_rel));
    slot_label(oldest, tag, now);
}

struct nxs_key *nxs_key_take(struct nxs_key_table *table, const uint8_t digest[NXS_KEY_DIGEST])
{
    for (size_t i = 0; i < table->count; i++) {
        struct nxs_key_slot *slot = &table->slots[i];
        if (atomic_load_explicit(&slot->tag, memory_order_relaxed) != tag_of(digest) ||
            atomic_load_explicit(&slot->key, memory_order_relaxed) == NULL) {
            continue;
        }
        struct nxs_key *key = atomic_exchange_explicit(&slot->key, NULL, memory_order_acquire);
        if (key == NULL) {
            continue;
        }
        if (CRYPTO_memcmp(key->digest, digest, NXS_KEY_DIGEST) == 0) {
            return key;
        }
        nxs_key_give(table, key);
    }
    return NULL;
}

void nxs_key_forget(struct nxs_key_table *table, const uint8_t *name)
{
    for (size_t i = 0; i < table->count; i++) {
        struct nxs_key *key = atomic_exchange_explicit(&table->slots[i].key, NULL, memory_order_acquire);
        if (key == NULL) {
            continue;
        }
        if (name == NULL || CRYPTO_memcmp(key->name, name, NXS_KEY_DIGEST) == 0) {
            nxs_key_destroy(key);
        } else {
            nxs_key_give(table, key);
        }
    }
}

void nxs_key_destroy(struct nxs_key *key)
{
    if (key == NULL) {
        return;
    }
    EVP_PKEY_CTX_free(key->ctx);
    OPENSSL_clear_free(key, sizeof *key);
}
