/* The self tests pass with the stock methods, and notice every method that does not do its work. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "crypto/self_test.h"
#include "nx_crypto_aes.h"
#include "nx_secure_tls_api.h"
#include "services/proves.h"

static _Alignas(8) UCHAR metadata[4096];

struct seen {
    int right;
    int wrong;
    char names[4096];
};

static VOID note(VOID *context, const CHAR *name, UINT result)
{
    struct seen *seen = context;
    seen->right += result == NX_SUCCESS;
    seen->wrong += result != NX_SUCCESS;
    assert_true(strlen(seen->names) + strlen(name) + 2 < sizeof seen->names);
    strcat(seen->names, name);
    strcat(seen->names, "\n");
}

/* A table with one method in it. */
static UINT test_one(NX_CRYPTO_METHOD *method, struct seen *seen)
{
    NX_SECURE_TLS_CIPHERSUITE_INFO suite;
    NX_SECURE_TLS_CRYPTO table;
    memset(&suite, 0, sizeof suite);
    memset(&table, 0, sizeof table);
    suite.nx_secure_tls_public_cipher = &crypto_method_null;
    suite.nx_secure_tls_public_auth = &crypto_method_auth_psk;
    suite.nx_secure_tls_session_cipher = method;
    suite.nx_secure_tls_hash = method;
    table.nx_secure_tls_ciphersuite_lookup_table = &suite;
    table.nx_secure_tls_ciphersuite_lookup_table_size = 1;
    memset(seen, 0, sizeof *seen);
    UINT result = nxs_crypto_self_test(&table, metadata, sizeof metadata, note, seen);
    assert_int_equal(nx_secure_crypto_table_self_test(&table, metadata, sizeof metadata), result);
    return result;
}

static NX_CRYPTO_METHOD ctr_192 = {NX_CRYPTO_ENCRYPTION_AES_CTR,
                                   192,
                                   128,
                                   0,
                                   16,
                                   sizeof(NX_CRYPTO_AES),
                                   _nx_crypto_method_aes_init,
                                   _nx_crypto_method_aes_cleanup,
                                   _nx_crypto_method_aes_ctr_operation};
static NX_CRYPTO_METHOD gcm_192 = {NX_CRYPTO_ENCRYPTION_AES_GCM_16,
                                   192,
                                   32,
                                   128,
                                   16,
                                   sizeof(NX_CRYPTO_AES),
                                   _nx_crypto_method_aes_init,
                                   _nx_crypto_method_aes_cleanup,
                                   _nx_crypto_method_aes_gcm_operation};

/* A method, how many tests it has, and whether its results come out of it (and not in). */
static const struct {
    NX_CRYPTO_METHOD *method;
    int tests;
    bool gives;
} methods[] = {
    {&crypto_method_md5, 1, true},
    {&crypto_method_sha1, 1, true},
    {&crypto_method_sha224, 1, true},
    {&crypto_method_sha256, 1, true},
    {&crypto_method_sha384, 1, true},
    {&crypto_method_sha512, 1, true},
    {&crypto_method_sha512_224, 1, true},
    {&crypto_method_sha512_256, 1, true},
    {&crypto_method_hmac_md5, 1, true},
    {&crypto_method_hmac_sha1, 1, true},
    {&crypto_method_hmac_sha224, 1, true},
    {&crypto_method_hmac_sha256, 1, true},
    {&crypto_method_hmac_sha384, 1, true},
    {&crypto_method_hmac_sha512, 1, true},
    {&crypto_method_hmac_sha512_224, 1, true},
    {&crypto_method_hmac_sha512_256, 1, true},
    {&crypto_method_hmac, 1, true},
    {&crypto_method_hkdf, 1, true},
    {&crypto_method_tls_prf_1, 1, true},
    {&crypto_method_tls_prf_sha256, 1, true},
    {&crypto_method_tls_prf_sha384, 1, true},
    {&crypto_method_tls_prf_sha512, 1, true},
    {&crypto_method_aes_cbc_128, 1, true},
    {&crypto_method_aes_cbc_192, 1, true},
    {&crypto_method_aes_cbc_256, 1, true},
    {&ctr_192, 1, true},
    {&crypto_method_des, 1, true},
    {&crypto_method_3des, 1, true},
    {&crypto_method_aes_128_gcm_16, 1, true},
    {&gcm_192, 1, true},
    {&crypto_method_aes_256_gcm_16, 1, true},
    {&crypto_method_aes_ccm_8, 1, true},
    {&crypto_method_aes_ccm_16, 1, true},
    {&crypto_method_chacha20_poly1305, 1, true},
    {&crypto_method_rsa, 3, true},
    {&crypto_method_ecdsa, 3, false},
    {&crypto_method_ecdh, 4, true},
    {&crypto_method_ecdhe, 4, true},
    {&crypto_method_ed25519, 1, true},
};
enum { METHODS = sizeof methods / sizeof methods[0] };

