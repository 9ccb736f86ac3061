#include "platform_test.h"

#include <stdatomic.h>

#include "tx_api.h"

enum {
    STACK = 1024,
};

static UCHAR stack[STACK];
static TX_THREAD thread;
static atomic_uint input_seen;

static UINT state_of(TX_THREAD *which)
{
    UINT state;
    assert_ok(tx_thread_info_get(which, NULL, &state, NULL, NULL, NULL, NULL, NULL, NULL));
    return state;
}

static void wait_for_state(TX_THREAD *which, UINT state)
{
    for (int i = 0; i < 500 && state_of(which) != state; i++) {
        sleep_ms(2);
    }
    assert_int_equal(state_of(which), state);
}

static void run(VOID (*entry)(ULONG input), ULONG input)
{
    assert_ok(tx_thread_create(&thread, (CHAR[]){"thread"}, entry, input, stack, STACK, 4, 4,
                               TX_NO_TIME_SLICE, TX_AUTO_START));
}

static void finish(UINT state)
{
    wait_for_state(&thread, state);
    assert_ok(tx_thread_delete(&thread));
}

static VOID note_input(ULONG input)
{
    input_seen = tx_thread_identify() == &thread ? input : 0;
}

static void a_thread_runs_and_completes(void **state)
{
    (void)state;
    run(note_input, 77);
    finish(TX_COMPLETED);
    assert_int_equal(input_seen, 77);
    assert_int_equal(tx_thread_delete(&thread), TX_THREAD_ERROR);
}

static void arguments_of_a_thread_are_checked(void **state)
{
    (void)state;
    TX_THREAD other = {0};
    assert_int_equal(tx_thread_create(NULL, NULL, note_input, 0, stack, STACK, 1, 1, 0, 1), TX_THREAD_ERROR);
    assert_int_equal(tx_thread_create(&other, NULL, NULL, 0, stack, STACK, 1, 1, 0, 1), TX_PTR_ERROR);
    assert_int_equal(tx_thread_create(&other, NULL, note_input, 0, NULL, STACK, 1, 1, 0, 1), TX_PTR_ERROR);
    assert_int_equal(tx_thread_create(&other, NULL, note_input, 0, stack, 10, 1, 1, 0, 1), TX_SIZE_ERROR);
    assert_int_equal(tx_thread_create(&other, NULL, note_input, 0, stack, STACK, 32, 1, 0, 1),
                     TX_PRIORITY_ERROR);
    assert_int_equal(tx_thread_create(&other, NULL, note_input, 0, stack, STACK, 1, 2, 0, 1),
                     TX_THRESH_ERROR);
    assert_int_equal(tx_thread_create(&other, NULL, note_input, 0, stack, STACK, 1, 1, 0, 2), TX_START_ERROR);
    assert_int_equal(tx_thread_resume(&other), TX_THREAD_ERROR);
}

static void a_thread_may_start_later(void **state)
{
    (void)state;
    input_seen = 0;
    assert_ok(tx_thread_create(&thread, NULL, note_input, 5, stack, STACK, 4, 4, 0, TX_DONT_START));
    assert_int_equal(state_of(&thread), TX_SUSPENDED);
    UINT old;
    assert_ok(tx_thread_priority_change(&thread, 9, &old));
    assert_int_equal(old, 4);
    assert_int_equal(tx_thread_delete(&thread), TX_DELETE_ERROR);
    assert_ok(tx_thread_resume(&thread));
    finish(TX_COMPLETED);
    assert_int_equal(input_seen, 5);
}

static UINT sleep_status;

static VOID sleep_for(ULONG ticks)
{
    sleep_status = tx_thread_sleep(ticks);
}

static void a_sleep_takes_its_ticks(void **state)
{
    (void)state;
    long before = milliseconds();
    assert_ok(tx_thread_sleep(4));
    assert_in_range(milliseconds() - before, 39, 1000);
    ULONG ticks = tx_time_get();
    sleep_ms(50);
    assert_in_range(tx_time_get() - ticks, 4, 100);
    tx_time_set(1000000);
    assert_in_range(tx_time_get(), 1000000, 1000100);
}

