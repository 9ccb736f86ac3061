#include "asym_test.h"

#include <openssl/rand.h>

#include "key_table.h"
#include "rsa_test_keys.h"

enum { KEYS = sizeof rsa_test_keys / sizeof rsa_test_keys[0], MAX = 256 };

static NX_CRYPTO_METHOD *const rsa = &crypto_method_rsa;

struct bytes {
    uint8_t data[MAX];
    size_t len;
};

struct key {
    struct bytes n, e, p, q, d_lcm, d_phi, block, public_power, private_power;
};

static struct bytes bytes_of(const char *hex)
{
    struct bytes bytes;
    bytes.len = from_hex(hex, bytes.data, sizeof bytes.data);
    return bytes;
}

static struct key key_of(size_t index)
{
    const struct rsa_test_key *from = &rsa_test_keys[index];
    return (struct key){bytes_of(from->n),
                        bytes_of(from->e),
                        bytes_of(from->p),
                        bytes_of(from->q),
                        bytes_of(from->d_lcm),
                        bytes_of(from->d_phi),
                        bytes_of(from->block),
                        bytes_of(from->public_power),
                        bytes_of(from->private_power)};
}

static UINT prime_set(union area *area, UINT op, const struct bytes *prime)
{
    return method_call(rsa, area, op, NULL, 0, prime->data, prime->len, NULL, 0);
}

/* A whole use of the method as TLS makes it; p and q may be NULL. The output has 600 bytes of room. */
static UINT power(const struct bytes *n, const struct bytes *p, const struct bytes *q, const struct bytes *x,
                  const struct bytes *in, struct bytes *out)
{
    union area area;
    uint8_t room[600];
    memset(room, 0x5A, sizeof room);
    UINT status = method_init(rsa, &area, n->data, n->len);
    if (status == 0 && p != NULL) {
        status = prime_set(&area, NX_CRYPTO_SET_PRIME_P, p);
    }
    if (status == 0 && q != NULL) {
        status = prime_set(&area, NX_CRYPTO_SET_PRIME_Q, q);
    }
    if (status == 0) {
        status =
            method_call(rsa, &area, NX_CRYPTO_DECRYPT, x->data, x->len, in->data, in->len, room, sizeof room);
    }
    assert_int_equal(rsa->nx_crypto_cleanup(&area), 0);
    out->len = n->len;
    memcpy(out->data, room, n->len);
    if (status == 0) {
        assert_int_equal(room[n->len], 0x5A);
    }
    return status;
}

static void assert_same(const struct bytes *one, const struct bytes *two)
{
    assert_int_equal(one->len, two->len);
    assert_memory_equal(one->data, two->data, one->len);
}

static void known_answers(void **state)
{
    (void)state;
    for (size_t i = 0; i < KEYS; i++) {
        struct key key = key_of(i);
        struct bytes out;
        /* Twice: an object made for the key, and a found one. */
        for (int again = 0; again < 2; again++) {
            assert_int_equal(power(&key.n, NULL, NULL, &key.e, &key.block, &out), 0);
            assert_same(&out, &key.public_power);
            assert_int_equal(power(&key.n, &key.p, &key.q, &key.d_lcm, &key.block, &out), 0);
            assert_same(&out, &key.private_power);
            assert_int_equal(power(&key.n, &key.p, &key.q, &key.d_phi, &key.block, &out), 0);
            assert_same(&out, &key.private_power);
            assert_int_equal(power(&key.n, &key.q, &key.p, &key.d_lcm, &key.block, &out), 0);
            assert_same(&out, &key.private_power);
        }
    }
}

static void without_primes_only_the_usual_exponent_is_tried(void **state)
{
    (void)state;
    for (size_t i = 0; i < KEYS; i++) {
        struct key key = key_of(i);
        struct bytes out;
        UINT status = power(&key.n, NULL, NULL, &key.d_lcm, &key.block, &out);
        if (key.e.len == 3) {
            assert_int_equal(status, 0);
            assert_same(&out, &key.private_power);
            assert_int_equal(power(&key.n, NULL, NULL, &key.d_phi, &key.block, &out), 0);
            assert_same(&out, &key.private_power);
        } else {
            assert_int_equal(status, NX_CRYPTO_INVALID_KEY);
        }
    }
}

