#include "tcp_test.h"

#include <sys/resource.h>

/* ---- accepting ---- */

static void accepting_waits_and_gives_up(void **state)
{
    (void)state;
    assert_int_equal(nx_tcp_server_socket_accept(&server, NX_NO_WAIT), NX_NOT_LISTEN_STATE);
    listen_on_port();
    assert_int_equal(server.nx_tcp_socket_state, NX_TCP_LISTEN_STATE);
    assert_int_equal(server.nx_tcp_socket_port, port);
    long before = milliseconds();
    assert_int_equal(nx_tcp_server_socket_accept(&server, 5), NX_NOT_CONNECTED);
    assert_in_range(milliseconds() - before, 49, 1000);
    assert_int_equal(server.nx_tcp_socket_state, NX_TCP_LISTEN_STATE);
    int peer = host_connect();
    assert_ok(nx_tcp_server_socket_accept(&server, SECOND));
    assert_ok(nx_tcp_server_socket_accept(&server, SECOND));
    assert_int_equal(close(peer), 0);
    end_server();
    assert_int_equal(server.nx_tcp_socket_state, NX_TCP_CLOSED);
    assert_int_equal(nx_tcp_server_socket_unaccept(&server), NX_NOT_LISTEN_STATE);
}

static void the_rules_of_listening(void **state)
{
    (void)state;
    assert_int_equal(nx_tcp_server_socket_listen(&ip, 0, &server, 5, NX_NULL), NX_INVALID_PORT);
    assert_int_equal(nx_tcp_server_socket_listen(&ip, 65536, &server, 5, NX_NULL), NX_INVALID_PORT);
    assert_int_equal(nx_tcp_server_socket_listen(NULL, port, &server, 5, NX_NULL), NX_PTR_ERROR);
    assert_int_equal(nx_tcp_server_socket_relisten(&ip, port, &server), NX_INVALID_RELISTEN);
    assert_int_equal(nx_tcp_server_socket_unlisten(&ip, port), NX_ENTRY_NOT_FOUND);
    listen_on_port();
    assert_int_equal(nx_tcp_server_socket_listen(&ip, port, &server, 5, NX_NULL), NX_NOT_CLOSED);
    assert_int_equal(nx_tcp_server_socket_listen(&ip, port, &client, 5, NX_NULL), NX_DUPLICATE_LISTEN);
    assert_int_equal(nx_tcp_server_socket_relisten(&ip, port, &client), NX_INVALID_RELISTEN);
    assert_int_equal(nx_tcp_socket_delete(&server), NX_STILL_BOUND);
    assert_int_equal(nx_ip_delete(&ip), NX_SOCKETS_BOUND);
    int peer = host_connect();
    assert_ok(nx_tcp_server_socket_accept(&server, SECOND));
    assert_int_equal(nx_tcp_server_socket_relisten(&ip, port, &server), NX_NOT_CLOSED);
    assert_ok(nx_tcp_socket_disconnect(&server, NX_NO_WAIT));
    assert_int_equal(nx_tcp_server_socket_relisten(&ip, port, &server), NX_ALREADY_BOUND);
    assert_int_equal(close(peer), 0);
    end_server();
}

static void a_socket_serves_one_client_after_another(void **state)
{
    (void)state;
    listen_on_port();
    for (int i = 0; i < 50; i++) {
        int peer = host_connect();
        assert_ok(nx_tcp_server_socket_accept(&server, SECOND));
        assert_int_equal(write(peer, "hi", 2), 2);
        expect_text(&server, "hi");
        send_text(&server, "ho");
        char got[2];
        assert_int_equal(read(peer, got, 2), 2);
        assert_int_equal(close(peer), 0);
        assert_ok(nx_tcp_socket_disconnect(&server, SECOND));
        assert_ok(nx_tcp_server_socket_unaccept(&server));
        assert_ok(nx_tcp_server_socket_relisten(&ip, port, &server));
    }
    end_server();
}

