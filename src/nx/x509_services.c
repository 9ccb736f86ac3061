/* The services that look at one certificate. */

#include <string.h>

#include "der/der.h"
#include "nx/certificates.h"
#include "nx/edge.h"

/* ---- certificates ----------------------------------------------------------------------------------- */

static bool is_known_key_type(UINT type)
{
    switch (type) {
    case NX_SECURE_X509_KEY_TYPE_RSA_PKCS1_DER:
    case NX_SECURE_X509_KEY_TYPE_EC_DER:
    case NX_SECURE_X509_KEY_TYPE_HARDWARE:
    case NXS_X509_KEY_TYPE_PKCS8:
        return true;
    default:
        return (type & NX_SECURE_X509_KEY_TYPE_USER_DEFINED_MASK) != 0;
    }
}

static UINT add_key(NX_SECURE_X509_CERT *certificate, nxs_bytes key, UINT type)
{
    bool is_given = key.data != NX_NULL && (key.len > 0 || type != NX_SECURE_X509_KEY_TYPE_NONE);
    if (!is_given) {
        return NX_SUCCESS;
    }
    if (!is_known_key_type(type)) {
        return NX_SECURE_X509_INVALID_PRIVATE_KEY_TYPE;
    }
    return nxs_status_code(nxs_certificate_key_add(certificate, key, type));
}

UINT _nx_secure_x509_certificate_initialize(NX_SECURE_X509_CERT *certificate_ptr,
                                            const UCHAR *certificate_data, USHORT certificate_data_length,
                                            UCHAR *raw_data_buffer, USHORT buffer_size,
                                            const UCHAR *private_key_data, USHORT private_key_data_length,
                                            UINT private_key_type)
{
    nxs_bytes der = nxs_bytes_of(certificate_data, certificate_data_length);
    memset(certificate_ptr, 0, sizeof *certificate_ptr);
    if (raw_data_buffer != NX_NULL) {
        if (buffer_size < certificate_data_length) {
            return NX_SECURE_X509_INSUFFICIENT_CERT_SPACE;
        }
        memmove(raw_data_buffer, certificate_data, certificate_data_length);
        der.data = raw_data_buffer;
        certificate_ptr->nx_secure_x509_certificate_raw_buffer_size = buffer_size;
    }
    UINT status = nxs_status_code(nxs_certificate_fill(certificate_ptr, der));
    if (status == NX_SUCCESS) {
        status = add_key(certificate_ptr, nxs_bytes_of(private_key_data, private_key_data_length),
                         private_key_type);
    }
    if (status != NX_SUCCESS) {
        memset(certificate_ptr, 0, sizeof *certificate_ptr);
    }
    return status;
}

/* ---- extensions ------------------------------------------------------------------------------------- */

UINT _nx_secure_x509_extension_find(NX_SECURE_X509_CERT *certificate, NX_SECURE_X509_EXTENSION *extension,
                                    USHORT extension_id)
{
    struct nxs_extension found;
    memset(extension, 0, sizeof *extension);
    enum nxs_status status = nxs_extension_find(&certificate->nx_secure_x509_parsed, extension_id, &found);
    if (status == NXS_OK) {
        extension->nx_secure_x509_extension_id = extension_id;
        extension->nx_secure_x509_extension_critical = found.critical;
        extension->nx_secure_x509_extension_data = found.value.data;
        extension->nx_secure_x509_extension_data_length = (ULONG)found.value.len;
    }
    return nxs_status_code(status);
}

UINT _nx_secure_x509_key_usage_extension_parse(NX_SECURE_X509_CERT *certificate, USHORT *bitfield)
{
    uint16_t bits = 0;
    enum nxs_status status = nxs_key_usage(&certificate->nx_secure_x509_parsed, &bits);
    *bitfield = status == NXS_OK ? bits : 0;
    return nxs_status_code(status);
}

