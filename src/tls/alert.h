/** @file
 * Alerts, out and in [RFC5246 7.2]. At most one waits to be sent.
 */
#ifndef NXS_TLS_ALERT_H
#define NXS_TLS_ALERT_H

#include "tls/engine.h"
#include "tls/flight.h"

enum nxs_alert_level { NXS_LEVEL_WARNING = 1, NXS_LEVEL_FATAL = 2 };

/**
 * Puts an alert on its way. A fatal one replaces what waits; a warning never replaces a close_notify or a
 * fatal one; behind our last alert nothing is sent.
 */
void nxs_alert_queue(struct nxs_engine *engine, enum nxs_alert_level level, uint8_t value);

/** Puts a close_notify on its way, once. */
void nxs_alert_queue_close(struct nxs_engine *engine);

/**
 * Sends what waits, in a record of its own. Behind a close_notify or a fatal alert the sending half is wiped.
 * @return NXS_WANT_ROOM leaves it waiting
 */
NXS_CHECKED enum nxs_status nxs_alert_send(struct nxs_engine *engine, struct nxs_flight *flight);

/**
 * Counts a warning, or another thing that a peer might repeat to keep us busy: NXS_TOO_MANY_WARNINGS after
 * NXS_MAX_WARNINGS in a row.
 */
NXS_CHECKED enum nxs_status nxs_alert_count(struct nxs_engine *engine);

/**
 * Handles the content of an alert record.
 * @return NXS_ALERT_RECEIVED for a fatal alert, NXS_PEER_CLOSED for a close_notify before the handshake is
 * complete, NXS_BAD_ALERT, NXS_TOO_MANY_WARNINGS
 */
NXS_CHECKED enum nxs_status nxs_alert_receive(struct nxs_engine *engine, nxs_bytes content);

#endif
