/** @file
 * Assertions that leave a trace: which service was seen to return which value, by which test.
 *
 * With this header, an assert_int_equal() whose first argument is a call of a service is a proof. It is
 * written down once the assertion has held, as a line "service, value, program, test, form" with tabs
 * between, at the end of the file that the environment variable NXS_PROOFS names. script/services-table reads
 * them.
 */
#ifndef TESTS_SERVICES_PROVES_H
#define TESTS_SERVICES_PROVES_H

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "nx_secure_config.h"

#define NXS_PROOF_FORM (NXS_HAVE_ERROR_CHECKING ? "checked" : "unchecked")

/** The proof of one value. @param expression  C text: nothing happens unless it begins with a service's name
 */
static inline void nxs_proved(const char *expression, unsigned long value, const char *file, const char *test)
{
    const char *path = getenv("NXS_PROOFS");
    size_t length = strcspn(expression, "( ");
    const char *base = strrchr(file, '/');
    char line[300];
    if (path == NULL || strncmp(expression, "nx_secure_", 10) != 0) {
        return;
    }
    int size = snprintf(line, sizeof line, "%.*s\t0x%lX\t%s\t%s\t%s\n", (int)length, expression, value,
                        base != NULL ? base + 1 : file, test, NXS_PROOF_FORM);
    int out = open(path, O_WRONLY | O_CREAT | O_APPEND, 0666);
    if (out >= 0) {
        (void)!write(out, line, (size_t)size);
        close(out);
    }
}

/** For a value that was asserted in another way. */
#define NXS_PROVES(service, value) nxs_proved(#service, (unsigned long)(value), __FILE__, __func__)

#undef assert_int_equal
#define assert_int_equal(a, b)                                                                               \
    do {                                                                                                     \
        const LargestIntegralType nxs_expected = cast_to_largest_integral_type(b);                           \
        _assert_int_equal(cast_to_largest_integral_type(a), nxs_expected, __FILE__, __LINE__);               \
        nxs_proved(#a, (unsigned long)nxs_expected, __FILE__, __func__);                                     \
    } while (0)

#endif
