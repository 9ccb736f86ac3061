/* The certificates of sessions: what adding, finding, removing and allocating answer, and what the lists look
 * like that applications walk. Nothing is sent here. */
#include "services/net.h"

#include "nxsecure/private/credentials.h"
#include "x509/test_certs.h"

enum { SESSIONS = 10, CERTIFICATES = 20 };

static NX_SECURE_TLS_SESSION sessions[SESSIONS];
static UCHAR metadata[SESSIONS][16384];
static NX_SECURE_X509_CERT certificates[CERTIFICATES];
static UCHAR buffers[CERTIFICATES][300];

static NX_SECURE_TLS_SESSION *const session = &sessions[0];

static int setup(void **state)
{
    (void)state;
    t_reset();
    memset(certificates, 0xA5, sizeof certificates);
    for (size_t i = 0; i < SESSIONS; i++) {
        if (nx_secure_tls_session_create(&sessions[i], &nx_crypto_tls_ciphers, metadata[i],
                                         sizeof metadata[i]) != NX_SUCCESS) {
            return -1;
        }
    }
    return 0;
}

/* Whatever a test leaves in the sessions: delete takes it out. */
static int teardown(void **state)
{
    (void)state;
    for (size_t i = 0; i < SESSIONS; i++) {
        if (nx_secure_tls_session_delete(&sessions[i]) != NX_SUCCESS) {
            return -1;
        }
    }
    t_end();
    return 0;
}

/* A certificate for @p name in slot @p index. */
static NX_SECURE_X509_CERT *certificate_of(size_t index, const char *name)
{
    nxs_bytes der = t_cert_der(&(struct t_cert){.subject = name, .key = T_P256_A});
    assert_int_equal(nx_secure_x509_certificate_initialize(&certificates[index], der.data, (USHORT)der.len,
                                                           NX_NULL, 0, NX_NULL, 0,
                                                           NX_SECURE_X509_KEY_TYPE_NONE),
                     NX_SUCCESS);
    return &certificates[index];
}

static UCHAR *text(const char *name)
{
    static UCHAR room[64];
    snprintf((char *)room, sizeof room, "%s", name);
    return room;
}

static const NX_SECURE_X509_CERTIFICATE_STORE *lists_of(const NX_SECURE_TLS_SESSION *of)
{
    return &of->nx_secure_tls_credentials.nx_secure_tls_certificate_store;
}

static UINT length_of(const NX_SECURE_X509_CERT *list)
{
    UINT length = 0;
    for (; list != NX_NULL; list = list->nx_secure_x509_next_certificate) {
        length++;
    }
    return length;
}

/* ---- local and trusted ------------------------------------------------------------------------------ */

static void test_lists_keep_the_order(void **state)
{
    (void)state;
    NX_SECURE_X509_CERT *one = certificate_of(0, "one"), *two = certificate_of(1, "two");
    assert_int_equal(nx_secure_tls_local_certificate_add(session, one), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_local_certificate_add(session, two), NX_SUCCESS);
    assert_ptr_equal(lists_of(session)->nx_secure_x509_local_certificates, one);
    assert_ptr_equal(one->nx_secure_x509_next_certificate, two);
    assert_null(two->nx_secure_x509_next_certificate);
    assert_int_equal(nx_secure_tls_local_certificate_add(session, one), NX_INVALID_PARAMETERS);
    assert_int_equal(nx_secure_tls_trusted_certificate_add(session, certificate_of(2, "three")), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_trusted_certificate_add(session, &certificates[2]), NX_INVALID_PARAMETERS);
    assert_ptr_equal(lists_of(session)->nx_secure_x509_trusted_certificates, &certificates[2]);
}

