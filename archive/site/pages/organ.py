"""An organ over the years: its headlines in a chart and a table, gaps as gaps, and what must hold from year to year."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from archive.index import lateness
from archive.index.headlines import DENIED, HEADLINES, NEW_FORM, stated_sum
from archive.model import FigureStatus, Number
from archive.site.answers import Answer
from archive.site.charts import Bars, Series, lines, stacked_bars
from archive.site.labels import labels_of
from archive.site.measures import measure
from archive.site.sums import apart_at
from archive.site.web import Ask, PageMissingError, View

OUTCOMES = ("granted", "partial", "denied", "unavailable", "not_processed", "other")
_RESULTS = ("upheld", "corrected", "other", "pending")
_DISPUTES = ("reviews", "reviews_corrected", "lawsuits", "lawsuits_corrected")


def _reports(connection: sqlite3.Connection, ask: Ask) -> tuple[sqlite3.Row, dict[int, sqlite3.Row], list[sqlite3.Row]]:
    """The organ, its reports by year, and those that name none."""
    organ = connection.execute("SELECT * FROM organs WHERE organ_id = ?", (ask.path["id"],)).fetchone()
    if organ is None:
        raise PageMissingError(ask.t("organ.unknown", id=ask.path["id"]))
    reports = connection.execute(
        f"SELECT r.*, h.*, {lateness.WORD} AS punctuality FROM reports r {lateness.JOIN} "
        "LEFT JOIN headlines h ON h.report_id = r.report_id WHERE r.organ_id = ? ORDER BY r.report_year",
        (organ["organ_id"],),
    ).fetchall()
    by_year = {row["report_year"]: row for row in reports if row["report_year"] is not None}
    return organ, by_year, [row for row in reports if row["report_year"] is None]


def page(connection: sqlite3.Connection, ask: Ask) -> View:
    organ, by_year, undated = _reports(connection, ask)
    years = tuple(range(min(by_year), max(by_year) + 1)) if by_year else ()
    labels = tuple(str(year) for year in years)

    def series(name: str) -> Series:
        values = tuple(by_year[year][name] if year in by_year else None for year in years)
        one = measure(name, ask)
        return Series(ask.t(f"headline.{name}"), values, apart=apart_at(one, years) if one else frozenset())

    return View(
        "nb_organ.html",
        {
            "organ": organ,
            "years": years,
            "by_year": by_year,
            "undated": undated,
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
    """A stacked chart: each part a name and, as of a headline, the alternatives of keys whose sum it is."""

    title: str
    parts: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]


def _details(connection: sqlite3.Connection, ask: Ask, organ: str, years: tuple[int, ...]) -> list[Bars]:
    """Refusals by ground, reviews and lawsuits by result: each a chart where any year states them."""
    grounds = [f"t3.denied_{ground}.total" for ground in DENIED]
    direct, after = "t4.litigation_direct", "t4.litigation_after_review"
    wanted = (
        _Detail("organ.grounds", tuple((labels_of(key, ask.language)[-2], ((key,),)) for key in grounds)),
        _results("organ.review", ("t4.review",), "a.review", ask),
        _results("organ.litigation", (direct, after), "a.litigation", ask),
    )
    keys = {key for detail in wanted for _, sets in detail.parts for one in sets for key in one}
    found = _figures(connection, organ, keys)
    charts = []
    for detail in wanted:
        series = [
            Series(name, tuple(_stated(found.get(year, {}), sets) for year in years), apart=_new_form(years))
            for name, sets in detail.parts
        ]
        if any(value for one in series for value in one.values):
            charts.append(stacked_bars(ask.t(detail.title), tuple(map(str, years)), series))
    return charts


def _results(title: str, tables: tuple[str, ...], before: str, ask: Ask) -> _Detail:
    """Of the form of 2019 on or of form A, whichever a report has; a result that its form does not know is absent."""
    parts = (
        (ask.t(f"organ.result.{one}"), (tuple(f"{table}.{one}" for table in tables), (f"{before}.{one}",)))
        for one in _RESULTS
    )
    return _Detail(title, tuple(parts))


def _new_form(years: tuple[int, ...]) -> frozenset[int]:
    return frozenset({years.index(NEW_FORM)} if NEW_FORM in years[1:] else ())


_Figures = dict[str, tuple[Number | None, FigureStatus]]


def _figures(connection: sqlite3.Connection, organ: str, keys: Iterable[str]) -> dict[int, _Figures]:
    """By year and key what the organ's reports state."""
    rows = connection.execute(
        "SELECT r.report_year, f.key, f.value, f.status FROM reports r CROSS JOIN figures f "
        "ON f.version_id = r.version_id WHERE r.organ_id = ? AND f.key IN (SELECT value FROM json_each(?))",
        (organ, json.dumps(sorted(keys))),
    )
    found: dict[int, _Figures] = {}
    for year, key, value, status in rows:
        found.setdefault(year, {})[key] = (value, status)
    return found


def _stated(figures: _Figures, alternatives: tuple[tuple[str, ...], ...]) -> float | None:
    """The sum of the first keys that are all stated; a sum that lacks one of them is no sum."""
    return next((float(total) for keys in alternatives if (total := stated_sum(figures, keys)) is not None), None)


def answer(connection: sqlite3.Connection, ask: Ask) -> Answer:
    """A row per year from the organ's first report to its last; a year without one has no ``report_id``."""
    organ, by_year, _ = _reports(connection, ask)
    names = [headline.name for headline in HEADLINES]
    columns = ("report_id", "published_on", "due_on", "days_late", "punctuality", "form", *names)
    columns += ("checks_passed", "checks_failed", "url", "version_id")
    years = range(min(by_year), max(by_year) + 1) if by_year else ()
    rows = ((year, *(by_year[year][name] if year in by_year else None for name in columns)) for year in years)
    return Answer("organ", {name: organ[name] for name in organ.keys()}, ("report_year", *columns), rows)  # noqa: SIM118
