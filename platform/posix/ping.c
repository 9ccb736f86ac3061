#include "platform.h"

#include <netinet/in.h>

enum {
    ECHO_REQUEST = 8, /* [RFC792] */
    ECHO_REPLY = 0,
    ECHO_HEADER = 8,
    SEQUENCE = 1,
};

/* A socket for echo requests; the host fills in the identifier and the checksum. */
static int open_ping(void)
{
    return socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_ICMP);
}

static bool send_request(int descriptor, ULONG ip_address, CHAR *data, ULONG size)
{
    UCHAR header[ECHO_HEADER] = {[0] = ECHO_REQUEST, [7] = SEQUENCE};
    struct iovec pieces[2] = {{header, sizeof(header)}, {data, size}};
    const NXD_ADDRESS address = {.nxd_ip_version = NX_IP_VERSION_V4, .nxd_ip_address.v4 = ip_address};
    const NXD_ADDRESS home = {.nxd_ip_version = NX_IP_VERSION_V4,
                              .nxd_ip_address.v4 = IP_ADDRESS(127, 0, 0, 1)};
    union nxs_sockaddr where;
    nxs_lock();
    socklen_t length = nxs_host_address(&where, AF_INET, nxs_ip_simulated(&address) ? &home : &address, 0);
    nxs_unlock();
    struct msghdr message = {
        .msg_name = &where, .msg_namelen = length, .msg_iov = pieces, .msg_iovlen = size > 0 ? 2 : 1};
    return sendmsg(descriptor, &message, 0) == (ssize_t)(sizeof(header) + size);
}

/* Reads one answer into the packet. @return whether it was the echo */
static bool read_reply(int descriptor, NX_PACKET *packet)
{
    UCHAR header[ECHO_HEADER];
    size_t room = (size_t)(packet->nx_packet_data_end - packet->nx_packet_prepend_ptr);
    struct iovec pieces[2] = {{header, sizeof(header)}, {packet->nx_packet_prepend_ptr, room}};
    struct msghdr message = {.msg_iov = pieces, .msg_iovlen = 2};
    ssize_t got = recvmsg(descriptor, &message, 0);
    if (got < ECHO_HEADER || header[0] != ECHO_REPLY || header[7] != SEQUENCE) {
        return false;
    }
    packet->nx_packet_length = (ULONG)got - ECHO_HEADER;
    packet->nx_packet_append_ptr = packet->nx_packet_prepend_ptr + packet->nx_packet_length;
    packet->nx_packet_ip_version = NX_IP_VERSION_V4;
    return true;
}

static UINT wait_for_reply(int descriptor, NX_PACKET *packet, ULONG wait_option)
{
    struct nxs_wait_list nobody_wakes = {NULL, NULL};
    struct nxs_deadline deadline = nxs_deadline(wait_option);
    enum nxs_wait result = NXS_WOKEN;
    bool answered = false;
    nxs_lock();
    while (result == NXS_WOKEN && !answered) {
        result = nxs_wait_descriptor(&nobody_wakes, descriptor, POLLIN, &deadline);
        answered = result == NXS_WOKEN && read_reply(descriptor, packet);
    }
    nxs_unlock();
    return answered ? NX_SUCCESS : nxs_wait_nx(result, NX_NO_RESPONSE);
}

UINT nx_icmp_ping(NX_IP *ip_ptr, ULONG ip_address, CHAR *data, ULONG data_size, NX_PACKET **response_ptr,
                  ULONG wait_option)
{
    if (!nxs_ip_created(ip_ptr) || response_ptr == NULL || (data == NULL && data_size > 0)) {
        return NX_PTR_ERROR;
    }
    *response_ptr = NULL;
    if (ip_address == 0) {
        return NX_IP_ADDRESS_ERROR;
    }
    if (!ip_ptr->nx_ip_icmp_enabled) {
        return NX_NOT_ENABLED;
    }
    NX_PACKET_POOL *pool = ip_ptr->nx_ip_default_packet_pool;
    if (data_size > pool->nx_packet_pool_payload_size - NX_ICMP_PACKET) {
        return NX_OVERFLOW;
    }
    NX_PACKET *packet;
    UINT status = nx_packet_allocate(pool, &packet, NX_ICMP_PACKET, wait_option);
    if (status != NX_SUCCESS) {
        return status;
    }
    int descriptor = open_ping();
    status = NX_NOT_SUPPORTED;
    if (descriptor >= 0) {
        status = send_request(descriptor, ip_address, data, data_size)
                     ? wait_for_reply(descriptor, packet, wait_option)
                     : NX_NO_RESPONSE;
        nxs_host_close(descriptor);
    }
    if (status == NX_SUCCESS) {
        *response_ptr = packet;
    } else {
        (void)nx_packet_release(packet);
    }
    return status;
}
