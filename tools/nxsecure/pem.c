#include "pem.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include "tool.h"

static void add(struct pem_file *file, const char *label, const unsigned char *data, size_t len)
{
    struct pem_object *more = take_memory(file->count + 1, sizeof *more);
    if (file->count > 0) {
        memcpy(more, file->objects, file->count * sizeof *more);
    }
    free(file->objects);
    file->objects = more;
    struct pem_object *object = &more[file->count++];
    strncpy(object->label, label, sizeof object->label - 1);
    object->data = take_memory(len + 1, 1);
    memcpy(object->data, data, len);
    object->len = len;
}

static bool read_pem(BIO *in, const char *path, struct pem_file *file)
{
    char *label, *header;
    unsigned char *data;
    long len;
    bool good = true;
    while (good && PEM_read_bio(in, &label, &header, &data, &len) == 1) {
        if (strstr(header, "ENCRYPTED") != NULL || strcmp(label, "ENCRYPTED PRIVATE KEY") == 0) {
            complain("%s: the private key is encrypted; decrypt it first, for example with 'openssl pkey'",
                     path);
            good = false;
        } else {
            add(file, label, data, (size_t)len);
        }
        OPENSSL_free(label);
        OPENSSL_free(header);
        OPENSSL_clear_free(data, (size_t)len);
    }
    ERR_clear_error();
    return good;
}

/* A DER file is one SEQUENCE; PEM text cannot begin with its tag. */
static bool looks_like_der(const unsigned char *data, size_t len)
{
    return len > 2 && data[0] == 0x30;
}

static unsigned char *read_all(const char *path, size_t *len)
{
    enum { LARGEST = 16 << 20 };
    FILE *in = fopen(path, "rb");
    if (in == NULL) {
        complain("%s: %s", path, strerror(errno));
        return NULL;
    }
    unsigned char *data = take_memory(LARGEST, 1);
    *len = fread(data, 1, LARGEST, in);
    bool failed = ferror(in) != 0;
    fclose(in);
    if (failed || *len == LARGEST) {
        complain("%s: %s", path, failed ? "reading failed" : "the file is too large");
        free(data);
        return NULL;
    }
    return data;
}

bool pem_load(const char *path, struct pem_file *file)
{
    size_t len;
    file->objects = NULL;
    file->count = 0;
    unsigned char *data = read_all(path, &len);
    if (data == NULL) {
        return false;
    }
    bool good = true;
    if (looks_like_der(data, len)) {
        add(file, "", data, len);
    } else {
        BIO *in = BIO_new_mem_buf(data, (int)len);
        good = in != NULL && read_pem(in, path, file);
        BIO_free(in);
    }
    OPENSSL_cleanse(data, len);
    free(data);
    if (good && file->count == 0) {
        complain("%s: neither PEM nor DER data is in it", path);
        good = false;
    }
    if (!good) {
        pem_free(file);
    }
    return good;
}

void pem_free(struct pem_file *file)
{
    for (size_t i = 0; i < file->count; i++) {
        OPENSSL_cleanse(file->objects[i].data, file->objects[i].len);
        free(file->objects[i].data);
    }
    free(file->objects);
    file->objects = NULL;
    file->count = 0;
}
