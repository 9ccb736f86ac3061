#include "platform.h"

#include "fault.h"

enum {
    READ_AHEAD = 8,    /* packets filled by one system call, at most */
    WRITE_PIECES = 64, /* packets written by one, at most */
};

static ULONG bytes_in(const NX_PACKET *packet)
{
    return (ULONG)(packet->nx_packet_append_ptr - packet->nx_packet_prepend_ptr);
}

/* ---- receiving ---- */

static bool may_read(const struct nxs_tcp *host)
{
    return host->connected && !host->closing && !host->received_end;
}

static void enqueue(NX_TCP_SOCKET *socket, NX_PACKET *packet)
{
    struct nxs_tcp *host = &socket->nx_tcp_socket_host;
    packet->nx_packet_queue_next = NULL;
    if (host->queue_first == NULL) {
        host->queue_first = packet;
    } else {
        host->queue_last->nx_packet_queue_next = packet;
    }
    host->queue_last = packet;
    socket->nx_tcp_socket_receive_queue_count++;
}

static NX_PACKET *dequeue(NX_TCP_SOCKET *socket)
{
    struct nxs_tcp *host = &socket->nx_tcp_socket_host;
    NX_PACKET *packet = host->queue_first;
    if (packet != NULL) {
        host->queue_first = packet->nx_packet_queue_next;
        packet->nx_packet_queue_next = NULL;
        socket->nx_tcp_socket_receive_queue_count--;
    }
    return packet;
}

/* How many packets to read into: one, until a read has filled its room. Reading ahead leaves half of the pool
 * to others. */
static size_t packets_wanted(const NX_TCP_SOCKET *socket)
{
    const NX_PACKET_POOL *pool = socket->nx_tcp_socket_ip_ptr->nx_ip_default_packet_pool;
    if (!socket->nx_tcp_socket_host.more ||
        pool->nx_packet_pool_available <= pool->nx_packet_pool_total / 2) {
        return 1;
    }
    size_t spare = pool->nx_packet_pool_available - pool->nx_packet_pool_total / 2;
    size_t limit = socket->nx_tcp_socket_receive_queue_maximum;
    size_t wanted = spare < READ_AHEAD ? spare : READ_AHEAD;
    return limit != 0 && limit < wanted ? limit : wanted;
}

/* Takes packets to read into; waits for the first, as long as the socket may be read. */
static UINT take_packets(NX_TCP_SOCKET *socket, NX_PACKET *packets[READ_AHEAD], size_t *count,
                         struct nxs_deadline *deadline)
{
    NX_PACKET_POOL *pool = socket->nx_tcp_socket_ip_ptr->nx_ip_default_packet_pool;
    size_t wanted = packets_wanted(socket);
    *count = 0;
    if (nxs_fault_hits(NXS_FAULT_PACKET)) {
        return NX_NO_PACKET;
    }
    while (*count < wanted) {
        if (!nxs_pool_created(pool)) {
            return NX_POOL_DELETED;
        }
        packets[*count] = nxs_pool_packet_take(pool, NX_TCP_PACKET);
        if (packets[*count] != NULL) {
            (*count)++;
            continue;
        }
        if (*count > 0) {
            break;
        }
        enum nxs_wait result = nxs_wait_briefly(&pool->nx_packet_pool_waiters, deadline);
        if (result != NXS_WOKEN) {
            return result == NXS_DELETED ? NX_POOL_DELETED : nxs_wait_nx(result, NX_NO_PACKET);
        }
        if (!may_read(&socket->nx_tcp_socket_host)) {
            nxs_wake_one(&pool->nx_packet_pool_waiters); /* in case it was us who was woken */
            return NX_NOT_CONNECTED;
        }
    }
    return NX_SUCCESS;
}

