/** @file
 * The services for certificates: those of a session, and those that look at one certificate.
 *
 * The first parameter of a session's service is a session that was created. A certificate that is in a
 * session must stay where it is, and so must what it borrows. One certificate may be in several sessions: see
 * NXS_SHARED_CERTIFICATES.
 */
#ifndef NXSECURE_CERTIFICATE_SERVICES_H
#define NXSECURE_CERTIFICATE_SERVICES_H

#include "nx_secure_tls.h"
#include "nxsecure/service.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- one certificate -------------------------------------------------------------------------------- */

/**
 * Parses a certificate, and a private key when there is one.
 * @param certificate_ptr  filled; the caller's. Not while it is in a session
 * @param certificate_data  one certificate in DER, nothing behind it; borrowed as long as the certificate is
 *   used, unless it is copied
 * @param certificate_data_length  bytes of it
 * @param raw_data_buffer  where to copy it to; borrowed likewise. NX_NULL: it is not copied
 * @param buffer_size  bytes of @p raw_data_buffer
 * @param private_key_data  the key in the form that @p private_key_type tells; borrowed likewise, never
 *   copied. NX_NULL: no key
 * @param private_key_data_length  bytes of it
 * @param private_key_type  NX_SECURE_X509_KEY_TYPE_..., NXS_X509_KEY_TYPE_PKCS8, or the application's own
 *   (0x00010000 up): handed with the unparsed key to the crypto method
 * @return NX_SUCCESS; NX_SECURE_TLS_INVALID_CERTIFICATE (malformed); NX_SECURE_TLS_UNSUPPORTED_PUBLIC_CIPHER
 *         (a kind of key that is not supported); NX_SECURE_X509_INVALID_CERTIFICATE_SEQUENCE (certificate or
 *         key is no SEQUENCE); NX_SECURE_PKCS1_INVALID_PRIVATE_KEY, NX_SECURE_X509_ASN1_LENGTH_TOO_LONG,
 *         NX_SECURE_X509_INVALID_TAG_CLASS (the key is malformed); NX_SECURE_X509_INVALID_PRIVATE_KEY_TYPE;
 *         NX_SECURE_X509_INSUFFICIENT_CERT_SPACE (@p raw_data_buffer is too small); checked: NX_PTR_ERROR. A
 *         key that belongs to another certificate is noticed by nx_secure_tls_session_start()
 * Thread-safe. Services: nx_secure_x509_certificate_initialize.
 */
NXS_SERVICE(secure_x509_certificate_initialize, NX_SECURE_X509_CERT *certificate_ptr,
            const UCHAR *certificate_data, USHORT certificate_data_length, UCHAR *raw_data_buffer,
            USHORT buffer_size, const UCHAR *private_key_data, USHORT private_key_data_length,
            UINT private_key_type);
#define nx_secure_x509_certificate_initialize NXS_SERVICE_NAME(secure_x509_certificate_initialize)

/**
 * Compares a name with the common name, then with each DNS name of subjectAltName. A "*" as the leftmost
 * label stands for one label, one further right for any beginning. Use it in a certificate callback;
 * nxs_x509_host_check() is stricter.
 * @param dns_tld  the name, not terminated
 * @param dns_tld_length  bytes of it
 * @return NX_SUCCESS; NX_SECURE_X509_CERTIFICATE_DNS_MISMATCH; checked: NX_PTR_ERROR, also for a name of 0
 *         bytes
 * Thread-safe. Services: nx_secure_x509_common_name_dns_check.
 */
NXS_SERVICE(secure_x509_common_name_dns_check, NX_SECURE_X509_CERT *certificate, const UCHAR *dns_tld,
            UINT dns_tld_length);
#define nx_secure_x509_common_name_dns_check NXS_SERVICE_NAME(secure_x509_common_name_dns_check)

/**
 * Copies a name into a DNS name object.
 * @param dns_name  filled; the caller's
 * @param name_string  the name, not terminated
 * @param length  bytes of it
 * @return NX_SUCCESS; NX_SECURE_X509_NAME_STRING_TOO_LONG (more than NX_SECURE_X509_DNS_NAME_MAX); checked:
 *         NX_PTR_ERROR
 * Thread-safe. Services: nx_secure_x509_dns_name_initialize.
 */
