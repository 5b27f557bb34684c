"""How much of a report's prose stands in another: the same organ's last report, and the nearest of other organs.

The index keeps MinHash bands of each text; reports that share a band are compared exactly, by the share
of clauses (digits taken out) of this report that the other holds too, weighed by their letters.
"""

import json
import sqlite3
from dataclasses import dataclass

from archive.index.packing import unpack_text
from archive.index.similarity import bands, clauses, share

SHOWN = 5
CANDIDATES = 12


@dataclass(frozen=True, slots=True)
class Neighbour:
    """``share`` of this report's prose (0 to 1) is found in the other; ``own`` says that it is the same organ's."""

    report_id: str
    organ: str | None
    report_year: int | None
    share: float
    own: bool


_SHARING = """
SELECT r.report_id, r.organ_id, o.name AS organ, r.report_year, v.text, count(*) AS bands
FROM json_each(:bands) mine JOIN reuse_bands theirs ON theirs.hash = mine.value
JOIN report_versions v ON v.number = theirs.number
JOIN reports r ON r.report_id = v.report_id AND r.version_id = v.version_id
LEFT JOIN organs o ON o.organ_id = r.organ_id
WHERE r.report_id <> :report GROUP BY r.report_id ORDER BY bands DESC, r.report_id LIMIT :limit
"""
_LAST_YEAR = """
SELECT r.report_id, r.organ_id, o.name AS organ, r.report_year, v.text
FROM reports r JOIN report_versions v USING (version_id) LEFT JOIN organs o ON o.organ_id = r.organ_id
WHERE r.organ_id = ? AND r.report_year = ?
"""


def neighbours(connection: sqlite3.Connection, version: sqlite3.Row) -> tuple[Neighbour, ...]:
    """The same organ's last report first, then others by share, most first."""
    text = unpack_text(version["text"])
    own = clauses(text)
    if not own:
        return ()
    last = connection.execute(_LAST_YEAR, (version["organ_id"], (version["report_year"] or 0) - 1)).fetchall()
    values = {"bands": json.dumps(bands(text)), "report": version["report_id"], "limit": CANDIDATES}
    sharing = connection.execute(_SHARING, values).fetchall()
    found = {row["report_id"]: _neighbour(row, own, version["organ_id"]) for row in (*sharing, *last)}
    mine = [found[row["report_id"]] for row in last]
    others = sorted((n for n in found.values() if n not in mine), key=lambda n: (-n.share, n.report_id))
    return (*mine, *(n for n in others[:SHOWN] if n.share >= 0.05))


def _neighbour(row: sqlite3.Row, own: frozenset[str], organ: str | None) -> Neighbour:
    part = share(own, clauses(unpack_text(row["text"])))
    return Neighbour(row["report_id"], row["organ"], row["report_year"], part, row["organ_id"] == organ)
