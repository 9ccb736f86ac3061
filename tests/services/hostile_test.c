/* Peers that do not speak TLS, or stop in the middle: a defined error, at most one alert, and no packet lost.
 */
#include "services/net.h"

#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static struct side side;

static int setup(void **state)
{
    (void)state;
    net_up(1536, 64);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    net_down();
    return 0;
}

/* What the other end reads until the connection is closed or, with all that is wanted, nothing comes for a
 * while.
 */
static size_t read_all(int fd, UCHAR *room, size_t size, size_t wanted)
{
    size_t length = 0;
    struct pollfd wait = {fd, POLLIN, 0};
    while (length < size && poll(&wait, 1, length < wanted ? 10000 : 200) > 0) {
        ssize_t got = recv(fd, room + length, size - length, 0);
        if (got <= 0) {
            break;
        }
        length += (size_t)got;
    }
    return length;
}

static void put(int fd, const void *data, size_t length)
{
    assert_int_equal(send(fd, data, length, MSG_NOSIGNAL), length);
}

static const UCHAR hello_header[] = {0x16, 3, 1, 0x40, 0x00};

struct nonsense {
    const char *name;
    const char *data;
    size_t length;
    UINT status;
    int alert; /* -1: none is sent */
    bool closes;
};

#define BYTES(text) text, sizeof text - 1

static const struct nonsense nonsense[] = {
    {"HTTP", BYTES("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"), NX_SECURE_TLS_UNKNOWN_TLS_VERSION, -1,
     false},
    {"SSLv2 hello", BYTES("\x80\x2e\x01\x00\x02\x00\x15\x00\x00\x00\x10\x01\x00\x80\x02\x00\x80"),
     NX_SECURE_TLS_UNKNOWN_TLS_VERSION, -1, false},
    {"record type", BYTES("\x63\x03\x03\x00\x10 sixteen bytes.."), NX_SECURE_TLS_UNKNOWN_TLS_VERSION, -1,
     false},
    {"record type behind a warning",
     BYTES("\x15\x03\x01\x00\x02\x01\x5A\x63\x03\x03\x00\x10 sixteen bytes.."),
     NX_SECURE_TLS_UNRECOGNIZED_MESSAGE_TYPE, NX_SECURE_TLS_ALERT_UNEXPECTED_MESSAGE, false},
    {"record version", BYTES("\x16\x04\x03\x00\x10 sixteen bytes.."), NX_SECURE_TLS_UNKNOWN_TLS_VERSION,
     NX_SECURE_TLS_ALERT_PROTOCOL_VERSION, false},
    {"record too long", BYTES("\x16\x03\x01\xFF\xFF"), NX_SECURE_TLS_RECORD_OVERFLOW,
     NX_SECURE_TLS_ALERT_RECORD_OVERFLOW, false},
    {"unknown handshake message", BYTES("\x16\x03\x01\x00\x04\x63\x00\x00\x00"),
     NX_SECURE_TLS_UNRECOGNIZED_MESSAGE_TYPE, NX_SECURE_TLS_ALERT_UNEXPECTED_MESSAGE, false},
    {"empty handshake record", BYTES("\x16\x03\x01\x00\x00"), NX_SECURE_TLS_INCORRECT_MESSAGE_LENGTH,
     NX_SECURE_TLS_ALERT_UNEXPECTED_MESSAGE, false},
    {"application data", BYTES("\x17\x03\x01\x00\x04word"), NX_SECURE_TLS_UNEXPECTED_MESSAGE,
     NX_SECURE_TLS_ALERT_UNEXPECTED_MESSAGE, false},
    {"ChangeCipherSpec", BYTES("\x14\x03\x01\x00\x01\x01"), NX_SECURE_TLS_UNEXPECTED_MESSAGE,
     NX_SECURE_TLS_ALERT_UNEXPECTED_MESSAGE, false},
    {"fatal alert", BYTES("\x15\x03\x01\x00\x02\x02\x28"), NX_SECURE_TLS_ALERT_RECEIVED, -1, false},
    {"malformed hello", BYTES("\x16\x03\x01\x00\x08\x01\x00\x00\x04\x03\x03\x00\x00"),
     NX_SECURE_TLS_INCORRECT_MESSAGE_LENGTH, NX_SECURE_TLS_ALERT_DECODE_ERROR, false},
    {"closed at once", BYTES(""), NX_NOT_CONNECTED, -1, true},
    {"closed in a header", BYTES("\x16\x03"), NX_NOT_CONNECTED, -1, true},
    {"closed in a record", BYTES("\x16\x03\x01\x00\x50\x01\x00\x00\x4c\x03\x03"), NX_NOT_CONNECTED, -1, true},
};

