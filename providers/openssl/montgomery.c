/* X25519 and X448 [RFC7748], which libcrypto has only behind EVP. */
#include "curve.h"

#include <string.h>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include "idle.h"

#ifdef __x86_64__
#include <cpuid.h>

static bool machine_has_adx(void)
{
    unsigned eax, ebx, ecx, edx;
    return __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) == 1 && (ebx & bit_ADX) != 0;
}
#else
static bool machine_has_adx(void)
{
    return false;
}
#endif

enum { MAX_BYTES = 56 };

/* How this machine's libcrypto is best used; settled once by choose(). */
static struct {
    bool bare_scalars; /* a private key imports together with a public part that is never read */
    bool pair_by_base; /* X25519: the ladder on the base point is faster than the key generator */
} way;
static CRYPTO_ONCE way_once = CRYPTO_ONCE_STATIC_INIT;

/* Import contexts, per curve. */
static struct nxs_idle pools[2];

static void import_destroy(void *object)
{
    EVP_PKEY_CTX_free(object);
}

static void cache_empty(void)
{
    nxs_idle_empty(&pools[0], import_destroy);
    nxs_idle_empty(&pools[1], import_destroy);
}

static EVP_PKEY_CTX *import_take(const struct nxs_curve *curve)
{
    EVP_PKEY_CTX *ctx = nxs_idle_take(&pools[curve->slot]);
    if (ctx != NULL) {
        return ctx;
    }
    nxs_cache_empty_at_exit();
    ctx = EVP_PKEY_CTX_new_from_name(NULL, curve->name, NULL);
    if (ctx == NULL || EVP_PKEY_fromdata_init(ctx) != 1) {
        EVP_PKEY_CTX_free(ctx);
        return NULL;
    }
    return ctx;
}

/* A key object of a public value and, when scalar is given, a private one. NULL when libcrypto refuses. */
static EVP_PKEY *key_import(const struct nxs_curve *curve, const uint8_t *public, const uint8_t *scalar)
{
    EVP_PKEY_CTX *ctx = import_take(curve);
    if (ctx == NULL) {
        return NULL;
    }
    OSSL_PARAM params[3] = {OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY,
                                                              (uint8_t *)(uintptr_t) public, curve->share),
                            OSSL_PARAM_construct_end(), OSSL_PARAM_construct_end()};
    if (scalar != NULL) {
        params[1] = OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PRIV_KEY, (uint8_t *)(uintptr_t)scalar,
                                                      curve->scalar);
    }
    EVP_PKEY *key = NULL;
    if (EVP_PKEY_fromdata(ctx, &key, scalar == NULL ? EVP_PKEY_PUBLIC_KEY : EVP_PKEY_KEYPAIR, params) != 1) {
        key = NULL;
    }
    nxs_idle_give(&pools[curve->slot], ctx, import_destroy);
    return key;
}

/* A key object that can derive. Importing a bare private key makes libcrypto compute the public half, which
 * costs as much as the agreement itself and is never used; so a made-up one is handed over. The object never
 * leaves here. */
static EVP_PKEY *key_private(const struct nxs_curve *curve, const uint8_t *scalar)
{
    static const uint8_t unused[MAX_BYTES] = {1};
    if (way.bare_scalars) {
        return key_import(curve, unused, scalar);
    }
    return EVP_PKEY_new_raw_private_key_ex(NULL, curve->name, NULL, scalar, curve->scalar);
}

static bool ladder(const struct nxs_curve *curve, const uint8_t *scalar, const uint8_t *peer, uint8_t *secret)
{
    size_t len = curve->scalar;
    EVP_PKEY *private = key_private(curve, scalar);
    EVP_PKEY *public = key_import(curve, peer, NULL);
    EVP_PKEY_CTX *ctx = private == NULL ? NULL : EVP_PKEY_CTX_new_from_pkey(NULL, private, NULL);
    /* libcrypto refuses an all-zero result [RFC7748 6.1]. */
    bool good = ctx != NULL && public != NULL && EVP_PKEY_derive_init(ctx) == 1 &&
                EVP_PKEY_derive_set_peer_ex(ctx, public, 0) == 1 && EVP_PKEY_derive(ctx, secret, &len) == 1 &&
                len == curve->scalar;
    EVP_PKEY_CTX_free(ctx);
    EVP_PKEY_free(public);
    EVP_PKEY_free(private);
    return good;
}

