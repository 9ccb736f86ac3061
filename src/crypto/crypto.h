/** @file
 * The contract of src/crypto: a typed face for NX_CRYPTO_METHOD. This room is the
 * only caller of a method's init, operation and cleanup.
 *
 * Memory: every object works in an area that the caller lends and that must live
 * until the object is ended or dropped. Nothing here waits, locks or allocates.
 * Objects may be used by one thread at a time; different objects are independent.
 * Each init of a method is followed by exactly one cleanup on the same area, on
 * every path. Results that are secret are the caller's to wipe.
 */
#ifndef NXS_CRYPTO_CRYPTO_H
#define NXS_CRYPTO_CRYPTO_H

#include <stdbool.h>

#include "base/bytes.h"
#include "base/status.h"
#include "nxsecure/private/crypto.h"
#include "nxsecure/private/tables.h"

/** Longest digest, group secret, group share, and RSA modulus that any method may give, in bytes. */
enum {
    NXS_MAX_DIGEST = 64,
    NXS_MAX_SECRET = 66,
    NXS_MAX_SHARE = 133,
    NXS_MAX_MODULUS = NX_CRYPTO_MAX_RSA_MODULUS_SIZE / 8,
    NXS_NONCE_LEN = 12,
};

/* ---- random.c ------------------------------------------------------------------------------------ */

/** Fills @p out with @p len random bytes; NXS_RANDOM_FAILED when the generator fails. Thread-safe. */
NXS_CHECKED enum nxs_status nxs_random(void *out, size_t len);

/* ---- hash.c -------------------------------------------------------------------------------------- */

/** Bytes of a hash or HMAC method's digest. */
size_t nxs_digest_size(const NX_CRYPTO_METHOD *method);

/** Starts a hash in @p area. */
NXS_CHECKED enum nxs_status nxs_hash_begin(struct nxs_hash *hash, const NX_CRYPTO_METHOD *method,
                                           struct nxs_area area);
NXS_CHECKED enum nxs_status nxs_hash_add(struct nxs_hash *hash, nxs_bytes data);
/**
 * The digest so far; @p hash goes on. The running state is cloned into @p scratch
 * (NX_SECURE_HASH_METADATA_CLONE and its cleanup, each clone ended by one CALCULATE). @p digest has
 * NXS_MAX_DIGEST bytes.
 */
NXS_CHECKED enum nxs_status nxs_hash_fork(const struct nxs_hash *hash, struct nxs_area scratch,
                                          uint8_t *digest);
/** Ends the hash and gives the digest (NXS_MAX_DIGEST bytes of room). */
NXS_CHECKED enum nxs_status nxs_hash_end(struct nxs_hash *hash, uint8_t *digest);
/** Cleans up a hash that is not wanted any more; a no-op when it is not running. */
void nxs_hash_drop(struct nxs_hash *hash);
/** Hash of @p count parts in one go. */
NXS_CHECKED enum nxs_status nxs_hash_once(const NX_CRYPTO_METHOD *method, struct nxs_area area,
                                          const nxs_bytes *parts, size_t count, uint8_t *digest);

/* ---- hmac.c -------------------------------------------------------------------------------------- */

/** HMAC of @p count parts by an HMAC method (contract 5.2). @p mac has NXS_MAX_DIGEST bytes. */
NXS_CHECKED enum nxs_status nxs_hmac(const NX_CRYPTO_METHOD *method, struct nxs_area area, nxs_bytes key,
                                     const nxs_bytes *parts, size_t count, uint8_t *mac);

/**
 * Starts an HMAC that goes on like a hash: nxs_hash_add(), nxs_hash_fork(), nxs_hash_end(), nxs_hash_drop().
 * @p key is borrowed until then.
 */
NXS_CHECKED enum nxs_status nxs_hash_begin_hmac(struct nxs_hash *hmac, const NX_CRYPTO_METHOD *method,
                                                struct nxs_area area, nxs_bytes key);

/* ---- prf.c --------------------------------------------------------------------------------------- */

/**
 * The PRF of TLS 1.0 to 1.2 ([RFC5246 5], contract 5.8).
 * @param label   ASCII, without a terminating zero
 * @param seed    two parts, concatenated in a buffer on the stack; together at most 128 bytes
 */
NXS_CHECKED enum nxs_status nxs_prf(const NX_CRYPTO_METHOD *method, struct nxs_area area, nxs_bytes secret,
                                    nxs_bytes label, nxs_bytes seed1, nxs_bytes seed2, nxs_room out);

/* ---- aead.c -------------------------------------------------------------------------------------- */

/** True when @p method is an AEAD, by its algorithm id (and NX_SECURE_AEAD_CIPHER_CHECK). */
bool nxs_method_is_aead(const NX_CRYPTO_METHOD *method);

