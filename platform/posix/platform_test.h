/** @file
 * A small world for the platform's tests: a pool, an NX_IP on the loopback address, sockets. Every teardown
 * checks that all packets are back.
 */
#ifndef NXS_PLATFORM_TEST_H
#define NXS_PLATFORM_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <time.h>
#include <unistd.h>

#include "nx_api.h"

enum {
    PACKETS = 64,
    PAYLOAD = 512,
    SECOND = NX_IP_PERIODIC_RATE,
};

static NX_PACKET_POOL pool;
static UCHAR pool_memory[PACKETS * (sizeof(NX_PACKET) + PAYLOAD)];
static NX_IP ip;
static UCHAR ip_memory[2048];

static const NXD_ADDRESS loopback_v4 = {.nxd_ip_version = NX_IP_VERSION_V4,
                                        .nxd_ip_address.v4 = IP_ADDRESS(127, 0, 0, 1)};
static const NXD_ADDRESS loopback_v6 = {.nxd_ip_version = NX_IP_VERSION_V6,
                                        .nxd_ip_address.v6 = {0, 0, 0, 1}};

#define assert_ok(call) assert_int_equal((call), NX_SUCCESS)

static inline ULONG packets_free(void)
{
    ULONG free_packets;
    assert_ok(nx_packet_pool_info_get(&pool, NULL, &free_packets, NULL, NULL, NULL));
    return free_packets;
}

static inline int make_pool(void **state)
{
    (void)state;
    assert_ok(nx_packet_pool_create(&pool, (CHAR[]){"pool"}, PAYLOAD, pool_memory, sizeof(pool_memory)));
    return 0;
}

static inline int end_pool(void **state)
{
    (void)state;
    assert_int_equal(packets_free(), PACKETS);
    assert_ok(nx_packet_pool_delete(&pool));
    return 0;
}

static inline int make_ip(void **state)
{
    make_pool(state);
    assert_ok(nx_ip_create(&ip, (CHAR[]){"ip"}, IP_ADDRESS(127, 0, 0, 1), 0xFF000000, &pool,
                           _nx_linux_network_driver, ip_memory, sizeof(ip_memory), 1));
    assert_ok(nx_tcp_enable(&ip));
    assert_ok(nxd_ipv6_enable(&ip));
    return 0;
}

static inline int end_ip(void **state)
{
    assert_ok(nx_ip_delete(&ip));
    return end_pool(state);
}

/** Milliseconds since some moment. */
static inline long milliseconds(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static inline void sleep_ms(long time)
{
    const struct timespec pause = {.tv_sec = time / 1000, .tv_nsec = time % 1000 * 1000000};
    (void)nanosleep(&pause, NULL);
}

static inline pthread_t start_thread(void *(*run)(void *), void *argument)
{
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, run, argument), 0);
    return thread;
}

static inline void join_thread(pthread_t thread)
{
    assert_int_equal(pthread_join(thread, NULL), 0);
}

#endif
