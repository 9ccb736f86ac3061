#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "x509/internal.h"
#include "x509/test_certs.h"

static int reset(void **state)
{
    (void)state;
    t_reset();
    return 0;
}

static int end(void **state)
{
    (void)state;
    t_end();
    return 0;
}

typedef enum nxs_status read_function(nxs_bytes der, struct nxs_private_key *key);

/* The public half of a private key is that of the certificate. */
static void assert_public(const struct nxs_private_key *key, enum t_key which)
{
    struct t_cert what = {.subject = "x", .key = which, .signer = T_P256_A};
    struct nxs_public_key public = nxs_cert_public_key(t_cert(&what));
    assert_int_equal(key->kind, public.kind);
    assert_int_equal(key->public.kind, public.kind);
    assert_true(nxs_bytes_equal(key->public.modulus, public.modulus));
    assert_true(nxs_bytes_equal(key->public.exponent, public.exponent));
    assert_int_equal(key->public.pss_hash, public.pss_hash);
    assert_int_equal(key->public.group, public.group);
}

/* ---- what libcrypto writes ---- */

static void keys_in_all_forms(void **state)
{
    (void)state;
    struct nxs_private_key key;
    assert_int_equal(nxs_private_key_rsa(t_private_key(T_RSA_2048, true), &key), NXS_OK);
    assert_public(&key, T_RSA_2048);
    assert_int_equal(key.prime_p.len, 128);
    assert_int_equal(key.prime_q.len, 128);
    assert_true(key.exponent.len > 200 && key.exponent.len <= 256);
    nxs_bytes exponent = key.exponent;
    assert_int_equal(nxs_private_key_pkcs8(t_private_key(T_RSA_2048, false), &key), NXS_OK);
    assert_public(&key, T_RSA_2048);
    assert_true(nxs_bytes_equal(key.exponent, exponent));
    static const enum t_key curves[] = {T_P224, T_P256_A, T_P384, T_P521};
    for (size_t i = 0; i < sizeof curves / sizeof curves[0]; i++) {
        assert_int_equal(nxs_private_key_ec(t_private_key(curves[i], true), &key), NXS_OK);
        assert_public(&key, curves[i]);
        assert_true(nxs_point_fits(key.public.point, key.public.group));
        nxs_bytes scalar = key.scalar;
        assert_int_equal(nxs_private_key_pkcs8(t_private_key(curves[i], false), &key), NXS_OK);
        assert_public(&key, curves[i]);
        assert_true(nxs_bytes_equal(key.scalar, scalar));
    }
    assert_int_equal(nxs_private_key_pkcs8(t_private_key(T_ED25519, false), &key), NXS_OK);
    assert_public(&key, T_ED25519);
    assert_int_equal(key.scalar.len, 32);
    assert_int_equal(nxs_private_key_pkcs8(t_private_key(T_RSA_PSS, false), &key), NXS_OK);
    assert_public(&key, T_RSA_PSS);
    assert_int_equal(nxs_private_key_pkcs8(t_private_key(T_RSA_PSS_SHA384, false), &key), NXS_OK);
    assert_public(&key, T_RSA_PSS_SHA384);
    assert_int_equal(key.public.pss_hash, NX_CRYPTO_HASH_SHA384);
}

static void keys_in_the_wrong_form(void **state)
{
    (void)state;
    struct nxs_private_key key;
    assert_int_equal(nxs_private_key_rsa(t_private_key(T_RSA_2048, false), &key), NXS_PRIVATE_KEY_INVALID);
    assert_int_equal(nxs_private_key_rsa(t_private_key(T_P256_A, true), &key), NXS_PRIVATE_KEY_INVALID);
    assert_int_equal(nxs_private_key_ec(t_private_key(T_P256_A, false), &key), NXS_PRIVATE_KEY_INVALID);
    assert_int_equal(nxs_private_key_ec(t_private_key(T_RSA_2048, true), &key), NXS_PRIVATE_KEY_INVALID);
    assert_int_equal(nxs_private_key_pkcs8(t_private_key(T_RSA_2048, true), &key), NXS_PRIVATE_KEY_INVALID);
    assert_int_equal(nxs_private_key_pkcs8(t_private_key(T_P256_A, true), &key), NXS_PRIVATE_KEY_INVALID);
    assert_int_equal(key.kind, NXS_KEY_NONE);
    assert_null(key.scalar.data);
}

/* ---- the outermost element [compatibility: 0x186, 0x190, 0x182] ---- */

