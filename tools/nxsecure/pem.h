/** @file
 * Certificates and keys from files, PEM or DER.
 */
#ifndef NXS_TOOL_PEM_H
#define NXS_TOOL_PEM_H

#include <stdbool.h>
#include <stddef.h>

/** One object of a file. */
struct pem_object {
    char label[40]; /**< "CERTIFICATE", "PRIVATE KEY", ...; empty for a DER file */
    unsigned char *data;
    size_t len;
};

/** The objects of a file, in its order. */
struct pem_file {
    struct pem_object *objects;
    size_t count;
};

/** Reads a whole file. False after telling why: unreadable, empty, or an encrypted key. */
bool pem_load(const char *path, struct pem_file *file);

/** Wipes and frees what pem_load() gave. */
void pem_free(struct pem_file *file);

#endif
