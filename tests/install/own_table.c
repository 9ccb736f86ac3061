/* A cipher table as applications write it: members by position, under the conditions of the types. */
#include "nx_secure_tls_api.h"

static NX_SECURE_TLS_CIPHERSUITE_INFO suites[] = {
    {TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, &crypto_method_ecdhe, &crypto_method_ecdsa,
     &crypto_method_aes_128_gcm_16, 16, 16, &crypto_method_null, 0, &crypto_method_tls_prf_sha256},
};

static NX_SECURE_X509_CRYPTO signatures[] = {
    {NX_SECURE_TLS_X509_TYPE_ECDSA_SHA_256, &crypto_method_ecdsa, &crypto_method_sha256},
};

static const NX_SECURE_TLS_CRYPTO table = {
    suites,
    sizeof(suites) / sizeof(NX_SECURE_TLS_CIPHERSUITE_INFO),
#ifndef NX_SECURE_DISABLE_X509
    signatures,
    sizeof(signatures) / sizeof(NX_SECURE_X509_CRYPTO),
#endif
#if (NX_SECURE_TLS_TLS_1_0_ENABLED || NX_SECURE_TLS_TLS_1_1_ENABLED)
    &crypto_method_md5,
    &crypto_method_sha1,
    &crypto_method_tls_prf_1,
#endif
#if (NX_SECURE_TLS_TLS_1_2_ENABLED)
    &crypto_method_sha256,
    &crypto_method_tls_prf_sha256,
#endif
#if (NX_SECURE_TLS_TLS_1_3_ENABLED)
    &crypto_method_hkdf,
    &crypto_method_hmac,
    &crypto_method_ecdhe,
#endif
};

static NX_SECURE_TLS_SESSION session;
static UCHAR metadata[16384];

int main(void)
{
    return nx_secure_tls_session_create(&session, &table, metadata, sizeof metadata) == NX_SUCCESS &&
                   nx_secure_tls_session_delete(&session) == NX_SUCCESS
               ? 0
               : 1;
}
