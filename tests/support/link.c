#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "support/link_internal.h"

#include "tls/hello/select.h"
#include "tls/message/message.h"

enum { MOST_STEPS = 200000, WIDE_ROOM = 18500 };

/* ---- bytes that grow ---- */

void link_append(struct link_bytes *b, const void *data, size_t len)
{
    if (len == 0) {
        return;
    }
    if (len > b->room - b->len) {
        b->room = 2 * (b->len + len);
        b->data = realloc(b->data, b->room);
        assert_non_null(b->data);
    }
    memcpy(b->data + b->len, data, len);
    b->len += len;
}

static void drop_front(struct link_bytes *b, size_t len)
{
    assert_true(len <= b->len);
    if (len > 0) {
        memmove(b->data, b->data + len, b->len - len);
        b->len -= len;
    }
}

static void free_bytes(struct link_bytes *b)
{
    free(b->data);
    memset(b, 0, sizeof *b);
}

uint32_t link_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* ---- what the engine asks of its surroundings ---- */

static bool sink_room(void *context, size_t min, nxs_room *room)
{
    struct link_side *side = context;
    bool tiny = side->sink == LINK_SINK_TINY;
    if (tiny && ++side->room_requests % 3 != 0) {
        return false;
    }
    free(side->sink_room.data);
    size_t size = tiny || min > WIDE_ROOM ? min : WIDE_ROOM;
    side->sink_room = nxs_room_of(malloc(size), size);
    assert_non_null(side->sink_room.data);
    *room = side->sink_room;
    return true;
}

static void sink_commit(void *context, size_t used)
{
    struct link_side *side = context;
    assert_true(used > 0 && used <= side->sink_room.len);
    link_append(&side->out, side->sink_room.data, used);
}

static bool give_key(void *context, unsigned index, struct nxs_private_key *key)
{
    struct link_side *side = context;
    if (index >= side->identity_count) {
        return false;
    }
    *key = side->identities[index]->key;
    return true;
}

static bool give_certificate(void *context, unsigned index, unsigned position, nxs_bytes *der)
{
    struct link_side *side = context;
    unsigned length = side->chain_length > 0 ? side->chain_length : 1;
    if (index >= side->identity_count || position >= length) {
        return false;
    }
    *der = side->identities[index]->certificate;
    return true;
}

static bool give_psk(void *context, unsigned index, struct nxs_psk *psk)
{
    struct link_side *side = context;
    if (index >= side->psk_count) {
        return false;
    }
    *psk = side->psks[index];
    return true;
}

static void note_peer_name(void *context, nxs_bytes name)
{
    struct link_side *side = context;
    size_t len = name.len < sizeof side->peer_name ? name.len : sizeof side->peer_name - 1;
    memset(side->peer_name, 0, sizeof side->peer_name);
    if (len > 0) {
        memcpy(side->peer_name, name.data, len);
    }
}

static int verify_chain(void *context, struct nxs_reader *list, uint16_t key_usage,
                        struct nxs_public_key *key)
{
    struct link_side *side = context;
    struct nxs_reader certificate;
    side->verified++;
    side->key_usage = key_usage;
    side->peer_chain_length = 0;
    while (nxs_read_vec24(list, &certificate)) {
        side->peer_chain_length++;
    }
    if (side->peer == NULL) {
        return NXS_CERT_UNKNOWN_ISSUER;
    }
    *key = side->peer->key.public;
    return NXS_OK;
}

static bool is_issued_by(void *context, unsigned index, nxs_bytes authority)
{
    struct link_side *side = context;
    return nxs_bytes_equal(side->issuers[index], authority);
}

static bool authority(void *context, unsigned index, nxs_bytes *name)
{
    struct link_side *side = context;
    if (index >= side->authority_count) {
        return false;
    }
    *name = side->authorities[index % LINK_IDENTITIES];
    return true;
}

