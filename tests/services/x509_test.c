/* The services that look at one certificate. */
#include "services/net.h"

#include "x509/test_certs.h"

static NX_SECURE_X509_CERT certificate;
static UCHAR room[2000];

static int setup(void **state)
{
    (void)state;
    t_reset();
    memset(&certificate, 0xA5, sizeof certificate);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    t_end();
    return 0;
}

static UINT initialize(nxs_bytes der, nxs_bytes key, UINT type)
{
    return nx_secure_x509_certificate_initialize(&certificate, der.data, (USHORT)der.len, NX_NULL, 0,
                                                 key.data, (USHORT)key.len, type);
}

static UINT initialize_plain(nxs_bytes der)
{
    return initialize(der, nxs_bytes_of(NULL, 0), NX_SECURE_X509_KEY_TYPE_NONE);
}

static nxs_bytes simple(enum t_key key)
{
    return t_cert_der(&(struct t_cert){.subject = "subject", .issuer = "issuer", .key = key});
}

static void assert_text(const UCHAR *data, size_t length, const char *expected)
{
    assert_int_equal(length, strlen(expected));
    assert_memory_equal(data, expected, length);
}

/* ---- initialize ------------------------------------------------------------------------------------- */

static void test_members(void **state)
{
    (void)state;
    nxs_bytes der = t_cert_der(&(struct t_cert){.subject = "subject",
                                                .issuer = "issuer",
                                                .key = T_RSA_2048,
                                                .from = "210203040506Z",
                                                .to = "20520102030405Z",
                                                .extensions = t_ca(-1)});
    assert_int_equal(initialize_plain(der), NX_SUCCESS);
    const NX_SECURE_X509_CERT *c = &certificate;
    assert_int_equal(c->nx_secure_x509_certificate_is_identity_cert, 0);
    assert_int_equal(c->nx_secure_x509_version, NX_SECURE_X509_VERSION_3);
    assert_int_equal(c->nx_secure_x509_cert_identifier, 0);
    assert_int_equal(c->nx_secure_x509_validity_format, NX_SECURE_ASN_TAG_UTC_TIME);
    assert_text(c->nx_secure_x509_not_before, c->nx_secure_x509_not_before_length, "210203040506Z");
    assert_text(c->nx_secure_x509_not_after, c->nx_secure_x509_not_after_length, "20520102030405Z");
    assert_ptr_equal(c->nx_secure_x509_certificate_raw_data, der.data);
    assert_int_equal(c->nx_secure_x509_certificate_raw_data_length, der.len);
    assert_int_equal(c->nx_secure_x509_signature_algorithm, NX_SECURE_TLS_X509_TYPE_RSA_SHA_256);
    assert_int_equal(c->nx_secure_x509_signature_data_length, 256);
    assert_int_equal(c->nx_secure_x509_public_algorithm, NX_SECURE_TLS_X509_TYPE_RSA);
    assert_int_equal(c->nx_secure_x509_public_key.rsa_public_key.nx_secure_rsa_public_modulus_length, 256);
    assert_text(c->nx_secure_x509_distinguished_name.nx_secure_x509_common_name,
                c->nx_secure_x509_distinguished_name.nx_secure_x509_common_name_length, "subject");
    assert_text(c->nx_secure_x509_issuer.nx_secure_x509_common_name,
                c->nx_secure_x509_issuer.nx_secure_x509_common_name_length, "issuer");
    assert_null(c->nx_secure_x509_issuer.nx_secure_x509_country);
    assert_int_equal(c->nx_secure_x509_certificate_data[0], 0x30);
    assert_true(c->nx_secure_x509_certificate_data > der.data);
    assert_true(c->nx_secure_x509_extensions_data_length > 0);
    assert_true(c->nx_secure_x509_serial_number_length > 0);
    assert_null(c->nx_secure_x509_next_certificate);
}

