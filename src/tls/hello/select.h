/** @file
 * Negotiation: what we can do, and what to choose of it.
 */
#ifndef NXS_TLS_HELLO_SELECT_H
#define NXS_TLS_HELLO_SELECT_H

#include "tls/engine.h"
#include "tls/extension/extension.h"
#include "tls/message/message.h"

enum { NXS_TLS_1_2 = 0x0303, NXS_FALLBACK_SCSV = 0x5600, NXS_RENEGOTIATION_SCSV = 0x00FF };

/** One of our groups, best first: a row of the group table and the method for its curve; either may be NULL
 * (skip it). */
struct nxs_local_group {
    const struct nxs_group *row;
    const NX_CRYPTO_METHOD *curve;
};
/** Our @p index-th group; false behind the last. The application's list, or the stock one. */
bool nxs_local_group(const struct nxs_config *config, size_t index, struct nxs_local_group *group);
/** Finds one of our groups by number; false when it is not ours. */
bool nxs_local_group_find(const struct nxs_config *config, uint16_t number, struct nxs_local_group *group);

/** True when there is a group that can be used at all. */
bool nxs_local_group_exists(const struct nxs_config *config);

/** True when the session can use this row of its table in some version from @p low to @p high. */
bool nxs_suite_usable(const struct nxs_suite *suite, uint16_t low, uint16_t high);

/** One of our suites, best first: a row of the application's table and what we know of that suite. */
struct nxs_local_suite {
    const struct nxs_suite *suite;
    const NX_SECURE_TLS_CIPHERSUITE_INFO *row;
};
/**
 * The first of our suites, from position @p *position of the application's table on, that some version from
 * @p low to
 * @p high can use, for which there are keys, and whose methods fit; moves @p position behind it. The table is
 * read at every use and never copied.
 */
bool nxs_local_suite_next(const struct nxs_config *config, uint16_t low, uint16_t high, size_t *position,
                          struct nxs_local_suite *suite);

/** True when there is such a suite. */
bool nxs_local_suite_exists(const struct nxs_config *config);

/** True when one of them agrees on a key by a group. */
bool nxs_local_suites_use_groups(const struct nxs_config *config);

/** The facts of a suite: EPHEMERAL, CERTIFICATES, PSK. */
uint32_t nxs_suite_facts(const struct nxs_suite *suite);

/** True when signatures of this scheme are accepted: the table has its methods and names its weak hash, if
 * any. */
bool nxs_scheme_is_accepted(const struct nxs_config *config, const struct nxs_scheme *scheme);

/** A version from the configured range that this library has: NXS_VERSION_UNKNOWN, NXS_VERSION_UNSUPPORTED.
 */
NXS_CHECKED enum nxs_status nxs_check_version(const struct nxs_config *config, uint16_t version);

/** The version for a client's offer: NXS_VERSION_UNKNOWN, NXS_VERSION_UNSUPPORTED,
 * NXS_INAPPROPRIATE_FALLBACK. */
NXS_CHECKED enum nxs_status nxs_select_version(const struct nxs_config *config,
                                               const struct nxs_client_hello *hello, uint16_t *version);

/**
 * Server: chooses suite, group, credential and signature scheme together, in the order of the table: the
 * first suite that a key of ours, the client's groups and its signature schemes can carry.
 * NXS_NO_COMMON_SUITE when there is none.
 */
NXS_CHECKED enum nxs_status nxs_select_suite(struct nxs_engine *engine, const struct nxs_client_hello *hello,
                                             const struct nxs_hello_facts *facts);

/** The known ones of a list of schemes (two bytes each): one bit per row of the scheme table. */
uint32_t nxs_scheme_set(nxs_bytes list);

/**
 * Chooses the scheme that @p key signs with: the first of ours that is in @p schemes, a set as
 * nxs_scheme_set() makes it.
 * @param hash  0, or the only hash that may be used (TLS 1.2 client certificates sign the transcript's)
 * @return NULL when there is none
 */
const struct nxs_scheme *nxs_select_scheme(const struct nxs_config *config, const struct nxs_private_key *key,
                                           uint32_t schemes, uint32_t hash);

#endif
