/* Finds methods in an application's tables. Tables are read at every use and never copied, since applications
 * change them; a method is known by its algorithm id and by nothing else. */
#include "crypto/crypto.h"

#include "nxsecure/ext.h"

/* ---- the table's conditional members ---- */

#ifndef NX_SECURE_DISABLE_X509
static size_t x509_rows(const NX_SECURE_TLS_CRYPTO *table, const NX_SECURE_X509_CRYPTO **rows)
{
    *rows = table->nx_secure_tls_x509_cipher_table;
    return *rows == NULL ? 0 : table->nx_secure_tls_x509_cipher_table_size;
}
#else
static size_t x509_rows(const NX_SECURE_TLS_CRYPTO *table, const NX_SECURE_X509_CRYPTO **rows)
{
    (void)table;
    *rows = NULL;
    return 0;
}
#endif

static size_t suite_rows(const NX_SECURE_TLS_CRYPTO *table, const NX_SECURE_TLS_CIPHERSUITE_INFO **rows)
{
    *rows = table->nx_secure_tls_ciphersuite_lookup_table;
    return *rows == NULL ? 0 : table->nx_secure_tls_ciphersuite_lookup_table_size;
}

enum { HANDSHAKE_METHODS = 8 };

/* The methods that the handshake uses whatever the suite is: hashes first. */
static size_t handshake_methods(const NX_SECURE_TLS_CRYPTO *table,
                                const NX_CRYPTO_METHOD *methods[HANDSHAKE_METHODS])
{
    size_t count = 0;
#if (NX_SECURE_TLS_TLS_1_0_ENABLED || NX_SECURE_TLS_TLS_1_1_ENABLED)
    methods[count++] = table->nx_secure_tls_handshake_hash_md5_method;
    methods[count++] = table->nx_secure_tls_handshake_hash_sha1_method;
    methods[count++] = table->nx_secure_tls_prf_1_method;
#endif
#if (NX_SECURE_TLS_TLS_1_2_ENABLED)
    methods[count++] = table->nx_secure_tls_handshake_hash_sha256_method;
    methods[count++] = table->nx_secure_tls_prf_sha256_method;
#endif
#if (NX_SECURE_TLS_TLS_1_3_ENABLED)
    methods[count++] = table->nx_secure_tls_hkdf_method;
    methods[count++] = table->nx_secure_tls_hmac_method;
    methods[count++] = table->nx_secure_tls_ecdhe_method;
#endif
    return count;
}

bool nxs_methods_at(const NX_SECURE_TLS_CRYPTO *table, size_t index, const NX_CRYPTO_METHOD **method)
{
    const NX_CRYPTO_METHOD *handshake[HANDSHAKE_METHODS];
    const NX_SECURE_TLS_CIPHERSUITE_INFO *suites;
    const NX_SECURE_X509_CRYPTO *x509;
    size_t count = handshake_methods(table, handshake);
    if (index < count) {
        *method = handshake[index];
        return true;
    }
    index -= count;
    count = suite_rows(table, &suites);
    if (index < 5 * count) {
        const NX_SECURE_TLS_CIPHERSUITE_INFO *row = &suites[index / 5];
        const NX_CRYPTO_METHOD *const members[5] = {
            row->nx_secure_tls_public_cipher, row->nx_secure_tls_public_auth,
            row->nx_secure_tls_session_cipher, row->nx_secure_tls_hash, row->nx_secure_tls_prf};
        *method = members[index % 5];
        return true;
    }
    index -= 5 * count;
    if (index < 2 * x509_rows(table, &x509)) {
        const NX_SECURE_X509_CRYPTO *row = &x509[index / 2];
        *method = index % 2 == 0 ? row->nx_secure_x509_public_cipher_method : row->nx_secure_x509_hash_method;
        return true;
    }
    return false;
}

/* ---- kinds of methods ---- */

static bool is(const NX_CRYPTO_METHOD *method, uint32_t algorithm)
{
    return method != NULL && method->nx_crypto_algorithm == algorithm;
}

static bool is_kex(const NX_CRYPTO_METHOD *method)
{
    return is(method, NX_CRYPTO_KEY_EXCHANGE_ECDHE) || is(method, NX_CRYPTO_KEY_EXCHANGE_ECDH);
}

