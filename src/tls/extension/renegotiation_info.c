/* renegotiation_info [RFC5746 3.2], of initial handshakes: an empty renegotiated_connection both ways */
#include "tls/extension/extension.h"
#include "tls/engine.h"

static enum nxs_status read_empty(nxs_bytes body, struct nxs_hello_facts *facts)
{
    struct nxs_reader r = nxs_reader_of(body);
    struct nxs_reader connection;
    if (!nxs_read_vec8(&r, &connection) || !nxs_read_end(&r)) {
        return NXS_DECODE_ERROR;
    }
    facts->secure_renegotiation = true;
    /* [RFC5746 3.4, 3.6] anything else in an initial handshake is a fatal handshake_failure. */
    return nxs_read_end(&connection) ? NXS_OK : NXS_RENEGOTIATION_INFO;
}

static bool offer(const struct nxs_engine *e, struct nxs_writer *w)
{
    nxs_write_u8(w, 0);
    return e->config.min_version <= 0x0303;
}

static bool answer(const struct nxs_engine *e, struct nxs_writer *w)
{
    nxs_write_u8(w, 0);
    return e->agreed.secure_renegotiation;
}

const struct nxs_extension_row nxs_extension_renegotiation_info = {
    NXS_EXT_RENEGOTIATION_INFO,
    "renegotiation_info",
    NXS_IN_CLIENT_HELLO | NXS_IN_SERVER_HELLO,
    read_empty,
    read_empty,
    offer,
    answer,
};
