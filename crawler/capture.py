"""The archive's side of one crawl: exchanges into WARC records, one session per Scrapy crawler.

A response is handed on only after its records are written. Where the disk refuses, the crawl stops with one clear line,
nothing more is fetched, and everything that was acknowledged stays whole.
"""

import json
import logging
import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from weakref import WeakKeyDictionary

import scrapy
import twisted
from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings
from scrapy.utils.asyncio import AsyncioLoopingCall, create_looping_call
from scrapy.utils.defer import _schedule_coro
from twisted.internet.task import LoopingCall

from archive.errors import ArchiveError
from archive.model import Crawl, CrawlOutcome, Discovery, Exchange, Portal
from archive.warc.openfile import SYNC_SECONDS
from archive.warc.paths import warc_files
from archive.warc.store import store_of
from archive.warc.writer import Prior, Standing, Validators, WarcWriter
from crawler.errors import CrawlerError
from crawler.paths import ROOT
from crawler.scope import OutOfScopeError

logger = logging.getLogger(__name__)

CLOSE_REASON = "capture_failed"

# Seconds after which a WARC file is finished, and the next begun.
_AGE = 3600.0

# The settings that shape what a server answers and what of it is kept; each warcinfo record names them.
_RECORDED_SETTINGS = (
    "ATTACHMENT_HOSTS",
    "AUTOTHROTTLE_ENABLED",
    "CLOSESPIDER_TIMEOUT",
    "CONCURRENT_REQUESTS",
    "CONCURRENT_REQUESTS_PER_DOMAIN",
    "CONNECT_TO",
    "COOKIES_ENABLED",
    "CRAWL_MAXSIZE",
    "DEFAULT_REQUEST_HEADERS",
    "DOWNLOAD_DELAY",
    "DOWNLOAD_MAXSIZE",
    "DOWNLOAD_TIMEOUT",
    "DOWNLOAD_VERIFY_CERTIFICATES",
    "RECRAWL_CONDITIONAL",
    "RECRAWL_REPORTS_AFTER",
    "REFUSED_DELAY",
    "REPLAY",
    "RETRY_AFTER_MAX",
    "RETRY_TIMES",
    "ROBOTSTXT_OBEY",
    "USER_AGENT",
)


class CaptureFailedError(CrawlerError):
    """An exchange could not be archived, so its response is withheld and the crawl stops."""


