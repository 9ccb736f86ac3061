/* Does anything that is done or touched while a CBC record is checked depend on where its padding begins, on
 * whether its MAC is right, or on its bytes? They are undefined for memcheck, which complains if so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#ifdef NXS_HAVE_MEMCHECK
#include <valgrind/memcheck.h>
#else
static unsigned long no_errors(void)
{
    return 0;
}
#define RUNNING_ON_VALGRIND               0
#define VALGRIND_COUNT_ERRORS             no_errors()
#define VALGRIND_MAKE_MEM_UNDEFINED(p, n) ((void)(p), (void)(n))
#define VALGRIND_MAKE_MEM_DEFINED(p, n)   ((void)(p), (void)(n))
#endif

#include "record/protection.h"

enum { AREA = 512, LONGEST = 1024 };

static uint64_t areas[2][AREA / 8];
static uint8_t plain[LONGEST];

static struct nxs_record_half half_with(const NX_CRYPTO_METHOD *mac)
{
    struct nxs_record_half half;
    memset(&half, 0, sizeof half);
    half.mac = mac;
    half.mac_len = (uint8_t)nxs_digest_size(mac);
    memset(half.mac_key, 0x5A, half.mac_len);
    nxs_record_half_work(&half, (struct nxs_area){areas[0], AREA}, (struct nxs_area){areas[1], AREA});
    return half;
}

/* Content, MAC and padding of @p total bytes, of which @p pad + 1 are padding. */
static size_t build(const struct nxs_record_half *half, const struct nxs_record_header *header, size_t total,
                    size_t pad)
{
    uint8_t mac[NXS_MAX_DIGEST];
    size_t len = total - half->mac_len - pad - 1;
    for (size_t i = 0; i < len; i++) {
        plain[i] = (uint8_t)(3 * i);
    }
    nxs_room content = nxs_room_of(plain, len);
    assert_int_equal(nxs_record_mac(half, header, &content, 1, mac), NXS_OK);
    memcpy(plain + len, mac, half->mac_len);
    memset(plain + len + half->mac_len, (int)pad, pad + 1);
    return len;
}

static void check(struct nxs_record_half *half, size_t total, size_t pad, size_t wrong_at, bool right)
{
    static const struct nxs_record_header header = {23, 0x0303, 0};
    struct nxs_cbc_verdict verdict;
    size_t len = build(half, &header, total, pad);
    plain[wrong_at % total] ^= right ? 0 : 0x40;
    VALGRIND_MAKE_MEM_UNDEFINED(plain, total);
    VALGRIND_MAKE_MEM_UNDEFINED(half->mac_key, sizeof half->mac_key);
    size_t before = VALGRIND_COUNT_ERRORS;
    assert_int_equal(nxs_cbc_check(half, &header, nxs_room_of(plain, total), &verdict), NXS_OK);
    assert_int_equal(VALGRIND_COUNT_ERRORS, before);
    VALGRIND_MAKE_MEM_DEFINED(&verdict, sizeof verdict);
    VALGRIND_MAKE_MEM_DEFINED(plain, sizeof plain);
    VALGRIND_MAKE_MEM_DEFINED(half, sizeof *half);
    VALGRIND_MAKE_MEM_DEFINED(areas, sizeof areas);
    assert_int_equal(verdict.good, right ? UINT32_MAX : 0);
    if (right) {
        assert_int_equal(verdict.len, len);
    }
}

static void nothing_depends_on_a_record(void **state)
{
    static const NX_CRYPTO_METHOD *const macs[] = {&crypto_method_hmac_sha1, &crypto_method_hmac_sha256,
                                                   &crypto_method_hmac_sha384};
    static const size_t totals[] = {64, 80, 320, 336, 1024};
    (void)state;
    for (size_t m = 0; m < 3; m++) {
        struct nxs_record_half half = half_with(macs[m]);
        for (size_t t = 0; t < sizeof totals / sizeof totals[0]; t++) {
            for (size_t pad = 0; pad < 256 && pad + 1 + half.mac_len <= totals[t]; pad += 51) {
                check(&half, totals[t], pad, 0, true);
                check(&half, totals[t], pad, totals[t] - 1, false);
                check(&half, totals[t], pad, totals[t] - pad - 2, false);
            }
        }
    }
}

/* The other way around: memcheck would see it. */
static void a_leak_would_be_seen(void **state)
{
    (void)state;
    volatile uint8_t secret = 0;
    uint8_t copy;
    volatile int seen = 0;
    VALGRIND_MAKE_MEM_UNDEFINED((const void *)(uintptr_t)&secret, 1);
    size_t before = VALGRIND_COUNT_ERRORS;
    copy = secret;
    if (copy != 0) {
        seen = 1;
    }
    assert_true(VALGRIND_COUNT_ERRORS > before);
    (void)seen;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_depends_on_a_record),
        cmocka_unit_test(a_leak_would_be_seen),
    };
    const char *valgrind = getenv("NXS_VALGRIND");
    (void)argc;
    if (!RUNNING_ON_VALGRIND && valgrind != NULL) {
        execl(valgrind, valgrind, "-q", "--suppressions=" NXS_SOURCE_DIR "/tests/ct/digest_state.supp",
              argv[0], (char *)NULL);
    }
    if (!RUNNING_ON_VALGRIND) {
        puts("SKIPPED: proves nothing without valgrind, its header, and a build without sanitizers");
        return 77;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