static void the_outermost_element_has_its_own_codes(void **state)
{
    (void)state;
    static const struct {
        read_function *read;
        enum t_key key;
        bool traditional;
    } forms[] = {{nxs_private_key_rsa, T_RSA_2048, true},
                 {nxs_private_key_ec, T_P256_A, true},
                 {nxs_private_key_pkcs8, T_P256_A, false}};
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        nxs_bytes der = t_private_key(forms[i].key, forms[i].traditional);
        struct nxs_private_key key;
        uint8_t changed[2000];
        memcpy(changed, der.data, der.len);
        assert_int_equal(forms[i].read(der, &key), NXS_OK);
        changed[0] = 0x31;
        assert_int_equal(forms[i].read(nxs_bytes_of(changed, der.len), &key), NXS_PRIVATE_KEY_SEQUENCE);
        changed[0] = 0x04;
        assert_int_equal(forms[i].read(nxs_bytes_of(changed, der.len), &key), NXS_PRIVATE_KEY_SEQUENCE);
        changed[0] = 0xB0;
        assert_int_equal(forms[i].read(nxs_bytes_of(changed, der.len), &key), NXS_PRIVATE_KEY_CLASS);
        changed[0] = 0x1F;
        assert_int_equal(forms[i].read(nxs_bytes_of(changed, der.len), &key), NXS_PRIVATE_KEY_SEQUENCE);
        assert_int_equal(forms[i].read(nxs_bytes_of(der.data, der.len - 1), &key), NXS_PRIVATE_KEY_LENGTH);
        assert_int_equal(forms[i].read(JOIN(der, LIT("\0")), &key), NXS_PRIVATE_KEY_LENGTH);
        assert_int_equal(forms[i].read(LIT("\x30\x88\x00\x00\x00\x00\x00\x00\x00\x01"), &key),
                         NXS_PRIVATE_KEY_LENGTH);
        assert_int_equal(forms[i].read(NOTHING, &key), NXS_PRIVATE_KEY_LENGTH);
    }
}

/* ---- inside ---- */

#define RSA_KEY(version, n, e, d, p, q, last) SEQ(version, n, e, d, p, q, t_int(3), t_int(5), last)

static void rsa_keys_that_cannot_be(void **state)
{
    (void)state;
    nxs_bytes n = TLV(2, LIT("\x00"), t_fill(0xC5, 64)), d = TLV(2, t_fill(0x55, 64)), e = t_int(65537);
    nxs_bytes p = TLV(2, LIT("\x00"), t_fill(0xD1, 32)), v = t_int(0), c = t_int(7);
    struct nxs_private_key key;
    assert_int_equal(nxs_private_key_rsa(RSA_KEY(v, n, e, d, p, p, c), &key), NXS_OK);
    nxs_bytes bad[] = {
        RSA_KEY(t_int(1), n, e, d, p, p, c), /* more than two primes */
        RSA_KEY(t_int(2), n, e, d, p, p, c),
        RSA_KEY(LIT("\x02\x01\xFF"), n, e, d, p, p, c),
        RSA_KEY(LIT("\x04\x01\x00"), n, e, d, p, p, c),
        RSA_KEY(v, TLV(2, t_fill(0xC5, 64)), e, d, p, p, c),
        RSA_KEY(v, TLV(2, t_fill(0x44, 64)), e, d, p, p, c),
        RSA_KEY(v, n, t_int(1), d, p, p, c),
        RSA_KEY(v, n, t_int(2), d, p, p, c),
        RSA_KEY(v, n, e, t_int(0), p, p, c),
        RSA_KEY(v, n, e, TLV(2, t_fill(0x55, 65)), p, p, c),
        RSA_KEY(v, n, e, d, t_int(0), p, c),
        RSA_KEY(v, n, e, d, p, t_int(0), c),
        RSA_KEY(v, n, e, d, p, TLV(2, t_fill(0x55, 64)), c),
        RSA_KEY(v, n, e, d, p, p, LIT("\x02\x01\xFF")),
        RSA_KEY(v, n, e, d, p, p, LIT("\x04\x01\x07")),
        RSA_KEY(v, n, e, d, p, p, JOIN(c, c)),
        RSA_KEY(v, n, e, LIT("\x02\x02\x00\x05"), p, p, c),
        RSA_KEY(v, TLV(2, t_fill(0x55, NXS_MAX_MODULUS + 1)), e, d, p, p, c),
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(nxs_private_key_rsa(bad[i], &key), NXS_PRIVATE_KEY_INVALID);
        assert_null(key.exponent.data);
    }
    assert_int_equal(nxs_private_key_rsa(RSA_KEY(v, n, e, d, p, p, LIT("\x02\x7F\x01")), &key),
                     NXS_PRIVATE_KEY_LENGTH);
    assert_int_equal(nxs_private_key_rsa(RSA_KEY(v, n, e, d, p, p, NOTHING), &key), NXS_PRIVATE_KEY_LENGTH);
}

