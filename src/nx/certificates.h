/** @file
 * What the session services tell the certificate services: when a session begins and ends, and when the
 * peer's certificates are wanted no more.
 */
#ifndef NXS_NX_CERTIFICATES_H
#define NXS_NX_CERTIFICATES_H

#include "nx_secure_tls_api.h"

/** A session was created: puts identity and verifier into the engine's configuration. */
void nxs_credentials_begin(NX_SECURE_TLS_SESSION *session);

/** The session is being deleted: takes the application's certificates out of all lists. Step held. */
void nxs_credentials_end(NX_SECURE_TLS_SESSION *session);

/** The handshake is complete: certificates in the packet buffer are forgotten and their room is given back.
 * Step held. */
void nxs_credentials_handshake_done(NX_SECURE_TLS_SESSION *session);

/**
 * The connection is over: all certificates of the peer are forgotten, their slots are free again, and a
 * choice of the active certificate that a callback made is undone. Room in the packet buffer is given back by
 * the caller. Step held.
 */
void nxs_credentials_forget_peer(NX_SECURE_TLS_SESSION *session);

#endif
