/* Handshakes between a client and a server in two threads: what both starts return, and what the sessions say
 * afterwards. */
#include "services/net.h"

#include <stdlib.h>

static struct side client, server;

static void assert_connected(struct side *side, UINT type)
{
    const NX_SECURE_TLS_SESSION *session = &side->session;
    assert_ptr_equal(session->nx_secure_tls_tcp_socket, &side->socket);
    assert_int_equal(session->nx_secure_tls_socket_type, type);
    assert_int_equal(session->nx_secure_tls_protocol_version, NX_SECURE_TLS_VERSION_TLS_1_2);
    assert_non_null(session->nx_secure_tls_session_ciphersuite);
    assert_int_equal(session->nx_secure_tls_local_session_active, 1);
    assert_int_equal(session->nx_secure_tls_remote_session_active, 1);
    assert_int_equal(session->nx_secure_tls_1_3, 0);
}

static void assert_idle(struct side *side)
{
    const NX_SECURE_TLS_SESSION *session = &side->session;
    assert_null(session->nx_secure_tls_tcp_socket);
    assert_int_equal(session->nx_secure_tls_socket_type, 0);
    assert_null(session->nx_secure_tls_session_ciphersuite);
    assert_int_equal(session->nx_secure_tls_local_session_active, 0);
    assert_int_equal(session->nx_secure_tls_remote_session_active, 0);
    assert_int_equal(session->nx_secure_tls_id, NX_SECURE_TLS_ID);
}

static void echo(void)
{
    UCHAR out[100], in[100];
    pattern(out, sizeof out, 1);
    assert_int_equal(side_send(&client, &net_pool, out, sizeof out), NX_SUCCESS);
    assert_int_equal(side_receive(&server, in, sizeof in), NX_SUCCESS);
    assert_memory_equal(in, out, sizeof out);
    pattern(out, sizeof out, 2);
    assert_int_equal(side_send(&server, &net_pool, out, sizeof out), NX_SUCCESS);
    assert_int_equal(side_receive(&client, in, sizeof in), NX_SUCCESS);
    assert_memory_equal(in, out, sizeof out);
}

static void open_pair(enum key_kind kind)
{
    side_client(&client, "ca", kind);
    side_server(&server, "ca", "one.example", kind);
}

static void close_pair(void)
{
    side_delete(&client);
    side_delete(&server);
}

/* Ends after a failed start are quick, say nothing, and leave sessions that work. */
static void assert_usable_after_failure(void)
{
    assert_int_equal(nx_secure_tls_session_end(&client.session, NX_WAIT_FOREVER), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_end(&server.session, NX_NO_WAIT), NX_SUCCESS);
    net_disconnect(&client.socket, &server.socket);
    assert_idle(&client);
    assert_idle(&server);
}

static void connects(enum key_kind kind)
{
    open_pair(kind);
    assert_idle(&client);
    pair_connect(&client, &server);
    assert_connected(&client, 1);
    assert_connected(&server, 2);
    assert_ptr_equal(client.session.nx_secure_tls_session_ciphersuite,
                     server.session.nx_secure_tls_session_ciphersuite);
    echo();
    pair_end(&client, &server);
    assert_idle(&client);
    assert_idle(&server);
    close_pair();
}

static void test_ecdsa(void **state)
{
    (void)state;
    connects(KEY_EC);
}

static void test_rsa(void **state)
{
    (void)state;
    connects(KEY_RSA);
}

