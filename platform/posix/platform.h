/** @file
 * The inside of the POSIX platform: one lock, waiting, host sockets.
 *
 * One lock guards every object of the platform; it is held for a few instructions and never while waiting,
 * reading, writing or calling back. A thread waits in a list of the object, with a condition variable of its
 * own or, when it waits for a descriptor, with a pipe of its own; so every wait can be ended by whoever holds
 * the lock.
 */
#ifndef NXS_PLATFORM_H
#define NXS_PLATFORM_H

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "nx_api.h"

/* ---- wait.c: the lock, the clock, waiting ---- */

void nxs_lock(void);
void nxs_unlock(void);

/* How a public service takes the lock and gives it back. Between the two nothing of the service is left
 * undone, so this is where a thread stops that somebody suspended or terminated. */
void nxs_enter(void);
void nxs_leave(void);

/** Nanoseconds of the host's monotonic clock. */
ULONG64 nxs_now(void);

enum {
    NXS_TICK_NS = 1000000000 / 100,
};

/** When a wait ends. The clock is first read when somebody really waits. */
struct nxs_deadline {
    ULONG ticks;
    ULONG64 at; /* 0: not known yet */
};

/** The end of a wait that starts now. @param ticks  a wait option */
struct nxs_deadline nxs_deadline(ULONG ticks);

enum nxs_wait {
    NXS_WOKEN, /**< look again whether the condition holds */
    NXS_LATE,
    NXS_ABORTED,
    NXS_DELETED, /**< the object is gone: do not touch it */
};

/** Waits in @p list. The lock is held by the caller, given up while waiting, and held again afterwards. */
enum nxs_wait nxs_wait(struct nxs_wait_list *list, struct nxs_deadline *deadline, UINT thread_state);

/**
 * Waits in @p list until @p descriptor has one of @p events (of poll()) too. Same lock rule. The caller sees
 * to it that nobody closes the descriptor meanwhile.
 */
enum nxs_wait nxs_wait_descriptor(struct nxs_wait_list *list, int descriptor, short events,
                                  struct nxs_deadline *deadline);

/**
 * The same for several descriptors: @p polled[1] to @p polled[@p count - 1]; the first entry is filled in
 * here. The results are in @p polled after NXS_WOKEN, if it was not somebody else who woke the thread.
 */
enum nxs_wait nxs_wait_poll(struct nxs_wait_list *list, struct pollfd *polled, size_t count,
                            struct nxs_deadline *deadline);

/** Waits in @p list for at most a tick, for what nobody tells of: NXS_WOKEN also when the tick is over. */
enum nxs_wait nxs_wait_briefly(struct nxs_wait_list *list, struct nxs_deadline *deadline);

/** Waits in @p list for what others are bound to do soon: no end of time, abort or end of the thread is
 * heeded. */
void nxs_wait_for_sure(struct nxs_wait_list *list);

/* With the lock held: let the first, or all, go on; let all know that the object is gone. */
void nxs_wake_one(struct nxs_wait_list *list);
void nxs_wake_all(struct nxs_wait_list *list);
void nxs_wake_deleted(struct nxs_wait_list *list);

/** With the lock held: ends the wait of a thread. @return false when it does not wait */
bool nxs_wait_abort(TX_THREAD *thread);

/** The TX code of a wait that brought nothing. @param late  the code for NXS_LATE */
UINT nxs_wait_tx(enum nxs_wait result, UINT late);

/** The NX code of a wait that brought nothing. @param late  the code for NXS_LATE */
UINT nxs_wait_nx(enum nxs_wait result, UINT late);

/* ---- thread.c ---- */

/** The calling thread. */
TX_THREAD *nxs_self(void);

/** With the lock held: stays here while the calling thread is suspended, and does not return when it is to
 * end. */
void nxs_thread_obey(TX_THREAD *self);

/* With the lock held: keeps the threads made from now on, then lets them all run. */
void nxs_threads_hold(void);
void nxs_threads_release(void);

/** Runs a detached host thread. @param signals  whether it takes the process's signals @return 0 or an errno
 */
int nxs_host_thread(void *(*run)(void *argument), void *argument, bool signals);

/* ---- mutex.c ---- */

/** With the lock held: puts every mutex the thread owns. */
void nxs_mutexes_put(TX_THREAD *thread);

/* ---- pool.c: packets in and out of pools; all with the lock held ---- */

bool nxs_pool_created(const NX_PACKET_POOL *pool);

/** Takes a free packet, its payload from @p offset on. @return NULL when the pool is empty */
NX_PACKET *nxs_pool_packet_take(NX_PACKET_POOL *pool, ULONG offset);

/** Waits for a free packet. @return NX_SUCCESS, NX_NO_PACKET, NX_WAIT_ABORTED, NX_POOL_DELETED */
UINT nxs_pool_wait(NX_PACKET_POOL *pool, NX_PACKET **packet, ULONG offset, struct nxs_deadline *deadline);

/** Gives one packet, not its chain, back to its pool. */
void nxs_pool_packet_give(NX_PACKET *packet);

/** Gives a chain back. @return false when it came to a packet that was not allocated */
bool nxs_chain_give(NX_PACKET *packet);

/** Whether this is a packet of a created pool, and allocated. */
bool nxs_packet_allocated(const NX_PACKET *packet);

/* ---- ip.c ---- */

bool nxs_ip_created(const NX_IP *ip);

/** With the lock held: whether some NX_IP of this process, but no interface of the host, has this address. */
bool nxs_ip_simulated(const NXD_ADDRESS *address);

/* ---- host.c: sockets of the host ---- */

