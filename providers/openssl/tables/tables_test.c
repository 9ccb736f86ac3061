#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "nx_secure_tls_api.h"

#include "crypto/crypto.h"
#include "tls/engine.h"

#include "stock.h"

/* stock.h repeats these numbers, since the tables must not need a NetX port. */
#define SAME(ours, theirs) _Static_assert((int)(ours) == (int)(theirs), #theirs)
SAME(NXS_TYPE_RSA_MD5, NX_SECURE_TLS_X509_TYPE_RSA_MD5);
SAME(NXS_TYPE_RSA_SHA_1, NX_SECURE_TLS_X509_TYPE_RSA_SHA_1);
SAME(NXS_TYPE_RSA_SHA_256, NX_SECURE_TLS_X509_TYPE_RSA_SHA_256);
SAME(NXS_TYPE_RSA_SHA_384, NX_SECURE_TLS_X509_TYPE_RSA_SHA_384);
SAME(NXS_TYPE_RSA_SHA_512, NX_SECURE_TLS_X509_TYPE_RSA_SHA_512);
SAME(NXS_TYPE_ECDSA_SHA_1, NX_SECURE_TLS_X509_TYPE_ECDSA_SHA_1);
SAME(NXS_TYPE_ECDSA_SHA_224, NX_SECURE_TLS_X509_TYPE_ECDSA_SHA_224);
SAME(NXS_TYPE_ECDSA_SHA_256, NX_SECURE_TLS_X509_TYPE_ECDSA_SHA_256);
SAME(NXS_TYPE_ECDSA_SHA_384, NX_SECURE_TLS_X509_TYPE_ECDSA_SHA_384);
SAME(NXS_TYPE_ECDSA_SHA_512, NX_SECURE_TLS_X509_TYPE_ECDSA_SHA_512);
SAME(NXS_FOR_TLS, NX_SECURE_APPLICATION_TLS);
SAME(NXS_FOR_X509, NX_SECURE_APPLICATION_X509);
SAME(NXS_VERSION_1_2, NX_SECURE_TLS_BITFIELD_VERSION_1_2);
SAME(NXS_VERSIONS_1_0_TO_1_2, NX_SECURE_TLS_BITFIELD_VERSIONS_PRE_1_3);
SAME(NXS_VERSION_1_3, NX_SECURE_TLS_BITFIELD_VERSION_1_3);
SAME(NXS_VERSION_X509_3, NX_SECURE_X509_BITFIELD_VERSION_3);

static void assert_method(const NX_CRYPTO_METHOD *method)
{
    assert_non_null(method);
    /* The 4500 bytes that applications give a session leave no room for large methods. */
    assert_in_range(method->nx_crypto_metadata_area_size, 0, 640);
}

static void the_rows_are_the_suites(void **state)
{
    (void)state;
    for (size_t i = 0; i < NXS_STOCK_SUITES; i++) {
        const NX_SECURE_TLS_CIPHERSUITE_INFO *row = &nxs_stock_suites[i];
        const struct nxs_suite *suite = nxs_suite_find(row->nx_secure_tls_ciphersuite);
        assert_non_null(suite);
        assert_int_equal(nxs_methods_check_suite(suite, row), NXS_OK);
        assert_int_equal(row->nx_secure_tls_session_cipher->nx_crypto_algorithm, suite->algorithm);
        assert_int_equal(row->nx_secure_tls_session_key_size, suite->key_len);
        assert_int_equal(row->nx_secure_tls_session_cipher->nx_crypto_key_size_in_bits, suite->key_len * 8);
        if (suite->kex == NXS_KEX_TLS13) {
            assert_int_equal(row->nx_secure_tls_hash->nx_crypto_algorithm, suite->hash);
            assert_int_equal(row->nx_secure_tls_hash_size,
                             row->nx_secure_tls_hash->nx_crypto_ICV_size_in_bits / 8);
            assert_int_equal(row->nx_secure_tls_iv_size, 96);
        } else {
            assert_int_equal(row->nx_secure_tls_hash_size, suite->mac_len);
            assert_int_equal(row->nx_secure_tls_iv_size, 16);
            assert_int_equal(row->nx_secure_tls_prf->nx_crypto_algorithm, suite->hash == NX_CRYPTO_HASH_SHA384
                                                                              ? NX_CRYPTO_PRF_HMAC_SHA2_384
                                                                              : NX_CRYPTO_PRF_HMAC_SHA2_256);
        }
        for (size_t k = 0; k < i; k++) {
            assert_int_not_equal(nxs_stock_suites[k].nx_secure_tls_ciphersuite,
                                 row->nx_secure_tls_ciphersuite);
        }
        assert_method(row->nx_secure_tls_public_cipher);
        assert_method(row->nx_secure_tls_public_auth);
        assert_method(row->nx_secure_tls_session_cipher);
        assert_method(row->nx_secure_tls_hash);
        assert_method(row->nx_secure_tls_prf);
    }
}

