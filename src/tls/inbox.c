#include "tls/inbox.h"

#include <string.h>

#include "tls/machine.h"
#include "tls/message/message.h"

static void consume_record(struct nxs_engine *e, size_t count)
{
    e->record = nxs_room_part(e->record, count, e->record.len - count);
}

/* Whole length of the message whose first bytes these are; 0 when even the header is not whole. */
static enum nxs_status measure(const struct nxs_engine *e, nxs_bytes start, size_t *len)
{
    struct nxs_reader r = nxs_reader_of(start);
    uint8_t type;
    uint32_t body;
    *len = 0;
    if (!nxs_read_u8(&r, &type)) {
        return NXS_OK;
    }
    NXS_TRY(nxs_machine_allows(e, type));
    if (nxs_read_u24(&r, &body)) {
        *len = NXS_MESSAGE_HEADER_LEN + (size_t)body;
    }
    return NXS_OK;
}

/* Moves bytes from the record behind those in the inbox until it holds `wanted`. The two may overlap: a
 * record that was gathered in the caller's packet buffer lies behind the inbox. */
static enum nxs_status gather(struct nxs_engine *e, size_t wanted)
{
    if (wanted > e->inbox.len) {
        return NXS_BUFFER_TOO_SMALL;
    }
    size_t count = wanted - e->inbox_used;
    if (count > e->record.len) {
        count = e->record.len;
    }
    nxs_room to = nxs_room_part(e->inbox, e->inbox_used, count);
    if (count > 0) {
        memmove(to.data, e->record.data, count);
    }
    e->inbox_used += count;
    consume_record(e, count);
    return NXS_OK;
}

static enum nxs_status next_gathered(struct nxs_engine *e, nxs_bytes *message)
{
    size_t len;
    if (e->inbox_used < NXS_MESSAGE_HEADER_LEN) {
        NXS_TRY(gather(e, NXS_MESSAGE_HEADER_LEN));
    }
    NXS_TRY(measure(e, nxs_bytes_of(e->inbox.data, e->inbox_used), &len));
    if (len == 0) {
        return NXS_OK;
    }
    NXS_TRY(gather(e, len));
    if (e->inbox_used == len) {
        *message = nxs_bytes_of(e->inbox.data, len);
    }
    return NXS_OK;
}

enum nxs_status nxs_inbox_next(struct nxs_engine *e, nxs_bytes *message)
{
    *message = nxs_bytes_of(NULL, 0);
    if (e->inbox_used > 0) {
        return next_gathered(e, message);
    }
    if (e->record.len == 0) {
        return NXS_OK;
    }
    size_t len;
    NXS_TRY(measure(e, nxs_bytes_in(e->record), &len));
    if (len != 0 && len <= e->record.len) {
        *message = nxs_bytes_of(e->record.data, len);
        return NXS_OK;
    }
    return next_gathered(e, message);
}

void nxs_inbox_take(struct nxs_engine *e, nxs_bytes message)
{
    if (e->inbox_used > 0) {
        e->inbox_used = 0;
    } else {
        consume_record(e, message.len);
    }
}
