/** @file
 * The key schedule of TLS 1.2 and older [RFC5246 6.3, 8.1], [RFC7627].
 */
#ifndef NXS_TLS_TLS12_KEYS_H
#define NXS_TLS_TLS12_KEYS_H

#include "tls/engine.h"
#include "tls/handshake.h"
#include "tls/hello/select.h"

/** Premaster to master secret to key block; the premaster is wiped. The transcript holds all up to
 * ClientKeyExchange. */
NXS_CHECKED enum nxs_status nxs_tls12_derive(struct nxs_engine *engine);

/** Installs the keys of one direction out of the key block. */
NXS_CHECKED enum nxs_status nxs_tls12_use_keys(struct nxs_engine *engine, struct nxs_record_half *half,
                                               bool receiving);

/** verify_data of a Finished [RFC5246 7.4.9] over the transcript so far. @p out has NXS_VERIFY_DATA_LEN
 * bytes. */
NXS_CHECKED enum nxs_status nxs_tls12_verify_data(struct nxs_engine *engine, bool client, uint8_t *out);

/* What both roles do alike. */
NXS_CHECKED enum nxs_status nxs_tls12_send_change_cipher_spec(struct nxs_engine *engine, nxs_bytes none);
NXS_CHECKED enum nxs_status nxs_tls12_use_sending_keys(struct nxs_engine *engine, nxs_bytes none);
NXS_CHECKED enum nxs_status nxs_tls12_use_receiving_keys(struct nxs_engine *engine, nxs_bytes none);
NXS_CHECKED enum nxs_status nxs_tls12_derive_secrets(struct nxs_engine *engine, nxs_bytes none);
NXS_CHECKED enum nxs_status nxs_tls12_send_certificate(struct nxs_engine *engine, nxs_bytes none);
NXS_CHECKED enum nxs_status nxs_tls12_send_finished(struct nxs_engine *engine, nxs_bytes none);
NXS_CHECKED enum nxs_status nxs_tls12_read_finished(struct nxs_engine *engine, nxs_bytes body);

/** Writes curve type, group and a new share: the parameters of a ServerKeyExchange [RFC8422 5.4]. */
NXS_CHECKED enum nxs_status nxs_tls12_write_params(struct nxs_engine *engine, struct nxs_writer *w);
/** The client answers the server's share at once: the premaster secret is known, its own share waits until it
 * is sent. */
NXS_CHECKED enum nxs_status nxs_tls12_answer_share(struct nxs_engine *engine,
                                                   const struct nxs_local_group *group, nxs_bytes share);

/** client_random + server_random + params: what a ServerKeyExchange signs [RFC5246 7.4.3]. */
struct nxs_signed_params {
    uint8_t room[2 * NXS_RANDOM_LEN + 4 + NXS_MAX_SHARE];
    nxs_bytes bytes;
};
NXS_CHECKED enum nxs_status nxs_tls12_signed_params(const struct nxs_engine *engine, nxs_bytes params,
                                                    struct nxs_signed_params *out);

#endif
