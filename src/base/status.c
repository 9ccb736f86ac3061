#include "base/status.h"

#include <stddef.h>

struct status_row {
    uint8_t alert;
    const char *words;
};

static const struct status_row status_rows[NXS_STATUS_COUNT] = {
#define NXS_STATUS(name, code, alert, text) {NXS_ALERT_##alert, text},
#include "base/status.def"
#undef NXS_STATUS
};

uint8_t nxs_status_alert(enum nxs_status status)
{
    return (unsigned)status < NXS_STATUS_COUNT ? status_rows[status].alert
                                               : (uint8_t)NXS_ALERT_INTERNAL_ERROR;
}

const char *nxs_status_words(enum nxs_status status)
{
    return (unsigned)status < NXS_STATUS_COUNT ? status_rows[status].words : "an unknown status";
}

const char *nxs_alert_words(uint8_t alert)
{
    static const struct {
        uint8_t number;
        const char *words;
    } alerts[] = {
#define NXS_ALERT(name, number, text) {number, text},
#include "base/alert.def"
#undef NXS_ALERT
    };
    for (size_t i = 0; i < sizeof alerts / sizeof alerts[0]; i++) {
        if (alerts[i].number == alert) {
            return alerts[i].words;
        }
    }
    return "an unknown alert";
}
