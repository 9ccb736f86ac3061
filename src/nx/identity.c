/* What this side can prove to be: the engine's view of the local store. */

#include "der/der.h"
#include "der/oid.h"
#include "nx/certificates.h"
#include "nx/edge.h"

static bool is_usable(const NX_SECURE_X509_CERT *certificate)
{
    return nxs_certificate_is_filled(certificate) &&
           certificate->nx_secure_x509_certificate_is_identity_cert &&
           certificate->nx_secure_x509_key_fit != NXS_KEY_FOREIGN;
}

/* The certificate that was made active is the only candidate; else those of the store, in their order. */
static NX_SECURE_X509_CERT *candidate(NX_SECURE_TLS_SESSION *session, unsigned index)
{
    NX_SECURE_X509_CERT *active = session->nx_secure_tls_credentials.nx_secure_tls_active_certificate;
    if (active != NX_NULL) {
        return index == 0 && is_usable(active) ? active : NX_NULL;
    }
    struct nxs_store store = nxs_store_of(session, NXS_STORE_LOCAL);
    NX_SECURE_X509_CERT *certificate = nxs_store_next(&store, NX_NULL);
    for (; certificate != NX_NULL; certificate = nxs_store_next(&store, certificate)) {
        if (is_usable(certificate) && index-- == 0) {
            return certificate;
        }
    }
    return NX_NULL;
}

static bool give_key(void *context, unsigned index, struct nxs_private_key *key)
{
    const NX_SECURE_X509_CERT *certificate = candidate(context, index);
    if (certificate == NX_NULL) {
        return false;
    }
    *key = nxs_certificate_key(certificate);
    return true;
}

/* ---- the chain -------------------------------------------------------------------------------------- */

/* The key id by which a certificate names its own key, or its issuer's [RFC5280 4.2.1.1, 4.2.1.2]. */
static nxs_bytes key_id(const struct nxs_cert *cert, bool of_issuer)
{
    nxs_bytes none = nxs_bytes_of(NULL, 0);
    struct nxs_extension extension;
    struct nxs_reader fields;
    struct nxs_der id;
    if (nxs_extension_find(cert, of_issuer ? NXS_OID_AUTHORITY_KEY_ID : NXS_OID_SUBJECT_KEY_ID, &extension) !=
        NXS_OK) {
        return none;
    }
    struct nxs_reader r = nxs_reader_of(extension.value);
    if (!of_issuer) {
        nxs_bytes octets;
        return nxs_der_octets(&r, &octets) == NXS_OK ? octets : none;
    }
    bool is_there = nxs_der_enter(&r, NXS_DER_SEQUENCE, &fields) == NXS_OK &&
                    nxs_der_is_next(&fields, NXS_DER_CONTEXT) && nxs_der_next(&fields, &id) == NXS_OK;
    return is_there ? id.value : none;
}

/* By name, and by key id when both tell one: authorities change keys and keep names. */
static bool is_issued_by(const struct nxs_cert *cert, const struct nxs_cert *issuer)
{
    nxs_bytes wanted = key_id(cert, true);
    nxs_bytes given = key_id(issuer, false);
    return nxs_name_equal(nxs_cert_part(cert, cert->issuer), nxs_cert_part(issuer, issuer->subject)) &&
           (wanted.len == 0 || given.len == 0 || nxs_bytes_equal(wanted, given));
}

static NX_SECURE_X509_CERT *find_issuer(NX_SECURE_TLS_SESSION *session,
                                        const NX_SECURE_X509_CERT *certificate)
{
    const struct nxs_cert *cert = &certificate->nx_secure_x509_parsed;
    struct nxs_store store = nxs_store_of(session, NXS_STORE_LOCAL);
    NX_SECURE_X509_CERT *issuer = nxs_store_next(&store, NX_NULL);
    while (issuer != NX_NULL && !is_issued_by(cert, &issuer->nx_secure_x509_parsed)) {
        issuer = nxs_store_next(&store, issuer);
    }
    return issuer;
}

