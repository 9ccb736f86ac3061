/* The TLS 1.2 client behind ServerHello: [RFC5246 7.3], [RFC8422]. */
#include "tls/facts.h"
#include "tls/handshake.h"
#include "tls/hello/callback.h"
#include "tls/hello/select.h"
#include "tls/machine.h"
#include "tls/message/message.h"
#include "tls/renegotiation.h"
#include "tls/tls12/client_auth.h"
#include "tls/tls12/keys.h"
#include "tls/tls12/psk.h"
#include "x509/verifier.h"

static enum nxs_status check_key_kind(const struct nxs_engine *e)
{
    const struct nxs_public_key *key = &e->hs->peer_key;
    struct nxs_local_group curve;
    switch (e->hs->suite->auth) {
    case NXS_AUTH_ECDSA:
        if (key->kind != NXS_KEY_EC) {
            return key->kind == NXS_KEY_ED25519 ? NXS_OK : NXS_CERT_WRONG_KEY_KIND;
        }
        return nxs_local_group_find(&e->config, key->group, &curve) ? NXS_OK : NXS_UNSUPPORTED_GROUP;
    case NXS_AUTH_RSA:
        return key->kind == NXS_KEY_RSA || key->kind == NXS_KEY_RSA_PSS ? NXS_OK : NXS_CERT_WRONG_KEY_KIND;
    default:
        return NXS_CERT_WRONG_KEY_KIND;
    }
}

static enum nxs_status read_certificate(struct nxs_engine *e, nxs_bytes body)
{
    struct nxs_reader list;
    NXS_TRY(nxs_certificate_list_read(body, &list));
    if (nxs_read_end(&list)) {
        return NXS_NO_PEER_CERTIFICATE;
    }
    if (e->config.verifier.verify_chain == NULL) {
        return NXS_CERT_UNKNOWN_ISSUER;
    }
    NXS_TRY((enum nxs_status)e->config.verifier.verify_chain(e->config.context, &list,
                                                             NXS_USAGE_DIGITAL_SIGNATURE, &e->hs->peer_key));
    return check_key_kind(e);
}

static enum nxs_status check_signature(struct nxs_engine *e, const struct nxs_server_key_exchange *message)
{
    struct nxs_handshake *hs = e->hs;
    const struct nxs_scheme *scheme = nxs_scheme_find(message->scheme);
    struct nxs_sign_methods methods;
    struct nxs_signed_params params;
    if (scheme == NULL || !nxs_scheme_is_accepted(&e->config, scheme) ||
        !nxs_scheme_fits(scheme, hs->peer_key.kind, hs->peer_key.group, false)) {
        return NXS_UNSUPPORTED_SCHEME;
    }
    NXS_TRY(nxs_methods_for_scheme(e->config.table, e->config.ecc, e->agreed.row->nx_secure_tls_public_auth,
                                   scheme, hs->peer_key.group, &methods));
    NXS_TRY(nxs_tls12_signed_params(e, message->params, &params));
    struct nxs_sign_scratch scratch = nxs_handshake_scratch(hs);
    NXS_TRY(nxs_verify(scheme, &methods, &hs->peer_key, &params.bytes, 1, message->signature, &scratch));
    e->agreed.scheme = scheme->number;
    return NXS_OK;
}

enum nxs_status nxs_tls12_answer_share(struct nxs_engine *e, const struct nxs_local_group *group,
                                       nxs_bytes peer_share)
{
    struct nxs_handshake *hs = e->hs;
    hs->group = group->row;
    e->agreed.group = group->row->number;
    struct nxs_writer share = nxs_writer_of(nxs_room_of(hs->share, sizeof hs->share));
    nxs_room secret = nxs_room_of(hs->premaster, sizeof hs->premaster);
    NXS_TRY(nxs_kex_answer(group->row, e->agreed.row->nx_secure_tls_public_cipher, group->curve,
                           hs->rooms.kex, peer_share, &share, &secret));
    hs->premaster_len = (uint8_t)secret.len;
    return nxs_write_end(&share, &hs->own_share) ? NXS_OK : NXS_NO_ROOM;
}

static enum nxs_status read_server_key_exchange(struct nxs_engine *e, nxs_bytes body)
{
    struct nxs_server_key_exchange message;
    struct nxs_local_group group;
    NXS_TRY(nxs_server_key_exchange_read(body, &message));
    if (!nxs_local_group_find(&e->config, message.group, &group)) {
        return NXS_UNSUPPORTED_GROUP;
    }
    NXS_TRY(check_signature(e, &message));
    return nxs_tls12_answer_share(e, &group, message.share);
}

