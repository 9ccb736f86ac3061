/* Hashes, HMACs, PRFs and HKDF in the orders of calls that were recorded from TLS. */
#include "method_test.h"

#include "crypto/self_test_vectors.h"

static NX_CRYPTO_METHOD *const hashes[] = {
    &crypto_method_md5,    &crypto_method_sha1,   &crypto_method_sha224,     &crypto_method_sha256,
    &crypto_method_sha384, &crypto_method_sha512, &crypto_method_sha512_224, &crypto_method_sha512_256};
static NX_CRYPTO_METHOD *const hmacs[] = {&crypto_method_hmac_md5,        &crypto_method_hmac_sha1,
                                          &crypto_method_hmac_sha224,     &crypto_method_hmac_sha256,
                                          &crypto_method_hmac_sha384,     &crypto_method_hmac_sha512,
                                          &crypto_method_hmac_sha512_224, &crypto_method_hmac_sha512_256};
enum { HASHES = sizeof hashes / sizeof hashes[0] };

static NX_CRYPTO_METHOD *method_of(NX_CRYPTO_METHOD *const *methods, UINT algorithm)
{
    for (size_t i = 0; i < HASHES; i++) {
        if (methods[i]->nx_crypto_algorithm == algorithm) {
            return methods[i];
        }
    }
    fail_msg("no method for %x", algorithm);
    return NULL;
}

/* Ends a running hash into a room that is larger than the digest, and checks that only the digest was
 * written. */
static void check_end(struct unit *u, struct bytes digest)
{
    UCHAR room[130];
    memset(room, 0xEE, sizeof room);
    OK(DO(u, HASH_CALCULATE, .out = room, .out_len = sizeof room));
    assert_memory_equal(room, digest.data, digest.len);
    for (size_t i = digest.len; i < sizeof room; i++) {
        assert_int_equal(room[i], 0xEE);
    }
}

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

