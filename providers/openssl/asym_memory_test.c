/* Every allocation of libcrypto made to fail once: an error or the right result each time, no leak, and the
 * next call is right. A program of its own, because libcrypto takes its allocator only before its first
 * allocation. */
#include "asym_test.h"

#include <stdio.h>
#include <stdlib.h>

#include <openssl/crypto.h>

#include "rsa_test_keys.h"

static long live;
static long countdown; /* the allocation that fails; 0: none */

static int fails(void)
{
    return countdown > 0 && --countdown == 0;
}

static void *counting_malloc(size_t size, const char *file, int line)
{
    (void)file;
    (void)line;
    void *memory = fails() ? NULL : malloc(size);
    live += memory != NULL;
    return memory;
}

static void *counting_realloc(void *old, size_t size, const char *file, int line)
{
    (void)file;
    (void)line;
    void *memory = fails() ? NULL : realloc(old, size);
    live += old == NULL && memory != NULL;
    return memory;
}

static void counting_free(void *memory, const char *file, int line)
{
    (void)file;
    (void)line;
    live -= memory != NULL;
    free(memory);
}

/* One complete use of a method: 0 when it succeeded and its result was right, else its error. Aborts on a
 * success with a wrong result. */
typedef UINT use(void);

static UINT agree(NX_CRYPTO_METHOD *curve)
{
    NX_CRYPTO_METHOD *method = &crypto_method_ecdhe;
    union area one, two;
    struct result share_one, share_two, secret_one, secret_two;
    UINT status = method_init(method, &one, NULL, 0) | method_init(method, &two, NULL, 0);
    status = status != 0 ? status : curve_set(method, &one, curve) | curve_set(method, &two, curve);
    if (status == 0) {
        status = method_result(method, &one, NX_CRYPTO_DH_SETUP, NULL, 0, NULL, 0, &share_one, 133);
    }
    if (status == 0) {
        status = method_result(method, &two, NX_CRYPTO_DH_SETUP, NULL, 0, NULL, 0, &share_two, 133);
    }
    if (status == 0) {
        status = method_result(method, &one, NX_CRYPTO_DH_CALCULATE, NULL, 0, share_two.data,
                               share_two.output.nx_crypto_extended_output_actual_size, &secret_one, 66);
    }
    if (status == 0) {
        status = method_result(method, &two, NX_CRYPTO_DH_CALCULATE, NULL, 0, share_one.data,
                               share_one.output.nx_crypto_extended_output_actual_size, &secret_two, 66);
    }
    if (status == 0) {
        assert_memory_equal(secret_one.data, secret_two.data, 66);
    }
    return status;
}

static UINT agree_p256(void)
{
    return agree(&crypto_method_ec_secp256);
}

static UINT agree_p384(void)
{
    return agree(&crypto_method_ec_secp384);
}

static UINT agree_x25519(void)
{
    return agree(&crypto_method_ec_x25519);
}

static UINT sign_and_verify(NX_CRYPTO_METHOD *method, NX_CRYPTO_METHOD *curve, const char *scalar_hex,
                            const char *public_hex)
{
    uint8_t scalar[32], public[65];
    size_t public_len = from_hex(public_hex, public, sizeof public);
    from_hex(scalar_hex, scalar, sizeof scalar);
    static const uint8_t hash[32] = {7};
    union area area;
    struct result signature;
    UINT status = method_init(method, &area, public, public_len);
    if (status == 0 && curve != NULL) {
        status = curve_set(method, &area, curve);
    }
    if (status == 0) {
        status = method_result(method, &area, NX_CRYPTO_AUTHENTICATE, scalar, 32, hash, 32, &signature, 72);
    }
    if (status == 0) {
        status = method_call(method, &area, NX_CRYPTO_VERIFY, public, public_len, hash, 32, signature.data,
                             signature.output.nx_crypto_extended_output_actual_size);
    }
    (void)method->nx_crypto_cleanup(&area);
    return status;
}

static UINT sign_ecdsa(void)
{
    return sign_and_verify(&crypto_method_ecdsa, &crypto_method_ec_secp256,
                           "0000000000000000000000000000000000000000000000000000000000000002",
                           "04 7CF27B188D034F7E8A52380304B51AC3C08969E277F21B35A60B48FC47669978"
                           "07775510DB8ED040293D9AC69F7430DBBA7DADE63CE982299E04B79D227873D1");
}

