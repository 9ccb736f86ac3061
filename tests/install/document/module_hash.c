/* After the services document: an HMAC method written down by the application, over a part of memory. */
#include "nx_secure_tls_api.h"

NX_CRYPTO_METHOD hmac_sha256 = {
    NX_CRYPTO_AUTHENTICATION_HMAC_SHA2_256,
    0,
    0,
    NX_CRYPTO_HMAC_SHA256_ICV_FULL_LEN_IN_BITS,
    NX_CRYPTO_SHA2_BLOCK_SIZE_IN_BYTES,
    sizeof(NX_CRYPTO_SHA256_HMAC),
    _nx_crypto_method_hmac_sha256_init,
    _nx_crypto_method_hmac_sha256_cleanup,
    _nx_crypto_method_hmac_sha256_operation,
};

/* The data and key of test case 2 in RFC 4231 4.3, and the first bytes of its HMAC-SHA-256. */
static UCHAR hash_key[] = "Jefe";
static const CHAR module[] = "what do ya want for nothing?";
static const UCHAR expected[] = {0x5b, 0xdc, 0xc1, 0x46, 0xbf, 0x60, 0x75, 0x4e};

UCHAR metadata_buffer[1024];
UCHAR output_buffer[32];

int main(void)
{
    UINT actual_size = 0;
    UINT status = nx_secure_module_hash_compute(
        &hmac_sha256, (ALIGN_TYPE)module, (ALIGN_TYPE)(module + strlen(module)), hash_key,
        (UINT)strlen((CHAR *)hash_key), metadata_buffer, sizeof(metadata_buffer), output_buffer,
        sizeof(output_buffer), &actual_size);
    return status == 0 && actual_size == 32 && memcmp(output_buffer, expected, sizeof(expected)) == 0 ? 0 : 1;
}
