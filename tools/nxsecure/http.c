#include "http.h"

#include <ctype.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEAD_MAX = 16384, PATH_BYTES = 1024, CHUNK = 16384, SILENCE_SECONDS = 30 };

/* Requests as they come; several may wait in the buffer (pipelining). */
struct input {
    const struct http_site *site;
    struct peer *peer;
    char data[HEAD_MAX + 1];
    size_t len;
};

struct request {
    char method[16];
    char path[PATH_BYTES]; /* decoded */
    bool head_only;
    bool keep_alive;
    int status; /* not 200: what is wrong with the request */
    size_t len; /* bytes of its head */
};

static UINT receive(struct input *input)
{
    NX_PACKET *packet;
    ULONG copied = 0;
    UINT status = NX_NO_PACKET;
    for (int i = 0; i < SILENCE_SECONDS && status == NX_NO_PACKET && !*input->site->stopping; i++) {
        status = nx_secure_tls_session_receive(&input->peer->session, &packet, SECONDS(1));
    }
    if (status != NX_SUCCESS) {
        return status;
    }
    size_t room = HEAD_MAX - input->len;
    if (packet->nx_packet_length > room) {
        nx_packet_release(packet);
        return NX_OVERFLOW;
    }
    status = nx_packet_data_retrieve(packet, input->data + input->len, &copied);
    input->len += copied;
    nx_packet_release(packet);
    return status;
}

static int hex(char digit)
{
    return isdigit((unsigned char)digit)    ? digit - '0'
           : isxdigit((unsigned char)digit) ? (digit | 0x20) - 'a' + 10
                                            : -1;
}

/* Decodes a request target and refuses what would leave the directory. */
static bool decode_path(const char *target, size_t len, char *path, size_t room)
{
    size_t used = 0;
    for (size_t i = 0; i < len && target[i] != '?' && target[i] != '#'; i++) {
        int c = (unsigned char)target[i];
        if (c == '%') {
            int high = i + 2 < len ? hex(target[i + 1]) : -1;
            int low = high < 0 ? -1 : hex(target[i + 2]);
            if (low < 0) {
                return false;
            }
            c = high * 16 + low;
            i += 2;
        }
        if (c == 0 || used + 1 >= room) {
            return false;
        }
        path[used++] = (char)c;
    }
    path[used] = 0;
    size_t at = 0;
    while (path[at] != 0) {
        size_t part = strcspn(path + at, "/");
        if (part == 2 && path[at] == '.' && path[at + 1] == '.') {
            return false;
        }
        at += part + (path[at + part] == '/');
    }
    return path[0] == '/';
}

/* The value of a header field of the head, or NULL. */
static const char *find_field(const char *head, const char *name, size_t *len)
{
    size_t name_len = strlen(name);
    for (const char *line = strstr(head, "\r\n"); line != NULL; line = strstr(line, "\r\n")) {
        line += 2;
        if (strncasecmp(line, name, name_len) == 0 && line[name_len] == ':') {
            const char *value = line + name_len + 1;
            value += strspn(value, " \t");
            *len = strcspn(value, "\r");
            return value;
        }
    }
    return NULL;
}

static void read_request(const char *head, struct request *request)
{
    size_t len;
    const char *target = strchr(head, ' ');
    const char *version = target == NULL ? NULL : strchr(target + 1, ' ');
    request->status = 400;
    request->keep_alive = false;
    if (version == NULL || version > strstr(head, "\r\n") || strncmp(version, " HTTP/1.", 8) != 0 ||
        (size_t)(target - head) >= sizeof request->method) {
        return;
    }
    memcpy(request->method, head, (size_t)(target - head));
    request->method[target - head] = 0;
    bool http_1_0 = version[8] == '0';
    if (!http_1_0 && find_field(head, "Host", &len) == NULL) {
        return;
    }
    if (!decode_path(target + 1, (size_t)(version - target) - 1, request->path, sizeof request->path)) {
        return;
    }
    request->head_only = strcmp(request->method, "HEAD") == 0;
    const char *connection = find_field(head, "Connection", &len);
    request->keep_alive = !http_1_0 && (connection == NULL || strncasecmp(connection, "close", 5) != 0);
    /* A body that we would not read must not be taken for the next request. */
    if (find_field(head, "Content-Length", &len) != NULL ||
        find_field(head, "Transfer-Encoding", &len) != NULL) {
        request->keep_alive = false;
    }
    request->status = request->head_only || strcmp(request->method, "GET") == 0 ? 200 : 405;
}

static UINT next_request(struct input *input, struct request *request)
{
    for (;;) {
        input->data[input->len] = 0;
        char *end = strstr(input->data, "\r\n\r\n");
        if (end != NULL) {
            end[2] = 0;
            request->len = (size_t)(end - input->data) + 4;
            read_request(input->data, request);
            memmove(input->data, input->data + request->len, input->len - request->len);
            input->len -= request->len;
            return NX_SUCCESS;
        }
        UINT status = receive(input);
        if (status != NX_SUCCESS) {
            return status;
        }
    }
}

static const char *reason(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    default:
        return "Bad Request";
    }
}

