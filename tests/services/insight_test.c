/* Our own services: what was agreed, why a session failed, the trace, the key log, the shortest RSA key. */
#include "services/net.h"

static NX_SECURE_TLS_SESSION none; /* never created */
static struct side client, server;

static int setup(void **state)
{
    (void)state;
    memset(&none, 0, sizeof none);
    net_up(1536, 64);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    net_down();
    return 0;
}

static const CHAR *failure_of(struct side *side)
{
    const CHAR *words = NULL;
    assert_int_equal(nxs_tls_session_failure_get(&side->session, &words), NX_SUCCESS);
    return words;
}

static void test_arguments(void **state)
{
    (void)state;
    NXS_TLS_SESSION_INFO info;
    const CHAR *words;
    side_create(&client);
    assert_int_equal(nxs_tls_session_info_get(NX_NULL, &info), NX_PTR_ERROR);
    assert_int_equal(nxs_tls_session_info_get(&client.session, NX_NULL), NX_PTR_ERROR);
    assert_int_equal(nxs_tls_session_info_get(&none, &info), NX_SECURE_TLS_SESSION_UNINITIALIZED);
    assert_int_equal(nxs_tls_session_info_get(&client.session, &info), NX_SECURE_TLS_INVALID_STATE);
    assert_int_equal(nxs_tls_session_failure_get(NX_NULL, &words), NX_PTR_ERROR);
    assert_int_equal(nxs_tls_session_failure_get(&client.session, NX_NULL), NX_PTR_ERROR);
    assert_int_equal(nxs_tls_session_failure_get(&none, &words), NX_SECURE_TLS_SESSION_UNINITIALIZED);
    assert_string_equal(failure_of(&client), "success");
    assert_int_equal(nxs_tls_session_trace_set(NX_NULL, NX_NULL, NX_NULL), NX_PTR_ERROR);
    assert_int_equal(nxs_tls_session_trace_set(&none, NX_NULL, NX_NULL), NX_SECURE_TLS_SESSION_UNINITIALIZED);
    assert_int_equal(nxs_tls_session_keylog_set(NX_NULL, NX_NULL, NX_NULL), NX_PTR_ERROR);
    assert_int_equal(nxs_tls_session_keylog_set(&none, NX_NULL, NX_NULL),
                     NX_SECURE_TLS_SESSION_UNINITIALIZED);
    assert_int_equal(nxs_tls_session_minimum_rsa_set(NX_NULL, 2048), NX_PTR_ERROR);
    assert_int_equal(nxs_tls_session_minimum_rsa_set(&none, 2048), NX_SECURE_TLS_SESSION_UNINITIALIZED);
    assert_int_equal(nxs_tls_session_minimum_rsa_set(&client.session, 511), NX_INVALID_PARAMETERS);
    assert_int_equal(nxs_tls_session_minimum_rsa_set(&client.session, NX_CRYPTO_MAX_RSA_MODULUS_SIZE + 1),
                     NX_INVALID_PARAMETERS);
    assert_int_equal(nxs_tls_session_minimum_rsa_set(&client.session, 512), NX_SUCCESS);
    assert_int_equal(nxs_tls_session_insecure_set(NX_NULL, NX_TRUE), NX_PTR_ERROR);
    assert_int_equal(nxs_tls_session_insecure_set(&none, NX_TRUE), NX_SECURE_TLS_SESSION_UNINITIALIZED);
    side_delete(&client);
}

static void test_info(void **state)
{
    (void)state;
    NXS_TLS_SESSION_INFO info, other;
    side_client(&client, "ca", KEY_EC);
    side_server(&server, "ca", "one.example", KEY_EC);
    pair_connect(&client, &server);
    assert_int_equal(nxs_tls_session_info_get(&client.session, &info), NX_SUCCESS);
    assert_int_equal(nxs_tls_session_info_get(&server.session, &other), NX_SUCCESS);
    assert_int_equal(info.nxs_version, 0x0303);
    assert_string_equal(info.nxs_version_name, "TLS 1.2");
    assert_int_equal(info.nxs_suite,
                     client.session.nx_secure_tls_session_ciphersuite->nx_secure_tls_ciphersuite);
    assert_ptr_equal(info.nxs_suite_name, nxs_tls_suite_name(info.nxs_suite));
    assert_ptr_equal(info.nxs_group_name, nxs_tls_group_name(info.nxs_group));
    assert_ptr_equal(info.nxs_scheme_name, nxs_tls_scheme_name(info.nxs_scheme));
    assert_int_equal(info.nxs_suite, other.nxs_suite);
    assert_int_equal(info.nxs_group, other.nxs_group);
    assert_int_equal(info.nxs_scheme, other.nxs_scheme);
    pair_end(&client, &server);
    assert_int_equal(nxs_tls_session_info_get(&client.session, &info), NX_SECURE_TLS_INVALID_STATE);
    side_delete(&client);
    side_delete(&server);
}

