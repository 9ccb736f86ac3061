/* Writes the seeds of the fuzz targets: what each side of real handshakes sends, and changes of it. The
 * random numbers are the targets' own, so a recorded handshake replays to its end. Usage: record_corpus
 * DIRECTORY (fuzz/make-corpus makes it). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "fake_crypto.h"
#include "harness.h"
#include "tls/message/message.h"

static const char *top;

static void demand(bool holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "record_corpus: %s\n", what);
        exit(1);
    }
}

/* ---- streams ---- */

struct stream {
    uint8_t data[64 * 1024];
    size_t len;
};

static void add(struct stream *s, nxs_bytes bytes)
{
    demand(bytes.len <= sizeof s->data - s->len, "a stream is too long");
    if (bytes.len > 0) {
        memcpy(s->data + s->len, bytes.data, bytes.len);
        s->len += bytes.len;
    }
}

static void save(const char *target, const char *name, nxs_bytes bytes)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", top, target);
    mkdir(path, 0777);
    snprintf(path, sizeof path, "%s/%s/%s", top, target, name);
    FILE *file = fopen(path, "wb");
    demand(file != NULL && fwrite(bytes.data, 1, bytes.len, file) == bytes.len && fclose(file) == 0, path);
}

static void add_record(struct stream *s, uint8_t type, nxs_bytes content)
{
    uint8_t header[5];
    nxs_bytes written;
    struct nxs_writer w = nxs_writer_of(nxs_room_of(header, sizeof header));
    nxs_write_u8(&w, type);
    nxs_write_u16(&w, 0x0303);
    nxs_write_u16(&w, (uint16_t)content.len);
    demand(nxs_write_end(&w, &written), "header");
    add(s, written);
    add(s, content);
}

/* A record as crypto that protects nothing makes it: nonce, content, tag. */
static void add_fake_record(struct stream *s, uint8_t type, const void *content, size_t len)
{
    uint8_t body[8 + 64 + 16] = {0};
    demand(len <= 64, "content");
    memcpy(body + 8, content, len);
    add_record(s, type, nxs_bytes_of(body, 8 + len + 16));
}

/* ---- recording ---- */

struct recording {
    struct harness client, server;
    struct stream from_client, from_server;
    size_t client_at, server_at; /* of the streams, what has been fed */
};

static void note(struct harness *h, nxs_bytes bytes)
{
    add(h->context, bytes);
}

static void pump(struct recording *r)
{
    bool moved;
    do {
        nxs_bytes c = nxs_bytes_of(r->from_client.data + r->client_at, r->from_client.len - r->client_at);
        nxs_bytes s = nxs_bytes_of(r->from_server.data + r->server_at, r->from_server.len - r->server_at);
        moved = c.len + s.len > 0;
        r->client_at += harness_feed(&r->server, c);
        r->server_at += harness_feed(&r->client, s);
    } while (moved);
}

static struct recording *record(bool fake, uint16_t client_suite, uint16_t server_suite)
{
    static struct recording r;
    memset(&r.from_client, 0, sizeof r.from_client);
    memset(&r.from_server, 0, sizeof r.from_server);
    r.client_at = r.server_at = 0;
    harness_open(&r.server, NXS_ROLE_SERVER, fake, server_suite);
    r.server.on_output = note;
    r.server.context = &r.from_server;
    harness_open(&r.client, NXS_ROLE_CLIENT, fake, client_suite);
    r.client.on_output = note;
    r.client.context = &r.from_client;
    harness_turn(&r.server);
    harness_turn(&r.client);
    pump(&r);
    demand(r.client.engine.phase == NXS_PHASE_CONNECTED && r.server.engine.phase == NXS_PHASE_CONNECTED,
           "connect");
    harness_send(&r.client, "GET / HTTP/1.0\r\n\r\n");
    harness_send(&r.server, "HTTP/1.0 200 OK\r\n\r\n");
    pump(&r);
    harness_close_notify(&r.client);
    pump(&r);
    harness_close(&r.client);
    harness_close(&r.server);
    return &r;
}

