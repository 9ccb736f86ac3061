/* How methods are called: the sequences of the contract, seen by methods that write down every call. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "crypto/crypto.h"
#include "crypto/test_spy.h"
#include "nxsecure/ext.h"

static uint64_t memory[64];
static uint64_t more_memory[64];
static const struct nxs_area area = {memory, sizeof memory};
static const struct nxs_area scratch_area = {more_memory, sizeof more_memory};
static const uint8_t bytes[256] = {4};

static nxs_bytes some(size_t len)
{
    return nxs_bytes_of(bytes, len);
}

static int start(void **state)
{
    (void)state;
    spy_reset();
    return 0;
}

static int end(void **state)
{
    (void)state;
    return spy.violations == 0 && spy_live() == 0 && spy.inits == spy.cleanups ? 0 : -1;
}

static void expect(const char *calls)
{
    assert_string_equal(spy.text, calls);
}

static void a_hash_runs_is_forked_and_ends(void **state)
{
    (void)state;
    struct nxs_hash hash;
    uint8_t digest[NXS_MAX_DIGEST];
    assert_int_equal(nxs_hash_begin(&hash, spy_mock(NX_CRYPTO_HASH_SHA384, 384), area), NXS_OK);
    assert_int_equal(nxs_hash_add(&hash, some(3)), NXS_OK);
    assert_int_equal(nxs_hash_fork(&hash, scratch_area, digest), NXS_OK);
    assert_int_equal(nxs_hash_add(&hash, some(5)), NXS_OK);
    assert_int_equal(nxs_hash_end(&hash, digest), NXS_OK);
    nxs_hash_drop(&hash);
    expect("init\nHASH_INITIALIZE\nHASH_UPDATE in=3\nHASH_CALCULATE out=48\nHASH_UPDATE in=5\n"
           "HASH_CALCULATE out=48\ncleanup\n");
    assert_int_equal(nxs_hash_add(&hash, some(1)), NXS_INVALID_STATE);
    assert_int_equal(nxs_hash_end(&hash, digest), NXS_INVALID_STATE);
}

static void areas_are_wiped(void **state)
{
    (void)state;
    static const uint8_t zeros[40];
    uint8_t digest[NXS_MAX_DIGEST];
    memset(memory, 0xEE, sizeof memory);
    nxs_bytes part = some(3);
    assert_int_equal(nxs_hash_once(spy_mock(NX_CRYPTO_HASH_SHA256, 256), area, &part, 1, digest), NXS_OK);
    assert_memory_equal(memory, zeros, sizeof zeros);
}

static void hmac(void **state)
{
    (void)state;
    uint8_t mac[NXS_MAX_DIGEST];
    nxs_bytes parts[] = {some(8), some(0), some(5)};
    NX_CRYPTO_METHOD *method = spy_mock(NX_CRYPTO_AUTHENTICATION_HMAC_SHA2_256, 256);
    assert_int_equal(nxs_hmac(method, area, some(32), parts, 3, mac), NXS_OK);
    expect(
        "init key=256\nHASH_INITIALIZE key=256\nHASH_UPDATE in=8\nHASH_UPDATE in=5\nHASH_CALCULATE out=32\n"
        "cleanup\n");
}

static void prf(void **state)
{
    (void)state;
    uint8_t out[48];
    NX_CRYPTO_METHOD *method = spy_mock(NX_CRYPTO_PRF_HMAC_SHA2_256, 0);
    assert_int_equal(nxs_prf(method, area, some(48), nxs_bytes_of("key expansion", 13), some(32), some(32),
                             nxs_room_of(out, sizeof out)),
                     NXS_OK);
    expect("init key=48\nPRF key=13 in=64 out=48\ncleanup\n");
    assert_int_equal(nxs_prf(method, area, some(48), some(5), some(100), some(29), nxs_room_of(out, 48)),
                     NXS_NO_ROOM);
}

static void an_aead_gets_whole_blocks(void **state)
{
    (void)state;
    struct nxs_cipher cipher;
    uint8_t data[70], tag[16];
    nxs_room parts[] = {{data, 5}, {data, 0}, {data + 5, 40}, {data + 45, 2}, {data + 47, 3}, {data, 0}};
    NX_CRYPTO_METHOD *method = spy_mock(NX_CRYPTO_ENCRYPTION_AES_GCM_16, 128);
    assert_int_equal(nxs_cipher_key(&cipher, method, area, some(16), false), NXS_OK);
    assert_int_equal(nxs_aead_seal(&cipher, bytes, some(13), parts, 6, tag), NXS_OK);
    assert_int_equal(nxs_aead_seal(&cipher, bytes, some(13), NULL, 0, tag), NXS_OK);
    assert_int_equal(nxs_aead_open(&cipher, bytes, some(13), parts[0], tag), NXS_INVALID_STATE);
    nxs_cipher_drop(&cipher);
    nxs_cipher_drop(&cipher);
    expect("init key=128\nENCRYPT_INITIALIZE in=13 iv=12 out=NULL:50\nENCRYPT_UPDATE in=16 out=16\n"
           "ENCRYPT_UPDATE in=16 out=16\nENCRYPT_UPDATE in=16 out=16\nENCRYPT_UPDATE in=2 out=2\n"
           "ENCRYPT_CALCULATE out=16\nENCRYPT_INITIALIZE in=13 iv=12\nENCRYPT_CALCULATE out=16\ncleanup\n");
}

static void an_aead_opens(void **state)
{
    (void)state;
    struct nxs_cipher cipher;
    uint8_t data[33] = {1}, zeros[33] = {0};
    NX_CRYPTO_METHOD *method = spy_mock(NX_CRYPTO_ENCRYPTION_AES_CCM_8, 0);
    assert_int_equal(nxs_cipher_key(&cipher, method, area, some(16), true), NXS_OK);
    assert_int_equal(nxs_aead_open(&cipher, bytes, some(13), nxs_room_of(data, sizeof data), bytes), NXS_OK);
    expect("init key=128\nDECRYPT_INITIALIZE in=13 iv=12 out=NULL:33\nDECRYPT_UPDATE in=33 out=33\n"
           "DECRYPT_CALCULATE in=8\n");
    spy_answer.status = NX_CRYPTO_AUTHENTICATION_FAILED;
    assert_int_not_equal(nxs_aead_open(&cipher, bytes, some(13), nxs_room_of(data, sizeof data), bytes),
                         NXS_OK);
    assert_memory_equal(data, zeros, sizeof data);
    nxs_cipher_drop(&cipher);
}

static void ccm_takes_one_part(void **state)
{
    (void)state;
    struct nxs_cipher cipher;
    uint8_t data[40], tag[16];
    nxs_room parts[] = {{data, 0}, {data, 16}, {data + 16, 24}};
    NX_CRYPTO_METHOD *method = spy_mock(NX_CRYPTO_ENCRYPTION_AES_CCM_16, 128);
    assert_int_equal(nxs_cipher_key(&cipher, method, area, some(16), false), NXS_OK);
    assert_int_equal(nxs_cipher_parts(&cipher), 1);
    assert_int_equal(nxs_aead_seal(&cipher, bytes, some(13), parts, 2, tag), NXS_OK);
    expect("init key=128\nENCRYPT_INITIALIZE in=13 iv=12 out=NULL:16\nENCRYPT_UPDATE in=16 out=16\n"
           "ENCRYPT_CALCULATE out=16\n");
    assert_int_equal(nxs_aead_seal(&cipher, bytes, some(13), parts, 3, tag), NXS_UNSUPPORTED_CIPHER);
    nxs_cipher_drop(&cipher);
}

static void a_cipher_that_failed_is_not_used_again(void **state)
{
    (void)state;
    struct nxs_cipher cipher;
    uint8_t data[40], tag[16];
    nxs_room part = {data, sizeof data};
    NX_CRYPTO_METHOD *method = spy_mock(NX_CRYPTO_ENCRYPTION_AES_GCM_16, 128);
    assert_int_equal(nxs_cipher_key(&cipher, method, area, some(16), false), NXS_OK);
    spy_answer.status = NX_CRYPTO_NOT_SUCCESSFUL;
    assert_int_equal(nxs_aead_seal(&cipher, bytes, some(13), &part, 1, tag), NXS_CRYPTO_FAILED);
    spy_answer.status = NX_CRYPTO_SUCCESS;
    assert_int_equal(nxs_aead_seal(&cipher, bytes, some(13), &part, 1, tag), NXS_INVALID_STATE);
}

static void a_key_agreement(void **state)
{
    (void)state;
    struct nxs_kex kex;
    uint8_t room[NXS_MAX_SHARE], secret_room[NXS_MAX_SECRET];
    nxs_room secret = {secret_room, sizeof secret_room};
    struct nxs_writer share = nxs_writer_of(nxs_room_of(room, sizeof room));
    NX_CRYPTO_METHOD *method = spy_mock(NX_CRYPTO_KEY_EXCHANGE_ECDHE, 0);
    NX_CRYPTO_METHOD *curve = spy_mock(NX_CRYPTO_EC_SECP256R1, 0);
    const struct nxs_group *group = nxs_group_find(23);
    spy_answer.result_len = 65;
    spy_answer.result_first = 4;
    assert_int_equal(nxs_kex_offer(&kex, group, method, curve, area, &share), NXS_OK);
    assert_int_equal(share.used, 65);
    spy_answer.result_len = 32;
    assert_int_equal(nxs_kex_finish(&kex, some(65), &secret), NXS_OK);
    assert_int_equal(secret.len, 32);
    expect("init\nEC_CURVE_SET in=8\nDH_SETUP out=16\nDH_CALCULATE in=65 out=16\ncleanup\n");
    assert_int_equal(nxs_kex_finish(&kex, some(65), &secret), NXS_INVALID_STATE);
    nxs_kex_drop(&kex);
}

static void odd_results_of_a_key_agreement_are_refused(void **state)
{
    (void)state;
    struct nxs_kex kex;
    uint8_t room[NXS_MAX_SHARE], secret_room[NXS_MAX_SECRET];
    NX_CRYPTO_METHOD *method = spy_mock(NX_CRYPTO_KEY_EXCHANGE_ECDHE, 0);
    NX_CRYPTO_METHOD *curve = spy_mock(NX_CRYPTO_EC_SECP256R1, 0);
    const struct nxs_group *group = nxs_group_find(23);
    static const struct {
        ULONG len;
        UCHAR first;
    } bad_shares[] = {{64, 4}, {33, 4}, {65, 2}, {0, 4}, {66, 4}, {70000, 4}};
    for (size_t i = 0; i < sizeof bad_shares / sizeof bad_shares[0]; i++) {
        struct nxs_writer share = nxs_writer_of(nxs_room_of(room, sizeof room));
        spy_answer.result_len = bad_shares[i].len;
        spy_answer.result_first = bad_shares[i].first;
        assert_int_equal(nxs_kex_offer(&kex, group, method, curve, area, &share), NXS_CRYPTO_FAILED);
    }
    for (ULONG len = 31; len <= 67; len++) {
        nxs_room secret = {secret_room, sizeof secret_room};
        struct nxs_writer share = nxs_writer_of(nxs_room_of(room, sizeof room));
        spy_answer.result_len = 65;
        spy_answer.result_first = 4;
        assert_int_equal(nxs_kex_offer(&kex, group, method, curve, area, &share), NXS_OK);
        spy_answer.result_len = len;
        enum nxs_status status = nxs_kex_finish(&kex, some(65), &secret);
        assert_true((status == NXS_OK) == (len == 32));
        assert_int_equal(secret.len, len == 32 ? 32 : 0);
    }
    struct nxs_writer small = nxs_writer_of(nxs_room_of(room, 64));
    assert_int_equal(nxs_kex_offer(&kex, group, method, curve, area, &small), NXS_NO_ROOM);
    struct nxs_writer share = nxs_writer_of(nxs_room_of(room, 65));
    assert_int_equal(nxs_kex_offer(&kex, group, method, NULL, area, &share), NXS_UNSUPPORTED_CIPHER);
}

static void a_share_of_the_wrong_form_never_reaches_the_method(void **state)
{
    (void)state;
    static const uint8_t compressed[65] = {2};
    const nxs_bytes shares[] = {some(64), some(66), some(0), nxs_bytes_of(compressed, 65)};
    NX_CRYPTO_METHOD *method = spy_mock(NX_CRYPTO_KEY_EXCHANGE_ECDHE, 0);
    NX_CRYPTO_METHOD *curve = spy_mock(NX_CRYPTO_EC_SECP256R1, 0);
    for (size_t i = 0; i < 4; i++) {
        struct nxs_kex kex;
        uint8_t room[NXS_MAX_SHARE], secret_room[NXS_MAX_SECRET];
        nxs_room secret = {secret_room, sizeof secret_room};
        struct nxs_writer share = nxs_writer_of(nxs_room_of(room, sizeof room));
        spy_answer.result_len = 65;
        spy_answer.result_first = 4;
        spy.text[0] = 0;
        assert_int_equal(nxs_kex_offer(&kex, nxs_group_find(23), method, curve, area, &share), NXS_OK);
        assert_int_equal(nxs_kex_finish(&kex, shares[i], &secret), NXS_BAD_KEY_SHARE);
        expect("init\nEC_CURVE_SET in=8\nDH_SETUP out=16\ncleanup\n");
    }
}

/* A method that lets a point of small order pass. */
static void a_shared_secret_of_zero_is_refused(void **state)
{
    (void)state;
    NX_CRYPTO_METHOD *method = spy_mock(NX_CRYPTO_KEY_EXCHANGE_ECDHE, 0);
    NX_CRYPTO_METHOD *curve = spy_mock(NX_CRYPTO_EC_X25519, 0);
    spy_answer.result_len = 32;
    for (UCHAR rest = 0; rest < 2; rest++) {
        struct nxs_kex kex;
        uint8_t room[NXS_MAX_SHARE], secret_room[NXS_MAX_SECRET];
        nxs_room secret = {secret_room, sizeof secret_room};
        struct nxs_writer share = nxs_writer_of(nxs_room_of(room, sizeof room));
        spy_answer.result_rest = rest;
        assert_int_equal(nxs_kex_offer(&kex, nxs_group_find(29), method, curve, area, &share), NXS_OK);
        assert_int_equal(nxs_kex_finish(&kex, some(32), &secret), rest == 0 ? NXS_BAD_KEY_SHARE : NXS_OK);
    }
}