static enum nxs_status read_server_hello_done(struct nxs_engine *e, nxs_bytes body)
{
    if (body.len != 0) {
        return NXS_DECODE_ERROR;
    }
    return nxs_hello_callback(e, e->hs->server_extensions);
}

static enum nxs_status send_client_key_exchange(struct nxs_engine *e, nxs_bytes none)
{
    (void)none;
    struct nxs_builder b = nxs_message_begin(e, NXS_MSG_CLIENT_KEY_EXCHANGE);
    struct nxs_mark share = nxs_open_vec8(&b.w);
    nxs_write_bytes(&b.w, e->hs->own_share);
    nxs_close_vec(&b.w, share);
    return nxs_message_end(&b);
}

enum state {
    START,
    WAIT_SERVER_KEY_EXCHANGE,
    WAIT_SERVER_HELLO_DONE,
    CHOOSE_CREDENTIAL,
    SEND_CERTIFICATE,
    SEND_CLIENT_KEY_EXCHANGE,
    DERIVE,
    SEND_CERTIFICATE_VERIFY,
    SEND_CCS,
    USE_SENDING_KEYS,
    SEND_FINISHED,
    WAIT_CCS,
    WAIT_FINISHED,
    LAST,
    CONNECTED,
};

static const char *const states[] = {
    "START",
    "WAIT_SERVER_KEY_EXCHANGE",
    "WAIT_SERVER_HELLO_DONE",
    "CHOOSE_CREDENTIAL",
    "SEND_CERTIFICATE",
    "SEND_CLIENT_KEY_EXCHANGE",
    "DERIVE",
    "SEND_CERTIFICATE_VERIFY",
    "SEND_CCS",
    "USE_SENDING_KEYS",
    "SEND_FINISHED",
    "WAIT_CCS",
    "WAIT_FINISHED",
    "LAST",
    "CONNECTED",
};

