/* Application data out: records are sealed in the packets that the application filled, and leave as one
 * chain. */

#include "nx/edge.h"

enum { MOST_PARTS = 64 }; /* packets whose data shares a record; fewer when the cipher wants so */

/* Packets of the chain that become one record. */
struct stretch {
    NX_PACKET *last;
    size_t len;
    size_t count; /**< of packets with data */
    size_t head, tail;
    bool is_end; /**< no record follows */
};

/* Whole packets only: unfold() has seen to it that each fits in a record. */
static struct stretch stretch_from(const struct nxs_engine *engine, NX_PACKET *packet)
{
    struct stretch stretch = {packet, 0, 0, 0, 0, true};
    size_t limit = nxs_engine_limit(engine);
    size_t parts = nxs_engine_parts(engine);
    parts = parts < MOST_PARTS ? parts : MOST_PARTS;
    for (; packet != NX_NULL; packet = packet->nx_packet_next) {
        size_t len = nxs_packet_len(packet);
        if (len > 0 && (stretch.count == parts || len > limit - stretch.len)) {
            stretch.is_end = false;
            break;
        }
        stretch.len += len;
        stretch.count += len > 0;
        stretch.last = packet;
    }
    struct nxs_record_overhead overhead = nxs_engine_overhead(engine, stretch.len);
    stretch.head = overhead.head;
    stretch.tail = overhead.tail;
    return stretch;
}

/* Bytes behind a record: its own end and the beginning of the next one. */
static size_t gap_behind(const struct stretch *stretch)
{
    return stretch->tail + (stretch->is_end ? 0 : stretch->head);
}

/* How many gaps do not fit in the packets. Step held. */
static size_t count_spares(const struct nxs_engine *engine, NX_PACKET *packet)
{
    size_t count = 0;
    struct stretch stretch;
    do {
        stretch = stretch_from(engine, packet);
        count += nxs_packet_tailroom(stretch.last) < gap_behind(&stretch);
        packet = stretch.last->nx_packet_next;
    } while (!stretch.is_end);
    return count;
}

/* Empty packets for the gaps, in a list of their own. */
struct spares {
    NX_PACKET_POOL *pool;
    NX_PACKET *first;
    size_t count;
};

static bool spares_fill(struct spares *spares, size_t wanted, ULONG wait_option)
{
    while (spares->count < wanted) {
        NX_PACKET *packet;
        if (nx_packet_allocate(spares->pool, &packet, NX_RECEIVE_PACKET, wait_option) != NX_SUCCESS) {
            return false;
        }
        if (nxs_packet_tailroom(packet) < NXS_RECORD_MAX_HEAD + NXS_RECORD_MAX_TAIL) {
            nx_packet_release(packet);
            return false;
        }
        packet->nx_packet_next = spares->first;
        spares->first = packet;
        spares->count++;
    }
    return true;
}

static NX_PACKET *spares_take(struct spares *spares)
{
    NX_PACKET *packet = spares->first;
    if (packet == NX_NULL) {
        return NX_NULL;
    }
    spares->first = packet->nx_packet_next;
    packet->nx_packet_next = NX_NULL;
    spares->count--;
    return packet;
}

static void spares_release(struct spares *spares)
{
    while (spares->first != NX_NULL) {
        NX_PACKET *packet = spares_take(spares);
        nx_packet_release(packet);
    }
}

/* Splits packets that hold more than a record takes, from their ends: the chain says the same at any time. */
static bool unfold(NX_PACKET *first, size_t limit, ULONG wait_option)
{
    struct spares spares = {first->nx_packet_pool_owner, NX_NULL, 0};
    for (NX_PACKET *packet = first; packet != NX_NULL; packet = packet->nx_packet_next) {
        while (nxs_packet_len(packet) > limit) {
            NX_PACKET *next = spares_fill(&spares, 1, wait_option) ? spares_take(&spares) : NX_NULL;
            if (next == NX_NULL) {
                return false;
            }
            size_t count = nxs_packet_len(packet) - limit;
            count = count < limit ? count : limit;
            count = count < nxs_packet_tailroom(next) ? count : nxs_packet_tailroom(next);
            packet->nx_packet_append_ptr -= count;
            nxs_packet_put(next, nxs_bytes_of(packet->nx_packet_append_ptr, count));
            nxs_packet_insert(first, packet, next);
        }
    }
    return true;
}

