#include "crypto/crypto.h"

/*
 * Every suite the library knows; which of them are used is the business of the application's table and of the
 * engine. The hash of CBC suites with a SHA-1 MAC, and of PSK suites in general, is that of TLS 1.2; older
 * versions have their own PRF. CBC suites with a SHA-2 MAC need TLS 1.2 [RFC5246 A.5], but for PSK
 * [RFC5487 1.1], [RFC5489 1.1].
 */
#define SHA256 NX_CRYPTO_HASH_SHA256
#define SHA384 NX_CRYPTO_HASH_SHA384
#define GCM    NX_CRYPTO_ENCRYPTION_AES_GCM_16
#define CCM    NX_CRYPTO_ENCRYPTION_AES_CCM_16
#define CCM_8  NX_CRYPTO_ENCRYPTION_AES_CCM_8
#define CHACHA NX_CRYPTO_ENCRYPTION_CHACHA20_POLY1305
#define CBC    NX_CRYPTO_ENCRYPTION_AES_CBC

#define TLS13(number, algorithm, key, tag, hash, name)                                                       \
    {                                                                                                        \
        number, NXS_KEX_TLS13, NXS_AUTH_ANY, NXS_CIPHER_AEAD_XOR, algorithm, key, 12, tag, 0, hash, 0x0304,  \
            0x0304, name                                                                                     \
    }
#define AEAD(number, kex, auth, algorithm, key, tag, hash, name)                                             \
    {                                                                                                        \
        number, NXS_KEX_##kex, NXS_AUTH_##auth, NXS_CIPHER_AEAD_EXPLICIT, algorithm, key, 4, tag, 0, hash,   \
            0x0303, 0x0303, name                                                                             \
    }
#define CHACHA20(number, kex, auth, name) /* [RFC7905 2] */                                                  \
    {                                                                                                        \
        number, NXS_KEX_##kex, NXS_AUTH_##auth, NXS_CIPHER_AEAD_XOR, CHACHA, 32, 12, 16, 0, SHA256, 0x0303,  \
            0x0303, name                                                                                     \
    }
#define CBC_MAC(number, kex, auth, key, mac, hash, since, name)                                              \
    {                                                                                                        \
        number, NXS_KEX_##kex, NXS_AUTH_##auth, NXS_CIPHER_CBC, CBC, key, 16, 0, mac, hash, since, 0x0303,   \
            name                                                                                             \
    }

