#include "platform_test.h"

static NX_PACKET *allocate(ULONG type)
{
    NX_PACKET *packet;
    assert_ok(nx_packet_allocate(&pool, &packet, type, NX_NO_WAIT));
    return packet;
}

static void pattern(UCHAR *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        bytes[i] = (UCHAR)(i * 7 + i / 256);
    }
}

static void a_pool_holds_what_its_memory_holds(void **state)
{
    (void)state;
    assert_int_equal(pool.nx_packet_pool_total, PACKETS);
    assert_int_equal(pool.nx_packet_pool_available, PACKETS);
    assert_int_equal(pool.nx_packet_pool_id, NX_PACKET_POOL_ID);
    assert_int_equal(nx_packet_pool_create(&pool, NULL, 100, pool_memory, sizeof(pool_memory)), NX_PTR_ERROR);
    NX_PACKET_POOL other = {0};
    UCHAR room[1000];
    assert_int_equal(nx_packet_pool_create(&other, NULL, 1000, room, sizeof(room)), NX_SIZE_ERROR);
    assert_int_equal(nx_packet_pool_create(&other, NULL, 0, room, sizeof(room)), NX_SIZE_ERROR);
    assert_int_equal(nx_packet_pool_create(&other, NULL, 10, NULL, 1000), NX_PTR_ERROR);
    assert_ok(nx_packet_pool_create(&other, NULL, 100, room + 1, sizeof(room) - 1));
    assert_int_equal(other.nx_packet_pool_payload_size, 104);
    assert_int_equal(other.nx_packet_pool_total, (sizeof(room) - 8) / (sizeof(NX_PACKET) + 104));
    assert_ok(nx_packet_pool_low_watermark_set(&other, 1));
    assert_ok(nx_packet_pool_delete(&other));
    assert_int_equal(nx_packet_pool_delete(&other), NX_PTR_ERROR);
}

static void a_packet_begins_where_its_type_says(void **state)
{
    (void)state;
    NX_PACKET *packet = allocate(NX_TCP_PACKET);
    assert_ptr_equal(packet->nx_packet_prepend_ptr, packet->nx_packet_data_start + 76);
    assert_ptr_equal(packet->nx_packet_append_ptr, packet->nx_packet_prepend_ptr);
    assert_int_equal(packet->nx_packet_data_end - packet->nx_packet_data_start, PAYLOAD);
    assert_int_equal(packet->nx_packet_length, 0);
    assert_null(packet->nx_packet_last);
    assert_ok(nx_packet_release(packet));
    assert_int_equal(nx_packet_allocate(&pool, &packet, PAYLOAD + 1, NX_NO_WAIT), NX_OPTION_ERROR);
    assert_null(packet);
    assert_ok(nx_packet_allocate(&pool, &packet, PAYLOAD, NX_NO_WAIT));
    assert_ok(nx_packet_transmit_release(packet));
}

static void an_empty_pool_says_so(void **state)
{
    (void)state;
    NX_PACKET *packets[PACKETS];
    for (size_t i = 0; i < PACKETS; i++) {
        packets[i] = allocate(0);
    }
    NX_PACKET *none;
    assert_int_equal(nx_packet_allocate(&pool, &none, 0, NX_NO_WAIT), NX_NO_PACKET);
    long before = milliseconds();
    assert_int_equal(nx_packet_allocate(&pool, &none, 0, 5), NX_NO_PACKET);
    assert_in_range(milliseconds() - before, 49, 1000);
    ULONG requests;
    ULONG suspensions;
    assert_ok(nx_packet_pool_info_get(&pool, NULL, NULL, &requests, &suspensions, NULL));
    assert_int_equal(requests, 2);
    assert_int_equal(suspensions, 1);
    for (size_t i = 0; i < PACKETS; i++) {
        assert_ok(nx_packet_release(packets[i]));
    }
}

static void *release_later(void *packet)
{
    sleep_ms(30);
    return nx_packet_release(packet) == NX_SUCCESS ? NULL : packet;
}

static void a_waiting_allocation_gets_the_next_packet_released(void **state)
{
    (void)state;
    NX_PACKET *packets[PACKETS];
    for (size_t i = 0; i < PACKETS; i++) {
        packets[i] = allocate(0);
    }
    pthread_t thread = start_thread(release_later, packets[0]);
    NX_PACKET *packet;
    assert_ok(nx_packet_allocate(&pool, &packet, 0, NX_WAIT_FOREVER));
    assert_ptr_equal(packet, packets[0]);
    join_thread(thread);
    for (size_t i = 0; i < PACKETS; i++) {
        assert_ok(nx_packet_release(packets[i]));
    }
}

struct small_pool {
    NX_PACKET_POOL pool;
    ULONG64 memory[(sizeof(NX_PACKET) + 64) / sizeof(ULONG64)];
};

