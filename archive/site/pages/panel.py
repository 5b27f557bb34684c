"""Build a table: figures × organs × years, as a table, a chart, JSON, CSV, and a link that others can open."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from archive.divisions import by_adcode
from archive.index.departments import KINDS
from archive.site.answers import Answer
from archive.site.charts import Bars, Lines, Series, lines, number, per_cent, stacked_bars
from archive.site.choices import LEVELS, places, report_years, significant
from archive.site.coverage import declared_portals
from archive.site.maps import PROVINCES, Map, Shade, province_map
from archive.site.measures import CHOICES, GROUNDS, PRESETS, measure, siblings
from archive.site.panel import BY, PanelRow, Query, count_rows, read_query, rows, summed
from archive.site.sums import Sums, apart_at, base_in_words, changed_bases, series_of
from archive.site.web import Ask, View

SHOWN_ROWS = 300
WIDE_CELLS = 6_000  # of a table with years as columns: some 400 KB
ALL_ROWS = 1_000_000
CHART_SERIES = 6
COLOURS = 8  # parts of a stacked bar that can be told apart
BARS = 12  # groups of one year that fit side by side
_KEPT = ("region", "level", "kind", "department", "from", "to", "by", "change", "same", "wide")
_GROUP_COLUMNS = {"year": (), "region": ("adcode",), "department": ("department",), "level": ("level",)}

Row = PanelRow | Sums


@dataclass(frozen=True, slots=True)
class Table:
    """``rows`` of ``total``; ``names`` says what each group is called."""

    query: Query
    rows: Sequence[Row]
    total: int
    names: dict[str, str]

    @property
    def cut(self) -> bool:
        return len(self.rows) < self.total


def _table(connection: sqlite3.Connection, ask: Ask, most: int) -> Table:
    query = read_query(connection, ask)
    found: Sequence[Row]
    if query.by == "report":
        limit = min(most, WIDE_CELLS // len(query.measures)) if _wide(query, ask) and most < ALL_ROWS else most
        found = list(rows(connection, query, limit))
        total = count_rows(connection, query) if len(found) == limit else len(found)
    else:
        everything = summed(connection, query, declared_portals(connection, ask.context.declared))
        found, total = everything[:most], len(everything)
    return Table(query, found, total, {row.group: _name(row, query, ask) for row in found})


def _wide(query: Query, ask: Ask) -> bool:
    return ask.one("wide") == "1" and query.by != "year"


def page(connection: sqlite3.Connection, ask: Ask) -> View:
    table = _table(connection, ask, WIDE_CELLS if ask.one("wide") == "1" else SHOWN_ROWS)
    query, shown = table.query, table.rows
    kept = {"m": ",".join(one.name for one in query.measures), "organ": ask.one("organ")}
    kept |= {name: ask.one(name) for name in _KEPT}
    return View(
        "nb_panel.html",
        {
            "table": table,
            "query": query,
            "kept": kept,
            "rows": shown if query.by == "report" else _newest_first(shown),
            "grid": _grid(shown) if _wide(query, ask) else None,
            "chart": _chart(table, ask),
            "map": _map(table, ask),
            "words": lambda row, at: base_in_words(row, at, ask),
            "apart": [one for one in query.measures if one.before == "apart"],
            "link": urlencode({name: value for name, value in kept.items() if value}),
            "same_link": urlencode({name: value for name, value in {**kept, "same": "1"}.items() if value}),
            "presets": PRESETS,
            "choices": _choices(ask),
            "by": BY,
            "levels": LEVELS,
            "departments": KINDS,
            "places": places(connection),
            "years": report_years(connection)[::-1],
        },
    )


def _choices(ask: Ask) -> list[tuple[str, str]]:
    """What can be ticked; grounds as shares are a ready-made table."""
    return [(name, one.label) for name in CHOICES if name not in GROUNDS and (one := measure(name, ask)) is not None]


def _newest_first(shown: Sequence[Row]) -> list[Row]:
    """Groups as they come, in each the newest year first."""
    groups = list(dict.fromkeys(row.group for row in shown))
    return sorted(shown, key=lambda row: (groups.index(row.group), -row.year))


def _name(row: Row, query: Query, ask: Ask) -> str:
    """What a row is about, in words."""
    if isinstance(row, PanelRow):
        return row.organ
    if query.by == "region":
        code = f"{row.group}000000"[:6]
        division = by_adcode(code)
        name = division.name if division else code
        return ask.t("coverage.own", name=name) if significant(code) == query.region else name
    if query.by == "department":
        kind = row.group in ("government", "department")
        return ask.t(f"panel.group.{row.group}") if kind else ask.t(f"department.{row.group}")
    if query.by == "level":
        return ask.t(f"level.{row.group or 'unknown'}")
    return ask.t("panel.group.all")


def _grid(shown: Iterable[Row]) -> tuple[list[int], dict[str, dict[int, Row]]]:
    """The years, the newest first, and for each group its rows by year."""
    by_group: dict[str, dict[int, Row]] = {}
    for row in shown:
        by_group.setdefault(row.group, {})[row.year] = row
    return sorted({year for years in by_group.values() for year in years}, reverse=True), by_group


def _map(table: Table, ask: Ask) -> Map | None:
    """Of a table by province: its newest year in which anybody states the first measure."""
    if table.query.by != "region" or table.query.region:
        return None
    stated = [row for row in table.rows if isinstance(row, Sums) and row.values[0] is not None]
    if not stated:
        return None
    year, measured = max(row.year for row in stated), table.query.measures[0]
    written = per_cent if measured.share else number
    shades = {}
    for row in (row for row in table.rows if isinstance(row, Sums) and row.year == year):
        value = row.values[0]
        text = "–" if value is None else written(value)
        tip = f"{table.names[row.group]} {year}: {text} ({base_in_words(row, 0, ask)})"
        shades[f"{row.group}000000"[:6]] = Shade(value, tip, text)
    names = {code: division.name for code in PROVINCES if (division := by_adcode(code)) is not None}
    return province_map(f"{measured.label} {year}", shades, names)


def _chart(table: Table, ask: Ask) -> Lines | Bars | None:
    """Over the years: the measures of all, else the first measure of the first groups. Of one year: bars by group."""
    if not table.rows:
        return None
    summed_rows = [row for row in table.rows if isinstance(row, Sums)]
    if table.query.by == "year":
        return _chart_of_sums({row.year: row for row in summed_rows}, table.query, ask)
    if len({row.year for row in table.rows}) == 1:
        return _chart_of_a_year(table, ask)
    return _chart_of_groups(table, ask)


def _chart_of_sums(by_year: dict[int, Sums], query: Query, ask: Ask) -> Lines | Bars:
    years, first = range(min(by_year), max(by_year) + 1), query.measures[0]
    places = [at for at, one in enumerate(query.measures) if one.share == first.share]
    series = [series_of(by_year, at, query.measures[at], years, ask) for at in places]
    changed, labels = changed_bases(by_year, places, years), tuple(map(str, years))
    if siblings(query.measures):
        return _stacked(labels, series, "", share=first.share, changed=changed)
    title = first.label if len(series) == 1 else ask.t("panel.over_years")
    return lines(title, labels, series[:CHART_SERIES], share=first.share, changed=changed)


def _chart_of_a_year(table: Table, ask: Ask) -> Bars | None:
    query = table.query
    stated = [row for row in table.rows if row.values[0] is not None]
    largest = sorted(stated, key=lambda row: -(row.values[0] or 0))[:BARS]
    if not largest or any((row.values[0] or 0) < 0 for row in largest):
        return None
    series = [
        Series(
            one.label,
            tuple(row.values[at] for row in largest),
            tuple(base_in_words(row, at, ask) if isinstance(row, Sums) else "" for row in largest),
        )
        for at, one in enumerate(query.measures)
    ]
    labels, year = tuple(table.names[row.group] for row in largest), str(largest[0].year)
    if siblings(query.measures):
        return _stacked(labels, series, year, share=query.measures[0].share)
    cut = f" · {ask.t('chart.cut', shown=len(largest), count=len(stated))}" if len(largest) < len(stated) else ""
    return stacked_bars(f"{series[0].name} {year}{cut}", labels, series[:1], share=query.measures[0].share)


def _chart_of_groups(table: Table, ask: Ask) -> Lines:
    years, by_group = _grid(table.rows)
    span, first = range(years[-1], years[0] + 1), table.query.measures[0]
    groups = list(by_group)
    if table.query.by != "report":
        groups.sort(key=lambda group: -max((row.values[0] or 0 for row in by_group[group].values()), default=0))
    series = []
    for group in groups[:CHART_SERIES]:
        mine = [by_group[group].get(year) for year in span]
        bases = tuple(base_in_words(row, 0, ask) if isinstance(row, Sums) else "" for row in mine)
        values = tuple(row.values[0] if row else None for row in mine)
        series.append(Series(table.names[group], values, bases, apart_at(first, span)))
    cut = f" · {ask.t('chart.cut', shown=CHART_SERIES, count=len(groups))}" if len(groups) > CHART_SERIES else ""
    return lines(f"{first.label}{cut}", tuple(map(str, span)), series, share=first.share)


def _stacked(
    labels: tuple[str, ...], series: Sequence[Series], year: str, *, share: bool, changed: frozenset[int] = frozenset()
) -> Bars:
    """Figures under one heading upon each other; the heading is the title."""
    heading = series[0].name.rpartition(" · ")[0]
    named = [Series(one.name.rpartition(" · ")[2], one.values, one.bases, one.apart) for one in series[:COLOURS]]
    return stacked_bars(f"{heading} {year}".strip(), labels, named, share=share, changed=changed)


def answer(connection: sqlite3.Connection, ask: Ask) -> Answer:
    """The whole table. Behind the sum of each measure stands ``_stated``, of how many reports; behind a change
    ``_paired``, of how many organs with both years. ``wide=1``: a row per group, the year behind each column's name."""
    table = _table(connection, ask, ALL_ROWS)
    query = table.query
    facts = {
        "by": query.by,
        "measures": [
            {"name": m.name, "label": m.label, "share": m.share, "before_2019": m.before} for m in query.measures
        ],
        "same": query.same,
        "change": query.change,
        "total": table.total,
        "shown": len(table.rows),
    }
    columns, made = (_wide_rows if _wide(query, ask) else _long_rows)(table)
    return Answer("panel", facts, columns, made)


