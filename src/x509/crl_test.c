/* Revocation lists: their form, who may sign them, what they say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "x509/internal.h"
#include "x509/test_path.h"

enum { SERIAL = 4711 }; /* of every certificate of test_certs.c */

/* ---- the usual list: of the middle CA, which signs itself ---- */

static struct t_crl list_of_middle(void)
{
    return (struct t_crl){.issuer = "middle", .signer = T_P384, .entries = t_crl_entry(t_int(1), NOTHING)};
}

static struct t_crl list_with(nxs_bytes entries)
{
    struct t_crl what = list_of_middle();
    what.entries = entries;
    return what;
}

static struct t_crl list_extended(nxs_bytes extensions)
{
    struct t_crl what = list_of_middle();
    what.extensions = extensions;
    return what;
}

static enum nxs_status check(struct t_crl what)
{
    return nxs_crl_check(&request, t_crl_der(&what));
}

/* Root trusted, middle sent, leaf in question. */
static int set_up_chain(void **state)
{
    set_up(state);
    add(&trusted, made(root_cert()));
    add(&untrusted, made(middle_cert()));
    request.leaf = made(leaf_cert());
    return 0;
}

static nxs_bytes reason(uint8_t code)
{
    uint8_t value[] = {0x0A, 0x01, code};
    return t_extension(NXS_OID_CRL_REASON, false, nxs_bytes_of(value, sizeof value));
}

/* ---- what a list says ---- */

static void tells_who_is_revoked(void **state)
{
    (void)state;
    assert_int_equal(check(list_of_middle()), NXS_OK);
    assert_int_equal(check(list_with(NOTHING)), NXS_OK);
    assert_int_equal(check(list_with(t_crl_entry(t_int(SERIAL), NOTHING))), NXS_CERT_REVOKED);
    nxs_bytes others = JOIN(t_crl_entry(t_int(1), reason(1)), t_crl_entry(t_int(SERIAL + 1), NOTHING));
    assert_int_equal(check(list_with(others)), NXS_OK);
    assert_int_equal(check(list_with(JOIN(others, t_crl_entry(t_int(SERIAL), NOTHING)))), NXS_CERT_REVOKED);
    struct t_crl what = list_with(NOTHING);
    what.revoked = SEQ(NOTHING);
    assert_int_equal(check(what), NXS_OK);
}

/* No reason makes an entry of a complete list mean less [RFC5280 5.3.1]. */
static void any_reason_revokes(void **state)
{
    (void)state;
    for (uint8_t code = 0; code <= 10; code++) {
        assert_int_equal(check(list_with(t_crl_entry(t_int(SERIAL), reason(code)))), NXS_CERT_REVOKED);
    }
}

static void ten_thousand_entries(void **state)
{
    (void)state;
    static uint8_t bytes[10001 * 32];
    size_t used = 0;
    for (uint32_t i = 0; i <= 10000; i++) {
        static uint8_t entry[] = {0x30, 0x13, 0x02, 0x02, 0,   0,   0x17, 0x0D, '2', '1', '0',
                                  '1',  '0',  '1',  '0',  '0', '0', '0',  '0',  '0', 'Z'};
        uint32_t serial = i < 10000 ? 10000 + i : SERIAL;
        entry[4] = (uint8_t)(serial >> 8);
        entry[5] = (uint8_t)serial;
        for (size_t j = 0; j < sizeof entry; j++) {
            bytes[used++] = entry[j];
        }
    }
    assert_int_equal(check(list_with(nxs_bytes_of(bytes, used))), NXS_CERT_REVOKED);
    assert_int_equal(check(list_with(nxs_bytes_of(bytes, used - 21))), NXS_OK);
}

static void dates(void **state)
{
    (void)state;
    struct t_crl what = list_of_middle();
    what.next_update = "231114221319Z"; /* a second before the request's time */
    assert_int_equal(check(what), NXS_CRL_EXPIRED);
    what.entries = t_crl_entry(t_int(SERIAL), NOTHING);
    assert_int_equal(check(what), NXS_CERT_REVOKED);
    what = list_of_middle();
    what.next_update = "20231114221320Z";
    assert_int_equal(check(what), NXS_OK);
    what.next_update = "";
    assert_int_equal(check(what), NXS_OK);
    what.this_update = "231114221320Z";
    assert_int_equal(check(what), NXS_OK);
    what.this_update = "231114221321Z";
    assert_int_equal(check(what), NXS_CRL_NOT_YET_VALID);
    request.has_time = false;
    assert_int_equal(check(what), NXS_OK);
}

/* ---- whose list it is ---- */

static void of_another_issuer(void **state)
{
    (void)state;
    struct t_crl what = list_of_middle();
    what.issuer = "root";
    what.signer = T_P256_A;
    assert_int_equal(check(what), NXS_CRL_OTHER_ISSUER);
    what.issuer = "stranger";
    assert_int_equal(check(what), NXS_CRL_OTHER_ISSUER);
    request.leaf = untrusted.certs[0];
    what.issuer = "root";
    assert_int_equal(check(what), NXS_OK);
    what.entries = t_crl_entry(t_int(SERIAL), NOTHING);
    assert_int_equal(check(what), NXS_CERT_REVOKED);
}

