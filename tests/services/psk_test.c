/* Pre-shared keys: what the two services return, and handshakes with them. */
#include <string.h>

#include "services/net.h"

static struct side client, server;
static UCHAR long_key[65], long_name[21];

/* The suites of the stock table that have no certificates, best first. */
enum { BEST = TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256 };

static UCHAR *text(const char *string)
{
    return (UCHAR *)(uintptr_t)string;
}

static UINT length(const char *string)
{
    return (UINT)strlen(string);
}

static UINT add(struct side *side, const char *key, const char *identity, const char *hint)
{
    return nx_secure_tls_psk_add(&side->session, text(key), length(key), text(identity), length(identity),
                                 text(hint), length(hint));
}

static UINT set(struct side *side, const char *key, const char *identity, const char *hint)
{
    return nx_secure_tls_client_psk_set(&side->session, text(key), length(key), text(identity),
                                        length(identity), text(hint), length(hint));
}

static void open_pair(void)
{
    side_create(&client);
    side_create(&server);
}

static void close_pair(void)
{
    side_delete(&client);
    side_delete(&server);
}

static void assert_suite(UINT number)
{
    assert_int_equal(client.session.nx_secure_tls_session_ciphersuite->nx_secure_tls_ciphersuite, number);
    assert_int_equal(server.session.nx_secure_tls_session_ciphersuite->nx_secure_tls_ciphersuite, number);
}

static void echo(void)
{
    UCHAR in[5];
    assert_int_equal(side_send(&client, &net_pool, "hello", 5), NX_SUCCESS);
    assert_int_equal(side_receive(&server, in, 5), NX_SUCCESS);
    assert_memory_equal(in, "hello", 5);
    assert_int_equal(side_send(&server, &net_pool, "world", 5), NX_SUCCESS);
    assert_int_equal(side_receive(&client, in, 5), NX_SUCCESS);
    assert_memory_equal(in, "world", 5);
}

/* Connects, once or again on the same sessions; the server was told @p identity, the client @p hint. */
static void connects(const char *identity, const char *hint)
{
    const NX_SECURE_TLS_CREDENTIALS *at_server = &server.session.nx_secure_tls_credentials;
    const NX_SECURE_TLS_CREDENTIALS *at_client = &client.session.nx_secure_tls_credentials;
    pair_connect(&client, &server);
    assert_suite(BEST);
    assert_int_equal(at_server->nx_secure_tls_remote_psk_id_size, length(identity));
    assert_memory_equal(at_server->nx_secure_tls_remote_psk_id, identity, length(identity));
    assert_int_equal(at_client->nx_secure_tls_remote_psk_id_size, length(hint));
    assert_memory_equal(at_client->nx_secure_tls_remote_psk_id, hint, length(hint));
    echo();
    pair_end(&client, &server);
}

static void fails(UINT client_code, UINT server_code)
{
    struct outcome outcome = pair_start(&client, &server);
    assert_int_equal(outcome.client, client_code);
    assert_int_equal(outcome.server, server_code);
}

static void end_failed(void)
{
    assert_int_equal(nx_secure_tls_session_end(&client.session, NX_WAIT_FOREVER), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_end(&server.session, NX_WAIT_FOREVER), NX_SUCCESS);
    net_disconnect(&client.socket, &server.socket);
}

/* ---- return values ---------------------------------------------------------------------------------- */

typedef UINT service(NX_SECURE_TLS_SESSION *session, UCHAR *key, UINT key_length, UCHAR *identity,
                     UINT identity_length, UCHAR *hint, UINT hint_length);

static UINT psk_add(NX_SECURE_TLS_SESSION *session, UCHAR *key, UINT key_length, UCHAR *identity,
                    UINT identity_length, UCHAR *hint, UINT hint_length)
{
    return nx_secure_tls_psk_add(session, key, key_length, identity, identity_length, hint, hint_length);
}

static UINT client_psk_set(NX_SECURE_TLS_SESSION *session, UCHAR *key, UINT key_length, UCHAR *identity,
                           UINT identity_length, UCHAR *hint, UINT hint_length)
{
    return nx_secure_tls_client_psk_set(session, key, key_length, identity, identity_length, hint,
                                        hint_length);
}