/* Reads without waiting. @return bytes, 0 at the end, or -errno; the room is told in @p room */
static ssize_t read_into(int descriptor, NX_PACKET *const packets[], size_t count, size_t *room)
{
    struct iovec pieces[READ_AHEAD];
    *room = 0;
    for (size_t i = 0; i < count; i++) {
        pieces[i].iov_base = packets[i]->nx_packet_prepend_ptr;
        pieces[i].iov_len = (size_t)(packets[i]->nx_packet_data_end - packets[i]->nx_packet_prepend_ptr);
        *room += pieces[i].iov_len;
    }
    return nxs_host_read(descriptor, pieces, count);
}

/* Queues the packets that took part of @p size bytes, gives the others back. */
static void keep_packets(NX_TCP_SOCKET *socket, NX_PACKET *const packets[], size_t count, size_t size)
{
    struct nxs_tcp *host = &socket->nx_tcp_socket_host;
    NX_IP *ip = socket->nx_tcp_socket_ip_ptr;
    host->bytes_received += (ULONG)size;
    ip->nx_ip_tcp_bytes_received += (ULONG)size;
    for (size_t i = 0; i < count; i++) {
        NX_PACKET *packet = packets[i];
        size_t room = (size_t)(packet->nx_packet_data_end - packet->nx_packet_prepend_ptr);
        size_t part = size < room ? size : room;
        if (part == 0) {
            nxs_pool_packet_give(packet);
            continue;
        }
        size -= part;
        packet->nx_packet_append_ptr += part;
        packet->nx_packet_length = (ULONG)part;
        packet->nx_packet_ip_version = (UCHAR)socket->nx_tcp_socket_connect_ip.nxd_ip_version;
        packet->nx_packet_address.nx_packet_interface_ptr = &ip->nx_ip_interface[0];
        host->packets_received++;
        ip->nx_ip_tcp_packets_received++;
        enqueue(socket, packet);
    }
}

/* What a read that brought no bytes means. */
static UINT end_of_reading(NX_TCP_SOCKET *socket, ssize_t got)
{
    struct nxs_tcp *host = &socket->nx_tcp_socket_host;
    host->more = 0;
    if (got == -EAGAIN || got == -EWOULDBLOCK) {
        return NX_SUCCESS;
    }
    host->received_end = 1;
    nxs_tcp_peer_ended(socket, got < 0);
    return NX_NOT_CONNECTED;
}

/* Reads what is there into the queue, waiting for the first byte. NX_SUCCESS: look into the queue again. */
static UINT read_more(NX_TCP_SOCKET *socket, struct nxs_deadline *deadline)
{
    struct nxs_tcp *host = &socket->nx_tcp_socket_host;
    if (!host->more) {
        enum nxs_wait result = nxs_wait_descriptor(&host->pollers, host->descriptor, POLLIN, deadline);
        if (result != NXS_WOKEN) {
            return nxs_wait_nx(result, NX_NO_PACKET);
        }
        if (!may_read(host)) {
            return NX_NOT_CONNECTED;
        }
    }
    NX_PACKET *packets[READ_AHEAD];
    size_t count;
    UINT status = take_packets(socket, packets, &count, deadline);
    if (status != NX_SUCCESS) {
        return status;
    }
    size_t room;
    int descriptor = host->descriptor;
    nxs_unlock();
    ssize_t got = read_into(descriptor, packets, count, &room);
    nxs_lock();
    keep_packets(socket, packets, count, got > 0 ? (size_t)got : 0);
    if (got <= 0) {
        return end_of_reading(socket, got);
    }
    host->more = (size_t)got == room;
    return NX_SUCCESS;
}

static UINT receive(NX_TCP_SOCKET *socket, NX_PACKET **packet, struct nxs_deadline *deadline)
{
    struct nxs_tcp *host = &socket->nx_tcp_socket_host;
    UINT status = NX_SUCCESS;
    while ((*packet = dequeue(socket)) == NULL && status == NX_SUCCESS) {
        if (!may_read(host)) {
            return NX_NOT_CONNECTED;
        }
        if (host->receiving) {
            enum nxs_wait result = nxs_wait(&host->receivers, deadline, TX_TCP_IP);
            status = result == NXS_WOKEN ? NX_SUCCESS : nxs_wait_nx(result, NX_NO_PACKET);
            continue;
        }
        host->receiving = 1;
        status = read_more(socket, deadline);
        host->receiving = 0;
        nxs_wake_all(&host->receivers);
    }
    return *packet != NULL ? NX_SUCCESS : status;
}

