#include "x509/test_certs.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

/* ---- arena ---- */

static uint8_t arena[4u << 20];
static size_t arena_used;
static struct nxs_cert certs[64];
static size_t cert_count;

void t_reset(void)
{
    arena_used = 0;
    cert_count = 0;
}

static uint8_t *take(size_t len)
{
    if (len > sizeof arena - arena_used) {
        abort();
    }
    uint8_t *at = arena + arena_used;
    arena_used += len;
    return at;
}

nxs_bytes t_join(const nxs_bytes *parts, size_t count)
{
    size_t len = 0;
    for (size_t i = 0; i < count; i++) {
        len += parts[i].len;
    }
    uint8_t *all = take(len);
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        if (parts[i].len > 0) {
            memcpy(all + at, parts[i].data, parts[i].len);
        }
        at += parts[i].len;
    }
    return nxs_bytes_of(all, len);
}

nxs_bytes t_copy(nxs_bytes bytes)
{
    return t_join(&bytes, 1);
}

nxs_bytes t_fill(uint8_t fill, size_t len)
{
    uint8_t *at = take(len);
    memset(at, fill, len);
    return nxs_bytes_of(at, len);
}

/* ---- DER ---- */

nxs_bytes t_tlv(uint8_t tag, const nxs_bytes *parts, size_t count)
{
    nxs_bytes value = t_join(parts, count);
    uint8_t header[5] = {tag};
    size_t used = 2;
    if (value.len < 0x80) {
        header[1] = (uint8_t)value.len;
    } else if (value.len < 0x100) {
        header[1] = 0x81;
        header[used++] = (uint8_t)value.len;
    } else if (value.len < 0x10000) {
        header[1] = 0x82;
        header[used++] = (uint8_t)(value.len >> 8);
        header[used++] = (uint8_t)value.len;
    } else {
        header[1] = 0x83;
        header[used++] = (uint8_t)(value.len >> 16);
        header[used++] = (uint8_t)(value.len >> 8);
        header[used++] = (uint8_t)value.len;
    }
    return JOIN(nxs_bytes_of(header, used), value);
}

nxs_bytes t_text(uint8_t tag, const char *text)
{
    return TLV(tag, nxs_bytes_of(text, strlen(text)));
}

nxs_bytes t_oid(uint16_t number)
{
    return TLV(NXS_DER_OID, nxs_oid_bytes(number));
}

nxs_bytes t_int(uint32_t value)
{
    uint8_t bytes[5] = {0, (uint8_t)(value >> 24), (uint8_t)(value >> 16), (uint8_t)(value >> 8),
                        (uint8_t)value};
    size_t at = 0;
    while (at < 4 && bytes[at] == 0 && bytes[at + 1] < 0x80) {
        at++;
    }
    return TLV(NXS_DER_INTEGER, nxs_bytes_of(bytes + at, sizeof bytes - at));
}

nxs_bytes t_bits(nxs_bytes bytes)
{
    return TLV(NXS_DER_BIT_STRING, LIT("\x00"), bytes);
}

nxs_bytes t_attribute(uint16_t type, uint8_t tag, const char *text)
{
    return SEQ(t_oid(type), t_text(tag, text));
}

nxs_bytes t_name(const char *common_name)
{
    return common_name == NULL ? SEQ(NOTHING)
                               : SEQ(SET(t_attribute(NXS_OID_COMMON_NAME, NXS_DER_UTF8_STRING, common_name)));
}

/* ---- extensions ---- */

nxs_bytes t_extension(uint16_t type, bool critical, nxs_bytes value)
{
    return SEQ(t_oid(type), critical ? LIT("\x01\x01\xFF") : NOTHING, TLV(NXS_DER_OCTET_STRING, value));
}

nxs_bytes t_ca(int path_len)
{
    return t_extension(NXS_OID_BASIC_CONSTRAINTS, true,
                       SEQ(LIT("\x01\x01\xFF"), path_len < 0 ? NOTHING : t_int((uint32_t)path_len)));
}

nxs_bytes t_key_usage(uint16_t mask)
{
    uint8_t bits[3] = {0, (uint8_t)(mask >> 8), (uint8_t)mask};
    size_t len = bits[2] != 0 ? 3 : 2;
    while ((bits[len - 1] >> bits[0] & 1) == 0) {
        bits[0]++;
    }
    return t_extension(NXS_OID_KEY_USAGE, true, TLV(NXS_DER_BIT_STRING, nxs_bytes_of(bits, len)));
}

nxs_bytes t_purpose(uint16_t purpose)
{
    return t_extension(NXS_OID_EXTENDED_KEY_USAGE, false, SEQ(t_oid(purpose)));
}

nxs_bytes t_dns(const char *name)
{
    return t_extension(NXS_OID_SUBJECT_ALT_NAME, false, SEQ(t_text(NXS_DER_CONTEXT + 2, name)));
}

/* ---- keys ---- */

static EVP_PKEY *keys[T_KEY_COUNT];

