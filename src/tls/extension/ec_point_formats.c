/* ec_point_formats [RFC8422 5.1.2]: uncompressed only */
#include "tls/extension/extension.h"
#include "tls/engine.h"
#include "tls/handshake.h"
#include "tls/hello/select.h"

enum { UNCOMPRESSED = 0 };

static enum nxs_status read_list(nxs_bytes body, struct nxs_hello_facts *facts)
{
    struct nxs_reader r = nxs_reader_of(body);
    struct nxs_reader list;
    if (!nxs_read_vec8(&r, &list) || !nxs_read_end(&r) || nxs_read_end(&list)) {
        return NXS_DECODE_ERROR;
    }
    facts->has_point_formats = true;
    uint8_t format;
    while (nxs_read_u8(&list, &format)) {
        if (format == UNCOMPRESSED) {
            return NXS_OK;
        }
    }
    return NXS_POINT_FORMAT;
}

static void write_list(struct nxs_writer *w)
{
    nxs_write_u8(w, 1);
    nxs_write_u8(w, UNCOMPRESSED);
}

static bool offer(const struct nxs_engine *e, struct nxs_writer *w)
{
    write_list(w);
    return e->config.min_version <= 0x0303 && nxs_local_suites_use_groups(&e->config); /* [RFC8422 4] */
}

static bool answer(const struct nxs_engine *e, struct nxs_writer *w)
{
    write_list(w);
    return e->hs->group != NULL;
}

const struct nxs_extension_row nxs_extension_ec_point_formats = {
    NXS_EXT_EC_POINT_FORMATS,
    "ec_point_formats",
    NXS_IN_CLIENT_HELLO | NXS_IN_SERVER_HELLO,
    read_list,
    read_list,
    offer,
    answer,
};
