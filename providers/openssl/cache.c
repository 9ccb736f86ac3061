#include "provider.h"

#include <stdatomic.h>

#include <openssl/crypto.h>

#include "nxsecure/ext.h"

VOID nxs_crypto_cache_empty(VOID)
{
    nxs_sym_cache_empty();
    nxs_asym_cache_empty();
}

static void at_exit(void)
{
    nxs_crypto_cache_empty();
}

void nxs_cache_empty_at_exit(void)
{
    static atomic_bool registered;
    if (!atomic_load_explicit(&registered, memory_order_relaxed) && !atomic_exchange(&registered, true) &&
        OPENSSL_atexit(at_exit) != 1) {
        /* Out of memory: the next miss tries again. */
        atomic_store(&registered, false);
    }
}