/** Any socket address. */
union nxs_sockaddr {
    struct sockaddr any;
    struct sockaddr_storage room;
};

/** A non-blocking TCP socket. @param family  AF_INET or AF_INET6 (which speaks IPv4 too) @return -1 with
 * errno */
int nxs_host_socket(int family);

/** Accepts one connection, non-blocking, passing over those that ended in the queue. @return -1 with errno */
int nxs_host_accept(int listener, union nxs_sockaddr *peer);

/** Binds. @param address  NULL or unusable here: every address @return 0, or -1 with errno */
int nxs_host_bind(int descriptor, int family, const NXD_ADDRESS *address, UINT port, bool reuse);

/** Writes an address for a socket of @p family. @return its size; 0: the family cannot reach it */
socklen_t nxs_host_address(union nxs_sockaddr *out, int family, const NXD_ADDRESS *address, UINT port);

/** Reads an address; one of IPv4 mapped into IPv6 becomes IPv4 again. */
void nxs_host_address_read(union nxs_sockaddr *in, NXD_ADDRESS *address, UINT *port);

/** Local port of a socket; 0 when unknown. */
UINT nxs_host_port(int descriptor);

/** The error a socket holds; 0 for none. */
int nxs_host_error(int descriptor);

/** Ends a connection with a reset instead of a normal close. */
void nxs_host_abort(int descriptor);

void nxs_host_close(int descriptor);

/** Whether an interface of this host has the address. */
bool nxs_host_owns(const NXD_ADDRESS *address);

/** Read and write without waiting; no signal is raised. The pieces may be changed.
 *  @return bytes, 0 at the peer's end, or -errno */
ssize_t nxs_host_read(int descriptor, struct iovec *pieces, size_t count);
ssize_t nxs_host_write(int descriptor, struct iovec *pieces, size_t count);

bool nxs_errno_is_exhaustion(int error);

/** poll() for one descriptor without waiting. @return the events that are there */
short nxs_host_poll(int descriptor, short events);

/* Seen by poll() when the peer has sent its last byte, also while there is data to read. */
#ifdef POLLRDHUP
#define NXS_POLL_END POLLRDHUP
#else
#define NXS_POLL_END 0
#endif

/* ---- events.c: the thread that calls back ---- */

/* Callbacks that are due: bits of nx_tcp_socket_host.events. */
enum {
    NXS_DUE_LISTEN = 1,
    NXS_DUE_ESTABLISH = 2,
    NXS_DUE_RECEIVE = 4,
    NXS_DUE_DISCONNECT = 8,
    NXS_DUE_DISCONNECT_COMPLETE = 16,
    NXS_DUE_TIMED_WAIT = 32,
    NXS_DUE_WINDOW = 64,
    NXS_DUE_QUEUE_DEPTH = 128,
};

/** With the lock held: something the event thread looks at has changed. Starts it when there is none.
 *  @return false when the host has no thread left */
bool nxs_events_look(NX_IP *ip);

/** With the lock held: a callback is due, if the application has set one. */
void nxs_events_due(NX_TCP_SOCKET *socket, UINT due);

/** With the lock held: waits until the event thread is in no callback of this socket, unless it is the
 * caller. */
void nxs_events_quiet(NX_IP *ip, const NX_TCP_SOCKET *socket);

/** With the lock held: ends the event thread and waits for its end. @return false when it is the caller */
bool nxs_events_end(NX_IP *ip);

/* ---- TCP ---- */

/* tcp_socket.c; all with the lock held */

bool nxs_tcp_created(const NX_TCP_SOCKET *socket);

/** Another state, for who waits for it. */
void nxs_tcp_state(NX_TCP_SOCKET *socket, UINT state);

/** The connection stands: fills in what is known of it. */
void nxs_tcp_established(NX_TCP_SOCKET *socket);

/** The peer's last byte was read, or (reset) the connection failed. */
void nxs_tcp_peer_ended(NX_TCP_SOCKET *socket, bool reset);

/** Begins and ends the use of the descriptor without the lock. */
void nxs_tcp_enter(NX_TCP_SOCKET *socket);
void nxs_tcp_leave(NX_TCP_SOCKET *socket);

/** Sends every user of the descriptor away and waits until they left. */
void nxs_tcp_evict(NX_TCP_SOCKET *socket);

/** Closes the descriptor, if any, and forgets all that was queued; the state becomes NX_TCP_CLOSED. */
void nxs_tcp_drop(NX_TCP_SOCKET *socket, bool reset);

/* tcp_client.c; with the lock held */

/** Looks whether a connection that was begun stands or failed. @return NX_SUCCESS, NX_IN_PROGRESS, or why it
 * failed; what was begun in the background is cleaned up then */
UINT nxs_tcp_connect_check(NX_TCP_SOCKET *socket);

/* tcp_server.c; with the lock held */

/** Gives the next waiting connection of the host to the socket that listens. @return 0, or an errno */
int nxs_listen_attach(NX_IP *ip, struct nxs_listen *listen);

/* tcp_stream.c; with the lock held */

/** Gives more of the unsent packet to the host, without waiting. */
void nxs_tcp_flush(NX_TCP_SOCKET *socket);

/**
 * Sends what is unsent, ends our direction and, unless the peer ended its own, waits for that; reads and
 * forgets what comes. Only for a socket whose users were sent away. @return NX_SUCCESS, NX_DISCONNECT_FAILED,
 * NX_WAIT_ABORTED
 */
UINT nxs_tcp_finish(NX_TCP_SOCKET *socket, struct nxs_deadline *deadline);

#endif
