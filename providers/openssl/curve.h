/** @file
 * The curves that the stock ECDSA and ECDH methods know, recognized by a curve method's algorithm id.
 *
 * Scalars and public values are plain big-endian (Weierstrass) or little-endian (X25519, X448) bytes in the
 * caller's memory; nothing about a key stays behind here. All functions are thread-safe.
 */
#ifndef NXS_OPENSSL_CURVE_H
#define NXS_OPENSSL_CURVE_H

#include "provider.h"

enum { NXS_CURVE_SCALAR_MAX = 66, NXS_CURVE_PUBLIC_MAX = 133, NXS_CURVE_SIGNATURE_MAX = 141 };

struct nxs_curve {
    UINT algorithm; /**< NX_CRYPTO_EC_... */
    const struct nxs_curve_kind *kind;
    int nid;          /**< libcrypto's number */
    const char *name; /**< libcrypto's name */
    uint8_t scalar;   /**< bytes of a private scalar; the shared secret is as long */
    uint8_t share;    /**< bytes of a public value */
    uint8_t slot;     /**< which pool of its kind */
};

/** What one kind of curve can do. All answer NX_CRYPTO_SUCCESS or an error; outputs are valid only on
 * success. */
struct nxs_curve_kind {
    /** Makes a key pair; @p scalar and @p share have exactly the curve's sizes. */
    UINT (*pair)(const struct nxs_curve *curve, uint8_t *scalar, uint8_t *share);
    /** Checks a foreign private scalar and copies it, padded to the curve's size. */
    UINT (*import)(const struct nxs_curve *curve, const uint8_t *bytes, size_t len, uint8_t *scalar);
    /** The shared secret of @p scalar and the peer's public value, whose every flaw is an error. */
    UINT(*derive)
    (const struct nxs_curve *curve, const uint8_t *scalar, const uint8_t *peer, size_t peer_len,
     uint8_t *secret);
    /** Frees the cached libcrypto objects. */
    void (*cache_empty)(void);
};

/** ec.c: P-192 to P-521. */
extern const struct nxs_curve_kind nxs_curve_weierstrass;
/** montgomery.c: X25519 and X448. */
extern const struct nxs_curve_kind nxs_curve_montgomery;

/** The curve with this algorithm id, or NULL. */
const struct nxs_curve *nxs_curve_find(UINT algorithm);
/**
 * The curve that EC_CURVE_SET tells of: its input is the curve method itself. Foreign curve methods with a
 * known algorithm id are taken as well; they are only named, never called.
 */
UINT nxs_curve_of_call(const struct nxs_call *call, const struct nxs_curve **curve);

#endif
