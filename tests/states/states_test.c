/* Every state, every event: what no row allows is refused with unexpected_message. The list of what is
 * allowed is written here again, by hand from [RFC5246 7.3], so that a row too many in the tables is found.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tls/machine.h"
#include "tls/message/message.h"

static const struct nxs_table *const tables[] = {&nxs_hello_client, &nxs_hello_server, &nxs_tls12_client,
                                                 &nxs_tls12_server};
enum { TABLES = sizeof tables / sizeof tables[0], ALL_FACTS = 1u << 10 };

static const struct {
    const char *table, *state;
    uint16_t event;
    uint32_t when, unless;
} allowed[] = {
    {"hello_client", "WAIT_SERVER_HELLO", NXS_MSG_HELLO_REQUEST, 0, 0},
    {"hello_client", "WAIT_SERVER_HELLO", NXS_MSG_SERVER_HELLO, 0, 0},
    {"hello_server", "START", NXS_MSG_CLIENT_HELLO, 0, 0},
    {"tls12_client", "START", NXS_MSG_HELLO_REQUEST, 0, 0},
    {"tls12_client", "START", NXS_MSG_CERTIFICATE, NXS_FACT_CERTIFICATES, 0},
    {"tls12_client", "WAIT_SERVER_KEY_EXCHANGE", NXS_MSG_HELLO_REQUEST, 0, 0},
    {"tls12_client", "WAIT_SERVER_KEY_EXCHANGE", NXS_MSG_SERVER_KEY_EXCHANGE, NXS_FACT_EPHEMERAL, 0},
    {"tls12_client", "WAIT_SERVER_KEY_EXCHANGE", NXS_MSG_SERVER_KEY_EXCHANGE, NXS_FACT_PSK, 0},
    {"tls12_client", "WAIT_SERVER_KEY_EXCHANGE", NXS_MSG_SERVER_HELLO_DONE, NXS_FACT_PSK, NXS_FACT_EPHEMERAL},
    {"tls12_client", "WAIT_SERVER_HELLO_DONE", NXS_MSG_HELLO_REQUEST, 0, 0},
    {"tls12_client", "WAIT_SERVER_HELLO_DONE", NXS_MSG_CERTIFICATE_REQUEST, NXS_FACT_CERTIFICATES,
     NXS_FACT_CLIENT_AUTH},
    {"tls12_client", "WAIT_SERVER_HELLO_DONE", NXS_MSG_SERVER_HELLO_DONE, 0, 0},
    {"tls12_client", "WAIT_CCS", NXS_MSG_HELLO_REQUEST, 0, 0},
    {"tls12_client", "WAIT_CCS", NXS_ON_CCS, 0, 0},
    {"tls12_client", "WAIT_FINISHED", NXS_MSG_HELLO_REQUEST, 0, 0},
    {"tls12_client", "WAIT_FINISHED", NXS_MSG_FINISHED, 0, 0},
    {"tls12_client", "CONNECTED", NXS_MSG_HELLO_REQUEST, 0, 0},
    {"tls12_server", "WAIT_CERTIFICATE", NXS_MSG_CERTIFICATE, NXS_FACT_CLIENT_AUTH, 0},
    {"tls12_server", "WAIT_CERTIFICATE_VERIFY", NXS_MSG_CERTIFICATE_VERIFY, NXS_FACT_CLIENT_AUTH, 0},
    {"tls12_server", "WAIT_CLIENT_KEY_EXCHANGE", NXS_MSG_CLIENT_KEY_EXCHANGE, 0, 0},
    {"tls12_server", "WAIT_CCS", NXS_ON_CCS, 0, 0},
    {"tls12_server", "WAIT_FINISHED", NXS_MSG_FINISHED, 0, 0},
    {"tls12_server", "CONNECTED", NXS_MSG_CLIENT_HELLO, 0, 0},
};

static bool is_allowed(const struct nxs_table *table, uint8_t state, uint16_t event, uint32_t facts)
{
    for (size_t i = 0; i < sizeof allowed / sizeof allowed[0]; i++) {
        if (strcmp(allowed[i].table, table->name) == 0 &&
            strcmp(allowed[i].state, table->states[state]) == 0 && allowed[i].event == event &&
            (facts & allowed[i].when) == allowed[i].when && (facts & allowed[i].unless) == 0) {
            return true;
        }
    }
    return false;
}

/* ---- an engine in any state ---- */

struct rig {
    struct nxs_engine engine;
    void *memory;
    uint8_t inbox[64];
};

