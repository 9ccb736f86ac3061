/** @file
 * The ThreadX port of the POSIX platform: integral types, the user's file, sizes.
 *
 * ULONG has 32 bits on every machine and never carries a pointer.
 */
#ifndef TX_PORT_H
#define TX_PORT_H

#ifdef TX_INCLUDE_USER_DEFINE_FILE
#include "tx_user.h"
#endif

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef void VOID;
typedef char CHAR;
typedef unsigned char UCHAR;
typedef int INT;
typedef unsigned int UINT;
typedef short SHORT;
typedef unsigned short USHORT;
typedef uint64_t ULONG64;
#if UINTPTR_MAX > 0xFFFFFFFFu
typedef int LONG;
typedef unsigned int ULONG;
typedef unsigned long long ALIGN_TYPE;
#else
typedef long LONG;
typedef unsigned long ULONG;
typedef ULONG ALIGN_TYPE;
#endif
#define ALIGN_TYPE_DEFINED
#define ULONG64_DEFINED

#ifndef TX_TIMER_TICKS_PER_SECOND
#define TX_TIMER_TICKS_PER_SECOND ((ULONG)100)
#endif
#ifndef TX_MAX_PRIORITIES
#define TX_MAX_PRIORITIES 32
#endif
#ifndef TX_MINIMUM_STACK
#define TX_MINIMUM_STACK 200
#endif

/* Members an application adds to every thread control block from its tx_user.h. */
#ifndef TX_THREAD_USER_EXTENSION
#define TX_THREAD_USER_EXTENSION
#endif

/* Postures of tx_interrupt_control(). There are no interrupts: "disabled" excludes every other thread that
 * asks. */
#define TX_INT_DISABLE 1
#define TX_INT_ENABLE  0

#define TX_INTERRUPT_SAVE_AREA UINT tx_saved_posture;
#define TX_DISABLE             tx_saved_posture = tx_interrupt_control(TX_INT_DISABLE);
#define TX_RESTORE             tx_interrupt_control(tx_saved_posture);

#endif
