#include "tls/message/message.h"

enum nxs_status nxs_certificate_list_read(nxs_bytes body, struct nxs_reader *list)
{
    struct nxs_reader r = nxs_reader_of(body);
    if (!nxs_read_vec24(&r, list) || !nxs_read_end(&r)) {
        return NXS_DECODE_ERROR;
    }
    struct nxs_reader walk = *list;
    while (!nxs_read_end(&walk)) {
        struct nxs_reader certificate;
        if (!nxs_read_vec24(&walk, &certificate) || nxs_read_end(&certificate)) {
            return NXS_DECODE_ERROR;
        }
    }
    return NXS_OK;
}

enum nxs_status nxs_certificate_request_read(nxs_bytes body, struct nxs_certificate_request *request)
{
    struct nxs_reader r = nxs_reader_of(body);
    struct nxs_reader types, schemes, authorities;
    if (!nxs_read_vec8(&r, &types) || types.left < 1 || !nxs_read_vec16(&r, &schemes) || schemes.left < 2 ||
        schemes.left % 2 != 0 || !nxs_read_vec16(&r, &authorities) || !nxs_read_end(&r)) {
        return NXS_DECODE_ERROR;
    }
    request->types = nxs_read_rest(&types);
    request->schemes = nxs_read_rest(&schemes);
    request->authorities = nxs_read_rest(&authorities);
    struct nxs_reader walk = nxs_reader_of(request->authorities);
    while (!nxs_read_end(&walk)) {
        struct nxs_reader name;
        if (!nxs_read_vec16(&walk, &name) || nxs_read_end(&name)) {
            return NXS_DECODE_ERROR;
        }
    }
    return NXS_OK;
}

enum nxs_status nxs_certificate_verify_read(nxs_bytes body, struct nxs_certificate_verify *message)
{
    struct nxs_reader r = nxs_reader_of(body);
    struct nxs_reader signature;
    if (!nxs_read_u16(&r, &message->scheme) || !nxs_read_vec16(&r, &signature) || nxs_read_end(&signature) ||
        !nxs_read_end(&r)) {
        return NXS_DECODE_ERROR;
    }
    message->signature = nxs_read_rest(&signature);
    return NXS_OK;
}
