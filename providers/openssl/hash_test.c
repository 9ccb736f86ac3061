/* Hashes and HMACs in the orders of calls that were recorded from TLS. */
#include "hash_methods_test.h"

#include "crypto/self_test_vectors.h"

/* The clone of TLS: memcpy, one CALCULATE, no cleanup. */
static void check_clone(const struct unit *u, struct bytes digest)
{
    struct unit clone = unit_of(u->method);
    memcpy(clone.metadata, u->metadata, u->method->nx_crypto_metadata_area_size);
    check_end(&clone, digest);
    free(clone.metadata);
}

static void check_steps(struct unit *u, struct bytes input, struct bytes digest, struct args begin)
{
    for (ULONG split = 0; split <= input.len; split++) {
        OK(unit_do(u, NX_CRYPTO_HASH_INITIALIZE, begin));
        OK(DO(u, HASH_UPDATE, .in = input.data, .in_len = split));
        OK(DO(u, HASH_UPDATE, .in = input.data, .in_len = 0));
        OK(DO(u, HASH_UPDATE, .in = input.data + split, .in_len = input.len - split));
        check_clone(u, digest);
        check_clone(u, digest);
        check_end(u, digest);
    }
}

static void hashes_give_the_known_digests(void **state)
{
    (void)state;
    for (size_t i = 0; i < nxs_known_hashes_count; i++) {
        const struct nxs_known_hash *known = &nxs_known_hashes[i];
        struct unit u = unit_of(method_of(hashes, known->algorithm));
        struct bytes input = unhex(known->input);
        struct bytes digest = unhex(known->digest);
        OK(unit_init(&u, NULL, 0));
        check_steps(&u, input, digest, (struct args){0});
        UCHAR once[64];
        OK(DO(&u, VERIFY, .in = input.data, .in_len = input.len, .out = once, .out_len = sizeof once));
        assert_memory_equal(once, digest.data, digest.len);
        OK(DO(&u, AUTHENTICATE, .in = input.data, .in_len = input.len, .out = once, .out_len = digest.len));
        assert_memory_equal(once, digest.data, digest.len);
        unit_free(&u);
    }
}

static void a_fork_leaves_the_original_running(void **state)
{
    (void)state;
    for (size_t i = 0; i < HASHES; i++) {
        struct unit u = unit_of(hashes[i]);
        UCHAR before[64];
        UCHAR once[64];
        ULONG digest = hashes[i]->nx_crypto_ICV_size_in_bits / 8u;
        OK(unit_init(&u, NULL, 0));
        OK(DO(&u, HASH_INITIALIZE, 0));
        OK(DO(&u, HASH_UPDATE, .in = (const UCHAR *)"ab", .in_len = 2));
        struct unit clone = unit_of(hashes[i]);
        memcpy(clone.metadata, u.metadata, hashes[i]->nx_crypto_metadata_area_size);
        OK(DO(&clone, HASH_CALCULATE, .out = before, .out_len = 64));
        OK(DO(&u, HASH_UPDATE, .in = (const UCHAR *)"c", .in_len = 1));
        OK(DO(&u, HASH_CALCULATE, .out = once, .out_len = 64));
        struct unit fresh = unit_of(hashes[i]);
        UCHAR expected[64];
        OK(unit_init(&fresh, NULL, 0));
        OK(DO(&fresh, AUTHENTICATE, .in = (const UCHAR *)"abc", .in_len = 3, .out = expected, .out_len = 64));
        assert_memory_equal(once, expected, digest);
        OK(DO(&fresh, AUTHENTICATE, .in = (const UCHAR *)"ab", .in_len = 2, .out = expected, .out_len = 64));
        assert_memory_equal(before, expected, digest);
        free(clone.metadata);
        unit_free(&u);
        unit_free(&fresh);
    }
}

