#include "platform.h"

#include <sched.h>
#include <signal.h>

enum {
    THREAD_ID = 0x54485244, /* "THRD" */
    /* libcrypto and the C library want more than the few kilobytes of an embedded stack. */
    HOST_STACK = 1024 * 1024,
};

static TX_THREAD *created;
static bool held_back; /* tx_application_define() is running */

/* Who the calling thread is; a thread the platform did not make is its own, until the host ends it. */
static _Thread_local TX_THREAD *self;
static _Thread_local TX_THREAD host_thread;

TX_THREAD *nxs_self(void)
{
    if (self == NULL) {
        host_thread.tx_thread_id = THREAD_ID;
        host_thread.tx_thread_started = 1;
        self = &host_thread;
    }
    return self;
}

static bool is_created(const TX_THREAD *thread)
{
    return thread != NULL && thread->tx_thread_id == THREAD_ID;
}

static bool has_ended(const TX_THREAD *thread)
{
    return thread->tx_thread_state == TX_COMPLETED || thread->tx_thread_state == TX_TERMINATED;
}

/* The last that a thread does with its control block. */
static void end_with(TX_THREAD *thread, UINT state)
{
    nxs_mutexes_put(thread);
    thread->tx_thread_state = state;
}

void nxs_thread_obey(TX_THREAD *thread)
{
    struct nxs_deadline never = nxs_deadline(TX_WAIT_FOREVER);
    while (thread->tx_thread_held && !thread->tx_thread_ending) {
        (void)nxs_wait(&thread->tx_thread_resumers, &never, TX_SUSPENDED);
    }
    if (thread->tx_thread_ending) {
        end_with(thread, TX_TERMINATED);
        nxs_unlock();
        pthread_exit(NULL);
    }
}

/* Signals are for the application's threads; those a fault raises are for whoever made the fault. */
static void block_signals(sigset_t *before)
{
    static const int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP};
    sigset_t blocked;
    (void)sigfillset(&blocked);
    for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
        (void)sigdelset(&blocked, faults[i]);
    }
    (void)pthread_sigmask(SIG_SETMASK, &blocked, before);
}

