/** @file
 * Every configuration macro, its default, and what it does.
 *
 * A program defines macros on the compiler's command line, in nx_user.h (with NX_INCLUDE_USER_DEFINE_FILE) or
 * in nx_secure_user.h (with NX_SECURE_INCLUDE_USER_DEFINE_FILE). Three kinds are told apart below:
 * - macros that shape structs: fixed when the library is built, by the CMake options of
 *   nxsecure/private/built.h. A program may repeat them; a differing definition is an error.
 * - macros that a program may define for itself, and macros that are heeded where the library is compiled.
 * - macros of NetX Duo Secure that are accepted and change nothing, each with the reason.
 */
#ifndef NX_SECURE_CONFIG_H
#define NX_SECURE_CONFIG_H

#ifdef NX_INCLUDE_USER_DEFINE_FILE
#include "nx_user.h"
#endif
#ifdef NX_SECURE_INCLUDE_USER_DEFINE_FILE
#include "nx_secure_user.h"
#endif

#include "nxsecure/private/built.h"

/* ---- what shapes structs: fixed when the library is built ------------------------------------------- */

/** NX_SECURE_TLS_ENABLE_TLS_1_0: off. Room for TLS 1.0 in cipher tables (NXS_BUILT_TLS_1_0). */
#if defined(NX_SECURE_TLS_ENABLE_TLS_1_0) && !NXS_BUILT_TLS_1_0
#error "NX_SECURE_TLS_ENABLE_TLS_1_0: the library was built without TLS 1.0"
#endif

/** NX_SECURE_TLS_DISABLE_TLS_1_1: off. No room for TLS 1.1 in cipher tables (NXS_BUILT_TLS_1_1). */
#if defined(NX_SECURE_TLS_DISABLE_TLS_1_1) && NXS_BUILT_TLS_1_1
#error "NX_SECURE_TLS_DISABLE_TLS_1_1: the library was built with TLS 1.1"
#endif

/** NX_SECURE_TLS_DISABLE_TLS_1_3: off. No room for TLS 1.3 in cipher tables (NXS_BUILT_TLS_1_3). */
#if defined(NX_SECURE_TLS_DISABLE_TLS_1_3) && NXS_BUILT_TLS_1_3
#error "NX_SECURE_TLS_DISABLE_TLS_1_3: the library was built with TLS 1.3"
#endif

/* The versions for which cipher tables have members, as 0 or 1: application tables test them. Which versions
 * a session speaks is another question: see nx_secure_tls_session_protocol_version_override(). */
#define NX_SECURE_TLS_SSL_3_0_ENABLED 0
#define NX_SECURE_TLS_TLS_1_0_ENABLED NXS_BUILT_TLS_1_0
#define NX_SECURE_TLS_TLS_1_1_ENABLED NXS_BUILT_TLS_1_1
#define NX_SECURE_TLS_TLS_1_2_ENABLED 1
#define NX_SECURE_TLS_TLS_1_3_ENABLED NXS_BUILT_TLS_1_3

/** NX_SECURE_X509_USE_EXTENDED_DISTINGUISHED_NAMES: off. Names of certificates have seven more members
 * (NXS_BUILT_EXTENDED_NAMES). */
#if defined(NX_SECURE_X509_USE_EXTENDED_DISTINGUISHED_NAMES) && !NXS_BUILT_EXTENDED_NAMES
#error "NX_SECURE_X509_USE_EXTENDED_DISTINGUISHED_NAMES: the library was built without them"
#endif
#if NXS_BUILT_EXTENDED_NAMES && !defined(NX_SECURE_X509_USE_EXTENDED_DISTINGUISHED_NAMES)
#define NX_SECURE_X509_USE_EXTENDED_DISTINGUISHED_NAMES
#endif

/** NX_SECURE_X509_DNS_NAME_MAX: 100. Most bytes of a DNS name (NXS_BUILT_DNS_NAME_MAX). */
#ifndef NX_SECURE_X509_DNS_NAME_MAX
#define NX_SECURE_X509_DNS_NAME_MAX NXS_BUILT_DNS_NAME_MAX
#elif NX_SECURE_X509_DNS_NAME_MAX != NXS_BUILT_DNS_NAME_MAX
#error "NX_SECURE_X509_DNS_NAME_MAX differs from what the library was built with"
#endif

/** NX_SECURE_TLS_MAX_PSK_SIZE: 64. Most bytes of a pre-shared key (NXS_BUILT_MAX_PSK_SIZE). */
#ifndef NX_SECURE_TLS_MAX_PSK_SIZE
#define NX_SECURE_TLS_MAX_PSK_SIZE NXS_BUILT_MAX_PSK_SIZE
#elif NX_SECURE_TLS_MAX_PSK_SIZE != NXS_BUILT_MAX_PSK_SIZE
#error "NX_SECURE_TLS_MAX_PSK_SIZE differs from what the library was built with"
#endif

