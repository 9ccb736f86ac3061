/** @file
 * Drives the asymmetric methods the way TLS does, for their unit tests.
 */
#ifndef NXS_OPENSSL_ASYM_TEST_H
#define NXS_OPENSSL_ASYM_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "nx_crypto.h"
#include "nxsecure/ext.h"

#include "provider.h"

/** Metadata for any method here, as large as one area that serves several. */
union area {
    uint64_t align;
    uint8_t bytes[512];
};

/** Room for a result, with a guard behind it. */
struct result {
    NX_CRYPTO_EXTENDED_OUTPUT output;
    uint8_t data[160];
};

static inline UINT method_init(NX_CRYPTO_METHOD *method, union area *area, const void *key, size_t key_len)
{
    VOID *handler = NULL;
    memset(area, 0xA5, sizeof *area);
    return method->nx_crypto_init(method, (UCHAR *)(uintptr_t)key, (UINT)key_len * 8, &handler, area,
                                  sizeof *area);
}

static inline UINT method_call(NX_CRYPTO_METHOD *method, union area *area, UINT op, const void *key,
                               size_t key_len, const void *in, size_t in_len, void *out, size_t out_len)
{
    return method->nx_crypto_operation(op, NULL, method, (UCHAR *)(uintptr_t)key, (UINT)key_len * 8,
                                       (UCHAR *)(uintptr_t)in, (ULONG)in_len, NULL, out, (ULONG)out_len, area,
                                       sizeof *area, NULL, NULL);
}

/** An operation whose result goes into an extended output with @p room bytes. */
static inline UINT method_result(NX_CRYPTO_METHOD *method, union area *area, UINT op, const void *key,
                                 size_t key_len, const void *in, size_t in_len, struct result *result,
                                 size_t room)
{
    memset(result, 0x5A, sizeof *result);
    result->output = (NX_CRYPTO_EXTENDED_OUTPUT){result->data, (ULONG)room, 0};
    UINT status =
        method_call(method, area, op, key, key_len, in, in_len, &result->output, sizeof result->output);
    for (size_t i = room; i < sizeof result->data; i++) {
        assert_int_equal(result->data[i], 0x5A);
    }
    return status;
}

static inline UINT curve_set(NX_CRYPTO_METHOD *method, union area *area, const NX_CRYPTO_METHOD *curve)
{
    return method_call(method, area, NX_CRYPTO_EC_CURVE_SET, NULL, 0, curve, sizeof(NX_CRYPTO_METHOD *), NULL,
                       0);
}

/** Reads hexadecimal digits; blanks are skipped. Returns the number of bytes. */
static inline size_t from_hex(const char *hex, uint8_t *out, size_t room)
{
    size_t digits = 0;
    memset(out, 0, room);
    for (; *hex != '\0'; hex++) {
        const char *all = "0123456789abcdef0123456789ABCDEF";
        const char *found = strchr(all, *hex);
        if (found == NULL) {
            continue;
        }
        assert_true(digits / 2 < room);
        size_t value = (size_t)(found - all) % 16;
        out[digits / 2] = (uint8_t)((size_t)out[digits / 2] << 4 | value);
        digits++;
    }
    assert_int_equal(digits % 2, 0);
    return digits / 2;
}

#endif
