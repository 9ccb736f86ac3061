#include "crypto/test_spy.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "crypto/crypto.h"

struct spy spy;
struct spy_answer spy_answer;

enum { METHODS = 32, AREAS = 16, USER_DEFINED = 0x10000 };

static struct {
    NX_CRYPTO_METHOD seen;
    NX_CRYPTO_METHOD *behind; /* NULL: a mock */
} methods[METHODS];
static unsigned method_count;

static struct {
    void *metadata; /* NULL: free */
    NX_CRYPTO_METHOD *behind;
} areas[AREAS];

static void note(const char *format, ...)
{
    size_t used = strlen(spy.text);
    va_list arguments;
    va_start(arguments, format);
    /* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): clang-tidy 14 does not see va_start */
    vsnprintf(spy.text + used, sizeof spy.text - used, format, arguments);
    va_end(arguments);
}

static void note_size(const char *name, const void *pointer, UINT size)
{
    if (pointer != NULL || size != 0) {
        note(pointer != NULL ? " %s=%u" : " %s=NULL:%u", name, size);
    }
}

static const char *operation_name(UINT op)
{
    static const struct {
        UINT op;
        const char *name;
    } names[] = {
#define NAME(op) {NX_CRYPTO_##op, #op}
        NAME(ENCRYPT),
        NAME(DECRYPT),
        NAME(AUTHENTICATE),
        NAME(VERIFY),
        NAME(HASH_INITIALIZE),
        NAME(HASH_UPDATE),
        NAME(HASH_CALCULATE),
        NAME(PRF),
        NAME(SET_PRIME_P),
        NAME(SET_PRIME_Q),
        NAME(ENCRYPT_INITIALIZE),
        NAME(ENCRYPT_UPDATE),
        NAME(ENCRYPT_CALCULATE),
        NAME(DECRYPT_INITIALIZE),
        NAME(DECRYPT_UPDATE),
        NAME(DECRYPT_CALCULATE),
        NAME(EC_CURVE_SET),
        NAME(DH_SETUP),
        NAME(DH_CALCULATE),
#undef NAME
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (names[i].op == op) {
            return names[i].name;
        }
    }
    return op >= USER_DEFINED ? "user-defined" : "unknown";
}

static NX_CRYPTO_METHOD *behind(const NX_CRYPTO_METHOD *method)
{
    for (unsigned i = 0; i < method_count; i++) {
        if (&methods[i].seen == method) {
            return methods[i].behind;
        }
    }
    spy.violations++;
    return NULL;
}

static int area_of(const void *metadata)
{
    for (int i = 0; i < AREAS; i++) {
        if (areas[i].metadata == metadata) {
            return i;
        }
    }
    return -1;
}

unsigned spy_live(void)
{
    unsigned live = 0;
    for (int i = 0; i < AREAS; i++) {
        live += areas[i].metadata != NULL;
    }
    return live;
}

static UINT spy_init(NX_CRYPTO_METHOD *method, UCHAR *key, NX_CRYPTO_KEY_SIZE size, VOID **handler,
                     VOID *metadata, ULONG metadata_size)
{
    NX_CRYPTO_METHOD *real = behind(method);
    UINT status = spy_answer.init_status;
    note("init");
    note_size("key", key, size);
    note("\n");
    if (area_of(metadata) >= 0 || area_of(NULL) < 0 || metadata == NULL ||
        metadata_size < method->nx_crypto_metadata_area_size || handler == NULL || *handler != NULL) {
        spy.violations++;
    }
    if (real != NULL) {
        status = real->nx_crypto_init == NULL
                     ? NX_CRYPTO_SUCCESS
                     : real->nx_crypto_init(real, key, size, handler, metadata, metadata_size);
    }
    if (status == NX_CRYPTO_SUCCESS) {
        int free_slot = area_of(NULL);
        areas[free_slot].metadata = metadata;
        areas[free_slot].behind = real;
        spy.inits++;
    }
    return status;
}

static UINT spy_cleanup(VOID *metadata)
{
    int slot = area_of(metadata);
    note("cleanup\n");
    spy.cleanups++;
    if (metadata == NULL || slot < 0) {
        spy.violations++;
        return NX_CRYPTO_NOT_SUCCESSFUL;
    }
    NX_CRYPTO_METHOD *real = areas[slot].behind;
    areas[slot].metadata = NULL;
    return real == NULL || real->nx_crypto_cleanup == NULL ? NX_CRYPTO_SUCCESS
                                                           : real->nx_crypto_cleanup(metadata);
}

