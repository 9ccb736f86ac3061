#include <string.h>

#include "x509/internal.h"

static void write_hex(struct nxs_writer *w, uint8_t byte)
{
    static const char digits[] = "0123456789ABCDEF";
    char hex[2] = {digits[byte >> 4], digits[byte & 0x0F]};
    nxs_write_bytes(w, nxs_bytes_of(hex, sizeof hex));
}

/* ---- the type ------------------------------------------------------------------------------------ */

/* [RFC4514 3] and the other registered short names. */
static const struct {
    uint16_t type;
    const char *name;
} names[] = {
    {NXS_OID_COMMON_NAME, "CN"},
    {NXS_OID_LOCALITY, "L"},
    {NXS_OID_STATE, "ST"},
    {NXS_OID_ORGANIZATION, "O"},
    {NXS_OID_ORG_UNIT, "OU"},
    {NXS_OID_COUNTRY, "C"},
    {NXS_OID_STREET, "STREET"},
    {NXS_OID_DOMAIN_COMPONENT, "DC"},
    {NXS_OID_USER_ID, "UID"},
    {NXS_OID_EMAIL, "emailAddress"},
    {NXS_OID_SERIAL_NUMBER, "serialNumber"},
    {NXS_OID_SURNAME, "SN"},
    {NXS_OID_GIVEN_NAME, "givenName"},
    {NXS_OID_TITLE, "title"},
    {NXS_OID_NAME, "name"},
    {NXS_OID_INITIALS, "initials"},
    {NXS_OID_GENERATION, "generationQualifier"},
    {NXS_OID_DN_QUALIFIER, "dnQualifier"},
    {NXS_OID_PSEUDONYM, "pseudonym"},
};

static const char *short_name(uint16_t type)
{
    for (size_t i = 0; type != NXS_OID_UNKNOWN && i < sizeof names / sizeof names[0]; i++) {
        if (names[i].type == type) {
            return names[i].name;
        }
    }
    return NULL;
}

static void write_decimal(struct nxs_writer *w, uint64_t value)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    nxs_write_bytes(w, nxs_bytes_of(&digits[at], sizeof digits - at));
}

/* The next arc; false when it is longer than 63 bits (nobody assigned such a one). */
static bool read_arc(struct nxs_reader *r, uint64_t *arc)
{
    uint8_t byte = 0x80;
    *arc = 0;
    while ((byte & 0x80) != 0) {
        if (*arc >> 56 != 0 || !nxs_read_u8(r, &byte)) {
            return false;
        }
        *arc = *arc << 7 | (byte & 0x7F);
    }
    return true;
}

/* Dotted decimal; what cannot be written so ends in a question mark. */
static void write_oid(struct nxs_writer *w, nxs_bytes oid)
{
    struct nxs_reader r = nxs_reader_of(oid);
    uint64_t arc;
    bool ok = read_arc(&r, &arc);
    if (ok) { /* [X.690 8.19.4] the first number holds two arcs */
        uint64_t root = arc < 80 ? arc / 40 : 2;
        write_decimal(w, root);
        nxs_write_u8(w, '.');
        write_decimal(w, arc - root * 40);
    }
    while (ok && !w->failed && !nxs_read_end(&r)) {
        ok = read_arc(&r, &arc);
        nxs_write_u8(w, '.');
        if (ok) {
            write_decimal(w, arc);
        }
    }
    if (!ok) {
        nxs_write_u8(w, '?');
    }
}

/* ---- the value ----------------------------------------------------------------------------------- */

/* A character: its code point and the UTF-8 bytes that are written for it. */
struct character {
    uint32_t code;
    uint8_t len;
    uint8_t utf8[4];
    bool broken; /* no character: its bytes are shown as escapes */
};

static bool is_scalar(uint32_t code)
{
    return code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
}

static struct character broken_byte(uint8_t byte)
{
    struct character c = {byte, 1, {byte}, true};
    return c;
}

static struct character encode(uint32_t code)
{
    static const struct {
        uint32_t below;
        uint8_t lead;
    } forms[] = {{0x80, 0x00}, {0x800, 0xC0}, {0x10000, 0xE0}, {0x110000, 0xF0}};
    struct character c = {.code = code, .len = 1};
    while (code >= forms[c.len - 1].below) {
        c.len++;
    }
    for (unsigned i = c.len; i > 1; i--) {
        c.utf8[i - 1] = (uint8_t)(0x80 | (code & 0x3F));
        code >>= 6;
    }
    c.utf8[0] = (uint8_t)(forms[c.len - 1].lead | code);
    return c;
}

/* How many bytes follow the first one of a UTF-8 sequence; more than 3: none can. */
static unsigned utf8_more(uint8_t first)
{
    if (first < 0x80) {
        return 0;
    }
    if (first < 0xC0 || first >= 0xF8) {
        return 4;
    }
    if (first < 0xE0) {
        return 1;
    }
    return first < 0xF0 ? 2 : 3;
}

