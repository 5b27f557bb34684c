"""The download handler that archives: it tees the bytes of every exchange and has them kept before anyone reads them.

Built on private names of Scrapy 2.19.0 and Twisted 26.10 (both pinned); ``tests/wire/test_wire_contract.py`` holds
every byte against a server whose bytes are known, so an upgrade that moves one of these names is seen at once.
"""

import logging
from collections.abc import Iterable
from typing import Any, cast

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _BindAddressAgent,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _ScrapyAgent,
)
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, NotSupported, ResponseDataLossError
from scrapy.http import Response
from scrapy.utils._download_handlers import normalize_bind_address, wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.defer import Deferred
from twisted.internet.error import ConnectionDone
from twisted.internet.interfaces import IAddress, IHandshakeListener, ISSLTransport
from twisted.internet.protocol import connectionDone
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS, HTTP11ClientProtocol
from twisted.web._newclient import Request as TxRequest
from twisted.web.client import Agent, HTTPConnectionPool
from twisted.web.iweb import IResponse
from zope.interface import implementer  # type: ignore[import-untyped]

from archive.model import Discovery, Exchange
from crawler.capture import session_of
from crawler.connect_to import ConnectTo, parse_connect_to
from crawler.endpoints import BindAddress, EndpointFactory
from crawler.errors import ConnectFailedError, CutAnswerError, TlsFailedError
from crawler.exchange import Attempt, Recording
from crawler.failures import connect_failure, why_cut
from crawler.scope import OutOfScopeError, scope_of
from crawler.tls import PERMISSIVE_FACT, TlsPolicies
from crawler.whole import BEGINNING, beginning_of, whole_answer

logger = logging.getLogger(__name__)

# Bytes of status line and headers, interim answers included. Browsers give up at 256 KiB to 393 KiB (Chromium,
# Firefox, 2024); a single line is limited to 16 KiB by Twisted.
HEADER_LIMIT = 256 << 10


