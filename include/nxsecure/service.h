/** @file
 * How services are declared: each once, under three names.
 *
 * - `nx_secure_...` is what programs call: an object-like macro, so that the address of a service can be
 * taken.
 * - `_nxe_secure_...` checks its arguments first; the macro means this one.
 * - `_nx_secure_...` trusts its arguments; with NX_SECURE_DISABLE_ERROR_CHECKING the macro means this one.
 *
 * Results that a service has only where it checks are marked "checked" in its description.
 */
#ifndef NXSECURE_SERVICE_H
#define NXSECURE_SERVICE_H

#include "nx_secure_config.h"

/** Declares both functions of a service; the name comes without its prefix, the parameters follow. */
#define NXS_SERVICE(name, ...)                                                                               \
    UINT _nx_##name(__VA_ARGS__);                                                                            \
    UINT _nxe_##name(__VA_ARGS__)

/** The function that programs mean by a service's name. */
#if NXS_HAVE_ERROR_CHECKING
#define NXS_SERVICE_NAME(name) _nxe_##name
#else
#define NXS_SERVICE_NAME(name) _nx_##name
#endif

#endif
