/* The key schedule against libcrypto's TLS1-PRF, which is another implementation of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include "tls/tls12/keys.h"
#include "tls/transcript.h"

struct rig {
    struct nxs_engine engine;
    NX_SECURE_TLS_CIPHERSUITE_INFO row;
    uint8_t *memory;
    const char *digest;
    uint8_t logged[48];
};

static const uint16_t suites[] = {0xC02B, 0xC02C, 0xCCA8};

/* ---- the other implementation ---- */

static void other_prf(const char *digest, nxs_bytes secret, const char *label, nxs_bytes seed1,
                      nxs_bytes seed2, uint8_t *out, size_t len)
{
    EVP_KDF *kdf = EVP_KDF_fetch(NULL, "TLS1-PRF", NULL);
    EVP_KDF_CTX *context = EVP_KDF_CTX_new(kdf);
    uint8_t seed[256];
    uint8_t secret_copy[128];
    size_t label_len = strlen(label);
    memcpy(secret_copy, secret.data, secret.len);
    memcpy(seed, label, label_len);
    memcpy(seed + label_len, seed1.data, seed1.len);
    if (seed2.len > 0) {
        memcpy(seed + label_len + seed1.len, seed2.data, seed2.len);
    }
    char name[16];
    strcpy(name, digest);
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, name, 0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SECRET, secret_copy, secret.len),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SEED, seed, label_len + seed1.len + seed2.len),
        OSSL_PARAM_construct_end(),
    };
    assert_int_equal(EVP_KDF_derive(context, out, len, params), 1);
    EVP_KDF_CTX_free(context);
    EVP_KDF_free(kdf);
}

static nxs_bytes other_hash(const char *digest, const void *data, size_t len, uint8_t *out)
{
    unsigned size;
    assert_int_equal(EVP_Digest(data, len, out, &size, EVP_get_digestbyname(digest), NULL), 1);
    return nxs_bytes_of(out, size);
}

/* ---- an engine in the middle of a handshake ---- */

static void note_master(void *context, const char *label, nxs_bytes client_random, nxs_bytes secret)
{
    struct rig *rig = context;
    assert_string_equal(label, "CLIENT_RANDOM");
    assert_int_equal(client_random.len, 32);
    memcpy(rig->logged, secret.data, sizeof rig->logged);
}

static void open_rig(struct rig *rig, uint16_t number)
{
    const NX_SECURE_TLS_CRYPTO *table = &nx_crypto_tls_ciphers_ecc;
    memset(rig, 0, sizeof *rig);
    size_t size = nxs_engine_memory(table);
    rig->memory = malloc(size);
    assert_non_null(rig->memory);
    assert_int_equal(nxs_engine_create(&rig->engine, table, rig->memory, size), NXS_OK);
    for (size_t i = 0; rig->row.nx_secure_tls_ciphersuite != number; i++) {
        assert_true(i < table->nx_secure_tls_ciphersuite_lookup_table_size);
        rig->row = table->nx_secure_tls_ciphersuite_lookup_table[i];
    }
    struct nxs_handshake *hs = rig->engine.hs;
    rig->engine.config.context = rig;
    rig->engine.config.keylog = note_master;
    rig->engine.agreed.version = 0x0303;
    rig->engine.agreed.row = &rig->row;
    hs->suite = nxs_suite_find(number);
    rig->digest = hs->suite->hash == NX_CRYPTO_HASH_SHA384 ? "SHA384" : "SHA256";
    memset(hs->client_random, 0xC1, 32);
    memset(hs->server_random, 0x5E, 32);
    memset(hs->premaster, 0x3B, 48);
    hs->premaster_len = 48;
    assert_int_equal(nxs_transcript_begin(&rig->engine), NXS_OK);
    assert_int_equal(nxs_transcript_add(&rig->engine, nxs_bytes_of("some ", 5)), NXS_OK);
    assert_int_equal(nxs_transcript_add(&rig->engine, nxs_bytes_of("messages", 8)), NXS_OK);
}

static void close_rig(struct rig *rig)
{
    nxs_engine_destroy(&rig->engine);
    free(rig->memory);
}

static nxs_bytes randoms(const struct nxs_handshake *hs, bool client)
{
    return nxs_bytes_of(client ? hs->client_random : hs->server_random, 32);
}

