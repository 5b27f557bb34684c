"""A host that asks for patience gets it: ``Retry-After`` pauses its slot, refusals in a row slow it down.

Other hosts go on meanwhile: only the slot of the downloader waits, nothing else does. RFC 9110 §10.2.3 gives the two
forms of the header, seconds and an HTTP date. It does not say whether a page or the host is meant (RFC 6585 §4), so one
answer that asks for more than ``RETRY_AFTER_MAX`` costs its own page, and two in a row close the host.
"""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Self

from scrapy import Request, signals
from scrapy.core.downloader import Downloader, Slot
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.http import Headers, Response
from scrapy.utils.asyncio import call_later

from crawler.errors import HostWaitsError

logger = logging.getLogger(__name__)

# Sent with the ``host`` that shows other pages in place of those it is asked for.
host_refuses = object()
# A firewall refuses with 403 as well, and one was seen to say until when.
_MAY_ASK_TO_WAIT = frozenset({403, 429, 503})
_REFUSED = frozenset({403, 429})
TOO_MANY = 429
# Good answers after which a host that was slowed down is asked twice as fast again.
_FORGIVEN_AFTER = 10
# Seconds between two looks at whether the crawl is closing, which no signal of Scrapy 2.19 tells in time.
_TICK = 0.5
# The slot of answers that are held already: no server is asked, so none is waited for (crawler/run/resume.py).
HELD_SLOT = "held"


def retry_after(headers: Headers) -> float | None:
    """The seconds that an answer asks to wait, None where it does not. A date counts from the server's own ``Date``,
    since its clock may be off; one that is past, or no date at all, asks for nothing."""
    stated = (headers.get(b"Retry-After") or b"").decode("latin-1").strip()
    if stated.isascii() and stated.isdecimal():
        return float(stated[:12])
    until = _http_date(stated)
    if until is None:
        return None
    now = _http_date((headers.get(b"Date") or b"").decode("latin-1")) or datetime.now(UTC)
    return max(0.0, (until - now).total_seconds())


def _http_date(text: str) -> datetime | None:
    try:
        parsed = parsedate_to_datetime(text)
        return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


@dataclass(slots=True)
class _Host:
    """Where one slot stands. Instants are of the monotonic clock, ``delay`` and ``usual`` in seconds; ``refused`` and
    ``overlong`` count answers since the last good one, ``good`` those since the host was slowed down."""

    until: float = 0.0
    closed_until: float = 0.0
    refused: int = 0
    overlong: int = 0
    good: int = 0
    delay: float = 0.0
    usual: float = 0.0
    slowed: float = 0.0


