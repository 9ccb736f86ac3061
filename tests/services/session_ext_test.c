/* Sessions from a list of methods and a list of suite descriptions. */
#include "services/net.h"

#include <stdlib.h>

extern const NX_CRYPTO_METHOD *supported_crypto[];
extern const UINT supported_crypto_size;
extern const NX_CRYPTO_CIPHERSUITE *ciphersuite_map[];
extern const UINT ciphersuite_map_size;

enum { ROOM = 32768 };

#ifdef NX_SECURE_DISABLE_ERROR_CHECKING
enum { DELETE_OF_NOTHING = NX_SUCCESS };
#else
enum { DELETE_OF_NOTHING = NX_PTR_ERROR };
#endif

static NX_SECURE_TLS_SESSION session;
static UCHAR *memory;

static int setup(void **state)
{
    (void)state;
    net_up(1536, 64);
    memory = malloc(ROOM);
    memset(&session, 0xA5, sizeof session);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    free(memory);
    net_down();
    return 0;
}

static UINT create(UINT methods, UINT suites, VOID *metadata, ULONG size)
{
    return _nx_secure_tls_session_create_ext(&session, supported_crypto, methods, ciphersuite_map, suites,
                                             metadata, size);
}

static void test_arguments(void **state)
{
    (void)state;
    assert_int_equal(_nx_secure_tls_session_create_ext(NX_NULL, supported_crypto, supported_crypto_size,
                                                       ciphersuite_map, ciphersuite_map_size, memory, ROOM),
                     NX_PTR_ERROR);
    assert_int_equal(_nx_secure_tls_session_create_ext(&session, NX_NULL, supported_crypto_size,
                                                       ciphersuite_map, ciphersuite_map_size, memory, ROOM),
                     NX_PTR_ERROR);
    assert_int_equal(_nx_secure_tls_session_create_ext(&session, supported_crypto, supported_crypto_size,
                                                       NX_NULL, ciphersuite_map_size, memory, ROOM),
                     NX_PTR_ERROR);
    assert_int_equal(create(supported_crypto_size, ciphersuite_map_size, NX_NULL, ROOM), NX_PTR_ERROR);
    assert_int_equal(create(supported_crypto_size, ciphersuite_map_size, memory, ROOM), NX_SUCCESS);
    assert_int_equal(create(supported_crypto_size, ciphersuite_map_size, memory, ROOM), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_session_delete(&session), NX_SUCCESS);
}

/* Every size is either too small, and says so, or enough; memory behind it is not touched. */
static void test_every_size(void **state)
{
    (void)state;
    ULONG enough = 0;
    for (ULONG size = 1; size < ROOM / 2; size += size < 64 ? 1 : 13) {
        UCHAR *area = malloc(size);
        UINT status = create(supported_crypto_size, ciphersuite_map_size, area, size);
        assert_true(status == NX_SUCCESS || status == NX_SECURE_TLS_INSUFFICIENT_METADATA_SPACE);
        if (status == NX_SUCCESS) {
            enough = enough == 0 ? size : enough;
            assert_int_equal(nx_secure_tls_session_delete(&session), NX_SUCCESS);
        } else {
            assert_int_equal(enough, 0);
            assert_int_equal(nx_secure_tls_session_delete(&session), DELETE_OF_NOTHING);
        }
        free(area);
    }
    assert_int_not_equal(enough, 0);
}

static void test_what_is_missing_is_left_out(void **state)
{
    (void)state;
    const NX_SECURE_TLS_CRYPTO *table;
    /* No suites at all. */
    assert_int_equal(_nx_secure_tls_session_create_ext(&session, supported_crypto, supported_crypto_size,
                                                       NX_NULL, 0, memory, ROOM),
                     NX_SUCCESS);
    table = session.nx_secure_tls_crypto_table;
    assert_int_equal(table->nx_secure_tls_ciphersuite_lookup_table_size, 0);
    assert_int_equal(table->nx_secure_tls_x509_cipher_table_size, 0);
    assert_non_null(table->nx_secure_tls_prf_sha256_method);
    assert_int_equal(nx_secure_tls_session_delete(&session), NX_SUCCESS);
    /* Without the last four methods, the curves; without the nine before, the ciphers and public methods. */
    const UINT curves = 4, others = 13;
    assert_int_equal(create(supported_crypto_size - curves, ciphersuite_map_size, memory + 1, ROOM - 1),
                     NX_SUCCESS);
    assert_int_equal(session.nx_secure_tls_ecc.nx_secure_tls_ecc_supported_groups_count, 0);
    assert_true(session.nx_secure_tls_crypto_table->nx_secure_tls_ciphersuite_lookup_table_size > 0);
    assert_int_equal(nx_secure_tls_session_delete(&session), NX_SUCCESS);
    assert_int_equal(
        create(supported_crypto_size - curves - others, ciphersuite_map_size, memory + 3, ROOM - 3),
        NX_SUCCESS);
    assert_int_equal(session.nx_secure_tls_crypto_table->nx_secure_tls_ciphersuite_lookup_table_size, 0);
    assert_int_equal(session.nx_secure_tls_crypto_table->nx_secure_tls_x509_cipher_table_size, 0);
    assert_int_equal(nx_secure_tls_session_delete(&session), NX_SUCCESS);
    /* Nothing that TLS could work with. */
    assert_int_equal(create(0, 0, memory, ROOM), NX_SECURE_TLS_UNSUPPORTED_CIPHER);
}

static void recreate(struct side *side, VOID *metadata)
{
    assert_int_equal(nx_secure_tls_session_delete(&side->session), NX_SUCCESS);
    assert_int_equal(_nx_secure_tls_session_create_ext(&side->session, supported_crypto,
                                                       supported_crypto_size, ciphersuite_map,
                                                       ciphersuite_map_size, metadata, ROOM / 2),
                     NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_packet_buffer_set(&side->session, side->buffer, side->buffer_size),
                     NX_SUCCESS);
}

static void test_handshake(void **state)
{
    (void)state;
    static struct side client, server;
    UCHAR in[4];
    side_client(&client, "ca", KEY_EC);
    side_server(&server, "ca", "one.example", KEY_EC);
    recreate(&client, memory);
    recreate(&server, memory + ROOM / 2);
    assert_int_equal(nx_secure_tls_trusted_certificate_add(&client.session, &client.authority), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_local_certificate_add(&server.session, &server.certificates[0]),
                     NX_SUCCESS);
    pair_connect(&client, &server);
    assert_int_equal(client.session.nx_secure_tls_session_ciphersuite->nx_secure_tls_ciphersuite, 0xC02B);
    assert_int_equal(side_send(&client, &net_pool, "word", 4), NX_SUCCESS);
    assert_int_equal(side_receive(&server, in, 4), NX_SUCCESS);
    pair_end(&client, &server);
    side_delete(&client);
    side_delete(&server);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_arguments),
        TEST(test_every_size),
        TEST(test_what_is_missing_is_left_out),
        TEST(test_handshake),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
