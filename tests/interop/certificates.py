"""Test identities, one for each kind of key, made with the openssl program."""
import pathlib
import subprocess

HOST = "localhost"

KEYS = {
    "p256": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
    "p384": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"],
    "p521": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-521"],
    "rsa2048": ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
    "rsa4096": ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:4096"],
    "rsapss": ["-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048"],
    "ed25519": ["-algorithm", "ED25519"],
}

# The parameters that RFC 4055 recommends: salt as long as the digest, MGF1 with the same hash.
SIGNING = {"rsapss": ["-sha256", "-sigopt", "rsa_pss_saltlen:digest", "-sigopt", "rsa_mgf1_md:sha256"]}

EXTENSIONS = f"""
[leaf]
basicConstraints = CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth, clientAuth
subjectAltName = DNS:{HOST}, IP:127.0.0.1
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
"""


def openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


class Identity:
    """A leaf of one key kind under an intermediate CA of the same kind, under one root."""

    def __init__(self, authority, kind):
        folder = authority.folder
        self.kind = kind
        self.key = folder / f"{kind}.key"
        self.chain = folder / f"{kind}.pem"
        middle = authority.issue(f"{kind}-ca", kind, f"/CN=Intermediate {kind}", "ca", authority.root)
        leaf = authority.issue(kind, kind, f"/CN={HOST}", "leaf", middle, SIGNING.get(kind, []))
        self.chain.write_text(leaf.read_text() + middle.read_text())


class Authority:
    """A root CA and what it issues, in a folder."""

    def __init__(self, folder, name="Test root"):
        self.folder = pathlib.Path(folder)
        (self.folder / "extensions").write_text(EXTENSIONS)
        self._key("root", "p256")
        self.root = self.folder / "root.crt"
        openssl("req", "-x509", "-new", "-key", self.folder / "root.key", "-days", 30, "-subj", f"/CN={name}",
                "-addext", "keyUsage=critical,keyCertSign", "-out", self.root)
        self._identities = {}

    def identity(self, kind):
        if kind not in self._identities:
            self._identities[kind] = Identity(self, kind)
        return self._identities[kind]

    def stranger(self, kind):
        """An identity under a root of its own, which nobody believes."""
        folder = self.folder / "strangers"
        if not folder.exists():
            folder.mkdir()
            self._strangers = Authority(folder, "Another root")
        return self._strangers.identity(kind)

    def _key(self, name, kind):
        openssl("genpkey", *KEYS[kind], "-out", self.folder / f"{name}.key")

    def issue(self, name, kind, subject, section, issuer, signing=()):
        self._key(name, kind)
        request = self.folder / f"{name}.csr"
        certificate = self.folder / f"{name}.crt"
        openssl("req", "-new", "-key", self.folder / f"{name}.key", "-subj", subject, "-out", request)
        openssl("x509", "-req", "-in", request, "-CA", issuer, "-CAkey", issuer.with_suffix(".key"), "-CAcreateserial",
                "-days", 30, "-extfile", self.folder / "extensions", "-extensions", section, *signing, "-out", certificate)
        return certificate
