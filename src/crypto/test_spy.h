/** @file
 * For tests: crypto methods that write down how they are called and watch the rules of the contract. Not
 * thread-safe.
 */
#ifndef NXS_CRYPTO_TEST_SPY_H
#define NXS_CRYPTO_TEST_SPY_H

#include <stdbool.h>

#include "base/status.h"
#include "nx_crypto.h"

/** What happened since spy_reset(). */
struct spy {
    unsigned inits; /**< that succeeded */
    unsigned cleanups;
    unsigned operations;
    unsigned violations; /**< operations without init, cleanups without init, inits over a running one */
    char text[2048];     /**< one line for each call, as in "HASH_UPDATE in=3" */
};
extern struct spy spy;

/** What a method made by spy_mock() answers. */
struct spy_answer {
    UINT status;
    ULONG result_len;   /**< actual size for extended outputs */
    UCHAR result_first; /**< first byte of every output */
    UCHAR result_rest;  /**< all other bytes */
    UINT init_status;
};
extern struct spy_answer spy_answer;

/** Forgets what happened and all methods made so far; mocks answer success. */
void spy_reset(void);

/** A method that hands every call on to @p method, valid until spy_reset(). */
NX_CRYPTO_METHOD *spy_on(const NX_CRYPTO_METHOD *method);

/** A method that does nothing but answer, valid until spy_reset(). */
NX_CRYPTO_METHOD *spy_mock(UINT algorithm, USHORT icv_bits);

/** Methods that are between init and cleanup. */
unsigned spy_live(void);

/** False when the library was built without fault injection. */
bool spy_can_fail(void);

/**
 * Plays a scene with its first, second, ... call failing until it succeeds, each time after spy_reset(); the
 * scene makes its methods with spy_on().
 * @return false when a method was left between init and cleanup, or a rule was broken
 */
bool spy_survives(enum nxs_status (*scene)(void));

#endif
