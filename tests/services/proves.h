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

/** The service that an asserted expression is the result of; NULL: none. The expression is a call of it, or
 * of what the helpers of these tests make of it. */
static inline const char *nxs_proof_subject(const char *expression)
{
    static const char *const helpers[][2] = {
        {"outcome.client", "nx_secure_tls_session_start"},
        {"outcome.server", "nx_secure_tls_session_start"},
        {"receive(", "nx_secure_tls_session_receive"},
        {"parse(", "nx_secure_tls_session_sni_extension_parse"},
        {"free_all_result", "nx_secure_tls_remote_certificate_free_all"},
        {"side_send(", "nx_secure_tls_session_send"},
        {"side_receive(", "nx_secure_tls_session_receive"},
        {"initialize(", "nx_secure_x509_certificate_initialize"},
        {"initialize_plain(", "nx_secure_x509_certificate_initialize"},
    };
    for (size_t i = 0; i < sizeof helpers / sizeof helpers[0]; i++) {
        if (strncmp(expression, helpers[i][0], strlen(helpers[i][0])) == 0) {
            return helpers[i][1];
        }
    }
    return strncmp(expression, "nx_secure_", 10) == 0 ? expression : NULL;
}

/** The proof of one value. @param expression  C text of what was asserted */
static inline void nxs_proved(const char *expression, unsigned long value, const char *file, const char *test)
{
    const char *path = getenv("NXS_PROOFS");
    const char *subject = nxs_proof_subject(expression);
    const char *base = strrchr(file, '/');
    char line[300];
    if (path == NULL || subject == NULL) {
        return;
    }
    int size = snprintf(line, sizeof line, "%.*s\t0x%lX\t%s\t%s\t%s\n", (int)strcspn(subject, "( "), subject,
                        value, base != NULL ? base + 1 : file, test, NXS_PROOF_FORM);
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
