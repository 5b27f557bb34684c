"""Search over the text of all reports, ranked, with the words found in their sentence; as a page and as JSON."""

import sqlite3
from dataclasses import dataclass
from urllib.parse import urlencode

from datasette.utils.asgi import Response

from archive.index.fulltext import match_expression
from archive.index.packing import unpack_text
from archive.site.choices import report_years
from archive.site.excerpts import Piece, excerpt
from archive.site.web import Ask, View

SIZE = 20
# Ranking reads the places of every hit, some 7 ms for a thousand; of a word that most reports hold, the rank says
# nothing (BM25 weighs a term by its rarity), and the newest report is what people want first.
RANKED = 4_000

_HITS = """
FROM report_search s CROSS JOIN search_rows p ON p.number = s.rowid
WHERE report_search MATCH :match AND p.present AND (:year IS NULL OR p.report_year = :year)
    AND (:province IS NULL OR p.report_id IN
        (SELECT report_id FROM reports JOIN organs USING (organ_id) WHERE province = :province))
"""
_FOUND = """
SELECT hit.total, v.version_id, v.text, r.*, o.name AS organ, o.province, o.city
FROM ({hits} LIMIT :size OFFSET :skip) hit
JOIN report_versions v ON v.number = hit.number
JOIN reports r ON r.report_id = hit.report_id
LEFT JOIN organs o ON o.organ_id = r.organ_id
ORDER BY {order}
"""
# Texts are read of one page only. The newest hits come with their count, so that a dear phrase is looked up once. The
# rank is that of FTS5 (BM25 over characters), the newest year first among equals.
_NEWEST = "r.report_year DESC, r.report_id"
_BY_RANK = _FOUND.format(
    hits=f"""SELECT s.rowid AS number, s.rank AS rank, p.report_id, NULL AS total {_HITS}
    ORDER BY s.rank, p.report_year DESC, p.report_id""",
    order=f"hit.rank, {_NEWEST}",
)
_BY_YEAR = _FOUND.format(
    hits=f"""SELECT s.rowid AS number, p.report_id, count(*) OVER () AS total {_HITS}
    ORDER BY p.report_year DESC, p.report_id""",
    order=_NEWEST,
)
_COUNT = f"SELECT count(*) {_HITS}"
_ALL = """
SELECT NULL AS text, r.*, o.name AS organ, o.province, o.city FROM reports r LEFT JOIN organs o USING (organ_id)
WHERE (:year IS NULL OR r.report_year = :year) AND (:province IS NULL OR o.province = :province)
ORDER BY r.report_year DESC, r.report_id LIMIT :size OFFSET :skip
"""
_ALL_COUNT = """
SELECT count(*) FROM reports r LEFT JOIN organs o USING (organ_id)
WHERE (:year IS NULL OR r.report_year = :year) AND (:province IS NULL OR o.province = :province)
"""


@dataclass(frozen=True, slots=True)
class Hit:
    row: sqlite3.Row
    excerpt: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits of ``total``; ``ranked`` says that the best come first, else the newest."""

    query: str
    total: int
    ranked: bool
    number: int
    hits: tuple[Hit, ...]

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // SIZE))


def find(connection: sqlite3.Connection, ask: Ask) -> Found:
    """``?q=&year=&province=&page=``; without ``q`` all reports, the newest first."""
    query = ask.one("q").strip()[:200]
    year = ask.one("year")
    number = ask.number("page", 1, low=1, high=10_000)
    values: dict[str, object] = {
        "year": int(year) if year.isdecimal() and len(year) == 4 else None,
        "province": ask.one("province") or None,
        "size": SIZE,
        "skip": (number - 1) * SIZE,
    }
    if query:
        values["match"] = match_expression(query)
    rows = connection.execute(_BY_YEAR if query else _ALL, values).fetchall()
    if rows and query:
        total = rows[0]["total"]
    else:
        total = connection.execute(_COUNT if query else _ALL_COUNT, values).fetchone()[0]
    ranked = bool(query) and total <= RANKED
    if ranked and rows:
        rows = connection.execute(_BY_RANK, values).fetchall()
    hits = (Hit(row, excerpt(unpack_text(row["text"]), query) if row["text"] else ()) for row in rows)
    return Found(query, total, ranked, number, tuple(hits))


def page(connection: sqlite3.Connection, ask: Ask) -> View:
    found = find(connection, ask)
    kept = {name: ask.one(name) for name in ("q", "year", "province") if ask.one(name)}
    return View(
        "nb_search.html",
        {
            "found": found,
            "json": f"/reports.json?{urlencode({**kept, 'page': found.number})}",
            "link": lambda page_number: f"?{urlencode({**kept, 'page': page_number})}",
            "years": report_years(connection),
            "provinces": [
                row[0]
                for row in connection.execute("SELECT DISTINCT province FROM organs WHERE province NOT NULL ORDER BY 1")
            ],
        },
    )


_SAID = ("report_id", "organ_id", "organ", "report_year", "title", "form", "url", "published_on", "figures")


def json_page(connection: sqlite3.Connection, ask: Ask) -> Response:
    """The same for programs: ``excerpt`` is a list of [is it a hit, words]."""
    found = find(connection, ask)
    hits = [{**{name: hit.row[name] for name in _SAID}, "excerpt": hit.excerpt} for hit in found.hits]
    return Response.json(
        {
            "query": found.query,
            "total": found.total,
            "order": "rank" if found.ranked else "newest",
            "page": found.number,
            "pages": found.pages,
            "hits": hits,
        },
        headers={"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"},
    )
