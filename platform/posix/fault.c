#include "fault.h"

#include <errno.h>
#include <stdatomic.h>

static struct {
    atomic_uint count;
    atomic_uint nth;
} faults[NXS_FAULT_KINDS];

static atomic_size_t limit;

void nxs_fault_set(enum nxs_fault kind, unsigned nth)
{
    faults[kind].count = 0;
    faults[kind].nth = nth;
}

unsigned nxs_fault_count(enum nxs_fault kind)
{
    return faults[kind].count;
}

void nxs_fault_trickle(size_t bytes)
{
    limit = bytes;
}

void nxs_fault_clear(void)
{
    for (int kind = 0; kind < NXS_FAULT_KINDS; kind++) {
        nxs_fault_set((enum nxs_fault)kind, 0);
    }
    nxs_fault_trickle(0);
}

bool nxs_fault_hits(enum nxs_fault kind)
{
    unsigned number = atomic_fetch_add(&faults[kind].count, 1) + 1;
    if (number != faults[kind].nth) {
        return false;
    }
    errno = kind == NXS_FAULT_OPEN ? EMFILE : ECONNRESET;
    return true;
}

size_t nxs_fault_share(size_t size)
{
    size_t most = limit;
    return most != 0 && most < size ? most : size;
}
