/** @file
 * Keyed cipher contexts in slots, for record ciphers.
 *
 * The metadata holds the key; the context made of it is found again by its slot,
 * and made again when somebody else got the slot. From INITIALIZE to CALCULATE
 * the context is checked out; a metadata that starts again before CALCULATE, or
 * is cleaned up, takes its own context back.
 */
#ifndef NXS_PROVIDER_CIPHER_H
#define NXS_PROVIDER_CIPHER_H

#include <openssl/evp.h>

#include "provider.h"
#include "slot.h"

/** Nonce bytes of every AEAD here. */
#define NXS_AEAD_NONCE 12u

enum nxs_cipher_mode {
    NXS_MODE_CBC,
    NXS_MODE_CTR,
    NXS_MODE_GCM,
    NXS_MODE_CCM,
    NXS_MODE_CHACHA20,
    NXS_MODE_3DES
};

enum nxs_direction { NXS_NEITHER, NXS_ENCRYPT, NXS_DECRYPT };

/** The metadata of every cipher method. */
struct nxs_cipher_state {
    uint64_t generation; /**< with @ref slot: where the context was seen last */
    uint32_t slot;
    uint32_t owner; /**< while a record is open: the address of this metadata, so that a copy owns nothing */
    UCHAR *pending; /**< CCM: the data of the open record; no record: additional data for a one-shot call */
    uint32_t pending_len;
    uint8_t open;    /**< enum nxs_direction of the open record */
    uint8_t keyed;   /**< enum nxs_direction that the context is keyed for */
    uint8_t tag_len; /**< that the context is keyed for; 0 for CBC and CTR */
    uint8_t key_len; /**< bytes; 0: no key */
    UCHAR key[32];
};

/** Serves every cipher's init: checks and keeps the key. */
UINT nxs_cipher_init(const struct nxs_call *call);

/**
 * Begins a record: checks a context out and gives it the IV, in @p mode with the tag length @p tag_len.
 * NULL when libcrypto has no memory, or when every slot is in use.
 */
struct nxs_slot *nxs_cipher_open(const struct nxs_call *call, enum nxs_cipher_mode mode,
                                 enum nxs_direction direction, size_t tag_len, const UCHAR *iv);

/** The slot of the record that is open in this direction, or NULL. */
struct nxs_slot *nxs_cipher_opened(const struct nxs_call *call, enum nxs_cipher_mode mode,
                                   enum nxs_direction direction);

/** The context in a slot that is checked out. */
static inline EVP_CIPHER_CTX *nxs_cipher_context(const struct nxs_slot *slot)
{
    return slot->object;
}

/** Ends the record. @p good false: libcrypto failed, the context is not used again. */
void nxs_cipher_close(const struct nxs_call *call, struct nxs_slot *slot, bool good);

/** Gives up the record that may be open. */
void nxs_cipher_abandon(const struct nxs_call *call, enum nxs_cipher_mode mode);

/** Wipes the metadata, which may have any address and any content, and its context. Every cipher's cleanup.
 */
UINT nxs_cipher_cleanup(void *metadata);

/** A test may lower how many contexts of a cipher are kept, before their first use. */
void nxs_cipher_slots_set(uint32_t slots);

/** The operations of the modes: aead.c and block.c. */
nxs_serve nxs_serve_gcm, nxs_serve_ccm, nxs_serve_cbc, nxs_serve_ctr, nxs_serve_3des;

#endif
