/** @file
 * Handshake messages as pure codecs: bytes to struct and back, no session. A parsed message borrows from its
 * bytes. Every read function demands that nothing is left over; NXS_DECODE_ERROR otherwise.
 */
#ifndef NXS_TLS_MESSAGE_MESSAGE_H
#define NXS_TLS_MESSAGE_MESSAGE_H

#include "base/bytes.h"
#include "base/status.h"

enum { NXS_MESSAGE_HEADER_LEN = 4 };

/** HandshakeType [RFC5246 7.4], [RFC8446 4]. */
enum nxs_message_type {
    NXS_MSG_HELLO_REQUEST = 0,
    NXS_MSG_CLIENT_HELLO = 1,
    NXS_MSG_SERVER_HELLO = 2,
    NXS_MSG_NEW_SESSION_TICKET = 4,
    NXS_MSG_END_OF_EARLY_DATA = 5,
    NXS_MSG_ENCRYPTED_EXTENSIONS = 8,
    NXS_MSG_CERTIFICATE = 11,
    NXS_MSG_SERVER_KEY_EXCHANGE = 12,
    NXS_MSG_CERTIFICATE_REQUEST = 13,
    NXS_MSG_SERVER_HELLO_DONE = 14,
    NXS_MSG_CERTIFICATE_VERIFY = 15,
    NXS_MSG_CLIENT_KEY_EXCHANGE = 16,
    NXS_MSG_FINISHED = 20,
    NXS_MSG_CERTIFICATE_STATUS = 22,
    NXS_MSG_KEY_UPDATE = 24,
};

/** The registered name of a handshake type, or NULL when it is not known here. */
const char *nxs_message_name(uint8_t type);

/** ClientHello [RFC5246 7.4.1.2]. */
struct nxs_client_hello {
    uint16_t version;
    nxs_bytes random;      /**< 32 bytes */
    nxs_bytes session_id;  /**< 0 to 32 bytes */
    nxs_bytes suites;      /**< two bytes each */
    nxs_bytes compression; /**< at least one byte */
    nxs_bytes extensions;  /**< contents of the extensions block */
    bool has_extensions;   /**< the block is there, even if empty */
};
NXS_CHECKED enum nxs_status nxs_client_hello_read(nxs_bytes body, struct nxs_client_hello *hello);
/** Writes all but the extensions when @c has_extensions is false: the caller may go on with the block. */
void nxs_client_hello_write(const struct nxs_client_hello *hello, struct nxs_writer *w);
/** True when the suite number is in the list. */
bool nxs_client_hello_offers(const struct nxs_client_hello *hello, uint16_t suite);

/** ServerHello [RFC5246 7.4.1.3]. */
struct nxs_server_hello {
    uint16_t version;
    nxs_bytes random;
    nxs_bytes session_id;
    uint16_t suite;
    uint8_t compression;
    nxs_bytes extensions;
    bool has_extensions;
};
NXS_CHECKED enum nxs_status nxs_server_hello_read(nxs_bytes body, struct nxs_server_hello *hello);
void nxs_server_hello_write(const struct nxs_server_hello *hello, struct nxs_writer *w);

/** Certificate of TLS 1.2 and older [RFC5246 7.4.2]: [3-byte length, DER]*, the leaf first. Each entry is
 * checked to be whole. */
NXS_CHECKED enum nxs_status nxs_certificate_list_read(nxs_bytes body, struct nxs_reader *list);

/** ServerKeyExchange of an ECDHE suite [RFC8422 5.4]. */
struct nxs_server_key_exchange {
    uint16_t group;
    nxs_bytes share;
    nxs_bytes params; /**< curve type, group and share, as signed */
    uint16_t scheme;  /**< TLS 1.2 */
    nxs_bytes signature;
};
/** Reads the parameters only; the signature follows in @p rest. NXS_UNSUPPORTED_CURVE_TYPE when no named
 * curve. */
NXS_CHECKED enum nxs_status nxs_server_key_exchange_read(nxs_bytes body,
                                                         struct nxs_server_key_exchange *message);

/** ClientKeyExchange of an ECDHE suite [RFC8422 5.7]: the client's share. */
NXS_CHECKED enum nxs_status nxs_client_key_exchange_read(nxs_bytes body, nxs_bytes *share);

/** ServerKeyExchange of a PSK suite [RFC4279 2]; with @p ephemeral of an ECDHE_PSK suite [RFC5489 2]. */
struct nxs_psk_server_key_exchange {
    nxs_bytes hint;
    uint16_t group;  /**< ephemeral */
    nxs_bytes share; /**< ephemeral */
};
NXS_CHECKED enum nxs_status nxs_psk_server_key_exchange_read(nxs_bytes body, bool ephemeral,
                                                             struct nxs_psk_server_key_exchange *message);

/** ClientKeyExchange of these suites. */
struct nxs_psk_client_key_exchange {
    nxs_bytes identity;
    nxs_bytes share; /**< ephemeral */
};
NXS_CHECKED enum nxs_status nxs_psk_client_key_exchange_read(nxs_bytes body, bool ephemeral,
                                                             struct nxs_psk_client_key_exchange *message);
void nxs_psk_client_key_exchange_write(const struct nxs_psk_client_key_exchange *message, bool ephemeral,
                                       struct nxs_writer *w);

/** CertificateRequest of TLS 1.2 [RFC5246 7.4.4]. */
struct nxs_certificate_request {
    nxs_bytes types;       /**< one byte each */
    nxs_bytes schemes;     /**< two bytes each */
    nxs_bytes authorities; /**< [2-byte length, Name]* */
};
NXS_CHECKED enum nxs_status nxs_certificate_request_read(nxs_bytes body,
                                                         struct nxs_certificate_request *request);

/** The end of both hellos: nothing, or a block of extensions, of which the contents are given. */
NXS_CHECKED enum nxs_status nxs_hello_extensions_read(struct nxs_reader *r, nxs_bytes *extensions,
                                                      bool *are_there);
void nxs_hello_extensions_write(nxs_bytes extensions, struct nxs_writer *w);

/** CertificateVerify of TLS 1.2 [RFC5246 7.4.8]. */
struct nxs_certificate_verify {
    uint16_t scheme;
    nxs_bytes signature; /**< not empty */
};
NXS_CHECKED enum nxs_status nxs_certificate_verify_read(nxs_bytes body,
                                                        struct nxs_certificate_verify *message);

/** True when a list of two-byte numbers holds @p number. */
bool nxs_u16_list_has(nxs_bytes list, uint16_t number);

#endif
