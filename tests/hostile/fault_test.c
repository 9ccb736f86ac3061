/* The n-th operation of the crypto methods fails, for all n: an error that both sides agree on, and no secret
 * stays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "support/link.h"

static bool faults_are_built_in(void)
{
    uint8_t digest[NXS_MAX_DIGEST];
    uint64_t area[64];
    nxs_bytes part = nxs_bytes_of("x", 1);
    nxs_crypto_fault_set(1);
    const NX_CRYPTO_METHOD *sha256 = nxs_methods_hash(&nx_crypto_tls_ciphers_ecc, NX_CRYPTO_HASH_SHA256);
    enum nxs_status status = nxs_hash_once(sha256, (struct nxs_area){area, sizeof area}, &part, 1, digest);
    nxs_crypto_fault_set(0);
    return status != NXS_OK;
}

static void assert_told(const struct link_side *side)
{
    if (side->failed && side->event.status != NXS_ALERT_RECEIVED) {
        assert_false(link_side_holds_master(side));
        assert_null(side->engine.rx.half.cipher.method);
        assert_null(side->engine.tx.half.cipher.method);
        assert_false(side->engine.can_seal);
    }
}

/* @return whether the fault came too late to matter */
static bool handshake_with_fault(uint16_t suite, enum credential_kind kind, uint32_t n)
{
    struct link link;
    link_open(&link, link_table_of_suite(suite), kind);
    link_add_psk(&link.client, "me", NULL, "key");
    link_add_psk(&link.server, "me", NULL, "key");
    nxs_crypto_fault_set(n);
    link_handshake(&link);
    nxs_crypto_fault_set(0);
    bool both = link.client.connected && link.server.connected && !link.client.failed && !link.server.failed;
    if (!both) {
        assert_true(link.client.failed || link.server.failed);
        assert_false(link.client.connected && link.server.connected);
    }
    assert_told(&link.client);
    assert_told(&link.server);
    link_close(&link);
    return both;
}

static void every_operation_of_a_handshake_fails_once(void **state)
{
    (void)state;
    static const struct {
        uint16_t suite;
        enum credential_kind kind;
    } ways[] = {{0xC02B, CREDENTIAL_P256},    {0xC02F, CREDENTIAL_RSA2048}, {0xC030, CREDENTIAL_RSAPSS},
                {0xCCA9, CREDENTIAL_ED25519}, {0xC02C, CREDENTIAL_P521},    {0x00A8, CREDENTIAL_P256},
                {0xD001, CREDENTIAL_P256}};
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        uint32_t n = 1;
        while (!handshake_with_fault(ways[i].suite, ways[i].kind, n)) {
            assert_true(++n < 2000);
        }
        print_message("%04X with %s: %u operations\n", ways[i].suite, credential_of(ways[i].kind)->name,
                      n - 1);
        assert_true(n > 50);
    }
}

static void every_operation_on_data_fails_once(void **state)
{
    (void)state;
    for (uint32_t n = 1; n < 100; n++) {
        struct link link;
        uint8_t record[64] = {0};
        link_open(&link, link_table_of_suite(0xC02B), CREDENTIAL_P256);
        link_handshake(&link);
        link_assert_connected(&link);
        struct nxs_record_overhead over = nxs_engine_overhead(&link.client.engine, 9);
        nxs_room part = nxs_room_of(record + over.head, 9);
        nxs_room tail = nxs_room_of(record + over.head + 9, over.tail);
        nxs_crypto_fault_set(n);
        enum nxs_status sealed =
            nxs_engine_seal(&link.client.engine, &part, 1, nxs_room_of(record, over.head), &tail);
        if (sealed == NXS_OK) {
            link_give(&link.server, record, over.head + 9 + tail.len);
        }
        nxs_crypto_fault_set(0);
        bool arrived = link.server.received.len == 9;
        assert_int_equal(arrived, sealed == NXS_OK && !link.server.failed);
        link_close(&link);
        if (arrived) {
            assert_true(n > 4);
            return;
        }
    }
    fail_msg("a record cannot take so many operations");
}

int main(void)
{
    if (!faults_are_built_in()) {
        print_message("skipped: this build has no NXS_FAULT_INJECTION\n");
        return 77;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_operation_of_a_handshake_fails_once),
        cmocka_unit_test(every_operation_on_data_fails_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
