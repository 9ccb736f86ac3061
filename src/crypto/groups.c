#include "crypto/crypto.h"

static const struct nxs_group groups[] = {
    /* number, field bits, share, secret, point, legacy, name */
    {19, 192, 49, 24, true, true, "secp192r1"},   {21, 224, 57, 28, true, true, "secp224r1"},
    {23, 256, 65, 32, true, false, "secp256r1"},  {24, 384, 97, 48, true, false, "secp384r1"},
    {25, 521, 133, 66, true, false, "secp521r1"}, {29, 255, 32, 32, false, false, "x25519"},
    {30, 448, 56, 56, false, false, "x448"},
};

const struct nxs_group *nxs_group_find(uint16_t number)
{
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        if (groups[i].number == number) {
            return &groups[i];
        }
    }
    return NULL;
}

bool nxs_group_share_is_formed(const struct nxs_group *group, nxs_bytes share)
{
    enum { UNCOMPRESSED = 4 };
    return share.len == group->share && (!group->point || share.data[0] == UNCOMPRESSED);
}