static bool is_plain_hash(const NX_CRYPTO_METHOD *method)
{
    return method != NULL && (method->nx_crypto_algorithm & 0xFFFF0000u) == NX_CRYPTO_HASH_MASK &&
           method->nx_crypto_algorithm != NX_CRYPTO_HASH_HMAC;
}

static const NX_CRYPTO_METHOD *stock_hash(uint32_t algorithm)
{
    static const NX_CRYPTO_METHOD *const stock[] = {
        &crypto_method_md5,    &crypto_method_sha1,   &crypto_method_sha224,
        &crypto_method_sha256, &crypto_method_sha384, &crypto_method_sha512,
    };
    for (size_t i = 0; i < sizeof stock / sizeof stock[0]; i++) {
        if (is(stock[i], algorithm)) {
            return stock[i];
        }
    }
    return NULL;
}

/* ---- finding ---- */

const NX_CRYPTO_METHOD *nxs_methods_hash(const NX_SECURE_TLS_CRYPTO *table, uint32_t algorithm)
{
    const NX_CRYPTO_METHOD *handshake[HANDSHAKE_METHODS];
    const NX_SECURE_TLS_CIPHERSUITE_INFO *suites;
    const NX_SECURE_X509_CRYPTO *x509;
    size_t count = handshake_methods(table, handshake);
    for (size_t i = 0; i < count; i++) {
        if (is(handshake[i], algorithm)) {
            return handshake[i];
        }
    }
    count = suite_rows(table, &suites);
    for (size_t i = 0; i < count; i++) {
        if (is(suites[i].nx_secure_tls_hash, algorithm)) {
            return suites[i].nx_secure_tls_hash;
        }
    }
    count = x509_rows(table, &x509);
    for (size_t i = 0; i < count; i++) {
        if (is(x509[i].nx_secure_x509_hash_method, algorithm)) {
            return x509[i].nx_secure_x509_hash_method;
        }
    }
    return stock_hash(algorithm);
}

static uint32_t public_algorithm(const struct nxs_scheme *scheme)
{
    switch (scheme->signing) {
    case NXS_SIGN_ECDSA:
        return NX_CRYPTO_DIGITAL_SIGNATURE_ECDSA;
    case NXS_SIGN_ED25519:
        return NXS_CRYPTO_SIGNATURE_ED25519;
    default:
        return NX_CRYPTO_KEY_EXCHANGE_RSA; /* the raw power, whatever it is for */
    }
}

/* The X.509 rows say which pairs of key and hash the application accepts. */
static const NX_CRYPTO_METHOD *x509_method(const NX_SECURE_TLS_CRYPTO *table, const struct nxs_scheme *scheme)
{
    const NX_SECURE_X509_CRYPTO *rows;
    size_t count = x509_rows(table, &rows);
    for (size_t i = 0; i < count; i++) {
        if (is(rows[i].nx_secure_x509_public_cipher_method, public_algorithm(scheme)) &&
            (scheme->hash == 0 || is(rows[i].nx_secure_x509_hash_method, scheme->hash))) {
            return rows[i].nx_secure_x509_public_cipher_method;
        }
    }
    return NULL;
}

/* Not through the stock lists of groups and curves: an application may have put one of its own in place of
 * either. */
static const NX_CRYPTO_METHOD *stock_curve(uint16_t group)
{
    static const NX_CRYPTO_METHOD *const stock[] = {
        &crypto_method_ec_x25519,
        &crypto_method_ec_secp256,
        &crypto_method_ec_secp384,
        &crypto_method_ec_secp521,
    };
    for (size_t i = 0; i < sizeof stock / sizeof stock[0]; i++) {
        if (is(stock[i], NX_CRYPTO_EC_MASK + group)) {
            return stock[i];
        }
    }
    return NULL;
}

const NX_CRYPTO_METHOD *nxs_methods_curve(const NX_SECURE_TLS_ECC *ecc, uint16_t group)
{
    if (ecc != NULL && ecc->nx_secure_tls_ecc_supported_groups != NULL &&
        ecc->nx_secure_tls_ecc_curves != NULL) {
        for (size_t i = 0; i < ecc->nx_secure_tls_ecc_supported_groups_count; i++) {
            if (ecc->nx_secure_tls_ecc_supported_groups[i] == group) {
                return ecc->nx_secure_tls_ecc_curves[i];
            }
        }
    }
    return stock_curve(group);
}