static void clients_wait_in_the_queue(void **state)
{
    (void)state;
    int peers[4];
    listen_on_port();
    for (size_t i = 0; i < 4; i++) {
        peers[i] = host_connect();
        assert_int_equal(write(peers[i], (char[]){(char)('a' + i)}, 1), 1);
    }
    assert_ok(nx_tcp_server_socket_accept(&server, SECOND));
    for (size_t i = 0; i < 4; i++) {
        expect_text(&server, (char[]){(char)('a' + i), 0});
        assert_ok(nx_tcp_socket_disconnect(&server, NX_NO_WAIT));
        assert_ok(nx_tcp_server_socket_unaccept(&server));
        UINT status = nx_tcp_server_socket_relisten(&ip, port, &server);
        assert_int_equal(status, i < 3 ? NX_CONNECTION_PENDING : NX_SUCCESS);
        if (i < 3) {
            assert_int_equal(server.nx_tcp_socket_state, NX_TCP_SYN_RECEIVED);
            assert_ok(nx_tcp_server_socket_accept(&server, NX_NO_WAIT));
        }
        assert_int_equal(close(peers[i]), 0);
    }
    end_server();
}

static void several_sockets_share_a_port(void **state)
{
    (void)state;
    NX_TCP_SOCKET more[2];
    int peers[3];
    memset(more, 0xA5, sizeof(more));
    listen_on_port();
    NX_TCP_SOCKET *sockets[3] = {&server, &more[0], &more[1]};
    for (size_t i = 0; i < 3; i++) {
        if (i > 0) {
            create_socket(sockets[i]);
            assert_ok(nx_tcp_server_socket_relisten(&ip, port, sockets[i]));
        }
        peers[i] = host_connect();
        assert_ok(nx_tcp_server_socket_accept(sockets[i], SECOND));
    }
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(write(peers[i], (char[]){(char)('x' + i)}, 1), 1);
    }
    for (size_t i = 0; i < 3; i++) {
        expect_text(sockets[i], (char[]){(char)('x' + i), 0});
        assert_int_equal(close(peers[i]), 0);
    }
    for (size_t i = 1; i < 3; i++) {
        assert_ok(nx_tcp_socket_disconnect(sockets[i], SECOND));
        assert_ok(nx_tcp_server_socket_unaccept(sockets[i]));
        assert_ok(nx_tcp_socket_delete(sockets[i]));
    }
    end_server();
}

static UINT accept_status;

static void *accept_forever(void *argument)
{
    accept_status = nx_tcp_server_socket_accept(&server, NX_WAIT_FOREVER);
    return argument;
}

static void *disconnect_server(void *argument)
{
    (void)nx_tcp_socket_disconnect(&server, 5 * SECOND);
    return argument;
}

static void unlistening_ends_the_wait_for_a_client(void **state)
{
    (void)state;
    listen_on_port();
    pthread_t thread = start_thread(accept_forever, NULL);
    sleep_ms(30);
    assert_ok(nx_tcp_server_socket_unlisten(&ip, port));
    join_thread(thread);
    assert_int_equal(accept_status, NX_NOT_LISTEN_STATE);
    assert_int_equal(server.nx_tcp_socket_state, NX_TCP_CLOSED);
}

static void a_client_that_left_the_queue_is_seen_as_gone(void **state)
{
    (void)state;
    listen_on_port();
    int peer = host_connect();
    assert_int_equal(write(peer, "gone", 4), 4);
    assert_int_equal(close(peer), 0);
    assert_ok(nx_tcp_server_socket_accept(&server, SECOND));
    expect_text(&server, "gone");
    assert_int_equal(receive_status(&server, SECOND), NX_NOT_CONNECTED);
    end_server();
}

static void a_port_can_be_opened_again_at_once(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) {
        connect_both(&loopback_v4);
        /* The side that ends first keeps the port busy for a while, on the host. */
        pthread_t thread = start_thread(disconnect_server, NULL);
        assert_int_equal(receive_status(&client, SECOND), NX_NOT_CONNECTED);
        assert_ok(nx_tcp_socket_disconnect(&client, SECOND));
        join_thread(thread);
        end_both();
    }
}

