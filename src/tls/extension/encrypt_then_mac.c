/* encrypt_then_mac [RFC7366 2]: an empty extension both ways, for CBC suites only */
#include "tls/extension/extension.h"
#include "tls/engine.h"
#include "tls/hello/select.h"

static enum nxs_status read_flag(nxs_bytes body, struct nxs_hello_facts *facts)
{
    facts->encrypt_then_mac = true;
    return body.len == 0 ? NXS_OK : NXS_DECODE_ERROR;
}

static bool offer(const struct nxs_engine *e, struct nxs_writer *w)
{
    const struct nxs_config *config = &e->config;
    struct nxs_local_suite local;
    (void)w;
    for (size_t i = 0; nxs_local_suite_next(config, config->min_version, config->max_version, &i, &local);) {
        if (local.suite->cipher == NXS_CIPHER_CBC) {
            return true;
        }
    }
    return false;
}

static bool answer(const struct nxs_engine *e, struct nxs_writer *w)
{
    (void)w;
    return e->agreed.encrypt_then_mac;
}

const struct nxs_extension_row nxs_extension_encrypt_then_mac = {
    NXS_EXT_ENCRYPT_THEN_MAC,
    "encrypt_then_mac",
    NXS_IN_CLIENT_HELLO | NXS_IN_SERVER_HELLO,
    read_flag,
    read_flag,
    offer,
    answer,
};
