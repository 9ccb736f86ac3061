#include "nx/edge.h"

/* The engine can do it; what its callers wait for meanwhile is not settled, so every connection refuses. */
UINT _nx_secure_tls_session_renegotiate(NX_SECURE_TLS_SESSION *tls_session, UINT wait_option)
{
    NX_PARAMETER_NOT_USED(wait_option);
    nxs_step_begin(tls_session);
    bool connected = nxs_engine_phase(nxs_engine_of(tls_session)) == NXS_PHASE_CONNECTED;
    nxs_step_end(tls_session);
    return connected ? NX_SECURE_TLS_RENEGOTIATION_FAILURE : NX_SECURE_TLS_RENEGOTIATION_SESSION_INACTIVE;
}
