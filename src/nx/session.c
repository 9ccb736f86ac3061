/* The life of a session, and its settings. */

#include <string.h>

#include "base/ct.h"
#include "crypto/crypto.h"
#include "nx/certificates.h"
#include "nx/edge.h"

/* Created sessions. Guarded by TX_DISABLE: the list is short, and needs nobody to initialize it. */
static NX_SECURE_TLS_SESSION *created_first;

/* ---- the list of created sessions ------------------------------------------------------------------- */

static bool is_in_list(const NX_SECURE_TLS_SESSION *session)
{
    const NX_SECURE_TLS_SESSION *other = created_first;
    while (other != NX_NULL && other != session) {
        other = other->nx_secure_tls_created_next;
    }
    return other != NX_NULL;
}

bool nxs_session_is_listed(const NX_SECURE_TLS_SESSION *session)
{
    TX_INTERRUPT_SAVE_AREA
    TX_DISABLE
    bool is_listed = is_in_list(session);
    TX_RESTORE
    return is_listed;
}

static void list(NX_SECURE_TLS_SESSION *session)
{
    TX_INTERRUPT_SAVE_AREA
    TX_DISABLE
    session->nx_secure_tls_created_previous = NX_NULL;
    session->nx_secure_tls_created_next = created_first;
    if (created_first != NX_NULL) {
        created_first->nx_secure_tls_created_previous = session;
    }
    created_first = session;
    TX_RESTORE
}

/* False when another thread was faster, or it was never there. */
static bool unlist(NX_SECURE_TLS_SESSION *session)
{
    TX_INTERRUPT_SAVE_AREA
    TX_DISABLE
    bool was_listed = is_in_list(session);
    if (was_listed) {
        NX_SECURE_TLS_SESSION *previous = session->nx_secure_tls_created_previous;
        NX_SECURE_TLS_SESSION *next = session->nx_secure_tls_created_next;
        *(previous == NX_NULL ? &created_first : &previous->nx_secure_tls_created_next) = next;
        if (next != NX_NULL) {
            next->nx_secure_tls_created_previous = previous;
        }
    }
    TX_RESTORE
    return was_listed;
}

/* ---- library ---------------------------------------------------------------------------------------- */

VOID _nx_secure_tls_initialize(VOID)
{
    /* There is nothing to prepare: programs that forget this call work as well. */
}

UINT _nx_secure_tls_shutdown(VOID)
{
    nxs_crypto_cache_empty();
    return NX_SUCCESS;
}

UINT _nx_secure_tls_metadata_size_calculate(const NX_SECURE_TLS_CRYPTO *cipher_table, ULONG *metadata_size)
{
    *metadata_size = (ULONG)nxs_engine_memory(cipher_table);
    return NX_SUCCESS;
}

/* ---- create and delete ------------------------------------------------------------------------------ */

/* A version whose methods the table lacks cannot be used; 1.2 is the only one. */
static bool has_a_version(const NX_SECURE_TLS_CRYPTO *table)
{
    return table->nx_secure_tls_handshake_hash_sha256_method != NX_NULL &&
           table->nx_secure_tls_prf_sha256_method != NX_NULL;
}

static void create_locks(struct nxs_session *private)
{
    static CHAR name[] = "nxsecure session";
    tx_mutex_create(&private->reading, name, TX_NO_INHERIT);
    tx_mutex_create(&private->writing, name, TX_NO_INHERIT);
    tx_mutex_create(&private->step, name, TX_INHERIT);
}

/* The public member is not const; nobody here writes through it. */
static NX_SECURE_TLS_CRYPTO *writable_table(const NX_SECURE_TLS_CRYPTO *table)
{
    union {
        const NX_SECURE_TLS_CRYPTO *in;
        NX_SECURE_TLS_CRYPTO *out;
    } cast = {table};
    return cast.out;
}

UINT _nx_secure_tls_session_create(NX_SECURE_TLS_SESSION *session_ptr,
                                   const NX_SECURE_TLS_CRYPTO *cipher_table, VOID *metadata_area,
                                   ULONG metadata_size)
{
    if (nxs_session_is_listed(session_ptr)) {
        return NX_PTR_ERROR;
    }
    if (!has_a_version(cipher_table)) {
        return NX_SECURE_TLS_UNSUPPORTED_CIPHER;
    }
    struct nxs_session *private = nxs_private(session_ptr);
    memset(session_ptr, 0, sizeof *session_ptr);
    if (nxs_engine_create(&private->engine, cipher_table, metadata_area, metadata_size) != NXS_OK) {
        return NX_INVALID_PARAMETERS;
    }
    private->engine.config.context = session_ptr;
    create_locks(private);
    nxs_credentials_begin(session_ptr);
    session_ptr->nx_secure_tls_crypto_table = writable_table(cipher_table);
    session_ptr->nx_secure_public_cipher_metadata_area = nxs_engine_scratch(&private->engine).method.base;
    session_ptr->nx_secure_public_cipher_metadata_size = nxs_engine_scratch(&private->engine).method.size;
    session_ptr->nx_secure_tls_renegotation_enabled = NX_TRUE;
    list(session_ptr);
    session_ptr->nx_secure_tls_id = NX_SECURE_TLS_ID;
    return NX_SUCCESS;
}

