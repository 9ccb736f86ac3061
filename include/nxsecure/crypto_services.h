/** @file
 * The services for pre-shared keys and for tests of crypto methods.
 */
#ifndef NXSECURE_CRYPTO_SERVICES_H
#define NXSECURE_CRYPTO_SERVICES_H

#include "nx_secure_tls.h"
#include "nxsecure/service.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- pre-shared keys -------------------------------------------------------------------------------- */

/**
 * Adds a pre-shared key to a session. It serves every handshake from then on in which both sides have a PSK
 * or ECDHE_PSK suite; a session may have certificates besides. A server finds the key by the identity that
 * the client sends, and tells the first hint that any of its keys has. To a client whose identity it does not
 * know it behaves as to one with a wrong key (alert bad_record_mac), so that nobody learns which identities
 * exist; its own nx_secure_tls_session_start() says NX_SECURE_TLS_NO_MATCHING_PSK. A client without a key of
 * nx_secure_tls_client_psk_set() takes the key with the server's hint, else the first one without a hint;
 * without a hint from the server the first one; when none fits, its start says NX_SECURE_TLS_NO_MATCHING_PSK
 * (alert unknown_psk_identity).
 * @param pre_shared_key  the key; copied
 * @param psk_length  bytes of it, 1 to NX_SECURE_TLS_MAX_PSK_SIZE
 * @param psk_identity  the name of the key; copied
 * @param identity_length  bytes of it, at most NX_SECURE_TLS_MAX_PSK_ID_SIZE
 * @param hint  what a server tells its clients before they choose; copied. May be NX_NULL when there is none
 * @param hint_length  bytes of it, at most NX_SECURE_TLS_MAX_PSK_ID_SIZE
 * @return NX_SUCCESS; NX_SECURE_TLS_NO_MORE_PSK_SPACE (NX_SECURE_TLS_MAX_PSK_KEYS are there already, or a
 * part is too long); NX_PTR_ERROR (an empty key; checked: no session, or a pointer that is missing)
 * Thread-safe. Services: nx_secure_tls_psk_add.
 */
NXS_SERVICE(secure_tls_psk_add, NX_SECURE_TLS_SESSION *session_ptr, UCHAR *pre_shared_key, UINT psk_length,
            UCHAR *psk_identity, UINT identity_length, UCHAR *hint, UINT hint_length);
#define nx_secure_tls_psk_add NXS_SERVICE_NAME(secure_tls_psk_add)

/**
 * Sets the one pre-shared key that the session uses as a client, whatever the server's hint and whatever keys
 * were added; another call replaces it. A client that has a key and no trusted certificate offers only PSK
 * and ECDHE_PSK suites.
 * @param pre_shared_key  the key; copied
 * @param psk_length  bytes of it, 1 to NX_SECURE_TLS_MAX_PSK_SIZE
 * @param psk_identity  the name of the key; copied
 * @param identity_length  bytes of it, at most NX_SECURE_TLS_MAX_PSK_ID_SIZE
 * @param hint  the server's hint that the key belongs to; copied, not compared. May be NX_NULL
 * @param hint_length  bytes of it, at most NX_SECURE_TLS_MAX_PSK_ID_SIZE
 * @return NX_SUCCESS; NX_SECURE_TLS_NO_MORE_PSK_SPACE (a part is too long); NX_PTR_ERROR (an empty key;
 *         checked: no session, or a pointer that is missing)
 * Thread-safe. Services: nx_secure_tls_client_psk_set.
 */
NXS_SERVICE(secure_tls_client_psk_set, NX_SECURE_TLS_SESSION *session_ptr, UCHAR *pre_shared_key,
            UINT psk_length, UCHAR *psk_identity, UINT identity_length, UCHAR *hint, UINT hint_length);
#define nx_secure_tls_client_psk_set NXS_SERVICE_NAME(secure_tls_client_psk_set)

/* ---- self tests ------------------------------------------------------------------------------------- */

/**
 * Runs known-answer tests on the methods of a cipher table, as far as the library has answers for their
 * algorithms. nxs_crypto_self_test() tells of each.
 * @param crypto_table  only read
 * @param metadata  scratch for the methods, at any address
 * @param metadata_size  bytes of it; nx_secure_tls_metadata_size_calculate() tells enough
 * @return NX_SECURE_TLS_SUCCESS; NX_NOT_SUCCESSFUL (an answer was wrong); NX_PTR_ERROR
 * Thread-safe. Services: nx_secure_crypto_table_self_test.
 */
UINT _nx_secure_crypto_table_self_test(const NX_SECURE_TLS_CRYPTO *crypto_table, VOID *metadata,
                                       UINT metadata_size);
#define nx_secure_crypto_table_self_test _nx_secure_crypto_table_self_test

/**
 * Draws random values and compares them.
 * @return NX_SUCCESS when they differ; NX_NOT_SUCCESSFUL
 * Thread-safe. Not in the services document.
 */
UINT _nx_secure_crypto_rng_self_test(void);
#define nx_secure_crypto_rng_self_test _nx_secure_crypto_rng_self_test

/**
 * Computes an HMAC over memory, for example over a program.
 * @param hmac_ptr  an HMAC method
 * @param start_address  of the first byte
 * @param end_address  behind the last byte
 * @param key  the key
 * @param key_length  bytes of it
 * @param metadata  scratch for the method
 * @param metadata_size  bytes of it, at least the method's nx_crypto_metadata_area_size
 * @param output_buffer  receives the HMAC
 * @param output_buffer_size  bytes of it
 * @param actual_size  receives how many were written
 * @return 0; 1 when it failed
 * Thread-safe. Services: nx_secure_module_hash_compute.
 */
UINT nx_secure_module_hash_compute(NX_CRYPTO_METHOD *hmac_ptr, ALIGN_TYPE start_address,
                                   ALIGN_TYPE end_address, UCHAR *key, UINT key_length, VOID *metadata,
                                   UINT metadata_size, UCHAR *output_buffer, UINT output_buffer_size,
                                   UINT *actual_size);

#ifdef __cplusplus
}
#endif

#endif