/** NX_SECURE_TLS_MAX_PSK_KEYS: 5. Pre-shared keys of a session (NXS_BUILT_MAX_PSK_KEYS). */
#ifndef NX_SECURE_TLS_MAX_PSK_KEYS
#define NX_SECURE_TLS_MAX_PSK_KEYS NXS_BUILT_MAX_PSK_KEYS
#elif NX_SECURE_TLS_MAX_PSK_KEYS != NXS_BUILT_MAX_PSK_KEYS
#error "NX_SECURE_TLS_MAX_PSK_KEYS differs from what the library was built with"
#endif

/** NX_SECURE_TLS_MAX_PSK_ID_SIZE: 20. Most bytes of the identity, and of the hint, of a pre-shared key
 * (NXS_BUILT_MAX_PSK_ID_SIZE). */
#ifndef NX_SECURE_TLS_MAX_PSK_ID_SIZE
#define NX_SECURE_TLS_MAX_PSK_ID_SIZE NXS_BUILT_MAX_PSK_ID_SIZE
#elif NX_SECURE_TLS_MAX_PSK_ID_SIZE != NXS_BUILT_MAX_PSK_ID_SIZE
#error "NX_SECURE_TLS_MAX_PSK_ID_SIZE differs from what the library was built with"
#endif

/** NX_CRYPTO_MAX_RSA_MODULUS_SIZE: 8192. Largest RSA modulus in bits; rooms for RSA values follow it
 * (NXS_BUILT_MAX_RSA_BITS). */
#ifndef NX_CRYPTO_MAX_RSA_MODULUS_SIZE
#define NX_CRYPTO_MAX_RSA_MODULUS_SIZE NXS_BUILT_MAX_RSA_BITS
#elif NX_CRYPTO_MAX_RSA_MODULUS_SIZE != NXS_BUILT_MAX_RSA_BITS
#error "NX_CRYPTO_MAX_RSA_MODULUS_SIZE differs from what the library was built with"
#endif

/** NXS_SHARED_CERTIFICATES: 8. How many certificates of each of its stores a session may share with another
 * (NXS_BUILT_SHARED_CERTIFICATES). */
#ifndef NXS_SHARED_CERTIFICATES
#define NXS_SHARED_CERTIFICATES NXS_BUILT_SHARED_CERTIFICATES
#elif NXS_SHARED_CERTIFICATES != NXS_BUILT_SHARED_CERTIFICATES
#error "NXS_SHARED_CERTIFICATES differs from what the library was built with"
#endif

/* ---- for programs ----------------------------------------------------------------------------------- */

/** NX_SECURE_DISABLE_ERROR_CHECKING: off. The nx_ names of services mean the ones that trust their arguments.
 * Where the library is compiled with it, the checking ones are left out. */
#ifdef NX_SECURE_DISABLE_ERROR_CHECKING
#define NXS_HAVE_ERROR_CHECKING 0
#else
#define NXS_HAVE_ERROR_CHECKING 1
#endif

/* NX_SECURE_ENABLE, NX_WEB_HTTPS_ENABLE, NX_TCPSERVER_ENABLE_TLS: off. Read by add-ons only. */

/* ---- where the library is compiled ------------------------------------------------------------------ */

/** NX_SECURE_TLS_MINIMUM_MESSAGE_BUFFER_SIZE: 4000. Smallest packet buffer that the checked service takes. */
#ifndef NX_SECURE_TLS_MINIMUM_MESSAGE_BUFFER_SIZE
#define NX_SECURE_TLS_MINIMUM_MESSAGE_BUFFER_SIZE 4000
#endif

/** NX_SECURE_TLS_MINIMUM_CERTIFICATE_SIZE: 256. Least room per certificate in a buffer that is divided. */
#ifndef NX_SECURE_TLS_MINIMUM_CERTIFICATE_SIZE
#define NX_SECURE_TLS_MINIMUM_CERTIFICATE_SIZE 256
#endif

/** NX_SECURE_HASH_METADATA_CLONE: memcpy. How a running hash state is copied. */
#ifndef NX_SECURE_HASH_METADATA_CLONE
#define NX_SECURE_HASH_METADATA_CLONE(destination, source, size)                                             \
    NX_CRYPTO_MEMCPY((destination), (source), (size))
#endif

/** NX_SECURE_HASH_CLONE_CLEANUP: nothing. Called on a copied hash state when it is done with. */
#ifndef NX_SECURE_HASH_CLONE_CLEANUP
#define NX_SECURE_HASH_CLONE_CLEANUP(metadata, size) ((void)(metadata), (void)(size))
#endif

/** NX_SECURE_AEAD_CIPHER_CHECK: false. True for the algorithm ids of the application's own AEAD methods. */
#ifndef NX_SECURE_AEAD_CIPHER_CHECK
#define NX_SECURE_AEAD_CIPHER_CHECK(algorithm) 0
#endif

