/* What client and server of TLS 1.2 and older do alike. */
#include "base/ct.h"
#include "tls/message/message.h"
#include "tls/facts.h"
#include "tls/renegotiation.h"
#include "tls/tls12/keys.h"

enum nxs_status nxs_tls12_derive_secrets(struct nxs_engine *e, nxs_bytes none)
{
    (void)none;
    return nxs_tls12_derive(e);
}

enum nxs_status nxs_tls12_send_change_cipher_spec(struct nxs_engine *e, nxs_bytes none)
{
    (void)none;
    nxs_outgoing_change_cipher_spec(e);
    return NXS_OK;
}

enum nxs_status nxs_tls12_use_sending_keys(struct nxs_engine *e, nxs_bytes none)
{
    (void)none;
    return nxs_tls12_use_keys(e, &e->tx.half, false);
}

enum nxs_status nxs_tls12_use_receiving_keys(struct nxs_engine *e, nxs_bytes none)
{
    (void)none;
    e->rekeyed = true;
    return nxs_tls12_use_keys(e, &e->rx.half, true);
}

/* Collects the chain of our credential: none when there is no credential to show. */
static enum nxs_status collect_chain(const struct nxs_engine *e, nxs_bytes *chain, unsigned *count,
                                     size_t *total)
{
    const struct nxs_identity *identity = &e->config.identity;
    nxs_bytes certificate;
    *count = 0;
    *total = 0;
    if (!(e->facts & NXS_FACT_HAVE_CREDENTIAL)) {
        return NXS_OK;
    }
    while (identity->certificate(e->config.context, e->hs->credential, *count, &certificate)) {
        if (*count == NXS_CHAIN_MAX) {
            return NXS_CHAIN_TOO_LONG;
        }
        chain[(*count)++] = certificate;
        *total += 3 + certificate.len;
    }
    return *count > 0 ? NXS_OK : NXS_NO_CREDENTIAL;
}

/* Our chain, or an empty one when there is no credential to show [RFC5246 7.4.6]. */
enum nxs_status nxs_tls12_send_certificate(struct nxs_engine *e, nxs_bytes none)
{
    nxs_bytes chain[NXS_CHAIN_MAX];
    unsigned count;
    size_t total;
    (void)none;
    NXS_TRY(collect_chain(e, chain, &count, &total));
    struct nxs_builder b = nxs_message_begin(e, NXS_MSG_CERTIFICATE);
    nxs_write_u24(&b.w, (uint32_t)total);
    for (unsigned i = 0; i < count; i++) {
        nxs_write_u24(&b.w, (uint32_t)chain[i].len);
        nxs_message_reference(&b, chain[i]);
    }
    return nxs_message_end(&b);
}

enum nxs_status nxs_tls12_send_finished(struct nxs_engine *e, nxs_bytes none)
{
    uint8_t verify_data[NXS_VERIFY_DATA_LEN];
    (void)none;
    NXS_TRY(nxs_tls12_verify_data(e, e->role == NXS_ROLE_CLIENT, verify_data));
    nxs_renegotiation_keep(e, e->role == NXS_ROLE_CLIENT, verify_data);
    struct nxs_builder b = nxs_message_begin(e, NXS_MSG_FINISHED);
    nxs_write_bytes(&b.w, nxs_bytes_of(verify_data, sizeof verify_data));
    return nxs_message_end(&b);
}

enum nxs_status nxs_tls12_read_finished(struct nxs_engine *e, nxs_bytes body)
{
    uint8_t verify_data[NXS_VERIFY_DATA_LEN];
    if (body.len != NXS_VERIFY_DATA_LEN) {
        return NXS_DECODE_ERROR;
    }
    NXS_TRY(nxs_tls12_verify_data(e, e->role == NXS_ROLE_SERVER, verify_data));
    if (!nxs_ct_equal(verify_data, body.data, NXS_VERIFY_DATA_LEN)) {
        return NXS_BAD_FINISHED;
    }
    nxs_renegotiation_keep(e, e->role == NXS_ROLE_SERVER, verify_data);
    return NXS_OK;
}