/* ---- changing ---- */

/* Copies a stream with every handshake message that is not encrypted in records of at most `most` bytes; the
 * message `insert` goes in front of the first message of type `before`. */
static void rebuild(struct stream *to, const struct stream *from, size_t most, uint8_t before,
                    nxs_bytes insert)
{
    struct nxs_reader r = nxs_reader_of(nxs_bytes_of(from->data, from->len));
    bool encrypted = false;
    uint8_t type;
    uint16_t version;
    struct nxs_reader body;
    to->len = 0;
    while (nxs_read_u8(&r, &type) && nxs_read_u16(&r, &version) && nxs_read_vec16(&r, &body)) {
        nxs_bytes content = nxs_read_rest(&body);
        encrypted = encrypted || type == NXS_CONTENT_CHANGE_CIPHER_SPEC;
        if (encrypted || type != NXS_CONTENT_HANDSHAKE) {
            add_record(to, type, content);
            continue;
        }
        for (size_t at = 0; at < content.len;) {
            struct nxs_reader rest = nxs_reader_of(nxs_bytes_of(content.data + at, content.len - at));
            struct nxs_reader message;
            uint8_t message_type;
            demand(nxs_read_u8(&rest, &message_type) && nxs_read_vec24(&rest, &message), "message");
            size_t len = content.len - at - rest.left;
            if (message_type == before && insert.len > 0) {
                add_record(to, NXS_CONTENT_HANDSHAKE, insert);
            }
            for (size_t part = 0; part < len; part += most) {
                add_record(to, NXS_CONTENT_HANDSHAKE,
                           nxs_bytes_of(content.data + at + part, len - part < most ? len - part : most));
            }
            at += len;
        }
    }
}

static void save_fragmented(const char *target, const char *name, const struct stream *s, size_t most)
{
    static struct stream to;
    rebuild(&to, s, most, 0, nxs_bytes_of(NULL, 0));
    save(target, name, nxs_bytes_of(to.data, to.len));
}

static void save_inserted(const char *target, const char *name, const struct stream *s, uint8_t before,
                          nxs_bytes insert)
{
    static struct stream to;
    rebuild(&to, s, 16384, before, insert);
    save(target, name, nxs_bytes_of(to.data, to.len));
}

/* What may come when connected, behind a whole handshake without its close_notify. */
static void save_with_rest(const char *target, const struct stream *s)
{
    static const uint8_t hello_request[] = {0, 0, 0, 0}, client_hello[] = {1, 0, 0, 2, 3, 3};
    static const uint8_t warning[] = {1, 90}, fatal[] = {2, 80}, ccs[] = {1};
    static struct stream to;
    to.len = 0;
    add(&to, nxs_bytes_of(s->data, s->len - (5 + 8 + 2 + 16)));
    add_fake_record(&to, NXS_CONTENT_HANDSHAKE, hello_request, sizeof hello_request);
    save(target, "hello_request", nxs_bytes_of(to.data, to.len));
    add_fake_record(&to, NXS_CONTENT_APPLICATION_DATA, "data", 4);
    add_fake_record(&to, NXS_CONTENT_APPLICATION_DATA, "", 0);
    add_fake_record(&to, NXS_CONTENT_ALERT, warning, sizeof warning);
    add_fake_record(&to, NXS_CONTENT_HANDSHAKE, client_hello, 3);
    add_fake_record(&to, NXS_CONTENT_HANDSHAKE, client_hello + 3, 3);
    save(target, "client_hello_again", nxs_bytes_of(to.data, to.len));
    add_fake_record(&to, NXS_CONTENT_ALERT, fatal, sizeof fatal);
    add_fake_record(&to, NXS_CONTENT_CHANGE_CIPHER_SPEC, ccs, sizeof ccs);
    save(target, "fatal_alert", nxs_bytes_of(to.data, to.len));
}

/* ---- the corpora ---- */