static void an_ipv6_address_is_listened_on(void **state)
{
    (void)state;
    static NX_IP six;
    static UCHAR memory[1024];
    NX_TCP_SOCKET socket = {0};
    NXD_ADDRESS address = loopback_v6;
    assert_ok(nx_ip_create(&six, NULL, 0, 0, &pool, _nx_ram_network_driver, memory, sizeof(memory), 1));
    assert_ok(nx_tcp_enable(&six));
    assert_ok(nxd_ipv6_enable(&six));
    assert_ok(nxd_ipv6_address_set(&six, 0, &address, 128, NULL));
    assert_ok(nx_tcp_socket_create(&six, &socket, NULL, NX_IP_NORMAL, NX_FRAGMENT_OKAY, 128, 100, NX_NULL,
                                   NX_NULL));
    assert_ok(nx_tcp_server_socket_listen(&six, port, &socket, 1, NX_NULL));
    assert_ok(nx_tcp_client_socket_bind(&client, NX_ANY_PORT, NX_NO_WAIT));
    assert_int_equal(nx_tcp_client_socket_connect(&client, IP_ADDRESS(127, 0, 0, 1), port, SECOND),
                     NX_NOT_CONNECTED);
    assert_ok(nxd_tcp_client_socket_connect(&client, &address, port, SECOND));
    assert_ok(nx_tcp_server_socket_accept(&socket, SECOND));
    end_client();
    (void)nx_tcp_socket_disconnect(&socket, NX_NO_WAIT);
    assert_ok(nx_tcp_server_socket_unaccept(&socket));
    assert_ok(nx_tcp_server_socket_unlisten(&six, port));
    assert_ok(nx_tcp_socket_delete(&socket));
    assert_ok(nx_ip_delete(&six));
}

static void all_ports_of_an_ip_can_be_used_up(void **state)
{
    (void)state;
    NX_TCP_SOCKET many[NX_MAX_LISTEN_REQUESTS + 1];
    UINT ports[NX_MAX_LISTEN_REQUESTS + 1];
    UINT from = port;
    for (size_t i = 0; i <= NX_MAX_LISTEN_REQUESTS; i++) {
        memset(&many[i], 0, sizeof(many[i]));
        create_socket(&many[i]);
        assert_ok(nx_tcp_free_port_find(&ip, from, &ports[i]));
        from = ports[i] + 1;
        UINT status = nx_tcp_server_socket_listen(&ip, ports[i], &many[i], 1, NX_NULL);
        assert_int_equal(status, i < NX_MAX_LISTEN_REQUESTS ? NX_SUCCESS : NX_MAX_LISTEN);
    }
    for (size_t i = 0; i <= NX_MAX_LISTEN_REQUESTS; i++) {
        if (i < NX_MAX_LISTEN_REQUESTS) {
            assert_ok(nx_tcp_server_socket_unlisten(&ip, ports[i]));
        }
        assert_ok(nx_tcp_socket_delete(&many[i]));
    }
}

/* ---- connecting ---- */

static void the_rules_of_connecting(void **state)
{
    (void)state;
    NXD_ADDRESS nowhere = {.nxd_ip_version = NX_IP_VERSION_V4};
    UINT own_port;
    assert_int_equal(nx_tcp_client_socket_connect(&client, IP_ADDRESS(127, 0, 0, 1), port, 1), NX_NOT_BOUND);
    assert_int_equal(nx_tcp_client_socket_port_get(&client, &own_port), NX_NOT_BOUND);
    assert_int_equal(nx_tcp_client_socket_bind(&client, 65536, NX_NO_WAIT), NX_INVALID_PORT);
    assert_null(client.nx_tcp_socket_bound_next);
    assert_ok(nx_tcp_client_socket_bind(&client, NX_ANY_PORT, NX_NO_WAIT));
    assert_non_null(client.nx_tcp_socket_bound_next);
    assert_int_equal(nx_tcp_client_socket_bind(&client, NX_ANY_PORT, NX_NO_WAIT), NX_ALREADY_BOUND);
    assert_ok(nx_tcp_client_socket_port_get(&client, &own_port));
    assert_in_range(own_port, 1, 65535);
    assert_int_equal(nxd_tcp_client_socket_connect(&client, &nowhere, port, 1), NX_IP_ADDRESS_ERROR);
    assert_int_equal(nx_tcp_client_socket_connect(&client, IP_ADDRESS(127, 0, 0, 1), 0, 1), NX_INVALID_PORT);
    listen_on_port();
    assert_ok(nx_tcp_client_socket_connect(&client, IP_ADDRESS(127, 0, 0, 1), port, SECOND));
    assert_int_equal(client.nx_tcp_socket_port, own_port);
    assert_int_equal(nx_tcp_client_socket_connect(&client, IP_ADDRESS(127, 0, 0, 1), port, 1), NX_NOT_CLOSED);
    assert_int_equal(nx_tcp_client_socket_unbind(&client), NX_NOT_CLOSED);
    end_both();
    assert_int_equal(nx_tcp_client_socket_unbind(&client), NX_NOT_BOUND);
}

