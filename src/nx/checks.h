/** @file
 * Argument checks that the `_nxe_` functions share. Pointers are judged before the session's state.
 */
#ifndef NXS_NX_CHECKS_H
#define NXS_NX_CHECKS_H

#include "nx/edge.h"

#ifdef NX_CALLER_CHECKING_EXTERNS
NX_CALLER_CHECKING_EXTERNS
#endif

/** NX_CALLER_ERROR outside of threads, on systems that have an outside. */
static inline UINT nxs_check_caller(VOID)
{
#ifdef NX_THREADS_ONLY_CALLER_CHECKING
    NX_THREADS_ONLY_CALLER_CHECKING
#endif
    return NX_SUCCESS;
}

static inline UINT nxs_check_session(const NX_SECURE_TLS_SESSION *session)
{
    if (session == NX_NULL) {
        return NX_PTR_ERROR;
    }
    return nxs_session_is_created(session) ? nxs_check_caller() : NX_SECURE_TLS_SESSION_UNINITIALIZED;
}

/** For a session service whose arguments are not all there unless @p is_given. */
static inline UINT nxs_check_setting(const NX_SECURE_TLS_SESSION *session, bool is_given)
{
    return session == NX_NULL || !is_given ? NX_PTR_ERROR : nxs_check_session(session);
}

/** The same for a service without a session. */
static inline UINT nxs_check_given(bool is_given)
{
    return is_given ? nxs_check_caller() : NX_PTR_ERROR;
}

#endif
