/* nxsecure selftest: the stock methods against known answers. */
#include <argp.h>
#include <stdlib.h>

#include "tool.h"

static error_t parse(int key, char *argument, struct argp_state *state)
{
    (void)argument;
    if (key == ARGP_KEY_ARG) {
        argp_usage(state);
    }
    return ARGP_ERR_UNKNOWN;
}

static const struct argp argp = {
    NULL,
    parse,
    NULL,
    "Check each cryptographic method of the stock cipher table against known answers.\vExit status: 0 when "
    "all are "
    "right, 1 when one is not.",
    NULL,
    NULL,
    NULL,
};

struct tally {
    unsigned right;
    unsigned wrong;
};

static VOID report(VOID *context, const CHAR *name, UINT result)
{
    struct tally *tally = context;
    printf("%-40s %s\n", name, result == NX_SUCCESS ? "right" : "WRONG");
    tally->right += result == NX_SUCCESS;
    tally->wrong += result != NX_SUCCESS;
}

int selftest_main(int argc, char **argv)
{
    enum { METADATA = 32768 };
    struct tally tally = {0, 0};
    argv[0] = (char *)(uintptr_t) "nxsecure selftest";
    argp_err_exit_status = TOOL_USAGE;
    argp_parse(&argp, argc, argv, 0, 0, NULL);
    void *metadata = take_memory(METADATA, 1);
    UINT status = nxs_crypto_self_test(&nx_crypto_tls_ciphers, metadata, METADATA, report, &tally);
    free(metadata);
    printf("%u right, %u wrong\n", tally.right, tally.wrong);
    return status == NX_SUCCESS && tally.wrong == 0 && tally.right > 0 ? TOOL_OK : TOOL_FAILED;
}
