/* Argument checks of the services for pre-shared keys: the `_nxe_` names. */

#include "nx/checks.h"

#ifndef NX_SECURE_DISABLE_ERROR_CHECKING

static UINT check(const NX_SECURE_TLS_SESSION *session, const UCHAR *key, const UCHAR *identity,
                  UINT identity_length, const UCHAR *hint, UINT hint_length)
{
    bool is_given = session != NX_NULL && key != NX_NULL && (identity != NX_NULL || identity_length == 0) &&
                    (hint != NX_NULL || hint_length == 0);
    return is_given && nxs_session_is_created(session) ? nxs_check_caller() : NX_PTR_ERROR;
}

UINT _nxe_secure_tls_psk_add(NX_SECURE_TLS_SESSION *session_ptr, UCHAR *pre_shared_key, UINT psk_length,
                             UCHAR *psk_identity, UINT identity_length, UCHAR *hint, UINT hint_length)
{
    UINT status = check(session_ptr, pre_shared_key, psk_identity, identity_length, hint, hint_length);
    return status != NX_SUCCESS ? status
                                : _nx_secure_tls_psk_add(session_ptr, pre_shared_key, psk_length,
                                                         psk_identity, identity_length, hint, hint_length);
}

UINT _nxe_secure_tls_client_psk_set(NX_SECURE_TLS_SESSION *session_ptr, UCHAR *pre_shared_key,
                                    UINT psk_length, UCHAR *psk_identity, UINT identity_length, UCHAR *hint,
                                    UINT hint_length)
{
    UINT status = check(session_ptr, pre_shared_key, psk_identity, identity_length, hint, hint_length);
    return status != NX_SUCCESS
               ? status
               : _nx_secure_tls_client_psk_set(session_ptr, pre_shared_key, psk_length, psk_identity,
                                               identity_length, hint, hint_length);
}

#endif