static void a_refused_connection_leaves_the_socket_usable(void **state)
{
    (void)state;
    assert_ok(nx_tcp_client_socket_bind(&client, NX_ANY_PORT, NX_NO_WAIT));
    for (int i = 0; i < 3; i++) {
        assert_int_equal(nx_tcp_client_socket_connect(&client, IP_ADDRESS(127, 0, 0, 1), port, 5 * SECOND),
                         NX_NOT_CONNECTED);
        assert_int_equal(client.nx_tcp_socket_state, NX_TCP_CLOSED);
    }
    listen_on_port();
    assert_ok(nx_tcp_client_socket_connect(&client, IP_ADDRESS(127, 0, 0, 1), port, 5 * SECOND));
    end_both();
}

static void a_client_connects_again_and_again(void **state)
{
    (void)state;
    listen_on_port();
    assert_ok(nx_tcp_client_socket_bind(&client, NX_ANY_PORT, NX_NO_WAIT));
    for (int i = 0; i < 20; i++) {
        assert_ok(nx_tcp_client_socket_connect(&client, IP_ADDRESS(127, 0, 0, 1), port, SECOND));
        assert_ok(nx_tcp_server_socket_accept(&server, SECOND));
        send_text(&client, "again");
        expect_text(&server, "again");
        assert_ok(nx_tcp_socket_disconnect(&server, NX_NO_WAIT));
        assert_int_equal(receive_status(&client, SECOND), NX_NOT_CONNECTED);
        (void)nx_tcp_socket_disconnect(&client, SECOND);
        assert_ok(nx_tcp_server_socket_unaccept(&server));
        assert_ok(nx_tcp_server_socket_relisten(&ip, port, &server));
    }
    end_both();
}

static void a_client_binds_to_the_port_it_names(void **state)
{
    (void)state;
    NX_TCP_SOCKET other = {0};
    UINT own_port;
    create_socket(&other);
    listen_on_port();
    assert_ok(nx_tcp_free_port_find(&ip, port + 1, &own_port));
    assert_ok(nx_tcp_client_socket_bind(&client, own_port, NX_NO_WAIT));
    assert_int_equal(nx_tcp_client_socket_bind(&other, own_port, NX_NO_WAIT), NX_PORT_UNAVAILABLE);
    assert_int_equal(nx_tcp_client_socket_bind(&other, own_port, 3), NX_PORT_UNAVAILABLE);
    assert_ok(nx_tcp_client_socket_connect(&client, IP_ADDRESS(127, 0, 0, 1), port, SECOND));
    assert_ok(nx_tcp_server_socket_accept(&server, SECOND));
    assert_int_equal(server.nx_tcp_socket_connect_port, own_port);
    end_both();
    assert_ok(nx_tcp_client_socket_bind(&other, own_port, NX_NO_WAIT));
    assert_ok(nx_tcp_client_socket_unbind(&other));
    assert_ok(nx_tcp_socket_delete(&other));
}

static void connecting_takes_no_longer_than_allowed(void **state)
{
    (void)state;
    int listener = host_listen();
    int fillers[64];
    size_t count = 0;
    /* A full queue of the peer's host: it drops what comes, and the client has to wait. */
    for (; count < 64; count++) {
        fillers[count] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        union {
            struct sockaddr any;
            struct sockaddr_in v4;
        } where = {.v4 = {.sin_family = AF_INET,
                          .sin_port = htons((uint16_t)port),
                          .sin_addr.s_addr = htonl(INADDR_LOOPBACK)}};
        (void)connect(fillers[count], &where.any, sizeof(where.v4));
    }
    assert_ok(nx_tcp_client_socket_bind(&client, NX_ANY_PORT, NX_NO_WAIT));
    long before = milliseconds();
    assert_int_equal(nx_tcp_client_socket_connect(&client, IP_ADDRESS(127, 0, 0, 1), port, 10),
                     NX_NOT_CONNECTED);
    assert_in_range(milliseconds() - before, 99, 1000);
    assert_ok(nx_tcp_client_socket_unbind(&client));
    while (count > 0) {
        (void)close(fillers[--count]);
    }
    (void)close(listener);
}

