/* Runs a fuzz target over files and directories of files, so that corpora are ordinary tests with any
 * compiler. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "harness.h"

static unsigned run_path(const char *path);

static unsigned run_file(const char *path, size_t size)
{
    FILE *file = fopen(path, "rb");
    uint8_t *data = malloc(size + 1);
    if (file == NULL || data == NULL || fread(data, 1, size, file) != size) {
        fprintf(stderr, "replay: cannot read %s\n", path);
        exit(1);
    }
    fclose(file);
    /* memory of exactly the input's size, for sanitizers */
    uint8_t *exact = realloc(data, size > 0 ? size : 1);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    return 1;
}

static unsigned run_directory(const char *path)
{
    char name[4096];
    unsigned count = 0;
    DIR *directory = opendir(path);
    struct dirent *entry;
    while (directory != NULL && (entry = readdir(directory)) != NULL) {
        if (entry->d_name[0] != '.') {
            snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
            count += run_path(name);
        }
    }
    if (directory != NULL) {
        closedir(directory);
    }
    return count;
}

static unsigned run_path(const char *path)
{
    struct stat status;
    if (stat(path, &status) != 0) {
        return 0;
    }
    return S_ISDIR(status.st_mode) ? run_directory(path) : run_file(path, (size_t)status.st_size);
}

int main(int argc, char **argv)
{
    unsigned count = 0;
    for (int i = 1; i < argc; i++) {
        count += run_path(argv[i]);
    }
    printf("%u inputs, %u connected\n", count, harness_connections);
    return count > 0 ? 0 : 1; /* an empty corpus tests nothing */
}