static void put_into(struct rig *rig, const struct nxs_table *table, uint8_t state, uint32_t facts)
{
    bool client = table == &nxs_hello_client || table == &nxs_tls12_client;
    nxs_engine_reset(&rig->engine);
    assert_int_equal(nxs_engine_start(&rig->engine, client ? NXS_ROLE_CLIENT : NXS_ROLE_SERVER), NXS_OK);
    rig->engine.table = table;
    rig->engine.state = state;
    rig->engine.facts = facts;
    if (strcmp(table->states[state], "CONNECTED") == 0) {
        rig->engine.phase = NXS_PHASE_CONNECTED;
        rig->engine.told_connected = true;
    }
}

static struct nxs_event give(struct rig *rig, const uint8_t *record, size_t len)
{
    uint8_t copy[64];
    struct nxs_event event;
    memcpy(copy, record, len);
    nxs_room room = nxs_room_of(copy, len);
    nxs_engine_run(&rig->engine, &room, NULL, &event);
    return event;
}

static int open_rig(void **state)
{
    struct rig *rig = calloc(1, sizeof *rig);
    size_t size = nxs_engine_memory(&nx_crypto_tls_ciphers_ecc);
    assert_non_null(rig);
    rig->memory = malloc(size);
    assert_non_null(rig->memory);
    assert_int_equal(nxs_engine_create(&rig->engine, &nx_crypto_tls_ciphers_ecc, rig->memory, size), NXS_OK);
    nxs_engine_inbox_set(&rig->engine, nxs_room_of(rig->inbox, sizeof rig->inbox));
    *state = rig;
    return 0;
}

static int close_rig(void **state)
{
    struct rig *rig = *state;
    nxs_engine_destroy(&rig->engine);
    free(rig->memory);
    free(rig);
    return 0;
}

/* A state waits when none of its GO rows runs. */
static bool waits(const struct nxs_table *table, uint8_t state, uint32_t facts)
{
    return nxs_row_find(table, state, NXS_ON_GO, facts) == NULL;
}

/* ---- events ---- */

static void check_message(struct rig *rig, const struct nxs_table *table, uint8_t state, uint32_t facts,
                          uint8_t type)
{
    /* The header alone must do: a body of ten bytes is announced and one byte of it comes. */
    const uint8_t begun[] = {22, 3, 3, 0, 5, type, 0, 0, 10, 0};
    put_into(rig, table, state, facts);
    struct nxs_event event = give(rig, begun, sizeof begun);
    if (is_allowed(table, state, type, facts)) {
        assert_int_equal(event.kind, NXS_EVENT_WANT_RECORD);
        return;
    }
    assert_int_equal(event.kind, NXS_EVENT_WANT_ROOM); /* for the alert */
    assert_int_equal(rig->engine.phase, NXS_PHASE_FAILED);
    assert_int_equal(rig->engine.pending_alert[0], 2);
    assert_int_equal(rig->engine.pending_alert[1], NXS_ALERT_UNEXPECTED_MESSAGE);
    assert_int_equal(rig->engine.status,
                     nxs_message_name(type) != NULL ? NXS_UNEXPECTED_MESSAGE : NXS_UNKNOWN_MESSAGE);
}

static void every_message_in_every_state(void **state)
{
    struct rig *rig = *state;
    for (size_t t = 0; t < TABLES; t++) {
        for (uint8_t s = 0; s < tables[t]->state_count; s++) {
            for (uint32_t facts = 0; facts < ALL_FACTS; facts++) {
                bool extreme = facts == 0 || facts == ALL_FACTS - 1;
                for (unsigned type = 0; waits(tables[t], s, facts) && type < 256; type++) {
                    if (extreme || nxs_message_name((uint8_t)type) != NULL) {
                        check_message(rig, tables[t], s, facts, (uint8_t)type);
                    }
                }
            }
        }
    }
}

/* An allowed message is handled, whatever becomes of it: an empty body suits some and not others. */
static void allowed_messages_reach_their_handler(void **state)
{
    struct rig *rig = *state;
    for (size_t i = 0; i < sizeof allowed / sizeof allowed[0]; i++) {
        for (size_t t = 0; t < TABLES; t++) {
            for (uint8_t s = 0; allowed[i].event < 256 && s < tables[t]->state_count; s++) {
                if (!is_allowed(tables[t], s, allowed[i].event, allowed[i].when)) {
                    continue;
                }
                const uint8_t empty[] = {22, 3, 3, 0, 4, (uint8_t)allowed[i].event, 0, 0, 0};
                put_into(rig, tables[t], s, allowed[i].when);
                give(rig, empty, sizeof empty);
                assert_int_not_equal(rig->engine.status, NXS_UNEXPECTED_MESSAGE);
            }
        }
    }
}

