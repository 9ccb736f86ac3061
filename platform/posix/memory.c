#include "platform.h"

enum {
    BYTE_POOL_ID = 0x42595445,  /* "BYTE" */
    BLOCK_POOL_ID = 0x424C4F43, /* "BLOC" */
    PIECE_FREE = 0x46524545,    /* "FREE" */
    PIECE_USED = 0x55534544,    /* "USED" */
};

/* In front of every piece of a byte pool: the pieces fill the pool without gaps. */
struct piece {
    TX_BYTE_POOL *pool;
    ULONG size; /* with this header */
    ULONG mark;
};

/* In front of every block. */
struct block {
    TX_BLOCK_POOL *pool;
    struct block *next; /* free: the next free one; else the block itself */
};

static ULONG round_up(ULONG size, ULONG unit)
{
    return (size + unit - 1) / unit * unit;
}

/* Moves the start of a memory area up to the alignment of a pointer. @return bytes lost */
static ULONG align_start(UCHAR **start)
{
    ULONG skip = (ULONG)(-(uintptr_t)*start % _Alignof(max_align_t));
    *start += skip;
    return skip;
}

/* Pools are handed out in bytes, but begin at addresses made for any object: through void, the cast says so.
 */
static struct piece *piece_at(void *at)
{
    return at;
}

static struct piece *piece_after(struct piece *piece)
{
    UCHAR *pool_end = piece->pool->tx_byte_pool_start + piece->pool->tx_byte_pool_size;
    UCHAR *next = (UCHAR *)piece + piece->size;
    return next < pool_end ? piece_at(next) : NULL;
}

static bool is_byte_pool(const TX_BYTE_POOL *pool)
{
    return pool != NULL && pool->tx_byte_pool_id == BYTE_POOL_ID;
}

UINT tx_byte_pool_create(TX_BYTE_POOL *pool_ptr, CHAR *name_ptr, VOID *pool_start, ULONG pool_size)
{
    if (pool_ptr == NULL || pool_ptr->tx_byte_pool_id == BYTE_POOL_ID) {
        return TX_POOL_ERROR;
    }
    if (pool_start == NULL) {
        return TX_PTR_ERROR;
    }
    UCHAR *start = pool_start;
    ULONG skip = align_start(&start);
    if (pool_size < skip + 2 * sizeof(struct piece)) {
        return TX_SIZE_ERROR;
    }
    ULONG size = (pool_size - skip) / (ULONG) _Alignof(max_align_t) * (ULONG) _Alignof(max_align_t);
    nxs_enter();
    *pool_ptr = (TX_BYTE_POOL){.tx_byte_pool_id = BYTE_POOL_ID,
                               .tx_byte_pool_name = name_ptr,
                               .tx_byte_pool_available = size,
                               .tx_byte_pool_size = size,
                               .tx_byte_pool_start = start};
    *piece_at(start) = (struct piece){.pool = pool_ptr, .size = size, .mark = PIECE_FREE};
    nxs_leave();
    return TX_SUCCESS;
}

/* Joins a free piece with the free ones behind it. */
static void join_free(struct piece *piece)
{
    struct piece *next = piece_after(piece);
    while (next != NULL && next->mark == PIECE_FREE) {
        piece->size += next->size;
        next = piece_after(piece);
    }
}

/* First fit. @param size  with header, rounded */
static VOID *take_bytes(TX_BYTE_POOL *pool, ULONG size)
{
    struct piece *piece = piece_at(pool->tx_byte_pool_start);
    while (piece != NULL) {
        if (piece->mark == PIECE_FREE) {
            join_free(piece);
        }
        if (piece->mark == PIECE_FREE && piece->size >= size) {
            break;
        }
        piece = piece_after(piece);
    }
    if (piece == NULL) {
        return NULL;
    }
    if (piece->size - size >= 2 * sizeof(struct piece)) {
        *piece_at((UCHAR *)piece + size) =
            (struct piece){.pool = pool, .size = piece->size - size, .mark = PIECE_FREE};
        piece->size = size;
    }
    piece->mark = PIECE_USED;
    pool->tx_byte_pool_available -= piece->size;
    return piece + 1;
}

UINT tx_byte_allocate(TX_BYTE_POOL *pool_ptr, VOID **memory_ptr, ULONG memory_size, ULONG wait_option)
{
    if (!is_byte_pool(pool_ptr)) {
        return TX_POOL_ERROR;
    }
    if (memory_ptr == NULL) {
        return TX_PTR_ERROR;
    }
    *memory_ptr = NULL;
    if (memory_size == 0 || memory_size > pool_ptr->tx_byte_pool_size) {
        return TX_SIZE_ERROR;
    }
    ULONG size = round_up(memory_size, _Alignof(max_align_t)) + (ULONG)sizeof(struct piece);
    struct nxs_deadline deadline = nxs_deadline(wait_option);
    enum nxs_wait result = NXS_WOKEN;
    nxs_enter();
    while (result == NXS_WOKEN && (*memory_ptr = take_bytes(pool_ptr, size)) == NULL) {
        result = nxs_wait(&pool_ptr->tx_byte_pool_waiters, &deadline, TX_BYTE_MEMORY);
    }
    nxs_leave();
    return result == NXS_WOKEN ? TX_SUCCESS : nxs_wait_tx(result, TX_NO_MEMORY);
}

