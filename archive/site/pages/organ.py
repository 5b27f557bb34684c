"""An organ over the years: its headlines in a chart and a table, gaps as gaps, and what must hold from year to year."""

import sqlite3

from archive.index.headlines import HEADLINES
from archive.site.charts import Series, lines, stacked_bars
from archive.site.web import Ask, PageMissingError, View

_OUTCOMES = ("granted", "partial", "denied", "unavailable", "not_processed", "other")
_DISPUTES = ("reviews", "reviews_corrected", "lawsuits", "lawsuits_corrected")


def page(connection: sqlite3.Connection, ask: Ask) -> View:
    organ = connection.execute("SELECT * FROM organs WHERE organ_id = ?", (ask.path["id"],)).fetchone()
    if organ is None:
        raise PageMissingError(ask.t("organ.unknown", id=ask.path["id"]))
    rows = connection.execute(
        "SELECT r.*, h.* FROM reports r LEFT JOIN headlines h USING (report_id) WHERE r.organ_id = ? "
        "ORDER BY r.report_year",
        (organ["organ_id"],),
    ).fetchall()
    by_year = {row["report_year"]: row for row in rows if row["report_year"] is not None}
    years = tuple(range(min(by_year), max(by_year) + 1)) if by_year else ()
    labels = tuple(str(year) for year in years)

    def series(name: str) -> Series:
        values = tuple(by_year[year][name] if year in by_year else None for year in years)
        return Series(ask.t(f"headline.{name}"), values)

    return View(
        "nb_organ.html",
        {
            "organ": organ,
            "years": years,
            "by_year": by_year,
            "undated": [row for row in rows if row["report_year"] is None],
            "headlines": HEADLINES,
            "requests": lines(ask.t("organ.requests"), labels, [series("received"), series("handled")]),
            "outcomes": stacked_bars(ask.t("organ.outcomes"), labels, [series(name) for name in _OUTCOMES]),
            "disputes": lines(ask.t("organ.disputes"), labels, [series(name) for name in _DISPUTES]),
            "checks": connection.execute(
                "SELECT y.* FROM reports r JOIN year_checks y USING (report_id) WHERE r.organ_id = ? "
                "AND y.outcome <> 'undetermined' ORDER BY y.outcome = 'pass', y.report_year DESC, y.position",
                (organ["organ_id"],),
            ).fetchall(),
        },
    )
