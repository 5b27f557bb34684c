"""A sum and what it is over: the one place that pages, JSON, CSV and charts take it from.

Of every sum is said how many reports it is of, how many of them state the number, and how many reports are missing: of
organs that should have one for the year (see ``coverage``) and have none here.
"""

import sqlite3
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.index.headlines import NEW_FORM
from archive.site.charts import Series
from archive.site.coverage import FIRST_YEARS, Declared, declared_values
from archive.site.measures import Measure
from archive.site.web import Ask


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which organs and years: ``where`` over o (organs) and r (reports) with ``values``; ``group`` is SQL over o. The
    years end with the last of the index."""

    where_organs: str
    where_years: str
    values: Mapping[str, object]
    group: str


@dataclass(frozen=True, slots=True)
class Sums:
    """One group in one year: ``reports`` are here, ``missing`` should be and are not; of ``reports`` so many state each
    measure as ``stated`` says, and their sum, share or mean is in ``values``. ``changes`` are differences from the year
    before over the organs that state the number in both years, ``paired`` how many those are."""

    group: str
    adcode: str | None
    year: int
    reports: int
    missing: int
    values: tuple[float | None, ...]
    stated: tuple[int, ...]
    changes: tuple[float | None, ...] = ()
    paired: tuple[int, ...] = ()


def sums(
    connection: sqlite3.Connection,
    measures: Sequence[Measure],
    narrowed: Narrowed,
    portals: Sequence[Declared],
    *,
    change: bool = False,
    same: bool = False,
) -> list[Sums]:
    """By group and year, a row for every year from the first that anybody has to the last of the index. ``same`` leaves
    only organs that state every measure in every year that anybody has."""
    values = dict(narrowed.values)
    each = _each(measures, narrowed, same=same)
    columns = ", ".join(f"{one.over(f'p{at}', f'b{at}')}, count(p{at})" for at, one in enumerate(measures))
    rows = connection.execute(
        f"{each} SELECT grp, max(adcode), report_year, count(*), {columns} FROM kept GROUP BY 1, 3",  # noqa: S608
        values,
    ).fetchall()
    pairs = _pairs(connection, each, measures, values) if change else {}
    expected = {} if same else _expected(connection, narrowed, portals)
    found = {(row[0], row[2]): row for row in rows}
    begin = max(int(str(values["first"])), min((year for _, year in found), default=0))
    last = connection.execute("SELECT max(report_year) FROM reports").fetchone()[0] or 0
    return [
        _sums(key, found.get(key), expected, pairs.get(key, ()), measures)
        for key in sorted(_keys(found, expected, last))
        if begin <= key[1] <= int(str(values["last"]))
    ]


def _each(measures: Sequence[Measure], narrowed: Narrowed, *, same: bool) -> str:
    """``kept``: each report's addends to each measure. What is read once is not worked out again for each sum of it."""
    addends = ", ".join(
        f"{part} AS p{at}, {base} AS b{at}" for at, one in enumerate(measures) for part, base in (one.addends,)
    )
    joins = " ".join(dict.fromkeys(join for one in measures for join in one.joins))
    stated = " AND ".join(f"p{at} NOT NULL" for at in range(len(measures)))
    years = "SELECT max(report_year) - min(report_year) + 1 FROM every"
    constant = f"SELECT organ_id FROM every WHERE {stated} GROUP BY 1 HAVING count(*) = ({years})"  # noqa: S608
    return (
        f"WITH every AS MATERIALIZED (SELECT r.organ_id, r.report_year, {narrowed.group} AS grp, o.adcode, {addends} "  # noqa: S608
        f"FROM reports r JOIN organs o USING (organ_id) LEFT JOIN headlines h ON h.report_id = r.report_id {joins} "
        f"WHERE {narrowed.where_organs} AND {narrowed.where_years}), "
        f"kept AS (SELECT * FROM every {f'WHERE organ_id IN ({constant})' if same else ''})"
    )