static void test_find_and_remove_by_name(void **state)
{
    (void)state;
    NX_SECURE_X509_CERT *one = certificate_of(0, "one"), *also_one = certificate_of(1, "one");
    NX_SECURE_X509_CERT *found = NX_NULL;
    assert_int_equal(nx_secure_tls_local_certificate_add(session, one), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_local_certificate_add(session, also_one), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_local_certificate_find(session, &found, text("one"), 3), NX_SUCCESS);
    assert_ptr_equal(found, one);
    found = NX_NULL;
    assert_int_equal(nx_secure_tls_local_certificate_find(session, &found, text("on"), 2),
                     NX_SECURE_TLS_CERTIFICATE_NOT_FOUND);
    assert_int_equal(nx_secure_tls_local_certificate_find(session, &found, text("One"), 3),
                     NX_SECURE_TLS_CERTIFICATE_NOT_FOUND);
    assert_null(found);
    assert_int_equal(nx_secure_tls_local_certificate_remove(session, text("one"), 3), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_local_certificate_find(session, &found, text("one"), 3), NX_SUCCESS);
    assert_ptr_equal(found, also_one);
    assert_int_equal(nx_secure_tls_local_certificate_remove(session, text("one"), 3), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_local_certificate_remove(session, text("one"), 3),
                     NX_SECURE_TLS_CERTIFICATE_NOT_FOUND);
    assert_null(lists_of(session)->nx_secure_x509_local_certificates);
    /* What was removed may be added again. */
    assert_int_equal(nx_secure_tls_local_certificate_add(session, one), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_trusted_certificate_remove(session, text("one"), 3),
                     NX_SECURE_TLS_CERTIFICATE_NOT_FOUND);
}

static void test_numbers(void **state)
{
    (void)state;
    NX_SECURE_X509_CERT *one = certificate_of(0, "one"), *same = certificate_of(1, "one"), *found = NX_NULL;
    assert_int_equal(nx_secure_tls_server_certificate_add(session, one, 0), NX_SECURE_TLS_CERT_ID_INVALID);
    assert_int_equal(nx_secure_tls_server_certificate_add(session, one, 7), NX_SUCCESS);
    assert_int_equal(one->nx_secure_x509_cert_identifier, 7);
    assert_int_equal(nx_secure_tls_server_certificate_add(session, same, 7), NX_SECURE_TLS_CERT_ID_DUPLICATE);
    assert_int_equal(nx_secure_tls_server_certificate_add(session, same, 8), NX_SUCCESS);
    /* The same object under a second number is refused, and keeps its first. */
    assert_int_equal(nx_secure_tls_server_certificate_add(session, one, 9), NX_INVALID_PARAMETERS);
    assert_int_equal(nx_secure_tls_server_certificate_find(session, &found, 7), NX_SUCCESS);
    assert_ptr_equal(found, one);
    assert_int_equal(nx_secure_tls_server_certificate_find(session, &found, 8), NX_SUCCESS);
    assert_ptr_equal(found, same);
    assert_int_equal(nx_secure_tls_server_certificate_find(session, &found, 9),
                     NX_SECURE_TLS_CERTIFICATE_NOT_FOUND);
    assert_int_equal(_nx_secure_tls_server_certificate_find(session, &found, 0),
                     NX_SECURE_TLS_CERTIFICATE_NOT_FOUND);
    assert_int_equal(nx_secure_tls_server_certificate_remove(session, 9),
                     NX_SECURE_TLS_CERTIFICATE_NOT_FOUND);
    assert_int_equal(nx_secure_tls_server_certificate_remove(session, 7), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_server_certificate_find(session, &found, 7),
                     NX_SECURE_TLS_CERTIFICATE_NOT_FOUND);
    /* A number of 0 is no number: what was added without one is not found by it. */
    assert_int_equal(nx_secure_tls_local_certificate_add(session, one), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_server_certificate_remove(session, 0),
                     NX_SECURE_TLS_CERTIFICATE_NOT_FOUND);
}

static void test_what_is_not_initialized(void **state)
{
    (void)state;
    memset(certificates, 0, sizeof certificates);
    assert_int_equal(nx_secure_tls_local_certificate_add(session, &certificates[0]), NX_INVALID_PARAMETERS);
    assert_int_equal(nx_secure_tls_trusted_certificate_add(session, &certificates[0]), NX_INVALID_PARAMETERS);
    assert_int_equal(nx_secure_tls_server_certificate_add(session, &certificates[0], 1),
                     NX_INVALID_PARAMETERS);
    assert_null(lists_of(session)->nx_secure_x509_local_certificates);
}

