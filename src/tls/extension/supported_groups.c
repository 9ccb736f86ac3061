/* supported_groups [RFC8422 5.1.1], [RFC8446 4.2.7] */
#include "tls/extension/extension.h"
#include "tls/engine.h"
#include "tls/hello/select.h"

static enum nxs_status read_list(nxs_bytes body, struct nxs_hello_facts *facts)
{
    struct nxs_reader r = nxs_reader_of(body);
    struct nxs_reader list;
    if (!nxs_read_vec16(&r, &list) || !nxs_read_end(&r) || list.left < 2 || list.left % 2 != 0) {
        return NXS_DECODE_ERROR;
    }
    facts->has_groups = true;
    facts->groups = nxs_read_rest(&list);
    return NXS_OK;
}

/* Some servers send their list with a TLS 1.2 ServerHello; it means nothing there. */
static enum nxs_status ignore(nxs_bytes body, struct nxs_hello_facts *facts)
{
    struct nxs_hello_facts unused = *facts;
    return read_list(body, &unused);
}

static bool offer(const struct nxs_engine *e, struct nxs_writer *w)
{
    struct nxs_mark list = nxs_open_vec16(w);
    struct nxs_local_group group;
    size_t count = 0;
    for (size_t i = 0; nxs_local_group(&e->config, i, &group); i++) {
        if (group.row != NULL && group.curve != NULL) {
            nxs_write_u16(w, group.row->number);
            count++;
        }
    }
    nxs_close_vec(w, list);
    return count > 0 && nxs_local_suites_use_groups(&e->config); /* [RFC8422 4] */
}

const struct nxs_extension_row nxs_extension_supported_groups = {
    NXS_EXT_SUPPORTED_GROUPS,
    "supported_groups",
    NXS_IN_CLIENT_HELLO | NXS_IN_SERVER_HELLO,
    read_list,
    ignore,
    offer,
    NULL,
};
