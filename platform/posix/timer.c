#include "platform.h"

enum {
    TIMER_ID = 0x4154494D, /* "ATIM" */
};

/* Running timers, the next to expire first, and the thread that waits for it. */
static TX_TIMER *active;
static bool thread_runs;
static struct nxs_wait_list change;

/* Ticks to add to the host's clock: what tx_time_set() changed. */
static ULONG time_offset;

static ULONG host_ticks(void)
{
    static ULONG64 first;
    ULONG64 now = nxs_now();
    if (first == 0) {
        first = now;
    }
    return (ULONG)((now - first) / NXS_TICK_NS);
}

ULONG tx_time_get(VOID)
{
    nxs_lock();
    ULONG time = host_ticks() + time_offset;
    nxs_unlock();
    return time;
}

VOID tx_time_set(ULONG new_time)
{
    nxs_lock();
    time_offset = new_time - host_ticks();
    nxs_unlock();
}

static bool is_created(const TX_TIMER *timer)
{
    return timer != NULL && timer->tx_timer_id == TIMER_ID;
}

static void activate(TX_TIMER *timer, ULONG64 due)
{
    timer->tx_timer_due = due;
    timer->tx_timer_active = 1;
    TX_TIMER **at = &active;
    while (*at != NULL && (*at)->tx_timer_due <= due) {
        at = &(*at)->tx_timer_active_next;
    }
    timer->tx_timer_active_next = *at;
    *at = timer;
}

static void deactivate(TX_TIMER *timer)
{
    TX_TIMER **at = &active;
    while (*at != timer) {
        at = &(*at)->tx_timer_active_next;
    }
    *at = timer->tx_timer_active_next;
    timer->tx_timer_active = 0;
}

/* Takes the first timer off, or puts it to its next place, and calls its function without the lock. */
static void expire_first(void)
{
    TX_TIMER *timer = active;
    VOID (*function)(ULONG input) = timer->tx_timer_expiration_function;
    ULONG input = timer->tx_timer_expiration_input;
    deactivate(timer);
    timer->tx_timer_remaining_ticks = timer->tx_timer_reschedule_ticks;
    if (timer->tx_timer_reschedule_ticks != 0) {
        activate(timer, timer->tx_timer_due + (ULONG64)timer->tx_timer_reschedule_ticks * NXS_TICK_NS);
    }
    nxs_unlock();
    function(input);
    nxs_lock();
}

static void *run_timers(void *argument)
{
    nxs_lock();
    for (;;) {
        struct nxs_deadline deadline = nxs_deadline(TX_WAIT_FOREVER);
        if (active != NULL && active->tx_timer_due <= nxs_now()) {
            expire_first();
            continue;
        }
        if (active != NULL) {
            deadline = (struct nxs_deadline){.ticks = 1, .at = active->tx_timer_due};
        }
        (void)nxs_wait(&change, &deadline, TX_SUSPENDED);
    }
    return argument;
}

/* With the lock held. */
static UINT start(TX_TIMER *timer)
{
    if (timer->tx_timer_active || timer->tx_timer_remaining_ticks == 0) {
        return TX_ACTIVATE_ERROR;
    }
    if (!thread_runs) {
        thread_runs = nxs_host_thread(run_timers, NULL, false) == 0;
    }
    if (!thread_runs) {
        return TX_ACTIVATE_ERROR;
    }
    activate(timer, nxs_now() + (ULONG64)timer->tx_timer_remaining_ticks * NXS_TICK_NS);
    nxs_wake_all(&change);
    return TX_SUCCESS;
}

UINT tx_timer_create(TX_TIMER *timer_ptr, CHAR *name_ptr, VOID (*expiration_function)(ULONG input),
                     ULONG expiration_input, ULONG initial_ticks, ULONG reschedule_ticks, UINT auto_activate)
{
    if (timer_ptr == NULL || timer_ptr->tx_timer_id == TIMER_ID) {
        return TX_TIMER_ERROR;
    }
    if (expiration_function == NULL) {
        return TX_PTR_ERROR;
    }
    if (initial_ticks == 0) {
        return TX_TICK_ERROR;
    }
    if (auto_activate != TX_AUTO_ACTIVATE && auto_activate != TX_NO_ACTIVATE) {
        return TX_ACTIVATE_ERROR;
    }
    nxs_enter();
    *timer_ptr = (TX_TIMER){.tx_timer_id = TIMER_ID,
                            .tx_timer_name = name_ptr,
                            .tx_timer_expiration_function = expiration_function,
                            .tx_timer_expiration_input = expiration_input,
                            .tx_timer_remaining_ticks = initial_ticks,
                            .tx_timer_reschedule_ticks = reschedule_ticks};
    UINT status = auto_activate == TX_AUTO_ACTIVATE ? start(timer_ptr) : TX_SUCCESS;
    if (status != TX_SUCCESS) {
        timer_ptr->tx_timer_id = 0;
    }
    nxs_leave();
    return status;
}

UINT tx_timer_activate(TX_TIMER *timer_ptr)
{
    if (!is_created(timer_ptr)) {
        return TX_TIMER_ERROR;
    }
    nxs_enter();
    UINT status = start(timer_ptr);
    nxs_leave();
    return status;
}

UINT tx_timer_deactivate(TX_TIMER *timer_ptr)
{
    if (!is_created(timer_ptr)) {
        return TX_TIMER_ERROR;
    }
    nxs_enter();
    if (timer_ptr->tx_timer_active) {
        ULONG64 now = nxs_now();
        ULONG64 left = timer_ptr->tx_timer_due > now ? timer_ptr->tx_timer_due - now : 0;
        deactivate(timer_ptr);
        timer_ptr->tx_timer_remaining_ticks = (ULONG)(left / NXS_TICK_NS) + 1;
    }
    nxs_leave();
    return TX_SUCCESS;
}

UINT tx_timer_delete(TX_TIMER *timer_ptr)
{
    if (!is_created(timer_ptr)) {
        return TX_TIMER_ERROR;
    }
    nxs_enter();
    if (timer_ptr->tx_timer_active) {
        deactivate(timer_ptr);
    }
    timer_ptr->tx_timer_id = 0;
    nxs_leave();
    return TX_SUCCESS;
}
