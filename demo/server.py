"""All replica portals behind one port on loopback, told apart by the Host header: HTTP/1.1 with keep-alive."""

import gzip
import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Thread
from types import TracebackType
from typing import Self

from demo.resource import Resource, Site

_CHUNK = 4096
_MISSING = (
    '<html><head><meta charset="{charset}"><title>404</title></head>'
    '<body><h1>您访问的页面不存在</h1><p><a href="/">返回首页</a></p></body></html>'
)
_ROBOTS = b"User-agent: *\nDisallow: /search\n"


class PortalServer:
    """The server in a thread of its own; a context manager.

    ``port`` is the one it got when 0 was asked for. ``requests`` counts answers by host and status.
    """

    def __init__(self, sites: Iterable[Site], port: int = 0) -> None:
        self._answers = _Answers(sites)
        answers = self._answers

        class Handler(_Handler):
            portals = answers

        self._server = _Server(("127.0.0.1", port), Handler)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._server.server_address[1])

    def wait(self) -> None:
        """Serve until interrupted."""
        self._thread.join()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # The default of 5 lets a crawl's first connections wait for a second under load.
    request_queue_size = 128


class _Answers:
    """The sites by host name, and the bytes of their pages, the last ones kept."""

    def __init__(self, sites: Iterable[Site]) -> None:
        self._sites: Mapping[str, Site] = {name: site for site in sites for name in (site.host, *site.aliases)}
        self._sessions = count(1)
        self._body = lru_cache(maxsize=256)(self._make)

    def site(self, host: str) -> Site | None:
        """The site that answers under a Host header."""
        return self._sites.get(host.split(":", maxsplit=1)[0].lower())

    def body(self, site: Site, target: str) -> bytes:
        """The bytes of a page."""
        return self._body(site.host, target)

    def _make(self, host: str, target: str) -> bytes:
        return self._sites[host].resources[target].make()

    def session(self) -> str:
        """A session id as a servlet container hands them out."""
        return hashlib.md5(str(next(self._sessions)).encode(), usedforsecurity=False).hexdigest().upper()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    portals: _Answers
    site: Site | None = None

    def version_string(self) -> str:
        return self.site.server if self.site else "nginx"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name is the base class's
        """Silent: the crawler's log says what was asked for."""

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        self.site = self.portals.site(self.headers.get("Host", ""))
        if self.site is None:
            self._send(HTTPStatus.MISDIRECTED_REQUEST, {"Content-Type": "text/plain"}, b"no such portal here\n")
            return
        resource = self.site.resources.get(self.path)
        if resource is not None:
            self._answer(self.site, resource)
        elif self.path == "/robots.txt" and self.site.server == "openresty":
            self._send(HTTPStatus.OK, {"Content-Type": "text/plain"}, _ROBOTS)
        else:
            page = _MISSING.format(charset=self.site.charset).encode(self.site.charset)
            self._send(HTTPStatus.NOT_FOUND, {"Content-Type": "text/html"}, page)

    def _answer(self, site: Site, resource: Resource) -> None:
        if resource.location is not None:
            headers = {"Content-Type": "text/html", "Location": f"http://{site.host}{resource.location}"}
            self._send(HTTPStatus.FOUND, headers, b"<html><head><title>302 Found</title></head></html>\n")
            return
        body = self.portals.body(site, self.path)
        headers = {"Content-Type": resource.content_type}
        if resource.modified is None:
            if "JSESSIONID" not in self.headers.get("Cookie", ""):
                headers["Set-Cookie"] = f"JSESSIONID={self.portals.session()}; Path=/; HttpOnly"
            self._send(HTTPStatus.OK, headers, body, chunked=self.request_version == "HTTP/1.1")
            return
        etag = f'"{hashlib.sha1(body, usedforsecurity=False).hexdigest()[:16]}"'
        headers |= {"Last-Modified": format_datetime(resource.modified, usegmt=True), "ETag": etag}
        if self._unchanged(etag, resource.modified):
            self._send(HTTPStatus.NOT_MODIFIED, headers, None)
            return
        self._send(HTTPStatus.OK, headers, body)

    def _unchanged(self, etag: str, modified: datetime) -> bool:
        """If-None-Match decides where it is given, else If-Modified-Since (RFC 9110 §13.2.2)."""
        known = self.headers.get("If-None-Match")
        if known is not None:
            return known.strip() == "*" or etag in [tag.strip().removeprefix("W/") for tag in known.split(",")]
        since = self.headers.get("If-Modified-Since")
        if since is None:
            return False
        try:
            instant = parsedate_to_datetime(since)
        except ValueError:
            return False
        return instant.tzinfo is not None and modified.astimezone(UTC) <= instant

    def _send(
        self, status: HTTPStatus, headers: Mapping[str, str], body: bytes | None, *, chunked: bool = False
    ) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if body is None:
            self.end_headers()
            return
        if headers["Content-Type"].startswith("text/") and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, compresslevel=6, mtime=0)
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Vary", "Accept-Encoding")
        if chunked:
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "HEAD":
            return
        if chunked:
            pieces = (body[start : start + _CHUNK] for start in range(0, len(body), _CHUNK))
            body = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
        self.wfile.write(body)