static void a_wait_is_aborted(void **state)
{
    (void)state;
    run(sleep_for, TX_WAIT_FOREVER);
    wait_for_state(&thread, TX_SLEEP);
    assert_ok(tx_thread_wait_abort(&thread));
    finish(TX_COMPLETED);
    assert_int_equal(sleep_status, TX_WAIT_ABORTED);
    assert_int_equal(tx_thread_wait_abort(tx_thread_identify()), TX_WAIT_ABORT_ERROR);
}

static TX_MUTEX mutex;

static VOID hold_mutex_and_sleep(ULONG ticks)
{
    if (tx_mutex_get(&mutex, TX_WAIT_FOREVER) == TX_SUCCESS) {
        (void)tx_thread_sleep(ticks);
        (void)tx_mutex_put(&mutex);
    }
}

static void a_terminated_thread_gives_its_mutexes_back(void **state)
{
    (void)state;
    assert_ok(tx_mutex_create(&mutex, NULL, TX_INHERIT));
    run(hold_mutex_and_sleep, TX_WAIT_FOREVER);
    wait_for_state(&thread, TX_SLEEP);
    assert_int_equal(tx_mutex_get(&mutex, 1), TX_NOT_AVAILABLE);
    assert_ok(tx_thread_terminate(&thread));
    assert_ok(tx_mutex_get(&mutex, SECOND));
    finish(TX_TERMINATED);
    assert_ok(tx_mutex_put(&mutex));
    assert_ok(tx_mutex_delete(&mutex));
}

static atomic_uint turns;

static VOID take_turns(ULONG count)
{
    while (turns < count) {
        turns++;
        (void)tx_thread_sleep(1);
    }
}

static void a_suspended_thread_stands_still(void **state)
{
    (void)state;
    turns = 0;
    run(take_turns, TX_WAIT_FOREVER);
    sleep_ms(30);
    assert_ok(tx_thread_suspend(&thread));
    wait_for_state(&thread, TX_SUSPENDED);
    ULONG before = turns;
    sleep_ms(50);
    assert_int_equal(turns, before);
    assert_ok(tx_thread_resume(&thread));
    assert_int_equal(tx_thread_resume(&thread), TX_RESUME_ERROR);
    for (int i = 0; i < 500 && turns == before; i++) {
        sleep_ms(2);
    }
    assert_true(turns > before);
    assert_ok(tx_thread_terminate(&thread));
    finish(TX_TERMINATED);
}

static void a_mutex_is_recursive_and_owned(void **state)
{
    (void)state;
    assert_int_equal(tx_mutex_create(&mutex, NULL, 7), TX_INHERIT_ERROR);
    assert_ok(tx_mutex_create(&mutex, NULL, TX_NO_INHERIT));
    assert_int_equal(tx_mutex_create(&mutex, NULL, TX_NO_INHERIT), TX_MUTEX_ERROR);
    assert_int_equal(tx_mutex_put(&mutex), TX_NOT_OWNED);
    assert_ok(tx_mutex_get(&mutex, TX_NO_WAIT));
    assert_ok(tx_mutex_get(&mutex, TX_NO_WAIT));
    run(hold_mutex_and_sleep, 1);
    wait_for_state(&thread, TX_MUTEX_SUSP);
    assert_ok(tx_mutex_put(&mutex));
    sleep_ms(20);
    assert_int_equal(state_of(&thread), TX_MUTEX_SUSP);
    assert_ok(tx_mutex_put(&mutex));
    assert_int_equal(tx_mutex_put(&mutex), TX_NOT_OWNED);
    finish(TX_COMPLETED);
    assert_ok(tx_mutex_delete(&mutex));
    assert_int_equal(tx_mutex_get(&mutex, TX_NO_WAIT), TX_MUTEX_ERROR);
}