static void change_cipher_spec_in_every_state(void **state)
{
    struct rig *rig = *state;
    static const uint8_t ccs[] = {20, 3, 3, 0, 1, 1};
    for (size_t t = 0; t < TABLES; t++) {
        for (uint8_t s = 0; s < tables[t]->state_count; s++) {
            for (uint32_t facts = 0; facts < ALL_FACTS; facts++) {
                if (!waits(tables[t], s, facts)) {
                    continue;
                }
                assert_int_equal(nxs_row_find(tables[t], s, NXS_ON_CCS, facts) != NULL,
                                 is_allowed(tables[t], s, NXS_ON_CCS, facts));
                if (!is_allowed(tables[t], s, NXS_ON_CCS, facts)) {
                    put_into(rig, tables[t], s, facts);
                    give(rig, ccs, sizeof ccs);
                    assert_int_equal(rig->engine.status, NXS_UNEXPECTED_MESSAGE);
                }
            }
        }
    }
}

/* Keys must not change while half a message waits. */
static void change_cipher_spec_behind_half_a_message(void **state)
{
    struct rig *rig = *state;
    static const uint8_t ccs[] = {20, 3, 3, 0, 1, 1};
    static const uint8_t half[] = {22, 3, 3, 0, 2, NXS_MSG_HELLO_REQUEST, 0};
    for (uint8_t s = 0; s < nxs_tls12_client.state_count; s++) {
        if (nxs_row_find(&nxs_tls12_client, s, NXS_ON_CCS, 0) != NULL) {
            put_into(rig, &nxs_tls12_client, s, 0);
            assert_int_equal(give(rig, half, sizeof half).kind, NXS_EVENT_WANT_RECORD);
            give(rig, ccs, sizeof ccs);
            assert_int_equal(rig->engine.status, NXS_UNEXPECTED_MESSAGE);
        }
    }
}

static void application_data_in_every_state(void **state)
{
    struct rig *rig = *state;
    static const uint8_t data[] = {23, 3, 3, 0, 1, 7};
    for (size_t t = 0; t < TABLES; t++) {
        for (uint8_t s = 0; s < tables[t]->state_count; s++) {
            if (!waits(tables[t], s, 0)) {
                continue;
            }
            put_into(rig, tables[t], s, 0);
            struct nxs_event event = give(rig, data, sizeof data);
            if (strcmp(tables[t]->states[s], "CONNECTED") == 0) {
                assert_int_equal(event.kind, NXS_EVENT_APP_DATA);
                assert_int_equal(event.plain.len, 1);
            } else {
                assert_int_equal(rig->engine.status, NXS_UNEXPECTED_MESSAGE);
            }
        }
    }
}

static void alerts_in_every_state(void **state)
{
    struct rig *rig = *state;
    static const uint8_t fatal[] = {21, 3, 3, 0, 2, 2, NXS_ALERT_HANDSHAKE_FAILURE};
    static const uint8_t warning[] = {21, 3, 3, 0, 2, 1, NXS_ALERT_USER_CANCELED};
    static const uint8_t close[] = {21, 3, 3, 0, 2, 1, NXS_ALERT_CLOSE_NOTIFY};
    for (size_t t = 0; t < TABLES; t++) {
        for (uint8_t s = 0; s < tables[t]->state_count; s++) {
            if (!waits(tables[t], s, 0)) {
                continue;
            }
            bool connected = strcmp(tables[t]->states[s], "CONNECTED") == 0;
            put_into(rig, tables[t], s, 0);
            assert_int_equal(give(rig, warning, sizeof warning).kind, NXS_EVENT_WANT_RECORD);
            assert_int_equal(rig->engine.alert_level, 1);
            assert_int_equal(rig->engine.alert_value, NXS_ALERT_USER_CANCELED);
            give(rig, close, sizeof close);
            assert_int_equal(rig->engine.phase, connected ? NXS_PHASE_CLOSED : NXS_PHASE_FAILED);
            assert_int_equal(rig->engine.status, connected ? NXS_OK : NXS_PEER_CLOSED);
            assert_int_equal(rig->engine.pending_alert[0], 1); /* answered with our own */
            assert_int_equal(rig->engine.pending_alert[1], NXS_ALERT_CLOSE_NOTIFY);
            put_into(rig, tables[t], s, 0);
            assert_int_equal(give(rig, fatal, sizeof fatal).kind, NXS_EVENT_FAILED);
            assert_int_equal(rig->engine.status, NXS_ALERT_RECEIVED);
            assert_int_equal(rig->engine.pending_alert[0], 0); /* not answered */
            assert_int_equal(rig->engine.alert_value, NXS_ALERT_HANDSHAKE_FAILURE);
        }
    }
}