NXS_SERVICE(secure_x509_dns_name_initialize, NX_SECURE_X509_DNS_NAME *dns_name, const UCHAR *name_string,
            UINT length);
#define nx_secure_x509_dns_name_initialize NXS_SERVICE_NAME(secure_x509_dns_name_initialize)

/**
 * Finds an extension of a certificate.
 * @param extension  receives where its value lies, inside the certificate's data
 * @param extension_id  NX_SECURE_TLS_X509_TYPE_...
 * @return NX_SUCCESS; NX_SECURE_X509_EXTENSION_NOT_FOUND; NX_SECURE_X509_MULTIBYTE_TAG_UNSUPPORTED,
 *         NX_SECURE_X509_ASN1_LENGTH_TOO_LONG, NX_SECURE_X509_INVALID_TAG_CLASS,
 *         NX_SECURE_X509_INVALID_EXTENSION_SEQUENCE (malformed); checked: NX_PTR_ERROR
 * Thread-safe. Services: nx_secure_x509_extension_find.
 */
NXS_SERVICE(secure_x509_extension_find, NX_SECURE_X509_CERT *certificate, NX_SECURE_X509_EXTENSION *extension,
            USHORT extension_id);
#define nx_secure_x509_extension_find NXS_SERVICE_NAME(secure_x509_extension_find)

/**
 * Reads the keyUsage extension.
 * @param bitfield  receives NX_SECURE_X509_KEY_USAGE_... bits; 0 on failure
 * @return NX_SUCCESS; NX_SECURE_X509_EXTENSION_NOT_FOUND; NX_SECURE_X509_MULTIBYTE_TAG_UNSUPPORTED,
 *         NX_SECURE_X509_ASN1_LENGTH_TOO_LONG, NX_SECURE_X509_INVALID_TAG_CLASS,
 *         NX_SECURE_X509_INVALID_EXTENSION_SEQUENCE (malformed); checked: NX_PTR_ERROR
 * Thread-safe. Services: nx_secure_x509_key_usage_extension_parse.
 */
NXS_SERVICE(secure_x509_key_usage_extension_parse, NX_SECURE_X509_CERT *certificate, USHORT *bitfield);
#define nx_secure_x509_key_usage_extension_parse NXS_SERVICE_NAME(secure_x509_key_usage_extension_parse)

/**
 * Looks for a purpose in the extendedKeyUsage extension.
 * @param key_usage  NX_SECURE_TLS_X509_TYPE_PKIX_KP_...
 * @return NX_SUCCESS; NX_SECURE_X509_EXT_KEY_USAGE_NOT_FOUND (the extension does not name it);
 *         NX_SECURE_X509_EXTENSION_NOT_FOUND; NX_SECURE_X509_MULTIBYTE_TAG_UNSUPPORTED,
 *         NX_SECURE_X509_ASN1_LENGTH_TOO_LONG, NX_SECURE_X509_INVALID_TAG_CLASS,
 *         NX_SECURE_X509_INVALID_EXTENSION_SEQUENCE (malformed); checked: NX_PTR_ERROR
 * Thread-safe. Services: nx_secure_x509_extended_key_usage_extension_parse.
 */
NXS_SERVICE(secure_x509_extended_key_usage_extension_parse, NX_SECURE_X509_CERT *certificate, UINT key_usage);
#define nx_secure_x509_extended_key_usage_extension_parse                                                    \
    NXS_SERVICE_NAME(secure_x509_extended_key_usage_extension_parse)