static void test_active(void **state)
{
    (void)state;
    NX_SECURE_X509_CERT **active = &session->nx_secure_tls_credentials.nx_secure_tls_active_certificate;
    NX_SECURE_X509_CERT *one = certificate_of(0, "one");
    assert_int_equal(nx_secure_tls_local_certificate_add(session, one), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_active_certificate_set(session, one), NX_SUCCESS);
    assert_ptr_equal(*active, one);
    /* Outside of a handshake the choice lasts. */
    assert_int_equal(nx_secure_tls_session_reset(session), NX_SUCCESS);
    assert_ptr_equal(*active, one);
    /* Whoever was removed is nobody's choice. */
    assert_int_equal(nx_secure_tls_local_certificate_remove(session, text("one"), 3), NX_SUCCESS);
    assert_null(*active);
}

/* ---- sharing ---------------------------------------------------------------------------------------- */

static void test_one_certificate_in_several_sessions(void **state)
{
    (void)state;
    NX_SECURE_X509_CERT *one = certificate_of(0, "one"), *two = certificate_of(1, "two"), *found;
    for (size_t i = 0; i < SESSIONS; i++) {
        assert_int_equal(nx_secure_tls_server_certificate_add(&sessions[i], one, (UINT)i + 1), NX_SUCCESS);
        assert_int_equal(nx_secure_tls_trusted_certificate_add(&sessions[i], two), NX_SUCCESS);
        assert_int_equal(nx_secure_tls_trusted_certificate_add(&sessions[i], two), NX_INVALID_PARAMETERS);
    }
    for (size_t i = 0; i < SESSIONS; i++) {
        assert_int_equal(nx_secure_tls_server_certificate_find(&sessions[i], &found, (UINT)i + 1),
                         NX_SUCCESS);
        assert_ptr_equal(found, one);
        assert_int_equal(nx_secure_tls_local_certificate_find(&sessions[i], &found, text("one"), 3),
                         NX_SUCCESS);
    }
    /* The list link is the first session's; the others go on when that one lets go. */
    assert_ptr_equal(lists_of(session)->nx_secure_x509_local_certificates, one);
    assert_null(lists_of(&sessions[1])->nx_secure_x509_local_certificates);
    assert_int_equal(nx_secure_tls_server_certificate_remove(session, 1), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_server_certificate_find(&sessions[1], &found, 2), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_server_certificate_remove(&sessions[1], 2), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_server_certificate_find(&sessions[1], &found, 2),
                     NX_SECURE_TLS_CERTIFICATE_NOT_FOUND);
    assert_int_equal(nx_secure_tls_trusted_certificate_remove(&sessions[2], text("two"), 3), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_trusted_certificate_remove(&sessions[2], text("two"), 3),
                     NX_SECURE_TLS_CERTIFICATE_NOT_FOUND);
}

static void test_local_and_trusted_in_one_session(void **state)
{
    (void)state;
    NX_SECURE_X509_CERT *one = certificate_of(0, "one"), *two = certificate_of(1, "two");
    assert_int_equal(nx_secure_tls_local_certificate_add(session, one), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_local_certificate_add(session, two), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_trusted_certificate_add(session, one), NX_SUCCESS);
    assert_int_equal(length_of(lists_of(session)->nx_secure_x509_local_certificates), 2);
    assert_null(lists_of(session)->nx_secure_x509_trusted_certificates);
    assert_int_equal(nx_secure_tls_trusted_certificate_remove(session, text("one"), 3), NX_SUCCESS);
    assert_int_equal(length_of(lists_of(session)->nx_secure_x509_local_certificates), 2);
}

