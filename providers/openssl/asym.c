#include "asym.h"

#include <string.h>

#include "curve.h"
#include "key_table.h"

UINT nxs_extended_output(const struct nxs_call *call, const uint8_t *data, size_t len)
{
    NX_CRYPTO_EXTENDED_OUTPUT output;
    if (call->out == NULL) {
        return NX_CRYPTO_PTR_ERROR;
    }
    if (call->out_len != sizeof output) {
        return NX_CRYPTO_INVALID_BUFFER_SIZE;
    }
    memcpy(&output, call->out, sizeof output);
    if (output.nx_crypto_extended_output_data == NULL) {
        return NX_CRYPTO_PTR_ERROR;
    }
    if (output.nx_crypto_extended_output_length_in_byte < len) {
        return NX_CRYPTO_INVALID_BUFFER_SIZE;
    }
    memcpy(output.nx_crypto_extended_output_data, data, len);
    output.nx_crypto_extended_output_actual_size = (ULONG)len;
    memcpy(call->out, &output, sizeof output);
    return NX_CRYPTO_SUCCESS;
}

void nxs_asym_cache_empty(void)
{
    nxs_curve_weierstrass.cache_empty();
    nxs_curve_montgomery.cache_empty();
    nxs_rsa_cache_empty();
    nxs_key_digest_cache_empty();
}
