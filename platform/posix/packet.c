#include "platform.h"

static ULONG bytes_in(const NX_PACKET *packet)
{
    return (ULONG)(packet->nx_packet_append_ptr - packet->nx_packet_prepend_ptr);
}

static ULONG room_behind(const NX_PACKET *packet)
{
    return (ULONG)(packet->nx_packet_data_end - packet->nx_packet_append_ptr);
}

static NX_PACKET *last_of(NX_PACKET *packet)
{
    return packet->nx_packet_last != NULL ? packet->nx_packet_last : packet;
}

/* Whether the data of a packet lies in its payload area. */
static UINT check_bounds(const NX_PACKET *packet)
{
    if (packet->nx_packet_prepend_ptr < packet->nx_packet_data_start) {
        return NX_UNDERFLOW;
    }
    return packet->nx_packet_append_ptr > packet->nx_packet_data_end ? NX_OVERFLOW : NX_SUCCESS;
}

UINT nx_packet_release(NX_PACKET *packet_ptr)
{
    if (packet_ptr == NULL) {
        return NX_PTR_ERROR;
    }
    nxs_enter();
    UINT status = nxs_packet_allocated(packet_ptr) ? check_bounds(packet_ptr) : NX_SUCCESS;
    if (status == NX_SUCCESS && !nxs_chain_give(packet_ptr)) {
        status = NX_PTR_ERROR;
    }
    nxs_leave();
    return status;
}

UINT nx_packet_transmit_release(NX_PACKET *packet_ptr)
{
    return nx_packet_release(packet_ptr);
}

/* Allocates a chain with room for @p size bytes; the payload of the first begins at @p offset. */
static UINT allocate_chain(NX_PACKET_POOL *pool, NX_PACKET **chain, ULONG offset, ULONG size,
                           struct nxs_deadline *deadline)
{
    NX_PACKET *first = NULL;
    NX_PACKET *last = NULL;
    ULONG room = 0;
    UINT status = NX_SUCCESS;
    while (status == NX_SUCCESS && (first == NULL || room < size)) {
        NX_PACKET *packet;
        status = nxs_pool_wait(pool, &packet, first == NULL ? offset : 0, deadline);
        if (status != NX_SUCCESS) {
            break;
        }
        room += room_behind(packet);
        if (first == NULL) {
            first = packet;
        } else {
            last->nx_packet_next = packet;
            first->nx_packet_last = packet;
        }
        last = packet;
    }
    if (status != NX_SUCCESS && status != NX_POOL_DELETED) {
        (void)nxs_chain_give(first);
    }
    *chain = status == NX_SUCCESS ? first : NULL;
    return status;
}

/* Copies bytes behind the data of @p packet and its successors, which have the room. @return the last one
 * used */
static NX_PACKET *fill(NX_PACKET *packet, const UCHAR *bytes, ULONG size)
{
    for (;;) {
        ULONG part = size < room_behind(packet) ? size : room_behind(packet);
        memcpy(packet->nx_packet_append_ptr, bytes, part);
        packet->nx_packet_append_ptr += part;
        bytes += part;
        size -= part;
        if (size == 0) {
            return packet;
        }
        packet = packet->nx_packet_next;
    }
}

UINT nx_packet_data_append(NX_PACKET *packet_ptr, VOID *data_start, ULONG data_size, NX_PACKET_POOL *pool_ptr,
                           ULONG wait_option)
{
    if (!nxs_packet_allocated(packet_ptr) || data_start == NULL || !nxs_pool_created(pool_ptr)) {
        return NX_PTR_ERROR;
    }
    if (data_size == 0) {
        return NX_SIZE_ERROR;
    }
    UINT status = check_bounds(packet_ptr);
    if (status != NX_SUCCESS) {
        return status;
    }
    NX_PACKET *last = last_of(packet_ptr);
    NX_PACKET *more = NULL;
    if (data_size > room_behind(last)) {
        struct nxs_deadline deadline = nxs_deadline(wait_option);
        nxs_enter();
        status = allocate_chain(pool_ptr, &more, 0, data_size - room_behind(last), &deadline);
        nxs_leave();
    }
    if (status != NX_SUCCESS) {
        return status;
    }
    if (more != NULL) {
        last->nx_packet_next = more;
        packet_ptr->nx_packet_last = last_of(more);
        more->nx_packet_last = NULL;
    }
    (void)fill(last, data_start, data_size);
    packet_ptr->nx_packet_length += data_size;
    return NX_SUCCESS;
}

