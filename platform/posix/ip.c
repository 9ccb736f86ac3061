#include "platform.h"

#include <netinet/in.h>
#include <unistd.h>

enum {
    ALL_STATUS = NX_IP_INITIALIZE_DONE | NX_IP_ADDRESS_RESOLVED | NX_IP_LINK_ENABLED | NX_IP_ARP_ENABLED |
                 NX_IP_UDP_ENABLED | NX_IP_TCP_ENABLED | NX_IP_IGMP_ENABLED | NX_IP_INTERFACE_LINK_ENABLED,
    HOST_STATUS =
        NX_IP_INITIALIZE_DONE | NX_IP_ADDRESS_RESOLVED | NX_IP_LINK_ENABLED | NX_IP_INTERFACE_LINK_ENABLED,
    ETHERNET_MTU = 1500,
    IPV6_ADDRESSES = sizeof(((NX_IP *)0)->nx_ip_ipv6_address) / sizeof(NXD_IPV6_ADDRESS),
};

static const ULONG EXPERIMENTAL = 0xF0000000; /* class E and broadcast: nobody's address */

static NX_IP *created;

bool nxs_ip_created(const NX_IP *ip)
{
    return ip != NULL && ip->nx_ip_id == NX_IP_ID;
}

static bool has_v6(const NX_IP *ip, const ULONG address[4])
{
    for (size_t i = 0; i < IPV6_ADDRESSES; i++) {
        const NXD_IPV6_ADDRESS *entry = &ip->nx_ip_ipv6_address[i];
        if (entry->nxd_ipv6_address_valid && memcmp(entry->nxd_ipv6_address, address, 16) == 0) {
            return true;
        }
    }
    return false;
}

static bool has(const NX_IP *ip, const NXD_ADDRESS *address)
{
    if (address->nxd_ip_version == NX_IP_VERSION_V6) {
        return has_v6(ip, address->nxd_ip_address.v6);
    }
    return ip->nx_ip_interface[0].nx_interface_ip_address == address->nxd_ip_address.v4;
}

bool nxs_ip_simulated(const NXD_ADDRESS *address)
{
    for (const NX_IP *ip = created; ip != NULL; ip = ip->nx_ip_created_next) {
        if (has(ip, address)) {
            return !nxs_host_owns(address);
        }
    }
    return false;
}

VOID nx_system_initialize(VOID)
{
    nxs_enter();
    nxs_leave();
}

VOID _nx_ram_network_driver(NX_IP_DRIVER *driver_req_ptr)
{
    NX_PARAMETER_NOT_USED(driver_req_ptr);
}

VOID _nx_linux_network_driver(NX_IP_DRIVER *driver_req_ptr)
{
    NX_PARAMETER_NOT_USED(driver_req_ptr);
}

UINT nx_ip_create(NX_IP *ip_ptr, CHAR *name, ULONG ip_address, ULONG network_mask,
                  NX_PACKET_POOL *default_pool, VOID (*ip_link_driver)(NX_IP_DRIVER *), VOID *memory_ptr,
                  ULONG memory_size, UINT priority)
{
    if (ip_ptr == NULL || ip_ptr->nx_ip_id == NX_IP_ID || ip_link_driver == NULL || memory_ptr == NULL ||
        !nxs_pool_created(default_pool)) {
        return NX_PTR_ERROR;
    }
    if (memory_size < TX_MINIMUM_STACK || default_pool->nx_packet_pool_payload_size <= NX_TCP_PACKET) {
        return NX_SIZE_ERROR;
    }
    if (ip_address >= EXPERIMENTAL) {
        return NX_IP_ADDRESS_ERROR;
    }
    if (priority >= TX_MAX_PRIORITIES) {
        return NX_OPTION_ERROR;
    }
    nxs_enter();
    *ip_ptr = (NX_IP){.nx_ip_id = NX_IP_ID,
                      .nx_ip_name = name,
                      .nx_ip_default_packet_pool = default_pool,
                      .nx_ip_enabled = HOST_STATUS,
                      .nx_ip_events_memory = memory_ptr,
                      .nx_ip_events_memory_size = memory_size,
                      .nx_ip_events_thread = NULL,
                      .nx_ip_created_next = created};
    ip_ptr->nx_ip_interface[0] = (NX_INTERFACE){.nx_interface_name = name,
                                                .nx_interface_valid = 1,
                                                .nx_interface_link_up = 1,
                                                .nx_interface_ip_address = ip_address,
                                                .nx_interface_ip_network_mask = network_mask,
                                                .nx_interface_ip_mtu_size = ETHERNET_MTU};
    for (size_t i = 0; i < NXS_LISTEN_SLOTS; i++) {
        ip_ptr->nx_ip_listen[i].descriptor = -1;
    }
    created = ip_ptr;
    nxs_leave();
    return NX_SUCCESS;
}

