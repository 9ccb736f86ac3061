#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "x509/test_certs.h"

static int reset(void **state)
{
    (void)state;
    t_reset();
    return 0;
}

static const struct t_cert plain = {.subject = "odd", .key = T_P256_A};

/* ---- certificates that are right, if unusual ---- */

static void a_certificate_and_its_parts(void **state)
{
    (void)state;
    struct t_cert what = {.subject = "leaf",
                          .issuer = "ca",
                          .key = T_P256_A,
                          .signer = T_P256_B,
                          .from = "200102030405Z",
                          .to = "20510102030405Z",
                          .extensions = t_ca(3)};
    nxs_bytes der = t_cert_der(&what);
    struct nxs_cert cert;
    assert_int_equal(nxs_cert_parse(&cert, der), NXS_OK);
    assert_true(nxs_bytes_equal(nxs_cert_part(&cert, cert.issuer), t_name("ca")));
    assert_true(nxs_bytes_equal(nxs_cert_part(&cert, cert.subject), t_name("leaf")));
    assert_true(nxs_bytes_equal(nxs_cert_part(&cert, cert.serial), LIT("\x12\x67")));
    assert_true(nxs_bytes_equal(nxs_cert_part(&cert, cert.spki), t_spki(T_P256_A)));
    assert_true(nxs_bytes_equal(nxs_cert_part(&cert, cert.not_before), LIT("200102030405Z")));
    assert_true(nxs_bytes_equal(nxs_cert_part(&cert, cert.not_after), LIT("20510102030405Z")));
    assert_true(nxs_bytes_equal(nxs_cert_part(&cert, cert.algorithm), t_oid(NXS_OID_ECDSA_SHA_256)));
    assert_true(nxs_bytes_equal(nxs_cert_part(&cert, cert.extensions), t_ca(3)));
    assert_int_equal(cert.before_tag, 23);
    assert_int_equal(cert.after_tag, 24);
    assert_true(cert.valid_from == 1577934245 && cert.valid_to == 2556241445);
    assert_int_equal(cert.version, 2);
    assert_int_equal(cert.signature_type, NXS_OID_ECDSA_SHA_256);
    assert_int_equal(cert.group, 23);
    struct nxs_public_key key = nxs_cert_public_key(&cert);
    assert_int_equal(key.kind, NXS_KEY_EC);
    assert_int_equal(key.point.len, 65);
    assert_ptr_equal(key.point.data, nxs_cert_part(&cert, cert.key).data);
    assert_int_equal(nxs_cert_length(der), der.len);
    assert_int_equal(nxs_cert_length(JOIN(der, LIT("\0\0\0"))), der.len); /* padding behind, as in files */
    assert_int_equal(nxs_cert_length(LIT("\x30\x80")), 0);
}

static void versions_and_unique_identifiers(void **state)
{
    (void)state;
    struct t_cert what = plain;
    assert_int_equal(t_cert(&what)->version, 0);
    what.unique_ids = JOIN(LIT("\x81\x02\x00\xAB"), LIT("\x82\x02\x04\xB0"));
    assert_null(t_cert(&what)); /* [RFC5280 4.1.2.8] not in v1 */
    what.version = TLV(0xA0, t_int(1));
    assert_int_equal(t_cert(&what)->version, 1);
    what.extensions = t_ca(-1);
    assert_null(t_cert(&what)); /* [RFC5280 4.1.2.9] extensions only in v3 */
    what.version = TLV(0xA0, t_int(2));
    assert_int_equal(t_cert(&what)->version, 2);
    what.version = TLV(0xA0, t_int(3));
    assert_null(t_cert(&what)); /* [RFC5280 4.1.2.1] there is no v4 */
    what = plain;
    what.version = TLV(0xA0, t_int(0));
    assert_null(t_cert(&what)); /* [X.690 11.5] a default value is not encoded */
    what.version = NOTHING;
    what.extensions = t_ca(-1);
    assert_null(t_cert(&what));
}