static void the_stock_methods_are_right(void **state)
{
    (void)state;
    for (size_t i = 0; i < METHODS; i++) {
        struct seen seen;
        assert_int_equal(test_one(methods[i].method, &seen), NX_SUCCESS);
        assert_int_equal(seen.right, methods[i].tests);
        assert_int_equal(seen.wrong, 0);
    }
}

static void the_stock_tables_are_right(void **state)
{
    (void)state;
    static struct seen seen;
    assert_int_equal(nx_secure_crypto_table_self_test(&nx_crypto_tls_ciphers, metadata, sizeof metadata),
                     NX_SUCCESS);
    assert_int_equal(nxs_crypto_self_test(&nx_crypto_tls_ciphers_ecc, metadata, sizeof metadata, note, &seen),
                     NX_SUCCESS);
    assert_int_equal(seen.wrong, 0);
    static const char *const expected[] = {"SHA-256\n",  "AES-128-GCM\n",      "RSA-2048\n",
                                           "RSA-4096\n", "ECDSA with P-256\n", "TLS 1.2 PRF with SHA-256\n"};
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        const char *first = strstr(seen.names, expected[i]);
        assert_non_null(first);
        /* Once, however many suites use it. Names may end like others. */
        const char *second = strstr(first + 1, expected[i]);
        assert_true(second == NULL || second[-1] != '\n');
    }
}

/* ---- Broken methods ---- */

static NX_CRYPTO_METHOD *whole; /* what is behind the broken one */

enum flaw { REFUSES, LIES, FLIPS, FLIPS_FIRST, FORGETS_CHECK };
static enum flaw flaw;

static UINT broken_init(struct NX_CRYPTO_METHOD_STRUCT *method, UCHAR *key, NX_CRYPTO_KEY_SIZE size,
                        VOID **handler, VOID *area, ULONG area_size)
{
    (void)method;
    return whole->nx_crypto_init(whole, key, size, handler, area, area_size);
}

static void flip(UINT op, UCHAR *out, ULONG out_len)
{
    if (out == NULL || out_len == 0 || op == NX_CRYPTO_ENCRYPT_INITIALIZE ||
        op == NX_CRYPTO_DECRYPT_INITIALIZE) {
        return;
    }
    if (out_len == sizeof(NX_CRYPTO_EXTENDED_OUTPUT) &&
        (op == NX_CRYPTO_AUTHENTICATE || op == NX_CRYPTO_DH_CALCULATE)) {
        NX_CRYPTO_EXTENDED_OUTPUT *extended = (NX_CRYPTO_EXTENDED_OUTPUT *)(VOID *)out;
        out = extended->nx_crypto_extended_output_data;
        out_len = extended->nx_crypto_extended_output_actual_size;
    }
    out[flaw == FLIPS_FIRST ? 0 : out_len - 1] ^= 1;
}

static UINT broken_operation(UINT op, VOID *handler, struct NX_CRYPTO_METHOD_STRUCT *method, UCHAR *key,
                             NX_CRYPTO_KEY_SIZE key_size, UCHAR *in, ULONG in_len, UCHAR *iv, UCHAR *out,
                             ULONG out_len, VOID *area, ULONG area_size, VOID *packet,
                             VOID (*done)(VOID *, UINT))
{
    bool tells =
        op == NX_CRYPTO_HMAC_SET_HASH || op == NX_CRYPTO_HKDF_SET_HMAC || op == NX_CRYPTO_HASH_METHOD_SET;
    if (flaw == REFUSES) {
        return NX_CRYPTO_NOT_SUCCESSFUL;
    }
    if (flaw == LIES) {
        return NX_CRYPTO_SUCCESS;
    }
    UINT result = whole->nx_crypto_operation(op, handler, tells ? method : whole, key, key_size, in, in_len,
                                             iv, out, out_len, area, area_size, packet, done);
    if (flaw == FORGETS_CHECK) {
        return op == NX_CRYPTO_DECRYPT_CALCULATE || op == NX_CRYPTO_VERIFY ? NX_CRYPTO_SUCCESS : result;
    }
    flip(op, out, out_len);
    return result;
}

