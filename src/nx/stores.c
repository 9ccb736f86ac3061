/* The lists of a session's certificates, and references to those that are linked elsewhere. */

#include "nx/certificates.h"

static struct nxs_credentials *credentials(NX_SECURE_TLS_SESSION *session)
{
    return &session->nx_secure_tls_private.credentials;
}

/* ---- walking ---------------------------------------------------------------------------------------- */

static struct nxs_store store_of(NX_SECURE_X509_CERT *first, const struct nxs_shared_certificates *shared,
                                 UINT shared_count)
{
    struct nxs_store store = {first, shared, shared_count};
    return store;
}

struct nxs_store nxs_store_remote(NX_SECURE_TLS_SESSION *session)
{
    const NX_SECURE_X509_CERTIFICATE_STORE *lists =
        &session->nx_secure_tls_credentials.nx_secure_tls_certificate_store;
    return store_of(lists->nx_secure_x509_remote_certificates, &credentials(session)->remote,
                    credentials(session)->remote_used);
}

/* The position of a reference; @p count when there is none. */
static UINT shared_position(const struct nxs_shared_certificates *shared, UINT count,
                            const NX_SECURE_X509_CERT *certificate)
{
    UINT i = 0;
    while (i < count && shared->certificate[i] != certificate) {
        i++;
    }
    return i;
}

NX_SECURE_X509_CERT *nxs_store_next(const struct nxs_store *store, const NX_SECURE_X509_CERT *previous)
{
    UINT position = shared_position(store->shared, store->shared_count, previous);
    if (position < store->shared_count) {
        position++;
    } else {
        NX_SECURE_X509_CERT *next =
            previous == NX_NULL ? store->first : previous->nx_secure_x509_next_certificate;
        if (next != NX_NULL) {
            return next;
        }
        position = 0;
    }
    return position < store->shared_count ? store->shared->certificate[position] : NX_NULL;
}

/* ---- links ------------------------------------------------------------------------------------------ */

bool nxs_list_has(const NX_SECURE_X509_CERT *first, const NX_SECURE_X509_CERT *certificate)
{
    while (first != NX_NULL && first != certificate) {
        first = first->nx_secure_x509_next_certificate;
    }
    return first != NX_NULL;
}

void nxs_list_append(NX_SECURE_X509_CERT **list, NX_SECURE_X509_CERT *certificate)
{
    while (*list != NX_NULL) {
        list = &(*list)->nx_secure_x509_next_certificate;
    }
    certificate->nx_secure_x509_next_certificate = NX_NULL;
    *list = certificate;
}

static bool list_take(NX_SECURE_X509_CERT **list, NX_SECURE_X509_CERT *certificate)
{
    while (*list != NX_NULL && *list != certificate) {
        list = &(*list)->nx_secure_x509_next_certificate;
    }
    if (*list == NX_NULL) {
        return false;
    }
    *list = certificate->nx_secure_x509_next_certificate;
    certificate->nx_secure_x509_next_certificate = NX_NULL;
    return true;
}

/* Space is space as long as anybody refers to it: its content is whatever some peer sends. */
static enum nxs_link link_in(const NX_SECURE_TLS_SESSION *session, const NX_SECURE_X509_CERT *certificate)
{
    const NX_SECURE_X509_CERTIFICATE_STORE *lists =
        &session->nx_secure_tls_credentials.nx_secure_tls_certificate_store;
    if (nxs_list_has(lists->nx_secure_x509_remote_certificates, certificate) ||
        nxs_list_has(lists->nx_secure_x509_free_certificates, certificate) ||
        nxs_shared_has(&session->nx_secure_tls_private.credentials.remote, certificate)) {
        return NXS_LINK_SPACE;
    }
    return nxs_list_has(lists->nx_secure_x509_local_certificates, certificate) ||
                   nxs_list_has(lists->nx_secure_x509_trusted_certificates, certificate)
               ? NXS_LINK_IN_USE
               : NXS_LINK_FREE;
}

enum nxs_link nxs_link_state(const NX_SECURE_TLS_SESSION *session, const NX_SECURE_X509_CERT *certificate)
{
    enum nxs_link state = link_in(session, certificate);
    const NX_SECURE_TLS_SESSION *other = session->nx_secure_tls_created_previous;
    for (; other != NX_NULL && state == NXS_LINK_FREE; other = other->nx_secure_tls_created_previous) {
        state = link_in(other, certificate);
    }
    other = session->nx_secure_tls_created_next;
    for (; other != NX_NULL && state == NXS_LINK_FREE; other = other->nx_secure_tls_created_next) {
        state = link_in(other, certificate);
    }
    return state;
}

