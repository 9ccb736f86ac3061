/* server_name [RFC6066 3] */
#include "tls/extension/extension.h"
#include "tls/engine.h"

enum { HOST_NAME = 0 };

static enum nxs_status read_request(nxs_bytes body, struct nxs_hello_facts *facts)
{
    struct nxs_reader r = nxs_reader_of(body);
    struct nxs_reader list, name;
    if (!nxs_read_vec16(&r, &list) || nxs_read_end(&list) || !nxs_read_end(&r)) {
        return NXS_SNI_INVALID;
    }
    while (!nxs_read_end(&list)) {
        uint8_t type;
        if (!nxs_read_u8(&list, &type) || !nxs_read_vec16(&list, &name) || nxs_read_end(&name)) {
            return NXS_SNI_INVALID;
        }
        if (type != HOST_NAME) {
            continue;
        }
        if (facts->has_server_name) {
            return NXS_SNI_INVALID; /* not more than one name of the same type */
        }
        facts->has_server_name = true;
        facts->server_name = nxs_read_rest(&name);
    }
    return NXS_OK;
}

static enum nxs_status read_answer(nxs_bytes body, struct nxs_hello_facts *facts)
{
    facts->has_server_name = true;
    return body.len == 0 ? NXS_OK : NXS_DECODE_ERROR;
}

static bool offer(const struct nxs_engine *e, struct nxs_writer *w)
{
    if (e->config.server_name.len == 0) {
        return false;
    }
    struct nxs_mark list = nxs_open_vec16(w);
    nxs_write_u8(w, HOST_NAME);
    struct nxs_mark name = nxs_open_vec16(w);
    nxs_write_bytes(w, e->config.server_name);
    nxs_close_vec(w, name);
    nxs_close_vec(w, list);
    return true;
}

/* An empty answer says that the name was used, which only the application's hello callback can do. */
static bool answer(const struct nxs_engine *e, struct nxs_writer *w)
{
    (void)w;
    return e->config.on_hello != NULL;
}

const struct nxs_extension_row nxs_extension_server_name = {
    NXS_EXT_SERVER_NAME,
    "server_name",
    NXS_IN_CLIENT_HELLO | NXS_IN_SERVER_HELLO,
    read_request,
    read_answer,
    offer,
    answer,
};