static const char *media_type(const char *path)
{
    static const char *const types[][2] = {
        {".html", "text/html; charset=utf-8"},
        {".txt", "text/plain; charset=utf-8"},
        {".css", "text/css"},
        {".js", "text/javascript"},
        {".json", "application/json"},
        {".png", "image/png"},
        {".svg", "image/svg+xml"},
    };
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot != NULL && i < sizeof types / sizeof types[0]; i++) {
        if (strcasecmp(dot, types[i][0]) == 0) {
            return types[i][1];
        }
    }
    return "application/octet-stream";
}

static size_t write_head(char *room, size_t size, const struct request *request, int status, const char *type,
                         unsigned long long length)
{
    int len = snprintf(room, size,
                       "HTTP/1.1 %d %s\r\nServer: nxsecure\r\nContent-Type: %s\r\nContent-Length: "
                       "%llu\r\n%sConnection: %s\r\n\r\n",
                       status, reason(status), type, length, status == 405 ? "Allow: GET, HEAD\r\n" : "",
                       request->keep_alive ? "keep-alive" : "close");
    return (size_t)len;
}

static UINT answer_text(struct peer *peer, NX_PACKET_POOL *pool, const struct request *request, int status,
                        const char *text)
{
    char answer[2048];
    size_t len =
        write_head(answer, sizeof answer, request, status, "text/plain; charset=utf-8", strlen(text));
    if (!request->head_only) {
        len += (size_t)snprintf(answer + len, sizeof answer - len, "%s", text);
    }
    return peer_send(peer, pool, answer, len, NX_WAIT_FOREVER);
}

/* Head and first bytes go in one record and one write. */
static UINT send_file(struct peer *peer, NX_PACKET_POOL *pool, const struct request *request, int file,
                      unsigned long long left)
{
    char chunk[CHUNK];
    size_t used = write_head(chunk, sizeof chunk, request, 200, media_type(request->path), left);
    if (request->head_only) {
        left = 0;
    }
    for (;;) {
        size_t wanted = left < sizeof chunk - used ? (size_t)left : sizeof chunk - used;
        ssize_t got = wanted == 0 ? 0 : read(file, chunk + used, wanted);
        if (got < 0 || (got == 0 && wanted > 0)) {
            return NX_NOT_SUCCESSFUL; /* the file shrank: the client sees a cut connection, not a short file
                                       */
        }
        left -= (unsigned long long)got;
        used += (size_t)got;
        if (left > 0 && used < sizeof chunk) {
            continue;
        }
        UINT status = peer_send(peer, pool, chunk, used, NX_WAIT_FOREVER);
        if (status != NX_SUCCESS || left == 0) {
            return status;
        }
        used = 0;
    }
}

/* A regular file below the root, or its index.html; -1 when there is none. */
static int open_file(const struct http_site *site, struct request *request, unsigned long long *size)
{
    struct stat facts;
    const char *name = request->path + strspn(request->path, "/");
    int file = openat(site->root, name[0] == 0 ? "." : name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file >= 0 && fstat(file, &facts) == 0 && S_ISDIR(facts.st_mode)) {
        int inside = openat(file, "index.html", O_RDONLY | O_CLOEXEC | O_NONBLOCK);
        close(file);
        file = inside;
        strncat(request->path, ".html", sizeof request->path - strlen(request->path) - 1);
    }
    if (file >= 0 && (fstat(file, &facts) != 0 || !S_ISREG(facts.st_mode))) {
        close(file);
        file = -1;
    }
    *size = file < 0 ? 0 : (unsigned long long)facts.st_size;
    return file;
}

static UINT answer_about_connection(struct peer *peer, NX_PACKET_POOL *pool, const struct request *request)
{
    NXS_TLS_SESSION_INFO info;
    char text[512];
    UINT status = nxs_tls_session_info_get(&peer->session, &info);
    if (status != NX_SUCCESS) {
        return status;
    }
    snprintf(text, sizeof text,
             "This is nxsecure.\n\nversion    %s\nsuite      %s\ngroup      %s\nsignature  %s\n",
             info.nxs_version_name, info.nxs_suite_name, info.nxs_group_name, info.nxs_scheme_name);
    return answer_text(peer, pool, request, 200, text);
}

static UINT answer(const struct http_site *site, struct peer *peer, NX_PACKET_POOL *pool,
                   struct request *request)
{
    if (request->status != 200) {
        return answer_text(peer, pool, request, request->status, reason(request->status));
    }
    if (site->root < 0) {
        return answer_about_connection(peer, pool, request);
    }
    unsigned long long size;
    int file = open_file(site, request, &size);
    if (file < 0) {
        return answer_text(peer, pool, request, 404, "Not Found");
    }
    UINT status = send_file(peer, pool, request, file, size);
    close(file);
    return status;
}

UINT http_serve(const struct http_site *site, struct peer *peer, NX_PACKET_POOL *pool)
{
    struct input input;
    struct request request;
    input.site = site;
    input.peer = peer;
    input.len = 0;
    do {
        memset(&request, 0, sizeof request);
        UINT status = next_request(&input, &request);
        if (status == NX_SUCCESS) {
            status = answer(site, peer, pool, &request);
        }
        if (status != NX_SUCCESS) {
            return status;
        }
    } while (request.keep_alive);
    return NX_SUCCESS;
}
