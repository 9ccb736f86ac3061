#include "nx/edge.h"

#include <string.h>

size_t nxs_packet_put(NX_PACKET *packet, nxs_bytes bytes)
{
    size_t room = nxs_packet_tailroom(packet);
    size_t count = bytes.len < room ? bytes.len : room;
    if (count > 0) {
        memcpy(packet->nx_packet_append_ptr, bytes.data, count);
        packet->nx_packet_append_ptr += count;
    }
    return count;
}

static NX_PACKET *last_of(NX_PACKET *packet)
{
    while (packet->nx_packet_next != NX_NULL) {
        packet = packet->nx_packet_next;
    }
    return packet;
}

void nxs_packet_insert(NX_PACKET *first, NX_PACKET *after, NX_PACKET *packet)
{
    packet->nx_packet_next = after->nx_packet_next;
    after->nx_packet_next = packet;
    if (packet->nx_packet_next == NX_NULL) {
        first->nx_packet_last = packet;
    }
}

NX_PACKET *nxs_packet_detach(NX_PACKET *first)
{
    NX_PACKET *rest = first->nx_packet_next;
    if (rest != NX_NULL) {
        NX_PACKET *last = last_of(rest);
        rest->nx_packet_last = last == rest ? NX_NULL : last;
    }
    first->nx_packet_next = NX_NULL;
    first->nx_packet_last = NX_NULL;
    first->nx_packet_length = (ULONG)nxs_packet_len(first);
    return rest;
}

ULONG nxs_packet_chain_len(const NX_PACKET *first)
{
    size_t len = 0;
    for (const NX_PACKET *packet = first; packet != NX_NULL; packet = packet->nx_packet_next) {
        len += nxs_packet_len(packet);
    }
    return (ULONG)len;
}
