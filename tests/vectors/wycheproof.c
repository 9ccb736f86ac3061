/*
 * For each file: how many cases ran, passed, and could not be expressed.
 *
 * The rule for cases that may go either way ("acceptable"): a shared secret of zero, a compressed point and a
 * DigestInfo without its NULL are refused, since TLS wants them refused ([RFC7748 6.1], [RFC8422 5.1.2],
 * [RFC8017 8.2.2]). All others are accepted, which [RFC7748 5] demands of values that are not reduced and of
 * points on the twist.
 */
#include "vectors/wycheproof.h"

#include <stdio.h>
#include <string.h>

enum { SKIPPED = 77, ARENA = 1 << 18 };

static const struct {
    const char *name; /* the start of the file names */
    run_case *run;    /* NULL: no method does this */
} algorithms[] = {
    {"aes_gcm", run_aead},           {"aes_ccm", run_aead},         {"chacha20_poly1305", run_aead},
    {"aes_cbc_pkcs5", run_cbc},      {"hmac_", run_hmac},           {"hkdf_", run_hkdf},
    {"ecdh_", run_key_agreement},    {"x25519", run_key_agreement}, {"x448", run_key_agreement},
    {"ecdsa_", run_ecdsa},           {"ed25519", run_ed25519},      {"ed448", NULL},
    {"rsa_pkcs1_", run_rsa_decrypt}, {"rsa_pss_", run_rsa_verify},  {"rsa_signature_", run_rsa_verify},
};

static const char *const files[] = {
    "aes_cbc_pkcs5",
    "aes_ccm",
    "aes_gcm",
    "chacha20_poly1305",
    "ecdh_secp256r1_ecpoint",
    "ecdh_secp384r1_ecpoint",
    "ecdh_secp521r1_ecpoint",
    "ecdsa_secp256r1_sha256",
    "ecdsa_secp256r1_sha512",
    "ecdsa_secp384r1_sha256",
    "ecdsa_secp384r1_sha384",
    "ecdsa_secp384r1_sha512",
    "ecdsa_secp521r1_sha512",
    "ed25519",
    "ed448",
    "hkdf_sha256",
    "hkdf_sha384",
    "hmac_sha1",
    "hmac_sha256",
    "hmac_sha384",
    "hmac_sha512",
    "rsa_pkcs1_2048",
    "rsa_pkcs1_3072",
    "rsa_pkcs1_4096",
    "rsa_pss_2048_sha256_mgf1_32",
    "rsa_pss_2048_sha256_mgf1_32_params",
    "rsa_pss_2048_sha384_mgf1_48",
    "rsa_pss_3072_sha256_mgf1_32",
    "rsa_pss_4096_sha256_mgf1_32",
    "rsa_pss_4096_sha384_mgf1_48",
    "rsa_pss_4096_sha512_mgf1_64",
    "rsa_pss_misc",
    "rsa_pss_misc_params",
    "rsa_signature_2048_sha256",
    "rsa_signature_2048_sha384",
    "rsa_signature_2048_sha512",
    "rsa_signature_3072_sha256",
    "rsa_signature_3072_sha384",
    "rsa_signature_3072_sha512",
    "rsa_signature_4096_sha256",
    "rsa_signature_4096_sha384",
    "rsa_signature_4096_sha512",
    "rsa_signature_8192_sha256",
    "x25519",
    "x448",
};

/* ---- memory of one case ---- */

static uint8_t arena[ARENA];
static size_t arena_used;
static uint64_t method_memory[1024];
static uint8_t block[NXS_MAX_MODULUS];

struct nxs_area method_area = {method_memory, sizeof method_memory};
const struct nxs_sign_scratch sign_scratch = {{method_memory, sizeof method_memory}, {block, sizeof block}};

uint8_t *room(size_t len)
{
    if (len > ARENA - arena_used) {
        fprintf(stderr, "a case needs more than %d bytes\n", (int)ARENA);
        exit(1);
    }
    uint8_t *at = arena + arena_used;
    arena_used += len;
    return at;
}

/* ---- JSON ---- */

const char *string(const json_t *object, const char *member)
{
    const char *text = json_string_value(json_object_get(object, member));
    return text == NULL ? "" : text;
}

long integer(const json_t *object, const char *member)
{
    const json_t *value = json_object_get(object, member);
    return json_is_integer(value) ? (long)json_integer_value(value) : -1;
}

nxs_bytes hex(const json_t *object, const char *member)
{
    const char *text = string(object, member);
    size_t len = strlen(text) / 2;
    uint8_t *to = room(len);
    for (size_t i = 0; i < len; i++) {
        unsigned byte;
        if (sscanf(text + 2 * i, "%2x", &byte) != 1) {
            fprintf(stderr, "%s is not hexadecimal\n", member);
            exit(1);
        }
        to[i] = (uint8_t)byte;
    }
    return nxs_bytes_of(to, len);
}