UINT nx_tcp_socket_receive(NX_TCP_SOCKET *socket_ptr, NX_PACKET **packet_ptr, ULONG wait_option)
{
    if (!nxs_tcp_created(socket_ptr) || packet_ptr == NULL) {
        return NX_PTR_ERROR;
    }
    struct nxs_tcp *host = &socket_ptr->nx_tcp_socket_host;
    struct nxs_deadline deadline = nxs_deadline(wait_option);
    UINT status = NX_NOT_BOUND;
    *packet_ptr = NULL;
    nxs_enter();
    if (host->bound) {
        nxs_tcp_enter(socket_ptr);
        status = receive(socket_ptr, packet_ptr, &deadline);
        nxs_tcp_leave(socket_ptr);
        if (host->readable_told) {
            host->readable_told = host->received_end && host->queue_first == NULL;
            (void)nxs_events_look(socket_ptr->nx_tcp_socket_ip_ptr);
        }
    }
    nxs_leave();
    return status;
}

/* ---- sending ---- */

/* Gives the bytes of a chain from @p offset on to the host, without waiting. @return as sendmsg(), or -errno
 */
static ssize_t write_from(int descriptor, const NX_PACKET *packet, ULONG offset)
{
    struct iovec pieces[WRITE_PIECES];
    size_t count = 0;
    for (; packet != NULL && count < WRITE_PIECES; packet = packet->nx_packet_next) {
        ULONG there = bytes_in(packet);
        if (offset >= there) {
            offset -= there;
            continue;
        }
        pieces[count++] =
            (struct iovec){.iov_base = packet->nx_packet_prepend_ptr + offset, .iov_len = there - offset};
        offset = 0;
    }
    return nxs_host_write(descriptor, pieces, count);
}

static bool would_block(ssize_t put)
{
    return put == -EAGAIN || put == -EWOULDBLOCK;
}

static bool lacks_memory(ssize_t put)
{
    return put == -ENOBUFS || put == -ENOMEM;
}

/* Waits until the host may take more, after it took nothing. */
static enum nxs_wait wait_for_room(struct nxs_tcp *host, ssize_t put, struct nxs_deadline *deadline)
{
    if (lacks_memory(put)) {
        return nxs_wait_briefly(&host->pollers, deadline);
    }
    return nxs_wait_descriptor(&host->pollers, host->descriptor, POLLOUT, deadline);
}

static bool may_write(const NX_TCP_SOCKET *socket)
{
    UINT state = socket->nx_tcp_socket_state;
    return !socket->nx_tcp_socket_host.closing && (state == NX_TCP_ESTABLISHED || state == NX_TCP_CLOSE_WAIT);
}

/* The host refused: the connection is gone for sending, but what had arrived may still be received. */
static UINT connection_failed(NX_TCP_SOCKET *socket)
{
    nxs_tcp_peer_ended(socket, true);
    return NX_NOT_CONNECTED;
}

/* Writes a chain, waiting for room. @param offset  bytes written so far, kept true */
static UINT write_chain(NX_TCP_SOCKET *socket, const NX_PACKET *packet, ULONG *offset,
                        struct nxs_deadline *deadline)
{
    struct nxs_tcp *host = &socket->nx_tcp_socket_host;
    while (*offset < packet->nx_packet_length) {
        int descriptor = host->descriptor;
        nxs_unlock();
        ssize_t put = write_from(descriptor, packet, *offset);
        nxs_lock();
        if (put >= 0) {
            *offset += (ULONG)put;
            continue;
        }
        if (!would_block(put) && !lacks_memory(put)) {
            return connection_failed(socket);
        }
        enum nxs_wait result = wait_for_room(host, put, deadline);
        if (!may_write(socket)) {
            return NX_NOT_CONNECTED;
        }
        if (result != NXS_WOKEN) {
            return nxs_wait_nx(result, NX_WINDOW_OVERFLOW);
        }
    }
    return NX_SUCCESS;
}