static void check_arguments(service *function)
{
    UCHAR *name = text("name");
    side_create(&client);
    NX_SECURE_TLS_SESSION *session = &client.session;
#ifndef NX_SECURE_DISABLE_ERROR_CHECKING
    static NX_SECURE_TLS_SESSION none;
    assert_int_equal(function(NX_NULL, name, 4, name, 4, name, 4), NX_PTR_ERROR);
    assert_int_equal(function(&none, name, 4, name, 4, name, 4), NX_PTR_ERROR);
    assert_int_equal(function(session, NX_NULL, 4, name, 4, name, 4), NX_PTR_ERROR);
    assert_int_equal(function(session, name, 4, NX_NULL, 4, name, 4), NX_PTR_ERROR);
    assert_int_equal(function(session, name, 4, name, 4, NX_NULL, 4), NX_PTR_ERROR);
#endif
    assert_int_equal(function(session, name, 0, name, 4, name, 4), NX_PTR_ERROR);
    assert_int_equal(function(session, long_key, 65, name, 4, name, 4), NX_SECURE_TLS_NO_MORE_PSK_SPACE);
    assert_int_equal(function(session, name, 4, long_name, 21, name, 4), NX_SECURE_TLS_NO_MORE_PSK_SPACE);
    assert_int_equal(function(session, name, 4, name, 4, long_name, 21), NX_SECURE_TLS_NO_MORE_PSK_SPACE);
    assert_int_equal(function(session, name, UINT32_MAX, name, 4, name, 4), NX_SECURE_TLS_NO_MORE_PSK_SPACE);
    assert_int_equal(session->nx_secure_tls_credentials.nx_secure_tls_psk_count, 0);
    assert_int_equal(session->nx_secure_tls_credentials.nx_secure_tls_client_psk.nx_secure_tls_psk_data_size,
                     0);
    assert_int_equal(function(session, long_key, 64, long_name, 20, long_name, 20), NX_SUCCESS);
    assert_int_equal(function(session, long_key, 1, NX_NULL, 0, NX_NULL, 0), NX_SUCCESS);
    side_delete(&client);
}

static void test_arguments(void **state)
{
    (void)state;
    check_arguments(psk_add);
    NXS_PROVES(nx_secure_tls_psk_add, NX_PTR_ERROR);
    NXS_PROVES(nx_secure_tls_psk_add, NX_SECURE_TLS_NO_MORE_PSK_SPACE);
    check_arguments(client_psk_set);
    NXS_PROVES(nx_secure_tls_client_psk_set, NX_PTR_ERROR);
    NXS_PROVES(nx_secure_tls_client_psk_set, NX_SECURE_TLS_NO_MORE_PSK_SPACE);
}

static void test_five_keys_fit(void **state)
{
    (void)state;
    side_create(&client);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(add(&client, "key", "name", "hint"), NX_SUCCESS);
    }
    assert_int_equal(add(&client, "key", "name", "hint"), NX_SECURE_TLS_NO_MORE_PSK_SPACE);
    for (int i = 0; i < 10; i++) {
        assert_int_equal(set(&client, "key", "name", "hint"), NX_SUCCESS);
    }
    side_delete(&client);
    const UCHAR *bytes = (const UCHAR *)&client.session;
    for (size_t i = 0; i < sizeof client.session; i++) {
        assert_int_equal(bytes[i], 0); /* no key outlives the session */
    }
}

/* ---- handshakes ------------------------------------------------------------------------------------- */

static void test_found_by_identity_among_five(void **state)
{
    (void)state;
    static const char *const names[] = {"ann", "bob", "cy", "dee", "eve the fifth of all"};
    static const char *const keys[] = {"key of ann", "key of bob", "key of cy", "key of dee", "key of eve"};
    open_pair();
    for (int i = 0; i < 5; i++) {
        assert_int_equal(add(&server, keys[i], names[i], ""), NX_SUCCESS);
    }
    for (int i = 0; i < 5; i++) {
        assert_int_equal(set(&client, keys[i], names[i], ""), NX_SUCCESS);
        connects(names[i], "");
    }
    close_pair();
}

static void test_values_are_copied(void **state)
{
    (void)state;
    UCHAR key[] = "secret", name[] = "somebody", hint[] = "a group";
    open_pair();
    assert_int_equal(nx_secure_tls_psk_add(&server.session, key, 6, name, 8, hint, 7), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_client_psk_set(&client.session, key, 6, name, 8, hint, 7), NX_SUCCESS);
    memset(key, 0, sizeof key);
    memset(name, 0, sizeof name);
    memset(hint, 0, sizeof hint);
    connects("somebody", "a group");
    close_pair();
}

