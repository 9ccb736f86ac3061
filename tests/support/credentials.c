#include "support/credentials.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

/* Everything a credential borrows from. */
struct loaded {
    bool done;
    struct credential credential;
    uint8_t room[4096];
    size_t used;
};

static const struct {
    const char *name;
    enum nxs_key_kind kind;
    uint16_t group;
    uint16_t size; /* of a scalar or seed */
} kinds[CREDENTIAL_KINDS] = {
    {"rsa2048", NXS_KEY_RSA, 0, 256}, {"rsapss", NXS_KEY_RSA_PSS, 0, 256},
    {"p256", NXS_KEY_EC, 23, 32},     {"p384", NXS_KEY_EC, 24, 48},
    {"p521", NXS_KEY_EC, 25, 66},     {"ed25519", NXS_KEY_ED25519, 0, 32},
};

static void demand(bool holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "tests/support/credentials: %s\n", what);
        exit(1);
    }
}

static uint8_t *take(struct loaded *l, size_t len)
{
    demand(len <= sizeof l->room - l->used, "room is too small");
    uint8_t *room = l->room + l->used;
    l->used += len;
    return room;
}

/* A number of the key, big-endian; without leading zeros when no length is demanded. */
static nxs_bytes number(struct loaded *l, EVP_PKEY *pkey, const char *name, size_t len)
{
    BIGNUM *bn = NULL;
    demand(EVP_PKEY_get_bn_param(pkey, name, &bn) == 1, name);
    len = len == 0 ? (size_t)BN_num_bytes(bn) : len;
    uint8_t *room = take(l, len);
    demand(BN_bn2binpad(bn, room, (int)len) == (int)len, name);
    BN_clear_free(bn);
    return nxs_bytes_of(room, len);
}

static void load_rsa(struct loaded *l, EVP_PKEY *pkey)
{
    struct nxs_private_key *key = &l->credential.key;
    key->public.modulus = number(l, pkey, OSSL_PKEY_PARAM_RSA_N, 0);
    key->public.exponent = number(l, pkey, OSSL_PKEY_PARAM_RSA_E, 0);
    key->exponent = number(l, pkey, OSSL_PKEY_PARAM_RSA_D, 0);
    key->prime_p = number(l, pkey, OSSL_PKEY_PARAM_RSA_FACTOR1, 0);
    key->prime_q = number(l, pkey, OSSL_PKEY_PARAM_RSA_FACTOR2, 0);
}

static void load_ec(struct loaded *l, EVP_PKEY *pkey, size_t size)
{
    struct nxs_private_key *key = &l->credential.key;
    size_t len = 1 + 2 * size;
    uint8_t *point = take(l, len);
    demand(EVP_PKEY_get_octet_string_param(pkey, OSSL_PKEY_PARAM_PUB_KEY, point, len, &len) == 1, "point");
    key->public.point = nxs_bytes_of(point, len);
    key->scalar = number(l, pkey, OSSL_PKEY_PARAM_PRIV_KEY, size);
}

static void load_ed25519(struct loaded *l, EVP_PKEY *pkey, size_t size)
{
    struct nxs_private_key *key = &l->credential.key;
    uint8_t *seed = take(l, size);
    uint8_t *point = take(l, size);
    size_t len = size;
    demand(EVP_PKEY_get_raw_private_key(pkey, seed, &len) == 1 && len == size, "seed");
    demand(EVP_PKEY_get_raw_public_key(pkey, point, &len) == 1 && len == size, "point");
    key->scalar = nxs_bytes_of(seed, size);
    key->public.point = nxs_bytes_of(point, size);
}

static FILE *open_file(const char *name, const char *what)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/tests/support/credentials/%s.%s.pem", NXS_SOURCE_DIR, name, what);
    FILE *file = fopen(path, "r");
    demand(file != NULL, path);
    return file;
}

static void load_key(struct loaded *l, enum credential_kind kind)
{
    FILE *file = open_file(kinds[kind].name, "key");
    EVP_PKEY *pkey = PEM_read_PrivateKey(file, NULL, NULL, NULL);
    demand(pkey != NULL, kinds[kind].name);
    struct nxs_private_key *key = &l->credential.key;
    key->kind = kinds[kind].kind;
    key->public.kind = kinds[kind].kind;
    key->public.group = kinds[kind].group;
    switch (key->kind) {
    case NXS_KEY_EC:
        load_ec(l, pkey, kinds[kind].size);
        break;
    case NXS_KEY_ED25519:
        load_ed25519(l, pkey, kinds[kind].size);
        break;
    default:
        load_rsa(l, pkey);
    }
    EVP_PKEY_free(pkey);
    fclose(file);
}

static void load_certificate(struct loaded *l, enum credential_kind kind)
{
    FILE *file = open_file(kinds[kind].name, "cert");
    X509 *certificate = PEM_read_X509(file, NULL, NULL, NULL);
    demand(certificate != NULL, kinds[kind].name);
    int len = i2d_X509(certificate, NULL);
    demand(len > 0, kinds[kind].name);
    uint8_t *room = take(l, (size_t)len);
    l->credential.certificate = nxs_bytes_of(room, (size_t)len);
    demand(i2d_X509(certificate, &room) == len, kinds[kind].name);
    X509_free(certificate);
    fclose(file);
}

const struct credential *credential_of(enum credential_kind kind)
{
    static struct loaded loaded[CREDENTIAL_KINDS];
    struct loaded *l = &loaded[kind];
    if (!l->done) {
        l->credential.name = kinds[kind].name;
        load_key(l, kind);
        load_certificate(l, kind);
        l->done = true;
    }
    return &l->credential;
}
