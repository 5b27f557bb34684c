"""``scrapy portals [NAME …]``: the declared portals, how their last crawl ended, and whether a crawl of the live portal
has confirmed what its file declares. Filters narrow, and all that are given must fit."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, get_args

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.spiderloader import get_spider_loader

from archive.errors import ArchiveError
from archive.model import Portal
from crawler.capture import ROOT
from crawler.errors import CrawlerError
from crawler.loader import PortalLoader
from crawler.portal import PortalSpider
from crawler.registry import PROVINCES, Level, level_of, province_code
from crawler.status import PortalStatus, State, portal_states
from crawler.tables import aligned, span

_OUTCOMES: tuple[str, ...] = tuple(name for kind in get_args(State) for name in get_args(kind) or (kind,))
_HEADS = ("portal", "organ", "family", "last crawl (UTC)", "outcome", "pages", "reports", "years", "confirmed")


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
        levels = get_args(Level)
        parser.add_argument("--province", metavar="P", help="only portals of this province: 辽宁 or liaoning")
        parser.add_argument(
            "--level", choices=levels, help="only portals of this level by their adcode: province, city or county"
        )
        parser.add_argument(
            "--family", metavar="F", help="only portals of this platform family, as in docs/families.md"
        )
        parser.add_argument(
            "--outcome",
            choices=_OUTCOMES,
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
        if self.settings is None:
            raise RuntimeError("scrapy sets a command's settings before it runs")
        if opts.bundle is not None:
            self._pack(args, opts)
            return
        loader = get_spider_loader(self.settings)
        faults = loader.faults if isinstance(loader, PortalLoader) else []
        for fault in faults:
            print(f"error: {fault}", file=sys.stderr)
        spiders = [loader.load(name) for name in loader.list()]
        portals = [spider.portal() for spider in spiders if issubclass(spider, PortalSpider) and spider.family]
        unknown = sorted(set(args) - {portal.name for portal in portals})
        for name in unknown:
            print(f"error: no portal is named {name!r}", file=sys.stderr)
        chosen = [portal for portal in _narrowed(portals, opts) if not args or portal.name in args]
        archive = ROOT / Path(str(self.settings.get("ARCHIVE_DIR")))
        states = [state for state in portal_states(chosen, archive) if _wanted(state, opts)]
        print(_as_json(states) if opts.json else _as_table(states, failing=opts.failing, any_declared=bool(portals)))
        if faults or unknown or (opts.failing and states):
            self.exitcode = 1

    def _pack(self, args: list[str], opts: argparse.Namespace) -> None:
        from crawler.bundle import write_bundle

        assert self.settings is not None  # noqa: S101 (the caller knows)
        archive = ROOT / Path(str(self.settings.get("ARCHIVE_DIR")))
        try:
            if len(args) != 1:
                raise CrawlerError("name one portal: scrapy portals NAME --bundle FILE.wacz")
            done = write_bundle(args[0], archive, opts.bundle, with_reports=opts.with_reports)
        except (ArchiveError, CrawlerError) as error:
            print(f"error: {error}", file=sys.stderr)
            self.exitcode = 1
            return
        left = f"; {done.left_out} answers of reports left out (--with-reports)" if done.left_out else ""
        print(f"{done.path}: {done.captures} captures, {done.size} bytes{left}")


def _narrowed(portals: Sequence[Portal], opts: argparse.Namespace) -> list[Portal]:
    """Those that the declaration itself lets through."""
    code = province_code(opts.province) if opts.province else ""
    if code is None:
        known = ", ".join(PROVINCES.values())
        raise UsageError(
            f"--province {opts.province}: no such province; write 辽宁, or one of {known}", print_help=False
        )
    families = sorted({portal.family for portal in portals})
    if opts.family and opts.family not in families:
        raise UsageError(
            f"--family {opts.family}: no portal declares it; there are {', '.join(families)}", print_help=False
        )
    return [
        portal
        for portal in portals
        if portal.adcode.startswith(code)
        and opts.level in {None, level_of(portal.adcode)}
        and opts.family in {None, portal.family}
    ]


def _wanted(state: PortalStatus, opts: argparse.Namespace) -> bool:
    return (
        (state.failing or not opts.failing)
        and (state.confirmed is None or not opts.unconfirmed)
        and opts.outcome in {None, state.state}
    )


def _as_json(states: Sequence[PortalStatus]) -> str:
    rows = [
        {
            "name": state.portal.name,
            "organ": state.portal.organ,
            "adcode": state.portal.adcode,
            "province": PROVINCES.get(state.portal.adcode[:2]),
            "level": level_of(state.portal.adcode),
            "family": state.portal.family,
            "seeds": list(state.portal.seeds),
            "first_year": state.portal.first_year,
            "expected_minimum": state.portal.expected_minimum,
            "outcome": state.state,
            "finished": state.when,
            "pages": state.pages,
            "reports": state.reports,
            "years": list(state.years),
            "detail": state.detail,
            "confirmed": state.confirmed,
        }
        for state in states
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _as_table(states: Sequence[PortalStatus], *, failing: bool, any_declared: bool) -> str:
    if not states and not any_declared:
        return "no portals; add one under spiders/ (CONTRIBUTING.md)"
    if not states:
        return "no portal is failing" if failing else "no portal fits"
    notes = [f"{state.portal.name}: {state.detail}" for state in states if state.failing and state.detail]
    return "\n".join([aligned([_HEADS, *map(_row, states)]), *notes])


def _row(state: PortalStatus) -> tuple[str, ...]:
    when = (state.when or "")[:16].replace("T", " ")
    portal = state.portal
    confirmed = state.confirmed[:10] if state.confirmed else "unconfirmed"
    counts = str(state.pages), str(state.reports), span(state.years)
    return portal.name, portal.organ, portal.family, when, state.state, *counts, confirmed