static void *delete_later(void *argument)
{
    struct small_pool *small = argument;
    sleep_ms(30);
    return nx_packet_pool_delete(&small->pool) == NX_SUCCESS ? NULL : small;
}

static void deleting_a_pool_ends_the_waits_for_it(void **state)
{
    (void)state;
    struct small_pool small = {.pool = {0}};
    assert_ok(nx_packet_pool_create(&small.pool, NULL, 64, small.memory, sizeof(small.memory)));
    NX_PACKET *packet;
    NX_PACKET *none;
    assert_ok(nx_packet_allocate(&small.pool, &packet, 0, NX_NO_WAIT));
    pthread_t thread = start_thread(delete_later, &small);
    assert_int_equal(nx_packet_allocate(&small.pool, &none, 0, NX_WAIT_FOREVER), NX_POOL_DELETED);
    assert_null(none);
    join_thread(thread);
    assert_int_equal(nx_packet_release(packet), NX_PTR_ERROR);
}

static void a_second_release_is_noticed(void **state)
{
    (void)state;
    NX_PACKET *packet = allocate(0);
    assert_ok(nx_packet_release(packet));
    assert_int_equal(nx_packet_release(packet), NX_PTR_ERROR);
    assert_int_equal(nx_packet_release(NULL), NX_PTR_ERROR);
    ULONG invalid;
    assert_ok(nx_packet_pool_info_get(&pool, NULL, NULL, NULL, NULL, &invalid));
    assert_int_equal(invalid, 1);
    assert_int_equal(packets_free(), PACKETS);
}

static void a_packet_out_of_bounds_is_not_released(void **state)
{
    (void)state;
    NX_PACKET *packet = allocate(0);
    packet->nx_packet_prepend_ptr--;
    assert_int_equal(nx_packet_release(packet), NX_UNDERFLOW);
    packet->nx_packet_prepend_ptr++;
    packet->nx_packet_append_ptr = packet->nx_packet_data_end + 1;
    assert_int_equal(nx_packet_release(packet), NX_OVERFLOW);
    packet->nx_packet_append_ptr = packet->nx_packet_data_end;
    assert_ok(nx_packet_release(packet));
}

static void data_goes_into_a_chain_and_comes_back(void **state)
{
    (void)state;
    static UCHAR in[5000];
    static UCHAR out[5000];
    ULONG copied;
    pattern(in, sizeof(in));
    for (ULONG size = 1; size <= sizeof(in); size += 61) {
        NX_PACKET *packet = allocate(NX_TCP_PACKET);
        assert_ok(nx_packet_data_append(packet, in, size / 3 + 1, &pool, NX_NO_WAIT));
        if (size > size / 3 + 1) {
            assert_ok(
                nx_packet_data_append(packet, in + size / 3 + 1, size - size / 3 - 1, &pool, NX_NO_WAIT));
        }
        ULONG length;
        assert_ok(nx_packet_length_get(packet, &length));
        assert_int_equal(length, size);
        memset(out, 0, sizeof(out));
        assert_ok(nx_packet_data_retrieve(packet, out, &copied));
        assert_int_equal(copied, size);
        assert_memory_equal(in, out, size);
        assert_ok(nx_packet_data_extract_offset(packet, size / 2, out, sizeof(out), &copied));
        assert_int_equal(copied, size - size / 2);
        assert_memory_equal(in + size / 2, out, copied);
        assert_ok(nx_packet_data_extract_offset(packet, size / 2, out, 1, &copied));
        assert_int_equal(copied, 1);
        assert_int_equal(nx_packet_data_extract_offset(packet, size, out, 1, &copied),
                         NX_PACKET_OFFSET_ERROR);
        assert_int_equal(copied, 0);
        assert_ok(nx_packet_release(packet));
        assert_int_equal(packets_free(), PACKETS);
    }
}

static void a_failed_append_changes_nothing(void **state)
{
    (void)state;
    static UCHAR data[PACKETS * PAYLOAD];
    NX_PACKET *packet = allocate(100);
    assert_ok(nx_packet_data_append(packet, data, 700, &pool, NX_NO_WAIT));
    const NX_PACKET before = *packet;
    const NX_PACKET *second = packet->nx_packet_next;
    UCHAR *second_end = second->nx_packet_append_ptr;
    assert_int_equal(nx_packet_data_append(packet, data, sizeof(data), &pool, NX_NO_WAIT), NX_NO_PACKET);
    assert_memory_equal(&before, packet, sizeof(before));
    assert_ptr_equal(second->nx_packet_append_ptr, second_end);
    assert_int_equal(packets_free(), PACKETS - 2);
    assert_int_equal(nx_packet_data_append(packet, data, 0, &pool, NX_NO_WAIT), NX_SIZE_ERROR);
    assert_int_equal(nx_packet_data_append(packet, NULL, 1, &pool, NX_NO_WAIT), NX_PTR_ERROR);
    assert_ok(nx_packet_release(packet));
}

