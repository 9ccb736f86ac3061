/* The engine between intake and outlet. */

#include "nx/certificates.h"
#include "nx/edge.h"

_Static_assert(NX_SECURE_TLS_CLIENT_STATE_IDLE == NX_SECURE_TLS_SERVER_STATE_IDLE &&
                   NX_SECURE_TLS_CLIENT_STATE_ERROR == NX_SECURE_TLS_SERVER_STATE_ERROR &&
                   NX_SECURE_TLS_CLIENT_STATE_HANDSHAKE_FINISHED ==
                       NX_SECURE_TLS_SERVER_STATE_HANDSHAKE_FINISHED,
               "one number does for both sides");

/* Two old members tell the state by numbers of their own. */
static void publish_state(NX_SECURE_TLS_SESSION *session, enum nxs_phase phase)
{
    bool is_client = session->nx_secure_tls_socket_type == NX_SECURE_TLS_SESSION_TYPE_CLIENT;
    USHORT state = NX_SECURE_TLS_CLIENT_STATE_IDLE;
    if (phase == NXS_PHASE_FAILED) {
        state = NX_SECURE_TLS_CLIENT_STATE_ERROR;
    } else if (phase == NXS_PHASE_CONNECTED) {
        state = NX_SECURE_TLS_CLIENT_STATE_HANDSHAKE_FINISHED;
    }
    *(is_client ? &session->nx_secure_tls_client_state : &session->nx_secure_tls_server_state) = state;
}

/* What applications read in the session. */
static void publish(NX_SECURE_TLS_SESSION *session)
{
    struct nxs_session *private = nxs_private(session);
    const struct nxs_engine *engine = &private->engine;
    bool is_active = nxs_engine_phase(engine) == NXS_PHASE_CONNECTED;
    publish_state(session, nxs_engine_phase(engine));
    session->nx_secure_tls_protocol_version = engine->agreed.version;
    session->nx_secure_tls_session_ciphersuite = engine->agreed.row;
    session->nx_secure_tls_local_session_active = is_active;
    session->nx_secure_tls_remote_session_active = is_active;
    if (engine->alert_level != 0) {
        session->nx_secure_tls_received_alert_level = engine->alert_level;
        session->nx_secure_tls_received_alert_value = engine->alert_value;
    }
    if (nxs_engine_phase(engine) == NXS_PHASE_FAILED) {
        private->failure = (USHORT)nxs_engine_status(engine);
    }
}

/* Step held. A callback of the application's that wants the engine to run again hears that it cannot. */
static void run(NX_SECURE_TLS_SESSION *session, const nxs_room *record, const struct nxs_sink *sink,
                struct nxs_event *event)
{
    struct nxs_session *private = nxs_private(session);
    if (private->is_at_work) {
        *event = (struct nxs_event){NXS_EVENT_FAILED, NXS_INVALID_STATE, {NULL, 0}};
        return;
    }
    private->is_at_work = true;
    nxs_engine_run(&private->engine, record, sink, event);
    private->is_at_work = false;
    publish(session);
    if (event->kind == NXS_EVENT_CONNECTED || event->kind == NXS_EVENT_FAILED) {
        nxs_credentials_handshake_over(session);
    }
    if (event->kind == NXS_EVENT_APP_DATA) {
        private->intake.plain = event->plain;
    }
}

/* Step held. */
static void feed(NX_SECURE_TLS_SESSION *session, struct nxs_event *event)
{
    while (event->kind == NXS_EVENT_WANT_RECORD) {
        nxs_room record;
        enum nxs_status status = nxs_intake_next(session, &record);
        if (status == NXS_WANT_BYTES) {
            return;
        }
        if (status == NXS_OK) {
            run(session, &record, NULL, event);
        } else {
            nxs_engine_fail(nxs_engine_of(session), status);
            run(session, NULL, NULL, event);
        }
    }
}

static bool no_room(void *context, size_t min, nxs_room *room)
{
    (void)context;
    (void)min;
    (void)room;
    return false;
}

static void no_commit(void *context, size_t used)
{
    (void)context;
    (void)used;
}

/* Nobody can be told, so the engine need not keep the keys for an alert. */
static void give_up_output(NX_SECURE_TLS_SESSION *session)
{
    static const struct nxs_sink nowhere = {NULL, no_room, no_commit};
    struct nxs_event event;
    run(session, NULL, &nowhere, &event);
}

void nxs_session_fail(NX_SECURE_TLS_SESSION *session, ULONG connection, enum nxs_status status)
{
    nxs_step_begin(session);
    if (nxs_private(session)->connection == connection) {
        nxs_engine_fail(nxs_engine_of(session), status);
        give_up_output(session);
    }
    nxs_step_end(session);
}

