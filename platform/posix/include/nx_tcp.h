/** @file
 * TCP clients, servers and streams. Included by nx_api.h; its introduction holds for every service here.
 */
#ifndef NX_TCP_H
#define NX_TCP_H

#include "nx_api.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Creates a socket, for one connection at a time.
 * @param type_of_service          NX_IP_NORMAL or another NX_IP_... kind; the host's default is used
 * @param fragment                 NX_FRAGMENT_OKAY or NX_DONT_FRAGMENT; the host decides
 * @param time_to_live             1 to 255
 * @param window_size              not 0; the host sizes its own window
 * @param tcp_urgent_data_callback remembered; never called
 * @param tcp_disconnect_callback  called when the peer ends or resets the connection; may be NX_NULL
 * @return NX_SUCCESS, NX_OPTION_ERROR, NX_NOT_ENABLED, NX_PTR_ERROR (NULL, or created already)
 */
UINT nx_tcp_socket_create(NX_IP *ip_ptr, NX_TCP_SOCKET *socket_ptr, CHAR *name, ULONG type_of_service,
                          ULONG fragment, UINT time_to_live, ULONG window_size,
                          VOID (*tcp_urgent_data_callback)(NX_TCP_SOCKET *socket_ptr),
                          VOID (*tcp_disconnect_callback)(NX_TCP_SOCKET *socket_ptr));

/**
 * Deletes a socket that is not bound. Afterwards none of its callbacks runs, unless it is called from one.
 * @return NX_SUCCESS, NX_NOT_CREATED, NX_STILL_BOUND, NX_PTR_ERROR (NULL)
 */
UINT nx_tcp_socket_delete(NX_TCP_SOCKET *socket_ptr);

/**
 * Makes a socket a client with a local port.
 * @param port  NX_ANY_PORT lets the host choose, when connecting or when nx_tcp_client_socket_port_get()
 *              asks
 * @return NX_SUCCESS, NX_ALREADY_BOUND, NX_INVALID_PORT, NX_PORT_UNAVAILABLE (not free in time),
 *         NX_NO_FREE_PORTS (the process has no descriptors left), NX_WAIT_ABORTED, NX_PTR_ERROR
 */
UINT nx_tcp_client_socket_bind(NX_TCP_SOCKET *socket_ptr, UINT port, ULONG wait_option);

/**
 * Gives the port of a closed client back. @return NX_SUCCESS, NX_NOT_BOUND, NX_NOT_CLOSED, NX_PTR_ERROR
 */
UINT nx_tcp_client_socket_unbind(NX_TCP_SOCKET *socket_ptr);

/** Tells the local port of a client. @return NX_SUCCESS, NX_NOT_BOUND, NX_PTR_ERROR */
UINT nx_tcp_client_socket_port_get(NX_TCP_SOCKET *socket_ptr, UINT *port_ptr);

/**
 * Connects a bound socket. With NX_NO_WAIT the connection is made in the background: see
 * nx_tcp_socket_establish_notify() and nx_tcp_socket_state_wait(). After a failure the socket is bound
 * still.
 * @return NX_SUCCESS, NX_IN_PROGRESS (no wait), NX_NOT_CONNECTED (refused, or not in time), NX_NOT_BOUND,
 *         NX_NOT_CLOSED, NX_INVALID_PORT, NX_IP_ADDRESS_ERROR (no such address, no route),
 *         NX_NO_INTERFACE_ADDRESS (IPv6 is not enabled), NX_NO_FREE_PORTS (no descriptors left),
 *         NX_WAIT_ABORTED, NX_PTR_ERROR
 */
UINT nxd_tcp_client_socket_connect(NX_TCP_SOCKET *socket_ptr, NXD_ADDRESS *server_ip, UINT server_port,
                                   ULONG wait_option);

/** The same for an IPv4 address in host order. */
UINT nx_tcp_client_socket_connect(NX_TCP_SOCKET *socket_ptr, ULONG server_ip, UINT server_port,
                                  ULONG wait_option);

/**
 * Opens a port and offers a socket for the first connection. Later ones wait in the host's queue until
 * nx_tcp_server_socket_relisten() offers another socket, or the same one again.
 * @param listen_queue_size    connections that may wait
 * @param tcp_listen_callback  called with the socket when a connection has come for it; may be NX_NULL
 * @return NX_SUCCESS, NX_MAX_LISTEN (no slot or no descriptor left), NX_NOT_CLOSED, NX_ALREADY_BOUND,
 *         NX_DUPLICATE_LISTEN (the port is open, here or elsewhere), NX_PORT_UNAVAILABLE (the host does
 *         not give it), NX_INVALID_PORT, NX_PTR_ERROR
 */
