#include "tls/message/message.h"

const char *nxs_message_name(uint8_t type)
{
    switch (type) {
    case NXS_MSG_HELLO_REQUEST:
        return "HelloRequest";
    case NXS_MSG_CLIENT_HELLO:
        return "ClientHello";
    case NXS_MSG_SERVER_HELLO:
        return "ServerHello";
    case NXS_MSG_NEW_SESSION_TICKET:
        return "NewSessionTicket";
    case NXS_MSG_END_OF_EARLY_DATA:
        return "EndOfEarlyData";
    case NXS_MSG_ENCRYPTED_EXTENSIONS:
        return "EncryptedExtensions";
    case NXS_MSG_CERTIFICATE:
        return "Certificate";
    case NXS_MSG_SERVER_KEY_EXCHANGE:
        return "ServerKeyExchange";
    case NXS_MSG_CERTIFICATE_REQUEST:
        return "CertificateRequest";
    case NXS_MSG_SERVER_HELLO_DONE:
        return "ServerHelloDone";
    case NXS_MSG_CERTIFICATE_VERIFY:
        return "CertificateVerify";
    case NXS_MSG_CLIENT_KEY_EXCHANGE:
        return "ClientKeyExchange";
    case NXS_MSG_FINISHED:
        return "Finished";
    case NXS_MSG_CERTIFICATE_STATUS:
        return "CertificateStatus";
    case NXS_MSG_KEY_UPDATE:
        return "KeyUpdate";
    default:
        return NULL;
    }
}

bool nxs_u16_list_has(nxs_bytes list, uint16_t number)
{
    struct nxs_reader r = nxs_reader_of(list);
    uint16_t item;
    while (nxs_read_u16(&r, &item)) {
        if (item == number) {
            return true;
        }
    }
    return false;
}

enum nxs_status nxs_hello_extensions_read(struct nxs_reader *r, nxs_bytes *extensions, bool *are_there)
{
    struct nxs_reader block;
    *extensions = nxs_bytes_of(NULL, 0);
    *are_there = !nxs_read_end(r);
    if (!*are_there) {
        return NXS_OK;
    }
    if (!nxs_read_vec16(r, &block) || !nxs_read_end(r)) {
        return NXS_DECODE_ERROR;
    }
    *extensions = nxs_read_rest(&block);
    return NXS_OK;
}

void nxs_hello_extensions_write(nxs_bytes extensions, struct nxs_writer *w)
{
    struct nxs_mark block = nxs_open_vec16(w);
    nxs_write_bytes(w, extensions);
    nxs_close_vec(w, block);
}
