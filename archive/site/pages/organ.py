"""An organ over the years: its headlines in a chart and a table, gaps as gaps, and what must hold from year to year."""

import sqlite3
from dataclasses import dataclass

from archive.index.headlines import DENIED, HEADLINES
from archive.site.charts import Bars, Series, lines, stacked_bars
from archive.site.labels import labels_of
from archive.site.measures import measure
from archive.site.panel import Query, rows
from archive.site.web import Ask, PageMissingError, View

OUTCOMES = ("granted", "partial", "denied", "unavailable", "not_processed", "other")
_RESULTS = ("upheld", "corrected", "other", "pending")
_DISPUTES = ("reviews", "reviews_corrected", "lawsuits", "lawsuits_corrected")


def page(connection: sqlite3.Connection, ask: Ask) -> View:
    organ = connection.execute("SELECT * FROM organs WHERE organ_id = ?", (ask.path["id"],)).fetchone()
    if organ is None:
        raise PageMissingError(ask.t("organ.unknown", id=ask.path["id"]))
    reports = connection.execute(
        "SELECT r.*, h.* FROM reports r LEFT JOIN headlines h USING (report_id) WHERE r.organ_id = ? "
        "ORDER BY r.report_year",
        (organ["organ_id"],),
    ).fetchall()
    by_year = {row["report_year"]: row for row in reports if row["report_year"] is not None}
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
            "undated": [row for row in reports if row["report_year"] is None],
            "headlines": HEADLINES,
            "requests": lines(ask.t("organ.requests"), labels, [series("received"), series("handled")]),
            "outcomes": stacked_bars(ask.t("organ.outcomes"), labels, [series(name) for name in OUTCOMES]),
            "disputes": lines(ask.t("organ.disputes"), labels, [series(name) for name in _DISPUTES]),
            "details": _details(connection, ask, organ["organ_id"], years) if years else [],
            "checks": connection.execute(
                "SELECT y.* FROM reports r JOIN year_checks y USING (report_id) WHERE r.organ_id = ? "
                "AND y.outcome <> 'undetermined' ORDER BY y.outcome = 'pass', y.report_year DESC, y.position",
                (organ["organ_id"],),
            ).fetchall(),
        },
    )


@dataclass(frozen=True, slots=True)
class _Detail:
    """A stacked chart: each part a name and the keys whose sum it is."""

    title: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]


def _details(connection: sqlite3.Connection, ask: Ask, organ: str, years: tuple[int, ...]) -> list[Bars]:
    """Refusals by ground, reviews and lawsuits by result: each a chart where any year states them."""
    grounds = [f"t3.denied_{ground}.total" for ground in DENIED]
    wanted = (
        _Detail("organ.grounds", tuple((labels_of(key)[-2], (key,)) for key in grounds)),
        _results("organ.review", ("t4.review", "a.review"), ask),
        _results("organ.litigation", ("t4.litigation_direct", "t4.litigation_after_review", "a.litigation"), ask),
    )
    measures = tuple(
        one for d in wanted for _, keys in d.parts for key in keys if (one := measure(key, ask)) is not None
    )
    keys = [one.name for one in measures]
    query = Query(measures, (organ,), "", "", "", "", min(years), max(years), "report", change=False)
    found = {row.year: dict(zip(keys, row.values, strict=True)) for row in rows(connection, query, len(years))}
    charts = []
    for detail in wanted:
        series = [
            Series(name, tuple(_sum([found.get(year, {}).get(key) for key in keys]) for year in years))
            for name, keys in detail.parts
        ]
        if any(value for one in series for value in one.values):
            charts.append(stacked_bars(ask.t(detail.title), tuple(map(str, years)), series))
    return charts


def _results(title: str, tables: tuple[str, ...], ask: Ask) -> _Detail:
    """Of the form of 2019 on or of form A, whichever a report has; a result that its form does not know is absent."""
    parts = ((ask.t(f"organ.result.{one}"), tuple(f"{table}.{one}" for table in tables)) for one in _RESULTS)
    return _Detail(title, tuple(parts))


def _sum(values: list[float | None]) -> float | None:
    """None where no value is stated."""
    stated = [value for value in values if value is not None]
    return sum(stated) if stated else None
