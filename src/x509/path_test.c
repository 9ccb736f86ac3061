#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "x509/test_path.h"

/* ---- paths that hold ---- */

static void a_chain(void **state)
{
    (void)state;
    assert_int_equal(verify_chain(root_cert(), middle_cert(), leaf_cert()), NXS_OK);
    assert_int_equal(path.count, 3);
    assert_ptr_equal(path.certs[0], request.leaf);
    assert_ptr_equal(path.certs[1], untrusted.certs[0]);
    assert_ptr_equal(path.certs[2], trusted.certs[0]);
    request.purpose = NXS_PURPOSE_TLS_CLIENT;
    assert_int_equal(verify(request.leaf), NXS_CERT_UNUSABLE);
    request.purpose = NXS_PURPOSE_ANY;
    assert_int_equal(verify(request.leaf), NXS_OK);
}

static void order_and_extra_certificates_do_not_matter(void **state)
{
    (void)state;
    struct t_cert upper = {.subject = "upper",
                           .issuer = "root",
                           .key = T_P521,
                           .signer = T_P256_A,
                           .extensions = ca_extensions()};
    struct t_cert middle = middle_cert();
    middle.issuer = "upper";
    middle.signer = T_P521;
    struct t_cert stranger = {.subject = "stranger", .key = T_P256_B, .extensions = ca_extensions()};
    struct t_cert namesake = {.subject = "middle", .key = T_P256_B, .extensions = ca_extensions()};
    const struct nxs_cert *leaf = made(leaf_cert());
    add(&trusted, made(stranger));
    add(&trusted, made(root_cert()));
    add(&untrusted, made(stranger));
    add(&untrusted, made(upper));
    add(&untrusted, leaf);
    add(&untrusted, made(namesake)); /* same name, another key */
    add(&untrusted, made(root_cert()));
    add(&untrusted, made(middle));
    assert_int_equal(verify(leaf), NXS_OK);
    assert_int_equal(path.count, 4);
    assert_ptr_equal(path.certs[3], trusted.certs[1]);
}

static void any_trusted_certificate_is_an_anchor(void **state)
{
    (void)state;
    add(&trusted, made(middle_cert())); /* not self-signed, and its issuer is nowhere */
    assert_int_equal(verify(made(leaf_cert())), NXS_OK);
    assert_int_equal(path.count, 2);
    trusted.count = 0; /* the leaf itself */
    struct t_cert self = {.subject = "device", .key = T_P256_B};
    assert_int_equal(verify(made(self)), NXS_CERT_SELF_SIGNED);
    add(&trusted, made(self));
    assert_int_equal(verify(made(self)), NXS_CERT_SELF_SIGNED); /* signed anew: other DER */
    assert_int_equal(verify(trusted.certs[0]), NXS_OK);
    assert_int_equal(path.count, 1);
    struct nxs_cert copy;
    assert_int_equal(nxs_cert_parse(&copy, t_copy(trusted.certs[0]->der)), NXS_OK);
    assert_int_equal(verify(&copy), NXS_OK);
    request.time = 100;
    assert_int_equal(verify(&copy), NXS_CERT_NOT_YET_VALID);
}

static void anchors_need_not_say_that_they_are_cas(void **state)
{
    (void)state;
    struct t_cert root = root_cert();
    root.extensions = NOTHING; /* v1 */
    assert_int_equal(verify_chain(root, middle_cert(), leaf_cert()), NXS_OK);
    assert_int_equal(trusted.certs[0]->version, 0);
    root.extensions = t_dns("root"); /* v3 without basicConstraints */
    assert_int_equal(verify_chain(root, middle_cert(), leaf_cert()), NXS_OK);
    root.extensions = t_extension(NXS_OID_BASIC_CONSTRAINTS, true, SEQ(NOTHING)); /* what they say is heard */
    assert_int_equal(verify_chain(root, middle_cert(), leaf_cert()), NXS_CERT_NOT_CA);
    root.extensions = t_key_usage(0x8000);
    assert_int_equal(verify_chain(root, middle_cert(), leaf_cert()), NXS_CERT_KEY_USAGE);
    root.extensions = t_ca(0);
    assert_int_equal(verify_chain(root, middle_cert(), leaf_cert()), NXS_CERT_PATH_LENGTH);
}

