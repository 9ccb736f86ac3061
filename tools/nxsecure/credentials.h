/** @file
 * Trust anchors and identities: files turned into certificate objects and given to a session.
 */
#ifndef NXS_TOOL_CREDENTIALS_H
#define NXS_TOOL_CREDENTIALS_H

#include "pem.h"
#include "tool.h"

/** Certificates whose DER lies in @c file; an identity's leaf comes first. */
struct certificates {
    struct pem_file file;
    struct pem_file key_file;
    NX_SECURE_X509_CERT *list;
    size_t count;
};

/** The system's CA bundle, or NULL when none of the usual places has one. */
const char *system_ca_bundle(void);

/**
 * Loads trust anchors. Certificates that cannot be used (an unknown kind of key) are left out; a file without
 * any usable one is an error.
 */
bool anchors_load(struct certificates *anchors, const char *path);

/** Loads a chain (leaf first) and its private key; @p key_path may be NULL when the key is in the same file.
 */
bool identity_load(struct certificates *identity, const char *path, const char *key_path);

/** Gives a session the anchors or the identity. The certificates stay in use until the session is deleted. */
UINT anchors_add(struct certificates *anchors, NX_SECURE_TLS_SESSION *session);
UINT identity_add(struct certificates *identity, NX_SECURE_TLS_SESSION *session);

void certificates_free(struct certificates *certificates);

#endif
