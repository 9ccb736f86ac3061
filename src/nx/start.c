/* The handshake, waiting or not. */

#include "nx/certificates.h"
#include "nx/edge.h"

/* @p send_only: whoever does not wait wants to hear of the answer later. */
static UINT drive(NX_SECURE_TLS_SESSION *session, ULONG wait_option, bool send_only)
{
    for (;;) {
        struct nxs_event event;
        UINT code = nxs_session_step(session, wait_option, &event);
        if (code != NX_SUCCESS) {
            return code;
        }
        if (event.kind == NXS_EVENT_CONNECTED) {
            return NX_SUCCESS;
        }
        if (event.kind != NXS_EVENT_WANT_RECORD) {
            return nxs_session_code(session, event.status);
        }
        if (send_only) {
            return NX_CONTINUE;
        }
        code = nxs_intake_fill(session, wait_option);
        if (code != NX_SUCCESS) {
            return code == NX_NO_PACKET && wait_option == NX_NO_WAIT ? NX_CONTINUE : code;
        }
    }
}

/* Step held. */
static enum nxs_status begin(NX_SECURE_TLS_SESSION *session, NX_TCP_SOCKET *socket, enum nxs_role role)
{
    struct nxs_session *private = nxs_private(session);
    if (!nxs_session_disconnect(session)) {
        return NXS_INVALID_STATE;
    }
    session->nx_secure_tls_received_alert_level = 0;
    session->nx_secure_tls_received_alert_value = 0;
    private->failure = NXS_OK;
    nxs_callbacks_arm(session, role);
    nxs_psk_arm(session, role);
    enum nxs_status status = nxs_credentials_check(session);
    if (status == NXS_OK) {
        status = nxs_engine_start(&private->engine, role);
    }
    if (status != NXS_OK) {
        private->failure = (USHORT)status;
        return status;
    }
    session->nx_secure_tls_tcp_socket = socket;
    session->nx_secure_tls_socket_type =
        role == NXS_ROLE_CLIENT ? NX_SECURE_TLS_SESSION_TYPE_CLIENT : NX_SECURE_TLS_SESSION_TYPE_SERVER;
    return NXS_OK;
}

UINT _nx_secure_tls_session_start(NX_SECURE_TLS_SESSION *tls_session, NX_TCP_SOCKET *tcp_socket,
                                  ULONG wait_option)
{
    struct nxs_session *private = nxs_private(tls_session);
    bool is_client = tcp_socket->nx_tcp_socket_client_type == NX_TRUE;
    if (tx_mutex_get(&private->reading, wait_option) != TX_SUCCESS) {
        return NX_SECURE_TLS_INVALID_STATE;
    }
    nxs_step_begin(tls_session);
    enum nxs_status status = begin(tls_session, tcp_socket, is_client ? NXS_ROLE_CLIENT : NXS_ROLE_SERVER);
    nxs_step_end(tls_session);
    UINT code = nxs_status_code(status);
    if (status == NXS_OK) {
        code = drive(tls_session, wait_option, is_client && wait_option == NX_NO_WAIT);
    }
    tx_mutex_put(&private->reading);
    return code;
}

UINT _nx_secure_tls_handshake_process(NX_SECURE_TLS_SESSION *tls_session, UINT wait_option)
{
    struct nxs_session *private = nxs_private(tls_session);
    if (tx_mutex_get(&private->reading, wait_option) != TX_SUCCESS) {
        return NX_CONTINUE;
    }
    nxs_step_begin(tls_session);
    enum nxs_phase phase = nxs_engine_phase(&private->engine);
    nxs_step_end(tls_session);
    UINT code = NX_SECURE_TLS_INVALID_STATE;
    if (phase == NXS_PHASE_HANDSHAKE || phase == NXS_PHASE_FAILED) {
        code = drive(tls_session, wait_option, false);
    }
    tx_mutex_put(&private->reading);
    return code;
}
