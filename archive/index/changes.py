"""What one crawl changed in the index: reports that are new, that say something else, that are gone."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from archive.index.database import connect_reader

Named = tuple[str, str]
"""A report's id and its title."""

_NEW = """
SELECT r.report_id, coalesce(r.title, r.report_id) FROM crawls w
JOIN reports r ON r.first_seen BETWEEN w.started AND coalesce(w.finished, '9999')
JOIN report_versions v ON v.version_id = r.version_id JOIN captures c ON c.capture_id = v.read_from
WHERE w.crawl_id = ? AND c.crawl_id = w.crawl_id ORDER BY 1
"""
_CHANGED = """
SELECT DISTINCT r.report_id, coalesce(r.title, r.report_id) FROM crawls w
JOIN captures c ON c.crawl_id = w.crawl_id JOIN report_versions v ON v.read_from = c.capture_id
JOIN reports r ON r.report_id = v.report_id
WHERE w.crawl_id = ? AND r.first_seen < w.started ORDER BY 1
"""
_GONE = """
SELECT DISTINCT r.report_id, coalesce(r.title, r.report_id) FROM captures e
JOIN readings d ON d.capture_id = e.capture_id JOIN report_versions v ON v.version_id = d.version_id
JOIN reports r ON r.report_id = v.report_id
WHERE e.url = ?
"""


@dataclass(frozen=True, slots=True)
class Changes:
    """A report that is gone is still in the archive: the server says that it has it no more."""

    new: tuple[Named, ...]
    changed: tuple[Named, ...]
    gone: tuple[Named, ...]


def changes_in(database: Path, crawl_id: str, lost: Iterable[str], *, versions: bool) -> Changes:
    """What a crawl that is in the index changed there. ``lost`` are the URLs that it was told are gone; ``versions``
    says whether the index took up a text that is none of a new report's. Raises ArchiveError where there is no index.
    """
    with closing(connect_reader(database)) as connection:
        changed = _rows(connection, _CHANGED, crawl_id) if versions else ()
        gone = sorted({named for url in lost for named in _rows(connection, _GONE, url)})
        return Changes(_rows(connection, _NEW, crawl_id), changed, tuple(gone))


def _rows(connection: sqlite3.Connection, sql: str, value: str) -> tuple[Named, ...]:
    return tuple((row[0], row[1]) for row in connection.execute(sql, (value,)))
