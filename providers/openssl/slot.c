#include "slot.h"

#include <stddef.h>

#include <openssl/crypto.h>
#include <openssl/rand.h>

/* A slot's word is its generation, shifted by one, and this bit. */
#define BUSY 1u

/* The word of a slot that no hint finds, since no hint has generation 0. */
#define NOBODYS 0u

/* How many recently used slots the clock hand spares before it takes what comes. */
#define PATIENCE 8u

static _Atomic uint64_t next_generation;

/* A generation that nothing had before; 0 when there are no random numbers to start from. */
static uint64_t fresh_generation(void)
{
    if (atomic_load_explicit(&next_generation, memory_order_relaxed) == 0) {
        uint64_t start = 0;
        uint64_t unset = 0;
        if (RAND_bytes((unsigned char *)&start, sizeof start) != 1) {
            return 0;
        }
        /* Two bits less than the word has: enough to never wrap, and never 0. */
        start = (start >> 2) | 1u;
        atomic_compare_exchange_strong(&next_generation, &unset, start);
    }
    return atomic_fetch_add_explicit(&next_generation, 1, memory_order_relaxed);
}

/* In hints, a slot's number is its segment and its place there: finding it needs no division. */
enum { PLACE_BITS = 16 };

static struct nxs_slot *slot_number(const struct nxs_slot_table *table, uint32_t number)
{
    uint32_t segment = number >> PLACE_BITS;
    uint32_t place = number & ((1u << PLACE_BITS) - 1);
    if (segment >= NXS_SLOT_SEGMENTS || place >= table->segment) {
        return NULL;
    }
    struct nxs_slot *slots = atomic_load_explicit(&table->segments[segment], memory_order_acquire);
    return slots == NULL ? NULL : &slots[place];
}

/* The number of the @p index-th slot of all. */
static uint32_t number_of(const struct nxs_slot_table *table, uint32_t index)
{
    return (index / table->segment) << PLACE_BITS | index % table->segment;
}

/* Checks the slot out if its word is still @p seen, and gives it @p generation. */
static bool check_out(struct nxs_slot *slot, uint64_t seen, uint64_t generation)
{
    return atomic_compare_exchange_strong_explicit(&slot->word, &seen, (generation << 1) | BUSY,
                                                   memory_order_acquire, memory_order_relaxed);
}

struct nxs_slot *nxs_slot_find(struct nxs_slot_table *table, const struct nxs_slot_hint *hint)
{
    struct nxs_slot *slot = hint->generation == 0 ? NULL : slot_number(table, hint->slot);
    if (slot == NULL || !check_out(slot, hint->generation << 1, hint->generation)) {
        return NULL;
    }
    if (!atomic_load_explicit(&slot->recent, memory_order_relaxed)) {
        atomic_store_explicit(&slot->recent, true, memory_order_relaxed);
    }
    return slot;
}

struct nxs_slot *nxs_slot_held(struct nxs_slot_table *table, const struct nxs_slot_hint *hint)
{
    struct nxs_slot *slot = hint->generation == 0 ? NULL : slot_number(table, hint->slot);
    uint64_t held = (hint->generation << 1) | BUSY;
    return slot != NULL && atomic_load_explicit(&slot->word, memory_order_relaxed) == held ? slot : NULL;
}

uint32_t nxs_slot_count(const struct nxs_slot_table *table)
{
    uint32_t segments = 0;
    while (segments < NXS_SLOT_SEGMENTS &&
           atomic_load_explicit(&table->segments[segments], memory_order_relaxed) != NULL) {
        segments++;
    }
    return segments * table->segment;
}

/* Adds a segment after the first @p count slots; true when there is one, whoever added it. */
static bool grow(struct nxs_slot_table *table, uint32_t count)
{
    uint32_t segment = count / table->segment;
    if (segment >= NXS_SLOT_SEGMENTS) {
        return false;
    }
    struct nxs_slot *slots = OPENSSL_zalloc(table->segment * sizeof *slots);
    struct nxs_slot *none = NULL;
    if (slots == NULL) {
        return false;
    }
    if (!atomic_compare_exchange_strong(&table->segments[segment], &none, slots)) {
        OPENSSL_free(slots);
    }
    return true;
}

