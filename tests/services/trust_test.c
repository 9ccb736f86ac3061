/* Whom sessions believe: chains of certificates, good and bad. */
#include "services/chain.h"

static NX_SECURE_X509_CERT other_certificate;

/* ---- chains ----------------------------------------------------------------------------------------- */

/* What is sent is the identity and what issues it, whatever else is in the store and in which order. */
static void test_chain(void **state)
{
    (void)state;
    nxs_bytes other =
        t_cert_der(&(struct t_cert){.subject = "other", .issuer = "root", .key = T_P384, .signer = T_P256_A});
    side_create(&client);
    side_create(&server);
    trust(&client, root);
    slot(&client, 0, 2048);
    slot(&client, 1, 2048);
    watch(&client);
    assert_int_equal(nx_secure_tls_local_certificate_add(&server.session, plain(&other_certificate, other)),
                     NX_SUCCESS);
    add_middle();
    be(&server, leaf, t_private_key(T_P256_C, true), NX_SECURE_X509_KEY_TYPE_EC_DER);
    pair_connect(&client, &server);
    assert_int_equal(callback_calls, 1);
    assert_ptr_equal(seen_leaf, &client.remote[0]);
    assert_int_equal(seen_length, 2);
    /* The peer's key lies in these certificates: they cannot be thrown away meanwhile. */
    assert_int_equal(free_all_result, NX_INVALID_PARAMETERS);
    assert_memory_equal(client.remote_data[1], middle.data, middle.len);
    pair_end(&client, &server);
    /* The slots are free again, in their order. */
    const NX_SECURE_X509_CERTIFICATE_STORE *store =
        &client.session.nx_secure_tls_credentials.nx_secure_tls_certificate_store;
    assert_null(store->nx_secure_x509_remote_certificates);
    assert_ptr_equal(store->nx_secure_x509_free_certificates, &client.remote[0]);
    assert_ptr_equal(client.remote[0].nx_secure_x509_next_certificate, &client.remote[1]);
    assert_null(client.remote[1].nx_secure_x509_next_certificate);
    connects();
    close_pair();
}

/* Two authorities of one name: the key id tells which one issued the leaf. */
static void test_chain_by_key_id(void **state)
{
    (void)state;
    nxs_bytes id = LIT("\x04\x02\x01\x02"), other_id = LIT("\x04\x02\x03\x04"),
              authority = LIT("\x30\x04\x80\x02\x01\x02");
    nxs_bytes wrong = t_cert_der(
        &(struct t_cert){.subject = "middle",
                         .issuer = "root",
                         .key = T_P384,
                         .signer = T_P256_A,
                         .extensions = JOIN(t_ca(-1), t_extension(NXS_OID_SUBJECT_KEY_ID, false, other_id))});
    middle = t_cert_der(
        &(struct t_cert){.subject = "middle",
                         .issuer = "root",
                         .key = T_P256_B,
                         .signer = T_P256_A,
                         .extensions = JOIN(t_ca(-1), t_extension(NXS_OID_SUBJECT_KEY_ID, false, id))});
    leaf =
        t_cert_der(&(struct t_cert){.subject = "leaf",
                                    .issuer = "middle",
                                    .key = T_P256_C,
                                    .signer = T_P256_B,
                                    .extensions = t_extension(NXS_OID_AUTHORITY_KEY_ID, false, authority)});
    open_pair(root);
    assert_int_equal(nx_secure_tls_local_certificate_add(&server.session, plain(&other_certificate, wrong)),
                     NX_SUCCESS);
    add_middle();
    connects();
    close_pair();
}

static void test_issuer_missing(void **state)
{
    (void)state;
    open_pair(root);
    refuses(NX_SECURE_TLS_ISSUER_CERTIFICATE_NOT_FOUND, NX_SECURE_TLS_ALERT_UNKNOWN_CA);
    /* What the client shows of itself issues nothing. */
    assert_int_equal(nx_secure_tls_local_certificate_add(&client.session, plain(&middle_certificate, middle)),
                     NX_SUCCESS);
    refuses(NX_SECURE_TLS_ISSUER_CERTIFICATE_NOT_FOUND, NX_SECURE_TLS_ALERT_UNKNOWN_CA);
    /* With the intermediate trusted it works. */
    assert_int_equal(nx_secure_tls_trusted_certificate_add(&client.session, &middle_certificate), NX_SUCCESS);
    connects();
    close_pair();
}

static void test_nothing_trusted(void **state)
{
    (void)state;
    open_pair(root);
    assert_int_equal(
        nx_secure_tls_trusted_certificate_remove(&client.session, (UCHAR[]){'r', 'o', 'o', 't'}, 4),
        NX_SUCCESS);
    refuses(NX_SECURE_TLS_ISSUER_CERTIFICATE_NOT_FOUND, NX_SECURE_TLS_ALERT_UNKNOWN_CA);
    close_pair();
}

