#include <string.h>

#include "x509/internal.h"

enum {
    DNS_NAME_MAX = 253, /* [RFC1123 2.1], [RFC1035 2.3.4] without the final dot */
    DNS_LABEL_MAX = 63,
    ALT_DNS = NXS_DER_CONTEXT + 2, /* [RFC5280 4.2.1.6] GeneralName */
    ALT_IP = NXS_DER_CONTEXT + 7,
};

/* ---- names as text ------------------------------------------------------------------------------- */

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

/* ASCII letters without regard to case [RFC9525 6.3]; a NUL is a character like any other. */
static bool text_equal(nxs_bytes a, nxs_bytes b)
{
    if (a.len != b.len) {
        return false;
    }
    for (size_t i = 0; i < a.len; i++) {
        if (nxs_lower(a.data[i]) != nxs_lower(b.data[i])) {
            return false;
        }
    }
    return true;
}

/* Splits @p text at the first dot. False when it has none: then @p head is all of it. */
static bool split_label(nxs_bytes text, nxs_bytes *head, nxs_bytes *tail)
{
    struct nxs_reader r = nxs_reader_of(text);
    struct nxs_reader walk = r;
    uint8_t c = 0;
    *tail = nxs_bytes_of(NULL, 0);
    *head = text;
    while (nxs_read_u8(&walk, &c) && c != '.') {
    }
    if (c != '.' || text.len == 0) {
        return false;
    }
    head->len = text.len - walk.left - 1;
    *tail = nxs_read_rest(&walk);
    return true;
}

static bool is_label(nxs_bytes label)
{
    if (label.len == 0 || label.len > DNS_LABEL_MAX || label.data[0] == '-' ||
        label.data[label.len - 1] == '-') {
        return false;
    }
    for (size_t i = 0; i < label.len; i++) {
        uint8_t c = nxs_lower(label.data[i]);
        /* The underscore is no host name character, but names with it are in use. */
        if (!(c >= 'a' && c <= 'z') && !is_digit(c) && c != '-' && c != '_') {
            return false;
        }
    }
    return true;
}

/* A domain name in A-label form. One whose last label is a number would be an address to whoever resolves it.
 */
static bool is_dns_name(nxs_bytes name)
{
    nxs_bytes label, rest = name;
    bool more = name.len <= DNS_NAME_MAX;
    if (!more) {
        return false;
    }
    while (more) {
        more = split_label(rest, &label, &rest);
        if (!is_label(label)) {
            return false;
        }
    }
    for (size_t i = 0; i < label.len; i++) {
        if (!is_digit(label.data[i])) {
            return true;
        }
    }
    return false;
}

/* ---- what the caller asks for -------------------------------------------------------------------- */

/* A reference identifier [RFC9525 6.1]: an address or a domain name, told apart by its form. */
struct reference {
    uint8_t address_room[NXS_IP_ADDRESS_MAX];
    nxs_bytes address; /* empty: a domain name */
    nxs_bytes name;
};

static bool make_reference(nxs_bytes host, struct reference *reference)
{
    size_t len = nxs_ip_address_read(host, reference->address_room);
    reference->address = nxs_bytes_of(reference->address_room, len);
    reference->name = host;
    if (len > 0) {
        return true;
    }
    if (host.len > 1 && host.data[host.len - 1] == '.') { /* the root's dot, which certificates never have */
        reference->name.len--;
    }
    return is_dns_name(reference->name);
}

/* [RFC9525 6.3] The wildcard is the whole leftmost label, stands for one label, and two labels at least are
 * behind it. */
static bool dns_name_matches(nxs_bytes presented, nxs_bytes name)
{
    nxs_bytes star, suffix, label, rest, ignored;
    if (text_equal(presented, name)) {
        return true;
    }
    if (!split_label(presented, &star, &suffix) || star.len != 1 || star.data[0] != '*' ||
        !split_label(suffix, &label, &ignored)) {
        return false;
    }
    return split_label(name, &label, &rest) && text_equal(suffix, rest);
}

