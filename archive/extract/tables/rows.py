"""Rows, whatever they come from: the entries that a line of a grid or of a text prints, the rows of a form's table.

A grid gives each cell the columns that it covers; text has no columns, and how its lines are printed tells instead
which cells may have been lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from archive.extract.tables.labels import LONGEST, bare, compact
from archive.extract.tables.values import CellValue, read_cell
from archive.model import Grid
from archive.text.shown import UNKNOWN

_NAMELESS = frozenset({UNKNOWN, *"0123456789"})
_PROSE = "\0prose"
"""Stands for text too long to be a label; equal to no label."""


class Entry(NamedTuple):
    """One printed cell, or a piece of a line of text, as a row meets it.

    ``name`` is its folded label (empty for numbers and blanks), ``value`` what it holds. In a grid, ``row`` is the row
    where it begins, ``start`` and ``end`` its columns (end exclusive), ``table`` the number of the grid. In text,
    ``row`` is the index of its block and ``table`` 0; ``exact`` is an entry of a line that prints a whole row with its
    empty cells, ``several`` one of a line of several values, ``beside`` one of a line that prints its label too, and
    ``lone`` a pipe alone in its line: an empty cell, or the end of a row.
    """

    text: str
    name: str
    value: CellValue
    row: int
    start: int = 0
    end: int = 0
    rowspan: int = 1
    table: int = 0
    exact: bool = False
    several: bool = False
    beside: bool = False
    lone: bool = False

    @property
    def kind(self) -> str:
        return self.value.kind

    @property
    def soft(self) -> bool:
        """An empty cell of text or only a spacer: nothing is printed."""
        return self.value.kind == "blank" and not self.exact and not self.text.strip()

    @property
    def where(self) -> str:
        """``table 2 row 5 column 3`` or ``block 12``, counted from 1, for the evidence of a figure."""
        if self.table:
            return f"table {self.table} row {self.row + 1} column {self.start + 1}"
        return f"block {self.row + 1}"

    def begins_in(self, row: int) -> bool:
        return self.row == row


Line = tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a form's table: the ``keys`` of its figures in the order of the columns, their ``units``, the ``cells``
    behind its label in printed order, and what it is called (``label``) and where it stands for issues.

    ``placed`` are the cells by key where a header tells, ``several`` keys with several values under one header.
    ``doubt`` is the code and the reason why the row is not understood. ``lost`` says what a missing cell may have been
    other than empty (cut off, of another column); where it is empty, missing cells were empty and may be solved for.
    ``rows`` are the rows of the grid in which the label stands (end exclusive), None where cells may reach over others.
    """

    keys: tuple[str, ...]
    units: tuple[str | None, ...]
    cells: tuple[Entry, ...]
    label: str
    where: str
    placed: tuple[tuple[str, Entry], ...] | None = None
    several: tuple[str, ...] = ()
    doubt: tuple[str, str] | None = None
    lost: str = ""
    rows: tuple[int, int] | None = None


def lines_of(grid: Grid, number: int) -> tuple[Line, ...]:
    """Every row of the ``number``-th grid as entries in printed order, cells spanning from above included."""
    places = grid.layout.places
    entries = [_entry(text, number, *place) for text, place in zip(grid.texts, places, strict=True)]
    return tuple([tuple([entries[at] for at, _ in groupby(row) if at is not None]) for row in grid.layout.rows])


def _entry(text: str, table: int, row: int, column: int, rowspan: int, colspan: int) -> Entry:
    if len(text) <= LONGEST:
        name, value = meaning(text)
    else:
        value = read_cell(text)
        name = "" if value.kind != "text" else _PROSE if len(text.strip()) > LONGEST else _words(text)
    return Entry(text, name, value, row, column, column + colspan, rowspan, table)


@lru_cache(maxsize=1 << 13)
def meaning(text: str) -> tuple[str, CellValue]:
    """Name and value of a short cell: labels and small numbers are the same in nearly all reports."""
    value = read_cell(text)
    return _words(text) if value.kind == "text" else "", value


def _words(text: str) -> str:
    """The name of a label; none of what shows and cannot be read."""
    words = bare(text) or compact(text)
    return "" if words and set(words) <= _NAMELESS else words


def joined(parts: Sequence[Entry]) -> Entry:
    """A label that lines, cells or pages broke, put together; it stands where its first part does."""
    if len(parts) == 1:
        return parts[0]
    text = "".join(part.text for part in parts)
    return parts[0]._replace(text=text, name=bare(text), value=CellValue("text", None, None, text))


def names(line: Line) -> set[str]:
    """The folded labels of a line."""
    return {entry.name for entry in line if entry.name}


def labels_before_data(line: Line) -> list[Entry]:
    """The entries with words that have a number or an empty cell somewhere to their right."""
    last = max([entry.start for entry in line if entry.value.kind != "text"], default=-1)
    return [entry for entry in line if entry.name and entry.end <= last]


def data_after(line: Line, label: Entry) -> Line:
    """The entries to the right of a label."""
    end = label.end
    return tuple([entry for entry in line if entry.start >= end])
