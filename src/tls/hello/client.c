/* The client's start, up to the version agreed: [RFC5246 7.4.1]. */
#include <string.h>

#include "tls/handshake.h"
#include "tls/hello/select.h"
#include "tls/machine.h"
#include "tls/message/message.h"
#include "tls/renegotiation.h"
#include "tls/transcript.h"

static void write_suites(const struct nxs_config *config, struct nxs_writer *w)
{
    struct nxs_local_suite local;
    for (size_t i = 0; nxs_local_suite_next(config, config->min_version, config->max_version, &i, &local);) {
        nxs_write_u16(w, local.suite->number);
    }
    if (config->fallback_scsv) {
        nxs_write_u16(w, NXS_FALLBACK_SCSV);
    }
}

static enum nxs_status send_client_hello(struct nxs_engine *e, nxs_bytes none)
{
    static const uint8_t null_compression[] = {0};
    struct nxs_handshake *hs = e->hs;
    uint8_t list[2 * (NXS_MAX_SUITES + 1)];
    struct nxs_client_hello hello = {0};
    (void)none;
    NXS_TRY(nxs_random(hs->client_random, NXS_RANDOM_LEN));
    struct nxs_writer suites = nxs_writer_of(nxs_room_of(list, sizeof list));
    write_suites(&e->config, &suites);
    if (!nxs_write_end(&suites, &hello.suites)) {
        return NXS_NO_ROOM;
    }
    hello.version = e->config.max_version < NXS_TLS_1_2 ? e->config.max_version : NXS_TLS_1_2;
    hello.random = nxs_bytes_of(hs->client_random, NXS_RANDOM_LEN);
    hello.compression = nxs_bytes_of(null_compression, sizeof null_compression);
    struct nxs_builder b = nxs_message_begin(e, NXS_MSG_CLIENT_HELLO);
    nxs_client_hello_write(&hello, &b.w);
    nxs_extensions_offer(e, &b.w, &hs->offered);
    NXS_TRY(nxs_message_end(&b));
    /* Kept in scratch until ServerHello names the hash, so that the transcript is hashed once. */
    hs->client_hello = hs->outgoing.parts[0];
    return NXS_OK;
}

static enum nxs_status take_version(struct nxs_engine *e, uint16_t version)
{
    /* An alert about a version that we do not have is heard only in a record of that version. */
    nxs_record_half_version(&e->tx.half, version >> 8 == 3 ? version : NXS_TLS_1_2);
    NXS_TRY(nxs_check_version(&e->config, version));
    if (e->renegotiating && version != e->agreed.version) {
        return NXS_VERSION_UNSUPPORTED;
    }
    nxs_record_half_version(&e->rx.half, version);
    e->agreed.version = version;
    return NXS_OK;
}

static enum nxs_status take_suite(struct nxs_engine *e, uint16_t number)
{
    struct nxs_local_suite local;
    uint16_t version = e->agreed.version;
    for (size_t i = 0; nxs_local_suite_next(&e->config, version, version, &i, &local);) {
        if (local.suite->number == number) {
            e->hs->suite = local.suite;
            e->agreed.row = local.row;
            e->agreed.suite = number;
            return NXS_OK;
        }
    }
    return NXS_SUITE_NOT_OFFERED;
}

/* The hello callback runs later, when the message is gone: whole extensions are kept as long as they fit. The
 * ClientHello has made room for them. */
static void keep_extensions(struct nxs_handshake *hs, nxs_bytes block)
{
    struct nxs_reader r = nxs_reader_of(block);
    struct nxs_writer w = nxs_writer_of(hs->rooms.out);
    uint16_t number;
    struct nxs_reader content;
    while (nxs_read_u16(&r, &number) && nxs_read_vec16(&r, &content)) {
        struct nxs_writer before = w;
        nxs_write_u16(&w, number);
        struct nxs_mark vector = nxs_open_vec16(&w);
        nxs_write_bytes(&w, nxs_read_rest(&content));
        nxs_close_vec(&w, vector);
        if (w.failed) {
            w = before;
        }
    }
    hs->server_extensions = nxs_bytes_of(w.data, w.used);
}

static enum nxs_status read_server_hello(struct nxs_engine *e, nxs_bytes body)
{
    struct nxs_handshake *hs = e->hs;
    struct nxs_server_hello hello;
    struct nxs_hello_facts facts = {0};
    NXS_TRY(nxs_server_hello_read(body, &hello));
    NXS_TRY(take_version(e, hello.version));
    memcpy(hs->server_random, hello.random.data, NXS_RANDOM_LEN);
    NXS_TRY(take_suite(e, hello.suite));
    if (hello.compression != 0) {
        return NXS_BAD_COMPRESSION;
    }
    NXS_TRY(nxs_extensions_read_answer(hello.extensions, hs->offered, &facts));
    NXS_TRY(nxs_renegotiation_check(e, &facts, false));
    e->agreed.encrypt_then_mac = facts.encrypt_then_mac && hs->suite->cipher == NXS_CIPHER_CBC;
    e->facts = NXS_FACT_TLS12 | nxs_suite_facts(hs->suite);
    NXS_TRY(nxs_transcript_begin(e));
    NXS_TRY(nxs_transcript_add(e, hs->client_hello));
    keep_extensions(hs, hello.extensions);
    return NXS_OK;
}

enum state { START, WAIT_SERVER_HELLO, HELLO_DONE };

static const char *const states[] = {"START", "WAIT_SERVER_HELLO", "HELLO_DONE"};

/* clang-format off */
static const struct nxs_row rows[] = {
    {START, NXS_ON_GO, WAIT_SERVER_HELLO, NXS_OUTSIDE_TRANSCRIPT, 0, 0, NXS_DO(send_client_hello), NULL},
    {WAIT_SERVER_HELLO, NXS_MSG_HELLO_REQUEST, WAIT_SERVER_HELLO, NXS_OUTSIDE_TRANSCRIPT, 0, 0, NXS_DO(nxs_ignore_hello_request), NULL},
    {WAIT_SERVER_HELLO, NXS_MSG_SERVER_HELLO, HELLO_DONE, 0, 0, 0, NXS_DO(read_server_hello), NULL},
    {WAIT_SERVER_HELLO, NXS_ON_GO, 0, 0, NXS_FACT_REFUSED, 0, NXS_BRANCH, &nxs_tls12_client},
    {HELLO_DONE, NXS_ON_GO, 0, 0, NXS_FACT_TLS12, 0, NXS_BRANCH, &nxs_tls12_client},
};
/* clang-format on */

const struct nxs_table nxs_hello_client = {"hello_client", rows, sizeof rows / sizeof rows[0], states,
                                           sizeof states / sizeof states[0]};
