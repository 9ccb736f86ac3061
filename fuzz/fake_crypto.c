#include "fake_crypto.h"

#include <string.h>

#include "nx_secure_x509.h"

/* One operation for all methods: what it does follows from the op. The metadata holds the curve's algorithm.
 */
static UINT start(NX_CRYPTO_METHOD *method, UCHAR *key, NX_CRYPTO_KEY_SIZE key_size, VOID **handler,
                  VOID *metadata, ULONG metadata_size)
{
    (void)method;
    (void)key;
    (void)key_size;
    (void)handler;
    memset(metadata, 0, metadata_size < 8 ? metadata_size : 8);
    return NX_CRYPTO_SUCCESS;
}

static UINT stop(VOID *metadata)
{
    (void)metadata;
    return NX_CRYPTO_SUCCESS;
}

static UINT put(UCHAR *output, const void *bytes, ULONG len)
{
    NX_CRYPTO_EXTENDED_OUTPUT *room = (NX_CRYPTO_EXTENDED_OUTPUT *)(void *)output;
    if (len > room->nx_crypto_extended_output_length_in_byte) {
        return NX_CRYPTO_SIZE_ERROR;
    }
    memcpy(room->nx_crypto_extended_output_data, bytes, len);
    room->nx_crypto_extended_output_actual_size = len;
    return NX_CRYPTO_SUCCESS;
}

static UINT put_share(UCHAR *output, const VOID *metadata)
{
    UINT curve;
    UCHAR share[65];
    memcpy(&curve, metadata, sizeof curve);
    memset(share, 0x55, sizeof share);
    share[0] = curve == NX_CRYPTO_EC_SECP256R1 ? 4 : 0x55;
    return put(output, share, curve == NX_CRYPTO_EC_SECP256R1 ? 65 : 32);
}

static UINT put_secret(UCHAR *output)
{
    UCHAR secret[32];
    memset(secret, 0x77, sizeof secret);
    return put(output, secret, sizeof secret);
}

static UINT operate(UINT op, VOID *handler, NX_CRYPTO_METHOD *method, UCHAR *key, NX_CRYPTO_KEY_SIZE key_size,
                    UCHAR *input, ULONG input_len, UCHAR *iv, UCHAR *output, ULONG output_len, VOID *metadata,
                    ULONG metadata_size, VOID *packet, VOID (*callback)(VOID *packet, UINT status))
{
    static const UCHAR signature[] = {0x30, 6, 2, 1, 1, 2, 1, 1};
    const NX_CRYPTO_METHOD *curve;
    (void)handler;
    (void)method;
    (void)key;
    (void)key_size;
    (void)iv;
    (void)metadata_size;
    (void)packet;
    (void)callback;
    switch (op) {
    case NX_CRYPTO_EC_CURVE_SET:
        curve = (const NX_CRYPTO_METHOD *)(const void *)input;
        memcpy(metadata, &curve->nx_crypto_algorithm, sizeof(UINT));
        return NX_CRYPTO_SUCCESS;
    case NX_CRYPTO_DH_SETUP:
        return put_share(output, metadata);
    case NX_CRYPTO_DH_CALCULATE:
        return put_secret(output);
    case NX_CRYPTO_AUTHENTICATE:
        return put(output, signature, sizeof signature);
    case NX_CRYPTO_HASH_CALCULATE:
    case NX_CRYPTO_ENCRYPT_CALCULATE:
    case NX_CRYPTO_PRF:
        memset(output, 0x22, output_len);
        return NX_CRYPTO_SUCCESS;
    default:
        (void)input_len;
        return NX_CRYPTO_SUCCESS;
    }
}

#define METHOD(algorithm, key, icv, block)                                                                   \
    {                                                                                                        \
        algorithm, key, 32, icv, block, 16, start, stop, operate                                             \
    }

const NX_CRYPTO_METHOD fake_crypto_gcm = METHOD(NX_CRYPTO_ENCRYPTION_AES_GCM_16, 128, 128, 16);
static const NX_CRYPTO_METHOD sha256 = METHOD(NX_CRYPTO_HASH_SHA256, 0, 256, 64);
static const NX_CRYPTO_METHOD prf = METHOD(NX_CRYPTO_PRF_HMAC_SHA2_256, 0, 0, 0);
static const NX_CRYPTO_METHOD ecdhe = METHOD(NX_CRYPTO_KEY_EXCHANGE_ECDHE, 0, 0, 0);
static const NX_CRYPTO_METHOD ecdsa = METHOD(NX_CRYPTO_DIGITAL_SIGNATURE_ECDSA, 0, 0, 0);
static const NX_CRYPTO_METHOD none = METHOD(NX_CRYPTO_ENCRYPTION_NULL, 0, 0, 0);
static const NX_CRYPTO_METHOD psk = METHOD(NX_CRYPTO_KEY_EXCHANGE_PSK, 0, 0, 0);
static const NX_CRYPTO_METHOD x25519 = METHOD(NX_CRYPTO_EC_X25519, 255, 0, 0);
static const NX_CRYPTO_METHOD secp256r1 = METHOD(NX_CRYPTO_EC_SECP256R1, 256, 0, 0);

static NX_SECURE_TLS_CIPHERSUITE_INFO suites[] = {
    {0xC02B, &ecdhe, &ecdsa, &fake_crypto_gcm, 16, 16, &none, 0, &prf},
    {0xD001, &ecdhe, &psk, &fake_crypto_gcm, 16, 16, &none, 0, &prf},
    {0x00A8, &none, &psk, &fake_crypto_gcm, 16, 16, &none, 0, &prf}};
static NX_SECURE_X509_CRYPTO certificates[] = {{NX_SECURE_TLS_X509_TYPE_ECDSA_SHA_256, &ecdsa, &sha256}};

const NX_SECURE_TLS_CRYPTO fake_crypto_table = {
    .nx_secure_tls_ciphersuite_lookup_table = suites,
    .nx_secure_tls_ciphersuite_lookup_table_size = sizeof suites / sizeof suites[0],
    .nx_secure_tls_x509_cipher_table = certificates,
    .nx_secure_tls_x509_cipher_table_size = 1,
    .nx_secure_tls_handshake_hash_sha256_method = &sha256,
    .nx_secure_tls_prf_sha256_method = &prf,
};

static const USHORT groups[] = {29, 23};
static const NX_CRYPTO_METHOD *curves[] = {&x25519, &secp256r1};
const NX_SECURE_TLS_ECC fake_crypto_ecc = {groups, 2, curves};
