/* Where the peer's certificates are kept: slots that the application gave, then the packet buffer. */

#include <stdalign.h>
#include <stddef.h>
#include <string.h>

#include "nx/certificates.h"
#include "nx/edge.h"

static NX_SECURE_X509_CERTIFICATE_STORE *lists_of(NX_SECURE_TLS_SESSION *session)
{
    return &session->nx_secure_tls_credentials.nx_secure_tls_certificate_store;
}

static struct nxs_credentials *credentials(NX_SECURE_TLS_SESSION *session)
{
    return &nxs_private(session)->credentials;
}

/* ---- slots ------------------------------------------------------------------------------------------ */

/* A slot that another session has already must come with the same buffer. Interrupts disabled. */
static UINT share_slot(NX_SECURE_TLS_SESSION *session, NX_SECURE_X509_CERT *slot, const UCHAR *buffer,
                       UINT size)
{
    bool is_ours = nxs_list_has(lists_of(session)->nx_secure_x509_free_certificates, slot) ||
                   nxs_list_has(lists_of(session)->nx_secure_x509_remote_certificates, slot) ||
                   nxs_shared_has(&credentials(session)->remote, slot);
    if (is_ours || slot->nx_secure_x509_certificate_raw_data != buffer ||
        slot->nx_secure_x509_certificate_raw_buffer_size != size) {
        return NX_INVALID_PARAMETERS;
    }
    return nxs_shared_add(&credentials(session)->remote, slot, 0);
}

/* Interrupts disabled. */
static UINT add_slot(NX_SECURE_TLS_SESSION *session, NX_SECURE_X509_CERT *slot, UCHAR *buffer, UINT size)
{
    switch (nxs_link_state(session, slot)) {
    case NXS_LINK_FREE:
        memset(slot, 0, sizeof *slot);
        slot->nx_secure_x509_certificate_raw_data = buffer;
        slot->nx_secure_x509_certificate_raw_buffer_size = size;
        slot->nx_secure_x509_user_allocated_cert = NX_TRUE;
        nxs_list_append(&lists_of(session)->nx_secure_x509_free_certificates, slot);
        return NX_SUCCESS;
    case NXS_LINK_SPACE:
        return share_slot(session, slot, buffer, size);
    default:
        return NX_INVALID_PARAMETERS;
    }
}

static UINT add_slot_locked(NX_SECURE_TLS_SESSION *session, NX_SECURE_X509_CERT *slot, UCHAR *buffer,
                            UINT size)
{
    TX_INTERRUPT_SAVE_AREA
    TX_DISABLE
    UINT status = add_slot(session, slot, buffer, size);
    TX_RESTORE
    return status;
}

UINT _nx_secure_tls_remote_certificate_allocate(NX_SECURE_TLS_SESSION *session_ptr,
                                                NX_SECURE_X509_CERT *certificate_ptr,
                                                UCHAR *raw_certificate_buffer, UINT raw_buffer_size)
{
    if (raw_buffer_size == 0) {
        return NX_SECURE_TLS_INSUFFICIENT_CERT_SPACE;
    }
    nxs_step_begin(session_ptr);
    UINT status = add_slot_locked(session_ptr, certificate_ptr, raw_certificate_buffer, raw_buffer_size);
    nxs_step_end(session_ptr);
    return status;
}

