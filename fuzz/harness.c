#include "harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* RAND_set_rand_method() is the one way to make all of libcrypto repeatable; it is deprecated and there. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/rand.h>

#include "fake_crypto.h"

/* ---- random numbers ---- */

static uint32_t *current; /* the generator of the side that runs */

static int repeatable_bytes(unsigned char *out, int len)
{
    for (int i = 0; i < len; i++) {
        *current = *current * 1664525u + 1013904223u;
        out[i] = (unsigned char)(*current >> 24);
    }
    return 1;
}

static int always_seeded(void)
{
    return 1;
}

static void use_random_of(struct harness *h)
{
    static RAND_METHOD method;
    current = &h->random;
    if (method.bytes == NULL) {
        method.bytes = repeatable_bytes;
        method.pseudorand = repeatable_bytes;
        method.status = always_seeded;
        RAND_set_rand_method(&method);
    }
}

/* ---- what the engine asks of its surroundings ---- */

static void demand(bool holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "harness: %s\n", what);
        abort();
    }
}

static void *take_memory(size_t size)
{
    void *memory = malloc(size);
    demand(memory != NULL, "out of memory");
    return memory;
}

/* Every fourth request is refused, every third gives no byte more than was asked for. */
static bool give_room(void *context, size_t min, nxs_room *room)
{
    struct harness *h = context;
    unsigned request = ++h->requests;
    if (request % 4 == 0) {
        return false;
    }
    free(h->room.data);
    size_t size = request % 3 == 0 ? min : min + 1500;
    h->room = nxs_room_of(take_memory(size), size);
    *room = h->room;
    return true;
}

static void commit(void *context, size_t used)
{
    struct harness *h = context;
    demand(used > 0 && used <= h->room.len, "more committed than there was room");
    if (h->on_output != NULL) {
        h->on_output(h, nxs_bytes_of(h->room.data, used));
    }
}

static const enum credential_kind identities[] = {CREDENTIAL_P256, CREDENTIAL_RSA2048};
enum { IDENTITIES = sizeof identities / sizeof identities[0] };

static bool give_key(void *context, unsigned index, struct nxs_private_key *key)
{
    (void)context;
    if (index >= IDENTITIES) {
        return false;
    }
    *key = credential_of(identities[index])->key;
    return true;
}

static bool give_certificate(void *context, unsigned index, unsigned position, nxs_bytes *der)
{
    (void)context;
    if (index >= IDENTITIES || position > 0) {
        return false;
    }
    *der = credential_of(identities[index])->certificate;
    return true;
}

static bool give_psk(void *context, unsigned index, struct nxs_psk *psk)
{
    (void)context;
    psk->identity = nxs_bytes_of(index == 0 ? "one" : "two", 3);
    psk->hint = nxs_bytes_of("hint", index == 0 ? 4 : 0);
    psk->key = nxs_bytes_of("key", 3);
    return index < 2;
}

/* Knows the two certificates; any other is as good as the first. */
static int verify_chain(void *context, struct nxs_reader *list, uint16_t key_usage,
                        struct nxs_public_key *key)
{
    const struct credential *rsa = credential_of(CREDENTIAL_RSA2048);
    struct nxs_reader certificate;
    (void)context;
    (void)key_usage;
    if (!nxs_read_vec24(list, &certificate)) {
        return NXS_CERT_MALFORMED;
    }
    bool is_rsa = nxs_bytes_equal(nxs_read_rest(&certificate), rsa->certificate);
    *key = is_rsa ? rsa->key.public : credential_of(CREDENTIAL_P256)->key.public;
    return NXS_OK;
}

static int on_hello(void *context, const struct nxs_hello_extension *extensions, size_t count)
{
    unsigned sum = 0;
    (void)context;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < extensions[i].data.len; j++) {
            sum += extensions[i].data.data[j];
        }
    }
    return sum == 0xFFFFFFFFu ? NXS_ABORTED : NXS_OK;
}

/* ---- running ---- */

unsigned harness_connections;

static void check_event(const struct harness *h, const struct nxs_event *event)
{
    const struct nxs_engine *e = &h->engine;
    demand(e->inbox_used <= e->inbox.len, "the inbox overflows");
    demand(event->kind != NXS_EVENT_APP_DATA || event->plain.len > 0, "application data without data");
    if (event->kind == NXS_EVENT_FAILED) {
        demand(event->status != NXS_OK && e->status == event->status, "a failure without a reason");
        demand(e->rx.half.cipher.method == NULL && e->tx.half.cipher.method == NULL,
               "keys outlive a failure");
    }
}

static void run(struct harness *h, const nxs_room *record)
{
    struct nxs_sink sink = {h, give_room, commit};
    struct nxs_event event;
    use_random_of(h);
    nxs_engine_run(&h->engine, record, h->records % 5 == 4 ? NULL : &sink, &event);
    for (unsigned turns = 0; event.kind == NXS_EVENT_WANT_ROOM; turns++) {
        demand(turns < 1000, "room is wanted for ever");
        nxs_engine_run(&h->engine, NULL, &sink, &event);
    }
    check_event(h, &event);
    harness_connections += event.kind == NXS_EVENT_CONNECTED;
}

/* Records lie behind the inbox, or in memory of exactly their size. */
static void give_record(struct harness *h, nxs_bytes bytes)
{
    size_t used = nxs_engine_inbox_used(&h->engine);
    bool apart = h->records++ % 2 == 0 || bytes.len > HARNESS_INBOX - used;
    nxs_room room = nxs_room_of(apart ? take_memory(bytes.len) : h->inbox + used, bytes.len);
    memcpy(room.data, bytes.data, bytes.len);
    run(h, &room);
    if (apart) {
        free(room.data);
    }
}