void nxs_session_send_failed(NX_SECURE_TLS_SESSION *session, ULONG connection, enum nxs_status status)
{
    struct nxs_session *private = nxs_private(session);
    nxs_step_begin(session);
    bool is_ours = private->connection == connection;
    if (is_ours) {
        private->send_failure = (USHORT)status;
        private->failure = (USHORT)status;
    }
    bool is_connected = nxs_engine_phase(&private->engine) == NXS_PHASE_CONNECTED;
    nxs_step_end(session);
    if (is_ours && !is_connected) {
        nxs_session_fail(session, connection, status);
    }
}

/* Output that cannot be sent now waits in the engine; what happened to the connection is told all the same.
 */
static UINT postpone(NX_SECURE_TLS_SESSION *session, UINT reason, struct nxs_event *event)
{
    nxs_step_begin(session);
    enum nxs_phase phase = nxs_engine_phase(nxs_engine_of(session));
    event->status = nxs_engine_status(nxs_engine_of(session));
    nxs_step_end(session);
    if (phase == NXS_PHASE_FAILED) {
        event->kind = NXS_EVENT_FAILED;
        return NX_SUCCESS;
    }
    if (phase == NXS_PHASE_CLOSED) {
        event->kind = NXS_EVENT_CLOSED;
        return NX_SUCCESS;
    }
    return reason;
}

/* The socket did not take a flight. The peer's own close, or an earlier failure, tells more than that; a
 * handshake is lost with its last flight. */
static void note_send_failure(NX_SECURE_TLS_SESSION *session, ULONG connection, UINT result,
                              struct nxs_event *event)
{
    enum nxs_status status = nxs_socket_status(result);
    if (event->kind == NXS_EVENT_FAILED || event->kind == NXS_EVENT_CLOSED) {
        return;
    }
    if (event->kind == NXS_EVENT_CONNECTED) {
        nxs_session_fail(session, connection, status);
    } else {
        nxs_session_send_failed(session, connection, status);
    }
    event->kind = NXS_EVENT_FAILED;
    event->status = status;
}

/* Runs the engine with somewhere to put its output until it has no more. The caller has the turn to write. */
static UINT drain(NX_SECURE_TLS_SESSION *session, ULONG wait_option, struct nxs_event *event)
{
    struct nxs_session *private = nxs_private(session);
    struct nxs_outlet outlet;
    UINT code = NX_SUCCESS;
    nxs_step_begin(session);
    ULONG connection = private->connection;
    nxs_outlet_begin(&outlet, session);
    nxs_step_end(session);
    do {
        nxs_step_begin(session);
        if (private->connection == connection) {
            run(session, NULL, &outlet.sink, event);
        } else {
            event->kind = NXS_EVENT_FAILED;
            event->status = NXS_INVALID_STATE;
        }
        nxs_step_end(session);
        UINT result = nxs_outlet_flush(&outlet, wait_option);
        if (result != NX_SUCCESS) {
            note_send_failure(session, connection, result, event);
        } else if (event->kind == NXS_EVENT_WANT_ROOM && !nxs_outlet_refill(&outlet, wait_option)) {
            code = postpone(session, NX_SECURE_TLS_ALLOCATE_PACKET_FAILED, event);
            break;
        }
    } while (event->kind == NXS_EVENT_WANT_ROOM);
    nxs_outlet_end(&outlet);
    return code;
}

static UINT take_turn_and_drain(NX_SECURE_TLS_SESSION *session, ULONG wait_option, struct nxs_event *event)
{
    struct nxs_session *private = nxs_private(session);
    nxs_step_begin(session);
    enum nxs_status send_failure = (enum nxs_status) private->send_failure;
    nxs_step_end(session);
    if (send_failure != NXS_OK) {
        return postpone(session, nxs_status_code(send_failure), event);
    }
    if (tx_mutex_get(&private->writing, wait_option) != TX_SUCCESS) {
        return postpone(session, NX_NO_PACKET, event);
    }
    UINT code = drain(session, wait_option, event);
    tx_mutex_put(&private->writing);
    return code;
}

UINT nxs_session_flush(NX_SECURE_TLS_SESSION *session, ULONG wait_option, struct nxs_event *event)
{
    nxs_step_begin(session);
    run(session, NULL, NULL, event);
    nxs_step_end(session);
    return event->kind == NXS_EVENT_WANT_ROOM ? take_turn_and_drain(session, wait_option, event) : NX_SUCCESS;
}

UINT nxs_session_step(NX_SECURE_TLS_SESSION *session, ULONG wait_option, struct nxs_event *event)
{
    for (;;) {
        nxs_step_begin(session);
        run(session, NULL, NULL, event);
        feed(session, event);
        nxs_step_end(session);
        if (event->kind != NXS_EVENT_WANT_ROOM) {
            return NX_SUCCESS;
        }
        UINT code = take_turn_and_drain(session, wait_option, event);
        if (code != NX_SUCCESS || event->kind != NXS_EVENT_WANT_RECORD) {
            return code;
        }
    }
}
