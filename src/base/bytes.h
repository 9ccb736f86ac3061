/** @file
 * The two types through which bytes are touched: a reader that parses and a
 * writer that builds. No other code does arithmetic on wire bytes.
 *
 * What every record goes through is inline: called, it would cost as much as a
 * tenth of a short record's encryption.
 */
#ifndef NXS_BASE_BYTES_H
#define NXS_BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "nxsecure/private/bytes.h"

#define NXS_CHECKED __attribute__((warn_unused_result))

/** Bytes from a pointer and a length; @p data may be NULL when @p len is 0. */
static inline nxs_bytes nxs_bytes_of(const void *data, size_t len)
{
    nxs_bytes b = {data, len};
    return b;
}

/** The read-only view of a writable room. */
static inline nxs_bytes nxs_bytes_in(nxs_room room)
{
    return nxs_bytes_of(room.data, room.len);
}

/** A room from a pointer and a length. */
static inline nxs_room nxs_room_of(void *data, size_t len)
{
    nxs_room r = {data, len};
    return r;
}

/** True when both hold the same bytes. Not for secrets: see nxs_ct_equal(). */
bool nxs_bytes_equal(nxs_bytes a, nxs_bytes b);

/**
 * The part of @p room from @p at on, @p len bytes long; an empty room when it
 * does not lie inside.
 */
static inline nxs_room nxs_room_part(nxs_room room, size_t at, size_t len)
{
    bool inside = at <= room.len && len <= room.len - at;
    return inside ? nxs_room_of(room.data + at, len) : nxs_room_of(NULL, 0);
}

/**
 * A cursor over borrowed bytes. Every read may fail and must be checked; a
 * failed read zeroes its output and empties the reader, so later reads fail too.
 */
struct nxs_reader {
    const uint8_t *at;
    size_t left;
};

static inline struct nxs_reader nxs_reader_of(nxs_bytes bytes)
{
    struct nxs_reader r = {bytes.data, bytes.len};
    return r;
}

/** The next @p count bytes, borrowed from the reader's memory. */
NXS_CHECKED static inline bool nxs_read_bytes(struct nxs_reader *r, size_t count, nxs_bytes *bytes)
{
    bool there = count <= r->left;
    *bytes = there ? nxs_bytes_of(r->at, count) : nxs_bytes_of(NULL, 0);
    if (there && count > 0) {
        r->at += count;
    }
    r->left = there ? r->left - count : 0;
    return there;
}

/** A big-endian number of @p width bytes, at most 4. */
NXS_CHECKED static inline bool nxs_read_number(struct nxs_reader *r, unsigned width, uint32_t *value)
{
    nxs_bytes bytes;
    bool there = nxs_read_bytes(r, width, &bytes);
    *value = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        *value = *value << 8 | bytes.data[i];
    }
    return there;
}

NXS_CHECKED static inline bool nxs_read_u8(struct nxs_reader *r, uint8_t *value)
{
    uint32_t number;
    bool there = nxs_read_number(r, 1, &number);
    *value = (uint8_t)number;
    return there;
}

NXS_CHECKED static inline bool nxs_read_u16(struct nxs_reader *r, uint16_t *value)
{
    uint32_t number;
    bool there = nxs_read_number(r, 2, &number);
    *value = (uint16_t)number;
    return there;
}

NXS_CHECKED static inline bool nxs_read_u24(struct nxs_reader *r, uint32_t *value)
{
    return nxs_read_number(r, 3, value);
}

NXS_CHECKED static inline bool nxs_read_u32(struct nxs_reader *r, uint32_t *value)
{
    return nxs_read_number(r, 4, value);
}

/** Copies the next @p count bytes to @p to. */
NXS_CHECKED bool nxs_read_copy(struct nxs_reader *r, void *to, size_t count);

/** A vector with a length of 8, 16 or 24 bits in front, as a reader of its own. */
NXS_CHECKED bool nxs_read_vec8(struct nxs_reader *r, struct nxs_reader *vector);
NXS_CHECKED bool nxs_read_vec16(struct nxs_reader *r, struct nxs_reader *vector);
NXS_CHECKED bool nxs_read_vec24(struct nxs_reader *r, struct nxs_reader *vector);

/** All that is left; the reader is empty afterwards. */
nxs_bytes nxs_read_rest(struct nxs_reader *r);

/** True when nothing is left: how a parser ends, since trailing bytes are an error. */
NXS_CHECKED bool nxs_read_end(const struct nxs_reader *r);

/**
 * Builds into a borrowed room. Running out of room sticks and is reported
 * once, by nxs_write_end().
 */
struct nxs_writer {
    uint8_t *data;
    size_t room;
    size_t used;
    uint8_t open_marks;
    bool failed;
};

/** A vector whose length is filled in when it is closed. */
struct nxs_mark {
    size_t at;
    uint8_t width;
};

static inline struct nxs_writer nxs_writer_of(nxs_room room)
{
    struct nxs_writer w = {room.data, room.len, 0, 0, false};
    return w;
}

/** @p count bytes left for the caller to fill, or NULL when there is no room. */
static inline uint8_t *nxs_write_space(struct nxs_writer *w, size_t count)
{
    if (w->failed || count > w->room - w->used) {
        w->failed = true;
        return NULL;
    }
    uint8_t *space = w->data + w->used;
    w->used += count;
    return space;
}

/** The low @p width bytes of a number, big-endian. */
static inline void nxs_write_number(struct nxs_writer *w, unsigned width, uint64_t value)
{
    uint8_t *to = nxs_write_space(w, width);
    for (unsigned i = width; to != NULL && i > 0; i--) {
        to[i - 1] = (uint8_t)value;
        value >>= 8;
    }
}

static inline void nxs_write_u8(struct nxs_writer *w, uint8_t value)
{
    nxs_write_number(w, 1, value);
}

static inline void nxs_write_u16(struct nxs_writer *w, uint16_t value)
{
    nxs_write_number(w, 2, value);
}

/** Fails the writer when the value has more than 24 bits. */
static inline void nxs_write_u24(struct nxs_writer *w, uint32_t value)
{
    if (value > 0xFFFFFFu) {
        w->failed = true;
    }
    nxs_write_number(w, 3, value);
}

static inline void nxs_write_u32(struct nxs_writer *w, uint32_t value)
{
    nxs_write_number(w, 4, value);
}

static inline void nxs_write_u64(struct nxs_writer *w, uint64_t value)
{
    nxs_write_number(w, 8, value);
}

static inline void nxs_write_bytes(struct nxs_writer *w, nxs_bytes bytes)
{
    uint8_t *to = nxs_write_space(w, bytes.len);
    if (to != NULL && bytes.len > 0) {
        memcpy(to, bytes.data, bytes.len);
    }
}

struct nxs_mark nxs_open_vec8(struct nxs_writer *w);
struct nxs_mark nxs_open_vec16(struct nxs_writer *w);
struct nxs_mark nxs_open_vec24(struct nxs_writer *w);
/** Fails the writer when the content is longer than the length field can say. */
void nxs_close_vec(struct nxs_writer *w, struct nxs_mark mark);

/** What was written. False when the room was too small or a vector is still open. */
NXS_CHECKED static inline bool nxs_write_end(const struct nxs_writer *w, nxs_bytes *written)
{
    bool ok = !w->failed && w->open_marks == 0;
    *written = ok ? nxs_bytes_of(w->data, w->used) : nxs_bytes_of(NULL, 0);
    return ok;
}

#endif
