/* The tables of groups, schemes and suites, and finding methods in tables of applications. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "crypto/crypto.h"
#include "nxsecure/ext.h"

/* ---- our tables ---- */

static void groups_have_the_registered_sizes(void **state)
{
    (void)state;
    unsigned known = 0;
    for (unsigned number = 0; number <= 0xFFFF; number++) {
        const struct nxs_group *group = nxs_group_find((uint16_t)number);
        if (group == NULL) {
            continue;
        }
        known++;
        assert_int_equal(group->number, number);
        size_t bytes = (group->bits + 7u) / 8u;
        assert_int_equal(group->secret, bytes);
        assert_int_equal(group->share, group->point ? 1 + 2 * bytes : bytes);
        assert_true(group->share <= NXS_MAX_SHARE && group->secret <= NXS_MAX_SECRET);
        assert_int_equal(group->legacy, group->bits < 250);
    }
    assert_int_equal(known, 7);
    assert_string_equal(nxs_group_find(23)->name, "secp256r1");
    assert_string_equal(nxs_group_find(29)->name, "x25519");
}

static void schemes_are_found_by_number(void **state)
{
    (void)state;
    size_t count;
    const struct nxs_scheme *schemes = nxs_schemes(&count);
    for (size_t i = 0; i < count; i++) {
        assert_ptr_equal(nxs_scheme_find(schemes[i].number), &schemes[i]);
        assert_true(!schemes[i].tls13 || schemes[i].signing != NXS_SIGN_PKCS1);
        assert_int_equal(schemes[i].weak,
                         schemes[i].hash == NX_CRYPTO_HASH_SHA1 || schemes[i].hash == NX_CRYPTO_HASH_MD5);
        assert_true(nxs_scheme_fits(&schemes[i], schemes[i].kind, schemes[i].group13, false));
        assert_false(nxs_scheme_fits(&schemes[i], NXS_KEY_NONE, 0, false));
    }
    assert_null(nxs_scheme_find(0));
    assert_string_equal(nxs_scheme_find(0x0804)->name, "rsa_pss_rsae_sha256");
    /* Only TLS 1.3 ties hash and curve together. */
    assert_true(nxs_scheme_fits(nxs_scheme_find(0x0503), NXS_KEY_EC, 23, false));
    assert_false(nxs_scheme_fits(nxs_scheme_find(0x0503), NXS_KEY_EC, 23, true));
    assert_true(nxs_scheme_fits(nxs_scheme_find(0x0503), NXS_KEY_EC, 24, true));
    assert_false(nxs_scheme_fits(nxs_scheme_find(0x0401), NXS_KEY_RSA, 0, true));
    assert_false(nxs_scheme_fits(nxs_scheme_find(0x0804), NXS_KEY_RSA_PSS, 0, false));
    assert_false(nxs_scheme_fits(nxs_scheme_find(0x0809), NXS_KEY_RSA, 0, false));
}

static bool name_has(const struct nxs_suite *suite, const char *part)
{
    return strstr(suite->name, part) != NULL;
}