static void test_longest_values(void **state)
{
    (void)state;
    memset(long_key, 0xC3, sizeof long_key);
    memset(long_name, 'x', sizeof long_name);
    open_pair();
    assert_int_equal(nx_secure_tls_psk_add(&server.session, long_key, 64, long_name, 20, long_name, 20),
                     NX_SUCCESS);
    assert_int_equal(nx_secure_tls_client_psk_set(&client.session, long_key, 64, long_name, 20, NX_NULL, 0),
                     NX_SUCCESS);
    connects("xxxxxxxxxxxxxxxxxxxx", "xxxxxxxxxxxxxxxxxxxx");
    close_pair();
}

/* The client's key is used whatever the hint: its own, another, none. */
static void test_client_psk_alone(void **state)
{
    (void)state;
    static const char *const hints[] = {"", "hint", "another hint"};
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 2; k++) {
            open_pair();
            assert_int_equal(set(&client, "old key", "old name", "old hint"), NX_SUCCESS);
            assert_int_equal(set(&client, "key", "me", k == 0 ? "" : "hint"), NX_SUCCESS);
            assert_int_equal(add(&client, "other", "other", hints[i]), NX_SUCCESS);
            assert_int_equal(add(&server, "key", "me", hints[i]), NX_SUCCESS);
            connects("me", hints[i]);
            close_pair();
        }
    }
}

static void test_client_answers_the_hint(void **state)
{
    (void)state;
    open_pair();
    assert_int_equal(add(&client, "key a", "a", "hint a"), NX_SUCCESS);
    assert_int_equal(add(&client, "key b", "b", "hint b"), NX_SUCCESS);
    assert_int_equal(add(&server, "key a", "a", ""), NX_SUCCESS);
    connects("a", ""); /* no hint: the first */
    assert_int_equal(add(&server, "key b", "b", "hint b"), NX_SUCCESS);
    connects("b", "hint b");
    close_pair();
}

static void test_no_key_for_the_hint(void **state)
{
    (void)state;
    open_pair();
    assert_int_equal(add(&client, "key", "me", "one hint"), NX_SUCCESS);
    assert_int_equal(add(&server, "key", "me", "another hint"), NX_SUCCESS);
    fails(NX_SECURE_TLS_NO_MATCHING_PSK, NX_SECURE_TLS_ALERT_RECEIVED);
    assert_alert(&server, 2, NX_SECURE_TLS_ALERT_UNKNOWN_PSK_IDENTITY);
    assert_alert(&client, 0, 0);
    end_failed();
    assert_int_equal(add(&client, "key", "me", ""), NX_SUCCESS);
    connects("me", "another hint");
    close_pair();
}

/* The client hears the same in both cases; only the server's application is told which it was. */
static void test_wrong_key_and_unknown_identity(void **state)
{
    (void)state;
    open_pair();
    assert_int_equal(add(&server, "key", "me", ""), NX_SUCCESS);
    assert_int_equal(set(&client, "another key", "me", ""), NX_SUCCESS);
    fails(NX_SECURE_TLS_ALERT_RECEIVED, NX_SECURE_TLS_AEAD_DECRYPT_FAIL);
    assert_alert(&client, 2, NX_SECURE_TLS_ALERT_BAD_RECORD_MAC);
    assert_alert(&server, 0, 0);
    end_failed();
    assert_int_equal(set(&client, "key", "you", ""), NX_SUCCESS);
    fails(NX_SECURE_TLS_ALERT_RECEIVED, NX_SECURE_TLS_NO_MATCHING_PSK);
    assert_alert(&client, 2, NX_SECURE_TLS_ALERT_BAD_RECORD_MAC);
    assert_alert(&server, 0, 0);
    end_failed();
    assert_int_equal(set(&client, "key", "me", ""), NX_SUCCESS);
    connects("me", "");
    close_pair();
}

