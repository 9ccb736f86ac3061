#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "x509/test_certs.h"

static int reset(void **state)
{
    (void)state;
    t_reset();
    return 0;
}

static nxs_bytes cn(uint8_t tag, nxs_bytes text)
{
    return SEQ(SET(SEQ(t_oid(NXS_OID_COMMON_NAME), TLV(tag, text))));
}

static void names_compare_as_their_readers_see_them(void **state)
{
    (void)state;
    enum { UTF8 = 0x0C, PRINTABLE = 0x13, TELETEX = 0x14, IA5 = 0x16, BMP = 0x1E };
    const struct {
        nxs_bytes a, b;
        bool equal;
    } cases[] = {
        {cn(UTF8, LIT("Good CA")), cn(UTF8, LIT("Good CA")), true},
        {cn(UTF8, LIT("Good CA")), cn(UTF8, LIT("gOOD ca")), true},
        {cn(UTF8, LIT("Good CA")), cn(PRINTABLE, LIT("good ca")),
         true}, /* [RFC5280 7.1] both kinds of string */
        {cn(UTF8, LIT("Good CA")), cn(UTF8, LIT("  Good \x20 CA ")), true},
        {cn(UTF8, LIT("Good CA")), cn(UTF8, LIT("GoodCA")), false},
        {cn(UTF8, LIT("Good CA")), cn(UTF8, LIT("Good CA2")), false},
        {cn(UTF8, LIT("Good CA")), cn(UTF8, LIT("Good C")), false},
        {cn(UTF8, LIT("")), cn(UTF8, LIT("   ")), true},
        {cn(UTF8, LIT("a")), cn(UTF8, LIT("a\0")), false},
        {cn(UTF8, LIT("a\0b")), cn(UTF8, LIT("a\0c")), false},
        {cn(UTF8, LIT("Caf\xC3\xA9")), cn(UTF8, LIT("caf\xC3\xA9")), true},
        {cn(UTF8, LIT("Caf\xC3\xA9")), cn(UTF8, LIT("Caf\xC3\x89")), false}, /* only ASCII is folded */
        {cn(TELETEX, LIT("Good")), cn(TELETEX, LIT("Good")), true},
        {cn(TELETEX, LIT("Good")), cn(TELETEX, LIT("good")), false},
        {cn(TELETEX, LIT("Good")), cn(UTF8, LIT("Good")), false},
        {cn(BMP, LIT("\0G\0o")), cn(BMP, LIT("\0G\0o")), true},
        {cn(IA5, LIT("A@B.c")), cn(IA5, LIT("a@b.C")), true}, /* [RFC5280 4.1.2.6, 7.3] */
        {SEQ(NOTHING), SEQ(NOTHING), true},
        {SEQ(NOTHING), cn(UTF8, LIT("")), false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(nxs_name_equal(cases[i].a, cases[i].b), cases[i].equal);
        assert_int_equal(nxs_name_equal(cases[i].b, cases[i].a), cases[i].equal);
    }
}

static void order_counts_between_rdns_but_not_inside(void **state)
{
    (void)state;
    nxs_bytes a = t_attribute(NXS_OID_COMMON_NAME, 0x0C, "a"),
              a2 = t_attribute(NXS_OID_COMMON_NAME, 0x13, "A");
    nxs_bytes b = t_attribute(NXS_OID_ORG_UNIT, 0x0C, "b"), b2 = t_attribute(NXS_OID_ORG_UNIT, 0x13, "B");
    assert_true(nxs_name_equal(SEQ(SET(a), SET(b)), SEQ(SET(a2), SET(b2))));
    assert_false(nxs_name_equal(SEQ(SET(a), SET(b)), SEQ(SET(b), SET(a))));
    assert_false(nxs_name_equal(SEQ(SET(a), SET(b)), SEQ(SET(a))));
    assert_false(nxs_name_equal(SEQ(SET(a), SET(b)), SEQ(SET(a, b))));
    assert_true(nxs_name_equal(SEQ(SET(a, b)), SEQ(SET(b2, a2))));
    assert_false(nxs_name_equal(SEQ(SET(a, b)), SEQ(SET(a2))));
    assert_false(nxs_name_equal(SEQ(SET(a, a2)), SEQ(SET(a, b))));
    assert_false(nxs_name_equal(SEQ(SET(a)), SEQ(SET(t_attribute(NXS_OID_ORG_UNIT, 0x0C, "a")))));
    nxs_bytes many[20];
    for (size_t i = 0; i < 20; i++) { /* too many to compare as a set, but the same bytes */
        many[i] = i % 2 == 0 ? a : b;
    }
    nxs_bytes long_rdn = SEQ(t_tlv(NXS_DER_SET, many, 20));
    many[0] = a2;
    assert_true(nxs_name_equal(long_rdn, t_copy(long_rdn)));
    assert_false(nxs_name_equal(long_rdn, SEQ(t_tlv(NXS_DER_SET, many, 20))));
    assert_false(nxs_name_equal(LIT("\x30\x05"), LIT("\x30\x06"))); /* no names at all */
}

static void the_most_specific_attribute_counts(void **state)
{
    (void)state;
    nxs_bytes name = SEQ(SET(t_attribute(NXS_OID_COMMON_NAME, 0x0C, "first")),
                         SET(t_attribute(NXS_OID_COUNTRY, 0x13, "CH")),
                         SET(t_attribute(NXS_OID_COMMON_NAME, 0x13, "last")));
    nxs_bytes value;
    uint8_t tag = 0;
    assert_true(nxs_name_attribute(name, NXS_OID_COMMON_NAME, &value, &tag));
    assert_true(nxs_bytes_equal(value, LIT("last")) && tag == 0x13);
    assert_true(nxs_name_attribute(name, NXS_OID_COUNTRY, &value, NULL));
    assert_false(nxs_name_attribute(name, NXS_OID_ORGANIZATION, &value, &tag));
    assert_int_equal(value.len, 0);
    assert_false(nxs_name_attribute(name, NXS_OID_UNKNOWN, &value, &tag));
    assert_false(nxs_name_attribute(NOTHING, NXS_OID_COMMON_NAME, &value, &tag));
}

static void names_as_text(void **state)
{
    (void)state;
    const struct {
        nxs_bytes name;
        const char *text;
    } cases[] = {
        {SEQ(NOTHING), ""},
        {NOTHING, ""},
        {SEQ(SET(t_attribute(NXS_OID_COUNTRY, 0x13, "CH")),
             SET(t_attribute(NXS_OID_ORGANIZATION, 0x0C, "Example, Inc.")),
             SET(t_attribute(NXS_OID_COMMON_NAME, 0x0C, "www"), t_attribute(NXS_OID_EMAIL, 0x16, "a@b"))),
         "CN=www+emailAddress=a@b, O=Example\\, Inc., C=CH"},
        {cn(0x0C, LIT(" a ")), "CN=\\ a\\ "},
        {cn(0x0C, LIT("#a#")), "CN=\\#a#"},
        {cn(0x0C, LIT("a+b;\"<>\\=")), "CN=a\\+b\\;\\\"\\<\\>\\\\="},
        {cn(0x0C, LIT("a\0b\n\x1B[31m")), "CN=a\\00b\\0A\\1B[31m"},
        {cn(0x0C, LIT("Caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80")),
         "CN=Caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80"},
        {cn(0x0C, LIT("\xC0\xAF\xED\xA0\x80\xFF\xC3")), "CN=\\C0\\AF\\ED\\A0\\80\\FF\\C3"}, /* no UTF-8 */
        {cn(0x0C, LIT("\xF4\x90\x80\x80")), "CN=\\F4\\90\\80\\80"},
        {cn(0x0C, LIT("a\xE2\x80\xAE"
                      "b")),
         "CN=a\\E2\\80\\AE"
         "b"}, /* turns the text around */
        {cn(0x0C, LIT("\x1F \x7F~")), "CN=\\1F \\7F~"},
        {cn(0x0C, LIT("\xC2\x80\xC2\x9F\xC2\xA0")), "CN=\\C2\\80\\C2\\9F\xC2\xA0"},
        {cn(0x0C, LIT("\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF")),
         "CN=\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"},
        {cn(0x0C, LIT("\xE0\x9F\xBF\xF0\x8F\xBF\xBF\xC1\xBF")), /* longer than need be */
         "CN=\\E0\\9F\\BF\\F0\\8F\\BF\\BF\\C1\\BF"},
        {cn(0x0C, LIT("\xF8\x88\x80\x80\x80\xC3(\xE2\x82")), "CN=\\F8\\88\\80\\80\\80\\C3(\\E2\\82"},
        {cn(0x0C, LIT("\xE2\x80\xA9\xE2\x80\xAA\xE2\x80\xAF")), "CN=\xE2\x80\xA9\\E2\\80\\AA\xE2\x80\xAF"},
        {cn(0x0C, LIT("\xE2\x81\xA5\xE2\x81\xA6\xE2\x81\xA9\xE2\x81\xAA")),
         "CN=\xE2\x81\xA5\\E2\\81\\A6\\E2\\81\\A9\xE2\x81\xAA"},
        {cn(0x1E, LIT("\xD7\xFF\xE0\x00")), "CN=\xED\x9F\xBF\xEE\x80\x80"},
        {cn(0x1C, LIT("\x00\x10\xFF\xFF\x00\x11\x00\x00")), "CN=\xF4\x8F\xBF\xBF\\00\\11\\00\\00"},
        {cn(0x12, LIT("1 2")), "CN=1 2"},
        {SEQ(SET(SEQ(LIT("\x06\x01\x4F"), t_text(0x0C, "x")))), "1.39=x"},
        {SEQ(SET(SEQ(LIT("\x06\x01\x50"), t_text(0x0C, "x")))), "2.0=x"},
        {cn(0x13, LIT("a\xE9")), "CN=a\\E9"},
        {cn(0x14, LIT("Caf\xE9")), "CN=Caf\xC3\xA9"},
        {cn(0x1E, LIT("\0A\x20\xAC\xD8\x00")), "CN=A\xE2\x82\xAC\\D8\\00"},
        {cn(0x1E, LIT("\0A\0")), "CN=A\\00"},
        {cn(0x1C, LIT("\0\1\xF6\0\xFF\xFF\xFF\xFF")), "CN=\xF0\x9F\x98\x80\\FF\\FF\\FF\\FF"},
        {cn(0x03, LIT("\x00\xAB")), "CN=#030200AB"},
        {SEQ(SET(SEQ(LIT("\x06\x06\x2A\x86\x48\x86\xF7\x0D"), t_text(0x0C, "x")))), "1.2.840.113549=x"},
        {SEQ(SET(SEQ(LIT("\x06\x03\x88\x37\x03"), t_text(0x0C, "x")))), "2.999.3=x"},
        {SEQ(SET(SEQ(LIT("\x06\x01\x27"), t_text(0x0C, "x")))), "0.39=x"},
        {SEQ(SET(SEQ(LIT("\x06\x0B\x2A\x81\x80\x80\x80\x80\x80\x80\x80\x80\x01"), t_text(0x0C, "x")))),
         "1.2.?=x"},
        {SEQ(SET(SEQ(t_oid(NXS_OID_DOMAIN_COMPONENT), t_text(0x16, "org")))), "DC=org"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char room[200];
        nxs_name_text(cases[i].name, room, sizeof room);
        assert_string_equal(room, cases[i].text);
        size_t whole = strlen(room);
        for (size_t size = 1; size <= whole;
             size++) { /* cut, but ended, and never inside a character or an escape */
            memset(room, 'Z', sizeof room);
            nxs_name_text(cases[i].name, room, size);
            size_t len = strlen(room);
            assert_true(len < size && room[size] == 'Z');
            assert_memory_equal(room, cases[i].text, len);
            assert_true(((uint8_t)cases[i].text[len] & 0xC0) != 0x80);
        }
    }
    char untouched = 'Z';
    nxs_name_text(t_name("a"), &untouched, 0);
    assert_int_equal(untouched, 'Z');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(names_compare_as_their_readers_see_them, reset),
        cmocka_unit_test_setup(order_counts_between_rdns_but_not_inside, reset),
        cmocka_unit_test_setup(the_most_specific_attribute_counts, reset),
        cmocka_unit_test_setup(names_as_text, reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
