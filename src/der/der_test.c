#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "der/der.h"
#include "der/oid.h"

#define DER(text) nxs_bytes_of(text, sizeof(text) - 1)

static enum nxs_status next_of(nxs_bytes der, struct nxs_der *element)
{
    struct nxs_reader r = nxs_reader_of(der);
    return nxs_der_next(&r, element);
}

/* ---- headers ---- */

static void headers_are_definite_and_minimal(void **state)
{
    (void)state;
    const struct {
        nxs_bytes der;
        enum nxs_status status;
    } cases[] = {
        {DER("\x05\x00"), NXS_OK},
        {DER("\x04\x01\xAA"), NXS_OK},
        {DER(""), NXS_DER_LENGTH},
        {DER("\x04"), NXS_DER_LENGTH},
        {DER("\x04\x01"), NXS_DER_LENGTH},             /* contents missing */
        {DER("\x30\x80\x00\x00"), NXS_DER_LENGTH},     /* indefinite */
        {DER("\x04\x81\x01\xAA"), NXS_DER_LENGTH},     /* fits the short form */
        {DER("\x04\x82\x00\x01\xAA"), NXS_DER_LENGTH}, /* leading zero */
        {DER("\x04\x85\x00\x00\x00\x00\x01\xAA"), NXS_DER_LENGTH},
        {DER("\x04\x88\x00\x00\x00\x00\x00\x00\x00\x01"), NXS_DER_LENGTH},
        {DER("\x04\x84\xFF\xFF\xFF\xFF"), NXS_DER_LENGTH},
        {DER("\x04\x82\x01"), NXS_DER_LENGTH},
        {DER("\x04\xFF"), NXS_DER_LENGTH}, /* [X.690 8.1.3.5 c] reserved */
        {DER("\x1F\x81\x01\x00"), NXS_DER_MULTIBYTE_TAG},
        {DER("\xBF\x20\x00"), NXS_DER_MULTIBYTE_TAG},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct nxs_der element;
        assert_int_equal(next_of(cases[i].der, &element), cases[i].status);
        assert_true(cases[i].status == NXS_OK || (element.whole.len == 0 && element.value.data == NULL));
    }
}

static void long_lengths_are_read(void **state)
{
    (void)state;
    static uint8_t der[4 + 70000];
    struct nxs_der element;
    memcpy(der, "\x04\x81\x80", 3);
    assert_int_equal(next_of(nxs_bytes_of(der, 3 + 128), &element), NXS_OK);
    assert_int_equal(element.value.len, 128);
    assert_int_equal(element.whole.len, 131);
    memcpy(der, "\x04\x83\x01\x00\x00", 5);
    assert_int_equal(next_of(nxs_bytes_of(der, 5 + 65536), &element), NXS_OK);
    assert_int_equal(element.value.len, 65536);
    assert_ptr_equal(element.whole.data, der);
    assert_ptr_equal(element.value.data, der + 5);
}

static void wrong_tags_and_classes_are_told_apart(void **state)
{
    (void)state;
    struct nxs_reader r = nxs_reader_of(DER("\x02\x01\x05"));
    struct nxs_der element;
    assert_int_equal(nxs_der_expect(&r, NXS_DER_OCTET_STRING, &element), NXS_DER_TAG);
    r = nxs_reader_of(DER("\x82\x01\x05"));
    assert_int_equal(nxs_der_expect(&r, NXS_DER_INTEGER, &element), NXS_DER_CLASS);
    r = nxs_reader_of(DER("\x22\x01\x05")); /* constructed INTEGER */
    assert_int_equal(nxs_der_expect(&r, NXS_DER_INTEGER, &element), NXS_DER_TAG);
    assert_null(element.value.data);
    r = nxs_reader_of(DER("\x30\x02\x05\x00\x01"));
    struct nxs_reader contents;
    assert_int_equal(nxs_der_enter(&r, NXS_DER_SEQUENCE, &contents), NXS_OK);
    assert_int_equal(nxs_der_null(&contents), NXS_OK);
    assert_int_equal(nxs_der_end(&contents), NXS_OK);
    assert_int_equal(nxs_der_end(&r), NXS_DER_VALUE);
    assert_true(nxs_der_is_next(&r, NXS_DER_BOOLEAN));
    assert_false(nxs_der_is_next(&contents, NXS_DER_BOOLEAN));
}