class WireHandler(HTTP11DownloadHandler):
    """``http`` and ``https`` of the ``DOWNLOAD_HANDLERS`` setting. Scrapy builds one per scheme; what they share (the
    WARC writer) hangs on the crawler."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = TapFactory
        self._tls = TlsPolicies(crawler)
        self._connect_to = parse_connect_to(crawler.settings.get("CONNECT_TO"))
        if crawler.spider is None:
            raise RuntimeError("the download handler is built after the spider")
        self._scope = scope_of(crawler.spider, crawler.settings.getlist("ATTACHMENT_HOSTS"))
        self._session = session_of(crawler)

    async def download_request(self, request: Request) -> Response:
        """Download, archive, and only then hand the response on; a failed download is archived with what arrived.

        Raises:
            OutOfScopeError: for a URL or an address outside the crawl's scope; nothing was sent.
            ConnectFailedError: where no connection came about; its subclass says how it failed.
            CutAnswerError: for an answer that is not whole; it is archived as far as it came.
            CaptureFailedError: where the exchange could not be archived; the crawl is being stopped.
        """
        self._session.ensure_open()
        try:
            self._scope.check(request.url)
        except OutOfScopeError as error:
            self._session.count_refusal(error)
            raise
        if request.meta.get("proxy"):
            raise NotSupported(f"{request.url}: a proxy would stand between the crawler and the wire; set no proxy")
        host = urlparse_cached(request).netloc
        relaxed = self._tls.is_relaxed(host)
        try:
            return await self._exchange(request, self._recording(request, relaxed=relaxed))
        except TlsFailedError as error:
            if not self._tls.may_relax(host):
                raise
            failure = error
        except ConnectFailedError as error:
            if relaxed:
                self._tls.failed(host, error)
            raise
        return await self._second_try(request, host, failure)

    async def _second_try(self, request: Request, host: str, failure: TlsFailedError) -> Response:
        """Ask with the permissive context; where that is of no use either, the first failure stands."""
        recording = self._recording(request, relaxed=True)
        try:
            response = await self._exchange(request, recording)
        except ConnectFailedError as error:
            self._tls.failed(host, error)
            raise failure from error
        finally:
            if recording.connected:  # whatever failed later: the permissive context is the one for this host
                self._tls.relax(host)
        logger.info("%s answers to the permissive TLS context only (%s)", host, failure)
        return response

    def _recording(self, request: Request, *, relaxed: bool) -> Recording:
        """What one download is to be recorded in; ``relaxed`` asks for the permissive TLS context."""
        return Recording(request.url.partition("#")[0], facts=(PERMISSIVE_FACT,) if relaxed else ())

    def _agent(self, recording: Recording, **options: Any) -> "WireAgent":
        return WireAgent(recording, self._connect_to, **options)

    def _keep(
        self,
        recording: Recording,  # noqa: ARG002 (for those who know more of it)
        exchanges: Iterable[Exchange],
        discovery: Discovery | None,
    ) -> None:
        """Archive what one download brought."""
        self._session.keep(exchanges, discovery)

    async def _exchange(self, request: Request, recording: Recording) -> Response:
        """One download, archived whatever comes of it."""
        discovery = request.meta.get("discovery")
        agent = self._agent(
            recording,
            contextFactory=self._tls.permissive if PERMISSIVE_FACT in recording.facts else self._tls.normal,
            bindAddress=self._bind_address,
            pool=self._pool,
            maxsize=self._default_maxsize,
            warnsize=self._default_warnsize,
            fail_on_dataloss=self._fail_on_dataloss,
            crawler=self._crawler,
            tls_verbose_logging=self._tls_verbose_logging,
        )
        try:
            with wrap_twisted_exceptions():
                response = await maybe_deferred_to_future(agent.download_request(request))
        except BaseException as error:
            connected = recording.connected
            exchanges = recording.close(why_cut(recording, error))
            self._keep(recording, exchanges, discovery)
            if isinstance(error, OutOfScopeError):
                self._session.count_refusal(error)
            if recording.over_limit:
                return _over_limit(recording, exchanges[-1])
            failed = None if connected else connect_failure(request.url, error, tls=bool(recording.attempts))
            if failed is not None:
                raise failed from error
            if isinstance(error, ResponseDataLossError):
                raise CutAnswerError(f"{request.url}: the connection ended in the middle of the answer") from error
            raise
        if recording.over_limit:
            # Of an answer without a length, the end that we made looks like its own.
            exchanges = recording.close("length")
            self._keep(recording, exchanges, discovery)
            return _over_limit(recording, exchanges[-1])
        answer = whole_answer(recording, response)
        cut_off = isinstance(answer, CutAnswerError) and not {"partial", "dataloss"}.isdisjoint(response.flags)
        self._keep(recording, recording.close("disconnect" if cut_off else None), discovery)
        if isinstance(answer, Exception):
            raise answer
        return answer


def _over_limit(recording: Recording, exchange: Exchange) -> Response:
    if recording.enough:
        return beginning_of(exchange, recording.enough)
    raise DownloadCancelledError(f"{recording.url}: the answer passes DOWNLOAD_MAXSIZE, or its headers do not end")


class WireAgent(_ScrapyAgent):
    """Scrapy's agent with our endpoints, and a pool that knows which download it works for."""

    def __init__(self, recording: Recording, connect_to: ConnectTo, pool: HTTPConnectionPool, **kwargs: Any) -> None:
        super().__init__(pool=pool, **kwargs)
        self._shared_pool = pool
        self._recording = recording
        self._connect_to = connect_to

    def _get_agent(self, request: Request, timeout: float) -> Agent:
        from twisted.internet import reactor

        self._recording.limit = request.meta.get("download_maxsize", self._maxsize)
        self._recording.enough = request.meta.get(BEGINNING, 0)
        bind = normalize_bind_address(request.meta.get("bindaddress") or self._bindAddress)
        pool = _RecordingPool(self._shared_pool, self._recording)
        endpoints = self._endpoints(timeout, bind)
        return cast(Agent, cast(Any, _BindAddressAgent).usingEndpointFactory(reactor, endpoints, pool))

    def _endpoints(self, timeout: float, bind: BindAddress) -> Any:
        """What makes the connection of a URL; ``timeout`` in seconds."""
        from twisted.internet import reactor

        return EndpointFactory(reactor, self._contextFactory, self._connect_to, timeout, bind)


