/* Whether to believe the peer: its certificates are kept, a path to a trusted one is searched, and the
 * application has the last word. */

#include "nx/certificates.h"
#include "nx/edge.h"
#include "x509/verifier.h"

/* ---- the peer's certificates ------------------------------------------------------------------------ */

/* A certificate whose key we cannot use may be one that no path needs; of the leaf it is told. */
static enum nxs_status keep_all(NX_SECURE_TLS_SESSION *session, struct nxs_reader *list,
                                NX_SECURE_X509_CERT **leaf)
{
    *leaf = NX_NULL;
    while (!nxs_read_end(list)) {
        struct nxs_reader certificate;
        NX_SECURE_X509_CERT *kept;
        if (!nxs_read_vec24(list, &certificate)) {
            return NXS_DECODE_ERROR;
        }
        enum nxs_status status = nxs_remote_keep(session, nxs_read_rest(&certificate), &kept);
        if (status != NXS_OK && (*leaf == NX_NULL || status != NXS_CERT_KEY_UNSUPPORTED)) {
            return status;
        }
        if (*leaf == NX_NULL) {
            *leaf = kept;
        }
    }
    return *leaf == NX_NULL ? NXS_NO_PEER_CERTIFICATE : NXS_OK;
}

/* ---- the path --------------------------------------------------------------------------------------- */

static const struct nxs_cert *next_in_store(void *context, const struct nxs_cert *previous)
{
    const NX_SECURE_X509_CERT *next =
        nxs_store_next(context, previous == NULL ? NX_NULL : nxs_certificate_of(previous));
    return next == NX_NULL ? NULL : &next->nx_secure_x509_parsed;
}

struct nxs_cert_list nxs_store_list(struct nxs_store *store)
{
    struct nxs_cert_list list = {store, next_in_store};
    return list;
}

struct nxs_path_request nxs_trust_request(NX_SECURE_TLS_SESSION *session, const NX_SECURE_X509_CERT *leaf,
                                          struct nxs_store *remote, struct nxs_store *trusted)
{
    const struct nxs_engine *engine = nxs_engine_of(session);
    const struct nxs_session *private = nxs_private(session);
    *remote = nxs_store_remote(session);
    *trusted = nxs_store_of(session, NXS_STORE_TRUSTED);
    const struct nxs_path_request request = {
        .leaf = &leaf->nx_secure_x509_parsed,
        .untrusted = nxs_store_list(remote),
        .trusted = nxs_store_list(trusted),
        .has_time = private->time_function != NX_NULL,
        .time = private->time_function != NX_NULL ? (int64_t) private->time_function() : 0,
        .purpose = session->nx_secure_tls_socket_type == NX_SECURE_TLS_SESSION_TYPE_CLIENT
                       ? NXS_PURPOSE_TLS_SERVER
                       : NXS_PURPOSE_TLS_CLIENT,
        .algorithms = engine->config.table->nx_secure_tls_x509_cipher_table,
        .algorithm_count = engine->config.table->nx_secure_tls_x509_cipher_table_size,
        .ecc = engine->config.ecc,
        .min_rsa_bits = engine->config.min_rsa_bits,
        .scratch = nxs_engine_scratch(engine),
    };
    return request;
}

/* Only certificates of the peer are written to: the others may be another session's at the same time. */
static void publish_path(const struct nxs_path *path)
{
    for (size_t i = 0; i + 1 < path->count; i++) {
        nxs_certificate_of(path->certs[i])->nx_secure_x509_issuer_chain =
            nxs_certificate_of(path->certs[i + 1]);
    }
}

static enum nxs_status check_usage(const struct nxs_cert *leaf, uint16_t needed)
{
    uint16_t usage;
    enum nxs_status status = nxs_key_usage(leaf, &usage);
    if (status == NXS_EXTENSION_NOT_FOUND) {
        return NXS_OK;
    }
    NXS_TRY(status);
    return (usage & needed) == needed ? NXS_OK : NXS_CERT_UNUSABLE;
}

static enum nxs_status verify(NX_SECURE_TLS_SESSION *session, const NX_SECURE_X509_CERT *leaf,
                              uint16_t key_usage)
{
    struct nxs_store remote, trusted;
    const struct nxs_path_request request = nxs_trust_request(session, leaf, &remote, &trusted);
    struct nxs_path path;
    NXS_TRY(nxs_path_verify(&request, &path));
    publish_path(&path);
    return check_usage(request.leaf, key_usage);
}

/* ---- the engine's hook ------------------------------------------------------------------------------ */

static enum nxs_status ask_application(NX_SECURE_TLS_SESSION *session, NX_SECURE_X509_CERT *leaf)
{
    struct nxs_session *private = nxs_private(session);
    if (private->certificate_callback == NX_NULL) {
        return NXS_OK;
    }
    private->application_result = (UINT) private->certificate_callback(session, leaf);
    return private->application_result == NX_SUCCESS ? NXS_OK : NXS_CERT_REFUSED;
}

static enum nxs_status judge(NX_SECURE_TLS_SESSION *session, struct nxs_reader *list, uint16_t key_usage,
                             struct nxs_public_key *key)
{
    NX_SECURE_X509_CERT *leaf;
    NXS_TRY(keep_all(session, list, &leaf));
    enum nxs_status status = verify(session, leaf, key_usage);
    if (status != NXS_OK && !nxs_private(session)->insecure) {
        return status;
    }
    NXS_TRY(ask_application(session, leaf));
    *key = nxs_cert_public_key(&leaf->nx_secure_x509_parsed);
    return NXS_OK;
}

static int verify_chain(void *context, struct nxs_reader *list, uint16_t key_usage,
                        struct nxs_public_key *key)
{
    return (int)judge(context, list, key_usage, key);
}

/* What CertificateRequest names. */
static bool authority(void *context, unsigned index, nxs_bytes *name)
{
    struct nxs_store trusted = nxs_store_of(context, NXS_STORE_TRUSTED);
    const NX_SECURE_X509_CERT *certificate = nxs_store_next(&trusted, NX_NULL);
    while (certificate != NX_NULL && index-- > 0) {
        certificate = nxs_store_next(&trusted, certificate);
    }
    if (certificate == NX_NULL) {
        return false;
    }
    const struct nxs_cert *cert = &certificate->nx_secure_x509_parsed;
    *name = nxs_cert_part(cert, cert->subject);
    return true;
}

void nxs_trust_begin(NX_SECURE_TLS_SESSION *session)
{
    struct nxs_verifier_hook *verifier = &nxs_engine_of(session)->config.verifier;
    verifier->verify_chain = verify_chain;
    verifier->authority = authority;
}
