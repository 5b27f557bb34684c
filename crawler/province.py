"""Surveys of the portals of a province, side by side in one process: ``scrapy discover --registry PROVINCE``.

Each portal is one crawler with a queue, a pace and a WARC folder of its own. Portals under one registered domain (a
district's below its city's) may lead to the same hosts, so they take turns. Whatever stops the process, portals with a
row are done, and the next run goes on with the others.
"""

import sys
import time
from asyncio import Task
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal

from scrapy import Spider, signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.utils.asyncio import create_looping_call

from crawler.capture import CLOSE_REASON, session_of
from crawler.domains import registered_domain
from crawler.loader import loadable
from crawler.paths import ROOT
from crawler.portal import PortalSpider
from crawler.progress import ProgressLine
from crawler.registry import RegistryEntry, portal_at, portal_name
from crawler.stopping import SignalLog
from crawler.survey import SurveySpider
from crawler.survey_rows import (
    STATES,
    State,
    SurveyRow,
    as_text,
    failed_row,
    forget_rows,
    read_rows,
    row_of,
    write_row,
    write_table,
)

_SHUTDOWN = "shutdown"
# Seconds between two looks at the surveys under way, on a terminal.
_INTERVAL = 0.5

Again = Literal["", "all"] | State


def survey_province(
    process: AsyncCrawlerProcess, entries: Sequence[RegistryEntry], *, jobs: int, limit: int | None, again: Again
) -> "ProvinceSurvey":
    """Survey the portals of a province, in their order, into ``<ARCHIVE_DIR>/proposals/<province>/``.

    Raises:
        CrawlerError: where a file there is no row of a survey.
    """
    folder = ROOT / str(process.settings.get("ARCHIVE_DIR")) / "proposals" / entries[0].folder
    spiders = loadable(process.spider_loader, process.spider_loader.list())
    survey = ProvinceSurvey(process, folder, entries, declared_among(entries, spiders))
    survey.run(jobs=jobs, limit=limit, again=again)
    return survey


def declared_among(entries: Iterable[RegistryEntry], spiders: Iterable[type[Spider]]) -> frozenset[str]:
    """The names of the portals that have a spider file: one of this name, or one of the division with a seed of the
    portal's domain. A town below the domain of its city does not declare the city."""
    declared = [spider for spider in spiders if issubclass(spider, PortalSpider) and spider.family]
    names = {spider.name for spider in declared}
    seeds = {(portal_at(seed), spider.adcode) for spider in declared for seed in spider.seeds}
    owners = {entry for entry, adcode in seeds if entry is not None and (not entry.own or adcode == entry.adcode)}
    return frozenset(_name(entry) for entry in entries if _name(entry) in names or entry in owners)


def to_ask(
    entries: Iterable[RegistryEntry], rows: Mapping[str, SurveyRow], declared: Container[str], again: Again
) -> list[RegistryEntry]:
    """The portals that a survey is for: those without a row that nobody declared; with ``again``, those whose row is
    of that state too, or all of the province."""

    def wanted(name: str) -> bool:
        return rows[name].state == again if name in rows else name not in declared

    return [entry for entry in entries if again == "all" or wanted(_name(entry))]


def next_free(waiting: Iterable[RegistryEntry], busy: Container[str]) -> RegistryEntry | None:
    """The first portal whose registered domain is not being surveyed; None where all wait for their turn."""
    return next((entry for entry in waiting if registered_domain(entry.home) not in busy), None)


class _Job:
    """One portal under way. ``reason`` is Scrapy's, for which its spider closed."""

    def __init__(self, entry: RegistryEntry, crawler: Crawler) -> None:
        self.entry = entry
        self.crawler = crawler
        self.domain = registered_domain(entry.home)
        self.reason = ""
        crawler.signals.connect(self._closed, signals.spider_closed)

    @property
    def pages(self) -> int:
        spider = self.crawler.spider
        return spider.search.ledger.pages if isinstance(spider, SurveySpider) else 0

    def _closed(self, reason: str) -> None:
        self.reason = reason


