#include "vectors/wycheproof.h"

#include <string.h>

#include "crypto/call.h"
#include "nxsecure/ext.h"

static uint32_t hash_of(const char *name)
{
    static const struct {
        const char *name;
        uint32_t algorithm;
    } rows[] = {
        {"SHA-1", NX_CRYPTO_HASH_SHA1},     {"SHA-224", NX_CRYPTO_HASH_SHA224},
        {"SHA-256", NX_CRYPTO_HASH_SHA256}, {"SHA-384", NX_CRYPTO_HASH_SHA384},
        {"SHA-512", NX_CRYPTO_HASH_SHA512},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (strcmp(rows[i].name, name) == 0) {
            return rows[i].algorithm;
        }
    }
    return 0;
}

static const struct nxs_scheme *scheme_of(enum nxs_key_kind kind, enum nxs_signing signing, uint32_t hash)
{
    size_t count;
    const struct nxs_scheme *rows = nxs_schemes(&count);
    for (size_t i = 0; i < count; i++) {
        if (rows[i].kind == kind && rows[i].signing == signing && rows[i].hash == hash) {
            return &rows[i];
        }
    }
    return NULL;
}

static const struct nxs_group *group_of(const char *curve)
{
    static const uint16_t numbers[] = {23, 24, 25, 29, 30};
    if (strcmp(curve, "curve25519") == 0 || strcmp(curve, "curve448") == 0) {
        return nxs_group_find(curve[5] == '2' ? 29 : 30);
    }
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        const struct nxs_group *group = nxs_group_find(numbers[i]);
        if (strcmp(group->name, curve) == 0) {
            return group;
        }
    }
    return NULL;
}

static enum outcome verify(const struct nxs_scheme *scheme, const struct nxs_public_key *key,
                           const json_t *test)
{
    struct nxs_sign_methods methods;
    nxs_bytes message = hex(test, "msg");
    if (nxs_methods_for_scheme(&nx_crypto_tls_ciphers_ecc, NULL, NULL, scheme, key->group, &methods) !=
        NXS_OK) {
        return NOT_APPLICABLE;
    }
    switch (nxs_verify(scheme, &methods, key, &message, 1, hex(test, "sig"), &sign_scratch)) {
    case NXS_OK:
        return ACCEPTED;
    case NXS_BAD_SIGNATURE:
        return REFUSED;
    default:
        return WRONG;
    }
}

/* ---- signatures ---- */

enum outcome run_ecdsa(const json_t *group, const json_t *test)
{
    const json_t *public = json_object_get(group, "publicKey");
    const struct nxs_group *curve = group_of(string(public, "curve"));
    const struct nxs_scheme *scheme = scheme_of(NXS_KEY_EC, NXS_SIGN_ECDSA, hash_of(string(group, "sha")));
    struct nxs_public_key key = {.kind = NXS_KEY_EC, .point = hex(public, "uncompressed")};
    if (curve == NULL || scheme == NULL) {
        return NOT_APPLICABLE;
    }
    key.group = curve->number;
    return verify(scheme, &key, test);
}

enum outcome run_ed25519(const json_t *group, const json_t *test)
{
    nxs_bytes point = hex(json_object_get(group, "publicKey"), "pk");
    struct nxs_public_key key = {.kind = NXS_KEY_ED25519, .point = point};
    return verify(nxs_scheme_find(0x0807), &key, test);
}

/* PSS with another hash in MGF1, or a salt of another length than the digest, is no TLS signature scheme. */
static const struct nxs_scheme *rsa_scheme(const json_t *group)
{
    const char *sha = string(group, "sha");
    uint32_t hash = hash_of(sha);
    if (strncmp(string(group, "type"), "RsassaPss", 9) != 0) {
        return scheme_of(NXS_KEY_RSA, NXS_SIGN_PKCS1, hash);
    }
    const struct nxs_scheme *scheme = scheme_of(NXS_KEY_RSA, NXS_SIGN_PSS, hash);
    const NX_CRYPTO_METHOD *method = nxs_methods_hash(&nx_crypto_tls_ciphers_ecc, hash);
    bool usual = scheme != NULL && method != NULL && strcmp(string(group, "mgf"), "MGF1") == 0 &&
                 strcmp(string(group, "mgfSha"), sha) == 0 &&
                 integer(group, "sLen") == (long)nxs_digest_size(method);
    return usual ? scheme : NULL;
}

