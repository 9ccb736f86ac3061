/* Registered names for numbers: the tables' own. */

#include "crypto/crypto.h"
#include "nx/edge.h"
#include "tls/extension/extension.h"
#include "tls/message/message.h"

const CHAR _nx_secure_version_id[] = "nxsecure " NXS_VERSION;

const CHAR *nxs_tls_message_name(UINT type)
{
    return type <= UINT8_MAX ? nxs_message_name((uint8_t)type) : NX_NULL;
}

const CHAR *nxs_tls_extension_name(UINT number)
{
    return number <= UINT16_MAX ? nxs_extension_name((uint16_t)number) : NX_NULL;
}

const CHAR *nxs_tls_suite_name(UINT number)
{
    const struct nxs_suite *suite = number <= UINT16_MAX ? nxs_suite_find((uint16_t)number) : NULL;
    return suite == NULL ? NX_NULL : suite->name;
}

const CHAR *nxs_tls_group_name(UINT number)
{
    const struct nxs_group *group = number <= UINT16_MAX ? nxs_group_find((uint16_t)number) : NULL;
    return group == NULL ? NX_NULL : group->name;
}

const CHAR *nxs_tls_scheme_name(UINT number)
{
    const struct nxs_scheme *scheme = number <= UINT16_MAX ? nxs_scheme_find((uint16_t)number) : NULL;
    return scheme == NULL ? NX_NULL : scheme->name;
}

const CHAR *nxs_tls_alert_words(UINT alert)
{
    return alert <= UINT8_MAX ? nxs_alert_words((uint8_t)alert) : "an unknown alert";
}
