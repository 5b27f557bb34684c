"""``scrapy portals [NAME …]``: the declared portals, how their last crawl ended, and whether a crawl of the live portal
has confirmed what its file declares. Filters narrow, and all that are given must fit."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings
from scrapy.spiderloader import get_spider_loader

from archive.errors import ArchiveError
from crawler.errors import CrawlerError
from crawler.paths import ROOT


class Command(ScrapyCommand):
    """Lists; with ``--failing`` only those that somebody should look at, and exit status 1 if there are any."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[NAME ...] [options]"

    def short_desc(self) -> str:
        return "List the portals and how their last crawl ended"

    def long_desc(self) -> str:
        return (
            "List the declared portals (or those named) and how the last crawl of each ended; the options narrow the "
            "list, together. The last column is the day on which a crawl of the live portal, declared as it is now, "
            "last found at least expected_minimum reports: until there is one in the archive, the declaration is "
            "unconfirmed."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """The command's own options."""
        super().add_options(parser)
        from crawler.overview import LEVELS, OUTCOMES

        parser.add_argument("--province", metavar="P", help="only portals of this province: 辽宁 or liaoning")
        parser.add_argument(
            "--level", choices=LEVELS, help="only portals of this level by their adcode: province, city or county"
        )
        parser.add_argument(
            "--family", metavar="F", help="only portals of this platform family, as in docs/families.md"
        )
        parser.add_argument(
            "--outcome",
            choices=OUTCOMES,
            help="only portals whose last crawl ended so: complete, short, empty, blocked, failed; "
            "never: those without a crawl",
        )
        parser.add_argument(
            "--unconfirmed", action="store_true", help="only portals that no crawl of the live portal has confirmed"
        )
        parser.add_argument(
            "--failing",
            action="store_true",
            help="only portals whose last crawl is not complete; exit status 1 if any is listed",
        )
        parser.add_argument(
            "--due", action="store_true", help="only portals that a run which begins now would crawl, and why"
        )
        parser.add_argument("--json", action="store_true", help="one JSON array instead of a table")
        parser.add_argument(
            "--bundle",
            type=Path,
            metavar="FILE",
            help="pack the last crawl of NAME into a WACZ that replays: scrapy crawl NAME -a replay=FILE",
        )
        parser.add_argument(
            "--with-reports", action="store_true", help="pack the answers of reports and attachments as well"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the portals; positional arguments narrow to these names."""
        # Scrapy imports the modules of all commands for any of them: what one works with is imported where it runs.
        from archive.runs import keep_dues
        from crawler.overview import Filters, as_json, as_table, declared, overview
        from crawler.run.due import as_lines, dues_of, lines_of

        if opts.bundle is not None:
            self._pack(args, opts)
            return
        found = declared(get_spider_loader(self._settings()), args)
        for fault in found.faults:
            print(f"error: {fault}", file=sys.stderr)
        filters = Filters(opts.province, opts.level, opts.family, opts.outcome, opts.unconfirmed, opts.failing)
        try:
            states = overview(found.portals, filters, self._archive())
        except CrawlerError as error:
            raise UsageError(str(error), print_help=False) from error
        now = datetime.now(UTC)
        dues = dues_of(states, now)
        if opts.due:
            if filters == Filters() and not args:
                keep_dues(self._archive(), now.isoformat(timespec="seconds"), lines_of(dues))
            states = tuple(state for state in states if dues[state.portal.name].by(now))
        if opts.json:
            print(as_json(states, dues))
        elif opts.due:
            print(as_lines(dues, now))
        elif states:
            print(as_table(states))
        elif not found.portals and not args:
            print("no portals; add one under spiders/ (CONTRIBUTING.md)")
        else:
            print("no portal is failing" if opts.failing else "no portal fits")
        if found.faults or (opts.failing and states):
            self.exitcode = 1

    def _settings(self) -> BaseSettings:
        if self.settings is None:
            raise RuntimeError("scrapy sets a command's settings before it runs")
        return self.settings

    def _archive(self) -> Path:
        return ROOT / Path(str(self._settings().get("ARCHIVE_DIR")))

    def _pack(self, args: list[str], opts: argparse.Namespace) -> None:
        from crawler.bundle import write_bundle

        try:
            if len(args) != 1:
                raise CrawlerError("name one portal: scrapy portals NAME --bundle FILE.wacz")
            done = write_bundle(args[0], self._archive(), opts.bundle, with_reports=opts.with_reports)
        except (ArchiveError, CrawlerError) as error:
            print(f"error: {error}", file=sys.stderr)
            self.exitcode = 1
            return
        left = f"; {done.left_out} answers of reports left out (--with-reports)" if done.left_out else ""
        print(f"{done.path}: {done.captures} captures, {done.size} bytes{left}")
