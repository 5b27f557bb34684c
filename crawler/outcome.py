"""The end of a crawl: what was found is judged, kept in the WARC, and read into the index."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self
from weakref import WeakKeyDictionary

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from archive.errors import IndexLockedError
from archive.model import CrawlOutcome
from crawler.capture import CaptureFailedError, archive_dir, session_of
from crawler.expectations import judge
from crawler.families.listing import ListingSpider
from crawler.status import reports_before

if TYPE_CHECKING:
    from archive.index import IndexReport

_INDEX_POLL = 0.5
# Scrapy's reason where a signal closes a spider.
INTERRUPTED = "shutdown"

_outcomes: WeakKeyDictionary[Crawler, CrawlOutcome] = WeakKeyDictionary()


class OutcomeExtension:
    """Judges the crawl when its spider closes and keeps the outcome as the last record of its WARC."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        crawler.signals.connect(self.spider_closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make an extension; spiders that are no portals have no outcome."""
        if not issubclass(crawler.spidercls, ListingSpider) or not crawler.spidercls.judged:
            raise NotConfigured
        return cls(crawler)

    def spider_closed(self, spider: Spider, reason: str) -> None:
        """Judge, keep, and remember for the command that ran the crawl."""
        if not isinstance(spider, ListingSpider):
            return
        if reason == INTERRUPTED and self._crawler.settings.get("CRAWL_AS"):
            return  # it goes on when its run does, and has not ended
        session = session_of(self._crawler)
        findings = spider.walk.findings()
        told = self._crawler.settings.get("REPORTS_BEFORE")  # where the index lies on another machine
        before = reports_before(spider.name, session.archive_dir) if told is None else int(told)
        floor = spider.portal() if spider.declared else None
        verdict = judge(floor, findings, spider.years, reason, before)
        outcome = CrawlOutcome(
            crawl_id=session.crawl.crawl_id,
            outcome=verdict.outcome,
            finished=datetime.now(UTC),
            pages=findings.pages,
            reports=findings.reports,
            years=findings.years,
            detail=verdict.detail,
        )
        _outcomes[self._crawler] = outcome
        if session.failure is None:
            with suppress(CaptureFailedError):  # the session says it, and keeps it in ``failure``
                session.write_outcome(outcome)


def outcome_of(crawler: Crawler) -> CrawlOutcome | None:
    """How a crawl ended; None where it never began or its spider is no portal."""
    return _outcomes.get(crawler)


def index_crawl(crawler: Crawler, progress: Callable[[str], None] | None = None) -> "IndexReport | None":
    """Read the portal's folder into ``<ARCHIVE_DIR>/archive.db``: what this crawl wrote, and what an earlier one left
    unread, to which this one's revisits may refer. Waits for another process that writes the index, ``INDEX_WAIT``
    seconds at most. None where ``INDEX_AFTER_CRAWL`` is off, or nothing was written.

    Raises:
        ArchiveError: where the index cannot be written.
    """
    session = session_of(crawler)
    folders = sorted({path.parent for path in session.paths_written})
    if not crawler.settings.getbool("INDEX_AFTER_CRAWL") or not folders:
        return None
    from archive.index import update_index

    end = time.monotonic() + crawler.settings.getfloat("INDEX_WAIT")
    while True:
        try:
            return update_index(database_of(crawler), folders, session.warc_root, progress)
        except IndexLockedError:
            if time.monotonic() >= end:
                raise
        time.sleep(_INDEX_POLL)


def database_of(crawler: Crawler) -> Path:
    """The index that belongs to the crawl's archive."""
    return archive_dir(crawler) / "archive.db"
