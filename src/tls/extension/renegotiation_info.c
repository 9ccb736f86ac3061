/* renegotiation_info [RFC5746 3.2]: empty in initial handshakes, else the verify_data of the last ones */
#include "tls/extension/extension.h"
#include "tls/engine.h"

static enum nxs_status read_connection(nxs_bytes body, struct nxs_hello_facts *facts)
{
    struct nxs_reader r = nxs_reader_of(body);
    struct nxs_reader connection;
    if (!nxs_read_vec8(&r, &connection) || !nxs_read_end(&r)) {
        return NXS_DECODE_ERROR;
    }
    facts->secure_renegotiation = true;
    facts->renegotiated_connection = nxs_read_rest(&connection);
    return NXS_OK;
}

static void write_connection(const struct nxs_engine *e, size_t len, struct nxs_writer *w)
{
    struct nxs_mark connection = nxs_open_vec8(w);
    nxs_write_bytes(w, nxs_bytes_of(e->verify_data, e->renegotiating ? len : 0));
    nxs_close_vec(w, connection);
}

static bool offer(const struct nxs_engine *e, struct nxs_writer *w)
{
    write_connection(e, sizeof e->verify_data / 2, w);
    return e->config.min_version <= 0x0303;
}

static bool answer(const struct nxs_engine *e, struct nxs_writer *w)
{
    write_connection(e, sizeof e->verify_data, w);
    return e->agreed.secure_renegotiation;
}

const struct nxs_extension_row nxs_extension_renegotiation_info = {
    NXS_EXT_RENEGOTIATION_INFO,
    "renegotiation_info",
    NXS_IN_CLIENT_HELLO | NXS_IN_SERVER_HELLO,
    read_connection,
    read_connection,
    offer,
    answer,
};