/** Sets up a key once; the state lives in @p area until nxs_cipher_drop(). */
NXS_CHECKED enum nxs_status nxs_cipher_key(struct nxs_cipher *cipher, const NX_CRYPTO_METHOD *method,
                                           struct nxs_area area, nxs_bytes key, bool decrypts);
/**
 * Encrypts @p count parts in place and writes the tag (tag_len bytes). @p nonce has NXS_NONCE_LEN bytes.
 * NXS_UNSUPPORTED_CIPHER for more parts than nxs_cipher_parts(). After any failure the key is gone,
 * since nobody knows what the method did with the parts: every later call says NXS_INVALID_STATE.
 */
NXS_CHECKED enum nxs_status nxs_aead_seal(struct nxs_cipher *cipher, const uint8_t *nonce, nxs_bytes aad,
                                          const nxs_room *parts, size_t count, uint8_t *tag);
/** Most parts, empty ones not counted, that nxs_aead_seal() takes with this key. */
size_t nxs_cipher_parts(const struct nxs_cipher *cipher);
/** Decrypts @p data in place; NXS_AEAD_FAILED when @p tag (tag_len bytes) does not fit. @p data is wiped on
 * failure. */
NXS_CHECKED enum nxs_status nxs_aead_open(struct nxs_cipher *cipher, const uint8_t *nonce, nxs_bytes aad,
                                          nxs_room data, const uint8_t *tag);
/** Cleans the method up and wipes the area; a no-op without a key. */
void nxs_cipher_drop(struct nxs_cipher *cipher);

/* ---- cbc.c --------------------------------------------------------------------------------------- */

enum { NXS_CBC_BLOCK = 16 };

/**
 * Encrypts parts in place; together they are whole blocks. @p iv has NXS_CBC_BLOCK bytes. After any failure
 * of the method the key is gone.
 */
NXS_CHECKED enum nxs_status nxs_cbc_encrypt(struct nxs_cipher *cipher, const uint8_t *iv,
                                            const nxs_room *parts, size_t count);
/** Decrypts whole blocks in place. */
NXS_CHECKED enum nxs_status nxs_cbc_decrypt(struct nxs_cipher *cipher, const uint8_t *iv, nxs_room data);

/* ---- groups.c, kex.c ----------------------------------------------------------------------------- */

/** One row per named group: the one table of groups. */
struct nxs_group {
    uint16_t number; /**< TLS NamedGroup */
    uint16_t bits;   /**< of the field */
    uint16_t share;  /**< bytes of a public value */
    uint16_t secret; /**< bytes of the shared secret */
    bool point;      /**< a point in 04 x y form: usable for ECDSA, needs ec_point_formats */
    bool legacy;     /**< only when the application's list names it, TLS 1.2 and older only */
    const char *name;
};

/** The row of a group number, or NULL. */
const struct nxs_group *nxs_group_find(uint16_t number);

/**
 * True when a public value has the group's length and, on curves with points, the uncompressed form: the only
 * one left [RFC8422 5.1.2], [RFC8446 4.2.8.2]. Whether the point lies on the curve is the method's to find
 * out.
 */
bool nxs_group_share_is_formed(const struct nxs_group *group, nxs_bytes share);

/**
 * Makes a key share: a new key pair, its public value appended to @p share. The private half stays in @p area
 * until nxs_kex_finish() or nxs_kex_drop().
 * @param method  the ECDHE method (algorithm ECDH or ECDHE)   @param curve  the group's curve method
 */
NXS_CHECKED enum nxs_status nxs_kex_offer(struct nxs_kex *kex, const struct nxs_group *group,
                                          const NX_CRYPTO_METHOD *method, const NX_CRYPTO_METHOD *curve,
                                          struct nxs_area area, struct nxs_writer *share);
/**
 * Takes the peer's share and gives the shared secret; ends the agreement whatever the result.
 * A share of the wrong length or form, or one that the method refuses: NXS_BAD_KEY_SHARE.
 * @param secret   room of at least NXS_MAX_SECRET bytes; its len is set to the secret's
 */
NXS_CHECKED enum nxs_status nxs_kex_finish(struct nxs_kex *kex, nxs_bytes peer_share, nxs_room *secret);
/** Offer and finish at once, for the side that has the peer's share already. */
NXS_CHECKED enum nxs_status nxs_kex_answer(const struct nxs_group *group, const NX_CRYPTO_METHOD *method,
                                           const NX_CRYPTO_METHOD *curve, struct nxs_area area,
                                           nxs_bytes peer_share, struct nxs_writer *share, nxs_room *secret);
/** Forgets an offer; a no-op when there is none. */
void nxs_kex_drop(struct nxs_kex *kex);

