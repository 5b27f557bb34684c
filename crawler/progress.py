"""One line on stderr while a crawl runs: rewritten in place on a terminal, else one every few seconds."""

import sys
import time
from typing import Self, TextIO

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import AsyncioLoopingCall, create_looping_call
from twisted.internet.task import LoopingCall

from crawler.families.listing import ListingSpider
from crawler.outcome import outcome_of

_TERMINAL_INTERVAL = 0.3
_ERASE = "\r\x1b[K"


class ProgressLine:
    """Writes the line. ``show`` replaces what stands there, ``finish`` leaves its line for good."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._terminal = stream.isatty()

    @property
    def terminal(self) -> bool:
        return self._terminal

    def show(self, text: str) -> None:
        """The line as it is now. On a terminal the cursor stays at its start, so that a log line overwrites it."""
        self._stream.write(f"{_ERASE}{text}\r" if self._terminal else f"{text}\n")
        self._stream.flush()

    def finish(self, text: str) -> None:
        """The last line."""
        self._stream.write(f"{_ERASE if self._terminal else ''}{text}\n")
        self._stream.flush()


class ProgressExtension:
    """Shows how far the crawl is: pages, reports found, requests that wait, answers that were blocked."""

    def __init__(self, crawler: Crawler, line: ProgressLine, interval: float) -> None:
        self._crawler = crawler
        self._line = line
        self._interval = interval
        self._started = time.monotonic()
        self._task: AsyncioLoopingCall | LoopingCall | None = None
        crawler.signals.connect(self.spider_opened, signals.spider_opened)
        crawler.signals.connect(self.spider_closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make an extension."""
        if not crawler.settings.getbool("PROGRESS") or not issubclass(crawler.spidercls, ListingSpider):
            raise NotConfigured
        line = ProgressLine(sys.stderr)
        return cls(
            crawler, line, _TERMINAL_INTERVAL if line.terminal else crawler.settings.getfloat("PROGRESS_INTERVAL")
        )

    def spider_opened(self, spider: Spider) -> None:
        """Start the clock."""
        self._task = create_looping_call(self._show, spider)
        self._task.start(self._interval, now=self._line.terminal)

    def spider_closed(self, spider: Spider, reason: str) -> None:
        """Leave the result standing."""
        if self._task is not None and self._task.running:
            self._task.stop()
        outcome = outcome_of(self._crawler)
        if outcome is None:
            self._line.finish(f"{spider.name}: {reason}")
            return
        detail = f" ({outcome.detail})" if outcome.detail else ""
        self._line.finish(
            f"{spider.name}: {outcome.outcome}: {outcome.pages} pages, {outcome.reports} reports"
            f"{_span(outcome.years)}, {self._elapsed()}{detail}"
        )

    def _show(self, spider: Spider) -> None:
        if not isinstance(spider, ListingSpider):
            return
        ledger = spider.ledger
        stats = self._crawler.stats
        waiting = stats.get_value("scheduler/enqueued", 0) - stats.get_value("scheduler/dequeued", 0)
        blocked = ledger.blocked()
        self._line.show(
            f"{spider.name}: {ledger.pages} pages, {ledger.reports} reports, {waiting} waiting"
            f"{f', {blocked} blocked' if blocked else ''}, {self._elapsed()}"
        )

    def _elapsed(self) -> str:
        seconds = int(time.monotonic() - self._started)
        return f"{seconds // 60}:{seconds % 60:02d}"


def _span(years: tuple[int, ...]) -> str:
    if not years:
        return ""
    return f" of {years[0]}" if len(years) == 1 else f" of {years[0]}–{years[-1]}"
