"""What the archive holds, in one look."""

import sqlite3

from archive.site.charts import Bars, Series, stacked_bars
from archive.site.web import Ask, View

_LEVELS = ("government", "department")


def page(connection: sqlite3.Connection, ask: Ask) -> View:
    totals = connection.execute(
        "SELECT count(*) AS reports, coalesce(sum(figures), 0) AS figures, "
        "coalesce(sum(checks_failed > 0), 0) AS failed, "
        "coalesce(sum(checks_passed), 0) AS passed, min(report_year) AS first, max(report_year) AS last, "
        "coalesce(sum(versions > 1), 0) AS changed FROM reports"
    ).fetchone()
    organs = connection.execute("SELECT count(*) FROM organs").fetchone()[0]
    captures = connection.execute("SELECT count(*) FROM captures").fetchone()[0]
    return View(
        "nb_home.html",
        {
            "totals": totals,
            "organs": organs,
            "captures": captures,
            "chart": _years(connection, ask),
            "regions": connection.execute(
                "SELECT o.province, count(*) AS reports, count(DISTINCT o.organ_id) AS organs, "
                "min(r.report_year) AS first, max(r.report_year) AS last, "
                "substr(min(o.adcode), 1, 2) || '0000' AS adcode "
                "FROM reports r JOIN organs o USING (organ_id) GROUP BY o.province ORDER BY 2 DESC LIMIT 40"
            ).fetchall(),
            "newest": connection.execute(
                "SELECT r.report_id, r.title, r.report_year, r.first_seen, r.figures, r.checks_failed, o.name AS organ "
                "FROM reports r LEFT JOIN organs o USING (organ_id) ORDER BY r.first_seen DESC, r.report_id LIMIT 8"
            ).fetchall(),
            "failing": connection.execute(
                "SELECT r.report_id, r.report_year, r.checks_failed, o.name AS organ FROM reports r "
                "LEFT JOIN organs o USING (organ_id) WHERE r.checks_failed > 0 ORDER BY r.checks_failed DESC, "
                "r.report_id "
                "LIMIT 8"
            ).fetchall(),
            "crawls": connection.execute(
                "SELECT * FROM crawls WHERE portal NOT NULL ORDER BY started DESC LIMIT 8"
            ).fetchall(),
        },
    )


def _years(connection: sqlite3.Connection, ask: Ask) -> Bars | None:
    rows = connection.execute(
        "SELECT r.report_year AS year, o.kind AS kind, count(*) AS reports FROM reports r "
        "JOIN organs o USING (organ_id) WHERE r.report_year NOT NULL GROUP BY 1, 2"
    ).fetchall()
    if not rows:
        return None
    found = {(row["year"], row["kind"]): row["reports"] for row in rows}
    years = range(min(row["year"] for row in rows), max(row["year"] for row in rows) + 1)
    series = [
        Series(ask.t(f"home.kind.{kind}"), tuple(float(found.get((year, kind), 0)) for year in years))
        for kind in _LEVELS
    ]
    return stacked_bars(ask.t("home.years"), tuple(str(year) for year in years), series)
