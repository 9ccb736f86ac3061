#include "psk.h"

#include <ctype.h>
#include <string.h>

static int value_of(char digit)
{
    static const char digits[] = "0123456789abcdef";
    const char *at = digit == 0 ? NULL : strchr(digits, tolower((unsigned char)digit));
    return at == NULL ? -1 : (int)(at - digits);
}

bool psk_read(struct psk *psk, const char *digits)
{
    size_t count = strlen(digits);
    if (count == 0 || count % 2 != 0 || count / 2 > sizeof psk->key) {
        return false;
    }
    for (size_t i = 0; i < count; i += 2) {
        int high = value_of(digits[i]), low = value_of(digits[i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        psk->key[i / 2] = (UCHAR)(16 * high + low);
    }
    psk->key_length = (UINT)(count / 2);
    return true;
}

typedef UINT give(NX_SECURE_TLS_SESSION *session, UCHAR *key, UINT key_length, UCHAR *identity,
                  UINT identity_length, UCHAR *hint, UINT hint_length);

static UINT give_with(give *function, const struct psk *psk, NX_SECURE_TLS_SESSION *session)
{
    struct psk copy = *psk; /* the services take what they only read as not const */
    const char *identity = psk->identity == NULL ? PSK_IDENTITY : psk->identity;
    const char *hint = psk->hint == NULL ? "" : psk->hint;
    if (psk->key_length == 0) {
        return NX_SUCCESS;
    }
    return function(session, copy.key, copy.key_length, (UCHAR *)(uintptr_t)identity, (UINT)strlen(identity),
                    (UCHAR *)(uintptr_t)hint, (UINT)strlen(hint));
}

UINT psk_set(const struct psk *psk, NX_SECURE_TLS_SESSION *session)
{
    return give_with(nx_secure_tls_client_psk_set, psk, session);
}

UINT psk_add(const struct psk *psk, NX_SECURE_TLS_SESSION *session)
{
    return give_with(nx_secure_tls_psk_add, psk, session);
}