static void keylog(void *context, const char *label, nxs_bytes client_random, nxs_bytes secret)
{
    struct link_side *side = context;
    assert_string_equal(label, "CLIENT_RANDOM");
    assert_int_equal(client_random.len, sizeof side->client_random);
    assert_int_equal(secret.len, sizeof side->master);
    assert_memory_equal(client_random.data, side->client_random, sizeof side->client_random);
    memcpy(side->master, secret.data, secret.len);
    side->has_master = true;
}

static void note_random(struct link_side *side, nxs_bytes message)
{
    struct nxs_reader r = nxs_reader_of(message);
    uint8_t type;
    uint32_t len;
    uint16_t version;
    uint8_t *random = message.data[0] == NXS_MSG_CLIENT_HELLO ? side->client_random : side->server_random;
    bool whole = nxs_read_u8(&r, &type) && nxs_read_u24(&r, &len) && nxs_read_u16(&r, &version) &&
                 nxs_read_copy(&r, random, 32);
    assert_true(whole || message.len < 38);
}

static void trace(void *context, const struct nxs_trace_step *step)
{
    struct link_side *side = context;
    bool is_hello = step->message_type == NXS_MSG_CLIENT_HELLO || step->message_type == NXS_MSG_SERVER_HELLO;
    if (is_hello && (side->engine.phase == NXS_PHASE_HANDSHAKE || side->engine.config.renegotiation)) {
        note_random(side, step->message);
    }
    if (step->sent && step->message_type != 0xFF && side->sent_message_count < sizeof side->sent_messages) {
        side->sent_messages[side->sent_message_count++] = step->message_type;
    }
    if (step->content_type == NXS_CONTENT_APPLICATION_DATA) {
        assert_int_equal(step->message.len, 0);
        side->traced_data[step->sent] += step->record_len;
    }
    if (step->sent && step->content_type == NXS_CONTENT_ALERT) {
        assert_int_equal(step->message.len, 2);
        memcpy(side->sent_alert, step->message.data, 2);
    }
}

static int on_hello(void *context, const struct nxs_hello_extension *extensions, size_t count)
{
    struct link_side *side = context;
    assert_true(count <= LINK_HELLO_EXTENSIONS);
    side->hello_calls++;
    side->hello_extension_count = (unsigned)count;
    for (size_t i = 0; i < count; i++) {
        side->hello_extensions[i] = extensions[i].id;
    }
    if (side->hello_action != NULL) {
        side->hello_action(side);
    }
    return (int)side->hello_status;
}

void link_watch_hello(struct link_side *side)
{
    side->engine.config.on_hello = on_hello;
}

/* ---- tables ---- */

const NX_SECURE_TLS_CRYPTO *link_table_of_suite(uint16_t number)
{
    static NX_SECURE_TLS_CRYPTO table;
    static NX_SECURE_TLS_CIPHERSUITE_INFO row;
    table = nx_crypto_tls_ciphers_ecc;
    for (size_t i = 0; i < nx_crypto_tls_ciphers_ecc.nx_secure_tls_ciphersuite_lookup_table_size; i++) {
        row = nx_crypto_tls_ciphers_ecc.nx_secure_tls_ciphersuite_lookup_table[i];
        if (row.nx_secure_tls_ciphersuite == number) {
            table.nx_secure_tls_ciphersuite_lookup_table = &row;
            table.nx_secure_tls_ciphersuite_lookup_table_size = 1;
            return &table;
        }
    }
    fail_msg("the stock table has no suite %04X", number);
    return NULL;
}

bool link_suite(size_t index, struct link_suite *suite)
{
    const NX_SECURE_TLS_CRYPTO *table = &nx_crypto_tls_ciphers_ecc;
    for (size_t i = 0; i < table->nx_secure_tls_ciphersuite_lookup_table_size; i++) {
        const NX_SECURE_TLS_CIPHERSUITE_INFO *row = &table->nx_secure_tls_ciphersuite_lookup_table[i];
        const struct nxs_suite *known = nxs_suite_find(row->nx_secure_tls_ciphersuite);
        if (nxs_suite_usable(known, 0x0303, 0x0303) && index-- == 0) {
            suite->number = known->number;
            suite->rsa = known->auth == NXS_AUTH_RSA;
            suite->psk = known->auth == NXS_AUTH_PSK;
            suite->group = known->kex != NXS_KEX_PSK;
            return true;
        }
    }
    return false;
}

