/** @file
 * How records are protected: one table of functions for each way, chosen when keys are installed, so that
 * nothing outside of it asks for versions or suites. Inside src/record only.
 */
#ifndef NXS_RECORD_PROTECTION_H
#define NXS_RECORD_PROTECTION_H

#include "record/record.h"

/** A way of protecting records. */
struct nxs_protection {
    bool encrypts;

    /** What stands in front of the content (behind the header) and at most behind it. */
    struct nxs_record_overhead (*overhead)(const struct nxs_record_half *half, size_t len);

    /** Longest body that can be right: longer ones are refused on their header. */
    size_t (*longest_body)(const struct nxs_record_half *half);

    /** Opens a body in place; sets type and plain of @p out. The sequence number is that of this record. */
    enum nxs_status (*open)(struct nxs_record_half *half, const struct nxs_record_header *header,
                            nxs_room body, struct nxs_record *out);

    /**
     * Seals the parts in place.
     * @param header  type and version of the content, length of the parts; left as the header on the wire
     * must be
     * @param head    exactly overhead().head bytes   @param tail  at least overhead().tail bytes; len set to
     * what was used
     */
    enum nxs_status (*seal)(struct nxs_record_half *half, struct nxs_record_header *header,
                            const nxs_room *parts, size_t count, nxs_room head, nxs_room *tail);
};

extern const struct nxs_protection nxs_protection_null;
/** AEAD of TLS 1.2: an explicit nonce [RFC5288 3], [RFC6655 3] or one XORed with the sequence number [RFC7905
 * 2]. */
extern const struct nxs_protection nxs_protection_aead12_explicit;
extern const struct nxs_protection nxs_protection_aead12_xor;

#endif
