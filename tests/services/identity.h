/** @file
 * Keys and certificates made for a test run: an authority and the identities that it signs.
 */
#ifndef TESTS_SERVICES_IDENTITY_H
#define TESTS_SERVICES_IDENTITY_H

#include "nx_secure_tls_api.h"

enum key_kind { KEY_RSA, KEY_EC };

/** DER in the forms that nx_secure_x509_certificate_initialize() takes. */
struct identity {
    UCHAR certificate[2048];
    USHORT certificate_length;
    UCHAR key[2048];
    USHORT key_length;
    UINT key_type;
};

/** A self-signed authority named @p name; made once per name and kind, lives as long as the program. */
const struct identity *authority_of(const char *name, enum key_kind kind);

/** An identity for @p host, signed by authority_of(@p authority, @p kind); likewise. */
const struct identity *identity_of(const char *authority, const char *host, enum key_kind kind);

#endif