const NX_SECURE_TLS_ECC *link_only_group(uint16_t number)
{
    static NX_SECURE_TLS_ECC ecc;
    static USHORT group;
    static const NX_CRYPTO_METHOD *curve;
    for (size_t i = 0; i < nx_crypto_ecc_supported_groups_size; i++) {
        if (nx_crypto_ecc_supported_groups[i] == number) {
            group = number;
            curve = nx_crypto_ecc_curves[i];
            ecc.nx_secure_tls_ecc_supported_groups = &group;
            ecc.nx_secure_tls_ecc_supported_groups_count = 1;
            ecc.nx_secure_tls_ecc_curves = &curve;
            return &ecc;
        }
    }
    fail_msg("the stock groups lack %u", number);
    return NULL;
}

/* ---- life ---- */

static void open_side(struct link *link, struct link_side *side, const NX_SECURE_TLS_CRYPTO *table,
                      bool is_client)
{
    side->link = link;
    side->is_client = is_client;
    side->memory_size = nxs_engine_memory(table);
    side->memory = malloc(side->memory_size + 1);
    side->inbox = malloc(LINK_INBOX);
    assert_true(side->memory != NULL && side->inbox != NULL);
    memset(side->memory, 0xA5, side->memory_size + 1);
    memset(side->inbox, 0, LINK_INBOX);
    assert_int_equal(nxs_engine_create(&side->engine, table, side->memory + 1, side->memory_size), NXS_OK);
    nxs_engine_inbox_set(&side->engine, nxs_room_of(side->inbox, LINK_INBOX));
    struct nxs_config *config = &side->engine.config;
    config->context = side;
    config->identity.key = give_key;
    config->identity.certificate = give_certificate;
    config->identity.is_issued_by = is_issued_by;
    config->verifier.verify_chain = verify_chain;
    config->verifier.authority = authority;
    config->psk.key = give_psk;
    config->psk.peer_name = note_peer_name;
    config->keylog = keylog;
    config->trace = trace;
}

void link_open(struct link *link, const NX_SECURE_TLS_CRYPTO *table, enum credential_kind kind)
{
    memset(link, 0, sizeof *link);
    open_side(link, &link->client, table, true);
    open_side(link, &link->server, table, false);
    link->server.identities[0] = credential_of(kind);
    link->server.identity_count = 1;
    link->client.peer = credential_of(kind);
    link->seed = 1;
    link->cut_client = SIZE_MAX;
    link->cut_server = SIZE_MAX;
    link_tap_open(link);
}

void link_ask_client(struct link *link, enum credential_kind kind)
{
    link->server.engine.config.client_auth = true;
    link->server.peer = credential_of(kind);
    link->client.identities[0] = credential_of(kind);
    link->client.identity_count = 1;
}

void link_add_psk(struct link_side *side, const char *identity, const char *hint, const char *key)
{
    assert_true(side->psk_count < LINK_PSKS);
    struct nxs_psk *psk = &side->psks[side->psk_count++];
    psk->identity = nxs_bytes_of(identity, strlen(identity));
    psk->hint = nxs_bytes_of(hint, hint == NULL ? 0 : strlen(hint));
    psk->key = nxs_bytes_of(key, strlen(key));
}

void link_open_suite(struct link *link, const struct link_suite *suite)
{
    link_open(link, link_table_of_suite(suite->number), suite->rsa ? CREDENTIAL_RSA2048 : CREDENTIAL_P256);
    if (suite->psk) {
        link->server.identity_count = 0;
        link->client.peer = NULL;
        link_add_psk(&link->client, "somebody", NULL, "a key of both sides");
        link_add_psk(&link->server, "somebody", NULL, "a key of both sides");
    }
}

static void close_side(struct link_side *side)
{
    nxs_engine_destroy(&side->engine);
    free(side->memory);
    free(side->inbox);
    free(side->sink_room.data);
    free_bytes(&side->out);
    free_bytes(&side->in);
    free_bytes(&side->received);
}

