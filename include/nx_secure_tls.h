/** @file
 * TLS sessions: the types and numbers of the nx_secure_tls_* services.
 */
#ifndef NX_SECURE_TLS_H
#define NX_SECURE_TLS_H

#include "nx_api.h"
#include "nx_secure_config.h"
#include "nx_secure_x509.h"
#include "nxsecure/private/session.h"
#include "nxsecure/private/tables.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What programs test to know the product and the interface that it is compatible with. */
#define AZURE_RTOS_NETX_SECURE
#define EL_PRODUCT_NETX_SECURE
#define __PRODUCT_NETX_SECURE__
#define NETX_SECURE_MAJOR_VERSION            6
#define NETX_SECURE_MINOR_VERSION            4
#define NETX_SECURE_PATCH_VERSION            2
#define __NETX_SECURE_MAJOR_VERSION__        NETX_SECURE_MAJOR_VERSION
#define __NETX_SECURE_MINOR_VERSION__        NETX_SECURE_MINOR_VERSION
#define __NETX_SECURE_SERVICE_PACK_VERSION__ NETX_SECURE_PATCH_VERSION

/* TLS family (0x101-0x154) */
#define NX_SECURE_TLS_SUCCESS                           0x0
#define NX_SECURE_TLS_SESSION_UNINITIALIZED             0x101
#define NX_SECURE_TLS_UNRECOGNIZED_MESSAGE_TYPE         0x102
#define NX_SECURE_TLS_INVALID_STATE                     0x103
#define NX_SECURE_TLS_INVALID_PACKET                    0x104
#define NX_SECURE_TLS_UNKNOWN_CIPHERSUITE               0x105
#define NX_SECURE_TLS_UNSUPPORTED_CIPHER                0x106
#define NX_SECURE_TLS_HANDSHAKE_FAILURE                 0x107
#define NX_SECURE_TLS_HASH_MAC_VERIFY_FAILURE           0x108
#define NX_SECURE_TLS_TCP_SEND_FAILED                   0x109
#define NX_SECURE_TLS_INCORRECT_MESSAGE_LENGTH          0x10A
#define NX_SECURE_TLS_BAD_CIPHERSPEC                    0x10B
#define NX_SECURE_TLS_INVALID_SERVER_CERT               0x10C
#define NX_SECURE_TLS_UNSUPPORTED_PUBLIC_CIPHER         0x10D
#define NX_SECURE_TLS_NO_SUPPORTED_CIPHERS              0x10E
#define NX_SECURE_TLS_UNKNOWN_TLS_VERSION               0x10F
#define NX_SECURE_TLS_UNSUPPORTED_TLS_VERSION           0x110
#define NX_SECURE_TLS_ALLOCATE_PACKET_FAILED            0x111
#define NX_SECURE_TLS_INVALID_CERTIFICATE               0x112
#define NX_SECURE_TLS_NO_CLOSE_RESPONSE                 0x113
#define NX_SECURE_TLS_ALERT_RECEIVED                    0x114
#define NX_SECURE_TLS_FINISHED_HASH_FAILURE             0x115
#define NX_SECURE_TLS_UNKNOWN_CERT_SIG_ALGORITHM        0x116
#define NX_SECURE_TLS_CERTIFICATE_SIG_CHECK_FAILED      0x117
#define NX_SECURE_TLS_BAD_COMPRESSION_METHOD            0x118
#define NX_SECURE_TLS_CERTIFICATE_NOT_FOUND             0x119
#define NX_SECURE_TLS_INVALID_SELF_SIGNED_CERT          0x11A
#define NX_SECURE_TLS_ISSUER_CERTIFICATE_NOT_FOUND      0x11B
#define NX_SECURE_TLS_OUT_OF_ORDER_MESSAGE              0x11C
#define NX_SECURE_TLS_INVALID_REMOTE_HOST               0x11D
#define NX_SECURE_TLS_INVALID_EPOCH                     0x11E
#define NX_SECURE_TLS_REPEAT_MESSAGE_RECEIVED           0x11F
#define NX_SECURE_TLS_NEED_DTLS_SESSION                 0x120
#define NX_SECURE_TLS_NEED_TLS_SESSION                  0x121
#define NX_SECURE_TLS_SEND_ADDRESS_MISMATCH             0x122
#define NX_SECURE_TLS_NO_FREE_DTLS_SESSIONS             0x123
#define NX_SECURE_DTLS_SESSION_NOT_FOUND                0x124
#define NX_SECURE_TLS_NO_MORE_PSK_SPACE                 0x125
#define NX_SECURE_TLS_NO_MATCHING_PSK                   0x126
#define NX_SECURE_TLS_CLOSE_NOTIFY_RECEIVED             0x127
#define NX_SECURE_TLS_NO_AVAILABLE_SESSIONS             0x128
#define NX_SECURE_TLS_NO_CERT_SPACE_ALLOCATED           0x129
#define NX_SECURE_TLS_PADDING_CHECK_FAILED              0x12A
#define NX_SECURE_TLS_UNSUPPORTED_CERT_SIGN_TYPE        0x12B
#define NX_SECURE_TLS_UNSUPPORTED_CERT_SIGN_ALG         0x12C
#define NX_SECURE_TLS_INSUFFICIENT_CERT_SPACE           0x12D
#define NX_SECURE_TLS_PROTOCOL_VERSION_CHANGED          0x12E
#define NX_SECURE_TLS_NO_RENEGOTIATION_ERROR            0x12F
#define NX_SECURE_TLS_UNSUPPORTED_FEATURE               0x130
#define NX_SECURE_TLS_CERTIFICATE_VERIFY_FAILURE        0x131
#define NX_SECURE_TLS_EMPTY_REMOTE_CERTIFICATE_RECEIVED 0x132
#define NX_SECURE_TLS_RENEGOTIATION_EXTENSION_ERROR     0x133
#define NX_SECURE_TLS_RENEGOTIATION_SESSION_INACTIVE    0x134
#define NX_SECURE_TLS_PACKET_BUFFER_TOO_SMALL           0x135
#define NX_SECURE_TLS_EXTENSION_NOT_FOUND               0x136
#define NX_SECURE_TLS_SNI_EXTENSION_INVALID             0x137
#define NX_SECURE_TLS_CERT_ID_INVALID                   0x138
#define NX_SECURE_TLS_CERT_ID_DUPLICATE                 0x139
#define NX_SECURE_TLS_RENEGOTIATION_FAILURE             0x13A
#define NX_SECURE_TLS_MISSING_CRYPTO_ROUTINE            0x13B
#define NX_SECURE_TLS_EMPTY_EC_GROUP                    0x13C
#define NX_SECURE_TLS_EMPTY_EC_POINT_FORMAT             0x13D
#define NX_SECURE_TLS_BAD_SERVERHELLO_KEYSHARE          0x13E
#define NX_SECURE_TLS_INSUFFICIENT_METADATA_SPACE       0x13F
#define NX_SECURE_TLS_POST_HANDSHAKE_RECEIVED           0x140
#define NX_SECURE_TLS_BAD_CLIENTHELLO_KEYSHARE          0x141
#define NX_SECURE_TLS_1_3_UNKNOWN_CIPHERSUITE           0x142
#define NX_SECURE_TLS_INVALID_SESSION_TICKET            0x143
#define NX_SECURE_TLS_MISSING_EXTENSION                 0x144
#define NX_SECURE_TLS_CERTIFICATE_REQUIRED              0x145
#define NX_SECURE_TLS_UNEXPECTED_CLIENTHELLO            0x147
#define NX_SECURE_TLS_INAPPROPRIATE_FALLBACK            0x146
#define NX_SECURE_TLS_BAD_CLIENTHELLO_PSK_EXTENSION     0x148
#define NX_SECURE_TLS_PSK_BINDER_MISMATCH               0x149
#define NX_SECURE_TLS_CRYPTO_KEYS_TOO_LARGE             0x14A
#define NX_SECURE_TLS_UNSUPPORTED_ECC_CURVE             0x14B
#define NX_SECURE_TLS_UNSUPPORTED_ECC_FORMAT            0x14C
#define NX_SECURE_TLS_UNSUPPORTED_SIGNATURE_ALGORITHM   0x14D
#define NX_SECURE_TLS_SIGNATURE_VERIFICATION_ERROR      0x14E
#define NX_SECURE_TLS_UNEXPECTED_MESSAGE                0x14F
#define NX_SECURE_TLS_AEAD_DECRYPT_FAIL                 0x150
#define NX_SECURE_TLS_RECORD_OVERFLOW                   0x151
#define NX_SECURE_TLS_HANDSHAKE_FRAGMENT_RECEIVED       0x152
#define NX_SECURE_TLS_TRANSMIT_LOCKED                   0x153
#define NX_SECURE_TLS_DOWNGRADE_DETECTED                0x154

