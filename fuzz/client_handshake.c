/* The client engine, fed with a server's bytes. */
#include "harness.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    harness_run(NXS_ROLE_CLIENT, false, data, size);
    return 0;
}
