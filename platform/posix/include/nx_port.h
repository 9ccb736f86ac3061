/** @file
 * The NetX port of the POSIX platform: the user's file, byte order, alignment.
 *
 * With NX_INCLUDE_USER_DEFINED_FILE, the application's nx_user.h is read before any default is set.
 */
#ifndef NX_PORT_H
#define NX_PORT_H

#ifdef NX_INCLUDE_USER_DEFINED_FILE
#include "nx_user.h"
#endif

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tx_port.h"

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define NX_CHANGE_ULONG_ENDIAN(value)
#define NX_CHANGE_USHORT_ENDIAN(value)
#else
#define NX_LITTLE_ENDIAN
/** Swaps the bytes of a ULONG variable in place: a statement. */
#define NX_CHANGE_ULONG_ENDIAN(value)                                                                        \
    do {                                                                                                     \
        ULONG nx_swapped = (ULONG)(value);                                                                   \
        (value) = ((nx_swapped & 0xFFu) << 24) | ((nx_swapped & 0xFF00u) << 8) |                             \
                  ((nx_swapped >> 8) & 0xFF00u) | ((nx_swapped >> 24) & 0xFFu);                              \
    } while (0)
/** Swaps the bytes of a USHORT variable in place: a statement. */
#define NX_CHANGE_USHORT_ENDIAN(value)                                                                       \
    do {                                                                                                     \
        USHORT nx_swapped = (USHORT)(value);                                                                 \
        (value) = (USHORT)((nx_swapped << 8) | (nx_swapped >> 8));                                           \
    } while (0)
#endif

/* Packets and payloads begin at multiples of this. */
#ifndef NX_PACKET_ALIGNMENT
#define NX_PACKET_ALIGNMENT sizeof(ALIGN_TYPE)
#endif

#ifndef NX_PHYSICAL_HEADER
#define NX_PHYSICAL_HEADER 16
#endif
#ifndef NX_PHYSICAL_TRAILER
#define NX_PHYSICAL_TRAILER 4
#endif

/* Ticks per second of every wait option. */
#ifndef NX_IP_PERIODIC_RATE
#ifdef TX_TIMER_TICKS_PER_SECOND
#define NX_IP_PERIODIC_RATE TX_TIMER_TICKS_PER_SECOND
#else
#define NX_IP_PERIODIC_RATE 100
#endif
#endif

#endif
