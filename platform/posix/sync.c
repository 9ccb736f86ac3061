#include "platform.h"

enum {
    SEMAPHORE_ID = 0x53454D41, /* "SEMA" */
    GROUP_ID = 0x4456444E,     /* "DVDN" */
    QUEUE_ID = 0x51554555,     /* "QUEU" */
};

/* ---- semaphores ---- */

static bool is_semaphore(const TX_SEMAPHORE *semaphore)
{
    return semaphore != NULL && semaphore->tx_semaphore_id == SEMAPHORE_ID;
}

UINT tx_semaphore_create(TX_SEMAPHORE *semaphore_ptr, CHAR *name_ptr, ULONG initial_count)
{
    if (semaphore_ptr == NULL || semaphore_ptr->tx_semaphore_id == SEMAPHORE_ID) {
        return TX_SEMAPHORE_ERROR;
    }
    nxs_enter();
    *semaphore_ptr = (TX_SEMAPHORE){
        .tx_semaphore_id = SEMAPHORE_ID, .tx_semaphore_name = name_ptr, .tx_semaphore_count = initial_count};
    nxs_leave();
    return TX_SUCCESS;
}

UINT tx_semaphore_get(TX_SEMAPHORE *semaphore_ptr, ULONG wait_option)
{
    if (!is_semaphore(semaphore_ptr)) {
        return TX_SEMAPHORE_ERROR;
    }
    struct nxs_deadline deadline = nxs_deadline(wait_option);
    enum nxs_wait result = NXS_WOKEN;
    nxs_enter();
    while (result == NXS_WOKEN && semaphore_ptr->tx_semaphore_count == 0) {
        result = nxs_wait(&semaphore_ptr->tx_semaphore_waiters, &deadline, TX_SEMAPHORE_SUSP);
    }
    if (result == NXS_WOKEN) {
        semaphore_ptr->tx_semaphore_count--;
    }
    nxs_leave();
    return result == NXS_WOKEN ? TX_SUCCESS : nxs_wait_tx(result, TX_NO_INSTANCE);
}

UINT tx_semaphore_put(TX_SEMAPHORE *semaphore_ptr)
{
    if (!is_semaphore(semaphore_ptr)) {
        return TX_SEMAPHORE_ERROR;
    }
    nxs_enter();
    semaphore_ptr->tx_semaphore_count++;
    nxs_wake_one(&semaphore_ptr->tx_semaphore_waiters);
    nxs_leave();
    return TX_SUCCESS;
}

UINT tx_semaphore_delete(TX_SEMAPHORE *semaphore_ptr)
{
    if (!is_semaphore(semaphore_ptr)) {
        return TX_SEMAPHORE_ERROR;
    }
    nxs_enter();
    semaphore_ptr->tx_semaphore_id = 0;
    nxs_wake_deleted(&semaphore_ptr->tx_semaphore_waiters);
    nxs_leave();
    return TX_SUCCESS;
}

/* ---- event flags ---- */

static bool is_group(const TX_EVENT_FLAGS_GROUP *group)
{
    return group != NULL && group->tx_event_flags_group_id == GROUP_ID;
}

UINT tx_event_flags_create(TX_EVENT_FLAGS_GROUP *group_ptr, CHAR *name_ptr)
{
    if (group_ptr == NULL || group_ptr->tx_event_flags_group_id == GROUP_ID) {
        return TX_GROUP_ERROR;
    }
    nxs_enter();
    *group_ptr =
        (TX_EVENT_FLAGS_GROUP){.tx_event_flags_group_id = GROUP_ID, .tx_event_flags_group_name = name_ptr};
    nxs_leave();
    return TX_SUCCESS;
}

UINT tx_event_flags_set(TX_EVENT_FLAGS_GROUP *group_ptr, ULONG flags_to_set, UINT set_option)
{
    if (!is_group(group_ptr)) {
        return TX_GROUP_ERROR;
    }
    if (set_option != TX_OR && set_option != TX_AND) {
        return TX_OPTION_ERROR;
    }
    nxs_enter();
    if (set_option == TX_OR) {
        group_ptr->tx_event_flags_group_current |= flags_to_set;
        nxs_wake_all(&group_ptr->tx_event_flags_group_waiters);
    } else {
        group_ptr->tx_event_flags_group_current &= flags_to_set;
    }
    nxs_leave();
    return TX_SUCCESS;
}

static bool flags_are_there(ULONG current, ULONG requested, UINT option)
{
    bool all = option == TX_AND || option == TX_AND_CLEAR;
    return all ? (current & requested) == requested : (current & requested) != 0;
}

UINT tx_event_flags_get(TX_EVENT_FLAGS_GROUP *group_ptr, ULONG requested_flags, UINT get_option,
                        ULONG *actual_flags_ptr, ULONG wait_option)
{
    if (!is_group(group_ptr)) {
        return TX_GROUP_ERROR;
    }
    if (actual_flags_ptr == NULL) {
        return TX_PTR_ERROR;
    }
    if (get_option > TX_AND_CLEAR) {
        return TX_OPTION_ERROR;
    }
    struct nxs_deadline deadline = nxs_deadline(wait_option);
    enum nxs_wait result = NXS_WOKEN;
    nxs_enter();
    while (result == NXS_WOKEN &&
           !flags_are_there(group_ptr->tx_event_flags_group_current, requested_flags, get_option)) {
        result = nxs_wait(&group_ptr->tx_event_flags_group_waiters, &deadline, TX_EVENT_FLAG);
    }
    if (result == NXS_WOKEN) {
        *actual_flags_ptr = group_ptr->tx_event_flags_group_current;
        if (get_option == TX_OR_CLEAR || get_option == TX_AND_CLEAR) {
            group_ptr->tx_event_flags_group_current &= ~requested_flags;
        }
    }
    nxs_leave();
    return result == NXS_WOKEN ? TX_SUCCESS : nxs_wait_tx(result, TX_NO_EVENTS);
}

