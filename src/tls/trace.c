/* What the trace hook is told. */
#include "tls/handshake.h"
#include "tls/machine.h"

static void tell(const struct nxs_engine *e, const struct nxs_trace_step *step)
{
    if (e->config.trace != NULL) {
        e->config.trace(e->config.context, step);
    }
}

void nxs_trace_message(const struct nxs_engine *e, bool sent, nxs_bytes message)
{
    struct nxs_trace_step step = {0};
    step.sent = sent;
    step.protected_ = sent ? e->tx.half.cipher.method != NULL : e->rx.half.cipher.method != NULL;
    step.content_type = NXS_CONTENT_HANDSHAKE;
    step.message_type = message.len > 0 ? message.data[0] : 0xFF;
    step.version = e->agreed.version;
    step.message = message;
    tell(e, &step);
}

void nxs_trace_record(const struct nxs_engine *e, bool sent, uint8_t type, size_t record_len,
                      nxs_bytes content)
{
    struct nxs_trace_step step = {0};
    step.sent = sent;
    step.protected_ = sent ? e->tx.half.cipher.method != NULL : e->rx.half.cipher.method != NULL;
    step.content_type = type;
    step.message_type = 0xFF;
    step.version = sent ? e->tx.half.version : e->rx.half.version;
    step.record_len = record_len;
    step.message = content;
    tell(e, &step);
}
