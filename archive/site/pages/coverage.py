"""Coverage: by division, down from the country to the counties, and organ by organ as a matrix of years."""

import sqlite3
from dataclasses import asdict

from archive.divisions import by_adcode
from archive.index.departments import KINDS
from archive.site.answers import Answer
from archive.site.choices import significant
from archive.site.coverage import (
    STATES,
    Choice,
    Declared,
    count_organs,
    declared_portals,
    matrix,
    regions,
    span,
)
from archive.site.web import Ask, View, linked

ORGANS_A_PAGE = 50


def page(connection: sqlite3.Connection, ask: Ask) -> View:
    """``?region=210000&kind=department&department=education&page=2``."""
    return View("nb_coverage.html", coverage_values(connection, ask, ask.one("region")))


def coverage_values(connection: sqlite3.Connection, ask: Ask, adcode: str) -> dict[str, object]:
    """What the matrix and the table of divisions show of the division ``adcode``, of the country where it is none."""
    choice, portals, years, total, number = _chosen(connection, ask, adcode)
    prefix = choice.region
    kept = {"region": adcode if prefix else "", "kind": choice.kind, "department": choice.department}
    return {
        "files": linked({name: value for name, value in kept.items() if value}),
        "region": adcode if prefix else "",
        "trail": trail(connection, prefix),
        "choice": choice,
        "departments": KINDS,
        "number": number,
        "pages": max(1, -(-total // ORGANS_A_PAGE)),
        "total": total,
        "years": years,
        "labels": {state: ask.t(f"coverage.{state}") for state in STATES},
        "rows": matrix(connection, choice, portals, years, (ORGANS_A_PAGE, (number - 1) * ORGANS_A_PAGE)),
        "regions": regions(connection, choice, portals, years),
        "portals": [portal for portal in portals if portal.adcode.startswith(prefix)],
    }


COLUMNS = ("organ_id", "organ", "adcode", "report_year", "state", "report_id")
_ALL = 1_000_000


def answer(connection: sqlite3.Connection, ask: Ask) -> Answer:
    """A row for every organ and year from the organ's first; ``state=missing`` leaves those of one state. JSON gives a
    page of organs, CSV all of them; the divisions below are JSON only."""
    adcode = ask.one("region")
    choice, portals, years, total, number = _chosen(connection, ask, adcode)
    size, skip = (_ALL, 0) if ask.whole else (ORGANS_A_PAGE, (number - 1) * ORGANS_A_PAGE)
    wanted = ask.one("state") if ask.one("state") in STATES else ""
    divisions = [{**asdict(one), "share": one.share} for one in regions(connection, choice, portals, years)]
    rows = (
        (row.organ["organ_id"], row.organ["name"], row.organ["adcode"], year, mark.state, mark.report_id)
        for row in matrix(connection, choice, portals, years, (size, skip))
        for year, mark in zip(years, row.marks, strict=True)
        if mark.state == (wanted or mark.state) and mark.state != "none"
    )
    facts = {
        "region": adcode if choice.region else None,
        "organs": total,
        "page": number,
        "pages": max(1, -(-total // ORGANS_A_PAGE)),
        "regions": divisions,
    }
    return Answer("coverage", facts, COLUMNS, rows)


def _chosen(
    connection: sqlite3.Connection, ask: Ask, adcode: str
) -> tuple[Choice, tuple[Declared, ...], range, int, int]:
    """Which organs, the portals, the years, how many organs there are, and which page of them is wanted."""
    choice = Choice(
        significant(adcode),
        ask.one("kind") if ask.one("kind") in ("government", "department") else "",
        ask.one("department") if ask.one("department") in KINDS else "",
    )
    portals = declared_portals(connection, ask.context.declared)
    number = ask.number("page", 1, low=1, high=10_000)
    return choice, portals, span(connection, portals), count_organs(connection, choice, portals), number


def trail(connection: sqlite3.Connection, prefix: str) -> tuple[tuple[str, str], ...]:
    """(code, name) of the division and those above it, the province first."""
    widths = range(2, len(prefix) + 1, 2)
    found = [(f"{prefix[:width]}000000"[:6], region_name(connection, prefix[:width])) for width in widths]
    return tuple((adcode, name or adcode) for adcode, name in found)


def region_name(connection: sqlite3.Connection, prefix: str) -> str | None:
    """As the list of divisions names it; else as most of its organs do; None where neither knows it."""
    division = by_adcode(f"{prefix}000000"[:6])
    if division is not None:
        return division.name
    column = ("province", "city", "county")[len(prefix) // 2 - 1]
    row = connection.execute(
        f"SELECT coalesce({column}, city, province) AS name FROM organs WHERE adcode LIKE ? || '%' "
        "GROUP BY 1 ORDER BY count(*) DESC LIMIT 1",
        (prefix,),
    ).fetchone()
    return row["name"] if row else None
