/** @file
 * What the POSIX platform offers beyond NetX: a way into the host's event loops.
 */
#ifndef NXS_POSIX_H
#define NXS_POSIX_H

#include "nx_api.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Tells the host's descriptor of a socket, for poll(), epoll or an event library. The descriptor stays the
 * socket's: do not read, write or close it. It is valid until the socket is disconnected or, for a socket
 * that listens, until a connection is attached to it (then the connection has its own descriptor).
 *
 * A connection that nx_tcp_server_socket_accept() did not find with NX_NO_WAIT is left for poll() to be seen
 * and the next accept to be taken, unless an establish callback is set. Packets that were read ahead are not
 * seen by poll(): receive with NX_NO_WAIT until NX_NO_PACKET, then poll. Thread-safe.
 *
 * @param socket_ptr  a created socket: connecting, connected, or bound to a listening port
 * @param descriptor  receives the descriptor; -1 on failure
 * @return NX_SUCCESS, NX_PTR_ERROR (NULL, or not a created socket), NX_NOT_BOUND (no descriptor now)
 */
UINT nxs_tcp_socket_descriptor_get(NX_TCP_SOCKET *socket_ptr, int *descriptor);

#ifdef __cplusplus
}
#endif

#endif
