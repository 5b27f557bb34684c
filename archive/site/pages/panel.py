"""Build a table: figures × organs × years, as a table, a chart, CSV, and a link that others can open."""

import csv
import io
import sqlite3
from collections.abc import Sequence
from urllib.parse import urlencode

from datasette.utils.asgi import Response

from archive.divisions import by_adcode
from archive.export.cells import safe_cell
from archive.index.departments import KINDS
from archive.site.charts import Bars, Lines, Series, lines, stacked_bars
from archive.site.choices import places, report_years, significant
from archive.site.measures import CHOICES, PRESETS, measure, siblings
from archive.site.panel import BY, LEVELS, PanelRow, Query, read_query, rows
from archive.site.web import Ask, View

SHOWN_ROWS = 300
WIDE_CELLS = 6_000  # of a table with years as columns: some 400 KB
CSV_ROWS = 1_000_000
CHART_SERIES = 6
COLOURS = 8  # parts of a stacked bar that can be told apart
BARS = 12  # groups of one year that fit side by side
_KEPT = ("region", "level", "kind", "department", "from", "to", "by", "change", "wide")


def page(connection: sqlite3.Connection, ask: Ask) -> View:
    query = read_query(connection, ask)
    wide = ask.one("wide") == "1" and query.by != "year"
    most = WIDE_CELLS // len(query.measures) if wide else SHOWN_ROWS
    found = list(rows(connection, query, most + 1))
    shown = found[:most]
    kept = {"m": ",".join(one.name for one in query.measures), "organ": ask.one("organ")}
    kept |= {name: ask.one(name) for name in _KEPT}
    names = {row.group: _name(row, query, ask) for row in shown}
    return View(
        "nb_panel.html",
        {
            "query": query,
            "kept": kept,
            "rows": shown,
            "names": names,
            "grid": _grid(shown) if wide else None,
            "cut": len(found) > most,
            "chart": _chart(shown, names, query, ask),
            "link": urlencode({name: value for name, value in kept.items() if value}),
            "presets": PRESETS,
            "choices": [(name, one.label) for name in CHOICES if (one := measure(name, ask)) is not None],
            "by": BY,
            "levels": LEVELS,
            "departments": KINDS,
            "places": places(connection),
            "years": report_years(connection)[::-1],
        },
    )


def _name(row: PanelRow, query: Query, ask: Ask) -> str:
    """What a row is about, in words."""
    if query.by == "report":
        return row.organ or row.group
    if query.by == "region":
        code = f"{row.group or ''}000000"[:6]
        division = by_adcode(code)
        name = division.name if division else code
        return ask.t("coverage.own", name=name) if significant(code) == query.region else name
    if query.by == "department":
        kind = row.group in ("government", "department")
        return ask.t(f"panel.group.{row.group}") if kind else ask.t(f"department.{row.group}")
    if query.by == "level":
        return ask.t(f"level.{row.group or 'unknown'}")
    return ask.t("panel.group.all")


def _grid(shown: Sequence[PanelRow]) -> tuple[list[int], dict[str, dict[int, PanelRow]]]:
    """The years, and for each group its rows by year."""
    by_group: dict[str, dict[int, PanelRow]] = {}
    for row in shown:
        by_group.setdefault(row.group, {})[row.year] = row
    return sorted({row.year for row in shown}), by_group


def _chart(shown: Sequence[PanelRow], names: dict[str, str], query: Query, ask: Ask) -> Lines | Bars | None:
    """Over the years: the measures of all, else the first measure of the first groups. Of one year: bars by group."""
    years = {row.year for row in shown}
    if query.by == "year" and shown:
        return _chart_of_sums(shown, query, ask)
    if len(years) == 1:
        return _chart_of_a_year(shown, names, query)
    return _chart_of_groups(shown, names, query) if shown else None


def _chart_of_sums(shown: Sequence[PanelRow], query: Query, ask: Ask) -> Lines | Bars:
    years, by_group = _grid(shown)
    span, first = range(years[0], years[-1] + 1), query.measures[0]
    total = by_group[shown[0].group]
    series = [
        Series(one.label, tuple(total[year].values[at] if year in total else None for year in span))
        for at, one in enumerate(query.measures)
        if one.share == first.share
    ]
    if siblings(query.measures):
        return _stacked(tuple(map(str, span)), series, "")
    title = first.label if len(series) == 1 else ask.t("panel.over_years")
    return lines(title, tuple(map(str, span)), series[:CHART_SERIES], share=first.share)


def _chart_of_a_year(shown: Sequence[PanelRow], names: dict[str, str], query: Query) -> Bars | None:
    stated = [row for row in shown if row.values[0] is not None]
    largest = sorted(stated, key=lambda row: -(row.values[0] or 0))[:BARS]
    if not largest or any((row.values[0] or 0) < 0 for row in largest):
        return None
    series = [Series(one.label, tuple(row.values[at] for row in largest)) for at, one in enumerate(query.measures)]
    labels, year = tuple(names[row.group] for row in largest), str(largest[0].year)
    if siblings(query.measures):
        return _stacked(labels, series, year)
    return stacked_bars(f"{series[0].name} {year}", labels, series[:1], share=query.measures[0].share)


def _chart_of_groups(shown: Sequence[PanelRow], names: dict[str, str], query: Query) -> Lines:
    years, by_group = _grid(shown)
    span, first = range(years[0], years[-1] + 1), query.measures[0]
    groups = list(by_group)
    if query.by != "report":
        groups.sort(key=lambda group: -max((row.values[0] or 0 for row in by_group[group].values()), default=0))
    series = [
        Series(names[group], tuple(row.values[0] if (row := by_group[group].get(year)) else None for year in span))
        for group in groups[:CHART_SERIES]
    ]
    return lines(first.label, tuple(map(str, span)), series, share=first.share)


def _stacked(labels: tuple[str, ...], series: Sequence[Series], year: str) -> Bars:
    """Figures under one heading upon each other; the heading is the title."""
    heading = series[0].name.rpartition(" · ")[0]
    named = [Series(one.name.rpartition(" · ")[2], one.values) for one in series[:COLOURS]]
    return stacked_bars(f"{heading} {year}".strip(), labels, named)


def csv_page(connection: sqlite3.Connection, ask: Ask) -> Response:
    """The whole table as CSV with a byte order mark, so that Excel takes it for UTF-8; no cell is a formula."""
    query = read_query(connection, ask)
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n")
    measures = [one.name for one in query.measures]
    changes = [f"{name}_change" for name in measures] if query.change else []
    if query.by == "report":
        write.writerow(["report_id", "organ_id", "organ", "adcode", "report_year", *measures, *changes, "url"])
    else:
        write.writerow([query.by, "name", "report_year", "reports", *measures, *changes])
    for row in rows(connection, query, CSV_ROWS):
        numbers = (*row.values, *row.changes)
        if query.by == "report":
            cells = [row.report_id, row.organ_id, row.organ, row.adcode, row.year, *numbers, row.url]
        else:
            cells = [row.group, _name(row, query, ask), row.year, row.reports, *numbers]
        write.writerow([safe_cell(value) for value in cells])
    return Response(
        "\ufeff" + out.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="nianbao-panel.csv"'},
    )
