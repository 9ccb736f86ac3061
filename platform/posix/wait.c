#define _GNU_SOURCE /* pipe2 */
#include "platform.h"

#include <fcntl.h>
#include <limits.h>
#include <time.h>
#include <unistd.h>

/** A thread that waits, on its own stack. */
struct nxs_waiter {
    struct nxs_waiter *next;
    struct nxs_wait_list *list; /* NULL: taken off */
    TX_THREAD *thread;
    pthread_cond_t *condition; /* one of the two is how it is woken */
    int pipe;
    bool deleted;
    bool aborted;
    bool stubborn; /* waits for what surely comes, whoever wants to stop it */
};

/** What a host thread keeps from one wait to the next: a pipe, made when it first waits for a descriptor. */
struct wake_pipe {
    bool open;
    int ends[2];
};

enum {
    /* Longest sleep in poll() when there is no pipe to end it: the process ran out of descriptors. */
    SLICE_NS = NXS_TICK_NS,
};

static pthread_mutex_t the_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_condattr_t monotonic;
static pthread_key_t pipe_key;
static _Thread_local struct wake_pipe own_pipe;

static void close_pipe(void *argument)
{
    struct wake_pipe *wake = argument;
    (void)close(wake->ends[0]);
    (void)close(wake->ends[1]);
    wake->open = false;
}

static void initialize(void)
{
    (void)pthread_condattr_init(&monotonic);
    (void)pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    (void)pthread_key_create(&pipe_key, close_pipe);
}

void nxs_lock(void)
{
    (void)pthread_mutex_lock(&the_lock);
}

void nxs_unlock(void)
{
    (void)pthread_mutex_unlock(&the_lock);
}

void nxs_enter(void)
{
    nxs_lock();
    nxs_thread_obey(nxs_self());
}

void nxs_leave(void)
{
    nxs_thread_obey(nxs_self());
    nxs_unlock();
}

ULONG64 nxs_now(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (ULONG64)now.tv_sec * 1000000000u + (ULONG64)now.tv_nsec;
}

struct nxs_deadline nxs_deadline(ULONG ticks)
{
    return (struct nxs_deadline){.ticks = ticks, .at = 0};
}

static bool is_forever(const struct nxs_deadline *deadline)
{
    return deadline->ticks == TX_WAIT_FOREVER;
}

static void fix_deadline(struct nxs_deadline *deadline)
{
    if (deadline->at == 0) {
        deadline->at = nxs_now() + (ULONG64)deadline->ticks * NXS_TICK_NS;
    }
}

static bool is_late(const struct nxs_deadline *deadline)
{
    return !is_forever(deadline) && nxs_now() >= deadline->at;
}

static void join(struct nxs_wait_list *list, struct nxs_waiter *waiter)
{
    waiter->list = list;
    waiter->next = NULL;
    if (list->first == NULL) {
        list->first = waiter;
    } else {
        list->last->next = waiter;
    }
    list->last = waiter;
}

static void leave(struct nxs_waiter *waiter)
{
    struct nxs_wait_list *list = waiter->list;
    if (list == NULL) {
        return;
    }
    struct nxs_waiter *before = NULL;
    struct nxs_waiter *at = list->first;
    while (at != waiter) {
        before = at;
        at = at->next;
    }
    if (before == NULL) {
        list->first = waiter->next;
    } else {
        before->next = waiter->next;
    }
    if (list->last == waiter) {
        list->last = before;
    }
    waiter->list = NULL;
}

/* A full pipe is as good as a byte more in it. */
static void signal_waiter(struct nxs_waiter *waiter)
{
    if (waiter->condition != NULL) {
        (void)pthread_cond_signal(waiter->condition);
    } else if (waiter->pipe >= 0) {
        ssize_t done = write(waiter->pipe, "", 1);
        (void)done;
    }
}

void nxs_wake_one(struct nxs_wait_list *list)
{
    struct nxs_waiter *waiter = list->first;
    if (waiter != NULL) {
        leave(waiter);
        signal_waiter(waiter);
    }
}

void nxs_wake_all(struct nxs_wait_list *list)
{
    while (list->first != NULL) {
        nxs_wake_one(list);
    }
}

void nxs_wake_deleted(struct nxs_wait_list *list)
{
    while (list->first != NULL) {
        list->first->deleted = true;
        nxs_wake_one(list);
    }
}

bool nxs_wait_abort(TX_THREAD *thread)
{
    struct nxs_waiter *waiter = thread->tx_thread_waiter;
    if (waiter == NULL) {
        return false;
    }
    waiter->aborted = true;
    signal_waiter(waiter);
    return true;
}

static bool gives_up(const struct nxs_waiter *waiter)
{
    return !waiter->stubborn && (waiter->aborted || waiter->thread->tx_thread_ending);
}

/* A thread that was woken is told so even when its wait ended otherwise at the same moment: the waker may
 * have woken nobody else. */
static enum nxs_wait result_of(const struct nxs_waiter *waiter, bool late)
{
    if (waiter->deleted) {
        return NXS_DELETED;
    }
    if (waiter->list == NULL) {
        return NXS_WOKEN;
    }
    if (gives_up(waiter)) {
        return NXS_ABORTED;
    }
    return late ? NXS_LATE : NXS_WOKEN;
}

static void begin(struct nxs_waiter *waiter, struct nxs_wait_list *list, UINT thread_state)
{
    join(list, waiter);
    waiter->thread->tx_thread_waiter = waiter;
    waiter->thread->tx_thread_state = thread_state;
}

static void end(struct nxs_waiter *waiter)
{
    leave(waiter);
    waiter->thread->tx_thread_waiter = NULL;
    waiter->thread->tx_thread_state = TX_READY;
    waiter->thread->tx_thread_run_count++;
}

