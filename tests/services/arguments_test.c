/* Arguments and states that each session service refuses, and in which order it looks at them. */
#include "services/net.h"

#include <stdlib.h>

#ifndef NX_SECURE_DISABLE_ERROR_CHECKING

static NX_SECURE_TLS_SESSION none; /* never created */
static struct side side;

static ULONG certificate_callback(NX_SECURE_TLS_SESSION *session, NX_SECURE_X509_CERT *certificate)
{
    (void)session;
    (void)certificate;
    return NX_SUCCESS;
}

static ULONG hello_callback(NX_SECURE_TLS_SESSION *session, NX_SECURE_TLS_HELLO_EXTENSION *extensions,
                            UINT count)
{
    (void)session;
    (void)extensions;
    (void)count;
    return NX_SUCCESS;
}

static ULONG renegotiate_callback(NX_SECURE_TLS_SESSION *session)
{
    (void)session;
    return NX_SUCCESS;
}

static ULONG now(VOID)
{
    return 1;
}

static int setup(void **state)
{
    (void)state;
    memset(&none, 0, sizeof none);
    net_up(1536, 16);
    side_create(&side);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    side_delete(&side);
    net_down();
    return 0;
}

static void test_metadata_size(void **state)
{
    (void)state;
    ULONG size;
    assert_int_equal(nx_secure_tls_metadata_size_calculate(NX_NULL, &size), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_metadata_size_calculate(&nx_crypto_tls_ciphers, NX_NULL), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_metadata_size_calculate(&nx_crypto_tls_ciphers, &size), NX_SUCCESS);
    assert_true(size > 0);
}

static void test_create(void **state)
{
    (void)state;
    UCHAR *metadata = side.metadata;
    const NX_SECURE_TLS_CRYPTO *table = &nx_crypto_tls_ciphers;
    assert_int_equal(nx_secure_tls_session_create(NX_NULL, table, metadata, 10000), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_create(&none, NX_NULL, metadata, 10000), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_create(&none, table, NX_NULL, 10000), NX_PTR_ERROR);
    /* Created already. */
    assert_int_equal(nx_secure_tls_session_create(&side.session, table, metadata, side.metadata_size),
                     NX_PTR_ERROR);
    /* The attempt has not hurt the session. */
    assert_int_equal(nx_secure_tls_session_reset(&side.session), NX_SUCCESS);
}

static void test_create_with_too_little_metadata(void **state)
{
    (void)state;
    ULONG size = side.metadata_size;
    UCHAR *memory = malloc(size + 8);
    assert_non_null(memory);
    /* At an aligned address up to 7 bytes less are enough. */
    assert_int_equal(nx_secure_tls_session_create(&none, &nx_crypto_tls_ciphers, memory + 1, size - 8),
                     NX_INVALID_PARAMETERS);
    assert_int_equal(nx_secure_tls_session_create(&none, &nx_crypto_tls_ciphers, memory + 1, 0),
                     NX_INVALID_PARAMETERS);
    assert_int_equal(nx_secure_tls_session_delete(&none), NX_PTR_ERROR);
    for (size_t offset = 0; offset < 8; offset++) {
        assert_int_equal(nx_secure_tls_session_create(&none, &nx_crypto_tls_ciphers, memory + offset, size),
                         NX_SUCCESS);
        assert_int_equal(nx_secure_tls_session_delete(&none), NX_SUCCESS);
    }
    free(memory);
}

static void test_create_without_methods(void **state)
{
    (void)state;
    NX_SECURE_TLS_CRYPTO table = nx_crypto_tls_ciphers;
    table.nx_secure_tls_prf_sha256_method = NX_NULL;
    assert_int_equal(nx_secure_tls_session_create(&none, &table, side.metadata, side.metadata_size),
                     NX_SECURE_TLS_UNSUPPORTED_CIPHER);
    table = nx_crypto_tls_ciphers;
    table.nx_secure_tls_handshake_hash_sha256_method = NX_NULL;
    assert_int_equal(nx_secure_tls_session_create(&none, &table, side.metadata, side.metadata_size),
                     NX_SECURE_TLS_UNSUPPORTED_CIPHER);
}

