"""Whose prose repeats last year's: the reports of one year, by the share that stands in the organ's last one too."""

import sqlite3
from dataclasses import dataclass, replace

from archive.index.packing import unpack_text
from archive.index.similarity import clauses, share
from archive.site.answers import Answer
from archive.site.choices import Filters, options, read_filters
from archive.site.web import Ask, View, linked

ALL = 100_000
MOST = 400  # reports that are compared for one page: two texts each, 0.2 ms
_PAIRS = f"""
SELECT r.report_id, r.organ_id, o.name AS organ, o.adcode, b.report_id AS before_id, v.text, w.text AS before
FROM reports r JOIN organs o USING (organ_id)
JOIN reports b ON b.organ_id = r.organ_id AND b.report_year = r.report_year - 1
JOIN report_versions v ON v.version_id = r.version_id JOIN report_versions w ON w.version_id = b.version_id
WHERE {Filters.WHERE}
ORDER BY o.adcode, o.organ_id LIMIT :most
"""


@dataclass(frozen=True, slots=True)
class Repeated:
    """``share`` of the report's prose (0 to 1) stands in the same organ's last report; None for a report without
    prose."""

    report_id: str
    before_id: str
    organ_id: str
    organ: str
    adcode: str | None
    share: float | None


@dataclass(frozen=True, slots=True)
class Reuse:
    """The reports of one ``year``; ``cut`` where only the first were compared."""

    chosen: Filters
    year: int
    cut: bool
    rows: list[Repeated]


def find(connection: sqlite3.Connection, ask: Ask) -> Reuse:
    """``?year=2022`` and the filters; the newest year where none is chosen."""
    chosen = read_filters(ask)
    newest = connection.execute("SELECT max(report_year) FROM reports").fetchone()[0] or 0
    year = chosen.last or chosen.first or newest
    values = {**chosen.values(), "first": year, "last": year}
    most = ALL if ask.whole else MOST
    found = [_repeated(row) for row in connection.execute(_PAIRS, {**values, "most": most + 1})]
    shown = sorted(found[:most], key=lambda one: -1 if one.share is None else one.share, reverse=True)
    return Reuse(replace(chosen, first=year, last=year), year, len(found) > most, shown)


def page(connection: sqlite3.Connection, ask: Ask) -> View:
    found = find(connection, ask)
    return View(
        "nb_reuse.html",
        {
            "found": found,
            "chosen": found.chosen,
            "options": options(connection),
            "link": linked(found.chosen.kept),
        },
    )


def answer(connection: sqlite3.Connection, ask: Ask) -> Answer:
    found = find(connection, ask)
    columns = ("report_id", "organ_id", "organ", "adcode", "report_year", "previous_report_id", "share")
    rows = ((r.report_id, r.organ_id, r.organ, r.adcode, found.year, r.before_id, r.share) for r in found.rows)
    return Answer("reuse", {"report_year": found.year, "shown": len(found.rows), "cut": found.cut}, columns, rows)


def _repeated(row: sqlite3.Row) -> Repeated:
    own = clauses(unpack_text(row["text"]))
    part = share(own, clauses(unpack_text(row["before"]))) if own else None
    return Repeated(row["report_id"], row["before_id"], row["organ_id"], row["organ"], row["adcode"], part)