/* clang-format off */
static const struct nxs_suite suites[] = {
    TLS13(0x1301, GCM, 16, 16, SHA256, "TLS_AES_128_GCM_SHA256"),
    TLS13(0x1302, GCM, 32, 16, SHA384, "TLS_AES_256_GCM_SHA384"),
    TLS13(0x1303, CHACHA, 32, 16, SHA256, "TLS_CHACHA20_POLY1305_SHA256"),
    TLS13(0x1304, CCM, 16, 16, SHA256, "TLS_AES_128_CCM_SHA256"),
    TLS13(0x1305, CCM_8, 16, 8, SHA256, "TLS_AES_128_CCM_8_SHA256"),

    AEAD(0xC02B, ECDHE, ECDSA, GCM, 16, 16, SHA256, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
    AEAD(0xC02C, ECDHE, ECDSA, GCM, 32, 16, SHA384, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"),
    AEAD(0xC02F, ECDHE, RSA, GCM, 16, 16, SHA256, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
    AEAD(0xC030, ECDHE, RSA, GCM, 32, 16, SHA384, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"),
    CHACHA20(0xCCA9, ECDHE, ECDSA, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"),
    CHACHA20(0xCCA8, ECDHE, RSA, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"),
    AEAD(0xC0AC, ECDHE, ECDSA, CCM, 16, 16, SHA256, "TLS_ECDHE_ECDSA_WITH_AES_128_CCM"),
    AEAD(0xC0AD, ECDHE, ECDSA, CCM, 32, 16, SHA256, "TLS_ECDHE_ECDSA_WITH_AES_256_CCM"),
    AEAD(0xC0AE, ECDHE, ECDSA, CCM_8, 16, 8, SHA256, "TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8"),
    AEAD(0xC0AF, ECDHE, ECDSA, CCM_8, 32, 8, SHA256, "TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8"),
    CBC_MAC(0xC023, ECDHE, ECDSA, 16, 32, SHA256, 0x0303, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"),
    CBC_MAC(0xC024, ECDHE, ECDSA, 32, 48, SHA384, 0x0303, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384"),
    CBC_MAC(0xC027, ECDHE, RSA, 16, 32, SHA256, 0x0303, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256"),
    CBC_MAC(0xC028, ECDHE, RSA, 32, 48, SHA384, 0x0303, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384"),
    CBC_MAC(0xC009, ECDHE, ECDSA, 16, 20, SHA256, 0x0301, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"),
    CBC_MAC(0xC00A, ECDHE, ECDSA, 32, 20, SHA256, 0x0301, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA"),
    CBC_MAC(0xC013, ECDHE, RSA, 16, 20, SHA256, 0x0301, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"),
    CBC_MAC(0xC014, ECDHE, RSA, 32, 20, SHA256, 0x0301, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"),

    AEAD(0xD001, ECDHE_PSK, PSK, GCM, 16, 16, SHA256, "TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256"),
    AEAD(0xD002, ECDHE_PSK, PSK, GCM, 32, 16, SHA384, "TLS_ECDHE_PSK_WITH_AES_256_GCM_SHA384"),
    CHACHA20(0xCCAC, ECDHE_PSK, PSK, "TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256"),
    AEAD(0xD005, ECDHE_PSK, PSK, CCM, 16, 16, SHA256, "TLS_ECDHE_PSK_WITH_AES_128_CCM_SHA256"),
    AEAD(0xD003, ECDHE_PSK, PSK, CCM_8, 16, 8, SHA256, "TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256"),
    CBC_MAC(0xC037, ECDHE_PSK, PSK, 16, 32, SHA256, 0x0301, "TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA256"),
    CBC_MAC(0xC038, ECDHE_PSK, PSK, 32, 48, SHA384, 0x0301, "TLS_ECDHE_PSK_WITH_AES_256_CBC_SHA384"),
    CBC_MAC(0xC035, ECDHE_PSK, PSK, 16, 20, SHA256, 0x0301, "TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA"),
    CBC_MAC(0xC036, ECDHE_PSK, PSK, 32, 20, SHA256, 0x0301, "TLS_ECDHE_PSK_WITH_AES_256_CBC_SHA"),

    AEAD(0x00A8, PSK, PSK, GCM, 16, 16, SHA256, "TLS_PSK_WITH_AES_128_GCM_SHA256"),
    AEAD(0x00A9, PSK, PSK, GCM, 32, 16, SHA384, "TLS_PSK_WITH_AES_256_GCM_SHA384"),
    CHACHA20(0xCCAB, PSK, PSK, "TLS_PSK_WITH_CHACHA20_POLY1305_SHA256"),
    AEAD(0xC0A4, PSK, PSK, CCM, 16, 16, SHA256, "TLS_PSK_WITH_AES_128_CCM"),
    AEAD(0xC0A5, PSK, PSK, CCM, 32, 16, SHA256, "TLS_PSK_WITH_AES_256_CCM"),
    AEAD(0xC0A8, PSK, PSK, CCM_8, 16, 8, SHA256, "TLS_PSK_WITH_AES_128_CCM_8"),
    AEAD(0xC0A9, PSK, PSK, CCM_8, 32, 8, SHA256, "TLS_PSK_WITH_AES_256_CCM_8"),
    CBC_MAC(0x00AE, PSK, PSK, 16, 32, SHA256, 0x0301, "TLS_PSK_WITH_AES_128_CBC_SHA256"),
    CBC_MAC(0x00AF, PSK, PSK, 32, 48, SHA384, 0x0301, "TLS_PSK_WITH_AES_256_CBC_SHA384"),
    CBC_MAC(0x008C, PSK, PSK, 16, 20, SHA256, 0x0301, "TLS_PSK_WITH_AES_128_CBC_SHA"),
    CBC_MAC(0x008D, PSK, PSK, 32, 20, SHA256, 0x0301, "TLS_PSK_WITH_AES_256_CBC_SHA"),

    AEAD(0x009C, RSA, RSA, GCM, 16, 16, SHA256, "TLS_RSA_WITH_AES_128_GCM_SHA256"),
    AEAD(0x009D, RSA, RSA, GCM, 32, 16, SHA384, "TLS_RSA_WITH_AES_256_GCM_SHA384"),
    AEAD(0xC09C, RSA, RSA, CCM, 16, 16, SHA256, "TLS_RSA_WITH_AES_128_CCM"),
    AEAD(0xC09D, RSA, RSA, CCM, 32, 16, SHA256, "TLS_RSA_WITH_AES_256_CCM"),
    AEAD(0xC0A0, RSA, RSA, CCM_8, 16, 8, SHA256, "TLS_RSA_WITH_AES_128_CCM_8"),
    AEAD(0xC0A1, RSA, RSA, CCM_8, 32, 8, SHA256, "TLS_RSA_WITH_AES_256_CCM_8"),
    CBC_MAC(0x003C, RSA, RSA, 16, 32, SHA256, 0x0303, "TLS_RSA_WITH_AES_128_CBC_SHA256"),
    CBC_MAC(0x003D, RSA, RSA, 32, 32, SHA256, 0x0303, "TLS_RSA_WITH_AES_256_CBC_SHA256"),
    CBC_MAC(0x002F, RSA, RSA, 16, 20, SHA256, 0x0301, "TLS_RSA_WITH_AES_128_CBC_SHA"),
    CBC_MAC(0x0035, RSA, RSA, 32, 20, SHA256, 0x0301, "TLS_RSA_WITH_AES_256_CBC_SHA"),
};
/* clang-format on */

const struct nxs_suite *nxs_suite_find(uint16_t number)
{
    for (size_t i = 0; i < sizeof suites / sizeof suites[0]; i++) {
        if (suites[i].number == number) {
            return &suites[i];
        }
    }
    return NULL;
}