/* Without a call of nx_secure_tls_initialize(), without remote certificate space, with listed groups. */
static void test_certificates_in_the_packet_buffer(void **state)
{
    (void)state;
    const struct identity *trusted = authority_of("ca", KEY_RSA);
    side_create(&client);
    side_server(&server, "ca", "one.example", KEY_RSA);
    assert_int_equal(nx_secure_x509_certificate_initialize(&client.authority, trusted->certificate,
                                                           trusted->certificate_length, NX_NULL, 0, NX_NULL,
                                                           0, NX_SECURE_X509_KEY_TYPE_NONE),
                     NX_SUCCESS);
    assert_int_equal(nx_secure_tls_trusted_certificate_add(&client.session, &client.authority), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_ecc_initialize(&client.session, nx_crypto_ecc_supported_groups,
                                                  (USHORT)nx_crypto_ecc_supported_groups_size,
                                                  nx_crypto_ecc_curves),
                     NX_SUCCESS);
    pair_connect(&client, &server);
    echo();
    pair_end(&client, &server);
    close_pair();
}

/* Messages that are put together at the front of the packet buffer and certificates that are kept at its end:
 * they never meet, whatever the size; what does not fit says so. */
static void connect_with_buffer(ULONG size, UINT *status)
{
    UCHAR *buffer = malloc(size);
    assert_non_null(buffer);
    assert_int_equal(_nx_secure_tls_session_packet_buffer_set(&client.session, buffer, size), NX_SUCCESS);
    struct outcome outcome = pair_start(&client, &server);
    if (outcome.client == NX_SUCCESS) {
        echo();
        pair_end(&client, &server);
    } else {
        assert_true(outcome.client == NX_SECURE_TLS_INSUFFICIENT_CERT_SPACE ||
                    outcome.client == NX_SECURE_TLS_PACKET_BUFFER_TOO_SMALL);
        assert_int_equal(outcome.server, NX_SECURE_TLS_ALERT_RECEIVED);
        assert_alert(&server, NX_SECURE_TLS_ALERT_LEVEL_FATAL, NX_SECURE_TLS_ALERT_INTERNAL_ERROR);
        assert_usable_after_failure();
    }
    *status = outcome.client;
    assert_int_equal(
        nx_secure_tls_session_packet_buffer_set(&client.session, client.buffer, client.buffer_size),
        NX_SUCCESS);
    free(buffer);
}

/* @return the first size that is enough */
static ULONG connect_with_buffers(void)
{
    enum { SMALLEST = 16, STEP = 61, LARGEST = 6000 };
    ULONG enough = 0;
    for (ULONG size = SMALLEST; size < LARGEST; size += STEP) {
        UINT status;
        connect_with_buffer(size, &status);
        assert_true(enough == 0 || status == NX_SUCCESS);
        enough = enough == 0 && status == NX_SUCCESS ? size : enough;
    }
    assert_true(enough > 0);
    return enough;
}

static void test_packet_buffers_of_many_sizes(void **state)
{
    (void)state;
    NX_PACKET_POOL small;
    const struct identity *authority = authority_of("ca", KEY_RSA);
    net_pool_create(&small, 200, 64);
    side_create(&client);
    side_server(&server, "ca", "one.example", KEY_RSA);
    for (int i = 0; i < 2; i++) { /* the server shows its authority too */
        NX_SECURE_X509_CERT *certificate = i == 0 ? &client.authority : &server.certificates[1];
        assert_int_equal(nx_secure_x509_certificate_initialize(certificate, authority->certificate,
                                                               authority->certificate_length, NX_NULL, 0,
                                                               NX_NULL, 0, NX_SECURE_X509_KEY_TYPE_NONE),
                         NX_SUCCESS);
    }
    assert_int_equal(nx_secure_tls_trusted_certificate_add(&client.session, &client.authority), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_local_certificate_add(&server.session, &server.certificates[1]),
                     NX_SUCCESS);
    ULONG with_large_records = connect_with_buffers();
    assert_int_equal(nx_secure_tls_session_packet_pool_set(&server.session, &small), NX_SUCCESS);
    ULONG with_small_records = connect_with_buffers();
    print_message("enough: %lu bytes, %lu when records are small\n", (unsigned long)with_large_records,
                  (unsigned long)with_small_records);
    close_pair();
    net_pool_delete(&small);
}

