/** @file
 * The services for sessions: their life, their settings, handshake, data, end.
 *
 * The first parameter is a session that was created, unless the description says otherwise. Inside a callback
 * of a session, what starts, ends or carries on its connection is refused with NX_SECURE_TLS_INVALID_STATE.
 */
#ifndef NXSECURE_SESSION_SERVICES_H
#define NXSECURE_SESSION_SERVICES_H

#include "nx_secure_tls.h"
#include "nxsecure/service.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- the library ------------------------------------------------------------------------------------ */

/**
 * Prepares the library. Need not be called, and may be called again.
 * Thread-safe. Services: nx_secure_tls_initialize.
 */
VOID _nx_secure_tls_initialize(VOID);
#define nx_secure_tls_initialize _nx_secure_tls_initialize

/**
 * Frees what the library keeps between sessions: the cached objects of the crypto provider. Sessions that are
 * still created go on working.
 * @return NX_SUCCESS
 * Thread-safe. Not in the services document.
 */
UINT _nx_secure_tls_shutdown(VOID);
#define nx_secure_tls_shutdown _nx_secure_tls_shutdown

/**
 * Tells how much metadata memory a session with this cipher table needs, at any address.
 * @param crypto_table  the table that the session will be created with; only read
 * @param metadata_size  receives bytes
 * @return NX_SUCCESS; checked: NX_PTR_ERROR
 * Thread-safe. Services: nx_secure_tls_metadata_size_calculate.
 */
NXS_SERVICE(secure_tls_metadata_size_calculate, const NX_SECURE_TLS_CRYPTO *crypto_table,
            ULONG *metadata_size);
#define nx_secure_tls_metadata_size_calculate NXS_SERVICE_NAME(secure_tls_metadata_size_calculate)

/* ---- life ------------------------------------------------------------------------------------------- */

/**
 * Creates a session in memory of the caller, whatever it holds.
 * @param session_ptr  the session; used until nx_secure_tls_session_delete()
 * @param cipher_table  suites and methods, best first; referenced and read at every use until then
 * @param encryption_metadata_area  memory for crypto methods, at any address; used until then
 * @param encryption_metadata_size  bytes of it, at least what nx_secure_tls_metadata_size_calculate() says
 * @return NX_SUCCESS; NX_PTR_ERROR (already created); NX_INVALID_PARAMETERS (too little metadata);
 *         NX_SECURE_TLS_UNSUPPORTED_CIPHER (the table has the methods of no TLS version); checked:
 *         NX_PTR_ERROR
 * Nobody else may use the session meanwhile. Services: nx_secure_tls_session_create.
 */
NXS_SERVICE(secure_tls_session_create, NX_SECURE_TLS_SESSION *session_ptr,
            const NX_SECURE_TLS_CRYPTO *cipher_table, VOID *encryption_metadata_area,
            ULONG encryption_metadata_size);
#define nx_secure_tls_session_create NXS_SERVICE_NAME(secure_tls_session_create)

/**
 * Deletes a session: its connection ends without a word, everything in it is wiped, and the memory given to
 * it is the caller's again. The socket stays as it is.
 * @return NX_SUCCESS; NX_SECURE_TLS_INVALID_STATE (inside a callback of the session); checked: NX_PTR_ERROR,
 *         also when it was not created (unchecked: NX_SUCCESS, and the memory is left as it is)
 * Nobody else may use the session meanwhile. Services: nx_secure_tls_session_delete.
 */
NXS_SERVICE(secure_tls_session_delete, NX_SECURE_TLS_SESSION *session_ptr);
#define nx_secure_tls_session_delete NXS_SERVICE_NAME(secure_tls_session_delete)

