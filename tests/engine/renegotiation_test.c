/* Another handshake inside a connection: who asks, what binds it, data around it, and refusals. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "support/change.h"
#include "tls/handshake.h"

static unsigned asked;
static enum nxs_status answer;

static int on_renegotiation(void *context)
{
    (void)context;
    asked++;
    return (int)answer;
}

static void open_connected(struct link *link)
{
    link_open(link, &nx_crypto_tls_ciphers_ecc, CREDENTIAL_P256);
    link->client.engine.config.renegotiation = NXS_RENEGOTIATE_ALWAYS;
    link->server.engine.config.renegotiation = NXS_RENEGOTIATE_ALWAYS;
    link->client.engine.config.on_renegotiation = on_renegotiation;
    link->server.engine.config.on_renegotiation = on_renegotiation;
    link_handshake(link);
    link_assert_connected(link);
    link_send(&link->client, "before", 6);
    asked = 0;
    answer = NXS_OK;
}

static void run_again(struct link *link)
{
    link->client.begun = link->server.begun = false;
    link_run(link);
}

static void renegotiate(struct link_side *side)
{
    side->link->client.connected = side->link->server.connected = 0;
    assert_int_equal(nxs_engine_renegotiate(&side->engine), NXS_OK);
    run_again(side->link);
}

static void either_side_can_ask(void **state)
{
    (void)state;
    for (int sink = LINK_SINK_WIDE; sink <= LINK_SINK_SEPARATE; sink++) {
        for (int i = 0; i < 2; i++) {
            struct link link;
            uint8_t master[48];
            open_connected(&link);
            link.client.sink = link.server.sink = (enum link_sink)sink;
            for (unsigned round = 1; round < 4; round++) {
                memcpy(master, link.client.master, sizeof master);
                renegotiate(i ? &link.client : &link.server);
                link_assert_connected(&link);
                assert_memory_not_equal(master, link.client.master, sizeof master);
                assert_int_equal(asked, round * (i ? 1 : 2)); /* a server hears of a hello in any case */
                link_send(&link.client, "up", 2);
                link_send(&link.server, "down", 4);
                assert_int_equal(link.server.received.len, 6 + 2 * round);
                assert_int_equal(link.client.received.len, 4 * round);
                assert_false(link_side_holds_master(&link.client));
                assert_false(link_side_holds_master(&link.server));
            }
            link_close(&link);
        }
    }
}

/* A client that showed nothing at first may be asked for its certificate then. */
static void a_certificate_may_be_asked_for_later(void **state)
{
    (void)state;
    struct link link;
    open_connected(&link);
    assert_int_equal(link.server.verified, 0);
    link_ask_client(&link, CREDENTIAL_P384);
    renegotiate(&link.server);
    link_assert_connected(&link);
    assert_int_equal(link.server.verified, 1);
    assert_int_equal(link.client.verified, 2);
    link_close(&link);
}

/* Data that was on the wire when the other side began. */
static void data_crosses_the_hello(void **state)
{
    (void)state;
    struct link link;
    open_connected(&link);
    link_side_seal(&link.server, "crossing", 8);
    renegotiate(&link.client);
    link_assert_connected(&link);
    assert_int_equal(link.client.received.len, 8);
    link_side_seal(&link.client, "crossing", 8);
    renegotiate(&link.server);
    link_assert_connected(&link);
    assert_int_equal(link.server.received.len, 6 + 8);
    link_close(&link);
}

/* ---- refusals ---- */

static void assert_goes_on(struct link *link)
{
    size_t before = link->server.received.len;
    assert_int_equal(link->client.engine.phase, NXS_PHASE_CONNECTED);
    assert_int_equal(link->server.engine.phase, NXS_PHASE_CONNECTED);
    link_send(&link->client, "goes on", 7);
    assert_int_equal(link->server.received.len, before + 7);
    link_send(&link->server, "too", 3);
    assert_int_equal(link->client.received.len, 3);
}

static void a_side_may_refuse(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct link link;
        open_connected(&link);
        struct link_side *asks = i ? &link.client : &link.server;
        struct link_side *refuses = i ? &link.server : &link.client;
        refuses->engine.config.renegotiation = NXS_RENEGOTIATE_NEVER;
        renegotiate(asks);
        assert_int_equal(asks->engine.alert_level, 1);
        assert_int_equal(asks->engine.alert_value, NXS_ALERT_NO_RENEGOTIATION);
        assert_int_equal(asked, 0);
        assert_int_equal(asks->connected, i ? 1 : 0);
        assert_goes_on(&link);
        link_close(&link);
    }
}

