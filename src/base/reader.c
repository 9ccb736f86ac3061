#include "base/bytes.h"

bool nxs_bytes_equal(nxs_bytes a, nxs_bytes b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
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
    bool ok = nxs_read_number(r, width, &length) && nxs_read_bytes(r, length, &content);
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
    nxs_bytes rest = nxs_bytes_of(r->at, r->left);
    if (r->left > 0) {
        r->at += r->left;
        r->left = 0;
    }
    return rest;
}

bool nxs_read_end(const struct nxs_reader *r)
{
    return r->left == 0;
}