UINT _nx_secure_tls_session_delete(NX_SECURE_TLS_SESSION *tls_session)
{
    struct nxs_session *private = nxs_private(tls_session);
    if (!unlist(tls_session)) {
        return NX_SUCCESS;
    }
    nxs_step_begin(tls_session);
    if (!nxs_session_disconnect(tls_session)) {
        list(tls_session);
        nxs_step_end(tls_session);
        return NX_SECURE_TLS_INVALID_STATE;
    }
    nxs_credentials_end(tls_session);
    nxs_engine_destroy(&private->engine);
    nxs_step_end(tls_session);
    tx_mutex_delete(&private->reading);
    tx_mutex_delete(&private->writing);
    tx_mutex_delete(&private->step);
    nxs_wipe(tls_session, sizeof *tls_session);
    return NX_SUCCESS;
}

UINT _nx_secure_tls_session_reset(NX_SECURE_TLS_SESSION *tls_session)
{
    UINT code = NX_SECURE_TLS_INVALID_STATE;
    nxs_step_begin(tls_session);
    if (nxs_session_disconnect(tls_session)) {
        tls_session->nx_secure_tls_received_alert_level = 0;
        tls_session->nx_secure_tls_received_alert_value = 0;
        nxs_private(tls_session)->failure = NXS_OK;
        code = NX_SUCCESS;
    }
    nxs_step_end(tls_session);
    return code;
}

/* ---- connections ------------------------------------------------------------------------------------ */

void nxs_step_begin(NX_SECURE_TLS_SESSION *session)
{
    tx_mutex_get(&nxs_private(session)->step, TX_WAIT_FOREVER);
}

void nxs_step_end(NX_SECURE_TLS_SESSION *session)
{
    tx_mutex_put(&nxs_private(session)->step);
}

bool nxs_session_disconnect(NX_SECURE_TLS_SESSION *session)
{
    struct nxs_session *private = nxs_private(session);
    if (private->is_at_work) {
        return false;
    }
    private->connection++;
    private->application_result = NX_SUCCESS;
    private->send_failure = NXS_OK;
    nxs_engine_reset(&private->engine);
    nxs_intake_drop(session);
    nxs_credentials_forget_peer(session);
    nxs_packet_buffer_return(session);
    session->nx_secure_tls_tcp_socket = NX_NULL;
    session->nx_secure_tls_socket_type = NX_SECURE_TLS_SESSION_TYPE_NONE;
    session->nx_secure_tls_client_state = NX_SECURE_TLS_CLIENT_STATE_IDLE;
    session->nx_secure_tls_server_state = NX_SECURE_TLS_SERVER_STATE_IDLE;
    session->nx_secure_tls_protocol_version = 0;
    session->nx_secure_tls_session_ciphersuite = NX_NULL;
    session->nx_secure_tls_local_session_active = NX_FALSE;
    session->nx_secure_tls_remote_session_active = NX_FALSE;
    return true;
}

/* ---- the packet buffer ------------------------------------------------------------------------------ */

nxs_room nxs_packet_buffer_rest(NX_SECURE_TLS_SESSION *session)
{
    return nxs_room_of(session->nx_secure_tls_packet_buffer,
                       session->nx_secure_tls_packet_buffer_size - nxs_private(session)->packet_buffer_lent);
}

static void lend(NX_SECURE_TLS_SESSION *session, size_t lent)
{
    nxs_private(session)->packet_buffer_lent = lent;
    nxs_engine_inbox_set(nxs_engine_of(session), nxs_packet_buffer_rest(session));
}

VOID *nxs_packet_buffer_lend(NX_SECURE_TLS_SESSION *session, size_t size)
{
    nxs_room rest = nxs_packet_buffer_rest(session);
    size_t reach = nxs_private(session)->intake.reach;
    if (rest.data == NX_NULL || size > rest.len) {
        return NX_NULL;
    }
    size_t at = rest.len - size;
    size_t misaligned = (size_t)((uintptr_t)(rest.data + at) % _Alignof(max_align_t));
    if (misaligned > at || at - misaligned < reach) {
        return NX_NULL;
    }
    at -= misaligned;
    lend(session, session->nx_secure_tls_packet_buffer_size - at);
    return rest.data + at;
}