/**
 * Forgets the connection without a word to the peer. Settings, certificates and buffers stay.
 * @return NX_SUCCESS; NX_SECURE_TLS_INVALID_STATE (inside a callback of the session); checked: NX_PTR_ERROR,
 *         NX_SECURE_TLS_SESSION_UNINITIALIZED
 * Thread-safe: a thread that waits in the session returns NX_NOT_CONNECTED. Services:
 * nx_secure_tls_session_reset.
 */
NXS_SERVICE(secure_tls_session_reset, NX_SECURE_TLS_SESSION *session_ptr);
#define nx_secure_tls_session_reset NXS_SERVICE_NAME(secure_tls_session_reset)

/* ---- settings --------------------------------------------------------------------------------------- */

/**
 * Gives the memory in which records and handshake messages that span packets are put together, and in which
 * the peer's certificates are kept when no space was given for them. Not while a connection runs.
 * @param buffer_ptr  the session's until another is set or the session is deleted
 * @param buffer_size  bytes; a record that spans packets and is longer ends the connection
 * @return NX_SUCCESS; checked: NX_PTR_ERROR, NX_SECURE_TLS_SESSION_UNINITIALIZED, NX_INVALID_PARAMETERS
 *         (fewer than NX_SECURE_TLS_MINIMUM_MESSAGE_BUFFER_SIZE bytes)
 * Thread-safe while no connection runs. Services: nx_secure_tls_session_packet_buffer_set.
 */
NXS_SERVICE(secure_tls_session_packet_buffer_set, NX_SECURE_TLS_SESSION *session_ptr, UCHAR *buffer_ptr,
            ULONG buffer_size);
#define nx_secure_tls_session_packet_buffer_set NXS_SERVICE_NAME(secure_tls_session_packet_buffer_set)

/**
 * Sets where packets for handshake messages and for data that was received come from. The default is the pool
 * of the socket's IP instance.
 * @param packet_pool  referenced until another is set
 * @return NX_SUCCESS; checked: NX_PTR_ERROR, NX_SECURE_TLS_SESSION_UNINITIALIZED
 * Thread-safe while no connection runs. Services: nx_secure_tls_session_packet_pool_set.
 */
NXS_SERVICE(secure_tls_session_packet_pool_set, NX_SECURE_TLS_SESSION *tls_session,
            NX_PACKET_POOL *packet_pool);
#define nx_secure_tls_session_packet_pool_set NXS_SERVICE_NAME(secure_tls_session_packet_pool_set)

/**
 * Names the groups for key agreement and certificates, best first. Without it, or with an empty list, the
 * stock groups are used. Not while a handshake runs.
 * @param supported_groups  TLS NamedGroup numbers; referenced until the session is deleted
 * @param supported_group_count  how many
 * @param curves  a curve method for each; referenced likewise
 * @return NX_SUCCESS
 * Thread-safe while no handshake runs. Not in the services document.
 */
UINT _nx_secure_tls_ecc_initialize(NX_SECURE_TLS_SESSION *tls_session, const USHORT *supported_groups,
                                   USHORT supported_group_count, const NX_CRYPTO_METHOD **curves);
#define nx_secure_tls_ecc_initialize _nx_secure_tls_ecc_initialize

/**
 * Makes a session speak one version of TLS only. Not while a handshake runs.
 * @param protocol_version  NX_SECURE_TLS_VERSION_TLS_1_2; the others are not available in this release
 * @return NX_SUCCESS; NX_SECURE_TLS_UNSUPPORTED_TLS_VERSION (known, but not available);
 *         NX_SECURE_TLS_UNKNOWN_TLS_VERSION; checked: NX_PTR_ERROR, NX_SECURE_TLS_SESSION_UNINITIALIZED
 * Thread-safe while no handshake runs. Services: nx_secure_tls_session_protocol_version_override.
 */
NXS_SERVICE(secure_tls_session_protocol_version_override, NX_SECURE_TLS_SESSION *session_ptr,
            USHORT protocol_version);
#define nx_secure_tls_session_protocol_version_override                                                      \
    NXS_SERVICE_NAME(secure_tls_session_protocol_version_override)