/** NX_SECURE_RNG_CHECK_COUNT: 3. How many draws the self test of the random generator compares. */
#ifndef NX_SECURE_RNG_CHECK_COUNT
#define NX_SECURE_RNG_CHECK_COUNT 3
#endif

/* NX_CRYPTO_RBG, NX_CRYPTO_MEMCPY, NX_CRYPTO_MEMCMP, NX_CRYPTO_MEMMOVE, NX_CRYPTO_MEMSET: see nx_crypto.h. */

/* ---- accepted, without effect ----------------------------------------------------------------------- */

/* NX_SECURE_TLS_ENABLE_TLS_1_1, NX_SECURE_TLS_ENABLE_TLS_1_3: both are built in unless the macros above say
 * otherwise.
 * NX_SECURE_TLS_ENABLE_SSL_3_0: SSL 3.0 is not implemented.
 * NX_SECURE_ENABLE_PSK_CIPHERSUITES, NX_SECURE_ENABLE_ECJPAKE_CIPHERSUITE,
 * NX_SECURE_ENABLE_CLIENT_CERTIFICATE_VERIFY, NX_SECURE_DISABLE_ECC_CIPHERSUITE: which suites there are is
 * said by tables, and struct layouts are the same with and without.
 * NX_SECURE_ALLOW_SELF_SIGNED_CERTIFICATES: a peer's certificate that is itself trusted is accepted always.
 * NX_SECURE_X509_STRICT_NAME_COMPARE: names are compared whole always.
 * NX_SECURE_X509_DISABLE_KEY_USAGE_CHECK: an issuer that may not sign certificates is refused always.
 * NX_SECURE_KEY_CLEAR: keys are wiped always.
 * NX_SECURE_TLS_DISABLE_PROTOCOL_VERSION_DOWNGRADE: a session offers what its version range says.
 * NX_SECURE_TLS_CLIENT_DISABLED, NX_SECURE_TLS_SERVER_DISABLED, NX_SECURE_TLS_SNI_EXTENSION_DISABLED,
 * NX_SECURE_X509_DISABLE_CRL: parts cannot be left out yet.
 * NX_SECURE_TLS_DISABLE_SECURE_RENEGOTIATION, NX_SECURE_TLS_REQUIRE_RENEGOTIATION_EXT,
 * NX_SECURE_TLS_DISABLE_CLIENT_INITIATED_RENEGOTIATION, NX_SECURE_TLS_USE_SCSV_CIPHPERSUITE: renegotiation is
 * refused; renegotiation_info [RFC5746] is sent and checked.
 * NX_SECURE_POWER_ON_SELF_TEST_MODULE_INTEGRITY_CHECK: the self tests are there always.
 * NX_SECURE_TLS_MAX_PSK_NONCE_SIZE, NX_SECURE_TLS_PREMASTER_SIZE, NX_SECURE_TLS_MASTER_SIZE,
 * NX_SECURE_TLS_KEY_MATERIAL_SIZE: no buffer has these sizes.
 * NX_SECURE_MEMCPY, NX_SECURE_MEMCMP, NX_SECURE_MEMMOVE, NX_SECURE_MEMSET: NX_CRYPTO_MEM... are used.
 * NX_SECURE_X509_PARSE_CERTIFICATE_EXTENSION, ..._CERTIFICATE_VERIFY_EXTENSION, ..._PARSE_CRL_EXTENSION,
 * ..._CRL_VERIFY_EXTENSION, ..._CERTIFICATE_INITIALIZE_EXTENSION: code hooks of ports; use the certificate
 * callback.
 * NX_CRYPTO_ENABLE_CURVE25519_448: X25519 is in the stock tables always.
 * NX_CRYPTO_STANDALONE_ENABLE, NX_CRYPTO_SELF_TEST, NX_CRYPTO_FIPS: of the nx_crypto library.
 * NX_SECURE_ENABLE_DTLS, NX_SECURE_DTLS_...: DTLS is not implemented. */

/* Defined, since application tables ask for them before they name such suites. */
#ifndef NX_SECURE_ENABLE_ECC_CIPHERSUITE
#define NX_SECURE_ENABLE_ECC_CIPHERSUITE
#endif
#ifndef NX_SECURE_ENABLE_AEAD_CIPHER
#define NX_SECURE_ENABLE_AEAD_CIPHER
#endif

/* ---- refused ---------------------------------------------------------------------------------------- */

#ifdef NX_SECURE_DISABLE_X509
#error "NX_SECURE_DISABLE_X509: this library cannot leave certificates out"
#endif
#ifdef NX_SECURE_CUSTOM_SECRET_GENERATION
#error "NX_SECURE_CUSTOM_SECRET_GENERATION: sessions have no such hooks"
#endif
#if defined(NX_SECURE_TLS_CLIENT_DISABLED) && defined(NX_SECURE_TLS_SERVER_DISABLED)
#error "NX_SECURE_TLS_CLIENT_DISABLED and NX_SECURE_TLS_SERVER_DISABLED leave nothing"
#endif

#endif
