/** @file
 * The crypto-method contract: the types through which every algorithm enters the library, and the stock
 * methods.
 *
 * May be included without nx_api.h: it brings the integral types of the NetX port itself, as identical
 * typedefs.
 */
#ifndef NX_CRYPTO_H
#define NX_CRYPTO_H

#include <stdint.h>
#include <string.h>

#include "nx_crypto_const.h"
#include "nx_secure_config.h"

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__STDC_VERSION__) && !defined(NXS_NO_INTEGRAL_TYPES)
typedef void VOID;
typedef char CHAR;
typedef unsigned char UCHAR;
typedef int INT;
typedef unsigned int UINT;
typedef short SHORT;
typedef unsigned short USHORT;
#if UINTPTR_MAX > 0xFFFFFFFFu
typedef int LONG;
typedef unsigned int ULONG;
#else
typedef long LONG;
typedef unsigned long ULONG;
#endif
#endif

/** Length of a key, in bits unless an operation says otherwise. */
typedef UINT NX_CRYPTO_KEY_SIZE;

#ifndef NX_CRYPTO_CONST
#define NX_CRYPTO_CONST const
#endif
#ifndef NX_CRYPTO_KEEP
#define NX_CRYPTO_KEEP
#endif

#ifndef NX_CRYPTO_MEMCPY
#define NX_CRYPTO_MEMCPY memcpy
#endif
#ifndef NX_CRYPTO_MEMCMP
#define NX_CRYPTO_MEMCMP memcmp
#endif
#ifndef NX_CRYPTO_MEMMOVE
#define NX_CRYPTO_MEMMOVE memmove
#endif
#ifndef NX_CRYPTO_MEMSET
#define NX_CRYPTO_MEMSET memset
#endif

/** One algorithm. Applications fill all nine members by position. */
typedef struct NX_CRYPTO_METHOD_STRUCT {
    UINT nx_crypto_algorithm;                      /**< NX_CRYPTO_... */
    NX_CRYPTO_KEY_SIZE nx_crypto_key_size_in_bits; /**< 0 where the key decides */
    USHORT nx_crypto_IV_size_in_bits;              /**< informational */
    USHORT nx_crypto_ICV_size_in_bits;             /**< hash: digest; AEAD: tag; else 0 */
    ULONG nx_crypto_block_size_in_bytes;
    ULONG nx_crypto_metadata_area_size; /**< bytes of metadata that the method needs */
    UINT(*nx_crypto_init)
    (struct NX_CRYPTO_METHOD_STRUCT *method, UCHAR *key, NX_CRYPTO_KEY_SIZE key_size_in_bits, VOID **handler,
     VOID *crypto_metadata, ULONG crypto_metadata_size);
    UINT (*nx_crypto_cleanup)(VOID *crypto_metadata);
    UINT(*nx_crypto_operation)
    (UINT op, VOID *handler, struct NX_CRYPTO_METHOD_STRUCT *method, UCHAR *key,
     NX_CRYPTO_KEY_SIZE key_size_in_bits, UCHAR *input, ULONG input_length_in_byte, UCHAR *iv_ptr,
     UCHAR *output, ULONG output_length_in_byte, VOID *crypto_metadata, ULONG crypto_metadata_size,
     VOID *packet_ptr, VOID (*nx_crypto_hw_process_callback)(VOID *packet_ptr, UINT status));
} NX_CRYPTO_METHOD;

/** A result whose size the method tells. */
typedef struct NX_CRYPTO_EXTENDED_OUTPUT_STRUCT {
    UCHAR *nx_crypto_extended_output_data;
    ULONG nx_crypto_extended_output_length_in_byte;
    ULONG nx_crypto_extended_output_actual_size; /**< set by the method */
} NX_CRYPTO_EXTENDED_OUTPUT;

/**
 * Random bytes from libcrypto's generator.
 * @param bits    wanted, a multiple of 8
 * @param result  room for them
 * @return NX_CRYPTO_SUCCESS or NX_CRYPTO_NOT_SUCCESSFUL. Thread-safe.
 */
UINT nxs_crypto_random(UINT bits, UCHAR *result);

/** What the library draws random bytes with; an application may define it to its own source before. */
#ifndef NX_CRYPTO_RBG
#define NX_CRYPTO_RBG(bits, result) nxs_crypto_random((bits), (result))
#endif

/** Declares the three functions of a stock method, for method tables that applications write themselves. */
#define NXS_CRYPTO_FUNCTIONS(name)                                                                           \
    NXS_CRYPTO_INIT(name);                                                                                   \
    NXS_CRYPTO_OPERATION(name)