/* The constant-time check of CBC hashes on in a clone while the original waits. */
static void a_clone_may_go_on_by_itself(void **state)
{
    (void)state;
    struct unit u = unit_of(&crypto_method_hmac_sha256);
    struct unit clone = unit_of(&crypto_method_hmac_sha256);
    UCHAR first[32];
    UCHAR second[32];
    UCHAR whole[32];
    OK(unit_init(&u, (const UCHAR *)"key", 24));
    OK(DO(&u, HASH_INITIALIZE, .key = (const UCHAR *)"key", .key_size = 24));
    OK(DO(&u, HASH_UPDATE, .in = (const UCHAR *)"12", .in_len = 2));
    memcpy(clone.metadata, u.metadata, u.method->nx_crypto_metadata_area_size);
    OK(DO(&clone, HASH_UPDATE, .in = (const UCHAR *)"99", .in_len = 2));
    OK(DO(&clone, HASH_CALCULATE, .out = second, .out_len = 32));
    OK(DO(&u, HASH_UPDATE, .in = (const UCHAR *)"34", .in_len = 2));
    OK(DO(&u, HASH_CALCULATE, .out = first, .out_len = 32));
    OK(DO(&u, AUTHENTICATE, .in = (const UCHAR *)"1234", .in_len = 4, .out = whole, .out_len = 32));
    assert_memory_equal(first, whole, 32);
    OK(DO(&u, AUTHENTICATE, .in = (const UCHAR *)"1299", .in_len = 4, .out = whole, .out_len = 32));
    assert_memory_equal(second, whole, 32);
    unit_free(&clone);
    unit_free(&u);
}

static void hmacs_give_the_known_macs(void **state)
{
    (void)state;
    for (size_t i = 0; i < nxs_known_hmacs_count; i++) {
        const struct nxs_known_hmac *known = &nxs_known_hmacs[i];
        struct unit u = unit_of(method_of(hmacs, known->algorithm));
        struct bytes key = unhex(known->key);
        struct bytes input = unhex(known->input);
        struct bytes mac = unhex(known->mac);
        struct args rekey = {.key = key.data, .key_size = key.len * 8};
        UCHAR out[64];
        OK(unit_init(&u, key.data, key.len * 8));
        check_steps(&u, input, mac, rekey);
        check_steps(&u, input, mac, (struct args){0});
        OK(DO(&u, AUTHENTICATE, .key = key.data, .key_size = key.len * 8, .in = input.data,
              .in_len = input.len, .out = out, .out_len = mac.len));
        assert_memory_equal(out, mac.data, mac.len);
        OK(DO(&u, VERIFY, .in = input.data, .in_len = input.len, .out = out, .out_len = sizeof out));
        assert_memory_equal(out, mac.data, mac.len);
        unit_free(&u);
    }
}

static void the_generic_hmac_gives_the_known_macs(void **state)
{
    (void)state;
    for (size_t i = 0; i < nxs_known_hmacs_count; i++) {
        const struct nxs_known_hmac *known = &nxs_known_hmacs[i];
        struct unit u = unit_of(&crypto_method_hmac);
        struct bytes key = unhex(known->key);
        struct bytes input = unhex(known->input);
        struct bytes mac = unhex(known->mac);
        struct args rekey = {.key = key.data, .key_size = key.len * 8};
        OK(unit_init(&u, key.data, key.len * 8));
        FAILS(unit_do(&u, NX_CRYPTO_HASH_INITIALIZE, rekey));
        OK(DO(&u, HMAC_SET_HASH, .other = method_of(hashes, hash_of_hmac(known->algorithm))));
        check_steps(&u, input, mac, rekey);
        check_steps(&u, input, mac, (struct args){0});
        unit_free(&u);
    }
}

/* A key that must be hashed before it can be kept. */
static void the_generic_hmac_takes_a_very_long_key(void **state)
{
    (void)state;
    UCHAR key[300];
    UCHAR expected[32];
    UCHAR mac[32];
    memset(key, 0x77, sizeof key);
    struct unit fixed = unit_of(&crypto_method_hmac_sha256);
    OK(unit_init(&fixed, key, sizeof key * 8));
    OK(DO(&fixed, AUTHENTICATE, .in = key, .in_len = 5, .out = expected, .out_len = 32));
    struct unit u = unit_of(&crypto_method_hmac);
    OK(unit_init(&u, key, sizeof key * 8));
    OK(DO(&u, HMAC_SET_HASH, .other = &crypto_method_sha256));
    FAILS(DO(&u, HASH_INITIALIZE, 0));
    OK(DO(&u, AUTHENTICATE, .key = key, .key_size = sizeof key * 8, .in = key, .in_len = 5, .out = mac,
          .out_len = 32));
    assert_memory_equal(mac, expected, 32);
    unit_free(&fixed);
    unit_free(&u);
}

