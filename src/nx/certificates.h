/** @file
 * Certificates in sessions: what the session services tell the certificate services, and what the files of
 * the certificate services share.
 *
 * A certificate is linked into at most one list of at most one session, by its own member; wherever else the
 * application adds it, the session holds a reference. So lists are changed with the lock of the session
 * (`step`) and interrupts disabled: whoever adds a certificate looks through the lists of other sessions.
 */
#ifndef NXS_NX_CERTIFICATES_H
#define NXS_NX_CERTIFICATES_H

#include "nx_secure_tls_api.h"
#include "x509/x509.h"
#include "tls/engine.h"

/* ---- for the session services ----------------------------------------------------------------------- */

/** A session was created: puts identity and verifier into the engine's configuration. */
void nxs_credentials_begin(NX_SECURE_TLS_SESSION *session);

/** The session is being deleted: takes the application's certificates out of all lists. Step held. */
void nxs_credentials_end(NX_SECURE_TLS_SESSION *session);

/** A handshake is about to start: NXS_KEY_MISMATCH when a private key does not belong to its certificate.
 * Step held. */
NXS_CHECKED enum nxs_status nxs_credentials_check(NX_SECURE_TLS_SESSION *session);

/** The handshake is over, well or not: what other sessions share is theirs again, certificates in the packet
 * buffer are forgotten and their room is given back. Step held. */
void nxs_credentials_handshake_over(NX_SECURE_TLS_SESSION *session);

/**
 * The connection is over: all certificates of the peer are forgotten, their slots are free again, and a
 * choice of the active certificate that a callback made is undone. Room in the packet buffer is given back by
 * the caller. Step held.
 */
void nxs_credentials_forget_peer(NX_SECURE_TLS_SESSION *session);

/* ---- certificate_object.c --------------------------------------------------------------------------- */

/** Whether a private key belongs to the certificate, as far as their contents tell. */
enum nxs_key_fit {
    NXS_KEY_FITS,
    NXS_KEY_FOREIGN,  /**< it does not */
    NXS_KEY_UNPROVEN, /**< only a signature can tell: the private key came without its public half */
};

/** Parses @p der (borrowed) and fills all members that tell of it; the list link, the raw buffer's address
 * and size, the owner's mark and the holder stay as they are. */
NXS_CHECKED enum nxs_status nxs_certificate_fill(NX_SECURE_X509_CERT *certificate, nxs_bytes der);

/** Adds a private key of type NX_SECURE_X509_KEY_TYPE_... to a filled certificate; @p data is borrowed. The
 * type must be known. */
NXS_CHECKED enum nxs_status nxs_certificate_key_add(NX_SECURE_X509_CERT *certificate, nxs_bytes data,
                                                    UINT type);

/** The private key of an identity certificate, borrowed from it. */
struct nxs_private_key nxs_certificate_key(const NX_SECURE_X509_CERT *certificate);

/** True when initialize succeeded on it. */
static inline bool nxs_certificate_is_filled(const NX_SECURE_X509_CERT *certificate)
{
    return certificate->nx_secure_x509_parsed.der.data != NULL;
}

/** The certificate that holds this parsed form. */
NX_SECURE_X509_CERT *nxs_certificate_of(const struct nxs_cert *parsed);

/* ---- stores.c --------------------------------------------------------------------------------------- */

/** The certificates of one store: a list, then references. Valid while the lock that guards it is held. */
struct nxs_store {
    NX_SECURE_X509_CERT *first;
    const struct nxs_shared_certificates *shared;
    UINT shared_count;
};

/** The stores of the application's certificates. */
enum nxs_store_kind { NXS_STORE_LOCAL, NXS_STORE_TRUSTED };

struct nxs_store nxs_store_of(NX_SECURE_TLS_SESSION *session, enum nxs_store_kind kind);
/** The certificates of the peer, leaf not necessarily first. */
struct nxs_store nxs_store_remote(NX_SECURE_TLS_SESSION *session);

