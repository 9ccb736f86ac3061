/** @file
 * What a function found out. Deep code returns the status that tells the truth;
 * only the engine's failure door turns it into an alert, only the services into
 * an NX code.
 */
#ifndef NXS_BASE_STATUS_H
#define NXS_BASE_STATUS_H

#include <stdint.h>

enum nxs_status {
#define NXS_STATUS(name, code, alert, text) NXS_##name,
#include "base/status.def"
#undef NXS_STATUS
    NXS_STATUS_COUNT
};

/** Alert descriptions by their registered number. */
enum nxs_alert {
#define NXS_ALERT(name, number, text) NXS_ALERT_##name = (number),
#include "base/alert.def"
#undef NXS_ALERT
};

/** Returns from the calling function with any status but NXS_OK. */
#define NXS_TRY(expression)                                                                                  \
    do {                                                                                                     \
        enum nxs_status nxs_try_status = (expression);                                                       \
        if (nxs_try_status != NXS_OK) {                                                                      \
            return nxs_try_status;                                                                           \
        }                                                                                                    \
    } while (0)

/** The alert that tells the peer of @p status. */
uint8_t nxs_status_alert(enum nxs_status status);

/** @p status in plain words, lower case, without a full stop; never NULL. */
const char *nxs_status_words(enum nxs_status status);

/** What an alert number says, in plain words; never NULL. */
const char *nxs_alert_words(uint8_t alert);

#endif