static void test_issuer_is_no_authority(void **state)
{
    (void)state;
    middle = t_cert_der(
        &(struct t_cert){.subject = "middle", .issuer = "root", .key = T_P256_B, .signer = T_P256_A});
    open_pair(root);
    add_middle();
    refuses(NX_SECURE_X509_CHAIN_VERIFY_FAILURE, NX_SECURE_TLS_ALERT_BAD_CERTIFICATE);
    close_pair();
}

static void test_self_signed(void **state)
{
    (void)state;
    leaf = t_cert_der(&(struct t_cert){.subject = "leaf", .key = T_P256_C});
    open_pair(root);
    refuses(NX_SECURE_TLS_INVALID_SELF_SIGNED_CERT, NX_SECURE_TLS_ALERT_UNKNOWN_CA);
    assert_int_equal(nx_secure_tls_trusted_certificate_add(&client.session, plain(&other_certificate, leaf)),
                     NX_SUCCESS);
    connects();
    close_pair();
}

static void test_wrong_signature(void **state)
{
    (void)state;
    open_with((struct t_cert){.spoiled = true});
    refuses(NX_SECURE_TLS_CERTIFICATE_SIG_CHECK_FAILED, NX_SECURE_TLS_ALERT_BAD_CERTIFICATE);
    close_pair();
}

static void test_old_hash(void **state)
{
    (void)state;
    open_with((struct t_cert){.signing = T_SIGN_SHA1});
    refuses(NX_SECURE_TLS_UNKNOWN_CERT_SIG_ALGORITHM, NX_SECURE_TLS_ALERT_BAD_CERTIFICATE);
    close_pair();
}

/* ---- usage, dates, sizes ---------------------------------------------------------------------------- */

static void test_usage(void **state)
{
    (void)state;
    open_with((struct t_cert){.extensions = t_key_usage(NX_SECURE_X509_KEY_USAGE_KEY_AGREEMENT)});
    refuses(NX_SECURE_TLS_INVALID_SERVER_CERT, NX_SECURE_TLS_ALERT_UNSUPPORTED_CERTIFICATE);
    close_pair();
    open_with((struct t_cert){.extensions = t_purpose(NXS_OID_PKIX_KP_CLIENT_AUTH)});
    refuses(NX_SECURE_TLS_INVALID_SERVER_CERT, NX_SECURE_TLS_ALERT_UNSUPPORTED_CERTIFICATE);
    close_pair();
    open_with((struct t_cert){.extensions = JOIN(t_key_usage(NX_SECURE_X509_KEY_USAGE_DIGITAL_SIGNATURE),
                                                 t_purpose(NXS_OID_PKIX_KP_SERVER_AUTH))});
    connects();
    close_pair();
}

static ULONG now;
static ULONG tell_time(VOID)
{
    return now;
}

static void test_dates(void **state)
{
    (void)state;
    open_with((struct t_cert){.from = "200101000000Z", .to = "210101000000Z"}); /* 1577836800 to 1609459200 */
    connects();
    assert_int_equal(nx_secure_tls_session_time_function_set(&client.session, tell_time), NX_SUCCESS);
    now = 1609459201;
    refuses(NX_SECURE_X509_CERTIFICATE_EXPIRED, NX_SECURE_TLS_ALERT_CERTIFICATE_EXPIRED);
    now = 1577836799;
    refuses(NX_SECURE_X509_CERTIFICATE_NOT_YET_VALID, NX_SECURE_TLS_ALERT_CERTIFICATE_EXPIRED);
    now = 1600000000;
    connects();
    /* A clock that says 1970 says 1970. */
    now = 0;
    refuses(NX_SECURE_X509_CERTIFICATE_NOT_YET_VALID, NX_SECURE_TLS_ALERT_CERTIFICATE_EXPIRED);
    close_pair();
}

static void test_short_rsa(void **state)
{
    (void)state;
    open_with((struct t_cert){.key = T_RSA_1024});
    refuses(NX_SECURE_TLS_INVALID_CERTIFICATE, NX_SECURE_TLS_ALERT_INSUFFICIENT_SECURITY);
    assert_int_equal(nxs_tls_session_minimum_rsa_set(&client.session, 1024), NX_SUCCESS);
    connects();
    close_pair();
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, chain_setup, chain_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_chain),
        TEST(test_chain_by_key_id),
        TEST(test_issuer_missing),
        TEST(test_nothing_trusted),
        TEST(test_issuer_is_no_authority),
        TEST(test_self_signed),
        TEST(test_wrong_signature),
        TEST(test_old_hash),
        TEST(test_usage),
        TEST(test_dates),
        TEST(test_short_rsa),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
