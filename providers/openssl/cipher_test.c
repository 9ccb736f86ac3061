/* Ciphers in the orders of calls that were recorded from TLS, and what TLS must never see go right. */
#include "method_test.h"

#include <openssl/crypto.h>

#include "crypto/self_test_vectors.h"
#include "nx_crypto_aes.h"
#include "nxsecure/ext.h"

#define CIPHER(algorithm, key, icv, operation)                                                               \
    {                                                                                                        \
        NX_CRYPTO_ENCRYPTION_##algorithm, key, 32, icv, 16, 64, _nx_crypto_method_aes_init,                  \
            _nx_crypto_method_aes_cleanup, operation                                                         \
    }

/* As applications write them. */
static NX_CRYPTO_METHOD own[] = {
    CIPHER(AES_GCM_16, 192, 128, _nx_crypto_method_aes_gcm_operation),
    CIPHER(AES_CCM_16, 192, 128, _nx_crypto_method_aes_ccm_operation),
    CIPHER(AES_CCM_16, 256, 128, _nx_crypto_method_aes_ccm_operation),
    CIPHER(AES_CCM_8, 192, 64, _nx_crypto_method_aes_ccm_operation),
    CIPHER(AES_CCM_8, 256, 64, _nx_crypto_method_aes_operation),
    CIPHER(AES_CTR, 128, 0, _nx_crypto_method_aes_ctr_operation),
    CIPHER(AES_CTR, 192, 0, _nx_crypto_method_aes_operation),
    CIPHER(AES_CTR, 256, 0, _nx_crypto_method_aes_ctr_operation),
};

static NX_CRYPTO_METHOD *const stock[] = {
    &crypto_method_aes_cbc_128,       &crypto_method_aes_cbc_192, &crypto_method_aes_cbc_256,
    &crypto_method_aes_ccm_8,         &crypto_method_aes_ccm_16,  &crypto_method_aes_128_gcm_16,
    &crypto_method_aes_256_gcm_16,    &crypto_method_des,         &crypto_method_3des,
    &crypto_method_chacha20_poly1305,
};

static NX_CRYPTO_METHOD *method_of(UINT algorithm, ULONG key_len)
{
    for (size_t i = 0; i < sizeof stock / sizeof stock[0]; i++) {
        if (stock[i]->nx_crypto_algorithm == algorithm &&
            stock[i]->nx_crypto_key_size_in_bits == key_len * 8) {
            return stock[i];
        }
    }
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
        if (own[i].nx_crypto_algorithm == algorithm && own[i].nx_crypto_key_size_in_bits == key_len * 8) {
            return &own[i];
        }
    }
    fail_msg("no method for %x with %u bytes of key", algorithm, key_len);
    return NULL;
}

static bool is_ccm(const NX_CRYPTO_METHOD *m)
{
    return m->nx_crypto_algorithm == NX_CRYPTO_ENCRYPTION_AES_CCM_8 ||
           m->nx_crypto_algorithm == NX_CRYPTO_ENCRYPTION_AES_CCM_16;
}

/* ---- Modes without authentication ---- */

/* In place, in one piece or in two. */
static void run_block(struct unit *u, bool encrypts, const struct bytes *iv, const struct bytes *in,
                      const struct bytes *out, ULONG first)
{
    UINT begin = encrypts ? NX_CRYPTO_ENCRYPT_INITIALIZE : NX_CRYPTO_DECRYPT_INITIALIZE;
    UINT update = encrypts ? NX_CRYPTO_ENCRYPT_UPDATE : NX_CRYPTO_DECRYPT_UPDATE;
    UINT end = encrypts ? NX_CRYPTO_ENCRYPT_CALCULATE : NX_CRYPTO_DECRYPT_CALCULATE;
    struct bytes work = *in;
    ULONG rest = in->len - first;
    OK(unit_do(u, begin, (struct args){.iv = iv->data, .out_len = in->len}));
    OK(unit_do(u, update,
               (struct args){.in = work.data, .in_len = first, .out = work.data, .out_len = first}));
    OK(unit_do(
        u, update,
        (struct args){.in = work.data + first, .in_len = rest, .out = work.data + first, .out_len = rest}));
    OK(unit_do(u, end, (struct args){.in = work.data, .in_len = 0}));
    assert_memory_equal(work.data, out->data, out->len);
}

