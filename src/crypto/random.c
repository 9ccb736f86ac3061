#include "base/ct.h"
#include "crypto/call.h"

/* Generators may take a whole request into a fixed buffer, so none is longer than this. */
enum { LONGEST_REQUEST = 256 };

enum nxs_status nxs_random(void *out, size_t len)
{
    uint8_t *at = out;
    for (size_t left = len; left > 0;) {
        size_t count = left < LONGEST_REQUEST ? left : LONGEST_REQUEST;
        if (nxs_fault_due() || NX_CRYPTO_RBG((UINT)(8 * count), at) != NX_CRYPTO_SUCCESS) {
            nxs_wipe(out, len);
            return NXS_RANDOM_FAILED;
        }
        at += count;
        left -= count;
    }
    return NXS_OK;
}
