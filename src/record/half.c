#include <string.h>

#include "base/ct.h"
#include "record/protection.h"

void nxs_record_half_begin(struct nxs_record_half *half, struct nxs_area area)
{
    memset(half, 0, sizeof *half);
    half->protection = &nxs_protection_null;
    half->cipher.area = area;
    half->max_plaintext = NXS_RECORD_MAX_PLAINTEXT;
}

void nxs_record_half_version(struct nxs_record_half *half, uint16_t version)
{
    half->version = version;
}

void nxs_record_half_wipe(struct nxs_record_half *half)
{
    struct nxs_area area = half->cipher.area;
    nxs_cipher_drop(&half->cipher);
    nxs_wipe(half, sizeof *half);
    nxs_record_half_begin(half, area);
}

static const struct nxs_protection *protection_for(const struct nxs_suite *suite, uint16_t version)
{
    if (version != 0x0303) {
        return NULL;
    }
    switch (suite->cipher) {
    case NXS_CIPHER_AEAD_EXPLICIT:
        return &nxs_protection_aead12_explicit;
    case NXS_CIPHER_AEAD_XOR:
        return &nxs_protection_aead12_xor;
    default:
        return NULL;
    }
}

enum nxs_status nxs_record_half_protect(struct nxs_record_half *half, const struct nxs_suite *suite,
                                        uint16_t version, const NX_CRYPTO_METHOD *method, nxs_bytes key,
                                        nxs_bytes iv, bool decrypts)
{
    const struct nxs_protection *protection = protection_for(suite, version);
    if (protection == NULL || key.len != suite->key_len || iv.len != suite->iv_len ||
        iv.len > sizeof half->iv) {
        return NXS_UNSUPPORTED_CIPHER;
    }
    nxs_cipher_drop(&half->cipher);
    /* From here on nothing goes out in the clear, even if setting up the key fails. */
    half->protection = protection;
    half->sequence = 0;
    nxs_wipe(half->iv, sizeof half->iv);
    memcpy(half->iv, iv.data, iv.len);
    NXS_TRY(nxs_cipher_key(&half->cipher, method, half->cipher.area, key, decrypts));
    if (half->cipher.tag_len != suite->tag_len) {
        nxs_cipher_drop(&half->cipher);
        return NXS_UNSUPPORTED_CIPHER;
    }
    return NXS_OK;
}
