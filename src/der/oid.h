/** @file
 * The one table of object identifiers. A known OID is handled as a small number: the numbers up to 0x1FF are
 * the X.509 type ids of the services (NX_SECURE_TLS_X509_TYPE_..., NXS_X509_TYPE_...; a test holds both lists
 * together), the ones above are only used inside. 0 stands for an OID that is not known.
 */
#ifndef NXS_DER_OID_H
#define NXS_DER_OID_H

#include "base/bytes.h"

enum nxs_oid {
    NXS_OID_UNKNOWN = 0,
    NXS_OID_RSA = 1,
    NXS_OID_RSA_MD5 = 2,
    NXS_OID_RSA_SHA_1 = 3,
    NXS_OID_RSA_SHA_256 = 4,
    NXS_OID_RSA_SHA_384 = 5,
    NXS_OID_RSA_SHA_512 = 6,
    NXS_OID_DH = 7,
    NXS_OID_DSS_SHA_1 = 8,
    NXS_OID_COMMON_NAME = 9,
    NXS_OID_EMAIL = 10,
    NXS_OID_COUNTRY = 11,
    NXS_OID_STATE = 12,
    NXS_OID_LOCALITY = 13,
    NXS_OID_ORGANIZATION = 14,
    NXS_OID_ORG_UNIT = 15,
    NXS_OID_DIRECTORY_ATTRIBUTES = 17,
    NXS_OID_SUBJECT_KEY_ID = 18,
    NXS_OID_KEY_USAGE = 19,
    NXS_OID_SUBJECT_ALT_NAME = 20,
    NXS_OID_ISSUER_ALT_NAME = 21,
    NXS_OID_BASIC_CONSTRAINTS = 22,
    NXS_OID_NAME_CONSTRAINTS = 23,
    NXS_OID_CRL_DISTRIBUTION = 24,
    NXS_OID_CERTIFICATE_POLICIES = 25,
    NXS_OID_CERT_POLICY_MAPPINGS = 26,
    NXS_OID_AUTHORITY_KEY_ID = 27,
    NXS_OID_POLICY_CONSTRAINTS = 28,
    NXS_OID_EXTENDED_KEY_USAGE = 29,
    NXS_OID_ANY_EXTENDED_KEY_USAGE = 30,
    NXS_OID_FRESHEST_CRL = 31,
    NXS_OID_INHIBIT_ANYPOLICY = 32,
    NXS_OID_SURNAME = 33,
    NXS_OID_SERIAL_NUMBER = 34,
    NXS_OID_TITLE = 35,
    NXS_OID_NAME = 36,
    NXS_OID_GIVEN_NAME = 37,
    NXS_OID_INITIALS = 38,
    NXS_OID_GENERATION = 39,
    NXS_OID_DN_QUALIFIER = 40,
    NXS_OID_PSEUDONYM = 41,
    NXS_OID_PKIX_EXT_PREFIX = 42,
    NXS_OID_PKIX_AIA = 43,
    NXS_OID_PKIX_SIA = 44,
    NXS_OID_NETSCAPE_COMMENT = 45,
    NXS_OID_ANY_POLICY = 46,
    NXS_OID_PKIX_QT = 47,
    NXS_OID_PKIX_QT_CPS = 48,
    NXS_OID_PKIX_QT_UNOTICE = 49,
    NXS_OID_PKIX_KP = 50,
    NXS_OID_PKIX_KP_SERVER_AUTH = 51,
    NXS_OID_PKIX_KP_CLIENT_AUTH = 52,
    NXS_OID_PKIX_KP_CODE_SIGNING = 53,
    NXS_OID_PKIX_KP_EMAIL_PROTECT = 54,
    NXS_OID_PKIX_KP_TIME_STAMPING = 55,
    NXS_OID_PKIX_KP_OCSP_SIGNING = 56,
    NXS_OID_EC = 57,
    NXS_OID_ECDSA_SHA_1 = 58,
    NXS_OID_ECDSA_SHA_224 = 59,
    NXS_OID_ECDSA_SHA_256 = 60,
    NXS_OID_ECDSA_SHA_384 = 61,
    NXS_OID_ECDSA_SHA_512 = 62,

    NXS_OID_RSASSA_PSS = 0x10A,
    NXS_OID_ED25519 = 0x107,

    NXS_OID_MGF1 = 0x203,
    NXS_OID_SHA_256 = 0x200,
    NXS_OID_SHA_384 = 0x201,
    NXS_OID_SHA_512 = 0x202,
    NXS_OID_DOMAIN_COMPONENT = 0x204,
    NXS_OID_USER_ID = 0x205,
    NXS_OID_STREET = 0x206,
    NXS_OID_CRL_NUMBER = 0x207,
    NXS_OID_CRL_REASON = 0x208,
    NXS_OID_CRL_INVALIDITY_DATE = 0x209,
    NXS_OID_CRL_DELTA = 0x20A,
    NXS_OID_CRL_SCOPE = 0x20B, /**< issuingDistributionPoint */
    NXS_OID_CRL_CERTIFICATE_ISSUER = 0x20C,
};

/** The number of an OID (contents without header), or NXS_OID_UNKNOWN. */
uint16_t nxs_oid_find(nxs_bytes oid);
/** The contents of an OID by its number; empty when there is none. */
nxs_bytes nxs_oid_bytes(uint16_t number);
/** The TLS group number of a named curve's OID [RFC5480 2.1.1.1], or 0. */
uint16_t nxs_oid_group(nxs_bytes oid);

#endif
