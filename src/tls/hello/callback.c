#include "tls/hello/callback.h"

#include "tls/extension/extension.h"

enum { MOST_EXTENSIONS = 10 }; /* NX_SECURE_TLS_HELLO_EXTENSIONS_MAX */

static size_t collect(nxs_bytes block, bool server_name, struct nxs_hello_extension *list, size_t count)
{
    struct nxs_reader r = nxs_reader_of(block);
    struct nxs_reader content;
    uint16_t number;
    while (count < MOST_EXTENSIONS && nxs_read_u16(&r, &number) && nxs_read_vec16(&r, &content)) {
        if ((number == NXS_EXT_SERVER_NAME) == server_name) {
            list[count].id = number;
            list[count].data = nxs_read_rest(&content);
            count++;
        }
    }
    return count;
}

enum nxs_status nxs_hello_callback(struct nxs_engine *e, nxs_bytes block)
{
    struct nxs_hello_extension list[MOST_EXTENSIONS];
    if (e->config.on_hello == NULL) {
        return NXS_OK;
    }
    size_t count = collect(block, true, list, 0);
    count = collect(block, false, list, count);
    return (enum nxs_status)e->config.on_hello(e->config.context, list, count);
}
