#include "base/layout.h"

#include <stdint.h>

static size_t round_up(size_t size)
{
    return (size + NXS_LAYOUT_ALIGN - 1) / NXS_LAYOUT_ALIGN * NXS_LAYOUT_ALIGN;
}

struct nxs_layout nxs_layout_of(void *base, size_t room)
{
    struct nxs_layout layout = {NULL, 0, 0, false};
    if (base == NULL) {
        return layout;
    }
    size_t skip = (size_t)(round_up((uintptr_t)base) - (uintptr_t)base);
    layout.failed = skip > room;
    layout.base = (unsigned char *)base + (layout.failed ? 0 : skip);
    layout.room = layout.failed ? 0 : room - skip;
    return layout;
}

void *nxs_layout_take(struct nxs_layout *layout, size_t size)
{
    size_t at = layout->used;
    layout->used += round_up(size);
    if (layout->base == NULL) {
        return NULL;
    }
    if (layout->failed || at > layout->room || size > layout->room - at) {
        layout->failed = true;
        return NULL;
    }
    return layout->base + at;
}

size_t nxs_layout_size(const struct nxs_layout *layout)
{
    return layout->used + (NXS_LAYOUT_ALIGN - 1);
}
