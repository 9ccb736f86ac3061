/** @file
 * A pool of idle libcrypto objects that cost more to make than to use.
 *
 * An object is either in the pool or owned by the one thread that took it, so it needs no lock of its own.
 * Nobody waits: who finds the pool empty makes a new object, and who finds it full destroys the one it brings
 * back. A pool therefore grows to the number of threads that use it at once, up to NXS_IDLE_SIZE. Objects
 * hold nothing that an operation needs later; emptying a pool is always allowed, from any thread.
 */
#ifndef NXS_OPENSSL_IDLE_H
#define NXS_OPENSSL_IDLE_H

#include <stdatomic.h>
#include <stddef.h>

enum { NXS_IDLE_SIZE = 8 };

/** A pool; all zeros is an empty one. */
struct nxs_idle {
    _Atomic(void *) idle[NXS_IDLE_SIZE];
};

/** Takes an idle object out, or NULL when there is none. */
void *nxs_idle_take(struct nxs_idle *pool);
/** Brings an object (not NULL) into the pool; one that finds no place is destroyed. */
void nxs_idle_give(struct nxs_idle *pool, void *object, void (*destroy)(void *object));
/** Destroys all idle objects. */
void nxs_idle_empty(struct nxs_idle *pool, void (*destroy)(void *object));

#endif
