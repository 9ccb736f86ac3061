/* The roots that Debian trusts: real certificates of many makers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include <openssl/pem.h>

#include "x509/internal.h"

#define BUNDLE "/etc/ssl/certs/ca-certificates.crt"
enum { SKIPPED = 77 };

extern NX_CRYPTO_METHOD crypto_method_rsa, crypto_method_ecdsa, crypto_method_md5, crypto_method_sha1,
    crypto_method_sha256, crypto_method_sha384, crypto_method_sha512;

/* Old roots sign themselves with old hashes, which is of no importance. */
static const NX_SECURE_X509_CRYPTO algorithms[] = {
    {NXS_OID_RSA_MD5, &crypto_method_rsa, &crypto_method_md5},
    {NXS_OID_RSA_SHA_1, &crypto_method_rsa, &crypto_method_sha1},
    {NXS_OID_RSA_SHA_256, &crypto_method_rsa, &crypto_method_sha256},
    {NXS_OID_RSA_SHA_384, &crypto_method_rsa, &crypto_method_sha384},
    {NXS_OID_RSA_SHA_512, &crypto_method_rsa, &crypto_method_sha512},
    {NXS_OID_ECDSA_SHA_256, &crypto_method_ecdsa, &crypto_method_sha256},
    {NXS_OID_ECDSA_SHA_384, &crypto_method_ecdsa, &crypto_method_sha384},
    {NXS_OID_ECDSA_SHA_512, &crypto_method_ecdsa, &crypto_method_sha512},
};

static const struct nxs_cert *only(void *context, const struct nxs_cert *previous)
{
    return previous == NULL ? context : NULL;
}

static void judge_root(nxs_bytes der)
{
    static _Alignas(16) uint8_t area[8192];
    static uint8_t block[NXS_MAX_MODULUS];
    struct nxs_cert cert;
    char subject[512];
    enum nxs_status status = nxs_cert_parse(&cert, der);
    if (status != NXS_OK) {
        fail_msg("%s", nxs_status_words(status));
    }
    nxs_name_text(nxs_cert_part(&cert, cert.subject), subject, sizeof subject);
    assert_true(strlen(subject) > 3 && strstr(subject, "?=") == NULL);
    assert_true(cert.valid_from != INT64_MIN && cert.valid_to > cert.valid_from);
    struct nxs_path path;
    struct nxs_path_request request = {
        .leaf = &cert,
        .trusted = {&cert, only},
        .has_time = true,
        .time = cert.valid_to,
        .algorithms = algorithms,
        .algorithm_count = sizeof algorithms / sizeof algorithms[0],
        .min_rsa_bits = 2048,
        .scratch = {{area, sizeof area}, {block, sizeof block}},
    };
    status = nxs_cert_signature_check(&request, &cert, &cert);
    if (status == NXS_OK) { /* as an anchor and as a CA below another */
        status = nxs_path_verify(&request, &path);
    }
    if (status == NXS_OK && cert.version == 2) {
        status = nxs_path_check_issuer(&request, &cert, false);
    }
    if (status != NXS_OK) {
        fail_msg("%s: %s", subject, nxs_status_words(status));
    }
    request.time = cert.valid_to + 1;
    assert_int_equal(nxs_path_verify(&request, &path), NXS_CERT_EXPIRED);
    uint8_t *last = (uint8_t *)(uintptr_t)(der.data + der.len - 1);
    *last ^= 1;
    assert_int_equal(nxs_cert_signature_check(&request, &cert, &cert), NXS_CERT_SIGNATURE);
}

static void every_root_parses_and_verifies_itself(void **state)
{
    (void)state;
    FILE *in = fopen(BUNDLE, "r");
    assert_non_null(in);
    char *name, *header;
    unsigned char *der;
    long len;
    unsigned count = 0;
    while (PEM_read(in, &name, &header, &der, &len) == 1) {
        judge_root(nxs_bytes_of(der, (size_t)len));
        OPENSSL_free(name);
        OPENSSL_free(header);
        OPENSSL_free(der);
        count++;
    }
    fclose(in);
    printf("%u roots\n", count);
    assert_true(count > 50);
}

int main(void)
{
    FILE *in = fopen(BUNDLE, "r");
    if (in == NULL) {
        printf("SKIPPED: no " BUNDLE " (Debian package ca-certificates)\n");
        return SKIPPED;
    }
    fclose(in);
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_root_parses_and_verifies_itself)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