/* Versions */
#define NX_SECURE_TLS_VERSION_SSL_3_0   0x300
#define NX_SECURE_TLS_VERSION_TLS_1_0   0x301
#define NX_SECURE_TLS_VERSION_TLS_1_1   0x302
#define NX_SECURE_TLS_VERSION_TLS_1_2   0x303
#define NX_SECURE_TLS_VERSION_TLS_1_3   0x304
#define NX_SECURE_TLS_VERSION_MAJOR_3   0x3
#define NX_SECURE_SSL_VERSION_MINOR_3_0 0x0
#define NX_SECURE_TLS_VERSION_MINOR_1_0 0x1
#define NX_SECURE_TLS_VERSION_MINOR_1_1 0x2
#define NX_SECURE_TLS_VERSION_MINOR_1_2 0x3
#define NX_SECURE_TLS_VERSION_MINOR_1_3 0x4
#define NX_SECURE_TLS_NUM_VERSIONS      0x4

/* Version bit masks (field nx_crypto_version of NX_CRYPTO_CIPHERSUITE) */
#define NX_SECURE_TLS_BITFIELD_VERSION_1_0       0x1
#define NX_SECURE_TLS_BITFIELD_VERSION_1_1       0x2
#define NX_SECURE_TLS_BITFIELD_VERSION_1_2       0x4
#define NX_SECURE_TLS_BITFIELD_VERSIONS_PRE_1_3  0x7
#define NX_SECURE_TLS_BITFIELD_VERSION_1_3       0x8
#define NX_SECURE_DTLS_BITFIELD_VERSION_1_0      0x10
#define NX_SECURE_DTLS_BITFIELD_VERSION_1_2      0x20
#define NX_SECURE_DTLS_BITFIELD_VERSIONS_PRE_1_3 0x30
#define NX_SECURE_DTLS_BITFIELD_VERSION_1_3      0x40
#define NX_SECURE_TLS_BITFIELD_VERSIONS_ALL      0x7F
#define NX_SECURE_X509_BITFIELD_VERSION_3        0x80

