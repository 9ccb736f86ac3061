/** @file
 * The TLS engine's part of a session. Private: only src/tls reads the members, the services fill nxs_config.
 */
#ifndef NXS_PRIVATE_ENGINE_H
#define NXS_PRIVATE_ENGINE_H

#include <stdbool.h>

#include "nxsecure/private/record.h"
#include "nxsecure/private/tables.h"

struct nxs_handshake;
struct nxs_table;
struct nxs_reader;

/** One hello extension as the application's hello callback sees it; borrows from the message, valid during
 * the call. */
struct nxs_hello_extension {
    uint16_t id;
    nxs_bytes data;
};

/** What the application can prove to be. Indexes count candidates, best first. */
struct nxs_identity {
    /** The key of candidate @p index, borrowed until the handshake ends; false when there are no more. */
    bool (*key)(void *context, unsigned index, struct nxs_private_key *key);
    /** DER of the certificate at @p position of candidate @p index's chain (0: the leaf); false behind the
     * last. */
    bool (*certificate)(void *context, unsigned index, unsigned position, nxs_bytes *der);
    /** Whether the authority with this Name (DER) issued a certificate of candidate @p index's chain. NULL:
     * not known. */
    bool (*is_issued_by)(void *context, unsigned index, nxs_bytes authority);
};

/** A pre-shared key, borrowed until the handshake ends. */
struct nxs_psk {
    nxs_bytes identity; /**< its name, which the client sends */
    nxs_bytes hint;     /**< what the server says before; empty: none in particular */
    nxs_bytes key;      /**< 1 to NX_SECURE_TLS_MAX_PSK_SIZE bytes */
};

/** The pre-shared keys of this side: see tls/tls12/psk.h for which of them is taken. */
struct nxs_psk_hook {
    /** Key @p index, best first; false when there are no more. NULL: there are none. */
    bool (*key)(void *context, unsigned index, struct nxs_psk *psk);
    /** Tells what came: the client's identity, the server's hint. NULL: not wanted. */
    void (*peer_name)(void *context, nxs_bytes name);
};

/** How the engine looks at the peer's certificates: see x509/verifier.h. */
struct nxs_verifier_hook {
    int (*verify_chain)(void *context, struct nxs_reader *list, uint16_t key_usage,
                        struct nxs_public_key *key);
    /** Name (DER) of the @p index-th authority that is believed; false behind the last. NULL: not told. */
    bool (*authority)(void *context, unsigned index, nxs_bytes *name);
};

/** One record or handshake message, for whoever draws the ladder. Borrowed for the call. */
struct nxs_trace_step {
    bool sent;
    bool protected_;
    uint8_t content_type;
    uint8_t message_type; /**< handshake messages; 0xFF else */
    uint16_t version;     /**< of the record header */
    size_t record_len;    /**< header and body; 0 for a message inside a record already told of */
    nxs_bytes
        message; /**< handshake: with its header; alert and CCS: the content; application data: no bytes */
};

/**
 * Configuration: lives as long as the session. Filled by the services (through the engine's setters or
 * directly), read by the engine at every use and never copied.
 */
struct nxs_config {
    const NX_SECURE_TLS_CRYPTO *table;
    const NX_SECURE_TLS_ECC *ecc; /**< groups and curves; NULL or empty: the stock groups */
    uint16_t min_version;
    uint16_t max_version;
    uint16_t min_rsa_bits;           /**< of the peer's keys */
    bool fallback_scsv;              /**< client: offer TLS_FALLBACK_SCSV [RFC7507] */
    uint8_t renegotiation;           /**< enum nxs_renegotiate */
    bool demands_renegotiation_info; /**< of the peer [RFC5746 4.1, 4.3] */
    bool client_auth;                /**< server: ask for a client certificate, and refuse who has none */
    nxs_bytes server_name;           /**< client: for server_name; empty: none */
    void *context;                   /**< handed to every function below */
    struct nxs_identity identity;
    struct nxs_psk_hook psk;
    bool psk_only; /**< suites with certificates are left out */
    /** Judges the peer's chain: an enum nxs_status. */
    struct nxs_verifier_hook verifier;
    /** The peer's hello extensions, at most 10, server_name first: an enum nxs_status. NULL: not wanted. */
    int (*on_hello)(void *context, const struct nxs_hello_extension *extensions, size_t count);
    /** The peer begins another handshake: an enum nxs_status. NULL: not wanted. */
    int (*on_renegotiation)(void *context);
    /** NSS key log: label, client random (32 bytes), secret. NULL: not wanted. */
    void (*keylog)(void *context, const char *label, nxs_bytes client_random, nxs_bytes secret);
    /** NULL: not wanted. */
    void (*trace)(void *context, const struct nxs_trace_step *step);
};

/** What has been agreed; valid from ServerHello on, until reset. */
struct nxs_agreed {
    uint16_t version;
    uint16_t suite;
    uint16_t group;  /**< of the key agreement; 0: none */
    uint16_t scheme; /**< of the server's handshake signature; 0: none */
    const NX_SECURE_TLS_CIPHERSUITE_INFO *row;
    bool extended_master_secret;
    bool encrypt_then_mac;
    bool secure_renegotiation;
};

/** The engine. Connection lifetime, but for the configuration. */
struct nxs_engine {
    struct nxs_config config;
    struct nxs_rx rx;
    struct nxs_tx tx;
    struct nxs_agreed agreed;
    struct nxs_handshake *hs;      /**< at the back of the caller's metadata area */
    const struct nxs_table *table; /**< the state table of the current phase */
    nxs_room inbox; /**< where handshake messages that span records are gathered; the caller's */
    size_t inbox_used;
    nxs_room input;  /**< a record given but not opened yet, since output had to go first; the caller's */
    nxs_room record; /**< plaintext of the current handshake record that is not read yet */
    uint32_t facts;
    uint16_t status; /**< enum nxs_status: why it failed */
    uint8_t state;
    uint8_t phase;                    /**< enum nxs_phase */
    uint8_t role;                     /**< enum nxs_role */
    uint8_t alert_level, alert_value; /**< last alert received */
    uint8_t warnings;                 /**< warning alerts in a row */
    uint8_t pending_alert[2];         /**< to be sent; level 0: none */
    bool close_sent;                  /**< our close_notify is sent or on its way */
    bool last_alert_sent;             /**< behind it nothing is sent */
    bool told_connected;
    bool renegotiating;          /**< a handshake runs inside the connection */
    bool rekeyed;                /**< its receiving keys are in use */
    bool hello_requested;        /**< server: a HelloRequest is sent and not answered */
    uint8_t handshakes;          /**< that the peer began since its last data */
    uint8_t verify_data[2 * 12]; /**< of the last handshake, the client's first [RFC5746 3.1] */
    bool can_seal;               /**< application data may be sent */
};

#endif