static void test_ec_members(void **state)
{
    (void)state;
    assert_int_equal(initialize_plain(simple(T_P384)), NX_SUCCESS);
    assert_int_equal(certificate.nx_secure_x509_public_algorithm, NX_SECURE_TLS_X509_TYPE_EC);
    const NX_SECURE_EC_PUBLIC_KEY *key = &certificate.nx_secure_x509_public_key.ec_public_key;
    assert_int_equal(key->nx_secure_ec_named_curve, NX_CRYPTO_EC_SECP384R1);
    assert_int_equal(key->nx_secure_ec_public_key_length, 97);
    assert_int_equal(key->nx_secure_ec_public_key[0], 0x04);
}

static void test_copy(void **state)
{
    (void)state;
    nxs_bytes der = simple(T_P256_A);
    assert_int_equal(nx_secure_x509_certificate_initialize(&certificate, der.data, (USHORT)der.len, room,
                                                           (USHORT)(der.len - 1), NX_NULL, 0,
                                                           NX_SECURE_X509_KEY_TYPE_NONE),
                     NX_SECURE_X509_INSUFFICIENT_CERT_SPACE);
    assert_int_equal(nx_secure_x509_certificate_initialize(&certificate, der.data, (USHORT)der.len, room,
                                                           (USHORT)der.len, NX_NULL, 0,
                                                           NX_SECURE_X509_KEY_TYPE_NONE),
                     NX_SUCCESS);
    assert_ptr_equal(certificate.nx_secure_x509_certificate_raw_data, room);
    assert_int_equal(certificate.nx_secure_x509_certificate_raw_buffer_size, der.len);
    /* Nothing points at the caller's data any more. */
    assert_true(certificate.nx_secure_x509_signature_data >= room &&
                certificate.nx_secure_x509_signature_data < room + sizeof room);
}

/* Every truncation fails, and leaves nothing that could be added to a session. */
static void test_malformed(void **state)
{
    (void)state;
    nxs_bytes der = simple(T_P256_A);
    for (size_t length = 1; length < der.len; length++) {
        assert_int_equal(initialize_plain(nxs_bytes_of(der.data, length)), NX_SECURE_TLS_INVALID_CERTIFICATE);
        assert_null(certificate.nx_secure_x509_parsed.der.data);
        assert_null(certificate.nx_secure_x509_certificate_raw_data);
    }
    assert_int_equal(initialize_plain(JOIN(der, LIT("\x00"))), NX_SECURE_TLS_INVALID_CERTIFICATE);
    assert_int_equal(initialize_plain(LIT("garbage")), NX_SECURE_X509_INVALID_CERTIFICATE_SEQUENCE);
    nxs_bytes spki = SEQ(SEQ(t_oid(NXS_OID_DH)), t_bits(LIT("key")));
    assert_int_equal(initialize_plain(t_cert_der(&(struct t_cert){.key = T_P256_A, .spki = spki})),
                     NX_SECURE_TLS_UNSUPPORTED_PUBLIC_CIPHER);
    assert_null(certificate.nx_secure_x509_parsed.der.data);
}

static void test_version_1(void **state)
{
    (void)state;
    struct t_cert what = {.subject = "old", .key = T_RSA_2048, .signing = T_SIGN_MD5, .version = NOTHING};
    assert_int_equal(initialize_plain(t_cert_der(&what)), NX_SUCCESS);
    assert_int_equal(certificate.nx_secure_x509_version, NX_SECURE_X509_VERSION_1);
    assert_int_equal(certificate.nx_secure_x509_signature_algorithm, NX_SECURE_TLS_X509_TYPE_RSA_MD5);
}

/* ---- private keys ----------------------------------------------------------------------------------- */

