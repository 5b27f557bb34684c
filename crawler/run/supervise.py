"""One call of a run: starts its crawls within limits, sees them end or die, has one process read the index.

Whatever stops it, the files of the run say what is done, and the next call does the rest (archive/runs).
"""

import shutil
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from scrapy.settings import Settings

from archive.errors import ArchiveError
from archive.runs import CrawlRow, IndexRow, Plan, RunFolder, RunReport, RunState
from crawler.run.crew import CRAWLS, INDEXES, SURVEYS, Crew, last_line, log_of, status_in_words
from crawler.run.live import Progress, Show, Under, View
from crawler.run.pool import NO_ROOM, SERVER_GONE, Beat, Ended, Pool, rotate
from crawler.run.schedule import Job, Limits, Schedule, State, reached

# What is done for a portal: the first word of a task's key.
_CRAWL, _INDEX, _MOVED = "crawl", "index", "moved"
# Attempts at reading a portal into the index.
_READINGS = 3
# Portals in a row without one answer, after which a run stops.
_SILENT = 5


class Run(Crew):
    """``go`` blocks until all is done, a limit is reached or something stops it."""

    def __init__(
        self,
        settings: Settings,
        folder: RunFolder,
        jobs: Sequence[Job],
        limits: Limits,
        show: Show,
        pool: Pool | None = None,
    ) -> None:
        """``jobs`` are the plan's, in their order; those that have ended are left out here. Crawls are processes of
        this machine, or of whatever ``pool`` has."""
        self._indexing = settings.getbool("INDEX_AFTER_CRAWL")
        here = [CRAWLS, INDEXES] if self._indexing else [CRAWLS]
        super().__init__(Pool(here) if pool is None else pool)
        self._settings = settings
        self._folder = folder
        self._plan = folder.plan()
        self._limits = limits
        self._show = show
        self._before = dict(zip(self._plan.portals, self._plan.before, strict=True))
        self._jobs = {job.name: job for job in jobs}
        self._schedule = Schedule(job for job in jobs if folder.crawl(job.name) is None)
        self._done = len(self._jobs) - len(self._schedule.waiting)
        for job in jobs:
            self._look_for_columns(job.name)
        self._unread = [name for name in self._jobs if folder.crawl(name) and not folder.index(name)]
        self._index_deaths = 0
        self._silent: list[str] = []
        self._progress: dict[str, Progress] = {}
        self._since: dict[str, float] = {}
        self._received = self._asked = 0
        self._began = time.monotonic()
        self._pause: str | None = None

    def go(self) -> RunReport:
        """Do what there is to do; the report is written, too."""
        self.work()
        return self._report()

    # --- one turn -----------------------------------------------------------------------------

    def fill(self) -> None:
        """Within the limits: a crawl that finds the disk full loses its time, and so would all others."""
        clock = datetime.now().astimezone().time()
        state = State(time.monotonic() - self._began, self._all_received(), self._free(), clock)
        self._pause = self._pause or reached(self._limits, state)
        if 0 < state.free < self._limits.free and self.fault is None:
            kept = self._limits.free >> 20
            self.fault = f"{state.free >> 20} MiB are free on the archive's disk; it is to keep {kept} (RUN_DISK_FREE)"
        if self._indexing and self.fault is None and self._unread and not self._is_indexing():
            self._start(_INDEX, self._unread[0], f"{INDEXES}:index_portal")
        while not self._over and len(self._schedule.running) < self._limits.jobs and self._has_memory():
            job = self._schedule.start()
            if job is None:
                return
            self._progress.pop(job.name, None)
            self._since[job.name] = time.monotonic()
            if job.moved:
                self._start(_MOVED, job.name, f"{SURVEYS}:survey_moved", job.home, job.seeds)
            else:
                self._start(_CRAWL, job.name, f"{CRAWLS}:crawl_portal", self._before[job.name])

    def unwanted(self) -> Iterable[str]:
        """At a limit, the index goes on with what has ended."""
        return (key for key in self.pool.pids() if self._over and (self.fault is not None or _word(key) != _INDEX))

    @property
    def _over(self) -> bool:
        return self._pause is not None or self.fault is not None

    def _start(self, what: str, name: str, work: str, *more: object) -> None:
        log = self._log(name)
        if what == _CRAWL and self._folder.begun(name) is None:
            rotate(log, self._settings.getint("RUN_LOGS"))
        self.pool.start(f"{what} {name}", log, work, self._settings, self._folder, name, *more)

    def heard(self, beat: Beat) -> None:
        """How far a crawl is."""
        if isinstance(beat.told, Progress):
            self._progress[_name(beat.key)] = beat.told

    def ended(self, task: Ended) -> None:
        """Take note of what the process left, or start it again."""
        name = _name(task.key)
        if _word(task.key) == _INDEX:
            self._index_ended(name)
            return
        last = self._progress.pop(name, None)
        self._received += last.received if last is not None else 0
        self._asked += last.asked if last is not None else 0
        kept = self._folder.crawl(name) if _word(task.key) == _CRAWL else self._folder.moved(name)
        if kept is not None:
            self._schedule.ended(name)
            if isinstance(kept, CrawlRow):
                self._crawled(name)
        elif task.status == NO_ROOM:
            self._schedule.put_back(name)
            self.fault = self.fault or f"the archive could not be written: {last_line(self._log(name))}"
        elif self._over or task.status == SERVER_GONE:
            self._schedule.put_back(name)
        elif not self._schedule.died(name, brought=last is not None and last.asked > 0):
            self._give_up(name, task)

    def _crawled(self, name: str) -> None:
        row = self._folder.crawl(name)
        silent = row is not None and row.outcome == "failed" and not row.requests
        self._silent = [*self._silent, name] if silent else []
        if len(self._silent) == _SILENT:
            # One portal may be down. Where so many in a row do not answer, it is we who are: that is no failure of
            # theirs, and they are crawled when the run goes on.
            self.fault = self.fault or f"{_SILENT} portals in a row gave no answer at all: is this machine online?"
            for one in self._silent:
                self._folder.forget(one)
            self._unread = [one for one in self._unread if one not in self._silent]
            self._done -= _SILENT - 1
            return
        self._done += 1
        self._look_for_columns(name)
        if self._indexing:
            self._unread.append(name)

    def _look_for_columns(self, name: str) -> None:
        """Where a portal's columns gave nothing, or are gone, others are looked for."""
        row, job = self._folder.crawl(name), self._jobs[name]
        gone = row is not None and (row.outcome == "empty" or not set(row.gone).isdisjoint(job.seeds))
        if gone and job.home and self._folder.moved(name) is None:
            self._schedule.add(replace(job, moved=True))

    def _give_up(self, name: str, task: Ended) -> None:
        """A crawl whose process dies again and again is a failed crawl, not a run without end."""
        if _word(task.key) == _MOVED:
            return
        begun, how = self._folder.begun(name), status_in_words(task.status)
        said = last_line(self._log(name))
        row = CrawlRow(
            portal=name,
            organ="",
            crawl_id=begun.crawl_id if begun is not None else "",
            outcome="failed",
            detail=f"its process ended without a result again and again, the last time with {how}: {said}",
            pages=0,
            reports=0,
            years=(),
            before=self._before[name],
            requests=0,
            held=0,
            received=0,
            seconds=0.0,
            ended=_now(),
        )
        self._folder.keep(row)
        self._crawled(name)

    def _index_ended(self, name: str) -> None:
        if self._folder.index(name) is None:
            if self.fault is not None:
                return
            self._index_deaths += 1
            if self._index_deaths < _READINGS:
                return
            said = last_line(self._log(name))
            self._folder.keep(IndexRow(name, failure=f"its process ended {_READINGS} times without a result: {said}"))
        self._unread.remove(name)
        self._index_deaths = 0

    # --- what it is to know ---------------------------------------------------------------------

    def _log(self, name: str) -> Path:
        return log_of(self._folder.path.parent.parent, name)

    def _is_indexing(self) -> bool:
        return any(_word(key) == _INDEX for key in self.pool.pids())

    def _has_memory(self) -> bool:
        """Whether another process leaves what is to stay available; the first one always may start."""
        return not self._schedule.running or available_memory() >= self._limits.memory

    def _all_received(self) -> int:
        return self._received + sum(one.received for one in self._progress.values())

    def _free(self) -> int:
        return shutil.disk_usage(self._folder.path).free

    def show(self) -> None:
        """Show the run as it is now."""
        self._show(self._view())

    def _view(self) -> View:
        now = time.monotonic()
        running = self._schedule.running
        told = {job.name: self._progress.get(job.name) for job in running}
        pages = sum(one.pages for one in told.values() if one is not None)
        size = sum(job.size for job in (*self._schedule.waiting, *running))
        return View(
            portals=len(self._jobs),
            done=self._done,
            waiting=len(self._schedule.waiting),
            unread=len(self._unread),
            asked=self._asked + sum(one.asked for one in told.values() if one is not None),
            received=self._all_received(),
            seconds=now - self._began,
            under=tuple(Under(job.name, now - self._since[job.name], told[job.name]) for job in running),
            to_ask=max(0, size - pages),
            ending=self.fault or self._pause or "",
        )

    def _report(self) -> RunReport:
        names = self._plan.portals
        rows = [row for name in names if (row := self._folder.crawl(name)) is not None]
        indexed = [read for name in names if (read := self._folder.index(name)) is not None]
        ended = {row.portal for row in rows}
        left = tuple(name for name in names if name not in ended)
        unread = self._indexing and len(indexed) < len(rows)
        state: RunState = "finished"
        if left or unread or self._schedule.waiting:
            state = "stopped" if self.fault is not None else "paused"
        why = (self.fault or self._pause or "") if state != "finished" else ""
        moved = tuple(one for name in names if (one := self._folder.moved(name)) is not None)
        report = RunReport(self._plan, state, why, _now(), tuple(rows), tuple(indexed), left, moved)
        self._folder.keep(report)
        if state == "finished":
            self._folder.tidy()
        return report


def available_memory() -> int:
    """Bytes that new processes may take without others being pushed out (Linux; elsewhere no limit is known)."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return 1 << 62
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("MemAvailable:")), 1 << 62)


def begin(archive: Path, asked: str, jobs: Sequence[Job], why: Iterable[str]) -> RunFolder:
    """Write down what a new run is for. Raises ArchiveError where that cannot be written."""
    now = datetime.now(UTC)
    run = f"{now:%Y%m%dT%H%M%S}{now.microsecond // 1000:03}Z"
    folder = RunFolder(archive / "runs" / run)
    names, before = tuple(job.name for job in jobs), tuple(job.before for job in jobs)
    try:
        folder.keep(Plan(run, asked, now.isoformat(timespec="seconds"), names, before, tuple(why)))
    except OSError as error:
        raise ArchiveError(f"{folder.path} cannot be written: {error.strerror}") from error
    return folder


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _word(key: str) -> str:
    return key.partition(" ")[0]


def _name(key: str) -> str:
    return key.partition(" ")[2]