UINT nx_tcp_server_socket_listen(NX_IP *ip_ptr, UINT port, NX_TCP_SOCKET *socket_ptr, UINT listen_queue_size,
                                 VOID (*tcp_listen_callback)(NX_TCP_SOCKET *socket_ptr, UINT port));

/**
 * Waits for a connection for a socket that was offered. With NX_NO_WAIT, the next one is accepted in the
 * background when none is there yet.
 * @return NX_SUCCESS (also when it is connected already), NX_IN_PROGRESS (no wait), NX_NOT_CONNECTED
 *         (nobody came in time; the offer stands), NX_NOT_LISTEN_STATE (not offered, or the offer was
 *         withdrawn), NX_NO_MORE_ENTRIES (a connection waits, but the process has no descriptors left),
 *         NX_WAIT_ABORTED, NX_PTR_ERROR
 */
UINT nx_tcp_server_socket_accept(NX_TCP_SOCKET *socket_ptr, ULONG wait_option);

/**
 * Takes a server socket off its port, after its connection has ended or to withdraw the offer. A
 * connection it still has is reset. @return NX_SUCCESS, NX_NOT_LISTEN_STATE (not a server socket),
 * NX_PTR_ERROR
 */
UINT nx_tcp_server_socket_unaccept(NX_TCP_SOCKET *socket_ptr);

/**
 * Offers a closed, unbound socket for the next connection on an open port.
 * @return NX_SUCCESS, NX_CONNECTION_PENDING (success: a connection waited and is the socket's now; accept
 *         it), NX_INVALID_RELISTEN (the port is not open, or another socket is on offer), NX_NOT_CLOSED,
 *         NX_ALREADY_BOUND, NX_INVALID_PORT, NX_PTR_ERROR
 */
UINT nx_tcp_server_socket_relisten(NX_IP *ip_ptr, UINT port, NX_TCP_SOCKET *socket_ptr);

/**
 * Closes a port. The socket on offer is unbound; who waits in accept gets NX_NOT_LISTEN_STATE. Connections
 * go on.
 * @return NX_SUCCESS, NX_ENTRY_NOT_FOUND, NX_INVALID_PORT, NX_PTR_ERROR
 */
UINT nx_tcp_server_socket_unlisten(NX_IP *ip_ptr, UINT port);

/**
 * Sends a chain. On success it belongs to the platform; on failure it is still the caller's, and nothing
 * of it was sent unless the connection is lost. A packet of which the host has taken a part when the wait
 * ends counts as sent: the event thread writes the rest. Threads that send at once wait for each other,
 * and never for one that receives.
 * @param packet_ptr  its data must have room for NX_IPv4_TCP_PACKET (NX_IPv6_TCP_PACKET) bytes in front
 * @return NX_SUCCESS, NX_WINDOW_OVERFLOW (the peer takes no more now), NX_TX_QUEUE_DEPTH (another thread
 *         is sending), NX_NOT_CONNECTED, NX_NOT_BOUND, NX_INVALID_PACKET (not allocated, or empty),
 *         NX_UNDERFLOW (no room in front), NX_OVERFLOW, NX_WAIT_ABORTED, NX_PTR_ERROR
 */
UINT nx_tcp_socket_send(NX_TCP_SOCKET *socket_ptr, NX_PACKET *packet_ptr, ULONG wait_option);

/**
 * Receives a packet of the default pool, as full as what has arrived makes it. What arrived before the
 * peer ended or reset the connection is received first.
 * @param packet_ptr  receives the packet, the caller's; NULL on failure
 * @return NX_SUCCESS, NX_NO_PACKET (nothing in time, or no packet free), NX_NOT_CONNECTED, NX_NOT_BOUND,
 *         NX_WAIT_ABORTED, NX_POOL_DELETED, NX_PTR_ERROR
 */
UINT nx_tcp_socket_receive(NX_TCP_SOCKET *socket_ptr, NX_PACKET **packet_ptr, ULONG wait_option);