static void test_unknown_authority(void **state)
{
    (void)state;
    side_client(&client, "another ca", KEY_EC);
    side_server(&server, "ca", "one.example", KEY_EC);
    struct outcome outcome = pair_start(&client, &server);
    assert_int_equal(outcome.client, NX_SECURE_TLS_ISSUER_CERTIFICATE_NOT_FOUND);
    assert_int_equal(outcome.server, NX_SECURE_TLS_ALERT_RECEIVED);
    assert_alert(&server, NX_SECURE_TLS_ALERT_LEVEL_FATAL, NX_SECURE_TLS_ALERT_UNKNOWN_CA);
    assert_alert(&client, 0, 0);
    assert_usable_after_failure();
    close_pair();
}

/* ---- callbacks -------------------------------------------------------------------------------------- */

static ULONG callback_result;
static UINT callback_calls;
static NX_SECURE_X509_CERT *callback_certificate;

static ULONG certificate_callback(NX_SECURE_TLS_SESSION *session, NX_SECURE_X509_CERT *certificate)
{
    assert_ptr_equal(session, &client.session);
    callback_certificate = certificate;
    callback_calls++;
    return nx_secure_x509_common_name_dns_check(certificate, (const UCHAR *)"one.example", 11) == NX_SUCCESS
               ? callback_result
               : 0x999;
}

static void test_certificate_callback(void **state)
{
    (void)state;
    callback_calls = 0;
    callback_result = NX_SUCCESS;
    open_pair(KEY_EC);
    assert_int_equal(nx_secure_tls_session_certificate_callback_set(&client.session, certificate_callback),
                     NX_SUCCESS);
    pair_connect(&client, &server);
    assert_int_equal(callback_calls, 1);
    assert_non_null(callback_certificate);
    pair_end(&client, &server);
    close_pair();
}

static void test_certificate_callback_refuses(void **state)
{
    (void)state;
    callback_result = 0x777;
    open_pair(KEY_EC);
    assert_int_equal(nx_secure_tls_session_certificate_callback_set(&client.session, certificate_callback),
                     NX_SUCCESS);
    struct outcome outcome = pair_start(&client, &server);
    assert_int_equal(outcome.client, 0x777);
    assert_int_equal(outcome.server, NX_SECURE_TLS_ALERT_RECEIVED);
    assert_alert(&server, NX_SECURE_TLS_ALERT_LEVEL_FATAL, NX_SECURE_TLS_ALERT_INTERNAL_ERROR);
    assert_alert(&client, 0, 0);
    assert_usable_after_failure();
    /* The next connection works when the callback agrees. */
    callback_result = NX_SUCCESS;
    pair_connect(&client, &server);
    echo();
    pair_end(&client, &server);
    close_pair();
}

/* What a callback must not do to its own session, and hears so. */
static UINT refusals[7];

static ULONG meddle(NX_SECURE_TLS_SESSION *session, NX_SECURE_X509_CERT *certificate)
{
    NX_PACKET *packet = NX_NULL;
    UINT *told = refusals;
    (void)certificate;
    *told++ = nx_secure_tls_session_start(session, &client.socket, NX_NO_WAIT);
    *told++ = _nx_secure_tls_handshake_process(session, NX_NO_WAIT);
    *told++ = nx_secure_tls_session_receive(session, &packet, NX_NO_WAIT);
    *told++ = nx_secure_tls_packet_allocate(session, &net_pool, &packet, NX_NO_WAIT);
    assert_int_equal(nx_packet_data_append(packet, refusals, 1, &net_pool, NX_NO_WAIT), NX_SUCCESS);
    *told++ = nx_secure_tls_session_send(session, packet, NX_NO_WAIT);
    assert_int_equal(nx_packet_release(packet), NX_SUCCESS);
    *told++ = nx_secure_tls_session_end(session, NX_NO_WAIT);
    *told++ = nx_secure_tls_session_reset(session);
    assert_int_equal(nx_secure_tls_session_delete(session), NX_SECURE_TLS_INVALID_STATE);
    return NX_SUCCESS;
}

