/** @file
 * A client and a server engine joined in memory, and the ways in which a wire can be unkind.
 *
 * Each side has caller memory of exactly the size asked for, at an odd address, so that a sanitizer sees
 * every byte too far; records lie behind the inbox in one buffer, as in the services. Between the sides sits
 * a tap that can split, drop and change messages: it knows the keys (from the key log), so also those of
 * encrypted records. Every function ends the program through cmocka's assertions when the link itself is used
 * wrongly or does not come to rest.
 */
#ifndef TESTS_SUPPORT_LINK_H
#define TESTS_SUPPORT_LINK_H

#include "nxsecure/private/tables.h"
#include "support/credentials.h"
#include "tls/engine.h"

enum { LINK_IDENTITIES = 4, LINK_PSKS = 5, LINK_INBOX = 24 * 1024, LINK_HELLO_EXTENSIONS = 10 };

/** How a side's sink behaves. */
enum link_sink {
    LINK_SINK_WIDE,     /**< always room */
    LINK_SINK_TINY,     /**< exactly what is asked for, and only every third time */
    LINK_SINK_SEPARATE, /**< records are given without a sink, which comes in a call of its own */
};

/** Bytes that grow. */
struct link_bytes {
    uint8_t *data;
    size_t len;
    size_t room;
};

struct link;

struct link_side {
    struct nxs_engine engine;
    struct link *link;
    uint8_t *memory; /**< the allocation; the engine's area is 1 byte behind */
    size_t memory_size;
    uint8_t *inbox;
    bool is_client;
    enum link_sink sink;
    unsigned room_requests;
    nxs_room sink_room; /**< what the sink gave last */
    bool records_apart; /**< records lie in memory of exactly their size, not behind the inbox */
    bool begun;

    /* configuration */
    const struct credential *identities[LINK_IDENTITIES];
    unsigned identity_count;
    unsigned chain_length;                  /**< how often the certificate is sent; 0: once */
    const struct credential *peer;          /**< whose key the verifier gives; NULL: peer is not believed */
    nxs_bytes authorities[LINK_IDENTITIES]; /**< names that the verifier gives */
    unsigned authority_count;
    nxs_bytes issuers[LINK_IDENTITIES]; /**< of the identities */
    struct nxs_psk psks[LINK_PSKS];
    unsigned psk_count;
    char peer_name[64];           /**< identity or hint that came, as text */
    enum nxs_status hello_status; /**< what the hello callback answers */
    void (*hello_action)(struct link_side *side);

    /* what happened */
    struct nxs_event event; /**< the last one */
    unsigned connected;     /**< NXS_EVENT_CONNECTED events */
    unsigned closed;        /**< whether NXS_EVENT_CLOSED came */
    unsigned failed;
    uint8_t client_random[32], server_random[32];
    uint8_t master[48];
    bool has_master;
    unsigned verified; /**< calls of the verifier */
    uint16_t key_usage;
    unsigned peer_chain_length;
    unsigned hello_calls;
    uint16_t hello_extensions[LINK_HELLO_EXTENSIONS];
    unsigned hello_extension_count;
    uint8_t sent_messages[64]; /**< types, in order, from the trace */
    unsigned sent_message_count;
    uint8_t sent_alert[2];
    size_t traced_data[2]; /**< bytes of records of application data: received, sent */

    struct link_bytes out;      /**< wire bytes that have not reached the other side */
    struct link_bytes in;       /**< wire bytes that have, and make no whole record yet */
    struct link_bytes received; /**< application data */
    size_t carried;             /**< wire bytes that have left this side */
};

/** A message on its way: a handshake message with its header, or the content of another record. */
struct link_message {
    bool from_client;
    uint8_t content_type;
    uint8_t *data;
    size_t len; /**< 0: the message is dropped */
    size_t room;
};
typedef void link_filter(void *context, struct link_message *message);

/** One direction of the tap. */
struct link_tap {
    struct nxs_rx rx;
    struct nxs_tx tx;
    void *areas[4];
};

struct link {
    struct link_side client, server;
    struct link_tap taps[2]; /**< from the client, from the server */
    link_filter *filter;     /**< NULL: none */
    void *filter_context;
    size_t fragment;       /**< longest plaintext of a record behind the tap; 0: as sent */
    bool random_fragments; /**< from 1 to @c fragment bytes, by @c seed */
    uint32_t seed;
    link_filter *wire_filter; /**< sees whole records, header included, behind the tap */
    size_t cut_client,
        cut_server; /**< nothing goes on after so many wire bytes of that side; SIZE_MAX: no cut */
    unsigned steps; /**< records and empty turns so far */
};

/** A table with the stock methods and only the suite @p number. @return it is static and valid until the next
 * call */
const NX_SECURE_TLS_CRYPTO *link_table_of_suite(uint16_t number);

/** A suite that the stock table has and the engine can use. */
struct link_suite {
    uint16_t number;
    bool rsa;   /**< the server's key is of RSA */
    bool psk;   /**< both sides have a pre-shared key, the server no certificate */
    bool group; /**< a key is agreed on by a group */
};

/** The @p index-th of them, in the order of the table; false behind the last. */
bool link_suite(size_t index, struct link_suite *suite);

/** Only this group, with its stock curve. @return it is static and valid until the next call */
const NX_SECURE_TLS_ECC *link_only_group(uint16_t number);

/** Makes both sides ready: @p table for both, the server with @p kind, whom the client believes. */
void link_open(struct link *link, const NX_SECURE_TLS_CRYPTO *table, enum credential_kind kind);

/** Gives a side one more pre-shared key; the strings, of which @p hint may be NULL, are borrowed. */
void link_add_psk(struct link_side *side, const char *identity, const char *hint, const char *key);

/** A link for @p suite, one of link_suite(): credentials of its kind, or the same pre-shared key for both. */
void link_open_suite(struct link *link, const struct link_suite *suite);

/** Starts both engines; asserts that they can be. */
void link_start(struct link *link);

/** Carries bytes until nothing moves any more. */
void link_run(struct link *link);

/** link_start() and link_run(). */
void link_handshake(struct link *link);

/** Asserts that both sides are connected and have the same keys. */
void link_assert_connected(const struct link *link);

/** Sends application data from @p side, as many records as it needs, and carries it. */
void link_send(struct link_side *side, const void *data, size_t len);

/** Lets a side work without the other: its first turn, then every whole record among its received bytes. */
void link_side_work(struct link_side *side);

/** Puts bytes on the wire to @p side, or takes those off that it sent; for a peer that is no engine. */
void link_side_put(struct link_side *side, const void *data, size_t len);
size_t link_side_take(struct link_side *side, void *data, size_t room);

/** Seals application data as link_send() does, but leaves it on the wire. */
void link_side_seal(struct link_side *side, const void *data, size_t len);

/** Lets the server ask for a client certificate and believe this one; the client has it. */
void link_ask_client(struct link *link, enum credential_kind kind);

/** Lets the hello callback of @p side be called. */
void link_watch_hello(struct link_side *side);

/** Gives @p side one record of its peer's by hand, exactly as on the wire. */
void link_give(struct link_side *side, const uint8_t *record, size_t len);

/** True when the master secret that the side once had is anywhere in its engine, memory or inbox. */
bool link_side_holds_master(const struct link_side *side);

/** Frees all; the sides' engines are destroyed. */
void link_close(struct link *link);

/** The next number of a small generator. */
uint32_t link_random(uint32_t *seed);

#endif