/**
 * Checks a certificate against a complete revocation list of its issuer. Use it in a certificate callback.
 * With the store of a session, the session's cipher table says which signatures are accepted, and its time
 * function whether the list is of today; with any other store the stock table does, and nobody asks for the
 * date. Delta lists, indirect lists and those for a part of the certificates are refused.
 * @param crl_data  the list in DER, nothing behind it; borrowed for the call
 * @param crl_length  bytes of it
 * @param store  the list's signer is searched among its trusted and remote certificates, and must have a path
 *   to a trusted one; whether that path was revoked is another question, with another list
 * @param certificate  the certificate in question, which may be in any store or none
 * @return NX_SUCCESS (not revoked); NX_SECURE_X509_CRL_CERTIFICATE_REVOKED;
 *         NX_SECURE_X509_CRL_ISSUER_MISMATCH (a list of another issuer); NX_SECURE_TLS_CERTIFICATE_NOT_FOUND
 *         (no certificate of the signer); NX_SECURE_X509_CRL_SIGNATURE_CHECK_FAILED;
 *         NX_SECURE_X509_KEY_USAGE_ERROR (the signer may not sign lists);
 *         NX_SECURE_TLS_ISSUER_CERTIFICATE_NOT_FOUND (nothing trusted above the signer);
 *         NX_SECURE_X509_CHAIN_VERIFY_FAILURE (the signer is not to be believed);
 *         NX_SECURE_X509_ASN1_LENGTH_TOO_LONG, NX_SECURE_X509_UNEXPECTED_ASN1_TAG (malformed);
 *         NX_SECURE_X509_INVALID_EXTENSIONS (not complete, or a critical extension that is not understood);
 *         NX_SECURE_X509_CERTIFICATE_EXPIRED, NX_SECURE_X509_CERTIFICATE_NOT_YET_VALID (the list's dates);
 *         checked: NX_PTR_ERROR, also for a list of 0 bytes
 * Thread-safe while no certificate is added or removed. Services: nx_secure_x509_crl_revocation_check.
 */
NXS_SERVICE(secure_x509_crl_revocation_check, const UCHAR *crl_data, UINT crl_length,
            NX_SECURE_X509_CERTIFICATE_STORE *store, NX_SECURE_X509_CERT *certificate);
#define nx_secure_x509_crl_revocation_check NXS_SERVICE_NAME(secure_x509_crl_revocation_check)

/* ---- certificates of this side ---------------------------------------------------------------------- */

/**
 * Adds a certificate to what this side shows: an identity when it has a private key, else one that issues an
 * identity. The first identity that fits the peer and the cipher suite is used; the certificates that issue
 * it are sent with it.
 * @param certificate_ptr  initialized; referenced until it is removed or the session is deleted
 * @return NX_SUCCESS; NX_INVALID_PARAMETERS (not initialized, in this store already, or space for the peer's
 *         certificates, or too many are shared with other sessions); checked: NX_PTR_ERROR,
 *         NX_SECURE_TLS_SESSION_UNINITIALIZED
 * Thread-safe while no handshake runs. Services: nx_secure_tls_local_certificate_add.
 */
NXS_SERVICE(secure_tls_local_certificate_add, NX_SECURE_TLS_SESSION *session_ptr,
            NX_SECURE_X509_CERT *certificate_ptr);
#define nx_secure_tls_local_certificate_add NXS_SERVICE_NAME(secure_tls_local_certificate_add)

/**
 * Finds the first certificate of this side with a common name.
 * @param certificate  receives it; unchanged on failure
 * @param common_name  compared byte for byte with the subject's common name
 * @param name_length  bytes of it
 * @return NX_SUCCESS; NX_SECURE_TLS_CERTIFICATE_NOT_FOUND; checked: NX_PTR_ERROR,
 *         NX_SECURE_TLS_SESSION_UNINITIALIZED
 * Thread-safe. Services: nx_secure_tls_local_certificate_find.
 */
NXS_SERVICE(secure_tls_local_certificate_find, NX_SECURE_TLS_SESSION *session_ptr,
            NX_SECURE_X509_CERT **certificate, UCHAR *common_name, UINT name_length);
#define nx_secure_tls_local_certificate_find NXS_SERVICE_NAME(secure_tls_local_certificate_find)

