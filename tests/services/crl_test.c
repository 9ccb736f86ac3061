/* nx_secure_x509_crl_revocation_check, with the store of a session and with one of the application's own. */
#include "services/chain.h"

static NX_SECURE_X509_CERT root_certificate, leaf_certificate;
static NX_SECURE_X509_CERTIFICATE_STORE own;
static nxs_bytes list;

static struct t_crl of_middle(void)
{
    return (struct t_crl){.issuer = "middle", .signer = T_P256_B};
}

static struct t_crl revoking(void)
{
    struct t_crl what = of_middle();
    what.entries = t_crl_entry(t_int(4711), NOTHING);
    return what;
}

static void make(struct t_crl what)
{
    list = t_crl_der(&what);
}

static int crl_setup(void **state)
{
    chain_setup(state);
    memset(&own, 0, sizeof own);
    own.nx_secure_x509_trusted_certificates = plain(&root_certificate, root);
    own.nx_secure_x509_remote_certificates = plain(&middle_certificate, middle);
    plain(&leaf_certificate, leaf);
    make(of_middle());
    return 0;
}

static void test_values(void **state)
{
    (void)state;
    NX_SECURE_X509_CERT *cert = &leaf_certificate;
    assert_int_equal(nx_secure_x509_crl_revocation_check(list.data, (UINT)list.len, &own, cert), NX_SUCCESS);
    assert_int_equal(nx_secure_x509_crl_revocation_check(list.data, (UINT)list.len - 1, &own, cert),
                     NX_SECURE_X509_ASN1_LENGTH_TOO_LONG);
    struct t_crl what = of_middle();
    what.dates = t_int(1);
    make(what);
    assert_int_equal(nx_secure_x509_crl_revocation_check(list.data, (UINT)list.len, &own, cert),
                     NX_SECURE_X509_UNEXPECTED_ASN1_TAG);
    what = of_middle();
    what.issuer = "root";
    make(what);
    assert_int_equal(nx_secure_x509_crl_revocation_check(list.data, (UINT)list.len, &own, cert),
                     NX_SECURE_X509_CRL_ISSUER_MISMATCH);
    what = of_middle();
    what.spoiled = true;
    make(what);
    assert_int_equal(nx_secure_x509_crl_revocation_check(list.data, (UINT)list.len, &own, cert),
                     NX_SECURE_X509_CRL_SIGNATURE_CHECK_FAILED);
    make(revoking());
    assert_int_equal(nx_secure_x509_crl_revocation_check(list.data, (UINT)list.len, &own, cert),
                     NX_SECURE_X509_CRL_CERTIFICATE_REVOKED);
}

static void test_signers(void **state)
{
    (void)state;
    NX_SECURE_X509_CERT *cert = &leaf_certificate;
    own.nx_secure_x509_remote_certificates = NX_NULL;
    assert_int_equal(nx_secure_x509_crl_revocation_check(list.data, (UINT)list.len, &own, cert),
                     NX_SECURE_TLS_CERTIFICATE_NOT_FOUND);
    /* A local certificate signs nothing. */
    own.nx_secure_x509_local_certificates = &middle_certificate;
    assert_int_equal(nx_secure_x509_crl_revocation_check(list.data, (UINT)list.len, &own, cert),
                     NX_SECURE_TLS_CERTIFICATE_NOT_FOUND);
    own.nx_secure_x509_local_certificates = NX_NULL;
    own.nx_secure_x509_remote_certificates = &middle_certificate;
    own.nx_secure_x509_trusted_certificates = NX_NULL;
    assert_int_equal(nx_secure_x509_crl_revocation_check(list.data, (UINT)list.len, &own, cert),
                     NX_SECURE_TLS_ISSUER_CERTIFICATE_NOT_FOUND);
    own.nx_secure_x509_trusted_certificates = &root_certificate;
    struct t_cert signer = {.subject = "middle", .issuer = "root", .key = T_P256_B, .signer = T_P256_A};
    plain(&middle_certificate, t_cert_der(&signer)); /* no CA */
    assert_int_equal(nx_secure_x509_crl_revocation_check(list.data, (UINT)list.len, &own, cert),
                     NX_SECURE_X509_CHAIN_VERIFY_FAILURE);
    signer.extensions = JOIN(t_ca(-1), t_key_usage(NX_SECURE_X509_KEY_USAGE_KEY_CERT_SIGN));
    plain(&middle_certificate, t_cert_der(&signer));
    assert_int_equal(nx_secure_x509_crl_revocation_check(list.data, (UINT)list.len, &own, cert),
                     NX_SECURE_X509_KEY_USAGE_ERROR);
}

/* Outside of a session the stock tables are the policy: no SHA-1. */
static void test_sha1(void **state)
{
    (void)state;
    struct t_crl what = of_middle();
    what.signing = T_SIGN_SHA1;
    make(what);
    assert_int_equal(nx_secure_x509_crl_revocation_check(list.data, (UINT)list.len, &own, &leaf_certificate),
                     NX_SECURE_X509_CRL_SIGNATURE_CHECK_FAILED);
}

static void test_pointers(void **state)
{
    (void)state;
#ifndef NX_SECURE_DISABLE_ERROR_CHECKING
    NX_SECURE_X509_CERT *cert = &leaf_certificate;
    assert_int_equal(nx_secure_x509_crl_revocation_check(NX_NULL, 10, &own, cert), NX_PTR_ERROR);
    assert_int_equal(nx_secure_x509_crl_revocation_check(list.data, 0, &own, cert), NX_PTR_ERROR);
    assert_int_equal(nx_secure_x509_crl_revocation_check(list.data, 10, NX_NULL, cert), NX_PTR_ERROR);
    assert_int_equal(nx_secure_x509_crl_revocation_check(list.data, 10, &own, NX_NULL), NX_PTR_ERROR);
#endif
}

/* ---- in a session ----------------------------------------------------------------------------------- */

static ULONG tell_time(VOID)
{
    return 1700000000; /* November 2023 */
}

static ULONG check_peer(NX_SECURE_TLS_SESSION *session, NX_SECURE_X509_CERT *certificate)
{
    return nx_secure_x509_crl_revocation_check(
        list.data, (UINT)list.len, &session->nx_secure_tls_credentials.nx_secure_tls_certificate_store,
        certificate);
}

static void open_checking_pair(void)
{
    open_pair(root);
    add_middle();
    assert_int_equal(nx_secure_tls_session_certificate_callback_set(&client.session, check_peer), NX_SUCCESS);
}

/* As the services document's example does it: the peer's chain holds the signer. */
static void test_in_a_callback(void **state)
{
    (void)state;
    open_checking_pair();
    connects();
    make(revoking());
    refuses(NX_SECURE_X509_CRL_CERTIFICATE_REVOKED, NX_SECURE_TLS_ALERT_INTERNAL_ERROR);
    close_pair();
}

/* The session's clock is asked. */
static void test_old_list(void **state)
{
    (void)state;
    struct t_crl what = of_middle();
    what.next_update = "230601000000Z";
    make(what);
    open_checking_pair();
    connects();
    assert_int_equal(nx_secure_tls_session_time_function_set(&client.session, tell_time), NX_SUCCESS);
    struct outcome outcome = pair_start(&client, &server);
    assert_int_equal(outcome.client, NX_SECURE_X509_CERTIFICATE_EXPIRED);
    net_disconnect(&client.socket, &server.socket);
    close_pair();
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, crl_setup, chain_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_values),   CASE(test_signers),       CASE(test_sha1),
        CASE(test_pointers), CASE(test_in_a_callback), CASE(test_old_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