class PaceMiddleware:
    """Stands between the retries and the downloader. Waiting is done where Scrapy waits, in the slot."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._crawler = crawler
        self._longest = settings.getfloat("RETRY_AFTER_MAX")
        self._first_delay = settings.getfloat("REFUSED_DELAY")
        self._most_delay = settings.getfloat("AUTOTHROTTLE_MAX_DELAY")
        self._retry = settings.getbool("RETRY_ENABLED")
        self._hosts: dict[str, _Host] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make a middleware. The signal comes before the slot's next request goes out; a middleware's
        turn comes after it."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.response_downloaded, signals.response_downloaded)
        crawler.signals.connect(middleware.slow_down, host_refuses)
        return middleware

    def process_request(self, request: Request) -> None:
        """Raises:
        HostWaitsError: for a host that asked, twice in a row, for more patience than a crawl has.
        """
        host = self._hosts.get(self._downloader.get_slot_key(request))
        if host is not None and host.closed_until > monotonic():
            until = datetime.now(UTC) + timedelta(seconds=host.closed_until - monotonic())
            raise HostWaitsError(f"{request.url}: the host asks to be left alone until {until:%Y-%m-%d %H:%M} UTC")

    def response_downloaded(self, response: Response, request: Request) -> None:
        """Pause or slow down the slot that the answer came through, before its next request."""
        key = request.meta["download_slot"]
        slot = self._downloader.slots.get(key)
        if slot is None or key == HELD_SLOT:
            return
        host = self._hosts.setdefault(key, _Host())
        wait = retry_after(response.headers) if response.status in _MAY_ASK_TO_WAIT else None
        if wait is not None:
            self._asked_to_wait(key, host, slot, wait)
        elif response.status in _REFUSED:
            host.refused += 1
            if host.refused > 1 or response.status == TOO_MANY:
                self._slow_down(key, host, slot)
        elif response.status < 400:
            host.refused = host.overlong = 0
            self._forgive(host, slot)
        # AutoThrottle, whose turn was before, knows how fast an answer came, not what it said.
        slot.delay = max(slot.delay, host.delay)

    def slow_down(self, host: str) -> None:
        """Ask the host more slowly, as one that refuses."""
        slot = self._downloader.slots.get(host)
        if slot is not None:
            self._slow_down(host, self._hosts.setdefault(host, _Host()), slot)
            slot.delay = max(slot.delay, self._hosts[host].delay)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Ask again what was put off; the slot has been told to wait. Of other retries nothing is known here."""
        if response.status not in _MAY_ASK_TO_WAIT or not self._retry or request.meta.get("dont_retry"):
            return response
        wait = retry_after(response.headers)
        if wait is None and response.status != TOO_MANY:
            return response
        again = None
        if wait is None or wait <= self._longest:
            spider = self._crawler.spider
            assert spider is not None  # noqa: S101 (a request has one)
            again = get_retry_request(request, spider=spider, reason=f"put off with {response.status}")
        if again is None:
            # Nor is it for others to ask sooner.
            request.meta["dont_retry"] = True
        return again or response

    def _asked_to_wait(self, key: str, host: _Host, slot: Slot, wait: float) -> None:
        now = monotonic()
        if wait > self._longest:
            host.overlong += 1
            if host.overlong > 1:
                host.closed_until = now + wait
                logger.warning("%s asks twice in a row for %.0f s of rest; it is asked no more", key, wait)
                self._refuse_waiting(key, slot)
                return
        until = now + min(wait, self._longest)
        if until > host.until:
            host.until = until
            logger.warning("%s asks for %.0f s of rest (Retry-After); waiting %.0f s", key, wait, until - now)
            # Scrapy forgets a slot that was idle for a minute, and the pause with it.
            slot.lastseen = max(slot.lastseen, until - slot.delay)
            self._hold(key, host, slot)

    def _hold(self, key: str, host: _Host, slot: Slot) -> None:
        """Keep the slot's queue shut until the host's rest is over; where the crawl is closing, give up what waits."""
        if slot.latercall:
            slot.latercall.cancel()
            slot.latercall = None
        left = host.until - monotonic()
        if left > 0 and self._closing:
            self._refuse_waiting(key, slot)
        elif left > 0:
            slot.latercall = call_later(min(left, _TICK), self._hold, key, host, slot)
        else:
            self._downloader._latercall(slot)

    def _refuse_waiting(self, key: str, slot: Slot) -> None:
        while slot.queue:
            request, waiting = slot.queue.popleft()
            waiting.errback(HostWaitsError(f"{request.url}: given up while {key} asked for rest"))

    def _slow_down(self, key: str, host: _Host, slot: Slot) -> None:
        now = monotonic()
        host.good = 0
        if now < host.slowed + host.delay:
            return  # what was under way when the host was slowed down says nothing new
        if not host.delay:
            host.usual = slot.delay
        host.delay = min(max(2 * host.delay, self._first_delay, slot.delay), max(self._most_delay, slot.delay))
        host.slowed = now
        logger.warning("%s refuses; asking every %.1f s from now on", key, host.delay)

    def _forgive(self, host: _Host, slot: Slot) -> None:
        host.good += 1
        if host.delay and host.good >= _FORGIVEN_AFTER:
            host.good = 0
            host.delay = host.delay / 2 if host.delay > self._first_delay else 0.0
            slot.delay = max(host.usual, host.delay)

    @property
    def _downloader(self) -> Downloader:
        return self._crawler.engine.downloader

    @property
    def _closing(self) -> bool:
        slot = self._crawler.engine._slot
        return slot is None or slot.closing is not None