static void test_private_keys(void **state)
{
    (void)state;
    static const struct {
        enum t_key key;
        bool traditional;
        UINT type;
    } keys[] = {
        {T_RSA_2048, true, NX_SECURE_X509_KEY_TYPE_RSA_PKCS1_DER},
        {T_P256_A, true, NX_SECURE_X509_KEY_TYPE_EC_DER},
        {T_RSA_2048, false, NXS_X509_KEY_TYPE_PKCS8},
        {T_P521, false, NXS_X509_KEY_TYPE_PKCS8},
        {T_ED25519, false, NXS_X509_KEY_TYPE_PKCS8},
        {T_RSA_PSS, false, NXS_X509_KEY_TYPE_PKCS8},
    };
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        nxs_bytes key = t_private_key(keys[i].key, keys[i].traditional);
        assert_int_equal(initialize(simple(keys[i].key), key, keys[i].type), NX_SUCCESS);
        assert_int_equal(certificate.nx_secure_x509_certificate_is_identity_cert, 1);
        assert_int_equal(certificate.nx_secure_x509_private_key_type, keys[i].type);
    }
    assert_int_equal(initialize(simple(T_RSA_2048), t_private_key(T_RSA_2048, true),
                                NX_SECURE_X509_KEY_TYPE_RSA_PKCS1_DER),
                     NX_SUCCESS);
    const NX_SECURE_RSA_PRIVATE_KEY *rsa = &certificate.nx_secure_x509_private_key.rsa_private_key;
    assert_int_equal(rsa->nx_secure_rsa_public_modulus_length, 256);
    assert_int_equal(rsa->nx_secure_rsa_private_prime_p_length, 128);
    assert_int_equal(rsa->nx_secure_rsa_private_prime_q_length, 128);
}

static void test_malformed_keys(void **state)
{
    (void)state;
    nxs_bytes rsa = simple(T_RSA_2048), key = t_private_key(T_RSA_2048, true);
    const UINT pkcs1 = NX_SECURE_X509_KEY_TYPE_RSA_PKCS1_DER;
    assert_int_equal(initialize(rsa, LIT("\x04\x01\x00"), pkcs1),
                     NX_SECURE_X509_INVALID_CERTIFICATE_SEQUENCE);
    assert_int_equal(initialize(rsa, LIT("\xA0\x01\x00"), pkcs1), NX_SECURE_X509_INVALID_TAG_CLASS);
    assert_int_equal(initialize(rsa, nxs_bytes_of(key.data, key.len - 1), pkcs1),
                     NX_SECURE_X509_ASN1_LENGTH_TOO_LONG);
    assert_int_equal(initialize(rsa, SEQ(t_int(7)), pkcs1), NX_SECURE_PKCS1_INVALID_PRIVATE_KEY);
    assert_int_equal(initialize(rsa, key, NX_SECURE_X509_KEY_TYPE_EC_DER),
                     NX_SECURE_PKCS1_INVALID_PRIVATE_KEY);
    assert_int_equal(initialize(rsa, SEQ(t_int(7)), NX_SECURE_X509_KEY_TYPE_EC_DER),
                     NX_SECURE_PKCS1_INVALID_PRIVATE_KEY);
    assert_null(certificate.nx_secure_x509_parsed.der.data);
    assert_int_equal(certificate.nx_secure_x509_certificate_is_identity_cert, 0);
}

static void test_key_types(void **state)
{
    (void)state;
    nxs_bytes der = simple(T_P256_A), blob = LIT("any bytes");
    static const UINT unknown[] = {NX_SECURE_X509_KEY_TYPE_NONE, 4, 0x4E57, 0xFFFF};
    static const UINT own[] = {NX_SECURE_X509_KEY_TYPE_HARDWARE, 0x00010000, 0xFFFFFFFF};
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        assert_int_equal(initialize(der, blob, unknown[i]), NX_SECURE_X509_INVALID_PRIVATE_KEY_TYPE);
    }
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
        assert_int_equal(initialize(der, blob, own[i]), NX_SUCCESS);
        assert_int_equal(certificate.nx_secure_x509_certificate_is_identity_cert, 1);
        assert_ptr_equal(certificate.nx_secure_x509_private_key.user_key.key_data, blob.data);
        assert_int_equal(certificate.nx_secure_x509_private_key.user_key.key_length, blob.len);
    }
}