enum outcome run_rsa_verify(const json_t *group, const json_t *test)
{
    const json_t *public = json_object_get(group, "publicKey");
    const struct nxs_scheme *scheme = rsa_scheme(group);
    struct nxs_public_key key = {.kind = NXS_KEY_RSA,
                                 .modulus = hex_number(public, "modulus"),
                                 .exponent = hex_number(public, "publicExponent")};
    return scheme == NULL ? NOT_APPLICABLE : verify(scheme, &key, test);
}

/* ---- RSA with a private key: the raw power; the padding is taken off here ---- */

static bool raw_power(const json_t *private, nxs_bytes in, uint8_t *out, bool primes)
{
    nxs_bytes modulus = hex_number(private, "modulus"), d = hex_number(private, "privateExponent");
    struct nxs_call call;
    const struct nxs_operation steps[] = {
        {.op = NX_CRYPTO_SET_PRIME_P, .input = hex_number(private, "prime1")},
        {.op = NX_CRYPTO_SET_PRIME_Q, .input = hex_number(private, "prime2")},
        {.op = NX_CRYPTO_DECRYPT,
         .key = d.data,
         .key_size = 8 * d.len,
         .input = in,
         .output = out,
         .output_len = modulus.len},
    };
    if (nxs_call_begin(&call, &crypto_method_rsa, method_area, modulus.data, 8 * modulus.len) != NXS_OK) {
        return false;
    }
    bool ok = true;
    for (size_t i = primes ? 0 : 2; i < 3; i++) {
        ok = ok && nxs_call_do(&call, &steps[i]) == NXS_OK;
    }
    nxs_call_end(&call);
    return ok;
}

/* The message behind 00 02, eight or more bytes that are not zero, and 00; data NULL when there is none. */
static nxs_bytes without_padding(nxs_bytes padded)
{
    struct nxs_reader r = nxs_reader_of(padded);
    uint8_t zero, type, byte = 1;
    size_t count = 0;
    if (!nxs_read_u8(&r, &zero) || !nxs_read_u8(&r, &type) || zero != 0 || type != 2) {
        return nxs_bytes_of(NULL, 0);
    }
    while (nxs_read_u8(&r, &byte) && byte != 0) {
        count++;
    }
    return byte == 0 && count >= 8 && r.at != NULL ? nxs_bytes_of(r.at, r.left) : nxs_bytes_of(NULL, 0);
}

/* Signs with the file's key, with and without primes, and verifies: once for each key. */
static bool key_signs(const json_t *private)
{
    static char last[64];
    const char *name = string(private, "modulus");
    struct nxs_sign_methods methods;
    struct nxs_private_key key;
    memset(&key, 0, sizeof key);
    if (strlen(name) < sizeof last) {
        return false;
    }
    if (memcmp(last, name, sizeof last) == 0) {
        return true;
    }
    memcpy(last, name, sizeof last);
    key.kind = key.public.kind = NXS_KEY_RSA;
    key.exponent = hex_number(private, "privateExponent");
    key.public.modulus = hex_number(private, "modulus");
    key.public.exponent = hex_number(private, "publicExponent");
    size_t count;
    const struct nxs_scheme *schemes = nxs_schemes(&count);
    for (size_t i = 0; i < 2 * count; i++) {
        const struct nxs_scheme *scheme = &schemes[i / 2];
        nxs_bytes message = nxs_bytes_of("message", 7), signature;
        if (scheme->kind != NXS_KEY_RSA ||
            nxs_methods_for_scheme(&nx_crypto_tls_ciphers_ecc, NULL, NULL, scheme, 0, &methods) != NXS_OK) {
            continue;
        }
        key.prime_p = i % 2 == 0 ? hex_number(private, "prime1") : nxs_bytes_of(NULL, 0);
        key.prime_q = i % 2 == 0 ? hex_number(private, "prime2") : nxs_bytes_of(NULL, 0);
        struct nxs_writer w = nxs_writer_of(nxs_room_of(room(NXS_MAX_MODULUS), NXS_MAX_MODULUS));
        if (nxs_sign(scheme, &methods, &key, &message, 1, &sign_scratch, &w) != NXS_OK ||
            !nxs_write_end(&w, &signature) ||
            nxs_verify(scheme, &methods, &key.public, &message, 1, signature, &sign_scratch) != NXS_OK) {
            return false;
        }
    }
    return true;
}

