#include "network.h"

#include <stdio.h>
#include <stdlib.h>

NX_PACKET_POOL pool;
NX_IP ip;

static UCHAR pool_memory[64 * (1536 + sizeof(NX_PACKET))];
static UCHAR ip_stack[2048];
static UCHAR thread_stack[65536];
static TX_THREAD thread;
static int (*thread_function)(void);

static VOID run(ULONG input)
{
    NX_PARAMETER_NOT_USED(input);
    exit(thread_function());
}

/* The system calls this once before threads run. */
VOID tx_application_define(VOID *first_unused_memory)
{
    NX_PARAMETER_NOT_USED(first_unused_memory);
    nx_system_initialize();
    if (!succeeded("creating the pool",
                   nx_packet_pool_create(&pool, "pool", 1536, pool_memory, sizeof pool_memory)) ||
        !succeeded("creating the IP instance",
                   nx_ip_create(&ip, "ip", IP_ADDRESS(127, 0, 0, 1), 0xFF000000, &pool,
                                _nx_linux_network_driver, ip_stack, sizeof ip_stack, 1)) ||
        !succeeded("enabling TCP", nx_tcp_enable(&ip)) ||
        !succeeded("creating the thread",
                   tx_thread_create(&thread, "example", run, 0, thread_stack, sizeof thread_stack, 16, 16,
                                    TX_NO_TIME_SLICE, TX_AUTO_START))) {
        exit(1);
    }
}

void run_in_thread(int (*function)(void))
{
    thread_function = function;
    tx_kernel_enter();
}

int succeeded(const char *what, UINT status)
{
    if (status != NX_SUCCESS) {
        fprintf(stderr, "%s failed: 0x%X\n", what, status);
    }
    return status == NX_SUCCESS;
}