static void block_ciphers_give_the_known_texts(void **state)
{
    (void)state;
    for (size_t i = 0; i < nxs_known_ciphers_count; i++) {
        const struct nxs_known_cipher *known = &nxs_known_ciphers[i];
        struct bytes key = unhex(known->key);
        struct bytes iv = unhex(known->iv);
        struct bytes plain = unhex(known->plain);
        struct bytes cipher = unhex(known->cipher);
        struct unit u = unit_of(method_of(known->algorithm, key.len));
        ULONG step = iv.len;
        UCHAR out[256];
        OK(unit_init(&u, key.data, key.len * 8));
        for (ULONG first = 0; first <= plain.len; first += step) {
            run_block(&u, true, &iv, &plain, &cipher, first);
            run_block(&u, false, &iv, &cipher, &plain, first);
        }
        OK(DO(&u, ENCRYPT, .in = plain.data, .in_len = plain.len, .iv = iv.data, .out = out,
              .out_len = plain.len));
        assert_memory_equal(out, cipher.data, cipher.len);
        OK(DO(&u, DECRYPT, .in = cipher.data, .in_len = plain.len, .iv = iv.data, .out = out,
              .out_len = plain.len));
        assert_memory_equal(out, plain.data, plain.len);
        unit_free(&u);
    }
}

static void chained_modes_take_whole_blocks_only(void **state)
{
    (void)state;
    struct unit u = unit_of(&crypto_method_aes_cbc_128);
    UCHAR data[32] = {0};
    OK(unit_init(&u, data, 128));
    OK(DO(&u, ENCRYPT_INITIALIZE, .iv = data));
    FAILS(DO(&u, ENCRYPT_UPDATE, .in = data, .in_len = 15, .out = data, .out_len = 32));
    FAILS(DO(&u, ENCRYPT_UPDATE, .in = data, .in_len = 16, .out = data, .out_len = 16));
    OK(DO(&u, ENCRYPT_INITIALIZE, .iv = data));
    FAILS(DO(&u, DECRYPT_UPDATE, .in = data, .in_len = 16, .out = data, .out_len = 16));
    FAILS(DO(&u, DECRYPT_CALCULATE, 0));
    OK(DO(&u, ENCRYPT_UPDATE, .in = data, .in_len = 16, .out = data, .out_len = 16));
    OK(DO(&u, ENCRYPT_CALCULATE, 0));
    FAILS(DO(&u, ENCRYPT_CALCULATE, 0));
    FAILS(DO(&u, ENCRYPT_INITIALIZE, 0));
    unit_free(&u);
}

/* ---- AEADs ---- */

struct aead {
    struct bytes key, nonce, aad, plain, cipher, tag;
    UCHAR iv[13];
};

static struct aead aead_of(const struct nxs_known_aead *known)
{
    struct aead a = {unhex(known->key),
                     unhex(known->nonce),
                     unhex(known->aad),
                     unhex(known->plain),
                     unhex(known->cipher),
                     unhex(known->tag),
                     {12}};
    memcpy(a.iv + 1, a.nonce.data, 12);
    return a;
}

static void seal(struct unit *u, const struct aead *a, ULONG first)
{
    struct bytes work = a->plain;
    UCHAR tag[17];
    ULONG rest = work.len - first;
    memset(tag, 0xEE, sizeof tag);
    OK(DO(u, ENCRYPT_INITIALIZE, .in = a->aad.data, .in_len = a->aad.len, .iv = a->iv, .out_len = work.len));
    OK(DO(u, ENCRYPT_UPDATE, .in = work.data, .in_len = first, .out = work.data, .out_len = first));
    OK(DO(u, ENCRYPT_UPDATE, .in = work.data + first, .in_len = rest, .out = work.data + first,
          .out_len = rest));
    OK(DO(u, ENCRYPT_CALCULATE, .out = tag, .out_len = a->tag.len));
    assert_memory_equal(work.data, a->cipher.data, a->cipher.len);
    assert_memory_equal(tag, a->tag.data, a->tag.len);
    assert_int_equal(tag[a->tag.len], 0xEE);
}

