/** @file
 * From records to messages: handshake messages may span records, and a record may hold several.
 */
#ifndef NXS_TLS_INBOX_H
#define NXS_TLS_INBOX_H

#include "tls/engine.h"

/**
 * The next whole handshake message, if there is one: inside the record when it is whole there, else put
 * together in the inbox. A header that no row allows is refused before its body is there.
 * @param message  empty when more bytes are needed; else borrowed until nxs_inbox_done()
 * @return NXS_OK, NXS_BUFFER_TOO_SMALL, or what nxs_machine_allows() says
 */
NXS_CHECKED enum nxs_status nxs_inbox_next(struct nxs_engine *engine, nxs_bytes *message);

/** The message that nxs_inbox_next() gave is dealt with: takes it out, before its handler runs in place. */
void nxs_inbox_take(struct nxs_engine *engine, nxs_bytes message);

#endif