UINT tx_byte_release(VOID *memory_ptr)
{
    if (memory_ptr == NULL) {
        return TX_PTR_ERROR;
    }
    struct piece *piece = piece_at(memory_ptr);
    piece--;
    UINT status = TX_PTR_ERROR;
    nxs_enter();
    if (piece->mark == PIECE_USED && is_byte_pool(piece->pool)) {
        piece->mark = PIECE_FREE;
        piece->pool->tx_byte_pool_available += piece->size;
        nxs_wake_all(&piece->pool->tx_byte_pool_waiters); /* whoever asked for little enough */
        status = TX_SUCCESS;
    }
    nxs_leave();
    return status;
}

UINT tx_byte_pool_delete(TX_BYTE_POOL *pool_ptr)
{
    if (!is_byte_pool(pool_ptr)) {
        return TX_POOL_ERROR;
    }
    nxs_enter();
    pool_ptr->tx_byte_pool_id = 0;
    nxs_wake_deleted(&pool_ptr->tx_byte_pool_waiters);
    nxs_leave();
    return TX_SUCCESS;
}

static struct block *block_at(void *at)
{
    return at;
}

static bool is_block_pool(const TX_BLOCK_POOL *pool)
{
    return pool != NULL && pool->tx_block_pool_id == BLOCK_POOL_ID;
}

static void give_block(TX_BLOCK_POOL *pool, struct block *block)
{
    block->pool = pool;
    block->next = block_at(pool->tx_block_pool_available_list);
    pool->tx_block_pool_available_list = (UCHAR *)block;
    pool->tx_block_pool_available++;
}

UINT tx_block_pool_create(TX_BLOCK_POOL *pool_ptr, CHAR *name_ptr, ULONG block_size, VOID *pool_start,
                          ULONG pool_size)
{
    if (pool_ptr == NULL || pool_ptr->tx_block_pool_id == BLOCK_POOL_ID) {
        return TX_POOL_ERROR;
    }
    if (pool_start == NULL) {
        return TX_PTR_ERROR;
    }
    UCHAR *start = pool_start;
    ULONG skip = align_start(&start);
    if (block_size == 0 || block_size > pool_size || pool_size < skip) {
        return TX_SIZE_ERROR;
    }
    ULONG step = round_up(block_size, _Alignof(struct block)) + (ULONG)sizeof(struct block);
    ULONG total = (pool_size - skip) / step;
    if (total == 0) {
        return TX_SIZE_ERROR;
    }
    nxs_enter();
    *pool_ptr = (TX_BLOCK_POOL){.tx_block_pool_id = BLOCK_POOL_ID,
                                .tx_block_pool_name = name_ptr,
                                .tx_block_pool_total = total,
                                .tx_block_pool_block_size = step - (ULONG)sizeof(struct block)};
    for (ULONG i = total; i > 0; i--) {
        give_block(pool_ptr, block_at(start + (size_t)(i - 1) * step));
    }
    nxs_leave();
    return TX_SUCCESS;
}

UINT tx_block_allocate(TX_BLOCK_POOL *pool_ptr, VOID **block_ptr, ULONG wait_option)
{
    if (!is_block_pool(pool_ptr)) {
        return TX_POOL_ERROR;
    }
    if (block_ptr == NULL) {
        return TX_PTR_ERROR;
    }
    *block_ptr = NULL;
    struct nxs_deadline deadline = nxs_deadline(wait_option);
    enum nxs_wait result = NXS_WOKEN;
    nxs_enter();
    while (result == NXS_WOKEN && pool_ptr->tx_block_pool_available_list == NULL) {
        result = nxs_wait(&pool_ptr->tx_block_pool_waiters, &deadline, TX_BLOCK_MEMORY);
    }
    if (result == NXS_WOKEN) {
        struct block *block = block_at(pool_ptr->tx_block_pool_available_list);
        pool_ptr->tx_block_pool_available_list = (UCHAR *)block->next;
        pool_ptr->tx_block_pool_available--;
        block->next = block;
        *block_ptr = block + 1;
    }
    nxs_leave();
    return result == NXS_WOKEN ? TX_SUCCESS : nxs_wait_tx(result, TX_NO_MEMORY);
}

UINT tx_block_release(VOID *block_ptr)
{
    if (block_ptr == NULL) {
        return TX_PTR_ERROR;
    }
    struct block *block = block_at(block_ptr);
    block--;
    UINT status = TX_PTR_ERROR;
    nxs_enter();
    if (block->next == block && is_block_pool(block->pool)) {
        give_block(block->pool, block);
        nxs_wake_one(&block->pool->tx_block_pool_waiters);
        status = TX_SUCCESS;
    }
    nxs_leave();
    return status;
}
