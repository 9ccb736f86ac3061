/* Four threads with one key and one set of tables; meant for ThreadSanitizer, and right without it. */
#include "asym_test.h"

#include <pthread.h>

#include "rsa_test_keys.h"

enum { THREADS = 4, ROUNDS = 40 };

static bool agrees(NX_CRYPTO_METHOD *curve)
{
    NX_CRYPTO_METHOD *method = &crypto_method_ecdhe;
    union area one, two;
    struct result share_one, share_two, secret_one, secret_two;
    method_init(method, &one, NULL, 0);
    method_init(method, &two, NULL, 0);
    curve_set(method, &one, curve);
    curve_set(method, &two, curve);
    return method_result(method, &one, NX_CRYPTO_DH_SETUP, NULL, 0, NULL, 0, &share_one, 133) == 0 &&
           method_result(method, &two, NX_CRYPTO_DH_SETUP, NULL, 0, NULL, 0, &share_two, 133) == 0 &&
           method_result(method, &one, NX_CRYPTO_DH_CALCULATE, NULL, 0, share_two.data,
                         share_two.output.nx_crypto_extended_output_actual_size, &secret_one, 66) == 0 &&
           method_result(method, &two, NX_CRYPTO_DH_CALCULATE, NULL, 0, share_one.data,
                         share_one.output.nx_crypto_extended_output_actual_size, &secret_two, 66) == 0 &&
           memcmp(secret_one.data, secret_two.data, 66) == 0;
}

static bool signs(void)
{
    static const uint8_t scalar[32] = {[31] = 2};
    static const uint8_t hash[32] = {7};
    uint8_t point[65];
    union area area;
    struct result signature;
    from_hex("04 7CF27B188D034F7E8A52380304B51AC3C08969E277F21B35A60B48FC47669978"
             "07775510DB8ED040293D9AC69F7430DBBA7DADE63CE982299E04B79D227873D1",
             point, sizeof point);
    method_init(&crypto_method_ecdsa, &area, point, sizeof point);
    curve_set(&crypto_method_ecdsa, &area, &crypto_method_ec_secp256);
    return method_result(&crypto_method_ecdsa, &area, NX_CRYPTO_AUTHENTICATE, scalar, 32, hash, 32,
                         &signature, 72) == 0 &&
           method_call(&crypto_method_ecdsa, &area, NX_CRYPTO_VERIFY, point, sizeof point, hash, 32,
                       signature.data, signature.output.nx_crypto_extended_output_actual_size) == 0;
}

static bool raises(const struct rsa_test_key *from, bool private)
{
    uint8_t n[128], p[64], q[64], x[128], block[128], expected[128], out[128];
    from_hex(from->n, n, sizeof n);
    from_hex(from->p, p, sizeof p);
    from_hex(from->q, q, sizeof q);
    from_hex(from->block, block, sizeof block);
    size_t x_len = from_hex(private ? from->d_lcm : from->e, x, sizeof x);
    from_hex(private ? from->private_power : from->public_power, expected, sizeof expected);
    union area area;
    method_init(&crypto_method_rsa, &area, n, sizeof n);
    if (private) {
        method_call(&crypto_method_rsa, &area, NX_CRYPTO_SET_PRIME_P, NULL, 0, p, 64, NULL, 0);
        method_call(&crypto_method_rsa, &area, NX_CRYPTO_SET_PRIME_Q, NULL, 0, q, 64, NULL, 0);
    }
    return method_call(&crypto_method_rsa, &area, NX_CRYPTO_DECRYPT, x, x_len, block, 128, out, 128) == 0 &&
           memcmp(out, expected, 128) == 0;
}

static void *work(void *argument)
{
    size_t *good = argument;
    for (size_t round = 0; round < ROUNDS; round++) {
        const struct rsa_test_key *key = &rsa_test_keys[1 + round % 2];
        *good += agrees(&crypto_method_ec_x25519) && agrees(&crypto_method_ec_secp256) && signs() &&
                 raises(key, true) && raises(key, false);
        if (round % 16 == 15) {
            nxs_asym_cache_empty();
        }
    }
    return NULL;
}

static void threads_do_not_disturb_each_other(void **state)
{
    (void)state;
    pthread_t threads[THREADS];
    size_t good[THREADS] = {0};
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, work, &good[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(good[i], ROUNDS);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(threads_do_not_disturb_each_other)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
