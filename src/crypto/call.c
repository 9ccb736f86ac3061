#include "crypto/call.h"

#include "base/ct.h"

enum nxs_status nxs_call_begin(struct nxs_call *call, const NX_CRYPTO_METHOD *method, struct nxs_area area,
                               const uint8_t *key, size_t key_size)
{
    call->method = NULL;
    call->handler = NULL;
    call->area = area;
    if (method == NULL || method->nx_crypto_operation == NULL) {
        return NXS_MISSING_ROUTINE;
    }
    if (area.size < method->nx_crypto_metadata_area_size) {
        return NXS_NO_ROOM;
    }
    if (nxs_fault_due() || !nxs_fits_ulong(key_size)) {
        return NXS_CRYPTO_FAILED;
    }
    if (method->nx_crypto_init != NULL &&
        method->nx_crypto_init(nxs_unconst(method), nxs_unconst(key), (NX_CRYPTO_KEY_SIZE)key_size,
                               &call->handler, area.base, area.size) != NX_CRYPTO_SUCCESS) {
        nxs_wipe(area.base, method->nx_crypto_metadata_area_size);
        return NXS_CRYPTO_FAILED;
    }
    call->method = method;
    return NXS_OK;
}

enum nxs_status nxs_call_set_curve(const struct nxs_call *call, const NX_CRYPTO_METHOD *curve)
{
    struct nxs_operation set = {.op = NX_CRYPTO_EC_CURVE_SET};
    if (curve == NULL) {
        return NXS_UNSUPPORTED_CIPHER;
    }
    set.input = nxs_bytes_of(curve, sizeof(void *));
    return nxs_call_do(call, &set);
}

enum nxs_status nxs_call_extended(const struct nxs_call *call, struct nxs_operation operation,
                                  nxs_room *result)
{
    NX_CRYPTO_EXTENDED_OUTPUT output = {result->data, (ULONG)result->len, 0};
    operation.output = &output;
    operation.output_len = sizeof output;
    NXS_TRY(nxs_call_do(call, &operation));
    if (output.nx_crypto_extended_output_actual_size > result->len) {
        return NXS_CRYPTO_FAILED;
    }
    result->len = output.nx_crypto_extended_output_actual_size;
    return NXS_OK;
}

enum nxs_status nxs_call_verify(const struct nxs_call *call, struct nxs_operation operation,
                                nxs_bytes signature)
{
    operation.output = nxs_unconst(signature.data);
    operation.output_len = signature.len;
    return nxs_call_do(call, &operation);
}

void nxs_call_end(struct nxs_call *call)
{
    const NX_CRYPTO_METHOD *method = call->method;
    if (method == NULL) {
        return;
    }
    if (method->nx_crypto_cleanup != NULL) {
        (void)method->nx_crypto_cleanup(call->area.base);
    }
    nxs_wipe(call->area.base, method->nx_crypto_metadata_area_size);
    call->method = NULL;
    call->handler = NULL;
}
