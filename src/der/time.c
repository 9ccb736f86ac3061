#include "der/der.h"

struct date {
    uint32_t year, month, day, hour, minute, second;
};

static bool read_digits(struct nxs_reader *r, unsigned count, uint32_t *value)
{
    *value = 0;
    for (unsigned i = 0; i < count; i++) {
        uint8_t c;
        if (!nxs_read_u8(r, &c) || c < '0' || c > '9') {
            return false;
        }
        *value = *value * 10 + (uint32_t)(c - '0');
    }
    return true;
}

static bool is_leap(uint32_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static uint32_t days_in(uint32_t month, uint32_t year)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year) ? 1u : 0u);
}

static bool date_exists(const struct date *d)
{
    return d->month >= 1 && d->month <= 12 && d->day >= 1 && d->day <= days_in(d->month, d->year) &&
           d->hour < 24 && d->minute < 60 && d->second < 60;
}

/* Days from 0000-01-01 to the first of January of a year of the Gregorian calendar. */
static int64_t days_before_year(uint32_t year)
{
    if (year == 0) {
        return 0;
    }
    uint32_t past = year - 1;
    return 366 + (int64_t)past * 365 + past / 4 - past / 100 + past / 400;
}

static int64_t to_seconds(const struct date *d)
{
    int64_t days = days_before_year(d->year) - days_before_year(1970) + d->day - 1;
    for (uint32_t month = 1; month < d->month; month++) {
        days += days_in(month, d->year);
    }
    return ((days * 24 + d->hour) * 60 + d->minute) * 60 + d->second;
}

enum nxs_status nxs_der_time(uint8_t tag, nxs_bytes text, int64_t *seconds)
{
    struct nxs_reader r = nxs_reader_of(text);
    struct date d = {0};
    uint8_t zulu;
    *seconds = INT64_MIN;
    if (tag != NXS_DER_UTC_TIME && tag != NXS_DER_GENERALIZED_TIME) {
        return NXS_CERT_DATE;
    }
    /* [RFC5280 4.1.2.5.1, 4.1.2.5.2] Seconds are there even when zero, the zone is Z, fractions are not
     * allowed. */
    if (!read_digits(&r, tag == NXS_DER_UTC_TIME ? 2 : 4, &d.year) || !read_digits(&r, 2, &d.month) ||
        !read_digits(&r, 2, &d.day) || !read_digits(&r, 2, &d.hour) || !read_digits(&r, 2, &d.minute) ||
        !read_digits(&r, 2, &d.second) || !nxs_read_u8(&r, &zulu) || zulu != 'Z' || !nxs_read_end(&r)) {
        return NXS_CERT_DATE;
    }
    if (tag == NXS_DER_UTC_TIME) { /* [RFC5280 4.1.2.5.1] 50 to 99: 19YY, 00 to 49: 20YY. */
        d.year += d.year >= 50 ? 1900 : 2000;
    }
    if (!date_exists(&d)) {
        return NXS_CERT_DATE;
    }
    *seconds = to_seconds(&d);
    return NXS_OK;
}