static void serial_numbers(void **state)
{
    (void)state;
    /* [RFC5280 4.1.2.2] up to 20 octets must be handled, zero and negative ones gracefully. */
    nxs_bytes good[] = {LIT("\x02\x01\x00"),
                        LIT("\x02\x01\xFF"),
                        LIT("\x02\x02\x80\x00"),
                        TLV(NXS_DER_INTEGER, t_fill(0x7F, 20)),
                        TLV(NXS_DER_INTEGER, LIT("\x00"), t_fill(0xFF, 20)),
                        TLV(NXS_DER_INTEGER, t_fill(0x11, 300))};
    nxs_bytes bad[] = {LIT("\x02\x00"), LIT("\x02\x02\x00\x01"), LIT("\x02\x02\xFF\xFF"), LIT("\x03\x01\x00"),
                       LIT("\x05\x00")};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct t_cert what = plain;
        what.serial = good[i];
        const struct nxs_cert *cert = t_cert(&what);
        assert_non_null(cert);
        nxs_bytes serial = nxs_cert_part(cert, cert->serial);
        assert_memory_equal(serial.data, good[i].data + (good[i].len - serial.len), serial.len);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct t_cert what = plain;
        what.serial = bad[i];
        assert_null(t_cert(&what));
    }
}

static void dates_do_not_fail_the_parser(void **state)
{
    (void)state;
    const struct {
        nxs_bytes from, to;
        int64_t valid_from, valid_to;
    } cases[] = {
        {t_text(0x17, "500101000000Z"), t_text(0x17, "491231235959Z"), -631152000, 2524607999},
        {t_text(0x18, "19491231235959Z"), t_text(0x18, "99991231235959Z"), -631152001, 253402300799},
        {t_text(0x18, "00000101000000Z"), t_text(0x18, "20500101000000Z"), -62167219200, 2524608000},
        {t_text(0x17, "2001010000Z"), t_text(0x17, "200101000000+0100"), INT64_MIN, INT64_MIN},
        {t_text(0x17, ""), t_text(0x18, "20200230000000Z"), INT64_MIN, INT64_MIN},
        {t_text(0x18, "20200101000000.0Z"), t_text(0x17, "209901000000Z"), INT64_MIN, INT64_MIN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct t_cert what = plain;
        what.validity = SEQ(cases[i].from, cases[i].to);
        const struct nxs_cert *cert = t_cert(&what);
        assert_non_null(cert);
        assert_true(cert->valid_from == cases[i].valid_from);
        assert_true(cert->valid_to == cases[i].valid_to);
    }
}

static void names_of_all_kinds(void **state)
{
    (void)state;
    nxs_bytes huge_oid = TLV(NXS_DER_OID, t_fill(0xFF, 200), LIT("\x7F"));
    nxs_bytes good[] = {
        SEQ(NOTHING),
        SEQ(SET(t_attribute(NXS_OID_COMMON_NAME, 0x13, "Printable")),
            SET(t_attribute(NXS_OID_COMMON_NAME, 0x14, "Teletex"))),
        SEQ(SET(SEQ(t_oid(NXS_OID_COMMON_NAME), TLV(0x1E, LIT("\0B\0M\0P"))))),
        SEQ(SET(SEQ(t_oid(NXS_OID_COMMON_NAME), TLV(0x1C, LIT("\0\0\0U"))))),
        SEQ(SET(t_attribute(NXS_OID_EMAIL, 0x16, "a@b.c")),
            SET(t_attribute(NXS_OID_SERIAL_NUMBER, 0x12, "123"))),
        SEQ(SET(t_attribute(NXS_OID_COMMON_NAME, 0x1A, "Visible")),
            SET(t_attribute(NXS_OID_COMMON_NAME, 0x1B, "General"))),
        SEQ(SET(t_attribute(NXS_OID_COMMON_NAME, 0x0C, "a"), t_attribute(NXS_OID_ORGANIZATION, 0x0C, "b"))),
        SEQ(SET(SEQ(huge_oid, t_text(0x0C, "x")))),
        SEQ(SET(SEQ(t_oid(NXS_OID_COMMON_NAME), SEQ(t_int(1), t_int(2))))),
    };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct t_cert what = plain;
        what.subject_name = good[i];
        const struct nxs_cert *cert = t_cert(&what);
        assert_non_null(cert);
        assert_true(nxs_bytes_equal(nxs_cert_part(cert, cert->subject), good[i]));
    }
    nxs_bytes attribute = t_attribute(NXS_OID_COMMON_NAME, 0x0C, "x");
    nxs_bytes bad[] = {
        SEQ(SET(NOTHING)), /* [RFC5280 4.1.2.4] SET SIZE (1..MAX) */
        SEQ(attribute),
        SET(SET(attribute)),
        SEQ(SET(SEQ(t_oid(NXS_OID_COMMON_NAME)))),
        SEQ(SET(SEQ(t_text(0x0C, "x")))),
        SEQ(SET(SEQ(t_oid(NXS_OID_COMMON_NAME), t_text(0x0C, "x"), t_text(0x0C, "y")))),
        SEQ(SET(attribute), LIT("\x31\x80\x00\x00")),
        SEQ(SET(SEQ(LIT("\x06\x03\x55\x04\x83"), t_text(0x0C, "x")))),
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct t_cert what = plain;
        what.issuer_name = bad[i];
        assert_null(t_cert(&what));
    }
}

