"""``scrapy crawl NAME [-a years=2019-2024] [-a replay=PATH]``: Scrapy's command, with one clear line for a mistake and
an exit status that says how the crawl ended: 0 complete or short, 1 empty, blocked, failed, not closed or not indexed,
2 a wrong command. A replay is answered from WARC files alone (crawler/replay.py)."""

import argparse
import difflib
import os
import sys
from pathlib import Path
from typing import ClassVar

from scrapy import Spider
from scrapy.commands import crawl
from scrapy.crawler import CrawlerProcessBase

from archive.errors import ArchiveError
from crawler.connect_to import parse_connect_to
from crawler.errors import CrawlerError
from crawler.loader import PortalLoader
from crawler.paths import ROOT
from crawler.stopping import SignalLog

_GOOD = frozenset({"complete", "short"})


class Command(crawl.Command):
    """One portal, by name."""

    usage_status: ClassVar[int] = 2

    def short_desc(self) -> str:
        return "Crawl one portal, by name, into the archive"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl, then read what was written into the index."""
        # Scrapy imports the modules of all commands for any of them: what one works with is imported where it runs.
        from crawler.capture import archive_dir, session_of
        from crawler.outcome import index_crawl, outcome_of
        from crawler.progress import ProgressLine
        from crawler.replay import use_replay

        try:
            use_replay(self._process().settings, opts.spargs.pop("replay", None))
            spider = self._find(args)
            name = spider(**opts.spargs).name
            self._check_settings(name)
        except CrawlerError as error:
            print(f"error: {error}", file=sys.stderr)
            self.exitcode = self.usage_status
            return
        process = self._process()
        signals = SignalLog(name)
        crawler = self._create_crawler(spider)
        process.crawl(crawler, **opts.spargs)
        signals.follow_reactor()
        process.start()
        outcome = outcome_of(crawler)
        if process.bootstrap_failed or outcome is None or outcome.outcome not in _GOOD or not outcome.reports:
            self.exitcode = 1
        if outcome is None:
            why = signals.verdict or "the crawl ended without an outcome; see the errors above"
            print(f"error: {name}: {why}", file=sys.stderr)
            return
        if session_of(crawler).failure is not None:
            # The session has said it in one line. What the disk refused lies in a file that is still open, and the
            # next crawl finishes and indexes it.
            self.exitcode = 1
            return
        line = ProgressLine(sys.stderr)
        try:
            report = index_crawl(crawler, line.show if line.terminal else None)
        except ArchiveError as error:
            print(f"error: {error}", file=sys.stderr)
            self.exitcode = 1
            return
        if crawler.settings.get("REPLAY"):
            print(f"{name}: replayed; what it kept and indexed lies in {archive_dir(crawler)}", file=sys.stderr)
        if report is None:
            return
        for file in report.unreadable:
            print(f"error: {file} could not be indexed; python -m archive verify names the fault", file=sys.stderr)
            self.exitcode = 1
        if crawler.settings.getbool("PROGRESS"):
            line.finish(
                f"{name}: index: {report.captures} new captures, {report.reports_added} new reports, "
                f"{report.versions_added} new versions; {report.reports} reports, {report.figures} figures in all"
            )

    def _check_settings(self, name: str) -> None:
        """What would fail at the first request is said before it."""
        settings = self._process().settings
        parse_connect_to(settings.get("CONNECT_TO"))
        kept = Path("replay") if settings.get("REPLAY") else Path("warc") / name
        folder = ROOT / str(settings.get("ARCHIVE_DIR")) / kept
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CrawlerError(f"ARCHIVE_DIR: {folder} cannot be made: {error.strerror}") from error
        if not os.access(folder, os.W_OK):
            raise CrawlerError(f"ARCHIVE_DIR: {folder} cannot be written")

    def _process(self) -> CrawlerProcessBase:
        if self.crawler_process is None:
            raise RuntimeError("scrapy makes the crawler process before it runs a command")
        return self.crawler_process

    def _find(self, args: list[str]) -> type[Spider]:
        from crawler.undeclared import AutoSpider

        loader = self._process().spider_loader
        for fault in loader.faults if isinstance(loader, PortalLoader) else ():
            print(f"error: {fault}", file=sys.stderr)
        if len(args) != 1:
            raise CrawlerError("name one portal: scrapy crawl NAME [-a years=2019-2024]; scrapy portals lists them")
        if args[0] == AutoSpider.name:
            return AutoSpider
        try:
            return loader.load(args[0])
        except KeyError:
            bundled = self._bundled(args[0])
            if bundled is not None:
                return bundled
            near = difflib.get_close_matches(args[0], loader.list(), n=3, cutoff=0.5)
            hint = f"did you mean {' or '.join(near)}?" if near else "no name is near it."
            raise CrawlerError(f"no portal is named {args[0]!r}; {hint} scrapy portals lists them") from None

    def _bundled(self, name: str) -> type[Spider] | None:
        """The spider of a portal that is declared nowhere but in the files of the replay."""
        replay = self._process().settings.get("REPLAY")
        if not replay:
            return None
        from crawler.bundle import declared_in, spider_of

        portal = declared_in(Path(replay), name)
        return None if portal is None else spider_of(portal)