static void truncated_hmacs_write_their_icv(void **state)
{
    (void)state;
    NX_CRYPTO_METHOD sha1_96 = crypto_method_hmac_sha1;
    NX_CRYPTO_METHOD md5_96 = crypto_method_hmac_md5;
    sha1_96.nx_crypto_algorithm = NX_CRYPTO_AUTHENTICATION_HMAC_SHA1_96;
    sha1_96.nx_crypto_ICV_size_in_bits = 96;
    md5_96.nx_crypto_algorithm = NX_CRYPTO_AUTHENTICATION_HMAC_MD5_96;
    md5_96.nx_crypto_ICV_size_in_bits = 0;
    NX_CRYPTO_METHOD *const pairs[][2] = {{&sha1_96, &crypto_method_hmac_sha1},
                                          {&md5_96, &crypto_method_hmac_md5}};
    for (size_t i = 0; i < 2; i++) {
        UCHAR full[20];
        UCHAR room[20] = {0};
        const UCHAR zeros[8] = {0};
        struct unit u = unit_of(pairs[i][0]);
        struct unit whole = unit_of(pairs[i][1]);
        OK(unit_init(&u, (const UCHAR *)"Jefe", 32));
        OK(unit_init(&whole, (const UCHAR *)"Jefe", 32));
        OK(DO(&u, AUTHENTICATE, .in = zeros, .in_len = 8, .out = room, .out_len = sizeof room));
        OK(DO(&whole, AUTHENTICATE, .in = zeros, .in_len = 8, .out = full, .out_len = sizeof full));
        assert_memory_equal(room, full, 12);
        assert_memory_equal(room + 12, zeros, 8);
        FAILS(DO(&u, AUTHENTICATE, .in = zeros, .in_len = 8, .out = room, .out_len = 11));
        unit_free(&u);
        unit_free(&whole);
    }
}

/* ---- Misuse ---- */

static void wiped_and_wrong_states_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < HASHES; i++) {
        struct unit hash = unit_of(hashes[i]);
        struct unit hmac = unit_of(hmacs[i]);
        UCHAR out[64];
        for (int round = 0; round < 2; round++) {
            FAILS(DO(&hash, HASH_UPDATE, .in = out, .in_len = 1));
            FAILS(DO(&hash, HASH_CALCULATE, .out = out, .out_len = 64));
            FAILS(DO(&hmac, HASH_INITIALIZE, 0));
            FAILS(DO(&hmac, HASH_UPDATE, .in = out, .in_len = 1));
            FAILS(DO(&hmac, HASH_CALCULATE, .out = out, .out_len = 64));
            memset(hash.metadata, 0, hashes[i]->nx_crypto_metadata_area_size);
            memset(hmac.metadata, 0, hmacs[i]->nx_crypto_metadata_area_size);
        }
        OK(hashes[i]->nx_crypto_cleanup(hash.metadata));
        OK(hashes[i]->nx_crypto_cleanup(NULL));
        OK(hmacs[i]->nx_crypto_cleanup(NULL));
        OK(unit_init(&hash, NULL, 0));
        OK(unit_init(&hmac, (const UCHAR *)"k", 8));
        FAILS(DO(&hash, HASH_UPDATE, .in = out, .in_len = 1));
        OK(DO(&hash, HASH_INITIALIZE, 0));
        FAILS(DO(&hash, HASH_UPDATE, .in = NULL, .in_len = 1));
        FAILS(DO(&hash, HASH_CALCULATE, .out = NULL, .out_len = 64));
        FAILS(
            DO(&hash, HASH_CALCULATE, .out = out, .out_len = hashes[i]->nx_crypto_ICV_size_in_bits / 8u - 1));
        FAILS(DO(&hmac, HASH_INITIALIZE, .key = out, .key_size = 7));
        assert_int_equal(unit_do(&hash, 0x00011234, (struct args){0}), 0x20007);
        assert_int_equal(unit_do(&hmac, 99, (struct args){0}), 0x20007);
        unit_free(&hash);
        unit_free(&hmac);
    }
}

