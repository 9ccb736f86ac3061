#include "tls/tls12/client_auth.h"

#include "tls/facts.h"
#include "tls/handshake.h"
#include "tls/hello/select.h"
#include "tls/message/message.h"
#include "tls/outgoing.h"
#include "tls/transcript.h"
#include "x509/verifier.h"

/* [RFC5246 7.4.4], [RFC8422 5.5] ClientCertificateType; the same bits say what a server takes. */
enum { RSA_SIGN = 1, ECDSA_SIGN = 64 };

static uint8_t type_of(enum nxs_key_kind kind)
{
    return kind == NXS_KEY_RSA || kind == NXS_KEY_RSA_PSS ? RSA_SIGN : ECDSA_SIGN;
}

/* ---- server ---- */

enum nxs_status nxs_client_auth_decide(struct nxs_engine *e)
{
    if (!e->config.client_auth) {
        return NXS_OK;
    }
    if (e->agreed.version != NXS_TLS_1_2) {
        return NXS_VERSION_UNSUPPORTED; /* a client that proves nothing must not get in */
    }
    /* [RFC5246 7.4.4] only a server that has shown its own certificate may ask. */
    e->facts |= e->facts & NXS_FACT_CERTIFICATES ? NXS_FACT_CLIENT_AUTH : 0;
    return NXS_OK;
}

static bool is_asked_for(const struct nxs_engine *e, const struct nxs_scheme *scheme)
{
    return scheme->hash == e->hs->suite->hash && nxs_scheme_is_accepted(&e->config, scheme);
}

static void write_types(const struct nxs_engine *e, struct nxs_writer *w)
{
    size_t count;
    unsigned types = 0;
    const struct nxs_scheme *schemes = nxs_schemes(&count);
    for (size_t i = 0; i < count; i++) {
        types |= is_asked_for(e, &schemes[i]) ? type_of(schemes[i].kind) : 0u;
    }
    struct nxs_mark list = nxs_open_vec8(w);
    if (types & ECDSA_SIGN) {
        nxs_write_u8(w, ECDSA_SIGN);
    }
    if (types & RSA_SIGN) {
        nxs_write_u8(w, RSA_SIGN);
    }
    nxs_close_vec(w, list);
}

static void write_schemes(const struct nxs_engine *e, struct nxs_writer *w)
{
    size_t count;
    const struct nxs_scheme *schemes = nxs_schemes(&count);
    struct nxs_mark list = nxs_open_vec16(w);
    for (size_t i = 0; i < count; i++) {
        if (is_asked_for(e, &schemes[i])) {
            nxs_write_u16(w, schemes[i].number);
        }
    }
    nxs_close_vec(w, list);
}

/* [RFC5246 7.4.4] an empty list leaves the choice to the client: better than a list that does not fit and
 * lacks the client's authority. */
static void write_authorities(const struct nxs_engine *e, struct nxs_writer *w)
{
    const struct nxs_verifier_hook *verifier = &e->config.verifier;
    struct nxs_writer before = *w;
    nxs_bytes name;
    struct nxs_mark list = nxs_open_vec16(w);
    for (unsigned i = 0; verifier->authority != NULL && verifier->authority(e->config.context, i, &name);
         i++) {
        struct nxs_mark one = nxs_open_vec16(w);
        nxs_write_bytes(w, name);
        nxs_close_vec(w, one);
    }
    nxs_close_vec(w, list);
    if (w->failed) {
        *w = before;
        nxs_write_u16(w, 0);
    }
}

enum nxs_status nxs_client_auth_send_request(struct nxs_engine *e, nxs_bytes none)
{
    (void)none;
    struct nxs_builder b = nxs_message_begin(e, NXS_MSG_CERTIFICATE_REQUEST);
    write_types(e, &b.w);
    write_schemes(e, &b.w);
    write_authorities(e, &b.w);
    return nxs_message_end(&b);
}

static enum nxs_status check_key(const struct nxs_engine *e)
{
    const struct nxs_public_key *key = &e->hs->peer_key;
    struct nxs_local_group curve;
    switch (key->kind) {
    case NXS_KEY_RSA:
    case NXS_KEY_RSA_PSS:
        return NXS_OK;
    case NXS_KEY_EC:
        return nxs_local_group_find(&e->config, key->group, &curve) ? NXS_OK : NXS_UNSUPPORTED_GROUP;
    default:
        return NXS_CERT_KEY_UNSUPPORTED;
    }
}

enum nxs_status nxs_client_auth_read_certificate(struct nxs_engine *e, nxs_bytes body)
{
    struct nxs_reader list;
    NXS_TRY(nxs_certificate_list_read(body, &list));
    if (nxs_read_end(&list)) {
        return NXS_NO_PEER_CERTIFICATE;
    }
    if (e->config.verifier.verify_chain == NULL) {
        return NXS_CERT_UNKNOWN_ISSUER;
    }
    NXS_TRY((enum nxs_status)e->config.verifier.verify_chain(e->config.context, &list,
                                                             NXS_USAGE_DIGITAL_SIGNATURE, &e->hs->peer_key));
    return check_key(e);
}