static void record_real(void)
{
    static const uint16_t suites[] = {0xC02B, 0xC02C, 0xCCA9, 0xC02F, 0xC030, 0xCCA8, 0x00A8, 0xD001};
    char name[32];
    for (size_t i = 0; i < sizeof suites / sizeof suites[0]; i++) {
        snprintf(name, sizeof name, "suite_%04x", suites[i]);
        const struct recording *r = record(false, suites[i], 0);
        save("server_handshake", name, nxs_bytes_of(r->from_client.data, r->from_client.len));
        r = record(false, 0, suites[i]);
        save("client_handshake", name, nxs_bytes_of(r->from_server.data, r->from_server.len));
    }
    const struct recording *r = record(false, 0, 0);
    save("server_handshake", "all_suites", nxs_bytes_of(r->from_client.data, r->from_client.len));
    save_fragmented("server_handshake", "fragments", &r->from_client, 11);
    save_fragmented("client_handshake", "fragments", &r->from_server, 17);
}

static void record_fake(void)
{
    static const uint8_t certificate_request[] = {
        NXS_MSG_CERTIFICATE_REQUEST, 0, 0, 14, 2, 1, 64, 0, 4, 4, 3, 8, 4, 0, 3, 0, 1, 0x30};
    static const uint8_t hello_request[] = {NXS_MSG_HELLO_REQUEST, 0, 0, 0};
    const struct recording *r = record(true, 0xD001, 0);
    save("server_handshake_null", "ecdhe_psk", nxs_bytes_of(r->from_client.data, r->from_client.len));
    r = record(true, 0, 0xD001);
    save("client_handshake_null", "ecdhe_psk", nxs_bytes_of(r->from_server.data, r->from_server.len));
    r = record(true, 0x00A8, 0);
    save("server_handshake_null", "psk", nxs_bytes_of(r->from_client.data, r->from_client.len));
    r = record(true, 0, 0x00A8);
    save("client_handshake_null", "psk", nxs_bytes_of(r->from_server.data, r->from_server.len));
    save_fragmented("client_handshake_null", "psk_fragments", &r->from_server, 3);
    r = record(true, 0, 0);
    save("server_handshake_null", "whole", nxs_bytes_of(r->from_client.data, r->from_client.len));
    save("client_handshake_null", "whole", nxs_bytes_of(r->from_server.data, r->from_server.len));
    save_fragmented("server_handshake_null", "fragments", &r->from_client, 11);
    save_fragmented("client_handshake_null", "fragments", &r->from_server, 17);
    save_with_rest("server_handshake_null", &r->from_client);
    save_with_rest("client_handshake_null", &r->from_server);
    save_inserted("client_handshake_null", "certificate_request", &r->from_server, NXS_MSG_SERVER_HELLO_DONE,
                  nxs_bytes_of(certificate_request, sizeof certificate_request));
    save_inserted("client_handshake_null", "hello_request_early", &r->from_server, NXS_MSG_CERTIFICATE,
                  nxs_bytes_of(hello_request, sizeof hello_request));
    /* The same bytes suit the record layer, behind a byte that chooses the protection. */
    static struct stream records;
    for (uint8_t mode = 0; mode < 4; mode++) {
        char name[32];
        records.len = 0;
        add(&records, nxs_bytes_of(&mode, 1));
        if (mode == 0) {
            add(&records, nxs_bytes_of(r->from_server.data, r->from_server.len));
        } else {
            add_fake_record(&records, NXS_CONTENT_APPLICATION_DATA, "data", 4);
            add_fake_record(&records, NXS_CONTENT_ALERT, "\1", 2);
            add_fake_record(&records, NXS_CONTENT_APPLICATION_DATA, "", 0);
        }
        snprintf(name, sizeof name, "mode_%u", mode);
        save("record", name, nxs_bytes_of(records.data, records.len));
    }
}

int main(int argc, char **argv)
{
    demand(argc == 2, "usage: record_corpus DIRECTORY");
    top = argv[1];
    record_real();
    record_fake();
    for (int kind = 0; kind < CREDENTIAL_KINDS; kind++) {
        const struct credential *credential = credential_of((enum credential_kind)kind);
        save("der_certificate", credential->name, credential->certificate);
    }
    return 0;
}
