/* The ways of montgomery.c that this machine does not choose by itself: all must give the same results. The
 * file is compiled in here, for its choice is its own. */
#include "asym_test.h"

#include "montgomery.c"

static void agrees_with(const struct nxs_curve *curve, bool bare_scalars, bool by_base)
{
    uint8_t scalar_one[MAX_BYTES], scalar_two[MAX_BYTES], share_one[MAX_BYTES], share_two[MAX_BYTES];
    uint8_t secret_one[MAX_BYTES], secret_two[MAX_BYTES];
    way.bare_scalars = bare_scalars;
    way.pair_by_base = by_base;
    assert_int_equal(pair(curve, scalar_one, share_one), 0);
    assert_int_equal(pair(curve, scalar_two, share_two), 0);
    assert_int_equal(derive(curve, scalar_one, share_two, curve->share, secret_one), 0);
    assert_int_equal(derive(curve, scalar_two, share_one, curve->share, secret_two), 0);
    assert_memory_equal(secret_one, secret_two, curve->scalar);
    /* A pair that was made one way is a pair the other ways, too. */
    way.bare_scalars = !bare_scalars;
    assert_int_equal(derive(curve, scalar_one, share_two, curve->share, secret_two), 0);
    assert_memory_equal(secret_one, secret_two, curve->scalar);
    static const uint8_t zero[MAX_BYTES];
    assert_int_not_equal(derive(curve, scalar_one, zero, curve->share, secret_one), 0);
}

static void every_way_agrees(void **state)
{
    (void)state;
    assert_true(ready());
    /* The example that chooses must have passed: else libcrypto has changed, and we are slow without need. */
    assert_true(way.bare_scalars);
    for (int choice = 0; choice < 4; choice++) {
        agrees_with(nxs_curve_find(NX_CRYPTO_EC_X25519), choice & 1, choice & 2);
        agrees_with(nxs_curve_find(NX_CRYPTO_EC_X448), choice & 1, choice & 2);
    }
    cache_empty();
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_way_agrees)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
