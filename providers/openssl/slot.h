/** @file
 * Bounded, process-wide tables of libcrypto objects.
 *
 * A method's metadata is the truth, an object in a table only saves the work of
 * building it again. Metadata holds a hint at most: slot number and generation.
 * Generations come from one counter that starts at a random value and never
 * gives one out twice, so a hint that is stale, copied or noise cannot match a
 * slot that has become somebody else's.
 *
 * An object in use is checked out with one compare-and-swap and given back with
 * one store. Nobody ever waits: an object that is busy is a miss, and a table
 * whose slots are all busy grows by a segment, up to its bound. All functions
 * are thread-safe.
 */
#ifndef NXS_PROVIDER_SLOT_H
#define NXS_PROVIDER_SLOT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/** Most segments that a table may grow to. */
#define NXS_SLOT_SEGMENTS 16u

/** One place for an object. What it holds belongs to whoever has it checked out. */
struct nxs_slot {
    _Atomic uint64_t word; /**< generation, and a bit that says checked out */
    atomic_bool recent;    /**< found again since the clock hand last came by */
    void *object;          /**< NULL: none yet */
};

/** A table; statically initialized with the first members by name, the others zero. */
struct nxs_slot_table {
    uint32_t segment; /**< slots per segment, at most 65,536; a test may lower it before the first use */
    void (*destroy)(void *object); /**< wipes and frees an object */
    bool keep; /**< objects cannot be built again: slots that are free, or new, come before any is evicted */
    _Atomic uint32_t hand;
    _Atomic(struct nxs_slot *) segments[NXS_SLOT_SEGMENTS];
};

/** Where an object was seen last. All zeros is no hint; any other content is harmless. */
struct nxs_slot_hint {
    uint64_t generation;
    uint32_t slot;
};

/** Checks out the object that @p hint means; NULL when it is gone or busy. */
struct nxs_slot *nxs_slot_find(struct nxs_slot_table *table, const struct nxs_slot_hint *hint);

/**
 * Checks out a slot for a new object and sets @p hint to it. The slot may still hold the object of an earlier
 * owner: the caller makes it its own (overwriting every secret in it) or destroys it.
 * NULL when every slot is busy and the table may not grow, or without memory.
 */
struct nxs_slot *nxs_slot_take(struct nxs_slot_table *table, struct nxs_slot_hint *hint);

/** Slots that @p table has now; it never shrinks. */
uint32_t nxs_slot_count(const struct nxs_slot_table *table);

/**
 * Checks out slot @p index, whatever it holds, for a search by content; NULL when it is busy or there is
 * none. Sets @p hint to it.
 */
struct nxs_slot *nxs_slot_at(struct nxs_slot_table *table, uint32_t index, struct nxs_slot_hint *hint);

/** The slot that @p hint means when the caller has it checked out already, else NULL. */
struct nxs_slot *nxs_slot_held(struct nxs_slot_table *table, const struct nxs_slot_hint *hint);

/** Gives a checked out slot back; hints to it stay good. */
void nxs_slot_give_back(struct nxs_slot *slot);

/** Gives a checked out slot back so that no hint finds it any more. */
void nxs_slot_forget(struct nxs_slot *slot);

/** Destroys every object that is not checked out; in a table that keeps, those that no hint finds any more.
 */
void nxs_slot_table_empty(struct nxs_slot_table *table);

#endif
