/** @file
 * What the fuzz targets of the engine share: one engine fed with bytes as a socket would, and a random
 * generator that gives the same numbers in every run, so that recorded handshakes replay to their end and
 * findings can be repeated.
 */
#ifndef FUZZ_HARNESS_H
#define FUZZ_HARNESS_H

#include "support/credentials.h"
#include "tls/engine.h"

enum { HARNESS_INBOX = 20 * 1024 };

struct harness {
    struct nxs_engine engine;
    uint8_t *memory;
    uint8_t inbox[HARNESS_INBOX];
    NX_SECURE_TLS_CRYPTO table;
    NX_SECURE_TLS_CIPHERSUITE_INFO row; /**< the table's only one, when one suite is wanted */
    uint32_t random;                    /**< this side's random numbers, whatever the other side draws */
    nxs_room room;                      /**< what the sink gave last */
    unsigned requests, records;
    void (*on_output)(struct harness *harness, nxs_bytes bytes); /**< NULL: output is dropped */
    void *context;
};

/** Handshakes that came to their end in this process: a corpus that completes none has rotted. */
extern unsigned harness_connections;

/**
 * Opens and starts an engine.
 * @param fake_crypto  with the methods of fake_crypto.h instead of the stock ones
 * @param suite        0, or the only suite of the stock table that is used
 */
void harness_open(struct harness *harness, enum nxs_role role, bool fake_crypto, uint16_t suite);

/** A turn of the engine without a record. */
void harness_turn(struct harness *harness);

/** Gives every whole record at the front of @p bytes; @return how many bytes were used up. */
size_t harness_feed(struct harness *harness, nxs_bytes bytes);

/** Sends application data when connected; aborts when that fails. */
void harness_send(struct harness *harness, const char *text);

/** Queues and sends our close_notify. */
void harness_close_notify(struct harness *harness);

/** Ends the engine and frees everything. */
void harness_close(struct harness *harness);

/** Runs a whole stream through an engine, then uses what is left of it: send, close, reset. */
void harness_run(enum nxs_role role, bool fake_crypto, const uint8_t *data, size_t size);

/** What libFuzzer calls; each target defines it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