static void test_delete(void **state)
{
    (void)state;
    assert_int_equal(nx_secure_tls_session_delete(NX_NULL), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_delete(&none), NX_PTR_ERROR);
    memset(&none, 0xA5, sizeof none);
    assert_int_equal(nx_secure_tls_session_delete(&none), NX_PTR_ERROR);
    assert_int_equal(_nx_secure_tls_session_delete(&none), NX_SUCCESS);
}

static void test_delete_twice_and_create_again(void **state)
{
    (void)state;
    static UCHAR metadata[32768];
    assert_int_equal(nx_secure_tls_session_create(&none, &nx_crypto_tls_ciphers, metadata, sizeof metadata),
                     NX_SUCCESS);
    assert_int_equal(none.nx_secure_tls_id, NX_SECURE_TLS_ID);
    assert_int_equal(nx_secure_tls_session_delete(&none), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_delete(&none), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_reset(&none), NX_SECURE_TLS_SESSION_UNINITIALIZED);
    assert_int_equal(nx_secure_tls_session_create(&none, &nx_crypto_tls_ciphers, metadata, sizeof metadata),
                     NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_delete(&none), NX_SUCCESS);
}

static void test_many_sessions(void **state)
{
    (void)state;
    static NX_SECURE_TLS_SESSION sessions[3];
    static UCHAR metadata[3][32768];
    for (int i = 0; i < 3; i++) {
        assert_int_equal(nx_secure_tls_session_create(&sessions[i], &nx_crypto_tls_ciphers, metadata[i],
                                                      sizeof metadata[i]),
                         NX_SUCCESS);
    }
    assert_int_equal(nx_secure_tls_session_delete(&sessions[1]), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_delete(&sessions[1]), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_delete(&sessions[2]), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_delete(&sessions[0]), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_reset(&side.session), NX_SUCCESS);
}

static void test_reset(void **state)
{
    (void)state;
    assert_int_equal(nx_secure_tls_session_reset(NX_NULL), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_reset(&none), NX_SECURE_TLS_SESSION_UNINITIALIZED);
    assert_int_equal(nx_secure_tls_session_reset(&side.session), NX_SUCCESS);
}

static void test_packet_buffer(void **state)
{
    (void)state;
    assert_int_equal(nx_secure_tls_session_packet_buffer_set(NX_NULL, side.buffer, 4000), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_packet_buffer_set(&side.session, NX_NULL, 4000), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_packet_buffer_set(&none, side.buffer, 4000),
                     NX_SECURE_TLS_SESSION_UNINITIALIZED);
    assert_int_equal(nx_secure_tls_session_packet_buffer_set(&side.session, side.buffer, 3999),
                     NX_INVALID_PARAMETERS);
    assert_int_equal(_nx_secure_tls_session_packet_buffer_set(&side.session, side.buffer, 3999), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_packet_buffer_set(&side.session, side.buffer, 4000), NX_SUCCESS);
}

static void test_packet_pool(void **state)
{
    (void)state;
    assert_int_equal(nx_secure_tls_session_packet_pool_set(NX_NULL, &net_pool), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_packet_pool_set(&side.session, NX_NULL), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_packet_pool_set(&none, &net_pool),
                     NX_SECURE_TLS_SESSION_UNINITIALIZED);
    assert_int_equal(nx_secure_tls_session_packet_pool_set(&side.session, &net_pool), NX_SUCCESS);
    assert_ptr_equal(side.session.nx_secure_tls_packet_pool, &net_pool);
}

static void test_version(void **state)
{
    (void)state;
    static const struct {
        USHORT version;
        UINT result;
    } rows[] = {
        {0, NX_SECURE_TLS_UNKNOWN_TLS_VERSION},
        {0x0300, NX_SECURE_TLS_UNSUPPORTED_TLS_VERSION},
        {0x0301, NX_SECURE_TLS_UNSUPPORTED_TLS_VERSION},
        {0x0302, NX_SECURE_TLS_UNSUPPORTED_TLS_VERSION},
        {0x0303, NX_SUCCESS},
        {0x0304, NX_SECURE_TLS_UNSUPPORTED_TLS_VERSION},
        {0x0305, NX_SECURE_TLS_UNKNOWN_TLS_VERSION},
        {0xFEFD, NX_SECURE_TLS_UNKNOWN_TLS_VERSION},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(nx_secure_tls_session_protocol_version_override(&side.session, rows[i].version),
                         rows[i].result);
    }
    assert_int_equal(nx_secure_tls_session_protocol_version_override(NX_NULL, 0x0303), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_protocol_version_override(&none, 0x0303),
                     NX_SECURE_TLS_SESSION_UNINITIALIZED);
}