/* [RFC5746 4.4] a server may keep its clients from asking and ask itself. */
static void only_on_request(void **state)
{
    (void)state;
    struct link link;
    open_connected(&link);
    link.server.engine.config.renegotiation = NXS_RENEGOTIATE_ON_REQUEST;
    renegotiate(&link.client);
    assert_int_equal(link.client.engine.alert_value, NXS_ALERT_NO_RENEGOTIATION);
    assert_int_equal(asked, 0);
    assert_goes_on(&link);
    renegotiate(&link.server);
    link_assert_connected(&link);
    assert_int_equal(asked, 2);
    link_close(&link);
}

static void the_application_may_end_the_connection(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct link link;
        open_connected(&link);
        answer = NXS_ABORTED;
        renegotiate(i ? &link.client : &link.server);
        assert_int_equal(asked, 1);
        change_assert_fails(&link, i, NXS_ABORTED);
        link_close(&link);
    }
}

static void a_flood_is_refused(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct link link;
        open_connected(&link);
        struct link_side *asks = i ? &link.client : &link.server;
        for (unsigned round = 0; round < NXS_MAX_WARNINGS; round++) {
            renegotiate(asks);
            link_assert_connected(&link);
        }
        renegotiate(asks);
        assert_int_equal(asks->engine.alert_value, NXS_ALERT_NO_RENEGOTIATION);
        link_send(asks, "data", 4); /* which makes it worth while again */
        renegotiate(asks);
        link_assert_connected(&link);
        link_close(&link);
    }
}

static void calls_have_their_time(void **state)
{
    (void)state;
    struct link link;
    link_open(&link, &nx_crypto_tls_ciphers_ecc, CREDENTIAL_P256);
    assert_int_equal(nxs_engine_renegotiate(&link.client.engine), NXS_INVALID_STATE);
    link_close(&link);
    open_connected(&link);
    link.client.engine.config.renegotiation = NXS_RENEGOTIATE_NEVER;
    assert_int_equal(nxs_engine_renegotiate(&link.client.engine), NXS_NO_SECURE_RENEGOTIATION);
    link.server.engine.agreed.secure_renegotiation = false;
    assert_int_equal(nxs_engine_renegotiate(&link.server.engine), NXS_NO_SECURE_RENEGOTIATION);
    nxs_engine_close(&link.client.engine);
    assert_int_equal(nxs_engine_renegotiate(&link.client.engine), NXS_INVALID_STATE);
    link_close(&link);
}

static void a_peer_may_close_instead(void **state)
{
    (void)state;
    struct link link;
    open_connected(&link);
    nxs_engine_close(&link.server.engine);
    renegotiate(&link.client);
    assert_int_equal(link.client.event.kind, NXS_EVENT_CLOSED);
    assert_int_equal(link.client.failed, 0);
    link_close(&link);
}

/* ---- what binds the handshakes ---- */

static void forged(bool of_client, size_t at)
{
    struct link link;
    open_connected(&link);
    struct link_side *side = of_client ? &link.client : &link.server;
    side->engine.verify_data[at] ^= 1;
    renegotiate(&link.client);
    /* A side whose memory of the last handshake is wrong finds the other's hello wrong. */
    change_assert_fails(&link, of_client ? at < NXS_VERIFY_DATA_LEN : at < NXS_VERIFY_DATA_LEN,
                        NXS_RENEGOTIATION_INFO);
    link_close(&link);
}

static void handshakes_are_bound_to_their_connection(void **state)
{
    (void)state;
    for (size_t at = 0; at < 2 * NXS_VERIFY_DATA_LEN; at += 11) {
        forged(true, at);
        forged(false, at);
    }
}

/* As if the peer did a first handshake: what an attacker makes of a victim's [RFC5746 1]. */
static void a_first_handshake_cannot_be_slipped_in(void **state)
{
    (void)state;
    struct link link;
    open_connected(&link);
    memset(link.client.engine.verify_data, 0, sizeof link.client.engine.verify_data);
    renegotiate(&link.client);
    change_assert_fails(&link, true, NXS_RENEGOTIATION_INFO);
    link_close(&link);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(either_side_can_ask),
        cmocka_unit_test(a_certificate_may_be_asked_for_later),
        cmocka_unit_test(data_crosses_the_hello),
        cmocka_unit_test(a_side_may_refuse),
        cmocka_unit_test(only_on_request),
        cmocka_unit_test(the_application_may_end_the_connection),
        cmocka_unit_test(a_flood_is_refused),
        cmocka_unit_test(calls_have_their_time),
        cmocka_unit_test(a_peer_may_close_instead),
        cmocka_unit_test(handshakes_are_bound_to_their_connection),
        cmocka_unit_test(a_first_handshake_cannot_be_slipped_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
