/** @file
 * What a session keeps of certificates beside the public lists. Private: only the certificate services in
 * src/nx read the members.
 */
#ifndef NXS_PRIVATE_CREDENTIALS_H
#define NXS_PRIVATE_CREDENTIALS_H

#include "nx_api.h"

struct NX_SECURE_X509_CERT_STRUCT;

/** Certificates of one store that are linked into another session's list already. */
#define NXS_SHARED_CERTIFICATES 8

struct nxs_shared_certificates {
    struct NX_SECURE_X509_CERT_STRUCT *certificate[NXS_SHARED_CERTIFICATES];
    UINT count;
};

/** Configuration lifetime. */
struct nxs_credentials {
    struct nxs_shared_certificates local;
    struct nxs_shared_certificates trusted;
};

#endif
