/* Packets in, whole records out, and application data on to the caller. */

#include <string.h>

#include "nx/edge.h"
#include "record/record.h"

static struct nxs_intake *intake_of(NX_SECURE_TLS_SESSION *session)
{
    return &nxs_private(session)->intake;
}

static void release_first(struct nxs_intake *intake)
{
    NX_PACKET *packet = intake->packets;
    intake->packets = nxs_packet_detach(packet);
    nx_packet_release(packet);
}

static void release_used_up(struct nxs_intake *intake)
{
    while (intake->packets != NX_NULL && nxs_packet_len(intake->packets) == 0) {
        release_first(intake);
    }
}

void nxs_intake_drop(NX_SECURE_TLS_SESSION *session)
{
    struct nxs_intake *intake = intake_of(session);
    while (intake->packets != NX_NULL) {
        release_first(intake);
    }
    memset(intake, 0, sizeof *intake);
}

/* ---- records --------------------------------------------------------------------------------------- */

static enum nxs_status measure(NX_SECURE_TLS_SESSION *session, nxs_bytes start, size_t *total)
{
    struct nxs_record_header header;
    NXS_TRY(nxs_record_header_read(&nxs_engine_of(session)->rx, start, &header));
    *total = NXS_RECORD_HEADER_LEN + (size_t)header.length;
    return NXS_OK;
}

/* NXS_WANT_BYTES when the first packet does not hold the whole record. */
static enum nxs_status next_in_packet(NX_SECURE_TLS_SESSION *session, nxs_room *record)
{
    NX_PACKET *packet = intake_of(session)->packets;
    size_t total;
    if (packet == NX_NULL) {
        return NXS_WANT_BYTES;
    }
    nxs_room data = nxs_room_of(packet->nx_packet_prepend_ptr, nxs_packet_len(packet));
    NXS_TRY(measure(session, nxs_bytes_in(data), &total));
    if (total > data.len) {
        return NXS_WANT_BYTES;
    }
    *record = nxs_room_part(data, 0, total);
    packet->nx_packet_prepend_ptr += total;
    return NXS_OK;
}

/* Moves bytes from the packets behind those gathered until there are `wanted`. */
static enum nxs_status gather(struct nxs_intake *intake, nxs_room room, size_t wanted)
{
    if (wanted > room.len) {
        return NXS_BUFFER_TOO_SMALL;
    }
    while (intake->gathered < wanted) {
        NX_PACKET *packet = intake->packets;
        if (packet == NX_NULL) {
            return NXS_WANT_BYTES;
        }
        size_t count = nxs_packet_len(packet);
        if (count > wanted - intake->gathered) {
            count = wanted - intake->gathered;
        }
        memcpy(nxs_room_part(room, intake->gathered, count).data, packet->nx_packet_prepend_ptr, count);
        packet->nx_packet_prepend_ptr += count;
        intake->gathered += count;
        release_used_up(intake);
    }
    return NXS_OK;
}

static enum nxs_status next_gathered(NX_SECURE_TLS_SESSION *session, nxs_room *record)
{
    struct nxs_intake *intake = intake_of(session);
    nxs_room buffer = nxs_packet_buffer_rest(session);
    size_t used = nxs_engine_inbox_used(nxs_engine_of(session));
    nxs_room room = nxs_room_part(buffer, used, buffer.len - used);
    size_t total;
    if (intake->gathered < NXS_RECORD_HEADER_LEN) {
        NXS_TRY(gather(intake, room, NXS_RECORD_HEADER_LEN));
    }
    NXS_TRY(measure(session, nxs_bytes_of(room.data, intake->gathered), &total));
    NXS_TRY(gather(intake, room, total));
    *record = nxs_room_part(room, 0, total);
    intake->record_is_done = true;
    return NXS_OK;
}

enum nxs_status nxs_intake_next(NX_SECURE_TLS_SESSION *session, nxs_room *record)
{
    struct nxs_intake *intake = intake_of(session);
    size_t inbox = nxs_engine_inbox_used(nxs_engine_of(session));
    if (intake->record_is_done) {
        intake->record_is_done = false;
        intake->gathered = 0;
    }
    release_used_up(intake);
    enum nxs_status status = NXS_WANT_BYTES;
    if (intake->gathered == 0) {
        status = next_in_packet(session, record);
    }
    if (status == NXS_WANT_BYTES && (intake->gathered > 0 || intake->packets != NX_NULL)) {
        status = next_gathered(session, record);
    }
    /* A record in a packet may leave its content in the engine's inbox, one in the buffer is behind it. */
    intake->reach = inbox + (status == NXS_OK ? record->len : intake->gathered);
    return status;
}

/* ---- packets --------------------------------------------------------------------------------------- */

static void append(struct nxs_intake *intake, NX_PACKET *packet)
{
    NX_PACKET *last = intake->packets;
    if (last == NX_NULL) {
        intake->packets = packet;
        return;
    }
    while (last->nx_packet_next != NX_NULL) {
        last = last->nx_packet_next;
    }
    last->nx_packet_next = packet;
}