static UINT get_status;

static VOID get_mutex(ULONG wait)
{
    get_status = tx_mutex_get(&mutex, wait);
}

static void deleting_ends_the_wait(void **state)
{
    (void)state;
    assert_ok(tx_mutex_create(&mutex, NULL, TX_NO_INHERIT));
    assert_ok(tx_mutex_get(&mutex, TX_NO_WAIT));
    run(get_mutex, TX_WAIT_FOREVER);
    wait_for_state(&thread, TX_MUTEX_SUSP);
    assert_ok(tx_mutex_delete(&mutex));
    finish(TX_COMPLETED);
    assert_int_equal(get_status, TX_DELETED);
}

static long guarded;

static void *count_up(void *argument)
{
    for (int i = 0; i < 20000; i++) {
        if (tx_mutex_get(&mutex, TX_WAIT_FOREVER) != TX_SUCCESS) {
            return argument;
        }
        guarded++;
        if (tx_mutex_put(&mutex) != TX_SUCCESS) {
            return argument;
        }
    }
    return NULL;
}

static void a_mutex_excludes_host_threads_too(void **state)
{
    (void)state;
    assert_ok(tx_mutex_create(&mutex, NULL, TX_NO_INHERIT));
    guarded = 0;
    pthread_t threads[3];
    for (size_t i = 0; i < 3; i++) {
        threads[i] = start_thread(count_up, &guarded);
    }
    for (size_t i = 0; i < 3; i++) {
        void *failed;
        assert_int_equal(pthread_join(threads[i], &failed), 0);
        assert_null(failed);
    }
    assert_int_equal(guarded, 60000);
    assert_ok(tx_mutex_delete(&mutex));
}

static TX_SEMAPHORE semaphore;

static VOID put_later(ULONG ticks)
{
    (void)tx_thread_sleep(ticks);
    (void)tx_semaphore_put(&semaphore);
}

static void a_semaphore_counts(void **state)
{
    (void)state;
    assert_ok(tx_semaphore_create(&semaphore, NULL, 2));
    assert_ok(tx_semaphore_get(&semaphore, TX_NO_WAIT));
    assert_ok(tx_semaphore_get(&semaphore, TX_NO_WAIT));
    assert_int_equal(tx_semaphore_get(&semaphore, TX_NO_WAIT), TX_NO_INSTANCE);
    assert_int_equal(tx_semaphore_get(&semaphore, 2), TX_NO_INSTANCE);
    run(put_later, 3);
    assert_ok(tx_semaphore_get(&semaphore, TX_WAIT_FOREVER));
    finish(TX_COMPLETED);
    assert_ok(tx_semaphore_delete(&semaphore));
    assert_int_equal(tx_semaphore_put(&semaphore), TX_SEMAPHORE_ERROR);
}

static TX_EVENT_FLAGS_GROUP group;

static VOID set_flags_later(ULONG flags)
{
    (void)tx_thread_sleep(2);
    (void)tx_event_flags_set(&group, flags & 1, TX_OR);
    (void)tx_thread_sleep(2);
    (void)tx_event_flags_set(&group, flags, TX_OR);
}

static void event_flags_are_waited_for(void **state)
{
    (void)state;
    ULONG flags;
    assert_ok(tx_event_flags_create(&group, NULL));
    assert_int_equal(tx_event_flags_get(&group, 1, TX_OR, &flags, TX_NO_WAIT), TX_NO_EVENTS);
    run(set_flags_later, 7);
    assert_ok(tx_event_flags_get(&group, 3, TX_AND_CLEAR, &flags, TX_WAIT_FOREVER));
    assert_int_equal(flags, 7);
    assert_ok(tx_event_flags_get(&group, 12, TX_OR, &flags, TX_NO_WAIT));
    assert_int_equal(flags, 4);
    assert_ok(tx_event_flags_set(&group, 0, TX_AND));
    assert_int_equal(tx_event_flags_get(&group, 4, TX_OR, &flags, 1), TX_NO_EVENTS);
    assert_int_equal(tx_event_flags_get(&group, 4, 9, &flags, 1), TX_OPTION_ERROR);
    finish(TX_COMPLETED);
    assert_ok(tx_event_flags_delete(&group));
}