/**
 * Removes the first certificate of this side with a common name; it is the caller's again.
 * @param common_name  compared byte for byte with the subject's common name
 * @param common_name_length  bytes of it
 * @return NX_SUCCESS; NX_SECURE_TLS_CERTIFICATE_NOT_FOUND; checked: NX_PTR_ERROR,
 *         NX_SECURE_TLS_SESSION_UNINITIALIZED
 * Thread-safe while no handshake runs. Services: nx_secure_tls_local_certificate_remove.
 */
NXS_SERVICE(secure_tls_local_certificate_remove, NX_SECURE_TLS_SESSION *session_ptr, UCHAR *common_name,
            UINT common_name_length);
#define nx_secure_tls_local_certificate_remove NXS_SERVICE_NAME(secure_tls_local_certificate_remove)

/**
 * The same as nx_secure_tls_local_certificate_add(), under a number.
 * @param certificate  initialized; referenced until it is removed or the session is deleted
 * @param cert_id  any number but 0
 * @return NX_SUCCESS; NX_SECURE_TLS_CERT_ID_INVALID (0); NX_SECURE_TLS_CERT_ID_DUPLICATE;
 *         NX_INVALID_PARAMETERS (not initialized, in this store already, or space for the peer's
 *         certificates, or too many are shared with other sessions); checked: NX_PTR_ERROR,
 *         NX_SECURE_TLS_SESSION_UNINITIALIZED
 * Thread-safe while no handshake runs. Services: nx_secure_tls_server_certificate_add.
 */
NXS_SERVICE(secure_tls_server_certificate_add, NX_SECURE_TLS_SESSION *session_ptr,
            NX_SECURE_X509_CERT *certificate, UINT cert_id);
#define nx_secure_tls_server_certificate_add NXS_SERVICE_NAME(secure_tls_server_certificate_add)

/**
 * Finds a certificate of this side by its number.
 * @param certificate  receives it; unchanged on failure
 * @return NX_SUCCESS; NX_SECURE_TLS_CERTIFICATE_NOT_FOUND; checked: NX_PTR_ERROR,
 *         NX_SECURE_TLS_SESSION_UNINITIALIZED
 * Thread-safe. Services: nx_secure_tls_server_certificate_find.
 */
NXS_SERVICE(secure_tls_server_certificate_find, NX_SECURE_TLS_SESSION *session_ptr,
            NX_SECURE_X509_CERT **certificate, UINT cert_id);
#define nx_secure_tls_server_certificate_find NXS_SERVICE_NAME(secure_tls_server_certificate_find)

/**
 * Removes a certificate of this side by its number; it is the caller's again.
 * @return NX_SUCCESS; NX_SECURE_TLS_CERTIFICATE_NOT_FOUND; checked: NX_PTR_ERROR,
 *         NX_SECURE_TLS_SESSION_UNINITIALIZED
 * Thread-safe while no handshake runs. Services: nx_secure_tls_server_certificate_remove.
 */
NXS_SERVICE(secure_tls_server_certificate_remove, NX_SECURE_TLS_SESSION *session_ptr, UINT cert_id);
#define nx_secure_tls_server_certificate_remove NXS_SERVICE_NAME(secure_tls_server_certificate_remove)

/**
 * Makes a certificate the only identity of this side: for the running connection when a callback calls it,
 * else until another is set.
 * @param certificate  initialized, with its private key, usually one that was added; referenced that long
 * @return NX_SUCCESS; checked: NX_PTR_ERROR, NX_SECURE_TLS_SESSION_UNINITIALIZED
 * Thread-safe. Services: nx_secure_tls_active_certificate_set.
 */
NXS_SERVICE(secure_tls_active_certificate_set, NX_SECURE_TLS_SESSION *tls_session,
            NX_SECURE_X509_CERT *certificate);
#define nx_secure_tls_active_certificate_set NXS_SERVICE_NAME(secure_tls_active_certificate_set)

/* ---- certificates of the peer ----------------------------------------------------------------------- */

