#include "idle.h"

void *nxs_idle_take(struct nxs_idle *pool)
{
    for (size_t i = 0; i < NXS_IDLE_SIZE; i++) {
        if (atomic_load_explicit(&pool->idle[i], memory_order_relaxed) == NULL) {
            continue;
        }
        void *object = atomic_exchange_explicit(&pool->idle[i], NULL, memory_order_acquire);
        if (object != NULL) {
            return object;
        }
    }
    return NULL;
}

void nxs_idle_give(struct nxs_idle *pool, void *object, void (*destroy)(void *object))
{
    for (size_t i = 0; i < NXS_IDLE_SIZE; i++) {
        void *none = NULL;
        if (atomic_compare_exchange_strong_explicit(&pool->idle[i], &none, object, memory_order_release,
                                                    memory_order_relaxed)) {
            return;
        }
    }
    destroy(object);
}

void nxs_idle_empty(struct nxs_idle *pool, void (*destroy)(void *object))
{
    for (size_t i = 0; i < NXS_IDLE_SIZE; i++) {
        void *object = atomic_exchange_explicit(&pool->idle[i], NULL, memory_order_acquire);
        if (object != NULL) {
            destroy(object);
        }
    }
}