def _pairs(
    connection: sqlite3.Connection, each: str, measures: Sequence[Measure], values: Mapping[str, object]
) -> dict[tuple[str, int], tuple[float | int | None, ...]]:
    """For each measure the difference and how many organs it is over. Before and since 2019 nothing is compared that
    does not mean the same."""
    columns = []
    for at, one in enumerate(measures):
        both = f"a.p{at} NOT NULL AND b.p{at} NOT NULL"
        if one.before != "same":
            both += f" AND (a.report_year > {NEW_FORM} OR a.report_year < {NEW_FORM})"
        sides = (
            one.over(f"CASE WHEN {both} THEN {side}.p{at} END", f"CASE WHEN {both} THEN {side}.b{at} END")
            for side in "ab"
        )
        columns.append(f"{' - '.join(sides)}, sum({both})")
    rows = connection.execute(
        f"{each} SELECT a.grp, a.report_year, {', '.join(columns)} FROM kept a "  # noqa: S608
        "JOIN kept b ON b.organ_id = a.organ_id AND b.report_year = a.report_year - 1 GROUP BY 1, 2",
        values,
    )
    return {(row[0], row[1]): tuple(row)[2:] for row in rows}


def _expected(
    connection: sqlite3.Connection, narrowed: Narrowed, portals: Sequence[Declared]
) -> dict[str, tuple[int, ...]]:
    """The first years of each group's organs, in order."""
    rows = connection.execute(
        f"{FIRST_YEARS} SELECT {narrowed.group} AS grp, o.first FROM first_years o "  # noqa: S608
        f"WHERE {narrowed.where_organs} AND o.first NOT NULL ORDER BY 1, 2",
        {**narrowed.values, **declared_values(portals)},
    )
    found: dict[str, list[int]] = {}
    for group, first in rows:
        found.setdefault(group, []).append(first)
    return {group: tuple(years) for group, years in found.items()}


def _keys(
    found: Mapping[tuple[str, int], sqlite3.Row], expected: Mapping[str, tuple[int, ...]], last: int
) -> set[tuple[str, int]]:
    return {*found, *((group, year) for group, firsts in expected.items() for year in range(firsts[0], last + 1))}


def _sums(
    key: tuple[str, int],
    row: sqlite3.Row | None,
    expected: Mapping[str, tuple[int, ...]],
    pairs: tuple[float | int | None, ...],
    measures: Sequence[Measure],
) -> Sums:
    nothing = (None, 0) * len(measures)
    reports = int(row[3]) if row is not None else 0
    rest = tuple(row)[4:] if row is not None else nothing
    changes = pairs or nothing
    return Sums(
        key[0],
        row[1] if row is not None else None,
        key[1],
        reports,
        max(0, bisect_right(expected.get(key[0], ()), key[1]) - reports),
        tuple(rest[::2]),
        tuple(int(count or 0) for count in rest[1::2]),
        tuple(changes[::2]),
        tuple(int(count or 0) for count in changes[1::2]),
    )


def base_in_words(row: Sums, at: int, ask: Ask) -> str:
    """``135 of 200 reports state it, 12 are missing``."""
    words = ask.t("sum.base", stated=row.stated[at], reports=row.reports)
    return f"{words}{ask.t('sum.missing', count=row.missing) if row.missing else ''}"


def series_of(rows: Mapping[int, Sums], at: int, one: Measure, years: Sequence[int], ask: Ask) -> Series:
    """A measure over the years with its base beside each value, its line broken where its definition changes."""
    values = tuple(rows[year].values[at] if year in rows else None for year in years)
    bases = tuple(base_in_words(rows[year], at, ask) if year in rows else "" for year in years)
    return Series(one.label, values, bases, apart_at(one, years))


def apart_at(one: Measure, years: Sequence[int]) -> frozenset[int]:
    """Where a line over the years must break: the first of those whose form defines the measure anew."""
    return frozenset({list(years).index(NEW_FORM)} if one.before == "apart" and NEW_FORM in years[1:] else ())


def changed_bases(rows: Mapping[int, Sums], places: Sequence[int], years: Sequence[int]) -> frozenset[int]:
    """The years, by their place, in which other than in the year before many reports state one of the measures."""
    return frozenset(_changed(rows, places, years))


def _changed(rows: Mapping[int, Sums], places: Sequence[int], years: Sequence[int]) -> Iterator[int]:
    for index, (before, year) in enumerate(pairwise(years), 1):
        old, new = (tuple(rows[y].stated[at] for at in places) if y in rows else () for y in (before, year))
        if old != new:
            yield index
