#include "tls/machine.h"

#include "tls/handshake.h"
#include "tls/message/message.h"
#include "tls/outgoing.h"
#include "tls/transcript.h"

const struct nxs_row *nxs_row_find(const struct nxs_table *table, uint8_t state, uint16_t event,
                                   uint32_t facts)
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

static const struct nxs_row *find(const struct nxs_engine *e, uint16_t event)
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
        e->renegotiating = false;
        e->rekeyed = false;
        e->can_seal = true;
        e->warnings = 0;
        nxs_handshake_wipe(e);
    }
}

enum nxs_status nxs_machine_allows(const struct nxs_engine *e, uint8_t type)
{
    if (find(e, type) != NULL) {
        return NXS_OK;
    }
    return nxs_message_name(type) == NULL ? NXS_UNKNOWN_MESSAGE : NXS_UNEXPECTED_MESSAGE;
}

static enum nxs_status check_aligned(const struct nxs_engine *e, const struct nxs_row *row)
{
    bool bytes_left = e->record.len > 0 || e->inbox_used > 0;
    return (row->flags & NXS_ALIGNED) && bytes_left ? NXS_UNEXPECTED_MESSAGE : NXS_OK;
}

enum nxs_status nxs_machine_receive(struct nxs_engine *e, nxs_bytes message)
{
    struct nxs_reader r = nxs_reader_of(message);
    uint8_t type;
    struct nxs_reader body;
    if (!nxs_read_u8(&r, &type) || !nxs_read_vec24(&r, &body) || !nxs_read_end(&r)) {
        return NXS_DECODE_ERROR;
    }
    NXS_TRY(nxs_machine_allows(e, type));
    const struct nxs_row *row = find(e, type);
    NXS_TRY(check_aligned(e, row));
    nxs_trace_message(e, false, message);
    NXS_TRY(row->act.run(e, nxs_read_rest(&body)));
    if (!(row->flags & NXS_OUTSIDE_TRANSCRIPT)) {
        NXS_TRY(nxs_transcript_add(e, message));
    }
    follow(e, row);
    return NXS_OK;
}

enum nxs_status nxs_machine_change_cipher_spec(struct nxs_engine *e)
{
    const struct nxs_row *row = find(e, NXS_ON_CCS);
    if (row == NULL) {
        return NXS_UNEXPECTED_MESSAGE;
    }
    NXS_TRY(check_aligned(e, row));
    NXS_TRY(row->act.run(e, nxs_bytes_of(NULL, 0)));
    follow(e, row);
    return NXS_OK;
}

const struct nxs_row *nxs_machine_next(const struct nxs_engine *e)
{
    return e->phase == NXS_PHASE_HANDSHAKE || e->phase == NXS_PHASE_CONNECTED ? find(e, NXS_ON_GO) : NULL;
}

enum nxs_status nxs_machine_go(struct nxs_engine *e, const struct nxs_row *row)
{
    if (row->act.run != NULL) {
        NXS_TRY(row->act.run(e, nxs_bytes_of(NULL, 0)));
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
