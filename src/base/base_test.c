#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/bytes.h"
#include "base/ct.h"
#include "base/layout.h"
#include "base/status.h"

static void reads_numbers_and_vectors(void **state)
{
    (void)state;
    static const uint8_t wire[] = {0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x00, 0x02, 0xAA, 0xBB, 0x07};
    struct nxs_reader r = nxs_reader_of(nxs_bytes_of(wire, sizeof wire));
    struct nxs_reader v;
    uint8_t u8;
    uint16_t u16;
    uint32_t u24;
    assert_true(nxs_read_u8(&r, &u8) && u8 == 1);
    assert_true(nxs_read_u16(&r, &u16) && u16 == 0x0203);
    assert_true(nxs_read_u24(&r, &u24) && u24 == 0x040506);
    assert_true(nxs_read_vec16(&r, &v));
    assert_int_equal(nxs_read_rest(&v).len, 2);
    assert_false(nxs_read_end(&r));
    assert_true(nxs_read_u8(&r, &u8) && u8 == 7);
    assert_true(nxs_read_end(&r));
}

static void a_failed_read_zeroes_and_empties(void **state)
{
    (void)state;
    static const uint8_t wire[] = {0x00, 0x05, 0x01, 0x02};
    struct nxs_reader r = nxs_reader_of(nxs_bytes_of(wire, sizeof wire));
    struct nxs_reader v = r;
    uint8_t u8 = 9;
    assert_false(nxs_read_vec16(&r, &v));
    assert_int_equal(v.left, 0);
    assert_false(nxs_read_u8(&r, &u8));
    assert_int_equal(u8, 0);
    uint32_t u24 = 1;
    struct nxs_reader one = nxs_reader_of(nxs_bytes_of(wire, 2));
    assert_false(nxs_read_u24(&one, &u24));
    assert_int_equal(u24, 0);
    assert_int_equal(one.left, 0);
}

static void writes_vectors_with_marks(void **state)
{
    (void)state;
    uint8_t room[16];
    struct nxs_writer w = nxs_writer_of(nxs_room_of(room, sizeof room));
    struct nxs_mark outer = nxs_open_vec24(&w);
    nxs_write_u16(&w, 0x0102);
    struct nxs_mark inner = nxs_open_vec8(&w);
    nxs_write_bytes(&w, nxs_bytes_of("abc", 3));
    nxs_close_vec(&w, inner);
    nxs_bytes written;
    assert_false(nxs_write_end(&w, &written));
    nxs_close_vec(&w, outer);
    assert_true(nxs_write_end(&w, &written));
    static const uint8_t expected[] = {0, 0, 6, 1, 2, 3, 'a', 'b', 'c'};
    assert_int_equal(written.len, sizeof expected);
    assert_memory_equal(written.data, expected, sizeof expected);
}

static void a_full_writer_stays_failed(void **state)
{
    (void)state;
    uint8_t room[300];
    nxs_bytes written;
    struct nxs_writer w = nxs_writer_of(nxs_room_of(room, 3));
    nxs_write_u32(&w, 1);
    nxs_write_u8(&w, 1);
    assert_false(nxs_write_end(&w, &written));
    assert_null(written.data);

    w = nxs_writer_of(nxs_room_of(room, sizeof room));
    struct nxs_mark mark = nxs_open_vec8(&w);
    assert_non_null(nxs_write_space(&w, 256));
    nxs_close_vec(&w, mark);
    assert_false(nxs_write_end(&w, &written));
}

static void compares_and_selects_without_branches(void **state)
{
    (void)state;
    static const uint32_t samples[] = {0, 1, 2, 255, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF};
    for (size_t i = 0; i < 8; i++) {
        for (size_t j = 0; j < 8; j++) {
            uint32_t a = samples[i], b = samples[j];
            assert_int_equal(nxs_ct_mask_equal(a, b), a == b ? 0xFFFFFFFFu : 0);
            assert_int_equal(nxs_ct_mask_less(a, b), a < b ? 0xFFFFFFFFu : 0);
        }
    }
    assert_int_equal(nxs_ct_select(0xFFFFFFFFu, 5, 9), 5);
    assert_int_equal(nxs_ct_select(0, 5, 9), 9);
    assert_true(nxs_ct_equal("same", "same", 4));
    assert_false(nxs_ct_equal("same", "sane", 4));
    uint8_t secret[5] = {1, 2, 3, 4, 5};
    nxs_wipe(secret, sizeof secret);
    assert_memory_equal(secret, "\0\0\0\0\0", 5);
}

static void measures_what_it_carves(void **state)
{
    (void)state;
    struct nxs_layout plan = nxs_layout_of(NULL, 0);
    nxs_layout_take(&plan, 13);
    nxs_layout_take(&plan, 1);
    nxs_layout_take(&plan, 24);
    size_t size = nxs_layout_size(&plan);
    unsigned char memory[128];
    for (size_t shift = 0; shift < 8; shift++) {
        struct nxs_layout use = nxs_layout_of(memory + shift, size);
        assert_non_null(nxs_layout_take(&use, 13));
        void *one = nxs_layout_take(&use, 1);
        assert_int_equal((uintptr_t)one % NXS_LAYOUT_ALIGN, 0);
        unsigned char *last = nxs_layout_take(&use, 24);
        assert_non_null(last);
        assert_true(last + 24 <= memory + shift + size);
        assert_false(use.failed);
    }
    struct nxs_layout small = nxs_layout_of(memory + 1, size - 8);
    nxs_layout_take(&small, 13);
    nxs_layout_take(&small, 1);
    assert_null(nxs_layout_take(&small, 24));
    assert_true(small.failed);
}

static void every_status_has_words_and_a_known_alert(void **state)
{
    (void)state;
    for (int i = 0; i < NXS_STATUS_COUNT; i++) {
        enum nxs_status status = (enum nxs_status)i;
        assert_true(strlen(nxs_status_words(status)) > 3);
        assert_string_not_equal(nxs_alert_words(nxs_status_alert(status)), "an unknown alert");
    }
    assert_int_equal(nxs_status_alert(NXS_BAD_RECORD_MAC), nxs_status_alert(NXS_AEAD_FAILED));
    assert_int_equal(nxs_status_alert(NXS_CERT_UNKNOWN_ISSUER), 48);
    assert_string_equal(nxs_alert_words(255), "an unknown alert");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_numbers_and_vectors),
        cmocka_unit_test(a_failed_read_zeroes_and_empties),
        cmocka_unit_test(writes_vectors_with_marks),
        cmocka_unit_test(a_full_writer_stays_failed),
        cmocka_unit_test(compares_and_selects_without_branches),
        cmocka_unit_test(measures_what_it_carves),
        cmocka_unit_test(every_status_has_words_and_a_known_alert),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
