/* Many sessions over few cipher contexts, by one thread and by several; and libcrypto without memory. */
#include "method_test.h"

#include <pthread.h>
#include <stdatomic.h>

#include <openssl/crypto.h>
#include <openssl/err.h>

#include "cipher.h"
#include "crypto/self_test_vectors.h"
#include "nxsecure/ext.h"

enum { SLOTS = 8, SESSIONS = 300, RECORD = 48 };

/* ---- libcrypto's memory: counted, and refused when a test says so. ---- */

struct block {
    _Alignas(16) size_t size;
};

static atomic_long allocated; /* bytes */
static atomic_long blocks;    /* not freed yet */
static atomic_int fail_at;    /* the how manieth allocation from now on fails; 0: none */
static atomic_int failures;   /* that were caused */

static bool refuse(void)
{
    if (atomic_load(&fail_at) > 0 && atomic_fetch_sub(&fail_at, 1) == 1) {
        atomic_fetch_add(&failures, 1);
        return true;
    }
    return false;
}

static void *counted_malloc(size_t size, const char *file, int line)
{
    (void)file;
    (void)line;
    struct block *b = refuse() ? NULL : malloc(sizeof *b + size);
    if (b == NULL) {
        return NULL;
    }
    b->size = size;
    atomic_fetch_add(&allocated, (long)size);
    atomic_fetch_add(&blocks, 1);
    return b + 1;
}

static void counted_free(void *memory, const char *file, int line)
{
    (void)file;
    (void)line;
    if (memory != NULL) {
        struct block *b = (struct block *)memory - 1;
        atomic_fetch_sub(&allocated, (long)b->size);
        atomic_fetch_sub(&blocks, 1);
        free(b);
    }
}

static void *counted_realloc(void *memory, size_t size, const char *file, int line)
{
    if (memory == NULL) {
        return counted_malloc(size, file, line);
    }
    struct block *old = (struct block *)memory - 1;
    void *larger = counted_malloc(size, file, line);
    if (larger != NULL) {
        memcpy(larger, memory, old->size < size ? old->size : size);
        counted_free(memory, file, line);
    }
    return larger;
}

/* ---- Sessions ---- */

static NX_CRYPTO_METHOD *const methods[] = {&crypto_method_aes_128_gcm_16, &crypto_method_aes_256_gcm_16,
                                            &crypto_method_chacha20_poly1305, &crypto_method_aes_ccm_16,
                                            &crypto_method_aes_ccm_8};
enum { METHODS = sizeof methods / sizeof methods[0] };

struct session {
    NX_CRYPTO_METHOD *method;
    UCHAR tx[64];
    UCHAR rx[64];
    uint32_t sequence;
};

