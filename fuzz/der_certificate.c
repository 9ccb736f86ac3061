/* Certificates, names, extensions, private keys, and a path that begins with the certificate. */
#include "harness.h"

#include <stdlib.h>
#include <string.h>

#include "x509/x509.h"

static void look_at_extensions(const struct nxs_cert *cert)
{
    struct nxs_reader r = nxs_reader_of(nxs_cert_part(cert, cert->extensions));
    struct nxs_extension extension;
    struct nxs_basic_constraints constraints;
    uint16_t bits;
    enum nxs_status status;
    for (unsigned i = 0; i < 1000 && nxs_extension_next(&r, &extension) == NXS_OK; i++) {
        status = nxs_extension_find(cert, extension.type, &extension);
    }
    status = nxs_key_usage(cert, &bits);
    status = nxs_extended_key_usage(cert, 0);
    status = nxs_basic_constraints(cert, &constraints);
    (void)status;
}

static void look_at_names(const struct nxs_cert *cert)
{
    static const char *const hosts[] = {"p256.test", "a.b.example",  "192.0.2.1", "2001:db8::1",
                                        "",          "xn--fuzz.test"};
    nxs_bytes subject = nxs_cert_part(cert, cert->subject);
    nxs_bytes issuer = nxs_cert_part(cert, cert->issuer);
    enum nxs_status status;
    nxs_bytes value;
    uint8_t tag;
    char text[40];
    nxs_name_text(subject, text, sizeof text);
    nxs_name_text(issuer, text, sizeof text);
    (void)nxs_name_equal(subject, issuer);
    for (uint16_t type = 0; type < 100; type++) {
        (void)nxs_name_attribute(subject, type, &value, &tag);
    }
    for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++) {
        status = nxs_host_check(cert, nxs_bytes_of(hosts[i], strlen(hosts[i])));
        status = nxs_common_name_check(cert, nxs_bytes_of(hosts[i], strlen(hosts[i])));
    }
    (void)status;
}

/* ---- a path: the certificate is leaf, sent along and, at the second try, trusted ---- */

struct list {
    const struct nxs_cert *certs[2];
    size_t count;
};

static const struct nxs_cert *next(void *context, const struct nxs_cert *previous)
{
    const struct list *list = context;
    for (size_t i = 0; i < list->count; i++) {
        if (previous == NULL) {
            return list->certs[i];
        }
        if (list->certs[i] == previous && i + 1 < list->count) {
            return list->certs[i + 1];
        }
    }
    return NULL;
}

static void look_for_a_path(const struct nxs_cert *cert)
{
    static uint64_t method[2048];
    static uint8_t block[NXS_MAX_MODULUS];
    struct nxs_cert known;
    struct nxs_path path;
    enum nxs_status status = nxs_cert_parse(&known, credential_of(CREDENTIAL_P256)->certificate);
    struct list sent = {{cert, &known}, 2};
    struct list trusted = {{&known, cert}, 1};
    struct nxs_path_request request = {0};
    request.leaf = cert;
    request.untrusted = (struct nxs_cert_list){&sent, next};
    request.trusted = (struct nxs_cert_list){&trusted, next};
    request.has_time = true;
    request.time = INT64_C(1893456000); /* 2030 */
    request.purpose = NXS_PURPOSE_TLS_SERVER;
    request.algorithms = nx_crypto_tls_ciphers_ecc.nx_secure_tls_x509_cipher_table;
    request.algorithm_count = nx_crypto_tls_ciphers_ecc.nx_secure_tls_x509_cipher_table_size;
    request.min_rsa_bits = 1024;
    request.scratch.method = (struct nxs_area){method, sizeof method};
    request.scratch.block = nxs_room_of(block, sizeof block);
    for (trusted.count = 1; trusted.count <= 2 && status == NXS_OK; trusted.count++) {
        enum nxs_status found = nxs_path_verify(&request, &path);
        if (found == NXS_OK && path.count == 0) {
            abort();
        }
    }
}

static void look_at_keys(nxs_bytes der)
{
    struct nxs_private_key key;
    enum nxs_status status;
    memset(&key, 0, sizeof key);
    status = nxs_private_key_rsa(der, &key);
    memset(&key, 0, sizeof key);
    status = nxs_private_key_ec(der, &key);
    memset(&key, 0, sizeof key);
    status = nxs_private_key_pkcs8(der, &key);
    (void)status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nxs_cert cert;
    nxs_bytes der = nxs_bytes_of(data, size);
    look_at_keys(der);
    if (nxs_cert_length(der) > size) {
        abort();
    }
    if (nxs_cert_parse(&cert, der) != NXS_OK) {
        return 0;
    }
    struct nxs_public_key key = nxs_cert_public_key(&cert);
    if (key.kind == NXS_KEY_NONE && cert.key_kind != NXS_KEY_NONE) {
        abort();
    }
    look_at_extensions(&cert);
    look_at_names(&cert);
    look_for_a_path(&cert);
    return 0;
}
