/** @file
 * The interface of the library: everything that a program includes.
 */
#ifndef NX_SECURE_TLS_API_H
#define NX_SECURE_TLS_API_H

#include "nx_crypto_hmac_sha2.h" /* the services document's example of an HMAC method */
#include "nx_secure_tls.h"
#include "nx_secure_x509.h"
#include "nxsecure/certificate_services.h"
#include "nxsecure/crypto_services.h"
#include "nxsecure/ext.h"
#include "nxsecure/session_services.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Spellings that the services document uses in places. */
#define nx_secure_tls_time_function_set                  nx_secure_tls_session_time_function_set
#define nx_secure_tls_timestamp_function_set             nx_secure_tls_session_time_function_set
#define nx_secure_tls_session_renegotiation_callback_set nx_secure_tls_session_renegotiate_callback_set
#define nx_secure_tls_add_local_certificate              nx_secure_tls_local_certificate_add

/**
 * Creates a session from lists of methods and of suite descriptions instead of a cipher table, which is built
 * inside the metadata area. Suites and certificate algorithms for which there is no method are left out; the
 * groups are those of the curve methods in the list, in its order, or the stock ones when it has none.
 * @param tls_session  the session; used until nx_secure_tls_session_delete()
 * @param crypto_array  methods, found by their algorithm ids; the methods are referenced until then
 * @param crypto_array_size  how many
 * @param cipher_map  descriptions, best first; only read during the call
 * @param cipher_map_size  how many
 * @param metadata_buffer  memory for the tables and the crypto methods, at any address; used until then
 * @param metadata_size  bytes of it
 * @return NX_SUCCESS; NX_PTR_ERROR (a NULL argument, or already created);
 *         NX_SECURE_TLS_INSUFFICIENT_METADATA_SPACE; NX_SECURE_TLS_UNSUPPORTED_CIPHER
 * Nobody else may use the session meanwhile. Not in the services document: the Azure IoT middleware calls it.
 */
UINT _nx_secure_tls_session_create_ext(NX_SECURE_TLS_SESSION *tls_session,
                                       const NX_CRYPTO_METHOD **crypto_array, UINT crypto_array_size,
                                       const NX_CRYPTO_CIPHERSUITE **cipher_map, UINT cipher_map_size,
                                       VOID *metadata_buffer, ULONG metadata_size);

/** Name and version of the library. */
extern const CHAR _nx_secure_version_id[];

#ifdef __cplusplus
}
#endif

#endif
