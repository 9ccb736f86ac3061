#include <string.h>

#include "x509/internal.h"

/* A longer RDN is only equal when its DER is: comparing two sets takes the product of their sizes. */
enum { RDN_COMPARE_MAX = 16 };

/* AttributeTypeAndValue [RFC5280 4.1.2.4]. */
struct attribute {
    nxs_bytes oid;
    struct nxs_der value;
};

static enum nxs_status read_attribute(struct nxs_reader *rdn, struct attribute *attribute)
{
    struct nxs_reader r;
    NXS_TRY(nxs_der_enter(rdn, NXS_DER_SEQUENCE, &r));
    NXS_TRY(nxs_der_oid(&r, &attribute->oid));
    NXS_TRY(nxs_der_next(&r, &attribute->value));
    return nxs_der_end(&r);
}

static enum nxs_status read_rdns(nxs_bytes name, struct nxs_reader *rdns)
{
    struct nxs_reader r = nxs_reader_of(name);
    NXS_TRY(nxs_der_enter(&r, NXS_DER_SEQUENCE, rdns));
    return nxs_der_end(&r);
}

enum nxs_status nxs_name_check(nxs_bytes name)
{
    struct nxs_reader rdns, rdn;
    NXS_TRY(read_rdns(name, &rdns));
    while (!nxs_read_end(&rdns)) {
        NXS_TRY(nxs_der_enter(&rdns, NXS_DER_SET, &rdn));
        do {
            struct attribute attribute;
            NXS_TRY(read_attribute(&rdn, &attribute)); /* also refuses an empty SET */
        } while (!nxs_read_end(&rdn));
    }
    return NXS_OK;
}

bool nxs_name_is_empty(nxs_bytes name)
{
    struct nxs_reader rdns;
    return read_rdns(name, &rdns) != NXS_OK || nxs_read_end(&rdns);
}

bool nxs_name_attribute(nxs_bytes name, uint16_t type, nxs_bytes *value, uint8_t *tag)
{
    struct nxs_reader rdns, rdn;
    bool found = false;
    *value = nxs_bytes_of(NULL, 0);
    if (read_rdns(name, &rdns) != NXS_OK) {
        return false;
    }
    while (nxs_der_enter(&rdns, NXS_DER_SET, &rdn) == NXS_OK) {
        struct attribute attribute;
        while (read_attribute(&rdn, &attribute) == NXS_OK) {
            if (type == NXS_OID_UNKNOWN || nxs_oid_find(attribute.oid) != type) {
                continue;
            }
            found = true;
            *value = attribute.value.value;
            if (tag != NULL) {
                *tag = attribute.value.tag;
            }
        }
    }
    return found;
}

/* ---- comparing ----------------------------------------------------------------------------------- */

/* Strings whose characters ASCII rules can compare. BMPString and the like are compared as DER [RFC5280 7.1].
 */
static bool is_folded(uint8_t tag)
{
    return tag == NXS_DER_PRINTABLE_STRING || tag == NXS_DER_UTF8_STRING || tag == NXS_DER_IA5_STRING;
}

static bool space_is_next(const struct nxs_reader *r)
{
    struct nxs_reader peek = *r;
    uint8_t c;
    return nxs_read_u8(&peek, &c) && c == ' ';
}

/* Spaces in front and behind do not count. */
static struct nxs_reader trimmed(nxs_bytes text)
{
    while (text.len > 0 && text.data[text.len - 1] == ' ') {
        text.len--;
    }
    struct nxs_reader r = nxs_reader_of(text);
    uint8_t space;
    while (space_is_next(&r) && nxs_read_u8(&r, &space)) {
    }
    return r;
}

/* The next character as it is compared: lower case, a run of spaces as one. */
static uint8_t next_folded(struct nxs_reader *r)
{
    uint8_t c, more;
    if (!nxs_read_u8(r, &c)) {
        return 0;
    }
    while (c == ' ' && space_is_next(r) && nxs_read_u8(r, &more)) {
    }
    return nxs_lower(c);
}

/* [RFC5280 7.1] caseIgnoreMatch with insignificant space handling, for the ASCII characters; others as they
 * are. */
static bool text_equal(nxs_bytes a, nxs_bytes b)
{
    struct nxs_reader left = trimmed(a);
    struct nxs_reader right = trimmed(b);
    while (!nxs_read_end(&left) && !nxs_read_end(&right)) {
        if (next_folded(&left) != next_folded(&right)) {
            return false;
        }
    }
    return nxs_read_end(&left) && nxs_read_end(&right);
}

