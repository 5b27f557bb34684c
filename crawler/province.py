"""Surveys of the portals of a province, side by side: ``scrapy discover --registry PROVINCE``.

Each portal is surveyed in a process of its own, with a pace and a WARC folder of its own (crawler/run). Portals under
one registered domain (a district's below its city's) may lead to the same hosts, so they take turns. Whatever stops
them, portals with a row are done, and the next run goes on with the others.
"""

import sys
import time
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from scrapy import Spider
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoaderProtocol

from archive.runs import clock
from crawler.domains import registered_domain
from crawler.loader import loadable
from crawler.paths import ROOT
from crawler.portal import PortalSpider
from crawler.progress import ProgressLine
from crawler.registry import RegistryEntry, portal_at, portal_name
from crawler.run.crew import SURVEYS, Crew, last_line, log_of, status_in_words
from crawler.run.pool import NO_ROOM, SERVER_GONE, Beat, Ended, Pool
from crawler.run.schedule import Schedule
from crawler.survey_rows import (
    STATES,
    State,
    SurveyRow,
    as_text,
    failed_row,
    forget_rows,
    read_row,
    read_rows,
    write_row,
    write_table,
)

Again = Literal["", "all"] | State


def survey_province(
    settings: Settings,
    loader: SpiderLoaderProtocol,
    entries: Sequence[RegistryEntry],
    *,
    jobs: int,
    limit: int | None,
    again: Again,
) -> "ProvinceSurvey":
    """Survey the portals of a province, in their order, into ``<ARCHIVE_DIR>/proposals/<province>/``.

    Raises:
        CrawlerError: where a file there is no row of a survey.
    """
    folder = ROOT / str(settings.get("ARCHIVE_DIR")) / "proposals" / entries[0].folder
    survey = ProvinceSurvey(settings, folder, entries, declared_among(entries, loadable(loader, loader.list())))
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


@dataclass(frozen=True, slots=True)
class SurveyJob:
    """One portal to survey."""

    entry: RegistryEntry

    @property
    def name(self) -> str:
        return portal_name(self.entry.home)

    @property
    def domains(self) -> frozenset[str]:
        return frozenset({registered_domain(self.entry.home)})


class ProvinceSurvey(Crew):
    """The surveys of one run. ``fault`` is None, or the one line that says why no more portals are asked."""

    def __init__(
        self, settings: Settings, folder: Path, entries: Sequence[RegistryEntry], declared: frozenset[str]
    ) -> None:
        """``entries`` are the province's, ``declared`` the names of those that have a spider file."""
        super().__init__(Pool([SURVEYS]))
        self._settings = settings
        self._folder = folder
        self._entries = entries
        self._declared = declared
        self._rows = read_rows(folder)
        self._line = ProgressLine(sys.stderr)
        self._schedule = Schedule[SurveyJob](())
        self._pages: dict[str, int] = {}
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
        chosen = to_ask(self._entries, self._rows, self._declared, again)[:limit]
        for name in map(_name, chosen):
            self._rows.pop(name, None)
        forget_rows(self._folder, map(_name, chosen))
        self._jobs, self._wanted = jobs, len(chosen)
        self._schedule = Schedule(map(SurveyJob, chosen))
        self.work()

    def fill(self) -> None:
        """Start surveys, each in a process of its own."""
        while self.fault is None and len(self._schedule.running) < self._jobs:
            job = self._schedule.start()
            if job is None:
                return
            self.pool.start(
                job.name, self._log(job.name), f"{SURVEYS}:survey_portal", self._settings, self._folder, job.entry
            )

    def heard(self, beat: Beat) -> None:
        """How many pages a survey has read."""
        self._pages[beat.key] = beat.told

    def ended(self, task: Ended) -> None:
        """Take note of the row that a survey left."""
        name = task.key
        brought = self._pages.pop(name, 0) > 0
        try:
            row = read_row(self._folder, name)
            if row is None and task.status == NO_ROOM:
                self.fault = self.fault or last_line(self._log(name))
            if row is None and (self.fault is not None or task.status == SERVER_GONE):
                self._schedule.put_back(name)
            elif row is None and not self._schedule.died(name, brought=brought):
                entry = next(entry for entry in self._entries if _name(entry) == name)
                how = status_in_words(task.status)
                row = failed_row(entry, f"the survey could not begin: {how}: {last_line(self._log(name))}")
                write_row(self._folder, row, None)
            elif row is not None:
                self._schedule.ended(name)
            if row is not None:
                self._take(row)
        except OSError as error:
            self.fault = self.fault or f"{self._folder} cannot be written: {error.strerror}"

    def stopped_by(self, name: str) -> str:  # noqa: ARG002 (which signal does not matter here)
        """The fault that a signal is."""
        return "stopped by a signal"

    def show(self) -> None:
        """One line, rewritten in place; nothing without a terminal."""
        if self._line.terminal:
            under = f"{len(self._schedule.running)} under way, {sum(self._pages.values())} pages"
            took = clock(time.monotonic() - self._started)
            self._line.show(f"{self._folder.name}: {self._done} of {self._wanted} portals; {under}, {took}")

    def _take(self, row: SurveyRow) -> None:
        self._rows[row.portal] = row
        write_table(self._folder, self._rows)
        self._done += 1
        counts = f", {row.reports} reports in {len(row.seeds)} columns" if row.seeds else ""
        self._line.finish(f"[{self._done}/{self._wanted}] {row.portal}: {row.state}{counts}: {row.why}")

    def _log(self, name: str) -> Path:
        return log_of(self._folder.parent.parent, f"{name}.survey")


def _name(entry: RegistryEntry) -> str:
    return portal_name(entry.home)
