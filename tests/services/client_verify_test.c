/* Servers that ask for client certificates: the services that make them, and what both starts return. */
#include "services/net.h"

static struct side client, server;
static NX_SECURE_X509_CERT client_certificate, client_authority;

static void identify(const char *authority, const char *name, enum key_kind kind)
{
    const struct identity *identity = identity_of(authority, name, kind);
    assert_int_equal(nx_secure_x509_certificate_initialize(
                         &client_certificate, identity->certificate, identity->certificate_length, NX_NULL, 0,
                         identity->key, identity->key_length, identity->key_type),
                     NX_SUCCESS);
    assert_int_equal(nx_secure_tls_local_certificate_add(&client.session, &client_certificate), NX_SUCCESS);
}

static void trust(const char *authority, enum key_kind kind)
{
    const struct identity *trusted = authority_of(authority, kind);
    assert_int_equal(nx_secure_x509_certificate_initialize(&client_authority, trusted->certificate,
                                                           trusted->certificate_length, NX_NULL, 0, NX_NULL,
                                                           0, NX_SECURE_X509_KEY_TYPE_NONE),
                     NX_SUCCESS);
    assert_int_equal(nx_secure_tls_trusted_certificate_add(&server.session, &client_authority), NX_SUCCESS);
}

/* A client that knows the server, and a server that believes "clients" and asks. */
static void open_pair(enum key_kind kind)
{
    side_client(&client, "ca", KEY_EC);
    side_server(&server, "ca", "one.example", KEY_EC);
    trust("clients", kind);
    assert_int_equal(nx_secure_tls_session_client_verify_enable(&server.session), NX_SUCCESS);
}

static void close_pair(void)
{
    side_delete(&client);
    side_delete(&server);
}

static void echo(void)
{
    UCHAR out[100], in[100];
    pattern(out, sizeof out, 1);
    assert_int_equal(side_send(&client, &net_pool, out, sizeof out), NX_SUCCESS);
    assert_int_equal(side_receive(&server, in, sizeof in), NX_SUCCESS);
    assert_memory_equal(in, out, sizeof out);
}

static void assert_refused(UINT code, UINT alert)
{
    struct outcome outcome = pair_start(&client, &server);
    assert_int_equal(outcome.server, code);
    assert_int_equal(outcome.client, NX_SECURE_TLS_ALERT_RECEIVED);
    assert_alert(&client, NX_SECURE_TLS_ALERT_LEVEL_FATAL, alert);
    assert_alert(&server, 0, 0);
    assert_int_equal(nx_secure_tls_session_end(&server.session, NX_NO_WAIT), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_end(&client.session, NX_WAIT_FOREVER), NX_SUCCESS);
    net_disconnect(&client.socket, &server.socket);
}

static void known(enum key_kind kind)
{
    open_pair(kind);
    identify("clients", "client.example", kind);
    pair_connect(&client, &server);
    echo();
    pair_end(&client, &server);
    close_pair();
}

static void test_ecdsa(void **state)
{
    (void)state;
    known(KEY_EC);
}

static void test_rsa(void **state)
{
    (void)state;
    known(KEY_RSA);
}

static void test_configure_gives_space(void **state)
{
    (void)state;
    enum { CERTIFICATES = 2, SIZE = CERTIFICATES * (sizeof(NX_SECURE_X509_CERT) + 2000) };
    static UCHAR buffer[SIZE + 1];
    side_client(&client, "ca", KEY_EC);
    side_server(&server, "ca", "one.example", KEY_EC);
    trust("clients", KEY_EC);
    identify("clients", "client.example", KEY_EC);
    assert_int_equal(
        nx_secure_tls_session_x509_client_verify_configure(&server.session, CERTIFICATES, buffer + 1, SIZE),
        NX_SUCCESS);
    pair_connect(&client, &server);
    /* The certificate stays readable: the space is not the packet buffer's. */
    const NX_SECURE_X509_CERT *shown =
        server.session.nx_secure_tls_credentials.nx_secure_tls_certificate_store
            .nx_secure_x509_remote_certificates;
    assert_non_null(shown);
    assert_true((const UCHAR *)shown > buffer && (const UCHAR *)shown < buffer + sizeof buffer);
    echo();
    pair_end(&client, &server);
    /* The same space again. */
    assert_int_equal(
        nx_secure_tls_session_x509_client_verify_configure(&server.session, CERTIFICATES, buffer + 1, SIZE),
        NX_INVALID_PARAMETERS);
    close_pair();
}

