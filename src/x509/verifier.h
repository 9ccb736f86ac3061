/** @file
 * How the TLS engine sees the peer's identity: it hands the certificates of a Certificate message to a verifier and gets
 * a public key back. The engine can run without any certificate code.
 */
#ifndef NXS_X509_VERIFIER_H
#define NXS_X509_VERIFIER_H

#include "base/bytes.h"
#include "base/status.h"
#include "nxsecure/private/crypto.h"

/** Judges the peer. Implemented above the engine; called from inside a handshake step, on the thread that runs it. */
struct nxs_verifier {
    void *context;
    /**
     * Judges a chain. @p list is a reader over [3-byte length, DER certificate]* (TLS 1.2) with the leaf first; what must
     * outlive the message is copied. Sets @p key to the leaf's public key, borrowed until the handshake ends.
     * @param key_usage  the key usage bits (services document's mask) that the leaf needs when it has a keyUsage extension
     */
    enum nxs_status (*verify_chain)(void *context, struct nxs_reader list, uint16_t key_usage,
                                    struct nxs_public_key *key);
};

#endif
