"""What a process of a run does for a portal: crawl it, or go on with its crawl, and leave a file that says it is done.

Imported once by the server of processes (crawler/run/pool.py), with all that a crawl needs.
"""

import sys
import time
from datetime import UTC, datetime
from importlib import import_module

from scrapy import Spider, signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings, default_settings
from scrapy.utils.asyncio import create_looping_call

from archive.runs import CrawlRow, RunFolder
from archive.warc.paths import locked
from crawler.capture import CLOSE_REASON, session_of
from crawler.families.listing import ListingSpider
from crawler.outcome import INTERRUPTED, outcome_of
from crawler.run.begun import begun_of
from crawler.run.live import Progress
from crawler.run.pool import NO_ROOM, UNFINISHED, Line
from crawler.run.resume import held_count
from settings import base

# Seconds between two beats.
_BEAT = 1.0


def _load(*named: object) -> None:
    """Import the modules of what settings name by its path, as keys or as values."""
    for parts in named:
        for part in (*parts, *parts.values()) if isinstance(parts, dict) else ():
            if isinstance(part, str) and "." in part:
                import_module(part.rpartition(".")[0])


_load(*(parts for name, parts in vars(default_settings).items() if name.endswith("_BASE")))
_load(base.EXTENSIONS, base.DOWNLOADER_MIDDLEWARES, base.DOWNLOAD_HANDLERS, base.ADDONS)
import_module("crawler.platforms")


def crawl_portal(line: Line, settings: Settings, folder: RunFolder, name: str, before: str) -> None:
    """Crawl a portal, or go on with its crawl; ``before`` is how the crawl before it ended. Leaves a ``CrawlRow`` where
    it came to its end."""
    with locked(folder.path / f"{name}.lock"):  # a process of this crawl that lost its run is still closing its files
        began = time.monotonic()
        begun = begun_of(folder, name)
        settings.set("CRAWL_AS", (begun.crawl_id, begun.started), priority="cmdline")
        process = AsyncCrawlerProcess(settings)
        crawler = process.create_crawler(name)
        beats = _Beats(line, crawler)
        crawler.signals.connect(beats.opened, signals.spider_opened)
        closed = Closed(crawler)
        line.watch()
        process.crawl(crawler)
        process.start()
        outcome = outcome_of(crawler)
        if crawler.spider is not None and session_of(crawler).failure is not None:
            sys.exit(NO_ROOM)
        if outcome is None or closed.reason in {INTERRUPTED, CLOSE_REASON}:
            sys.exit(UNFINISHED)
        done = _progress(crawler)
        line.tell(done)
        folder.keep(
            CrawlRow(
                portal=name,
                organ=str(getattr(crawler.spider, "organ", "")),
                crawl_id=outcome.crawl_id,
                outcome=outcome.outcome,
                detail=outcome.detail,
                pages=outcome.pages,
                reports=outcome.reports,
                years=outcome.years,
                before=before,
                requests=done.asked + done.held,
                held=done.held,
                received=done.received,
                seconds=round(time.monotonic() - began, 1),
                ended=datetime.now(UTC).isoformat(timespec="seconds"),
                gone=_gone(crawler),
            )
        )


class Closed:
    """Why a spider closed, as Scrapy says it."""

    def __init__(self, crawler: Crawler) -> None:
        self.reason = ""
        crawler.signals.connect(self._note, signals.spider_closed)

    def _note(self, reason: str) -> None:
        self.reason = reason


class _Beats:
    """Tells the run how far the crawl is."""

    def __init__(self, line: Line, crawler: Crawler) -> None:
        self._line = line
        self._crawler = crawler

    def opened(self, spider: Spider) -> None:  # noqa: ARG002 (the signal names it)
        create_looping_call(self._tell).start(_BEAT, now=False)

    def _tell(self) -> None:
        self._line.tell(_progress(self._crawler))


def _progress(crawler: Crawler) -> Progress:
    spider, stats = crawler.spider, crawler.stats
    held = held_count(crawler)
    waiting = stats.get_value("scheduler/enqueued", 0) - stats.get_value("scheduler/dequeued", 0)
    answered = int(stats.get_value("downloader/response_count", 0))
    pages, reports, blocked = 0, 0, 0
    if isinstance(spider, ListingSpider):
        ledger = spider.ledger
        pages, reports, blocked = ledger.pages, ledger.reports, ledger.blocked()
    received = session_of(crawler).received if spider is not None else 0
    known = int(stats.get_value("capture/known", 0))
    return Progress(pages, reports, waiting, blocked, max(0, answered - held - known), held, received)


def _gone(crawler: Crawler) -> tuple[str, ...]:
    problems = crawler.spider.ledger.problems if isinstance(crawler.spider, ListingSpider) else []
    return tuple(one.ask.url for one in problems if one.kind == "gone")