/* ---- frames that are wrong ---- */

static void frames_are_strict(void **state)
{
    (void)state;
    nxs_bytes date = t_text(0x17, "200101000000Z");
    struct t_cert bad[] = {
        {.tail = LIT("\0")},
        {.tail = LIT("\x30\x00")},
        {.inner = SEQ(t_oid(NXS_OID_ECDSA_SHA_384))}, /* [RFC5280 4.1.1.2] inner and outer are the same */
        {.inner = SEQ(t_oid(NXS_OID_ECDSA_SHA_256), LIT("\x05\x00"))},
        {.inner = t_oid(NXS_OID_ECDSA_SHA_256), .outer = t_oid(NXS_OID_ECDSA_SHA_256)},
        {.inner = SEQ(NOTHING), .outer = SEQ(NOTHING)},
        {.validity = SEQ(date)},
        {.validity = SEQ(date, date, date)},
        {.validity = SEQ(date, t_text(0x16, "300101000000Z"))},
        {.signature = LIT("\x03\x02\x01\x01")},
        {.signature = LIT("\x04\x02\x00\x00")},
        {.signature = JOIN(t_bits(LIT("x")), LIT("\x05\x00"))},
        {.extensions_field = TLV(0xA3, SEQ(NOTHING))}, /* [RFC5280 4.1] SIZE (1..MAX) */
        {.extensions_field = TLV(0xA3, SEQ(t_ca(1)), SEQ(t_ca(1)))},
        {.extensions_field = TLV(0xA3, SET(t_ca(1)))},
        {.extensions_field = TLV(0xA3, t_ca(1), LIT("\0"))},
        {.extensions_field = TLV(0xA4, SEQ(t_ca(1)))},
        {.extensions_field = JOIN(TLV(0xA3, SEQ(t_ca(1))), LIT("\x05\x00"))},
        {.extensions_field = LIT("\xA3\x80\x30\x02\x05\x00\x00\x00")},
        {.version = TLV(0xA0, t_int(2), t_int(2))},
        {.version = TLV(0xA0, LIT("\x02\x02\x00\x02"))},
        {.version = JOIN(TLV(0xA0, t_int(2)), t_int(1), t_int(1))},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct nxs_cert cert;
        bad[i].subject = "odd";
        bad[i].key = T_P256_A;
        assert_int_equal(nxs_cert_parse(&cert, t_cert_der(&bad[i])), NXS_CERT_MALFORMED);
        assert_null(cert.der.data);
    }
}

