#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "x509/test_path.h"

/* ---- signatures ---- */

static void wrong_signatures(void **state)
{
    (void)state;
    struct t_cert leaf = leaf_cert(), middle = middle_cert();
    leaf.spoiled = true;
    assert_int_equal(verify_chain(root_cert(), middle, leaf), NXS_CERT_SIGNATURE);
    middle.spoiled = true;
    assert_int_equal(verify_chain(root_cert(), middle, leaf_cert()), NXS_CERT_SIGNATURE);
    leaf = leaf_cert();
    leaf.signer = T_P256_B; /* somebody else's key */
    assert_int_equal(verify_chain(root_cert(), middle_cert(), leaf), NXS_CERT_SIGNATURE);
    leaf.signer = T_RSA_2048; /* of another kind */
    assert_int_equal(verify_chain(root_cert(), middle_cert(), leaf), NXS_CERT_SIGNATURE);
    leaf = leaf_cert();
    leaf.signature = LIT("\x03\x01\x00");
    assert_int_equal(verify_chain(root_cert(), middle_cert(), leaf), NXS_CERT_SIGNATURE);
    leaf.signature = LIT("\x03\x03\x04\x30\x00"); /* ends in the middle of a byte */
    assert_int_equal(verify_chain(root_cert(), middle_cert(), leaf), NXS_CERT_SIGNATURE);
    leaf.signature = t_bits(t_fill(0x30, 70));
    assert_int_equal(verify_chain(root_cert(), middle_cert(), leaf), NXS_CERT_SIGNATURE);
}

static void pss_keys_make_pss_signatures_with_their_hash(void **state)
{
    (void)state;
    struct t_cert root = {.subject = "root", .key = T_RSA_PSS_SHA384, .extensions = ca_extensions()};
    struct t_cert leaf = {.subject = "leaf", .issuer = "root", .key = T_P256_C, .signer = T_P256_B};
    nxs_bytes sha256 = SEQ(t_oid(NXS_OID_SHA_256)), pkcs1 = SEQ(t_oid(NXS_OID_RSA_SHA_384), LIT("\x05\x00"));
    leaf.inner = leaf.outer = pkcs1;
    add(&trusted, made(root));
    assert_int_equal(verify(made(leaf)), NXS_CERT_SIGNATURE); /* [RFC4055 1.2] */
    leaf.inner = leaf.outer =
        SEQ(t_oid(NXS_OID_RSASSA_PSS),
            SEQ(TLV(0xA0, sha256), TLV(0xA1, SEQ(t_oid(NXS_OID_MGF1), sha256)), TLV(0xA2, t_int(32))));
    assert_int_equal(verify(made(leaf)), NXS_CERT_SIGNATURE); /* [RFC4055 3.3] */
    leaf.inner = leaf.outer = SEQ(t_oid(NXS_OID_RSASSA_PSS), SEQ(NOTHING));
    assert_int_equal(verify(made(leaf)), NXS_CERT_ALGORITHM); /* SHA-1 */
}

extern NX_CRYPTO_METHOD crypto_method_rsa, crypto_method_sha1, crypto_method_md5, crypto_method_sha256;

