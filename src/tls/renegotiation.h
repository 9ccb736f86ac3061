/** @file
 * Another handshake inside a connection: who may ask for it, what binds it to the connection, and how it is
 * refused [RFC5246 7.4.1.1, 7.2.2], [RFC5746].
 */
#ifndef NXS_TLS_RENEGOTIATION_H
#define NXS_TLS_RENEGOTIATION_H

#include "tls/engine.h"
#include "tls/extension/extension.h"

/** Brings the fact RENEGOTIABLE up to date: the peer may begin another handshake now. */
void nxs_renegotiation_update(struct nxs_engine *engine);

/**
 * Checks the peer's renegotiation_info against this connection, and that extended_master_secret stays in use
 * [RFC7627 5.4]. Sets what was agreed about both.
 * @param scsv  the client's suites hold TLS_EMPTY_RENEGOTIATION_INFO_SCSV
 * @return NXS_RENEGOTIATION_INFO, NXS_NO_SECURE_RENEGOTIATION, NXS_MASTER_SECRET_WEAKENED
 */
NXS_CHECKED enum nxs_status nxs_renegotiation_check(struct nxs_engine *engine,
                                                    const struct nxs_hello_facts *facts, bool scsv);

/** Keeps the verify_data of a Finished, for the next handshake's renegotiation_info. */
void nxs_renegotiation_keep(struct nxs_engine *engine, bool client, const uint8_t *verify_data);

/** A HelloRequest while the client is negotiating already. */
NXS_CHECKED enum nxs_status nxs_ignore_hello_request(struct nxs_engine *engine, nxs_bytes body);

/** A HelloRequest to a connected client: the application is asked, and the fact RENEGOTIATE is set. */
NXS_CHECKED enum nxs_status nxs_accept_hello_request(struct nxs_engine *engine, nxs_bytes body);

/** The same, answered with a no_renegotiation warning. */
NXS_CHECKED enum nxs_status nxs_refuse_hello_request(struct nxs_engine *engine, nxs_bytes body);

/** A ClientHello to a connected server: the application is asked, and the hello read. */
NXS_CHECKED enum nxs_status nxs_accept_client_hello(struct nxs_engine *engine, nxs_bytes body);

/** The same, not read, and answered with a no_renegotiation warning. */
NXS_CHECKED enum nxs_status nxs_refuse_client_hello(struct nxs_engine *engine, nxs_bytes body);

/** Server: asks the client for another handshake. */
NXS_CHECKED enum nxs_status nxs_send_hello_request(struct nxs_engine *engine, nxs_bytes none);

/** The connection is in a handshake again. */
NXS_CHECKED enum nxs_status nxs_begin_renegotiation(struct nxs_engine *engine, nxs_bytes none);

/** A no_renegotiation warning: the handshake that we asked for will not be. */
void nxs_renegotiation_refused(struct nxs_engine *engine);

#endif