/* Alert levels */
#define NX_SECURE_TLS_ALERT_LEVEL_WARNING 0x1
#define NX_SECURE_TLS_ALERT_LEVEL_FATAL   0x2

/* Alert values */
#define NX_SECURE_TLS_ALERT_CLOSE_NOTIFY                0
#define NX_SECURE_TLS_ALERT_UNEXPECTED_MESSAGE          10
#define NX_SECURE_TLS_ALERT_BAD_RECORD_MAC              20
#define NX_SECURE_TLS_ALERT_DECRYPTION_FAILED_RESERVED  21
#define NX_SECURE_TLS_ALERT_RECORD_OVERFLOW             22
#define NX_SECURE_TLS_ALERT_DECOMPRESSION_FAILURE       30
#define NX_SECURE_TLS_ALERT_HANDSHAKE_FAILURE           40
#define NX_SECURE_TLS_ALERT_NO_CERTIFICATE_RESERVED     41
#define NX_SECURE_TLS_ALERT_BAD_CERTIFICATE             42
#define NX_SECURE_TLS_ALERT_UNSUPPORTED_CERTIFICATE     43
#define NX_SECURE_TLS_ALERT_CERTIFICATE_REVOKED         44
#define NX_SECURE_TLS_ALERT_CERTIFICATE_EXPIRED         45
#define NX_SECURE_TLS_ALERT_CERTIFICATE_UNKNOWN         46
#define NX_SECURE_TLS_ALERT_ILLEGAL_PARAMETER           47
#define NX_SECURE_TLS_ALERT_UNKNOWN_CA                  48
#define NX_SECURE_TLS_ALERT_ACCESS_DENIED               49
#define NX_SECURE_TLS_ALERT_DECODE_ERROR                50
#define NX_SECURE_TLS_ALERT_DECRYPT_ERROR               51
#define NX_SECURE_TLS_ALERT_EXPORT_RESTRICTION_RESERVED 60
#define NX_SECURE_TLS_ALERT_PROTOCOL_VERSION            70
#define NX_SECURE_TLS_ALERT_INSUFFICIENT_SECURITY       71
#define NX_SECURE_TLS_ALERT_INTERNAL_ERROR              80
#define NX_SECURE_TLS_ALERT_INAPPROPRIATE_FALLBACK      86
#define NX_SECURE_TLS_ALERT_USER_CANCELED               90
#define NX_SECURE_TLS_ALERT_NO_RENEGOTIATION            100
#define NX_SECURE_TLS_ALERT_MISSING_EXTENSION           109
#define NX_SECURE_TLS_ALERT_UNSUPPORTED_EXTENSION       110
#define NX_SECURE_TLS_ALERT_UNKNOWN_PSK_IDENTITY        115
#define NX_SECURE_TLS_ALERT_CERTIFICATE_REQUIRED        116

