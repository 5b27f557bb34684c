"""A division: what its organs received and decided in sum, the divisions below it, its matrix."""

import sqlite3

from archive.index.headlines import HEADLINES
from archive.site.answers import Answer
from archive.site.charts import lines, stacked_bars
from archive.site.choices import significant
from archive.site.coverage import declared_portals
from archive.site.measures import Measure, measure
from archive.site.pages.coverage import coverage_values, region_name
from archive.site.pages.organ import OUTCOMES
from archive.site.panel import Query, summed
from archive.site.sums import Sums, base_in_words, changed_bases, series_of
from archive.site.web import Ask, PageMissingError, View

_NAMES = tuple(headline.name for headline in HEADLINES)


def page(connection: sqlite3.Connection, ask: Ask) -> View:
    """``/region/210100``."""
    adcode, name, values = _division(connection, ask)
    measures, found = _sums(connection, ask)
    years = range(min(found), max(found) + 1) if found else range(0)
    labels = tuple(map(str, years))
    requests = [_NAMES.index(one) for one in ("received", "handled")]
    outcomes = [_NAMES.index(one) for one in OUTCOMES]
    return View(
        "nb_region.html",
        {
            **values,
            "adcode": adcode,
            "name": name,
            "sums": [found[year] for year in reversed(years)],
            "measures": measures,
            "words": lambda row, at: base_in_words(row, at, ask),
            "chart": lines(
                ask.t("region.requests"),
                labels,
                [series_of(found, at, measures[at], years, ask) for at in requests],
                changed=changed_bases(found, requests, years),
            ),
            "outcomes": stacked_bars(
                ask.t("organ.outcomes"),
                labels,
                [series_of(found, at, measures[at], years, ask) for at in outcomes],
                changed=changed_bases(found, outcomes, years),
            ),
        },
    )


def _division(connection: sqlite3.Connection, ask: Ask) -> tuple[str, str, dict[str, object]]:
    """Its code, its name, what the coverage page shows of it. Raises PageMissingError where no organ is in it."""
    adcode = ask.path["id"]
    prefix = significant(adcode)
    values = coverage_values(connection, ask, adcode) if prefix else {}
    name = region_name(connection, prefix) if values.get("total") else None
    if name is None:
        raise PageMissingError(ask.t("region.unknown", id=adcode))
    return adcode, name, values


def _sums(connection: sqlite3.Connection, ask: Ask) -> tuple[tuple[Measure, ...], dict[int, Sums]]:
    """By year."""
    measures = tuple(one for name in _NAMES if (one := measure(name, ask)) is not None)
    region = significant(ask.path["id"])
    query = Query(measures, (), region, "", "", "", 1900, 2200, "year", change=False)
    rows = summed(connection, query, declared_portals(connection, ask.context.declared))
    return measures, {row.year: row for row in rows}


def answer(connection: sqlite3.Connection, ask: Ask) -> Answer:
    """The sums by year; ``NAME_stated`` is how many of ``reports`` state it."""
    adcode, name, _ = _division(connection, ask)
    _, found = _sums(connection, ask)
    rows = (
        (year, row.reports, row.missing, *(cell for pair in zip(row.values, row.stated, strict=True) for cell in pair))
        for year, row in sorted(found.items())
    )
    columns = (column for one in _NAMES for column in (one, f"{one}_stated"))
    return Answer("region", {"adcode": adcode, "name": name}, ("report_year", "reports", "missing", *columns), rows)