static void forget_sent(struct nxs_tcp *host)
{
    if (host->unsent != NULL && host->unsent_offset == host->unsent->nx_packet_length) {
        (void)nxs_chain_give(host->unsent);
        host->unsent = NULL;
    }
}

static UINT write_unsent(NX_TCP_SOCKET *socket, struct nxs_deadline *deadline)
{
    struct nxs_tcp *host = &socket->nx_tcp_socket_host;
    if (host->unsent == NULL) {
        return NX_SUCCESS;
    }
    UINT status = write_chain(socket, host->unsent, &host->unsent_offset, deadline);
    forget_sent(host);
    return status;
}

void nxs_tcp_flush(NX_TCP_SOCKET *socket)
{
    struct nxs_tcp *host = &socket->nx_tcp_socket_host;
    ssize_t put = 0;
    while (host->unsent != NULL && put >= 0) {
        put = write_from(host->descriptor, host->unsent, host->unsent_offset);
        host->unsent_offset += put > 0 ? (ULONG)put : 0;
        forget_sent(host);
    }
    if (put < 0 && !would_block(put) && !lacks_memory(put)) {
        (void)connection_failed(socket);
    }
}

static void count_sent(NX_TCP_SOCKET *socket, ULONG size)
{
    NX_IP *ip = socket->nx_tcp_socket_ip_ptr;
    socket->nx_tcp_socket_host.packets_sent++;
    socket->nx_tcp_socket_host.bytes_sent += size;
    ip->nx_ip_tcp_packets_sent++;
    ip->nx_ip_tcp_bytes_sent += size;
}

/* Sends when it is this thread's turn. A packet of which a part is written cannot be taken back: the event
 * thread writes the rest. */
static UINT send_in_turn(NX_TCP_SOCKET *socket, NX_PACKET *packet, struct nxs_deadline *deadline)
{
    struct nxs_tcp *host = &socket->nx_tcp_socket_host;
    ULONG size = packet->nx_packet_length;
    ULONG offset = 0;
    UINT status = write_unsent(socket, deadline);
    if (status == NX_SUCCESS) {
        status = write_chain(socket, packet, &offset, deadline);
    }
    if (status == NX_SUCCESS) {
        (void)nxs_chain_give(packet);
    } else if (offset > 0 && status != NX_NOT_CONNECTED) {
        host->unsent = packet;
        host->unsent_offset = offset;
        status = NX_SUCCESS;
    }
    if (status == NX_SUCCESS) {
        count_sent(socket, size);
    } else if (host->window_update != NULL || host->queue_depth != NULL) {
        host->want_write = 1;
    }
    return status;
}

static UINT send_packet(NX_TCP_SOCKET *socket, NX_PACKET *packet, struct nxs_deadline *deadline)
{
    struct nxs_tcp *host = &socket->nx_tcp_socket_host;
    while (may_write(socket) && host->sending) {
        enum nxs_wait result = nxs_wait(&host->senders, deadline, TX_TCP_IP);
        if (result != NXS_WOKEN) {
            return nxs_wait_nx(result, NX_TX_QUEUE_DEPTH);
        }
    }
    if (!may_write(socket)) {
        return NX_NOT_CONNECTED;
    }
    host->sending = 1;
    UINT status = send_in_turn(socket, packet, deadline);
    host->sending = 0;
    nxs_wake_one(&host->senders);
    if (host->unsent != NULL || host->want_write) {
        (void)nxs_events_look(socket->nx_tcp_socket_ip_ptr);
    }
    return status;
}