/* What DECRYPT_CALCULATE says; @p work is decrypted in place. */
static UINT open_with(struct unit *u, const struct aead *a, struct bytes *work, const UCHAR *tag,
                      ULONG tag_len, ULONG first)
{
    ULONG rest = work->len - first;
    OK(DO(u, DECRYPT_INITIALIZE, .in = a->aad.data, .in_len = a->aad.len, .iv = a->iv, .out_len = work->len));
    OK(DO(u, DECRYPT_UPDATE, .in = work->data, .in_len = first, .out = work->data, .out_len = first));
    OK(DO(u, DECRYPT_UPDATE, .in = work->data + first, .in_len = rest, .out = work->data + first,
          .out_len = rest));
    return DO(u, DECRYPT_CALCULATE, .in = tag, .in_len = tag_len);
}

static void open_right(struct unit *u, const struct aead *a, ULONG first)
{
    struct bytes work = a->cipher;
    OK(open_with(u, a, &work, a->tag.data, a->tag.len, first));
    assert_memory_equal(work.data, a->plain.data, a->plain.len);
}

static void aeads_give_the_known_texts(void **state)
{
    (void)state;
    for (size_t i = 0; i < nxs_known_aeads_count; i++) {
        struct aead a = aead_of(&nxs_known_aeads[i]);
        struct unit u = unit_of(method_of(nxs_known_aeads[i].algorithm, a.key.len));
        ULONG step = is_ccm(u.method) ? a.plain.len : 16;
        OK(unit_init(&u, a.key.data, a.key.len * 8));
        for (ULONG first = 0; first <= a.plain.len; first += step) {
            seal(&u, &a, first);
            seal(&u, &a, first);
            open_right(&u, &a, first);
            open_right(&u, &a, first);
        }
        unit_free(&u);
    }
}

static void one_shot_aeads_carry_the_tag_behind_the_data(void **state)
{
    (void)state;
    for (size_t i = 0; i < nxs_known_aeads_count; i++) {
        struct aead a = aead_of(&nxs_known_aeads[i]);
        struct unit u = unit_of(method_of(nxs_known_aeads[i].algorithm, a.key.len));
        ULONG whole = a.plain.len + a.tag.len;
        UCHAR sealed[160];
        UCHAR opened[160];
        OK(unit_init(&u, a.key.data, a.key.len * 8));
        OK(DO(&u, SET_ADDITIONAL_DATA, .in = a.aad.data, .in_len = a.aad.len));
        FAILS(DO(&u, ENCRYPT, .in = a.plain.data, .in_len = a.plain.len, .iv = a.iv, .out = sealed,
                 .out_len = whole - 1));
        OK(DO(&u, ENCRYPT, .in = a.plain.data, .in_len = a.plain.len, .iv = a.iv, .out = sealed,
              .out_len = whole));
        assert_memory_equal(sealed, a.cipher.data, a.cipher.len);
        assert_memory_equal(sealed + a.cipher.len, a.tag.data, a.tag.len);
        OK(DO(&u, SET_ADDITIONAL_DATA, .in = a.aad.data, .in_len = a.aad.len));
        OK(DO(&u, DECRYPT, .in = sealed, .in_len = whole, .iv = a.iv, .out = opened, .out_len = a.plain.len));
        assert_memory_equal(opened, a.plain.data, a.plain.len);
        /* The additional data is gone with the call it was set for. */
        assert_int_equal(
            DO(&u, DECRYPT, .in = sealed, .in_len = whole, .iv = a.iv, .out = opened, .out_len = a.plain.len),
            NX_CRYPTO_AUTHENTICATION_FAILED);
        FAILS(DO(&u, DECRYPT, .in = sealed, .in_len = a.tag.len - 1, .iv = a.iv, .out = opened,
                 .out_len = 160));
        unit_free(&u);
    }
}

/* A record before it, finished or not, leaves a one-shot call no additional data. */
static void one_shot_aeads_do_not_mistake_old_data_for_additional_data(void **state)
{
    (void)state;
    for (size_t i = 0; i < nxs_known_aeads_count; i++) {
        struct aead a = aead_of(&nxs_known_aeads[i]);
        struct unit u = unit_of(method_of(nxs_known_aeads[i].algorithm, a.key.len));
        ULONG whole = a.plain.len + a.tag.len;
        UCHAR first[160], again[160], tag[16];
        OK(unit_init(&u, a.key.data, a.key.len * 8));
        OK(DO(&u, ENCRYPT, .in = a.plain.data, .in_len = a.plain.len, .iv = a.iv, .out = first,
              .out_len = whole));
        for (int finished = 0; finished < 2; finished++) {
            memcpy(again, a.plain.data, a.plain.len);
            OK(DO(&u, ENCRYPT_INITIALIZE, .in = a.aad.data, .in_len = a.aad.len, .iv = a.iv,
                  .out_len = a.plain.len));
            OK(DO(&u, ENCRYPT_UPDATE, .in = again, .in_len = a.plain.len, .out = again,
                  .out_len = a.plain.len));
            if (finished) {
                OK(DO(&u, ENCRYPT_CALCULATE, .out = tag, .out_len = a.tag.len));
            }
            OK(DO(&u, ENCRYPT, .in = a.plain.data, .in_len = a.plain.len, .iv = a.iv, .out = again,
                  .out_len = whole));
            assert_memory_equal(first, again, whole);
        }
        unit_free(&u);
    }
}

