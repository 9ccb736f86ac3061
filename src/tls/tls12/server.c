/* The TLS 1.2 server behind ClientHello: [RFC5246 7.3], [RFC8422]. */
#include "tls/facts.h"
#include "tls/handshake.h"
#include "tls/hello/select.h"
#include "tls/hello/server.h"
#include "tls/machine.h"
#include "tls/message/message.h"
#include "tls/renegotiation.h"
#include "tls/tls12/client_auth.h"
#include "tls/tls12/keys.h"
#include "tls/tls12/psk.h"

/* The session id is empty: this session cannot be resumed [RFC5246 7.4.1.3]. */
static enum nxs_status send_server_hello(struct nxs_engine *e, nxs_bytes none)
{
    struct nxs_handshake *hs = e->hs;
    struct nxs_server_hello hello = {0};
    (void)none;
    NXS_TRY(nxs_random(hs->server_random, NXS_RANDOM_LEN));
    hello.version = e->agreed.version;
    hello.random = nxs_bytes_of(hs->server_random, NXS_RANDOM_LEN);
    hello.suite = e->agreed.suite;
    struct nxs_builder b = nxs_message_begin(e, NXS_MSG_SERVER_HELLO);
    nxs_server_hello_write(&hello, &b.w);
    nxs_extensions_answer(e, hs->answers, &b.w);
    return nxs_message_end(&b);
}

enum nxs_status nxs_tls12_write_params(struct nxs_engine *e, struct nxs_writer *w)
{
    enum { NAMED_CURVE = 3 };
    struct nxs_handshake *hs = e->hs;
    struct nxs_local_group group;
    if (!nxs_local_group_find(&e->config, hs->group->number, &group)) {
        return NXS_UNSUPPORTED_CIPHER;
    }
    nxs_write_u8(w, NAMED_CURVE);
    nxs_write_u16(w, hs->group->number);
    struct nxs_mark share = nxs_open_vec8(w);
    NXS_TRY(nxs_kex_offer(&hs->kex, hs->group, e->agreed.row->nx_secure_tls_public_cipher, group.curve,
                          hs->rooms.kex, w));
    nxs_close_vec(w, share);
    return NXS_OK;
}

static enum nxs_status send_server_key_exchange(struct nxs_engine *e, nxs_bytes none)
{
    struct nxs_handshake *hs = e->hs;
    struct nxs_sign_methods methods;
    struct nxs_signed_params params;
    (void)none;
    struct nxs_builder b = nxs_message_begin(e, NXS_MSG_SERVER_KEY_EXCHANGE);
    size_t start = b.w.used;
    NXS_TRY(nxs_tls12_write_params(e, &b.w));
    NXS_TRY(nxs_tls12_signed_params(e, nxs_bytes_of(b.w.data + start, b.w.used - start), &params));
    NXS_TRY(nxs_methods_for_scheme(e->config.table, e->config.ecc, e->agreed.row->nx_secure_tls_public_auth,
                                   hs->scheme, hs->key.public.group, &methods));
    nxs_write_u16(&b.w, hs->scheme->number);
    struct nxs_mark signature = nxs_open_vec16(&b.w);
    struct nxs_sign_scratch scratch = nxs_handshake_scratch(hs);
    NXS_TRY(nxs_sign(hs->scheme, &methods, &hs->key, &params.bytes, 1, &scratch, &b.w));
    nxs_close_vec(&b.w, signature);
    e->agreed.scheme = hs->scheme->number;
    return nxs_message_end(&b);
}

static enum nxs_status send_server_hello_done(struct nxs_engine *e, nxs_bytes none)
{
    (void)none;
    struct nxs_builder b = nxs_message_begin(e, NXS_MSG_SERVER_HELLO_DONE);
    return nxs_message_end(&b);
}

