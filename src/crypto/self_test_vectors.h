/** @file
 * Known answers of crypto methods. All values are hexadecimal text.
 */
#ifndef NXS_CRYPTO_SELF_TEST_VECTORS_H
#define NXS_CRYPTO_SELF_TEST_VECTORS_H

#include <stddef.h>

#include "nx_crypto.h"

struct nxs_known_hash {
    UINT algorithm;
    const char *input;
    const char *digest;
};

struct nxs_known_hmac {
    UINT algorithm; /**< of the method that does not truncate */
    const char *key;
    const char *input;
    const char *mac;
};

struct nxs_known_prf {
    UINT algorithm;
    const char *secret;
    const char *label;
    const char *seed;
    const char *output;
};

struct nxs_known_hkdf {
    UINT hash;
    const char *ikm;
    const char *salt;
    const char *info;
    const char *prk;
    const char *okm;
};

/** A cipher without authentication; the IV of CTR is the first counter block. */
struct nxs_known_cipher {
    UINT algorithm;
    const char *key;
    const char *iv;
    const char *plain;
    const char *cipher;
};

struct nxs_known_aead {
    UINT algorithm;
    const char *key;
    const char *nonce;
    const char *aad;
    const char *plain;
    const char *cipher;
    const char *tag;
};

/**
 * @ref power is the private power of a block as long as the modulus whose first byte is 0 and whose byte i is
 * 7 i + 1 modulo 256. The public exponent is 65537.
 */
struct nxs_known_rsa {
    const char *modulus;
    const char *exponent;
    const char *p;
    const char *q;
    const char *power;
};

struct nxs_known_ecdsa {
    UINT curve;
    const char *point;
    const char *digest;
    const char *signature;
};

struct nxs_known_ecdh {
    UINT curve;
    const char *scalar;
    const char *peer;
    const char *secret;
};

struct nxs_known_ed25519 {
    const char *seed;
    const char *point;
    const char *message;
    const char *signature;
};

extern const struct nxs_known_hash nxs_known_hashes[];
extern const size_t nxs_known_hashes_count;
extern const struct nxs_known_hmac nxs_known_hmacs[];
extern const size_t nxs_known_hmacs_count;
extern const struct nxs_known_prf nxs_known_prfs[];
extern const size_t nxs_known_prfs_count;
extern const struct nxs_known_hkdf nxs_known_hkdfs[];
extern const size_t nxs_known_hkdfs_count;
extern const struct nxs_known_cipher nxs_known_ciphers[];
extern const size_t nxs_known_ciphers_count;
extern const struct nxs_known_aead nxs_known_aeads[];
extern const size_t nxs_known_aeads_count;
extern const struct nxs_known_rsa nxs_known_rsas[];
extern const size_t nxs_known_rsas_count;
extern const struct nxs_known_ecdsa nxs_known_ecdsas[];
extern const size_t nxs_known_ecdsas_count;
extern const struct nxs_known_ecdh nxs_known_ecdhs[];
extern const size_t nxs_known_ecdhs_count;
extern const struct nxs_known_ed25519 nxs_known_ed25519s[];
extern const size_t nxs_known_ed25519s_count;

#endif
