#!/usr/bin/env python3
"""The nxsecure program as a person meets it: its words, its exit statuses, its HTTP, its signals.

Usage: program_test.py NXSECURE
"""
import os
import pathlib
import re
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "interop"))
from certificates import Authority  # noqa: E402
from peers import free_port, is_listening  # noqa: E402

NXSECURE = os.path.abspath(sys.argv.pop(1))
FOLDER = tempfile.TemporaryDirectory()
AUTHORITY = Authority(FOLDER.name)
OTHER = tempfile.TemporaryDirectory()
OTHER_AUTHORITY = Authority(OTHER.name, "Other root")


def run(*arguments, data=b"", timeout=30, **environment):
    return subprocess.run([NXSECURE, *map(str, arguments)], input=data, capture_output=True, timeout=timeout,
                          env={**os.environ, **environment})


class Server:
    """A running `nxsecure serve`."""

    def __init__(self, *options, kind="p256"):
        identity = AUTHORITY.identity(kind)
        self.port = free_port()
        self.process = subprocess.Popen(
            [NXSECURE, "serve", "--cert", identity.chain, "--key", identity.key, *map(str, options), str(self.port)],
            stderr=subprocess.PIPE)
        for _ in range(500):
            if is_listening(self.port):
                return
            time.sleep(0.01)
        raise AssertionError("the server does not listen")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop(signal.SIGKILL)

    def stop(self, number):
        if self.process.poll() is None:
            self.process.send_signal(number)
        _, errors = self.process.communicate(timeout=20)
        return self.process.returncode, errors.decode()

    def connect(self):
        context = ssl.create_default_context(cafile=AUTHORITY.root)
        return context.wrap_socket(socket.create_connection(("127.0.0.1", self.port), timeout=20),
                                   server_hostname="localhost")


def www():
    folder = pathlib.Path(tempfile.mkdtemp(dir=FOLDER.name))
    (folder / "index.html").write_text("<p>front page</p>")
    (folder / "sub").mkdir()
    (folder / "sub" / "a b.txt").write_text("spaced")
    (folder.parent / "outside.txt").write_text("secret")
    return folder


def request(connection, text):
    """One answer: (status, head, body)."""
    connection.sendall(text.replace("\n", "\r\n").encode())
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        byte = connection.recv(1)
        if not byte:
            raise AssertionError(f"cut in the head: {head!r}")
        head += byte
    head = head.decode()
    length = int(re.search(r"Content-Length: (\d+)", head).group(1))
    body = b""
    while not text.startswith("HEAD") and len(body) < length:
        body += connection.recv(length - len(body))
    return int(head.split()[1]), head, body


class Words(unittest.TestCase):
    def test_help_and_usage(self):
        self.assertIn(b"connect", run("--help").stdout)
        self.assertEqual(run("--help").returncode, 0)
        self.assertEqual(run().returncode, 2)
        self.assertEqual(run("dance").returncode, 2)
        for command in ("connect", "serve", "selftest"):
            self.assertIn(b"Usage: nxsecure " + command.encode(), run(command, "--help").stdout)
            self.assertEqual(run(command, "--help").returncode, 0)
            self.assertEqual(run(command, "--no-such-option").returncode, 2)
        self.assertEqual(run("connect").returncode, 2)
        self.assertEqual(run("connect", "nonsense").returncode, 2)
        self.assertEqual(run("serve", "--cert", "x", "99999").returncode, 2)

    def test_selftest(self):
        result = run("selftest")
        self.assertEqual(result.returncode, 0)
        self.assertRegex(result.stdout.decode(), r"\n[1-9]\d* right, 0 wrong\n")

    def test_trust_files(self):
        empty = pathlib.Path(FOLDER.name) / "empty.pem"
        empty.write_text("")
        for ca, words in (("/no/such/file", b"No such file"), (empty, b"neither PEM nor DER")):
            result = run("connect", "--ca", ca, "localhost:1")
            self.assertEqual(result.returncode, 1)
            self.assertIn(words, result.stderr)
        key = AUTHORITY.identity("p256").key
        self.assertIn(b"no usable certificate", run("connect", "--ca", key, "localhost:1").stderr)

    def test_nobody_listens(self):
        result = run("connect", "--ca", AUTHORITY.root, f"127.0.0.1:{free_port()}")
        self.assertEqual(result.returncode, 1)
        self.assertIn(b"no connection: refused", result.stderr)


