/* Revocation lists, read and asked for a certificate whose issuer is trusted. */
#include "harness.h"

#include <stdlib.h>
#include <string.h>

#include "x509/x509.h"

static const struct nxs_cert *only(void *context, const struct nxs_cert *previous)
{
    return previous == NULL ? context : NULL;
}

static void ask(struct nxs_cert *issuer, nxs_bytes list)
{
    static uint64_t method[2048];
    static uint8_t block[NXS_MAX_MODULUS];
    struct nxs_path_request request = {0};
    request.leaf = issuer; /* it issued itself */
    request.trusted = (struct nxs_cert_list){issuer, only};
    request.has_time = true;
    request.time = INT64_C(1893456000); /* 2030 */
    request.algorithms = nx_crypto_tls_ciphers_ecc.nx_secure_tls_x509_cipher_table;
    request.algorithm_count = nx_crypto_tls_ciphers_ecc.nx_secure_tls_x509_cipher_table_size;
    request.min_rsa_bits = NXS_RSA_BITS_MIN;
    request.scratch.method = (struct nxs_area){method, sizeof method};
    request.scratch.block = nxs_room_of(block, sizeof block);
    enum nxs_status status = nxs_crl_check(&request, list);
    (void)status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nxs_cert issuer;
    struct nxs_crl crl;
    nxs_bytes der = nxs_bytes_of(data, size);
    enum nxs_status status = nxs_crl_parse(&crl, der);
    bool empty = crl.tbs.data == NULL;
    if (empty != (status != NXS_OK) ||
        (status != NXS_OK && status != NXS_DER_LENGTH && status != NXS_CRL_MALFORMED)) {
        abort();
    }
    (void)nxs_crl_names(&crl, nxs_bytes_of("\x01", 1));
    if (nxs_cert_parse(&issuer, credential_of(CREDENTIAL_P256)->certificate) == NXS_OK) {
        ask(&issuer, der);
    }
    return 0;
}
