#include "tls/message/message.h"

enum nxs_status nxs_server_hello_read(nxs_bytes body, struct nxs_server_hello *hello)
{
    struct nxs_reader r = nxs_reader_of(body);
    struct nxs_reader session_id;
    if (!nxs_read_u16(&r, &hello->version) || !nxs_read_bytes(&r, 32, &hello->random) ||
        !nxs_read_vec8(&r, &session_id) || session_id.left > 32 || !nxs_read_u16(&r, &hello->suite) ||
        !nxs_read_u8(&r, &hello->compression)) {
        return NXS_DECODE_ERROR;
    }
    hello->session_id = nxs_read_rest(&session_id);
    return nxs_hello_extensions_read(&r, &hello->extensions, &hello->has_extensions);
}

void nxs_server_hello_write(const struct nxs_server_hello *hello, struct nxs_writer *w)
{
    nxs_write_u16(w, hello->version);
    nxs_write_bytes(w, hello->random);
    struct nxs_mark vector = nxs_open_vec8(w);
    nxs_write_bytes(w, hello->session_id);
    nxs_close_vec(w, vector);
    nxs_write_u16(w, hello->suite);
    nxs_write_u8(w, hello->compression);
    if (hello->has_extensions) {
        nxs_hello_extensions_write(hello->extensions, w);
    }
}