static void a_method_of_another_family_is_refused(void **state)
{
    (void)state;
    NX_CRYPTO_METHOD wrong = crypto_method_sha1;
    wrong.nx_crypto_algorithm = NX_CRYPTO_HASH_SHA512; /* its state would not fit */
    struct unit u = unit_of(&wrong);
    FAILS(unit_init(&u, NULL, 0));
    FAILS(DO(&u, HASH_INITIALIZE, 0));
    wrong.nx_crypto_algorithm = NX_CRYPTO_AUTHENTICATION_HMAC_SHA1_160;
    FAILS(unit_init(&u, NULL, 0));
    unit_free(&u);
}

static void small_metadata_and_null_are_refused(void **state)
{
    (void)state;
    UCHAR room[256];
    NX_CRYPTO_METHOD *m = &crypto_method_sha256;
    ULONG small = m->nx_crypto_metadata_area_size - 1;
    FAILS(m->nx_crypto_init(m, NULL, 0, NULL, room, small));
    FAILS(m->nx_crypto_init(m, NULL, 0, NULL, NULL, 4096));
    FAILS(m->nx_crypto_init(NULL, NULL, 0, NULL, room, sizeof room));
    FAILS(m->nx_crypto_operation(NX_CRYPTO_HASH_INITIALIZE, NULL, m, NULL, 0, NULL, 0, NULL, NULL, 0, room,
                                 small, NULL, NULL));
}

/* Metadata may have any address. */
static void unaligned_metadata_works(void **state)
{
    (void)state;
    NX_CRYPTO_METHOD *const methods[] = {&crypto_method_sha512, &crypto_method_hmac_sha512,
                                         &crypto_method_hmac};
    for (size_t i = 0; i < 3; i++) {
        for (size_t shift = 1; shift < 8; shift++) {
            NX_CRYPTO_METHOD *m = methods[i];
            struct unit u = {m, malloc(m->nx_crypto_metadata_area_size + shift)};
            struct unit plain = unit_of(m);
            UCHAR out[2][64];
            UCHAR *base = u.metadata;
            u.metadata += shift;
            struct unit *const both[2] = {&u, &plain};
            for (size_t j = 0; j < 2; j++) {
                OK(unit_init(both[j], (const UCHAR *)"key", 24));
                if (m == &crypto_method_hmac) {
                    OK(DO(both[j], HMAC_SET_HASH, .other = &crypto_method_sha512));
                }
                OK(DO(both[j], HASH_INITIALIZE, .key = (const UCHAR *)"key", .key_size = 24));
                OK(DO(both[j], HASH_UPDATE, .in = (const UCHAR *)"data", .in_len = 4));
                OK(DO(both[j], HASH_CALCULATE, .out = out[j], .out_len = 64));
            }
            assert_memory_equal(out[0], out[1], 64);
            OK(m->nx_crypto_cleanup(u.metadata));
            free(base);
            unit_free(&plain);
        }
    }
}

static void cleanup_wipes_keys(void **state)
{
    (void)state;
    NX_CRYPTO_METHOD *const methods[] = {&crypto_method_hmac_sha256, &crypto_method_hmac,
                                         &crypto_method_tls_prf_sha256, &crypto_method_hkdf};
    static const UCHAR zeros[1024];
    for (size_t i = 0; i < 4; i++) {
        struct unit u = unit_of(methods[i]);
        OK(unit_init(&u, (const UCHAR *)"0123456789abcdef", 16));
        OK(methods[i]->nx_crypto_cleanup(u.metadata));
        assert_memory_equal(u.metadata, zeros, methods[i]->nx_crypto_metadata_area_size);
        free(u.metadata);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hashes_give_the_known_digests),
        cmocka_unit_test(a_fork_leaves_the_original_running),
        cmocka_unit_test(a_clone_may_go_on_by_itself),
        cmocka_unit_test(hmacs_give_the_known_macs),
        cmocka_unit_test(the_generic_hmac_gives_the_known_macs),
        cmocka_unit_test(the_generic_hmac_takes_a_very_long_key),
        cmocka_unit_test(truncated_hmacs_write_their_icv),
        cmocka_unit_test(wiped_and_wrong_states_are_refused),
        cmocka_unit_test(a_method_of_another_family_is_refused),
        cmocka_unit_test(small_metadata_and_null_are_refused),
        cmocka_unit_test(unaligned_metadata_works),
        cmocka_unit_test(cleanup_wipes_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