static TX_QUEUE queue;

static VOID send_numbers(ULONG count)
{
    for (ULONG i = 0; i < count; i++) {
        ULONG message[2] = {i, ~i};
        if (tx_queue_send(&queue, message, TX_WAIT_FOREVER) != TX_SUCCESS) {
            return;
        }
    }
}

static void a_queue_keeps_the_order(void **state)
{
    (void)state;
    uint32_t room[7];
    uint32_t message[2];
    assert_int_equal(tx_queue_create(&queue, NULL, 17, room, sizeof(room)), TX_SIZE_ERROR);
    assert_ok(tx_queue_create(&queue, NULL, 2, room, sizeof(room)));
    assert_int_equal(tx_queue_receive(&queue, message, TX_NO_WAIT), TX_QUEUE_EMPTY);
    run(send_numbers, 100);
    for (uint32_t i = 0; i < 100; i++) {
        assert_ok(tx_queue_receive(&queue, message, TX_WAIT_FOREVER));
        assert_int_equal(message[0], i);
        assert_int_equal(message[1], ~i);
    }
    finish(TX_COMPLETED);
    for (uint32_t i = 0; i < 3; i++) {
        assert_ok(tx_queue_send(&queue, message, TX_NO_WAIT));
    }
    assert_int_equal(tx_queue_send(&queue, message, TX_NO_WAIT), TX_QUEUE_FULL);
    assert_ok(tx_queue_delete(&queue));
}

static TX_SEMAPHORE expired;

static VOID on_expiry(ULONG input)
{
    if (input == 42) {
        (void)tx_semaphore_put(&expired);
    }
}

static void timers_expire_and_repeat(void **state)
{
    (void)state;
    TX_TIMER timer = {0};
    assert_ok(tx_semaphore_create(&expired, NULL, 0));
    assert_int_equal(tx_timer_create(&timer, NULL, on_expiry, 42, 0, 1, TX_AUTO_ACTIVATE), TX_TICK_ERROR);
    long before = milliseconds();
    assert_ok(tx_timer_create(&timer, NULL, on_expiry, 42, 3, 2, TX_AUTO_ACTIVATE));
    assert_int_equal(tx_timer_activate(&timer), TX_ACTIVATE_ERROR);
    for (int i = 0; i < 3; i++) {
        assert_ok(tx_semaphore_get(&expired, 5 * SECOND));
    }
    assert_in_range(milliseconds() - before, 69, 5000);
    assert_ok(tx_timer_deactivate(&timer));
    while (tx_semaphore_get(&expired, TX_NO_WAIT) == TX_SUCCESS) {
    }
    assert_int_equal(tx_semaphore_get(&expired, 6), TX_NO_INSTANCE);
    assert_ok(tx_timer_activate(&timer));
    assert_ok(tx_semaphore_get(&expired, SECOND));
    assert_ok(tx_timer_delete(&timer));
    assert_int_equal(tx_timer_activate(&timer), TX_TIMER_ERROR);
    sleep_ms(20);
    assert_ok(tx_semaphore_delete(&expired));
}