static void check_broken(size_t i, enum flaw how)
{
    struct seen seen;
    NX_CRYPTO_METHOD broken = *methods[i].method;
    whole = methods[i].method;
    flaw = how;
    broken.nx_crypto_init = broken_init;
    broken.nx_crypto_operation = broken_operation;
    if (test_one(&broken, &seen) != NX_NOT_SUCCESSFUL) {
        fail_msg("method %zu with flaw %d went through: %s", i, (int)how, seen.names);
    }
    assert_true(seen.wrong > 0);
}

static void broken_methods_are_noticed(void **state)
{
    (void)state;
    for (size_t i = 0; i < METHODS; i++) {
        check_broken(i, REFUSES);
        check_broken(i, LIES);
        if (methods[i].gives) {
            check_broken(i, FLIPS);
            check_broken(i, FLIPS_FIRST);
        }
    }
}

static void methods_that_accept_anything_are_noticed(void **state)
{
    (void)state;
    int checked = 0;
    for (size_t i = 0; i < METHODS; i++) {
        UINT algorithm = methods[i].method->nx_crypto_algorithm;
        if (nxs_method_is_aead(methods[i].method) || algorithm == NX_CRYPTO_DIGITAL_SIGNATURE_ECDSA ||
            algorithm == NXS_CRYPTO_SIGNATURE_ED25519) {
            check_broken(i, FORGETS_CHECK);
            checked++;
        }
    }
    assert_int_equal(checked, 8);
}

/* ---- Tables that are no tables ---- */

static void invalid_arguments_are_refused(void **state)
{
    (void)state;
    struct seen seen;
    NX_CRYPTO_METHOD no_operation = crypto_method_sha256;
    NX_CRYPTO_METHOD unknown = {0x00051234, 0, 0, 0, 0, 0, NULL, NULL, NULL};
    NX_CRYPTO_METHOD too_large = crypto_method_sha256;
    no_operation.nx_crypto_operation = NULL;
    too_large.nx_crypto_metadata_area_size = sizeof metadata + 1;
    assert_int_equal(nx_secure_crypto_table_self_test(NULL, metadata, sizeof metadata), NX_PTR_ERROR);
    assert_int_equal(nx_secure_crypto_table_self_test(&nx_crypto_tls_ciphers, NULL, sizeof metadata),
                     NX_PTR_ERROR);
    assert_int_equal(nx_secure_crypto_table_self_test(&nx_crypto_tls_ciphers, metadata, 8),
                     NX_NOT_SUCCESSFUL);
    assert_int_equal(test_one(&no_operation, &seen), NX_PTR_ERROR);
    assert_int_equal(test_one(&too_large, &seen), NX_NOT_SUCCESSFUL);
    assert_int_equal(test_one(&unknown, &seen), NX_SUCCESS);
    assert_int_equal(test_one(NULL, &seen), NX_SUCCESS);
    assert_int_equal(seen.right + seen.wrong, 0);
}

static void truncated_hmacs_are_known_too(void **state)
{
    (void)state;
    struct seen seen;
    NX_CRYPTO_METHOD sha1_96 = crypto_method_hmac_sha1;
    sha1_96.nx_crypto_algorithm = NX_CRYPTO_AUTHENTICATION_HMAC_SHA1_96;
    sha1_96.nx_crypto_ICV_size_in_bits = 96;
    assert_int_equal(test_one(&sha1_96, &seen), NX_SUCCESS);
    assert_string_equal(seen.names, "HMAC-SHA1-96\n");
}

/* The counter mode of IPsec has other inputs: its answers are not known here. */
static void other_counter_modes_are_passed_over(void **state)
{
    (void)state;
    struct seen seen;
    NX_CRYPTO_METHOD ipsec = ctr_192;
    ipsec.nx_crypto_IV_size_in_bits = 64;
    assert_int_equal(test_one(&ipsec, &seen), NX_SUCCESS);
    assert_int_equal(seen.right, 0);
}

/* ---- The random generator ---- */

static UCHAR counter;

static enum nxs_status constant(void *out, size_t len)
{
    memset(out, 0xA5, len);
    return NXS_OK;
}

