#include "base/bytes.h"

static struct nxs_mark open_vector(struct nxs_writer *w, uint8_t width)
{
    struct nxs_mark mark = {w->used, width};
    nxs_write_number(w, width, 0);
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
    struct nxs_writer field = nxs_writer_of(nxs_room_of(w->data + mark.at, mark.width));
    nxs_write_number(&field, mark.width, length);
}
