#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "x509/test_certs.h"

static int reset(void **state)
{
    (void)state;
    t_reset();
    return 0;
}

static int end(void **state)
{
    (void)state;
    t_end();
    return 0;
}

static const struct nxs_cert *cert_with(nxs_bytes extensions)
{
    struct t_cert what = {.subject = "x", .key = T_P256_A, .extensions = extensions};
    const struct nxs_cert *cert = t_cert(&what);
    assert_non_null(cert); /* what is wrong inside the extensions does not fail the parser */
    return cert;
}

static void walks_and_finds(void **state)
{
    (void)state;
    nxs_bytes unknown = SEQ(LIT("\x06\x03\x2A\x03\x04"), LIT("\x01\x01\xFF"), LIT("\x04\x02xy"));
    const struct nxs_cert *cert = cert_with(JOIN(t_ca(2), unknown, t_dns("a.b")));
    struct nxs_reader r = nxs_reader_of(nxs_cert_part(cert, cert->extensions));
    struct nxs_extension e;
    assert_int_equal(nxs_extension_next(&r, &e), NXS_OK);
    assert_int_equal(e.type, NXS_OID_BASIC_CONSTRAINTS);
    assert_true(e.critical);
    assert_int_equal(e.value.data[0], 0x30);
    assert_int_equal(nxs_extension_next(&r, &e), NXS_OK);
    assert_int_equal(e.type, 0);
    assert_true(nxs_bytes_equal(e.oid, LIT("\x2A\x03\x04")) && nxs_bytes_equal(e.value, LIT("xy")));
    assert_int_equal(nxs_extension_next(&r, &e), NXS_OK);
    assert_false(e.critical);
    assert_int_equal(nxs_extension_next(&r, &e), NXS_EXTENSION_NOT_FOUND);
    assert_int_equal(e.value.len, 0);
    assert_int_equal(nxs_extension_find(cert, NXS_OID_SUBJECT_ALT_NAME, &e), NXS_OK);
    assert_int_equal(nxs_extension_find(cert, NXS_OID_KEY_USAGE, &e), NXS_EXTENSION_NOT_FOUND);
    assert_int_equal(nxs_extension_find(cert, 0, &e), NXS_EXTENSION_NOT_FOUND);
    struct t_cert none = {.subject = "x", .key = T_P256_A};
    assert_int_equal(nxs_extension_find(t_cert(&none), NXS_OID_KEY_USAGE, &e), NXS_EXTENSION_NOT_FOUND);
}

