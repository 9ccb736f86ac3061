#include "tls/hello/select.h"

#include "tls/facts.h"
#include "tls/handshake.h"
#include "tls/tls12/psk.h"
#include "tls/tls12/rules.h"

bool nxs_local_group(const struct nxs_config *config, size_t index, struct nxs_local_group *group)
{
    const NX_SECURE_TLS_ECC *ecc = config->ecc;
    bool own = ecc != NULL && ecc->nx_secure_tls_ecc_supported_groups_count > 0;
    size_t count = own ? ecc->nx_secure_tls_ecc_supported_groups_count : nx_crypto_ecc_supported_groups_size;
    if (index >= count) {
        return false;
    }
    uint16_t number =
        own ? ecc->nx_secure_tls_ecc_supported_groups[index] : nx_crypto_ecc_supported_groups[index];
    group->row = nxs_group_find(number);
    group->curve = nxs_methods_curve(ecc, number);
    return true;
}

bool nxs_local_group_find(const struct nxs_config *config, uint16_t number, struct nxs_local_group *group)
{
    for (size_t i = 0; nxs_local_group(config, i, group); i++) {
        if (group->row != NULL && group->row->number == number && group->curve != NULL) {
            return true;
        }
    }
    return false;
}

bool nxs_local_group_exists(const struct nxs_config *config)
{
    struct nxs_local_group group;
    for (size_t i = 0; nxs_local_group(config, i, &group); i++) {
        if (group.row != NULL && group.curve != NULL) {
            return true;
        }
    }
    return false;
}

static bool has_key_exchange(enum nxs_suite_kex kex)
{
    return kex == NXS_KEX_ECDHE || kex == NXS_KEX_PSK || kex == NXS_KEX_ECDHE_PSK;
}

static bool uses_group(const struct nxs_suite *suite)
{
    return suite->kex == NXS_KEX_ECDHE || suite->kex == NXS_KEX_ECDHE_PSK;
}

uint32_t nxs_suite_facts(const struct nxs_suite *suite)
{
    return (uses_group(suite) ? NXS_FACT_EPHEMERAL : 0u) |
           (suite->auth == NXS_AUTH_PSK ? NXS_FACT_PSK : NXS_FACT_CERTIFICATES);
}

/* Keys of certificates are looked for later, when the peer's wishes are known. */
static bool has_key(const struct nxs_config *config, const struct nxs_suite *suite)
{
    return suite->auth == NXS_AUTH_PSK ? nxs_psk_exists(config) : !config->psk_only;
}

bool nxs_suite_usable(const struct nxs_suite *suite, uint16_t low, uint16_t high)
{
    return suite != NULL && has_key_exchange(suite->kex) && suite->min_version <= high &&
           suite->max_version >= low && suite->cipher != NXS_CIPHER_NULL;
}

bool nxs_local_suite_next(const struct nxs_config *config, uint16_t low, uint16_t high, size_t *position,
                          struct nxs_local_suite *suite)
{
    const NX_SECURE_TLS_CRYPTO *table = config->table;
    while (*position < table->nx_secure_tls_ciphersuite_lookup_table_size) {
        suite->row = &table->nx_secure_tls_ciphersuite_lookup_table[(*position)++];
        suite->suite = nxs_suite_find(suite->row->nx_secure_tls_ciphersuite);
        if (nxs_suite_usable(suite->suite, low, high) && has_key(config, suite->suite) &&
            nxs_methods_check_suite(suite->suite, suite->row) == NXS_OK) {
            return true;
        }
    }
    return false;
}

bool nxs_local_suite_exists(const struct nxs_config *config)
{
    struct nxs_local_suite local;
    size_t position = 0;
    return nxs_local_suite_next(config, config->min_version, config->max_version, &position, &local);
}

bool nxs_local_suites_use_groups(const struct nxs_config *config)
{
    struct nxs_local_suite local;
    for (size_t i = 0; nxs_local_suite_next(config, config->min_version, config->max_version, &i, &local);) {
        if (uses_group(local.suite)) {
            return true;
        }
    }
    return false;
}

bool nxs_scheme_is_accepted(const struct nxs_config *config, const struct nxs_scheme *scheme)
{
    struct nxs_sign_methods methods;
    return scheme->tls12 && !scheme->weak &&
           nxs_methods_for_scheme(config->table, config->ecc, NULL, scheme, 0, &methods) == NXS_OK;
}

enum nxs_status nxs_check_version(const struct nxs_config *config, uint16_t version)
{
    if (version < 0x0300 || version > 0x0304) {
        return NXS_VERSION_UNKNOWN;
    }
    if (version < config->min_version || version > config->max_version ||
        nxs_version_rules_find(version) == NULL) {
        return NXS_VERSION_UNSUPPORTED;
    }
    return NXS_OK;
}

