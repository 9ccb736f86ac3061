#include "ladder.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tls/extension/extension.h"
#include "tls/message/message.h"

enum { WIDTH = 58 };

#define DIM       "\033[2m"
#define TO_SERVER "\033[36m"
#define TO_CLIENT "\033[32m"
#define ALERT     "\033[31m"
#define PLAIN     "\033[0m"

void ladder_begin(struct ladder *ladder)
{
    const char *no_colour = getenv("NO_COLOR");
    ladder->colour = isatty(STDERR_FILENO) && (no_colour == NULL || no_colour[0] == 0);
    ladder->started = false;
    ladder->data_records = 0;
}

static const char *colour(const struct ladder *ladder, const char *code)
{
    return ladder->colour ? code : "";
}

static void head(struct ladder *ladder)
{
    if (!ladder->started) {
        ladder->started = true;
        fprintf(stderr, "%-*s%s\n", WIDTH - 2, ladder->client ? "client (this side)" : "client",
                ladder->client ? "server" : "server (this side)");
    }
}

/* "  |-- name -------------->|" or "  |<------------- name --|" */
static void arrow(struct ladder *ladder, const NXS_TLS_TRACE *step, const char *name, const char *paint)
{
    bool to_server = (step->nxs_tls_trace_sent != 0) == ladder->client;
    char line[WIDTH + 1];
    memset(line, '-', sizeof line);
    line[WIDTH] = 0;
    size_t len = strlen(name);
    if (len > WIDTH - 8) {
        len = WIDTH - 8;
    }
    size_t at = to_server ? 3 : WIDTH - 5 - len;
    line[at - 1] = ' ';
    memcpy(line + at, name, len);
    line[at + len] = ' ';
    line[0] = '|';
    line[WIDTH - 1] = '|';
    line[to_server ? WIDTH - 2 : 1] = to_server ? '>' : '<';
    fprintf(stderr, "%s%s%s%s\n", colour(ladder, paint), line,
            step->nxs_tls_trace_protected ? " encrypted" : "", colour(ladder, PLAIN));
}