static void test_callback_that_meddles(void **state)
{
    (void)state;
    open_pair(KEY_EC);
    assert_int_equal(nx_secure_tls_session_certificate_callback_set(&client.session, meddle), NX_SUCCESS);
    pair_connect(&client, &server);
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        assert_int_equal(refusals[i], i == 3 ? NX_SUCCESS : NX_SECURE_TLS_INVALID_STATE);
    }
    echo();
    pair_end(&client, &server);
    close_pair();
}

/* While one handshake uses what a peer has shown, another session that shares the space must not put its own
 * peer's certificate there. */
static struct side other_client, other_server;

static ULONG let_another_connect(NX_SECURE_TLS_SESSION *session, NX_SECURE_X509_CERT *certificate)
{
    (void)session;
    assert_ptr_equal(certificate, &client.remote[0]);
    pair_connect(&other_client, &other_server);
    pair_end(&other_client, &other_server);
    return nx_secure_x509_common_name_dns_check(certificate, (const UCHAR *)"one.example", 11);
}

static void test_shared_space_during_a_handshake(void **state)
{
    (void)state;
    open_pair(KEY_EC);
    side_create(&other_client);
    side_server(&other_server, "ca", "two.example", KEY_EC);
    assert_int_equal(nx_secure_tls_trusted_certificate_add(&other_client.session, &client.authority),
                     NX_SUCCESS);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(nx_secure_tls_remote_certificate_allocate(&other_client.session, &client.remote[i],
                                                                   client.remote_data[i],
                                                                   sizeof client.remote_data[i]),
                         NX_SUCCESS);
    }
    assert_int_equal(nx_secure_tls_session_certificate_callback_set(&client.session, let_another_connect),
                     NX_SUCCESS);
    pair_connect(&client, &server);
    echo();
    /* When it is over, the space is there for everybody. */
    pair_connect(&other_client, &other_server);
    assert_int_equal(
        nx_secure_x509_common_name_dns_check(&client.remote[0], (const UCHAR *)"two.example", 11),
        NX_SUCCESS);
    pair_end(&other_client, &other_server);
    pair_end(&client, &server);
    side_delete(&other_client);
    side_delete(&other_server);
    close_pair();
}

static UCHAR names_seen[NX_SECURE_TLS_HELLO_EXTENSIONS_MAX];
static UINT names_count;

static ULONG refuse_hello(NX_SECURE_TLS_SESSION *session, NX_SECURE_TLS_HELLO_EXTENSION *extensions,
                          UINT count)
{
    (void)session;
    callback_calls++;
    names_count = 0;
    for (UINT i = 0; i < count && i < NX_SECURE_TLS_HELLO_EXTENSIONS_MAX; i++) {
        names_seen[names_count++] = (UCHAR)extensions[i].nx_secure_tls_extension_id;
    }
    return callback_result;
}

static bool was_seen(UCHAR id)
{
    return memchr(names_seen, id, names_count) != NULL;
}

static void test_server_hello_callback_refuses(void **state)
{
    (void)state;
    callback_result = 0x500;
    callback_calls = 0;
    open_pair(KEY_EC);
    assert_int_equal(nx_secure_tls_session_server_callback_set(&server.session, refuse_hello), NX_SUCCESS);
    struct outcome outcome = pair_start(&client, &server);
    assert_int_equal(outcome.server, 0x500);
    assert_int_equal(outcome.client, NX_SECURE_TLS_ALERT_RECEIVED);
    assert_alert(&client, NX_SECURE_TLS_ALERT_LEVEL_FATAL, NX_SECURE_TLS_ALERT_INTERNAL_ERROR);
    assert_int_equal(callback_calls, 1);
    assert_true(was_seen(NX_SECURE_TLS_EXTENSION_EC_GROUPS));
    assert_true(was_seen(NX_SECURE_TLS_EXTENSION_SIGNATURE_ALGORITHMS));
    assert_usable_after_failure();
    close_pair();
}

