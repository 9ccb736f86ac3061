/** @file
 * The two halves of a connection's record layer. Private: only src/record reads the members.
 */
#ifndef NXS_PRIVATE_RECORD_H
#define NXS_PRIVATE_RECORD_H

#include <stdbool.h>

#include "nxsecure/private/crypto.h"

struct nxs_protection;

/** What both directions have: keys, sequence number, how records are protected. */
struct nxs_record_half {
    const struct nxs_protection *protection;
    struct nxs_cipher cipher;
    uint64_t sequence; /**< of the next record under the current keys */
    uint16_t
        version; /**< written into and demanded of record headers; 0: any 0x03xx while nothing is agreed */
    uint16_t max_plaintext; /**< longest content of a record */
    uint8_t iv[12];         /**< fixed part of the nonce */
};

/** Receiving half. */
struct nxs_rx {
    struct nxs_record_half half;
    uint8_t empty_records; /**< in a row */
};

/** Sending half. */
struct nxs_tx {
    struct nxs_record_half half;
};

#endif
