/* The engine against libssl, joined in memory: another implementation's handshakes, client certificates,
 * renegotiation. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include "support/link.h"
#include "tls/message/message.h"

/* ---- one engine, one SSL ---- */

struct pair {
    struct link link;
    struct link_side *ours;
    SSL_CTX *context;
    SSL *ssl;
    BIO *to_ssl, *from_ssl;
    uint8_t libssl_master[48];
    bool has_libssl_master;
    char server_name[64]; /* that libssl as a server saw */
    char *host;           /* that libssl as a client names; NULL: none */
};

static void keylog(const SSL *ssl, const char *line)
{
    struct pair *pair = SSL_get_app_data(ssl);
    char expected[16 + 64 + 1];
    const char *secret = strrchr(line, ' ') + 1;
    if (strncmp(line, "CLIENT_RANDOM ", 14) != 0) {
        return;
    }
    int at = snprintf(expected, sizeof expected, "CLIENT_RANDOM ");
    for (size_t i = 0; i < 32; i++) {
        at += snprintf(expected + at, sizeof expected - (size_t)at, "%02x", pair->ours->client_random[i]);
    }
    assert_memory_equal(line, expected, strlen(expected));
    assert_int_equal(strlen(secret), 96);
    for (size_t i = 0; i < 48; i++) {
        unsigned byte;
        assert_int_equal(sscanf(secret + 2 * i, "%2x", &byte), 1);
        pair->libssl_master[i] = (uint8_t)byte;
    }
    pair->has_libssl_master = true;
}

static int on_server_name(SSL *ssl, int *alert, void *argument)
{
    struct pair *pair = argument;
    const char *name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
    (void)alert;
    snprintf(pair->server_name, sizeof pair->server_name, "%s", name != NULL ? name : "");
    return SSL_TLSEXT_ERR_OK;
}

static void use_credential(SSL_CTX *context, enum credential_kind kind)
{
    char path[1024];
    const char *name = credential_of(kind)->name;
    snprintf(path, sizeof path, "%s/tests/support/credentials/%s.cert.pem", NXS_SOURCE_DIR, name);
    assert_int_equal(SSL_CTX_use_certificate_file(context, path, SSL_FILETYPE_PEM), 1);
    snprintf(path, sizeof path, "%s/tests/support/credentials/%s.key.pem", NXS_SOURCE_DIR, name);
    assert_int_equal(SSL_CTX_use_PrivateKey_file(context, path, SSL_FILETYPE_PEM), 1);
}

/* libssl takes any certificate; who is believed is not what is tested here. */
static int believe(int ok, X509_STORE_CTX *store)
{
    (void)ok;
    (void)store;
    return 1;
}

/* Prepares a pair; between this and meet() a test sets what it wants. */
static void open_pair(struct pair *pair, bool we_are_client, enum credential_kind servers)
{
    memset(pair, 0, sizeof *pair);
    link_open(&pair->link, &nx_crypto_tls_ciphers_ecc, servers);
    pair->ours = we_are_client ? &pair->link.client : &pair->link.server;
    pair->context = SSL_CTX_new(we_are_client ? TLS_server_method() : TLS_client_method());
    assert_non_null(pair->context);
    SSL_CTX_set_keylog_callback(pair->context, keylog);
    if (we_are_client) {
        use_credential(pair->context, servers);
        SSL_CTX_set_tlsext_servername_callback(pair->context, on_server_name);
        SSL_CTX_set_tlsext_servername_arg(pair->context, pair);
    }
}

static void close_pair(struct pair *pair)
{
    SSL_free(pair->ssl);
    SSL_CTX_free(pair->context);
    link_close(&pair->link);
    ERR_clear_error();
}