static void without_signer(void **state)
{
    (void)state;
    untrusted.count = 0;
    assert_int_equal(check(list_of_middle()), NXS_CRL_NO_SIGNER);
    untrusted.count = 1;
    trusted.count = 0;
    assert_int_equal(check(list_of_middle()), NXS_CERT_UNKNOWN_ISSUER);
}

static void with_a_wrong_signature(void **state)
{
    (void)state;
    struct t_crl what = list_of_middle();
    what.spoiled = true;
    assert_int_equal(check(what), NXS_CRL_SIGNATURE);
    what = list_of_middle();
    what.signer = T_P256_B;
    assert_int_equal(check(what), NXS_CRL_SIGNATURE);
    what = list_of_middle();
    what.signing = T_SIGN_SHA1; /* no row of the table */
    assert_int_equal(check(what), NXS_CRL_SIGNATURE);
    what.signing = T_SIGN_SHA384;
    assert_int_equal(check(what), NXS_OK);
}

static enum nxs_status check_signed_by(struct t_cert signer)
{
    untrusted.count = 0;
    add(&untrusted, made(signer));
    return check(list_of_middle());
}

static void by_a_key_that_may_not(void **state)
{
    (void)state;
    struct t_cert signer = middle_cert();
    signer.extensions = JOIN(t_ca(-1), t_key_usage(0x0400));
    assert_int_equal(check_signed_by(signer), NXS_CRL_KEY_USAGE);
    signer.extensions = t_ca(-1);
    assert_int_equal(check_signed_by(signer), NXS_OK);
    signer.extensions = NOTHING; /* no CA, and nothing says that it signs lists */
    assert_int_equal(check_signed_by(signer), NXS_CRL_SIGNER_UNTRUSTED);
    signer = middle_cert();
    signer.to = "210101000000Z";
    assert_int_equal(check_signed_by(signer), NXS_CRL_SIGNER_UNTRUSTED);
    signer = middle_cert();
    signer.spoiled = true;
    assert_int_equal(check_signed_by(signer), NXS_CRL_SIGNER_UNTRUSTED);
}

/* A trust anchor need not say anything of itself. */
static void by_a_trusted_key(void **state)
{
    (void)state;
    struct t_cert anchor = middle_cert();
    anchor.extensions = NOTHING;
    trusted.count = untrusted.count = 0;
    add(&trusted, made(anchor));
    assert_int_equal(check(list_of_middle()), NXS_OK);
}

/* [RFC5280 6.3.3 f] */
static void by_another_key_of_the_issuer(void **state)
{
    (void)state;
    struct t_cert signer = middle_cert();
    signer.key = T_P256_B;
    signer.extensions = t_key_usage(0x0200);
    struct t_crl what = list_of_middle();
    what.signer = T_P256_B;
    add(&untrusted, made(signer));
    assert_int_equal(check(what), NXS_OK);
    what.entries = t_crl_entry(t_int(SERIAL), NOTHING);
    assert_int_equal(check(what), NXS_CERT_REVOKED);
}

/* Somebody else's CA of the same name says nothing about this one's certificates. */
static void by_a_namesake_under_another_anchor(void **state)
{
    (void)state;
    add(&trusted, made((struct t_cert){.subject = "other", .key = T_P256_B, .extensions = ca_extensions()}));
    struct t_cert signer = middle_cert();
    signer.issuer = "other";
    signer.signer = T_P256_B;
    signer.key = T_P521;
    add(&untrusted, made(signer));
    struct t_crl what = list_of_middle();
    what.signer = T_P521;
    assert_int_equal(check(what), NXS_CRL_SIGNER_UNTRUSTED);
}

/* ---- lists that cannot be used ---- */

static void incomplete_lists(void **state)
{
    (void)state;
    nxs_bytes dp = SEQ(LIT("\x84\x01\xFF"));
    nxs_bytes issuer = SEQ(TLV(0xA4, t_name("somebody")));
    for (int critical = 0; critical <= 1; critical++) {
        assert_int_equal(check(list_extended(t_extension(NXS_OID_CRL_DELTA, critical, t_int(1)))),
                         NXS_CRL_UNSUPPORTED);
        assert_int_equal(check(list_extended(t_extension(NXS_OID_CRL_SCOPE, critical, dp))),
                         NXS_CRL_UNSUPPORTED);
        nxs_bytes indirect = t_extension(NXS_OID_CRL_CERTIFICATE_ISSUER, critical, issuer);
        assert_int_equal(check(list_with(t_crl_entry(t_int(1), indirect))), NXS_CRL_UNSUPPORTED);
    }
}