/* The lower, the better. */
static int rank(const struct nxs_suite *suite)
{
    switch (suite->kex) {
    case NXS_KEX_TLS13:
        return 0;
    case NXS_KEX_ECDHE:
        return suite->cipher == NXS_CIPHER_CBC ? 2 : 1;
    case NXS_KEX_RSA:
        return 4;
    case NXS_KEX_PSK:
    case NXS_KEX_ECDHE_PSK:
        break;
    }
    return 3;
}

static void the_best_come_first(void **state)
{
    (void)state;
    int last = 0;
    for (size_t i = 0; i < NXS_STOCK_SUITES; i++) {
        int here = rank(nxs_suite_find(nxs_stock_suites[i].nx_secure_tls_ciphersuite));
        assert_true(here >= last);
        last = here;
    }
}

static void signatures_are_strong(void **state)
{
    (void)state;
    for (size_t i = 0; i < NXS_STOCK_SIGNATURES; i++) {
        const NX_SECURE_X509_CRYPTO *row = &nxs_stock_signatures[i];
        assert_method(row->nx_secure_x509_public_cipher_method);
        assert_method(row->nx_secure_x509_hash_method);
        assert_true(row->nx_secure_x509_hash_method->nx_crypto_ICV_size_in_bits >= 224);
        assert_int_not_equal(row->nx_secure_x509_crypto_identifier, NXS_TYPE_RSA_SHA_1);
        assert_int_not_equal(row->nx_secure_x509_crypto_identifier, NXS_TYPE_ECDSA_SHA_1);
        assert_int_not_equal(row->nx_secure_x509_crypto_identifier, NXS_TYPE_RSA_MD5);
    }
}

static void curves_stand_beside_their_groups(void **state)
{
    (void)state;
    static const USHORT expected[] = {29, 23, 24, 25};
    assert_int_equal(nx_crypto_ecc_supported_groups_size, sizeof expected / sizeof expected[0]);
    assert_memory_equal(nx_crypto_ecc_supported_groups, expected, sizeof expected);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        assert_int_equal(nx_crypto_ecc_curves[i]->nx_crypto_algorithm, NX_CRYPTO_EC_MASK | expected[i]);
        assert_non_null(nx_crypto_ecc_curves[i]->nx_crypto_operation);
    }
}

static void both_tables_are_the_full_one(void **state)
{
    (void)state;
    const NX_SECURE_TLS_CRYPTO *tables[] = {&nx_crypto_tls_ciphers, &nx_crypto_tls_ciphers_ecc};
    for (size_t i = 0; i < 2; i++) {
        assert_ptr_equal(tables[i]->nx_secure_tls_ciphersuite_lookup_table, nxs_stock_suites);
        assert_int_equal(tables[i]->nx_secure_tls_ciphersuite_lookup_table_size, NXS_STOCK_SUITES);
#ifndef NX_SECURE_DISABLE_X509
        assert_ptr_equal(tables[i]->nx_secure_tls_x509_cipher_table, nxs_stock_signatures);
        assert_int_equal(tables[i]->nx_secure_tls_x509_cipher_table_size, NXS_STOCK_SIGNATURES);
#endif
#if (NX_SECURE_TLS_TLS_1_2_ENABLED)
        assert_ptr_equal(tables[i]->nx_secure_tls_handshake_hash_sha256_method, &crypto_method_sha256);
        assert_ptr_equal(tables[i]->nx_secure_tls_prf_sha256_method, &crypto_method_tls_prf_sha256);
#endif
#if (NX_SECURE_TLS_TLS_1_3_ENABLED)
        assert_ptr_equal(tables[i]->nx_secure_tls_hkdf_method, &crypto_method_hkdf);
        assert_ptr_equal(tables[i]->nx_secure_tls_hmac_method, &crypto_method_hmac);
        assert_ptr_equal(tables[i]->nx_secure_tls_ecdhe_method, &crypto_method_ecdhe);
#endif
    }
}

