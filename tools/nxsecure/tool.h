/** @file
 * What the subcommands of the nxsecure program share.
 */
#ifndef NXS_TOOL_H
#define NXS_TOOL_H

#include <stdbool.h>
#include <stddef.h>

#include "nx_api.h"
#include "nx_secure_tls_api.h"
#include "nxsecure/ext.h"

/** Exit statuses of the program. */
enum { TOOL_OK = 0, TOOL_FAILED = 1, TOOL_USAGE = 2 };

/** Largest packet buffer a session needs: one whole record and a handshake message in front of it. */
enum { PACKET_BUFFER_SIZE = 64 * 1024 };

/** Seconds as a NetX wait option. */
#define SECONDS(n) ((ULONG)(n)*NX_IP_PERIODIC_RATE)

/** The subcommands: take argv from their own name on and return the exit status. */
int connect_main(int argc, char **argv);
int serve_main(int argc, char **argv);
int selftest_main(int argc, char **argv);

/** Prints "nxsecure: " and a message to standard error. */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** An array or object of zeros; ends the program when there is no memory. */
void *take_memory(size_t count, size_t size);

/** A NetX code in words, for those that a socket or session may give; never NULL. */
const char *code_words(UINT code);

/** Prints why a session's last operation failed: the failing check or the peer's alert in plain words, then
 * the code. */
void complain_session(NX_SECURE_TLS_SESSION *session, const char *what, UINT code);

#endif
