#include "platform.h"

#include "fault.h"

#if defined(__SANITIZE_ADDRESS__)
#define WITH_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WITH_ASAN 1
#endif
#endif

/* Under AddressSanitizer the payload of a free packet may not be touched, so that a use after release is
 * seen. */
#ifdef WITH_ASAN
#include <sanitizer/asan_interface.h>
#define FORBID(start, size) ASAN_POISON_MEMORY_REGION(start, size)
#define PERMIT(start, size) ASAN_UNPOISON_MEMORY_REGION(start, size)
#else
#define FORBID(start, size) ((void)(start), (void)(size))
#define PERMIT(start, size) ((void)(start), (void)(size))
#endif

/* What nx_packet_tcp_queue_next of an allocated packet points at. */
static NX_PACKET allocated;

static ULONG payload_room(const NX_PACKET_POOL *pool)
{
    return pool->nx_packet_pool_payload_size;
}

bool nxs_pool_created(const NX_PACKET_POOL *pool)
{
    return pool != NULL && pool->nx_packet_pool_id == NX_PACKET_POOL_ID;
}

bool nxs_packet_allocated(const NX_PACKET *packet)
{
    return packet != NULL && packet->nx_packet_union_next.nx_packet_tcp_queue_next == &allocated &&
           nxs_pool_created(packet->nx_packet_pool_owner);
}

NX_PACKET *nxs_pool_packet_take(NX_PACKET_POOL *pool, ULONG offset)
{
    NX_PACKET *packet = pool->nx_packet_pool_available_list;
    if (packet == NULL) {
        return NULL;
    }
    pool->nx_packet_pool_available_list = packet->nx_packet_union_next.nx_packet_tcp_queue_next;
    pool->nx_packet_pool_available--;
    PERMIT(packet->nx_packet_data_start, payload_room(pool));
    packet->nx_packet_union_next.nx_packet_tcp_queue_next = &allocated;
    packet->nx_packet_queue_next = NULL;
    packet->nx_packet_next = NULL;
    packet->nx_packet_last = NULL;
    packet->nx_packet_prepend_ptr = packet->nx_packet_data_start + offset;
    packet->nx_packet_append_ptr = packet->nx_packet_prepend_ptr;
    packet->nx_packet_length = 0;
    packet->nx_packet_ip_version = 0;
    packet->nx_packet_identical_copy = 0;
    packet->nx_packet_ip_header = NULL;
    packet->nx_packet_address.nx_packet_interface_ptr = NULL;
    return packet;
}

UINT nxs_pool_wait(NX_PACKET_POOL *pool, NX_PACKET **packet, ULONG offset, struct nxs_deadline *deadline)
{
    enum nxs_wait result = NXS_WOKEN;
    *packet = NULL;
    if (nxs_fault_hits(NXS_FAULT_PACKET)) {
        return NX_NO_PACKET;
    }
    *packet = nxs_pool_packet_take(pool, offset);
    if (*packet == NULL) {
        pool->nx_packet_pool_empty_requests++;
        pool->nx_packet_pool_empty_suspensions += deadline->ticks != NX_NO_WAIT;
    }
    while (*packet == NULL && result == NXS_WOKEN) {
        result = nxs_wait(&pool->nx_packet_pool_waiters, deadline, TX_TCP_IP);
        if (result == NXS_WOKEN) {
            *packet = nxs_pool_packet_take(pool, offset);
        }
    }
    if (*packet != NULL) {
        return NX_SUCCESS;
    }
    return result == NXS_DELETED ? NX_POOL_DELETED : nxs_wait_nx(result, NX_NO_PACKET);
}

void nxs_pool_packet_give(NX_PACKET *packet)
{
    NX_PACKET_POOL *pool = packet->nx_packet_pool_owner;
    FORBID(packet->nx_packet_data_start, payload_room(pool));
    packet->nx_packet_union_next.nx_packet_tcp_queue_next = pool->nx_packet_pool_available_list;
    pool->nx_packet_pool_available_list = packet;
    pool->nx_packet_pool_available++;
    nxs_wake_one(&pool->nx_packet_pool_waiters);
}

/* A packet that is free already, or of no pool, is counted and left alone. */
static bool may_be_given(NX_PACKET *packet)
{
    if (nxs_packet_allocated(packet)) {
        return true;
    }
    if (nxs_pool_created(packet->nx_packet_pool_owner)) {
        packet->nx_packet_pool_owner->nx_packet_pool_invalid_releases++;
    }
    return false;
}

bool nxs_chain_give(NX_PACKET *packet)
{
    while (packet != NULL && may_be_given(packet)) {
        NX_PACKET *next = packet->nx_packet_next;
        nxs_pool_packet_give(packet);
        packet = next;
    }
    return packet == NULL;
}

/* Memory of the caller that is aligned for a packet: through void, since it is counted in bytes. */
static NX_PACKET *packet_at(void *at)
{
    return at;
}