static void test_too_many_shared(void **state)
{
    (void)state;
    for (size_t i = 0; i <= NXS_SHARED_CERTIFICATES; i++) {
        assert_int_equal(nx_secure_tls_local_certificate_add(session, certificate_of(i, "name")), NX_SUCCESS);
        assert_int_equal(nx_secure_tls_local_certificate_add(&sessions[1], &certificates[i]),
                         i < NXS_SHARED_CERTIFICATES ? NX_SUCCESS : NX_INVALID_PARAMETERS);
    }
    /* One that is linked nowhere needs no reference. */
    assert_int_equal(
        nx_secure_tls_local_certificate_add(&sessions[1], certificate_of(CERTIFICATES - 1, "own")),
        NX_SUCCESS);
    /* Removing one makes room, and keeps the others findable. */
    NX_SECURE_X509_CERT *found;
    assert_int_equal(nx_secure_tls_local_certificate_remove(&sessions[1], text("name"), 4), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_local_certificate_find(&sessions[1], &found, text("name"), 4), NX_SUCCESS);
    assert_ptr_equal(found, &certificates[1]);
    assert_int_equal(
        nx_secure_tls_local_certificate_add(&sessions[1], &certificates[NXS_SHARED_CERTIFICATES]),
        NX_SUCCESS);
}

static void test_delete_lets_go(void **state)
{
    (void)state;
    NX_SECURE_X509_CERT *one = certificate_of(0, "one"), *two = certificate_of(1, "two");
    assert_int_equal(nx_secure_tls_local_certificate_add(session, one), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_local_certificate_add(session, two), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_session_delete(session), NX_SUCCESS);
    assert_null(one->nx_secure_x509_next_certificate);
    assert_int_equal(nx_secure_tls_local_certificate_add(&sessions[1], one), NX_SUCCESS);
    assert_ptr_equal(lists_of(&sessions[1])->nx_secure_x509_local_certificates, one);
    assert_int_equal(
        nx_secure_tls_session_create(session, &nx_crypto_tls_ciphers, metadata[0], sizeof metadata[0]),
        NX_SUCCESS);
}

/* Threads that own their sessions, and share the certificates in them. */
static void *share_all_the_time(void *context)
{
    NX_SECURE_TLS_SESSION *own = context;
    NX_SECURE_X509_CERT *found;
    size_t failures = 0;
    for (int i = 0; i < 200; i++) {
        for (size_t k = 0; k < 4; k++) {
            failures +=
                nx_secure_tls_server_certificate_add(own, &certificates[k], (UINT)k + 1) != NX_SUCCESS;
            failures += nx_secure_tls_trusted_certificate_add(own, &certificates[k]) != NX_SUCCESS;
        }
        for (UINT k = 1; k <= 4; k++) {
            failures += nx_secure_tls_server_certificate_find(own, &found, k) != NX_SUCCESS ||
                        found != &certificates[k - 1];
            failures += nx_secure_tls_server_certificate_remove(own, k) != NX_SUCCESS;
            failures +=
                nx_secure_tls_trusted_certificate_remove(own, (UCHAR[]){'n', 'a', 'm', 'e'}, 4) != NX_SUCCESS;
        }
    }
    return failures == 0 ? own : NX_NULL;
}

static void test_sharing_between_threads(void **state)
{
    (void)state;
    pthread_t threads[4];
    for (size_t k = 0; k < 4; k++) {
        certificate_of(k, "name");
    }
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, share_all_the_time, &sessions[i]), 0);
    }
    for (size_t i = 0; i < 4; i++) {
        void *result;
        assert_int_equal(pthread_join(threads[i], &result), 0);
        assert_ptr_equal(result, &sessions[i]);
        assert_null(lists_of(&sessions[i])->nx_secure_x509_local_certificates);
        assert_null(lists_of(&sessions[i])->nx_secure_x509_trusted_certificates);
    }
}

/* ---- space for the peer's certificates -------------------------------------------------------------- */

