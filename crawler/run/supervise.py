"""One call of a run: starts its crawls within limits, sees them end or die, has one process read the index.

Whatever stops it, the files of the run say what is done, and the next call does the rest (archive/runs.py).
"""

import shutil
import signal
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from scrapy.settings import Settings

from archive.errors import ArchiveError
from archive.runs import CrawlRow, IndexRow, Plan, RunFolder, RunReport, RunState
from crawler.run.live import Progress, Show, Under, View
from crawler.run.pool import NO_ROOM, Beat, Ended, Pool, ProcessFailedError, rotate
from crawler.run.schedule import Job, Limits, Schedule, State, reached

# Seconds between two looks at limits and signals.
_TICK = 0.5
_CRAWL, _INDEX = "crawl ", "index "
# The modules of the functions that its processes run.
CRAWLS, INDEXES = "crawler.run.crawls", "crawler.run.indexes"


class Run:
    """``go`` blocks until all is done, a limit is reached or something stops it."""

    def __init__(
        self,
        settings: Settings,
        folder: RunFolder,
        jobs: Sequence[Job],
        limits: Limits,
        show: Show,
    ) -> None:
        """``jobs`` are the plan's, in their order; those that have ended are left out here."""
        self._settings = settings
        self._folder = folder
        self._plan = folder.plan()
        self._limits = limits
        self._show = show
        self._indexing = settings.getbool("INDEX_AFTER_CRAWL")
        self._pool = Pool([CRAWLS, INDEXES] if self._indexing else [CRAWLS])
        self._before = dict(zip(self._plan.portals, self._plan.before, strict=True))
        self._jobs = {job.name: job for job in jobs}
        self._schedule = Schedule(job for job in jobs if folder.crawl(job.name) is None)
        self._unread = [name for name in self._jobs if folder.crawl(name) and not folder.index(name)]
        self._index_deaths = 0
        self._progress: dict[str, Progress] = {}
        self._since: dict[str, float] = {}
        self._received = self._asked = 0
        self._done = len(self._jobs) - len(self._schedule.waiting)
        self._began = time.monotonic()
        self._pause: str | None = None
        self._fault: str | None = None

    def go(self) -> RunReport:
        """Do what there is to do; the report is written, too."""
        before = {number: signal.signal(number, self._stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            while self._step():
                pass
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
        return self._report()

    # --- one turn -----------------------------------------------------------------------------

    def _step(self) -> bool:
        self._look()
        try:
            self._fill()
        except ProcessFailedError as error:
            self._fault = self._fault or str(error)
        if self._over:
            for name in tuple(self._pool.pids()):
                if name.startswith(_CRAWL) or self._fault is not None:
                    self._pool.stop(name)
        if not len(self._pool):
            return False
        for event in self._pool.events(_TICK):
            if isinstance(event, Beat):
                self._heard(event)
            elif event.key.startswith(_CRAWL):
                self._crawl_ended(event)
            else:
                self._index_ended(event)
        self._show(self.view())
        return True

    @property
    def _over(self) -> bool:
        return self._pause is not None or self._fault is not None

    def _look(self) -> None:
        """At limits, and at the disk: a crawl that finds it full loses its time, and so would all others."""
        clock = datetime.now().astimezone().time()
        state = State(time.monotonic() - self._began, self._all_received(), self._free(), clock)
        self._pause = self._pause or reached(self._limits, state)
        if 0 < state.free < self._limits.free and self._fault is None:
            kept = self._limits.free >> 20
            self._fault = f"{state.free >> 20} MiB are free on the archive's disk; it is to keep {kept} (RUN_DISK_FREE)"

    def _fill(self) -> None:
        if self._indexing and self._fault is None and self._unread and not self._is_indexing():
            name = self._unread[0]
            self._start(_INDEX + name, f"{INDEXES}:index_portal", name)
        while not self._over and len(self._schedule.running) < self._limits.jobs and self._has_memory():
            job = self._schedule.start()
            if job is None:
                return
            self._progress.pop(job.name, None)
            self._since[job.name] = time.monotonic()
            self._start(_CRAWL + job.name, f"{CRAWLS}:crawl_portal", job.name, self._before[job.name])

    def _start(self, key: str, work: str, name: str, *more: str) -> None:
        log = self._log(name)
        if key.startswith(_CRAWL) and self._folder.begun(name) is None:
            rotate(log, self._settings.getint("RUN_LOGS"))
        self._pool.start(key, log, work, self._settings, self._folder, name, *more)

    def _heard(self, beat: Beat) -> None:
        self._progress[beat.key.removeprefix(_CRAWL)] = beat.told

    def _crawl_ended(self, ended: Ended) -> None:
        name = ended.key.removeprefix(_CRAWL)
        last = self._progress.pop(name, None)
        self._received += last.received if last is not None else 0
        self._asked += last.asked if last is not None else 0
        if self._folder.crawl(name) is not None:
            self._schedule.ended(name)
            self._done += 1
            if self._indexing:
                self._unread.append(name)
        elif ended.status == NO_ROOM:
            self._schedule.put_back(name)
            self._fault = self._fault or f"the archive could not be written: {last_line(self._log(name))}"
        elif self._over:
            self._schedule.put_back(name)
        elif not self._schedule.died(name, brought=last is not None and last.asked > 0):
            self._give_up(name, ended.status)

    def _give_up(self, name: str, status: int) -> None:
        """A crawl whose process dies again and again is a failed crawl, not a run without end."""
        begun, how = self._folder.begun(name), f"signal {-status}" if status < 0 else f"status {status}"
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
        self._done += 1
        if self._indexing:
            self._unread.append(name)

    def _index_ended(self, ended: Ended) -> None:
        name = ended.key.removeprefix(_INDEX)
        if self._folder.index(name) is not None:
            self._unread.remove(name)
            self._index_deaths = 0
        elif self._fault is None:
            self._index_deaths += 1
            if self._index_deaths > 2:
                said = last_line(self._log(name))
                self._folder.keep(IndexRow(name, failure=f"reading it into the index failed three times: {said}"))
                self._unread.remove(name)
                self._index_deaths = 0

    # --- what it is to know ---------------------------------------------------------------------

    def _stop(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 (a handler's signature)
        self._fault = self._fault or f"stopped by {signal.Signals(number).name}"

    def _log(self, name: str) -> Path:
        return self._folder.path.parent / "logs" / f"{name}.log"

    def _is_indexing(self) -> bool:
        return any(key.startswith(_INDEX) for key in self._pool.pids())

    def _has_memory(self) -> bool:
        """Whether another process leaves what is to stay available; the first one always may start."""
        return not self._schedule.running or available_memory() >= self._limits.memory

    def _all_received(self) -> int:
        return self._received + sum(one.received for one in self._progress.values())

    def _free(self) -> int:
        return shutil.disk_usage(self._folder.path).free

    def view(self) -> View:
        """The run as it is now."""
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
            ending=self._fault or self._pause or "",
        )

    def _report(self) -> RunReport:
        names = self._plan.portals
        rows = [row for name in names if (row := self._folder.crawl(name)) is not None]
        indexed = [read for name in names if (read := self._folder.index(name)) is not None]
        ended = {row.portal for row in rows}
        left = tuple(name for name in names if name not in ended)
        unread = self._indexing and len(indexed) < len(rows)
        state: RunState = "finished"
        if left or unread:
            state = "stopped" if self._fault is not None else "paused"
        why = (self._fault or self._pause or "") if state != "finished" else ""
        report = RunReport(self._plan, state, why, _now(), tuple(rows), tuple(indexed), left)
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


def last_line(log: Path) -> str:
    """The last thing that a process said, for the one who has to look."""
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    said = next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")
    return f"{said} ({log})"


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