static void note(struct ladder *ladder, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void note(struct ladder *ladder, const char *format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    fprintf(stderr, "|  %s%-*s%s |\n", colour(ladder, DIM), WIDTH - 5, text, colour(ladder, PLAIN));
}

static const char *version_name(unsigned version)
{
    static const char *const names[] = {"SSL 3.0", "TLS 1.0", "TLS 1.1", "TLS 1.2", "TLS 1.3"};
    return version >= 0x0300 && version <= 0x0304 ? names[version & 0xFF] : "no version yet";
}

/* A list of names, wrapped into the ladder's width. */
struct list {
    struct ladder *ladder;
    char line[WIDTH];
};

static void list_end(struct list *list)
{
    if (list->line[0] != 0) {
        note(list->ladder, "%s", list->line);
        list->line[0] = 0;
    }
}

static void list_add(struct list *list, const char *name, unsigned number)
{
    char unknown[16];
    if (name == NULL) {
        snprintf(unknown, sizeof unknown, "0x%04X", number);
        name = unknown;
    }
    size_t used = strlen(list->line);
    if (used > 0 && used + strlen(name) + 2 > WIDTH - 5) {
        list_end(list);
        used = 0;
    }
    snprintf(list->line + used, sizeof list->line - used, "%s%s", used > 0 ? ", " : "", name);
}

static void show_numbers(struct ladder *ladder, const char *title, nxs_bytes numbers,
                         const CHAR *(*name)(UINT))
{
    struct list list = {ladder, ""};
    struct nxs_reader r = nxs_reader_of(numbers);
    uint16_t number;
    note(ladder, "%s (%zu):", title, numbers.len / 2);
    while (nxs_read_u16(&r, &number)) {
        list_add(&list, (const char *)name(number), number);
    }
    list_end(&list);
}

static void show_extensions(struct ladder *ladder, nxs_bytes block)
{
    struct list list = {ladder, ""};
    struct nxs_reader r = nxs_reader_of(block);
    struct nxs_reader body;
    uint16_t number;
    note(ladder, "extensions:");
    while (nxs_read_u16(&r, &number) && nxs_read_vec16(&r, &body)) {
        list_add(&list, (const char *)nxs_tls_extension_name(number), number);
    }
    list_end(&list);
}

static void show_client_hello(struct ladder *ladder, nxs_bytes body)
{
    struct nxs_client_hello hello;
    struct nxs_hello_facts facts = {0};
    if (nxs_client_hello_read(body, &hello) != NXS_OK) {
        return;
    }
    note(ladder, "%s", version_name(hello.version));
    show_numbers(ladder, "suites", hello.suites, nxs_tls_suite_name);
    show_extensions(ladder, hello.extensions);
    if (nxs_extensions_read_request(hello.extensions, &facts) != NXS_OK) {
        return;
    }
    if (facts.server_name.len > 0) {
        note(ladder, "server name: %.*s", (int)facts.server_name.len, (const char *)facts.server_name.data);
    }
    show_numbers(ladder, "groups", facts.groups, nxs_tls_group_name);
    show_numbers(ladder, "signature schemes", facts.schemes, nxs_tls_scheme_name);
}

static void show_server_hello(struct ladder *ladder, nxs_bytes body)
{
    struct nxs_server_hello hello;
    if (nxs_server_hello_read(body, &hello) != NXS_OK) {
        return;
    }
    const CHAR *suite = nxs_tls_suite_name(hello.suite);
    note(ladder, "%s, %s", version_name(hello.version), suite == NULL ? "unknown suite" : suite);
    show_extensions(ladder, hello.extensions);
}

static void show_certificate(struct ladder *ladder, nxs_bytes body)
{
    struct nxs_reader list, der;
    if (nxs_certificate_list_read(body, &list) != NXS_OK) {
        return;
    }
    for (unsigned i = 0; nxs_read_vec24(&list, &der); i++) {
        note(ladder, "certificate %u: %zu bytes", i, der.left);
    }
}

static void show_server_key_exchange(struct ladder *ladder, nxs_bytes body)
{
    struct nxs_server_key_exchange message;
    if (nxs_server_key_exchange_read(body, &message) != NXS_OK) {
        return;
    }
    const CHAR *group = nxs_tls_group_name(message.group);
    const CHAR *scheme = nxs_tls_scheme_name(message.scheme);
    note(ladder, "%s, signed with %s", group == NULL ? "unknown group" : group,
         scheme == NULL ? "an unknown scheme" : scheme);
}

static void show_message(struct ladder *ladder, const NXS_TLS_TRACE *step)
{
    struct nxs_reader r =
        nxs_reader_of(nxs_bytes_of(step->nxs_tls_trace_message, step->nxs_tls_trace_message_length));
    uint8_t type;
    uint32_t len;
    if (!nxs_read_u8(&r, &type) || !nxs_read_u24(&r, &len)) {
        return;
    }
    nxs_bytes body = nxs_read_rest(&r);
    char title[64];
    const CHAR *name = nxs_tls_message_name(type);
    snprintf(title, sizeof title, "%s, %lu bytes", name == NULL ? "unknown message" : name,
             (unsigned long)len + 4);
    arrow(ladder, step, title, (step->nxs_tls_trace_sent != 0) == ladder->client ? TO_SERVER : TO_CLIENT);
    switch (type) {
    case NXS_MSG_CLIENT_HELLO:
        show_client_hello(ladder, body);
        break;
    case NXS_MSG_SERVER_HELLO:
        show_server_hello(ladder, body);
        break;
    case NXS_MSG_CERTIFICATE:
        show_certificate(ladder, body);
        break;
    case NXS_MSG_SERVER_KEY_EXCHANGE:
        show_server_key_exchange(ladder, body);
        break;
    default:
        break;
    }
}

static void show_alert(struct ladder *ladder, const NXS_TLS_TRACE *step)
{
    char title[96];
    struct nxs_reader r =
        nxs_reader_of(nxs_bytes_of(step->nxs_tls_trace_message, step->nxs_tls_trace_message_length));
    uint8_t level, value;
    if (!nxs_read_u8(&r, &level) || !nxs_read_u8(&r, &value)) {
        return;
    }
    if (value == NX_SECURE_TLS_ALERT_CLOSE_NOTIFY) {
        arrow(ladder, step, "close_notify", DIM);
        return;
    }
    snprintf(title, sizeof title, "%s alert %u: %s",
             level == NX_SECURE_TLS_ALERT_LEVEL_FATAL ? "fatal" : "warning", value,
             nxs_tls_alert_words(value));
    arrow(ladder, step, title, ALERT);
}

static void show_record(struct ladder *ladder, const NXS_TLS_TRACE *step)
{
    unsigned long len = step->nxs_tls_trace_record_length;
    switch (step->nxs_tls_trace_content_type) {
    case NX_SECURE_TLS_ALERT:
        show_alert(ladder, step);
        break;
    case NX_SECURE_TLS_CHANGE_CIPHER_SPEC:
        arrow(ladder, step, "ChangeCipherSpec", DIM);
        break;
    case NX_SECURE_TLS_HANDSHAKE:
        note(ladder, "%s record, %lu bytes", step->nxs_tls_trace_sent ? "sent" : "received", len);
        break;
    default: {
        char title[64];
        snprintf(title, sizeof title, "application data, record of %lu bytes", len);
        arrow(ladder, step, title, DIM);
    }
    }
}

VOID ladder_step(VOID *context, const NXS_TLS_TRACE *step)
{
    struct ladder *ladder = context;
    head(ladder);
    if (step->nxs_tls_trace_content_type == NX_SECURE_TLS_HANDSHAKE &&
        step->nxs_tls_trace_record_length == 0) {
        show_message(ladder, step);
    } else {
        show_record(ladder, step);
    }
}