/**
 * Ends a connection. With a wait: sends what is unsent, ends our direction and waits for the peer to end
 * its own; what it sends meanwhile is dropped. With NX_NO_WAIT: resets the connection, and what the peer
 * has not received is lost. Other threads that wait for the socket get NX_NOT_CONNECTED. The socket is
 * closed in any case, and stays bound.
 * @return NX_SUCCESS, NX_DISCONNECT_FAILED (the peer did not end in time; it was reset), NX_NOT_CONNECTED
 *         (or reset by the peer), NX_WAIT_ABORTED, NX_PTR_ERROR
 */
UINT nx_tcp_socket_disconnect(NX_TCP_SOCKET *socket_ptr, ULONG wait_option);

/**
 * Waits until the socket has a state (NX_TCP_CLOSED ...). The peer's end (NX_TCP_CLOSE_WAIT) shows as soon
 * as it arrives, with data still to be received.
 * @return NX_SUCCESS, NX_NOT_SUCCESSFUL (not in time), NX_OPTION_ERROR (no such state), NX_WAIT_ABORTED,
 *         NX_PTR_ERROR
 */
UINT nx_tcp_socket_state_wait(NX_TCP_SOCKET *socket_ptr, UINT desired_state, ULONG wait_option);

/**
 * Sets what is called when something can be received, the peer's end included; it is called again after
 * each receive as long as there is more.
 * @return NX_SUCCESS, NX_NOT_SUPPORTED (the host has no thread left to call back), NX_PTR_ERROR
 */
UINT nx_tcp_socket_receive_notify(NX_TCP_SOCKET *socket_ptr, VOID (*tcp_receive_notify)(NX_TCP_SOCKET *));

/**
 * Sets what is called when a connection stands, on either side. @return as nx_tcp_socket_receive_notify()
 */
UINT nx_tcp_socket_establish_notify(NX_TCP_SOCKET *socket_ptr, VOID (*tcp_establish_notify)(NX_TCP_SOCKET *));

/**
 * Sets what is called when nx_tcp_socket_disconnect() is done. @return as nx_tcp_socket_receive_notify()
 */
UINT nx_tcp_socket_disconnect_complete_notify(NX_TCP_SOCKET *socket_ptr,
                                              VOID (*tcp_disconnect_complete_notify)(NX_TCP_SOCKET *));

/**
 * Sets what is called when our side has ended a connection first and in order. @return as
 * nx_tcp_socket_receive_notify()
 */
UINT nx_tcp_socket_timed_wait_callback(NX_TCP_SOCKET *socket_ptr,
                                       VOID (*tcp_timed_wait_callback)(NX_TCP_SOCKET *));

/**
 * Sets what is called when there is room again after a send that failed for want of it. @return as
 * nx_tcp_socket_receive_notify()
 */
UINT nx_tcp_socket_window_update_notify_set(NX_TCP_SOCKET *socket_ptr,
                                            VOID (*tcp_window_update_notify)(NX_TCP_SOCKET *));

/** The same: here both mean that a send may succeed now. @return as nx_tcp_socket_receive_notify() */
UINT nx_tcp_socket_queue_depth_notify_set(NX_TCP_SOCKET *socket_ptr,
                                          VOID (*tcp_socket_queue_depth_notify)(NX_TCP_SOCKET *));

/**
 * Limits the packets that are read ahead of nx_tcp_socket_receive(); 0 for the platform's own limit.
 * @return NX_SUCCESS, NX_PTR_ERROR
 */
UINT nx_tcp_socket_receive_queue_max_set(NX_TCP_SOCKET *socket_ptr, UINT receive_queue_maximum);

/**
 * Tells how many bytes can be received without waiting. @return NX_SUCCESS, NX_NOT_CONNECTED, NX_PTR_ERROR
 */
UINT nx_tcp_socket_bytes_available(NX_TCP_SOCKET *socket_ptr, ULONG *bytes_available);

/**
 * Tells counts and state of a socket; what only the host knows is told as 0. Every output may be NULL.
 * @return NX_SUCCESS, NX_PTR_ERROR
 */
UINT nx_tcp_socket_info_get(NX_TCP_SOCKET *socket_ptr, ULONG *tcp_packets_sent, ULONG *tcp_bytes_sent,
                            ULONG *tcp_packets_received, ULONG *tcp_bytes_received,
                            ULONG *tcp_retransmit_packets, ULONG *tcp_packets_queued,
                            ULONG *tcp_checksum_errors, ULONG *tcp_socket_state,
                            ULONG *tcp_transmit_queue_depth, ULONG *tcp_transmit_window,
                            ULONG *tcp_receive_window);