static UINT check_sendable(const NX_TCP_SOCKET *socket, const NX_PACKET *packet)
{
    bool v6 = socket->nx_tcp_socket_connect_ip.nxd_ip_version == NX_IP_VERSION_V6;
    ptrdiff_t headers = v6 ? NX_IPv6_TCP_PACKET : NX_IPv4_TCP_PACKET;
    if (!nxs_packet_allocated(packet) || packet->nx_packet_length == 0) {
        return NX_INVALID_PACKET;
    }
    if (packet->nx_packet_prepend_ptr - packet->nx_packet_data_start < headers) {
        return NX_UNDERFLOW;
    }
    return packet->nx_packet_append_ptr > packet->nx_packet_data_end ? NX_OVERFLOW : NX_SUCCESS;
}

UINT nx_tcp_socket_send(NX_TCP_SOCKET *socket_ptr, NX_PACKET *packet_ptr, ULONG wait_option)
{
    if (!nxs_tcp_created(socket_ptr) || packet_ptr == NULL) {
        return NX_PTR_ERROR;
    }
    struct nxs_deadline deadline = nxs_deadline(wait_option);
    nxs_enter();
    UINT status =
        socket_ptr->nx_tcp_socket_host.bound ? check_sendable(socket_ptr, packet_ptr) : NX_NOT_BOUND;
    if (status == NX_SUCCESS) {
        nxs_tcp_enter(socket_ptr);
        status = send_packet(socket_ptr, packet_ptr, &deadline);
        nxs_tcp_leave(socket_ptr);
    }
    nxs_leave();
    return status;
}

/* ---- ending ---- */

static UINT finish_status(enum nxs_wait result)
{
    return result == NXS_WOKEN ? NX_SUCCESS : nxs_wait_nx(result, NX_DISCONNECT_FAILED);
}

static UINT finish_sending(NX_TCP_SOCKET *socket, struct nxs_deadline *deadline)
{
    struct nxs_tcp *host = &socket->nx_tcp_socket_host;
    UINT status = NX_SUCCESS;
    while (status == NX_SUCCESS && host->unsent != NULL) {
        ssize_t put = write_from(host->descriptor, host->unsent, host->unsent_offset);
        if (put >= 0) {
            host->unsent_offset += (ULONG)put;
            forget_sent(host);
        } else if (would_block(put) || lacks_memory(put)) {
            status = finish_status(wait_for_room(host, put, deadline));
        } else {
            status = NX_DISCONNECT_FAILED;
        }
    }
    return status;
}

/* Reads and forgets, until the peer's end. */
static UINT finish_receiving(NX_TCP_SOCKET *socket, struct nxs_deadline *deadline)
{
    struct nxs_tcp *host = &socket->nx_tcp_socket_host;
    UCHAR forgotten[4096];
    struct iovec piece = {forgotten, sizeof(forgotten)};
    UINT status = NX_SUCCESS;
    while (status == NX_SUCCESS && !host->received_end) {
        nxs_unlock();
        ssize_t got = nxs_host_read(host->descriptor, &piece, 1);
        nxs_lock();
        if (got == 0) {
            host->received_end = 1;
        } else if (would_block(got)) {
            status = finish_status(nxs_wait_descriptor(&host->pollers, host->descriptor, POLLIN, deadline));
        } else if (got < 0) {
            status = NX_DISCONNECT_FAILED;
        }
    }
    return status;
}

UINT nxs_tcp_finish(NX_TCP_SOCKET *socket, struct nxs_deadline *deadline)
{
    bool first = socket->nx_tcp_socket_state == NX_TCP_ESTABLISHED;
    UINT status = finish_sending(socket, deadline);
    if (status != NX_SUCCESS) {
        return status;
    }
    (void)shutdown(socket->nx_tcp_socket_host.descriptor, SHUT_WR);
    nxs_tcp_state(socket, first ? NX_TCP_FIN_WAIT_1 : NX_TCP_LAST_ACK);
    return finish_receiving(socket, deadline);
}