/* Small results keep their leading zeros. */
static void output_is_as_long_as_the_modulus(void **state)
{
    (void)state;
    struct key key = key_of(1);
    struct bytes two = {.len = key.n.len};
    struct bytes out;
    two.data[two.len - 1] = 2;
    assert_int_equal(power(&key.n, NULL, NULL, &key.e, &two, &out), 0);
    assert_int_equal(out.data[out.len - 1], 8);
    for (size_t i = 0; i < out.len - 1; i++) {
        assert_int_equal(out.data[i], 0);
    }
    assert_int_equal(power(&key.n, &key.p, &key.q, &key.d_lcm, &out, &out), 0);
    assert_same(&out, &two);
    two.data[two.len - 1] = 0;
    assert_int_equal(power(&key.n, NULL, NULL, &key.e, &two, &out), 0);
    assert_same(&out, &two);
}

static void leading_zeros_do_not_matter(void **state)
{
    (void)state;
    struct key key = key_of(2);
    struct bytes n = {.len = key.n.len + 1};
    struct bytes d = {.len = key.d_lcm.len + 1};
    struct bytes e = {.len = 8 + 3};
    struct bytes out;
    memcpy(n.data + 1, key.n.data, key.n.len);
    memcpy(d.data + 1, key.d_lcm.data, key.d_lcm.len);
    memcpy(e.data + 8, key.e.data, 3);
    union area area;
    assert_int_equal(method_init(rsa, &area, n.data, n.len), 0);
    assert_int_equal(
        method_call(rsa, &area, NX_CRYPTO_DECRYPT, d.data, d.len, key.block.data, key.n.len, out.data, MAX),
        0);
    assert_memory_equal(out.data, key.private_power.data, key.n.len);
    assert_int_equal(
        method_call(rsa, &area, NX_CRYPTO_ENCRYPT, e.data, e.len, key.block.data, key.n.len, out.data, MAX),
        0);
    assert_memory_equal(out.data, key.public_power.data, key.n.len);
}

static void inputs_are_checked(void **state)
{
    (void)state;
    struct key key = key_of(2);
    struct bytes out;
    struct bytes in = key.block;
    union area area;
    in.len--;
    assert_int_not_equal(power(&key.n, NULL, NULL, &key.e, &in, &out), 0);
    in.len += 2;
    assert_int_not_equal(power(&key.n, NULL, NULL, &key.e, &in, &out), 0);
    /* The modulus itself, and above. */
    assert_int_not_equal(power(&key.n, NULL, NULL, &key.e, &key.n, &out), 0);
    assert_int_not_equal(power(&key.n, &key.p, &key.q, &key.d_lcm, &key.n, &out), 0);
    memset(in.data, 0xFF, in.len);
    in.len = key.n.len;
    assert_int_not_equal(power(&key.n, &key.p, &key.q, &key.d_lcm, &in, &out), 0);
    /* And the key works on. */
    assert_int_equal(power(&key.n, &key.p, &key.q, &key.d_lcm, &key.block, &out), 0);
    assert_same(&out, &key.private_power);

    assert_int_equal(method_init(rsa, &area, key.n.data, key.n.len), 0);
    const size_t len = key.n.len;
    assert_int_not_equal(
        method_call(rsa, &area, NX_CRYPTO_DECRYPT, key.e.data, 3, key.block.data, len, out.data, len - 1), 0);
    assert_int_not_equal(
        method_call(rsa, &area, NX_CRYPTO_DECRYPT, NULL, 0, key.block.data, len, out.data, len), 0);
    assert_int_not_equal(
        method_call(rsa, &area, NX_CRYPTO_DECRYPT, key.e.data, 0, key.block.data, len, out.data, len), 0);
    assert_int_not_equal(method_call(rsa, &area, NX_CRYPTO_DECRYPT, key.e.data, 3, NULL, len, out.data, len),
                         0);
    assert_int_not_equal(
        method_call(rsa, &area, NX_CRYPTO_DECRYPT, key.e.data, 3, key.block.data, len, NULL, len), 0);
    assert_int_equal(method_call(rsa, &area, 0x11234, "blob", 4, key.block.data, len, out.data, len),
                     NXS_UNKNOWN_OPERATION);
    assert_int_equal(
        method_call(rsa, &area, NX_CRYPTO_DECRYPT, key.e.data, 3, key.block.data, len, out.data, len), 0);
    assert_int_equal(rsa->nx_crypto_cleanup(&area), 0);
    assert_int_not_equal(
        method_call(rsa, &area, NX_CRYPTO_DECRYPT, key.e.data, 3, key.block.data, len, out.data, len), 0);
    memset(&area, 0, sizeof area);
    assert_int_not_equal(
        method_call(rsa, &area, NX_CRYPTO_DECRYPT, key.e.data, 3, key.block.data, len, out.data, len), 0);
    assert_int_not_equal(method_init(rsa, &area, NULL, 128), 0);
    assert_int_not_equal(method_init(rsa, &area, key.n.data, 0), 0);
    assert_int_not_equal(method_init(rsa, &area, key.n.data, 63), 0);
    static const uint8_t huge[NX_CRYPTO_MAX_RSA_MODULUS_SIZE / 8 + 1] = {1};
    assert_int_not_equal(method_init(rsa, &area, huge, sizeof huge), 0);
}

