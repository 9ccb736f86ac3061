/* Pre-shared keys that the application gives to a session: the engine's view of its two stores. */

#include <string.h>

#include "base/ct.h"
#include "nx/certificates.h"
#include "nx/edge.h"

static struct nxs_psk psk_of(const NX_SECURE_TLS_PSK_STORE *store)
{
    struct nxs_psk psk = {
        nxs_bytes_of(store->nx_secure_tls_psk_id, store->nx_secure_tls_psk_id_size),
        nxs_bytes_of(store->nx_secure_tls_psk_id_hint, store->nx_secure_tls_psk_id_hint_size),
        nxs_bytes_of(store->nx_secure_tls_psk_data, store->nx_secure_tls_psk_data_size)};
    return psk;
}

static bool give_added(void *context, unsigned index, struct nxs_psk *psk)
{
    const NX_SECURE_TLS_SESSION *session = context;
    const NX_SECURE_TLS_CREDENTIALS *credentials = &session->nx_secure_tls_credentials;
    if (index >= credentials->nx_secure_tls_psk_count) {
        return false;
    }
    *psk = psk_of(&credentials->nx_secure_tls_psk_store[index]);
    return true;
}

/* The key of client_psk_set is the only one, and for any hint. */
static bool give_to_client(void *context, unsigned index, struct nxs_psk *psk)
{
    const NX_SECURE_TLS_SESSION *session = context;
    const NX_SECURE_TLS_PSK_STORE *set = &session->nx_secure_tls_credentials.nx_secure_tls_client_psk;
    if (set->nx_secure_tls_psk_data_size == 0) {
        return give_added(context, index, psk);
    }
    *psk = psk_of(set);
    psk->hint = nxs_bytes_of(NULL, 0);
    return index == 0;
}

/* For the application to look at, as far as there is room. */
static void keep_peer_name(void *context, nxs_bytes name)
{
    NX_SECURE_TLS_SESSION *session = context;
    NX_SECURE_TLS_CREDENTIALS *credentials = &session->nx_secure_tls_credentials;
    size_t room = sizeof credentials->nx_secure_tls_remote_psk_id;
    size_t size = name.len < room ? name.len : room;
    if (size > 0) {
        memcpy(credentials->nx_secure_tls_remote_psk_id, name.data, size);
    }
    credentials->nx_secure_tls_remote_psk_id_size = (UINT)size;
}

/* A client that has keys and trusts nobody could not believe a certificate. */
static bool needs_no_certificates(NX_SECURE_TLS_SESSION *session)
{
    struct nxs_store trusted = nxs_store_of(session, NXS_STORE_TRUSTED);
    struct nxs_psk psk;
    return give_to_client(session, 0, &psk) && nxs_store_next(&trusted, NX_NULL) == NX_NULL &&
           !nxs_private(session)->insecure;
}

void nxs_psk_arm(NX_SECURE_TLS_SESSION *session, enum nxs_role role)
{
    struct nxs_config *config = &nxs_engine_of(session)->config;
    bool is_client = role == NXS_ROLE_CLIENT;
    config->psk.key = is_client ? give_to_client : give_added;
    config->psk.peer_name = keep_peer_name;
    config->psk_only = is_client && needs_no_certificates(session);
    session->nx_secure_tls_credentials.nx_secure_tls_remote_psk_id_size = 0;
}

/* ---- services --------------------------------------------------------------------------------------- */

static void copy(UCHAR *to, UINT *to_size, const UCHAR *from, UINT size)
{
    if (size > 0) {
        memcpy(to, from, size);
    }
    *to_size = size;
}

/* An empty key would be one that everybody knows. */
static UINT fill(NX_SECURE_TLS_PSK_STORE *store, const UCHAR *key, UINT key_size, const UCHAR *identity,
                 UINT identity_size, const UCHAR *hint, UINT hint_size)
{
    if (key_size == 0) {
        return NX_PTR_ERROR;
    }
    if (key_size > sizeof store->nx_secure_tls_psk_data ||
        identity_size > sizeof store->nx_secure_tls_psk_id ||
        hint_size > sizeof store->nx_secure_tls_psk_id_hint) {
        return NX_SECURE_TLS_NO_MORE_PSK_SPACE;
    }
    nxs_wipe(store, sizeof *store);
    copy(store->nx_secure_tls_psk_data, &store->nx_secure_tls_psk_data_size, key, key_size);
    copy(store->nx_secure_tls_psk_id, &store->nx_secure_tls_psk_id_size, identity, identity_size);
    copy(store->nx_secure_tls_psk_id_hint, &store->nx_secure_tls_psk_id_hint_size, hint, hint_size);
    return NX_SUCCESS;
}

UINT _nx_secure_tls_psk_add(NX_SECURE_TLS_SESSION *session_ptr, UCHAR *pre_shared_key, UINT psk_length,
                            UCHAR *psk_identity, UINT identity_length, UCHAR *hint, UINT hint_length)
{
    NX_SECURE_TLS_CREDENTIALS *credentials = &session_ptr->nx_secure_tls_credentials;
    UINT status = NX_SECURE_TLS_NO_MORE_PSK_SPACE;
    nxs_step_begin(session_ptr);
    UINT count = credentials->nx_secure_tls_psk_count;
    if (count < NX_SECURE_TLS_MAX_PSK_KEYS) {
        status = fill(&credentials->nx_secure_tls_psk_store[count], pre_shared_key, psk_length, psk_identity,
                      identity_length, hint, hint_length);
    }
    if (status == NX_SUCCESS) {
        credentials->nx_secure_tls_psk_count = count + 1;
    }
    nxs_step_end(session_ptr);
    return status;
}

UINT _nx_secure_tls_client_psk_set(NX_SECURE_TLS_SESSION *session_ptr, UCHAR *pre_shared_key, UINT psk_length,
                                   UCHAR *psk_identity, UINT identity_length, UCHAR *hint, UINT hint_length)
{
    nxs_step_begin(session_ptr);
    UINT status = fill(&session_ptr->nx_secure_tls_credentials.nx_secure_tls_client_psk, pre_shared_key,
                       psk_length, psk_identity, identity_length, hint, hint_length);
    nxs_step_end(session_ptr);
    return status;
}
