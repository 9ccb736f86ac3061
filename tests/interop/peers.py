"""The programs that take part: command lines for each as server and as client."""
import copy
import os
import queue
import re
import shlex
import shutil
import socket
import subprocess
import threading
import time

PATH = os.environ["PATH"] + ":/usr/sbin"
TIMEOUT = 30

SUITES = {
    # IANA name: (kind of the certificate's key, OpenSSL's name, GnuTLS' cipher)
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256": ("p256", "ECDHE-ECDSA-AES128-GCM-SHA256", "AES-128-GCM"),
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384": ("p256", "ECDHE-ECDSA-AES256-GCM-SHA384", "AES-256-GCM"),
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256": ("p256", "ECDHE-ECDSA-CHACHA20-POLY1305", "CHACHA20-POLY1305"),
    "TLS_ECDHE_ECDSA_WITH_AES_128_CCM": ("p256", "ECDHE-ECDSA-AES128-CCM", "AES-128-CCM"),
    # OpenSSL 3.2 and newer count an 8-byte tag as 64 bits of security.
    "TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8": ("p256", "ECDHE-ECDSA-AES128-CCM8:@SECLEVEL=0", "AES-128-CCM-8"),
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256": ("rsa2048", "ECDHE-RSA-AES128-GCM-SHA256", "AES-128-GCM"),
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384": ("rsa2048", "ECDHE-RSA-AES256-GCM-SHA384", "AES-256-GCM"),
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256": ("rsa2048", "ECDHE-RSA-CHACHA20-POLY1305", "CHACHA20-POLY1305"),
}

# Old ones: with one group each. GnuTLS does not offer the ones with SHA-2 MACs in its NORMAL priority.
CBC_SUITES = {
    # IANA name: (kind of the certificate's key, OpenSSL's name, GnuTLS' cipher, GnuTLS' MAC)
    f"TLS_ECDHE_{auth}_WITH_AES_{bits}_CBC_{mac}": (
        kind, f"ECDHE-{auth}-AES{bits}-{mac}", f"AES-{bits}-CBC", {"SHA": "SHA1"}.get(mac, mac))
    for auth, kind in (("ECDSA", "p256"), ("RSA", "rsa2048"))
    for bits, mac in ((128, "SHA"), (256, "SHA"), (128, "SHA256"), (256, "SHA384"))
}

GROUPS = {
    # our name: (OpenSSL's list, GnuTLS' list, an ECDSA key that the list allows)
    "x25519": ("X25519:P-256", "+GROUP-X25519:+GROUP-SECP256R1", "p256"),
    "secp256r1": ("P-256", "+GROUP-SECP256R1", "p256"),
    "secp384r1": ("P-384", "+GROUP-SECP384R1", "p384"),
    "secp521r1": ("P-521", "+GROUP-SECP521R1", "p521"),
}

# Pre-shared keys: the suites that both peers have, as (OpenSSL's name, GnuTLS' cipher and key exchange).
PSK_SUITES = {
    "TLS_PSK_WITH_AES_128_GCM_SHA256": ("PSK-AES128-GCM-SHA256", "+AES-128-GCM:+PSK"),
    "TLS_PSK_WITH_AES_256_GCM_SHA384": ("PSK-AES256-GCM-SHA384", "+AES-256-GCM:+PSK"),
    "TLS_PSK_WITH_CHACHA20_POLY1305_SHA256": ("PSK-CHACHA20-POLY1305", "+CHACHA20-POLY1305:+PSK"),
    "TLS_PSK_WITH_AES_128_CCM": ("PSK-AES128-CCM", "+AES-128-CCM:+PSK"),
    "TLS_PSK_WITH_AES_128_CCM_8": ("PSK-AES128-CCM8:@SECLEVEL=0", "+AES-128-CCM-8:+PSK"),
    "TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256": ("ECDHE-PSK-CHACHA20-POLY1305", "+CHACHA20-POLY1305:+ECDHE-PSK"),
}
PSK = "00112233445566778899aabbccddeeff"
PSK_IDENTITY = "somebody"


