/** @file
 * For the tests of paths: a request around some certificates, and the usual people in it.
 */
#ifndef NXS_X509_TEST_PATH_H
#define NXS_X509_TEST_PATH_H

#include "x509/test_certs.h"

struct set {
    const struct nxs_cert *certs[32];
    size_t count;
};

extern struct set trusted, untrusted;
extern struct nxs_path_request request; /**< over the two sets, with the stock tables, in November 2023 */
extern struct nxs_path path;            /**< of the last verify() */

/** Sets everything back: the setup of each test. */
int set_up(void **state);
/** Frees the keys: the teardown of a group. */
int end(void **state);
/** Adds a certificate, which must have parsed, to a set. */
void add(struct set *set, const struct nxs_cert *cert);
/** Runs the request for @p leaf. */
enum nxs_status verify(const struct nxs_cert *leaf);

/** basicConstraints and keyUsage of a CA. */
nxs_bytes ca_extensions(void);
/** root (P-256) > middle (P-384) > leaf (P-256). */
struct t_cert root_cert(void);
struct t_cert middle_cert(void);
struct t_cert leaf_cert(void);
/** The certificate, which must parse. */
const struct nxs_cert *made(struct t_cert what);
/** Root trusted, middle sent; the leaf is verified. */
enum nxs_status verify_chain(struct t_cert root, struct t_cert middle, struct t_cert leaf);

#endif