static bool pair_by_base(const struct nxs_curve *curve, uint8_t *scalar, uint8_t *share)
{
    static const uint8_t base[MAX_BYTES] = {9}; /* of X25519 [RFC7748 4.1] */
    return RAND_priv_bytes(scalar, curve->scalar) == 1 && ladder(curve, scalar, base, share);
}

static bool pair_by_generator(const struct nxs_curve *curve, uint8_t *scalar, uint8_t *share)
{
    size_t scalar_len = curve->scalar;
    size_t share_len = curve->share;
    EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, curve->name);
    bool good = key != NULL && EVP_PKEY_get_raw_private_key(key, scalar, &scalar_len) == 1 &&
                EVP_PKEY_get_raw_public_key(key, share, &share_len) == 1;
    EVP_PKEY_free(key);
    return good;
}

/* Tries the short cuts on the example of [RFC7748 6.1]; both need libcrypto to behave as it always has. */
static void choose(void)
{
    static const uint8_t alice[32] = {0x77, 0x07, 0x6d, 0x0a, 0x73, 0x18, 0xa5, 0x7d, 0x3c, 0x16, 0xc1,
                                      0x72, 0x51, 0xb2, 0x66, 0x45, 0xdf, 0x4c, 0x2f, 0x87, 0xeb, 0xc0,
                                      0x99, 0x2a, 0xb1, 0x77, 0xfb, 0xa5, 0x1d, 0xb9, 0x2c, 0x2a};
    static const uint8_t bob[32] = {0xde, 0x9e, 0xdb, 0x7d, 0x7b, 0x7d, 0xc1, 0xb4, 0xd3, 0x5b, 0x61,
                                    0xc2, 0xec, 0xe4, 0x35, 0x37, 0x3f, 0x83, 0x43, 0xc8, 0x5b, 0x78,
                                    0x67, 0x4d, 0xad, 0xfc, 0x7e, 0x14, 0x6f, 0x88, 0x2b, 0x4f};
    static const uint8_t shared[32] = {0x4a, 0x5d, 0x9d, 0x5b, 0xa4, 0xce, 0x2d, 0xe1, 0x72, 0x8e, 0x3b,
                                       0xf4, 0x80, 0x35, 0x0f, 0x25, 0xe0, 0x7e, 0x21, 0xc9, 0x47, 0xd1,
                                       0x9e, 0x33, 0x76, 0xf0, 0x9b, 0x3c, 0x1e, 0x16, 0x17, 0x42};
    const struct nxs_curve *x25519 = nxs_curve_find(NX_CRYPTO_EC_X25519);
    uint8_t secret[32];
    way.bare_scalars = true;
    way.bare_scalars =
        ladder(x25519, alice, bob, secret) && CRYPTO_memcmp(secret, shared, sizeof secret) == 0;
    way.pair_by_base = way.bare_scalars && machine_has_adx();
}

static bool ready(void)
{
    return CRYPTO_THREAD_run_once(&way_once, choose) == 1;
}

static UINT pair(const struct nxs_curve *curve, uint8_t *scalar, uint8_t *share)
{
    bool good = ready();
    if (curve->algorithm == NX_CRYPTO_EC_X25519 && way.pair_by_base) {
        good = good && pair_by_base(curve, scalar, share);
    } else {
        good = good && pair_by_generator(curve, scalar, share);
    }
    return good ? NX_CRYPTO_SUCCESS : NX_CRYPTO_NOT_SUCCESSFUL;
}

/* Every string of the right length is a scalar [RFC7748 5]. */
static UINT import(const struct nxs_curve *curve, const uint8_t *bytes, size_t len, uint8_t *scalar)
{
    if (len != curve->scalar) {
        return NX_CRYPTO_INVALID_KEY;
    }
    memcpy(scalar, bytes, len);
    return NX_CRYPTO_SUCCESS;
}

static UINT derive(const struct nxs_curve *curve, const uint8_t *scalar, const uint8_t *peer, size_t peer_len,
                   uint8_t *secret)
{
    if (peer_len != curve->share) {
        return NX_CRYPTO_INVALID_KEY;
    }
    return ready() && ladder(curve, scalar, peer, secret) ? NX_CRYPTO_SUCCESS : NX_CRYPTO_NOT_SUCCESSFUL;
}

const struct nxs_curve_kind nxs_curve_montgomery = {pair, import, derive, cache_empty};