static void ipv6_needs_to_be_enabled(void **state)
{
    (void)state;
    static NX_IP plain;
    static UCHAR memory[1024];
    NX_TCP_SOCKET socket = {0};
    NXD_ADDRESS address = loopback_v6;
    assert_ok(nx_ip_create(&plain, NULL, IP_ADDRESS(10, 1, 2, 3), 0xFFFFFF00, &pool, _nx_ram_network_driver,
                           memory, sizeof(memory), 1));
    assert_int_equal(nx_tcp_socket_create(&plain, &socket, NULL, NX_IP_NORMAL, NX_FRAGMENT_OKAY, 128, 100,
                                          NX_NULL, NX_NULL),
                     NX_NOT_ENABLED);
    assert_ok(nx_tcp_enable(&plain));
    assert_ok(nx_tcp_socket_create(&plain, &socket, NULL, NX_IP_NORMAL, NX_FRAGMENT_OKAY, 128, 100, NX_NULL,
                                   NX_NULL));
    assert_int_equal(nx_tcp_socket_create(&plain, &socket, NULL, NX_IP_NORMAL, NX_FRAGMENT_OKAY, 128, 100,
                                          NX_NULL, NX_NULL),
                     NX_PTR_ERROR);
    assert_ok(nx_tcp_client_socket_bind(&socket, NX_ANY_PORT, NX_NO_WAIT));
    assert_int_equal(nxd_tcp_client_socket_connect(&socket, &address, port, SECOND), NX_NO_INTERFACE_ADDRESS);
    assert_ok(nx_tcp_client_socket_unbind(&socket));
    assert_ok(nx_tcp_socket_delete(&socket));
    assert_int_equal(nx_tcp_socket_delete(&socket), NX_NOT_CREATED);
    assert_ok(nx_ip_delete(&plain));
}

static void an_address_of_a_simulated_network_is_reached_at_home(void **state)
{
    (void)state;
    static NX_IP board;
    static UCHAR memory[1024];
    NX_TCP_SOCKET board_server = {0};
    assert_ok(nx_ip_create(&board, NULL, IP_ADDRESS(1, 2, 3, 4), 0xFFFFFF00, &pool, _nx_ram_network_driver,
                           memory, sizeof(memory), 1));
    assert_ok(nx_tcp_enable(&board));
    assert_ok(nx_tcp_socket_create(&board, &board_server, NULL, NX_IP_NORMAL, NX_FRAGMENT_OKAY, 128, 100,
                                   NX_NULL, NX_NULL));
    assert_ok(nx_tcp_server_socket_listen(&board, port, &board_server, 1, NX_NULL));
    assert_ok(nx_tcp_client_socket_bind(&client, NX_ANY_PORT, NX_NO_WAIT));
    assert_ok(nx_tcp_client_socket_connect(&client, IP_ADDRESS(1, 2, 3, 4), port, SECOND));
    assert_int_equal(client.nx_tcp_socket_connect_ip.nxd_ip_address.v4, IP_ADDRESS(1, 2, 3, 4));
    assert_ok(nx_tcp_server_socket_accept(&board_server, SECOND));
    send_text(&client, "home");
    expect_text(&board_server, "home");
    end_client();
    (void)nx_tcp_socket_disconnect(&board_server, NX_NO_WAIT);
    assert_ok(nx_tcp_server_socket_unaccept(&board_server));
    assert_ok(nx_tcp_server_socket_unlisten(&board, port));
    assert_ok(nx_tcp_socket_delete(&board_server));
    assert_ok(nx_ip_delete(&board));
}

/* ---- no descriptors left ---- */

static struct rlimit usual;

static void use_up_descriptors(void)
{
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &usual), 0);
    int lowest = dup(0);
    assert_true(lowest >= 0);
    assert_int_equal(close(lowest), 0);
    struct rlimit none = {.rlim_cur = (rlim_t)lowest, .rlim_max = usual.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
}

static void free_descriptors(void)
{
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &usual), 0);
}

static void without_descriptors_nothing_opens_but_nothing_breaks(void **state)
{
    (void)state;
    use_up_descriptors();
    assert_int_equal(nx_tcp_client_socket_bind(&client, NX_ANY_PORT, NX_NO_WAIT), NX_NO_FREE_PORTS);
    assert_int_equal(nx_tcp_server_socket_listen(&ip, port, &server, 5, NX_NULL), NX_MAX_LISTEN);
    free_descriptors();
    listen_on_port();
    int peer = host_connect();
    use_up_descriptors();
    assert_int_equal(nx_tcp_server_socket_accept(&server, NX_NO_WAIT), NX_NO_MORE_ENTRIES);
    long before = milliseconds();
    assert_int_equal(nx_tcp_server_socket_accept(&server, 5), NX_NO_MORE_ENTRIES);
    assert_in_range(milliseconds() - before, 49, 1000);
    pthread_t thread = start_thread(accept_forever, NULL);
    sleep_ms(30);
    free_descriptors();
    join_thread(thread);
    assert_int_equal(accept_status, NX_SUCCESS);
    assert_int_equal(write(peer, "still here", 10), 10);
    expect_text(&server, "still here");
    assert_int_equal(close(peer), 0);
    end_server();
}

