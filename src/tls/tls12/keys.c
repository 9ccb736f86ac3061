#include "tls/tls12/keys.h"

#include "base/ct.h"
#include "tls/facts.h"
#include "tls/tls12/psk.h"
#include "tls/tls12/rules.h"
#include "tls/transcript.h"

#define LABEL(text) nxs_bytes_of(text, sizeof text - 1)

static enum nxs_status prf(const struct nxs_engine *e, nxs_bytes secret, nxs_bytes label, nxs_bytes seed1,
                           nxs_bytes seed2, nxs_room out)
{
    const struct nxs_version_rules *rules = nxs_version_rules_find(e->agreed.version);
    const NX_CRYPTO_METHOD *method = rules == NULL ? NULL : rules->prf(e);
    if (method == NULL) {
        return NXS_UNSUPPORTED_CIPHER;
    }
    return nxs_prf(method, e->hs->rooms.scratch, secret, label, seed1, seed2, out);
}

static enum nxs_status derive_master(struct nxs_engine *e, nxs_bytes premaster)
{
    struct nxs_handshake *hs = e->hs;
    nxs_room master = nxs_room_of(hs->master, NXS_MASTER_LEN);
    if (e->agreed.extended_master_secret) { /* [RFC7627 4] */
        uint8_t digest[NXS_MAX_DIGEST];
        nxs_bytes session_hash;
        NXS_TRY(nxs_transcript_digest(e, digest, &session_hash));
        return prf(e, premaster, LABEL("extended master secret"), session_hash, nxs_bytes_of(NULL, 0),
                   master);
    }
    return prf(e, premaster, LABEL("master secret"), nxs_bytes_of(hs->client_random, NXS_RANDOM_LEN),
               nxs_bytes_of(hs->server_random, NXS_RANDOM_LEN), master);
}

static enum nxs_status derive_key_block(struct nxs_engine *e)
{
    struct nxs_handshake *hs = e->hs;
    size_t iv_len = nxs_record_iv_len(hs->suite, e->agreed.version);
    size_t len = 2 * (hs->suite->mac_len + hs->suite->key_len + iv_len);
    if (len > NXS_KEY_BLOCK_MAX) {
        return NXS_NO_ROOM;
    }
    return prf(e, nxs_bytes_of(hs->master, NXS_MASTER_LEN), LABEL("key expansion"),
               nxs_bytes_of(hs->server_random, NXS_RANDOM_LEN),
               nxs_bytes_of(hs->client_random, NXS_RANDOM_LEN), nxs_room_of(hs->key_block, len));
}

enum nxs_status nxs_tls12_derive(struct nxs_engine *e)
{
    struct nxs_handshake *hs = e->hs;
    uint8_t room[NXS_PSK_PREMASTER_MAX];
    nxs_bytes premaster = nxs_bytes_of(hs->premaster, hs->premaster_len);
    enum nxs_status status = NXS_OK;
    if (e->facts & NXS_FACT_PSK) {
        status = nxs_psk_premaster(e, nxs_room_of(room, sizeof room), &premaster);
    }
    if (status == NXS_OK) {
        status = derive_master(e, premaster);
    }
    nxs_wipe(room, sizeof room);
    nxs_wipe(hs->premaster, sizeof hs->premaster);
    hs->premaster_len = 0;
    NXS_TRY(status);
    if (e->config.keylog != NULL) {
        e->config.keylog(e->config.context, "CLIENT_RANDOM", nxs_bytes_of(hs->client_random, NXS_RANDOM_LEN),
                         nxs_bytes_of(hs->master, NXS_MASTER_LEN));
    }
    return derive_key_block(e);
}

/* One of a pair: the client's or the server's. */
static bool take_own(struct nxs_reader *block, size_t len, bool client, nxs_bytes *own)
{
    nxs_bytes pair[2];
    bool there = nxs_read_bytes(block, len, &pair[0]) && nxs_read_bytes(block, len, &pair[1]);
    *own = pair[client ? 0 : 1];
    return there;
}

enum nxs_status nxs_tls12_use_keys(struct nxs_engine *e, struct nxs_record_half *half, bool receiving)
{
    struct nxs_handshake *hs = e->hs;
    const struct nxs_suite *suite = hs->suite;
    bool client_writes = (e->role == NXS_ROLE_CLIENT) != receiving;
    struct nxs_record_keys keys = {.cipher = e->agreed.row->nx_secure_tls_session_cipher,
                                   .mac = e->agreed.row->nx_secure_tls_hash,
                                   .decrypts = receiving,
                                   .encrypt_then_mac = e->agreed.encrypt_then_mac};
    /* [RFC5246 6.3] MAC keys, keys and IVs: of each the client's first. */
    struct nxs_reader block = nxs_reader_of(nxs_bytes_of(hs->key_block, sizeof hs->key_block));
    if (!take_own(&block, suite->mac_len, client_writes, &keys.mac_key) ||
        !take_own(&block, suite->key_len, client_writes, &keys.key) ||
        !take_own(&block, nxs_record_iv_len(suite, e->agreed.version), client_writes, &keys.iv)) {
        return NXS_NO_ROOM;
    }
    return nxs_record_half_protect(half, suite, e->agreed.version, &keys);
}

enum nxs_status nxs_tls12_verify_data(struct nxs_engine *e, bool client, uint8_t *out)
{
    uint8_t digest[NXS_MAX_DIGEST];
    nxs_bytes handshake_hash;
    NXS_TRY(nxs_transcript_digest(e, digest, &handshake_hash));
    return prf(e, nxs_bytes_of(e->hs->master, NXS_MASTER_LEN),
               client ? LABEL("client finished") : LABEL("server finished"), handshake_hash,
               nxs_bytes_of(NULL, 0), nxs_room_of(out, NXS_VERIFY_DATA_LEN));
}

enum nxs_status nxs_tls12_signed_params(const struct nxs_engine *e, nxs_bytes params,
                                        struct nxs_signed_params *out)
{
    struct nxs_writer w = nxs_writer_of(nxs_room_of(out->room, sizeof out->room));
    nxs_write_bytes(&w, nxs_bytes_of(e->hs->client_random, NXS_RANDOM_LEN));
    nxs_write_bytes(&w, nxs_bytes_of(e->hs->server_random, NXS_RANDOM_LEN));
    nxs_write_bytes(&w, params);
    return nxs_write_end(&w, &out->bytes) ? NXS_OK : NXS_BAD_KEY_SHARE;
}
