/* Sessions from a list of methods and a list of suite descriptions: the tables are built in the metadata
 * area. */

#include <string.h>

#include "base/layout.h"
#include "nx/edge.h"

/* What the application gave. */
struct source {
    const NX_CRYPTO_METHOD **methods;
    UINT method_count;
    const NX_CRYPTO_CIPHERSUITE **suites;
    UINT suite_count;
};

/* What is built, in caller memory. */
struct tables {
    NX_SECURE_TLS_CRYPTO *crypto;
    NX_SECURE_TLS_CIPHERSUITE_INFO *suites;
    NX_SECURE_X509_CRYPTO *signatures;
    USHORT *groups;
    const NX_CRYPTO_METHOD **curves;
};

static bool is_curve(const NX_CRYPTO_METHOD *method)
{
    return method != NX_NULL && (method->nx_crypto_algorithm & 0xFFFF0000u) == NX_CRYPTO_EC_MASK;
}

/* @param bits  key size that the method must have; 0: any */
static const NX_CRYPTO_METHOD *find(const struct source *source, UINT algorithm, UINT bits)
{
    for (UINT i = 0; i < source->method_count; i++) {
        const NX_CRYPTO_METHOD *method = source->methods[i];
        if (method != NX_NULL && method->nx_crypto_algorithm == algorithm &&
            (bits == 0 || method->nx_crypto_key_size_in_bits == bits)) {
            return method;
        }
    }
    return NX_NULL;
}

/* The method that plays a role in a suite; NULL when the suite has no such role or the list no such method.
 */
static const NX_CRYPTO_METHOD *player(const struct source *source, const NX_CRYPTO_CIPHERSUITE *suite,
                                      UINT role)
{
    for (UINT i = 0; i < NX_CRYPTO_MAX_CIPHER_ROLES; i++) {
        const NX_CRYPTO_ROLE_ENTRY *entry = &suite->nx_crypto_ciphers[i];
        if (entry->nx_crypto_role_id == NX_CRYPTO_ROLE_NONE) {
            break;
        }
        if (entry->nx_crypto_role_id == role) {
            UINT bits = role == NX_CRYPTO_ROLE_SYMMETRIC ? 8 * suite->nx_crypto_symmetric_key_size : 0;
            return find(source, entry->nx_crypto_role_cipher_id, bits);
        }
    }
    return NX_NULL;
}

static UINT count_suites(const struct source *source, USHORT application)
{
    UINT count = 0;
    for (UINT i = 0; i < source->suite_count; i++) {
        count += source->suites[i]->nx_crypto_internal_id == application;
    }
    return count;
}

static UINT count_curves(const struct source *source)
{
    UINT count = 0;
    for (UINT i = 0; i < source->method_count; i++) {
        count += is_curve(source->methods[i]);
    }
    return count;
}

static struct tables lay_out(struct nxs_layout *layout, const struct source *source)
{
    struct tables tables;
    UINT suites = count_suites(source, NX_SECURE_APPLICATION_TLS);
    UINT signatures = count_suites(source, NX_SECURE_APPLICATION_X509);
    UINT curves = count_curves(source);
    tables.crypto = nxs_layout_take(layout, sizeof *tables.crypto);
    tables.suites = nxs_layout_take(layout, suites * sizeof *tables.suites);
    tables.signatures = nxs_layout_take(layout, signatures * sizeof *tables.signatures);
    tables.groups = nxs_layout_take(layout, curves * sizeof *tables.groups);
    tables.curves = nxs_layout_take(layout, curves * sizeof(void *));
    return tables;
}

static void add_suite(const struct source *source, const NX_CRYPTO_CIPHERSUITE *suite, struct tables *tables)
{
    NX_SECURE_TLS_CIPHERSUITE_INFO row;
    memset(&row, 0, sizeof row);
    row.nx_secure_tls_ciphersuite = suite->nx_crypto_ciphersuite_id;
    row.nx_secure_tls_public_cipher = player(source, suite, NX_CRYPTO_ROLE_KEY_EXCHANGE);
    row.nx_secure_tls_public_auth = player(source, suite, NX_CRYPTO_ROLE_SIGNATURE_CRYPTO);
    row.nx_secure_tls_session_cipher = player(source, suite, NX_CRYPTO_ROLE_SYMMETRIC);
    row.nx_secure_tls_hash = player(source, suite, NX_CRYPTO_ROLE_MAC_HASH);
    row.nx_secure_tls_prf = player(source, suite, NX_CRYPTO_ROLE_PRF);
    row.nx_secure_tls_iv_size = 16;
    row.nx_secure_tls_session_key_size = (UCHAR)suite->nx_crypto_symmetric_key_size;
    bool is_complete = row.nx_secure_tls_public_cipher != NX_NULL &&
                       row.nx_secure_tls_public_auth != NX_NULL &&
                       row.nx_secure_tls_session_cipher != NX_NULL && row.nx_secure_tls_hash != NX_NULL &&
                       row.nx_secure_tls_prf != NX_NULL;
    if (is_complete) {
        row.nx_secure_tls_hash_size = (USHORT)(row.nx_secure_tls_hash->nx_crypto_ICV_size_in_bits / 8);
        tables->suites[tables->crypto->nx_secure_tls_ciphersuite_lookup_table_size++] = row;
    }
}

