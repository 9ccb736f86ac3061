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
    uint8_t iv[16];         /**< fixed part of the nonce; TLS 1.0 CBC: the last block that was encrypted */
    bool chained_iv;        /**< TLS 1.0: no IV on the wire */
    const NX_CRYPTO_METHOD *mac; /**< HMAC of CBC and NULL suites */
    uint8_t mac_len;
    uint8_t mac_key[48];
    struct nxs_area work[2]; /**< for @c mac while a record is opened or sealed; both halves share it */
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
