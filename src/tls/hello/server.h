/** @file
 * The server's reading of a ClientHello, in the first handshake of a connection and in others.
 */
#ifndef NXS_TLS_HELLO_SERVER_H
#define NXS_TLS_HELLO_SERVER_H

#include "tls/engine.h"

/** The state of nxs_hello_server behind a ClientHello. */
enum { NXS_HELLO_SERVER_DONE = 1 };

/** Reads a ClientHello, asks the application, and chooses; starts the transcript. */
NXS_CHECKED enum nxs_status nxs_read_client_hello(struct nxs_engine *engine, nxs_bytes body);

#endif