/** The same for all sockets of an NX_IP together. @return NX_SUCCESS, NX_PTR_ERROR */
UINT nx_tcp_info_get(NX_IP *ip_ptr, ULONG *tcp_packets_sent, ULONG *tcp_bytes_sent,
                     ULONG *tcp_packets_received, ULONG *tcp_bytes_received, ULONG *tcp_invalid_packets,
                     ULONG *tcp_receive_packets_dropped, ULONG *tcp_checksum_errors, ULONG *tcp_connections,
                     ULONG *tcp_disconnections, ULONG *tcp_connections_dropped,
                     ULONG *tcp_retransmit_packets);

/** Tells the address and port of the peer. @return NX_SUCCESS, NX_NOT_CONNECTED, NX_PTR_ERROR */
UINT nxd_tcp_socket_peer_info_get(NX_TCP_SOCKET *socket_ptr, NXD_ADDRESS *peer_ip_address, ULONG *peer_port);

/** The same for IPv4, in host order; NX_NOT_CONNECTED also for a peer with an IPv6 address. */
UINT nx_tcp_socket_peer_info_get(NX_TCP_SOCKET *socket_ptr, ULONG *peer_ip_address, ULONG *peer_port);

/** Tells the largest segment asked for. @return NX_SUCCESS, NX_PTR_ERROR */
UINT nx_tcp_socket_mss_get(NX_TCP_SOCKET *socket_ptr, ULONG *mss);

/**
 * Asks for smaller segments, before connecting. @return NX_SUCCESS, NX_SIZE_ERROR (0, or more than the
 * link takes), NX_PTR_ERROR
 */
UINT nx_tcp_socket_mss_set(NX_TCP_SOCKET *socket_ptr, ULONG mss);

/** Tells the largest segment of the connection. @return NX_SUCCESS, NX_PTR_ERROR */
UINT nx_tcp_socket_mss_peer_get(NX_TCP_SOCKET *socket_ptr, ULONG *peer_mss);

/**
 * Says when unanswered data makes a connection fail: after timeout ticks and max_retries more rounds, each
 * 2 ^ timeout_shift times longer. For connections made later.
 * @return NX_SUCCESS, NX_OPTION_ERROR (queue depth or timeout 0), NX_PTR_ERROR
 */
UINT nx_tcp_socket_transmit_configure(NX_TCP_SOCKET *socket_ptr, ULONG max_queue_depth, ULONG timeout,
                                      ULONG max_retries, ULONG timeout_shift);

/**
 * Finds a free port from the given one on. @return NX_SUCCESS, NX_NO_FREE_PORTS, NX_INVALID_PORT,
 * NX_PTR_ERROR
 */
UINT nx_tcp_free_port_find(NX_IP *ip_ptr, UINT port, UINT *free_port_ptr);

