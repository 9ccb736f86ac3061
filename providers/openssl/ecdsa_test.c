#include "asym_test.h"

#include <stdlib.h>

#include <openssl/sha.h>

/* RFC 6979 appendix A.2, message "sample": the key and the signature of its SHA-256 (P-521: SHA-512). */
struct known {
    NX_CRYPTO_METHOD *curve;
    const char *scalar;
    const char *point;
    const char *r;
    const char *s;
    size_t hash;
};

static const struct known known[] = {
    {&crypto_method_ec_secp192, "6FAB034934E4C0FC9AE67F5B5659A9D7D1FEFD187EE09FD4",
     "04 AC2C77F529F91689FEA0EA5EFEC7F210D8EEA0B9E047ED56 3BC723E57670BD4887EBC732C523063D0A7C957BC97C1C43",
     "4B0B8CE98A92866A2820E20AA6B75B56382E0F9BFD5ECB55", "CCDB006926EA9565CBADC840829D8C384E06DE1F1E381B85",
     32},
    {&crypto_method_ec_secp224, "F220266E1105BFE3083E03EC7A3A654651F45E37167E88600BF257C1",
     "04 00CF08DA5AD719E42707FA431292DEA11244D64FC51610D94B130D6C"
     "EEAB6F3DEBE455E3DBF85416F7030CBD94F34F2D6F232C69F3C1385A",
     "61AA3DA010E8E8406C656BC477A7A7189895E7E840CDFE8FF42307BA",
     "BC814050DAB5D23770879494F9E0A680DC1AF7161991BDE692B10101", 32},
    {&crypto_method_ec_secp256, "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721",
     "04 60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6"
     "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299",
     "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716",
     "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8", 32},
    {&crypto_method_ec_secp384,
     "6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA9AA47740787137D896D5724E4C70A825F872C9EA60D2EDF5",
     "04 EC3A4E415B4E19A4568618029F427FA5DA9A8BC4AE92E02E06AAE5286B300C64DEF8F0EA9055866064A254515480BC13"
     "8015D9B72D7D57244EA8EF9AC0C621896708A59367F9DFB9F54CA84B3F1C9DB1288B231C3AE0D4FE7344FD2533264720",
     "21B13D1E013C7FA1392D03C5F99AF8B30C570C6F98D4EA8E354B63A21D3DAA33BDE1E888E63355D92FA2B3C36D8FB2CD",
     "F3AA443FB107745BF4BD77CB3891674632068A10CA67E3D45DB2266FA7D1FEEBEFDC63ECCD1AC42EC0CB8668A4FA0AB0", 32},
    {&crypto_method_ec_secp521,
     "00FAD06DAA62BA3B25D2FB40133DA757205DE67F5BB0018FEE8C86E1B68C7E75CAA896EB32F1F47C70855836A6D16FCC1466F6D"
     "8FBEC"
     "67DB89EC0C08B0E996B83538",
     "04 "
     "01894550D0785932E00EAA23B694F213F8C3121F86DC97A04E5A7167DB4E5BCD371123D46E45DB6B5D5370A7F20FB633155D38F"
     "FA"
     "16D2BD761DCAC474B9A2F5023A4"
     "00493101C962CD4D2FDDF782285E64584139C2F91B47F87FF82354D6630F746A28A0DB25741B5B34A828008B22ACC23F924FAAF"
     "BD4D33"
     "F81EA66956DFEAA2BFDFCF5",
     "00C328FAFCBD79DD77850370C46325D987CB525569FB63C5D3BC53950E6D4C5F174E25A1EE9017B5D450606ADD152B534931D7D"
     "4E8455"
     "CC91F9B15BF05EC36E377FA",
     "00617CCE7CF5064806C467F678D3B4080D6F1CC50AF26CA209417308281B68AF282623EAA63E5B5C0723D8B8C37FF0777B1A20F"
     "8CCB1"
     "DCCC43997F1EE0E44DA4A67A",
     64},
};
enum { CURVES = sizeof known / sizeof known[0] };

static NX_CRYPTO_METHOD *const ecdsa = &crypto_method_ecdsa;

struct key {
    uint8_t scalar[66];
    uint8_t point[133];
    uint8_t hash[64];
    uint8_t signature[141];
    size_t scalar_len, point_len, hash_len, signature_len;
};

static size_t der_integer(const char *hex, uint8_t *out)
{
    uint8_t number[66];
    size_t len = from_hex(hex, number, sizeof number);
    size_t skip = 0;
    while (number[skip] == 0) {
        skip++;
    }
    size_t pad = number[skip] >> 7;
    out[0] = 2;
    out[1] = (uint8_t)(len - skip + pad);
    out[2] = 0;
    memcpy(out + 2 + pad, number + skip, len - skip);
    return 2 + pad + len - skip;
}