/* The control blocks come first, so that alignment is paid for once. */
UINT _nx_secure_tls_remote_certificate_buffer_allocate(NX_SECURE_TLS_SESSION *session_ptr, UINT certs_number,
                                                       VOID *certificate_buffer, ULONG buffer_size)
{
    enum { LEAST = sizeof(NX_SECURE_X509_CERT) + NX_SECURE_TLS_MINIMUM_CERTIFICATE_SIZE };
    size_t past = (size_t)((uintptr_t)certificate_buffer % alignof(NX_SECURE_X509_CERT));
    size_t padding = past == 0 ? 0 : alignof(NX_SECURE_X509_CERT) - past;
    if (certs_number == 0 || buffer_size / certs_number < LEAST) {
        return NX_INVALID_PARAMETERS;
    }
    UCHAR *at = (UCHAR *)certificate_buffer + padding;
    NX_SECURE_X509_CERT *slots = (NX_SECURE_X509_CERT *)(VOID *)at;
    UCHAR *buffers = at + certs_number * sizeof *slots;
    size_t each = (buffer_size - padding) / certs_number - sizeof *slots;
    UINT status = NX_SUCCESS;
    nxs_step_begin(session_ptr);
    for (UINT i = 0; i < certs_number && status == NX_SUCCESS; i++) {
        status = add_slot_locked(session_ptr, &slots[i], buffers + i * each, (UINT)each);
    }
    nxs_step_end(session_ptr);
    return status;
}

/* ---- certificates ----------------------------------------------------------------------------------- */

/* What is in a slot has been judged and is used until the handshake ends: whoever shares the slot must not
 * put another certificate there meanwhile. Interrupts disabled. */
static bool hold(const NX_SECURE_TLS_SESSION *session, NX_SECURE_X509_CERT *slot)
{
    if (slot->nx_secure_x509_holder != NX_NULL && slot->nx_secure_x509_holder != session) {
        return false;
    }
    slot->nx_secure_x509_holder = session;
    return true;
}

/* Interrupts disabled. */
static NX_SECURE_X509_CERT *take_own(NX_SECURE_TLS_SESSION *session)
{
    NX_SECURE_X509_CERTIFICATE_STORE *lists = lists_of(session);
    NX_SECURE_X509_CERT *slot = lists->nx_secure_x509_free_certificates;
    if (!hold(session, slot)) {
        return NX_NULL;
    }
    lists->nx_secure_x509_free_certificates = slot->nx_secure_x509_next_certificate;
    nxs_list_append(&lists->nx_secure_x509_remote_certificates, slot);
    return slot;
}

/* Interrupts disabled. */
static NX_SECURE_X509_CERT *take_shared(NX_SECURE_TLS_SESSION *session)
{
    struct nxs_credentials *private = credentials(session);
    if (private->remote_used == private->remote.count ||
        !hold(session, private->remote.certificate[private->remote_used])) {
        return NX_NULL;
    }
    return private->remote.certificate[private->remote_used++];
}

/* The next slot, now among the certificates of the peer; NX_NULL when none is left, or another session's
 * handshake holds it. */
static NX_SECURE_X509_CERT *take_slot(NX_SECURE_TLS_SESSION *session)
{
    TX_INTERRUPT_SAVE_AREA
    TX_DISABLE
    NX_SECURE_X509_CERT *slot = lists_of(session)->nx_secure_x509_free_certificates != NX_NULL
                                    ? take_own(session)
                                    : take_shared(session);
    TX_RESTORE
    return slot;
}

static NX_SECURE_X509_CERT *lend_slot(NX_SECURE_TLS_SESSION *session, size_t length)
{
    NX_SECURE_X509_CERT *slot = nxs_packet_buffer_lend(session, sizeof *slot + length);
    if (slot == NX_NULL) {
        return NX_NULL;
    }
    memset(slot, 0, sizeof *slot);
    slot->nx_secure_x509_certificate_raw_data = (UCHAR *)(slot + 1);
    slot->nx_secure_x509_certificate_raw_buffer_size = (UINT)length;
    TX_INTERRUPT_SAVE_AREA
    TX_DISABLE
    nxs_list_append(&lists_of(session)->nx_secure_x509_remote_certificates, slot);
    TX_RESTORE
    return slot;
}

