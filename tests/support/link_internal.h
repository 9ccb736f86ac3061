/** @file
 * Between link.c and tap.c.
 */
#ifndef TESTS_SUPPORT_LINK_INTERNAL_H
#define TESTS_SUPPORT_LINK_INTERNAL_H

#include "support/link.h"

void link_append(struct link_bytes *bytes, const void *data, size_t len);

void link_tap_open(struct link *link);
void link_tap_close(struct link *link);

/** Opens one record of a side, filters and splits what it holds, and lets it arrive at the other side. */
void link_tap_record(struct link *link, bool from_client, const uint8_t *bytes, size_t len);

#endif