void nxs_packet_buffer_return(NX_SECURE_TLS_SESSION *session)
{
    lend(session, 0);
}

UINT _nx_secure_tls_session_packet_buffer_set(NX_SECURE_TLS_SESSION *session_ptr, UCHAR *buffer_ptr,
                                              ULONG buffer_size)
{
    session_ptr->nx_secure_tls_packet_buffer = buffer_ptr;
    session_ptr->nx_secure_tls_packet_buffer_size = buffer_size;
    nxs_packet_buffer_return(session_ptr);
    return NX_SUCCESS;
}

/* ---- settings --------------------------------------------------------------------------------------- */

UINT _nx_secure_tls_session_packet_pool_set(NX_SECURE_TLS_SESSION *tls_session, NX_PACKET_POOL *packet_pool)
{
    tls_session->nx_secure_tls_packet_pool = packet_pool;
    return NX_SUCCESS;
}

UINT _nx_secure_tls_ecc_initialize(NX_SECURE_TLS_SESSION *tls_session, const USHORT *supported_groups,
                                   USHORT supported_group_count, const NX_CRYPTO_METHOD **curves)
{
    NX_SECURE_TLS_ECC *ecc = &tls_session->nx_secure_tls_ecc;
    ecc->nx_secure_tls_ecc_supported_groups = supported_groups;
    ecc->nx_secure_tls_ecc_supported_groups_count = supported_group_count;
    ecc->nx_secure_tls_ecc_curves = curves;
    nxs_engine_of(tls_session)->config.ecc = ecc;
    return NX_SUCCESS;
}

UINT _nx_secure_tls_session_protocol_version_override(NX_SECURE_TLS_SESSION *tls_session,
                                                      USHORT protocol_version)
{
    struct nxs_config *config = &nxs_engine_of(tls_session)->config;
    switch (protocol_version) {
    case NX_SECURE_TLS_VERSION_TLS_1_2:
        config->min_version = protocol_version;
        config->max_version = protocol_version;
        return NX_SUCCESS;
    case NX_SECURE_TLS_VERSION_SSL_3_0:
    case NX_SECURE_TLS_VERSION_TLS_1_0:
    case NX_SECURE_TLS_VERSION_TLS_1_1:
    case NX_SECURE_TLS_VERSION_TLS_1_3:
        return NX_SECURE_TLS_UNSUPPORTED_TLS_VERSION;
    default:
        return NX_SECURE_TLS_UNKNOWN_TLS_VERSION;
    }
}

UINT _nx_secure_tls_session_alert_value_get(NX_SECURE_TLS_SESSION *tls_session, UINT *alert_level,
                                            UINT *alert_value)
{
    *alert_level = tls_session->nx_secure_tls_received_alert_level;
    *alert_value = tls_session->nx_secure_tls_received_alert_value;
    return NX_SUCCESS;
}

/* ---- packets ---------------------------------------------------------------------------------------- */

/* Room in front of the data for a record of the running connection; before keys are agreed, for any. */
static size_t record_head(NX_SECURE_TLS_SESSION *session)
{
    const struct nxs_engine *engine = nxs_engine_of(session);
    return nxs_engine_phase(engine) == NXS_PHASE_CONNECTED ? nxs_engine_overhead(engine, 1).head
                                                           : NXS_RECORD_MAX_HEAD;
}

UINT _nx_secure_tls_packet_allocate(NX_SECURE_TLS_SESSION *tls_session, NX_PACKET_POOL *pool_ptr,
                                    NX_PACKET **packet_ptr, ULONG wait_option)
{
    NX_PACKET *packet = NX_NULL;
    nxs_step_begin(tls_session);
    NX_TCP_SOCKET *socket = tls_session->nx_secure_tls_tcp_socket;
    size_t head = socket == NX_NULL ? 0 : record_head(tls_session);
    nxs_step_end(tls_session);
    if (socket == NX_NULL) {
        return NX_SECURE_TLS_SESSION_UNINITIALIZED;
    }
    if (nx_packet_allocate(pool_ptr, &packet, nxs_socket_headroom(socket), wait_option) != NX_SUCCESS) {
        return NX_SECURE_TLS_ALLOCATE_PACKET_FAILED;
    }
    if (nxs_packet_tailroom(packet) < head) {
        nx_packet_release(packet);
        return NX_SECURE_TLS_ALLOCATE_PACKET_FAILED;
    }
    packet->nx_packet_prepend_ptr += head;
    packet->nx_packet_append_ptr += head;
    *packet_ptr = packet;
    return NX_SUCCESS;
}
