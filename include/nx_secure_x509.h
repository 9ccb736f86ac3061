/** @file
 * Certificates: the types and numbers of the nx_secure_x509_* services.
 */
#ifndef NX_SECURE_X509_H
#define NX_SECURE_X509_H

#include "nx_api.h"
#include "nx_secure_config.h"
#include "nxsecure/private/cert.h"
#include "nxsecure/private/tables.h"

#ifdef __cplusplus
extern "C" {
#endif

/* X.509 family (0x181-0x1AA) */
#define NX_SECURE_X509_SUCCESS                      0x0
#define NX_SECURE_X509_MULTIBYTE_TAG_UNSUPPORTED    0x181
#define NX_SECURE_X509_ASN1_LENGTH_TOO_LONG         0x182
#define NX_SECURE_X509_FOUND_NON_ZERO_PADDING       0x183
#define NX_SECURE_X509_MISSING_PUBLIC_KEY           0x184
#define NX_SECURE_X509_INVALID_PUBLIC_KEY           0x185
#define NX_SECURE_X509_INVALID_CERTIFICATE_SEQUENCE 0x186
#define NX_SECURE_X509_MISSING_SIGNATURE_ALGORITHM  0x187
#define NX_SECURE_X509_INVALID_CERTIFICATE_DATA     0x188
#define NX_SECURE_X509_UNEXPECTED_ASN1_TAG          0x189
#define NX_SECURE_PKCS1_INVALID_PRIVATE_KEY         0x18A
#define NX_SECURE_X509_CHAIN_TOO_SHORT              0x18B
#define NX_SECURE_X509_CHAIN_VERIFY_FAILURE         0x18C
#define NX_SECURE_X509_PKCS7_PARSING_FAILED         0x18D
#define NX_SECURE_X509_CERTIFICATE_NOT_FOUND        0x18E
#define NX_SECURE_X509_INVALID_VERSION              0x18F
#define NX_SECURE_X509_INVALID_TAG_CLASS            0x190
#define NX_SECURE_X509_INVALID_EXTENSIONS           0x191
#define NX_SECURE_X509_INVALID_EXTENSION_SEQUENCE   0x192
#define NX_SECURE_X509_CERTIFICATE_EXPIRED          0x193
#define NX_SECURE_X509_CERTIFICATE_NOT_YET_VALID    0x194
#define NX_SECURE_X509_CERTIFICATE_DNS_MISMATCH     0x195
#define NX_SECURE_X509_INVALID_DATE_FORMAT          0x196
#define NX_SECURE_X509_CRL_ISSUER_MISMATCH          0x197
#define NX_SECURE_X509_CRL_SIGNATURE_CHECK_FAILED   0x198
#define NX_SECURE_X509_CRL_CERTIFICATE_REVOKED      0x199
#define NX_SECURE_X509_WRONG_SIGNATURE_METHOD       0x19A
#define NX_SECURE_X509_EXTENSION_NOT_FOUND          0x19B
#define NX_SECURE_X509_ALT_NAME_NOT_FOUND           0x19C
#define NX_SECURE_X509_INVALID_PRIVATE_KEY_TYPE     0x19D
#define NX_SECURE_X509_NAME_STRING_TOO_LONG         0x19E
#define NX_SECURE_X509_EXT_KEY_USAGE_NOT_FOUND      0x19F
#define NX_SECURE_X509_KEY_USAGE_ERROR              0x1A0
#define NX_SECURE_X509_UNSUPPORTED_PUBLIC_CIPHER    0x1A1
#define NX_SECURE_X509_INVALID_CERTIFICATE          0x1A2
#define NX_SECURE_X509_UNKNOWN_CERT_SIG_ALGORITHM   0x1A3
#define NX_SECURE_X509_CERTIFICATE_SIG_CHECK_FAILED 0x1A4
#define NX_SECURE_X509_INVALID_SELF_SIGNED_CERT     0x1A5
#define NX_SECURE_X509_ISSUER_CERTIFICATE_NOT_FOUND 0x1A6
#define NX_SECURE_X509_NO_CERT_SPACE_ALLOCATED      0x1A7
#define NX_SECURE_X509_INSUFFICIENT_CERT_SPACE      0x1A8
#define NX_SECURE_X509_CERT_ID_DUPLICATE            0x1A9
#define NX_SECURE_X509_MISSING_CRYPTO_ROUTINE       0x1AA

/* Private key types */
#define NX_SECURE_X509_KEY_TYPE_NONE              0x0
#define NX_SECURE_X509_KEY_TYPE_RSA_PKCS1_DER     0x1
#define NX_SECURE_X509_KEY_TYPE_EC_DER            0x2
#define NX_SECURE_X509_KEY_TYPE_HARDWARE          0x3
#define NX_SECURE_X509_KEY_TYPE_USER_DEFINED_MASK 0xFFFF0000

/* X.509 type ids (integers that stand for OIDs) */
#define NX_SECURE_TLS_X509_TYPE_UNKNOWN                0
#define NX_SECURE_TLS_X509_TYPE_RSA                    1
#define NX_SECURE_TLS_X509_TYPE_RSA_MD5                2
#define NX_SECURE_TLS_X509_TYPE_RSA_SHA_1              3
#define NX_SECURE_TLS_X509_TYPE_RSA_SHA_256            4
#define NX_SECURE_TLS_X509_TYPE_RSA_SHA_384            5
#define NX_SECURE_TLS_X509_TYPE_RSA_SHA_512            6
#define NX_SECURE_TLS_X509_TYPE_DH                     7
#define NX_SECURE_TLS_X509_TYPE_DSS_SHA_1              8
#define NX_SECURE_TLS_X509_TYPE_COMMON_NAME            9
#define NX_SECURE_TLS_X509_TYPE_EMAIL                  10
#define NX_SECURE_TLS_X509_TYPE_COUNTRY                11
#define NX_SECURE_TLS_X509_TYPE_STATE                  12
#define NX_SECURE_TLS_X509_TYPE_LOCALITY               13
#define NX_SECURE_TLS_X509_TYPE_ORGANIZATION           14
#define NX_SECURE_TLS_X509_TYPE_ORG_UNIT               15
#define NX_SECURE_TLS_X509_TYPE_DIRECTORY_ATTRIBUTES   17
#define NX_SECURE_TLS_X509_TYPE_SUBJECT_KEY_ID         18
#define NX_SECURE_TLS_X509_TYPE_KEY_USAGE              19
#define NX_SECURE_TLS_X509_TYPE_SUBJECT_ALT_NAME       20
#define NX_SECURE_TLS_X509_TYPE_ISSUER_ALT_NAME        21
#define NX_SECURE_TLS_X509_TYPE_BASIC_CONSTRAINTS      22
#define NX_SECURE_TLS_X509_TYPE_NAME_CONSTRAINTS       23
#define NX_SECURE_TLS_X509_TYPE_CRL_DISTRIBUTION       24
#define NX_SECURE_TLS_X509_TYPE_CERTIFICATE_POLICIES   25
#define NX_SECURE_TLS_X509_TYPE_CERT_POLICY_MAPPINGS   26
#define NX_SECURE_TLS_X509_TYPE_AUTHORITY_KEY_ID       27
#define NX_SECURE_TLS_X509_TYPE_POLICY_CONSTRAINTS     28
#define NX_SECURE_TLS_X509_TYPE_EXTENDED_KEY_USAGE     29
#define NX_SECURE_TLS_X509_TYPE_ANY_EXTENDED_KEY_USAGE 30
#define NX_SECURE_TLS_X509_TYPE_FRESHEST_CRL           31
#define NX_SECURE_TLS_X509_TYPE_INHIBIT_ANYPOLICY      32
#define NX_SECURE_TLS_X509_TYPE_SURNAME                33
#define NX_SECURE_TLS_X509_TYPE_SERIAL_NUMBER          34
#define NX_SECURE_TLS_X509_TYPE_TITLE                  35
#define NX_SECURE_TLS_X509_TYPE_NAME                   36
#define NX_SECURE_TLS_X509_TYPE_GIVEN_NAME             37
#define NX_SECURE_TLS_X509_TYPE_INITIALS               38
#define NX_SECURE_TLS_X509_TYPE_GENERATION             39
#define NX_SECURE_TLS_X509_TYPE_DN_QUALIFIER           40
#define NX_SECURE_TLS_X509_TYPE_PSEUDONYM              41
#define NX_SECURE_TLS_X509_TYPE_PKIX_EXT_PREFIX        42
#define NX_SECURE_TLS_X509_TYPE_PKIX_AIA               43
#define NX_SECURE_TLS_X509_TYPE_PKIX_SIA               44
#define NX_SECURE_TLS_X509_TYPE_NETSCAPE_COMMENT       45
#define NX_SECURE_TLS_X509_TYPE_ANY_POLICY             46
#define NX_SECURE_TLS_X509_TYPE_PKIX_QT                47
#define NX_SECURE_TLS_X509_TYPE_PKIX_QT_CPS            48
#define NX_SECURE_TLS_X509_TYPE_PKIX_QT_UNOTICE        49
#define NX_SECURE_TLS_X509_TYPE_PKIX_KP                50
#define NX_SECURE_TLS_X509_TYPE_PKIX_KP_SERVER_AUTH    51
#define NX_SECURE_TLS_X509_TYPE_PKIX_KP_CLIENT_AUTH    52
#define NX_SECURE_TLS_X509_TYPE_PKIX_KP_CODE_SIGNING   53
#define NX_SECURE_TLS_X509_TYPE_PKIX_KP_EMAIL_PROTECT  54
#define NX_SECURE_TLS_X509_TYPE_PKIX_KP_TIME_STAMPING  55
#define NX_SECURE_TLS_X509_TYPE_PKIX_KP_OCSP_SIGNING   56
#define NX_SECURE_TLS_X509_TYPE_EC                     57
#define NX_SECURE_TLS_X509_TYPE_ECDSA_SHA_1            58
#define NX_SECURE_TLS_X509_TYPE_ECDSA_SHA_224          59
#define NX_SECURE_TLS_X509_TYPE_ECDSA_SHA_256          60
#define NX_SECURE_TLS_X509_TYPE_ECDSA_SHA_384          61
#define NX_SECURE_TLS_X509_TYPE_ECDSA_SHA_512          62

/* X.509 curve ids: `NX_SECURE_TLS_X509_EC_*` = 0x00060000 + TLS named group */
#define NX_SECURE_TLS_X509_EC_SECT163K1 0x00060001
#define NX_SECURE_TLS_X509_EC_SECT163R1 0x00060002
#define NX_SECURE_TLS_X509_EC_SECT163R2 0x00060003
#define NX_SECURE_TLS_X509_EC_SECT193R1 0x00060004
#define NX_SECURE_TLS_X509_EC_SECT193R2 0x00060005
#define NX_SECURE_TLS_X509_EC_SECT233K1 0x00060006
#define NX_SECURE_TLS_X509_EC_SECT233R1 0x00060007
#define NX_SECURE_TLS_X509_EC_SECT239K1 0x00060008
#define NX_SECURE_TLS_X509_EC_SECT283K1 0x00060009
#define NX_SECURE_TLS_X509_EC_SECT283R1 0x0006000A
#define NX_SECURE_TLS_X509_EC_SECT409K1 0x0006000B
#define NX_SECURE_TLS_X509_EC_SECT409R1 0x0006000C
#define NX_SECURE_TLS_X509_EC_SECT571K1 0x0006000D
#define NX_SECURE_TLS_X509_EC_SECT571R1 0x0006000E
#define NX_SECURE_TLS_X509_EC_SECP160K1 0x0006000F
#define NX_SECURE_TLS_X509_EC_SECP160R1 0x00060010
#define NX_SECURE_TLS_X509_EC_SECP160R2 0x00060011
#define NX_SECURE_TLS_X509_EC_SECP192K1 0x00060012
#define NX_SECURE_TLS_X509_EC_SECP192R1 0x00060013
#define NX_SECURE_TLS_X509_EC_SECP224K1 0x00060014
#define NX_SECURE_TLS_X509_EC_SECP224R1 0x00060015
#define NX_SECURE_TLS_X509_EC_SECP256K1 0x00060016
#define NX_SECURE_TLS_X509_EC_SECP256R1 0x00060017
#define NX_SECURE_TLS_X509_EC_SECP384R1 0x00060018
#define NX_SECURE_TLS_X509_EC_SECP521R1 0x00060019

/* Key usage bits (16-bit result; document bit n = mask 0x8000 >> n) */
#define NX_SECURE_X509_KEY_USAGE_DIGITAL_SIGNATURE 0x8000
#define NX_SECURE_X509_KEY_USAGE_NON_REPUDIATION   0x4000
#define NX_SECURE_X509_KEY_USAGE_KEY_ENCIPHERMENT  0x2000
#define NX_SECURE_X509_KEY_USAGE_DATA_ENCIPHERMENT 0x1000
#define NX_SECURE_X509_KEY_USAGE_KEY_AGREEMENT     0x0800
#define NX_SECURE_X509_KEY_USAGE_KEY_CERT_SIGN     0x0400
#define NX_SECURE_X509_KEY_USAGE_CRL_SIGN          0x0200
#define NX_SECURE_X509_KEY_USAGE_ENCIPHER_ONLY     0x0100
#define NX_SECURE_X509_KEY_USAGE_DECIPHER_ONLY     0x0080

/* Certificate locations and distinguished-name compare masks */
#define NX_SECURE_X509_CERT_LOCATION_NONE        0x0
#define NX_SECURE_X509_CERT_LOCATION_LOCAL       0x1
#define NX_SECURE_X509_CERT_LOCATION_REMOTE      0x2
#define NX_SECURE_X509_CERT_LOCATION_TRUSTED     0x3
#define NX_SECURE_X509_CERT_LOCATION_EXCEPTIONS  0x4
#define NX_SECURE_X509_CERT_LOCATION_FREE        0x5
#define NX_SECURE_X509_NAME_COUNTRY              0x1
#define NX_SECURE_X509_NAME_ORGANIZATION         0x2
#define NX_SECURE_X509_NAME_ORG_UNIT             0x4
#define NX_SECURE_X509_NAME_QUALIFIER            0x8
#define NX_SECURE_X509_NAME_STATE                0x10
#define NX_SECURE_X509_NAME_COMMON_NAME          0x20
#define NX_SECURE_X509_NAME_SERIAL_NUMBER        0x40
#define NX_SECURE_X509_NAME_LOCALITY             0x80
#define NX_SECURE_X509_NAME_TITLE                0x100
#define NX_SECURE_X509_NAME_SURNAME              0x200
#define NX_SECURE_X509_NAME_GIVEN_NAME           0x400
#define NX_SECURE_X509_NAME_INITIALS             0x800
#define NX_SECURE_X509_NAME_PSEUDONYM            0x1000
#define NX_SECURE_X509_NAME_GENERATION_QUALIFIER 0x2000
#define NX_SECURE_X509_NAME_ALL_FIELDS           0xFFFFFFFF

/* ASN.1 tag names (universal numbers; class values are the two top bits shifted down) */
#define NX_SECURE_ASN_TAG_BER               0
#define NX_SECURE_ASN_TAG_BOOLEAN           1
#define NX_SECURE_ASN_TAG_INTEGER           2
#define NX_SECURE_ASN_TAG_BIT_STRING        3
#define NX_SECURE_ASN_TAG_OCTET_STRING      4
#define NX_SECURE_ASN_TAG_NULL              5
#define NX_SECURE_ASN_TAG_OID               6
#define NX_SECURE_ASN_TAG_OBJ_DESCRIPTOR    7
#define NX_SECURE_ASN_TAG_EXTERNAL_INSTANCE 8
#define NX_SECURE_ASN_TAG_REAL              9
#define NX_SECURE_ASN_TAG_ENUMERATED        10
#define NX_SECURE_ASN_TAG_EMBEDDED_PPV      11
#define NX_SECURE_ASN_TAG_UTF8_STRING       12
#define NX_SECURE_ASN_TAG_RELATIVE_OID      13
#define NX_SECURE_ASN_TAG_UNDEFINED_14      14
#define NX_SECURE_ASN_TAG_UNDEFINED_15      15
#define NX_SECURE_ASN_TAG_SEQUENCE          16
#define NX_SECURE_ASN_TAG_SET               17
#define NX_SECURE_ASN_TAG_NUMERIC_STRING    18
#define NX_SECURE_ASN_TAG_PRINTABLE_STRING  19
#define NX_SECURE_ASN_TAG_TELETEX_STRING    20
#define NX_SECURE_ASN_TAG_T61_STRING        20
#define NX_SECURE_ASN_TAG_VIDEOTEX_STRING   21
#define NX_SECURE_ASN_TAG_IA5_STRING        22
#define NX_SECURE_ASN_TAG_UTC_TIME          23
#define NX_SECURE_ASN_TAG_GENERALIZED_TIME  24
#define NX_SECURE_ASN_TAG_GRAPHIC_STRING    25
#define NX_SECURE_ASN_TAG_VISIBLE_STRING    26
#define NX_SECURE_ASN_TAG_GENERAL_STRING    27
#define NX_SECURE_ASN_TAG_UNIVERSAL_STRING  28
#define NX_SECURE_ASN_TAG_CHARACTER_STRING  29
#define NX_SECURE_ASN_TAG_BMP_STRING        30
#define NX_SECURE_ASN_TAG_CLASS_UNIVERSAL   0
#define NX_SECURE_ASN_TAG_CLASS_APPLICATION 1
#define NX_SECURE_ASN_TAG_CLASS_CONTEXT     2
#define NX_SECURE_ASN_TAG_CLASS_PRIVATE     3
#define NX_SECURE_ASN_TAG_MULTIBYTE_MASK    31
#define NX_SECURE_ASN_TAG_MASK              31
#define NX_SECURE_ASN_TAG_CONSTRUCTED_MASK  32
#define NX_SECURE_ASN_TAG_CLASS_MASK        192

/* Other X.509 tags */
#define NX_SECURE_X509_VERSION_1                                  0
#define NX_SECURE_X509_VERSION_2                                  1
#define NX_SECURE_X509_VERSION_3                                  2
#define NX_SECURE_X509_TAG_VERSION                                0
#define NX_SECURE_X509_TAG_ISSUER_UNIQUE_ID                       1
#define NX_SECURE_X509_TAG_SUBJECT_UNIQUE_ID                      2
#define NX_SECURE_X509_TAG_EXTENSIONS                             3
#define NX_SECURE_X509_CRL_TAG_EXTENSIONS                         0
#define NX_SECURE_X509_SUB_ALT_NAME_TAG_OTHERNAME                 0
#define NX_SECURE_X509_SUB_ALT_NAME_TAG_RFC822NAME                1
#define NX_SECURE_X509_SUB_ALT_NAME_TAG_DNSNAME                   2
#define NX_SECURE_X509_SUB_ALT_NAME_TAG_X400ADDRESS               3
#define NX_SECURE_X509_SUB_ALT_NAME_TAG_DIRECTORYNAME             4
#define NX_SECURE_X509_SUB_ALT_NAME_TAG_EDIPARTYNAME              5
#define NX_SECURE_X509_SUB_ALT_NAME_TAG_UNIFORMRESOURCEIDENTIFIER 6
#define NX_SECURE_X509_SUB_ALT_NAME_TAG_IPADDRESS                 7
#define NX_SECURE_X509_SUB_ALT_NAME_TAG_REGISTEREDID              8

/** An RSA public key, inside a certificate. */
typedef struct NX_SECURE_RSA_PUBLIC_KEY_STRUCT {
    const UCHAR *nx_secure_rsa_public_modulus;
    USHORT nx_secure_rsa_public_modulus_length;
    const UCHAR *nx_secure_rsa_public_exponent;
    USHORT nx_secure_rsa_public_exponent_length;
} NX_SECURE_RSA_PUBLIC_KEY;

/** An RSA private key, inside the memory given to certificate_initialize. */
typedef struct NX_SECURE_RSA_PRIVATE_KEY_STRUCT {
    const UCHAR *nx_secure_rsa_public_modulus;
    USHORT nx_secure_rsa_public_modulus_length;
    const UCHAR *nx_secure_rsa_public_exponent;
    USHORT nx_secure_rsa_public_exponent_length;
    const UCHAR *nx_secure_rsa_private_exponent;
    USHORT nx_secure_rsa_private_exponent_length;
    const UCHAR *nx_secure_rsa_private_prime_q;
    USHORT nx_secure_rsa_private_prime_q_length;
    const UCHAR *nx_secure_rsa_private_prime_p;
    USHORT nx_secure_rsa_private_prime_p_length;
} NX_SECURE_RSA_PRIVATE_KEY;

/** An elliptic curve public key, inside a certificate. */
typedef struct NX_SECURE_EC_PUBLIC_KEY_STRUCT {
    const UCHAR *nx_secure_ec_public_key; /**< point */
    USHORT nx_secure_ec_public_key_length;
    UINT nx_secure_ec_named_curve; /**< NX_CRYPTO_EC_... */
} NX_SECURE_EC_PUBLIC_KEY;

/** An elliptic curve private key, inside the memory given to certificate_initialize. */
typedef struct NX_SECURE_EC_PRIVATE_KEY_STRUCT {
    const UCHAR *nx_secure_ec_private_key; /**< scalar */
    USHORT nx_secure_ec_private_key_length;
    UINT nx_secure_ec_named_curve; /**< NX_CRYPTO_EC_... */
} NX_SECURE_EC_PRIVATE_KEY;

/** The parts of a name, inside a certificate. */
typedef struct NX_SECURE_X509_DISTINGUISHED_NAME_STRUCT {
    const UCHAR *nx_secure_x509_country;
    USHORT nx_secure_x509_country_length;
    const UCHAR *nx_secure_x509_organization;
    USHORT nx_secure_x509_organization_length;
    const UCHAR *nx_secure_x509_org_unit;
    USHORT nx_secure_x509_org_unit_length;
    const UCHAR *nx_secure_x509_distinguished_name_qualifier;
    USHORT nx_secure_x509_distinguished_name_qualifier_length;
    const UCHAR *nx_secure_x509_state;
    USHORT nx_secure_x509_state_length;
    const UCHAR *nx_secure_x509_common_name;
    USHORT nx_secure_x509_common_name_length;
    const UCHAR *nx_secure_x509_serial_number;
    USHORT nx_secure_x509_serial_number_length;
#ifdef NX_SECURE_X509_USE_EXTENDED_DISTINGUISHED_NAMES
    const UCHAR *nx_secure_x509_locality;
    USHORT nx_secure_x509_locality_length;
    const UCHAR *nx_secure_x509_title;
    USHORT nx_secure_x509_title_length;
    const UCHAR *nx_secure_x509_surname;
    USHORT nx_secure_x509_surname_length;
    const UCHAR *nx_secure_x509_given_name;
    USHORT nx_secure_x509_given_name_length;
    const UCHAR *nx_secure_x509_initials;
    USHORT nx_secure_x509_initials_length;
    const UCHAR *nx_secure_x509_pseudonym;
    USHORT nx_secure_x509_pseudonym_length;
    const UCHAR *nx_secure_x509_generation_qualifier;
    USHORT nx_secure_x509_generation_qualifier_length;
#endif
} NX_SECURE_X509_DISTINGUISHED_NAME;

/** A certificate. The caller owns it; it borrows its DER data and private key. */
typedef struct NX_SECURE_X509_CERT_STRUCT {
    UINT nx_secure_x509_certificate_is_identity_cert; /**< 1 when a private key was given */
    USHORT nx_secure_x509_version;                    /**< 0, 1, 2 = v1, v2, v3 */
    UINT nx_secure_x509_cert_identifier;              /**< numeric id of server_certificate_add; 0 = none */
    const UCHAR *nx_secure_x509_serial_number;        /**< serial INTEGER bytes */
    USHORT nx_secure_x509_serial_number_length;
    USHORT nx_secure_x509_validity_format;  /**< ASN.1 tag of the dates (23 UTCTime, 24 GeneralizedTime) */
    const UCHAR *nx_secure_x509_not_before; /**< date text */
    USHORT nx_secure_x509_not_before_length;
    const UCHAR *nx_secure_x509_not_after; /**< date text */
    USHORT nx_secure_x509_not_after_length;
    UCHAR *nx_secure_x509_certificate_raw_data;      /**< the DER certificate */
    UINT nx_secure_x509_certificate_raw_buffer_size; /**< room of the raw buffer */
    UINT nx_secure_x509_certificate_raw_data_length; /**< DER bytes */
    const UCHAR *nx_secure_x509_certificate_data;    /**< TBSCertificate (what is signed) */
    UINT nx_secure_x509_certificate_data_length;
    UINT nx_secure_x509_signature_algorithm;    /**< type id */
    const UCHAR *nx_secure_x509_signature_data; /**< signature bytes */
    UINT nx_secure_x509_signature_data_length;
    NX_SECURE_X509_DISTINGUISHED_NAME nx_secure_x509_issuer; /**< issuer name */
    struct NX_SECURE_X509_CERT_STRUCT
        *nx_secure_x509_issuer_chain; /**< issuer found while building the chain */
    NX_SECURE_X509_DISTINGUISHED_NAME nx_secure_x509_distinguished_name; /**< subject name */
    NX_SECURE_X509_CRYPTO *nx_secure_x509_cipher_table; /**< method table used for this certificate */
    USHORT nx_secure_x509_cipher_table_size;
    VOID *nx_secure_x509_public_cipher_metadata_area;
    ULONG nx_secure_x509_public_cipher_metadata_size;
    VOID *nx_secure_x509_hash_metadata_area;
    ULONG nx_secure_x509_hash_metadata_size;
    struct NX_SECURE_X509_CERT_STRUCT *nx_secure_x509_next_certificate; /**< list link */
    UINT nx_secure_x509_public_algorithm; /**< type id of the key (RSA 1, EC 57) */
    union {
        NX_SECURE_RSA_PUBLIC_KEY rsa_public_key;
        NX_SECURE_EC_PUBLIC_KEY ec_public_key;
    } nx_secure_x509_public_key;          /**< by algorithm */
    UINT nx_secure_x509_private_key_type; /**< key type given at initialization */
    union {
        NX_SECURE_RSA_PRIVATE_KEY rsa_private_key;
        NX_SECURE_EC_PRIVATE_KEY ec_private_key;
        struct {
            const UCHAR *key_data;
            ULONG key_length;
        } user_key;
    } nx_secure_x509_private_key; /**< by key type; user_key for user-defined and hardware types */
    const UCHAR *nx_secure_x509_issuer_identifier;
    USHORT nx_secure_x509_issuer_identifier_length;
    const UCHAR *nx_secure_x509_subject_identifier;
    USHORT nx_secure_x509_subject_identifier_length;
    const UCHAR *nx_secure_x509_extensions_data; /**< extensions, DER */
    ULONG nx_secure_x509_extensions_data_length;
    UINT nx_secure_x509_user_allocated_cert; /**< set when the application provided the space */
    struct nxs_cert nx_secure_x509_parsed;   /**< private */
    UCHAR nx_secure_x509_key_kind;           /**< private: enum nxs_key_kind of the private key */
    UCHAR nx_secure_x509_key_fit;            /**< private: enum nxs_key_fit */
    /** Private: the session whose handshake holds this space for a peer's certificate. */
    const struct NX_SECURE_TLS_SESSION_STRUCT *nx_secure_x509_holder;
} NX_SECURE_X509_CERT;

/** The certificate lists of a session, linked by nx_secure_x509_next_certificate. */
typedef struct NX_SECURE_X509_CERTIFICATE_STORE_STRUCT {
    NX_SECURE_X509_CERT *nx_secure_x509_local_certificates; /**< own certificates */
    NX_SECURE_X509_CERT
    *nx_secure_x509_remote_certificates;                   /**< peer certificates of the running handshake */
    NX_SECURE_X509_CERT *nx_secure_x509_free_certificates; /**< space for peer certificates */
    NX_SECURE_X509_CERT *nx_secure_x509_trusted_certificates;   /**< trust anchors */
    NX_SECURE_X509_CERT *nx_secure_x509_certificate_exceptions; /**< temporary exceptions */
} NX_SECURE_X509_CERTIFICATE_STORE;

/** A DNS name. */
typedef struct NX_SECURE_X509_DNS_NAME_STRUCT {
    UCHAR nx_secure_x509_dns_name[NX_SECURE_X509_DNS_NAME_MAX]; /**< name bytes, not NUL-terminated */
    USHORT nx_secure_x509_dns_name_length;                      /**< bytes used */
    struct NX_SECURE_X509_DNS_NAME_STRUCT *nx_secure_x509_dns_name_next; /**< list link */
} NX_SECURE_X509_DNS_NAME;

/** An extension found in a certificate. */
typedef struct NX_SECURE_X509_EXTENSION_STRUCT {
    USHORT nx_secure_x509_extension_id;         /**< type id that was found */
    USHORT nx_secure_x509_extension_critical;   /**< critical flag as 0/1 */
    const UCHAR *nx_secure_x509_extension_data; /**< DER value (content of the extension's OCTET STRING),
                                                   pointing into the certificate */
    ULONG nx_secure_x509_extension_data_length; /**< bytes */
} NX_SECURE_X509_EXTENSION;

#ifdef __cplusplus
}
#endif

#endif
