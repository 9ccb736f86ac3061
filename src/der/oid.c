#include "der/oid.h"

struct row {
    uint16_t number;
    uint16_t group; /* of a curve: TLS group number */
    uint8_t len;
    const char *oid;
};

#define OID(text) sizeof(text) - 1, text

static const struct row rows[] = {
    {NXS_OID_RSA, 0, OID("\x2A\x86\x48\x86\xF7\x0D\x01\x01\x01")},               /* 1.2.840.113549.1.1.1 */
    {NXS_OID_RSA_MD5, 0, OID("\x2A\x86\x48\x86\xF7\x0D\x01\x01\x04")},           /* 1.2.840.113549.1.1.4 */
    {NXS_OID_RSA_SHA_1, 0, OID("\x2A\x86\x48\x86\xF7\x0D\x01\x01\x05")},         /* 1.2.840.113549.1.1.5 */
    {NXS_OID_RSA_SHA_256, 0, OID("\x2A\x86\x48\x86\xF7\x0D\x01\x01\x0B")},       /* 1.2.840.113549.1.1.11 */
    {NXS_OID_RSA_SHA_384, 0, OID("\x2A\x86\x48\x86\xF7\x0D\x01\x01\x0C")},       /* 1.2.840.113549.1.1.12 */
    {NXS_OID_RSA_SHA_512, 0, OID("\x2A\x86\x48\x86\xF7\x0D\x01\x01\x0D")},       /* 1.2.840.113549.1.1.13 */
    {NXS_OID_DH, 0, OID("\x2A\x86\x48\x86\xF7\x0D\x01\x03\x01")},                /* 1.2.840.113549.1.3.1 */
    {NXS_OID_DSS_SHA_1, 0, OID("\x2A\x86\x48\xCE\x38\x04\x03")},                 /* 1.2.840.10040.4.3 */
    {NXS_OID_COMMON_NAME, 0, OID("\x55\x04\x03")},                               /* 2.5.4.3 */
    {NXS_OID_EMAIL, 0, OID("\x2A\x86\x48\x86\xF7\x0D\x01\x09\x01")},             /* 1.2.840.113549.1.9.1 */
    {NXS_OID_COUNTRY, 0, OID("\x55\x04\x06")},                                   /* 2.5.4.6 */
    {NXS_OID_STATE, 0, OID("\x55\x04\x08")},                                     /* 2.5.4.8 */
    {NXS_OID_LOCALITY, 0, OID("\x55\x04\x07")},                                  /* 2.5.4.7 */
    {NXS_OID_ORGANIZATION, 0, OID("\x55\x04\x0A")},                              /* 2.5.4.10 */
    {NXS_OID_ORG_UNIT, 0, OID("\x55\x04\x0B")},                                  /* 2.5.4.11 */
    {NXS_OID_DIRECTORY_ATTRIBUTES, 0, OID("\x55\x1D\x09")},                      /* 2.5.29.9 */
    {NXS_OID_SUBJECT_KEY_ID, 0, OID("\x55\x1D\x0E")},                            /* 2.5.29.14 */
    {NXS_OID_KEY_USAGE, 0, OID("\x55\x1D\x0F")},                                 /* 2.5.29.15 */
    {NXS_OID_SUBJECT_ALT_NAME, 0, OID("\x55\x1D\x11")},                          /* 2.5.29.17 */
    {NXS_OID_ISSUER_ALT_NAME, 0, OID("\x55\x1D\x12")},                           /* 2.5.29.18 */
    {NXS_OID_BASIC_CONSTRAINTS, 0, OID("\x55\x1D\x13")},                         /* 2.5.29.19 */
    {NXS_OID_NAME_CONSTRAINTS, 0, OID("\x55\x1D\x1E")},                          /* 2.5.29.30 */
    {NXS_OID_CRL_DISTRIBUTION, 0, OID("\x55\x1D\x1F")},                          /* 2.5.29.31 */
    {NXS_OID_CERTIFICATE_POLICIES, 0, OID("\x55\x1D\x20")},                      /* 2.5.29.32 */
    {NXS_OID_CERT_POLICY_MAPPINGS, 0, OID("\x55\x1D\x21")},                      /* 2.5.29.33 */
    {NXS_OID_AUTHORITY_KEY_ID, 0, OID("\x55\x1D\x23")},                          /* 2.5.29.35 */
    {NXS_OID_POLICY_CONSTRAINTS, 0, OID("\x55\x1D\x24")},                        /* 2.5.29.36 */
    {NXS_OID_EXTENDED_KEY_USAGE, 0, OID("\x55\x1D\x25")},                        /* 2.5.29.37 */
    {NXS_OID_ANY_EXTENDED_KEY_USAGE, 0, OID("\x55\x1D\x25\x00")},                /* 2.5.29.37.0 */
    {NXS_OID_FRESHEST_CRL, 0, OID("\x55\x1D\x2E")},                              /* 2.5.29.46 */
    {NXS_OID_INHIBIT_ANYPOLICY, 0, OID("\x55\x1D\x36")},                         /* 2.5.29.54 */
    {NXS_OID_SURNAME, 0, OID("\x55\x04\x04")},                                   /* 2.5.4.4 */
    {NXS_OID_SERIAL_NUMBER, 0, OID("\x55\x04\x05")},                             /* 2.5.4.5 */
    {NXS_OID_TITLE, 0, OID("\x55\x04\x0C")},                                     /* 2.5.4.12 */
    {NXS_OID_NAME, 0, OID("\x55\x04\x29")},                                      /* 2.5.4.41 */
    {NXS_OID_GIVEN_NAME, 0, OID("\x55\x04\x2A")},                                /* 2.5.4.42 */
    {NXS_OID_INITIALS, 0, OID("\x55\x04\x2B")},                                  /* 2.5.4.43 */
    {NXS_OID_GENERATION, 0, OID("\x55\x04\x2C")},                                /* 2.5.4.44 */
    {NXS_OID_DN_QUALIFIER, 0, OID("\x55\x04\x2E")},                              /* 2.5.4.46 */
    {NXS_OID_PSEUDONYM, 0, OID("\x55\x04\x41")},                                 /* 2.5.4.65 */
    {NXS_OID_PKIX_EXT_PREFIX, 0, OID("\x2B\x06\x01\x05\x05\x07\x01")},           /* 1.3.6.1.5.5.7.1 */
    {NXS_OID_PKIX_AIA, 0, OID("\x2B\x06\x01\x05\x05\x07\x01\x01")},              /* 1.3.6.1.5.5.7.1.1 */
    {NXS_OID_PKIX_SIA, 0, OID("\x2B\x06\x01\x05\x05\x07\x01\x0B")},              /* 1.3.6.1.5.5.7.1.11 */
    {NXS_OID_NETSCAPE_COMMENT, 0, OID("\x60\x86\x48\x01\x86\xF8\x42\x01\x0D")},  /* 2.16.840.1.113730.1.13 */
    {NXS_OID_ANY_POLICY, 0, OID("\x55\x1D\x20\x00")},                            /* 2.5.29.32.0 */
    {NXS_OID_PKIX_QT, 0, OID("\x2B\x06\x01\x05\x05\x07\x02")},                   /* 1.3.6.1.5.5.7.2 */
    {NXS_OID_PKIX_QT_CPS, 0, OID("\x2B\x06\x01\x05\x05\x07\x02\x01")},           /* 1.3.6.1.5.5.7.2.1 */
    {NXS_OID_PKIX_QT_UNOTICE, 0, OID("\x2B\x06\x01\x05\x05\x07\x02\x02")},       /* 1.3.6.1.5.5.7.2.2 */
    {NXS_OID_PKIX_KP, 0, OID("\x2B\x06\x01\x05\x05\x07\x03")},                   /* 1.3.6.1.5.5.7.3 */
    {NXS_OID_PKIX_KP_SERVER_AUTH, 0, OID("\x2B\x06\x01\x05\x05\x07\x03\x01")},   /* 1.3.6.1.5.5.7.3.1 */
    {NXS_OID_PKIX_KP_CLIENT_AUTH, 0, OID("\x2B\x06\x01\x05\x05\x07\x03\x02")},   /* 1.3.6.1.5.5.7.3.2 */
    {NXS_OID_PKIX_KP_CODE_SIGNING, 0, OID("\x2B\x06\x01\x05\x05\x07\x03\x03")},  /* 1.3.6.1.5.5.7.3.3 */
    {NXS_OID_PKIX_KP_EMAIL_PROTECT, 0, OID("\x2B\x06\x01\x05\x05\x07\x03\x04")}, /* 1.3.6.1.5.5.7.3.4 */
    {NXS_OID_PKIX_KP_TIME_STAMPING, 0, OID("\x2B\x06\x01\x05\x05\x07\x03\x08")}, /* 1.3.6.1.5.5.7.3.8 */
    {NXS_OID_PKIX_KP_OCSP_SIGNING, 0, OID("\x2B\x06\x01\x05\x05\x07\x03\x09")},  /* 1.3.6.1.5.5.7.3.9 */
    {NXS_OID_EC, 0, OID("\x2A\x86\x48\xCE\x3D\x02\x01")},                        /* 1.2.840.10045.2.1 */
    {NXS_OID_ECDSA_SHA_1, 0, OID("\x2A\x86\x48\xCE\x3D\x04\x01")},               /* 1.2.840.10045.4.1 */
    {NXS_OID_ECDSA_SHA_224, 0, OID("\x2A\x86\x48\xCE\x3D\x04\x03\x01")},         /* 1.2.840.10045.4.3.1 */
    {NXS_OID_ECDSA_SHA_256, 0, OID("\x2A\x86\x48\xCE\x3D\x04\x03\x02")},         /* 1.2.840.10045.4.3.2 */
    {NXS_OID_ECDSA_SHA_384, 0, OID("\x2A\x86\x48\xCE\x3D\x04\x03\x03")},         /* 1.2.840.10045.4.3.3 */
    {NXS_OID_ECDSA_SHA_512, 0, OID("\x2A\x86\x48\xCE\x3D\x04\x03\x04")},         /* 1.2.840.10045.4.3.4 */
    {NXS_OID_RSASSA_PSS, 0, OID("\x2A\x86\x48\x86\xF7\x0D\x01\x01\x0A")},        /* 1.2.840.113549.1.1.10 */
    {NXS_OID_ED25519, 0, OID("\x2B\x65\x70")},                                   /* 1.3.101.112 */
    {NXS_OID_MGF1, 0, OID("\x2A\x86\x48\x86\xF7\x0D\x01\x01\x08")},              /* 1.2.840.113549.1.1.8 */
    {NXS_OID_SHA_256, 0, OID("\x60\x86\x48\x01\x65\x03\x04\x02\x01")},           /* 2.16.840.1.101.3.4.2.1 */
    {NXS_OID_SHA_384, 0, OID("\x60\x86\x48\x01\x65\x03\x04\x02\x02")},           /* 2.16.840.1.101.3.4.2.2 */
    {NXS_OID_SHA_512, 0, OID("\x60\x86\x48\x01\x65\x03\x04\x02\x03")},           /* 2.16.840.1.101.3.4.2.3 */
    {NXS_OID_DOMAIN_COMPONENT, 0,
     OID("\x09\x92\x26\x89\x93\xF2\x2C\x64\x01\x19")},                     /* 0.9.2342.19200300.100.1.25 */
    {NXS_OID_USER_ID, 0, OID("\x09\x92\x26\x89\x93\xF2\x2C\x64\x01\x01")}, /* 0.9.2342.19200300.100.1.1 */
    {NXS_OID_STREET, 0, OID("\x55\x04\x09")},                              /* 2.5.4.9 */
    {NXS_OID_CRL_NUMBER, 0, OID("\x55\x1D\x14")},                          /* 2.5.29.20 */
    {NXS_OID_CRL_REASON, 0, OID("\x55\x1D\x15")},                          /* 2.5.29.21 */
    {NXS_OID_CRL_INVALIDITY_DATE, 0, OID("\x55\x1D\x18")},                 /* 2.5.29.24 */
    {NXS_OID_CRL_DELTA, 0, OID("\x55\x1D\x1B")},                           /* 2.5.29.27 */
    {NXS_OID_CRL_SCOPE, 0, OID("\x55\x1D\x1C")},                           /* 2.5.29.28 */
    {NXS_OID_CRL_CERTIFICATE_ISSUER, 0, OID("\x55\x1D\x1D")},              /* 2.5.29.29 */
    {0, 19, OID("\x2A\x86\x48\xCE\x3D\x03\x01\x01")}, /* 1.2.840.10045.3.1.1, secp192r1 */
    {0, 21, OID("\x2B\x81\x04\x00\x21")},             /* 1.3.132.0.33, secp224r1 */
    {0, 23, OID("\x2A\x86\x48\xCE\x3D\x03\x01\x07")}, /* 1.2.840.10045.3.1.7, secp256r1 */
    {0, 24, OID("\x2B\x81\x04\x00\x22")},             /* 1.3.132.0.34, secp384r1 */
    {0, 25, OID("\x2B\x81\x04\x00\x23")},             /* 1.3.132.0.35, secp521r1 */
};

static nxs_bytes row_oid(const struct row *row)
{
    return nxs_bytes_of(row->oid, row->len);
}

static const struct row *find(nxs_bytes oid)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (nxs_bytes_equal(row_oid(&rows[i]), oid)) {
            return &rows[i];
        }
    }
    return NULL;
}

uint16_t nxs_oid_find(nxs_bytes oid)
{
    const struct row *row = find(oid);
    return row == NULL ? (uint16_t)NXS_OID_UNKNOWN : row->number;
}

uint16_t nxs_oid_group(nxs_bytes oid)
{
    const struct row *row = find(oid);
    return row == NULL ? 0 : row->group;
}

nxs_bytes nxs_oid_bytes(uint16_t number)
{
    for (size_t i = 0; number != NXS_OID_UNKNOWN && i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].number == number) {
            return row_oid(&rows[i]);
        }
    }
    return nxs_bytes_of(NULL, 0);
}