enum nxs_status nxs_remote_keep(NX_SECURE_TLS_SESSION *session, nxs_bytes der,
                                NX_SECURE_X509_CERT **certificate)
{
    NX_SECURE_X509_CERT *slot = take_slot(session);
    if (slot == NX_NULL) {
        slot = lend_slot(session, der.len);
    }
    *certificate = slot;
    if (slot == NX_NULL || slot->nx_secure_x509_certificate_raw_buffer_size < der.len) {
        return NXS_CERT_SPACE;
    }
    memcpy(slot->nx_secure_x509_certificate_raw_data, der.data, der.len);
    return nxs_certificate_fill(slot, nxs_bytes_of(slot->nx_secure_x509_certificate_raw_data, der.len));
}

/* Interrupts disabled. */
static void let_go(NX_SECURE_TLS_SESSION *session)
{
    struct nxs_store store = nxs_store_remote(session);
    NX_SECURE_X509_CERT *slot = nxs_store_next(&store, NX_NULL);
    for (; slot != NX_NULL; slot = nxs_store_next(&store, slot)) {
        if (slot->nx_secure_x509_holder == session) {
            slot->nx_secure_x509_holder = NX_NULL;
            slot->nx_secure_x509_issuer_chain = NX_NULL; /* may lead to one that is forgotten now */
        }
    }
}

/* Slots go back in front of those that were not needed, in the order in which they were taken. */
static void free_certificates(NX_SECURE_TLS_SESSION *session, bool lent_only)
{
    NX_SECURE_X509_CERTIFICATE_STORE *lists = lists_of(session);
    TX_INTERRUPT_SAVE_AREA
    TX_DISABLE
    let_go(session);
    NX_SECURE_X509_CERT *taken = lists->nx_secure_x509_remote_certificates;
    NX_SECURE_X509_CERT **to =
        lent_only ? &lists->nx_secure_x509_remote_certificates : &lists->nx_secure_x509_free_certificates;
    NX_SECURE_X509_CERT *behind = lent_only ? NX_NULL : *to;
    lists->nx_secure_x509_remote_certificates = NX_NULL;
    while (taken != NX_NULL) {
        NX_SECURE_X509_CERT *next = taken->nx_secure_x509_next_certificate;
        if (taken->nx_secure_x509_user_allocated_cert) {
            *to = taken;
            to = &taken->nx_secure_x509_next_certificate;
        }
        taken = next;
    }
    *to = behind;
    TX_RESTORE
}

void nxs_credentials_handshake_over(NX_SECURE_TLS_SESSION *session)
{
    free_certificates(session, true);
    nxs_packet_buffer_return(session);
}

void nxs_credentials_forget_peer(NX_SECURE_TLS_SESSION *session)
{
    struct nxs_credentials *private = credentials(session);
    free_certificates(session, false);
    private->remote_used = 0;
    if (private->active_is_passing) {
        session->nx_secure_tls_credentials.nx_secure_tls_active_certificate = private->lasting_active;
        private->active_is_passing = false;
    }
}

void nxs_remote_end(NX_SECURE_TLS_SESSION *session)
{
    nxs_credentials_forget_peer(session);
    TX_INTERRUPT_SAVE_AREA
    TX_DISABLE
    NX_SECURE_X509_CERT *slot = lists_of(session)->nx_secure_x509_free_certificates;
    lists_of(session)->nx_secure_x509_free_certificates = NX_NULL;
    while (slot != NX_NULL) {
        NX_SECURE_X509_CERT *next = slot->nx_secure_x509_next_certificate;
        slot->nx_secure_x509_next_certificate = NX_NULL;
        slot = next;
    }
    credentials(session)->remote.count = 0;
    TX_RESTORE
}

/* While a handshake runs, the peer's key lies in these certificates. */
UINT _nx_secure_tls_remote_certificate_free_all(NX_SECURE_TLS_SESSION *session_ptr)
{
    UINT status = NX_INVALID_PARAMETERS;
    nxs_step_begin(session_ptr);
    if (nxs_engine_phase(nxs_engine_of(session_ptr)) != NXS_PHASE_HANDSHAKE) {
        free_certificates(session_ptr, false);
        credentials(session_ptr)->remote_used = 0;
        status = NX_SUCCESS;
    }
    nxs_step_end(session_ptr);
    return status;
}