static void key_read(const struct known *from, struct key *key)
{
    uint8_t integers[140];
    key->scalar_len = from_hex(from->scalar, key->scalar, sizeof key->scalar);
    key->point_len = from_hex(from->point, key->point, sizeof key->point);
    key->hash_len = from->hash;
    if (from->hash == 32) {
        SHA256((const uint8_t *)"sample", 6, key->hash);
    } else {
        SHA512((const uint8_t *)"sample", 6, key->hash);
    }
    size_t len = der_integer(from->r, integers);
    len += der_integer(from->s, integers + len);
    size_t head = 0;
    key->signature[head++] = 0x30;
    if (len > 127) {
        key->signature[head++] = 0x81;
    }
    key->signature[head++] = (uint8_t)len;
    memcpy(key->signature + head, integers, len);
    key->signature_len = head + len;
}

static void begin(union area *area, const struct key *key, const NX_CRYPTO_METHOD *curve)
{
    assert_int_equal(method_init(ecdsa, area, key->point, key->point_len), 0);
    assert_int_equal(curve_set(ecdsa, area, curve), 0);
}

static UINT sign(union area *area, const struct key *key, struct result *signature, size_t room)
{
    return method_result(ecdsa, area, NX_CRYPTO_AUTHENTICATE, key->scalar, key->scalar_len, key->hash,
                         key->hash_len, signature, room);
}

static UINT verify(union area *area, const struct key *key, const void *signature, size_t len)
{
    return method_call(ecdsa, area, NX_CRYPTO_VERIFY, key->point, key->point_len, key->hash, key->hash_len,
                       (void *)(uintptr_t)signature, len);
}

static void known_signatures_verify(void **state)
{
    (void)state;
    for (size_t i = 0; i < CURVES; i++) {
        struct key key;
        union area area;
        key_read(&known[i], &key);
        begin(&area, &key, known[i].curve);
        assert_int_equal(verify(&area, &key, key.signature, key.signature_len), 0);
        /* Any number of times. */
        assert_int_equal(verify(&area, &key, key.signature, key.signature_len), 0);
        key.hash[0] ^= 1;
        assert_int_equal(verify(&area, &key, key.signature, key.signature_len),
                         NX_CRYPTO_AUTHENTICATION_FAILED);
        key.hash[0] ^= 1;
        key.signature[key.signature_len - 1] ^= 1;
        assert_int_equal(verify(&area, &key, key.signature, key.signature_len),
                         NX_CRYPTO_AUTHENTICATION_FAILED);
        assert_int_equal(ecdsa->nx_crypto_cleanup(&area), 0);
    }
}

static void signatures_verify(void **state)
{
    (void)state;
    for (size_t i = 0; i < CURVES; i++) {
        struct key key;
        union area area;
        struct result one;
        struct result two;
        key_read(&known[i], &key);
        begin(&area, &key, known[i].curve);
        assert_int_equal(sign(&area, &key, &one, 141), 0);
        size_t len = one.output.nx_crypto_extended_output_actual_size;
        assert_int_equal(one.data[0], 0x30);
        assert_int_equal(verify(&area, &key, one.data, len), 0);
        assert_int_equal(sign(&area, &key, &two, 141), 0);
        assert_memory_not_equal(one.data, two.data, 24); /* a fresh nonce */
        assert_int_equal(verify(&area, &key, two.data, two.output.nx_crypto_extended_output_actual_size), 0);
        assert_int_not_equal(verify(&area, &key, one.data, len - 1), 0);
        assert_int_not_equal(verify(&area, &key, one.data, len + 1), 0);
        assert_int_not_equal(verify(&area, &key, one.data, 0), 0);
        assert_int_not_equal(sign(&area, &key, &two, 20), 0);
        assert_int_equal(two.output.nx_crypto_extended_output_actual_size, 0);
    }
}

