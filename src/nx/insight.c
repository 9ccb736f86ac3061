/* Our own services that tell what a session does and why. */

#include <string.h>

#include "base/ct.h"
#include "crypto/crypto.h"
#include "nx/edge.h"

static UINT check(const NX_SECURE_TLS_SESSION *session, const void *other)
{
    if (session == NX_NULL || other == NX_NULL) {
        return NX_PTR_ERROR;
    }
    return nxs_session_is_created(session) ? NX_SUCCESS : NX_SECURE_TLS_SESSION_UNINITIALIZED;
}

static const CHAR *version_name(USHORT version)
{
    static const CHAR *const names[] = {"TLS 1.0", "TLS 1.1", "TLS 1.2", "TLS 1.3"};
    return version >= 0x0301 && version <= 0x0304 ? names[version - 0x0301] : "none";
}

static const CHAR *name_or_none(const CHAR *name)
{
    return name == NULL ? "none" : name;
}

UINT nxs_tls_session_info_get(NX_SECURE_TLS_SESSION *session, NXS_TLS_SESSION_INFO *info)
{
    UINT status = check(session, info);
    if (status != NX_SUCCESS) {
        return status;
    }
    memset(info, 0, sizeof *info);
    nxs_step_begin(session);
    struct nxs_agreed agreed = nxs_engine_of(session)->agreed;
    nxs_step_end(session);
    if (agreed.version == 0) {
        return NX_SECURE_TLS_INVALID_STATE;
    }
    info->nxs_version = agreed.version;
    info->nxs_suite = agreed.suite;
    info->nxs_group = agreed.group;
    info->nxs_scheme = agreed.scheme;
    info->nxs_version_name = version_name(agreed.version);
    info->nxs_suite_name = name_or_none(nxs_tls_suite_name(agreed.suite));
    info->nxs_group_name = name_or_none(nxs_tls_group_name(agreed.group));
    info->nxs_scheme_name = name_or_none(nxs_tls_scheme_name(agreed.scheme));
    return NX_SUCCESS;
}

UINT nxs_tls_session_failure_get(NX_SECURE_TLS_SESSION *session, const CHAR **words)
{
    UINT status = check(session, words);
    if (status != NX_SUCCESS) {
        return status;
    }
    nxs_step_begin(session);
    enum nxs_status failure = (enum nxs_status)nxs_private(session)->failure;
    bool has_alert = session->nx_secure_tls_received_alert_level != 0;
    bool is_alert = failure == NXS_OK || failure == NXS_ALERT_RECEIVED || failure == NXS_PEER_CLOSED;
    *words = has_alert && is_alert ? nxs_alert_words((uint8_t)session->nx_secure_tls_received_alert_value)
                                   : nxs_status_words(failure);
    nxs_step_end(session);
    return NX_SUCCESS;
}

UINT nxs_tls_session_trace_set(NX_SECURE_TLS_SESSION *session,
                               VOID (*function)(VOID *context, const NXS_TLS_TRACE *step), VOID *context)
{
    UINT status = check(session, session);
    if (status == NX_SUCCESS) {
        nxs_step_begin(session);
        nxs_private(session)->trace = function;
        nxs_private(session)->trace_context = context;
        nxs_step_end(session);
    }
    return status;
}

UINT nxs_tls_session_keylog_set(NX_SECURE_TLS_SESSION *session,
                                VOID (*function)(VOID *context, const CHAR *line), VOID *context)
{
    UINT status = check(session, session);
    if (status == NX_SUCCESS) {
        nxs_step_begin(session);
        nxs_private(session)->keylog = function;
        nxs_private(session)->keylog_context = context;
        nxs_step_end(session);
    }
    return status;
}

UINT nxs_tls_session_minimum_rsa_set(NX_SECURE_TLS_SESSION *session, UINT bits)
{
    UINT status = check(session, session);
    if (status != NX_SUCCESS) {
        return status;
    }
    if (bits < 512 || bits > NX_CRYPTO_MAX_RSA_MODULUS_SIZE) {
        return NX_INVALID_PARAMETERS;
    }
    nxs_engine_of(session)->config.min_rsa_bits = (uint16_t)bits;
    return NX_SUCCESS;
}

UINT nxs_tls_session_insecure_set(NX_SECURE_TLS_SESSION *session, UINT insecure)
{
    UINT status = check(session, session);
    if (status == NX_SUCCESS) {
        nxs_private(session)->insecure = insecure != NX_FALSE;
    }
    return status;
}

/* ---- the engine's hooks ----------------------------------------------------------------------------- */

void nxs_on_trace(void *context, const struct nxs_trace_step *step)
{
    struct nxs_session *private = nxs_private(context);
    NXS_TLS_TRACE told;
    memset(&told, 0, sizeof told);
    told.nxs_tls_trace_sent = step->sent;
    told.nxs_tls_trace_protected = step->protected_;
    told.nxs_tls_trace_content_type = step->content_type;
    told.nxs_tls_trace_message_type = step->message_type;
    told.nxs_tls_trace_version = step->version;
    told.nxs_tls_trace_record_length = (ULONG)step->record_len;
    told.nxs_tls_trace_message = step->message.data;
    told.nxs_tls_trace_message_length = (ULONG)step->message.len;
    if (private->trace != NX_NULL) { /* taken away while the connection runs */
        private->trace(private->trace_context, &told);
    }
}

static void write_hex(struct nxs_writer *w, nxs_bytes bytes)
{
    static const char digits[] = "0123456789abcdef";
    struct nxs_reader r = nxs_reader_of(bytes);
    uint8_t byte;
    while (nxs_read_u8(&r, &byte)) {
        nxs_write_u8(w, (uint8_t)digits[byte >> 4]);
        nxs_write_u8(w, (uint8_t)digits[byte & 15]);
    }
}

/* Label, client random, secret: one line, terminated. */
void nxs_on_keylog(void *context, const char *label, nxs_bytes client_random, nxs_bytes secret)
{
    struct nxs_session *private = nxs_private(context);
    CHAR line[256];
    nxs_bytes written;
    struct nxs_writer w = nxs_writer_of(nxs_room_of(line, sizeof line));
    nxs_write_bytes(&w, nxs_bytes_of(label, strlen(label)));
    nxs_write_u8(&w, ' ');
    write_hex(&w, client_random);
    nxs_write_u8(&w, ' ');
    write_hex(&w, secret);
    nxs_write_u8(&w, 0);
    if (nxs_write_end(&w, &written) && private->keylog != NX_NULL) {
        private->keylog(private->keylog_context, line);
    }
    nxs_wipe(line, sizeof line);
}
