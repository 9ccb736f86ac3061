/* Argument checks of the certificate services: the `_nxe_` names. */

#include "nx/checks.h"

#ifndef NX_SECURE_DISABLE_ERROR_CHECKING

/* ---- sessions --------------------------------------------------------------------------------------- */

UINT _nxe_secure_tls_active_certificate_set(NX_SECURE_TLS_SESSION *tls_session,
                                            NX_SECURE_X509_CERT *certificate)
{
    UINT status = nxs_check_setting(tls_session, certificate != NX_NULL);
    return status != NX_SUCCESS ? status : _nx_secure_tls_active_certificate_set(tls_session, certificate);
}

UINT _nxe_secure_tls_local_certificate_add(NX_SECURE_TLS_SESSION *session_ptr,
                                           NX_SECURE_X509_CERT *certificate_ptr)
{
    UINT status = nxs_check_setting(session_ptr, certificate_ptr != NX_NULL);
    return status != NX_SUCCESS ? status : _nx_secure_tls_local_certificate_add(session_ptr, certificate_ptr);
}

UINT _nxe_secure_tls_local_certificate_find(NX_SECURE_TLS_SESSION *session_ptr,
                                            NX_SECURE_X509_CERT **certificate, UCHAR *common_name,
                                            UINT name_length)
{
    UINT status = nxs_check_setting(session_ptr, certificate != NX_NULL && common_name != NX_NULL);
    return status != NX_SUCCESS
               ? status
               : _nx_secure_tls_local_certificate_find(session_ptr, certificate, common_name, name_length);
}

UINT _nxe_secure_tls_local_certificate_remove(NX_SECURE_TLS_SESSION *session_ptr, UCHAR *common_name,
                                              UINT common_name_length)
{
    UINT status = nxs_check_setting(session_ptr, common_name != NX_NULL && common_name_length > 0);
    return status != NX_SUCCESS
               ? status
               : _nx_secure_tls_local_certificate_remove(session_ptr, common_name, common_name_length);
}

UINT _nxe_secure_tls_remote_certificate_allocate(NX_SECURE_TLS_SESSION *session_ptr,
                                                 NX_SECURE_X509_CERT *certificate_ptr,
                                                 UCHAR *raw_certificate_buffer, UINT raw_buffer_size)
{
    UINT status =
        nxs_check_setting(session_ptr, certificate_ptr != NX_NULL && raw_certificate_buffer != NX_NULL);
    return status != NX_SUCCESS ? status
                                : _nx_secure_tls_remote_certificate_allocate(
                                      session_ptr, certificate_ptr, raw_certificate_buffer, raw_buffer_size);
}

UINT _nxe_secure_tls_remote_certificate_buffer_allocate(NX_SECURE_TLS_SESSION *session_ptr, UINT certs_number,
                                                        VOID *certificate_buffer, ULONG buffer_size)
{
    UINT status = nxs_check_setting(session_ptr, certificate_buffer != NX_NULL);
    return status != NX_SUCCESS ? status
                                : _nx_secure_tls_remote_certificate_buffer_allocate(
                                      session_ptr, certs_number, certificate_buffer, buffer_size);
}

UINT _nxe_secure_tls_remote_certificate_free_all(NX_SECURE_TLS_SESSION *session_ptr)
{
    UINT status = nxs_check_session(session_ptr);
    return status != NX_SUCCESS ? status : _nx_secure_tls_remote_certificate_free_all(session_ptr);
}

UINT _nxe_secure_tls_server_certificate_add(NX_SECURE_TLS_SESSION *session_ptr,
                                            NX_SECURE_X509_CERT *certificate, UINT cert_id)
{
    UINT status = nxs_check_setting(session_ptr, certificate != NX_NULL);
    return status != NX_SUCCESS ? status
                                : _nx_secure_tls_server_certificate_add(session_ptr, certificate, cert_id);
}

/* The number is judged before the pointer, other than elsewhere. */
UINT _nxe_secure_tls_server_certificate_find(NX_SECURE_TLS_SESSION *session_ptr,
                                             NX_SECURE_X509_CERT **certificate, UINT cert_id)
{
    UINT status = nxs_check_session(session_ptr);
    if (status != NX_SUCCESS) {
        return status;
    }
    if (cert_id == 0) {
        return NX_SECURE_TLS_CERTIFICATE_NOT_FOUND;
    }
    return certificate == NX_NULL ? NX_PTR_ERROR
                                  : _nx_secure_tls_server_certificate_find(session_ptr, certificate, cert_id);
}

UINT _nxe_secure_tls_server_certificate_remove(NX_SECURE_TLS_SESSION *session_ptr, UINT cert_id)
{
    UINT status = nxs_check_session(session_ptr);
    return status != NX_SUCCESS ? status : _nx_secure_tls_server_certificate_remove(session_ptr, cert_id);
}

UINT _nxe_secure_tls_session_client_verify_enable(NX_SECURE_TLS_SESSION *session_ptr)
{
    UINT status = nxs_check_session(session_ptr);
    return status != NX_SUCCESS ? status : _nx_secure_tls_session_client_verify_enable(session_ptr);
}

UINT _nxe_secure_tls_session_client_verify_disable(NX_SECURE_TLS_SESSION *session_ptr)
{
    UINT status = nxs_check_session(session_ptr);
    return status != NX_SUCCESS ? status : _nx_secure_tls_session_client_verify_disable(session_ptr);
}