static void test_ecc_initialize(void **state)
{
    (void)state;
    assert_int_equal(nx_secure_tls_ecc_initialize(&side.session, NX_NULL, 0, NX_NULL), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_ecc_initialize(&side.session, nx_crypto_ecc_supported_groups,
                                                  (USHORT)nx_crypto_ecc_supported_groups_size,
                                                  nx_crypto_ecc_curves),
                     NX_SUCCESS);
    assert_int_equal(side.session.nx_secure_tls_ecc.nx_secure_tls_ecc_supported_groups_count,
                     nx_crypto_ecc_supported_groups_size);
}

static void test_alert_value(void **state)
{
    (void)state;
    UINT level = 7, value = 7;
    assert_int_equal(nx_secure_tls_session_alert_value_get(NX_NULL, &level, &value), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_alert_value_get(&side.session, NX_NULL, &value), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_alert_value_get(&side.session, &level, NX_NULL), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_alert_value_get(&none, &level, &value),
                     NX_SECURE_TLS_SESSION_UNINITIALIZED);
    assert_int_equal(nx_secure_tls_session_alert_value_get(&side.session, &level, &value), NX_SUCCESS);
    assert_int_equal(level, 0);
    assert_int_equal(value, 0);
}

static void test_packet_allocate(void **state)
{
    (void)state;
    NX_PACKET *packet;
    assert_int_equal(nx_secure_tls_packet_allocate(NX_NULL, &net_pool, &packet, NX_NO_WAIT), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_packet_allocate(&side.session, NX_NULL, &packet, NX_NO_WAIT),
                     NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_packet_allocate(&side.session, &net_pool, NX_NULL, NX_NO_WAIT),
                     NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_packet_allocate(&none, &net_pool, &packet, NX_NO_WAIT),
                     NX_SECURE_TLS_SESSION_UNINITIALIZED);
    /* Created, but not started on a socket. */
    assert_int_equal(nx_secure_tls_packet_allocate(&side.session, &net_pool, &packet, NX_NO_WAIT),
                     NX_SECURE_TLS_SESSION_UNINITIALIZED);
}

static void test_start(void **state)
{
    (void)state;
    memset(&side.socket, 0, sizeof side.socket);
    assert_int_equal(nx_secure_tls_session_start(NX_NULL, &side.socket, NX_NO_WAIT), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_start(&side.session, NX_NULL, NX_NO_WAIT), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_start(&none, &side.socket, NX_NO_WAIT),
                     NX_SECURE_TLS_SESSION_UNINITIALIZED);
}

static void test_send(void **state)
{
    (void)state;
    NX_PACKET *packet;
    assert_int_equal(nx_packet_allocate(&net_pool, &packet, NX_TCP_PACKET, NX_NO_WAIT), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_send(NX_NULL, packet, NX_NO_WAIT), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_send(&side.session, NX_NULL, NX_NO_WAIT), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_send(&none, packet, NX_NO_WAIT),
                     NX_SECURE_TLS_SESSION_UNINITIALIZED);
    /* Nothing in it, whatever the state. */
    assert_int_equal(nx_secure_tls_session_send(&side.session, packet, NX_NO_WAIT), NX_INVALID_PACKET);
    CHAR word[] = "word";
    assert_int_equal(nx_packet_data_append(packet, word, 4, &net_pool, NX_NO_WAIT), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_send(&side.session, packet, NX_NO_WAIT),
                     NX_SECURE_TLS_SESSION_UNINITIALIZED);
    /* It claims more than it has. */
    packet->nx_packet_length = 5;
    assert_int_equal(nx_secure_tls_session_send(&side.session, packet, NX_NO_WAIT),
                     NX_SECURE_TLS_RECORD_OVERFLOW);
    packet->nx_packet_length = 4;
    assert_int_equal(nx_packet_release(packet), NX_SUCCESS);
}