static void make_ssl(struct pair *pair)
{
    pair->ssl = SSL_new(pair->context);
    pair->to_ssl = BIO_new(BIO_s_mem());
    pair->from_ssl = BIO_new(BIO_s_mem());
    assert_true(pair->ssl != NULL && pair->to_ssl != NULL && pair->from_ssl != NULL);
    SSL_set_bio(pair->ssl, pair->to_ssl, pair->from_ssl);
    SSL_set_app_data(pair->ssl, pair);
    if (pair->ours->is_client) {
        SSL_set_accept_state(pair->ssl);
    } else {
        SSL_set_connect_state(pair->ssl);
        assert_true(pair->host == NULL || SSL_set_tlsext_host_name(pair->ssl, pair->host) == 1);
    }
}

/* Carries bytes both ways until nothing moves; @return whether anything did. */
static bool exchange(struct pair *pair)
{
    uint8_t bytes[4096];
    bool moved = false;
    int count;
    link_side_work(pair->ours);
    size_t taken;
    while ((taken = link_side_take(pair->ours, bytes, sizeof bytes)) > 0) {
        assert_int_equal(BIO_write(pair->to_ssl, bytes, (int)taken), (int)taken);
        moved = true;
    }
    while ((count = BIO_read(pair->from_ssl, bytes, sizeof bytes)) > 0) {
        link_side_put(pair->ours, bytes, (size_t)count);
        moved = true;
    }
    return moved;
}

static void meet(struct pair *pair)
{
    enum nxs_role role = pair->ours->is_client ? NXS_ROLE_CLIENT : NXS_ROLE_SERVER;
    make_ssl(pair);
    assert_int_equal(nxs_engine_start(&pair->ours->engine, role), NXS_OK);
    for (unsigned i = 0; i < 50; i++) {
        (void)SSL_do_handshake(pair->ssl);
        if (!exchange(pair) && i > 1) {
            return;
        }
    }
    fail_msg("the handshake does not come to rest");
}

static void assert_met(struct pair *pair)
{
    if (!pair->ours->connected || !SSL_is_init_finished(pair->ssl)) {
        fail_msg("ours: %s; alert %u; libssl: %s", nxs_status_words(pair->ours->event.status),
                 pair->ours->engine.alert_value, ERR_error_string(ERR_peek_last_error(), NULL));
    }
    assert_true(pair->has_libssl_master && pair->ours->has_master);
    assert_memory_equal(pair->libssl_master, pair->ours->master, 48);
    assert_int_equal(SSL_CIPHER_get_protocol_id(SSL_get_current_cipher(pair->ssl)),
                     pair->ours->engine.agreed.suite);
}

static void talk(struct pair *pair, size_t size)
{
    uint8_t *sent = malloc(size);
    uint8_t *got = malloc(size);
    size_t total = 0;
    int count;
    assert_true(sent != NULL && got != NULL);
    for (size_t i = 0; i < size; i++) {
        sent[i] = (uint8_t)(i * 31 + (i >> 8));
    }
    link_side_seal(pair->ours, sent, size);
    exchange(pair);
    while (total < size && (count = SSL_read(pair->ssl, got + total, (int)(size - total))) > 0) {
        total += (size_t)count;
    }
    assert_int_equal(total, size);
    assert_memory_equal(got, sent, size);
    size_t before = pair->ours->received.len;
    assert_int_equal(SSL_write(pair->ssl, sent, (int)size), (int)size);
    exchange(pair);
    exchange(pair);
    assert_int_equal(pair->ours->received.len - before, size);
    assert_memory_equal(pair->ours->received.data + before, sent, size);
    free(sent);
    free(got);
}

/* ---- every suite and key ---- */

/* CCM_8 is below libssl's default level of security. */
static void allow_only(struct pair *pair, uint16_t suite)
{
    char list[100] = "ALL:@SECLEVEL=0";
    assert_int_equal(SSL_CTX_set_cipher_list(pair->context, list), 1);
    STACK_OF(SSL_CIPHER) *ciphers = SSL_CTX_get_ciphers(pair->context);
    for (int i = 0; i < sk_SSL_CIPHER_num(ciphers); i++) {
        const SSL_CIPHER *cipher = sk_SSL_CIPHER_value(ciphers, i);
        if (SSL_CIPHER_get_protocol_id(cipher) == suite) {
            snprintf(list, sizeof list, "%s:@SECLEVEL=0", SSL_CIPHER_get_name(cipher));
            assert_int_equal(SSL_CTX_set_cipher_list(pair->context, list), 1);
            return;
        }
    }
    fail_msg("libssl has no suite %04X", suite);
}

