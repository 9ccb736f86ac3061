/* The server engine, fed with a client's bytes. */
#include "harness.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    harness_run(NXS_ROLE_SERVER, false, data, size);
    return 0;
}