class CaptureSession:
    """What one crawl keeps, in ``folder``. ``failure`` is None, or the one line that says why keeping had to stop;
    ``is_recrawl`` whether an earlier crawl left captures there."""

    def __init__(self, crawler: Crawler, spider: Spider) -> None:
        portal = _portal(spider)
        name = portal.name if portal is not None else spider.name
        software = f"nianbao, Scrapy/{scrapy.__version__}, Twisted/{twisted.__version__}"
        crawl_id, started = crawler.settings.get("CRAWL_AS") or new_crawl(name)
        self.crawl = Crawl(crawl_id, portal, datetime.fromisoformat(started), software)
        self.archive_dir = archive_dir(crawler)
        self.failure: str | None = None
        self.refused: Counter[str] = Counter()
        self._crawler = crawler
        self._limit = crawler.settings.getint("CRAWL_MAXSIZE")
        self._bytes = 0
        self._closed = False
        self._stopping = False
        self._files: set[str] = set()
        self.folder = folder = self.warc_root / name
        self.is_recrawl = any(folder.glob("*.warc.gz*")) or bool(warc_files(folder, deep=False))
        settings = {key: _readable(crawler.settings.get(key)) for key in _RECORDED_SETTINGS if key in crawler.settings}
        self._clock: AsyncioLoopingCall | LoopingCall | None = None
        self._writer: WarcWriter | None = None
        try:
            seconds = crawler.settings.getfloat("STORE_EVERY") if store_of(folder) is not None else _AGE
            age = timedelta(seconds=seconds)
            self._writer = WarcWriter(folder, self.crawl, settings=settings, max_age=age)
        except (ArchiveError, OSError) as error:
            self._fail(f"the archive cannot be opened: {error}")

    @property
    def warc_root(self) -> Path:
        """The folder that every ``Location.file`` is relative to."""
        return self.archive_dir / "warc"

    @property
    def received(self) -> int:
        """Bytes that came over the wire and were kept."""
        return self._bytes

    @property
    def paths_written(self) -> tuple[Path, ...]:
        """The WARC files that this crawl wrote to, under their final names, sorted."""
        return tuple(self.warc_root / file for file in sorted(self._files))

    def ensure_open(self) -> None:
        """Raises:
        CaptureFailedError: where nothing can be kept any more, so nothing may be fetched.
        """
        self._open_writer()

    def _open_writer(self) -> WarcWriter:
        if self.failure is not None or self._writer is None:
            self._stop(CLOSE_REASON)
            raise CaptureFailedError(self.failure)
        if self._closed:
            raise CaptureFailedError(f"the capture session of {self.crawl.crawl_id} is closed")
        return self._writer

    def keep(self, exchanges: Iterable[Exchange], discovery: Discovery | None) -> None:
        """Archive the attempts of one download, in order; the discovery goes with the last.

        Raises:
            CaptureFailedError: where the archive refuses; the crawl is then being stopped.
        """
        pending = tuple(exchanges)
        for number, exchange in enumerate(pending, start=1):
            writer = self._open_writer()
            try:
                location = writer.write_exchange(exchange, discovery if number == len(pending) else None)
            except (ArchiveError, OSError) as error:
                self._fail(f"{exchange.url} could not be archived: {error}")
                raise CaptureFailedError(self.failure) from error
            self._files.add(location.file)
            self._count(len(exchange.response))

    def keep_resource(
        self,
        url: str,
        data: bytes,
        content_type: str,
        discovery: Discovery | None = None,
        *,
        facts: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Archive what did not cross the wire as such (a browser's DOM or screenshot, what its scripts fetched) as a
        ``resource`` record, with ``facts`` beside it.

        Raises:
            CaptureFailedError: where the archive refuses; the crawl is then being stopped.
        """
        writer = self._open_writer()
        try:
            location = writer.write_resource(url, data, content_type, datetime.now(UTC), discovery, facts=facts)
        except (ArchiveError, OSError) as error:
            self._fail(f"{url} could not be archived: {error}")
            raise CaptureFailedError(self.failure) from error
        self._files.add(location.file)
        self._count(len(data))

    def keep_discovery(self, url: str, discovery: Discovery) -> bool:
        """Note what the newest capture of a URL turned out to be; whether there is one.

        Raises:
            CaptureFailedError: where the archive refuses; the crawl is then being stopped.
        """
        writer = self._open_writer()
        try:
            location = writer.write_discovery(url, discovery)
        except (ArchiveError, OSError) as error:
            self._fail(f"what {url} is could not be archived: {error}")
            raise CaptureFailedError(self.failure) from error
        if location is not None:
            self._files.add(location.file)
        return location is not None

    def _count(self, received: int) -> None:
        self._bytes += received
        if 0 < self._limit < self._bytes:
            self._stop("crawl_maxsize")
            logger.error("stopping: more than CRAWL_MAXSIZE=%d bytes were received", self._limit)
            self._limit = 0

    def prior(self, url: str) -> Prior | None:
        """The newest whole capture of a URL that earlier crawls left in the portal's folder.

        Raises:
            CaptureFailedError: where the archive could not be opened.
        """
        return self._open_writer().prior(url)

    def standing(self, url: str) -> Standing | None:
        """How long a page has been seen to stand as it is, as far as earlier crawls know.

        Raises:
            CaptureFailedError: where the archive could not be opened.
        """
        return self._open_writer().standing(url)

    def confirmed(self, url: str, validators: Validators, etag: str | None) -> Prior | None:
        """What a 304 with this ETag stands for, as an answer to a request with these validators.

        Raises:
            CaptureFailedError: where the archive could not be opened.
        """
        return self._open_writer().confirmed(url, validators, etag)

    def count_refusal(self, error: OutOfScopeError) -> None:
        """Note a request that the scope refused; each host is named once in the log."""
        message = str(error)
        host = message.partition(": ")[0].split("/")[2:3] or [message]
        self.refused[host[0]] += 1
        self._crawler.stats.inc_value("capture/out_of_scope")
        if self.refused[host[0]] == 1:
            logger.warning("refused %s", message)

    def write_outcome(self, outcome: CrawlOutcome) -> None:
        """Keep how the crawl ended; call it once, before ``close``.

        Raises:
            CaptureFailedError: where the archive refuses.
        """
        writer = self._open_writer()
        try:
            location = writer.write_outcome(outcome)
        except (ArchiveError, OSError) as error:
            self._fail(f"the outcome of {outcome.crawl_id} could not be archived: {error}")
            raise CaptureFailedError(self.failure) from error
        self._files.add(location.file)

    def sync_regularly(self) -> None:
        """Have what lies unsynced reach the disk while nothing comes that would do it: needs a running crawl."""
        self._clock = create_looping_call(self.sync)
        self._clock.start(SYNC_SECONDS, now=False)

    def sync(self) -> None:
        """Wait until the disk has everything that was kept; a refusal stops the crawl and is kept in ``failure``."""
        if self._writer is None or self._closed or self.failure is not None:
            return
        try:
            self._writer.sync()
        except (ArchiveError, OSError) as error:
            self._fail(f"what was archived could not be synced: {error}")

    def close(self) -> None:
        """Give the open WARC its final name. Does nothing a second time. A refusal of the disk is logged and kept
        in ``failure``: the file then stays as ``.open``, and the next crawl finishes it."""
        if self._closed:
            return
        self._closed = True
        if self._clock is not None and self._clock.running:
            self._clock.stop()
        try:
            if self._writer is not None:
                self._writer.close()
        except (ArchiveError, OSError) as error:
            self._fail(
                f"the WARC of {self.crawl.crawl_id} could not be finished: {error}; nothing of it is lost, and the "
                "next crawl finishes it"
            )

    def _fail(self, message: str) -> None:
        if self.failure is None:
            self.failure = message
            logger.critical("%s", message)
            self._stop(CLOSE_REASON)

    def _stop(self, reason: str) -> None:
        """Have the engine close the spider, once; before there is an engine, its first request does this."""
        try:
            engine = self._crawler.engine
        except RuntimeError:
            return
        if engine.spider is not None and not self._stopping:
            self._stopping = True
            _schedule_coro(engine.close_spider_async(reason=reason))


def new_crawl(name: str) -> tuple[str, str]:
    """The id and the start (UTC, ISO 8601) of a crawl that begins now. The setting ``CRAWL_AS`` holds such a pair where
    a crawl is to be known by it: one that goes on after its process died (crawler/run)."""
    started = datetime.now(UTC)
    return f"{name}-{started:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}", started.isoformat()


_sessions: WeakKeyDictionary[Crawler, CaptureSession] = WeakKeyDictionary()


def session_of(crawler: Crawler) -> CaptureSession:
    """The crawl's session, opened at the first call; it closes itself when the engine stops. Where the archive cannot
    be opened, the session says so in ``failure`` and the first request stops the crawl."""
    session = _sessions.get(crawler)
    if session is None:
        if crawler.spider is None:
            raise RuntimeError("a capture session opens after its spider")
        session = _sessions[crawler] = CaptureSession(crawler, crawler.spider)
        session.sync_regularly()
        crawler.signals.connect(session.close, signals.engine_stopped)
    return session


def archive_dir(crawler: Crawler) -> Path:
    """``ARCHIVE_DIR``; a relative one counts from the checkout, whatever the working directory."""
    return ROOT / str(crawler.settings.get("ARCHIVE_DIR", "data"))


def _readable(value: object) -> str:
    """A setting as a person reads it and a program parses it: text as it stands, nothing as nothing, all else as
    JSON."""
    if value is None or isinstance(value, str):
        return value or ""
    plain = value.copy_to_dict() if isinstance(value, BaseSettings) else value
    return json.dumps(plain, ensure_ascii=False, default=str)


def _portal(spider: Spider) -> Portal | None:
    declared = getattr(spider, "portal", None)
    portal = declared() if callable(declared) else declared
    return portal if isinstance(portal, Portal) else None
