/* NIST PKITS: all certificates are parsed and all paths are built. Every case whose rules exist here must
 * come out as the manifest says. Name constraints and policies are not here yet: a path that needs them is
 * refused, whatever is expected. Complete revocation lists are asked in section 4.4, other lists and the
 * user's wishes about policies not at all: cases that fail because of them prove nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <dirent.h>
#include <cmocka.h>

#include "x509/internal.h"

#define PKITS NXS_VECTORS_DIR "/pkits"
enum { SKIPPED = 77, CERTS_MAX = 500, PKITS_TIME = 1302825600 };

/* ---- the certificates ---- */

static struct {
    char name[100];
    uint8_t der[2600];
    struct nxs_cert cert;
    enum nxs_status status;
} certs[CERTS_MAX];
static size_t cert_count;

static void load(const char *file)
{
    char path[512];
    snprintf(path, sizeof path, PKITS "/certs/%s", file);
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    assert_true(cert_count < CERTS_MAX);
    snprintf(certs[cert_count].name, sizeof certs[0].name, "%.*s", (int)(strlen(file) - 4), file);
    size_t len = fread(certs[cert_count].der, 1, sizeof certs[0].der, in);
    assert_true(feof(in));
    fclose(in);
    certs[cert_count].status =
        nxs_cert_parse(&certs[cert_count].cert, nxs_bytes_of(certs[cert_count].der, len));
    cert_count++;
}

static int load_all(void **state)
{
    (void)state;
    DIR *dir = opendir(PKITS "/certs");
    assert_non_null(dir);
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        if (strstr(entry->d_name, ".crt") != NULL) {
            load(entry->d_name);
        }
    }
    closedir(dir);
    return 0;
}

static const struct nxs_cert *find(const char *name)
{
    for (size_t i = 0; i < cert_count; i++) {
        if (strcmp(certs[i].name, name) == 0) {
            return &certs[i].cert;
        }
    }
    fail_msg("no certificate %s", name);
    return NULL;
}

static void all_certificates_parse(void **state)
{
    (void)state;
    assert_int_equal(cert_count, 405);
    unsigned dsa = 0;
    for (size_t i = 0; i < cert_count; i++) {
        struct nxs_reader r = nxs_reader_of(nxs_cert_part(&certs[i].cert, certs[i].cert.extensions));
        struct nxs_extension extension;
        char text[256];
        if (certs[i].status == NXS_CERT_KEY_UNSUPPORTED && strstr(certs[i].name, "DSA") != NULL) {
            dsa++;
        } else if (certs[i].status != NXS_OK) {
            fail_msg("%s: %s", certs[i].name, nxs_status_words(certs[i].status));
        }
        while (!nxs_read_end(&r)) {
            assert_int_equal(nxs_extension_next(&r, &extension), NXS_OK);
        }
        nxs_name_text(nxs_cert_part(&certs[i].cert, certs[i].cert.issuer), text, sizeof text);
        assert_true(strlen(text) > 3 && strstr(text, "?=") == NULL);
    }
    assert_int_equal(dsa, 5);
}

/* ---- the manifest ---- */

struct list {
    const struct nxs_cert *certs[16];
    size_t count;
};

static const struct nxs_cert *list_next(void *context, const struct nxs_cert *previous)
{
    const struct list *list = context;
    size_t at = 0;
    while (previous != NULL && at < list->count && list->certs[at++] != previous) {
    }
    return at < list->count ? list->certs[at] : NULL;
}

static void fill(struct list *list, char *names)
{
    list->count = 0;
    if (strcmp(names, "-") == 0) {
        return;
    }
    for (char *name = strtok(names, ","); name != NULL; name = strtok(NULL, ",")) {
        list->certs[list->count++] = find(name);
    }
}

/* What one list says of a certificate. */
static enum nxs_status ask_list(struct nxs_path_request request, const struct nxs_cert *cert,
                                const char *name)
{
    static uint8_t der[8192];
    char file[512];
    snprintf(file, sizeof file, PKITS "/crls/%s.crl", name);
    FILE *in = fopen(file, "rb");
    assert_non_null(in);
    size_t len = fread(der, 1, sizeof der, in);
    assert_true(feof(in));
    fclose(in);
    request.leaf = cert;
    return nxs_crl_check(&request, nxs_bytes_of(der, len));
}

/* NXS_OK when a list says that the certificate is not revoked and none says that it is. */
static enum nxs_status ask_lists(const struct nxs_path_request *request, const struct nxs_cert *cert,
                                 const char *lists)
{
    char names[512];
    enum nxs_status best = NXS_CRL_OTHER_ISSUER;
    snprintf(names, sizeof names, "%s", lists);
    for (char *name = strtok(names, ","); name != NULL; name = strtok(NULL, ",")) {
        enum nxs_status status = ask_list(*request, cert, name);
        if (status == NXS_CERT_REVOKED) {
            return status;
        }
        best = best == NXS_OK ? NXS_OK : status;
    }
    return best;
}