static bool uses_ports(const NX_IP *ip)
{
    for (size_t i = 0; i < NXS_LISTEN_SLOTS; i++) {
        if (ip->nx_ip_listen[i].descriptor >= 0) {
            return true;
        }
    }
    for (const NX_TCP_SOCKET *socket = ip->nx_ip_tcp_created_sockets_ptr; socket != NULL;
         socket = socket->nx_tcp_socket_created_next) {
        if (socket->nx_tcp_socket_host.bound) {
            return true;
        }
    }
    return false;
}

static void forget(NX_IP *ip)
{
    NX_IP **at = &created;
    while (*at != ip) {
        at = &(*at)->nx_ip_created_next;
    }
    *at = ip->nx_ip_created_next;
    for (NX_TCP_SOCKET *socket = ip->nx_ip_tcp_created_sockets_ptr; socket != NULL;
         socket = socket->nx_tcp_socket_created_next) {
        socket->nx_tcp_socket_id = 0;
    }
    ip->nx_ip_id = 0;
}

UINT nx_ip_delete(NX_IP *ip_ptr)
{
    if (!nxs_ip_created(ip_ptr)) {
        return NX_PTR_ERROR;
    }
    nxs_enter();
    UINT status = uses_ports(ip_ptr) ? NX_SOCKETS_BOUND : NX_SUCCESS;
    if (status == NX_SUCCESS && !nxs_events_end(ip_ptr)) {
        status = NX_CALLER_ERROR;
    }
    if (status == NX_SUCCESS) {
        forget(ip_ptr);
        nxs_wake_deleted(&ip_ptr->nx_ip_changes);
    }
    nxs_leave();
    return status;
}

UINT nx_ip_status_check(NX_IP *ip_ptr, ULONG needed_status, ULONG *actual_status, ULONG wait_option)
{
    if (!nxs_ip_created(ip_ptr) || actual_status == NULL) {
        return NX_PTR_ERROR;
    }
    if (needed_status == 0 || (needed_status & ~(ULONG)ALL_STATUS) != 0) {
        return NX_OPTION_ERROR;
    }
    struct nxs_deadline deadline = nxs_deadline(wait_option);
    enum nxs_wait result = NXS_WOKEN;
    nxs_enter();
    while (result == NXS_WOKEN && (ip_ptr->nx_ip_enabled & needed_status) != needed_status) {
        result = nxs_wait(&ip_ptr->nx_ip_changes, &deadline, TX_TCP_IP);
    }
    if (result != NXS_DELETED) {
        *actual_status = ip_ptr->nx_ip_enabled & needed_status;
    }
    nxs_leave();
    return result == NXS_WOKEN ? NX_SUCCESS : nxs_wait_nx(result, NX_NOT_SUCCESSFUL);
}

UINT nx_ip_address_get(NX_IP *ip_ptr, ULONG *ip_address, ULONG *network_mask)
{
    return nx_ip_interface_address_get(ip_ptr, 0, ip_address, network_mask);
}

UINT nx_ip_interface_address_get(NX_IP *ip_ptr, UINT interface_index, ULONG *ip_address, ULONG *network_mask)
{
    if (!nxs_ip_created(ip_ptr) || ip_address == NULL || network_mask == NULL) {
        return NX_PTR_ERROR;
    }
    if (interface_index != 0) {
        return NX_INVALID_INTERFACE;
    }
    nxs_enter();
    *ip_address = ip_ptr->nx_ip_interface[0].nx_interface_ip_address;
    *network_mask = ip_ptr->nx_ip_interface[0].nx_interface_ip_network_mask;
    nxs_leave();
    return NX_SUCCESS;
}