UINT tx_event_flags_delete(TX_EVENT_FLAGS_GROUP *group_ptr)
{
    if (!is_group(group_ptr)) {
        return TX_GROUP_ERROR;
    }
    nxs_enter();
    group_ptr->tx_event_flags_group_id = 0;
    nxs_wake_deleted(&group_ptr->tx_event_flags_group_waiters);
    nxs_leave();
    return TX_SUCCESS;
}

/* ---- queues ---- */

static bool is_queue(const TX_QUEUE *queue)
{
    return queue != NULL && queue->tx_queue_id == QUEUE_ID;
}

UINT tx_queue_create(TX_QUEUE *queue_ptr, CHAR *name_ptr, UINT message_size, VOID *queue_start,
                     ULONG queue_size)
{
    if (queue_ptr == NULL || queue_ptr->tx_queue_id == QUEUE_ID) {
        return TX_QUEUE_ERROR;
    }
    if (queue_start == NULL) {
        return TX_PTR_ERROR;
    }
    UINT bytes = message_size * (UINT)sizeof(uint32_t);
    if (message_size < TX_1_ULONG || message_size > TX_16_ULONG || queue_size < bytes) {
        return TX_SIZE_ERROR;
    }
    nxs_enter();
    *queue_ptr = (TX_QUEUE){.tx_queue_id = QUEUE_ID,
                            .tx_queue_name = name_ptr,
                            .tx_queue_message_size = bytes,
                            .tx_queue_capacity = queue_size / bytes,
                            .tx_queue_start = queue_start};
    nxs_leave();
    return TX_SUCCESS;
}

/* The room of message number @p index, counted from the oldest. */
static UCHAR *message_at(const TX_QUEUE *queue, ULONG index)
{
    ULONG slot = (queue->tx_queue_read_index + index) % queue->tx_queue_capacity;
    return queue->tx_queue_start + (size_t)slot * queue->tx_queue_message_size;
}

UINT tx_queue_send(TX_QUEUE *queue_ptr, VOID *source_ptr, ULONG wait_option)
{
    if (!is_queue(queue_ptr)) {
        return TX_QUEUE_ERROR;
    }
    if (source_ptr == NULL) {
        return TX_PTR_ERROR;
    }
    struct nxs_deadline deadline = nxs_deadline(wait_option);
    enum nxs_wait result = NXS_WOKEN;
    nxs_enter();
    while (result == NXS_WOKEN && queue_ptr->tx_queue_enqueued == queue_ptr->tx_queue_capacity) {
        result = nxs_wait(&queue_ptr->tx_queue_senders, &deadline, TX_QUEUE_SUSP);
    }
    if (result == NXS_WOKEN) {
        memcpy(message_at(queue_ptr, queue_ptr->tx_queue_enqueued), source_ptr,
               queue_ptr->tx_queue_message_size);
        queue_ptr->tx_queue_enqueued++;
        nxs_wake_one(&queue_ptr->tx_queue_receivers);
    }
    nxs_leave();
    return result == NXS_WOKEN ? TX_SUCCESS : nxs_wait_tx(result, TX_QUEUE_FULL);
}

UINT tx_queue_receive(TX_QUEUE *queue_ptr, VOID *destination_ptr, ULONG wait_option)
{
    if (!is_queue(queue_ptr)) {
        return TX_QUEUE_ERROR;
    }
    if (destination_ptr == NULL) {
        return TX_PTR_ERROR;
    }
    struct nxs_deadline deadline = nxs_deadline(wait_option);
    enum nxs_wait result = NXS_WOKEN;
    nxs_enter();
    while (result == NXS_WOKEN && queue_ptr->tx_queue_enqueued == 0) {
        result = nxs_wait(&queue_ptr->tx_queue_receivers, &deadline, TX_QUEUE_SUSP);
    }
    if (result == NXS_WOKEN) {
        memcpy(destination_ptr, message_at(queue_ptr, 0), queue_ptr->tx_queue_message_size);
        queue_ptr->tx_queue_read_index = (queue_ptr->tx_queue_read_index + 1) % queue_ptr->tx_queue_capacity;
        queue_ptr->tx_queue_enqueued--;
        nxs_wake_one(&queue_ptr->tx_queue_senders);
    }
    nxs_leave();
    return result == NXS_WOKEN ? TX_SUCCESS : nxs_wait_tx(result, TX_QUEUE_EMPTY);
}

UINT tx_queue_delete(TX_QUEUE *queue_ptr)
{
    if (!is_queue(queue_ptr)) {
        return TX_QUEUE_ERROR;
    }
    nxs_enter();
    queue_ptr->tx_queue_id = 0;
    nxs_wake_deleted(&queue_ptr->tx_queue_receivers);
    nxs_wake_deleted(&queue_ptr->tx_queue_senders);
    nxs_leave();
    return TX_SUCCESS;
}
