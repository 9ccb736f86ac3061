/* Argument checks of the session services: the `_nxe_` names. A program that trusts its arguments leaves this
 * file out. */

#include "nx/checks.h"

#ifndef NX_SECURE_DISABLE_ERROR_CHECKING

UINT _nxe_secure_tls_metadata_size_calculate(const NX_SECURE_TLS_CRYPTO *cipher_table, ULONG *metadata_size)
{
    if (cipher_table == NX_NULL || metadata_size == NX_NULL) {
        return NX_PTR_ERROR;
    }
    UINT status = nxs_check_caller();
    return status != NX_SUCCESS ? status
                                : _nx_secure_tls_metadata_size_calculate(cipher_table, metadata_size);
}

UINT _nxe_secure_tls_session_create(NX_SECURE_TLS_SESSION *session_ptr,
                                    const NX_SECURE_TLS_CRYPTO *cipher_table, VOID *metadata_area,
                                    ULONG metadata_size)
{
    if (session_ptr == NX_NULL || cipher_table == NX_NULL || metadata_area == NX_NULL) {
        return NX_PTR_ERROR;
    }
    UINT status = nxs_check_caller();
    return status != NX_SUCCESS
               ? status
               : _nx_secure_tls_session_create(session_ptr, cipher_table, metadata_area, metadata_size);
}

UINT _nxe_secure_tls_session_delete(NX_SECURE_TLS_SESSION *tls_session)
{
    if (tls_session == NX_NULL || !nxs_session_is_listed(tls_session)) {
        return NX_PTR_ERROR;
    }
    UINT status = nxs_check_caller();
    return status != NX_SUCCESS ? status : _nx_secure_tls_session_delete(tls_session);
}

UINT _nxe_secure_tls_session_reset(NX_SECURE_TLS_SESSION *tls_session)
{
    UINT status = nxs_check_session(tls_session);
    return status != NX_SUCCESS ? status : _nx_secure_tls_session_reset(tls_session);
}

UINT _nxe_secure_tls_session_packet_buffer_set(NX_SECURE_TLS_SESSION *session_ptr, UCHAR *buffer_ptr,
                                               ULONG buffer_size)
{
    UINT status = nxs_check_setting(session_ptr, buffer_ptr != NX_NULL);
    if (status != NX_SUCCESS) {
        return status;
    }
    if (buffer_size < NX_SECURE_TLS_MINIMUM_MESSAGE_BUFFER_SIZE) {
        return NX_INVALID_PARAMETERS;
    }
    return _nx_secure_tls_session_packet_buffer_set(session_ptr, buffer_ptr, buffer_size);
}

UINT _nxe_secure_tls_session_packet_pool_set(NX_SECURE_TLS_SESSION *tls_session, NX_PACKET_POOL *packet_pool)
{
    UINT status = nxs_check_setting(tls_session, packet_pool != NX_NULL);
    return status != NX_SUCCESS ? status : _nx_secure_tls_session_packet_pool_set(tls_session, packet_pool);
}

UINT _nxe_secure_tls_session_protocol_version_override(NX_SECURE_TLS_SESSION *tls_session,
                                                       USHORT protocol_version)
{
    UINT status = nxs_check_session(tls_session);
    return status != NX_SUCCESS
               ? status
               : _nx_secure_tls_session_protocol_version_override(tls_session, protocol_version);
}

UINT _nxe_secure_tls_session_alert_value_get(NX_SECURE_TLS_SESSION *tls_session, UINT *alert_level,
                                             UINT *alert_value)
{
    UINT status = nxs_check_setting(tls_session, alert_level != NX_NULL && alert_value != NX_NULL);
    return status != NX_SUCCESS
               ? status
               : _nx_secure_tls_session_alert_value_get(tls_session, alert_level, alert_value);
}

UINT _nxe_secure_tls_packet_allocate(NX_SECURE_TLS_SESSION *tls_session, NX_PACKET_POOL *pool_ptr,
                                     NX_PACKET **packet_ptr, ULONG wait_option)
{
    UINT status = nxs_check_setting(tls_session, pool_ptr != NX_NULL && packet_ptr != NX_NULL);
    return status != NX_SUCCESS
               ? status
               : _nx_secure_tls_packet_allocate(tls_session, pool_ptr, packet_ptr, wait_option);
}

UINT _nxe_secure_tls_session_start(NX_SECURE_TLS_SESSION *tls_session, NX_TCP_SOCKET *tcp_socket,
                                   ULONG wait_option)
{
    UINT status = nxs_check_setting(tls_session, tcp_socket != NX_NULL);
    return status != NX_SUCCESS ? status : _nx_secure_tls_session_start(tls_session, tcp_socket, wait_option);
}