/* Space for the client's certificates is given whole or not at all. */
UINT _nxe_secure_tls_session_x509_client_verify_configure(NX_SECURE_TLS_SESSION *session_ptr,
                                                          UINT certs_number, VOID *certificate_buffer,
                                                          ULONG buffer_size)
{
    bool all = certs_number > 0 && certificate_buffer != NX_NULL && buffer_size > 0;
    bool none = certs_number == 0 && certificate_buffer == NX_NULL && buffer_size == 0;
    UINT status = nxs_check_session(session_ptr);
    if (status == NX_SUCCESS && !all && !none) {
        status = NX_INVALID_PARAMETERS;
    }
    return status != NX_SUCCESS ? status
                                : _nx_secure_tls_session_x509_client_verify_configure(
                                      session_ptr, certs_number, certificate_buffer, buffer_size);
}

UINT _nxe_secure_tls_trusted_certificate_add(NX_SECURE_TLS_SESSION *session_ptr,
                                             NX_SECURE_X509_CERT *certificate_ptr)
{
    UINT status = nxs_check_setting(session_ptr, certificate_ptr != NX_NULL);
    return status != NX_SUCCESS ? status
                                : _nx_secure_tls_trusted_certificate_add(session_ptr, certificate_ptr);
}

UINT _nxe_secure_tls_trusted_certificate_remove(NX_SECURE_TLS_SESSION *session_ptr, UCHAR *common_name,
                                                UINT common_name_length)
{
    UINT status = nxs_check_setting(session_ptr, common_name != NX_NULL && common_name_length > 0);
    return status != NX_SUCCESS
               ? status
               : _nx_secure_tls_trusted_certificate_remove(session_ptr, common_name, common_name_length);
}

/* ---- certificates ----------------------------------------------------------------------------------- */

UINT _nxe_secure_x509_certificate_initialize(NX_SECURE_X509_CERT *certificate_ptr,
                                             const UCHAR *certificate_data, USHORT certificate_data_length,
                                             UCHAR *raw_data_buffer, USHORT buffer_size,
                                             const UCHAR *private_key_data, USHORT private_key_data_length,
                                             UINT private_key_type)
{
    UINT status = nxs_check_given(certificate_ptr != NX_NULL && certificate_data != NX_NULL &&
                                  certificate_data_length > 0);
    return status != NX_SUCCESS
               ? status
               : _nx_secure_x509_certificate_initialize(
                     certificate_ptr, certificate_data, certificate_data_length, raw_data_buffer, buffer_size,
                     private_key_data, private_key_data_length, private_key_type);
}

UINT _nxe_secure_x509_common_name_dns_check(NX_SECURE_X509_CERT *certificate, const UCHAR *dns_tld,
                                            UINT dns_tld_length)
{
    UINT status = nxs_check_given(certificate != NX_NULL && dns_tld != NX_NULL && dns_tld_length > 0);
    return status != NX_SUCCESS ? status
                                : _nx_secure_x509_common_name_dns_check(certificate, dns_tld, dns_tld_length);
}

/* The length is judged before the string, other than elsewhere. */
UINT _nxe_secure_x509_dns_name_initialize(NX_SECURE_X509_DNS_NAME *dns_name, const UCHAR *name_string,
                                          UINT length)
{
    UINT status = nxs_check_given(dns_name != NX_NULL);
    if (status == NX_SUCCESS && length <= NX_SECURE_X509_DNS_NAME_MAX) {
        status = nxs_check_given(name_string != NX_NULL);
    }
    return status != NX_SUCCESS ? status : _nx_secure_x509_dns_name_initialize(dns_name, name_string, length);
}

UINT _nxe_secure_x509_extended_key_usage_extension_parse(NX_SECURE_X509_CERT *certificate, UINT key_usage)
{
    UINT status = nxs_check_given(certificate != NX_NULL);
    return status != NX_SUCCESS ? status
                                : _nx_secure_x509_extended_key_usage_extension_parse(certificate, key_usage);
}

UINT _nxe_secure_x509_extension_find(NX_SECURE_X509_CERT *certificate, NX_SECURE_X509_EXTENSION *extension,
                                     USHORT extension_id)
{
    UINT status = nxs_check_given(certificate != NX_NULL && extension != NX_NULL);
    return status != NX_SUCCESS ? status
                                : _nx_secure_x509_extension_find(certificate, extension, extension_id);
}

UINT _nxe_secure_x509_crl_revocation_check(const UCHAR *crl_data, UINT crl_length,
                                           NX_SECURE_X509_CERTIFICATE_STORE *store,
                                           NX_SECURE_X509_CERT *certificate)
{
    UINT status =
        nxs_check_given(crl_data != NX_NULL && crl_length > 0 && store != NX_NULL && certificate != NX_NULL);
    return status != NX_SUCCESS
               ? status
               : _nx_secure_x509_crl_revocation_check(crl_data, crl_length, store, certificate);
}

UINT _nxe_secure_x509_key_usage_extension_parse(NX_SECURE_X509_CERT *certificate, USHORT *bitfield)
{
    UINT status = nxs_check_given(certificate != NX_NULL && bitfield != NX_NULL);
    return status != NX_SUCCESS ? status : _nx_secure_x509_key_usage_extension_parse(certificate, bitfield);
}

#endif