static void the_outermost_element_is_a_sequence(void **state)
{
    (void)state;
    struct nxs_cert cert;
    nxs_bytes der = t_cert_der(&plain);
    nxs_bytes contents = nxs_bytes_of(der.data + 4, der.len - 4);
    assert_int_equal(nxs_cert_parse(&cert, SEQ(contents)), der.data[1] == 0x82 ? NXS_OK : NXS_CERT_MALFORMED);
    assert_int_equal(nxs_cert_parse(&cert, SET(contents)), NXS_CERT_SEQUENCE);
    assert_int_equal(nxs_cert_parse(&cert, LIT("-----BEGIN CERTIFICATE-----")), NXS_CERT_SEQUENCE);
    assert_int_equal(nxs_cert_parse(&cert, NOTHING), NXS_CERT_MALFORMED);
    assert_int_equal(nxs_cert_parse(&cert, JOIN(LIT("\x30\x80"), contents, LIT("\0\0"))), NXS_CERT_MALFORMED);
    assert_int_equal(
        nxs_cert_parse(&cert, JOIN(LIT("\x30\x83\x00"), nxs_bytes_of(der.data + 2, 2), contents)),
        NXS_CERT_MALFORMED);
    assert_int_equal(nxs_cert_parse(&cert, SEQ(t_fill(0x05, 65536))), NXS_CERT_MALFORMED);
}

/* ---- keys ---- */

#define RSA_KEY(modulus, exponent)                                                                           \
    SEQ(SEQ(t_oid(NXS_OID_RSA), LIT("\x05\x00")), t_bits(SEQ(modulus, exponent)))

static nxs_bytes modulus_of(size_t len)
{
    return TLV(NXS_DER_INTEGER, LIT("\x00"), t_fill(0xC5, len));
}

static enum nxs_status parse_with_key(nxs_bytes spki, struct nxs_cert *cert)
{
    struct t_cert what = plain;
    what.signer = T_P256_A;
    what.spki = spki;
    return nxs_cert_parse(cert, t_cert_der(&what));
}

static void rsa_keys(void **state)
{
    (void)state;
    nxs_bytes e = t_int(65537), n = modulus_of(256);
    struct nxs_cert cert;
    assert_int_equal(parse_with_key(RSA_KEY(n, e), &cert), NXS_OK);
    struct nxs_public_key key = nxs_cert_public_key(&cert);
    assert_int_equal(key.kind, NXS_KEY_RSA);
    assert_int_equal(key.modulus.len, 256);
    assert_int_equal(key.exponent.len, 3);
    assert_int_equal(parse_with_key(RSA_KEY(modulus_of(NXS_MAX_MODULUS), e), &cert), NXS_OK);
    assert_int_equal(parse_with_key(RSA_KEY(modulus_of(NXS_MAX_MODULUS + 1), e), &cert),
                     NXS_CERT_KEY_UNSUPPORTED);
    assert_int_equal(parse_with_key(RSA_KEY(n, TLV(NXS_DER_INTEGER, t_fill(0x7F, 8))), &cert), NXS_OK);
    assert_int_equal(parse_with_key(RSA_KEY(n, TLV(NXS_DER_INTEGER, t_fill(0x7F, 9))), &cert),
                     NXS_CERT_KEY_UNSUPPORTED);
    nxs_bytes parameters_absent = SEQ(SEQ(t_oid(NXS_OID_RSA)), t_bits(SEQ(n, e)));
    nxs_bytes bad[] = {
        RSA_KEY(TLV(NXS_DER_INTEGER, t_fill(0xC5, 256)), e), /* negative */
        RSA_KEY(TLV(NXS_DER_INTEGER, LIT("\x00\x00"), t_fill(0xC5, 256)), e),
        RSA_KEY(TLV(NXS_DER_INTEGER, t_fill(0x44, 256)), e), /* even */
        RSA_KEY(t_int(0), e),
        RSA_KEY(n, t_int(0)),
        RSA_KEY(n, t_int(1)), /* [RFC8017 3.1] 3 <= e */
        RSA_KEY(n, t_int(4)),
        RSA_KEY(n, LIT("\x02\x01\xFD")),
        RSA_KEY(t_int(33), e), /* e below n */
        RSA_KEY(n, JOIN(e, e)),
        RSA_KEY(n, NOTHING),
        parameters_absent, /* [RFC4055 1.2] NULL, not absent */
        SEQ(SEQ(t_oid(NXS_OID_RSA), LIT("\x05\x00")), TLV(NXS_DER_BIT_STRING, LIT("\x01"), SEQ(n, e))),
        SEQ(SEQ(t_oid(NXS_OID_RSA), LIT("\x05\x00")), t_bits(JOIN(SEQ(n, e), LIT("\x00")))),
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(parse_with_key(bad[i], &cert), NXS_CERT_MALFORMED);
    }
}