/* Every certificate below the anchor, and whoever else may have signed a list. */
static enum nxs_status check_revocation(const struct nxs_path_request *request, const struct nxs_path *path,
                                        const char *lists)
{
    for (size_t i = 0; i + 1 < path->count; i++) {
        NXS_TRY(ask_lists(request, path->certs[i], lists));
    }
    const struct list *sent = request->untrusted.context;
    for (size_t i = 0; i < sent->count; i++) {
        if (ask_lists(request, sent->certs[i], lists) == NXS_CERT_REVOKED) {
            return NXS_CERT_REVOKED;
        }
    }
    return NXS_OK;
}

/* @param lists  names of revocation lists; NULL: nobody asks */
static enum nxs_status validate(char *anchor, char *intermediates, char *leaf, const char *lists)
{
    static _Alignas(16) uint8_t area[8192];
    static uint8_t block[NXS_MAX_MODULUS];
    struct list trusted, untrusted;
    struct nxs_path path;
    fill(&trusted, anchor);
    fill(&untrusted, intermediates);
    struct nxs_path_request request = {
        .leaf = find(leaf),
        .trusted = {&trusted, list_next},
        .untrusted = {&untrusted, list_next},
        .has_time = true,
        .time = PKITS_TIME,
        .algorithms = nx_crypto_tls_ciphers_ecc.nx_secure_tls_x509_cipher_table,
        .algorithm_count = nx_crypto_tls_ciphers_ecc.nx_secure_tls_x509_cipher_table_size,
        .min_rsa_bits = 2048,
        .scratch = {{area, sizeof area}, {block, sizeof block}},
    };
    NXS_TRY(nxs_path_verify(&request, &path));
    return lists != NULL ? check_revocation(&request, &path, lists) : NXS_OK;
}

struct test {
    char *fields[14]; /* id section title expected anchor intermediates leaf crls policies 0 0 0 set flags */
};

static bool read_test(char *line, struct test *test)
{
    size_t count = 0;
    for (char *field = strtok(line, "|\n"); field != NULL && count < 14; field = strtok(NULL, "|\n")) {
        test->fields[count++] = field;
    }
    return line[0] != '#' && count == 14;
}

static bool is_in(const char *id, const char *const *prefixes)
{
    while (*prefixes != NULL && strncmp(id, *prefixes, strlen(*prefixes)) != 0) {
        prefixes++;
    }
    return *prefixes != NULL;
}

/* What a case is good for. */
enum worth { DECIDED, NEEDS_MORE, PROVES_NOTHING };

static enum worth worth_of(const struct test *test)
{
    /* Revocation; policies that only the user's policy set decides. */
    static const char *const blind[] = {"4.5.", "4.7.4", "4.7.5", "4.8.", "4.14.", "4.15.", NULL};
    /* Policy constraints and mappings, inhibitAnyPolicy, name constraints. */
    static const char *const later[] = {"4.9.", "4.10.", "4.11.", "4.12.", "4.13.", NULL};
    bool expected = strcmp(test->fields[3], "ok") == 0;
    if (is_in(test->fields[0], blind)) {
        return expected ? DECIDED : PROVES_NOTHING;
    }
    return is_in(test->fields[0], later) ? NEEDS_MORE : DECIDED;
}

static void judge(const struct test *test, unsigned counts[3])
{
    bool dsa = strcmp(test->fields[13], "dsa") == 0; /* no DSA here */
    bool expected = strcmp(test->fields[3], "ok") == 0 && !dsa;
    const char *lists = strncmp(test->fields[0], "4.4.", 4) == 0 ? test->fields[7] : NULL;
    enum nxs_status status = validate(test->fields[4], test->fields[5], test->fields[6], lists);
    bool right = true;
    enum worth worth = worth_of(test);
    counts[worth]++;
    if (worth == DECIDED) {
        right = (status == NXS_OK) == expected;
    } else if (worth == NEEDS_MORE) {
        right = status == NXS_CERT_CRITICAL_EXTENSION || (expected && status == NXS_OK);
    }
    if (!right) {
        fail_msg("%s %s: %s", test->fields[0], test->fields[2], nxs_status_words(status));
    }
}

static void paths_come_out_as_expected(void **state)
{
    (void)state;
    FILE *in = fopen(PKITS "/manifest.txt", "r");
    assert_non_null(in);
    char line[4096];
    unsigned counts[3] = {0, 0, 0};
    while (fgets(line, sizeof line, in) != NULL) {
        struct test test;
        if (read_test(line, &test)) {
            judge(&test, counts);
        }
    }
    fclose(in);
    printf("PKITS: %u cases decided, %u refused for now where it matters, %u need revocation or the user's "
           "policies\n",
           counts[DECIDED], counts[NEEDS_MORE], counts[PROVES_NOTHING]);
    assert_int_equal(counts[DECIDED] + counts[NEEDS_MORE] + counts[PROVES_NOTHING], 249);
}

int main(void)
{
    DIR *dir = opendir(PKITS "/certs");
    if (dir == NULL) {
        printf("SKIPPED: no PKITS data at " PKITS "\n");
        return SKIPPED;
    }
    closedir(dir);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_certificates_parse),
        cmocka_unit_test(paths_come_out_as_expected),
    };
    return cmocka_run_group_tests(tests, load_all, NULL);
}