/**
 * Adds a certificate that the peer's may lead to, or that may be the peer's own.
 * @param certificate_ptr  initialized; referenced until it is removed or the session is deleted
 * @return NX_SUCCESS; NX_INVALID_PARAMETERS (not initialized, in this store already, or space for the peer's
 *         certificates, or too many are shared with other sessions); checked: NX_PTR_ERROR,
 *         NX_SECURE_TLS_SESSION_UNINITIALIZED
 * Thread-safe while no handshake runs. Services: nx_secure_tls_trusted_certificate_add.
 */
NXS_SERVICE(secure_tls_trusted_certificate_add, NX_SECURE_TLS_SESSION *session_ptr,
            NX_SECURE_X509_CERT *certificate_ptr);
#define nx_secure_tls_trusted_certificate_add NXS_SERVICE_NAME(secure_tls_trusted_certificate_add)

/**
 * Removes the first trusted certificate with a common name; it is the caller's again.
 * @param common_name  compared byte for byte with the subject's common name
 * @param common_name_length  bytes of it
 * @return NX_SUCCESS; NX_SECURE_TLS_CERTIFICATE_NOT_FOUND; checked: NX_PTR_ERROR,
 *         NX_SECURE_TLS_SESSION_UNINITIALIZED
 * Thread-safe while no handshake runs. Services: nx_secure_tls_trusted_certificate_remove.
 */
NXS_SERVICE(secure_tls_trusted_certificate_remove, NX_SECURE_TLS_SESSION *session_ptr, UCHAR *common_name,
            UINT common_name_length);
#define nx_secure_tls_trusted_certificate_remove NXS_SERVICE_NAME(secure_tls_trusted_certificate_remove)

/**
 * Gives space for one certificate of the peer. Spaces are used in the order in which they were given;
 * certificates for which none is left go into the packet buffer.
 * @param certificate_ptr  of any content; the session's until it is deleted
 * @param raw_certificate_buffer  for the certificate's data; likewise
 * @param raw_buffer_size  bytes of it; a certificate that does not fit ends the handshake with
 *   NX_SECURE_TLS_INSUFFICIENT_CERT_SPACE
 * @return NX_SUCCESS; NX_SECURE_TLS_INSUFFICIENT_CERT_SPACE (0 bytes); NX_INVALID_PARAMETERS (in use already;
 *         another session may have it only with the same buffer, and not while both do a handshake); checked:
 *         NX_PTR_ERROR, NX_SECURE_TLS_SESSION_UNINITIALIZED
 * Thread-safe while no handshake runs. Services: nx_secure_tls_remote_certificate_allocate.
 */
NXS_SERVICE(secure_tls_remote_certificate_allocate, NX_SECURE_TLS_SESSION *session_ptr,
            NX_SECURE_X509_CERT *certificate_ptr, UCHAR *raw_certificate_buffer, UINT raw_buffer_size);
#define nx_secure_tls_remote_certificate_allocate NXS_SERVICE_NAME(secure_tls_remote_certificate_allocate)

/**
 * Divides memory into spaces for certificates of the peer: see nx_secure_tls_remote_certificate_allocate().
 * @param certs_number  how many
 * @param certificate_buffer  at any address; the session's until it is deleted
 * @param buffer_size  bytes, at least @p certs_number x (sizeof(NX_SECURE_X509_CERT) +
 *   NX_SECURE_TLS_MINIMUM_CERTIFICATE_SIZE)
 * @return NX_SUCCESS; NX_INVALID_PARAMETERS (too few bytes, no certificates, or in use already); checked:
 *         NX_PTR_ERROR, NX_SECURE_TLS_SESSION_UNINITIALIZED
 * Thread-safe while no handshake runs. Services: nx_secure_tls_remote_certificate_buffer_allocate.
 */
NXS_SERVICE(secure_tls_remote_certificate_buffer_allocate, NX_SECURE_TLS_SESSION *session_ptr,
            UINT certs_number, VOID *certificate_buffer, ULONG buffer_size);
#define nx_secure_tls_remote_certificate_buffer_allocate                                                     \
    NXS_SERVICE_NAME(secure_tls_remote_certificate_buffer_allocate)

