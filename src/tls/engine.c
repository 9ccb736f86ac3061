#include "tls/engine.h"

#include <string.h>

#include "base/ct.h"
#include "base/layout.h"
#include "tls/alert.h"
#include "tls/flight.h"
#include "tls/handshake.h"
#include "tls/hello/select.h"
#include "tls/inbox.h"
#include "tls/machine.h"
#include "tls/renegotiation.h"
#include "tls/tls12/psk.h"

/* ---- memory ---- */

struct plan {
    struct nxs_area rx, tx;
    struct nxs_handshake *hs;
    struct nxs_handshake_rooms rooms;
};

static struct nxs_area take_area(struct nxs_layout *layout, size_t size)
{
    struct nxs_area area = {nxs_layout_take(layout, size), (uint32_t)size};
    return area;
}

static nxs_room take_room(struct nxs_layout *layout, size_t size)
{
    return nxs_room_of(nxs_layout_take(layout, size), size);
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* Connection first, handshake behind it: one walk measures and carves. */
static struct plan lay_out(struct nxs_layout *layout, const NX_SECURE_TLS_CRYPTO *table)
{
    struct nxs_method_sizes sizes = nxs_methods_sizes(table);
    struct plan plan;
    plan.rx = take_area(layout, sizes.cipher);
    plan.tx = take_area(layout, sizes.cipher);
    plan.hs = nxs_layout_take(layout, sizeof(struct nxs_handshake));
    plan.rooms.transcript = take_area(layout, sizes.hash);
    plan.rooms.kex = take_area(layout, sizes.kex);
    plan.rooms.scratch = take_area(layout, larger(sizes.scratch, sizes.mac));
    /* Records are opened and sealed when no signature is being made, so that MACs share this memory. */
    plan.rooms.block = take_room(layout, larger(NXS_MAX_MODULUS, sizes.mac));
    plan.rooms.out = take_room(layout, NXS_OUT_SCRATCH);
    return plan;
}

size_t nxs_engine_memory(const NX_SECURE_TLS_CRYPTO *table)
{
    struct nxs_layout layout = nxs_layout_of(NULL, 0);
    lay_out(&layout, table);
    return nxs_layout_size(&layout);
}

/* ---- life ---- */

static void begin_records(struct nxs_engine *e, struct nxs_area rx, struct nxs_area tx)
{
    nxs_room block = e->hs->rooms.block;
    struct nxs_area fork = {block.data, (uint32_t)block.len};
    nxs_record_half_begin(&e->rx.half, rx);
    nxs_record_half_begin(&e->tx.half, tx);
    nxs_record_half_work(&e->rx.half, e->hs->rooms.scratch, fork);
    nxs_record_half_work(&e->tx.half, e->hs->rooms.scratch, fork);
}

enum nxs_status nxs_engine_create(struct nxs_engine *e, const NX_SECURE_TLS_CRYPTO *table, void *memory,
                                  size_t size)
{
    struct nxs_layout layout = nxs_layout_of(memory, size);
    struct plan plan = lay_out(&layout, table);
    memset(e, 0, sizeof *e);
    if (layout.base == NULL || layout.failed) {
        return NXS_NO_ROOM;
    }
    memset(plan.hs, 0, sizeof *plan.hs);
    plan.hs->rooms = plan.rooms;
    e->hs = plan.hs;
    e->config.table = table;
    e->config.min_version = NXS_TLS_1_2;
    e->config.max_version = NXS_TLS_1_2;
    e->config.min_rsa_bits = NXS_RSA_BITS_MIN;
    begin_records(e, plan.rx, plan.tx);
    return NXS_OK;
}

void nxs_handshake_wipe(struct nxs_engine *e)
{
    struct nxs_handshake *hs = e->hs;
    struct nxs_handshake_rooms rooms = hs->rooms;
    nxs_hash_drop(&hs->transcript);
    nxs_kex_drop(&hs->kex);
    nxs_wipe(rooms.transcript.base, rooms.transcript.size);
    nxs_wipe(rooms.kex.base, rooms.kex.size);
    nxs_wipe(rooms.scratch.base, rooms.scratch.size);
    nxs_wipe(rooms.block.data, rooms.block.len);
    nxs_wipe(rooms.out.data, rooms.out.len);
    nxs_wipe(hs, sizeof *hs);
    hs->rooms = rooms;
}

static void drop_input(struct nxs_engine *e)
{
    e->inbox_used = 0;
    e->input = nxs_room_of(NULL, 0);
    e->record = nxs_room_of(NULL, 0);
}

void nxs_engine_reset(struct nxs_engine *e)
{
    if (e->hs == NULL) {
        return;
    }
    struct nxs_area rx_area = e->rx.half.cipher.area;
    struct nxs_area tx_area = e->tx.half.cipher.area;
    struct nxs_config config = e->config;
    struct nxs_handshake *hs = e->hs;
    nxs_room inbox = e->inbox;
    nxs_handshake_wipe(e);
    nxs_record_half_wipe(&e->rx.half);
    nxs_record_half_wipe(&e->tx.half);
    memset(e, 0, sizeof *e);
    e->config = config;
    e->hs = hs;
    e->inbox = inbox;
    begin_records(e, rx_area, tx_area);
}

void nxs_engine_destroy(struct nxs_engine *e)
{
    nxs_engine_reset(e);
    nxs_wipe(e, sizeof *e);
}

void nxs_engine_inbox_set(struct nxs_engine *e, nxs_room room)
{
    e->inbox = room;
}

size_t nxs_engine_inbox_used(const struct nxs_engine *e)
{
    return e->inbox_used;
}

struct nxs_sign_scratch nxs_engine_scratch(const struct nxs_engine *e)
{
    return nxs_handshake_scratch(e->hs);
}

/* ---- start ---- */

static enum nxs_status check_table(const struct nxs_config *config)
{
    const NX_SECURE_TLS_CRYPTO *table = config->table;
    size_t usable = 0;
    for (size_t i = 0; i < table->nx_secure_tls_ciphersuite_lookup_table_size; i++) {
        const NX_SECURE_TLS_CIPHERSUITE_INFO *row = &table->nx_secure_tls_ciphersuite_lookup_table[i];
        const struct nxs_suite *suite = nxs_suite_find(row->nx_secure_tls_ciphersuite);
        if (!nxs_suite_usable(suite, config->min_version, config->max_version)) {
            continue;
        }
        enum nxs_status status = nxs_methods_check_suite(suite, row);
        if (status == NXS_MISSING_ROUTINE) {
            return status;
        }
        usable += status == NXS_OK;
    }
    return usable > 0 ? NXS_OK : NXS_NO_COMMON_SUITE;
}

enum nxs_status nxs_engine_start(struct nxs_engine *e, enum nxs_role role)
{
    if (e->hs == NULL || e->phase != NXS_PHASE_IDLE || role == NXS_ROLE_NONE) {
        return NXS_INVALID_STATE;
    }
    NXS_TRY(check_table(&e->config));
    if (!nxs_local_group_exists(&e->config)) {
        return NXS_NO_COMMON_GROUP;
    }
    if (role == NXS_ROLE_CLIENT && !nxs_local_suite_exists(&e->config)) {
        return NXS_NO_MATCHING_PSK; /* nothing else keeps a suite of the table from being used */
    }
    e->role = (uint8_t)role;
    e->phase = NXS_PHASE_HANDSHAKE;
    e->state = 0;
    e->facts = 0;
    e->table = role == NXS_ROLE_CLIENT ? &nxs_hello_client : &nxs_hello_server;
    /* [RFC5246 E.1] the first record of a client says 3.1 to please old servers. */
    e->tx.half.version = role == NXS_ROLE_CLIENT ? 0x0301 : NXS_TLS_1_2;
    return NXS_OK;
}

/* ---- end ---- */

/* Nobody would read an alert, or it would answer one. */
static bool is_silent(enum nxs_status status)
{
    switch (status) {
    case NXS_ALERT_RECEIVED:
    case NXS_NOT_TLS:
    case NXS_SOCKET_NOT_BOUND:
    case NXS_SOCKET_CLOSED:
    case NXS_SOCKET_FAILED:
        return true;
    default:
        return false;
    }
}

void nxs_engine_fail(struct nxs_engine *e, enum nxs_status status)
{
    if (e->phase == NXS_PHASE_FAILED || e->phase == NXS_PHASE_IDLE) {
        return;
    }
    e->status = (uint16_t)status;
    e->phase = NXS_PHASE_FAILED;
    drop_input(e);
    nxs_handshake_wipe(e);
    nxs_record_half_wipe(&e->rx.half);
    e->can_seal = false;
    if (is_silent(status) || e->last_alert_sent) {
        e->pending_alert[0] = 0;
        nxs_record_half_wipe(&e->tx.half);
    } else if (nxs_status_alert(status) == NXS_ALERT_CLOSE_NOTIFY) {
        nxs_alert_queue_close(e);
    } else {
        nxs_alert_queue(e, NXS_LEVEL_FATAL, nxs_status_alert(status));
    }
}

void nxs_engine_close(struct nxs_engine *e)
{
    if (e->phase == NXS_PHASE_CONNECTED || e->phase == NXS_PHASE_CLOSED || e->renegotiating) {
        e->can_seal = false;
        nxs_alert_queue_close(e);
    }
}

/* ---- records ---- */

static enum nxs_status receive_change_cipher_spec(struct nxs_engine *e, nxs_bytes content)
{
    struct nxs_reader r = nxs_reader_of(content);
    uint8_t one;
    if (!nxs_read_u8(&r, &one) || one != 1 || !nxs_read_end(&r)) {
        return NXS_BAD_CHANGE_CIPHER_SPEC;
    }
    return nxs_machine_change_cipher_spec(e);
}

/* [RFC8446 5.1] no record may come between the parts of a message; in TLS 1.2 an alert is all that makes
 * sense there. */
static enum nxs_status receive_data(struct nxs_engine *e, nxs_room plain, nxs_room *app_data)
{
    /* What the peer sent before it heard of another handshake comes under the old keys. */
    bool expected = e->phase == NXS_PHASE_CONNECTED || (e->renegotiating && !e->rekeyed);
    if (!expected || e->inbox_used > 0) {
        return NXS_UNEXPECTED_MESSAGE;
    }
    if (plain.len > 0) {
        e->warnings = 0;
        e->handshakes = 0;
    }
    *app_data = plain;
    return NXS_OK;
}

static enum nxs_status receive_record(struct nxs_engine *e, nxs_room *app_data)
{
    struct nxs_record record;
    nxs_room input = e->input;
    e->input = nxs_room_of(NULL, 0);
    if (e->phase == NXS_PHASE_CLOSED) {
        return NXS_OK; /* [RFC5246 7.2.1] what comes behind a close_notify is ignored */
    }
    NXS_TRY(nxs_record_open(&e->rx, input, &record));
    bool is_open = record.type == NXS_CONTENT_ALERT || record.type == NXS_CONTENT_CHANGE_CIPHER_SPEC;
    nxs_bytes content = nxs_bytes_in(record.plain);
    nxs_trace_record(e, false, record.type, input.len, is_open ? content : nxs_bytes_of(NULL, 0));
    switch (record.type) {
    case NXS_CONTENT_HANDSHAKE:
        e->record = record.plain;
        return NXS_OK;
    case NXS_CONTENT_ALERT:
        return nxs_alert_receive(e, content);
    case NXS_CONTENT_CHANGE_CIPHER_SPEC:
        return receive_change_cipher_spec(e, content);
    default:
        return receive_data(e, record.plain, app_data);
    }
}

/* ---- the driver ---- */

static enum nxs_status receive_message(struct nxs_engine *e, bool *progress)
{
    nxs_bytes message;
    NXS_TRY(nxs_inbox_next(e, &message));
    *progress = message.len > 0;
    if (!*progress) {
        return NXS_OK;
    }
    nxs_inbox_take(e, message);
    return nxs_machine_receive(e, message);
}

/* One thing that can be done without another record: send what is on its way, run a GO row, read a message.
 */
static enum nxs_status step(struct nxs_engine *e, struct nxs_flight *f, bool *progress)
{
    *progress = true;
    if (e->hs->outgoing.count > 0) {
        return nxs_flight_send(e, f, &e->hs->outgoing);
    }
    if (e->pending_alert[0] != 0) {
        return nxs_alert_send(e, f);
    }
    const struct nxs_row *row = nxs_machine_next(e);
    if (row == NULL) {
        return receive_message(e, progress);
    }
    if (row->flags & NXS_SWITCHES_KEYS) {
        NXS_TRY(nxs_flight_seal(e, f));
    }
    return nxs_machine_go(e, row);
}

static enum nxs_status drive(struct nxs_engine *e, struct nxs_flight *f, nxs_room *app_data)
{
    for (;;) {
        bool progress;
        NXS_TRY(step(e, f, &progress));
        if (progress) {
            continue;
        }
        if (e->input.len == 0) {
            return NXS_OK;
        }
        NXS_TRY(receive_record(e, app_data));
    }
}

static void tell(struct nxs_engine *e, enum nxs_status status, nxs_room app_data, struct nxs_event *event)
{
    event->status = NXS_OK;
    event->plain = app_data;
    if (status == NXS_WANT_ROOM) {
        event->kind = NXS_EVENT_WANT_ROOM;
    } else if (app_data.len > 0) {
        event->kind = NXS_EVENT_APP_DATA;
    } else if (e->phase == NXS_PHASE_CLOSED) {
        event->kind = NXS_EVENT_CLOSED;
    } else if (e->phase == NXS_PHASE_CONNECTED && !e->told_connected) {
        e->told_connected = true;
        event->kind = NXS_EVENT_CONNECTED;
    } else {
        event->kind = NXS_EVENT_WANT_RECORD;
    }
}

/* An alert that finds no room or no keys is lost, the failure is not. */
static void send_last_alert(struct nxs_engine *e, struct nxs_flight *f)
{
    if (e->pending_alert[0] != 0 && nxs_alert_send(e, f) != NXS_OK) {
        e->pending_alert[0] = 0;
    }
    nxs_record_half_wipe(&e->tx.half);
}

static void tell_failure(struct nxs_engine *e, struct nxs_flight *f, struct nxs_event *event)
{
    event->plain = nxs_room_of(NULL, 0);
    event->status = (enum nxs_status)e->status;
    event->kind = NXS_EVENT_FAILED;
    if (f->sink != NULL) {
        send_last_alert(e, f);
    } else if (e->pending_alert[0] != 0) {
        event->kind = NXS_EVENT_WANT_ROOM;
    }
}

void nxs_engine_run(struct nxs_engine *e, const nxs_room *record, const struct nxs_sink *sink,
                    struct nxs_event *event)
{
    struct nxs_flight f;
    nxs_room app_data = {NULL, 0};
    enum nxs_status status = NXS_OK;
    memset(&f, 0, sizeof f);
    f.sink = sink;
    if (e->phase == NXS_PHASE_IDLE) {
        event->kind = NXS_EVENT_FAILED;
        event->status = NXS_INVALID_STATE;
        event->plain = app_data;
        return;
    }
    nxs_renegotiation_update(e);
    if (e->phase != NXS_PHASE_FAILED) {
        e->input = record != NULL ? *record : e->input;
        status = drive(e, &f, &app_data);
        /* What was built goes out under its own keys, also when a failure follows. */
        enum nxs_status sealed = nxs_flight_seal(e, &f);
        status = status == NXS_OK || status == NXS_WANT_ROOM ? (sealed == NXS_OK ? status : sealed) : status;
    }
    if (status != NXS_OK && status != NXS_WANT_ROOM) {
        nxs_engine_fail(e, nxs_psk_truth(e, status));
    }
    if (e->phase == NXS_PHASE_FAILED) {
        tell_failure(e, &f, event);
    } else {
        tell(e, status, app_data, event);
    }
}

/* ---- application data ---- */

struct nxs_record_overhead nxs_engine_overhead(const struct nxs_engine *e, size_t len)
{
    return nxs_record_overhead(&e->tx, len);
}

size_t nxs_engine_limit(const struct nxs_engine *e)
{
    return nxs_record_limit(&e->tx);
}

size_t nxs_engine_parts(const struct nxs_engine *e)
{
    return nxs_record_parts(&e->tx);
}

enum nxs_status nxs_engine_seal(struct nxs_engine *e, const nxs_room *parts, size_t count, nxs_room head,
                                nxs_room *tail)
{
    if (!e->can_seal) {
        return NXS_INVALID_STATE;
    }
    NXS_TRY(nxs_record_seal(&e->tx, NXS_CONTENT_APPLICATION_DATA, parts, count, head, tail));
    size_t record_len = head.len + tail->len;
    for (size_t i = 0; i < count; i++) {
        record_len += parts[i].len;
    }
    nxs_trace_record(e, true, NXS_CONTENT_APPLICATION_DATA, record_len, nxs_bytes_of(NULL, 0));
    return NXS_OK;
}