static void nothing_at_all_can_be_sealed(void **state)
{
    (void)state;
    for (size_t i = 0; i < nxs_known_aeads_count; i++) {
        struct aead a = aead_of(&nxs_known_aeads[i]);
        struct unit u = unit_of(method_of(nxs_known_aeads[i].algorithm, a.key.len));
        UCHAR tag[2][16];
        struct bytes none = {{0}, 0};
        OK(unit_init(&u, a.key.data, a.key.len * 8));
        for (int with_update = 0; with_update < 2; with_update++) {
            OK(DO(&u, ENCRYPT_INITIALIZE, .in = a.aad.data, .in_len = a.aad.len, .iv = a.iv, .out_len = 0));
            if (with_update) {
                OK(DO(&u, ENCRYPT_UPDATE, .in = none.data, .in_len = 0, .out = none.data, .out_len = 0));
            }
            OK(DO(&u, ENCRYPT_CALCULATE, .out = tag[with_update], .out_len = a.tag.len));
        }
        assert_memory_equal(tag[0], tag[1], a.tag.len);
        OK(open_with(&u, &a, &none, tag[0], a.tag.len, 0));
        tag[0][0] ^= 1;
        FAILS(open_with(&u, &a, &none, tag[0], a.tag.len, 0));
        /* No additional data either. */
        a.aad.len = 0;
        OK(DO(&u, ENCRYPT_INITIALIZE, .iv = a.iv, .out_len = 0));
        OK(DO(&u, ENCRYPT_CALCULATE, .out = tag[0], .out_len = a.tag.len));
        OK(open_with(&u, &a, &none, tag[0], a.tag.len, 0));
        unit_free(&u);
    }
}

static void wrong_short_and_missing_tags_fail(void **state)
{
    (void)state;
    for (size_t i = 0; i < nxs_known_aeads_count; i++) {
        struct aead a = aead_of(&nxs_known_aeads[i]);
        struct unit u = unit_of(method_of(nxs_known_aeads[i].algorithm, a.key.len));
        OK(unit_init(&u, a.key.data, a.key.len * 8));
        for (ULONG bit = 0; bit < a.tag.len * 8; bit += 5) {
            UCHAR tag[16];
            struct bytes work = a.cipher;
            memcpy(tag, a.tag.data, a.tag.len);
            tag[bit / 8] ^= (UCHAR)(1u << bit % 8);
            assert_int_equal(open_with(&u, &a, &work, tag, a.tag.len, 0), NX_CRYPTO_AUTHENTICATION_FAILED);
            open_right(&u, &a, 0); /* the right tag of a record that went before must not help, nor hurt */
        }
        for (ULONG len = 0; len < 17; len++) {
            struct bytes work = a.cipher;
            if (len != a.tag.len) {
                FAILS(open_with(&u, &a, &work, a.tag.data, len, 0));
            }
        }
        struct bytes work = a.cipher;
        FAILS(open_with(&u, &a, &work, NULL, a.tag.len, 0));
        work = a.cipher;
        work.data[3] ^= 0x10;
        assert_int_equal(open_with(&u, &a, &work, a.tag.data, a.tag.len, 0), NX_CRYPTO_AUTHENTICATION_FAILED);
        struct aead other = a;
        other.aad.data[0] ^= 1;
        work = a.cipher;
        assert_int_equal(open_with(&u, &other, &work, a.tag.data, a.tag.len, 0),
                         NX_CRYPTO_AUTHENTICATION_FAILED);
        other = a;
        other.iv[12] ^= 1;
        work = a.cipher;
        assert_int_equal(open_with(&u, &other, &work, a.tag.data, a.tag.len, 0),
                         NX_CRYPTO_AUTHENTICATION_FAILED);
        open_right(&u, &a, 0);
        unit_free(&u);
    }
}

