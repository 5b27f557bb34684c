"""All replicas behind one port on loopback, told apart by the Host header; plain HTTP, TLS and proxy requests alike.

``CONNECT_TO=::127.0.0.1:PORT`` leads a crawl there, and so does ``http_proxy`` (and ``https_proxy``) for wget.
"""

import hashlib
import select
import socket
import ssl
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from tests.support.rawserver import self_signed
from tests.support.replicas.model import Answer, Replica, Request, key_of

_TLS_HANDSHAKE = 0x16  # first byte of a ClientHello's record


@dataclass(frozen=True, slots=True)
class Logged:
    """A request and how it was answered; ``whole``: 200 (or 304) with all its bytes; ``at``: seconds of the clock;
    ``key``: what it asks for, as ``Replica.alias`` says."""

    at: float
    method: str
    url: str
    status: int
    whole: bool
    length: int
    agent: str
    key: str


@dataclass
class Serving:
    """A running server: its port, the Scrapy setting that leads there, and every request that came."""

    port: int
    log: list[Logged] = field(default_factory=list)

    @property
    def connect_to(self) -> str:
        """The value of the setting CONNECT_TO."""
        return f"::127.0.0.1:{self.port}"

    @property
    def proxy(self) -> str:
        """The value of http_proxy and https_proxy."""
        return f"http://127.0.0.1:{self.port}"

    def whole(self) -> set[str]:
        """What was answered whole, as ``key_of`` spells it."""
        return {one.key for one in self.log if one.whole}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, replicas: Sequence[Replica], tls: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.portals: Mapping[str, Replica] = {host: replica for replica in replicas for host in replica.hosts}
        self.secure = {host for replica in replicas for host in replica.secure}
        self.tls = tls
        self.serving = Serving(int(self.server_address[1]))
        self.ended = threading.Event()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "nginx", ""
    server: _Server
    scheme = "http"

    def setup(self) -> None:
        self._wrap()
        super().setup()

    def _wrap(self) -> None:
        """TLS where the client begins with a handshake."""
        connection: socket.socket = self.request
        connection.settimeout(60)
        try:
            first = connection.recv(1, socket.MSG_PEEK)
            if first and first[0] == _TLS_HANDSHAKE:
                self.request = self.server.tls.wrap_socket(connection, server_side=True)
                self.scheme = "https"
        except OSError:
            connection.close()

    def handle(self) -> None:
        try:
            super().handle()
        except (OSError, ValueError):
            self.close_connection = True

    def finish(self) -> None:
        try:
            super().finish()
        except (OSError, ValueError):
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name is the base class's
        """Silent: Serving.log has it."""

    def do_CONNECT(self) -> None:
        self.send_response(200)
        self.end_headers()
        self._wrap()
        super().setup()

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        host = (parts.netloc or self.headers.get("Host", "")).lower()
        host = host.removesuffix(":80").removesuffix(":443")
        target = self.path if not parts.netloc else self.path.split(parts.netloc, 1)[1] or "/"
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, self.scheme, host, target, headers, body)
        replica = self.server.portals.get(host)
        answer = Answer(421, (("Content-Type", "text/plain"),), b"no such portal\n")
        if replica is not None:
            answer = replica.answer(request)
        self._send(request, answer)

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        self.do_GET()

    def _send(self, request: Request, answer: Answer) -> None:
        tag = f'"{hashlib.sha1(answer.body, usedforsecurity=False).hexdigest()[:16]}"'
        whole = answer.whole
        if whole and request.method == "GET" and request.headers.get("if-none-match") == tag:
            answer = Answer(304, (("ETag", tag),))
        agent = request.headers.get("user-agent", "")
        portal = self.server.portals.get(request.host)
        key = key_of(request.url) if portal is None else portal.alias(request)
        self.server.serving.log.append(
            Logged(time.monotonic(), request.method, request.url, answer.status, whole, len(answer.body), agent, key)
        )
        if answer.hang or answer.drop:
            self._wait() if answer.hang else None
            self.close_connection = True
            return
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if whole and answer.status == 200 and request.method == "GET":
            self.send_header("ETag", tag)
        if answer.status != 304:
            self.send_header("Content-Length", str(len(answer.body)))
        if answer.cut is not None:
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        if request.method != "HEAD" and answer.status != 304:
            self.wfile.write(answer.body if answer.cut is None else answer.body[: answer.cut])

    def _wait(self) -> None:
        """Until the client goes or the server ends."""
        while not self.server.ended.is_set():
            readable, _, _ = select.select([self.request], [], [], 0.1)
            if readable and not self.request.recv(1):
                return


@lru_cache(maxsize=1)
def _certificate() -> tuple[bytes, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        certificate, key = self_signed(Path(folder), "replica.invalid")
        return certificate.read_bytes(), key.read_bytes()


def _context(secure: set[str]) -> ssl.SSLContext:
    """A self-signed certificate for every host; a handshake with a host that has no TLS fails."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder) / "a.crt", Path(folder) / "a.key"
        for path, data in zip(files, _certificate(), strict=True):
            path.write_bytes(data)
        context.load_cert_chain(*files)

    def named(connection: ssl.SSLObject | ssl.SSLSocket, name: str | None, _: ssl.SSLContext) -> int | None:
        known = {host.partition(":")[0] for host in secure}
        return None if name is None or name in known else ssl.ALERT_DESCRIPTION_HANDSHAKE_FAILURE

    context.sni_callback = named
    return context


@contextmanager
def serve(replicas: Sequence[Replica]) -> Iterator[Serving]:
    """Serve the replicas until the block ends; raises ValueError where two claim one host."""
    hosts = [host for replica in replicas for host in replica.hosts]
    if len(set(hosts)) != len(hosts):
        raise ValueError(f"hosts of two replicas: {sorted({host for host in hosts if hosts.count(host) > 1})}")
    server = _Server(replicas, _context({host for replica in replicas for host in replica.secure}))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.serving
    finally:
        server.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()
