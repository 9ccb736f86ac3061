/** @file
 * The TLS engine: bytes in, bytes out. No socket, packet, lock, wait, clock or environment.
 *
 * One engine is one connection; calls on one engine come from one thread at a time, different engines are
 * independent.
 *
 * What a failure leaves: the handshake and the receiving keys are wiped at once, the sending keys when the
 * alert is sent or given up. NXS_EVENT_FAILED says that no key is left.
 */
#ifndef NXS_TLS_ENGINE_H
#define NXS_TLS_ENGINE_H

#include "base/bytes.h"
#include "base/status.h"
#include "nxsecure/private/engine.h"
#include "record/record.h"

/** When another handshake may begin inside a connection. */
enum nxs_renegotiate {
    NXS_RENEGOTIATE_NEVER,
    NXS_RENEGOTIATE_ON_REQUEST, /**< server: only when it has asked for it */
    NXS_RENEGOTIATE_ALWAYS,
};

enum nxs_role { NXS_ROLE_NONE, NXS_ROLE_CLIENT, NXS_ROLE_SERVER };

enum nxs_phase {
    NXS_PHASE_IDLE, /**< created or reset */
    NXS_PHASE_HANDSHAKE,
    NXS_PHASE_CONNECTED,
    NXS_PHASE_CLOSED, /**< close_notify came: records are ignored, only sending ours is left */
    NXS_PHASE_FAILED, /**< only draining the alert and reset are possible */
};

/** Where output goes. */
struct nxs_sink {
    void *context;
    /** Room of at least @p min bytes for output, or false: none now. The same room may be asked for again
     * before commit. */
    bool (*room)(void *context, size_t min, nxs_room *room);
    /** The first @p used bytes of the last room are to be sent, in order. */
    void (*commit)(void *context, size_t used);
};

enum nxs_event_kind {
    NXS_EVENT_WANT_RECORD, /**< nothing to do until another record comes */
    NXS_EVENT_WANT_ROOM,   /**< output is waiting: call again with a sink that has room, and without a new
                              record */
    NXS_EVENT_CONNECTED,   /**< the handshake is complete: told once */
    NXS_EVENT_APP_DATA,    /**< @c plain is the peer's data, inside the record given */
    NXS_EVENT_CLOSED,      /**< close_notify came */
    NXS_EVENT_FAILED, /**< @c status tells why; the alert (if any) is committed to the sink when it had room
                       */
};

struct nxs_event {
    enum nxs_event_kind kind;
    enum nxs_status status; /**< NXS_EVENT_FAILED */
    nxs_room plain;         /**< NXS_EVENT_APP_DATA; never empty */
};

/** Bytes of caller memory, at any address, that an engine needs with this table. */
size_t nxs_engine_memory(const NX_SECURE_TLS_CRYPTO *table);

/**
 * Prepares an engine in caller memory and gives it the default configuration (TLS 1.2, 2048-bit RSA). @p
 * memory stays in use until nxs_engine_destroy().
 * @return NXS_NO_ROOM when @p size is below nxs_engine_memory()
 */
NXS_CHECKED enum nxs_status nxs_engine_create(struct nxs_engine *engine, const NX_SECURE_TLS_CRYPTO *table,
                                              void *memory, size_t size);

/** Ends whatever runs: keys are wiped, the handshake is forgotten, the configuration stays. */
void nxs_engine_reset(struct nxs_engine *engine);

/** Reset, and wipes the configuration too. */
void nxs_engine_destroy(struct nxs_engine *engine);

/**
 * Memory in which handshake messages that span records are put together; borrowed until set again. A record
 * that is given to nxs_engine_run() may lie in the same memory behind the first nxs_engine_inbox_used()
 * bytes.
 */
void nxs_engine_inbox_set(struct nxs_engine *engine, nxs_room room);
size_t nxs_engine_inbox_used(const struct nxs_engine *engine);

/**
 * Begins a handshake (after create or reset).
 * @return NXS_INVALID_STATE, or what is wrong with the configuration: NXS_NO_COMMON_SUITE (no suite in the
 * table that this library can use), NXS_MISSING_ROUTINE, NXS_NO_COMMON_GROUP (no group that has a curve),
 * NXS_NO_MATCHING_PSK (a client whose suites all need a pre-shared key, and there is none)
 */
NXS_CHECKED enum nxs_status nxs_engine_start(struct nxs_engine *engine, enum nxs_role role);

/**
 * Does all that can be done: handles @p record, runs the state machine, writes output.
 * @param record  one whole record (header and body as nxs_record_header_read() measured it), overwritten;
 * NULL: none. It stays in use until an event other than NXS_EVENT_WANT_ROOM is returned, and is then dealt
 * with.
 * @param sink    NULL: no output possible now; NXS_EVENT_WANT_ROOM is the answer when there is some
 * @param event   what to do next
 */
void nxs_engine_run(struct nxs_engine *engine, const nxs_room *record, const struct nxs_sink *sink,
                    struct nxs_event *event);

/**
 * Asks for another handshake: a client begins it at the next nxs_engine_run(), a server asks the client
 * there. NXS_EVENT_CONNECTED tells that it is complete or, after a no_renegotiation warning, that all stays
 * as it was.
 * @return NXS_INVALID_STATE unless connected; NXS_NO_SECURE_RENEGOTIATION
 */
NXS_CHECKED enum nxs_status nxs_engine_renegotiate(struct nxs_engine *engine);

/** Bytes that sealing @p len bytes of application data adds in front and behind. */
struct nxs_record_overhead nxs_engine_overhead(const struct nxs_engine *engine, size_t len);

/** Most application data for one record. */
size_t nxs_engine_limit(const struct nxs_engine *engine);

/** Most parts, empty ones not counted, that one record's data may come in. */
size_t nxs_engine_parts(const struct nxs_engine *engine);

/** Seals one record of application data: see nxs_record_seal(). NXS_INVALID_STATE unless connected. */
NXS_CHECKED enum nxs_status nxs_engine_seal(struct nxs_engine *engine, const nxs_room *parts, size_t count,
                                            nxs_room head, nxs_room *tail);

/** Queues our close_notify (once) when connected or closed by the peer; nxs_engine_run() sends it. */
void nxs_engine_close(struct nxs_engine *engine);

static inline enum nxs_phase nxs_engine_phase(const struct nxs_engine *engine)
{
    return (enum nxs_phase)engine->phase;
}

/** Why the engine is in NXS_PHASE_FAILED. */
static inline enum nxs_status nxs_engine_status(const struct nxs_engine *engine)
{
    return (enum nxs_status)engine->status;
}

/** Application data can be sealed: connected, and no close_notify of ours on its way. */
static inline bool nxs_engine_can_seal(const struct nxs_engine *engine)
{
    return engine->can_seal;
}

/** Memory for signatures that the verifier may use while it runs; used by the handshake at other times. */
struct nxs_sign_scratch nxs_engine_scratch(const struct nxs_engine *engine);

/** The one door of failure: remembers the first status, queues its alert (none when the peer's own alert is
 * the reason or the peer does not speak TLS; a close_notify when the peer closed), wipes keys but those
 * needed to send the alert. */
void nxs_engine_fail(struct nxs_engine *engine, enum nxs_status status);

#endif
