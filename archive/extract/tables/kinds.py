"""Data tables from grids: found by their labels, wherever they stand and however they are cut up or joined."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from archive.extract.tables import table_2, table_3, table_4
from archive.extract.tables.before_2019 import RowFinder
from archive.extract.tables.grid_before_2019 import read_early
from archive.extract.tables.place import Collector
from archive.extract.tables.rows import Strip, strips
from archive.extract.tables.words import EARLY_NAMES, REQUEST_HEADERS, REQUEST_ROWS, WEAK_REQUEST_ROWS
from archive.model import Grid

Family = Literal["details", "requests", "reviews"]

_MAX_ROWS = 400
_MAX_COLUMNS = 80
"""A table of the forms has 30 rows and 15 columns; all of them in one grid, with split rows, a few times as many."""


@dataclass(frozen=True, slots=True)
class GridCarry:
    """What one grid leaves for the next, for tables that a page break cut."""

    family: Family | None = None
    requests: table_3.RequestCarry = field(default_factory=table_3.RequestCarry)
    details: table_2.DetailHeader = field(default_factory=table_2.DetailHeader)
    reviews: table_4.ReviewCarry = field(default_factory=table_4.ReviewCarry)
    early: RowFinder | None = None


def read_grid(grid: Grid, number: int, carry: GridCarry, out: Collector) -> tuple[bool, GridCarry]:
    """Reads what ``grid`` (the ``number``-th of the document) holds of the forms' tables into ``out``.

    Returns whether it is a data table, and what to hand on to the next grid.
    """
    if len(grid.rows) > _MAX_ROWS or (grid.rows and len(grid.rows[0]) > _MAX_COLUMNS):
        return False, end_table(carry, out)
    rows = strips(grid)
    own = [_family(strip, index) for index, strip in enumerate(rows)]
    if _is_early(rows, own):
        end_table(carry, out)
        finder = read_early(number, rows, carry.early, out)
        return finder is not None, GridCarry(early=finder)
    families = _families(rows, own, carry.family)
    if not any(families):
        return False, end_table(carry, out)
    by_family: dict[Family, list[tuple[int, Strip]]] = {"details": [], "requests": [], "reviews": []}
    for index, (strip, family) in enumerate(zip(rows, families, strict=True)):
        if family is not None:
            by_family[family].append((index, strip))
    return True, GridCarry(
        next((family for family in reversed(families) if family), None),
        table_3.read_requests(number, by_family["requests"], carry.requests, out)
        if by_family["requests"]
        else carry.requests,
        table_2.read_details(number, by_family["details"], carry.details, out)
        if by_family["details"]
        else carry.details,
        table_4.read_reviews(number, by_family["reviews"], carry.reviews, out)
        if by_family["reviews"]
        else carry.reviews,
    )


NOTHING_CARRIED = GridCarry()


def end_table(carry: GridCarry, out: Collector) -> GridCarry:
    """What a table left open at its end stays unknown; nothing is handed on."""
    table_3.note_unknown(carry.requests.pending, out)
    return NOTHING_CARRIED


_STRONG_REQUESTS = frozenset((*REQUEST_ROWS, *REQUEST_HEADERS)) - WEAK_REQUEST_ROWS


def _is_early(rows: tuple[Strip, ...], families: Sequence[Family | None]) -> bool:
    """Whether more of the labels are those of the forms before 2019 than of any table since."""
    words = {piece.name for strip in rows for piece in strip}
    early = len(words & EARLY_NAMES)
    since = len(words & _STRONG_REQUESTS) + 2 * sum(family is not None for family in families)
    return early > since


def _families(rows: tuple[Strip, ...], own: Sequence[Family | None], before: Family | None) -> list[Family | None]:
    """Which table each row belongs to; a row without words of its own goes with the row above."""
    if not any(own) and not _looks_cut(rows):
        return [None] * len(rows)
    found: list[Family | None] = []
    family = before
    for one in own:
        family = one or family
        found.append(family)
    return found


def _looks_cut(rows: tuple[Strip, ...]) -> bool:
    """Whether rows without a label of the forms may be the rest of a table: values and nothing else."""
    pieces = [piece for strip in rows for piece in strip]
    return len(pieces) >= 5 and all(piece.is_data for piece in pieces)


def _family(strip: Strip, index: int) -> Family | None:
    own = {piece.name for piece in strip if piece.name and piece.cell.row == index}
    if not own:
        return None
    if not own.isdisjoint(_STRONG_REQUESTS) or table_3.is_header(strip):
        return "requests"
    if table_2.row_label(strip) is not None or table_2.is_header(strip):
        return "details"
    if any(name.startswith("第二十条") for name in own):
        return "details"
    return "reviews" if table_4.is_header(strip) else None