UINT nx_ip_address_set(NX_IP *ip_ptr, ULONG ip_address, ULONG network_mask)
{
    if (!nxs_ip_created(ip_ptr)) {
        return NX_PTR_ERROR;
    }
    if (ip_address >= EXPERIMENTAL) {
        return NX_IP_ADDRESS_ERROR;
    }
    nxs_enter();
    ip_ptr->nx_ip_interface[0].nx_interface_ip_address = ip_address;
    ip_ptr->nx_ip_interface[0].nx_interface_ip_network_mask = network_mask;
    nxs_leave();
    return NX_SUCCESS;
}

UINT nx_ip_gateway_address_set(NX_IP *ip_ptr, ULONG ip_address)
{
    if (!nxs_ip_created(ip_ptr)) {
        return NX_PTR_ERROR;
    }
    if (ip_address == 0 || ip_address >= EXPERIMENTAL) {
        return NX_IP_ADDRESS_ERROR;
    }
    nxs_enter();
    ip_ptr->nx_ip_gateway_address = ip_address;
    nxs_leave();
    return NX_SUCCESS;
}

UINT nx_ip_gateway_address_get(NX_IP *ip_ptr, ULONG *ip_address)
{
    if (!nxs_ip_created(ip_ptr) || ip_address == NULL) {
        return NX_PTR_ERROR;
    }
    nxs_enter();
    *ip_address = ip_ptr->nx_ip_gateway_address;
    nxs_leave();
    return *ip_address != 0 ? NX_SUCCESS : NX_NOT_FOUND;
}

/* Turns a protocol on: a bit of the status. */
static UINT enable(NX_IP *ip, ULONG status)
{
    if (!nxs_ip_created(ip)) {
        return NX_PTR_ERROR;
    }
    nxs_enter();
    bool was_on = (ip->nx_ip_enabled & status) != 0;
    ip->nx_ip_enabled |= status;
    nxs_wake_all(&ip->nx_ip_changes);
    nxs_leave();
    return was_on ? NX_ALREADY_ENABLED : NX_SUCCESS;
}

/* Turns a protocol on: a flag of its own. */
static UINT raise(NX_IP *ip, UCHAR *flag)
{
    nxs_enter();
    bool was_on = *flag != 0;
    *flag = 1;
    nxs_wake_all(&ip->nx_ip_changes);
    nxs_leave();
    return was_on ? NX_ALREADY_ENABLED : NX_SUCCESS;
}

UINT nx_arp_enable(NX_IP *ip_ptr, VOID *arp_cache_memory, ULONG arp_cache_size)
{
    if (arp_cache_memory == NULL) {
        return NX_PTR_ERROR;
    }
    return arp_cache_size == 0 ? NX_SIZE_ERROR : enable(ip_ptr, NX_IP_ARP_ENABLED);
}

UINT nx_udp_enable(NX_IP *ip_ptr)
{
    return enable(ip_ptr, NX_IP_UDP_ENABLED);
}

UINT nx_tcp_enable(NX_IP *ip_ptr)
{
    return enable(ip_ptr, NX_IP_TCP_ENABLED);
}

UINT nx_ip_fragment_enable(NX_IP *ip_ptr)
{
    if (!nxs_ip_created(ip_ptr)) {
        return NX_PTR_ERROR;
    }
    (void)raise(ip_ptr, &ip_ptr->nx_ip_fragment_enabled);
    return NX_SUCCESS;
}

UINT nx_icmp_enable(NX_IP *ip_ptr)
{
    return nxs_ip_created(ip_ptr) ? raise(ip_ptr, &ip_ptr->nx_ip_icmp_enabled) : NX_PTR_ERROR;
}

UINT nxd_icmp_enable(NX_IP *ip_ptr)
{
    if (!nxs_ip_created(ip_ptr)) {
        return NX_PTR_ERROR;
    }
    (void)raise(ip_ptr, &ip_ptr->nx_ip_icmp_enabled);
    return NX_SUCCESS;
}

UINT nxd_ipv6_enable(NX_IP *ip_ptr)
{
    if (!nxs_ip_created(ip_ptr)) {
        return NX_PTR_ERROR;
    }
    int probe = nxs_host_socket(AF_INET6);
    if (probe < 0 && errno == EAFNOSUPPORT) {
        return NX_NOT_SUPPORTED;
    }
    if (probe >= 0) {
        nxs_host_close(probe);
    }
    return raise(ip_ptr, &ip_ptr->nx_ip_ipv6_enabled);
}