static EVP_PKEY *generate(enum t_key key)
{
    switch (key) {
    case T_P256_A:
    case T_P256_B:
    case T_P256_C:
        return EVP_EC_gen("P-256");
    case T_P384:
        return EVP_EC_gen("P-384");
    case T_P521:
        return EVP_EC_gen("P-521");
    case T_P224:
        return EVP_EC_gen("P-224");
    case T_ED25519:
        return EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
    case T_RSA_2048:
        return EVP_RSA_gen(2048);
    case T_RSA_1024:
        return EVP_RSA_gen(1024);
    case T_RSA_PSS:
    case T_RSA_PSS_SHA384: {
        EVP_PKEY *pkey = NULL;
        EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "RSA-PSS", NULL);
        EVP_PKEY_keygen_init(ctx);
        EVP_PKEY_CTX_set_rsa_keygen_bits(ctx, 2048);
        if (key == T_RSA_PSS_SHA384) {
            EVP_PKEY_CTX_set_rsa_pss_keygen_md(ctx, EVP_sha384());
            EVP_PKEY_CTX_set_rsa_pss_keygen_mgf1_md(ctx, EVP_sha384());
            EVP_PKEY_CTX_set_rsa_pss_keygen_saltlen(ctx, 48);
        }
        EVP_PKEY_generate(ctx, &pkey);
        EVP_PKEY_CTX_free(ctx);
        return pkey;
    }
    default:
        abort();
    }
}

static EVP_PKEY *key_of(enum t_key key)
{
    if (keys[key] == NULL) {
        keys[key] = generate(key);
    }
    return keys[key];
}

void t_end(void)
{
    for (unsigned i = 0; i < T_KEY_COUNT; i++) {
        EVP_PKEY_free(keys[i]);
        keys[i] = NULL;
    }
}

static nxs_bytes taken(int len, unsigned char *der)
{
    if (len <= 0) {
        abort();
    }
    nxs_bytes copy = t_copy(nxs_bytes_of(der, (size_t)len));
    OPENSSL_free(der);
    return copy;
}

nxs_bytes t_spki(enum t_key key)
{
    unsigned char *der = NULL;
    int len = i2d_PUBKEY(key_of(key), &der);
    return taken(len, der);
}

nxs_bytes t_private_key(enum t_key key, bool traditional)
{
    unsigned char *der = NULL;
    if (traditional) {
        int len = i2d_PrivateKey(key_of(key), &der);
        return taken(len, der);
    }
    PKCS8_PRIV_KEY_INFO *info = EVP_PKEY2PKCS8(key_of(key));
    int len = i2d_PKCS8_PRIV_KEY_INFO(info, &der);
    PKCS8_PRIV_KEY_INFO_free(info);
    return taken(len, der);
}

/* ---- signing ---- */

static const EVP_MD *digest_of(enum t_key signer, enum t_signing signing)
{
    switch (signing) {
    case T_SIGN_MD5:
        return EVP_md5();
    case T_SIGN_SHA1:
        return EVP_sha1();
    case T_SIGN_SHA384:
    case T_SIGN_PSS_SHA384:
        return EVP_sha384();
    case T_SIGN_SHA512:
        return EVP_sha512();
    default:
        return signer == T_ED25519 ? NULL : EVP_sha256();
    }
}

static bool is_rsa(enum t_key key)
{
    return key == T_RSA_2048 || key == T_RSA_1024;
}

static bool is_pss(enum t_key signer, enum t_signing signing)
{
    return signer == T_RSA_PSS || signer == T_RSA_PSS_SHA384 || signing == T_SIGN_PSS_SHA256 ||
           signing == T_SIGN_PSS_SHA384;
}

static nxs_bytes algorithm_of(enum t_key signer, enum t_signing signing)
{
    static const uint16_t rsa[] = {NXS_OID_RSA_SHA_256, NXS_OID_RSA_MD5, NXS_OID_RSA_SHA_1,
                                   NXS_OID_RSA_SHA_384, NXS_OID_RSA_SHA_512};
    static const uint16_t ecdsa[] = {NXS_OID_ECDSA_SHA_256, 0, NXS_OID_ECDSA_SHA_1, NXS_OID_ECDSA_SHA_384,
                                     NXS_OID_ECDSA_SHA_512};
    if (is_pss(signer, signing)) {
        bool sha384 = signing == T_SIGN_PSS_SHA384;
        nxs_bytes hash = SEQ(t_oid(sha384 ? NXS_OID_SHA_384 : NXS_OID_SHA_256), LIT("\x05\x00"));
        return SEQ(t_oid(NXS_OID_RSASSA_PSS), SEQ(TLV(0xA0, hash), TLV(0xA1, SEQ(t_oid(NXS_OID_MGF1), hash)),
                                                  TLV(0xA2, t_int(sha384 ? 48 : 32))));
    }
    if (is_rsa(signer)) {
        return SEQ(t_oid(rsa[signing]), LIT("\x05\x00"));
    }
    return SEQ(t_oid(signer == T_ED25519 ? (uint16_t)NXS_OID_ED25519 : ecdsa[signing]));
}

