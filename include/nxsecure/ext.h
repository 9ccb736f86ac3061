/** @file
 * Additions of our own to the services document, in its style.
 */
#ifndef NXSECURE_EXT_H
#define NXSECURE_EXT_H

#include "nxsecure/private/tables.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Ed25519 signatures [RFC8032]: algorithm id of crypto_method_ed25519. */
#define NXS_CRYPTO_SIGNATURE_ED25519 0x00057807

/**
 * Operation of crypto_method_rsa: forget the cached objects of every key with the modulus that the input
 * holds, private and public; those in use at the moment stay. The metadata is not looked at. Keys are found
 * by their content, so forgetting is never needed for correctness: it only shortens the life of a removed key
 * in memory.
 */
#define NXS_CRYPTO_KEY_FORGET 0x4E01

/** X.509 type ids of what the services document has no numbers for. */
#define NXS_X509_TYPE_ED25519    0x0107
#define NXS_X509_TYPE_RSASSA_PSS 0x010A

/** Type of a private key in PKCS#8 form [RFC5958], for nx_secure_x509_certificate_initialize(). */
#define NXS_X509_KEY_TYPE_PKCS8 0x4E58

/** TLS_*_WITH_CHACHA20_POLY1305 [RFC8439]. */
extern NX_CRYPTO_METHOD crypto_method_chacha20_poly1305;

/**
 * Ed25519 over whole messages: init's key is the public key (32 bytes); AUTHENTICATE has the 32-byte seed as
 * its key and gives 64 bytes into an NX_CRYPTO_EXTENDED_OUTPUT; VERIFY has the public key as its key and the
 * signature as its output.
 */
extern NX_CRYPTO_METHOD crypto_method_ed25519;

/** Wipes and frees the provider's cached libcrypto objects that are not in use; nx_secure_tls_shutdown()
 * calls it. Thread-safe. */
VOID nxs_crypto_cache_empty(VOID);

struct NX_SECURE_TLS_SESSION_STRUCT;
struct NX_SECURE_X509_CERT_STRUCT;

/** What a session has agreed on. Names are constants, "none" where there is nothing. */
typedef struct NXS_TLS_SESSION_INFO_STRUCT {
    USHORT nxs_version; /**< 0x0303: TLS 1.2 */
    USHORT nxs_suite;
    USHORT nxs_group;  /**< of the key agreement; 0: none */
    USHORT nxs_scheme; /**< of the server's signature; 0: none */
    const CHAR *nxs_version_name;
    const CHAR *nxs_suite_name;
    const CHAR *nxs_group_name;
    const CHAR *nxs_scheme_name;
} NXS_TLS_SESSION_INFO;

/** One record or one handshake message, for whoever draws the connection. Valid during the call. */
typedef struct NXS_TLS_TRACE_STRUCT {
    UINT nxs_tls_trace_sent;         /**< 1: by us, 0: by the peer */
    UINT nxs_tls_trace_protected;    /**< 1: encrypted */
    UINT nxs_tls_trace_content_type; /**< 20 ChangeCipherSpec, 21 alert, 22 handshake, 23 application data */
    UINT nxs_tls_trace_message_type; /**< of a handshake message; 0xFF else */
    UINT nxs_tls_trace_version;      /**< of the record header */
    ULONG
    nxs_tls_trace_record_length; /**< header and body of a record; 0 for a handshake message inside one */
    const UCHAR *nxs_tls_trace_message; /**< handshake message with its header; content of an alert or
                                           ChangeCipherSpec */
    ULONG nxs_tls_trace_message_length;
} NXS_TLS_TRACE;

/**
 * Tells what was agreed on.
 * @param session  a session after its handshake
 * @param info     filled
 * @return NX_SUCCESS; NX_PTR_ERROR; NX_SECURE_TLS_SESSION_UNINITIALIZED; NX_SECURE_TLS_INVALID_STATE before a
 * version is agreed on. Thread-safe.
 */
UINT nxs_tls_session_info_get(struct NX_SECURE_TLS_SESSION_STRUCT *session, NXS_TLS_SESSION_INFO *info);

/**
 * Tells in plain words why the session failed: the check, or the alert that the peer sent.
 * @param words  a constant, lower case, without a full stop
 * @return NX_SUCCESS; NX_PTR_ERROR; NX_SECURE_TLS_SESSION_UNINITIALIZED. Thread-safe.
 */
UINT nxs_tls_session_failure_get(struct NX_SECURE_TLS_SESSION_STRUCT *session, const CHAR **words);