static void try_one(const struct nonsense *row)
{
    UCHAR answer[256];
    side_server(&side, "ca", "one.example", KEY_EC);
    int fd = net_raw_client(&side.socket);
    put(fd, row->data, row->length);
    if (row->closes) {
        shutdown(fd, SHUT_WR);
    }
    UINT status = nx_secure_tls_session_start(&side.session, &side.socket, NET_WAIT);
    if (status != row->status) {
        fail_msg("%s: 0x%X instead of 0x%X", row->name, status, row->status);
    }
    NXS_PROVES(nx_secure_tls_session_start, row->status);
    size_t length = read_all(fd, answer, sizeof answer, row->alert < 0 ? 0 : 7);
    if (row->alert < 0) {
        assert_int_equal(length, 0);
    } else {
        assert_int_equal(length, 7);
        assert_int_equal(answer[0], 0x15);
        assert_int_equal(answer[5], NX_SECURE_TLS_ALERT_LEVEL_FATAL);
        assert_int_equal(answer[6], row->alert);
    }
    assert_int_equal(nx_secure_tls_session_end(&side.session, NX_WAIT_FOREVER), NX_SUCCESS);
    assert_int_equal(read_all(fd, answer, sizeof answer, 0), 0);
    close(fd);
    net_disconnect(NULL, &side.socket);
    side_delete(&side);
}

static void test_nonsense(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof nonsense / sizeof nonsense[0]; i++) {
        try_one(&nonsense[i]);
    }
}

/* Byte by byte: the same results, however the bytes are cut. */
static void test_nonsense_in_pieces(void **state)
{
    (void)state;
    UCHAR answer[64];
    static const char data[] = "\x16\x03\x01\x00\x08\x01\x00\x00\x04\x03\x03\x00\x00";
    side_server(&side, "ca", "one.example", KEY_EC);
    int fd = net_raw_client(&side.socket);
    assert_int_equal(nx_secure_tls_session_start(&side.session, &side.socket, NX_NO_WAIT), NX_CONTINUE);
    for (size_t i = 0; i + 1 < sizeof data - 1; i++) {
        put(fd, &data[i], 1);
        net_pause(2);
        assert_int_equal(_nx_secure_tls_handshake_process(&side.session, NX_NO_WAIT), NX_CONTINUE);
    }
    put(fd, &data[sizeof data - 2], 1);
    assert_int_equal(_nx_secure_tls_handshake_process(&side.session, NET_WAIT),
                     NX_SECURE_TLS_INCORRECT_MESSAGE_LENGTH);
    assert_int_equal(read_all(fd, answer, sizeof answer, 7), 7);
    close(fd);
    net_disconnect(NULL, &side.socket);
    side_delete(&side);
}

/* A record that the packet buffer cannot hold. */
static void test_record_longer_than_the_packet_buffer(void **state)
{
    (void)state;
    UCHAR answer[64], body[2000] = {0};
    side_server(&side, "ca", "one.example", KEY_EC);
    assert_int_equal(nx_secure_tls_session_packet_buffer_set(&side.session, side.buffer, 4000), NX_SUCCESS);
    int fd = net_raw_client(&side.socket);
    put(fd, hello_header, sizeof hello_header); /* 16384 bytes follow, it says */
    put(fd, body, sizeof body);
    assert_int_equal(nx_secure_tls_session_start(&side.session, &side.socket, NET_WAIT),
                     NX_SECURE_TLS_PACKET_BUFFER_TOO_SMALL);
    assert_int_equal(read_all(fd, answer, sizeof answer, 7), 7);
    assert_int_equal(answer[6], NX_SECURE_TLS_ALERT_INTERNAL_ERROR);
    close(fd);
    net_disconnect(NULL, &side.socket);
    side_delete(&side);
}