static void test_space_that_is_too_small_for_the_certificate(void **state)
{
    (void)state;
    enum { SIZE = sizeof(NX_SECURE_X509_CERT) + 256 + 16 };
    static UCHAR buffer[SIZE];
    side_client(&client, "ca", KEY_EC);
    side_server(&server, "ca", "one.example", KEY_EC);
    trust("clients", KEY_RSA);
    identify("clients", "client.example", KEY_RSA);
    assert_int_equal(nx_secure_tls_session_x509_client_verify_configure(&server.session, 1, buffer, SIZE),
                     NX_SUCCESS);
    assert_refused(NX_SECURE_TLS_INSUFFICIENT_CERT_SPACE, NX_SECURE_TLS_ALERT_INTERNAL_ERROR);
    close_pair();
}

static void test_missing(void **state)
{
    (void)state;
    open_pair(KEY_EC);
    assert_refused(NX_SECURE_TLS_EMPTY_REMOTE_CERTIFICATE_RECEIVED, NX_SECURE_TLS_ALERT_HANDSHAKE_FAILURE);
    close_pair();
}

static void test_untrusted(void **state)
{
    (void)state;
    open_pair(KEY_EC);
    identify("strangers", "client.example", KEY_EC);
    assert_refused(NX_SECURE_TLS_ISSUER_CERTIFICATE_NOT_FOUND, NX_SECURE_TLS_ALERT_UNKNOWN_CA);
    close_pair();
}

static void test_nobody_is_trusted(void **state)
{
    (void)state;
    side_client(&client, "ca", KEY_EC);
    side_server(&server, "ca", "one.example", KEY_EC);
    identify("clients", "client.example", KEY_EC);
    assert_int_equal(nx_secure_tls_session_client_verify_enable(&server.session), NX_SUCCESS);
    assert_refused(NX_SECURE_TLS_ISSUER_CERTIFICATE_NOT_FOUND, NX_SECURE_TLS_ALERT_UNKNOWN_CA);
    close_pair();
}

/* ---- callbacks -------------------------------------------------------------------------------------- */

static char order[8];
static size_t order_count;
static ULONG certificate_result;

static ULONG on_hello(NX_SECURE_TLS_SESSION *session, NX_SECURE_TLS_HELLO_EXTENSION *extensions, UINT count)
{
    (void)extensions;
    (void)count;
    order[order_count++] = session == &server.session ? 'h' : 'H';
    return NX_SUCCESS;
}

static ULONG on_certificate(NX_SECURE_TLS_SESSION *session, NX_SECURE_X509_CERT *certificate)
{
    assert_ptr_equal(session, &server.session);
    assert_int_equal(nx_secure_x509_common_name_dns_check(certificate, (const UCHAR *)"client.example", 14),
                     NX_SUCCESS);
    order[order_count++] = 'c';
    return certificate_result;
}

static void test_the_application_judges(void **state)
{
    (void)state;
    open_pair(KEY_EC);
    identify("clients", "client.example", KEY_EC);
    assert_int_equal(nx_secure_tls_session_server_callback_set(&server.session, on_hello), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_certificate_callback_set(&server.session, on_certificate),
                     NX_SUCCESS);
    order_count = 0;
    certificate_result = 0x777;
    assert_refused(0x777, NX_SECURE_TLS_ALERT_INTERNAL_ERROR);
    assert_int_equal(order_count, 2);
    assert_memory_equal(order, "hc", 2);
    certificate_result = NX_SUCCESS;
    pair_connect(&client, &server);
    echo();
    pair_end(&client, &server);
    close_pair();
}

/* ---- switching -------------------------------------------------------------------------------------- */

static void test_off_again(void **state)
{
    (void)state;
    open_pair(KEY_EC);
    assert_int_equal(nx_secure_tls_session_client_verify_disable(&server.session), NX_SUCCESS);
    pair_connect(&client, &server);
    pair_end(&client, &server);
    assert_int_equal(nx_secure_tls_session_client_verify_enable(&server.session), NX_SUCCESS);
    assert_refused(NX_SECURE_TLS_EMPTY_REMOTE_CERTIFICATE_RECEIVED, NX_SECURE_TLS_ALERT_HANDSHAKE_FAILURE);
    close_pair();
}

