/** @file
 * Known-answer tests of the methods of a table, and a test of the random generator.
 */
#ifndef NXS_CRYPTO_SELF_TEST_H
#define NXS_CRYPTO_SELF_TEST_H

#include "crypto/crypto.h"

/** Told of each test as it ends: NXS_OK, or why the method is not right. */
typedef void nxs_self_test_report(void *context, const char *name, enum nxs_status status);

/**
 * Tests each method of @p table that there are known answers for, once; others are passed over.
 * @param area    memory for one method at a time
 * @param report  may be NULL
 * @return the first failure: NXS_CRYPTO_FAILED for a wrong answer, NXS_MISSING_ROUTINE for a method without
 * its function, NXS_NO_ROOM for one that needs a larger area. All tests are made whatever fails. Thread-safe.
 */
NXS_CHECKED enum nxs_status nxs_self_test(const NX_SECURE_TLS_CRYPTO *table, struct nxs_area area,
                                          nxs_self_test_report *report, void *context);

/** A source of random bytes, like nxs_random(). */
typedef enum nxs_status nxs_random_source(void *out, size_t len);

/** NXS_OK when @p count draws of @p source, at most 16, differ from each other and are more than one repeated
 * byte. */
NXS_CHECKED enum nxs_status nxs_random_self_test(nxs_random_source *source, size_t count);

#endif
