"""Figures × organs × years: what a visitor asks for, and the rows that answer."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal, get_args

from archive.index.departments import KINDS
from archive.site.choices import significant
from archive.site.measures import PRESETS, Measure, measure
from archive.site.web import Ask

By = Literal["report", "year", "region", "department", "level"]
BY: tuple[By, ...] = get_args(By)
LEVELS = ("province", "city", "county", "township", "zone")
MOST_MEASURES = 12
_MOST_ORGANS = 200

# What stands for a row's group, and the columns that name it.
_GROUPS: dict[By, str] = {
    "report": "r.report_id",
    "year": "''",
    "region": "substr(o.adcode, 1, :width)",
    "department": "coalesce(o.department, o.kind)",
    "level": "coalesce(o.level, '')",
}


@dataclass(frozen=True, slots=True)
class Query:
    """What the visitor asked for. ``region`` are the leading digits of a code; ``by`` report gives a row per report,
    anything else a row per group and year, summed over its reports; ``change`` adds the difference from last year."""

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

    @property
    def width(self) -> int:
        """How many digits of a code name the divisions one level below the chosen region."""
        return min(6, len(self.region) + 2)


@dataclass(frozen=True, slots=True)
class PanelRow:
    """One report, or one group in one year. ``reports`` is how many it sums, ``changes`` the difference of each value
    from the year before, None where one of the two is not stated."""

    group: str
    report_id: str | None
    organ_id: str | None
    organ: str | None
    adcode: str | None
    url: str | None
    year: int
    reports: int
    values: tuple[float | None, ...]
    changes: tuple[float | None, ...]


def read_query(connection: sqlite3.Connection, ask: Ask) -> Query:
    """From the address: ``preset`` or ``m`` (measures), ``organ`` (ids or parts of names), ``region``, ``level``,
    ``kind``, ``department``, ``from``, ``to``, ``by``, ``change``; nonsense is left out."""
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
    """At most ``limit`` rows in the order of organs, or groups, and years."""
    sql, values = _sql(query, limit + limit * query.change)
    found = (_row(row, query) for row in connection.execute(sql, values))
    count = 0
    for row in _with_changes(found) if query.change else found:
        if query.first <= row.year:
            count += 1
            if count > limit:
                return
            yield row


def _sql(query: Query, limit: int) -> tuple[str, dict[str, object]]:
    """With the year before the first where changes are asked for."""
    alone = query.by == "report"
    columns = ", ".join(f"{one.each if alone else one.over} AS m{at}" for at, one in enumerate(query.measures))
    joins = " ".join(dict.fromkeys(join for one in query.measures for join in one.joins))
    values: dict[str, object] = {
        "first": query.first - query.change,
        "last": query.last,
        "region": query.region,
        "level": query.level,
        "kind": query.kind,
        "department": query.department,
        "width": query.width,
        "limit": limit,
        **{f"o{at}": organ for at, organ in enumerate(query.organs)},
    }
    where = ["r.report_year BETWEEN :first AND :last"]
    where += ["o.adcode LIKE :region || '%'"] if query.region else []
    where += [f"o.{name} = :{name}" for name in ("level", "kind", "department") if values[name]]
    if query.organs:
        where.append(f"r.organ_id IN ({', '.join(f':o{at}' for at in range(len(query.organs)))})")
    named = "r.report_id, r.organ_id, o.name, o.adcode, r.url" if alone else "NULL, NULL, NULL, max(o.adcode), NULL"
    order = "o.adcode, o.organ_id, r.report_year" if alone else "1, r.report_year"
    group = "" if alone else "GROUP BY 1, r.report_year"
    sql = (
        f"SELECT {_GROUPS[query.by]}, {named}, r.report_year, {'1' if alone else 'count(*)'}, {columns} "  # noqa: S608
        f"FROM reports r JOIN organs o USING (organ_id) LEFT JOIN headlines h USING (report_id) {joins} "
        f"WHERE {' AND '.join(where)} {group} ORDER BY {order} LIMIT :limit"
    )
    return sql, values


def _row(row: sqlite3.Row, query: Query) -> PanelRow:
    group, report, organ_id, organ, adcode, url, year, reports, *values = tuple(row)
    name = organ_id if query.by == "report" else group or ""
    return PanelRow(name, report, organ_id, organ, adcode, url, year, reports, tuple(values), ())


def _with_changes(found: Iterable[PanelRow]) -> Iterator[PanelRow]:
    for _, years in groupby(found, key=lambda row: row.group):
        before: PanelRow | None = None
        for row in years:
            last = before.values if before is not None and before.year == row.year - 1 else (None,) * len(row.values)
            changes = tuple(
                now - then if now is not None and then is not None else None
                for now, then in zip(row.values, last, strict=True)
            )
            yield replace(row, changes=changes)
            before = row