nxs_bytes hex_number(const json_t *object, const char *member)
{
    nxs_bytes number = hex(object, member);
    while (number.len > 0 && number.data[0] == 0) {
        number.data++;
        number.len--;
    }
    return number;
}

bool same(nxs_bytes a, nxs_bytes b)
{
    return nxs_bytes_equal(a, b);
}

static bool has_flag(const json_t *test, const char *flag)
{
    size_t index;
    const json_t *value;
    json_array_foreach(json_object_get(test, "flags"), index, value)
    {
        if (strcmp(json_string_value(value), flag) == 0) {
            return true;
        }
    }
    return false;
}

/* ---- running ---- */

static enum outcome expected(const json_t *test)
{
    const char *result = string(test, "result");
    if (strcmp(result, "acceptable") == 0) {
        return has_flag(test, "ZeroSharedSecret") || has_flag(test, "CompressedPublic") ||
                       has_flag(test, "MissingNull")
                   ? REFUSED
                   : ACCEPTED;
    }
    return strcmp(result, "valid") == 0 ? ACCEPTED : REFUSED;
}

struct counts {
    unsigned run, passed, not_applicable;
};

static void run_one(run_case *run, const char *file, const json_t *group, const json_t *test,
                    struct counts *counts)
{
    static const char *const words[] = {"accepted", "refused", "answered wrongly"};
    arena_used = 0;
    enum outcome outcome = run == NULL ? NOT_APPLICABLE : run(group, test);
    if (outcome == NOT_APPLICABLE) {
        counts->not_applicable++;
        return;
    }
    counts->run++;
    if (outcome == expected(test)) {
        counts->passed++;
        return;
    }
    printf("%s case %ld (%s, %s) was %s\n", file, integer(test, "tcId"), string(test, "result"),
           string(test, "comment"), words[outcome]);
}

static run_case *runner_of(const char *file)
{
    for (size_t i = 0; i < sizeof algorithms / sizeof algorithms[0]; i++) {
        if (strncmp(file, algorithms[i].name, strlen(algorithms[i].name)) == 0) {
            return algorithms[i].run;
        }
    }
    fprintf(stderr, "%s: an algorithm that this program has not heard of\n", file);
    exit(1);
}

/* False when the file is absent. */
static bool run_file(const char *file, struct counts *total)
{
    char path[1024];
    json_error_t error;
    struct counts counts = {0, 0, 0};
    size_t i, j;
    json_t *group;
    const json_t *test;
    snprintf(path, sizeof path, "%s/wycheproof/%s_test.json", NXS_VECTORS_DIR, file);
    json_t *root = json_load_file(path, 0, &error);
    if (root == NULL) {
        printf("%-36s absent: %s\n", file, error.text);
        return false;
    }
    run_case *run = runner_of(file);
    json_array_foreach(json_object_get(root, "testGroups"), i, group)
    {
        json_object_set(group, "algorithm", json_object_get(root, "algorithm"));
        json_array_foreach(json_object_get(group, "tests"), j, test)
        {
            run_one(run, file, group, test, &counts);
        }
    }
    long promised = integer(root, "numberOfTests");
    json_decref(root);
    printf("%-36s run %4u  passed %4u  not applicable %4u\n", file, counts.run, counts.passed,
           counts.not_applicable);
    if (promised != (long)(counts.run + counts.not_applicable)) {
        printf("%s promises %ld cases\n", file, promised);
        counts.run++; /* so that the program fails */
    }
    total->run += counts.run;
    total->passed += counts.passed;
    total->not_applicable += counts.not_applicable;
    return true;
}

/* With arguments: only the files whose names begin with one of them. */
static bool is_wanted(const char *file, int count, char **names)
{
    for (int i = 1; i < count; i++) {
        if (strncmp(file, names[i], strlen(names[i])) == 0) {
            return true;
        }
    }
    return count < 2;
}

int main(int count, char **names)
{
    struct counts total = {0, 0, 0};
    unsigned absent = 0;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        if (is_wanted(files[i], count, names)) {
            absent += !run_file(files[i], &total);
        }
    }
    printf("%-36s run %4u  passed %4u  not applicable %4u, %u files absent\n", "all", total.run, total.passed,
           total.not_applicable, absent);
    if (total.passed < total.run) {
        return 1;
    }
    if (absent > 0 || total.run == 0) {
        printf("SKIPPED: test data is missing in %s/wycheproof\n", NXS_VECTORS_DIR);
        return SKIPPED;
    }
    return 0;
}