#define NXS_CRYPTO_INIT(name)                                                                                \
    UINT _nx_crypto_method_##name##_init(NX_CRYPTO_METHOD *method, UCHAR *key, NX_CRYPTO_KEY_SIZE key_size,  \
                                         VOID **handler, VOID *metadata, ULONG metadata_size);               \
    UINT _nx_crypto_method_##name##_cleanup(VOID *metadata)
#define NXS_CRYPTO_OPERATION(name)                                                                           \
    UINT _nx_crypto_method_##name##_operation(                                                               \
        UINT op, VOID *handler, NX_CRYPTO_METHOD *method, UCHAR *key, NX_CRYPTO_KEY_SIZE key_size,           \
        UCHAR *input, ULONG input_length, UCHAR *iv, UCHAR *output, ULONG output_length, VOID *metadata,     \
        ULONG metadata_size, VOID *packet, VOID (*callback)(VOID * packet, UINT status))

/** Declares the state type of a stock method: metadata of @p bytes bytes, for use with sizeof. */
#define NXS_CRYPTO_STATE(type, bytes)                                                                        \
    typedef struct type##_STRUCT {                                                                           \
        uint64_t nxs_state[((bytes) + 7) / 8];                                                               \
    } type

/* The stock methods. */
extern NX_CRYPTO_METHOD crypto_method_none;
extern NX_CRYPTO_METHOD crypto_method_null;
extern NX_CRYPTO_METHOD crypto_method_aes_cbc_128;
extern NX_CRYPTO_METHOD crypto_method_aes_cbc_192;
extern NX_CRYPTO_METHOD crypto_method_aes_cbc_256;
extern NX_CRYPTO_METHOD crypto_method_aes_ccm_8;
extern NX_CRYPTO_METHOD crypto_method_aes_ccm_16;
extern NX_CRYPTO_METHOD crypto_method_aes_128_gcm_16;
extern NX_CRYPTO_METHOD crypto_method_aes_256_gcm_16;
extern NX_CRYPTO_METHOD crypto_method_drbg;
extern NX_CRYPTO_METHOD crypto_method_ecdsa;
extern NX_CRYPTO_METHOD crypto_method_ecdh;
extern NX_CRYPTO_METHOD crypto_method_ecdhe;
extern NX_CRYPTO_METHOD crypto_method_hmac_sha1;
extern NX_CRYPTO_METHOD crypto_method_hmac_sha224;
extern NX_CRYPTO_METHOD crypto_method_hmac_sha256;
extern NX_CRYPTO_METHOD crypto_method_hmac_sha384;
extern NX_CRYPTO_METHOD crypto_method_hmac_sha512;
extern NX_CRYPTO_METHOD crypto_method_hmac_sha512_224;
extern NX_CRYPTO_METHOD crypto_method_hmac_sha512_256;
extern NX_CRYPTO_METHOD crypto_method_hmac_md5;
extern NX_CRYPTO_METHOD crypto_method_rsa;
extern NX_CRYPTO_METHOD crypto_method_auth_psk;
extern NX_CRYPTO_METHOD crypto_method_ec_secp192;
extern NX_CRYPTO_METHOD crypto_method_ec_secp224;
extern NX_CRYPTO_METHOD crypto_method_ec_secp256;
extern NX_CRYPTO_METHOD crypto_method_ec_secp384;
extern NX_CRYPTO_METHOD crypto_method_ec_secp521;
extern NX_CRYPTO_METHOD crypto_method_ec_x25519;
extern NX_CRYPTO_METHOD crypto_method_ec_x448;
extern NX_CRYPTO_METHOD crypto_method_public_null;
extern NX_CRYPTO_METHOD crypto_method_md5;
extern NX_CRYPTO_METHOD crypto_method_sha1;
extern NX_CRYPTO_METHOD crypto_method_sha224;
extern NX_CRYPTO_METHOD crypto_method_sha256;
extern NX_CRYPTO_METHOD crypto_method_sha384;
extern NX_CRYPTO_METHOD crypto_method_sha512;
extern NX_CRYPTO_METHOD crypto_method_sha512_224;
extern NX_CRYPTO_METHOD crypto_method_sha512_256;
extern NX_CRYPTO_METHOD crypto_method_tls_prf_1;
extern NX_CRYPTO_METHOD crypto_method_tls_prf_sha256;
extern NX_CRYPTO_METHOD crypto_method_tls_prf_sha384;
extern NX_CRYPTO_METHOD crypto_method_tls_prf_sha512;
extern NX_CRYPTO_METHOD crypto_method_hmac;
extern NX_CRYPTO_METHOD crypto_method_hkdf;
extern NX_CRYPTO_METHOD crypto_method_des;
extern NX_CRYPTO_METHOD crypto_method_3des;

#ifdef __cplusplus
}
#endif

#endif
