"""Sums that fail, within a report and from year to year: to sort and filter, with the way to the report."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.site.answers import Answer
from archive.site.choices import Filters, options, read_filters
from archive.site.identities import in_words, suspects
from archive.site.web import Ask, View, linked

SIZE = 50
_ORDERS = {
    "difference": 'abs("left" - "right") DESC',
    "year": "r.report_year DESC",
    "organ": "o.name",
    "check": "x.check_id",
}
# The tables behind the view checks, without the wide rows of report_versions that it passes through.
_FAILS = f"""
FROM reports r
JOIN check_sets s ON s.version_id = r.version_id
JOIN check_lists i ON i.check_list = s.check_list AND substr(s.outcomes, i.position + 1, 1) = 'f'
JOIN check_texts x ON x.check_text = i.check_text
LEFT JOIN organs o ON o.organ_id = r.organ_id
WHERE r.checks_failed > 0 AND {Filters.WHERE}
"""
_ROWS = f"""
SELECT r.report_id, r.organ_id, o.name AS organ, o.adcode, r.report_year, x.check_id, x.expression, x.cells,
    r.version_id, json_extract(s.lefts, '$[' || i.position || ']') AS "left",
    json_extract(s.rights, '$[' || i.position || ']') AS "right"
{_FAILS} AND (:check = '' OR x.check_id = :check)
"""
_KINDS = f"SELECT x.check_id, min(x.expression) AS expression, count(*) AS fails {_FAILS} GROUP BY 1 ORDER BY 2 DESC, 1"
_JUDGED = "SELECT outcome, cells FROM checks WHERE version_id = ?"
_YEAR_FAILS = f"""
FROM year_check_sets s JOIN year_checks y ON y.report_id = s.report_id AND y.outcome = 'fail'
JOIN reports r ON r.report_id = s.report_id LEFT JOIN organs o ON o.organ_id = r.organ_id
WHERE s.outcomes GLOB '*f*' AND {Filters.WHERE}
"""
_YEARS = f"""
SELECT r.organ_id, o.adcode, y.* {_YEAR_FAILS} ORDER BY abs(y.difference) DESC, y.report_id, y.position
"""
_YEAR_COUNT = f"SELECT count(*) {_YEAR_FAILS}"
COLUMNS = (
    "report_id",
    "organ_id",
    "organ",
    "adcode",
    "report_year",
    "check_id",
    "expression",
    "in_words",
    "left",
    "right",
    "difference",
    "suspects",
)
YEAR_COLUMNS = (*COLUMNS[:5], "previous_report_id", *COLUMNS[5:11])


@dataclass(frozen=True, slots=True)
class Failing:
    """One sum that fails, in words, with the keys of the cells to look at first."""

    row: sqlite3.Row
    words: str
    suspects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One page of ``total``; ``kinds`` counts every identity."""

    chosen: Filters
    check: str
    order: str
    number: int
    kinds: list[sqlite3.Row]
    rows: list[Failing]

    @property
    def total(self) -> int:
        return sum(kind["fails"] for kind in self.kinds if self.check in ("", kind["check_id"]))

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // SIZE))


def find(connection: sqlite3.Connection, ask: Ask) -> Found:
    """``?check=t3.balance.total&year=2022&region=210000&level=city&kind=department&sort=year&page=2``."""
    chosen, check = read_filters(ask), ask.one("check")
    order = ask.one("sort") if ask.one("sort") in _ORDERS else "difference"
    number = ask.number("page", 1, low=1, high=10_000)
    limit = "" if ask.whole else f"LIMIT {SIZE} OFFSET {(number - 1) * SIZE}"
    rows = connection.execute(
        f"{_ROWS} ORDER BY {_ORDERS[order]}, r.report_id, i.position {limit}", {**chosen.values(), "check": check}
    ).fetchall()
    kinds = connection.execute(_KINDS, chosen.values()).fetchall()
    return Found(chosen, check, order, number, kinds, list(_failing(connection, rows, ask)))


def _failing(connection: sqlite3.Connection, rows: Sequence[sqlite3.Row], ask: Ask) -> Iterator[Failing]:
    judged: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        if row["version_id"] not in judged:
            judged[row["version_id"]] = connection.execute(_JUDGED, (row["version_id"],)).fetchall()
        yield Failing(row, in_words(row["expression"], ask.language), suspects(row["cells"], judged[row["version_id"]]))


def page(connection: sqlite3.Connection, ask: Ask) -> View:
    found = find(connection, ask)
    kept = {**found.chosen.kept, "check": found.check, "sort": found.order}
    return View(
        "nb_checks.html",
        {
            "found": found,
            "chosen": found.chosen,
            "options": options(connection),
            "orders": tuple(_ORDERS),
            "link": linked({name: value for name, value in kept.items() if value}),
            "years": connection.execute(f"{_YEARS} LIMIT {SIZE}", found.chosen.values()).fetchall(),
            "year_total": connection.execute(_YEAR_COUNT, found.chosen.values()).fetchone()[0],
        },
    )


def answer(connection: sqlite3.Connection, ask: Ask) -> Answer:
    """Of sums within a report; ``suspects`` are keys separated by blanks."""
    found = find(connection, ask)
    facts = {"check": found.check, "total": found.total, "page": found.number, "pages": found.pages}
    kinds = [{"check_id": kind["check_id"], "fails": kind["fails"]} for kind in found.kinds]
    rows = (
        (
            *(one.row[name] for name in COLUMNS[:7]),
            one.words,
            one.row["left"],
            one.row["right"],
            one.row["left"] - one.row["right"],
            " ".join(one.suspects),
        )
        for one in found.rows
    )
    return Answer("checks", {**facts, "kinds": kinds}, COLUMNS, rows)


def year_answer(connection: sqlite3.Connection, ask: Ask) -> Answer:
    """What does not hold from year to year, all of it."""
    chosen = read_filters(ask)
    rows = connection.execute(_YEARS, chosen.values()).fetchall()
    made = (
        (
            *(row[name] for name in YEAR_COLUMNS[:8]),
            in_words(row["expression"], ask.language),
            *(row[name] for name in YEAR_COLUMNS[9:]),
        )
        for row in rows
    )
    return Answer("year_checks", {"total": len(rows)}, YEAR_COLUMNS, made)
