/** @file
 * The NetX Duo services that TLS applications use, on top of the host's TCP/IP stack.
 *
 * An NX_IP is the host's stack seen through the address it was created with; an NX_TCP_SOCKET is a socket of
 * the host; packets come from pools in the caller's memory. A service name `nx_x` is a function; `_nx_x` and
 * `_nxe_x` name the same one, and arguments are always checked.
 *
 * Wait options: NX_NO_WAIT, 1 to 0xFFFFFFFE timer ticks (NX_IP_PERIODIC_RATE a second), NX_WAIT_FOREVER.
 * Every wait may end with NX_WAIT_ABORTED (tx_thread_wait_abort()). Every service is thread-safe, except that
 * nobody may use an object while it is being created. Callbacks run in the platform's event thread, unless
 * their service says otherwise; they may call every service, but should not wait.
 *
 * "Created" below means: a control block on which the create service succeeded and delete has not been
 * called; any other pointer, NULL included, is answered with NX_PTR_ERROR.
 */
#ifndef NX_API_H
#define NX_API_H

#include "tx_api.h"
#include "nx_port.h"

#ifdef __cplusplus
extern "C" {
#endif

#define NX_NO_WAIT      0
#define NX_WAIT_FOREVER 0xFFFFFFFF

#define NX_TRUE              1
#define NX_FALSE             0
#define NX_NULL              0
#define NX_ANY_PORT          0
#define NX_MAX_PORT          65535
#define NX_SEARCH_PORT_START 49152

/* Types of packets: where their payload begins, so that headers fit in front. */
#define NX_IPv4_PACKET     36
#define NX_IPv4_TCP_PACKET 56
#define NX_IPv4_UDP_PACKET 44
#define NX_IPv6_PACKET     56
#define NX_IPv6_TCP_PACKET 76
#define NX_IPv6_UDP_PACKET 64
#define NX_RECEIVE_PACKET  0
#ifdef NX_DISABLE_IPV6
#define NX_IP_PACKET   NX_IPv4_PACKET
#define NX_TCP_PACKET  NX_IPv4_TCP_PACKET
#define NX_UDP_PACKET  NX_IPv4_UDP_PACKET
#define NX_ICMP_PACKET NX_IPv4_PACKET
#else
#define NX_IP_PACKET   NX_IPv6_PACKET
#define NX_TCP_PACKET  NX_IPv6_TCP_PACKET
#define NX_UDP_PACKET  NX_IPv6_UDP_PACKET
#define NX_ICMP_PACKET NX_IPv6_PACKET
#endif

/* Types of service, fragmentation, versions. */
#define NX_IP_NORMAL       0
#define NX_IP_MIN_DELAY    0x00100000
#define NX_IP_MAX_DATA     0x00080000
#define NX_IP_MAX_RELIABLE 0x00040000
#define NX_IP_MIN_COST     0x00020000
#define NX_FRAGMENT_OKAY   0
#define NX_DONT_FRAGMENT   16384
#define NX_IP_TIME_TO_LIVE 128
#define NX_IP_VERSION_V4   4
#define NX_IP_VERSION_V6   6

/* What nx_ip_status_check() asks for. */
#define NX_IP_INITIALIZE_DONE        1
#define NX_IP_ADDRESS_RESOLVED       2
#define NX_IP_LINK_ENABLED           4
#define NX_IP_ARP_ENABLED            8
#define NX_IP_UDP_ENABLED            16
#define NX_IP_TCP_ENABLED            32
#define NX_IP_IGMP_ENABLED           64
#define NX_IP_INTERFACE_LINK_ENABLED 256

/* Ports that one NX_IP can listen on; applications that name another number get this many all the same, so
 * that the size of an NX_IP never depends on who compiles it. */
#define NXS_LISTEN_SLOTS 10
#ifndef NX_MAX_LISTEN_REQUESTS
#define NX_MAX_LISTEN_REQUESTS NXS_LISTEN_SLOTS
#endif

#define NX_TCP_CLIENT 1
#define NX_TCP_SERVER 2

/* States of a TCP socket. */
#define NX_TCP_CLOSED       1
#define NX_TCP_LISTEN_STATE 2
#define NX_TCP_SYN_SENT     3
#define NX_TCP_SYN_RECEIVED 4
#define NX_TCP_ESTABLISHED  5
#define NX_TCP_CLOSE_WAIT   6
#define NX_TCP_FIN_WAIT_1   7
#define NX_TCP_FIN_WAIT_2   8
#define NX_TCP_CLOSING      9
#define NX_TCP_TIMED_WAIT   10
#define NX_TCP_LAST_ACK     11

/* The NetX Duo whose interface this is. */
#define __PRODUCT_NETXDUO__
#define NETXDUO_MAJOR_VERSION 6
#define NETXDUO_MINOR_VERSION 4
#define NETXDUO_PATCH_VERSION 2

/** An IPv4 address in host order. */
#define IP_ADDRESS(a, b, c, d)                                                                               \
    ((((ULONG)(a)) << 24) | (((ULONG)(b)) << 16) | (((ULONG)(c)) << 8) | ((ULONG)(d)))

#define NX_PARAMETER_NOT_USED(p) ((void)(p))

#define NX_SUCCESS              0x00
#define NX_NO_PACKET            0x01
#define NX_UNDERFLOW            0x02
#define NX_OVERFLOW             0x03
#define NX_NO_MAPPING           0x04
#define NX_DELETED              0x05
#define NX_POOL_ERROR           0x06
#define NX_PTR_ERROR            0x07
#define NX_WAIT_ERROR           0x08
#define NX_SIZE_ERROR           0x09
#define NX_OPTION_ERROR         0x0A
#define NX_DELETE_ERROR         0x10
#define NX_CALLER_ERROR         0x11
#define NX_INVALID_PACKET       0x12
#define NX_INVALID_SOCKET       0x13
#define NX_NOT_ENABLED          0x14
#define NX_ALREADY_ENABLED      0x15
#define NX_ENTRY_NOT_FOUND      0x16
#define NX_NO_MORE_ENTRIES      0x17
#define NX_ARP_TIMER_ERROR      0x18
#define NX_RESERVED_CODE0       0x19
#define NX_WAIT_ABORTED         0x1A
#define NX_IP_INTERNAL_ERROR    0x20
#define NX_IP_ADDRESS_ERROR     0x21
#define NX_ALREADY_BOUND        0x22
#define NX_PORT_UNAVAILABLE     0x23
#define NX_NOT_BOUND            0x24
#define NX_RESERVED_CODE1       0x25
#define NX_SOCKET_UNBOUND       0x26
#define NX_NOT_CREATED          0x27
#define NX_SOCKETS_BOUND        0x28
#define NX_NO_RESPONSE          0x29
#define NX_POOL_DELETED         0x30
#define NX_ALREADY_RELEASED     0x31
#define NX_RESERVED_CODE2       0x32
#define NX_MAX_LISTEN           0x33
#define NX_DUPLICATE_LISTEN     0x34
#define NX_NOT_CLOSED           0x35
#define NX_NOT_LISTEN_STATE     0x36
#define NX_IN_PROGRESS          0x37
#define NX_NOT_CONNECTED        0x38
#define NX_WINDOW_OVERFLOW      0x39
#define NX_ALREADY_SUSPENDED    0x40
#define NX_DISCONNECT_FAILED    0x41
#define NX_STILL_BOUND          0x42
#define NX_NOT_SUCCESSFUL       0x43
#define NX_UNHANDLED_COMMAND    0x44
#define NX_NO_FREE_PORTS        0x45
#define NX_INVALID_PORT         0x46
#define NX_INVALID_RELISTEN     0x47
#define NX_CONNECTION_PENDING   0x48
#define NX_TX_QUEUE_DEPTH       0x49
#define NX_NOT_IMPLEMENTED      0x4A
#define NX_NOT_SUPPORTED        0x4B
#define NX_INVALID_INTERFACE    0x4C
#define NX_INVALID_PARAMETERS   0x4D
#define NX_NOT_FOUND            0x4E
#define NX_CANNOT_START         0x4F
#define NX_NO_INTERFACE_ADDRESS 0x50
#define NX_INVALID_MTU_DATA     0x51
#define NX_DUPLICATED_ENTRY     0x52
#define NX_PACKET_OFFSET_ERROR  0x53
#define NX_OPTION_HEADER_ERROR  0x54
#define NX_CONTINUE             0x55
#define NX_TCPIP_OFFLOAD_ERROR  0x56

/* Values of the id members of created objects. */
#define NX_PACKET_POOL_ID ((ULONG)0x5041434B)
#define NX_TCP_ID         ((ULONG)0x54435020)
#define NX_IP_ID          ((ULONG)0x49502020)

struct NX_IP_STRUCT;
struct NX_TCP_SOCKET_STRUCT;

/** What a network driver is called with. The host has drivers of its own, so nobody calls one here. */
typedef struct NX_IP_DRIVER_STRUCT NX_IP_DRIVER;

/** An address of either family. */
typedef struct NXD_ADDRESS_STRUCT {
    ULONG nxd_ip_version; /**< NX_IP_VERSION_V4 or NX_IP_VERSION_V6 */
    union {
        ULONG v4;    /**< host order */
        ULONG v6[4]; /**< most significant word first, each in host order */
    } nxd_ip_address;
} NXD_ADDRESS;

/** One IPv6 address of an NX_IP. */
typedef struct NXD_IPV6_ADDRESS_STRUCT {
    UCHAR nxd_ipv6_address_valid;
    UCHAR nxd_ipv6_address_prefix_length;
    ULONG nxd_ipv6_address[4];
    struct NX_INTERFACE_STRUCT *nxd_ipv6_address_attached;
} NXD_IPV6_ADDRESS;

typedef struct NX_INTERFACE_STRUCT {
    CHAR *nx_interface_name;
    UCHAR nx_interface_valid;
    UCHAR nx_interface_link_up;
    UCHAR nx_interface_index;
    ULONG nx_interface_ip_address;
    ULONG nx_interface_ip_network_mask;
    ULONG nx_interface_ip_mtu_size;
} NX_INTERFACE;

/** A packet, or the first packet of a chain. */
typedef struct NX_PACKET_STRUCT {
    struct NX_PACKET_POOL_STRUCT *nx_packet_pool_owner; /**< the pool it belongs to */
    struct NX_PACKET_STRUCT *nx_packet_queue_next;      /**< the application's, to queue packets */
    union {
        struct NX_PACKET_STRUCT *nx_packet_tcp_queue_next; /**< private: allocated or free */
        struct NX_PACKET_STRUCT *nx_packet_fragment_next;
    } nx_packet_union_next;
    struct NX_PACKET_STRUCT *nx_packet_next; /**< next packet of the chain */
    struct NX_PACKET_STRUCT *nx_packet_last; /**< last packet of the chain; NULL when single */
    UCHAR *nx_packet_data_start;             /**< start of the payload area */
    UCHAR *nx_packet_data_end;               /**< end of the payload area */
    UCHAR *nx_packet_prepend_ptr;            /**< first data byte */
    UCHAR *nx_packet_append_ptr;             /**< one behind the last data byte */
    ULONG nx_packet_length;                  /**< bytes in the whole chain; first packet only */
    UCHAR nx_packet_ip_version;              /**< 4 or 6 */
    UCHAR nx_packet_identical_copy;
    UCHAR *nx_packet_ip_header;
    union {
        struct NX_INTERFACE_STRUCT *nx_packet_interface_ptr;
        struct NXD_IPV6_ADDRESS_STRUCT *nx_packet_ipv6_address_ptr;
    } nx_packet_address;
} NX_PACKET;

/** A pool of equal packets in the caller's memory. */
typedef struct NX_PACKET_POOL_STRUCT {
    ULONG nx_packet_pool_id; /**< NX_PACKET_POOL_ID while created */
    CHAR *nx_packet_pool_name;
    ULONG nx_packet_pool_available; /**< free packets */
    ULONG nx_packet_pool_total;
    ULONG nx_packet_pool_empty_requests;    /**< allocations that found the pool empty */
    ULONG nx_packet_pool_empty_suspensions; /**< ... and waited */
    ULONG nx_packet_pool_invalid_releases;  /**< releases of packets that were not allocated */
    struct NX_PACKET_STRUCT *nx_packet_pool_available_list;
    UCHAR *nx_packet_pool_start;
    ULONG nx_packet_pool_size;         /**< bytes from the first packet to the end of the last */
    ULONG nx_packet_pool_payload_size; /**< payload bytes per packet */
    ULONG nx_packet_pool_low_watermark;
    struct nxs_wait_list nx_packet_pool_waiters;
    struct NX_PACKET_POOL_STRUCT *nx_packet_pool_created_next;
} NX_PACKET_POOL;

/** Private: a port in listen state. */
struct nxs_listen {
    int descriptor; /* -1: slot not used */
    UINT port;
    UINT users;                          /* threads that wait for the descriptor */
    struct NX_TCP_SOCKET_STRUCT *socket; /* takes the next connection; NULL until relisten */
    VOID (*callback)(struct NX_TCP_SOCKET_STRUCT *socket_ptr, UINT port);
};

/** The host's TCP/IP stack, seen through one address. */
typedef struct NX_IP_STRUCT {
    ULONG nx_ip_id; /**< NX_IP_ID while created */
    CHAR *nx_ip_name;
    NX_PACKET_POOL *nx_ip_default_packet_pool; /**< received packets come from here */
    ULONG nx_ip_gateway_address;
    NX_INTERFACE nx_ip_interface[1];
    NXD_IPV6_ADDRESS nx_ip_ipv6_address[4];
    ULONG nx_ip_enabled; /**< bits NX_IP_..._ENABLED of nx_ip_status_check() */
    UCHAR nx_ip_ipv6_enabled;
    UCHAR nx_ip_icmp_enabled;
    UCHAR nx_ip_fragment_enabled;
    struct nxs_wait_list
        nx_ip_changes; /* private, as what follows: wait for a change of something above or below */
    TX_THREAD *nx_ip_events_thread; /* calls back; NULL until it is needed */
    UCHAR nx_ip_events_running;
    struct nxs_wait_list nx_ip_events;                 /* that thread, while it waits */
    struct NX_TCP_SOCKET_STRUCT *nx_ip_events_calling; /* whose callback is running */
    UCHAR nx_ip_events_stale; /* what it waits for is no longer what it should wait for */
    UCHAR nx_ip_events_pause; /* no descriptors left: accept a little later */
    UCHAR nx_ip_events_end;
    ULONG nx_ip_events_first; /* where the next round begins when there are too many sockets for one */
    VOID *nx_ip_events_memory;
    ULONG nx_ip_events_memory_size;
    struct nxs_listen nx_ip_listen[NXS_LISTEN_SLOTS];
    struct NX_TCP_SOCKET_STRUCT *nx_ip_tcp_created_sockets_ptr;
    ULONG nx_ip_tcp_created_sockets_count;
    ULONG nx_ip_tcp_packets_sent;
    ULONG nx_ip_tcp_bytes_sent;
    ULONG nx_ip_tcp_packets_received;
    ULONG nx_ip_tcp_bytes_received;
    ULONG nx_ip_tcp_connections;
    ULONG nx_ip_tcp_disconnections;
    ULONG nx_ip_tcp_connections_dropped;
    struct NX_IP_STRUCT *nx_ip_created_next;
} NX_IP;

/** Private: the host's half of a socket. */
struct nxs_tcp {
    int descriptor;                 /* -1 while there is none */
    int family;                     /* of the descriptor: AF_INET or AF_INET6 */
    UINT users;                     /* threads inside a service that waits; the descriptor outlives them */
    UCHAR bound;                    /* 0, NX_TCP_CLIENT or NX_TCP_SERVER */
    UCHAR any_port;                 /* bound to NX_ANY_PORT */
    UCHAR connected;                /* the descriptor has, or had, a connection */
    UCHAR background;               /* connect or accept goes on without a thread that waits for it */
    UCHAR watched;                  /* somebody waits for a state */
    UCHAR polled;                   /* the application waits for the listening descriptor itself */
    UCHAR closing;                  /* users are sent away */
    UCHAR receiving;                /* a thread reads */
    UCHAR sending;                  /* a thread writes */
    UCHAR more;                     /* the last read filled all its room */
    UCHAR received_end;             /* there is nothing more to read, ever */
    UCHAR readable_told;            /* the receive callback was called and nobody has received since */
    UCHAR want_write;               /* a send failed for want of room */
    UCHAR events;                   /* callbacks that are due */
    struct nxs_wait_list receivers; /* wait for their turn to read */
    struct nxs_wait_list senders;   /* ... to write */
    struct nxs_wait_list pollers;   /* wait for the descriptor */
    struct nxs_wait_list changes;   /* wait for another state, or for the last user */
    NX_PACKET *queue_first;         /* read ahead */
    NX_PACKET *queue_last;
    NX_PACKET *unsent; /* accepted for sending, not yet all given to the host */
    ULONG unsent_offset;
    ULONG mss;             /* asked for; 0: the host's */
    ULONG user_timeout_ms; /* asked for; 0: the host's */
    ULONG packets_sent;
    ULONG bytes_sent;
    ULONG packets_received;
    ULONG bytes_received;
    VOID (*listen)(struct NX_TCP_SOCKET_STRUCT *socket_ptr, UINT port);
    VOID (*establish)(struct NX_TCP_SOCKET_STRUCT *socket_ptr);
    VOID (*disconnect_complete)(struct NX_TCP_SOCKET_STRUCT *socket_ptr);
    VOID (*timed_wait)(struct NX_TCP_SOCKET_STRUCT *socket_ptr);
    VOID (*window_update)(struct NX_TCP_SOCKET_STRUCT *socket_ptr);
    VOID (*queue_depth)(struct NX_TCP_SOCKET_STRUCT *socket_ptr);
};

/** A TCP socket. */
typedef struct NX_TCP_SOCKET_STRUCT {
    ULONG nx_tcp_socket_id; /**< NX_TCP_ID while created */
    CHAR *nx_tcp_socket_name;
    UINT nx_tcp_socket_client_type;       /**< NX_TRUE for client sockets: TLS decides its side by this */
    UINT nx_tcp_socket_port;              /**< local port */
    NXD_ADDRESS nx_tcp_socket_connect_ip; /**< peer's address */
    UINT nx_tcp_socket_connect_port;      /**< peer's port */
    ULONG nx_tcp_socket_connect_mss;      /**< most bytes in one segment */
    UINT nx_tcp_socket_state;             /**< NX_TCP_CLOSED ... */
    struct NX_IP_STRUCT *nx_tcp_socket_ip_ptr;
    ULONG nx_tcp_socket_receive_queue_count; /**< packets that were read ahead */
    ULONG nx_tcp_socket_receive_queue_maximum;
    struct NX_TCP_SOCKET_STRUCT *nx_tcp_socket_bound_next; /**< NULL while unbound */
    TX_THREAD *nx_tcp_socket_bind_in_progress;
    VOID *nx_tcp_socket_reserved_ptr; /**< the application's */
    VOID (*nx_tcp_receive_callback)(struct NX_TCP_SOCKET_STRUCT *socket_ptr);
    VOID (*nx_tcp_urgent_data_callback)(struct NX_TCP_SOCKET_STRUCT *socket_ptr);
    VOID (*nx_tcp_disconnect_callback)(struct NX_TCP_SOCKET_STRUCT *socket_ptr);
    ULONG nx_tcp_socket_type_of_service;
    ULONG nx_tcp_socket_fragment_enable;
    UINT nx_tcp_socket_time_to_live;
    ULONG nx_tcp_socket_rx_window_default; /**< window asked for; the host sizes its own */
    struct NX_TCP_SOCKET_STRUCT *nx_tcp_socket_created_next;
    struct nxs_tcp nx_tcp_socket_host;
} NX_TCP_SOCKET;

#ifdef __cplusplus
}
#endif

#include "nx_ip.h"
#include "nx_packet.h"
#include "nx_tcp.h"

#endif