UINT nx_packet_pool_create(NX_PACKET_POOL *pool_ptr, CHAR *name, ULONG payload_size, VOID *memory_ptr,
                           ULONG memory_size)
{
    if (pool_ptr == NULL || memory_ptr == NULL || pool_ptr->nx_packet_pool_id == NX_PACKET_POOL_ID) {
        return NX_PTR_ERROR;
    }
    const size_t unit = NX_PACKET_ALIGNMENT;
    size_t skip = (size_t)(-(uintptr_t)memory_ptr % unit);
    size_t payload = ((size_t)payload_size + unit - 1) / unit * unit;
    size_t step = sizeof(NX_PACKET) + payload;
    if (payload_size == 0 || payload_size > memory_size || memory_size < skip ||
        (memory_size - skip) / step == 0) {
        return NX_SIZE_ERROR;
    }
    UCHAR *start = (UCHAR *)memory_ptr + skip;
    ULONG total = (ULONG)((memory_size - skip) / step);
    nxs_enter();
    PERMIT(memory_ptr, memory_size);
    *pool_ptr = (NX_PACKET_POOL){.nx_packet_pool_id = NX_PACKET_POOL_ID,
                                 .nx_packet_pool_name = name,
                                 .nx_packet_pool_total = total,
                                 .nx_packet_pool_start = start,
                                 .nx_packet_pool_size = (ULONG)(total * step),
                                 .nx_packet_pool_payload_size = (ULONG)payload};
    for (ULONG i = total; i > 0; i--) {
        NX_PACKET *packet = packet_at(start + (i - 1) * step);
        *packet = (NX_PACKET){.nx_packet_pool_owner = pool_ptr};
        packet->nx_packet_data_start = (UCHAR *)(packet + 1);
        packet->nx_packet_data_end = packet->nx_packet_data_start + payload;
        packet->nx_packet_prepend_ptr = packet->nx_packet_data_start;
        packet->nx_packet_append_ptr = packet->nx_packet_data_start;
        nxs_pool_packet_give(packet);
    }
    nxs_leave();
    return NX_SUCCESS;
}

UINT nx_packet_pool_delete(NX_PACKET_POOL *pool_ptr)
{
    if (!nxs_pool_created(pool_ptr)) {
        return NX_PTR_ERROR;
    }
    nxs_enter();
    pool_ptr->nx_packet_pool_id = 0;
    PERMIT(pool_ptr->nx_packet_pool_start, pool_ptr->nx_packet_pool_size);
    nxs_wake_deleted(&pool_ptr->nx_packet_pool_waiters);
    nxs_leave();
    return NX_SUCCESS;
}

UINT nx_packet_pool_info_get(NX_PACKET_POOL *pool_ptr, ULONG *total_packets, ULONG *free_packets,
                             ULONG *empty_pool_requests, ULONG *empty_pool_suspensions,
                             ULONG *invalid_packet_releases)
{
    if (!nxs_pool_created(pool_ptr)) {
        return NX_PTR_ERROR;
    }
    ULONG unwanted;
    nxs_enter();
    *(total_packets != NULL ? total_packets : &unwanted) = pool_ptr->nx_packet_pool_total;
    *(free_packets != NULL ? free_packets : &unwanted) = pool_ptr->nx_packet_pool_available;
    *(empty_pool_requests != NULL ? empty_pool_requests : &unwanted) =
        pool_ptr->nx_packet_pool_empty_requests;
    *(empty_pool_suspensions != NULL ? empty_pool_suspensions : &unwanted) =
        pool_ptr->nx_packet_pool_empty_suspensions;
    *(invalid_packet_releases != NULL ? invalid_packet_releases : &unwanted) =
        pool_ptr->nx_packet_pool_invalid_releases;
    nxs_leave();
    return NX_SUCCESS;
}

UINT nx_packet_pool_low_watermark_set(NX_PACKET_POOL *pool_ptr, ULONG low_water_mark)
{
    if (!nxs_pool_created(pool_ptr)) {
        return NX_PTR_ERROR;
    }
    nxs_enter();
    pool_ptr->nx_packet_pool_low_watermark = low_water_mark;
    nxs_leave();
    return NX_SUCCESS;
}

UINT nx_packet_allocate(NX_PACKET_POOL *pool_ptr, NX_PACKET **packet_ptr, ULONG packet_type,
                        ULONG wait_option)
{
    if (!nxs_pool_created(pool_ptr) || packet_ptr == NULL) {
        return NX_PTR_ERROR;
    }
    *packet_ptr = NULL;
    if (packet_type > pool_ptr->nx_packet_pool_payload_size) {
        return NX_OPTION_ERROR;
    }
    struct nxs_deadline deadline = nxs_deadline(wait_option);
    nxs_enter();
    UINT status = nxs_pool_wait(pool_ptr, packet_ptr, packet_type, &deadline);
    nxs_leave();
    return status;
}