static UINT sign_ed25519(void)
{
    return sign_and_verify(&crypto_method_ed25519, NULL,
                           "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                           "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
}

static UINT power(bool primes, bool private)
{
    const struct rsa_test_key *from = &rsa_test_keys[2];
    uint8_t n[128], p[64], q[64], x[128], block[128], expected[128], out[128];
    from_hex(from->n, n, sizeof n);
    from_hex(from->p, p, sizeof p);
    from_hex(from->q, q, sizeof q);
    from_hex(from->block, block, sizeof block);
    size_t x_len = from_hex(private ? from->d_lcm : from->e, x, sizeof x);
    from_hex(private ? from->private_power : from->public_power, expected, sizeof expected);
    union area area;
    UINT status = method_init(&crypto_method_rsa, &area, n, sizeof n);
    if (status == 0 && primes) {
        status = method_call(&crypto_method_rsa, &area, NX_CRYPTO_SET_PRIME_P, NULL, 0, p, 64, NULL, 0) |
                 method_call(&crypto_method_rsa, &area, NX_CRYPTO_SET_PRIME_Q, NULL, 0, q, 64, NULL, 0);
    }
    if (status == 0) {
        status = method_call(&crypto_method_rsa, &area, NX_CRYPTO_DECRYPT, x, x_len, block, 128, out, 128);
    }
    if (status == 0) {
        assert_memory_equal(out, expected, 128);
    }
    (void)crypto_method_rsa.nx_crypto_cleanup(&area);
    return status;
}

static UINT power_private(void)
{
    return power(true, true);
}

static UINT power_private_without_primes(void)
{
    return power(false, true);
}

static UINT power_public(void)
{
    return power(false, false);
}

static use *const uses[] = {agree_p256,
                            agree_p384,
                            agree_x25519,
                            sign_ecdsa,
                            sign_ed25519,
                            power_private,
                            power_private_without_primes,
                            power_public};

/* Frees what may be freed: our tables, and libcrypto's error queue and generators of this thread. */
static void all_freed(void)
{
    nxs_asym_cache_empty();
    OPENSSL_thread_stop();
}

static void each_allocation_fails_once(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof uses / sizeof uses[0]; i++) {
        /* Once without failures, so that libcrypto has loaded what it keeps for ever. */
        assert_int_equal(uses[i](), 0);
        all_freed();
        long before = live;
        long failure = 0;
        long errors = 0;
        do {
            failure++;
            countdown = failure;
            UINT status = uses[i]();
            bool reached = countdown == 0;
            countdown = 0;
            errors += status != 0;
            assert_int_equal(uses[i](), 0);
            all_freed();
            if (live != before) {
                printf("use %zu, allocation %ld: %ld objects more\n", i, failure, live - before);
            }
            assert_int_equal(live, before);
            if (!reached) {
                assert_int_equal(status, 0);
                break;
            }
        } while (true);
        printf("use %zu: %ld allocations, %ld errors\n", i, failure - 1, errors);
        assert_true(failure > 5 && errors > 0);
    }
}

static long peak_of_rounds(int rounds)
{
    long peak = 0;
    for (int round = 0; round < rounds; round++) {
        for (size_t i = 0; i < sizeof uses / sizeof uses[0]; i++) {
            assert_int_equal(uses[i](), 0);
            peak = live > peak ? live : peak;
        }
    }
    return peak;
}

/* However often: memory stays what the tables hold. */
static void memory_is_bounded(void **state)
{
    (void)state;
    long first = peak_of_rounds(20);
    assert_true(peak_of_rounds(40) <= first);
    long before = live;
    nxs_asym_cache_empty();
    assert_true(live < before);
}

/* Both tables lose the key, and only this one. */
static void forgetting_frees_the_key(void **state)
{
    (void)state;
    uint8_t n[128];
    uint8_t other[128];
    from_hex(rsa_test_keys[2].n, n, sizeof n);
    from_hex(rsa_test_keys[1].n, other, sizeof other);
    union area area;
    assert_int_equal(method_init(&crypto_method_rsa, &area, n, sizeof n), 0);
    use *const keys[] = {power_private, power_public};
    for (size_t i = 0; i < 2; i++) {
        all_freed();
        assert_int_equal(keys[i](), 0);
        long with_key = live;
        assert_int_equal(method_call(&crypto_method_rsa, &area, NXS_CRYPTO_KEY_FORGET, NULL, 0, other,
                                     sizeof other, NULL, 0),
                         0);
        assert_int_equal(live, with_key);
        assert_int_equal(
            method_call(&crypto_method_rsa, &area, NXS_CRYPTO_KEY_FORGET, NULL, 0, n, sizeof n, NULL, 0), 0);
        assert_true(live < with_key);
        assert_int_equal(keys[i](), 0);
    }
}

int main(void)
{
    if (CRYPTO_set_mem_functions(counting_malloc, counting_realloc, counting_free) != 1) {
        return 1;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_allocation_fails_once),
        cmocka_unit_test(memory_is_bounded),
        cmocka_unit_test(forgetting_frees_the_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
