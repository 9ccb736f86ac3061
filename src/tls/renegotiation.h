/** @file
 * Requests for another handshake: ignored while one runs, refused when it is complete
 * [RFC5246 7.4.1.1, 7.2.2], [RFC5746 4.2, 4.4].
 */
#ifndef NXS_TLS_RENEGOTIATION_H
#define NXS_TLS_RENEGOTIATION_H

#include "tls/engine.h"

/** A HelloRequest while the client is negotiating already. */
NXS_CHECKED enum nxs_status nxs_ignore_hello_request(struct nxs_engine *engine, nxs_bytes body);

/** A HelloRequest to a connected client: answered with a no_renegotiation warning. */
NXS_CHECKED enum nxs_status nxs_refuse_hello_request(struct nxs_engine *engine, nxs_bytes body);

/** A ClientHello to a connected server: not read, answered with a no_renegotiation warning. */
NXS_CHECKED enum nxs_status nxs_refuse_client_hello(struct nxs_engine *engine, nxs_bytes body);

#endif