static void ec_keys_that_cannot_be(void **state)
{
    (void)state;
    nxs_bytes d = TLV(4, t_fill(0x11, 32)), v = t_int(1);
    nxs_bytes curve = TLV(0xA0, LIT("\x06\x08\x2A\x86\x48\xCE\x3D\x03\x01\x07"));
    nxs_bytes point = TLV(0xA1, t_bits(JOIN(LIT("\x04"), t_fill(0x11, 64))));
    struct nxs_private_key key;
    assert_int_equal(nxs_private_key_ec(SEQ(v, d), &key), NXS_OK); /* the certificate has the rest */
    assert_int_equal(key.public.group, 0);
    assert_int_equal(nxs_private_key_ec(SEQ(v, d, curve), &key), NXS_OK);
    assert_int_equal(key.public.group, 23);
    assert_int_equal(key.public.point.len, 0);
    assert_int_equal(nxs_private_key_ec(SEQ(v, d, point), &key), NXS_OK);
    assert_int_equal(nxs_private_key_ec(SEQ(v, TLV(4, LIT("\x07")), curve, point), &key),
                     NXS_OK); /* zeros left out */
    nxs_bytes bad[] = {
        SEQ(t_int(0), d, curve, point),
        SEQ(t_int(2), d, curve, point),
        SEQ(d, curve, point),
        SEQ(v, TLV(3, t_fill(0x11, 32)), curve, point),
        SEQ(v, TLV(4, NOTHING), curve, point),
        SEQ(v, TLV(4, t_fill(0, 32)), curve, point),
        SEQ(v, TLV(4, t_fill(0x11, 33)), curve, point),
        SEQ(v, TLV(4, t_fill(0x11, NXS_MAX_SECRET + 1))),
        SEQ(v, d, TLV(0xA0, LIT("\x06\x05\x2B\x81\x04\x00\x0A")), point), /* secp256k1 */
        SEQ(v, d, TLV(0xA0, SEQ(v)), point),
        SEQ(v, d, TLV(0xA0, LIT("\x05\x00")), point),
        SEQ(v, d, point, curve),
        SEQ(v, d, curve, TLV(0xA1, t_bits(JOIN(LIT("\x04"), t_fill(0x11, 63))))),
        SEQ(v, d, curve, TLV(0xA1, t_bits(JOIN(LIT("\x02"), t_fill(0x11, 32))))),
        SEQ(v, d, curve, TLV(0xA1, TLV(4, LIT("\x04"), t_fill(0x11, 64)))),
        SEQ(v, d, curve, point, v),
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(nxs_private_key_ec(bad[i], &key), NXS_PRIVATE_KEY_INVALID);
        assert_null(key.scalar.data);
    }
}

