#include "asym_test.h"

/* Own scalar, peer's public value, shared secret. */
struct known {
    NX_CRYPTO_METHOD *curve;
    const char *scalar;
    const char *peer;
    const char *secret;
};

static const struct known known[] = {
    /* [RFC7748 6.1], both sides. */
    {&crypto_method_ec_x25519, "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a",
     "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f",
     "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"},
    {&crypto_method_ec_x25519, "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb",
     "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
     "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"},
    /* [RFC7748 5.2]: unclamped scalars, a peer's value with its top bit set. */
    {&crypto_method_ec_x25519, "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
     "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
     "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"},
    {&crypto_method_ec_x25519, "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
     "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493",
     "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957"},
    /* [RFC7748 6.2]. */
    {&crypto_method_ec_x448,
     "9a8f4925d1519f5775cf46b04b5800d4ee9ee8bae8bc5565d498c28dd9c9baf574a9419744897391006382a6f127ab1d9ac2d8c"
     "0a598726b",
     "3eb7a829b0cd20f5bcfc0b599b6feccf6da4627107bdb0d4f345b43027d8b972fc3e34fb4232a13ca706dcb57aec3dae07bdc1c"
     "67bf33609",
     "07fff4181ac6cc95ec1c16a94a0f74d12da232ce40a77552281d282bb60c0b56fd2464c335543936521c24403085d59a449a503"
     "7514a879d"},
    /* NIST CAVP, ECC CDH primitive, P-256, count 0. */
    {&crypto_method_ec_secp256, "7d7dc5f71eb29ddaf80d6214632eeae03d9058af1fb6d22ed80badb62bc1a534",
     "04 700c48f77f56584c5cc632ca65640db91b6bacce3a4df6b42ce7cc838833d287"
     "db71e509e3fd9b060ddb20ba5c51dcc5948d46fbf640dfe0441782cab85fa4ac",
     "46fc62106420ff012e54a434fbdd2d25ccc5852060561e68040dd7778997bd7b"},
    /* RFC 5903, 8.2. */
    {&crypto_method_ec_secp384,
     "099F3C7034D4A2C699884D73A375A67F7624EF7C6B3C0F160647B67414DCE655E35B538041E649EE3FAEF896783AB194",
     "04 E558DBEF53EECDE3D3FCCFC1AEA08A89A987475D12FD950D83CFA41732BC509D0D1AC43A0336DEF96FDA41D0774A3571"
     "DCFBEC7AACF3196472169E838430367F66EEBE3C6E70C416DD5F0C68759DD1FFF83FA40142209DFF5EAAD96DB9E6386C",
     "11187331C279962D93D604243FD592CB9D0A926F422E47187521287E7156C5C4D603135569B9E9D09CF5D4A270F59746"},
    /* RFC 5903, 8.3. */
    {&crypto_method_ec_secp521,
     "0037ADE9319A89F4DABDB3EF411AACCCA5123C61ACAB57B5393DCE47608172A095AA85A30FE1C2952C6771D937BA9777F5957B2"
     "639BA"
     "B072462F68C27A57382D4A52",
     "04 "
     "00D0B3975AC4B799F5BEA16D5E13E9AF971D5E9B984C9F39728B5E5739735A219B97C356436ADC6E95BB0352F6BE64A6C2912D4"
     "EF"
     "2D0433CED2B6171640012D9460F"
     "015C68226383956E3BD066E797B623C27CE0EAC2F551A10C2C724D9852077B87220B6536C5C408A1D2AEBB8E86D678AE49CB570"
     "91F473"
     "2296579AB44FCD17F0FC56A",
     "01144C7D79AE6956BC8EDB8E7C787C4521CB086FA64407F97894E5E6B2D79B04D1427E73CA4BAA240A34786859810C06B3C715A"
     "3A8CC3"
     "151F2BEE417996D19F3DDEA"},
};

static NX_CRYPTO_METHOD *const curves[] = {
    &crypto_method_ec_secp192, &crypto_method_ec_secp224, &crypto_method_ec_secp256,
    &crypto_method_ec_secp384, &crypto_method_ec_secp521, &crypto_method_ec_x25519,
    &crypto_method_ec_x448,
};
static const size_t scalar_sizes[] = {24, 28, 32, 48, 66, 32, 56};
static const size_t share_sizes[] = {49, 57, 65, 97, 133, 32, 56};

static NX_CRYPTO_METHOD *const ecdhe = &crypto_method_ecdhe;

static void begin(union area *area, const NX_CRYPTO_METHOD *curve)
{
    assert_int_equal(method_init(ecdhe, area, NULL, 0), 0);
    assert_int_equal(curve_set(ecdhe, area, curve), 0);
}

