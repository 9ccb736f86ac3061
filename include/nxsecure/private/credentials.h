/** @file
 * What a session keeps of certificates beside the public lists. Private: only the certificate services in
 * src/nx read the members.
 */
#ifndef NXS_PRIVATE_CREDENTIALS_H
#define NXS_PRIVATE_CREDENTIALS_H

#include <stdbool.h>

#include "nx_api.h"
#include "nx_secure_config.h"

struct NX_SECURE_X509_CERT_STRUCT;

/** References that a session holds, in one of its stores, to certificates that are linked into another list
 * already. */
struct nxs_shared_certificates {
    struct NX_SECURE_X509_CERT_STRUCT *certificate[NXS_SHARED_CERTIFICATES];
    UINT identifier[NXS_SHARED_CERTIFICATES]; /**< of server_certificate_add; 0: none */
    UINT count;
};

/** Configuration lifetime unless a comment says otherwise. */
struct nxs_credentials {
    struct nxs_shared_certificates local;
    struct nxs_shared_certificates trusted;
    struct nxs_shared_certificates remote; /**< space for the peer's certificates */
    UINT remote_used;                      /**< how many of those hold one; connection lifetime */
    bool active_is_passing; /**< a callback chose the active certificate: for this connection */
    struct NX_SECURE_X509_CERT_STRUCT *lasting_active; /**< what comes back afterwards; NULL: none */
};

#endif