static nxs_bytes pss_parameters(uint16_t hash, uint16_t mgf_hash, uint32_t salt, uint32_t trailer)
{
    return SEQ(TLV(0xA0, SEQ(t_oid(hash))),
               TLV(0xA1, SEQ(t_oid(NXS_OID_MGF1), SEQ(t_oid(mgf_hash), LIT("\x05\x00")))),
               TLV(0xA2, t_int(salt)), trailer == 1 ? NOTHING : TLV(0xA3, t_int(trailer)));
}

static void rsa_pss_keys(void **state)
{
    (void)state;
    nxs_bytes bits = t_bits(SEQ(modulus_of(256), t_int(65537)));
    struct nxs_cert cert;
    assert_int_equal(parse_with_key(SEQ(SEQ(t_oid(NXS_OID_RSASSA_PSS)), bits), &cert), NXS_OK);
    assert_int_equal(cert.key_kind, NXS_KEY_RSA_PSS);
    assert_int_equal(nxs_cert_public_key(&cert).pss_hash, 0);
    const struct {
        nxs_bytes parameters;
        enum nxs_status status;
        uint32_t hash;
    } cases[] = {
        {pss_parameters(NXS_OID_SHA_256, NXS_OID_SHA_256, 32, 1), NXS_OK, NX_CRYPTO_HASH_SHA256},
        {pss_parameters(NXS_OID_SHA_384, NXS_OID_SHA_384, 20, 1), NXS_OK,
         NX_CRYPTO_HASH_SHA384}, /* [RFC4055 3.3] */
        {pss_parameters(NXS_OID_SHA_512, NXS_OID_SHA_512, 64, 1), NXS_OK, NX_CRYPTO_HASH_SHA512},
        {pss_parameters(NXS_OID_SHA_256, NXS_OID_SHA_256, 33, 1), NXS_CERT_KEY_UNSUPPORTED, 0},
        {pss_parameters(NXS_OID_SHA_256, NXS_OID_SHA_384, 32, 1), NXS_CERT_KEY_UNSUPPORTED, 0},
        {pss_parameters(NXS_OID_SHA_256, NXS_OID_SHA_256, 32, 2), NXS_CERT_KEY_UNSUPPORTED, 0},
        {SEQ(NOTHING), NXS_CERT_KEY_UNSUPPORTED, 0}, /* SHA-1 by default */
        {LIT("\x05\x00"), NXS_CERT_MALFORMED, 0},
        {SEQ(TLV(0xA2, t_int(32)), TLV(0xA0, SEQ(t_oid(NXS_OID_SHA_256)))), NXS_CERT_MALFORMED, 0},
        {SEQ(TLV(0xA2, LIT("\x02\x01\xFF"))), NXS_CERT_MALFORMED, 0},
        {SEQ(TLV(0xA2, t_int(20), t_int(20))), NXS_CERT_MALFORMED, 0},
        {SEQ(TLV(0xA0, SEQ(t_oid(NXS_OID_SHA_256)), t_int(1))), NXS_CERT_MALFORMED, 0},
        {SEQ(TLV(0xA0, SEQ(t_oid(NXS_OID_SHA_256), t_int(1)))), NXS_CERT_MALFORMED, 0},
        {SEQ(TLV(0xA1, SEQ(t_oid(NXS_OID_MGF1)))), NXS_CERT_MALFORMED, 0},
        {SEQ(TLV(0xA4, t_int(1))), NXS_CERT_MALFORMED, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nxs_bytes spki = SEQ(SEQ(t_oid(NXS_OID_RSASSA_PSS), cases[i].parameters), bits);
        assert_int_equal(parse_with_key(spki, &cert), cases[i].status);
        assert_int_equal(cert.key_pss_hash, cases[i].hash);
    }
}

static void curve_keys(void **state)
{
    (void)state;
    static const char p256[] = "\x06\x08\x2A\x86\x48\xCE\x3D\x03\x01\x07";
    nxs_bytes curve = nxs_bytes_of(p256, sizeof p256 - 1);
    nxs_bytes ec = t_oid(NXS_OID_EC), ed = t_oid(NXS_OID_ED25519);
    nxs_bytes point = t_bits(JOIN(LIT("\x04"), t_fill(0x11, 64)));
    struct nxs_cert cert;
    static const struct {
        enum t_key key;
        uint16_t group;
    } groups[] = {{T_P224, 21}, {T_P256_A, 23}, {T_P384, 24}, {T_P521, 25}};
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        assert_int_equal(parse_with_key(t_spki(groups[i].key), &cert), NXS_OK);
        assert_int_equal(cert.group, groups[i].group);
    }
    assert_int_equal(parse_with_key(t_spki(T_ED25519), &cert), NXS_OK);
    assert_int_equal(nxs_cert_public_key(&cert).kind, NXS_KEY_ED25519);
    assert_int_equal(nxs_cert_public_key(&cert).point.len, 32);
    nxs_bytes malformed[] = {
        SEQ(SEQ(ec), point), /* [RFC5480 2.1.1] without parameters a certificate must be rejected */
        SEQ(SEQ(ec, JOIN(curve, curve)), point),
        SEQ(SEQ(ec, curve), t_bits(JOIN(LIT("\x04"), t_fill(0x11, 63)))),
        SEQ(SEQ(ec, curve), t_bits(JOIN(LIT("\x04"), t_fill(0x11, 96)))),
        SEQ(SEQ(ec, curve), t_bits(JOIN(LIT("\x06"), t_fill(0x11, 64)))), /* [RFC5480 2.2] hybrid */
        SEQ(SEQ(ec, curve), t_bits(LIT("\x00"))),                         /* the point at infinity */
        SEQ(SEQ(ec, curve), t_bits(NOTHING)),
        SEQ(SEQ(ed), t_bits(t_fill(0x11, 31))),
        SEQ(SEQ(ed, LIT("\x05\x00")), t_bits(t_fill(0x11, 32))), /* [RFC8410 3] parameters must be absent */
    };
    for (size_t i = 0; i < sizeof malformed / sizeof malformed[0]; i++) {
        assert_int_equal(parse_with_key(malformed[i], &cert), NXS_CERT_MALFORMED);
    }
    nxs_bytes unsupported[] = {
        SEQ(SEQ(ec, SEQ(t_int(1), SEQ(NOTHING))), point),                        /* explicit parameters */
        SEQ(SEQ(ec, LIT("\x05\x00")), point),                                    /* implicitCurve */
        SEQ(SEQ(ec, LIT("\x06\x05\x2B\x81\x04\x00\x0A")), point),                /* secp256k1 */
        SEQ(SEQ(ec, curve), t_bits(JOIN(LIT("\x02"), t_fill(0x11, 32)))),        /* compressed */
        SEQ(SEQ(LIT("\x06\x03\x2B\x65\x6E")), t_bits(t_fill(0x11, 32))),         /* X25519 */
        SEQ(SEQ(LIT("\x06\x07\x2A\x86\x48\xCE\x38\x04\x01")), t_bits(t_int(5))), /* DSA */
    };
    for (size_t i = 0; i < sizeof unsupported / sizeof unsupported[0]; i++) {
        assert_int_equal(parse_with_key(unsupported[i], &cert), NXS_CERT_KEY_UNSUPPORTED);
        assert_int_equal(nxs_cert_public_key(&cert).kind, NXS_KEY_NONE);
        assert_true(
            nxs_bytes_equal(nxs_cert_part(&cert, cert.subject), t_name("odd"))); /* the rest is there */
        assert_int_equal(cert.signature_type, NXS_OID_ECDSA_SHA_256);
    }
}

