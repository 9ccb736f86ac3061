/** @file
 * How the TLS engine sees the peer's identity: it hands the certificates of a Certificate message to a
 * verifier and gets a public key back. The engine can run without any certificate code.
 *
 * The hook is `struct nxs_verifier_hook` of the engine's configuration; what it must do:
 *
 *     int verify_chain(void *context, struct nxs_reader *list, uint16_t key_usage, struct nxs_public_key
 * *key)
 *
 * `list` reads [3-byte length, DER certificate]* with the leaf first; whatever must outlive the message is
 * copied. `key_usage` are the key usage bits (services document's mask) that the leaf needs when it has a
 * keyUsage extension. `key` is set to the leaf's public key, borrowed until the handshake ends. The result is
 * an enum nxs_status.
 */
#ifndef NXS_X509_VERIFIER_H
#define NXS_X509_VERIFIER_H

#include "base/bytes.h"
#include "base/status.h"
#include "nxsecure/private/crypto.h"

/** keyUsage bits [RFC5280 4.2.1.3] as the services document counts them. */
enum {
    NXS_USAGE_DIGITAL_SIGNATURE = 0x8000,
    NXS_USAGE_KEY_ENCIPHERMENT = 0x2000,
    NXS_USAGE_KEY_AGREEMENT = 0x0800
};

#endif