/**
 * Sets a function that tells the time, so that the dates of certificates are checked. Without one they are
 * not.
 * @param time_func_ptr  returns seconds since 1970, UTC; called with the session locked
 * @return NX_SUCCESS; checked: NX_PTR_ERROR, NX_SECURE_TLS_SESSION_UNINITIALIZED
 * Thread-safe while no handshake runs. Services: nx_secure_tls_session_time_function_set.
 */
NXS_SERVICE(secure_tls_session_time_function_set, NX_SECURE_TLS_SESSION *session_ptr,
            ULONG (*time_func_ptr)(void));
#define nx_secure_tls_session_time_function_set NXS_SERVICE_NAME(secure_tls_session_time_function_set)

/**
 * Sets the host name that a client asks the server for.
 * @param dns_name  referenced, and read at each start, until another is set; NX_NULL: none
 * @return NX_SUCCESS; checked: NX_PTR_ERROR, NX_SECURE_TLS_SESSION_UNINITIALIZED
 * Thread-safe while no handshake runs. Services: nx_secure_tls_session_sni_extension_set.
 */
NXS_SERVICE(secure_tls_session_sni_extension_set, NX_SECURE_TLS_SESSION *session_ptr,
            NX_SECURE_X509_DNS_NAME *dns_name);
#define nx_secure_tls_session_sni_extension_set NXS_SERVICE_NAME(secure_tls_session_sni_extension_set)

/* ---- callbacks -------------------------------------------------------------------------------------- */

/**
 * Sets a function that judges the peer's certificate after a path to a trusted one was found: the place to
 * check the host name. It runs with the session locked, and must not wait for other threads that use the
 * session.
 * @param func_ptr  gets the peer's own certificate, valid during the call. Anything but 0 ends the handshake,
 *   and is what start returns
 * @return NX_SUCCESS; checked: NX_PTR_ERROR, NX_SECURE_TLS_SESSION_UNINITIALIZED
 * Thread-safe while no handshake runs. Services: nx_secure_tls_session_certificate_callback_set.
 */
NXS_SERVICE(secure_tls_session_certificate_callback_set, NX_SECURE_TLS_SESSION *tls_session,
            ULONG (*func_ptr)(NX_SECURE_TLS_SESSION *session, NX_SECURE_X509_CERT *certificate));
#define nx_secure_tls_session_certificate_callback_set                                                       \
    NXS_SERVICE_NAME(secure_tls_session_certificate_callback_set)

/**
 * Sets a function that a client calls with the extensions of ServerHello, when the server's part of the
 * handshake has come. It runs with the session locked, and must not wait for other threads that use the
 * session.
 * @param func_ptr  gets at most NX_SECURE_TLS_HELLO_EXTENSIONS_MAX extensions, valid during the call.
 *   Anything but 0 ends the handshake, and is what start returns
 * @return NX_SUCCESS; checked: NX_PTR_ERROR, NX_SECURE_TLS_SESSION_UNINITIALIZED
 * Thread-safe while no handshake runs. Services: nx_secure_tls_session_client_callback_set.
 */
NXS_SERVICE(secure_tls_session_client_callback_set, NX_SECURE_TLS_SESSION *tls_session,
            ULONG (*func_ptr)(NX_SECURE_TLS_SESSION *tls_session, NX_SECURE_TLS_HELLO_EXTENSION *extensions,
                              UINT num_extensions));
#define nx_secure_tls_session_client_callback_set NXS_SERVICE_NAME(secure_tls_session_client_callback_set)

/**
 * Sets a function that a server calls with the extensions of ClientHello, server_name first: the place to
 * choose a certificate with nx_secure_tls_active_certificate_set(). It runs with the session locked, and must
 * not wait for other threads that use the session.
 * @param func_ptr  as for nx_secure_tls_session_client_callback_set()
 * @return NX_SUCCESS; checked: NX_PTR_ERROR, NX_SECURE_TLS_SESSION_UNINITIALIZED
 * Thread-safe while no handshake runs. Services: nx_secure_tls_session_server_callback_set.
 */
