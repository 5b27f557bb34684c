"""A crawl without a network: every request is answered from WARC files, or missed by name.

``scrapy crawl NAME -a replay=PATH`` (or ``-s REPLAY=PATH`` with any command) takes the stored answers through the same
parser, tap, limits and middlewares as live ones; only the connection is one to a file. No name is resolved and no
socket is opened. What the crawl keeps are copies of the captures it was answered from, with their own dates, in an
archive of its own: ``<ARCHIVE_DIR>/replay/<portal>-<time>``.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self, cast
from weakref import WeakKeyDictionary

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError, NotConfigured
from scrapy.http import Response
from scrapy.responsetypes import responsetypes
from scrapy.settings import BaseSettings
from scrapy.utils.asyncio import call_later
from twisted.internet.address import IPv4Address
from twisted.internet.defer import Deferred, succeed
from twisted.internet.error import ConnectionDone, ConnectionLost
from twisted.internet.interfaces import IStreamClientEndpoint, ITransport
from twisted.internet.protocol import Protocol
from twisted.python.failure import Failure
from twisted.web.client import URI, HTTPConnectionPool
from twisted.web.iweb import IAgentEndpointFactory
from zope.interface import implementer  # type: ignore[import-untyped]

from archive.model import Exchange, Truncation
from crawler.capture import CaptureFailedError
from crawler.endpoints import BindAddress
from crawler.errors import NotCapturedError
from crawler.exchange import Recording
from crawler.stored import Stored, StoredAnswers, replay_files
from crawler.wire import TapFactory, WireAgent, WireHandler

# What a request carries that the browser tier would open in a browser (crawler/rendered.py, which needs one installed).
_IN_BROWSER = ("rendered", "render_list")
# Bytes that arrive at a time, as from a socket: limits of the head look at what has come before.
_PIECE = 1 << 16


def use_replay(settings: BaseSettings, path: str | None) -> None:
    """Have the crawls of a process answered from a file or folder, for a command's own option; None changes nothing.

    Raises:
        CrawlArgumentError: where ``path``, or else the setting ``REPLAY``, holds nothing to replay.
    """
    if path is not None:
        settings.set("REPLAY", path, priority="cmdline")
    if settings.get("REPLAY"):
        replay_files(Path(settings.get("REPLAY")))


class ReplayAddon:
    """Turns the settings of a crawl into those of a replay, where ``REPLAY`` names a file or folder."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make an add-on."""
        return cls(crawler)

    def update_settings(self, settings: BaseSettings) -> None:
        """One request at a time, so that two replays of one file walk the same way; nobody to be polite to; what was
        answered once is answered the same again, so no retries and no conditions."""
        if not settings.get("REPLAY"):
            raise NotConfigured
        own = f"{self._crawler.spidercls.name}-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}"
        middlewares = {"crawler.pacing.PaceMiddleware": None}
        handlers = dict.fromkeys(("http", "https"), "crawler.replay.ReplayHandler")
        changed = {
            "ARCHIVE_DIR": str(Path(settings.get("ARCHIVE_DIR")) / "replay" / own),
            "ASK_AGAIN_AFTER": 0.0,
            "AUTOTHROTTLE_ENABLED": False,
            "CONCURRENT_REQUESTS": 1,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
            "DOWNLOAD_DELAY": 0.0,
            "DOWNLOAD_HANDLERS": {**settings.getdict("DOWNLOAD_HANDLERS"), **handlers},
            "DOWNLOADER_MIDDLEWARES": {**settings.getdict("DOWNLOADER_MIDDLEWARES"), **middlewares},
            "RECRAWL_CONDITIONAL": False,
            "RETRY_ENABLED": False,
        }
        settings.setdict(changed, priority="cmdline")


class StoredHandler(WireHandler):
    """The wire handler, with files in place of the network where they answer a request."""

    async def _exchange(self, request: Request, recording: Recording) -> Response:
        if not isinstance(recording, Replayed):
            return await super()._exchange(request, recording)
        try:
            return await super()._exchange(request, recording)
        except CaptureFailedError:
            raise
        except Exception as error:
            if recording.stored.truncated == "time":
                raise DownloadTimeoutError(f"{request.url}: timed out when it was captured") from error
            if recording.stored.truncated == "length":
                raise DownloadCancelledError(f"{request.url}: passed a limit when it was captured") from error
            raise

    def _agent(self, recording: Recording, **options: Any) -> WireAgent:
        if not isinstance(recording, Replayed):
            return super()._agent(recording, **options)
        return _ReplayAgent(recording, self._connect_to, **{**options, "pool": _unkept_pool()})


