#include "tls/message/message.h"

enum nxs_status nxs_client_hello_read(nxs_bytes body, struct nxs_client_hello *hello)
{
    struct nxs_reader r = nxs_reader_of(body);
    struct nxs_reader session_id, suites, compression;
    if (!nxs_read_u16(&r, &hello->version) || !nxs_read_bytes(&r, 32, &hello->random) ||
        !nxs_read_vec8(&r, &session_id) || session_id.left > 32 || !nxs_read_vec16(&r, &suites) ||
        suites.left < 2 || suites.left % 2 != 0 || !nxs_read_vec8(&r, &compression) || compression.left < 1) {
        return NXS_DECODE_ERROR;
    }
    hello->session_id = nxs_read_rest(&session_id);
    hello->suites = nxs_read_rest(&suites);
    hello->compression = nxs_read_rest(&compression);
    return nxs_hello_extensions_read(&r, &hello->extensions, &hello->has_extensions);
}

void nxs_client_hello_write(const struct nxs_client_hello *hello, struct nxs_writer *w)
{
    nxs_write_u16(w, hello->version);
    nxs_write_bytes(w, hello->random);
    struct nxs_mark vector = nxs_open_vec8(w);
    nxs_write_bytes(w, hello->session_id);
    nxs_close_vec(w, vector);
    vector = nxs_open_vec16(w);
    nxs_write_bytes(w, hello->suites);
    nxs_close_vec(w, vector);
    vector = nxs_open_vec8(w);
    nxs_write_bytes(w, hello->compression);
    nxs_close_vec(w, vector);
    if (hello->has_extensions) {
        nxs_hello_extensions_write(hello->extensions, w);
    }
}

bool nxs_client_hello_offers(const struct nxs_client_hello *hello, uint16_t suite)
{
    return nxs_u16_list_has(hello->suites, suite);
}
