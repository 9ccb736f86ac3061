/* The curve methods. They only name a curve: the stock methods know it by its algorithm id. */
#include "nx_crypto_ec.h"
#include "provider.h"

/* Other providers ask their curve methods for private objects of theirs; there is nothing to ask of ours. */
#define CURVE_METHOD(name, id, bits, function)                                                               \
    UINT function(UINT op, VOID *handler, struct NX_CRYPTO_METHOD_STRUCT *method, UCHAR *key,                \
                  NX_CRYPTO_KEY_SIZE key_size_in_bits, UCHAR *input, ULONG input_length_in_byte,             \
                  UCHAR *iv_ptr, UCHAR *output, ULONG output_length_in_byte, VOID *crypto_metadata,          \
                  ULONG crypto_metadata_size, VOID *packet_ptr,                                              \
                  VOID (*nx_crypto_hw_process_callback)(VOID * packet_ptr, UINT status))                     \
    {                                                                                                        \
        (void)op;                                                                                            \
        (void)handler;                                                                                       \
        (void)method;                                                                                        \
        (void)key;                                                                                           \
        (void)key_size_in_bits;                                                                              \
        (void)input;                                                                                         \
        (void)input_length_in_byte;                                                                          \
        (void)iv_ptr;                                                                                        \
        (void)output;                                                                                        \
        (void)output_length_in_byte;                                                                         \
        (void)crypto_metadata;                                                                               \
        (void)crypto_metadata_size;                                                                          \
        (void)packet_ptr;                                                                                    \
        (void)nx_crypto_hw_process_callback;                                                                 \
        return NXS_UNKNOWN_OPERATION;                                                                        \
    }                                                                                                        \
    NX_CRYPTO_METHOD name = {id, bits, 0, 0, 0, 0, NULL, NULL, function};

CURVE_METHOD(crypto_method_ec_secp192, NX_CRYPTO_EC_SECP192R1, 192, _nx_crypto_method_ec_secp192r1_operation)
CURVE_METHOD(crypto_method_ec_secp224, NX_CRYPTO_EC_SECP224R1, 224, _nx_crypto_method_ec_secp224r1_operation)
CURVE_METHOD(crypto_method_ec_secp256, NX_CRYPTO_EC_SECP256R1, 256, _nx_crypto_method_ec_secp256r1_operation)
CURVE_METHOD(crypto_method_ec_secp384, NX_CRYPTO_EC_SECP384R1, 384, _nx_crypto_method_ec_secp384r1_operation)
CURVE_METHOD(crypto_method_ec_secp521, NX_CRYPTO_EC_SECP521R1, 521, _nx_crypto_method_ec_secp521r1_operation)
CURVE_METHOD(crypto_method_ec_x25519, NX_CRYPTO_EC_X25519, 255, _nx_crypto_method_ec_x25519_operation)
CURVE_METHOD(crypto_method_ec_x448, NX_CRYPTO_EC_X448, 448, _nx_crypto_method_ec_x448_operation)
