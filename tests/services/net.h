/** @file
 * Two sides of a TLS connection over the loopback interface, for tests of the services.
 *
 * Every function asserts (cmocka) that the platform did its part. net_down() asserts that every packet is
 * back in its pool.
 */
#ifndef TESTS_SERVICES_NET_H
#define TESTS_SERVICES_NET_H

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "nx_secure_tls_api.h"
#include "services/identity.h"
#include "services/proves.h"

enum { NET_SECOND = 100, NET_WAIT = 10 * NET_SECOND }; /* ticks */

/** The one IP instance, and its default pool. */
extern NX_IP net_ip;
extern NX_PACKET_POOL net_pool;

/** Creates pool and IP instance. */
void net_up(ULONG payload, UINT packets);

/** The same with ::1 instead of 127.0.0.1. False, and nothing is created, when the host has no IPv6. */
bool net_up6(ULONG payload, UINT packets);

/** Deletes them; asserts that all packets are back and none was released twice. */
void net_down(void);

/** cmocka setup and teardown with 64 packets of 1536 bytes. */
int net_setup(void **state);
int net_teardown(void **state);

/** Lets other threads work for so many milliseconds. */
void net_pause(long milliseconds);

/** A pool beside the default one. */
void net_pool_create(NX_PACKET_POOL *pool, ULONG payload, UINT packets);
void net_pool_delete(NX_PACKET_POOL *pool);

/** A TCP connection between two sockets that are created here. */
void net_connect(NX_TCP_SOCKET *client, NX_TCP_SOCKET *server);

/** A listening socket for a raw peer: net_raw_connect() connects a host socket to it. @return its descriptor
 */
int net_raw_client(NX_TCP_SOCKET *server);

/** A client socket connected to a host socket. @return the host socket's descriptor */
int net_raw_server(NX_TCP_SOCKET *client);

/** Disconnects and deletes; either may be NULL. */
void net_disconnect(NX_TCP_SOCKET *client, NX_TCP_SOCKET *server);

/** What one side of a session needs, all at awkward sizes and addresses. */
struct side {
    NX_TCP_SOCKET socket;
    NX_SECURE_TLS_SESSION session;
    UCHAR *metadata;
    ULONG metadata_size;
    UCHAR *buffer;
    ULONG buffer_size;
    NX_SECURE_X509_CERT certificates[2];
    NX_SECURE_X509_CERT authority;
    NX_SECURE_X509_CERT remote[2];
    UCHAR remote_data[2][2048];
};

/** The table of sessions that are created from now on; the stock one unless a test sets another. */
extern const NX_SECURE_TLS_CRYPTO *side_table;

/** Creates a session with that table, its buffer and nothing else. */
void side_create(struct side *side);

/** ... a client that believes authority_of(@p authority, @p kind). */
void side_client(struct side *side, const char *authority, enum key_kind kind);

/** ... a server that is identity_of(@p authority, @p host, @p kind). */
void side_server(struct side *side, const char *authority, const char *host, enum key_kind kind);

/** Deletes the session and frees its memory. */
void side_delete(struct side *side);

/** Waits until another thread is inside receive of this side, and waits there or soon will. */
void side_await_reader(struct side *side);

/** Runs a function in a thread of its own; what the thread uses outlives a test that fails meanwhile. */
struct task {
    struct task_work *work;
};
void task_run(struct task *task, UINT (*function)(void *context), void *context);
UINT task_result(struct task *task);

/** net_up(), and a client and a server with keys of elliptic curves that would agree. */
void pair_up(struct side *client, struct side *server, UINT packets);

/** Deletes both sessions, and net_down(). */
void pair_down(struct side *client, struct side *server);

/** What both starts returned; the sockets are connected first. */
struct outcome {
    UINT client, server;
};
struct outcome pair_start(struct side *client, struct side *server);

/** pair_start() that must succeed. */
void pair_connect(struct side *client, struct side *server);

/** Ends both sessions (both must say @p code 0 when @p orderly) and disconnects. */
void pair_end(struct side *client, struct side *server);

/** Sends @p length bytes in one packet chain from packet_allocate. @return what send said */
UINT side_send(struct side *side, NX_PACKET_POOL *pool, const void *data, ULONG length);

/** Receives until @p length bytes have come. @return the first result that was not NX_SUCCESS */
UINT side_receive(struct side *side, void *data, ULONG length);

/** Fills @p data with bytes that depend on their position and @p seed. */
void pattern(UCHAR *data, size_t length, UCHAR seed);

/** Asserts the alert that the session received last. */
void assert_alert(struct side *side, UINT level, UINT value);

#endif
