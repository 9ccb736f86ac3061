/* The server's start, up to the version agreed: [RFC5246 7.4.1]. */
#include <string.h>

#include "tls/handshake.h"
#include "tls/hello/callback.h"
#include "tls/hello/select.h"
#include "tls/hello/server.h"
#include "tls/machine.h"
#include "tls/message/message.h"
#include "tls/renegotiation.h"
#include "tls/tls12/client_auth.h"
#include "tls/tls12/psk.h"
#include "tls/transcript.h"

static bool has_null_compression(nxs_bytes methods)
{
    struct nxs_reader r = nxs_reader_of(methods);
    uint8_t method;
    while (nxs_read_u8(&r, &method)) {
        if (method == 0) {
            return true;
        }
    }
    return false;
}

static enum nxs_status agree_version(struct nxs_engine *e, const struct nxs_client_hello *hello)
{
    uint16_t version;
    NXS_TRY(nxs_select_version(&e->config, hello, &version));
    if (e->renegotiating && version != e->agreed.version) {
        return NXS_VERSION_UNSUPPORTED;
    }
    e->agreed.version = version;
    nxs_record_half_version(&e->rx.half, e->agreed.version);
    nxs_record_half_version(&e->tx.half, e->agreed.version);
    e->facts = NXS_FACT_TLS12;
    return NXS_OK;
}

enum nxs_status nxs_read_client_hello(struct nxs_engine *e, nxs_bytes body)
{
    struct nxs_handshake *hs = e->hs;
    struct nxs_client_hello hello;
    struct nxs_hello_facts facts = {0};
    NXS_TRY(nxs_client_hello_read(body, &hello));
    NXS_TRY(agree_version(e, &hello));
    if (!has_null_compression(hello.compression)) {
        return NXS_BAD_COMPRESSION;
    }
    NXS_TRY(nxs_extensions_read_request(hello.extensions, &facts));
    memcpy(hs->client_random, hello.random.data, NXS_RANDOM_LEN);
    NXS_TRY(nxs_renegotiation_check(e, &facts, nxs_client_hello_offers(&hello, NXS_RENEGOTIATION_SCSV)));
    NXS_TRY(nxs_hello_callback(e, hello.extensions));
    NXS_TRY(nxs_select_suite(e, &hello, &facts));
    e->facts |= nxs_suite_facts(hs->suite);
    e->facts |= e->facts & NXS_FACT_CERTIFICATES ? NXS_FACT_HAVE_CREDENTIAL : 0u;
    e->facts |= nxs_psk_hint(&e->config).len > 0 ? NXS_FACT_PSK_HINT : 0u;
    NXS_TRY(nxs_client_auth_decide(e));
    e->agreed.encrypt_then_mac = facts.encrypt_then_mac && hs->suite->cipher == NXS_CIPHER_CBC;
    hs->answers = facts.seen;
    if (e->agreed.secure_renegotiation) {
        hs->answers |= nxs_extension_bit(NXS_EXT_RENEGOTIATION_INFO);
    }
    return nxs_transcript_begin(e);
}

enum state { START, HELLO_DONE = NXS_HELLO_SERVER_DONE };

static const char *const states[] = {"START", "HELLO_DONE"};

static const struct nxs_row rows[] = {
    {START, NXS_MSG_CLIENT_HELLO, HELLO_DONE, 0, 0, 0, NXS_DO(nxs_read_client_hello), NULL},
    {HELLO_DONE, NXS_ON_GO, 0, 0, NXS_FACT_TLS12, 0, NXS_BRANCH, &nxs_tls12_server},
};

const struct nxs_table nxs_hello_server = {"hello_server", rows, sizeof rows / sizeof rows[0], states,
                                           sizeof states / sizeof states[0]};
