#include "nx/edge.h"

/* The caller has the turn to read. */
static UINT receive(NX_SECURE_TLS_SESSION *session, NX_PACKET **packet_ptr, ULONG wait_option)
{
    for (;;) {
        struct nxs_event event;
        UINT code = nxs_intake_deliver(session, packet_ptr, wait_option);
        if (code != NX_CONTINUE) {
            return code;
        }
        code = nxs_session_step(session, wait_option, &event);
        if (code != NX_SUCCESS) {
            return code == NX_SECURE_TLS_ALLOCATE_PACKET_FAILED ? NX_NO_PACKET : code;
        }
        switch (event.kind) {
        case NXS_EVENT_CLOSED:
            return NX_SECURE_TLS_ALERT_RECEIVED;
        case NXS_EVENT_FAILED:
            /* The session was ended by another thread when its engine is idle. */
            return event.status == NXS_INVALID_STATE ? NX_NOT_CONNECTED
                                                     : nxs_session_code(session, event.status);
        case NXS_EVENT_WANT_RECORD:
            code = nxs_intake_fill(session, wait_option);
            break;
        default:
            break;
        }
        if (code != NX_SUCCESS) {
            return code;
        }
    }
}

UINT _nx_secure_tls_session_receive(NX_SECURE_TLS_SESSION *tls_session, NX_PACKET **packet_ptr_ptr,
                                    ULONG wait_option)
{
    struct nxs_session *private = nxs_private(tls_session);
    *packet_ptr_ptr = NX_NULL;
    if (tx_mutex_get(&private->reading, wait_option) != TX_SUCCESS) {
        return NX_NO_PACKET;
    }
    nxs_step_begin(tls_session);
    enum nxs_phase phase = nxs_engine_phase(&private->engine);
    nxs_step_end(tls_session);
    UINT code;
    if (phase == NXS_PHASE_IDLE) {
        code = NX_SECURE_TLS_SESSION_UNINITIALIZED;
    } else if (phase == NXS_PHASE_HANDSHAKE) {
        code = NX_SECURE_TLS_INVALID_STATE;
    } else {
        code = receive(tls_session, packet_ptr_ptr, wait_option);
    }
    tx_mutex_put(&private->reading);
    return code;
}
