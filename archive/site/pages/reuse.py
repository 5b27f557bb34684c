"""Whose prose repeats last year's: the reports of one year, by the share that stands in the organ's last one too."""

import sqlite3
from dataclasses import dataclass

from archive.index.departments import KINDS
from archive.index.packing import unpack_text
from archive.index.similarity import clauses, share
from archive.site.choices import places, report_years, significant
from archive.site.web import Ask, View

MOST = 400  # reports that are compared for one page: two texts each, 0.2 ms
_PAIRS = """
SELECT r.report_id, r.organ_id, o.name AS organ, b.report_id AS before_id, v.text, w.text AS before
FROM reports r JOIN organs o USING (organ_id)
JOIN reports b ON b.organ_id = r.organ_id AND b.report_year = r.report_year - 1
JOIN report_versions v ON v.version_id = r.version_id JOIN report_versions w ON w.version_id = b.version_id
WHERE r.report_year = :year AND (:region = '' OR o.adcode LIKE :region || '%') AND (:kind = '' OR o.kind = :kind)
    AND (:department = '' OR o.department = :department)
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
    share: float | None


def page(connection: sqlite3.Connection, ask: Ask) -> View:
    """``?year=2022&region=210000&kind=department&department=education``."""
    years = report_years(connection)
    chosen = {
        "year": ask.number("year", years[0] if years else 0, low=1900, high=2200),
        "region": significant(ask.one("region")),
        "kind": ask.one("kind") if ask.one("kind") in ("government", "department") else "",
        "department": ask.one("department") if ask.one("department") in KINDS else "",
    }
    found = [_repeated(row) for row in connection.execute(_PAIRS, {**chosen, "most": MOST + 1})]
    shown = sorted(found[:MOST], key=lambda one: -1 if one.share is None else one.share, reverse=True)
    return View(
        "nb_reuse.html",
        {
            "rows": shown,
            "cut": len(found) > MOST,
            "chosen": {**chosen, "region": ask.one("region")},
            "years": years,
            "places": places(connection),
            "departments": KINDS,
        },
    )


def _repeated(row: sqlite3.Row) -> Repeated:
    own = clauses(unpack_text(row["text"]))
    part = share(own, clauses(unpack_text(row["before"]))) if own else None
    return Repeated(row["report_id"], row["before_id"], row["organ_id"], row["organ"], part)