/* clang-format off */
static const struct nxs_row rows[] = {
    {START, NXS_ON_GO, CONNECTED, NXS_COMPLETES, NXS_FACT_REFUSED, 0, NXS_BRANCH, NULL},
    {START, NXS_MSG_HELLO_REQUEST, START, NXS_OUTSIDE_TRANSCRIPT, 0, 0, NXS_DO(nxs_ignore_hello_request), NULL},
    {START, NXS_MSG_CERTIFICATE, WAIT_SERVER_KEY_EXCHANGE, 0, NXS_FACT_CERTIFICATES, 0, NXS_DO(read_certificate), NULL},
    {START, NXS_ON_GO, WAIT_SERVER_KEY_EXCHANGE, 0, NXS_FACT_PSK, NXS_FACT_CERTIFICATES | NXS_FACT_REFUSED, NXS_BRANCH, NULL},
    {WAIT_SERVER_KEY_EXCHANGE, NXS_MSG_HELLO_REQUEST, WAIT_SERVER_KEY_EXCHANGE, NXS_OUTSIDE_TRANSCRIPT, 0, 0, NXS_DO(nxs_ignore_hello_request), NULL},
    {WAIT_SERVER_KEY_EXCHANGE, NXS_MSG_SERVER_KEY_EXCHANGE, WAIT_SERVER_HELLO_DONE, 0, NXS_FACT_EPHEMERAL, NXS_FACT_PSK, NXS_DO(read_server_key_exchange), NULL},
    {WAIT_SERVER_KEY_EXCHANGE, NXS_MSG_SERVER_KEY_EXCHANGE, WAIT_SERVER_HELLO_DONE, 0, NXS_FACT_PSK, 0, NXS_DO(nxs_psk_read_server_key_exchange), NULL},
    {WAIT_SERVER_KEY_EXCHANGE, NXS_MSG_SERVER_HELLO_DONE, CHOOSE_CREDENTIAL, 0, NXS_FACT_PSK, NXS_FACT_EPHEMERAL, NXS_DO(read_server_hello_done), NULL},
    {WAIT_SERVER_HELLO_DONE, NXS_MSG_HELLO_REQUEST, WAIT_SERVER_HELLO_DONE, NXS_OUTSIDE_TRANSCRIPT, 0, 0, NXS_DO(nxs_ignore_hello_request), NULL},
    {WAIT_SERVER_HELLO_DONE, NXS_MSG_CERTIFICATE_REQUEST, WAIT_SERVER_HELLO_DONE, 0, NXS_FACT_CERTIFICATES, NXS_FACT_CLIENT_AUTH, NXS_DO(nxs_client_auth_read_request), NULL},
    {WAIT_SERVER_HELLO_DONE, NXS_MSG_SERVER_HELLO_DONE, CHOOSE_CREDENTIAL, 0, 0, 0, NXS_DO(read_server_hello_done), NULL},
    {CHOOSE_CREDENTIAL, NXS_ON_GO, SEND_CERTIFICATE, 0, NXS_FACT_CLIENT_AUTH, 0, NXS_DO(nxs_client_auth_choose), NULL},
    {CHOOSE_CREDENTIAL, NXS_ON_GO, SEND_CLIENT_KEY_EXCHANGE, 0, 0, NXS_FACT_CLIENT_AUTH, NXS_BRANCH, NULL},
    {SEND_CERTIFICATE, NXS_ON_GO, SEND_CLIENT_KEY_EXCHANGE, 0, 0, 0, NXS_DO(nxs_tls12_send_certificate), NULL},
    {SEND_CLIENT_KEY_EXCHANGE, NXS_ON_GO, DERIVE, 0, 0, NXS_FACT_PSK, NXS_DO(send_client_key_exchange), NULL},
    {SEND_CLIENT_KEY_EXCHANGE, NXS_ON_GO, DERIVE, 0, NXS_FACT_PSK, 0, NXS_DO(nxs_psk_send_client_key_exchange), NULL},
    {DERIVE, NXS_ON_GO, SEND_CERTIFICATE_VERIFY, 0, 0, 0, NXS_DO(nxs_tls12_derive_secrets), NULL},
    {SEND_CERTIFICATE_VERIFY, NXS_ON_GO, SEND_CCS, 0, NXS_FACT_HAVE_CREDENTIAL, 0, NXS_DO(nxs_client_auth_send_verify), NULL},
    {SEND_CERTIFICATE_VERIFY, NXS_ON_GO, SEND_CCS, 0, 0, NXS_FACT_HAVE_CREDENTIAL, NXS_BRANCH, NULL},
    {SEND_CCS, NXS_ON_GO, USE_SENDING_KEYS, 0, 0, 0, NXS_DO(nxs_tls12_send_change_cipher_spec), NULL},
    {USE_SENDING_KEYS, NXS_ON_GO, SEND_FINISHED, NXS_SWITCHES_KEYS, 0, 0, NXS_DO(nxs_tls12_use_sending_keys), NULL},
    {SEND_FINISHED, NXS_ON_GO, WAIT_CCS, 0, 0, 0, NXS_DO(nxs_tls12_send_finished), NULL},
    {WAIT_CCS, NXS_MSG_HELLO_REQUEST, WAIT_CCS, NXS_OUTSIDE_TRANSCRIPT, 0, 0, NXS_DO(nxs_ignore_hello_request), NULL},
    {WAIT_CCS, NXS_ON_CCS, WAIT_FINISHED, NXS_ALIGNED, 0, 0, NXS_DO(nxs_tls12_use_receiving_keys), NULL},
    {WAIT_FINISHED, NXS_MSG_HELLO_REQUEST, WAIT_FINISHED, NXS_OUTSIDE_TRANSCRIPT, 0, 0, NXS_DO(nxs_ignore_hello_request), NULL},
    {WAIT_FINISHED, NXS_MSG_FINISHED, LAST, 0, 0, 0, NXS_DO(nxs_tls12_read_finished), NULL},
    {LAST, NXS_ON_GO, CONNECTED, NXS_COMPLETES, 0, 0, NXS_BRANCH, NULL},
    {CONNECTED, NXS_ON_GO, 0, 0, NXS_FACT_RENEGOTIATE, 0, NXS_DO(nxs_begin_renegotiation), &nxs_hello_client},
    {CONNECTED, NXS_MSG_HELLO_REQUEST, CONNECTED, NXS_OUTSIDE_TRANSCRIPT, NXS_FACT_RENEGOTIABLE, 0, NXS_DO(nxs_accept_hello_request), NULL},
    {CONNECTED, NXS_MSG_HELLO_REQUEST, CONNECTED, NXS_OUTSIDE_TRANSCRIPT, 0, NXS_FACT_RENEGOTIABLE, NXS_DO(nxs_refuse_hello_request), NULL},
};
/* clang-format on */

const struct nxs_table nxs_tls12_client = {"tls12_client", rows, sizeof rows / sizeof rows[0], states,
                                           sizeof states / sizeof states[0]};