static void *receive_on_server(void *status)
{
    *(UINT *)status = receive_status(&server, NX_WAIT_FOREVER);
    return NULL;
}

static void a_thread_without_a_wake_pipe_is_woken_all_the_same(void **state)
{
    (void)state;
    UINT status = NX_SUCCESS;
    listen_on_port();
    int peer = host_connect();
    assert_ok(nx_tcp_server_socket_accept(&server, SECOND));
    use_up_descriptors();
    pthread_t thread = start_thread(receive_on_server, &status);
    sleep_ms(50);
    assert_ok(nx_tcp_socket_disconnect(&server, NX_NO_WAIT));
    join_thread(thread);
    free_descriptors();
    assert_int_equal(status, NX_NOT_CONNECTED);
    assert_int_equal(close(peer), 0);
    end_server();
}

/* ---- the services of an NX_IP ---- */

static void an_ip_tells_what_it_was_told(void **state)
{
    (void)state;
    ULONG address;
    ULONG mask;
    ULONG status;
    NXD_ADDRESS v6 = {.nxd_ip_version = NX_IP_VERSION_V6, .nxd_ip_address.v6 = {0xFD000000, 1, 2, 3}};
    ULONG prefix;
    UINT interface_index;
    UINT index;
    assert_int_equal(ip.nx_ip_id, NX_IP_ID);
    assert_ptr_equal(ip.nx_ip_default_packet_pool, &pool);
    assert_ok(nx_ip_status_check(&ip, NX_IP_INITIALIZE_DONE | NX_IP_LINK_ENABLED, &status, NX_NO_WAIT));
    assert_int_equal(status, NX_IP_INITIALIZE_DONE | NX_IP_LINK_ENABLED);
    assert_int_equal(nx_ip_status_check(&ip, NX_IP_UDP_ENABLED, &status, 2), NX_NOT_SUCCESSFUL);
    assert_int_equal(status, 0);
    assert_ok(nx_udp_enable(&ip));
    assert_int_equal(nx_udp_enable(&ip), NX_ALREADY_ENABLED);
    assert_int_equal(nx_tcp_enable(&ip), NX_ALREADY_ENABLED);
    assert_ok(nx_ip_status_check(&ip, NX_IP_UDP_ENABLED, &status, NX_NO_WAIT));
    assert_int_equal(nx_ip_status_check(&ip, 0x8000, &status, NX_NO_WAIT), NX_OPTION_ERROR);
    assert_ok(nx_ip_address_get(&ip, &address, &mask));
    assert_int_equal(address, IP_ADDRESS(127, 0, 0, 1));
    assert_int_equal(mask, 0xFF000000);
    assert_int_equal(nx_ip_address_set(&ip, 0xFFFFFFFF, 0), NX_IP_ADDRESS_ERROR);
    assert_int_equal(nx_ip_interface_address_get(&ip, 1, &address, &mask), NX_INVALID_INTERFACE);
    assert_int_equal(nx_ip_gateway_address_get(&ip, &address), NX_NOT_FOUND);
    assert_ok(nx_ip_gateway_address_set(&ip, IP_ADDRESS(127, 0, 0, 2)));
    assert_ok(nx_ip_gateway_address_get(&ip, &address));
    assert_int_equal(address, IP_ADDRESS(127, 0, 0, 2));
    assert_ok(nxd_ipv6_address_set(&ip, 0, &v6, 64, &index));
    assert_int_equal(nxd_ipv6_address_set(&ip, 0, &v6, 64, NULL), NX_DUPLICATED_ENTRY);
    assert_int_equal(nxd_ipv6_address_set(&ip, 1, &v6, 64, NULL), NX_INVALID_INTERFACE);
    assert_ok(nxd_ipv6_address_get(&ip, index, &v6, &prefix, &interface_index));
    assert_int_equal(prefix, 64);
    assert_int_equal(v6.nxd_ip_address.v6[3], 3);
    assert_int_equal(nxd_ipv6_address_get(&ip, index + 1, &v6, &prefix, &interface_index),
                     NX_NO_INTERFACE_ADDRESS);
    assert_int_equal(nxd_ipv6_enable(&ip), NX_ALREADY_ENABLED);
}