/* ---- signatures ---- */

static uint8_t block[NXS_MAX_MODULUS];
static uint8_t modulus[128];
static const struct nxs_sign_scratch scratch = {{memory, sizeof memory}, {block, sizeof block}};

static struct nxs_private_key rsa_key(void)
{
    struct nxs_private_key key;
    memset(&key, 0, sizeof key);
    memset(modulus, 0xFF, sizeof modulus);
    key.kind = NXS_KEY_RSA;
    key.exponent = some(127);
    key.public.kind = NXS_KEY_RSA;
    key.public.modulus = nxs_bytes_of(modulus, sizeof modulus);
    key.public.exponent = some(3);
    return key;
}

static void rsa_signs_with_and_without_primes(void **state)
{
    (void)state;
    uint8_t out[128];
    struct nxs_sign_methods methods = {spy_mock(NX_CRYPTO_KEY_EXCHANGE_RSA, 0),
                                       spy_mock(NX_CRYPTO_HASH_SHA256, 256), NULL};
    struct nxs_private_key key = rsa_key();
    struct nxs_writer w = nxs_writer_of(nxs_room_of(out, sizeof out));
    const struct nxs_scheme *scheme = nxs_scheme_find(0x0401);
    assert_int_equal(nxs_sign_digest(scheme, &methods, &key, some(32), &scratch, &w), NXS_OK);
    assert_int_equal(w.used, 128);
    expect("init key=1024\nDECRYPT key=1016 in=128 out=128\ncleanup\n");
    spy.text[0] = 0;
    key.prime_p = some(64);
    key.prime_q = some(65);
    w = nxs_writer_of(nxs_room_of(out, sizeof out));
    assert_int_equal(nxs_sign_digest(scheme, &methods, &key, some(32), &scratch, &w), NXS_OK);
    expect("init key=1024\nSET_PRIME_P in=64\nSET_PRIME_Q in=65\nDECRYPT key=1016 in=128 out=128\ncleanup\n");
    w = nxs_writer_of(nxs_room_of(out, sizeof out - 1));
    assert_int_equal(nxs_sign_digest(scheme, &methods, &key, some(32), &scratch, &w), NXS_NO_ROOM);
    assert_int_equal(nxs_sign_digest(nxs_scheme_find(0x0403), &methods, &key, some(32), &scratch, &w),
                     NXS_UNSUPPORTED_SCHEME);
}