class _RecordingPool:
    """One download's view of the connection pool: marks the request, so that the connection knows its recording."""

    def __init__(self, pool: HTTPConnectionPool, recording: Recording) -> None:
        self.persistent = pool.persistent
        self._pool = pool
        self._recording = recording

    def getConnection(self, key: Any, endpoint: Any) -> Deferred[Any]:  # noqa: N802 (Twisted's interface)
        connection: Deferred[Any] = self._pool.getConnection(key, endpoint)
        return connection.addCallback(_RecordingConnection, self._recording)


class _RecordingConnection:
    def __init__(self, connection: Any, recording: Recording) -> None:
        self._connection = connection
        self._recording = recording

    def request(self, request: TxRequest) -> Deferred[IResponse]:
        request.__class__ = _RecordedRequest
        cast(_RecordedRequest, request).recording = self._recording
        answered: Deferred[IResponse] = self._connection.request(request)
        return answered


class _RecordedRequest(TxRequest):
    """A request that tees what it writes. The pool may write it twice, on two connections: each is an attempt of its
    own, and a tee lives for one of them."""

    recording: Recording

    def writeTo(self, transport: Any) -> Deferred[None]:  # noqa: N802 (Twisted's interface)
        tee = _Tee(transport, self.recording.attempts[-1].sent)
        return cast(Deferred[None], super().writeTo(tee))  # type: ignore[no-untyped-call]


class _Tee:
    """A transport that remembers what is written to it."""

    def __init__(self, transport: Any, sent: list[bytes]) -> None:
        self._transport = transport
        self._sent = sent

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        self._sent.append(data)
        self._transport.write(data)

    def writeSequence(self, pieces: Iterable[bytes]) -> None:  # noqa: N802 (Twisted's interface)
        self.write(b"".join(pieces))


@implementer(IHandshakeListener)
class _TapProtocol(_LenientHTTP11ClientProtocol):
    """One connection. What is received goes to the attempt in hand before the parser sees it."""

    transport: Any
    _attempt: Attempt | None = None
    _recording: Recording | None = None
    _tls: str | None = None

    def request(self, request: TxRequest) -> Deferred[IResponse]:
        recording = cast(_RecordedRequest, request).recording
        attempt = recording.begin(self.transport.getPeer().host)
        attempt.tls = self._tls
        attempt.crossed = self._tls is not None or not ISSLTransport.providedBy(self.transport)
        self._recording, self._attempt = recording, attempt
        return super().request(request)

    def handshakeCompleted(self) -> None:  # noqa: N802 (Twisted's interface)
        self._tls = self.transport.getHandle().get_protocol_version_name().lower().replace("tlsv", "tls/")
        if self._attempt is not None:
            self._attempt.tls = self._tls
            self._attempt.crossed = True

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 (Twisted's interface)
        attempt, recording = self._attempt, self._recording
        if attempt is None or recording is None or recording.closed:
            # Twisted then drops the connection, so that no later request takes these bytes for its answer.
            logger.info("%d bytes came after an answer was complete; connection dropped", len(data))
        else:
            attempt.received.append(data)
            attempt.size += len(data)
            if attempt.size > HEADER_LIMIT and self._passes_limit(attempt, recording):
                attempt.over_limit = True
                self.transport.abortConnection()
                return
        super().dataReceived(data)  # type: ignore[no-untyped-call]
        if attempt is not None:
            attempt.hung_up = bool(self.transport.disconnecting)

    def connectionLost(self, reason: Failure = connectionDone) -> None:  # noqa: N802 (Twisted's interface)
        if self._attempt is not None:
            self._attempt.aborted = not isinstance(reason.value, ConnectionDone)
        super().connectionLost(reason)  # type: ignore[no-untyped-call]

    def _passes_limit(self, attempt: Attempt, recording: Recording) -> bool:
        """The limit holds for the bytes on the wire, framing included: one-byte chunks are no way around it."""
        in_head = self._parser is not None and self._parser.state in (STATUS, HEADER)
        return in_head or 0 < (recording.enough or recording.limit) < attempt.size - HEADER_LIMIT


class TapFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: IAddress | None) -> HTTP11ClientProtocol:  # noqa: N802, ARG002 (Twisted's interface)
        return cast(HTTP11ClientProtocol, cast(Any, _TapProtocol)(self._quiescentCallback))
