/* nxsecure connect: a TLS client between standard input and output. */
#include <argp.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "credentials.h"
#include "net.h"
#include "peer.h"
#include "psk.h"

struct options {
    const char *ca;
    const char *certificate;
    const char *key;
    const char *keylog;
    const char *target;
    const char *name;
    struct psk psk;
    bool insecure;
    bool trace;
    bool quiet;
    int idle; /* seconds without data after the end of input; 0: until the peer closes */
};

enum { INSECURE = 0x100, KEYLOG, IDLE, PSK, IDENTITY };

static const struct argp_option argp_options[] = {
    {"ca", 'a', "FILE", 0, "Trust the certificates in FILE instead of the system's", 0},
    {"insecure", INSECURE, 0, 0, "Believe any certificate: no protection against an active attacker", 0},
    {"name", 'n', "NAME", 0, "Expect NAME in the certificate and send it as server name, instead of HOST", 0},
    {"cert", 'c', "FILE", 0, "Our certificate chain, the leaf first, for servers that ask", 0},
    {"key", 'k', "FILE", 0, "Its private key (default: in the file of --cert)", 0},
    {"psk", PSK, "HEX", 0, "A key that the server has too; without --ca no certificate is accepted", 0},
    {"psk-identity", IDENTITY, "NAME", 0, "The name of the key of --psk (default: " PSK_IDENTITY ")", 0},
    {"trace", 't', 0, 0, "Draw the connection as a ladder on standard error", 0},
    {"keylog", KEYLOG, "FILE", 0,
     "Append the session's secrets to FILE, for Wireshark (default: $SSLKEYLOGFILE)", 0},
    {"idle", IDLE, "SECONDS", 0,
     "After the end of input, close when nothing came for SECONDS (default: wait for the peer)", 0},
    {"quiet", 'q', 0, 0, "Print errors only", 0},
    {0},
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case 'a':
        options->ca = argument;
        return 0;
    case INSECURE:
        options->insecure = true;
        return 0;
    case 'n':
        options->name = argument;
        return 0;
    case 'c':
        options->certificate = argument;
        return 0;
    case 'k':
        options->key = argument;
        return 0;
    case PSK:
        return psk_read(&options->psk, argument) ? 0 : EINVAL;
    case IDENTITY:
        options->psk.identity = argument;
        return 0;
    case 't':
        options->trace = true;
        return 0;
    case KEYLOG:
        options->keylog = argument;
        return 0;
    case IDLE:
        options->idle = atoi(argument);
        return options->idle > 0 ? 0 : EINVAL;
    case 'q':
        options->quiet = true;
        return 0;
    case ARGP_KEY_ARG:
        if (state->arg_num > 0) {
            argp_usage(state);
        }
        options->target = argument;
        return 0;
    case ARGP_KEY_END:
        if (state->arg_num < 1) {
            argp_usage(state);
        }
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    argp_options,
    parse,
    "HOST:PORT",
    "Open a TLS connection to HOST:PORT; standard input is sent, what comes goes to standard output.\v"
    "The server's certificate is verified against the system's trusted certificates, and its name strictly "
    "(RFC 9525). "
    "Exit status: 0 when the session was closed properly, 1 on any failure, 2 for wrong usage.",
    NULL,
    NULL,
    NULL,
};

struct client {
    struct peer peer; /* first: callbacks get the session's address */
    const struct options *options;
    struct net *net;
    pthread_mutex_t lock;
    bool input_ended;
    UINT send_status;
};

static ULONG now(VOID)
{
    return (ULONG)time(NULL);
}

static void print_chain(NX_SECURE_TLS_SESSION *session)
{
    NX_SECURE_X509_CERT *certificate =
        session->nx_secure_tls_credentials.nx_secure_tls_certificate_store.nx_secure_x509_remote_certificates;
    for (int i = 0; certificate != NULL; i++, certificate = certificate->nx_secure_x509_next_certificate) {
        CHAR subject[256], issuer[256];
        nxs_x509_subject_text(certificate, subject, sizeof subject);
        nxs_x509_issuer_text(certificate, issuer, sizeof issuer);
        fprintf(stderr, "certificate %d: %s\n        issuer: %s\n", i, subject, issuer);
    }
}

