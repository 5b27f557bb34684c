"""What the archive holds, in one look."""

import sqlite3

from archive.site.charts import Bars, Series, stacked_bars
from archive.site.choices import LEVELS
from archive.site.coverage import Choice, declared_portals, regions, span
from archive.site.web import Ask, View


def page(connection: sqlite3.Connection, ask: Ask) -> View:
    totals = connection.execute(
        "SELECT count(*) AS reports, coalesce(sum(figures), 0) AS figures, "
        "coalesce(sum(checks_failed > 0), 0) AS failed, "
        "coalesce(sum(checks_passed), 0) AS passed, min(report_year) AS first, max(report_year) AS last, "
        "coalesce(sum(versions > 1), 0) AS changed FROM reports"
    ).fetchone()
    organs = connection.execute("SELECT count(*) FROM organs").fetchone()[0]
    portals = declared_portals(connection, ask.context.declared)
    captures = connection.execute("SELECT count(*) FROM captures").fetchone()[0]
    return View(
        "nb_home.html",
        {
            "totals": totals,
            "organs": organs,
            "captures": captures,
            "chart": _years(connection, ask),
            "regions": regions(connection, Choice(), portals, span(connection, portals)),
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
    """Reports of each year by the level of their organs; those of unknown level last."""
    rows = connection.execute(
        "SELECT r.report_year AS year, coalesce(o.level, 'unknown') AS level, count(*) AS reports FROM reports r "
        "LEFT JOIN organs o USING (organ_id) WHERE r.report_year NOT NULL GROUP BY 1, 2"
    ).fetchall()
    if not rows:
        return None
    found = {(row["year"], row["level"]): row["reports"] for row in rows}
    years = range(min(row["year"] for row in rows), max(row["year"] for row in rows) + 1)
    present = {row["level"] for row in rows}
    series = [
        Series(ask.t(f"level.{level}"), tuple(float(found.get((year, level), 0)) for year in years))
        for level in (*LEVELS, "unknown")
        if level in present
    ]
    return stacked_bars(ask.t("home.years"), tuple(str(year) for year in years), series)