static UINT setup(union area *area, struct result *share)
{
    return method_result(ecdhe, area, NX_CRYPTO_DH_SETUP, NULL, 0, NULL, 0, share, 133);
}

static UINT import(union area *area, const void *scalar, size_t len)
{
    return method_call(ecdhe, area, NX_CRYPTO_DH_KEY_PAIR_IMPORT, scalar, len, NULL, 0, NULL, 0);
}

static UINT export(union area *area, struct result *scalar)
{
    return method_result(ecdhe, area, NX_CRYPTO_DH_PRIVATE_KEY_EXPORT, NULL, 0, NULL, 0, scalar, 68);
}

static UINT calculate(union area *area, const void *peer, size_t len, struct result *secret)
{
    return method_result(ecdhe, area, NX_CRYPTO_DH_CALCULATE, NULL, 0, peer, len, secret, 132);
}

static void known_answers(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        uint8_t scalar[66];
        uint8_t peer[133];
        uint8_t expected[66];
        size_t scalar_len = from_hex(known[i].scalar, scalar, sizeof scalar);
        size_t peer_len = from_hex(known[i].peer, peer, sizeof peer);
        size_t expected_len = from_hex(known[i].secret, expected, sizeof expected);
        union area area;
        struct result secret;
        begin(&area, known[i].curve);
        assert_int_equal(import(&area, scalar, scalar_len), 0);
        assert_int_equal(calculate(&area, peer, peer_len, &secret), 0);
        assert_int_equal(secret.output.nx_crypto_extended_output_actual_size, expected_len);
        assert_memory_equal(secret.data, expected, expected_len);
    }
}

/* The TLS 1.2 client's order on one side, the servers' and TLS 1.3's on the other. */
static void both_sides_agree_in_every_order(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof curves / sizeof curves[0]; i++) {
        union area client;
        union area server;
        struct result client_share;
        struct result server_share;
        struct result kept;
        struct result secret;
        struct result again;
        begin(&server, curves[i]);
        assert_int_equal(setup(&server, &server_share), 0);
        assert_int_equal(export(&server, &kept), 0);
        assert_int_equal(ecdhe->nx_crypto_cleanup(&server), 0);
        begin(&client, curves[i]);
        assert_int_equal(setup(&client, &client_share), 0);
        assert_int_equal(client_share.output.nx_crypto_extended_output_actual_size, share_sizes[i]);
        assert_int_equal(kept.output.nx_crypto_extended_output_actual_size, scalar_sizes[i]);
        assert_int_equal(calculate(&client, server_share.data, share_sizes[i], &secret), 0);
        assert_int_equal(secret.output.nx_crypto_extended_output_actual_size, scalar_sizes[i]);
        begin(&server, curves[i]);
        assert_int_equal(import(&server, kept.data, scalar_sizes[i]), 0);
        assert_int_equal(calculate(&server, client_share.data, share_sizes[i], &again), 0);
        assert_memory_equal(secret.data, again.data, scalar_sizes[i]);

        /* Static ECDH: the public value comes along, and is not needed. */
        begin(&server, curves[i]);
        assert_int_equal(method_call(ecdhe, &server, NX_CRYPTO_DH_KEY_PAIR_IMPORT, kept.data, scalar_sizes[i],
                                     server_share.data, share_sizes[i], NULL, 0),
                         0);
        assert_int_equal(export(&server, &again), 0);
        assert_memory_equal(kept.data, again.data, scalar_sizes[i]);
        assert_int_equal(calculate(&server, client_share.data, share_sizes[i], &again), 0);
        assert_memory_equal(secret.data, again.data, scalar_sizes[i]);
        assert_int_equal(ecdhe->nx_crypto_cleanup(&server), 0);
        assert_int_equal(ecdhe->nx_crypto_cleanup(&client), 0);
    }
}

static void two_key_pairs_differ(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof curves / sizeof curves[0]; i++) {
        union area area;
        struct result one;
        struct result two;
        begin(&area, curves[i]);
        assert_int_equal(setup(&area, &one), 0);
        assert_int_equal(setup(&area, &two), 0);
        assert_memory_not_equal(one.data, two.data, share_sizes[i]);
    }
}

