/** @file
 * What is known about a handshake: the bits that the rows of the state tables ask for.
 */
#ifndef NXS_TLS_FACTS_H
#define NXS_TLS_FACTS_H

enum nxs_fact {
    NXS_FACT_TLS12 = 1u << 0,           /**< the version agreed is TLS 1.2 or older */
    NXS_FACT_EPHEMERAL = 1u << 1,       /**< the suite has a ServerKeyExchange */
    NXS_FACT_CERTIFICATES = 1u << 2,    /**< the suite authenticates the server with a certificate */
    NXS_FACT_CLIENT_AUTH = 1u << 3,     /**< the server asked for a client certificate */
    NXS_FACT_HAVE_CREDENTIAL = 1u << 4, /**< a local key is chosen that can sign */
};

#endif