/* ---- values ---- */

static void booleans(void **state)
{
    (void)state;
    const struct {
        nxs_bytes der;
        enum nxs_status status;
        bool value;
    } cases[] = {
        {DER("\x01\x01\x00"), NXS_OK, false},
        {DER("\x01\x01\xFF"), NXS_OK, true},
        {DER("\x01\x01\x01"), NXS_DER_VALUE, false},
        {DER("\x01\x00"), NXS_DER_VALUE, false},
        {DER("\x01\x02\xFF\xFF"), NXS_DER_VALUE, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct nxs_reader r = nxs_reader_of(cases[i].der);
        bool value = true;
        assert_int_equal(nxs_der_boolean(&r, &value), cases[i].status);
        assert_int_equal(value, cases[i].value);
    }
}

static void integers(void **state)
{
    (void)state;
    const struct {
        nxs_bytes der;
        enum nxs_status any, natural;
        uint32_t number;
        size_t bits;
    } cases[] = {
        {DER("\x02\x01\x00"), NXS_OK, NXS_OK, 0, 0},
        {DER("\x02\x01\x7F"), NXS_OK, NXS_OK, 127, 7},
        {DER("\x02\x02\x00\x80"), NXS_OK, NXS_OK, 128, 8},
        {DER("\x02\x02\x01\x00"), NXS_OK, NXS_OK, 256, 9},
        {DER("\x02\x05\x00\xFF\xFF\xFF\xFE"), NXS_OK, NXS_OK, 0xFFFFFFFE, 32},
        {DER("\x02\x05\x01\x00\x00\x00\x00"), NXS_OK, NXS_OK, UINT32_MAX, 33},
        {DER("\x02\x01\x80"), NXS_OK, NXS_DER_VALUE, 0, 0},
        {DER("\x02\x02\xFF\x7F"), NXS_OK, NXS_DER_VALUE, 0, 0},
        {DER("\x02\x00"), NXS_DER_VALUE, NXS_DER_VALUE, 0, 0},
        {DER("\x02\x02\x00\x7F"), NXS_DER_VALUE, NXS_DER_VALUE, 0, 0},
        {DER("\x02\x02\xFF\x80"), NXS_DER_VALUE, NXS_DER_VALUE, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct nxs_reader r = nxs_reader_of(cases[i].der);
        nxs_bytes contents;
        assert_int_equal(nxs_der_integer(&r, &contents), cases[i].any);
        r = nxs_reader_of(cases[i].der);
        assert_int_equal(nxs_der_natural(&r, &contents), cases[i].natural);
        assert_int_equal(nxs_natural_bits(contents), cases[i].bits);
        uint32_t number;
        r = nxs_reader_of(cases[i].der);
        assert_int_equal(nxs_der_number(&r, &number), cases[i].natural);
        assert_int_equal(number, cases[i].number);
    }
}

static void bit_strings(void **state)
{
    (void)state;
    const struct {
        nxs_bytes der;
        enum nxs_status status;
        size_t len;
        uint8_t unused;
    } cases[] = {
        {DER("\x03\x01\x00"), NXS_OK, 0, 0},
        {DER("\x03\x02\x07\x80"), NXS_OK, 1, 7},
        {DER("\x03\x03\x00\x12\x34"), NXS_OK, 2, 0},
        {DER("\x03\x02\x07\x81"), NXS_DER_VALUE, 0, 0}, /* [X.690 11.2.1] unused bits are zero */
        {DER("\x03\x02\x08\x00"), NXS_DER_VALUE, 0, 0},
        {DER("\x03\x01\x01"), NXS_DER_VALUE, 0, 0},
        {DER("\x03\x00"), NXS_DER_VALUE, 0, 0},
        {DER("\x23\x04\x03\x02\x00\x01"), NXS_DER_TAG, 0, 0}, /* [X.690 10.2] constructed */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct nxs_reader r = nxs_reader_of(cases[i].der);
        nxs_bytes bits;
        uint8_t unused;
        assert_int_equal(nxs_der_bits(&r, &bits, &unused), cases[i].status);
        assert_int_equal(bits.len, cases[i].len);
        assert_int_equal(unused, cases[i].unused);
    }
    struct nxs_reader r = nxs_reader_of(DER("\x03\x02\x04\xF0"));
    nxs_bytes bytes;
    assert_int_equal(nxs_der_bit_bytes(&r, &bytes), NXS_DER_VALUE);
    assert_int_equal(bytes.len, 0);
}

static void object_identifiers(void **state)
{
    (void)state;
    const struct {
        nxs_bytes der;
        enum nxs_status status;
    } cases[] = {
        {DER("\x06\x03\x55\x04\x03"), NXS_OK},
        {DER("\x06\x04\x2A\x86\x48\x01"), NXS_OK},
        {DER("\x06\x00"), NXS_DER_VALUE},
        {DER("\x06\x03\x55\x04\x83"), NXS_DER_VALUE},     /* the last arc does not end */
        {DER("\x06\x04\x55\x80\x04\x03"), NXS_DER_VALUE}, /* an arc with a leading zero */
        {DER("\x06\x02\x80\x01"), NXS_DER_VALUE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct nxs_reader r = nxs_reader_of(cases[i].der);
        nxs_bytes oid;
        assert_int_equal(nxs_der_oid(&r, &oid), cases[i].status);
        assert_true((oid.len > 0) == (cases[i].status == NXS_OK));
    }
    struct nxs_reader r = nxs_reader_of(DER("\x05\x01\x00"));
    assert_int_equal(nxs_der_null(&r), NXS_DER_VALUE);
}

static void algorithm_identifiers(void **state)
{
    (void)state;
    nxs_bytes oid, parameters;
    struct nxs_reader r = nxs_reader_of(DER("\x30\x05\x06\x03\x2B\x65\x70"));
    assert_int_equal(nxs_der_algorithm(&r, &oid, &parameters), NXS_OK);
    assert_int_equal(nxs_oid_find(oid), NXS_OID_ED25519);
    assert_int_equal(parameters.len, 0);
    r = nxs_reader_of(DER("\x30\x07\x06\x03\x2B\x65\x70\x05\x00"));
    assert_int_equal(nxs_der_algorithm(&r, &oid, &parameters), NXS_OK);
    assert_int_equal(parameters.len, 2);
    r = nxs_reader_of(DER("\x30\x09\x06\x03\x2B\x65\x70\x05\x00\x05\x00"));
    assert_int_equal(nxs_der_algorithm(&r, &oid, &parameters), NXS_DER_VALUE);
}

/* ---- truncations and mutations ---- */

static const uint8_t sample[] = {0x30, 0x1D, 0x02, 0x02, 0x00, 0x80, 0x01, 0x01, 0xFF, 0x03, 0x03,
                                 0x04, 0xAB, 0xC0, 0x06, 0x03, 0x55, 0x04, 0x03, 0x30, 0x05, 0x06,
                                 0x03, 0x2B, 0x65, 0x70, 0x04, 0x01, 0xAA, 0x05, 0x00};

static enum nxs_status read_sample(nxs_bytes der)
{
    struct nxs_reader r = nxs_reader_of(der), in;
    nxs_bytes bytes, parameters;
    bool flag;
    uint8_t unused;
    NXS_TRY(nxs_der_enter(&r, NXS_DER_SEQUENCE, &in));
    NXS_TRY(nxs_der_end(&r));
    NXS_TRY(nxs_der_natural(&in, &bytes));
    NXS_TRY(nxs_der_boolean(&in, &flag));
    NXS_TRY(nxs_der_bits(&in, &bytes, &unused));
    NXS_TRY(nxs_der_oid(&in, &bytes));
    NXS_TRY(nxs_der_algorithm(&in, &bytes, &parameters));
    NXS_TRY(nxs_der_octets(&in, &bytes));
    NXS_TRY(nxs_der_null(&in));
    return nxs_der_end(&in);
}

static void every_truncation_fails(void **state)
{
    (void)state;
    assert_int_equal(read_sample(nxs_bytes_of(sample, sizeof sample)), NXS_OK);
    for (size_t len = 0; len < sizeof sample; len++) {
        uint8_t exact[sizeof sample + 1];
        memcpy(exact, sample, len);
        assert_int_equal(read_sample(nxs_bytes_of(exact, len)), NXS_DER_LENGTH);
        if (len >= 2) { /* cut inside, with a frame that says so */
            exact[1] = (uint8_t)(len - 2);
            assert_int_not_equal(read_sample(nxs_bytes_of(exact, len)), NXS_OK);
        }
    }
}

static void every_changed_header_fails(void **state)
{
    (void)state;
    static const uint8_t contents_at[] = {4,  5,  12, 13, 16, 17,
                                          18, 23, 24, 25, 28}; /* may hold other values */
    for (size_t at = 0; at < sizeof sample; at++) {
        bool contents = memchr(contents_at, (int)at, sizeof contents_at) != NULL;
        for (unsigned value = 0; value < 256; value++) {
            uint8_t changed[sizeof sample];
            memcpy(changed, sample, sizeof sample);
            changed[at] = (uint8_t)value;
            enum nxs_status status = read_sample(nxs_bytes_of(changed, sizeof changed));
            assert_true(contents || status != NXS_OK || value == sample[at] || (at == 8 && value == 0) ||
                        (at == 11 && value < 7));
        }
    }
}

/* ---- dates ---- */

static void dates(void **state)
{
    (void)state;
    enum { UTC = NXS_DER_UTC_TIME, GEN = NXS_DER_GENERALIZED_TIME };
    static const struct {
        uint8_t tag;
        const char *text;
        int64_t seconds; /* by the command `date -u +%s` */
    } good[] = {
        {UTC, "700101000000Z", 0},
        {UTC, "691231235959Z", -1},
        {UTC, "500101000000Z", -631152000},
        {UTC, "491231235959Z", 2524607999},
        {UTC, "000229120000Z", 951825600},
        {UTC, "991231235959Z", 946684799},
        {GEN, "19700101000000Z", 0},
        {GEN, "20500101000000Z", 2524608000},
        {GEN, "19491231235959Z", -631152001},
        {GEN, "20380119031408Z", 2147483648},
        {GEN, "99991231235959Z", 253402300799},
        {GEN, "00000101000000Z", -62167219200},
        {GEN, "00010101000000Z", -62135596800},
        {GEN, "20000229000000Z", 951782400},
        {GEN, "24000229000000Z", 13574563200},
    };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        int64_t seconds;
        nxs_bytes text = nxs_bytes_of(good[i].text, strlen(good[i].text));
        assert_int_equal(nxs_der_time(good[i].tag, text, &seconds), NXS_OK);
        assert_true(seconds == good[i].seconds);
    }
}

static void dates_that_are_none(void **state)
{
    (void)state;
    enum { UTC = NXS_DER_UTC_TIME, GEN = NXS_DER_GENERALIZED_TIME };
    static const struct {
        uint8_t tag;
        const char *text;
    } bad[] = {
        {UTC, ""},
        {UTC, "7001010000Z"},       /* [RFC5280 4.1.2.5.1] seconds must be there */
        {UTC, "700101000000"},      /* Z too */
        {UTC, "700101000000+0000"}, /* and nothing else */
        {UTC, "700101000000z"},
        {UTC, "700101000000Z "},
        {UTC, "19700101000000Z"},
        {UTC, "700001000000Z"},
        {UTC, "701301000000Z"},
        {UTC, "700100000000Z"},
        {UTC, "700132000000Z"},
        {UTC, "700229000000Z"},
        {UTC, "700431000000Z"},
        {UTC, "700101240000Z"},
        {UTC, "700101006000Z"},
        {UTC, "700101000060Z"},
        {UTC, "7001010000 0Z"},
        {UTC, "70010100000\xB0Z"},
        {UTC, "-10101000000Z"},
        {GEN, "700101000000Z"},
        {GEN, "19700101000000.5Z"}, /* [RFC5280 4.1.2.5.2] no fractions */
        {GEN, "1970010100Z"},
        {GEN, "19000229000000Z"}, /* no leap year */
        {GEN, "20500101000000+0100"},
        {0x18 + 1, "19700101000000Z"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        int64_t seconds = 7;
        nxs_bytes text = nxs_bytes_of(bad[i].text, strlen(bad[i].text));
        assert_int_equal(nxs_der_time(bad[i].tag, text, &seconds), NXS_CERT_DATE);
        assert_true(seconds == INT64_MIN);
    }
}

static void every_day_of_four_centuries_follows_the_one_before(void **state)
{
    (void)state;
    static const unsigned days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int64_t expected = -62167219200;
    for (unsigned year = 0; year < 400; year++) {
        for (unsigned month = 1; month <= 12; month++) {
            bool leap = month == 2 && year % 4 == 0 && (year % 100 != 0 || year == 0);
            for (unsigned day = 1; day <= days[month - 1] + (leap ? 1u : 0u); day++) {
                char text[32];
                int64_t seconds;
                snprintf(text, sizeof text, "%04u%02u%02u000000Z", year, month, day);
                assert_int_equal(nxs_der_time(NXS_DER_GENERALIZED_TIME, nxs_bytes_of(text, 15), &seconds),
                                 NXS_OK);
                assert_true(seconds == expected);
                expected += 86400;
            }
        }
    }
}

/* ---- identifiers ---- */

static void the_table_has_each_identifier_once(void **state)
{
    (void)state;
    for (uint16_t number = 1; number <= 62; number++) {
        nxs_bytes oid = nxs_oid_bytes(number);
        assert_int_equal(nxs_oid_find(oid), number == 16 ? 0 : number); /* 16 is not assigned */
        assert_int_equal(nxs_oid_group(oid), 0);
    }
    assert_int_equal(nxs_oid_find(DER("\x55\x1D\x0F")), NXS_OID_KEY_USAGE);
    assert_int_equal(nxs_oid_find(DER("\x55\x1D")), NXS_OID_UNKNOWN);
    assert_int_equal(nxs_oid_find(DER("\x55\x1D\x0F\x01")), NXS_OID_UNKNOWN);
    assert_int_equal(nxs_oid_find(DER("")), NXS_OID_UNKNOWN);
    assert_int_equal(nxs_oid_bytes(NXS_OID_UNKNOWN).len, 0);
    assert_int_equal(nxs_oid_bytes(0xFFFF).len, 0);
}

static void curves_are_groups(void **state)
{
    (void)state;
    assert_int_equal(nxs_oid_group(DER("\x2A\x86\x48\xCE\x3D\x03\x01\x01")), 19);
    assert_int_equal(nxs_oid_group(DER("\x2B\x81\x04\x00\x21")), 21);
    assert_int_equal(nxs_oid_group(DER("\x2A\x86\x48\xCE\x3D\x03\x01\x07")), 23);
    assert_int_equal(nxs_oid_group(DER("\x2B\x81\x04\x00\x22")), 24);
    assert_int_equal(nxs_oid_group(DER("\x2B\x81\x04\x00\x23")), 25);
    assert_int_equal(nxs_oid_group(DER("\x2B\x81\x04\x00\x0A")), 0); /* secp256k1 */
    assert_int_equal(nxs_oid_find(DER("\x2A\x86\x48\xCE\x3D\x03\x01\x07")), NXS_OID_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headers_are_definite_and_minimal),
        cmocka_unit_test(long_lengths_are_read),
        cmocka_unit_test(wrong_tags_and_classes_are_told_apart),
        cmocka_unit_test(booleans),
        cmocka_unit_test(integers),
        cmocka_unit_test(bit_strings),
        cmocka_unit_test(object_identifiers),
        cmocka_unit_test(algorithm_identifiers),
        cmocka_unit_test(every_truncation_fails),
        cmocka_unit_test(every_changed_header_fails),
        cmocka_unit_test(dates),
        cmocka_unit_test(dates_that_are_none),
        cmocka_unit_test(every_day_of_four_centuries_follows_the_one_before),
        cmocka_unit_test(the_table_has_each_identifier_once),
        cmocka_unit_test(curves_are_groups),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
