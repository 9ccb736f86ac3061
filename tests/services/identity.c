#include "services/identity.h"

#include <stdbool.h>
#include <stdlib.h>

#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

enum { MOST = 16 };

struct made {
    char name[64];
    char issuer[64];
    enum key_kind kind;
    EVP_PKEY *key;
    X509 *certificate;
    struct identity identity;
};

static struct made all[MOST];
static size_t count;

static void demand(bool holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "tests/services/identity: %s\n", what);
        exit(1);
    }
}

static void add_extension(X509 *certificate, int nid, const char *value)
{
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, nid, value);
    demand(extension != NULL && X509_add_ext(certificate, extension, -1) == 1, value);
    X509_EXTENSION_free(extension);
}

static X509 *make_certificate(const struct made *made, const struct made *issuer)
{
    char alternative[80];
    X509 *certificate = X509_new();
    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), (long)count + 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 24L * 3600);
    X509_set_pubkey(certificate, made->key);
    X509_NAME *name = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)made->name, -1, -1, 0);
    bool is_authority = issuer == made;
    X509_set_issuer_name(certificate, is_authority ? name : X509_get_subject_name(issuer->certificate));
    add_extension(certificate, NID_basic_constraints,
                  is_authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
    add_extension(certificate, NID_key_usage,
                  is_authority ? "critical,keyCertSign,cRLSign" : "digitalSignature,keyEncipherment");
    if (!is_authority) {
        snprintf(alternative, sizeof alternative, "DNS:%s", made->name);
        add_extension(certificate, NID_subject_alt_name, alternative);
    }
    demand(X509_sign(certificate, issuer->key, EVP_sha256()) > 0, "signing");
    return certificate;
}

static USHORT encode(int length, UCHAR *der, UCHAR *room, size_t size, const char *what)
{
    demand(length > 0 && (size_t)length <= size, what);
    memcpy(room, der, (size_t)length);
    OPENSSL_free(der);
    return (USHORT)length;
}

static const struct identity *make(const char *name, const struct made *issuer, enum key_kind kind)
{
    demand(count < MOST, "too many identities");
    struct made *made = &all[count];
    struct identity *identity = &made->identity;
    snprintf(made->name, sizeof made->name, "%s", name);
    snprintf(made->issuer, sizeof made->issuer, "%s", issuer == NULL ? "" : issuer->name);
    made->kind = kind;
    made->key = kind == KEY_RSA ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256");
    demand(made->key != NULL, "key");
    made->certificate = make_certificate(made, issuer == NULL ? made : issuer);
    UCHAR *der = NULL;
    int length = i2d_X509(made->certificate, &der);
    identity->certificate_length =
        encode(length, der, identity->certificate, sizeof identity->certificate, "certificate");
    der = NULL;
    length = i2d_PrivateKey(made->key, &der);
    identity->key_length = encode(length, der, identity->key, sizeof identity->key, "private key");
    identity->key_type =
        kind == KEY_RSA ? NX_SECURE_X509_KEY_TYPE_RSA_PKCS1_DER : NX_SECURE_X509_KEY_TYPE_EC_DER;
    count++;
    return identity;
}

static const struct made *find(const char *name, const char *issuer, enum key_kind kind)
{
    for (size_t i = 0; i < count; i++) {
        if (all[i].kind == kind && strcmp(all[i].name, name) == 0 && strcmp(all[i].issuer, issuer) == 0) {
            return &all[i];
        }
    }
    return NULL;
}

const struct identity *authority_of(const char *name, enum key_kind kind)
{
    const struct made *made = find(name, "", kind);
    return made != NULL ? &made->identity : make(name, NULL, kind);
}

const struct identity *identity_of(const char *authority, const char *host, enum key_kind kind)
{
    const struct made *made = find(host, authority, kind);
    if (made != NULL) {
        return &made->identity;
    }
    authority_of(authority, kind);
    return make(host, find(authority, "", kind), kind);
}