static enum nxs_status seal_stretch(struct nxs_engine *engine, NX_PACKET *packet,
                                    const struct stretch *stretch, nxs_room head, nxs_room *tail)
{
    nxs_room parts[MOST_PARTS];
    size_t count = 0;
    for (; count < stretch->count; packet = packet->nx_packet_next) {
        if (nxs_packet_len(packet) > 0) {
            parts[count++] = nxs_room_of(packet->nx_packet_prepend_ptr, nxs_packet_len(packet));
        }
    }
    return nxs_engine_seal(engine, parts, count, head, tail);
}

/* Step held; spares hold what count_spares() wants. */
static enum nxs_status seal_chain(struct nxs_engine *engine, NX_PACKET *first, struct spares *spares)
{
    NX_PACKET *packet = first;
    struct stretch stretch = stretch_from(engine, packet);
    nxs_room head = nxs_room_of(first->nx_packet_prepend_ptr - stretch.head, stretch.head);
    for (;;) {
        NX_PACKET *gap = stretch.last;
        if (nxs_packet_tailroom(gap) < gap_behind(&stretch)) {
            gap = spares_take(spares);
            if (gap == NX_NULL) {
                return NXS_NO_ROOM;
            }
            nxs_packet_insert(first, stretch.last, gap);
        }
        nxs_room tail = nxs_room_of(gap->nx_packet_append_ptr, nxs_packet_tailroom(gap));
        NXS_TRY(seal_stretch(engine, packet, &stretch, head, &tail));
        gap->nx_packet_append_ptr += tail.len;
        if (stretch.is_end) {
            break;
        }
        head = nxs_room_of(gap->nx_packet_append_ptr, stretch.head);
        gap->nx_packet_append_ptr += stretch.head;
        packet = gap->nx_packet_next;
        stretch = stretch_from(engine, packet);
    }
    first->nx_packet_prepend_ptr -= stretch.head;
    first->nx_packet_length = nxs_packet_chain_len(first);
    return NXS_OK;
}

/* NX_SUCCESS while data can be sent. Step held. */
static UINT state_code(NX_SECURE_TLS_SESSION *session)
{
    const struct nxs_engine *engine = nxs_engine_of(session);
    if (nxs_private(session)->is_at_work) {
        return NX_SECURE_TLS_INVALID_STATE; /* inside a callback */
    }
    switch (nxs_engine_phase(engine)) {
    case NXS_PHASE_CONNECTED:
        if (nxs_private(session)->send_failure != NXS_OK) {
            return nxs_status_code((enum nxs_status)nxs_private(session)->send_failure);
        }
        return nxs_engine_can_seal(engine) ? NX_SUCCESS : NX_NOT_CONNECTED; /* being ended */
    case NXS_PHASE_IDLE:
        return NX_SECURE_TLS_SESSION_UNINITIALIZED;
    case NXS_PHASE_CLOSED:
        return NX_NOT_CONNECTED;
    case NXS_PHASE_FAILED:
        return nxs_session_code(session, nxs_engine_status(engine));
    default:
        return NX_SECURE_TLS_INVALID_STATE;
    }
}

/* What of a connection must be known while `step` is not held. */
struct connection {
    NX_TCP_SOCKET *socket;
    ULONG number;
    size_t limit;
};

