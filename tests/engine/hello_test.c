/* Hellos that were changed on their way: what is refused, and with which alert; what is tolerated. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "support/change.h"
#include "tls/extension/extension.h"

/* ---- the server reads a ClientHello ---- */

static void ch_version_1_1(struct nxs_client_hello *h)
{
    h->version = 0x0302;
}

static void ch_version_ssl2(struct nxs_client_hello *h)
{
    h->version = 0x0002;
}

static void ch_no_null_compression(struct nxs_client_hello *h)
{
    h->compression = nxs_bytes_of("\1", 1);
}

static void ch_no_extensions(struct nxs_client_hello *h)
{
    h->has_extensions = false;
}

static void ch_no_schemes(struct nxs_client_hello *h)
{
    h->extensions = change_extension(h->extensions, NXS_EXT_SIGNATURE_ALGORITHMS, NULL, 0);
}

static void ch_schemes_of_another_key(struct nxs_client_hello *h)
{
    h->extensions = change_extension(h->extensions, NXS_EXT_SIGNATURE_ALGORITHMS, "\0\4\4\1\10\4", 6);
}

static void ch_weak_schemes(struct nxs_client_hello *h)
{
    h->extensions = change_extension(h->extensions, NXS_EXT_SIGNATURE_ALGORITHMS, "\0\4\2\3\2\1", 6);
}

static void ch_unknown_groups(struct nxs_client_hello *h)
{
    h->extensions = change_extension(h->extensions, NXS_EXT_SUPPORTED_GROUPS, "\0\4\1\1\12\12", 6);
}

static void ch_groups_without_the_keys_curve(struct nxs_client_hello *h)
{
    h->extensions = change_extension(h->extensions, NXS_EXT_SUPPORTED_GROUPS, "\0\2\0\35", 4);
}

static void ch_compressed_points_only(struct nxs_client_hello *h)
{
    h->extensions = change_extension(h->extensions, NXS_EXT_EC_POINT_FORMATS, "\1\1", 2);
}

static void ch_renegotiates(struct nxs_client_hello *h)
{
    h->extensions = change_extension(h->extensions, NXS_EXT_RENEGOTIATION_INFO, "\1x", 2);
}

static void ch_unknown_suites(struct nxs_client_hello *h)
{
    h->suites = nxs_bytes_of("\12\12\0\57\300\23\0\377", 8);
}

static void ch_trailing_extension_byte(struct nxs_client_hello *h)
{
    static uint8_t longer[1024];
    memcpy(longer, h->extensions.data, h->extensions.len);
    longer[h->extensions.len] = 0;
    h->extensions = nxs_bytes_of(longer, h->extensions.len + 1);
}

static void ch_empty_server_name(struct nxs_client_hello *h)
{
    h->extensions = change_extension(h->extensions, NXS_EXT_SERVER_NAME, "\0\0", 2);
}

static void bad_client_hellos_are_refused(void **state)
{
    (void)state;
    static const struct {
        change_client_hello *change;
        enum nxs_status status;
    } cases[] = {
        {ch_version_1_1, NXS_VERSION_UNSUPPORTED},
        {ch_version_ssl2, NXS_VERSION_UNKNOWN},
        {ch_no_null_compression, NXS_BAD_COMPRESSION},
        {ch_no_extensions, NXS_NO_COMMON_SUITE}, /* no schemes either [RFC9155 3] */
        {ch_no_schemes, NXS_NO_COMMON_SUITE},
        {ch_schemes_of_another_key, NXS_NO_COMMON_SUITE},
        {ch_weak_schemes, NXS_NO_COMMON_SUITE},
        {ch_unknown_groups, NXS_NO_COMMON_SUITE},
        {ch_groups_without_the_keys_curve, NXS_NO_COMMON_SUITE},
        {ch_compressed_points_only, NXS_POINT_FORMAT},
        {ch_renegotiates, NXS_RENEGOTIATION_INFO},
        {ch_unknown_suites, NXS_NO_COMMON_SUITE},
        {ch_trailing_extension_byte, NXS_DECODE_ERROR},
        {ch_empty_server_name, NXS_SNI_INVALID},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct link link;
        struct changes changes = {.client_hello = cases[i].change};
        change_run(&link, CREDENTIAL_P256, &changes);
        change_assert_fails(&link, true, cases[i].status);
        link_close(&link);
    }
}

/* These are answered; that the client later finds its hello changed (or the answer odd) is another matter. */
static void ch_grease(struct nxs_client_hello *h)
{
    static const uint16_t front = 0x1A1A, behind = 0x2A2A;
    h->suites = change_list(h->suites, &front, &behind);
    h->extensions = change_extension(h->extensions, 0x3A3A, "\0", 1);
}

static void ch_later_version(struct nxs_client_hello *h)
{
    h->version = 0x0399;
}

static void ch_session_id(struct nxs_client_hello *h)
{
    h->session_id = nxs_bytes_of("01234567890123456789012345678901", 32);
}

static void ch_more_compressions(struct nxs_client_hello *h)
{
    h->compression = nxs_bytes_of("\100\1\0", 3);
}

static void ch_scsv_only(struct nxs_client_hello *h)
{
    static const uint16_t scsv = 0x00FF;
    h->suites = change_list(h->suites, NULL, &scsv);
    h->extensions = change_extension(h->extensions, NXS_EXT_RENEGOTIATION_INFO, NULL, 0);
}

static void ch_no_groups(struct nxs_client_hello *h)
{
    h->extensions = change_extension(h->extensions, NXS_EXT_SUPPORTED_GROUPS, NULL, 0);
}