NXS_SERVICE(secure_tls_session_server_callback_set, NX_SECURE_TLS_SESSION *tls_session,
            ULONG (*func_ptr)(NX_SECURE_TLS_SESSION *tls_session, NX_SECURE_TLS_HELLO_EXTENSION *extensions,
                              UINT num_extensions));
#define nx_secure_tls_session_server_callback_set NXS_SERVICE_NAME(secure_tls_session_server_callback_set)

/**
 * Finds the host name that a client asks for in the extensions given to a server callback.
 * @param extensions  what the callback was given
 * @param num_extensions  how many
 * @param dns_name  receives a copy, not terminated; its length is 0 on failure
 * @return NX_SUCCESS; NX_SECURE_TLS_EXTENSION_NOT_FOUND (also in a client);
 *         NX_SECURE_TLS_SNI_EXTENSION_INVALID (malformed, or longer than NX_SECURE_X509_DNS_NAME_MAX);
 *         checked: NX_PTR_ERROR, NX_SECURE_TLS_SESSION_UNINITIALIZED
 * Thread-safe. Services: nx_secure_tls_session_sni_extension_parse.
 */
NXS_SERVICE(secure_tls_session_sni_extension_parse, NX_SECURE_TLS_SESSION *session_ptr,
            NX_SECURE_TLS_HELLO_EXTENSION *extensions, UINT num_extensions,
            NX_SECURE_X509_DNS_NAME *dns_name);
#define nx_secure_tls_session_sni_extension_parse NXS_SERVICE_NAME(secure_tls_session_sni_extension_parse)

/* ---- connections ------------------------------------------------------------------------------------ */

/**
 * Does a handshake on a connected socket: as a client on a client socket, as a server on a server socket.
 * What an earlier connection left is forgotten first. After a failure the session waits for end, reset or
 * another start.
 * @param tcp_socket_ptr  used until end, reset or delete
 * @param wait_option  ticks to wait for each packet. With NX_NO_WAIT a client sends its hello and returns
 *   NX_CONTINUE, a server handles what has arrived; _nx_secure_tls_handshake_process() goes on
 * @return NX_SUCCESS; NX_CONTINUE (not complete yet); NX_NO_PACKET, NX_SECURE_TLS_ALLOCATE_PACKET_FAILED (not
 *         in time: the handshake stays where it is); NX_NOT_CONNECTED, NX_NOT_BOUND,
 *         NX_SECURE_TLS_TCP_SEND_FAILED (the socket); NX_SECURE_TLS_ALERT_RECEIVED (see
 *         nx_secure_tls_session_alert_value_get()); what a callback returned; NX_SECURE_TLS_ and
 *         NX_SECURE_X509_ codes for what was wrong (nxs_tls_session_failure_get() says it in words);
 *         NX_SECURE_TLS_INVALID_STATE (inside a callback of the session, or another thread is at work and
 *         is not to be waited for); checked: NX_PTR_ERROR, NX_SECURE_TLS_SESSION_UNINITIALIZED
 * Thread-safe: one thread at a time does a handshake. Services: nx_secure_tls_session_start.
 */
NXS_SERVICE(secure_tls_session_start, NX_SECURE_TLS_SESSION *session_ptr, NX_TCP_SOCKET *tcp_socket_ptr,
            ULONG wait_option);
#define nx_secure_tls_session_start NXS_SERVICE_NAME(secure_tls_session_start)

/**
 * Goes on with a handshake that nx_secure_tls_session_start() left unfinished, with all that has arrived.
 * @param wait_option  ticks to wait for each packet
 * @return NX_CONTINUE while it is not complete, NX_SUCCESS once, else as nx_secure_tls_session_start();
 *         NX_SECURE_TLS_INVALID_STATE when no handshake runs
 * Thread-safe. Not in the services document: event-driven clients call it.
 */
