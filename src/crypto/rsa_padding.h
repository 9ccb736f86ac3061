/** @file
 * The encodings that TLS puts around a digest before the raw RSA power, and takes off after it. Inside
 * src/crypto only.
 */
#ifndef NXS_CRYPTO_RSA_PADDING_H
#define NXS_CRYPTO_RSA_PADDING_H

#include "crypto/crypto.h"

/** The digest to be signed and what belongs to it. Borrowed for the call. */
struct nxs_rsa_padding {
    const struct nxs_scheme *scheme;
    const NX_CRYPTO_METHOD *hash; /**< PSS: also for MGF1; not asked for the two digests of TLS 1.1 */
    struct nxs_area area;         /**< PSS: for @c hash */
    nxs_bytes digest;
    size_t modulus_bits;
};

/** Bits of a big-endian number without leading zero bytes; 0 when it has some or is empty. */
size_t nxs_rsa_modulus_bits(nxs_bytes modulus);

/**
 * Fills @p block, exactly as long as the modulus, with the encoded digest: EMSA-PKCS1-v1_5 [RFC8017 9.2] or
 * EMSA-PSS with a fresh salt [RFC8017 9.1.1].
 * @return NXS_CRYPTO_FAILED when the modulus is too short for the digest, NXS_RANDOM_FAILED,
 * NXS_INVALID_STATE for a digest that is not as long as the hash gives
 */
NXS_CHECKED enum nxs_status nxs_rsa_pad(const struct nxs_rsa_padding *padding, nxs_room block);

/**
 * Judges the block that the public power gave; @p block is overwritten.
 * @return NXS_OK, NXS_BAD_SIGNATURE, what the hash method's failure is, or NXS_INVALID_STATE for a digest
 * that is not as long as the hash gives
 */
NXS_CHECKED enum nxs_status nxs_rsa_check(const struct nxs_rsa_padding *padding, nxs_room block);

#endif
