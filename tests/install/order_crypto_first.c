/* The crypto interface without NetX, then NetX. */
#include "nx_crypto.h"

extern NX_CRYPTO_METHOD crypto_method_sha256;
NX_CRYPTO_METHOD *first(VOID);
NX_CRYPTO_METHOD *first(VOID)
{
    return &crypto_method_sha256;
}

#include "nx_api.h"
#include "nx_secure_tls_api.h"

int main(void)
{
    return first()->nx_crypto_algorithm == NX_CRYPTO_HASH_SHA256 ? 0 : 1;
}
