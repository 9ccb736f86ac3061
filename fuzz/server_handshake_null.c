/* The server engine with crypto that protects nothing: the fuzzer sees behind Finished. */
#include "harness.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    harness_run(NXS_ROLE_SERVER, true, data, size);
    return 0;
}