static enum nxs_status read_client_key_exchange(struct nxs_engine *e, nxs_bytes body)
{
    struct nxs_handshake *hs = e->hs;
    nxs_bytes share;
    NXS_TRY(nxs_client_key_exchange_read(body, &share));
    nxs_room secret = nxs_room_of(hs->premaster, sizeof hs->premaster);
    NXS_TRY(nxs_kex_finish(&hs->kex, share, &secret));
    hs->premaster_len = (uint8_t)secret.len;
    return NXS_OK;
}

enum state {
    START,
    SEND_CERTIFICATE,
    SEND_SERVER_KEY_EXCHANGE,
    SEND_CERTIFICATE_REQUEST,
    SEND_SERVER_HELLO_DONE,
    WAIT_CERTIFICATE,
    WAIT_CLIENT_KEY_EXCHANGE,
    DERIVE,
    WAIT_CERTIFICATE_VERIFY,
    WAIT_CCS,
    WAIT_FINISHED,
    SEND_CCS,
    USE_SENDING_KEYS,
    SEND_FINISHED,
    LAST,
    CONNECTED,
};

static const char *const states[] = {
    "START",
    "SEND_CERTIFICATE",
    "SEND_SERVER_KEY_EXCHANGE",
    "SEND_CERTIFICATE_REQUEST",
    "SEND_SERVER_HELLO_DONE",
    "WAIT_CERTIFICATE",
    "WAIT_CLIENT_KEY_EXCHANGE",
    "DERIVE",
    "WAIT_CERTIFICATE_VERIFY",
    "WAIT_CCS",
    "WAIT_FINISHED",
    "SEND_CCS",
    "USE_SENDING_KEYS",
    "SEND_FINISHED",
    "LAST",
    "CONNECTED",
};