static void choose_table(struct harness *h, bool fake_crypto, uint16_t suite)
{
    h->table = fake_crypto ? fake_crypto_table : nx_crypto_tls_ciphers_ecc;
    for (size_t i = 0; suite != 0 && i < h->table.nx_secure_tls_ciphersuite_lookup_table_size; i++) {
        h->row = h->table.nx_secure_tls_ciphersuite_lookup_table[i];
        if (h->row.nx_secure_tls_ciphersuite == suite) {
            h->table.nx_secure_tls_ciphersuite_lookup_table = &h->row;
            h->table.nx_secure_tls_ciphersuite_lookup_table_size = 1;
            return;
        }
    }
    demand(suite == 0, "no such suite");
}

/* The provider's tables of keys and slots draw random numbers when they are first used: that happens here,
 * once, so that the first run draws what every run draws. */
static void warm_up(struct harness *h)
{
    static bool warm;
    uint64_t area[512];
    static uint8_t block[NXS_MAX_MODULUS];
    struct nxs_sign_scratch scratch = {{area, sizeof area}, {block, sizeof block}};
    if (warm) {
        return;
    }
    warm = true;
    use_random_of(h);
    for (size_t i = 0; i < IDENTITIES; i++) {
        const struct nxs_private_key *key = &credential_of(identities[i])->key;
        const struct nxs_scheme *scheme = nxs_scheme_find(i == 0 ? 0x0403 : 0x0804);
        struct nxs_sign_methods methods;
        demand(nxs_methods_for_scheme(&nx_crypto_tls_ciphers_ecc, NULL, NULL, scheme, key->public.group,
                                      &methods) == NXS_OK,
               "methods");
        demand(nxs_key_pair_check(&methods, key, &scratch) == NXS_OK, "key pair");
    }
    struct nxs_cipher cipher;
    demand(nxs_cipher_key(&cipher, &crypto_method_aes_128_gcm_16, scratch.method, nxs_bytes_of(block, 16),
                          false) == NXS_OK,
           "cipher");
    nxs_cipher_drop(&cipher);
}

void harness_open(struct harness *h, enum nxs_role role, bool fake_crypto, uint16_t suite)
{
    memset(h, 0, sizeof *h);
    warm_up(h);
    choose_table(h, fake_crypto, suite);
    h->random = role == NXS_ROLE_CLIENT ? 1 : 2;
    size_t size = nxs_engine_memory(&h->table);
    h->memory = take_memory(size);
    demand(nxs_engine_create(&h->engine, &h->table, h->memory, size) == NXS_OK, "create");
    nxs_engine_inbox_set(&h->engine, nxs_room_of(h->inbox, sizeof h->inbox));
    struct nxs_config *config = &h->engine.config;
    config->context = h;
    config->ecc = fake_crypto ? &fake_crypto_ecc : NULL;
    config->identity.key = give_key;
    config->identity.certificate = give_certificate;
    config->verifier.verify_chain = verify_chain;
    config->psk.key = give_psk;
    config->on_hello = on_hello;
    config->server_name = nxs_bytes_of("fuzz.test", role == NXS_ROLE_CLIENT ? 9 : 0);
    demand(nxs_engine_start(&h->engine, role) == NXS_OK, "start");
}

void harness_turn(struct harness *h)
{
    run(h, NULL);
}

size_t harness_feed(struct harness *h, nxs_bytes bytes)
{
    size_t at = 0;
    while (h->engine.phase != NXS_PHASE_FAILED) {
        struct nxs_record_header header;
        nxs_bytes rest = nxs_bytes_of(bytes.data + at, bytes.len - at);
        enum nxs_status status = nxs_record_header_read(&h->engine.rx, rest, &header);
        size_t len = NXS_RECORD_HEADER_LEN + (size_t)header.length;
        if (status == NXS_WANT_BYTES || (status == NXS_OK && len > rest.len)) {
            return at;
        }
        if (status != NXS_OK) {
            nxs_engine_fail(&h->engine, status);
            run(h, NULL);
            return at;
        }
        give_record(h, nxs_bytes_of(rest.data, len));
        at += len;
    }
    return bytes.len;
}

void harness_send(struct harness *h, const char *text)
{
    uint8_t record[256];
    size_t len = strlen(text);
    if (!h->engine.can_seal) {
        return;
    }
    use_random_of(h);
    struct nxs_record_overhead over = nxs_engine_overhead(&h->engine, len);
    demand(over.head + len + over.tail <= sizeof record, "overhead");
    memcpy(record + over.head, text, len);
    nxs_room part = nxs_room_of(record + over.head, len);
    nxs_room tail = nxs_room_of(record + over.head + len, over.tail);
    demand(nxs_engine_seal(&h->engine, &part, 1, nxs_room_of(record, over.head), &tail) == NXS_OK, "seal");
    if (h->on_output != NULL) {
        h->on_output(h, nxs_bytes_of(record, over.head + len + tail.len));
    }
}

void harness_close_notify(struct harness *h)
{
    nxs_engine_close(&h->engine);
    run(h, NULL);
}

void harness_close(struct harness *h)
{
    nxs_engine_destroy(&h->engine);
    free(h->memory);
    free(h->room.data);
}

void harness_run(enum nxs_role role, bool fake_crypto, const uint8_t *data, size_t size)
{
    static struct harness h;
    harness_open(&h, role, fake_crypto, 0);
    harness_turn(&h);
    harness_feed(&h, nxs_bytes_of(data, size));
    harness_send(&h, "data of ours");
    harness_close_notify(&h);
    nxs_engine_reset(&h.engine);
    harness_close(&h);
}