static void a_second_update_of_ccm_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < nxs_known_aeads_count; i++) {
        struct aead a = aead_of(&nxs_known_aeads[i]);
        struct unit u = unit_of(method_of(nxs_known_aeads[i].algorithm, a.key.len));
        UCHAR *data = a.plain.data;
        UCHAR tag[16] = {0};
        if (is_ccm(u.method)) {
            OK(unit_init(&u, a.key.data, a.key.len * 8));
            for (int decrypts = 0; decrypts < 2; decrypts++) {
                UINT begin = decrypts ? NX_CRYPTO_DECRYPT_INITIALIZE : NX_CRYPTO_ENCRYPT_INITIALIZE;
                UINT update = decrypts ? NX_CRYPTO_DECRYPT_UPDATE : NX_CRYPTO_ENCRYPT_UPDATE;
                struct args whole = {.in = data, .in_len = a.plain.len, .out = data, .out_len = a.plain.len};
                struct args part = {.in = data, .in_len = 16, .out = data, .out_len = 16};
                struct args start = {
                    .in = a.aad.data, .in_len = a.aad.len, .iv = a.iv, .out_len = a.plain.len};
                OK(unit_do(&u, begin, start));
                OK(unit_do(&u, update, whole));
                FAILS(unit_do(&u, update, part));
                FAILS(unit_do(&u, update, whole));
                OK(unit_do(&u, begin, start));
                FAILS(unit_do(&u, update, part)); /* less than was announced */
                OK(unit_do(&u, begin, start));    /* and none at all */
                FAILS(
                    unit_do(&u, decrypts ? NX_CRYPTO_DECRYPT_CALCULATE : NX_CRYPTO_ENCRYPT_CALCULATE,
                            (struct args){.in = tag, .in_len = a.tag.len, .out = tag, .out_len = a.tag.len}));
            }
        }
        unit_free(&u);
    }
}

static void wrong_parameters_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < nxs_known_aeads_count; i++) {
        struct aead a = aead_of(&nxs_known_aeads[i]);
        struct unit u = unit_of(method_of(nxs_known_aeads[i].algorithm, a.key.len));
        UCHAR *data = a.plain.data;
        UCHAR nonce_of_11[13] = {11};
        FAILS(unit_init(&u, a.key.data, a.key.len * 8 - 64));
        FAILS(unit_init(&u, NULL, a.key.len * 8));
        FAILS(DO(&u, ENCRYPT_INITIALIZE, .iv = a.iv, .out_len = 16));
        OK(unit_init(&u, a.key.data, a.key.len * 8));
        FAILS(DO(&u, ENCRYPT_UPDATE, .in = data, .in_len = 16, .out = data, .out_len = 16));
        FAILS(DO(&u, ENCRYPT_CALCULATE, .out = data, .out_len = a.tag.len));
        FAILS(DO(&u, DECRYPT_CALCULATE, .in = a.tag.data, .in_len = a.tag.len));
        FAILS(DO(&u, ENCRYPT_INITIALIZE, .out_len = 16));
        FAILS(DO(&u, ENCRYPT_INITIALIZE, .iv = nonce_of_11, .out_len = 16));
        FAILS(DO(&u, ENCRYPT_INITIALIZE, .iv = a.iv, .in_len = 13, .out_len = 16));
        FAILS(DO(&u, ENCRYPT_INITIALIZE, .iv = a.iv, .out_len = 0xFFFFFFFF));
        OK(DO(&u, ENCRYPT_INITIALIZE, .iv = a.iv, .out_len = 16));
        FAILS(DO(&u, DECRYPT_UPDATE, .in = data, .in_len = 16, .out = data, .out_len = 16));
        FAILS(DO(&u, ENCRYPT_UPDATE, .in = data, .in_len = 16, .out = data, .out_len = 15));
        OK(DO(&u, ENCRYPT_INITIALIZE, .iv = a.iv, .out_len = 16));
        OK(DO(&u, ENCRYPT_UPDATE, .in = data, .in_len = 16, .out = data, .out_len = 16));
        FAILS(DO(&u, ENCRYPT_CALCULATE, .out = data, .out_len = a.tag.len - 1));
        assert_int_equal(unit_do(&u, 0x00011234, (struct args){0}), 0x20007);
        assert_int_equal(DO(&u, HASH_INITIALIZE, 0), 0x20007);
        a = aead_of(&nxs_known_aeads[i]);
        seal(&u, &a, 0);
        unit_free(&u);
    }
}

