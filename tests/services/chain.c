#include "services/chain.h"

struct side client, server;
nxs_bytes root, middle, leaf;
NX_SECURE_X509_CERT middle_certificate;

int chain_setup(void **state)
{
    t_reset();
    root = t_cert_der(&(struct t_cert){.subject = "root", .key = T_P256_A, .extensions = t_ca(-1)});
    middle = t_cert_der(&(struct t_cert){
        .subject = "middle", .issuer = "root", .key = T_P256_B, .signer = T_P256_A, .extensions = t_ca(-1)});
    leaf = t_cert_der(&(struct t_cert){.subject = "leaf",
                                       .issuer = "middle",
                                       .key = T_P256_C,
                                       .signer = T_P256_B,
                                       .extensions = t_dns("one.example")});
    return net_setup(state);
}

int chain_teardown(void **state)
{
    t_end();
    return net_teardown(state);
}

NX_SECURE_X509_CERT *initialize(NX_SECURE_X509_CERT *certificate, nxs_bytes der, nxs_bytes key, UINT type)
{
    assert_int_equal(nx_secure_x509_certificate_initialize(certificate, der.data, (USHORT)der.len, NX_NULL, 0,
                                                           key.data, (USHORT)key.len, type),
                     NX_SUCCESS);
    return certificate;
}

NX_SECURE_X509_CERT *plain(NX_SECURE_X509_CERT *certificate, nxs_bytes der)
{
    return initialize(certificate, der, nxs_bytes_of(NULL, 0), NX_SECURE_X509_KEY_TYPE_NONE);
}

void trust(struct side *side, nxs_bytes der)
{
    assert_int_equal(nx_secure_tls_trusted_certificate_add(&side->session, plain(&side->authority, der)),
                     NX_SUCCESS);
}

void be(struct side *side, nxs_bytes der, nxs_bytes key, UINT type)
{
    assert_int_equal(nx_secure_tls_local_certificate_add(&side->session,
                                                         initialize(&side->certificates[0], der, key, type)),
                     NX_SUCCESS);
}

void slot(struct side *side, size_t index, UINT size)
{
    assert_int_equal(nx_secure_tls_remote_certificate_allocate(&side->session, &side->remote[index],
                                                               side->remote_data[index], size),
                     NX_SUCCESS);
}

void open_pair(nxs_bytes anchor)
{
    side_create(&client);
    side_create(&server);
    trust(&client, anchor);
    be(&server, leaf, t_private_key(T_P256_C, true), NX_SECURE_X509_KEY_TYPE_EC_DER);
}

void add_middle(void)
{
    assert_int_equal(nx_secure_tls_local_certificate_add(&server.session, plain(&middle_certificate, middle)),
                     NX_SUCCESS);
}

void close_pair(void)
{
    side_delete(&client);
    side_delete(&server);
}

void connects(void)
{
    pair_connect(&client, &server);
    pair_end(&client, &server);
}

void refuses(UINT code, UINT alert)
{
    struct outcome outcome = pair_start(&client, &server);
    assert_int_equal(outcome.client, code);
    assert_int_equal(outcome.server, NX_SECURE_TLS_ALERT_RECEIVED);
    assert_alert(&server, NX_SECURE_TLS_ALERT_LEVEL_FATAL, alert);
    assert_int_equal(nx_secure_tls_session_end(&client.session, NX_WAIT_FOREVER), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_end(&server.session, NX_WAIT_FOREVER), NX_SUCCESS);
    net_disconnect(&client.socket, &server.socket);
}

void open_with(struct t_cert what)
{
    what.subject = "leaf";
    what.issuer = "root";
    what.key = what.key == T_NONE ? T_P256_C : what.key;
    what.signer = what.signer == T_NONE ? T_P256_A : what.signer;
    leaf = t_cert_der(&what);
    side_create(&client);
    side_create(&server);
    trust(&client, root);
    bool is_sec1 = what.key == T_P256_C;
    be(&server, leaf, t_private_key(what.key, is_sec1),
       is_sec1 ? NX_SECURE_X509_KEY_TYPE_EC_DER : NXS_X509_KEY_TYPE_PKCS8);
}

UINT seen_length;
const NX_SECURE_X509_CERT *seen_leaf;
UINT callback_calls;
UINT free_all_result;

static ULONG look_at_chain(NX_SECURE_TLS_SESSION *session, NX_SECURE_X509_CERT *certificate)
{
    const NX_SECURE_X509_CERT *list =
        session->nx_secure_tls_credentials.nx_secure_tls_certificate_store.nx_secure_x509_remote_certificates;
    callback_calls++;
    seen_leaf = certificate;
    free_all_result = nx_secure_tls_remote_certificate_free_all(session);
    for (seen_length = 0; list != NX_NULL; list = list->nx_secure_x509_next_certificate) {
        seen_length++;
    }
    /* From the leaf over the peer's certificates to ours. */
    const NX_SECURE_X509_CERT *issuer = certificate->nx_secure_x509_issuer_chain;
    while (issuer != NX_NULL && issuer->nx_secure_x509_issuer_chain != NX_NULL) {
        issuer = issuer->nx_secure_x509_issuer_chain;
    }
    return issuer == &client.authority ? NX_SUCCESS : 0x901;
}

void watch(struct side *side)
{
    callback_calls = 0;
    assert_int_equal(nx_secure_tls_session_certificate_callback_set(&side->session, look_at_chain),
                     NX_SUCCESS);
}
