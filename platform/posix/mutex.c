#include "platform.h"

enum {
    MUTEX_ID = 0x4D555445, /* "MUTE" */
};

static bool is_created(const TX_MUTEX *mutex)
{
    return mutex != NULL && mutex->tx_mutex_id == MUTEX_ID;
}

static void own(TX_MUTEX *mutex, TX_THREAD *thread)
{
    mutex->tx_mutex_owner = thread;
    mutex->tx_mutex_ownership_count = 1;
    mutex->tx_mutex_owned_next = thread->tx_thread_owned_mutexes;
    thread->tx_thread_owned_mutexes = mutex;
}

static void disown(TX_MUTEX *mutex)
{
    TX_MUTEX **at = &mutex->tx_mutex_owner->tx_thread_owned_mutexes;
    while (*at != mutex) {
        at = &(*at)->tx_mutex_owned_next;
    }
    *at = mutex->tx_mutex_owned_next;
    mutex->tx_mutex_owner = NULL;
    mutex->tx_mutex_ownership_count = 0;
}

void nxs_mutexes_put(TX_THREAD *thread)
{
    while (thread->tx_thread_owned_mutexes != NULL) {
        TX_MUTEX *mutex = thread->tx_thread_owned_mutexes;
        disown(mutex);
        nxs_wake_one(&mutex->tx_mutex_waiters);
    }
}

UINT tx_mutex_create(TX_MUTEX *mutex_ptr, CHAR *name_ptr, UINT inherit)
{
    if (mutex_ptr == NULL || mutex_ptr->tx_mutex_id == MUTEX_ID) {
        return TX_MUTEX_ERROR;
    }
    if (inherit != TX_INHERIT && inherit != TX_NO_INHERIT) {
        return TX_INHERIT_ERROR;
    }
    nxs_enter();
    *mutex_ptr = (TX_MUTEX){.tx_mutex_id = MUTEX_ID, .tx_mutex_name = name_ptr, .tx_mutex_inherit = inherit};
    nxs_leave();
    return TX_SUCCESS;
}

UINT tx_mutex_get(TX_MUTEX *mutex_ptr, ULONG wait_option)
{
    if (!is_created(mutex_ptr)) {
        return TX_MUTEX_ERROR;
    }
    struct nxs_deadline deadline = nxs_deadline(wait_option);
    TX_THREAD *self = nxs_self();
    UINT status = TX_SUCCESS;
    nxs_enter();
    while (mutex_ptr->tx_mutex_owner != NULL && mutex_ptr->tx_mutex_owner != self) {
        enum nxs_wait result = nxs_wait(&mutex_ptr->tx_mutex_waiters, &deadline, TX_MUTEX_SUSP);
        if (result != NXS_WOKEN) {
            status = nxs_wait_tx(result, TX_NOT_AVAILABLE);
            break;
        }
    }
    if (status == TX_SUCCESS && mutex_ptr->tx_mutex_owner == self) {
        mutex_ptr->tx_mutex_ownership_count++;
    } else if (status == TX_SUCCESS) {
        own(mutex_ptr, self);
    }
    nxs_leave();
    return status;
}

UINT tx_mutex_put(TX_MUTEX *mutex_ptr)
{
    if (!is_created(mutex_ptr)) {
        return TX_MUTEX_ERROR;
    }
    UINT status = TX_NOT_OWNED;
    nxs_enter();
    if (mutex_ptr->tx_mutex_owner == nxs_self()) {
        status = TX_SUCCESS;
        mutex_ptr->tx_mutex_ownership_count--;
        if (mutex_ptr->tx_mutex_ownership_count == 0) {
            disown(mutex_ptr);
            nxs_wake_one(&mutex_ptr->tx_mutex_waiters);
        }
    }
    nxs_leave();
    return status;
}

UINT tx_mutex_delete(TX_MUTEX *mutex_ptr)
{
    if (!is_created(mutex_ptr)) {
        return TX_MUTEX_ERROR;
    }
    nxs_enter();
    mutex_ptr->tx_mutex_id = 0;
    if (mutex_ptr->tx_mutex_owner != NULL) {
        disown(mutex_ptr);
    }
    nxs_wake_deleted(&mutex_ptr->tx_mutex_waiters);
    nxs_leave();
    return TX_SUCCESS;
}