static void the_table_is_the_policy(void **state)
{
    (void)state;
    struct t_cert root = {.subject = "root", .key = T_RSA_2048, .extensions = ca_extensions()};
    struct t_cert sha1 = {
        .subject = "leaf", .issuer = "root", .key = T_P256_C, .signer = T_RSA_2048, .signing = T_SIGN_SHA1};
    struct t_cert md5 = sha1, usual = sha1;
    md5.signing = T_SIGN_MD5;
    usual.signing = T_SIGN_USUAL;
    add(&trusted, made(root));
    assert_int_equal(verify(made(sha1)), NXS_CERT_ALGORITHM);
    assert_int_equal(verify(made(md5)), NXS_CERT_ALGORITHM);
    static const NX_SECURE_X509_CRYPTO table[] = {
        {NXS_OID_RSA_MD5, &crypto_method_rsa, &crypto_method_md5},
        {NXS_OID_RSA_SHA_1, &crypto_method_rsa, &crypto_method_sha1},
    };
    request.algorithms = table;
    request.algorithm_count = 2;
    assert_int_equal(verify(made(sha1)), NXS_OK);
    assert_int_equal(verify(made(md5)), NXS_OK);
    assert_int_equal(verify(made(usual)), NXS_CERT_ALGORITHM);
    md5.spoiled = true;
    assert_int_equal(verify(made(md5)), NXS_CERT_SIGNATURE);
    request.algorithm_count = 0;
    assert_int_equal(verify(made(sha1)), NXS_CERT_ALGORITHM);
    static const NX_SECURE_X509_CRYPTO empty[] = {{NXS_OID_RSA_SHA_256, NULL, NULL}};
    request.algorithms = empty;
    request.algorithm_count = 1;
    assert_int_equal(verify(made(usual)), NXS_MISSING_ROUTINE);
}

/* ---- dates ---- */

static void dates(void **state)
{
    (void)state;
    struct t_cert leaf = leaf_cert(), middle = middle_cert(), root = root_cert();
    leaf.from = middle.from = "230101000000Z";
    leaf.to = middle.to = "240101000000Z";
    const struct {
        int64_t time;
        enum nxs_status status;
    } cases[] = {{1672531199, NXS_CERT_NOT_YET_VALID}, /* [RFC5280 4.1.2.5] both ends belong to it */
                 {1672531200, NXS_OK},
                 {1704067200, NXS_OK},
                 {1704067201, NXS_CERT_EXPIRED}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        request.time = cases[i].time;
        assert_int_equal(verify_chain(root, middle, leaf_cert()), cases[i].status);
        assert_int_equal(verify_chain(root, middle_cert(), leaf), cases[i].status);
        assert_int_equal(verify_chain(root_cert(), middle, leaf), cases[i].status);
    }
    request.has_time = false; /* nobody knows the time */
    assert_int_equal(verify_chain(root, middle, leaf), NXS_OK);
    request.has_time = true;
    request.time = 1690000000;
    root.to = "220101000000Z";
    assert_int_equal(verify_chain(root, middle, leaf), NXS_CERT_EXPIRED);
    leaf.from = "2301010000Z";
    assert_int_equal(verify_chain(root_cert(), middle, leaf), NXS_CERT_DATE);
    leaf.from = "230101000000Z";
    leaf.to = "99991231235959Z"; /* [RFC5280 4.1.2.5] no end */
    assert_int_equal(verify_chain(root_cert(), middle, leaf), NXS_OK);
    request.time = 2600000000;
    leaf.to = "20520101000000Z"; /* after 2050 */
    middle.to = root.to = "99991231235959Z";
    assert_int_equal(verify_chain(root, middle, leaf), NXS_CERT_EXPIRED);
    leaf.to = "20530101000000Z";
    assert_int_equal(verify_chain(root, middle, leaf), NXS_OK);
}

/* ---- who may sign ---- */

