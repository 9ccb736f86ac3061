#include "tls/flight.h"

#include <string.h>

#include "tls/handshake.h"

static size_t left_in(const struct nxs_outgoing *out)
{
    size_t left = 0;
    for (size_t i = out->at; i < out->count; i++) {
        left += out->parts[i].len;
    }
    return left - out->offset;
}

/* A record is opened only in a room that is worth it: a fragment of fewer bytes than this costs more than it
 * carries. */
enum { WORTHWHILE = 64 };

static bool open_record(struct nxs_engine *e, struct nxs_flight *f, uint8_t type, size_t wanted)
{
    struct nxs_record_overhead over = nxs_record_overhead_for(&e->tx, type, wanted);
    size_t least = over.head + over.tail + (wanted < WORTHWHILE ? wanted : WORTHWHILE);
    if (f->sink == NULL || !f->sink->room(f->sink->context, least, &f->room)) {
        return false;
    }
    size_t limit = f->room.len - over.head - over.tail;
    size_t record_limit = nxs_record_limit(&e->tx);
    f->limit = limit < record_limit ? limit : record_limit;
    f->head = over.head;
    f->filled = 0;
    f->type = type;
    f->open = true;
    return true;
}

static void fill(struct nxs_flight *f, struct nxs_outgoing *out)
{
    while (out->at < out->count && f->filled < f->limit) {
        nxs_bytes part = out->parts[out->at];
        size_t count = part.len - out->offset;
        if (count > f->limit - f->filled) {
            count = f->limit - f->filled;
        }
        nxs_room space = nxs_room_part(f->room, f->head + f->filled, count);
        memcpy(space.data, part.data + out->offset, count);
        f->filled += count;
        out->offset += count;
        if (out->offset == part.len) {
            out->at++;
            out->offset = 0;
        }
    }
}

enum nxs_status nxs_flight_send(struct nxs_engine *e, struct nxs_flight *f, struct nxs_outgoing *out)
{
    while (out->at < out->count) {
        if (f->open && (f->type != out->content || f->filled == f->limit)) {
            NXS_TRY(nxs_flight_seal(e, f));
        }
        if (!f->open && !open_record(e, f, out->content, left_in(out))) {
            return NXS_WANT_ROOM;
        }
        fill(f, out);
    }
    out->count = 0;
    return NXS_OK;
}

enum nxs_status nxs_flight_seal(struct nxs_engine *e, struct nxs_flight *f)
{
    if (!f->open) {
        return NXS_OK;
    }
    f->open = false;
    nxs_room plain = nxs_room_part(f->room, f->head, f->filled);
    nxs_room head = nxs_room_part(f->room, 0, f->head);
    nxs_room tail = nxs_room_part(f->room, f->head + f->filled, f->room.len - f->head - f->filled);
    uint8_t content[2] = {0};
    size_t shown = f->type == NXS_CONTENT_HANDSHAKE ? 0 : (f->filled < 2 ? f->filled : 2);
    memcpy(content, plain.data, shown);
    NXS_TRY(nxs_record_seal(&e->tx, f->type, &plain, 1, head, &tail));
    size_t used = f->head + f->filled + tail.len;
    nxs_trace_record(e, true, f->type, used, nxs_bytes_of(content, shown));
    f->sink->commit(f->sink->context, used);
    return NXS_OK;
}
