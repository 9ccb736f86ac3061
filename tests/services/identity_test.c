/* What sessions show, with which keys, and where the certificates of the peer are kept. */
#include "services/chain.h"

#include "nx/certificates.h"

static struct side second_client, second_server;
static NX_SECURE_X509_CERT other_certificate;

/* ---- keys ------------------------------------------------------------------------------------------- */

static void test_kinds_of_keys(void **state)
{
    (void)state;
    static const enum t_key keys[] = {T_RSA_2048, T_P256_C,  T_P384,          T_P521,
                                      T_ED25519,  T_RSA_PSS, T_RSA_PSS_SHA384};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        open_with((struct t_cert){.key = keys[i]});
        connects();
        close_pair();
    }
}

static void test_rsa_without_primes(void **state)
{
    (void)state;
    leaf = t_cert_der(
        &(struct t_cert){.subject = "leaf", .issuer = "root", .key = T_RSA_2048, .signer = T_P256_A});
    side_create(&client);
    side_create(&server);
    trust(&client, root);
    be(&server, leaf, t_private_key(T_RSA_2048, true), NX_SECURE_X509_KEY_TYPE_RSA_PKCS1_DER);
    NX_SECURE_RSA_PRIVATE_KEY *key = &server.certificates[0].nx_secure_x509_private_key.rsa_private_key;
    assert_int_equal(nxs_certificate_key(&server.certificates[0]).prime_q.len, 128);
    /* A method is given both or none, and never a length without an address. */
    for (int i = 0; i < 2; i++) {
        *(i == 0 ? &key->nx_secure_rsa_private_prime_p : &key->nx_secure_rsa_private_prime_q) = NX_NULL;
        assert_int_equal(nxs_certificate_key(&server.certificates[0]).prime_p.len, 0);
        assert_int_equal(nxs_certificate_key(&server.certificates[0]).prime_q.len, 0);
        connects();
    }
    close_pair();
}

/* An ECPrivateKey without its public half. */
static nxs_bytes bare_key(enum t_key key)
{
    struct nxs_private_key parsed;
    assert_int_equal(nxs_private_key_ec(t_private_key(key, true), &parsed), NXS_OK);
    return SEQ(t_int(1), TLV(NXS_DER_OCTET_STRING, parsed.scalar));
}

/* The server does not start, and sends nothing. */
static void does_not_start(nxs_bytes der, nxs_bytes key, UINT type)
{
    side_create(&server);
    be(&server, der, key, type);
    int raw = net_raw_client(&server.socket);
    assert_int_equal(nx_secure_tls_session_start(&server.session, &server.socket, NET_WAIT),
                     NX_SECURE_TLS_INVALID_CERTIFICATE);
    const CHAR *words;
    assert_int_equal(nxs_tls_session_failure_get(&server.session, &words), NX_SUCCESS);
    assert_string_equal(words, "the private key does not belong to the certificate");
    assert_int_equal(nx_secure_tls_session_end(&server.session, NX_WAIT_FOREVER), NX_SUCCESS);
    net_disconnect(NULL, &server.socket);
    side_delete(&server);
    (void)raw;
}

static void test_foreign_keys(void **state)
{
    (void)state;
    nxs_bytes rsa = t_cert_der(&(struct t_cert){.subject = "leaf", .key = T_RSA_2048});
    nxs_bytes edwards = t_cert_der(&(struct t_cert){.subject = "leaf", .key = T_ED25519});
    does_not_start(leaf, t_private_key(T_P256_A, true), NX_SECURE_X509_KEY_TYPE_EC_DER);
    does_not_start(leaf, t_private_key(T_P384, true), NX_SECURE_X509_KEY_TYPE_EC_DER);
    does_not_start(leaf, bare_key(T_P256_A), NX_SECURE_X509_KEY_TYPE_EC_DER);
    does_not_start(rsa, t_private_key(T_P256_A, true), NX_SECURE_X509_KEY_TYPE_EC_DER);
    does_not_start(rsa, t_private_key(T_RSA_1024, true), NX_SECURE_X509_KEY_TYPE_RSA_PKCS1_DER);
    does_not_start(leaf, t_private_key(T_RSA_2048, true), NX_SECURE_X509_KEY_TYPE_RSA_PKCS1_DER);
    uint8_t seed[64];
    nxs_bytes key = t_private_key(T_ED25519, false);
    memcpy(seed, key.data, key.len);
    seed[key.len - 1] ^= 1;
    does_not_start(edwards, nxs_bytes_of(seed, key.len), NXS_X509_KEY_TYPE_PKCS8);
}