static void an_empty_packet_has_nothing_to_give(void **state)
{
    (void)state;
    UCHAR out[4];
    ULONG copied = 9;
    NX_PACKET *packet = allocate(0);
    assert_ok(nx_packet_data_extract_offset(packet, 0, out, sizeof(out), &copied));
    assert_int_equal(copied, 0);
    assert_int_equal(nx_packet_data_extract_offset(packet, 1, out, sizeof(out), &copied),
                     NX_PACKET_OFFSET_ERROR);
    assert_int_equal(nx_packet_data_retrieve(packet, out, &copied), NX_INVALID_PACKET);
    NX_PACKET *copy;
    assert_int_equal(nx_packet_copy(packet, &copy, &pool, NX_NO_WAIT), NX_INVALID_PACKET);
    assert_ok(nx_packet_release(packet));
}

static void a_copy_is_equal_and_independent(void **state)
{
    (void)state;
    static UCHAR in[3000];
    static UCHAR out[3000];
    ULONG copied;
    pattern(in, sizeof(in));
    NX_PACKET *packet = allocate(NX_TCP_PACKET);
    assert_ok(nx_packet_data_append(packet, in, sizeof(in), &pool, NX_NO_WAIT));
    NX_PACKET *copy;
    assert_ok(nx_packet_copy(packet, &copy, &pool, NX_NO_WAIT));
    assert_int_equal(copy->nx_packet_prepend_ptr - copy->nx_packet_data_start, NX_TCP_PACKET);
    assert_ok(nx_packet_release(packet));
    assert_ok(nx_packet_data_retrieve(copy, out, &copied));
    assert_int_equal(copied, sizeof(in));
    assert_memory_equal(in, out, sizeof(in));
    assert_ok(nx_packet_release(copy));
}

static void a_copy_that_does_not_fit_takes_nothing(void **state)
{
    (void)state;
    static UCHAR in[PACKETS * PAYLOAD / 2 + PAYLOAD];
    NX_PACKET *packet = allocate(0);
    assert_ok(nx_packet_data_append(packet, in, sizeof(in), &pool, NX_NO_WAIT));
    ULONG free_before = packets_free();
    NX_PACKET *copy;
    assert_int_equal(nx_packet_copy(packet, &copy, &pool, 2), NX_NO_PACKET);
    assert_null(copy);
    assert_int_equal(packets_free(), free_before);
    assert_ok(nx_packet_release(packet));
}

static void a_chain_with_a_free_packet_in_it_stops_the_release(void **state)
{
    (void)state;
    static UCHAR data[2 * PAYLOAD];
    NX_PACKET *packet = allocate(0);
    assert_ok(nx_packet_data_append(packet, data, sizeof(data), &pool, NX_NO_WAIT));
    assert_ok(nx_packet_release(packet->nx_packet_next));
    assert_int_equal(nx_packet_release(packet), NX_PTR_ERROR);
    assert_int_equal(pool.nx_packet_pool_invalid_releases, 1);
}

enum {
    ROUNDS = 3000,
};

static void *allocate_and_release(void *failed)
{
    static UCHAR data[900];
    for (int i = 0; i < ROUNDS; i++) {
        NX_PACKET *packet;
        if (nx_packet_allocate(&pool, &packet, 76, NX_WAIT_FOREVER) != NX_SUCCESS ||
            nx_packet_data_append(packet, data, sizeof(data), &pool, NX_WAIT_FOREVER) != NX_SUCCESS ||
            nx_packet_release(packet) != NX_SUCCESS) {
            return failed;
        }
    }
    return NULL;
}

static void threads_share_a_pool(void **state)
{
    (void)state;
    pthread_t threads[4];
    for (size_t i = 0; i < 4; i++) {
        threads[i] = start_thread(allocate_and_release, &threads[i]);
    }
    for (size_t i = 0; i < 4; i++) {
        void *failed;
        assert_int_equal(pthread_join(threads[i], &failed), 0);
        assert_null(failed);
    }
}

#define pool_test(name) cmocka_unit_test_setup_teardown(name, make_pool, end_pool)

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(a_pool_holds_what_its_memory_holds),
        pool_test(a_packet_begins_where_its_type_says),
        pool_test(an_empty_pool_says_so),
        pool_test(a_waiting_allocation_gets_the_next_packet_released),
        pool_test(deleting_a_pool_ends_the_waits_for_it),
        pool_test(a_second_release_is_noticed),
        pool_test(a_packet_out_of_bounds_is_not_released),
        pool_test(data_goes_into_a_chain_and_comes_back),
        pool_test(a_failed_append_changes_nothing),
        pool_test(an_empty_packet_has_nothing_to_give),
        pool_test(a_copy_is_equal_and_independent),
        pool_test(a_copy_that_does_not_fit_takes_nothing),
        pool_test(a_chain_with_a_free_packet_in_it_stops_the_release),
        pool_test(threads_share_a_pool),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
