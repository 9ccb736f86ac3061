#include "base/ct.h"
#include "crypto/call.h"

enum { LONGEST_SEED = 128 };

enum nxs_status nxs_prf(const NX_CRYPTO_METHOD *method, struct nxs_area area, nxs_bytes secret,
                        nxs_bytes label, nxs_bytes seed1, nxs_bytes seed2, nxs_room out)
{
    uint8_t room[LONGEST_SEED];
    nxs_bytes seed;
    struct nxs_writer w = nxs_writer_of(nxs_room_of(room, sizeof room));
    nxs_write_bytes(&w, seed1);
    nxs_write_bytes(&w, seed2);
    if (!nxs_write_end(&w, &seed)) {
        return NXS_NO_ROOM;
    }
    /* Secret and label are counted in bytes here, unlike every other key. */
    struct nxs_call call;
    struct nxs_operation prf = {.op = NX_CRYPTO_PRF,
                                .key = label.data,
                                .key_size = label.len,
                                .input = seed,
                                .output = out.data,
                                .output_len = out.len};
    NXS_TRY(nxs_call_begin(&call, method, area, secret.data, secret.len));
    enum nxs_status status = nxs_call_do(&call, &prf);
    nxs_call_end(&call);
    if (status != NXS_OK) {
        nxs_wipe(out.data, out.len);
    }
    return status;
}
