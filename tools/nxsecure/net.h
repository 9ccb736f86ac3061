/** @file
 * The program's NetX instance and the addresses it talks to.
 */
#ifndef NXS_TOOL_NET_H
#define NXS_TOOL_NET_H

#include "tool.h"

/** A NetX instance on the host's stack with one packet pool, whose packets hold a whole record each. */
struct net {
    NX_IP ip;
    NX_PACKET_POOL pool;
    void *memory;
    UCHAR stack[2048];
};

/**
 * Starts NetX with room for @p packets.
 * @param address  IPv4 or IPv6 address of this host that servers listen on; NULL: all of them
 * @return false after telling why
 */
bool net_start(struct net *net, unsigned packets, const char *address);

void net_stop(struct net *net);

/** "HOST:PORT" or "[V6]:PORT" in parts. */
struct target {
    char host[256];
    char port[16];
};

/** Splits "HOST:PORT"; false after telling why. */
bool target_parse(const char *text, struct target *target);

/** Resolves the target and connects @p socket to the first address that answers. False after telling why. */
bool target_connect(const struct target *target, struct net *net, NX_TCP_SOCKET *socket);

#endif