static void cross_signed(void **state)
{
    (void)state;
    struct t_cert old_middle = middle_cert(), other_root = root_cert(), cross = middle_cert();
    old_middle.to = "210101000000Z"; /* expired */
    other_root.subject = "other";
    other_root.key = T_P256_B;
    cross.issuer = "other";
    cross.signer = T_P256_B;
    add(&trusted, made(root_cert()));
    add(&trusted, made(other_root));
    add(&untrusted, made(old_middle));
    assert_int_equal(verify(made(leaf_cert())), NXS_CERT_EXPIRED);
    add(&untrusted, made(cross));
    assert_int_equal(verify(made(leaf_cert())), NXS_OK);
    assert_ptr_equal(path.certs[2], trusted.certs[1]);
    /* A root that is not trusted, but cross-signed by one that is. */
    trusted.certs[0] = trusted.certs[1];
    trusted.count = 1;
    struct t_cert bridge = root_cert();
    bridge.issuer = "other";
    bridge.signer = T_P256_B;
    untrusted.count = 0;
    add(&untrusted, made(root_cert()));
    add(&untrusted, made(middle_cert()));
    add(&untrusted, made(bridge));
    assert_int_equal(verify(made(leaf_cert())), NXS_OK);
    assert_int_equal(path.count, 4);
}

static void every_kind_of_key_signs(void **state)
{
    (void)state;
    static const struct {
        enum t_key key;
        enum t_signing signing;
    } cases[] = {
        {T_P256_A, T_SIGN_USUAL},        {T_P384, T_SIGN_SHA384},     {T_P521, T_SIGN_SHA512},
        {T_P256_A, T_SIGN_SHA512},       {T_ED25519, T_SIGN_USUAL},   {T_RSA_2048, T_SIGN_USUAL},
        {T_RSA_2048, T_SIGN_SHA384},     {T_RSA_2048, T_SIGN_SHA512}, {T_RSA_2048, T_SIGN_PSS_SHA256},
        {T_RSA_2048, T_SIGN_PSS_SHA384}, {T_RSA_PSS, T_SIGN_USUAL},   {T_RSA_PSS_SHA384, T_SIGN_USUAL}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct t_cert root = {.subject = "root",
                              .key = cases[i].key,
                              .signing = cases[i].signing,
                              .extensions = ca_extensions()};
        struct t_cert leaf = leaf_cert();
        leaf.issuer = "root";
        leaf.signer = cases[i].key;
        leaf.signing = cases[i].signing;
        t_reset();
        leaf.extensions = root.extensions = ca_extensions();
        trusted.count = 0;
        add(&trusted, made(root));
        assert_int_equal(verify(made(leaf)), NXS_OK);
        leaf.spoiled = true;
        assert_int_equal(verify(made(leaf)), NXS_CERT_SIGNATURE);
    }
}

/* ---- searches that come to nothing ---- */

static void nobody_known(void **state)
{
    (void)state;
    assert_int_equal(verify(made(leaf_cert())), NXS_CERT_UNKNOWN_ISSUER);
    add(&untrusted, made(middle_cert()));
    assert_int_equal(verify(made(leaf_cert())), NXS_CERT_UNKNOWN_ISSUER);
    add(&untrusted, made(root_cert())); /* a root that only the peer knows */
    assert_int_equal(verify(made(leaf_cert())), NXS_CERT_UNKNOWN_ISSUER);
    request.trusted = request.untrusted = (struct nxs_cert_list){NULL, NULL};
    assert_int_equal(verify(made(leaf_cert())), NXS_CERT_UNKNOWN_ISSUER);
}

static void the_most_telling_dead_end_is_told(void **state)
{
    (void)state;
    struct t_cert namesake = {.subject = "middle", .key = T_P256_B, .extensions = ca_extensions()};
    struct t_cert expired = middle_cert();
    expired.to = "210101000000Z";
    add(&trusted, made(root_cert()));
    add(&untrusted, made(namesake));
    assert_int_equal(verify(made(leaf_cert())), NXS_CERT_SIGNATURE);
    add(&untrusted, made(expired));
    assert_int_equal(verify(made(leaf_cert())), NXS_CERT_EXPIRED);
}