/*
 * One round of the clock hand over @p count slots: the first that is idle and was not found again lately, or
 * that is nobody's.
 */
static struct nxs_slot *sweep(struct nxs_slot_table *table, uint32_t count, bool nobodys,
                              struct nxs_slot_hint *hint)
{
    for (uint32_t probe = 0; count > 0 && probe < count + PATIENCE; probe++) {
        uint32_t index = atomic_fetch_add_explicit(&table->hand, 1, memory_order_relaxed) % count;
        uint32_t number = number_of(table, index);
        struct nxs_slot *slot = slot_number(table, number);
        uint64_t seen = atomic_load_explicit(&slot->word, memory_order_relaxed);
        if ((seen & BUSY) != 0 || (nobodys && seen != NOBODYS)) {
            continue;
        }
        if (probe < PATIENCE && atomic_exchange_explicit(&slot->recent, false, memory_order_relaxed)) {
            continue;
        }
        if (check_out(slot, seen, hint->generation)) {
            hint->slot = number;
            return slot;
        }
    }
    return NULL;
}

struct nxs_slot *nxs_slot_take(struct nxs_slot_table *table, struct nxs_slot_hint *hint)
{
    hint->generation = fresh_generation();
    while (hint->generation != 0) {
        uint32_t count = nxs_slot_count(table);
        struct nxs_slot *slot = sweep(table, count, table->keep, hint);
        if (slot == NULL && grow(table, count)) {
            continue;
        }
        if (slot == NULL && table->keep) {
            slot = sweep(table, count, false, hint);
        }
        if (slot != NULL) {
            return slot;
        }
        hint->generation = 0;
    }
    return NULL;
}

struct nxs_slot *nxs_slot_at(struct nxs_slot_table *table, uint32_t index, struct nxs_slot_hint *hint)
{
    uint32_t number = number_of(table, index);
    struct nxs_slot *slot = index < nxs_slot_count(table) ? slot_number(table, number) : NULL;
    if (slot == NULL) {
        return NULL;
    }
    uint64_t seen = atomic_load_explicit(&slot->word, memory_order_relaxed);
    uint64_t generation = seen >> 1;
    if (generation == 0) {
        generation = fresh_generation();
    }
    if ((seen & BUSY) != 0 || generation == 0 || !check_out(slot, seen, generation)) {
        return NULL;
    }
    hint->generation = generation;
    hint->slot = number;
    return slot;
}

void nxs_slot_give_back(struct nxs_slot *slot)
{
    uint64_t word = atomic_load_explicit(&slot->word, memory_order_relaxed);
    atomic_store_explicit(&slot->word, word & ~(uint64_t)BUSY, memory_order_release);
}

void nxs_slot_forget(struct nxs_slot *slot)
{
    atomic_store_explicit(&slot->recent, false, memory_order_relaxed);
    atomic_store_explicit(&slot->word, NOBODYS, memory_order_release);
}

void nxs_slot_table_empty(struct nxs_slot_table *table)
{
    uint32_t count = nxs_slot_count(table);
    for (uint32_t i = 0; i < count; i++) {
        struct nxs_slot *slot = slot_number(table, number_of(table, i));
        uint64_t seen = atomic_load_explicit(&slot->word, memory_order_relaxed);
        /* Nobody has a hint with generation 0 while the object goes either. */
        if ((seen & BUSY) != 0 || (table->keep && seen != NOBODYS) || !check_out(slot, seen, 0)) {
            continue;
        }
        void *object = slot->object;
        slot->object = NULL;
        if (object != NULL) {
            table->destroy(object);
        }
        nxs_slot_forget(slot);
    }
}