static void test_receive(void **state)
{
    (void)state;
    NX_PACKET *packet = (NX_PACKET *)&none;
    assert_int_equal(nx_secure_tls_session_receive(NX_NULL, &packet, NX_NO_WAIT), NX_PTR_ERROR);
    assert_null(packet);
    packet = (NX_PACKET *)&none;
    assert_int_equal(nx_secure_tls_session_receive(&side.session, NX_NULL, NX_NO_WAIT), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_receive(&none, &packet, NX_NO_WAIT),
                     NX_SECURE_TLS_SESSION_UNINITIALIZED);
    assert_null(packet);
    packet = (NX_PACKET *)&none;
    assert_int_equal(nx_secure_tls_session_receive(&side.session, &packet, NX_NO_WAIT),
                     NX_SECURE_TLS_SESSION_UNINITIALIZED);
    assert_null(packet);
}

static void test_end(void **state)
{
    (void)state;
    assert_int_equal(nx_secure_tls_session_end(NX_NULL, NX_WAIT_FOREVER), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_end(&none, NX_WAIT_FOREVER), NX_SECURE_TLS_SESSION_UNINITIALIZED);
    assert_int_equal(nx_secure_tls_session_end(&side.session, NX_WAIT_FOREVER), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_end(&side.session, NX_WAIT_FOREVER), NX_SUCCESS);
}

static void test_callbacks(void **state)
{
    (void)state;
    NX_SECURE_TLS_SESSION *session = &side.session;
    assert_int_equal(nx_secure_tls_session_certificate_callback_set(NX_NULL, certificate_callback),
                     NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_certificate_callback_set(session, NX_NULL), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_certificate_callback_set(&none, certificate_callback),
                     NX_SECURE_TLS_SESSION_UNINITIALIZED);
    assert_int_equal(nx_secure_tls_session_certificate_callback_set(session, certificate_callback),
                     NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_client_callback_set(NX_NULL, hello_callback), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_client_callback_set(session, NX_NULL), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_client_callback_set(&none, hello_callback),
                     NX_SECURE_TLS_SESSION_UNINITIALIZED);
    assert_int_equal(nx_secure_tls_session_client_callback_set(session, hello_callback), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_server_callback_set(NX_NULL, hello_callback), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_server_callback_set(session, NX_NULL), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_server_callback_set(&none, hello_callback),
                     NX_SECURE_TLS_SESSION_UNINITIALIZED);
    assert_int_equal(nx_secure_tls_session_server_callback_set(session, hello_callback), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_renegotiate_callback_set(NX_NULL, renegotiate_callback),
                     NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_renegotiate_callback_set(session, NX_NULL), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_renegotiate_callback_set(&none, renegotiate_callback),
                     NX_SECURE_TLS_SESSION_UNINITIALIZED);
    assert_int_equal(nx_secure_tls_session_renegotiate_callback_set(session, renegotiate_callback),
                     NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_time_function_set(NX_NULL, now), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_time_function_set(session, NX_NULL), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_time_function_set(&none, now),
                     NX_SECURE_TLS_SESSION_UNINITIALIZED);
    assert_int_equal(nx_secure_tls_session_time_function_set(session, now), NX_SUCCESS);
}

static void test_setters_go_by_the_public_id(void **state)
{
    (void)state;
    none.nx_secure_tls_id = NX_SECURE_TLS_ID;
    assert_int_equal(nx_secure_tls_session_time_function_set(&none, now), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_server_callback_set(&none, hello_callback), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_packet_pool_set(&none, &net_pool), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_protocol_version_override(&none, 0x0303), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_packet_buffer_set(&none, side.buffer, 4000), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_delete(&none), NX_PTR_ERROR);
}

static void test_server_name_set(void **state)
{
    (void)state;
    NX_SECURE_X509_DNS_NAME name;
    assert_int_equal(nx_secure_x509_dns_name_initialize(&name, (const UCHAR *)"host", 4), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_sni_extension_set(NX_NULL, &name), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_sni_extension_set(&none, &name),
                     NX_SECURE_TLS_SESSION_UNINITIALIZED);
    assert_int_equal(nx_secure_tls_session_sni_extension_set(&side.session, &name), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_sni_extension_set(&side.session, NX_NULL), NX_SUCCESS);
}

static UINT parse(const void *body, USHORT length, NX_SECURE_X509_DNS_NAME *name)
{
    NX_SECURE_TLS_HELLO_EXTENSION extensions[2];
    memset(extensions, 0, sizeof extensions);
    extensions[0].nx_secure_tls_extension_id = NX_SECURE_TLS_EXTENSION_EC_GROUPS;
    extensions[1].nx_secure_tls_extension_id = NX_SECURE_TLS_EXTENSION_SERVER_NAME_INDICATION;
    extensions[1].nx_secure_tls_extension_data = body;
    extensions[1].nx_secure_tls_extension_data_length = length;
    return nx_secure_tls_session_sni_extension_parse(&side.session, extensions, 2, name);
}

