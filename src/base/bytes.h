/** @file
 * The two types through which bytes are touched: a reader that parses and a
 * writer that builds. No other code does arithmetic on wire bytes.
 */
#ifndef NXS_BASE_BYTES_H
#define NXS_BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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
nxs_room nxs_room_part(nxs_room room, size_t at, size_t len);

/**
 * A cursor over borrowed bytes. Every read may fail and must be checked; a
 * failed read zeroes its output and empties the reader, so later reads fail too.
 */
struct nxs_reader {
    const uint8_t *at;
    size_t left;
};

struct nxs_reader nxs_reader_of(nxs_bytes bytes);

NXS_CHECKED bool nxs_read_u8(struct nxs_reader *r, uint8_t *value);
NXS_CHECKED bool nxs_read_u16(struct nxs_reader *r, uint16_t *value);
NXS_CHECKED bool nxs_read_u24(struct nxs_reader *r, uint32_t *value);
NXS_CHECKED bool nxs_read_u32(struct nxs_reader *r, uint32_t *value);

/** The next @p count bytes, borrowed from the reader's memory. */
NXS_CHECKED bool nxs_read_bytes(struct nxs_reader *r, size_t count, nxs_bytes *bytes);

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

struct nxs_writer nxs_writer_of(nxs_room room);

void nxs_write_u8(struct nxs_writer *w, uint8_t value);
void nxs_write_u16(struct nxs_writer *w, uint16_t value);
void nxs_write_u24(struct nxs_writer *w, uint32_t value);
void nxs_write_u32(struct nxs_writer *w, uint32_t value);
void nxs_write_u64(struct nxs_writer *w, uint64_t value);
void nxs_write_bytes(struct nxs_writer *w, nxs_bytes bytes);

/** @p count bytes left for the caller to fill, or NULL when there is no room. */
uint8_t *nxs_write_space(struct nxs_writer *w, size_t count);

struct nxs_mark nxs_open_vec8(struct nxs_writer *w);
struct nxs_mark nxs_open_vec16(struct nxs_writer *w);
struct nxs_mark nxs_open_vec24(struct nxs_writer *w);
/** Fails the writer when the content is longer than the length field can say. */
void nxs_close_vec(struct nxs_writer *w, struct nxs_mark mark);

/** What was written. False when the room was too small or a vector is still open. */
NXS_CHECKED bool nxs_write_end(const struct nxs_writer *w, nxs_bytes *written);

#endif