/* A key that belongs to another certificate is noticed later. */
static void test_foreign_keys_are_taken(void **state)
{
    (void)state;
    assert_int_equal(
        initialize(simple(T_RSA_2048), t_private_key(T_P256_A, true), NX_SECURE_X509_KEY_TYPE_EC_DER),
        NX_SUCCESS);
    assert_int_equal(
        initialize(simple(T_P256_B), t_private_key(T_P256_A, true), NX_SECURE_X509_KEY_TYPE_EC_DER),
        NX_SUCCESS);
}

/* ---- extensions ------------------------------------------------------------------------------------- */

static void with_extensions(nxs_bytes extensions)
{
    assert_int_equal(initialize_plain(t_cert_der(
                         &(struct t_cert){.subject = "subject", .key = T_P256_A, .extensions = extensions})),
                     NX_SUCCESS);
}

static void test_extension_find(void **state)
{
    (void)state;
    NX_SECURE_X509_EXTENSION extension;
    with_extensions(JOIN(t_dns("one.example"), t_extension(NXS_OID_BASIC_CONSTRAINTS, true,
                                                           SEQ(TLV(NXS_DER_BOOLEAN, LIT("\xFF"))))));
    assert_int_equal(
        nx_secure_x509_extension_find(&certificate, &extension, NX_SECURE_TLS_X509_TYPE_BASIC_CONSTRAINTS),
        NX_SUCCESS);
    assert_int_equal(extension.nx_secure_x509_extension_id, NX_SECURE_TLS_X509_TYPE_BASIC_CONSTRAINTS);
    assert_int_equal(extension.nx_secure_x509_extension_critical, 1);
    assert_int_equal(extension.nx_secure_x509_extension_data_length, 5);
    assert_int_equal(extension.nx_secure_x509_extension_data[0], 0x30);
    assert_int_equal(
        nx_secure_x509_extension_find(&certificate, &extension, NX_SECURE_TLS_X509_TYPE_SUBJECT_ALT_NAME),
        NX_SUCCESS);
    assert_int_equal(extension.nx_secure_x509_extension_critical, 0);
    assert_int_equal(
        nx_secure_x509_extension_find(&certificate, &extension, NX_SECURE_TLS_X509_TYPE_KEY_USAGE),
        NX_SECURE_X509_EXTENSION_NOT_FOUND);
    assert_null(extension.nx_secure_x509_extension_data);
}

/* An identifier that means no extension finds none, not even one that has no number. */
static void test_extension_without_a_number(void **state)
{
    (void)state;
    NX_SECURE_X509_EXTENSION extension;
    with_extensions(SEQ(TLV(NXS_DER_OID, LIT("\x2A\x03\x04")), TLV(NXS_DER_OCTET_STRING, LIT("\x05\x00"))));
    for (UINT id = 0; id < 0x400; id++) {
        assert_int_equal(nx_secure_x509_extension_find(&certificate, &extension, (USHORT)id),
                         NX_SECURE_X509_EXTENSION_NOT_FOUND);
    }
}

static void test_malformed_extensions(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t length;
        UINT status;
    } cases[] = {
        {"\x3F\x81\x00\x00", 4, NX_SECURE_X509_MULTIBYTE_TAG_UNSUPPORTED},
        {"\x30\x7F\x00\x00", 4, NX_SECURE_X509_ASN1_LENGTH_TOO_LONG},
        {"\xA0\x02\x05\x00", 4, NX_SECURE_X509_INVALID_TAG_CLASS},
        {"\x31\x02\x05\x00", 4, NX_SECURE_X509_INVALID_EXTENSION_SEQUENCE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        NX_SECURE_X509_EXTENSION extension;
        USHORT bits = 1;
        with_extensions(nxs_bytes_of(cases[i].bytes, cases[i].length));
        assert_int_equal(
            nx_secure_x509_extension_find(&certificate, &extension, NX_SECURE_TLS_X509_TYPE_KEY_USAGE),
            cases[i].status);
        assert_int_equal(nx_secure_x509_key_usage_extension_parse(&certificate, &bits), cases[i].status);
        assert_int_equal(bits, 0);
        assert_int_equal(nx_secure_x509_extended_key_usage_extension_parse(
                             &certificate, NX_SECURE_TLS_X509_TYPE_PKIX_KP_SERVER_AUTH),
                         cases[i].status);
        assert_int_equal(nx_secure_x509_common_name_dns_check(&certificate, (const UCHAR *)"one.example", 11),
                         NX_SECURE_X509_CERTIFICATE_DNS_MISMATCH);
    }
}

