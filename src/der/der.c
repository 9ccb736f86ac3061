#include "der/der.h"

enum {
    TAG_CLASS = 0xC0,
    TAG_NUMBER = 0x1F,  /* all ones: the number follows in more bytes */
    LENGTH_LONG = 0x80, /* the low bits count the bytes of the length; none: indefinite */
    LENGTH_BYTES_MAX = 4,
};

/* [X.690 10.1] The definite form, in the fewest bytes. */
static enum nxs_status read_length(struct nxs_reader *r, uint32_t *length)
{
    uint8_t first;
    *length = 0;
    if (!nxs_read_u8(r, &first)) {
        return NXS_DER_LENGTH;
    }
    if (first < LENGTH_LONG) {
        *length = first;
        return NXS_OK;
    }
    unsigned count = first - (unsigned)LENGTH_LONG;
    if (count == 0 || count > LENGTH_BYTES_MAX) {
        return NXS_DER_LENGTH;
    }
    uint32_t value = 0;
    for (unsigned i = 0; i < count; i++) {
        uint8_t byte;
        if (!nxs_read_u8(r, &byte) || (i == 0 && byte == 0)) {
            return NXS_DER_LENGTH;
        }
        value = (value << 8) | byte;
    }
    if (value < LENGTH_LONG) {
        return NXS_DER_LENGTH;
    }
    *length = value;
    return NXS_OK;
}

enum nxs_status nxs_der_next(struct nxs_reader *r, struct nxs_der *element)
{
    struct nxs_reader start = *r;
    uint32_t length;
    *element = (struct nxs_der){0};
    uint8_t tag;
    if (!nxs_read_u8(r, &tag)) {
        return NXS_DER_LENGTH;
    }
    if ((tag & TAG_NUMBER) == TAG_NUMBER) {
        return NXS_DER_MULTIBYTE_TAG;
    }
    NXS_TRY(read_length(r, &length));
    nxs_bytes value, whole;
    if (!nxs_read_bytes(r, length, &value) || !nxs_read_bytes(&start, start.left - r->left, &whole)) {
        return NXS_DER_LENGTH;
    }
    *element = (struct nxs_der){tag, whole, value};
    return NXS_OK;
}

enum nxs_status nxs_der_expect(struct nxs_reader *r, uint8_t tag, struct nxs_der *element)
{
    NXS_TRY(nxs_der_next(r, element));
    if (element->tag == tag) {
        return NXS_OK;
    }
    enum nxs_status status = ((element->tag ^ tag) & TAG_CLASS) != 0 ? NXS_DER_CLASS : NXS_DER_TAG;
    *element = (struct nxs_der){0};
    return status;
}

static enum nxs_status expect_value(struct nxs_reader *r, uint8_t tag, nxs_bytes *value)
{
    struct nxs_der element;
    enum nxs_status status = nxs_der_expect(r, tag, &element);
    *value = element.value;
    return status;
}

enum nxs_status nxs_der_enter(struct nxs_reader *r, uint8_t tag, struct nxs_reader *contents)
{
    nxs_bytes value;
    enum nxs_status status = expect_value(r, tag, &value);
    *contents = nxs_reader_of(value);
    return status;
}

bool nxs_der_is_next(const struct nxs_reader *r, uint8_t tag)
{
    struct nxs_reader peek = *r;
    uint8_t next;
    return nxs_read_u8(&peek, &next) && next == tag;
}

enum nxs_status nxs_der_end(const struct nxs_reader *r)
{
    return nxs_read_end(r) ? NXS_OK : NXS_DER_VALUE;
}

enum nxs_status nxs_der_boolean(struct nxs_reader *r, bool *value)
{
    nxs_bytes contents;
    *value = false;
    NXS_TRY(expect_value(r, NXS_DER_BOOLEAN, &contents));
    if (contents.len != 1 || (contents.data[0] != 0x00 && contents.data[0] != 0xFF)) {
        return NXS_DER_VALUE;
    }
    *value = contents.data[0] != 0;
    return NXS_OK;
}

enum nxs_status nxs_der_integer(struct nxs_reader *r, nxs_bytes *contents)
{
    nxs_bytes value;
    *contents = nxs_bytes_of(NULL, 0);
    NXS_TRY(expect_value(r, NXS_DER_INTEGER, &value));
    if (value.len == 0) {
        return NXS_DER_VALUE;
    }
    if (value.len > 1) {
        bool second_high = (value.data[1] & 0x80) != 0;
        if ((value.data[0] == 0x00 && !second_high) || (value.data[0] == 0xFF && second_high)) {
            return NXS_DER_VALUE;
        }
    }
    *contents = value;
    return NXS_OK;
}