/* ---- Metadata that applications treat badly ---- */

static void metadata_may_be_copied_wiped_and_started_again(void **state)
{
    (void)state;
    for (size_t i = 0; i < nxs_known_aeads_count; i++) {
        struct aead a = aead_of(&nxs_known_aeads[i]);
        NX_CRYPTO_METHOD *m = method_of(nxs_known_aeads[i].algorithm, a.key.len);
        struct unit u = unit_of(m);
        struct unit copy = unit_of(m);
        struct args start = {.in = a.aad.data, .in_len = a.aad.len, .iv = a.iv, .out_len = a.plain.len};
        OK(unit_init(&u, a.key.data, a.key.len * 8));
        seal(&u, &a, 0);
        memcpy(copy.metadata, u.metadata, m->nx_crypto_metadata_area_size);
        seal(&copy, &a, 0);
        open_right(&u, &a, 0);
        open_right(&copy, &a, 0);
        /* A copy of an open record owns nothing, and neither disturbs the other. */
        OK(unit_do(&u, NX_CRYPTO_ENCRYPT_INITIALIZE, start));
        memcpy(copy.metadata, u.metadata, m->nx_crypto_metadata_area_size);
        FAILS(
            DO(&copy, ENCRYPT_UPDATE, .in = a.plain.data, .in_len = 16, .out = a.plain.data, .out_len = 16));
        seal(&copy, &a, 0);
        OK(m->nx_crypto_cleanup(copy.metadata));
        OK(DO(&u, ENCRYPT_UPDATE, .in = a.plain.data, .in_len = a.plain.len, .out = a.plain.data,
              .out_len = a.plain.len));
        UCHAR tag[16];
        OK(DO(&u, ENCRYPT_CALCULATE, .out = tag, .out_len = a.tag.len));
        assert_memory_equal(tag, a.tag.data, a.tag.len);
        a = aead_of(&nxs_known_aeads[i]);
        /* Started again without CALCULATE, as often as one likes. */
        for (int n = 0; n < 200; n++) {
            OK(unit_do(&u, n % 2 == 0 ? NX_CRYPTO_ENCRYPT_INITIALIZE : NX_CRYPTO_DECRYPT_INITIALIZE, start));
        }
        seal(&u, &a, 0);
        /* Wiped under its feet, then cleaned up. */
        memset(u.metadata, 0, m->nx_crypto_metadata_area_size);
        FAILS(unit_do(&u, NX_CRYPTO_ENCRYPT_INITIALIZE, start));
        OK(m->nx_crypto_cleanup(u.metadata));
        memset(u.metadata, 0x5A, m->nx_crypto_metadata_area_size);
        OK(m->nx_crypto_cleanup(u.metadata));
        OK(m->nx_crypto_cleanup(NULL));
        OK(unit_init(&u, a.key.data, a.key.len * 8));
        seal(&u, &a, 0);
        unit_free(&u);
        free(copy.metadata);
    }
}

static void noise_in_metadata_is_no_key(void **state)
{
    (void)state;
    struct unit u = unit_of(&crypto_method_aes_128_gcm_16);
    UCHAR iv[13] = {12};
    for (int fill = 0; fill < 256; fill++) {
        memset(u.metadata, fill, u.method->nx_crypto_metadata_area_size);
        FAILS(DO(&u, ENCRYPT_INITIALIZE, .iv = iv,
                 .out_len = fill == 16 || fill == 24 || fill == 32 ? 0xFFFFFFFF : 0));
        FAILS(DO(&u, ENCRYPT_UPDATE, .in = iv, .in_len = 13, .out = iv, .out_len = 13));
        FAILS(DO(&u, ENCRYPT_CALCULATE, .out = iv, .out_len = 16));
        OK(u.method->nx_crypto_cleanup(u.metadata));
    }
    free(u.metadata);
}

