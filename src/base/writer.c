#include "base/bytes.h"

#include <string.h>

struct nxs_writer nxs_writer_of(nxs_room room)
{
    struct nxs_writer w = {room.data, room.len, 0, 0, false};
    return w;
}

uint8_t *nxs_write_space(struct nxs_writer *w, size_t count)
{
    if (w->failed || count > w->room - w->used) {
        w->failed = true;
        return NULL;
    }
    uint8_t *space = w->data + w->used;
    w->used += count;
    return space;
}

static void put_number(uint8_t *to, unsigned width, uint64_t value)
{
    for (unsigned i = width; i > 0; i--) {
        to[i - 1] = (uint8_t)value;
        value >>= 8;
    }
}

static void write_number(struct nxs_writer *w, unsigned width, uint64_t value)
{
    uint8_t *to = nxs_write_space(w, width);
    if (to != NULL) {
        put_number(to, width, value);
    }
}

void nxs_write_u8(struct nxs_writer *w, uint8_t value)
{
    write_number(w, 1, value);
}

void nxs_write_u16(struct nxs_writer *w, uint16_t value)
{
    write_number(w, 2, value);
}

void nxs_write_u24(struct nxs_writer *w, uint32_t value)
{
    if (value > 0xFFFFFFu) {
        w->failed = true;
    }
    write_number(w, 3, value);
}

void nxs_write_u32(struct nxs_writer *w, uint32_t value)
{
    write_number(w, 4, value);
}

void nxs_write_u64(struct nxs_writer *w, uint64_t value)
{
    write_number(w, 8, value);
}

void nxs_write_bytes(struct nxs_writer *w, nxs_bytes bytes)
{
    uint8_t *to = nxs_write_space(w, bytes.len);
    if (to != NULL && bytes.len > 0) {
        memcpy(to, bytes.data, bytes.len);
    }
}

static struct nxs_mark open_vector(struct nxs_writer *w, uint8_t width)
{
    struct nxs_mark mark = {w->used, width};
    write_number(w, width, 0);
    w->open_marks++;
    return mark;
}

struct nxs_mark nxs_open_vec8(struct nxs_writer *w)
{
    return open_vector(w, 1);
}

struct nxs_mark nxs_open_vec16(struct nxs_writer *w)
{
    return open_vector(w, 2);
}

struct nxs_mark nxs_open_vec24(struct nxs_writer *w)
{
    return open_vector(w, 3);
}

void nxs_close_vec(struct nxs_writer *w, struct nxs_mark mark)
{
    w->open_marks--;
    if (w->failed) {
        return;
    }
    size_t length = w->used - mark.at - mark.width;
    if (length >> (8 * mark.width) != 0) {
        w->failed = true;
        return;
    }
    put_number(w->data + mark.at, mark.width, length);
}

bool nxs_write_end(const struct nxs_writer *w, nxs_bytes *written)
{
    bool ok = !w->failed && w->open_marks == 0;
    *written = ok ? nxs_bytes_of(w->data, w->used) : nxs_bytes_of(NULL, 0);
    return ok;
}
