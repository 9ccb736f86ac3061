/** @file
 * The contract of src/record: records in, plaintext out, and back [RFC5246 6.2].
 *
 * Knows content types, sequence numbers and protection; knows no handshake messages, packets or sockets.
 * The two halves share nothing but the memory that MACs are taken in: one thread at a time works on a
 * connection.
 */
#ifndef NXS_RECORD_RECORD_H
#define NXS_RECORD_RECORD_H

#include "base/bytes.h"
#include "base/status.h"
#include "crypto/crypto.h"
#include "nxsecure/private/record.h"

enum nxs_content_type {
    NXS_CONTENT_CHANGE_CIPHER_SPEC = 20,
    NXS_CONTENT_ALERT = 21,
    NXS_CONTENT_HANDSHAKE = 22,
    NXS_CONTENT_APPLICATION_DATA = 23,
};

enum {
    NXS_RECORD_HEADER_LEN = 5,
    NXS_RECORD_MAX_PLAINTEXT = 16384,
    NXS_RECORD_MAX_CIPHERTEXT = 16384 + 2048, /* [RFC5246 6.2.3] */
    NXS_RECORD_MAX_HEAD = 5 + 64 + 5,         /* an empty record in front (TLS 1.0) or an explicit IV */
    NXS_RECORD_MAX_TAIL = 64 + 16 + 1,        /* MAC, padding or tag, inner type */
};

/** A record header as it stood on the wire. */
struct nxs_record_header {
    uint8_t type;
    uint16_t version;
    uint16_t length; /**< of the body */
};

/** What opening a record gave. */
struct nxs_record {
    uint8_t type;    /**< of the content: enum nxs_content_type */
    nxs_room plain;  /**< part of the room that was opened */
    bool protected_; /**< it was encrypted */
};

/**
 * Reads the header at the front of @p bytes and judges it before the body is there: NXS_WANT_BYTES when
 * shorter than a header, NXS_RECORD_TYPE, NXS_RECORD_VERSION_UNKNOWN (major version other than 3),
 * NXS_RECORD_VERSION_CHANGED (not for an alert in the clear), NXS_RECORD_OVERFLOW, NXS_NOT_TLS (the first
 * bytes are of another protocol: SSLv2 or plain text).
 */
NXS_CHECKED enum nxs_status nxs_record_header_read(const struct nxs_rx *rx, nxs_bytes bytes,
                                                   struct nxs_record_header *header);

/**
 * Opens one whole record, in place.
 * @param record  exactly header and body; overwritten
 * @param out     its plain part lies inside @p record
 * @return NXS_OK, the codes of nxs_record_header_read(), NXS_BAD_RECORD_MAC, NXS_AEAD_FAILED,
 * NXS_RECORD_EMPTY (empty handshake, alert or CCS), NXS_TOO_MANY_EMPTY_RECORDS (more than 32 empty
 * application records in a row), NXS_SEQUENCE_EXHAUSTED
 */
NXS_CHECKED enum nxs_status nxs_record_open(struct nxs_rx *rx, nxs_room record, struct nxs_record *out);

/** Bytes that go in front of and behind a plaintext of @p len bytes. */
struct nxs_record_overhead {
    size_t head; /**< header and explicit nonce or IV */
    size_t tail; /**< at most: tag, MAC, padding, inner type */
};
/** For application data. */
struct nxs_record_overhead nxs_record_overhead(const struct nxs_tx *tx, size_t len);
/** For a content type: application data may need more in front [RFC5246 F.3]. */
struct nxs_record_overhead nxs_record_overhead_for(const struct nxs_tx *tx, uint8_t type, size_t len);

/** Longest plaintext for one record of this half. */
size_t nxs_record_limit(const struct nxs_tx *tx);

/** Most parts, empty ones not counted, that the plaintext of one record may come in. */
size_t nxs_record_parts(const struct nxs_tx *tx);

/**
 * Seals one record: the parts are encrypted in place, the header (and nonce) goes into @p head, the tag into
 * @p tail.
 * @param parts  the plaintext, together at most nxs_record_limit() bytes; may be 0 parts,
 * and not more than nxs_record_parts()
 * @param head   exactly nxs_record_overhead_for().head bytes, the record's first
 * @param tail   at least nxs_record_overhead_for().tail bytes; @p tail->len is set to what was used
 */
NXS_CHECKED enum nxs_status nxs_record_seal(struct nxs_tx *tx, uint8_t type, const nxs_room *parts,
                                            size_t count, nxs_room head, nxs_room *tail);

/** Starts a half without protection: sequence 0, any version 3.x accepted, no keys. @p area holds the
 * cipher's metadata. */
void nxs_record_half_begin(struct nxs_record_half *half, struct nxs_area area);

/** The version every record must carry from now on. */
void nxs_record_half_version(struct nxs_record_half *half, uint16_t version);

/** Lends memory for MACs, two areas; either may be empty when no suite with a MAC will come. */
void nxs_record_half_work(struct nxs_record_half *half, struct nxs_area running, struct nxs_area fork);

/** Keys of one direction, out of the key block. Borrowed for the call. */
struct nxs_record_keys {
    const NX_CRYPTO_METHOD *cipher; /**< the record cipher */
    const NX_CRYPTO_METHOD *mac;    /**< CBC and NULL suites: HMAC */
    nxs_bytes key;
    nxs_bytes iv; /**< nxs_record_iv_len() bytes */
    nxs_bytes mac_key;
    bool decrypts;         /**< true for rx */
    bool encrypt_then_mac; /**< CBC suites [RFC7366] */
};

/** Bytes of IV in the key block: CBC has some in TLS 1.0 only [RFC4346 6.3]. */
size_t nxs_record_iv_len(const struct nxs_suite *suite, uint16_t version);

/**
 * Installs keys: the next record is sequence 0 under them. The previous key is cleaned up and wiped.
 * @param suite   decides the protection   @param version  0x0301..0x0304
 */
NXS_CHECKED enum nxs_status nxs_record_half_protect(struct nxs_record_half *half,
                                                    const struct nxs_suite *suite, uint16_t version,
                                                    const struct nxs_record_keys *keys);

/** Cleans up the cipher and wipes keys; the half is as after nxs_record_half_begin(). */
void nxs_record_half_wipe(struct nxs_record_half *half);

#endif