static void metadata_may_be_copied_and_moved(void **state)
{
    (void)state;
    union area area;
    union area copy;
    union area peer;
    struct result share;
    struct result peer_share;
    struct result one;
    struct result two;
    begin(&area, &crypto_method_ec_secp256);
    assert_int_equal(setup(&area, &share), 0);
    copy = area;
    memset(&area, 0, sizeof area);
    nxs_asym_cache_empty();
    begin(&peer, &crypto_method_ec_secp256);
    assert_int_equal(setup(&peer, &peer_share), 0);
    assert_int_equal(calculate(&copy, peer_share.data, 65, &one), 0);
    assert_int_equal(calculate(&peer, share.data, 65, &two), 0);
    assert_memory_equal(one.data, two.data, 32);

    /* At an odd address, too. */
    uint8_t odd[sizeof(union area) + 1];
    memcpy(odd + 1, &copy, sizeof copy);
    two.output = (NX_CRYPTO_EXTENDED_OUTPUT){two.data, 132, 0};
    assert_int_equal(ecdhe->nx_crypto_operation(NX_CRYPTO_DH_CALCULATE, NULL, ecdhe, NULL, 0, peer_share.data,
                                                65, NULL, (UCHAR *)&two.output, sizeof two.output, odd + 1,
                                                sizeof copy, NULL, NULL),
                     0);
    assert_memory_equal(one.data, two.data, 32);
}

static void metadata_that_no_init_made_is_refused(void **state)
{
    (void)state;
    static const uint8_t fillers[] = {0, 0xA5, 0xFF};
    for (size_t i = 0; i < sizeof fillers; i++) {
        union area area;
        struct result result;
        memset(&area, fillers[i], sizeof area);
        assert_int_not_equal(setup(&area, &result), 0);
        assert_int_not_equal(export(&area, &result), 0);
        assert_int_equal(ecdhe->nx_crypto_cleanup(&area), 0);
        assert_int_equal(ecdhe->nx_crypto_cleanup(&area), 0);
    }
    assert_int_equal(ecdhe->nx_crypto_cleanup(NULL), 0);

    /* What another method left, with the same curve. */
    union area area;
    struct result result;
    assert_int_equal(method_init(&crypto_method_ecdsa, &area, NULL, 0), 0);
    assert_int_equal(curve_set(&crypto_method_ecdsa, &area, &crypto_method_ec_secp256), 0);
    assert_int_equal(setup(&area, &result), NX_CRYPTO_NO_INSTANCE);
}

static void steps_out_of_order_are_refused(void **state)
{
    (void)state;
    union area area;
    struct result share;
    struct result result;
    assert_int_equal(method_init(ecdhe, &area, NULL, 0), 0);
    assert_int_not_equal(setup(&area, &result), 0); /* no curve */
    assert_int_equal(curve_set(ecdhe, &area, &crypto_method_ec_x25519), 0);
    assert_int_not_equal(export(&area, &result), 0); /* no key */
    assert_int_equal(setup(&area, &share), 0);
    assert_int_equal(curve_set(ecdhe, &area, &crypto_method_ec_x25519), 0);
    assert_int_not_equal(calculate(&area, share.data, 32, &result), 0); /* the key went with its curve */
    assert_int_not_equal(curve_set(ecdhe, &area, &crypto_method_rsa), 0);
    assert_int_not_equal(setup(&area, &result), 0);
    assert_int_not_equal(curve_set(ecdhe, &area, NULL), 0);
    assert_int_equal(method_call(ecdhe, &area, 0x11234, "key", 3, "in", 2, share.data, 32),
                     NXS_UNKNOWN_OPERATION);
    assert_int_equal(crypto_method_ec_secp256.nx_crypto_operation(NX_CRYPTO_EC_CURVE_GET, NULL,
                                                                  &crypto_method_ec_secp256, NULL, 0, NULL, 0,
                                                                  NULL, share.data, 8, NULL, 0, NULL, NULL),
                     NXS_UNKNOWN_OPERATION);
}

static void results_need_room(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof curves / sizeof curves[0]; i++) {
        union area area;
        struct result share;
        struct result result;
        begin(&area, curves[i]);
        assert_int_not_equal(
            method_result(ecdhe, &area, NX_CRYPTO_DH_SETUP, NULL, 0, NULL, 0, &share, share_sizes[i] - 1), 0);
        assert_int_equal(
            method_result(ecdhe, &area, NX_CRYPTO_DH_SETUP, NULL, 0, NULL, 0, &share, share_sizes[i]), 0);
        assert_int_not_equal(method_result(ecdhe, &area, NX_CRYPTO_DH_CALCULATE, NULL, 0, share.data,
                                           share_sizes[i], &result, scalar_sizes[i] - 1),
                             0);
        assert_int_equal(method_result(ecdhe, &area, NX_CRYPTO_DH_CALCULATE, NULL, 0, share.data,
                                       share_sizes[i], &result, scalar_sizes[i]),
                         0);
        assert_int_not_equal(
            method_call(ecdhe, &area, NX_CRYPTO_DH_SETUP, NULL, 0, NULL, 0, result.data, sizeof result.data),
            0);
        assert_int_not_equal(method_call(ecdhe, &area, NX_CRYPTO_DH_SETUP, NULL, 0, NULL, 0, NULL, 0), 0);
    }
}