static bool has_operation(const NX_CRYPTO_METHOD *method)
{
    return method->nx_crypto_operation != NULL;
}

enum nxs_status nxs_methods_for_scheme(const NX_SECURE_TLS_CRYPTO *table, const NX_SECURE_TLS_ECC *ecc,
                                       const NX_CRYPTO_METHOD *suite_auth, const struct nxs_scheme *scheme,
                                       uint16_t key_group, struct nxs_sign_methods *methods)
{
    bool auth_fits = is(suite_auth, public_algorithm(scheme));
    bool on_curve = scheme->signing == NXS_SIGN_ECDSA && key_group != 0;
    methods->cipher = auth_fits ? suite_auth : x509_method(table, scheme);
    methods->hash = scheme->hash == 0 ? NULL : nxs_methods_hash(table, scheme->hash);
    methods->curve = on_curve ? nxs_methods_curve(ecc, key_group) : NULL;
    if (methods->cipher == NULL || (scheme->hash != 0 && methods->hash == NULL) ||
        (on_curve && methods->curve == NULL)) {
        return NXS_UNSUPPORTED_CIPHER;
    }
    return has_operation(methods->cipher) && (methods->hash == NULL || has_operation(methods->hash))
               ? NXS_OK
               : NXS_MISSING_ROUTINE;
}

/* ---- judging a suite row ---- */

/* A method that the suite needs: there, with an operation, and of the right kind. */
static enum nxs_status need(const NX_CRYPTO_METHOD *method, bool right_kind)
{
    if (method == NULL) {
        return NXS_MISSING_ROUTINE;
    }
    if (!right_kind) {
        return NXS_UNSUPPORTED_CIPHER;
    }
    return has_operation(method) ? NXS_OK : NXS_MISSING_ROUTINE;
}

static enum nxs_status check_key_exchange(const struct nxs_suite *suite,
                                          const NX_SECURE_TLS_CIPHERSUITE_INFO *row)
{
    const NX_CRYPTO_METHOD *method = row->nx_secure_tls_public_cipher;
    switch (suite->kex) {
    case NXS_KEX_ECDHE:
    case NXS_KEX_ECDHE_PSK:
    case NXS_KEX_TLS13:
        return need(method, is_kex(method));
    case NXS_KEX_RSA:
        return need(method, is(method, NX_CRYPTO_KEY_EXCHANGE_RSA));
    default:
        return NXS_OK; /* plain PSK exchanges nothing */
    }
}

static enum nxs_status check_authentication(const struct nxs_suite *suite,
                                            const NX_SECURE_TLS_CIPHERSUITE_INFO *row)
{
    const NX_CRYPTO_METHOD *method = row->nx_secure_tls_public_auth;
    switch (suite->auth) {
    case NXS_AUTH_ECDSA:
        return need(method, is(method, NX_CRYPTO_DIGITAL_SIGNATURE_ECDSA));
    case NXS_AUTH_RSA:
        return need(method, is(method, NX_CRYPTO_KEY_EXCHANGE_RSA));
    case NXS_AUTH_PSK: /* a marker without functions */
        return is(method, NX_CRYPTO_KEY_EXCHANGE_PSK) ? NXS_OK : NXS_UNSUPPORTED_CIPHER;
    default:
        return NXS_OK;
    }
}

static bool is_cipher_of(const struct nxs_suite *suite, const NX_CRYPTO_METHOD *method)
{
    if (is(method, suite->algorithm)) {
        return true;
    }
    bool aead_suite = suite->cipher == NXS_CIPHER_AEAD_EXPLICIT || suite->cipher == NXS_CIPHER_AEAD_XOR;
    return aead_suite && method != NULL && NX_SECURE_AEAD_CIPHER_CHECK(method->nx_crypto_algorithm);
}

static uint32_t prf_algorithm(uint32_t hash)
{
    return hash == NX_CRYPTO_HASH_SHA384 ? NX_CRYPTO_PRF_HMAC_SHA2_384 : NX_CRYPTO_PRF_HMAC_SHA2_256;
}

