#include "tls/machine.h"

#include "tls/handshake.h"
#include "tls/message/message.h"
#include "tls/outgoing.h"
#include "tls/transcript.h"

const struct nxs_row *nxs_row_find(const struct nxs_table *table, uint8_t state, uint8_t event, uint32_t facts)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct nxs_row *row = &table->rows[i];
        if (row->state == state && row->event == event && (facts & row->when) == row->when &&
            (facts & row->unless) == 0) {
            return row;
        }
    }
    return NULL;
}

static const struct nxs_row *find(const struct nxs_engine *e, uint8_t event)
{
    return nxs_row_find(e->table, e->state, event, e->facts);
}

static void follow(struct nxs_engine *e, const struct nxs_row *row)
{
    if (row->enter != NULL) {
        e->table = row->enter;
    }
    e->state = row->next;
    if (row->flags & NXS_COMPLETES) {
        e->phase = NXS_PHASE_CONNECTED;
        nxs_handshake_wipe(e);
    }
}

/* [RFC5246 7.4.1.1] a client that is negotiating ignores HelloRequest, which is in no transcript. */
static bool is_ignored_hello_request(const struct nxs_engine *e, uint8_t type)
{
    return type == NXS_MSG_HELLO_REQUEST && e->role == NXS_ROLE_CLIENT && e->phase == NXS_PHASE_HANDSHAKE &&
           e->agreed.version <= 0x0303;
}

enum nxs_status nxs_machine_allows(const struct nxs_engine *e, uint8_t type)
{
    if (is_ignored_hello_request(e, type) || find(e, type) != NULL) {
        return NXS_OK;
    }
    return nxs_message_name(type) == NULL ? NXS_UNKNOWN_MESSAGE : NXS_UNEXPECTED_MESSAGE;
}

static bool input_is_left(const struct nxs_engine *e)
{
    return e->record.len > 0 || e->inbox_used > 0;
}

static enum nxs_status ignore_hello_request(struct nxs_engine *e, nxs_bytes body)
{
    if (body.len != 0) {
        return NXS_DECODE_ERROR;
    }
    return ++e->warnings > NXS_MAX_WARNINGS ? NXS_TOO_MANY_WARNINGS : NXS_OK;
}

enum nxs_status nxs_machine_receive(struct nxs_engine *e, nxs_bytes message)
{
    struct nxs_reader r = nxs_reader_of(message);
    uint8_t type;
    struct nxs_reader content;
    if (!nxs_read_u8(&r, &type) || !nxs_read_vec24(&r, &content) || !nxs_read_end(&r)) {
        return NXS_DECODE_ERROR;
    }
    nxs_bytes body = nxs_read_rest(&content);
    nxs_trace_message(e, false, message);
    if (is_ignored_hello_request(e, type)) {
        return ignore_hello_request(e, body);
    }
    NXS_TRY(nxs_machine_allows(e, type));
    const struct nxs_row *row = find(e, type);
    if ((row->flags & NXS_ALIGNED) && input_is_left(e)) {
        return NXS_UNEXPECTED_MESSAGE;
    }
    NXS_TRY(row->act(e, body));
    if (!(row->flags & NXS_OUTSIDE_TRANSCRIPT)) {
        NXS_TRY(nxs_transcript_add(e, message));
    }
    follow(e, row);
    return NXS_OK;
}

enum nxs_status nxs_machine_change_cipher_spec(struct nxs_engine *e)
{
    const struct nxs_row *row = find(e, NXS_ON_CCS);
    if (row == NULL || input_is_left(e)) {
        return NXS_UNEXPECTED_MESSAGE;
    }
    NXS_TRY(row->act(e, nxs_bytes_of(NULL, 0)));
    follow(e, row);
    return NXS_OK;
}

const struct nxs_row *nxs_machine_next(const struct nxs_engine *e)
{
    return e->phase == NXS_PHASE_HANDSHAKE ? find(e, NXS_ON_GO) : NULL;
}

enum nxs_status nxs_machine_go(struct nxs_engine *e, const struct nxs_row *row)
{
    if (row->act != NULL) {
        NXS_TRY(row->act(e, nxs_bytes_of(NULL, 0)));
    }
    struct nxs_outgoing *out = &e->hs->outgoing;
    if (nxs_outgoing_is_handshake(out) && !(row->flags & NXS_OUTSIDE_TRANSCRIPT)) {
        for (size_t i = 0; i < out->count; i++) {
            NXS_TRY(nxs_transcript_add(e, out->parts[i]));
        }
    }
    follow(e, row);
    return NXS_OK;
}