static void test_remote_space(void **state)
{
    (void)state;
    assert_int_equal(nx_secure_tls_remote_certificate_allocate(session, &certificates[0], buffers[0], 0),
                     NX_SECURE_TLS_INSUFFICIENT_CERT_SPACE);
    assert_int_equal(nx_secure_tls_remote_certificate_allocate(session, &certificates[0], buffers[0], 10),
                     NX_SUCCESS);
    assert_int_equal(nx_secure_tls_remote_certificate_allocate(session, &certificates[0], buffers[0], 10),
                     NX_INVALID_PARAMETERS);
    assert_int_equal(nx_secure_tls_remote_certificate_allocate(session, &certificates[1], buffers[1], 300),
                     NX_SUCCESS);
    assert_ptr_equal(lists_of(session)->nx_secure_x509_free_certificates, &certificates[0]);
    assert_int_equal(length_of(lists_of(session)->nx_secure_x509_free_certificates), 2);
    assert_null(lists_of(session)->nx_secure_x509_remote_certificates);
    assert_int_equal(nx_secure_tls_remote_certificate_free_all(session), NX_SUCCESS);
    assert_int_equal(length_of(lists_of(session)->nx_secure_x509_free_certificates), 2);
}

static void test_space_and_certificates_do_not_mix(void **state)
{
    (void)state;
    NX_SECURE_X509_CERT *one = certificate_of(0, "one");
    assert_int_equal(nx_secure_tls_local_certificate_add(session, one), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_remote_certificate_allocate(session, one, buffers[0], 300),
                     NX_INVALID_PARAMETERS);
    assert_int_equal(nx_secure_tls_remote_certificate_allocate(&sessions[1], one, buffers[0], 300),
                     NX_INVALID_PARAMETERS);
    assert_non_null(one->nx_secure_x509_parsed.der.data);
    /* The other way round: trust in a slot would be trust in whoever connects. */
    assert_int_equal(nx_secure_tls_remote_certificate_allocate(session, &certificates[1], buffers[1], 300),
                     NX_SUCCESS);
    certificates[1].nx_secure_x509_parsed = one->nx_secure_x509_parsed;
    assert_int_equal(nx_secure_tls_trusted_certificate_add(session, &certificates[1]), NX_INVALID_PARAMETERS);
    assert_int_equal(nx_secure_tls_trusted_certificate_add(&sessions[1], &certificates[1]),
                     NX_INVALID_PARAMETERS);
}

static void test_shared_space(void **state)
{
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(
            nx_secure_tls_remote_certificate_allocate(&sessions[i], &certificates[0], buffers[0], 300),
            NX_SUCCESS);
        assert_int_equal(
            nx_secure_tls_remote_certificate_allocate(&sessions[i], &certificates[0], buffers[0], 300),
            NX_INVALID_PARAMETERS);
    }
    assert_int_equal(
        nx_secure_tls_remote_certificate_allocate(&sessions[3], &certificates[0], buffers[1], 300),
        NX_INVALID_PARAMETERS);
    assert_int_equal(
        nx_secure_tls_remote_certificate_allocate(&sessions[3], &certificates[0], buffers[0], 299),
        NX_INVALID_PARAMETERS);
}

/* Space stays space when the session that links it is gone: trust in it would be trust in whoever connects.
 */
static void test_shared_space_that_was_let_go(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(
            nx_secure_tls_remote_certificate_allocate(&sessions[i], &certificates[0], buffers[0], 300),
            NX_SUCCESS);
    }
    certificates[0].nx_secure_x509_parsed = certificate_of(1, "one")->nx_secure_x509_parsed;
    assert_int_equal(nx_secure_tls_session_delete(&sessions[0]), NX_SUCCESS);
    assert_int_equal(nx_secure_tls_trusted_certificate_add(&sessions[1], &certificates[0]),
                     NX_INVALID_PARAMETERS);
    assert_int_equal(nx_secure_tls_trusted_certificate_add(&sessions[2], &certificates[0]),
                     NX_INVALID_PARAMETERS);
    assert_int_equal(
        nx_secure_tls_remote_certificate_allocate(&sessions[1], &certificates[0], buffers[0], 300),
        NX_INVALID_PARAMETERS);
    assert_int_equal(
        nx_secure_tls_remote_certificate_allocate(&sessions[2], &certificates[0], buffers[0], 300),
        NX_SUCCESS);
    assert_int_equal(
        nx_secure_tls_session_create(&sessions[0], &nx_crypto_tls_ciphers, metadata[0], sizeof metadata[0]),
        NX_SUCCESS);
}