static bool is_rsa(enum credential_kind kind)
{
    return kind == CREDENTIAL_RSA2048 || kind == CREDENTIAL_RSAPSS;
}

static void every_suite_and_key_in_both_roles(void **state)
{
    (void)state;
    struct link_suite suite;
    for (int we_are_client = 0; we_are_client < 2; we_are_client++) {
        for (size_t s = 0; link_suite(s, &suite); s++) {
            for (int kind = 0; kind < CREDENTIAL_KINDS; kind++) {
                if (suite.psk || is_rsa((enum credential_kind)kind) != suite.rsa) {
                    continue;
                }
                struct pair pair;
                open_pair(&pair, we_are_client, (enum credential_kind)kind);
                allow_only(&pair, suite.number);
                assert_int_equal(SSL_CTX_set1_groups_list(pair.context, "X25519:P-256:P-384:P-521"), 1);
                meet(&pair);
                assert_met(&pair);
                assert_int_equal(pair.ours->engine.agreed.suite, suite.number);
                assert_true(pair.ours->engine.agreed.extended_master_secret);
                assert_true(pair.ours->engine.agreed.secure_renegotiation);
                assert_int_equal(SSL_get_secure_renegotiation_support(pair.ssl), 1);
                talk(&pair, 100);
                close_pair(&pair);
            }
        }
    }
}

static void every_group_in_both_roles(void **state)
{
    (void)state;
    static struct {
        char name[8]; /* libssl's macro knows no const */
        uint16_t number;
    } groups[] = {{"X25519", 29}, {"P-256", 23}, {"P-384", 24}, {"P-521", 25}};
    for (int we_are_client = 0; we_are_client < 2; we_are_client++) {
        for (size_t g = 0; g < sizeof groups / sizeof groups[0]; g++) {
            struct pair pair;
            open_pair(&pair, we_are_client, CREDENTIAL_RSA2048);
            assert_int_equal(SSL_CTX_set1_groups_list(pair.context, groups[g].name), 1);
            meet(&pair);
            assert_met(&pair);
            assert_int_equal(pair.ours->engine.agreed.group, groups[g].number);
            close_pair(&pair);
        }
    }
}

static void without_extended_master_secret(void **state)
{
    (void)state;
    for (int we_are_client = 0; we_are_client < 2; we_are_client++) {
        struct pair pair;
        open_pair(&pair, we_are_client, CREDENTIAL_P256);
        SSL_CTX_set_options(pair.context, SSL_OP_NO_EXTENDED_MASTER_SECRET);
        meet(&pair);
        assert_met(&pair);
        assert_false(pair.ours->engine.agreed.extended_master_secret);
        talk(&pair, 10);
        close_pair(&pair);
    }
}

static void much_data_in_small_records(void **state)
{
    (void)state;
    for (int we_are_client = 0; we_are_client < 2; we_are_client++) {
        struct pair pair;
        open_pair(&pair, we_are_client, CREDENTIAL_RSA2048);
        SSL_CTX_set_max_send_fragment(pair.context, 512); /* of handshake messages too */
        meet(&pair);
        assert_met(&pair);
        talk(&pair, 300000);
        talk(&pair, 1);
        close_pair(&pair);
    }
}

