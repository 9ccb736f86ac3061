/** @file
 * What lives from the first hello to Finished, in the back of the caller's metadata area, and is wiped then.
 */
#ifndef NXS_TLS_HANDSHAKE_H
#define NXS_TLS_HANDSHAKE_H

#include "crypto/crypto.h"
#include "tls/engine.h"
#include "tls/outgoing.h"

enum {
    NXS_RANDOM_LEN = 32,
    NXS_MASTER_LEN = 48,
    NXS_VERIFY_DATA_LEN = 12,
    NXS_KEY_BLOCK_MAX = 2 * (48 + 32 + 16), /**< HMAC-SHA384 and AES-256 keys and IVs of both directions */
    /** Longest messages built, certificates not counted: a ServerKeyExchange with an RSA signature, a
       ClientHello. */
    NXS_LONGEST_KEY_EXCHANGE = 4 + 4 + NXS_MAX_SHARE + 4 + NXS_MAX_MODULUS,
    NXS_LONGEST_HELLO = 1216,
    NXS_OUT_SCRATCH =
        NXS_LONGEST_KEY_EXCHANGE > NXS_LONGEST_HELLO ? NXS_LONGEST_KEY_EXCHANGE : NXS_LONGEST_HELLO,
    NXS_MAX_WARNINGS = 4, /**< warning alerts and refused renegotiations in a row */
    NXS_MAX_SUITES = 64,  /**< suites offered in a ClientHello */
};

/** Memory that belongs to the handshake: carved once, wiped with it. */
struct nxs_handshake_rooms {
    struct nxs_area transcript;
    struct nxs_area kex;
    struct nxs_area scratch; /**< for any one-shot method */
    nxs_room block;          /**< NXS_MAX_MODULUS bytes for RSA */
    nxs_room out;            /**< NXS_OUT_SCRATCH bytes; holds the ClientHello until the transcript starts */
};

struct nxs_handshake {
    struct nxs_handshake_rooms rooms;
    uint8_t client_random[NXS_RANDOM_LEN];
    uint8_t server_random[NXS_RANDOM_LEN];
    uint8_t premaster[NXS_MAX_SECRET];
    uint8_t premaster_len;
    uint8_t master[NXS_MASTER_LEN];
    uint8_t key_block[NXS_KEY_BLOCK_MAX];
    const struct nxs_suite *suite;
    const struct nxs_group *group;
    const struct nxs_scheme *scheme;    /**< of our own signature */
    unsigned credential;                /**< index of the local credential that was chosen */
    struct nxs_private_key key;         /**< its key */
    union {                             /* a suite has one or the other */
        struct nxs_public_key peer_key; /**< borrowed from the verifier */
        struct nxs_psk psk;             /**< the pre-shared key chosen; no key yet when it is empty */
    };
    struct nxs_hash transcript;
    struct nxs_kex kex;
    nxs_bytes client_hello; /**< client, up to ServerHello: inside @c rooms.out */
    nxs_bytes
        server_extensions; /**< client, from ServerHello to ServerHelloDone: a copy inside @c rooms.out */
    struct nxs_outgoing outgoing;
    nxs_bytes own_share;          /**< client: inside @c share, until it is sent */
    uint8_t share[NXS_MAX_SHARE]; /**< server: a random key in place of one that it does not have */
    bool psk_unknown;             /**< server: nobody has the client's identity */
    uint8_t certificate_types;    /**< client: of the CertificateRequest, as tls12/client_auth.c reads them */
    uint32_t peer_schemes; /**< client: of the CertificateRequest, one bit per row of the scheme table */
    uint32_t preferred; /**< client: credentials that an authority in the CertificateRequest issued, one bit
                           each */
    uint32_t offered;   /**< client: extensions sent, one bit per row of the extension table */
    uint32_t answers;   /**< server: extensions to answer, likewise */
};

/** The scratch of a signature operation. */
static inline struct nxs_sign_scratch nxs_handshake_scratch(const struct nxs_handshake *hs)
{
    struct nxs_sign_scratch scratch = {hs->rooms.scratch, hs->rooms.block};
    return scratch;
}

/** Cleans up running methods and wipes all secrets and scratch of the handshake. */
void nxs_handshake_wipe(struct nxs_engine *engine);

/** Tells the trace hook of a handshake message (its first part, header included). */
void nxs_trace_message(const struct nxs_engine *engine, bool sent, nxs_bytes message);

/** Tells the trace hook of a record. */
void nxs_trace_record(const struct nxs_engine *engine, bool sent, uint8_t type, size_t record_len,
                      nxs_bytes content);

#endif