UINT _nx_secure_x509_extended_key_usage_extension_parse(NX_SECURE_X509_CERT *certificate, UINT key_usage)
{
    /* What has no number is no purpose that can be found; the extension is looked at all the same. */
    uint16_t purpose = key_usage <= UINT16_MAX ? (uint16_t)key_usage : 0;
    return nxs_status_code(nxs_extended_key_usage(&certificate->nx_secure_x509_parsed, purpose));
}

/* ---- names ------------------------------------------------------------------------------------------ */

UINT _nx_secure_x509_common_name_dns_check(NX_SECURE_X509_CERT *certificate, const UCHAR *dns_tld,
                                           UINT dns_tld_length)
{
    return nxs_status_code(
        nxs_common_name_check(&certificate->nx_secure_x509_parsed, nxs_bytes_of(dns_tld, dns_tld_length)));
}

UINT _nx_secure_x509_dns_name_initialize(NX_SECURE_X509_DNS_NAME *dns_name, const UCHAR *name_string,
                                         UINT length)
{
    if (length > NX_SECURE_X509_DNS_NAME_MAX) {
        return NX_SECURE_X509_NAME_STRING_TOO_LONG;
    }
    memset(dns_name, 0, sizeof *dns_name);
    memcpy(dns_name->nx_secure_x509_dns_name, name_string, length);
    dns_name->nx_secure_x509_dns_name_length = (USHORT)length;
    return NX_SUCCESS;
}

UINT nxs_x509_host_check(NX_SECURE_X509_CERT *certificate, const UCHAR *host, UINT length)
{
    if (certificate == NX_NULL || host == NX_NULL || length == 0) {
        return NX_PTR_ERROR;
    }
    return nxs_status_code(nxs_host_check(&certificate->nx_secure_x509_parsed, nxs_bytes_of(host, length)));
}

static UINT write_name(const NX_SECURE_X509_CERT *certificate, bool of_issuer, CHAR *room, UINT size)
{
    if (certificate == NX_NULL || room == NX_NULL) {
        return NX_PTR_ERROR;
    }
    if (size == 0) {
        return NX_SIZE_ERROR;
    }
    const struct nxs_cert *cert = &certificate->nx_secure_x509_parsed;
    nxs_name_text(nxs_cert_part(cert, of_issuer ? cert->issuer : cert->subject), room, size);
    return NX_SUCCESS;
}

UINT nxs_x509_subject_text(NX_SECURE_X509_CERT *certificate, CHAR *room, UINT size)
{
    return write_name(certificate, false, room, size);
}

UINT nxs_x509_issuer_text(NX_SECURE_X509_CERT *certificate, CHAR *room, UINT size)
{
    return write_name(certificate, true, room, size);
}

/* ---- signatures ------------------------------------------------------------------------------------- */

static enum nxs_status read_digest_info(struct nxs_reader r, nxs_bytes *oid, nxs_bytes *digest)
{
    struct nxs_reader contents;
    nxs_bytes parameters;
    NXS_TRY(nxs_der_enter(&r, NXS_DER_SEQUENCE, &contents));
    NXS_TRY(nxs_der_algorithm(&contents, oid, &parameters));
    NXS_TRY(nxs_der_octets(&contents, digest));
    return nxs_der_end(&contents);
}

UINT _nx_secure_x509_pkcs7_decode(const UCHAR *signature_pointer, UINT signature_length,
                                  const UCHAR **signature_oid, UINT *signature_oid_length,
                                  const UCHAR **hash_data, UINT *hash_length)
{
    nxs_bytes oid, digest;
    struct nxs_reader r = nxs_reader_of(nxs_bytes_of(signature_pointer, signature_length));
    if (read_digest_info(r, &oid, &digest) != NXS_OK) {
        return NX_SECURE_X509_PKCS7_PARSING_FAILED;
    }
    *signature_oid = oid.data;
    *signature_oid_length = (UINT)oid.len;
    *hash_data = digest.data;
    *hash_length = (UINT)digest.len;
    return NX_SUCCESS;
}
