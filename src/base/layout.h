/** @file
 * Carving caller memory. Measuring and carving are one walk over the same
 * calls, so what is asked for and what is used cannot disagree.
 */
#ifndef NXS_BASE_LAYOUT_H
#define NXS_BASE_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

/** What every carved area is aligned to. */
#define NXS_LAYOUT_ALIGN 8u

struct nxs_layout {
    unsigned char *base; /**< NULL: only measure */
    size_t room;
    size_t used; /**< offset of the next free byte, relative to the aligned base */
    bool failed; /**< something did not fit */
};

/**
 * Starts a walk over @p room bytes at @p base, which may have any address. The
 * bytes lost to aligning the start are accounted for: nxs_layout_size() of a
 * measuring walk covers the worst address.
 */
struct nxs_layout nxs_layout_of(void *base, size_t room);

/** The next @p size bytes, aligned to NXS_LAYOUT_ALIGN; NULL when measuring or when they do not fit. */
void *nxs_layout_take(struct nxs_layout *layout, size_t size);

/** Bytes that memory at any address must have for this walk. */
size_t nxs_layout_size(const struct nxs_layout *layout);

#endif