static void arguments_of_an_ip_are_checked(void **state)
{
    (void)state;
    NX_IP other = {0};
    UCHAR memory[512];
    NX_PACKET_POOL no_pool = {0};
    assert_int_equal(nx_ip_create(&ip, NULL, 1, 1, &pool, _nx_ram_network_driver, memory, 512, 1),
                     NX_PTR_ERROR);
    assert_int_equal(nx_ip_create(&other, NULL, 1, 1, &no_pool, _nx_ram_network_driver, memory, 512, 1),
                     NX_PTR_ERROR);
    assert_int_equal(nx_ip_create(&other, NULL, 1, 1, &pool, NULL, memory, 512, 1), NX_PTR_ERROR);
    assert_int_equal(nx_ip_create(&other, NULL, 1, 1, &pool, _nx_ram_network_driver, memory, 10, 1),
                     NX_SIZE_ERROR);
    assert_int_equal(nx_ip_create(&other, NULL, 0xF0000001, 1, &pool, _nx_ram_network_driver, memory, 512, 1),
                     NX_IP_ADDRESS_ERROR);
    assert_int_equal(nx_ip_create(&other, NULL, 1, 1, &pool, _nx_ram_network_driver, memory, 512, 32),
                     NX_OPTION_ERROR);
    assert_int_equal(nx_ip_delete(&other), NX_PTR_ERROR);
    assert_int_equal(nx_arp_enable(&ip, NULL, 10), NX_PTR_ERROR);
    assert_int_equal(nx_arp_enable(&ip, memory, 0), NX_SIZE_ERROR);
    assert_ok(nx_arp_enable(&ip, memory, 512));
}

static void a_ping_comes_back_where_the_host_allows_it(void **state)
{
    (void)state;
    NX_PACKET *answer;
    CHAR text[] = "are you there";
    assert_int_equal(nx_icmp_ping(&ip, IP_ADDRESS(127, 0, 0, 1), text, sizeof(text), &answer, SECOND),
                     NX_NOT_ENABLED);
    assert_ok(nx_icmp_enable(&ip));
    UINT status = nx_icmp_ping(&ip, IP_ADDRESS(127, 0, 0, 1), text, sizeof(text), &answer, SECOND);
    if (status == NX_NOT_SUPPORTED) {
        skip(); /* the system keeps echo sockets from this user: net.ipv4.ping_group_range */
    }
    assert_ok(status);
    assert_int_equal(answer->nx_packet_length, sizeof(text));
    assert_memory_equal(answer->nx_packet_prepend_ptr, text, sizeof(text));
    assert_ok(nx_packet_release(answer));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        tcp_test(accepting_waits_and_gives_up),
        tcp_test(the_rules_of_listening),
        tcp_test(a_socket_serves_one_client_after_another),
        tcp_test(clients_wait_in_the_queue),
        tcp_test(several_sockets_share_a_port),
        tcp_test(unlistening_ends_the_wait_for_a_client),
        tcp_test(a_client_that_left_the_queue_is_seen_as_gone),
        tcp_test(a_port_can_be_opened_again_at_once),
        tcp_test(an_ipv6_address_is_listened_on),
        tcp_test(all_ports_of_an_ip_can_be_used_up),
        tcp_test(the_rules_of_connecting),
        tcp_test(a_refused_connection_leaves_the_socket_usable),
        tcp_test(a_client_connects_again_and_again),
        tcp_test(a_client_binds_to_the_port_it_names),
        tcp_test(connecting_takes_no_longer_than_allowed),
        tcp_test(ipv6_needs_to_be_enabled),
        tcp_test(an_address_of_a_simulated_network_is_reached_at_home),
        tcp_test(without_descriptors_nothing_opens_but_nothing_breaks),
        tcp_test(a_thread_without_a_wake_pipe_is_woken_all_the_same),
        tcp_test(an_ip_tells_what_it_was_told),
        tcp_test(arguments_of_an_ip_are_checked),
        tcp_test(a_ping_comes_back_where_the_host_allows_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