/* Only the one encoding of a signature is DER. */
static void other_encodings_are_refused(void **state)
{
    (void)state;
    struct key key;
    union area area;
    key_read(&known[2], &key);
    begin(&area, &key, known[2].curve);
    uint8_t other[80];
    /* A length in two bytes where one is enough. */
    other[0] = 0x30;
    other[1] = 0x81;
    memcpy(other + 2, key.signature + 1, key.signature_len - 1);
    assert_int_not_equal(verify(&area, &key, other, key.signature_len + 1), 0);
    /* A zero more in front of r. */
    memcpy(other, key.signature, 4);
    other[1]++;
    other[3]++;
    other[4] = 0;
    memcpy(other + 5, key.signature + 4, key.signature_len - 4);
    assert_int_not_equal(verify(&area, &key, other, key.signature_len + 1), 0);
    /* r or s is zero. */
    static const uint8_t zero_r[] = {0x30, 6, 2, 1, 0, 2, 1, 1};
    static const uint8_t zero_s[] = {0x30, 6, 2, 1, 1, 2, 1, 0};
    static const uint8_t zeros[] = {0x30, 6, 2, 1, 0, 2, 1, 0};
    assert_int_not_equal(verify(&area, &key, zero_r, sizeof zero_r), 0);
    assert_int_not_equal(verify(&area, &key, zero_s, sizeof zero_s), 0);
    assert_int_not_equal(verify(&area, &key, zeros, sizeof zeros), 0);
}

static void bad_keys_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < CURVES; i++) {
        struct key key;
        union area area;
        struct result signature;
        key_read(&known[i], &key);
        begin(&area, &key, known[i].curve);
        size_t len = key.point_len;
        static const uint8_t forms[] = {0, 2, 3, 5, 6, 7};
        for (size_t k = 0; k < sizeof forms; k++) {
            key.point[0] = forms[k];
            key.point_len = len;
            assert_int_equal(verify(&area, &key, key.signature, key.signature_len), NX_CRYPTO_INVALID_KEY);
            key.point_len = len / 2 + 1;
            assert_int_equal(verify(&area, &key, key.signature, key.signature_len), NX_CRYPTO_INVALID_KEY);
            key.point_len = 1;
            assert_int_equal(verify(&area, &key, key.signature, key.signature_len), NX_CRYPTO_INVALID_KEY);
        }
        key.point[0] = 4;
        key.point_len = len - 1;
        assert_int_equal(verify(&area, &key, key.signature, key.signature_len), NX_CRYPTO_INVALID_KEY);
        key.point_len = len;
        key.point[len - 1] ^= 1;
        assert_int_equal(verify(&area, &key, key.signature, key.signature_len), NX_CRYPTO_INVALID_KEY);
        key.point[len - 1] ^= 1;
        assert_int_equal(verify(&area, &key, key.signature, key.signature_len), 0);

        memset(key.scalar, 0, sizeof key.scalar);
        assert_int_equal(sign(&area, &key, &signature, 141), NX_CRYPTO_INVALID_KEY);
        memset(key.scalar, 0xFF, sizeof key.scalar);
        assert_int_equal(sign(&area, &key, &signature, 141), NX_CRYPTO_INVALID_KEY);
        key.scalar_len = 0;
        assert_int_equal(sign(&area, &key, &signature, 141), NX_CRYPTO_INVALID_KEY);
    }
}

/* The same memory holds one key after the other: nothing may remember the first. */
static void reused_memory_signs_by_the_new_key(void **state)
{
    (void)state;
    struct key other;
    struct key key;
    union area area;
    struct result result;
    key_read(&known[2], &key);
    other = key;
    begin(&area, &key, known[2].curve);
    assert_int_equal(sign(&area, &key, &result, 141), 0);
    /* Scalar 2 and the point 2 G. */
    memset(key.scalar, 0, sizeof key.scalar);
    key.scalar[31] = 2;
    from_hex("04 7CF27B188D034F7E8A52380304B51AC3C08969E277F21B35A60B48FC47669978"
             "07775510DB8ED040293D9AC69F7430DBBA7DADE63CE982299E04B79D227873D1",
             key.point, sizeof key.point);
    begin(&area, &key, known[2].curve);
    assert_int_equal(sign(&area, &key, &result, 141), 0);
    size_t len = result.output.nx_crypto_extended_output_actual_size;
    assert_int_equal(verify(&area, &key, result.data, len), 0);
    assert_int_equal(verify(&area, &other, result.data, len), NX_CRYPTO_AUTHENTICATION_FAILED);
}

