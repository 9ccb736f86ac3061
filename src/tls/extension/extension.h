/** @file
 * Hello extensions. extension/table.c has one row for each; duplicates, unsolicited answers and misplaced
 * extensions are refused there, once. Reading is pure: it fills a struct that borrows from the message.
 */
#ifndef NXS_TLS_EXTENSION_EXTENSION_H
#define NXS_TLS_EXTENSION_EXTENSION_H

#include "base/bytes.h"
#include "base/status.h"

struct nxs_engine;

enum nxs_extension_number {
    NXS_EXT_SERVER_NAME = 0,
    NXS_EXT_SUPPORTED_GROUPS = 10,
    NXS_EXT_EC_POINT_FORMATS = 11,
    NXS_EXT_SIGNATURE_ALGORITHMS = 13,
    NXS_EXT_ENCRYPT_THEN_MAC = 22,
    NXS_EXT_EXTENDED_MASTER_SECRET = 23,
    NXS_EXT_RENEGOTIATION_INFO = 0xFF01,
};

/** What a peer's hello said through its extensions; borrows from the message. */
struct nxs_hello_facts {
    nxs_bytes server_name; /**< host name; empty when absent */
    nxs_bytes groups;      /**< two bytes each */
    nxs_bytes schemes;     /**< two bytes each */
    bool has_groups, has_schemes, has_point_formats, has_server_name;
    bool encrypt_then_mac;
    bool extended_master_secret;
    bool secure_renegotiation;
    nxs_bytes renegotiated_connection; /**< of renegotiation_info */
    uint32_t seen;                     /**< one bit per row of the table */
};

/** Where an extension may stand. */
enum nxs_extension_place { NXS_IN_CLIENT_HELLO = 1, NXS_IN_SERVER_HELLO = 2 };

/** One row per extension that is understood here. */
struct nxs_extension_row {
    uint16_t number;
    const char *name;
    uint8_t places;
    /** Reads a request (at the server); NULL: nothing to read. */
    enum nxs_status (*read_request)(nxs_bytes body, struct nxs_hello_facts *facts);
    /** Reads an answer (at the client). */
    enum nxs_status (*read_answer)(nxs_bytes body, struct nxs_hello_facts *facts);
    /** Writes the request's body; false: not to be sent (and nothing was written). */
    bool (*offer)(const struct nxs_engine *engine, struct nxs_writer *w);
    /** Writes the answer's body; called only when the client sent the extension. */
    bool (*answer)(const struct nxs_engine *engine, struct nxs_writer *w);
};

/** The registered name of an extension number, or NULL. */
const char *nxs_extension_name(uint16_t number);

/** The row of an extension number as a bit of the sets below; 0 when it is not in the table. */
uint32_t nxs_extension_bit(uint16_t number);

/** Reads the extensions block of a ClientHello; unknown ones are ignored, any that comes twice is refused. */
NXS_CHECKED enum nxs_status nxs_extensions_read_request(nxs_bytes block, struct nxs_hello_facts *facts);

/** Reads the extensions block of a ServerHello; only rows of @p offered are allowed. */
NXS_CHECKED enum nxs_status nxs_extensions_read_answer(nxs_bytes block, uint32_t offered,
                                                       struct nxs_hello_facts *facts);

/** Writes the block of a ClientHello; sets @p offered to the rows that were sent. */
void nxs_extensions_offer(const struct nxs_engine *engine, struct nxs_writer *w, uint32_t *offered);

/** Writes the block of a ServerHello (nothing when no extension is answered) for the rows of @p asked. */
void nxs_extensions_answer(const struct nxs_engine *engine, uint32_t asked, struct nxs_writer *w);

/** The rows themselves, one file each. */
extern const struct nxs_extension_row nxs_extension_server_name;
extern const struct nxs_extension_row nxs_extension_encrypt_then_mac;
extern const struct nxs_extension_row nxs_extension_extended_master_secret;
extern const struct nxs_extension_row nxs_extension_renegotiation_info;
extern const struct nxs_extension_row nxs_extension_supported_groups;
extern const struct nxs_extension_row nxs_extension_ec_point_formats;
extern const struct nxs_extension_row nxs_extension_signature_algorithms;

#endif