def _long_rows(table: Table) -> tuple[tuple[str, ...], Iterable[tuple[object, ...]]]:
    query, numbers = table.query, _number_columns(table.query)
    if query.by == "report":
        columns = ("report_id", "organ_id", "organ", "adcode", "report_year", *numbers, "url")
        return columns, ((*_cells(row, table)[:4], row.year, *_numbers(row, query), _url(row)) for row in table.rows)
    columns = (*_GROUP_COLUMNS[query.by], "name", "report_year", "reports", "missing", *numbers)
    return columns, ((*_cells(row, table), row.year, *_count(row), *_numbers(row, query)) for row in table.rows)


def _wide_rows(table: Table) -> tuple[tuple[str, ...], Iterable[tuple[object, ...]]]:
    query = table.query
    years, by_group = _grid(table.rows)
    alone = query.by == "report"
    head = ("organ_id", "organ", "adcode") if alone else (*_GROUP_COLUMNS[query.by], "name")
    each = (*(() if alone else ("reports", "missing")), *_number_columns(query))
    columns = (*head, *(f"{name}_{year}" for year in years for name in each))
    made = []
    for rows_of in by_group.values():
        any_row = next(iter(rows_of.values()))
        cells: list[object] = list(_cells(any_row, table)[1:4] if alone else _cells(any_row, table))
        for year in years:
            row = rows_of.get(year)
            counts = () if row is None or alone else _count(row)
            cells += (*counts, *_numbers(row, query)) if row is not None else (None,) * len(each)
        made.append(tuple(cells))
    return columns, made


