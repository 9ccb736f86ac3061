/** @file
 * From messages to records: what is sent in one run of the engine, sealed into the sink's rooms. Messages of
 * one content type share a record as long as the room lasts.
 */
#ifndef NXS_TLS_FLIGHT_H
#define NXS_TLS_FLIGHT_H

#include "tls/engine.h"
#include "tls/outgoing.h"

/** Lives for one nxs_engine_run(). */
struct nxs_flight {
    const struct nxs_sink *sink; /**< NULL: no output possible */
    nxs_room room;               /**< the room of the record being filled */
    size_t head;                 /**< bytes in front of its plaintext */
    size_t limit;                /**< most plaintext */
    size_t filled;               /**< plaintext so far */
    uint8_t type;
    bool open;
};

/** Copies what is on its way into records; NXS_WANT_ROOM leaves the rest on its way. */
NXS_CHECKED enum nxs_status nxs_flight_send(struct nxs_engine *engine, struct nxs_flight *flight,
                                            struct nxs_outgoing *out);

/** Seals and commits the record being filled, if any. */
NXS_CHECKED enum nxs_status nxs_flight_seal(struct nxs_engine *engine, struct nxs_flight *flight);

#endif
