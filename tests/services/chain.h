/** @file
 * A pair of sessions with certificates made to order: root (P256_A) - middle (P256_B) - leaf (P256_C).
 */
#ifndef TESTS_SERVICES_CHAIN_H
#define TESTS_SERVICES_CHAIN_H

#include "services/net.h"

#include "x509/test_certs.h"

/** The two sides; created by open_pair() and open_with(). */
extern struct side client, server;

/** The certificates in DER; a test may replace them before it opens a pair. */
extern nxs_bytes root, middle, leaf;
extern NX_SECURE_X509_CERT middle_certificate;

/** cmocka setup and teardown: the network, and fresh certificates. */
int chain_setup(void **state);
int chain_teardown(void **state);

/** nx_secure_x509_certificate_initialize() that must succeed; with a key and without. */
NX_SECURE_X509_CERT *initialize(NX_SECURE_X509_CERT *certificate, nxs_bytes der, nxs_bytes key, UINT type);
NX_SECURE_X509_CERT *plain(NX_SECURE_X509_CERT *certificate, nxs_bytes der);

/** Gives a side its trusted certificate, its identity, a slot for a certificate of the peer. */
void trust(struct side *side, nxs_bytes der);
void be(struct side *side, nxs_bytes der, nxs_bytes key, UINT type);
void slot(struct side *side, size_t index, UINT size);

/** A server with the leaf and its key, a client that trusts @p anchor; no slots. */
void open_pair(nxs_bytes anchor);
/** A pair whose leaf is made as told, issued by the root. */
void open_with(struct t_cert what);
/** Adds the middle certificate to what the server shows. */
void add_middle(void);
void close_pair(void);

/** Connects and ends in order. */
void connects(void);
/** The client refuses with @p code and tells @p alert. */
void refuses(UINT code, UINT alert);

/** Sets a certificate callback that looks at what the client has, accepts it when it leads to the client's
 * trusted certificate, and counts its calls. */
void watch(struct side *side);
extern UINT callback_calls;
extern UINT seen_length;                     /**< certificates of the peer */
extern const NX_SECURE_X509_CERT *seen_leaf; /**< what the callback was given */
extern UINT free_all_result; /**< of nx_secure_tls_remote_certificate_free_all() inside the callback */

#endif
