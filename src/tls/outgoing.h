/** @file
 * The one message that is on its way out: a list of borrowed parts, so that certificates are sent from where
 * they lie and no chain is ever put together first.
 */
#ifndef NXS_TLS_OUTGOING_H
#define NXS_TLS_OUTGOING_H

#include <stdbool.h>

#include "base/bytes.h"
#include "base/status.h"

struct nxs_engine;

enum { NXS_CHAIN_MAX = 8, NXS_OUTGOING_PARTS = 2 * NXS_CHAIN_MAX + 1 };

struct nxs_outgoing {
    nxs_bytes parts[NXS_OUTGOING_PARTS];
    uint8_t count;   /**< 0: nothing is on its way */
    uint8_t at;      /**< part being copied */
    uint8_t content; /**< enum nxs_content_type */
    size_t offset;   /**< in that part */
};

/** A handshake message while it is built; lives on a handler's stack. */
struct nxs_builder {
    struct nxs_engine *engine;
    struct nxs_writer w; /**< writes into the handshake's scratch */
    size_t part_start;   /**< where the current part begins in the scratch */
    size_t referenced;   /**< bytes of referenced parts so far */
    bool failed;
};

/** Starts a handshake message of @p type; the body goes to @c w. */
struct nxs_builder nxs_message_begin(struct nxs_engine *engine, uint8_t type);
/** Puts bytes that lie elsewhere next; they must stay there until the message is sent. */
void nxs_message_reference(struct nxs_builder *builder, nxs_bytes bytes);
/** Fills in the length and puts the message on its way; NXS_NO_ROOM when it did not fit the scratch. */
NXS_CHECKED enum nxs_status nxs_message_end(struct nxs_builder *builder);

/** Puts a ChangeCipherSpec on its way. */
void nxs_outgoing_change_cipher_spec(struct nxs_engine *engine);

/** True when a handshake message is on its way. */
bool nxs_outgoing_is_handshake(const struct nxs_outgoing *out);

#endif
