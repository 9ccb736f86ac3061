/* Records out: a flight becomes one chain of packets and one nx_tcp_socket_send(). */

#include <string.h>

#include "nx/edge.h"

ULONG nxs_socket_headroom(const NX_TCP_SOCKET *socket)
{
    bool is_v6 = socket->nx_tcp_socket_connect_ip.nxd_ip_version == NX_IP_VERSION_V6;
    return is_v6 ? NX_IPv6_TCP_PACKET : NX_IPv4_TCP_PACKET;
}

NX_PACKET_POOL *nxs_session_pool(const NX_SECURE_TLS_SESSION *session, const NX_TCP_SOCKET *socket)
{
    NX_PACKET_POOL *pool = session->nx_secure_tls_packet_pool;
    if (pool != NX_NULL || socket == NX_NULL) {
        return pool;
    }
    return socket->nx_tcp_socket_ip_ptr->nx_ip_default_packet_pool;
}

static NX_PACKET *allocate(const struct nxs_outlet *outlet, ULONG wait_option)
{
    NX_PACKET *packet = NX_NULL;
    UINT result = nx_packet_allocate(outlet->pool, &packet, nxs_socket_headroom(outlet->socket), wait_option);
    return result == NX_SUCCESS ? packet : NX_NULL;
}

/* Only the first packet of a chain needs room for the headers below TLS. */
static void aim(const struct nxs_outlet *outlet, NX_PACKET *empty)
{
    ULONG offset = outlet->first == NX_NULL ? nxs_socket_headroom(outlet->socket) : 0;
    empty->nx_packet_prepend_ptr = empty->nx_packet_data_start + offset;
    empty->nx_packet_append_ptr = empty->nx_packet_prepend_ptr;
}

static bool room(void *context, size_t min, nxs_room *given)
{
    struct nxs_outlet *outlet = context;
    NX_PACKET *packet = outlet->last;
    if (packet == NX_NULL || nxs_packet_tailroom(packet) < min) {
        if (outlet->spare == NX_NULL) {
            outlet->spare = allocate(outlet, NX_NO_WAIT);
        }
        packet = outlet->spare;
        if (packet == NX_NULL) {
            return false;
        }
        aim(outlet, packet);
    }
    outlet->open = packet;
    *given = nxs_room_of(packet->nx_packet_append_ptr, nxs_packet_tailroom(packet));
    return given->len >= min;
}

static void commit(void *context, size_t used)
{
    struct nxs_outlet *outlet = context;
    NX_PACKET *packet = outlet->open;
    if (packet == outlet->spare) {
        outlet->spare = NX_NULL;
        if (outlet->first == NX_NULL) {
            outlet->first = packet;
        } else {
            nxs_packet_insert(outlet->first, outlet->last, packet);
        }
        outlet->last = packet;
    }
    packet->nx_packet_append_ptr += used;
    outlet->first->nx_packet_length += (ULONG)used;
}

void nxs_outlet_begin(struct nxs_outlet *outlet, NX_SECURE_TLS_SESSION *session)
{
    memset(outlet, 0, sizeof *outlet);
    outlet->sink.context = outlet;
    outlet->sink.room = room;
    outlet->sink.commit = commit;
    outlet->socket = session->nx_secure_tls_tcp_socket;
    outlet->pool = nxs_session_pool(session, outlet->socket);
}

UINT nxs_outlet_flush(struct nxs_outlet *outlet, ULONG wait_option)
{
    NX_PACKET *packet = outlet->first;
    if (packet == NX_NULL) {
        return NX_SUCCESS;
    }
    outlet->first = NX_NULL;
    outlet->last = NX_NULL;
    UINT result = nx_tcp_socket_send(outlet->socket, packet, wait_option);
    if (result != NX_SUCCESS) {
        nx_packet_release(packet);
    }
    return result;
}

bool nxs_outlet_refill(struct nxs_outlet *outlet, ULONG wait_option)
{
    if (outlet->spare != NX_NULL) {
        return false;
    }
    outlet->spare = allocate(outlet, wait_option);
    return outlet->spare != NX_NULL;
}

void nxs_outlet_end(struct nxs_outlet *outlet)
{
    if (outlet->first != NX_NULL) {
        nx_packet_release(outlet->first);
    }
    if (outlet->spare != NX_NULL) {
        nx_packet_release(outlet->spare);
    }
}