class Failure(Exception):
    """A cell did not do what it should."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_listening(port):
    """Looks without connecting, which would count as a client."""
    suffix = f":{port:04X}"
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            with open(table) as lines:
                for line in lines:
                    words = line.split()
                    if words[1].endswith(suffix) and words[3] == "0A":
                        return True
        except FileNotFoundError:
            pass
    return False


def wait_for_port(port, process):
    for _ in range(500):
        if is_listening(port):
            return
        if process.popen.poll() is not None:
            raise Failure(f"the server ended with {process.popen.returncode}")
        time.sleep(0.01)
    raise Failure("the server does not listen")


class Process:
    """A running program; its output is read in the background, its command line is kept for the report."""

    def __init__(self, command, log):
        self.command = [str(word) for word in command]
        self._log = log
        self._chunks = queue.Queue()
        self._rest = b""
        with open(log, "wb") as errors:
            self.popen = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
                                          env={**os.environ, "PATH": PATH})
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        while True:
            chunk = os.read(self.popen.stdout.fileno(), 65536)
            self._chunks.put(chunk)
            if not chunk:
                return

    def send(self, data):
        """In the background, so that both directions can run at once."""
        def write():
            try:
                self.popen.stdin.write(data)
                self.popen.stdin.flush()
            except (BrokenPipeError, ValueError):
                pass
        threading.Thread(target=write, daemon=True).start()

    def end_input(self):
        self.popen.stdin.close()

    def receive(self, count):
        data = bytearray(self._rest)
        while len(data) < count:
            try:
                chunk = self._chunks.get(timeout=TIMEOUT)
            except queue.Empty:
                raise Failure(f"{len(data)} of {count} bytes came, then nothing") from None
            if not chunk:
                raise Failure(f"{len(data)} of {count} bytes came, then the end")
            data += chunk
        self._rest = bytes(data[count:])
        return bytes(data[:count])

    def errors(self):
        with open(self._log, errors="replace") as log:
            return log.read()

    def shown(self):
        return shlex.join(self.command)

    def stop(self):
        self.popen.terminate()
        try:
            self.popen.wait(5)
        except subprocess.TimeoutExpired:
            self.popen.kill()
            self.popen.wait()
        try:
            self.popen.stdin.close()
        except BrokenPipeError:
            pass


def negotiated(text):
    """What our program said it agreed on, (version, suite, group), or None."""
    match = re.search(r"^(?:connected|client): ([^,\n]+), ([^,\n]+), ([^,\n]+)", text, re.MULTILINE)
    return match.groups() if match else None


def have(*programs):
    return all(shutil.which(program, path=PATH) for program in programs)


class Ours:
    def __init__(self, nxsecure, authority):
        self.nxsecure = nxsecure
        self.root = authority.root

    def server(self, identity, port, *extra):
        return [self.nxsecure, "serve", "--cert", identity.chain, "--key", identity.key, *extra, port]

    def client(self, port, identity=None):
        shown = ["--cert", identity.chain, "--key", identity.key] if identity else []
        return [self.nxsecure, "connect", "--ca", self.root, *shown, f"localhost:{port}"]


    def psk_server(self, port, hint, *extra):
        return [self.nxsecure, "serve", "--psk", PSK, "--psk-identity", PSK_IDENTITY, "--psk-hint", hint, *extra, port]

    def psk_client(self, port, key):
        return [self.nxsecure, "connect", "--psk", key, "--psk-identity", PSK_IDENTITY, f"localhost:{port}"]


class Peer:
    etm = True  # encrypt_then_mac

    def without_etm(self):
        """The same peer, which does not offer or answer encrypt_then_mac."""
        other = copy.copy(self)
        other.etm = False
        return other

    def __init__(self, authority):
        self.authority = authority
        self.root = authority.root
        self.folder = authority.folder


class OpenSsl(Peer):
    name = "openssl"
    kinds = ("p256", "p384", "p521", "rsa2048", "rsa4096", "rsapss", "ed25519")
    server_echoes = False  # prints what comes, sends what it reads
    text = False

    @staticmethod
    def installed():
        return have("openssl")

    def _choice(self, suite, group):
        return ([] if self.etm else ["-no_etm"]) + (["-cipher", {**SUITES, **CBC_SUITES}[suite][1]] if suite else []) + (["-groups", GROUPS[group][0]] if group else [])

    def asking(self, identity, port, suite):
        """A server that wants a client certificate under our root."""
        return self.server(identity, port, suite, None) + ["-Verify", "5", "-verify_return_error", "-CAfile", self.root]

    @staticmethod
    def showing(identity):
        return ["-cert", identity.chain, "-key", identity.key, "-cert_chain", identity.chain]

    def server(self, identity, port, suite, group):
        return ["openssl", "s_server", "-quiet", "-accept", f"127.0.0.1:{port}", "-tls1_2", "-cert", identity.chain,
                "-cert_chain", identity.chain, "-key", identity.key] + self._choice(suite, group)

    def client(self, port, suite, group):
        return ["openssl", "s_client", "-quiet", "-tls1_2", "-verify_return_error", "-CAfile", self.root,
                "-verify_hostname", "localhost", "-servername", "localhost", "-connect",
                f"127.0.0.1:{port}"] + self._choice(suite, group)

    @staticmethod
    def crashes_with(_suite):
        return False

    def psk_server(self, port, suite, hint):
        return ["openssl", "s_server", "-quiet", "-accept", f"127.0.0.1:{port}", "-tls1_2", "-nocert", "-psk", PSK,
                "-psk_identity", PSK_IDENTITY, "-cipher", PSK_SUITES[suite][0]] + (["-psk_hint", hint] if hint else [])

    def psk_client(self, port, suite):
        return ["openssl", "s_client", "-quiet", "-tls1_2", "-psk", PSK, "-psk_identity", PSK_IDENTITY, "-cipher",
                PSK_SUITES[suite][0], "-connect", f"127.0.0.1:{port}"]


class GnuTls(Peer):
    name = "gnutls"
    kinds = ("p256", "p384", "p521", "rsa2048", "rsa4096", "rsapss", "ed25519")
    server_echoes = True
    text = True  # passes lines

    @staticmethod
    def installed():
        return have("gnutls-cli", "gnutls-serv")

    def _priority(self, suite, group):
        words = ["NORMAL", "-VERS-ALL", "+VERS-TLS1.2"] + ([] if self.etm else ["%NO_ETM"])
        if suite:
            words += ["-CIPHER-ALL", "+" + {**SUITES, **CBC_SUITES}[suite][2], "-KX-ALL",
                      "+ECDHE-ECDSA" if "ECDSA" in suite else "+ECDHE-RSA"]
        if suite in CBC_SUITES:
            words += ["-MAC-ALL", "+" + CBC_SUITES[suite][3]]
        if group:
            words += ["-GROUP-ALL", GROUPS[group][1]]
        return ":".join(words)

    def asking(self, identity, port, suite):
        return self.server(identity, port, suite, None) + ["--require-client-cert", "--verify-client-cert", "--x509cafile",
                                                           self.root]

    @staticmethod
    def showing(identity):
        return ["--x509certfile", identity.chain, "--x509keyfile", identity.key]

    def server(self, identity, port, suite, group):
        return ["gnutls-serv", "--quiet", "--echo", "--port", port, "--x509certfile", identity.chain, "--x509keyfile",
                identity.key, "--priority", self._priority(suite, group)]

    def client(self, port, suite, group):
        return ["gnutls-cli", "--logfile", self.folder / "gnutls-cli.log", "--x509cafile", self.root, "--port", port,
                "--priority", self._priority(suite, group), "localhost"]

    @staticmethod
    def crashes_with(suite):
        """gnutls-cli 3.7 dies behind an ECDHE_PSK handshake, with gnutls-serv too."""
        return "ECDHE" in suite

    @staticmethod
    def _psk_priority(suite):
        return "NORMAL:-VERS-ALL:+VERS-TLS1.2:-CIPHER-ALL:-KX-ALL:" + PSK_SUITES[suite][1]

    def psk_server(self, port, suite, hint):
        keys = self.folder / "psk.txt"
        keys.write_text(f"nobody:ffff\n{PSK_IDENTITY}:{PSK}\n")
        return ["gnutls-serv", "--quiet", "--echo", "--port", port, "--pskpasswd", keys, "--priority",
                self._psk_priority(suite)] + (["--pskhint", hint] if hint else [])

    def psk_client(self, port, suite):
        return ["gnutls-cli", "--logfile=/dev/null", "--pskusername", PSK_IDENTITY, "--pskkey", PSK, "--priority",
                self._psk_priority(suite), "--port", port, "127.0.0.1"]


class Curl(Peer):
    name = "curl"

    @staticmethod
    def installed():
        return have("curl")

    @staticmethod
    def showing(identity):
        return ["--cert", identity.chain, "--key", identity.key]

    def client(self, port, suite, group, paths):
        choice = (["--ciphers", SUITES[suite][1]] if suite else []) + (["--curves", GROUPS[group][0]] if group else [])
        return ["curl", "--silent", "--show-error", "--fail", "--tls-max", "1.2", "--cacert", self.root, *choice,
                *[f"https://localhost:{port}{path}" for path in paths]]


class Nginx(Peer):
    name = "nginx"

    @staticmethod
    def installed():
        return have("nginx")

    def server(self, identity, port, suite, group):
        folder = self.folder
        choice = f"ssl_ciphers {SUITES[suite][1]};" if suite else ""
        curve = f"ssl_ecdh_curve {GROUPS[group][0]};" if group else ""
        config = folder / "nginx.conf"
        config.write_text(f"""
pid {folder}/nginx.pid; error_log stderr; daemon off; master_process off;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
    uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
    server {{
        listen 127.0.0.1:{port} ssl;
        root {folder};
        ssl_certificate {identity.chain};
        ssl_certificate_key {identity.key};
        ssl_protocols TLSv1.2; {choice} {curve}
    }}
}}
""")
        return ["nginx", "-p", folder, "-c", config]