void link_close(struct link *link)
{
    link_tap_close(link);
    close_side(&link->client);
    close_side(&link->server);
}

/* ---- carrying ---- */

static bool carry(struct link *link, struct link_side *sender)
{
    bool tapped = link->filter != NULL || link->wire_filter != NULL || link->fragment > 0;
    size_t cut = sender->is_client ? link->cut_client : link->cut_server;
    struct link_side *receiver = sender->is_client ? &link->server : &link->client;
    bool moved = sender->out.len > 0;
    while (sender->out.len > 0) {
        size_t len = sender->out.len;
        if (tapped) {
            len = 5u + (size_t)(sender->out.data[3] << 8 | sender->out.data[4]);
            assert_true(len <= sender->out.len);
            link_tap_record(link, sender->is_client, sender->out.data, len);
        } else {
            size_t left = cut > sender->carried ? cut - sender->carried : 0;
            link_append(&receiver->in, sender->out.data, len < left ? len : left);
        }
        sender->carried += len;
        drop_front(&sender->out, len);
    }
    return moved;
}

static void note_event(struct link_side *side)
{
    switch (side->event.kind) {
    case NXS_EVENT_CONNECTED:
        side->connected++;
        break;
    case NXS_EVENT_APP_DATA:
        assert_true(side->event.plain.len > 0);
        link_append(&side->received, side->event.plain.data, side->event.plain.len);
        break;
    case NXS_EVENT_CLOSED:
        side->closed++;
        break;
    case NXS_EVENT_FAILED:
        side->failed++;
        break;
    default:
        break;
    }
}

/* One turn of the engine, until it wants no more room. */
static void run_engine(struct link_side *side, const nxs_room *record)
{
    struct nxs_sink sink = {side, sink_room, sink_commit};
    nxs_engine_run(&side->engine, record, side->sink == LINK_SINK_SEPARATE ? NULL : &sink, &side->event);
    for (unsigned turns = 0; side->event.kind == NXS_EVENT_WANT_ROOM; turns++) {
        assert_true(turns < 10000);
        nxs_engine_run(&side->engine, NULL, &sink, &side->event);
    }
    note_event(side);
}

void link_give(struct link_side *side, const uint8_t *record, size_t len)
{
    size_t used = nxs_engine_inbox_used(&side->engine);
    uint8_t *apart = NULL;
    assert_true(len <= LINK_INBOX - used);
    if (side->records_apart) {
        apart = malloc(len);
        assert_non_null(apart);
    }
    nxs_room room = nxs_room_of(side->records_apart ? apart : side->inbox + used, len);
    memcpy(room.data, record, len);
    run_engine(side, &room);
    free(apart);
}

/* As the services do it: a record is measured, then given whole. @return whether anything was done */
static bool take_record(struct link_side *side)
{
    struct nxs_record_header header;
    if (side->engine.phase == NXS_PHASE_FAILED) {
        side->in.len = 0;
        return false;
    }
    nxs_bytes bytes = nxs_bytes_of(side->in.data, side->in.len);
    enum nxs_status status = nxs_record_header_read(&side->engine.rx, bytes, &header);
    if (status == NXS_WANT_BYTES) {
        return false;
    }
    if (status != NXS_OK) {
        nxs_engine_fail(&side->engine, status);
        run_engine(side, NULL);
        return true;
    }
    size_t len = NXS_RECORD_HEADER_LEN + (size_t)header.length;
    if (len > side->in.len) {
        return false;
    }
    link_give(side, side->in.data, len);
    drop_front(&side->in, len);
    return true;
}

static bool work(struct link_side *side)
{
    bool moved = take_record(side);
    if (!side->begun) {
        side->begun = true;
        run_engine(side, NULL);
        moved = true;
    }
    return moved;
}

static bool turn(struct link_side *side)
{
    bool moved = work(side);
    return carry(side->link, side) || moved;
}