static UINT mock_operation(UINT op, UCHAR *output, ULONG output_len)
{
    NX_CRYPTO_EXTENDED_OUTPUT *extended = (NX_CRYPTO_EXTENDED_OUTPUT *)(void *)output;
    if (spy_answer.status != NX_CRYPTO_SUCCESS || output == NULL || output_len == 0) {
        return spy_answer.status;
    }
    if (output_len == sizeof *extended && (op == NX_CRYPTO_AUTHENTICATE || op == NX_CRYPTO_DH_SETUP ||
                                           op == NX_CRYPTO_DH_CALCULATE || op >= USER_DEFINED)) {
        extended->nx_crypto_extended_output_actual_size = spy_answer.result_len;
        if (spy_answer.result_len > extended->nx_crypto_extended_output_length_in_byte) {
            return NX_CRYPTO_SUCCESS; /* a lie, to see whether anybody believes it */
        }
        output = extended->nx_crypto_extended_output_data;
        output_len = spy_answer.result_len;
    }
    if (op != NX_CRYPTO_VERIFY && op != NX_CRYPTO_ENCRYPT_UPDATE && op != NX_CRYPTO_DECRYPT_UPDATE) {
        memset(output, spy_answer.result_rest, output_len);
        output[0] = spy_answer.result_first;
    }
    return spy_answer.status;
}

static UINT spy_operation(UINT op, VOID *handler, NX_CRYPTO_METHOD *method, UCHAR *key,
                          NX_CRYPTO_KEY_SIZE key_size, UCHAR *input, ULONG input_len, UCHAR *iv,
                          UCHAR *output, ULONG output_len, VOID *metadata, ULONG metadata_size, VOID *packet,
                          VOID (*callback)(VOID *packet, UINT status))
{
    NX_CRYPTO_METHOD *real = behind(method);
    note("%s", operation_name(op));
    note_size("key", key, key_size);
    note_size("in", input, input_len);
    if (iv != NULL) {
        note(" iv=%u", iv[0]);
    }
    note_size("out", output, output_len);
    note("\n");
    spy.operations++;
    /* A clone of a hash is calculated without an init of its own; user-defined keys have none. */
    if (area_of(metadata) < 0 && op != NX_CRYPTO_HASH_CALCULATE && op < USER_DEFINED) {
        spy.violations++;
    }
    if (metadata_size < method->nx_crypto_metadata_area_size || packet != NULL || callback != NULL) {
        spy.violations++;
    }
    if (real == NULL) {
        return mock_operation(op, output, output_len);
    }
    return real->nx_crypto_operation(op, handler, real, key, key_size, input, input_len, iv, output,
                                     output_len, metadata, metadata_size, packet, callback);
}

void spy_reset(void)
{
    memset(&spy, 0, sizeof spy);
    memset(&spy_answer, 0, sizeof spy_answer);
    memset(areas, 0, sizeof areas);
    method_count = 0;
}

static NX_CRYPTO_METHOD *add(const NX_CRYPTO_METHOD *shape, NX_CRYPTO_METHOD *real)
{
    NX_CRYPTO_METHOD *seen = &methods[method_count].seen;
    methods[method_count++].behind = real;
    *seen = *shape;
    seen->nx_crypto_init = spy_init;
    seen->nx_crypto_cleanup = spy_cleanup;
    seen->nx_crypto_operation = spy_operation;
    return seen;
}

NX_CRYPTO_METHOD *spy_on(const NX_CRYPTO_METHOD *method)
{
    return add(method, (NX_CRYPTO_METHOD *)(uintptr_t)method);
}

NX_CRYPTO_METHOD *spy_mock(UINT algorithm, USHORT icv_bits)
{
    NX_CRYPTO_METHOD shape;
    memset(&shape, 0, sizeof shape);
    shape.nx_crypto_algorithm = algorithm;
    shape.nx_crypto_ICV_size_in_bits = icv_bits;
    shape.nx_crypto_metadata_area_size = 40;
    return add(&shape, NULL);
}

bool spy_can_fail(void)
{
    uint8_t byte;
    nxs_crypto_fault_set(1);
    bool fails = nxs_random(&byte, 1) != NXS_OK;
    nxs_crypto_fault_set(0);
    return fails;
}

bool spy_survives(enum nxs_status (*scene)(void))
{
    enum { FEWEST = 3, MOST = 100 };
    enum nxs_status status = NXS_CRYPTO_FAILED;
    unsigned n = 0;
    while (status != NXS_OK && n < MOST) {
        spy_reset();
        nxs_crypto_fault_set(++n);
        status = scene();
        nxs_crypto_fault_set(0);
        if (spy_live() > 0 || spy.inits != spy.cleanups || spy.violations > 0) {
            return false;
        }
    }
    return n > FEWEST && status == NXS_OK;
}
