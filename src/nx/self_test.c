/* Power-on self tests. */
#include <string.h>

#include "crypto/self_test.h"
#include "nx/edge.h"

/* How a failed test is told: a method that is no method, and one that gives wrong answers. */
static UINT code(enum nxs_status status)
{
    switch (status) {
    case NXS_OK:
        return NX_SUCCESS;
    case NXS_MISSING_ROUTINE:
        return NX_PTR_ERROR;
    default:
        return NX_NOT_SUCCESSFUL;
    }
}

struct listener {
    VOID (*report)(VOID *context, const CHAR *name, UINT result);
    VOID *context;
};

static void tell(void *context, const char *name, enum nxs_status status)
{
    const struct listener *listener = context;
    listener->report(listener->context, name, code(status) == NX_SUCCESS ? NX_SUCCESS : NX_NOT_SUCCESSFUL);
}

UINT nxs_crypto_self_test(const NX_SECURE_TLS_CRYPTO *table, VOID *metadata, UINT size,
                          VOID (*report)(VOID *context, const CHAR *name, UINT result), VOID *context)
{
    struct listener listener = {report, context};
    struct nxs_area area = {metadata, size};
    if (table == NX_NULL || metadata == NX_NULL) {
        return NX_PTR_ERROR;
    }
    return code(nxs_self_test(table, area, report == NX_NULL ? NULL : tell, &listener));
}

UINT _nx_secure_crypto_table_self_test(const NX_SECURE_TLS_CRYPTO *crypto_table, VOID *metadata,
                                       UINT metadata_size)
{
    return nxs_crypto_self_test(crypto_table, metadata, metadata_size, NX_NULL, NX_NULL);
}

UINT _nx_secure_crypto_rng_self_test(void)
{
    return code(nxs_random_self_test(nxs_random, NX_SECURE_RNG_CHECK_COUNT));
}

UINT nx_secure_module_hash_compute(NX_CRYPTO_METHOD *hmac_ptr, ALIGN_TYPE start_address,
                                   ALIGN_TYPE end_address, UCHAR *key, UINT key_length, VOID *metadata,
                                   UINT metadata_size, UCHAR *output_buffer, UINT output_buffer_size,
                                   UINT *actual_size)
{
    enum { DONE = 0, FAILED = 1 };
    uint8_t mac[NXS_MAX_DIGEST];
    struct nxs_area area = {metadata, metadata_size};
    if (hmac_ptr == NX_NULL || metadata == NX_NULL || output_buffer == NX_NULL || actual_size == NX_NULL ||
        (key == NX_NULL && key_length > 0) || end_address < start_address) {
        return FAILED;
    }
    size_t size = nxs_digest_size(hmac_ptr);
    nxs_bytes module = nxs_bytes_of((const void *)start_address, end_address - start_address);
    if (size == 0 || size > output_buffer_size ||
        nxs_hmac(hmac_ptr, area, nxs_bytes_of(key, key_length), &module, 1, mac) != NXS_OK) {
        return FAILED;
    }
    memcpy(output_buffer, mac, size);
    *actual_size = (UINT)size;
    return DONE;
}