void link_side_work(struct link_side *side)
{
    while (work(side)) {
        assert_true(++side->link->steps < MOST_STEPS);
    }
}

void link_side_put(struct link_side *side, const void *data, size_t len)
{
    link_append(&side->in, data, len);
}

size_t link_side_take(struct link_side *side, void *data, size_t room)
{
    size_t count = side->out.len < room ? side->out.len : room;
    if (count > 0) {
        memcpy(data, side->out.data, count);
        drop_front(&side->out, count);
    }
    return count;
}

void link_start(struct link *link)
{
    assert_int_equal(nxs_engine_start(&link->client.engine, NXS_ROLE_CLIENT), NXS_OK);
    assert_int_equal(nxs_engine_start(&link->server.engine, NXS_ROLE_SERVER), NXS_OK);
}

void link_run(struct link *link)
{
    bool moved;
    do {
        assert_true(++link->steps < MOST_STEPS);
        moved = turn(&link->client);
        moved = turn(&link->server) || moved;
    } while (moved);
}

void link_handshake(struct link *link)
{
    link_start(link);
    link_run(link);
}

/* ---- looking and sending ---- */

void link_assert_connected(const struct link *link)
{
    const struct link_side *c = &link->client;
    const struct link_side *s = &link->server;
    if (c->failed || s->failed) {
        fail_msg("client: %s; server: %s", nxs_status_words(c->event.status),
                 nxs_status_words(s->event.status));
    }
    assert_int_equal(c->connected, 1);
    assert_int_equal(s->connected, 1);
    assert_true(c->has_master && s->has_master);
    assert_memory_equal(c->master, s->master, sizeof c->master);
    assert_int_equal(c->engine.agreed.suite, s->engine.agreed.suite);
    assert_int_equal(c->engine.agreed.group, s->engine.agreed.group);
    assert_int_equal(c->engine.agreed.scheme, s->engine.agreed.scheme);
    assert_int_equal(c->engine.agreed.version, s->engine.agreed.version);
}

static void seal_one(struct link_side *side, const uint8_t *data, size_t len)
{
    struct nxs_record_overhead over = nxs_engine_overhead(&side->engine, len);
    uint8_t *record = malloc(over.head + len + over.tail);
    assert_non_null(record);
    memcpy(record + over.head, data, len);
    /* two parts of odd sizes: the sealing half takes what packets give, unless the cipher cannot */
    size_t first = nxs_engine_parts(&side->engine) > 1 ? len / 3 : len;
    nxs_room parts[2] = {nxs_room_of(record + over.head, first),
                         nxs_room_of(record + over.head + first, len - first)};
    nxs_room tail = nxs_room_of(record + over.head + len, over.tail);
    nxs_room head = nxs_room_of(record, over.head);
    assert_int_equal(nxs_engine_seal(&side->engine, parts, 2, head, &tail), NXS_OK);
    link_append(&side->out, record, over.head + len + tail.len);
    free(record);
}

void link_side_seal(struct link_side *side, const void *data, size_t len)
{
    const uint8_t *from = data;
    do {
        size_t limit = nxs_engine_limit(&side->engine);
        size_t count = len < limit ? len : limit;
        seal_one(side, from, count);
        from += count;
        len -= count;
    } while (len > 0);
}

void link_send(struct link_side *side, const void *data, size_t len)
{
    link_side_seal(side, data, len);
    link_run(side->link);
}

static bool holds(const void *haystack, size_t size, const void *needle, size_t len)
{
    const uint8_t *bytes = haystack;
    for (size_t at = 0; len > 0 && at + len <= size; at++) {
        if (memcmp(bytes + at, needle, len) == 0) {
            return true;
        }
    }
    return false;
}

bool link_side_holds_master(const struct link_side *side)
{
    const uint8_t *needle = side->master;
    size_t len = sizeof side->master;
    if (!side->has_master) {
        return false;
    }
    return holds(&side->engine, sizeof side->engine, needle, len) ||
           holds(side->memory, side->memory_size + 1, needle, len) ||
           holds(side->inbox, LINK_INBOX, needle, len);
}
