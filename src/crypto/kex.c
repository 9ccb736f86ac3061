#include "base/ct.h"
#include "crypto/call.h"

static struct nxs_call call_of(const struct nxs_kex *kex)
{
    struct nxs_call call = {kex->method, kex->handler, kex->area};
    return call;
}

static enum nxs_status make_share(const struct nxs_call *call, const struct nxs_group *group,
                                  const NX_CRYPTO_METHOD *curve, struct nxs_writer *share)
{
    struct nxs_operation setup = {.op = NX_CRYPTO_DH_SETUP};
    nxs_room out = nxs_room_of(nxs_write_space(share, group->share), group->share);
    if (out.data == NULL) {
        return NXS_NO_ROOM;
    }
    NXS_TRY(nxs_call_set_curve(call, curve));
    NXS_TRY(nxs_call_extended(call, setup, &out));
    return nxs_group_share_is_formed(group, nxs_bytes_in(out)) ? NXS_OK : NXS_CRYPTO_FAILED;
}

enum nxs_status nxs_kex_offer(struct nxs_kex *kex, const struct nxs_group *group,
                              const NX_CRYPTO_METHOD *method, const NX_CRYPTO_METHOD *curve,
                              struct nxs_area area, struct nxs_writer *share)
{
    struct nxs_call call;
    kex->group = NULL;
    kex->method = NULL;
    NXS_TRY(nxs_call_begin(&call, method, area, NULL, 0));
    enum nxs_status status = make_share(&call, group, curve, share);
    if (status != NXS_OK) {
        nxs_call_end(&call);
        return status;
    }
    kex->group = group;
    kex->method = method;
    kex->curve = curve;
    kex->handler = call.handler;
    kex->area = area;
    return NXS_OK;
}

static bool all_zero(nxs_bytes secret)
{
    uint8_t bits = 0;
    for (size_t i = 0; i < secret.len; i++) {
        bits |= secret.data[i];
    }
    return nxs_ct_mask_equal(bits, 0) != 0;
}

static enum nxs_status calculate(const struct nxs_kex *kex, nxs_bytes peer_share, nxs_room *secret)
{
    const struct nxs_group *group = kex->group;
    struct nxs_call call = call_of(kex);
    struct nxs_operation derive = {.op = NX_CRYPTO_DH_CALCULATE, .input = peer_share};
    if (!nxs_group_share_is_formed(group, peer_share)) {
        return NXS_BAD_KEY_SHARE;
    }
    enum nxs_status status = nxs_call_extended(&call, derive, secret);
    if (status != NXS_OK) {
        return status == NXS_CRYPTO_FAILED ? NXS_BAD_KEY_SHARE : status;
    }
    if (secret->len != group->secret) {
        return NXS_CRYPTO_FAILED;
    }
    /* [RFC7748 6] a point of small order gives zero; on the other curves zero is a coordinate like any other.
     */
    return !group->point && all_zero(nxs_bytes_in(*secret)) ? NXS_BAD_KEY_SHARE : NXS_OK;
}

enum nxs_status nxs_kex_finish(struct nxs_kex *kex, nxs_bytes peer_share, nxs_room *secret)
{
    nxs_room room = *secret;
    if (kex->group == NULL) {
        return NXS_INVALID_STATE;
    }
    enum nxs_status status = room.len < NXS_MAX_SECRET ? NXS_NO_ROOM : calculate(kex, peer_share, secret);
    if (status != NXS_OK) {
        nxs_wipe(room.data, room.len);
        secret->len = 0;
    }
    nxs_kex_drop(kex);
    return status;
}

enum nxs_status nxs_kex_answer(const struct nxs_group *group, const NX_CRYPTO_METHOD *method,
                               const NX_CRYPTO_METHOD *curve, struct nxs_area area, nxs_bytes peer_share,
                               struct nxs_writer *share, nxs_room *secret)
{
    struct nxs_kex kex;
    if (!nxs_group_share_is_formed(group, peer_share)) {
        return NXS_BAD_KEY_SHARE;
    }
    NXS_TRY(nxs_kex_offer(&kex, group, method, curve, area, share));
    return nxs_kex_finish(&kex, peer_share, secret);
}

void nxs_kex_drop(struct nxs_kex *kex)
{
    struct nxs_call call = call_of(kex);
    nxs_call_end(&call);
    kex->group = NULL;
    kex->method = NULL;
    kex->handler = NULL;
}