static void older_and_newer_versions(void **state)
{
    (void)state;
    struct pair pair;
    open_pair(&pair, false, CREDENTIAL_P256); /* libssl offers TLS 1.3 as well, as clients do */
    SSL_CTX_set_max_proto_version(pair.context, TLS1_3_VERSION);
    meet(&pair);
    assert_met(&pair);
    close_pair(&pair);
    for (int we_are_client = 0; we_are_client < 2; we_are_client++) {
        open_pair(&pair, we_are_client, CREDENTIAL_P256);
        SSL_CTX_set_security_level(pair.context, 0);
        SSL_CTX_set_min_proto_version(pair.context, TLS1_VERSION);
        SSL_CTX_set_max_proto_version(pair.context, TLS1_1_VERSION);
        meet(&pair);
        assert_int_equal(pair.ours->connected, 0);
        assert_int_equal(pair.ours->failed, 1);
        if (pair.ours->event.status != NXS_ALERT_RECEIVED) {
            assert_int_equal(pair.ours->event.status, NXS_VERSION_UNSUPPORTED);
        }
        close_pair(&pair);
    }
}

static void server_names(void **state)
{
    (void)state;
    struct pair pair;
    open_pair(&pair, true, CREDENTIAL_P256);
    pair.ours->engine.config.server_name = nxs_bytes_of("p256.test", 9);
    link_watch_hello(pair.ours);
    meet(&pair);
    assert_met(&pair);
    assert_string_equal(pair.server_name, "p256.test");
    assert_int_equal(pair.ours->hello_calls, 1);
    assert_int_equal(pair.ours->hello_extensions[0], 0);
    close_pair(&pair);
    open_pair(&pair, false, CREDENTIAL_P256);
    link_watch_hello(pair.ours);
    char name[] = "p256.test"; /* libssl's macros know no const */
    pair.host = name;
    meet(&pair);
    assert_met(&pair);
    assert_int_equal(pair.ours->hello_calls, 1);
    assert_int_equal(pair.ours->hello_extensions[0], 0);
    close_pair(&pair);
}

/* ---- client certificates ---- */

static void ask_for_certificate(struct pair *pair, int mode)
{
    SSL_CTX_set_verify(pair->context, SSL_VERIFY_PEER | mode, believe);
}

static void our_client_shows_its_certificate(void **state)
{
    (void)state;
    struct link_suite suite;
    for (size_t s = 0; link_suite(s, &suite); s++) {
        for (int kind = 0; !suite.psk && kind < CREDENTIAL_KINDS; kind++) {
            struct pair pair;
            open_pair(&pair, true, suite.rsa ? CREDENTIAL_RSA2048 : CREDENTIAL_P256);
            allow_only(&pair, suite.number);
            ask_for_certificate(&pair, 0);
            pair.ours->identities[0] = credential_of((enum credential_kind)kind);
            pair.ours->identity_count = 1;
            pair.ours->chain_length = 1 + (unsigned)kind % 3;
            meet(&pair);
            assert_met(&pair);
            X509 *shown = SSL_get1_peer_certificate(pair.ssl);
            if (kind == CREDENTIAL_ED25519) { /* would have to sign messages that are not kept */
                assert_null(shown);
            } else {
                uint8_t *der = NULL;
                int len = i2d_X509(shown, &der);
                nxs_bytes ours = credential_of((enum credential_kind)kind)->certificate;
                assert_true(len > 0 && nxs_bytes_equal(nxs_bytes_of(der, (size_t)len), ours));
                OPENSSL_free(der);
            }
            X509_free(shown);
            talk(&pair, 100);
            close_pair(&pair);
        }
    }
}

static void libssl_shows_its_certificate(void **state)
{
    (void)state;
    struct link_suite suite;
    for (size_t s = 0; link_suite(s, &suite); s++) {
        for (int kind = 0; !suite.psk && kind < CREDENTIAL_KINDS; kind++) {
            struct pair pair;
            open_pair(&pair, false, suite.rsa ? CREDENTIAL_RSA2048 : CREDENTIAL_P256);
            allow_only(&pair, suite.number);
            pair.ours->engine.config.client_auth = true;
            pair.ours->peer = credential_of((enum credential_kind)kind);
            use_credential(pair.context, (enum credential_kind)kind);
            meet(&pair);
            if (kind == CREDENTIAL_ED25519) {
                assert_int_equal(pair.ours->event.status, NXS_NO_PEER_CERTIFICATE);
                assert_int_equal(pair.ours->sent_alert[1], NXS_ALERT_HANDSHAKE_FAILURE);
            } else {
                assert_met(&pair);
                assert_int_equal(pair.ours->verified, 1);
                talk(&pair, 100);
            }
            close_pair(&pair);
        }
    }
}

