/* Peers that are connected and then misbehave: what they send is protected with the right keys, so that only
 * the rules of the protocol stand between them and the session. */
#include "services/net.h"

#include "record/record.h"

static struct side client, server;

static int setup(void **state)
{
    (void)state;
    pair_up(&client, &server, 64);
    pair_connect(&client, &server);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    pair_down(&client, &server);
    return 0;
}

/* ---- records ---------------------------------------------------------------------------------------- */

/* A packet of records that a session sends without the consent of its engine. */
struct parcel {
    struct side *from;
    NX_PACKET *packet;
};

static struct parcel parcel_begin(struct side *from)
{
    struct parcel parcel = {from, NX_NULL};
    assert_int_equal(nx_packet_allocate(&net_pool, &parcel.packet, NX_TCP_PACKET, NET_WAIT), NX_SUCCESS);
    return parcel;
}

static void add_record(struct parcel *parcel, uint8_t type, const void *content, size_t length)
{
    enum { LARGEST = 1200 };
    UCHAR record[LARGEST];
    struct nxs_tx *tx = &parcel->from->session.nx_secure_tls_private.engine.tx;
    struct nxs_record_overhead over = nxs_record_overhead(tx, length);
    assert_true(over.head + length + over.tail <= LARGEST);
    nxs_room part = nxs_room_of(record + over.head, length);
    nxs_room tail = nxs_room_of(record + over.head + length, over.tail);
    if (length > 0) {
        memcpy(part.data, content, length);
    }
    assert_int_equal(nxs_record_seal(tx, type, &part, 1, nxs_room_of(record, over.head), &tail), NXS_OK);
    assert_int_equal(nx_packet_data_append(parcel->packet, record, (ULONG)(over.head + length + tail.len),
                                           &net_pool, NET_WAIT),
                     NX_SUCCESS);
}

static void parcel_send(struct parcel *parcel)
{
    assert_int_equal(nx_tcp_socket_send(&parcel->from->socket, parcel->packet, NET_WAIT), NX_SUCCESS);
}

static UINT receive(struct side *side)
{
    NX_PACKET *packet = (NX_PACKET *)side;
    UINT status = nx_secure_tls_session_receive(&side->session, &packet, NET_WAIT);
    if (status == NX_SUCCESS) {
        assert_int_equal(nx_packet_release(packet), NX_SUCCESS);
    } else {
        assert_null(packet);
    }
    return status;
}

/* ---- one misbehaviour ------------------------------------------------------------------------------- */

struct record {
    uint8_t type;
    const char *content;
    size_t length;
    unsigned times;
};

struct row {
    const char *name;
    struct record records[3];
    bool to_server;
    UINT status; /**< of receive */
    UINT alert;  /**< that the peer is told, if the connection ends: fatal */
};

#define ALERT(...)     0x15, BYTES(__VA_ARGS__)
#define HANDSHAKE(...) 0x16, BYTES(__VA_ARGS__)
#define DATA(...)      0x17, BYTES(__VA_ARGS__)
#define BYTES(text)    text, sizeof text - 1

#define HELLO_REQUEST HANDSHAKE("\0\0\0\0")
#define CLIENT_HELLO  HANDSHAKE("\1\0\0\4\3\3\0\0")

enum {
    GOES_ON = NX_SUCCESS,
    UNEXPECTED = NX_SECURE_TLS_UNEXPECTED_MESSAGE,
    SIZE = NX_SECURE_TLS_INCORRECT_MESSAGE_LENGTH,
};