static void rsa_verifies(void **state)
{
    (void)state;
    struct nxs_sign_methods methods = {spy_mock(NX_CRYPTO_KEY_EXCHANGE_RSA, 0),
                                       spy_mock(NX_CRYPTO_HASH_SHA256, 256), NULL};
    struct nxs_private_key key = rsa_key();
    const struct nxs_scheme *scheme = nxs_scheme_find(0x0401);
    nxs_bytes message = some(7);
    assert_int_equal(nxs_verify(scheme, &methods, &key.public, &message, 1, some(128), &scratch),
                     NXS_BAD_SIGNATURE);
    expect("init\nHASH_INITIALIZE\nHASH_UPDATE in=7\nHASH_CALCULATE out=32\ncleanup\n"
           "init key=1024\nDECRYPT key=24 in=128 out=128\ncleanup\n");
    spy.text[0] = 0;
    assert_int_equal(nxs_verify_digest(scheme, &methods, &key.public, some(32), some(127), &scratch),
                     NXS_BAD_SIGNATURE);
    assert_int_equal(nxs_verify_digest(scheme, &methods, &key.public, some(32), some(129), &scratch),
                     NXS_BAD_SIGNATURE);
    key.public.exponent.len = 0;
    assert_int_equal(nxs_verify_digest(scheme, &methods, &key.public, some(32), some(128), &scratch),
                     NXS_CERT_KEY_UNSUPPORTED);
    expect("");
}

