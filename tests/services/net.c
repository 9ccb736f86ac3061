#include "services/net.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

NX_IP net_ip;
NX_PACKET_POOL net_pool;

enum { IP_STACK = 4096, BUFFER = 20000 };

static UCHAR ip_stack[IP_STACK];
static UCHAR *pool_memory;

/* ---- instance --------------------------------------------------------------------------------------- */

static UCHAR *create_pool(NX_PACKET_POOL *pool, ULONG payload, UINT packets)
{
    static CHAR name[] = "test pool";
    size_t size = (size_t)packets * (payload + 64 + sizeof(NX_PACKET));
    UCHAR *memory = malloc(size);
    assert_non_null(memory);
    memset(pool, 0, sizeof *pool);
    assert_int_equal(nx_packet_pool_create(pool, name, payload, memory, (ULONG)size), NX_SUCCESS);
    return memory;
}

static void check_pool(NX_PACKET_POOL *pool)
{
    ULONG total, available, requests, suspensions, invalid;
    assert_int_equal(nx_packet_pool_info_get(pool, &total, &available, &requests, &suspensions, &invalid),
                     NX_SUCCESS);
    assert_int_equal(available, total);
    assert_int_equal(invalid, 0);
}

static struct {
    NX_PACKET_POOL *pool;
    UCHAR *memory;
} more_pools[4];

void net_pool_create(NX_PACKET_POOL *pool, ULONG payload, UINT packets)
{
    size_t i = 0;
    while (i < 4 && more_pools[i].pool != NULL) {
        i++;
    }
    assert_true(i < 4);
    more_pools[i].pool = pool;
    more_pools[i].memory = create_pool(pool, payload, packets);
}

void net_pool_delete(NX_PACKET_POOL *pool)
{
    for (size_t i = 0; i < 4; i++) {
        if (more_pools[i].pool == pool) {
            check_pool(pool);
            nx_packet_pool_delete(pool);
            free(more_pools[i].memory);
            more_pools[i].pool = NULL;
            return;
        }
    }
    fail_msg("no such pool");
}

static bool is_v6;

static void create_instance(ULONG address, ULONG payload, UINT packets)
{
    static CHAR name[] = "test ip";
    nx_system_initialize();
    pool_memory = create_pool(&net_pool, payload, packets);
    memset(&net_ip, 0, sizeof net_ip);
    assert_int_equal(nx_ip_create(&net_ip, name, address, 0xFF000000, &net_pool, _nx_ram_network_driver,
                                  ip_stack, sizeof ip_stack, 1),
                     NX_SUCCESS);
    assert_int_equal(nx_tcp_enable(&net_ip), NX_SUCCESS);
}

void net_up(ULONG payload, UINT packets)
{
    is_v6 = false;
    create_instance(IP_ADDRESS(127, 0, 0, 1), payload, packets);
}

static const NXD_ADDRESS loopback6 = {NX_IP_VERSION_V6, {.v6 = {0, 0, 0, 1}}};

static bool host_has_v6(void)
{
    struct sockaddr_in6 address;
    memset(&address, 0, sizeof address);
    address.sin6_family = AF_INET6;
    address.sin6_addr = in6addr_loopback;
    int fd = socket(AF_INET6, SOCK_STREAM, 0);
    bool has = fd >= 0 && bind(fd, (struct sockaddr *)&address, sizeof address) == 0;
    if (fd >= 0) {
        close(fd);
    }
    return has;
}

bool net_up6(ULONG payload, UINT packets)
{
    if (!host_has_v6()) {
        return false;
    }
    NXD_ADDRESS address = loopback6;
    UINT index;
    is_v6 = true;
    create_instance(0, payload, packets);
    assert_int_equal(nxd_ipv6_enable(&net_ip), NX_SUCCESS);
    assert_int_equal(nxd_ipv6_address_set(&net_ip, 0, &address, 128, &index), NX_SUCCESS);
    return true;
}