enum nxs_status nxs_select_version(const struct nxs_config *config, const struct nxs_client_hello *hello,
                                   uint16_t *version)
{
    /* [RFC5246 E.1] a server answers the highest version that both have; clients may offer what is not known
     * yet. */
    *version = hello->version < config->max_version ? hello->version : config->max_version;
    NXS_TRY(nxs_check_version(config, *version));
    /* [RFC7507 3] */
    if (hello->version < config->max_version && nxs_client_hello_offers(hello, NXS_FALLBACK_SCSV)) {
        return NXS_INAPPROPRIATE_FALLBACK;
    }
    return NXS_OK;
}

/* [RFC8422 4] a client without supported_groups leaves the choice to us: P-256 is the group everyone has. */
static bool select_group(const struct nxs_config *config, const struct nxs_hello_facts *facts,
                         struct nxs_local_group *group)
{
    if (!facts->has_groups) {
        return nxs_local_group_find(config, 23, group);
    }
    for (size_t i = 0; nxs_local_group(config, i, group); i++) {
        if (group->row != NULL && group->curve != NULL &&
            nxs_u16_list_has(facts->groups, group->row->number)) {
            return true;
        }
    }
    return false;
}

static bool key_fits_auth(enum nxs_key_kind kind, enum nxs_suite_auth auth)
{
    switch (auth) {
    case NXS_AUTH_ECDSA: /* [RFC8422 2.1] ECDHE_ECDSA suites carry EdDSA too */
        return kind == NXS_KEY_EC || kind == NXS_KEY_ED25519;
    case NXS_AUTH_RSA:
        return kind == NXS_KEY_RSA || kind == NXS_KEY_RSA_PSS;
    default:
        return false;
    }
}

uint32_t nxs_scheme_set(nxs_bytes list)
{
    size_t count;
    uint32_t set = 0;
    const struct nxs_scheme *rows = nxs_schemes(&count);
    for (size_t i = 0; i < count; i++) {
        if (nxs_u16_list_has(list, rows[i].number)) {
            set |= UINT32_C(1) << i;
        }
    }
    return set;
}

const struct nxs_scheme *nxs_select_scheme(const struct nxs_config *config, const struct nxs_private_key *key,
                                           uint32_t schemes, uint32_t hash)
{
    size_t count;
    const struct nxs_scheme *rows = nxs_schemes(&count);
    for (size_t i = 0; i < count; i++) {
        const struct nxs_scheme *row = &rows[i];
        if ((schemes & (UINT32_C(1) << i)) && (hash == 0 || row->hash == hash) &&
            nxs_scheme_fits(row, key->public.kind, key->public.group, false) &&
            nxs_scheme_allowed(row, &key->public) && nxs_scheme_is_accepted(config, row)) {
            return row;
        }
    }
    return NULL;
}

static bool select_credential(struct nxs_engine *e, enum nxs_suite_auth auth,
                              const struct nxs_hello_facts *facts, uint32_t schemes)
{
    const struct nxs_identity *identity = &e->config.identity;
    struct nxs_handshake *hs = e->hs;
    if (identity->key == NULL) {
        return false;
    }
    for (unsigned i = 0; identity->key(e->config.context, i, &hs->key); i++) {
        const struct nxs_public_key *public = &hs->key.public;
        struct nxs_local_group curve;
        if (!key_fits_auth(public->kind, auth)) {
            continue;
        }
        /* [RFC8422 5.1] the client's groups bind the certificate's curve, the application's do so too. */
        if (public->kind == NXS_KEY_EC &&
            ((facts->has_groups && !nxs_u16_list_has(facts->groups, public->group)) ||
             !nxs_local_group_find(&e->config, public->group, &curve))) {
            continue;
        }
        hs->scheme = nxs_select_scheme(&e->config, &hs->key, schemes, 0);
        if (hs->scheme != NULL) {
            hs->credential = i;
            return true;
        }
    }
    return false;
}

/* A key that fits the suite; pre-shared keys are chosen when the client has named one. */
static bool select_key(struct nxs_engine *e, const struct nxs_suite *suite,
                       const struct nxs_hello_facts *facts, uint32_t schemes)
{
    return suite->auth == NXS_AUTH_PSK || select_credential(e, suite->auth, facts, schemes);
}

enum nxs_status nxs_select_suite(struct nxs_engine *e, const struct nxs_client_hello *hello,
                                 const struct nxs_hello_facts *facts)
{
    struct nxs_local_group group;
    struct nxs_local_suite local;
    uint16_t version = e->agreed.version;
    uint32_t schemes = nxs_scheme_set(facts->schemes);
    bool has_group = select_group(&e->config, facts, &group);
    for (size_t i = 0; nxs_local_suite_next(&e->config, version, version, &i, &local);) {
        bool needs_group = uses_group(local.suite);
        if (nxs_client_hello_offers(hello, local.suite->number) && (has_group || !needs_group) &&
            select_key(e, local.suite, facts, schemes)) {
            e->hs->suite = local.suite;
            e->hs->group = needs_group ? group.row : NULL;
            e->agreed.row = local.row;
            e->agreed.suite = local.suite->number;
            e->agreed.group = needs_group ? group.row->number : 0;
            return NXS_OK;
        }
    }
    return NXS_NO_COMMON_SUITE;
}