static enum nxs_status alternating(void *out, size_t len)
{
    UCHAR *bytes = out;
    for (size_t i = 0; i < len; i++) {
        bytes[i] = (UCHAR)(i * 17 + counter % 2);
    }
    counter++;
    return NXS_OK;
}

static enum nxs_status one_byte(void *out, size_t len)
{
    memset(out, counter++, len);
    return NXS_OK;
}

static enum nxs_status failing(void *out, size_t len)
{
    (void)out;
    (void)len;
    return NXS_RANDOM_FAILED;
}

static void the_random_generator_is_right(void **state)
{
    (void)state;
    assert_int_equal(nx_secure_crypto_rng_self_test(), NX_SUCCESS);
    assert_int_equal(nxs_random_self_test(nxs_random, 16), NXS_OK);
    assert_int_equal(nxs_random_self_test(constant, 2), NXS_RANDOM_FAILED);
    assert_int_equal(nxs_random_self_test(alternating, 3), NXS_RANDOM_FAILED);
    assert_int_equal(nxs_random_self_test(one_byte, 3), NXS_RANDOM_FAILED);
    assert_int_equal(nxs_random_self_test(failing, 3), NXS_RANDOM_FAILED);
}

/* ---- The hash of a module ---- */

static void a_module_is_hashed(void **state)
{
    (void)state;
    /* [RFC4231 4.3] */
    static const char data[] = "what do ya want for nothing?";
    static const UCHAR known[32] = {0x5b, 0xdc, 0xc1, 0x46, 0xbf, 0x60, 0x75, 0x4e, 0x6a, 0x04, 0x24,
                                    0x26, 0x08, 0x95, 0x75, 0xc7, 0x5a, 0x00, 0x3f, 0x08, 0x9d, 0x27,
                                    0x39, 0x83, 0x9d, 0xec, 0x58, 0xb9, 0x64, 0xec, 0x38, 0x43};
    NX_CRYPTO_METHOD *m = &crypto_method_hmac_sha256;
    UCHAR key[4] = {'J', 'e', 'f', 'e'};
    UCHAR out[33];
    UINT actual = 0;
    ALIGN_TYPE start = (ALIGN_TYPE)(uintptr_t)data;
    ALIGN_TYPE end = start + sizeof data - 1;
    out[32] = 0xEE;
    assert_int_equal(
        nx_secure_module_hash_compute(m, start, end, key, 4, metadata, sizeof metadata, out, 32, &actual), 0);
    assert_int_equal(actual, 32);
    assert_memory_equal(out, known, 32);
    assert_int_equal(out[32], 0xEE);
    assert_int_equal(
        nx_secure_module_hash_compute(m, start, start, key, 4, metadata, sizeof metadata, out, 32, &actual),
        0);
    assert_memory_not_equal(out, known, 32);
    assert_int_equal(
        nx_secure_module_hash_compute(m, start, end, key, 4, metadata, sizeof metadata, out, 31, &actual), 1);
    assert_int_equal(
        nx_secure_module_hash_compute(m, end, start, key, 4, metadata, sizeof metadata, out, 32, &actual), 1);
    assert_int_equal(nx_secure_module_hash_compute(m, start, end, key, 4, metadata, 8, out, 32, &actual), 1);
    assert_int_equal(
        nx_secure_module_hash_compute(NULL, start, end, key, 4, metadata, 4096, out, 32, &actual), 1);
    assert_int_equal(nx_secure_module_hash_compute(m, start, end, NULL, 4, metadata, 4096, out, 32, &actual),
                     1);
    assert_int_equal(nx_secure_module_hash_compute(m, start, end, key, 4, NULL, 4096, out, 32, &actual), 1);
    assert_int_equal(nx_secure_module_hash_compute(m, start, end, key, 4, metadata, 4096, NULL, 32, &actual),
                     1);
    assert_int_equal(nx_secure_module_hash_compute(m, start, end, key, 4, metadata, 4096, out, 32, NULL), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_stock_methods_are_right),
        cmocka_unit_test(the_stock_tables_are_right),
        cmocka_unit_test(broken_methods_are_noticed),
        cmocka_unit_test(methods_that_accept_anything_are_noticed),
        cmocka_unit_test(invalid_arguments_are_refused),
        cmocka_unit_test(truncated_hmacs_are_known_too),
        cmocka_unit_test(other_counter_modes_are_passed_over),
        cmocka_unit_test(the_random_generator_is_right),
        cmocka_unit_test(a_module_is_hashed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