void net_down(void)
{
    assert_int_equal(nx_ip_delete(&net_ip), NX_SUCCESS);
    check_pool(&net_pool);
    nx_packet_pool_delete(&net_pool);
    free(pool_memory);
}

int net_setup(void **state)
{
    (void)state;
    net_up(1536, 64);
    return 0;
}

int net_teardown(void **state)
{
    (void)state;
    net_down();
    return 0;
}

void net_pause(long milliseconds)
{
    struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    nanosleep(&time, NULL);
}

/* ---- connections ------------------------------------------------------------------------------------ */

/* Programs that run at the same time look for ports too, and may be faster: what is free is known only when
 * it is taken. The range is below that of the host's own choices. */
static UINT listen_on_any_port(NX_TCP_SOCKET *server, UINT *port)
{
    enum { FIRST = 12000, COUNT = 20000, STEP = 97 };
    static UINT offset;
    UINT status = NX_DUPLICATE_LISTEN;
    if (offset == 0) {
        offset = (UINT)getpid() * STEP;
    }
    for (int tries = 0; tries < 100 && status == NX_DUPLICATE_LISTEN; tries++) {
        *port = FIRST + offset++ % COUNT;
        status = nx_tcp_server_socket_listen(&net_ip, *port, server, 2, NX_NULL);
    }
    return status;
}

static void create_socket(NX_TCP_SOCKET *socket)
{
    static CHAR name[] = "test socket";
    memset(socket, 0, sizeof *socket);
    assert_int_equal(nx_tcp_socket_create(&net_ip, socket, name, NX_IP_NORMAL, NX_FRAGMENT_OKAY,
                                          NX_IP_TIME_TO_LIVE, 8192, NX_NULL, NX_NULL),
                     NX_SUCCESS);
}

static UINT listen_on(NX_TCP_SOCKET *server)
{
    UINT port;
    create_socket(server);
    assert_int_equal(listen_on_any_port(server, &port), NX_SUCCESS);
    return port;
}

static void connect_to(NX_TCP_SOCKET *client, UINT port)
{
    create_socket(client);
    assert_int_equal(nx_tcp_client_socket_bind(client, NX_ANY_PORT, NET_WAIT), NX_SUCCESS);
    NXD_ADDRESS address = loopback6;
    UINT status = is_v6 ? nxd_tcp_client_socket_connect(client, &address, port, NET_WAIT)
                        : nx_tcp_client_socket_connect(client, IP_ADDRESS(127, 0, 0, 1), port, NET_WAIT);
    assert_int_equal(status, NX_SUCCESS);
}

void net_connect(NX_TCP_SOCKET *client, NX_TCP_SOCKET *server)
{
    connect_to(client, listen_on(server));
    assert_int_equal(nx_tcp_server_socket_accept(server, NET_WAIT), NX_SUCCESS);
}