/* The other two names of each service. */
#define _nx_tcp_socket_create                      nx_tcp_socket_create
#define _nxe_tcp_socket_create                     nx_tcp_socket_create
#define _nx_tcp_socket_delete                      nx_tcp_socket_delete
#define _nxe_tcp_socket_delete                     nx_tcp_socket_delete
#define _nx_tcp_client_socket_bind                 nx_tcp_client_socket_bind
#define _nxe_tcp_client_socket_bind                nx_tcp_client_socket_bind
#define _nx_tcp_client_socket_unbind               nx_tcp_client_socket_unbind
#define _nxe_tcp_client_socket_unbind              nx_tcp_client_socket_unbind
#define _nx_tcp_client_socket_port_get             nx_tcp_client_socket_port_get
#define _nxe_tcp_client_socket_port_get            nx_tcp_client_socket_port_get
#define _nxd_tcp_client_socket_connect             nxd_tcp_client_socket_connect
#define _nxde_tcp_client_socket_connect            nxd_tcp_client_socket_connect
#define _nx_tcp_client_socket_connect              nx_tcp_client_socket_connect
#define _nxe_tcp_client_socket_connect             nx_tcp_client_socket_connect
#define _nx_tcp_server_socket_listen               nx_tcp_server_socket_listen
#define _nxe_tcp_server_socket_listen              nx_tcp_server_socket_listen
#define _nx_tcp_server_socket_accept               nx_tcp_server_socket_accept
#define _nxe_tcp_server_socket_accept              nx_tcp_server_socket_accept
#define _nx_tcp_server_socket_unaccept             nx_tcp_server_socket_unaccept
#define _nxe_tcp_server_socket_unaccept            nx_tcp_server_socket_unaccept
#define _nx_tcp_server_socket_relisten             nx_tcp_server_socket_relisten
#define _nxe_tcp_server_socket_relisten            nx_tcp_server_socket_relisten
#define _nx_tcp_server_socket_unlisten             nx_tcp_server_socket_unlisten
#define _nxe_tcp_server_socket_unlisten            nx_tcp_server_socket_unlisten
#define _nx_tcp_socket_send                        nx_tcp_socket_send
#define _nxe_tcp_socket_send                       nx_tcp_socket_send
#define _nx_tcp_socket_receive                     nx_tcp_socket_receive
#define _nxe_tcp_socket_receive                    nx_tcp_socket_receive
#define _nx_tcp_socket_disconnect                  nx_tcp_socket_disconnect
#define _nxe_tcp_socket_disconnect                 nx_tcp_socket_disconnect
#define _nx_tcp_socket_state_wait                  nx_tcp_socket_state_wait
#define _nxe_tcp_socket_state_wait                 nx_tcp_socket_state_wait
#define _nx_tcp_socket_receive_notify              nx_tcp_socket_receive_notify
#define _nxe_tcp_socket_receive_notify             nx_tcp_socket_receive_notify
#define _nx_tcp_socket_establish_notify            nx_tcp_socket_establish_notify
#define _nxe_tcp_socket_establish_notify           nx_tcp_socket_establish_notify
#define _nx_tcp_socket_disconnect_complete_notify  nx_tcp_socket_disconnect_complete_notify
#define _nxe_tcp_socket_disconnect_complete_notify nx_tcp_socket_disconnect_complete_notify
#define _nx_tcp_socket_timed_wait_callback         nx_tcp_socket_timed_wait_callback
#define _nxe_tcp_socket_timed_wait_callback        nx_tcp_socket_timed_wait_callback
#define _nx_tcp_socket_window_update_notify_set    nx_tcp_socket_window_update_notify_set
#define _nxe_tcp_socket_window_update_notify_set   nx_tcp_socket_window_update_notify_set
#define _nx_tcp_socket_queue_depth_notify_set      nx_tcp_socket_queue_depth_notify_set
#define _nxe_tcp_socket_queue_depth_notify_set     nx_tcp_socket_queue_depth_notify_set
#define _nx_tcp_socket_receive_queue_max_set       nx_tcp_socket_receive_queue_max_set
#define _nxe_tcp_socket_receive_queue_max_set      nx_tcp_socket_receive_queue_max_set
#define _nx_tcp_socket_bytes_available             nx_tcp_socket_bytes_available
#define _nxe_tcp_socket_bytes_available            nx_tcp_socket_bytes_available
#define _nx_tcp_socket_info_get                    nx_tcp_socket_info_get
#define _nxe_tcp_socket_info_get                   nx_tcp_socket_info_get
#define _nx_tcp_info_get                           nx_tcp_info_get
#define _nxe_tcp_info_get                          nx_tcp_info_get
#define _nxd_tcp_socket_peer_info_get              nxd_tcp_socket_peer_info_get
#define _nxde_tcp_socket_peer_info_get             nxd_tcp_socket_peer_info_get
#define _nx_tcp_socket_peer_info_get               nx_tcp_socket_peer_info_get
#define _nxe_tcp_socket_peer_info_get              nx_tcp_socket_peer_info_get
#define _nx_tcp_socket_mss_get                     nx_tcp_socket_mss_get
#define _nxe_tcp_socket_mss_get                    nx_tcp_socket_mss_get
#define _nx_tcp_socket_mss_set                     nx_tcp_socket_mss_set
#define _nxe_tcp_socket_mss_set                    nx_tcp_socket_mss_set
#define _nx_tcp_socket_mss_peer_get                nx_tcp_socket_mss_peer_get
#define _nxe_tcp_socket_mss_peer_get               nx_tcp_socket_mss_peer_get
#define _nx_tcp_socket_transmit_configure          nx_tcp_socket_transmit_configure
#define _nxe_tcp_socket_transmit_configure         nx_tcp_socket_transmit_configure
#define _nx_tcp_free_port_find                     nx_tcp_free_port_find
#define _nxe_tcp_free_port_find                    nx_tcp_free_port_find

#ifdef __cplusplus
}
#endif

#endif
