#include "platform.h"

/* Who disabled the interrupts there are not. */
static TX_THREAD *excluder;
static struct nxs_wait_list excluded;

UINT tx_interrupt_control(UINT new_posture)
{
    TX_THREAD *self = nxs_self();
    nxs_enter();
    UINT before = excluder == self ? TX_INT_DISABLE : TX_INT_ENABLE;
    if (new_posture == TX_INT_DISABLE) {
        while (excluder != NULL && excluder != self) {
            nxs_wait_for_sure(&excluded);
        }
        excluder = self;
    } else if (excluder == self) {
        excluder = NULL;
        nxs_wake_one(&excluded);
    }
    nxs_leave();
    return before;
}

/* Weak: a program that never enters the kernel needs no tx_application_define() of its own. */
#pragma weak tx_application_define

VOID tx_kernel_enter(VOID)
{
    static ULONG64 first_unused_memory[128 * 1024];
    (void)tx_time_get();
    nxs_lock();
    nxs_threads_hold();
    nxs_unlock();
    if (tx_application_define != NULL) {
        tx_application_define(first_unused_memory);
    }
    nxs_lock();
    nxs_threads_release();
    nxs_unlock();
    struct nxs_wait_list nobody_wakes = {NULL, NULL};
    for (;;) {
        struct nxs_deadline never = nxs_deadline(TX_WAIT_FOREVER);
        nxs_lock();
        (void)nxs_wait(&nobody_wakes, &never, TX_SUSPENDED);
        nxs_unlock();
    }
}
