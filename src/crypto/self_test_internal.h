/** @file
 * What the files of the self test share.
 */
#ifndef NXS_CRYPTO_SELF_TEST_INTERNAL_H
#define NXS_CRYPTO_SELF_TEST_INTERNAL_H

#include "crypto/call.h"
#include "crypto/self_test.h"
#include "crypto/self_test_vectors.h"

/** A method under test, and what its test needs. */
struct nxs_self_test {
    const NX_SECURE_TLS_CRYPTO *table;
    const NX_CRYPTO_METHOD *method;
    struct nxs_area area;
    uint32_t detail; /**< from the table of tests: whose vectors, or which vector */
};

typedef enum nxs_status nxs_self_test_run(const struct nxs_self_test *t);

nxs_self_test_run nxs_self_test_hash, nxs_self_test_hmac, nxs_self_test_generic_hmac, nxs_self_test_prf,
    nxs_self_test_hkdf, nxs_self_test_cipher, nxs_self_test_aead;
nxs_self_test_run nxs_self_test_rsa, nxs_self_test_ecdsa, nxs_self_test_ecdh, nxs_self_test_ed25519;

/** Where the known answers of one vector are decoded to. */
struct nxs_decoded {
    uint8_t room[4096];
    size_t used;
};

/** The bytes of hexadecimal @p text, in @p room. All vectors fit. */
nxs_bytes nxs_decode(struct nxs_decoded *room, const char *text);

/** @p len bytes in @p room, all @p fill. */
nxs_room nxs_decoded_space(struct nxs_decoded *room, size_t len, uint8_t fill);

/** NXS_OK when the answer is the known one. */
static inline enum nxs_status nxs_expect(nxs_bytes answer, nxs_bytes known)
{
    return nxs_bytes_equal(answer, known) ? NXS_OK : NXS_CRYPTO_FAILED;
}

/** NXS_OK when something wrong was refused. */
static inline enum nxs_status nxs_expect_refusal(enum nxs_status status)
{
    return status != NXS_OK ? NXS_OK : NXS_CRYPTO_FAILED;
}

#endif