/** The first certificate for NULL, then the one behind @p previous, NX_NULL at the end. */
NX_SECURE_X509_CERT *nxs_store_next(const struct nxs_store *store, const NX_SECURE_X509_CERT *previous);

/**
 * Adds a certificate at the end of a store. Step held.
 * @param identifier  of server_certificate_add; 0: none
 * @return NX_INVALID_PARAMETERS when it is not initialized, in the store already, space for a peer's
 *         certificate, or one more to be shared than there is room for
 */
UINT nxs_store_add(NX_SECURE_TLS_SESSION *session, enum nxs_store_kind kind, NX_SECURE_X509_CERT *certificate,
                   UINT identifier);
/** Takes a certificate out of a store that it is in. Step held. */
void nxs_store_remove(NX_SECURE_TLS_SESSION *session, enum nxs_store_kind kind,
                      NX_SECURE_X509_CERT *certificate);
/** Takes all out. Step held. */
void nxs_store_end(NX_SECURE_TLS_SESSION *session, enum nxs_store_kind kind);
/** The numeric identifier of a certificate of the local store; 0: none. */
UINT nxs_store_identifier(NX_SECURE_TLS_SESSION *session, const NX_SECURE_X509_CERT *certificate);

/** What a certificate's list link is used for. */
enum nxs_link {
    NXS_LINK_FREE,   /**< it is in no list */
    NXS_LINK_SPACE,  /**< it is space for peer certificates */
    NXS_LINK_IN_USE, /**< it is a certificate of the application */
};

/** Looks only at the lists of this session and of all others, never at the certificate's memory. Interrupts
 * disabled. */
enum nxs_link nxs_link_state(const NX_SECURE_TLS_SESSION *session, const NX_SECURE_X509_CERT *certificate);

bool nxs_list_has(const NX_SECURE_X509_CERT *first, const NX_SECURE_X509_CERT *certificate);
/** Behind the last one. */
void nxs_list_append(NX_SECURE_X509_CERT **list, NX_SECURE_X509_CERT *certificate);

/** Adds a reference. @return NX_INVALID_PARAMETERS when there is no room for it */
UINT nxs_shared_add(struct nxs_shared_certificates *shared, NX_SECURE_X509_CERT *certificate,
                    UINT identifier);
bool nxs_shared_has(const struct nxs_shared_certificates *shared, const NX_SECURE_X509_CERT *certificate);

/* ---- remote_space.c --------------------------------------------------------------------------------- */

/**
 * Copies a certificate of the peer into the next slot, or into the packet buffer when no slot is left, and
 * parses it. Step held.
 * @return NXS_CERT_SPACE, or the codes of nxs_cert_parse()
 */
NXS_CHECKED enum nxs_status nxs_remote_keep(NX_SECURE_TLS_SESSION *session, nxs_bytes der,
                                            NX_SECURE_X509_CERT **certificate);

/** Takes all slots out of the session. Step held. */
void nxs_remote_end(NX_SECURE_TLS_SESSION *session);

/* ---- identity.c, trust.c ---------------------------------------------------------------------------- */

void nxs_identity_begin(NX_SECURE_TLS_SESSION *session);
void nxs_trust_begin(NX_SECURE_TLS_SESSION *session);

/** A store as src/x509 walks it; @p store must stay. */
struct nxs_cert_list nxs_store_list(struct nxs_store *store);

/** How @p leaf is judged in a session: against what, and by which policy. The two stores are filled, and must
 * stay. Step held. */
struct nxs_path_request nxs_trust_request(NX_SECURE_TLS_SESSION *session, const NX_SECURE_X509_CERT *leaf,
                                          struct nxs_store *remote, struct nxs_store *trusted);

/* ---- psk.c ------------------------------------------------------------------------------------------ */

/** Puts the pre-shared keys that fit this role into the engine's configuration. Step held. */
void nxs_psk_arm(NX_SECURE_TLS_SESSION *session, enum nxs_role role);

#endif
