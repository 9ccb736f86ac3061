#include "tls/outgoing.h"

#include "record/record.h"
#include "tls/handshake.h"
#include "tls/message/message.h"

struct nxs_builder nxs_message_begin(struct nxs_engine *e, uint8_t type)
{
    struct nxs_outgoing *out = &e->hs->outgoing;
    out->count = 0;
    out->at = 0;
    out->offset = 0;
    out->content = NXS_CONTENT_HANDSHAKE;
    struct nxs_builder b = {e, nxs_writer_of(e->hs->rooms.out), 0, 0, false};
    nxs_write_u8(&b.w, type);
    nxs_write_u24(&b.w, 0);
    return b;
}

static void add_part(struct nxs_builder *b, nxs_bytes part)
{
    struct nxs_outgoing *out = &b->engine->hs->outgoing;
    if (out->count == NXS_OUTGOING_PARTS) {
        b->failed = true;
    } else if (part.len > 0) {
        out->parts[out->count++] = part;
    }
}

static void end_scratch_part(struct nxs_builder *b)
{
    add_part(b, nxs_bytes_of(b->w.data + b->part_start, b->w.used - b->part_start));
    b->part_start = b->w.used;
}

void nxs_message_reference(struct nxs_builder *b, nxs_bytes bytes)
{
    end_scratch_part(b);
    add_part(b, bytes);
    b->referenced += bytes.len;
}

enum nxs_status nxs_message_end(struct nxs_builder *b)
{
    struct nxs_outgoing *out = &b->engine->hs->outgoing;
    nxs_bytes scratch;
    end_scratch_part(b);
    if (!nxs_write_end(&b->w, &scratch) || b->failed) {
        out->count = 0;
        return NXS_NO_ROOM;
    }
    size_t body = scratch.len - NXS_MESSAGE_HEADER_LEN + b->referenced;
    struct nxs_writer header = nxs_writer_of(nxs_room_part(b->engine->hs->rooms.out, 1, 3));
    nxs_write_u24(&header, (uint32_t)body);
    nxs_trace_message(b->engine, true, out->parts[0]);
    return NXS_OK;
}

void nxs_outgoing_change_cipher_spec(struct nxs_engine *e)
{
    static const uint8_t one[] = {1};
    struct nxs_outgoing *out = &e->hs->outgoing;
    out->parts[0] = nxs_bytes_of(one, sizeof one);
    out->count = 1;
    out->at = 0;
    out->offset = 0;
    out->content = NXS_CONTENT_CHANGE_CIPHER_SPEC;
}

bool nxs_outgoing_is_handshake(const struct nxs_outgoing *out)
{
    return out->count > 0 && out->content == NXS_CONTENT_HANDSHAKE;
}
