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

/** Runs one operation; NXS_CRYPTO_FAILED when the method answers anything but success. */
NXS_CHECKED enum nxs_status nxs_call_do(const struct nxs_call *call, const struct nxs_operation *operation);

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

/** Cleans up and wipes the method's part of the area; a no-op when nothing was begun. */
void nxs_call_end(struct nxs_call *call);

/** Counts one call; true when a test wants it to fail. */
bool nxs_fault_due(void);

#endif