static UINT add_v6(NX_IP *ip, const ULONG address[4], ULONG prefix_length, UINT *address_index)
{
    if (has_v6(ip, address)) {
        return NX_DUPLICATED_ENTRY;
    }
    for (UINT i = 0; i < IPV6_ADDRESSES; i++) {
        NXD_IPV6_ADDRESS *entry = &ip->nx_ip_ipv6_address[i];
        if (!entry->nxd_ipv6_address_valid) {
            *entry = (NXD_IPV6_ADDRESS){.nxd_ipv6_address_valid = 1,
                                        .nxd_ipv6_address_prefix_length = (UCHAR)prefix_length,
                                        .nxd_ipv6_address_attached = &ip->nx_ip_interface[0]};
            memcpy(entry->nxd_ipv6_address, address, sizeof(entry->nxd_ipv6_address));
            if (address_index != NULL) {
                *address_index = i;
            }
            return NX_SUCCESS;
        }
    }
    return NX_NO_MORE_ENTRIES;
}

/* Stands for the address that a network card would make of its number [RFC4291 2.5.6]. */
static const ULONG LINK_LOCAL[4] = {0xFE800000, 0, 0, 1};

UINT nxd_ipv6_address_set(NX_IP *ip_ptr, UINT interface_index, NXD_ADDRESS *ip_address, ULONG prefix_length,
                          UINT *address_index)
{
    if (!nxs_ip_created(ip_ptr)) {
        return NX_PTR_ERROR;
    }
    if (interface_index != 0) {
        return NX_INVALID_INTERFACE;
    }
    if (prefix_length > 128 || (ip_address != NULL && ip_address->nxd_ip_version != NX_IP_VERSION_V6)) {
        return NX_IP_ADDRESS_ERROR;
    }
    nxs_enter();
    UINT status = add_v6(ip_ptr, ip_address != NULL ? ip_address->nxd_ip_address.v6 : LINK_LOCAL,
                         prefix_length, address_index);
    nxs_leave();
    return status;
}

UINT nxd_ipv6_address_get(NX_IP *ip_ptr, UINT address_index, NXD_ADDRESS *ip_address, ULONG *prefix_length,
                          UINT *interface_index)
{
    if (!nxs_ip_created(ip_ptr) || ip_address == NULL || prefix_length == NULL || interface_index == NULL) {
        return NX_PTR_ERROR;
    }
    nxs_enter();
    bool there =
        address_index < IPV6_ADDRESSES && ip_ptr->nx_ip_ipv6_address[address_index].nxd_ipv6_address_valid;
    if (there) {
        const NXD_IPV6_ADDRESS *entry = &ip_ptr->nx_ip_ipv6_address[address_index];
        ip_address->nxd_ip_version = NX_IP_VERSION_V6;
        memcpy(ip_address->nxd_ip_address.v6, entry->nxd_ipv6_address, sizeof(entry->nxd_ipv6_address));
        *prefix_length = entry->nxd_ipv6_address_prefix_length;
        *interface_index = 0;
    }
    nxs_leave();
    return there ? NX_SUCCESS : NX_NO_INTERFACE_ADDRESS;
}

UINT nx_ip_info_get(NX_IP *ip_ptr, ULONG *ip_total_packets_sent, ULONG *ip_total_bytes_sent,
                    ULONG *ip_total_packets_received, ULONG *ip_total_bytes_received,
                    ULONG *ip_invalid_packets, ULONG *ip_receive_packets_dropped,
                    ULONG *ip_receive_checksum_errors, ULONG *ip_send_packets_dropped,
                    ULONG *ip_total_fragments_sent, ULONG *ip_total_fragments_received)
{
    UINT status =
        nx_tcp_info_get(ip_ptr, ip_total_packets_sent, ip_total_bytes_sent, ip_total_packets_received,
                        ip_total_bytes_received, ip_invalid_packets, ip_receive_packets_dropped,
                        ip_receive_checksum_errors, NULL, NULL, NULL, NULL);
    ULONG *unknown[] = {ip_send_packets_dropped, ip_total_fragments_sent, ip_total_fragments_received};
    for (size_t i = 0; status == NX_SUCCESS && i < sizeof(unknown) / sizeof(unknown[0]); i++) {
        if (unknown[i] != NULL) {
            *unknown[i] = 0;
        }
    }
    return status;
}