static bool attribute_equal(const struct attribute *a, const struct attribute *b)
{
    if (!nxs_bytes_equal(a->oid, b->oid)) {
        return false;
    }
    if (is_folded(a->value.tag) && is_folded(b->value.tag)) {
        return text_equal(a->value.value, b->value.value);
    }
    return nxs_bytes_equal(a->value.whole, b->value.whole);
}

static unsigned count_attributes(struct nxs_reader rdn)
{
    struct attribute attribute;
    unsigned count = 0;
    while (count <= RDN_COMPARE_MAX && read_attribute(&rdn, &attribute) == NXS_OK) {
        count++;
    }
    return count;
}

static bool rdn_has(struct nxs_reader rdn, const struct attribute *wanted)
{
    struct attribute attribute;
    while (read_attribute(&rdn, &attribute) == NXS_OK) {
        if (attribute_equal(&attribute, wanted)) {
            return true;
        }
    }
    return false;
}

static bool rdn_covers(struct nxs_reader set, struct nxs_reader subset)
{
    struct attribute attribute;
    while (read_attribute(&subset, &attribute) == NXS_OK) {
        if (!rdn_has(set, &attribute)) {
            return false;
        }
    }
    return true;
}

/* [RFC5280 7.1] Equal sets: as many attributes, and each has its match in the other. */
static bool rdn_equal(const struct nxs_der *a, const struct nxs_der *b)
{
    if (nxs_bytes_equal(a->value, b->value)) {
        return true;
    }
    struct nxs_reader left = nxs_reader_of(a->value);
    struct nxs_reader right = nxs_reader_of(b->value);
    unsigned count = count_attributes(left);
    return count <= RDN_COMPARE_MAX && count == count_attributes(right) && rdn_covers(left, right) &&
           rdn_covers(right, left);
}

bool nxs_name_equal(nxs_bytes a, nxs_bytes b)
{
    struct nxs_reader left, right;
    if (nxs_bytes_equal(a, b)) {
        return true;
    }
    if (read_rdns(a, &left) != NXS_OK || read_rdns(b, &right) != NXS_OK) {
        return false;
    }
    while (!nxs_read_end(&left) && !nxs_read_end(&right)) {
        struct nxs_der one, other;
        if (nxs_der_expect(&left, NXS_DER_SET, &one) != NXS_OK ||
            nxs_der_expect(&right, NXS_DER_SET, &other) != NXS_OK || !rdn_equal(&one, &other)) {
            return false;
        }
    }
    return nxs_read_end(&left) && nxs_read_end(&right);
}

/* ---- as text ------------------------------------------------------------------------------------- */

static unsigned count_rdns(struct nxs_reader rdns)
{
    struct nxs_der rdn;
    unsigned count = 0;
    while (nxs_der_next(&rdns, &rdn) == NXS_OK) {
        count++;
    }
    return count;
}

static struct nxs_reader nth_rdn(struct nxs_reader rdns, unsigned index)
{
    struct nxs_der rdn = {0};
    for (unsigned i = 0; i <= index; i++) {
        if (nxs_der_next(&rdns, &rdn) != NXS_OK) {
            break;
        }
    }
    return nxs_reader_of(rdn.value);
}

static void write_text(struct nxs_writer *w, const char *text)
{
    nxs_write_bytes(w, nxs_bytes_of(text, strlen(text)));
}

static void write_rdn(struct nxs_writer *w, struct nxs_reader rdn)
{
    struct attribute attribute;
    const char *separator = "";
    while (!w->failed && read_attribute(&rdn, &attribute) == NXS_OK) {
        write_text(w, separator);
        nxs_attribute_write(w, attribute.oid, &attribute.value);
        separator = "+";
    }
}

void nxs_name_text(nxs_bytes name, char *room, size_t size)
{
    if (size == 0) {
        return;
    }
    struct nxs_writer w = nxs_writer_of(nxs_room_of(room, size - 1));
    struct nxs_reader rdns;
    unsigned left = read_rdns(name, &rdns) == NXS_OK ? count_rdns(rdns) : 0;
    const char *separator = "";
    while (left > 0 && !w.failed) { /* [RFC4514 2.1] the last RDN comes first */
        write_text(&w, separator);
        write_rdn(&w, nth_rdn(rdns, --left));
        separator = ", ";
    }
    room[w.used] = '\0';
}
