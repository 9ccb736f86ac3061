#include "crypto/crypto.h"

/* Strongest preference first. SHA-224 and weaker serve certificates and peers of old: [RFC9155] keeps MD5 and
 * SHA-1 out of handshake signatures, and MD5 has a row for certificates alone. */
/* clang-format off */
static const struct nxs_scheme schemes[] = {
    /* number, key, signing, hash, group13, tls12, tls13, weak, name */
    {0x0807, NXS_KEY_ED25519, NXS_SIGN_ED25519, 0, 0, true, true, false, "ed25519"},
    {0x0403, NXS_KEY_EC, NXS_SIGN_ECDSA, NX_CRYPTO_HASH_SHA256, 23, true, true, false, "ecdsa_secp256r1_sha256"},
    {0x0503, NXS_KEY_EC, NXS_SIGN_ECDSA, NX_CRYPTO_HASH_SHA384, 24, true, true, false, "ecdsa_secp384r1_sha384"},
    {0x0603, NXS_KEY_EC, NXS_SIGN_ECDSA, NX_CRYPTO_HASH_SHA512, 25, true, true, false, "ecdsa_secp521r1_sha512"},
    {0x0809, NXS_KEY_RSA_PSS, NXS_SIGN_PSS, NX_CRYPTO_HASH_SHA256, 0, true, true, false, "rsa_pss_pss_sha256"},
    {0x080A, NXS_KEY_RSA_PSS, NXS_SIGN_PSS, NX_CRYPTO_HASH_SHA384, 0, true, true, false, "rsa_pss_pss_sha384"},
    {0x080B, NXS_KEY_RSA_PSS, NXS_SIGN_PSS, NX_CRYPTO_HASH_SHA512, 0, true, true, false, "rsa_pss_pss_sha512"},
    {0x0804, NXS_KEY_RSA, NXS_SIGN_PSS, NX_CRYPTO_HASH_SHA256, 0, true, true, false, "rsa_pss_rsae_sha256"},
    {0x0805, NXS_KEY_RSA, NXS_SIGN_PSS, NX_CRYPTO_HASH_SHA384, 0, true, true, false, "rsa_pss_rsae_sha384"},
    {0x0806, NXS_KEY_RSA, NXS_SIGN_PSS, NX_CRYPTO_HASH_SHA512, 0, true, true, false, "rsa_pss_rsae_sha512"},
    {0x0401, NXS_KEY_RSA, NXS_SIGN_PKCS1, NX_CRYPTO_HASH_SHA256, 0, true, false, false, "rsa_pkcs1_sha256"},
    {0x0501, NXS_KEY_RSA, NXS_SIGN_PKCS1, NX_CRYPTO_HASH_SHA384, 0, true, false, false, "rsa_pkcs1_sha384"},
    {0x0601, NXS_KEY_RSA, NXS_SIGN_PKCS1, NX_CRYPTO_HASH_SHA512, 0, true, false, false, "rsa_pkcs1_sha512"},
    {0x0303, NXS_KEY_EC, NXS_SIGN_ECDSA, NX_CRYPTO_HASH_SHA224, 0, true, false, false, "ecdsa_sha224"},
    {0x0301, NXS_KEY_RSA, NXS_SIGN_PKCS1, NX_CRYPTO_HASH_SHA224, 0, true, false, false, "rsa_pkcs1_sha224"},
    {0x0203, NXS_KEY_EC, NXS_SIGN_ECDSA, NX_CRYPTO_HASH_SHA1, 0, true, false, true, "ecdsa_sha1"},
    {0x0201, NXS_KEY_RSA, NXS_SIGN_PKCS1, NX_CRYPTO_HASH_SHA1, 0, true, false, true, "rsa_pkcs1_sha1"},
    {0x0101, NXS_KEY_RSA, NXS_SIGN_PKCS1, NX_CRYPTO_HASH_MD5, 0, false, false, true, "rsa_pkcs1_md5"},
};
/* clang-format on */

const struct nxs_scheme *nxs_schemes(size_t *count)
{
    *count = sizeof schemes / sizeof schemes[0];
    return schemes;
}

const struct nxs_scheme *nxs_scheme_find(uint16_t number)
{
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        if (schemes[i].number == number) {
            return &schemes[i];
        }
    }
    return NULL;
}

bool nxs_scheme_fits(const struct nxs_scheme *scheme, enum nxs_key_kind kind, uint16_t key_group, bool tls13)
{
    if (scheme->kind != kind) {
        return false;
    }
    /* [RFC8446 4.2.3] the curve belongs to the scheme; in TLS 1.2 any curve goes with any hash
     * [RFC8422 5.10]. */
    return !tls13 || (scheme->tls13 && (scheme->group13 == 0 || scheme->group13 == key_group));
}

bool nxs_scheme_allowed(const struct nxs_scheme *scheme, const struct nxs_public_key *key)
{
    return scheme->kind == key->kind &&
           (key->kind != NXS_KEY_RSA_PSS || key->pss_hash == 0 || key->pss_hash == scheme->hash);
}