UINT _nx_secure_tls_handshake_process(NX_SECURE_TLS_SESSION *tls_session, UINT wait_option);

/**
 * Allocates a packet for application data, with room in front for the headers of the running connection.
 * @param pool_ptr  where it comes from
 * @param packet_ptr  receives an empty packet, the caller's
 * @param wait_option  ticks to wait for a packet
 * @return NX_SUCCESS; NX_SECURE_TLS_ALLOCATE_PACKET_FAILED (none in time, or the pool's packets are too
 *         small); NX_SECURE_TLS_SESSION_UNINITIALIZED (not started on a socket); checked: NX_PTR_ERROR
 * Thread-safe. Services: nx_secure_tls_packet_allocate.
 */
NXS_SERVICE(secure_tls_packet_allocate, NX_SECURE_TLS_SESSION *session_ptr, NX_PACKET_POOL *pool_ptr,
            NX_PACKET **packet_ptr, ULONG wait_option);
#define nx_secure_tls_packet_allocate NXS_SERVICE_NAME(secure_tls_packet_allocate)

/**
 * Sends application data, encrypted where it lies, in as many records as it needs.
 * @param packet_ptr  a packet or chain with room in front for headers. On success it belongs to the library;
 *   on failure it is still the caller's, to be released once, and its data may be encrypted already
 * @param wait_option  ticks to wait for a packet, and for the socket
 * @return NX_SUCCESS; NX_NO_PACKET (none for the end of a record; data and session are as before);
 *         NX_SECURE_TLS_INVALID_PACKET (too little room in front; likewise); NX_INVALID_PACKET (empty);
 *         NX_SECURE_TLS_RECORD_OVERFLOW (nx_packet_length says more than there is); NX_NOT_CONNECTED,
 *         NX_NOT_BOUND, NX_SECURE_TLS_TCP_SEND_FAILED (the socket: the session has failed);
 *         NX_SECURE_TLS_INVALID_STATE (no handshake was completed, or inside a callback of the session); the
 *         code of an earlier failure; NX_SECURE_TLS_SESSION_UNINITIALIZED (not started on a socket; checked:
 *         also not created); checked: NX_PTR_ERROR
 * Thread-safe: records of several threads leave in order, and a thread that receives is not waited for.
 * Services: nx_secure_tls_session_send.
 */
NXS_SERVICE(secure_tls_session_send, NX_SECURE_TLS_SESSION *session_ptr, NX_PACKET *packet_ptr,
            ULONG wait_option);
#define nx_secure_tls_session_send NXS_SERVICE_NAME(secure_tls_session_send)

/**
 * Receives application data: what one record holds, or a part of it when packets are few.
 * @param packet_ptr  receives a packet or chain, the caller's; NX_NULL on failure
 * @param wait_option  ticks to wait for each packet
 * @return NX_SUCCESS; NX_NO_PACKET (nothing in time, or no packet to deliver it in: it waits);
 *         NX_SECURE_TLS_ALERT_RECEIVED (closed in order when the alert is 1/0); NX_NOT_CONNECTED (closed
 *         without a word, or ended by another thread); NX_SECURE_TLS_AEAD_DECRYPT_FAIL,
 *         NX_SECURE_TLS_HASH_MAC_VERIFY_FAILURE, NX_SECURE_TLS_UNKNOWN_TLS_VERSION and other codes for what
 *         was wrong with a record: the session has failed; NX_SECURE_TLS_INVALID_STATE (no handshake was
 *         completed, or inside a callback of the session); NX_SECURE_TLS_SESSION_UNINITIALIZED (not
 *         started on a socket; checked: also not created); checked: NX_PTR_ERROR
 * Thread-safe: one thread may receive while others send; a second one waits its turn. Services:
 * nx_secure_tls_session_receive.
 */