static void ecdsa(void **state)
{
    (void)state;
    uint8_t out[150];
    struct nxs_sign_methods methods = {spy_mock(NX_CRYPTO_DIGITAL_SIGNATURE_ECDSA, 0),
                                       spy_mock(NX_CRYPTO_HASH_SHA384, 384),
                                       spy_mock(NX_CRYPTO_EC_SECP256R1, 0)};
    struct nxs_private_key key;
    memset(&key, 0, sizeof key);
    key.kind = NXS_KEY_EC;
    key.scalar = some(32);
    key.public.kind = NXS_KEY_EC;
    key.public.group = 23;
    key.public.point = some(65);
    spy_answer.result_len = 71;
    struct nxs_writer w = nxs_writer_of(nxs_room_of(out, sizeof out));
    const struct nxs_scheme *scheme = nxs_scheme_find(0x0503);
    assert_int_equal(nxs_sign_digest(scheme, &methods, &key, some(48), &scratch, &w), NXS_OK);
    assert_int_equal(w.used, 71);
    assert_int_equal(nxs_verify_digest(scheme, &methods, &key.public, some(48), some(70), &scratch), NXS_OK);
    expect("init key=520\nEC_CURVE_SET in=8\nAUTHENTICATE key=256 in=48 out=16\ncleanup\n"
           "init key=520\nEC_CURVE_SET in=8\nVERIFY key=520 in=48 out=70\ncleanup\n");
    spy_answer.status = NX_CRYPTO_AUTHENTICATION_FAILED;
    assert_int_not_equal(nxs_verify_digest(scheme, &methods, &key.public, some(48), some(70), &scratch),
                         NXS_OK);
    key.public.point = some(64);
    assert_int_equal(nxs_verify_digest(scheme, &methods, &key.public, some(48), some(70), &scratch),
                     NXS_CERT_KEY_UNSUPPORTED);
}