static void senseless_public_exponents_are_refused(void **state)
{
    (void)state;
    struct key key = key_of(2);
    struct bytes out;
    static const struct bytes bad[] = {{{0}, 1}, {{1}, 1}, {{2}, 1}, {{1, 0, 0}, 3}, {{0, 0, 0, 1}, 4}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_not_equal(power(&key.n, NULL, NULL, &bad[i], &key.block, &out), 0);
    }
}

static void parts_that_do_not_belong_together_are_refused(void **state)
{
    (void)state;
    struct key key = key_of(2);
    struct key other = key_of(1);
    struct bytes out;
    struct bytes bad = key.p;
    assert_int_equal(power(&key.n, &other.p, &key.q, &key.d_lcm, &key.block, &out), NX_CRYPTO_INVALID_KEY);
    assert_int_equal(power(&key.n, &other.p, &other.q, &key.d_lcm, &key.block, &out), NX_CRYPTO_INVALID_KEY);
    assert_int_equal(power(&other.n, &key.p, &key.q, &key.d_lcm, &other.block, &out), NX_CRYPTO_INVALID_KEY);
    assert_int_equal(power(&key.n, &key.p, &key.p, &key.d_lcm, &key.block, &out), NX_CRYPTO_INVALID_KEY);
    assert_int_equal(power(&key.n, &key.p, NULL, &key.d_lcm, &key.block, &out), NX_CRYPTO_INVALID_KEY);
    assert_int_equal(power(&key.n, NULL, &key.q, &key.d_lcm, &key.block, &out), NX_CRYPTO_INVALID_KEY);
    bad.data[bad.len - 1] ^= 2;
    assert_int_equal(power(&key.n, &bad, &key.q, &key.d_lcm, &key.block, &out), NX_CRYPTO_INVALID_KEY);
    /* n = 1 n: a product, but no primes. */
    static const struct bytes one = {{1}, 1};
    assert_int_equal(power(&key.n, &one, &key.n, &key.d_lcm, &key.block, &out), NX_CRYPTO_INVALID_KEY);
    /* A wrong d has no small e, and without primes none of 65537. */
    bad = key.d_lcm;
    bad.data[bad.len / 2] ^= 4;
    assert_int_equal(power(&key.n, &key.p, &key.q, &bad, &key.block, &out), NX_CRYPTO_INVALID_KEY);
    assert_int_equal(power(&key.n, NULL, NULL, &bad, &key.block, &out), NX_CRYPTO_INVALID_KEY);
    assert_int_equal(power(&key.n, &key.p, &key.q, &key.n, &key.block, &out), NX_CRYPTO_INVALID_KEY);
    /* A public exponent does not become private by its primes. */
    assert_int_equal(power(&key.n, &key.p, &key.q, &key.e, &key.block, &out), NX_CRYPTO_INVALID_KEY);
}