NXS_SERVICE(secure_tls_session_receive, NX_SECURE_TLS_SESSION *session_ptr, NX_PACKET **packet_ptr,
            ULONG wait_option);
#define nx_secure_tls_session_receive NXS_SERVICE_NAME(secure_tls_session_receive)

/**
 * Ends a connection: sends close_notify, waits for the peer's, discards data in front of it, and makes the
 * session ready for another start, whatever the result. After a failure, when the peer has closed, and a
 * second time it returns at once. The socket stays connected.
 * @param wait_option  ticks to wait for each packet
 * @return NX_SUCCESS; NX_SECURE_TLS_NO_CLOSE_RESPONSE (no close_notify came: data may have been cut off);
 *         NX_SECURE_TLS_ALLOCATE_PACKET_FAILED, NX_SECURE_TLS_TCP_SEND_FAILED (ours was not sent);
 *         NX_SECURE_TLS_INVALID_STATE (inside a callback of the session: it goes on); checked: NX_PTR_ERROR,
 *         NX_SECURE_TLS_SESSION_UNINITIALIZED
 * Thread-safe. Services: nx_secure_tls_session_end.
 */
NXS_SERVICE(secure_tls_session_end, NX_SECURE_TLS_SESSION *session_ptr, ULONG wait_option);
#define nx_secure_tls_session_end NXS_SERVICE_NAME(secure_tls_session_end)

/**
 * Tells the last alert that the peer sent since the last start; 0 and 0 when it sent none.
 * @param alert_level  receives 1 (warning) or 2 (fatal)
 * @param alert_value  receives NX_SECURE_TLS_ALERT_...
 * @return NX_SUCCESS; checked: NX_PTR_ERROR, NX_SECURE_TLS_SESSION_UNINITIALIZED
 * Thread-safe. Services: nx_secure_tls_session_alert_value_get.
 */
NXS_SERVICE(secure_tls_session_alert_value_get, NX_SECURE_TLS_SESSION *session_ptr, UINT *alert_level,
            UINT *alert_value);
#define nx_secure_tls_session_alert_value_get NXS_SERVICE_NAME(secure_tls_session_alert_value_get)

/* ---- renegotiation ---------------------------------------------------------------------------------- */

/**
 * Would do another handshake inside the connection. This release does not renegotiate: it refuses, and the
 * connection goes on as it is.
 * @param wait_option  not used
 * @return NX_SECURE_TLS_RENEGOTIATION_SESSION_INACTIVE (no connection); NX_SECURE_TLS_RENEGOTIATION_FAILURE;
 *         checked: NX_PTR_ERROR, NX_SECURE_TLS_SESSION_UNINITIALIZED. Thread-safe.
 * Services: nx_secure_tls_session_renegotiate.
 */
NXS_SERVICE(secure_tls_session_renegotiate, NX_SECURE_TLS_SESSION *tls_session, UINT wait_option);
#define nx_secure_tls_session_renegotiate NXS_SERVICE_NAME(secure_tls_session_renegotiate)

/**
 * Sets a function that is told when the peer begins another handshake. Requests to renegotiate are refused in
 * this release, so it is never called.
 * @param func_ptr  anything but 0 ends the connection
 * @return NX_SUCCESS; checked: NX_PTR_ERROR, NX_SECURE_TLS_SESSION_UNINITIALIZED
 * Thread-safe while no handshake runs. Services: nx_secure_tls_session_renegotiate_callback_set.
 */
NXS_SERVICE(secure_tls_session_renegotiate_callback_set, NX_SECURE_TLS_SESSION *tls_session,
            ULONG (*func_ptr)(NX_SECURE_TLS_SESSION *session));
#define nx_secure_tls_session_renegotiate_callback_set                                                       \
    NXS_SERVICE_NAME(secure_tls_session_renegotiate_callback_set)

#ifdef __cplusplus
}
#endif

#endif