static void derives_like_libcrypto(bool extended)
{
    uint8_t premaster[48], master[48], block[88], hash[64], data[12], other[12];
    memset(premaster, 0x3B, sizeof premaster);
    for (size_t i = 0; i < sizeof suites / sizeof suites[0]; i++) {
        struct rig rig;
        open_rig(&rig, suites[i]);
        struct nxs_handshake *hs = rig.engine.hs;
        nxs_bytes session_hash = other_hash(rig.digest, "some messages", 13, hash);
        nxs_bytes secret = nxs_bytes_of(premaster, sizeof premaster);
        if (extended) {
            other_prf(rig.digest, secret, "extended master secret", session_hash, nxs_bytes_of(NULL, 0),
                      master, 48);
        } else {
            other_prf(rig.digest, secret, "master secret", randoms(hs, true), randoms(hs, false), master, 48);
        }
        size_t len = 2u * (hs->suite->key_len + hs->suite->iv_len);
        secret = nxs_bytes_of(master, 48);
        other_prf(rig.digest, secret, "key expansion", randoms(hs, false), randoms(hs, true), block, len);
        rig.engine.agreed.extended_master_secret = extended;
        assert_int_equal(nxs_tls12_derive(&rig.engine), NXS_OK);
        assert_memory_equal(hs->master, master, 48);
        assert_memory_equal(rig.logged, master, 48);
        assert_memory_equal(hs->key_block, block, len);
        assert_int_equal(hs->premaster_len, 0);
        for (size_t j = 0; j < sizeof hs->premaster; j++) {
            assert_int_equal(hs->premaster[j], 0);
        }
        for (int client = 0; client < 2; client++) {
            const char *label = client ? "client finished" : "server finished";
            other_prf(rig.digest, secret, label, session_hash, nxs_bytes_of(NULL, 0), other, 12);
            assert_int_equal(nxs_tls12_verify_data(&rig.engine, client, data), NXS_OK);
            assert_memory_equal(data, other, 12);
        }
        close_rig(&rig);
    }
}

static void the_master_secret_is_right(void **state)
{
    (void)state;
    derives_like_libcrypto(false);
}

static void the_extended_master_secret_is_right(void **state)
{
    (void)state;
    derives_like_libcrypto(true);
}

/* The digest of the transcript can be taken again and again while the transcript goes on. */
static void the_transcript_goes_on_behind_a_digest(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof suites / sizeof suites[0]; i++) {
        struct rig rig;
        uint8_t digest[NXS_MAX_DIGEST], other[64];
        nxs_bytes ours;
        open_rig(&rig, suites[i]);
        for (int round = 0; round < 2; round++) {
            assert_int_equal(nxs_transcript_digest(&rig.engine, digest, &ours), NXS_OK);
            assert_true(nxs_bytes_equal(ours, other_hash(rig.digest, "some messages", 13, other)));
        }
        assert_int_equal(nxs_transcript_add(&rig.engine, nxs_bytes_of(" more", 5)), NXS_OK);
        assert_int_equal(nxs_transcript_digest(&rig.engine, digest, &ours), NXS_OK);
        assert_true(nxs_bytes_equal(ours, other_hash(rig.digest, "some messages more", 18, other)));
        close_rig(&rig);
    }
}

static void what_is_signed_is_randoms_and_params(void **state)
{
    (void)state;
    struct rig rig;
    struct nxs_signed_params params;
    uint8_t long_params[256] = {0};
    open_rig(&rig, 0xC02B);
    assert_int_equal(nxs_tls12_signed_params(&rig.engine, nxs_bytes_of("params", 6), &params), NXS_OK);
    assert_int_equal(params.bytes.len, 70);
    assert_int_equal(params.bytes.data[0], 0xC1);
    assert_int_equal(params.bytes.data[63], 0x5E);
    assert_memory_equal(params.bytes.data + 64, "params", 6);
    nxs_bytes too_long = nxs_bytes_of(long_params, sizeof long_params);
    assert_int_equal(nxs_tls12_signed_params(&rig.engine, too_long, &params), NXS_BAD_KEY_SHARE);
    close_rig(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_master_secret_is_right),
        cmocka_unit_test(the_extended_master_secret_is_right),
        cmocka_unit_test(the_transcript_goes_on_behind_a_digest),
        cmocka_unit_test(what_is_signed_is_randoms_and_params),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
