/** @file
 * What is known about a handshake: the bits that the rows of the state tables ask for. The list is facts.def.
 */
#ifndef NXS_TLS_FACTS_H
#define NXS_TLS_FACTS_H

#include <stdint.h>

enum nxs_fact {
#define NXS_FACT(name, bit, text) NXS_FACT_##name = 1u << (bit),
#include "tls/facts.def"
#undef NXS_FACT
};

#endif