/* Hello extension ids */
#define NX_SECURE_TLS_EXTENSION_SERVER_NAME_INDICATION     0x0000
#define NX_SECURE_TLS_EXTENSION_MAX_FRAGMENT_LENGTH        0x0001
#define NX_SECURE_TLS_EXTENSION_CLIENT_CERTIFICATE_URL     0x0002
#define NX_SECURE_TLS_EXTENSION_TRUSTED_CA_INDICATION      0x0003
#define NX_SECURE_TLS_EXTENSION_TRUNCATED_HMAC             0x0004
#define NX_SECURE_TLS_EXTENSION_CERTIFICATE_STATUS_REQUEST 0x0005
#define NX_SECURE_TLS_EXTENSION_EC_GROUPS                  0x000A
#define NX_SECURE_TLS_EXTENSION_EC_POINT_FORMATS           0x000B
#define NX_SECURE_TLS_EXTENSION_SIGNATURE_ALGORITHMS       0x000D
#define NX_SECURE_TLS_EXTENSION_PRE_SHARED_KEY             0x0029
#define NX_SECURE_TLS_EXTENSION_EARLY_DATA                 0x002A
#define NX_SECURE_TLS_EXTENSION_SUPPORTED_VERSIONS         0x002B
#define NX_SECURE_TLS_EXTENSION_COOKIE                     0x002C
#define NX_SECURE_TLS_EXTENSION_PSK_KEY_EXCHANGE_MODES     0x002D
#define NX_SECURE_TLS_EXTENSION_CERTIFICATE_AUTHORITIES    0x002F
#define NX_SECURE_TLS_EXTENSION_OID_FILTERS                0x0030
#define NX_SECURE_TLS_EXTENSION_POST_HANDSHAKE_AUTH        0x0031
#define NX_SECURE_TLS_EXTENSION_SIGNATURE_ALGORITHMS_CERT  0x0032
#define NX_SECURE_TLS_EXTENSION_KEY_SHARE                  0x0033
#define NX_SECURE_TLS_EXTENSION_ECJPAKE_KEY_KP_PAIR        0x0100
#define NX_SECURE_TLS_EXTENSION_SECURE_RENEGOTIATION       0xFF01

/* Hash and signature algorithms (wire values) */
#define NX_SECURE_TLS_HASH_ALGORITHM_NONE           0x0
#define NX_SECURE_TLS_HASH_ALGORITHM_MD5            0x1
#define NX_SECURE_TLS_HASH_ALGORITHM_SHA1           0x2
#define NX_SECURE_TLS_HASH_ALGORITHM_SHA224         0x3
#define NX_SECURE_TLS_HASH_ALGORITHM_SHA256         0x4
#define NX_SECURE_TLS_HASH_ALGORITHM_SHA384         0x5
#define NX_SECURE_TLS_HASH_ALGORITHM_SHA512         0x6
#define NX_SECURE_TLS_SIGNATURE_ALGORITHM_ANONYMOUS 0x0
#define NX_SECURE_TLS_SIGNATURE_ALGORITHM_RSA       0x1
#define NX_SECURE_TLS_SIGNATURE_ALGORITHM_DSA       0x2
#define NX_SECURE_TLS_SIGNATURE_ALGORITHM_ECDSA     0x3
#define NX_SECURE_TLS_SIGNATURE_RSA_MD5             0x101
#define NX_SECURE_TLS_SIGNATURE_RSA_SHA1            0x201
#define NX_SECURE_TLS_SIGNATURE_ECDSA_SHA1          0x203
#define NX_SECURE_TLS_SIGNATURE_ECDSA_SHA224        0x303
#define NX_SECURE_TLS_SIGNATURE_RSA_SHA256          0x401
#define NX_SECURE_TLS_SIGNATURE_ECDSA_SHA256        0x403
#define NX_SECURE_TLS_SIGNATURE_RSA_SHA384          0x501
#define NX_SECURE_TLS_SIGNATURE_ECDSA_SHA384        0x503
#define NX_SECURE_TLS_SIGNATURE_RSA_SHA512          0x601
#define NX_SECURE_TLS_SIGNATURE_ECDSA_SHA512        0x603

/* Client certificate types */
#define NX_SECURE_TLS_CERT_TYPE_NONE             0
#define NX_SECURE_TLS_CERT_TYPE_RSA_SIGN         1
#define NX_SECURE_TLS_CERT_TYPE_DSS_SIGN         2
#define NX_SECURE_TLS_CERT_TYPE_RSA_FIXED_DH     3
#define NX_SECURE_TLS_CERT_TYPE_DSS_FIXED_DH     4
#define NX_SECURE_TLS_CERT_TYPE_RSA_EPHEMERAL_DH 5
#define NX_SECURE_TLS_CERT_TYPE_DSS_EPHEMERAL_DH 6
#define NX_SECURE_TLS_CERT_TYPE_FORTEZZA_DMS     20
#define NX_SECURE_TLS_CERT_TYPE_ECDSA_SIGN       64
#define NX_SECURE_TLS_CERT_TYPE_RSA_FIXED_ECDH   65
#define NX_SECURE_TLS_CERT_TYPE_ECDSA_FIXED_ECDH 66

