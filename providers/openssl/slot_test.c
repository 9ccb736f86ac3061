/* The slot tables alone: hints, eviction, growth, and threads that never share an object. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <openssl/crypto.h>

#include "slot.h"

static atomic_int live;

static void destroy(void *object)
{
    atomic_fetch_sub(&live, 1);
    free(object);
}

static int *new_object(void)
{
    atomic_fetch_add(&live, 1);
    return calloc(1, sizeof(int));
}

/* The segments of a table that ends with its test. */
static void discard(struct nxs_slot_table *table)
{
    nxs_slot_table_empty(table);
    for (size_t i = 0; i < NXS_SLOT_SEGMENTS; i++) {
        OPENSSL_free(table->segments[i]);
    }
}

static struct nxs_slot *fill(struct nxs_slot_table *table, struct nxs_slot_hint *hint)
{
    struct nxs_slot *slot = nxs_slot_take(table, hint);
    if (slot != NULL && slot->object == NULL) {
        slot->object = new_object();
    }
    return slot;
}

static void a_hint_finds_its_object(void **state)
{
    (void)state;
    struct nxs_slot_table table = {.segment = 4, .destroy = destroy};
    struct nxs_slot_hint hint;
    struct nxs_slot *slot = fill(&table, &hint);
    assert_non_null(slot);
    assert_null(nxs_slot_find(&table, &hint));
    assert_ptr_equal(nxs_slot_held(&table, &hint), slot);
    nxs_slot_give_back(slot);
    assert_null(nxs_slot_held(&table, &hint));
    assert_ptr_equal(nxs_slot_find(&table, &hint), slot);
    nxs_slot_forget(slot);
    assert_null(nxs_slot_find(&table, &hint));
    discard(&table);
    assert_int_equal(live, 0);
}

static void noise_finds_nothing(void **state)
{
    (void)state;
    struct nxs_slot_table table = {.segment = 4, .destroy = destroy};
    struct nxs_slot_hint hint;
    nxs_slot_give_back(fill(&table, &hint));
    struct nxs_slot_hint zero = {0, 0};
    struct nxs_slot_hint noise;
    memset(&noise, 0xA5, sizeof noise);
    struct nxs_slot_hint neighbour = {hint.generation, hint.slot + 1};
    struct nxs_slot_hint later = {hint.generation + 1, hint.slot};
    assert_null(nxs_slot_find(&table, &zero));
    assert_null(nxs_slot_find(&table, &noise));
    assert_null(nxs_slot_find(&table, &neighbour));
    assert_null(nxs_slot_find(&table, &later));
    assert_null(nxs_slot_held(&table, &zero));
    assert_null(nxs_slot_held(&table, &noise));
    discard(&table);
    assert_int_equal(live, 0);
}

static void eviction_reuses_objects_and_spares_recent_ones(void **state)
{
    (void)state;
    struct nxs_slot_table table = {.segment = 8, .destroy = destroy};
    struct nxs_slot_hint favourite;
    nxs_slot_give_back(fill(&table, &favourite));
    for (int i = 0; i < 100; i++) {
        struct nxs_slot_hint other;
        nxs_slot_give_back(fill(&table, &other));
        struct nxs_slot *slot = nxs_slot_find(&table, &favourite);
        assert_non_null(slot);
        nxs_slot_give_back(slot);
    }
    assert_int_equal(live, 8);
    assert_int_equal(nxs_slot_count(&table), 8);
    for (int i = 0; i < 20; i++) {
        struct nxs_slot_hint other;
        nxs_slot_give_back(fill(&table, &other));
    }
    assert_null(nxs_slot_find(&table, &favourite));
    discard(&table);
    assert_int_equal(live, 0);
}

static void a_table_of_busy_slots_grows_up_to_its_bound(void **state)
{
    (void)state;
    struct nxs_slot_table table = {.segment = 2, .destroy = destroy};
    struct nxs_slot *held[2 * NXS_SLOT_SEGMENTS];
    struct nxs_slot_hint hint;
    for (size_t i = 0; i < 2 * NXS_SLOT_SEGMENTS; i++) {
        held[i] = fill(&table, &hint);
        assert_non_null(held[i]);
    }
    assert_null(fill(&table, &hint));
    assert_int_equal(hint.generation, 0);
    nxs_slot_table_empty(&table); /* busy objects stay */
    assert_int_equal(live, 2 * NXS_SLOT_SEGMENTS);
    for (size_t i = 0; i < 2 * NXS_SLOT_SEGMENTS; i++) {
        nxs_slot_give_back(held[i]);
    }
    discard(&table);
    assert_int_equal(live, 0);
}

