/* What the application wants to be asked, and the services that are for its callbacks. */

#include <string.h>

#include "nx/edge.h"
#include "tls/extension/extension.h"

UINT _nx_secure_tls_session_certificate_callback_set(NX_SECURE_TLS_SESSION *tls_session,
                                                     ULONG (*func_ptr)(NX_SECURE_TLS_SESSION *session,
                                                                       NX_SECURE_X509_CERT *certificate))
{
    nxs_private(tls_session)->certificate_callback = func_ptr;
    return NX_SUCCESS;
}

UINT _nx_secure_tls_session_client_callback_set(NX_SECURE_TLS_SESSION *tls_session,
                                                ULONG (*func_ptr)(NX_SECURE_TLS_SESSION *tls_session,
                                                                  NX_SECURE_TLS_HELLO_EXTENSION *extensions,
                                                                  UINT num_extensions))
{
    nxs_private(tls_session)->client_callback = func_ptr;
    return NX_SUCCESS;
}

UINT _nx_secure_tls_session_server_callback_set(NX_SECURE_TLS_SESSION *tls_session,
                                                ULONG (*func_ptr)(NX_SECURE_TLS_SESSION *tls_session,
                                                                  NX_SECURE_TLS_HELLO_EXTENSION *extensions,
                                                                  UINT num_extensions))
{
    nxs_private(tls_session)->server_callback = func_ptr;
    return NX_SUCCESS;
}

UINT _nx_secure_tls_session_renegotiate_callback_set(NX_SECURE_TLS_SESSION *tls_session,
                                                     ULONG (*func_ptr)(NX_SECURE_TLS_SESSION *session))
{
    nxs_private(tls_session)->renegotiate_callback = func_ptr;
    return NX_SUCCESS;
}

UINT _nx_secure_tls_session_time_function_set(NX_SECURE_TLS_SESSION *tls_session,
                                              ULONG (*time_func_ptr)(VOID))
{
    nxs_private(tls_session)->time_function = time_func_ptr;
    return NX_SUCCESS;
}

/* ---- server name ------------------------------------------------------------------------------------ */

UINT _nx_secure_tls_session_sni_extension_set(NX_SECURE_TLS_SESSION *tls_session,
                                              NX_SECURE_X509_DNS_NAME *dns_name)
{
    nxs_private(tls_session)->server_name = dns_name;
    return NX_SUCCESS;
}

static UINT parse_server_name(const NX_SECURE_TLS_HELLO_EXTENSION *extension,
                              NX_SECURE_X509_DNS_NAME *dns_name)
{
    struct nxs_hello_facts facts;
    nxs_bytes body =
        nxs_bytes_of(extension->nx_secure_tls_extension_data, extension->nx_secure_tls_extension_data_length);
    memset(&facts, 0, sizeof facts);
    if (nxs_extension_server_name.read_request(body, &facts) != NXS_OK ||
        facts.server_name.len > sizeof dns_name->nx_secure_x509_dns_name) {
        return NX_SECURE_TLS_SNI_EXTENSION_INVALID;
    }
    if (!facts.has_server_name) {
        return NX_SECURE_TLS_EXTENSION_NOT_FOUND; /* names of other types only */
    }
    memcpy(dns_name->nx_secure_x509_dns_name, facts.server_name.data, facts.server_name.len);
    dns_name->nx_secure_x509_dns_name_length = (USHORT)facts.server_name.len;
    return NX_SUCCESS;
}

UINT _nx_secure_tls_session_sni_extension_parse(NX_SECURE_TLS_SESSION *tls_session,
                                                NX_SECURE_TLS_HELLO_EXTENSION *extensions,
                                                UINT num_extensions, NX_SECURE_X509_DNS_NAME *dns_name)
{
    /* A server's answer names nothing. */
    bool is_client =
        tls_session != NX_NULL && tls_session->nx_secure_tls_socket_type == NX_SECURE_TLS_SESSION_TYPE_CLIENT;
    dns_name->nx_secure_x509_dns_name_length = 0;
    for (UINT i = 0; i < num_extensions && !is_client; i++) {
        if (extensions[i].nx_secure_tls_extension_id == NX_SECURE_TLS_EXTENSION_SERVER_NAME_INDICATION) {
            return parse_server_name(&extensions[i], dns_name);
        }
    }
    return NX_SECURE_TLS_EXTENSION_NOT_FOUND;
}

/* ---- the engine's hooks ----------------------------------------------------------------------------- */

static int on_hello(void *context, const struct nxs_hello_extension *extensions, size_t count)
{
    NX_SECURE_TLS_SESSION *session = context;
    struct nxs_session *private = nxs_private(session);
    NX_SECURE_TLS_HELLO_EXTENSION list[NX_SECURE_TLS_HELLO_EXTENSIONS_MAX];
    UINT length = 0;
    for (; length < count && length < NX_SECURE_TLS_HELLO_EXTENSIONS_MAX; length++) {
        list[length].nx_secure_tls_extension_id = extensions[length].id;
        list[length].nx_secure_tls_extension_data = extensions[length].data.data;
        list[length].nx_secure_tls_extension_data_length = (USHORT)extensions[length].data.len;
    }
    bool is_client = session->nx_secure_tls_socket_type == NX_SECURE_TLS_SESSION_TYPE_CLIENT;
    ULONG(*function)
    (NX_SECURE_TLS_SESSION *, NX_SECURE_TLS_HELLO_EXTENSION *, UINT) =
        is_client ? private->client_callback : private->server_callback;
    if (function == NX_NULL) { /* taken away since the start */
        return NXS_OK;
    }
    ULONG result = function(session, list, length);
    private->application_result = (UINT)result;
    return result == NX_SUCCESS ? NXS_OK : NXS_ABORTED;
}

void nxs_callbacks_arm(NX_SECURE_TLS_SESSION *session, enum nxs_role role)
{
    struct nxs_session *private = nxs_private(session);
    struct nxs_config *config = &private->engine.config;
    bool wants_hello =
        role == NXS_ROLE_CLIENT ? private->client_callback != NX_NULL : private->server_callback != NX_NULL;
    const NX_SECURE_X509_DNS_NAME *name = private->server_name;
    config->on_hello = wants_hello ? on_hello : NULL;
    config->server_name =
        name == NX_NULL ? nxs_bytes_of(NULL, 0)
                        : nxs_bytes_of(name->nx_secure_x509_dns_name, name->nx_secure_x509_dns_name_length);
    config->trace = private->trace != NX_NULL ? nxs_on_trace : NULL;
    config->keylog = private->keylog != NX_NULL ? nxs_on_keylog : NULL;
}