static void add_signature(const struct source *source, const NX_CRYPTO_CIPHERSUITE *suite,
                          struct tables *tables)
{
    NX_SECURE_X509_CRYPTO row;
    row.nx_secure_x509_crypto_identifier = suite->nx_crypto_ciphersuite_id;
    row.nx_secure_x509_public_cipher_method = player(source, suite, NX_CRYPTO_ROLE_SIGNATURE_CRYPTO);
    row.nx_secure_x509_hash_method = player(source, suite, NX_CRYPTO_ROLE_SIGNATURE_HASH);
    if (row.nx_secure_x509_public_cipher_method != NX_NULL && row.nx_secure_x509_hash_method != NX_NULL) {
        tables->signatures[tables->crypto->nx_secure_tls_x509_cipher_table_size++] = row;
    }
}

static void fill(const struct source *source, struct tables *tables)
{
    NX_SECURE_TLS_CRYPTO *crypto = tables->crypto;
    memset(crypto, 0, sizeof *crypto);
    crypto->nx_secure_tls_ciphersuite_lookup_table = tables->suites;
    crypto->nx_secure_tls_x509_cipher_table = tables->signatures;
    for (UINT i = 0; i < source->suite_count; i++) {
        const NX_CRYPTO_CIPHERSUITE *suite = source->suites[i];
        if (suite->nx_crypto_internal_id == NX_SECURE_APPLICATION_TLS) {
            add_suite(source, suite, tables);
        } else if (suite->nx_crypto_internal_id == NX_SECURE_APPLICATION_X509) {
            add_signature(source, suite, tables);
        }
    }
#if (NX_SECURE_TLS_TLS_1_0_ENABLED || NX_SECURE_TLS_TLS_1_1_ENABLED)
    crypto->nx_secure_tls_handshake_hash_md5_method = find(source, NX_CRYPTO_HASH_MD5, 0);
    crypto->nx_secure_tls_handshake_hash_sha1_method = find(source, NX_CRYPTO_HASH_SHA1, 0);
    crypto->nx_secure_tls_prf_1_method = find(source, NX_CRYPTO_PRF_HMAC_SHA1, 0);
#endif
    crypto->nx_secure_tls_handshake_hash_sha256_method = find(source, NX_CRYPTO_HASH_SHA256, 0);
    crypto->nx_secure_tls_prf_sha256_method = find(source, NX_CRYPTO_PRF_HMAC_SHA2_256, 0);
#if (NX_SECURE_TLS_TLS_1_3_ENABLED)
    crypto->nx_secure_tls_hkdf_method = find(source, NX_CRYPTO_HKDF_METHOD, 0);
    crypto->nx_secure_tls_hmac_method = find(source, NX_CRYPTO_HASH_HMAC, 0);
    crypto->nx_secure_tls_ecdhe_method = find(source, NX_CRYPTO_KEY_EXCHANGE_ECDHE, 0);
#endif
}

static USHORT fill_groups(const struct source *source, struct tables *tables)
{
    USHORT count = 0;
    for (UINT i = 0; i < source->method_count; i++) {
        const NX_CRYPTO_METHOD *method = source->methods[i];
        if (is_curve(method)) {
            tables->groups[count] = (USHORT)method->nx_crypto_algorithm;
            tables->curves[count] = method;
            count++;
        }
    }
    return count;
}

UINT _nx_secure_tls_session_create_ext(NX_SECURE_TLS_SESSION *tls_session,
                                       const NX_CRYPTO_METHOD **crypto_array, UINT crypto_array_size,
                                       const NX_CRYPTO_CIPHERSUITE **cipher_map, UINT cipher_map_size,
                                       VOID *metadata_buffer, ULONG metadata_size)
{
    const struct source source = {crypto_array, crypto_array_size, cipher_map, cipher_map_size};
    bool is_complete = tls_session != NX_NULL && metadata_buffer != NX_NULL &&
                       (crypto_array != NX_NULL || crypto_array_size == 0) &&
                       (cipher_map != NX_NULL || cipher_map_size == 0);
    if (!is_complete || nxs_session_is_listed(tls_session)) {
        return NX_PTR_ERROR;
    }
    struct nxs_layout layout = nxs_layout_of(metadata_buffer, metadata_size);
    struct tables tables = lay_out(&layout, &source);
    if (layout.failed) {
        return NX_SECURE_TLS_INSUFFICIENT_METADATA_SPACE;
    }
    fill(&source, &tables);
    USHORT groups = fill_groups(&source, &tables);
    size_t rest = layout.used < layout.room ? layout.room - layout.used : 0;
    UINT status = _nx_secure_tls_session_create(tls_session, tables.crypto, layout.base + layout.room - rest,
                                                (ULONG)rest);
    if (status != NX_SUCCESS) {
        return status == NX_INVALID_PARAMETERS ? NX_SECURE_TLS_INSUFFICIENT_METADATA_SPACE : status;
    }
    return _nx_secure_tls_ecc_initialize(tls_session, tables.groups, groups, tables.curves);
}
