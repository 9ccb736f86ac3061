/** @file
 * Draws a connection as a ladder on standard error: an arrow for each message, what is in it below.
 */
#ifndef NXS_TOOL_LADDER_H
#define NXS_TOOL_LADDER_H

#include <stdbool.h>

#include "tool.h"

struct ladder {
    bool client; /**< our side */
    bool colour;
    bool started;                    /**< the head line is drawn */
    unsigned long long data_records; /**< application data records that were not drawn one by one */
};

/** Starts a ladder; colour when standard error is a terminal and NO_COLOR is not set. */
void ladder_begin(struct ladder *ladder);

/** The trace function to give to nxs_tls_session_trace_set(), with the ladder as its context. */
VOID ladder_step(VOID *context, const NXS_TLS_TRACE *step);

#endif
