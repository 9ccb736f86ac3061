/* Whether a list revokes a certificate. */

#include <stddef.h>

#include "nx/certificates.h"
#include "nx/edge.h"

/* What the methods of the stock tables need for one signature, with room to spare for tables of the
 * application. */
enum { METHOD_ROOM = 1024 };

static UINT check_by_stock_policy(const NX_SECURE_X509_CERTIFICATE_STORE *lists,
                                  const NX_SECURE_X509_CERT *certificate, nxs_bytes crl)
{
    struct {
        _Alignas(16) UCHAR method[METHOD_ROOM];
        UCHAR block[NXS_MAX_MODULUS];
    } room;
    struct nxs_store remote = {lists->nx_secure_x509_remote_certificates, NX_NULL, 0};
    struct nxs_store trusted = {lists->nx_secure_x509_trusted_certificates, NX_NULL, 0};
    const struct nxs_path_request request = {
        .leaf = &certificate->nx_secure_x509_parsed,
        .untrusted = nxs_store_list(&remote),
        .trusted = nxs_store_list(&trusted),
        .algorithms = nx_crypto_tls_ciphers_ecc.nx_secure_tls_x509_cipher_table,
        .algorithm_count = nx_crypto_tls_ciphers_ecc.nx_secure_tls_x509_cipher_table_size,
        .min_rsa_bits = NXS_RSA_BITS_MIN,
        .scratch = {{room.method, sizeof room.method}, nxs_room_of(room.block, sizeof room.block)},
    };
    return nxs_status_code(nxs_crl_check(&request, crl));
}

static UINT check_in_session(NX_SECURE_TLS_SESSION *session, const NX_SECURE_X509_CERT *certificate,
                             nxs_bytes crl)
{
    struct nxs_store remote, trusted;
    nxs_step_begin(session);
    const struct nxs_path_request request = nxs_trust_request(session, certificate, &remote, &trusted);
    enum nxs_status status = nxs_crl_check(&request, crl);
    nxs_step_end(session);
    return nxs_status_code(status);
}

/* The session that this store is a member of, if it is one's: told by the address alone. */
static NX_SECURE_TLS_SESSION *session_of(NX_SECURE_X509_CERTIFICATE_STORE *store)
{
    const size_t offset = offsetof(NX_SECURE_TLS_SESSION, nx_secure_tls_credentials) +
                          offsetof(NX_SECURE_TLS_CREDENTIALS, nx_secure_tls_certificate_store);
    ALIGN_TYPE address = (ALIGN_TYPE)store - offset;
    NX_SECURE_TLS_SESSION *session = (NX_SECURE_TLS_SESSION *)address;
    return nxs_session_is_listed(session) ? session : NX_NULL;
}

UINT _nx_secure_x509_crl_revocation_check(const UCHAR *crl_data, UINT crl_length,
                                          NX_SECURE_X509_CERTIFICATE_STORE *store,
                                          NX_SECURE_X509_CERT *certificate)
{
    nxs_bytes crl = nxs_bytes_of(crl_data, crl_length);
    NX_SECURE_TLS_SESSION *session = session_of(store);
    return session != NX_NULL ? check_in_session(session, certificate, crl)
                              : check_by_stock_policy(store, certificate, crl);
}
