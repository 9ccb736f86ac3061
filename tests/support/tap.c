/* The tap of a link: a man in the middle who knows the keys. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "support/link_internal.h"

enum { AREA = 8192 };

void link_tap_open(struct link *link)
{
    for (int i = 0; i < 2; i++) {
        struct link_tap *tap = &link->taps[i];
        for (int j = 0; j < 4; j++) {
            tap->areas[j] = malloc(AREA);
            assert_non_null(tap->areas[j]);
        }
        nxs_record_half_begin(&tap->rx.half, (struct nxs_area){tap->areas[0], AREA});
        nxs_record_half_begin(&tap->tx.half, (struct nxs_area){tap->areas[1], AREA});
        struct nxs_area running = {tap->areas[2], AREA}, fork = {tap->areas[3], AREA};
        nxs_record_half_work(&tap->rx.half, running, fork);
        nxs_record_half_work(&tap->tx.half, running, fork);
    }
}

void link_tap_close(struct link *link)
{
    for (int i = 0; i < 2; i++) {
        struct link_tap *tap = &link->taps[i];
        nxs_record_half_wipe(&tap->rx.half);
        nxs_record_half_wipe(&tap->tx.half);
        for (int j = 0; j < 4; j++) {
            free(tap->areas[j]);
        }
    }
}

/* The key block as the sender sees it [RFC5246 6.3]. */
static void tap_protect(struct link *link, struct link_tap *tap, bool from_client)
{
    const struct link_side *sender = from_client ? &link->client : &link->server;
    const struct nxs_agreed *agreed = &sender->engine.agreed;
    const struct nxs_suite *suite = nxs_suite_find(agreed->suite);
    static uint8_t scratch[AREA];
    uint8_t block[192];
    assert_true(sender->has_master && suite != NULL);
    size_t mac_len = suite->mac_len, key_len = suite->key_len;
    size_t iv_len = nxs_record_iv_len(suite, agreed->version);
    const NX_CRYPTO_METHOD *prf =
        agreed->version < 0x0303 ? &crypto_method_tls_prf_1 : agreed->row->nx_secure_tls_prf;
    assert_int_equal(nxs_prf(prf, (struct nxs_area){scratch, AREA}, nxs_bytes_of(sender->master, 48),
                             nxs_bytes_of("key expansion", 13), nxs_bytes_of(sender->server_random, 32),
                             nxs_bytes_of(sender->client_random, 32),
                             nxs_room_of(block, 2 * (mac_len + key_len + iv_len))),
                     NXS_OK);
    size_t side = from_client ? 0 : 1;
    struct nxs_record_keys keys = {
        .cipher = agreed->row->nx_secure_tls_session_cipher,
        .mac = agreed->row->nx_secure_tls_hash,
        .mac_key = nxs_bytes_of(block + side * mac_len, mac_len),
        .key = nxs_bytes_of(block + 2 * mac_len + side * key_len, key_len),
        .iv = nxs_bytes_of(block + 2 * (mac_len + key_len) + side * iv_len, iv_len),
        .encrypt_then_mac = agreed->encrypt_then_mac,
    };
    assert_int_equal(nxs_record_half_protect(&tap->tx.half, suite, agreed->version, &keys), NXS_OK);
    keys.decrypts = true;
    assert_int_equal(nxs_record_half_protect(&tap->rx.half, suite, agreed->version, &keys), NXS_OK);
}

static void arrive(struct link *link, bool from_client, const uint8_t *record, size_t len)
{
    struct link_side *receiver = from_client ? &link->server : &link->client;
    static uint8_t copy[20000];
    assert_true(len <= sizeof copy);
    memcpy(copy, record, len);
    struct link_message message = {from_client, record[0], copy, len, sizeof copy};
    if (link->wire_filter != NULL) {
        link->wire_filter(link->filter_context, &message);
    }
    link_append(&receiver->in, copy, message.len);
}

/* Seals one record behind the tap. */
static void tap_seal(struct link *link, bool from_client, uint8_t type, const uint8_t *data, size_t len)
{
    struct link_tap *tap = &link->taps[from_client ? 0 : 1];
    static uint8_t record[20000];
    struct nxs_record_overhead over = nxs_record_overhead_for(&tap->tx, type, len);
    assert_true(over.head + len + over.tail <= sizeof record);
    memcpy(record + over.head, data, len);
    nxs_room plain = nxs_room_of(record + over.head, len);
    nxs_room tail = nxs_room_of(record + over.head + len, over.tail);
    nxs_room head = nxs_room_of(record, over.head);
    assert_int_equal(nxs_record_seal(&tap->tx, type, &plain, 1, head, &tail), NXS_OK);
    arrive(link, from_client, record, over.head + len + tail.len);
}

static void tap_fragment(struct link *link, bool from_client, uint8_t type, const uint8_t *data, size_t len)
{
    size_t at = 0;
    do {
        size_t most = link->fragment;
        if (link->random_fragments) {
            most = 1 + link_random(&link->seed) % link->fragment;
        }
        /* Alerts and ChangeCipherSpec stay whole. */
        bool whole = most == 0 || type == NXS_CONTENT_ALERT || type == NXS_CONTENT_CHANGE_CIPHER_SPEC;
        size_t count = whole || len - at < most ? len - at : most;
        tap_seal(link, from_client, type, data + at, count);
        at += count;
    } while (at < len);
}

static void tap_message(struct link *link, bool from_client, uint8_t type, const uint8_t *data, size_t len)
{
    static uint8_t copy[17000];
    assert_true(len <= sizeof copy);
    memcpy(copy, data, len);
    struct link_message message = {from_client, type, copy, len, sizeof copy};
    if (link->filter != NULL) {
        link->filter(link->filter_context, &message);
    }
    if (message.len > 0) {
        tap_fragment(link, from_client, message.content_type, copy, message.len);
    }
}

/* Opens one record, takes it apart into messages, and sends each on in records of its own. */
void link_tap_record(struct link *link, bool from_client, const uint8_t *bytes, size_t len)
{
    struct link_tap *tap = &link->taps[from_client ? 0 : 1];
    static uint8_t room[20000];
    struct nxs_record record;
    memcpy(room, bytes, len);
    uint16_t version = (uint16_t)(bytes[1] << 8 | bytes[2]);
    nxs_record_half_version(&tap->tx.half, version);
    assert_int_equal(nxs_record_open(&tap->rx, nxs_room_of(room, len), &record), NXS_OK);
    if (record.type != NXS_CONTENT_HANDSHAKE) {
        tap_message(link, from_client, record.type, record.plain.data, record.plain.len);
        if (record.type == NXS_CONTENT_CHANGE_CIPHER_SPEC) {
            tap_protect(link, tap, from_client);
        }
        return;
    }
    size_t at = 0;
    while (at < record.plain.len) {
        struct nxs_reader r = nxs_reader_of(nxs_bytes_of(record.plain.data + at, record.plain.len - at));
        struct nxs_reader body;
        uint8_t type;
        size_t left = r.left;
        /* A side that fails may leave half a message: it goes on as it is. */
        bool whole = nxs_read_u8(&r, &type) && nxs_read_vec24(&r, &body);
        size_t count = whole ? left - r.left : left;
        tap_message(link, from_client, record.type, record.plain.data + at, count);
        at += count;
    }
}