static struct sockaddr_in loopback(UINT port)
{
    struct sockaddr_in address;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_port = htons((uint16_t)port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

int net_raw_client(NX_TCP_SOCKET *server)
{
    struct sockaddr_in address = loopback(listen_on(server));
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(fd >= 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(nx_tcp_server_socket_accept(server, NET_WAIT), NX_SUCCESS);
    return fd;
}

int net_raw_server(NX_TCP_SOCKET *client)
{
    struct sockaddr_in address = loopback(0);
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(listener >= 0);
    assert_int_equal(bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(listener, 1), 0);
    assert_int_equal(getsockname(listener, (struct sockaddr *)&address, &length), 0);
    connect_to(client, ntohs(address.sin_port));
    int fd = accept(listener, NULL, NULL);
    assert_true(fd >= 0);
    close(listener);
    return fd;
}

void net_disconnect(NX_TCP_SOCKET *client, NX_TCP_SOCKET *server)
{
    if (client != NULL) {
        nx_tcp_socket_disconnect(client, 1);
        nx_tcp_client_socket_unbind(client);
        assert_int_equal(nx_tcp_socket_delete(client), NX_SUCCESS);
    }
    if (server != NULL) {
        UINT port = server->nx_tcp_socket_port;
        nx_tcp_socket_disconnect(server, 1);
        nx_tcp_server_socket_unaccept(server);
        nx_tcp_server_socket_unlisten(&net_ip, port);
        assert_int_equal(nx_tcp_socket_delete(server), NX_SUCCESS);
    }
}

/* ---- sides ------------------------------------------------------------------------------------------ */

const NX_SECURE_TLS_CRYPTO *side_table = &nx_crypto_tls_ciphers;

void side_create(struct side *side)
{
    ULONG size;
    memset(side, 0, sizeof *side);
    memset(&side->session, 0xA5, sizeof side->session);
    assert_int_equal(nx_secure_tls_metadata_size_calculate(side_table, &size), NX_SUCCESS);
    side->metadata_size = size;
    side->metadata = malloc(size + 1);
    side->buffer_size = BUFFER;
    side->buffer = malloc(side->buffer_size);
    assert_true(side->metadata != NULL && side->buffer != NULL);
    assert_int_equal(nx_secure_tls_session_create(&side->session, side_table, side->metadata + 1, size),
                     NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_packet_buffer_set(&side->session, side->buffer, side->buffer_size),
                     NX_SUCCESS);
}

void side_client(struct side *side, const char *authority, enum key_kind kind)
{
    const struct identity *trusted = authority_of(authority, kind);
    side_create(side);
    assert_int_equal(nx_secure_x509_certificate_initialize(&side->authority, trusted->certificate,
                                                           trusted->certificate_length, NX_NULL, 0, NX_NULL,
                                                           0, NX_SECURE_X509_KEY_TYPE_NONE),
                     NX_SUCCESS);
    assert_int_equal(nx_secure_tls_trusted_certificate_add(&side->session, &side->authority), NX_SUCCESS);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(nx_secure_tls_remote_certificate_allocate(&side->session, &side->remote[i],
                                                                   side->remote_data[i],
                                                                   sizeof side->remote_data[i]),
                         NX_SUCCESS);
    }
}

void side_server(struct side *side, const char *authority, const char *host, enum key_kind kind)
{
    const struct identity *identity = identity_of(authority, host, kind);
    side_create(side);
    assert_int_equal(nx_secure_x509_certificate_initialize(
                         &side->certificates[0], identity->certificate, identity->certificate_length, NX_NULL,
                         0, identity->key, identity->key_length, identity->key_type),
                     NX_SUCCESS);
    assert_int_equal(nx_secure_tls_local_certificate_add(&side->session, &side->certificates[0]), NX_SUCCESS);
}

void side_delete(struct side *side)
{
    assert_int_equal(nx_secure_tls_session_delete(&side->session), NX_SUCCESS);
    free(side->metadata);
    free(side->buffer);
}

void side_await_reader(struct side *side)
{
    TX_MUTEX *reading = &side->session.nx_secure_tls_private.reading;
    UINT taken = TX_SUCCESS;
    for (int i = 0; i < 10000 && taken == TX_SUCCESS; i++) {
        net_pause(1);
        taken = tx_mutex_get(reading, TX_NO_WAIT);
        if (taken == TX_SUCCESS) {
            tx_mutex_put(reading);
        }
    }
    assert_int_not_equal(taken, TX_SUCCESS);
}

/* ---- threads ---------------------------------------------------------------------------------------- */

struct task_work {
    pthread_t thread;
    UINT (*function)(void *context);
    void *context;
    UINT result;
};

static void *enter(void *context)
{
    struct task_work *work = context;
    work->result = work->function(work->context);
    return NULL;
}

void task_run(struct task *task, UINT (*function)(void *context), void *context)
{
    task->work = malloc(sizeof *task->work);
    assert_non_null(task->work);
    task->work->function = function;
    task->work->context = context;
    assert_int_equal(pthread_create(&task->work->thread, NULL, enter, task->work), 0);
}

UINT task_result(struct task *task)
{
    assert_int_equal(pthread_join(task->work->thread, NULL), 0);
    UINT result = task->work->result;
    free(task->work);
    return result;
}

/* ---- sessions --------------------------------------------------------------------------------------- */

static UINT start(void *context)
{
    struct side *side = context;
    return nx_secure_tls_session_start(&side->session, &side->socket, NET_WAIT);
}

struct outcome pair_start(struct side *client, struct side *server)
{
    struct outcome outcome;
    struct task task;
    net_connect(&client->socket, &server->socket);
    task_run(&task, start, server);
    outcome.client = start(client);
    outcome.server = task_result(&task);
    return outcome;
}

void pair_connect(struct side *client, struct side *server)
{
    struct outcome outcome = pair_start(client, server);
    assert_int_equal(outcome.client, NX_SUCCESS);
    assert_int_equal(outcome.server, NX_SUCCESS);
}

void pair_up(struct side *client, struct side *server, UINT packets)
{
    net_up(1536, packets);
    side_client(client, "ca", KEY_EC);
    side_server(server, "ca", "one.example", KEY_EC);
}

void pair_down(struct side *client, struct side *server)
{
    side_delete(client);
    side_delete(server);
    net_down();
}

static UINT end(void *context)
{
    struct side *side = context;
    return nx_secure_tls_session_end(&side->session, NET_WAIT);
}

void pair_end(struct side *client, struct side *server)
{
    struct task task;
    task_run(&task, end, server);
    assert_int_equal(end(client), NX_SUCCESS);
    assert_int_equal(task_result(&task), NX_SUCCESS);
    net_disconnect(&client->socket, &server->socket);
}

UINT side_send(struct side *side, NX_PACKET_POOL *pool, const void *data, ULONG length)
{
    NX_PACKET *packet;
    UINT status = nx_secure_tls_packet_allocate(&side->session, pool, &packet, NET_WAIT);
    if (status != NX_SUCCESS) {
        return status;
    }
    /* nx_packet_data_append() only reads. */
    union {
        const void *in;
        VOID *out;
    } cast = {data};
    assert_int_equal(nx_packet_data_append(packet, cast.out, length, pool, NET_WAIT), NX_SUCCESS);
    status = nx_secure_tls_session_send(&side->session, packet, NET_WAIT);
    if (status != NX_SUCCESS) {
        assert_int_equal(nx_packet_release(packet), NX_SUCCESS);
    }
    return status;
}

UINT side_receive(struct side *side, void *data, ULONG length)
{
    ULONG got = 0;
    while (got < length) {
        NX_PACKET *packet = NX_NULL;
        ULONG copied;
        UINT status = nx_secure_tls_session_receive(&side->session, &packet, NET_WAIT);
        if (status != NX_SUCCESS) {
            assert_null(packet);
            return status;
        }
        assert_true(packet->nx_packet_length > 0 && packet->nx_packet_length <= length - got);
        assert_int_equal(nx_packet_data_retrieve(packet, (UCHAR *)data + got, &copied), NX_SUCCESS);
        assert_int_equal(copied, packet->nx_packet_length);
        got += copied;
        assert_int_equal(nx_packet_release(packet), NX_SUCCESS);
    }
    return NX_SUCCESS;
}

void pattern(UCHAR *data, size_t length, UCHAR seed)
{
    uint32_t x = seed + 1u;
    for (size_t i = 0; i < length; i++) {
        x = x * 1664525u + 1013904223u;
        data[i] = (UCHAR)(x >> 24);
    }
}

void assert_alert(struct side *side, UINT level, UINT value)
{
    UINT got_level, got_value;
    assert_int_equal(nx_secure_tls_session_alert_value_get(&side->session, &got_level, &got_value),
                     NX_SUCCESS);
    assert_int_equal(got_level, level);
    assert_int_equal(got_value, value);
}
