/* PRFs and HKDF in the orders of calls that were recorded from TLS, over the stock methods and over an
 * application's. */
#include "hash_methods_test.h"

#include "crypto/self_test_vectors.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prfs_give_the_known_outputs),
        cmocka_unit_test(hkdf_gives_the_known_keys),
        cmocka_unit_test(foreign_methods_are_used_inside_hkdf),
        cmocka_unit_test(foreign_methods_are_used_inside_prfs),
        cmocka_unit_test(foreign_hashes_are_used_inside_the_generic_hmac),
        cmocka_unit_test(failures_of_foreign_methods_are_reported),
        cmocka_unit_test(foreign_methods_that_make_no_hmac_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
