/** @file
 * Wycheproof's test vectors, run through src/crypto over the stock methods.
 */
#ifndef NXS_TESTS_WYCHEPROOF_H
#define NXS_TESTS_WYCHEPROOF_H

#include <jansson.h>

#include "crypto/crypto.h"

/** What became of a case. */
enum outcome {
    ACCEPTED, /**< and the result is the one that the case names */
    REFUSED,
    WRONG,          /**< accepted with another result, or an error that no input should cause */
    NOT_APPLICABLE, /**< the contract cannot express it, or no method can do it */
};

/** @param group  with the file's "algorithm" among its members */
typedef enum outcome run_case(const json_t *group, const json_t *test);

/* wycheproof_symmetric.c */
run_case run_aead, run_cbc, run_hmac, run_hkdf;
/* wycheproof_asymmetric.c */
run_case run_ecdsa, run_ed25519, run_rsa_verify, run_rsa_decrypt, run_key_agreement;

/** A member in hexadecimal as bytes, valid until the next case. */
nxs_bytes hex(const json_t *object, const char *member);

/** The same as a number without leading zeros. */
nxs_bytes hex_number(const json_t *object, const char *member);

/** An integer member; -1 when there is none. */
long integer(const json_t *object, const char *member);

/** A string member; "" when there is none. */
const char *string(const json_t *object, const char *member);

/** @p len bytes, valid until the next case. */
uint8_t *room(size_t len);

/** True when the results are the same bytes. */
bool same(nxs_bytes a, nxs_bytes b);

/** Memory for methods. */
extern struct nxs_area method_area;
extern const struct nxs_sign_scratch sign_scratch;

#endif
