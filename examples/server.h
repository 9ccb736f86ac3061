/** @file
 * The server's loop: accepts one client after the other and answers each line.
 */
#ifndef EXAMPLE_SERVER_H
#define EXAMPLE_SERVER_H

#include "nx_secure_tls_api.h"

/** Serves @p clients clients on @p port with a session that is set up; 0 when all went well, else 1. */
int serve(NX_SECURE_TLS_SESSION *session, UINT port, int clients);

#endif