static void issuers_are_cas(void **state)
{
    (void)state;
    struct t_cert middle = middle_cert();
    middle.extensions = t_extension(NXS_OID_BASIC_CONSTRAINTS, true, SEQ(NOTHING));
    assert_int_equal(verify_chain(root_cert(), middle, leaf_cert()), NXS_CERT_NOT_CA);
    middle.extensions = t_key_usage(0x0400); /* basicConstraints missing */
    assert_int_equal(verify_chain(root_cert(), middle, leaf_cert()), NXS_CERT_NOT_CA);
    middle.extensions = NOTHING; /* v1 */
    assert_int_equal(verify_chain(root_cert(), middle, leaf_cert()), NXS_CERT_NOT_CA);
    middle.extensions =
        t_extension(NXS_OID_BASIC_CONSTRAINTS, false, SEQ(LIT("\x01\x01\xFF"))); /* need not be critical */
    assert_int_equal(verify_chain(root_cert(), middle, leaf_cert()), NXS_OK);
    middle.extensions = JOIN(t_ca(-1), t_key_usage(0x8600 & ~0x0400));
    assert_int_equal(verify_chain(root_cert(), middle, leaf_cert()), NXS_CERT_KEY_USAGE);
    middle.extensions = t_ca(-1); /* without keyUsage: no limit */
    assert_int_equal(verify_chain(root_cert(), middle, leaf_cert()), NXS_OK);
    middle.extensions = JOIN(t_ca(-1), t_extension(NXS_OID_KEY_USAGE, false, LIT("\x03\x01\x00")));
    assert_int_equal(verify_chain(root_cert(), middle, leaf_cert()), NXS_EXTENSION_SEQUENCE);
}

static void issuers_have_names(void **state)
{
    (void)state;
    struct t_cert root = root_cert(), leaf = leaf_cert();
    root.subject_name = root.issuer_name = SEQ(NOTHING);
    leaf.issuer_name = SEQ(NOTHING);
    leaf.signer = T_P256_A;
    add(&trusted, made(root));
    assert_int_equal(verify(made(leaf)), NXS_CERT_UNKNOWN_ISSUER); /* [RFC5280 4.1.2.4] */
    trusted.count = 0;
    add(&trusted, made(root_cert()));
    leaf = leaf_cert();
    leaf.subject_name = SEQ(NOTHING); /* [RFC5280 4.1.2.6] but a leaf need not have one */
    leaf.issuer = "root";
    leaf.signer = T_P256_A;
    assert_int_equal(verify(made(leaf)), NXS_OK);
}

static void path_lengths(void **state)
{
    (void)state;
    /* root > one > two > leaf, and a self-issued certificate between, which does not count. */
    struct t_cert one = {.subject = "one", .issuer = "root", .key = T_P384, .signer = T_P256_A};
    struct t_cert rolled = {.subject = "one", .issuer = "one", .key = T_P521, .signer = T_P384};
    struct t_cert two = {.subject = "two", .issuer = "one", .key = T_P256_B, .signer = T_P384};
    struct t_cert leaf = leaf_cert();
    leaf.issuer = "two";
    leaf.signer = T_P256_B;
    static const struct {
        int root, one, two;
        bool self_issued;
        enum nxs_status status;
    } cases[] = {
        {-1, -1, -1, false, NXS_OK},
        {-1, 1, 0, false, NXS_OK},
        {-1, 0, -1, false, NXS_CERT_PATH_LENGTH},
        {-1, 0, 5, false, NXS_CERT_PATH_LENGTH}, /* what is below cannot raise it */
        {1, -1, -1, false, NXS_CERT_PATH_LENGTH},
        {2, -1, -1, false, NXS_OK},
        {2, 1, 0, false, NXS_OK},
        {-1, 1, 0, true, NXS_OK},
        {2, 1, 0, true, NXS_OK},
        {1, 1, 0, true, NXS_CERT_PATH_LENGTH},
        {-1, 0, 0, true, NXS_CERT_PATH_LENGTH},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        t_reset();
        leaf.extensions = NOTHING;
        struct t_cert root = root_cert();
        root.extensions = t_ca(cases[i].root);
        one.extensions = t_ca(cases[i].one);
        rolled.extensions = t_ca(-1);
        two.extensions = t_ca(cases[i].two);
        two.signer = cases[i].self_issued ? T_P521 : T_P384;
        trusted.count = untrusted.count = 0;
        add(&trusted, made(root));
        add(&untrusted, made(one));
        add(&untrusted, made(two));
        if (cases[i].self_issued) {
            add(&untrusted, made(rolled));
        }
        assert_int_equal(verify(made(leaf)), cases[i].status);
        assert_int_equal(path.count, cases[i].status != NXS_OK ? 0 : cases[i].self_issued ? 5 : 4);
    }
}

