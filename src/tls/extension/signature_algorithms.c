/* signature_algorithms [RFC5246 7.4.1.4.1], [RFC8446 4.2.3] */
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
    facts->has_schemes = true;
    facts->schemes = nxs_read_rest(&list);
    return NXS_OK;
}

static bool offer(const struct nxs_engine *e, struct nxs_writer *w)
{
    size_t count;
    const struct nxs_scheme *schemes = nxs_schemes(&count);
    struct nxs_mark list = nxs_open_vec16(w);
    for (size_t i = 0; i < count; i++) {
        if (nxs_scheme_is_accepted(&e->config, &schemes[i])) {
            nxs_write_u16(w, schemes[i].number);
        }
    }
    nxs_close_vec(w, list);
    return true;
}

const struct nxs_extension_row nxs_extension_signature_algorithms = {
    NXS_EXT_SIGNATURE_ALGORITHMS, "signature_algorithms", NXS_IN_CLIENT_HELLO, read_list, NULL, offer, NULL,
};