static void bad_scalars_are_refused(void **state)
{
    (void)state;
    uint8_t scalar[67];
    union area area;
    begin(&area, &crypto_method_ec_secp256);
    from_hex("00 FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", scalar, sizeof scalar);
    assert_int_not_equal(import(&area, scalar + 1, 32), 0); /* n */
    scalar[32] = 0x50;
    assert_int_equal(import(&area, scalar + 1, 32), 0); /* n - 1 */
    assert_int_equal(import(&area, scalar, 33), 0); /* the same with a zero in front, as DER integers have */
    scalar[32] = 0x52;
    assert_int_not_equal(import(&area, scalar + 1, 32), 0); /* n + 1 */
    memset(scalar, 0, sizeof scalar);
    assert_int_not_equal(import(&area, scalar, 32), 0);
    assert_int_not_equal(import(&area, scalar, 0), 0);
    assert_int_not_equal(import(&area, scalar, 67), 0);
    assert_int_not_equal(import(&area, NULL, 32), 0);
    struct result result;
    assert_int_not_equal(export(&area, &result), 0); /* nothing of the refused ones stays */
    scalar[0] = 1;
    assert_int_equal(import(&area, scalar, 1), 0);
    assert_int_equal(export(&area, &result), 0);
    assert_int_equal(result.data[31], 1);
    assert_int_equal(result.data[0], 0);

    begin(&area, &crypto_method_ec_x25519);
    assert_int_not_equal(import(&area, scalar, 31), 0);
    assert_int_not_equal(import(&area, scalar, 33), 0);
}

static void bad_points_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < 5; i++) {
        union area area;
        struct result share;
        struct result secret;
        size_t len = share_sizes[i];
        begin(&area, curves[i]);
        assert_int_equal(setup(&area, &share), 0);
        assert_int_equal(calculate(&area, share.data, len, &secret), 0);
        assert_int_not_equal(calculate(&area, share.data, len - 1, &secret), 0);
        assert_int_not_equal(calculate(&area, share.data, len + 1, &secret), 0);
        assert_int_not_equal(calculate(&area, share.data, 0, &secret), 0);
        assert_int_not_equal(calculate(&area, NULL, len, &secret), 0);
        static const uint8_t forms[] = {0x00, 0x02, 0x03, 0x05, 0x06, 0x07};
        for (size_t k = 0; k < sizeof forms; k++) {
            share.data[0] = forms[k];
            assert_int_not_equal(calculate(&area, share.data, len, &secret), 0);
            assert_int_not_equal(calculate(&area, share.data, len / 2 + 1, &secret), 0); /* compressed */
            assert_int_not_equal(calculate(&area, share.data, 1, &secret), 0);           /* infinity */
        }
        share.data[0] = 4;
        share.data[len - 1] ^= 1; /* off the curve */
        assert_int_not_equal(calculate(&area, share.data, len, &secret), 0);
        share.data[len - 1] ^= 1;
        memset(share.data + 1, 0xFF, len - 1); /* coordinates above the field */
        assert_int_not_equal(calculate(&area, share.data, len, &secret), 0);
        memset(share.data + 1, 0, len - 1);
        assert_int_not_equal(calculate(&area, share.data, len, &secret), 0);
    }
}

/* Values of small order [RFC7748 7]: the secret would be all zeros. */
static void zero_secrets_are_refused(void **state)
{
    (void)state;
    static const char *const small[] = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
    };
    union area area;
    struct result share;
    struct result secret;
    begin(&area, &crypto_method_ec_x25519);
    assert_int_equal(setup(&area, &share), 0);
    for (size_t i = 0; i < sizeof small / sizeof small[0]; i++) {
        uint8_t peer[32];
        assert_int_equal(from_hex(small[i], peer, sizeof peer), 32);
        assert_int_not_equal(calculate(&area, peer, 32, &secret), 0);
        assert_int_equal(secret.output.nx_crypto_extended_output_actual_size, 0);
    }
    begin(&area, &crypto_method_ec_x448);
    assert_int_equal(setup(&area, &share), 0);
    static const uint8_t zero[56];
    assert_int_not_equal(calculate(&area, zero, 56, &secret), 0);
    assert_int_not_equal(calculate(&area, share.data, 55, &secret), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_answers),
        cmocka_unit_test(both_sides_agree_in_every_order),
        cmocka_unit_test(two_key_pairs_differ),
        cmocka_unit_test(metadata_may_be_copied_and_moved),
        cmocka_unit_test(metadata_that_no_init_made_is_refused),
        cmocka_unit_test(steps_out_of_order_are_refused),
        cmocka_unit_test(results_need_room),
        cmocka_unit_test(bad_scalars_are_refused),
        cmocka_unit_test(bad_points_are_refused),
        cmocka_unit_test(zero_secrets_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