static void test_client_hello_callback(void **state)
{
    (void)state;
    callback_calls = 0;
    callback_result = NX_SUCCESS;
    open_pair(KEY_EC);
    assert_int_equal(nx_secure_tls_session_client_callback_set(&client.session, refuse_hello), NX_SUCCESS);
    /* A server does not call a client's callback. */
    assert_int_equal(nx_secure_tls_session_client_callback_set(&server.session, refuse_hello), NX_SUCCESS);
    pair_connect(&client, &server);
    assert_int_equal(callback_calls, 1);
    pair_end(&client, &server);
    callback_result = 0x501;
    struct outcome outcome = pair_start(&client, &server);
    assert_int_equal(outcome.client, 0x501);
    assert_int_equal(outcome.server, NX_SECURE_TLS_ALERT_RECEIVED);
    assert_alert(&server, NX_SECURE_TLS_ALERT_LEVEL_FATAL, NX_SECURE_TLS_ALERT_INTERNAL_ERROR);
    assert_usable_after_failure();
    close_pair();
}

/* ---- several identities ----------------------------------------------------------------------------- */

enum { FIRST_ID = 3, SECOND_ID = 4 };

static ULONG choose_identity(NX_SECURE_TLS_SESSION *session, NX_SECURE_TLS_HELLO_EXTENSION *extensions,
                             UINT count)
{
    NX_SECURE_X509_DNS_NAME name;
    NX_SECURE_X509_CERT *certificate;
    UINT status = _nx_secure_tls_session_sni_extension_parse(session, extensions, count, &name);
    if (status == NX_SECURE_TLS_EXTENSION_NOT_FOUND) {
        return NX_SUCCESS;
    }
    if (status != NX_SUCCESS) {
        return status;
    }
    bool is_second = name.nx_secure_x509_dns_name_length == 11 &&
                     memcmp(name.nx_secure_x509_dns_name, "two.example", 11) == 0;
    status = _nx_secure_tls_server_certificate_find(session, &certificate, is_second ? SECOND_ID : FIRST_ID);
    return status != NX_SUCCESS ? status : nx_secure_tls_active_certificate_set(session, certificate);
}

static CHAR wanted_name[20];

static ULONG check_name(NX_SECURE_TLS_SESSION *session, NX_SECURE_X509_CERT *certificate)
{
    (void)session;
    return nx_secure_x509_common_name_dns_check(certificate, (const UCHAR *)wanted_name,
                                                (UINT)strlen(wanted_name));
}

static void connect_to_name(const char *name)
{
    static NX_SECURE_X509_DNS_NAME dns_name; /* referenced by the session */
    snprintf(wanted_name, sizeof wanted_name, "%s", name);
    assert_int_equal(nx_secure_x509_dns_name_initialize(&dns_name, (const UCHAR *)name, (UINT)strlen(name)),
                     NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_sni_extension_set(&client.session, &dns_name), NX_SUCCESS);
    pair_connect(&client, &server);
    pair_end(&client, &server);
}

static void test_two_identities(void **state)
{
    (void)state;
    static const char *const hosts[] = {"one.example", "two.example"};
    side_client(&client, "ca", KEY_EC);
    side_create(&server);
    for (UINT i = 0; i < 2; i++) {
        const struct identity *identity = identity_of("ca", hosts[i], KEY_EC);
        assert_int_equal(nx_secure_x509_certificate_initialize(
                             &server.certificates[i], identity->certificate, identity->certificate_length,
                             NX_NULL, 0, identity->key, identity->key_length, identity->key_type),
                         NX_SUCCESS);
        assert_int_equal(
            nx_secure_tls_server_certificate_add(&server.session, &server.certificates[i], FIRST_ID + i),
            NX_SUCCESS);
    }
    assert_int_equal(nx_secure_tls_session_server_callback_set(&server.session, choose_identity), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_certificate_callback_set(&client.session, check_name), NX_SUCCESS);
    connect_to_name("one.example");
    connect_to_name("two.example");
    connect_to_name("one.example");
    /* The server gives what it has; the name does not fit, and the client says so. */
    snprintf(wanted_name, sizeof wanted_name, "three.example");
    struct outcome outcome = pair_start(&client, &server);
    assert_int_equal(outcome.client, NX_SECURE_X509_CERTIFICATE_DNS_MISMATCH);
    assert_int_equal(outcome.server, NX_SECURE_TLS_ALERT_RECEIVED);
    assert_usable_after_failure();
    close_pair();
}

