#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "idle.h"

static int destroyed;

static void destroy(void *object)
{
    (void)object;
    destroyed++;
}

static void a_pool_is_bounded(void **state)
{
    (void)state;
    static struct nxs_idle pool;
    int objects[NXS_IDLE_SIZE + 2];
    assert_null(nxs_idle_take(&pool));
    for (size_t i = 0; i < NXS_IDLE_SIZE + 2; i++) {
        nxs_idle_give(&pool, &objects[i], destroy);
    }
    assert_int_equal(destroyed, 2);
    /* Taken out, an object is nobody else's. */
    void *one = nxs_idle_take(&pool);
    void *two = nxs_idle_take(&pool);
    assert_non_null(one);
    assert_non_null(two);
    assert_ptr_not_equal(one, two);
    nxs_idle_give(&pool, one, destroy);
    nxs_idle_empty(&pool, destroy);
    assert_int_equal(destroyed, NXS_IDLE_SIZE + 1);
    assert_null(nxs_idle_take(&pool));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_pool_is_bounded)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
