"""An HTTP server on a bare socket: it sends exactly the bytes it is told, and remembers exactly the bytes it got."""

import datetime
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

After = Literal["keep", "close", "reset", "hang"]


@dataclass(frozen=True)
class Answer:
    """Bytes to send, and what becomes of the connection: kept, closed, reset, or left hanging until the client goes.
    ``not_modified`` is sent instead where the request is a conditional one."""

    data: bytes
    after: After = "keep"
    not_modified: bytes | None = None


NOT_FOUND = Answer(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
Answers = Answer | Sequence[Answer] | Callable[[bytes], Answer]


@dataclass(frozen=True)
class Seen:
    """One request as it arrived. ``connection`` counts connections from 0."""

    path: str
    request: bytes
    connection: int


@dataclass
class RawServer:
    """``answers`` by path; a sequence is used up request by request, its last answer stays; a function is given each
    request; other paths are not found. ``@SERIAL@`` in an answer becomes the number of the request, in eight digits.
    Context manager."""

    answers: Mapping[str, Answers]
    tls: ssl.SSLContext | None = None
    seen: list[Seen] = field(default_factory=list)
    connections: int = 0

    def __enter__(self) -> Self:
        self._lock = threading.Lock()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    def requests(self, path: str) -> list[Seen]:
        """The requests for one path, in order."""
        return [one for one in self.seen if one.path == path]

    def answer(self, path: str, number: int = 0) -> bytes:
        """The bytes that the ``number``-th request of a path was answered with; not for functions."""
        return self._answer(path, number, b"").data

    def _answer(self, path: str, number: int, request: bytes) -> Answer:
        answers = self.answers.get(path, NOT_FOUND)
        if callable(answers):
            return answers(request)
        return answers if isinstance(answers, Answer) else answers[min(number, len(answers) - 1)]

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            number = self.connections
            self.connections += 1
            threading.Thread(target=self._serve, args=(connection, number), daemon=True).start()

    def _serve(self, connection: socket.socket, number: int) -> None:
        try:
            if self.tls is not None:
                connection = self.tls.wrap_socket(connection, server_side=True)
            with connection:
                pending = b""
                while request := _read_request(connection, pending):
                    path = request.split(b" ", 2)[1].decode("ascii")
                    with self._lock:
                        answer = self._answer(path, len(self.requests(path)), request)
                        self.seen.append(Seen(path, request, number))
                    conditional = answer.not_modified is not None and b"\r\nIf-" in request
                    data = answer.not_modified or b"" if conditional else answer.data
                    connection.sendall(data.replace(b"@SERIAL@", b"%08d" % len(self.seen)))
                    if answer.after == "hang":
                        connection.recv(1)
                        return
                    if answer.after == "reset":
                        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    if answer.after != "keep":
                        return
        except (OSError, ssl.SSLError):
            connection.close()


def _read_request(connection: socket.socket, data: bytes) -> bytes:
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return b""
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    while len(body) < sum(lengths):
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def self_signed(folder: Path, host: str, *, expired: bool = False) -> tuple[Path, Path]:
    """A certificate that nobody vouches for, and its key, as PEM files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    start = datetime.datetime(2015, 1, 1, tzinfo=datetime.UTC)
    end = datetime.datetime(2016 if expired else 2099, 1, 1, tzinfo=datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    paths = folder / f"{host}.crt", folder / f"{host}.key"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return paths


def server_tls(certificate: Path, key: Path, version: ssl.TLSVersion) -> ssl.SSLContext:
    """A server's context that speaks one version of TLS only."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = context.maximum_version = version
    context.load_cert_chain(certificate, key)
    return context