static void byte_pools_split_and_join(void **state)
{
    (void)state;
    TX_BYTE_POOL bytes = {0};
    static UCHAR memory[4096];
    void *parts[8];
    void *all;
    assert_ok(tx_byte_pool_create(&bytes, NULL, memory + 1, sizeof(memory) - 1));
    ULONG whole = bytes.tx_byte_pool_available;
    for (size_t i = 0; i < 8; i++) {
        assert_ok(tx_byte_allocate(&bytes, &parts[i], 200 + (ULONG)i, TX_NO_WAIT));
        assert_int_equal((uintptr_t)parts[i] % sizeof(void *), 0);
        memset(parts[i], (int)i, 200 + i);
    }
    assert_int_equal(tx_byte_allocate(&bytes, &all, 3800, 1), TX_NO_MEMORY);
    assert_null(all);
    assert_int_equal(tx_byte_allocate(&bytes, &all, 0, 1), TX_SIZE_ERROR);
    for (size_t i = 0; i < 8; i++) {
        assert_ok(tx_byte_release(parts[(i * 3) % 8]));
    }
    assert_int_equal(tx_byte_release(parts[0]), TX_PTR_ERROR);
    assert_int_equal(bytes.tx_byte_pool_available, whole);
    assert_ok(tx_byte_allocate(&bytes, &all, 3800, TX_NO_WAIT));
    assert_ok(tx_byte_release(all));
    assert_ok(tx_byte_pool_delete(&bytes));
}

static void block_pools_hand_out_blocks(void **state)
{
    (void)state;
    TX_BLOCK_POOL blocks = {0};
    static UCHAR memory[1000];
    void *block[64];
    assert_ok(tx_block_pool_create(&blocks, NULL, 50, memory, sizeof(memory)));
    ULONG total = blocks.tx_block_pool_total;
    assert_in_range(total, 10, 20);
    for (size_t i = 0; i < total; i++) {
        assert_ok(tx_block_allocate(&blocks, &block[i], TX_NO_WAIT));
        memset(block[i], 1, 50);
    }
    assert_int_equal(tx_block_allocate(&blocks, &block[total], 1), TX_NO_MEMORY);
    for (size_t i = 0; i < total; i++) {
        assert_ok(tx_block_release(block[i]));
    }
    assert_int_equal(tx_block_release(block[0]), TX_PTR_ERROR);
    assert_int_equal(blocks.tx_block_pool_available, total);
}

static long excluded_count;

static void *count_excluded(void *argument)
{
    for (int i = 0; i < 5000; i++) {
        TX_INTERRUPT_SAVE_AREA
        TX_DISABLE
        excluded_count++;
        TX_RESTORE
    }
    return argument;
}

static void disabled_interrupts_exclude(void **state)
{
    (void)state;
    excluded_count = 0;
    pthread_t threads[2];
    for (size_t i = 0; i < 2; i++) {
        threads[i] = start_thread(count_excluded, NULL);
    }
    for (size_t i = 0; i < 2; i++) {
        join_thread(threads[i]);
    }
    assert_int_equal(excluded_count, 10000);
    assert_int_equal(tx_interrupt_control(TX_INT_DISABLE), TX_INT_ENABLE);
    assert_int_equal(tx_interrupt_control(TX_INT_DISABLE), TX_INT_DISABLE);
    assert_int_equal(tx_interrupt_control(TX_INT_ENABLE), TX_INT_DISABLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_thread_runs_and_completes),
        cmocka_unit_test(arguments_of_a_thread_are_checked),
        cmocka_unit_test(a_thread_may_start_later),
        cmocka_unit_test(a_sleep_takes_its_ticks),
        cmocka_unit_test(a_wait_is_aborted),
        cmocka_unit_test(a_terminated_thread_gives_its_mutexes_back),
        cmocka_unit_test(a_suspended_thread_stands_still),
        cmocka_unit_test(a_mutex_is_recursive_and_owned),
        cmocka_unit_test(deleting_ends_the_wait),
        cmocka_unit_test(a_mutex_excludes_host_threads_too),
        cmocka_unit_test(a_semaphore_counts),
        cmocka_unit_test(event_flags_are_waited_for),
        cmocka_unit_test(a_queue_keeps_the_order),
        cmocka_unit_test(timers_expire_and_repeat),
        cmocka_unit_test(byte_pools_split_and_join),
        cmocka_unit_test(block_pools_hand_out_blocks),
        cmocka_unit_test(disabled_interrupts_exclude),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
