#include "tls/extension/extension.h"

/* In the order they are offered. The last is never empty: some servers refuse a hello that ends in an empty
 * extension. */
static const struct nxs_extension_row *const rows[] = {
    &nxs_extension_server_name,          &nxs_extension_extended_master_secret,
    &nxs_extension_encrypt_then_mac,     &nxs_extension_renegotiation_info,
    &nxs_extension_supported_groups,     &nxs_extension_ec_point_formats,
    &nxs_extension_signature_algorithms,
};
enum { ROWS = sizeof rows / sizeof rows[0] };

/* More extensions than this in one hello are an attack on the search for duplicates, not a client. */
enum { MOST_EXTENSIONS = 100 };

static int row_index(uint16_t number)
{
    for (int i = 0; i < ROWS; i++) {
        if (rows[i]->number == number) {
            return i;
        }
    }
    return -1;
}

const char *nxs_extension_name(uint16_t number)
{
    int i = row_index(number);
    return i < 0 ? NULL : rows[i]->name;
}

uint32_t nxs_extension_bit(uint16_t number)
{
    int i = row_index(number);
    return i < 0 ? 0 : 1u << i;
}

static bool next(struct nxs_reader *block, uint16_t *number, nxs_bytes *body)
{
    struct nxs_reader content;
    if (!nxs_read_u16(block, number) || !nxs_read_vec16(block, &content)) {
        return false;
    }
    *body = nxs_read_rest(&content);
    return true;
}

/* [RFC5246 7.4.1.4] there must not be more than one extension of the same type, known or not. */
static enum nxs_status check_frame(nxs_bytes block)
{
    uint16_t seen[MOST_EXTENSIONS];
    size_t count = 0;
    struct nxs_reader r = nxs_reader_of(block);
    while (!nxs_read_end(&r)) {
        uint16_t number;
        nxs_bytes body;
        if (!next(&r, &number, &body) || count == MOST_EXTENSIONS) {
            return NXS_DECODE_ERROR;
        }
        for (size_t i = 0; i < count; i++) {
            if (seen[i] == number) {
                return NXS_DUPLICATE_EXTENSION;
            }
        }
        seen[count++] = number;
    }
    return NXS_OK;
}

enum nxs_status nxs_extensions_read_request(nxs_bytes block, struct nxs_hello_facts *facts)
{
    NXS_TRY(check_frame(block));
    struct nxs_reader r = nxs_reader_of(block);
    uint16_t number;
    nxs_bytes body;
    while (next(&r, &number, &body)) {
        int i = row_index(number);
        if (i >= 0 && (rows[i]->places & NXS_IN_CLIENT_HELLO)) {
            facts->seen |= 1u << i;
            NXS_TRY(rows[i]->read_request(body, facts));
        }
    }
    return NXS_OK;
}

enum nxs_status nxs_extensions_read_answer(nxs_bytes block, uint32_t offered, struct nxs_hello_facts *facts)
{
    NXS_TRY(check_frame(block));
    struct nxs_reader r = nxs_reader_of(block);
    uint16_t number;
    nxs_bytes body;
    while (next(&r, &number, &body)) {
        int i = row_index(number);
        if (i < 0 || !(offered & (1u << i))) {
            return NXS_UNSUPPORTED_EXTENSION; /* [RFC5246 7.4.1.4] */
        }
        if (!(rows[i]->places & NXS_IN_SERVER_HELLO)) {
            return NXS_UNSUPPORTED_EXTENSION;
        }
        facts->seen |= 1u << i;
        NXS_TRY(rows[i]->read_answer(body, facts));
    }
    return NXS_OK;
}

typedef bool write_body(const struct nxs_engine *engine, struct nxs_writer *w);

static bool write_one(const struct nxs_engine *engine, uint16_t number, write_body *body,
                      struct nxs_writer *w)
{
    struct nxs_writer before = *w;
    nxs_write_u16(w, number);
    struct nxs_mark vector = nxs_open_vec16(w);
    bool sent = body(engine, w);
    nxs_close_vec(w, vector);
    if (!sent) {
        *w = before;
    }
    return sent;
}

void nxs_extensions_offer(const struct nxs_engine *engine, struct nxs_writer *w, uint32_t *offered)
{
    *offered = 0;
    struct nxs_mark block = nxs_open_vec16(w);
    for (int i = 0; i < ROWS; i++) {
        if (rows[i]->offer != NULL && write_one(engine, rows[i]->number, rows[i]->offer, w)) {
            *offered |= 1u << i;
        }
    }
    nxs_close_vec(w, block);
}

void nxs_extensions_answer(const struct nxs_engine *engine, uint32_t asked, struct nxs_writer *w)
{
    struct nxs_writer before = *w;
    bool any = false;
    struct nxs_mark block = nxs_open_vec16(w);
    for (int i = 0; i < ROWS; i++) {
        if ((asked & (1u << i)) && rows[i]->answer != NULL) {
            any |= write_one(engine, rows[i]->number, rows[i]->answer, w);
        }
    }
    nxs_close_vec(w, block);
    if (!any) {
        *w = before;
    }
}
