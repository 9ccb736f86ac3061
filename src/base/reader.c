#include "base/bytes.h"

#include <string.h>

struct nxs_reader nxs_reader_of(nxs_bytes bytes)
{
    struct nxs_reader r = {bytes.data, bytes.len};
    return r;
}

bool nxs_bytes_equal(nxs_bytes a, nxs_bytes b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

nxs_room nxs_room_part(nxs_room room, size_t at, size_t len)
{
    if (at > room.len || len > room.len - at) {
        return nxs_room_of(NULL, 0);
    }
    return nxs_room_of(room.data + at, len);
}

static const uint8_t *take(struct nxs_reader *r, size_t count)
{
    if (count > r->left) {
        r->left = 0;
        return NULL;
    }
    const uint8_t *from = r->at;
    if (count > 0) {
        r->at += count;
        r->left -= count;
    }
    return from;
}

static bool read_number(struct nxs_reader *r, unsigned width, uint32_t *value)
{
    *value = 0;
    if (width > r->left) {
        r->left = 0;
        return false;
    }
    const uint8_t *from = take(r, width);
    for (unsigned i = 0; i < width; i++) {
        *value = (*value << 8) | from[i];
    }
    return true;
}

bool nxs_read_u8(struct nxs_reader *r, uint8_t *value)
{
    uint32_t number;
    bool ok = read_number(r, 1, &number);
    *value = (uint8_t)number;
    return ok;
}

bool nxs_read_u16(struct nxs_reader *r, uint16_t *value)
{
    uint32_t number;
    bool ok = read_number(r, 2, &number);
    *value = (uint16_t)number;
    return ok;
}

bool nxs_read_u24(struct nxs_reader *r, uint32_t *value)
{
    return read_number(r, 3, value);
}

bool nxs_read_u32(struct nxs_reader *r, uint32_t *value)
{
    return read_number(r, 4, value);
}

bool nxs_read_bytes(struct nxs_reader *r, size_t count, nxs_bytes *bytes)
{
    *bytes = nxs_bytes_of(NULL, 0);
    if (count > r->left) {
        r->left = 0;
        return false;
    }
    *bytes = nxs_bytes_of(take(r, count), count);
    return true;
}

bool nxs_read_copy(struct nxs_reader *r, void *to, size_t count)
{
    nxs_bytes bytes;
    if (!nxs_read_bytes(r, count, &bytes)) {
        memset(to, 0, count);
        return false;
    }
    if (count > 0) {
        memcpy(to, bytes.data, count);
    }
    return true;
}

static bool read_vector(struct nxs_reader *r, unsigned width, struct nxs_reader *vector)
{
    uint32_t length;
    nxs_bytes content = {NULL, 0};
    bool ok = read_number(r, width, &length) && nxs_read_bytes(r, length, &content);
    *vector = nxs_reader_of(content);
    return ok;
}

bool nxs_read_vec8(struct nxs_reader *r, struct nxs_reader *vector)
{
    return read_vector(r, 1, vector);
}

bool nxs_read_vec16(struct nxs_reader *r, struct nxs_reader *vector)
{
    return read_vector(r, 2, vector);
}

bool nxs_read_vec24(struct nxs_reader *r, struct nxs_reader *vector)
{
    return read_vector(r, 3, vector);
}

nxs_bytes nxs_read_rest(struct nxs_reader *r)
{
    size_t count = r->left;
    return nxs_bytes_of(take(r, count), count);
}

bool nxs_read_end(const struct nxs_reader *r)
{
    return r->left == 0;
}