def _cells(row: Row, table: Table) -> tuple[object, ...]:
    """What names a row."""
    if isinstance(row, PanelRow):
        return row.report_id, row.organ_id, row.organ, row.adcode
    named = {"year": (), "region": (f"{row.group}000000"[:6] if row.group else None,)}
    return *named.get(table.query.by, (row.group or None,)), table.names[row.group]


def _url(row: Row) -> str | None:
    return row.url if isinstance(row, PanelRow) else None


def _count(row: Row) -> tuple[int, int]:
    return (row.reports, row.missing) if isinstance(row, Sums) else (1, 0)


def _number_columns(query: Query) -> tuple[str, ...]:
    """Behind each measure, what its sum and its change are over."""
    alone = query.by == "report"
    found: list[str] = []
    for one in query.measures:
        found += (one.name,) if alone else (one.name, f"{one.name}_stated")
        if query.change:
            found += (f"{one.name}_change",) if alone else (f"{one.name}_change", f"{one.name}_paired")
    return tuple(found)


def _numbers(row: Row, query: Query) -> tuple[object, ...]:
    found: list[object] = []
    for at, value in enumerate(row.values):
        found.append(value)
        if isinstance(row, Sums):
            found.append(row.stated[at])
        if query.change:
            found.append(row.changes[at])
            if isinstance(row, Sums):
                found.append(row.paired[at])
    return tuple(found)