static void ciphers_work_at_odd_addresses(void **state)
{
    (void)state;
    struct aead a = aead_of(&nxs_known_aeads[0]);
    NX_CRYPTO_METHOD *m = method_of(nxs_known_aeads[0].algorithm, a.key.len);
    for (size_t shift = 1; shift < 8; shift++) {
        UCHAR *base = malloc(m->nx_crypto_metadata_area_size + shift);
        struct unit u = {m, base + shift};
        OK(unit_init(&u, a.key.data, a.key.len * 8));
        seal(&u, &a, 16);
        open_right(&u, &a, 16);
        OK(DO(&u, ENCRYPT_INITIALIZE, .iv = a.iv, .out_len = 16));
        OK(m->nx_crypto_cleanup(u.metadata));
        free(base);
    }
}

static void cleanup_wipes_the_key(void **state)
{
    (void)state;
    static const UCHAR zeros[64];
    struct aead a = aead_of(&nxs_known_aeads[0]);
    struct unit u = unit_of(&crypto_method_aes_128_gcm_16);
    OK(unit_init(&u, a.key.data, a.key.len * 8));
    seal(&u, &a, 0);
    OK(u.method->nx_crypto_cleanup(u.metadata));
    assert_memory_equal(u.metadata, zeros, u.method->nx_crypto_metadata_area_size);
    free(u.metadata);
}

static void an_emptied_cache_is_filled_again(void **state)
{
    (void)state;
    struct aead a = aead_of(&nxs_known_aeads[0]);
    struct unit u = unit_of(&crypto_method_aes_128_gcm_16);
    OK(unit_init(&u, a.key.data, a.key.len * 8));
    seal(&u, &a, 0);
    nxs_crypto_cache_empty();
    seal(&u, &a, 0);
    OK(DO(&u, ENCRYPT_INITIALIZE, .in = a.aad.data, .in_len = a.aad.len, .iv = a.iv, .out_len = a.plain.len));
    nxs_crypto_cache_empty(); /* what is in use stays */
    struct bytes work = a.plain;
    UCHAR tag[16];
    OK(DO(&u, ENCRYPT_UPDATE, .in = work.data, .in_len = work.len, .out = work.data, .out_len = work.len));
    OK(DO(&u, ENCRYPT_CALCULATE, .out = tag, .out_len = 16));
    assert_memory_equal(tag, a.tag.data, 16);
    unit_free(&u);
}

static void random_bytes_are_asked_for_in_bits(void **state)
{
    (void)state;
    UCHAR out[40] = {0};
    UCHAR other[40] = {0};
    static const UCHAR zeros[40];
    OK(nxs_crypto_random(0, out));
    assert_memory_equal(out, zeros, sizeof out);
    OK(nxs_crypto_random(255, out));
    assert_memory_equal(out + 32, zeros, 8);
    assert_memory_not_equal(out, zeros, 32);
    OK(nxs_crypto_random(256, other));
    assert_memory_not_equal(out, other, 32);
    FAILS(nxs_crypto_random(8, NULL));
    struct unit u = unit_of(&crypto_method_drbg);
    OK(unit_init(&u, NULL, 0));
    OK(DO(&u, DRBG_INSTANTIATE, 0));
    OK(DO(&u, DRBG_RESEED, .in = zeros, .in_len = 32));
    OK(DO(&u, DRBG_GENERATE, .out = out, .out_len = 32));
    assert_memory_not_equal(out, other, 32);
    assert_int_equal(DO(&u, ENCRYPT, 0), 0x20007);
    unit_free(&u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(block_ciphers_give_the_known_texts),
        cmocka_unit_test(chained_modes_take_whole_blocks_only),
        cmocka_unit_test(aeads_give_the_known_texts),
        cmocka_unit_test(one_shot_aeads_carry_the_tag_behind_the_data),
        cmocka_unit_test(one_shot_aeads_do_not_mistake_old_data_for_additional_data),
        cmocka_unit_test(nothing_at_all_can_be_sealed),
        cmocka_unit_test(wrong_short_and_missing_tags_fail),
        cmocka_unit_test(a_second_update_of_ccm_is_refused),
        cmocka_unit_test(wrong_parameters_are_refused),
        cmocka_unit_test(metadata_may_be_copied_wiped_and_started_again),
        cmocka_unit_test(noise_in_metadata_is_no_key),
        cmocka_unit_test(ciphers_work_at_odd_addresses),
        cmocka_unit_test(cleanup_wipes_the_key),
        cmocka_unit_test(an_emptied_cache_is_filled_again),
        cmocka_unit_test(random_bytes_are_asked_for_in_bits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
