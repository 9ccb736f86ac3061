#!/usr/bin/env python3
"""Our program against other people's, in both roles: every suite, every group, every kind of key, and 10 MB both ways.

Usage: interop.py NXSECURE PEER        PEER: openssl, gnutls, curl, nginx
A failing cell prints the commands that reproduce it. Exit status 77: the peer is not installed.
"""
import base64
import pathlib
import random
import subprocess
import sys
import tempfile
import time

from certificates import Authority
from peers import (CBC_SUITES, GROUPS, PSK, PSK_SUITES, SUITES, Curl, Failure, GnuTls, Nginx, OpenSsl, Ours, Process,
                   free_port, negotiated, wait_for_port)

SMALL = 1000
LARGE = 10 * 1000 * 1000


def random_bytes(count, seed, text=False):
    """Some programs pass lines of text only."""
    data = random.Random(f"{count} {seed}").randbytes(count)
    return base64.encodebytes(data) if text else data


class Run:
    """Runs cells; a cell starts programs, which end with it."""

    def __init__(self, folder, nxsecure):
        self.folder = pathlib.Path(folder)
        self.authority = Authority(folder)
        self.ours = Ours(nxsecure, self.authority)
        self.passed = 0
        self.failed = 0
        self.processes = []

    def start(self, command, port=None):
        process = Process(command, self.folder / f"{len(self.processes)}.log")
        self.processes.append(process)
        if port is not None:
            wait_for_port(port, process)
        return process

    def cell(self, name, body, *arguments):
        self.processes = []
        try:
            body(*arguments)
            self.passed += 1
        except (Failure, OSError, subprocess.SubprocessError) as failure:
            self.failed += 1
            print(f"FAILED {name}: {failure}")
            for process in self.processes:
                print("  " + process.shown())
                print("    " + process.errors()[-2000:].replace("\n", "\n    "))
        finally:
            for process in reversed(self.processes):
                process.stop()

    def end(self):
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed or not self.passed else 0


def exchange(server, client, server_echoes, size, text):
    """Data in both directions, byte for byte."""
    up = random_bytes(size, "up", text)
    client.send(up)
    if server_echoes:
        compare(client.receive(len(up)), up)
        return
    compare(server.receive(len(up)), up)
    down = random_bytes(size, "down", text)
    server.send(down)
    compare(client.receive(len(down)), down)


def negotiations():
    """Every suite with every group, and a key for it. An ECDSA key must be on a group of the client's list [RFC8422 5.1]:
    the peers, told to use one group only, have that one, and P-256 beside X25519."""
    for suite, (kind, _, _) in SUITES.items():
        for group, (_, _, curve_key) in GROUPS.items():
            yield suite, group, curve_key if kind == "p256" else kind


def compare(got, sent):
    if got != sent:
        at = next(i for i, (a, b) in enumerate(zip(got, sent)) if a != b)
        raise Failure(f"the data was changed at byte {at} of {len(sent)}")


def check_agreement(process, suite, group):
    for _ in range(100):
        got = negotiated(process.errors())
        if got:
            break
        time.sleep(0.02)
    else:
        raise Failure("our program did not say what it agreed on")
    wanted = ("TLS 1.2", suite or got[1], group or got[2])
    if [word.lower() for word in got] != [word.lower() for word in wanted]:
        raise Failure(f"agreed on {got}, wanted {wanted}")


def ours_as_server(run, peer, kind, suite, group, size):
    port = free_port()
    server = run.start(run.ours.server(run.authority.identity(kind), port, "--echo"), port)
    client = run.start(peer.client(port, suite, group))
    exchange(server, client, True, size, peer.text)
    check_agreement(server, suite, group)


def ours_as_client(run, peer, kind, suite, group, size):
    port = free_port()
    server = run.start(peer.server(run.authority.identity(kind), port, suite, group), port)
    client = run.start(run.ours.client(port))
    exchange(server, client, peer.server_echoes, size, peer.text)
    check_agreement(client, suite, group)


