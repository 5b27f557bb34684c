"""How each portal's last crawl ended: from the index, and from the WARC files where the index does not know."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
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
_FILES = "SELECT file FROM warc_files"
_BEST = """
SELECT max(reports) FROM (
    SELECT reports FROM crawls WHERE portal = ? AND outcome IN ('complete', 'short') ORDER BY started DESC LIMIT 5
)
"""
_KILLED = "ended without an outcome (killed, or still running)"


@dataclass(frozen=True, slots=True)
class PortalStatus:
    """``state`` is the last crawl's outcome, ``never`` without one; ``when`` its end in UTC, ISO 8601."""

    portal: Portal
    state: State
    when: str | None = None
    pages: int = 0
    reports: int = 0
    years: tuple[int, ...] = ()
    detail: str = ""

    @property
    def failing(self) -> bool:
        """Whether somebody should look: anything but complete, never crawled included."""
        return self.state != "complete"


def portal_states(portals: Iterable[Portal], archive: Path) -> tuple[PortalStatus, ...]:
    """The status of each portal, by name; ``archive`` is ``ARCHIVE_DIR``. A portal whose newest WARC file the index
    has not read is read from that file."""
    known = {portal.name: portal for portal in portals}
    indexed, files = _from_index(archive / "archive.db", known)
    found = []
    for name, portal in sorted(known.items()):
        newest = max((archive / "warc" / name).glob("*.warc.gz"), default=None)
        unread = newest is not None and f"{name}/{newest.name}" not in files
        last = _from_warc(newest, archive / "warc", portal) if newest is not None and unread else indexed.get(name)
        found.append(last or PortalStatus(portal, "never"))
    return tuple(found)


def reports_before(name: str, archive: Path) -> int:
    """The most reports that one of a portal's last five crawls found, as far as the index knows; 0 for none."""
    database = archive / "archive.db"
    if not database.is_file():
        return 0
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            row = connection.execute(_BEST, (name,)).fetchone()
    except sqlite3.DatabaseError:
        return 0
    return row[0] or 0


def _from_index(database: Path, portals: Mapping[str, Portal]) -> tuple[dict[str, PortalStatus], frozenset[str]]:
    """The last crawl of each portal, and the WARC files that the index has read."""
    if not database.is_file():
        return {}, frozenset()
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            rows = connection.execute(_LAST).fetchall()
            files = frozenset(file for (file,) in connection.execute(_FILES))
    except sqlite3.DatabaseError:
        # Being migrated, or no index: the WARC files know as well.
        return {}, frozenset()
    found: dict[str, PortalStatus] = {}
    for name, when, outcome, pages, reports, years, detail in rows:
        if name in portals:
            words = (detail or "") if outcome else _KILLED
            state: State = outcome or "failed"
            found[name] = PortalStatus(
                portals[name], state, when, pages or 0, reports or 0, tuple(json.loads(years or "[]")), words
            )
    return found, files


def _from_warc(file: Path, root: Path, portal: Portal) -> PortalStatus | None:
    """The newest file of a portal holds its last crawl's end."""
    last: PortalStatus | None = None
    for item in read_warc(file, root):
        if isinstance(item, Crawl):
            last = PortalStatus(portal, "failed", item.started.isoformat(), detail=_KILLED)
        elif isinstance(item, CrawlOutcome):
            when = item.finished.isoformat()
            last = PortalStatus(portal, item.outcome, when, item.pages, item.reports, item.years, item.detail)
    return last
