"""How each portal's last crawl ended: from the index, and from the WARC files where the index does not know."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path
from typing import Literal

from archive.errors import ArchiveError
from archive.model import Crawl, CrawlOutcome, Outcome, Portal
from archive.warc.paths import warc_files
from archive.warc.reader import read_warc

State = Outcome | Literal["never"]

_ENDED = """
SELECT portal, crawl_id, coalesce(finished, started), outcome, pages, reports, years, detail
FROM crawls WHERE portal IS NOT NULL ORDER BY started
"""
_FILES = "SELECT file FROM warc_files"
_BEST = """
SELECT max(reports) FROM (
    SELECT reports FROM crawls WHERE portal = ? AND outcome IN ('complete', 'short') ORDER BY started DESC LIMIT 5
)
"""
_KILLED = "ended without an outcome (killed, or still running)"
_FOUND: frozenset[State] = frozenset({"complete", "short"})


@dataclass(frozen=True, slots=True)
class PortalStatus:
    """``state`` is the last crawl's outcome, ``never`` without one; ``when`` its end in UTC, ISO 8601. ``confirmed``
    is the end of the latest crawl of the live portal, its seeds and its family as declared now, that found at least
    the expected minimum; None where the archive holds none: then the declaration is only what somebody thinks.
    ``in_a_row`` is how many of its crawls, the last before all others, ended as the last did."""

    portal: Portal
    state: State
    when: str | None = None
    pages: int = 0
    reports: int = 0
    years: tuple[int, ...] = ()
    detail: str = ""
    confirmed: str | None = None
    in_a_row: int = 0

    @property
    def failing(self) -> bool:
        """Whether somebody should look: anything but complete, never crawled included."""
        return self.state != "complete"


# How crawls of one portal ended, by crawl id, the latest last.
_Ends = dict[str, PortalStatus]


def portal_states(portals: Iterable[Portal], archive: Path) -> tuple[PortalStatus, ...]:
    """The status of each portal, by name; ``archive`` is ``ARCHIVE_DIR``. A portal whose newest WARC file the index
    has not read is read from that file."""
    known = {portal.name: portal for portal in portals}
    indexed, read = _from_index(archive / "archive.db", known)
    root, found = archive / "warc", []
    held: dict[Path, list[Path]] = {}
    for path in reversed(warc_files(root)):
        held.setdefault(path.parent, []).append(path)
    for name, portal in sorted(known.items()):
        files = [path for path in held.get(root / name, ()) if path.name.endswith(".warc.gz")]
        ends = indexed.get(name, {})
        if files and f"{name}/{files[0].name}" not in read:
            ends = ends | _from_warc(files[0], root, portal)
        last = next(reversed(ends.values()), PortalStatus(portal, "never"))
        found.append(replace(last, confirmed=_confirmed(portal, files, root, ends), in_a_row=_in_a_row(ends)))
    return tuple(found)


def _in_a_row(ends: _Ends) -> int:
    states = [end.state for end in reversed(ends.values())]
    return sum(1 for _ in takewhile(lambda state: state == states[0], states))


def _confirmed(portal: Portal, files: Iterable[Path], root: Path, ends: _Ends) -> str | None:
    """When the live portal was last found to be as declared. The WARC files say which crawl went where: the first
    record of each names the setting CONNECT_TO (another server stood in) and the declaration of that day."""
    for file in files:
        try:
            crawl = next(iter(read_warc(file, root)), None)
        except (ArchiveError, OSError):
            continue
        if not isinstance(crawl, Crawl) or crawl.portal is None or crawl.connect_to is not None:
            continue
        if (crawl.portal.seeds, crawl.portal.family) != (portal.seeds, portal.family):
            continue
        end = ends.get(crawl.crawl_id) or _from_warc(file, root, portal)[crawl.crawl_id]
        if end.state in _FOUND and end.reports >= portal.expected_minimum:
            return end.when
    return None


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


def _from_index(database: Path, portals: Mapping[str, Portal]) -> tuple[dict[str, _Ends], frozenset[str]]:
    """How the crawls of each portal ended, and the WARC files that the index has read."""
    if not database.is_file():
        return {}, frozenset()
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            rows = connection.execute(_ENDED).fetchall()
            files = frozenset(file for (file,) in connection.execute(_FILES))
    except sqlite3.DatabaseError:
        # Being migrated, or no index: the WARC files know as well.
        return {}, frozenset()
    found: dict[str, _Ends] = {}
    for name, crawl_id, when, outcome, pages, reports, years, detail in rows:
        if name in portals:
            words = (detail or "") if outcome else _KILLED
            state: State = outcome or "failed"
            found.setdefault(name, {})[crawl_id] = PortalStatus(
                portals[name], state, when, pages or 0, reports or 0, tuple(json.loads(years or "[]")), words
            )
    return found, files


def _from_warc(file: Path, root: Path, portal: Portal) -> _Ends:
    """How the crawl ended whose newest file this is; a file of another tool holds none."""
    ends: _Ends = {}
    for item in read_warc(file, root):
        if isinstance(item, Crawl):
            ends[item.crawl_id] = PortalStatus(portal, "failed", item.started.isoformat(), detail=_KILLED)
        elif isinstance(item, CrawlOutcome):
            when = item.finished.isoformat()
            ends[item.crawl_id] = PortalStatus(
                portal, item.outcome, when, item.pages, item.reports, item.years, item.detail
            )
    return ends