/* ---- references ------------------------------------------------------------------------------------- */

bool nxs_shared_has(const struct nxs_shared_certificates *shared, const NX_SECURE_X509_CERT *certificate)
{
    return shared_position(shared, shared->count, certificate) < shared->count;
}

UINT nxs_shared_add(struct nxs_shared_certificates *shared, NX_SECURE_X509_CERT *certificate, UINT identifier)
{
    if (shared->count == NXS_SHARED_CERTIFICATES) {
        return NX_INVALID_PARAMETERS;
    }
    shared->certificate[shared->count] = certificate;
    shared->identifier[shared->count] = identifier;
    shared->count++;
    return NX_SUCCESS;
}

static void shared_take(struct nxs_shared_certificates *shared, const NX_SECURE_X509_CERT *certificate)
{
    UINT position = shared_position(shared, shared->count, certificate);
    if (position < shared->count) {
        shared->count--;
        for (UINT i = position; i < shared->count; i++) {
            shared->certificate[i] = shared->certificate[i + 1];
            shared->identifier[i] = shared->identifier[i + 1];
        }
    }
}

/* ---- stores of the application's certificates ------------------------------------------------------- */

/* Where a store is kept. */
struct place {
    NX_SECURE_X509_CERT **list;
    struct nxs_shared_certificates *shared;
};

static struct place place_of(NX_SECURE_TLS_SESSION *session, enum nxs_store_kind kind)
{
    NX_SECURE_X509_CERTIFICATE_STORE *lists =
        &session->nx_secure_tls_credentials.nx_secure_tls_certificate_store;
    bool is_local = kind == NXS_STORE_LOCAL;
    struct place place = {is_local ? &lists->nx_secure_x509_local_certificates
                                   : &lists->nx_secure_x509_trusted_certificates,
                          is_local ? &credentials(session)->local : &credentials(session)->trusted};
    return place;
}

/* Interrupts disabled. */
static UINT join(NX_SECURE_TLS_SESSION *session, struct place place, NX_SECURE_X509_CERT *certificate,
                 UINT identifier)
{
    if (nxs_list_has(*place.list, certificate) || nxs_shared_has(place.shared, certificate)) {
        return NX_INVALID_PARAMETERS;
    }
    switch (nxs_link_state(session, certificate)) {
    case NXS_LINK_FREE:
        certificate->nx_secure_x509_cert_identifier = identifier;
        nxs_list_append(place.list, certificate);
        return NX_SUCCESS;
    case NXS_LINK_IN_USE:
        return nxs_shared_add(place.shared, certificate, identifier);
    default: /* its content is whatever some peer sends */
        return NX_INVALID_PARAMETERS;
    }
}

UINT nxs_store_add(NX_SECURE_TLS_SESSION *session, enum nxs_store_kind kind, NX_SECURE_X509_CERT *certificate,
                   UINT identifier)
{
    if (!nxs_certificate_is_filled(certificate)) {
        return NX_INVALID_PARAMETERS;
    }
    TX_INTERRUPT_SAVE_AREA
    TX_DISABLE
    UINT status = join(session, place_of(session, kind), certificate, identifier);
    TX_RESTORE
    return status;
}

struct nxs_store nxs_store_of(NX_SECURE_TLS_SESSION *session, enum nxs_store_kind kind)
{
    struct place place = place_of(session, kind);
    return store_of(*place.list, place.shared, place.shared->count);
}

void nxs_store_remove(NX_SECURE_TLS_SESSION *session, enum nxs_store_kind kind,
                      NX_SECURE_X509_CERT *certificate)
{
    struct place place = place_of(session, kind);
    TX_INTERRUPT_SAVE_AREA
    TX_DISABLE
    if (!list_take(place.list, certificate)) {
        shared_take(place.shared, certificate);
    }
    TX_RESTORE
}

void nxs_store_end(NX_SECURE_TLS_SESSION *session, enum nxs_store_kind kind)
{
    struct place place = place_of(session, kind);
    TX_INTERRUPT_SAVE_AREA
    TX_DISABLE
    while (*place.list != NX_NULL) {
        (void)list_take(place.list, *place.list);
    }
    place.shared->count = 0;
    TX_RESTORE
}

UINT nxs_store_identifier(NX_SECURE_TLS_SESSION *session, const NX_SECURE_X509_CERT *certificate)
{
    const struct nxs_shared_certificates *shared = &credentials(session)->local;
    UINT position = shared_position(shared, shared->count, certificate);
    return position < shared->count ? shared->identifier[position]
                                    : certificate->nx_secure_x509_cert_identifier;
}