static void a_longer_way_is_taken_when_the_short_one_is_closed(void **state)
{
    (void)state;
    /* The first "middle" leads to a root that allows no CA below it, the second to one that does. */
    struct t_cert strict = root_cert(), other = root_cert(), second = middle_cert();
    strict.extensions = t_ca(0);
    other.subject = second.issuer = "other";
    other.key = second.signer = T_P256_B;
    add(&trusted, made(strict));
    add(&trusted, made(other));
    add(&untrusted, made(middle_cert()));
    assert_int_equal(verify(made(leaf_cert())), NXS_CERT_PATH_LENGTH);
    add(&untrusted, made(second));
    assert_int_equal(verify(made(leaf_cert())), NXS_OK);
    assert_ptr_equal(path.certs[2], trusted.certs[1]);
}

static void purposes_along_the_path(void **state)
{
    (void)state;
    struct t_cert middle = middle_cert(), leaf = leaf_cert();
    leaf.extensions = NOTHING; /* without the extension: any */
    assert_int_equal(verify_chain(root_cert(), middle, leaf), NXS_OK);
    leaf.extensions = t_purpose(NXS_OID_PKIX_KP_CLIENT_AUTH);
    assert_int_equal(verify_chain(root_cert(), middle, leaf), NXS_CERT_UNUSABLE);
    leaf.extensions = t_purpose(NXS_OID_ANY_EXTENDED_KEY_USAGE);
    assert_int_equal(verify_chain(root_cert(), middle, leaf), NXS_OK);
    middle.extensions = JOIN(ca_extensions(), t_purpose(NXS_OID_PKIX_KP_CODE_SIGNING));
    assert_int_equal(verify_chain(root_cert(), middle, leaf_cert()), NXS_CERT_UNUSABLE);
    middle.extensions = JOIN(ca_extensions(), t_purpose(NXS_OID_PKIX_KP_SERVER_AUTH));
    assert_int_equal(verify_chain(root_cert(), middle, leaf_cert()), NXS_OK);
    leaf.extensions = t_extension(NXS_OID_EXTENDED_KEY_USAGE, false, LIT("\x30\x7F"));
    assert_int_equal(verify_chain(root_cert(), middle, leaf), NXS_DER_LENGTH);
}

/* ---- extensions ---- */

static void critical_extensions_are_understood_or_the_end(void **state)
{
    (void)state;
    static const uint16_t later[] = {NXS_OID_NAME_CONSTRAINTS, NXS_OID_POLICY_CONSTRAINTS,
                                     NXS_OID_CERTIFICATE_POLICIES, NXS_OID_INHIBIT_ANYPOLICY,
                                     NXS_OID_CERT_POLICY_MAPPINGS};
    for (size_t i = 0; i < sizeof later / sizeof later[0]; i++) {
        t_reset();
        struct t_cert middle = middle_cert(), leaf = leaf_cert();
        middle.extensions = JOIN(ca_extensions(), t_extension(later[i], true, SEQ(NOTHING)));
        assert_int_equal(verify_chain(root_cert(), middle, leaf_cert()), NXS_CERT_CRITICAL_EXTENSION);
        leaf.extensions = t_extension(later[i], true, SEQ(NOTHING));
        assert_int_equal(verify_chain(root_cert(), middle_cert(), leaf), NXS_CERT_CRITICAL_EXTENSION);
    }
    t_reset();
    nxs_bytes unknown = SEQ(LIT("\x06\x03\x2A\x03\x04"), LIT("\x01\x01\xFF"), LIT("\x04\x00"));
    struct t_cert leaf = leaf_cert();
    leaf.extensions = unknown;
    assert_int_equal(verify_chain(root_cert(), middle_cert(), leaf), NXS_CERT_CRITICAL_EXTENSION);
    leaf.extensions = SEQ(LIT("\x06\x03\x2A\x03\x04"), LIT("\x04\x00")); /* not critical: nobody minds */
    assert_int_equal(verify_chain(root_cert(), middle_cert(), leaf), NXS_OK);
    leaf.extensions = t_extension(NXS_OID_SUBJECT_ALT_NAME, true, SEQ(t_text(0x82, "a.b")));
    assert_int_equal(verify_chain(root_cert(), middle_cert(), leaf), NXS_OK);
}

