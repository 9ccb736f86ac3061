/** @file
 * The state tables and what drives them. One row is one thing that may happen; an illegal message is the
 * absence of a row.
 *
 * Rules of the driver (machine.c):
 * - The first GO row of the state whose facts hold is run; without one, a message is wanted and its row is
 * looked for.
 * - While a handler runs, the transcript holds every message before its own; the driver adds the message
 * (received or built) afterwards, unless the row says OUTSIDE_TRANSCRIPT.
 * - Handlers read or build exactly one message and set facts; they never choose the next state.
 */
#ifndef NXS_TLS_MACHINE_H
#define NXS_TLS_MACHINE_H

#include "tls/engine.h"
#include "tls/facts.h"

/** Events beside the handshake message types, which are one byte: no message can pretend to be one of these.
 */
enum {
    NXS_ON_CCS = 0x100, /**< a ChangeCipherSpec came */
    NXS_ON_GO = 0x101,  /**< no input needed */
};

enum nxs_row_flag {
    NXS_OUTSIDE_TRANSCRIPT = 1, /**< the message is not hashed by the driver */
    NXS_ALIGNED = 2, /**< no handshake byte may be left unread, since receiving keys change [RFC8446 5.1] */
    NXS_SWITCHES_KEYS = 4, /**< sending keys change: what is written so far is sealed first */
    NXS_COMPLETES = 8,     /**< the handshake is complete when the row has run */
};

/** Reads @p body (a message without its header) or, for GO rows, builds a message or derives something. */
typedef enum nxs_status nxs_handler(struct nxs_engine *engine, nxs_bytes body);

/** A handler and its name, which the printed tables show. */
struct nxs_action {
    nxs_handler *run; /**< NULL: only a branch */
    const char *name;
};
#define NXS_DO(handler)                                                                                      \
    {                                                                                                        \
        handler, #handler                                                                                    \
    }
#define NXS_BRANCH                                                                                           \
    {                                                                                                        \
        NULL, NULL                                                                                           \
    }

struct nxs_row {
    uint8_t state;
    uint16_t event; /**< handshake message type, NXS_ON_CCS or NXS_ON_GO */
    uint8_t next;   /**< a state of @c enter when that is set */
    uint8_t flags;
    uint32_t when;                 /**< facts that must hold */
    uint32_t unless;               /**< facts that must not hold */
    struct nxs_action act;         /**< of received messages: always set */
    const struct nxs_table *enter; /**< the table that takes over */
};

struct nxs_table {
    const char *name;
    const struct nxs_row *rows;
    size_t count;
    const char *const *states; /**< names, for documents and traces */
    size_t state_count;
};

/** The tables: version-neutral hellos first, then one per version family and role. */
extern const struct nxs_table nxs_hello_client;
extern const struct nxs_table nxs_hello_server;
extern const struct nxs_table nxs_tls12_client;
extern const struct nxs_table nxs_tls12_server;

/** The first row of @p state for @p event whose facts hold, or NULL. */
const struct nxs_row *nxs_row_find(const struct nxs_table *table, uint8_t state, uint16_t event,
                                   uint32_t facts);

/**
 * Handles one whole handshake message (header included).
 * @return NXS_UNEXPECTED_MESSAGE or NXS_UNKNOWN_MESSAGE when no row allows it; else what the handler says
 */
NXS_CHECKED enum nxs_status nxs_machine_receive(struct nxs_engine *engine, nxs_bytes message);

/** NXS_OK when a message of this type may come now; judged on the header, before the body is there. */
NXS_CHECKED enum nxs_status nxs_machine_allows(const struct nxs_engine *engine, uint8_t type);

/** Handles a ChangeCipherSpec. */
NXS_CHECKED enum nxs_status nxs_machine_change_cipher_spec(struct nxs_engine *engine);

/** The GO row to run now, or NULL: a message is wanted. */
const struct nxs_row *nxs_machine_next(const struct nxs_engine *engine);

/** Runs a GO row. */
NXS_CHECKED enum nxs_status nxs_machine_go(struct nxs_engine *engine, const struct nxs_row *row);

#endif