static void packages_that_cannot_be(void **state)
{
    (void)state;
    nxs_bytes ed = SEQ(t_oid(NXS_OID_ED25519)), v = t_int(0), v2 = t_int(1);
    nxs_bytes seed = TLV(4, TLV(4, t_fill(0x11, 32)));
    nxs_bytes public = TLV(0x81, LIT("\x00"), t_fill(0x22, 32));
    nxs_bytes attributes = TLV(0xA0, SEQ(t_oid(NXS_OID_COMMON_NAME), SET(t_text(0x0C, "x"))));
    nxs_bytes p256 = SEQ(t_oid(NXS_OID_EC), LIT("\x06\x08\x2A\x86\x48\xCE\x3D\x03\x01\x07"));
    nxs_bytes scalar = TLV(4, t_fill(0x11, 32));
    nxs_bytes rsa = TLV(4, t_private_key(T_RSA_2048, true));
    struct nxs_private_key key;
    assert_int_equal(nxs_private_key_pkcs8(SEQ(v, ed, seed), &key), NXS_OK);
    assert_int_equal(key.public.point.len, 0);
    assert_int_equal(nxs_private_key_pkcs8(SEQ(v, ed, seed, attributes), &key), NXS_OK);
    assert_int_equal(nxs_private_key_pkcs8(SEQ(v2, ed, seed, attributes, public), &key), NXS_OK);
    assert_int_equal(key.public.point.len, 32);
    assert_int_equal(nxs_private_key_pkcs8(SEQ(v, p256, TLV(4, SEQ(t_int(1), scalar))), &key), NXS_OK);
    assert_int_equal(key.public.group, 23);
    assert_int_equal(nxs_private_key_pkcs8(SEQ(v, SEQ(t_oid(NXS_OID_RSA), LIT("\x05\x00")), rsa), &key),
                     NXS_OK);
    nxs_bytes bad[] = {
        SEQ(t_int(2), ed, seed),
        SEQ(v, ed, seed, public), /* [RFC5958 2] a public key needs version 2 */
        SEQ(v, SEQ(t_oid(NXS_OID_ED25519), LIT("\x05\x00")), seed), /* [RFC8410 3] */
        SEQ(v, ed, TLV(4, t_fill(0x11, 32))),
        SEQ(v, ed, TLV(4, TLV(4, t_fill(0x11, 31)))),
        SEQ(v, ed, TLV(4, TLV(4, t_fill(0x11, 32)), LIT("\x00"))),
        SEQ(v2, ed, seed, TLV(0x81, LIT("\x00"), t_fill(0x22, 31))),
        SEQ(v2, ed, seed, TLV(0x81, NOTHING)),
        SEQ(v, SEQ(LIT("\x06\x03\x2B\x65\x71")), seed), /* Ed448 */
        SEQ(v, SEQ(t_oid(NXS_OID_EC)), TLV(4, SEQ(t_int(1), scalar))),
        SEQ(v, p256,
            TLV(4, SEQ(t_int(1), scalar, TLV(0xA0, LIT("\x06\x05\x2B\x81\x04\x00\x22"))))), /* says P-384 */
        SEQ(v, p256, TLV(4, SEQ(t_int(1), TLV(4, t_fill(0x11, 48))))),
        SEQ(v, p256, TLV(4, SEQ(t_int(1), scalar, TLV(0xA1, t_bits(LIT("\x04\x05")))))),
        SEQ(v, SEQ(t_oid(NXS_OID_RSA)), rsa),                      /* [RFC8017 A.1] NULL */
        SEQ(v, SEQ(t_oid(NXS_OID_RSASSA_PSS), SEQ(NOTHING)), rsa), /* SHA-1 */
        SEQ(v, ed, seed, attributes, attributes),
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(nxs_private_key_pkcs8(bad[i], &key), NXS_PRIVATE_KEY_INVALID);
        assert_null(key.scalar.data);
        assert_int_equal(key.kind, NXS_KEY_NONE);
    }
}

/* ---- every truncation and every changed byte ---- */

static void damage(read_function *read, nxs_bytes der)
{
    uint8_t *changed = malloc(der.len);
    assert_non_null(changed);
    struct nxs_private_key key;
    for (size_t len = 0; len < der.len; len++) {
        uint8_t *exact = malloc(len + 1);
        assert_non_null(exact);
        memcpy(exact + 1, der.data, len);
        assert_int_equal(read(nxs_bytes_of(exact + 1, len), &key), NXS_PRIVATE_KEY_LENGTH);
        free(exact);
    }
    memcpy(changed, der.data, der.len);
    for (size_t at = 0; at < der.len; at++) {
        for (unsigned bit = 0; bit < 8; bit++) {
            changed[at] ^= (uint8_t)(1u << bit);
            enum nxs_status status = read(nxs_bytes_of(changed, der.len), &key);
            assert_true(status == NXS_OK || status == NXS_PRIVATE_KEY_SEQUENCE ||
                        status == NXS_PRIVATE_KEY_CLASS || status == NXS_PRIVATE_KEY_LENGTH ||
                        status == NXS_PRIVATE_KEY_INVALID);
            assert_true((status == NXS_OK) == (key.kind != NXS_KEY_NONE));
            changed[at] = der.data[at];
        }
    }
    free(changed);
}

static void damaged_keys(void **state)
{
    (void)state;
    damage(nxs_private_key_rsa, t_private_key(T_RSA_1024, true));
    damage(nxs_private_key_ec, t_private_key(T_P256_A, true));
    damage(nxs_private_key_pkcs8, t_private_key(T_P256_A, false));
    damage(nxs_private_key_pkcs8, t_private_key(T_ED25519, false));
    damage(nxs_private_key_pkcs8, t_private_key(T_RSA_PSS_SHA384, false));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(keys_in_all_forms, reset),
        cmocka_unit_test_setup(keys_in_the_wrong_form, reset),
        cmocka_unit_test_setup(the_outermost_element_has_its_own_codes, reset),
        cmocka_unit_test_setup(rsa_keys_that_cannot_be, reset),
        cmocka_unit_test_setup(ec_keys_that_cannot_be, reset),
        cmocka_unit_test_setup(packages_that_cannot_be, reset),
        cmocka_unit_test_setup(damaged_keys, reset),
    };
    return cmocka_run_group_tests(tests, NULL, end);
}