int nxs_host_thread(void *(*run)(void *argument), void *argument, bool signals)
{
    pthread_attr_t attributes;
    int error = pthread_attr_init(&attributes);
    if (error != 0) {
        return error;
    }
    (void)pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    (void)pthread_attr_setstacksize(&attributes, HOST_STACK);
    sigset_t before;
    if (!signals) {
        block_signals(&before);
    }
    pthread_t thread;
    error = pthread_create(&thread, &attributes, run, argument);
    if (!signals) {
        (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    }
    (void)pthread_attr_destroy(&attributes);
    return error;
}

static void *run_thread(void *argument)
{
    TX_THREAD *thread = argument;
    self = thread;
    nxs_enter();
    nxs_leave();
    thread->tx_thread_entry(thread->tx_thread_entry_parameter);
    nxs_enter();
    end_with(thread, TX_COMPLETED);
    nxs_unlock();
    return NULL;
}

/* With the lock held. */
static UINT start(TX_THREAD *thread)
{
    thread->tx_thread_held = 0;
    if (thread->tx_thread_started || held_back) {
        nxs_wake_all(&thread->tx_thread_resumers);
        return TX_SUCCESS;
    }
    thread->tx_thread_state = TX_READY;
    thread->tx_thread_started = 1;
    if (nxs_host_thread(run_thread, thread, true) != 0) {
        thread->tx_thread_started = 0;
        thread->tx_thread_held = 1;
        thread->tx_thread_state = TX_SUSPENDED;
        return TX_NO_MEMORY;
    }
    return TX_SUCCESS;
}

void nxs_threads_hold(void)
{
    held_back = true;
}

void nxs_threads_release(void)
{
    held_back = false;
    for (TX_THREAD *thread = created; thread != NULL; thread = thread->tx_thread_created_next) {
        if (!thread->tx_thread_started && !thread->tx_thread_held && !has_ended(thread)) {
            (void)start(thread);
        }
    }
}

static UINT check_new(const TX_THREAD *thread, VOID (*entry)(ULONG entry_input), const VOID *stack,
                      ULONG stack_size, UINT priority, UINT threshold, UINT auto_start)
{
    if (thread == NULL || thread->tx_thread_id == THREAD_ID) {
        return TX_THREAD_ERROR;
    }
    if (entry == NULL || stack == NULL) {
        return TX_PTR_ERROR;
    }
    if (stack_size < TX_MINIMUM_STACK) {
        return TX_SIZE_ERROR;
    }
    if (priority >= TX_MAX_PRIORITIES) {
        return TX_PRIORITY_ERROR;
    }
    if (threshold > priority) {
        return TX_THRESH_ERROR;
    }
    return auto_start > TX_AUTO_START ? TX_START_ERROR : TX_SUCCESS;
}

/* In the order of creation: nxs_threads_release() starts the first created first. */
static void append_created(TX_THREAD *thread)
{
    TX_THREAD **at = &created;
    while (*at != NULL) {
        at = &(*at)->tx_thread_created_next;
    }
    *at = thread;
}

static void remove_created(const TX_THREAD *thread)
{
    for (TX_THREAD **at = &created; *at != NULL; at = &(*at)->tx_thread_created_next) {
        if (*at == thread) {
            *at = thread->tx_thread_created_next;
            return;
        }
    }
}

UINT tx_thread_create(TX_THREAD *thread_ptr, CHAR *name_ptr, VOID (*entry_function)(ULONG entry_input),
                      ULONG entry_input, VOID *stack_start, ULONG stack_size, UINT priority,
                      UINT preempt_threshold, ULONG time_slice, UINT auto_start)
{
    UINT status = check_new(thread_ptr, entry_function, stack_start, stack_size, priority, preempt_threshold,
                            auto_start);
    if (status != TX_SUCCESS) {
        return status;
    }
    nxs_enter();
    *thread_ptr = (TX_THREAD){.tx_thread_id = THREAD_ID,
                              .tx_thread_name = name_ptr,
                              .tx_thread_state = TX_SUSPENDED,
                              .tx_thread_priority = priority,
                              .tx_thread_preempt_threshold = preempt_threshold,
                              .tx_thread_time_slice = time_slice,
                              .tx_thread_stack_start = stack_start,
                              .tx_thread_stack_size = stack_size,
                              .tx_thread_entry = entry_function,
                              .tx_thread_entry_parameter = entry_input,
                              .tx_thread_held = 1};
    append_created(thread_ptr);
    if (auto_start == TX_AUTO_START) {
        status = start(thread_ptr);
    }
    if (status != TX_SUCCESS) {
        remove_created(thread_ptr);
        thread_ptr->tx_thread_id = 0;
    }
    nxs_leave();
    return status;
}

UINT tx_thread_delete(TX_THREAD *thread_ptr)
{
    if (!is_created(thread_ptr)) {
        return TX_THREAD_ERROR;
    }
    nxs_enter();
    UINT status = TX_DELETE_ERROR;
    if (has_ended(thread_ptr)) {
        remove_created(thread_ptr);
        thread_ptr->tx_thread_id = 0;
        status = TX_SUCCESS;
    }
    nxs_leave();
    return status;
}

UINT tx_thread_terminate(TX_THREAD *thread_ptr)
{
    if (!is_created(thread_ptr)) {
        return TX_THREAD_ERROR;
    }
    nxs_enter();
    if (!thread_ptr->tx_thread_started) {
        thread_ptr->tx_thread_state = TX_TERMINATED;
    } else if (!has_ended(thread_ptr)) {
        thread_ptr->tx_thread_ending = 1;
        (void)nxs_wait_abort(thread_ptr);
    }
    nxs_leave();
    return TX_SUCCESS;
}

UINT tx_thread_resume(TX_THREAD *thread_ptr)
{
    if (!is_created(thread_ptr)) {
        return TX_THREAD_ERROR;
    }
    nxs_enter();
    UINT status = TX_RESUME_ERROR;
    if (thread_ptr->tx_thread_held && !has_ended(thread_ptr)) {
        status = start(thread_ptr);
    }
    nxs_leave();
    return status;
}

UINT tx_thread_suspend(TX_THREAD *thread_ptr)
{
    if (!is_created(thread_ptr)) {
        return TX_THREAD_ERROR;
    }
    nxs_enter();
    UINT status = TX_SUSPEND_ERROR;
    if (!has_ended(thread_ptr)) {
        thread_ptr->tx_thread_held = 1;
        status = TX_SUCCESS;
    }
    nxs_leave();
    return status;
}

UINT tx_thread_sleep(ULONG timer_ticks)
{
    struct nxs_wait_list nobody_wakes = {NULL, NULL};
    struct nxs_deadline deadline = nxs_deadline(timer_ticks);
    nxs_enter();
    enum nxs_wait result = nxs_wait(&nobody_wakes, &deadline, TX_SLEEP);
    nxs_leave();
    return nxs_wait_tx(result, TX_SUCCESS);
}

VOID tx_thread_relinquish(VOID)
{
    nxs_enter();
    nxs_leave();
    (void)sched_yield();
}

TX_THREAD *tx_thread_identify(VOID)
{
    return nxs_self();
}

UINT tx_thread_info_get(TX_THREAD *thread_ptr, CHAR **name, UINT *state, ULONG *run_count, UINT *priority,
                        UINT *preemption_threshold, ULONG *time_slice, TX_THREAD **next_thread,
                        TX_THREAD **next_suspended_thread)
{
    if (!is_created(thread_ptr)) {
        return TX_THREAD_ERROR;
    }
    TX_THREAD nowhere;
    CHAR *no_name;
    TX_THREAD *no_thread;
    nxs_enter();
    *(name != NULL ? name : &no_name) = thread_ptr->tx_thread_name;
    *(state != NULL ? state : &nowhere.tx_thread_state) = thread_ptr->tx_thread_state;
    *(run_count != NULL ? run_count : &nowhere.tx_thread_run_count) = thread_ptr->tx_thread_run_count;
    *(priority != NULL ? priority : &nowhere.tx_thread_priority) = thread_ptr->tx_thread_priority;
    *(preemption_threshold != NULL ? preemption_threshold : &nowhere.tx_thread_preempt_threshold) =
        thread_ptr->tx_thread_preempt_threshold;
    *(time_slice != NULL ? time_slice : &nowhere.tx_thread_time_slice) = thread_ptr->tx_thread_time_slice;
    *(next_thread != NULL ? next_thread : &no_thread) = thread_ptr->tx_thread_created_next;
    *(next_suspended_thread != NULL ? next_suspended_thread : &no_thread) = NULL;
    nxs_leave();
    return TX_SUCCESS;
}

UINT tx_thread_priority_change(TX_THREAD *thread_ptr, UINT new_priority, UINT *old_priority)
{
    if (!is_created(thread_ptr)) {
        return TX_THREAD_ERROR;
    }
    if (old_priority == NULL) {
        return TX_PTR_ERROR;
    }
    if (new_priority >= TX_MAX_PRIORITIES) {
        return TX_PRIORITY_ERROR;
    }
    nxs_enter();
    *old_priority = thread_ptr->tx_thread_priority;
    thread_ptr->tx_thread_priority = new_priority;
    nxs_leave();
    return TX_SUCCESS;
}

UINT tx_thread_wait_abort(TX_THREAD *thread_ptr)
{
    if (!is_created(thread_ptr)) {
        return TX_THREAD_ERROR;
    }
    nxs_enter();
    bool waited = thread_ptr->tx_thread_state != TX_SUSPENDED && nxs_wait_abort(thread_ptr);
    nxs_leave();
    return waited ? TX_SUCCESS : TX_WAIT_ABORT_ERROR;
}
