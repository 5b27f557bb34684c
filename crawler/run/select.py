"""Which portals a run is for."""

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from scrapy.spiderloader import SpiderLoaderProtocol

from archive.runs import keep_dues
from crawler.errors import CrawlArgumentError
from crawler.overview import Filters, declared, overview
from crawler.portal import PortalSpider
from crawler.registry import portal_at
from crawler.run.due import Due, dues_of, lines_of
from crawler.run.schedule import Job, biggest_first
from crawler.status import PortalStatus

# Pages of a portal that nobody crawled yet, for each report that its declaration expects at least.
_PAGES_A_REPORT = 3


def asked_of(names: Sequence[str], opts: argparse.Namespace) -> str:
    """A selection in words, the same for the same."""
    filters = {name: getattr(opts, name) for name in ("province", "level", "family", "outcome")}
    chosen = [f"--{name} {value}" for name, value in filters.items() if value]
    return " ".join([*sorted(names), *chosen, *(["--due"] if opts.due else [])]) or "all"


@dataclass(frozen=True, slots=True)
class Selected:
    """``jobs`` the biggest first, ``dues`` of all that fit the selection, ``faults`` a line for each spider file that
    cannot be loaded."""

    jobs: tuple[Job, ...]
    dues: dict[str, Due]
    faults: tuple[str, ...]


def select(
    loader: SpiderLoaderProtocol, archive: Path, names: Sequence[str], opts: argparse.Namespace, now: datetime
) -> Selected:
    """The portals of a new run.

    Raises:
        CrawlArgumentError: where a name or filter fits nothing.
    """
    found = declared(loader, names)
    if found.faults and names:
        raise CrawlArgumentError("; ".join(found.faults))
    filters = Filters(opts.province, opts.level, opts.family, opts.outcome)
    states = overview(found.portals, filters, archive)
    if not states:
        raise CrawlArgumentError("no portal fits; scrapy portals lists them")
    dues = dues_of(states, now)
    chosen = [state for state in states if not opts.due or dues[state.portal.name].by(now)]
    return Selected(biggest_first(_job(loader, state) for state in chosen), dues, found.faults)


def remember_dues(loader: SpiderLoaderProtocol, archive: Path, now: datetime) -> None:
    """Write down when every declared portal is due, for who may not ask the spider files (archive/runs)."""
    states = overview(declared(loader).portals, Filters(), archive)
    keep_dues(archive, now.isoformat(timespec="seconds"), lines_of(dues_of(states, now)))


def jobs_of(loader: SpiderLoaderProtocol, archive: Path, names: Iterable[str]) -> tuple[Job, ...]:
    """The portals of a run that goes on, in its order; one whose file is gone since is left out."""
    wanted = tuple(names)
    states = {state.portal.name: state for state in overview(declared(loader, wanted).portals, Filters(), archive)}
    return tuple(_job(loader, states[name]) for name in wanted if name in states)


def _job(loader: SpiderLoaderProtocol, state: PortalStatus) -> Job:
    spider = loader.load(state.portal.name)
    domains = frozenset(spider.allowed_domains) if issubclass(spider, PortalSpider) else frozenset[str]()
    size = state.pages or _PAGES_A_REPORT * state.portal.expected_minimum
    seeds = state.portal.seeds
    entry = portal_at(seeds[0])
    home = entry.home if entry is not None else "{0.scheme}://{0.netloc}/".format(urlsplit(seeds[0]))
    return Job(state.portal.name, domains, size, state.state, seeds, home)