/* A generator of our own, so that every run is the same. */
static uint32_t next(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static void session_start(struct session *s, uint32_t number)
{
    UCHAR key[32];
    struct unit tx = {methods[number % METHODS], s->tx};
    struct unit rx = {methods[number % METHODS], s->rx};
    for (size_t i = 0; i < sizeof key; i++) {
        key[i] = (UCHAR)(number * 31 + i * 7);
    }
    s->method = tx.method;
    s->sequence = 0;
    assert_true(s->method->nx_crypto_metadata_area_size <= sizeof s->tx);
    OK(unit_init(&tx, key, s->method->nx_crypto_key_size_in_bits));
    OK(unit_init(&rx, key, s->method->nx_crypto_key_size_in_bits));
}

/* Seals a record and opens it; 0 when all went right. */
static UINT session_record(struct session *s)
{
    struct unit tx = {s->method, s->tx};
    struct unit rx = {s->method, s->rx};
    UCHAR iv[13] = {12, (UCHAR)s->sequence, (UCHAR)(s->sequence >> 8), (UCHAR)(s->sequence >> 16)};
    UCHAR data[RECORD];
    UCHAR tag[16];
    ULONG tag_len = s->method->nx_crypto_ICV_size_in_bits / 8u;
    UINT result = 0;
    memset(data, (int)(s->sequence & 0x7F), sizeof data);
    result |= DO(&tx, ENCRYPT_INITIALIZE, .in = iv, .in_len = 13, .iv = iv, .out_len = RECORD);
    result |= DO(&tx, ENCRYPT_UPDATE, .in = data, .in_len = RECORD, .out = data, .out_len = RECORD);
    result |= DO(&tx, ENCRYPT_CALCULATE, .out = tag, .out_len = tag_len);
    result |= DO(&rx, DECRYPT_INITIALIZE, .in = iv, .in_len = 13, .iv = iv, .out_len = RECORD);
    result |= DO(&rx, DECRYPT_UPDATE, .in = data, .in_len = RECORD, .out = data, .out_len = RECORD);
    result |= DO(&rx, DECRYPT_CALCULATE, .in = tag, .in_len = tag_len);
    for (size_t i = 0; i < RECORD; i++) {
        result |= data[i] != (s->sequence & 0x7F);
    }
    s->sequence++;
    return result;
}

static void sessions_that_are_never_cleaned_up_cost_no_more(void **state)
{
    (void)state;
    static struct session sessions[SESSIONS];
    uint32_t seed = 1;
    long after_warm_up = 0;
    for (uint32_t i = 0; i < SESSIONS; i++) {
        session_start(&sessions[i], i);
    }
    for (int n = 0; n < 20000; n++) {
        uint32_t pick = next(&seed) % SESSIONS;
        assert_int_equal(session_record(&sessions[pick]), 0);
        if (n % 97 == 0) { /* dropped and started anew, or its memory used for something else */
            memset(&sessions[pick], n, sizeof sessions[pick]);
            session_start(&sessions[pick], pick + (uint32_t)n);
        }
        if (n == 2000) {
            after_warm_up = atomic_load(&allocated);
        }
    }
    assert_int_equal(atomic_load(&allocated), after_warm_up);
}

static UINT hashes(void)
{
    static const UCHAR abc[3] = {'a', 'b', 'c'};
    UINT result = 0;
    UCHAR out[64];
    struct unit hash = unit_of(&crypto_method_sha384);
    result |= unit_init(&hash, NULL, 0);
    result |= DO(&hash, HASH_INITIALIZE, 0);
    result |= DO(&hash, HASH_UPDATE, .in = abc, .in_len = 3);
    result |= DO(&hash, HASH_CALCULATE, .out = out, .out_len = 64);
    result |= memcmp(out, "\xcb\x00\x75\x3f\x45\xa3\x5e\x8b", 8) != 0; /* [FIPS180-4]: SHA-384 of "abc" */
    unit_free(&hash);
    struct unit prf = unit_of(&crypto_method_tls_prf_1);
    result |= unit_init(&prf, abc, 3);
    result |= DO(&prf, PRF, .key = abc, .key_size = 3, .in = abc, .in_len = 3, .out = out, .out_len = 64);
    unit_free(&prf);
    struct unit hmac = unit_of(&crypto_method_hmac);
    result |= unit_init(&hmac, abc, 24);
    result |= DO(&hmac, HMAC_SET_HASH, .other = &crypto_method_sha256);
    result |= DO(&hmac, AUTHENTICATE, .key = abc, .key_size = 24, .in = abc, .in_len = 3, .out = out,
                 .out_len = 64);
    unit_free(&hmac);
    return result;
}

struct worker {
    pthread_t thread;
    uint32_t seed;
    UINT result;
};

static void *work(void *argument)
{
    struct worker *w = argument;
    struct session *sessions = calloc(SESSIONS / 4, sizeof *sessions);
    if (sessions == NULL) {
        w->result = 1;
        return NULL;
    }
    for (uint32_t i = 0; i < SESSIONS / 4; i++) {
        session_start(&sessions[i], i + w->seed * 1000);
    }
    for (int n = 0; n < 4000; n++) {
        struct session *s = &sessions[next(&w->seed) % (SESSIONS / 4)];
        w->result |= session_record(s);
        w->result |= n % 10 == 0 ? hashes() : 0;
        if (n % 101 == 0) {
            (void)s->method->nx_crypto_cleanup(s->tx);
            (void)s->method->nx_crypto_cleanup(s->rx);
            session_start(s, (uint32_t)n);
        }
        if (n % 500 == 0) {
            nxs_crypto_cache_empty();
        }
    }
    free(sessions);
    return NULL;
}

static void threads_share_the_contexts(void **state)
{
    (void)state;
    struct worker workers[4];
    assert_int_equal(hashes(), 0); /* what libcrypto keeps for ever is there now */
    nxs_crypto_cache_empty();
    long before = atomic_load(&blocks);
    for (uint32_t i = 0; i < 4; i++) {
        workers[i] = (struct worker){.seed = i + 1};
        assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
    }
    for (uint32_t i = 0; i < 4; i++) {
        assert_int_equal(pthread_join(workers[i].thread, NULL), 0);
        assert_int_equal(workers[i].result, 0);
    }
    nxs_crypto_cache_empty();
    assert_true(atomic_load(&blocks) < before + 64);
}

/* ---- Every allocation of libcrypto fails once ---- */

static UINT records(void)
{
    UINT result = 0;
    for (uint32_t i = 0; i < METHODS; i++) {
        struct session s;
        session_start(&s, i);
        result |= session_record(&s);
        (void)s.method->nx_crypto_cleanup(s.tx);
        (void)s.method->nx_crypto_cleanup(s.rx);
    }
    return result;
}

static UINT chains(void)
{
    NX_CRYPTO_METHOD *const chained[] = {&crypto_method_aes_cbc_128, &crypto_method_aes_cbc_256,
                                         &crypto_method_des, &crypto_method_3des};
    UINT result = 0;
    for (size_t i = 0; i < 4; i++) {
        struct unit u = unit_of(chained[i]);
        UCHAR key[32] = {1};
        UCHAR data[64] = {0};
        result |= unit_init(&u, key, chained[i]->nx_crypto_key_size_in_bits);
        result |= DO(&u, ENCRYPT, .in = data, .in_len = 64, .iv = key, .out = data, .out_len = 64);
        result |= DO(&u, DECRYPT, .in = data, .in_len = 64, .iv = key, .out = data, .out_len = 64);
        if (result == 0) {
            static const UCHAR zeros[64];
            assert_memory_equal(data, zeros, 64);
        }
        unit_free(&u);
    }
    return result;
}

static UINT draws(void)
{
    UCHAR out[16];
    return nxs_crypto_random(128, out);
}

/* Runs @p what with the first, the second, ... allocation failing, until none is left to fail. */
static void fail_each_allocation(UINT (*what)(void), bool must_allocate)
{
    int caused = 0;
    int reported = 0;
    assert_int_equal(what(), 0);
    nxs_crypto_cache_empty();
    assert_int_equal(what(), 0);
    nxs_crypto_cache_empty();
    ERR_clear_error();
    long before = atomic_load(&blocks);
    for (int n = 1;; n++) {
        atomic_store(&failures, 0);
        atomic_store(&fail_at, n);
        UINT result = what();
        atomic_store(&fail_at, 0);
        if (atomic_load(&failures) == 0) {
            assert_int_equal(result, 0);
            break;
        }
        caused++;
        reported += result != 0; /* libcrypto can do without some; then the result was right */
        assert_int_equal(ERR_peek_error(), 0);
        assert_int_equal(what(), 0);
        nxs_crypto_cache_empty();
        assert_int_equal(atomic_load(&blocks), before);
        assert_true(n < 10000);
    }
    assert_true(!must_allocate || (caused >= 4 && reported >= 4));
}

static void no_failed_allocation_leaks_or_lasts(void **state)
{
    (void)state;
    fail_each_allocation(records, true);
    fail_each_allocation(chains, true);
    fail_each_allocation(hashes, false);
    fail_each_allocation(draws, false);
}

enum { BAD_ENDS = 6, MOST_CONTEXTS = SLOTS * 16 };

/* Ends an open record in one of the ways that are not CALCULATE with success. */
static void end_badly(struct unit *u, int how)
{
    UCHAR data[32] = {0};
    switch (how) {
    case 0: /* an error in the middle */
        FAILS(DO(u, ENCRYPT_UPDATE, .in = data, .in_len = 32, .out = data, .out_len = 31));
        break;
    case 1: /* an error at the end */
        FAILS(DO(u, ENCRYPT_CALCULATE, .out = data, .out_len = 15));
        break;
    case 2:
        OK(u->method->nx_crypto_cleanup(u->metadata));
        break;
    case 3: /* taken up again, and then cleaned up */
        OK(DO(u, DECRYPT_INITIALIZE, .iv = (const UCHAR[13]){12}, .out_len = 32));
        OK(u->method->nx_crypto_cleanup(u->metadata));
        break;
    case 4:
        OK(DO(u, SET_ADDITIONAL_DATA, .in = data, .in_len = 1));
        break;
    case 5: /* a wrong tag */
        OK(DO(u, DECRYPT_INITIALIZE, .iv = (const UCHAR[13]){12}, .out_len = 32));
        OK(DO(u, DECRYPT_UPDATE, .in = data, .in_len = 32, .out = data, .out_len = 32));
        FAILS(DO(u, DECRYPT_CALCULATE, .in = data, .in_len = 16));
        break;
    default:
        fail();
    }
}

/* More often than there are contexts at the most: one that stayed checked out would be missed. */
static void records_that_end_badly_keep_no_context(void **state)
{
    (void)state;
    static const UCHAR key[16] = {1};
    NX_CRYPTO_METHOD *const modes[] = {&crypto_method_aes_128_gcm_16, &crypto_method_aes_ccm_16};
    for (size_t i = 0; i < 2; i++) {
        struct unit u = unit_of(modes[i]);
        for (int round = 0; round < (MOST_CONTEXTS + 1) * BAD_ENDS; round++) {
            OK(unit_init(&u, key, 128));
            OK(DO(&u, ENCRYPT_INITIALIZE, .iv = (const UCHAR[13]){12}, .out_len = 32));
            end_badly(&u, round % BAD_ENDS);
        }
        unit_free(&u);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sessions_that_are_never_cleaned_up_cost_no_more),
        cmocka_unit_test(threads_share_the_contexts),
        cmocka_unit_test(no_failed_allocation_leaks_or_lasts),
        cmocka_unit_test(records_that_end_badly_keep_no_context),
    };
    if (CRYPTO_set_mem_functions(counted_malloc, counted_realloc, counted_free) != 1) {
        return 77;
    }
    nxs_cipher_slots_set(SLOTS);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
