/* A program that knows nothing of the library but its interface: it creates a session in memory as small as
 * the library asks for, and gives everything back. */

#include "nx_secure_tls_api.h"

static NX_SECURE_TLS_SESSION session;
static UCHAR metadata[16384];
static UCHAR buffer[NX_SECURE_TLS_MINIMUM_MESSAGE_BUFFER_SIZE];

static int complain(const char *what, UINT status)
{
    printf("%s: 0x%x\n", what, status);
    return 1;
}

int main(void)
{
    ULONG size;
    UINT status = nx_secure_tls_metadata_size_calculate(&nx_crypto_tls_ciphers, &size);
    if (status != NX_SUCCESS || size > sizeof metadata) {
        return complain("metadata_size_calculate", status);
    }
    status = nx_secure_tls_session_create(&session, &nx_crypto_tls_ciphers, metadata, size);
    if (status != NX_SUCCESS) {
        return complain("session_create", status);
    }
    status = nx_secure_tls_session_packet_buffer_set(&session, buffer, sizeof buffer);
    if (status != NX_SUCCESS) {
        return complain("packet_buffer_set", status);
    }
    status = nx_secure_tls_session_delete(&session);
    if (status != NX_SUCCESS) {
        return complain("session_delete", status);
    }
    printf("%s\n", _nx_secure_version_id);
    return 0;
}