static void a_table_that_keeps_grows_before_it_evicts(void **state)
{
    (void)state;
    struct nxs_slot_table table = {.segment = 2, .destroy = destroy, .keep = true};
    struct nxs_slot_hint hints[2 * NXS_SLOT_SEGMENTS + 1];
    for (size_t i = 0; i < 2 * NXS_SLOT_SEGMENTS; i++) {
        for (int n = 0; n < 100; n++) { /* what comes and goes evicts nobody */
            nxs_slot_forget(fill(&table, &hints[i]));
        }
        nxs_slot_give_back(fill(&table, &hints[i]));
    }
    nxs_slot_table_empty(&table);
    assert_int_equal(live, 2 * NXS_SLOT_SEGMENTS);
    for (size_t i = 0; i < 2 * NXS_SLOT_SEGMENTS; i++) {
        struct nxs_slot *slot = nxs_slot_find(&table, &hints[i]);
        assert_non_null(slot);
        nxs_slot_give_back(slot);
    }
    nxs_slot_give_back(fill(&table, &hints[2 * NXS_SLOT_SEGMENTS]));
    assert_int_equal(live, 2 * NXS_SLOT_SEGMENTS);
    for (uint32_t i = 0; i < nxs_slot_count(&table); i++) {
        struct nxs_slot_hint hint;
        nxs_slot_forget(nxs_slot_at(&table, i, &hint));
    }
    discard(&table);
    assert_int_equal(live, 0);
}

static void a_search_by_content_sees_every_idle_object(void **state)
{
    (void)state;
    struct nxs_slot_table table = {.segment = 4, .destroy = destroy};
    struct nxs_slot_hint hint;
    struct nxs_slot *slot = fill(&table, &hint);
    *(int *)slot->object = 42;
    nxs_slot_give_back(slot);
    int seen = 0;
    for (uint32_t i = 0; i < nxs_slot_count(&table); i++) {
        struct nxs_slot_hint found;
        struct nxs_slot *each = nxs_slot_at(&table, i, &found);
        assert_non_null(each);
        if (each->object != NULL && *(int *)each->object == 42) {
            assert_int_equal(found.generation, hint.generation);
            seen++;
        }
        nxs_slot_give_back(each);
    }
    assert_int_equal(seen, 1);
    assert_null(nxs_slot_at(&table, nxs_slot_count(&table), &hint));
    discard(&table);
}

/* Threads increment through hints; an object seen by two at once loses counts, and ThreadSanitizer sees it.
 */
static struct nxs_slot_table shared = {.segment = 4, .destroy = destroy};

static void *contend(void *argument)
{
    (void)argument;
    struct nxs_slot_hint hint = {0, 0};
    uintptr_t failures = 0;
    for (int i = 0; i < 20000; i++) {
        struct nxs_slot *slot = nxs_slot_find(&shared, &hint);
        if (slot == NULL) {
            slot = fill(&shared, &hint);
        }
        if (slot == NULL) {
            failures++;
            continue;
        }
        int *object = slot->object;
        int before = *object;
        *object = before + 1;
        failures += *object != before + 1;
        if (i % 7 == 0) {
            nxs_slot_forget(slot);
        } else {
            nxs_slot_give_back(slot);
        }
    }
    return (void *)failures;
}

static void threads_never_share_an_object(void **state)
{
    (void)state;
    pthread_t threads[4];
    for (int i = 0; i < 4; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, contend, NULL), 0);
    }
    for (int i = 0; i < 4; i++) {
        void *failures = NULL;
        assert_int_equal(pthread_join(threads[i], &failures), 0);
        assert_null(failures);
    }
    int total = 0;
    for (uint32_t i = 0; i < nxs_slot_count(&shared); i++) {
        struct nxs_slot_hint hint;
        struct nxs_slot *slot = nxs_slot_at(&shared, i, &hint);
        assert_non_null(slot);
        total += slot->object == NULL ? 0 : *(int *)slot->object;
        nxs_slot_give_back(slot);
    }
    assert_int_equal(total, 4 * 20000);
    discard(&shared);
    assert_int_equal(live, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hint_finds_its_object),
        cmocka_unit_test(noise_finds_nothing),
        cmocka_unit_test(eviction_reuses_objects_and_spares_recent_ones),
        cmocka_unit_test(a_table_of_busy_slots_grows_up_to_its_bound),
        cmocka_unit_test(a_table_that_keeps_grows_before_it_evicts),
        cmocka_unit_test(a_search_by_content_sees_every_idle_object),
        cmocka_unit_test(threads_never_share_an_object),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
