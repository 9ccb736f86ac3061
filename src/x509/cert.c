#include "x509/internal.h"

enum { CERT_LEN_MAX = 65535 };

/* The one place that turns borrowed bytes of the certificate into offsets. */
static struct nxs_span span_of(const struct nxs_cert *cert, nxs_bytes part)
{
    struct nxs_span span = {0, 0};
    if (part.len > 0) {
        span.at = (uint16_t)(part.data - cert->der.data);
        span.len = (uint16_t)part.len;
    }
    return span;
}

nxs_bytes nxs_cert_part(const struct nxs_cert *cert, struct nxs_span span)
{
    struct nxs_reader r = nxs_reader_of(cert->der);
    nxs_bytes before, part;
    if (!nxs_read_bytes(&r, span.at, &before) || !nxs_read_bytes(&r, span.len, &part)) {
        return nxs_bytes_of(NULL, 0);
    }
    return part;
}

size_t nxs_cert_length(nxs_bytes bytes)
{
    struct nxs_reader r = nxs_reader_of(bytes);
    struct nxs_der element;
    return nxs_der_next(&r, &element) == NXS_OK ? element.whole.len : 0;
}

/* [RFC5280 4.1.2.1] Absent means v1, which DER therefore never writes [X.690 11.5]. */
static enum nxs_status read_version(struct nxs_reader *r, struct nxs_cert *cert)
{
    struct nxs_reader field;
    uint32_t version;
    if (!nxs_der_is_next(r, NXS_DER_CONSTRUCTED + 0)) {
        cert->version = 0;
        return NXS_OK;
    }
    NXS_TRY(nxs_der_enter(r, NXS_DER_CONSTRUCTED + 0, &field));
    NXS_TRY(nxs_der_number(&field, &version));
    NXS_TRY(nxs_der_end(&field));
    if (version != 1 && version != 2) {
        return NXS_CERT_MALFORMED;
    }
    cert->version = (uint8_t)version;
    return NXS_OK;
}

static enum nxs_status read_name(struct nxs_reader *r, const struct nxs_cert *cert, struct nxs_span *span)
{
    struct nxs_der name;
    NXS_TRY(nxs_der_expect(r, NXS_DER_SEQUENCE, &name));
    NXS_TRY(nxs_name_check(name.whole));
    *span = span_of(cert, name.whole);
    return NXS_OK;
}

/* A date that does not exist is only told to those who ask for the date: nxs_cert_parse() says so. */
static enum nxs_status read_date(struct nxs_reader *r, const struct nxs_cert *cert, struct nxs_span *span,
                                 uint8_t *tag, int64_t *seconds)
{
    struct nxs_der date;
    NXS_TRY(nxs_der_next(r, &date));
    if (date.tag != NXS_DER_UTC_TIME && date.tag != NXS_DER_GENERALIZED_TIME) {
        return NXS_DER_TAG;
    }
    *span = span_of(cert, date.value);
    *tag = date.tag;
    if (nxs_der_time(date.tag, date.value, seconds) != NXS_OK) {
        *seconds = INT64_MIN;
    }
    return NXS_OK;
}

static enum nxs_status read_validity(struct nxs_reader *r, struct nxs_cert *cert)
{
    struct nxs_reader dates;
    NXS_TRY(nxs_der_enter(r, NXS_DER_SEQUENCE, &dates));
    NXS_TRY(read_date(&dates, cert, &cert->not_before, &cert->before_tag, &cert->valid_from));
    NXS_TRY(read_date(&dates, cert, &cert->not_after, &cert->after_tag, &cert->valid_to));
    return nxs_der_end(&dates);
}

/* NXS_CERT_KEY_UNSUPPORTED does not end the parsing, so that such a certificate can still be looked at. */
static enum nxs_status read_key(struct nxs_reader *r, struct nxs_cert *cert)
{
    struct nxs_der spki;
    struct nxs_public_key key;
    nxs_bytes bits;
    NXS_TRY(nxs_der_expect(r, NXS_DER_SEQUENCE, &spki));
    enum nxs_status status = nxs_spki_read(spki.whole, &bits, &key);
    if (status != NXS_OK && status != NXS_CERT_KEY_UNSUPPORTED) {
        return status;
    }
    cert->spki = span_of(cert, spki.whole);
    cert->key = span_of(cert, bits);
    cert->modulus = span_of(cert, key.modulus);
    cert->exponent = span_of(cert, key.exponent);
    cert->group = key.group;
    cert->key_kind = (uint8_t)key.kind;
    cert->key_pss_hash = key.pss_hash;
    return NXS_OK;
}

/* [RFC5280 4.1.2.8] An issuerUniqueID or subjectUniqueID: passed over, once its form is seen to be right. */
static enum nxs_status skip_unique_id(struct nxs_reader *r, uint8_t number, const struct nxs_cert *cert)
{
    uint8_t tag = (uint8_t)(NXS_DER_CONTEXT + number);
    struct nxs_der id;
    nxs_bytes bits;
    uint8_t unused;
    if (!nxs_der_is_next(r, tag)) {
        return NXS_OK;
    }
    NXS_TRY(nxs_der_expect(r, tag, &id));
    NXS_TRY(nxs_der_bits_of(id.value, &bits, &unused));
    return cert->version == 0 ? NXS_CERT_MALFORMED : NXS_OK;
}