static void test_key_without_public_half(void **state)
{
    (void)state;
    side_create(&client);
    side_create(&server);
    trust(&client, middle);
    be(&server, leaf, bare_key(T_P256_C), NX_SECURE_X509_KEY_TYPE_EC_DER);
    connects();
    close_pair();
}

/* ---- space for certificates ------------------------------------------------------------------------- */

static void test_too_few_slots(void **state)
{
    (void)state;
    open_pair(root);
    add_middle();
    watch(&client);
    slot(&client, 0, 2048);
    pair_connect(&client, &server);
    assert_ptr_equal(seen_leaf, &client.remote[0]);
    assert_int_equal(seen_length,
                     2); /* the second one in the packet buffer, which is whole again afterwards */
    pair_end(&client, &server);
    connects();
    close_pair();
}

static void test_slot_too_small(void **state)
{
    (void)state;
    open_pair(root);
    add_middle();
    slot(&client, 0, 10);
    slot(&client, 1, 2048);
    refuses(NX_SECURE_TLS_INSUFFICIENT_CERT_SPACE, NX_SECURE_TLS_ALERT_INTERNAL_ERROR);
    close_pair();
}

static void test_exact_slot(void **state)
{
    (void)state;
    open_pair(middle);
    slot(&client, 0, (UINT)leaf.len);
    connects();
    close_pair();
    open_pair(middle);
    slot(&client, 0, (UINT)leaf.len - 1);
    refuses(NX_SECURE_TLS_INSUFFICIENT_CERT_SPACE, NX_SECURE_TLS_ALERT_INTERNAL_ERROR);
    close_pair();
}

/* The application's own memory, divided. */
static void test_buffer(void **state)
{
    (void)state;
    static UCHAR memory[2 * (sizeof(NX_SECURE_X509_CERT) + 1000)];
    open_pair(root);
    add_middle();
    watch(&client);
    assert_int_equal(
        nx_secure_tls_remote_certificate_buffer_allocate(&client.session, 2, memory, sizeof memory),
        NX_SUCCESS);
    connects();
    assert_int_equal(seen_length, 2);
    assert_true((const UCHAR *)seen_leaf >= memory && (const UCHAR *)seen_leaf < memory + sizeof memory);
    connects();
    close_pair();
}

/* ---- sharing ---------------------------------------------------------------------------------------- */

static void share(struct side *one, struct side *other)
{
    assert_int_equal(nx_secure_tls_trusted_certificate_add(&other->session, &one->authority), NX_SUCCESS);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(nx_secure_tls_remote_certificate_allocate(&other->session, &one->remote[i],
                                                                   one->remote_data[i],
                                                                   sizeof one->remote_data[i]),
                         NX_SUCCESS);
    }
}

/* As an HTTP server does it: the same objects in all sessions, which connect one after the other. */
static void test_everything_shared(void **state)
{
    (void)state;
    open_pair(root);
    slot(&client, 0, 2048);
    slot(&client, 1, 2048);
    add_middle();
    side_create(&second_client);
    side_create(&second_server);
    share(&client, &second_client);
    assert_int_equal(nx_secure_tls_local_certificate_add(&second_server.session, &server.certificates[0]),
                     NX_SUCCESS);
    assert_int_equal(nx_secure_tls_local_certificate_add(&second_server.session, &middle_certificate),
                     NX_SUCCESS);
    for (int i = 0; i < 2; i++) {
        connects();
        pair_connect(&second_client, &second_server);
        pair_end(&second_client, &second_server);
    }
    /* The one whose lists hold them goes; the others stay usable. */
    close_pair();
    pair_connect(&second_client, &second_server);
    pair_end(&second_client, &second_server);
    side_delete(&second_client);
    side_delete(&second_server);
}

/* ---- choices ---------------------------------------------------------------------------------------- */

static NX_SECURE_X509_CERT *chosen;

