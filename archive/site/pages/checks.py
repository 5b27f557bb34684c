"""Sums that fail, within a report and from year to year: to sort and filter, with the way to the report."""

import sqlite3
from urllib.parse import urlencode

from archive.site.choices import places, report_years, significant
from archive.site.web import Ask, View

SIZE = 50
_ORDERS = {
    "difference": 'abs("left" - "right") DESC',
    "year": "r.report_year DESC",
    "organ": "o.name",
    "check": "x.check_id",
}
# The tables behind the view checks, without the wide rows of report_versions that it passes through.
_FAILS = """
FROM reports r
JOIN check_sets s ON s.version_id = r.version_id
JOIN check_lists i ON i.check_list = s.check_list AND substr(s.outcomes, i.position + 1, 1) = 'f'
JOIN check_texts x ON x.check_text = i.check_text
LEFT JOIN organs o ON o.organ_id = r.organ_id
WHERE r.checks_failed > 0 AND (:year = '' OR r.report_year = CAST(:year AS INTEGER))
    AND (:region = '' OR o.adcode LIKE :region || '%') AND (:kind = '' OR o.kind = :kind)
"""
_ROWS = f"""
SELECT r.report_id, r.report_year, o.name AS organ, x.check_id, x.expression,
    json_extract(s.lefts, '$[' || i.position || ']') AS "left",
    json_extract(s.rights, '$[' || i.position || ']') AS "right"
{_FAILS} AND (:check = '' OR x.check_id = :check)
"""
_KINDS = f"SELECT x.check_id, count(*) AS fails {_FAILS} GROUP BY 1 ORDER BY 2 DESC, 1"
_YEARS = """
SELECT y.* FROM year_check_sets s JOIN year_checks y ON y.report_id = s.report_id AND y.outcome = 'fail'
JOIN reports r ON r.report_id = s.report_id LEFT JOIN organs o ON o.organ_id = r.organ_id
WHERE s.outcomes GLOB '*f*' AND (:year = '' OR y.report_year = CAST(:year AS INTEGER))
    AND (:region = '' OR o.adcode LIKE :region || '%') AND (:kind = '' OR o.kind = :kind)
ORDER BY abs(y.difference) DESC, y.report_id, y.position LIMIT :size
"""


def page(connection: sqlite3.Connection, ask: Ask) -> View:
    """``?check=t3.balance.total&year=2022&region=210000&kind=department&sort=year&page=2``."""
    order = ask.one("sort") if ask.one("sort") in _ORDERS else "difference"
    number = ask.number("page", 1, low=1, high=10_000)
    chosen = {
        "check": ask.one("check"),
        "year": ask.one("year"),
        "region": significant(ask.one("region")),
        "kind": ask.one("kind") if ask.one("kind") in ("government", "department") else "",
    }
    rows = connection.execute(
        f"{_ROWS} ORDER BY {_ORDERS[order]}, r.report_id, i.position LIMIT :size OFFSET :skip",
        {**chosen, "size": SIZE, "skip": (number - 1) * SIZE},
    ).fetchall()
    kinds = connection.execute(_KINDS, chosen).fetchall()
    total = sum(kind["fails"] for kind in kinds if chosen["check"] in ("", kind["check_id"]))
    kept = {name: ask.one(name) for name in ("check", "year", "region", "kind", "sort") if ask.one(name)}
    return View(
        "nb_checks.html",
        {
            "rows": rows,
            "total": total,
            "order": order,
            "orders": tuple(_ORDERS),
            "chosen": {**chosen, "region": ask.one("region")},
            "number": number,
            "pages": max(1, -(-total // SIZE)),
            "link": lambda **changes: f"?{urlencode({**kept, **changes})}",
            "kinds": kinds,
            "places": places(connection),
            "report_years": report_years(connection),
            "years": connection.execute(_YEARS, {**chosen, "size": SIZE}).fetchall(),
        },
    )