static void lookup_tables_have_the_same_rows(void **state)
{
    (void)state;
    assert_int_equal(_nx_crypto_ciphersuite_lookup_table_size, NXS_STOCK_SUITES);
    assert_int_equal(_nx_crypto_ciphersuite_lookup_table_ecc_size, NXS_STOCK_SUITES);
    assert_memory_equal(_nx_crypto_ciphersuite_lookup_table, nxs_stock_suites, sizeof nxs_stock_suites);
    assert_memory_equal(_nx_crypto_ciphersuite_lookup_table_ecc, nxs_stock_suites, sizeof nxs_stock_suites);
    assert_int_equal(_nx_crypto_x509_cipher_lookup_table_size, NXS_STOCK_SIGNATURES);
    assert_int_equal(_nx_crypto_x509_cipher_lookup_table_ecc_size, NXS_STOCK_SIGNATURES);
    assert_memory_equal(_nx_crypto_x509_cipher_lookup_table, nxs_stock_signatures,
                        sizeof nxs_stock_signatures);
    assert_memory_equal(_nx_crypto_x509_cipher_lookup_table_ecc, nxs_stock_signatures,
                        sizeof nxs_stock_signatures);
#if (NX_SECURE_TLS_TLS_1_3_ENABLED)
    assert_int_equal(_nx_crypto_ciphersuite_lookup_table_tls_1_3_size, 5);
    assert_memory_equal(_nx_crypto_ciphersuite_lookup_table_tls_1_3, nxs_stock_suites,
                        5 * sizeof nxs_stock_suites[0]);
#endif
}

/* The examples of the services document give a session 4500 bytes. */
static void a_session_fits_the_documented_memory(void **state)
{
    (void)state;
    size_t size = nxs_engine_memory(&nx_crypto_tls_ciphers);
    print_message("the stock tables need %zu bytes\n", size);
    assert_true(size <= 4500);
}

static bool is_supported(UINT algorithm)
{
    for (UINT i = 0; i < supported_crypto_size; i++) {
        if (supported_crypto[i]->nx_crypto_algorithm == algorithm) {
            return true;
        }
    }
    return false;
}

static void descriptions_name_supported_methods(void **state)
{
    (void)state;
    for (UINT i = 0; i < ciphersuite_map_size; i++) {
        const NX_CRYPTO_CIPHERSUITE *suite = ciphersuite_map[i];
        size_t roles = 0;
        while (suite->nx_crypto_ciphers[roles].nx_crypto_role_id != NX_CRYPTO_ROLE_NONE) {
            assert_true(is_supported(suite->nx_crypto_ciphers[roles].nx_crypto_role_cipher_id));
            roles++;
            assert_true(roles < sizeof suite->nx_crypto_ciphers / sizeof suite->nx_crypto_ciphers[0]);
        }
        assert_true(roles >= 2);
        if (suite->nx_crypto_internal_id == NXS_FOR_TLS) {
            assert_non_null(nxs_suite_find(suite->nx_crypto_ciphersuite_id));
            assert_int_equal(suite->nx_crypto_symmetric_key_size,
                             nxs_suite_find(suite->nx_crypto_ciphersuite_id)->key_len);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rows_are_the_suites),
        cmocka_unit_test(the_best_come_first),
        cmocka_unit_test(signatures_are_strong),
        cmocka_unit_test(curves_stand_beside_their_groups),
        cmocka_unit_test(both_tables_are_the_full_one),
        cmocka_unit_test(lookup_tables_have_the_same_rows),
        cmocka_unit_test(a_session_fits_the_documented_memory),
        cmocka_unit_test(descriptions_name_supported_methods),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
