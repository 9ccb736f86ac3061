/** @file
 * Changes messages between the two sides of a link. Give change_apply() to a link as its filter, with a
 * struct changes as context.
 */
#ifndef TESTS_SUPPORT_CHANGE_H
#define TESTS_SUPPORT_CHANGE_H

#include "support/link.h"
#include "tls/message/message.h"

typedef void change_client_hello(struct nxs_client_hello *hello);
typedef void change_server_hello(struct nxs_server_hello *hello);
typedef void change_message(struct link_message *message);

struct changes {
    change_client_hello *client_hello;
    change_server_hello *server_hello;
    uint8_t type; /**< of the messages that the next member gets */
    change_message *message;
};

void change_apply(void *context, struct link_message *message);

/**
 * A block of extensions without @p number, and with @p body under that number at the end unless it is NULL.
 * @return valid until the next call
 */
nxs_bytes change_extension(nxs_bytes block, uint16_t number, const char *body, size_t len);

/** A list of numbers with one more in front and one behind. @return valid until the next call */
nxs_bytes change_list(nxs_bytes list, const uint16_t *front, const uint16_t *behind);

/** Opens a link with the stock table and does a handshake with these changes. */
void change_run(struct link *link, enum credential_kind kind, struct changes *changes);

/**
 * Asserts that one side failed with this status and the other heard its alert; but an alert about a version
 * comes in a record of the version that a server would have meant.
 */
void change_assert_fails(const struct link *link, bool server, enum nxs_status status);

#endif
