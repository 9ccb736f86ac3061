/* Every service of this release by its name, and the functions behind it: the program links when they are
 * there. Services of later releases are declared only, so their names are not here. */

#include "nx_secure_tls_api.h"

typedef void (*function)(void); /* which a pointer to any function may be turned into without a warning */

#define CHECKED(name) (function) nx_secure_##name, (function)_nx_secure_##name, (function)_nxe_secure_##name
#define PLAIN(name)   (function) nx_secure_##name, (function)_nx_secure_##name

static const function functions[] = {
    CHECKED(tls_active_certificate_set),
    CHECKED(tls_client_psk_set),
    CHECKED(tls_local_certificate_add),
    CHECKED(tls_local_certificate_find),
    CHECKED(tls_local_certificate_remove),
    CHECKED(tls_metadata_size_calculate),
    CHECKED(tls_packet_allocate),
    CHECKED(tls_psk_add),
    CHECKED(tls_remote_certificate_allocate),
    CHECKED(tls_remote_certificate_buffer_allocate),
    CHECKED(tls_remote_certificate_free_all),
    CHECKED(tls_server_certificate_add),
    CHECKED(tls_server_certificate_find),
    CHECKED(tls_server_certificate_remove),
    CHECKED(tls_session_alert_value_get),
    CHECKED(tls_session_certificate_callback_set),
    CHECKED(tls_session_client_callback_set),
    CHECKED(tls_session_client_verify_disable),
    CHECKED(tls_session_client_verify_enable),
    CHECKED(tls_session_create),
    CHECKED(tls_session_delete),
    CHECKED(tls_session_end),
    CHECKED(tls_session_packet_buffer_set),
    CHECKED(tls_session_packet_pool_set),
    CHECKED(tls_session_protocol_version_override),
    CHECKED(tls_session_receive),
    CHECKED(tls_session_renegotiate_callback_set),
    CHECKED(tls_session_reset),
    CHECKED(tls_session_send),
    CHECKED(tls_session_server_callback_set),
    CHECKED(tls_session_sni_extension_parse),
    CHECKED(tls_session_sni_extension_set),
    CHECKED(tls_session_start),
    CHECKED(tls_session_time_function_set),
    CHECKED(tls_session_x509_client_verify_configure),
    CHECKED(tls_trusted_certificate_add),
    CHECKED(tls_trusted_certificate_remove),
    CHECKED(x509_certificate_initialize),
    CHECKED(x509_common_name_dns_check),
    CHECKED(x509_crl_revocation_check),
    CHECKED(x509_dns_name_initialize),
    CHECKED(x509_extended_key_usage_extension_parse),
    CHECKED(x509_extension_find),
    CHECKED(x509_key_usage_extension_parse),
    PLAIN(crypto_rng_self_test),
    PLAIN(crypto_table_self_test),
    PLAIN(tls_ecc_initialize),
    PLAIN(tls_initialize),
    PLAIN(tls_shutdown),
    (function)nx_secure_module_hash_compute,
    (function)_nx_secure_tls_handshake_process,
    (function)_nx_secure_tls_session_create_ext,
    (function)_nx_secure_x509_pkcs7_decode,
    (function)nxs_crypto_cache_empty,
    (function)nxs_crypto_self_test,
    (function)nxs_tls_alert_words,
    (function)nxs_tls_extension_name,
    (function)nxs_tls_group_name,
    (function)nxs_tls_message_name,
    (function)nxs_tls_scheme_name,
    (function)nxs_tls_session_failure_get,
    (function)nxs_tls_session_info_get,
    (function)nxs_tls_session_insecure_set,
    (function)nxs_tls_session_keylog_set,
    (function)nxs_tls_session_minimum_rsa_set,
    (function)nxs_tls_session_trace_set,
    (function)nxs_tls_suite_name,
    (function)nxs_x509_host_check,
    (function)nxs_x509_issuer_text,
    (function)nxs_x509_subject_text,
};

/* The spellings that the services document uses in places mean the same functions. */
static const function spellings[][2] = {
    {(function)nx_secure_tls_time_function_set, (function)nx_secure_tls_session_time_function_set},
    {(function)nx_secure_tls_timestamp_function_set, (function)nx_secure_tls_session_time_function_set},
    {(function)nx_secure_tls_session_renegotiation_callback_set,
     (function)nx_secure_tls_session_renegotiate_callback_set},
    {(function)nx_secure_tls_add_local_certificate, (function)nx_secure_tls_local_certificate_add},
};

int main(void)
{
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        if (functions[i] == NX_NULL) {
            return 1;
        }
    }
    for (size_t i = 0; i < sizeof spellings / sizeof spellings[0]; i++) {
        if (spellings[i][0] != spellings[i][1]) {
            return 1;
        }
    }
#ifdef NX_SECURE_DISABLE_ERROR_CHECKING
    return nx_secure_tls_session_send == _nx_secure_tls_session_send ? 0 : 1;
#else
    return nx_secure_tls_session_send == _nxe_secure_tls_session_send ? 0 : 1;
#endif
}
