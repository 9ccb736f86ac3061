#include "tls/message/message.h"

enum { NAMED_CURVE = 3 }; /* [RFC8422 5.4] the explicit curve types are gone */

enum nxs_status nxs_server_key_exchange_read(nxs_bytes body, struct nxs_server_key_exchange *message)
{
    struct nxs_reader r = nxs_reader_of(body);
    struct nxs_reader share, signature;
    uint8_t curve_type;
    if (!nxs_read_u8(&r, &curve_type)) {
        return NXS_DECODE_ERROR;
    }
    if (curve_type != NAMED_CURVE) {
        return NXS_UNSUPPORTED_CURVE_TYPE;
    }
    if (!nxs_read_u16(&r, &message->group) || !nxs_read_vec8(&r, &share) || nxs_read_end(&share)) {
        return NXS_DECODE_ERROR;
    }
    message->share = nxs_read_rest(&share);
    message->params = nxs_bytes_of(body.data, body.len - r.left);
    if (!nxs_read_u16(&r, &message->scheme) || !nxs_read_vec16(&r, &signature) || nxs_read_end(&signature) ||
        !nxs_read_end(&r)) {
        return NXS_DECODE_ERROR;
    }
    message->signature = nxs_read_rest(&signature);
    return NXS_OK;
}

enum nxs_status nxs_client_key_exchange_read(nxs_bytes body, nxs_bytes *share)
{
    struct nxs_reader r = nxs_reader_of(body);
    struct nxs_reader vector;
    *share = nxs_bytes_of(NULL, 0);
    if (!nxs_read_vec8(&r, &vector) || nxs_read_end(&vector) || !nxs_read_end(&r)) {
        return NXS_DECODE_ERROR;
    }
    *share = nxs_read_rest(&vector);
    return NXS_OK;
}