static void test_usage(void **state)
{
    (void)state;
    USHORT bits;
    with_extensions(
        JOIN(t_key_usage(NX_SECURE_X509_KEY_USAGE_DIGITAL_SIGNATURE | NX_SECURE_X509_KEY_USAGE_DECIPHER_ONLY),
             t_purpose(NXS_OID_PKIX_KP_SERVER_AUTH)));
    assert_int_equal(nx_secure_x509_key_usage_extension_parse(&certificate, &bits), NX_SUCCESS);
    assert_int_equal(bits, 0x8080);
    assert_int_equal(nx_secure_x509_extended_key_usage_extension_parse(
                         &certificate, NX_SECURE_TLS_X509_TYPE_PKIX_KP_SERVER_AUTH),
                     NX_SUCCESS);
    assert_int_equal(nx_secure_x509_extended_key_usage_extension_parse(
                         &certificate, NX_SECURE_TLS_X509_TYPE_PKIX_KP_CLIENT_AUTH),
                     NX_SECURE_X509_EXT_KEY_USAGE_NOT_FOUND);
    /* Numbers that only differ above 16 bits are other numbers. */
    assert_int_equal(nx_secure_x509_extended_key_usage_extension_parse(
                         &certificate, 0x10000 + NX_SECURE_TLS_X509_TYPE_PKIX_KP_SERVER_AUTH),
                     NX_SECURE_X509_EXT_KEY_USAGE_NOT_FOUND);
    with_extensions(t_dns("one.example"));
    assert_int_equal(nx_secure_x509_key_usage_extension_parse(&certificate, &bits),
                     NX_SECURE_X509_EXTENSION_NOT_FOUND);
    assert_int_equal(nx_secure_x509_extended_key_usage_extension_parse(
                         &certificate, NX_SECURE_TLS_X509_TYPE_PKIX_KP_SERVER_AUTH),
                     NX_SECURE_X509_EXTENSION_NOT_FOUND);
}

/* ---- names ------------------------------------------------------------------------------------------ */

static UINT common_name_check(const char *name)
{
    return nx_secure_x509_common_name_dns_check(&certificate, (const UCHAR *)name, (UINT)strlen(name));
}

static UINT host_check(const char *name)
{
    return nxs_x509_host_check(&certificate, (const UCHAR *)name, (UINT)strlen(name));
}

static void test_hosts(void **state)
{
    (void)state;
    assert_int_equal(
        initialize_plain(t_cert_der(&(struct t_cert){
            .subject = "common.example", .key = T_P256_A, .extensions = t_dns("*.alt.example")})),
        NX_SUCCESS);
    assert_int_equal(common_name_check("common.example"), NX_SUCCESS);
    assert_int_equal(common_name_check("one.alt.example"), NX_SUCCESS);
    assert_int_equal(common_name_check("two.one.alt.example"), NX_SECURE_X509_CERTIFICATE_DNS_MISMATCH);
    assert_int_equal(common_name_check("other.example"), NX_SECURE_X509_CERTIFICATE_DNS_MISMATCH);
    assert_int_equal(host_check("common.example"), NX_SECURE_X509_CERTIFICATE_DNS_MISMATCH);
    assert_int_equal(host_check("one.alt.example"), NX_SUCCESS);
    assert_int_equal(nxs_x509_host_check(NX_NULL, (const UCHAR *)"a", 1), NX_PTR_ERROR);
    assert_int_equal(nxs_x509_host_check(&certificate, NX_NULL, 1), NX_PTR_ERROR);
    assert_int_equal(nxs_x509_host_check(&certificate, (const UCHAR *)"a", 0), NX_PTR_ERROR);
}