static nxs_bytes sign(enum t_key signer, enum t_signing signing, nxs_bytes message)
{
    EVP_PKEY_CTX *pctx = NULL;
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    uint8_t signature[1024];
    size_t len = sizeof signature;
    bool ok = EVP_DigestSignInit(ctx, &pctx, digest_of(signer, signing), NULL, key_of(signer)) == 1;
    if (ok && is_pss(signer, signing)) {
        ok = EVP_PKEY_CTX_set_rsa_padding(pctx, RSA_PKCS1_PSS_PADDING) == 1 &&
             EVP_PKEY_CTX_set_rsa_pss_saltlen(pctx, RSA_PSS_SALTLEN_DIGEST) == 1;
    }
    ok = ok && EVP_DigestSign(ctx, signature, &len, message.data, message.len) == 1;
    EVP_MD_CTX_free(ctx);
    if (!ok) {
        abort();
    }
    return t_copy(nxs_bytes_of(signature, len));
}

/* ---- certificates ---- */

static nxs_bytes or_else(nxs_bytes given, nxs_bytes otherwise)
{
    return given.data != NULL ? given : otherwise;
}

static nxs_bytes date(const char *text)
{
    return t_text(strlen(text) == 15 ? NXS_DER_GENERALIZED_TIME : NXS_DER_UTC_TIME, text);
}

static nxs_bytes tbs_of(const struct t_cert *what, nxs_bytes algorithm)
{
    const char *from = what->from != NULL ? what->from : "200101000000Z";
    const char *to = what->to != NULL ? what->to : "491231235959Z";
    bool has_extensions = what->extensions.len > 0;
    nxs_bytes extensions = has_extensions ? TLV(0xA3, SEQ(what->extensions)) : NOTHING;
    bool v3 = has_extensions || what->extensions_field.data != NULL;
    return SEQ(or_else(what->version, v3 ? TLV(0xA0, t_int(2)) : NOTHING), or_else(what->serial, t_int(4711)),
               or_else(what->inner, algorithm),
               or_else(what->issuer_name, t_name(what->issuer != NULL ? what->issuer : what->subject)),
               or_else(what->validity, SEQ(date(from), date(to))),
               or_else(what->subject_name, t_name(what->subject)),
               or_else(what->spki, what->spki.data != NULL ? NOTHING : t_spki(what->key)), what->unique_ids,
               or_else(what->extensions_field, extensions));
}

static nxs_bytes signed_of(nxs_bytes tbs, nxs_bytes algorithm, nxs_bytes signature, bool spoiled)
{
    if (spoiled) {
        uint8_t bytes[1024];
        memcpy(bytes, signature.data, signature.len);
        bytes[signature.len - 1] ^= 1;
        signature = t_copy(nxs_bytes_of(bytes, signature.len));
    }
    return SEQ(tbs, algorithm, signature);
}

nxs_bytes t_cert_der(const struct t_cert *what)
{
    enum t_key signer = what->signer != T_NONE ? what->signer : what->key;
    bool bound = signer == T_RSA_PSS_SHA384 && what->signing == T_SIGN_USUAL;
    enum t_signing signing = bound ? T_SIGN_PSS_SHA384 : what->signing;
    nxs_bytes algorithm = or_else(what->outer, algorithm_of(signer, signing));
    nxs_bytes tbs = tbs_of(what, algorithm);
    nxs_bytes signature = what->signature.data != NULL ? what->signature : t_bits(sign(signer, signing, tbs));
    return JOIN(signed_of(tbs, algorithm, signature, what->spoiled), what->tail);
}

/* ---- revocation lists ---- */

nxs_bytes t_crl_entry(nxs_bytes serial, nxs_bytes extensions)
{
    return SEQ(serial, date("210101000000Z"), extensions.len > 0 ? SEQ(extensions) : NOTHING);
}

nxs_bytes t_crl_der(const struct t_crl *what)
{
    const char *this_update = what->this_update != NULL ? what->this_update : "230101000000Z";
    const char *next_update = what->next_update != NULL ? what->next_update : "491231235959Z";
    nxs_bytes algorithm = or_else(what->outer, algorithm_of(what->signer, what->signing));
    nxs_bytes dates = JOIN(date(this_update), next_update[0] != 0 ? date(next_update) : NOTHING);
    nxs_bytes tbs = SEQ(or_else(what->version, t_int(1)), or_else(what->inner, algorithm),
                        or_else(what->issuer_name, t_name(what->issuer)), or_else(what->dates, dates),
                        or_else(what->revoked, what->entries.len > 0 ? SEQ(what->entries) : NOTHING),
                        or_else(what->extensions_field,
                                what->extensions.len > 0 ? TLV(0xA0, SEQ(what->extensions)) : NOTHING));
    nxs_bytes signature = t_bits(sign(what->signer, what->signing, tbs));
    return JOIN(signed_of(tbs, algorithm, signature, what->spoiled), what->tail);
}

const struct nxs_cert *t_parse(nxs_bytes der)
{
    if (cert_count == sizeof certs / sizeof certs[0]) {
        abort();
    }
    struct nxs_cert *cert = &certs[cert_count++];
    return nxs_cert_parse(cert, der) == NXS_OK ? cert : NULL;
}

const struct nxs_cert *t_cert(const struct t_cert *what)
{
    return t_parse(t_cert_der(what));
}
