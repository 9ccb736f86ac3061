#include "x509/internal.h"

/* How each signature type of a certificate is checked. Which of them are accepted is not said here, but by
 * the application's table. RSASSA-PSS stands under the PKCS#1 type with its hash. */
static const struct algorithm {
    uint16_t type;
    enum nxs_signing signing;
    uint32_t hash;
} algorithms[] = {
    {NXS_OID_RSA_MD5, NXS_SIGN_PKCS1, NX_CRYPTO_HASH_MD5},
    {NXS_OID_RSA_SHA_1, NXS_SIGN_PKCS1, NX_CRYPTO_HASH_SHA1},
    {NXS_OID_RSA_SHA_256, NXS_SIGN_PKCS1, NX_CRYPTO_HASH_SHA256},
    {NXS_OID_RSA_SHA_384, NXS_SIGN_PKCS1, NX_CRYPTO_HASH_SHA384},
    {NXS_OID_RSA_SHA_512, NXS_SIGN_PKCS1, NX_CRYPTO_HASH_SHA512},
    {NXS_OID_ECDSA_SHA_1, NXS_SIGN_ECDSA, NX_CRYPTO_HASH_SHA1},
    {NXS_OID_ECDSA_SHA_224, NXS_SIGN_ECDSA, NX_CRYPTO_HASH_SHA224},
    {NXS_OID_ECDSA_SHA_256, NXS_SIGN_ECDSA, NX_CRYPTO_HASH_SHA256},
    {NXS_OID_ECDSA_SHA_384, NXS_SIGN_ECDSA, NX_CRYPTO_HASH_SHA384},
    {NXS_OID_ECDSA_SHA_512, NXS_SIGN_ECDSA, NX_CRYPTO_HASH_SHA512},
    {NXS_OID_ED25519, NXS_SIGN_ED25519, 0},
};

static const struct algorithm *algorithm_find(uint16_t type)
{
    for (size_t i = 0; type != NXS_OID_UNKNOWN && i < sizeof algorithms / sizeof algorithms[0]; i++) {
        if (algorithms[i].type == type) {
            return &algorithms[i];
        }
    }
    return NULL;
}

static const NX_SECURE_X509_CRYPTO *row_find(const struct nxs_path_request *request, uint16_t type)
{
    for (size_t i = 0; i < request->algorithm_count; i++) {
        if (request->algorithms[i].nx_secure_x509_crypto_identifier == type) {
            return &request->algorithms[i];
        }
    }
    return NULL;
}

static bool key_fits(enum nxs_signing signing, uint32_t hash, const struct nxs_public_key *key)
{
    switch (signing) {
    case NXS_SIGN_PKCS1:
        return key->kind ==
               NXS_KEY_RSA; /* [RFC4055 1.2] an RSASSA-PSS key makes nothing but RSASSA-PSS signatures */
    case NXS_SIGN_PSS:      /* [RFC4055 3.3] */
        return key->kind == NXS_KEY_RSA ||
               (key->kind == NXS_KEY_RSA_PSS && (key->pss_hash == 0 || key->pss_hash == hash));
    case NXS_SIGN_ECDSA:
        return key->kind == NXS_KEY_EC;
    case NXS_SIGN_ED25519:
        return key->kind == NXS_KEY_ED25519;
    default:
        return false;
    }
}

enum nxs_status nxs_signature_check(const struct nxs_path_request *request, const struct nxs_signed *what,
                                    const struct nxs_cert *issuer)
{
    bool pss = what->type == NXS_OID_RSASSA_PSS;
    uint16_t type = pss ? what->pss_hash : what->type;
    const struct algorithm *algorithm = algorithm_find(type);
    const NX_SECURE_X509_CRYPTO *row = row_find(request, type);
    if (algorithm == NULL || row == NULL) {
        return NXS_CERT_ALGORITHM;
    }
    struct nxs_public_key key = nxs_cert_public_key(issuer);
    struct nxs_scheme scheme = {
        .kind = key.kind, .signing = pss ? NXS_SIGN_PSS : algorithm->signing, .hash = algorithm->hash};
    if (!key_fits(scheme.signing, scheme.hash, &key) || what->signature.len == 0) {
        return NXS_CERT_SIGNATURE;
    }
    struct nxs_sign_methods methods = {row->nx_secure_x509_public_cipher_method,
                                       row->nx_secure_x509_hash_method, NULL};
    if (key.kind == NXS_KEY_EC) {
        methods.curve = nxs_methods_curve(request->ecc, key.group);
        if (methods.curve == NULL) {
            return NXS_CERT_KEY_UNSUPPORTED;
        }
    }
    enum nxs_status status =
        nxs_verify(&scheme, &methods, &key, &what->message, 1, what->signature, &request->scratch);
    return status == NXS_BAD_SIGNATURE ? NXS_CERT_SIGNATURE : status;
}

enum nxs_status nxs_cert_signature_check(const struct nxs_path_request *request, const struct nxs_cert *cert,
                                         const struct nxs_cert *issuer)
{
    const struct nxs_signed what = {nxs_cert_part(cert, cert->tbs), nxs_cert_part(cert, cert->signature),
                                    cert->signature_type, cert->pss_hash};
    return nxs_signature_check(request, &what, issuer);
}