static void faults_have_their_codes(void **state)
{
    (void)state;
    nxs_bytes oid = t_oid(NXS_OID_KEY_USAGE);
    nxs_bytes value = LIT("\x04\x04\x03\x02\x07\x80");
    const struct {
        nxs_bytes extensions;
        enum nxs_status status;
    } cases[] = {
        {SEQ(oid, value), NXS_OK},
        {SEQ(oid, LIT("\x01\x01\x00"), value), NXS_OK}, /* critical FALSE written down */
        {SEQ(oid, LIT("\x01\x01\x01"), value), NXS_EXTENSION_SEQUENCE},
        {SEQ(oid, LIT("\x01\x01\xFF"), LIT("\x01\x01\xFF"), value), NXS_EXTENSION_SEQUENCE},
        {SEQ(oid), NXS_DER_LENGTH},
        {SEQ(oid, value, LIT("\x05\x00")), NXS_EXTENSION_SEQUENCE},
        {SEQ(value, oid), NXS_EXTENSION_SEQUENCE},
        {SEQ(oid, LIT("\x03\x02\x07\x80")), NXS_EXTENSION_SEQUENCE},
        {SEQ(oid, LIT("\x84\x01x")), NXS_DER_CLASS},
        {SEQ(NOTHING), NXS_DER_LENGTH},
        {SET(oid, value), NXS_EXTENSION_SEQUENCE},
        {TLV(0xA0, oid, value), NXS_DER_CLASS},
        {LIT("\x30\x80\x00\x00"), NXS_DER_LENGTH},
        {LIT("\x30\x05\x06"), NXS_DER_LENGTH},
        {LIT("\x30\x81\x02\x05\x00"), NXS_DER_LENGTH},
        {LIT("\x3F\x81\x01\x00"), NXS_DER_MULTIBYTE_TAG},
        {SEQ(oid, LIT("\x04\x7F\x00")), NXS_DER_LENGTH},
        {SEQ(LIT("\x06\x00"), value), NXS_EXTENSION_SEQUENCE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct nxs_extension e;
        uint16_t usage;
        const struct nxs_cert *cert = cert_with(cases[i].extensions);
        assert_int_equal(nxs_extension_find(cert, NXS_OID_KEY_USAGE, &e), cases[i].status);
        assert_int_equal(nxs_key_usage(cert, &usage), cases[i].status);
        /* A fault behind the extension is not seen by who finds it, one in front is. */
        cert = cert_with(JOIN(SEQ(oid, value), cases[i].extensions));
        assert_int_equal(nxs_extension_find(cert, NXS_OID_KEY_USAGE, &e), NXS_OK);
    }
}

static void key_usage(void **state)
{
    (void)state;
    const struct {
        nxs_bytes value;
        enum nxs_status status;
        uint16_t bits;
    } cases[] = {
        {LIT("\x03\x02\x07\x80"), NXS_OK, 0x8000},
        {LIT("\x03\x02\x05\xA0"), NXS_OK, 0xA000},
        {LIT("\x03\x02\x01\x06"), NXS_OK, 0x0600},
        {LIT("\x03\x03\x07\x00\x80"), NXS_OK, 0x0080}, /* decipherOnly */
        {LIT("\x03\x02\x00\x80"), NXS_OK, 0x8000},     /* trailing zero bits left in */
        {LIT("\x03\x01\x00"), NXS_EXTENSION_SEQUENCE, 0},
        {LIT("\x03\x02\x00\x00"), NXS_EXTENSION_SEQUENCE, 0}, /* [RFC5280 4.2.1.3] at least one bit */
        {LIT("\x03\x02\x07\xFF"), NXS_EXTENSION_SEQUENCE, 0},
        {LIT("\x03\x04\x00\x80\x00\x01"), NXS_EXTENSION_SEQUENCE, 0},
        {LIT("\x03\x00"), NXS_EXTENSION_SEQUENCE, 0},
        {LIT("\x04\x02\x07\x80"), NXS_EXTENSION_SEQUENCE, 0},
        {LIT("\x83\x02\x07\x80"), NXS_DER_CLASS, 0},
        {LIT("\x03\x05\x07\x80"), NXS_DER_LENGTH, 0},
        {LIT("\x03\x02\x07\x80\x00"), NXS_EXTENSION_SEQUENCE, 0},
        {LIT("\x1F\x81\x01\x00"), NXS_DER_MULTIBYTE_TAG, 0},
        {NOTHING, NXS_DER_LENGTH, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint16_t bits = 0xFFFF;
        const struct nxs_cert *cert = cert_with(t_extension(NXS_OID_KEY_USAGE, true, cases[i].value));
        assert_int_equal(nxs_key_usage(cert, &bits), cases[i].status);
        assert_int_equal(bits, cases[i].bits);
    }
}

static void extended_key_usage(void **state)
{
    (void)state;
    nxs_bytes server = t_oid(NXS_OID_PKIX_KP_SERVER_AUTH);
    nxs_bytes client = t_oid(NXS_OID_PKIX_KP_CLIENT_AUTH);
    nxs_bytes unknown = LIT("\x06\x03\x2A\x03\x04");
    const struct {
        nxs_bytes value;
        enum nxs_status server, client;
    } cases[] = {
        {SEQ(server), NXS_OK, NXS_EXT_KEY_USAGE_NOT_FOUND},
        {SEQ(unknown, client, server), NXS_OK, NXS_OK},
        {SEQ(t_oid(NXS_OID_ANY_EXTENDED_KEY_USAGE)), NXS_EXT_KEY_USAGE_NOT_FOUND,
         NXS_EXT_KEY_USAGE_NOT_FOUND},
        {SEQ(NOTHING), NXS_EXT_KEY_USAGE_NOT_FOUND, NXS_EXT_KEY_USAGE_NOT_FOUND},
        {SEQ(server, t_int(1)), NXS_EXT_KEY_USAGE_NOT_FOUND, NXS_EXT_KEY_USAGE_NOT_FOUND},
        {SEQ(server, LIT("\x06\x7F")), NXS_EXT_KEY_USAGE_NOT_FOUND, NXS_EXT_KEY_USAGE_NOT_FOUND},
        {SET(server), NXS_EXTENSION_SEQUENCE, NXS_EXTENSION_SEQUENCE},
        {TLV(0xA0, server), NXS_DER_CLASS, NXS_DER_CLASS},
        {JOIN(SEQ(server), LIT("\x00")), NXS_EXTENSION_SEQUENCE, NXS_EXTENSION_SEQUENCE},
        {LIT("\x30\x7F"), NXS_DER_LENGTH, NXS_DER_LENGTH},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct nxs_cert *cert =
            cert_with(t_extension(NXS_OID_EXTENDED_KEY_USAGE, false, cases[i].value));
        assert_int_equal(nxs_extended_key_usage(cert, NXS_OID_PKIX_KP_SERVER_AUTH), cases[i].server);
        assert_int_equal(nxs_extended_key_usage(cert, NXS_OID_PKIX_KP_CLIENT_AUTH), cases[i].client);
        assert_int_not_equal(nxs_extended_key_usage(cert, 0), NXS_OK);
    }
    assert_int_equal(nxs_extended_key_usage(cert_with(t_ca(1)), NXS_OID_PKIX_KP_SERVER_AUTH),
                     NXS_EXTENSION_NOT_FOUND);
}

static void basic_constraints(void **state)
{
    (void)state;
    const struct {
        nxs_bytes value;
        enum nxs_status status;
        struct nxs_basic_constraints constraints;
    } cases[] = {
        {SEQ(NOTHING), NXS_OK, {false, false, 0}},
        {SEQ(LIT("\x01\x01\xFF")), NXS_OK, {true, false, 0}},
        {SEQ(LIT("\x01\x01\xFF\x02\x01\x00")), NXS_OK, {true, true, 0}},
        {SEQ(LIT("\x01\x01\xFF\x02\x02\x01\x00")), NXS_OK, {true, true, 256}},
        {SEQ(LIT("\x01\x01\xFF"), TLV(2, t_fill(0x11, 20))), NXS_OK, {true, true, UINT32_MAX}},
        {SEQ(LIT("\x01\x01\x00")), NXS_OK, {false, false, 0}}, /* a default written down, as some CAs do */
        {SEQ(LIT("\x02\x01\x03")), NXS_OK, {false, true, 3}},
        {SEQ(LIT("\x01\x01\xFF\x02\x01\xFF")),
         NXS_EXTENSION_SEQUENCE,
         {false, false, 0}}, /* [RFC5280 4.2.1.9] >= 0 */
        {SEQ(LIT("\x01\x01\x05")), NXS_EXTENSION_SEQUENCE, {false, false, 0}},
        {SEQ(LIT("\x02\x01\x00\x01\x01\xFF")), NXS_EXTENSION_SEQUENCE, {false, false, 0}},
        {SEQ(LIT("\x01\x01\xFF\x02\x01\x00\x05\x00")), NXS_EXTENSION_SEQUENCE, {false, false, 0}},
        {SEQ(LIT("\x01\x01\xFF\x02\x02\x00\x01")), NXS_EXTENSION_SEQUENCE, {false, false, 0}},
        {JOIN(SEQ(NOTHING), LIT("\x00")), NXS_EXTENSION_SEQUENCE, {false, false, 0}},
        {LIT("\x01\x01\xFF"), NXS_EXTENSION_SEQUENCE, {false, false, 0}},
        {NOTHING, NXS_DER_LENGTH, {false, false, 0}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct nxs_basic_constraints got;
        const struct nxs_cert *cert = cert_with(t_extension(NXS_OID_BASIC_CONSTRAINTS, true, cases[i].value));
        assert_int_equal(nxs_basic_constraints(cert, &got), cases[i].status);
        assert_int_equal(got.ca, cases[i].constraints.ca);
        assert_int_equal(got.has_path_len, cases[i].constraints.has_path_len);
        assert_int_equal(got.path_len, cases[i].constraints.path_len);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(walks_and_finds, reset),
        cmocka_unit_test_setup(faults_have_their_codes, reset),
        cmocka_unit_test_setup(key_usage, reset),
        cmocka_unit_test_setup(extended_key_usage, reset),
        cmocka_unit_test_setup(basic_constraints, reset),
    };
    return cmocka_run_group_tests(tests, NULL, end);
}
