/** @file
 * The ThreadX services that TLS applications use, on top of host threads.
 *
 * Threads are host threads: the host schedules them, priorities and time slices are remembered only, and each
 * runs on a stack of the host (the stack given is checked and left alone). Every host thread may call every
 * service; one that tx_thread_create() did not make has an identity of its own all the same. A service name
 * `tx_x` is a function;
 * `_tx_x` and `_txe_x` name the same one, and arguments are always checked.
 *
 * Wait options: TX_NO_WAIT, 1 to 0xFFFFFFFE timer ticks (10 ms), TX_WAIT_FOREVER. A wait may end with
 * TX_WAIT_ABORTED (tx_thread_wait_abort()) or TX_DELETED (the object was deleted).
 *
 * Every service is thread-safe, except that nobody may use an object while it is being created.
 */
#ifndef TX_API_H
#define TX_API_H

#include "tx_port.h"

#ifdef __cplusplus
extern "C" {
#endif

#define TX_NO_WAIT       ((ULONG)0)
#define TX_WAIT_FOREVER  ((ULONG)0xFFFFFFFF)
#define TX_TRUE          1
#define TX_FALSE         0
#define TX_NULL          ((void *)0)
#define TX_AUTO_START    1
#define TX_DONT_START    0
#define TX_NO_TIME_SLICE ((ULONG)0)
#define TX_INHERIT       1
#define TX_NO_INHERIT    0
#define TX_OR            0
#define TX_OR_CLEAR      1
#define TX_AND           2
#define TX_AND_CLEAR     3
#define TX_AUTO_ACTIVATE 1
#define TX_NO_ACTIVATE   0

/* Message sizes of queues, in words of 32 bits. */
#define TX_1_ULONG  1
#define TX_2_ULONG  2
#define TX_4_ULONG  4
#define TX_8_ULONG  8
#define TX_16_ULONG 16

/* What a thread is doing. */
#define TX_READY          0
#define TX_COMPLETED      1
#define TX_TERMINATED     2
#define TX_SUSPENDED      3
#define TX_SLEEP          4
#define TX_QUEUE_SUSP     5
#define TX_SEMAPHORE_SUSP 6
#define TX_EVENT_FLAG     7
#define TX_BLOCK_MEMORY   8
#define TX_BYTE_MEMORY    9
#define TX_TCP_IP         12
#define TX_MUTEX_SUSP     13

#define TX_SUCCESS          0x00
#define TX_DELETED          0x01
#define TX_POOL_ERROR       0x02
#define TX_PTR_ERROR        0x03
#define TX_WAIT_ERROR       0x04
#define TX_SIZE_ERROR       0x05
#define TX_GROUP_ERROR      0x06
#define TX_NO_EVENTS        0x07
#define TX_OPTION_ERROR     0x08
#define TX_QUEUE_ERROR      0x09
#define TX_QUEUE_EMPTY      0x0A
#define TX_QUEUE_FULL       0x0B
#define TX_SEMAPHORE_ERROR  0x0C
#define TX_NO_INSTANCE      0x0D
#define TX_THREAD_ERROR     0x0E
#define TX_PRIORITY_ERROR   0x0F
#define TX_NO_MEMORY        0x10
#define TX_START_ERROR      0x10
#define TX_DELETE_ERROR     0x11
#define TX_RESUME_ERROR     0x12
#define TX_CALLER_ERROR     0x13
#define TX_SUSPEND_ERROR    0x14
#define TX_TIMER_ERROR      0x15
#define TX_TICK_ERROR       0x16
#define TX_ACTIVATE_ERROR   0x17
#define TX_THRESH_ERROR     0x18
#define TX_WAIT_ABORTED     0x1A
#define TX_WAIT_ABORT_ERROR 0x1B
#define TX_MUTEX_ERROR      0x1C
#define TX_NOT_AVAILABLE    0x1D
#define TX_NOT_OWNED        0x1E
#define TX_INHERIT_ERROR    0x1F
#define TX_NOT_DONE         0x20
#define TX_CEILING_EXCEEDED 0x21

/* Private: threads that wait for an object, the longest waiting first. */
struct nxs_waiter;
struct nxs_wait_list {
    struct nxs_waiter *first;
    struct nxs_waiter *last;
};

typedef struct TX_MUTEX_STRUCT {
    ULONG tx_mutex_id;
    CHAR *tx_mutex_name;
    UINT tx_mutex_ownership_count; /* how often the owner got it */
    struct TX_THREAD_STRUCT *tx_mutex_owner;
    UINT tx_mutex_inherit;
    struct nxs_wait_list tx_mutex_waiters;
    struct TX_MUTEX_STRUCT *tx_mutex_owned_next; /* next mutex of the same owner */
} TX_MUTEX;

typedef struct TX_THREAD_STRUCT {
    ULONG tx_thread_id;
    CHAR *tx_thread_name;
    UINT tx_thread_state;
    UINT tx_thread_priority;
    UINT tx_thread_preempt_threshold;
    ULONG tx_thread_time_slice;
    ULONG tx_thread_run_count;
    VOID *tx_thread_stack_start;
    ULONG tx_thread_stack_size;
    VOID (*tx_thread_entry)(ULONG entry_input);
    ULONG tx_thread_entry_parameter;
    struct TX_THREAD_STRUCT *tx_thread_created_next;
    TX_MUTEX *tx_thread_owned_mutexes;
    struct nxs_waiter *tx_thread_waiter; /* what it waits with, while it waits */
    int tx_thread_wake_read; /* a pipe that ends a wait for a descriptor; -1 while there is none */
    int tx_thread_wake_write;
    UCHAR tx_thread_started;                 /* a host thread runs it */
    UCHAR tx_thread_held;                    /* suspended: stops at the next service that can wait */
    UCHAR tx_thread_aborted;                 /* the present wait was aborted */
    UCHAR tx_thread_ending;                  /* terminated: ends at the next service that can wait */
    struct nxs_wait_list tx_thread_resumers; /* the thread itself, while suspended */
    TX_THREAD_USER_EXTENSION
} TX_THREAD;

typedef struct TX_SEMAPHORE_STRUCT {
    ULONG tx_semaphore_id;
    CHAR *tx_semaphore_name;
    ULONG tx_semaphore_count;
    struct nxs_wait_list tx_semaphore_waiters;
} TX_SEMAPHORE;

typedef struct TX_EVENT_FLAGS_GROUP_STRUCT {
    ULONG tx_event_flags_group_id;
    CHAR *tx_event_flags_group_name;
    ULONG tx_event_flags_group_current;
    struct nxs_wait_list tx_event_flags_group_waiters;
} TX_EVENT_FLAGS_GROUP;

typedef struct TX_QUEUE_STRUCT {
    ULONG tx_queue_id;
    CHAR *tx_queue_name;
    UINT tx_queue_message_size; /* in bytes */
    ULONG tx_queue_capacity;    /* in messages */
    ULONG tx_queue_enqueued;
    ULONG tx_queue_read_index;
    UCHAR *tx_queue_start;
    struct nxs_wait_list tx_queue_receivers;
    struct nxs_wait_list tx_queue_senders;
} TX_QUEUE;

typedef struct TX_TIMER_STRUCT {
    ULONG tx_timer_id;
    CHAR *tx_timer_name;
    VOID (*tx_timer_expiration_function)(ULONG input);
    ULONG tx_timer_expiration_input;
    ULONG tx_timer_remaining_ticks; /* until the next expiry when it is activated */
    ULONG tx_timer_reschedule_ticks;
    ULONG64 tx_timer_due; /* host time of the next expiry in nanoseconds */
    UCHAR tx_timer_active;
    struct TX_TIMER_STRUCT *tx_timer_active_next;
} TX_TIMER;

typedef struct TX_BYTE_POOL_STRUCT {
    ULONG tx_byte_pool_id;
    CHAR *tx_byte_pool_name;
    ULONG tx_byte_pool_available;
    ULONG tx_byte_pool_size;
    UCHAR *tx_byte_pool_start;
    struct nxs_wait_list tx_byte_pool_waiters;
} TX_BYTE_POOL;

typedef struct TX_BLOCK_POOL_STRUCT {
    ULONG tx_block_pool_id;
    CHAR *tx_block_pool_name;
    ULONG tx_block_pool_available;
    ULONG tx_block_pool_total;
    ULONG tx_block_pool_block_size;
    UCHAR *tx_block_pool_available_list;
    struct nxs_wait_list tx_block_pool_waiters;
} TX_BLOCK_POOL;

/** The application's: creates its objects. tx_kernel_enter() calls it before any thread runs. */
VOID tx_application_define(VOID *first_unused_memory);

/**
 * Starts the application: calls tx_application_define(), then lets the threads created there run. Never
 * returns; the program ends with exit(). Programs that have no tx_application_define() of their own need not
 * call it: threads made outside of it run at once.
 */
VOID tx_kernel_enter(VOID);

/**
 * Creates a thread.
 * @param stack_start  memory of the caller, stack_size bytes; not used, since the host gives each thread a
 * stack
 * @param priority     0 (highest) to TX_MAX_PRIORITIES - 1; remembered
 * @param auto_start   TX_AUTO_START, or TX_DONT_START to wait for tx_thread_resume()
 * @return TX_SUCCESS, TX_THREAD_ERROR (NULL, or already created), TX_PTR_ERROR (entry or stack NULL),
 *         TX_SIZE_ERROR (stack below TX_MINIMUM_STACK), TX_PRIORITY_ERROR, TX_THRESH_ERROR, TX_START_ERROR,
 *         TX_NO_MEMORY (the host has no thread left; the thread is not created)
 */
UINT tx_thread_create(TX_THREAD *thread_ptr, CHAR *name_ptr, VOID (*entry_function)(ULONG entry_input),
                      ULONG entry_input, VOID *stack_start, ULONG stack_size, UINT priority,
                      UINT preempt_threshold, ULONG time_slice, UINT auto_start);

/** Deletes a thread that ended. @return TX_SUCCESS, TX_THREAD_ERROR, TX_DELETE_ERROR (it has not ended) */
UINT tx_thread_delete(TX_THREAD *thread_ptr);

/**
 * Ends a thread. It ends at once when it waits in a service or calls it for itself, else at its next service
 * that can wait: a host thread cannot be stopped between two instructions. Its mutexes are released.
 * @return TX_SUCCESS (also when it had ended), TX_THREAD_ERROR
 */
UINT tx_thread_terminate(TX_THREAD *thread_ptr);

/** Lets a suspended or not started thread run. @return TX_SUCCESS, TX_THREAD_ERROR, TX_RESUME_ERROR,
 * TX_NO_MEMORY */
UINT tx_thread_resume(TX_THREAD *thread_ptr);

/**
 * Suspends a thread until tx_thread_resume(): the caller at once, another one at its next service that can
 * wait.
 * @return TX_SUCCESS, TX_THREAD_ERROR, TX_SUSPEND_ERROR (it has ended)
 */
UINT tx_thread_suspend(TX_THREAD *thread_ptr);

/** Sleeps. @return TX_SUCCESS, TX_WAIT_ABORTED */
UINT tx_thread_sleep(ULONG timer_ticks);

/** Lets other threads run. */
VOID tx_thread_relinquish(VOID);

/** The calling thread; never NULL. */
TX_THREAD *tx_thread_identify(VOID);

/** Tells about a thread; every output may be NULL. @return TX_SUCCESS, TX_THREAD_ERROR */
UINT tx_thread_info_get(TX_THREAD *thread_ptr, CHAR **name, UINT *state, ULONG *run_count, UINT *priority,
                        UINT *preemption_threshold, ULONG *time_slice, TX_THREAD **next_thread,
                        TX_THREAD **next_suspended_thread);

/** Changes the remembered priority. @return TX_SUCCESS, TX_THREAD_ERROR, TX_PTR_ERROR, TX_PRIORITY_ERROR */
UINT tx_thread_priority_change(TX_THREAD *thread_ptr, UINT new_priority, UINT *old_priority);

/**
 * Ends the wait a thread is in, including waits in NetX services: its service returns TX_WAIT_ABORTED.
 * @return TX_SUCCESS, TX_THREAD_ERROR, TX_WAIT_ABORT_ERROR (it does not wait)
 */
UINT tx_thread_wait_abort(TX_THREAD *thread_ptr);

/**
 * Creates a mutex. Its owner may get it again and must put it as often.
 * @param inherit  TX_INHERIT or TX_NO_INHERIT: checked and remembered; the host schedules
 * @return TX_SUCCESS, TX_MUTEX_ERROR (NULL, or already created), TX_INHERIT_ERROR
 */
UINT tx_mutex_create(TX_MUTEX *mutex_ptr, CHAR *name_ptr, UINT inherit);

/** Gets a mutex. @return TX_SUCCESS, TX_MUTEX_ERROR, TX_NOT_AVAILABLE (not in time), TX_DELETED,
 * TX_WAIT_ABORTED */
UINT tx_mutex_get(TX_MUTEX *mutex_ptr, ULONG wait_option);

/** Puts a mutex back. @return TX_SUCCESS, TX_MUTEX_ERROR, TX_NOT_OWNED (the caller has not got it) */
UINT tx_mutex_put(TX_MUTEX *mutex_ptr);

/** Deletes a mutex; who waits gets TX_DELETED. @return TX_SUCCESS, TX_MUTEX_ERROR */
UINT tx_mutex_delete(TX_MUTEX *mutex_ptr);

/** Creates a counting semaphore. @return TX_SUCCESS, TX_SEMAPHORE_ERROR (NULL, or already created) */
UINT tx_semaphore_create(TX_SEMAPHORE *semaphore_ptr, CHAR *name_ptr, ULONG initial_count);

/** Takes one. @return TX_SUCCESS, TX_SEMAPHORE_ERROR, TX_NO_INSTANCE (not in time), TX_DELETED,
 * TX_WAIT_ABORTED */
UINT tx_semaphore_get(TX_SEMAPHORE *semaphore_ptr, ULONG wait_option);

/** Adds one. @return TX_SUCCESS, TX_SEMAPHORE_ERROR */
UINT tx_semaphore_put(TX_SEMAPHORE *semaphore_ptr);

/** Deletes a semaphore; who waits gets TX_DELETED. @return TX_SUCCESS, TX_SEMAPHORE_ERROR */
UINT tx_semaphore_delete(TX_SEMAPHORE *semaphore_ptr);

/** Creates a group of 32 event flags, all clear. @return TX_SUCCESS, TX_GROUP_ERROR (NULL, or already
 * created) */
UINT tx_event_flags_create(TX_EVENT_FLAGS_GROUP *group_ptr, CHAR *name_ptr);

/**
 * Sets (TX_OR) or keeps (TX_AND) flags.
 * @return TX_SUCCESS, TX_GROUP_ERROR, TX_OPTION_ERROR
 */
UINT tx_event_flags_set(TX_EVENT_FLAGS_GROUP *group_ptr, ULONG flags_to_set, UINT set_option);

/**
 * Waits for any (TX_OR) or all (TX_AND) of the flags; the CLEAR forms clear the requested ones.
 * @param actual_flags_ptr  receives all flags as they were before clearing
 * @return TX_SUCCESS, TX_GROUP_ERROR, TX_PTR_ERROR, TX_OPTION_ERROR, TX_NO_EVENTS (not in time), TX_DELETED,
 *         TX_WAIT_ABORTED
 */
UINT tx_event_flags_get(TX_EVENT_FLAGS_GROUP *group_ptr, ULONG requested_flags, UINT get_option,
                        ULONG *actual_flags_ptr, ULONG wait_option);

/** Deletes a group; who waits gets TX_DELETED. @return TX_SUCCESS, TX_GROUP_ERROR */
UINT tx_event_flags_delete(TX_EVENT_FLAGS_GROUP *group_ptr);

/**
 * Creates a queue of messages in the caller's memory.
 * @param message_size  1 to 16 words of 32 bits
 * @param queue_size    bytes at queue_start; the rest behind the last whole message is not used
 * @return TX_SUCCESS, TX_QUEUE_ERROR (NULL, or already created), TX_PTR_ERROR, TX_SIZE_ERROR
 */
UINT tx_queue_create(TX_QUEUE *queue_ptr, CHAR *name_ptr, UINT message_size, VOID *queue_start,
                     ULONG queue_size);

/** Sends a copy of a message. @return TX_SUCCESS, TX_QUEUE_ERROR, TX_PTR_ERROR, TX_QUEUE_FULL, TX_DELETED,
 *  TX_WAIT_ABORTED */
UINT tx_queue_send(TX_QUEUE *queue_ptr, VOID *source_ptr, ULONG wait_option);

/** Takes the oldest message. @return TX_SUCCESS, TX_QUEUE_ERROR, TX_PTR_ERROR, TX_QUEUE_EMPTY, TX_DELETED,
 *  TX_WAIT_ABORTED */
UINT tx_queue_receive(TX_QUEUE *queue_ptr, VOID *destination_ptr, ULONG wait_option);

/** Deletes a queue; who waits gets TX_DELETED. @return TX_SUCCESS, TX_QUEUE_ERROR */
UINT tx_queue_delete(TX_QUEUE *queue_ptr);

/**
 * Creates a timer. Its function runs in the platform's timer thread and must not wait.
 * @param initial_ticks     until the first expiry; at least 1
 * @param reschedule_ticks  between later ones; 0 for once
 * @return TX_SUCCESS, TX_TIMER_ERROR (NULL, or already created), TX_PTR_ERROR (function NULL), TX_TICK_ERROR,
 *         TX_ACTIVATE_ERROR
 */
UINT tx_timer_create(TX_TIMER *timer_ptr, CHAR *name_ptr, VOID (*expiration_function)(ULONG input),
                     ULONG expiration_input, ULONG initial_ticks, ULONG reschedule_ticks, UINT auto_activate);

/** Starts a timer. @return TX_SUCCESS, TX_TIMER_ERROR, TX_ACTIVATE_ERROR (it runs, or it expired for good) */
UINT tx_timer_activate(TX_TIMER *timer_ptr);

/** Stops a timer; it keeps what is left of its time. @return TX_SUCCESS, TX_TIMER_ERROR */
UINT tx_timer_deactivate(TX_TIMER *timer_ptr);

/** Deletes a timer. Its function may still be running. @return TX_SUCCESS, TX_TIMER_ERROR */
UINT tx_timer_delete(TX_TIMER *timer_ptr);

/** Timer ticks since the program began, or since tx_time_set(). */
ULONG tx_time_get(VOID);

/** Sets what tx_time_get() tells; waits and timers do not care. */
VOID tx_time_set(ULONG new_time);

/**
 * Creates a pool of memory of any size in the caller's memory.
 * @return TX_SUCCESS, TX_POOL_ERROR (NULL, or already created), TX_PTR_ERROR, TX_SIZE_ERROR
 */
UINT tx_byte_pool_create(TX_BYTE_POOL *pool_ptr, CHAR *name_ptr, VOID *pool_start, ULONG pool_size);

/**
 * Allocates memory, aligned for pointers.
 * @return TX_SUCCESS, TX_POOL_ERROR, TX_PTR_ERROR, TX_SIZE_ERROR (0, or more than the pool), TX_NO_MEMORY
 * (not in time), TX_DELETED, TX_WAIT_ABORTED; *memory_ptr is NULL then
 */
UINT tx_byte_allocate(TX_BYTE_POOL *pool_ptr, VOID **memory_ptr, ULONG memory_size, ULONG wait_option);

/** Gives memory back. @return TX_SUCCESS, TX_PTR_ERROR (NULL, or not allocated) */
UINT tx_byte_release(VOID *memory_ptr);

/** Deletes a pool; who waits gets TX_DELETED. @return TX_SUCCESS, TX_POOL_ERROR */
UINT tx_byte_pool_delete(TX_BYTE_POOL *pool_ptr);

/**
 * Creates a pool of equal blocks in the caller's memory.
 * @return TX_SUCCESS, TX_POOL_ERROR (NULL, or already created), TX_PTR_ERROR, TX_SIZE_ERROR (room for no
 * block)
 */
UINT tx_block_pool_create(TX_BLOCK_POOL *pool_ptr, CHAR *name_ptr, ULONG block_size, VOID *pool_start,
                          ULONG pool_size);

/** Allocates a block. @return TX_SUCCESS, TX_POOL_ERROR, TX_PTR_ERROR, TX_NO_MEMORY (not in time),
 * TX_DELETED, TX_WAIT_ABORTED; *block_ptr is NULL then */
UINT tx_block_allocate(TX_BLOCK_POOL *pool_ptr, VOID **block_ptr, ULONG wait_option);

/** Gives a block back. @return TX_SUCCESS, TX_PTR_ERROR (NULL, or not allocated) */
UINT tx_block_release(VOID *block_ptr);

/**
 * There are no interrupts on the host: TX_INT_DISABLE keeps out every other thread that asks for it until the
 * posture is TX_INT_ENABLE again. @return the posture before
 */
UINT tx_interrupt_control(UINT new_posture);

/* The other two names of each service. */
#define _tx_initialize_kernel_enter tx_kernel_enter
#define _tx_thread_create           tx_thread_create
#define _txe_thread_create          tx_thread_create
#define _tx_thread_delete           tx_thread_delete
#define _txe_thread_delete          tx_thread_delete
#define _tx_thread_terminate        tx_thread_terminate
#define _txe_thread_terminate       tx_thread_terminate
#define _tx_thread_resume           tx_thread_resume
#define _txe_thread_resume          tx_thread_resume
#define _tx_thread_suspend          tx_thread_suspend
#define _txe_thread_suspend         tx_thread_suspend
#define _tx_thread_sleep            tx_thread_sleep
#define _txe_thread_sleep           tx_thread_sleep
#define _tx_thread_relinquish       tx_thread_relinquish
#define _txe_thread_relinquish      tx_thread_relinquish
#define _tx_thread_identify         tx_thread_identify
#define _txe_thread_identify        tx_thread_identify
#define _tx_thread_info_get         tx_thread_info_get
#define _txe_thread_info_get        tx_thread_info_get
#define _tx_thread_priority_change  tx_thread_priority_change
#define _txe_thread_priority_change tx_thread_priority_change
#define _tx_thread_wait_abort       tx_thread_wait_abort
#define _txe_thread_wait_abort      tx_thread_wait_abort
#define _tx_mutex_create            tx_mutex_create
#define _txe_mutex_create           tx_mutex_create
#define _tx_mutex_get               tx_mutex_get
#define _txe_mutex_get              tx_mutex_get
#define _tx_mutex_put               tx_mutex_put
#define _txe_mutex_put              tx_mutex_put
#define _tx_mutex_delete            tx_mutex_delete
#define _txe_mutex_delete           tx_mutex_delete
#define _tx_semaphore_create        tx_semaphore_create
#define _txe_semaphore_create       tx_semaphore_create
#define _tx_semaphore_get           tx_semaphore_get
#define _txe_semaphore_get          tx_semaphore_get
#define _tx_semaphore_put           tx_semaphore_put
#define _txe_semaphore_put          tx_semaphore_put
#define _tx_semaphore_delete        tx_semaphore_delete
#define _txe_semaphore_delete       tx_semaphore_delete
#define _tx_event_flags_create      tx_event_flags_create
#define _txe_event_flags_create     tx_event_flags_create
#define _tx_event_flags_set         tx_event_flags_set
#define _txe_event_flags_set        tx_event_flags_set
#define _tx_event_flags_get         tx_event_flags_get
#define _txe_event_flags_get        tx_event_flags_get
#define _tx_event_flags_delete      tx_event_flags_delete
#define _txe_event_flags_delete     tx_event_flags_delete
#define _tx_queue_create            tx_queue_create
#define _txe_queue_create           tx_queue_create
#define _tx_queue_send              tx_queue_send
#define _txe_queue_send             tx_queue_send
#define _tx_queue_receive           tx_queue_receive
#define _txe_queue_receive          tx_queue_receive
#define _tx_queue_delete            tx_queue_delete
#define _txe_queue_delete           tx_queue_delete
#define _tx_timer_create            tx_timer_create
#define _txe_timer_create           tx_timer_create
#define _tx_timer_activate          tx_timer_activate
#define _txe_timer_activate         tx_timer_activate
#define _tx_timer_deactivate        tx_timer_deactivate
#define _txe_timer_deactivate       tx_timer_deactivate
#define _tx_timer_delete            tx_timer_delete
#define _txe_timer_delete           tx_timer_delete
#define _tx_time_get                tx_time_get
#define _txe_time_get               tx_time_get
#define _tx_time_set                tx_time_set
#define _txe_time_set               tx_time_set
#define _tx_byte_pool_create        tx_byte_pool_create
#define _txe_byte_pool_create       tx_byte_pool_create
#define _tx_byte_allocate           tx_byte_allocate
#define _txe_byte_allocate          tx_byte_allocate
#define _tx_byte_release            tx_byte_release
#define _txe_byte_release           tx_byte_release
#define _tx_byte_pool_delete        tx_byte_pool_delete
#define _txe_byte_pool_delete       tx_byte_pool_delete
#define _tx_block_pool_create       tx_block_pool_create
#define _txe_block_pool_create      tx_block_pool_create
#define _tx_block_allocate          tx_block_allocate
#define _txe_block_allocate         tx_block_allocate
#define _tx_block_release           tx_block_release
#define _txe_block_release          tx_block_release
#define _tx_interrupt_control       tx_interrupt_control
#define _txe_interrupt_control      tx_interrupt_control

#ifdef __cplusplus
}
#endif

#endif
