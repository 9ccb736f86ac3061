/** @file
 * What the files of this provider share: the fourteen arguments of an operation
 * as one struct, metadata at any address, and the emptying of the caches.
 */
#ifndef NXS_PROVIDER_PROVIDER_H
#define NXS_PROVIDER_PROVIDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nx_crypto.h"

/** What a method answers to an operation it does not know. */
#define NXS_UNKNOWN_OPERATION NX_CRYPTO_PTR_ERROR

/** The arguments of an init or an operation. */
struct nxs_call {
    UINT op;
    NX_CRYPTO_METHOD *method; /**< the method itself; in ops that tell of another method, that one */
    const UCHAR *key;
    UINT key_size; /**< bits; for the PRF bytes */
    const UCHAR *in;
    ULONG in_len;
    const UCHAR *iv;
    UCHAR *out;
    ULONG out_len;
    void *state;     /**< the metadata, aligned for the method's struct */
    void *home;      /**< the metadata as the caller gave it */
    ULONG home_size; /**< and its size: at least the method's struct */
};

typedef UINT nxs_serve(const struct nxs_call *call);

/** The largest struct that a stock method keeps in its metadata, in bytes. */
enum { NXS_STATE_MAX = 640 };

/** Serves a call whose metadata does not have the alignment of the method's struct: on an aligned copy. @p
 * size is at most NXS_STATE_MAX. */
UINT nxs_serve_unaligned(struct nxs_call *call, size_t size, nxs_serve *serve);

/** Checks the metadata of @p call and serves it. */
static inline UINT nxs_serve_call(struct nxs_call *call, size_t size, size_t align, nxs_serve *serve)
{
    if (call->home == NULL || call->method == NULL) {
        return NX_CRYPTO_PTR_ERROR;
    }
    if (call->home_size < size) {
        return NX_CRYPTO_SIZE_ERROR;
    }
    if ((uintptr_t)call->home % align != 0) {
        return nxs_serve_unaligned(call, size, serve);
    }
    call->state = call->home;
    return serve(call);
}

/**
 * Defines @p function as a method's nx_crypto_init, served by @p serve with metadata of @p type. No stock
 * method uses the handler.
 */
#define NXS_DEFINE_INIT(function, type, serve)                                                               \
    UINT function(struct NX_CRYPTO_METHOD_STRUCT *method, UCHAR *key, NX_CRYPTO_KEY_SIZE key_size_in_bits,   \
                  VOID **handler, VOID *crypto_metadata, ULONG crypto_metadata_size)                         \
    {                                                                                                        \
        struct nxs_call call = {.method = method,                                                            \
                                .key = key,                                                                  \
                                .key_size = key_size_in_bits,                                                \
                                .home = crypto_metadata,                                                     \
                                .home_size = crypto_metadata_size};                                          \
        (void)handler;                                                                                       \
        return nxs_serve_call(&call, sizeof(type), _Alignof(type), serve);                                   \
    }

/** Defines @p function as a method's nx_crypto_operation. Every member is named: zeroing the struct first is
 * slow. */
#define NXS_DEFINE_OPERATION(function, type, serve)                                                          \
    UINT function(UINT op, VOID *handler, struct NX_CRYPTO_METHOD_STRUCT *method, UCHAR *key,                \
                  NX_CRYPTO_KEY_SIZE key_size_in_bits, UCHAR *input, ULONG input_length_in_byte,             \
                  UCHAR *iv_ptr, UCHAR *output, ULONG output_length_in_byte, VOID *crypto_metadata,          \
                  ULONG crypto_metadata_size, VOID *packet_ptr,                                              \
                  VOID (*nx_crypto_hw_process_callback)(VOID * packet_ptr, UINT status))                     \
    {                                                                                                        \
        _Static_assert(sizeof(type) <= NXS_STATE_MAX, "fits the copy of unaligned metadata");                \
        struct nxs_call call = {.op = op,                                                                    \
                                .method = method,                                                            \
                                .key = key,                                                                  \
                                .key_size = key_size_in_bits,                                                \
                                .in = input,                                                                 \
                                .in_len = input_length_in_byte,                                              \
                                .iv = iv_ptr,                                                                \
                                .out = output,                                                               \
                                .out_len = output_length_in_byte,                                            \
                                .state = NULL,                                                               \
                                .home = crypto_metadata,                                                     \
                                .home_size = crypto_metadata_size};                                          \
        (void)handler;                                                                                       \
        (void)packet_ptr;                                                                                    \
        (void)nx_crypto_hw_process_callback;                                                                 \
        return nxs_serve_call(&call, sizeof(type), _Alignof(type), serve);                                   \
    }

/** Defines @p function as a method's nx_crypto_cleanup that only has metadata of @p type to wipe. */
#define NXS_DEFINE_WIPING_CLEANUP(function, type)                                                            \
    UINT function(VOID *crypto_metadata)                                                                     \
    {                                                                                                        \
        if (crypto_metadata != NULL) {                                                                       \
            OPENSSL_cleanse(crypto_metadata, sizeof(type));                                                  \
        }                                                                                                    \
        return NX_CRYPTO_SUCCESS;                                                                            \
    }

/** Applications size the metadata of their own method tables by a public type: it must hold our struct. */
#define NXS_STATE_FITS(public_type, type)                                                                    \
    _Static_assert(sizeof(public_type) >= sizeof(type),                                                      \
                   "metadata of applications' own tables is large enough")

/**
 * The answer after libcrypto failed. Takes libcrypto's own reasons off this thread's error queue: an
 * application that uses libcrypto too would read them as its own.
 */
UINT nxs_libcrypto_failed(UINT answer);

/** Wipe and free the cached objects of the two halves; objects in use stay. */
void nxs_sym_cache_empty(void);
void nxs_asym_cache_empty(void);

/** Makes sure that the caches are emptied when libcrypto ends; cheap once done. Each half calls it on a miss.
 */
void nxs_cache_empty_at_exit(void);

#endif
