#include "tls/tls12/psk.h"

#include "base/ct.h"
#include "tls/facts.h"
#include "tls/hello/select.h"
#include "tls/message/message.h"
#include "tls/tls12/keys.h"

static bool key_at(const struct nxs_config *config, unsigned index, struct nxs_psk *psk)
{
    return config->psk.key != NULL && config->psk.key(config->context, index, psk);
}

static bool is_ephemeral(const struct nxs_engine *e)
{
    return (e->facts & NXS_FACT_EPHEMERAL) != 0;
}

static void tell_peer_name(const struct nxs_engine *e, nxs_bytes name)
{
    if (e->config.psk.peer_name != NULL) {
        e->config.psk.peer_name(e->config.context, name);
    }
}

bool nxs_psk_exists(const struct nxs_config *config)
{
    struct nxs_psk psk;
    return key_at(config, 0, &psk);
}

nxs_bytes nxs_psk_hint(const struct nxs_config *config)
{
    struct nxs_psk psk;
    for (unsigned i = 0; key_at(config, i, &psk); i++) {
        if (psk.hint.len > 0) {
            return psk.hint;
        }
    }
    return nxs_bytes_of(NULL, 0);
}

/* ---- premaster secret ---- */

enum nxs_status nxs_psk_premaster(const struct nxs_engine *e, nxs_room room, nxs_bytes *premaster)
{
    const struct nxs_handshake *hs = e->hs;
    struct nxs_writer w = nxs_writer_of(room);
    struct nxs_mark other = nxs_open_vec16(&w);
    if (is_ephemeral(e)) {
        nxs_write_bytes(&w, nxs_bytes_of(hs->premaster, hs->premaster_len));
    } else {
        for (size_t i = 0; i < hs->psk.key.len; i++) {
            nxs_write_u8(&w, 0);
        }
    }
    nxs_close_vec(&w, other);
    struct nxs_mark key = nxs_open_vec16(&w);
    nxs_write_bytes(&w, hs->psk.key);
    nxs_close_vec(&w, key);
    return nxs_write_end(&w, premaster) ? NXS_OK : NXS_NO_ROOM;
}

/* ---- client ---- */

static enum nxs_status choose(struct nxs_engine *e, nxs_bytes hint)
{
    struct nxs_psk psk;
    bool found = false;
    for (unsigned i = 0; key_at(&e->config, i, &psk); i++) {
        bool is_meant = hint.len > 0 && nxs_bytes_equal(psk.hint, hint);
        bool is_for_any = hint.len == 0 || psk.hint.len == 0;
        if (is_meant || (is_for_any && !found)) {
            e->hs->psk = psk;
            found = true;
        }
        if (is_meant) {
            break;
        }
    }
    return found ? NXS_OK : NXS_NO_MATCHING_PSK;
}

enum nxs_status nxs_psk_read_server_key_exchange(struct nxs_engine *e, nxs_bytes body)
{
    struct nxs_psk_server_key_exchange message;
    struct nxs_local_group group;
    NXS_TRY(nxs_psk_server_key_exchange_read(body, is_ephemeral(e), &message));
    if (is_ephemeral(e)) {
        if (!nxs_local_group_find(&e->config, message.group, &group)) {
            return NXS_UNSUPPORTED_GROUP;
        }
        NXS_TRY(nxs_tls12_answer_share(e, &group, message.share));
    }
    tell_peer_name(e, message.hint);
    return choose(e, message.hint);
}

/* [RFC4279 2] a server without a hint sends no ServerKeyExchange: then no key is chosen yet. */
enum nxs_status nxs_psk_send_client_key_exchange(struct nxs_engine *e, nxs_bytes none)
{
    struct nxs_handshake *hs = e->hs;
    struct nxs_psk_client_key_exchange message;
    if (hs->psk.key.len == 0) {
        NXS_TRY(choose(e, none));
    }
    message.identity = hs->psk.identity;
    message.share = hs->own_share;
    struct nxs_builder b = nxs_message_begin(e, NXS_MSG_CLIENT_KEY_EXCHANGE);
    nxs_psk_client_key_exchange_write(&message, is_ephemeral(e), &b.w);
    return nxs_message_end(&b);
}

/* ---- server ---- */

enum nxs_status nxs_psk_send_server_key_exchange(struct nxs_engine *e, nxs_bytes none)
{
    (void)none;
    struct nxs_builder b = nxs_message_begin(e, NXS_MSG_SERVER_KEY_EXCHANGE);
    struct nxs_mark hint = nxs_open_vec16(&b.w);
    nxs_write_bytes(&b.w, nxs_psk_hint(&e->config));
    nxs_close_vec(&b.w, hint);
    if (is_ephemeral(e)) {
        NXS_TRY(nxs_tls12_write_params(e, &b.w));
    }
    return nxs_message_end(&b);
}

/* Known or not, the work is the same: all keys are looked at, a random key is drawn. It is as long as a real
 * one, since the length shows in how long the key schedule takes. */
static enum nxs_status find(struct nxs_engine *e, nxs_bytes identity)
{
    struct nxs_handshake *hs = e->hs;
    struct nxs_psk psk;
    bool found = false;
    NXS_TRY(nxs_random(hs->share, sizeof hs->share));
    hs->psk.key = nxs_bytes_of(hs->share, 32);
    for (unsigned i = 0; key_at(&e->config, i, &psk); i++) {
        bool equal =
            psk.identity.len == identity.len && nxs_ct_equal(psk.identity.data, identity.data, identity.len);
        if (equal && !found) {
            hs->psk = psk;
            found = true;
        } else if (i == 0 && psk.key.len <= sizeof hs->share) {
            hs->psk.key.len = psk.key.len;
        }
    }
    hs->psk_unknown = !found;
    return NXS_OK;
}

enum nxs_status nxs_psk_read_client_key_exchange(struct nxs_engine *e, nxs_bytes body)
{
    struct nxs_handshake *hs = e->hs;
    struct nxs_psk_client_key_exchange message;
    NXS_TRY(nxs_psk_client_key_exchange_read(body, is_ephemeral(e), &message));
    if (is_ephemeral(e)) {
        nxs_room secret = nxs_room_of(hs->premaster, sizeof hs->premaster);
        NXS_TRY(nxs_kex_finish(&hs->kex, message.share, &secret));
        hs->premaster_len = (uint8_t)secret.len;
    }
    tell_peer_name(e, message.identity);
    return find(e, message.identity);
}

enum nxs_status nxs_psk_truth(const struct nxs_engine *e, enum nxs_status status)
{
    bool is_wrong_key = status == NXS_AEAD_FAILED || status == NXS_BAD_RECORD_MAC;
    return is_wrong_key && e->hs->psk_unknown ? NXS_UNKNOWN_PSK_IDENTITY : status;
}
