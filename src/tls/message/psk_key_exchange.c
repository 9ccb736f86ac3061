#include "tls/message/message.h"

enum { NAMED_CURVE = 3 };

enum nxs_status nxs_psk_server_key_exchange_read(nxs_bytes body, bool ephemeral,
                                                 struct nxs_psk_server_key_exchange *message)
{
    struct nxs_reader r = nxs_reader_of(body);
    struct nxs_reader hint, share;
    uint8_t curve_type;
    message->group = 0;
    message->share = nxs_bytes_of(NULL, 0);
    if (!nxs_read_vec16(&r, &hint)) {
        return NXS_DECODE_ERROR;
    }
    message->hint = nxs_read_rest(&hint);
    if (ephemeral) {
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
    }
    return nxs_read_end(&r) ? NXS_OK : NXS_DECODE_ERROR;
}

enum nxs_status nxs_psk_client_key_exchange_read(nxs_bytes body, bool ephemeral,
                                                 struct nxs_psk_client_key_exchange *message)
{
    struct nxs_reader r = nxs_reader_of(body);
    struct nxs_reader identity, share;
    message->share = nxs_bytes_of(NULL, 0);
    if (!nxs_read_vec16(&r, &identity)) {
        return NXS_DECODE_ERROR;
    }
    message->identity = nxs_read_rest(&identity);
    if (ephemeral) {
        if (!nxs_read_vec8(&r, &share) || nxs_read_end(&share)) {
            return NXS_DECODE_ERROR;
        }
        message->share = nxs_read_rest(&share);
    }
    return nxs_read_end(&r) ? NXS_OK : NXS_DECODE_ERROR;
}

void nxs_psk_client_key_exchange_write(const struct nxs_psk_client_key_exchange *message, bool ephemeral,
                                       struct nxs_writer *w)
{
    struct nxs_mark identity = nxs_open_vec16(w);
    nxs_write_bytes(w, message->identity);
    nxs_close_vec(w, identity);
    if (ephemeral) {
        struct nxs_mark share = nxs_open_vec8(w);
        nxs_write_bytes(w, message->share);
        nxs_close_vec(w, share);
    }
}
