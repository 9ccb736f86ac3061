#include "tls/transcript.h"

#include "tls/handshake.h"

enum nxs_status nxs_transcript_begin(struct nxs_engine *e)
{
    struct nxs_handshake *hs = e->hs;
    const NX_CRYPTO_METHOD *method = nxs_methods_hash(e->config.table, hs->suite->hash);
    if (method == NULL) {
        return NXS_UNSUPPORTED_CIPHER;
    }
    nxs_hash_drop(&hs->transcript);
    return nxs_hash_begin(&hs->transcript, method, hs->rooms.transcript);
}

enum nxs_status nxs_transcript_add(struct nxs_engine *e, nxs_bytes bytes)
{
    return nxs_hash_add(&e->hs->transcript, bytes);
}

enum nxs_status nxs_transcript_digest(const struct nxs_engine *e, uint8_t *digest, nxs_bytes *result)
{
    const struct nxs_handshake *hs = e->hs;
    NXS_TRY(nxs_hash_fork(&hs->transcript, hs->rooms.scratch, digest));
    *result = nxs_bytes_of(digest, nxs_digest_size(hs->transcript.method));
    return NXS_OK;
}