static void ed25519_takes_the_message_whole(void **state)
{
    (void)state;
    uint8_t out[64];
    struct nxs_sign_methods methods = {spy_mock(NXS_CRYPTO_SIGNATURE_ED25519, 0), NULL, NULL};
    struct nxs_private_key key;
    memset(&key, 0, sizeof key);
    key.kind = NXS_KEY_ED25519;
    key.scalar = some(32);
    key.public.kind = NXS_KEY_ED25519;
    key.public.point = some(32);
    spy_answer.result_len = 64;
    nxs_bytes parts[] = {some(200), some(1)};
    struct nxs_writer w = nxs_writer_of(nxs_room_of(out, sizeof out));
    const struct nxs_scheme *scheme = nxs_scheme_find(0x0807);
    assert_int_equal(nxs_sign(scheme, &methods, &key, parts, 1, &scratch, &w), NXS_OK);
    assert_int_equal(nxs_verify(scheme, &methods, &key.public, parts, 1, some(64), &scratch), NXS_OK);
    expect("init key=256\nAUTHENTICATE key=256 in=200 out=16\ncleanup\n"
           "init key=256\nVERIFY key=256 in=200 out=64\ncleanup\n");
    assert_int_not_equal(nxs_sign(scheme, &methods, &key, parts, 2, &scratch, &w), NXS_OK);
    assert_int_not_equal(nxs_sign_digest(scheme, &methods, &key, some(64), &scratch, &w), NXS_OK);
    assert_int_not_equal(nxs_verify(scheme, &methods, &key.public, parts, 2, some(64), &scratch), NXS_OK);
}

