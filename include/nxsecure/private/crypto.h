/** @file
 * Layouts of the typed crypto objects that live inside caller memory. Private:
 * only src/crypto reads the members.
 */
#ifndef NXS_PRIVATE_CRYPTO_H
#define NXS_PRIVATE_CRYPTO_H

#include "nx_crypto.h"
#include "nxsecure/private/bytes.h"

/** Memory lent to one method: at least its nx_crypto_metadata_area_size. */
struct nxs_area {
    void *base;
    uint32_t size;
};

/** A running hash. */
struct nxs_hash {
    const NX_CRYPTO_METHOD *method; /**< NULL: not running */
    void *handler;
    struct nxs_area area;
};

/** A record cipher with its key set up, for one direction. */
struct nxs_cipher {
    const NX_CRYPTO_METHOD *method; /**< NULL: no key */
    void *handler;
    struct nxs_area area;
    uint8_t tag_len; /**< bytes; 0 for CBC */
    uint8_t decrypts;
};

/** A key agreement between its offer and its finish. */
struct nxs_kex {
    const struct nxs_group *group; /**< NULL: nothing offered */
    const NX_CRYPTO_METHOD *method;
    const NX_CRYPTO_METHOD *curve;
    void *handler;
    struct nxs_area area;
};

/** Kinds of asymmetric keys. */
enum nxs_key_kind {
    NXS_KEY_NONE,
    NXS_KEY_RSA,     /**< rsaEncryption: PKCS#1 v1.5 and PSS signatures, key transport */
    NXS_KEY_RSA_PSS, /**< id-RSASSA-PSS: PSS signatures only */
    NXS_KEY_EC,
    NXS_KEY_ED25519,
    NXS_KEY_USER, /**< private keys only: a blob that only the method understands */
};

/** A public key, borrowed from the certificate or message it was read from. */
struct nxs_public_key {
    enum nxs_key_kind kind;
    uint16_t group;     /**< EC: TLS group number of the curve */
    uint32_t pss_hash;  /**< RSA_PSS: NX_CRYPTO_HASH_... of the only hash the key may be used with; 0: any */
    nxs_bytes modulus;  /**< RSA: without leading zeros */
    nxs_bytes exponent; /**< RSA: without leading zeros */
    nxs_bytes point;    /**< EC: 04 x y; Ed25519: 32 bytes */
};

/** A private key, borrowed from the memory that the application gave. */
struct nxs_private_key {
    enum nxs_key_kind kind;       /**< of a user-defined key: NXS_KEY_USER */
    uint32_t user_type;           /**< NXS_KEY_USER: the key type, used as the operation code */
    nxs_bytes blob;               /**< NXS_KEY_USER */
    nxs_bytes exponent;           /**< RSA: d */
    nxs_bytes prime_p;            /**< RSA, optional */
    nxs_bytes prime_q;            /**< RSA, optional */
    nxs_bytes scalar;             /**< EC: d; Ed25519: 32-byte seed */
    struct nxs_public_key public; /**< the public half, from the certificate */
};

#endif
