/* Return values that no other test has a reason to provoke. */
#include "services/chain.h"

#include <sys/socket.h>
#include <unistd.h>

static void open_chain(void)
{
    open_pair(root);
    add_middle();
}

/* ---- start: what a peer says ------------------------------------------------------------------------ */

static const struct words {
    const char *bytes;
    size_t length;
    UINT status;
} words[] = {
    /* ClientHello of TLS 1.0: version, random, no session id, one suite, null compression. */
    {"\x16\x03\x01\x00\x2D\x01\x00\x00\x29\x03\x01 thirty-two bytes of a "
     "hello....\x00\x00\x02\xC0\x2B\x01\x00",
     50, NX_SECURE_TLS_UNSUPPORTED_TLS_VERSION},
    {"\x14\x03\x01\x00\x01\x02", 6, NX_SECURE_TLS_BAD_CIPHERSPEC},
    {"\x15\x03\x01\x00\x02\x03\x28", 7, NX_SECURE_TLS_HANDSHAKE_FAILURE}, /* an alert of no level */
};

static void test_start_and_strange_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        open_chain();
        int fd = net_raw_client(&server.socket);
        assert_int_equal(send(fd, words[i].bytes, words[i].length, MSG_NOSIGNAL), words[i].length);
        assert_int_equal(nx_secure_tls_session_start(&server.session, &server.socket, NET_WAIT),
                         words[i].status);
        close(fd);
        net_disconnect(NULL, &server.socket);
        close_pair();
    }
}

/* A certificate of the chain has a key on a curve that nobody named. */
static void test_start_and_an_unsupported_key(void **state)
{
    (void)state;
    middle = t_cert_der(&(struct t_cert){
        .subject = "middle", .issuer = "root", .key = T_P224, .signer = T_P256_A, .extensions = t_ca(-1)});
    leaf = t_cert_der(
        &(struct t_cert){.subject = "leaf", .issuer = "middle", .key = T_P256_C, .signer = T_P224});
    open_chain();
    struct outcome outcome = pair_start(&client, &server);
    assert_int_equal(outcome.client, NX_SECURE_TLS_UNSUPPORTED_PUBLIC_CIPHER);
    net_disconnect(&client.socket, &server.socket);
    close_pair();
}

/* ---- start: what the table lacks -------------------------------------------------------------------- */

static NX_CRYPTO_METHOD method;
static NX_SECURE_TLS_CIPHERSUITE_INFO suite;
static NX_SECURE_TLS_CRYPTO table;

/* The stock table with one suite, whose cipher is @c method. */
static void make_table(USHORT number)
{
    const NX_SECURE_TLS_CRYPTO *stock = &nx_crypto_tls_ciphers;
    table = *stock;
    for (UINT i = 0; i < stock->nx_secure_tls_ciphersuite_lookup_table_size; i++) {
        if (stock->nx_secure_tls_ciphersuite_lookup_table[i].nx_secure_tls_ciphersuite == number) {
            suite = stock->nx_secure_tls_ciphersuite_lookup_table[i];
        }
    }
    method = *suite.nx_secure_tls_session_cipher;
    suite.nx_secure_tls_session_cipher = &method;
    table.nx_secure_tls_ciphersuite_lookup_table = &suite;
    table.nx_secure_tls_ciphersuite_lookup_table_size = 1;
    side_table = &table;
}

static struct outcome start_both(void)
{
    open_chain();
    struct outcome outcome = pair_start(&client, &server);
    net_disconnect(&client.socket, &server.socket);
    close_pair();
    return outcome;
}

static void test_start_and_a_table_with_holes(void **state)
{
    (void)state;
    const NX_SECURE_TLS_CRYPTO *before = side_table;
    make_table(0xC02B);
    struct outcome outcome = start_both();
    assert_int_equal(outcome.client, NX_SUCCESS);
    method.nx_crypto_operation = NX_NULL;
    outcome = start_both();
    assert_int_equal(outcome.client, NX_SECURE_TLS_MISSING_CRYPTO_ROUTINE);
    side_table = before;
}

/* ---- a socket that takes no more -------------------------------------------------------------------- */

static UINT send_raw(NX_TCP_SOCKET *socket)
{
    static UCHAR bytes[1000];
    NX_PACKET *packet;
    assert_int_equal(nx_packet_allocate(&net_pool, &packet, NX_TCP_PACKET, NX_NO_WAIT), NX_SUCCESS);
    assert_int_equal(nx_packet_data_append(packet, bytes, sizeof bytes, &net_pool, NX_NO_WAIT), NX_SUCCESS);
    UINT status = nx_tcp_socket_send(socket, packet, NX_NO_WAIT);
    if (status != NX_SUCCESS) {
        assert_int_equal(nx_packet_release(packet), NX_SUCCESS);
    }
    return status;
}

