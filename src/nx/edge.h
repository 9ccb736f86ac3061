/** @file
 * What the services share: the way from packets and sockets to the engine and back.
 *
 * Locks of a session, in the order in which they are taken:
 * - `reading`: a turn. Whoever has it takes packets from the socket. Held while waiting for the network.
 * - `writing`: a turn. Whoever has it seals records and hands them to the socket, so that records leave in
 * the order of their sequence numbers. Held while the socket waits for its window.
 * - `step`: guards engine, intake and public members. Never held while waiting, so that a waiting receiver
 * does not keep a sender from working. Application callbacks run under it; it may be taken again by its
 * owner, but the engine does not run, and the connection does not end, inside of a callback.
 *
 * "Step held" below means that the caller has taken `step` with nxs_step_begin().
 */
#ifndef NXS_NX_EDGE_H
#define NXS_NX_EDGE_H

#include "nx_secure_tls_api.h"
#include "tls/engine.h"

static inline struct nxs_session *nxs_private(NX_SECURE_TLS_SESSION *session)
{
    return &session->nx_secure_tls_private;
}

static inline struct nxs_engine *nxs_engine_of(NX_SECURE_TLS_SESSION *session)
{
    return &session->nx_secure_tls_private.engine;
}

/* ---- session.c ------------------------------------------------------------------------------------ */

/** True when the public id member says that the session was created. */
static inline bool nxs_session_is_created(const NX_SECURE_TLS_SESSION *session)
{
    return session->nx_secure_tls_id == NX_SECURE_TLS_ID;
}

/** True when session_create succeeded on this address and session_delete was not called; looks at no byte of
 * it. */
bool nxs_session_is_listed(const NX_SECURE_TLS_SESSION *session);

void nxs_step_begin(NX_SECURE_TLS_SESSION *session);
void nxs_step_end(NX_SECURE_TLS_SESSION *session);

/**
 * Ends the connection without a word: keys are wiped, packets released, the peer's certificates forgotten.
 * Step held. False, and nothing is done, inside a callback that the engine made: it goes on with the
 * connection.
 */
NXS_CHECKED bool nxs_session_disconnect(NX_SECURE_TLS_SESSION *session);

/**
 * Takes @p size bytes from the back of the packet buffer, aligned for any object; NULL when records and
 * messages that are being read need them. They stay taken until nxs_packet_buffer_return(). Step held.
 */
VOID *nxs_packet_buffer_lend(NX_SECURE_TLS_SESSION *session, size_t size);

/** Gives all of them back. Step held. */
void nxs_packet_buffer_return(NX_SECURE_TLS_SESSION *session);

/** The part of the packet buffer that is not lent. Step held. */
nxs_room nxs_packet_buffer_rest(NX_SECURE_TLS_SESSION *session);

/* ---- status.c ------------------------------------------------------------------------------------- */

/** The NX code of a status: the one place where statuses become codes. */
UINT nxs_status_code(enum nxs_status status);

/** The code of a failed session: of @p status, or what the application's callback returned when it was the
 * reason. */
UINT nxs_session_code(NX_SECURE_TLS_SESSION *session, enum nxs_status status);

/** What a result of nx_tcp_socket_send() or nx_tcp_socket_receive() means for the connection. */
enum nxs_status nxs_socket_status(UINT result);

/* ---- intake.c ------------------------------------------------------------------------------------- */

/**
 * The next whole record, opened where it lies: inside a packet, or gathered in the packet buffer. It stays
 * there until the next call. Step held.
 * @return NXS_OK, NXS_WANT_BYTES (more packets are needed), or what is wrong with the record's header or size
 */
NXS_CHECKED enum nxs_status nxs_intake_next(NX_SECURE_TLS_SESSION *session, nxs_room *record);

/**
 * Waits for a packet from the socket. The caller has the turn to read.
 * @return NX_SUCCESS, NX_NO_PACKET (none in time), NX_WAIT_ABORTED, or the code of the failure that the
 * engine was given
 */
UINT nxs_intake_fill(NX_SECURE_TLS_SESSION *session, ULONG wait_option);

/**
 * Hands application data to the caller: the packet it lies in, or copies in fresh packets. With few packets,
 * a part of the data; the rest waits for the next call.
 * @return NX_SUCCESS, NX_CONTINUE (there is no data), NX_NO_PACKET (no packet in time; the data waits)
 */
UINT nxs_intake_deliver(NX_SECURE_TLS_SESSION *session, NX_PACKET **packet_ptr, ULONG wait_option);

/** Releases all packets and forgets what was gathered. Step held. */
void nxs_intake_drop(NX_SECURE_TLS_SESSION *session);

/* ---- outlet.c ------------------------------------------------------------------------------------- */

