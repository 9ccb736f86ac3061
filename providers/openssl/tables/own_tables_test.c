/* An application with tables of its own under the names of stock tables: it must link with the static
 * library, and its tables are the ones that count. That this program exists is half of the test. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "stock.h"

NX_SECURE_TLS_CIPHERSUITE_INFO _nx_crypto_ciphersuite_lookup_table[] = {
    {0x009C, &crypto_method_rsa, &crypto_method_rsa, &crypto_method_aes_128_gcm_16, 16, 16,
     &crypto_method_null, 0, &crypto_method_tls_prf_sha256}};
const UINT _nx_crypto_ciphersuite_lookup_table_size = 1;

const NX_SECURE_TLS_CRYPTO nx_crypto_tls_ciphers = {
    .nx_secure_tls_ciphersuite_lookup_table = _nx_crypto_ciphersuite_lookup_table,
    .nx_secure_tls_ciphersuite_lookup_table_size = 1,
};

const USHORT nx_crypto_ecc_supported_groups[] = {23};
const UINT nx_crypto_ecc_supported_groups_size = 1;

static void own_tables_stand_beside_stock_ones(void **state)
{
    (void)state;
    assert_int_equal(nx_crypto_tls_ciphers.nx_secure_tls_ciphersuite_lookup_table_size, 1);
    assert_int_equal(nx_crypto_ecc_supported_groups_size, 1);
    /* These are the library's. */
    assert_true(nx_crypto_tls_ciphers_ecc.nx_secure_tls_ciphersuite_lookup_table_size > 1);
    assert_non_null(nx_crypto_ecc_curves[1]);
    assert_true(_nx_crypto_ciphersuite_lookup_table_ecc_size > 1);
    assert_true(_nx_crypto_x509_cipher_lookup_table_size > 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(own_tables_stand_beside_stock_ones)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
