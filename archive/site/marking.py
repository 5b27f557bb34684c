"""A stored page with the cells outlined that a number was read from.

Where a figure stood is kept as ``table 2 row 5 column 3``, counted over the tables that extraction read. Which table of
the page that is, its cells tell: the one that prints the report's figures at their places.
"""

import re
from collections.abc import Mapping

import lxml.html
from lxml.etree import ParserError, _Element

from archive.site.web import Ask
from archive.text.grids import build_grid, read_table

ANCHOR = "nianbao-mark"
_CELL = re.compile(r"table (\d+) row (\d+) column (\d+)")
_LEAST = 0.8  # of a table's figures that must stand where they were read
_STYLE = "outline: 4px solid #c02418; outline-offset: -1px; background: #ffe58a; color: #000"
_BLANK = re.compile(r"\s+")

Place = tuple[int, int]  # row and column, from 1


def marked(html: str, printed: Mapping[str, str], wanted: frozenset[str]) -> str | None:
    """The page with the cells ``wanted`` outlined, the first of them an anchor; None where none of them is found.

    ``printed`` is what a report's figures print, by cell.
    """
    try:
        page = lxml.html.document_fromstring(html)
    except (ParserError, ValueError):  # ValueError: a declared encoding inside a string
        return None
    tables = [found for table in page.iter("table") if (found := _cells(table))]
    count = 0
    for number in sorted({cell for cell in map(_table, wanted) if cell is not None}):
        expected = {place: _plain(raw) for cell, raw in printed.items() if (place := _place(cell, number))}
        best = max(tables, key=lambda cells: _alike(cells, expected), default={})
        if not best or _alike(best, expected) < _LEAST * len(expected):
            continue
        for cell in sorted(wanted):
            place = _place(cell, number)
            if place in best:
                _outline(best[place], first=count == 0)
                count += 1
    return str(lxml.html.tostring(page, encoding="unicode", doctype="<!DOCTYPE html>")) if count else None


def _cells(table: _Element) -> dict[Place, _Element]:
    """The cells of a table by the place where they start; none of a table that holds others."""
    if table.find(".//table") is not None:
        return {}
    grid = build_grid(read_table(table, []))
    if grid is None:
        return {}
    elements = table.iter("td", "th")
    return {(place[0] + 1, place[1] + 1): element for place, element in zip(grid.layout.places, elements, strict=False)}


def _alike(cells: Mapping[Place, _Element], expected: Mapping[Place, str]) -> int:
    return sum(place in cells and _plain(_text(cells[place])) == raw for place, raw in expected.items())


def _text(element: _Element) -> str:
    return "".join(map(str, element.itertext()))


def _outline(element: _Element, *, first: bool) -> None:
    element.set("style", f"{element.get('style', '').rstrip('; ')}; {_STYLE}".lstrip("; "))
    if first:
        element.set("id", ANCHOR)


def place_in_words(cell: str | None, ask: Ask) -> str:
    """Where a cell stands, in the visitor's language; other places as they are."""
    found = _CELL.fullmatch(cell or "")
    return ask.t("number.cell", table=found[1], row=found[2], column=found[3]) if found else cell or "–"


def _table(cell: str) -> str | None:
    found = _CELL.fullmatch(cell)
    return found[1] if found else None


def _place(cell: str, number: str) -> Place | None:
    found = _CELL.fullmatch(cell)
    return (int(found[2]), int(found[3])) if found and found[1] == number else None


def _plain(text: str) -> str:
    return _BLANK.sub("", text)