def streams(run, peer):
    """The matrix for a peer that has a client and a server which pass data through."""
    client_certificates(run, peer)
    psk_cells(run, peer)
    for role, body in (("client", ours_as_client), ("server", ours_as_server)):
        where = f"{peer.name}, we are {role}"
        for suite, group, kind in negotiations():
            run.cell(f"{where}, {suite}, {group}", body, run, peer, kind, suite, group, SMALL)
        for suite, (kind, *_) in CBC_SUITES.items():
            run.cell(f"{where}, {suite}", body, run, peer, kind, suite, None, SMALL)
            run.cell(f"{where}, {suite}, {LARGE} bytes", body, run, peer, kind, suite, None, LARGE)
            run.cell(f"{where}, {suite}, MAC then encrypt", body, run, peer.without_etm(), kind, suite, None, SMALL)
        for kind in peer.kinds:
            run.cell(f"{where}, {kind} key", body, run, peer, kind, None, None, SMALL)
        for suite, (kind, _, _) in SUITES.items():
            run.cell(f"{where}, {suite}, {LARGE} bytes", body, run, peer, kind, suite, None, LARGE)


# ---- client certificates

CLIENT_KINDS = ("p256", "p384", "rsa2048")
# One suite for each hash that a client may have to sign.
CLIENT_SUITES = ("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384")


def refuses(process, words):
    """Our program says so on standard error."""
    for _ in range(200):
        if words in process.errors():
            return
        time.sleep(0.02)
    raise Failure(f"our program did not say \"{words}\"")


def known_to_us(run, peer, kind, suite):
    port = free_port()
    server = run.start(run.ours.server(run.authority.identity("p256"), port, "--echo", "--client-ca", run.authority.root),
                       port)
    client = run.start([*peer.client(port, suite, None), *peer.showing(run.authority.identity(kind))])
    exchange(server, client, True, SMALL, peer.text)
    check_agreement(server, suite, None)


def unknown_to_us(run, peer, shown, words):
    port = free_port()
    server = run.start(run.ours.server(run.authority.identity("p256"), port, "--echo", "--client-ca", run.authority.root),
                       port)
    for _ in range(2):
        client = run.start([*peer.client(port, None, None), *shown])
        refuses(server, words)
        client.stop()
    # The next client is served.
    client = run.start([*peer.client(port, None, None), *peer.showing(run.authority.identity("p256"))])
    exchange(server, client, True, SMALL, peer.text)


def known_to_peer(run, peer, kind, suite):
    port = free_port()
    server = run.start(peer.asking(run.authority.identity("p256"), port, suite), port)
    client = run.start(run.ours.client(port, run.authority.identity(kind)))
    exchange(server, client, peer.server_echoes, SMALL, peer.text)
    check_agreement(client, suite, None)


def unknown_to_peer(run, peer, identity):
    port = free_port()
    run.start(peer.asking(run.authority.identity("p256"), port, None), port)
    client = run.start(run.ours.client(port, identity))
    refuses(client, "the peer refused")


def client_certificates(run, peer):
    for suite in CLIENT_SUITES:
        for kind in CLIENT_KINDS:
            run.cell(f"{peer.name}, its {kind} certificate, {suite}", known_to_us, run, peer, kind, suite)
            run.cell(f"{peer.name}, our {kind} certificate, {suite}", known_to_peer, run, peer, kind, suite)
    run.cell(f"{peer.name} has no certificate", unknown_to_us, run, peer, [], "no certificate")
    run.cell(f"{peer.name} has a stranger's certificate", unknown_to_us, run, peer,
             peer.showing(run.authority.stranger("p256")), "no trusted issuer")
    run.cell(f"{peer.name}, we have no certificate", unknown_to_peer, run, peer, None)
    run.cell(f"{peer.name}, we have a stranger's certificate", unknown_to_peer, run, peer,
             run.authority.stranger("p256"))


def fetch_as_known(run, curl, identity, suite, words):
    """@p words: what our program says when it refuses; None: the file must come."""
    folder = run.folder / "www"
    folder.mkdir(exist_ok=True)
    (folder / "file").write_bytes(random_bytes(SMALL, "file"))
    port = free_port()
    server = run.start(run.ours.server(run.authority.identity("p256"), port, "--www", folder, "--client-ca",
                                       run.authority.root), port)
    client = run.start([*curl.client(port, suite, None, ["/file"]), *(curl.showing(identity) if identity else [])])
    client.end_input()
    if words:
        refuses(server, words)
        if client.popen.wait(10) == 0:
            raise Failure("curl got the file")
        return
    compare(client.receive(SMALL), random_bytes(SMALL, "file"))


# ---- pre-shared keys


def psk_as_server(run, peer, suite, hint):
    port = free_port()
    server = run.start(run.ours.psk_server(port, hint, "--echo"), port)
    client = run.start(peer.psk_client(port, suite))
    exchange(server, client, True, SMALL, peer.text)
    check_agreement(server, suite, None)