/** Packets that are being filled with records. Lives on the stack of whoever has the turn to write. */
struct nxs_outlet {
    struct nxs_sink sink; /**< for nxs_engine_run() */
    NX_TCP_SOCKET *socket;
    NX_PACKET_POOL *pool;
    NX_PACKET *first, *last; /**< what is committed and not sent */
    NX_PACKET *spare;        /**< an empty packet */
    NX_PACKET *open;         /**< where the last room was given */
};

void nxs_outlet_begin(struct nxs_outlet *outlet, NX_SECURE_TLS_SESSION *session);

/** Sends what was committed as one chain. @return the socket's result; the packets are gone in any case */
UINT nxs_outlet_flush(struct nxs_outlet *outlet, ULONG wait_option);

/** Waits for a packet that the next room can be in. False: none in time, or the pool's packets are too small.
 */
bool nxs_outlet_refill(struct nxs_outlet *outlet, ULONG wait_option);

/** Releases what was not sent. */
void nxs_outlet_end(struct nxs_outlet *outlet);

/** Bytes that a packet for this socket must have in front of its data. */
ULONG nxs_socket_headroom(const NX_TCP_SOCKET *socket);

/** The pool of packets that the session itself needs: packet_pool_set's, else the IP instance's. */
NX_PACKET_POOL *nxs_session_pool(const NX_SECURE_TLS_SESSION *session, const NX_TCP_SOCKET *socket);

/* ---- packets.c ------------------------------------------------------------------------------------ */

static inline size_t nxs_packet_len(const NX_PACKET *packet)
{
    return (size_t)(packet->nx_packet_append_ptr - packet->nx_packet_prepend_ptr);
}

/** Free bytes behind the data. */
static inline size_t nxs_packet_tailroom(const NX_PACKET *packet)
{
    return (size_t)(packet->nx_packet_data_end - packet->nx_packet_append_ptr);
}

/** Free bytes in front of the data. */
static inline size_t nxs_packet_headroom(const NX_PACKET *packet)
{
    return (size_t)(packet->nx_packet_prepend_ptr - packet->nx_packet_data_start);
}

/** Copies as much of @p bytes as fits behind the data. @return bytes copied; nx_packet_length is not touched
 */
size_t nxs_packet_put(NX_PACKET *packet, nxs_bytes bytes);

/** Links @p packet (single) behind @p after, which belongs to the chain of @p first. */
void nxs_packet_insert(NX_PACKET *first, NX_PACKET *after, NX_PACKET *packet);

/** Takes the first packet out of a chain and makes it single. @return the rest of the chain */
NX_PACKET *nxs_packet_detach(NX_PACKET *first);

/** Bytes in the whole chain, counted. */
ULONG nxs_packet_chain_len(const NX_PACKET *first);

/* ---- step.c --------------------------------------------------------------------------------------- */

/**
 * Does all that can be done without another packet: feeds the engine whole records, sends what it has to say.
 * The caller has the turn to read, not `step`.
 * @param event  NXS_EVENT_WANT_RECORD (more packets are needed), _CONNECTED, _APP_DATA (see
 * nxs_intake_deliver()), _CLOSED or _FAILED
 * @return NX_SUCCESS and an event, or the reason why output that the handshake needs could not be sent now:
 * the session stays as it is, and the next call goes on
 */
UINT nxs_session_step(NX_SECURE_TLS_SESSION *session, ULONG wait_option, struct nxs_event *event);

/** The same, but feeds no record: only what the engine has to say is sent. Needs no turn. */
UINT nxs_session_flush(NX_SECURE_TLS_SESSION *session, ULONG wait_option, struct nxs_event *event);

/** The connection numbered @p connection failed because of the network; ignored when it is over already. */
void nxs_session_fail(NX_SECURE_TLS_SESSION *session, ULONG connection, enum nxs_status status);

/**
 * Records of that connection were lost on their way to the socket: nothing can be sent behind them. What the
 * peer has sent can still be received, unless the handshake is not complete.
 */
void nxs_session_send_failed(NX_SECURE_TLS_SESSION *session, ULONG connection, enum nxs_status status);

/* ---- insight.c ------------------------------------------------------------------------------------ */

/** The engine's hooks, when the application set functions for them. */
void nxs_on_trace(void *context, const struct nxs_trace_step *step);
void nxs_on_keylog(void *context, const char *label, nxs_bytes client_random, nxs_bytes secret);

/* ---- callbacks.c ---------------------------------------------------------------------------------- */

/** Puts the callbacks that fit this role into the engine's configuration. Step held. */
void nxs_callbacks_arm(NX_SECURE_TLS_SESSION *session, enum nxs_role role);

#endif
