/** @file
 * What differs between TLS 1.0, 1.1 and 1.2, in one struct per version: no handler asks for the version.
 */
#ifndef NXS_TLS_TLS12_RULES_H
#define NXS_TLS_TLS12_RULES_H

#include "tls/engine.h"

struct nxs_version_rules {
    uint16_t version;
    /** The PRF for this connection's suite, out of the application's table. */
    const NX_CRYPTO_METHOD *(*prf)(const struct nxs_engine *engine);
};

/** The rules of a version, or NULL when this library does not have it. */
const struct nxs_version_rules *nxs_version_rules_find(uint16_t version);

#endif