class ProvinceSurvey:
    """The surveys of one run. ``failure`` is None, or the one line that says why no more portals are asked."""

    def __init__(
        self, process: AsyncCrawlerProcess, folder: Path, entries: Sequence[RegistryEntry], declared: frozenset[str]
    ) -> None:
        """``entries`` are the province's, ``declared`` the names of those that have a spider file."""
        self.failure: str | None = None
        self._process = process
        self._folder = folder
        self._entries = entries
        self._declared = declared
        self._rows = read_rows(folder)
        self._line = ProgressLine(sys.stderr)
        self._signals = SignalLog(f"survey of {folder.name}")
        self._waiting: list[RegistryEntry] = []
        self._running: list[_Job] = []
        self._jobs = self._wanted = self._done = 0
        self._started = time.monotonic()

    @property
    def unfinished(self) -> int:
        """Portals of this run that have no row yet."""
        return self._wanted - self._done

    @property
    def table_file(self) -> Path:
        """The table, written."""
        return write_table(self._folder, self._rows)

    def table(self) -> str:
        """What all surveys of the province came to, this run's and earlier ones'."""
        return as_text(self._rows)

    def summary(self) -> str:
        """One line: where the portals of the province stand."""
        states = Counter(row.state for row in self._rows.values())
        counts = [f"{states[state]} {state}" for state in STATES if states[state]]
        unasked = set(map(_name, self._entries)) - self._rows.keys()
        counts.append(f"{len(unasked & self._declared)} declared and not surveyed")
        counts.append(f"{len(unasked - self._declared)} not surveyed yet")
        return f"{self._entries[0].path[0]}: {len(self._entries)} portals: {', '.join(counts)}"

    def run(self, *, jobs: int, limit: int | None, again: Again) -> None:
        """Survey ``limit`` portals, ``jobs`` at a time at most; blocks until all are done or something stops it."""
        from twisted.internet import reactor

        chosen = to_ask(self._entries, self._rows, self._declared, again)[:limit]
        for name in map(_name, chosen):
            self._rows.pop(name, None)
        forget_rows(self._folder, map(_name, chosen))
        self._waiting, self._jobs, self._wanted = chosen, jobs, len(chosen)
        if not chosen:
            return
        self._signals.follow_reactor()
        if self._line.terminal:
            clock = create_looping_call(self._show)
            reactor.callWhenRunning(clock.start, _INTERVAL)
        self._fill()
        self._process.start()
        if self._signals.verdict is not None:
            self.failure = "stopped by a signal"

    def _fill(self) -> None:
        """Start what there is room for."""
        while len(self._running) < self._jobs and self.failure is None and self._signals.verdict is None:
            entry = next_free(self._waiting, {job.domain for job in self._running})
            if entry is None:
                return
            self._waiting.remove(entry)
            job = _Job(entry, self._process.create_crawler(SurveySpider))
            self._running.append(job)
            task = self._process.crawl(job.crawler, url=entry.home)
            # Scrapy's own callback came first: the process ends when a turn of the loop finds no task left.
            task.add_done_callback(lambda ended, job=job: self._ended(job, ended))  # type: ignore[misc]

    def _ended(self, job: _Job, task: Task[None]) -> None:
        self._running.remove(job)
        try:
            self._keep(job, None if task.cancelled() else task.exception())
        except OSError as error:
            self.failure = f"{self._folder} cannot be written: {error.strerror}"
        finally:
            self._fill()

    def _keep(self, job: _Job, error: BaseException | None) -> None:
        """Write the row of a survey that came to its end."""
        spider = job.crawler.spider
        if job.reason == CLOSE_REASON:
            self.failure = session_of(job.crawler).failure
        if job.reason in {CLOSE_REASON, _SHUTDOWN}:
            return
        if error is not None or not isinstance(spider, SurveySpider) or not job.reason:
            row, proposal = failed_row(job.entry, f"the survey could not begin: {error or 'see the log'}"), None
        else:
            row, proposal = row_of(job.entry, spider.survey(), job.reason)
        write_row(self._folder, row, proposal)
        self._rows[row.portal] = row
        write_table(self._folder, self._rows)
        self._done += 1
        counts = f", {row.reports} reports in {len(row.seeds)} columns" if proposal else ""
        self._line.finish(f"[{self._done}/{self._wanted}] {row.portal}: {row.state}{counts}: {row.why}")

    def _show(self) -> None:
        seconds = int(time.monotonic() - self._started)
        self._line.show(
            f"{self._folder.name}: {self._done} of {self._wanted} portals; {len(self._running)} under way, "
            f"{sum(job.pages for job in self._running)} pages, {seconds // 60}:{seconds % 60:02d}"
        )


def _name(entry: RegistryEntry) -> str:
    return portal_name(entry.home)
