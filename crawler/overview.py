"""What ``scrapy portals`` shows: the declared portals, narrowed, with how their last crawl ended. Pure, but for what it
reads of the spider files and of the archive."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from scrapy.spiderloader import SpiderLoaderProtocol

from archive.model import Portal
from crawler.errors import CrawlArgumentError
from crawler.loader import loadable
from crawler.portal import PortalSpider
from crawler.registry import PROVINCES, Level, level_of, province_code
from crawler.run.due import Due
from crawler.status import PortalStatus, State, portal_states
from crawler.tables import aligned, span

LEVELS: tuple[str, ...] = get_args(Level)
OUTCOMES: tuple[str, ...] = tuple(name for kind in get_args(State) for name in get_args(kind) or (kind,))
_HEADS = ("portal", "organ", "family", "last crawl (UTC)", "outcome", "pages", "reports", "years", "confirmed")


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows the list; None and False let everything through. ``province`` is any name of one."""

    province: str | None = None
    level: str | None = None
    family: str | None = None
    outcome: str | None = None
    unconfirmed: bool = False
    failing: bool = False


@dataclass(frozen=True, slots=True)
class Declared:
    """The portals that could be loaded, and one line for each that could not."""

    portals: tuple[Portal, ...]
    faults: tuple[str, ...]


def declared(loader: SpiderLoaderProtocol, names: Iterable[str] = ()) -> Declared:
    """The declarations of these portals, or of all."""
    known, wanted = loader.list(), list(dict.fromkeys(names))
    spiders = list(loadable(loader, [name for name in wanted if name in known] if wanted else known))
    portals = [spider.portal() for spider in spiders if issubclass(spider, PortalSpider) and spider.family]
    unknown = [f"no portal is named {name!r}" for name in wanted if name not in known]
    return Declared(tuple(portals), (*getattr(loader, "faults", ()), *unknown))


def overview(portals: Sequence[Portal], filters: Filters, archive: Path) -> tuple[PortalStatus, ...]:
    """The portals that all filters let through, by name; ``archive`` is ``ARCHIVE_DIR``.

    Raises:
        CrawlArgumentError: for a province that there is not, or a family that no portal declares.
    """
    code = province_code(filters.province) if filters.province else ""
    if code is None:
        known = ", ".join(PROVINCES.values())
        raise CrawlArgumentError(f"--province {filters.province}: no such province; write 辽宁, or one of {known}")
    families = sorted({portal.family for portal in portals})
    if filters.family and filters.family not in families:
        there = ", ".join(families)
        raise CrawlArgumentError(f"--family {filters.family}: no portal declares it; there are {there}")
    chosen = [
        portal
        for portal in portals
        if portal.adcode.startswith(code)
        and filters.level in {None, level_of(portal.adcode)}
        and filters.family in {None, portal.family}
    ]
    return tuple(
        state
        for state in portal_states(chosen, archive)
        if (state.failing or not filters.failing)
        and (state.confirmed is None or not filters.unconfirmed)
        and filters.outcome in {None, state.state}
    )


def as_json(states: Sequence[PortalStatus], dues: Mapping[str, Due]) -> str:
    """An array of objects; ``finished`` and ``confirmed`` are instants in UTC or null, ``due`` is one in UTC."""
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
            "due": dues[state.portal.name].when.isoformat(timespec="seconds"),
            "due_why": dues[state.portal.name].why,
        }
        for state in states
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def as_table(states: Sequence[PortalStatus]) -> str:
    """A line a portal, and below why those that fail do."""
    notes = [f"{state.portal.name}: {state.detail}" for state in states if state.failing and state.detail]
    return "\n".join([aligned([_HEADS, *map(_row, states)]), *notes])


def _row(state: PortalStatus) -> tuple[str, ...]:
    when = (state.when or "")[:16].replace("T", " ")
    portal = state.portal
    confirmed = state.confirmed[:10] if state.confirmed else "unconfirmed"
    counts = str(state.pages), str(state.reports), span(state.years)
    return portal.name, portal.organ, portal.family, when, state.state, *counts, confirmed