static void test_buffer_allocate(void **state)
{
    (void)state;
    enum { NEEDED = sizeof(NX_SECURE_X509_CERT) + NX_SECURE_TLS_MINIMUM_CERTIFICATE_SIZE };
    static UCHAR memory[4 * NEEDED + 16];
    for (UINT odd = 0; odd < 2; odd++) {
        UCHAR *buffer = memory + odd;
        NX_SECURE_TLS_SESSION *of = &sessions[odd];
        assert_int_equal(nx_secure_tls_remote_certificate_buffer_allocate(of, 0, buffer, 4 * NEEDED),
                         NX_INVALID_PARAMETERS);
        assert_int_equal(nx_secure_tls_remote_certificate_buffer_allocate(of, 4, buffer, 0),
                         NX_INVALID_PARAMETERS);
        assert_int_equal(nx_secure_tls_remote_certificate_buffer_allocate(of, 4, buffer, 4 * NEEDED - 1),
                         NX_INVALID_PARAMETERS);
        assert_int_equal(nx_secure_tls_remote_certificate_buffer_allocate(of, 0x80000001, buffer, 4 * NEEDED),
                         NX_INVALID_PARAMETERS);
        assert_null(lists_of(of)->nx_secure_x509_free_certificates);
        assert_int_equal(nx_secure_tls_remote_certificate_buffer_allocate(of, 4, buffer, 4 * NEEDED),
                         NX_SUCCESS);
        const NX_SECURE_X509_CERT *slot = lists_of(of)->nx_secure_x509_free_certificates;
        assert_int_equal(length_of(slot), 4);
        for (; slot != NX_NULL; slot = slot->nx_secure_x509_next_certificate) {
            const UCHAR *from = slot->nx_secure_x509_certificate_raw_data;
            assert_true(from >= buffer &&
                        from + slot->nx_secure_x509_certificate_raw_buffer_size <= buffer + 4 * NEEDED);
        }
        assert_int_equal(nx_secure_tls_remote_certificate_buffer_allocate(of, 4, buffer, 4 * NEEDED),
                         NX_INVALID_PARAMETERS);
        assert_int_equal(length_of(lists_of(of)->nx_secure_x509_free_certificates), 4);
        assert_int_equal(nx_secure_tls_session_delete(of), NX_SUCCESS);
        assert_int_equal(
            nx_secure_tls_session_create(of, &nx_crypto_tls_ciphers, metadata[odd], sizeof metadata[odd]),
            NX_SUCCESS);
    }
}

/* ---- arguments -------------------------------------------------------------------------------------- */

#ifndef NX_SECURE_DISABLE_ERROR_CHECKING

static void test_pointers(void **state)
{
    (void)state;
    NX_SECURE_X509_CERT *one = certificate_of(0, "one"), *found;
    assert_int_equal(nx_secure_tls_local_certificate_add(NX_NULL, one), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_local_certificate_add(session, NX_NULL), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_local_certificate_find(NX_NULL, &found, text("one"), 3), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_local_certificate_find(session, NX_NULL, text("one"), 3), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_local_certificate_find(session, &found, NX_NULL, 3), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_local_certificate_remove(NX_NULL, text("one"), 3), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_local_certificate_remove(session, NX_NULL, 3), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_local_certificate_remove(session, text("one"), 0), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_server_certificate_add(NX_NULL, one, 1), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_server_certificate_add(session, NX_NULL, 0), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_server_certificate_find(NX_NULL, &found, 1), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_server_certificate_find(session, NX_NULL, 1), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_server_certificate_find(session, NX_NULL, 0),
                     NX_SECURE_TLS_CERTIFICATE_NOT_FOUND);
    assert_int_equal(nx_secure_tls_server_certificate_remove(NX_NULL, 1), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_trusted_certificate_add(NX_NULL, one), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_trusted_certificate_add(session, NX_NULL), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_trusted_certificate_remove(NX_NULL, text("one"), 3), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_trusted_certificate_remove(session, NX_NULL, 3), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_trusted_certificate_remove(session, text("one"), 0), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_active_certificate_set(NX_NULL, one), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_active_certificate_set(session, NX_NULL), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_remote_certificate_allocate(NX_NULL, one, buffers[0], 300), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_remote_certificate_allocate(session, NX_NULL, buffers[0], 300),
                     NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_remote_certificate_allocate(session, one, NX_NULL, 300), NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_remote_certificate_buffer_allocate(NX_NULL, 1, buffers, 20000),
                     NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_remote_certificate_buffer_allocate(session, 1, NX_NULL, 20000),
                     NX_PTR_ERROR);
    assert_int_equal(nx_secure_tls_remote_certificate_free_all(NX_NULL), NX_PTR_ERROR);
}