/* Cipher suite ids */
#define TLS_NULL_WITH_NULL_NULL                 0x0000
#define TLS_RSA_WITH_NULL_MD5                   0x0001
#define TLS_RSA_WITH_NULL_SHA                   0x0002
#define TLS_RSA_WITH_AES_128_CBC_SHA            0x002F
#define TLS_DH_DSS_WITH_AES_128_CBC_SHA         0x0030
#define TLS_DH_RSA_WITH_AES_128_CBC_SHA         0x0031
#define TLS_DHE_DSS_WITH_AES_128_CBC_SHA        0x0032
#define TLS_DHE_RSA_WITH_AES_128_CBC_SHA        0x0033
#define TLS_DH_anon_WITH_AES_128_CBC_SHA        0x0034
#define TLS_RSA_WITH_AES_256_CBC_SHA            0x0035
#define TLS_DH_DSS_WITH_AES_256_CBC_SHA         0x0036
#define TLS_DH_RSA_WITH_AES_256_CBC_SHA         0x0037
#define TLS_DHE_DSS_WITH_AES_256_CBC_SHA        0x0038
#define TLS_DHE_RSA_WITH_AES_256_CBC_SHA        0x0039
#define TLS_DH_anon_WITH_AES_256_CBC_SHA        0x003A
#define TLS_RSA_WITH_AES_128_CBC_SHA256         0x003C
#define TLS_RSA_WITH_AES_256_CBC_SHA256         0x003D
#define TLS_PSK_WITH_AES_128_CBC_SHA            0x008C
#define TLS_PSK_WITH_AES_256_CBC_SHA            0x008D
#define TLS_RSA_WITH_AES_128_GCM_SHA256         0x009C
#define TLS_RSA_WITH_AES_256_GCM_SHA384         0x009D
#define TLS_PSK_WITH_AES_128_CBC_SHA256         0x00AE
#define TLS_EMPTY_RENEGOTIATION_INFO_SCSV       0x00FF
#define TLS_AES_128_GCM_SHA256                  0x1301
#define TLS_AES_256_GCM_SHA384                  0x1302
#define TLS_AES_128_CCM_SHA256                  0x1304
#define TLS_AES_128_CCM_8_SHA256                0x1305
#define TLS_FALLBACK_NOTIFY_SCSV                0x5600
#define TLS_ECDH_ECDSA_WITH_NULL_SHA            0xC001
#define TLS_ECDH_ECDSA_WITH_RC4_128_SHA         0xC002
#define TLS_ECDH_ECDSA_WITH_3DES_EDE_CBC_SHA    0xC003
#define TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA     0xC004
#define TLS_ECDH_ECDSA_WITH_AES_256_CBC_SHA     0xC005
#define TLS_ECDHE_ECDSA_WITH_NULL_SHA           0xC006
#define TLS_ECDHE_ECDSA_WITH_RC4_128_SHA        0xC007
#define TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA   0xC008
#define TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA    0xC009
#define TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA    0xC00A
#define TLS_ECDH_RSA_WITH_NULL_SHA              0xC00B
#define TLS_ECDH_RSA_WITH_RC4_128_SHA           0xC00C
#define TLS_ECDH_RSA_WITH_3DES_EDE_CBC_SHA      0xC00D
#define TLS_ECDH_RSA_WITH_AES_128_CBC_SHA       0xC00E
#define TLS_ECDH_RSA_WITH_AES_256_CBC_SHA       0xC00F
#define TLS_ECDHE_RSA_WITH_NULL_SHA             0xC010
#define TLS_ECDHE_RSA_WITH_RC4_128_SHA          0xC011
#define TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA     0xC012
#define TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA      0xC013
#define TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA      0xC014
#define TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256 0xC023
#define TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384 0xC024
#define TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA256  0xC025
#define TLS_ECDH_ECDSA_WITH_AES_256_CBC_SHA384  0xC026
#define TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256   0xC027
#define TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384   0xC028
#define TLS_ECDH_RSA_WITH_AES_128_CBC_SHA256    0xC029
#define TLS_ECDH_RSA_WITH_AES_256_CBC_SHA384    0xC02A
#define TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 0xC02B
#define TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 0xC02C
#define TLS_ECDH_ECDSA_WITH_AES_128_GCM_SHA256  0xC02D
#define TLS_ECDH_ECDSA_WITH_AES_256_GCM_SHA384  0xC02E
#define TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256   0xC02F
#define TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384   0xC030
#define TLS_ECDH_RSA_WITH_AES_128_GCM_SHA256    0xC031
#define TLS_ECDH_RSA_WITH_AES_256_GCM_SHA384    0xC032
#define TLS_PSK_WITH_AES_128_CCM_8              0xC0A8
#define TLS_ECJPAKE_WITH_AES_128_CCM_8          0xC0FF

