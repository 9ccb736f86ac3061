/** @file
 * Pre-shared keys: alone [RFC4279 2], or with a Diffie-Hellman exchange on a curve [RFC5489]. What the record
 * cipher is does not matter here.
 *
 * Which key: a server looks for the identity among its keys, in their order. A client takes, in this order, a
 * key for the server's hint, a key that is for no hint in particular [RFC4279 5.2]; without a hint its first
 * key.
 *
 * A server does not tell who has a key: a client with an unknown identity goes on with a random key, and
 * fails as one with a wrong key does [RFC4279 2], with its first protected record. Only the server's own side
 * hears that the identity was unknown.
 */
#ifndef NXS_TLS_TLS12_PSK_H
#define NXS_TLS_TLS12_PSK_H

#include "nx_secure_config.h"
#include "tls/engine.h"
#include "tls/handshake.h"

/** Longest premaster secret: a group's secret, or as many zeros as the key has bytes; and the key. */
enum {
    NXS_PSK_MAX = NX_SECURE_TLS_MAX_PSK_SIZE,
    NXS_PSK_PREMASTER_MAX = 4 + (NXS_PSK_MAX > NXS_MAX_SECRET ? NXS_PSK_MAX : NXS_MAX_SECRET) + NXS_PSK_MAX,
};

/** True when there is a key at all. */
bool nxs_psk_exists(const struct nxs_config *config);

/** Server: the hint to send; empty when no key has one. */
nxs_bytes nxs_psk_hint(const struct nxs_config *config);

/** Writes the premaster secret for the chosen key [RFC4279 2], [RFC5489 2]. @p room is the caller's to wipe.
 */
NXS_CHECKED enum nxs_status nxs_psk_premaster(const struct nxs_engine *engine, nxs_room room,
                                              nxs_bytes *premaster);

/** What a failure means when the client's identity is unknown; @p status itself in all other cases. */
enum nxs_status nxs_psk_truth(const struct nxs_engine *engine, enum nxs_status status);

/* The messages, in suites with and without a curve. */
NXS_CHECKED enum nxs_status nxs_psk_read_server_key_exchange(struct nxs_engine *engine, nxs_bytes body);
NXS_CHECKED enum nxs_status nxs_psk_send_client_key_exchange(struct nxs_engine *engine, nxs_bytes none);
NXS_CHECKED enum nxs_status nxs_psk_send_server_key_exchange(struct nxs_engine *engine, nxs_bytes none);
NXS_CHECKED enum nxs_status nxs_psk_read_client_key_exchange(struct nxs_engine *engine, nxs_bytes body);

#endif