static bool is_mac_of(const struct nxs_suite *suite, const NX_CRYPTO_METHOD *method)
{
    switch (suite->mac_len) {
    case 20:
        return is(method, NX_CRYPTO_AUTHENTICATION_HMAC_SHA1_160);
    case 32:
        return is(method, NX_CRYPTO_AUTHENTICATION_HMAC_SHA2_256);
    default:
        return is(method, NX_CRYPTO_AUTHENTICATION_HMAC_SHA2_384);
    }
}

static enum nxs_status check_hashes(const struct nxs_suite *suite, const NX_SECURE_TLS_CIPHERSUITE_INFO *row)
{
    const NX_CRYPTO_METHOD *hash = row->nx_secure_tls_hash;
    const NX_CRYPTO_METHOD *prf = row->nx_secure_tls_prf;
    if (suite->kex == NXS_KEX_TLS13) {
        NXS_TRY(need(hash, is(hash, suite->hash)));
        return need(prf, is(prf, NX_CRYPTO_HKDF_METHOD));
    }
    if (suite->mac_len > 0) {
        NXS_TRY(need(hash, is_mac_of(suite, hash)));
    }
    return need(prf, is(prf, prf_algorithm(suite->hash)));
}

enum nxs_status nxs_methods_check_suite(const struct nxs_suite *suite,
                                        const NX_SECURE_TLS_CIPHERSUITE_INFO *row)
{
    const NX_CRYPTO_METHOD *cipher = row->nx_secure_tls_session_cipher;
    NXS_TRY(check_key_exchange(suite, row));
    NXS_TRY(check_authentication(suite, row));
    NXS_TRY(need(cipher, is_cipher_of(suite, cipher)));
    return check_hashes(suite, row);
}

/* ---- sizes ---- */

static void grow(size_t *size, const NX_CRYPTO_METHOD *method)
{
    if (method != NULL && method->nx_crypto_metadata_area_size > *size) {
        *size = method->nx_crypto_metadata_area_size;
    }
}

/* A method that is used within one call, or is a hash or a key agreement with an area of its own. */
static void count_method(struct nxs_method_sizes *sizes, const NX_CRYPTO_METHOD *method)
{
    if (is_kex(method)) {
        grow(&sizes->kex, method);
        return;
    }
    if (is_plain_hash(method)) {
        grow(&sizes->hash, method);
    }
    grow(&sizes->scratch, method);
}

struct nxs_method_sizes nxs_methods_sizes(const NX_SECURE_TLS_CRYPTO *table)
{
    struct nxs_method_sizes sizes = {0, 0, 0, 0, 0};
    const NX_CRYPTO_METHOD *handshake[HANDSHAKE_METHODS];
    const NX_SECURE_TLS_CIPHERSUITE_INFO *suites;
    const NX_SECURE_X509_CRYPTO *x509;
    size_t count = handshake_methods(table, handshake);
    for (size_t i = 0; i < count; i++) {
        count_method(&sizes, handshake[i]);
    }
    count = suite_rows(table, &suites);
    for (size_t i = 0; i < count; i++) {
        if (nxs_suite_find(suites[i].nx_secure_tls_ciphersuite) == NULL) {
            continue;
        }
        grow(&sizes.cipher, suites[i].nx_secure_tls_session_cipher);
        grow(&sizes.mac, suites[i].nx_secure_tls_hash);
        count_method(&sizes, suites[i].nx_secure_tls_hash);
        count_method(&sizes, suites[i].nx_secure_tls_public_cipher);
        count_method(&sizes, suites[i].nx_secure_tls_public_auth);
        count_method(&sizes, suites[i].nx_secure_tls_prf);
    }
    count = x509_rows(table, &x509);
    for (size_t i = 0; i < count; i++) {
        count_method(&sizes, x509[i].nx_secure_x509_public_cipher_method);
        count_method(&sizes, x509[i].nx_secure_x509_hash_method);
    }
    /* Hashes that nxs_methods_hash() may take from the stock. */
    count_method(&sizes, &crypto_method_sha384);
    count_method(&sizes, &crypto_method_sha512);
    return sizes;
}
