/** @file
 * Faults for tests: the n-th packet allocation or call to the host fails, or bytes come in small pieces.
 *
 * Compiled in with the CMake option NXS_FAULT_INJECTION, which is on in Debug builds with tests; a test asks
 * with
 * `#ifdef NXS_FAULT_INJECTION` and exits with 77 without it. The settings belong to the process; set them
 * while no thread is inside the platform. Counting is thread-safe.
 */
#ifndef NXS_PLATFORM_FAULT_H
#define NXS_PLATFORM_FAULT_H

#include <stdbool.h>
#include <stddef.h>

enum nxs_fault {
    NXS_FAULT_PACKET, /**< taking a packet out of a pool: NX_NO_PACKET at once, whatever the wait option */
    NXS_FAULT_OPEN,   /**< socket() and accept(): EMFILE */
    NXS_FAULT_READ,   /**< reading from a connection: ECONNRESET */
    NXS_FAULT_WRITE,  /**< writing to a connection: ECONNRESET */
    NXS_FAULT_KINDS,
};

#ifdef NXS_FAULT_INJECTION

/** From now on, lets the @p nth operation of a kind fail, 1 being the next, and only that one. 0: none. */
void nxs_fault_set(enum nxs_fault kind, unsigned nth);

/** Operations of a kind since the last nxs_fault_set() or nxs_fault_clear(): a loop over n ends when this is
 * less. */
unsigned nxs_fault_count(enum nxs_fault kind);

/** Lets every read and write carry at most @p bytes bytes. 0: no limit. */
void nxs_fault_trickle(size_t bytes);

/** Nothing fails any more; all counts are 0. */
void nxs_fault_clear(void);

/* ---- for the platform ---- */

/** Counts an operation. @return whether it is to fail; errno is set then */
bool nxs_fault_hits(enum nxs_fault kind);

/** @return @p size, or less */
size_t nxs_fault_share(size_t size);

#else

static inline bool nxs_fault_hits(enum nxs_fault kind)
{
    (void)kind;
    return false;
}

static inline size_t nxs_fault_share(size_t size)
{
    return size;
}

#endif

#endif
