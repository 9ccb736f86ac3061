/** @file
 * Operations on secrets whose time does not depend on the secrets.
 */
#ifndef NXS_BASE_CT_H
#define NXS_BASE_CT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** True when @p len bytes are equal; reads all of them whatever they hold. */
bool nxs_ct_equal(const void *a, const void *b, size_t len);

/** All ones when @p a equals @p b, else 0. */
uint32_t nxs_ct_mask_equal(uint32_t a, uint32_t b);

/** All ones when @p a is less than @p b, else 0. */
uint32_t nxs_ct_mask_less(uint32_t a, uint32_t b);

/** @p a where @p mask is ones, @p b where it is zeros. */
uint32_t nxs_ct_select(uint32_t mask, uint32_t a, uint32_t b);

/** Overwrites @p len bytes with zeros in a way that the compiler keeps. */
void nxs_wipe(void *memory, size_t len);

#endif
