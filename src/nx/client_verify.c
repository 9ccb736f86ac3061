/* Whether a server asks its clients for certificates. */

#include "nx/edge.h"

static UINT ask(NX_SECURE_TLS_SESSION *session, bool wanted)
{
    nxs_step_begin(session);
    nxs_engine_of(session)->config.client_auth = wanted;
    nxs_step_end(session);
    return NX_SUCCESS;
}

UINT _nx_secure_tls_session_client_verify_enable(NX_SECURE_TLS_SESSION *session_ptr)
{
    return ask(session_ptr, true);
}

UINT _nx_secure_tls_session_client_verify_disable(NX_SECURE_TLS_SESSION *session_ptr)
{
    return ask(session_ptr, false);
}

UINT _nx_secure_tls_session_x509_client_verify_configure(NX_SECURE_TLS_SESSION *session_ptr,
                                                         UINT certs_number, VOID *certificate_buffer,
                                                         ULONG buffer_size)
{
    if (certs_number > 0 && certificate_buffer != NX_NULL && buffer_size > 0) {
        UINT status = _nx_secure_tls_remote_certificate_buffer_allocate(session_ptr, certs_number,
                                                                        certificate_buffer, buffer_size);
        if (status != NX_SUCCESS) {
            return status;
        }
    }
    return ask(session_ptr, true);
}