static void test_text(void **state)
{
    (void)state;
    CHAR name[16];
    assert_int_equal(initialize_plain(simple(T_P256_A)), NX_SUCCESS);
    assert_int_equal(nxs_x509_subject_text(&certificate, name, sizeof name), NX_SUCCESS);
    assert_string_equal(name, "CN=subject");
    assert_int_equal(nxs_x509_issuer_text(&certificate, name, sizeof name), NX_SUCCESS);
    assert_string_equal(name, "CN=issuer");
    assert_int_equal(nxs_x509_subject_text(&certificate, name, 5), NX_SUCCESS);
    assert_true(strlen(name) < 5);
    assert_int_equal(nxs_x509_subject_text(&certificate, name, 0), NX_SIZE_ERROR);
    assert_int_equal(nxs_x509_subject_text(&certificate, NX_NULL, 5), NX_PTR_ERROR);
    assert_int_equal(nxs_x509_issuer_text(NX_NULL, name, 5), NX_PTR_ERROR);
}

static void test_dns_name(void **state)
{
    (void)state;
    NX_SECURE_X509_DNS_NAME name;
    UCHAR longest[NX_SECURE_X509_DNS_NAME_MAX + 1];
    memset(longest, 'a', sizeof longest);
    assert_int_equal(nx_secure_x509_dns_name_initialize(&name, longest, NX_SECURE_X509_DNS_NAME_MAX),
                     NX_SUCCESS);
    assert_int_equal(name.nx_secure_x509_dns_name_length, NX_SECURE_X509_DNS_NAME_MAX);
    assert_memory_equal(name.nx_secure_x509_dns_name, longest, NX_SECURE_X509_DNS_NAME_MAX);
    assert_int_equal(nx_secure_x509_dns_name_initialize(&name, longest, NX_SECURE_X509_DNS_NAME_MAX + 1),
                     NX_SECURE_X509_NAME_STRING_TOO_LONG);
    /* 65536 bytes more than none. */
    assert_int_equal(nx_secure_x509_dns_name_initialize(&name, longest, 0x10000),
                     NX_SECURE_X509_NAME_STRING_TOO_LONG);
    assert_int_equal(nx_secure_x509_dns_name_initialize(&name, longest, 0), NX_SUCCESS);
    assert_int_equal(name.nx_secure_x509_dns_name_length, 0);
    assert_null(name.nx_secure_x509_dns_name_next);
}

/* ---- DigestInfo ------------------------------------------------------------------------------------- */

static void test_digest_info(void **state)
{
    (void)state;
    const UCHAR *oid, *digest;
    UINT oid_length, digest_length;
    nxs_bytes info = SEQ(SEQ(t_oid(NXS_OID_SHA_256), TLV(NXS_DER_NULL, NOTHING)),
                         TLV(NXS_DER_OCTET_STRING, t_fill(7, 32)));
    assert_int_equal(
        _nx_secure_x509_pkcs7_decode(info.data, (UINT)info.len, &oid, &oid_length, &digest, &digest_length),
        NX_SUCCESS);
    assert_int_equal(oid_length, nxs_oid_bytes(NXS_OID_SHA_256).len);
    assert_memory_equal(oid, nxs_oid_bytes(NXS_OID_SHA_256).data, oid_length);
    assert_int_equal(digest_length, 32);
    assert_int_equal(digest[0], 7);
    for (size_t length = 0; length < info.len; length++) {
        assert_int_equal(
            _nx_secure_x509_pkcs7_decode(info.data, (UINT)length, &oid, &oid_length, &digest, &digest_length),
            NX_SECURE_X509_PKCS7_PARSING_FAILED);
    }
}

/* ---- arguments -------------------------------------------------------------------------------------- */

