/* The record layer: the first byte chooses a protection, the rest are records. What opens is sealed again. */
#include "harness.h"

#include <stdlib.h>
#include <string.h>

#include "fake_crypto.h"
#include "record/record.h"

enum { AREA = 1024, ROOM = 20000 };

static struct nxs_rx rx;
static struct nxs_tx tx;
static uint64_t areas[2][AREA / 8];

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

/* 0: none; 1: explicit nonces; 2: nonces from the sequence number; 3: explicit nonces and a real cipher */
static void protect(unsigned mode)
{
    static const uint8_t key[32] = {1}, iv[12] = {2};
    const struct nxs_suite *suite = nxs_suite_find(mode == 2 ? 0xCCA9 : 0xC02B);
    const NX_CRYPTO_METHOD *method = mode == 3 ? &crypto_method_aes_128_gcm_16 : &fake_crypto_gcm;
    nxs_record_half_begin(&rx.half, (struct nxs_area){areas[0], AREA});
    nxs_record_half_begin(&tx.half, (struct nxs_area){areas[1], AREA});
    rx.empty_records = 0;
    nxs_record_half_version(&tx.half, 0x0303);
    if (mode == 0) {
        return;
    }
    struct nxs_record_keys keys = {
        .cipher = method, .key = nxs_bytes_of(key, suite->key_len), .iv = nxs_bytes_of(iv, suite->iv_len)};
    nxs_record_half_version(&rx.half, 0x0303);
    demand(nxs_record_half_protect(&tx.half, suite, 0x0303, &keys) == NXS_OK);
    keys.decrypts = true;
    demand(nxs_record_half_protect(&rx.half, suite, 0x0303, &keys) == NXS_OK);
}

static void seal_again(const struct nxs_record *record)
{
    static uint8_t room[ROOM];
    size_t len = record->plain.len;
    struct nxs_record_overhead over = nxs_record_overhead(&tx, len);
    demand(len <= nxs_record_limit(&tx) && over.head + len + over.tail <= ROOM);
    if (len > 0) {
        memcpy(room + over.head, record->plain.data, len);
    }
    nxs_room part = nxs_room_of(room + over.head, len);
    nxs_room tail = nxs_room_of(room + over.head + len, over.tail);
    demand(nxs_record_seal(&tx, record->type, &part, 1, nxs_room_of(room, over.head), &tail) == NXS_OK);
}

/* @return the bytes of the record that was opened; 0: there was none, or it was refused */
static size_t open_first(nxs_bytes bytes)
{
    struct nxs_record_header header;
    struct nxs_record record;
    if (nxs_record_header_read(&rx, bytes, &header) != NXS_OK) {
        return 0;
    }
    size_t len = NXS_RECORD_HEADER_LEN + (size_t)header.length;
    if (len > bytes.len) {
        return 0;
    }
    uint8_t *copy = malloc(len);
    demand(copy != NULL);
    memcpy(copy, bytes.data, len);
    enum nxs_status status = nxs_record_open(&rx, nxs_room_of(copy, len), &record);
    if (status == NXS_OK) {
        demand(record.plain.len <= NXS_RECORD_MAX_PLAINTEXT);
        demand(record.plain.len == 0 ||
               (record.plain.data >= copy && record.plain.data + record.plain.len <= copy + len));
        seal_again(&record);
    }
    free(copy);
    return status == NXS_OK ? len : 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t at = 1, used;
    if (size == 0) {
        return 0;
    }
    protect(data[0] % 4);
    while ((used = open_first(nxs_bytes_of(data + at, size - at))) > 0) {
        at += used;
    }
    nxs_record_half_wipe(&rx.half);
    nxs_record_half_wipe(&tx.half);
    return 0;
}
