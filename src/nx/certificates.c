/* Certificates that the application gives to a session, and the choice among them. */

#include "nx/certificates.h"
#include "nx/edge.h"

static struct nxs_credentials *credentials(NX_SECURE_TLS_SESSION *session)
{
    return &nxs_private(session)->credentials;
}

void nxs_credentials_begin(NX_SECURE_TLS_SESSION *session)
{
    nxs_identity_begin(session);
    nxs_trust_begin(session);
}

void nxs_credentials_end(NX_SECURE_TLS_SESSION *session)
{
    nxs_remote_end(session);
    nxs_store_end(session, NXS_STORE_LOCAL);
    nxs_store_end(session, NXS_STORE_TRUSTED);
}

/* ---- by common name --------------------------------------------------------------------------------- */

/* Byte for byte: this finds what the application added, it judges nobody. */
static bool has_common_name(const NX_SECURE_X509_CERT *certificate, nxs_bytes wanted)
{
    const struct nxs_cert *cert = &certificate->nx_secure_x509_parsed;
    nxs_bytes name;
    return nxs_name_attribute(nxs_cert_part(cert, cert->subject), NX_SECURE_TLS_X509_TYPE_COMMON_NAME, &name,
                              NULL) &&
           nxs_bytes_equal(name, wanted);
}

/* Step held. */
static NX_SECURE_X509_CERT *find_name(NX_SECURE_TLS_SESSION *session, enum nxs_store_kind kind,
                                      const UCHAR *common_name, UINT length)
{
    struct nxs_store store = nxs_store_of(session, kind);
    nxs_bytes wanted = nxs_bytes_of(common_name, length);
    NX_SECURE_X509_CERT *certificate = nxs_store_next(&store, NX_NULL);
    while (certificate != NX_NULL && !has_common_name(certificate, wanted)) {
        certificate = nxs_store_next(&store, certificate);
    }
    return certificate;
}

/* ---- by number -------------------------------------------------------------------------------------- */

/* Step held. */
static NX_SECURE_X509_CERT *find_number(NX_SECURE_TLS_SESSION *session, UINT cert_id)
{
    struct nxs_store store = nxs_store_of(session, NXS_STORE_LOCAL);
    NX_SECURE_X509_CERT *certificate = cert_id == 0 ? NX_NULL : nxs_store_next(&store, NX_NULL);
    while (certificate != NX_NULL && nxs_store_identifier(session, certificate) != cert_id) {
        certificate = nxs_store_next(&store, certificate);
    }
    return certificate;
}

/* ---- adding ----------------------------------------------------------------------------------------- */

UINT _nx_secure_tls_local_certificate_add(NX_SECURE_TLS_SESSION *session_ptr,
                                          NX_SECURE_X509_CERT *certificate_ptr)
{
    nxs_step_begin(session_ptr);
    UINT status = nxs_store_add(session_ptr, NXS_STORE_LOCAL, certificate_ptr, 0);
    nxs_step_end(session_ptr);
    return status;
}

UINT _nx_secure_tls_server_certificate_add(NX_SECURE_TLS_SESSION *session_ptr,
                                           NX_SECURE_X509_CERT *certificate, UINT cert_id)
{
    if (cert_id == 0) {
        return NX_SECURE_TLS_CERT_ID_INVALID;
    }
    nxs_step_begin(session_ptr);
    UINT status = find_number(session_ptr, cert_id) != NX_NULL
                      ? NX_SECURE_TLS_CERT_ID_DUPLICATE
                      : nxs_store_add(session_ptr, NXS_STORE_LOCAL, certificate, cert_id);
    nxs_step_end(session_ptr);
    return status;
}

UINT _nx_secure_tls_trusted_certificate_add(NX_SECURE_TLS_SESSION *session_ptr,
                                            NX_SECURE_X509_CERT *certificate_ptr)
{
    nxs_step_begin(session_ptr);
    UINT status = nxs_store_add(session_ptr, NXS_STORE_TRUSTED, certificate_ptr, 0);
    nxs_step_end(session_ptr);
    return status;
}

/* ---- finding and removing --------------------------------------------------------------------------- */

