#include "tls/renegotiation.h"

#include "tls/alert.h"

enum nxs_status nxs_ignore_hello_request(struct nxs_engine *e, nxs_bytes body)
{
    return body.len == 0 ? nxs_alert_count(e) : NXS_DECODE_ERROR;
}

static enum nxs_status refuse(struct nxs_engine *e)
{
    NXS_TRY(nxs_alert_count(e));
    nxs_alert_queue(e, NXS_LEVEL_WARNING, NXS_ALERT_NO_RENEGOTIATION);
    return NXS_OK;
}

enum nxs_status nxs_refuse_hello_request(struct nxs_engine *e, nxs_bytes body)
{
    return body.len == 0 ? refuse(e) : NXS_DECODE_ERROR;
}

enum nxs_status nxs_refuse_client_hello(struct nxs_engine *e, nxs_bytes body)
{
    (void)body;
    return refuse(e);
}
