"""Where a text holds what was searched for: the places, with some words around them, the terms marked."""

import re
from collections.abc import Iterable

from archive.index.fulltext import normal, terms
from archive.index.packing import unpack_text

_TABLE = re.compile(r"[^\n]*\t[^\n]*")
AROUND = 30  # characters of context on each side of a hit
PLACES = 3  # windows at most: several terms may stand far apart
OPEN, CLOSE = "⟦", "⟧"  # around a hit in plain text; no report holds them

Piece = tuple[bool, str]  # whether it is a hit, the words


def prose(text: str) -> str:
    """A text of the same length in which tables are blank: their lines are those with a tab between cells."""
    return _TABLE.sub(lambda line: "\0" * len(line[0]), text)


def excerpt(text: str, query: str) -> tuple[Piece, ...]:
    """The first place of each term, in running text before tables, all terms in it marked. A text that folding makes
    longer or shorter is shown folded. Without a hit, how the text begins."""
    folded = normal(text)
    shown = text if len(folded) == len(text) else folded
    marks = terms(query)
    running = prose(folded)
    places = ((running.find(mark), folded.find(mark), len(mark)) for mark in marks)
    hits = [(at, at + length) for first, any_, length in places if (at := any_ if first < 0 else first) >= 0]
    windows = _windows(hits, len(shown))
    if not windows:
        return ((False, _one_line(shown[: 3 * AROUND])),)
    wanted = re.compile("|".join(sorted(map(re.escape, marks), key=len, reverse=True)))
    pieces: list[Piece] = []
    for start, end in windows:
        pieces.append((False, "…" if start else ""))
        last = start
        for match in wanted.finditer(folded, start, end):
            pieces += [(False, shown[last : match.start()]), (True, shown[match.start() : match.end()])]
            last = match.end()
        pieces.append((False, shown[last:end]))
    pieces.append((False, "…" if windows[-1][1] < len(shown) else ""))
    return tuple((hit, _one_line(words)) for hit, words in pieces if words)


def _windows(hits: Iterable[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """What to show around the hits; places that touch are one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(hits):
        window = (max(0, start - AROUND), min(length, end + 2 * AROUND))
        if found and window[0] <= found[-1][1]:
            found[-1] = (found[-1][0], max(window[1], found[-1][1]))
        else:
            found.append(window)
    return found[:PLACES]


def _one_line(words: str) -> str:
    return re.sub(r"\s+", " ", words)


def excerpt_sql(packed: bytes | None, query: str | None) -> str | None:
    """``excerpt(report_versions.text, :q)`` in SQL: plain text, each hit between OPEN and CLOSE."""
    if packed is None:
        return None
    pieces = excerpt(unpack_text(packed), query or "")
    return "".join(f"{OPEN}{words}{CLOSE}" if hit else words for hit, words in pieces)
