/** @file
 * The host's TCP/IP stack, opened under an address. Included by nx_api.h; its introduction holds for every
 * service here.
 */
#ifndef NX_IP_H
#define NX_IP_H

#include "nx_api.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Prepares the platform. Programs call it first; here nothing depends on it. */
VOID nx_system_initialize(VOID);

/**
 * Opens the host's TCP/IP stack under an address. Sockets listen on this address when the host has it,
 * else on all of the host's. An address that the host does not have stands for a simulated network:
 * sockets of this process that connect to it reach the NX_IP over the loopback.
 * @param ip_address    host order; 0 for all addresses
 * @param default_pool  received packets come from here; its payload must exceed NX_TCP_PACKET bytes
 * @param memory_ptr    the event thread's: room for 8 bytes per socket with callbacks lets it wait for all of
 *                      them at once
 * @param priority      0 to TX_MAX_PRIORITIES - 1; the host schedules
 * @return NX_SUCCESS, NX_PTR_ERROR (NULL, no pool, or created already), NX_SIZE_ERROR,
 *         NX_IP_ADDRESS_ERROR, NX_OPTION_ERROR (priority)
 */
UINT nx_ip_create(NX_IP *ip_ptr, CHAR *name, ULONG ip_address, ULONG network_mask,
                  NX_PACKET_POOL *default_pool, VOID (*ip_link_driver)(NX_IP_DRIVER *), VOID *memory_ptr,
                  ULONG memory_size, UINT priority);

/**
 * Closes an NX_IP and ends its event thread. Sockets still created are gone with it.
 * @return NX_SUCCESS, NX_SOCKETS_BOUND (a socket is bound or a port listens), NX_CALLER_ERROR (called from
 *         one of its callbacks), NX_PTR_ERROR
 */
UINT nx_ip_delete(NX_IP *ip_ptr);

/**
 * Waits until all of the needed NX_IP_... bits hold. The link of the host is always up.
 * @param actual_status  receives those of them that do hold
 * @return NX_SUCCESS, NX_NOT_SUCCESSFUL (not in time), NX_OPTION_ERROR (none, or unknown bits),
 *         NX_WAIT_ABORTED, NX_DELETED, NX_PTR_ERROR
 */
UINT nx_ip_status_check(NX_IP *ip_ptr, ULONG needed_status, ULONG *actual_status, ULONG wait_option);

/** Tells the address and mask in host order. @return NX_SUCCESS, NX_PTR_ERROR */
UINT nx_ip_address_get(NX_IP *ip_ptr, ULONG *ip_address, ULONG *network_mask);

/**
 * The same for an interface; there is number 0 only. @return NX_SUCCESS, NX_INVALID_INTERFACE,
 * NX_PTR_ERROR
 */
UINT nx_ip_interface_address_get(NX_IP *ip_ptr, UINT interface_index, ULONG *ip_address, ULONG *network_mask);

/**
 * Changes the address, for sockets that listen or connect later. @return NX_SUCCESS, NX_IP_ADDRESS_ERROR,
 * NX_PTR_ERROR
 */
UINT nx_ip_address_set(NX_IP *ip_ptr, ULONG ip_address, ULONG network_mask);

/** Remembers a gateway; the host routes. @return NX_SUCCESS, NX_IP_ADDRESS_ERROR, NX_PTR_ERROR */
UINT nx_ip_gateway_address_set(NX_IP *ip_ptr, ULONG ip_address);

/** Tells the gateway that was set. @return NX_SUCCESS, NX_NOT_FOUND, NX_PTR_ERROR */
UINT nx_ip_gateway_address_get(NX_IP *ip_ptr, ULONG *ip_address);

/** Accepted: the host fragments as it likes. @return NX_SUCCESS, NX_PTR_ERROR */
UINT nx_ip_fragment_enable(NX_IP *ip_ptr);

/**
 * Tells how much went through the TCP sockets of this NX_IP; what only the host knows is told as 0. Every
 * output may be NULL. @return NX_SUCCESS, NX_PTR_ERROR
 */
UINT nx_ip_info_get(NX_IP *ip_ptr, ULONG *ip_total_packets_sent, ULONG *ip_total_bytes_sent,
                    ULONG *ip_total_packets_received, ULONG *ip_total_bytes_received,
                    ULONG *ip_invalid_packets, ULONG *ip_receive_packets_dropped,
                    ULONG *ip_receive_checksum_errors, ULONG *ip_send_packets_dropped,
                    ULONG *ip_total_fragments_sent, ULONG *ip_total_fragments_received);

/**
 * Accepted: the host resolves addresses. @return NX_SUCCESS, NX_ALREADY_ENABLED, NX_SIZE_ERROR,
 * NX_PTR_ERROR
 */
UINT nx_arp_enable(NX_IP *ip_ptr, VOID *arp_cache_memory, ULONG arp_cache_size);

/**
 * Sets the status bit; there are no UDP services. @return NX_SUCCESS, NX_ALREADY_ENABLED, NX_PTR_ERROR
 */
UINT nx_udp_enable(NX_IP *ip_ptr);

/** Allows TCP sockets. @return NX_SUCCESS, NX_ALREADY_ENABLED, NX_PTR_ERROR */
UINT nx_tcp_enable(NX_IP *ip_ptr);