static void test_words_of_a_failure(void **state)
{
    (void)state;
    side_client(&client, "another ca", KEY_EC);
    side_server(&server, "ca", "one.example", KEY_EC);
    struct outcome outcome = pair_start(&client, &server);
    assert_int_not_equal(outcome.client, NX_SUCCESS);
    assert_int_not_equal(outcome.server, NX_SUCCESS);
    assert_string_equal(failure_of(&client), "no trusted issuer was found for the certificate");
    assert_string_equal(failure_of(&server), nxs_tls_alert_words(NX_SECURE_TLS_ALERT_UNKNOWN_CA));
    /* They outlive the end, not the next start. */
    assert_int_equal(nx_secure_tls_session_end(&client.session, NX_NO_WAIT), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_end(&server.session, NX_NO_WAIT), NX_SUCCESS);
    assert_string_equal(failure_of(&client), "no trusted issuer was found for the certificate");
    assert_int_equal(nx_secure_tls_session_reset(&client.session), NX_SUCCESS);
    assert_string_equal(failure_of(&client), "success");
    net_disconnect(&client.socket, &server.socket);
    side_delete(&client);
    side_delete(&server);
}

/* ---- trace and key log ------------------------------------------------------------------------------ */

struct seen {
    UINT records[2]; /* received, sent */
    UINT client_hellos, finished, data;
    CHAR line[256];
    UINT lines;
};

static VOID on_trace(VOID *context, const NXS_TLS_TRACE *step)
{
    struct seen *seen = context;
    bool is_handshake = step->nxs_tls_trace_content_type == 22;
    seen->records[step->nxs_tls_trace_sent] += step->nxs_tls_trace_record_length > 0;
    seen->client_hellos +=
        is_handshake && step->nxs_tls_trace_message_length > 0 && step->nxs_tls_trace_message_type == 1;
    seen->finished +=
        is_handshake && step->nxs_tls_trace_message_length > 0 && step->nxs_tls_trace_message_type == 20;
    seen->data += step->nxs_tls_trace_content_type == 23 && step->nxs_tls_trace_message_length > 0;
}

static VOID on_keylog(VOID *context, const CHAR *line)
{
    struct seen *seen = context;
    snprintf(seen->line, sizeof seen->line, "%s", line);
    seen->lines++;
}

static void test_trace_and_key_log(void **state)
{
    (void)state;
    static struct seen at_client, at_server;
    memset(&at_client, 0, sizeof at_client);
    memset(&at_server, 0, sizeof at_server);
    side_client(&client, "ca", KEY_EC);
    side_server(&server, "ca", "one.example", KEY_EC);
    assert_int_equal(nxs_tls_session_trace_set(&client.session, on_trace, &at_client), NX_SUCCESS);
    assert_int_equal(nxs_tls_session_keylog_set(&client.session, on_keylog, &at_client), NX_SUCCESS);
    assert_int_equal(nxs_tls_session_trace_set(&server.session, on_trace, &at_server), NX_SUCCESS);
    assert_int_equal(nxs_tls_session_keylog_set(&server.session, on_keylog, &at_server), NX_SUCCESS);
    pair_connect(&client, &server);
    assert_int_equal(at_client.client_hellos, 1);
    assert_int_equal(at_server.client_hellos, 1);
    assert_int_equal(at_client.finished, 2);
    assert_int_equal(at_client.records[0], at_server.records[1]);
    assert_int_equal(at_client.records[1], at_server.records[0]);
    assert_int_equal(at_client.lines, 1);
    assert_int_equal(at_server.lines, 1);
    assert_string_equal(at_client.line, at_server.line);
    assert_int_equal(strlen(at_client.line), strlen("CLIENT_RANDOM ") + 64 + 1 + 96);
    assert_memory_equal(at_client.line, "CLIENT_RANDOM ", 14);
    UINT before = at_client.records[1];
    UCHAR in[4];
    assert_int_equal(side_send(&client, &net_pool, "word", 4), NX_SUCCESS);
    assert_int_equal(side_receive(&server, in, 4), NX_SUCCESS);
    /* Application data is not shown; that a record came is. */
    assert_int_equal(at_server.data, 0);
    assert_int_equal(at_server.records[0], before + 1);
    assert_int_equal(nxs_tls_session_trace_set(&client.session, NX_NULL, NX_NULL), NX_SUCCESS);
    assert_int_equal(nxs_tls_session_keylog_set(&client.session, NX_NULL, NX_NULL), NX_SUCCESS);
    pair_end(&client, &server);
    pair_connect(&client, &server);
    assert_int_equal(at_client.lines, 1);
    pair_end(&client, &server);
    side_delete(&client);
    side_delete(&server);
}

static void test_short_rsa_keys(void **state)
{
    (void)state;
    side_client(&client, "ca", KEY_RSA);
    side_server(&server, "ca", "one.example", KEY_RSA);
    assert_int_equal(nxs_tls_session_minimum_rsa_set(&client.session, 2049), NX_SUCCESS);
    struct outcome outcome = pair_start(&client, &server);
    assert_int_not_equal(outcome.client, NX_SUCCESS);
    assert_int_equal(outcome.server, NX_SECURE_TLS_ALERT_RECEIVED);
    assert_alert(&server, NX_SECURE_TLS_ALERT_LEVEL_FATAL, NX_SECURE_TLS_ALERT_INSUFFICIENT_SECURITY);
    assert_int_equal(nx_secure_tls_session_end(&client.session, NX_NO_WAIT), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_end(&server.session, NX_NO_WAIT), NX_SUCCESS);
    net_disconnect(&client.socket, &server.socket);
    assert_int_equal(nxs_tls_session_minimum_rsa_set(&client.session, 2048), NX_SUCCESS);
    pair_connect(&client, &server);
    pair_end(&client, &server);
    side_delete(&client);
    side_delete(&server);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_arguments),         TEST(test_info),           TEST(test_words_of_a_failure),
        TEST(test_trace_and_key_log), TEST(test_short_rsa_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
