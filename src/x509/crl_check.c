#include "x509/internal.h"

/* Each candidate costs a hash of the whole list. */
enum { CANDIDATES_MAX = 16, CRL_SIGN = 0x0200 };

/* [RFC5280 6.3.3 f] A key usage extension decides; without one, only a CA is believed. */
static enum nxs_status check_usage(const struct nxs_cert *signer, bool trusted)
{
    struct nxs_basic_constraints constraints;
    uint16_t usage;
    enum nxs_status status = nxs_key_usage(signer, &usage);
    if (status == NXS_OK) {
        return (usage & CRL_SIGN) != 0 ? NXS_OK : NXS_CRL_KEY_USAGE;
    }
    if (status != NXS_EXTENSION_NOT_FOUND) {
        return NXS_CRL_SIGNER_UNTRUSTED;
    }
    bool is_ca = nxs_basic_constraints(signer, &constraints) == NXS_OK && constraints.ca;
    return is_ca || trusted ? NXS_OK : NXS_CRL_SIGNER_UNTRUSTED;
}

static enum nxs_status find_path(const struct nxs_path_request *request, const struct nxs_cert *cert,
                                 struct nxs_path *path)
{
    struct nxs_path_request of_signer = *request;
    of_signer.leaf = cert;
    of_signer.purpose = NXS_PURPOSE_ANY;
    return nxs_path_verify(&of_signer, path);
}

/* [RFC5280 6.3.3 f] A signer that is not the issuer itself only has its name, so it must stand under the same
 * anchor. */
static bool speaks_for_issuer(const struct nxs_path_request *request, const struct nxs_path *path)
{
    struct nxs_path of_leaf;
    if (nxs_cert_signature_check(request, request->leaf, path->certs[0]) == NXS_OK) {
        return true;
    }
    return find_path(request, request->leaf, &of_leaf) == NXS_OK &&
           nxs_bytes_equal(of_leaf.certs[of_leaf.count - 1]->der, path->certs[path->count - 1]->der);
}

static enum nxs_status check_signer(const struct nxs_path_request *request, const struct nxs_crl *crl,
                                    const struct nxs_cert *signer, bool trusted)
{
    const struct nxs_signed list = {crl->tbs, crl->signature, crl->signature_type, crl->pss_hash};
    struct nxs_path path;
    if (nxs_signature_check(request, &list, signer) != NXS_OK) {
        return NXS_CRL_SIGNATURE;
    }
    NXS_TRY(check_usage(signer, trusted));
    enum nxs_status status = find_path(request, signer, &path);
    if (status == NXS_CERT_UNKNOWN_ISSUER || status == NXS_CERT_SELF_SIGNED) {
        return NXS_CERT_UNKNOWN_ISSUER;
    }
    return status == NXS_OK && speaks_for_issuer(request, &path) ? NXS_OK : NXS_CRL_SIGNER_UNTRUSTED;
}

struct search {
    const struct nxs_path_request *request;
    const struct nxs_crl *crl;
    unsigned candidates;
    enum nxs_status why; /* what the most telling candidate lacked */
};

static bool try_list(struct search *s, const struct nxs_cert_list *list, bool trusted)
{
    const struct nxs_cert *cert = list->next == NULL ? NULL : list->next(list->context, NULL);
    for (; cert != NULL && s->candidates < CANDIDATES_MAX; cert = list->next(list->context, cert)) {
        if (!nxs_name_equal(nxs_cert_part(cert, cert->subject), s->crl->issuer)) {
            continue;
        }
        s->candidates++;
        enum nxs_status status = check_signer(s->request, s->crl, cert, trusted);
        if (status == NXS_OK) {
            return true;
        }
        if (s->why == NXS_CRL_NO_SIGNER || s->why == NXS_CRL_SIGNATURE) {
            s->why = status;
        }
    }
    return false;
}

static enum nxs_status check_signature(const struct nxs_path_request *request, const struct nxs_crl *crl)
{
    struct search s = {request, crl, 0, NXS_CRL_NO_SIGNER};
    bool found = try_list(&s, &request->trusted, true) || try_list(&s, &request->untrusted, false);
    return found ? NXS_OK : s.why;
}

/* A list that is too old still revokes what it names. */
static enum nxs_status look_up(const struct nxs_path_request *request, const struct nxs_crl *crl)
{
    if (request->has_time && request->time < crl->this_update) {
        return NXS_CRL_NOT_YET_VALID;
    }
    if (nxs_crl_names(crl, nxs_cert_part(request->leaf, request->leaf->serial))) {
        return NXS_CERT_REVOKED;
    }
    return request->has_time && request->time > crl->next_update ? NXS_CRL_EXPIRED : NXS_OK;
}

enum nxs_status nxs_crl_check(const struct nxs_path_request *request, nxs_bytes der)
{
    struct nxs_crl crl;
    NXS_TRY(nxs_crl_parse(&crl, der));
    nxs_bytes issuer = nxs_cert_part(request->leaf, request->leaf->issuer);
    if (issuer.len == 0 || nxs_name_is_empty(issuer) || !nxs_name_equal(issuer, crl.issuer)) {
        return NXS_CRL_OTHER_ISSUER;
    }
    NXS_TRY(check_signature(request, &crl));
    return crl.not_usable_here ? NXS_CRL_UNSUPPORTED : look_up(request, &crl);
}
