#include "credentials.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_certificate(const struct pem_object *object)
{
    return object->label[0] == 0 || strcmp(object->label, "CERTIFICATE") == 0 ||
           strcmp(object->label, "X509 CERTIFICATE") == 0;
}

static UINT initialize(NX_SECURE_X509_CERT *certificate, const struct pem_object *der,
                       const struct pem_object *key, UINT key_type)
{
    if (der->len > 0xFFFF || (key != NULL && key->len > 0xFFFF)) {
        return NX_SECURE_TLS_INVALID_CERTIFICATE;
    }
    return nx_secure_x509_certificate_initialize(certificate, der->data, (USHORT)der->len, NX_NULL, 0,
                                                 key == NULL ? NX_NULL : key->data,
                                                 key == NULL ? (USHORT)0 : (USHORT)key->len, key_type);
}

const char *system_ca_bundle(void)
{
    static const char *const places[] = {
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/cert.pem",
    };
    const char *chosen = getenv("SSL_CERT_FILE");
    if (chosen != NULL && chosen[0] != 0) {
        return chosen;
    }
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        if (access(places[i], R_OK) == 0) {
            return places[i];
        }
    }
    return NULL;
}

bool anchors_load(struct certificates *anchors, const char *path)
{
    memset(anchors, 0, sizeof *anchors);
    if (!pem_load(path, &anchors->file)) {
        return false;
    }
    anchors->list = take_memory(anchors->file.count, sizeof *anchors->list);
    for (size_t i = 0; i < anchors->file.count; i++) {
        const struct pem_object *object = &anchors->file.objects[i];
        if (is_certificate(object) && initialize(&anchors->list[anchors->count], object, NULL,
                                                 NX_SECURE_X509_KEY_TYPE_NONE) == NX_SUCCESS) {
            anchors->count++;
        }
    }
    if (anchors->count == 0) {
        complain("%s: there is no usable certificate in it", path);
        certificates_free(anchors);
        return false;
    }
    return true;
}

static const struct pem_object *find_key(const struct pem_file *file, UINT *type)
{
    static const struct {
        const char *label;
        UINT type;
    } kinds[] = {
        {"PRIVATE KEY", NXS_X509_KEY_TYPE_PKCS8},
        {"RSA PRIVATE KEY", NX_SECURE_X509_KEY_TYPE_RSA_PKCS1_DER},
        {"EC PRIVATE KEY", NX_SECURE_X509_KEY_TYPE_EC_DER},
    };
    for (size_t i = 0; i < file->count; i++) {
        for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
            if (strcmp(file->objects[i].label, kinds[k].label) == 0) {
                *type = kinds[k].type;
                return &file->objects[i];
            }
        }
    }
    return NULL;
}

/* A DER file does not say which of the three forms its key has: the one that it can be read as. */
static UINT initialize_leaf(NX_SECURE_X509_CERT *leaf, const struct pem_object *der,
                            const struct pem_file *key_file)
{
    static const UINT forms[] = {NXS_X509_KEY_TYPE_PKCS8, NX_SECURE_X509_KEY_TYPE_RSA_PKCS1_DER,
                                 NX_SECURE_X509_KEY_TYPE_EC_DER};
    UINT type;
    const struct pem_object *key = find_key(key_file, &type);
    if (key != NULL) {
        return initialize(leaf, der, key, type);
    }
    if (key_file->count != 1 || key_file->objects[0].label[0] != 0) {
        return NX_SECURE_PKCS1_INVALID_PRIVATE_KEY;
    }
    UINT status = NX_SECURE_PKCS1_INVALID_PRIVATE_KEY;
    for (size_t i = 0; i < sizeof forms / sizeof forms[0] && status != NX_SUCCESS; i++) {
        status = initialize(leaf, der, &key_file->objects[0], forms[i]);
    }
    return status;
}

bool identity_load(struct certificates *identity, const char *path, const char *key_path)
{
    memset(identity, 0, sizeof *identity);
    if (!pem_load(path, &identity->file) || (key_path != NULL && !pem_load(key_path, &identity->key_file))) {
        certificates_free(identity);
        return false;
    }
    const struct pem_file *key_file = key_path == NULL ? &identity->file : &identity->key_file;
    identity->list = take_memory(identity->file.count, sizeof *identity->list);
    UINT status = NX_SECURE_TLS_INVALID_CERTIFICATE;
    for (size_t i = 0; i < identity->file.count; i++) {
        const struct pem_object *object = &identity->file.objects[i];
        if (!is_certificate(object)) {
            continue;
        }
        NX_SECURE_X509_CERT *certificate = &identity->list[identity->count];
        status = identity->count == 0 ? initialize_leaf(certificate, object, key_file)
                                      : initialize(certificate, object, NULL, NX_SECURE_X509_KEY_TYPE_NONE);
        if (status != NX_SUCCESS) {
            break;
        }
        identity->count++;
    }
    if (status != NX_SUCCESS) {
        complain("%s: certificate %zu or its private key cannot be used (0x%X)", path, identity->count + 1,
                 status);
        certificates_free(identity);
        return false;
    }
    return true;
}

UINT anchors_add(struct certificates *anchors, NX_SECURE_TLS_SESSION *session)
{
    for (size_t i = 0; i < anchors->count; i++) {
        UINT status = nx_secure_tls_trusted_certificate_add(session, &anchors->list[i]);
        if (status != NX_SUCCESS) {
            return status;
        }
    }
    return NX_SUCCESS;
}

UINT identity_add(struct certificates *identity, NX_SECURE_TLS_SESSION *session)
{
    for (size_t i = 0; i < identity->count; i++) {
        UINT status = nx_secure_tls_local_certificate_add(session, &identity->list[i]);
        if (status != NX_SUCCESS) {
            return status;
        }
    }
    return NX_SUCCESS;
}

void certificates_free(struct certificates *certificates)
{
    pem_free(&certificates->file);
    pem_free(&certificates->key_file);
    free(certificates->list);
    memset(certificates, 0, sizeof *certificates);
}