/* ---- schemes.c, sign.c, verify.c, rsa_padding.c -------------------------------------------------- */

/** How a signature scheme signs. */
enum nxs_signing { NXS_SIGN_PKCS1, NXS_SIGN_PSS, NXS_SIGN_ECDSA, NXS_SIGN_ED25519, NXS_SIGN_PKCS1_MD5_SHA1 };

/** One row per SignatureScheme [RFC8446 4.2.3]: the one table of schemes. */
struct nxs_scheme {
    uint16_t number;        /**< on the wire */
    enum nxs_key_kind kind; /**< of the key: RSA for rsae, RSA_PSS for pss */
    enum nxs_signing signing;
    uint32_t hash;     /**< NX_CRYPTO_HASH_...; 0 for Ed25519 */
    uint16_t group13;  /**< EC: the curve that TLS 1.3 demands; 0 where none */
    bool tls12, tls13; /**< may be used in handshake signatures of that version */
    bool weak;         /**< SHA-1: only where an application's table has it */
    const char *name;
};

/** All schemes, strongest preference first. */
const struct nxs_scheme *nxs_schemes(size_t *count);
/** The row of a scheme number, or NULL. */
const struct nxs_scheme *nxs_scheme_find(uint16_t number);
/** True when a key of this kind (and curve, when @p tls13) can make or check such signatures. */
bool nxs_scheme_fits(const struct nxs_scheme *scheme, enum nxs_key_kind kind, uint16_t key_group, bool tls13);

/** True when @p key may be used with the scheme: its kind, and the hash that its parameters may demand
 * [RFC4055 1.2]. */
bool nxs_scheme_allowed(const struct nxs_scheme *scheme, const struct nxs_public_key *key);

/** The shortest RSA key that is accepted of others, unless the application says otherwise. */
enum { NXS_RSA_BITS_MIN = 2048 };

/** Memory for one signature operation, lent by the caller. */
struct nxs_sign_scratch {
    struct nxs_area method; /**< at least nxs_scratch_size() of the table in use */
    nxs_room block;         /**< at least NXS_MAX_MODULUS bytes */
};

/** The methods of one signature: found with nxs_methods_for_scheme(). */
struct nxs_sign_methods {
    const NX_CRYPTO_METHOD *cipher; /**< RSA, ECDSA, Ed25519 */
    const NX_CRYPTO_METHOD *hash;   /**< NULL for Ed25519 */
    const NX_CRYPTO_METHOD *curve;  /**< ECDSA */
};

/**
 * Signs @p count parts of a message (hashed here; Ed25519 takes exactly one part).
 * RSA keys: the padded block is built in scratch, primes are handed over when the key has them. User-defined
 * keys: op = type, key = blob, contract section 6. Appends the signature to @p signature.
 */
NXS_CHECKED enum nxs_status nxs_sign(const struct nxs_scheme *scheme, const struct nxs_sign_methods *methods,
                                     const struct nxs_private_key *key, const nxs_bytes *parts, size_t count,
                                     const struct nxs_sign_scratch *scratch, struct nxs_writer *signature);
/** The same over a digest that was taken already (TLS 1.2 CertificateVerify). Not for Ed25519. */
NXS_CHECKED enum nxs_status nxs_sign_digest(const struct nxs_scheme *scheme,
                                            const struct nxs_sign_methods *methods,
                                            const struct nxs_private_key *key, nxs_bytes digest,
                                            const struct nxs_sign_scratch *scratch,
                                            struct nxs_writer *signature);
/**
 * NXS_OK when @p signature over the parts is the key's; NXS_BAD_SIGNATURE otherwise. PKCS#1 v1.5 padding is
 * checked by building the one expected block [RFC8017 8.2.2] and comparing it whole, PSS as [RFC8017 9.1.2]
 * with a salt as long as the digest.
 */
NXS_CHECKED enum nxs_status nxs_verify(const struct nxs_scheme *scheme,
                                       const struct nxs_sign_methods *methods,
                                       const struct nxs_public_key *key, const nxs_bytes *parts, size_t count,
                                       nxs_bytes signature, const struct nxs_sign_scratch *scratch);
NXS_CHECKED enum nxs_status nxs_verify_digest(const struct nxs_scheme *scheme,
                                              const struct nxs_sign_methods *methods,
                                              const struct nxs_public_key *key, nxs_bytes digest,
                                              nxs_bytes signature, const struct nxs_sign_scratch *scratch);
/** NXS_OK when private and public half belong together: signs and verifies once; NXS_KEY_MISMATCH otherwise.
 * User-defined keys: NXS_OK. */
NXS_CHECKED enum nxs_status nxs_key_pair_check(const struct nxs_sign_methods *methods,
                                               const struct nxs_private_key *key,
                                               const struct nxs_sign_scratch *scratch);