def psk_as_client(run, peer, suite, hint):
    port = free_port()
    server = run.start(peer.psk_server(port, suite, hint), port)
    client = run.start(run.ours.psk_client(port, PSK))
    exchange(server, client, peer.server_echoes, SMALL, peer.text)
    check_agreement(client, suite, None)


def wrong_psk(run, peer, suite):
    port = free_port()
    run.start(peer.psk_server(port, suite, ""), port)
    client = run.start(run.ours.psk_client(port, PSK[2:]))
    if client.popen.wait(10) != 1:
        raise Failure("our client connected with the wrong key")


def psk_cells(run, peer):
    for suite in PSK_SUITES:
        for hint in "", "a hint":
            run.cell(f"{peer.name}, we are client, {suite}, hint '{hint}'", psk_as_client, run, peer, suite, hint)
            if not peer.crashes_with(suite):
                run.cell(f"{peer.name}, we are server, {suite}, hint '{hint}'", psk_as_server, run, peer, suite, hint)
        run.cell(f"{peer.name}, {suite}, wrong key", wrong_psk, run, peer, suite)


# ---- HTTP peers


def fetch(run, curl, kind, suite, group, size):
    folder = run.folder / "www"
    folder.mkdir(exist_ok=True)
    body = random_bytes(size, "file")
    (folder / "file").write_bytes(body)
    port = free_port()
    server = run.start(run.ours.server(run.authority.identity(kind), port, "--www", folder), port)
    # Twice on one connection: it must be kept alive.
    client = run.start(curl.client(port, suite, group, ["/file", "/file"]))
    client.end_input()
    compare(client.receive(2 * size), 2 * body)
    if client.popen.wait(10) != 0:
        raise Failure(f"curl ended with {client.popen.returncode}")
    check_agreement(server, suite, group)


def curl_cells(run, peer):
    for suite in CLIENT_SUITES:
        for kind in CLIENT_KINDS:
            run.cell(f"curl, its {kind} certificate, {suite}", fetch_as_known, run, peer, run.authority.identity(kind),
                     suite, None)
    run.cell("curl has no certificate", fetch_as_known, run, peer, None, None, "no certificate")
    run.cell("curl has a stranger's certificate", fetch_as_known, run, peer, run.authority.stranger("p256"), None,
             "no trusted issuer")
    for suite, group, kind in negotiations():
        run.cell(f"curl, {suite}, {group}", fetch, run, peer, kind, suite, group, SMALL)
    run.cell(f"curl, {LARGE} bytes", fetch, run, peer, "p256", None, None, LARGE)
    run.cell("curl, empty file", fetch, run, peer, "rsa2048", None, None, 0)


def fetch_from_nginx(run, nginx, kind, suite, group, size):
    port = free_port()
    body = random_bytes(size, "file")
    (run.folder / "file").write_bytes(body)
    run.start(nginx.server(run.authority.identity(kind), port, suite, group), port)
    client = run.start(run.ours.client(port))
    client.send(b"GET /file HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    head = bytearray()
    while not head.endswith(b"\r\n\r\n"):
        head += client.receive(1)
    if not head.startswith(b"HTTP/1.1 200"):
        raise Failure(f"nginx answered {bytes(head[:100])}")
    compare(client.receive(size), body)
    check_agreement(client, suite, group)
    if client.popen.wait(10) != 0:
        raise Failure(f"our client ended with {client.popen.returncode} after nginx closed")


def nginx_cells(run, peer):
    for suite, group, kind in negotiations():
        run.cell(f"nginx, {suite}, {group}", fetch_from_nginx, run, peer, kind, suite, group, SMALL)
    run.cell(f"nginx, {LARGE} bytes", fetch_from_nginx, run, peer, "rsa2048", None, None, LARGE)


PEERS = {"openssl": (OpenSsl, streams), "gnutls": (GnuTls, streams), "curl": (Curl, curl_cells),
         "nginx": (Nginx, nginx_cells)}


def main():
    nxsecure, name = sys.argv[1:]
    kind, cells = PEERS[name]
    if not kind.installed():
        print(f"SKIPPED: {name} is not installed")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        run = Run(folder, nxsecure)
        cells(run, kind(run.authority))
        return run.end()


if __name__ == "__main__":
    sys.exit(main())