static void malformed_and_doubled_extensions(void **state)
{
    (void)state;
    nxs_bytes unknown = SEQ(LIT("\x06\x03\x2A\x03\x04"), LIT("\x04\x00"));
    const struct {
        nxs_bytes extensions;
        enum nxs_status status;
    } cases[] = {
        {JOIN(t_dns("a.b"), t_dns("c.d")), NXS_EXTENSION_SEQUENCE}, /* [RFC5280 4.2] */
        {JOIN(unknown, t_dns("a.b"), unknown), NXS_EXTENSION_SEQUENCE},
        {JOIN(t_dns("a.b"), LIT("\x30\x00")), NXS_DER_LENGTH},
        {JOIN(t_dns("a.b"), LIT("\x31\x00")), NXS_EXTENSION_SEQUENCE},
        {t_extension(NXS_OID_SUBJECT_ALT_NAME, false, SEQ(NOTHING)), NXS_EXTENSION_SEQUENCE},
        {t_extension(NXS_OID_SUBJECT_ALT_NAME, false, SEQ(LIT("\x82\x05x"))), NXS_EXTENSION_SEQUENCE},
        {t_extension(NXS_OID_BASIC_CONSTRAINTS, false, LIT("\x04\x00")), NXS_EXTENSION_SEQUENCE},
        {t_extension(NXS_OID_KEY_USAGE, false, LIT("\x03\x7F")), NXS_DER_LENGTH},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct t_cert leaf = leaf_cert();
        leaf.extensions = cases[i].extensions;
        assert_int_equal(verify_chain(root_cert(), middle_cert(), leaf), cases[i].status);
    }
    nxs_bytes many = NOTHING;
    for (unsigned i = 0; i < 65; i++) {
        nxs_bytes oid = TLV(NXS_DER_OID, LIT("\x2A\x03"), t_fill((uint8_t)(i + 1), 1));
        many = JOIN(many, SEQ(oid, LIT("\x04\x00")));
        struct t_cert leaf = leaf_cert();
        leaf.extensions = many;
        if (i >= 63) {
            assert_int_equal(verify_chain(root_cert(), middle_cert(), leaf),
                             i == 63 ? NXS_OK : NXS_EXTENSION_SEQUENCE);
        }
    }
}

/* ---- keys ---- */

static void weak_and_unwanted_keys(void **state)
{
    (void)state;
    struct t_cert root = root_cert(), leaf = leaf_cert(), middle = middle_cert();
    leaf.key = T_RSA_1024;
    assert_int_equal(verify_chain(root_cert(), middle_cert(), leaf), NXS_CERT_KEY_WEAK);
    middle.key = T_RSA_1024;
    leaf = leaf_cert();
    leaf.signer = T_RSA_1024;
    assert_int_equal(verify_chain(root_cert(), middle, leaf), NXS_CERT_KEY_WEAK);
    root.key = T_RSA_1024;
    middle = middle_cert();
    middle.signer = T_RSA_1024;
    assert_int_equal(verify_chain(root, middle, leaf_cert()), NXS_CERT_KEY_WEAK);
    request.min_rsa_bits = 1024;
    assert_int_equal(verify_chain(root, middle, leaf_cert()), NXS_OK);
    request.min_rsa_bits = 2049;
    leaf = leaf_cert();
    leaf.key = T_RSA_2048;
    assert_int_equal(verify_chain(root_cert(), middle_cert(), leaf), NXS_CERT_KEY_WEAK);
    leaf.key = T_P224; /* not among the stock groups */
    assert_int_equal(verify_chain(root_cert(), middle_cert(), leaf), NXS_CERT_KEY_UNSUPPORTED);
}