static void user_defined_keys_go_to_the_method_as_they_are(void **state)
{
    (void)state;
    uint8_t out[150];
    struct nxs_sign_methods methods = {spy_mock(NX_CRYPTO_KEY_EXCHANGE_RSA, 0),
                                       spy_mock(NX_CRYPTO_HASH_SHA256, 256), NULL};
    struct nxs_private_key key = rsa_key();
    key.kind = NXS_KEY_USER;
    key.user_type = 0x00011234;
    key.blob = some(250);
    struct nxs_writer w = nxs_writer_of(nxs_room_of(out, sizeof out));
    assert_int_equal(nxs_sign_digest(nxs_scheme_find(0x0401), &methods, &key, some(32), &scratch, &w),
                     NXS_OK);
    assert_int_equal(w.used, 128);
    key.public.kind = NXS_KEY_EC;
    spy_answer.result_len = 72;
    assert_int_equal(nxs_sign_digest(nxs_scheme_find(0x0403), &methods, &key, some(32), &scratch, &w),
                     NXS_NO_ROOM);
    w = nxs_writer_of(nxs_room_of(out, sizeof out));
    assert_int_equal(nxs_sign_digest(nxs_scheme_find(0x0403), &methods, &key, some(32), &scratch, &w),
                     NXS_OK);
    assert_int_equal(w.used, 72);
    expect("user-defined key=250 in=128 out=128\nuser-defined key=250 in=32 out=16\n"
           "user-defined key=250 in=32 out=16\n");
    assert_int_equal(nxs_key_pair_check(&methods, &key, &scratch), NXS_OK);
}

/* ---- what must not happen ---- */

static void a_failed_init_gets_no_cleanup(void **state)
{
    (void)state;
    struct nxs_hash hash;
    spy_answer.init_status = NX_CRYPTO_NOT_SUCCESSFUL;
    assert_int_equal(nxs_hash_begin(&hash, spy_mock(NX_CRYPTO_HASH_SHA256, 256), area), NXS_CRYPTO_FAILED);
    expect("init\n");
    nxs_hash_drop(&hash);
    expect("init\n");
}

static void missing_functions_and_small_areas_are_told(void **state)
{
    (void)state;
    struct nxs_hash hash;
    NX_CRYPTO_METHOD *method = spy_mock(NX_CRYPTO_HASH_SHA256, 256);
    struct nxs_area small = {memory, 39};
    assert_int_equal(nxs_hash_begin(&hash, method, small), NXS_NO_ROOM);
    assert_int_equal(nxs_hash_begin(&hash, NULL, area), NXS_MISSING_ROUTINE);
    method->nx_crypto_operation = NULL;
    assert_int_equal(nxs_hash_begin(&hash, method, area), NXS_MISSING_ROUTINE);
    expect("");
}

static void init_and_cleanup_may_be_absent(void **state)
{
    (void)state;
    uint8_t digest[NXS_MAX_DIGEST];
    NX_CRYPTO_METHOD *method = spy_mock(NX_CRYPTO_HASH_SHA256, 256);
    nxs_bytes part = some(3);
    method->nx_crypto_init = NULL;
    method->nx_crypto_cleanup = NULL;
    assert_int_equal(nxs_hash_once(method, area, &part, 1, digest), NXS_OK);
    expect("HASH_INITIALIZE\nHASH_UPDATE in=3\nHASH_CALCULATE out=32\n");
    spy.violations = 0; /* the spy misses the init that it could not see */
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, start, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_hash_runs_is_forked_and_ends),
        TEST(areas_are_wiped),
        TEST(hmac),
        TEST(prf),
        TEST(an_aead_gets_whole_blocks),
        TEST(an_aead_opens),
        TEST(ccm_takes_one_part),
        TEST(a_cipher_that_failed_is_not_used_again),
        TEST(a_key_agreement),
        TEST(odd_results_of_a_key_agreement_are_refused),
        TEST(a_share_of_the_wrong_form_never_reaches_the_method),
        TEST(a_shared_secret_of_zero_is_refused),
        TEST(rsa_signs_with_and_without_primes),
        TEST(rsa_verifies),
        TEST(ecdsa),
        TEST(ed25519_takes_the_message_whole),
        TEST(user_defined_keys_go_to_the_method_as_they_are),
        TEST(a_failed_init_gets_no_cleanup),
        TEST(missing_functions_and_small_areas_are_told),
        TEST(init_and_cleanup_may_be_absent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
