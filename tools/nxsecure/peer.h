/** @file
 * One end of a TLS connection: the session with its memory, its ladder and its key log.
 */
#ifndef NXS_TOOL_PEER_H
#define NXS_TOOL_PEER_H

#include "ladder.h"
#include "tool.h"

struct peer {
    NX_SECURE_TLS_SESSION session; /**< first: callbacks get its address */
    NX_TCP_SOCKET socket;
    void *metadata;
    void *packet_buffer;
    struct ladder ladder;
    const char *host; /**< client: the name that the certificate must have; NULL: not checked */
};

/**
 * Creates the session with its buffers, on the stock cipher table.
 * @param trace   draw the ladder on standard error
 * @param keylog  file that key log lines are appended to; NULL: SSLKEYLOGFILE of the environment, if set
 */
bool peer_create(struct peer *peer, bool trace, const char *keylog);

void peer_delete(struct peer *peer);

/** Sends @p len bytes, in packets of the pool. A NetX code. */
UINT peer_send(struct peer *peer, NX_PACKET_POOL *pool, const void *data, size_t len, ULONG wait);

#endif
