/* A wire that cuts, changes, loses and repeats bytes, between two sessions that echo data: each ends with an
 * error or with the right data, no packet is lost, and both go on to the next connection. */
#include "services/net.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ROUNDS = 120, LENGTH = 3000, IDLE = 60 };

static struct side client, server;

static int setup(void **state)
{
    (void)state;
    pair_up(&client, &server, 64);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    pair_down(&client, &server);
    return 0;
}

/* ---- the wire --------------------------------------------------------------------------------------- */

enum mischief { NONE, FLIP, LOSE, REPEAT, CUT, MISCHIEFS };

struct wire {
    int ends[2]; /* to the client, to the server */
    unsigned seed;
    enum mischief mischief;
    int from;  /* the end whose bytes it concerns */
    size_t at; /* of which byte */
    size_t carried[2];
};

static unsigned draw(struct wire *wire, unsigned below)
{
    wire->seed = wire->seed * 1103515245u + 12345u;
    return (wire->seed >> 8) % below;
}

static bool put(int fd, const UCHAR *data, size_t length)
{
    while (length > 0) {
        ssize_t done = send(fd, data, length, MSG_NOSIGNAL);
        if (done <= 0) {
            return false;
        }
        data += done;
        length -= (size_t)done;
    }
    return true;
}

/* One piece on its way; the mischief befalls the piece that holds the byte. */
static bool carry_piece(struct wire *wire, int from, UCHAR *data, size_t length)
{
    int to = wire->ends[1 - from];
    size_t start = wire->carried[from];
    wire->carried[from] += length;
    bool is_struck = from == wire->from && wire->at >= start && wire->at < start + length;
    switch (is_struck ? wire->mischief : NONE) {
    case FLIP:
        data[wire->at - start] ^= (UCHAR)(1u << draw(wire, 8));
        return put(to, data, length);
    case LOSE:
        return true;
    case REPEAT:
        return put(to, data, length) && put(to, data, length);
    case CUT:
        (void)put(to, data, wire->at - start);
        return false;
    default:
        return put(to, data, length);
    }
}

static bool carry_all(struct wire *wire, int from)
{
    UCHAR data[2048];
    ssize_t got = recv(wire->ends[from], data, sizeof data, 0);
    size_t left = got > 0 ? (size_t)got : 0;
    for (UCHAR *at = data; left > 0;) {
        size_t piece = 1 + draw(wire, (unsigned)left);
        if (!carry_piece(wire, from, at, piece)) {
            return false;
        }
        at += piece;
        left -= piece;
    }
    return got > 0;
}

/* Ends when one end closes, and some time after nothing has moved: then somebody waits for what was lost. */
static UINT run_wire(void *context)
{
    struct wire *wire = context;
    bool goes_on = true;
    while (goes_on) {
        struct pollfd ends[2] = {{wire->ends[0], POLLIN, 0}, {wire->ends[1], POLLIN, 0}};
        goes_on = poll(ends, 2, wire->mischief == NONE ? 10000 : IDLE) > 0;
        for (int from = 0; from < 2 && goes_on; from++) {
            goes_on = ends[from].revents == 0 || carry_all(wire, from);
        }
    }
    close(wire->ends[0]);
    close(wire->ends[1]);
    return NX_SUCCESS;
}

/* ---- the sides -------------------------------------------------------------------------------------- */

static UINT echo(void *context)
{
    struct side *side = context;
    UINT status = nx_secure_tls_session_start(&side->session, &side->socket, NET_WAIT);
    while (status == NX_SUCCESS) {
        NX_PACKET *packet;
        status = nx_secure_tls_session_receive(&side->session, &packet, NET_WAIT);
        if (status == NX_SUCCESS) {
            status = nx_secure_tls_session_send(&side->session, packet, NET_WAIT);
            if (status != NX_SUCCESS) {
                nx_packet_release(packet);
            }
        }
    }
    nx_secure_tls_session_end(&side->session, NX_NO_WAIT);
    return status;
}

/* NX_SUCCESS only when all that was sent came back as it was. */
static UINT ask(struct side *side, UCHAR seed)
{
    static UCHAR sent[LENGTH], got[LENGTH];
    pattern(sent, sizeof sent, seed);
    memset(got, 0, sizeof got);
    UINT status = nx_secure_tls_session_start(&side->session, &side->socket, NET_WAIT);
    if (status == NX_SUCCESS) {
        status = side_send(side, &net_pool, sent, sizeof sent);
    }
    if (status == NX_SUCCESS) {
        status = side_receive(side, got, sizeof got);
    }
    if (status == NX_SUCCESS) {
        assert_memory_equal(got, sent, sizeof got);
    }
    nx_secure_tls_session_end(&side->session, NX_NO_WAIT);
    return status;
}

static UINT converse(struct wire *wire)
{
    struct task wire_task, server_task;
    static const int at_once = 1;
    wire->ends[0] = net_raw_server(&client.socket);
    wire->ends[1] = net_raw_client(&server.socket);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(setsockopt(wire->ends[i], IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once), 0);
    }
    task_run(&wire_task, run_wire, wire);
    task_run(&server_task, echo, &server);
    UINT status = ask(&client, (UCHAR)wire->seed);
    net_disconnect(&client.socket, NULL);
    assert_int_equal(task_result(&wire_task), NX_SUCCESS);
    assert_int_not_equal(task_result(&server_task), NX_SUCCESS);
    net_disconnect(NULL, &server.socket);
    return status;
}

static void test_bad_wires(void **state)
{
    (void)state;
    unsigned failures = 0;
    size_t lengths[2] = {0};
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct wire wire = {.seed = round, .mischief = round % MISCHIEFS};
        if (wire.mischief != NONE) {
            wire.from = (int)draw(&wire, 2);
            wire.at = draw(&wire, (unsigned)lengths[wire.from]);
        }
        UINT status = converse(&wire);
        if (wire.mischief == NONE) {
            assert_int_equal(status, NX_SUCCESS);
            lengths[0] = wire.carried[0];
            lengths[1] = wire.carried[1];
        }
        failures += status != NX_SUCCESS;
        assert_int_equal(net_pool.nx_packet_pool_available, net_pool.nx_packet_pool_total);
    }
    print_message("%u of %u connections failed\n", failures, ROUNDS);
    assert_true(failures > ROUNDS / 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_bad_wires),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