/* [RFC5280 4.1.2.9] Only in v3, and never empty. */
static enum nxs_status read_extensions_frame(struct nxs_reader *r, struct nxs_cert *cert)
{
    struct nxs_reader field;
    struct nxs_der extensions;
    if (nxs_read_end(r)) {
        return NXS_OK;
    }
    NXS_TRY(nxs_der_enter(r, NXS_DER_CONSTRUCTED + 3, &field));
    NXS_TRY(nxs_der_expect(&field, NXS_DER_SEQUENCE, &extensions));
    NXS_TRY(nxs_der_end(&field));
    if (cert->version != 2 || extensions.value.len == 0) {
        return NXS_CERT_MALFORMED;
    }
    cert->extensions = span_of(cert, extensions.value);
    return NXS_OK;
}

/* [RFC5280 4.1.2] @param inner  the signature algorithm as the signed part states it */
static enum nxs_status read_tbs(struct nxs_reader r, struct nxs_cert *cert, nxs_bytes *inner)
{
    struct nxs_der algorithm;
    nxs_bytes serial;
    NXS_TRY(read_version(&r, cert));
    NXS_TRY(nxs_der_integer(&r, &serial)); /* [RFC5280 4.1.2.2] zero, negative and long ones happen */
    cert->serial = span_of(cert, serial);
    NXS_TRY(nxs_der_expect(&r, NXS_DER_SEQUENCE, &algorithm));
    *inner = algorithm.whole;
    NXS_TRY(read_name(&r, cert, &cert->issuer));
    NXS_TRY(read_validity(&r, cert));
    NXS_TRY(read_name(&r, cert, &cert->subject));
    NXS_TRY(read_key(&r, cert));
    NXS_TRY(skip_unique_id(&r, 1, cert));
    NXS_TRY(skip_unique_id(&r, 2, cert));
    NXS_TRY(read_extensions_frame(&r, cert));
    return nxs_der_end(&r);
}

static enum nxs_status read_signature(struct nxs_reader *r, nxs_bytes inner, struct nxs_cert *cert)
{
    struct nxs_der algorithm;
    nxs_bytes oid, parameters, signature;
    uint8_t unused;
    NXS_TRY(nxs_der_expect(r, NXS_DER_SEQUENCE, &algorithm));
    if (!nxs_bytes_equal(algorithm.whole, inner)) { /* [RFC5280 4.1.1.2] must be the same as the signed one */
        return NXS_CERT_MALFORMED;
    }
    struct nxs_reader again = nxs_reader_of(algorithm.whole);
    NXS_TRY(nxs_der_algorithm(&again, &oid, &parameters));
    NXS_TRY(nxs_signature_algorithm_read(oid, parameters, &cert->signature_type, &cert->pss_hash));
    NXS_TRY(nxs_der_bits(r, &signature, &unused));
    cert->algorithm = span_of(cert, algorithm.value);
    if (unused == 0) { /* no algorithm of ours makes half a byte: such a value stays empty and fits no key */
        cert->signature = span_of(cert, signature);
    }
    return NXS_OK;
}

static enum nxs_status parse(struct nxs_cert *cert)
{
    struct nxs_reader file = nxs_reader_of(cert->der);
    struct nxs_reader r;
    struct nxs_der tbs;
    nxs_bytes inner;
    NXS_TRY(nxs_der_enter(&file, NXS_DER_SEQUENCE, &r));
    NXS_TRY(nxs_der_end(&file));
    NXS_TRY(nxs_der_expect(&r, NXS_DER_SEQUENCE, &tbs));
    cert->tbs = span_of(cert, tbs.whole);
    NXS_TRY(read_tbs(nxs_reader_of(tbs.value), cert, &inner));
    NXS_TRY(read_signature(&r, inner, cert));
    return nxs_der_end(&r);
}

enum nxs_status nxs_cert_parse(struct nxs_cert *cert, nxs_bytes der)
{
    struct nxs_reader r = nxs_reader_of(der);
    *cert = (struct nxs_cert){0};
    if (der.len == 0 || der.len > CERT_LEN_MAX) {
        return NXS_CERT_MALFORMED;
    }
    if (!nxs_der_is_next(&r, NXS_DER_SEQUENCE)) {
        return NXS_CERT_SEQUENCE;
    }
    cert->der = der;
    if (parse(cert) != NXS_OK) {
        *cert = (struct nxs_cert){0};
        return NXS_CERT_MALFORMED;
    }
    return cert->key_kind == NXS_KEY_NONE ? NXS_CERT_KEY_UNSUPPORTED : NXS_OK;
}

struct nxs_public_key nxs_cert_public_key(const struct nxs_cert *cert)
{
    struct nxs_public_key key = {0};
    key.kind = (enum nxs_key_kind)cert->key_kind;
    key.group = cert->group;
    key.pss_hash = cert->key_pss_hash;
    if (key.kind == NXS_KEY_RSA || key.kind == NXS_KEY_RSA_PSS) {
        key.modulus = nxs_cert_part(cert, cert->modulus);
        key.exponent = nxs_cert_part(cert, cert->exponent);
    } else if (key.kind != NXS_KEY_NONE) {
        key.point = nxs_cert_part(cert, cert->key);
    }
    return key;
}
