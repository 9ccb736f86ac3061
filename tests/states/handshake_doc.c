/* Prints the state tables as docs/handshake.md. Usage: handshake_doc [--check FILE] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tls/machine.h"
#include "tls/message/message.h"

static const struct nxs_table *const tables[] = {&nxs_hello_client, &nxs_tls12_client, &nxs_hello_server,
                                                 &nxs_tls12_server};
enum { TABLES = sizeof tables / sizeof tables[0] };

static const struct {
    uint32_t fact;
    const char *name, *text;
} facts[] = {
#define NXS_FACT(name, bit, text) {NXS_FACT_##name, #name, text},
#include "tls/facts.def"
#undef NXS_FACT
};
enum { FACTS = sizeof facts / sizeof facts[0] };

static const struct {
    uint8_t flag;
    const char *text;
} flags[] = {
    {NXS_OUTSIDE_TRANSCRIPT, "outside the transcript"},
    {NXS_ALIGNED, "nothing may be left unread"},
    {NXS_SWITCHES_KEYS, "sending keys change"},
    {NXS_COMPLETES, "the handshake is complete"},
};

static const char *event_name(uint16_t event)
{
    switch (event) {
    case NXS_ON_GO:
        return "(go)";
    case NXS_ON_CCS:
        return "ChangeCipherSpec";
    default:
        return nxs_message_name((uint8_t)event);
    }
}

static const char *next_state(const struct nxs_table *table, const struct nxs_row *row)
{
    return (row->enter != NULL ? row->enter : table)->states[row->next];
}

/* The facts of a row as words; returns how many. */
static unsigned print_facts(FILE *out, const struct nxs_row *row)
{
    unsigned count = 0;
    for (size_t i = 0; i < FACTS; i++) {
        if ((row->when | row->unless) & facts[i].fact) {
            fprintf(out, "%s%s%s", count++ > 0 ? ", " : "", row->unless & facts[i].fact ? "not " : "",
                    facts[i].name);
        }
    }
    return count;
}

static void print_flags(FILE *out, const struct nxs_row *row)
{
    unsigned count = 0;
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        if (row->flags & flags[i].flag) {
            fprintf(out, "%s%s", count++ > 0 ? ", " : "", flags[i].text);
        }
    }
}

static void print_rows(FILE *out, const struct nxs_table *table)
{
    fprintf(out, "| State | Event | Only if | Handler | Next | |\n|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < table->count; i++) {
        const struct nxs_row *row = &table->rows[i];
        fprintf(out, "| %s | %s | ", table->states[row->state], event_name(row->event));
        print_facts(out, row);
        fprintf(out, " | %s%s%s | ", row->act.name ? "`" : "", row->act.name ? row->act.name : "-",
                row->act.name ? "`" : "");
        if (row->enter != NULL) {
            fprintf(out, "%s: ", row->enter->name);
        }
        fprintf(out, "%s | ", next_state(table, row));
        print_flags(out, row);
        fprintf(out, " |\n");
    }
}

static void print_diagram(FILE *out, const struct nxs_table *table)
{
    fprintf(out, "\n```mermaid\nstateDiagram-v2\n    [*] --> %s\n", table->states[0]);
    for (size_t i = 0; i < table->count; i++) {
        const struct nxs_row *row = &table->rows[i];
        fprintf(out, "    %s --> %s: %s", table->states[row->state],
                row->enter != NULL ? row->enter->name : next_state(table, row), event_name(row->event));
        if (row->when != 0 || row->unless != 0) {
            fprintf(out, " [");
            print_facts(out, row);
            fprintf(out, "]");
        }
        fprintf(out, "\n");
    }
    fprintf(out, "```\n");
}

static void print_all(FILE *out)
{
    fprintf(out,
            "# The handshake's state tables\n\n"
            "Printed from the tables in `src/tls` by `handshake_doc`; a test compares. Do not edit: run\n"
            "`build/debug/tests/states/handshake_doc > docs/handshake.md`.\n\n"
            "One row is one thing that may happen; what has no row is refused with the alert "
            "unexpected_message.\n"
            "The first (go) row of a state whose facts hold is run without any input; a state without one "
            "waits.\n"
            "A message is added to the transcript when its handler has run.\n\n"
            "| Fact | Meaning |\n|---|---|\n");
    for (size_t i = 0; i < FACTS; i++) {
        fprintf(out, "| %s | %s |\n", facts[i].name, facts[i].text);
    }
    for (size_t t = 0; t < TABLES; t++) {
        fprintf(out, "\n## %s\n\n", tables[t]->name);
        print_rows(out, tables[t]);
        print_diagram(out, tables[t]);
    }
}

static char *read_all(FILE *file, size_t *len)
{
    enum { MOST = 1 << 20 };
    char *text = malloc(MOST);
    *len = text != NULL && file != NULL ? fread(text, 1, MOST, file) : 0;
    return text;
}

static int check(const char *path)
{
    FILE *now = tmpfile();
    FILE *before = fopen(path, "r");
    size_t now_len, before_len;
    if (now == NULL) {
        return 1;
    }
    print_all(now);
    rewind(now);
    char *now_text = read_all(now, &now_len);
    char *before_text = read_all(before, &before_len);
    bool same = now_text != NULL && before_text != NULL && now_len == before_len &&
                memcmp(now_text, before_text, now_len) == 0;
    if (!same) {
        fprintf(stderr, "%s is not what the tables say: print it again\n", path);
    }
    free(now_text);
    free(before_text);
    fclose(now);
    if (before != NULL) {
        fclose(before);
    }
    return same ? 0 : 1;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "--check") == 0) {
        return check(argv[2]);
    }
    print_all(stdout);
    return 0;
}