/* A certificate that issues itself ends the chain; names that lead in a circle end it at the longest path. */
static const NX_SECURE_X509_CERT *chain_at(NX_SECURE_TLS_SESSION *session, unsigned index, unsigned position)
{
    const NX_SECURE_X509_CERT *certificate = candidate(session, index);
    for (unsigned i = 0; i < position && certificate != NX_NULL; i++) {
        const struct nxs_cert *cert = &certificate->nx_secure_x509_parsed;
        certificate =
            i + 1 < NXS_PATH_MAX && !is_issued_by(cert, cert) ? find_issuer(session, certificate) : NX_NULL;
    }
    return certificate;
}

static bool give_certificate(void *context, unsigned index, unsigned position, nxs_bytes *der)
{
    const NX_SECURE_X509_CERT *certificate = chain_at(context, index, position);
    if (certificate == NX_NULL) {
        return false;
    }
    *der = certificate->nx_secure_x509_parsed.der;
    return true;
}

static bool chain_is_issued_by(void *context, unsigned index, nxs_bytes authority)
{
    const NX_SECURE_X509_CERT *certificate = chain_at(context, index, 0);
    for (unsigned i = 1; certificate != NX_NULL; i++) {
        const struct nxs_cert *cert = &certificate->nx_secure_x509_parsed;
        if (nxs_name_equal(nxs_cert_part(cert, cert->issuer), authority)) {
            return true;
        }
        certificate = chain_at(context, index, i);
    }
    return false;
}

void nxs_identity_begin(NX_SECURE_TLS_SESSION *session)
{
    struct nxs_identity *identity = &nxs_engine_of(session)->config.identity;
    identity->key = give_key;
    identity->certificate = give_certificate;
    identity->is_issued_by = chain_is_issued_by;
}

/* ---- keys that are not ours ------------------------------------------------------------------------- */

/* Signs and verifies once. A table without the methods cannot use the key, which is no fault of the key. */
static enum nxs_status prove(NX_SECURE_TLS_SESSION *session, const struct nxs_private_key *key)
{
    const struct nxs_config *config = &nxs_engine_of(session)->config;
    struct nxs_sign_scratch scratch = nxs_engine_scratch(nxs_engine_of(session));
    size_t count;
    const struct nxs_scheme *schemes = nxs_schemes(&count);
    for (size_t i = 0; i < count; i++) {
        struct nxs_sign_methods methods;
        if (nxs_scheme_fits(&schemes[i], key->public.kind, key->public.group, false) &&
            nxs_methods_for_scheme(config->table, config->ecc, NULL, &schemes[i], key->public.group,
                                   &methods) == NXS_OK) {
            enum nxs_status status = nxs_key_pair_check(&methods, key, &scratch);
            return status == NXS_BAD_SIGNATURE ? NXS_KEY_MISMATCH : status;
        }
    }
    return NXS_OK;
}

static enum nxs_status check(NX_SECURE_TLS_SESSION *session, const NX_SECURE_X509_CERT *certificate)
{
    if (!nxs_certificate_is_filled(certificate) ||
        !certificate->nx_secure_x509_certificate_is_identity_cert) {
        return NXS_OK;
    }
    switch (certificate->nx_secure_x509_key_fit) {
    case NXS_KEY_FOREIGN:
        return NXS_KEY_MISMATCH;
    case NXS_KEY_UNPROVEN: {
        struct nxs_private_key key = nxs_certificate_key(certificate);
        return prove(session, &key);
    }
    default:
        return NXS_OK;
    }
}

enum nxs_status nxs_credentials_check(NX_SECURE_TLS_SESSION *session)
{
    NX_SECURE_X509_CERT *active = session->nx_secure_tls_credentials.nx_secure_tls_active_certificate;
    struct nxs_store store = nxs_store_of(session, NXS_STORE_LOCAL);
    if (active != NX_NULL) {
        return check(session, active);
    }
    NX_SECURE_X509_CERT *certificate = nxs_store_next(&store, NX_NULL);
    for (; certificate != NX_NULL; certificate = nxs_store_next(&store, certificate)) {
        NXS_TRY(check(session, certificate));
    }
    return NXS_OK;
}
