#include "x509/internal.h"

enum { IPV4_LEN = 4, IPV6_LEN = NXS_IP_ADDRESS_MAX };

static bool take(struct nxs_reader *r, uint8_t wanted)
{
    struct nxs_reader ahead = *r;
    uint8_t c;
    if (!nxs_read_u8(&ahead, &c) || c != wanted) {
        return false;
    }
    *r = ahead;
    return true;
}

/* A decimal number up to 255 without leading zeros. */
static bool read_octet(struct nxs_reader *r, uint8_t *octet)
{
    unsigned value = 0, digits = 0;
    uint8_t c;
    struct nxs_reader ahead = *r;
    while (nxs_read_u8(&ahead, &c) && c >= '0' && c <= '9') {
        if (digits > 0 && value == 0) {
            return false;
        }
        value = value * 10 + (unsigned)(c - '0');
        digits++;
        if (value > 255) {
            return false;
        }
        *r = ahead;
    }
    *octet = (uint8_t)value;
    return digits > 0;
}

static bool read_ipv4(nxs_bytes text, uint8_t *address)
{
    struct nxs_reader r = nxs_reader_of(text);
    for (unsigned i = 0; i < IPV4_LEN; i++) {
        if ((i > 0 && !take(&r, '.')) || !read_octet(&r, &address[i])) {
            return false;
        }
    }
    return nxs_read_end(&r);
}

static int hex_value(uint8_t c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* One to four hexadecimal digits. */
static bool read_group(struct nxs_reader *r, uint16_t *group)
{
    unsigned value = 0, digits = 0;
    struct nxs_reader ahead = *r;
    uint8_t c;
    while (nxs_read_u8(&ahead, &c) && hex_value(c) >= 0) {
        value = value << 4 | (unsigned)hex_value(c);
        digits++;
        if (digits > 4) {
            return false;
        }
        *r = ahead;
    }
    *group = (uint16_t)value;
    return digits > 0;
}

/* Groups of one side of "::", the last two of which may be written as an IPv4 address [RFC4291 2.2]. */
static bool read_groups(struct nxs_reader *r, struct nxs_writer *w, bool *gap)
{
    *gap = false;
    if (nxs_read_end(r)) {
        return true;
    }
    for (;;) {
        uint8_t ipv4[IPV4_LEN];
        uint16_t group;
        if (read_ipv4(nxs_bytes_of(r->at, r->left), ipv4)) {
            nxs_write_bytes(w, nxs_bytes_of(ipv4, sizeof ipv4));
            (void)nxs_read_rest(r);
            return true;
        }
        if (!read_group(r, &group)) {
            return false;
        }
        nxs_write_u16(w, group);
        if (nxs_read_end(r)) {
            return true;
        }
        if (!take(r, ':')) {
            return false;
        }
        if (take(r, ':')) {
            *gap = true;
            return true;
        }
    }
}

/* [RFC4291 2.2] Eight groups, one run of zeros may be "::". No zone, no brackets. */
static bool read_ipv6(nxs_bytes text, uint8_t *address)
{
    uint8_t front_room[IPV6_LEN], back_room[IPV6_LEN];
    struct nxs_writer front = nxs_writer_of(nxs_room_of(front_room, sizeof front_room));
    struct nxs_writer back = nxs_writer_of(nxs_room_of(back_room, sizeof back_room));
    struct nxs_reader r = nxs_reader_of(text);
    nxs_bytes head, tail;
    bool second = false;
    bool gap = take(&r, ':');
    if (gap ? !take(&r, ':') : !read_groups(&r, &front, &gap)) {
        return false;
    }
    if (gap && (!read_groups(&r, &back, &second) || second)) {
        return false;
    }
    if (!nxs_write_end(&front, &head) || !nxs_write_end(&back, &tail)) {
        return false;
    }
    size_t given = head.len + tail.len;
    if (gap ? given >= IPV6_LEN : given != IPV6_LEN) {
        return false;
    }
    struct nxs_writer w = nxs_writer_of(nxs_room_of(address, IPV6_LEN));
    nxs_write_bytes(&w, head);
    for (size_t i = given; i < IPV6_LEN; i++) {
        nxs_write_u8(&w, 0);
    }
    nxs_write_bytes(&w, tail);
    nxs_bytes whole;
    return nxs_write_end(&w, &whole);
}

size_t nxs_ip_address_read(nxs_bytes text, uint8_t *address)
{
    if (read_ipv4(text, address)) {
        return IPV4_LEN;
    }
    return read_ipv6(text, address) ? IPV6_LEN : 0;
}
