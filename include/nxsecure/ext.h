/** @file
 * Additions of our own to the services document, in its style.
 */
#ifndef NXSECURE_EXT_H
#define NXSECURE_EXT_H

#include "nxsecure/private/tables.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Ed25519 signatures [RFC8032]: algorithm id of crypto_method_ed25519. */
#define NXS_CRYPTO_SIGNATURE_ED25519 0x00057807

/** X.509 type ids of what the services document has no numbers for. */
#define NXS_X509_TYPE_ED25519    0x0107
#define NXS_X509_TYPE_RSASSA_PSS 0x010A

/** Type of a private key in PKCS#8 form [RFC5958], for nx_secure_x509_certificate_initialize(). */
#define NXS_X509_KEY_TYPE_PKCS8 0x4E58

/** TLS_*_WITH_CHACHA20_POLY1305 [RFC8439]. */
extern NX_CRYPTO_METHOD crypto_method_chacha20_poly1305;

/**
 * Ed25519 over whole messages: init's key is the public key (32 bytes); AUTHENTICATE has the 32-byte seed as
 * its key and gives 64 bytes into an NX_CRYPTO_EXTENDED_OUTPUT; VERIFY has the public key as its key and the
 * signature as its output.
 */
extern NX_CRYPTO_METHOD crypto_method_ed25519;

/** Wipes and frees the provider's cached libcrypto objects that are not in use; nx_secure_tls_shutdown()
 * calls it. Thread-safe. */
VOID nxs_crypto_cache_empty(VOID);

#ifdef __cplusplus
}
#endif

#endif
