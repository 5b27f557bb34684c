"""A time-stamping authority on loopback: ``openssl ts`` behind HTTP, with a root certificate of its own."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_CONFIG = """
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
{certs}
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
ess_cert_id_alg = sha256
"""


@dataclass(frozen=True)
class Authority:
    """``roots`` is its root certificate (PEM)."""

    url: str
    roots: Path
    folder: Path


def make_authority(folder: Path, *, name: str = "Test authority", whole_chain: bool = True) -> Path:
    """Keys, certificates and configuration in a folder; returns the root certificate."""
    folder.mkdir(parents=True, exist_ok=True)
    key: list[str | Path] = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    root, leaf, usage = folder / "root.pem", folder / "tsa.pem", folder / "usage"
    usage.write_text("extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n")
    signed: list[str | Path] = ["-CA", root, "-CAkey", folder / "root.key", "-CAcreateserial", "-extfile", usage]
    commands: tuple[list[str | Path], ...] = (
        ["req", "-x509", *key, "-keyout", folder / "root.key", "-out", root, "-days", "30", "-subj", "/CN=Test root"],
        ["req", *key, "-keyout", folder / "tsa.key", "-out", folder / "tsa.csr", "-subj", f"/CN={name}"],
        ["x509", "-req", "-in", folder / "tsa.csr", *signed, "-out", leaf, "-days", "30"],
    )
    for command in commands:
        openssl(*command)
    certs = f"certs = {root}" if whole_chain else ""
    (folder / "tsa.cnf").write_text(_CONFIG.format(folder=folder, certs=certs))
    return root


def reply(folder: Path, question: bytes) -> bytes:
    """What the authority of a folder answers."""
    (folder / "question").write_bytes(question)
    openssl("ts", "-reply", "-config", folder / "tsa.cnf", "-queryfile", folder / "question", "-out", folder / "answer")
    return (folder / "answer").read_bytes()


def openssl(*arguments: str | Path) -> str:
    """Run openssl; what it printed. Raises CalledProcessError where it fails."""
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True, check=True)
    return done.stdout


@contextmanager
def authority(folder: Path, *, whole_chain: bool = True) -> Iterator[Authority]:
    """An authority that can be asked; at ``/broken`` it answers with what is no stamp, at ``/refusing`` not at all."""
    root = make_authority(folder, whole_chain=whole_chain)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = self.rfile.read(int(self.headers["Content-Length"]))
            known = self.headers["Content-Type"] == "application/timestamp-query" and self.path != "/refusing"
            self.send_response(200 if known else 403)
            self.end_headers()
            if known:
                self.wfile.write(b"<html>" if self.path == "/broken" else reply(folder, question))

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Authority(f"http://127.0.0.1:{server.server_port}/", root, folder)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
