#include "nx/edge.h"

UINT nxs_status_code(enum nxs_status status)
{
    static const UINT codes[NXS_STATUS_COUNT] = {
#define NXS_STATUS(name, code, alert, text) code,
#include "base/status.def"
#undef NXS_STATUS
    };
    return (unsigned)status < NXS_STATUS_COUNT ? codes[status] : NX_SECURE_TLS_HANDSHAKE_FAILURE;
}

UINT nxs_session_code(NX_SECURE_TLS_SESSION *session, enum nxs_status status)
{
    UINT result = nxs_private(session)->application_result;
    bool was_application = status == NXS_ABORTED || status == NXS_CERT_REFUSED;
    return was_application && result != NX_SUCCESS ? result : nxs_status_code(status);
}

enum nxs_status nxs_socket_status(UINT result)
{
    switch (result) {
    case NX_SUCCESS:
        return NXS_OK;
    case NX_NOT_BOUND:
        return NXS_SOCKET_NOT_BOUND;
    case NX_NOT_CONNECTED:
        return NXS_SOCKET_CLOSED;
    default:
        return NXS_SOCKET_FAILED;
    }
}