/* ---- suites.c ------------------------------------------------------------------------------------ */

enum nxs_suite_kex { NXS_KEX_ECDHE, NXS_KEX_RSA, NXS_KEX_PSK, NXS_KEX_ECDHE_PSK, NXS_KEX_TLS13 };
enum nxs_suite_auth { NXS_AUTH_ECDSA, NXS_AUTH_RSA, NXS_AUTH_PSK, NXS_AUTH_ANY };
enum nxs_suite_cipher {
    NXS_CIPHER_AEAD_EXPLICIT, /**< GCM and CCM of TLS 1.2: 4 bytes of IV, 8 explicit */
    NXS_CIPHER_AEAD_XOR,      /**< 12 bytes of IV, XORed with the sequence number */
    NXS_CIPHER_CBC,
    NXS_CIPHER_NULL
};

/** One row per cipher suite: the one table of suites. Sizes come from here, never from an application's
 * table. */
struct nxs_suite {
    uint16_t number;
    enum nxs_suite_kex kex;
    enum nxs_suite_auth auth;
    enum nxs_suite_cipher cipher;
    uint32_t algorithm; /**< NX_CRYPTO_ENCRYPTION_... of the record cipher */
    uint8_t key_len;
    uint8_t iv_len;                    /**< fixed IV from the key block: 4, 12, or the block size of CBC */
    uint8_t tag_len;                   /**< AEAD tag */
    uint8_t mac_len;                   /**< CBC and NULL: HMAC bytes */
    uint32_t hash;                     /**< of PRF/HKDF and transcript: NX_CRYPTO_HASH_SHA256 or _SHA384 */
    uint16_t min_version, max_version; /**< 0x0301..0x0304 */
    const char *name;
};

/** The row of a suite number, or NULL: not supported by this library. */
const struct nxs_suite *nxs_suite_find(uint16_t number);

/* ---- methods.c: finding methods in an application's table ---------------------------------------- */

/** The @p index-th of all methods that a table names, which may be NULL or come again; false behind the last.
 */
bool nxs_methods_at(const NX_SECURE_TLS_CRYPTO *table, size_t index, const NX_CRYPTO_METHOD **method);

/**
 * The plain hash @p algorithm (NX_CRYPTO_HASH_...): from the handshake members, else a TLS 1.3 suite row,
 * else an X.509 row, else the stock method; NULL when none exists.
 */
const NX_CRYPTO_METHOD *nxs_methods_hash(const NX_SECURE_TLS_CRYPTO *table, uint32_t algorithm);

/**
 * The methods for a handshake signature: the public method from the X.509 rows (or @p suite_auth when it
 * fits), hash by nxs_methods_hash(), curve from @p ecc by the key's group (the stock curve when @p ecc has
 * none).
 * @return NXS_UNSUPPORTED_CIPHER when the table lacks one, NXS_MISSING_ROUTINE for a NULL function
 */
NXS_CHECKED enum nxs_status nxs_methods_for_scheme(const NX_SECURE_TLS_CRYPTO *table,
                                                   const NX_SECURE_TLS_ECC *ecc,
                                                   const NX_CRYPTO_METHOD *suite_auth,
                                                   const struct nxs_scheme *scheme, uint16_t key_group,
                                                   struct nxs_sign_methods *methods);
/** The curve method of a group: from @p ecc, else stock; NULL when none. */
const NX_CRYPTO_METHOD *nxs_methods_curve(const NX_SECURE_TLS_ECC *ecc, uint16_t group);

/**
 * Checks the methods of a suite row by algorithm id: NXS_MISSING_ROUTINE when a pointer or needed function is
 * NULL, NXS_UNSUPPORTED_CIPHER when an id contradicts the suite (for example AES-CBC in a GCM suite).
 */
NXS_CHECKED enum nxs_status nxs_methods_check_suite(const struct nxs_suite *suite,
                                                    const NX_SECURE_TLS_CIPHERSUITE_INFO *row);

/** Largest metadata of: record ciphers; plain hashes (handshake members, X.509, stock SHA-384/512); ECDHE
 * methods; and everything used as one-shot scratch (PRF, HMAC, HKDF, RSA, ECDSA, hashes). Sizes in bytes. */
struct nxs_method_sizes {
    size_t cipher, mac, hash, kex, scratch;
};
struct nxs_method_sizes nxs_methods_sizes(const NX_SECURE_TLS_CRYPTO *table);

/* ---- fault.c ------------------------------------------------------------------------------------- */

/** For tests: the @p countdown-th call of a method (init or operation) or of the random generator from now on
 * fails without being made (0: none). Not thread-safe; a no-op in builds without NXS_FAULT_INJECTION. */
void nxs_crypto_fault_set(uint32_t countdown);

#endif
