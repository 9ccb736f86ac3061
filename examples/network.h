/** @file
 * What every example needs before TLS: packets, an IP instance, a thread.
 */
#ifndef EXAMPLE_NETWORK_H
#define EXAMPLE_NETWORK_H

#include "nx_api.h"

/** The packets and the IP instance of the example. */
extern NX_PACKET_POOL pool;
extern NX_IP ip;

/** Starts the system and runs @p function in a thread; the program ends with its result. Does not return. */
void run_in_thread(int (*function)(void));

/** Prints what failed when @p status is not NX_SUCCESS; returns whether it is. */
int succeeded(const char *what, UINT status);

#endif
