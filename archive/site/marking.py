"""A stored page with the cells outlined that a number was read from.

Where a figure stood is kept as ``table 2 row 5 column 3``, counted over the tables that extraction read. Which table of
the page that is, its cells tell: the one that prints the report's figures at their places.
"""

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import NamedTuple

import lxml.html
from lxml.etree import ParserError, _Element

from archive.site.web import Ask
from archive.text.grids import build_grid, read_table, shown_cells
from archive.text.look import PLAIN
from archive.text.stylesheets import StyleSheets

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
    # What shows is told by styles, which are written out in a copy.
    shown = deepcopy(page)
    StyleSheets(shown).apply(shown, [])
    pairs = zip(page.iter("table"), shown.iter("table"), strict=True)
    tables = [found for table, seen in pairs if (found := _cells(table, seen))]
    count = 0
    for number in sorted({cell for cell in map(_table, wanted) if cell is not None}):
        expected = {place: _plain(raw) for cell, raw in printed.items() if (place := _place(cell, number))}
        best = max(tables, key=lambda cells: _alike(cells, expected), default={})
        if not best or _alike(best, expected) < _LEAST * len(expected):
            continue
        for cell in sorted(wanted):
            place = _place(cell, number)
            if place in best:
                _outline(best[place].element, first=count == 0)
                count += 1
    return str(lxml.html.tostring(page, encoding="unicode", doctype="<!DOCTYPE html>")) if count else None


class _Cell(NamedTuple):
    element: _Element
    text: str


def _cells(table: _Element, shown: _Element) -> dict[Place, _Cell]:
    """The cells of a table by the place where they start; none of a table that holds others. ``shown`` is its copy."""
    if table.find(".//table") is not None:
        return {}
    raw = read_table(shown, PLAIN, [])
    grid = build_grid(raw)
    if grid is None:
        return {}
    own = dict(zip(shown.iter("td", "th"), table.iter("td", "th"), strict=True))
    cells = zip(grid.layout.places, shown_cells(shown), raw.texts, strict=False)
    return {(place[0] + 1, place[1] + 1): _Cell(own[element], text) for place, element, text in cells}


def _alike(cells: Mapping[Place, _Cell], expected: Mapping[Place, str]) -> int:
    return sum(place in cells and _plain(cells[place].text) == raw for place, raw in expected.items())


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