static const struct row rows[] = {
    {"requests for a new handshake", {{HELLO_REQUEST, 4}, {DATA("x"), 1}}, false, GOES_ON, 0},
    {"a flood of them", {{HELLO_REQUEST, 5}}, false, UNEXPECTED, NX_SECURE_TLS_ALERT_UNEXPECTED_MESSAGE},
    {"four in one record",
     {{HANDSHAKE("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), 1}, {DATA("x"), 1}},
     false,
     GOES_ON,
     0},
    {"one in four records", {{HANDSHAKE("\0"), 4}, {DATA("x"), 1}}, false, GOES_ON, 0},
    {"data inside of one",
     {{HANDSHAKE("\0"), 3}, {DATA("x"), 1}},
     false,
     UNEXPECTED,
     NX_SECURE_TLS_ALERT_UNEXPECTED_MESSAGE},
    {"a request that is not empty",
     {{HANDSHAKE("\0\0\0\1x"), 1}},
     false,
     SIZE,
     NX_SECURE_TLS_ALERT_DECODE_ERROR},
    {"a new hello", {{CLIENT_HELLO, 4}, {DATA("x"), 1}}, true, GOES_ON, 0},
    {"a flood of hellos", {{CLIENT_HELLO, 5}}, true, UNEXPECTED, NX_SECURE_TLS_ALERT_UNEXPECTED_MESSAGE},
    {"a hello of sixteen megabytes",
     {{HANDSHAKE("\1\xFF\xFF\xFFx"), 1}},
     true,
     NX_SECURE_TLS_PACKET_BUFFER_TOO_SMALL,
     NX_SECURE_TLS_ALERT_INTERNAL_ERROR},
    {"a hello to a client", {{CLIENT_HELLO, 1}}, false, UNEXPECTED, NX_SECURE_TLS_ALERT_UNEXPECTED_MESSAGE},
    {"a second Finished",
     {{HANDSHAKE("\x14\0\0\x0C 12 bytes..."), 1}},
     true,
     UNEXPECTED,
     NX_SECURE_TLS_ALERT_UNEXPECTED_MESSAGE},
    {"a message of no known type",
     {{HANDSHAKE("\x63\0\0\0"), 1}},
     true,
     NX_SECURE_TLS_UNRECOGNIZED_MESSAGE_TYPE,
     NX_SECURE_TLS_ALERT_UNEXPECTED_MESSAGE},
    {"an empty handshake record", {{HANDSHAKE(""), 1}}, true, SIZE, NX_SECURE_TLS_ALERT_UNEXPECTED_MESSAGE},
    {"ChangeCipherSpec", {{0x14, BYTES("\1"), 1}}, true, UNEXPECTED, NX_SECURE_TLS_ALERT_UNEXPECTED_MESSAGE},
    {"warnings", {{ALERT("\1\x5A"), 4}, {DATA("x"), 1}}, true, GOES_ON, 0},
    {"a flood of warnings", {{ALERT("\1\x5A"), 5}}, true, UNEXPECTED, NX_SECURE_TLS_ALERT_UNEXPECTED_MESSAGE},
    {"half an alert", {{ALERT("\1"), 1}}, true, SIZE, NX_SECURE_TLS_ALERT_DECODE_ERROR},
    {"an alert of no level",
     {{ALERT("\3\x5A"), 1}},
     true,
     NX_SECURE_TLS_HANDSHAKE_FAILURE,
     NX_SECURE_TLS_ALERT_ILLEGAL_PARAMETER},
    {"records without content", {{DATA(""), 32}, {DATA("x"), 1}}, true, GOES_ON, 0},
    {"a flood of them", {{DATA(""), 33}}, true, UNEXPECTED, NX_SECURE_TLS_ALERT_UNEXPECTED_MESSAGE},
    {"a record of no known type",
     {{0x63, BYTES("x"), 1}},
     true,
     NX_SECURE_TLS_UNRECOGNIZED_MESSAGE_TYPE,
     NX_SECURE_TLS_ALERT_UNEXPECTED_MESSAGE},
};

/* Warnings in front of the last alert are the answers to requests. */
static void assert_told(struct side *peer, UINT alert)
{
    UINT level, value;
    assert_int_equal(receive(peer), NX_SECURE_TLS_ALERT_RECEIVED);
    assert_int_equal(nx_secure_tls_session_alert_value_get(&peer->session, &level, &value), NX_SUCCESS);
    assert_int_equal(level, NX_SECURE_TLS_ALERT_LEVEL_FATAL);
    assert_int_equal(value, alert);
}

static void try_one(const struct row *row)
{
    struct side *victim = row->to_server ? &server : &client;
    struct side *peer = row->to_server ? &client : &server;
    struct parcel parcel = parcel_begin(peer);
    for (size_t i = 0; i < 3; i++) {
        const struct record *record = &row->records[i];
        for (unsigned j = 0; j < record->times; j++) {
            add_record(&parcel, record->type, record->content, record->length);
        }
    }
    parcel_send(&parcel);
    UINT status = receive(victim);
    if (status != row->status) {
        fail_msg("%s: 0x%X instead of 0x%X", row->name, status, row->status);
    }
    if (status == GOES_ON) {
        UCHAR in[4];
        assert_int_equal(side_send(victim, &net_pool, "word", 4), NX_SUCCESS);
        assert_int_equal(side_receive(peer, in, 4), NX_SUCCESS);
        pair_end(&client, &server);
    } else {
        assert_told(peer, row->alert);
        assert_int_equal(receive(victim), row->status);
        assert_int_equal(nx_secure_tls_session_end(&victim->session, NX_WAIT_FOREVER), NX_SUCCESS);
        assert_int_equal(nx_secure_tls_session_end(&peer->session, NX_WAIT_FOREVER), NX_SUCCESS);
        net_disconnect(&client.socket, &server.socket);
    }
}

static void test_misbehaviour(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (i > 0) {
            pair_connect(&client, &server);
        }
        try_one(&rows[i]);
    }
}

/* ---- many small ones -------------------------------------------------------------------------------- */

static void test_a_hundred_tiny_records(void **state)
{
    (void)state;
    enum { RECORDS = 100 };
    UCHAR sent[RECORDS], got[RECORDS];
    struct parcel parcel = parcel_begin(&client);
    pattern(sent, sizeof sent, 1);
    for (size_t i = 0; i < RECORDS; i++) {
        add_record(&parcel, 0x17, &sent[i], 1);
        if (i % 7 == 0) {
            add_record(&parcel, 0x17, NULL, 0);
        }
    }
    parcel_send(&parcel);
    assert_int_equal(side_receive(&server, got, RECORDS), NX_SUCCESS);
    assert_memory_equal(got, sent, RECORDS);
    pair_end(&client, &server);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_misbehaviour),
        TEST(test_a_hundred_tiny_records),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