/* p and q of a modulus of four primes: e fits the factors given, not the modulus. */
static void the_key_must_prove_itself(void **state)
{
    (void)state;
    struct key one = key_of(1);
    struct key two = key_of(2);
    struct bytes n = {.len = MAX}, d = {.len = MAX}, block = {.len = MAX}, out;
    uint32_t product[MAX] = {0};
    for (size_t i = 0; i < one.n.len; i++) {
        for (size_t k = 0; k < two.n.len; k++) {
            product[i + k + 1] += (uint32_t)one.n.data[i] * two.n.data[k];
            product[i + k] += product[i + k + 1] >> 8;
            product[i + k + 1] &= 0xFF;
        }
    }
    for (size_t i = 0; i < MAX; i++) {
        n.data[i] = (uint8_t)product[i];
    }
    assert_true(n.data[0] != 0);
    block.data[MAX - 1] = 3;
    memcpy(d.data + MAX - two.d_lcm.len, two.d_lcm.data, two.d_lcm.len);
    assert_int_equal(power(&n, &one.n, &two.n, &d, &block, &out), NX_CRYPTO_INVALID_KEY);
}

/* A certificate block and its memory are reused for another key: found by content, the next power is the new
 * key's. */
static void reused_memory_means_the_new_key(void **state)
{
    (void)state;
    struct key memory = key_of(1);
    struct key other = key_of(2);
    struct bytes out;
    assert_int_equal(power(&memory.n, &memory.p, &memory.q, &memory.d_lcm, &memory.block, &out), 0);
    assert_same(&out, &memory.private_power);
    memory = other;
    assert_int_equal(power(&memory.n, &memory.p, &memory.q, &memory.d_lcm, &memory.block, &out), 0);
    assert_same(&out, &other.private_power);
    assert_int_equal(power(&memory.n, NULL, NULL, &memory.e, &memory.block, &out), 0);
    assert_same(&out, &other.public_power);
}

static void metadata_may_be_copied_and_moved(void **state)
{
    (void)state;
    struct key key = key_of(2);
    struct bytes out;
    union area area;
    union area copy;
    assert_int_equal(method_init(rsa, &area, key.n.data, key.n.len), 0);
    assert_int_equal(prime_set(&area, NX_CRYPTO_SET_PRIME_P, &key.p), 0);
    assert_int_equal(prime_set(&area, NX_CRYPTO_SET_PRIME_Q, &key.q), 0);
    copy = area;
    memset(&area, 0xFF, sizeof area);
    nxs_asym_cache_empty();
    assert_int_equal(method_call(rsa, &copy, NX_CRYPTO_DECRYPT, key.d_lcm.data, key.d_lcm.len, key.block.data,
                                 key.n.len, out.data, MAX),
                     0);
    assert_memory_equal(out.data, key.private_power.data, key.n.len);
    assert_int_equal(rsa->nx_crypto_cleanup(&area), 0);
    assert_int_equal(rsa->nx_crypto_cleanup(NULL), 0);
}

static UINT forget(const struct bytes *n)
{
    union area area;
    assert_int_equal(method_init(rsa, &area, n->data, n->len), 0);
    return method_call(rsa, &area, NXS_CRYPTO_KEY_FORGET, NULL, 0, n->data, n->len, NULL, 0);
}

/* Keys go by their modulus; the others stay, and a forgotten one is simply made again. */
static void forgetting_a_key(void **state)
{
    (void)state;
    struct key key = key_of(1);
    struct key other = key_of(2);
    struct bytes out;
    for (int again = 0; again < 2; again++) {
        assert_int_equal(power(&key.n, &key.p, &key.q, &key.d_lcm, &key.block, &out), 0);
        assert_same(&out, &key.private_power);
        assert_int_equal(power(&other.n, &other.p, &other.q, &other.d_lcm, &other.block, &out), 0);
        assert_same(&out, &other.private_power);
        assert_int_equal(forget(&key.n), 0);
    }
    union area area;
    assert_int_equal(method_init(rsa, &area, key.n.data, key.n.len), 0);
    assert_int_not_equal(method_call(rsa, &area, NXS_CRYPTO_KEY_FORGET, NULL, 0, NULL, 128, NULL, 0), 0);
}