enum nxs_status nxs_der_natural(struct nxs_reader *r, nxs_bytes *magnitude)
{
    nxs_bytes contents;
    *magnitude = nxs_bytes_of(NULL, 0);
    NXS_TRY(nxs_der_integer(r, &contents));
    if ((contents.data[0] & 0x80) != 0) {
        return NXS_DER_VALUE;
    }
    struct nxs_reader rest = nxs_reader_of(contents);
    uint8_t zero;
    if (contents.data[0] == 0 && !nxs_read_u8(&rest, &zero)) {
        return NXS_DER_VALUE;
    }
    *magnitude = nxs_read_rest(&rest);
    return NXS_OK;
}

enum nxs_status nxs_der_number(struct nxs_reader *r, uint32_t *value)
{
    nxs_bytes magnitude;
    *value = 0;
    NXS_TRY(nxs_der_natural(r, &magnitude));
    if (magnitude.len > sizeof *value) {
        *value = UINT32_MAX;
        return NXS_OK;
    }
    for (size_t i = 0; i < magnitude.len; i++) {
        *value = (*value << 8) | magnitude.data[i];
    }
    return NXS_OK;
}

enum nxs_status nxs_der_bits_of(nxs_bytes contents, nxs_bytes *bits, uint8_t *unused)
{
    struct nxs_reader r = nxs_reader_of(contents);
    uint8_t count;
    *bits = nxs_bytes_of(NULL, 0);
    *unused = 0;
    if (!nxs_read_u8(&r, &count) || count > 7) {
        return NXS_DER_VALUE;
    }
    nxs_bytes rest = nxs_read_rest(&r);
    unsigned mask = (1u << count) - 1u;
    if (rest.len == 0 ? count != 0 : (rest.data[rest.len - 1] & mask) != 0) {
        return NXS_DER_VALUE;
    }
    *bits = rest;
    *unused = count;
    return NXS_OK;
}

enum nxs_status nxs_der_bits(struct nxs_reader *r, nxs_bytes *bits, uint8_t *unused)
{
    nxs_bytes contents;
    *bits = nxs_bytes_of(NULL, 0);
    *unused = 0;
    NXS_TRY(expect_value(r, NXS_DER_BIT_STRING, &contents));
    return nxs_der_bits_of(contents, bits, unused);
}

enum nxs_status nxs_der_bit_bytes(struct nxs_reader *r, nxs_bytes *bytes)
{
    uint8_t unused;
    NXS_TRY(nxs_der_bits(r, bytes, &unused));
    if (unused != 0) {
        *bytes = nxs_bytes_of(NULL, 0);
        return NXS_DER_VALUE;
    }
    return NXS_OK;
}

enum nxs_status nxs_der_octets(struct nxs_reader *r, nxs_bytes *octets)
{
    return expect_value(r, NXS_DER_OCTET_STRING, octets);
}

enum nxs_status nxs_der_oid(struct nxs_reader *r, nxs_bytes *oid)
{
    nxs_bytes contents;
    *oid = nxs_bytes_of(NULL, 0);
    NXS_TRY(expect_value(r, NXS_DER_OID, &contents));
    bool arc_begins = true;
    for (size_t i = 0; i < contents.len; i++) {
        if (arc_begins && contents.data[i] == 0x80) {
            return NXS_DER_VALUE;
        }
        arc_begins = (contents.data[i] & 0x80) == 0;
    }
    if (contents.len == 0 || !arc_begins) {
        return NXS_DER_VALUE;
    }
    *oid = contents;
    return NXS_OK;
}

enum nxs_status nxs_der_null(struct nxs_reader *r)
{
    nxs_bytes contents;
    NXS_TRY(expect_value(r, NXS_DER_NULL, &contents));
    return contents.len == 0 ? NXS_OK : NXS_DER_VALUE;
}

enum nxs_status nxs_der_algorithm(struct nxs_reader *r, nxs_bytes *oid, nxs_bytes *parameters)
{
    struct nxs_reader fields;
    struct nxs_der any = {0};
    *oid = nxs_bytes_of(NULL, 0);
    *parameters = nxs_bytes_of(NULL, 0);
    NXS_TRY(nxs_der_enter(r, NXS_DER_SEQUENCE, &fields));
    NXS_TRY(nxs_der_oid(&fields, oid));
    if (!nxs_read_end(&fields)) {
        NXS_TRY(nxs_der_next(&fields, &any));
    }
    *parameters = any.whole;
    return nxs_der_end(&fields);
}

size_t nxs_natural_bits(nxs_bytes magnitude)
{
    if (magnitude.len == 0) {
        return 0;
    }
    size_t bits = magnitude.len * 8;
    for (unsigned top = magnitude.data[0]; (top & 0x80) == 0 && bits > 0; top <<= 1) {
        bits--;
    }
    return bits;
}
