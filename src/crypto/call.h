/** @file
 * How a method is called: the only code that touches nx_crypto_init, nx_crypto_operation and
 * nx_crypto_cleanup. Inside src/crypto only.
 */
#ifndef NXS_CRYPTO_CALL_H
#define NXS_CRYPTO_CALL_H

#include "crypto/crypto.h"

/** A method at work, between its init and its cleanup. */
struct nxs_call {
    const NX_CRYPTO_METHOD *method; /**< NULL: nothing to clean up */
    void *handler;                  /**< what init stored */
    struct nxs_area area;           /**< borrowed from the caller of src/crypto */
};

/** One operation's parameters, named as in the contract; what is left out is NULL or 0. */
struct nxs_operation {
    UINT op;
    const NX_CRYPTO_METHOD *other; /**< the method to tell of, in ops that do that; NULL: the method itself */
    const uint8_t *key;
    size_t key_size; /**< bits; bytes for a PRF's label and user-defined keys */
    nxs_bytes input;
    const uint8_t *iv; /**< one length byte, then the nonce */
    void *output;
    size_t output_len;
};

/**
 * Initializes @p method in @p area. A failed init has set nothing up: no cleanup follows it.
 * @param key_size  in bits, but in bytes for a PRF's secret
 * @return NXS_MISSING_ROUTINE without a method or operation, NXS_NO_ROOM when the area is too small,
 * NXS_CRYPTO_FAILED
 */
NXS_CHECKED enum nxs_status nxs_call_begin(struct nxs_call *call, const NX_CRYPTO_METHOD *method,
                                           struct nxs_area area, const uint8_t *key, size_t key_size);

/** Counts one call; true when a test wants it to fail. */
#ifdef NXS_FAULT_INJECTION
bool nxs_fault_due(void);
#else
static inline bool nxs_fault_due(void)
{
    return false;
}
#endif

/* The contract knows no const; methods do not write through these. */
static inline void *nxs_unconst(const void *pointer)
{
    return (void *)(uintptr_t)pointer;
}

static inline bool nxs_fits_ulong(size_t size)
{
    return size <= UINT32_MAX;
}

/** Runs one operation; NXS_CRYPTO_FAILED when the method answers anything but success. Inline: each record
 * makes three. */
NXS_CHECKED static inline enum nxs_status nxs_call_do(const struct nxs_call *call,
                                                      const struct nxs_operation *o)
{
    const NX_CRYPTO_METHOD *method = call->method;
    if (method == NULL || method->nx_crypto_operation == NULL) {
        return NXS_MISSING_ROUTINE;
    }
    if (nxs_fault_due() || !nxs_fits_ulong(o->key_size) || !nxs_fits_ulong(o->input.len) ||
        !nxs_fits_ulong(o->output_len)) {
        return NXS_CRYPTO_FAILED;
    }
    const NX_CRYPTO_METHOD *argument = o->other != NULL ? o->other : method;
    UINT result = method->nx_crypto_operation(
        o->op, call->handler, nxs_unconst(argument), nxs_unconst(o->key), (NX_CRYPTO_KEY_SIZE)o->key_size,
        nxs_unconst(o->input.data), (ULONG)o->input.len, nxs_unconst(o->iv), o->output, (ULONG)o->output_len,
        call->area.base, call->area.size, NULL, NULL);
    return result == NX_CRYPTO_SUCCESS ? NXS_OK : NXS_CRYPTO_FAILED;
}

/** Hands over a curve [contract 5.6, 5.7]: the input is the curve method's address itself. */
NXS_CHECKED enum nxs_status nxs_call_set_curve(const struct nxs_call *call, const NX_CRYPTO_METHOD *curve);

/**
 * An operation whose result is as long as the method says (NX_CRYPTO_EXTENDED_OUTPUT).
 * @param operation  its output is ignored
 * @param result     the room; its len is set to the result's
 */
NXS_CHECKED enum nxs_status nxs_call_extended(const struct nxs_call *call, struct nxs_operation operation,
                                              nxs_room *result);

/** The same for VERIFY, where the output parameter is an input: the signature. */
NXS_CHECKED enum nxs_status nxs_call_verify(const struct nxs_call *call, struct nxs_operation operation,
                                            nxs_bytes signature);

/** ENCRYPT_UPDATE over parts, in place: every update but the last is whole blocks [contract 5.3, 5.4]. */
NXS_CHECKED enum nxs_status nxs_call_encrypt_parts(const struct nxs_call *call, const nxs_room *parts,
                                                   size_t count);

/** Cleans up and wipes the method's part of the area; a no-op when nothing was begun. */
void nxs_call_end(struct nxs_call *call);

#endif
