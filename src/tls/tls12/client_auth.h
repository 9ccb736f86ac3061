/** @file
 * Client certificates in TLS 1.2, both roles [RFC5246 7.4.4, 7.4.6, 7.4.8].
 *
 * Only signature schemes with the hash of the suite are asked for and used, since no other hash of the
 * transcript is running; so Ed25519, which signs the messages themselves, cannot be.
 */
#ifndef NXS_TLS_TLS12_CLIENT_AUTH_H
#define NXS_TLS_TLS12_CLIENT_AUTH_H

#include "tls/engine.h"

/* Server. */

/** Sets the fact CLIENT_AUTH when the application wants client certificates and the agreed suite can carry
 * them; NXS_VERSION_UNSUPPORTED when it wants them and the agreed version cannot. */
NXS_CHECKED enum nxs_status nxs_client_auth_decide(struct nxs_engine *engine);

NXS_CHECKED enum nxs_status nxs_client_auth_send_request(struct nxs_engine *engine, nxs_bytes none);
/** NXS_NO_PEER_CERTIFICATE for an empty list; what the verifier says of another. */
NXS_CHECKED enum nxs_status nxs_client_auth_read_certificate(struct nxs_engine *engine, nxs_bytes body);
/** NXS_UNSUPPORTED_SCHEME, NXS_BAD_CERTIFICATE_VERIFY. */
NXS_CHECKED enum nxs_status nxs_client_auth_read_verify(struct nxs_engine *engine, nxs_bytes body);

/* Client. */

/** Sets the fact CLIENT_AUTH and notes what the server takes: the certificate is chosen later, since the
 * application may do so in its hello callback. */
NXS_CHECKED enum nxs_status nxs_client_auth_read_request(struct nxs_engine *engine, nxs_bytes body);
/** Sets the fact HAVE_CREDENTIAL when a key of ours can sign; without, an empty Certificate is sent. */
NXS_CHECKED enum nxs_status nxs_client_auth_choose(struct nxs_engine *engine, nxs_bytes none);
NXS_CHECKED enum nxs_status nxs_client_auth_send_verify(struct nxs_engine *engine, nxs_bytes none);

#endif