/* The table itself: bounded, least recently used goes first, duplicates are allowed, emptying empties. */
static struct nxs_key *table_key(uint8_t name)
{
    struct nxs_key *key = OPENSSL_zalloc(sizeof *key);
    assert_non_null(key);
    key->digest[0] = name;
    key->name[0] = name;
    return key;
}

static bool table_has(struct nxs_key_table *table, uint8_t name)
{
    uint8_t digest[NXS_KEY_DIGEST] = {name};
    struct nxs_key *key = nxs_key_take(table, digest);
    if (key != NULL) {
        nxs_key_give(table, key);
    }
    return key != NULL;
}

static void the_table_is_bounded(void **state)
{
    (void)state;
    struct nxs_key_slot slots[3];
    struct nxs_key_table table = {.slots = slots, .count = 3};
    memset(slots, 0, sizeof slots);
    assert_false(table_has(&table, 1));
    nxs_key_give(&table, table_key(1));
    nxs_key_give(&table, table_key(2));
    nxs_key_give(&table, table_key(3));
    assert_true(table_has(&table, 1)); /* used now */
    nxs_key_give(&table, table_key(4));
    assert_false(table_has(&table, 2));
    assert_true(table_has(&table, 1));
    assert_true(table_has(&table, 3));
    assert_true(table_has(&table, 4));

    uint8_t digest[NXS_KEY_DIGEST] = {4};
    struct nxs_key *busy = nxs_key_take(&table, digest);
    assert_non_null(busy);
    assert_null(nxs_key_take(&table, digest)); /* busy is a miss */
    nxs_key_give(&table, table_key(4));
    nxs_key_give(&table, busy); /* beside the second */
    nxs_key_forget(&table, digest);
    assert_false(table_has(&table, 4));

    /* Keys whose digests begin alike are different keys. */
    struct nxs_key *alike = table_key(5);
    alike->digest[NXS_KEY_DIGEST - 1] = 1;
    nxs_key_give(&table, alike);
    assert_false(table_has(&table, 5));
    nxs_key_give(&table, table_key(5));
    assert_true(table_has(&table, 5));
    nxs_key_forget(&table, NULL);
    for (size_t i = 0; i < 3; i++) {
        assert_null(atomic_load(&slots[i].key));
    }
}

static void digests_know_where_parts_end(void **state)
{
    (void)state;
    const uint8_t bytes[] = "abcdef";
    const struct nxs_key_part one[] = {{bytes, 2}, {bytes + 2, 4}};
    const struct nxs_key_part two[] = {{bytes, 3}, {bytes + 3, 3}};
    uint8_t digest_one[NXS_KEY_DIGEST];
    uint8_t digest_two[NXS_KEY_DIGEST];
    assert_true(nxs_key_digest(one, 2, digest_one));
    assert_true(nxs_key_digest(two, 2, digest_two));
    assert_memory_not_equal(digest_one, digest_two, sizeof digest_one);
    assert_true(nxs_key_digest(one, 2, digest_two));
    assert_memory_equal(digest_one, digest_two, sizeof digest_one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_answers),
        cmocka_unit_test(without_primes_only_the_usual_exponent_is_tried),
        cmocka_unit_test(output_is_as_long_as_the_modulus),
        cmocka_unit_test(leading_zeros_do_not_matter),
        cmocka_unit_test(inputs_are_checked),
        cmocka_unit_test(senseless_public_exponents_are_refused),
        cmocka_unit_test(parts_that_do_not_belong_together_are_refused),
        cmocka_unit_test(the_key_must_prove_itself),
        cmocka_unit_test(reused_memory_means_the_new_key),
        cmocka_unit_test(metadata_may_be_copied_and_moved),
        cmocka_unit_test(forgetting_a_key),
        cmocka_unit_test(the_table_is_bounded),
        cmocka_unit_test(digests_know_where_parts_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
