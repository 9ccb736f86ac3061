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

static int end(void **state)
{
    (void)state;
    t_end();
    return 0;
}

static const struct nxs_cert *cert_with(const char *common_name, nxs_bytes general_names)
{
    struct t_cert what = {.subject = common_name, .key = T_P256_A};
    if (general_names.len > 0) {
        what.extensions = t_extension(NXS_OID_SUBJECT_ALT_NAME, false, SEQ(general_names));
    }
    const struct nxs_cert *cert = t_cert(&what);
    assert_non_null(cert);
    return cert;
}

static nxs_bytes dns(const char *name)
{
    return t_text(NXS_DER_CONTEXT + 2, name);
}

static nxs_bytes bytes_of(const char *text)
{
    return nxs_bytes_of(text, strlen(text));
}

static void dns_names(void **state)
{
    (void)state;
    static const struct {
        const char *presented, *host;
        bool matches;
    } cases[] = {
        {"www.example.com", "www.example.com", true},
        {"WWW.Example.COM", "www.eXAMPLE.com", true},
        {"www.example.com", "www.example.com.", true},
        {"www.example.com", "www.example.com..", false},
        {"www.example.com.", "www.example.com", false},
        {"www.example.com", "ww.example.com", false},
        {"www.example.com", "example.com", false},
        {"example.com", "www.example.com", false},
        {"www.example.com", "www.example.co", false},
        {"localhost", "localhost", true},
        {"a_b.example.com", "a_b.example.com", true},
        {"xn--bcher-kva.example", "XN--BCHER-KVA.example", true},
        {"b\xC3\xBC"
         "cher.example",
         "b\xC3\xBC"
         "cher.example",
         false}, /* [RFC9525 6.3] A-labels only */
        {"*.example.com", "www.example.com", true},
        {"*.example.com", "WWW.EXAMPLE.com.", true},
        {"*.example.com", "xn--bcher-kva.example.com", true},
        {"*.example.com", "a.b.example.com", false},
        {"*.example.com", "example.com", false},
        {"*.example.com", ".example.com", false},
        {"*.example.com", "*.example.com", false}, /* no reference name */
        {"*.com", "example.com", false},
        {"*", "localhost", false},
        {"*.", "localhost", false},
        {"*..com", "a..com", false},
        {"w*.example.com", "www.example.com", false},
        {"*w.example.com", "www.example.com", false},
        {"www.*.com", "www.example.com", false},
        {"*.*.com", "www.example.com", false},
        {"**.example.com", "www.example.com", false},
        {"xn--*.example.com", "xn--a.example.com", false},
        {"", "", false},
        {".", ".", false},
        {"a..b", "a..b", false},
        {"-a.example.com", "-a.example.com", false},
        {"a b.example.com", "a b.example.com", false},
        {"192.0.2.1", "192.0.2.1", false}, /* an address is only in an iPAddress */
        {"*.0.2.1", "192.0.2.1", false},
        {"1.2.3", "1.2.3", false}, /* a number at the end: inet_aton() would take it for an address */
        {"0x7f.1", "0x7f.1", false},
        {"::1", "::1", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        t_reset();
        const struct nxs_cert *cert = cert_with("x", dns(cases[i].presented));
        enum nxs_status expected = cases[i].matches ? NXS_OK : NXS_CERT_NAME_MISMATCH;
        assert_int_equal(nxs_host_check(cert, bytes_of(cases[i].host)), expected);
    }
}

static void long_names(void **state)
{
    (void)state;
    char name[300];
    memset(name, 'a', sizeof name);
    for (size_t at = 63; at < 253; at += 64) {
        name[at] = '.';
    }
    name[253] = '\0';
    assert_int_equal(nxs_host_check(cert_with("x", dns(name)), bytes_of(name)), NXS_OK);
    name[253] = 'a';
    name[254] = '\0';
    assert_int_equal(nxs_host_check(cert_with("x", dns(name)), bytes_of(name)), NXS_CERT_NAME_MISMATCH);
    memset(name, 'a', 64);
    strcpy(name + 64, ".example");
    assert_int_equal(nxs_host_check(cert_with("x", dns(name)), bytes_of(name)), NXS_CERT_NAME_MISMATCH);
}

static void a_nul_inside_never_matches(void **state)
{
    (void)state;
    nxs_bytes evil = LIT("www.example.com\0.evil.org");
    const struct nxs_cert *cert = cert_with("x", TLV(NXS_DER_CONTEXT + 2, evil));
    assert_int_equal(nxs_host_check(cert, LIT("www.example.com")), NXS_CERT_NAME_MISMATCH);
    assert_int_equal(nxs_host_check(cert, evil), NXS_CERT_NAME_MISMATCH);
    assert_int_equal(nxs_common_name_check(cert, LIT("www.example.com")), NXS_CERT_NAME_MISMATCH);
    assert_int_equal(nxs_common_name_check(cert, evil), NXS_CERT_NAME_MISMATCH);
}

static void only_subject_alt_name_counts(void **state)
{
    (void)state;
    const struct nxs_cert *cert = cert_with("www.example.com", NOTHING);
    assert_int_equal(nxs_host_check(cert, LIT("www.example.com")), NXS_CERT_NAME_MISMATCH);
    nxs_bytes others =
        JOIN(t_text(NXS_DER_CONTEXT + 1, "www.example.com"), t_text(NXS_DER_CONTEXT + 6, "www.example.com"),
             TLV(NXS_DER_CONSTRUCTED + 4, t_name("www.example.com")),
             TLV(NXS_DER_CONTEXT + 7, LIT("www.example.com")));
    cert = cert_with("x", others);
    assert_int_equal(nxs_host_check(cert, LIT("www.example.com")), NXS_CERT_NAME_MISMATCH);
    cert = cert_with("x", JOIN(others, dns("other.example.com"), dns("www.example.com")));
    assert_int_equal(nxs_host_check(cert, LIT("www.example.com")), NXS_OK);
    cert = cert_with("x", JOIN(LIT("\x82\x7Fx"), dns("www.example.com"))); /* malformed in front of it */
    assert_int_equal(nxs_host_check(cert, LIT("www.example.com")), NXS_CERT_NAME_MISMATCH);
}

static void addresses(void **state)
{
    (void)state;
    static const uint8_t ipv6[] = {0x20, 0x01, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0xC0, 0x00, 0x02, 0x21};
    nxs_bytes names =
        JOIN(TLV(NXS_DER_CONTEXT + 7, LIT("\xC0\x00\x02\x21")),
             TLV(NXS_DER_CONTEXT + 7, nxs_bytes_of(ipv6, sizeof ipv6)),
             TLV(NXS_DER_CONTEXT + 7, LIT("\xC0\x00\x02\x21\xFF\xFF\xFF\x00")), /* a network */
             TLV(NXS_DER_CONTEXT + 7, t_fill(0, 16)), TLV(NXS_DER_CONTEXT + 7, LIT("\x00\x00\x00\x07")));
    const struct nxs_cert *cert = cert_with("192.0.2.34", JOIN(names, dns("192.0.2.35")));
    static const struct {
        const char *host;
        bool matches;
    } cases[] = {
        {"192.0.2.33", true},
        {"192.0.2.34", false},
        {"192.0.2.35", false},
        {"192.0.2.033", false},
        {"192.0.2.33.", false},
        {"192.0.2", false},
        {"192.0.2.33.1", false},
        {"192.0.2.289", false},
        {"0xC0.0.2.33", false},
        {"3221225985", false},
        {"0.0.0.7", true},
        {"2001:db8::c000:221", true},
        {"2001:DB8::192.0.2.33", true},
        {"2001:0db8:0000:0000:0000:0000:c000:0221", true},
        {"2001:db8:0:0:0:0:c000:221", true},
        {"2001:db8:0:0:0::c000:221", true},
        {"2001:db8::0:0:0:0:c000:221", false}, /* the gap stands for nothing */
        {"2001:db8:::c000:221", false},
        {"2001:db8::1::c000:221", false},
        {"2001:db8::c000:222", false},
        {"2001:db8::c000:0000221", false},
        {"2001:db8::c000:221%eth0", false},
        {"[2001:db8::c000:221]", false},
        {"2001:db8:0:0:0:0:c000:221:", false},
        {":2001:db8::c000:221", false},
        {"2001:db8::192.0.2", false},
        {"2001:db8::192.0.2.33:1", false},
        {"1:2:3:4:5:6:7:8:9", false},
        {"::", true},
        {"0::", true},
        {"::0", true},
        {"::1", false},
        {":", false},
        {":::", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        enum nxs_status expected = cases[i].matches ? NXS_OK : NXS_CERT_NAME_MISMATCH;
        assert_int_equal(nxs_host_check(cert, bytes_of(cases[i].host)), expected);
    }
}

static void the_document_s_check(void **state)
{
    (void)state;
    static const struct {
        const char *common_name, *alt_name, *host;
        bool matches;
    } cases[] = {
        {"www.example.com", NULL, "www.example.com", true},
        {"www.example.com", NULL, "WWW.example.COM", true},
        {"www.example.com", NULL, "example.com", false},
        {"www.example.com", "other.example.com", "www.example.com", true}, /* the common name comes first */
        {"x", "www.example.com", "www.example.com", true},
        {"x", "www.example.com", "x", true},
        {"x", "www.example.com", "y", false},
        {NULL, "www.example.com", "www.example.com", true},
        {NULL, NULL, "www.example.com", false},
        {"*.example.com", NULL, "www.example.com", true},
        {"*.example.com", NULL, "a.b.example.com", false},
        {"*.example.com", NULL, "example.com", false},
        {"*.example.com", NULL, ".example.com", false},
        {"a*.example.com", NULL, "abc.example.com", false},
        {"*a.example.com", NULL, "cba.example.com", false},
        {"abc.*.example.com", NULL, "abc.def.example.com", true}, /* any name ending in .example.com */
        {"abc.*.example.com", NULL, "x.y.z.example.com", true},
        {"abc.*.example.com", NULL, "x.example.com", true},
        {"abc.*.example.com", NULL, "xexample.com", false},
        {"abc.*.example.com", NULL, "example.com", false},
        {"*.abc.*.example.com", NULL, "x.example.com", true}, /* the first one from the right */
        {"abc.d*.example.com", NULL, "abc.def.example.com", false},
        {"x", "*.example.com", "www.example.com", true},
        {"x", "*.example.com", "a.www.example.com", false},
        {"*", NULL, "www.example.com", false},
        {"www.*", NULL, "www.example.com", false},
        {"*.", NULL, "www.", false},
        {"192.0.2.1", NULL, "192.0.2.1",
         true}, /* services.md: a raw address, formatted as in the certificate */
        {"*.0.2.1", NULL, "192.0.2.1", false},
        {"", NULL, "", false},
        {"www.example.com", NULL, "", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        t_reset();
        const struct nxs_cert *cert =
            cert_with(cases[i].common_name, cases[i].alt_name == NULL ? NOTHING : dns(cases[i].alt_name));
        enum nxs_status expected = cases[i].matches ? NXS_OK : NXS_CERT_NAME_MISMATCH;
        assert_int_equal(nxs_common_name_check(cert, bytes_of(cases[i].host)), expected);
    }
}

static void broken_extensions_are_a_mismatch(void **state)
{
    (void)state;
    nxs_bytes broken[] = {
        LIT("\x30\x7F"),
        LIT("\x3F\x81\x00"),
        SEQ(t_oid(NXS_OID_SUBJECT_ALT_NAME)),
        t_extension(NXS_OID_SUBJECT_ALT_NAME, false, LIT("\x30\x80\x00\x00")),
        t_extension(NXS_OID_SUBJECT_ALT_NAME, false, SEQ(NOTHING)),
        t_extension(NXS_OID_SUBJECT_ALT_NAME, false, JOIN(SEQ(dns("www.example.com")), LIT("\0")))};
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        struct t_cert what = {.subject = "x", .key = T_P256_A, .extensions = broken[i]};
        assert_int_equal(nxs_host_check(t_cert(&what), LIT("www.example.com")), NXS_CERT_NAME_MISMATCH);
        assert_int_equal(nxs_common_name_check(t_cert(&what), LIT("www.example.com")),
                         NXS_CERT_NAME_MISMATCH);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(dns_names, reset),
        cmocka_unit_test_setup(long_names, reset),
        cmocka_unit_test_setup(a_nul_inside_never_matches, reset),
        cmocka_unit_test_setup(only_subject_alt_name_counts, reset),
        cmocka_unit_test_setup(addresses, reset),
        cmocka_unit_test_setup(the_document_s_check, reset),
        cmocka_unit_test_setup(broken_extensions_are_a_mismatch, reset),
    };
    return cmocka_run_group_tests(tests, NULL, end);
}
