"""Sums that fail, within a report and from year to year: to sort and filter, with the way to the report."""

import sqlite3
from urllib.parse import urlencode

from archive.site.web import Ask, View

SIZE = 50
_ORDERS = {
    "difference": 'abs(c."left" - c."right") DESC',
    "year": "r.report_year DESC",
    "organ": "o.name",
    "check": "c.check_id",
}
_FROM = """
FROM reports r JOIN checks c ON c.version_id = r.version_id AND c.outcome = 'fail'
LEFT JOIN organs o ON o.organ_id = r.organ_id
WHERE r.checks_failed > 0 AND (:check = '' OR c.check_id = :check)
    AND (:year = '' OR r.report_year = CAST(:year AS INTEGER))
"""
_YEARS = """
SELECT y.* FROM year_check_sets s JOIN year_checks y ON y.report_id = s.report_id AND y.outcome = 'fail'
WHERE s.outcomes GLOB '*f*' AND (:year = '' OR y.report_year = CAST(:year AS INTEGER))
ORDER BY abs(y.difference) DESC, y.report_id, y.position LIMIT :size
"""


def page(connection: sqlite3.Connection, ask: Ask) -> View:
    order = ask.one("sort") if ask.one("sort") in _ORDERS else "difference"
    number = ask.number("page", 1, low=1, high=10_000)
    values = {"check": ask.one("check"), "year": ask.one("year")}
    rows = connection.execute(
        f"SELECT r.report_id, r.report_year, o.name AS organ, c.* {_FROM} ORDER BY {_ORDERS[order]}, "
        "r.report_id, c.position LIMIT :size OFFSET :skip",
        {**values, "size": SIZE, "skip": (number - 1) * SIZE},
    ).fetchall()
    total = connection.execute(f"SELECT count(*) {_FROM}", values).fetchone()[0]
    kept = {name: ask.one(name) for name in ("check", "year", "sort") if ask.one(name)}
    return View(
        "nb_checks.html",
        {
            "rows": rows,
            "total": total,
            "order": order,
            "orders": tuple(_ORDERS),
            "values": values,
            "number": number,
            "pages": max(1, -(-total // SIZE)),
            "link": lambda **changes: f"?{urlencode({**kept, **changes})}",
            "kinds": connection.execute(
                "SELECT c.check_id, count(*) AS fails FROM reports r JOIN checks c ON c.version_id = r.version_id "
                "AND c.outcome = 'fail' WHERE r.checks_failed > 0 GROUP BY 1 ORDER BY 2 DESC, 1"
            ).fetchall(),
            "years": connection.execute(_YEARS, {"year": values["year"], "size": SIZE}).fetchall(),
        },
    )