#ifndef NX_SECURE_DISABLE_ERROR_CHECKING
static void test_pointers(void **state)
{
    (void)state;
    NX_SECURE_X509_EXTENSION extension;
    NX_SECURE_X509_DNS_NAME name;
    USHORT bits;
    nxs_bytes der = simple(T_P256_A);
    assert_int_equal(nx_secure_x509_certificate_initialize(NX_NULL, der.data, (USHORT)der.len, NX_NULL, 0,
                                                           NX_NULL, 0, NX_SECURE_X509_KEY_TYPE_NONE),
                     NX_PTR_ERROR);
    assert_int_equal(initialize_plain(nxs_bytes_of(NULL, 5)), NX_PTR_ERROR);
    assert_int_equal(initialize_plain(nxs_bytes_of(der.data, 0)), NX_PTR_ERROR);
    assert_int_equal(initialize_plain(der), NX_SUCCESS);
    assert_int_equal(nx_secure_x509_common_name_dns_check(NX_NULL, der.data, 1), NX_PTR_ERROR);
    assert_int_equal(nx_secure_x509_common_name_dns_check(&certificate, NX_NULL, 1), NX_PTR_ERROR);
    assert_int_equal(nx_secure_x509_common_name_dns_check(&certificate, der.data, 0), NX_PTR_ERROR);
    assert_int_equal(nx_secure_x509_dns_name_initialize(NX_NULL, NX_NULL, 0), NX_PTR_ERROR);
    assert_int_equal(nx_secure_x509_dns_name_initialize(&name, NX_NULL, 5), NX_PTR_ERROR);
    assert_int_equal(nx_secure_x509_dns_name_initialize(&name, NX_NULL, NX_SECURE_X509_DNS_NAME_MAX + 1),
                     NX_SECURE_X509_NAME_STRING_TOO_LONG);
    assert_int_equal(nx_secure_x509_extension_find(NX_NULL, &extension, 19), NX_PTR_ERROR);
    assert_int_equal(nx_secure_x509_extension_find(&certificate, NX_NULL, 19), NX_PTR_ERROR);
    assert_int_equal(nx_secure_x509_key_usage_extension_parse(NX_NULL, &bits), NX_PTR_ERROR);
    assert_int_equal(nx_secure_x509_key_usage_extension_parse(&certificate, NX_NULL), NX_PTR_ERROR);
    assert_int_equal(nx_secure_x509_extended_key_usage_extension_parse(NX_NULL, 51), NX_PTR_ERROR);
}
#endif

static void test_names_of_numbers(void **state)
{
    (void)state;
    assert_string_equal(nxs_tls_message_name(1), "ClientHello");
    assert_string_equal(nxs_tls_extension_name(0), "server_name");
    assert_string_equal(nxs_tls_suite_name(0xC02B), "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
    assert_non_null(nxs_tls_group_name(29));
    assert_string_equal(nxs_tls_scheme_name(0x0403), "ecdsa_secp256r1_sha256");
    assert_null(nxs_tls_message_name(0x101));
    assert_null(nxs_tls_extension_name(0x10000));
    assert_null(nxs_tls_suite_name(0x1C02B));
    assert_null(nxs_tls_group_name(0x1001D));
    assert_null(nxs_tls_scheme_name(0x10403));
    for (UINT i = 0; i < 0x200; i++) {
        assert_non_null(nxs_tls_alert_words(i));
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_members),
        TEST(test_ec_members),
        TEST(test_copy),
        TEST(test_malformed),
        TEST(test_version_1),
        TEST(test_private_keys),
        TEST(test_malformed_keys),
        TEST(test_key_types),
        TEST(test_foreign_keys_are_taken),
        TEST(test_extension_find),
        TEST(test_extension_without_a_number),
        TEST(test_malformed_extensions),
        TEST(test_usage),
        TEST(test_hosts),
        TEST(test_text),
        TEST(test_dns_name),
        TEST(test_digest_info),
        TEST(test_names_of_numbers),
#ifndef NX_SECURE_DISABLE_ERROR_CHECKING
        TEST(test_pointers),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
