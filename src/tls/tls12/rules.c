#include "tls/tls12/rules.h"

#include <stddef.h>

/* [RFC5246 5] the suite names its PRF. */
static const NX_CRYPTO_METHOD *suite_prf(const struct nxs_engine *e)
{
    return e->agreed.row->nx_secure_tls_prf;
}

static const struct nxs_version_rules versions[] = {
    {0x0303, suite_prf},
};

const struct nxs_version_rules *nxs_version_rules_find(uint16_t version)
{
    for (size_t i = 0; i < sizeof versions / sizeof versions[0]; i++) {
        if (versions[i].version == version) {
            return &versions[i];
        }
    }
    return NULL;
}
