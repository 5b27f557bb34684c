"""Search over the text of all reports, ranked, with the words found in their sentence."""

import re
import sqlite3
from dataclasses import dataclass
from urllib.parse import urlencode

from archive.index.fulltext import match_expression, normal, terms
from archive.index.packing import unpack_text
from archive.site.web import Ask, View

SIZE = 20
_AROUND = 34  # characters of context on each side of a hit

_HITS = """
FROM report_search s CROSS JOIN search_rows p ON p.number = s.rowid
WHERE report_search MATCH :match AND p.present AND (:year IS NULL OR p.report_year = :year)
    AND (:province IS NULL OR p.report_id IN
        (SELECT report_id FROM reports JOIN organs USING (organ_id) WHERE province = :province))
"""
# The rank is that of FTS5 (BM25 over characters); the newest year first among equals. Texts are read of one page only.
_RANKED = f"""
SELECT v.version_id, v.text, r.*, o.name AS organ, o.province, o.city
FROM (SELECT s.rowid AS number, s.rank AS rank, p.report_id {_HITS}
    ORDER BY s.rank, p.report_year DESC, p.report_id LIMIT :size OFFSET :skip) hit
JOIN report_versions v ON v.number = hit.number
JOIN reports r ON r.report_id = hit.report_id
LEFT JOIN organs o ON o.organ_id = r.organ_id
ORDER BY hit.rank, r.report_year DESC, r.report_id
"""
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
    """``snippet`` is (marked, words) in order."""

    row: sqlite3.Row
    snippet: tuple[tuple[bool, str], ...]


def page(connection: sqlite3.Connection, ask: Ask) -> View:
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
    total = connection.execute(_COUNT if query else _ALL_COUNT, values).fetchone()[0]
    rows = connection.execute(_RANKED if query else _ALL, values).fetchall()
    marks = terms(query)
    kept = {name: ask.one(name) for name in ("q", "year", "province") if ask.one(name)}
    return View(
        "nb_search.html",
        {
            "query": query,
            "total": total,
            "hits": [Hit(row, snippet(unpack_text(row["text"]), marks) if row["text"] else ()) for row in rows],
            "number": number,
            "pages": max(1, -(-total // SIZE)),
            "link": lambda page_number: f"?{urlencode({**kept, 'page': page_number})}",
            "years": [
                row[0]
                for row in connection.execute(
                    "SELECT DISTINCT report_year FROM reports WHERE report_year NOT NULL ORDER BY 1 DESC"
                )
            ],
            "provinces": [
                row[0]
                for row in connection.execute("SELECT DISTINCT province FROM organs WHERE province NOT NULL ORDER BY 1")
            ],
        },
    )


def snippet(text: str, marks: tuple[str, ...]) -> tuple[tuple[bool, str], ...]:
    """The place where the first term stands, all terms marked. Folded text that differs in length is shown folded."""
    folded = normal(text)
    shown = text if len(folded) == len(text) else folded
    places = [at for mark in marks if (at := folded.find(mark)) >= 0]
    if not places:
        return ((False, shown[: 2 * _AROUND]),)
    start = max(0, min(places) - _AROUND)
    end = min(len(shown), min(places) + 3 * _AROUND)
    window, words = folded[start:end], shown[start:end]
    pieces: list[tuple[bool, str]] = [(False, "…")] if start else []
    last = 0
    for match in re.finditer("|".join(sorted(map(re.escape, marks), key=len, reverse=True)), window):
        pieces += [(False, words[last : match.start()]), (True, words[match.start() : match.end()])]
        last = match.end()
    pieces.append((False, words[last:] + ("…" if end < len(shown) else "")))
    return tuple((marked, " ".join(piece.split()) if piece.strip() else piece) for marked, piece in pieces if piece)