class ReplayHandler(StoredHandler):
    """Files in place of the network for every request."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._path = Path(crawler.settings.get("REPLAY"))
        self._stored = _stored_of(crawler, self._path)

    def _recording(self, request: Request, *, relaxed: bool) -> "Replayed":  # noqa: ARG002 (there is no TLS)
        """Raises:
        NotCapturedError: for a request that no file answers.
        """
        url = request.url.partition("#")[0]
        in_browser = any(request.meta.get(name) for name in _IN_BROWSER)
        stored = self._stored.resource(url) if in_browser else self._stored.answer(request.method, url, request.body)
        if stored is None:
            self._crawler.stats.inc_value("replay/missed")
            raise NotCapturedError(f"{url}: {self._missing(request, url, in_browser=in_browser)}")
        self._crawler.stats.inc_value("replay/answered")
        return Replayed(url, stored)

    def _missing(self, request: Request, url: str, *, in_browser: bool) -> str:
        name = self._path.name
        if in_browser:
            return f"not captured in {name} as a browser shows it"
        if self._stored.was_asked(request.method, url, request.body):
            return f"captured, and its answer left out of {name}"
        return f"not captured in {name}" if request.method == "GET" else f"this {request.method} not captured in {name}"

    async def _exchange(self, request: Request, recording: Recording) -> Response:
        stored = cast(Replayed, recording).stored
        if stored.content_type is not None:
            return self._resource(request, stored, stored.content_type)
        return await super()._exchange(request, recording)

    def _resource(self, request: Request, stored: Stored, content_type: str) -> Response:
        self._session.keep_resource(request.url, stored.wire, content_type, request.meta.get("discovery"))
        headers = {b"Content-Type": content_type.encode()}
        kind = responsetypes.from_args(headers=headers, url=request.url, body=stored.wire)
        return kind(request.url, status=200, headers=headers, body=stored.wire, request=request)


_answers: WeakKeyDictionary[Crawler, StoredAnswers] = WeakKeyDictionary()


def _stored_of(crawler: Crawler, path: Path) -> StoredAnswers:
    """The one view of the files of a crawl, for both schemes."""
    if crawler not in _answers:
        _answers[crawler] = StoredAnswers(replay_files(path))
    return _answers[crawler]


def _unkept_pool() -> HTTPConnectionPool:
    from twisted.internet import reactor

    pool = HTTPConnectionPool(reactor, persistent=False)  # type: ignore[no-untyped-call]
    pool._factory = TapFactory
    return pool


class Replayed(Recording):
    """A download that is answered from a file: what is kept of it is that capture."""

    __slots__ = ("stored",)

    def __init__(self, url: str, stored: Stored) -> None:
        super().__init__(url)
        self.stored = stored

    def close(self, truncated: Truncation | None) -> list[Exchange]:
        stored = self.stored
        return [
            replace(
                exchange,
                started=stored.captured_at,
                request=stored.request or exchange.request,
                ip=stored.ip,
                protocols=stored.protocols or exchange.protocols,
            )
            for exchange in super().close(stored.truncated or truncated)
        ]


class _ReplayAgent(WireAgent):
    def _endpoints(self, timeout: float, bind: BindAddress) -> "_StoredEndpoints":  # noqa: ARG002
        return _StoredEndpoints(cast(Replayed, self._recording).stored, bind)


@implementer(IAgentEndpointFactory)
class _StoredEndpoints:
    def __init__(self, stored: Stored, bind: BindAddress) -> None:
        self._stored = stored
        self._bindAddress = bind

    def endpointForURI(self, uri: URI) -> "_StoredEndpoint":  # noqa: ARG002, N802 (Twisted's interface)
        return _StoredEndpoint(self._stored)


@implementer(IStreamClientEndpoint)
class _StoredEndpoint:
    def __init__(self, stored: Stored) -> None:
        self._stored = stored

    def connect(self, protocolFactory: Any) -> Deferred[Any]:  # noqa: N803 (Twisted's interface)
        protocol = protocolFactory.buildProtocol(None)
        protocol.makeConnection(_StoredConnection(protocol, self._stored))
        return succeed(protocol)


@implementer(ITransport)
class _StoredConnection:
    """The far end of a connection to a file: it answers what is written to it, whatever that is, and ends."""

    disconnecting = False

    def __init__(self, protocol: Protocol, stored: Stored) -> None:
        self._protocol = protocol
        self._stored = stored
        self._begun = self._ended = False

    def write(self, data: bytes) -> None:  # noqa: ARG002
        if not self._begun:
            self._begun = True
            call_later(0, self._answer)

    def writeSequence(self, data: Iterable[bytes]) -> None:  # noqa: N802
        self.write(b"".join(data))

    def _answer(self) -> None:
        wire = self._stored.wire
        for start in range(0, len(wire), _PIECE):
            if not self.disconnecting:
                self._protocol.dataReceived(wire[start : start + _PIECE])
        self._end(ConnectionLost() if self._stored.truncated else ConnectionDone())

    def _end(self, reason: Exception) -> None:
        if not self._ended:
            self._ended = True
            self._protocol.connectionLost(Failure(reason))  # type: ignore[no-untyped-call]

    def loseConnection(self) -> None:  # noqa: N802
        self.disconnecting = True
        call_later(0, self._end, ConnectionDone())

    def abortConnection(self) -> None:  # noqa: N802
        self.disconnecting = True
        call_later(0, self._end, ConnectionLost())

    def getPeer(self) -> IPv4Address:  # noqa: N802
        return IPv4Address("TCP", "0.0.0.0", 0)  # noqa: S104 (an address that is none)

    getHost = getPeer  # noqa: N815

    def registerProducer(self, producer: object, streaming: bool) -> None:  # noqa: N802
        """A request's body is written at once."""

    def unregisterProducer(self) -> None:  # noqa: N802
        """See registerProducer."""

    def pauseProducing(self) -> None:  # noqa: N802
        """All is sent in one piece."""

    resumeProducing = stopProducing = pauseProducing  # noqa: N815
