#include "crypto/call.h"

#ifdef NXS_FAULT_INJECTION

static uint32_t calls_left; /* until the one that fails; 0: none fails */

void nxs_crypto_fault_set(uint32_t countdown)
{
    calls_left = countdown;
}

bool nxs_fault_due(void)
{
    return calls_left > 0 && --calls_left == 0;
}

#else

void nxs_crypto_fault_set(uint32_t countdown)
{
    (void)countdown;
}

#endif
