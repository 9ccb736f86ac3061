/** @file
 * RSA key objects for the raw power, made from what the method contract hands over: never e with a private
 * key.
 */
#ifndef NXS_OPENSSL_RSA_KEY_H
#define NXS_OPENSSL_RSA_KEY_H

#include "key_table.h"

/**
 * A context on which EVP_PKEY_encrypt() is the public power.
 * @return NULL for an exponent that is even or 1, or without memory; the caller frees it
 */
EVP_PKEY_CTX *nxs_rsa_public_new(struct nxs_key_part modulus, struct nxs_key_part exponent);

/**
 * A context on which EVP_PKEY_decrypt() is the private power, blinded and, with primes, checked against
 * faults of the Chinese remainder computation. The key proves itself on a random value first.
 * @param d           at most as long as the modulus
 * @param p, q        the primes; both empty when the caller has none
 * @return NULL when the parts do not belong together, when e (derived from the primes, else 65537) does not
 * fit, or without memory or random numbers; the caller frees it
 */
EVP_PKEY_CTX *nxs_rsa_private_new(struct nxs_key_part modulus, struct nxs_key_part d, struct nxs_key_part p,
                                  struct nxs_key_part q);

#endif
