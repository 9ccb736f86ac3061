#include "provider.h"

#include "nx_crypto_null.h"

UINT _nx_crypto_method_null_init(struct NX_CRYPTO_METHOD_STRUCT *method, UCHAR *key,
                                 NX_CRYPTO_KEY_SIZE key_size_in_bits, VOID **handler, VOID *crypto_metadata,
                                 ULONG crypto_metadata_size)
{
    (void)method;
    (void)key;
    (void)key_size_in_bits;
    (void)handler;
    (void)crypto_metadata;
    (void)crypto_metadata_size;
    return NX_CRYPTO_SUCCESS;
}

UINT _nx_crypto_method_null_cleanup(VOID *crypto_metadata)
{
    (void)crypto_metadata;
    return NX_CRYPTO_SUCCESS;
}

UINT _nx_crypto_method_null_operation(UINT op, VOID *handler, struct NX_CRYPTO_METHOD_STRUCT *method,
                                      UCHAR *key, NX_CRYPTO_KEY_SIZE key_size_in_bits, UCHAR *input,
                                      ULONG input_length_in_byte, UCHAR *iv_ptr, UCHAR *output,
                                      ULONG output_length_in_byte, VOID *crypto_metadata,
                                      ULONG crypto_metadata_size, VOID *packet_ptr,
                                      VOID (*nx_crypto_hw_process_callback)(VOID *packet_ptr, UINT status))
{
    (void)op;
    (void)handler;
    (void)method;
    (void)key;
    (void)key_size_in_bits;
    (void)input;
    (void)input_length_in_byte;
    (void)iv_ptr;
    (void)output;
    (void)output_length_in_byte;
    (void)crypto_metadata;
    (void)crypto_metadata_size;
    (void)packet_ptr;
    (void)nx_crypto_hw_process_callback;
    return NX_CRYPTO_SUCCESS;
}

/* TLS recognizes these by their algorithm and never calls them. */
NX_CRYPTO_METHOD crypto_method_none = {NX_CRYPTO_NONE, 0, 0, 0, 0, 0, NULL, NULL, NULL};
NX_CRYPTO_METHOD crypto_method_null = {NX_CRYPTO_ENCRYPTION_NULL, 0, 0, 0, 4, 0, NULL, NULL, NULL};
NX_CRYPTO_METHOD crypto_method_auth_psk = {NX_CRYPTO_KEY_EXCHANGE_PSK, 0, 0, 0, 0, 0, NULL, NULL, NULL};
NX_CRYPTO_METHOD crypto_method_public_null = {NX_CRYPTO_ENCRYPTION_NULL,
                                              0,
                                              0,
                                              0,
                                              1,
                                              0,
                                              _nx_crypto_method_null_init,
                                              _nx_crypto_method_null_cleanup,
                                              _nx_crypto_method_null_operation};
