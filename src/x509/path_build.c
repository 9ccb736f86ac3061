#include "x509/internal.h"

/*
 * The search goes from the leaf upwards, depth first: every certificate whose subject is the wanted issuer,
 * trust anchors before others, is checked, and its key must have made the signature below. What it says about
 * itself is asked at once; what only the whole path shows is asked when an anchor is reached. A failure of
 * either kind is a dead end, and the search goes back. No key under one name stands twice on a path, so there
 * are no loops.
 */

enum { SIGNATURE_BUDGET = 100 };

struct search {
    const struct nxs_path_request *request;
    struct nxs_path *path; /* so far; the last certificate's issuer is wanted */
    unsigned signatures;   /* checks that are still allowed */
    bool exhausted;        /* one more was wanted */
    enum nxs_status why;   /* the most telling dead end until now */
};

static enum nxs_status extend(struct search *s);

/* How much a dead end tells: that nobody was found is the least, then that somebody else of that name was. */
static unsigned weight(enum nxs_status status)
{
    switch (status) {
    case NXS_CERT_UNKNOWN_ISSUER:
    case NXS_CERT_SELF_SIGNED:
        return 0;
    case NXS_CERT_SIGNATURE:
        return 1;
    case NXS_CERT_PATH_BUDGET:
        return 3;
    default:
        return 2;
    }
}

static void remember(struct search *s, enum nxs_status status)
{
    if (weight(status) > weight(s->why)) {
        s->why = status;
    }
}

static const struct nxs_cert *list_next(const struct nxs_cert_list *list, const struct nxs_cert *previous)
{
    return list->next == NULL ? NULL : list->next(list->context, previous);
}

/* [RFC5280 6.1.3 a 4]; a CA has a name [RFC5280 4.1.2.6]. */
static bool names_chain(const struct nxs_cert *cert, const struct nxs_cert *issuer)
{
    nxs_bytes wanted = nxs_cert_part(cert, cert->issuer);
    return !nxs_name_is_empty(wanted) && nxs_name_equal(wanted, nxs_cert_part(issuer, issuer->subject));
}

static bool is_on_path(const struct nxs_path *path, const struct nxs_cert *cert)
{
    for (size_t i = 0; i < path->count; i++) {
        const struct nxs_cert *other = path->certs[i];
        if (nxs_bytes_equal(nxs_cert_part(cert, cert->spki), nxs_cert_part(other, other->spki)) &&
            nxs_name_equal(nxs_cert_part(cert, cert->subject), nxs_cert_part(other, other->subject))) {
            return true;
        }
    }
    return false;
}

static enum nxs_status check_link(struct search *s, const struct nxs_cert *issuer, bool anchor)
{
    NXS_TRY(nxs_path_check_issuer(s->request, issuer, anchor));
    s->exhausted = s->signatures == 0;
    if (s->exhausted || s->path->count == NXS_PATH_MAX) {
        return NXS_CERT_PATH_BUDGET;
    }
    s->signatures--;
    return nxs_cert_signature_check(s->request, s->path->certs[s->path->count - 1], issuer);
}

/* Goes on from the path with @p issuer on top. */
static enum nxs_status climb(struct search *s, const struct nxs_cert *issuer, bool anchor)
{
    s->path->certs[s->path->count++] = issuer;
    enum nxs_status status = anchor ? nxs_path_validate(s->path) : extend(s);
    if (status != NXS_OK) {
        s->path->count--;
    }
    return status;
}

static enum nxs_status try_issuer(struct search *s, const struct nxs_cert *issuer, bool anchor)
{
    const struct nxs_cert *cert = s->path->certs[s->path->count - 1];
    if (!names_chain(cert, issuer) || is_on_path(s->path, issuer)) {
        return NXS_CERT_UNKNOWN_ISSUER;
    }
    NXS_TRY(check_link(s, issuer, anchor));
    return climb(s, issuer, anchor);
}

static bool try_list(struct search *s, const struct nxs_cert_list *list, bool anchors)
{
    const struct nxs_cert *issuer = list_next(list, NULL);
    for (; issuer != NULL && !s->exhausted; issuer = list_next(list, issuer)) {
        enum nxs_status status = try_issuer(s, issuer, anchors);
        if (status == NXS_OK) {
            return true;
        }
        remember(s, status);
    }
    return false;
}

/* Recursion: at most NXS_PATH_MAX deep. */
static enum nxs_status extend(struct search *s)
{
    bool found = try_list(s, &s->request->trusted, true) || try_list(s, &s->request->untrusted, false);
    return found ? NXS_OK : s->why;
}

static bool is_trusted(const struct nxs_path_request *request, const struct nxs_cert *cert)
{
    const struct nxs_cert *anchor = list_next(&request->trusted, NULL);
    while (anchor != NULL && !nxs_bytes_equal(anchor->der, cert->der)) {
        anchor = list_next(&request->trusted, anchor);
    }
    return anchor != NULL;
}

enum nxs_status nxs_path_verify(const struct nxs_path_request *request, struct nxs_path *path)
{
    const struct nxs_cert *leaf = request->leaf;
    *path = (struct nxs_path){.certs = {leaf}, .count = 1};
    enum nxs_status status = nxs_path_check_leaf(request, leaf);
    if (status == NXS_OK && !is_trusted(request, leaf)) {
        bool self_signed =
            nxs_name_equal(nxs_cert_part(leaf, leaf->subject), nxs_cert_part(leaf, leaf->issuer));
        struct search s = {.request = request,
                           .path = path,
                           .signatures =
                               request->signature_budget != 0 ? request->signature_budget : SIGNATURE_BUDGET,
                           .why = self_signed ? NXS_CERT_SELF_SIGNED : NXS_CERT_UNKNOWN_ISSUER};
        status = extend(&s);
    }
    if (status != NXS_OK) {
        *path = (struct nxs_path){.count = 0};
    }
    return status;
}
