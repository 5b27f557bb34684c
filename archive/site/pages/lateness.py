"""Who published late: the reports whose stated day can be trusted and is past the statutory one; the rest by why."""

import sqlite3
from dataclasses import dataclass

from archive.index import lateness
from archive.site.answers import Answer
from archive.site.choices import Filters, options, read_filters
from archive.site.web import Ask, View, linked

SIZE = 50
COLUMNS = (
    "report_id",
    "organ_id",
    "organ",
    "adcode",
    "report_year",
    "published_on",
    "due_on",
    "days_late",
    "punctuality",
    "url",
)
_ORDERS = {
    "days": "r.days_late DESC",
    "year": "r.report_year DESC, r.days_late DESC",
    "date": "r.published_on DESC",
    "organ": "o.adcode IS NULL, o.adcode, o.organ_id, r.report_year DESC",
}
_FROM = f"FROM reports r {lateness.JOIN} JOIN organs o ON o.organ_id = r.organ_id WHERE {Filters.WHERE}"
_COUNTS = f"SELECT {lateness.WORD} AS punctuality, count(*) AS reports {_FROM} GROUP BY 1"
_ROWS = (
    "SELECT r.report_id, r.organ_id, o.name AS organ, o.adcode, r.report_year, r.published_on, r.due_on, r.days_late, "
    f"{lateness.WORD} AS punctuality, r.url {_FROM} AND (:state = 'all' OR {lateness.WORD} = :state)"
)


@dataclass(frozen=True, slots=True)
class Late:
    """One page of ``total`` reports of a ``state``; ``counts`` are those of every state."""

    chosen: Filters
    state: str
    order: str
    number: int
    counts: dict[str, int]
    rows: list[sqlite3.Row]

    @property
    def total(self) -> int:
        return sum(self.counts.values()) if self.state == "all" else self.counts[self.state]

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // SIZE))

    @property
    def judged(self) -> int:
        """How many have a day that can be trusted: what a share of the late is of."""
        return self.counts["late"] + self.counts["on_time"]


def find(connection: sqlite3.Connection, ask: Ask) -> Late:
    """``?year=2022&region=210000&level=city&kind=department&department=education&state=late&sort=days&page=2``."""
    chosen = read_filters(ask)
    state = ask.one("state") if ask.one("state") in (*lateness.PUNCTUALITY, "all") else "late"
    order = ask.one("sort") if ask.one("sort") in _ORDERS else "days"
    number = ask.number("page", 1, low=1, high=10_000)
    counted = {row["punctuality"]: row["reports"] for row in connection.execute(_COUNTS, chosen.values())}
    limit = "" if ask.whole else f"LIMIT {SIZE} OFFSET {(number - 1) * SIZE}"
    rows = connection.execute(
        f"{_ROWS} ORDER BY {_ORDERS[order]}, r.report_id {limit}", {**chosen.values(), "state": state}
    ).fetchall()
    return Late(chosen, state, order, number, {one: counted.get(one, 0) for one in lateness.PUNCTUALITY}, rows)


def page(connection: sqlite3.Connection, ask: Ask) -> View:
    found = find(connection, ask)
    kept = {**found.chosen.kept, "state": found.state, "sort": found.order}
    return View(
        "nb_lateness.html",
        {
            "found": found,
            "chosen": found.chosen,
            "options": options(connection),
            "states": (*lateness.PUNCTUALITY, "all"),
            "orders": tuple(_ORDERS),
            "link": linked(kept),
        },
    )


def answer(connection: sqlite3.Connection, ask: Ask) -> Answer:
    found = find(connection, ask)
    facts = {"state": found.state, "total": found.total, "page": found.number, "pages": found.pages}
    counts = {"counts": found.counts, "judged": found.judged}
    return Answer("lateness", {**facts, **counts}, COLUMNS, (tuple(row) for row in found.rows))
