"""Search over the text of all reports, ranked, with the words found in their sentence, and counted by year."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from archive.index.fulltext import match_expression, normal, terms, unwanted
from archive.index.packing import unpack_text
from archive.site.answers import Answer
from archive.site.choices import Filters, options, read_filters
from archive.site.excerpts import Piece, excerpt, prose
from archive.site.web import Ask, View, linked

SIZE = 20
ALL = 10_000  # hits in a file of CSV
# Ranking reads the places of every hit, some 7 ms for a thousand; of a word that most reports hold, the rank says
# nothing (BM25 weighs a term by its rarity), and the newest report is what people want first.
RANKED = 4_000
PROSE = 2_000  # hits whose texts are read to tell prose from tables, 0.3 ms each

_WHERE = f"""
FROM report_search s CROSS JOIN search_rows p ON p.number = s.rowid
WHERE report_search MATCH :match AND p.present AND (:first IS NULL OR p.report_year >= :first)
    AND (:last IS NULL OR p.report_year <= :last) AND (:all_organs OR p.report_id IN
        (SELECT r.report_id FROM organs o JOIN reports r USING (organ_id) WHERE {Filters.WHERE}
            AND (:province IS NULL OR o.province = :province)))
"""
_YEARS = f"SELECT p.report_year, count(*) {_WHERE} GROUP BY 1 ORDER BY 1 DESC"
# The rank is that of FTS5 (BM25 over characters), the newest year first among equals.
_RANK = f"SELECT s.rowid AS number, p.report_id {_WHERE} ORDER BY s.rank, p.report_year DESC, p.report_id"
_NEWEST = f"SELECT s.rowid AS number, p.report_id {_WHERE} ORDER BY p.report_year DESC, p.report_id"
_ALL = f"""
FROM reports r LEFT JOIN organs o USING (organ_id)
WHERE {Filters.WHERE}
    AND (:province IS NULL OR o.province = :province)
"""
_ALL_YEARS = f"SELECT r.report_year, count(*) {_ALL} GROUP BY 1 ORDER BY 1 DESC"
_ALL_ROWS = f"SELECT NULL AS number, r.report_id {_ALL} ORDER BY r.report_year DESC, r.report_id"
_REPORT = """
SELECT v.text, r.*, o.name AS organ, o.adcode, o.province, o.city FROM reports r
LEFT JOIN report_versions v ON v.number = :number LEFT JOIN organs o ON o.organ_id = r.organ_id
WHERE r.report_id = :report
"""


@dataclass(frozen=True, slots=True)
class Hit:
    row: sqlite3.Row
    excerpt: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits of ``total``, which are so many ``by_year``; ``ranked`` says that the best come first, else the
    newest. Where only ``prose`` counts, ``cut`` says that more reports hold the words than were read."""

    query: str
    chosen: Filters
    prose: bool
    cut: bool
    by_year: dict[int | None, int]
    ranked: bool
    number: int
    hits: tuple[Hit, ...]

    @property
    def total(self) -> int:
        return sum(self.by_year.values())

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // SIZE))

    @property
    def says_nothing(self) -> bool:
        """A query of unwanted terms alone, which is refused."""
        return bool(self.query) and not terms(self.query) and bool(unwanted(self.query))


def find(connection: sqlite3.Connection, ask: Ask) -> Found:
    """``?q=&prose=1&page=`` and the filters; without ``q`` all reports, the newest first."""
    query, chosen = ask.one("q").strip()[:200], read_filters(ask)
    number = ask.number("page", 1, low=1, high=10_000)
    values = {**chosen.values(), "province": ask.one("province") or None, "match": match_expression(query)}
    values["all_organs"] = not chosen.narrow_organs and values["province"] is None
    only = bool(query) and ask.one("prose") == "1"
    counted = dict(connection.execute(_YEARS if query else _ALL_YEARS, values).fetchall())
    total = sum(counted.values())
    ranked = bool(query) and total <= RANKED
    rows: Iterator[sqlite3.Row] = connection.execute(_RANK if ranked else _NEWEST if query else _ALL_ROWS, values)
    if only:
        kept = [row for row in islice(rows, PROSE) if _in_prose(connection, row, query)]
        counted, rows = _by_year(connection, kept), iter(kept)
    skip, size = (0, ALL) if ask.whole else ((number - 1) * SIZE, SIZE)
    hits = tuple(_hit(connection, row, query) for row in islice(rows, skip, skip + size))
    return Found(query, chosen, only, only and total > PROSE, counted, ranked, number, hits)


def _report(connection: sqlite3.Connection, row: sqlite3.Row) -> sqlite3.Row:
    found: sqlite3.Row = connection.execute(_REPORT, {"number": row["number"], "report": row["report_id"]}).fetchone()
    return found


def _in_prose(connection: sqlite3.Connection, row: sqlite3.Row, query: str) -> bool:
    text = normal(prose(unpack_text(_report(connection, row)["text"])))
    return all(term in text for term in terms(query))


def _by_year(connection: sqlite3.Connection, kept: list[sqlite3.Row]) -> dict[int | None, int]:
    found: dict[int | None, int] = {}
    for row in kept:
        year = _report(connection, row)["report_year"]
        found[year] = found.get(year, 0) + 1
    return dict(sorted(found.items(), key=lambda item: -(item[0] or 0)))


def _hit(connection: sqlite3.Connection, row: sqlite3.Row, query: str) -> Hit:
    report = _report(connection, row)
    return Hit(report, excerpt(unpack_text(report["text"]), query) if report["text"] else ())


def page(connection: sqlite3.Connection, ask: Ask) -> View:
    found = find(connection, ask)
    kept = {**found.chosen.kept, "q": found.query, "prose": "1" if found.prose else "", "province": ask.one("province")}
    link = linked({name: value for name, value in kept.items() if value})
    return View(
        "nb_search.html",
        {
            "found": found,
            "chosen": found.chosen,
            "options": options(connection),
            "link": link,
            "most": max(found.by_year.values(), default=0),
            "page_link": _page_link(link),
        },
    )


def _page_link(link: Callable[..., str]) -> Callable[[int], str]:
    return lambda number: link(page=number)


_SAID = ("report_id", "organ_id", "organ", "adcode", "report_year", "title", "form", "url", "published_on", "figures")


def answer(connection: sqlite3.Connection, ask: Ask) -> Answer:
    """``excerpt`` is a list of [is it a hit, words], in CSV the words alone; ``by_year`` counts all hits."""
    found = find(connection, ask)
    facts = {
        "query": found.query,
        "prose": found.prose,
        "cut": found.cut,
        "total": found.total,
        "by_year": [{"report_year": year, "reports": count} for year, count in found.by_year.items()],
        "order": "rank" if found.ranked else "newest",
        "page": found.number,
        "pages": found.pages,
    }
    return Answer("reports", facts, (*_SAID, "excerpt"), _rows(found), list_name="hits")


def _rows(found: Found) -> Iterator[tuple[object, ...]]:
    for hit in found.hits:
        yield (*(hit.row[name] for name in _SAID), hit.excerpt)
