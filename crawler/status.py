"""How each portal's last crawl ended: from the index, and from the WARC files where the index does not know."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from archive.model import Crawl, CrawlOutcome, Outcome, Portal
from archive.warc.reader import read_warc

State = Outcome | Literal["never"]

_LAST = """
SELECT portal, coalesce(finished, started), outcome, pages, reports, years, detail
FROM crawls WHERE portal IS NOT NULL ORDER BY started
"""
_KILLED = "ended without an outcome (killed, or still running)"


@dataclass(frozen=True, slots=True)
class PortalStatus:
    """``state`` is the last crawl's outcome, ``never`` without one; ``when`` its end in UTC, ISO 8601."""

    portal: Portal
    state: State
    when: str | None
    pages: int
    reports: int
    years: str
    detail: str

    @property
    def failing(self) -> bool:
        """Whether somebody should look: anything but complete, never crawled included."""
        return self.state != "complete"


@dataclass(frozen=True, slots=True)
class _Last:
    state: Outcome
    when: str | None
    pages: int
    reports: int
    years: str
    detail: str


def portal_states(portals: Iterable[Portal], archive: Path) -> tuple[PortalStatus, ...]:
    """The status of each portal, by name; ``archive`` is ``ARCHIVE_DIR``."""
    indexed = _from_index(archive / "archive.db")
    found = []
    for portal in sorted(portals, key=lambda portal: portal.name):
        last = indexed.get(portal.name) or _from_warc(archive / "warc", portal.name)
        if last is None:
            found.append(PortalStatus(portal, "never", None, 0, 0, "", ""))
        else:
            found.append(PortalStatus(portal, last.state, last.when, last.pages, last.reports, last.years, last.detail))
    return tuple(found)


def _from_index(database: Path) -> dict[str, _Last]:
    if not database.is_file():
        return {}
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            rows = connection.execute(_LAST).fetchall()
    except sqlite3.DatabaseError:
        # Being migrated, or no index: the WARC files know as well.
        return {}
    found: dict[str, _Last] = {}
    for portal, when, outcome, pages, reports, years, detail in rows:
        words = (detail or "") if outcome else _KILLED
        found[portal] = _Last(outcome or "failed", when, pages or 0, reports or 0, years or "", words)
    return found


def _from_warc(root: Path, name: str) -> _Last | None:
    """The newest file of a portal holds its last crawl's end."""
    files = sorted((root / name).glob("*.warc.gz"))
    if not files:
        return None
    last: _Last | None = None
    for item in read_warc(files[-1], root):
        if isinstance(item, Crawl):
            last = _Last("failed", item.started.isoformat(), 0, 0, "", _KILLED)
        elif isinstance(item, CrawlOutcome):
            years = " ".join(map(str, item.years))
            last = _Last(item.outcome, item.finished.isoformat(), item.pages, item.reports, years, item.detail)
    return last
