#include "base/ct.h"

#include <string.h>

bool nxs_ct_equal(const void *a, const void *b, size_t len)
{
    const volatile uint8_t *left = a;
    const volatile uint8_t *right = b;
    uint32_t difference = 0;
    for (size_t i = 0; i < len; i++) {
        difference |= (uint32_t)(left[i] ^ right[i]);
    }
    return nxs_ct_mask_equal(difference, 0) != 0;
}

/* The barrier keeps compilers from turning masks back into branches. */
static uint32_t opaque(uint32_t value)
{
    __asm__ volatile("" : "+r"(value));
    return value;
}

static uint32_t spread_top_bit(uint32_t value)
{
    return 0u - (opaque(value) >> 31);
}

uint32_t nxs_ct_mask_equal(uint32_t a, uint32_t b)
{
    uint32_t difference = a ^ b;
    return ~spread_top_bit(difference | (0u - difference));
}

uint32_t nxs_ct_mask_less(uint32_t a, uint32_t b)
{
    return spread_top_bit(a ^ ((a ^ b) | ((a - b) ^ b)));
}

uint32_t nxs_ct_select(uint32_t mask, uint32_t a, uint32_t b)
{
    return (opaque(mask) & a) | (opaque(~mask) & b);
}

void nxs_wipe(void *memory, size_t len)
{
    if (len > 0) {
        memset(memory, 0, len);
        __asm__ volatile("" : : "r"(memory) : "memory");
    }
}