UINT _nxe_secure_tls_session_send(NX_SECURE_TLS_SESSION *tls_session, NX_PACKET *packet_ptr,
                                  ULONG wait_option)
{
    UINT status = nxs_check_setting(tls_session, packet_ptr != NX_NULL);
    return status != NX_SUCCESS ? status : _nx_secure_tls_session_send(tls_session, packet_ptr, wait_option);
}

UINT _nxe_secure_tls_session_receive(NX_SECURE_TLS_SESSION *tls_session, NX_PACKET **packet_ptr_ptr,
                                     ULONG wait_option)
{
    UINT status = nxs_check_setting(tls_session, packet_ptr_ptr != NX_NULL);
    if (status != NX_SUCCESS) {
        if (packet_ptr_ptr != NX_NULL) {
            *packet_ptr_ptr = NX_NULL;
        }
        return status;
    }
    return _nx_secure_tls_session_receive(tls_session, packet_ptr_ptr, wait_option);
}

UINT _nxe_secure_tls_session_end(NX_SECURE_TLS_SESSION *tls_session, ULONG wait_option)
{
    UINT status = nxs_check_session(tls_session);
    return status != NX_SUCCESS ? status : _nx_secure_tls_session_end(tls_session, wait_option);
}

UINT _nxe_secure_tls_session_certificate_callback_set(NX_SECURE_TLS_SESSION *tls_session,
                                                      ULONG (*func_ptr)(NX_SECURE_TLS_SESSION *session,
                                                                        NX_SECURE_X509_CERT *certificate))
{
    UINT status = nxs_check_setting(tls_session, func_ptr != NX_NULL);
    return status != NX_SUCCESS ? status
                                : _nx_secure_tls_session_certificate_callback_set(tls_session, func_ptr);
}

UINT _nxe_secure_tls_session_client_callback_set(NX_SECURE_TLS_SESSION *tls_session,
                                                 ULONG (*func_ptr)(NX_SECURE_TLS_SESSION *tls_session,
                                                                   NX_SECURE_TLS_HELLO_EXTENSION *extensions,
                                                                   UINT num_extensions))
{
    UINT status = nxs_check_setting(tls_session, func_ptr != NX_NULL);
    return status != NX_SUCCESS ? status : _nx_secure_tls_session_client_callback_set(tls_session, func_ptr);
}

UINT _nxe_secure_tls_session_server_callback_set(NX_SECURE_TLS_SESSION *tls_session,
                                                 ULONG (*func_ptr)(NX_SECURE_TLS_SESSION *tls_session,
                                                                   NX_SECURE_TLS_HELLO_EXTENSION *extensions,
                                                                   UINT num_extensions))
{
    UINT status = nxs_check_setting(tls_session, func_ptr != NX_NULL);
    return status != NX_SUCCESS ? status : _nx_secure_tls_session_server_callback_set(tls_session, func_ptr);
}

UINT _nxe_secure_tls_session_renegotiate(NX_SECURE_TLS_SESSION *tls_session, UINT wait_option)
{
    UINT status = nxs_check_session(tls_session);
    return status != NX_SUCCESS ? status : _nx_secure_tls_session_renegotiate(tls_session, wait_option);
}

UINT _nxe_secure_tls_session_renegotiate_callback_set(NX_SECURE_TLS_SESSION *tls_session,
                                                      ULONG (*func_ptr)(NX_SECURE_TLS_SESSION *session))
{
    UINT status = nxs_check_setting(tls_session, func_ptr != NX_NULL);
    return status != NX_SUCCESS ? status
                                : _nx_secure_tls_session_renegotiate_callback_set(tls_session, func_ptr);
}

UINT _nxe_secure_tls_session_time_function_set(NX_SECURE_TLS_SESSION *tls_session,
                                               ULONG (*time_func_ptr)(VOID))
{
    UINT status = nxs_check_setting(tls_session, time_func_ptr != NX_NULL);
    return status != NX_SUCCESS ? status
                                : _nx_secure_tls_session_time_function_set(tls_session, time_func_ptr);
}

UINT _nxe_secure_tls_session_sni_extension_set(NX_SECURE_TLS_SESSION *tls_session,
                                               NX_SECURE_X509_DNS_NAME *dns_name)
{
    UINT status = nxs_check_session(tls_session);
    return status != NX_SUCCESS ? status : _nx_secure_tls_session_sni_extension_set(tls_session, dns_name);
}

UINT _nxe_secure_tls_session_sni_extension_parse(NX_SECURE_TLS_SESSION *tls_session,
                                                 NX_SECURE_TLS_HELLO_EXTENSION *extensions,
                                                 UINT num_extensions, NX_SECURE_X509_DNS_NAME *dns_name)
{
    UINT status = nxs_check_setting(tls_session, extensions != NX_NULL && dns_name != NX_NULL);
    return status != NX_SUCCESS ? status
                                : _nx_secure_tls_session_sni_extension_parse(tls_session, extensions,
                                                                             num_extensions, dns_name);
}

#endif