/* Suites that the services document has no names for [RFC7905, RFC7251, RFC8442]. */
#define TLS_CHACHA20_POLY1305_SHA256                  0x1303
#define TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256   0xCCA8
#define TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256 0xCCA9
#define TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256   0xCCAC
#define TLS_ECDHE_ECDSA_WITH_AES_128_CCM              0xC0AC
#define TLS_ECDHE_ECDSA_WITH_AES_256_CCM              0xC0AD
#define TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8            0xC0AE
#define TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8            0xC0AF
#define TLS_PSK_WITH_AES_128_GCM_SHA256               0x00A8
#define TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA256         0xC037
#define TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256         0xD001
#define TLS_RSA_WITH_NULL_SHA256                      0x003B

/* Old algorithm aliases still used in application tables */
#define TLS_CIPHER_NULL         0x0
#define TLS_CIPHER_AES          0x1
#define TLS_CIPHER_RC4          0x2
#define TLS_CIPHER_RSA          0x40002
#define TLS_PUBLIC_AUTH_PSK     0x40001
#define TLS_PUBLIC_AUTH_ECJPAKE 0x40007
#define TLS_PRF_1               0x20002
#define TLS_PRF_SHA_256         0x20005
#define TLS_HASH_SHA_1          0x30003
#define TLS_HASH_SHA_256        0x30005
#define TLS_HASH_SHA_384        0x30006
#define TLS_HASH_SHA_512        0x30007

/* Record and handshake types */
#define NX_SECURE_TLS_CHANGE_CIPHER_SPEC   20
#define NX_SECURE_TLS_ALERT                21
#define NX_SECURE_TLS_HANDSHAKE            22
#define NX_SECURE_TLS_APPLICATION_DATA     23
#define NX_SECURE_TLS_HELLO_REQUEST        0
#define NX_SECURE_TLS_CLIENT_HELLO         1
#define NX_SECURE_TLS_SERVER_HELLO         2
#define NX_SECURE_TLS_HELLO_VERIFY_REQUEST 3
#define NX_SECURE_TLS_NEW_SESSION_TICKET   4
#define NX_SECURE_TLS_END_OF_EARLY_DATA    5
#define NX_SECURE_TLS_ENCRYPTED_EXTENSIONS 8
#define NX_SECURE_TLS_CERTIFICATE_MSG      11
#define NX_SECURE_TLS_SERVER_KEY_EXCHANGE  12
#define NX_SECURE_TLS_CERTIFICATE_REQUEST  13
#define NX_SECURE_TLS_SERVER_HELLO_DONE    14
#define NX_SECURE_TLS_CERTIFICATE_VERIFY   15
#define NX_SECURE_TLS_CLIENT_KEY_EXCHANGE  16
#define NX_SECURE_TLS_FINISHED             20
#define NX_SECURE_TLS_CERTIFICATE_URL      21
#define NX_SECURE_TLS_CERTIFICATE_STATUS   22
#define NX_SECURE_TLS_KEY_UPDATE           24
#define NX_SECURE_TLS_INVALID_MESSAGE      100
#define NX_SECURE_TLS_MESSAGE_HASH         254