static void loops_end(void **state)
{
    (void)state;
    /* a and b sign each other, and a signs itself under its second key. */
    struct t_cert a_by_b = {
        .subject = "a", .issuer = "b", .key = T_P256_A, .signer = T_P256_B, .extensions = ca_extensions()};
    struct t_cert b_by_a = {
        .subject = "b", .issuer = "a", .key = T_P256_B, .signer = T_P256_A, .extensions = ca_extensions()};
    struct t_cert a_self = {.subject = "a", .key = T_P256_A, .extensions = ca_extensions()};
    struct t_cert leaf = {.subject = "leaf", .issuer = "a", .key = T_P256_C, .signer = T_P256_A};
    add(&untrusted, made(a_by_b));
    add(&untrusted, made(b_by_a));
    add(&untrusted, made(a_self));
    add(&untrusted, made(a_by_b));
    assert_int_equal(verify(made(leaf)), NXS_CERT_UNKNOWN_ISSUER);
    struct t_cert root = root_cert();
    root.key = T_P384;
    struct t_cert b_by_root = b_by_a;
    b_by_root.issuer = "root";
    b_by_root.signer = T_P384;
    add(&trusted, made(root));
    add(&untrusted, made(b_by_root));
    assert_int_equal(verify(made(leaf)), NXS_OK);
    assert_int_equal(path.count, 4);
}

static void the_search_has_a_budget(void **state)
{
    (void)state;
    /* A ladder of names, two certificates on each step: 2^6 ways to nowhere. */
    static const char *names[] = {"0", "1", "2", "3", "4", "5", "6"};
    static const enum t_key keys[] = {T_P256_A, T_P256_B, T_P256_C, T_P384, T_P521, T_ED25519, T_P256_A};
    for (size_t i = 0; i + 1 < sizeof names / sizeof names[0]; i++) {
        struct t_cert step = {.subject = names[i],
                              .issuer = names[i + 1],
                              .key = keys[i],
                              .signer = keys[i + 1],
                              .extensions = ca_extensions()};
        add(&untrusted, made(step));
        add(&untrusted, made(step));
    }
    struct t_cert leaf = {.subject = "leaf", .issuer = "0", .key = T_P256_C, .signer = T_P256_A};
    assert_int_equal(verify(made(leaf)), NXS_CERT_PATH_BUDGET);
    request.signature_budget = 1000;
    assert_int_equal(verify(made(leaf)), NXS_CERT_UNKNOWN_ISSUER);
    set_up(NULL);
    request.signature_budget = 2;
    assert_int_equal(verify_chain(root_cert(), middle_cert(), leaf_cert()), NXS_OK);
    request.signature_budget = 1;
    assert_int_equal(verify_chain(root_cert(), middle_cert(), leaf_cert()), NXS_CERT_PATH_BUDGET);
}

static void paths_have_a_longest(void **state)
{
    (void)state;
    static const char *names[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
    for (size_t length = 9; length <= 10; length++) { /* issuers above the leaf, the last one trusted */
        set_up(NULL);
        for (size_t i = 0; i < length; i++) {
            struct t_cert ca = {.subject = names[i],
                                .issuer = names[i + 1 < length ? i + 1 : i],
                                .key = T_P256_A,
                                .extensions = ca_extensions()};
            add(i + 1 < length ? &untrusted : &trusted, made(ca));
        }
        struct t_cert leaf = {.subject = "leaf", .issuer = "0", .key = T_P256_A};
        assert_int_equal(verify(made(leaf)), length == 9 ? NXS_OK : NXS_CERT_PATH_BUDGET);
    }
}

static void a_failing_method_is_told(void **state)
{
    (void)state;
    request.scratch.method.size = 1;
    assert_int_equal(verify_chain(root_cert(), middle_cert(), leaf_cert()), NXS_NO_ROOM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_chain, set_up),
        cmocka_unit_test_setup(order_and_extra_certificates_do_not_matter, set_up),
        cmocka_unit_test_setup(any_trusted_certificate_is_an_anchor, set_up),
        cmocka_unit_test_setup(anchors_need_not_say_that_they_are_cas, set_up),
        cmocka_unit_test_setup(cross_signed, set_up),
        cmocka_unit_test_setup(every_kind_of_key_signs, set_up),
        cmocka_unit_test_setup(nobody_known, set_up),
        cmocka_unit_test_setup(the_most_telling_dead_end_is_told, set_up),
        cmocka_unit_test_setup(loops_end, set_up),
        cmocka_unit_test_setup(the_search_has_a_budget, set_up),
        cmocka_unit_test_setup(paths_have_a_longest, set_up),
        cmocka_unit_test_setup(a_failing_method_is_told, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, end);
}