/* In a client neither service has an effect, and it goes on showing its certificate. */
static void test_on_a_client(void **state)
{
    (void)state;
    open_pair(KEY_EC);
    identify("clients", "client.example", KEY_EC);
    assert_int_equal(nx_secure_tls_session_client_verify_enable(&client.session), NX_SUCCESS);
    pair_connect(&client, &server);
    pair_end(&client, &server);
    assert_int_equal(nx_secure_tls_session_client_verify_disable(&client.session), NX_SUCCESS);
    pair_connect(&client, &server);
    pair_end(&client, &server);
    close_pair();
}

/* One server session, many clients without a certificate, then one that has one. */
static void test_strangers_do_not_stop_a_server(void **state)
{
    (void)state;
    open_pair(KEY_EC);
    for (int i = 0; i < 50; i++) {
        assert_refused(NX_SECURE_TLS_EMPTY_REMOTE_CERTIFICATE_RECEIVED,
                       NX_SECURE_TLS_ALERT_HANDSHAKE_FAILURE);
    }
    identify("clients", "client.example", KEY_EC);
    pair_connect(&client, &server);
    echo();
    pair_end(&client, &server);
    close_pair();
}

/* ---- arguments -------------------------------------------------------------------------------------- */

static void test_arguments(void **state)
{
    (void)state;
    enum { LEAST = sizeof(NX_SECURE_X509_CERT) + 256 };
    static UCHAR buffer[2 * LEAST + 16];
    side_create(&server);
#ifndef NX_SECURE_DISABLE_ERROR_CHECKING
    static NX_SECURE_TLS_SESSION none;
    assert_int_equal(nx_secure_tls_session_client_verify_enable(NX_NULL), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_client_verify_disable(NX_NULL), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_x509_client_verify_configure(NX_NULL, 1, buffer, LEAST),
                     NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_client_verify_enable(&none), NX_SECURE_TLS_SESSION_UNINITIALIZED);
    assert_int_equal(nx_secure_tls_session_client_verify_disable(&none), NX_SECURE_TLS_SESSION_UNINITIALIZED);
    assert_int_equal(nx_secure_tls_session_x509_client_verify_configure(&none, 1, buffer, LEAST),
                     NX_SECURE_TLS_SESSION_UNINITIALIZED);
    UINT some = NX_INVALID_PARAMETERS;
#else
    UINT some = NX_SUCCESS;
#endif
    assert_int_equal(nx_secure_tls_session_x509_client_verify_configure(&server.session, 1, NX_NULL, LEAST),
                     some);
    assert_int_equal(nx_secure_tls_session_x509_client_verify_configure(&server.session, 0, buffer, LEAST),
                     some);
    assert_int_equal(nx_secure_tls_session_x509_client_verify_configure(&server.session, 1, buffer, 0), some);
    assert_int_equal(
        nx_secure_tls_session_x509_client_verify_configure(&server.session, 2, buffer, 2 * LEAST - 1),
        NX_INVALID_PARAMETERS);
    assert_int_equal(nx_secure_tls_session_x509_client_verify_configure(&server.session, 0, NX_NULL, 0),
                     NX_SUCCESS);
    assert_int_equal(
        nx_secure_tls_session_x509_client_verify_configure(&server.session, 2, buffer, sizeof buffer),
        NX_SUCCESS);
    side_delete(&server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_ecdsa, net_setup, net_teardown),
        cmocka_unit_test_setup_teardown(test_rsa, net_setup, net_teardown),
        cmocka_unit_test_setup_teardown(test_configure_gives_space, net_setup, net_teardown),
        cmocka_unit_test_setup_teardown(test_space_that_is_too_small_for_the_certificate, net_setup,
                                        net_teardown),
        cmocka_unit_test_setup_teardown(test_missing, net_setup, net_teardown),
        cmocka_unit_test_setup_teardown(test_untrusted, net_setup, net_teardown),
        cmocka_unit_test_setup_teardown(test_nobody_is_trusted, net_setup, net_teardown),
        cmocka_unit_test_setup_teardown(test_the_application_judges, net_setup, net_teardown),
        cmocka_unit_test_setup_teardown(test_off_again, net_setup, net_teardown),
        cmocka_unit_test_setup_teardown(test_on_a_client, net_setup, net_teardown),
        cmocka_unit_test_setup_teardown(test_strangers_do_not_stop_a_server, net_setup, net_teardown),
        cmocka_unit_test_setup_teardown(test_arguments, net_setup, net_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