/* Session types and states */
#define NX_SECURE_TLS_SESSION_TYPE_NONE                 0
#define NX_SECURE_TLS_SESSION_TYPE_CLIENT               1
#define NX_SECURE_TLS_SESSION_TYPE_SERVER               2
#define NX_SECURE_TLS_SERVER_STATE_IDLE                 0
#define NX_SECURE_TLS_SERVER_STATE_ERROR                1
#define NX_SECURE_TLS_SERVER_STATE_ALERT_SENT           2
#define NX_SECURE_TLS_SERVER_STATE_SEND_HELLO           3
#define NX_SECURE_TLS_SERVER_STATE_SEND_HELLO_VERIFY    4
#define NX_SECURE_TLS_SERVER_STATE_HELLO_SENT           5
#define NX_SECURE_TLS_SERVER_STATE_CLIENT_CERTIFICATE   6
#define NX_SECURE_TLS_SERVER_STATE_KEY_EXCHANGE         7
#define NX_SECURE_TLS_SERVER_STATE_CERTIFICATE_VERIFY   8
#define NX_SECURE_TLS_SERVER_STATE_FINISH_HANDSHAKE     9
#define NX_SECURE_TLS_SERVER_STATE_HANDSHAKE_FINISHED   10
#define NX_SECURE_TLS_SERVER_STATE_HELLO_REQUEST        11
#define NX_SECURE_TLS_SERVER_STATE_SEND_HELLO_RETRY     12
#define NX_SECURE_TLS_CLIENT_STATE_IDLE                 0
#define NX_SECURE_TLS_CLIENT_STATE_ERROR                1
#define NX_SECURE_TLS_CLIENT_STATE_ALERT_SENT           2
#define NX_SECURE_TLS_CLIENT_STATE_HELLO_REQUEST        3
#define NX_SECURE_TLS_CLIENT_STATE_HELLO_VERIFY         4
#define NX_SECURE_TLS_CLIENT_STATE_SERVERHELLO          5
#define NX_SECURE_TLS_CLIENT_STATE_SERVER_CERTIFICATE   6
#define NX_SECURE_TLS_CLIENT_STATE_SERVER_KEY_EXCHANGE  7
#define NX_SECURE_TLS_CLIENT_STATE_CERTIFICATE_REQUEST  8
#define NX_SECURE_TLS_CLIENT_STATE_SERVERHELLO_DONE     9
#define NX_SECURE_TLS_CLIENT_STATE_HANDSHAKE_FINISHED   10
#define NX_SECURE_TLS_CLIENT_STATE_RENEGOTIATING        11
#define NX_SECURE_TLS_CLIENT_STATE_ENCRYPTED_EXTENSIONS 12
#define NX_SECURE_TLS_CLIENT_STATE_HELLO_RETRY          13

/* Sizes and limits; those that can be configured are in nx_secure_config.h. */
#ifndef NX_SECURE_TLS_MAX_PSK_NONCE_SIZE
#define NX_SECURE_TLS_MAX_PSK_NONCE_SIZE 255
#endif
#ifndef NX_SECURE_TLS_KEY_MATERIAL_SIZE
#define NX_SECURE_TLS_KEY_MATERIAL_SIZE 160
#endif
#ifndef NX_SECURE_TLS_PREMASTER_SIZE
#define NX_SECURE_TLS_PREMASTER_SIZE 132
#endif
#ifndef NX_SECURE_TLS_MASTER_SIZE
#define NX_SECURE_TLS_MASTER_SIZE 48
#endif
#define NX_SECURE_TLS_RSA_PREMASTER_SIZE        48
#define NX_SECURE_TLS_EC_PREMASTER_SIZE         68
#define NX_SECURE_TLS_MIN_PREMASTER_SIZE_PSK    132
#define NX_SECURE_TLS_RANDOM_SIZE               32
#define NX_SECURE_TLS_MAX_HASH_SIZE             32
#define NX_SECURE_TLS_MAX_KEY_SIZE              32
#define NX_SECURE_TLS_MAX_IV_SIZE               16
#define NX_SECURE_TLS_SESSION_ID_SIZE           256
#define NX_SECURE_TLS_SEQUENCE_NUMBER_SIZE      2
#define NX_SECURE_TLS_RECORD_HEADER_SIZE        5
#define NX_SECURE_TLS_HANDSHAKE_HEADER_SIZE     4
#define NX_SECURE_TLS_FINISHED_HASH_SIZE        12
#define NX_SECURE_TLS_MAX_CIPHER_BLOCK_SIZE     128
#define NX_SECURE_TLS_MAX_CIPHERTEXT_LENGTH     18432
#define NX_SECURE_TLS_MAX_CIPHERTEXT_LENGTH_1_3 16640
#define NX_SECURE_TLS_MAX_PLAINTEXT_LENGTH      16384
#define NX_SECURE_TLS_HELLO_EXTENSIONS_MAX      10
#define NX_SECURE_TLS_MAX_SESSION_TICKET_AGE    604800
#define NX_SECURE_TLS_1_3_MAX_TRANSCRIPT_HASHES 5
#define NX_SECURE_TLS_ID                        0x544C5320

/** An extension of the peer's hello; valid during the hello callback only. */
typedef struct NX_SECURE_TLS_HELLO_EXTENSION_STRUCT {
    USHORT nx_secure_tls_extension_id;          /**< extension number */
    USHORT nx_secure_tls_extension_data_length; /**< bytes */
    const UCHAR *nx_secure_tls_extension_data;  /**< extension body, pointing into the received hello; valid
                                                   during the callback only */
} NX_SECURE_TLS_HELLO_EXTENSION;