/* ---- the tables themselves ---- */

static const struct nxs_table *target(const struct nxs_table *table, const struct nxs_row *row)
{
    return row->enter != NULL ? row->enter : table;
}

static void rows_are_well_formed(void **state)
{
    (void)state;
    for (size_t t = 0; t < TABLES; t++) {
        for (size_t i = 0; i < tables[t]->count; i++) {
            const struct nxs_row *row = &tables[t]->rows[i];
            assert_true(row->state < tables[t]->state_count);
            assert_true(row->next < target(tables[t], row)->state_count);
            assert_true((row->when & row->unless) == 0);
            assert_true(row->event == NXS_ON_GO || row->act.run != NULL);
            assert_true((row->act.run == NULL) == (row->act.name == NULL));
            assert_true(!(row->flags & NXS_ALIGNED) || row->event != NXS_ON_GO);
            assert_true(!(row->flags & (NXS_SWITCHES_KEYS | NXS_COMPLETES)) || row->event == NXS_ON_GO);
        }
    }
}

static void no_event_has_two_rows(void **state)
{
    (void)state;
    for (size_t t = 0; t < TABLES; t++) {
        for (uint32_t facts = 0; facts < ALL_FACTS; facts++) {
            for (size_t i = 0; i < tables[t]->count; i++) {
                const struct nxs_row *row = &tables[t]->rows[i];
                if ((facts & row->when) == row->when && (facts & row->unless) == 0) {
                    assert_ptr_equal(nxs_row_find(tables[t], row->state, row->event, facts), row);
                }
            }
        }
    }
}

/* Rows that need no input cannot go round for ever. */
static void go_rows_come_to_an_end(void **state)
{
    (void)state;
    for (size_t t = 0; t < TABLES; t++) {
        for (uint8_t s = 0; s < tables[t]->state_count; s++) {
            for (uint32_t facts = 0; facts < ALL_FACTS; facts++) {
                const struct nxs_table *table = tables[t];
                const struct nxs_row *row = nxs_row_find(table, s, NXS_ON_GO, facts);
                uint32_t left = facts;
                unsigned steps = 0;
                while (row != NULL) {
                    assert_true(++steps < 64);
                    table = target(table, row);
                    left &= ~(row->when & NXS_FACT_RENEGOTIATE); /* is done once */
                    row = nxs_row_find(table, row->next, NXS_ON_GO, left);
                }
            }
        }
    }
}

/* No state is a trap: with the facts of this release some row leads out of it or it is the last. */
static void every_state_is_entered_and_left(void **state)
{
    (void)state;
    const uint32_t facts = NXS_FACT_TLS12 | NXS_FACT_EPHEMERAL | NXS_FACT_CERTIFICATES;
    for (size_t t = 0; t < TABLES; t++) {
        for (uint8_t s = 0; s < tables[t]->state_count; s++) {
            unsigned in = s == 0, out = strcmp(tables[t]->states[s], "CONNECTED") == 0;
            for (size_t i = 0; i < tables[t]->count; i++) {
                const struct nxs_row *row = &tables[t]->rows[i];
                in += row->enter == NULL && row->next == s && row->state != s;
                out += row->state == s && (row->enter != NULL || row->next != s) && (row->when & ~facts) == 0;
            }
            assert_true(in > 0 && out > 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_message_in_every_state, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(allowed_messages_reach_their_handler, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(change_cipher_spec_in_every_state, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(change_cipher_spec_behind_half_a_message, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(application_data_in_every_state, open_rig, close_rig),
        cmocka_unit_test_setup_teardown(alerts_in_every_state, open_rig, close_rig),
        cmocka_unit_test(rows_are_well_formed),
        cmocka_unit_test(no_event_has_two_rows),
        cmocka_unit_test(go_rows_come_to_an_end),
        cmocka_unit_test(every_state_is_entered_and_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
