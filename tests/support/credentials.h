/** @file
 * Keys and certificates for tests, one of each kind, read from tests/support/credentials.
 */
#ifndef TESTS_SUPPORT_CREDENTIALS_H
#define TESTS_SUPPORT_CREDENTIALS_H

#include "crypto/crypto.h"

enum credential_kind {
    CREDENTIAL_RSA2048,
    CREDENTIAL_RSAPSS,
    CREDENTIAL_P256,
    CREDENTIAL_P384,
    CREDENTIAL_P521,
    CREDENTIAL_ED25519,
    CREDENTIAL_KINDS
};

struct credential {
    const char *name;
    struct nxs_private_key key; /**< with its public half; lives as long as the program */
    nxs_bytes certificate;      /**< DER, self-signed */
};

/** A credential, loaded at the first use; ends the program when its files cannot be read. */
const struct credential *credential_of(enum credential_kind kind);

#endif