/* ---- what does not fit together --------------------------------------------------------------------- */

static void test_nothing_in_common(void **state)
{
    (void)state;
    static NX_SECURE_TLS_CIPHERSUITE_INFO rows[64];
    NX_SECURE_TLS_CRYPTO table = nx_crypto_tls_ciphers;
    USHORT count = 0;
    for (USHORT i = 0; i < table.nx_secure_tls_ciphersuite_lookup_table_size; i++) {
        if (table.nx_secure_tls_ciphersuite_lookup_table[i].nx_secure_tls_ciphersuite == 0xC02F) {
            rows[count++] = table.nx_secure_tls_ciphersuite_lookup_table[i];
        }
    }
    assert_int_equal(count, 1);
    table.nx_secure_tls_ciphersuite_lookup_table = rows;
    table.nx_secure_tls_ciphersuite_lookup_table_size = count;
    /* The client wants RSA, the server has an EC key. */
    side_client(&client, "ca", KEY_EC);
    side_server(&server, "ca", "one.example", KEY_EC);
    assert_int_equal(nx_secure_tls_session_delete(&client.session), NX_SUCCESS);
    assert_int_equal(
        nx_secure_tls_session_create(&client.session, &table, client.metadata + 1, client.metadata_size),
        NX_SUCCESS);
    assert_int_equal(
        nx_secure_tls_session_packet_buffer_set(&client.session, client.buffer, client.buffer_size),
        NX_SUCCESS);
    struct outcome outcome = pair_start(&client, &server);
    assert_int_equal(outcome.server, NX_SECURE_TLS_NO_SUPPORTED_CIPHERS);
    assert_int_equal(outcome.client, NX_SECURE_TLS_ALERT_RECEIVED);
    assert_alert(&client, NX_SECURE_TLS_ALERT_LEVEL_FATAL, NX_SECURE_TLS_ALERT_HANDSHAKE_FAILURE);
    assert_usable_after_failure();
    close_pair();
}

static void test_table_without_usable_suites(void **state)
{
    (void)state;
    NX_SECURE_TLS_CRYPTO table = nx_crypto_tls_ciphers;
    table.nx_secure_tls_ciphersuite_lookup_table_size = 0;
    side_create(&client);
    assert_int_equal(nx_secure_tls_session_delete(&client.session), NX_SUCCESS);
    assert_int_equal(
        nx_secure_tls_session_create(&client.session, &table, client.metadata + 1, client.metadata_size),
        NX_SUCCESS);
    int raw = net_raw_server(&client.socket);
    assert_int_equal(nx_secure_tls_session_start(&client.session, &client.socket, NET_WAIT),
                     NX_SECURE_TLS_NO_SUPPORTED_CIPHERS);
    assert_int_equal(nx_secure_tls_session_end(&client.session, NX_WAIT_FOREVER), NX_SUCCESS);
    net_disconnect(&client.socket, NULL);
    side_delete(&client);
    (void)raw;
}

static void test_server_without_certificate(void **state)
{
    (void)state;
    side_client(&client, "ca", KEY_EC);
    side_create(&server);
    struct outcome outcome = pair_start(&client, &server);
    assert_true(outcome.server != NX_SUCCESS);
    assert_int_equal(outcome.client, NX_SECURE_TLS_ALERT_RECEIVED);
    assert_alert(&client, NX_SECURE_TLS_ALERT_LEVEL_FATAL, NX_SECURE_TLS_ALERT_HANDSHAKE_FAILURE);
    assert_usable_after_failure();
    close_pair();
}