static UINT start_waiting(void *context)
{
    struct side *started = context;
    return nx_secure_tls_session_start(&started->session, &started->socket, NET_WAIT);
}

/* A client sends its hello first, whatever the server is. */
static void test_client_and_a_server_of_something_else(void **state)
{
    (void)state;
    UCHAR hello[1024];
    struct task task;
    side_client(&side, "ca", KEY_EC);
    int fd = net_raw_server(&side.socket);
    task_run(&task, start_waiting, &side);
    size_t length = read_all(fd, hello, sizeof hello, 50);
    assert_true(length > 50);
    assert_int_equal(hello[0], 0x16);
    assert_int_equal(hello[5], 1);
    put(fd, BYTES("220 mail.example ESMTP\r\n"));
    assert_int_equal(task_result(&task), NX_SECURE_TLS_UNKNOWN_TLS_VERSION);
    assert_int_equal(read_all(fd, hello, sizeof hello, 0), 0);
    close(fd);
    assert_int_equal(nx_secure_tls_session_end(&side.session, NX_WAIT_FOREVER), NX_SUCCESS);
    net_disconnect(&side.socket, NULL);
    side_delete(&side);
}

/* Junk in the middle of a connection: the receiver refuses it and tells the peer once. */
static void test_junk_in_a_connection(void **state)
{
    (void)state;
    static struct side client;
    static const UCHAR junk[] = {0x17, 3,  3,  0,  32, 1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14,
                                 15,   16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32};
    NX_PACKET *packet;
    side_client(&client, "ca", KEY_EC);
    side_server(&side, "ca", "one.example", KEY_EC);
    pair_connect(&client, &side);
    assert_int_equal(nx_packet_allocate(&net_pool, &packet, NX_TCP_PACKET, NX_NO_WAIT), NX_SUCCESS);
    UCHAR copy[sizeof junk];
    memcpy(copy, junk, sizeof copy);
    assert_int_equal(nx_packet_data_append(packet, copy, sizeof copy, &net_pool, NX_NO_WAIT), NX_SUCCESS);
    assert_int_equal(nx_tcp_socket_send(&client.socket, packet, NET_WAIT), NX_SUCCESS);
    packet = (NX_PACKET *)&client;
    assert_int_equal(nx_secure_tls_session_receive(&side.session, &packet, NET_WAIT),
                     NX_SECURE_TLS_AEAD_DECRYPT_FAIL);
    assert_null(packet);
    assert_int_equal(nx_secure_tls_session_receive(&side.session, &packet, NX_NO_WAIT),
                     NX_SECURE_TLS_AEAD_DECRYPT_FAIL);
    assert_int_equal(side_send(&side, &net_pool, "x", 1), NX_SECURE_TLS_AEAD_DECRYPT_FAIL);
    assert_int_equal(nx_secure_tls_session_receive(&client.session, &packet, NET_WAIT),
                     NX_SECURE_TLS_ALERT_RECEIVED);
    assert_alert(&client, NX_SECURE_TLS_ALERT_LEVEL_FATAL, NX_SECURE_TLS_ALERT_BAD_RECORD_MAC);
    assert_int_equal(nx_secure_tls_session_end(&side.session, NX_WAIT_FOREVER), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_end(&client.session, NX_WAIT_FOREVER), NX_SUCCESS);
    net_disconnect(&client.socket, &side.socket);
    side_delete(&client);
    side_delete(&side);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_nonsense),
        TEST(test_nonsense_in_pieces),
        TEST(test_record_longer_than_the_packet_buffer),
        TEST(test_client_and_a_server_of_something_else),
        TEST(test_junk_in_a_connection),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