/* Reset keeps the keys; end does. */
static void test_keys_stay(void **state)
{
    (void)state;
    open_pair();
    assert_int_equal(add(&server, "key", "me", "hint"), NX_SUCCESS);
    assert_int_equal(add(&client, "key", "me", "hint"), NX_SUCCESS);
    for (int i = 0; i < 3; i++) {
        connects("me", "hint");
        if (i == 1) {
            assert_int_equal(nx_secure_tls_session_reset(&client.session), NX_SUCCESS);
            assert_int_equal(nx_secure_tls_session_reset(&server.session), NX_SUCCESS);
        }
    }
    close_pair();
}

/* ---- beside certificates ---------------------------------------------------------------------------- */

static void connects_with(UINT suite)
{
    pair_connect(&client, &server);
    assert_suite(suite);
    echo();
    pair_end(&client, &server);
    close_pair();
}

static void test_beside_certificates(void **state)
{
    (void)state;
    /* a server with both: certificates for those who trust, keys for those who cannot */
    side_client(&client, "ca", KEY_EC);
    side_server(&server, "ca", "one.example", KEY_EC);
    assert_int_equal(add(&server, "key", "me", ""), NX_SUCCESS);
    connects_with(TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256);
    side_create(&client);
    side_server(&server, "ca", "one.example", KEY_EC);
    assert_int_equal(add(&server, "key", "me", ""), NX_SUCCESS);
    assert_int_equal(set(&client, "key", "me", ""), NX_SUCCESS);
    connects_with(BEST);
    /* a client with both, a server with keys, a server with a certificate */
    side_client(&client, "ca", KEY_EC);
    side_create(&server);
    assert_int_equal(add(&server, "key", "me", ""), NX_SUCCESS);
    assert_int_equal(set(&client, "key", "me", ""), NX_SUCCESS);
    connects_with(BEST);
    side_client(&client, "ca", KEY_EC);
    side_server(&server, "ca", "one.example", KEY_EC);
    assert_int_equal(set(&client, "key", "me", ""), NX_SUCCESS);
    connects_with(TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256);
}

static void test_nothing_in_common(void **state)
{
    (void)state;
    side_create(&client);
    side_server(&server, "ca", "one.example", KEY_EC);
    assert_int_equal(set(&client, "key", "me", ""), NX_SUCCESS);
    fails(NX_SECURE_TLS_ALERT_RECEIVED, NX_SECURE_TLS_NO_SUPPORTED_CIPHERS);
    assert_alert(&client, 2, NX_SECURE_TLS_ALERT_HANDSHAKE_FAILURE);
    end_failed();
    close_pair();
}

static void test_a_client_with_neither(void **state)
{
    (void)state;
    NX_SECURE_TLS_CIPHERSUITE_INFO row;
    NX_SECURE_TLS_CRYPTO table = nx_crypto_tls_ciphers;
    for (UINT i = 0; i < table.nx_secure_tls_ciphersuite_lookup_table_size; i++) {
        row = table.nx_secure_tls_ciphersuite_lookup_table[i];
        if (row.nx_secure_tls_ciphersuite == TLS_PSK_WITH_AES_128_CCM_8) {
            break;
        }
    }
    table.nx_secure_tls_ciphersuite_lookup_table = &row;
    table.nx_secure_tls_ciphersuite_lookup_table_size = 1;
    side_table = &table;
    open_pair();
    net_connect(&client.socket, &server.socket);
    assert_int_equal(nx_secure_tls_session_start(&client.session, &client.socket, NX_NO_WAIT),
                     NX_SECURE_TLS_NO_MATCHING_PSK);
    net_disconnect(&client.socket, &server.socket);
    close_pair();
    side_table = &nx_crypto_tls_ciphers;
}

/* What applications reserve for the metadata of the stock tables. */
static void test_metadata_size(void **state)
{
    (void)state;
    ULONG size;
    assert_int_equal(nx_secure_tls_metadata_size_calculate(&nx_crypto_tls_ciphers, &size), NX_SUCCESS);
    assert_in_range(size, 1, 4500);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, net_setup, net_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_arguments),
        TEST(test_five_keys_fit),
        TEST(test_found_by_identity_among_five),
        TEST(test_values_are_copied),
        TEST(test_longest_values),
        TEST(test_client_psk_alone),
        TEST(test_client_answers_the_hint),
        TEST(test_no_key_for_the_hint),
        TEST(test_wrong_key_and_unknown_identity),
        TEST(test_keys_stay),
        TEST(test_beside_certificates),
        TEST(test_nothing_in_common),
        TEST(test_a_client_with_neither),
        TEST(test_metadata_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