static UINT hash_of_hmac(UINT algorithm)
{
    for (size_t i = 0; i < HASHES; i++) {
        if (hmacs[i]->nx_crypto_algorithm == algorithm) {
            return hashes[i]->nx_crypto_algorithm;
        }
    }
    return 0;
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

static NX_CRYPTO_METHOD *prf_of(UINT algorithm)
{
    switch (algorithm) {
    case NX_CRYPTO_PRF_HMAC_SHA1:
        return &crypto_method_tls_prf_1;
    case NX_CRYPTO_PRF_HMAC_SHA2_256:
        return &crypto_method_tls_prf_sha256;
    case NX_CRYPTO_PRF_HMAC_SHA2_384:
        return &crypto_method_tls_prf_sha384;
    default:
        return &crypto_method_tls_prf_sha512;
    }
}

static void check_prf(struct unit *u, const struct nxs_known_prf *known)
{
    struct bytes secret = unhex(known->secret);
    struct bytes label = unhex(known->label);
    struct bytes seed = unhex(known->seed);
    struct bytes output = unhex(known->output);
    for (ULONG len = 1; len <= output.len; len++) {
        UCHAR out[256];
        memset(out, 0xEE, sizeof out);
        OK(DO(u, PRF, .key = label.data, .key_size = label.len, .in = seed.data, .in_len = seed.len,
              .out = out, .out_len = len));
        assert_memory_equal(out, output.data, len);
        assert_int_equal(out[len], 0xEE);
    }
    OK(unit_init(u, secret.data, secret.len));
}

static void prfs_give_the_known_outputs(void **state)
{
    (void)state;
    for (size_t i = 0; i < nxs_known_prfs_count; i++) {
        const struct nxs_known_prf *known = &nxs_known_prfs[i];
        struct unit u = unit_of(prf_of(known->algorithm));
        struct bytes secret = unhex(known->secret);
        UCHAR out[16];
        OK(unit_init(&u, secret.data, secret.len));
        memset(secret.data, 0, sizeof secret.data); /* the method keeps the secret itself */
        check_prf(&u, known);
        OK(unit_init(&u, NULL, 0));
        FAILS(DO(&u, PRF, .out = out, .out_len = sizeof out));
        unit_free(&u);
    }
}

static void check_hkdf(const struct nxs_known_hkdf *known, NX_CRYPTO_METHOD *hmac, NX_CRYPTO_METHOD *hash)
{
    struct unit u = unit_of(&crypto_method_hkdf);
    struct bytes ikm = unhex(known->ikm);
    struct bytes salt = unhex(known->salt);
    struct bytes info = unhex(known->info);
    struct bytes prk = unhex(known->prk);
    struct bytes okm = unhex(known->okm);
    UCHAR out[256];
    /* Extract. */
    OK(unit_init(&u, ikm.data, ikm.len * 8));
    if (hmac != NULL) {
        OK(DO(&u, HKDF_SET_HMAC, .other = hmac));
    }
    OK(DO(&u, HASH_METHOD_SET, .other = hash));
    OK(DO(&u, HKDF_EXTRACT, .key = salt.data, .key_size = salt.len * 8, .in = ikm.data, .in_len = ikm.len,
          .out = out, .out_len = prk.len));
    assert_memory_equal(out, prk.data, prk.len);
    OK(DO(&u, HKDF_EXPAND, .key = info.data, .key_size = info.len * 8, .out = out, .out_len = okm.len));
    assert_memory_equal(out, okm.data, okm.len);
    /* Expand. */
    OK(unit_init(&u, NULL, 0));
    if (hmac != NULL) {
        OK(DO(&u, HKDF_SET_HMAC, .other = hmac));
    }
    OK(DO(&u, HASH_METHOD_SET, .other = hash));
    FAILS(DO(&u, HKDF_EXPAND, .key = info.data, .key_size = info.len * 8, .out = out, .out_len = okm.len));
    OK(DO(&u, HKDF_SET_PRK, .key = prk.data, .key_size = prk.len * 8));
    for (ULONG len = 1; len <= okm.len; len++) {
        memset(out, 0xEE, sizeof out);
        OK(DO(&u, HKDF_EXPAND, .key = info.data, .key_size = info.len * 8, .out = out, .out_len = len));
        assert_memory_equal(out, okm.data, len);
        assert_int_equal(out[len], 0xEE);
    }
    unit_free(&u);
}

static void hkdf_gives_the_known_keys(void **state)
{
    (void)state;
    for (size_t i = 0; i < nxs_known_hkdfs_count; i++) {
        const struct nxs_known_hkdf *known = &nxs_known_hkdfs[i];
        check_hkdf(known, &crypto_method_hmac, method_of(hashes, known->hash));
        check_hkdf(known, NULL, method_of(hashes, known->hash));
    }
}

/* ---- An application's own methods: ours behind other functions, and counted. ---- */

static int foreign_calls;
static int foreign_open;
static int foreign_fails_at; /* the call with this number fails */

static UINT foreign_init(struct NX_CRYPTO_METHOD_STRUCT *method, UCHAR *key, NX_CRYPTO_KEY_SIZE size,
                         VOID **handler, VOID *metadata, ULONG metadata_size);
static UINT foreign_operation(UINT op, VOID *handler, struct NX_CRYPTO_METHOD_STRUCT *method, UCHAR *key,
                              NX_CRYPTO_KEY_SIZE size, UCHAR *in, ULONG in_len, UCHAR *iv, UCHAR *out,
                              ULONG out_len, VOID *metadata, ULONG metadata_size, VOID *packet,
                              VOID (*done)(VOID *, UINT));

static NX_CRYPTO_METHOD *inner_of(const NX_CRYPTO_METHOD *method)
{
    NX_CRYPTO_METHOD *inner = NULL;
    for (size_t i = 0; i < HASHES; i++) {
        if (method->nx_crypto_algorithm == hashes[i]->nx_crypto_algorithm) {
            inner = hashes[i];
        } else if (method->nx_crypto_algorithm == hmacs[i]->nx_crypto_algorithm) {
            inner = hmacs[i];
        }
    }
    return inner != NULL ? inner : &crypto_method_hmac;
}

static UINT foreign_init(struct NX_CRYPTO_METHOD_STRUCT *method, UCHAR *key, NX_CRYPTO_KEY_SIZE size,
                         VOID **handler, VOID *metadata, ULONG metadata_size)
{
    NX_CRYPTO_METHOD *inner = inner_of(method);
    if (++foreign_calls == foreign_fails_at) {
        return NX_CRYPTO_NOT_SUCCESSFUL;
    }
    assert_true(metadata_size >= method->nx_crypto_metadata_area_size);
    *handler = inner;
    foreign_open++;
    return inner->nx_crypto_init(inner, key, size, NULL, metadata, metadata_size);
}

static UINT foreign_cleanup(VOID *metadata)
{
    assert_non_null(metadata);
    foreign_open--;
    return NX_CRYPTO_SUCCESS;
}

static UINT foreign_operation(UINT op, VOID *handler, struct NX_CRYPTO_METHOD_STRUCT *method, UCHAR *key,
                              NX_CRYPTO_KEY_SIZE size, UCHAR *in, ULONG in_len, UCHAR *iv, UCHAR *out,
                              ULONG out_len, VOID *metadata, ULONG metadata_size, VOID *packet,
                              VOID (*done)(VOID *, UINT))
{
    NX_CRYPTO_METHOD *inner = handler;
    if (++foreign_calls == foreign_fails_at) {
        return NX_CRYPTO_NOT_SUCCESSFUL;
    }
    assert_non_null(inner);
    NX_CRYPTO_METHOD *told = op == NX_CRYPTO_HMAC_SET_HASH ? inner_of(method) : inner;
    return inner->nx_crypto_operation(op, NULL, told, key, size, in, in_len, iv, out, out_len, metadata,
                                      metadata_size, packet, done);
}

static NX_CRYPTO_METHOD foreign_of(const NX_CRYPTO_METHOD *method)
{
    NX_CRYPTO_METHOD foreign = *method;
    foreign.nx_crypto_init = foreign_init;
    foreign.nx_crypto_cleanup = foreign_cleanup;
    foreign.nx_crypto_operation = foreign_operation;
    foreign_calls = 0;
    return foreign;
}

static void foreign_methods_are_used_inside_hkdf(void **state)
{
    (void)state;
    for (size_t i = 0; i < nxs_known_hkdfs_count; i++) {
        const struct nxs_known_hkdf *known = &nxs_known_hkdfs[i];
        NX_CRYPTO_METHOD hash = foreign_of(method_of(hashes, known->hash));
        NX_CRYPTO_METHOD hmac = foreign_of(&crypto_method_hmac);
        check_hkdf(known, &crypto_method_hmac, &hash);
        assert_true(foreign_calls > 100);
        foreign_calls = 0;
        check_hkdf(known, NULL, &hash);
        assert_true(foreign_calls > 100);
        foreign_calls = 0;
        check_hkdf(known, &hmac, method_of(hashes, known->hash));
        assert_true(foreign_calls > 100);
        assert_int_equal(foreign_open, 0);
    }
}

static void foreign_methods_are_used_inside_prfs(void **state)
{
    (void)state;
    static const UINT inner[] = {0, NX_CRYPTO_HASH_SHA256, NX_CRYPTO_HASH_SHA384, NX_CRYPTO_HASH_SHA512};
    for (size_t i = 1; i < nxs_known_prfs_count; i++) {
        const struct nxs_known_prf *known = &nxs_known_prfs[i];
        struct bytes secret = unhex(known->secret);
        NX_CRYPTO_METHOD hash = foreign_of(method_of(hashes, inner[i]));
        NX_CRYPTO_METHOD hmac = foreign_of(hmacs[i + 2]);
        struct unit u = unit_of(&crypto_method_tls_prf_1);
        OK(unit_init(&u, secret.data, secret.len));
        OK(DO(&u, PRF_SET_HASH, .other = &hash));
        check_prf(&u, known);
        assert_true(foreign_calls > 100);
        foreign_calls = 0;
        OK(DO(&u, PRF_SET_HASH, .other = &hmac));
        check_prf(&u, known);
        assert_true(foreign_calls > 100);
        foreign_calls = 0;
        OK(DO(&u, PRF_SET_HASH, .other = hmacs[i + 2]));
        check_prf(&u, known);
        assert_int_equal(foreign_calls, 0);
        assert_int_equal(foreign_open, 0);
        unit_free(&u);
    }
}

static void foreign_hashes_are_used_inside_the_generic_hmac(void **state)
{
    (void)state;
    for (size_t i = 0; i < nxs_known_hmacs_count; i++) {
        const struct nxs_known_hmac *known = &nxs_known_hmacs[i];
        NX_CRYPTO_METHOD hash = foreign_of(method_of(hashes, hash_of_hmac(known->algorithm)));
        struct unit u = unit_of(&crypto_method_hmac);
        struct bytes key = unhex(known->key);
        struct bytes input = unhex(known->input);
        struct bytes mac = unhex(known->mac);
        OK(unit_init(&u, key.data, key.len * 8));
        OK(DO(&u, HMAC_SET_HASH, .other = &hash));
        for (int round = 0; round < 2; round++) {
            OK(DO(&u, HASH_INITIALIZE, .key = round == 0 ? key.data : NULL,
                  .key_size = round == 0 ? key.len * 8 : 0));
            OK(DO(&u, HASH_UPDATE, .in = input.data, .in_len = 3));
            OK(DO(&u, HASH_UPDATE, .in = input.data + 3, .in_len = input.len - 3));
            check_end(&u, mac);
        }
        assert_true(foreign_calls > 10);
        assert_int_equal(foreign_open, 0);
        OK(DO(&u, HASH_INITIALIZE, 0));
        assert_int_equal(foreign_open, 1);
        unit_free(&u); /* given up before CALCULATE */
        assert_int_equal(foreign_open, 0);
    }
}

/* Whichever call of a foreign method fails: an error, and every init that succeeded has its cleanup. */
static void failures_of_foreign_methods_are_reported(void **state)
{
    (void)state;
    NX_CRYPTO_METHOD hash = foreign_of(&crypto_method_sha256);
    NX_CRYPTO_METHOD hmac = foreign_of(&crypto_method_hmac);
    NX_CRYPTO_METHOD *const pairs[][2] = {{&crypto_method_hmac, &hash}, {&hmac, &crypto_method_sha256}};
    for (size_t i = 0; i < 2; i++) {
        int calls = 0;
        for (int n = 1; n == 1 || n <= calls; n++) {
            struct unit u = unit_of(&crypto_method_hkdf);
            UCHAR out[64] = {0};
            OK(unit_init(&u, NULL, 0));
            OK(DO(&u, HKDF_SET_HMAC, .other = pairs[i][0]));
            OK(DO(&u, HASH_METHOD_SET, .other = pairs[i][1]));
            OK(DO(&u, HKDF_SET_PRK, .key = out, .key_size = 256));
            foreign_calls = 0;
            foreign_fails_at = calls == 0 ? 0 : n;
            UINT result = DO(&u, HKDF_EXPAND, .key = out, .key_size = 80, .out = out, .out_len = 64);
            assert_int_equal(foreign_open, 0);
            if (calls == 0) {
                OK(result);
                calls = foreign_calls;
                n = 0;
            } else {
                FAILS(result);
            }
            unit_free(&u);
        }
        assert_true(calls > 8);
    }
    foreign_fails_at = 0;
}

static void foreign_methods_that_make_no_hmac_are_refused(void **state)
{
    (void)state;
    NX_CRYPTO_METHOD too_large = foreign_of(&crypto_method_sha256);
    NX_CRYPTO_METHOD no_size = foreign_of(&crypto_method_sha256);
    NX_CRYPTO_METHOD no_operation = foreign_of(&crypto_method_sha256);
    NX_CRYPTO_METHOD truncated = foreign_of(&crypto_method_hmac_sha256);
    UCHAR out[32] = {0};
    too_large.nx_crypto_metadata_area_size = 1u << 20;
    no_size.nx_crypto_algorithm = 0x1234;
    no_size.nx_crypto_ICV_size_in_bits = 0;
    no_operation.nx_crypto_operation = NULL;
    truncated.nx_crypto_ICV_size_in_bits = 96;
    NX_CRYPTO_METHOD *const pairs[][2] = {{NULL, &too_large},    {NULL, &no_size},
                                          {NULL, &no_operation}, {NULL, &crypto_method_hmac},
                                          {&truncated, NULL},    {&crypto_method_hmac, NULL},
                                          {NULL, NULL}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        struct unit u = unit_of(&crypto_method_hkdf);
        OK(unit_init(&u, NULL, 0));
        if (pairs[i][0] != NULL) {
            OK(DO(&u, HKDF_SET_HMAC, .other = pairs[i][0]));
        }
        if (pairs[i][1] != NULL) {
            OK(DO(&u, HASH_METHOD_SET, .other = pairs[i][1]));
        }
        OK(DO(&u, HKDF_SET_PRK, .key = out, .key_size = 256));
        FAILS(DO(&u, HKDF_EXPAND, .key = out, .key_size = 8, .out = out, .out_len = 32));
        unit_free(&u);
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
        cmocka_unit_test(prfs_give_the_known_outputs),
        cmocka_unit_test(hkdf_gives_the_known_keys),
        cmocka_unit_test(foreign_methods_are_used_inside_hkdf),
        cmocka_unit_test(foreign_methods_are_used_inside_prfs),
        cmocka_unit_test(foreign_hashes_are_used_inside_the_generic_hmac),
        cmocka_unit_test(failures_of_foreign_methods_are_reported),
        cmocka_unit_test(foreign_methods_that_make_no_hmac_are_refused),
        cmocka_unit_test(wiped_and_wrong_states_are_refused),
        cmocka_unit_test(a_method_of_another_family_is_refused),
        cmocka_unit_test(small_metadata_and_null_are_refused),
        cmocka_unit_test(unaligned_metadata_works),
        cmocka_unit_test(cleanup_wipes_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
