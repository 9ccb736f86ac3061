/* A whole application as NetX programs are written: tx_kernel_enter(), objects made in
 * tx_application_define() out of the memory given, a server and a client thread. The program ends through
 * exit(), as they do. */

#include <stdatomic.h>

#include "nx_api.h"

enum {
    PACKETS = 20,
    STACK = 4096,
    SECOND = NX_IP_PERIODIC_RATE,
};

static NX_PACKET_POOL pool;
static NX_IP server_ip;
static NX_IP client_ip;
static NX_TCP_SOCKET server;
static NX_TCP_SOCKET client;
static TX_THREAD server_thread;
static TX_THREAD client_thread;
static TX_SEMAPHORE listening;
static atomic_bool defined;
static UINT port;

static void expect(int line, UINT got, UINT wanted)
{
    if (got != wanted) {
        printf("kernel_test.c:%d: 0x%x, not 0x%x\n", line, got, wanted);
        exit(1);
    }
}

#define EXPECT(call, wanted) expect(__LINE__, (call), (wanted))

static VOID serve(ULONG input)
{
    NX_PACKET *packet;
    ULONG status;
    EXPECT(defined, NX_TRUE);
    EXPECT(input, 17);
    EXPECT(nx_ip_status_check(&server_ip, NX_IP_INITIALIZE_DONE, &status, SECOND), NX_SUCCESS);
    EXPECT(nx_tcp_socket_create(&server_ip, &server, NULL, NX_IP_NORMAL, NX_FRAGMENT_OKAY, NX_IP_TIME_TO_LIVE,
                                1024, NX_NULL, NX_NULL),
           NX_SUCCESS);
    EXPECT(nx_tcp_free_port_find(&server_ip, 31000, &port), NX_SUCCESS);
    EXPECT(nx_tcp_server_socket_listen(&server_ip, port, &server, 5, NX_NULL), NX_SUCCESS);
    EXPECT(tx_semaphore_put(&listening), TX_SUCCESS);
    EXPECT(nx_tcp_server_socket_accept(&server, 5 * SECOND), NX_SUCCESS);
    EXPECT(nx_tcp_socket_receive(&server, &packet, 5 * SECOND), NX_SUCCESS);
    EXPECT(nx_tcp_socket_send(&server, packet, SECOND), NX_SUCCESS);
    EXPECT(nx_tcp_socket_disconnect(&server, 5 * SECOND), NX_SUCCESS);
    EXPECT(nx_tcp_server_socket_unaccept(&server), NX_SUCCESS);
    EXPECT(nx_tcp_server_socket_unlisten(&server_ip, port), NX_SUCCESS);
    EXPECT(nx_tcp_socket_delete(&server), NX_SUCCESS);
}

static VOID ask(ULONG input)
{
    NX_PACKET *packet;
    UINT state;
    EXPECT(input, 4);
    EXPECT(tx_semaphore_get(&listening, 5 * SECOND), TX_SUCCESS);
    EXPECT(nx_tcp_socket_create(&client_ip, &client, NULL, NX_IP_NORMAL, NX_FRAGMENT_OKAY, NX_IP_TIME_TO_LIVE,
                                1024, NX_NULL, NX_NULL),
           NX_SUCCESS);
    EXPECT(nx_tcp_client_socket_bind(&client, NX_ANY_PORT, SECOND), NX_SUCCESS);
    EXPECT(nx_tcp_client_socket_connect(&client, IP_ADDRESS(1, 2, 3, 4), port, SECOND), NX_SUCCESS);
    EXPECT(nx_packet_allocate(&pool, &packet, NX_TCP_PACKET, SECOND), NX_SUCCESS);
    EXPECT(nx_packet_data_append(packet, (CHAR[]){"echo"}, 4, &pool, SECOND), NX_SUCCESS);
    EXPECT(nx_tcp_socket_send(&client, packet, SECOND), NX_SUCCESS);
    EXPECT(nx_tcp_socket_receive(&client, &packet, 5 * SECOND), NX_SUCCESS);
    EXPECT(packet->nx_packet_length, 4);
    EXPECT((UINT)memcmp(packet->nx_packet_prepend_ptr, "echo", 4), 0);
    EXPECT(nx_packet_release(packet), NX_SUCCESS);
    EXPECT(nx_tcp_socket_disconnect(&client, 5 * SECOND), NX_SUCCESS);
    EXPECT(nx_tcp_client_socket_unbind(&client), NX_SUCCESS);
    EXPECT(nx_tcp_socket_delete(&client), NX_SUCCESS);
    do {
        EXPECT(tx_thread_sleep(1), TX_SUCCESS);
        EXPECT(tx_thread_info_get(&server_thread, NULL, &state, NULL, NULL, NULL, NULL, NULL, NULL),
               TX_SUCCESS);
    } while (state != TX_COMPLETED);
    EXPECT(nx_ip_delete(&client_ip), NX_SUCCESS);
    EXPECT(nx_ip_delete(&server_ip), NX_SUCCESS);
    EXPECT(pool.nx_packet_pool_available, pool.nx_packet_pool_total);
    exit(0);
}

static CHAR *take(CHAR **memory, ULONG size)
{
    CHAR *part = *memory;
    *memory += size;
    return part;
}

VOID tx_application_define(VOID *first_unused_memory)
{
    CHAR *memory = first_unused_memory;
    const ULONG pool_size = PACKETS * (1536 + sizeof(NX_PACKET));
    nx_system_initialize();
    EXPECT(tx_semaphore_create(&listening, NULL, 0), TX_SUCCESS);
    EXPECT(tx_thread_create(&server_thread, NULL, serve, 17, take(&memory, STACK), STACK, 8, 8,
                            TX_NO_TIME_SLICE, TX_AUTO_START),
           TX_SUCCESS);
    EXPECT(tx_thread_create(&client_thread, NULL, ask, 4, take(&memory, STACK), STACK, 4, 4, TX_NO_TIME_SLICE,
                            TX_AUTO_START),
           TX_SUCCESS);
    EXPECT(nx_packet_pool_create(&pool, NULL, 1536, take(&memory, pool_size), pool_size), NX_SUCCESS);
    EXPECT(nx_ip_create(&server_ip, NULL, IP_ADDRESS(1, 2, 3, 4), 0xFFFFFF00, &pool, _nx_ram_network_driver,
                        take(&memory, STACK), STACK, 1),
           NX_SUCCESS);
    EXPECT(nx_ip_create(&client_ip, NULL, IP_ADDRESS(1, 2, 3, 5), 0xFFFFFF00, &pool, _nx_ram_network_driver,
                        take(&memory, STACK), STACK, 1),
           NX_SUCCESS);
    EXPECT(nx_tcp_enable(&server_ip), NX_SUCCESS);
    EXPECT(nx_tcp_enable(&client_ip), NX_SUCCESS);
    defined = NX_TRUE; /* no thread has run so far */
}

int main(void)
{
    tx_kernel_enter();
    return 1;
}
