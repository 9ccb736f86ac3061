/** @file
 * Every configuration macro, its default, one sentence each.
 */
#ifndef NX_SECURE_CONFIG_H
#define NX_SECURE_CONFIG_H

#ifdef NX_INCLUDE_USER_DEFINE_FILE
#include "nx_user.h"
#endif
#ifdef NX_SECURE_INCLUDE_USER_DEFINE_FILE
#include "nx_secure_user.h"
#endif

/** Largest RSA modulus in bits; all rooms for RSA values follow it. */
#ifndef NX_CRYPTO_MAX_RSA_MODULUS_SIZE
#define NX_CRYPTO_MAX_RSA_MODULUS_SIZE 8192
#endif

/** How a running hash state is copied. */
#ifndef NX_SECURE_HASH_METADATA_CLONE
#define NX_SECURE_HASH_METADATA_CLONE(destination, source, size)                                             \
    NX_CRYPTO_MEMCPY((destination), (source), (size))
#endif

/** Called on a copied hash state when it is done with. */
#ifndef NX_SECURE_HASH_CLONE_CLEANUP
#define NX_SECURE_HASH_CLONE_CLEANUP(metadata, size) ((void)(metadata), (void)(size))
#endif

/** True for the algorithm ids of the application's own AEAD methods. */
#ifndef NX_SECURE_AEAD_CIPHER_CHECK
#define NX_SECURE_AEAD_CIPHER_CHECK(algorithm) 0
#endif

/** How many draws nx_secure_crypto_rng_self_test() compares, 2 to 16. */
#ifndef NX_SECURE_RNG_CHECK_COUNT
#define NX_SECURE_RNG_CHECK_COUNT 3
#endif

#define NX_SECURE_TLS_SSL_3_0_ENABLED 0
#ifdef NX_SECURE_TLS_ENABLE_TLS_1_0
#define NX_SECURE_TLS_TLS_1_0_ENABLED 1
#else
#define NX_SECURE_TLS_TLS_1_0_ENABLED 0
#endif
#ifdef NX_SECURE_TLS_DISABLE_TLS_1_1
#define NX_SECURE_TLS_TLS_1_1_ENABLED 0
#else
#define NX_SECURE_TLS_TLS_1_1_ENABLED 1
#endif
#define NX_SECURE_TLS_TLS_1_2_ENABLED 1
#ifdef NX_SECURE_TLS_DISABLE_TLS_1_3
#define NX_SECURE_TLS_TLS_1_3_ENABLED 0
#else
#define NX_SECURE_TLS_TLS_1_3_ENABLED 1
#endif

#endif