static ULONG on_certificate(NX_SECURE_TLS_SESSION *session, NX_SECURE_X509_CERT *certificate)
{
    struct client *client = (struct client *)(void *)session;
    const char *host = client->peer.host;
    if (!client->options->quiet) {
        print_chain(session);
    }
    if (client->options->insecure ||
        nxs_x509_host_check(certificate, (const UCHAR *)host, (UINT)strlen(host)) == NX_SUCCESS) {
        return NX_SUCCESS;
    }
    complain("the certificate is not for '%s'", host);
    return NX_SECURE_X509_CERTIFICATE_DNS_MISMATCH;
}

static bool is_address(const char *host)
{
    return strchr(host, ':') != NULL || host[strspn(host, "0123456789.")] == 0;
}

/* [RFC6066 3] addresses are no server names; a trailing dot is left out. */
static UINT set_server_name(struct client *client, NX_SECURE_X509_DNS_NAME *name)
{
    const char *host = client->peer.host;
    size_t len = strlen(host);
    if (is_address(host)) {
        return NX_SUCCESS;
    }
    len -= len > 0 && host[len - 1] == '.';
    UINT status = nx_secure_x509_dns_name_initialize(name, (const UCHAR *)host, (UINT)len);
    return status == NX_SUCCESS ? nx_secure_tls_session_sni_extension_set(&client->peer.session, name)
                                : status;
}

static bool configure(struct client *client, struct certificates *anchors, struct certificates *identity,
                      NX_SECURE_X509_DNS_NAME *name)
{
    NX_SECURE_TLS_SESSION *session = &client->peer.session;
    UINT status = anchors_add(anchors, session);
    if (status == NX_SUCCESS) {
        status = identity_add(identity, session);
    }
    if (status == NX_SUCCESS) {
        status = psk_set(&client->options->psk, session);
    }
    if (status == NX_SUCCESS) {
        status = nx_secure_tls_session_time_function_set(session, now);
    }
    if (status == NX_SUCCESS) {
        status = nx_secure_tls_session_certificate_callback_set(session, on_certificate);
    }
    if (status == NX_SUCCESS && client->options->insecure) {
        status = nxs_tls_session_insecure_set(session, NX_TRUE);
    }
    if (status == NX_SUCCESS) {
        status = set_server_name(client, name);
    }
    if (status != NX_SUCCESS) {
        complain("setting up the session failed (0x%X)", status);
    }
    return status == NX_SUCCESS;
}

static void print_session(NX_SECURE_TLS_SESSION *session)
{
    NXS_TLS_SESSION_INFO info;
    if (nxs_tls_session_info_get(session, &info) == NX_SUCCESS) {
        fprintf(stderr, "connected: %s, %s, %s, %s\n", info.nxs_version_name, info.nxs_suite_name,
                info.nxs_group_name, info.nxs_scheme_name);
    }
}

/* ---- data ---- */

static void *send_input(void *context)
{
    struct client *client = context;
    enum { CHUNK = 16384 };
    static char chunk[CHUNK];
    UINT status = NX_SUCCESS;
    ssize_t len;
    while (status == NX_SUCCESS) {
        len = read(STDIN_FILENO, chunk, sizeof chunk);
        if (len < 0 && errno == EINTR) {
            continue;
        }
        if (len <= 0) {
            break;
        }
        status = peer_send(&client->peer, &client->net->pool, chunk, (size_t)len, NX_WAIT_FOREVER);
    }
    pthread_mutex_lock(&client->lock);
    client->input_ended = true;
    client->send_status = status;
    pthread_mutex_unlock(&client->lock);
    return NULL;
}

static bool input_ended(struct client *client)
{
    pthread_mutex_lock(&client->lock);
    bool ended = client->input_ended;
    pthread_mutex_unlock(&client->lock);
    return ended;
}

static bool write_packet(NX_PACKET *packet)
{
    for (NX_PACKET *part = packet; part != NULL; part = part->nx_packet_next) {
        const UCHAR *at = part->nx_packet_prepend_ptr;
        while (at < part->nx_packet_append_ptr) {
            ssize_t written = write(STDOUT_FILENO, at, (size_t)(part->nx_packet_append_ptr - at));
            if (written < 0 && errno != EINTR) {
                complain("standard output: %s", strerror(errno));
                return false;
            }
            at += written < 0 ? 0 : written;
        }
    }
    return true;
}

