/* The nxsecure program: one binary, a subcommand each. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tool.h"

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *summary;
} commands[] = {
    {"connect", connect_main, "open a TLS connection, standard input and output on our side"},
    {"serve", serve_main, "serve files, an echo or a status page over TLS"},
    {"selftest", selftest_main, "check the cryptographic methods against known answers"},
};
enum { COMMANDS = sizeof commands / sizeof commands[0] };

void complain(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("nxsecure: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
}

void *take_memory(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    if (memory == NULL) {
        complain("out of memory");
        exit(TOOL_FAILED);
    }
    return memory;
}

const char *code_words(UINT code)
{
    switch (code) {
    case NX_NO_PACKET:
        return "nothing came in time";
    case NX_NOT_CONNECTED:
        return "the connection is closed";
    case NX_NOT_SUCCESSFUL:
        return "it did not succeed in time";
    case NX_IN_PROGRESS:
        return "it takes too long";
    case NX_PORT_UNAVAILABLE:
        return "the port is in use or not allowed";
    case NX_NO_FREE_PORTS:
        return "no port is free";
    case NX_SECURE_TLS_TCP_SEND_FAILED:
        return "sending failed";
    case NX_SECURE_TLS_NO_CLOSE_RESPONSE:
        return "the peer did not close the session properly";
    default:
        return "an error";
    }
}

void complain_session(NX_SECURE_TLS_SESSION *session, const char *what, UINT code)
{
    const CHAR *words = NULL;
    if (nxs_tls_session_failure_get(session, &words) != NX_SUCCESS || words == NULL) {
        words = code_words(code);
    }
    if (code == NX_SECURE_TLS_ALERT_RECEIVED) {
        complain("%s: the peer refused: %s (0x%X)", what, words, code);
    } else {
        complain("%s: %s (0x%X)", what, words, code);
    }
}

static void usage(FILE *out)
{
    fputs("usage: nxsecure COMMAND [OPTION...]\n\ncommands:\n", out);
    for (size_t i = 0; i < COMMANDS; i++) {
        fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].summary);
    }
    fputs("\n'nxsecure COMMAND --help' tells more of each, as does the manual page nxsecure-COMMAND(1).\n",
          out);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        usage(stderr);
        return TOOL_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        usage(stdout);
        return TOOL_OK;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("nxsecure " NXS_TOOL_VERSION);
        return TOOL_OK;
    }
    for (size_t i = 0; i < COMMANDS; i++) {
        if (strcmp(argv[1], commands[i].name) == 0) {
            return commands[i].run(argc - 1, argv + 1);
        }
    }
    complain("there is no command '%s'", argv[1]);
    usage(stderr);
    return TOOL_USAGE;
}
