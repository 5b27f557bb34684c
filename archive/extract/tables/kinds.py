"""Data tables from grids: found by their labels, wherever they stand and however they are cut up or joined."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from archive.extract.tables import table_2, table_3, table_4
from archive.extract.tables.before_2019 import RowFinder, read_before_2019
from archive.extract.tables.place import Collector
from archive.extract.tables.rows import Line, lines_of
from archive.extract.tables.words import EARLY_NAMES, REQUEST_HEADERS, REQUEST_ROWS, WEAK_REQUEST_ROWS
from archive.model import Grid

Kind = Literal["t2", "t3", "t4"]
"""A table of the forms since 2019, by what its keys begin with."""

_MAX_ROWS = 400
_MAX_COLUMNS = 80
"""A table of the forms has 30 rows and 15 columns; all of them in one grid, with split rows, a few times as many."""


@dataclass(frozen=True, slots=True)
class GridCarry:
    """What one grid leaves for the next, for tables that a page break cut."""

    kind: Kind | None = None
    requests: table_3.RequestCarry = field(default_factory=table_3.RequestCarry)
    details: table_2.DetailHeader = field(default_factory=table_2.DetailHeader)
    reviews: table_4.ReviewCarry = field(default_factory=table_4.ReviewCarry)
    early: RowFinder | None = None


def read_grid(grid: Grid, number: int, carry: GridCarry, out: Collector) -> tuple[bool, GridCarry]:
    """Reads what ``grid`` (the ``number``-th of the document) holds of the forms' tables into ``out``.

    Returns whether it is a data table, and what to hand on to the next grid.
    """
    layout = grid.layout.rows
    if len(layout) > _MAX_ROWS or (layout and len(layout[0]) > _MAX_COLUMNS):
        return False, end_table(carry, out)
    rows = lines_of(grid, number)
    own = [_kind(line, index) for index, line in enumerate(rows)]
    if _is_early(rows, own):
        end_table(carry, out)
        finder = read_before_2019(number, rows, carry.early, out)
        return finder is not None, GridCarry(early=finder)
    kinds = _kinds(rows, own, carry.kind)
    if not any(kinds):
        return False, end_table(carry, out)
    by_kind: dict[Kind, list[tuple[int, Line]]] = {"t2": [], "t3": [], "t4": []}
    for index, (line, kind) in enumerate(zip(rows, kinds, strict=True)):
        if kind is not None:
            by_kind[kind].append((index, line))
    return True, GridCarry(
        next((kind for kind in reversed(kinds) if kind), None),
        table_3.read_table_3(number, by_kind["t3"], carry.requests, out) if by_kind["t3"] else carry.requests,
        table_2.read_table_2(by_kind["t2"], carry.details, out) if by_kind["t2"] else carry.details,
        table_4.read_table_4(number, by_kind["t4"], carry.reviews, out) if by_kind["t4"] else carry.reviews,
    )


NOTHING_CARRIED = GridCarry()


def end_table(carry: GridCarry, out: Collector) -> GridCarry:
    """What a table left open at its end stays unknown; nothing is handed on."""
    table_3.note_unknown(carry.requests.pending, out)
    return NOTHING_CARRIED


_STRONG_REQUESTS = frozenset((*REQUEST_ROWS, *REQUEST_HEADERS)) - WEAK_REQUEST_ROWS


def _is_early(rows: tuple[Line, ...], kinds: Sequence[Kind | None]) -> bool:
    """Whether more of the labels are those of the forms before 2019 than of any table since."""
    words = {entry.name for line in rows for entry in line}
    early = len(words & EARLY_NAMES)
    since = len(words & _STRONG_REQUESTS) + 2 * sum(kind is not None for kind in kinds)
    return early > since


def _kinds(rows: tuple[Line, ...], own: Sequence[Kind | None], before: Kind | None) -> list[Kind | None]:
    """Which table each row belongs to; a row without words of its own goes with the row above."""
    if not any(own) and not _looks_cut(rows):
        return [None] * len(rows)
    found: list[Kind | None] = []
    kind = before
    for one in own:
        kind = one or kind
        found.append(kind)
    return found


def _looks_cut(rows: tuple[Line, ...]) -> bool:
    """Whether rows without a label of the forms may be the rest of a table: values and nothing else."""
    entries = [entry for line in rows for entry in line]
    return len(entries) >= 5 and all(entry.value.kind != "text" for entry in entries)


def _kind(line: Line, index: int) -> Kind | None:
    own = {entry.name for entry in line if entry.name and entry.row == index}
    if not own:
        return None
    if not own.isdisjoint(_STRONG_REQUESTS) or table_3.is_header(line):
        return "t3"
    if table_2.row_label(line) is not None or table_2.is_header(line):
        return "t2"
    if any(name.startswith(table_2.CAPTION) for name in own):
        return "t2"
    return "t4" if table_4.is_header(line) else None