static UINT give(NX_SECURE_X509_CERT *found, NX_SECURE_X509_CERT **certificate)
{
    if (found == NX_NULL) {
        return NX_SECURE_TLS_CERTIFICATE_NOT_FOUND;
    }
    *certificate = found;
    return NX_SUCCESS;
}

UINT _nx_secure_tls_local_certificate_find(NX_SECURE_TLS_SESSION *session_ptr,
                                           NX_SECURE_X509_CERT **certificate, UCHAR *common_name,
                                           UINT name_length)
{
    nxs_step_begin(session_ptr);
    NX_SECURE_X509_CERT *found = find_name(session_ptr, NXS_STORE_LOCAL, common_name, name_length);
    nxs_step_end(session_ptr);
    return give(found, certificate);
}

UINT _nx_secure_tls_server_certificate_find(NX_SECURE_TLS_SESSION *session_ptr,
                                            NX_SECURE_X509_CERT **certificate, UINT cert_id)
{
    nxs_step_begin(session_ptr);
    NX_SECURE_X509_CERT *found = find_number(session_ptr, cert_id);
    nxs_step_end(session_ptr);
    return give(found, certificate);
}

/* The application may reuse the memory of what it removed, so no choice may point there. Step held. */
static UINT remove_certificate(NX_SECURE_TLS_SESSION *session, enum nxs_store_kind kind,
                               NX_SECURE_X509_CERT *certificate)
{
    NX_SECURE_X509_CERT **active = &session->nx_secure_tls_credentials.nx_secure_tls_active_certificate;
    if (certificate == NX_NULL) {
        return NX_SECURE_TLS_CERTIFICATE_NOT_FOUND;
    }
    nxs_store_remove(session, kind, certificate);
    if (kind == NXS_STORE_LOCAL && *active == certificate) {
        *active = NX_NULL;
    }
    if (kind == NXS_STORE_LOCAL && credentials(session)->lasting_active == certificate) {
        credentials(session)->lasting_active = NX_NULL;
    }
    return NX_SUCCESS;
}

UINT _nx_secure_tls_local_certificate_remove(NX_SECURE_TLS_SESSION *session_ptr, UCHAR *common_name,
                                             UINT common_name_length)
{
    nxs_step_begin(session_ptr);
    UINT status =
        remove_certificate(session_ptr, NXS_STORE_LOCAL,
                           find_name(session_ptr, NXS_STORE_LOCAL, common_name, common_name_length));
    nxs_step_end(session_ptr);
    return status;
}

UINT _nx_secure_tls_server_certificate_remove(NX_SECURE_TLS_SESSION *session_ptr, UINT cert_id)
{
    nxs_step_begin(session_ptr);
    UINT status = remove_certificate(session_ptr, NXS_STORE_LOCAL, find_number(session_ptr, cert_id));
    nxs_step_end(session_ptr);
    return status;
}

UINT _nx_secure_tls_trusted_certificate_remove(NX_SECURE_TLS_SESSION *session_ptr, UCHAR *common_name,
                                               UINT common_name_length)
{
    nxs_step_begin(session_ptr);
    UINT status =
        remove_certificate(session_ptr, NXS_STORE_TRUSTED,
                           find_name(session_ptr, NXS_STORE_TRUSTED, common_name, common_name_length));
    nxs_step_end(session_ptr);
    return status;
}

/* ---- choosing --------------------------------------------------------------------------------------- */

/* Inside a handshake, that is in a callback, the choice is for this connection. */
UINT _nx_secure_tls_active_certificate_set(NX_SECURE_TLS_SESSION *tls_session,
                                           NX_SECURE_X509_CERT *certificate)
{
    nxs_step_begin(tls_session);
    NX_SECURE_X509_CERT **active = &tls_session->nx_secure_tls_credentials.nx_secure_tls_active_certificate;
    struct nxs_credentials *private = credentials(tls_session);
    bool is_passing = nxs_engine_phase(nxs_engine_of(tls_session)) == NXS_PHASE_HANDSHAKE;
    if (is_passing && !private->active_is_passing) {
        private->lasting_active = *active;
    }
    private->active_is_passing = is_passing;
    *active = certificate;
    nxs_step_end(tls_session);
    return NX_SUCCESS;
}