static void libssl_has_no_certificate(void **state)
{
    (void)state;
    struct pair pair;
    open_pair(&pair, false, CREDENTIAL_P256);
    pair.ours->engine.config.client_auth = true;
    meet(&pair);
    assert_int_equal(pair.ours->event.status, NXS_NO_PEER_CERTIFICATE);
    assert_int_equal(pair.ours->sent_alert[1], NXS_ALERT_HANDSHAKE_FAILURE);
    assert_int_equal(ERR_GET_REASON(ERR_peek_last_error()), SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE);
    close_pair(&pair);
}

static void a_client_without_certificate_sends_none(void **state)
{
    (void)state;
    struct pair pair;
    open_pair(&pair, true, CREDENTIAL_P256);
    ask_for_certificate(&pair, 0);
    meet(&pair);
    assert_met(&pair);
    assert_int_equal(pair.ours->sent_messages[1], NXS_MSG_CERTIFICATE);
    assert_int_equal(pair.ours->sent_messages[2], NXS_MSG_CLIENT_KEY_EXCHANGE);
    assert_int_equal(pair.ours->sent_messages[3], NXS_MSG_FINISHED);
    close_pair(&pair);
    open_pair(&pair, true, CREDENTIAL_P256);
    ask_for_certificate(&pair, SSL_VERIFY_FAIL_IF_NO_PEER_CERT);
    meet(&pair);
    assert_int_equal(pair.ours->event.status, NXS_ALERT_RECEIVED);
    assert_int_equal(pair.ours->engine.alert_value, NXS_ALERT_HANDSHAKE_FAILURE);
    assert_false(link_side_holds_master(pair.ours));
    close_pair(&pair);
}

/* The first of our keys that the server's request allows. */
static void the_request_chooses_among_our_keys(void **state)
{
    (void)state;
    struct pair pair;
    open_pair(&pair, true, CREDENTIAL_P256);
    ask_for_certificate(&pair, SSL_VERIFY_FAIL_IF_NO_PEER_CERT);
    assert_int_equal(SSL_CTX_set1_client_sigalgs_list(pair.context, "RSA-PSS+SHA256:RSA-PSS+SHA384"), 1);
    pair.ours->identities[0] = credential_of(CREDENTIAL_P256);
    pair.ours->identities[1] = credential_of(CREDENTIAL_RSA2048);
    pair.ours->identity_count = 2;
    meet(&pair);
    assert_met(&pair);
    X509 *shown = SSL_get1_peer_certificate(pair.ssl);
    assert_non_null(shown);
    assert_int_equal(EVP_PKEY_get_base_id(X509_get0_pubkey(shown)), EVP_PKEY_RSA);
    X509_free(shown);
    close_pair(&pair);
}

static void choose_p384(struct link_side *client)
{
    client->identities[0] = credential_of(CREDENTIAL_P384);
    client->identity_count = 1;
}

/* The services document lets the client's hello callback, behind ServerHelloDone, name the certificate. */
static void the_hello_callback_chooses_our_certificate(void **state)
{
    (void)state;
    struct pair pair;
    open_pair(&pair, true, CREDENTIAL_P256);
    ask_for_certificate(&pair, SSL_VERIFY_FAIL_IF_NO_PEER_CERT);
    link_watch_hello(pair.ours);
    pair.ours->hello_action = choose_p384;
    meet(&pair);
    assert_met(&pair);
    close_pair(&pair);
}

/* ---- renegotiation and closing ---- */

