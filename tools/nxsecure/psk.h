/** @file
 * The pre-shared key of a command line.
 */
#ifndef NXS_TOOL_PSK_H
#define NXS_TOOL_PSK_H

#include "tool.h"

struct psk {
    UCHAR key[NX_SECURE_TLS_MAX_PSK_SIZE];
    UINT key_length; /**< 0: no key was given */
    const char *identity;
    const char *hint;
};

/** What identity and hint are when they are not given. */
#define PSK_IDENTITY "Client_identity"

/** Reads a key as hexadecimal digits. False when it is none, or empty, or too long. */
bool psk_read(struct psk *psk, const char *digits);

/** Gives a session the key, if there is one: as the client's own, or as one of the server's. A NetX code. */
UINT psk_set(const struct psk *psk, NX_SECURE_TLS_SESSION *session);
UINT psk_add(const struct psk *psk, NX_SECURE_TLS_SESSION *session);

#endif
