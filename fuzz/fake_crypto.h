/** @file
 * Methods that protect nothing: hashes, PRF and key agreement give constants, every signature and tag is
 * right, ciphers leave the bytes as they are. With them a fuzzer reaches what stands behind Finished, and
 * sees into encrypted records. It is the same engine, only the application's table is another.
 */
#ifndef FUZZ_FAKE_CRYPTO_H
#define FUZZ_FAKE_CRYPTO_H

#include "nxsecure/private/tables.h"

extern const NX_SECURE_TLS_CRYPTO fake_crypto_table;
extern const NX_SECURE_TLS_ECC fake_crypto_ecc;

/** The cipher of the table, for the record target. */
extern const NX_CRYPTO_METHOD fake_crypto_gcm;

#endif
