/** @file
 * The stock hash and HMAC methods, for tests: the n-th HMAC is over the n-th hash.
 */
#ifndef NXS_PROVIDER_HASH_METHODS_TEST_H
#define NXS_PROVIDER_HASH_METHODS_TEST_H

#include "method_test.h"

static NX_CRYPTO_METHOD *const hashes[] = {
    &crypto_method_md5,    &crypto_method_sha1,   &crypto_method_sha224,     &crypto_method_sha256,
    &crypto_method_sha384, &crypto_method_sha512, &crypto_method_sha512_224, &crypto_method_sha512_256};
static NX_CRYPTO_METHOD *const hmacs[] = {&crypto_method_hmac_md5,        &crypto_method_hmac_sha1,
                                          &crypto_method_hmac_sha224,     &crypto_method_hmac_sha256,
                                          &crypto_method_hmac_sha384,     &crypto_method_hmac_sha512,
                                          &crypto_method_hmac_sha512_224, &crypto_method_hmac_sha512_256};
enum { HASHES = sizeof hashes / sizeof hashes[0] };

static inline NX_CRYPTO_METHOD *method_of(NX_CRYPTO_METHOD *const *methods, UINT algorithm)
{
    for (size_t i = 0; i < HASHES; i++) {
        if (methods[i]->nx_crypto_algorithm == algorithm) {
            return methods[i];
        }
    }
    fail_msg("no method for %x", algorithm);
    return NULL;
}

/** The hash under an HMAC. */
static inline UINT hash_of_hmac(UINT algorithm)
{
    for (size_t i = 0; i < HASHES; i++) {
        if (hmacs[i]->nx_crypto_algorithm == algorithm) {
            return hashes[i]->nx_crypto_algorithm;
        }
    }
    return 0;
}

/** Ends a running hash into a room that is larger than the digest, and checks that only the digest was
 * written. */
static inline void check_end(struct unit *u, struct bytes digest)
{
    UCHAR room[130];
    memset(room, 0xEE, sizeof room);
    OK(DO(u, HASH_CALCULATE, .out = room, .out_len = sizeof room));
    assert_memory_equal(room, digest.data, digest.len);
    for (size_t i = digest.len; i < sizeof room; i++) {
        assert_int_equal(room[i], 0xEE);
    }
}

#endif