/* The registered names say it all, so each row is held against its own name. */
static void suites_are_what_their_names_say(void **state)
{
    (void)state;
    unsigned known = 0;
    for (unsigned number = 0; number <= 0xFFFF; number++) {
        const struct nxs_suite *s = nxs_suite_find((uint16_t)number);
        if (s == NULL) {
            continue;
        }
        known++;
        assert_int_equal(s->number, number);
        bool v13 = !name_has(s, "_WITH_");
        assert_int_equal(s->kex == NXS_KEX_TLS13, v13);
        assert_int_equal(s->kex == NXS_KEX_ECDHE_PSK, name_has(s, "TLS_ECDHE_PSK_"));
        assert_int_equal(s->kex == NXS_KEX_ECDHE, name_has(s, "TLS_ECDHE_") && !name_has(s, "_PSK_"));
        assert_int_equal(s->kex == NXS_KEX_PSK, name_has(s, "TLS_PSK_"));
        assert_int_equal(s->kex == NXS_KEX_RSA, name_has(s, "TLS_RSA_"));
        assert_int_equal(s->auth == NXS_AUTH_ECDSA, name_has(s, "_ECDSA_"));
        assert_int_equal(s->auth == NXS_AUTH_RSA, name_has(s, "_RSA_"));
        assert_int_equal(s->auth == NXS_AUTH_PSK, name_has(s, "PSK_"));
        bool chacha = name_has(s, "CHACHA20"), cbc = name_has(s, "_CBC_");
        assert_int_equal(s->key_len, name_has(s, "AES_128") ? 16 : 32);
        assert_int_equal(s->cipher == NXS_CIPHER_AEAD_XOR, chacha || v13);
        assert_int_equal(s->cipher == NXS_CIPHER_CBC, cbc);
        assert_int_equal(s->algorithm == NX_CRYPTO_ENCRYPTION_CHACHA20_POLY1305, chacha);
        assert_int_equal(s->algorithm == NX_CRYPTO_ENCRYPTION_AES_CBC, cbc);
        assert_int_equal(s->algorithm == NX_CRYPTO_ENCRYPTION_AES_GCM_16, name_has(s, "GCM"));
        assert_int_equal(s->algorithm == NX_CRYPTO_ENCRYPTION_AES_CCM_8, name_has(s, "CCM_8"));
        assert_int_equal(s->iv_len, cbc ? 16 : chacha || v13 ? 12 : 4);
        assert_int_equal(s->tag_len, cbc ? 0 : name_has(s, "CCM_8") ? 8 : 16);
        bool sha384 = name_has(s, "SHA384");
        assert_int_equal(s->hash, sha384 ? NX_CRYPTO_HASH_SHA384 : NX_CRYPTO_HASH_SHA256);
        assert_int_equal(s->mac_len, !cbc ? 0 : sha384 ? 48 : name_has(s, "SHA256") ? 32 : 20);
        assert_int_equal(s->max_version, v13 ? 0x0304 : 0x0303);
        assert_true(s->min_version <= s->max_version && s->min_version >= 0x0301);
        assert_true(cbc || s->min_version == s->max_version);
    }
    assert_true(known >= 40);
    assert_string_equal(nxs_suite_find(0xC02B)->name, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
    assert_string_equal(nxs_suite_find(0xCCA8)->name, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
    assert_string_equal(nxs_suite_find(0x1301)->name, "TLS_AES_128_GCM_SHA256");
}

/* ---- the stock tables ---- */

static void every_stock_suite_is_known_and_usable(void **state)
{
    (void)state;
    const NX_SECURE_TLS_CRYPTO *const tables[] = {&nx_crypto_tls_ciphers, &nx_crypto_tls_ciphers_ecc};
    for (size_t i = 0; i < 2; i++) {
        for (size_t j = 0; j < tables[i]->nx_secure_tls_ciphersuite_lookup_table_size; j++) {
            const NX_SECURE_TLS_CIPHERSUITE_INFO *row = &tables[i]->nx_secure_tls_ciphersuite_lookup_table[j];
            const struct nxs_suite *suite = nxs_suite_find(row->nx_secure_tls_ciphersuite);
            if (suite == NULL) {
                fail_msg("suite %04X is in the stock table and unknown", row->nx_secure_tls_ciphersuite);
            }
            if (nxs_methods_check_suite(suite, row) != NXS_OK) {
                fail_msg("the stock table's methods for %s do not fit", suite->name);
            }
        }
    }
}

static void every_stock_group_has_its_curve(void **state)
{
    (void)state;
    for (size_t i = 0; i < nx_crypto_ecc_supported_groups_size; i++) {
        uint16_t number = nx_crypto_ecc_supported_groups[i];
        assert_non_null(nxs_group_find(number));
        const NX_CRYPTO_METHOD *curve = nxs_methods_curve(NULL, number);
        assert_non_null(curve);
        assert_int_equal(curve->nx_crypto_algorithm, 0x00060000u + number);
    }
    assert_null(nxs_methods_curve(NULL, 0xFFFF));
}

static void sizes_cover_the_stock_methods(void **state)
{
    (void)state;
    struct nxs_method_sizes sizes = nxs_methods_sizes(&nx_crypto_tls_ciphers_ecc);
    assert_true(sizes.cipher >= crypto_method_aes_256_gcm_16.nx_crypto_metadata_area_size);
    assert_true(sizes.cipher >= crypto_method_chacha20_poly1305.nx_crypto_metadata_area_size);
    assert_true(sizes.hash >= crypto_method_sha512.nx_crypto_metadata_area_size);
    assert_true(sizes.kex >= crypto_method_ecdhe.nx_crypto_metadata_area_size);
    assert_true(sizes.scratch >= sizes.hash);
    assert_true(sizes.scratch >= crypto_method_rsa.nx_crypto_metadata_area_size);
    assert_true(sizes.scratch >= crypto_method_ecdsa.nx_crypto_metadata_area_size);
    assert_true(sizes.scratch >= crypto_method_tls_prf_sha384.nx_crypto_metadata_area_size);
    print_message("cipher %zu, mac %zu, hash %zu, kex %zu, scratch %zu\n", sizes.cipher, sizes.mac,
                  sizes.hash, sizes.kex, sizes.scratch);
}

/* ---- tables of applications ---- */

static UINT operation(UINT op, VOID *handler, NX_CRYPTO_METHOD *method, UCHAR *key,
                      NX_CRYPTO_KEY_SIZE key_size, UCHAR *input, ULONG input_len, UCHAR *iv, UCHAR *output,
                      ULONG output_len, VOID *metadata, ULONG metadata_size, VOID *packet,
                      VOID (*callback)(VOID *packet, UINT status))
{
    (void)op, (void)handler, (void)method, (void)key, (void)key_size, (void)input, (void)input_len, (void)iv;
    (void)output, (void)output_len, (void)metadata, (void)metadata_size, (void)packet, (void)callback;
    return NX_CRYPTO_NOT_SUCCESSFUL;
}

static NX_CRYPTO_METHOD method_of(UINT algorithm, ULONG size)
{
    NX_CRYPTO_METHOD method;
    memset(&method, 0, sizeof method);
    method.nx_crypto_algorithm = algorithm;
    method.nx_crypto_metadata_area_size = size;
    method.nx_crypto_operation = operation;
    return method;
}

/* A table with one suite, C02B, whose methods may be spoiled. */
static struct {
    NX_CRYPTO_METHOD ecdhe, ecdsa, gcm, null, prf, sha256, sha384, rsa;
    NX_SECURE_TLS_CIPHERSUITE_INFO row;
    NX_SECURE_X509_CRYPTO x509[2];
    NX_SECURE_TLS_CRYPTO table;
} own;

static int make_table(void **state)
{
    (void)state;
    memset(&own, 0, sizeof own);
    own.ecdhe = method_of(NX_CRYPTO_KEY_EXCHANGE_ECDHE, 10);
    own.ecdsa = method_of(NX_CRYPTO_DIGITAL_SIGNATURE_ECDSA, 20);
    own.gcm = method_of(NX_CRYPTO_ENCRYPTION_AES_GCM_16, 30);
    own.null = method_of(NX_CRYPTO_ENCRYPTION_NULL, 0);
    own.null.nx_crypto_operation = NULL;
    own.prf = method_of(NX_CRYPTO_PRF_HMAC_SHA2_256, 5000);
    own.sha256 = method_of(NX_CRYPTO_HASH_SHA256, 20);
    own.sha384 = method_of(NX_CRYPTO_HASH_SHA384, 7000);
    own.rsa = method_of(NX_CRYPTO_KEY_EXCHANGE_RSA, 80);
    own.row = (NX_SECURE_TLS_CIPHERSUITE_INFO){0xC02B, &own.ecdhe, &own.ecdsa, &own.gcm, 16,
                                               16,     &own.null,  0,          &own.prf};
    own.x509[0] = (NX_SECURE_X509_CRYPTO){60, &own.ecdsa, &own.sha256};
    own.x509[1] = (NX_SECURE_X509_CRYPTO){5, &own.rsa, &own.sha384};
    own.table.nx_secure_tls_ciphersuite_lookup_table = &own.row;
    own.table.nx_secure_tls_ciphersuite_lookup_table_size = 1;
    own.table.nx_secure_tls_x509_cipher_table = own.x509;
    own.table.nx_secure_tls_x509_cipher_table_size = 2;
    own.table.nx_secure_tls_handshake_hash_sha256_method = &own.sha256;
    own.table.nx_secure_tls_prf_sha256_method = &own.prf;
    return 0;
}

static enum nxs_status check_row(void)
{
    return nxs_methods_check_suite(nxs_suite_find(own.row.nx_secure_tls_ciphersuite), &own.row);
}

static void a_suite_row_needs_its_methods(void **state)
{
    (void)state;
    const NX_CRYPTO_METHOD **const members[] = {
        &own.row.nx_secure_tls_public_cipher, &own.row.nx_secure_tls_public_auth,
        &own.row.nx_secure_tls_session_cipher, &own.row.nx_secure_tls_prf};
    assert_int_equal(check_row(), NXS_OK);
    for (size_t i = 0; i < 4; i++) {
        const NX_CRYPTO_METHOD *right = *members[i];
        NX_CRYPTO_METHOD method = *right;
        *members[i] = NULL;
        assert_int_equal(check_row(), NXS_MISSING_ROUTINE);
        *members[i] = &method;
        method.nx_crypto_operation = NULL;
        assert_int_equal(check_row(), NXS_MISSING_ROUTINE);
        method = *right;
        method.nx_crypto_init = NULL;
        method.nx_crypto_cleanup = NULL;
        assert_int_equal(check_row(), NXS_OK);
        *members[i] = &own.sha384;
        assert_int_equal(check_row(), NXS_UNSUPPORTED_CIPHER);
        *members[i] = right;
    }
    own.row.nx_secure_tls_hash = NULL; /* an AEAD suite has no MAC */
    assert_int_equal(check_row(), NXS_OK);
    own.ecdhe.nx_crypto_algorithm = NX_CRYPTO_KEY_EXCHANGE_ECDH;
    assert_int_equal(check_row(), NXS_OK);
    own.gcm.nx_crypto_algorithm = NX_CRYPTO_ENCRYPTION_AES_CBC;
    assert_int_equal(check_row(), NXS_UNSUPPORTED_CIPHER);
}

static void a_row_of_another_hash_or_key_does_not_fit(void **state)
{
    (void)state;
    own.row.nx_secure_tls_ciphersuite = 0xC02C; /* wants the PRF of SHA-384 */
    assert_int_equal(check_row(), NXS_UNSUPPORTED_CIPHER);
    own.prf.nx_crypto_algorithm = NX_CRYPTO_PRF_HMAC_SHA2_384;
    assert_int_equal(check_row(), NXS_OK);
    own.row.nx_secure_tls_ciphersuite = 0xC030; /* wants RSA */
    assert_int_equal(check_row(), NXS_UNSUPPORTED_CIPHER);
    own.row.nx_secure_tls_public_auth = &own.rsa;
    assert_int_equal(check_row(), NXS_OK);
}

static void hashes_are_found_in_order(void **state)
{
    (void)state;
    NX_CRYPTO_METHOD other = own.sha256, tls13 = own.sha384;
    own.x509[0].nx_secure_x509_hash_method = &other;
    assert_ptr_equal(nxs_methods_hash(&own.table, NX_CRYPTO_HASH_SHA256), &own.sha256);
    own.table.nx_secure_tls_handshake_hash_sha256_method = NULL;
    assert_ptr_equal(nxs_methods_hash(&own.table, NX_CRYPTO_HASH_SHA256), &other);
    assert_ptr_equal(nxs_methods_hash(&own.table, NX_CRYPTO_HASH_SHA384), &own.sha384);
    own.row.nx_secure_tls_hash = &tls13;
    assert_ptr_equal(nxs_methods_hash(&own.table, NX_CRYPTO_HASH_SHA384), &tls13);
    assert_ptr_equal(nxs_methods_hash(&own.table, NX_CRYPTO_HASH_SHA512), &crypto_method_sha512);
    own.table.nx_secure_tls_x509_cipher_table = NULL;
    assert_ptr_equal(nxs_methods_hash(&own.table, NX_CRYPTO_HASH_SHA256), &crypto_method_sha256);
    assert_null(nxs_methods_hash(&own.table, 0x0003FFFF));
    assert_null(nxs_methods_hash(&own.table, NX_CRYPTO_HASH_HMAC));
}

static void schemes_follow_the_certificate_rows(void **state)
{
    (void)state;
    struct nxs_sign_methods methods;
    NX_CRYPTO_METHOD auth = own.ecdsa;
    const NX_SECURE_TLS_CRYPTO *table = &own.table;
    assert_int_equal(nxs_methods_for_scheme(table, NULL, NULL, nxs_scheme_find(0x0403), 0, &methods), NXS_OK);
    assert_ptr_equal(methods.cipher, &own.ecdsa);
    assert_ptr_equal(methods.hash, &own.sha256);
    assert_null(methods.curve);
    assert_int_equal(nxs_methods_for_scheme(table, NULL, &auth, nxs_scheme_find(0x0403), 23, &methods),
                     NXS_OK);
    assert_ptr_equal(methods.cipher, &auth);
    assert_int_equal(methods.curve->nx_crypto_algorithm, NX_CRYPTO_EC_SECP256R1);
    /* RSA goes with SHA-384 here, ECDSA with SHA-256. */
    assert_int_equal(nxs_methods_for_scheme(table, NULL, NULL, nxs_scheme_find(0x0805), 0, &methods), NXS_OK);
    assert_ptr_equal(methods.cipher, &own.rsa);
    assert_int_equal(nxs_methods_for_scheme(table, NULL, &auth, nxs_scheme_find(0x0501), 0, &methods),
                     NXS_OK);
    assert_ptr_equal(methods.cipher, &own.rsa);
    assert_int_equal(nxs_methods_for_scheme(table, NULL, NULL, nxs_scheme_find(0x0401), 0, &methods),
                     NXS_UNSUPPORTED_CIPHER);
    assert_int_equal(nxs_methods_for_scheme(table, NULL, NULL, nxs_scheme_find(0x0807), 0, &methods),
                     NXS_UNSUPPORTED_CIPHER);
    assert_int_equal(nxs_methods_for_scheme(table, NULL, NULL, nxs_scheme_find(0x0403), 99, &methods),
                     NXS_UNSUPPORTED_CIPHER);
    own.ecdsa.nx_crypto_operation = NULL;
    assert_int_equal(nxs_methods_for_scheme(table, NULL, NULL, nxs_scheme_find(0x0403), 23, &methods),
                     NXS_MISSING_ROUTINE);
}

static void curves_come_from_the_application_first(void **state)
{
    (void)state;
    NX_CRYPTO_METHOD curve = method_of(NX_CRYPTO_EC_SECP256R1, 0);
    const NX_CRYPTO_METHOD *curves[] = {&curve, NULL};
    static const USHORT groups[] = {23, 19};
    NX_SECURE_TLS_ECC ecc;
    memset(&ecc, 0, sizeof ecc);
    assert_non_null(nxs_methods_curve(&ecc, 23));
    ecc.nx_secure_tls_ecc_supported_groups = groups;
    ecc.nx_secure_tls_ecc_supported_groups_count = 2;
    ecc.nx_secure_tls_ecc_curves = curves;
    assert_ptr_equal(nxs_methods_curve(&ecc, 23), &curve);
    assert_null(nxs_methods_curve(&ecc, 19));
    assert_non_null(nxs_methods_curve(&ecc, 24));
}

static void sizes_are_the_largest_of_each_kind(void **state)
{
    (void)state;
    struct nxs_method_sizes sizes = nxs_methods_sizes(&own.table);
    assert_int_equal(sizes.cipher, 30);
    assert_int_equal(sizes.kex, 10);
    assert_int_equal(sizes.hash, 7000);
    assert_int_equal(sizes.scratch, 7000);
    own.x509[1].nx_secure_x509_hash_method = &own.sha256;
    sizes = nxs_methods_sizes(&own.table);
    assert_int_equal(sizes.scratch, 5000);
    /* The larger of the table's own hash and the stock hashes. */
    ULONG stock = crypto_method_sha512.nx_crypto_metadata_area_size;
    own.sha256.nx_crypto_metadata_area_size = stock - 1;
    assert_int_equal(nxs_methods_sizes(&own.table).hash, stock);
    own.sha256.nx_crypto_metadata_area_size = stock + 1;
    assert_int_equal(nxs_methods_sizes(&own.table).hash, stock + 1);
    own.row.nx_secure_tls_ciphersuite = 0xFFFF; /* not ours: never used */
    sizes = nxs_methods_sizes(&own.table);
    assert_int_equal(sizes.cipher, 0);
}

static void knows_an_aead_by_its_id(void **state)
{
    (void)state;
    NX_CRYPTO_METHOD cbc = method_of(NX_CRYPTO_ENCRYPTION_AES_CBC, 0);
    assert_true(nxs_method_is_aead(&own.gcm));
    assert_true(nxs_method_is_aead(&crypto_method_chacha20_poly1305));
    assert_true(nxs_method_is_aead(&crypto_method_aes_ccm_8));
    assert_false(nxs_method_is_aead(&cbc));
    assert_false(nxs_method_is_aead(&own.null));
}

#define OWN(function) cmocka_unit_test_setup(function, make_table)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_have_the_registered_sizes),
        cmocka_unit_test(schemes_are_found_by_number),
        cmocka_unit_test(suites_are_what_their_names_say),
        cmocka_unit_test(every_stock_suite_is_known_and_usable),
        cmocka_unit_test(every_stock_group_has_its_curve),
        cmocka_unit_test(sizes_cover_the_stock_methods),
        OWN(a_suite_row_needs_its_methods),
        OWN(a_row_of_another_hash_or_key_does_not_fit),
        OWN(hashes_are_found_in_order),
        OWN(schemes_follow_the_certificate_rows),
        OWN(curves_come_from_the_application_first),
        OWN(sizes_are_the_largest_of_each_kind),
        OWN(knows_an_aead_by_its_id),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
