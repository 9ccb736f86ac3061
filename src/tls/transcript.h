/** @file
 * The running hash over all handshake messages.
 */
#ifndef NXS_TLS_TRANSCRIPT_H
#define NXS_TLS_TRANSCRIPT_H

#include "tls/engine.h"

/** Starts the transcript with the hash of the suite that was agreed. */
NXS_CHECKED enum nxs_status nxs_transcript_begin(struct nxs_engine *engine);
/** Adds a whole message or a part of one. */
NXS_CHECKED enum nxs_status nxs_transcript_add(struct nxs_engine *engine, nxs_bytes bytes);
/** Hash of all messages so far. @param digest room of NXS_MAX_DIGEST bytes; the result borrows from it */
NXS_CHECKED enum nxs_status nxs_transcript_digest(const struct nxs_engine *engine, uint8_t *digest,
                                                  nxs_bytes *result);

#endif