static void test_server_name_parse(void **state)
{
    (void)state;
    NX_SECURE_X509_DNS_NAME name;
    NX_SECURE_TLS_HELLO_EXTENSION extension;
    memset(&extension, 0, sizeof extension);
    extension.nx_secure_tls_extension_id = NX_SECURE_TLS_EXTENSION_EC_GROUPS;
    assert_int_equal(nx_secure_tls_session_sni_extension_parse(NX_NULL, &extension, 1, &name), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_sni_extension_parse(&side.session, NX_NULL, 1, &name),
                     NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_sni_extension_parse(&side.session, &extension, 1, NX_NULL),
                     NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_sni_extension_parse(&none, &extension, 1, &name),
                     NX_SECURE_TLS_SESSION_UNINITIALIZED);
    assert_int_equal(nx_secure_tls_session_sni_extension_parse(&side.session, &extension, 0, &name),
                     NX_SECURE_TLS_EXTENSION_NOT_FOUND);
    assert_int_equal(nx_secure_tls_session_sni_extension_parse(&side.session, &extension, 1, &name),
                     NX_SECURE_TLS_EXTENSION_NOT_FOUND);
    assert_int_equal(parse("\0\7\0\0\4host", 9, &name), NX_SUCCESS);
    assert_int_equal(name.nx_secure_x509_dns_name_length, 4);
    assert_memory_equal(name.nx_secure_x509_dns_name, "host", 4);
    for (USHORT cut = 0; cut < 9; cut++) {
        assert_int_equal(parse("\0\7\0\0\4host", cut, &name), NX_SECURE_TLS_SNI_EXTENSION_INVALID);
    }
    assert_int_equal(parse("\0\7\0\0\5host", 9, &name), NX_SECURE_TLS_SNI_EXTENSION_INVALID);
    assert_int_equal(parse("\0\7\1\0\4host", 9, &name), NX_SECURE_TLS_EXTENSION_NOT_FOUND);
}

static void test_server_name_longer_than_a_name_may_be(void **state)
{
    (void)state;
    NX_SECURE_X509_DNS_NAME name;
    UCHAR body[5 + NX_SECURE_X509_DNS_NAME_MAX + 1];
    for (UCHAR length = NX_SECURE_X509_DNS_NAME_MAX; length <= NX_SECURE_X509_DNS_NAME_MAX + 1; length++) {
        memset(body, 'a', sizeof body);
        body[0] = 0;
        body[1] = (UCHAR)(length + 3);
        body[2] = 0;
        body[3] = 0;
        body[4] = length;
        assert_int_equal(parse(body, (USHORT)(5 + length), &name), length > NX_SECURE_X509_DNS_NAME_MAX
                                                                       ? NX_SECURE_TLS_SNI_EXTENSION_INVALID
                                                                       : NX_SUCCESS);
    }
}

static void test_shutdown(void **state)
{
    (void)state;
    nx_secure_tls_initialize();
    nx_secure_tls_initialize();
    assert_int_equal(nx_secure_tls_shutdown(), NX_SUCCESS);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_metadata_size),
        TEST(test_create),
        TEST(test_create_with_too_little_metadata),
        TEST(test_create_without_methods),
        TEST(test_delete),
        TEST(test_delete_twice_and_create_again),
        TEST(test_many_sessions),
        TEST(test_reset),
        TEST(test_packet_buffer),
        TEST(test_packet_pool),
        TEST(test_version),
        TEST(test_ecc_initialize),
        TEST(test_alert_value),
        TEST(test_packet_allocate),
        TEST(test_start),
        TEST(test_send),
        TEST(test_receive),
        TEST(test_end),
        TEST(test_callbacks),
        TEST(test_setters_go_by_the_public_id),
        TEST(test_server_name_set),
        TEST(test_server_name_parse),
        TEST(test_server_name_longer_than_a_name_may_be),
        TEST(test_shutdown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

int main(void)
{
    printf("argument checks are not part of this build\n");
    return 77;
}

#endif