/* ---- sockets ---------------------------------------------------------------------------------------- */

static void test_unbound_socket(void **state)
{
    (void)state;
    static CHAR name[] = "unbound";
    static CHAR word[] = "word";
    NX_PACKET *packet;
    side_client(&client, "ca", KEY_EC);
    memset(&client.socket, 0, sizeof client.socket);
    assert_int_equal(nx_tcp_socket_create(&net_ip, &client.socket, name, NX_IP_NORMAL, NX_FRAGMENT_OKAY,
                                          NX_IP_TIME_TO_LIVE, 8192, NX_NULL, NX_NULL),
                     NX_SUCCESS);
    client.socket.nx_tcp_socket_client_type = NX_TRUE;
    assert_int_equal(nx_secure_tls_session_start(&client.session, &client.socket, NET_WAIT), NX_NOT_BOUND);
    assert_int_equal(nx_secure_tls_packet_allocate(&client.session, &net_pool, &packet, NX_NO_WAIT),
                     NX_SUCCESS);
    assert_int_equal(nx_packet_data_append(packet, word, 4, &net_pool, NX_NO_WAIT), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_send(&client.session, packet, NX_NO_WAIT), NX_NOT_BOUND);
    assert_int_equal(nx_packet_release(packet), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_end(&client.session, NX_WAIT_FOREVER), NX_SUCCESS);
    assert_int_equal(nx_tcp_socket_delete(&client.socket), NX_SUCCESS);
    side_delete(&client);
}

static void test_start_times_out_and_goes_on(void **state)
{
    (void)state;
    open_pair(KEY_EC);
    net_connect(&client.socket, &server.socket);
    assert_int_equal(nx_secure_tls_session_start(&client.session, &client.socket, 5), NX_NO_PACKET);
    assert_int_equal(nx_secure_tls_session_start(&server.session, &server.socket, 5), NX_NO_PACKET);
    UINT status;
    do {
        status = _nx_secure_tls_handshake_process(&client.session, 5);
        assert_true(status == NX_SUCCESS || status == NX_NO_PACKET);
        if (status != NX_SUCCESS) {
            UINT other = _nx_secure_tls_handshake_process(&server.session, 5);
            assert_true(other == NX_SUCCESS || other == NX_NO_PACKET);
        }
    } while (status != NX_SUCCESS);
    echo();
    pair_end(&client, &server);
    close_pair();
}

static void test_start_again_resets(void **state)
{
    (void)state;
    open_pair(KEY_EC);
    net_connect(&client.socket, &server.socket);
    assert_int_equal(nx_secure_tls_session_start(&client.session, &client.socket, NX_NO_WAIT), NX_CONTINUE);
    net_disconnect(&client.socket, &server.socket);
    pair_connect(&client, &server);
    echo();
    pair_end(&client, &server);
    close_pair();
}

/* ---- packets ---------------------------------------------------------------------------------------- */

static void test_handshake_packets_come_from_the_pool_that_was_set(void **state)
{
    (void)state;
    NX_PACKET_POOL small, other;
    net_pool_create(&small, 200, 32);
    net_pool_create(&other, 1536, 8);
    open_pair(KEY_RSA);
    assert_int_equal(nx_secure_tls_session_packet_pool_set(&client.session, &other), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_packet_pool_set(&server.session, &small), NX_SUCCESS);
    pair_connect(&client, &server);
    echo();
    pair_end(&client, &server);
    close_pair();
    net_pool_delete(&small);
    net_pool_delete(&other);
}