static void extensions(void **state)
{
    (void)state;
    nxs_bytes unknown = t_extension(NXS_OID_USER_ID, false, LIT("\x05\x00"));
    nxs_bytes critical = t_extension(NXS_OID_USER_ID, true, LIT("\x05\x00"));
    nxs_bytes known = JOIN(t_extension(NXS_OID_CRL_NUMBER, false, t_int(7)),
                           t_extension(NXS_OID_AUTHORITY_KEY_ID, false, SEQ(NOTHING)));
    assert_int_equal(check(list_extended(JOIN(known, unknown))), NXS_OK);
    assert_int_equal(check(list_extended(JOIN(known, critical))), NXS_CRL_UNSUPPORTED);
    assert_int_equal(check(list_with(t_crl_entry(t_int(1), JOIN(reason(1), unknown)))), NXS_OK);
    assert_int_equal(check(list_with(t_crl_entry(t_int(1), critical))), NXS_CRL_UNSUPPORTED);
}

/* ---- form ---- */

static void truncated(void **state)
{
    (void)state;
    struct t_crl what = list_extended(t_extension(NXS_OID_CRL_NUMBER, false, t_int(7)));
    nxs_bytes der = t_crl_der(&what);
    struct nxs_crl crl;
    assert_int_equal(nxs_crl_parse(&crl, der), NXS_OK);
    for (size_t len = 0; len < der.len; len++) {
        assert_int_equal(nxs_crl_parse(&crl, nxs_bytes_of(der.data, len)), NXS_DER_LENGTH);
        assert_null(crl.tbs.data);
    }
    assert_int_equal(nxs_crl_parse(&crl, JOIN(der, LIT("\x00"))), NXS_CRL_MALFORMED);
}

static enum nxs_status parse(struct t_crl what)
{
    struct nxs_crl crl;
    return nxs_crl_parse(&crl, t_crl_der(&what));
}

#define WITH(member, value)                                                                                  \
    do {                                                                                                     \
        struct t_crl what = list_of_middle();                                                                \
        what.member = value;                                                                                 \
        assert_int_equal(parse(what), NXS_CRL_MALFORMED);                                                    \
    } while (0)

static void malformed(void **state)
{
    (void)state;
    nxs_bytes date = LIT("\x17\x0D"
                         "210101000000Z");
    WITH(version, t_int(0));
    WITH(version, t_int(2));
    WITH(inner, SEQ(t_oid(NXS_OID_ECDSA_SHA_512)));
    WITH(outer, t_int(1));
    WITH(issuer_name, TLV(NXS_DER_SET, NOTHING));
    WITH(dates, LIT("\x17\x0B"
                    "2101010000Z"));
    WITH(dates, LIT("\x17\x0D"
                    "211301000000Z"));
    WITH(dates, t_int(1));
    WITH(revoked, t_int(1));
    WITH(entries, t_int(1));
    WITH(entries, SEQ(LIT("\x02\x02\x00\x01"), date));
    WITH(entries, SEQ(t_int(1), t_int(1)));
    WITH(entries, SEQ(t_int(1), date, SEQ(NOTHING)));
    WITH(entries, SEQ(t_int(1), date, SEQ(reason(1)), t_int(1)));
    WITH(extensions_field, TLV(0xA1, SEQ(reason(1))));
    WITH(extensions_field, TLV(0xA0, SEQ(NOTHING)));
    WITH(extensions_field, TLV(0xA0, SEQ(reason(1)), t_int(1)));
    WITH(extensions_field, JOIN(TLV(0xA0, SEQ(reason(1))), t_int(1)));
    WITH(tail, t_int(1));
}

/* [RFC5280 5.1.2.1] */
static void version_1_has_no_extensions(void **state)
{
    (void)state;
    struct t_crl what = list_of_middle();
    what.version = NOTHING;
    assert_int_equal(parse(what), NXS_OK);
    what.entries = t_crl_entry(t_int(1), reason(1));
    assert_int_equal(parse(what), NXS_CRL_MALFORMED);
    what.entries = NOTHING;
    what.extensions = t_extension(NXS_OID_CRL_NUMBER, false, t_int(7));
    assert_int_equal(parse(what), NXS_CRL_MALFORMED);
}

static void long_lengths(void **state)
{
    (void)state;
    struct nxs_crl crl;
    assert_int_equal(nxs_crl_parse(&crl, LIT("\x30\x88\x00\x00\x00\x00\x00\x00\x00\x01\x30")),
                     NXS_DER_LENGTH);
    assert_int_equal(nxs_crl_parse(&crl, LIT("\x30\x80\x00\x00")), NXS_DER_LENGTH);
    assert_int_equal(nxs_crl_parse(&crl, LIT("\x31\x00")), NXS_CRL_MALFORMED);
}

#define CASE(name) cmocka_unit_test_setup(name, set_up_chain)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(tells_who_is_revoked),
        CASE(any_reason_revokes),
        CASE(ten_thousand_entries),
        CASE(dates),
        CASE(of_another_issuer),
        CASE(without_signer),
        CASE(with_a_wrong_signature),
        CASE(by_a_key_that_may_not),
        CASE(by_a_trusted_key),
        CASE(by_another_key_of_the_issuer),
        CASE(by_a_namesake_under_another_anchor),
        CASE(incomplete_lists),
        CASE(extensions),
        CASE(truncated),
        CASE(malformed),
        CASE(version_1_has_no_extensions),
        CASE(long_lengths),
    };
    return cmocka_run_group_tests(tests, NULL, end);
}
