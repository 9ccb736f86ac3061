/** @file
 * The services' part of a session: what stands between the engine and NetX. Private: only src/nx reads the
 * members.
 */
#ifndef NXS_PRIVATE_SESSION_H
#define NXS_PRIVATE_SESSION_H

#include <stdbool.h>

#include "nx_api.h"
#include "nxsecure/private/credentials.h"
#include "nxsecure/private/engine.h"

struct NX_SECURE_TLS_SESSION_STRUCT;
struct NX_SECURE_X509_CERT_STRUCT;
struct NX_SECURE_X509_DNS_NAME_STRUCT;
struct NX_SECURE_TLS_HELLO_EXTENSION_STRUCT;
struct NXS_TLS_TRACE_STRUCT;

/** Received bytes on their way to the engine. Guarded by the session's step mutex. */
struct nxs_intake {
    NX_PACKET *packets;  /**< received and not used up; the first one's prepend pointer is the position */
    size_t gathered;     /**< bytes of a straddling record in the packet buffer, behind the engine's inbox */
    bool record_is_done; /**< the engine has had the gathered record */
    nxs_room plain;      /**< application data that waits to be delivered, inside the last record */
    size_t reach;        /**< bytes at the front of the packet buffer that the current engine step may use */
};

/** Configuration unless a comment says otherwise: lives from create to delete. */
struct nxs_session {
    struct nxs_engine engine;

    /* Locks, in the order in which they are taken. Only `step` guards data; the other two are turns that keep
     * records in order, and may be held while waiting for the network. */
    TX_MUTEX reading; /**< held by the one thread that takes packets from the socket */
    TX_MUTEX writing; /**< held from sealing a record until the socket has taken it */
    TX_MUTEX step;    /**< held while engine and intake change; never while waiting */
    ULONG connection; /**< counts starts, ends and resets: whoever waited sees that its connection is gone */

    bool is_at_work; /**< the engine runs, perhaps inside a callback of the application's */

    struct nxs_intake intake; /**< connection lifetime */
    struct nxs_credentials credentials;
    size_t packet_buffer_lent; /**< bytes at the back of the packet buffer that hold peer certificates */
    UINT application_result;   /**< what a callback returned to end the handshake; connection lifetime */
    USHORT send_failure; /**< enum nxs_status: records were lost on the way to the socket, so that nothing
                            more can be sent; connection lifetime */
    USHORT failure;      /**< enum nxs_status of the last failed operation; kept until the next start */

    bool insecure;                /**< paths that lead nowhere are accepted */
    ULONG (*time_function)(VOID); /**< seconds since 1970; NULL: dates are not checked */
    ULONG(*certificate_callback)
    (struct NX_SECURE_TLS_SESSION_STRUCT *session, struct NX_SECURE_X509_CERT_STRUCT *certificate);
    ULONG(*client_callback)
    (struct NX_SECURE_TLS_SESSION_STRUCT *session, struct NX_SECURE_TLS_HELLO_EXTENSION_STRUCT *extensions,
     UINT num_extensions);
    ULONG(*server_callback)
    (struct NX_SECURE_TLS_SESSION_STRUCT *session, struct NX_SECURE_TLS_HELLO_EXTENSION_STRUCT *extensions,
     UINT num_extensions);
    ULONG (*renegotiate_callback)(struct NX_SECURE_TLS_SESSION_STRUCT *session);
    struct NX_SECURE_X509_DNS_NAME_STRUCT *server_name; /**< sni_extension_set: borrowed until unset */

    VOID (*trace)(VOID *context, const struct NXS_TLS_TRACE_STRUCT *step);
    VOID *trace_context;
    VOID (*keylog)(VOID *context, const CHAR *line);
    VOID *keylog_context;
};

#endif
