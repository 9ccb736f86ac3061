#include "tls/renegotiation.h"

#include <string.h>

#include "base/ct.h"
#include "tls/alert.h"
#include "tls/facts.h"
#include "tls/handshake.h"
#include "tls/hello/server.h"
#include "tls/machine.h"
#include "tls/message/message.h"
#include "tls/outgoing.h"

/* ---- what binds the handshakes together ---- */

/* [RFC5746 3.4, 3.5] of the client's hello the client's verify_data, of the server's both. */
static bool is_bound(const struct nxs_engine *e, nxs_bytes connection)
{
    size_t len = e->role == NXS_ROLE_SERVER ? NXS_VERIFY_DATA_LEN : 2 * NXS_VERIFY_DATA_LEN;
    return connection.len == len && nxs_ct_equal(connection.data, e->verify_data, len);
}

static enum nxs_status check_initial(struct nxs_engine *e, const struct nxs_hello_facts *facts, bool scsv)
{
    /* [RFC5746 3.4, 3.6] anything else is a fatal handshake_failure; the SCSV says the same as an empty
     * extension. */
    if (facts->renegotiated_connection.len > 0) {
        return NXS_RENEGOTIATION_INFO;
    }
    e->agreed.secure_renegotiation = facts->secure_renegotiation || scsv;
    return e->agreed.secure_renegotiation || !e->config.demands_renegotiation_info
               ? NXS_OK
               : NXS_NO_SECURE_RENEGOTIATION;
}

enum nxs_status nxs_renegotiation_check(struct nxs_engine *e, const struct nxs_hello_facts *facts, bool scsv)
{
    bool had_extended = e->agreed.extended_master_secret;
    e->agreed.extended_master_secret = facts->extended_master_secret;
    if (!e->renegotiating) {
        return check_initial(e, facts, scsv);
    }
    if (!facts->secure_renegotiation || scsv || !is_bound(e, facts->renegotiated_connection)) {
        return NXS_RENEGOTIATION_INFO; /* [RFC5746 3.5, 3.7] */
    }
    return had_extended && !facts->extended_master_secret ? NXS_MASTER_SECRET_WEAKENED : NXS_OK;
}

void nxs_renegotiation_keep(struct nxs_engine *e, bool client, const uint8_t *verify_data)
{
    memcpy(e->verify_data + (client ? 0 : NXS_VERIFY_DATA_LEN), verify_data, NXS_VERIFY_DATA_LEN);
}

/* ---- who may ask ---- */

/* A peer that only negotiates keeps us busy for nothing; one that we asked does what it should. */
static bool is_flood(const struct nxs_engine *e)
{
    return e->handshakes >= NXS_MAX_WARNINGS && !e->hello_requested;
}

void nxs_renegotiation_update(struct nxs_engine *e)
{
    bool wanted = e->config.renegotiation == NXS_RENEGOTIATE_ALWAYS ||
                  (e->config.renegotiation == NXS_RENEGOTIATE_ON_REQUEST &&
                   (e->role == NXS_ROLE_CLIENT || e->hello_requested));
    if (e->phase != NXS_PHASE_CONNECTED) {
        return;
    }
    e->facts &= ~(uint32_t)NXS_FACT_RENEGOTIABLE;
    if (wanted && e->agreed.secure_renegotiation && !e->close_sent && !is_flood(e)) {
        e->facts |= NXS_FACT_RENEGOTIABLE;
    }
}

static enum nxs_status ask_application(struct nxs_engine *e)
{
    return e->config.on_renegotiation == NULL
               ? NXS_OK
               : (enum nxs_status)e->config.on_renegotiation(e->config.context);
}

static void begin(struct nxs_engine *e)
{
    e->phase = NXS_PHASE_HANDSHAKE;
    e->facts = 0;
    e->renegotiating = true;
    e->hello_requested = false;
    e->told_connected = false;
    e->can_seal = false; /* peers take data until the hello, not behind it */
}

enum nxs_status nxs_begin_renegotiation(struct nxs_engine *e, nxs_bytes none)
{
    (void)none;
    begin(e);
    return NXS_OK;
}

/* ---- requests ---- */

enum nxs_status nxs_ignore_hello_request(struct nxs_engine *e, nxs_bytes body)
{
    return body.len == 0 ? nxs_alert_count(e) : NXS_DECODE_ERROR;
}

enum nxs_status nxs_accept_hello_request(struct nxs_engine *e, nxs_bytes body)
{
    if (body.len > 0) {
        return NXS_DECODE_ERROR;
    }
    e->handshakes++;
    e->facts |= NXS_FACT_RENEGOTIATE;
    return ask_application(e);
}

enum nxs_status nxs_accept_client_hello(struct nxs_engine *e, nxs_bytes body)
{
    e->handshakes += !e->hello_requested;
    NXS_TRY(ask_application(e));
    begin(e);
    return nxs_read_client_hello(e, body);
}

static enum nxs_status refuse(struct nxs_engine *e)
{
    NXS_TRY(nxs_alert_count(e));
    nxs_alert_queue(e, NXS_LEVEL_WARNING, NXS_ALERT_NO_RENEGOTIATION);
    return NXS_OK;
}

enum nxs_status nxs_refuse_hello_request(struct nxs_engine *e, nxs_bytes body)
{
    return body.len == 0 ? refuse(e) : NXS_DECODE_ERROR;
}

enum nxs_status nxs_refuse_client_hello(struct nxs_engine *e, nxs_bytes body)
{
    (void)body;
    return refuse(e);
}

enum nxs_status nxs_send_hello_request(struct nxs_engine *e, nxs_bytes none)
{
    (void)none;
    e->facts &= ~(uint32_t)NXS_FACT_RENEGOTIATE;
    e->hello_requested = true;
    struct nxs_builder b = nxs_message_begin(e, NXS_MSG_HELLO_REQUEST);
    return nxs_message_end(&b);
}

/* [RFC5746 4.2, 4.4] the connection goes on as it was. */
void nxs_renegotiation_refused(struct nxs_engine *e)
{
    e->hello_requested = false;
    if (e->renegotiating && e->table == &nxs_hello_client) {
        e->facts |= NXS_FACT_REFUSED;
    }
}

enum nxs_status nxs_engine_renegotiate(struct nxs_engine *e)
{
    if (e->phase != NXS_PHASE_CONNECTED || e->close_sent) {
        return NXS_INVALID_STATE;
    }
    if (!e->agreed.secure_renegotiation || e->config.renegotiation == NXS_RENEGOTIATE_NEVER) {
        return NXS_NO_SECURE_RENEGOTIATION;
    }
    e->facts |= NXS_FACT_RENEGOTIATE;
    return NXS_OK;
}