/* One UTF-8 sequence in its shortest form; of anything else a single byte. */
static struct character read_utf8(struct nxs_reader *r, uint8_t first)
{
    unsigned more = utf8_more(first);
    struct nxs_reader ahead = *r;
    if (more > 3) {
        return broken_byte(first);
    }
    uint32_t code = more == 0 ? first : first & (0x3Fu >> more);
    for (unsigned i = 0; i < more; i++) {
        uint8_t next;
        if (!nxs_read_u8(&ahead, &next) || (next & 0xC0) != 0x80) {
            return broken_byte(first);
        }
        code = code << 6 | (next & 0x3F);
    }
    if (!is_scalar(code)) {
        return broken_byte(first);
    }
    struct character c = encode(code);
    if (c.len != more + 1) {
        return broken_byte(first);
    }
    *r = ahead;
    return c;
}

/* The next character of a string; @p r is not at its end. */
static struct character read_character(struct nxs_reader *r, uint8_t tag)
{
    uint8_t first = 0;
    uint16_t two;
    uint32_t code;
    struct nxs_reader start = *r;
    if (tag == NXS_DER_BMP_STRING && nxs_read_u16(r, &two) && is_scalar(two)) {
        return encode(two);
    }
    if (tag == NXS_DER_UNIVERSAL_STRING && nxs_read_u32(r, &code) && is_scalar(code)) {
        return encode(code);
    }
    *r = start;
    bool one = nxs_read_u8(r, &first);
    if (one && tag == NXS_DER_UTF8_STRING) {
        return read_utf8(r, first);
    }
    if (one && tag == NXS_DER_TELETEX_STRING) {
        return encode(first); /* in practice Latin-1 */
    }
    bool ascii = first < 0x80 && tag != NXS_DER_BMP_STRING && tag != NXS_DER_UNIVERSAL_STRING;
    return ascii ? encode(first) : broken_byte(first);
}

/* Characters that do something to a terminal, or to the direction of the text. */
static bool is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0x202A && code <= 0x202E) ||
           (code >= 0x2066 && code <= 0x2069);
}

/* [RFC4514 2.4] */
static bool is_special(uint32_t code, bool first, bool last)
{
    return (code != 0 && code < 0x80 && strchr(",+\"\\<>;", (int)code) != NULL) || (first && code == '#') ||
           ((first || last) && code == ' ');
}

static void write_character(struct nxs_writer *w, const struct character *c, bool first, bool last)
{
    uint8_t room[12];
    struct nxs_writer piece = nxs_writer_of(nxs_room_of(room, sizeof room));
    bool as_hex = c->broken || is_control(c->code);
    for (unsigned i = 0; i < c->len; i++) {
        if (as_hex || is_special(c->code, first, last)) {
            nxs_write_u8(&piece, '\\');
        }
        if (as_hex) {
            write_hex(&piece, c->utf8[i]);
        } else {
            nxs_write_u8(&piece, c->utf8[i]);
        }
    }
    nxs_bytes whole;
    if (nxs_write_end(&piece, &whole)) {
        nxs_write_bytes(w, whole);
    }
}

static bool is_string(uint8_t tag)
{
    enum { NUMERIC = 0x12, VISIBLE = 0x1A };
    return tag == NXS_DER_UTF8_STRING || tag == NXS_DER_PRINTABLE_STRING || tag == NXS_DER_IA5_STRING ||
           tag == NXS_DER_TELETEX_STRING || tag == NXS_DER_BMP_STRING || tag == NXS_DER_UNIVERSAL_STRING ||
           tag == NUMERIC || tag == VISIBLE;
}

static void write_string(struct nxs_writer *w, const struct nxs_der *value)
{
    struct nxs_reader r = nxs_reader_of(value->value);
    for (bool first = true; !nxs_read_end(&r) && !w->failed; first = false) {
        struct character c = read_character(&r, value->tag);
        write_character(w, &c, first, nxs_read_end(&r));
    }
}

/* [RFC4514 2.4] What is no string is written as the hexadecimal digits of its DER. */
static void write_der(struct nxs_writer *w, const struct nxs_der *value)
{
    struct nxs_reader r = nxs_reader_of(value->whole);
    uint8_t byte;
    nxs_write_u8(w, '#');
    while (!w->failed && nxs_read_u8(&r, &byte)) {
        write_hex(w, byte);
    }
}

void nxs_attribute_write(struct nxs_writer *w, nxs_bytes oid, const struct nxs_der *value)
{
    const char *name = short_name(nxs_oid_find(oid));
    if (name != NULL) {
        nxs_write_bytes(w, nxs_bytes_of(name, strlen(name)));
    } else {
        write_oid(w, oid);
    }
    nxs_write_u8(w, '=');
    if (is_string(value->tag)) {
        write_string(w, value);
    } else {
        write_der(w, value);
    }
}