static void ch_supported_versions(struct nxs_client_hello *h)
{
    h->extensions = change_extension(h->extensions, 43, "\4\3\4\3\3", 5);
}

static void unusual_client_hellos_are_answered(void **state)
{
    (void)state;
    static change_client_hello *const cases[] = {
        ch_grease,    ch_later_version, ch_session_id,        ch_more_compressions,
        ch_scsv_only, ch_no_groups,     ch_supported_versions};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct link link;
        struct changes changes = {.client_hello = cases[i]};
        change_run(&link, CREDENTIAL_P256, &changes);
        assert_true(link.server.sent_message_count >= 4);
        assert_int_equal(link.server.sent_messages[0], NXS_MSG_SERVER_HELLO);
        assert_int_equal(link.server.sent_messages[3], NXS_MSG_SERVER_HELLO_DONE);
        assert_true(link.server.engine.agreed.secure_renegotiation);
        /* Finished finds the change: client and server have other transcripts. */
        assert_int_equal(link.client.connected + link.server.connected, 0);
        if (cases[i] == ch_no_groups) {
            assert_int_equal(link.server.engine.agreed.group, 23);
        }
        link_close(&link);
    }
}

/* ---- the client reads a ServerHello ---- */

static void sh_version_1_1(struct nxs_server_hello *h)
{
    h->version = 0x0302;
}

static void sh_version_1_3(struct nxs_server_hello *h)
{
    h->version = 0x0304;
}

static void sh_version_unknown(struct nxs_server_hello *h)
{
    h->version = 0x0403;
}

static void sh_suite_never_offered(struct nxs_server_hello *h)
{
    h->suite = 0xC0AD;
}

static void sh_suite_unknown(struct nxs_server_hello *h)
{
    h->suite = 0x0A0A;
}

static void sh_suite_null(struct nxs_server_hello *h)
{
    h->suite = 0;
}

static void sh_compression(struct nxs_server_hello *h)
{
    h->compression = 1;
}

static void sh_unsolicited(struct nxs_server_hello *h)
{
    h->extensions = change_extension(h->extensions, 16, "\0\2\1x", 4);
}

static void sh_name_not_sent(struct nxs_server_hello *h)
{
    h->extensions = change_extension(h->extensions, NXS_EXT_SERVER_NAME, "", 0);
}

static void sh_misplaced(struct nxs_server_hello *h)
{
    h->extensions = change_extension(h->extensions, NXS_EXT_SIGNATURE_ALGORITHMS, "\0\2\4\3", 4);
}

static void sh_renegotiates(struct nxs_server_hello *h)
{
    h->extensions = change_extension(h->extensions, NXS_EXT_RENEGOTIATION_INFO, "\1x", 2);
}

static void sh_compressed_points_only(struct nxs_server_hello *h)
{
    h->extensions = change_extension(h->extensions, NXS_EXT_EC_POINT_FORMATS, "\1\1", 2);
}

static void sh_secret_with_content(struct nxs_server_hello *h)
{
    h->extensions = change_extension(h->extensions, NXS_EXT_EXTENDED_MASTER_SECRET, "\0", 1);
}

static void sh_other_authentication(struct nxs_server_hello *h)
{
    h->suite = 0xC02F;
}

static void bad_server_hellos_are_refused(void **state)
{
    (void)state;
    static const struct {
        change_server_hello *change;
        enum nxs_status status;
    } cases[] = {
        {sh_version_1_1, NXS_VERSION_UNSUPPORTED},
        {sh_version_1_3, NXS_VERSION_UNSUPPORTED},
        {sh_version_unknown, NXS_VERSION_UNKNOWN},
        {sh_suite_never_offered, NXS_SUITE_NOT_OFFERED},
        {sh_suite_unknown, NXS_SUITE_NOT_OFFERED},
        {sh_suite_null, NXS_SUITE_NOT_OFFERED},
        {sh_compression, NXS_BAD_COMPRESSION},
        {sh_unsolicited, NXS_UNSUPPORTED_EXTENSION},
        {sh_name_not_sent, NXS_UNSUPPORTED_EXTENSION},
        {sh_misplaced, NXS_UNSUPPORTED_EXTENSION},
        {sh_renegotiates, NXS_RENEGOTIATION_INFO},
        {sh_compressed_points_only, NXS_POINT_FORMAT},
        {sh_secret_with_content, NXS_DECODE_ERROR},
        {sh_other_authentication, NXS_CERT_WRONG_KEY_KIND}, /* an RSA suite, an EC certificate */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct link link;
        struct changes changes = {.server_hello = cases[i].change};
        change_run(&link, CREDENTIAL_P256, &changes);
        change_assert_fails(&link, false, cases[i].status);
        link_close(&link);
    }
}

/* A server that claims to resume a session which we never had sends its ChangeCipherSpec at once. */
static void sh_session_id(struct nxs_server_hello *h)
{
    h->session_id = nxs_bytes_of("01234567890123456789012345678901", 32);
}

static void drop_it(struct link_message *message)
{
    message->len = 0;
}

static void a_session_id_means_nothing_yet(void **state)
{
    (void)state;
    struct link link;
    struct changes changes = {.server_hello = sh_session_id, .type = NXS_MSG_CERTIFICATE, .message = drop_it};
    change_run(&link, CREDENTIAL_P256, &changes);
    change_assert_fails(&link, false, NXS_UNEXPECTED_MESSAGE);
    link_close(&link);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_client_hellos_are_refused),
        cmocka_unit_test(unusual_client_hellos_are_answered),
        cmocka_unit_test(bad_server_hellos_are_refused),
        cmocka_unit_test(a_session_id_means_nothing_yet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