class Connections(unittest.TestCase):
    def test_peer_and_session_are_named(self):
        with Server() as server:
            result = run("connect", "--ca", AUTHORITY.root, f"localhost:{server.port}",
                         data=b"GET / HTTP/1.0\r\n\r\n")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn(b"TLS 1.2", result.stdout)
        self.assertRegex(result.stderr.decode(), r"connected: TLS 1\.2, TLS_ECDHE_ECDSA_\w+, x25519, ecdsa_secp256r1_sha256")
        self.assertIn("certificate 0: CN=localhost", result.stderr.decode())
        self.assertIn("certificate 1: CN=Intermediate p256", result.stderr.decode())

    def test_untrusted_wrong_name_and_insecure(self):
        with Server() as server:
            where = f"localhost:{server.port}"
            result = run("connect", "--ca", OTHER_AUTHORITY.root, where)
            self.assertEqual(result.returncode, 1)
            self.assertIn(b"no trusted issuer", result.stderr)
            result = run("connect", "--ca", AUTHORITY.root, "--name", "other.example", where)
            self.assertEqual(result.returncode, 1)
            self.assertIn(b"the certificate is not for 'other.example'", result.stderr)
            result = run("connect", "--insecure", "--name", "other.example", where, data=b"GET / HTTP/1.0\r\n\r\n")
            self.assertEqual(result.returncode, 0)
            self.assertIn(b"WARNING", result.stderr)
            result = run("connect", "--ca", AUTHORITY.root, f"127.0.0.1:{server.port}", data=b"GET / HTTP/1.0\r\n\r\n")
            self.assertEqual(result.returncode, 0, "the certificate has the address")
            code, errors = server.stop(signal.SIGTERM)
        self.assertEqual(code, 0)
        self.assertIn("the peer refused", errors)

    def test_truncation_is_told_from_a_close(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(AUTHORITY.identity("p256").chain, AUTHORITY.identity("p256").key)
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        with socket.create_server(("127.0.0.1", 0)) as listener:
            def serve():
                connection, _ = listener.accept()
                session = context.wrap_socket(connection, server_side=True)
                session.sendall(b"half of it")
                connection = socket.socket(fileno=session.detach())
                connection.close()
            threading.Thread(target=serve, daemon=True).start()
            result = run("connect", "--ca", AUTHORITY.root, f"localhost:{listener.getsockname()[1]}")
        self.assertEqual(result.stdout, b"half of it")
        self.assertEqual(result.returncode, 1)
        self.assertIn(b"without a proper close", result.stderr)

    def test_not_tls_at_all(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            def serve():
                connection, _ = listener.accept()
                connection.sendall(b"SSH-2.0-OpenSSH\r\n")
                time.sleep(1)
                connection.close()
            threading.Thread(target=serve, daemon=True).start()
            result = run("connect", "--ca", AUTHORITY.root, f"localhost:{listener.getsockname()[1]}")
        self.assertEqual(result.returncode, 1)
        self.assertIn(b"does not speak TLS", result.stderr)

    def test_key_log_and_ladder(self):
        log = pathlib.Path(FOLDER.name) / "keys.log"
        with Server("--trace") as server:
            result = run("connect", "--trace", "--ca", AUTHORITY.root, f"localhost:{server.port}",
                         data=b"GET / HTTP/1.0\r\n\r\n", SSLKEYLOGFILE=str(log))
            _, errors = server.stop(signal.SIGINT)
        self.assertRegex(log.read_text(), r"^CLIENT_RANDOM [0-9a-fA-F]{64} [0-9a-fA-F]{96}\n$")
        self.assertEqual(log.stat().st_mode & 0o777, 0o600)
        for ladder in (result.stderr.decode(), errors):
            at = 0
            for message in ("ClientHello", "ServerHello", "Certificate", "ServerKeyExchange", "ServerHelloDone",
                            "ClientKeyExchange", "ChangeCipherSpec", "Finished", "application data", "close_notify"):
                at = ladder.index(message, at)

    def test_several_clients_at_once(self):
        with Server("--echo", "--clients", "20") as server:
            connections = [server.connect() for _ in range(20)]
            for number, connection in enumerate(connections):
                connection.sendall(f"client {number}".encode())
            for number, connection in enumerate(connections):
                self.assertEqual(connection.recv(100), f"client {number}".encode())
            # All slots are taken: the next client waits, and is served when one goes.
            late = []
            waiter = threading.Thread(target=lambda: late.append(server.connect()))
            waiter.start()
            connections.pop().close()
            waiter.join(20)
            self.assertEqual(len(late), 1)
            code, _ = server.stop(signal.SIGTERM)
            for connection in connections + late:
                connection.close()
        self.assertEqual(code, 0)

    def test_listen_address(self):
        with Server("--listen", "127.0.0.1") as server:
            with self.assertRaises(OSError):
                socket.create_connection(("::1", server.port), timeout=5)
            server.connect().close()
        result = run("serve", "--cert", AUTHORITY.identity("p256").chain, "--key", AUTHORITY.identity("p256").key,
                     "--listen", "192.0.2.1", "0")
        self.assertEqual(result.returncode, 1)


class Http(unittest.TestCase):
    def test_files(self):
        with Server("--www", www()) as server, server.connect() as connection:
            get = "GET {} HTTP/1.1\nHost: localhost\n\n"
            self.assertEqual(request(connection, get.format("/"))[0::2], (200, b"<p>front page</p>"))
            self.assertEqual(request(connection, get.format("/index.html?x=1"))[2], b"<p>front page</p>")
            self.assertEqual(request(connection, get.format("/sub/a%20b.txt"))[2], b"spaced")
            status, head, body = request(connection, "HEAD / HTTP/1.1\nHost: localhost\n\n")
            self.assertEqual((status, body), (200, b""))
            self.assertIn("Content-Length: 17", head)
            self.assertEqual(request(connection, get.format("/missing"))[0], 404)
            for path in ("/../outside.txt", "/sub/../../outside.txt", "/%2e%2e/outside.txt", "/..%2foutside.txt"):
                with server.connect() as other:
                    self.assertIn(request(other, get.format(path))[0], (400, 404), path)

    def test_methods_versions_and_pipelining(self):
        with Server("--www", www()) as server:
            with server.connect() as connection:
                status, head, _ = request(connection, "POST / HTTP/1.1\nHost: x\n\n")
                self.assertEqual(status, 405)
                self.assertIn("Allow: GET, HEAD", head)
            with server.connect() as connection:
                self.assertEqual(request(connection, "GET / HTTP/1.1\n\n")[0], 400, "no Host")
            with server.connect() as connection:
                status, head, _ = request(connection, "GET / HTTP/1.0\n\n")
                self.assertEqual(status, 200)
                self.assertIn("Connection: close", head)
                self.assertEqual(connection.recv(1), b"", "an HTTP/1.0 request is answered and closed")
            with server.connect() as connection:
                two = "GET / HTTP/1.1\nHost: x\n\nGET /sub/a%20b.txt HTTP/1.1\nHost: x\n\n"
                self.assertEqual(request(connection, two)[2], b"<p>front page</p>")
                self.assertEqual(request(connection, "")[2], b"spaced")


if __name__ == "__main__":
    unittest.main(verbosity=1)