enum outcome run_rsa_decrypt(const json_t *group, const json_t *test)
{
    const json_t *private = json_object_get(group, "privateKey");
    nxs_bytes in = hex(test, "ct"), modulus = hex_number(private, "modulus");
    uint8_t *out = room(modulus.len), *again = room(modulus.len);
    if (!key_signs(private)) {
        return WRONG;
    }
    if (in.len != modulus.len) {
        return REFUSED; /* as TLS does, before any method is asked */
    }
    if (!raw_power(private, in, out, true)) {
        return REFUSED;
    }
    if (!raw_power(private, in, again, false) || memcmp(out, again, modulus.len) != 0) {
        return WRONG;
    }
    nxs_bytes message = without_padding(nxs_bytes_of(out, modulus.len));
    if (message.data == NULL) {
        return REFUSED;
    }
    return same(message, hex(test, "msg")) ? ACCEPTED : WRONG;
}

/* ---- key agreement ---- */

/* A private key of the group's length: the vectors write numbers with more or fewer zeros in front. */
static nxs_bytes private_key(const struct nxs_group *group, const json_t *test)
{
    if (!group->point) {
        return hex(test, "private");
    }
    nxs_bytes number = hex_number(test, "private");
    uint8_t *scalar = room(group->secret);
    if (number.len > group->secret) {
        return nxs_bytes_of(NULL, 0);
    }
    memset(scalar, 0, group->secret);
    memcpy(scalar + group->secret - number.len, number.data, number.len);
    return nxs_bytes_of(scalar, group->secret);
}

static bool import(struct nxs_kex *kex, const struct nxs_group *group, const NX_CRYPTO_METHOD *curve,
                   nxs_bytes scalar)
{
    struct nxs_call call;
    struct nxs_operation set = {
        .op = NX_CRYPTO_DH_KEY_PAIR_IMPORT, .key = scalar.data, .key_size = 8 * scalar.len};
    if (nxs_call_begin(&call, &crypto_method_ecdhe, method_area, NULL, 0) != NXS_OK) {
        return false;
    }
    *kex = (struct nxs_kex){group, call.method, curve, call.handler, call.area};
    return nxs_call_set_curve(&call, curve) == NXS_OK && nxs_call_do(&call, &set) == NXS_OK;
}

/* X448 is a method that applications may list, but in no stock list. */
static const NX_CRYPTO_METHOD *curve_of(const struct nxs_group *group)
{
    if (group == NULL) {
        return NULL;
    }
    return group->number == 30 ? &crypto_method_ec_x448 : nxs_methods_curve(NULL, group->number);
}

enum outcome run_key_agreement(const json_t *group, const json_t *test)
{
    const struct nxs_group *row = group_of(string(group, "curve"));
    const NX_CRYPTO_METHOD *curve = curve_of(row);
    struct nxs_kex kex = {0};
    nxs_room secret = nxs_room_of(room(NXS_MAX_SECRET), NXS_MAX_SECRET);
    if (curve == NULL) {
        return NOT_APPLICABLE;
    }
    nxs_bytes scalar = private_key(row, test);
    if (scalar.data == NULL || !import(&kex, row, curve, scalar)) {
        nxs_kex_drop(&kex);
        return WRONG;
    }
    enum nxs_status status = nxs_kex_finish(&kex, hex(test, "public"), &secret);
    if (status != NXS_OK) {
        return status == NXS_BAD_KEY_SHARE ? REFUSED : WRONG;
    }
    return same(nxs_bytes_in(secret), hex(test, "shared")) ? ACCEPTED : WRONG;
}
