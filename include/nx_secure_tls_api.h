/** @file
 * The services. Each nx_secure_... name checks its arguments first (the _nxe_ function), unless
 * NX_SECURE_DISABLE_ERROR_CHECKING is defined; _nx_secure_... is the service without the checks.
 */
#ifndef NX_SECURE_TLS_API_H
#define NX_SECURE_TLS_API_H

#include "nx_secure_tls.h"
#include "nx_secure_x509.h"
#include "nxsecure/ext.h"

#ifdef __cplusplus
extern "C" {
#endif

UINT _nx_secure_crypto_rng_self_test(void);

UINT _nx_secure_crypto_table_self_test(const NX_SECURE_TLS_CRYPTO *crypto_table, VOID *metadata,
                                       UINT metadata_size);

UINT nx_secure_module_hash_compute(NX_CRYPTO_METHOD *hmac_ptr, ALIGN_TYPE start_address,
                                   ALIGN_TYPE end_address, UCHAR *key, UINT key_length, VOID *metadata,
                                   UINT metadata_size, UCHAR *output_buffer, UINT output_buffer_size,
                                   UINT *actual_size);

UINT _nx_secure_tls_active_certificate_set(NX_SECURE_TLS_SESSION *tls_session,
                                           NX_SECURE_X509_CERT *certificate);
UINT _nxe_secure_tls_active_certificate_set(NX_SECURE_TLS_SESSION *tls_session,
                                            NX_SECURE_X509_CERT *certificate);

UINT _nx_secure_tls_client_psk_set(NX_SECURE_TLS_SESSION *session_ptr, UCHAR *pre_shared_key, UINT psk_length,
                                   UCHAR *psk_identity, UINT identity_length, UCHAR *hint, UINT hint_length);
UINT _nxe_secure_tls_client_psk_set(NX_SECURE_TLS_SESSION *session_ptr, UCHAR *pre_shared_key,
                                    UINT psk_length, UCHAR *psk_identity, UINT identity_length, UCHAR *hint,
                                    UINT hint_length);

UINT _nx_secure_tls_ecc_initialize(NX_SECURE_TLS_SESSION *tls_session, const USHORT *supported_groups,
                                   USHORT supported_group_count, const NX_CRYPTO_METHOD **curves);

VOID _nx_secure_tls_initialize(VOID);

UINT _nx_secure_tls_local_certificate_add(NX_SECURE_TLS_SESSION *session_ptr,
                                          NX_SECURE_X509_CERT *certificate_ptr);
UINT _nxe_secure_tls_local_certificate_add(NX_SECURE_TLS_SESSION *session_ptr,
                                           NX_SECURE_X509_CERT *certificate_ptr);

UINT _nx_secure_tls_local_certificate_find(NX_SECURE_TLS_SESSION *session_ptr,
                                           NX_SECURE_X509_CERT **certificate, UCHAR *common_name,
                                           UINT name_length);
UINT _nxe_secure_tls_local_certificate_find(NX_SECURE_TLS_SESSION *session_ptr,
                                            NX_SECURE_X509_CERT **certificate, UCHAR *common_name,
                                            UINT name_length);

UINT _nx_secure_tls_local_certificate_remove(NX_SECURE_TLS_SESSION *session_ptr, UCHAR *common_name,
                                             UINT common_name_length);
UINT _nxe_secure_tls_local_certificate_remove(NX_SECURE_TLS_SESSION *session_ptr, UCHAR *common_name,
                                              UINT common_name_length);

UINT _nx_secure_tls_metadata_size_calculate(const NX_SECURE_TLS_CRYPTO *crypto_table, ULONG *metadata_size);
UINT _nxe_secure_tls_metadata_size_calculate(const NX_SECURE_TLS_CRYPTO *crypto_table, ULONG *metadata_size);

UINT _nx_secure_tls_packet_allocate(NX_SECURE_TLS_SESSION *session_ptr, NX_PACKET_POOL *pool_ptr,
                                    NX_PACKET **packet_ptr, ULONG wait_option);
UINT _nxe_secure_tls_packet_allocate(NX_SECURE_TLS_SESSION *session_ptr, NX_PACKET_POOL *pool_ptr,
                                     NX_PACKET **packet_ptr, ULONG wait_option);

UINT _nx_secure_tls_psk_add(NX_SECURE_TLS_SESSION *session_ptr, UCHAR *pre_shared_key, UINT psk_length,
                            UCHAR *psk_identity, UINT identity_length, UCHAR *hint, UINT hint_length);
UINT _nxe_secure_tls_psk_add(NX_SECURE_TLS_SESSION *session_ptr, UCHAR *pre_shared_key, UINT psk_length,
                             UCHAR *psk_identity, UINT identity_length, UCHAR *hint, UINT hint_length);

UINT _nx_secure_tls_remote_certificate_allocate(NX_SECURE_TLS_SESSION *session_ptr,
                                                NX_SECURE_X509_CERT *certificate_ptr,
                                                UCHAR *raw_certificate_buffer, UINT raw_buffer_size);
UINT _nxe_secure_tls_remote_certificate_allocate(NX_SECURE_TLS_SESSION *session_ptr,
                                                 NX_SECURE_X509_CERT *certificate_ptr,
                                                 UCHAR *raw_certificate_buffer, UINT raw_buffer_size);

UINT _nx_secure_tls_remote_certificate_buffer_allocate(NX_SECURE_TLS_SESSION *session_ptr, UINT certs_number,
                                                       VOID *certificate_buffer, ULONG buffer_size);
UINT _nxe_secure_tls_remote_certificate_buffer_allocate(NX_SECURE_TLS_SESSION *session_ptr, UINT certs_number,
                                                        VOID *certificate_buffer, ULONG buffer_size);

UINT _nx_secure_tls_remote_certificate_free_all(NX_SECURE_TLS_SESSION *session_ptr);
UINT _nxe_secure_tls_remote_certificate_free_all(NX_SECURE_TLS_SESSION *session_ptr);

UINT _nx_secure_tls_server_certificate_add(NX_SECURE_TLS_SESSION *session_ptr,
                                           NX_SECURE_X509_CERT *certificate, UINT cert_id);
UINT _nxe_secure_tls_server_certificate_add(NX_SECURE_TLS_SESSION *session_ptr,
                                            NX_SECURE_X509_CERT *certificate, UINT cert_id);

UINT _nx_secure_tls_server_certificate_find(NX_SECURE_TLS_SESSION *session_ptr,
                                            NX_SECURE_X509_CERT **certificate, UINT cert_id);
UINT _nxe_secure_tls_server_certificate_find(NX_SECURE_TLS_SESSION *session_ptr,
                                             NX_SECURE_X509_CERT **certificate, UINT cert_id);

UINT _nx_secure_tls_server_certificate_remove(NX_SECURE_TLS_SESSION *session_ptr, UINT cert_id);
UINT _nxe_secure_tls_server_certificate_remove(NX_SECURE_TLS_SESSION *session_ptr, UINT cert_id);

UINT _nx_secure_tls_session_alert_value_get(NX_SECURE_TLS_SESSION *session_ptr, UINT *alert_level,
                                            UINT *alert_value);
UINT _nxe_secure_tls_session_alert_value_get(NX_SECURE_TLS_SESSION *session_ptr, UINT *alert_level,
                                             UINT *alert_value);

UINT _nx_secure_tls_session_certificate_callback_set(NX_SECURE_TLS_SESSION *tls_session,
                                                     ULONG (*func_ptr)(NX_SECURE_TLS_SESSION *session,
                                                                       NX_SECURE_X509_CERT *certificate));
UINT _nxe_secure_tls_session_certificate_callback_set(NX_SECURE_TLS_SESSION *tls_session,
                                                      ULONG (*func_ptr)(NX_SECURE_TLS_SESSION *session,
                                                                        NX_SECURE_X509_CERT *certificate));

UINT _nx_secure_tls_session_client_callback_set(NX_SECURE_TLS_SESSION *tls_session,
                                                ULONG (*func_ptr)(NX_SECURE_TLS_SESSION *tls_session,
                                                                  NX_SECURE_TLS_HELLO_EXTENSION *extensions,
                                                                  UINT num_extensions));
UINT _nxe_secure_tls_session_client_callback_set(NX_SECURE_TLS_SESSION *tls_session,
                                                 ULONG (*func_ptr)(NX_SECURE_TLS_SESSION *tls_session,
                                                                   NX_SECURE_TLS_HELLO_EXTENSION *extensions,
                                                                   UINT num_extensions));

UINT _nx_secure_tls_session_client_verify_disable(NX_SECURE_TLS_SESSION *session_ptr);
UINT _nxe_secure_tls_session_client_verify_disable(NX_SECURE_TLS_SESSION *session_ptr);

UINT _nx_secure_tls_session_client_verify_enable(NX_SECURE_TLS_SESSION *session_ptr);
UINT _nxe_secure_tls_session_client_verify_enable(NX_SECURE_TLS_SESSION *session_ptr);

UINT _nx_secure_tls_session_create(NX_SECURE_TLS_SESSION *session_ptr,
                                   const NX_SECURE_TLS_CRYPTO *cipher_table, VOID *encryption_metadata_area,
                                   ULONG encryption_metadata_size);
UINT _nxe_secure_tls_session_create(NX_SECURE_TLS_SESSION *session_ptr,
                                    const NX_SECURE_TLS_CRYPTO *cipher_table, VOID *encryption_metadata_area,
                                    ULONG encryption_metadata_size);

UINT _nx_secure_tls_session_delete(NX_SECURE_TLS_SESSION *session_ptr);
UINT _nxe_secure_tls_session_delete(NX_SECURE_TLS_SESSION *session_ptr);

UINT _nx_secure_tls_session_end(NX_SECURE_TLS_SESSION *session_ptr, ULONG wait_option);
UINT _nxe_secure_tls_session_end(NX_SECURE_TLS_SESSION *session_ptr, ULONG wait_option);

UINT _nx_secure_tls_session_packet_buffer_set(NX_SECURE_TLS_SESSION *session_ptr, UCHAR *buffer_ptr,
                                              ULONG buffer_size);
UINT _nxe_secure_tls_session_packet_buffer_set(NX_SECURE_TLS_SESSION *session_ptr, UCHAR *buffer_ptr,
                                               ULONG buffer_size);

UINT _nx_secure_tls_session_packet_pool_set(NX_SECURE_TLS_SESSION *tls_session, NX_PACKET_POOL *packet_pool);
UINT _nxe_secure_tls_session_packet_pool_set(NX_SECURE_TLS_SESSION *tls_session, NX_PACKET_POOL *packet_pool);

UINT _nx_secure_tls_session_protocol_version_override(NX_SECURE_TLS_SESSION *session_ptr,
                                                      USHORT protocol_version);
UINT _nxe_secure_tls_session_protocol_version_override(NX_SECURE_TLS_SESSION *session_ptr,
                                                       USHORT protocol_version);

UINT _nx_secure_tls_session_receive(NX_SECURE_TLS_SESSION *session_ptr, NX_PACKET **packet_ptr,
                                    ULONG wait_option);
UINT _nxe_secure_tls_session_receive(NX_SECURE_TLS_SESSION *session_ptr, NX_PACKET **packet_ptr,
                                     ULONG wait_option);

UINT _nx_secure_tls_session_renegotiate(NX_SECURE_TLS_SESSION *tls_session, UINT wait_option);
UINT _nxe_secure_tls_session_renegotiate(NX_SECURE_TLS_SESSION *tls_session, UINT wait_option);

UINT _nx_secure_tls_session_renegotiate_callback_set(NX_SECURE_TLS_SESSION *tls_session,
                                                     ULONG (*func_ptr)(NX_SECURE_TLS_SESSION *session));
UINT _nxe_secure_tls_session_renegotiate_callback_set(NX_SECURE_TLS_SESSION *tls_session,
                                                      ULONG (*func_ptr)(NX_SECURE_TLS_SESSION *session));

UINT _nx_secure_tls_session_reset(NX_SECURE_TLS_SESSION *session_ptr);
UINT _nxe_secure_tls_session_reset(NX_SECURE_TLS_SESSION *session_ptr);

UINT _nx_secure_tls_session_send(NX_SECURE_TLS_SESSION *session_ptr, NX_PACKET *packet_ptr,
                                 ULONG wait_option);
UINT _nxe_secure_tls_session_send(NX_SECURE_TLS_SESSION *session_ptr, NX_PACKET *packet_ptr,
                                  ULONG wait_option);

UINT _nx_secure_tls_session_server_callback_set(NX_SECURE_TLS_SESSION *tls_session,
                                                ULONG (*func_ptr)(NX_SECURE_TLS_SESSION *tls_session,
                                                                  NX_SECURE_TLS_HELLO_EXTENSION *extensions,
                                                                  UINT num_extensions));
UINT _nxe_secure_tls_session_server_callback_set(NX_SECURE_TLS_SESSION *tls_session,
                                                 ULONG (*func_ptr)(NX_SECURE_TLS_SESSION *tls_session,
                                                                   NX_SECURE_TLS_HELLO_EXTENSION *extensions,
                                                                   UINT num_extensions));

UINT _nx_secure_tls_session_sni_extension_parse(NX_SECURE_TLS_SESSION *session_ptr,
                                                NX_SECURE_TLS_HELLO_EXTENSION *extensions,
                                                UINT num_extensions, NX_SECURE_X509_DNS_NAME *dns_name);
UINT _nxe_secure_tls_session_sni_extension_parse(NX_SECURE_TLS_SESSION *session_ptr,
                                                 NX_SECURE_TLS_HELLO_EXTENSION *extensions,
                                                 UINT num_extensions, NX_SECURE_X509_DNS_NAME *dns_name);

UINT _nx_secure_tls_session_sni_extension_set(NX_SECURE_TLS_SESSION *session_ptr,
                                              NX_SECURE_X509_DNS_NAME *dns_name);
UINT _nxe_secure_tls_session_sni_extension_set(NX_SECURE_TLS_SESSION *session_ptr,
                                               NX_SECURE_X509_DNS_NAME *dns_name);

UINT _nx_secure_tls_session_start(NX_SECURE_TLS_SESSION *session_ptr, NX_TCP_SOCKET *tcp_socket_ptr,
                                  ULONG wait_option);
UINT _nxe_secure_tls_session_start(NX_SECURE_TLS_SESSION *session_ptr, NX_TCP_SOCKET *tcp_socket_ptr,
                                   ULONG wait_option);

UINT _nx_secure_tls_session_time_function_set(NX_SECURE_TLS_SESSION *session_ptr,
                                              ULONG (*time_func_ptr)(void));
UINT _nxe_secure_tls_session_time_function_set(NX_SECURE_TLS_SESSION *session_ptr,
                                               ULONG (*time_func_ptr)(void));

UINT _nx_secure_tls_session_x509_client_verify_configure(NX_SECURE_TLS_SESSION *session_ptr,
                                                         UINT certs_number, VOID *certificate_buffer,
                                                         ULONG buffer_size);
UINT _nxe_secure_tls_session_x509_client_verify_configure(NX_SECURE_TLS_SESSION *session_ptr,
                                                          UINT certs_number, VOID *certificate_buffer,
                                                          ULONG buffer_size);

UINT _nx_secure_tls_shutdown(VOID);

UINT _nx_secure_tls_trusted_certificate_add(NX_SECURE_TLS_SESSION *session_ptr,
                                            NX_SECURE_X509_CERT *certificate_ptr);
UINT _nxe_secure_tls_trusted_certificate_add(NX_SECURE_TLS_SESSION *session_ptr,
                                             NX_SECURE_X509_CERT *certificate_ptr);

UINT _nx_secure_tls_trusted_certificate_remove(NX_SECURE_TLS_SESSION *session_ptr, UCHAR *common_name,
                                               UINT common_name_length);
UINT _nxe_secure_tls_trusted_certificate_remove(NX_SECURE_TLS_SESSION *session_ptr, UCHAR *common_name,
                                                UINT common_name_length);

UINT _nx_secure_x509_certificate_initialize(NX_SECURE_X509_CERT *certificate_ptr,
                                            const UCHAR *certificate_data, USHORT certificate_data_length,
                                            UCHAR *raw_data_buffer, USHORT buffer_size,
                                            const UCHAR *private_key_data, USHORT private_key_data_length,
                                            UINT private_key_type);
UINT _nxe_secure_x509_certificate_initialize(NX_SECURE_X509_CERT *certificate_ptr,
                                             const UCHAR *certificate_data, USHORT certificate_data_length,
                                             UCHAR *raw_data_buffer, USHORT buffer_size,
                                             const UCHAR *private_key_data, USHORT private_key_data_length,
                                             UINT private_key_type);

UINT _nx_secure_x509_common_name_dns_check(NX_SECURE_X509_CERT *certificate, const UCHAR *dns_tld,
                                           UINT dns_tld_length);
UINT _nxe_secure_x509_common_name_dns_check(NX_SECURE_X509_CERT *certificate, const UCHAR *dns_tld,
                                            UINT dns_tld_length);

UINT _nx_secure_x509_crl_revocation_check(const UCHAR *crl_data, UINT crl_length,
                                          NX_SECURE_X509_CERTIFICATE_STORE *store,
                                          NX_SECURE_X509_CERT *certificate);
UINT _nxe_secure_x509_crl_revocation_check(const UCHAR *crl_data, UINT crl_length,
                                           NX_SECURE_X509_CERTIFICATE_STORE *store,
                                           NX_SECURE_X509_CERT *certificate);

UINT _nx_secure_x509_dns_name_initialize(NX_SECURE_X509_DNS_NAME *dns_name, const UCHAR *name_string,
                                         UINT length);
UINT _nxe_secure_x509_dns_name_initialize(NX_SECURE_X509_DNS_NAME *dns_name, const UCHAR *name_string,
                                          UINT length);

UINT _nx_secure_x509_extended_key_usage_extension_parse(NX_SECURE_X509_CERT *certificate, UINT key_usage);
UINT _nxe_secure_x509_extended_key_usage_extension_parse(NX_SECURE_X509_CERT *certificate, UINT key_usage);

UINT _nx_secure_x509_extension_find(NX_SECURE_X509_CERT *certificate, NX_SECURE_X509_EXTENSION *extension,
                                    USHORT extension_id);
UINT _nxe_secure_x509_extension_find(NX_SECURE_X509_CERT *certificate, NX_SECURE_X509_EXTENSION *extension,
                                     USHORT extension_id);

UINT _nx_secure_x509_key_usage_extension_parse(NX_SECURE_X509_CERT *certificate, USHORT *bitfield);
UINT _nxe_secure_x509_key_usage_extension_parse(NX_SECURE_X509_CERT *certificate, USHORT *bitfield);

#define nx_secure_crypto_rng_self_test   _nx_secure_crypto_rng_self_test
#define nx_secure_crypto_table_self_test _nx_secure_crypto_table_self_test
#define nx_secure_tls_ecc_initialize     _nx_secure_tls_ecc_initialize
#define nx_secure_tls_initialize         _nx_secure_tls_initialize
#define nx_secure_tls_shutdown           _nx_secure_tls_shutdown

#ifdef NX_SECURE_DISABLE_ERROR_CHECKING
#define nx_secure_tls_active_certificate_set               _nx_secure_tls_active_certificate_set
#define nx_secure_tls_client_psk_set                       _nx_secure_tls_client_psk_set
#define nx_secure_tls_local_certificate_add                _nx_secure_tls_local_certificate_add
#define nx_secure_tls_local_certificate_find               _nx_secure_tls_local_certificate_find
#define nx_secure_tls_local_certificate_remove             _nx_secure_tls_local_certificate_remove
#define nx_secure_tls_metadata_size_calculate              _nx_secure_tls_metadata_size_calculate
#define nx_secure_tls_packet_allocate                      _nx_secure_tls_packet_allocate
#define nx_secure_tls_psk_add                              _nx_secure_tls_psk_add
#define nx_secure_tls_remote_certificate_allocate          _nx_secure_tls_remote_certificate_allocate
#define nx_secure_tls_remote_certificate_buffer_allocate   _nx_secure_tls_remote_certificate_buffer_allocate
#define nx_secure_tls_remote_certificate_free_all          _nx_secure_tls_remote_certificate_free_all
#define nx_secure_tls_server_certificate_add               _nx_secure_tls_server_certificate_add
#define nx_secure_tls_server_certificate_find              _nx_secure_tls_server_certificate_find
#define nx_secure_tls_server_certificate_remove            _nx_secure_tls_server_certificate_remove
#define nx_secure_tls_session_alert_value_get              _nx_secure_tls_session_alert_value_get
#define nx_secure_tls_session_certificate_callback_set     _nx_secure_tls_session_certificate_callback_set
#define nx_secure_tls_session_client_callback_set          _nx_secure_tls_session_client_callback_set
#define nx_secure_tls_session_client_verify_disable        _nx_secure_tls_session_client_verify_disable
#define nx_secure_tls_session_client_verify_enable         _nx_secure_tls_session_client_verify_enable
#define nx_secure_tls_session_create                       _nx_secure_tls_session_create
#define nx_secure_tls_session_delete                       _nx_secure_tls_session_delete
#define nx_secure_tls_session_end                          _nx_secure_tls_session_end
#define nx_secure_tls_session_packet_buffer_set            _nx_secure_tls_session_packet_buffer_set
#define nx_secure_tls_session_packet_pool_set              _nx_secure_tls_session_packet_pool_set
#define nx_secure_tls_session_protocol_version_override    _nx_secure_tls_session_protocol_version_override
#define nx_secure_tls_session_receive                      _nx_secure_tls_session_receive
#define nx_secure_tls_session_renegotiate                  _nx_secure_tls_session_renegotiate
#define nx_secure_tls_session_renegotiate_callback_set     _nx_secure_tls_session_renegotiate_callback_set
#define nx_secure_tls_session_reset                        _nx_secure_tls_session_reset
#define nx_secure_tls_session_send                         _nx_secure_tls_session_send
#define nx_secure_tls_session_server_callback_set          _nx_secure_tls_session_server_callback_set
#define nx_secure_tls_session_sni_extension_parse          _nx_secure_tls_session_sni_extension_parse
#define nx_secure_tls_session_sni_extension_set            _nx_secure_tls_session_sni_extension_set
#define nx_secure_tls_session_start                        _nx_secure_tls_session_start
#define nx_secure_tls_session_time_function_set            _nx_secure_tls_session_time_function_set
#define nx_secure_tls_session_x509_client_verify_configure _nx_secure_tls_session_x509_client_verify_configure
#define nx_secure_tls_trusted_certificate_add              _nx_secure_tls_trusted_certificate_add
#define nx_secure_tls_trusted_certificate_remove           _nx_secure_tls_trusted_certificate_remove
#define nx_secure_x509_certificate_initialize              _nx_secure_x509_certificate_initialize
#define nx_secure_x509_common_name_dns_check               _nx_secure_x509_common_name_dns_check
#define nx_secure_x509_crl_revocation_check                _nx_secure_x509_crl_revocation_check
#define nx_secure_x509_dns_name_initialize                 _nx_secure_x509_dns_name_initialize
#define nx_secure_x509_extended_key_usage_extension_parse  _nx_secure_x509_extended_key_usage_extension_parse
#define nx_secure_x509_extension_find                      _nx_secure_x509_extension_find
#define nx_secure_x509_key_usage_extension_parse           _nx_secure_x509_key_usage_extension_parse
#else
#define nx_secure_tls_active_certificate_set             _nxe_secure_tls_active_certificate_set
#define nx_secure_tls_client_psk_set                     _nxe_secure_tls_client_psk_set
#define nx_secure_tls_local_certificate_add              _nxe_secure_tls_local_certificate_add
#define nx_secure_tls_local_certificate_find             _nxe_secure_tls_local_certificate_find
#define nx_secure_tls_local_certificate_remove           _nxe_secure_tls_local_certificate_remove
#define nx_secure_tls_metadata_size_calculate            _nxe_secure_tls_metadata_size_calculate
#define nx_secure_tls_packet_allocate                    _nxe_secure_tls_packet_allocate
#define nx_secure_tls_psk_add                            _nxe_secure_tls_psk_add
#define nx_secure_tls_remote_certificate_allocate        _nxe_secure_tls_remote_certificate_allocate
#define nx_secure_tls_remote_certificate_buffer_allocate _nxe_secure_tls_remote_certificate_buffer_allocate
#define nx_secure_tls_remote_certificate_free_all        _nxe_secure_tls_remote_certificate_free_all
#define nx_secure_tls_server_certificate_add             _nxe_secure_tls_server_certificate_add
#define nx_secure_tls_server_certificate_find            _nxe_secure_tls_server_certificate_find
#define nx_secure_tls_server_certificate_remove          _nxe_secure_tls_server_certificate_remove
#define nx_secure_tls_session_alert_value_get            _nxe_secure_tls_session_alert_value_get
#define nx_secure_tls_session_certificate_callback_set   _nxe_secure_tls_session_certificate_callback_set
#define nx_secure_tls_session_client_callback_set        _nxe_secure_tls_session_client_callback_set
#define nx_secure_tls_session_client_verify_disable      _nxe_secure_tls_session_client_verify_disable
#define nx_secure_tls_session_client_verify_enable       _nxe_secure_tls_session_client_verify_enable
#define nx_secure_tls_session_create                     _nxe_secure_tls_session_create
#define nx_secure_tls_session_delete                     _nxe_secure_tls_session_delete
#define nx_secure_tls_session_end                        _nxe_secure_tls_session_end
#define nx_secure_tls_session_packet_buffer_set          _nxe_secure_tls_session_packet_buffer_set
#define nx_secure_tls_session_packet_pool_set            _nxe_secure_tls_session_packet_pool_set
#define nx_secure_tls_session_protocol_version_override  _nxe_secure_tls_session_protocol_version_override
#define nx_secure_tls_session_receive                    _nxe_secure_tls_session_receive
#define nx_secure_tls_session_renegotiate                _nxe_secure_tls_session_renegotiate
#define nx_secure_tls_session_renegotiate_callback_set   _nxe_secure_tls_session_renegotiate_callback_set
#define nx_secure_tls_session_reset                      _nxe_secure_tls_session_reset
#define nx_secure_tls_session_send                       _nxe_secure_tls_session_send
#define nx_secure_tls_session_server_callback_set        _nxe_secure_tls_session_server_callback_set
#define nx_secure_tls_session_sni_extension_parse        _nxe_secure_tls_session_sni_extension_parse
#define nx_secure_tls_session_sni_extension_set          _nxe_secure_tls_session_sni_extension_set
#define nx_secure_tls_session_start                      _nxe_secure_tls_session_start
#define nx_secure_tls_session_time_function_set          _nxe_secure_tls_session_time_function_set
#define nx_secure_tls_session_x509_client_verify_configure                                                   \
    _nxe_secure_tls_session_x509_client_verify_configure
#define nx_secure_tls_trusted_certificate_add             _nxe_secure_tls_trusted_certificate_add
#define nx_secure_tls_trusted_certificate_remove          _nxe_secure_tls_trusted_certificate_remove
#define nx_secure_x509_certificate_initialize             _nxe_secure_x509_certificate_initialize
#define nx_secure_x509_common_name_dns_check              _nxe_secure_x509_common_name_dns_check
#define nx_secure_x509_crl_revocation_check               _nxe_secure_x509_crl_revocation_check
#define nx_secure_x509_dns_name_initialize                _nxe_secure_x509_dns_name_initialize
#define nx_secure_x509_extended_key_usage_extension_parse _nxe_secure_x509_extended_key_usage_extension_parse
#define nx_secure_x509_extension_find                     _nxe_secure_x509_extension_find
#define nx_secure_x509_key_usage_extension_parse          _nxe_secure_x509_key_usage_extension_parse
#endif

/* Spellings that the services document uses in places. */
#define nx_secure_tls_time_function_set                  nx_secure_tls_session_time_function_set
#define nx_secure_tls_timestamp_function_set             nx_secure_tls_session_time_function_set
#define nx_secure_tls_session_renegotiation_callback_set nx_secure_tls_session_renegotiate_callback_set
#define nx_secure_tls_add_local_certificate              nx_secure_tls_local_certificate_add

/** Goes on with a handshake that nx_secure_tls_session_start() began with NX_NO_WAIT. */
UINT _nx_secure_tls_handshake_process(NX_SECURE_TLS_SESSION *tls_session, UINT wait_option);

/** Creates a session from a list of methods and a list of suite descriptions. */
UINT _nx_secure_tls_session_create_ext(NX_SECURE_TLS_SESSION *tls_session,
                                       const NX_CRYPTO_METHOD **crypto_array, UINT crypto_array_size,
                                       const NX_CRYPTO_CIPHERSUITE **cipher_map, UINT cipher_map_size,
                                       VOID *metadata_buffer, ULONG metadata_size);

#ifdef __cplusplus
}
#endif

#endif
