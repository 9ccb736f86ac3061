/** @file
 * Packets and their pools: memory of the caller. Included by nx_api.h; its introduction holds for every
 * service here.
 */
#ifndef NX_PACKET_H
#define NX_PACKET_H

#include "nx_api.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Creates a pool of equal packets in memory of the caller, which it needs until the pool is deleted. The
 * pool holds memory_size / (sizeof(NX_PACKET) + payload_size rounded up to 8) packets, one less where
 * memory_ptr is not aligned.
 * @param payload_size  bytes of payload per packet, headers included
 * @return NX_SUCCESS, NX_PTR_ERROR (NULL, or the pool is created already), NX_SIZE_ERROR (room for no
 *         packet)
 */
UINT nx_packet_pool_create(NX_PACKET_POOL *pool_ptr, CHAR *name, ULONG payload_size, VOID *memory_ptr,
                           ULONG memory_size);

/**
 * Deletes a pool, also while packets are out: who has one must not use it afterwards. Waits for a packet
 * end with NX_POOL_DELETED. @return NX_SUCCESS, NX_PTR_ERROR
 */
UINT nx_packet_pool_delete(NX_PACKET_POOL *pool_ptr);

/**
 * Tells the counts of a pool; every output may be NULL.
 * @param empty_pool_requests      allocations that found no packet
 * @param empty_pool_suspensions   those of them that waited
 * @param invalid_packet_releases  releases of packets that were not allocated
 * @return NX_SUCCESS, NX_PTR_ERROR
 */
UINT nx_packet_pool_info_get(NX_PACKET_POOL *pool_ptr, ULONG *total_packets, ULONG *free_packets,
                             ULONG *empty_pool_requests, ULONG *empty_pool_suspensions,
                             ULONG *invalid_packet_releases);

/** Remembers a low watermark; nothing depends on it. @return NX_SUCCESS, NX_PTR_ERROR */
UINT nx_packet_pool_low_watermark_set(NX_PACKET_POOL *pool_ptr, ULONG low_water_mark);

/**
 * Takes an empty packet out of a pool. It is the caller's until it is released or sent.
 * @param packet_ptr   receives the packet; NULL on failure
 * @param packet_type  where the data begins, in bytes: NX_TCP_PACKET leaves room for all headers in front
 * @return NX_SUCCESS, NX_NO_PACKET (none became free in time), NX_OPTION_ERROR (packet_type beyond the
 *         payload), NX_WAIT_ABORTED, NX_POOL_DELETED, NX_PTR_ERROR
 */
UINT nx_packet_allocate(NX_PACKET_POOL *pool_ptr, NX_PACKET **packet_ptr, ULONG packet_type,
                        ULONG wait_option);

/**
 * Gives a packet and all behind it in its chain back to their pools.
 * @return NX_SUCCESS, NX_PTR_ERROR (NULL, or a packet that is not allocated: counted by its pool, nothing
 *         else happens; packets of the chain in front of it are released), NX_UNDERFLOW, NX_OVERFLOW (data
 *         outside of the payload; not released)
 */
UINT nx_packet_release(NX_PACKET *packet_ptr);

/** The same as nx_packet_release(): the host keeps no sent packets. */
UINT nx_packet_transmit_release(NX_PACKET *packet_ptr);

/**
 * Copies the data of a chain into new packets, with as much room in front as the original has.
 * @param new_packet_ptr  receives the copy, the caller's; NULL on failure
 * @return NX_SUCCESS, NX_NO_PACKET, NX_INVALID_PACKET (no data), NX_WAIT_ABORTED, NX_POOL_DELETED,
 *         NX_UNDERFLOW, NX_OVERFLOW, NX_PTR_ERROR
 */
UINT nx_packet_copy(NX_PACKET *packet_ptr, NX_PACKET **new_packet_ptr, NX_PACKET_POOL *pool_ptr,
                    ULONG wait_option);

/**
 * Copies data behind the last byte of a chain, which grows by packets of pool_ptr as needed. A failure
 * changes nothing.
 * @return NX_SUCCESS, NX_NO_PACKET, NX_SIZE_ERROR (no data), NX_WAIT_ABORTED, NX_POOL_DELETED,
 *         NX_UNDERFLOW, NX_OVERFLOW, NX_PTR_ERROR
 */
UINT nx_packet_data_append(NX_PACKET *packet_ptr, VOID *data_start, ULONG data_size, NX_PACKET_POOL *pool_ptr,
                           ULONG wait_option);

/**
 * Copies all data of a chain.
 * @param buffer_start  room for nx_packet_length bytes: there is no other bound
 * @return NX_SUCCESS, NX_INVALID_PACKET (no data), NX_PTR_ERROR
 */
UINT nx_packet_data_retrieve(NX_PACKET *packet_ptr, VOID *buffer_start, ULONG *bytes_copied);

/**
 * Copies data of a chain from an offset on, at most buffer_length bytes.
 * @param bytes_copied  receives how many
 * @return NX_SUCCESS (also for an empty packet and offset 0), NX_PACKET_OFFSET_ERROR (no byte at the
 *         offset), NX_PTR_ERROR
 */
UINT nx_packet_data_extract_offset(NX_PACKET *packet_ptr, ULONG offset, VOID *buffer_start,
                                   ULONG buffer_length, ULONG *bytes_copied);

/** Tells how many bytes a chain holds. @return NX_SUCCESS, NX_PTR_ERROR */
UINT nx_packet_length_get(NX_PACKET *packet_ptr, ULONG *length);

/* The other two names of each service. */
#define _nx_packet_pool_create             nx_packet_pool_create
#define _nxe_packet_pool_create            nx_packet_pool_create
#define _nx_packet_pool_delete             nx_packet_pool_delete
#define _nxe_packet_pool_delete            nx_packet_pool_delete
#define _nx_packet_pool_info_get           nx_packet_pool_info_get
#define _nxe_packet_pool_info_get          nx_packet_pool_info_get
#define _nx_packet_pool_low_watermark_set  nx_packet_pool_low_watermark_set
#define _nxe_packet_pool_low_watermark_set nx_packet_pool_low_watermark_set
#define _nx_packet_allocate                nx_packet_allocate
#define _nxe_packet_allocate               nx_packet_allocate
#define _nx_packet_release                 nx_packet_release
#define _nxe_packet_release                nx_packet_release
#define _nx_packet_transmit_release        nx_packet_transmit_release
#define _nxe_packet_transmit_release       nx_packet_transmit_release
#define _nx_packet_copy                    nx_packet_copy
#define _nxe_packet_copy                   nx_packet_copy
#define _nx_packet_data_append             nx_packet_data_append
#define _nxe_packet_data_append            nx_packet_data_append
#define _nx_packet_data_retrieve           nx_packet_data_retrieve
#define _nxe_packet_data_retrieve          nx_packet_data_retrieve
#define _nx_packet_data_extract_offset     nx_packet_data_extract_offset
#define _nxe_packet_data_extract_offset    nx_packet_data_extract_offset
#define _nx_packet_length_get              nx_packet_length_get
#define _nxe_packet_length_get             nx_packet_length_get

#ifdef __cplusplus
}
#endif

#endif
