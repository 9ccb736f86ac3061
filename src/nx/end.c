/* The orderly end of a connection [RFC5246 7.2.1]. */

#include "nx/edge.h"

/* Another thread may have started the next one, whose data is not ours to discard. */
static bool is_over(NX_SECURE_TLS_SESSION *session, ULONG connection)
{
    nxs_step_begin(session);
    bool is_over = nxs_private(session)->connection != connection;
    nxs_step_end(session);
    return is_over;
}

/* Waits for the peer's close_notify; data in front of it is discarded. The caller has the turn to read,
 * without which no connection begins. */
static UINT wait_for_peer(NX_SECURE_TLS_SESSION *session, ULONG connection, ULONG wait_option)
{
    if (is_over(session, connection)) {
        return NX_SECURE_TLS_NO_CLOSE_RESPONSE;
    }
    for (;;) {
        struct nxs_event event;
        if (nxs_session_step(session, wait_option, &event) != NX_SUCCESS) {
            return NX_SECURE_TLS_NO_CLOSE_RESPONSE;
        }
        switch (event.kind) {
        case NXS_EVENT_CLOSED:
            return NX_SUCCESS;
        case NXS_EVENT_WANT_RECORD:
            if (nxs_intake_fill(session, wait_option) != NX_SUCCESS) {
                return NX_SECURE_TLS_NO_CLOSE_RESPONSE;
            }
            break;
        case NXS_EVENT_APP_DATA:
            nxs_step_begin(session);
            nxs_private(session)->intake.plain = nxs_room_of(NULL, 0);
            nxs_step_end(session);
            break;
        default:
            return NX_SECURE_TLS_NO_CLOSE_RESPONSE;
        }
    }
}

static UINT close_code(enum nxs_status status)
{
    return status == NXS_SOCKET_NOT_BOUND || status == NXS_SOCKET_CLOSED || status == NXS_SOCKET_FAILED
               ? NX_SECURE_TLS_TCP_SEND_FAILED
               : NX_SECURE_TLS_NO_CLOSE_RESPONSE;
}

/* Says goodbye to a peer that is still there, and waits for its answer. */
static UINT close_connection(NX_SECURE_TLS_SESSION *session, ULONG connection, ULONG wait_option)
{
    struct nxs_session *private = nxs_private(session);
    struct nxs_event event;
    UINT code = nxs_session_flush(session, wait_option, &event);
    if (code != NX_SUCCESS) {
        return code == NX_NO_PACKET ? NX_SECURE_TLS_TCP_SEND_FAILED : code;
    }
    if (event.kind == NXS_EVENT_CLOSED) {
        return NX_SUCCESS;
    }
    if (event.kind == NXS_EVENT_FAILED) {
        return close_code(event.status);
    }
    if (tx_mutex_get(&private->reading, wait_option) != TX_SUCCESS) {
        return NX_SECURE_TLS_NO_CLOSE_RESPONSE;
    }
    code = wait_for_peer(session, connection, wait_option);
    tx_mutex_put(&private->reading);
    return code;
}

UINT _nx_secure_tls_session_end(NX_SECURE_TLS_SESSION *tls_session, ULONG wait_option)
{
    struct nxs_session *private = nxs_private(tls_session);
    struct nxs_event event;
    UINT code = NX_SUCCESS;
    nxs_step_begin(tls_session);
    enum nxs_phase phase = nxs_engine_phase(&private->engine);
    ULONG connection = private->connection;
    bool has_peer = phase == NXS_PHASE_CONNECTED && private->send_failure == NXS_OK && !private->is_at_work;
    if (has_peer) {
        private->intake.plain = nxs_room_of(NULL, 0);
        nxs_engine_close(&private->engine);
    }
    nxs_step_end(tls_session);
    if (has_peer) {
        code = close_connection(tls_session, connection, wait_option);
    } else if (phase == NXS_PHASE_FAILED || phase == NXS_PHASE_CLOSED) {
        /* An alert that is still waiting to be sent; nothing depends on it. */
        (void)nxs_session_flush(tls_session, NX_NO_WAIT, &event);
    }
    nxs_step_begin(tls_session);
    if (private->connection == connection && !nxs_session_disconnect(tls_session)) {
        code = NX_SECURE_TLS_INVALID_STATE;
    }
    nxs_step_end(tls_session);
    return code;
}
