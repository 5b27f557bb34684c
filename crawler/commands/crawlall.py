"""``scrapy crawlall [NAME …]``: the declared portals side by side, each in a process of its own (crawler/run). Exit
status: 0 where nobody has to look, 1 where somebody has, 2 for a wrong command."""

import argparse
import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.settings import SETTINGS_PRIORITIES, Settings
from scrapy.spiderloader import get_spider_loader

from archive.errors import ArchiveError
from archive.runs import runs_of, write_whole
from archive.runs.feed import troubles_of
from archive.runs.files import FEED, LOCK, REPORT, RUNS
from crawler.errors import CrawlerError
from crawler.paths import ROOT

# Days after which a run of what is due asks for a known report again, the first time (crawler/recrawl.py).
_REPORTS_AFTER = 30

# Scrapy imports the modules of all commands for any of them: what one works with is imported where it runs.
if TYPE_CHECKING:
    from archive.runs import RunFolder, RunReport
    from crawler.run.pool import Pool
    from crawler.run.schedule import Limits


class Command(ScrapyCommand):
    """Goes on with the run of the same selection that has not ended; else begins one."""

    requires_project = True
    requires_crawler_process = False
    usage_status: ClassVar[int] = 2

    def syntax(self) -> str:
        return "[NAME ...] [--province P] [--level L] [--family F] [--due] [--jobs N]"

    def short_desc(self) -> str:
        return "Crawl many portals side by side, on schedule"

    def long_desc(self) -> str:
        return (
            "Crawl the declared portals (or those named or selected) side by side, each in a process of its own with "
            "its own pace, the biggest first; then read them into the index. Stopped in any way, the same command "
            "goes on: what has ended is not crawled again, and what was answered is not asked again. "
            "Example: scrapy crawlall --province 辽宁 --due --jobs 8"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """The command's own options."""
        super().add_options(parser)
        from crawler.overview import LEVELS, OUTCOMES

        parser.add_argument("--province", metavar="P", help="only portals of this province: 辽宁 or liaoning")
        parser.add_argument("--level", choices=LEVELS, help="only portals of this level")
        parser.add_argument("--family", metavar="F", help="only portals of this platform family")
        parser.add_argument("--outcome", choices=OUTCOMES, help="only portals whose last crawl ended so")
        parser.add_argument(
            "--due", action="store_true", help="only portals that are due, and of these only reports that are"
        )
        parser.add_argument("--jobs", type=int, metavar="N", help="crawls at a time at most [RUN_JOBS]")
        parser.add_argument("--on", metavar="tcp://HOST:PORT", help="crawl on the workers of a dask cluster [RUN_ON]")
        parser.add_argument("--new", action="store_true", help="begin anew where a run of this selection has not ended")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl, index, report."""
        try:
            limits = self._limits(opts)
            with only_one(self._archive):
                report = self._run(args, opts, limits)
                if report is not None:
                    self._end(report, opts)
        except (CrawlerError, ArchiveError) as error:
            print(f"error: {error}", file=sys.stderr)
            self.exitcode = self.usage_status if isinstance(error, CrawlerError) else 1

    def _end(self, report: "RunReport", opts: argparse.Namespace) -> None:
        """Print, keep the feed and what is due, and tell who wants to be told; a pause is told by nobody."""
        from crawler.run.report import as_json, as_text
        from crawler.run.select import remember_dues
        from crawler.run.tell import NotToldError, tell

        print(as_json(report) if opts.json else as_text(report), flush=True)
        self.exitcode = 0 if report.healthy else 1
        runs = self._archive / RUNS
        write_whole(runs / FEED, troubles_of(self._archive))
        try:
            remember_dues(get_spider_loader(self._settings), self._archive, datetime.now(UTC))
        except ArchiveError:  # the store is out of reach: what stopped the run is said, and is told below
            if report.healthy:
                raise
        target = self._settings.get("RUN_TELL")
        if target and report.state != "paused":
            try:
                tell(target, report, runs / report.plan.run / REPORT)
            except NotToldError as error:
                print(f"error: {error}", file=sys.stderr)
                self.exitcode = 1

    def _run(self, args: list[str], opts: argparse.Namespace, limits: "Limits") -> "RunReport | None":
        from crawler.run.due import as_lines
        from crawler.run.live import Watch, nothing
        from crawler.run.select import asked_of, jobs_of, select
        from crawler.run.supervise import Run, begin

        selection = asked_of(args, opts)
        same = next((run for run in runs_of(self._archive) if run.plan().asked == selection), None)
        loader = get_spider_loader(self._settings)
        if same is not None and not opts.new and not _ended(same):
            names = same.plan().portals
            jobs = jobs_of(loader, self._archive, names)
            print(f"going on with run {same.plan().run}", file=sys.stderr) if self._told else None
        else:
            now = datetime.now(UTC)
            chosen = select(loader, self._archive, args, opts, now)
            for fault in chosen.faults:
                print(f"error: {fault}", file=sys.stderr)
            if not chosen.jobs:
                print(as_lines(chosen.dues, now))
                return None
            jobs = chosen.jobs
            same = begin(self._archive, selection, jobs, (chosen.dues[job.name].why for job in jobs))
        settings = self._for_crawls(opts)
        with pool_of(settings) as pool:
            if not self._told:
                return Run(settings, same, jobs, limits, nothing, pool).go()
            watch = Watch(sys.stderr, self._settings.getfloat("PROGRESS_INTERVAL"))
            try:
                return Run(settings, same, jobs, limits, watch.show, pool).go()
            finally:
                watch.close()

    def _limits(self, opts: argparse.Namespace) -> "Limits":
        from crawler.run.schedule import Limits, parse_window

        settings = self._settings
        jobs = settings.getint("RUN_JOBS") if opts.jobs is None else opts.jobs
        if jobs < 1:
            raise CrawlerError("--jobs takes a number from 1 on")
        return Limits(
            jobs=jobs,
            received=settings.getint("RUN_MAXSIZE"),
            seconds=settings.getfloat("RUN_HOURS") * 3600,
            free=settings.getint("RUN_DISK_FREE"),
            memory=settings.getint("RUN_MEMORY_FREE"),
            window=parse_window(settings.get("RUN_WINDOW") or ""),
        )

    def _for_crawls(self, opts: argparse.Namespace) -> Settings:
        """The settings of the crawls of a run: each writes a log, which tells more than a terminal would be told."""
        settings = self._settings.copy()
        chosen = {
            "PROGRESS": False,
            "LOG_LEVEL": "INFO",
            "LOG_FORMAT": "%(asctime)s %(levelname)s: %(message)s",
            **({"RUN_ON": opts.on} if opts.on else {}),
            **({"RECRAWL_REPORTS_AFTER": _REPORTS_AFTER} if opts.due else {}),
        }
        for name, value in chosen.items():
            if (settings.getpriority(name) or 0) < SETTINGS_PRIORITIES["cmdline"]:
                settings.set(name, value, priority="cmdline")
        return settings

    @property
    def _settings(self) -> Settings:
        if self.settings is None:
            raise RuntimeError("scrapy sets a command's settings before it runs")
        return self.settings

    @property
    def _archive(self) -> Path:
        return ROOT / str(self._settings.get("ARCHIVE_DIR"))

    @property
    def _told(self) -> bool:
        return self._settings.getbool("PROGRESS")


@contextmanager
def pool_of(settings: Settings) -> "Iterator[Pool | None]":
    """What the crawls of a run are processes of: the workers of its cluster, None for this machine.

    Raises:
        ArchiveError: where nobody is there.
    """
    on = settings.get("RUN_ON")
    if not on:
        yield None
        return
    from archive.workers import client_of
    from crawler.run.cluster import ClusterPool
    from crawler.run.crew import INDEXES

    with client_of(on) as client:
        yield ClusterPool([INDEXES], client)


def _ended(run: "RunFolder") -> bool:
    report = run.report()
    return report is not None and report.state == "finished"


@contextmanager
def only_one(archive: Path) -> Iterator[None]:
    """Nobody else runs crawls into this archive meanwhile.

    Raises:
        CrawlerError: where somebody does, or the archive cannot be written.
    """
    path = archive / RUNS / LOCK
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fd = os.open(path, os.O_CREAT | os.O_RDWR, 0o644)
    except OSError as error:
        raise CrawlerError(f"ARCHIVE_DIR: {path.parent} cannot be written: {error.strerror}") from error
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise CrawlerError(f"another run goes on in {archive}; python -m archive status shows how far it is") from None
    finally:
        os.close(fd)