/**
 * Sets a function that sees every record and handshake message; NULL: none. Set it before the session is
 * started.
 * @return NX_SUCCESS; NX_PTR_ERROR; NX_SECURE_TLS_SESSION_UNINITIALIZED
 */
UINT nxs_tls_session_trace_set(struct NX_SECURE_TLS_SESSION_STRUCT *session,
                               VOID (*function)(VOID *context, const NXS_TLS_TRACE *step), VOID *context);

/**
 * Sets a function that gets the session's secrets as lines of an NSS key log, without the line end; NULL:
 * none. Whoever has them can decrypt the connection. Set it before the session is started.
 * @return NX_SUCCESS; NX_PTR_ERROR; NX_SECURE_TLS_SESSION_UNINITIALIZED
 */
UINT nxs_tls_session_keylog_set(struct NX_SECURE_TLS_SESSION_STRUCT *session,
                                VOID (*function)(VOID *context, const CHAR *line), VOID *context);

/**
 * Sets the shortest RSA key that is accepted from the peer, in the leaf and the chain (default 2048).
 * @param bits  512 to NX_CRYPTO_MAX_RSA_MODULUS_SIZE
 * @return NX_SUCCESS; NX_PTR_ERROR; NX_SECURE_TLS_SESSION_UNINITIALIZED; NX_INVALID_PARAMETERS
 */
UINT nxs_tls_session_minimum_rsa_set(struct NX_SECURE_TLS_SESSION_STRUCT *session, UINT bits);

/**
 * INSECURE: with NX_TRUE the peer's certificates need not lead to a trusted one and may have expired; anybody
 * on the way can then read and change the data. The certificate callback is still called. For experiments.
 * @return NX_SUCCESS; NX_PTR_ERROR; NX_SECURE_TLS_SESSION_UNINITIALIZED
 */
UINT nxs_tls_session_insecure_set(struct NX_SECURE_TLS_SESSION_STRUCT *session, UINT insecure);

/**
 * Checks that a certificate is for a host, strictly [RFC9525 6]: only subjectAltName counts, whole labels, a
 * wildcard is the whole leftmost label. Use it in a certificate callback.
 * @param host    a DNS name (A-labels) or an IPv4 or IPv6 address as text, not terminated
 * @param length  bytes of @p host
 * @return NX_SUCCESS; NX_SECURE_X509_CERTIFICATE_DNS_MISMATCH; NX_PTR_ERROR. Thread-safe.
 */
UINT nxs_x509_host_check(struct NX_SECURE_X509_CERT_STRUCT *certificate, const UCHAR *host, UINT length);

/**
 * Writes a certificate's subject or issuer as text, most specific part first [RFC4514].
 * @param room  gets a terminated string, cut when it does not fit
 * @param size  bytes of @p room
 * @return NX_SUCCESS; NX_PTR_ERROR; NX_SIZE_ERROR when @p size is 0. Thread-safe.
 */
UINT nxs_x509_subject_text(struct NX_SECURE_X509_CERT_STRUCT *certificate, CHAR *room, UINT size);
UINT nxs_x509_issuer_text(struct NX_SECURE_X509_CERT_STRUCT *certificate, CHAR *room, UINT size);

/** Registered names, or NULL when the library does not know the number. Thread-safe. */
const CHAR *nxs_tls_message_name(UINT type);
const CHAR *nxs_tls_extension_name(UINT number);
const CHAR *nxs_tls_suite_name(UINT number);
const CHAR *nxs_tls_group_name(UINT number);
const CHAR *nxs_tls_scheme_name(UINT number);
/** What an alert means, in plain words; never NULL. Thread-safe. */
const CHAR *nxs_tls_alert_words(UINT alert);

/**
 * Runs known-answer tests on every method of a cipher table that the library has answers for, and tells of
 * each.
 * @param metadata  scratch for the methods, @p size bytes; nx_secure_tls_metadata_size_calculate() tells
 * enough
 * @param report    called for each test with the algorithm's name and NX_SUCCESS or NX_NOT_SUCCESSFUL; may be
 * NULL
 * @return NX_SUCCESS when all are right; NX_NOT_SUCCESSFUL; NX_PTR_ERROR
 */
UINT nxs_crypto_self_test(const NX_SECURE_TLS_CRYPTO *table, VOID *metadata, UINT size,
                          VOID (*report)(VOID *context, const CHAR *name, UINT result), VOID *context);

#ifdef __cplusplus
}
#endif

#endif
