#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "support/change.h"

static void put_extension(struct nxs_writer *w, uint16_t number, nxs_bytes body)
{
    nxs_write_u16(w, number);
    struct nxs_mark vector = nxs_open_vec16(w);
    nxs_write_bytes(w, body);
    nxs_close_vec(w, vector);
}

nxs_bytes change_extension(nxs_bytes block, uint16_t number, const char *body, size_t len)
{
    static uint8_t room[4096];
    struct nxs_reader r = nxs_reader_of(block);
    struct nxs_writer w = nxs_writer_of(nxs_room_of(room, sizeof room));
    uint16_t found;
    struct nxs_reader content;
    nxs_bytes written;
    while (nxs_read_u16(&r, &found) && nxs_read_vec16(&r, &content)) {
        if (found != number) {
            put_extension(&w, found, nxs_read_rest(&content));
        }
    }
    if (body != NULL) {
        put_extension(&w, number, nxs_bytes_of(body, len));
    }
    assert_true(nxs_write_end(&w, &written));
    return written;
}

nxs_bytes change_list(nxs_bytes list, const uint16_t *front, const uint16_t *behind)
{
    static uint8_t room[1024];
    struct nxs_writer w = nxs_writer_of(nxs_room_of(room, sizeof room));
    nxs_bytes written;
    if (front != NULL) {
        nxs_write_u16(&w, *front);
    }
    nxs_write_bytes(&w, list);
    if (behind != NULL) {
        nxs_write_u16(&w, *behind);
    }
    assert_true(nxs_write_end(&w, &written));
    return written;
}

static void put_back(struct link_message *message, const struct nxs_writer *body)
{
    nxs_bytes written;
    assert_true(nxs_write_end(body, &written));
    struct nxs_writer w = nxs_writer_of(nxs_room_of(message->data, message->room));
    nxs_write_u8(&w, message->data[0]);
    nxs_write_u24(&w, (uint32_t)written.len);
    nxs_write_bytes(&w, written);
    assert_true(nxs_write_end(&w, &written));
    message->len = written.len;
}

void change_apply(void *context, struct link_message *message)
{
    const struct changes *changes = context;
    static uint8_t room[4096];
    struct nxs_writer w = nxs_writer_of(nxs_room_of(room, sizeof room));
    if (message->content_type != NXS_CONTENT_HANDSHAKE) {
        return;
    }
    nxs_bytes body = nxs_bytes_of(message->data + 4, message->len - 4);
    if (message->data[0] == NXS_MSG_CLIENT_HELLO && changes->client_hello != NULL) {
        struct nxs_client_hello hello;
        assert_int_equal(nxs_client_hello_read(body, &hello), NXS_OK);
        changes->client_hello(&hello);
        nxs_client_hello_write(&hello, &w);
        put_back(message, &w);
    } else if (message->data[0] == NXS_MSG_SERVER_HELLO && changes->server_hello != NULL) {
        struct nxs_server_hello hello;
        assert_int_equal(nxs_server_hello_read(body, &hello), NXS_OK);
        changes->server_hello(&hello);
        nxs_server_hello_write(&hello, &w);
        put_back(message, &w);
    } else if (changes->message != NULL && message->data[0] == changes->type) {
        changes->message(message);
    }
}

void change_run(struct link *link, enum credential_kind kind, struct changes *changes)
{
    link_open(link, &nx_crypto_tls_ciphers_ecc, kind);
    link->filter = change_apply;
    link->filter_context = changes;
    link_handshake(link);
}

void change_assert_fails(const struct link *link, bool server, enum nxs_status status)
{
    const struct link_side *fails = server ? &link->server : &link->client;
    const struct link_side *hears = server ? &link->client : &link->server;
    if (fails->event.status != status) {
        fail_msg("wanted \"%s\", got \"%s\"", nxs_status_words(status),
                 nxs_status_words(fails->event.status));
    }
    assert_int_equal(fails->event.kind, NXS_EVENT_FAILED);
    assert_int_equal(fails->sent_alert[0], 2);
    assert_int_equal(fails->sent_alert[1], nxs_status_alert(status));
    if (hears->event.status == NXS_RECORD_VERSION_CHANGED) {
        assert_int_equal(nxs_status_alert(status), NXS_ALERT_PROTOCOL_VERSION);
        return;
    }
    assert_int_equal(hears->event.status, NXS_ALERT_RECEIVED);
    assert_int_equal(hears->engine.alert_value, nxs_status_alert(status));
}