/* One sleep on the condition variable. @return whether the deadline has passed */
static bool sleep_on(pthread_cond_t *condition, struct nxs_deadline *deadline)
{
    if (is_forever(deadline)) {
        (void)pthread_cond_wait(condition, &the_lock);
        return false;
    }
    struct timespec until = {.tv_sec = (time_t)(deadline->at / 1000000000u),
                             .tv_nsec = (long)(deadline->at % 1000000000u)};
    return pthread_cond_timedwait(condition, &the_lock, &until) == ETIMEDOUT;
}

static enum nxs_wait wait_in(struct nxs_wait_list *list, struct nxs_deadline *deadline, UINT thread_state,
                             bool stubborn)
{
    if (deadline->ticks == TX_NO_WAIT) {
        return NXS_LATE;
    }
    (void)pthread_once(&once, initialize);
    fix_deadline(deadline);
    pthread_cond_t condition;
    (void)pthread_cond_init(&condition, &monotonic);
    struct nxs_waiter waiter = {
        .thread = nxs_self(), .condition = &condition, .pipe = -1, .stubborn = stubborn};
    begin(&waiter, list, thread_state);
    bool late = false;
    while (waiter.list != NULL && !gives_up(&waiter) && !late) {
        late = sleep_on(&condition, deadline);
    }
    enum nxs_wait result = result_of(&waiter, late);
    end(&waiter);
    (void)pthread_cond_destroy(&condition);
    return result;
}

enum nxs_wait nxs_wait(struct nxs_wait_list *list, struct nxs_deadline *deadline, UINT thread_state)
{
    return wait_in(list, deadline, thread_state, false);
}

void nxs_wait_for_sure(struct nxs_wait_list *list)
{
    struct nxs_deadline never = nxs_deadline(TX_WAIT_FOREVER);
    (void)wait_in(list, &never, TX_TCP_IP, true);
}

enum nxs_wait nxs_wait_briefly(struct nxs_wait_list *list, struct nxs_deadline *deadline)
{
    if (deadline->ticks == TX_NO_WAIT) {
        return NXS_LATE;
    }
    fix_deadline(deadline);
    struct nxs_deadline tick = nxs_deadline(1);
    enum nxs_wait result = wait_in(list, &tick, TX_TCP_IP, false);
    return result == NXS_LATE && !is_late(deadline) ? NXS_WOKEN : result;
}

/* NULL when the process has no descriptors left. */
static const struct wake_pipe *pipe_of_thread(void)
{
    if (!own_pipe.open && pipe2(own_pipe.ends, O_CLOEXEC | O_NONBLOCK) == 0) {
        own_pipe.open = true;
        if (pthread_setspecific(pipe_key, &own_pipe) != 0) {
            close_pipe(&own_pipe);
        }
    }
    return own_pipe.open ? &own_pipe : NULL;
}

/* Milliseconds for poll(), rounded up so that it does not spin at the end. */
static int time_left(const struct nxs_deadline *deadline, ULONG64 limit)
{
    ULONG64 left = UINT64_MAX;
    if (!is_forever(deadline)) {
        ULONG64 now = nxs_now();
        left = deadline->at > now ? deadline->at - now : 0;
    }
    left = left < limit ? left : limit;
    if (left == UINT64_MAX) {
        return -1;
    }
    left = left / 1000000u + (left % 1000000u != 0);
    return left < INT_MAX ? (int)left : INT_MAX;
}

static void empty_pipe(const struct wake_pipe *wake)
{
    char bytes[64];
    while (read(wake->ends[0], bytes, sizeof(bytes)) == (ssize_t)sizeof(bytes)) {
    }
}

enum nxs_wait nxs_wait_poll(struct nxs_wait_list *list, struct pollfd *polled, size_t count,
                            struct nxs_deadline *deadline)
{
    (void)pthread_once(&once, initialize);
    fix_deadline(deadline);
    const struct wake_pipe *wake = pipe_of_thread();
    polled[0] = (struct pollfd){.fd = wake == NULL ? -1 : wake->ends[0], .events = POLLIN};
    struct nxs_waiter waiter = {.thread = nxs_self(), .pipe = wake == NULL ? -1 : wake->ends[1]};
    begin(&waiter, list, TX_TCP_IP);
    bool late = false;
    bool ready = false;
    while (waiter.list != NULL && !gives_up(&waiter) && !ready && !late) {
        int timeout = time_left(deadline, wake == NULL ? SLICE_NS : UINT64_MAX);
        nxs_unlock();
        int found = poll(polled, (nfds_t)count, timeout);
        nxs_lock();
        ready = found > (polled[0].revents != 0);
        late = !ready && is_late(deadline);
        if (wake != NULL && found > 0 && polled[0].revents != 0) {
            empty_pipe(wake);
        }
    }
    enum nxs_wait result = result_of(&waiter, late);
    end(&waiter);
    return result;
}

enum nxs_wait nxs_wait_descriptor(struct nxs_wait_list *list, int descriptor, short events,
                                  struct nxs_deadline *deadline)
{
    if (deadline->ticks == TX_NO_WAIT) {
        return nxs_host_poll(descriptor, events) != 0 ? NXS_WOKEN : NXS_LATE;
    }
    struct pollfd polled[2] = {[1] = {.fd = descriptor, .events = events}};
    return nxs_wait_poll(list, polled, 2, deadline);
}

UINT nxs_wait_tx(enum nxs_wait result, UINT late)
{
    return result == NXS_ABORTED ? TX_WAIT_ABORTED : result == NXS_DELETED ? TX_DELETED : late;
}

UINT nxs_wait_nx(enum nxs_wait result, UINT late)
{
    return result == NXS_ABORTED ? NX_WAIT_ABORTED : result == NXS_DELETED ? NX_DELETED : late;
}
