/** @file
 * How records are protected: one table of functions for each way, chosen when keys are installed, so that
 * nothing outside of it asks for versions or suites. Inside src/record only.
 */
#ifndef NXS_RECORD_PROTECTION_H
#define NXS_RECORD_PROTECTION_H

#include "record/record.h"

/** Most parts of a record with a MAC: the list of them is copied. */
enum { NXS_MAC_PARTS = 15 };

/** A way of protecting records. */
struct nxs_protection {
    bool encrypts;

    /** What stands in front of the content (behind the header) and at most behind it. */
    struct nxs_record_overhead (*overhead)(const struct nxs_record_half *half, uint8_t type, size_t len);

    /** Longest body that can be right: longer ones are refused on their header. */
    size_t (*longest_body)(const struct nxs_record_half *half);

    /** Opens a body in place; sets type and plain of @p out. The sequence number is that of this record. */
    enum nxs_status (*open)(struct nxs_record_half *half, const struct nxs_record_header *header,
                            nxs_room body, struct nxs_record *out);

    /**
     * Seals the parts in place.
     * @param header  type and version of the content, length of the parts; left as the first header on the
     * wire must be
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

/** CBC with a MAC under the encryption [RFC5246 6.2.3.2] or over it [RFC7366]; protect_cbc.c. */
extern const struct nxs_protection nxs_protection_mac_then_encrypt;
extern const struct nxs_protection nxs_protection_encrypt_then_mac;
/** A MAC without encryption [RFC5246 6.2.3.1]; protect_mac.c. */
extern const struct nxs_protection nxs_protection_mac_only;

/* ---- record_mac.c ---- */

/** Starts the MAC of a record [RFC5246 6.2.3.1]: sequence number, type, version and @p len, which may be
 * secret. */
NXS_CHECKED enum nxs_status nxs_record_mac_begin(const struct nxs_record_half *half, struct nxs_hash *mac,
                                                 const struct nxs_record_header *header, uint32_t len);

/** The MAC of a record with this content. @p out has NXS_MAX_DIGEST bytes. */
NXS_CHECKED enum nxs_status nxs_record_mac(const struct nxs_record_half *half,
                                           const struct nxs_record_header *header, const nxs_room *parts,
                                           size_t count, uint8_t *out);

/* ---- cbc_check.c ---- */

/** What checking decrypted blocks gave, as secret as they are. */
struct nxs_cbc_verdict {
    uint32_t good; /**< all ones: padding and MAC are right; else 0 */
    uint32_t len;  /**< of the content, when good */
};

/**
 * Checks padding and MAC of decrypted blocks, content + MAC + padding, in a time and with memory accesses
 * that depend on plain.len alone.
 * @param plain  whole blocks, at least one byte longer than a MAC
 * @return NXS_OK, whatever the verdict is; what a failing method gives
 */
NXS_CHECKED enum nxs_status nxs_cbc_check(const struct nxs_record_half *half,
                                          const struct nxs_record_header *header, nxs_room plain,
                                          struct nxs_cbc_verdict *verdict);

/** Checks padding alone, when the MAC stood over the encryption: the same verdict. */
void nxs_cbc_check_padding(nxs_room plain, struct nxs_cbc_verdict *verdict);

#endif
