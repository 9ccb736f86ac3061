/** @file
 * Just enough of an HTTP/1.1 server (RFC 9112) to show and measure TLS: GET and HEAD of files.
 */
#ifndef NXS_TOOL_HTTP_H
#define NXS_TOOL_HTTP_H

#include <signal.h>

#include "peer.h"

/** What is served: files below a directory, or, when @c root is -1, a page that tells of the connection. */
struct http_site {
    int root;                              /**< descriptor of the directory */
    const volatile sig_atomic_t *stopping; /**< set when serving should end soon */
};

/**
 * Serves requests on a started session until the client closes, asks to close, or is silent for too long.
 * @return NX_SUCCESS after a proper end, else what failed
 */
UINT http_serve(const struct http_site *site, struct peer *peer, NX_PACKET_POOL *pool);

#endif