static void misuse_is_refused(void **state)
{
    (void)state;
    struct key key;
    union area area;
    struct result result;
    key_read(&known[2], &key);
    memset(&area, 0, sizeof area);
    assert_int_not_equal(sign(&area, &key, &result, 141), 0);
    assert_int_equal(method_init(ecdsa, &area, NULL, 0), 0);
    assert_int_equal(sign(&area, &key, &result, 141), NX_CRYTPO_MISSING_ECC_CURVE);
    assert_int_not_equal(curve_set(ecdsa, &area, &crypto_method_ec_x25519), 0);
    assert_int_equal(curve_set(ecdsa, &area, &crypto_method_ec_secp256), 0);
    assert_int_equal(method_call(ecdsa, &area, 0x11234, "key", 3, "in", 2, result.data, 9),
                     NXS_UNKNOWN_OPERATION);
    key.hash_len = 0;
    assert_int_not_equal(sign(&area, &key, &result, 141), 0);
    key.hash_len = 32;
    assert_int_not_equal(method_call(ecdsa, &area, NX_CRYPTO_AUTHENTICATE, NULL, 32, key.hash, 32,
                                     &result.output, sizeof result.output),
                         0);
    assert_int_not_equal(method_call(ecdsa, &area, NX_CRYPTO_VERIFY, key.point, 65, key.hash, 32, NULL, 0),
                         0);
    assert_int_equal(ecdsa->nx_crypto_cleanup(&area), 0);
    assert_int_not_equal(sign(&area, &key, &result, 141), 0);
}

/* [RFC8032 7.1], tests 1 to 3. */
static const struct {
    const char *seed, *public, *message, *signature;
} edwards[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
     "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
     "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
     "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"},
};

static void ed25519_known_answers(void **state)
{
    (void)state;
    NX_CRYPTO_METHOD *method = &crypto_method_ed25519;
    for (size_t i = 0; i < sizeof edwards / sizeof edwards[0]; i++) {
        uint8_t seed[32], public[32], message[2], expected[64];
        from_hex(edwards[i].seed, seed, sizeof seed);
        from_hex(edwards[i].public, public, sizeof public);
        from_hex(edwards[i].signature, expected, sizeof expected);
        size_t len = from_hex(edwards[i].message, message, sizeof message);
        union area area;
        struct result result;
        assert_int_equal(method_init(method, &area, public, 32), 0);
        assert_int_equal(
            method_result(method, &area, NX_CRYPTO_AUTHENTICATE, seed, 32, message, len, &result, 64), 0);
        assert_int_equal(result.output.nx_crypto_extended_output_actual_size, 64);
        assert_memory_equal(result.data, expected, 64);
        assert_int_equal(method_call(method, &area, NX_CRYPTO_VERIFY, public, 32, message, len, expected, 64),
                         0);
        assert_int_not_equal(
            method_call(method, &area, NX_CRYPTO_VERIFY, public, 32, message, len, expected, 63), 0);
        assert_int_not_equal(
            method_call(method, &area, NX_CRYPTO_VERIFY, public, 31, message, len, expected, 64), 0);
        assert_int_not_equal(
            method_call(method, &area, NX_CRYPTO_VERIFY, public, 32, "other", 5, expected, 64), 0);
        expected[40] ^= 1;
        assert_int_equal(method_call(method, &area, NX_CRYPTO_VERIFY, public, 32, message, len, expected, 64),
                         NX_CRYPTO_AUTHENTICATION_FAILED);
        assert_int_not_equal(
            method_result(method, &area, NX_CRYPTO_AUTHENTICATE, seed, 32, message, len, &result, 63), 0);
        assert_int_equal(method_call(method, &area, 0x11234, seed, 32, message, len, expected, 64),
                         NXS_UNKNOWN_OPERATION);
        assert_int_equal(method->nx_crypto_cleanup(&area), 0);
    }
}

/* An empty message may come without a pointer. */
static void ed25519_signs_nothing_at_all(void **state)
{
    (void)state;
    uint8_t seed[32], public[32], signature[64];
    union area area;
    from_hex(edwards[0].seed, seed, sizeof seed);
    from_hex(edwards[0].public, public, sizeof public);
    from_hex(edwards[0].signature, signature, sizeof signature);
    struct result result;
    assert_int_equal(method_init(&crypto_method_ed25519, &area, public, 32), 0);
    assert_int_equal(
        method_result(&crypto_method_ed25519, &area, NX_CRYPTO_AUTHENTICATE, seed, 32, NULL, 0, &result, 64),
        0);
    assert_memory_equal(result.data, signature, 64);
    assert_int_equal(
        method_call(&crypto_method_ed25519, &area, NX_CRYPTO_VERIFY, public, 32, NULL, 0, signature, 64), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_signatures_verify),
        cmocka_unit_test(signatures_verify),
        cmocka_unit_test(other_encodings_are_refused),
        cmocka_unit_test(bad_keys_are_refused),
        cmocka_unit_test(reused_memory_signs_by_the_new_key),
        cmocka_unit_test(misuse_is_refused),
        cmocka_unit_test(ed25519_known_answers),
        cmocka_unit_test(ed25519_signs_nothing_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