static UINT look(NX_SECURE_TLS_SESSION *session, const NX_PACKET *packet, struct connection *connection)
{
    const struct nxs_engine *engine = nxs_engine_of(session);
    nxs_step_begin(session);
    UINT code = state_code(session);
    if (code == NX_SUCCESS) {
        connection->socket = session->nx_secure_tls_tcp_socket;
        connection->number = nxs_private(session)->connection;
        connection->limit = nxs_engine_limit(engine);
        size_t head = nxs_engine_overhead(engine, packet->nx_packet_length).head;
        if (nxs_packet_headroom(packet) < head + nxs_socket_headroom(connection->socket)) {
            code = NX_SECURE_TLS_INVALID_PACKET;
        }
    }
    nxs_step_end(session);
    return code;
}

/* NX_CONTINUE and how many spares are wanted when there are too few: then nothing has changed. */
static UINT try_seal(NX_SECURE_TLS_SESSION *session, const struct connection *connection, NX_PACKET *packet,
                     struct spares *spares, size_t *wanted)
{
    struct nxs_engine *engine = nxs_engine_of(session);
    nxs_step_begin(session);
    UINT code =
        nxs_private(session)->connection == connection->number ? state_code(session) : NX_NOT_CONNECTED;
    if (code == NX_SUCCESS) {
        *wanted = count_spares(engine, packet);
        code = *wanted > spares->count ? NX_CONTINUE : NX_SUCCESS;
    }
    if (code == NX_SUCCESS) {
        nxs_private(session)->is_at_work = true;
        enum nxs_status status = seal_chain(engine, packet, spares);
        nxs_private(session)->is_at_work = false;
        if (status != NXS_OK) {
            nxs_session_fail(session, connection->number, status);
        }
        code = nxs_status_code(status);
    }
    nxs_step_end(session);
    return code;
}

/* Seals the chain once there are spares for it; until then the session stays usable. */
static UINT seal(NX_SECURE_TLS_SESSION *session, const struct connection *connection, NX_PACKET *packet,
                 ULONG wait_option)
{
    struct spares spares = {packet->nx_packet_pool_owner, NX_NULL, 0};
    size_t wanted = 0;
    UINT code = NX_CONTINUE;
    while (code == NX_CONTINUE) {
        code = spares_fill(&spares, wanted, wait_option)
                   ? try_seal(session, connection, packet, &spares, &wanted)
                   : NX_NO_PACKET;
    }
    spares_release(&spares);
    return code;
}

/* The caller has the turn to write. */
static UINT send_chain(NX_SECURE_TLS_SESSION *session, NX_PACKET *packet, ULONG wait_option)
{
    struct connection connection;
    UINT code = look(session, packet, &connection);
    if (code != NX_SUCCESS) {
        return code;
    }
    if (!unfold(packet, connection.limit, wait_option)) {
        return NX_NO_PACKET;
    }
    code = seal(session, &connection, packet, wait_option);
    if (code != NX_SUCCESS) {
        return code;
    }
    UINT result = nx_tcp_socket_send(connection.socket, packet, wait_option);
    if (result != NX_SUCCESS) {
        /* The peer will never see these records: what follows could not be read without them. */
        enum nxs_status status = nxs_socket_status(result);
        nxs_session_send_failed(session, connection.number, status);
        return nxs_status_code(status);
    }
    return NX_SUCCESS;
}

UINT _nx_secure_tls_session_send(NX_SECURE_TLS_SESSION *tls_session, NX_PACKET *packet_ptr, ULONG wait_option)
{
    struct nxs_session *private = nxs_private(tls_session);
    ULONG held = nxs_packet_chain_len(packet_ptr);
    if (packet_ptr->nx_packet_length > held) {
        return NX_SECURE_TLS_RECORD_OVERFLOW;
    }
    if (held == 0 || packet_ptr->nx_packet_length < held) {
        return NX_INVALID_PACKET;
    }
    /* Whoever sends waits for its turn, whatever the wait option says: records stay in order. */
    if (tx_mutex_get(&private->writing, TX_WAIT_FOREVER) != TX_SUCCESS) {
        return NX_SECURE_TLS_SESSION_UNINITIALIZED;
    }
    UINT code = send_chain(tls_session, packet_ptr, wait_option);
    tx_mutex_put(&private->writing);
    return code;
}
