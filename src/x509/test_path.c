#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "x509/test_path.h"

/* ---- a request around some certificates ---- */

struct set trusted, untrusted;
struct nxs_path path;
struct nxs_path_request request;
static _Alignas(16) uint8_t method_area[8192];
static uint8_t block[NXS_MAX_MODULUS];

static const struct nxs_cert *set_next(void *context, const struct nxs_cert *previous)
{
    const struct set *set = context;
    size_t at = 0;
    while (previous != NULL && at < set->count && set->certs[at++] != previous) {
    }
    return at < set->count ? set->certs[at] : NULL;
}

void add(struct set *set, const struct nxs_cert *cert)
{
    assert_non_null(cert);
    set->certs[set->count++] = cert;
}

int set_up(void **state)
{
    (void)state;
    t_reset();
    trusted.count = untrusted.count = 0;
    request = (struct nxs_path_request){
        .trusted = {&trusted, set_next},
        .untrusted = {&untrusted, set_next},
        .has_time = true,
        .time = 1700000000, /* November 2023 */
        .purpose = NXS_PURPOSE_TLS_SERVER,
        .algorithms = nx_crypto_tls_ciphers_ecc.nx_secure_tls_x509_cipher_table,
        .algorithm_count = nx_crypto_tls_ciphers_ecc.nx_secure_tls_x509_cipher_table_size,
        .min_rsa_bits = 2048,
        .scratch = {{method_area, sizeof method_area}, {block, sizeof block}},
    };
    return 0;
}

int end(void **state)
{
    (void)state;
    t_end();
    return 0;
}

enum nxs_status verify(const struct nxs_cert *leaf)
{
    assert_non_null(leaf);
    request.leaf = leaf;
    enum nxs_status status = nxs_path_verify(&request, &path);
    assert_true((status == NXS_OK) == (path.count > 0));
    return status;
}

/* ---- the usual people ---- */

nxs_bytes ca_extensions(void)
{
    return JOIN(t_ca(-1), t_key_usage(0x0600));
}

struct t_cert root_cert(void)
{
    return (struct t_cert){.subject = "root", .key = T_P256_A, .extensions = ca_extensions()};
}

struct t_cert middle_cert(void)
{
    return (struct t_cert){.subject = "middle",
                           .issuer = "root",
                           .key = T_P384,
                           .signer = T_P256_A,
                           .extensions = ca_extensions()};
}

struct t_cert leaf_cert(void)
{
    return (struct t_cert){.subject = "leaf",
                           .issuer = "middle",
                           .key = T_P256_C,
                           .signer = T_P384,
                           .extensions = JOIN(t_key_usage(0x8000), t_purpose(NXS_OID_PKIX_KP_SERVER_AUTH))};
}

const struct nxs_cert *made(struct t_cert what)
{
    const struct nxs_cert *cert = t_cert(&what);
    assert_non_null(cert);
    return cert;
}

enum nxs_status verify_chain(struct t_cert root, struct t_cert middle, struct t_cert leaf)
{
    trusted.count = untrusted.count = 0;
    add(&trusted, made(root));
    add(&untrusted, made(middle));
    return verify(made(leaf));
}
