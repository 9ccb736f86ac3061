/** @file
 * The contract of src/der: DER [X.690 8 to 11] on top of the reader, dates, and the table of object
 * identifiers.
 *
 * Strict: definite lengths in the fewest bytes, tags of one byte, canonical values. Nothing is copied;
 * results borrow from the reader's bytes. A failed call leaves its outputs empty and says why:
 *
 *  - NXS_DER_MULTIBYTE_TAG  a tag of more than one byte
 *  - NXS_DER_LENGTH         a length that is indefinite, not minimal, or behind the end of the data (also:
 * nothing left)
 *  - NXS_DER_CLASS          an element of another class than expected
 *  - NXS_DER_TAG            an element of another type than expected
 *  - NXS_DER_VALUE          contents that are not canonical, or something behind the last element
 */
#ifndef NXS_DER_DER_H
#define NXS_DER_DER_H

#include "base/bytes.h"
#include "base/status.h"

/** Identifier octets: class, constructed bit, number. */
enum {
    NXS_DER_BOOLEAN = 0x01,
    NXS_DER_INTEGER = 0x02,
    NXS_DER_BIT_STRING = 0x03,
    NXS_DER_OCTET_STRING = 0x04,
    NXS_DER_NULL = 0x05,
    NXS_DER_OID = 0x06,
    NXS_DER_UTF8_STRING = 0x0C,
    NXS_DER_PRINTABLE_STRING = 0x13,
    NXS_DER_TELETEX_STRING = 0x14,
    NXS_DER_IA5_STRING = 0x16,
    NXS_DER_UTC_TIME = 0x17,
    NXS_DER_GENERALIZED_TIME = 0x18,
    NXS_DER_UNIVERSAL_STRING = 0x1C,
    NXS_DER_BMP_STRING = 0x1E,
    NXS_DER_SEQUENCE = 0x30,
    NXS_DER_SET = 0x31,
    NXS_DER_CONTEXT = 0x80,     /**< plus the number: a primitive [n] IMPLICIT */
    NXS_DER_CONSTRUCTED = 0xA0, /**< plus the number: a constructed [n] */
};

/** One element. */
struct nxs_der {
    uint8_t tag;
    nxs_bytes whole; /**< with its header */
    nxs_bytes value;
};

/* ---- der.c --------------------------------------------------------------------------------------- */

/** The next element, whatever it is. */
NXS_CHECKED enum nxs_status nxs_der_next(struct nxs_reader *r, struct nxs_der *element);
/** The next element, which must have the tag @p tag. */
NXS_CHECKED enum nxs_status nxs_der_expect(struct nxs_reader *r, uint8_t tag, struct nxs_der *element);
/** The contents of the next element, which must have the tag @p tag, as a reader of their own. */
NXS_CHECKED enum nxs_status nxs_der_enter(struct nxs_reader *r, uint8_t tag, struct nxs_reader *contents);
/** True when the next element has the tag @p tag: how optional elements are told apart. */
bool nxs_der_is_next(const struct nxs_reader *r, uint8_t tag);
/** NXS_OK when nothing is left, NXS_DER_VALUE otherwise. */
NXS_CHECKED enum nxs_status nxs_der_end(const struct nxs_reader *r);

/** BOOLEAN: 00 or FF [X.690 11.1]. */
NXS_CHECKED enum nxs_status nxs_der_boolean(struct nxs_reader *r, bool *value);
/** The contents of an INTEGER of any size and sign, in the fewest bytes [X.690 8.3.2]. */
NXS_CHECKED enum nxs_status nxs_der_integer(struct nxs_reader *r, nxs_bytes *contents);
/** An INTEGER that is not negative, big-endian without leading zeros; zero has no bytes. */
NXS_CHECKED enum nxs_status nxs_der_natural(struct nxs_reader *r, nxs_bytes *magnitude);
/** An INTEGER from 0 on; UINT32_MAX stands for everything above. */
NXS_CHECKED enum nxs_status nxs_der_number(struct nxs_reader *r, uint32_t *value);
/** A BIT STRING; the unused bits of its last byte are zero [X.690 11.2.1]. @param unused  how many, 0 to 7 */
NXS_CHECKED enum nxs_status nxs_der_bits(struct nxs_reader *r, nxs_bytes *bits, uint8_t *unused);
/** A BIT STRING of whole bytes. */
NXS_CHECKED enum nxs_status nxs_der_bit_bytes(struct nxs_reader *r, nxs_bytes *bytes);
/** The rules of nxs_der_bits() for contents whose tag was read already ([n] IMPLICIT BIT STRING). */
NXS_CHECKED enum nxs_status nxs_der_bits_of(nxs_bytes contents, nxs_bytes *bits, uint8_t *unused);
/** OCTET STRING. */
NXS_CHECKED enum nxs_status nxs_der_octets(struct nxs_reader *r, nxs_bytes *octets);
/** The contents of an OBJECT IDENTIFIER, each arc in the fewest bytes [X.690 8.19.2]. */
NXS_CHECKED enum nxs_status nxs_der_oid(struct nxs_reader *r, nxs_bytes *oid);
NXS_CHECKED enum nxs_status nxs_der_null(struct nxs_reader *r);

/** AlgorithmIdentifier [RFC5280 4.1.1.2]. @param parameters  empty when absent, else one element with its
 * header */
NXS_CHECKED enum nxs_status nxs_der_algorithm(struct nxs_reader *r, nxs_bytes *oid, nxs_bytes *parameters);
/** Bits of a number without leading zeros, as nxs_der_natural() gives them. */
size_t nxs_natural_bits(nxs_bytes magnitude);

/* ---- time.c -------------------------------------------------------------------------------------- */

/**
 * Reads a date as [RFC5280 4.1.2.5] allows it: YYMMDDHHMMSSZ (years 1950 to 2049) or YYYYMMDDHHMMSSZ (years 0
 * to 9999).
 * @param tag      NXS_DER_UTC_TIME or NXS_DER_GENERALIZED_TIME
 * @param text     the contents
 * @param seconds  since 1970-01-01 00:00:00 UTC, negative before; INT64_MIN on failure
 * @return NXS_CERT_DATE when the date has another form or does not exist
 */
NXS_CHECKED enum nxs_status nxs_der_time(uint8_t tag, nxs_bytes text, int64_t *seconds);

#endif
