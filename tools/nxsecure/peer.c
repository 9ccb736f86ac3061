#include "peer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <fcntl.h>
#include <unistd.h>

/* One write per line to a file opened for appending, so that several sessions and processes can share it. */
static VOID write_keylog(VOID *context, const CHAR *line)
{
    int file = open(context, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    char text[300];
    int len = snprintf(text, sizeof text, "%s\n", line);
    if (file < 0 || len < 0 || (size_t)len >= sizeof text || write(file, text, (size_t)len) != len) {
        complain("%s: writing the key log failed: %s", (const char *)context, strerror(errno));
    }
    if (file >= 0) {
        close(file);
    }
    memset(text, 0, sizeof text);
}

static UINT set_watchers(struct peer *peer, bool trace, const char *keylog)
{
    UINT status = NX_SUCCESS;
    if (keylog == NULL) {
        keylog = getenv("SSLKEYLOGFILE");
    }
    if (keylog != NULL && keylog[0] != 0) {
        status = nxs_tls_session_keylog_set(&peer->session, write_keylog, (VOID *)(uintptr_t)keylog);
    }
    if (status == NX_SUCCESS && trace) {
        ladder_begin(&peer->ladder);
        status = nxs_tls_session_trace_set(&peer->session, ladder_step, &peer->ladder);
    }
    return status;
}

bool peer_create(struct peer *peer, bool trace, const char *keylog)
{
    ULONG size = 0;
    memset(peer, 0, sizeof *peer);
    UINT status = nx_secure_tls_metadata_size_calculate(&nx_crypto_tls_ciphers, &size);
    peer->metadata = take_memory(size + 1, 1);
    peer->packet_buffer = take_memory(PACKET_BUFFER_SIZE, 1);
    if (status == NX_SUCCESS) {
        status = nx_secure_tls_session_create(&peer->session, &nx_crypto_tls_ciphers, peer->metadata, size);
    }
    if (status == NX_SUCCESS) {
        status =
            nx_secure_tls_session_packet_buffer_set(&peer->session, peer->packet_buffer, PACKET_BUFFER_SIZE);
    }
    if (status == NX_SUCCESS) {
        status = set_watchers(peer, trace, keylog);
    }
    if (status != NX_SUCCESS) {
        complain("creating a session failed (0x%X)", status);
        peer_delete(peer);
    }
    return status == NX_SUCCESS;
}

void peer_delete(struct peer *peer)
{
    nx_secure_tls_session_delete(&peer->session);
    free(peer->metadata);
    free(peer->packet_buffer);
    peer->metadata = NULL;
    peer->packet_buffer = NULL;
}

UINT peer_send(struct peer *peer, NX_PACKET_POOL *pool, const void *data, size_t len, ULONG wait)
{
    NX_PACKET *packet;
    UINT status = nx_secure_tls_packet_allocate(&peer->session, pool, &packet, wait);
    if (status != NX_SUCCESS) {
        return status;
    }
    status = nx_packet_data_append(packet, (VOID *)(uintptr_t)data, (ULONG)len, pool, wait);
    if (status == NX_SUCCESS) {
        status = nx_secure_tls_session_send(&peer->session, packet, wait);
    }
    if (status != NX_SUCCESS) {
        nx_packet_release(packet);
    }
    return status;
}