/** A pre-shared key. */
typedef struct NX_SECURE_TLS_PSK_STORE_STRUCT {
    UCHAR nx_secure_tls_psk_data[NX_SECURE_TLS_MAX_PSK_SIZE];
    UINT nx_secure_tls_psk_data_size;
    UCHAR nx_secure_tls_psk_id[NX_SECURE_TLS_MAX_PSK_ID_SIZE];
    UINT nx_secure_tls_psk_id_size;
    UCHAR nx_secure_tls_psk_id_hint[NX_SECURE_TLS_MAX_PSK_ID_SIZE];
    UINT nx_secure_tls_psk_id_hint_size;
} NX_SECURE_TLS_PSK_STORE;

/** The certificates and keys of a session. */
typedef struct NX_SECURE_TLS_CREDENTIALS_STRUCT {
    NX_SECURE_X509_CERTIFICATE_STORE nx_secure_tls_certificate_store; /**< certificate lists */
    NX_SECURE_X509_CERT *nx_secure_tls_active_certificate; /**< overrides the default identity certificate */
    UCHAR nx_secure_tls_remote_psk_id[NX_SECURE_TLS_MAX_PSK_ID_SIZE]; /**< identity/hint received */
    UINT nx_secure_tls_remote_psk_id_size;
    NX_SECURE_TLS_PSK_STORE nx_secure_tls_client_psk;                            /**< PSK of client_psk_set */
    NX_SECURE_TLS_PSK_STORE nx_secure_tls_psk_store[NX_SECURE_TLS_MAX_PSK_KEYS]; /**< PSKs of psk_add */
    UINT nx_secure_tls_psk_count;                                                /**< used slots */
} NX_SECURE_TLS_CREDENTIALS;

/** A session. The caller owns it; the members here are kept true for applications that read them. */
typedef struct NX_SECURE_TLS_SESSION_STRUCT {
    NX_SECURE_TLS_CREDENTIALS nx_secure_tls_credentials; /**< holds the certificate store and PSKs */
    VOID *nx_secure_public_cipher_metadata_area; /**< scratch for public-key methods; point into the session's
                                                    metadata */
    ULONG nx_secure_public_cipher_metadata_size; /**< scratch for public-key methods; point into the session's
                                                    metadata */
    const NX_SECURE_TLS_CIPHERSUITE_INFO
        *nx_secure_tls_session_ciphersuite;    /**< negotiated suite; NULL before the handshake */
    USHORT nx_secure_tls_protocol_version;     /**< negotiated version */
    UCHAR nx_secure_tls_1_3;                   /**< 1 in a TLS 1.3 session (with TLS 1.3 compiled in) */
    NX_TCP_SOCKET *nx_secure_tls_tcp_socket;   /**< socket of the session; NULL when none */
    NX_PACKET_POOL *nx_secure_tls_packet_pool; /**< pool for handshake packets */
    UINT nx_secure_tls_socket_type;            /**< 0 none, 1 client, 2 server */
    UCHAR nx_secure_tls_local_session_active;  /**< 1 once that direction is encrypted */
    UCHAR nx_secure_tls_remote_session_active; /**< 1 once that direction is encrypted */
    USHORT nx_secure_tls_client_state;         /**< handshake state numbers */
    USHORT nx_secure_tls_server_state;         /**< handshake state numbers */
    UINT nx_secure_tls_received_alert_level;   /**< last alert received */
    UINT nx_secure_tls_received_alert_value;   /**< last alert received */
    USHORT nx_secure_tls_renegotation_enabled; /**< application may clear it to refuse renegotiation */
    ULONG nx_secure_tls_id;                    /**< NX_SECURE_TLS_ID while created */
    UCHAR *nx_secure_tls_packet_buffer;        /**< reassembly buffer */
    ULONG nx_secure_tls_packet_buffer_size;    /**< reassembly buffer */
    const NX_SECURE_TLS_CRYPTO *nx_secure_tls_crypto_table;              /**< table of session_create */
    NX_SECURE_TLS_ECC nx_secure_tls_ecc;                                 /**< groups */
    struct NX_SECURE_TLS_SESSION_STRUCT *nx_secure_tls_created_next;     /**< list of created sessions */
    struct NX_SECURE_TLS_SESSION_STRUCT *nx_secure_tls_created_previous; /**< list of created sessions */
    struct nxs_session nx_secure_tls_private;
} NX_SECURE_TLS_SESSION;

#ifdef __cplusplus
}
#endif

#endif
