#include "tls/alert.h"

#include <string.h>

#include "tls/handshake.h"
#include "tls/outgoing.h"
#include "tls/renegotiation.h"

static bool is_last(uint8_t level, uint8_t value)
{
    return level == NXS_LEVEL_FATAL || (level == NXS_LEVEL_WARNING && value == NXS_ALERT_CLOSE_NOTIFY);
}

void nxs_alert_queue(struct nxs_engine *e, enum nxs_alert_level level, uint8_t value)
{
    if (e->last_alert_sent ||
        (level == NXS_LEVEL_WARNING && is_last(e->pending_alert[0], e->pending_alert[1]))) {
        return;
    }
    e->pending_alert[0] = (uint8_t)level;
    e->pending_alert[1] = value;
}

void nxs_alert_queue_close(struct nxs_engine *e)
{
    if (!e->close_sent) {
        e->close_sent = true;
        nxs_alert_queue(e, NXS_LEVEL_WARNING, NXS_ALERT_CLOSE_NOTIFY);
    }
}

enum nxs_status nxs_alert_send(struct nxs_engine *e, struct nxs_flight *f)
{
    struct nxs_outgoing out;
    memset(&out, 0, sizeof out);
    out.parts[0] = nxs_bytes_of(e->pending_alert, sizeof e->pending_alert);
    out.count = 1;
    out.content = NXS_CONTENT_ALERT;
    NXS_TRY(nxs_flight_seal(e, f));
    NXS_TRY(nxs_flight_send(e, f, &out));
    NXS_TRY(nxs_flight_seal(e, f));
    if (is_last(e->pending_alert[0], e->pending_alert[1])) {
        e->last_alert_sent = true;
        e->can_seal = false;
        nxs_record_half_wipe(&e->tx.half);
    }
    e->pending_alert[0] = 0;
    return NXS_OK;
}

enum nxs_status nxs_alert_count(struct nxs_engine *e)
{
    return ++e->warnings > NXS_MAX_WARNINGS ? NXS_TOO_MANY_WARNINGS : NXS_OK;
}

/* [RFC5246 7.2.1] a close_notify is answered with our own. */
static enum nxs_status receive_close(struct nxs_engine *e)
{
    if (e->phase != NXS_PHASE_CONNECTED && !e->renegotiating) {
        return NXS_PEER_CLOSED;
    }
    nxs_handshake_wipe(e);
    e->phase = NXS_PHASE_CLOSED;
    e->inbox_used = 0;
    nxs_record_half_wipe(&e->rx.half);
    nxs_alert_queue_close(e);
    return NXS_OK;
}

enum nxs_status nxs_alert_receive(struct nxs_engine *e, nxs_bytes content)
{
    struct nxs_reader r = nxs_reader_of(content);
    uint8_t level, value;
    if (!nxs_read_u8(&r, &level) || !nxs_read_u8(&r, &value) || !nxs_read_end(&r)) {
        return NXS_BAD_ALERT;
    }
    if (level != NXS_LEVEL_WARNING && level != NXS_LEVEL_FATAL) {
        return NXS_ILLEGAL_PARAMETER;
    }
    e->alert_level = level;
    e->alert_value = value;
    if (level == NXS_LEVEL_FATAL) {
        return NXS_ALERT_RECEIVED;
    }
    if (value == NXS_ALERT_NO_RENEGOTIATION) {
        nxs_renegotiation_refused(e);
    }
    return value == NXS_ALERT_CLOSE_NOTIFY ? receive_close(e) : nxs_alert_count(e);
}
