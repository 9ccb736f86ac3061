/* extended_master_secret [RFC7627 5.1]: an empty extension both ways */
#include "tls/extension/extension.h"
#include "tls/engine.h"

static enum nxs_status read_flag(nxs_bytes body, struct nxs_hello_facts *facts)
{
    facts->extended_master_secret = true;
    return body.len == 0 ? NXS_OK : NXS_DECODE_ERROR;
}

static bool offer(const struct nxs_engine *e, struct nxs_writer *w)
{
    (void)w;
    return e->config.min_version <= 0x0303;
}

static bool answer(const struct nxs_engine *e, struct nxs_writer *w)
{
    (void)w;
    return e->agreed.extended_master_secret;
}

const struct nxs_extension_row nxs_extension_extended_master_secret = {
    NXS_EXT_EXTENDED_MASTER_SECRET,
    "extended_master_secret",
    NXS_IN_CLIENT_HELLO | NXS_IN_SERVER_HELLO,
    read_flag,
    read_flag,
    offer,
    answer,
};