/* ---- signature algorithms ---- */

static void signature_algorithms(void **state)
{
    (void)state;
    nxs_bytes null = LIT("\x05\x00");
    const struct {
        nxs_bytes algorithm;
        uint16_t type, pss_hash;
    } cases[] = {
        {SEQ(t_oid(NXS_OID_RSA_MD5), null), NXS_OID_RSA_MD5, 0},
        {SEQ(t_oid(NXS_OID_RSA_SHA_1), null), NXS_OID_RSA_SHA_1, 0},
        {SEQ(t_oid(NXS_OID_RSA_SHA_256), null), NXS_OID_RSA_SHA_256, 0},
        {SEQ(t_oid(NXS_OID_RSA_SHA_256)), NXS_OID_RSA_SHA_256, 0}, /* [RFC4055 5] absent must be accepted */
        {SEQ(t_oid(NXS_OID_RSA_SHA_256), t_int(1)), 0, 0},
        {SEQ(t_oid(NXS_OID_ECDSA_SHA_512)), NXS_OID_ECDSA_SHA_512, 0},
        {SEQ(t_oid(NXS_OID_ECDSA_SHA_512), null), 0, 0}, /* [RFC5758 3.2] */
        {SEQ(t_oid(NXS_OID_ED25519)), NXS_OID_ED25519, 0},
        {SEQ(t_oid(NXS_OID_ED25519), null), 0, 0},
        {SEQ(t_oid(NXS_OID_RSASSA_PSS), pss_parameters(NXS_OID_SHA_256, NXS_OID_SHA_256, 32, 1)),
         NXS_OID_RSASSA_PSS, 4},
        {SEQ(t_oid(NXS_OID_RSASSA_PSS), pss_parameters(NXS_OID_SHA_512, NXS_OID_SHA_512, 64, 1)),
         NXS_OID_RSASSA_PSS, 6},
        {SEQ(t_oid(NXS_OID_RSASSA_PSS), pss_parameters(NXS_OID_SHA_256, NXS_OID_SHA_256, 20, 1)),
         NXS_OID_RSASSA_PSS, 0},
        {SEQ(t_oid(NXS_OID_RSASSA_PSS), SEQ(NOTHING)), NXS_OID_RSASSA_PSS, 0},
        {SEQ(t_oid(NXS_OID_DSS_SHA_1)), 0, 0},
        {SEQ(t_oid(NXS_OID_COMMON_NAME)), 0, 0},
        {SEQ(LIT("\x06\x03\x2B\x65\x71")), 0, 0}, /* Ed448 */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct t_cert what = plain;
        what.outer = cases[i].algorithm;
        what.inner = cases[i].algorithm;
        const struct nxs_cert *cert = t_cert(&what);
        assert_non_null(cert);
        assert_int_equal(cert->signature_type, cases[i].type);
        assert_int_equal(cert->pss_hash, cases[i].pss_hash);
    }
    struct t_cert what = plain;
    what.outer = what.inner = SEQ(t_oid(NXS_OID_RSASSA_PSS)); /* [RFC4055 3.1] must be present */
    assert_null(t_cert(&what));
}