/* clang-format off */
static const struct nxs_row rows[] = {
    {START, NXS_ON_GO, SEND_CERTIFICATE, 0, 0, 0, NXS_DO(send_server_hello), NULL},
    {SEND_CERTIFICATE, NXS_ON_GO, SEND_SERVER_KEY_EXCHANGE, 0, NXS_FACT_CERTIFICATES, 0, NXS_DO(nxs_tls12_send_certificate), NULL},
    {SEND_CERTIFICATE, NXS_ON_GO, SEND_SERVER_KEY_EXCHANGE, 0, 0, NXS_FACT_CERTIFICATES, NXS_BRANCH, NULL},
    {SEND_SERVER_KEY_EXCHANGE, NXS_ON_GO, SEND_CERTIFICATE_REQUEST, 0, NXS_FACT_EPHEMERAL, NXS_FACT_PSK, NXS_DO(send_server_key_exchange), NULL},
    {SEND_SERVER_KEY_EXCHANGE, NXS_ON_GO, SEND_SERVER_HELLO_DONE, 0, NXS_FACT_PSK | NXS_FACT_EPHEMERAL, 0, NXS_DO(nxs_psk_send_server_key_exchange), NULL},
    {SEND_SERVER_KEY_EXCHANGE, NXS_ON_GO, SEND_SERVER_HELLO_DONE, 0, NXS_FACT_PSK | NXS_FACT_PSK_HINT, NXS_FACT_EPHEMERAL, NXS_DO(nxs_psk_send_server_key_exchange), NULL},
    {SEND_SERVER_KEY_EXCHANGE, NXS_ON_GO, SEND_SERVER_HELLO_DONE, 0, NXS_FACT_PSK, NXS_FACT_EPHEMERAL | NXS_FACT_PSK_HINT, NXS_BRANCH, NULL},
    {SEND_CERTIFICATE_REQUEST, NXS_ON_GO, SEND_SERVER_HELLO_DONE, 0, NXS_FACT_CLIENT_AUTH, 0, NXS_DO(nxs_client_auth_send_request), NULL},
    {SEND_CERTIFICATE_REQUEST, NXS_ON_GO, SEND_SERVER_HELLO_DONE, 0, 0, NXS_FACT_CLIENT_AUTH, NXS_BRANCH, NULL},
    {SEND_SERVER_HELLO_DONE, NXS_ON_GO, WAIT_CERTIFICATE, 0, 0, 0, NXS_DO(send_server_hello_done), NULL},
    {WAIT_CERTIFICATE, NXS_MSG_CERTIFICATE, WAIT_CLIENT_KEY_EXCHANGE, 0, NXS_FACT_CLIENT_AUTH, 0, NXS_DO(nxs_client_auth_read_certificate), NULL},
    {WAIT_CERTIFICATE, NXS_ON_GO, WAIT_CLIENT_KEY_EXCHANGE, 0, 0, NXS_FACT_CLIENT_AUTH, NXS_BRANCH, NULL},
    {WAIT_CLIENT_KEY_EXCHANGE, NXS_MSG_CLIENT_KEY_EXCHANGE, DERIVE, 0, 0, NXS_FACT_PSK, NXS_DO(read_client_key_exchange), NULL},
    {WAIT_CLIENT_KEY_EXCHANGE, NXS_MSG_CLIENT_KEY_EXCHANGE, DERIVE, 0, NXS_FACT_PSK, 0, NXS_DO(nxs_psk_read_client_key_exchange), NULL},
    {DERIVE, NXS_ON_GO, WAIT_CERTIFICATE_VERIFY, 0, 0, 0, NXS_DO(nxs_tls12_derive_secrets), NULL},
    {WAIT_CERTIFICATE_VERIFY, NXS_MSG_CERTIFICATE_VERIFY, WAIT_CCS, 0, NXS_FACT_CLIENT_AUTH, 0, NXS_DO(nxs_client_auth_read_verify), NULL},
    {WAIT_CERTIFICATE_VERIFY, NXS_ON_GO, WAIT_CCS, 0, 0, NXS_FACT_CLIENT_AUTH, NXS_BRANCH, NULL},
    {WAIT_CCS, NXS_ON_CCS, WAIT_FINISHED, NXS_ALIGNED, 0, 0, NXS_DO(nxs_tls12_use_receiving_keys), NULL},
    {WAIT_FINISHED, NXS_MSG_FINISHED, SEND_CCS, 0, 0, 0, NXS_DO(nxs_tls12_read_finished), NULL},
    {SEND_CCS, NXS_ON_GO, USE_SENDING_KEYS, 0, 0, 0, NXS_DO(nxs_tls12_send_change_cipher_spec), NULL},
    {USE_SENDING_KEYS, NXS_ON_GO, SEND_FINISHED, NXS_SWITCHES_KEYS, 0, 0, NXS_DO(nxs_tls12_use_sending_keys), NULL},
    {SEND_FINISHED, NXS_ON_GO, LAST, 0, 0, 0, NXS_DO(nxs_tls12_send_finished), NULL},
    {LAST, NXS_ON_GO, CONNECTED, NXS_COMPLETES, 0, 0, NXS_BRANCH, NULL},
    {CONNECTED, NXS_ON_GO, CONNECTED, NXS_OUTSIDE_TRANSCRIPT, NXS_FACT_RENEGOTIATE, 0, NXS_DO(nxs_send_hello_request), NULL},
    {CONNECTED, NXS_MSG_CLIENT_HELLO, NXS_HELLO_SERVER_DONE, 0, NXS_FACT_RENEGOTIABLE, 0, NXS_DO(nxs_accept_client_hello), &nxs_hello_server},
    {CONNECTED, NXS_MSG_CLIENT_HELLO, CONNECTED, NXS_OUTSIDE_TRANSCRIPT, 0, NXS_FACT_RENEGOTIABLE, NXS_DO(nxs_refuse_client_hello), NULL},
};
/* clang-format on */

const struct nxs_table nxs_tls12_server = {"tls12_server", rows, sizeof rows / sizeof rows[0], states,
                                           sizeof states / sizeof states[0]};