/* The result of the connection: NX_SUCCESS when it was closed properly by either side. */
static UINT receive_output(struct client *client)
{
    NX_SECURE_TLS_SESSION *session = &client->peer.session;
    int silent = 0;
    for (;;) {
        NX_PACKET *packet;
        UINT status = nx_secure_tls_session_receive(session, &packet, SECONDS(1));
        if (status == NX_SUCCESS) {
            bool written = write_packet(packet);
            nx_packet_release(packet);
            silent = 0;
            if (!written) {
                return NX_NOT_SUCCESSFUL;
            }
        } else if (status == NX_NO_PACKET) {
            silent++;
            if (client->options->idle > 0 && silent >= client->options->idle && input_ended(client)) {
                return NX_SUCCESS;
            }
        } else {
            UINT level = 0, value = 0;
            nx_secure_tls_session_alert_value_get(session, &level, &value);
            bool closed = status == NX_SECURE_TLS_ALERT_RECEIVED && value == NX_SECURE_TLS_ALERT_CLOSE_NOTIFY;
            return closed ? NX_SUCCESS : status;
        }
    }
}

static int talk(struct client *client)
{
    pthread_t sender;
    if (pthread_create(&sender, NULL, send_input, client) != 0) {
        complain("starting a thread failed");
        return TOOL_FAILED;
    }
    UINT status = receive_output(client);
    /* The sender may be blocked in reading standard input: the program ends with it. */
    pthread_detach(sender);
    if (status != NX_SUCCESS) {
        if (status == NX_NOT_CONNECTED) {
            complain("the connection was cut without a proper close: data may be missing");
        } else if (status != NX_NOT_SUCCESSFUL) {
            complain_session(&client->peer.session, "receiving failed", status);
        }
        nx_secure_tls_session_end(&client->peer.session, NX_NO_WAIT);
        return TOOL_FAILED;
    }
    nx_secure_tls_session_end(&client->peer.session, SECONDS(2));
    pthread_mutex_lock(&client->lock);
    UINT sent = client->send_status;
    pthread_mutex_unlock(&client->lock);
    if (sent != NX_SUCCESS) {
        complain("sending failed: %s (0x%X)", code_words(sent), sent);
    }
    return sent == NX_SUCCESS ? TOOL_OK : TOOL_FAILED;
}

static int run(struct client *client, const struct target *target)
{
    if (!target_connect(target, client->net, &client->peer.socket)) {
        return TOOL_FAILED;
    }
    UINT status = nx_secure_tls_session_start(&client->peer.session, &client->peer.socket, SECONDS(30));
    if (status != NX_SUCCESS) {
        complain_session(&client->peer.session, "the handshake failed", status);
        nx_secure_tls_session_end(&client->peer.session, NX_NO_WAIT);
        nx_tcp_socket_disconnect(&client->peer.socket, NX_NO_WAIT);
        return TOOL_FAILED;
    }
    if (!client->options->quiet) {
        print_session(&client->peer.session);
    }
    int result = talk(client);
    nx_tcp_socket_disconnect(&client->peer.socket, NX_NO_WAIT);
    return result;
}

static bool load(const struct options *options, struct certificates *anchors, struct certificates *identity)
{
    const char *ca = options->ca != NULL ? options->ca : system_ca_bundle();
    bool wants_none = options->insecure || options->psk.key_length > 0;
    if (!wants_none || options->ca != NULL) {
        if (ca == NULL) {
            complain("the system has no CA bundle; give one with --ca");
            return false;
        }
        if (!anchors_load(anchors, ca)) {
            return false;
        }
    }
    return options->certificate == NULL || identity_load(identity, options->certificate, options->key);
}

int connect_main(int argc, char **argv)
{
    struct options options = {0};
    struct target target;
    static struct certificates anchors, identity; /* as long as the session, which the sender may still use */
    NX_SECURE_X509_DNS_NAME name;
    static struct client client;
    static struct net net;
    argv[0] = (char *)(uintptr_t) "nxsecure connect";
    argp_err_exit_status = TOOL_USAGE;
    if (argp_parse(&argp, argc, argv, 0, 0, &options) != 0 || !target_parse(options.target, &target)) {
        return TOOL_USAGE;
    }
    if (options.insecure) {
        complain("WARNING: --insecure: the server's identity is NOT checked, anybody may be answering");
    }
    if (!load(&options, &anchors, &identity) || !net_start(&net, 64, NULL)) {
        return TOOL_FAILED;
    }
    if (!peer_create(&client.peer, options.trace, options.keylog)) {
        return TOOL_FAILED;
    }
    pthread_mutex_init(&client.lock, NULL);
    client.options = &options;
    client.net = &net;
    client.peer.host = options.name != NULL ? options.name : target.host;
    client.peer.ladder.client = true;
    return configure(&client, &anchors, &identity, &name) ? run(&client, &target) : TOOL_FAILED;
}