/* ---- every truncation, every changed byte ---- */

static void look_at_everything(const struct nxs_cert *cert)
{
    char text[64];
    uint16_t usage;
    nxs_bytes value;
    struct nxs_basic_constraints constraints;
    struct nxs_extension extension;
    const struct nxs_span spans[] = {cert->tbs,       cert->serial,    cert->issuer,     cert->subject,
                                     cert->spki,      cert->key,       cert->not_before, cert->not_after,
                                     cert->algorithm, cert->signature, cert->modulus,    cert->exponent,
                                     cert->extensions};
    for (size_t i = 0; i < sizeof spans / sizeof spans[0]; i++) {
        assert_int_equal(nxs_cert_part(cert, spans[i]).len, spans[i].len);
    }
    nxs_name_text(nxs_cert_part(cert, cert->subject), text, sizeof text);
    assert_true(strlen(text) < sizeof text);
    (void)nxs_name_attribute(nxs_cert_part(cert, cert->subject), NXS_OID_COMMON_NAME, &value, NULL);
    struct nxs_reader r = nxs_reader_of(nxs_cert_part(cert, cert->extensions));
    while (nxs_extension_next(&r, &extension) == NXS_OK) {
    }
    assert_true(nxs_key_usage(cert, &usage) < NXS_STATUS_COUNT);
    assert_true(nxs_basic_constraints(cert, &constraints) < NXS_STATUS_COUNT);
    assert_true(nxs_extended_key_usage(cert, NXS_OID_PKIX_KP_SERVER_AUTH) < NXS_STATUS_COUNT);
    assert_true(nxs_host_check(cert, LIT("www.example.com")) < NXS_STATUS_COUNT);
    assert_true(nxs_common_name_check(cert, LIT("www.example.com")) < NXS_STATUS_COUNT);
}

