"""``scrapy portals [--failing] [--json]``: the declared portals and how their last crawl ended."""

import argparse
import json
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.spiderloader import get_spider_loader

from crawler.capture import ROOT
from crawler.loader import PortalLoader
from crawler.portal import PortalSpider
from crawler.status import PortalStatus, portal_states

_HEADS = ("portal", "organ", "family", "last crawl (UTC)", "outcome", "pages", "reports", "years")


class Command(ScrapyCommand):
    """Lists; with ``--failing`` only those that somebody should look at, and exit status 1 if there are any."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        return "List the portals and how their last crawl ended"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """The command's own options."""
        super().add_options(parser)
        parser.add_argument("--failing", action="store_true", help="only portals whose last crawl is not complete")
        parser.add_argument("--json", action="store_true", help="one JSON array instead of a table")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the portals; positional arguments narrow to these names."""
        if self.settings is None:
            raise RuntimeError("scrapy sets a command's settings before it runs")
        loader = get_spider_loader(self.settings)
        faults = loader.faults if isinstance(loader, PortalLoader) else []
        for fault in faults:
            print(f"error: {fault}", file=sys.stderr)
        spiders = [loader.load(name) for name in loader.list()]
        portals = [spider.portal() for spider in spiders if issubclass(spider, PortalSpider) and spider.family]
        unknown = sorted(set(args) - {portal.name for portal in portals})
        for name in unknown:
            print(f"error: no portal is named {name!r}", file=sys.stderr)
        chosen = [portal for portal in portals if not args or portal.name in args]
        archive = ROOT / Path(str(self.settings.get("ARCHIVE_DIR")))
        states = [state for state in portal_states(chosen, archive) if state.failing or not opts.failing]
        print(_as_json(states) if opts.json else _as_table(states, failing=opts.failing))
        if faults or unknown or (opts.failing and states):
            self.exitcode = 1


def _as_json(states: Sequence[PortalStatus]) -> str:
    rows = [
        {
            "name": state.portal.name,
            "organ": state.portal.organ,
            "adcode": state.portal.adcode,
            "family": state.portal.family,
            "seeds": list(state.portal.seeds),
            "outcome": state.state,
            "finished": state.when,
            "pages": state.pages,
            "reports": state.reports,
            "years": list(state.years),
            "detail": state.detail,
        }
        for state in states
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _as_table(states: Sequence[PortalStatus], *, failing: bool) -> str:
    if not states:
        return "no portal is failing" if failing else "no portals; add one under spiders/ (CONTRIBUTING.md)"
    rows = [_HEADS, *(_row(state) for state in states)]
    widths = [max(_width(row[column]) for row in rows) for column in range(len(_HEADS))]
    lines = [
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)) for row in rows
    ]
    notes = [f"{state.portal.name}: {state.detail}" for state in states if state.failing and state.detail]
    return "\n".join([*(line.rstrip() for line in lines), *notes])


def _row(state: PortalStatus) -> tuple[str, ...]:
    years = state.years
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else "".join(map(str, years))
    when = (state.when or "")[:16].replace("T", " ")
    portal = state.portal
    return portal.name, portal.organ, portal.family, when, state.state, str(state.pages), str(state.reports), span


def _width(text: str) -> int:
    """Columns on a terminal: a Han character takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