UINT nxs_intake_fill(NX_SECURE_TLS_SESSION *session, ULONG wait_option)
{
    struct nxs_session *private = nxs_private(session);
    NX_PACKET *packet = NX_NULL;
    nxs_step_begin(session);
    NX_TCP_SOCKET *socket = session->nx_secure_tls_tcp_socket;
    ULONG connection = private->connection;
    nxs_step_end(session);
    if (socket == NX_NULL) {
        return NX_NOT_CONNECTED;
    }
    UINT result = nx_tcp_socket_receive(socket, &packet, wait_option);
    if (result == NX_NO_PACKET || result == NX_WAIT_ABORTED) {
        return result;
    }
    if (result != NX_SUCCESS) {
        enum nxs_status status = result == NX_NOT_BOUND ? NXS_SOCKET_NOT_BOUND : NXS_SOCKET_CLOSED;
        nxs_session_fail(session, connection, status);
        return nxs_status_code(status);
    }
    nxs_step_begin(session);
    bool is_ours = private->connection == connection;
    if (is_ours) {
        append(&private->intake, packet);
    }
    nxs_step_end(session);
    if (!is_ours) {
        nx_packet_release(packet);
        return NX_NOT_CONNECTED;
    }
    return NX_SUCCESS;
}

/* ---- application data ------------------------------------------------------------------------------- */

/* The packet that holds nothing but the data, with its pointers set around it; NULL when there is none. */
static NX_PACKET *take_in_place(struct nxs_intake *intake)
{
    NX_PACKET *packet = intake->packets;
    nxs_room plain = intake->plain;
    if (packet == NX_NULL || nxs_packet_len(packet) > 0 || plain.data < packet->nx_packet_data_start ||
        plain.data >= packet->nx_packet_data_end) {
        return NX_NULL;
    }
    packet->nx_packet_prepend_ptr = plain.data;
    packet->nx_packet_append_ptr = plain.data + plain.len;
    intake->packets = nxs_packet_detach(packet);
    intake->plain = nxs_room_of(NULL, 0);
    return packet;
}

static void copy_into(struct nxs_intake *intake, NX_PACKET *packet)
{
    size_t count = nxs_packet_put(packet, nxs_bytes_in(intake->plain));
    intake->plain = nxs_room_part(intake->plain, count, intake->plain.len - count);
}

/* Data goes on behind the first packet as long as the pool has packets at once. */
static void copy_rest(struct nxs_intake *intake, NX_PACKET *first)
{
    NX_PACKET *last = first;
    while (intake->plain.len > 0) {
        NX_PACKET *packet;
        if (nx_packet_allocate(first->nx_packet_pool_owner, &packet, NX_RECEIVE_PACKET, NX_NO_WAIT) !=
            NX_SUCCESS) {
            break;
        }
        copy_into(intake, packet);
        nxs_packet_insert(first, last, packet);
        last = packet;
    }
    first->nx_packet_length = nxs_packet_chain_len(first);
}

/* An empty packet with room in front, so that whoever received it may send it back; small packets are for
 * data only. */
static NX_PACKET *allocate_first(NX_PACKET_POOL *pool, const NX_TCP_SOCKET *socket, ULONG wait_option)
{
    enum { WORTHWHILE = 128 };
    NX_PACKET *packet = NX_NULL;
    ULONG front = nxs_socket_headroom(socket) + NXS_RECORD_MAX_HEAD;
    bool has_room = pool != NX_NULL && pool->nx_packet_pool_payload_size >= front + WORTHWHILE;
    ULONG type = has_room ? nxs_socket_headroom(socket) : NX_RECEIVE_PACKET;
    if (nx_packet_allocate(pool, &packet, type, wait_option) != NX_SUCCESS) {
        return NX_NULL;
    }
    if (has_room) {
        packet->nx_packet_prepend_ptr += NXS_RECORD_MAX_HEAD;
        packet->nx_packet_append_ptr = packet->nx_packet_prepend_ptr;
    }
    return packet;
}

UINT nxs_intake_deliver(NX_SECURE_TLS_SESSION *session, NX_PACKET **packet_ptr, ULONG wait_option)
{
    struct nxs_intake *intake = intake_of(session);
    nxs_step_begin(session);
    bool is_there = intake->plain.len > 0;
    NX_PACKET *packet = is_there ? take_in_place(intake) : NX_NULL;
    NX_TCP_SOCKET *socket = session->nx_secure_tls_tcp_socket;
    nxs_step_end(session);
    if (packet != NX_NULL) {
        *packet_ptr = packet;
        return NX_SUCCESS;
    }
    if (!is_there) {
        return NX_CONTINUE;
    }
    packet = allocate_first(nxs_session_pool(session, socket), socket, wait_option);
    if (packet == NX_NULL) {
        return NX_NO_PACKET;
    }
    nxs_step_begin(session);
    copy_into(intake, packet);
    copy_rest(intake, packet);
    nxs_step_end(session);
    if (nxs_packet_len(packet) == 0) {
        nx_packet_release(packet); /* the connection was ended meanwhile */
        return NX_CONTINUE;
    }
    *packet_ptr = packet;
    return NX_SUCCESS;
}