static ULONG choose(NX_SECURE_TLS_SESSION *session, NX_SECURE_TLS_HELLO_EXTENSION *extensions, UINT count)
{
    (void)extensions;
    (void)count;
    return chosen == NX_NULL ? NX_SUCCESS : nx_secure_tls_active_certificate_set(session, chosen);
}

static ULONG look_at_name(NX_SECURE_TLS_SESSION *session, NX_SECURE_X509_CERT *certificate)
{
    (void)session;
    seen_length = certificate->nx_secure_x509_distinguished_name.nx_secure_x509_common_name[0];
    return NX_SUCCESS;
}

static UINT shown(void)
{
    connects();
    return seen_length;
}

static void test_active(void **state)
{
    (void)state;
    nxs_bytes another =
        t_cert_der(&(struct t_cert){.subject = "x", .issuer = "root", .key = T_P384, .signer = T_P256_A});
    NX_SECURE_X509_CERT **active = &server.session.nx_secure_tls_credentials.nx_secure_tls_active_certificate;
    open_pair(root);
    add_middle();
    NX_SECURE_X509_CERT *x =
        initialize(&other_certificate, another, t_private_key(T_P384, true), NX_SECURE_X509_KEY_TYPE_EC_DER);
    assert_int_equal(nx_secure_tls_local_certificate_add(&server.session, x), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_certificate_callback_set(&client.session, look_at_name),
                     NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_server_callback_set(&server.session, choose), NX_SUCCESS);
    /* By default the first; a callback's choice is for one connection. */
    chosen = NX_NULL;
    assert_int_equal(shown(), 'l');
    chosen = x;
    assert_int_equal(shown(), 'x');
    assert_null(*active);
    chosen = NX_NULL;
    assert_int_equal(shown(), 'l');
    /* Any other choice lasts, and comes back after a callback's. */
    assert_int_equal(nx_secure_tls_active_certificate_set(&server.session, x), NX_SUCCESS);
    assert_int_equal(shown(), 'x');
    chosen = &server.certificates[0];
    assert_int_equal(shown(), 'l');
    assert_ptr_equal(*active, x);
    chosen = NX_NULL;
    assert_int_equal(shown(), 'x');
    close_pair();
}

static void test_active_without_key(void **state)
{
    (void)state;
    open_pair(root);
    add_middle();
    assert_int_equal(nx_secure_tls_active_certificate_set(&server.session, &middle_certificate), NX_SUCCESS);
    struct outcome outcome = pair_start(&client, &server);
    assert_int_equal(outcome.server, NX_SECURE_TLS_NO_SUPPORTED_CIPHERS);
    assert_int_equal(outcome.client, NX_SECURE_TLS_ALERT_RECEIVED);
    net_disconnect(&client.socket, &server.socket);
    close_pair();
}

static ULONG accept_any(NX_SECURE_TLS_SESSION *session, NX_SECURE_X509_CERT *certificate)
{
    (void)session;
    (void)certificate;
    callback_calls++;
    return NX_SUCCESS;
}

static void test_insecure(void **state)
{
    (void)state;
    open_pair(root);
    callback_calls = 0;
    assert_int_equal(nx_secure_tls_session_certificate_callback_set(&client.session, accept_any), NX_SUCCESS);
    refuses(NX_SECURE_TLS_ISSUER_CERTIFICATE_NOT_FOUND, NX_SECURE_TLS_ALERT_UNKNOWN_CA);
    assert_int_equal(callback_calls, 0);
    assert_int_equal(nxs_tls_session_insecure_set(&client.session, NX_TRUE), NX_SUCCESS);
    connects();
    assert_int_equal(callback_calls, 1);
    assert_int_equal(nxs_tls_session_insecure_set(&client.session, NX_FALSE), NX_SUCCESS);
    refuses(NX_SECURE_TLS_ISSUER_CERTIFICATE_NOT_FOUND, NX_SECURE_TLS_ALERT_UNKNOWN_CA);
    close_pair();
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, chain_setup, chain_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_kinds_of_keys),      TEST(test_rsa_without_primes),
        TEST(test_foreign_keys),       TEST(test_key_without_public_half),
        TEST(test_too_few_slots),      TEST(test_slot_too_small),
        TEST(test_exact_slot),         TEST(test_buffer),
        TEST(test_everything_shared),  TEST(test_active),
        TEST(test_active_without_key), TEST(test_insecure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