enum nxs_status nxs_alt_names(const struct nxs_cert *cert, struct nxs_reader *names)
{
    struct nxs_extension extension;
    *names = nxs_reader_of(nxs_bytes_of(NULL, 0));
    NXS_TRY(nxs_extension_find(cert, NXS_OID_SUBJECT_ALT_NAME, &extension));
    struct nxs_reader value = nxs_reader_of(extension.value);
    if (nxs_der_enter(&value, NXS_DER_SEQUENCE, names) != NXS_OK || !nxs_read_end(&value) ||
        nxs_read_end(names)) {
        *names = nxs_reader_of(nxs_bytes_of(NULL, 0));
        return NXS_EXTENSION_SEQUENCE;
    }
    return NXS_OK;
}

static bool alt_name_matches(const struct nxs_der *presented, const struct reference *reference)
{
    if (reference->address.len > 0) { /* [RFC9525 6.4] byte for byte */
        return presented->tag == ALT_IP && nxs_bytes_equal(presented->value, reference->address);
    }
    return presented->tag == ALT_DNS && dns_name_matches(presented->value, reference->name);
}

enum nxs_status nxs_host_check(const struct nxs_cert *cert, nxs_bytes host)
{
    struct reference reference;
    struct nxs_reader names;
    struct nxs_der presented;
    if (!make_reference(host, &reference) || nxs_alt_names(cert, &names) != NXS_OK) {
        return NXS_CERT_NAME_MISMATCH;
    }
    while (nxs_der_next(&names, &presented) == NXS_OK) {
        if (alt_name_matches(&presented, &reference)) {
            return NXS_OK;
        }
    }
    return NXS_CERT_NAME_MISMATCH;
}

/* ---- the services document's check --------------------------------------------------------------- */

static bool ends_with(nxs_bytes text, nxs_bytes suffix)
{
    if (text.len <= suffix.len) {
        return false;
    }
    struct nxs_reader r = nxs_reader_of(text);
    nxs_bytes before;
    return nxs_read_bytes(&r, text.len - suffix.len, &before) && text_equal(nxs_read_rest(&r), suffix);
}

/* The last '*' of a name and what is behind it; @p label is set to the label it stands in. False without one.
 */
static bool find_wildcard(nxs_bytes pattern, nxs_bytes *label, bool *leftmost, nxs_bytes *behind)
{
    nxs_bytes part, rest = pattern;
    bool found = false, more = true;
    *label = *behind = nxs_bytes_of(NULL, 0);
    *leftmost = false;
    for (bool first = true; more; first = false) {
        more = split_label(rest, &part, &rest);
        if (part.len > 0 && memchr(part.data, '*', part.len) != NULL) {
            found = true;
            *label = part;
            *leftmost = first;
            *behind = rest;
        }
    }
    return found;
}

/*
 * services.md, nx_secure_x509_common_name_dns_check: the rightmost wildcard matches any name with the same
 * suffix. compatibility: a wildcard in the leftmost label is that whole label and covers one label only.
 */
static bool pattern_matches(nxs_bytes pattern, nxs_bytes host)
{
    nxs_bytes label, suffix, host_label, host_rest;
    bool leftmost;
    uint8_t address[NXS_IP_ADDRESS_MAX];
    if (pattern.len == 0 || memchr(pattern.data, '\0', pattern.len) != NULL) {
        return false;
    }
    if (!find_wildcard(pattern, &label, &leftmost, &suffix)) {
        return text_equal(pattern, host);
    }
    if (label.len != 1 || suffix.len == 0 || nxs_ip_address_read(host, address) > 0) {
        return false;
    }
    bool split = split_label(host, &host_label, &host_rest);
    if (leftmost) {
        return split && host_label.len > 0 && text_equal(suffix, host_rest);
    }
    /* The suffix begins at a label. */
    return ends_with(host, suffix) && host.data[host.len - suffix.len - 1] == '.';
}

enum nxs_status nxs_common_name_check(const struct nxs_cert *cert, nxs_bytes host)
{
    nxs_bytes common_name;
    struct nxs_reader names;
    struct nxs_der presented;
    nxs_bytes subject = nxs_cert_part(cert, cert->subject);
    if (nxs_name_attribute(subject, NXS_OID_COMMON_NAME, &common_name, NULL) &&
        pattern_matches(common_name, host)) {
        return NXS_OK;
    }
    if (nxs_alt_names(cert, &names) != NXS_OK) {
        return NXS_CERT_NAME_MISMATCH;
    }
    while (nxs_der_next(&names, &presented) == NXS_OK) {
        if (presented.tag == ALT_DNS && pattern_matches(presented.value, host)) {
            return NXS_OK;
        }
    }
    return NXS_CERT_NAME_MISMATCH;
}