/**
 * Forgets the peer's certificates, so that their spaces are free again. The end of a connection does the
 * same.
 * @return NX_SUCCESS; NX_INVALID_PARAMETERS (a handshake is using them); checked: NX_PTR_ERROR,
 *         NX_SECURE_TLS_SESSION_UNINITIALIZED
 * Thread-safe. Services: nx_secure_tls_remote_certificate_free_all.
 */
NXS_SERVICE(secure_tls_remote_certificate_free_all, NX_SECURE_TLS_SESSION *session_ptr);
#define nx_secure_tls_remote_certificate_free_all NXS_SERVICE_NAME(secure_tls_remote_certificate_free_all)

/* ---- client certificates ---------------------------------------------------------------------------- */

/**
 * Makes a server ask its clients for a certificate, from its next handshake on, and refuse those that have
 * none that leads to a trusted one. Without a trusted certificate in the session all are refused. In a client
 * it has no effect.
 * @return NX_SUCCESS; checked: NX_PTR_ERROR, NX_SECURE_TLS_SESSION_UNINITIALIZED
 * Thread-safe. Services: nx_secure_tls_session_client_verify_enable.
 */
NXS_SERVICE(secure_tls_session_client_verify_enable, NX_SECURE_TLS_SESSION *session_ptr);
#define nx_secure_tls_session_client_verify_enable NXS_SERVICE_NAME(secure_tls_session_client_verify_enable)

/**
 * Makes a server ask no more, from its next handshake on. A client goes on showing its own certificate.
 * @return NX_SUCCESS; checked: NX_PTR_ERROR, NX_SECURE_TLS_SESSION_UNINITIALIZED
 * Thread-safe. Services: nx_secure_tls_session_client_verify_disable.
 */
NXS_SERVICE(secure_tls_session_client_verify_disable, NX_SECURE_TLS_SESSION *session_ptr);
#define nx_secure_tls_session_client_verify_disable NXS_SERVICE_NAME(secure_tls_session_client_verify_disable)

/**
 * The same as nx_secure_tls_session_client_verify_enable(), and gives space for the client's certificates as
 * nx_secure_tls_remote_certificate_buffer_allocate() does.
 * @param certs_number  how many; with all three 0: certificates go into the packet buffer
 * @param certificate_buffer  the session's until it is deleted
 * @param buffer_size  bytes of it
 * @return NX_SUCCESS; NX_INVALID_PARAMETERS (too small for so many, or given already: nothing is changed);
 *         checked: NX_PTR_ERROR (no session), NX_INVALID_PARAMETERS (only some of the three are 0; unchecked
 *         it counts as none), NX_SECURE_TLS_SESSION_UNINITIALIZED
 * Thread-safe. Services: nx_secure_tls_session_x509_client_verify_configure.
 */
NXS_SERVICE(secure_tls_session_x509_client_verify_configure, NX_SECURE_TLS_SESSION *session_ptr,
            UINT certs_number, VOID *certificate_buffer, ULONG buffer_size);
#define nx_secure_tls_session_x509_client_verify_configure                                                   \
    NXS_SERVICE_NAME(secure_tls_session_x509_client_verify_configure)

/* ---- signatures elsewhere --------------------------------------------------------------------------- */

/**
 * Reads a DigestInfo [RFC8017 9.2], as it lies inside an RSA signature.
 * @param signature_pointer  the DigestInfo in DER, without the padding in front
 * @param signature_length  bytes of it; more may follow
 * @param signature_oid  receives where the object identifier of the hash lies
 * @param signature_oid_length  receives bytes of that
 * @param hash_data  receives where the digest lies
 * @param hash_length  receives bytes of that
 * @return NX_SUCCESS; NX_SECURE_X509_PKCS7_PARSING_FAILED
 * Thread-safe. Not in the services document: update agents call it.
 */
UINT _nx_secure_x509_pkcs7_decode(const UCHAR *signature_pointer, UINT signature_length,
                                  const UCHAR **signature_oid, UINT *signature_oid_length,
                                  const UCHAR **hash_data, UINT *hash_length);

#ifdef __cplusplus
}
#endif

#endif
