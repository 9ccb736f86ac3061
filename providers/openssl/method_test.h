/** @file
 * Calling methods as TLS calls them, for the tests of the provider.
 */
#ifndef NXS_PROVIDER_METHOD_TEST_H
#define NXS_PROVIDER_METHOD_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "nx_crypto.h"

struct bytes {
    UCHAR data[640];
    ULONG len;
};

static inline struct bytes unhex(const char *text)
{
    static const char digits[] = "0123456789abcdef";
    struct bytes b = {{0}, (ULONG)strlen(text) / 2};
    assert_true(b.len <= sizeof b.data && strlen(text) % 2 == 0);
    for (size_t i = 0; i < b.len; i++) {
        const char *high = strchr(digits, text[2 * i]);
        const char *low = strchr(digits, text[2 * i + 1]);
        assert_true(high != NULL && low != NULL);
        b.data[i] = (UCHAR)((high - digits) << 4 | (low - digits));
    }
    return b;
}

/** A method and its metadata: exactly as much as it asks for, filled with noise. */
struct unit {
    NX_CRYPTO_METHOD *method;
    UCHAR *metadata;
};

static inline struct unit unit_of(NX_CRYPTO_METHOD *method)
{
    struct unit u = {method, malloc(method->nx_crypto_metadata_area_size)};
    assert_non_null(u.metadata);
    memset(u.metadata, 0xA5, method->nx_crypto_metadata_area_size);
    return u;
}

static inline void unit_free(struct unit *u)
{
    assert_int_equal(u->method->nx_crypto_cleanup(u->metadata), NX_CRYPTO_SUCCESS);
    free(u->metadata);
    u->metadata = NULL;
}

static inline UINT unit_init(struct unit *u, const UCHAR *key, UINT size)
{
    return u->method->nx_crypto_init(u->method, (UCHAR *)(uintptr_t)key, size, NULL, u->metadata,
                                     u->method->nx_crypto_metadata_area_size);
}

/** The arguments of an operation that a test gives; the rest is NULL. */
struct args {
    NX_CRYPTO_METHOD *other; /**< NULL: the method itself */
    const UCHAR *key;
    UINT key_size;
    const UCHAR *in;
    ULONG in_len;
    const UCHAR *iv;
    UCHAR *out;
    ULONG out_len;
};

static inline UINT unit_do(const struct unit *u, UINT op, struct args a)
{
    return u->method->nx_crypto_operation(op, NULL, a.other != NULL ? a.other : u->method,
                                          (UCHAR *)(uintptr_t)a.key, a.key_size, (UCHAR *)(uintptr_t)a.in,
                                          a.in_len, (UCHAR *)(uintptr_t)a.iv, a.out, a.out_len, u->metadata,
                                          u->method->nx_crypto_metadata_area_size, NULL, NULL);
}

#define DO(unit, op, ...) unit_do((unit), NX_CRYPTO_##op, (struct args){__VA_ARGS__})
#define OK(call)          assert_int_equal((call), NX_CRYPTO_SUCCESS)
#define FAILS(call)       assert_int_not_equal((call), NX_CRYPTO_SUCCESS)

#endif