/* The flight needs more packets than there are: it is sent in parts. */
static void test_few_packets(void **state)
{
    (void)state;
    NX_PACKET_POOL small;
    net_pool_create(&small, 200, 2);
    open_pair(KEY_RSA);
    assert_int_equal(nx_secure_tls_session_packet_pool_set(&server.session, &small), NX_SUCCESS);
    pair_connect(&client, &server);
    pair_end(&client, &server);
    close_pair();
    net_pool_delete(&small);
}

static void test_no_packets(void **state)
{
    (void)state;
    NX_PACKET_POOL small;
    NX_PACKET *held;
    net_pool_create(&small, 200, 1);
    assert_int_equal(nx_packet_allocate(&small, &held, NX_RECEIVE_PACKET, NX_NO_WAIT), NX_SUCCESS);
    open_pair(KEY_EC);
    assert_int_equal(nx_secure_tls_session_packet_pool_set(&client.session, &small), NX_SUCCESS);
    net_connect(&client.socket, &server.socket);
    assert_int_equal(nx_secure_tls_session_start(&client.session, &client.socket, 5),
                     NX_SECURE_TLS_ALLOCATE_PACKET_FAILED);
    assert_int_equal(nx_secure_tls_session_end(&client.session, NX_WAIT_FOREVER), NX_SUCCESS);
    net_disconnect(&client.socket, &server.socket);
    assert_int_equal(nx_packet_release(held), NX_SUCCESS);
    close_pair();
    net_pool_delete(&small);
}

static void test_packets_that_are_too_small(void **state)
{
    (void)state;
    NX_PACKET_POOL small;
    net_pool_create(&small, 80, 8);
    open_pair(KEY_EC);
    assert_int_equal(nx_secure_tls_session_packet_pool_set(&client.session, &small), NX_SUCCESS);
    net_connect(&client.socket, &server.socket);
    assert_int_equal(nx_secure_tls_session_start(&client.session, &client.socket, NET_WAIT),
                     NX_SECURE_TLS_ALLOCATE_PACKET_FAILED);
    assert_int_equal(nx_secure_tls_session_end(&client.session, NX_WAIT_FOREVER), NX_SUCCESS);
    net_disconnect(&client.socket, &server.socket);
    close_pair();
    net_pool_delete(&small);
}

/* ---- many times ------------------------------------------------------------------------------------- */

static void test_a_hundred_connections(void **state)
{
    (void)state;
    open_pair(KEY_EC);
    for (int i = 0; i < 100; i++) {
        pair_connect(&client, &server);
        if (i % 10 == 0) {
            echo();
        }
        pair_end(&client, &server);
    }
    close_pair();
}

static void test_reset_between(void **state)
{
    (void)state;
    open_pair(KEY_EC);
    pair_connect(&client, &server);
    assert_int_equal(nx_secure_tls_session_reset(&client.session), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_reset(&server.session), NX_SUCCESS);
    assert_idle(&client);
    net_disconnect(&client.socket, &server.socket);
    pair_connect(&client, &server);
    echo();
    pair_end(&client, &server);
    close_pair();
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, net_setup, net_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_ecdsa),
        TEST(test_rsa),
        TEST(test_certificates_in_the_packet_buffer),
        TEST(test_packet_buffers_of_many_sizes),
        TEST(test_unknown_authority),
        TEST(test_certificate_callback),
        TEST(test_certificate_callback_refuses),
        TEST(test_callback_that_meddles),
        TEST(test_shared_space_during_a_handshake),
        TEST(test_server_hello_callback_refuses),
        TEST(test_client_hello_callback),
        TEST(test_two_identities),
        TEST(test_nothing_in_common),
        TEST(test_table_without_usable_suites),
        TEST(test_server_without_certificate),
        TEST(test_unbound_socket),
        TEST(test_start_times_out_and_goes_on),
        TEST(test_start_again_resets),
        TEST(test_handshake_packets_come_from_the_pool_that_was_set),
        TEST(test_few_packets),
        TEST(test_no_packets),
        TEST(test_packets_that_are_too_small),
        TEST(test_a_hundred_connections),
        TEST(test_reset_between),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
