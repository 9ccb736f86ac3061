/** @file
 * Borrowed memory: a pointer and a length. Whoever holds one of these owns
 * nothing; the holder's comment says from whom it borrows and for how long.
 */
#ifndef NXS_PRIVATE_BYTES_H
#define NXS_PRIVATE_BYTES_H

#include <stddef.h>
#include <stdint.h>

/** Borrowed, read-only. */
typedef struct {
    const uint8_t *data;
    size_t len;
} nxs_bytes;

/** Borrowed, writable. */
typedef struct {
    uint8_t *data;
    size_t len;
} nxs_room;

#endif
