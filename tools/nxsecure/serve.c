/* nxsecure serve: files, an echo or a status page over TLS, for several clients at once. */
#include <argp.h>
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "credentials.h"
#include "http.h"
#include "net.h"
#include "peer.h"
#include "psk.h"

struct options {
    const char *certificate;
    const char *key;
    const char *client_ca;
    const char *www;
    const char *listen;
    const char *keylog;
    struct psk psk;
    int port;
    unsigned clients;
    bool echo;
    bool trace;
    bool quiet;
};

enum { KEYLOG = 0x100, CLIENTS, PSK, IDENTITY, HINT, CLIENT_CA };

static const struct argp_option argp_options[] = {
    {"cert", 'c', "FILE", 0, "Certificate chain, the leaf first (PEM or DER)", 0},
    {"key", 'k', "FILE", 0, "Its private key (default: in the file of --cert)", 0},
    {"client-ca", CLIENT_CA, "FILE", 0,
     "Ask clients for certificates, and serve only those that an authority in FILE has issued", 0},
    {"psk", PSK, "HEX", 0, "A key that clients have too; --cert may then be left out", 0},
    {"psk-identity", IDENTITY, "NAME", 0, "The name of the key of --psk (default: " PSK_IDENTITY ")", 0},
    {"psk-hint", HINT, "TEXT", 0, "What clients are told to choose their key by", 0},
    {"www", 'w', "DIR", 0, "Serve the files below DIR over HTTP", 0},
    {"echo", 'e', 0, 0, "Send back what comes", 0},
    {"listen", 'l', "ADDRESS", 0, "Listen on this address only", 0},
    {"clients", CLIENTS, "N", 0, "Serve up to N clients at once (default: 32)", 0},
    {"trace", 't', 0, 0, "Draw each connection as a ladder on standard error", 0},
    {"keylog", KEYLOG, "FILE", 0,
     "Append the sessions' secrets to FILE, for Wireshark (default: $SSLKEYLOGFILE)", 0},
    {"quiet", 'q', 0, 0, "Print errors only", 0},
    {0},
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    char *end;
    switch (key) {
    case 'c':
        options->certificate = argument;
        return 0;
    case 'k':
        options->key = argument;
        return 0;
    case CLIENT_CA:
        options->client_ca = argument;
        return 0;
    case PSK:
        return psk_read(&options->psk, argument) ? 0 : EINVAL;
    case IDENTITY:
        options->psk.identity = argument;
        return 0;
    case HINT:
        options->psk.hint = argument;
        return 0;
    case 'w':
        options->www = argument;
        return 0;
    case 'e':
        options->echo = true;
        return 0;
    case 'l':
        options->listen = argument;
        return 0;
    case CLIENTS:
        options->clients = (unsigned)strtoul(argument, &end, 10);
        return *end == 0 && options->clients >= 1 && options->clients <= 1000 ? 0 : EINVAL;
    case 't':
        options->trace = true;
        return 0;
    case KEYLOG:
        options->keylog = argument;
        return 0;
    case 'q':
        options->quiet = true;
        return 0;
    case ARGP_KEY_ARG:
        options->port = (int)strtol(argument, &end, 10);
        if (state->arg_num > 0 || *end != 0 || options->port < 0 || options->port > 65535) {
            argp_error(state, "the port must be one number from 0 to 65535");
        }
        return 0;
    case ARGP_KEY_END:
        if (state->arg_num < 1 || (options->certificate == NULL && options->psk.key_length == 0) ||
            (options->echo && options->www != NULL)) {
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
    "PORT",
    "Serve TLS on PORT (0: any free one). Without --www and --echo, every HTTP request is answered with what "
    "was "
    "negotiated.\vSIGINT and SIGTERM end the program cleanly. Exit status: 0, or 1 when serving could not "
    "begin, or 2 "
    "for wrong usage.",
    NULL,
    NULL,
    NULL,
};

/* One client at a time; the slots share the listening port. */
struct slot {
    struct peer peer;
    struct server *server;
    struct certificates identity;
    struct certificates authorities; /* whose clients are served; empty: anyone is */
    pthread_t thread;
    bool busy; /* has a client; guarded by the server's lock */
};

struct server {
    const struct options *options;
    struct http_site site;
    struct net net;
    struct slot *slots;
    pthread_mutex_t lock;
    pthread_cond_t changed;
};

static volatile sig_atomic_t stopping;

static void on_signal(int number)
{
    (void)number;
    stopping = 1;
}

static UINT serve_echo(struct peer *peer)
{
    for (;;) {
        NX_PACKET *packet;
        UINT status = nx_secure_tls_session_receive(&peer->session, &packet, SECONDS(1));
        if (status == NX_NO_PACKET && !stopping) {
            continue;
        }
        if (status != NX_SUCCESS) {
            return status;
        }
        NX_PACKET *copy;
        status = nx_secure_tls_packet_allocate(&peer->session, packet->nx_packet_pool_owner, &copy,
                                               NX_WAIT_FOREVER);
        for (NX_PACKET *part = packet; part != NULL && status == NX_SUCCESS; part = part->nx_packet_next) {
            status = nx_packet_data_append(copy, part->nx_packet_prepend_ptr,
                                           (ULONG)(part->nx_packet_append_ptr - part->nx_packet_prepend_ptr),
                                           packet->nx_packet_pool_owner, NX_WAIT_FOREVER);
        }
        nx_packet_release(packet);
        if (status == NX_SUCCESS) {
            status = nx_secure_tls_session_send(&peer->session, copy, NX_WAIT_FOREVER);
            if (status != NX_SUCCESS) {
                nx_packet_release(copy);
            }
        }
        if (status != NX_SUCCESS) {
            return status;
        }
    }
}

static void serve_client(struct slot *slot)
{
    struct peer *peer = &slot->peer;
    const struct options *options = slot->server->options;
    peer->ladder.started = false;
    UINT status = nx_secure_tls_session_start(&peer->session, &peer->socket, SECONDS(30));
    if (status != NX_SUCCESS) {
        complain_session(&peer->session, "a handshake failed", status);
    } else {
        NXS_TLS_SESSION_INFO info;
        if (!options->quiet && nxs_tls_session_info_get(&peer->session, &info) == NX_SUCCESS) {
            fprintf(stderr, "client: %s, %s, %s\n", info.nxs_version_name, info.nxs_suite_name,
                    info.nxs_group_name);
        }
        if (options->echo) {
            serve_echo(peer);
        } else {
            http_serve(&slot->server->site, peer, &slot->server->net.pool);
        }
    }
    nx_secure_tls_session_end(&peer->session, SECONDS(2));
    nx_tcp_socket_disconnect(&peer->socket, SECONDS(2));
    nx_tcp_server_socket_unaccept(&peer->socket);
}

static void *run_slot(void *context)
{
    struct slot *slot = context;
    struct server *server = slot->server;
    pthread_mutex_lock(&server->lock);
    while (!stopping || slot->busy) {
        if (!slot->busy) {
            pthread_cond_wait(&server->changed, &server->lock);
            continue;
        }
        pthread_mutex_unlock(&server->lock);
        serve_client(slot);
        pthread_mutex_lock(&server->lock);
        slot->busy = false;
        pthread_cond_broadcast(&server->changed);
    }
    pthread_mutex_unlock(&server->lock);
    return NULL;
}

static UINT ask_clients(struct slot *slot)
{
    UINT status = anchors_add(&slot->authorities, &slot->peer.session);
    return status != NX_SUCCESS ? status : nx_secure_tls_session_client_verify_enable(&slot->peer.session);
}

static bool slot_create(struct slot *slot, struct server *server)
{
    const struct options *options = server->options;
    slot->server = server;
    if ((options->certificate != NULL &&
         !identity_load(&slot->identity, options->certificate, options->key)) ||
        (options->client_ca != NULL && !anchors_load(&slot->authorities, options->client_ca)) ||
        !peer_create(&slot->peer, options->trace, options->keylog)) {
        return false;
    }
    UINT status = identity_add(&slot->identity, &slot->peer.session);
    if (status == NX_SUCCESS) {
        status = psk_add(&options->psk, &slot->peer.session);
    }
    if (status == NX_SUCCESS && options->client_ca != NULL) {
        status = ask_clients(slot);
    }
    if (status == NX_SUCCESS) {
        status = nx_tcp_socket_create(&server->net.ip, &slot->peer.socket, (CHAR *)"server", NX_IP_NORMAL,
                                      NX_FRAGMENT_OKAY, NX_IP_TIME_TO_LIVE, 65535, NX_NULL, NX_NULL);
    }
    if (status == NX_SUCCESS && pthread_create(&slot->thread, NULL, run_slot, slot) != 0) {
        status = NX_NOT_SUCCESSFUL;
    }
    if (status != NX_SUCCESS) {
        complain("setting up a session failed (0x%X)", status);
    }
    return status == NX_SUCCESS;
}

/* A port that is free now; 0 when there is none. */
static UINT free_port(void)
{
    struct sockaddr_in address = {0};
    socklen_t len = sizeof address;
    UINT port = 0;
    int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    address.sin_family = AF_INET;
    if (probe >= 0 && bind(probe, (struct sockaddr *)&address, sizeof address) == 0 &&
        getsockname(probe, (struct sockaddr *)&address, &len) == 0) {
        port = ntohs(address.sin_port);
    }
    if (probe >= 0) {
        close(probe);
    }
    return port;
}

static struct slot *wait_for_free_slot(struct server *server)
{
    struct slot *found = NULL;
    pthread_mutex_lock(&server->lock);
    while (found == NULL && !stopping) {
        for (unsigned i = 0; i < server->options->clients && found == NULL; i++) {
            found = server->slots[i].busy ? NULL : &server->slots[i];
        }
        if (found == NULL) {
            struct timespec deadline;
            clock_gettime(CLOCK_REALTIME, &deadline);
            deadline.tv_sec += 1; /* so that a signal is seen */
            pthread_cond_timedwait(&server->changed, &server->lock, &deadline);
        }
    }
    pthread_mutex_unlock(&server->lock);
    return found;
}

static void hand_over(struct server *server, struct slot *slot)
{
    pthread_mutex_lock(&server->lock);
    slot->busy = true;
    pthread_cond_broadcast(&server->changed);
    pthread_mutex_unlock(&server->lock);
}

static bool accept_clients(struct server *server, UINT port)
{
    struct slot *slot = &server->slots[0];
    UINT status = nx_tcp_server_socket_listen(&server->net.ip, port, &slot->peer.socket, 128, NX_NULL);
    if (status != NX_SUCCESS) {
        complain("listening on port %u failed: %s (0x%X)", port, code_words(status), status);
        return false;
    }
    fprintf(stderr, "listening on port %u\n", port);
    while (!stopping) {
        status = nx_tcp_server_socket_accept(&slot->peer.socket, NX_IP_PERIODIC_RATE / 4);
        if (status == NX_SUCCESS) {
            hand_over(server, slot);
            slot = wait_for_free_slot(server);
            if (slot != NULL) {
                nx_tcp_server_socket_relisten(&server->net.ip, port, &slot->peer.socket);
            }
        } else if (slot->peer.socket.nx_tcp_socket_state == NX_TCP_CLOSED) {
            nx_tcp_server_socket_unaccept(&slot->peer.socket);
            nx_tcp_server_socket_relisten(&server->net.ip, port, &slot->peer.socket);
        }
    }
    nx_tcp_server_socket_unlisten(&server->net.ip, port);
    return true;
}

static void stop_slots(struct server *server)
{
    pthread_mutex_lock(&server->lock);
    pthread_cond_broadcast(&server->changed);
    pthread_mutex_unlock(&server->lock);
    for (unsigned i = 0; i < server->options->clients; i++) {
        struct slot *slot = &server->slots[i];
        pthread_join(slot->thread, NULL);
        peer_delete(&slot->peer);
        nx_tcp_socket_delete(&slot->peer.socket);
        certificates_free(&slot->identity);
        certificates_free(&slot->authorities);
    }
    free(server->slots);
}

static void catch_signals(void)
{
    struct sigaction action = {0};
    action.sa_handler = on_signal;
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

int serve_main(int argc, char **argv)
{
    struct options options = {0};
    static struct server server;
    options.clients = 32;
    argv[0] = (char *)(uintptr_t) "nxsecure serve";
    argp_err_exit_status = TOOL_USAGE;
    if (argp_parse(&argp, argc, argv, 0, 0, &options) != 0) {
        return TOOL_USAGE;
    }
    server.options = &options;
    server.site.root = -1;
    server.site.stopping = &stopping;
    if (options.www != NULL) {
        server.site.root = open(options.www, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (server.site.root < 0) {
            complain("%s: %s", options.www, strerror(errno));
            return TOOL_FAILED;
        }
    }
    catch_signals();
    pthread_mutex_init(&server.lock, NULL);
    pthread_cond_init(&server.changed, NULL);
    if (!net_start(&server.net, options.clients * 8, options.listen)) {
        return TOOL_FAILED;
    }
    server.slots = take_memory(options.clients, sizeof *server.slots);
    for (unsigned i = 0; i < options.clients; i++) {
        if (!slot_create(&server.slots[i], &server)) {
            return TOOL_FAILED;
        }
    }
    bool good = accept_clients(&server, options.port == 0 ? free_port() : (UINT)options.port);
    stopping = 1;
    stop_slots(&server);
    net_stop(&server.net);
    return good ? TOOL_OK : TOOL_FAILED;
}
