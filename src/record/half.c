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

void nxs_record_half_work(struct nxs_record_half *half, struct nxs_area running, struct nxs_area fork)
{
    half->work[0] = running;
    half->work[1] = fork;
}

void nxs_record_half_wipe(struct nxs_record_half *half)
{
    struct nxs_area area = half->cipher.area;
    struct nxs_area running = half->work[0], fork = half->work[1];
    nxs_cipher_drop(&half->cipher);
    nxs_wipe(half, sizeof *half);
    nxs_record_half_begin(half, area);
    nxs_record_half_work(half, running, fork);
}

static const struct nxs_protection *protection_for(const struct nxs_suite *suite, uint16_t version,
                                                   const struct nxs_record_keys *keys)
{
    if (version < 0x0301 || version > 0x0303) {
        return NULL;
    }
    switch (suite->cipher) {
    case NXS_CIPHER_AEAD_EXPLICIT:
        return version == 0x0303 ? &nxs_protection_aead12_explicit : NULL;
    case NXS_CIPHER_AEAD_XOR:
        return version == 0x0303 ? &nxs_protection_aead12_xor : NULL;
    case NXS_CIPHER_CBC:
        return keys->encrypt_then_mac ? &nxs_protection_encrypt_then_mac : &nxs_protection_mac_then_encrypt;
    case NXS_CIPHER_NULL:
        return &nxs_protection_mac_only;
    default:
        return NULL;
    }
}

size_t nxs_record_iv_len(const struct nxs_suite *suite, uint16_t version)
{
    return suite->cipher == NXS_CIPHER_CBC && version > 0x0301 ? 0 : suite->iv_len;
}

static bool keys_fit(const struct nxs_record_half *half, const struct nxs_suite *suite, uint16_t version,
                     const struct nxs_record_keys *keys)
{
    return keys->key.len == suite->key_len && keys->iv.len == nxs_record_iv_len(suite, version) &&
           keys->iv.len <= sizeof half->iv && keys->mac_key.len == suite->mac_len &&
           keys->mac_key.len <= sizeof half->mac_key &&
           (suite->mac_len == 0 || (keys->mac != NULL && nxs_digest_size(keys->mac) == suite->mac_len));
}

static enum nxs_status key_cipher(struct nxs_record_half *half, const struct nxs_suite *suite,
                                  const struct nxs_record_keys *keys)
{
    if (suite->cipher == NXS_CIPHER_NULL) {
        return NXS_OK;
    }
    NXS_TRY(nxs_cipher_key(&half->cipher, keys->cipher, half->cipher.area, keys->key, keys->decrypts));
    if (half->cipher.tag_len != suite->tag_len) {
        nxs_cipher_drop(&half->cipher);
        return NXS_UNSUPPORTED_CIPHER;
    }
    return NXS_OK;
}

enum nxs_status nxs_record_half_protect(struct nxs_record_half *half, const struct nxs_suite *suite,
                                        uint16_t version, const struct nxs_record_keys *keys)
{
    const struct nxs_protection *protection = protection_for(suite, version, keys);
    if (protection == NULL || !keys_fit(half, suite, version, keys)) {
        return NXS_UNSUPPORTED_CIPHER;
    }
    /* [RFC7366 3.1] a new handshake does not go back to MACs under the encryption. */
    if (half->protection == &nxs_protection_encrypt_then_mac &&
        protection == &nxs_protection_mac_then_encrypt) {
        return NXS_UNSUPPORTED_CIPHER;
    }
    nxs_cipher_drop(&half->cipher);
    /* From here on nothing goes out in the clear, even if setting up the key fails. */
    half->protection = protection;
    half->sequence = 0;
    half->chained_iv = suite->cipher == NXS_CIPHER_CBC && version == 0x0301;
    nxs_wipe(half->iv, sizeof half->iv);
    nxs_wipe(half->mac_key, sizeof half->mac_key);
    half->mac = suite->mac_len > 0 ? keys->mac : NULL;
    half->mac_len = suite->mac_len;
    if (keys->iv.len > 0) {
        memcpy(half->iv, keys->iv.data, keys->iv.len);
    }
    if (suite->mac_len > 0) {
        memcpy(half->mac_key, keys->mac_key.data, suite->mac_len);
    }
    return key_cipher(half, suite, keys);
}