/* Copies up to @p size bytes from @p offset on. @return how many were there */
static ULONG extract(const NX_PACKET *packet, ULONG offset, UCHAR *out, ULONG size)
{
    ULONG copied = 0;
    for (; packet != NULL && copied < size; packet = packet->nx_packet_next) {
        ULONG there = bytes_in(packet);
        if (offset >= there) {
            offset -= there;
            continue;
        }
        ULONG part = there - offset < size - copied ? there - offset : size - copied;
        memcpy(out + copied, packet->nx_packet_prepend_ptr + offset, part);
        copied += part;
        offset = 0;
    }
    return copied;
}

UINT nx_packet_data_retrieve(NX_PACKET *packet_ptr, VOID *buffer_start, ULONG *bytes_copied)
{
    if (packet_ptr == NULL || buffer_start == NULL || bytes_copied == NULL) {
        return NX_PTR_ERROR;
    }
    *bytes_copied = 0;
    if (packet_ptr->nx_packet_length == 0) {
        return NX_INVALID_PACKET;
    }
    *bytes_copied = extract(packet_ptr, 0, buffer_start, packet_ptr->nx_packet_length);
    return NX_SUCCESS;
}

UINT nx_packet_data_extract_offset(NX_PACKET *packet_ptr, ULONG offset, VOID *buffer_start,
                                   ULONG buffer_length, ULONG *bytes_copied)
{
    if (packet_ptr == NULL || buffer_start == NULL || bytes_copied == NULL) {
        return NX_PTR_ERROR;
    }
    *bytes_copied = 0;
    if (packet_ptr->nx_packet_length == 0 && offset == 0) {
        return NX_SUCCESS;
    }
    if (offset >= packet_ptr->nx_packet_length) {
        return NX_PACKET_OFFSET_ERROR;
    }
    ULONG left = packet_ptr->nx_packet_length - offset;
    *bytes_copied = extract(packet_ptr, offset, buffer_start, buffer_length < left ? buffer_length : left);
    return NX_SUCCESS;
}

UINT nx_packet_length_get(NX_PACKET *packet_ptr, ULONG *length)
{
    if (packet_ptr == NULL || length == NULL) {
        return NX_PTR_ERROR;
    }
    *length = packet_ptr->nx_packet_length;
    return NX_SUCCESS;
}

static void copy_data(NX_PACKET *to, const NX_PACKET *from)
{
    to->nx_packet_length = from->nx_packet_length;
    to->nx_packet_ip_version = from->nx_packet_ip_version;
    to->nx_packet_address = from->nx_packet_address;
    for (NX_PACKET *at = to; from != NULL; from = from->nx_packet_next) {
        at = fill(at, from->nx_packet_prepend_ptr, bytes_in(from));
    }
}

UINT nx_packet_copy(NX_PACKET *packet_ptr, NX_PACKET **new_packet_ptr, NX_PACKET_POOL *pool_ptr,
                    ULONG wait_option)
{
    if (!nxs_packet_allocated(packet_ptr) || new_packet_ptr == NULL || !nxs_pool_created(pool_ptr)) {
        return NX_PTR_ERROR;
    }
    *new_packet_ptr = NULL;
    UINT status = check_bounds(packet_ptr);
    if (status != NX_SUCCESS) {
        return status;
    }
    if (packet_ptr->nx_packet_length == 0) {
        return NX_INVALID_PACKET;
    }
    ULONG offset = (ULONG)(packet_ptr->nx_packet_prepend_ptr - packet_ptr->nx_packet_data_start);
    if (offset > pool_ptr->nx_packet_pool_payload_size) {
        offset = 0;
    }
    struct nxs_deadline deadline = nxs_deadline(wait_option);
    nxs_enter();
    status = allocate_chain(pool_ptr, new_packet_ptr, offset, packet_ptr->nx_packet_length, &deadline);
    nxs_leave();
    if (status == NX_SUCCESS) {
        copy_data(*new_packet_ptr, packet_ptr);
    }
    return status;
}
