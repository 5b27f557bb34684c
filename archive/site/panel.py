"""Figures × organs × years: what a visitor asks for, and the rows that answer."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Literal, get_args

from archive.index.departments import KINDS
from archive.index.headlines import NEW_FORM
from archive.site.choices import LEVELS, significant
from archive.site.coverage import Declared
from archive.site.measures import PRESETS, Measure, measure
from archive.site.sums import Narrowed, Sums, sums
from archive.site.web import Ask

By = Literal["report", "year", "region", "department", "level"]
BY: tuple[By, ...] = get_args(By)
MOST_MEASURES = 12
_MOST_ORGANS = 200

# What stands for a row's group, over the organ.
_GROUPS: dict[By, str] = {
    "report": "o.organ_id",
    "year": "''",
    "region": "coalesce(substr(o.adcode, 1, :width), '')",
    "department": "coalesce(o.department, o.kind)",
    "level": "coalesce(o.level, '')",
}


@dataclass(frozen=True, slots=True)
class Query:
    """What the visitor asked for. ``region`` are the leading digits of a code; ``by`` report gives a row per report,
    anything else a row per group and year, summed over its reports; ``change`` adds the difference from last year;
    ``same`` leaves only organs that state every measure in every year."""

    measures: tuple[Measure, ...]
    organs: tuple[str, ...]
    region: str
    level: str
    kind: str
    department: str
    first: int
    last: int
    by: By
    change: bool
    same: bool = False

    @property
    def width(self) -> int:
        """How many digits of a code name the divisions one level below the chosen region."""
        return min(6, len(self.region) + 2)


@dataclass(frozen=True, slots=True)
class PanelRow:
    """One report. ``changes`` are the differences of its values from those of the year before, None where one of the
    two is not stated or they do not mean the same."""

    report_id: str
    organ_id: str
    organ: str
    adcode: str | None
    url: str
    year: int
    values: tuple[float | None, ...]
    changes: tuple[float | None, ...] = ()

    @property
    def group(self) -> str:
        return self.organ_id


def read_query(connection: sqlite3.Connection, ask: Ask) -> Query:
    """From the address: ``preset`` or ``m`` (measures), ``organ`` (ids or parts of names), ``region``, ``level``,
    ``kind``, ``department``, ``from``, ``to``, ``by``, ``change``, ``same``; nonsense is left out."""
    names = [part.strip() for value in ask.many("m") for part in value.split(",") if part.strip()][:MOST_MEASURES]
    preset = next((p for p in PRESETS if p.name == ask.one("preset")), PRESETS[0])
    found = tuple(one for name in dict.fromkeys(names) if (one := measure(name, ask)) is not None)
    usual = tuple(one for name in preset.measures if (one := measure(name, ask)) is not None)
    wanted = ask.one("by")
    return Query(
        found or usual,
        _organs(connection, ask),
        significant(ask.one("region")),
        ask.one("level") if ask.one("level") in LEVELS else "",
        ask.one("kind") if ask.one("kind") in ("government", "department") else "",
        ask.one("department") if ask.one("department") in KINDS else "",
        ask.number("from", 1900, low=1900, high=2200),
        ask.number("to", 2200, low=1900, high=2200),
        next((by for by in BY if by == wanted), "report"),
        ask.one("change") == "1",
        ask.one("same") == "1",
    )


def _organs(connection: sqlite3.Connection, ask: Ask) -> tuple[str, ...]:
    """Ids as they are; of anything else the organs whose name holds it. What fits none stays, and finds nothing."""
    found: dict[str, None] = {}
    for part in (one.strip() for value in ask.many("organ") for one in value.replace("，", ",").split(",")):
        if not part:
            continue
        named = connection.execute(
            "SELECT organ_id FROM organs WHERE organ_id = :part OR instr(name, :part) "
            "ORDER BY organ_id <> :part, name <> :part, length(name), organ_id LIMIT 50",
            {"part": part},
        ).fetchall()
        exact = named[:1] if named and named[0]["organ_id"] == part else named
        found.update(dict.fromkeys([row["organ_id"] for row in exact] or [part]))
    return tuple(found)[:_MOST_ORGANS]


def rows(connection: sqlite3.Connection, query: Query, limit: int) -> Iterator[PanelRow]:
    """Of a query by report: at most ``limit`` rows in the order of organs and years."""
    sql, values = _sql(query, limit + limit * query.change)
    found = (_row(*row) for row in connection.execute(sql, values))
    count = 0
    for row in _with_changes(found, query.measures) if query.change else found:
        if query.first <= row.year:
            count += 1
            if count > limit:
                return
            yield row


def _row(report: str, organ_id: str, organ: str, adcode: str | None, url: str, year: int, *values: Any) -> PanelRow:
    return PanelRow(report, organ_id, organ, adcode, url, year, values)


def count_rows(connection: sqlite3.Connection, query: Query) -> int:
    """How many rows a query by report has in all."""
    narrowed = _narrowed(query)
    sql = (
        "SELECT count(*) FROM reports r JOIN organs o USING (organ_id) "  # noqa: S608
        f"WHERE {narrowed.where_organs} AND r.report_year BETWEEN :first AND :last AND {_same(query, narrowed)}"
    )
    return int(connection.execute(sql, narrowed.values).fetchone()[0])


def summed(connection: sqlite3.Connection, query: Query, portals: Sequence[Declared]) -> list[Sums]:
    """Of a query by anything but report: a row for each group and year."""
    return sums(connection, query.measures, _narrowed(query), portals, change=query.change, same=query.same)


def _narrowed(query: Query) -> Narrowed:
    values: dict[str, object] = {
        "first": query.first,
        "last": query.last,
        "before": query.first - query.change,
        "region": query.region,
        "level": query.level,
        "kind": query.kind,
        "department": query.department,
        "width": query.width,
        **{f"o{at}": organ for at, organ in enumerate(query.organs)},
    }
    where = ["o.adcode LIKE :region || '%'"] if query.region else []
    where += [f"o.{name} = :{name}" for name in ("level", "kind", "department") if values[name]]
    if query.organs:
        where.append(f"o.organ_id IN ({', '.join(f':o{at}' for at in range(len(query.organs)))})")
    years = "r.report_year BETWEEN :before AND :last"
    return Narrowed(" AND ".join(where) or "1", years, values, _GROUPS[query.by])


def _joins(measures: Sequence[Measure]) -> str:
    return " ".join(dict.fromkeys(join for one in measures for join in one.joins))


def _same(query: Query, narrowed: Narrowed) -> str:
    """As SQL over r: whether its organ states every measure in every year."""
    if not query.same:
        return "1"
    stated = " AND ".join(f"({one.addends[0]}) NOT NULL" for one in query.measures)
    source = "FROM reports r JOIN organs o USING (organ_id)"
    where = f"WHERE {narrowed.where_organs} AND {narrowed.where_years}"
    years = f"SELECT max(r.report_year) - min(r.report_year) + 1 {source} {where}"
    return (
        f"r.organ_id IN (SELECT r.organ_id {source} LEFT JOIN headlines h ON h.report_id = r.report_id "
        f"{_joins(query.measures)} {where} AND {stated} GROUP BY 1 HAVING count(*) = ({years}))"
    )


def _sql(query: Query, limit: int) -> tuple[str, dict[str, object]]:
    """With the year before the first where changes are asked for."""
    narrowed = _narrowed(query)
    columns = ", ".join(one.each for one in query.measures)
    sql = (
        f"SELECT r.report_id, r.organ_id, o.name, o.adcode, r.url, r.report_year, {columns} "  # noqa: S608
        "FROM reports r JOIN organs o USING (organ_id) LEFT JOIN headlines h ON h.report_id = r.report_id "
        f"{_joins(query.measures)} WHERE {narrowed.where_organs} AND {narrowed.where_years} "
        f"AND {_same(query, narrowed)} ORDER BY o.adcode, o.organ_id, r.report_year LIMIT :limit"
    )
    return sql, {**narrowed.values, "limit": limit}


def _with_changes(found: Iterable[PanelRow], measures: Sequence[Measure]) -> Iterator[PanelRow]:
    for _, years in groupby(found, key=lambda row: row.organ_id):
        before: PanelRow | None = None
        for row in years:
            last = before.values if before is not None and before.year == row.year - 1 else (None,) * len(row.values)
            changes = tuple(
                now - then
                if now is not None and then is not None and (one.before == "same" or row.year != NEW_FORM)
                else None
                for one, now, then in zip(measures, row.values, last, strict=True)
            )
            yield replace(row, changes=changes)
            before = row
