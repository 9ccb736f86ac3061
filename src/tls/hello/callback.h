/** @file
 * The application's hello callback.
 */
#ifndef NXS_TLS_HELLO_CALLBACK_H
#define NXS_TLS_HELLO_CALLBACK_H

#include "tls/engine.h"

/**
 * Hands the extensions of the peer's hello to the application: at most 10, server_name first. Does nothing
 * when no callback is set.
 * @param block  a well-formed extensions block
 * @return what the application's hook says
 */
NXS_CHECKED enum nxs_status nxs_hello_callback(struct nxs_engine *engine, nxs_bytes block);

#endif