static void renegotiation_is_refused(void **state)
{
    (void)state;
    for (int we_are_client = 0; we_are_client < 2; we_are_client++) {
        struct pair pair;
        open_pair(&pair, we_are_client, CREDENTIAL_P256);
        SSL_CTX_set_max_proto_version(pair.context, TLS1_2_VERSION);
        meet(&pair);
        assert_met(&pair);
        assert_int_equal(SSL_renegotiate(pair.ssl), 1);
        (void)SSL_do_handshake(pair.ssl);
        exchange(&pair);
        exchange(&pair);
        assert_int_equal(pair.ours->engine.phase, NXS_PHASE_CONNECTED);
        assert_int_equal(pair.ours->sent_alert[0], 1);
        assert_int_equal(pair.ours->sent_alert[1], NXS_ALERT_NO_RENEGOTIATION);
        close_pair(&pair);
    }
}

static void handshake_again(struct pair *pair)
{
    for (unsigned i = 0; i < 10; i++) {
        char byte;
        (void)SSL_read(pair->ssl, &byte, 0);
        (void)SSL_peek(pair->ssl, &byte, 1);
        exchange(pair);
    }
}

static void renegotiation_with_libssl(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++) {
        struct pair pair;
        bool we_ask = i / 2 != 0;
        open_pair(&pair, i % 2 != 0, CREDENTIAL_P256);
        SSL_CTX_set_max_proto_version(pair.context, TLS1_2_VERSION);
        SSL_CTX_clear_options(pair.context, SSL_OP_NO_RENEGOTIATION);
        SSL_CTX_set_options(pair.context, SSL_OP_ALLOW_CLIENT_RENEGOTIATION);
        pair.ours->engine.config.renegotiation = NXS_RENEGOTIATE_ALWAYS;
        meet(&pair);
        assert_met(&pair);
        for (int round = 0; round < 2; round++) {
            talk(&pair, 100);
            pair.ours->connected = 0;
            if (we_ask) {
                assert_int_equal(nxs_engine_renegotiate(&pair.ours->engine), NXS_OK);
                pair.ours->begun = false;
            } else {
                assert_int_equal(SSL_renegotiate(pair.ssl), 1);
                (void)SSL_do_handshake(pair.ssl);
            }
            handshake_again(&pair);
            assert_int_equal(pair.ours->connected, 1);
            assert_met(&pair);
        }
        talk(&pair, 1000);
        close_pair(&pair);
    }
}

static void either_side_can_close(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++) {
        struct pair pair;
        bool we_close = i / 2 != 0;
        char byte;
        open_pair(&pair, i % 2 != 0, CREDENTIAL_P256);
        meet(&pair);
        assert_met(&pair);
        talk(&pair, 10);
        if (we_close) {
            nxs_engine_close(&pair.ours->engine);
            pair.ours->begun = false;
        } else {
            assert_int_equal(SSL_shutdown(pair.ssl), 0);
        }
        exchange(&pair);
        exchange(&pair);
        assert_int_equal(SSL_read(pair.ssl, &byte, 1), 0);
        assert_int_equal(SSL_get_error(pair.ssl, 0), SSL_ERROR_ZERO_RETURN);
        if (we_close) {
            assert_int_equal(SSL_shutdown(pair.ssl), 1);
            exchange(&pair);
            exchange(&pair);
        }
        assert_int_equal(pair.ours->event.kind, NXS_EVENT_CLOSED);
        close_pair(&pair);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_suite_and_key_in_both_roles),
        cmocka_unit_test(every_group_in_both_roles),
        cmocka_unit_test(without_extended_master_secret),
        cmocka_unit_test(much_data_in_small_records),
        cmocka_unit_test(older_and_newer_versions),
        cmocka_unit_test(server_names),
        cmocka_unit_test(our_client_shows_its_certificate),
        cmocka_unit_test(libssl_shows_its_certificate),
        cmocka_unit_test(libssl_has_no_certificate),
        cmocka_unit_test(a_client_without_certificate_sends_none),
        cmocka_unit_test(the_request_chooses_among_our_keys),
        cmocka_unit_test(the_hello_callback_chooses_our_certificate),
        cmocka_unit_test(renegotiation_is_refused),
        cmocka_unit_test(renegotiation_with_libssl),
        cmocka_unit_test(either_side_can_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