static void test_sessions_that_were_not_created(void **state)
{
    (void)state;
    static NX_SECURE_TLS_SESSION none;
    NX_SECURE_X509_CERT *one = certificate_of(0, "one"), *found;
    assert_int_equal(nx_secure_tls_local_certificate_add(&none, one), NX_SECURE_TLS_SESSION_UNINITIALIZED);
    assert_int_equal(nx_secure_tls_local_certificate_find(&none, &found, text("one"), 3),
                     NX_SECURE_TLS_SESSION_UNINITIALIZED);
    assert_int_equal(nx_secure_tls_local_certificate_remove(&none, text("one"), 3),
                     NX_SECURE_TLS_SESSION_UNINITIALIZED);
    assert_int_equal(nx_secure_tls_server_certificate_add(&none, one, 1),
                     NX_SECURE_TLS_SESSION_UNINITIALIZED);
    assert_int_equal(nx_secure_tls_server_certificate_find(&none, &found, 1),
                     NX_SECURE_TLS_SESSION_UNINITIALIZED);
    assert_int_equal(nx_secure_tls_server_certificate_remove(&none, 1), NX_SECURE_TLS_SESSION_UNINITIALIZED);
    assert_int_equal(nx_secure_tls_trusted_certificate_add(&none, one), NX_SECURE_TLS_SESSION_UNINITIALIZED);
    assert_int_equal(nx_secure_tls_trusted_certificate_remove(&none, text("one"), 3),
                     NX_SECURE_TLS_SESSION_UNINITIALIZED);
    assert_int_equal(nx_secure_tls_active_certificate_set(&none, one), NX_SECURE_TLS_SESSION_UNINITIALIZED);
    assert_int_equal(nx_secure_tls_remote_certificate_allocate(&none, one, buffers[0], 300),
                     NX_SECURE_TLS_SESSION_UNINITIALIZED);
    assert_int_equal(nx_secure_tls_remote_certificate_buffer_allocate(&none, 1, buffers, 20000),
                     NX_SECURE_TLS_SESSION_UNINITIALIZED);
    assert_int_equal(nx_secure_tls_remote_certificate_free_all(&none), NX_SECURE_TLS_SESSION_UNINITIALIZED);
}

#endif

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_lists_keep_the_order),
        TEST(test_find_and_remove_by_name),
        TEST(test_numbers),
        TEST(test_what_is_not_initialized),
        TEST(test_active),
        TEST(test_one_certificate_in_several_sessions),
        TEST(test_local_and_trusted_in_one_session),
        TEST(test_too_many_shared),
        TEST(test_delete_lets_go),
        TEST(test_sharing_between_threads),
        TEST(test_remote_space),
        TEST(test_space_and_certificates_do_not_mix),
        TEST(test_shared_space),
        TEST(test_shared_space_that_was_let_go),
        TEST(test_buffer_allocate),
#ifndef NX_SECURE_DISABLE_ERROR_CHECKING
        TEST(test_pointers),
        TEST(test_sessions_that_were_not_created),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