/**
 * Allows IPv6: sockets then listen on, and connect to, addresses of both families.
 * @return NX_SUCCESS, NX_ALREADY_ENABLED, NX_NOT_SUPPORTED (the host has no IPv6), NX_PTR_ERROR
 */
UINT nxd_ipv6_enable(NX_IP *ip_ptr);

/**
 * Adds an IPv6 address. An NX_IP whose IPv4 address is 0 listens on the first, when the host has it.
 * @param ip_address     NULL for a link-local address
 * @param address_index  receives its number; may be NULL
 * @return NX_SUCCESS, NX_NO_MORE_ENTRIES, NX_DUPLICATED_ENTRY, NX_INVALID_INTERFACE, NX_IP_ADDRESS_ERROR,
 *         NX_PTR_ERROR
 */
UINT nxd_ipv6_address_set(NX_IP *ip_ptr, UINT interface_index, NXD_ADDRESS *ip_address, ULONG prefix_length,
                          UINT *address_index);

/** Tells an IPv6 address by its number. @return NX_SUCCESS, NX_NO_INTERFACE_ADDRESS, NX_PTR_ERROR */
UINT nxd_ipv6_address_get(NX_IP *ip_ptr, UINT address_index, NXD_ADDRESS *ip_address, ULONG *prefix_length,
                          UINT *interface_index);

/** Allows nx_icmp_ping(). @return NX_SUCCESS, NX_ALREADY_ENABLED, NX_PTR_ERROR */
UINT nx_icmp_enable(NX_IP *ip_ptr);

/** Allows nx_icmp_ping(). @return NX_SUCCESS, NX_PTR_ERROR */
UINT nxd_icmp_enable(NX_IP *ip_ptr);

/**
 * Sends an echo request [RFC792] and waits for the answer, if the host lets this user do so.
 * @param data          bytes to send, may be NULL when data_size is 0
 * @param response_ptr  receives a packet with the bytes that came back, the caller's; NULL on failure
 * @return NX_SUCCESS, NX_NO_RESPONSE, NX_NO_PACKET, NX_OVERFLOW (data larger than a packet),
 *         NX_NOT_ENABLED, NX_NOT_SUPPORTED (not allowed here), NX_IP_ADDRESS_ERROR, NX_WAIT_ABORTED,
 *         NX_PTR_ERROR
 */
UINT nx_icmp_ping(NX_IP *ip_ptr, ULONG ip_address, CHAR *data, ULONG data_size, NX_PACKET **response_ptr,
                  ULONG wait_option);

/** Network drivers that programs name in nx_ip_create(). The host has its own: these do nothing. */
VOID _nx_ram_network_driver(NX_IP_DRIVER *driver_req_ptr);
VOID _nx_linux_network_driver(NX_IP_DRIVER *driver_req_ptr);

/* The other two names of each service. */
#define _nx_system_initialize         nx_system_initialize
#define _nxe_system_initialize        nx_system_initialize
#define _nx_ip_create                 nx_ip_create
#define _nxe_ip_create                nx_ip_create
#define _nx_ip_delete                 nx_ip_delete
#define _nxe_ip_delete                nx_ip_delete
#define _nx_ip_status_check           nx_ip_status_check
#define _nxe_ip_status_check          nx_ip_status_check
#define _nx_ip_address_get            nx_ip_address_get
#define _nxe_ip_address_get           nx_ip_address_get
#define _nx_ip_interface_address_get  nx_ip_interface_address_get
#define _nxe_ip_interface_address_get nx_ip_interface_address_get
#define _nx_ip_address_set            nx_ip_address_set
#define _nxe_ip_address_set           nx_ip_address_set
#define _nx_ip_gateway_address_set    nx_ip_gateway_address_set
#define _nxe_ip_gateway_address_set   nx_ip_gateway_address_set
#define _nx_ip_gateway_address_get    nx_ip_gateway_address_get
#define _nxe_ip_gateway_address_get   nx_ip_gateway_address_get
#define _nx_ip_fragment_enable        nx_ip_fragment_enable
#define _nxe_ip_fragment_enable       nx_ip_fragment_enable
#define _nx_ip_info_get               nx_ip_info_get
#define _nxe_ip_info_get              nx_ip_info_get
#define _nx_arp_enable                nx_arp_enable
#define _nxe_arp_enable               nx_arp_enable
#define _nx_udp_enable                nx_udp_enable
#define _nxe_udp_enable               nx_udp_enable
#define _nx_tcp_enable                nx_tcp_enable
#define _nxe_tcp_enable               nx_tcp_enable
#define _nxd_ipv6_enable              nxd_ipv6_enable
#define _nxde_ipv6_enable             nxd_ipv6_enable
#define _nxd_ipv6_address_set         nxd_ipv6_address_set
#define _nxde_ipv6_address_set        nxd_ipv6_address_set
#define _nxd_ipv6_address_get         nxd_ipv6_address_get
#define _nxde_ipv6_address_get        nxd_ipv6_address_get
#define _nx_icmp_enable               nx_icmp_enable
#define _nxe_icmp_enable              nx_icmp_enable
#define _nxd_icmp_enable              nxd_icmp_enable
#define _nxde_icmp_enable             nxd_icmp_enable
#define _nx_icmp_ping                 nx_icmp_ping
#define _nxe_icmp_ping                nx_icmp_ping

#ifdef __cplusplus
}
#endif

#endif