static void test_start_on_a_full_socket(void **state)
{
    (void)state;
    UINT status = NX_SUCCESS;
    open_chain();
    int fd = net_raw_server(&client.socket);
    for (UINT i = 0; i < 100000 && status == NX_SUCCESS; i++) {
        status = send_raw(&client.socket);
    }
    assert_int_not_equal(status, NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_start(&client.session, &client.socket, NX_NO_WAIT),
                     NX_SECURE_TLS_TCP_SEND_FAILED);
    close(fd);
    net_disconnect(&client.socket, NULL);
    close_pair();
}

static void test_send_on_a_full_socket(void **state)
{
    (void)state;
    static UCHAR bytes[1000];
    UINT status = NX_SUCCESS;
    open_chain();
    pair_connect(&client, &server);
    for (UINT i = 0; i < 100000 && status == NX_SUCCESS; i++) {
        NX_PACKET *packet;
        assert_int_equal(nx_secure_tls_packet_allocate(&client.session, &net_pool, &packet, NX_NO_WAIT),
                         NX_SUCCESS);
        assert_int_equal(nx_packet_data_append(packet, bytes, sizeof bytes, &net_pool, NX_NO_WAIT),
                         NX_SUCCESS);
        status = nx_secure_tls_session_send(&client.session, packet, NX_NO_WAIT);
        if (status != NX_SUCCESS) {
            assert_int_equal(nx_packet_release(packet), NX_SUCCESS);
        }
    }
    assert_int_equal(status, NX_SECURE_TLS_TCP_SEND_FAILED);
    NXS_PROVES(nx_secure_tls_session_send, NX_SECURE_TLS_TCP_SEND_FAILED);
    net_disconnect(&client.socket, &server.socket);
    close_pair();
}

/* ---- receive ---------------------------------------------------------------------------------------- */

static void test_receive_of_another_version(void **state)
{
    (void)state;
    UCHAR record[] = {0x17, 4, 0, 0, 1, 0};
    NX_PACKET *packet;
    open_chain();
    pair_connect(&client, &server);
    assert_int_equal(nx_packet_allocate(&net_pool, &packet, NX_TCP_PACKET, NX_NO_WAIT), NX_SUCCESS);
    assert_int_equal(nx_packet_data_append(packet, record, sizeof record, &net_pool, NX_NO_WAIT), NX_SUCCESS);
    assert_int_equal(nx_tcp_socket_send(&client.socket, packet, NET_WAIT), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_receive(&server.session, &packet, NET_WAIT),
                     NX_SECURE_TLS_UNKNOWN_TLS_VERSION);
    net_disconnect(&client.socket, &server.socket);
    close_pair();
}

/* Encrypt-then-MAC or not: a record that nobody made fails its MAC. */
static void test_receive_of_a_wrong_mac(void **state)
{
    (void)state;
    static UCHAR record[5 + 96] = {0x17, 3, 3, 0, 96};
    const NX_SECURE_TLS_CRYPTO *before = side_table;
    NX_PACKET *packet;
    make_table(0xC023); /* ECDHE_ECDSA, AES-128-CBC, SHA-256 */
    open_chain();
    pair_connect(&client, &server);
    assert_int_equal(nx_packet_allocate(&net_pool, &packet, NX_TCP_PACKET, NX_NO_WAIT), NX_SUCCESS);
    assert_int_equal(nx_packet_data_append(packet, record, sizeof record, &net_pool, NX_NO_WAIT), NX_SUCCESS);
    assert_int_equal(nx_tcp_socket_send(&client.socket, packet, NET_WAIT), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_receive(&server.session, &packet, NET_WAIT),
                     NX_SECURE_TLS_HASH_MAC_VERIFY_FAILURE);
    net_disconnect(&client.socket, &server.socket);
    close_pair();
    side_table = before;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, chain_setup, chain_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_start_and_strange_words),      TEST(test_start_and_an_unsupported_key),
        TEST(test_start_and_a_table_with_holes), TEST(test_start_on_a_full_socket),
        TEST(test_send_on_a_full_socket),        TEST(test_receive_of_another_version),
        TEST(test_receive_of_a_wrong_mac),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