static void a_key_that_nobody_can_use(void **state)
{
    (void)state;
    struct t_cert what = leaf_cert();
    struct nxs_cert leaf;
    what.spki = SEQ(SEQ(LIT("\x06\x03\x2B\x65\x6E")), t_bits(t_fill(0x11, 32))); /* X25519 */
    assert_int_equal(nxs_cert_parse(&leaf, t_cert_der(&what)), NXS_CERT_KEY_UNSUPPORTED);
    assert_int_equal(verify_chain(root_cert(), middle_cert(), leaf_cert()), NXS_OK);
    assert_int_equal(verify(&leaf), NXS_CERT_KEY_UNSUPPORTED);
}

static void the_list_of_groups_limits_the_keys(void **state)
{
    (void)state;
    extern NX_CRYPTO_METHOD crypto_method_ec_secp256, crypto_method_ec_secp384, crypto_method_ec_secp224;
    static const USHORT groups[] = {23, 24, 21};
    static const NX_CRYPTO_METHOD *curves[] = {&crypto_method_ec_secp256, &crypto_method_ec_secp384,
                                               &crypto_method_ec_secp224};
    NX_SECURE_TLS_ECC ecc = {groups, 3, curves};
    struct t_cert leaf = leaf_cert();
    leaf.key = T_P224;
    request.ecc = &ecc;
    assert_int_equal(verify_chain(root_cert(), middle_cert(), leaf), NXS_OK);
    ecc.nx_secure_tls_ecc_supported_groups_count = 2;
    assert_int_equal(verify_chain(root_cert(), middle_cert(), leaf), NXS_CERT_KEY_UNSUPPORTED);
    ecc.nx_secure_tls_ecc_supported_groups_count = 1; /* the middle one's P-384 */
    assert_int_equal(verify_chain(root_cert(), middle_cert(), leaf_cert()), NXS_CERT_KEY_UNSUPPORTED);
    static const NX_CRYPTO_METHOD *no_curves[] = {NULL, NULL, NULL}; /* named, but nothing to check with */
    ecc.nx_secure_tls_ecc_supported_groups_count = 3;
    ecc.nx_secure_tls_ecc_curves = no_curves;
    assert_int_equal(verify_chain(root_cert(), middle_cert(), leaf_cert()), NXS_CERT_KEY_UNSUPPORTED);
    ecc.nx_secure_tls_ecc_supported_groups_count = 0; /* empty: the stock groups */
    assert_int_equal(verify_chain(root_cert(), middle_cert(), leaf_cert()), NXS_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(wrong_signatures, set_up),
        cmocka_unit_test_setup(pss_keys_make_pss_signatures_with_their_hash, set_up),
        cmocka_unit_test_setup(the_table_is_the_policy, set_up),
        cmocka_unit_test_setup(dates, set_up),
        cmocka_unit_test_setup(issuers_are_cas, set_up),
        cmocka_unit_test_setup(issuers_have_names, set_up),
        cmocka_unit_test_setup(path_lengths, set_up),
        cmocka_unit_test_setup(a_longer_way_is_taken_when_the_short_one_is_closed, set_up),
        cmocka_unit_test_setup(purposes_along_the_path, set_up),
        cmocka_unit_test_setup(critical_extensions_are_understood_or_the_end, set_up),
        cmocka_unit_test_setup(malformed_and_doubled_extensions, set_up),
        cmocka_unit_test_setup(weak_and_unwanted_keys, set_up),
        cmocka_unit_test_setup(a_key_that_nobody_can_use, set_up),
        cmocka_unit_test_setup(the_list_of_groups_limits_the_keys, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, end);
}