enum nxs_status nxs_client_auth_read_verify(struct nxs_engine *e, nxs_bytes body)
{
    struct nxs_handshake *hs = e->hs;
    struct nxs_certificate_verify message;
    struct nxs_sign_methods methods;
    uint8_t digest[NXS_MAX_DIGEST];
    nxs_bytes handshake_hash;
    NXS_TRY(nxs_certificate_verify_read(body, &message));
    const struct nxs_scheme *scheme = nxs_scheme_find(message.scheme);
    if (scheme == NULL || !is_asked_for(e, scheme) || !nxs_scheme_allowed(scheme, &hs->peer_key)) {
        return NXS_UNSUPPORTED_SCHEME;
    }
    NXS_TRY(
        nxs_methods_for_scheme(e->config.table, e->config.ecc, NULL, scheme, hs->peer_key.group, &methods));
    NXS_TRY(nxs_transcript_digest(e, digest, &handshake_hash));
    struct nxs_sign_scratch scratch = nxs_handshake_scratch(hs);
    enum nxs_status status =
        nxs_verify_digest(scheme, &methods, &hs->peer_key, handshake_hash, message.signature, &scratch);
    return status == NXS_BAD_SIGNATURE ? NXS_BAD_CERTIFICATE_VERIFY : status;
}

/* ---- client ---- */

static uint8_t read_types(nxs_bytes list)
{
    struct nxs_reader r = nxs_reader_of(list);
    uint8_t type;
    uint8_t types = 0;
    while (nxs_read_u8(&r, &type)) {
        types |= type == RSA_SIGN || type == ECDSA_SIGN ? type : 0;
    }
    return types;
}

static bool is_issued_by_one(const struct nxs_engine *e, unsigned index, nxs_bytes authorities)
{
    struct nxs_reader r = nxs_reader_of(authorities);
    struct nxs_reader name;
    while (nxs_read_vec16(&r, &name)) {
        if (e->config.identity.is_issued_by(e->config.context, index, nxs_read_rest(&name))) {
            return true;
        }
    }
    return false;
}

/* The names are gone when the certificate is chosen, so that what they say of our certificates is kept. */
static uint32_t find_preferred(const struct nxs_engine *e, nxs_bytes authorities)
{
    enum { MOST = 32 };
    const struct nxs_identity *identity = &e->config.identity;
    struct nxs_private_key key;
    uint32_t preferred = 0;
    if (identity->key == NULL || identity->is_issued_by == NULL) {
        return 0;
    }
    for (unsigned i = 0; i < MOST && identity->key(e->config.context, i, &key); i++) {
        preferred |= is_issued_by_one(e, i, authorities) ? UINT32_C(1) << i : 0;
    }
    return preferred;
}

enum nxs_status nxs_client_auth_read_request(struct nxs_engine *e, nxs_bytes body)
{
    struct nxs_certificate_request request;
    NXS_TRY(nxs_certificate_request_read(body, &request));
    e->facts |= NXS_FACT_CLIENT_AUTH;
    e->hs->certificate_types = read_types(request.types);
    e->hs->peer_schemes = nxs_scheme_set(request.schemes);
    e->hs->preferred = find_preferred(e, request.authorities);
    return NXS_OK;
}

static bool choose_from(struct nxs_engine *e, uint32_t preferred)
{
    struct nxs_handshake *hs = e->hs;
    const struct nxs_identity *identity = &e->config.identity;
    for (unsigned i = 0; identity->key != NULL && identity->key(e->config.context, i, &hs->key); i++) {
        bool is_preferred = i < 32 && (preferred & (UINT32_C(1) << i));
        if ((preferred != 0 && !is_preferred) || !(hs->certificate_types & type_of(hs->key.public.kind))) {
            continue;
        }
        hs->scheme = nxs_select_scheme(&e->config, &hs->key, hs->peer_schemes, hs->suite->hash);
        if (hs->scheme != NULL) {
            hs->credential = i;
            e->facts |= NXS_FACT_HAVE_CREDENTIAL;
            return true;
        }
    }
    return false;
}

/* [RFC5246 7.4.6] the chain should lead to an authority that the server names; one that does not is still
 * more than none, since a server may believe more than it names. */
enum nxs_status nxs_client_auth_choose(struct nxs_engine *e, nxs_bytes none)
{
    (void)none;
    if (e->hs->preferred == 0 || !choose_from(e, e->hs->preferred)) {
        (void)choose_from(e, 0);
    }
    return NXS_OK;
}

enum nxs_status nxs_client_auth_send_verify(struct nxs_engine *e, nxs_bytes none)
{
    struct nxs_handshake *hs = e->hs;
    uint8_t digest[NXS_MAX_DIGEST];
    nxs_bytes handshake_hash;
    struct nxs_sign_methods methods;
    (void)none;
    NXS_TRY(nxs_transcript_digest(e, digest, &handshake_hash));
    NXS_TRY(nxs_methods_for_scheme(e->config.table, e->config.ecc, NULL, hs->scheme, hs->key.public.group,
                                   &methods));
    struct nxs_builder b = nxs_message_begin(e, NXS_MSG_CERTIFICATE_VERIFY);
    nxs_write_u16(&b.w, hs->scheme->number);
    struct nxs_mark signature = nxs_open_vec16(&b.w);
    struct nxs_sign_scratch scratch = nxs_handshake_scratch(hs);
    NXS_TRY(nxs_sign_digest(hs->scheme, &methods, &hs->key, handshake_hash, &scratch, &b.w));
    nxs_close_vec(&b.w, signature);
    return nxs_message_end(&b);
}