static nxs_bytes rich_certificate(enum t_key key)
{
    struct t_cert what = {.subject_name = SEQ(SET(t_attribute(NXS_OID_COUNTRY, 0x13, "CH")),
                                              SET(t_attribute(NXS_OID_ORGANIZATION, 0x14, "Caf\xE9"),
                                                  t_attribute(NXS_OID_COMMON_NAME, 0x0C, "*.example.com"))),
                          .issuer = "ca",
                          .key = key,
                          .to = "20510101000000Z",
                          .extensions = JOIN(t_ca(1), t_key_usage(0x8400),
                                             t_purpose(NXS_OID_PKIX_KP_SERVER_AUTH), t_dns("*.example.com"))};
    return t_cert_der(&what);
}

static void every_truncation_is_refused(void **state)
{
    (void)state;
    nxs_bytes der = rich_certificate(T_P256_A);
    struct nxs_cert cert;
    assert_int_equal(nxs_cert_parse(&cert, der), NXS_OK);
    look_at_everything(&cert);
    for (size_t len = 0; len < der.len; len++) {
        uint8_t *exact = malloc(len + 1); /* the sanitizer watches its end */
        assert_non_null(exact);
        uint8_t *end = exact + 1;
        memcpy(end, der.data, len);
        assert_int_equal(nxs_cert_parse(&cert, nxs_bytes_of(end, len)), NXS_CERT_MALFORMED);
        free(exact);
    }
}

static void flip_each_byte(enum t_key key)
{
    nxs_bytes der = rich_certificate(key);
    uint8_t *changed = malloc(der.len);
    assert_non_null(changed);
    memcpy(changed, der.data, der.len);
    for (size_t at = 0; at < der.len; at++) {
        for (unsigned bit = 0; bit <= 8; bit++) {
            struct nxs_cert cert;
            changed[at] ^= (uint8_t)(bit < 8 ? 1u << bit : 0xFFu);
            enum nxs_status status = nxs_cert_parse(&cert, nxs_bytes_of(changed, der.len));
            assert_true(status == NXS_OK || status == NXS_CERT_MALFORMED || status == NXS_CERT_SEQUENCE ||
                        status == NXS_CERT_KEY_UNSUPPORTED);
            if (status == NXS_OK || status == NXS_CERT_KEY_UNSUPPORTED) {
                look_at_everything(&cert);
            }
            changed[at] = der.data[at];
        }
    }
    free(changed);
}

static void every_changed_byte_is_survived(void **state)
{
    (void)state;
    flip_each_byte(T_P256_A);
    flip_each_byte(T_RSA_2048);
    flip_each_byte(T_RSA_PSS_SHA384);
    flip_each_byte(T_ED25519);
}

static int end(void **state)
{
    (void)state;
    t_end();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_certificate_and_its_parts, reset),
        cmocka_unit_test_setup(versions_and_unique_identifiers, reset),
        cmocka_unit_test_setup(serial_numbers, reset),
        cmocka_unit_test_setup(dates_do_not_fail_the_parser, reset),
        cmocka_unit_test_setup(names_of_all_kinds, reset),
        cmocka_unit_test_setup(frames_are_strict, reset),
        cmocka_unit_test_setup(the_outermost_element_is_a_sequence, reset),
        cmocka_unit_test_setup(rsa_keys, reset),
        cmocka_unit_test_setup(rsa_pss_keys, reset),
        cmocka_unit_test_setup(curve_keys, reset),
        cmocka_unit_test_setup(signature_algorithms, reset),
        cmocka_unit_test_setup(every_truncation_is_refused, reset),
        cmocka_unit_test_setup(every_changed_byte_is_survived, reset),
    };
    return cmocka_run_group_tests(tests, NULL, end);
}
